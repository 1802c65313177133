import { GitHubError } from '../../clients/github/github.ts'
import { type Answer, answerOf } from '../../clients/github/shapes.ts'
import { gitBlobName } from './branch-object.ts'
import type { BranchFile, BranchSite, Files, Head, Wanted } from './branch-site.ts'

/**
 * The branch by git's own objects: for what GraphQL does not show whole, and for servers without it. Objects are named
 * by what they hold, so a folder that was read once is not read again.
 */
export interface GitReader {
  /** Undefined where there is no such branch. */
  head(): Promise<Head | undefined>
  files(head: string, wanted: readonly Wanted[]): Promise<Files>
  /** Paths of all files below a folder of the top. */
  list(head: string, folder: string): Promise<readonly string[]>
  /** What stands at the top. */
  top(head: string): Promise<readonly string[]>
  blob(oid: string): Promise<Buffer>
}

type Entries = ReadonlyMap<string, { readonly oid: string; readonly type: string }>

export const gitReader = (site: BranchSite): GitReader => {
  const { github, repository, branch } = site
  const folders = new Map<string, Entries>()
  const tops = new Map<string, Entries>()

  const entries = async (tree: string, recursive: boolean): Promise<Entries> => {
    const route = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}'
    const parameters = { ...repository, tree_sha: tree, ...(recursive ? { recursive: '1' } : {}) }
    return entriesOf(answerOf(route, await github.request(route, parameters)))
  }
  const top = async (head: string): Promise<Entries> => {
    const found = tops.get(head) ?? (await entries(await treeOf(site, head), false))
    tops.set(head, found)
    return found
  }
  const folder = async (head: string, name: string): Promise<Entries> => {
    const entry = (await top(head)).get(name)
    if (entry?.type !== 'tree') return new Map()
    const found = folders.get(entry.oid) ?? (await entries(entry.oid, true))
    folders.set(entry.oid, found)
    return found
  }
  const find = async (head: string, path: string): Promise<string | undefined> => {
    const slash = path.indexOf('/')
    const among = slash < 0 ? await top(head) : await folder(head, path.slice(0, slash))
    const entry = among.get(path.slice(slash + 1))
    return entry?.type === 'blob' ? entry.oid : undefined
  }
  const blob = (oid: string): Promise<Buffer> => readBlob(site, oid)
  const file = async (head: string, { path, content }: Wanted): Promise<BranchFile | null> => {
    const oid = await find(head, path)
    return oid === undefined ? null : { oid, bytes: content ? await blob(oid) : undefined }
  }

  return {
    blob,
    head: async () => {
      const route = 'GET /repos/{owner}/{repo}/git/ref/{ref}'
      const found = await github.find(route, { ...repository, ref: `heads/${branch}` })
      if (found === null) return undefined
      const oid = answerOf(route, found).commitName('object.sha')
      return { oid, state: await file(oid, { path: 'state.json', content: true }) }
    },
    files: async (head, wanted) => {
      const found = new Map<string, BranchFile | null>()
      // One after the other: side by side they would all ask for the same folders.
      for (const each of wanted) found.set(each.path, await file(head, each))
      return found
    },
    list: async (head, name) =>
      [...(await folder(head, name))].flatMap(([path, { type }]) => (type === 'blob' ? [path] : [])),
    top: async (head) => [...(await top(head)).keys()],
  }
}

/** The tree of a commit. */
export const treeOf = async ({ github, repository }: BranchSite, commit: string): Promise<string> => {
  const route = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}'
  return answerOf(route, await github.request(route, { ...repository, commit_sha: commit })).commitName(
    'tree.sha',
  )
}

const readBlob = async ({ github, repository }: BranchSite, oid: string): Promise<Buffer> => {
  const route = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}'
  const answer = answerOf(route, await github.request(route, { ...repository, file_sha: oid }))
  answer.oneOf('encoding', ['base64'])
  const bytes = Buffer.from(answer.text('content'), 'base64')
  if (gitBlobName(bytes, oid) === oid) return bytes
  throw rubbish(route, 'the bytes are not those of the blob that was asked for')
}

const entriesOf = (answer: Answer): Entries => {
  // What GitHub leaves out would look as if it were not there.
  if (answer.flag('truncated'))
    throw rubbish(answer.route, 'the folder holds more files than GitHub lists at once')
  return new Map(
    answer
      .list('tree')
      .map((entry) => [
        entry.text('path'),
        { oid: entry.commitName('sha'), type: entry.oneOf('type', ['blob', 'tree', 'commit']) },
      ]),
  )
}

const rubbish = (route: string, what: string): GitHubError =>
  new GitHubError(`${route}: ${what}`, { failure: 'rubbish', status: null, route })
