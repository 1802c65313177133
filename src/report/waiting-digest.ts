/**
 * What waits, for whom and since when, on one page that the schedule keeps true; and, while the gate only observes, what
 * it would have asked. Nobody is called by name: whoever is asked was called where the question stands.
 */
import { formatCount } from '../domain/counting.ts'
import { escapeWords } from './comment-page.ts'
import { link } from './escaping.ts'
import { joinNames } from './phrases.ts'
import { sayComing, sayPast } from './times.ts'

export interface DigestEntry {
  /** Of the issue or pull request on which the question stands, and its page. */
  readonly number: number
  readonly page: string
  /** Our name of the environment of a deployment; null for an open pull request. */
  readonly environment: string | null
  /** ISO: since when; and until when it is held, or asks on. */
  readonly since: string
  readonly until: string | null
  /** Logins and `organisation/team`. */
  readonly people: readonly string[]
  /** ISO: when the next are asked; null where nobody is, or they were. */
  readonly dueAt: string | null
}

export interface Digest {
  readonly at: string
  readonly waiting: readonly DigestEntry[]
  /** How many comments were looked through, where there are more; null where all were. */
  readonly searched: number | null
  /** Pull requests that would have been asked about, had the gate enforced, the newest first. */
  readonly observed: readonly { readonly number: number; readonly page: string }[]
  /** Days that `observed` looks back. */
  readonly days: number
  /** What enforcing would have meant, a paragraph an environment; and the day it was reckoned, in a hidden line. */
  readonly rehearsed: readonly string[]
}

/** Those that wait longest; the next sweep reads them back. */
export const mostRows = 50
const mostNames = 4
const mostObserved = 10

const sayWhat = ({ environment, number, page }: DigestEntry): string => {
  const place = link(`#${number}`, page)
  return environment === null ? place : `Deployment to ${escapeWords(environment)}, ${place}`
}

const sayFor = ({ people, until }: DigestEntry, at: string): string => {
  if (until !== null) return `${sayComing(until, at)}, nobody`
  const names = joinNames(
    people.map((name) => escapeWords(name)),
    mostNames,
    'or',
  )
  return names === '' ? 'anybody who may write and had no hand in it' : names
}

const row = (entry: DigestEntry, at: string): string =>
  `| ${sayWhat(entry)} | ${sayFor(entry, at)} | ${sayPast(entry.since, at)} | ${entry.dueAt === null ? '' : sayComing(entry.dueAt, at)} |`

const table = ({ waiting, at }: Digest): readonly string[] => {
  if (waiting.length === 0) return ['Nothing waits.']
  const oldest = waiting.toSorted((one, other) => (one.since < other.since ? -1 : 1))
  const left = waiting.length - mostRows
  return [
    `**${formatCount(waiting.length)} ${waiting.length === 1 ? 'waits' : 'wait'}**, the oldest first.`,
    '',
    '| What | For | Since | Next are asked |',
    '|---|---|---|---|',
    ...oldest.slice(0, mostRows).map((entry) => row(entry, at)),
    ...(left > 0 ? ['', `${formatCount(left)} more.`] : []),
  ]
}

const sayObserved = ({ observed, days }: Digest): readonly string[] => {
  if (observed.length === 0) return []
  const named = joinNames(
    observed.map(({ number, page }) => link(`#${number}`, page)),
    mostObserved,
  )
  const changes = observed.length === 1 ? '1 pull request' : `${formatCount(observed.length)} pull requests`
  return [
    '',
    `**While it observes**, nothing is held. In the last ${days} days a person would have been asked about ${changes}: ${named}.`,
  ]
}

const saySearched = ({ searched }: Digest): readonly string[] =>
  searched === null
    ? []
    : [
        '',
        `Looked through were the ${formatCount(searched)} comments touched last, and what was named here before; an older question is found when somebody answers it.`,
      ]

/** Markdown of the issue, its marker apart. */
export const renderDigest = (digest: Digest): string =>
  [
    ...table(digest),
    ...saySearched(digest),
    ...sayObserved(digest),
    ...digest.rehearsed.flatMap((each) => ['', each]),
  ].join('\n')
