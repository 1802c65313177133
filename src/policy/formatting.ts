/**
 * Numbers and names as a rule's sentence shows them. Reports have their own; a reason must read the same in the ledger
 * as in the pull request, so it is made here, once.
 */

/** 0.031 → "3.1 %": two significant digits, and never "100 %" for what is not certain. */
export const formatPercent = (share: number, digits = 2): string => {
  const percent = share * 100
  if (!(percent > 0)) return '0 %'
  if (percent < 0.001) return 'under 0.001 %'
  const text = percent >= Number(`1e${digits}`) ? percent.toFixed(0) : percent.toPrecision(digits)
  return share < 1 && Number(text) >= 100 ? 'over 99 %' : `${Number(text) >= 100 ? 100 : text} %`
}

/** A share that a policy states, as it was written there: 0.02 → "2 %". */
export const formatStated = (share: number): string => `${Number((share * 100).toPrecision(6))} %`

/** Two percentages that a sentence compares, with as many digits as it takes to tell them apart. */
export const formatPercents = (one: number, other: number): readonly [string, string] => {
  for (const digits of [2, 3, 4, 5]) {
    const texts = [formatPercent(one, digits), formatPercent(other, digits)] as const
    if (texts[0] !== texts[1]) return texts
  }
  return [formatPercent(one), formatPercent(other)]
}

/** "a", "a and b", "a, b and 3 others". */
export const formatList = (items: readonly string[], most = 3): string => {
  if (items.length > most) {
    const others = items.length - most
    return `${items.slice(0, most).join(', ')} and ${others} ${others === 1 ? 'other' : 'others'}`
  }
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** "1 part", "3 parts". */
export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`

/** Text from outside on one line: whoever opens a pull request chooses paths, and a sentence is no place for line breaks. */
export const oneLine = (text: string, longest = 120): string => {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
  const characters = [...line]
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line
}

/** "2026-03-10 14:00 UTC", of an ISO moment. */
export const formatMoment = (iso: string): string =>
  `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`
