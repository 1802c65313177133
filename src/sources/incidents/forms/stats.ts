/** Post-mortems that end in statistics (category, time to detection, time to recovery), as DFDS publishes them. */
import type { DocumentForm } from '../form.ts'
import { readPostMortem } from '../markdown/post-mortem.ts'

export const stats: DocumentForm = {
  name: 'stats',
  recognises: ({ sections }) =>
    sections.some(
      ({ heading, lines }) =>
        /^stats$/i.test(heading) &&
        lines.some((line) => /time to (?:detection|recovery)|category/i.test(line)),
    ),
  read: (document, zone) => readPostMortem(document, { zone }),
}
