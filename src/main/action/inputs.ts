/** Inputs of the Action, as the runner hands them down: `INPUT_` and the name in capitals, its dashes kept. */
import { readDuration } from '../../config/duration.ts'
import { type Reading, sentenceOf } from '../../config/reading.ts'
import { type Mode, modes } from '../../domain/decision.ts'
import { UsageError } from '../../domain/errors.ts'
import { neutralise } from '../../report/escaping.ts'
import { type Verb, verbs } from '../rollout-verb-names.ts'
import { type FailOn, type InputName, strictness } from './contract.ts'
import {
  type ReadValue,
  readBoolean,
  readLedger,
  readName,
  readNumber,
  readPath,
  readPolicy,
  readPrefix,
  readRef,
  readToken,
  wordOf,
} from './input-values.ts'
import type { Environment } from './runner.ts'

/** Everything but the tokens; absent is what the workflow left out or left empty. */
export interface Inputs {
  readonly mode?: Mode
  readonly environment?: string
  readonly configFile?: string
  /** YAML; to be honoured only where the workflow file comes from the default branch. */
  readonly config?: string
  readonly commandPrefix?: string
  readonly baseRef?: string
  readonly headRef?: string
  readonly pullRequestNumber?: number
  readonly dryRun: boolean
  /** Why this run is an emergency; absent where it is none. */
  readonly emergencyReason?: string
  readonly failOn: FailOn
  /** May hold a password: never shown. */
  readonly ledger?: string
}

/** Kept apart, so that nobody shows them with the rest. */
export interface Tokens {
  readonly github: string
  readonly reviewer?: string
  readonly app?: string
}

export interface RolloutInputs {
  readonly command: Verb
  readonly plans: readonly string[]
  readonly to?: string
  readonly risk?: string
  readonly environment?: string
  readonly instances: readonly string[]
  readonly reason: string
  readonly isEmergency: boolean
  readonly ledger?: string
}

export interface LearnInputs {
  /** Paths in the workspace. */
  readonly incidents: readonly string[]
  readonly deployments: readonly string[]
  readonly periodSeconds: number
  readonly ledger?: string
}

export interface LedgerInputs {
  /** A path, or JSON. */
  readonly records: string
  readonly ledger?: string
}

/** The text of an input, without white space around it; empty where the workflow says nothing. */
export const inputText = (environment: Environment, name: InputName): string =>
  environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? ''

const tokenNames = ['github-token', 'reviewer-token', 'app-token'] as const
/** Secret, or too long to repeat. */
const untoldNames: readonly InputName[] = [...tokenNames, 'ledger', 'config', 'records']
const shownCharacters = 60

const got = (name: InputName, text: string): string => {
  if (untoldNames.includes(name)) return ''
  const shown = neutralise(text)
  return ` got "${shown.length > shownCharacters ? `${shown.slice(0, shownCharacters)}…` : shown}",`
}

/** Reads inputs one by one and keeps what is wrong with each, so that all is told at once. */
const reader = (environment: Environment) => {
  const problems: string[] = []
  return {
    read: <Value>(name: InputName, readValue: ReadValue<Value>): Value | undefined => {
      const text = inputText(environment, name)
      if (text === '') return undefined
      const reading: Reading<Value> = readValue(text)
      if (reading.ok) return reading.value
      problems.push(`input ${name}:${got(name, text)} ${sentenceOf(reading)}`)
      return undefined
    },
    refuse: (problem: string): void => void problems.push(problem),
    settle: (): void => {
      if (problems.length > 0) throw new UsageError(problems.join('\n'))
    },
  }
}

type Given<Value> = { readonly [Key in keyof Value]?: Exclude<Value[Key], undefined> }

/** Without the keys that say nothing. */
const given = <Value extends object>(value: Value): Given<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Given<Value>

/**
 * The mode the workflow asks for, whatever is wrong with the other inputs: a kill switch works in any case.
 * Throws UsageError where it is none of the modes.
 */
export const readMode = (environment: Environment): Mode | undefined => {
  const { read, settle } = reader(environment)
  const mode = read('mode', wordOf(modes))
  settle()
  return mode
}

