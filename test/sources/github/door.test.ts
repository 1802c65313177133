import { describe, expect, test } from 'vitest'
import { SourceError, UsageError } from '../../../src/domain/errors.ts'
import { type Door, type DoorInputs, doorOf, type RunFacts } from '../../../src/sources/github/door.ts'
import {
  commentPayload,
  deploymentPayload,
  labelPayload,
  mergeGroupPayload,
  noInputs,
  pullRequestPayload,
  repository,
  run,
  sha,
  statusPayload,
  workflowRunPayload,
  zeros,
} from './door-runs.ts'

const knock = (
  eventName: string,
  payload: unknown,
  inputs: DoorInputs = noInputs,
  facts: Partial<RunFacts> = {},
) => doorOf(run(eventName, facts), payload, inputs)

const push = { repository, after: sha('a'), deleted: false }
const fork = { id: 9, full_name: 'somebody/ledger' }

describe('which door', () => {
  test.each<[string, Door, object]>([
    [
      'a pull request opens',
      knock('pull_request', pullRequestPayload('opened')),
      { door: 'pull-request', number: 12, privileged: false },
    ],
    ['it gets a commit', knock('pull_request', pullRequestPayload('synchronize')), { door: 'pull-request' }],
    ['it opens again', knock('pull_request', pullRequestPayload('reopened')), { door: 'pull-request' }],
    [
      'it leaves draft',
      knock('pull_request', pullRequestPayload('ready_for_review')),
      { door: 'pull-request' },
    ],
    [
      'it gets a label',
      knock('pull_request', pullRequestPayload('labeled', { label: { name: 'urgent' } })),
      { door: 'pull-request' },
    ],
    [
      'it gets our own label',
      knock('pull_request', pullRequestPayload('labeled', { label: { name: 'risk:high' } })),
      { door: 'nothing' },
    ],
    [
      'it is said by a label that it failed',
      knock('pull_request_target', labelPayload('pull_request', 'Outcome:Failed')),
      {
        door: 'label',
        number: 12,
        onPullRequest: true,
        word: { name: 'outcome', verdict: 'failed', reason: null },
        wasPut: true,
        login: 'mira',
        at: '2026-11-20T10:00:00.000Z',
      },
    ],
    [
      'the same, by a workflow that the pull request itself may have written',
      knock('pull_request', labelPayload('pull_request', 'outcome: failed')),
      { door: 'pull-request' },
    ],
    [
      'an issue is said by a label to be caused by a change',
      knock('issues', labelPayload('issue', 'caused-by: #12')),
      { door: 'label', number: 12, onPullRequest: false, word: { name: 'blame', number: 12 } },
    ],
    [
      'the label is taken off',
      knock('issues', labelPayload('issue', 'not-caused-by: #12', { action: 'unlabeled' })),
      { door: 'label', word: { name: 'unblame', number: 12 }, wasPut: false },
    ],
    [
      'a bot puts it on',
      knock(
        'issues',
        labelPayload('issue', 'caused-by: #12', { sender: { login: 'helper[bot]', type: 'Bot' } }),
      ),
      { door: 'nothing' },
    ],
    [
      'nobody known puts it on',
      knock('issues', labelPayload('issue', 'caused-by: #12', { sender: null })),
      { door: 'nothing' },
    ],
    [
      'an outcome is put on an issue',
      knock('issues', labelPayload('issue', 'outcome: ok')),
      { door: 'nothing' },
    ],
    ['any other label', knock('issues', labelPayload('issue', 'bug')), { door: 'nothing' }],
    [
      'an issue opens with it, which is told as a label of its own',
      knock('issues', labelPayload('issue', 'caused-by: #12', { action: 'opened' })),
      { door: 'nothing' },
    ],
    [
      'its title changes',
      knock('pull_request', pullRequestPayload('edited', { changes: { title: { from: 'x' } } })),
      { door: 'nothing' },
    ],
    [
      'its base changes',
      knock('pull_request', pullRequestPayload('edited', { changes: { base: { ref: { from: 'x' } } } })),
      { door: 'pull-request' },
    ],
    ['it closes', knock('pull_request', pullRequestPayload('closed')), { door: 'nothing' }],
    [
      'the same, with rights',
      knock('pull_request_target', pullRequestPayload('opened')),
      { door: 'pull-request', privileged: true },
    ],
    [
      'a review is given',
      knock('pull_request_review', pullRequestPayload('submitted')),
      { door: 'review', number: 12 },
    ],
    [
      'a review is dismissed',
      knock('pull_request_review', pullRequestPayload('dismissed')),
      { door: 'review', number: 12 },
    ],
    [
      'a command on a pull request',
      knock('issue_comment', commentPayload('.approve\r\nfine')),
      {
        door: 'command',
        number: 12,
        onPullRequest: true,
        asked: { outcome: 'command', command: { name: 'approve', sha: null } },
        comment: {
          id: 99,
          body: '.approve\r\nfine',
          login: 'mira',
          type: 'User',
          association: 'MEMBER',
          createdAt: '2026-11-20T10:00:00.000Z',
        },
      },
    ],
    [
      'a command on an issue',
      knock('issue_comment', commentPayload('.risk', { issue: { number: 5 } })),
      { door: 'command', number: 5, onPullRequest: false },
    ],
    [
      'a command of a later release',
      knock('issue_comment', commentPayload('.freeze')),
      { door: 'command', asked: { outcome: 'refused' } },
    ],
    ['a comment that is none', knock('issue_comment', commentPayload('looks good')), { door: 'nothing' }],
    [
      'an edited comment',
      knock('issue_comment', commentPayload('.approve', { action: 'edited' })),
      { door: 'nothing' },
    ],
    [
      'a deleted comment',
      knock('issue_comment', commentPayload('.approve', { action: 'deleted' })),
      { door: 'nothing' },
    ],
    [
      'a bot’s comment',
      knock('issue_comment', commentPayload('.approve', {}, { login: 'github-actions[bot]', type: 'Bot' })),
      { door: 'nothing' },
    ],
    [
      'a comment whose account is gone',
      knock(
        'issue_comment',
        commentPayload('.approve', { comment: { id: 1, body: '.approve', user: null } }),
      ),
      { door: 'nothing' },
    ],
    [
      'a push',
      knock('push', push, { environment: 'production' }),
      {
        door: 'deploy',
        event: 'push',
        sha: sha('a'),
        ref: 'refs/heads/main',
        environment: 'production',
        deploymentId: null,
        onDefaultBranch: true,
      },
    ],
    [
      'a push of a tag called main',
      knock('push', push, noInputs, { ref: 'refs/tags/main' }),
      { door: 'deploy', ref: 'refs/tags/main', onDefaultBranch: false },
    ],
    ['a deleted branch', knock('push', { ...push, deleted: true, after: zeros }), { door: 'nothing' }],
    ['a deleted tag, told by zeros alone', knock('push', { repository, after: zeros }), { door: 'nothing' }],
    [
      'a push of the merge queue',
      knock('push', push, noInputs, { ref: 'refs/heads/gh-readonly-queue/main/pr-1-x' }),
      { door: 'nothing' },
    ],
    [
      'a group in the merge queue',
      knock('merge_group', mergeGroupPayload(`refs/heads/gh-readonly-queue/main/pr-104-${sha('b')}`)),
      { door: 'merge-group', base: sha('e'), head: sha('f'), numbers: [104] },
    ],
    [
      'a group whose base looks like one',
      knock(
        'merge_group',
        mergeGroupPayload(`refs/heads/gh-readonly-queue/a/pr-1-${sha('b')}/pr-8-${sha('c')}`),
      ),
      { door: 'merge-group', numbers: [8] },
    ],
    [
      'a group of an unknown name',
      knock('merge_group', mergeGroupPayload('refs/heads/queue')),
      { door: 'merge-group', numbers: [] },
    ],
    [
      'a group that leaves the queue',
      knock('merge_group', { ...mergeGroupPayload(''), action: 'destroyed' }),
      { door: 'nothing' },
    ],
    [
      'a deployment',
      knock('deployment', deploymentPayload(), { environment: 'production' }),
      {
        door: 'deploy',
        event: 'deployment',
        sha: sha('d'),
        environment: 'production-auto',
        deploymentId: 44,
      },
    ],
    [
      'a deployment that ended',
      knock('deployment_status', statusPayload('success')),
      {
        door: 'outcome',
        sha: sha('d'),
        environment: 'production',
        deploymentId: 44,
        state: 'success',
        at: '2026-11-20T10:00:00.000Z',
      },
    ],
    [
      'a deployment in a new state',
      knock('deployment_status', statusPayload('exploded')),
      { door: 'nothing' },
    ],
    [
      'a run that waits',
      knock('workflow_run', workflowRunPayload('requested')),
      {
        door: 'run',
        action: 'requested',
        runId: 501,
        headSha: sha('c'),
        headBranch: 'feature',
        headRepository: 'acme/ledger',
        event: 'push',
        conclusion: null,
        pullRequests: [12],
      },
    ],
    [
      'a run that ended',
      knock('workflow_run', workflowRunPayload('completed', { conclusion: 'success' })),
      { door: 'run', conclusion: 'success' },
    ],
    [
      'a button pressed',
      knock('workflow_dispatch', { repository, inputs: {} }),
      { door: 'deploy', event: 'workflow_dispatch', sha: sha('a'), onDefaultBranch: true },
    ],
    [
      'a button pressed on a branch',
      knock('workflow_dispatch', { repository }, noInputs, { ref: 'refs/heads/doctored' }),
      { door: 'deploy', onDefaultBranch: false },
    ],
    ['the clock', knock('schedule', { schedule: '5 * * * *' }), { door: 'sweep' }],
    [
      'an event of no meaning here',
      knock('gollum', {}),
      { door: 'nothing', why: expect.stringContaining('gollum') },
    ],
    ['an event named like a key of objects', knock('constructor', {}), { door: 'nothing' }],
  ])('%s', (_, door, wanted) => expect(door).toMatchObject(wanted))
})

