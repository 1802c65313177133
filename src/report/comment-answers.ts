/** What is said back to a command in a comment. Nobody is called by name: whoever asked looks already. */

import { cutAtLine } from './comment-cut.ts'
import { pageText, renderFront } from './comment-front.ts'
import { sayHeadline } from './comment-headline.ts'
import { answerMarker } from './comment-marker.ts'
import { escapeWords, openPage, referCommit, referNumber } from './comment-page.ts'
import type { CommentView, ReportLinks } from './comment-view.ts'
import { codeSpan, link } from './escaping.ts'
import { renderBehind } from './markdown-details.ts'
import { endSentence } from './phrases.ts'

const mostCharacters = 60_000
const sentenceColumns = 400

/** `to`: the comment that asked, by its number; of a label its key. */
const answer = (to: number | string, ...blocks: readonly string[]): string =>
  `${[answerMarker(to), blocks.filter((block) => block !== '').join('\n\n')].join('\n')}\n`

/** To `.risk`: the answer as it stands now, in a few lines; `comment` is where the whole of it is. */
export const answerRisk = (view: CommentView, to: number, comment?: string): string => {
  const page = openPage(view)
  const front = renderFront(page, { calls: false, lines: 13 })
  const more = comment === undefined ? '' : link('All of it', comment)
  const help = view.prefix === undefined ? '' : `Every reason: ${codeSpan(`${view.prefix}risk explain`)}.`
  return answer(
    to,
    pageText({ ...front, closing: [] }),
    [more, help].filter((text) => text !== '').join(' · '),
    front.foot,
  )
}

/** To `.risk explain`: every change, every reason, every fact. */
export const answerExplain = (view: CommentView, to: number): string => {
  const page = openPage(view)
  const { foot } = renderFront(page, { calls: false, lines: 13 })
  const text = [`### ${sayHeadline(page.safe)}`, '', ...renderBehind(page, mostCharacters - 2_000), '', foot]
  return answer(
    to,
    cutAtLine(text.join('\n'), mostCharacters - 200, 'There is more, but it would not fit here.'),
  )
}

export type ApprovalAnswer =
  | {
      readonly outcome: 'recorded'
      readonly word: 'approve' | 'reject'
      readonly by: string
      /** What was approved or rejected: "#4502", "this deployment". */
      readonly about: string
      /** The commit it was approved at. */
      readonly sha: string
      /** Why it is not enough yet, in one sentence: "one more approval, of acme/release-leads, is needed". */
      readonly missing?: string
    }
  | {
      readonly outcome: 'refused'
      readonly by: string
      /** One sentence: "you pushed to it last". */
      readonly why: string
      /** The commit that would have to be approved now, and what to type for it. */
      readonly now?: { readonly sha: string; readonly reply: string }
    }

/** To `.approve` and `.reject`. */
export const answerApproval = (given: ApprovalAnswer, to: number, links: ReportLinks): string => {
  const by = escapeWords(given.by)
  if (given.outcome === 'recorded') {
    const counts =
      given.word === 'reject'
        ? 'It stands, in every environment, until they approve it or new commits come.'
        : 'It counts in every environment and in every later deployment that holds this commit unchanged, until its risk rises a band.'
    const did = given.word === 'reject' ? 'rejected' : 'approved'
    const missing =
      given.missing === undefined
        ? ''
        : `**Still waiting:** ${endSentence(escapeWords(given.missing, sentenceColumns))}`
    return answer(
      to,
      `**Recorded:** ${by} ${did} ${referNumber(links, given.about)} at ${referCommit(links, given.sha)}. ${counts}`,
      missing,
    )
  }
  const { now } = given
  return answer(
    to,
    `**Not recorded**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}`,
    now === undefined
      ? ''
      : `The commit is now ${referCommit(links, now.sha)}. Read it, then reply ${codeSpan(now.reply)}.`,
  )
}

export type WordAnswer =
  | {
      readonly outcome: 'recorded'
      readonly by: string
      /** The change that is spoken of: "#4502". */
      readonly about: string
      readonly verdict: 'failed' | 'ok'
      /** The label that says it, if one does. */
      readonly label?: string
    }
  | {
      readonly outcome: 'withdrawn'
      readonly by: string
      readonly about: string
      /** The label that was taken off. */
      readonly label: string
    }
  | {
      readonly outcome: 'refused'
      readonly by: string
      /** One sentence: "you may not write here". */
      readonly why: string
    }

/** To `.outcome`, `.blame`, `.unblame`, and to labels that say the same. */
export const answerWord = (given: WordAnswer, to: number | string, links: ReportLinks): string => {
  const by = escapeWords(given.by)
  if (given.outcome === 'refused')
    return answer(to, `**Not recorded**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}`)
  if (given.outcome === 'withdrawn')
    return answer(
      to,
      `**Withdrawn:** ${by} took off ${codeSpan(given.label)}; what it said of ${referNumber(links, given.about)} counts no more. The next run of ${codeSpan('learn')} obeys. The newest word that is left on the change holds, if there is one.`,
    )
  const said = given.verdict === 'failed' ? 'failed' : 'did not fail'
  return answer(
    to,
    `**Recorded:** ${by} says that ${referNumber(links, given.about)} ${said}. The next run of ${codeSpan('learn')} obeys; what was decided before stays as it is. The newest word on a change holds.${given.label === undefined ? '' : ` Taking ${codeSpan(given.label)} off withdraws this one.`}`,
  )
}

/** To a command that cannot be carried out just now, or that nobody knows: one sentence why, and what there is. */
export const answerTrouble = (why: string, to: number | string, prefix: string): string =>
  answer(
    to,
    `${endSentence(escapeWords(why, sentenceColumns))} ${codeSpan(`${prefix}help`)} tells what can be said here.`,
  )

const commands = [
  ['risk', 'how risky this is now, and what is decided'],
  ['risk explain', 'every change, every reason and how far to trust them'],
  ['approve', 'approve the commit that was scored; an approving review says the same'],
  ['reject WHY', 'say no to the commit that stands there, until you approve it or new commits come'],
  ['pass', 'hand the question on to the next who can answer it'],
  [
    'override --reason "WHY"',
    'in an emergency, and by those whom the policy names: let exactly this commit go; `--for 2h`, `--environment NAME`, `--sha COMMIT`',
  ],
  [
    'freeze NAME --reason "WHY"',
    'hold that environment, without a name all of them; `--for 4h` or `--until 2026-12-24T18:00Z`; `unfreeze NAME` lifts it',
  ],
  [
    'outcome failed',
    'what this change did once it was out, with a reason if you like; `outcome ok` says that it was well',
  ],
  ['blame #123', 'that change caused what is told here; `unblame #123` says that it did not'],
  ['help', 'this list'],
] as const

/** To `.help`. */
export const answerHelp = (to: number, prefix: string): string =>
  answer(
    to,
    'Comments that begin with one of these are answered:',
    commands.map(([command, says]) => `- ${codeSpan(`${prefix}${command}`)}: ${says}.`).join('\n'),
    'Approving, and saying that a change was well, takes write access, and eyes that neither wrote nor last pushed the change; everything else that changes something takes write access.',
  )
