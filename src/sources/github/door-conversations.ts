/** Doors at which people talk about a change: pull requests, their reviews, comments, labels. */
import { parseCommand } from './command.ts'
import { isFork } from './door-facts.ts'
import { type Answer, type Event, type Knock, nothing, ownNumber, unused } from './door-knock.ts'
import { textOf } from './door-payload.ts'
import { type LabelWord, parseLabel } from './label-word.ts'

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
  const label = action.endsWith('labeled') ? textOf(payload.at('label', 'name')) : null
  if (label?.startsWith('risk:')) return nothing('the label is the gate’s own')
  const word = label === null ? null : parseLabel(label)
  // Without rights of its own the workflow is whatever the pull request says: such a label is one like any other.
  if (word?.name === 'outcome' && run.eventName === 'pull_request_target')
    return labelled(knock, 'pull_request', word)
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

/** What a label says is said by whoever put it on, and taken back by whoever takes it off. */
const labelled = (knock: Knock, on: 'pull_request' | 'issue', word: LabelWord): Answer => {
  const { payload } = knock
  const login = personIn(knock, 'sender')
  if (login === null) return nothing('only people say by a label what became of a change')
  return {
    kind: {
      door: 'label',
      number: ownNumber(knock, on, 'number'),
      onPullRequest: on === 'pull_request',
      word,
      wasPut: payload.action === 'labeled',
      login,
      at: payload.moment(on, 'updated_at'),
    },
    fork: null,
    notes: unused(knock, 'a label is about what it is put on'),
  }
}

export const issue: Event = (knock) => {
  const { payload } = knock
  if (!['labeled', 'unlabeled'].includes(payload.action))
    return nothing('only the labels of an issue say something of a change')
  const word = parseLabel(textOf(payload.at('label', 'name')) ?? '')
  if (word === null) return nothing('the label says nothing of a change')
  if (word.name === 'outcome')
    return nothing(
      'this is an issue: say what became of a change on its pull request, or put caused-by: and its number on here',
    )
  return labelled(knock, 'issue', word)
}

/** The login of a person; null where the payload names an app, a machine account that says so, or nobody. */
const personIn = ({ payload }: Knock, ...path: readonly string[]): string | null => {
  const login = textOf(payload.at(...path, 'login'))
  return payload.at(...path, 'type') !== 'User' || login?.endsWith('[bot]') ? null : login
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
  const login = personIn(knock, 'comment', 'user')
  // The gate's own comments are a bot's too: it must not talk to itself.
  if (login === null) return nothing('only people give commands')
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
