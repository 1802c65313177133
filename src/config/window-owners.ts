import { entriesOf, field, itemsOf } from './loose.ts'
import { findMisspelt, nearest } from './nearest.ts'
import { describe, type Remark } from './problems.ts'
import { sentenceOf, wanted } from './reading.ts'

const namesIn = (file: unknown, section: string): readonly string[] =>
  entriesOf(field(file, section)).map(([name]) => name)

/** Windows of components and customers: a name that is written wrongly would let out what they are there to hold. */
export const scopeRemarks = (file: unknown): readonly Remark[] => [
  ...customerRemarks(file),
  ...environmentRemarks(file),
]

/** A policy of an organisation may speak of customers whose components stand elsewhere: only a slip is an error. */
const customerRemarks = (file: unknown): readonly Remark[] => {
  const named = entriesOf(field(file, 'components')).flatMap(([, settings]) =>
    itemsOf(field(settings, 'customers')).filter((name) => typeof name === 'string'),
  )
  const known = [...new Set(named)].slice(0, mostCompared)
  return namesIn(file, 'customers')
    .slice(0, mostCompared)
    .flatMap((name) => {
      const meant = known.includes(name) ? undefined : findMisspelt(name, known)
      return meant === undefined
        ? []
        : [
            {
              path: ['customers', name],
              message: `no component names it, ${sentenceOf(wanted('a customer that components name', meant))}`,
            },
          ]
    })
}

/** Comparing every name with every other takes long for a file built to do that. */
const mostCompared = 400

const environmentRemarks = (file: unknown): readonly Remark[] => {
  const known = namesIn(file, 'environments')
  if (known.length === 0) return []
  const unknown = (['components', 'customers'] as const).flatMap((section) =>
    entriesOf(field(file, section)).flatMap(([owner, settings]) =>
      itemsOf(field(settings, 'windows')).flatMap((window, at) =>
        itemsOf(field(window, 'environments')).flatMap((name, place) =>
          typeof name !== 'string' || known.includes(name)
            ? []
            : [{ name, path: [section, owner, 'windows', at, 'environments', place] }],
        ),
      ),
    ),
  )
  const names = unknown.length > mostCompared ? [] : known.slice(0, mostCompared)
  return unknown.map(({ name, path }) => ({
    path,
    message: `got ${describe(name)}, ${sentenceOf(wanted('an environment that is configured', nearest(name, names)))}`,
  }))
}
