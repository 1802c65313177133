import { secretName, webAddress } from '../fields.ts'
import { driverKeys } from './driver.ts'

/** An agent of yours that answers over HTTP, an address a verb. */
export const http = driverKeys(
  'http',
  { is: 'An agent of yours: an address a verb, `{instance}` and `{version}` filled in.' },
  {
    list: webAddress(
      'GET: a JSON list of id, version, healthy, in-rotation, and zone and role if any. It only looks: `rollout plan` asks too.',
    ),
    drain: webAddress(
      'POST: takes the instance out of rotation; answers when nothing is left on it.',
    ).optional(),
    restart: webAddress('POST: brings the instance up on the version.'),
    restore: webAddress('POST: puts the instance back into rotation.').optional(),
    'hand-over': webAddress('POST: moves leadership away from the instance.').optional(),
    'token-env': secretName('The environment variable with the bearer token.').optional(),
  },
)
