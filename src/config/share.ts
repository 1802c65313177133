import { type Reading, read, wanted } from './reading.ts'

/** Bounds in percent, inside 0 to 100; `above` and `below` are not themselves allowed. */
export interface ShareBounds {
  readonly above?: number
  readonly atLeast?: number
  readonly below?: number
}

const shape = /^(\d{1,3})(?:\.(\d{1,10}))? ?%$/

/**
 * Reads a percentage as a share: `10%` is 0.1, and `99.996%` exactly the number 0.99996, because the decimal point is
 * moved in the digits and never divided. A bare number is refused: 0.1 and 10 both look like ten percent to somebody.
 */
export const readShare = (input: unknown, bounds: ShareBounds = {}): Reading<number> => {
  const asked = `a percentage${inWords(bounds)}, like 10%`
  const match = typeof input === 'string' ? shape.exec(input) : null
  if (match === null) return wanted(asked, guess(input))
  const [, whole = '', fraction = ''] = match
  const digits = whole.padStart(3, '0')
  const share = Number(`${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`)
  return contains(bounds, Number(`${whole}.${fraction}`)) ? read(share) : wanted(asked)
}

const contains = ({ above, atLeast, below }: ShareBounds, percent: number): boolean =>
  (above === undefined || percent > above) &&
  (atLeast === undefined || percent >= atLeast) &&
  (below === undefined || percent < below) &&
  percent <= 100

const inWords = ({ above, atLeast, below }: ShareBounds): string => {
  const bounds = [
    above === undefined ? undefined : `above ${above}%`,
    atLeast === undefined ? undefined : `of at least ${atLeast}%`,
    below === undefined ? undefined : `below ${below}%`,
  ].filter((bound) => bound !== undefined)
  return bounds.length === 0 ? ' of at most 100%' : ` ${bounds.join(' and ')}`
}

/** The percentage somebody probably meant: 15 → 15%, 0.15 → 15%, "10,5 %" → 10.5%. */
const guess = (input: unknown): string | undefined => {
  const text = typeof input === 'number' ? `${input}` : typeof input === 'string' ? withoutSign(input) : ''
  if (!/^\d{1,3}(\.\d{1,10})?$/.test(text)) return undefined
  const number = Number(text)
  if (number > 100) return undefined
  const isFraction = typeof input === 'number' && number > 0 && number < 1
  return isFraction ? `${Number((number * 100).toPrecision(12))}%` : `${number}%`
}

const withoutSign = (text: string): string => {
  const withPoint = text.trim().replace(',', '.')
  return withPoint.replace(/ ?(%|percent)$/i, '')
}
