import { describe, expect, test } from 'vitest'
import { judge } from '../../src/rollout/judge.ts'
import type { ErrorWindow, Evidence, Gate, NoDataPolicy } from '../../src/rollout/judge-evidence.ts'

const minute = 60
/** 14:05, when the first VM of the wave came into rotation. */
const since = 1_800_000_300

const gate: Gate = {
  bakeSeconds: 20 * minute,
  windowSeconds: minute,
  minRequests: 0,
  inconclusiveSeconds: 30 * minute,
  onNoData: 'hold',
  metrics: { errors: { kind: 'errors', alpha: 0.01, beta: 0.05, pMax: 0.01 } },
  health: { minHealthySeconds: 10, maxFlaps: 2, maxFailed: 1 },
}

/** Windows of a minute, the errors spread as early as they fit. */
const minutes = (
  count: number,
  now: readonly [errors: number, requests: number],
  old: readonly [errors: number, requests: number] | null = [0, 5 * now[1]],
): readonly ErrorWindow[] => {
  const share = (total: number, at: number) =>
    Math.floor((total * (at + 1)) / count) - Math.floor((total * at) / count)
  return Array.from({ length: count }, (_, at) => ({
    from: since + at * minute,
    to: since + (at + 1) * minute,
    new: { errors: share(now[0], at), requests: share(now[1], at) },
    old: old && { errors: share(old[0], at), requests: share(old[1], at) },
  }))
}

const evidence = (windows: readonly ErrorWindow[], more: Partial<Evidence> = {}): Evidence => ({
  versions: { new: 'v812', old: 'v811' },
  since,
  metrics: { errors: { kind: 'errors', windows } },
  instances: [{ id: 'web-001', healthySince: since, flaps: 0, observedAt: since + 24 * 3600 }],
  failedInstances: [],
  ...more,
})

const minuteOf = (count: number) => since + count * minute
const fleet: readonly [number, number] = [366, 1_830_000]

describe('what a release lead reads', () => {
  test.each<[string, readonly ErrorWindow[], number, string, string]>([
    [
      'the wave has only begun',
      [],
      0,
      'inconclusive',
      '0 errors in 0 requests; may pass after 300 more requests and 20 min',
    ],
    [
      'a minute on',
      minutes(1, [0, 290], [17, 86_710]),
      1,
      'inconclusive',
      '0 errors in 290 requests; may pass after 10 more requests and 19 min',
    ],
    [
      'enough requests, too early',
      minutes(2, [0, 580], [34, 170_000]),
      2,
      'inconclusive',
      '0 errors in 580 requests (0.52 % more would have shown); may pass after 18 min',
    ],
    [
      'bake time over, too few requests',
      minutes(20, [0, 250]),
      20,
      'inconclusive',
      '0 errors in 250 requests; may pass after 50 more requests',
    ],
    [
      'bake time over, all clean',
      minutes(21, [0, 6_104], fleet),
      21,
      'pass',
      '0 errors in 6,104 requests (0.05 % more would have shown)',
    ],
    [
      'a few errors, as ever',
      minutes(21, [2, 6_104], fleet),
      21,
      'pass',
      '2 errors in 6,104 requests (0.03 %, v811 0.02 %; 0.12 % more would have shown)',
    ],
    [
      'a few errors in few requests',
      minutes(20, [2, 300], [0, 1_500]),
      20,
      'inconclusive',
      '2 errors in 300 requests (0.67 %, v811 0 %); may pass after 525 more requests',
    ],
    [
      'far too many errors, at once',
      minutes(2, [61, 4_020], [400, 2_000_000]),
      2,
      'fail',
      '61 errors in 4,020 requests (1.5 %, v811 0.02 %)',
    ],
    [
      'the last wave, clean',
      minutes(21, [0, 6_104], null),
      21,
      'pass',
      '0 errors in 6,104 requests (0.05 % more would have shown)',
    ],
    [
      'the last wave, above the limit',
      minutes(2, [61, 2_020], null),
      2,
      'fail',
      '61 errors in 2,020 requests (3 %, at most 1 % allowed)',
    ],
    [
      'the old version serves, but nothing comes to it',
      minutes(2, [61, 2_020], [0, 0]),
      2,
      'fail',
      '61 errors in 2,020 requests (3 %, at most 1 % allowed)',
    ],
    [
      'the source fell silent',
      minutes(10, [0, 6_104], fleet),
      15,
      'inconclusive',
      'no data on errors for 5 min',
    ],
  ])('%s', (_, windows, at, verdict, why) => {
    const found = judge(evidence(windows), gate, minuteOf(at))
    expect({ verdict: found.verdict, why: found.why }).toEqual({ verdict, why })
  })

  test('when it may pass, in numbers', () => {
    const found = judge(evidence(minutes(1, [0, 290], [17, 86_710])), gate, minuteOf(1))
    expect(found.until).toEqual({ requests: 10, seconds: 19 * minute, at: minuteOf(20) })
  })

  test('a fail tells how sure it is, in numbers that JSON can hold', () => {
    const found = judge(evidence(minutes(2, [400_000, 400_000], [0, 2_000_000])), gate, minuteOf(2))
    expect(found.verdict).toBe('fail')
    expect(JSON.parse(JSON.stringify(found)).eValue).toBeGreaterThan(1e100)
  })
})