describe('what the inputs name, where the event leaves it open', () => {
  test.each<[string, Door, object]>([
    [
      'a commit',
      knock('workflow_dispatch', { repository }, { headRef: sha('B') }),
      { door: 'deploy', sha: sha('b'), ref: null },
    ],
    [
      'a tag',
      knock('release', { repository }, { headRef: 'v1.2' }),
      { door: 'deploy', event: 'release', sha: null, ref: 'v1.2' },
    ],
    [
      'a pull request',
      knock('workflow_run', workflowRunPayload('completed'), { pullRequestNumber: 5 }),
      { door: 'pull-request', number: 5, privileged: true, fork: null },
    ],
    [
      'the number the event tells too',
      knock('pull_request', pullRequestPayload('opened'), { pullRequestNumber: 12 }),
      { door: 'pull-request', number: 12, notes: [] },
    ],
  ])('%s', (_, door, wanted) => expect(door).toMatchObject(wanted))

  test('an input that says nothing here is told', () => {
    expect(knock('pull_request', pullRequestPayload('opened'), { headRef: 'x' }).notes).toEqual([
      'input head-ref is not used: a pull request names its own head',
    ])
    expect(
      knock('deployment', deploymentPayload(), { headRef: 'x', pullRequestNumber: 1 }).notes,
    ).toHaveLength(2)
  })

  test.each<[string, () => Door]>([
    [
      'another number than the event',
      () => knock('pull_request', pullRequestPayload('opened'), { pullRequestNumber: 13 }),
    ],
    ['two heads', () => knock('push', push, { headRef: 'x', pullRequestNumber: 13 })],
  ])('%s is refused', (_, knocking) => expect(knocking).toThrow(UsageError))
})

