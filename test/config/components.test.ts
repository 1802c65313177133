import { describe, expect, test } from 'vitest'
import { matchComponents, scopeOf } from '../../src/config/components.ts'
import type { Component, Slo } from '../../src/config/configuration.ts'

const slo: Slo = {
  objective: 0.999,
  window: { seconds: 2_592_000, text: '30d' },
  counts: { degraded: 0.3, unknown: 1 },
  tightenBelow: 0.5,
  fixesBelow: 0.1,
  prometheus: null,
}
const component = (
  name: string,
  dependsOn: readonly string[],
  customers: readonly string[] = [],
): Component => ({
  name,
  paths: [`${name}/**`],
  dependsOn,
  customers,
  owners: [],
  slo: name === 'ledger' ? slo : null,
  windows: [],
})

const components = [
  component('web', ['payments'], ['acme']),
  component('payments', ['ledger', 'cards-database'], ['globex']),
  component('ledger', ['payments'], ['acme', 'initech']),
  component('wiki', []),
]

describe('who is touched', () => {
  test.each([
    ['nothing known', ['README.md'], [], [], []],
    ['one that nobody needs', ['wiki/a.md'], ['wiki'], [], []],
    ['the top of a chain', ['web/a.ts'], ['web'], [], ['acme']],
    [
      'the bottom of it, which is a circle',
      ['ledger/.env'],
      ['ledger'],
      ['web', 'payments'],
      ['acme', 'globex', 'initech'],
    ],
    [
      'two at once',
      ['ledger/a', 'web/b', 'wiki/c'],
      ['web', 'ledger', 'wiki'],
      ['payments'],
      ['acme', 'globex', 'initech'],
    ],
  ])('%s', (_, paths, touched, affected, customers) =>
    expect(matchComponents({ components }, paths)).toMatchObject({
      components: touched,
      affected,
      customers,
    }),
  )

  test('service level objectives come along', () =>
    expect(matchComponents({ components }, ['payments/a']).slos.map(({ component: name }) => name)).toEqual([
      'ledger',
    ]))

  test('without a catalogue nobody is', () =>
    expect(matchComponents({ components: [] }, ['a'])).toEqual({
      components: [],
      affected: [],
      customers: [],
      slos: [],
    }))
})

describe('what an environment deploys', () => {
  test.each([
    ['everything, when it names no component', [], ['README.md'], true],
    ['a named component', ['web'], ['web/a.ts'], true],
    ['what it depends on, directly or not', ['web'], ['ledger/a.ts'], true],
    ['not what depends on it', ['payments'], ['web/a.ts'], false],
    ['nothing else', ['web'], ['wiki/a.md', 'README.md'], false],
    ['a part that touches both', ['web'], ['wiki/a.md', 'web/a.ts'], true],
  ])('%s', (_, names, paths, expected) => expect(scopeOf({ components }, names)(paths)).toBe(expected))
})
