/**
 * Which change most likely caused an incident, and how likely none did. Each change that went out in time gets odds from
 * what is known of it; "no change" gets odds of its own, which grow with nothing, so that it wins where every change is
 * old, elsewhere and harmless. The answer is a ranking with reasons, never a verdict: only people and plain words confirm.
 */
import type { Incident } from '../../domain/incident.ts'
import { noticedAt } from '../../domain/incident.ts'
import { exp, log, log1p } from '../../domain/numerics.ts'
import { mostPaths, type Overlap, overlapWith, rarityAmong, spell, toldBy } from './common-words.ts'
import type { DeployedChange, DeployedChanges } from './deployed-change.ts'

const hour = 3600
const day = 24 * hour

/** Where a cause is sought. A change applied by hand is often recorded only after it did its harm. */
export const searchWindow = { before: 7 * day, after: hour / 4 } as const

/** More changes than these in the window: the newest are looked at. */
const mostCandidates = 500

/**
 * Weights of the odds, in natural logarithms, set by hand: the real causes at hand are too few to fit them to. Only
 * `none` was set so that changes get one incident in five on average where a change of the log caused 12 of 64
 * (bench/incident-links.ts).
 */
const weights = {
  /** Per unit of ln(1 + hours since it went out): after a day a twentieth of what it was. */
  age: -1.0,
  words: 3,
  sameComponent: 1.5,
  /** Both name components and share none. */
  otherComponent: -1,
  /** Taken back while the incident lasted: somebody thought it was this one. */
  revertedMeanwhile: 2,
  /** Named by the incident's own text as suspected. */
  namedSuspect: 2,
  /** A change that takes another back is rarely what broke. */
  isRevert: -1,
  documentsOnly: -2.5,
  /** Went out after the incident was noticed. */
  late: -1,
  risk: 0.7,
  none: 0.2,
} as const

/** The model's risk moves the odds by this factor at most either way: it was made for another question. */
const mostRiskFactor = 5

/** However much speaks for a change, a ranking proves nothing: what it would have beyond this counts for "no change". */
export const mostSuspicion = 0.6

export interface Reason {
  readonly kind: 'age' | 'words' | 'component' | 'reverted' | 'named' | 'risk' | 'documents' | 'revert'
  /** What speaks for it (above 0) or against it, in logarithms of odds. */
  readonly weight: number
  readonly sentence: string
}

/** A reason before anybody reads it: hundreds are weighed for each that is told. */
interface Factor {
  readonly kind: Reason['kind']
  readonly weight: number
  readonly tell: () => string
}

export interface Suspect {
  readonly change: DeployedChange
  readonly probability: number
  /** Strongest first. */
  readonly reasons: readonly Reason[]
}

export interface Suspicion {
  /** Likeliest first. */
  readonly suspects: readonly Suspect[]
  /** Probability that none of the changes looked at caused it. */
  readonly noChange: number
  /** How many changes were looked at. */
  readonly considered: number
}

const documentPath =
  /(?:^|\/)(?:docs?|documentation)\/|\.(?:md|rst|adoc|txt)$|(?:^|\/)(?:README|CHANGELOG|LICENSE)[^/]*$/i

