/** What is said back to those who override, freeze and lift, and what stands in the issue of a review afterwards. */
import { answerMarker } from './comment-marker.ts'
import { escapeWords, referCommit } from './comment-page.ts'
import type { ReportLinks } from './comment-view.ts'
import { codeSpan, link, neutralise } from './escaping.ts'
import { endSentence } from './phrases.ts'

const sentenceColumns = 400

export type OrderAnswer =
  | {
      readonly outcome: 'recorded'
      readonly by: string
      /** What they did, behind their name: "freezes production until …". */
      readonly did: string
      /** What follows from it, whole sentences. */
      readonly follows: string
    }
  | { readonly outcome: 'refused'; readonly by: string; readonly why: string }

/** To `.override`, `.freeze`, `.unfreeze`. */
export const answerOrder = (given: OrderAnswer, to: number): string => {
  const by = escapeWords(given.by)
  const text =
    given.outcome === 'refused'
      ? `**Not recorded**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}`
      : `**Recorded:** ${by} ${endSentence(escapeWords(given.did, sentenceColumns))} ${escapeWords(given.follows, sentenceColumns)}`
  return `${answerMarker(to)}\n${text}\n`
}

export interface ReviewAfterwards {
  readonly environment: string
  readonly sha: string
  /** ISO. */
  readonly until: string
  readonly reviewBy: string
  /** Who overrode the gate. */
  readonly by: string
  /** Page on which they said so. */
  readonly url: string
  readonly prefix: string
}

/** The issue in which what went out by an override is reviewed. */
export const reviewAfterwards = (
  given: ReviewAfterwards,
  links: ReportLinks,
): { readonly title: string; readonly body: string; readonly question: string } => {
  const environment = escapeWords(given.environment, 60)
  const moment = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`
  const failed = codeSpan(`${given.prefix}outcome failed`)
  const ok = codeSpan(`${given.prefix}outcome ok`)
  return {
    title: `Review afterwards: ${given.sha.slice(0, 8)} went to ${neutralise(given.environment).slice(0, 60)} by emergency override`,
    body: `${escapeWords(given.by)} let ${referCommit(links, given.sha)} into ${environment} past the gate, until ${moment(given.until)} (${link('where, and why', given.url)}).`,
    question: `**Somebody else: read ${referCommit(links, given.sha)} by ${moment(given.reviewBy)}.** Then reply ${ok}, or ${failed} and what it broke; either closes this issue. The gate counts what became of overrides, and learns from it.`,
  }
}

/** Said once when nobody reviewed it in time. */
export const reviewOverdue = (reviewBy: string): string =>
  `**Overdue:** this was to be reviewed by ${reviewBy.slice(0, 16).replace('T', ' ')} UTC, and nobody did. Until somebody does, nobody knows whether it should have gone out.`
