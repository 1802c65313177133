/** The permission a refused route needs. */
import { expect, test } from 'vitest'
import { permissionMend } from '../../../src/clients/github/permissions.ts'

const at = (route: string) => route.replace(' /', ' /repos/{owner}/{repo}/')

test.each([
  ['GET /pulls/{pull_number}', 'pull-requests: read'],
  ['GET /pulls/{pull_number}/files', 'pull-requests: read'],
  ['POST /pulls/{pull_number}/reviews', 'pull-requests: write'],
  ['PUT /pulls/{pull_number}/reviews/{review_id}/dismissals', 'pull-requests: write'],
  ['POST /pulls/{pull_number}/requested_reviewers', 'pull-requests: write'],
  ['PUT /pulls/{pull_number}/merge', 'contents: write'],
  ['GET /commits/{commit_sha}/pulls', 'pull-requests: read'],
  ['GET /issues/{issue_number}/comments', 'pull-requests: read" or "issues: read'],
  ['PATCH /issues/comments/{comment_id}', 'pull-requests: write" or "issues: write'],
  ['POST /issues/{issue_number}/labels', 'pull-requests: write" or "issues: write'],
  ['GET /issues', 'issues: read'],
  ['POST /issues', 'issues: write'],
  ['POST /labels', 'issues: write'],
  ['POST /statuses/{sha}', 'statuses: write'],
  ['GET /commits/{ref}/statuses', 'statuses: read'],
  ['GET /commits/{ref}/status', 'statuses: read'],
  ['POST /check-runs', 'checks: write'],
  ['GET /commits/{ref}/check-runs', 'checks: read'],
  ['GET /deployments', 'deployments: read'],
  ['POST /deployments/{deployment_id}/statuses', 'deployments: write'],
  ['GET /environments', 'actions: read'],
  ['GET /actions/runs/{run_id}', 'actions: read'],
  ['POST /actions/runs/{run_id}/rerun', 'actions: write'],
  ['POST /actions/jobs/{job_id}/rerun', 'actions: write'],
  ['GET /actions/runs/{run_id}/pending_deployments', 'actions: read'],
  ['GET /contents/{path}', 'contents: read'],
  ['GET /compare/{basehead}', 'contents: read'],
  ['POST /git/blobs', 'contents: write'],
  ['PATCH /git/refs/{ref}', 'contents: write'],
  ['GET /collaborators/{username}/permission', 'metadata: read'],
  ['GET /rules/branches/{branch}', 'metadata: read'],
])('%s needs %s', (route, permission) =>
  expect(permissionMend(at(route), null)).toBe(`the job needs permission "${permission}"`),
)

test.each([
  [at('POST /actions/runs/{run_id}/pending_deployments'), /the token of a person who is a required reviewer/],
  [
    at('POST /actions/runs/{run_id}/deployment_protection_rule'),
    /the token of the GitHub App whose rule it is/,
  ],
  ['GET /orgs/{org}/teams/{team_slug}/members', /may read members of the organisation/],
  ['GET /user', /the token of a person/],
])('%s needs another token, whatever the header says', (route, mend) =>
  expect(permissionMend(route, 'actions=write')).toMatch(mend),
)

test.each([
  ['contents=write', '"contents: write"'],
  [
    'pull_requests=write,contents=read; issues=write',
    '"pull-requests: write, contents: read" or "issues: write"',
  ],
  ['<b>=x', '"pull-requests: read"'],
  ['', '"pull-requests: read"'],
])('GitHub’s own word %j', (header, expected) =>
  expect(permissionMend(at('GET /pulls'), header)).toBe(`the job needs permission ${expected}`),
)
