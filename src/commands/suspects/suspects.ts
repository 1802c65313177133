/** Which change most likely caused an incident: asked in the night, answered from what this clone and its ledger know. */

import { join } from 'node:path'
import { openRepository, pageOf, type Repository, resolveCommit } from '../../clients/git/repository.ts'
import { matchComponents } from '../../config/components.ts'
import type { Component } from '../../config/configuration.ts'
import { parseConfiguration } from '../../config/load.ts'
import { ConfigError, UsageError } from '../../domain/errors.ts'
import { type Incident, noticedAt } from '../../domain/incident.ts'
import { rarityAmong } from '../../history/incidents/common-words.ts'
import { type DeployedChange, DeployedChanges } from '../../history/incidents/deployed-change.ts'
import { goingOut } from '../../history/incidents/going-out.ts'
import { linkIncident } from '../../history/incidents/links.ts'
import { searchWindow } from '../../history/incidents/suspects.ts'
import { openLedger } from '../../ledger/open.ts'
import type { NamedSuspect } from '../../report/suspects.ts'
import { type LandedChange, type LandedChanges, readLandedChanges } from '../../sources/deployed-changes.ts'
import { policyAt } from '../../sources/policy-file.ts'
import { configuredLedger } from '../configured-ledger.ts'
import { restOfHistory } from '../shallow-note.ts'
import { readNamedIncident } from './incident-choice.ts'
import { type Recorded, readRecorded } from './recorded.ts'

export interface SuspectsRequest {
  readonly directory: string
  /** `FILE` or `FILE#ID`. */
  readonly incident: string
  readonly ledger?: string
  /** Nothing later is known. */
  readonly at: Date
  readonly limit: number
  readonly processEnvironment: NodeJS.ProcessEnv
}

export interface SuspectsAnswer {
  readonly schema: 1
  readonly incident: Omit<Incident, 'text'>
  /** Probability that no change looked at caused it. */
  readonly noChange: number
  readonly suspects: readonly NamedSuspect[]
  /** The command that takes the first of them back; absent where there is none. */
  readonly takeBack?: string
  /** How many changes were looked at. */
  readonly considered: number
  /** Changes that its own words blame and that are none of this repository. */
  readonly elsewhere: readonly string[]
  readonly notes: readonly string[]
}

const day = 86_400
/** A part may wait so long between landing and deployment. */
const longestWait = 30 * day
/** Reverts and repairs are read so far behind the moment of notice. */
const aftermath = 14 * day

