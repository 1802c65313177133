/** Which version a head follows, in a real repository whose older series is merged back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRepository, type Repository } from '../../../src/clients/git/repository.ts'
import { nearestVersion } from '../../../src/commands/gate/live-version.ts'
import { isolatedEnvironment } from '../../e2e/git.ts'
import { type Repository as Made, makeRepository } from '../../e2e/repository.ts'

let made: Made
let repository: Repository
const shas: Record<string, string> = {}
/** main: a b c M d e, where M merges 1.0: b x y. f stands beside d. */
beforeAll(async () => {
  made = await makeRepository()
  const commit = async (name: string) => {
    shas[name] = await made.commit({ message: name, files: { [`${name}.ts`]: `${name}\n` } })
  }
  for (const name of ['a', 'b', 'c']) await commit(name)
  await made.branch('release/1.0', shas['b'])
  for (const name of ['x', 'y']) await commit(name)
  await made.checkout('main')
  await made.merge({ branch: 'release/1.0', message: 'Merge 1.0' })
  await commit('d')
  await made.branch('release/2.1')
  await commit('f')
  await made.checkout('main')
  await commit('e')
  repository = await openRepository(made.directory, isolatedEnvironment)
})
afterAll(async () => {
  repository.objects.end()
  await made.remove()
})

/** `v1.0.1 x`, the newest version first. */
const nearest = async (head: string, ...versions: readonly string[]): Promise<string> => {
  const found = await nearestVersion(
    repository,
    shas[head]!,
    versions.map((each, at) => {
      const [name = '', commit = ''] = each.split(' ')
      return { name, commit: shas[commit] ?? '0'.repeat(40), at: 1_773_000_000 - at }
    }),
  )
  if (found === null || found.source.from !== 'deployment') return 'none'
  return `${found.source.tag} at ${Object.keys(shas).find((name) => shas[name] === found.sha)}`
}

test.each<[string, string, readonly string[], string]>([
  ['the newest on its line', 'e', ['v2.1.0 d', 'v2.0.0 c', 'v1.0.0 b'], 'v2.1.0 at d'],
  ['the newest though it was cut on a branch', 'e', ['v2.1.0 f', 'v2.0.0 c', 'v1.0.1 x'], 'v2.1.0 at d'],
  ['the last of its own series', 'y', ['v2.0.0 c', 'v1.0.1 x', 'v1.0.0 b'], 'v1.0.1 at x'],
  ['also where a newer version holds it by a merge', 'y', ['v2.1.0 d', 'v1.0.1 x'], 'v1.0.1 at x'],
  ['the newest that went through it, which it would take back', 'c', ['v2.1.0 d', 'v1.0.0 b'], 'v2.1.0 at d'],
  ['that one also where it was cut on a branch', 'c', ['v2.1.0 f', 'v1.0.0 b'], 'v2.1.0 at f'],
  ['those the clone holds', 'e', ['v3.0.0 nowhere', 'v2.0.0 c'], 'v2.0.0 at c'],
  ['none where it holds none', 'e', ['v3.0.0 nowhere'], 'none'],
])('%s', async (_, head, versions, expected) => expect(await nearest(head, ...versions)).toBe(expected))
