import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { rolloutExample, rolloutPages } from '../../../scripts/rollout-page.ts'
import { parseRolloutPlan } from '../../../src/config/rollout/load.ts'
import { ConfigError } from '../../../src/domain/errors.ts'
import fc from '../../properties.ts'

const path = '.github/rollout.yml'
const haproxy =
  'version: 1\nservice: web\ntargets: { driver: haproxy, socket: /run/haproxy.sock, backend: be, restart: { exec: "sv restart" } }\n'
const exec =
  'version: 1\nservice: web\ntargets: { driver: exec, list: ./list, restart: ./restart }\ngate: { on-no-data: health-only }\n'

const problemsOf = async (text: string): Promise<readonly string[]> => {
  const error = await parseRolloutPlan(text, path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ConfigError)
  return (error as ConfigError).message.split('\n').map((line) => line.replace(`${path}:`, ''))
}

describe('a plan that can be read', () => {
  test('the documented example, whole', async () => {
    const plan = await parseRolloutPlan(rolloutExample, path)
    expect(plan).toMatchObject({
      service: 'web',
      after: ['api'],
      atOnce: 1,
      targets: { driver: 'haproxy', socket: ['10.0.0.5:9999', '10.0.0.6:9999'], 'zone-label': 'zone' },
      customers: [{ name: 'acme', zones: ['az-c'], instances: [] }],
      order: { zones: 'sequential', within: ['unhealthy-first', 'leader-last'], handOver: true },
      batch: {
        maxUnavailable: { kind: 'share', share: 0.1, text: '10%' },
        minHealthy: { kind: 'share', share: 0.66 },
        drainTimeout: { seconds: 30 },
        onDrainTimeout: 'fail',
      },
      health: { minHealthyTime: { seconds: 10 }, progressDeadline: { seconds: 600 }, maxFailed: 1 },
      firstWave: { budget: 0.1, blast: 1 },
      exposure: {
        low: { kind: 'steps', steps: [{ count: 1 }, { share: 0.1 }, { share: 1 }] },
        moderate: { kind: 'growth', factor: 4 },
        critical: { kind: 'steps', steps: [{ count: 1 }, { kind: 'zones', zones: 1 }, { share: 1 }] },
      },
      bake: { of: { high: { seconds: 600 } }, firstWaveFactor: 2, minRequests: 300 },
      gate: {
        metrics: {
          errors: { source: 'haproxy', alpha: 0.01, pMax: 0.01 },
          latency: { source: 'prometheus' },
        },
        onNoData: 'hold',
      },
      rollback: { auto: true, order: 'newest-first', onFailure: 'freeze', mode: 'rollback' },
    })
    expect(
      plan.windows.map(({ name, effect, zones, customers }) => ({ name, effect, zones, customers })),
    ).toEqual([
      { name: 'weekend', effect: { kind: 'emergency-only' }, zones: [], customers: [] },
      { name: 'acme-night', effect: { kind: 'allow' }, zones: [], customers: ['acme'] },
    ])
  })

  test('as little as three lines', async () => {
    const plan = await parseRolloutPlan(haproxy, path)
    expect(plan.batch.maxUnavailable).toEqual({
      kind: 'share',
      share: 0.1,
      atLeast: 1,
      text: '10%, at least 1',
    })
    expect(plan.gate).toMatchObject({
      metrics: { errors: { source: 'haproxy' }, latency: null },
      onNoData: 'hold',
    })
    expect(plan.exposure.high).toMatchObject({
      steps: [{ count: 1 }, { count: 10 }, { count: 100 }, { share: 1 }],
    })
  })

  test.each([
    ['nothing', '', ['200–299']],
    ['a status', '204', ['204–204']],
    ['a class', '2xx', ['200–299']],
    ['several', '[200, 3xx, "429"]', ['200–200', '300–399', '429–429']],
  ])('health that expects %s', async (_, text, ranges) => {
    const { health } = await parseRolloutPlan(`${haproxy}health: { ${text && `expect: ${text}`} }`, path)
    expect(health.expect.map(({ from, to }) => `${from}–${to}`)).toEqual(ranges)
  })

  test.each([
    ['order'],
    ['batch'],
    ['health'],
    ['first-wave'],
    ['exposure'],
    ['growth'],
    ['bake'],
    ['gate'],
    ['rollback'],
    ['windows'],
    ['customers'],
  ])('%s with nothing after it means the same as no key', async (key) =>
    expect(await parseRolloutPlan(`${haproxy}${key}:\n`, path)).toEqual(
      await parseRolloutPlan(haproxy, path),
    ),
  )

  test.each([
    ['ssh', '{ driver: ssh, hosts: [web-1, deploy@web-2:2222], restart: "sudo restart" }'],
    ['http', '{ driver: http, list: "http://agent/list", restart: "http://agent/{instance}/{version}" }'],
    ['kubernetes', '{ driver: kubernetes, name: web }'],
    ['argo-rollouts', '{ driver: argo-rollouts, name: web, namespace: shop }'],
    ['nomad', '{ driver: nomad, address: "https://nomad:4646", job: web }'],
    ['exec', '{ driver: exec, list: ./list, restart: ./restart, zones: { az-a: [web-1] } }'],
  ])('driver %s', async (driver, targets) => {
    const text = `version: 1\nservice: web\ntargets: ${targets}\ngate: { on-no-data: health-only }\n`
    expect((await parseRolloutPlan(text, path)).targets.driver).toBe(driver)
  })
})

