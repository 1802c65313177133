/**
 * How long a bounce of six takes, beside the shortest it could: node bench/rollout-bounce.ts [ROUNDS]
 *
 * Floor: the sum over batches of the longest drain and the longest boot until healthy. A drain is what the coordinator
 * says it took. A boot is measured from outside: from the first line of the restart command until the load balancer's
 * own check first found the new process well, and then the second of unbroken health that the plan asks for. That the
 * load balancer finds out is part of it, for nobody can send requests earlier. Bounce: from the intent of every batch to
 * its result, and from there to the next intent, without the watching in between. Overhead: what the coordinator adds,
 * a batch: noticing that the instance is well, putting it back into rotation and seeing it there, looking at the fleet,
 * writing down what came of it and what is next. Medians over all rounds stand last. Needs haproxy and a dist/ that is
 * up to date.
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
  readonly name: string
  readonly batches: number
  readonly floorSeconds: number
  readonly bounceSeconds: number
  readonly overheadMilliseconds: number
}

const minHealthySeconds = 1

const longest = (values: readonly number[]): number => Math.max(0, ...values)

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other)
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
  return (low + high) / 2
}

const floorOf = ({ results }: MovedEvent, boots: ReadonlyMap<string, number>): number =>
  longest(results.map(({ drainSeconds }) => drainSeconds)) +
  longest(results.map(({ id }) => boots.get(id)!)) +
  minHealthySeconds

/** Seconds from the beginning of each restart command of a version to its process being well, by instance. */
const readBoots = (folder: string, ids: readonly string[], version: string): ReadonlyMap<string, number> =>
  new Map(
    ids.map((id) => {
      const began = momentIn(join(folder, `${id}.restarts`), `${version} began `) / 1e9
      return [id, momentIn(join(folder, `${id}.log`), `${version} well `) / 1e3 - began]
    }),
  )

const momentIn = (file: string, words: string): number => {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .findLast((line) => line.startsWith(words))
  if (line === undefined) throw new Error(`${file}: no line "${words}…"`)
  return Number(line.slice(words.length))
}

/** From a batch's intent to its result; and from there to the next intent, where no bake lies in between. */
const measure = (
  events: readonly RolloutEvent[],
  boots: ReadonlyMap<string, number>,
): Omit<Measured, 'name'> => {
  const moved = eventsOf(events, 'moved')
  const at = ({ at }: RolloutEvent): number => Date.parse(at) / 1000
  const outSeconds = (one: MovedEvent): number => at(one) - at(intentOf(events, one))
  const gapSeconds = (one: MovedEvent): number => {
    const next = events[events.indexOf(one) + 1]
    return next?.event === 'batch' ? at(next) - at(one) : 0
  }
  const floorSeconds = moved.reduce((sum, one) => sum + floorOf(one, boots), 0)
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
const all: Measured[] = []

const rowOf = ({ name, batches, floorSeconds, bounceSeconds, overheadMilliseconds }: Measured): string =>
  `| ${name} | ${batches} | ${floorSeconds.toFixed(2)} s | ${bounceSeconds.toFixed(2)} s | ${(bounceSeconds / floorSeconds).toFixed(3)} | ${overheadMilliseconds.toFixed(0)} ms |`

/** Of every figure by itself. */
const medianOf = (name: string, some: readonly Measured[]): Measured => ({
  name: `${name}, median`,
  batches: median(some.map(({ batches }) => batches)),
  floorSeconds: median(some.map(({ floorSeconds }) => floorSeconds)),
  bounceSeconds: median(some.map(({ bounceSeconds }) => bounceSeconds)),
  overheadMilliseconds: median(some.map(({ overheadMilliseconds }) => overheadMilliseconds)),
})

try {
  const load = await rig.load(12)
  const plan = join(rig.folder, 'web.yml')
  const ledger = join(rig.folder, 'ledger')
  const { exec } = rig.targets.restart
  const timed = `echo $GATE_VERSION began $(date +%s%N) >>'${rig.folder}'/$GATE_INSTANCE.restarts; ${exec}`
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
        health: {
          'min-healthy-time': `${minHealthySeconds}s`,
          'healthy-deadline': '20s',
          'progress-deadline': '40s',
        },
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
    all.push({ name, ...measure(journalOf(ledger, 'web'), readBoots(rig.folder, rig.ids, version)) })
  }
  const { requests, failed } = await load.stop()
  process.stdout.write(
    `${[
      '| six instances | batches | floor | bounce | bounce / floor | overhead a batch |',
      '| --- | --: | --: | --: | --: | --: |',
      ...all.map(rowOf),
      ...paces.map(([name]) =>
        rowOf(
          medianOf(
            name,
            all.filter((one) => one.name === name),
          ),
        ),
      ),
      '',
      `under load: ${failed} of ${requests} requests failed`,
    ].join('\n')}\n`,
  )
} finally {
  await rig.close()
}
