/**
 * What incidents say about a part: how things stood where it touches, as of a moment. Like failures that people told
 * (told-scars.ts) they stand beside the index and never in it: an incident exists from the moment it was noticed, for
 * parts of the past as for the one that is asked about.
 */
import { exp } from '../domain/numerics.ts'
import { type FailurePattern, fileNameOf } from './failure-pattern.ts'
import { directoryOf, entityOf } from './hash.ts'
import type { Place } from './incident-places.ts'
import type { HistoryIndex } from './index.ts'
import { isOpenAt, isSmall, type KnownIncident } from './known-incidents.ts'
import { purposes, wordsOf } from './message.ts'
import type { Arrival } from './past.ts'

const day = 86_400
/** What lies further back is history. */
export const rememberedSeconds = 365 * day
/** Of small faults: what happened this long ago counts half. */
export const halfLifeSeconds = 30 * day
/** Within this the same dependency, moved again, is the same attempt. */
const sameAttemptSeconds = 30 * day

/** A change that is confirmed to have caused an incident. */
export interface Culprit {
  readonly incident: KnownIncident
  /** `#123`, or the abbreviated SHA. */
  readonly name: string
  readonly paths: readonly string[]
  readonly pattern: FailurePattern
}

/** An incident where a part touches. */
export interface Nearby {
  readonly incident: KnownIncident
  readonly place: Place
}

export interface Repeat extends Nearby {
  readonly earlier: KnownIncident
  readonly same: 'cause' | 'component'
  /** How many there were of it within the year before the moment. */
  readonly count: number
}

export interface Pattern {
  readonly culprit: Culprit
  /** What is the same: a name of files, or a dependency. */
  readonly thing: string
}

export interface SmallFaults {
  readonly place: Place
  /** Each counts 2^(−age / half-life). */
  readonly weight: number
  /** Within the last half-life, and in a usual one of the last year. */
  readonly lately: number
  readonly usually: number
}

/** What incidents say of a part. */
export interface PartIncidents {
  /** Newest first. */
  readonly open: readonly Nearby[]
  /** The newest within a year, and seconds since it was noticed. */
  readonly last: (Nearby & { readonly agoSeconds: number }) | null
  /** Newest first. */
  readonly repeats: readonly Repeat[]
  readonly patterns: readonly Pattern[]
  /** Of the place that has most. */
  readonly smallFaults: SmallFaults | null
}

/** What incidents say of the moment of a deployment. */
export interface MomentIncidents {
  /** Open now, anywhere, newest first; without those that a part met when it landed, which count there. */
  readonly open: readonly KnownIncident[]
  /** The newest within a year, anywhere. */
  readonly last: { readonly incident: KnownIncident; readonly agoSeconds: number } | null
  /** Incidents of the last year where its parts touch, whose post-mortems have something left to do. */
  readonly unfinished: readonly KnownIncident[]
}

/** Incidents that one place has had, oldest first. */
interface Chronicle {
  readonly place: Place
  readonly incidents: KnownIncident[]
  /** Moments of small faults, rising. */
  readonly small: number[]
}

/** What a part touches, as far as incidents ask: told by its paths, or by what the index keeps. */
interface Touching {
  readonly chronicles: readonly Chronicle[]
  readonly sharing: (culprit: Culprit, moment: number) => string | null
}

export interface MemoryRequest {
  readonly index: HistoryIndex
  readonly incidents: readonly KnownIncident[]
  /** Where each incident was, as far as that is known. */
  readonly placesOf: (incident: KnownIncident) => readonly Place[]
  readonly culprits: readonly Culprit[]
  /** Small faults that no incident tells, each of one place: their moments in seconds. */
  readonly smallFaults?: readonly { readonly place: Place; readonly at: readonly number[] }[]
}

const newestFirst = (one: Nearby, other: Nearby): number => other.incident.noticedAt - one.incident.noticedAt
const decay = (ageSeconds: number): number => exp((-ageSeconds / halfLifeSeconds) * Math.LN2)

export class IncidentMemory {
  readonly incidents: readonly KnownIncident[]
  readonly #index: HistoryIndex
  readonly #chronicles: readonly Chronicle[]
  readonly #byEntity = new Map<number, Chronicle[]>()
  readonly #everywhere: readonly Chronicle[]
  readonly #culprits: readonly Culprit[]
  /** Places of faults of deploying: what is deployed does not add to them. */
  readonly #deploying = new Set<Place>()
  /** The incident before with the same cause, where there was one within a year. */
  readonly #sameCause = new Map<KnownIncident, { readonly earlier: KnownIncident; readonly cause: number }>()
  readonly #byCause = new Map<number, KnownIncident[]>()

