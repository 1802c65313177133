/** `rollout` on the command line: a verb, plans, and an exit code. */
import { readGivenRisk } from '../commands/rollout/given-risk.ts'
import { placeOf } from '../commands/rollout/ledger-of.ts'
import { readPlans } from '../commands/rollout/plan-files.ts'
import { UsageError } from '../domain/errors.ts'
import { openRolloutScreen } from './action/rollout-screen.ts'
import type { Values } from './arguments.ts'
import { realClock, type Screen } from './rollout-setting.ts'
import type { Verb } from './rollout-verb-names.ts'
import { performVerb } from './rollout-verbs.ts'
import type { Shell } from './shell.ts'

const text = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

const list = (values: Values, name: string): readonly string[] => {
  const value = values[name]
  return Array.isArray(value) ? value : []
}

export const runRolloutCommand = async (values: Values, shell: Shell): Promise<number> => {
  const place = await placeOf(
    text(values, 'repository') ?? shell.directory,
    text(values, 'ledger'),
    shell.environment,
  )
  const named = list(values, 'plan')
  const risk = text(values, 'risk')
  const verb = text(values, 'verb') as Verb
  const stop = new AbortController()
  const onSignal = (): void => {
    if (!stop.signal.aborted && (verb === 'run' || verb === 'abort')) shell.warn(stopping)
    stop.abort()
  }
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    const { exitCode } = await performVerb({
      verb,
      // What a person names is meant from where they stand; the usual place is in the repository.
      files: await readPlans(named, named.length > 0 ? shell.directory : place.directory),
      place,
      environment: text(values, 'environment') ?? 'production',
      to: text(values, 'to') ?? null,
      risk: risk === undefined ? null : await readGivenRisk(risk, shell.directory),
      instances: list(values, 'instance'),
      reason: text(values, 'reason') ?? '',
      isEmergency: values['emergency'] === true,
      whenIdle: 'refuse',
      by: personOf(shell),
      format: values['json'] === true ? 'json' : values['markdown'] === true ? 'markdown' : 'text',
      world: {
        clock: realClock,
        directory: place.directory,
        environment: shell.environment,
        fetch: globalThis.fetch,
        random: Math.random,
      },
      patience: patienceOf(shell.environment),
      now: shell.now,
      screen: screenOf(shell, Date.now),
      signal: stop.signal,
    })
    return exitCode
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

/** A log that nobody watches gets a word a minute at most: an instance may take five to come up. */
export const screenOf = (shell: Shell, now: () => number): Screen => {
  if (shell.isWatched) return shell
  const { status, columns } = openRolloutScreen({ log: shell.warn, fold: () => undefined }, now)
  return { ...shell, status, columns }
}

/** Who types: told to the ledger, and to those who read this rollout. */
const personOf = ({ environment }: Shell): string =>
  environment['GITHUB_ACTOR'] || environment['USER'] || environment['LOGNAME'] || 'somebody'

/** What is out may need so long to come back. */
const graceSeconds = 8

/** Who has asked for it once and sees nothing happen asks again, and that ends the process on the spot. */
const stopping = `rollout: stops once the batch that is out is back, in ${graceSeconds} s at most; asked again, it stops at once`

/** Waits beyond half an hour are parked; whoever runs it on a schedule may say otherwise. */
const patienceOf = (environment: NodeJS.ProcessEnv) => ({
  longestWaitSeconds: secondsIn(environment, 'CHANGE_RISK_LONGEST_WAIT_SECONDS') ?? 1800,
  busyWaitSeconds: secondsIn(environment, 'CHANGE_RISK_BUSY_WAIT_SECONDS') ?? 900,
  graceSeconds,
})

const secondsIn = (environment: NodeJS.ProcessEnv, name: string): number | null => {
  const said = environment[name]
  if (said === undefined || said === '') return null
  const seconds = Number(said)
  if (!(seconds >= 0 && seconds < 1e6))
    throw new UsageError(`${name}=${said}: is no number of seconds; unset it, or write 1800`)
  return seconds
}
