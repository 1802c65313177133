/** Which tag counts as what is live, when nobody says. */
import { describe, expect, test } from 'vitest'
import type { Tag } from '../../src/clients/git/repository.ts'
import { liveRelease, releasesOf, shapeOf, tagReach, tagsFor } from '../../src/sources/base.ts'
import { lineOf, shaAt } from './line-of-parts.ts'

const day = 86_400
/** Tags told as `name@position`. */
const tagsOf = (...told: readonly string[]): readonly Tag[] =>
  told.map((tag) => {
    const [name, position] = tag.split('@')
    return { name: name!, commit: shaAt(Number(position)) }
  })

/** The live release of a line of `parts`, asked at its end. */
const live = (parts: number, tags: readonly Tag[], hours?: number): string | null => {
  const index = lineOf(parts, hours)
  const head = parts - 1
  const found = liveRelease(index, head, releasesOf(index, head, tags, 1000))
  return found && `${found.tag}@${found.position}`
}

describe('what is live', () => {
  test.each<[string, string[], string | null]>([
    ['nothing is tagged', [], null],
    ['the newest tag', ['v1.0.0@2', 'v1.1.0@5'], 'v1.1.0@5'],
    ['not the head’s own tag', ['v1.0.0@2', 'v1.1.0@9'], 'v1.0.0@2'],
    ['nothing, where only the head has one', ['v1.0.0@9'], null],
    [
      'a date as people deploy by',
      ['deploy-2026-08-18-at-16-12@3', 'deploy-2026-08-19-at-09-40@6'],
      'deploy-2026-08-19-at-09-40@6',
    ],
    ['a date that is nothing but digits', ['20260818@3', '20260819@6'], '20260819@6'],
    ['a build number', ['1041@3', '1042@6'], '1042@6'],
    ['no tag that is moved along', ['v1@8', 'v2@8', 'latest@8', 'nightly@8', 'v1.0.0@2'], 'v1.0.0@2'],
    [
      'no tag that is moved along, whatever it is called',
      ['stable@8', 'release-2-stable@7', 'nightly-20260818@6'],
      null,
    ],
    ['no tag without a number', ['production@8', 'v1.0.0@2'], 'v1.0.0@2'],
    ['not the odd one out', ['v1.0.0@1', 'v1.1.0@3', 'v1.2.0@5', 'experiment-7@8'], 'v1.2.0@5'],
    [
      'not a release candidate where releases are usual',
      ['v1.0.0@1', 'v1.1.0@3', 'v1.2.0-rc.1@8'],
      'v1.1.0@3',
    ],
    ['the newer habit where two are as frequent', ['v1.0.0@1', 'v1.1.0@2', 'web-1@6', 'web-2@7'], 'web-2@7'],
    ['a tag of something that is no part here', [`v1.0.0@${0xabcdef}`], null],
    ['one of two tags at one commit', ['v1.0.0@3', 'v1.0.1@3'], 'v1.0.0@3'],
  ])('%s', (_, tags, expected) => expect(live(10, tagsOf(...tags))).toBe(expected))
})

describe('how far back', () => {
  test.each<[string, number, number, number, string | null]>([
    [`${tagReach.parts} parts are near enough`, 102, 1, 1, 'v1.0.0@1'],
    ['one more is too far', 103, 1, 1, null],
    ['90 days are near enough', 91, 24, 0, 'v1.0.0@0'],
    ['91 days are too far', 92, 24, 0, null],
  ])('%s', (_, parts, hours, position, expected) =>
    expect(live(parts, tagsOf(`v1.0.0@${position}`), hours)).toBe(expected),
  )
  test('the limits are what the page says', () => expect(tagReach).toEqual({ parts: 100, seconds: 90 * day }))
})

test('releases are told newest first, one a position', () => {
  const index = lineOf(10)
  const tags = tagsOf('v1.0.0@1', 'v1.0.1@4', 'v1.0.2@4', 'other@5', 'v1.0.3@8', 'v2@9')
  expect(releasesOf(index, 9, tags, 1000)).toEqual([
    { position: 8, tag: 'v1.0.3' },
    { position: 4, tag: 'v1.0.1' },
    { position: 1, tag: 'v1.0.0' },
  ])
  expect(releasesOf(index, 9, tags, 3)).toEqual([{ position: 8, tag: 'v1.0.3' }])
})

test('habits change: the shape of the last hundred parts counts, not that of the years before', () => {
  const old = Array.from({ length: 50 }, (_, at) => `release-${at}@${at * 2}`)
  expect(live(400, tagsOf(...old, 'v1.0.0@380', 'v1.1.0@390'), 1)).toBe('v1.1.0@390')
})

test.each([
  ['v1.2.3', 'v#.#.#'],
  ['deploy-2026-08-18-at-16-12', 'deploy-#-#-#-at-#-#'],
  ['20260818', '#'],
])('%s has the shape %s', (name, shape) => expect(shapeOf(name)).toBe(shape))

describe('tags that can speak of an environment', () => {
  test.each<[string, string, string[], string[]]>([
    ['those that name it', 'staging', ['v1.0.0', 'staging-3', 'production-2'], ['staging-3']],
    ['those that name it by a word of the team’s own', 'berlin', ['v1.0.0', 'berlin/7'], ['berlin/7']],
    [
      'production, as people shorten it',
      'production',
      ['prod-4', 'live-2', 'staging-3'],
      ['prod-4', 'live-2'],
    ],
    ['those that name no place, where none names it', 'production', ['v1.0.0', 'staging-3'], ['v1.0.0']],
    ['all of them, for want of better', 'production', ['staging-3', 'qa-1'], ['staging-3', 'qa-1']],
    [
      'not the one that moves along, though it bears the name',
      'production',
      ['production', 'v1.0.0'],
      ['v1.0.0'],
    ],
    ['a word within a word names no place', 'production', ['latest-test1.0', 'contest-1.0'], ['contest-1.0']],
    ['none of none', 'production', [], []],
  ])('%s', (_, environment, names, wanted) =>
    expect(tagsFor(tagsOf(...names.map((name) => `${name}@1`)), environment).map(({ name }) => name)).toEqual(
      wanted,
    ),
  )
})
