import { command } from '../fields.ts'
import { driverKeys } from './driver.ts'

/** Your own commands, one a verb. Exit code 0 is done, 75 is try again, anything else stops. */
export const exec = driverKeys(
  'exec',
  { is: 'Your own commands, with GATE_INSTANCE, GATE_VERSION and GATE_EPOCH in their environment.' },
  {
    list: command(
      'Prints one JSON object a line: id, version, healthy, in-rotation, and zone and role if any. It only looks: `rollout plan` runs it too.',
    ),
    drain: command('Takes the instance out of rotation and waits until nothing is left on it.').optional(),
    restart: command('Brings the instance up on GATE_VERSION.'),
    restore: command('Puts the instance back into rotation.').optional(),
    'hand-over': command('Moves leadership away from the instance.').optional(),
    'can-touch': command('Exit code 0 when GATE_INSTANCE may be taken out now.').optional(),
  },
)
