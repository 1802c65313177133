/**
 * Approvals in the merge queue. A pull request there has not landed, so its approvals are of its head; and the commit in
 * the queue must be that head's, not one that only bears its number: of a merge the second parent tells, of a squash the
 * number does, where the repository allows no rebased commits, whose titles anybody may have written.
 */
import { answerOf, flag } from '../../clients/github/shapes.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { readPullRequest } from '../../sources/github/pull-request.ts'
import type { CountedWords, PartName } from '../gate/outside.ts'
import { recordedWords } from './approvals.ts'
import type { Job } from './job.ts'
import { readOpinions } from './opinions.ts'
import type { WeighedPart } from './part-words.ts'

/** Pull requests looked at: a group is rarely larger, and requests are few. */
const mostQueued = 10

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

export const queuedWords =
  (job: Job, ledger: () => Ledger, weighed: (part: WeighedPart) => void) =>
  async (parts: readonly PartName[], allowStale: boolean): Promise<ReadonlyMap<string, CountedWords>> => {
    const words = new Map<string, CountedWords>()
    let sure: boolean | null = null
    for (const { sha, number } of parts.slice(-mostQueued)) {
      if (number === null) continue
      const [pull, parents] = await Promise.all([
        readPullRequest(job.github, job.repository, number),
        parentsOf(job, sha),
      ])
      if (parents.length === 1) sure ??= await numbersAreSure(job)
      const isIts =
        parents.length === 2 ? parents[1] === pull.head.sha : parents.length === 1 && sure === true
      if (!isIts || pull.state !== 'open') continue
      const { reviews, weigh } = await readOpinions(job, pull)
      const said = await recordedWords(ledger(), { number, head: pull.head.sha, sha: null })
      const { notes: _, ...counted } = weigh(said, allowStale)
      words.set(sha, counted)
      weighed({ sha, said, reviews, counted: counted.approvals })
    }
    return words
  }
