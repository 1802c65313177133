/** Somebody changes what the gate remembers, or what it is told about the world. */
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { entryAt, git, readBlob, writeBlob, writeCommit, writeTree } from '../../github/git.ts'
import { personOf } from '../../github/people.ts'
import { commitTo } from '../../github/repositories.ts'
import { nextId, timeOf } from '../../github/state.ts'
import {
  deploy,
  enforcing,
  expectHeld,
  expectLetGo,
  jobToken,
  look,
  openGuarded,
  wrongs,
} from './attacking.ts'
import { newFolder } from './runner.ts'
import { ledgerBranch, readLedger } from './safety.ts'
import { deployed, propose, type Shop, ship, statusOf, tipOf, tuesday } from './shop.ts'

const tip = (shop: Shop): string => tipOf(shop, ledgerBranch)
const point = (shop: Shop, sha: string): void =>
  void git(shop.repository, ['update-ref', `refs/heads/${ledgerBranch}`, sha])

/** Puts other files on the ledger's branch, as any job with `contents: write` can. */
const rewrite = (shop: Shop, edit: (path: string, text: string) => string | null): void => {
  const { repository, state } = shop
  const parent = tip(shop)
  const paths = git(repository, ['ls-tree', '-r', '--name-only', parent]).split('\n')
  const changes = paths.flatMap((path) => {
    const before = readBlob(repository, entryAt(repository, parent, path)!.sha).toString()
    const after = edit(path, before)
    return after === before
      ? []
      : [{ path, mode: '100644', object: after === null ? null : writeBlob(repository, after) }]
  })
  const who = personOf(state, 'mira', tuesday.toISOString())
  const tree = writeTree(repository, parent, changes)
  point(
    shop,
    writeCommit(repository, { tree, parents: [parent], message: 'Tidy up', author: who, committer: who }),
  )
}

describe('the ledger', () => {
  /** Two decisions are remembered, by jobs that keep their cache. */
  const begun = async () => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'one' })
    const one = await look(shop, pull)
    const first = tip(shop)
    const two = propose(shop, { branch: 'two', files: { 'docs/two.md': 'two\n' } })
    await expectLetGo(shop, await look(shop, two, { temporary: one.temporary }), two.head.sha, [
      pull.head.sha,
    ])
    return { shop, first, temporary: one.temporary, before: [pull.head.sha, two.head.sha] }
  }
  const third = async (shop: Shop, temporary?: string) => {
    const pull = propose(shop, { branch: 'three', files: { 'docs/three.md': 'three\n' } })
    const run = await look(shop, pull, temporary === undefined ? {} : { temporary })
    return { run, head: pull.head.sha }
  }

  test('as it was written takes the next decision', async () => {
    const { shop, temporary, before } = await begun()
    const { run, head } = await third(shop, temporary)
    await expectLetGo(shop, run, head, before)
  })

  test.each<[string, (shop: Shop, first: string) => void, RegExp]>([
    [
      'whose last record says something else',
      (shop) =>
        rewrite(shop, (path, text) =>
          path.endsWith('.jsonl') ? text.replace(/acme\/shop(?=[^\n]*\n$)/, 'acme/shup') : text,
        ),
      /its content hashes to/,
    ],
    [
      'of which a record in the middle says something else',
      (shop) =>
        rewrite(shop, (path, text) =>
          path.endsWith('.jsonl') ? text.replace('acme/shop', 'acme/shup') : text,
        ),
      /its content hashes to/,
    ],
    [
      'whose events are gone',
      (shop) => rewrite(shop, (path, text) => (path.endsWith('.jsonl') ? null : text)),
      /tamper|gone|missing|cut|not there/i,
    ],
    ['whose tail was cut off', (shop, first) => point(shop, first), /the tail was cut/],
    [
      'that was deleted',
      (shop) => void git(shop.repository, ['update-ref', '-d', `refs/heads/${ledgerBranch}`]),
      /the tail was cut/,
    ],
  ])('%s approves nothing any more, and says what to do', async (_, tamper, sentence) => {
    const { shop, first, temporary } = await begun()
    tamper(shop, first)
    const { run, head } = await third(shop, temporary)
    expect(run.outputs).toMatchObject({
      decision: 'review',
      continue: 'false',
      'reason-code': 'source-failed',
    })
    expect(run.outputs['message']).toMatch(/is not what was written/)
    expect(statusOf(shop, head)).toMatch(/error|pending/)
    expect(run.log).toMatch(sentence)
    expect(run.log).toMatch(/restore|backup/)
    // Not forgotten by having failed once.
    const again = await look(shop, shop.repository.pulls.at(-1)!, { temporary })
    expect(again.outputs).toMatchObject({ decision: 'review', continue: 'false' })
  })

  test('that was deleted is begun anew where no cache remembers it: the limit SECURITY.md names', async () => {
    const { shop, before } = await begun()
    git(shop.repository, ['update-ref', '-d', `refs/heads/${ledgerBranch}`])
    const { run, head } = await third(shop)
    await expectLetGo(shop, run, head, before)
    const { records, problems } = await readLedger(shop, jobToken)
    expect(problems).toEqual([])
    expect(records.filter(({ kind }) => kind === 'decision')).toMatchObject([
      { seq: 0, body: { change: { head } } },
    ])
  })

  test.each([
    ['nonsense', 'no JSON'],
    ['a prototype', '{"schema":1,"streams":{"__proto__":{"seq":-1,"hash":"x"}}}'],
  ])('a planted witness that is %s lets nothing go that would not', async (_, text) => {
    const { shop, temporary, before } = await begun()
    const folder = join(temporary, 'change-risk-index')
    for (const name of readdirSync(folder))
      if (name.startsWith('witness-')) writeFileSync(join(folder, name), text)
    const pull = propose(shop, { branch: 'three', size: 'risky' })
    await expectHeld(shop, await look(shop, pull, { temporary }), pull.head.sha, before)
  })

  test('a planted witness of more than there is only holds back, and says what to remove', async () => {
    const { shop, temporary } = await begun()
    const folder = join(temporary, 'change-risk-index')
    const planted = { schema: 1, streams: { decisions: { seq: 9000, hash: 'a'.repeat(64) } } }
    for (const name of readdirSync(folder))
      if (name.startsWith('witness-')) writeFileSync(join(folder, name), JSON.stringify(planted))
    const { run, head } = await third(shop, temporary)
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false' })
    expect(statusOf(shop, head)).not.toBe('success')
    expect(run.log).toContain('the caches of change-risk-index')
  })
})

