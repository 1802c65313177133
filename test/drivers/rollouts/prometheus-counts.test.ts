/** From samples to counts: which instance a series is of, and what buckets must be like. */
import { describe, expect, test } from 'vitest'
import { collectLatency, tallyErrors } from '../../../src/drivers/rollouts/prometheus-counts.ts'
import { findInstances } from '../../../src/drivers/rollouts/prometheus-instances.ts'

type Series = readonly [labels: Record<string, string>, value: number]
const samples = (...series: readonly Series[]) =>
  series.map(([labels, value]) => ({ labels, value, at: 1000 }))

describe('whose series it is', () => {
  test.each([
    ['a label is the id', { pod: 'web-1' }, ['web-1', 'web-10'], 'web-1'],
    ['a label is the id, port and all', { instance: 'web-1:9100' }, ['web-1:9100', 'web-1'], 'web-1:9100'],
    ['the id and a port', { instance: 'web-1:9100' }, ['web-1', 'web-2'], 'web-1'],
    ['the host of an id with another port', { instance: 'web-1:9100' }, ['web-1:2222'], 'web-1:2222'],
    ['the id weighs more than a host', { node: 'web-2:1', pod: 'web-1' }, ['web-1', 'web-2'], 'web-1'],
    ['of nobody', { instance: 'db-1:9100' }, ['web-1'], null],
    ['no labels', {}, ['web-1'], null],
    ['a name that begins alike', { pod: 'web-1-canary' }, ['web-1'], null],
    ['an IPv6 address', { instance: '[fe80::1]:9100' }, ['[fe80::1]'], '[fe80::1]'],
    ['a bound is no id', { le: '1' }, ['1'], null],
  ])('%s', (_, labels, ids, id) => expect(findInstances(ids)(labels)).toBe(id))

  test.each([
    ['two labels, two ids', { pod: 'web-1', node: 'web-2' }, ['web-1', 'web-2']],
    ['two ids on one host', { instance: 'web:9100' }, ['web:1', 'web:2']],
  ])('nobody guesses: %s', (_, labels, ids) => {
    expect(() => findInstances(ids)(labels)).toThrow('keep one label that tells')
  })
})

test('instances of others are not counted', () => {
  const requests = samples([{ instance: 'web-1:80' }, 10], [{ instance: 'db-1:80' }, 99])
  const errors = samples([{ instance: 'web-1:80' }, 1])
  expect(tallyErrors(requests, errors, ['web-1'])).toEqual(new Map([['web-1', { requests: 10, errors: 1 }]]))
})

test('errors without requests are not counted in silence', () => {
  const one = samples([{ pod: 'web-1' }, 10])
  expect(() =>
    tallyErrors(one, samples([{ pod: 'web-1' }, 1], [{ pod: 'web-2' }, 1]), ['web-1', 'web-2']),
  ).toThrow('web-2 is counted by query and not by requests-query')
})

describe('buckets', () => {
  const bucket = (le: string, value: number, more: Record<string, string> = {}): Series => [
    { pod: 'web-1', le, ...more },
    value,
  ]
  const collect = (...series: readonly Series[]) => collectLatency(samples(...series), ['web-1'], 1000)

  test('in whatever order, of several paths', () => {
    const series = [
      bucket('+Inf', 10, { path: '/a' }),
      bucket('0.3', 4, { path: '/a' }),
      bucket('2.5e+00', 9, { path: '/a' }),
      bucket('0.3', 1, { path: '/b' }),
      bucket('2.5', 1, { path: '/b' }),
      bucket('+Inf', 2, { path: '/b' }),
    ]
    expect(collect(...series).get('web-1')).toEqual({ boundsMilliseconds: [300, 2500], counts: [5, 5, 2] })
  })

  test('a metric in milliseconds', () => {
    const series = samples(bucket('5', 1), bucket('+Inf', 2))
    expect(collectLatency(series, ['web-1'], 1).get('web-1')?.boundsMilliseconds).toEqual([5])
  })

  test.each<[string, readonly Series[], string]>([
    ['no last one', [bucket('0.1', 1), bucket('0.2', 2)], 'no bucket le="+Inf"'],
    ['no bound but the last', [bucket('+Inf', 2)], 'buckets for 0 bounds'],
    ['no label', [[{ pod: 'web-1' }, 1]], 'without the label le'],
    ['a bound that is none', [bucket('fast', 1), bucket('+Inf', 1)], 'le="fast", which is no number'],
    [
      'fewer below a higher bound',
      [bucket('0.1', 5), bucket('0.2', 3), bucket('+Inf', 9)],
      'less than nothing',
    ],
    [
      'two processes with different bounds',
      [
        bucket('0.1', 1),
        bucket('+Inf', 1),
        bucket('0.2', 1, { path: '/b' }),
        bucket('+Inf', 1, { path: '/b' }),
      ],
      'series with different buckets',
    ],
  ])('that cannot be counted with: %s', (_, series, message) => {
    expect(() => collect(...series)).toThrow(message)
  })
})
