/** What was wanted instead, and what to write. */
export interface Refusal {
  readonly ok: false
  readonly wanted: string
  readonly mend?: string
}

/** What a text of the configuration means, or what was wanted instead and how to mend it. */
export type Reading<Value> = { readonly ok: true; readonly value: Value } | Refusal

export const read = <Value>(value: Value): Reading<Value> => ({ ok: true, value })

export const wanted = (text: string, mend?: string): Refusal =>
  mend === undefined ? { ok: false, wanted: text } : { ok: false, wanted: text, mend }

/** "wanted a percentage like 10% (did you mean 15%?)" */
export const sentenceOf = (reading: Refusal): string =>
  `wanted ${reading.wanted}${reading.mend === undefined ? '' : ` (did you mean ${reading.mend}?)`}`

/**
 * The value of a text that this program itself wrote or has already checked.
 * @throws Error when it cannot be read after all, which is our bug.
 */
export const mustRead = <Value>(reading: Reading<Value>): Value => {
  if (!reading.ok) throw new Error(`a checked value could not be read again: ${sentenceOf(reading)}`)
  return reading.value
}
