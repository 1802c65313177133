import type { Escalation } from './configuration.ts'
import { type Reading, read, wanted } from './reading.ts'
import { readNamedReviewer } from './reviewer.ts'

/** Reads whom a question goes to that nobody answers: one who is named, `drivers` or `on-call`. */
export const readEscalation = (input: unknown): Reading<Escalation['to']> => {
  if (input === 'drivers') return read({ kind: 'drivers' })
  if (input === 'on-call') return read({ kind: 'on-call' })
  const reading = readNamedReviewer(input)
  return reading.ok ? reading : wanted('drivers, on-call, "@organisation/team" or "@user"', reading.mend)
}
