import type { Server } from './answers.ts'

/** What HAProxy's words for a server's state mean for us. */

type State = Pick<Server, 'status' | 'check' | 'weight'>

/** New requests are sent to it. */
export const isServing = ({ status, weight }: State): boolean =>
  /^(?:UP|no check)\b/.test(status) && weight > 0

/** Somebody took it out altogether: it gets nothing, not even checks. */
export const isInMaintenance = ({ status }: State): boolean => status.startsWith('MAINT')

/** It finishes what it has and gets nothing new; checks go on. A server that is also DOWN says only that. */
export const isDraining = ({ status }: State): boolean => status.startsWith('DRAIN')

export const isDown = ({ status }: State): boolean => status.startsWith('DOWN')

/** It has a check of its own; without one nothing can be waited for. */
export const isChecked = ({ check }: State): boolean => check !== ''

const passed = /^L\dOK/

/**
 * The load balancer finds it well. Out of rotation, that is the last check itself: nobody else would notice that it
 * fails. In rotation, HAProxy's own judgement over several checks.
 */
export const checkPasses = (server: State): boolean => {
  if (isInMaintenance(server) || isDown(server)) return false
  if (!isChecked(server) || isServing(server)) return true
  return !/\d\/\d/.test(server.status) && passed.test(server.check)
}
