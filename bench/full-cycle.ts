/**
 * What one incident does to the next change of a real repository:
 *   node bench/full-cycle.ts CLONE --before SHA --deployed SHA --culprit SHA --next SHA --now ISO [--incidents FILE]
 * `before` ran, then `deployed` went out with the culprit in it, and the incident blames the culprit; `next` is what the
 * gate is asked about before and after it was told. Needs a dist/ that is up to date.
 */
import { parseArgs } from 'node:util'
import { type JudgedPart, runCycle } from './cycle.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    before: { type: 'string' },
    deployed: { type: 'string' },
    culprit: { type: 'string' },
    next: { type: 'string' },
    now: { type: 'string' },
    incidents: { type: 'string' },
  },
})
const must = (name: 'before' | 'deployed' | 'culprit' | 'next' | 'now'): string => {
  const value = values[name]
  if (value === undefined)
    throw new Error(`--${name} is missing; the head of this file says how it is called`)
  return value
}

const percent = (risk: number): string => `${(risk * 100).toFixed(1)} %`.padStart(7)
const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((one, other) => one - other)
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2
}
const grown = ({ before, after }: Pick<JudgedPart, 'before' | 'after'>): number => after / before

const { incidents } = values
const cycle = await runCycle({
  repository: positionals[0] ?? '.',
  ...{ before: must('before'), deployed: must('deployed'), culprit: must('culprit') },
  ...{ next: must('next'), now: must('now') },
  ...(incidents === undefined ? {} : { incidents }),
})
const { learned, parts, whole } = cycle
console.log(
  `learned: ${learned.incidents.linked} of ${learned.incidents.understood} incidents tied to a change, ${learned.labels.failed} changes failed beside what git tells; ${cycle.rederived} decisions replayed`,
)
for (const failed of learned.failed)
  console.log(`  ${failed.change} ${failed.title}: ${failed.cause.state}, ${failed.cause.why}`)
console.log('\n  before    after      ×  part')
for (const part of parts.toSorted((one, other) => grown(other) - grown(one)))
  console.log(
    `${percent(part.before)}  ${percent(part.after)}  ${grown(part).toFixed(2)}  ${part.id} ${part.title.slice(0, 48)}${part.shared.length === 0 ? '' : `   shares ${part.shared.join(', ')}`}`,
  )
const [sharing, others] = [
  parts.filter(({ shared }) => shared.length > 0),
  parts.filter(({ shared }) => shared.length === 0),
]
console.log(`\n${percent(whole.before)}  ${percent(whole.after)}  ${grown(whole).toFixed(2)}  the whole`)
console.log(
  `sharing a file with the culprit: ${sharing.length} parts, median ×${median(sharing.map(grown)).toFixed(2)}; others: ${others.length}, median ×${median(others.map(grown)).toFixed(2)}`,
)
for (const sentence of cycle.moved) console.log(`  ${sentence}`)
