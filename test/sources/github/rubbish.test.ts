/** Whatever comes back, a reading ends in an answer or in an error that says where: never in a fault of ours. */

import { describe, expect, test } from 'vitest'
import { type GitHub, GitHubError } from '../../../src/clients/github/github.ts'
import type { PullRequest } from '../../../src/domain/pull-request.ts'
import { readChecks } from '../../../src/sources/github/checks.ts'
import { resolveTip } from '../../../src/sources/github/commit-name.ts'
import { readComparison } from '../../../src/sources/github/compare.ts'
import { liveIn } from '../../../src/sources/github/deployments.ts'
import { approvalsOfParts } from '../../../src/sources/github/part-approvals.ts'
import { permissionOf, teamMembers } from '../../../src/sources/github/people.ts'
import { codeOwnersAtRef, policyAtRef } from '../../../src/sources/github/policy-at.ts'
import {
  readPullRequest,
  readPullRequestCommits,
  readReviews,
} from '../../../src/sources/github/pull-request.ts'
import { readPullRequestFiles } from '../../../src/sources/github/pull-request-files.ts'
import fc from '../../properties.ts'
import { acme, sha } from './answering.ts'

const commit = sha('a')
const pull = {
  number: 7,
  head: { sha: commit, ref: 'topic', repository: 'acme/shop' },
  counts: { commits: 1, files: 1, additions: 1, deletions: 1 },
} as PullRequest

const readings: Readonly<Record<string, (github: GitHub) => Promise<unknown>>> = {
  'a pull request': (github) => readPullRequest(github, acme, 7),
  reviews: (github) => readReviews(github, acme, 7),
  commits: (github) => readPullRequestCommits(github, acme, pull),
  files: (github) => readPullRequestFiles(github, acme, pull),
  'a comparison': (github) => readComparison(github, acme, commit, sha('b')),
  deployments: (github) => liveIn(github, acme, ['production']),
  'a policy': (github) => policyAtRef(github, acme, commit),
  CODEOWNERS: (github) => codeOwnersAtRef(github, acme, commit),
  'a branch': (github) => resolveTip(github, acme, 'main'),
  'a permission': (github) => permissionOf(github, acme, 'rosalind'),
  'a team': (github) => teamMembers(github, 'acme', 'leads'),
  checks: (github) => readChecks(github, acme, commit),
  approvals: (github) => approvalsOfParts(github, acme, [{ sha: commit, number: 7 }]),
}

/** Answers every question with the same thing, past all that the client itself would catch. */
const answeringAlways = (answer: unknown): GitHub => ({
  apiUrl: 'https://api.github.com',
  serverUrl: 'https://github.com',
  request: async () => answer as never,
  find: async () => answer as never,
  list: async () => ({ items: (Array.isArray(answer) ? answer : [answer]) as never, complete: true }),
  graphql: async () => answer as never,
  sent: { requests: 0, retries: 0 },
  serverTime: null,
})

/** Keys that readings look for, so that chance gets further than the first one. */
const keys = [
  'sha',
  'number',
  'user',
  'login',
  'type',
  'state',
  'repository',
  'nodes',
  'files',
  'name',
  'commit',
  'head',
]
const values = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      null,
      true,
      0,
      7,
      -1,
      1.5,
      '',
      'User',
      'open',
      commit,
      '2026-11-20T09:00:00Z',
      '__proto__',
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 6 }),
  ),
})).any

describe.each(Object.entries(readings))('%s', (_, read) => {
  test('of anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(values, fc.jsonValue()), async (answer) => {
        const error = await read(answeringAlways(answer)).then(
          () => null,
          (failure: Error) => failure,
        )
        if (error === null) return
        expect(error.name, error.stack).toBe('SourceError')
        if (error instanceof GitHubError && error.failure === 'rubbish')
          expect(error.message).toMatch(/^(GET|POST) \//)
      }),
      { numRuns: 150 },
    )
  })
})
