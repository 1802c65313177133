/**
 * Labels that say what a comment may say of what became of a change. The grammar is closed, as labels are everybody's:
 *
 *   label = "outcome:" [ SP ] ( "failed" / "ok" ) / [ "not-" ] "caused-by:" [ SP ] "#" %x31-39 *8DIGIT
 *
 * in any case, as GitHub takes labels of either case for the same. Any other label says nothing to us.
 */
import type { Command } from './command.ts'

/** The same words as of `.outcome`, `.blame` and `.unblame`. */
export type LabelWord = Extract<Command, { readonly name: 'outcome' | 'blame' | 'unblame' }>

/** What a label says; null for a label that is none of these. Never throws. */
export const parseLabel = (label: string): LabelWord | null => {
  const [, verdict] = /^outcome: ?(failed|ok)$/i.exec(label) ?? []
  if (verdict !== undefined)
    return { name: 'outcome', verdict: verdict.toLowerCase() === 'ok' ? 'ok' : 'failed', reason: null }
  const [, not, number] = /^(not-)?caused-by: ?#([1-9][0-9]{0,8})$/i.exec(label) ?? []
  return number === undefined
    ? null
    : { name: not === undefined ? 'blame' : 'unblame', number: Number(number) }
}

/** The usual spelling of a label that says this. */
export const labelOf = (word: LabelWord): string =>
  word.name === 'outcome'
    ? `outcome: ${word.verdict}`
    : `${word.name === 'blame' ? '' : 'not-'}caused-by: #${word.number}`