describe('whom to trust', () => {
  const workflow = (ref: string, eventName = 'push') =>
    knock(eventName, push, noInputs, { workflowRef: ref }).workflowFromDefaultBranch
  test.each([
    ['acme/ledger/.github/workflows/gate.yml@refs/heads/main', true],
    ['Acme/Ledger/.github/workflows/gate@v1.yml@refs/heads/main', true],
    ['acme/ledger/.github/workflows/gate.yml@refs/pull/12/merge', false],
    ['acme/ledger/.github/workflows/gate.yml@refs/heads/x@refs/heads/main', false],
    ['acme/ledger/.github/workflows/gate.yml@refs/tags/main', false],
    ['acme/ledger/.github/workflows/gate.yml@refs/heads/main2', false],
    ['evil/ledger/.github/workflows/gate.yml@refs/heads/main', false],
    ['acme/ledger/elsewhere/gate.yml@refs/heads/main', false],
    ['', false],
  ])('a workflow file of %s: %s', (ref, trusted) => expect(workflow(ref)).toBe(trusted))

  test('the clock runs on the default branch, though its payload names none', () => {
    const facts = {
      ref: 'refs/heads/trunk',
      workflowRef: 'acme/ledger/.github/workflows/g.yml@refs/heads/trunk',
    }
    expect(knock('schedule', {}, noInputs, facts).workflowFromDefaultBranch).toBe(true)
    expect(knock('workflow_dispatch', {}, noInputs, facts).workflowFromDefaultBranch).toBe(false)
  })

  test.each<[string, Door, boolean | null]>([
    ['a branch of this repository', knock('pull_request', pullRequestPayload('opened')), false],
    ['a fork', knock('pull_request_target', pullRequestPayload('opened', {}, fork)), true],
    ['a fork that is gone', knock('pull_request_review', pullRequestPayload('submitted', {}, null)), true],
    [
      'a run of a fork',
      knock('workflow_run', workflowRunPayload('completed', { head_repository: fork })),
      true,
    ],
    ['a comment does not tell', knock('issue_comment', commentPayload('.risk')), null],
    ['a push', knock('push', push), false],
  ])('the head lies in a fork: %s', (_, door, wanted) => expect(door.fork).toBe(wanted))

  test('a run started again says so', () => {
    expect([1, 2].map((runAttempt) => knock('push', push, noInputs, { runAttempt }).rerun)).toEqual([
      false,
      true,
    ])
  })
})