describe('a problem says where, what was got and what is wanted', () => {
  test.each([
    ['nothing', '', '1:1: got nothing, wanted a mapping that begins with version: 1'],
    [
      'an unknown driver',
      'version: 1\nservice: web\ntargets: { driver: haprxy }',
      '3:20 targets.driver: got "haprxy", wanted a mapping whose driver is exec, haproxy, ssh, http, kubernetes, argo-rollouts or nomad (did you mean haproxy?)',
    ],
    [
      'a key of another driver',
      exec.replace('list: ./list', 'list: ./list, backend: be'),
      '3:40 targets.backend: unknown key, wanted driver, zone-label, zones, list, drain, restart, restore, hand-over or can-touch',
    ],
    [
      'the spelling of the research',
      `${haproxy}batch: { max_unavailable: 1 }`,
      '4:10 batch.max_unavailable: unknown key, did you mean max-unavailable?',
    ],
    [
      'a fraction',
      `${haproxy}batch: { max-unavailable: 0.33 }`,
      '4:27 batch.max-unavailable: got 0.33, wanted a number of instances like 2, or a percentage like 10% (did you mean 33%?)',
    ],
    [
      'surge where nothing can surge',
      `${haproxy}batch: { max-surge: 1 }`,
      '4:21 batch.max-surge: got 1, wanted 0: haproxy starts nothing beside the old (kubernetes, argo-rollouts, nomad do)',
    ],
    [
      'nothing may move',
      `${haproxy}batch: { max-unavailable: 0 }`,
      '4:27 batch.max-unavailable: got 0 with max-surge 0, wanted one of them above 0, or nothing can move',
    ],
    [
      'a status that none is',
      `${haproxy}health: { expect: 20 }`,
      '4:19 health.expect: got 20, wanted a status like 204, a class like 2xx, or a list of them',
    ],
    [
      'an empty list of statuses',
      `${haproxy}health: { expect: [] }`,
      '4:19 health.expect: got an empty list, wanted a status like 204, a class like 2xx, or a list of them',
    ],
    [
      'deadlines the wrong way round',
      `${haproxy}health: { healthy-deadline: 20m }`,
      '4:29 health.healthy-deadline: healthy-deadline is 20m and progress-deadline 10m, wanted a progress-deadline longer than the healthy-deadline',
    ],
    [
      'an exposure that falls',
      `${haproxy}exposure: { low: [10, 1] }`,
      '4:23 exposure.low[1]: got 1 after 10, wanted more: each step counts all that run the new version',
    ],
    [
      'an exposure of fewer zones than before',
      `${haproxy}exposure: { low: [2 zones, 1 zone] }`,
      '4:28 exposure.low[1]: got 1 zone after 2 zones, wanted more: each step counts all that run the new version',
    ],
    [
      'an instance in two zones',
      exec.replace('driver: exec,', 'driver: exec, zones: { a: [web-1], b: [web-2, web-1] },'),
      '3:58 targets.zones.b[1]: got "web-1", which is in zone a already, wanted every instance in one zone',
    ],
    [
      'a load balancer without a port',
      haproxy.replace('/run/haproxy.sock', 'lb-1'),
      '3:37 targets.socket: got "lb-1", wanted a path like /run/haproxy.sock, or host and port like 10.0.0.5:9999',
    ],
    [
      'no load balancer at all',
      haproxy.replace('/run/haproxy.sock', '[]'),
      '3:37 targets.socket: got an empty list, wanted a socket like /run/haproxy.sock or 10.0.0.5:9999, or a list of them',
    ],
    [
      'both ways to grow',
      `${haproxy}exposure: { low: [1] }\ngrowth: { low: 3 }`,
      '5:16 growth.low: got a growth and an exposure for low, wanted one of them (delete the other)',
    ],
    [
      'no eyes',
      exec.replace('gate: { on-no-data: health-only }', ''),
      '1:1 gate.metrics: missing, wanted errors or latency (driver exec counts neither), or on-no-data: health-only to trust health checks alone',
    ],
    [
      'prometheus without a query',
      `${haproxy}gate: { metrics: { latency: { source: prometheus, url: "http://p" } } }`,
      '4:20 gate.metrics.latency.query: missing, wanted with source: prometheus',
    ],
    [
      'a password in an address',
      `${haproxy}gate: { metrics: { latency: { source: prometheus, url: "http://a:b@p/", query: q } } }`,
      '4:56 gate.metrics.latency.url: got "http://…@p/", wanted a URL without a password',
    ],
    [
      'two ways to restart',
      haproxy.replace('exec: "sv restart"', 'exec: a, ssh: b'),
      '3:78 targets.restart: got both, wanted exec or ssh',
    ],
    ['itself', `${haproxy}after: [web]`, '4:9 after[0]: got "web", the service itself, wanted another'],
    [
      'an unknown customer',
      `${haproxy}customers: { acme: { zones: [a] } }\nwindows: [{ name: w, cron: "0 2 * * *", for: 1h, effect: allow, customers: [acne] }]`,
      '5:77 windows[0].customers[0]: got "acne", wanted a defined customer (did you mean acme?)',
    ],
    [
      'a window without effect',
      `${haproxy}windows: [{ name: w, cron: "0 2 * * *", for: 1h }]`,
      '4:11 windows[0]: does not say what it does, wanted either effect (review, emergency-only or allow) or limit (a factor like 0.5)',
    ],
    [
      'a cron that never comes',
      `${haproxy}windows: [{ name: w, cron: "0 2 30 2 *", for: 1h, effect: allow }]`,
      '4:28 windows[0].cron: got "0 2 30 2 *", wanted five fields like "0 18 * * 1-4": that never comes',
    ],
    [
      'a lock',
      `${haproxy}lock: { ttl: 2m }`,
      expect.stringMatching(/^4:1 lock: unknown key, wanted version, /),
    ],
  ])('%s', async (_, text, problem) => expect(await problemsOf(text)).toContainEqual(problem))
})

