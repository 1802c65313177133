import { listField, nameField } from '../../fields.ts'
import { command, plainText } from '../fields.ts'
import { driverKeys } from './driver.ts'

/** Machines reached over ssh, with a command a verb. */
export const ssh = driverKeys(
  'ssh',
  { is: 'Machines reached over ssh; the commands run there.' },
  {
    hosts: listField(
      plainText('a host', 'host, user@host or host:port.', /^(?:[\w.-]+@)?[\w.-]+(?::\d{1,5})?$/),
      'The instances: host, user@host or host:port.',
      { of: 'hosts', atLeast: 1 },
    ),
    user: nameField('a user', 'Whom to log in as where the host does not say it.').optional(),
    'identity-file': plainText('a path', 'The private key.').optional(),
    'known-hosts': plainText('a path', 'The host keys to trust; unknown hosts are refused.').optional(),
    observe: command(
      'Prints one JSON object: version, healthy, in-rotation, and zone and role if any. It only looks: `rollout plan` runs it too.',
    ).optional(),
    drain: command('Takes the machine out of rotation and waits until nothing is left on it.').optional(),
    restart: command('Brings the machine up on GATE_VERSION.'),
    restore: command('Puts the machine back into rotation.').optional(),
    'hand-over': command('Moves leadership away from the machine.').optional(),
  },
)
