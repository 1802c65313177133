/** Version tags as deployments, with nothing but a clone: what the gate starts from, what `learn` and `backtest` make of them. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Learned } from '../../src/domain/learned.ts'
import { runCli } from './cli.ts'
import { gateJson, ledgerLines } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

const policy = (sources: string) => `version: 1\ndeployments: ${sources}\nenvironments: { production: }\n`

let repository: Repository
const shas: Record<string, string> = {}
/** 2.0.0 broke carts and was mended within hours; 1.0.1 was made for those who stayed with 1.0. */
beforeAll(async () => {
  repository = await makeRepository({ start: '2025-10-01T09:00:00Z' })
  await repository.bulk(120, { revertEvery: 20 })
  const commit = async (name: string, message: string, file: string, text: string, at: string) => {
    shas[name] = await repository.commit({ message, files: { [file]: text }, at })
  }
  await commit(
    'policy',
    'Name what is deployed',
    '.github/change-risk.yml',
    policy('[{ source: tags, environment: production }]'),
    '2026-03-01T08:00:00Z',
  )
  await repository.branch('release/1.0')
  await commit('1.0.0', 'Release 1.0.0', 'version', '1.0.0\n', '2026-03-01T10:00:00Z')
  await repository.tag('v1.0.0', { message: '1.0.0' })
  await repository.checkout('main')
  await commit('pay', 'Pay by card (#12)', 'shop/pay.ts', 'card\n', '2026-03-03T08:00:00Z')
  await commit('cart', 'Carts (#13)', 'shop/cart.ts', 'cart\n', '2026-03-04T09:00:00Z')
  await commit('look', 'Colours (#14)', 'shop/look.css', 'red\n', '2026-03-05T10:00:00Z')
  await repository.tag('v2.0.0', { message: '2.0.0' })
  await repository.branch('release/2.0')
  await commit('mend', 'Fix empty carts', 'shop/cart.ts', 'full\n', '2026-03-05T16:00:00Z')
  await repository.tag('v2.0.1', { message: '2.0.1' })
  await repository.checkout('release/1.0')
  await commit('old', 'Fix a crash (for 1.0)', 'shop/start.ts', '1\n', '2026-03-08T08:00:00Z')
  await repository.tag('v1.0.1', { message: '1.0.1' })
  await commit('older', 'Fix another crash (for 1.0)', 'shop/start.ts', '2\n', '2026-03-09T08:00:00Z')
  await repository.checkout('main')
  await commit('tax', 'Taxes (#15)', 'shop/tax.ts', 'tax\n', '2026-03-07T08:00:00Z')
  await commit('news', 'Letters (#16)', 'shop/news.ts', 'news\n', '2026-03-08T09:00:00Z')
})
afterAll(() => repository.remove())

