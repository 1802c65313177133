/** Past changes most like the one that drives the risk, and what became of them: told by the files they share. */
import { readMessage } from '../../clients/git/commits.ts'
import type { Assessment } from '../../domain/assessment.ts'
import { none } from '../../history/entities.ts'
import { entityOf } from '../../history/hash.ts'
import type { HistoryIndex, KnownFailure } from '../../history/index.ts'
import { bareTitle, understandMessage } from '../../history/message.ts'
import type { Judgement } from '../../policy/engine.ts'
import type { MeasuredPart } from './inputs.ts'
import type { Situation } from './situation.ts'

const mostShown = 3
/** Touches of one file looked at, newest first. */
const mostTouches = 128

/** Parts before `before` by how much of what they touched they share: shared files over the root of both sizes. */
const likeness = (
  index: HistoryIndex,
  files: readonly string[],
  before: number,
): readonly { position: number; alike: number }[] => {
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
  return [...shared]
    .map(([position, count]) => ({
      position,
      alike: count / Math.sqrt(files.length * Math.max(1, index.parts.files.get(position))),
    }))
    .sort((left, right) => right.alike - left.alike || right.position - left.position)
}

const duration = (seconds: number): string => {
  const hours = seconds / 3600
  return hours < 48 ? `${Math.max(1, Math.round(hours))} h` : `${Math.round(hours / 24)} days`
}

/** The three past parts most like the riskiest part of the change. Empty when none shares half of what it touches. */
export const similarChanges = async (
  situation: Situation,
  parts: readonly MeasuredPart[],
  judgement: Judgement,
): Promise<Assessment['similar']> => {
  const { history, repository } = situation
  if (history === null || parts.length === 0) return []
  const { index } = history
  const top = judgement.parts.reduce(
    (best, part, at) => (part.hazard > judgement.parts[best]!.hazard ? at : best),
    0,
  )
  const { subject } = parts[top]!
  const first = Math.min(...parts.map((part) => part.subject.position))
  const alike = likeness(
    index,
    subject.files.map(({ path }) => path),
    first,
  )
    .filter((found) => found.alike >= 0.5)
    .slice(0, mostShown)
  if (alike.length === 0) return []
  const failures = new Map<number, KnownFailure>(
    index
      .failuresOf(new Set(alike.map(({ position }) => position)))
      .filter(({ knownAt }) => knownAt <= history.head)
      .map((failure) => [failure.part, failure]),
  )
  const messages = await Promise.all(
    alike.map(({ position }) => readMessage(repository.git, repository.objects, index.sha(position))),
  )
  return alike.flatMap(({ position }, at) => {
    const message = messages[at]
    if (message === null || message === undefined) return []
    const { title, number } = understandMessage(message)
    const failure = failures.get(position)
    const after = failure
      ? duration(index.parts.time.get(failure.knownAt) - index.parts.time.get(position))
      : ''
    const outcome = failure ? 'failed' : 'succeeded'
    const became = failure
      ? `${failure.cause === 'revert' ? 'reverted' : 'hot-fixed'} after ${after}`
      : 'no failure known'
    const change = number === null ? index.sha(position).slice(0, 8) : `#${number}`
    return [{ change, outcome, sentence: `${became}: ${bareTitle(title)}` }]
  })
}
