/** What a list of deployments says of an environment: what runs there, what is on its way, how long something ran. Pure. */
import type { Account } from '../../domain/pull-request.ts'
import type { PublishedVersion } from '../version-tags.ts'
import { sameLogin } from './account.ts'

export const deploymentStates = [
  'queued',
  'pending',
  'waiting',
  'in_progress',
  'success',
  'failure',
  'error',
  'inactive',
] as const
export type DeploymentState = (typeof deploymentStates)[number]
const unfinished: readonly DeploymentState[] = ['queued', 'pending', 'waiting', 'in_progress']

/** A workflow run ends after this long at the latest: what is older and unfinished was abandoned. */
const longestRunSeconds = 35 * 86_400

export interface StatusFacts {
  readonly state: DeploymentState
  readonly at: string
  readonly creator: Account | null
}

/** A deployment as GitHub tells it, before anybody is believed. */
export interface DeploymentFacts {
  readonly id: number
  readonly sha: string
  readonly environment: string
  readonly createdAt: string
  readonly creator: Account | null
  /** In any order. */
  readonly statuses: readonly StatusFacts[]
}

export interface ReadDeployment {
  readonly id: number
  readonly sha: string
  readonly environment: string
  readonly state: DeploymentState
  readonly createdAt: string
  readonly creator: Account | null
  /** When it last went well; null where it never did. */
  readonly succeededAt: string | null
}

export interface LiveDeployment {
  readonly sha: string
  /** ISO: since when. */
  readonly at: string
  readonly id: number
  readonly environment: string
}

export interface EnvironmentHistory {
  /** What runs there; null where no deployment is known to have gone well. */
  readonly live: LiveDeployment | null
  /** Unfinished and newer than what runs, newest first; the one that asks may be among them. */
  readonly inFlight: readonly ReadDeployment[]
  /** Newest first. */
  readonly recent: readonly ReadDeployment[]
  /** Where versions are what is deployed, those that may be what runs; which one, the head of a change tells. */
  readonly versions?: readonly PublishedVersion[]
  /** False where there are more deployments than were read: then `live: null` means unknown, and not "nothing". */
  readonly complete: boolean
}

/** Newest first; of what happened in the same second, the greater id came later. */
const byTime =
  <Item>(timeOf: (item: Item) => string | null, idOf: (item: Item) => number) =>
  (one: Item, other: Item): number =>
    Date.parse(timeOf(other) ?? '') - Date.parse(timeOf(one) ?? '') || idOf(other) - idOf(one)

/** Whether what an account says counts; everybody's does where nobody is named. */
const isTrusted = (account: Account | null, trusted: readonly string[] | undefined): boolean =>
  trusted === undefined || (account !== null && trusted.some((login) => sameLogin(login, account.login)))

const readDeployment = (facts: DeploymentFacts, trusted: readonly string[] | undefined): ReadDeployment => {
  // GitHub tells a second, and several statuses may share it: of those the one it names first is the latest.
  const statuses = facts.statuses
    .filter(({ creator }) => isTrusted(creator, trusted))
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
  const { id, sha, environment, createdAt, creator } = facts
  return {
    id,
    sha,
    environment,
    createdAt,
    creator,
    state: statuses[0]?.state ?? 'pending',
    succeededAt: statuses.find(({ state }) => state === 'success')?.at ?? null,
  }
}

/**
 * What runs: the deployment that went well last and still counts as such. Where none does any more (GitHub marks what
 * was replaced, or taken down, as inactive), the one that went well last: nothing is known to have replaced it.
 */
const liveAmong = (recent: readonly ReadDeployment[]): LiveDeployment | null => {
  const succeeded = recent
    .filter(({ state, succeededAt }) => succeededAt !== null && (state === 'success' || state === 'inactive'))
    .toSorted(
      byTime(
        ({ succeededAt }) => succeededAt,
        ({ id }) => id,
      ),
    )
  const live = succeeded.find(({ state }) => state === 'success') ?? succeeded[0]
  if (!live) return null
  return { sha: live.sha, at: live.succeededAt!, id: live.id, environment: live.environment }
}

/** `trustedCreators`: logins whose deployments and statuses count; absent, all do. */
export const environmentHistory = (
  deployments: readonly DeploymentFacts[],
  complete: boolean,
  trustedCreators?: readonly string[],
): EnvironmentHistory => {
  const recent = deployments
    .filter(({ creator }) => isTrusted(creator, trustedCreators))
    .map((facts) => readDeployment(facts, trustedCreators))
    .toSorted(
      byTime(
        ({ createdAt }) => createdAt,
        ({ id }) => id,
      ),
    )
  const live = liveAmong(recent)
  const newest = Date.parse(recent[0]?.createdAt ?? '')
  const replaced = recent.findIndex(({ id }) => id === live?.id)
  const inFlight = recent
    .slice(0, replaced < 0 ? recent.length : replaced)
    .filter(({ state }) => unfinished.includes(state))
    .filter(({ createdAt }) => newest - Date.parse(createdAt) <= longestRunSeconds * 1000)
  return { live, inFlight, recent, complete }
}

/**
 * Hours that exactly this commit has run, until `now` or until another took its place; null where no deployment of it
 * is known to have gone well.
 */
export const hoursLive = (recent: readonly ReadDeployment[], sha: string, now: Date): number | null => {
  const runs = recent
    .filter(({ succeededAt }) => succeededAt !== null)
    .map((run) => ({ sha: run.sha, from: Date.parse(run.succeededAt!) }))
    .toSorted((one, other) => one.from - other.from)
  const spans = runs.map((run, at) => ({
    sha: run.sha,
    hours: Math.max(0, (runs[at + 1]?.from ?? now.getTime()) - run.from) / 3_600_000,
  }))
  const own = spans.filter((span) => span.sha === sha)
  return own.length === 0 ? null : own.reduce((total, { hours }) => total + hours, 0)
}
