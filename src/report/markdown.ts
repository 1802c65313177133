/** The pull request comment as the command line prints it, where nobody but the answer itself is known. */
import type { Assessment } from '../domain/assessment.ts'
import { renderComment } from './comment.ts'
import { viewOf } from './comment-view.ts'

/** `gate --markdown`; see `renderComment`. */
export const renderMarkdown = (assessment: Assessment): string => renderComment(viewOf(assessment))
