import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, record, text } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { isNamed, shortSha } from './ownership.ts'
import { itemsOf, pageOf } from './reading.ts'
import { cut, once, told } from './refusal.ts'

export interface Annotation {
  readonly path: string
  /** Lines count from 1. */
  readonly startLine: number
  readonly endLine: number
  readonly level: 'notice' | 'warning' | 'failure'
  readonly title: string
  readonly message: string
}

export interface CheckRunRequest {
  readonly sha: string
  /** Must not be the context of the status: a check and a status of one name would both be required. */
  readonly name?: string
  /** One text for one decision: found again, the check run is brought up to date instead of made anew. */
  readonly externalId: string
  readonly conclusion: 'success' | 'neutral' | 'failure' | 'action_required'
  readonly title: string
  readonly summary: string
  readonly text?: string
  /** The first 50 are shown. */
  readonly annotations: readonly Annotation[]
  readonly detailsUrl?: string
  /** Apps that are us, by slug; only the App that made a check run may change it. */
  readonly apps?: readonly string[]
}

const textLimit = 65_535
const mostAnnotations = 50
const cutNote = '\n\n… cut here; the whole is in the job summary.'
const listRoute = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'
const createRoute = 'POST /repos/{owner}/{repo}/check-runs'
const updateRoute = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}'

/**
 * The detail beside the status, with annotations on the files that drive the risk. GitHub only ever adds annotations
 * to a check run; one that has some and no longer says the right thing is therefore followed by a new one of the same
 * name, which hides it. Requests: 1 unchanged, 2 otherwise.
 */
export const publishCheckRun = (
  github: GitHub,
  repository: RepositoryName,
  request: CheckRunRequest,
): Promise<Effect> =>
  told(
    'check-run',
    {
      permission: 'checks: write',
      forbidden:
        'only GITHUB_TOKEN and App tokens with "checks: write" may make check runs, personal tokens may not',
    },
    async () => {
      const content = contentOf(request)
      const found = await checkRunOf(github, repository, request, () => true)
      if (found !== null && says(found, content))
        return {
          what: 'check-run',
          outcome: 'unchanged',
          why: 'The check run says so already.',
          ...pageOf(github, found),
        }
      const written =
        found !== null && found.integer('output.annotations_count') === 0
          ? answerOf(
              updateRoute,
              await github.request(
                updateRoute,
                { ...repository, check_run_id: found.integer('id'), ...content },
                // Sent twice, the annotations would stand there twice.
                { repeatable: content.output.annotations.length === 0 },
              ),
            )
          : await once(
              async () =>
                answerOf(
                  createRoute,
                  await github.request(createRoute, { ...repository, head_sha: request.sha, ...content }),
                ),
              () => checkRunOf(github, repository, request, (run) => says(run, content)),
            )
      const left = request.annotations.length - content.output.annotations.length
      const why = `Published the check run on ${shortSha(request.sha)}${left > 0 ? `, without ${left} further annotations` : ''}.`
      return { what: 'check-run', outcome: 'done', why, ...pageOf(github, written) }
    },
  )

const contentOf = (request: CheckRunRequest) => ({
  name: request.name ?? 'change-risk report',
  external_id: request.externalId,
  status: 'completed' as const,
  conclusion: request.conclusion,
  ...(request.detailsUrl === undefined ? {} : { details_url: request.detailsUrl }),
  output: {
    title: cut(request.title, 255),
    summary: cut(request.summary, textLimit, cutNote),
    ...(request.text === undefined ? {} : { text: cut(request.text, textLimit, cutNote) }),
    annotations: request.annotations.slice(0, mostAnnotations).map((annotation) => ({
      path: annotation.path,
      start_line: annotation.startLine,
      end_line: Math.max(annotation.startLine, annotation.endLine),
      annotation_level: annotation.level,
      title: cut(annotation.title, 255),
      message: cut(annotation.message, textLimit),
    })),
  },
})
type Content = ReturnType<typeof contentOf>

/** The newest check run of ours with this external id. */
const checkRunOf = async (
  github: GitHub,
  repository: RepositoryName,
  { sha, name = 'change-risk report', externalId, apps = ['github-actions'] }: CheckRunRequest,
  wanted: (run: Answer) => boolean,
): Promise<Answer | null> => {
  const parameters = { ...repository, ref: sha, check_name: name, filter: 'all' as const, per_page: 100 }
  const { items } = await github.list(listRoute, parameters, 100)
  const [newest] = itemsOf(listRoute, items)
    .filter((run) => run.optional('external_id', text) === externalId && run.text('head_sha') === sha)
    .filter((run) => isNamed(run.optional('app', record)?.optional('slug', text) ?? '', apps))
    .sort((one, other) => other.integer('id') - one.integer('id'))
  return newest !== undefined && wanted(newest) ? newest : null
}

const says = (run: Answer, { conclusion, output }: Content): boolean => {
  const said = run.record('output')
  return (
    run.optional('conclusion', text) === conclusion &&
    said.optional('title', text) === output.title &&
    said.optional('summary', text) === output.summary &&
    (said.optional('text', text) ?? '') === (output.text ?? '') &&
    said.integer('annotations_count') === output.annotations.length
  )
}
