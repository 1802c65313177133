/** Published releases as deployments, asked of the GitHub of our tests. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRepository } from '../../../src/clients/git/repository.ts'
import type { GitHub } from '../../../src/clients/github/github.ts'
import type { ReleasesSource } from '../../../src/config/configuration.ts'
import type { Deployment } from '../../../src/domain/deployment.ts'
import { mergeDeployments } from '../../../src/sources/deployment-lines.ts'
import {
  type DeploymentsOfReleases,
  deploymentsByReleases,
} from '../../../src/sources/github/release-deployments.ts'
import { liveByReleases } from '../../../src/sources/github/release-history.ts'
import { isolatedEnvironment } from '../../e2e/git.ts'
import { git } from '../../github/git.ts'
import { addRelease, type NewRelease } from '../../github/releases.ts'
import { addRepository, commitTo } from '../../github/repositories.ts'
import { type LoopbackGitHub, startGitHub } from '../../github/serve.ts'
import { newState, type Repository, type State, workflowToken } from '../../github/state.ts'
import { readHistory } from '../../history/reading.ts'
import { acme, answering, clientOf, failureOf } from './answering.ts'

const now = '2026-11-20T09:00:00Z'
const seconds = (moment: string): number => Date.parse(moment) / 1000
const day = 86_400
let state: State
let shop: Repository
let github: LoopbackGitHub
let shas: string[]
beforeEach(async () => {
  state = newState({ clock: () => new Date(now) })
  shop = addRepository(state, 'acme/shop', { collaborators: { mira: 'write' } })
  shas = [1, 2, 3, 4].map((at) =>
    commitTo(state, shop, { files: { 'a.txt': `${at}\n` }, at: `2026-11-0${at}T08:00:00Z` }),
  )
  github = await startGitHub(state)
})
afterEach(() => github.close())

const client = (token = 'workflow-token'): GitHub => clientOf(github.fetch, { token, now })

/** Version `tag` of a commit, published at noon of a day of that November. */
const publish = (tag: string, commit: number, at: number, more: Partial<NewRelease> = {}) =>
  addRelease(state, shop, {
    tag,
    sha: shas[commit]!,
    publishedAt: `2026-11-${String(at).padStart(2, '0')}T12:00:00Z`,
    ...more,
  })
const source = (more: Partial<ReleasesSource> = {}): ReleasesSource => ({
  kind: 'releases',
  environment: 'production',
  tags: [],
  preReleases: 'none',
  ...more,
})
const ask = async (
  more: Partial<ReleasesSource> = {},
  known: readonly Deployment[] = [],
  asked: { readonly mostPages?: number; readonly token?: string } = {},
): Promise<DeploymentsOfReleases> => {
  const repository = await openRepository(shop.directory, isolatedEnvironment)
  const { index } = await readHistory(shop.directory)
  try {
    return await deploymentsByReleases(client(asked.token), acme, {
      ...{ repository, index, known, source: source(more) },
      since: known.length > 0 ? seconds(now) - 2 * day : seconds('2025-11-20T09:00:00Z'),
      lookback: seconds('2025-11-20T09:00:00Z'),
      maturitySeconds: 14 * day,
      now: seconds(now),
      mostPages: asked.mostPages ?? 10,
    })
  } finally {
    repository.objects.end()
  }
}
/** As a release lead would note them: version, commit, the day it was published, and since when it is withdrawn. */
const told = (deployments: readonly Deployment[]): readonly string[] =>
  deployments.map(({ sha, reports, release }) => {
    const said = reports.map(({ state: word, at }) => `${word} ${new Date(at * 1000).getUTCDate()}`)
    return `${release!.tag} of ${shas.indexOf(sha)}: ${said.join(', ')}`
  })
const notes = async (more: Partial<ReleasesSource> = {}) => told((await ask(more)).deployments)
const routes = () => github.requests.map(({ route }) => route.replace('/repos/{owner}/{repo}', ''))

