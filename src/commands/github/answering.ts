/** Commands in comments: read strictly, carried out for those who may, always answered. */
import { SourceError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { type Reaction, react } from '../../drivers/reviews/reaction.ts'
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
import { isOutcomeCommand, recordWord, saidInComment } from './correcting.ts'
import { type FreezeCommand, freezeBy, isFreezeCommand } from './freezing.ts'
import type { Job } from './job.ts'
import { type JudgedPullRequest, judgePullRequest } from './judging.ts'
import { type OverrideCommand, overrideBy } from './overriding.ts'
import { passOn } from './passing.ts'
import { tellPullRequest } from './pull-request.ts'
import { linksOf, prefixOf, type Told, viewFor } from './telling.ts'
import { wake } from './waiting.ts'
import { isWordCommand, type WordCommand } from './words.ts'

export interface Answered {
  readonly judged: JudgedPullRequest | null
  readonly told: Told | null
  readonly effects: readonly Effect[]
}

interface CarriedOut extends Answered {
  /** How it ended, for those who look at the comment alone; null where the answer says all there is. */
  readonly ended: Reaction | null
}

const quiet: CarriedOut = { judged: null, told: null, effects: [], ended: null }
const endOf = ({ outcome }: { readonly outcome: 'recorded' | 'withdrawn' | 'refused' }): Reaction =>
  outcome === 'refused' ? '-1' : '+1'

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

/** Something may go on from here. */
const lets = ({ assessment }: JudgedPullRequest): boolean => assessment.decision === 'approve'
const hasStarted = (effects: readonly Effect[]): boolean => effects.some(({ outcome }) => outcome === 'done')

/** Overrides, freezes and their lifting: recorded, answered, and what they let go is started or judged again. */
const carryOutOrder = async (job: Job, door: CommandDoor, command: Order): Promise<CarriedOut> => {
  const { comment, number, onPullRequest } = door
  const { answer, effects } =
    command.name === 'override'
      ? await overrideBy(job, door, command)
      : { answer: await freezeBy(job, door, command), effects: [] }
  const said = await say(job, door, answerOrder(answer, comment.id))
  const ended = answer.outcome === 'recorded' && command.name === 'override' ? 'rocket' : endOf(answer)
  if (answer.outcome === 'refused') return { ...quiet, effects: [said], ended }
  const pull = onPullRequest ? await readPullRequest(job.github, job.repository, number) : null
  if (pull !== null && !pull.merged && pull.state === 'open')
    return { ...(await judgeAgain(job, pull)), effects: [said, ...effects], ended }
  const woken = command.name === 'freeze' ? [] : await wake(job, number, 'reply')
  return { ...quiet, effects: [said, ...effects, ...woken], ended }
}

/** A yes or a no: recorded, answered, and what waited for it is started or judged again. */
const carryOutWord = async (job: Job, door: CommandDoor, command: WordCommand): Promise<CarriedOut> => {
  const answer = await giveWord(job, door, command)
  if (answer.outcome === 'refused')
    return { ...quiet, effects: [await sayApproval(job, door, answer)], ended: '-1' }
  const pull = door.onPullRequest ? await readPullRequest(job.github, job.repository, door.number) : null
  if (pull === null || pull.merged) {
    const effects = await goOn(job, door, answer)
    return { ...quiet, effects, ended: hasStarted(effects.slice(0, -1)) ? 'rocket' : '+1' }
  }
  const said = await sayApproval(job, door, answer)
  const again = await judgeAgain(job, pull)
  return { ...again, effects: [said], ended: again.judged !== null && lets(again.judged) ? 'rocket' : '+1' }
}

const carryOutPass = async (job: Job, door: CommandDoor): Promise<CarriedOut> => {
  const { answer, ...passed } = await passOn(job, door)
  const said = await say(job, door, answerPass(answer, door.comment.id))
  const ended = answer.outcome === 'refused' ? '-1' : '+1'
  return { ...passed, effects: [...passed.effects, said], ended }
}

const misread = async (job: Job, door: CommandDoor, why: string): Promise<CarriedOut> => ({
  ...quiet,
  effects: [await say(job, door, answerTrouble(why, door.comment.id, prefixOf(job)))],
  ended: 'confused',
})

const tellRisk = async (job: Job, door: CommandDoor, explain: boolean): Promise<CarriedOut> => {
  const { number, comment } = door
  const pull = await readPullRequest(job.github, job.repository, number)
  const judged = await judgePullRequest(job, pull, { remembers: 'never' })
  const view = viewFor(job, judged.assessment, { key: 'pull-request' })
  const body = explain ? answerExplain(view, comment.id) : answerRisk(view, comment.id)
  return { ...quiet, judged, told: { view, effects: [] }, effects: [await say(job, door, body)] }
}

const carryOut = async (job: Job, door: CommandDoor): Promise<CarriedOut> => {
  const { asked, comment, onPullRequest } = door
  if (asked.outcome === 'refused') return misread(job, door, asked.why)
  const { command } = asked
  if (isOrder(command)) return carryOutOrder(job, door, command)
  if (isWordCommand(command)) return carryOutWord(job, door, command)
  if (command.name === 'outcome' && !onPullRequest) {
    const reviewed = await reviewOverride(job, door, command)
    if (reviewed !== null) {
      const said = await say(job, door, answerOrder(reviewed.answer, comment.id))
      return { ...quiet, effects: [said, ...reviewed.effects], ended: endOf(reviewed.answer) }
    }
  }
  if (isOutcomeCommand(command)) {
    const answer = await recordWord(job, saidInComment(door), command)
    const said = await say(job, door, answerWord(answer, comment.id, linksOf(job)))
    return { ...quiet, effects: [said], ended: endOf(answer) }
  }
  switch (command.name) {
    case 'help':
      return { ...quiet, effects: [await say(job, door, answerHelp(comment.id, prefixOf(job)))] }
    case 'pass':
      return carryOutPass(job, door)
    case 'risk':
      return onPullRequest
        ? tellRisk(job, door, command.explain)
        : misread(job, door, 'this is an issue: risks are told on pull requests')
  }
}

/** Carries out one command. Whoever asked sees that it was read, and what came of it, also when it went wrong. */
export const answerCommand = async (job: Job, door: CommandDoor): Promise<Answered> => {
  const show = (reaction: Reaction): Promise<Effect> =>
    react(job.github, job.repository, door.comment.id, reaction, job.writtenBy)
  const seen = await show('eyes')
  const { ended, effects, ...answered } = await carryOut(job, door).catch((error: unknown) => {
    if (!(error instanceof SourceError)) throw error
    return misread(job, door, error.message).then((said) => ({
      ...said,
      effects: [...said.effects, { what: 'command', outcome: 'refused' as const, why: error.message }],
    }))
  })
  return { ...answered, effects: [seen, ...effects, ...(ended === null ? [] : [await show(ended)])] }
}
