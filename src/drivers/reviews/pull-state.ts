/** What must be true of a pull request at the moment it is approved. */

import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { answerOf, record } from '../../clients/github/shapes.ts'
import { actionsBot, isNamed, shortSha } from './ownership.ts'

export interface PullState {
  readonly head: string
  readonly base: string
  readonly isOpen: boolean
  readonly isMerged: boolean
  readonly isDraft: boolean
  readonly author: string | null
}

/** What was scored, and who would approve it. */
export interface Scored {
  readonly number: number
  readonly sha: string
  readonly baseRef?: string
  readonly own?: readonly string[]
}

const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'

/** 1 request. Throws GitHubError. */
export const readPull = async (
  github: GitHub,
  repository: RepositoryName,
  pull_number: number,
): Promise<PullState> => {
  const pull = answerOf(route, await github.request(route, { ...repository, pull_number }))
  return {
    head: pull.commitName('head.sha'),
    base: pull.text('base.ref'),
    isOpen: pull.text('state') === 'open',
    isMerged: pull.flag('merged'),
    isDraft: pull.flag('draft'),
    author: pull.orNull('user', record)?.text('login') ?? null,
  }
}

/** Why it may not be approved, or null. */
export const obstacleTo = (pull: PullState, scored: Scored): string | null => {
  const { number, own = actionsBot } = scored
  if (!pull.isOpen)
    return `#${number} is ${pull.isMerged ? 'merged' : 'closed'}: there is nothing to approve.`
  if (pull.isDraft) return `#${number} is a draft: mark it ready for review first.`
  if (pull.author !== null && isNamed(pull.author, own))
    return `#${number} was opened by ${pull.author}, the gate itself: a person must approve it.`
  return movedFrom(pull, scored)
}

/** Why it is no longer what was scored, or null; being merged or closed by now changes nothing about that. */
export const movedFrom = (
  pull: PullState,
  { number, sha, baseRef }: Pick<Scored, 'number' | 'sha' | 'baseRef'>,
): string | null => {
  if (pull.head !== sha)
    return `The head of #${number} moved from ${shortSha(sha)}, which was scored, to ${shortSha(pull.head)}: the run of the new head decides.`
  if (baseRef !== undefined && pull.base !== baseRef)
    return `#${number} was scored against ${baseRef} and now goes to ${pull.base}: run the gate again.`
  return null
}
