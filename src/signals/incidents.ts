/**
 * Incidents: what they say of the places that a part touches, and of the moment of a deployment. Asked only where an
 * incident was told. The shipped prior was learned from git alone and knows none, so each of these says for itself what
 * it is believed to multiply the risk by, until the outcomes of this repository say otherwise: little, and with room on both sides.
 */
import { formatCount } from '../domain/counting.ts'
import { type Measurement, measured, unavailable } from '../domain/measurement.ts'
import type { MomentIncidents, PartIncidents } from '../history/incident-memory.ts'
import type { KnownIncident } from '../history/known-incidents.ts'
import { counted, lasting, type Signal } from './signal.ts'

const day = 86_400
/** After so long an incident says nothing about what follows it. */
const spellDays = 90

/** What an answer is believed to mean before this repository has taught anything about it. */
export interface Anchor {
  /** The answer that means nothing: its factor is exactly 1. */
  readonly nothing: number
  /** An answer to speak of, and what it is believed to multiply the risk by. */
  readonly example: number
  readonly factor: number
}

interface Asked<Subject> extends Pick<Signal, 'name' | 'question' | 'why' | 'shape' | 'direction'> {
  readonly anchor: Anchor
  readonly measure: (incidents: Subject) => Measurement
  readonly sentence: (value: number, incidents: Subject) => string
}
export type IncidentSignal = Asked<PartIncidents>
export type IncidentMomentSignal = Asked<MomentIncidents>

/** Names come from anywhere: as much of one as a line has room for. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`
const idOf = ({ id }: KnownIncident): string => cut(id, 20)
const called = ({ name }: { readonly name: string }): string => cut(name, 20)

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth']
const ordinal = (count: number): string => ordinals[count] ?? `${count}th`

/** `no small fault`, `1 small fault`, `3 small faults`. */
const faults = (count: number): string =>
  `${count === 0 ? 'no' : formatCount(count)} small fault${count > 1 ? 's' : ''}`

export const normalErrors: IncidentSignal = {
  name: 'normal-errors',
  question: 'How many small faults did its component have lately?',
  why: 'A normal error is a fault too small to be an incident: a near miss, an incident of the least severity or one that disturbed nobody, a hot patch, a deployment whose job failed and went through when tried again (that one counts for the whole environment). Each is benign; piling up in one place they tell that its slack is used up (Perrow, Normal Accidents, 1984). Each counts half after 30 days; of several components the one with most counts. Five fresh ones are believed to make ×1.3.',
  shape: 'count',
  direction: 1,
  anchor: { nothing: 0, example: 5, factor: 1.3 },
  measure: ({ smallFaults }) => measured(smallFaults?.weight ?? 0),
  sentence: (_value, { smallFaults }) =>
    smallFaults === null
      ? 'no small fault where it touches'
      : `${faults(smallFaults.lately)} in ${called(smallFaults.place)} in 30 days (usual ${Number(smallFaults.usually.toFixed(1))})`,
}

export const recurrence: IncidentSignal = {
  name: 'recurrence',
  question: 'How often did trouble come back to its component within a year?',
  why: 'An incident that repeats the cause or the component of one of the twelve months before tells that its cause is still there: of 87 incidents of four operators 16 repeated an earlier one. Once is believed to make ×1.2.',
  shape: 'count',
  direction: 1,
  anchor: { nothing: 0, example: 1, factor: 1.2 },
  measure: ({ repeats }) => measured(repeats.length),
  sentence: (_value, { repeats: [newest] }) =>
    newest === undefined
      ? 'nothing came back where it touches'
      : newest.same === 'cause'
        ? `${ordinal(newest.count)} time in a year: same cause as ${idOf(newest.earlier)}`
        : `${ordinal(newest.count)} incident in ${called(newest.place)} in a year: ${idOf(newest.incident)}`,
}

export const samePattern: IncidentSignal = {
  name: 'same-pattern',
  question: 'Does it repeat elsewhere what caused an incident?',
  why: 'What broke one component is often about to be done to the next: the same configuration file in another folder within a year, or the same dependency moved again within a month. Measured in seven repositories, every failure taken for a cause: of 3,284 parts with the same file name elsewhere 6.5 % failed, of all 4.3 %; of 817 with the same dependency again 3.2 %, of all dependencies 1.7 %. So it warns in vain 93 to 97 times of 100, and one is believed to make ×1.25.',
  shape: 'count',
  direction: 1,
  anchor: { nothing: 0, example: 1, factor: 1.25 },
  measure: ({ patterns }) => measured(patterns.length),
  sentence: (_value, { patterns }) => {
    const newest = patterns.at(-1)
    if (newest === undefined) return 'repeats nothing that caused an incident'
    return `${cut(newest.thing, 20)} again, as in ${newest.culprit.name} (${idOf(newest.culprit.incident)})`
  },
}

