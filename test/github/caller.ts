/** Who asks, and what they may. */

import { Refusal } from './answer.ts'
import {
  accountOf,
  findRepository,
  type Level,
  type Permission,
  type Repository,
  type Role,
  roleOf,
  type State,
  type Token,
} from './state.ts'

export interface Caller {
  readonly login: string
  readonly kind: Token['kind'] | 'anonymous'
  readonly permissions: Token['permissions'] | null
}

/** By the `authorization` header: `token x`, `Bearer x`, or Basic with the token as password. Throws for a wrong one. */
export const callerOf = (state: State, authorization: string | null): Caller => {
  if (authorization === null) return { login: '', kind: 'anonymous', permissions: null }
  const [scheme = '', given = ''] = authorization.split(' ')
  const secret =
    scheme.toLowerCase() === 'basic' ? (Buffer.from(given, 'base64').toString().split(':')[1] ?? '') : given
  const token = Object.hasOwn(state.tokens, secret) ? state.tokens[secret] : undefined
  if (token === undefined) throw new Refusal(401, 'Bad credentials')
  accountOf(state, token.login)
  return { login: token.login, kind: token.kind, permissions: token.permissions ?? null }
}

/** `pull-requests: read`. */
export type Need = `${Permission}: ${Level}`

export interface Needs {
  /** Any of them is enough; none when everybody may. */
  readonly anyOf: readonly Need[]
  /** What a person must be in the repository, where it is not what the permission suggests. */
  readonly role?: Role
}

const roles: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin']
export const hasRole = (state: State, repository: Repository, login: string, wanted: Role): boolean =>
  roles.indexOf(roleOf(state, repository, login)) >= roles.indexOf(wanted)

const grants = (caller: Caller, need: Need): boolean => {
  const [permission, level] = need.split(': ') as [Permission, Level]
  if (caller.permissions === null || permission === 'metadata') return true
  const given = caller.permissions?.[permission]
  return given === 'write' || given === level
}

/** In GitHub's own header, a permission is spelled with an underscore. */
const accepted = ({ anyOf }: Needs): string =>
  anyOf.map((need) => need.replaceAll('-', '_').replace(': ', '=')).join('; ')

export const refusal = (caller: Caller, needs: Needs): Refusal =>
  new Refusal(
    403,
    caller.kind === 'user'
      ? 'Resource not accessible by personal access token'
      : 'Resource not accessible by integration',
    { headers: { 'x-accepted-github-permissions': accepted(needs) } },
  )

/** Finds the repository as the caller sees it. Throws 404 where the caller may not even know of it. */
export const repositoryFor = (state: State, caller: Caller, owner: string, name: string): Repository => {
  const repository = findRepository(state, owner, name)
  const hidden =
    repository?.private === true &&
    (caller.kind === 'anonymous' ||
      (caller.kind === 'user' && !hasRole(state, repository, caller.login, 'read')))
  if (repository === undefined || hidden) throw new Refusal(404, 'Not Found')
  return repository
}

/** Throws 401 or 403 where the caller may not. */
export const demand = (state: State, caller: Caller, repository: Repository | null, needs: Needs): void => {
  if (needs.anyOf.length === 0) return
  const writes = needs.anyOf.every((need) => need.endsWith('write'))
  if (caller.kind === 'anonymous') {
    if (writes) throw new Refusal(401, 'Requires authentication')
    return
  }
  if (!needs.anyOf.some((need) => grants(caller, need))) throw refusal(caller, needs)
  if (caller.kind !== 'user' || repository === null) return
  const role = needs.role ?? (writes ? 'write' : 'read')
  if (!hasRole(state, repository, caller.login, role)) throw refusal(caller, needs)
}