describe('the pages', () => {
  const pages = rolloutPages()

  test('the published JSON Schema accepts the example and refuses what we refuse', () => {
    const published = z.fromJSONSchema(JSON.parse(pages['docs/rollout.schema.json']!))
    const example = parse(rolloutExample)
    expect(published.safeParse(example).error).toBeUndefined()
    for (const broken of [
      {},
      { ...example, version: 2 },
      { ...example, lock: {} },
      { ...example, targets: { driver: 'haproxy' } },
      { ...example, batch: { 'max-unavailable': 0.33 } },
      { ...example, exposure: { low: ['one zone'] } },
    ])
      expect(published.safeParse(broken).success).toBe(false)
  })

  test('every key says what it means', () => {
    const rows = pages['docs/rollout.md']!.split('\n').filter((line) => line.startsWith('| `'))
    expect(rows.length).toBeGreaterThan(80)
    expect(rows.filter((row) => /\|\s*\|$/.test(row))).toEqual([])
  })
})

test('the example after a few edits is a plan or a list of problems, never a crash', async () => {
  const seen = { read: 0, refused: 0 }
  const edit = fc.record({
    at: fc.nat(rolloutExample.length),
    remove: fc.nat(8),
    insert: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('', '', ' ', '\n', ':', '- ', '[', '}', '"', '0', '99', '%', 'null', 'true'),
    ),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 2 }), async (edits) => {
      const text = edits.reduce(
        (before, { at, remove, insert }) => before.slice(0, at) + insert + before.slice(at + remove),
        rolloutExample,
      )
      try {
        expect((await parseRolloutPlan(text, path)).service.length).toBeGreaterThan(0)
        seen.read++
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
        for (const line of error.message.split('\n'))
          expect(line).toMatch(/^\.github\/rollout\.yml:( and \d+ more problems$|\d+:\d+(:| \S.*?:) \S)/)
        seen.refused++
      }
    }),
    { numRuns: 200 },
  )
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(5)
})
