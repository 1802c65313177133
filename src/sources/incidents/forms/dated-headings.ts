/** Post-mortems whose timeline is a heading an event, `### 2018-04-18 12:35`, as the JupyterHub family writes them. */
import type { DocumentForm } from '../form.ts'
import { readPostMortem } from '../markdown/post-mortem.ts'

const timed =
  /^(?:\*\*)?(?:~|ca\.? )?(?:(?:\d{4,5}-\d\d?-\d\d?|[A-Z][a-z]{2,8}\.? \d{1,2}\b).*)?\d{1,2}[:.]\d{2}/

export const datedHeadings: DocumentForm = {
  name: 'dated-headings',
  recognises: ({ sections }) => sections.some(({ level, heading }) => level > 1 && timed.test(heading)),
  read: (document, zone) => readPostMortem(document, { zone }),
}
