import type { Sample } from '../../clients/prometheus/answer.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Tally } from '../../rollout/sequential.ts'
import { type Histogram, histogramFault } from '../../rollout/sequential-latency.ts'
import { findInstances, sayStrangers } from './prometheus-instances.ts'

/**
 * Requests and errors of every instance. An instance that has the one and not the other is no zero: a version that
 * calls its error counter differently would pass as one without errors.
 * @throws SourceError
 */
export const tallyErrors = (
  requests: readonly Sample[],
  errors: readonly Sample[],
  ids: readonly string[],
): ReadonlyMap<string, Tally> => {
  const all = sumByInstance(requests, ids, 'requests-query')
  const failed = sumByInstance(errors, ids, 'query')
  const silent = [...all.keys()].filter((id) => !failed.has(id))
  if (silent.length > 0)
    throw new SourceError(
      `${sayIds(silent)} counted by requests-query and not by query, which is no zero; if errors are counted only after the first, end query with: or 0 * (the requests-query)`,
    )
  const unasked = [...failed.keys()].filter((id) => !all.has(id))
  if (unasked.length > 0)
    throw new SourceError(`${sayIds(unasked)} counted by query and not by requests-query`)
  return new Map(
    [...all].map(([id, sum]) => {
      const tally = { requests: sum, errors: failed.get(id)! }
      if (tally.errors > tally.requests)
        throw new SourceError(
          `${id} has ${tally.errors} errors in ${tally.requests} requests; requests-query must count all requests`,
        )
      return [id, tally]
    }),
  )
}

const sumByInstance = (
  samples: readonly Sample[],
  ids: readonly string[],
  key: string,
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const [id, ofOne] of groupByInstance(samples, ids, key))
    sums.set(
      id,
      ofOne.reduce((sum, { value }) => sum + value, 0),
    )
  return sums
}

const groupByInstance = (
  samples: readonly Sample[],
  ids: readonly string[],
  key: string,
): ReadonlyMap<string, readonly Sample[]> => {
  const instanceOf = findInstances(ids)
  const groups = new Map<string, Sample[]>()
  for (const sample of samples) {
    const id = instanceOf(sample.labels)
    if (id === null) continue
    if (!Number.isFinite(sample.value) || sample.value < 0)
      throw new SourceError(`${key}: ${id} has ${sample.value}, which is no count`)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [sample])
    else group.push(sample)
  }
  if (groups.size === 0) throw new SourceError(`${key}: ${sayStrangers(samples, ids)}`)
  return groups
}

/**
 * Classic buckets of every instance: they count all requests up to their bound (the label le); ours count those between
 * two bounds. `unitMilliseconds` is what le counts in.
 * @throws SourceError
 */
export const collectLatency = (
  samples: readonly Sample[],
  ids: readonly string[],
  unitMilliseconds: number,
): ReadonlyMap<string, Histogram> =>
  new Map(
    [...groupByInstance(samples, ids, 'query')].map(([id, buckets]) => [
      id,
      histogramOf(id, buckets, unitMilliseconds),
    ]),
  )

const histogramOf = (id: string, buckets: readonly Sample[], unitMilliseconds: number): Histogram => {
  const sums = new Map<number, { total: number; series: number }>()
  for (const { labels, value } of buckets) {
    const bound = boundOf(id, labels['le'])
    const { total = 0, series = 0 } = sums.get(bound) ?? {}
    sums.set(bound, { total: total + value, series: series + 1 })
  }
  const rising = [...sums].sort(([one], [other]) => (one < other ? -1 : 1))
  const last = rising.at(-1)!
  if (last[0] !== Infinity)
    throw new SourceError(`${id} has no bucket le="+Inf"; ask for all buckets, with their label le`)
  // A sum over series with different bounds is none: it would fall where one of them has no bucket.
  if (rising.some(([, { series }]) => series !== last[1].series))
    throw new SourceError(`${id} has series with different buckets; ask for one of them`)
  const histogram = {
    // Bounds are decimal numbers: 1.1 s are 1100 ms, and not 1100.0000000000002.
    boundsMilliseconds: rising
      .slice(0, -1)
      .map(([bound]) => Math.round(bound * unitMilliseconds * 1e6) / 1e6),
    counts: rising.map(([, { total }], at) => total - (rising[at - 1]?.[1].total ?? 0)),
  }
  const fault = histogramFault(histogram)
  if (fault !== null) throw new SourceError(`${id} has ${fault}`)
  return histogram
}

const boundOf = (id: string, le: string | undefined): number => {
  const bound = le === '+Inf' ? Infinity : Number(le)
  if (le === undefined || le === '' || Number.isNaN(bound))
    throw new SourceError(
      le === undefined
        ? `${id} has a series without the label le; ask for buckets, as in sum by (instance, le) (…_bucket)`
        : `${id} has a bucket le=${JSON.stringify(le)}, which is no number`,
    )
  return bound
}

const sayIds = (ids: readonly string[]): string =>
  ids.length === 1
    ? `${ids[0]} is`
    : `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''} are`
