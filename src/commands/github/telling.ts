/** What both kinds of answers share: the view people read, the status, the check run. */
import type { Assessment } from '../../domain/assessment.ts'
import type { Effect } from '../../drivers/driver.ts'
import { publishCheckRun } from '../../drivers/reviews/check-run.ts'
import { setStatus } from '../../drivers/reviews/status.ts'
import { checkRunOf } from '../../report/check-run.ts'
import { type CommentView, githubLinks } from '../../report/comment-view.ts'
import { inputs } from '../../report/sentences.ts'
import { statusContext, statusLine } from '../../report/status-line.ts'
import { usualPrefix } from '../../sources/github/command.ts'
import { fullName, type Job } from './job.ts'

/** What a command in a comment begins with. */
export const prefixOf = ({ asked }: Job): string => asked.commandPrefix ?? usualPrefix

export interface Told {
  readonly view: CommentView
  readonly effects: readonly Effect[]
}

const serverOf = (job: Job): string => job.webUrl.slice(0, -fullName(job).length - 1)

export const linksOf = (job: Job) => githubLinks(serverOf(job), fullName(job), { run: job.run.url })

export const viewFor = (
  job: Job,
  assessment: Assessment,
  more: Pick<CommentView, 'key'> & Partial<CommentView>,
): CommentView => ({
  assessment,
  publicRepository: job.publicRepository,
  links: linksOf(job),
  settings: inputs,
  prefix: prefixOf(job),
  ...more,
})

/** Sets the status of a commit, which is bound to it and can speak of no other. */
export const tellStatus = (job: Job, view: CommentView, sha: string): Promise<Effect> =>
  setStatus(job.github, job.repository, {
    sha,
    ...statusLine(view),
    context: statusContext,
    targetUrl: job.run.url,
    onWritten: job.writtenBy,
  })

/** The same of the check run, which tells more. */
export const tellCheck = (job: Job, view: CommentView, sha: string): Promise<Effect> => {
  const { annotations, ...check } = checkRunOf(view)
  return publishCheckRun(job.github, job.repository, {
    sha,
    externalId: `change-risk ${view.key} ${sha}`,
    ...check,
    annotations: annotations.map(({ path, line, level, message }) => ({
      path,
      startLine: line,
      endLine: line,
      level,
      title: 'change risk',
      message,
    })),
    detailsUrl: job.run.url,
  })
}

/** Both, the one that holds a merge first. */
export const tellCommit = async (job: Job, view: CommentView, sha: string): Promise<readonly Effect[]> => [
  await tellStatus(job, view, sha),
  await tellCheck(job, view, sha),
]
