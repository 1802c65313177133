/**
 * What people said of pull requests in the merge queue: approvals, and the label that asks for a person. A pull request
 * there has not landed, so its approvals are of its head; and the commit in the queue must be that head's, not one that
 * only bears its number: of a merge the second parent tells, of a squash the number does, where the repository allows no
 * rebased commits, whose titles anybody may have written. A label asks for more, so it counts on less: on any open pull
 * request that a title names, and on the one that GitHub named the group by. Where neither is to be found nobody knows.
 */
import { GitHubError } from '../../clients/github/github.ts'
import { answerOf, flag } from '../../clients/github/shapes.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { formatList } from '../../policy/formatting.ts'
import { isOptOut, optOutLabel } from '../../policy/rules/do-not-auto-approve.ts'
import { type ReadPullRequest, readPullRequest } from '../../sources/github/pull-request.ts'
import type { CountedWords, Outside, PartName } from '../gate/outside.ts'
import type { Job } from './job.ts'
import { readOpinions } from './opinions.ts'
import { hasWords, type WeighedPart } from './part-words.ts'
import { recordedWords } from './recorded-words.ts'

/** Commits whose number is looked up: a group is rarely larger, and requests are few. */
const mostQueued = 10

/** A group as GitHub names it. */
export interface QueuedGroup {
  /** Number of the newest pull request of the group; null where its branch names none. */
  readonly newest: number | null
}

const commitRoute = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}'
const repositoryRoute = 'GET /repos/{owner}/{repo}'

const parentsOf = async ({ github, repository }: Job, sha: string): Promise<readonly string[]> =>
  answerOf(commitRoute, await github.request(commitRoute, { ...repository, commit_sha: sha }))
    .list('parents')
    .map((parent) => parent.commitName('sha'))

/** Whether numbers in titles are GitHub's own: only where nothing is rebased. Unknown is no. */
const numbersAreSure = async ({ github, repository }: Job): Promise<boolean> =>
  answerOf(repositoryRoute, await github.request(repositoryRoute, repository)).optional(
    'allow_rebase_merge',
    flag,
  ) === false

/** Null where there is none of this number: a title may hold any. */
const pullOrNull = async ({ github, repository }: Job, number: number): Promise<ReadPullRequest | null> => {
  try {
    return await readPullRequest(github, repository, number)
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'not-found') return null
    throw error
  }
}

/** Reads pull requests, each once. */
const pullReader = (job: Job) => {
  const asked = new Map<number, Promise<ReadPullRequest | null>>()
  return (number: number | null): Promise<ReadPullRequest | null> => {
    if (number === null) return Promise.resolve(null)
    const pull = asked.get(number) ?? pullOrNull(job, number)
    asked.set(number, pull)
    return pull
  }
}

/** Whether a commit in the queue is certainly that of a pull request. */
const certainty = (job: Job) => {
  let sure: boolean | null = null
  return async ({ head }: ReadPullRequest, sha: string): Promise<boolean> => {
    const parents = await parentsOf(job, sha)
    if (parents.length === 2) return parents[1] === head.sha
    if (parents.length !== 1) return false
    sure ??= await numbersAreSure(job)
    return sure
  }
}

export interface QueuedWords {
  readonly words: ReadonlyMap<string, CountedWords>
  /** SHAs of the parts whose pull request bears the label by which people opt out. */
  readonly labelled: ReadonlySet<string>
  /** Parts of which nobody knows whether one does. */
  readonly failures: Outside['failures']
}

const nameOf = ({ sha, number }: PartName): string => (number === null ? sha.slice(0, 8) : `#${number}`)

const unknownLabels = (parts: readonly PartName[]): Outside['failures'] =>
  parts.length === 0
    ? []
    : [
        {
          source: 'labels',
          why: `it is not known which pull request ${formatList(parts.map(nameOf))} ${parts.length === 1 ? 'is' : 'are'} of, nor whether it bears ${optOutLabel}`,
        },
      ]

/** Parts from the oldest to the newest. Throws GitHubError where GitHub refuses to tell. */
export const queuedWords =
  (job: Job, ledger: () => Ledger, { newest }: QueuedGroup, weighed: (part: WeighedPart) => void) =>
  async (parts: readonly PartName[], allowStale: boolean): Promise<QueuedWords> => {
    const read = pullReader(job)
    const isCertain = certainty(job)
    const words = new Map<string, CountedWords>()
    const labelled = new Set<string>()
    const unknown: PartName[] = []
    for (const [at, part] of parts.entries()) {
      const { sha, number } = part
      const place = parts.length - at
      const named = await read(place <= mostQueued ? number : null)
      const open = named?.state === 'open' ? named : null
      const isIts = open !== null && (await isCertain(open, sha))
      if (isIts) {
        const said = await recordedWords(ledger(), { number: open.number, head: open.head.sha, sha: null })
        const { reviews, weigh } = await readOpinions(job, open)
        const { notes: _, ...counted } = weigh(said, allowStale)
        if (hasWords(counted)) words.set(sha, counted)
        weighed({ sha, said, reviews, counted: counted.approvals })
      }
      // The group ends with its commits: rebased ones say nothing of where they came from.
      const last = isIts ? null : await read(newest)
      const own = last !== null && place <= last.counts.commits ? last : null
      if ([open, own].some((pull) => pull?.labels.some(isOptOut))) labelled.add(sha)
      else if (!isIts && own === null) unknown.push(part)
    }
    return { words, labelled, failures: unknownLabels(unknown) }
  }
