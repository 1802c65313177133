/** GraphQL says its errors in an answer of 200; half an answer counts as none. */
import type { GitHubFailure } from './github.ts'
import { codesOf, type Exchange, type Fault, failed, listIn, textIn } from './judgement.ts'
import { firstLine, type Hide, mostWords } from './words.ts'

/** A document that names no mutation only reads. Where the word stands anywhere, it is taken for one. */
export const onlyReads = (document: string): boolean => !/\bmutation\b/.test(document)

/** `POST /graphql (query Live)`: the operation as its document names it. */
export const operationOf = (document: string): string => {
  const operation = /\b(query|mutation)\s+(\w{1,60})/.exec(document)
  return operation ? `POST /graphql (${operation[1]} ${operation[2]})` : 'POST /graphql'
}

const failures: Readonly<Record<string, GitHubFailure>> = {
  RATE_LIMITED: 'limited',
  RATE_LIMIT: 'limited',
  STALE_DATA: 'conflict',
  NOT_FOUND: 'not-found',
  FORBIDDEN: 'forbidden',
  INSUFFICIENT_SCOPES: 'forbidden',
  SERVICE_UNAVAILABLE: 'server',
}

/** Data without errors passes; anything else is a fault. */
export const lookAtGraphql = (answer: Exchange, hide: Hide): Exchange | Fault => {
  const { status, headers, data } = answer
  const errors = listIn(data, 'errors')
  const inner = dataIn(data)
  if (errors.length === 0)
    return inner === null
      ? failed({ failure: 'rubbish', status, headers, words: 'neither data nor a list of errors' })
      : { ...answer, data: inner }
  const failure = failureOf(errors)
  return failed({
    failure,
    status,
    headers,
    words: firstLine(hide(errors.map(sentenceOf).join('; ')), mostWords),
    codes: codesOf(errors, 'type', hide),
    lasting: failure !== 'server',
  })
}

/** Null also where errors are told in another way than we know: then they are not overheard. */
const dataIn = (body: unknown): object | null => {
  if (typeof body !== 'object' || body === null || !('data' in body)) return null
  const silent = !('errors' in body) || (Array.isArray(body.errors) && body.errors.length === 0)
  return silent && typeof body.data === 'object' ? body.data : null
}

/** A limit outweighs the rest, for it can be waited for; else the first error whose type says something. */
const failureOf = (errors: readonly unknown[]): GitHubFailure => {
  const known = errors.map((error) => failures[textIn(error, 'type')] ?? unwell(error))
  return known.find((each) => each === 'limited') ?? known.find((each) => each !== undefined) ?? 'invalid'
}

/** GitHub's answer to its own time-outs has no type. */
const unwell = (error: unknown): GitHubFailure | undefined =>
  /^something went wrong/i.test(textIn(error, 'message')) ? 'server' : undefined

const sentenceOf = (error: unknown): string => {
  const [message, type] = [textIn(error, 'message').split('\n')[0] ?? '', textIn(error, 'type')]
  return [type, message].filter(Boolean).join(': ')
}
