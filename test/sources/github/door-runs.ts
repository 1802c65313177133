/** Runs and payloads for tests of doors, small and as GitHub shapes them. */
import type { DoorInputs, RunFacts } from '../../../src/sources/github/door.ts'

export const sha = (digit: string): string => digit.repeat(40)
export const zeros = sha('0')

export const run = (eventName: string, facts: Partial<RunFacts> = {}): RunFacts => ({
  repository: 'acme/ledger',
  eventName,
  sha: sha('a'),
  ref: 'refs/heads/main',
  workflowRef: 'acme/ledger/.github/workflows/gate.yml@refs/heads/main',
  runAttempt: 1,
  ...facts,
})

export const noInputs: DoorInputs = {}

export const repository = { id: 7, full_name: 'acme/ledger', default_branch: 'main' }

export const pullRequestPayload = (
  action: string,
  more: object = {},
  headRepository: unknown = repository,
) => ({
  action,
  repository,
  pull_request: { number: 12, head: { sha: sha('b'), repo: headRepository }, base: { repo: repository } },
  ...more,
})

export const commentPayload = (
  body: string,
  more: object = {},
  user: object = { login: 'mira', type: 'User' },
) => ({
  action: 'created',
  repository,
  issue: { number: 12, pull_request: { url: 'https://api.github.example/pulls/12' } },
  comment: { id: 99, body, user, author_association: 'MEMBER', created_at: '2026-11-20T10:00:00Z' },
  ...more,
})

export const labelPayload = (on: 'pull_request' | 'issue', name: string, more: object = {}) => ({
  action: 'labeled',
  repository,
  [on]: { number: 12, updated_at: '2026-11-20T10:00:00Z', head: { sha: sha('b'), repo: repository } },
  label: { name },
  sender: { login: 'mira', type: 'User' },
  ...more,
})

export const workflowRunPayload = (action: string, more: object = {}) => ({
  action,
  repository,
  workflow_run: {
    id: 501,
    head_sha: sha('c'),
    head_branch: 'feature',
    head_repository: repository,
    event: 'push',
    conclusion: null,
    pull_requests: [
      { number: 12, base: { repo: { id: 7 } } },
      { number: 3, base: { repo: { id: 8 } } },
    ],
    ...more,
  },
})

export const deploymentPayload = (more: object = {}) => ({
  action: 'created',
  repository,
  deployment: { id: 44, sha: sha('d'), ref: 'main', environment: 'production-auto', task: 'deploy' },
  ...more,
})

export const statusPayload = (state: string) =>
  deploymentPayload({
    deployment_status: { state, environment: 'production', created_at: '2026-11-20T12:00:00+02:00' },
  })

export const mergeGroupPayload = (headRef: string) => ({
  action: 'checks_requested',
  repository,
  merge_group: { base_sha: sha('e'), head_sha: sha('f'), head_ref: headRef, base_ref: 'refs/heads/main' },
})
