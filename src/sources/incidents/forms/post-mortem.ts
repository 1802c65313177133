/** Any other post-mortem: it says what happened, or when, under the headings most people use. */
import type { DocumentForm } from '../form.ts'
import { headingCount } from '../markdown/document.ts'
import { readPostMortem } from '../markdown/post-mortem.ts'

const headings = [
  ...[
    /^(?:incident )?(?:summary|overview)\b/i,
    /\btimeline\b/i,
    /\bimpact\b/i,
    /\broot cause/i,
    /\bwhat (?:happened|went)/i,
  ],
  ...[/\baction items?\b/i, /\blessons\b/i, /\bresolution\b/i, /\bcontributing\b/i, /\bfollow[- ]?ups?\b/i],
]

export const postMortem: DocumentForm = {
  name: 'post-mortem',
  recognises: (document) =>
    headingCount(document, headings) >= 1 ||
    /\b(?:outage|incident|post-?mortem)\b/i.test(`${document.title} ${document.name}`),
  read: (document, zone) => readPostMortem(document, { zone }),
}
