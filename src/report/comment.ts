/**
 * The comment on a pull request, edited in place: the answer, what to do, the number and its reasons in at most fifteen
 * lines; everything else in a fold.
 */
import type { CommentSetting } from '../config/configuration.ts'
import type { Assessment } from '../domain/assessment.ts'
import { commentLines, renderFront } from './comment-front.ts'
import { commentMarker } from './comment-marker.ts'
import { openPage } from './comment-page.ts'
import type { CommentView } from './comment-view.ts'
import { renderDetails } from './markdown-details.ts'
import { isOff } from './sentences.ts'

/** GitHub takes 65,536; the rest is room for whatever a publisher adds. */
const mostCharacters = 60_000
const mostLines = 15

/**
 * GitHub Markdown of at most 60,000 characters, its marker in the first line. Nothing written by others mentions, links
 * or formats; only the people asked in an enforced review are called by name.
 */
export const renderComment = (view: CommentView): string => {
  const page = openPage(view)
  // The marker, and the empty line before the fold.
  const front = commentLines(renderFront(page, { calls: true, lines: mostLines - 2 }))
  const text = [commentMarker(view.key), ...front, ''].join('\n')
  return `${text}\n${renderDetails(page, mostCharacters - text.length - 2)}\n`
}

/**
 * Whether to write: a comment that exists is kept true, unless comments were forbidden; a new one only where it has
 * something to say.
 */
export const shouldComment = (setting: CommentSetting, assessment: Assessment, exists: boolean): boolean => {
  if (setting === 'never') return false
  if (exists) return true
  if (isOff(assessment)) return false
  return setting === 'always' || assessment.decision !== 'approve'
}
