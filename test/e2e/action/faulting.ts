/**
 * Hundreds of runs at one door, each with its own fault. A shop is set up once; every run begins with its state as it
 * was, its refs put back, and the index of an earlier job.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import { git } from '../../github/git.ts'
import type { RequestRecord } from '../../github/pipeline.ts'
import { startGitHub } from '../../github/serve.ts'
import type { Fault, State } from '../../github/state.ts'
import { type ActionResult, newFolder } from './runner.ts'
import { dangers } from './safety.ts'
import { enter, openShop, propose, type Shop, tuesday } from './shop.ts'
import { type Door, inputs, type Run, tokens, tokensOf } from './spoilt-doors.ts'

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
      haste = faults.some(({ kind }) => kind === 'timeout') ? 400 : 1
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
        rmSync(temporary, { recursive: true, force: true })
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

/** How much faster than usual the client gives up: only where silence is what is tested. */
let haste = 1
/** A client gives up after a twentieth of a second where it would after twenty seconds. Waiting between tries costs nothing anyhow. */
export const hurry = (): void => {
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => timeout(milliseconds / haste))
}
