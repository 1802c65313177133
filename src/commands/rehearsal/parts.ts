/** The parts of past deployments: read in one go, and told as a rehearsal tells them. */
import type { Repository } from '../../clients/git/repository.ts'
import { matchComponents } from '../../config/components.ts'
import type { Configuration } from '../../config/configuration.ts'
import { compileGlobs } from '../../config/glob.ts'
import type { ChangedFile } from '../../domain/change.ts'
import type { RehearsedPart } from '../../domain/rehearsal.ts'
import { areaOf } from '../../history/hash.ts'
import { bareTitle } from '../../history/message.ts'
import type { Arrival } from '../../history/past.ts'
import { asLanded, type DecidedPart } from '../../model/decided-part.ts'
import { formatList, formatPercents, oneLine } from '../../policy/formatting.ts'
import { readChange } from '../../sources/change.ts'
import type { History } from '../../sources/history.ts'
import { partId } from '../gate/inputs.ts'
import type { Decided } from './deciding.ts'
import type { PastDeployment } from './past-deployments.ts'

/** By their places on the line. */
export type Arrivals = ReadonlyMap<number, Arrival>

/** Everything that any of the deployments brought or took back, without the counts of lines. */
export const arrivalsOf = async (
  { repository, history }: { readonly repository: Repository; readonly history: History },
  deployments: readonly PastDeployment[],
): Promise<Arrivals> => {
  if (deployments.length === 0) return new Map()
  const { index, salt } = history
  const ends = deployments.flatMap(({ base, position }) => [base, position])
  const { parts } = await readChange({
    repository,
    index,
    salt,
    base: index.sha(Math.min(...ends)),
    head: index.sha(Math.max(...ends)),
    kind: 'forward',
    lines: false,
  })
  return new Map(parts.map((arrival) => [arrival.position, arrival]))
}

/** What a deployment brings; of a rollback, what it takes back. */
export const partsIn = ({ base, position }: PastDeployment, arrivals: Arrivals): readonly Arrival[] => {
  const from = Math.min(base, position)
  return Array.from({ length: Math.abs(position - base) }, (_, at) => from + 1 + at).flatMap(
    (place) => arrivals.get(place) ?? [],
  )
}

export const pathsOf = (files: readonly ChangedFile[]): readonly string[] =>
  files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]))

/** Components it touches; where none are configured, the areas of the repository. */
export const areasOf = (configuration: Configuration, { files }: Arrival): readonly string[] => {
  if (configuration.components.length > 0) return matchComponents(configuration, pathsOf(files)).components
  return [...new Set(files.map(({ path }) => areaOf(path) || 'top folder'))].sort()
}

/** How a part would have gone out, and why so. */
export const tellPart = (
  arrival: Arrival,
  { inputs, judgement, asked }: Decided,
  place: number,
): Pick<RehearsedPart, 'sha' | 'id' | 'title' | 'risk' | 'percentile' | 'lane' | 'askedBy' | 'why'> => {
  const { part } = arrival
  const { risk, percentile } = judgement.parts[place]!
  const isKnown = Number.isFinite(risk)
  return {
    sha: part.sha,
    id: partId(arrival),
    title: bareTitle(part.title),
    risk: isKnown ? risk : null,
    percentile: isKnown ? percentile : null,
    ...laneOf(asked, part.sha),
    why: whyOf({ inputs, judgement, asked }, place),
  }
}

const laneOf = (asked: Decided['asked'], sha: string): Pick<RehearsedPart, 'lane' | 'askedBy'> => {
  const askedBy = asked.get(sha)
  if (askedBy !== undefined) return { lane: 'asked', askedBy }
  return { lane: asked.size > 0 ? 'beside' : 'through' }
}

const mostNamed = 2

const whyOf = ({ inputs, judgement, asked }: Omit<Decided, 'holds' | 'at'>, place: number): string => {
  const { decision, limit, parts } = judgement
  const { approved, risk } = parts[place]!
  const { sha, cancelled, paths } = inputs.parts[place]!
  if (approved) return 'it was read for an earlier deployment'
  const [riskText, limitText] = formatPercents(risk, limit ?? 0)
  const compared = limit === null ? decision.reason : `risk ${riskText}, limit ${limitText}`
  if (asked.has(sha)) {
    const askedBy = asked.get(sha)
    if (askedBy === 'part-above-limit') return compared
    const guarded = paths.find(
      compileGlobs(inputs[askedBy === 'gate-files-changed' ? 'gateFiles' : 'neverAutoApprove']),
    )
    return guarded === undefined ? decision.reason : `touches ${oneLine(guarded)}`
  }
  if (cancelled) return 'another part of the same change takes it back'
  if (asked.size === 0) return decision.rule === 'below-limit' ? compared : decision.reason
  const read = inputs.parts.filter((other) => asked.has(other.sha)).map(({ id }) => id)
  return `${compared}; its deployment asked for ${formatList(read, mostNamed)}`
}

/** What a certificate counts of them: those that nobody read went out below the limit of the day. */
export const decidedPartsOf = (
  arrivals: readonly Arrival[],
  { judgement, at }: Decided,
  failedAt: (position: number) => number,
  maturitySeconds: number,
): readonly DecidedPart[] =>
  arrivals.map(({ part, position }, place) => {
    const { approved, risk } = judgement.parts[place]!
    const { decision, limit } = judgement
    return {
      ...asLanded(part.time, maturitySeconds, { risk, failedAt: failedAt(position) }),
      decidedAt: at.getTime() / 1000,
      ceiling: decision.verdict === 'approve' && limit !== null && !approved ? limit : -1,
    }
  })
