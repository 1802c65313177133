/** What a rollout leaves behind for the gate: a record of what runs now. */
import { SourceError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Tool } from '../../ledger/record.ts'
import type { JournaledEvent } from '../../rollout/engine/ports.ts'
import type { EndedEvent } from '../../rollout/events.ts'

export interface Remembering {
  readonly ledger: Ledger
  readonly repository: string
  readonly environment: string
  readonly tool: Tool
}

/** What a deployment's record says; only a success says what is live. */
const states: Readonly<Record<EndedEvent['outcome'], string | null>> = {
  succeeded: 'success',
  'rolled-back': 'failure',
  frozen: 'error',
  refused: null,
}

/**
 * Writes a `deployment` record once a rollout has ended, where its commit is known. The journal has the outcome; if the
 * ledger of deployments cannot be written now, the next run of the same rollout writes it: a repeat is harmless.
 */
export const rememberDeployment = async (
  { ledger, repository, environment, tool }: Remembering,
  id: string,
  events: readonly JournaledEvent[],
): Promise<void> => {
  const [started] = events
  const end = events.findLast((event) => event.event === 'ended')
  if (started?.event !== 'started' || end?.event !== 'ended' || started.commit === undefined) return
  const state = states[end.outcome]
  if (state === null) return
  try {
    await ledger.append([
      {
        stream: 'deployments',
        kind: 'deployment',
        key: { repository, rollout: id, state },
        at: end.at,
        repository,
        environment,
        actor: 'coordinator',
        tool,
        body: {
          sha: started.commit,
          state,
          rollout: id,
          service: started.service,
          version: started.to,
          startedAt: started.at,
          finishedAt: end.at,
        },
      },
    ])
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
  }
}
