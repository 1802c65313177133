/**
 * The course of a certificate: parts are counted as their outcomes become known, levels are proven one after the other,
 * the lot that goes out is watched, and an alarm takes every promise back. A value to go on from, and one step: `look`.
 *
 * Looking more often, or at whatever moments, makes no promise less true (wager.ts, drift-watch.ts). Where the course is
 * kept, nothing is counted twice and nothing that is gone from the history is lost.
 *
 * Which parts count on which level: those that nobody was asked to look at. As long as nothing is held that is all of
 * them. Once enforcing, a level that parts went out up to goes on counting; a level above rests with what it had, for
 * what reviewed parts do says nothing about unreviewed ones, however they are weighed: review rejects some and changes
 * others. Whether a level rests follows from the limit of the day, which was there before the outcome; so resting
 * breaks no proof.
 */
import type { DecidedPart } from './decided-part.ts'
import { knownAt } from './decided-part.ts'
import { beginWatch, type Seen, type Watch, watchOver } from './drift-watch.ts'
import { type Count, levelsFor, nothingCounted } from './levels.ts'
import { enoughToProve, wagerAgainst } from './wager.ts'

/** Decided parts that it takes to know where to start. */
const enoughToStart = 50

/** What is promised: at most `failureRate` fail, and a false promise in at most 1 − `confidence` of all histories. */
export interface Promised {
  readonly failureRate: number
  readonly confidence: number
}

/** Where no budget is stated nothing is ever proven, and the model is watched alone. */
export const nothingPromised: Promised = { failureRate: 0, confidence: 0.9 }

export interface Course {
  /** Seconds: parts decided before do not count. */
  readonly since: number
  /** Seconds: what became known before is counted. */
  readonly until: number
  /** One per level, rising. */
  readonly counts: readonly Count[]
  /** Risks of the first parts decided, which say on which level to start; no outcome has a say in it. */
  readonly first: readonly number[]
  /** The level proven last, counted from 1; 0 while none is. */
  readonly proven: number
  readonly watch: Watch
  /** The last alarm, which took back what was promised; null again once something is proven after it. */
  readonly alarm: Alarm | null
}

/** Why a promise was taken back. */
export interface Alarm extends Seen {
  /** Seconds. */
  readonly at: number
  readonly since: number
  readonly failureRate: number
  /** The promise it ended; null where nothing was promised. */
  readonly threshold: number | null
}

/** @param since seconds; an alarm that still stands is told, and what was decided before it never counts */
export const beginCourse = (
  { failureRate }: Promised,
  since: number,
  alarm: Alarm | null = null,
): Course => ({
  since,
  until: since,
  counts: levelsFor(failureRate).map(() => nothingCounted),
  first: [],
  proven: 0,
  watch: beginWatch(since),
  alarm,
})

export interface Look {
  readonly course: Course
  readonly news: 'proven' | 'alarm' | null
}

/**
 * One look, at what was known before `at`.
 * @param parts by landing; at least all that were not mature at the look before
 */
export function look(course: Course, parts: readonly DecidedPart[], promised: Promised, at: number): Look {
  if (at <= course.until) return { course, news: null }
  const { watch, alarm } = watched(course, parts, promised, at)
  if (alarm !== null && course.proven > 0) return { course: beginCourse(promised, at, alarm), news: 'alarm' }
  const counts = counted(course, parts, promised, at)
  const first = firstRisks(course, parts, at)
  // Nothing was promised: what is counted goes on being true, but the model is watched anew.
  if (alarm !== null)
    return { course: { ...course, until: at, counts, first, watch: beginWatch(at), alarm }, news: 'alarm' }
  const proven = Math.max(course.proven, climb(counts, course.proven || startAt(first, promised), promised))
  return {
    course: {
      ...course,
      until: at,
      counts,
      first,
      proven,
      watch: proven > 0 && course.proven === 0 ? beginWatch(at, true) : watch,
      alarm: proven > 0 ? null : course.alarm,
    },
    news: proven > course.proven ? 'proven' : null,
  }
}

/** The risk up to which the promise holds; null where nothing is proven. */
export const thresholdOf = ({ proven }: Course, { failureRate }: Promised): number | null =>
  proven === 0 ? null : levelsFor(failureRate)[proven - 1]!

/** Until something is promised whatever goes out is watched, from then on what the promise lets out. */
function watched(
  course: Course,
  parts: readonly DecidedPart[],
  promised: Promised,
  at: number,
): { readonly watch: Watch; readonly alarm: Alarm | null } {
  const { failureRate } = promised
  const threshold = thresholdOf(course, promised)
  const letOut = parts.filter(({ risk, ceiling }) => risk <= Math.min(ceiling, threshold ?? 1))
  const { watch, seen, alarm } = watchOver(course.watch, letOut, { failureRate, at })
  return { watch, alarm: alarm ? { ...seen, at, since: watch.since, failureRate, threshold } : null }
}

function counted(
  { since, until, counts }: Course,
  parts: readonly DecidedPart[],
  { failureRate }: Promised,
  at: number,
): readonly Count[] {
  const known = parts.filter((part) => {
    const moment = knownAt(part)
    return part.decidedAt >= since && moment >= until && moment < at
  })
  const proving = known.filter(isProving)
  if (proving.length === 0) return counts
  return levelsFor(failureRate).map((level, i) => {
    let { of, n, failures } = counts[i]!
    for (const { risk, ceiling, failedAt, maturesAt } of proving) {
      if (level > ceiling) continue
      of++
      if (risk > level) continue
      n++
      if (failedAt <= maturesAt) failures++
    }
    return { of, n, failures }
  })
}

/**
 * Whether a part is counted. One that was drawn for the audit was looked at: that it went well proves nothing of those
 * that nobody looks at, for the look may have been why. That it failed all the same does: it would have failed unseen.
 * To count such failures alone can only shrink a stake, so no promise becomes less true by it.
 */
export const isProving = ({ audited, failedAt, maturesAt }: DecidedPart): boolean =>
  audited !== true || failedAt <= maturesAt

const firstRisks = ({ since, until, first }: Course, parts: readonly DecidedPart[], at: number) =>
  first.length === enoughToStart
    ? first
    : [
        ...first,
        ...parts
          .filter(({ decidedAt }) => decidedAt >= Math.max(since, until) && decidedAt < at)
          .map(({ risk }) => risk),
      ].slice(0, enoughToStart)

/**
 * The level to prove first, from 0: the lowest that holds any of the first fifty parts, for of an empty one nothing is
 * ever known. Null until there are so many.
 */
export function startAt(first: readonly number[], { failureRate }: Promised): number | null {
  if (first.length < enoughToStart) return null
  const levels = levelsFor(failureRate)
  const least = Math.min(...first)
  const start = levels.findIndex((level) => least <= level)
  return start < 0 ? levels.length - 1 : start
}

/** Proves one level after the other; what was proven once stays so until an alarm. */
function climb(counts: readonly Count[], from: number | null, { failureRate, confidence }: Promised): number {
  if (from === null) return 0
  const stake = wagerAgainst(failureRate)
  const enough = enoughToProve(1 - confidence)
  let level = from
  while (level < counts.length && stake(counts[level]!.n, counts[level]!.failures) >= enough) level++
  return level === from ? 0 : level
}
