/** Where a rollout is at this moment, on one line: for a terminal that is watched. */
import { formatCount } from '../domain/counting.ts'
import type { Live } from '../rollout/engine/options.ts'
import type { InstanceProgress } from '../rollout/engine/ports.ts'
import { isAvailable } from '../rollout/fleet.ts'
import { sayWait } from '../rollout/judge-words.ts'
import type { RolloutState } from '../rollout/state.ts'
import { truncate } from './display-width.ts'
import { neutralise } from './escaping.ts'
import { sayComing } from './times.ts'

const stages: Readonly<Record<InstanceProgress['stage'], string>> = {
  'handing-over': 'handing over',
  draining: 'draining',
  restarting: 'restarting',
  starting: 'starting',
  verifying: 'proving its health',
  restoring: 'coming back',
}

/** "web wave 3/4 · az-b · 91 on v812 · 27 out of 30 allowed · web-117 draining 24 s of 30 s · done about 15:17 UTC" */
export const sayProgress = (state: RolloutState, live: Live, width: number): string => {
  const { started, passed, paused } = state
  if (started === null) return ''
  const { fleet, decision, judgement, progress, finishAt, trouble } = live
  const exposed = fleet.filter(({ version }) => version === started.to).length
  const out = fleet.filter((instance) => !isAvailable(instance)).length
  const zones = new Set(
    progress.flatMap(({ id }) => fleet.find((instance) => instance.id === id)?.zone ?? []),
  )
  const [slowest] = progress.toSorted((one, other) => one.since - other.since)
  const wave = Math.min(passed + 1, started.waves.length)
  const parts = [
    `${started.service} wave ${wave}/${started.waves.length}`,
    [...zones].slice(0, 3).join(', '),
    `${formatCount(exposed)} on ${started.to}`,
    out > 0 ? `${formatCount(out)} out of ${formatCount(started.mostOut)} allowed` : '',
    slowest ? sayInstance(slowest, live.now) : '',
    slowest || judgement === null ? '' : judgement.why,
    slowest || judgement || decision?.kind !== 'wait' ? '' : decision.why,
    paused ? 'PAUSED' : '',
    finishAt === null ? '' : `done about ${sayComing(isoOf(finishAt), isoOf(live.now))}`,
    trouble,
  ]
  return truncate(neutralise(parts.filter((part) => part !== '').join(' · ')), width)
}

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString()

const sayInstance = ({ id, stage, since, mostSeconds }: InstanceProgress, now: number): string => {
  const most = mostSeconds === null ? '' : ` of ${sayWait(mostSeconds)}`
  return `${id} ${stages[stage]} ${sayWait(Math.max(0, (now - since) / 1000))}${most}`
}
