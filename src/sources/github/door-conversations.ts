/** Doors at which people talk about a change: pull requests, their reviews, comments. */
import { parseCommand } from './command.ts'
import { isFork } from './door-facts.ts'
import { type Event, nothing, ownNumber, unused } from './door-knock.ts'
import { textOf } from './door-payload.ts'

/** Of these the gate's answer may change; the rest (assigned, milestoned, …) leave the change as it is. */
const judgedActions = [
  'opened',
  'synchronize',
  'reopened',
  'ready_for_review',
  'edited',
  'labeled',
  'unlabeled',
]
const ownHead = 'a pull request names its own head'

export const pullRequest: Event = (knock) => {
  const { payload, run } = knock
  const { action } = payload
  if (!judgedActions.includes(action))
    return nothing('this changes nothing the gate judges in a pull request')
  if (action === 'edited' && payload.at('changes', 'base') === undefined)
    return nothing('title or text of the pull request were edited, its base was not')
  if (action.endsWith('labeled') && textOf(payload.at('label', 'name'))?.startsWith('risk:'))
    return nothing('the label is the gate’s own')
  return {
    kind: {
      door: 'pull-request',
      number: ownNumber(knock, 'pull_request', 'number'),
      privileged: run.eventName !== 'pull_request',
    },
    fork: isFork(run, payload.at('pull_request', 'head', 'repo')),
    notes: unused(knock, ownHead),
  }
}

export const review: Event = (knock) => {
  const { payload, run } = knock
  if (!['submitted', 'dismissed', 'edited'].includes(payload.action))
    return nothing('this changes no review of a pull request')
  return {
    kind: { door: 'review', number: ownNumber(knock, 'pull_request', 'number') },
    fork: isFork(run, payload.at('pull_request', 'head', 'repo')),
    notes: unused(knock, ownHead),
  }
}

export const comment: Event = (knock) => {
  const { inputs, payload } = knock
  if (payload.action !== 'created') return nothing('only a new comment gives a command')
  const asked = parseCommand(textOf(payload.at('comment', 'body')) ?? '', inputs.commandPrefix)
  if (asked.outcome === 'none') return nothing('the comment is no command')
  const login = textOf(payload.at('comment', 'user', 'login'))
  // The gate's own comments are a bot's too: it must not talk to itself.
  if (login === null || payload.at('comment', 'user', 'type') !== 'User' || login.endsWith('[bot]'))
    return nothing('only people give commands')
  return {
    kind: {
      door: 'command',
      number: ownNumber(knock, 'issue', 'number'),
      onPullRequest: (payload.at('issue', 'pull_request') ?? null) !== null,
      asked,
      comment: {
        id: payload.count('comment', 'id'),
        body: payload.text('comment', 'body'),
        login,
        type: 'User',
        association: textOf(payload.at('comment', 'author_association')) ?? 'NONE',
        createdAt: payload.moment('comment', 'created_at'),
      },
    },
    // An issue's comment does not tell where the head of its pull request lies.
    fork: null,
    notes: unused(knock, 'a command is about the pull request it stands on'),
  }
}