const iso = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`

const catalogueOf = async (
  repository: Repository,
  head: string,
): Promise<{ readonly components: readonly Component[]; readonly notes: readonly string[] }> => {
  const policy = await policyAt(repository, head)
  if (policy === null) return { components: [], notes: [] }
  try {
    return { components: (await parseConfiguration(policy.text, policy.path)).components, notes: [] }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { components: [], notes: [`ranked without components: ${error.message.split('\n')[0]}`] }
  }
}

const withKnowledge = (
  { changes, positionOf }: LandedChanges,
  recorded: Recorded,
  components: readonly Component[],
): readonly LandedChange[] => {
  const wentOut = goingOut(recorded.deployments, positionOf)
  return changes.flatMap((change) => {
    const at = wentOut(change)
    if (at === null) return []
    return [
      {
        ...change,
        at,
        risk: recorded.risks.get(change.sha) ?? null,
        components: components.length === 0 ? [] : matchComponents({ components }, change.paths).components,
      },
    ]
  })
}

const facts = ({ change, sha, title, at, revertedAt }: DeployedChange) => ({
  change,
  sha,
  title,
  at: iso(at),
  ...(revertedAt === null ? {} : { revertedAt: iso(revertedAt) }),
})

/** A merge is taken back towards its first parent: without saying so, git takes back none. */
const takingBack = async (
  { git }: Repository,
  suspect: NamedSuspect | undefined,
): Promise<Pick<SuspectsAnswer, 'takeBack'>> => {
  if (suspect === undefined) return {}
  const second = await git.attempt(['rev-parse', '--verify', '--quiet', `${suspect.sha}^2`])
  const parent = second.status === 0 ? '-m 1 ' : ''
  return { takeBack: `git revert --no-edit ${parent}${suspect.sha.slice(0, 12)}` }
}

/** Whoever landed before a shallow clone begins is suspected by nobody. */
const notesOnReach = ({ shallow }: Repository, { changes }: LandedChanges): readonly string[] => {
  const [first] = changes
  const isCut = shallow && (first === undefined || first.position <= 1)
  const since = first === undefined ? '' : ` before ${iso(first.at).slice(0, 10)}`
  return isCut ? [`shallow clone: nothing is known of what landed${since}; ${restOfHistory}`] : []
}

const withoutText = ({ text: _, ...incident }: Incident): Omit<Incident, 'text'> => incident

export const suspects = async (request: SuspectsRequest): Promise<SuspectsAnswer> => {
  const { incident, notes } = readNamedIncident(request.incident)
  const repository = await openRepository(request.directory, request.processEnvironment)
  try {
    const head = await resolveCommit(repository.git, 'HEAD', 'HEAD')
    if (head === null)
      throw new UsageError('suspects: the branch has no commit yet, so there is nobody to suspect')
    const until = Math.floor(request.at.getTime() / 1000)
    const noticed = Math.min(noticedAt(incident) ?? until, until)
    const configured =
      request.ledger === undefined ? await configuredLedger(repository) : { url: request.ledger, notes: [] }
    const ledger = openLedger(configured.url, {
      baseDirectory: repository.workTree ?? repository.gitDirectory,
      defaultDirectory: join(repository.commonDirectory, 'change-risk'),
      witnessFile: join(repository.commonDirectory, 'change-risk-witness.json'),
    })
    const [catalogue, recorded, landed] = await Promise.all([
      catalogueOf(repository, head),
      readRecorded(ledger, incident.environment, until),
      readLandedChanges({
        repository,
        head,
        from: noticed - searchWindow.before - longestWait,
        to: Math.min(until, noticed + aftermath),
      }),
    ])
    const known = withKnowledge(landed, recorded, catalogue.components)
    const changes = new DeployedChanges(known, pageOf(repository))
    const { links, suspicion, elsewhere } = linkIncident(incident, changes, {
      until,
      rarity: rarityAmong(known),
      limit: request.limit,
    })
    const confirmed = links.filter(({ state }) => state === 'confirmed')
    const sure = confirmed.reduce((most, { confidence }) => Math.max(most, confidence), 0)
    const isConfirmed = (suspect: DeployedChange) => confirmed.some(({ change }) => change === suspect)
    const suspected = suspicion.suspects.filter(({ change }) => !isConfirmed(change))
    const settled = suspicion.suspects.reduce(
      (sum, { change, probability }) => sum + (isConfirmed(change) ? probability : 0),
      0,
    )
    // What plain words leave over is shared among the others, and among no change.
    const left = (1 - sure) / (1 - settled)
    const named: readonly NamedSuspect[] = [
      ...confirmed.map(({ change, confidence, evidence }) => ({
        ...facts(change),
        probability: confidence,
        state: 'confirmed' as const,
        reasons: evidence.map(({ detail }) => detail),
      })),
      ...suspected.map(({ change, probability, reasons }) => ({
        ...facts(change),
        probability: probability * left,
        state: 'suspect' as const,
        reasons: reasons.map(({ sentence }) => sentence),
      })),
    ]
    return {
      schema: 1,
      incident: withoutText(incident),
      noChange: suspicion.noChange * left,
      suspects: named.slice(0, request.limit),
      ...(await takingBack(repository, named[0])),
      considered: suspicion.considered,
      elsewhere,
      notes: [
        ...notes,
        ...notesOnReach(repository, landed),
        ...configured.notes,
        ...catalogue.notes,
        ...recorded.notes,
      ],
    }
  } finally {
    repository.objects.end()
  }
}
