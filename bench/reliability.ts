/** How reliable risks were: foretold beside failed, and how far differences between them were overstated. */
import { log, log1p } from '../src/domain/numerics.ts'
import { rowRange } from '../src/model/column.ts'
import type { Design } from '../src/model/design.ts'
import { bySafety } from '../src/model/metrics.ts'
import { findSummit } from '../src/model/summit.ts'

export interface Bin {
  readonly foretold: number
  readonly failed: number
}

/** Ten bins of equally many rows, safest first: mean risk and failure rate of each. */
export function reliabilityBins(risks: Float64Array, labels: ArrayLike<number>, bins = 10): readonly Bin[] {
  const order = bySafety(risks)
  return Array.from({ length: bins }, (_, bin) => {
    const from = Math.floor((order.length * bin) / bins)
    const own = order.subarray(from, Math.floor((order.length * (bin + 1)) / bins))
    const mean = (values: ArrayLike<number>) => own.reduce((sum, row) => sum + values[row]!, 0) / own.length
    return { foretold: mean(risks), failed: mean(labels) }
  })
}

/**
 * The slope of what happened against what was foretold, both as ln hazards (Cox, Biometrika 45, 1958): 1 where
 * differences between parts were as large as foretold, below 1 where they were overstated. And its standard error.
 */
export function reliabilitySlope(
  risks: Float64Array,
  labels: Float64Array,
): { readonly slope: number; readonly error: number } {
  const n = risks.length
  const eta = risks.map((risk) => log(Math.max(1e-12, -log1p(-Math.min(1 - 1e-9, risk)))))
  const centre = eta.reduce((sum, value) => sum + value, 0) / n
  const design: Design = {
    n,
    width: 2,
    starts: rowRange(0, n + 1).map((row) => 2 * row),
    indices: Uint16Array.from({ length: 2 * n }, (_, i) => i % 2),
    values: Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? 1 : eta[i >> 1]! - centre)),
  }
  // Hardly any belief: only so that a history without a failure has a summit.
  const penalty = {
    size: 2,
    mean: Float64Array.from([centre, 1]),
    precision: Float64Array.from([1e-6, 0, 0, 1e-6]),
    signs: new Int8Array(2),
  }
  const outcomes = { labels, weights: new Float64Array(n).fill(1) }
  const { coefficients, information } = findSummit(design, outcomes, penalty, penalty.mean)
  const [level, cross, own] = [information[0]!, information[2]!, information[3]!]
  return { slope: coefficients[1]!, error: Math.sqrt(level / (level * own - cross * cross)) }
}
