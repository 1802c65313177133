/**
 * What a step of a rollout costs on a fleet of 10,000, and whether that grows with what is already done: plans it, then
 * brings it to its end batch by batch without waiting, and times every decision and every journal event.
 * Run: node bench/rollout-steps.ts [instances]
 */
import { parseRolloutPlan } from '../src/config/rollout/load.ts'
import { calendarOf } from '../src/rollout/calendar.ts'
import { decide } from '../src/rollout/decide.ts'
import type { RolloutEvent } from '../src/rollout/events.ts'
import { finishOf } from '../src/rollout/finish.ts'
import type { Instance } from '../src/rollout/fleet.ts'
import { fold } from '../src/rollout/fold.ts'
import type { Judgement } from '../src/rollout/judge-evidence.ts'
import { planRollout } from '../src/rollout/plan.ts'
import { type RolloutState, unborn } from '../src/rollout/state.ts'

const size = Number(process.argv[2] ?? 10_000)
const now = Date.parse('2026-11-18T14:00:00Z')
const stamp = { at: new Date(now).toISOString(), epoch: 1 }
const passed: Judgement = { verdict: 'pass', why: '', eValue: 1, overdue: false, metrics: {} }
const nothing = { countedAt: null, totals: {}, evidence: {}, reference: {} }

const plan = await parseRolloutPlan(
  `version: 1
service: web
targets: { driver: haproxy, socket: /run/haproxy.sock, backend: web, restart: { exec: "true" } }
batch: { max-unavailable: 20, min-healthy: 66% }
`,
  'rollout.yml',
)
const fleet: Instance[] = Array.from({ length: size }, (_, at) => ({
  id: `web-${at + 1}`,
  zone: `az-${'abc'[at % 3]}`,
  version: 'v811',
  healthy: true,
  inRotation: true,
}))
const places = new Map(fleet.map(({ id }, at) => [id, at]))

const planning = performance.now()
const risk = { probability: 0.044, low: null, high: null, band: 'high' } as const
/** The ledger on a branch. */
const spacing = { quickBatches: 20, leastSeconds: 32 }
const planned = planRollout({ plan, fleet, to: 'v812', risk, now: new Date(now), spacing })
const planMilliseconds = performance.now() - planning
if (planned.outcome === 'refused') throw new Error(planned.refusals[0]!.sentence)
console.log(`plan of ${size} instances, ${planned.waves.length} waves: ${planMilliseconds.toFixed(0)} ms`)

const costs: { readonly moved: number; readonly decide: number; readonly fold: number }[] = []
let state: RolloutState = unborn
let foldMilliseconds = 0
const tell = (event: RolloutEvent): void => {
  const began = performance.now()
  state = fold([event], state)
  foldMilliseconds += performance.now() - began
}
tell({
  ...stamp,
  event: 'started',
  epoch: 0,
  service: 'web',
  to: 'v812',
  from: planned.from,
  plan: '',
  risk: { probability: 0.044, band: 'high', uncertain: false },
  waves: planned.waves.map(({ exposure, bakeSeconds, expectedHarm }) => ({
    exposure,
    bakeSeconds,
    expectedHarm,
  })),
  fleetSize: size,
  already: 0,
  serving: size,
  capacityFloor: planned.capacityFloor,
  mostOut: planned.mostOut,
  earliestFinish: planned.earliestFinish,
})
tell({ ...stamp, event: 'lease', holder: 'bench', ttlSeconds: 60 })

const world = {
  now,
  calendar: calendarOf(plan, undefined, {}),
  batchSeconds: 30,
  settleSeconds: 0,
  rollsWaves: false,
  longestWaitSeconds: 1800,
  missing: [],
  stuckSince: null,
  blind: [],
}
const finishing = performance.now()
finishOf(state, fleet, plan, { ...world, spacing })
console.log(`when it will be done, told while it goes on: ${(performance.now() - finishing).toFixed(0)} ms`)

let moved = 0
while (state.stage !== 'succeeded') {
  foldMilliseconds = 0
  const began = performance.now()
  const decision = decide(state, fleet, plan, { ...world, judgement: passed })
  const decideMilliseconds = performance.now() - began
  switch (decision.kind) {
    case 'move': {
      const { wave, batch, direction, moves } = decision
      tell({ ...stamp, event: 'batch', wave, batch, direction, instances: moves })
      for (const { id, to } of moves) fleet[places.get(id)!] = { ...fleet[places.get(id)!]!, version: to }
      const results = moves.map(
        ({ id }) => ({ id, outcome: 'moved', why: '', drainSeconds: 0, bootSeconds: 0 }) as const,
      )
      tell({ ...stamp, event: 'moved', batch, results, leastServing: 0, seconds: 0 })
      costs.push({ moved, decide: decideMilliseconds, fold: foldMilliseconds / 2 })
      moved += moves.length
      break
    }
    case 'bake':
      tell({ ...stamp, event: 'baking', wave: decision.wave, bake: nothing })
      break
    case 'judge': {
      const { kind, ...judged } = decision
      tell({ ...stamp, event: 'judged', ...judged, counts: {}, bake: nothing })
      break
    }
    case 'end': {
      const { outcome, why, instances } = decision
      tell({ ...stamp, event: 'ended', outcome, why, instances })
      break
    }
    default:
      throw new Error(`${decision.kind} was not expected`)
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
console.log(`${costs.length} batches, ${state.count} events; milliseconds, medians:`)
console.log('  moved so far       a decision   an event')
for (let tenth = 0; tenth < 10; tenth++) {
  const part = costs.slice((tenth * costs.length) / 10, ((tenth + 1) * costs.length) / 10)
  const range = `${part[0]?.moved}–${part.at(-1)?.moved}`.padEnd(15)
  const one = median(part.map((cost) => cost.decide)).toFixed(1)
  const other = median(part.map((cost) => cost.fold)).toFixed(3)
  console.log(`  ${range} ${one.padStart(12)} ${other.padStart(10)}`)
}
