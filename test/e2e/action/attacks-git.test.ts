/** Somebody makes the repository itself hostile: hooks, attributes, submodules, configuration, a checkout of the head. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git as serverGit } from '../../github/git.ts'
import { commitTo } from '../../github/repositories.ts'
import type { Pull } from '../../github/state.ts'
import { git } from '../git.ts'
import { deploy, expectHeld, expectLetGo, jobToken, look, openGuarded, wrongs } from './attacking.ts'
import { newFolder } from './runner.ts'
import { deployed, propose, type Shop, ship, tipOf } from './shop.ts'

/** A program that leaves a trace when anybody runs it. */
const canary = (): { readonly script: string; readonly ran: () => boolean } => {
  const folder = newFolder('canary')
  const trace = join(folder, 'ran')
  const script = join(folder, 'run.sh')
  writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> ${trace}\ncat\nexit 0\n`)
  chmodSync(script, 0o755)
  return { script, ran: () => existsSync(trace) }
}

const urlOf = (shop: Shop): string => `${shop.github.url}/acme/shop.git`
const checkout = async (shop: Shop, ...args: readonly string[]): Promise<string> => {
  const directory = newFolder('workspace')
  const address = urlOf(shop).replace('//', `//x-access-token:${jobToken}@`)
  await git(['clone', '--quiet', ...args, address, directory], { directory })
  await git(['remote', 'set-url', 'origin', urlOf(shop)], { directory })
  return directory
}

describe('a repository that wants to run something', () => {
  const hostileFiles = (script: string): Readonly<Record<string, string>> => ({
    '.gitattributes': '* filter=evil diff=evil merge=evil text eol=crlf export-subst\n',
    '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c ${script}\n\tupdate = !${script}\n`,
    '.lfsconfig': '[lfs]\n\turl = https://evil.example/\n',
    '.githooks/post-checkout': `#!/bin/sh\n${script}\n`,
    'package.json': JSON.stringify({ scripts: { preinstall: script, postinstall: script } }),
  })

  /** In the configuration of a checkout that an earlier step had in hand. */
  const poison = async (directory: string, script: string): Promise<void> => {
    const hooks = join(directory, '.git', 'hooks')
    mkdirSync(hooks, { recursive: true })
    for (const hook of [
      'post-checkout',
      'reference-transaction',
      'post-merge',
      'pre-auto-gc',
      'fsmonitor-watchman',
      'post-index-change',
    ]) {
      writeFileSync(join(hooks, hook), `#!/bin/sh\n${script}\n`)
      chmodSync(join(hooks, hook), 0o755)
    }
    const settings: readonly (readonly [string, string])[] = [
      ['core.hooksPath', hooks],
      ['core.fsmonitor', script],
      ['core.sshCommand', script],
      ['core.gitProxy', script],
      ['core.pager', script],
      ['core.editor', script],
      ['core.askPass', script],
      ['core.alternateRefsCommand', script],
      ['credential.helper', `!${script}`],
      ['diff.external', script],
      ['diff.evil.command', script],
      ['diff.evil.textconv', script],
      ['filter.evil.clean', script],
      ['filter.evil.smudge', script],
      ['filter.evil.process', script],
      ['merge.evil.driver', script],
      ['gpg.program', script],
      ['log.showSignature', 'true'],
      ['uploadpack.packObjectsHook', script],
      ['remote.origin.uploadpack', script],
      ['remote.origin.vcs', 'evil'],
      ['protocol.ext.allow', 'always'],
      ['protocol.file.allow', 'always'],
      ['url.ext::sh -c true .insteadOf', 'ext-never:'],
      ['submodule.recurse', 'true'],
      ['fetch.recurseSubmodules', 'true'],
      ['alias.fetch', `!${script}`],
      ['alias.rev-parse', `!${script}`],
      ['maintenance.auto', 'true'],
      ['gc.auto', '1'],
      ['receive.procReceiveRefs', 'refs'],
      ['trace2.eventTarget', join(directory, 'trace')],
    ]
    for (const [key, value] of settings) await git(['config', '--local', key, value], { directory })
  }

  test('from what GitHub serves: nothing of it is checked out or run', async () => {
    const { script, ran } = canary()
    const shop = await openGuarded({ files: hostileFiles(script) })
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, {
      branch: 'hostile',
      files: { ...hostileFiles(script), x: null, 'README.md': 'x\n' },
    })
    const run = await deploy(shop, sha)
    expect(ran()).toBe(false)
    expect(await wrongs(shop, run, sha)).toEqual([])
    expect(existsSync(join(run.temporary, 'change-risk-clone.git', 'HEAD'))).toBe(true)
    const clone = readdirSync(join(run.temporary, 'change-risk-clone.git'))
    expect(clone).not.toContain('hooks')
    expect(clone).not.toContain('modules')
    expect(readFileSync(join(run.temporary, 'change-risk-clone.git', 'config'), 'utf8')).not.toContain(
      jobToken,
    )
  })

  test('from the configuration of a checkout that must be deepened: nothing of it is run', async () => {
    const { script, ran } = canary()
    const shop = await openGuarded({ files: hostileFiles(script) })
    deployed(shop, tipOf(shop))
    const workspace = await checkout(shop, '--depth=1')
    const { sha } = ship(shop, { branch: 'topic' })
    await poison(workspace, script)
    const run = await deploy(shop, sha, { workspace })
    expect(ran()).toBe(false)
    await expectLetGo(shop, run, sha)
    expect(existsSync(join(workspace, 'trace'))).toBe(false)
    expect(readFileSync(join(workspace, '.git', 'config'), 'utf8')).not.toContain(jobToken)
  })

  test('and sends git to another place: that is not asked, and gets no token', async () => {
    const { script, ran } = canary()
    const shop = await openGuarded()
    deployed(shop, tipOf(shop))
    const workspace = await checkout(shop, '--depth=1')
    const { sha } = ship(shop, { branch: 'topic' })
    await git(['config', `url.ext::${script} .insteadOf`, shop.github.url], { directory: workspace })
    await git(['config', 'protocol.ext.allow', 'always'], { directory: workspace })
    const run = await deploy(shop, sha, { workspace })
    expect(ran()).toBe(false)
    expect(await wrongs(shop, run, sha)).toEqual([])
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false' })
    expect(run.log).toMatch(
      /git fetch .*transport 'ext' not allowed|could not be brought|could not be deepened/,
    )
  })
})

