/**
 * Exponential and logarithm with the same bits everywhere.
 *
 * ECMAScript leaves `Math.exp`, `Math.log` and `Math.pow` "implementation-approximated": two releases of Node may
 * differ in the last bit, and a decision replayed a year later would no longer match its hash. Everything here uses
 * + − × ÷ only, which IEEE 754 rounds in exactly one way.
 *
 * Both functions follow the textbook plan (Muller, Elementary Functions, 2016): reduce the argument to a small
 * interval by powers of two, sum a power series there, undo the reduction. Errors stay within two units in the last
 * place; the tests hold them against 60-digit references.
 */

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)
double[0] = 1
/** Which 32-bit half of a double carries the exponent depends on the machine's byte order. */
const HIGH = words[1] === 0 ? 0 : 1
const LOW = 1 - HIGH

/**
 * ln 2 in two pieces: the first has only 32 significant bits, so that multiplying it by an exponent (11 bits) is
 * exact; the second carries the rest.
 */
const LN2_HIGH = 2977044471 / 4294967296
const LN2_LOW = 1.9082149292705877e-10
const LN2 = LN2_HIGH + LN2_LOW
const LOG2_E = Math.LOG2E
const TINY = 1 / 18014398509481984

/** 2 to the power `exponent`, exact, for −1022 ≤ exponent ≤ 1023. */
function powerOfTwo(exponent: number): number {
  words[HIGH] = (exponent + 1023) << 20
  words[LOW] = 0
  return double[0]!
}

/**
 * exp(r) − 1 − r = r²/2! + r³/3! + … for |r| ≤ ln 2 / 2; the first term left out is below 1e-18 of the sum.
 */
function exponentialTail(r: number): number {
  let sum = 1 / 87178291200
  sum = sum * r + 1 / 6227020800
  sum = sum * r + 1 / 479001600
  sum = sum * r + 1 / 39916800
  sum = sum * r + 1 / 3628800
  sum = sum * r + 1 / 362880
  sum = sum * r + 1 / 40320
  sum = sum * r + 1 / 5040
  sum = sum * r + 1 / 720
  sum = sum * r + 1 / 120
  sum = sum * r + 1 / 24
  sum = sum * r + 1 / 6
  sum = sum * r + 0.5
  return r * r * sum
}

/**
 * e to the power x.
 *
 * x = k·ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ᵏ·eʳ. What the subtraction loses is kept and added to the series.
 * @example exp(1) // 2.718281828459045
 */
export function exp(x: number): number {
  if (!(x >= -745.1332191019412)) return Math.max(x, 0)
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY
  const k = Math.floor(x * LOG2_E + 0.5)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const lost = high - r - low
  const scaled = 1 + (r + (exponentialTail(r) + lost))
  if (k > 1023) return scaled * powerOfTwo(1023) * 2
  // Subnormal results are reached in two exact steps.
  if (k < -1022) return scaled * powerOfTwo(k + 100) * powerOfTwo(-100)
  return scaled * powerOfTwo(k)
}

/**
 * eˣ − 1 without losing the digits of a small x: the probability of a small hazard is −expm1(−h).
 * @example expm1(1e-10) // 1.00000000005e-10
 */
export function expm1(x: number): number {
  if (Number.isNaN(x) || Math.abs(x) < TINY) return x
  if (x > 40) return exp(x)
  if (x < -40) return -1
  const k = Math.floor(x * LOG2_E + 0.5)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const lost = high - r - low
  const small = r + (exponentialTail(r) + lost)
  if (k === 0) return small
  const two = powerOfTwo(k)
  return two * small + (two - 1)
}

/**
 * Natural logarithm of u + correction, where the correction is below the last digit of u.
 *
 * u = 2ᵏ·(1 + f) with 1 + f between √½ and √2; with s = f / (2 + f), ln(1 + f) = 2·(s + s³/3 + s⁵/5 + …), arranged
 * as f − s·(f − R) so that the leading term is the exact f.
 */
function logarithm(u: number, correction: number): number {
  double[0] = u
  let k = (words[HIGH]! >>> 20) - 1023
  words[HIGH] = (words[HIGH]! & 0xfffff) | 0x3ff00000
  let mantissa = double[0]!
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5
    k += 1
  }
  const f = mantissa - 1
  const s = f / (2 + f)
  const w = s * s
  let series = 1 / 23
  series = series * w + 1 / 21
  series = series * w + 1 / 19
  series = series * w + 1 / 17
  series = series * w + 1 / 15
  series = series * w + 1 / 13
  series = series * w + 1 / 11
  series = series * w + 1 / 9
  series = series * w + 1 / 7
  series = series * w + 1 / 5
  series = series * w + 1 / 3
  const rest = 2 * w * series
  return k * LN2_HIGH + (f - (s * (f - rest) - (k * LN2_LOW + correction / u)))
}

/**
 * Natural logarithm; −∞ at 0, NaN below.
 * @example log(10) // 2.302585092994046
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  // A subnormal number has no leading one for `logarithm` to find: lift it by 2⁵⁴ first.
  if (x < 2.2250738585072014e-308) return logarithm(x * 18014398509481984, 0) - 54 * LN2
  return logarithm(x, 0)
}

/**
 * ln(1 + x) without losing the digits of a small x. Counts enter the model through it: 0 stays 0, and the step from
 * 10 to 20 files weighs about as much as the one from 100 to 200.
 * @example log1p(99) // 4.605170185988092
 */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (Math.abs(x) < TINY || x === Number.POSITIVE_INFINITY) return x
  const u = 1 + x
  return logarithm(u, x < 1 ? x - (u - 1) : 1 - (u - x))
}

/** 1 − e^(−hazard): the probability that at least one event happens at this expected number of events. */
export const probabilityOfHazard = (hazard: number): number => -expm1(-hazard)
