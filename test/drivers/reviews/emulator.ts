/** A shop on emulate: a repository of real git, brought there object by object, and the people and the App around it. */
import { sign } from 'node:crypto'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { type Emulated, startEmulator } from '../../emulator.ts'
import { importObjects } from './git-objects.ts'
import { acme } from './recording.ts'

export interface EmulatedShop extends Emulated {
  readonly repository: Repository
  /** Commits by branch. */
  readonly heads: Readonly<Record<(typeof branches)[number], string>>
  /** A token of the App `github-actions`, which acts as `github-actions[bot]`, as a job's own token does. */
  readonly jobToken: (permissions?: Readonly<Record<string, 'read' | 'write'>>) => Promise<string>
  /** Opens a pull request as the token's account, from a new branch that stands where `topic` does; answers its number. */
  readonly openPull: (token?: string) => Promise<number>
  /** Pushes to a pull request: emulate lets its head follow only this way, by merging the base into it. */
  readonly push: (number: number) => Promise<void>
}

const collaboratorRoute = 'PUT /repos/{owner}/{repo}/collaborators/{username}'
const branches = ['main', 'topic', 'release', 'long', 'linked', 'unruled'] as const
/** emulate wants `issues: write` for labels and comments on pull requests too; GitHub takes either of the two. */
const permissions = {
  contents: 'write',
  pull_requests: 'write',
  issues: 'write',
  checks: 'write',
  metadata: 'read',
} as const

export const policy = 'version: 1\nlimit: 0.5\n'
export const owners = '* @mira\nsrc/ @acme/payments\n'
/** More commits than emulate tells on one page of a comparison. */
export const longBranch = 101

export const startShop = async (): Promise<EmulatedShop> => {
  const emulated = await startEmulator({
    tokens: Object.fromEntries(['olive', 'mira', 'jonas', 'lena'].map((login) => [login, { login }])),
    github: {
      users: [
        { login: 'olive' },
        { login: 'mira', email: 'mira.vale@example.com' },
        { login: 'jonas' },
        { login: 'lena' },
      ],
      orgs: [{ login: 'acme', members: [{ login: 'olive', role: 'admin' }] }],
      repos: [{ owner: acme.owner, name: acme.repo, auto_init: true }],
      apps: [
        {
          app_id: 7,
          slug: 'github-actions',
          name: 'GitHub Actions',
          permissions,
          installations: [{ installation_id: 70, account: acme.owner }],
        },
      ],
    },
  })
  const olive = emulated.open('olive')
  for (const [username, permission] of [
    ['mira', 'push'],
    ['lena', 'triage'],
  ] as const)
    await olive.request(collaboratorRoute, { ...acme, username, permission })
  await olive.request('POST /orgs/{org}/teams', { org: acme.owner, name: 'payments' })
  const member = { org: acme.owner, team_slug: 'payments', username: 'jonas', role: 'member' } as const
  await olive.request('PUT /orgs/{org}/teams/{team_slug}/memberships/{username}', member)

  const repository = await makeShop()
  await importObjects(olive, acme, repository.directory)
  const heads = {} as Record<(typeof branches)[number], string>
  for (const branch of branches) {
    const sha = await repository.git('rev-parse', branch)
    heads[branch] = sha
    const ref = `refs/heads/${branch}`
    if (branch !== 'main') await olive.request('POST /repos/{owner}/{repo}/git/refs', { ...acme, ref, sha })
  }
  const main = { ...acme, ref: 'heads/main', sha: heads.main, force: true }
  await olive.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', main)

  let pulls = 0
  return {
    ...emulated,
    repository,
    heads,
    jobToken: async (wanted = permissions) => {
      const app = emulated.open(appToken(7, emulated.appKeys.get('7') ?? ''))
      const { token } = await app.request('POST /app/installations/{installation_id}/access_tokens', {
        installation_id: 70,
        permissions: wanted,
      })
      return token
    },
    openPull: async (token = 'mira') => {
      pulls += 1
      const head = `topic-${pulls}`
      const ref = `refs/heads/${head}`
      await olive.request('POST /repos/{owner}/{repo}/git/refs', { ...acme, ref, sha: heads.topic })
      const pull = { ...acme, title: 'Round up', body: 'By a cent.', head, base: 'main' }
      return (await emulated.open(token).request('POST /repos/{owner}/{repo}/pulls', pull)).number
    },
    push: async (number) => {
      const route = 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch'
      // It wants a body where GitHub wants none.
      await olive.request(route, { ...acme, pull_number: number, expected_head_sha: heads.topic })
    },
    close: async () => {
      await emulated.close()
      await repository.remove()
    },
  }
}

/** Names that git sorts otherwise than people do, a binary, a program, a link. */
const makeShop = async (): Promise<Repository> => {
  const repository = await makeRepository()
  const { commit, branch, git } = repository
  await commit({
    message: 'Open the shop',
    files: {
      '.github/change-risk.yml': policy,
      '.github/CODEOWNERS': owners,
      'src/pay.ts': 'one\ntwo\nthree\n',
      'src/pay/é notes.md': 'Größe\n',
      'src/pay-old.ts': Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join(''),
      'logo.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]),
      'deploy.sh': '#!/bin/sh\n',
    },
  })
  await git('update-index', '--chmod=+x', 'deploy.sh')
  await commit({ message: 'Let it be run\n\nBy hand, too.\n', allowEmpty: true })
  await branch('topic')
  await commit({
    message: 'Round up',
    files: { 'src/pay.ts': 'one\ntwo and a half\nthree\nfour\n', 'deploy.sh': null },
  })
  await repository.rename({
    message: 'Name it legacy',
    from: 'src/pay-old.ts',
    to: 'src/pay/legacy.ts',
    author: 'Jo Nas',
  })
  await commit({ message: 'Paint', files: { 'logo.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]) } })
  await branch('release', 'main')
  await commit({ message: 'Release', files: { 'CHANGELOG.md': 'One.\n' } })
  await branch('linked', 'main')
  await commit({ message: 'Move the policy', files: { '.github/change-risk.yml': null, 'easy.yml': policy } })
  await symlink('../easy.yml', join(repository.directory, '.github/change-risk.yml'))
  await git('add', '.github/change-risk.yml')
  await commit({ message: 'Link to it' })
  await branch('unruled', 'main')
  await commit({
    message: 'Rule nothing',
    files: { '.github/change-risk.yml': null, '.github/CODEOWNERS': null },
  })
  await branch('long', 'main')
  for (let count = 1; count <= longBranch; count += 1)
    await commit({ message: `Step ${count}`, allowEmpty: true })
  return repository
}

/** What an App shows to be given a token for an installation. */
const appToken = (appId: number, key: string): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const seconds = Math.floor(Date.now() / 1000)
  const claims = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss: appId, iat: seconds - 60, exp: seconds + 300 })}`
  return `${claims}.${sign('sha256', Buffer.from(claims), key).toString('base64url')}`
}
