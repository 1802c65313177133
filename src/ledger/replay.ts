import { canonicalText, plainJson } from './canonical.ts'
import type { Difference } from './chain.ts'
import { firstJsonDifference } from './json-difference.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerRecord, Tip } from './record.ts'

/**
 * Makes a recorded result again from what its record says and the blobs it refers to. A released engine never changes
 * its answer, so any difference was made afterwards.
 */
export type Engine = (
  record: LedgerRecord,
  readBlob: (hash: string) => Promise<Uint8Array>,
  /** Records that a result rests on, by id. */
  findRecord: (id: string) => Promise<LedgerRecord | undefined>,
) => Promise<unknown>

export interface Replay {
  /** Sound ones: all, or those before the difference in bytes. */
  readonly records: number
  readonly streams: Readonly<Record<string, Tip>>
  /** Decisions whose result came out the same again. */
  readonly rederived: number
  /** Decisions by engine that this build does not carry: their bytes are right, their results were not made again. */
  readonly verifiedOnly: Readonly<Record<string, number>>
  /** For each of these engines the newest recorded release that carries it (`tool.version`). */
  readonly releases: Readonly<Record<string, string>>
  readonly difference?: ReplayDifference
  readonly notes: readonly string[]
}

export interface ReplayDifference extends Difference {
  /** Where a result came out otherwise: `$.risk.probability`, what the record says and what the engine says now. */
  readonly path?: string
  readonly recorded?: unknown
  readonly rederived?: unknown
}

/**
 * Verifies every byte, chain and referenced blob; then makes the result of every decision again whose `body.engine` is
 * among the engines and compares it with `body.result`. Stops at the first difference.
 */
export const replayLedger = async (
  ledger: Ledger,
  engines: Readonly<Record<number, Engine>>,
): Promise<Replay> => {
  const { records, streams, difference, notes } = await ledger.verify()
  const counts = {
    rederived: 0,
    verifiedOnly: new Map<string, number>(),
    releases: new Map<string, string>(),
  }
  const result = (found?: ReplayDifference): Replay => ({
    records,
    streams,
    rederived: counts.rederived,
    verifiedOnly: Object.fromEntries(counts.verifiedOnly),
    releases: Object.fromEntries(counts.releases),
    ...(found ? { difference: found } : {}),
    notes: [...ledger.notes, ...notes],
  })
  if (difference) return result(difference)
  for await (const record of ledger.read({ kinds: ['decision'] })) {
    const number = record.body['engine']
    const engine = typeof number === 'number' && Object.hasOwn(engines, number) ? engines[number] : undefined
    if (engine) {
      const found = await rederive(record, engine, ledger)
      if (found) return result(found)
      counts.rederived += 1
    } else {
      const name = number === undefined ? 'none' : String(number)
      counts.verifiedOnly.set(name, (counts.verifiedOnly.get(name) ?? 0) + 1)
      counts.releases.set(name, record.tool.version)
    }
  }
  return result()
}

const rederive = async (
  record: LedgerRecord,
  engine: Engine,
  ledger: Pick<Ledger, 'find' | 'getBlob'>,
): Promise<ReplayDifference | undefined> => {
  const where = { file: `stream ${record.stream}`, line: record.seq + 1, record: record.id }
  const mend = `compare with release ${record.tool.version} of ${record.tool.name}, which wrote it`
  let result: unknown
  try {
    result = plainJson(
      await engine(
        record,
        (hash) => ledger.getBlob(hash),
        (id) => ledger.find(id),
      ),
    )
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ...where, what: `engine ${record.body['engine']} gives no result: ${why}`, mend }
  }
  const parted = firstJsonDifference(record.body['result'], result)
  if (!parted) return undefined
  const { path, left, right } = parted
  const what = `result differs at ${path}: recorded ${shown(left)}, made again ${shown(right)}`
  return { ...where, what, mend, path, recorded: left, rederived: right }
}

const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : canonicalText(value)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
