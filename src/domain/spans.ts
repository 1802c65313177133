/** From an instant until another, which no longer belongs to it; milliseconds since 1970. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** In order, overlapping and adjacent ones joined. */
export const joinSpans = (spans: readonly Span[]): readonly Span[] => {
  const joined: Span[] = []
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1)
    if (last !== undefined && span.from <= last.until)
      joined[joined.length - 1] = { from: last.from, until: Math.max(last.until, span.until) }
    else joined.push(span)
  }
  return joined
}

/** What is left of the first list outside the second; both in order and without overlap. */
export const subtractSpans = (spans: readonly Span[], taken: readonly Span[]): readonly Span[] => {
  const left: Span[] = []
  let skipped = 0
  for (const { from, until } of spans) {
    let start = from
    while (skipped < taken.length && taken[skipped]!.until <= start) skipped++
    for (let at = skipped; at < taken.length && taken[at]!.from < until; at++) {
      if (taken[at]!.from > start) left.push({ from: start, until: taken[at]!.from })
      start = Math.max(start, taken[at]!.until)
    }
    if (start < until) left.push({ from: start, until })
  }
  return left
}
