/**
 * A small shop on the loopback GitHub, set up once and begun anew for every run: the state is copied, the refs of its
 * repository put back, the index of an earlier job handed on. A run costs tenths of a second, so that hundreds of them
 * can each have their own fault.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { git } from '../../github/git.ts'
import { addDeployment, addEnvironment, addRun } from '../../github/releases.ts'
import {
  addComment,
  addRepository,
  addReview,
  commitTo,
  mergePull,
  openPull,
} from '../../github/repositories.ts'
import {
  type Comment,
  newState,
  type Pull,
  type Repository,
  type Run,
  type State,
  workflowToken,
} from '../../github/state.ts'

export const jobToken = 'ghs_0JobsOwnToken0123456789abcdefghij'
export const reviewerToken = 'ghp_0ReviewersToken0123456789abcdefg'
export const appToken = 'ghs_0AppsOwnToken0123456789abcdefghij'

/** A Tuesday morning. */
export const now = new Date('2026-03-10T10:00:00Z')

export const enforcing = (actsOn: string): string =>
  `version: 1\nmode: enforce\nenvironments:\n  production:\n    auto-approve: { review-riskiest: 20%, acts-on: [${actsOn}] }\n`

const day = (number: number): string =>
  new Date(Date.UTC(2026, 1, 1, 9) + number * 86_400_000).toISOString().replace('.000', '')

export interface Shop {
  readonly state: State
  readonly repository: Repository
}

/** Some weeks of a shop's history: features, tests, two reverts, one merged pull request that was reviewed. */
export const openShop = (policy: string): Shop => {
  const state = newState({ clock: () => now })
  state.tokens = {
    [jobToken]: workflowToken(),
    [reviewerToken]: { login: 'rosa', kind: 'user' },
    [appToken]: {
      login: 'letting-go[bot]',
      kind: 'app',
      permissions: { actions: 'read', deployments: 'write' },
    },
  }
  const repository = addRepository(state, 'acme/shop', {
    canApprovePullRequestReviews: true,
    collaborators: { mira: 'write', ada: 'write', noor: 'maintain', rosa: 'read', ivo: 'read' },
  })
  const people = ['mira', 'ada', 'noor']
  commitTo(state, repository, {
    files: {
      '.github/change-risk.yml': policy,
      '.github/CODEOWNERS': '* @ada\n/src/ @noor\n',
      'README.md': 'A shop.\n',
      'docs/guide.md': 'How to.\n',
    },
    author: 'noor',
    at: day(0),
    message: 'Begin',
  })
  for (let number = 1; number <= 30; number += 1) {
    const module = `src/${['cart', 'pay', 'ship', 'mail', 'stock'][number % 5]}.ts`
    const lines = Array.from(
      { length: 5 + ((number * 7) % 30) },
      (_, at) => `export const v${at} = ${number}`,
    )
    commitTo(state, repository, {
      files: {
        [module]: `${lines.join('\n')}\n`,
        ...(number % 2 === 0 ? { [`test/${number % 5}.test.ts`]: `test(${number})\n` } : {}),
      },
      author: people[number % 3]!,
      at: day(number * 0.9),
      message: number % 11 === 0 ? `Revert "Change ${number - 3}"` : `Change ${number}`,
    })
  }
  return { state, repository }
}
