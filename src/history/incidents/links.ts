/**
 * What ties an incident to changes. Plain words come first and confirm: a field, a trailer, a label, a sentence, a change
 * taken back while the incident lasted that is about the same thing. Only where nothing confirms is anybody suspected,
 * three at most, and where no change stands out nobody is: that is the commonest right answer.
 */
import { type Incident, noticedAt } from '../../domain/incident.ts'
import { overlapWith, toldBy } from './common-words.ts'
import type { DeployedChange, DeployedChanges } from './deployed-change.ts'
import { readReference } from './references.ts'
import { type Statement, statementsIn } from './statements.ts'
import { rankSuspects, type Suspicion, searchWindow } from './suspects.ts'

export type LinkRule =
  | 'field'
  | 'contributing'
  | 'trailer'
  | 'sentence'
  | 'revert-helped'
  | 'reverted-meanwhile'
  | 'ranking'

export interface IncidentLink {
  readonly incident: string
  readonly change: DeployedChange
  readonly relation: 'caused-by'
  /** A person or plain words confirm; the ranking only ever suspects. */
  readonly state: 'confirmed' | 'suspect'
  readonly confidence: number
  readonly evidence: readonly { readonly rule: LinkRule; readonly detail: string }[]
}

/** How sure each kind of evidence makes us. */
export const linkConfidences: Readonly<Record<Exclude<LinkRule, 'ranking'>, number>> = {
  field: 0.95,
  /** Its record names it beside the cause. */
  contributing: 0.6,
  trailer: 0.95,
  sentence: 0.95,
  'revert-helped': 0.8,
  'reverted-meanwhile': 0.7,
}
const mostSuspects = 3
/** Less likely than this it is not worth a person's time. */
const leastSuspicion = 0.2

export interface LinkedIncident {
  readonly links: readonly IncidentLink[]
  readonly suspicion: Suspicion
  /** Changes its words name for a cause that are none of this repository's. */
  readonly elsewhere: readonly string[]
}

interface Confirmation {
  readonly change: DeployedChange
  readonly rule: Exclude<LinkRule, 'ranking'>
  readonly detail: string
}

const secondsOf = (moment: string | undefined): number | null =>
  moment === undefined ? null : Date.parse(moment) / 1000

/** What went out after it was over cannot have caused it, whatever the words say. */
const inTime = (incident: Incident, change: DeployedChange): boolean => {
  const over = secondsOf(incident.resolvedAt) ?? secondsOf(incident.closedAt)
  return over === null || incident.doubts.includes('negative-duration') || change.at <= over
}

const blamedBy = (
  incident: Incident,
  statements: readonly Statement[],
  changes: DeployedChanges,
): { readonly found: readonly Confirmation[]; readonly elsewhere: readonly string[] } => {
  const found: Confirmation[] = []
  const elsewhere: string[] = []
  const add = (
    change: DeployedChange | null,
    written: string,
    rule: Confirmation['rule'],
    detail: string,
  ): void => {
    if (change === null) elsewhere.push(written)
    else if (inTime(incident, change)) found.push({ change, rule, detail })
  }
  for (const { reference: written, relation, quote } of incident.changes) {
    if (relation !== 'caused-by' && relation !== 'contributing') continue
    const reference = readReference(written)
    // A ticket of a tool that knows no git names some change, perhaps one of these: it settles nothing either way.
    if (reference !== null && reference.kind !== 'ticket')
      add(changes.find(reference), written, relation === 'caused-by' ? 'field' : 'contributing', quote)
  }
  for (const { reference, written, relation, manner, quote } of statements)
    if (relation === 'caused-by' && reference.kind !== 'ticket')
      add(changes.find(reference), written, manner === 'proved' ? 'revert-helped' : 'sentence', quote)
  for (const repair of changes.mending(incident.id))
    for (const reference of repair.trailers?.causedBy ?? [])
      add(
        changes.find(reference),
        repair.change,
        'trailer',
        `Caused-by in ${repair.change}, which mends ${incident.id}`,
      )
  return { found, elsewhere: [...new Set(elsewhere)] }
}

