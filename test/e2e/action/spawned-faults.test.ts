/** The committed program, spawned as the runner spawns it, while GitHub fails at the four places that matter most. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { FaultKind } from '../../github/state.ts'
import { type Stage, stageOf, troubles } from './faulting.ts'
import { doors, tokens } from './spoilt-doors.ts'
import { kinds } from './withstanding.ts'

const places = {
  'the first request': () => true,
  'the reading of the policy': ({ route }) => route.includes('/contents/'),
  'the writing of the ledger': ({ body }) => JSON.stringify(body ?? '').includes('mutation LedgerCommit'),
  'the status': ({ method, route }) => method === 'POST' && route.includes('/statuses/'),
} as const satisfies Record<string, (request: { route: string; method: string; body: unknown }) => boolean>
type Place = keyof typeof places

/** The client's deadline of twenty seconds comes after one; the program itself is as it was committed. */
const hurried = {
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(
    'const timeout = AbortSignal.timeout.bind(AbortSignal); AbortSignal.timeout = (ms) => timeout(ms / 20)',
  )}`,
}
const spawned = { spawned: true, env: hurried } as const

/** A stage for each place, so that they fail side by side; they live at the machine's clock. */
const stages = new Map<Place, { readonly stage: Stage; readonly at: number }>()
beforeAll(async () => {
  for (const [place, isIt] of Object.entries(places)) {
    const stage = await stageOf(doors.pullRequest, new Date())
    const { result, end } = await stage.attempt([], spawned)
    const at = result.requests.findIndex(isIt)
    await end()
    expect([place, at]).not.toEqual([place, -1])
    stages.set(place as Place, { stage, at })
  }
})

const failing = async (place: Place, kind: FaultKind): Promise<readonly string[]> => {
  const { stage, at } = stages.get(place)!
  const attempt = await stage.attempt([{ at, kind, retryAfterSeconds: 1 }], spawned)
  const found = await troubles(stage, attempt)
  const { outputs, code } = attempt.result
  await attempt.end()
  return [
    ...found,
    ...(attempt.met.length === 1 ? [] : ['nothing failed']),
    ...(code === 0 ? [] : [`it ended with ${code}`]),
    ...(['approve', 'review'].includes(outputs['decision'] ?? '') ? [] : [`decision ${outputs['decision']}`]),
  ].map((what) => `${place}: ${what}`)
}

describe('pull_request_target, spawned', () => {
  test('without a fault it approves', async () => {
    for (const { stage } of stages.values()) {
      const attempt = await stage.attempt([], spawned)
      expect(await troubles(stage, attempt)).toEqual([])
      expect(attempt.result.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha: stage.head })
      expect(attempt.result.log).toContain(`::add-mask::${tokens.job}`)
      await attempt.end()
    }
  })

  test.each(kinds)('%s at the first request, the policy, the ledger, the status', async (kind) => {
    const found = await Promise.all((Object.keys(places) as Place[]).map((place) => failing(place, kind)))
    expect(found.flat()).toEqual([])
  })
})
