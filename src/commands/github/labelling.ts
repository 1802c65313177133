/**
 * Labels that say what became of a change: putting one on is a word like that of a comment, taking it off withdraws what
 * it said. Who did it and when the event tells; whether it is still so is read from GitHub, as events come late.
 */
import { SourceError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { replyTo } from '../../drivers/reviews/reply.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { answerTrouble, answerWord, type WordAnswer } from '../../report/comment-answers.ts'
import { sameLogin } from '../../sources/github/account.ts'
import type { LabelDoor } from '../../sources/github/door.ts'
import { labelOf, parseLabel } from '../../sources/github/label-word.ts'
import { answersOf } from '../../sources/github/reading.ts'
import { correctionStream, withdrawnBy } from '../learn/corrections.ts'
import {
  clears,
  objectionToClearing,
  pullAt,
  recordWord,
  refused,
  type SaidWord,
  wordRecord,
} from './correcting.ts'
import { fullName, type Job } from './job.ts'
import { ledgerOf } from './judging.ts'
import { linksOf, prefixOf } from './telling.ts'
import { mayWrite } from './words.ts'

export interface AnsweredLabel {
  readonly note: string
  readonly effects: readonly Effect[]
}

const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/labels'
/** GitHub takes no more on one issue. */
const mostLabels = 100

/** Whether a label that says the same is on it now. */
const isOn = async (job: Job, { number, word }: LabelDoor): Promise<boolean> => {
  const { items } = await job.github.list(
    route,
    { ...job.repository, issue_number: number, per_page: 100 },
    mostLabels,
  )
  return answersOf(route, items).some((each) => {
    const other = parseLabel(each.text('name'))
    return other !== null && labelOf(other) === labelOf(word)
  })
}

const saidBy = ({ number, onPullRequest, word, login, at }: LabelDoor): SaidWord => ({
  number,
  onPullRequest,
  by: { id: 0, login, type: 'User', association: 'NONE', createdAt: at },
  place: { label: labelOf(word) },
})

/** The words that a label said here and that nobody has withdrawn; a ledger may be that of several repositories. */
const standing = (
  job: Job,
  records: readonly LedgerRecord[],
  { number, word }: LabelDoor,
): readonly LedgerRecord[] => {
  const withdrawn = new Set(records.flatMap(withdrawnBy))
  return records.filter(
    (record) =>
      record.repository === fullName(job) &&
      record.body['label'] === labelOf(word) &&
      record.body[word.name === 'outcome' ? 'number' : 'about'] === number &&
      withdrawnBy(record).length === 0 &&
      !withdrawn.has(record.id),
  )
}

/** Null where the label said nothing that is kept. */
const withdraw = async (job: Job, door: LabelDoor): Promise<WordAnswer | null> => {
  const { word, login, number, at } = door
  const about = word.name === 'outcome' ? number : word.number
  const pull = job.asked.dryRun ? null : await pullAt(job, about)
  if (pull === null || !pull.merged) return null
  const { ledger } = await ledgerOf(job, pull.base.ref)
  const records: LedgerRecord[] = []
  for await (const record of ledger.read({ stream: correctionStream })) records.push(record)
  const words = standing(job, records, door)
  if (words.length === 0) return null
  const said = saidBy(door)
  const isOwn = words.every(({ actor }) => sameLogin(actor, login))
  // To take back what somebody else said against a change clears it.
  const why =
    clears(word) || isOwn ? await mayWrite(job, said.by) : await objectionToClearing(job, said.by, pull)
  if (why !== null) return refused(login, why)
  await ledger.append([
    wordRecord(job, said, word, pull, {
      key: { ...said.place, on: number, off: at },
      verdict: 'withdrawn',
      more: { withdraws: words.map(({ id }) => id) },
    }),
  ])
  return { outcome: 'withdrawn', by: login, about: `#${about}`, label: labelOf(word) }
}

/** One answer for all that labels say of one change here; a refusal beside it, so that what holds stays to be read. */
const keyOf = ({ word }: LabelDoor, outcome: WordAnswer['outcome']): string =>
  `label-${word.name === 'outcome' ? 'outcome' : word.number}${outcome === 'refused' ? '-refused' : ''}`

const say = (job: Job, { number }: LabelDoor, key: string, body: string): Promise<Effect> =>
  replyTo(job.github, job.repository, { issue: number, commentId: key, body, own: job.own })

/** Carries out what a label says, and tells it where it is put on. */
export const answerLabel = async (job: Job, door: LabelDoor): Promise<AnsweredLabel> => {
  const { word, wasPut, number } = door
  try {
    if ((await isOn(job, door)) !== wasPut)
      return { note: wasPut ? 'the label is off again' : 'a label that says so is still on', effects: [] }
    const answer = wasPut ? await recordWord(job, saidBy(door), word) : await withdraw(job, door)
    if (answer === null) return { note: 'the label said nothing that is kept', effects: [] }
    const key = keyOf(door, answer.outcome)
    const effect = await say(job, door, key, answerWord(answer, key, linksOf(job)))
    return { note: `a label on #${number}: ${answer.outcome}`, effects: [effect] }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const key = keyOf(door, 'refused')
    const said = await say(job, door, key, answerTrouble(error.message, key, prefixOf(job)))
    return {
      note: `a label on #${number} could not be carried out`,
      effects: [said, { what: 'label', outcome: 'refused', why: error.message }],
    }
  }
}