/** Taken back while it lasted, and about the same thing; taken back alone, it may only have been suspected. */
const revertedMeanwhile = (
  incident: Incident,
  changes: DeployedChanges,
  rarity: ((word: string) => number) | undefined,
): readonly Confirmation[] => {
  const noticed = noticedAt(incident)
  const over = secondsOf(incident.resolvedAt)
  if (noticed === null || over === null || over < noticed) return []
  const told = toldBy(incident.title, '')
  return changes
    .between(noticed - 3 * 24 * 3600, noticed + searchWindow.after)
    .filter(({ revertedAt }) => revertedAt !== null && revertedAt >= noticed && revertedAt <= over + 3600)
    .flatMap((change) => {
      const { words } = overlapWith(told, change, rarity ?? (() => 1))
      return words.length === 0
        ? []
        : [
            {
              change,
              rule: 'reverted-meanwhile' as const,
              detail: `taken back while it lasted; both are about ${words.join(', ')}`,
            },
          ]
    })
}

const confirmedLinks = (incident: Incident, all: readonly Confirmation[]): readonly IncidentLink[] => {
  const byChange = new Map<DeployedChange, Confirmation[]>()
  for (const each of all) byChange.set(each.change, [...(byChange.get(each.change) ?? []), each])
  return [...byChange].map(([change, evidence]) => ({
    incident: incident.id,
    change,
    relation: 'caused-by',
    state: 'confirmed',
    confidence: Math.max(...evidence.map(({ rule }) => linkConfidences[rule])),
    evidence: evidence.map(({ rule, detail }) => ({ rule, detail })),
  }))
}

const suspectedLinks = (incident: Incident, { suspects, noChange }: Suspicion): readonly IncidentLink[] =>
  suspects
    .slice(0, mostSuspects)
    .filter(({ probability }) => probability >= leastSuspicion && probability >= noChange / 3)
    .map(({ change, probability, reasons }) => ({
      incident: incident.id,
      change,
      relation: 'caused-by',
      state: 'suspect',
      confidence: probability,
      evidence: reasons.map(({ sentence }) => ({ rule: 'ranking', detail: sentence })),
    }))

export interface LinkOptions {
  /** How rare a word is among all changes of the repository. */
  readonly rarity?: (word: string) => number
  /** Nothing later than this is known, in seconds. */
  readonly until?: number
  /** How many of the ranking are told. */
  readonly limit?: number
  /** Nobody is suspected: a person has settled it, or its times cannot be trusted. */
  readonly onlyWords?: boolean
}

/** Ties one incident to the changes of a repository. Planned maintenance is tied to nothing. */
export const linkIncident = (
  incident: Incident,
  changes: DeployedChanges,
  options: LinkOptions = {},
): LinkedIncident => {
  const nobody: Suspicion = { suspects: [], noChange: 1, considered: 0 }
  if (incident.kind === 'maintenance') return { links: [], suspicion: nobody, elsewhere: [] }
  const statements = statementsIn(incident.text ?? '')
  const { found, elsewhere } = blamedBy(incident, statements, changes)
  const confirmed = confirmedLinks(incident, [
    ...found,
    ...revertedMeanwhile(incident, changes, options.rarity),
  ])
  const named = statements.flatMap(({ reference, relation }) =>
    relation === 'suspected' ? (changes.find(reference) ?? []) : [],
  )
  const settled = confirmed.length > 0 || elsewhere.length > 0 || options.onlyWords === true
  const suspicion = options.onlyWords ? nobody : rankSuspects(incident, changes, { ...options, named })
  return { links: settled ? confirmed : suspectedLinks(incident, suspicion), suspicion, elsewhere }
}
