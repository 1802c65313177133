/** Brings a repository of real git to a GitHub by its API, object by object, each under the name that git gives it. */
import { execFileSync } from 'node:child_process'
import type { GitHub, RepositoryName } from '../../../src/clients/github/github.ts'
import { isolatedEnvironment } from '../../e2e/git.ts'

interface GitObject {
  readonly sha: string
  readonly type: string
  readonly bytes: Buffer
}

/** Every object of the repository, as git keeps it. */
const objectsOf = (directory: string): ReadonlyMap<string, GitObject> => {
  const told = execFileSync('git', ['cat-file', '--batch', '--batch-all-objects'], {
    cwd: directory,
    env: isolatedEnvironment,
    maxBuffer: 1 << 26,
  })
  const objects = new Map<string, GitObject>()
  for (let at = 0; at < told.length; ) {
    const end = told.indexOf('\n', at)
    const [sha = '', type = '', size = ''] = told.toString('utf8', at, end).split(' ')
    const bytes = told.subarray(end + 1, end + 1 + Number(size))
    objects.set(sha, { sha, type, bytes })
    at = end + 1 + bytes.length + 1
  }
  return objects
}

/**
 * Sends what an object refers to before the object itself. Throws where it is given another name than git's, as emulate
 * does to a commit whose message has no line break at its end.
 */
export const importObjects = async (
  github: GitHub,
  repository: RepositoryName,
  directory: string,
): Promise<void> => {
  const objects = objectsOf(directory)
  const sent = new Map<string, Promise<void>>()
  const bring = (sha: string): Promise<void> => {
    const known = sent.get(sha) ?? send(objects.get(sha)!)
    sent.set(sha, known)
    return known
  }
  const bringAll = async (names: readonly string[]): Promise<void> => {
    for (const name of names) await bring(name)
  }
  const send = async ({ sha, type, bytes }: GitObject): Promise<void> => {
    const named = await create(type, bytes)
    if (named !== sha) throw new Error(`git names a ${type} ${sha}, and emulate ${named}`)
  }
  const create = async (type: string, bytes: Buffer): Promise<string> => {
    if (type === 'blob') {
      const content = bytes.toString('base64')
      const blob = { ...repository, content, encoding: 'base64' }
      return (await github.request('POST /repos/{owner}/{repo}/git/blobs', blob)).sha
    }
    if (type === 'tree') {
      const tree = entriesOf(bytes)
      await bringAll(tree.map(({ sha }) => sha))
      return (await github.request('POST /repos/{owner}/{repo}/git/trees', { ...repository, tree })).sha
    }
    const commit = commitOf(bytes.toString('utf8'))
    await bringAll([commit.tree, ...commit.parents])
    return (await github.request('POST /repos/{owner}/{repo}/git/commits', { ...repository, ...commit })).sha
  }
  await bringAll([...objects.keys()])
}

const entriesOf = (bytes: Buffer) => {
  const types = { '040000': 'tree', '160000': 'commit' } as const
  const entries = []
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(' ', at)
    const end = bytes.indexOf(0, blank)
    const mode = bytes.toString('latin1', at, blank).padStart(6, '0') as '100644' | '040000'
    const type = mode === '040000' ? types[mode] : ('blob' as const)
    const sha = bytes.toString('hex', end + 1, end + 21)
    entries.push({ path: bytes.toString('utf8', blank + 1, end), mode, type, sha })
    at = end + 21
  }
  return entries
}

const commitOf = (text: string) => {
  const cut = text.indexOf('\n\n')
  const lines = text.slice(0, cut).split('\n')
  const values = (key: string): readonly string[] =>
    lines.flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []))
  const signature = (key: string) => {
    const [, name = '', email = '', time = ''] = /^(.*) <(.*)> (\d+) \+0000$/.exec(values(key)[0] ?? '') ?? []
    return { name, email, date: new Date(Number(time) * 1000).toISOString() }
  }
  return {
    tree: values('tree')[0] ?? '',
    parents: [...values('parent')],
    author: signature('author'),
    committer: signature('committer'),
    message: text.slice(cut + 2),
  }
}