describe('a fail is final', () => {
  const bad = minutes(5, [20, 500], [2, 2_500])
  const good = minutes(60, [0, 60_000], [600, 300_000]).slice(5)

  test('evidence that looks better later does not undo it, and the sentence stays', () => {
    const first = judge(evidence(bad), gate, minuteOf(5))
    const later = judge(evidence([...bad, ...good]), gate, minuteOf(60))
    expect(first.why).toBe('20 errors in 500 requests (4 %, v811 0.08 %)')
    expect([later.verdict, later.why]).toEqual(['fail', first.why])
  })

  test('what the journal holds stands, whatever is measured now', () => {
    const failed = { why: '61 errors in 4,020 requests (1.5 %, v811 0.02 %)', eValue: 1e12 }
    const found = judge(evidence(minutes(21, [0, 6_104], fleet), { failed }), gate, minuteOf(21))
    expect([found.verdict, found.why, found.eValue]).toEqual(['fail', failed.why, 1e12])
  })
})

describe('no data is never a pass', () => {
  const silent = evidence([])
  const sparse = evidence(minutes(50, [0, 100]))
  const doubtful = evidence(minutes(50, [1, 100]))
  const healthy = 'web-001 healthy for 51 min, which is enough here (on-no-data: health-only)'
  const asked = 'no verdict 30 min after the bake time: rollout promote or rollout abort'

  test.each<[string, Evidence, NoDataPolicy, number, string, string]>([
    ['before the deadline', silent, 'hold', 49, 'inconclusive', 'no data on errors'],
    ['before the deadline', silent, 'health-only', 49, 'inconclusive', 'no data on errors'],
    ['before the deadline', silent, 'fail', 49, 'inconclusive', 'no data on errors'],
    ['after it', silent, 'hold', 51, 'inconclusive', `no data on errors; ${asked}`],
    ['after it', silent, 'health-only', 51, 'pass', `no data on errors; ${healthy}`],
    [
      'after it',
      silent,
      'fail',
      51,
      'fail',
      'no data on errors; no verdict 30 min after the bake time (on-no-data: fail)',
    ],
    ['too few requests by then', sparse, 'hold', 51, 'inconclusive', `0 errors in 100 requests; ${asked}`],
    ['too few requests by then', sparse, 'health-only', 51, 'pass', `0 errors in 100 requests; ${healthy}`],
    [
      'too few requests, and one failed',
      doubtful,
      'health-only',
      51,
      'inconclusive',
      `1 error in 100 requests (1 %, v811 0 %); ${asked}`,
    ],
  ])('%s (%s)', (_, given, onNoData, at, verdict, why) => {
    const found = judge(given, { ...gate, onNoData }, minuteOf(at))
    expect({ verdict: found.verdict, why: found.why }).toEqual({ verdict, why })
    expect(found.overdue).toBe(verdict === 'inconclusive' && at > 50)
  })

  test('health does not make up for an error that was seen before the source fell silent', () => {
    const healthOnly = { ...gate, onNoData: 'health-only' } as const
    const verdictOf = (errors: number) =>
      judge(evidence(minutes(10, [errors, 200])), healthOnly, minuteOf(51)).verdict
    expect([verdictOf(0), verdictOf(1)]).toEqual(['pass', 'inconclusive'])
  })

  test.each<[string, number, string]>([
    ['two windows old is fresh', 23, 'pass'],
    ['older is no data', 24, 'inconclusive'],
  ])('%s', (_, at, verdict) => {
    expect(judge(evidence(minutes(21, [0, 6_104], fleet)), gate, minuteOf(at)).verdict).toBe(verdict)
  })

  test.each<[string, Partial<ErrorWindow>, string]>([
    ['more errors than requests', { new: { requests: 10, errors: 11 } }, 'more errors than requests'],
    ['a counter that ran backwards', { old: { requests: -10, errors: 0 } }, 'a count below zero'],
    ['no number', { new: { requests: Number.NaN, errors: 0 } }, 'a count that is no number'],
    ['a window that ends before it begins', { to: since - 1 }, 'a time counted twice'],
  ])('%s counts as none', (_, broken, fault) => {
    const windows = minutes(21, [0, 6_104], fleet).map((window) => ({ ...window, ...broken }))
    const found = judge(evidence(windows), gate, minuteOf(21))
    expect(found.verdict).toBe('inconclusive')
    expect(found.why).toBe(`no data on errors (${fault})`)
  })

  test('a window given twice counts once', () => {
    const windows = minutes(21, [0, 6_104], fleet)
    expect(
      judge(evidence([...windows, ...windows]), gate, minuteOf(21)).metrics['errors']?.new.requests,
    ).toBe(6_104)
  })

  test('what is yet to come does not count', () => {
    expect(
      judge(evidence(minutes(21, [0, 6_104], fleet)), gate, minuteOf(20)).metrics['errors']?.new.requests,
    ).toBeLessThan(6_104)
  })

  test('a plan without metrics passes only where it says that health is enough', () => {
    const bare = { ...gate, metrics: {} }
    expect(judge(silent, bare, minuteOf(21)).verdict).toBe('inconclusive')
    expect(judge(silent, { ...bare, onNoData: 'health-only' }, minuteOf(19)).why).toBe('may pass after 60 s')
    expect(judge(silent, { ...bare, onNoData: 'health-only' }, minuteOf(21)).why).toBe(
      'web-001 healthy for 21 min, which is enough here (on-no-data: health-only)',
    )
    expect(
      judge(evidence([], { instances: [] }), { ...bare, onNoData: 'health-only' }, minuteOf(90)).verdict,
    ).toBe('inconclusive')
  })
})

