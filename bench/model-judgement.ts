/** From the risks of several models on the same rows to what is said about each, alone and beside the others. */
import type { DataSet } from './model-data.ts'
import type { Measures } from './model-measures.ts'
import { drawnMeasures, drawnNames, lessIsBetter, measureNames, measuresOf } from './model-measures.ts'

export interface JudgedModel {
  readonly model: string
  readonly measures: Measures
  /** `drawnNames` of each bootstrap draw, one after the other. */
  readonly draws: Float64Array
}

export interface JudgedSet {
  readonly name: string
  readonly rows: number
  readonly scored: number
  readonly failed: number
  readonly models: readonly JudgedModel[]
}

export interface Judged {
  readonly kind: string
  readonly sets: readonly JudgedSet[]
}

export function judge(set: DataSet, risks: ReadonlyMap<string, Float64Array>, draws: number): JudgedSet {
  const labels = set.labels.subarray(set.blocks[0]![0])
  const drawn = drawnMeasures([...risks.values()], labels, draws, set.table.n)
  return {
    name: set.name,
    rows: set.table.n,
    scored: labels.length,
    failed: labels.reduce((sum, label) => sum + label, 0),
    models: [...risks].map(([model, own], i) => ({
      model,
      measures: measuresOf(own, labels),
      draws: drawn[i]!,
    })),
  }
}

/** Where 95 % of the draws lie; NaN without any. */
export interface Interval {
  readonly low: number
  readonly high: number
}

export interface Mean {
  readonly model: string
  readonly sets: number
  readonly measures: Measures
  /** Of the mean over the data sets, these data sets being given. */
  readonly intervals: Readonly<Record<string, Interval>>
  /** Of our mean minus this one's, on the same draws. */
  readonly lead: Readonly<Record<string, Interval>>
  /** Data sets on which we are better, ties for half. */
  readonly wins: Readonly<Record<string, number>>
}

/** One row per model that every data set has. */
export function meansOf({ sets }: Judged): readonly Mean[] {
  const everywhere = sets[0]!.models
    .map(({ model }) => model)
    .filter((model) => sets.every((set) => set.models.some((own) => own.model === model)))
  const of = (model: string) => sets.map((set) => set.models.find((own) => own.model === model)!)
  const ours = of('ours')
  return everywhere.map((model) => {
    const own = of(model)
    const mean = (name: (typeof measureNames)[number]) =>
      own.reduce((sum, { measures }) => sum + measures[name], 0) / own.length
    const wins = (name: (typeof measureNames)[number]) =>
      own.reduce((sum, { measures }, i) => {
        const lead = (ours[i]!.measures[name] - measures[name]) * (lessIsBetter.has(name) ? -1 : 1)
        return sum + (lead > 0 ? 1 : lead === 0 ? 0.5 : 0)
      }, 0)
    return {
      model,
      sets: own.length,
      measures: record(measureNames, mean),
      intervals: record(drawnNames, (name) => middle(meanDraws(own, name))),
      lead: record(drawnNames, (name) => {
        const theirs = meanDraws(own, name)
        return middle(meanDraws(ours, name).map((value, draw) => value - theirs[draw]!))
      }),
      wins: record(measureNames, wins),
    }
  })
}

function record<K extends string, V>(names: readonly K[], of: (name: K) => V): Record<K, V> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, V>
}

/** The mean over the data sets, draw by draw; a data set whose draw had one outcome only is left out of it. */
function meanDraws(models: readonly JudgedModel[], name: (typeof drawnNames)[number]): number[] {
  const place = drawnNames.indexOf(name)
  const width = drawnNames.length
  return Array.from({ length: models[0]!.draws.length / width }, (_, draw) => {
    const known = models
      .map(({ draws }) => draws[draw * width + place]!)
      .filter((value) => !Number.isNaN(value))
    return known.reduce((sum, value) => sum + value, 0) / known.length
  })
}

function middle(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort()
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { low: at(0.025), high: at(0.975) }
}
