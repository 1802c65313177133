/**
 * Doors of the gate at which hundreds of runs each have their own fault. A shop is set up once; every run begins with
 * its state as it was, its refs put back, and the index of an earlier job.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { approvalWords } from '../../../src/commands/github/failing.ts'
import { git } from '../../github/git.ts'
import type { RequestRecord } from '../../github/pipeline.ts'
import { startGitHub } from '../../github/serve.ts'
import { type Fault, type FaultKind, type State, workflowToken } from '../../github/state.ts'
import { type ActionResult, type ActionRun, newFolder } from './runner.ts'
import { dangers } from './safety.ts'
import {
  addEnvironment,
  addRun,
  approve,
  deployed,
  enter,
  openShop,
  propose,
  type Shop,
  say,
  ship,
  statusOf,
  tipOf,
  tuesday,
} from './shop.ts'

/** Tokens that nobody could take for words. */
export const tokens = {
  job: 'ghs_0JobsOwnToken0123456789abcdefghij',
  reviewer: 'ghs_0ReviewersToken0123456789abcdefg',
  app: 'ghs_0AppsOwnToken0123456789abcdefghij',
} as const

export const kinds = [
  'timeout',
  'reset',
  '403',
  '404',
  '409',
  '422',
  '429',
  '500',
  '502-but-done',
  'secondary-limit',
  'rubbish',
  'wrong-shape',
  'stale',
] as const satisfies readonly FaultKind[]

export const enforcing = (actsOn: string): string =>
  [
    'version: 1',
    'mode: enforce',
    'environments:',
    '  production:',
    `    auto-approve: { review-riskiest: 20%, acts-on: [${actsOn}] }`,
    'history: { lookback: 3mo }',
    '',
  ].join('\n')

const tokensOf = (): State['tokens'] => ({
  [tokens.job]: workflowToken(),
  [tokens.reviewer]: { login: 'rosa', kind: 'user' },
  [tokens.app]: {
    login: 'letting-go[bot]',
    kind: 'app',
    permissions: { actions: 'read', deployments: 'write' },
  },
})

/** A run at a door; in this process unless told. */
type Run = Partial<ActionRun> & { readonly spawned?: boolean }

export interface Door {
  readonly name: string
  readonly policy: string
  /** What is the case when the run begins. */
  readonly prepare: (shop: Shop) => void | Promise<void>
  readonly enter: (shop: Shop, run: Run) => Promise<ActionResult>
  /** The commit that may be let go. */
  readonly head: (shop: Shop) => string
  /** Holds a run without a fault to what it is for. */
  readonly settled: (attempt: Pick<Attempt, 'shop' | 'result'>) => void
}

const inputs = { 'github-token': tokens.job }
const topicOf = ({ repository }: Shop) => repository.pulls.find((pull) => pull.head.ref === 'topic')!

const pullRequest = (shop: Shop, run: Run): Promise<ActionResult> =>
  enter(
    shop,
    { event: 'pull_request_target', action: 'synchronize' },
    { pull: topicOf(shop) },
    { inputs, ...run },
  )