describe('instances', () => {
  const clean = minutes(21, [0, 6_104], fleet)
  const now = minuteOf(21)
  const well = { id: 'web-001', healthySince: since, flaps: 0, observedAt: now }
  test.each<[string, Partial<Evidence>, string, RegExp]>([
    ['all well', { instances: [well] }, 'pass', /^0 errors/],
    [
      'one ill',
      { instances: [well, { ...well, id: 'web-002', healthySince: null }] },
      'inconclusive',
      /; web-002 not healthy$/,
    ],
    [
      'one healthy again for 4 s of 10',
      { instances: [well, { ...well, id: 'web-002', healthySince: now - 4 }] },
      'inconclusive',
      /; web-002 healthy for less than 10 s; may pass after 6 s$/,
    ],
    [
      'one not seen lately',
      { instances: [{ ...well, observedAt: now - 121 }] },
      'inconclusive',
      /; web-001 not seen lately$/,
    ],
    ['none known', { instances: [] }, 'inconclusive', /; no instance to judge by$/],
    ['one failed elsewhere in the run', { failedInstances: ['web-009'] }, 'pass', /^0 errors/],
    [
      'two failed in the run',
      { failedInstances: ['web-009', 'web-004'] },
      'fail',
      /^web-004 and web-009 failed in this run; 1 may$/,
    ],
    [
      'one failed, one flaps beyond its budget',
      { failedInstances: ['web-009'], instances: [well, { ...well, id: 'web-002', flaps: 3 }] },
      'fail',
      /^web-002 and web-009 failed in this run, web-002 by falling ill again and again; 1 may$/,
    ],
    ['one flaps within its budget', { instances: [{ ...well, flaps: 2 }] }, 'pass', /^0 errors/],
    [
      'the whole wave failed',
      { failedInstances: ['web-001'] },
      'fail',
      /^web-001 failed, and no other instance is in this wave$/,
    ],
  ])('%s', (_, more, verdict, why) => {
    const found = judge(evidence(clean, more), gate, now)
    expect(found.verdict).toBe(verdict)
    expect(found.why).toMatch(why)
  })
})

