/** How a handler file says which route it answers, what that needs, and how. */
import type { Endpoints } from '@octokit/types'
import type { Answer } from './answer.ts'
import type { Caller, Needs } from './caller.ts'
import type { Permission, Repository, State } from './state.ts'

type Known = keyof Endpoints

export interface Call<Parameters> {
  readonly state: State
  readonly caller: Caller
  /** Path, query and body in one. */
  readonly parameters: Parameters
  /** GitHub's own time, in whole seconds. */
  readonly now: string
  /** Where this GitHub is reached, without a slash at the end. */
  readonly origin: { readonly api: string; readonly html: string }
  readonly accept: string
  /** The whole address, for links to other pages. */
  readonly url: URL
}
export interface RepositoryCall<Parameters> extends Call<Parameters> {
  readonly repository: Repository
}

export interface RouteHandler {
  readonly route: string
  readonly needs: Needs
  readonly answer: (call: RepositoryCall<never>) => Answer
}

type ParametersOf<Name extends Known> = Endpoints[Name]['parameters']

/** A route of one repository, which the caller may see. */
export const inRepository = <Name extends Known>(
  route: Name,
  needs: Needs,
  answer: (call: RepositoryCall<ParametersOf<Name>>) => Answer,
): RouteHandler => ({ route, needs, answer: answer as RouteHandler['answer'] })

/** A route outside any repository. */
export const anywhere = <Name extends Known>(
  route: Name,
  needs: Needs,
  answer: (call: Call<ParametersOf<Name>>) => Answer,
): RouteHandler => ({ route, needs, answer: answer as RouteHandler['answer'] })

/** One page of a list, with GitHub's `link` header to the others; `wrap` puts it into an object with a count. */
export const page = <Item>(
  call: Pick<Call<unknown>, 'url'>,
  items: readonly Item[],
  represent: (item: Item) => unknown,
  wrap: (page: readonly unknown[], count: number) => unknown = (each) => each,
): Answer => {
  const size = Math.max(1, Math.min(100, Number(call.url.searchParams.get('per_page') ?? 30)))
  const current = Math.max(1, Number(call.url.searchParams.get('page') ?? 1))
  const last = Math.max(1, Math.ceil(items.length / size))
  const link = (to: number, name: string): string => {
    const url = new URL(call.url)
    url.searchParams.set('page', String(to))
    return `<${url}>; rel="${name}"`
  }
  const links = [
    ...(current > 1 ? [link(1, 'first'), link(current - 1, 'prev')] : []),
    ...(current < last ? [link(current + 1, 'next'), link(last, 'last')] : []),
  ]
  const shown = items.slice((current - 1) * size, current * size).map(represent)
  return {
    status: 200,
    body: wrap(shown, items.length),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  }
}

export const read = (...permissions: readonly Permission[]): Needs => ({
  anyOf: permissions.map((each) => `${each}: read` as const),
})
export const write = (...permissions: readonly Permission[]): Needs => ({
  anyOf: permissions.map((each) => `${each}: write` as const),
})
/** What anybody who may read the repository may write with that permission: a comment, a review. */
export const say = (...permissions: readonly Permission[]): Needs => ({
  ...write(...permissions),
  role: 'read',
})
export const free: Needs = { anyOf: [] }
