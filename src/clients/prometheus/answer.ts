import { SourceError } from '../../domain/errors.ts'

/** One series at one moment. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  /** NaN and infinities are as Prometheus said them. */
  readonly value: number
  /** When it was evaluated, seconds since the epoch. */
  readonly at: number
}

/**
 * Reads what `/api/v1/query` answers to a query of an instant vector.
 * @throws SourceError for a refusal, an answer that is not whole, and any shape that is not the one documented
 */
export const readVector = (text: string, status: number): readonly Sample[] => {
  const answer = parse(text, status)
  if (field(answer, 'status') === 'error') throw new SourceError(refusal(answer))
  const data = field(answer, 'data')
  if (status !== 200 || field(answer, 'status') !== 'success' || data === undefined)
    throw new SourceError(`answered ${status} and not as Prometheus does`)
  const warnings = field(answer, 'warnings')
  // Half of the series would be taken for all of them.
  if (Array.isArray(warnings) && warnings.length > 0)
    throw new SourceError(`its answer may not be whole: ${short(String(warnings[0]))}`)
  const type = field(data, 'resultType')
  if (type !== 'vector')
    throw new SourceError(`the query gives ${short(String(type))}, wanted a number for every instance now`)
  const result = field(data, 'result')
  if (!Array.isArray(result)) throw new SourceError('its answer holds no list of results')
  return result.map(readSample)
}

const readSample = (entry: unknown): Sample => {
  if (field(entry, 'histogram') !== undefined)
    throw new SourceError('the query gives native histograms, wanted classic buckets (the label le)')
  const labels = field(entry, 'metric')
  const pair = field(entry, 'value')
  const [at, value] = Array.isArray(pair) ? pair : []
  const number = typeof value === 'string' ? readNumber(value) : null
  if (!isTexts(labels) || typeof at !== 'number' || !Number.isFinite(at) || number === null)
    throw new SourceError(`a result that cannot be read: ${short(JSON.stringify(entry) ?? 'nothing')}`)
  return { labels, value: number, at }
}

/** As Prometheus writes numbers; null for anything else. */
export const readNumber = (text: string): number | null => {
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (text === 'NaN') return Number.NaN
  return /^[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : null
}

const parse = (text: string, status: number): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SourceError(`answered ${status} and no JSON: ${short(JSON.stringify(text.trim()))}`, { cause })
  }
}

const refusal = (answer: unknown): string =>
  `refused the query (${short(String(field(answer, 'errorType')))}): ${short(String(field(answer, 'error')))}`

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === 'string')

const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text)
