/** cState: one Markdown file an incident, everything in its front matter; maintenance stands in files of the same kind. */
import type { DocumentForm } from '../form.ts'
import { type Document, frontText } from '../markdown/document.ts'

const plannedWords = /\b(?:maintenance|planned|upgrade|migration|scheduled)\b/i

const affected = ({ front }: Document): readonly string[] => {
  const value = front['affected']
  return typeof value === 'string' ? (value === '' ? [] : [value]) : (value ?? [])
}

export const cstate: DocumentForm = {
  name: 'cstate',
  recognises: ({ front }) =>
    front['section'] === 'issue' || 'resolvedWhen' in front || ('resolved' in front && 'affected' in front),
  read: (document) => ({
    id: document.name,
    title: frontText(document, 'title'),
    kind:
      document.front['informational'] === 'true' || plannedWords.test(`${document.title} ${document.name}`)
        ? 'maintenance'
        : 'incident',
    severity: frontText(document, 'severity'),
    times: { startedAt: frontText(document, 'date'), resolvedAt: frontText(document, 'resolvedWhen') },
    components: affected(document),
    text: document.text,
  }),
}
