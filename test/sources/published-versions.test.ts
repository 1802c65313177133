/** Versions of a real repository as deployments: on the line, on branches, beside branches, with nothing but tags. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRepository } from '../../src/clients/git/repository.ts'
import type { ReleasesSource } from '../../src/config/configuration.ts'
import { type Deployment, deploymentName } from '../../src/domain/deployment.ts'
import type { HistoryIndex } from '../../src/history/index.ts'
import { releasesIn } from '../../src/history/releases.ts'
import { deploymentsOfVersions } from '../../src/sources/published-versions.ts'
import { countingVersions, onePerCommit, readVersionTags } from '../../src/sources/version-tags.ts'
import { isolatedEnvironment } from '../e2e/git.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from '../history/reading.ts'

let made: Repository
let index: HistoryIndex
const titles = new Map<string, string>()
/** main: a b c d e f; 1.0 cut at b, patched twice; 2.0 cut at d by a commit that nothing follows, and 2.0.1 likewise. */
beforeAll(async () => {
  made = await makeRepository()
  const commit = async (message: string, day: number) => {
    const at = `2026-03-${String(day).padStart(2, '0')}T08:00:00Z`
    const sha = await made.commit({ message, files: { [`${message.replaceAll(/\W/g, '')}.ts`]: '1\n' }, at })
    titles.set(sha, message)
    return sha
  }
  await commit('a', 1)
  await commit('b', 2)
  await made.branch('release/1.0')
  await commit('Release 1.0.0', 3)
  await made.tag('v1.0.0', { message: 'Release 1.0.0' })
  await made.checkout('main')
  await commit('c', 4)
  await commit('d', 8)
  await made.branch('cut-2.0.0')
  await commit('2.0.0', 9)
  await made.tag('v2.0.0')
  await made.tag('v2')
  await made.checkout('release/1.0')
  await commit('Fix a crash on exit', 10)
  await made.tag('v1.0.1')
  await made.checkout('main')
  await made.commit({
    message: 'Fix rounding (#7)',
    files: { 'd.ts': '2\n' },
    at: '2026-03-09T10:00:00Z',
  })
  await made.branch('cut-2.0.1')
  await made.commit({ message: '2.0.1', files: { version: '2.0.1\n' }, at: '2026-03-09T11:00:00Z' })
  await made.tag('v2.0.1')
  await made.checkout('main')
  await commit('f', 12)
  await made.tag('v2.1.0-rc.1')
  await made.tag('staging-2026-03-12')
  await commit('g', 13)
  await made.tag('v2.1.0')
  await made.merge({ branch: 'release/1.0', message: 'Merge 1.0', at: '2026-03-14T08:00:00Z' })
  index = (await readHistory(made.directory)).index
})
afterAll(() => made.remove())

const source = (more: Partial<ReleasesSource> = {}): ReleasesSource => ({
  kind: 'tags',
  environment: 'production',
  tags: [],
  preReleases: 'none',
  ...more,
})

const told = async (
  more: Partial<ReleasesSource> = {},
  known: readonly Deployment[] = [],
  from = 0,
): Promise<readonly Deployment[]> => {
  const repository = await openRepository(made.directory, isolatedEnvironment)
  try {
    const versions = onePerCommit(countingVersions(await readVersionTags(repository.git), source(more)))
    return await deploymentsOfVersions({
      ...{ repository, index, environment: 'production', versions, known, from },
    })
  } finally {
    repository.objects.end()
  }
}
/** As a release lead would write it down: the day, the version, what of main it holds, what it mends. */
const notes = async (...asked: Parameters<typeof told>): Promise<readonly string[]> =>
  (await told(...asked)).map(({ sha, startedAt, release }) => {
    const { tag, holds, mends } = release!
    const held = holds === undefined ? '' : ` holds ${titles.get(holds) ?? 'a fix'}`
    const place = index.positionOnLine(sha) === null ? held || ' nowhere' : ' on main'
    const mended = mends ? ` mends ${mends.tag}${mends.only ? '' : ' partly'}` : ''
    return `${new Date(startedAt * 1000).getUTCDate()} ${tag}${place}${mended}`
  })

