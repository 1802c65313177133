import { type Reading, read, wanted } from '../reading.ts'
import { readShare } from '../share.ts'

/** So many instances, or a share 0..1 of them, as the file spells it. */
export type Amount =
  | { readonly kind: 'count'; readonly count: number; readonly text: string }
  | { readonly kind: 'share'; readonly share: number; readonly text: string; readonly atLeast?: number }

const mostInstances = 1_000_000

/** Reads `3` or `33%`. A fraction like 0.33 is refused: it could be a third of the fleet or of an instance. */
export const readAmount = (input: unknown): Reading<Amount> => {
  const asked = 'a number of instances like 2, or a percentage like 10%'
  if (typeof input === 'number') {
    if (Number.isInteger(input) && input >= 0 && input <= mostInstances)
      return read({ kind: 'count', count: input, text: String(input) })
    return wanted(asked, input > 0 && input < 1 ? mendOf(input) : undefined)
  }
  if (typeof input !== 'string') return wanted(asked)
  const share = readShare(input)
  if (share.ok) return read({ kind: 'share', share: share.value, text: input.replace(' ', '') })
  return wanted(asked, /^\d{1,6}$/.test(input) ? input : share.mend)
}

const mendOf = (fraction: number): string | undefined => {
  const share = readShare(fraction)
  return share.ok ? undefined : share.mend
}

/** One step of an exposure: so many instances, a share of them, or whole zones. */
export type ExposureStep = Amount | { readonly kind: 'zones'; readonly zones: number; readonly text: string }

/** Reads `10`, `10%`, `1 zone` or `2 zones`; never nothing. */
export const readExposureStep = (input: unknown): Reading<ExposureStep> => {
  const asked = 'a number of instances like 10, a percentage like 10%, or zones like "1 zone"'
  const zones = typeof input === 'string' ? /^([1-9]\d{0,3}) zones?$/.exec(input) : null
  if (zones !== null) return read({ kind: 'zones', zones: Number(zones[1]), text: zones[0] })
  if (input === 'zone') return wanted(asked, '1 zone')
  const amount = readAmount(input)
  if (!amount.ok) return wanted(asked, amount.mend)
  const size = amount.value.kind === 'count' ? amount.value.count : amount.value.share
  return size > 0 ? amount : wanted(`${asked}; more than none`)
}
