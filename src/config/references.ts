import { defaults } from './defaults.ts'
import { readDuration } from './duration.ts'
import { entriesOf, field, isMapping, itemsOf } from './loose.ts'
import { findMisspelt, nearest } from './nearest.ts'
import { describe, type Problem, type Remark } from './problems.ts'
import { sentenceOf, wanted } from './reading.ts'
import { scopeRemarks } from './window-owners.ts'
import { windowProblems } from './window-rules.ts'
import type { Locate } from './yaml-file.ts'

/** What no single value can say: names that must exist elsewhere in the file, and pairs that must fit together. */
export const referenceProblems = async (file: unknown, locate: Locate): Promise<readonly Problem[]> => {
  const remarks = [
    ...componentRemarks(file),
    ...deploymentRemarks(file),
    ...outcomeRemarks(file),
    ...claimedTwice(file),
    ...scopeRemarks(file),
    ...(await windowProblems(file)),
  ]
  return remarks.map((remark) => ({ ...locate(remark.path), ...remark }))
}

const componentRemarks = (file: unknown): readonly Remark[] => {
  const known = new Set(entriesOf(field(file, 'components')).map(([name]) => name))
  const unknown = (section: 'environments' | 'components', key: string) =>
    entriesOf(field(file, section)).flatMap(([owner, settings]) =>
      itemsOf(field(settings, key)).flatMap((name, at) =>
        typeof name !== 'string' || known.has(name) ? [] : [{ name, path: [section, owner, key, at] }],
      ),
    )
  const needed = unknown('environments', 'components')
  const dependedOn = unknown('components', 'depends-on')
  const names = needed.length + dependedOn.length > mostComparisons / known.size ? [] : [...known]
  return [
    ...needed.map(({ name, path }) => ({
      path,
      message: unknownComponent(name, known.size, nearest(name, names)),
    })),
    // A component may depend on something outside the repository (a database), so a name nobody defined is only wrong
    // when it looks like a slip of the pen.
    ...dependedOn.flatMap(({ name, path }) => {
      const meant = findMisspelt(name, names)
      return meant === undefined ? [] : [{ path, message: unknownComponent(name, known.size, meant) }]
    }),
  ]
}

/** Comparing every unknown name with every known one takes minutes for a file built to do that: then none is suggested. */
const mostComparisons = 200_000

const unknownComponent = (name: string, knownCount: number, meant: string | undefined): string => {
  const names =
    knownCount === 0 ? 'a component that `components` defines (there are none)' : 'a defined component'
  return `got ${describe(name)}, ${sentenceOf(wanted(names, meant))}`
}

/** Runs of a workflow are told apart by nothing but the name they are given here. */
const deploymentRemarks = (file: unknown): readonly Remark[] => {
  const names = entriesOf(field(file, 'environments')).map(([name]) => name)
  if (names.length === 0) return []
  return itemsOf(field(file, 'deployments')).flatMap((source, at): readonly Remark[] => {
    const name = field(source, 'environment')
    return typeof name !== 'string' || names.includes(name)
      ? []
      : [
          {
            path: ['deployments', at, 'environment'],
            message: `got ${describe(name)}, ${sentenceOf(wanted('an environment that `environments` defines', nearest(name, names)))}`,
          },
        ]
  })
}

const outcomeRemarks = (file: unknown): readonly Remark[] => {
  const outcome = field(file, 'outcome')
  if (!isMapping(outcome)) return []
  const soak = readDuration(outcome['soak'] ?? defaults.soak)
  const maturity = readDuration(outcome['maturity'] ?? defaults.maturity)
  if (!soak.ok || !maturity.ok || soak.value.seconds <= maturity.value.seconds) return []
  const written = 'maturity' in outcome ? 'maturity' : 'soak'
  return [
    {
      path: ['outcome', written],
      message: `soak is ${soak.value.text} and maturity ${maturity.value.text}, wanted a soak no longer than the maturity`,
    },
  ]
}

/** One GitHub environment cannot belong to two of ours: its deployments would be told apart by nothing. */
const claimedTwice = (file: unknown): readonly Remark[] => {
  const owners = new Map<string, string>()
  return entriesOf(field(file, 'environments')).flatMap(([environment, settings]) =>
    itemsOf(field(settings, 'github-environments')).flatMap((name, at): readonly Remark[] => {
      if (typeof name !== 'string') return []
      const owner = owners.get(name) ?? environment
      owners.set(name, owner)
      const path = ['environments', environment, 'github-environments', at]
      return owner === environment
        ? []
        : [{ path, message: `${describe(name)} already belongs to ${describe(owner)}` }]
    }),
  )
}
