/** Environments and what holds a deployment back in them. */
import { found, ok } from '../answer.ts'
import { teamOf, userOf } from '../represent.ts'
import { type Call, inRepository, page, read } from '../route.ts'
import { type Environment, fullName, type Repository } from '../state.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

/** As rules and pending deployments tell them: people, and teams with their `@` in our state. */
export const reviewersOf = (place: Place, repository: Repository, environment: Environment) => {
  const organization = place.state.organizations.find((each) => each.login === repository.owner)
  return environment.reviewers.map((name) => {
    if (!name.startsWith('@')) return { type: 'User', reviewer: userOf(place, name) }
    const team = found(organization?.teams.find((each) => `@${each.slug}` === name))
    return { type: 'Team', reviewer: teamOf(place, repository.owner, team) }
  })
}

const environmentOf = (place: Place, repository: Repository, environment: Environment) => ({
  id: environment.id,
  name: environment.name,
  html_url: `${place.origin.html}/${fullName(repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
  created_at: environment.createdAt,
  updated_at: environment.createdAt,
  protection_rules: [
    ...(environment.waitMinutes > 0
      ? [{ id: environment.id + 1, type: 'wait_timer', wait_timer: environment.waitMinutes }]
      : []),
    ...(environment.reviewers.length > 0
      ? [
          {
            id: environment.id + 2,
            type: 'required_reviewers',
            prevent_self_review: environment.preventSelfReview,
            reviewers: reviewersOf(place, repository, environment),
          },
        ]
      : []),
  ],
  deployment_branch_policy: null,
})

const listEnvironments = inRepository('GET /repos/{owner}/{repo}/environments', read('actions'), (call) =>
  page(
    call,
    call.repository.environments,
    (each) => environmentOf(call, call.repository, each),
    (environments, count) => ({ total_count: count, environments }),
  ),
)

const getEnvironment = inRepository(
  'GET /repos/{owner}/{repo}/environments/{environment_name}',
  read('actions'),
  (call) => {
    const { environment_name: name } = call.parameters
    return ok(
      environmentOf(
        call,
        call.repository,
        found(call.repository.environments.find((each) => each.name === name)),
      ),
    )
  },
)

export const environmentRoutes = [listEnvironments, getEnvironment]
