import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import { type Answer, text } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { isNamed, isOwn, shortSha, writerIn } from './ownership.ts'
import { itemsOf } from './reading.ts'
import { cut, told } from './refusal.ts'

export interface StatusRequest {
  /** Exactly the commit that was judged; of a pull request its head, never the merge commit a run stands on. */
  readonly sha: string
  readonly state: 'pending' | 'success' | 'failure' | 'error'
  /** Cut at 140 characters, as GitHub demands. */
  readonly description: string
  readonly context?: string
  readonly targetUrl?: string
  /** Logins that are us: given, an equal status of ours is left alone. Anybody with write access can set our context. */
  readonly own?: readonly string[]
  /** Told under which login GitHub took it, which is ours. */
  readonly onWritten?: (login: string) => void
}

const route = 'POST /repos/{owner}/{repo}/statuses/{sha}'
const listRoute = 'GET /repos/{owner}/{repo}/commits/{ref}/statuses'

/**
 * The required status on a commit. Requests: 1; with `own` 1 when equal, else 2. A look that fails does not keep the
 * status from being set, for the wrong status standing is worse than one too many.
 */
export const setStatus = (
  github: GitHub,
  repository: RepositoryName,
  { sha, state, description, context = 'change-risk', targetUrl, own, onWritten }: StatusRequest,
): Promise<Effect> =>
  told(
    'status',
    {
      permission: 'statuses: write',
      invalid: 'a commit takes 1,000 statuses of one context: push a new one',
    },
    async () => {
      const wanted = { state, description: cut(description, 140), target_url: targetUrl ?? null }
      const latest = own === undefined ? null : await latestOf(github, repository, sha, context)
      const stands = `${context} is ${state} on ${shortSha(sha)}.`
      if (latest !== null && own !== undefined && isOwn(latest, own, 'creator') && isEqual(latest, wanted))
        return { what: 'status', outcome: 'unchanged', why: stands }
      const written: unknown = await github.request(
        route,
        { ...repository, sha, context, ...wanted },
        { repeatable: true },
      )
      const login = writerIn(route, written, 'creator')
      if (login !== null) onWritten?.(login)
      return { what: 'status', outcome: 'done', why: stands }
    },
  )

/** Newest first, as GitHub lists them. */
const latestOf = async (
  github: GitHub,
  repository: RepositoryName,
  ref: string,
  context: string,
): Promise<Answer | null> => {
  try {
    const { items } = await github.list(listRoute, { ...repository, ref, per_page: 100 }, 100)
    return itemsOf(listRoute, items).find((status) => isNamed(status.text('context'), [context])) ?? null
  } catch (error) {
    if (error instanceof GitHubError) return null
    throw error
  }
}

const isEqual = (status: Answer, wanted: Readonly<Record<string, string | null>>): boolean =>
  Object.entries(wanted).every(([name, value]) => status.optional(name, text) === value)
