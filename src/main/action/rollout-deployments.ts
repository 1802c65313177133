/** Tells GitHub how the rollouts of a job stand, in the order in which it happens and without holding them up. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Effect } from '../../drivers/driver.ts'
import { type DeployedRollout, tellDeployment } from '../../drivers/publishers/rollout-deployment.ts'
import type { RolloutEvent, StartedEvent } from '../../rollout/events.ts'

export interface Deployments {
  readonly watch: (id: string, event: RolloutEvent, isNew: boolean) => void
  /** What came of it all, once everything is told. */
  readonly settle: () => Promise<readonly Effect[]>
}

export const openDeployments = (
  github: GitHub,
  repository: RepositoryName,
  { environment, logUrl }: { readonly environment: string; readonly logUrl: string },
): Deployments => {
  const begun = new Map<string, StartedEvent>()
  const effects: Effect[] = []
  let telling: Promise<unknown> = Promise.resolve()
  return {
    watch: (id, event, isNew) => {
      if (event.event === 'started') begun.set(id, event)
      const started = begun.get(id)
      const word = started && wordOf(started, event)
      if (!isNew || !word || started.commit === undefined) return
      const about = { id, sha: started.commit, environment, logUrl, ...word }
      telling = telling.then(async () => effects.push(await tellDeployment(github, repository, about)))
    },
    settle: async () => {
      await telling
      return effects
    },
  }
}

/** Only what changes how the deployment stands is said: GitHub keeps every status. */
const wordOf = (
  { from, to }: StartedEvent,
  event: RolloutEvent,
): Pick<DeployedRollout, 'state' | 'description'> | null => {
  const step = `${from.join(' and ')} → ${to}`
  switch (event.event) {
    case 'started':
      return { state: 'in_progress', description: step }
    case 'parked':
      return { state: 'in_progress', description: `${step}: parked until ${event.until}, ${event.why}` }
    case 'turned-back':
      return { state: 'in_progress', description: `going back: ${event.why}` }
    case 'ended':
      if (event.outcome === 'succeeded') return { state: 'success', description: step }
      return {
        state: event.outcome === 'rolled-back' ? 'failure' : 'error',
        description: `${event.outcome}: ${event.why}`,
      }
    default:
      return null
  }
}
