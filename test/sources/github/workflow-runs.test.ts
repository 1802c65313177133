/** Deployments by workflow runs, asked of the GitHub of our tests. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GitHub } from '../../../src/clients/github/github.ts'
import type { WorkflowRunsSource } from '../../../src/config/configuration.ts'
import type { Deployment } from '../../../src/domain/deployment.ts'
import { deploymentsByRuns } from '../../../src/sources/github/run-deployments.ts'
import { liveByRuns } from '../../../src/sources/github/run-history.ts'
import { addRun, type NewRun } from '../../github/releases.ts'
import { addRepository, commitTo } from '../../github/repositories.ts'
import { type LoopbackGitHub, startGitHub } from '../../github/serve.ts'
import {
  type Job,
  newState,
  nextId,
  type Repository,
  type Run,
  type State,
  workflowToken,
} from '../../github/state.ts'
import { acme, clientOf, failureOf } from './answering.ts'

const now = '2026-11-20T09:00:00Z'
const seconds = (moment: string): number => Date.parse(moment) / 1000
let state: State
let shop: Repository
let github: LoopbackGitHub
let shas: string[]
beforeEach(async () => {
  state = newState({ clock: () => new Date(now) })
  shop = addRepository(state, 'acme/shop', { collaborators: { mira: 'write' } })
  addRepository(state, 'fork/shop')
  shas = [1, 2, 3].map((at) => commitTo(state, shop, { files: { 'a.txt': `${at}\n` } }))
  github = await startGitHub(state)
})
afterEach(() => github.close())

const client = (token = 'workflow-token'): GitHub => clientOf(github.fetch, { token, now })

/** A run of one commit, from a minute of that day's eighth hour until another. */
const run = (commit: number, from: number, to: number, more: Partial<NewRun> = {}): Run => {
  const at = (minute: number) => `2026-11-20T08:${String(minute).padStart(2, '0')}:00Z`
  const { jobs = [], ...rest } = more
  return addRun(state, shop, {
    headSha: shas[commit]!,
    ...{ createdAt: at(from), startedAt: at(from), updatedAt: at(to) },
    ...rest,
    jobs: jobs.map((job) => ({ startedAt: at(from), completedAt: at(to), ...job })),
  })
}
/** It is started again, and comes to this. */
const again = (
  of: Run,
  from: number,
  to: number,
  conclusion: string,
  jobs: readonly Partial<Job>[] = [],
): void => {
  const at = (minute: number) => `2026-11-20T08:${String(minute).padStart(2, '0')}:00Z`
  of.earlier.push({ conclusion: of.conclusion, createdAt: of.startedAt, updatedAt: of.updatedAt })
  Object.assign(of, { attempt: of.attempt + 1, startedAt: at(from), updatedAt: at(to), conclusion })
  for (const job of jobs)
    of.jobs.push({
      ...{ id: nextId(state), name: 'deploy', status: 'completed', conclusion },
      ...{ startedAt: at(from), completedAt: at(to), attempt: of.attempt, ...job },
    } as Job)
}

const source = (more: Partial<WorkflowRunsSource> = {}): WorkflowRunsSource => ({
  kind: 'workflow-runs',
  workflow: 'deploy.yml',
  environment: 'production',
  job: null,
  refs: [],
  ...more,
})
const ask = (more: Partial<WorkflowRunsSource> = {}, known: readonly Deployment[] = [], token?: string) =>
  deploymentsByRuns(client(token), acme, {
    source: source(more),
    defaultBranch: 'main',
    since: seconds('2026-11-18T09:00:00Z'),
    lookback: seconds('2025-11-20T09:00:00Z'),
    known,
    mostPages: 10,
  })
/** As a release lead would note them: commit, from, what was said when; oldest first. */
const told = (deployments: readonly Deployment[]): readonly string[] =>
  deployments
    .toSorted((one, other) => one.startedAt - other.startedAt)
    .map(({ sha, startedAt, reports, attempts }) => {
      const minute = (at: number) => new Date(at * 1000).toISOString().slice(11, 16)
      const said = reports.map(({ state: word, at }) => `${word} ${minute(at)}`).join(', ')
      return `${shas.indexOf(sha)} ${minute(startedAt)}: ${said || 'nothing'}${attempts ? `, ${attempts} attempts` : ''}`
    })
