import type { Journal } from '../../rollout/engine/ports.ts'
import { fold } from '../../rollout/fold.ts'
import { liftedIn } from '../../rollout/lifting.ts'
import { giveCommand } from './commanding.ts'
import type { RunRequest } from './run-request.ts'

/** Writes it down, once a rollout; who has paused it is not overruled by that. */
export const declareEmergency = async (
  { emergency, world }: Pick<RunRequest, 'emergency' | 'world'>,
  journal: Journal,
): Promise<void> => {
  if (emergency === null) return
  const events = await journal.read()
  if (liftedIn(events).emergency === true || fold(events).paused !== null) return
  const now = world.clock.now
  await giveCommand({ command: 'resume', journal, ...emergency, instances: [], lifts: 'emergency', now })
}
