import { nameField } from '../../fields.ts'
import { secretName, webAddress } from '../fields.ts'
import { driverKeys } from './driver.ts'

/** A job of Nomad: we set canaries and parallelism, then promote or fail the deployment. */
export const nomad = driverKeys(
  'nomad',
  {
    is: 'A task group of a Nomad job; Nomad does the rolling. Held to the published API, untested on a real one.',
    surges: true,
  },
  {
    address: webAddress('The HTTP API, like https://nomad.internal:4646.'),
    job: nameField('a job', 'The job.'),
    group: nameField('a task group', 'The task group; the only one unless given.').optional(),
    namespace: nameField('a namespace', 'The namespace.').prefault('default'),
    region: nameField('a region', 'The region.').optional(),
    'token-env': secretName('The environment variable with the ACL token.').optional(),
  },
)
