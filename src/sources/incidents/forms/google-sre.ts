/** The template of Google's SRE book: trigger apart from root causes, detection, lessons, action items. */
import type { DocumentForm } from '../form.ts'
import { headingCount, sectionsUnder } from '../markdown/document.ts'
import { readPostMortem } from '../markdown/post-mortem.ts'

const headings = [
  /^root causes?\b/i,
  /^trigger\b/i,
  /^detection\b/i,
  /^resolution\b/i,
  /^action items\b/i,
  /^lessons learned\b/i,
]

const triggerOf = (said: string): string | undefined => {
  if (/\b(?:config(?:uration)?|flag|setting)\b.{0,30}\b(?:push|change|rollout|edit)/i.test(said))
    return 'configuration'
  if (/\b(?:deploy(?:ment|ed)?|release|roll-?out|push(?:ed)?|merge)\b/i.test(said)) return 'change'
  if (/\b(?:load|traffic|surge|spike)\b/i.test(said)) return 'load'
  if (/\bexpir(?:y|ed|ation)\b/i.test(said)) return 'expiry'
  return /\b(?:by hand|manual(?:ly)?|typed)\b/i.test(said) ? 'manual' : undefined
}

export const googleSre: DocumentForm = {
  name: 'google-sre',
  recognises: (document) =>
    headingCount(document, headings) >= 4 && headingCount(document, [/^trigger\b/i, /^detection\b/i]) >= 1,
  read: (document, zone) => {
    const trigger = sectionsUnder(document, /^trigger\b/i)
      .flatMap(({ lines }) => lines)
      .join(' ')
    return {
      ...readPostMortem(document, { zone }),
      trigger: triggerOf(trigger || (document.labels.get('trigger') ?? '')),
    }
  },
}
