/** Deployments as JSON lines: `{environment, sha, startedAt, finishedAt?, state, url?, attempts?}`, in the words of any deployer. */
import type { Deployment, Report, ReportedState } from '../domain/deployment.ts'
import { deploymentName } from '../domain/deployment.ts'
import { UsageError } from '../domain/errors.ts'

const words: Readonly<Record<ReportedState, readonly string[]>> = {
  succeeded: ['succeeded', 'success', 'successful', 'completed', 'live'],
  failed: ['failed', 'failure', 'error', 'rolled-back'],
  inactive: ['inactive', 'destroyed'],
  waiting: ['waiting', 'pending', 'queued', 'requested', 'in_progress', 'in-progress', 'running'],
  cancelled: ['cancelled', 'canceled', 'skipped', 'aborted'],
}
const states = new Map<string, ReportedState>(
  Object.entries(words).flatMap(([state, said]) =>
    said.map((word) => [word, state as ReportedState] as const),
  ),
)

/** What a deployer calls a state; null for a word nobody knows. */
export const reportedState = (word: string): ReportedState | null => states.get(word.toLowerCase()) ?? null

const momentShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/

/** Seconds of a moment with its zone; null for anything else. */
export const momentSeconds = (value: unknown): number | null => {
  if (typeof value !== 'string' || !momentShape.test(value)) return null
  const milliseconds = Date.parse(value)
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000
}

const got = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60)

const readLine = (text: string, where: string): Deployment => {
  const refuse = (what: string): never => {
    throw new UsageError(`${where}: ${what}`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse(
      'is not JSON; write one deployment a line, as {"environment":"production","sha":"…","startedAt":"2026-03-10T09:30:00Z","state":"success"}',
    )
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('is not a JSON object; write one deployment a line')
  const { environment, sha, startedAt, finishedAt, state, url, attempts } = value as Readonly<
    Record<string, unknown>
  >
  if (typeof environment !== 'string' || environment.trim() === '' || environment.length > 255)
    return refuse(`environment must be a name, got ${got(environment)}`)
  if (typeof sha !== 'string' || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(sha))
    return refuse(`sha must be a full commit of 40 or 64 hexadecimal digits, got ${got(sha)}`)
  const moment = (name: string, given: unknown): number =>
    momentSeconds(given) ??
    refuse(`${name} must be a moment with its zone, like 2026-03-10T09:30:00Z; got ${got(given)}`)
  const started = moment('startedAt', startedAt)
  const finished =
    finishedAt === undefined || finishedAt === null ? started : moment('finishedAt', finishedAt)
  if (finished < started) return refuse('finishedAt is before startedAt')
  const reported = typeof state === 'string' ? reportedState(state) : null
  if (reported === null)
    return refuse(`state must be one of ${[...states.keys()].join(', ')}; got ${got(state)}`)
  if (url !== undefined && url !== null && (typeof url !== 'string' || !/^https?:\/\/\S+$/.test(url)))
    return refuse(`url must be a web address, got ${got(url)}`)
  if (attempts !== undefined && !(Number.isSafeInteger(attempts) && (attempts as number) > 0))
    return refuse(`attempts must be a whole number from 1 on, got ${got(attempts)}`)
  return {
    environment,
    sha: sha.toLowerCase(),
    startedAt: started,
    reports: [{ state: reported, at: finished }],
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof attempts === 'number' && attempts > 1 ? { attempts } : {}),
  }
}

/** One for each that was told several times, with all its reports by time. */
export const mergeDeployments = (told: readonly Deployment[]): readonly Deployment[] => {
  const merged = new Map<string, Deployment>()
  for (const deployment of told) {
    const name = deploymentName(deployment)
    const known = merged.get(name)
    const reports = new Map<string, Report>()
    for (const report of [...(known?.reports ?? []), ...deployment.reports])
      reports.set(`${report.state} ${report.at}`, report)
    merged.set(name, {
      ...known,
      ...deployment,
      reports: [...reports.values()].toSorted((one, other) => one.at - other.at),
    })
  }
  return [...merged.values()].toSorted((one, other) => one.startedAt - other.startedAt)
}

/** Reads the lines; blank ones are skipped. Throws UsageError that names the file and line of the first wrong one. */
export const readDeploymentLines = (text: string, name: string): readonly Deployment[] =>
  mergeDeployments(
    text
      .replace(/^\uFEFF/, '')
      .split('\n')
      .flatMap((line, at) => (line.trim() === '' ? [] : [readLine(line, `${name}:${at + 1}`)])),
  )
