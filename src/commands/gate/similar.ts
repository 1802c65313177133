/** Past changes most like the one that drives the risk, and what became of them: by the model's reasons and by files. */
import { readMessage } from '../../clients/git/commits.ts'
import type { Assessment } from '../../domain/assessment.ts'
import type { OutcomeCause, OutcomeState } from '../../domain/outcome.ts'
import { none } from '../../history/entities.ts'
import { entityOf } from '../../history/hash.ts'
import type { HistoryIndex } from '../../history/index.ts'
import { bareTitle, understandMessage } from '../../history/message.ts'
import { labelsOf } from '../../history/outcomes.ts'
import type { Artefact } from '../../model/artefact.ts'
import { rowRange } from '../../model/column.ts'
import { likenessTo } from '../../model/likeness.ts'
import type { Judgement } from '../../policy/engine.ts'
import { signals } from '../../signals/all.ts'
import type { MeasuredPart } from './inputs.ts'
import type { Situation } from './situation.ts'
import { mostLearned } from './standing.ts'

const mostShown = 3
/** Touches of one file looked at, newest first. */
const mostTouches = 128
/** Past parts compared with, the newest: as many as the model learned from. */
const mostCompared = mostLearned
/** Less alike than this no reader would call alike: a few files in common, or reasons within a factor of 2 and none. */
const leastAlike = 0.25

/** Of each past part that shares a file: shared files over the root of both sizes, 1 where they touch the same. */
const overlaps = (
  index: HistoryIndex,
  files: readonly string[],
  before: number,
): ReadonlyMap<number, number> => {
  const shared = new Map<number, number>()
  for (const path of files.slice(0, 100)) {
    let entry = index.entities.get(entityOf('file', path)).touch
    for (
      let seen = 0;
      entry !== none && seen < mostTouches;
      entry = index.touches.previous.get(entry), seen += 1
    ) {
      const position = index.touches.part.get(entry)
      if (position < before) shared.set(position, (shared.get(position) ?? 0) + 1)
    }
  }
  return new Map(
    [...shared].map(([position, count]) => [
      position,
      count / Math.sqrt(files.length * Math.max(1, index.parts.files.get(position))),
    ]),
  )
}

/**
 * Past parts, most alike first: the likeness of their reasons (likeness.ts) counts in full where they touch the same
 * files, and half where they share none.
 */
export const mostAlike = (
  index: HistoryIndex,
  model: Artefact,
  part: { readonly values: Readonly<Record<string, number>>; readonly files: readonly string[] },
  before: number,
): readonly { readonly position: number; readonly alike: number }[] => {
  const from = Math.max(0, before - mostCompared)
  const past = {
    columns: signals,
    rows: index.rows.slice(from * index.signals, before * index.signals) as Float32Array,
    n: before - from,
  }
  const shared = overlaps(index, part.files, before)
  return Array.from(likenessTo(model, part.values, past, rowRange(0, past.n)), (likeness, row) => ({
    position: from + row,
    alike: (likeness * (1 + Math.min(1, shared.get(from + row) ?? 0))) / 2,
  }))
    .filter(({ alike }) => alike >= leastAlike)
    .sort((left, right) => right.alike - left.alike || right.position - left.position)
    .slice(0, mostShown)
}

const duration = (seconds: number): string => {
  const hours = seconds / 3600
  return hours < 48 ? `${Math.max(1, Math.round(hours))} h` : `${Math.round(hours / 24)} days`
}

/** As in "reverted after 3 h". */
const failedBy: Readonly<Record<OutcomeCause, string>> = {
  revert: 'reverted',
  hotfix: 'hot-fixed',
  rollback: 'rolled back',
  incident: 'blamed for an incident',
  deployment: 'its deployment failed',
  correction: 'said to have failed',
}

interface Became {
  readonly outcome: OutcomeState
  readonly became: string
}

/** What became of a part that landed `age` seconds ago; without a failure it is not known before `maturity` seconds. */
export const sayBecame = (
  failure: { readonly cause: OutcomeCause; readonly after: number } | null,
  { age, maturity }: { readonly age: number; readonly maturity: number },
): Became => {
  if (failure !== null)
    return {
      outcome: failure.cause === 'rollback' ? 'rolled-back' : 'failed',
      became: `${failedBy[failure.cause]} after ${duration(failure.after)}`,
    }
  return age < maturity
    ? { outcome: 'pending', became: 'no failure known yet' }
    : { outcome: 'succeeded', became: 'no failure known' }
}

/** The three past parts most like the riskiest part of the change. Empty when none is much like it. */
export const similarChanges = async (
  situation: Situation,
  parts: readonly MeasuredPart[],
  judgement: Judgement,
  now: Date,
): Promise<Assessment['similar']> => {
  const { history, repository } = situation
  if (history === null || parts.length === 0) return []
  const { index } = history
  const top = judgement.parts.reduce(
    (best, part, at) => (part.hazard > judgement.parts[best]!.hazard ? at : best),
    0,
  )
  const { subject, answers } = parts[top]!
  const first = Math.min(...parts.map((part) => part.subject.position))
  const values = Object.fromEntries(
    signals.flatMap(({ name }, at) => {
      const answer = answers[at]!
      return answer.outcome === 'measured' ? [[name, answer.value] as const] : []
    }),
  )
  const files = subject.files.map(({ path }) => path)
  const alike = mostAlike(index, situation.standing.model, { values, files }, first)
  if (alike.length === 0) return []
  const maturity = situation.policy.configuration.outcome.maturity.seconds
  const { knownAt, causes, uncounted } = labelsOf(index, {
    maturity,
    told: situation.told,
    before: history.head + 1,
  })
  const messages = await Promise.all(
    alike.map(({ position }) => readMessage(repository.git, repository.objects, index.sha(position))),
  )
  return alike.flatMap(({ position }, at) => {
    const message = messages[at]
    if (message === null || message === undefined) return []
    const { title, number } = understandMessage(message)
    const landed = index.parts.time.get(position)
    const cause = uncounted.has(position) ? undefined : causes.get(position)
    const { outcome, became } = sayBecame(
      cause === undefined ? null : { cause, after: knownAt[position]! - landed },
      { age: now.getTime() / 1000 - landed, maturity },
    )
    const change = number === null ? index.sha(position).slice(0, 8) : `#${number}`
    return [{ change, outcome, sentence: `${became}: ${bareTitle(title)}` }]
  })
}