export const sinceIncident: IncidentSignal = {
  name: 'since-incident',
  question: 'How long ago did its component last have an incident?',
  why: 'Trouble comes in spells: what follows an incident in the same place is made in haste, or on ground that is not yet firm. The day after is believed to make ×1.2, 90 days after nothing. Hardly more, because what failed lately in its files and areas is asked already.',
  shape: 'count',
  direction: -1,
  anchor: { nothing: spellDays, example: 1, factor: 1.2 },
  measure: ({ last }) =>
    last === null || last.agoSeconds > spellDays * day
      ? unavailable('no incident of the last 90 days is known where it touches')
      : measured(last.agoSeconds / day),
  sentence: (value, { last }) =>
    last === null
      ? 'no incident where it touches'
      : `${called(last.place)} had ${idOf(last.incident)} ${lasting(value * day)} before`,
}

export const openIncidents: IncidentSignal = {
  name: 'open-incidents',
  question: 'How many incidents were open in its component when it landed?',
  why: 'What lands during an incident is a mend under pressure, or is in its way. In four repositories 10 of 313 changes that landed within a day of an incident were reverted, where 5 would be usual. One is believed to make ×1.4.',
  shape: 'count',
  direction: 1,
  anchor: { nothing: 0, example: 1, factor: 1.4 },
  measure: ({ open }) => measured(open.length),
  sentence: (value, { open: [newest] }) =>
    newest === undefined
      ? 'no incident open where it touches'
      : value > 1
        ? `${counted(value, 'incident')} open in ${called(newest.place)}, ${idOf(newest.incident)} the newest`
        : `${idOf(newest.incident)} is open in ${called(newest.place)}`,
}

export const openNow: IncidentMomentSignal = {
  name: 'open-now',
  question: 'How many incidents are open now, besides those its parts met?',
  why: 'Whoever could mend it is busy, and one trouble hides another: what one change did is harder to tell apart. Those that were open where a part touches when it landed count there. One is believed to make ×1.15.',
  shape: 'count',
  direction: 1,
  anchor: { nothing: 0, example: 1, factor: 1.15 },
  measure: ({ open }) => measured(open.length),
  sentence: (value, { open: [newest] }) =>
    newest === undefined
      ? 'no other incident is open'
      : value > 1
        ? `${idOf(newest)} and ${value - 1} more are open`
        : `${idOf(newest)} is open`,
}

export const sinceAnyIncident: IncidentMomentSignal = {
  name: 'since-any-incident',
  question: 'How long ago was the last incident, anywhere?',
  why: 'The days after an incident are those of its mends. The day after is believed to make ×1.1, 90 days after nothing.',
  shape: 'count',
  direction: -1,
  anchor: { nothing: spellDays, example: 1, factor: 1.1 },
  measure: ({ last }) =>
    last === null || last.agoSeconds > spellDays * day
      ? unavailable('no incident of the last 90 days is known')
      : measured(last.agoSeconds / day),
  sentence: (value, { last }) =>
    last === null
      ? 'no incident in a year'
      : `last incident ${lasting(value * day)} ago: ${idOf(last.incident)}`,
}

export const openActions: IncidentMomentSignal = {
  name: 'open-actions',
  question: 'How much of what incidents asked for is not done, where it touches?',
  why: 'A post-mortem says what would keep its incident from coming back; until that is done, nothing does. One action is believed to make ×1.1.',
  shape: 'count',
  direction: 1,
  anchor: { nothing: 0, example: 1, factor: 1.1 },
  measure: ({ unfinished }) => measured(unfinished.reduce((sum, { actions }) => sum + actions.open, 0)),
  sentence: (value, { unfinished: [newest, ...others] }) =>
    newest === undefined
      ? 'every action of its incidents is done'
      : `${counted(value, 'action')} of ${idOf(newest)}${others.length > 0 ? ` and ${others.length} more` : ''} still open`,
}