const notes = async (more: Partial<WorkflowRunsSource> = {}) => told((await ask(more)).deployments)

describe('a run is a deployment', () => {
  test.each<[string, () => void, readonly string[]]>([
    ['that went through', () => run(0, 10, 14), ['0 08:10: succeeded 08:14']],
    ['that failed', () => run(0, 10, 14, { conclusion: 'failure' }), ['0 08:10: failed 08:14']],
    ['that took too long', () => run(0, 10, 14, { conclusion: 'timed_out' }), ['0 08:10: failed 08:14']],
    [
      'that lasts',
      () => run(0, 10, 14, { status: 'in_progress', conclusion: null }),
      ['0 08:10: waiting 08:10'],
    ],
    ['and none where it was cancelled', () => run(0, 10, 14, { conclusion: 'cancelled' }), []],
    [
      'and none where its workflow could not be read',
      () => run(0, 10, 14, { conclusion: 'startup_failure' }),
      [],
    ],
    ['and none on a branch', () => run(0, 10, 14, { headBranch: 'topic' }), []],
    ['and none of a pull request', () => run(0, 10, 14, { event: 'pull_request' }), []],
    [
      'and none of a fork, whatever its branch is called',
      () => run(0, 10, 14, { headRepository: 'fork/shop' }),
      [],
    ],
    [
      'and none of another workflow',
      () => run(0, 10, 14, { workflow: { id: 2, path: '.github/workflows/test.yml' } }),
      [],
    ],
  ])('%s', async (_, happens, expected) => {
    run(2, 59, 59, { conclusion: 'skipped' })
    happens()
    expect(await notes()).toEqual(expected)
  })

  test('of a tag, where tags are named', async () => {
    run(0, 10, 14, { headBranch: 'v1.2' })
    run(1, 20, 24)
    expect(await notes({ refs: ['v*'] })).toEqual(['0 08:10: succeeded 08:14'])
  })
})

describe('a run that is started again', () => {
  test('until it goes through is one deployment that took more than one attempt', async () => {
    const flaky = run(0, 10, 14, { conclusion: 'failure' })
    again(flaky, 20, 25, 'success')
    expect(await notes()).toEqual(['0 08:10: failed 08:14, succeeded 08:25, 2 attempts'])
  })

  test('after it was cancelled took one', async () => {
    again(run(0, 10, 14, { conclusion: 'cancelled' }), 20, 25, 'success')
    expect(await notes()).toEqual(['0 08:20: succeeded 08:25'])
  })

  test('over a newer one puts the older commit back', async () => {
    const older = run(0, 10, 14)
    run(1, 20, 24)
    again(older, 30, 33, 'success')
    expect(await notes()).toEqual([
      '0 08:10: succeeded 08:14',
      '1 08:20: succeeded 08:24',
      '0 08:30: succeeded 08:33',
    ])
    expect((await liveByRuns(client(), acme, [source()], 'main')).live).toMatchObject({ sha: shas[0] })
  })

  test('is asked about by a request each, of the newest five; of the others the same is supposed', async () => {
    for (let at = 0; at < 7; at += 1) again(run(0, at, at, { conclusion: 'failure' }), 30, 31, 'success')
    const { deployments } = await ask()
    expect(told(deployments).filter((line) => line.endsWith('2 attempts'))).toHaveLength(7)
    expect(github.requests).toHaveLength(6)
  })

  test('with the same commit put back, where nobody can be asked any more', async () => {
    const older = run(0, 1, 2)
    run(1, 3, 4)
    again(older, 5, 6, 'success')
    for (let at = 10; at < 15; at += 1) again(run(2, at, at, { conclusion: 'failure' }), 30, 31, 'success')
    expect((await notes()).slice(0, 3)).toEqual([
      '0 08:01: succeeded 08:01',
      '1 08:03: succeeded 08:04',
      '0 08:05: succeeded 08:06',
    ])
  })
})

