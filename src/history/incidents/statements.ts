/**
 * What a text says of the changes it names: blamed, suspected, repairing, or only mentioned. A sentence must blame
 * plainly to be believed, for a confirmed link teaches the model: what is negated, hedged, asked or told of another
 * incident blames nobody, and what is blamed in one place and cleared in another is only suspected.
 */
import type { Relation } from '../../domain/incident.ts'
import { type FoundReference, markReferences, type Reference, sameReference } from './references.ts'
import { sentencesOf } from './sentences.ts'
import {
  blaming,
  clauseEnd,
  elsewhere,
  hedging,
  proving,
  refuting,
  repairing,
  undoing,
  withdrawing,
} from './wording.ts'

export interface Statement {
  readonly reference: Reference
  readonly written: string
  readonly relation: Relation
  /** The sentence. */
  readonly quote: string
  /** Blamed in plain words, or proved by what taking it back did. */
  readonly manner: 'said' | 'proved' | 'mentioned'
}

type Verdict = 'cleared' | 'repairs' | 'said' | 'proved' | 'suspected' | 'mentioned'

/** Of several things one sentence says of a change the first of these counts. */
const order: readonly Verdict[] = ['cleared', 'proved', 'repairs', 'said', 'suspected', 'mentioned']

const relationOf: Readonly<Record<Verdict, Relation>> = {
  cleared: 'related',
  repairs: 'fixed-by',
  said: 'caused-by',
  proved: 'caused-by',
  suspected: 'suspected',
  mentioned: 'related',
}

const marksIn = (text: string): readonly number[] =>
  [...text.matchAll(/‹(\d+)›/g)].map(([, at]) => Number(at))

interface Match {
  readonly marks: readonly number[]
  /** The clause up to where the statement ends. */
  readonly upToHere: string
}

const matches = (clause: string, patterns: readonly RegExp[]): readonly Match[] =>
  patterns.flatMap((pattern) =>
    [...clause.matchAll(pattern)].map((match) => ({
      marks: marksIn(match.groups?.['changes'] ?? ''),
      upToHere: clause.slice(0, match.index + match[0].length),
    })),
  )

const judgeClause = (clause: string, give: (mark: number, verdict: Verdict) => void): void => {
  const refuted = refuting.test(clause)
  const unsure = elsewhere.test(clause)
  const each = (patterns: readonly RegExp[], verdict: (upToHere: string) => Verdict): void => {
    for (const { marks, upToHere } of matches(clause, patterns))
      for (const at of marks) give(at, verdict(upToHere))
  }
  const weighed =
    (sure: Verdict) =>
    (upToHere: string): Verdict => {
      if (refuted || withdrawing.test(upToHere)) return 'cleared'
      return unsure || hedging.test(upToHere) ? 'suspected' : sure
    }
  if (refuted) for (const at of marksIn(clause)) give(at, 'cleared')
  each(repairing, () => 'repairs')
  each(blaming, weighed('said'))
  each(proving, weighed('proved'))
  each(undoing, () => 'suspected')
}

/** Nobody writes longer sentences; what is longer was printed by a program, and patterns must stay fast on it. */
const readableSentence = 1200

const judgeSentence = (sentence: string): readonly Statement[] => {
  const { text, found } = markReferences(sentence.slice(0, readableSentence))
  if (found.length === 0) return []
  const verdicts = found.map((): Set<Verdict> => new Set(['mentioned']))
  const lower = text.toLowerCase().replaceAll(/\s+/g, ' ').trim()
  for (const clause of lower.split(clauseEnd))
    judgeClause(clause.trim(), (mark, verdict) => verdicts[mark]?.add(verdict))
  return found.map(({ reference, written }: FoundReference, at) => {
    const verdict = order.find((each) => verdicts[at]!.has(each)) ?? 'mentioned'
    const manner = verdict === 'said' || verdict === 'proved' ? verdict : 'mentioned'
    return { reference, written, relation: relationOf[verdict], quote: sentence.trim().slice(0, 400), manner }
  })
}

const isBlame = ({ relation }: Statement): boolean => relation === 'caused-by'

/** Whether one place clears, or calls a repair, what another blames: then nobody can tell, and it stays a suspicion. */
const contradicted = (
  statement: Statement,
  all: readonly Statement[],
  cleared: readonly Reference[],
): boolean =>
  cleared.some((reference) => sameReference(reference, statement.reference)) ||
  all.some(
    ({ reference, relation }) => relation === 'fixed-by' && sameReference(reference, statement.reference),
  )

/** Every change a text names, in the order it names them, with what it says of each. */
export const statementsIn = (text: string): readonly Statement[] => {
  const sentences = sentencesOf(text).map((sentence) => ({ sentence, statements: judgeSentence(sentence) }))
  const all = sentences.flatMap(({ statements }) => statements)
  const cleared = sentences.flatMap(({ sentence, statements }) =>
    refuting.test(sentence.toLowerCase())
      ? statements.filter(({ relation }) => relation === 'related').map(({ reference }) => reference)
      : [],
  )
  return all.map((statement) =>
    isBlame(statement) && contradicted(statement, all, cleared)
      ? { ...statement, relation: 'suspected', manner: 'mentioned' }
      : statement,
  )
}
