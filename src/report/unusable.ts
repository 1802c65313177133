/** What an importer could not use, for a screen: the same fault in many lines of a file is one line here. */
import { formatCount } from '../domain/counting.ts'
import { neutralise } from './escaping.ts'

/** Faults told at most; the rest is in the JSON. */
const mostFaults = 6
/** Places told of each. */
const mostRanges = 3

interface Fault {
  readonly file: string
  readonly unit: 'line' | 'record' | null
  readonly why: string
  readonly places: number[]
}

/** Sentences of the importer begin with `FILE:LINE: `, `FILE: record N: ` or `FILE: `. */
const sentence = /^(?<file>.+?)(?::(?<line>\d+)|: record (?<record>\d+)): (?<why>.*)$/s

const faultsIn = (unusable: readonly string[]): readonly Fault[] => {
  const faults = new Map<string, Fault>()
  for (const each of unusable) {
    const { file = '', line, record, why = each } = sentence.exec(each)?.groups ?? {}
    const unit = line !== undefined ? 'line' : record !== undefined ? 'record' : null
    const name = `${file}\n${unit}\n${why}`
    const known = faults.get(name)
    const fault = known ?? { file, unit, why, places: [] }
    if (!known) faults.set(name, fault)
    fault.places.push(Number(line ?? record ?? 0))
  }
  return [...faults.values()].toSorted((one, other) => other.places.length - one.places.length)
}

const rangesOf = (places: readonly number[]): readonly string[] => {
  const ranges: { from: number; to: number }[] = []
  for (const place of places) {
    const last = ranges.at(-1)
    if (last && place === last.to + 1) last.to = place
    else ranges.push({ from: place, to: place })
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`))
}

const sayFault = ({ file, unit, why, places }: Fault): string => {
  if (unit === null) return neutralise(why)
  const ranges = rangesOf(places)
  const more = ranges.length - mostRanges
  const told = `${ranges.slice(0, mostRanges).join(', ')}${more > 0 ? ` and ${formatCount(more)} more places` : ''}`
  const count = places.length === 1 ? '' : ` (${formatCount(places.length)})`
  return neutralise(`${file}, ${unit}${places.length === 1 ? '' : 's'} ${told}${count}: ${why}`)
}

/** One line for each fault, the commonest first. */
export const sayUnusable = (unusable: readonly string[]): readonly string[] => {
  const faults = faultsIn(unusable)
  const more = faults.length - mostFaults
  return [
    ...faults.slice(0, mostFaults).map((fault) => `not usable: ${sayFault(fault)}`),
    ...(more > 0 ? [`not usable: ${formatCount(more)} other faults; --json names every place`] : []),
  ]
}
