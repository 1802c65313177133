/** The journal as a stranger finds it: lines in a directory, read without any code of the product. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RolloutEvent } from '../../../src/rollout/events.ts'

/** The events of a rollout, or of a service's newest one. */
export const journalOf = (ledger: string, service: string): readonly RolloutEvent[] => {
  const folder = join(ledger, 'events')
  if (!existsSync(folder)) return []
  const bodies = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    // The last line may be half written.
    .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line).body] : []))
    .filter(({ rollout }) => String(rollout).startsWith(`${service}/`))
  const newest = Math.max(...bodies.map(({ rollout }) => Number(rollout.split('/')[1])))
  return bodies.filter(({ rollout }) => rollout === `${service}/${newest}`)
}

export const eventsOf = <Kind extends RolloutEvent['event']>(
  events: readonly RolloutEvent[],
  kind: Kind,
): readonly Extract<RolloutEvent, { event: Kind }>[] =>
  events.filter((event): event is Extract<RolloutEvent, { event: Kind }> => event.event === kind)
