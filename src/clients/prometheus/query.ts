import { SourceError } from '../../domain/errors.ts'
import { readVector, type Sample } from './answer.ts'

/** A Prometheus, or whatever speaks its HTTP API. */
export interface PrometheusPlace {
  /** Like http://prometheus:9090, or with the path it lives under. */
  readonly url: string
  readonly fetch: typeof globalThis.fetch
}

/** A sample older than this tells nothing of now. */
export const oldestSeconds = 60
const answerMilliseconds = 15_000
const mostBytes = 64_000_000
/** Marks which of several queries, asked as one, a series answers. */
const partLabel = 'gate_part'
const timePrefix = 'time of '

/**
 * Asks several queries as one, so that all are answered from the same moment, and leaves out what is older than 60 s.
 * Prometheus itself tells the age of a sample only where a query is a plain selector; `lookback_delta` (2.43) makes it
 * leave out old samples inside any expression. Labels come without the metric's name.
 * @throws SourceError saying what went wrong; the place is for the caller to name
 */
export const askPrometheus = async <Part extends string>(
  place: PrometheusPlace,
  queries: Readonly<Record<Part, string>>,
  signal: AbortSignal,
): Promise<Readonly<Record<Part, readonly Sample[]>>> => {
  const parts = Object.entries<string>(queries)
  const whole = parts.flatMap(([part, query]) => [
    labelled(query, part),
    labelled(`timestamp(${bracketed(query)})`, `${timePrefix}${part}`),
  ])
  const samples = readVector(...(await post(place, whole.join(' or '), signal)))
  const ofPart = (part: string) => samples.filter(({ labels }) => labels[partLabel] === part)
  const answers = parts.map(([part]) => [part, freshOf(ofPart(part), ofPart(`${timePrefix}${part}`))])
  return Object.fromEntries(answers) as Record<Part, readonly Sample[]>
}

/** A comment at the end of the query must not swallow what follows. */
const bracketed = (query: string): string => `(${query}\n)`

const labelled = (query: string, part: string): string =>
  `label_replace(${bracketed(query)}, "${partLabel}", "${part}", "", "")`

const freshOf = (samples: readonly Sample[], times: readonly Sample[]): readonly Sample[] => {
  const taken = new Map(times.map(({ labels, value }) => [seriesOf(labels), value]))
  return samples.flatMap((sample) => {
    const labels = ownLabels(sample.labels)
    const at = taken.get(seriesOf(sample.labels)) ?? Number.NaN
    return sample.at - at <= oldestSeconds ? [{ ...sample, labels }] : []
  })
}

const ownLabels = (labels: Sample['labels']): Sample['labels'] =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => name !== partLabel && name !== '__name__'))

const seriesOf = (labels: Sample['labels']): string =>
  JSON.stringify(Object.entries(ownLabels(labels)).sort(([one], [other]) => (one < other ? -1 : 1)))

const post = async (
  { url, fetch }: PrometheusPlace,
  query: string,
  signal: AbortSignal,
): Promise<readonly [text: string, status: number]> => {
  const limit = AbortSignal.timeout(answerMilliseconds)
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/query`, {
      method: 'POST',
      headers: { accept: 'application/json', 'user-agent': 'change-risk-gate' },
      body: new URLSearchParams({ query, lookback_delta: `${oldestSeconds}s`, timeout: '10s' }),
      redirect: 'error',
      signal: AbortSignal.any([signal, limit]),
    })
    return [await readText(response), response.status]
  } catch (error) {
    if (error instanceof SourceError) throw error
    if (signal.aborted) throw new SourceError('stopped', { cause: error })
    if (limit.aborted)
      throw new SourceError(`no answer within ${answerMilliseconds / 1000} s`, { cause: error })
    throw new SourceError(faultOf(error), { cause: error })
  }
}

const readText = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new SourceError(`its answer has no end (over ${mostBytes} bytes)`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** `fetch` says "fetch failed"; what failed is the cause. */
const faultOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return cause.message || ('code' in cause ? String(cause.code) : cause.name)
}
