/**
 * Outcomes from git alone. A part failed when a later part on the line reverts it, or when a hotfix follows: a part that
 * calls itself one, or a fix within 24 hours that rewrites the same lines. A failure is known from the moment the part
 * that reveals it landed, not before; reverting a revert lands the original again and is no failure of the revert.
 */
import type { FailureCause, OutcomeCause } from '../domain/outcome.ts'
import { blame, type LineChange } from './blame.ts'
import { none } from './entities.ts'
import { fileKind } from './file-kind.ts'
import { entityOf } from './hash.ts'
import type { HistoryIndex, KnownFailure, TouchedFile } from './index.ts'
import type { LandedPart } from './line.ts'
import { purposes } from './message.ts'
import { isCounted, nothingTold, placeTold, type ToldOutcomes } from './told-outcomes.ts'

const day = 86_400

/** How long after landing a revert or hotfix still speaks of the part it undoes. */
export const reach = {
  revert: 90 * day,
  namedHotfix: 14 * day,
  sameLines: day,
  /** Where lines cannot be compared, a named hotfix speaks of what touched its files just before. */
  sameFile: 3 * day,
} as const

/** How sure each kind of evidence makes us. */
export const confidences = {
  statedRevert: 0.95,
  titleRevert: 0.8,
  hotfixLines: 0.8,
  hotfixFile: 0.5,
  fixLines: 0.5,
} as const

const is = (part: LandedPart, purpose: keyof typeof purposes): boolean =>
  (part.purpose & purposes[purpose]) !== 0

/** Parts that `part` says it reverts, with how sure the saying is. */
const revertedBy = (index: HistoryIndex, part: LandedPart, position: number): ReadonlyMap<number, number> => {
  const found = new Map<number, number>()
  if (is(part, 'reland')) return found
  const { shas, numbers, title } = part.reverts
  const stated = [
    ...shas.map((sha) => index.positionOf(sha, position)),
    ...numbers.map((number) => index.lastNamed(entityOf('number', String(number)), position)),
  ]
  for (const target of stated)
    if (target !== null && target < position) found.set(target, confidences.statedRevert)
  if (found.size === 0 && title !== null) {
    const target = index.lastNamed(entityOf('title', title), position)
    if (target !== null) found.set(target, confidences.titleRevert)
  }
  for (const target of found.keys())
    if (index.has(target, 'revert') || part.time - index.parts.time.get(target) > reach.revert)
      found.delete(target)
  return found
}

/** Kinds of files whose hotfix tells of a failure in production. */
const telling = new Set(['code', 'configuration', 'infrastructure', 'migration', 'dependencies'])

/** A later part that may tell of a failure, and the earlier parts whose lines it may rewrite, newest first, by file. */
export interface Suspicion {
  readonly position: number
  readonly cause: 'hotfix'
  readonly named: boolean
  readonly files: readonly { readonly path: string; readonly earlier: readonly number[] }[]
}

/** Few parts change one file so often within the reach; beyond this many the older ones are left alone. */
const mostSuspects = 12

/** What to compare line by line for a part; null when it tells of nothing. The part is already in the index. */
export const suspectsOf = (
  index: HistoryIndex,
  part: LandedPart,
  position: number,
  files: readonly (TouchedFile & { readonly status: string })[],
): Suspicion | null => {
  const named = is(part, 'hotfix')
  if (!(named || is(part, 'fix')) || is(part, 'revert') || is(part, 'reland') || is(part, 'dependencyBump'))
    return null
  const seconds = named ? reach.namedHotfix : reach.sameLines
  const suspicious = files.flatMap((file) => {
    if (file.status !== 'modified' || !telling.has(fileKind(file.path))) return []
    const earlier: number[] = []
    let entry = index.entities.get(entityOf('file', file.path)).touch
    for (; entry !== none && earlier.length < mostSuspects; entry = index.touches.previous.get(entry)) {
      const suspect = index.touches.part.get(entry)
      if (suspect >= position) continue
      if (part.time - index.parts.time.get(suspect) > seconds) break
      earlier.push(suspect)
    }
    return earlier.length > 0 ? [{ path: file.path, earlier }] : []
  })
  return suspicious.length > 0 ? { position, cause: 'hotfix', named, files: suspicious } : null
}

/** The line changes of a part in a file; null where the clone cannot tell. */
export type LineChanges = (position: number, path: string) => readonly LineChange[] | null