const now = '2026-03-20T10:00:00Z'
const ledger = (name: string): readonly string[] => ['--ledger', `directory:.ledgers/${name}`]
const learn = async (...args: readonly string[]): Promise<Learned> => {
  const { code, stdout, stderr } = await runCli(
    ['learn', '--json', '--repository', repository.directory, '--now', now, ...args],
    { cwd: repository.directory },
  )
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

describe('learning from version tags', () => {
  test('a version that was mended within hours failed, and any of its parts may be to blame', async () => {
    const learned = await learn(...ledger('learn'))
    expect(learned.notes).toEqual([])
    expect(learned.environments).toEqual([
      {
        name: 'production',
        deployments: 4,
        states: { pending: 0, succeeded: 3, 'succeeded-with-issues': 0, failed: 1, 'rolled-back': 0 },
      },
    ])
    expect(learned.failed).toMatchObject([
      {
        change: 'v2.0.0',
        title: '3 changes',
        sha: shas['look'],
        environment: 'production',
        state: 'failed',
        cause: { state: 'suspect' },
        evidence: [{ cause: 'hotfix', sentence: 'v2.0.1 followed within 6 hours and brought fixes alone' }],
        minutesToRecover: 360,
      },
    ])
  })

  test('is done once: the same tags again are nothing new, and a new one is one record', async () => {
    const count = () =>
      ledgerLines(join(repository.directory, '.ledgers/again')).filter(
        ({ record }) => record.kind === 'deployment',
      ).length
    await learn(...ledger('again/change-risk'))
    expect(count()).toBe(4)
    expect((await learn(...ledger('again/change-risk'))).ledger.written).toBe(0)
    await repository.tag('v2.1.0', { ref: shas['tax']! })
    try {
      await learn(...ledger('again/change-risk'))
      expect(count()).toBe(5)
    } finally {
      await repository.git('tag', '--delete', 'v2.1.0')
    }
  })

  test('it replays', async () => {
    await learn(...ledger('replayed'))
    await gateJson(repository.directory, ['--now', now, ...ledger('replayed')])
    const { code, stdout } = await runCli(['replay', ...ledger('replayed')], { cwd: repository.directory })
    expect([code, stdout.includes('differ')]).toEqual([0, false])
  })
})

describe('the gate follows the version that its head builds upon', () => {
  test.each<[string, () => string, RegExp, () => string, number]>([
    [
      'the newest on the main line, where its patches left it',
      () => 'main',
      /^deployment 2026-03-05T\S+ v2\.0\./,
      () => shas['look']!,
      2,
    ],
    [
      'the last of an older series on its branch',
      () => 'release/1.0',
      /^deployment 2026-03-08T\S+ v1\.0\.1$/,
      () => shas['old']!,
      1,
    ],
    [
      'the one before a commit that is tagged itself',
      () => 'v2.0.1',
      /^deployment 2026-03-05T\S+ v2\.0\.0$/,
      () => shas['look']!,
      1,
    ],
  ])('%s', async (_, head, source, base, parts) => {
    for (const known of ['fresh', 'learn']) {
      const { change, rule } = await gateJson(repository.directory, [
        ...['--head', head(), '--now', now, ...ledger(known)],
      ])
      expect([change.kind, change.base, change.parts.length]).toEqual(['forward', base(), parts])
      expect(change.baseSource).toMatch(source)
      expect(rule).not.toBe('source-failed')
    }
  })
})

describe('an incident', () => {
  const incident = (id: string, startedAt: string, more = {}) => {
    const path = join(repository.directory, '.git', `${id}.json`)
    const title = 'Something is wrong'
    writeFileSync(path, JSON.stringify({ id, title, startedAt, detectedAt: startedAt, ...more }))
    return path
  }

  test('that names a change counts against the version that brought it', async () => {
    const file = incident('INC-1', '2026-03-05T12:00:00Z', { causedBy: '#13', environment: 'production' })
    const { failed } = await learn('--incidents', file, ...ledger('incident'))
    expect(failed).toMatchObject([
      {
        change: '#13',
        sha: shas['look'],
        parts: 3,
        cause: { state: 'confirmed' },
        evidence: [{ cause: 'incident' }, { cause: 'hotfix' }],
      },
    ])
  })

  test('is sought among what the version before it brought, also where that was cut on a branch', async () => {
    await repository.branch('release/2.1', shas['tax'])
    const files = { version: '2.1.0\n' }
    await repository.commit({ message: 'Release 2.1.0', files, at: '2026-03-07T10:00:00Z' })
    await repository.tag('v2.1.0')
    await repository.checkout('main')
    try {
      await learn(...ledger('sought'))
      const { code, stdout } = await runCli(
        [
          ...['suspects', '--json', '--incident', incident('INC-2', '2026-03-07T12:00:00Z')],
          ...['--at', '2026-03-07T13:00:00Z', '--limit', '50', ...ledger('sought')],
        ],
        { cwd: repository.directory },
      )
      expect(code).toBe(0)
      expect(
        JSON.parse(stdout)
          .suspects.slice(0, 4)
          .map(({ change, at }: Record<string, string>) => [change, at]),
      ).toEqual([
        ['#15', '2026-03-07T10:00:00Z'],
        ['#12', '2026-03-05T11:00:00Z'],
        ['#13', '2026-03-05T11:00:00Z'],
        ['#14', '2026-03-05T11:00:00Z'],
      ])
    } finally {
      await repository.git('tag', '--delete', 'v2.1.0')
    }
  })
})

test('a clone that cannot tell which version runs asks for a review', async () => {
  const { directory, git } = await repository.cloneShallow(1)
  await git('fetch', '--quiet', '--depth=1', 'origin', 'tag', 'v1.0.0')
  const { decision, rule, reason } = await gateJson(directory, [
    ...['--now', now, '--mode', 'enforce', '--fail-on', 'none', ...ledger('shallow')],
  ])
  expect([decision, rule]).toEqual(['review', 'source-failed'])
  expect(reason).toContain('v1.0.0')
})

test('a commit that the newest version went through is a rollback of it', async () => {
  const { change } = await gateJson(repository.directory, [
    ...['--head', shas['pay']!, '--now', now, ...ledger('back')],
  ])
  expect(change).toMatchObject({ kind: 'rollback', base: shas['mend'], head: shas['pay'] })
  expect(new Set(change.parts.map(({ id }) => id))).toEqual(
    new Set(['#13', '#14', shas['mend']!.slice(0, 8)]),
  )
})

test('what was tagged later was not there yet', async () => {
  const { change } = await gateJson(repository.directory, [
    ...['--head', shas['pay']!, '--now', '2026-03-03T10:00:00Z', ...ledger('then')],
  ])
  expect(change).toMatchObject({ kind: 'forward', base: shas['policy'] })
  expect(change.baseSource).toMatch(/ v1\.0\.0$/)
})

test('a rehearsal decides upon versions, as the policy names them', async () => {
  const { code, stdout } = await runCli(
    [
      ...['backtest', '--json', '--repository', repository.directory, '--period', '60d'],
      ...['--policy', '.github/change-risk.yml'],
    ],
    { cwd: repository.directory },
  )
  expect(code).toBe(0)
  const rehearsed = JSON.parse(stdout).policy
  expect(rehearsed.deployments).toMatchObject({ source: 'tags' })
  expect(rehearsed.decisions.map(({ head }: { head: string }) => head)).toEqual([shas['look']])
})

describe('a clone without such tags says so', () => {
  test.each([
    [
      '[{ source: releases, environment: production, tags: ["release-*"] }]',
      'of 4 tags of the clone none matches release-* and no pre-release, so no version of production is known; name those that count under tags',
    ],
    [
      '[{ source: tags, environment: production, pre-releases: only }]',
      'of 4 tags of the clone none is a version and a pre-release, so no version of production is known; name those that count under tags',
    ],
  ])('%s', async (sources, note) => {
    const clone = await makeRepository()
    try {
      await clone.git('fetch', '--quiet', '--tags', repository.directory, '+refs/heads/main:refs/heads/copy')
      await clone.checkout('copy')
      await clone.commit({ message: 'Others', files: { '.github/change-risk.yml': policy(sources) } })
      const { stdout, stderr } = await runCli(
        ['learn', '--json', '--repository', clone.directory, '--now', now],
        { cwd: clone.directory },
      )
      expect(stderr).toBe('')
      expect(JSON.parse(stdout).notes).toContain(note)
      execFileSync('git', ['-C', clone.directory, 'tag', '--delete', 'v1.0.0', 'v1.0.1', 'v2.0.0', 'v2.0.1'])
      const without = await runCli(['learn', '--json', '--repository', clone.directory, '--now', now], {
        cwd: clone.directory,
      })
      expect(JSON.parse(without.stdout).notes).toContain(
        'the clone has no tags, so no version of production is known; bring them: git fetch --tags, in a job fetch-depth: 0 at actions/checkout',
      )
    } finally {
      await clone.remove()
    }
  })
})