describe('a privileged event whose workflow checked out the head', () => {
  const headCheckedOut = async (
    shop: Shop,
    pull: Pull,
    { merge = false }: { readonly merge?: boolean } = {},
  ): Promise<string> => {
    const workspace = await checkout(shop)
    await git(
      ['fetch', '--quiet', urlOf(shop).replace('//', `//x-access-token:${jobToken}@`), pull.head.sha],
      {
        directory: workspace,
      },
    )
    await git(['checkout', '--quiet', '--detach', merge ? 'origin/main' : pull.head.sha], {
      directory: workspace,
    })
    if (merge)
      await git(
        [
          '-c',
          'user.name=x',
          '-c',
          'user.email=x@example.com',
          'merge',
          '--quiet',
          '--no-ff',
          '-m',
          'try',
          pull.head.sha,
        ],
        {
          directory: workspace,
        },
      )
    return workspace
  }

  test.each([
    ['the head itself', false],
    ['the merge that GitHub tries of it', true],
  ])('%s: that checkout is left alone, which is told, and the answer is the same', async (_, merge) => {
    const shop = await openGuarded()
    const pull = propose(shop, {
      branch: 'topic',
      files: { 'README.md': 'x\n', '.git-blame-ignore-revs': 'x\n' },
    })
    const without = await look(shop, pull)
    const { script, ran } = canary()
    const workspace = await headCheckedOut(shop, pull, { merge })
    await git(['config', 'core.fsmonitor', script], { directory: workspace })
    const run = await look(shop, pull, { workspace })
    expect(ran()).toBe(false)
    await expectLetGo(shop, run, pull.head.sha)
    expect(run.outputs['risk']).toBe(without.outputs['risk'])
    expect(run.log).toMatch(
      /the workspace has the head of the pull request checked out.*leaves that checkout alone/,
    )
    expect(existsSync(join(run.temporary, 'change-risk-clone.git', 'HEAD'))).toBe(true)
  })

  test('a policy lying in it counts for nothing', async () => {
    const shop = await openGuarded()
    const lax = 'version: 1\nmode: observe\n'
    const pull = propose(shop, { branch: 'topic', files: { '.github/change-risk.yml': lax } })
    const workspace = await headCheckedOut(shop, pull)
    const run = await look(shop, pull, { workspace })
    await expectHeld(shop, run, pull.head.sha)
    expect(run.outputs).toMatchObject({ 'reason-code': 'gate-files-changed' })
  })

  test('the base checked out is used, and nothing is said', async () => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic' })
    const workspace = await checkout(shop)
    const run = await look(shop, pull, { workspace })
    await expectLetGo(shop, run, pull.head.sha)
    expect(run.log).not.toContain('checkout alone')
    expect(existsSync(join(run.temporary, 'change-risk-clone.git'))).toBe(false)
  })
})

test('a head that was rewritten while it was judged is another head', async () => {
  const shop = await openGuarded()
  const pull = propose(shop, { branch: 'topic' })
  const scored = pull.head.sha
  await expectLetGo(shop, await look(shop, pull), scored)
  serverGit(shop.repository, ['update-ref', '-d', 'refs/heads/topic'])
  commitTo(shop.state, shop.repository, {
    branch: 'topic',
    files: { 'src/till/till.ts': 'x\n'.repeat(900), 'src/a.ts': 'x\n'.repeat(900) },
  })
  const run = await look(shop, pull)
  const moved = tipOf(shop, 'topic')
  await expectHeld(shop, run, moved, [scored])
  expect(pull.reviews.filter(({ state }) => state === 'APPROVED')).toEqual([])
  expect(run.log).toContain('Withdrew our approval')
})
