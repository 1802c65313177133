/** Which part of a rollout a line of a job's log belongs to: what is folded away under which title, and what is not. */
import { formatCount } from '../domain/counting.ts'
import type { RolloutEvent } from '../rollout/events.ts'
import { neutralise } from './escaping.ts'
import type { Story } from './rollout-story.ts'

/**
 * The title of the fold for what an event says; null: in view, because somebody should see it in a folded log;
 * undefined: wherever the line before is. `story` is the one after the event.
 */
export const phaseOf = (
  { started, wave, direction }: Story,
  event: RolloutEvent,
): string | null | undefined => {
  switch (event.event) {
    case 'batch':
    case 'moved':
    case 'baking': {
      if (started === null) return null
      const { service, waves, from, to } = started
      if (direction === 'back') return neutralise(`${service}: back to ${from.join(' and ')}`)
      const most = formatCount(waves[wave]?.exposure ?? 0)
      return neutralise(`${service}: wave ${wave + 1}/${waves.length}, ${most} on ${to}`)
    }
    case 'lease':
    case 'heartbeat':
      return undefined
    case 'started':
    case 'judged':
    case 'command':
    case 'parked':
    case 'turned-back':
    case 'ended':
      return null
  }
}
