/** Commands in comments: read strictly, carried out for those who may, always answered. */
import { SourceError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { react } from '../../drivers/reviews/reaction.ts'
import { replyTo } from '../../drivers/reviews/reply.ts'
import {
  type ApprovalAnswer,
  answerApproval,
  answerExplain,
  answerHelp,
  answerRisk,
  answerTrouble,
  answerWord,
} from '../../report/comment-answers.ts'
import { answerOrder } from '../../report/comment-orders.ts'
import { answerPass } from '../../report/comment-pass.ts'
import type { Command } from '../../sources/github/command.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import { type ReadPullRequest, readPullRequest } from '../../sources/github/pull-request.ts'
import { giveWord } from './approving.ts'
import { reviewOverride } from './chasing.ts'
import { isOutcomeCommand, recordWord } from './correcting.ts'
import { type FreezeCommand, freezeBy, isFreezeCommand } from './freezing.ts'
import type { Job } from './job.ts'
import { type JudgedPullRequest, judgePullRequest } from './judging.ts'
import { type OverrideCommand, overrideBy } from './overriding.ts'
import { passOn } from './passing.ts'
import { tellPullRequest } from './pull-request.ts'
import { linksOf, prefix, type Told, viewFor } from './telling.ts'
import { wake } from './waiting.ts'
import { isWordCommand } from './words.ts'

export interface Answered {
  readonly judged: JudgedPullRequest | null
  readonly told: Told | null
  readonly effects: readonly Effect[]
}

const quiet: Answered = { judged: null, told: null, effects: [] }

const say = (job: Job, { number, comment }: CommandDoor, body: string): Promise<Effect> =>
  replyTo(job.github, job.repository, {
    issue: number,
    commentId: comment.id,
    since: comment.createdAt,
    body,
    own: job.own,
  })

const judgeAgain = async (job: Job, pull: ReadPullRequest): Promise<Pick<Answered, 'judged' | 'told'>> => {
  const judged = await judgePullRequest(job, pull)
  return { judged, told: await tellPullRequest(job, judged) }
}

const sayApproval = (job: Job, door: CommandDoor, answer: ApprovalAnswer): Promise<Effect> =>
  say(job, door, answerApproval(answer, door.comment.id, linksOf(job)))

/** Lets the deployment that waits for the word go on, and says so, or what keeps it. */
const goOn = async (job: Job, door: CommandDoor, answer: ApprovalAnswer): Promise<readonly Effect[]> => {
  const woken = await wake(job, door.number, 'reply')
  const refused = woken.find(({ outcome }) => outcome === 'refused')
  const missing = refused === undefined ? {} : { missing: refused.why }
  return [...woken, await sayApproval(job, door, { ...answer, ...missing })]
}

type Order = OverrideCommand | FreezeCommand

const isOrder = (command: Command): command is Order =>
  command.name === 'override' || isFreezeCommand(command)

/** Overrides, freezes and their lifting: recorded, answered, and what they let go is started or judged again. */
const carryOutOrder = async (job: Job, door: CommandDoor, command: Order): Promise<Answered> => {
  const { comment, number, onPullRequest } = door
  const { answer, effects } =
    command.name === 'override'
      ? await overrideBy(job, door, command)
      : { answer: await freezeBy(job, door, command), effects: [] }
  const said = await say(job, door, answerOrder(answer, comment.id))
  if (answer.outcome === 'refused') return { ...quiet, effects: [said] }
  const pull = onPullRequest ? await readPullRequest(job.github, job.repository, number) : null
  if (pull !== null && !pull.merged && pull.state === 'open')
    return { ...(await judgeAgain(job, pull)), effects: [said, ...effects] }
  const woken = command.name === 'freeze' ? [] : await wake(job, number, 'reply')
  return { ...quiet, effects: [said, ...effects, ...woken] }
}

const carryOut = async (job: Job, door: CommandDoor): Promise<Answered> => {
  const { asked, number, comment, onPullRequest } = door
  if (asked.outcome === 'refused')
    return { ...quiet, effects: [await say(job, door, answerTrouble(asked.why, comment.id, prefix))] }
  const { command } = asked
  if (command.name === 'help')
    return { ...quiet, effects: [await say(job, door, answerHelp(comment.id, prefix))] }
  if (isOrder(command)) return carryOutOrder(job, door, command)
  if (command.name === 'outcome' && !onPullRequest) {
    const reviewed = await reviewOverride(job, door, command)
    if (reviewed !== null)
      return {
        ...quiet,
        effects: [await say(job, door, answerOrder(reviewed.answer, comment.id)), ...reviewed.effects],
      }
  }
  if (command.name === 'pass') {
    const { answer, ...passed } = await passOn(job, door)
    return { ...passed, effects: [...passed.effects, await say(job, door, answerPass(answer, comment.id))] }
  }
  if (isOutcomeCommand(command)) {
    const answer = await recordWord(job, door, command)
    return { ...quiet, effects: [await say(job, door, answerWord(answer, comment.id, linksOf(job)))] }
  }
  if (isWordCommand(command)) {
    const answer = await giveWord(job, door, command)
    if (answer.outcome === 'refused') return { ...quiet, effects: [await sayApproval(job, door, answer)] }
    const pull = onPullRequest ? await readPullRequest(job.github, job.repository, number) : null
    if (pull === null || pull.merged) return { ...quiet, effects: await goOn(job, door, answer) }
    const said = await sayApproval(job, door, answer)
    return { ...(await judgeAgain(job, pull)), effects: [said] }
  }
  if (!onPullRequest)
    return {
      ...quiet,
      effects: [
        await say(
          job,
          door,
          answerTrouble('this is an issue: risks are told on pull requests', comment.id, prefix),
        ),
      ],
    }
  const pull = await readPullRequest(job.github, job.repository, number)
  const judged = await judgePullRequest(job, pull, { remembers: 'never' })
  const view = viewFor(job, judged.assessment, { key: 'pull-request' })
  const body = command.explain ? answerExplain(view, comment.id) : answerRisk(view, comment.id)
  return { judged, told: { view, effects: [] }, effects: [await say(job, door, body)] }
}

/** Carries out one command. Whoever asked sees that it was read, and what came of it, also when it went wrong. */
export const answerCommand = async (job: Job, door: CommandDoor): Promise<Answered> => {
  const seen = await react(job.github, job.repository, door.comment.id, 'eyes', job.writtenBy)
  try {
    const answered = await carryOut(job, door)
    return { ...answered, effects: [seen, ...answered.effects] }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const said = await say(job, door, answerTrouble(error.message, door.comment.id, prefix))
    return { ...quiet, effects: [seen, said, { what: 'command', outcome: 'refused', why: error.message }] }
  }
}
