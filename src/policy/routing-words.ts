/** Why someone is asked and why nobody is, in people's words. Whatever comes from outside stands in a code span. */
import type { CodeOwners } from '../config/codeowners.ts'
import { formatCount, formatList, formatPercent, oneLine } from './formatting.ts'
import type { Candidate, Claim } from './routing-candidates.ts'
import { compareText, type WeighedFile, type WeighedFiles } from './routing-files.ts'
import type { ProposedReviewer } from './routing-request.ts'

/** A candidate as the one who is asked. */
export const introduce = (
  candidate: Candidate,
  files: WeighedFiles,
  load: number | null = null,
): ProposedReviewer => {
  const known = files.all.filter(({ path, share }) => share > 0 && candidate.claims.has(path))
  const carrying = files.all.filter(({ share }) => share > 0)
  const sum = known.reduce((total, { share }) => total + share, 0)
  const covers = known.length === carrying.length ? 1 : Math.min(1, sum)
  const { what, more } = nameGround(candidate, known)
  const extent = files.isWeighed
    ? `carr${more ? 'y' : 'ies'} ${formatPercent(covers)} of the risk`
    : `hold${more ? '' : 's'} ${known.length} of ${formatCount(files.all.length, 'file')}`
  const busy =
    load === null ? '' : load === 0 ? ', no open request' : `, ${formatCount(load, 'open request')}`
  const why = `${what}, which ${extent}${busy}`
  return candidate.kind === 'team'
    ? { team: candidate.name, why, covers }
    : { login: candidate.name, why, covers }
}

/** The rule or prefix through which they know most, and whether there are more. */
const nameGround = (candidate: Candidate, known: readonly WeighedFile[]) => {
  const grounds = new Map<string, { readonly what: string; readonly place: number; share: number }>()
  for (const { path, share } of known) {
    const claim = candidate.claims.get(path)!
    const place = claim.kind === 'owns' ? claim.rule.line : 0
    const what = nameClaim(claim, path)
    const ground = grounds.get(what) ?? { what, place, share: 0 }
    ground.share += share
    grounds.set(what, ground)
  }
  const [first, ...others] = [...grounds.values()].toSorted(
    (one, other) => other.share - one.share || one.place - other.place || compareText(one.what, other.what),
  )
  const more = others.length > 0
  return { what: `${first!.what}${more ? ` and ${formatCount(others.length, 'other place')}` : ''}`, more }
}

const nameClaim = (claim: Claim, path: string): string => {
  if (claim.kind === 'owns') return `owns ${code(claim.rule.pattern)} (CODEOWNERS line ${claim.rule.line})`
  if (claim.kind === 'answers') return `answers for component ${code(claim.component)}`
  return `touched ${namePrefix(claim.prefix, path)} ${times(claim.touches)} lately`
}

const namePrefix = (prefix: string, path: string): string =>
  prefix === '' ? 'this repository' : code(prefix === path ? prefix : `${prefix}/`)

const times = (touches: number): string =>
  Math.round(touches) === 1 ? 'once' : `${Math.max(1, Math.round(touches))} times`

/** "everybody who knows these files is out: `mira` opened this pull request; `bo` has no access to this repository" */
export const tellBarred = (barred: readonly { readonly name: string; readonly why: string }[]): string => {
  const most = 5
  const told = barred.slice(0, most).map(({ name, why }) => `${code(name)} ${oneLine(why)}`)
  const hidden = barred.length - told.length
  const rest = hidden > 0 ? [`and ${formatCount(hidden, 'other')} likewise`] : []
  return `everybody who knows these files is out: ${[...told, ...rest].join('; ')}`
}

/** "`mira` and `acme/ledger`, who know these files, are asked already" */
export const tellAsked = (asked: readonly Candidate[]): string => {
  const names = [...new Set(asked.map(({ name }) => name))]
  const [know, are] = names.length === 1 ? ['knows', 'is'] : ['know', 'are']
  return `${formatList(names.map(code))}, who ${know} these files, ${are} asked already`
}

/** Why CODEOWNERS names nobody for these files. */
export const tellUnowned = (codeOwners: CodeOwners | null, files: readonly WeighedFile[]): string => {
  if (codeOwners === null) return 'no CODEOWNERS could be read at the base of this change'
  const heaviest = files.toSorted(
    (one, other) => other.share - one.share || compareText(one.path, other.path),
  )
  const paths = heaviest.map(({ path }) => code(path))
  const sentence = `CODEOWNERS names nobody for ${formatList(paths, 1)}`
  const [first] = codeOwners.problems
  if (first === undefined) return sentence
  if (first.line === null) return `${sentence}: ${first.why}`
  const lines = formatCount(codeOwners.problems.length, 'line')
  return `${sentence}; ${lines} of it count for nothing, the first is line ${first.line}`
}

/** A code span that nothing inside can end. */
const code = (text: string): string => `\`${oneLine(text).replaceAll('`', "'")}\``
