/** The changes that incidents may be tied to, as they went out in each environment. */
import { pageOf, type Repository } from '../../clients/git/repository.ts'
import type { Component } from '../../config/configuration.ts'
import { compileGlobs } from '../../config/glob.ts'
import { type Deployment, lineCommit, succeededAt } from '../../domain/deployment.ts'
import { type Incident, noticedAt } from '../../domain/incident.ts'
import { DeployedChanges } from '../../history/incidents/deployed-change.ts'
import { type GoingOut, goingOut } from '../../history/incidents/going-out.ts'
import { searchWindow } from '../../history/incidents/suspects.ts'
import { firstAtLeast } from '../../history/index.ts'
import { type LandedChange, type LandedChanges, readLandedChanges } from '../../sources/deployed-changes.ts'
import type { ChangesIn } from './linking.ts'

export interface ChangesRequest {
  readonly repository: Repository
  readonly head: string
  readonly incidents: readonly Incident[]
  readonly deployments: readonly Deployment[]
  /** The gate's risk of each part, by its SHA. */
  readonly risks: ReadonlyMap<string, number>
  readonly components: readonly Component[]
  /** Seconds: what landed before cannot be learned from. */
  readonly from: number
  /** Seconds. */
  readonly now: number
}

/** The name under which changes stand that go out nowhere in particular. */
const anywhere = ''

/** Reads nothing where no incident is told. */
export const readChanges = async (request: ChangesRequest): Promise<ChangesIn> => {
  const { repository, head, incidents, deployments, from, now } = request
  const nothing = new DeployedChanges([], pageOf(repository))
  if (incidents.length === 0) return () => nothing
  const ran = new Map<string, { readonly sha: string; readonly at: number }[]>()
  for (const deployment of deployments) {
    const at = succeededAt(deployment)
    if (at === null || at > now) continue
    const others = ran.get(deployment.environment)
    if (others) others.push({ sha: lineCommit(deployment), at })
    else ran.set(deployment.environment, [{ sha: lineCommit(deployment), at }])
  }
  const isSought = soughtAround(incidents)
  const outIn = new Map<string, GoingOut>()
  const wentOut = (environment: string, positionOf: LandedChanges['positionOf']): GoingOut => {
    const known = outIn.get(environment) ?? goingOut(ran.get(environment) ?? [], positionOf)
    outIn.set(environment, known)
    return known
  }
  const concerned = new Set(
    incidents.map(({ environment }) => (ran.has(environment) ? environment : anywhere)),
  )
  const landed = await readLandedChanges({
    repository,
    head,
    from,
    to: now,
    most: Number.POSITIVE_INFINITY,
    needsPaths: (change, positionOf) =>
      [...concerned].some((environment) => {
        const at = wentOut(environment, positionOf)(change)
        return at !== null && isSought(at)
      }),
  })
  const placed = withKnowledge(landed.changes, request)
  const made = new Map<string, DeployedChanges>()
  return (named) => {
    const environment = ran.has(named) ? named : anywhere
    const known =
      made.get(environment) ?? changesOut(placed, wentOut(environment, landed.positionOf), repository)
    made.set(environment, known)
    return known
  }
}

/** Tells whether a change that went out at a moment may have caused any of the incidents. */
const soughtAround = (incidents: readonly Incident[]): ((at: number) => boolean) => {
  const noticed = incidents.flatMap((incident) => noticedAt(incident) ?? []).sort((one, other) => one - other)
  return (at) => {
    const next = noticed[firstAtLeast(noticed, at - searchWindow.after)]
    return next !== undefined && next <= at + searchWindow.before
  }
}

const withKnowledge = (
  changes: readonly LandedChange[],
  { risks, components }: ChangesRequest,
): readonly LandedChange[] => {
  const catalogue = components.map(({ name, paths }) => ({ name, matches: compileGlobs(paths) }))
  return changes.map((change) => {
    const touched =
      change.paths.length === 0 ? [] : catalogue.filter(({ matches }) => change.paths.some(matches))
    const risk = risks.get(change.sha) ?? null
    return touched.length === 0 && risk === null
      ? change
      : { ...change, risk, components: touched.map(({ name }) => name) }
  })
}

const changesOut = (
  placed: readonly LandedChange[],
  wentOut: GoingOut,
  repository: Repository,
): DeployedChanges => {
  const out: LandedChange[] = []
  const waiting: LandedChange[] = []
  for (const change of placed) {
    const at = wentOut(change)
    if (at === null) waiting.push(change)
    else out.push(at === change.at ? change : { ...change, at })
  }
  return new DeployedChanges(out, pageOf(repository), waiting)
}