describe('a published release is a deployment', () => {
  test.each<[string, () => void, Partial<ReleasesSource>, readonly string[]]>([
    ['of what its tag points at', () => publish('v1.1.0', 1, 12), {}, ['v1.1.0 of 1: succeeded 12']],
    [
      'also of an annotated one',
      () => publish('v1.1.0', 1, 12, { message: 'Release' }),
      {},
      ['v1.1.0 of 1: succeeded 12'],
    ],
    ['and none as a draft', () => publish('v1.1.0', 1, 12, { draft: true }), {}, []],
    ['and none as a pre-release', () => publish('v1.1.0', 1, 12, { preRelease: true }), {}, []],
    ['and none by a name of one', () => publish('v1.1.0-rc.1', 1, 12), {}, []],
    [
      'as a pre-release where those count',
      () => publish('v1.1.0-rc.1', 1, 12, { preRelease: true }),
      { preReleases: 'only' },
      ['v1.1.0-rc.1 of 1: succeeded 12'],
    ],
    ['and none of another pattern', () => publish('web/v1.1.0', 1, 12), { tags: ['api/v*'] }, []],
    [
      'and none where its tag is moved',
      () => {
        publish('v1.1.0', 1, 12)
        publish('v1', 1, 12)
        publish('nightly', 2, 12)
      },
      {},
      ['v1.1.0 of 1: succeeded 12'],
    ],
  ])('%s', async (_, happens, more, expected) => {
    happens()
    expect(await notes(more)).toEqual(expected)
  })

  test('and says its page, which is the repository’s own whatever the tag is called', async () => {
    publish('v1.0+build', 1, 12)
    const { deployments } = await ask()
    expect(deployments[0]!.url).toBe('https://github.com/acme/shop/releases/tag/v1.0%2Bbuild')
  })

  test('whose tag is gone is told of, and no deployment', async () => {
    publish('v1.0.0', 0, 10)
    addRelease(state, shop, { tag: 'v1.1.0', publishedAt: '2026-11-12T12:00:00Z' })
    const { deployments, untagged } = await ask()
    expect(told(deployments)).toEqual(['v1.0.0 of 0: succeeded 10'])
    expect(untagged).toEqual(['v1.1.0'])
  })
})

describe('what is asked', () => {
  test('the list, and each tag while they are few', async () => {
    publish('v1.0.0', 0, 10)
    publish('v1.1.0', 1, 12)
    await ask()
    expect(routes()).toEqual(['GET /releases', 'GET /commits/{ref}', 'GET /commits/{ref}'])
  })

  test('of many releases the list of tags, until the last is found', async () => {
    for (let at = 0; at < 120; at += 1) publish(`v1.${at}.0`, 0, 10)
    await ask()
    expect(routes()).toEqual(['GET /releases', 'GET /releases', 'GET /tags', 'GET /tags'])
  })

  test('of what is known nothing but whether it still stands', async () => {
    publish('v1.0.0', 0, 10)
    publish('v1.1.0', 1, 12)
    const { deployments } = await ask()
    github.requests.length = 0
    expect((await ask({}, deployments)).deployments).toEqual([])
    expect(routes()).toEqual(['GET /releases'])
  })

  test('no more than so many pages, and it says that there are more', async () => {
    for (let at = 0; at < 120; at += 1) publish(`v1.${at}.0`, 0, 10)
    expect((await ask({}, [], { mostPages: 1 })).complete).toBe(false)
    expect((await ask({}, [], { mostPages: 2 })).complete).toBe(true)
  })

  test('a token that may not read contents is told what it lacks', async () => {
    publish('v1.0.0', 0, 10)
    state.tokens['small'] = workflowToken({ issues: 'read' })
    expect((await failureOf(ask({}, [], { token: 'small' }))).message).toMatch(/contents: read/)
  })

  test.each([
    ['no time', { published_at: null }, /\[0\]\.published_at is null/],
    ['no tag', { tag_name: '' }, /\[0\]\.tag_name is no name/],
    ['no word on drafts', { draft: undefined }, /\[0\]\.draft is missing/],
  ])('an answer with %s is none', async (_, wrong, says) => {
    const whole = {
      ...{ id: 1, tag_name: 'v1.0.0', name: null, draft: false, prerelease: false },
      ...{ created_at: now, published_at: now },
    }
    const { github: answers } = answering({ 'GET /repos/acme/shop/releases': [{ ...whole, ...wrong }] })
    const failure = await failureOf(liveByReleases(answers, acme, [source()]))
    expect(failure.message).toMatch(says)
  })
})

