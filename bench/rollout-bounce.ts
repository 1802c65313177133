/**
 * How long a bounce of six takes, beside the shortest it could: node bench/rollout-bounce.ts [ROUNDS]
 *
 * Floor: the sum over batches of the longest drain, the longest restart command, and the longest boot until healthy
 * with the second of unbroken health that the plan asks for. Bounce: from the intent of every batch to its result, and
 * from there to the next intent, without the watching in between. Overhead: what the coordinator adds, a batch; being
 * put back into rotation is part of it. Needs haproxy and a dist/ that is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BatchEvent, MovedEvent, RolloutEvent } from '../src/rollout/events.ts'
import { startCoordinator } from '../test/e2e/rollout/coordinator.ts'
import { eventsOf, journalOf } from '../test/e2e/rollout/journal-lines.ts'
import { openRig } from '../test/rollout/rig/rig.ts'

const rounds = Number(process.argv[2] ?? 2)
const paces = [
  ['one at a time', 1, [1, '100%']],
  ['1, 2 and 3', 3, [1, 3, '100%']],
] as const

interface Measured {
  readonly batches: number
  readonly floorSeconds: number
  readonly bounceSeconds: number
  readonly overheadMilliseconds: number
}

const longest = (values: readonly number[]): number => Math.max(0, ...values)

const floorOf = ({ results }: MovedEvent, commands: ReadonlyMap<string, number>): number =>
  longest(results.map(({ drainSeconds }) => drainSeconds)) +
  longest(results.map(({ id }) => commands.get(id) ?? 0)) +
  longest(results.map(({ bootSeconds }) => bootSeconds))

/** Seconds each restart command of a version took, by instance. */
const readCommands = (file: string, version: string): ReadonlyMap<string, number> =>
  new Map(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .flatMap(([id = '', of, began, ended]): [string, number][] =>
        of === version ? [[id, (Number(ended) - Number(began)) / 1e9]] : [],
      ),
  )

/** From a batch's intent to its result; and from there to the next intent, where no bake lies in between. */
const measure = (events: readonly RolloutEvent[], commands: ReadonlyMap<string, number>): Measured => {
  const moved = eventsOf(events, 'moved')
  const at = ({ at }: RolloutEvent): number => Date.parse(at) / 1000
  const outSeconds = (one: MovedEvent): number => at(one) - at(intentOf(events, one))
  const gapSeconds = (one: MovedEvent): number => {
    const next = events[events.indexOf(one) + 1]
    return next?.event === 'batch' ? at(next) - at(one) : 0
  }
  const floorSeconds = moved.reduce((sum, one) => sum + floorOf(one, commands), 0)
  const bounceSeconds = moved.reduce((sum, one) => sum + outSeconds(one) + gapSeconds(one), 0)
  return {
    batches: moved.length,
    floorSeconds,
    bounceSeconds,
    overheadMilliseconds: ((bounceSeconds - floorSeconds) / moved.length) * 1000,
  }
}

const intentOf = (events: readonly RolloutEvent[], { batch }: MovedEvent): BatchEvent =>
  eventsOf(events, 'batch').find((one) => one.batch === batch)!

const rig = await openRig({ instances: 6, bootSeconds: 0.8, coldSeconds: 0.3 })
const rows: string[] = []
try {
  const load = await rig.load(12)
  const plan = join(rig.folder, 'web.yml')
  const ledger = join(rig.folder, 'ledger')
  const times = join(rig.folder, 'commands.log')
  const { exec } = rig.targets.restart
  const timed = `began=$(date +%s%N); ${exec}; echo $GATE_INSTANCE $GATE_VERSION $began $(date +%s%N) >>'${times}'`
  const targets = { ...rig.targets, restart: { exec: timed } }
  for (let round = 0; round < rounds * paces.length; round++) {
    const [name, mostOut, low] = paces[round % paces.length]!
    writeFileSync(
      plan,
      JSON.stringify({
        version: 1,
        service: 'web',
        targets,
        batch: { 'max-unavailable': mostOut, 'min-healthy': '50%', 'drain-timeout': '10s' },
        health: { 'min-healthy-time': '1s', 'healthy-deadline': '20s', 'progress-deadline': '40s' },
        exposure: { low },
        bake: { low: '1s', 'first-wave-factor': 1, 'min-requests': 50 },
        gate: { metrics: { errors: { source: 'haproxy', 'p-max': '10%' } } },
      }),
    )
    const version = `v${round + 2}`
    const args = ['run', '--to', version, '--risk', '0.5%', '--plan', plan]
    const { ended } = startCoordinator([...args, '--ledger', `directory:${ledger}`], { folder: rig.folder })
    const { code, stderr, stdout } = await ended
    if (code !== 0) throw new Error(stdout + stderr)
    const { batches, floorSeconds, bounceSeconds, overheadMilliseconds } = measure(
      journalOf(ledger, 'web'),
      readCommands(times, version),
    )
    const share = bounceSeconds / floorSeconds
    rows.push(
      `| ${name} | ${batches} | ${floorSeconds.toFixed(2)} s | ${bounceSeconds.toFixed(2)} s | ${share.toFixed(3)} | ${overheadMilliseconds.toFixed(0)} ms |`,
    )
  }
  const { requests, failed } = await load.stop()
  process.stdout.write(
    `${[
      '| six instances | batches | floor | bounce | bounce / floor | overhead a batch |',
      '| --- | --: | --: | --: | --: | --: |',
      ...rows,
      '',
      `under load: ${failed} of ${requests} requests failed`,
    ].join('\n')}\n`,
  )
} finally {
  await rig.close()
}
