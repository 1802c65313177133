/** Suspects as a responder reads them at night: who, how likely, why, and how to take it back. */
import { doubtMeanings, type Incident } from '../domain/incident.ts'
import { neutralise } from './escaping.ts'
import { formatShare } from './numbers.ts'

export interface NamedSuspect {
  readonly change: string
  readonly sha: string
  readonly title: string
  /** When it went out, ISO 8601 in UTC. */
  readonly at: string
  /** When a later change took it back. */
  readonly revertedAt?: string
  readonly probability: number
  /** Plain words confirm; everything else only suspects. */
  readonly state: 'confirmed' | 'suspect'
  /** Sentences, strongest first. */
  readonly reasons: readonly string[]
}

export interface ToldSuspects {
  readonly incident: Omit<Incident, 'text'>
  readonly noChange: number
  readonly suspects: readonly NamedSuspect[]
  /** The command that takes the first suspect back; absent where there is none. */
  readonly takeBack?: string
  readonly considered: number
  readonly elsewhere: readonly string[]
  readonly notes: readonly string[]
}

const titleLength = 60
const cut = (text: string): string =>
  text.length > titleLength ? `${text.slice(0, titleLength - 1)}…` : text

const percent = (probability: number): string => formatShare(probability).padStart(6)

const minute = (moment: string): string => `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`

const counted = (number: number): string => `${number} change${number === 1 ? '' : 's'}`

const noticed = ({ detectedAt, startedAt }: ToldSuspects['incident']): string => {
  const moment = detectedAt ?? startedAt
  return moment === undefined ? 'no time is known' : `noticed ${minute(moment)}`
}

const suspectLines = ({
  change,
  title,
  at,
  probability,
  state,
  reasons,
}: NamedSuspect): readonly string[] => [
  `${percent(probability)}  ${change}  ${cut(neutralise(title))}${state === 'confirmed' ? '  CONFIRMED' : ''}`,
  `        out ${minute(at)} · ${reasons.slice(0, 4).map(neutralise).join(' · ')}`,
]

const isLikelier = (suspect: NamedSuspect | undefined, noChange: number): suspect is NamedSuspect =>
  suspect !== undefined && (suspect.state === 'confirmed' || suspect.probability > noChange)

const verdict = ({ suspects, noChange, considered, elsewhere }: ToldSuspects): string => {
  const [first] = suspects
  if (elsewhere.length > 0 && first?.state !== 'confirmed')
    return `  Its own words blame ${elsewhere.map(neutralise).join(', ')}, which did not land here in the weeks before.`
  if (considered === 0 && first === undefined)
    return '  No change went out in the seven days before: look elsewhere.'
  if (first?.state === 'confirmed') return `  ${first.change} is named as the cause.`
  return isLikelier(first, noChange)
    ? `  Look at ${first.change} first.`
    : '  Most likely no change here caused it: look at load, providers, expiry and hands as well.'
}

const wayBack = ({ revertedAt }: NamedSuspect, takeBack: string | undefined): readonly string[] => {
  if (revertedAt !== undefined) return [`  Taken back  ${minute(revertedAt)}; does it still hurt?`]
  return takeBack === undefined ? [] : [`  Take back   ${takeBack}`]
}

/** That an incident has no end yet is no doubt while it lasts. */
const doubtLines = ({ doubts }: ToldSuspects['incident']): readonly string[] => {
  const said = doubts.filter((doubt) => doubt !== 'no-resolved-time').map((doubt) => doubtMeanings[doubt])
  return said.length > 0 ? [`  In doubt    ${said.join(' · ')}`] : []
}

/** The screen of `suspects`; no colours, for it is copied into chats. */
export const renderSuspects = (told: ToldSuspects): string => {
  const { incident, suspects, noChange, considered, notes, takeBack } = told
  const [first] = suspects
  return [
    `${neutralise(incident.id)}  ${cut(neutralise(incident.title))}: ${noticed(incident)}`,
    verdict(told),
    ...suspects.flatMap(suspectLines),
    `${percent(noChange)}  no change of the ${counted(considered)} looked at`,
    ...(isLikelier(first, noChange) ? wayBack(first, takeBack) : []),
    ...doubtLines(incident),
    ...notes.map((note) => `  Note        ${neutralise(note)}`),
    '',
  ].join('\n')
}
