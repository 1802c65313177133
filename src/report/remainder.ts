/** What a short list leaves out, so that what is shown still multiplies or adds up to the whole. */

/** The factors too small to name, as one. */
export interface FactorRemainder {
  readonly count: number
  readonly factor: number
}

interface Factored {
  readonly factor: number
}

const product = (factors: readonly number[]): number => factors.reduce((whole, factor) => whole * factor, 1)

/**
 * The first `rows` factors (largest effect first) and one remainder: shown × remainder = `whole`.
 * `whole` is the product of all factors unless the reader will compare with two printed numbers, say a usual risk and
 * this one: then it is their ratio. `seen` is how a factor is printed; the remainder takes up the rounding too.
 */
export const splitFactors = <Factor extends Factored>(
  factors: readonly Factor[],
  rows: number,
  {
    whole = product(factors.map(({ factor }) => factor)),
    seen = (factor: number) => factor,
  }: { readonly whole?: number; readonly seen?: (factor: number) => number } = {},
): { readonly shown: readonly Factor[]; readonly rest: FactorRemainder } => {
  const shown = factors.filter(({ factor }) => seen(factor) !== 1 && seen(factor) > 0).slice(0, rows)
  return {
    shown,
    rest: {
      count: factors.length - shown.length,
      factor: whole / product(shown.map(({ factor }) => seen(factor))),
    },
  }
}

/** The parts not listed, as one. */
export interface ShareRemainder {
  readonly count: number
  readonly share: number
}

/**
 * The first `rows` parts and the share of all others together: shown + remainder = 1.
 * Where rounding would swallow a small remainder, its true share stands.
 */
export const splitShares = <Shared extends { readonly share: number }>(
  parts: readonly Shared[],
  rows: number,
  seen: (share: number) => number = (share) => share,
): { readonly shown: readonly Shared[]; readonly rest: ShareRemainder } => {
  const shown = parts.slice(0, rows)
  const others = parts.slice(rows)
  const left = 1 - shown.reduce((sum, { share }) => sum + seen(share), 0)
  const share = left > 0 ? left : others.reduce((sum, part) => sum + part.share, 0)
  return { shown, rest: { count: others.length, share: others.length === 0 ? 0 : share } }
}