/** All inputs but the tokens. Throws one UsageError that names every wrong one, what was got and what is wanted. */
export const readInputs = (environment: Environment): Inputs => {
  const { read, refuse, settle } = reader(environment)
  const optional = {
    mode: read('mode', wordOf(modes)),
    environment: read('environment', readName),
    configFile: read('config-file', readPath),
    config: read('config', readPolicy),
    commandPrefix: read('command-prefix', readPrefix),
    baseRef: read('base-ref', readRef),
    headRef: read('head-ref', readRef),
    pullRequestNumber: read('pull-request-number', readNumber),
    ledger: read('ledger', readLedger),
  }
  const dryRun = read('dry-run', readBoolean) ?? false
  const failOn = read('fail-on', wordOf(strictness)) ?? 'none'
  const emergency = read('emergency', readBoolean) ?? false
  const reason = inputText(environment, 'emergency-reason')
  if (emergency && reason === '')
    refuse('input emergency-reason: is empty; an emergency wants a reason, for the review afterwards')
  settle()
  return { ...given(optional), ...(emergency ? { emergencyReason: reason } : {}), dryRun, failOn }
}

/** The tokens, the job's own at least. Throws UsageError, which never shows one. */
export const readTokens = (environment: Environment): Tokens => {
  const { read, refuse, settle } = reader(environment)
  const github = read('github-token', readToken)
  const others = { reviewer: read('reviewer-token', readToken), app: read('app-token', readToken) }
  if (inputText(environment, 'github-token') === '')
    refuse(
      'input github-token: is empty; leave it out to use the job’s own token (secrets are empty on forks and for Dependabot)',
    )
  settle()
  return { github: github ?? '', ...given(others) }
}

/** Inputs of the ledger's action but its token. Throws UsageError. */
export const readLedgerInputs = (environment: Environment): LedgerInputs => {
  const { read, refuse, settle } = reader(environment)
  const ledger = read('ledger', readLedger)
  const records = inputText(environment, 'records')
  if (records === '') refuse('input records: is empty; wanted the path of a file of records, or JSON')
  settle()
  return { records, ...given({ ledger }) }
}

/** What a log must never show: every token, right or wrong, and the password of the ledger. */
export const secretsOf = (environment: Environment): readonly string[] => {
  const tokens = tokenNames.map((name) => inputText(environment, name)).filter((text) => text !== '')
  return [...new Set([...tokens, ...passwordsOf(inputText(environment, 'ledger'))])]
}

/** As written and as meant, and the whole URL, which may be shown in pieces otherwise. */
const passwordsOf = (text: string): readonly string[] => {
  if (!/^[a-z]+:\/\//i.test(text)) return []
  if (!URL.canParse(text)) return [text]
  const { password, searchParams } = new URL(text)
  const written = [password, searchParams.get('password') ?? ''].filter((each) => each !== '')
  return written.length === 0 ? [] : [text, ...written, ...written.map(decoded)]
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What an input lists, one a line. */
const linesOf =
  (environment: Environment) =>
  (name: InputName): readonly string[] =>
    inputText(environment, name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')

const usualPeriod = 30 * 86_400

/** Inputs of the action that learns but its token. Throws UsageError. */
export const readLearnInputs = (environment: Environment): LearnInputs => {
  const { read, settle } = reader(environment)
  const lines = linesOf(environment)
  const ledger = read('ledger', readLedger)
  const period = read('period', readDuration)
  settle()
  return {
    incidents: lines('incidents'),
    deployments: lines('deployments'),
    periodSeconds: period?.seconds ?? usualPeriod,
    ...given({ ledger }),
  }
}

/** Inputs of the rollout's action but its token. Throws UsageError. */
export const readRolloutInputs = (environment: Environment): RolloutInputs => {
  const { read, settle } = reader(environment)
  const lines = linesOf(environment)
  const optional = {
    environment: read('environment', readName),
    ledger: read('ledger', readLedger),
  }
  const command = read('command', wordOf(verbs)) ?? 'run'
  const isEmergency = read('emergency', readBoolean) ?? false
  settle()
  const [to, risk] = (['to', 'risk'] as const).map((name) => inputText(environment, name) || undefined)
  return {
    ...given({ ...optional, to, risk }),
    command,
    plans: lines('plan'),
    instances: lines('instances'),
    reason: inputText(environment, 'reason'),
    isEmergency,
  }
}
