/** A line of parts, for what asks only when they landed. */
import { HistoryIndex } from '../../src/history/index.ts'

export const shaAt = (position: number): string => position.toString(16).padStart(40, '0')

/** A line of parts that landed `hours` apart. */
export const lineOf = (parts: number, hours = 6): HistoryIndex => {
  const index = new HistoryIndex({ signals: 0, shaDigits: 40 })
  for (let position = 0; position < parts; position += 1) {
    const time = 1_700_000_000 + position * hours * 3600
    const sha = shaAt(position)
    index.append(
      {
        ...{
          sha,
          parent: null,
          kind: 'direct',
          time,
          authoredAt: time,
          zoneMinutes: 0,
          title: '',
          number: null,
        },
        ...{ authors: [1], bot: false, commits: 1, purpose: 0, bodyLength: 0, inner: [sha] },
        reverts: { shas: [], numbers: [], title: null },
      },
      [],
    )
  }
  return index
}
