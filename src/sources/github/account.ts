/** Accounts as the two faces of GitHub's interface tell them, under the one name people know. */
import type { Answer } from '../../clients/github/shapes.ts'
import type { Account } from '../../domain/pull-request.ts'
import { name, recordOrNull } from './reading.ts'

const types = ['User', 'Bot', 'Organization', 'Mannequin'] as const satisfies readonly Account['type'][]

const accountOf = (account: Answer): Account => ({
  login: account.is('login', name),
  type: account.oneOf('type', types),
})

/** The account at a path, as REST tells it; null where GitHub says null. */
export const accountAt = (answer: Answer, path: string): Account | null => {
  const account = recordOrNull(answer, path)
  return account && accountOf(account)
}

/** The same of a commit: where its address belongs to nobody, GitHub may also tell an object with nothing in it. */
export const committerAt = (answer: Answer, path: string): Account | null => {
  const account = recordOrNull(answer, path)
  if (!account || account.is('', (value) => Object.keys(value as object).length === 0)) return null
  return accountOf(account)
}

/** The actor at a path, as GraphQL tells it: apps go without the suffix that their login carries everywhere else. */
export const actorAt = (answer: Answer, path: string): Account | null => {
  const actor = recordOrNull(answer, path)
  if (!actor) return null
  const type = actor.oneOf('__typename', types)
  const login = actor.is('login', name)
  return { login: type === 'Bot' && !login.endsWith('[bot]') ? `${login}[bot]` : login, type }
}

export const sameLogin = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
