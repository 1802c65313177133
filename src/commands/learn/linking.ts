/**
 * Incidents and the changes they are tied to, by the same words and the same ranking as `suspects`: what words confirm
 * teaches, what is only suspected teaches a little and counts nowhere, and "no change" is the commonest answer.
 */
import { type Incident, isTimed, noticedAt } from '../../domain/incident.ts'
import type { IncidentVerdict, UntiedReason } from '../../domain/learned.ts'
import { rarityAmong } from '../../history/incidents/common-words.ts'
import type { DeployedChanges } from '../../history/incidents/deployed-change.ts'
import {
  type IncidentLink,
  type LinkedIncident,
  type LinkRule,
  linkIncident,
} from '../../history/incidents/links.ts'
import type { Trouble } from '../../history/verdicts.ts'

/** The changes as they went out in an environment; those of an environment nobody deploys to, as they landed. */
export type ChangesIn = (environment: string) => DeployedChanges

export interface LinkingRequest {
  readonly incidents: readonly Incident[]
  readonly changesIn: ChangesIn
  /** Environments that are known, by our names: an incident elsewhere concerns all of them. */
  readonly environments: readonly string[]
  /** Issues in which a person blamed a change, and still does. */
  readonly settledIssues: ReadonlySet<number>
  /** Whether a person cleared a change: that stands against all words and every ranking. */
  readonly isCleared: (sha: string) => boolean
  /** Seconds: nothing is known of changes that went out before. */
  readonly since: number
  /** Seconds. */
  readonly now: number
}

export interface LinkedIncidents {
  readonly troubles: readonly Trouble[]
  /** One for each incident, in their order. */
  readonly verdicts: readonly IncidentVerdict[]
}

/** What ties them, in our words: what people wrote stays where they wrote it. */
const ruleWords: Readonly<Record<Exclude<LinkRule, 'ranking'>, string>> = {
  field: 'its record names it as the cause',
  contributing: 'its record names it as contributing',
  trailer: 'the commit that mends it names it as the cause',
  sentence: 'its text names it as the cause',
  'revert-helped': 'its text says that taking it back helped',
  'reverted-meanwhile': 'taken back while it lasted, and about the same thing',
}
/** Reasons of a ranking that are told. */
const mostReasons = 3

const evidenceOf = (
  { change, state, evidence }: IncidentLink,
  { suspicion }: LinkedIncident,
): NonNullable<Trouble['evidence']> => {
  if (state === 'confirmed')
    return [...new Set(evidence.map(({ rule }) => rule as Exclude<LinkRule, 'ranking'>))].map((rule) => ({
      rule,
      detail: ruleWords[rule],
    }))
  const reasons = suspicion.suspects.find((suspect) => suspect.change === change)?.reasons ?? []
  return reasons
    .filter(({ weight, kind }) => weight > 0 || kind === 'age')
    .slice(0, mostReasons)
    .map(({ kind, sentence }) => ({
      rule: 'ranking',
      detail: kind === 'words' ? 'shares rare words with it' : sentence,
    }))
}

const seconds = (moment: string | undefined): number | null =>
  moment === undefined ? null : Date.parse(moment) / 1000

/** Two digits: what a ranking says is no more exact, and later runs find the same. */
const rounded = (confidence: number): number => Math.round(confidence * 100) / 100

type Rarity = ReturnType<typeof rarityAmong>

export const linkIncidents = (request: LinkingRequest): LinkedIncidents => {
  const rarities = new Map<DeployedChanges, Rarity>()
  const rarityIn = (changes: DeployedChanges): Rarity => {
    const known = rarities.get(changes) ?? rarityAmong(changes.all)
    rarities.set(changes, known)
    return known
  }
  const linked = request.incidents.map((incident) => linkOne(request, incident, rarityIn))
  return {
    troubles: linked.flatMap(({ troubles }) => troubles),
    verdicts: linked.map(({ verdict }) => verdict),
  }
}

const linkOne = (
  { changesIn, environments, settledIssues, isCleared, since, now }: LinkingRequest,
  incident: Incident,
  rarityIn: (changes: DeployedChanges) => Rarity,
): { readonly troubles: readonly Trouble[]; readonly verdict: IncidentVerdict } => {
  const { id, source } = incident
  const untied = (why: UntiedReason) => ({
    troubles: [],
    verdict: { incident: id, source, state: 'none' as const, why },
  })
  const noticed = noticedAt(incident)
  if (incident.kind === 'maintenance') return untied('planned')
  if (noticed === null) return untied('undated')
  if (noticed > now) return untied('not-yet')
  const isSettled = source === 'github-issues' && settledIssues.has(Number(id.replace(/^#/, '')))
  const changes = changesIn(incident.environment)
  const found = linkIncident(incident, changes, {
    until: now,
    rarity: rarityIn(changes),
    onlyWords: isSettled || !isTimed(incident),
  })
  const standing = found.links.filter(({ change }) => !isCleared(change.sha))
  const [first] = standing
  if (first === undefined) {
    if (isSettled) return { troubles: [], verdict: { incident: id, source, state: 'confirmed' } }
    if (found.links.length > 0) return { ...untied('cleared'), troubles: troublesOf(found) }
    if (found.elsewhere.length > 0) return untied('elsewhere')
    if (noticed < since) return untied('before-history')
    return untied(isTimed(incident) ? 'no-change' : 'doubtful-times')
  }
  return { troubles: troublesOf(found), verdict: { incident: id, source, state: first.state } }

  function troublesOf(answer: LinkedIncident): readonly Trouble[] {
    const common = {
      incident: id,
      source,
      ...(environments.includes(incident.environment) ? { environment: incident.environment } : {}),
      severity: incident.severity,
      noticedAt: noticed!,
      recoveredAt: seconds(incident.mitigatedAt ?? incident.resolvedAt),
      ...(incident.url === undefined ? {} : { url: incident.url }),
    }
    return answer.links.map(
      (link): Trouble => ({
        ...common,
        sha: link.change.sha,
        state: link.state,
        confidence: rounded(link.confidence),
        evidence: evidenceOf(link, answer),
        ...(isCleared(link.change.sha) ? clearedLink : {}),
      }),
    )
  }
}

/** What a person's word makes of a link. */
const clearedLink = {
  state: 'rejected',
  evidence: [{ rule: 'person', detail: 'a person cleared the change' }],
} as const satisfies Partial<Trouble>

/** Links that were known before, and what people said since: their word stands. */
export const withoutCleared = (
  troubles: readonly Trouble[],
  isCleared: LinkingRequest['isCleared'],
): readonly Trouble[] =>
  troubles.map((trouble) =>
    trouble.state !== 'rejected' && isCleared(trouble.sha) ? { ...trouble, ...clearedLink } : trouble,
  )
