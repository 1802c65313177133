/** Etsy's Morgue: start, detect, status and end times, contributing factors, remediation. */
import type { DocumentForm } from '../form.ts'
import { headingCount } from '../markdown/document.ts'
import { readPostMortem } from '../markdown/post-mortem.ts'

const headings = [
  /^start time$/i,
  /^(?:detect|status|undetect) time$/i,
  /^end time$/i,
  /contributing factors/i,
  /^remediation/i,
]

export const etsy: DocumentForm = {
  name: 'etsy',
  recognises: (document) => headingCount(document, headings) >= 3,
  read: (document, zone) => readPostMortem(document, { zone }),
}
