import { formatCount } from '../domain/counting.ts'
import type { Tally } from './sequential.ts'

/** Numbers of a verdict as a release lead reads them. Nothing here rounds an error away. */

const percent = (rate: number, round: (x: number) => number): string => {
  const hundredths = rate * 100
  if (!(hundredths > 0)) return '0 %'
  if (hundredths < 0.001) return '<0.001 %'
  const digits = hundredths >= 10 ? 0 : hundredths >= 1 ? 1 : hundredths >= 0.01 ? 2 : 3
  const unit = [1, 10, 100, 1000][digits]!
  // What is a whole number of units but for the last bits of the product is taken for one.
  const units = round(Number((hundredths * unit).toPrecision(12)))
  return `${Number((units / unit).toFixed(digits))} %`
}

/** A rate of errors: "1.5 %", "0.02 %", "<0.001 %". */
export const formatRate = (rate: number): string => percent(rate, Math.round)

/** A bound, rounded up: never claims to have seen more than was seen. */
export const formatBound = (rate: number): string => percent(rate, Math.ceil)

/** "1 error", "61 errors in 4,020 requests". */
export const sayCount = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${Math.round(count) === 1 ? one : many}`

export const sayErrors = ({ requests, errors }: Tally): string =>
  `${sayCount(errors, 'error')} in ${sayCount(requests, 'request')}`

export const saySlow = ({ requests, errors }: Tally, aboveMilliseconds: number): string =>
  `${formatCount(errors)} of ${sayCount(requests, 'request')} slower than ${sayMilliseconds(aboveMilliseconds)}`

export const rateOf = ({ requests, errors }: Tally): number => (requests > 0 ? errors / requests : 0)

export const sayMilliseconds = (milliseconds: number): string =>
  milliseconds >= 10 ? `${formatCount(milliseconds)} ms` : `${Number(milliseconds.toPrecision(2))} ms`

/** A time to wait, rounded up: "40 s", "19 min", "2 h", "1 h 20 min". */
export const sayWait = (seconds: number): string => {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const rest = minutes % 60
  return `${formatCount((minutes - rest) / 60)} h${rest === 0 ? '' : ` ${rest} min`}`
}

/** "a", "a and b", "a, b and 3 more". */
export const sayNames = (names: readonly string[], most = 3): string => {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
