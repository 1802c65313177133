import * as z from 'zod'
import { nameField } from '../../fields.ts'
import { plainText, restartBy } from '../fields.ts'
import { driverKeys } from './driver.ts'

const socket = plainText(
  'a path like /run/haproxy.sock, or host and port like 10.0.0.5:9999',
  'The runtime socket: a path, or host:port.',
  /^(?:\/[^\s\p{Cc}]*|[\w.-]+:\d{1,5}|\[[\da-fA-F:]+\]:\d{1,5})$/u,
)

const error = 'wanted a socket like /run/haproxy.sock or 10.0.0.5:9999, or a list of them'

/** Processes behind one HAProxy or several: an instance is a server of the backend, drained on all of them. */
export const haproxy = driverKeys(
  'haproxy',
  { is: 'Servers of a backend of one or more HAProxy load balancers.', countsErrors: 'haproxy' },
  {
    socket: z.union([socket, z.array(socket).min(1, { error }).max(20, { error })], { error }).meta({
      title: 'socket or list of sockets',
      description: 'The runtime socket of every load balancer.',
    }),
    backend: nameField('a backend', 'The backend whose servers are the instances.'),
    restart: restartBy('How a drained server is brought up on the new version.'),
  },
)
