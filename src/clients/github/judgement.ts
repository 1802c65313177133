/** What an answer of GitHub means: data, or one kind of fault. */
import type { GitHubFailure } from './github.ts'
import { firstLine, type Hide, mostRubbish, mostWords } from './words.ts'

export interface Exchange {
  readonly outcome: 'answered'
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON; undefined where GitHub answers without a body, as 204 does. */
  readonly data: unknown
}

export interface Fault {
  readonly outcome: 'failed'
  readonly failure: GitHubFailure
  readonly status: number | null
  readonly headers: Headers | null
  /** What happened: one line fit to print, never the token. */
  readonly words: string
  readonly codes: readonly string[]
  /** GitHub certainly did nothing. */
  readonly undone: boolean
  /** The same request would meet the same fault. */
  readonly lasting: boolean
}

export const failed = (about: Partial<Fault> & Pick<Fault, 'failure' | 'words'>): Fault => ({
  outcome: 'failed',
  status: null,
  headers: null,
  codes: [],
  undone: false,
  lasting: false,
  ...about,
})

interface Answer {
  readonly method: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly hide: Hide
}

export const judge = (answer: Answer): Exchange | Fault =>
  answer.status >= 200 && answer.status < 300 ? granted(answer) : refused(answer)

const granted = (answer: Answer): Exchange | Fault => {
  const { method, status, headers, text } = answer
  const type = headers.get('content-type')
  // A write may be acknowledged by nothing at all; what announces JSON must be JSON.
  const mayBeEmpty = status === 204 || status === 205 || (method !== 'GET' && type === null)
  const data = text === '' && mayBeEmpty ? undefined : parsed(answer)
  return data === notJson
    ? failed({ failure: 'rubbish', status, headers, words: rubbishWords(answer) })
    : { outcome: 'answered', status, headers, data }
}

const refused = (answer: Answer): Fault => {
  const { status, headers, hide } = answer
  const data = parsed(answer)
  const said = textIn(data, 'message')
  const details = listIn(data, 'errors')
  const sentence = [said.split('\n')[0], ...details.map(detailOf)].filter(Boolean).join(': ')
  const failure = failureOf(status, headers, said)
  return failed({
    // GitHub says 404 in its own words. A page of somebody between us must not pass for "there is none".
    failure: failure === 'not-found' && said === '' ? 'rubbish' : failure,
    status,
    headers,
    words: data === notJson ? rubbishWords(answer) : firstLine(hide(sentence), mostWords),
    codes: codesOf(details, 'code', hide),
    undone: status < 500,
    lasting: status < 500,
  })
}

const notJson = Symbol('no JSON')

const parsed = ({ headers, text }: Answer): unknown => {
  if (/^text\/html\b/i.test(headers.get('content-type') ?? '')) return notJson
  try {
    return JSON.parse(text)
  } catch {
    return notJson
  }
}

const rubbishWords = ({ text, hide }: Answer): string =>
  text.trim() === ''
    ? 'nothing where JSON was due'
    : `what is no JSON: "${firstLine(hide(text), mostRubbish)}"`

const valueIn = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined

/** The text under a key; empty where there is none. */
export const textIn = (value: unknown, key: string): string => {
  const found = valueIn(value, key)
  return typeof found === 'string' ? found : ''
}

/** The list under a key; empty where there is none. */
export const listIn = (value: unknown, key: string): readonly unknown[] => {
  const found = valueIn(value, key)
  return Array.isArray(found) ? found : []
}

/** The words a machine reads in a list of errors: what is no such word is left out. */
export const codesOf = (errors: readonly unknown[], key: string, hide: Hide): readonly string[] =>
  errors.map((each) => hide(textIn(each, key))).filter((code) => /^[\w-]{1,64}$/.test(code))

/** One entry of `errors`: a sentence, an object that holds one, or a field and what is wrong with it. */
const detailOf = (each: unknown): string =>
  typeof each === 'string'
    ? each
    : textIn(each, 'message') || [textIn(each, 'field'), textIn(each, 'code')].filter(Boolean).join(' ')

/**
 * Rate limits come as 403 too, and are told by header or by word:
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const failureOf = (status: number, headers: Headers, said: string): GitHubFailure => {
  const limits = headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'
  const saysSo = /secondary rate limit|rate limit exceeded/i.test(said)
  if (status === 429 || (status === 403 && (limits || saysSo))) return 'limited'
  if (status >= 500) return 'server'
  return named[status] ?? (status < 400 ? 'rubbish' : 'invalid')
}

const named: Readonly<Record<number, GitHubFailure>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
}
