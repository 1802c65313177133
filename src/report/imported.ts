/** What was read of the incidents that were given, for a screen. */
import { formatCount } from '../domain/counting.ts'
import { doubtMeanings } from '../domain/incident.ts'
import type { ImportedCounts } from '../domain/learned.ts'
import { truncate } from './display-width.ts'
import { neutralise } from './escaping.ts'
import { formatPlural } from './numbers.ts'

/** Names of files serve for ids, and can be long. */
const widestId = 40

const sayForms = ({ forms, from, to, superseded }: ImportedCounts): string => {
  const counts = Object.entries(forms).map(([form, count]) => `${formatCount(count)} ${neutralise(form)}`)
  const [first, last] = [from?.slice(0, 4), to?.slice(0, 4)]
  const years = first === undefined ? '' : first === last ? `, ${first}` : `, ${first}–${last}`
  const older = superseded === 0 ? '' : `; ${formatPlural(superseded, 'earlier state')} of them superseded`
  return `${counts.join(' · ')}${years}${older}`
}

const sayDoubt = ({ doubt, count, incidents }: ImportedCounts['doubts'][number]): string => {
  const named = incidents.map((id) => truncate(neutralise(id), widestId)).join(', ')
  const more = count > incidents.length ? ', …' : ''
  return `doubted: ${formatCount(count)} × ${doubtMeanings[doubt]} (${named}${more})`
}

/** Nothing where no incident was given. */
export const sayImported = (counts: ImportedCounts): readonly string[] =>
  Object.keys(counts.forms).length === 0 ? [] : [`read: ${sayForms(counts)}`, ...counts.doubts.map(sayDoubt)]