describe('a payload GitHub would not send is told with its field', () => {
  test.each([
    ['pull_request', { ...pullRequestPayload('opened'), pull_request: {} }, 'pull_request.number'],
    ['pull_request', { action: 'opened', pull_request: { number: '12; rm' } }, 'pull_request.number'],
    ['pull_request_review', { action: 'submitted' }, 'pull_request.number'],
    ['issue_comment', commentPayload('.risk', { issue: { number: -1 } }), 'issue.number'],
    ['issues', labelPayload('issue', 'caused-by: #12', { issue: { number: 12 } }), 'issue.updated_at'],
    [
      'merge_group',
      { action: 'checks_requested', merge_group: { base_sha: 'HEAD' } },
      'merge_group.base_sha',
    ],
    ['deployment', deploymentPayload({ deployment: { sha: zeros } }), 'deployment.sha'],
    ['deployment_status', { action: 'created', deployment_status: { state: 'success' } }, 'deployment.sha'],
    ['workflow_run', workflowRunPayload('requested', { id: 1.5 }), 'workflow_run.id'],
    [
      'workflow_run',
      workflowRunPayload('requested', { head_sha: '--upload-pack=x' }),
      'workflow_run.head_sha',
    ],
  ])('%s', (eventName, payload, field) => {
    expect(() => knock(eventName, payload)).toThrow(SourceError)
    expect(() => knock(eventName, payload)).toThrow(`event ${eventName}: ${field} is no`)
  })

  test('keys of the prototype are keys like any other', () => {
    const hidden = JSON.parse(
      `{"action":"opened","__proto__":{"pull_request":{"number":12}},"repository":{"__proto__":{"default_branch":"main"}}}`,
    )
    expect(() => knock('pull_request', hidden)).toThrow(SourceError)
    expect(knock('push', { ...hidden, after: sha('a') })).toMatchObject({ workflowFromDefaultBranch: false })
  })
})