export const doors = {
  pullRequest: {
    name: 'pull_request_target, approved by the gate',
    policy: enforcing('pull-requests'),
    prepare: (shop) => void propose(shop, { branch: 'topic' }),
    enter: pullRequest,
    head: (shop) => tipOf(shop, 'topic'),
    settled: ({ shop }) =>
      expect(topicOf(shop).reviews).toMatchObject([{ state: 'APPROVED', commit: tipOf(shop, 'topic') }]),
  },
  withdrawal: {
    name: 'pull_request_target, an approval of the gate to be withdrawn',
    policy: enforcing('pull-requests'),
    prepare: (shop) => {
      const pull = propose(shop, { branch: 'topic', size: 'risky' })
      approve(shop, pull, 'github-actions[bot]').body = `${approvalWords} it: an hour ago it was harmless.`
    },
    enter: pullRequest,
    head: (shop) => tipOf(shop, 'topic'),
    settled: ({ shop }) => expect(topicOf(shop).reviews).toMatchObject([{ state: 'DISMISSED' }]),
  },
  push: {
    name: 'push that deploys',
    policy: enforcing('deployments'),
    prepare: (shop) => {
      deployed(shop, tipOf(shop))
      ship(shop, { branch: 'one', size: 'risky', approvedBy: 'ada' })
      ship(shop, { branch: 'two' })
    },
    enter: (shop, run) => enter(shop, { event: 'push' }, { sha: tipOf(shop) }, { inputs, ...run }),
    head: (shop) => tipOf(shop),
    settled: ({ shop }) => expect(statusOf(shop, tipOf(shop))).toBe('success'),
  },
  comment: {
    name: 'issue_comment .approve',
    policy: enforcing('pull-requests'),
    prepare: async (shop) => {
      const pull = propose(shop, { branch: 'topic', size: 'risky' })
      await pullRequest(shop, { inputs })
      shop.wait(10)
      say(shop, pull, '.approve')
      shop.wait(1)
    },
    enter: (shop, run) => {
      const pull = topicOf(shop)
      const comment = pull.comments.findLast(({ author }) => author === 'ada')!
      return enter(
        shop,
        { event: 'issue_comment', action: 'created' },
        { issue: pull, comment },
        { inputs, ...run },
      )
    },
    head: (shop) => tipOf(shop, 'topic'),
    settled: ({ shop }) => {
      expect(topicOf(shop).reviews).toMatchObject([{ state: 'APPROVED', commit: tipOf(shop, 'topic') }])
      expect(statusOf(shop, tipOf(shop, 'topic'))).toBe('success')
    },
  },
  waitingRun: {
    name: 'workflow_run that waits',
    policy: enforcing('deployments'),
    prepare: (shop) => {
      const { state, repository } = shop
      repository.collaborators['rosa'] = 'read'
      addEnvironment(state, repository, {
        name: 'production',
        reviewers: ['rosa'],
        customRules: ['letting-go'],
      })
      deployed(shop, tipOf(shop))
      const { sha } = ship(shop, { branch: 'two' })
      addRun(state, repository, { headSha: sha, pending: ['production'] })
    },
    enter: (shop, run) => {
      const [waiting] = shop.repository.runs
      return enter(
        shop,
        { event: 'workflow_run', action: 'requested' },
        { run: waiting! },
        { inputs: { ...inputs, 'reviewer-token': tokens.reviewer, 'app-token': tokens.app }, ...run },
      )
    },
    head: (shop) => tipOf(shop),
    settled: ({ shop }) =>
      expect(shop.repository.runs).toMatchObject([
        { approvals: [{ state: 'approved' }], protections: [{ state: 'approved' }], pending: [] },
      ]),
  },
} as const satisfies Record<string, Door>

export interface Attempt {
  readonly shop: Shop
  readonly result: ActionResult
  /** Requests that met their fault. */
  readonly met: readonly RequestRecord[]
  /** What broke GitHub's own description, on either side. */
  readonly violations: readonly string[]
  /** Stops its GitHub; the repository stays for the next one. */
  readonly end: () => Promise<void>
}

export interface Stage {
  readonly door: Door
  /** The commit that may be let go. */
  readonly head: string
  /** A run of its own from the same beginning. */
  readonly attempt: (faults?: readonly Fault[], run?: Run) => Promise<Attempt>
}

interface Refs {
  readonly save: () => void
  readonly restore: () => void
}

/** All refs in one file, and that file as it was: quicker than any git command. */
const refsOf = (directory: string): Refs => {
  const packed = join(directory, 'packed-refs')
  let text = ''
  return {
    save: () => {
      git({ directory } as Shop['repository'], ['pack-refs', '--all'])
      text = readFileSync(packed, 'utf8')
    },
    restore: () => {
      for (const folder of ['heads', 'tags']) {
        rmSync(join(directory, 'refs', folder), { recursive: true, force: true })
        mkdirSync(join(directory, 'refs', folder))
      }
      writeFileSync(packed, text)
    },
  }
}

const index = 'change-risk-index'

