import * as z from 'zod'
import { nearest } from '../../nearest.ts'
import { sentenceOf, wanted } from '../../reading.ts'
import { argoRollouts } from './argo-rollouts.ts'
import { exec } from './exec.ts'
import { haproxy } from './haproxy.ts'
import { http } from './http.ts'
import { kubernetes } from './kubernetes.ts'
import { nomad } from './nomad.ts'
import { ssh } from './ssh.ts'

/** Every driver a plan may name: a new one is a file beside this one and a line here. */
export const drivers = [exec, haproxy, ssh, http, kubernetes, argoRollouts, nomad] as const

const names = drivers.map(({ name }) => name)
const [first, ...others] = drivers.map(({ schema }) => schema)

const nearestDriver = (input: unknown): string | undefined => {
  const driver = typeof input === 'object' && input !== null && 'driver' in input ? input.driver : undefined
  return typeof driver === 'string' ? nearest(driver, names) : undefined
}

/** `targets` of the plan: which driver, and that driver's own keys. */
export const targetsSchema = z
  .discriminatedUnion('driver', [first!, ...others], {
    error: (issue) =>
      sentenceOf(
        wanted(
          `a mapping whose driver is ${names.join(', ')}`.replace(/, (?=[^,]*$)/, ' or '),
          nearestDriver(issue.input),
        ),
      ),
  })
  .describe('What is restarted, and by whom.')

/** The checked keys of one driver, in the spelling of the file; `driver` tells which. */
export type Targets = z.output<typeof targetsSchema>
export type DriverName = Targets['driver']
