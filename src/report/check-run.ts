/** The check run: the answer for the merge box, the whole of it for its own page, and a note on each file that matters. */
import { byteLength, cutAtLine, cutAtWord } from './comment-cut.ts'
import { pageText, renderFront } from './comment-front.ts'
import { isObserving, isUnjudged, sayHeadline } from './comment-headline.ts'
import { openPage } from './comment-page.ts'
import { plain } from './comment-plain.ts'
import type { CommentView } from './comment-view.ts'
import { neutralise } from './escaping.ts'
import { renderBehind } from './markdown-details.ts'
import { isOff } from './sentences.ts'

const mostTitle = 255
/** GitHub takes 65,535 of summary and text each; bytes are never fewer than characters. */
const mostBytes = 64_000
/** More are a wall nobody reads. */
const mostAnnotations = 10
const mostMessage = 500

export interface Annotation {
  readonly path: string
  readonly line: 1
  readonly level: 'warning' | 'notice'
  /** Plain text. */
  readonly message: string
}

export interface CheckRun {
  readonly conclusion: 'success' | 'neutral' | 'action_required' | 'failure'
  readonly title: string
  readonly summary: string
  readonly text: string
  readonly annotations: readonly Annotation[]
}

const conclusionOf = ({ assessment }: CommentView): CheckRun['conclusion'] => {
  const { decision } = assessment
  if (isOff(assessment)) return 'neutral'
  if (isObserving(assessment)) return decision === 'approve' ? 'success' : 'neutral'
  if (isUnjudged(assessment)) return 'action_required'
  if (decision === 'reject') return 'failure'
  return decision === 'approve' ? 'success' : 'action_required'
}

/** Files somebody is asked to read matter as much as those the model names. */
const filesOf = ({
  files,
  request,
}: CommentView): readonly { readonly path: string; readonly why: string }[] => [
  ...(files ?? []),
  ...(request?.people ?? []).flatMap((asked) =>
    asked.files.map(({ path }) => ({ path, why: 'this file is what the review is asked for' })),
  ),
]

const annotationsOf = (view: CommentView): readonly Annotation[] => {
  const { decision, mode } = view.assessment
  if (isOff(view.assessment)) return []
  const level = mode === 'enforce' && decision !== 'approve' ? 'warning' : 'notice'
  const seen = new Set<string>()
  return filesOf(view)
    .filter(({ path }) => {
      // What a reader could not tell from another path is no place to put a note.
      const fresh = path !== '' && path === neutralise(path) && !seen.has(path)
      seen.add(path)
      return fresh
    })
    .slice(0, mostAnnotations)
    .map(({ path, why }) => ({
      path,
      line: 1,
      level,
      message: cutAtWord(
        `${level === 'warning' ? 'Read this first' : 'Drives the risk'}: ${neutralise(why)}`,
        mostMessage,
      ),
    }))
}

export const checkRunOf = (view: CommentView): CheckRun => {
  const page = openPage(view)
  const front = renderFront(page, { calls: false, lines: 13 })
  const cut = (text: string) =>
    cutAtLine(text, mostBytes, 'There is more, but it would not fit here.', byteLength)
  return {
    conclusion: conclusionOf(view),
    title: cutAtWord(sayHeadline(plain(view.assessment)), mostTitle),
    summary: cut(`${pageText({ ...front, heading: '' })}\n\n${front.foot}`.trim()),
    text: cut(renderBehind(page, mostBytes, byteLength).join('\n')),
    annotations: annotationsOf(view),
  }
}