test('what was served while the wave was still moving is tested, but proves no bake', () => {
  const moving = (errors: number) =>
    minutes(10, [errors, 3_000]).map((window) => ({
      ...window,
      from: window.from - 600,
      to: window.to - 600,
    }))
  const clean = minutes(20, [0, 200])
  const found = judge(evidence([...moving(0), ...clean]), gate, minuteOf(20))
  expect(found.why).toBe('0 errors in 200 requests; may pass after 100 more requests')
  expect(judge(evidence([...moving(60), ...clean]), gate, minuteOf(20)).verdict).toBe('fail')
})

describe('a client that tries again', () => {
  /** A minute of 30 clients, two requests each; on the new version one of them fails and tries twenty times. */
  const clients = (failing: number) => {
    const buckets = [
      ...Array.from({ length: 29 }, () => ({ requests: 2, errors: 0 })),
      failing > 0 ? { requests: failing, errors: failing } : { requests: 2, errors: 0 },
    ]
    const sum = (of: 'requests' | 'errors') => buckets.reduce((total, bucket) => total + bucket[of], 0)
    return { requests: sum('requests'), errors: sum('errors'), buckets }
  }
  const windows = minutes(5, [0, 0]).map((window, at) => ({
    ...window,
    new: clients(at === 0 ? 20 : 0),
    old: clients(0),
  }))

  test('is one failure of one client', () => {
    const found = judge(evidence(windows), gate, minuteOf(5))
    expect(found.verdict).toBe('inconclusive')
    expect(found.why).toMatch(/^20 errors in 318 requests/)
  })

  test('and what is still needed is told in requests, as they are counted', () => {
    const calm = windows.map((window) => ({ ...window, new: clients(0) }))
    expect(judge(evidence(calm), gate, minuteOf(5)).until?.requests).toBe(300)
  })

  test('counts in full where the plan says that its failures are separate', () => {
    const metrics = { errors: { ...gate.metrics['errors'], mostPerBucket: 100 } } as Gate['metrics']
    expect(judge(evidence(windows), { ...gate, metrics }, minuteOf(5)).verdict).toBe('fail')
  })
})

describe('both versions fail', () => {
  const outage = minutes(30, [3_000, 6_000], [15_000, 30_000])

  test('no rollback: it proves nothing against the new one. No pass either, where before it was better', () => {
    const known = evidence(outage, {
      metrics: { errors: { kind: 'errors', windows: outage, reference: { requests: 100_000, errors: 20 } } },
    })
    expect(judge(known, gate, minuteOf(30)).why).toBe(
      '3,000 errors in 6,000 requests (50 %, v811 50 %), and neither may fail more than 1 %: the cause may be shared',
    )
  })

  test('a service that always failed so much may go on', () => {
    const windows = minutes(30, [1_800, 60_000], [9_000, 300_000])
    const metrics = {
      errors: { kind: 'errors', windows, reference: { requests: 100_000, errors: 3_000 } },
    } as const
    expect(judge(evidence(windows, { metrics }), gate, minuteOf(30)).verdict).toBe('pass')
    const last = minutes(30, [1_800, 60_000], null)
    const alone = { errors: { ...metrics.errors, windows: last } }
    expect(judge(evidence(last, { metrics: alone }), gate, minuteOf(30)).verdict).toBe('pass')
    const idle = { errors: { ...metrics.errors, windows: minutes(30, [1_800, 60_000], [0, 0]) } }
    expect(judge(evidence(last, { metrics: idle }), gate, minuteOf(30)).verdict).toBe('pass')
    expect(judge(evidence(last), gate, minuteOf(30)).verdict).toBe('fail')
  })
})

test('evidence of the waves before counts, so that what no wave shows alone still shows', () => {
  const wave = minutes(20, [14, 3_000], [30, 12_000])
  const first = judge(evidence(wave), gate, minuteOf(20))
  expect(first.verdict).not.toBe('fail')
  let before = first.metrics['errors']?.evidence
  const verdicts = [2, 3, 4].map(() => {
    const given = {
      errors: { kind: 'errors', windows: wave, before: JSON.parse(JSON.stringify(before)) },
    } as const
    const found = judge(evidence(wave, { metrics: given }), gate, minuteOf(20))
    before = found.metrics['errors']?.evidence
    return found.verdict
  })
  expect(verdicts).toContain('fail')
})
