/** What people and incidents say of single changes: which part is meant, and what holds when several spoke. */
import type { OutcomeCause } from '../domain/outcome.ts'
import type { HistoryIndex } from './index.ts'
import { limitBlames, limitWords, type Shared } from './told-limits.ts'

/** A person's word on a change: it failed, or it did not. The newest holds. */
export interface Correction {
  readonly sha: string
  readonly verdict: 'failed' | 'ok'
  /** Seconds. */
  readonly at: number
  readonly reason?: string
  readonly url?: string
  /** Who said it, as the ledger knows them; only ever compared. */
  readonly by?: string
  /** The issue that it is said to have caused, or not to have caused. */
  readonly about?: number
}

/** An incident and the change it is tied to, as those who seek causes found it. */
export interface Trouble {
  /** Its name, like INC-212. */
  readonly incident: string
  /** Where it is written down: sources number their incidents each for itself. */
  readonly source?: string
  /** Where it was; everywhere where absent. */
  readonly environment?: string
  readonly sha: string
  readonly state: 'confirmed' | 'suspect' | 'rejected'
  /** 0..1: that this change caused it. */
  readonly confidence: number
  readonly severity: 'sev1' | 'sev2' | 'sev3' | 'sev4' | 'unknown'
  /** Seconds: when somebody or something noticed. */
  readonly noticedAt: number
  /** Seconds: when users no longer felt it; null where nobody says. */
  readonly recoveredAt: number | null
  readonly url?: string
  /** What ties them, in our words: nothing of what its people wrote. */
  readonly evidence?: readonly { readonly rule: string; readonly detail: string }[]
}

/** A part that is spoken against, by how sure that makes us. */
export interface Accusation {
  readonly part: number
  readonly cause: OutcomeCause
  readonly confidence: number
  /** Seconds. */
  readonly at: number
  readonly sentence: string
  readonly url?: string
  /** Seconds, of an incident. */
  readonly recoveredAt?: number
  /** What is accused is a nuisance, not a failure. */
  readonly minor?: true
  /** Nobody says so: it was ranked high. */
  readonly suspected?: true
  /** How much of its confidence may be learned (told-limits.ts); all of it where absent. */
  readonly share?: number
  /** Where; everywhere where absent. */
  readonly environment?: string
}

export interface Verdicts {
  readonly accusations: readonly Accusation[]
  /** Parts a person has cleared, with when. */
  readonly cleared: ReadonlyMap<number, number>
  /** What is more than one person or source may say in a week: kept, and not counted. */
  readonly beyond: { readonly corrections: readonly Correction[]; readonly troubles: readonly Trouble[] }
}

/** However often an algorithm suspects a change, it does not settle what a person could. */
export const mostOfSuspicion = 0.45

const withUrl = (url: string | undefined) => (url === undefined ? {} : { url })

/** What is known by `now`, in seconds. A change that the index does not hold is left out. */
export const verdictsOn = (
  index: HistoryIndex,
  said: {
    readonly corrections: readonly Correction[]
    readonly troubles: readonly Trouble[]
    readonly now: number
  },
): Verdicts => {
  const words = limitWords(said.corrections.filter(({ at }) => at <= said.now))
  const newest = new Map<number, Correction>()
  for (const correction of words.counted) {
    const part = index.positionOf(correction.sha)
    if (part === null) continue
    const known = newest.get(part)
    if (known === undefined || correction.at >= known.at) newest.set(part, correction)
  }
  const cleared = new Map(
    [...newest].filter(([, { verdict }]) => verdict === 'ok').map(([part, { at }]) => [part, at]),
  )
  const spoken = [...newest]
    .filter(([, { verdict }]) => verdict === 'failed')
    .map(([part, { at, reason, url }]): Accusation => {
      const sentence = reason === undefined ? 'a person said that it failed' : `a person said: ${reason}`
      return { part, cause: 'correction', confidence: 1, at, sentence, ...withUrl(url) }
    })
  const blames = limitBlames(
    index,
    said.troubles
      .filter(({ noticedAt, state }) => noticedAt <= said.now && state !== 'rejected')
      .map(atMostSuspected),
  )
  return {
    accusations: [...spoken, ...blames.counted.flatMap((trouble) => accusationOf(index, trouble))]
      .filter(({ part }) => !cleared.has(part))
      .toSorted((one, other) => one.at - other.at || one.part - other.part),
    cleared,
    beyond: { corrections: words.beyond, troubles: blames.beyond },
  }
}

const atMostSuspected = (trouble: Trouble): Trouble =>
  trouble.state === 'suspect' && trouble.confidence > mostOfSuspicion
    ? { ...trouble, confidence: mostOfSuspicion }
    : trouble

const accusationOf = (index: HistoryIndex, trouble: Shared<Trouble>): readonly Accusation[] => {
  const part = index.positionOf(trouble.sha)
  if (part === null) return []
  const isConfirmed = trouble.state === 'confirmed'
  const { incident, environment } = trouble
  const why = trouble.evidence?.[0]?.detail
  const because = why === undefined ? '' : `: ${why}`
  return [
    {
      part,
      cause: 'incident',
      confidence: trouble.confidence,
      ...(trouble.share === 1 ? {} : { share: trouble.share }),
      at: trouble.noticedAt,
      sentence: `${isConfirmed ? 'it caused' : 'it is suspected of'} ${incident}${because}`,
      ...withUrl(trouble.url),
      ...(trouble.recoveredAt === null ? {} : { recoveredAt: trouble.recoveredAt }),
      ...(trouble.severity === 'sev4' ? { minor: true } : {}),
      ...(isConfirmed ? {} : { suspected: true }),
      ...(environment === undefined ? {} : { environment }),
    },
  ]
}
