/**
 * Are changes of many parts as risky as foretold? Each clone is replayed with the prior fitted without it, its parts are
 * put together in batches as if they had been deployed so, and what was foretold is held beside what failed:
 *   npm run bench:change-batches -- [--cache FOLDER] [--unpooled owner/name]… owner/name=CLONE … > docs/measured/changes.md
 * How failures cluster (k of frailty.ts) is told, as at the gate, from the past before each block alone. Failures count
 * as in every count (counting.ts).
 */
import { exp } from '../src/domain/numerics.ts'
import { countedAs } from '../src/model/counting.ts'
import { estimateFrailty, probabilityOfChange } from '../src/model/frailty.ts'
import { replay } from '../src/model/prequential.ts'
import type { Clone } from './model-clones.ts'
import { readArguments } from './model-clones.ts'

const sizes = [1, 2, 5, 10, 20, 50, 100, 200] as const
/** Blocks refitted before, over the last 70 %; the first of them tell the first k. */
const BLOCKS = 14
const TRAIN_FRACTION = 0.3
const JUDGED_FROM = 4

export interface Batch {
  readonly size: number
  readonly foretold: number
  /** The same, had the parts failed independently of each other. */
  readonly summed: number
  readonly failed: number
}

/** Consecutive batches of every size inside [from, to). */
export function batchesOf(
  hazards: Float64Array,
  counted: ArrayLike<number>,
  frailty: number,
  [from, to]: readonly [number, number],
): readonly Batch[] {
  return sizes.flatMap((size) => {
    const batches: Batch[] = []
    for (let start = from; start + size <= to; start += size) {
      let hazard = 0
      let none = 1
      for (let i = start; i < start + size; i++) {
        hazard += hazards[i]!
        none *= 1 - counted[i]!
      }
      const foretold = probabilityOfChange(hazard, frailty)
      batches.push({ size, foretold, summed: 1 - exp(-hazard), failed: 1 - none })
    }
    return batches
  })
}

function replayed(clone: Clone, prior: Parameters<typeof replay>[0]['prior']): readonly Batch[] {
  const past = replay(
    { ...clone, ...(prior ? { prior } : {}) },
    { trainFraction: TRAIN_FRACTION, blocks: BLOCKS },
  )
  const hazards = past.logHazards.map(exp)
  const counted = Float64Array.from(hazards, (_, i) => {
    const row = past.from + i
    return clone.labels[row]! * countedAs(clone.confidences[row]!)
  })
  const end = (block: number) => Math.floor((hazards.length * block) / BLOCKS)
  return Array.from({ length: BLOCKS - JUDGED_FROM }, (_, at) => {
    const from = end(JUDGED_FROM + at)
    const frailty = estimateFrailty(hazards.subarray(0, from), counted.subarray(0, from))
    return batchesOf(hazards, counted, frailty, [from, end(JUDGED_FROM + at + 1)])
  }).flat()
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Foretold and failed of each size, every repository counting the same. */
export function sizeRows(perRepository: readonly (readonly Batch[])[]) {
  return sizes.map((size) => {
    const own = perRepository
      .map((batches) => batches.filter((batch) => batch.size === size))
      .filter((batches) => batches.length > 0)
    const told = own.map((batches) => mean(batches.map(({ foretold }) => foretold)))
    const failed = own.map((batches) => mean(batches.map((batch) => batch.failed)))
    const off = told.map((value, i) => value - failed[i]!)
    return {
      size,
      batches: own.reduce((sum, batches) => sum + batches.length, 0),
      foretold: mean(told),
      summed: mean(own.map((batches) => mean(batches.map(({ summed }) => summed)))),
      failed: mean(failed),
      /** Standard error of foretold − failed, as repositories differ. */
      error: Math.sqrt(mean(off.map((value) => (value - mean(off)) ** 2)) / Math.max(1, own.length - 1)),
    }
  })
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

if (import.meta.main) {
  const { judged, priorFor } = await readArguments()
  const perRepository = judged.map((clone) => replayed(clone, priorFor(clone)))
  const rows = sizeRows(perRepository)
  console.log('### Changes of 1 to 200 parts\n')
  console.log('Consecutive parts as if deployed together; every repository counts the same.\n')
  console.log(`| parts | batches | foretold | failed | difference | had they failed independently |`)
  console.log('|---|---|---|---|---|---|')
  for (const { size, batches, foretold, failed, error, summed } of rows)
    console.log(
      `| ${size} | ${batches} | ${percent(foretold)} | ${percent(failed)} | ${((foretold - failed) * 100).toFixed(1)} ± ${(error * 100).toFixed(1)} | ${percent(summed)} |`,
    )
  console.log(`\n| foretold / failed of | ${sizes.join(' | ')} |\n|---|${sizes.map(() => '---|').join('')}`)
  for (const [at, { name }] of judged.entries()) {
    const own = sizeRows([perRepository[at]!])
    console.log(
      `| ${name} | ${own.map(({ foretold, failed }) => `${percent(foretold)} / ${percent(failed)}`).join(' | ')} |`,
    )
  }
}