describe('a release that is taken back', () => {
  test.each<[string, () => void, readonly string[]]>([
    ['by deleting it', () => shop.releases.splice(1, 1), ['v1.1.0 of 1: failed 20']],
    [
      'by making it a draft again',
      () => Object.assign(shop.releases[1]!, { draft: true, publishedAt: null }),
      ['v1.1.0 of 1: failed 20'],
    ],
    [
      'by making it a pre-release',
      () => Object.assign(shop.releases[1]!, { preRelease: true }),
      ['v1.1.0 of 1: failed 20'],
    ],
    [
      'by its title',
      () => Object.assign(shop.releases[1]!, { title: 'v1.1.0 [YANKED]' }),
      ['v1.1.0 of 1: failed 20'],
    ],
    ['not by another title', () => Object.assign(shop.releases[1]!, { title: 'Autumn' }), []],
    ['not where nobody would have noticed it for weeks', () => shop.releases.splice(0, 1), []],
  ])('%s', async (_, happens, expected) => {
    publish('v1.0.0', 0, 2)
    publish('v1.1.0', 1, 12)
    const { deployments: known } = await ask()
    happens()
    const { deployments } = await ask({}, known)
    expect(told(deployments)).toEqual(expected)
    // Told once.
    expect((await ask({}, mergeDeployments([...known, ...deployments]))).deployments).toEqual([])
  })
})

test.each<[string, Partial<ReleasesSource>, Partial<ReleasesSource>, Partial<NewRelease>]>([
  ['another pattern of tags', {}, { tags: ['api/v*'] }, {}],
  ['no pre-releases any more', { preReleases: 'also' }, {}, { preRelease: true }],
])('a policy that names %s takes nothing back', async (_, before, after, release) => {
  publish('v1.1.0', 1, 12, release)
  const { deployments: known } = await ask(before)
  expect(known).toHaveLength(1)
  expect((await ask(after, known)).deployments).toEqual([])
})

test('a second tag of one commit is asked for once', async () => {
  publish('v1.1.0', 1, 12)
  publish('v0.11.0', 1, 12)
  const { deployments: known } = await ask()
  expect(told(known)).toEqual(['v1.1.0 of 1: succeeded 12'])
  github.requests.length = 0
  expect((await ask({}, known)).deployments).toEqual([])
  expect(routes()).toEqual(['GET /releases'])
})

describe('what runs', () => {
  test('is the newest version, and the others are told beside it', async () => {
    publish('v1.0.0', 0, 2)
    publish('v2.0.0', 2, 10)
    publish('v1.0.1', 1, 12)
    publish('v2.1.0', 3, 13, { draft: true })
    const { live, versions, recent } = await liveByReleases(client(), acme, [source()])
    expect(live).toMatchObject({ sha: shas[2], at: '2026-11-10T12:00:00.000Z', environment: 'production' })
    expect(versions!.map(({ name }) => name)).toEqual(['v2.0.0', 'v1.0.1', 'v1.0.0'])
    expect(recent.map(({ sha }) => shas.indexOf(sha))).toEqual([1, 2, 0])
  })

  test('is nothing where no release is published', async () => {
    publish('v2.1.0', 3, 13, { draft: true })
    expect((await liveByReleases(client(), acme, [source()])).live).toBeNull()
  })

  test('is found among thousands of tags without reading them all', async () => {
    for (let at = 0; at < 250; at += 1) git(shop, ['tag', `z-nightly-${at}`, shas[0]!])
    for (let at = 0; at < 20; at += 1) publish(`v1.${at}.0`, at % 4, 1 + at, { message: 'Release' })
    const { live } = await liveByReleases(client(), acme, [source({ tags: ['v*'] })])
    expect(live).toMatchObject({ sha: shas[19 % 4], at: '2026-11-20T12:00:00.000Z' })
    expect(routes()).toEqual([
      'GET /releases',
      'GET /tags',
      'GET /tags',
      'GET /commits/{ref}',
      'GET /commits/{ref}',
      'GET /commits/{ref}',
    ])
  })

  test('is not one that its title withdraws', async () => {
    publish('v1.0.0', 0, 2)
    publish('v2.0.0', 2, 10, { title: 'Do not use: v2.0.0' })
    expect((await liveByReleases(client(), acme, [source()])).live).toMatchObject({ sha: shas[0] })
  })
})
