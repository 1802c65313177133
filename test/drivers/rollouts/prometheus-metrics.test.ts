/** Errors and latency from a real Prometheus that looks at real exporters every second. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HealthGate, Metric } from '../../../src/config/rollout/plan.ts'
import { openPrometheusMetrics } from '../../../src/drivers/rollouts/prometheus-metrics.ts'
import {
  type Exporter,
  missingForPrometheus,
  type Prometheus,
  startExporter,
  startPrometheus,
} from '../../clients/prometheus/prometheus.ts'

const missing = missingForPrometheus()
const never = new AbortController().signal
const metric = (query: string, more: Partial<Metric> = {}): Metric => ({
  source: 'prometheus',
  url: 'http://127.0.0.1:9',
  query,
  requestsQuery: null,
  alpha: 0.01,
  pMax: 0.01,
  ...more,
})

const exposition = (requests: number, errors: number | null, buckets: readonly number[]) =>
  [
    `http_requests_total{code="200"} ${requests - (errors ?? 0)}`,
    ...(errors === null ? [] : [`http_requests_total{code="500"} ${errors}`]),
    ...['0.05', '0.1', '1.1', '+Inf'].map(
      (le, at) => `http_request_duration_seconds_bucket{le="${le}"} ${buckets[at]}`,
    ),
    // Pushed by somebody long ago, and still told.
    `pushed_total 7 ${Date.now() - 120_000}`,
    `odd_total NaN`,
    '',
  ].join('\n')

describe.skipIf(missing !== null)(`a real one${missing === null ? '' : `: needs ${missing}`}`, () => {
  let one: Exporter
  let other: Exporter
  let dying: Exporter
  let prometheus: Prometheus
  let ids: readonly string[]
  const all = 'sum by (instance) (http_requests_total)'
  const failed = 'sum by (instance) (http_requests_total{code=~"5.."})'

  beforeAll(async () => {
    one = await startExporter(exposition(1000, 7, [600, 900, 990, 1000]))
    other = await startExporter(exposition(500, null, [300, 480, 500, 500]))
    dying = await startExporter('dying_total 3\n')
    prometheus = await startPrometheus([
      { address: one.address, labels: { pod: 'web-1' } },
      { address: other.address, labels: { pod: 'web-2' } },
      { address: dying.address },
    ])
    ids = [one.address, other.address, dying.address]
    await prometheus.until('http_requests_total', ({ length }) => length === 3)
    await prometheus.until('dying_total', ({ length }) => length === 1)
  })
  afterAll(async () => {
    await prometheus?.stop()
    await Promise.all([one, other, dying].map((exporter) => exporter?.stop()))
  })

  const read = (metrics: Partial<HealthGate['metrics']>, fleet = ids, clock = Date.now) =>
    openPrometheusMetrics(
      { errors: null, latency: null, ...at(prometheus.url, metrics) },
      { clock: { now: clock, sleep: async () => undefined }, fetch: globalThis.fetch },
      () => fleet,
    ).read(never)
  const errors = (query: string, requestsQuery = all) => ({ errors: metric(query, { requestsQuery }) })

  test('errors and requests of every instance', async () => {
    const { errors: tallies, latency, faults } = await read(errors(`${failed} or 0 * ${all}`))
    expect(faults).toEqual({})
    expect(latency).toBeNull()
    expect(tallies).toEqual(
      new Map([
        [one.address, { requests: 1000, errors: 7 }],
        [other.address, { requests: 500, errors: 0 }],
      ]),
    )
  })

  test('an instance without an error counter is no instance without errors', async () => {
    const { errors: tallies, faults } = await read(errors(failed))
    expect(tallies).toBeNull()
    expect(faults).toEqual({
      errors: `prometheus ${prometheus.url}: errors: ${other.address} is counted by requests-query and not by query, which is no zero; if errors are counted only after the first, end query with: or 0 * (the requests-query)`,
    })
  })

  test('series by code and pod are summed, and found by whichever label is the id', async () => {
    const { errors: tallies } = await read(
      errors(`${'http_requests_total{code="500"}'} or 0 * http_requests_total`, 'http_requests_total'),
      ['web-1', 'web-2'],
    )
    expect(tallies?.get('web-1')).toEqual({ requests: 1000, errors: 7 })
    expect(tallies?.get('web-2')).toEqual({ requests: 500, errors: 0 })
  })

  test('buckets count what lies between their bounds, in milliseconds', async () => {
    const { latency, faults } = await read({ latency: metric('http_request_duration_seconds_bucket') })
    expect(faults).toEqual({})
    const boundsMilliseconds = [50, 100, 1100]
    expect(latency).toEqual(
      new Map([
        [one.address, { boundsMilliseconds, counts: [600, 300, 90, 10] }],
        [other.address, { boundsMilliseconds, counts: [300, 180, 20, 0] }],
      ]),
    )
  })

  test('what was counted since is seen', async () => {
    one.tell(exposition(1200, 9, [700, 1100, 1190, 1200]))
    await prometheus.until(`sum(http_requests_total{instance="${one.address}"})`, ([sum]) => sum === '1200')
    const { errors: tallies, latency } = await read({
      ...errors(`${failed} or 0 * ${all}`),
      latency: metric('sum by (instance, le) (http_request_duration_seconds_bucket)'),
    })
    expect(tallies?.get(one.address)).toEqual({ requests: 1200, errors: 9 })
    expect(latency?.get(one.address)?.counts).toEqual([700, 400, 90, 10])
  })

  test.each([
    ['a metric there is none of', 'no_such_total', 'query: its answer is empty'],
    [
      'what was taken two minutes ago',
      'pushed_total',
      'query: its answer is empty: the query finds nothing of the last minute',
    ],
    ['a number that is none', 'odd_total', 'has NaN, which is no count'],
    ['less than nothing', '-1 * http_requests_total', 'which is no count'],
    ['a broken query', 'sum by (', 'refused the query (bad_data)'],
    ['a single number', '42', 'refused the query (bad_data)'],
    ['no instance left', 'sum(http_requests_total)', 'none of its 1 series is of the fleet: they say {}'],
    ['more errors than requests', '2 * http_requests_total', 'requests-query must count all requests'],
  ])('no counts: %s', async (_, query, message) => {
    const { errors: tallies, faults } = await read(errors(query, 'http_requests_total'))
    expect(tallies).toBeNull()
    expect(faults['errors']).toContain(message)
  })

  test('a process that is gone is gone with its counters', async () => {
    await dying.stop()
    await prometheus.until('dying_total', ({ length }) => length === 0)
    const { errors: tallies, faults } = await read(errors('dying_total', 'dying_total'))
    expect(tallies).toBeNull()
    expect(faults['errors']).toContain('requests-query: its answer is empty')
  })

  test('a clock that is two minutes off', async () => {
    const { errors: tallies, faults } = await read(
      errors(`${failed} or 0 * ${all}`),
      ids,
      () => Date.now() + 120_000,
    )
    expect(tallies).toBeNull()
    expect(faults['errors']).toMatch(/its clock and ours are 1[12]\d s apart/)
  })

  test('one metric fails, the other is read all the same', async () => {
    const {
      errors: tallies,
      latency,
      faults,
    } = await read({
      ...errors('no_such_total'),
      latency: metric('http_request_duration_seconds_bucket'),
    })
    expect(tallies).toBeNull()
    expect(latency?.size).toBe(2)
    expect(Object.keys(faults)).toEqual(['errors'])
  })
})

test('nobody there is a fault, not an error', async () => {
  const source = openPrometheusMetrics(
    { errors: metric('x', { requestsQuery: 'y', url: 'http://127.0.0.1:1' }), latency: null },
    { clock: { now: Date.now, sleep: async () => undefined }, fetch: globalThis.fetch },
    () => ['web-1'],
  )
  const { errors, faults } = await source.read(never)
  expect(errors).toBeNull()
  expect(faults['errors']).toMatch(/^prometheus http:\/\/127.0.0.1:1: errors: /)
})

test.each(['rate(x[1m])', 'sum by (instance) (increase (x[5m]))', 'histogram_quantile(0.99, x)'])(
  'a rate is refused when it is opened: %s',
  (query) => {
    const open = () =>
      openPrometheusMetrics(
        { errors: null, latency: metric(query) },
        { clock: { now: () => 0, sleep: async () => undefined }, fetch: globalThis.fetch },
        () => [],
      )
    expect(open).toThrow('wanted the counter itself')
  },
)

const at = (url: string, metrics: Partial<HealthGate['metrics']>): Partial<HealthGate['metrics']> =>
  Object.fromEntries(Object.entries(metrics).map(([name, asked]) => [name, asked && { ...asked, url }]))