const hotfixed = (
  index: HistoryIndex,
  suspicion: Suspicion,
  lines: LineChanges,
): ReadonlyMap<number, number> => {
  const found = new Map<number, number>()
  for (const { path, earlier } of suspicion.files) {
    const fix = lines(suspicion.position, path)
    const changes = earlier.map((position) => ({ position, changes: lines(position, path) }))
    const known = changes.flatMap(({ position, changes }) => (changes ? [{ position, changes }] : []))
    if (fix === null || known.length < changes.length) {
      const newest = earlier[0]!
      const since = index.parts.time.get(suspicion.position) - index.parts.time.get(newest)
      if (suspicion.named && since <= reach.sameFile && !found.has(newest))
        found.set(newest, confidences.hotfixFile)
      continue
    }
    for (const position of blame(fix, known).keys())
      found.set(position, suspicion.named ? confidences.hotfixLines : confidences.fixLines)
  }
  // A revert that is mended was itself the answer to a failure; its target already counts.
  for (const position of found.keys()) if (index.has(position, 'revert')) found.delete(position)
  return found
}

/** Remembers which parts have failed already: the first evidence counts, later evidence adds nothing. */
export class FailureFinder {
  readonly #index: HistoryIndex
  readonly #failed: Set<number>

  constructor(index: HistoryIndex) {
    this.#index = index
    this.#failed = new Set([...index.failuresFrom()].map((failure) => failure.part))
  }

  /** Failures that the landing of `part` reveals. */
  revealedBy(
    part: LandedPart,
    position: number,
    suspicion: Suspicion | null,
    lines: LineChanges,
  ): readonly KnownFailure[] {
    const reverted = revertedBy(this.#index, part, position)
    const failures: KnownFailure[] = []
    const add = (cause: FailureCause, found: ReadonlyMap<number, number>): void => {
      for (const [failed, confidence] of found) {
        if (this.#failed.has(failed)) continue
        this.#failed.add(failed)
        failures.push({ part: failed, knownAt: position, cause, confidence })
      }
    }
    add('revert', reverted)
    if (suspicion) add('hotfix', hotfixed(this.#index, suspicion, lines))
    return failures
  }
}

export interface LabelOptions {
  /** Seconds after landing within which a failure counts. */
  readonly maturity: number
  /** Position from which on nothing is known yet; the whole index where absent. */
  readonly before?: number
  /** What is known beside what git tells, all of it by now. */
  readonly told?: ToldOutcomes
}

/**
 * Per part: seconds when it became known to have failed within its maturity, else Infinity; and how sure. Of what git and
 * others say the surer counts; a part that a person cleared did not fail.
 */
export const labelsOf = (
  index: HistoryIndex,
  { maturity, before = index.length, told = nothingTold }: LabelOptions,
): {
  readonly knownAt: Float64Array
  readonly confidence: Float32Array
  readonly causes: ReadonlyMap<number, OutcomeCause>
  /** Parts whose label is to be learned from, and counted nowhere. */
  readonly uncounted: ReadonlySet<number>
} => {
  const knownAt = new Float64Array(index.length).fill(Number.POSITIVE_INFINITY)
  const confidence = new Float32Array(index.length).fill(1)
  const causes = new Map<number, OutcomeCause>()
  const uncounted = new Set<number>()
  const { labels, cleared } = placeTold(index, told)
  for (const failure of index.failuresFrom()) {
    if (failure.knownAt >= before) break
    if (cleared.has(failure.part)) continue
    const time = index.parts.time.get(failure.knownAt)
    if (time - index.parts.time.get(failure.part) > maturity) continue
    knownAt[failure.part] = time
    confidence[failure.part] = failure.confidence
    causes.set(failure.part, failure.cause)
  }
  for (const [part, told] of labels) {
    const { label, taught = label, at, cause } = told
    if (cleared.has(part) || part >= before) continue
    const isKnown = causes.has(part)
    if (isKnown && (confidence[part]! >= label || !isCounted(told))) continue
    if (!isCounted(told)) uncounted.add(part)
    knownAt[part] = Math.min(knownAt[part]!, at)
    confidence[part] = Math.max(taught, isKnown ? confidence[part]! : 0)
    causes.set(part, cause)
  }
  return { knownAt, confidence, causes, uncounted }
}