  constructor({ index, incidents, placesOf, culprits, smallFaults = [] }: MemoryRequest) {
    this.#index = index
    this.incidents = incidents
    this.#culprits = culprits
    const chronicles = new Map<Place, Chronicle>()
    for (const incident of incidents)
      for (const place of new Set(placesOf(incident))) {
        const chronicle = chronicles.get(place) ?? { place, incidents: [], small: [] }
        chronicles.set(place, chronicle)
        if (isSmall(incident)) chronicle.small.push(incident.noticedAt)
        else chronicle.incidents.push(incident)
      }
    for (const { place, at } of smallFaults) {
      this.#deploying.add(place)
      chronicles.set(place, { place, incidents: [], small: [...at] })
    }
    this.#chronicles = [...chronicles.values()]
    this.#everywhere = this.#chronicles.filter(({ place }) => place.entities === 'everything')
    for (const chronicle of this.#chronicles)
      if (chronicle.place.entities !== 'everything')
        for (const entity of chronicle.place.entities) {
          const others = this.#byEntity.get(entity)
          if (others) others.push(chronicle)
          else this.#byEntity.set(entity, [chronicle])
        }
    this.#findCauses()
    this.#findHotfixes()
  }

  /** What they say of a part that comes, at its landing. */
  ofArrival({ part, files }: Pick<Arrival, 'part' | 'files'>): PartIncidents {
    const paths = files.flatMap(({ path, previousPath }) =>
      previousPath === undefined ? [path] : [path, previousPath],
    )
    const entities = new Set(paths.map((path) => entityOf('file', path)))
    const words = new Set(wordsOf(part.title).map((word) => entityOf('word', word)))
    const isBump = (part.purpose & purposes.dependencyBump) !== 0
    return this.#asOf(part.time, {
      chronicles: this.#chronicles.filter(
        ({ place }) => place.entities === 'everything' || paths.some(place.holds),
      ),
      sharing: ({ pattern, incident }, moment) => {
        const elsewhere = paths.find((path) => {
          const folders = pattern.files.get(fileNameOf(path))
          return folders !== undefined && !folders.has(directoryOf(path))
        })
        if (elsewhere !== undefined && ![...pattern.own].some((file) => entities.has(file)))
          return fileNameOf(elsewhere)
        return isBump && moment - incident.noticedAt <= sameAttemptSeconds
          ? sameDependency(pattern, words)
          : null
      },
    })
  }

  /** What they said of a part of the past, at its landing. */
  ofPast(position: number): PartIncidents {
    const { parts, touches } = this.#index
    const from = parts.touchesFrom.get(position)
    const entities = new Set(touches.entity.slice(from, from + parts.touches.get(position)))
    const isBump = this.#index.has(position, 'dependencyBump')
    return this.#asOf(parts.time.get(position), {
      chronicles: this.#touchedBy(entities),
      sharing: ({ pattern, incident }, moment) => {
        let elsewhere: string | null = null
        for (const entity of entities) {
          if (pattern.own.has(entity)) {
            elsewhere = null
            break
          }
          elsewhere ??= pattern.elsewhere.get(entity) ?? null
        }
        if (elsewhere !== null) return elsewhere
        return isBump && moment - incident.noticedAt <= sameAttemptSeconds
          ? sameDependency(pattern, entities)
          : null
      },
    })
  }

  /**
   * What they say of a moment, in seconds, for a deployment of these parts.
   * @param met what was said of the parts
   */
  ofMoment(
    moment: number,
    arrivals: readonly Pick<Arrival, 'files'>[],
    met: readonly PartIncidents[],
  ): MomentIncidents {
    const counted = new Set(met.flatMap(({ open }) => open.map(({ incident }) => incident)))
    const paths = arrivals.flatMap(({ files }) => files.map(({ path }) => path))
    const touched = new Set(
      this.#chronicles.filter(({ place }) => paths.some(place.holds)).flatMap(({ incidents }) => incidents),
    )
    const recent = this.incidents
      .filter((each) => each.noticedAt <= moment && moment - each.noticedAt <= rememberedSeconds)
      .filter((each) => !isSmall(each))
      .toReversed()
    const [last] = recent
    return {
      open: recent.filter((each) => isOpenAt(each, moment) && !counted.has(each)),
      last: last === undefined ? null : { incident: last, agoSeconds: moment - last.noticedAt },
      unfinished: recent.filter((each) => touched.has(each) && each.actions.open > 0),
    }
  }

  #touchedBy(entities: Iterable<number>): readonly Chronicle[] {
    const found = new Set(this.#everywhere)
    for (const entity of entities)
      for (const chronicle of this.#byEntity.get(entity) ?? []) found.add(chronicle)
    // In one order, however they were found: of two places that have as much the first is named.
    return this.#chronicles.filter((chronicle) => found.has(chronicle))
  }

  #asOf(moment: number, { chronicles, sharing }: Touching): PartIncidents {
    const nearby = new Map<KnownIncident, Nearby>()
    const repeats: Repeat[] = []
    let smallFaults: SmallFaults | null = null
    for (const { place, incidents, small } of chronicles) {
      const recent = within(incidents, moment)
      for (const [at, incident] of recent.entries()) {
        if (nearby.has(incident)) continue
        nearby.set(incident, { incident, place })
        const before = recent[at - 1]
        const cause = this.#sameCause.get(incident)
        if (cause !== undefined)
          repeats.push({
            incident,
            place,
            earlier: cause.earlier,
            same: 'cause',
            count: within(this.#byCause.get(cause.cause)!, moment).length,
          })
        else if (before !== undefined)
          repeats.push({ incident, place, earlier: before, same: 'component', count: recent.length })
      }
      const faults = faultsAt(place, small, moment)
      if (faults.weight > (smallFaults?.weight ?? 0)) smallFaults = faults
    }
    const known = [...nearby.values()].sort(newestFirst)
    const [last] = known
    return {
      open: known.filter(({ incident }) => isOpenAt(incident, moment)),
      last: last === undefined ? null : { ...last, agoSeconds: moment - last.incident.noticedAt },
      repeats: repeats.sort(newestFirst),
      patterns: this.#culprits.flatMap((culprit): readonly Pattern[] => {
        const { noticedAt } = culprit.incident
        if (noticedAt > moment || moment - noticedAt > rememberedSeconds) return []
        const thing = sharing(culprit, moment)
        return thing === null ? [] : [{ culprit, thing }]
      }),
      smallFaults,
    }
  }

  #findCauses(): void {
    for (const incident of this.incidents) {
      if (isSmall(incident)) continue
      for (const cause of incident.causes) {
        const others = this.#byCause.get(cause) ?? []
        this.#byCause.set(cause, others)
        const earlier = others.at(-1)
        if (earlier !== undefined && incident.noticedAt - earlier.noticedAt <= rememberedSeconds)
          this.#sameCause.set(incident, { earlier, cause })
        others.push(incident)
      }
    }
  }

  /** Hot patches are small faults of what they touch, from the moment they land. */
  #findHotfixes(): void {
    if (this.#chronicles.length === 0) return
    const { parts, touches } = this.#index
    for (let position = 0; position < this.#index.length; position += 1) {
      if (!this.#index.has(position, 'hotfix')) continue
      const from = parts.touchesFrom.get(position)
      const entities = touches.entity.slice(from, from + parts.touches.get(position))
      for (const { place, small } of this.#touchedBy(entities))
        if (!this.#deploying.has(place)) small.push(parts.time.get(position))
    }
    for (const { small } of this.#chronicles) small.sort((one, other) => one - other)
  }
}

const sameDependency = ({ dependency }: FailurePattern, words: ReadonlySet<number>): string | null =>
  dependency?.words.every((word) => words.has(word)) ? dependency.name : null

/** Those noticed by a moment and within the year before it; the given ones are in the order of time. */
const within = (incidents: readonly KnownIncident[], moment: number): readonly KnownIncident[] => {
  const noticed = (at: number): number => incidents[at]!.noticedAt
  return incidents.slice(
    firstWhere(incidents.length, (at) => noticed(at) >= moment - rememberedSeconds),
    firstWhere(incidents.length, (at) => noticed(at) > moment),
  )
}

/** The first of so many for which something holds that holds for all behind it. */
const firstWhere = (length: number, holds: (at: number) => boolean): number => {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** A fault at the very moment is the part itself, or came with it. */
const faultsAt = (place: Place, small: readonly number[], moment: number): SmallFaults => {
  const from = firstWhere(small.length, (at) => small[at]! >= moment - rememberedSeconds)
  const to = firstWhere(small.length, (at) => small[at]! >= moment)
  let weight = 0
  let lately = 0
  for (let at = from; at < to; at += 1) {
    const age = moment - small[at]!
    weight += decay(age)
    if (age <= halfLifeSeconds) lately += 1
  }
  return { place, weight, lately, usually: ((to - from) * halfLifeSeconds) / rememberedSeconds }
}