const sayTime = (seconds: number): string => {
  const minutes = Math.round(Math.abs(seconds) / 60)
  if (minutes < 60) return `${minutes} min`
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`
}

const ageWeight = (seconds: number): number =>
  weights.age * log1p(Math.abs(seconds) / hour) + (seconds < 0 ? weights.late : 0)

const ageFactor = (seconds: number): Factor => ({
  kind: 'age',
  weight: ageWeight(seconds),
  tell: () =>
    seconds < 0 ? `went out ${sayTime(seconds)} after it was noticed` : `went out ${sayTime(seconds)} before`,
})

const normal = (name: string): string => name.toLowerCase().replaceAll(/[^a-z\d]/g, '')

const knownPlaces = new WeakMap<DeployedChange, ReadonlySet<string>>()

/** Components of the catalogue and folders of changed files; asked for by every incident near the change. */
const placesOf = (change: DeployedChange): ReadonlySet<string> => {
  const known = knownPlaces.get(change)
  if (known !== undefined) return known
  const places = new Set([
    ...change.components.map(normal),
    ...change.paths.slice(0, mostPaths).flatMap((path) => path.split('/').slice(0, -1).map(normal)),
  ])
  knownPlaces.set(change, places)
  return places
}

/** The components of an incident, each with the name it is compared by. */
type Disturbed = readonly { readonly name: string; readonly key: string }[]

const disturbedBy = ({ components }: Incident): Disturbed =>
  components.map((name) => ({ name, key: normal(name) })).filter(({ key }) => key !== '')

const componentFactor = (disturbed: Disturbed, change: DeployedChange): Factor | null => {
  if (disturbed.length === 0) return null
  const places = placesOf(change)
  const shared = disturbed.find(({ key }) => places.has(key))
  if (shared !== undefined)
    return {
      kind: 'component',
      weight: weights.sameComponent,
      tell: () => `touches ${shared.name}, which is disturbed`,
    }
  // Without a catalogue nobody knows that it touches nothing of what is disturbed.
  if (change.components.length === 0) return null
  return {
    kind: 'component',
    weight: weights.otherComponent,
    tell: () => `touches ${change.components[0]}, not what is disturbed`,
  }
}

const wordFactor = ({ share, words }: Overlap, change: DeployedChange): Factor | null =>
  words.length === 0
    ? null
    : {
        kind: 'words',
        weight: weights.words * share,
        tell: () =>
          `shares the word${words.length === 1 ? '' : 's'} ${words.map((word) => spell(word, change)).join(', ')} with it`,
      }

const riskFactor = (risk: number | null, usual: number): Factor | null => {
  if (risk === null || !(usual > 0) || !(risk > 0)) return null
  const times = risk / usual
  const factor = Math.max(1 / mostRiskFactor, Math.min(mostRiskFactor, times))
  return {
    kind: 'risk',
    weight: weights.risk * log(factor),
    tell: () =>
      `scored ${(risk * 100).toFixed(1)} %, ${times >= 1 ? `×${times.toFixed(1)} the usual of these` : 'less than usual of these'}`,
  }
}

const takenBackFactor = ({ revertedAt }: DeployedChange, noticed: number, over: number): Factor | null => {
  const meanwhile = revertedAt !== null && revertedAt >= noticed && revertedAt <= over + hour
  return meanwhile
    ? {
        kind: 'reverted',
        weight: weights.revertedMeanwhile,
        tell: () => `was taken back ${sayTime(revertedAt - noticed)} after it was noticed`,
      }
    : null
}

const revertFactor = ({ isRevert }: DeployedChange): Factor | null =>
  isRevert ? { kind: 'revert', weight: weights.isRevert, tell: () => 'takes another change back' } : null

const documentFactor = ({ paths }: DeployedChange): Factor | null =>
  paths.length > 0 && paths.every((path) => documentPath.test(path))
    ? { kind: 'documents', weight: weights.documentsOnly, tell: () => 'touches documentation only' }
    : null

const namedFactor = (isNamed: boolean): Factor | null =>
  isNamed
    ? { kind: 'named', weight: weights.namedSuspect, tell: () => 'is suspected in its own words' }
    : null

/** The middle risk of those that have one; half of them are below it. */
const usualRisk = (changes: readonly DeployedChange[]): number => {
  const risks = changes.flatMap(({ risk }) => (risk === null ? [] : [risk])).sort((one, other) => one - other)
  return risks[Math.floor(risks.length / 2)] ?? 0
}

/**
 * Where changes go out all day, some are always recent: all of them together, before anything else is known of them,
 * are given no more odds than "no change" has.
 */
const crowding = (candidates: readonly DeployedChange[], noticed: number): number => {
  const recent = candidates.reduce((sum, { at }) => sum + exp(ageWeight(noticed - at)), 0)
  return Math.min(1, exp(weights.none) / Math.max(recent, Number.MIN_VALUE))
}

export interface SuspectOptions {
  /** Nothing later than this is known, in seconds: a live incident is asked about now. */
  readonly until?: number
  /** Changes that the incident's own words suspect. */
  readonly named?: readonly DeployedChange[]
  /** How many are told; all are weighed. */
  readonly limit?: number
  /** How rare a word is among all changes of the repository; among the candidates where absent. */
  readonly rarity?: (word: string) => number
}

/** Ranks the changes that went out before an incident. Pure: risk and time come with the arguments. */
export const rankSuspects = (
  incident: Incident,
  changes: DeployedChanges,
  { until = Number.POSITIVE_INFINITY, named = [], rarity, limit = 5 }: SuspectOptions = {},
): Suspicion => {
  const noticed = noticedAt(incident) ?? until
  if (!Number.isFinite(noticed)) return { suspects: [], noChange: 1, considered: 0 }
  const candidates = changes
    .between(noticed - searchWindow.before, Math.min(until, noticed + searchWindow.after))
    .slice(-mostCandidates)
  const told = toldBy(incident.title, incident.text ?? '')
  const rare = rarity ?? rarityAmong(candidates)
  const disturbed = disturbedBy(incident)
  const over =
    incident.resolvedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(incident.resolvedAt) / 1000
  const usual = usualRisk(candidates)
  const crowded = crowding(candidates, noticed)
  const factorsOf = (change: DeployedChange): readonly (Factor | null)[] => [
    ageFactor(noticed - change.at),
    wordFactor(overlapWith(told, change, rare), change),
    componentFactor(disturbed, change),
    riskFactor(change.risk, usual),
    takenBackFactor(change, noticed, over),
    revertFactor(change),
    documentFactor(change),
    namedFactor(named.includes(change)),
  ]
  const scored = candidates.map((change) => {
    let sum = 0
    for (const factor of factorsOf(change)) sum += factor?.weight ?? 0
    return { change, odds: crowded * exp(sum) }
  })
  const none = exp(weights.none)
  const total = scored.reduce((sum, { odds }) => sum + odds, none)
  // Equal odds: the newer one first, as the last to go out.
  const ranked = scored.sort((one, other) => other.odds - one.odds || other.change.at - one.change.at)
  return {
    suspects: ranked.slice(0, limit).map(({ change, odds }) => ({
      change,
      probability: Math.min(mostSuspicion, odds / total),
      reasons: factorsOf(change)
        .filter((factor) => factor !== null)
        .sort((one, other) => other.weight - one.weight)
        .map(({ kind, weight, tell }) => ({ kind, weight, sentence: tell() })),
    })),
    noChange: none / total + Math.max(0, (ranked[0]?.odds ?? 0) / total - mostSuspicion),
    considered: candidates.length,
  }
}
