/** What both kinds of answers share: the view people read, the status, the check run. */
import type { Assessment } from '../../domain/assessment.ts'
import type { Effect } from '../../drivers/driver.ts'
import { publishCheckRun } from '../../drivers/reviews/check-run.ts'
import { setStatus } from '../../drivers/reviews/status.ts'
import { checkRunOf } from '../../report/check-run.ts'
import { type CommentView, githubLinks } from '../../report/comment-view.ts'
import { inputs } from '../../report/sentences.ts'
import { statusContext, statusLine } from '../../report/status-line.ts'
import { fullName, type Job } from './job.ts'

/** What a command in a comment begins with. */
export const prefix = '.'

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
  prefix,
  ...more,
})

/** Sets the status and the check run of a commit: both are bound to it, so neither can speak of another. */
export const tellCommit = async (job: Job, view: CommentView, sha: string): Promise<readonly Effect[]> => {
  const { github, repository, run } = job
  const status = await setStatus(github, repository, {
    sha,
    ...statusLine(view),
    context: statusContext,
    targetUrl: run.url,
    onWritten: job.writtenBy,
  })
  const { annotations, ...check } = checkRunOf(view)
  const checked = await publishCheckRun(github, repository, {
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
    detailsUrl: run.url,
  })
  return [status, checked]
}
