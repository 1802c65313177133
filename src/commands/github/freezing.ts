/**
 * Freezes: anybody who may write may hold an environment, or all of them, for that only makes things slower. Lifting one
 * lets things go, so it is for whoever froze it, for those who run the repository, and for those who decide in an
 * emergency. A freeze beside another never shortens it.
 */
import type { Ledger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import { loginKey } from '../../policy/eligibility.ts'
import { formatMoment } from '../../policy/formatting.ts'
import type { OrderAnswer } from '../../report/comment-orders.ts'
import type { Command, Ending } from '../../sources/github/command.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import { permissionOf } from '../../sources/github/people.ts'
import { freezeIn, freezeStreams, newestFreeze } from '../gate/in-force.ts'
import { emergencyStanding, environmentNamed, type Ground, readGround } from './authority.ts'
import { fullName, type Job } from './job.ts'
import { mayWrite } from './words.ts'

export type FreezeCommand = Extract<Command, { readonly name: 'freeze' | 'unfreeze' }>

export const isFreezeCommand = (command: Command): command is FreezeCommand =>
  command.name === 'freeze' || command.name === 'unfreeze'

const refused = (by: string, why: string): OrderAnswer => ({ outcome: 'refused', by, why })

const endOf = (ending: Ending, from: Date): Date | null =>
  ending.kind === 'at'
    ? new Date(ending.at)
    : ending.kind === 'for'
      ? new Date(from.getTime() + ending.seconds * 1000)
      : null

/** What stands for exactly this name (null: for all environments); null where nothing does. */
const standing = async (ledger: Ledger, environment: string | null, now: Date) => {
  const record = await newestFreeze(ledger, environment)
  const freeze = record && freezeIn(record, { environment: environment ?? '', now })
  return record && freeze ? { ...freeze, by: String(record.body['by'] ?? record.actor) } : null
}

const recordOf = (
  job: Job,
  { comment, number, onPullRequest }: CommandDoor,
  environment: string | null,
  body: object,
): NewRecord => ({
  stream: environment === null ? freezeStreams.all : freezeStreams.one,
  kind: 'freeze',
  key: { repository: fullName(job), comment: comment.id },
  at: new Date(comment.createdAt).toISOString(),
  repository: fullName(job),
  ...(environment === null ? {} : { environment }),
  actor: comment.login,
  tool: { name: 'change-risk-gate', version: job.version },
  body: {
    ...body,
    comment: comment.id,
    url: `${job.webUrl}/${onPullRequest ? 'pull' : 'issues'}/${number}#issuecomment-${comment.id}`,
  },
})

const nameOf = (environment: string | null): string => environment ?? 'everything'
const sayUntil = (until: string | null): string =>
  until === null ? 'until somebody lifts it' : `until ${formatMoment(until)}`

const freeze = async (
  job: Job,
  door: CommandDoor,
  { ledger }: Ground,
  environment: string | null,
  command: Extract<FreezeCommand, { readonly name: 'freeze' }>,
): Promise<OrderAnswer> => {
  const { comment } = door
  const said = new Date(comment.createdAt)
  const end = endOf(command.ending, said)
  if (end !== null && end.getTime() <= said.getTime()) return refused(comment.login, 'that moment is over')
  const before = await standing(ledger, environment, said)
  const outlasted =
    before !== null && (before.until === null || (end !== null && Date.parse(before.until) > end.getTime()))
  const until = outlasted ? before.until : (end?.toISOString() ?? null)
  await ledger.append([
    recordOf(job, door, environment, {
      state: 'frozen',
      until,
      // Who made it last as long as it does may lift it.
      by: outlasted ? before.by : comment.login,
      ...(job.publicRepository ? {} : { reason: command.reason }),
    }),
  ])
  return {
    outcome: 'recorded',
    by: comment.login,
    did: `freezes ${nameOf(environment)} ${sayUntil(until)}`,
    follows: `${outlasted ? 'A freeze that stood already lasts longer. ' : ''}Deployments are held; what goes back, and what an emergency override names, goes on.`,
  }
}

const mayLift = async (
  job: Job,
  { configuration }: Ground,
  login: string,
  by: string,
): Promise<string | null> => {
  if (loginKey(login) === loginKey(by)) return null
  const permission = await permissionOf(job.github, job.repository, login)
  if (permission === 'admin' || permission === 'maintain') return null
  const { under } = await emergencyStanding(job, configuration, login)
  return under === null
    ? `only ${by}, who froze it, those who maintain this repository, and those whom emergency.by names may lift it`
    : null
}

const lift = async (
  job: Job,
  door: CommandDoor,
  ground: Ground,
  environment: string | null,
): Promise<OrderAnswer> => {
  const { comment } = door
  const said = new Date(comment.createdAt)
  const here = await standing(ground.ledger, environment, said)
  const all = environment === null ? null : await standing(ground.ledger, null, said)
  if (here === null)
    return refused(
      comment.login,
      all === null
        ? `${nameOf(environment)} is not frozen`
        : 'everything is frozen, and that is lifted as a whole, without a name behind unfreeze',
    )
  const why = await mayLift(job, ground, comment.login, here.by)
  if (why !== null) return refused(comment.login, why)
  await ground.ledger.append([recordOf(job, door, environment, { state: 'lifted', until: null })])
  return {
    outcome: 'recorded',
    by: comment.login,
    did: `lifts the freeze of ${nameOf(environment)}`,
    follows:
      all === null
        ? 'What was held is judged anew when its gate runs again.'
        : 'Everything is still frozen by another.',
  }
}

/** Carries out `.freeze` and `.unfreeze`. Throws GitHubError, SourceError. */
export const freezeBy = async (job: Job, door: CommandDoor, command: FreezeCommand): Promise<OrderAnswer> => {
  const { login } = door.comment
  if (job.asked.dryRun) return refused(login, 'this is a dry run, which remembers nothing')
  const barred = await mayWrite(job, door.comment)
  if (barred !== null) return refused(login, barred)
  const ground = await readGround(job)
  if (typeof ground === 'string') return refused(login, ground)
  const named =
    command.environment === null ? null : environmentNamed(ground.configuration, command.environment)
  if (typeof named === 'string') return refused(login, named)
  const environment = named?.name ?? null
  return command.name === 'freeze'
    ? freeze(job, door, ground, environment, command)
    : lift(job, door, ground, environment)
}
