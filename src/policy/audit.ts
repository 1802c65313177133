import { createHash } from 'node:crypto'

/**
 * The audit draw: a share of what would go out unreviewed is looked at all the same, so that people see what is let go,
 * and what their review is worth can be told by comparing. Nobody chooses which: SHA-256 of the head, of the ledger's
 * last decision and of the part's name decides, once for each part. Who asks again gets the draw that was made.
 */
export interface AuditDraw {
  /** Of the part as it stands now. */
  readonly sha: string
  /** What it is remembered by: `#12` of a pull request, whatever is pushed to it, else its SHA. */
  readonly name: string
  /** The head it was first asked about under, and the hash of the last decision before; null: there was none. */
  readonly head: string
  readonly tip: string | null
}

export interface AuditInputs {
  /** Of what would go out unreviewed, 0..1. */
  readonly share: number
  readonly draws: readonly AuditDraw[]
}

/** Hexadecimal digits of the hash that are used, and how many values they have: a number holds them exactly. */
const digits = 12
const values = 0x1_0000_0000_0000

/** Evenly spread, 0 ≤ x < 1. */
export const lotOf = ({ name, head, tip }: Omit<AuditDraw, 'sha'>): number =>
  Number.parseInt(
    createHash('sha256')
      .update(JSON.stringify([head, tip, name]))
      .digest('hex')
      .slice(0, digits),
    16,
  ) / values

/** SHAs of the parts that are to be looked at. */
export const drawnFrom = ({ share, draws }: AuditInputs): readonly string[] =>
  draws.filter((draw) => lotOf(draw) < share).map(({ sha }) => sha)