/** Sets a door up, once: history, ledger and index as earlier jobs left them, a checkout of the default branch. */
export const stageOf = async (door: Door, now = tuesday): Promise<Stage> => {
  const shop = await openShop({
    now,
    policy: door.policy,
    overrides: { canApprovePullRequestReviews: true },
  })
  shop.state.tokens = tokensOf()
  const other = propose(shop, { branch: 'earlier' })
  const seed = await enter(
    shop,
    { event: 'pull_request_target', action: 'synchronize' },
    { pull: other },
    { inputs },
  )
  // What it did there is none of the door's.
  Object.assign(shop.repository, { pulls: [], statuses: [], checkRuns: [] })
  await door.prepare(shop)
  const { directory } = shop.repository
  const workspace = newFolder('checkout')
  git(shop.repository, ['clone', '--quiet', '--no-hardlinks', directory, workspace])
  git({ directory: join(workspace, '.git') } as Shop['repository'], [
    'remote',
    'set-url',
    'origin',
    'https://example.com/',
  ])
  git({ directory: join(workspace, '.git') } as Shop['repository'], ['remote', 'remove', 'origin'])
  const refs = refsOf(directory)
  refs.save()
  const { clock: _, ...kept } = shop.state
  const moment = shop.now()
  const saved = structuredClone(kept)

  return {
    door,
    head: door.head(shop),
    attempt: async (faults = [], run = {}) => {
      refs.restore()
      const state: State = { clock: () => moment, ...structuredClone(saved), faults: [...faults] }
      const github = await startGitHub(state)
      // The handlers themselves: sockets would cost a third of the time and add nothing to the faults.
      if (!run.spawned) vi.stubGlobal('fetch', github.fetch)
      const again: Shop = {
        state,
        repository: state.repositories[0]!,
        github,
        now: () => moment,
        wait: () => undefined,
      }
      const temporary = newFolder('temp')
      cpSync(join(seed.temporary, index), join(temporary, index), { recursive: true })
      const result = await door.enter(again, { temporary, workspace, ...run })
      const met = faults.flatMap(({ at }) => (at === 'always' ? [] : (result.requests[at] ?? [])))
      state.faults = []
      const end = async (): Promise<void> => {
        state.repositories = []
        github.violations.length = 0
        vi.unstubAllGlobals()
        await github.close()
      }
      return { shop: again, result, met, violations: github.violations, end }
    },
  }
}

/** What came of a run under faults, in words for a report: nothing, if all is well. */
export const troubles = async (
  { head }: Stage,
  { shop, result, met, violations }: Attempt,
): Promise<readonly string[]> => {
  const where = met.map(({ route }) => route).join(' and ')
  const found = await dangers(shop, result, { head, secrets: Object.values(tokens) })
  return [...found, ...violations].map((what) => `${where}: ${what}`)
}

/**
 * Time, forty times as fast: a client gives up after half a second where it would after twenty. Waiting between tries costs
 * nothing anyhow.
 */
export const hurry = (): void => {
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => timeout(milliseconds / 40))
}

/** Faults at two requests in a row, where the second hits what the first one led to. */
const pairs = [
  ['502-but-done', '403'],
  ['reset', 'wrong-shape'],
  ['422', 'stale'],
] as const satisfies readonly (readonly [FaultKind, FaultKind])[]

interface Extent {
  readonly singles: readonly FaultKind[]
  readonly doubles: readonly (readonly [FaultKind, FaultKind])[]
}
const everything: Extent = { singles: kinds, doubles: pairs }
/** One of each way a request may end: refused, done unseen, lost, misshapen, out of date. */
export const oneOfEach: Extent = {
  singles: ['403', '502-but-done', 'reset', 'wrong-shape', 'stale'],
  doubles: [],
}

/** Tests of a door: as it should be, then faults at every request, then two in a row. */
export const withstands = (
  door: Door,
  usual: Readonly<Record<string, string>>,
  { singles, doubles } = everything,
): void =>
  void describe(door.name, () => {
    let stage: Stage
    let requests = 0
    let injected = 0
    /** Every k, with what is to go wrong from there on. */
    const everywhere = async (faultsAt: (at: number) => readonly Fault[]): Promise<readonly string[]> => {
      const found: string[] = []
      for (let at = 0; at < requests; at += 1) {
        const attempt = await stage.attempt(faultsAt(at))
        injected += attempt.met.length
        found.push(...(await troubles(stage, attempt)).map((what) => `${at}: ${what}`))
        await attempt.end()
      }
      return found
    }
    beforeAll(async () => {
      stage = await stageOf(door)
      const attempt = await stage.attempt()
      requests = attempt.result.requests.length
      await attempt.end()
    }, minutes(1))
    afterAll(() => console.info(`${door.name}: ${injected} faults injected at ${requests} requests`))

    test('without a fault', async () => {
      const attempt = await stage.attempt()
      expect(await troubles(stage, attempt)).toEqual([])
      expect(attempt.result.outputs).toMatchObject(usual)
      door.settled(attempt)
      await attempt.end()
    })
    test.each(singles)(
      '%s at every request',
      async (kind) => {
        expect(await everywhere((at) => [{ at, kind }])).toEqual([])
      },
      minutes(3),
    )
    if (doubles.length === 0) return
    test.each(doubles)(
      '%s, and %s at the next',
      async (kind, next) => {
        expect(
          await everywhere((at) => [
            { at, kind },
            { at: at + 1, kind: next },
          ]),
        ).toEqual([])
      },
      minutes(3),
    )
  })

const minutes = (count: number): number => count * 60_000
