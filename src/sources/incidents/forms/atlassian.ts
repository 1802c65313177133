/** Atlassian's incident handbook: leadup, fault, impact, detection, response, recovery, five whys, backlog check. */
import type { DocumentForm } from '../form.ts'
import { headingCount } from '../markdown/document.ts'
import { readPostMortem } from '../markdown/post-mortem.ts'

const headings = [
  /^lead-?up\b/i,
  /^fault\b/i,
  /five whys/i,
  /^backlog check/i,
  /^recurrence\b/i,
  /^recovery\b/i,
  /^incident summary/i,
]

export const atlassian: DocumentForm = {
  name: 'atlassian',
  recognises: (document) => headingCount(document, headings) >= 3,
  read: (document, zone) => readPostMortem(document, { zone }),
}
