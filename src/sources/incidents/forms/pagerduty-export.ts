/** The text of a PagerDuty post-mortem: capitals in a sidebar, an impact time without a year, "times are in Bucharest". */
import type { DocumentForm } from '../form.ts'
import type { Document } from '../markdown/document.ts'
import { readPostMortem } from '../markdown/post-mortem.ts'

/** What stands behind a label in capitals, on its line or the next. */
const sidebar = ({ text }: Document, label: string): string | undefined =>
  new RegExp(`^\\s*${label}\\b[ :]*\\n?\\s*([^\\n]+)`, 'm').exec(text)?.[1]?.trim()

/** "Oct 16 at 21:26 to Oct 17 at 00:10" */
const spanOf = (written: string | undefined): readonly (string | undefined)[] => {
  if (written === undefined) return []
  const [begins, ends] = written.split(/\s+(?:to|until|[-–—])\s+/)
  return [begins, ends]
}

/** Lines in capitals are headings there. */
const titleOf = (document: Document): string | null =>
  document.title ??
  document.text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ??
  null

export const pagerdutyExport: DocumentForm = {
  name: 'pagerduty-export',
  recognises: ({ text }) => /OWNER OF REVIEW PROCESS/.test(text) || /^\s*IMPACT TIME\b/m.test(text),
  read: (document, zone) => {
    const [startedAt, resolvedAt] = spanOf(sidebar(document, 'IMPACT TIME'))
    const draft = readPostMortem(
      { ...document, title: titleOf(document) },
      { times: { startedAt, resolvedAt }, zone },
    )
    const written =
      /^\s*Status:\s*(draft|in review|reviewed|closed|published)/im.exec(document.text)?.[1] ?? ''
    const state = /draft/i.test(written) ? 'draft' : /review/i.test(written) ? 'reviewed' : 'published'
    return {
      ...draft,
      dayFirst: false,
      day: draft.filedUnder,
      severity: draft.severity ?? sidebar(document, 'SEVERITY'),
      postMortem: { state, path: document.name, actions: draft.postMortem?.actions ?? [] },
    }
  },
}
