/** Whose word counts when it is given in a comment, and how a refusal is put. */
import { findApprovals } from '../../policy/eligibility.ts'
import type { ApprovalAnswer } from '../../report/comment-answers.ts'
import type { Command } from '../../sources/github/command.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import type { Job } from './job.ts'
import { permissionsOf } from './permissions.ts'
import { prefixOf } from './telling.ts'

/** A yes or a no to a change. */
export type WordCommand = Extract<Command, { readonly name: 'approve' | 'reject' }>

export const isWordCommand = (command: Command): command is WordCommand =>
  command.name === 'approve' || command.name === 'reject'

export const refuse = (job: Job, by: string, why: string, now?: string): ApprovalAnswer => ({
  outcome: 'refused',
  by,
  why,
  ...(now === undefined ? {} : { now: { sha: now, reply: `${prefixOf(job)}approve ${now.slice(0, 12)}` } }),
})

/** Who said something, and when; `id` of the comment it was said in, 0 where it was said in none. */
export type Speaker = Pick<CommandDoor['comment'], 'id' | 'login' | 'type' | 'association' | 'createdAt'>

/** Logins of those who had a hand in what is approved. */
export interface Hands {
  readonly head: string
  readonly author: string | null
  readonly committers: readonly string[]
  readonly coAuthors: readonly string[]
}

/** Why somebody's word does not count; null when it does: as a review of theirs would be weighed. */
export const objectionTo = async (
  job: Job,
  comment: Speaker,
  { head, author, committers, coAuthors }: Hands,
): Promise<string | null> => {
  const { approvedBy, ignored } = findApprovals({
    reviews: [
      {
        id: comment.id,
        author: { login: comment.login, type: comment.type === 'User' ? 'User' : 'Bot' },
        state: 'APPROVED',
        commit: head,
        submittedAt: comment.createdAt,
        association: comment.association,
        body: '',
      },
    ],
    head,
    author,
    committers,
    coAuthors,
    lastPusher: null,
    permissionOf: await permissionsOf(job, [comment.login]),
    gateLogins: await job.ownPeople(),
  })
  return approvedBy.length > 0 ? null : (ignored[0]?.why ?? 'the review does not count')
}

/** Why somebody may not say what takes write access and nothing else; null when they may. */
export const mayWrite = (job: Job, comment: Speaker): Promise<string | null> =>
  objectionTo(job, comment, { head: 'any', author: null, committers: [], coAuthors: [] })
