/**
 * Parts that mend something: asked only where a budget burns. A title never tells. A revert is one if it puts back, file
 * by file, exactly what stood there before a part that is live; and what a trailer names must be an incident that is open.
 */
import type { Git } from '../../clients/git/process.ts'
import { SourceError } from '../../domain/errors.ts'
import { isOpenAt } from '../../history/downtime.ts'
import { entityOf } from '../../history/hash.ts'
import { trailersIn } from '../../history/incidents/trailers.ts'
import { noticedBy } from '../../history/known-incidents.ts'
import type { Arrival } from '../../history/past.ts'
import type { Fix } from '../../policy/facts.ts'
import { incidentsIn } from './budgets.ts'
import { partId } from './inputs.ts'
import type { Outside } from './outside.ts'
import type { Situation } from './situation.ts'

/** Two states of each path that two commits disagree about, as git names them: mode and object. */
type Exchange = ReadonlyMap<string, readonly [before: string, after: string]>

const exchangeBetween = async (git: Git, from: string, to: string): Promise<Exchange | null> => {
  const { status, output } = await git.attempt([
    ...['diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', from, to],
  ])
  if (status !== 0) return null
  const exchange = new Map<string, readonly [string, string]>()
  const fields = output.split('\0')
  // ":100644 100644 <sha> <sha> M", then the path.
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [modeBefore, modeAfter, before, after] = fields[at]!.slice(1).split(' ')
    exchange.set(fields[at + 1]!, [`${modeBefore} ${before}`, `${modeAfter} ${after}`])
  }
  return exchange
}

const undoes = (exchange: Exchange, other: Exchange): boolean =>
  exchange.size > 0 &&
  exchange.size === other.size &&
  [...exchange].every(([path, [before, after]]) => {
    const opposite = other.get(path)
    return opposite !== undefined && opposite[0] === after && opposite[1] === before
  })

/** What a part changes: against its first parent; a proposal against where it left the line. */
const exchangeOf = async (
  git: Git,
  sha: string,
  proposedOn: string | null,
  outside: Outside | undefined,
): Promise<Exchange | null> => {
  if (proposedOn === null) return exchangeBetween(git, `${sha}^1`, sha)
  const isHere = (await git.attempt(['cat-file', '-e', `${sha}^{commit}`])).status === 0
  if (!isHere) await outside?.fetch(sha)
  const { status, output } = await git.attempt(['merge-base', proposedOn, sha])
  return status === 0 ? exchangeBetween(git, output.trim(), sha) : null
}

/** The one live part whose SHA or number a part says it reverts; null without one. */
const revertedBy = ({ part, position }: Arrival, { history, base }: Situation): number | null => {
  if (history === null || base === null) return null
  const { index } = history
  const live = index.positionOnLine(base)
  const { shas, numbers } = part.reverts
  const targets = new Set([
    ...shas.map((sha) => index.positionOf(sha, position)),
    ...numbers.map((number) => index.lastNamed(entityOf('number', String(number)), position)),
  ])
  const [target] = targets
  return targets.size === 1 && target !== null && target !== undefined && live !== null && target <= live
    ? target
    : null
}

const messagesOf = async (
  git: Git,
  { part }: Arrival,
  outside: Outside | undefined,
): Promise<readonly string[]> => {
  const proposal = outside?.proposal
  if (proposal)
    return [`${proposal.title}\n\n${proposal.body}`, ...proposal.commits.map(({ message }) => message)]
  const { status, output } = await git.attempt(
    ['log', '--no-walk=unsorted', '-z', '--format=%B', '--stdin'],
    `${part.inner.join('\n')}\n`,
  )
  return status === 0 ? output.split('\0') : []
}

/** By SHA; a part that mends nothing, or of which that cannot be known, has none. */
export const fixesAmong = async (
  situation: Situation,
  { now, outside }: { readonly now: Date; readonly outside?: Outside },
): Promise<ReadonlyMap<string, Fix>> => {
  const { git } = situation.repository
  const known = noticedBy(incidentsIn(situation.incidents, situation.environment), now.getTime() / 1000)
  const open = new Map(
    known.filter((incident) => isOpenAt(incident, now.getTime())).map(({ id }) => [id.toLowerCase(), id]),
  )
  const proposedOn = outside?.proposal?.base ?? null
  const fixOf = async (arrival: Arrival): Promise<Fix | null> => {
    const target = revertedBy(arrival, situation)
    if (target !== null) {
      const { index } = situation.history!
      const taken = index.sha(target)
      const own = await exchangeOf(git, arrival.part.sha, proposedOn, outside)
      const theirs = await exchangeBetween(git, `${taken}^1`, taken)
      if (own !== null && theirs !== null && undoes(own, theirs)) {
        const number = arrival.part.reverts.numbers[0] ?? null
        return { kind: 'revert', of: partId({ part: { ...arrival.part, sha: taken, number } }) }
      }
    }
    if (open.size === 0) return null
    const named = (await messagesOf(git, arrival, outside)).flatMap(
      (message) => trailersIn(message)?.incidents ?? [],
    )
    const id = named.map((name) => open.get(name.toLowerCase())).find((found) => found !== undefined)
    return id === undefined ? null : { kind: 'incident', id }
  }
  const fixes = new Map<string, Fix>()
  for (const arrival of situation.change.parts) {
    const fix = await fixOf(arrival).catch((error: unknown) => {
      // What cannot be found out is no fix: a person looks.
      if (error instanceof SourceError) return null
      throw error
    })
    if (fix !== null) fixes.set(arrival.part.sha, fix)
  }
  return fixes
}