describe('the job that deploys', () => {
  const gated = (conclusion: string) => ({ jobs: [{ name: 'gate' }, { name: 'deploy', conclusion }] })
  test.each<[string, () => void, readonly string[]]>([
    ['was skipped in a run that succeeded', () => run(0, 10, 14, gated('skipped')), []],
    [
      'is what counts, whatever fails beside it',
      () =>
        run(0, 10, 14, {
          conclusion: 'failure',
          jobs: [{ name: 'notify', conclusion: 'failure' }, { name: 'deploy' }],
        }),
      ['0 08:10: succeeded 08:14'],
    ],
    [
      'is there for every region',
      () =>
        run(0, 10, 14, { jobs: [{ name: 'deploy (eu)' }, { name: 'deploy (us)', conclusion: 'failure' }] }),
      ['0 08:10: failed 08:14'],
    ],
    [
      'lies in a workflow that is called',
      () => run(0, 10, 14, { jobs: [{ name: 'deploy / apply' }] }),
      ['0 08:10: succeeded 08:14'],
    ],
    ['only begins like one', () => run(0, 10, 14, { jobs: [{ name: 'deployment notes' }] }), []],
  ])('%s', async (_, happens, expected) => {
    happens()
    expect(await notes({ job: 'deploy' })).toEqual(expected)
  })

  test('was skipped until a person said yes', async () => {
    again(run(0, 10, 14, gated('skipped')), 20, 25, 'success', [{ name: 'gate' }, {}])
    expect(await notes({ job: 'deploy' })).toEqual(['0 08:20: succeeded 08:25'])
  })

  test('failed, and went through the second time', async () => {
    again(run(0, 10, 14, gated('failure')), 20, 25, 'success', [{}])
    expect(await notes({ job: 'deploy' })).toEqual(['0 08:10: failed 08:14, succeeded 08:25, 2 attempts'])
    expect(github.requests).toHaveLength(2)
  })

  test('is missed where no run has it', async () => {
    run(0, 10, 14, gated('success'))
    expect(await ask({ job: 'ship' })).toMatchObject({ deployments: [], jobFound: false })
    expect(await ask({ job: 'deploy' })).toMatchObject({ jobFound: true })
  })

  test('tells what is live: not what the gate held', async () => {
    run(0, 10, 14, gated('success'))
    run(1, 20, 24, gated('skipped'))
    const live = async (job: string | null) =>
      (await liveByRuns(client(), acme, [source({ job })], 'main')).live?.sha
    expect(await live('deploy')).toBe(shas[0])
    expect(await live(null)).toBe(shas[1])
  })
})

describe('what is known', () => {
  test('is not asked again, and what lasted is', async () => {
    const first = run(0, 10, 14, { jobs: [{ name: 'deploy' }] })
    const second = run(1, 20, 24, {
      status: 'in_progress',
      conclusion: null,
      jobs: [{ name: 'deploy', conclusion: null }],
    })
    const known = (await ask({ job: 'deploy' })).deployments
    expect(told(known)).toEqual(['0 08:10: succeeded 08:14', '1 08:20: waiting 08:20'])
    Object.assign(second, { status: 'completed', conclusion: 'cancelled' })
    Object.assign(second.jobs[0]!, {
      status: 'completed',
      conclusion: 'cancelled',
      completedAt: second.updatedAt,
    })
    expect(told((await ask({ job: 'deploy' }, known)).deployments)).toEqual(['1 08:20: cancelled 08:24'])
    again(first, 30, 31, 'success', [{}])
    expect(told((await ask({ job: 'deploy' }, known)).deployments)).toContain('0 08:30: succeeded 08:31')
  })

  test('reaches back for runs of the last month while three requests suffice, else two days', async () => {
    const days = (count: number) => new Date(Date.parse(now) - count * 86_400_000).toISOString().slice(0, 19)
    for (let at = 0; at < 900; at += 1) {
      const createdAt = `${days(at / 40)}Z`
      run(0, 0, 0, { createdAt, startedAt: createdAt, updatedAt: createdAt })
    }
    const { deployments, complete } = await ask()
    expect([deployments.length, complete, github.requests.length]).toEqual([300, true, 3])
  })
})

test.each([
  ['runs', {}, { contents: 'read' }, /actions: read/],
  ['jobs', { job: 'deploy' }, { contents: 'read', actions: 'read' }, /checks: read/],
] as const)('a token that may not read %s is told so', async (_, more, permissions, says) => {
  run(0, 10, 14)
  state.tokens['small'] = workflowToken(permissions)
  expect((await failureOf(ask(more, [], 'small'))).message).toMatch(says)
})

test('a workflow that is not there is named', async () => {
  expect((await failureOf(ask({ workflow: 'ship.yml' }))).message).toMatch(/ship\.yml/)
})
