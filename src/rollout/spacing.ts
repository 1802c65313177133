/**
 * How close one batch may follow another, by what the ledger bears: so many go as fast as they can, and each later one
 * begins so many seconds after the one before began. What a ledger bears it bears in an hour, and most rollouts are
 * over by then. The engine waits by this, and plans are made by it.
 */
export interface Spacing {
  readonly quickBatches: number
  readonly leastSeconds: number
}

/** Of a ledger that can be written as often as anybody likes. */
export const unspaced: Spacing = { quickBatches: 0, leastSeconds: 0 }

/** What has begun so far: how many batches, both ways, and when the last one; milliseconds since the epoch. */
export interface Begun {
  readonly batches: number
  readonly batchBeganAt: number | null
}

/** Before this moment the next batch forward does not begin; milliseconds since the epoch. */
export const earliestNext = (spacing: Spacing, { batches, batchBeganAt }: Begun): number =>
  batches < spacing.quickBatches || batchBeganAt === null
    ? Number.NEGATIVE_INFINITY
    : batchBeganAt + spacing.leastSeconds * 1000
