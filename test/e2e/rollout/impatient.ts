/**
 * A coordinator whose lease lasts three seconds: node impatient.ts PLAN LEDGER FOLDER goes on with the rollout that is
 * under way, and prints how it ended. The lease is all that differs from the command line.
 */
import { newHolder } from '../../../src/commands/rollout/holder.ts'
import { liveness } from '../../../src/commands/rollout/liveness.ts'
import { openNewestJournal } from '../../../src/commands/rollout/open-journal.ts'
import { readPlans } from '../../../src/commands/rollout/plan-files.ts'
import { openFleets } from '../../../src/commands/rollout/planning.ts'
import { openLedger } from '../../../src/ledger/open.ts'
import { realClock } from '../../../src/main/rollout-setting.ts'
import { zoneClock } from '../../../src/policy/zone-clock.ts'
import { calendarOf } from '../../../src/rollout/calendar.ts'
import { runRollout } from '../../../src/rollout/engine/engine.ts'
import { batchSecondsOf } from '../../../src/rollout/layout.ts'
import { windowInstants } from '../../../src/rollout/window-instants.ts'

const [planPath = '', ledgerPath = '', folder = ''] = process.argv.slice(2)
const [file] = await readPlans([planPath], folder)
const { plan } = file!
const { fetch } = globalThis
const world = {
  clock: realClock,
  directory: folder,
  environment: process.env,
  fetch,
  random: Math.random,
}
const [fleet] = await openFleets([file!], world)
const ledger = openLedger(`directory:${ledgerPath}`, { baseDirectory: folder, defaultDirectory: ledgerPath })
const journal = await openNewestJournal(ledger, plan.service, {
  actor: 'coordinator',
  repository: folder,
  environment: 'production',
  tool: { name: 'change-risk-gate', version: '0' },
})
const end = await runRollout({
  journal: journal!,
  mover: fleet!.moverTo('v2'),
  metrics: fleet!.metrics,
  plan,
  calendar: calendarOf(plan, await windowInstants(plan.windows, new Date(), zoneClock), {}),
  batchSeconds: batchSecondsOf(plan, { settleSeconds: 0 }),
  clock: realClock,
  random: Math.random,
  holder: newHolder(),
  liveness: async (other) => liveness(other),
  lease: { ttlSeconds: 3, heartbeatSeconds: 1, pollSeconds: 0.25 },
  longestWaitSeconds: 600,
  busyWaitSeconds: 600,
  graceSeconds: 8,
  tell: () => undefined,
  signal: new AbortController().signal,
})
process.stdout.write(`${end.outcome}\n`)
await fleet!.close()
