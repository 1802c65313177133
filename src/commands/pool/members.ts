/**
 * The repositories that ledgers tell of: what was measured of the parts they decided upon, and what became of these. No
 * clone is asked. Two ledgers that decided upon the same commit speak of one repository, whatever its folder was called.
 */
import { SourceError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import type { Promised } from '../../model/certificate-course.ts'
import type { TeamRepository } from '../../model/pooled-prior.ts'
import { type Lesson, type Lessons, lessonStream, partShas, readLessons } from '../learn/lessons.ts'
import { readEvidence } from './evidence.ts'

export interface Member extends TeamRepository {
  readonly repository: string
  readonly ledgers: readonly string[]
  readonly environment: string
  readonly lessons: readonly Lesson[]
  readonly maturitySeconds: number
  /** Of that environment, oldest first. */
  readonly decisions: readonly LedgerRecord[]
  /** The failure budget that its newest decision rested on; null where none is stated. */
  readonly promised: Promised | null
}

export interface Members {
  readonly members: readonly Member[]
  /** Why a repository is not among them. */
  readonly notes: readonly string[]
}

/** One repository in one ledger. */
interface Account {
  readonly repository: string
  readonly ledger: Ledger
  readonly decisions: LedgerRecord[]
  /** The newest of each environment. */
  readonly lessons: Map<string, LedgerRecord>
}

/** Reads every ledger. Throws SourceError for one that cannot be read. */
export const readMembers = async (ledgers: readonly Ledger[]): Promise<Members> => {
  const accounts = (await Promise.all(ledgers.map(accountsOf))).flat()
  const members: Member[] = []
  const notes: string[] = []
  for (const group of grouped(accounts)) {
    const member = await memberOf(group)
    if (typeof member === 'string') notes.push(member)
    else members.push(member)
  }
  return { members, notes }
}

/** How many repositories were decided upon, at the price of reading the ledgers once. */
export const countRepositories = async (ledgers: readonly Ledger[]): Promise<number> =>
  grouped((await Promise.all(ledgers.map(accountsOf))).flat()).length

const accountsOf = async (ledger: Ledger): Promise<readonly Account[]> => {
  const accounts = new Map<string, Account>()
  for await (const record of ledger.read({ kinds: ['decision', 'outcome'] })) {
    const { repository, environment, stream, kind } = record
    const known = accounts.get(repository)
    const account: Account = known ?? { repository, ledger, decisions: [], lessons: new Map() }
    accounts.set(repository, account)
    if (environment === undefined) continue
    if (kind === 'decision') account.decisions.push(record)
    else if (stream === lessonStream) account.lessons.set(environment, record)
  }
  return [...accounts.values()].filter(({ decisions }) => decisions.length > 0)
}

interface Group {
  readonly accounts: readonly Account[]
  readonly shas: ReadonlySet<string>
}

const grouped = (accounts: readonly Account[]): readonly (readonly Account[])[] => {
  let groups: readonly Group[] = []
  for (const account of accounts) {
    const shas = new Set(account.decisions.flatMap(partShas))
    const met = groups.filter((group) => [...shas].some((sha) => group.shas.has(sha)))
    const joined = {
      accounts: [...met.flatMap((group) => group.accounts), account],
      shas: new Set([...met.flatMap((group) => [...group.shas]), ...shas]),
    }
    groups = [...groups.filter((group) => !met.includes(group)), joined]
  }
  return groups.map((group) => group.accounts)
}

/** The environment that is meant when nobody names one: production, else the first by name. */
const environmentOf = (accounts: readonly Account[]): string | undefined => {
  const names = accounts.flatMap(({ lessons }) => [...lessons.keys()]).toSorted()
  return names.find((name) => name === 'production') ?? names[0]
}

const byTime = (one: { readonly at: string }, other: { readonly at: string }): number =>
  Date.parse(one.at) - Date.parse(other.at)

/** A sentence where it cannot be learned from. */
const memberOf = async (accounts: readonly Account[]): Promise<Member | string> => {
  const { repository } = accounts[0]!
  const ledgers = accounts.map(({ ledger }) => ledger.url)
  const environment = environmentOf(accounts)
  if (environment === undefined)
    return `${repository} in ${ledgers.join(', ')} is left out: nobody told yet what became of its changes; run learn in that repository with this ledger`
  const told = accounts.flatMap(({ ledger, lessons }) => {
    const record = lessons.get(environment)
    return record === undefined ? [] : [{ ledger, record }]
  })
  // The newest knows most; another ledger of the same repository may know parts that this one was never asked about.
  told.sort((one, other) => byTime(one.record, other.record))
  const lessons = new Map<string, Lesson>()
  let newest: Lessons | null = null
  for (const { ledger, record } of told) {
    newest = await lessonsIn(ledger, record)
    for (const lesson of newest.parts) lessons.set(lesson.sha, lesson)
  }
  const { experience, maturitySeconds } = newest!
  const decisions = accounts
    .flatMap((account) => account.decisions.map((record) => ({ account, record })))
    .filter(({ record }) => record.environment === environment)
    .toSorted((one, other) => byTime(one.record, other.record))
  const kept = [...lessons.values()].toSorted((one, other) => one.landedAt - other.landedAt)
  const evidence = await readEvidence(
    decisions.map(({ account: { ledger }, record }) => ({ ledger, record })),
    { lessons: kept, experience, maturitySeconds },
  )
  return {
    repository,
    ledgers,
    environment,
    lessons: kept,
    maturitySeconds,
    decisions: decisions.map(({ record }) => record),
    until: Math.min(...told.map(({ record }) => Number(record.body['until']))),
    ...evidence,
  }
}

const lessonsIn = async (ledger: Ledger, record: LedgerRecord): Promise<Lessons> => {
  const hash = record.body['lessonsBlob']
  const lessons = typeof hash === 'string' ? readLessons(parsed(await ledger.getBlob(hash))) : null
  if (lessons === null || !Number.isFinite(record.body['until']))
    throw new SourceError(
      `${ledger.url}: record ${record.id.slice(0, 12)} names no outcomes that this release can read; run learn there again with this one`,
    )
  return lessons
}

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}
