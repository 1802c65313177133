/** Every route, as msw handlers. */
import { http, type RequestHandler } from 'msw'
import { graphql } from 'msw/graphql'
import { routes } from './description.ts'
import { answerGraphql } from './graphql/answer.ts'
import { commentRoutes } from './handlers/comments.ts'
import { commitRoutes } from './handlers/commits.ts'
import { contentRoutes } from './handlers/contents.ts'
import { deploymentRoutes } from './handlers/deployments.ts'
import { environmentRoutes } from './handlers/environments.ts'
import { gitRoutes } from './handlers/git.ts'
import { issueRoutes } from './handlers/issues.ts'
import { labelRoutes } from './handlers/labels.ts'
import { pendingRoutes } from './handlers/pending.ts'
import { pullRoutes } from './handlers/pulls.ts'
import { releaseRoutes } from './handlers/releases.ts'
import { repositoryRoutes } from './handlers/repository.ts'
import { reviewRoutes } from './handlers/reviews.ts'
import { runRoutes } from './handlers/runs.ts'
import { statusRoutes } from './handlers/statuses.ts'
import { answerRest, placeOf, type World } from './pipeline.ts'
import type { RouteHandler } from './route.ts'

const all: readonly RouteHandler[] = [
  ...repositoryRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...statusRoutes,
  ...deploymentRoutes,
  ...environmentRoutes,
  ...releaseRoutes,
  ...runRoutes,
  ...pendingRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...gitRoutes,
]

const answering = new Map(all.map((each) => [each.route, each]))

const isGraphql = (url: URL): boolean => url.pathname.endsWith('/graphql')

/**
 * The handlers of one GitHub, for requests to the origins it answers: one for all of REST, as making and trying a
 * hundred of them would cost a run more than answering.
 */
export const handlersFor = (world: World, isOurs: (origin: string) => boolean): RequestHandler[] => [
  http.all(
    ({ request }) => {
      const url = new URL(request.url)
      return isOurs(url.origin) && !isGraphql(url)
    },
    ({ request }) => {
      const { path } = placeOf(new URL(request.url))
      const route = routes.find(({ method, pattern }) => method === request.method && pattern.test(path))
      return route === undefined
        ? unknown(world, request)
        : answerRest(world, route, answering.get(route.name), request)
    },
  ),
  graphql.link(/\/graphql$/).operation(({ request, query, variables }) => {
    const url = new URL(request.url)
    return isOurs(url.origin) && isGraphql(url) ? answerGraphql(world, request, query, variables) : undefined
  }),
  // What is sent to GraphQL without being any.
  http.all(
    ({ request }) => isOurs(new URL(request.url).origin),
    ({ request }) => unknown(world, request),
  ),
]

const unknown = (world: World, request: Request): Response => {
  const what = `${request.method} ${new URL(request.url).pathname} is no route this GitHub knows: scripts/openapi.ts`
  world.violations.push(what)
  world.requests.push({
    method: request.method,
    route: 'unknown',
    path: request.url,
    body: undefined,
    caller: '',
    status: 500,
  })
  return Response.json({ message: what, documentation_url: '' }, { status: 500 })
}
