/** Post-mortems that open with a list of key events, as the UK Ministry of Justice keeps its own. */
import type { IncidentTime } from '../../../domain/incident.ts'
import type { DocumentForm } from '../form.ts'
import { type Document, plain } from '../markdown/document.ts'
import { readPostMortem } from '../markdown/post-mortem.ts'

const events: readonly (readonly [IncidentTime, RegExp])[] = [
  ['startedAt', /^fault (?:occurs|occurred|began)\b/i],
  ['detectedAt', /^first detected\b/i],
  ['declaredAt', /^incident declared\b/i],
  ['mitigatedAt', /^repaired\b/i],
  ['resolvedAt', /^(?:incident )?resolved\b/i],
]

const eventTimes = ({ text }: Document): Partial<Record<IncidentTime, string>> => {
  const times: Partial<Record<IncidentTime, string>> = {}
  for (const line of text.split('\n')) {
    const words = plain(line.replace(/^\s*[-*+]\s+/, ''))
    for (const [name, pattern] of events) {
      const written = words.replace(pattern, '').replace(/^\s*(?:at|on)?\s*:?\s*/, '')
      if (times[name] === undefined && pattern.test(words) && /\d[:.]\d\d|\d{4}-/.test(written))
        times[name] = written
    }
  }
  return times
}

export const keyEvents: DocumentForm = {
  name: 'key-events',
  recognises: ({ text }) => /\*\*key events\*\*|^#+\s*key events/im.test(text),
  read: (document, zone) => readPostMortem(document, { times: eventTimes(document), zone }),
}