describe('versions of a clone', () => {
  test('are placed by what of the line they hold, also once their branch is merged', async () =>
    expect(await notes()).toEqual(
      [
        '9 v2.0.0 holds d',
        '9 v2.0.1 holds a fix mends v2.0.0',
        '10 v1.0.1 holds b',
        '13 v2.1.0 on main',
        // An annotated tag says itself when it was made: in this repository an hour after the commit.
      ].toSpliced(0, 0, '3 v1.0.0 holds b'),
    ))

  test.each<[string, Partial<ReleasesSource>, readonly string[]]>([
    ['of a pattern', { tags: ['v1.*'] }, ['3 v1.0.0 holds b', '10 v1.0.1 holds b']],
    [
      'with pre-releases',
      { tags: ['v2.1*'], preReleases: 'also' },
      ['12 v2.1.0-rc.1 on main', '13 v2.1.0 on main'],
    ],
    ['pre-releases alone', { preReleases: 'only' }, ['12 v2.1.0-rc.1 on main']],
    ['of no such pattern', { tags: ['release-*'] }, []],
  ])('%s', async (_, more, expected) => expect(await notes(more)).toEqual(expected))

  test('that are known are not told again, and what is new is compared with them', async () => {
    const all = await told()
    expect(await told({}, all)).toEqual([])
    const known = all.filter(({ release }) => release!.tag !== 'v2.0.1')
    expect(await notes({}, known)).toEqual(['9 v2.0.1 holds a fix mends v2.0.0'])
  })

  test('that are old are left out', async () =>
    expect(await notes({}, [], Date.parse('2026-03-10T00:00:00Z') / 1000)).toEqual([
      '10 v1.0.1 holds b',
      '13 v2.1.0 on main',
    ]))

  test('are told by the same name again', async () => {
    const [once, again] = [await told(), await told()]
    expect(once.map(deploymentName)).toEqual(again.map(deploymentName))
  })

  test('whose commits nobody can bring are told without a place', async () => {
    const repository = await openRepository(made.directory, isolatedEnvironment)
    const asked: string[] = []
    const versions = [{ name: 'v9.0.0', commit: '9'.repeat(40), at: 1_773_000_000 }]
    const found = await deploymentsOfVersions({
      ...{ repository, index, environment: 'production', versions, known: [], from: 0 },
      fetch: async (commits) => {
        asked.push(...commits)
      },
    })
    repository.objects.end()
    expect(asked).toEqual(['9'.repeat(40)])
    expect(found).toMatchObject([{ sha: '9'.repeat(40), release: { tag: 'v9.0.0' } }])
    expect(found[0]!.release).not.toHaveProperty('holds')
  })
})

test('an older commit that is tagged again is put back, and the name of the tag says when', async () => {
  const shop = await makeRepository()
  try {
    const shas: string[] = []
    for (const day of [1, 2, 3]) {
      const at = `2026-03-0${day}T08:00:00Z`
      shas.push(await shop.commit({ message: `Part ${day}`, files: { [`${day}.ts`]: '1\n' }, at }))
      await shop.tag(`deploy-2026-03-0${day}-at-09-30`)
    }
    await shop.tag('deploy-2026-03-03-at-11-45', { ref: shas[1]! })
    const repository = await openRepository(shop.directory, isolatedEnvironment)
    const read = (await readHistory(shop.directory)).index
    const versions = onePerCommit(countingVersions(await readVersionTags(repository.git), source()))
    const deployments = await deploymentsOfVersions({
      ...{ repository, index: read, environment: 'production', versions, known: [], from: 0 },
    })
    repository.objects.end()
    expect(
      releasesIn(read, deployments).map(({ kind, position, liveFrom, undone }) => [
        kind,
        position,
        new Date(liveFrom! * 1000).toISOString().slice(8, 16),
        undone?.at ?? null,
      ]),
    ).toEqual([
      [null, 0, '01T09:30', null],
      ['forward', 1, '02T09:30', null],
      ['forward', 2, '03T09:30', Date.parse('2026-03-03T11:45:00Z') / 1000],
      ['rollback', 1, '03T11:45', null],
    ])
  } finally {
    await shop.remove()
  }
})
