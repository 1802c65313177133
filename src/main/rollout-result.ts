/** What came of a run, as exit code and as a document. */
import type { ServiceEnd } from '../commands/rollout/running.ts'
import { type StatusDocument, statusOf } from '../commands/rollout/status.ts'

type Result = { readonly service: string; readonly outcome: string } & Readonly<Record<string, unknown>>

/** Schema 1: keys are added, never renamed. */
export const resultDocument = (
  ends: readonly ServiceEnd[],
  now: number,
): { readonly schema: 1; readonly outcome: string; readonly services: readonly Result[] } => ({
  schema: 1,
  outcome: worst(ends),
  services: ends.map((end): Result => {
    if (end.outcome !== 'ran') return { ...end }
    const { outcome: _, ...status }: StatusDocument = statusOf(end.id, end.events, now)
    const { state: __, ...result } = end.end
    return { ...status, ...result, service: end.service, id: end.id }
  }),
})

const outcomeOf = (end: ServiceEnd): string => (end.outcome === 'ran' ? end.end.outcome : end.outcome)

/** By how much a person has to do; the exit codes of DESIGN.md §4. */
const severities: readonly (readonly [outcome: string, exitCode: number])[] = [
  ['frozen', 3],
  ['rolled-back', 2],
  ['refused', 1],
  ['not-begun', 2],
  ['lost', 75],
  ['busy', 75],
  ['parked', 75],
  ['succeeded', 0],
  ['nothing-to-do', 0],
]

const worst = (ends: readonly ServiceEnd[]): string =>
  severities.find(([outcome]) => ends.some((end) => outcomeOf(end) === outcome))?.[0] ?? 'nothing-to-do'

export const exitCodeOf = (ends: readonly ServiceEnd[]): number =>
  severities.find(([outcome]) => outcome === worst(ends))![1]
