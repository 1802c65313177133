/** The gate in every kind of clone people have: it answers, on one screen, and its numbers hold together. */
import { chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { sampleRepository } from '../history/sample.ts'
import { lacksNode20, runCli } from './cli.ts'
import { arithmeticProblems, gateJson, gateScreen, leaks } from './gating.ts'
import { git } from './git.ts'
import { makeRepository, type Repository, type RepositoryOptions } from './repository.ts'

const made: Repository[] = []
afterAll(() => Promise.all(made.map((repository) => repository.remove())))
const make = async (options: RepositoryOptions = {}): Promise<Repository> => {
  const repository = await makeRepository(options)
  made.push(repository)
  return repository
}
const sample = async (): Promise<Repository> => {
  const repository = await sampleRepository()
  made.push(repository)
  return repository
}

interface Place {
  readonly directory: string
  readonly gitDirectory: string
}
const withWorkTree = ({ directory }: { readonly directory: string }): Place => ({
  directory,
  gitDirectory: join(directory, '.git'),
})

const commits = async (repository: Repository, count: number): Promise<void> => {
  for (let at = 1; at <= count; at += 1)
    await repository.commit({
      message: at % 7 === 0 ? `Fix the total (#${at})` : `Step ${at} (#${at})`,
      author: at % 3 === 0 ? 'Ada Ferro' : 'Mira Vale',
      files: { [`src/step-${at % 5}.ts`]: 'line\n'.repeat(at), [`test/step-${at % 4}.ts`]: `${at}\n` },
    })
}

const plain = async (): Promise<Place> => {
  const repository = await make()
  await commits(repository, 30)
  return withWorkTree(repository)
}

const mergeHeavy = async (): Promise<Place> => {
  const repository = await make()
  await repository.commit({ message: 'Begin', files: { 'a.ts': 'a\n' } })
  for (let at = 1; at <= 8; at += 1) {
    await repository.branch(`topic-${at}`)
    await repository.commit({ message: 'Work', files: { [`t${at}.ts`]: 'x\n'.repeat(at) } })
    await repository.commit({ message: 'Review', author: 'Ada Ferro', files: { [`t${at}.ts`]: 'y\n' } })
    await repository.checkout('main')
    await repository.merge({
      branch: `topic-${at}`,
      message: `Merge pull request #${at} from acme/topic-${at}\n\nTopic ${at}`,
    })
  }
  return withWorkTree(repository)
}

const squashed = async (): Promise<Place> => {
  const repository = await make()
  await repository.commit({ message: 'Begin', files: { 'a.ts': 'a\n' } })
  for (let at = 1; at <= 5; at += 1) {
    await repository.branch(`topic-${at}`)
    await repository.commit({ message: 'Work', files: { [`t${at}.ts`]: 'x\n' } })
    await repository.checkout('main')
    await repository.squash({ branch: `topic-${at}`, message: `Topic ${at} (#${at})` })
  }
  return withWorkTree(repository)
}

const busy = async (): Promise<Place> => {
  const repository = await make()
  await repository.bulk(700, { revertEvery: 15 })
  await repository.tag('v1.2.0', { ref: 'HEAD~200' })
  await repository.tag('v1.3.0', { ref: 'HEAD~100' })
  await repository.tag('v1.4.0', { ref: 'HEAD~60' })
  return withWorkTree(repository)
}

const shallow = (depth: number) => async (): Promise<Place> => {
  const repository = await make()
  await commits(repository, 12)
  return withWorkTree(await repository.cloneShallow(depth))
}

const blobless = async (): Promise<Place> => {
  const repository = await make()
  await commits(repository, 12)
  const clone = await repository.cloneBlobless()
  // Whoever would fetch what is missing finds nobody there.
  await rename(repository.directory, `${repository.directory}-gone`)
  return withWorkTree(clone)
}

const bare = async (): Promise<Place> => {
  const repository = await make({ bare: true })
  await commits(repository, 12)
  return { directory: repository.directory, gitDirectory: repository.directory }
}

const longNames = async (): Promise<Place> => {
  const repository = await make({ objectFormat: 'sha256' })
  await commits(repository, 12)
  return withWorkTree(repository)
}

const detached = async (): Promise<Place> => {
  const repository = await make()
  await commits(repository, 12)
  await repository.git('checkout', '--quiet', '--detach', 'HEAD~2')
  return withWorkTree(repository)
}

const rootOnly = async (): Promise<Place> => {
  const repository = await make()
  await commits(repository, 1)
  return withWorkTree(repository)
}

const unborn = async (): Promise<Place> => withWorkTree(await make())

const endsEmpty = async (): Promise<Place> => {
  const repository = await make()
  await commits(repository, 3)
  await repository.commit({ message: 'Nothing', allowEmpty: true })
  return withWorkTree(repository)
}

/** Nothing can be written below a file, not even by the superuser. */
const unwritable = async (): Promise<Place> => {
  const repository = await make()
  await commits(repository, 12)
  const place = withWorkTree(repository)
  for (const name of ['change-risk', 'change-risk-index']) await writeFile(join(place.gitDirectory, name), '')
  return place
}

const strangers = async (): Promise<Place> => {
  const repository = await make()
  await commits(repository, 12)
  const place = withWorkTree(repository)
  // Only the superuser may give files away; others read their own here.
  if (process.getuid?.() === 0)
    for (const path of ['', '.git', ...(await readdir(place.gitDirectory)).map((name) => join('.git', name))])
      await chown(join(place.directory, path), 54_321, 54_321)
  return place
}

const insideSubmodule = async (): Promise<Place> => {
  const [inner, outer] = await Promise.all([sample(), make()])
  await git(['submodule', '--quiet', 'add', inner.directory, 'inner'], { directory: outer.directory })
  return {
    directory: join(outer.directory, 'inner'),
    gitDirectory: join(outer.directory, '.git/modules/inner'),
  }
}

const manyLanguages = async (): Promise<Place> => {
  const repository = await make()
  for (let at = 0; at < 4; at += 1)
    await repository.commit({
      message: `支払いを直す: größer “als” früher 🚀 ${'長い題名'.repeat(12)} (#${at + 1})`,
      author: 'Zoë Ñandú',
      files: { [`dienste/zahlung/größe-${at}-支払い.ts`]: 'ü\n'.repeat(at + 1), 'a "b"\tc\nd.ts': `${at}\n` },
    })
  return withWorkTree(repository)
}

interface Expected {
  readonly parts: number
  readonly says: RegExp
  readonly remembered?: false
}

describe.each<[string, () => Promise<Place>, Expected]>([
  ['a plain history', plain, { parts: 20, says: /the last 20 changes/ }],
  ['mostly merges', mergeHeavy, { parts: 9, says: /#1 +Topic 1/ }],
  ['squash merges', squashed, { parts: 6, says: /#1 +Topic 1/ }],
  ['a busy monorepo with releases', busy, { parts: 60, says: /60 changes since/ }],
  ['a shallow clone of one commit', shallow(1), { parts: 0, says: /shallow clone/ }],
  ['a shallow clone of five', shallow(5), { parts: 4, says: /shallow clone/ }],
  ['a blobless clone whose origin is gone', blobless, { parts: 12, says: /partial clone/ }],
  ['a bare repository', bare, { parts: 12, says: /repository → production/ }],
  ['a repository of SHA-256 names', longNames, { parts: 12, says: /Step/ }],
  ['a detached HEAD', detached, { parts: 10, says: /the last 10 changes/ }],
  ['a single commit', rootOnly, { parts: 1, says: /Step 1/ }],
  ['an unborn branch', unborn, { parts: 0, says: /no commit yet/ }],
  ['an empty commit at the end', endsEmpty, { parts: 4, says: /no file/ }],
  ['a clone that cannot be written', unwritable, { parts: 12, says: /not remembered/, remembered: false }],
  ['a clone that belongs to somebody else', strangers, { parts: 12, says: /Step/ }],
  ['a submodule', insideSubmodule, { parts: 9, says: /inner → production/ }],
  ['names of many languages', manyLanguages, { parts: 4, says: /支払い/ }],
])('%s', (_, build, { parts, says, remembered = true }) => {
  let place: Promise<Place> | undefined
  const where = (): Promise<Place> => {
    place ??= build()
    return place
  }

  test('is judged in a document that keeps its contract', async () => {
    const { directory, gitDirectory } = await where()
    const answer = await gateJson(directory)
    expect(answer.change.parts).toHaveLength(parts)
    expect(answer.mode).toBe('observe')
    expect(answer.ledger !== undefined).toBe(remembered)
    expect(arithmeticProblems(answer, gitDirectory)).toEqual([])
  })

  test.skipIf(lacksNode20)('fits on one screen, by Node 20', async () => {
    const { directory } = await where()
    expect(await gateScreen(directory, [], { node: '20' })).toMatch(says)
  })

  test('makes a comment', async () => {
    const { directory } = await where()
    const { code, stdout, stderr } = await runCli(['gate', '--repository', directory, '--markdown'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).not.toMatch(leaks)
    expect(stdout.trim()).not.toBe('')
  })
})

test('a clone is left as it was found, but for its own folders in the git directory', async () => {
  const { directory, gitDirectory } = await plain()
  const before = await readdir(gitDirectory)
  await gateJson(directory)
  await runCli(['replay', '--repository', directory])
  const after = await readdir(gitDirectory)
  expect(after.filter((name) => !before.includes(name)).sort()).toEqual([
    'change-risk',
    'change-risk-index',
    'change-risk-witness.json',
  ])
  expect(await git(['status', '--porcelain'], { directory })).toBe('')
})

test('a repository inside an ordinary folder of another is the one that is meant', async () => {
  const { directory } = await plain()
  await mkdir(join(directory, 'src/deep'), { recursive: true })
  const { code, stdout } = await runCli(['gate', '--json'], { cwd: join(directory, 'src/deep') })
  expect(code).toBe(0)
  expect(JSON.parse(stdout).change.parts).toHaveLength(20)
  await rm(join(directory, 'src/deep'), { recursive: true })
})