describe('the index from a cache', () => {
  const poisons: readonly (readonly [string, (folder: string) => void])[] = [
    ['that is nonsense', (folder) => writeFileSync(join(folder, 'index'), Buffer.alloc(100_000, 7))],
    ['without its salt', (folder) => rmSync(join(folder, 'salt'))],
    [
      'with a standing that lets everything go',
      (folder) =>
        writeFileSync(
          join(folder, 'standing.json'),
          JSON.stringify({ key: 'x', digest: 'x', standing: '{"limit":1}' }),
        ),
    ],
    [
      'that is a link to somewhere else',
      (folder) => {
        rmSync(folder, { recursive: true })
        symlinkSync(newFolder('elsewhere'), folder)
      },
    ],
    [
      'with a folder where a file should be',
      (folder) => {
        rmSync(join(folder, 'index'))
        mkdirSync(join(folder, 'index'))
      },
    ],
  ]
  test.each(poisons)('%s changes no answer', async (_, poison) => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const clean = await look(shop, pull)
    poison(join(clean.temporary, 'change-risk-index'))
    const again = await look(shop, pull, { temporary: clean.temporary })
    await expectHeld(shop, again, pull.head.sha)
    expect(again.outputs['risk']).toBe(clean.outputs['risk'])
    expect(JSON.parse(again.outputs['result'] ?? '').risk.limit).toBe(
      JSON.parse(clean.outputs['result'] ?? '').risk.limit,
    )
  })
})

describe('what others say of a commit', () => {
  test('a status of our name, set by somebody who may write, does not outlive a run', async () => {
    const shop = await openGuarded()
    const { repository, state } = shop
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const forged = { targetUrl: null, description: 'Goes out', creator: 'mira', createdAt: timeOf(state) }
    for (const context of ['change-risk', 'Change-Risk'])
      repository.statuses.push({
        id: nextId(state),
        sha: pull.head.sha,
        context,
        state: 'success',
        ...forged,
      })
    const run = await look(shop, pull)
    await expectHeld(shop, run, pull.head.sha)
    expect(repository.statuses.at(-1)).toMatchObject({ creator: 'github-actions[bot]', state: 'pending' })
    expect(run.log).toContain('change-risk is pending on')
  })

  test('a check run of our name and id, made by another App, is neither taken over nor believed', async () => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await look(shop, pull)
    const [ours] = shop.repository.checkRuns
    const other = await openGuarded()
    const same = propose(other, { branch: 'topic', size: 'risky' })
    other.repository.checkRuns.push({
      ...ours!,
      id: 7,
      app: 'helper',
      conclusion: 'success',
      sha: same.head.sha,
      externalId: ours!.externalId.replace(pull.head.sha, same.head.sha),
    })
    const run = await look(other, same)
    await expectHeld(other, run, same.head.sha)
    expect(other.repository.checkRuns[0]).toMatchObject({ app: 'helper', conclusion: 'success' })
    expect(other.repository.checkRuns[1]).toMatchObject({ app: 'github-actions', sha: same.head.sha })
    expect(other.repository.checkRuns[1]?.conclusion).not.toBe('success')
  })
})

