/** Who knows the files of a change: those who own them, and those who touched them lately. */
import { type CodeOwnersRule, type Owner, ruleOf } from '../config/codeowners.ts'
import { loginKey, loginOfAddress } from './eligibility.ts'
import { compareText, type WeighedFile } from './routing-files.ts'
import type { RoutingRequest } from './routing-request.ts'

export interface Candidate {
  readonly kind: 'user' | 'team' | 'address'
  /** What two spellings of one name have in common. */
  readonly key: string
  /** Login, `organisation/slug`, or an address nobody could match to an account. */
  readonly name: string
  /** By path. */
  readonly claims: ReadonlyMap<string, Claim>
}

type Named = Pick<Candidate, 'kind' | 'name'>

const keyOf = ({ kind, name }: Named): string => `${kind} ${loginKey(name)}`

/** Why someone knows a file. */
export type Claim =
  | { readonly kind: 'owns'; readonly rule: CodeOwnersRule }
  | { readonly kind: 'answers'; readonly component: string }
  | { readonly kind: 'touched'; readonly prefix: string; readonly touches: number }

/** People and teams of CODEOWNERS, and where it names nobody those of the catalogue; sorted by key. */
export const findOwners = (
  files: readonly WeighedFile[],
  { codeOwners, accounts, componentOwners = [] }: RoutingRequest,
): readonly Candidate[] => {
  const gathering = gather()
  for (const { path } of files) {
    const rule = codeOwners && ruleOf(codeOwners, path)
    for (const owner of rule?.owners ?? []) {
      const person = identify(owner, accounts)
      gathering.add(keyOf(person), person, path, { kind: 'owns', rule: rule! })
    }
    if ((rule?.owners ?? []).length === 0)
      for (const { component, kind, name, paths } of componentOwners)
        if (paths.includes(path))
          gathering.add(keyOf({ kind, name }), { kind, name }, path, { kind: 'answers', component })
  }
  return gathering.all()
}

/**
 * People who touched the files lately, sorted by key. Of several prefixes of one path the longest tells most about it.
 */
export const findFamiliar = (
  files: readonly WeighedFile[],
  { familiarity }: RoutingRequest,
): readonly Candidate[] => {
  const byPrefix = new Map<string, Map<string, { readonly name: string; readonly touches: number }>>()
  for (const [name, prefixes] of sorted(familiarity ?? []))
    for (const [spelled, touches] of sorted(prefixes)) {
      if (!(Number.isFinite(touches) && touches > 0)) continue
      const prefix = spelled.replace(/\/$/, '')
      const people = byPrefix.get(prefix) ?? new Map<string, { name: string; touches: number }>()
      const key = keyOf({ kind: 'user', name })
      const before = people.get(key)
      people.set(key, { name: before?.name ?? name, touches: (before?.touches ?? 0) + touches })
      byPrefix.set(prefix, people)
    }
  const gathering = gather()
  for (const { path } of files)
    for (const prefix of prefixesOf(path))
      for (const [key, { name, touches }] of byPrefix.get(prefix) ?? [])
        gathering.add(key, { kind: 'user', name }, path, { kind: 'touched', prefix, touches })
  return gathering.all()
}

/** Collects claims by whom they belong to; the first claim on a path stays. */
const gather = () => {
  const people = new Map<string, { kind: Candidate['kind']; name: string; claims: Map<string, Claim> }>()
  return {
    add: (key: string, { kind, name }: Named, path: string, claim: Claim): void => {
      const person = people.get(key) ?? { kind, name, claims: new Map<string, Claim>() }
      if (!person.claims.has(path)) person.claims.set(path, claim)
      people.set(key, person)
    },
    all: (): readonly Candidate[] =>
      [...people]
        .map(([key, person]) => ({ key, ...person }))
        .toSorted((one, other) => compareText(one.key, other.key)),
  }
}

const identify = ({ kind, name }: Owner, accounts: ReadonlyMap<string, string> | undefined): Named => {
  if (kind !== 'email') return { kind, name }
  const login = accounts?.get(name) ?? accounts?.get(name.toLowerCase()) ?? loginOfAddress(name)
  return login ? { kind: 'user', name: login } : { kind: 'address', name }
}

/** Longest first: the path, its folders, the root. */
const prefixesOf = (path: string): readonly string[] => {
  const names = path.split('/')
  return [...names.map((_, at) => names.slice(0, names.length - at).join('/')), '']
}

const sorted = <Value>(entries: Iterable<readonly [string, Value]>): readonly (readonly [string, Value])[] =>
  [...entries].toSorted(([one], [other]) => compareText(one, other))

/** Answers why someone may not be asked, as the end of a sentence about them; null when they may. */
export const prepareBars = ({
  excluded,
  access,
}: RoutingRequest): ((candidate: Candidate) => string | null) => {
  const reasons = new Map<string, Set<string>>()
  for (const { login, why } of excluded)
    reasons.set(loginKey(login), (reasons.get(loginKey(login)) ?? new Set<string>()).add(why))
  const users = access.users && new Set(access.users.map(loginKey))
  const teams = access.teams && new Set(access.teams.map(teamKey))
  return ({ kind, name }) => {
    if (kind === 'address') return 'is an address that belongs to no account known here'
    const whys = kind === 'team' ? undefined : reasons.get(loginKey(name))
    if (whys) return [...whys].toSorted(compareText).join(' and ')
    if (/\[bot\]$/i.test(name)) return 'is a bot'
    const isIn = kind === 'team' ? teams?.has(teamKey(name)) : users?.has(loginKey(name))
    return (isIn ?? true) ? null : 'has no access to this repository'
  }
}

/** Reviews that somebody is asked for elsewhere; null where nobody could tell. */
export const loadOf = ({ kind, name }: Named, { load }: RoutingRequest): number | null => {
  if (!load) return null
  return (kind === 'team' ? load.teams.get(teamKey(name)) : load.users.get(loginKey(name))) ?? 0
}

export const isAsked = ({ kind, name }: Candidate, { requested }: RoutingRequest): boolean =>
  kind === 'team'
    ? requested.teams.some((team) => teamKey(team) === teamKey(name))
    : requested.users.some((login) => loginKey(login) === loginKey(name))

/** A repository knows teams of one organisation only, so that the slug alone tells them apart. */
export const teamKey = (team: string): string => team.slice(team.lastIndexOf('/') + 1).toLowerCase()
