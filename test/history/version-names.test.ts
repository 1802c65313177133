/** What the names of tags say, as tables of names that real projects use. */
import { describe, expect, test } from 'vitest'
import {
  compareVersions,
  isPreRelease,
  mayPatch,
  momentNamed,
  movedAmong,
} from '../../src/history/version-names.ts'
import fc from '../properties.ts'

describe('which of two versions is newer', () => {
  test.each<[string, '<' | '>' | '=' | null, string]>([
    ['v1.9.0', '<', 'v1.10.0'],
    ['v1.4.7', '<', 'v2.0.0'],
    ['1.2', '<', '1.2.1'],
    ['1.2', '=', '1.2.0'],
    ['v2.0.0-rc.1', '<', 'v2.0.0'],
    ['v2.0.0-rc.2', '<', 'v2.0.0-rc.10'],
    ['v2.0-rc1', '<', 'v2.0.0'],
    ['v1.9.9', '<', 'v2.0.0-rc.1'],
    ['2.0b2', '<', '2.0'],
    ['v7.2.3.1', '>', 'v7.2.3'],
    ['deploy-2026-08-18-at-16-12', '>', 'deploy-2026-08-18-at-09-59'],
    ['production--2026-08-21--15-47-43', '>', 'production--2026-08-20--15-47-43'],
    ['v1796', '>', 'v999'],
    ['REL_17_2', '>', 'REL_17_1'],
    ['release-20260818161200999999', '>', 'release-20260818161200999998'],
    ['v1.2.3', '>', '1.2.2'],
    ['api/v1.2.3', null, 'v1.2.3'],
    ['s3/v1.4.0', '<', 's3/v1.10.0'],
    ['s3/v1.4.0', null, 's4/v1.10.0'],
    ['@acme/cart@1.0.0', null, '@acme/shop@1.0.1'],
    ['nightly', null, 'v1.0.0'],
  ])('%s %s %s', (one, sign, other) => {
    const told = compareVersions(one, other)
    expect(told === null ? null : told < 0 ? '<' : told > 0 ? '>' : '=').toBe(sign)
  })

  test('is the same from both sides', () => {
    const version = fc
      .tuple(
        fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', '-rc.1', '-rc.2', '-alpha'),
      )
      .map(([numbers, suffix]) => `v${numbers.join('.')}${suffix}`)
    fc.assert(
      fc.property(version, version, version, (one, other, third) => {
        const sign = (a: string, b: string) => Math.sign(compareVersions(a, b)!)
        expect(sign(one, other) + sign(other, one)).toBe(0)
        if (sign(one, other) <= 0 && sign(other, third) <= 0) expect(sign(one, third)).toBeLessThanOrEqual(0)
      }),
    )
  })
})

test.each([
  ['v2.0.0-rc.1', true],
  ['v3.5-dev5', true],
  ['v45.0.0-nightly.20260821', true],
  ['swift-DEVELOPMENT-SNAPSHOT-2026-08-21-a', true],
  ['v1.17.0-alpha20260812', true],
  ['5.0a1', true],
  ['v2.0.0', false],
  ['deploy-2026-08-18', false],
  ['preview-service-v1.2', false],
  ['next-auth@4.24.5', false],
  ['next-auth@4.24.5-next.2', true],
  ['beta/1.2.0', true],
  ['nightly-2026-08-21', true],
  ['dev-tools/v1.0.0', false],
  ['prefect-1.2.3', false],
  ['archive/v1.0.0', false],
])('%s is a pre-release: %s', (tag, expected) => expect(isPreRelease(tag)).toBe(expected))

test.each([
  ['v1.5.0', 'v1.5.1', true],
  ['v1.5', 'v1.5.1', true],
  ['v1.5.0', 'v1.6.0', false],
  ['v1.5.1', 'v1.5.0', false],
  ['v8.0.5', 'v8.0.5.1', true],
  ['deploy-2026-08-18-at-16-12', 'deploy-2026-08-18-at-17-02', true],
  ['v1795', 'v1796', true],
  ['26.8.0', '26.8.1', true],
  ['26.7.2', '26.8.0', false],
  ['api/v1.5.0', 'web/v1.5.1', false],
  ['s3/v1.5.0', 's3/v1.6.0', false],
])('after %s %s may be a patch: %s', (older, newer, expected) =>
  expect(mayPatch(older, newer)).toBe(expected),
)

test('tags that are moved are told by their names and by what is beside them', () => {
  const tags = ['v1', 'v1.4.2', 'v2', 'latest', 'production', 'v1796', 'stable-latest', 'v1.4', 'v1.4.1']
  expect(tags.filter(movedAmong(tags))).toEqual(['v1', 'latest', 'production', 'stable-latest'])
})

test.each([
  ['deploy-2026-08-18-at-16-12', '2026-08-18T16:12:00Z'],
  ['production--2026-08-21--15-47-43', '2026-08-21T15:47:43Z'],
  ['release_20260818161205', '2026-08-18T16:12:05Z'],
  ['release-20260818T1612', '2026-08-18T16:12:00Z'],
  ['v2026.08.17.00', null],
  ['deploy-2026-08-18', null],
  ['deploy-2026-13-41-at-16-12', null],
  ['deploy-2026-08-18-at-26-12', null],
  ['v1.20.3', null],
])('%s is called after %s', (tag, moment) =>
  expect(momentNamed(tag)).toBe(moment === null ? null : Date.parse(moment) / 1000),
)