describe('a forged deployment', () => {
  test('that looks successful is believed, as SECURITY.md says; the answer and the record name it', async () => {
    const shop = await openGuarded()
    deployed(shop, tipOf(shop), 'production', { createdAt: '2026-03-09T08:00:00Z' })
    const { sha } = ship(shop, { branch: 'risky', size: 'risky' })
    await expectHeld(shop, await deploy(shop, sha), sha)
    deployed(shop, sha, 'production', { creator: 'mira', createdAt: '2026-03-10T09:59:00Z' })
    const run = await deploy(shop, sha)
    await expectLetGo(shop, run, sha)
    expect(run.outputs).toMatchObject({ 'reason-code': 'redeploy' })
    expect(run.outputs['message']).toMatch(/the same commit runs there already/i)
    const { records } = await readLedger(shop, jobToken)
    expect(records.findLast(({ kind }) => kind === 'decision')?.body['change']).toEqual({
      kind: 'redeploy',
      base: sha,
      head: sha,
    })
  })

  test.each([
    ['that only began', ['in_progress']],
    ['that failed', ['failure']],
    ['of a commit that is not here', ['success']],
  ] as const)('%s moves nothing', async (name, states) => {
    const shop = await openGuarded()
    deployed(shop, tipOf(shop), 'production', { createdAt: '2026-03-09T08:00:00Z' })
    const { sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const strange = name.endsWith('not here')
    deployed(shop, strange ? 'd'.repeat(40) : sha, 'production', {
      creator: 'mira',
      states,
      createdAt: '2026-03-10T09:59:00Z',
    })
    const run = await deploy(shop, sha)
    expect(await wrongs(shop, run, sha)).toEqual([])
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false' })
    expect(run.outputs['message']).toMatch(strange ? /runs dddddddd|d{8}/ : /is riskier than the limit/)
  })
})

describe('a change that hides what it is', () => {
  test('251 commits: GitHub lists 250, so somebody has to look', async () => {
    const shop = await openGuarded()
    for (let at = 0; at < 250; at += 1)
      commitTo(shop.state, shop.repository, {
        branch: 'topic',
        files: { 'docs/long.md': `${at}\n` },
        author: 'mira',
      })
    const pull = propose(shop, { branch: 'topic' })
    const run = await look(shop, pull)
    await expectHeld(shop, run, pull.head.sha)
    expect(run.outputs).toMatchObject({ 'reason-code': 'source-failed' })
    expect(run.outputs['message']).toMatch(/GitHub lists 250 of 251 commits/)
  })

  const special = (shop: Shop, mode: string, path: string, content: string | Buffer): string => {
    const { repository, state } = shop
    const parent = tipOf(shop)
    const object = mode === '160000' ? parent : writeBlob(repository, content)
    const who = personOf(state, 'mira', tuesday.toISOString())
    const tree = writeTree(repository, parent, [{ path, object, mode }])
    const sha = writeCommit(repository, {
      tree,
      parents: [parent],
      message: 'Special',
      author: who,
      committer: who,
    })
    git(repository, ['update-ref', 'refs/heads/topic', sha])
    return sha
  }
  test.each([
    ['a submodule', '160000', 'vendor/lib', ''],
    ['a binary', '100644', 'src/blob.bin', Buffer.from([0, 1, 2, 255, 0, 9])],
    [
      'a pointer of LFS',
      '100644',
      'assets/film.mp4',
      `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 9000000000\n`,
    ],
    ['a symlink', '120000', 'src/link.ts', '/etc/passwd'],
    ['a program', '100755', 'src/run.sh', 'echo run\n'],
  ])('%s counts as a file of the change, and can be forbidden', async (_, mode, path, content) => {
    const shop = await openGuarded({
      policy: enforcing.replace('    auto-approve', `    never-auto-approve: ["${path}"]\n    auto-approve`),
    })
    special(shop, mode, path, content)
    const pull = propose(shop, { branch: 'topic', files: {} })
    const run = await look(shop, pull)
    await expectHeld(shop, run, pull.head.sha)
    expect(run.outputs).toMatchObject({ 'reason-code': 'never-auto-approve' })
    expect(run.outputs['message']).toContain(path)
    const whole = JSON.parse((await import('node:fs')).readFileSync(run.outputs['result-file'] ?? '', 'utf8'))
    expect(whole.evidence.parts[pull.head.sha].files).toEqual({ outcome: 'measured', value: 1 })
  })
})
