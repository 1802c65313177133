/**
 * A GitHub of one repository, in memory: git's own objects with their real names, refs that move as GitHub moves them,
 * and the three GraphQL documents of the branch ledger. What the documents are worth against GitHub's schema is for the
 * loopback GitHub to say; this one is quick enough for thousands of runs with faults.
 */
import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { type GitHub, GitHubError, type GitHubFailure } from '../../src/clients/github/github.ts'

/** What happens to one request. `done`: GitHub did it, and the answer was lost. `late`: it does it a while after. */
export const faultKinds = [
  'none',
  'failed',
  'failed-but-done',
  'timeout-but-done',
  'timeout-but-late',
  'stale',
  'rubbish',
  '403',
  '404',
  '409',
  '422',
  '429',
] as const
export type FaultKind = (typeof faultKinds)[number]

export interface FakeOptions {
  /** Asked before every request, with its name and number from 0. */
  readonly fault?: (route: string, number: number) => FaultKind
  /** No GraphQL, as on an old server. */
  readonly withoutGraphql?: boolean
  readonly readOnly?: boolean
}

type Files = ReadonlyMap<string, Buffer>
interface Commit {
  readonly files: Files
  readonly parent: string | null
  readonly message: string
}

export class FakeGitHub {
  readonly requests: string[] = []
  readonly commits = new Map<string, Commit>()
  readonly refs = new Map<string, string>()
  options: FakeOptions
  #past = new Map<string, string>()
  readonly #trees = new Map<string, Files>()
  readonly #blobs = new Map<string, Buffer>()

  constructor(options: FakeOptions = {}) {
    this.options = options
  }

  readonly repository = { owner: 'acme', repo: 'shop' }

  /** Files of a branch as they stand. */
  files(branch = 'change-risk-ledger'): Files {
    return this.commits.get(this.refs.get(`refs/heads/${branch}`) ?? '')?.files ?? new Map()
  }

  /** Puts a commit on the branch by other means than the ledger's. */
  push(files: ReadonlyMap<string, Buffer | null>, branch = 'change-risk-ledger'): string {
    const parent = this.refs.get(`refs/heads/${branch}`) ?? null
    const next = new Map(this.files(branch))
    for (const [path, bytes] of files) bytes === null ? next.delete(path) : next.set(path, bytes)
    const oid = this.#commit({ files: next, parent, message: 'By hand' })
    this.refs.set(`refs/heads/${branch}`, oid)
    return oid
  }

  client(): GitHub {
    const send = (route: string, parameters: Given): Promise<never> =>
      this.#send(route, parameters) as Promise<never>
    return {
      apiUrl: 'https://api.github.com',
      serverUrl: 'https://github.com',
      request: (route, parameters) => send(route, parameters as Given),
      find: async (route, parameters) => {
        try {
          return await send(route, parameters as Given)
        } catch (error) {
          if (error instanceof GitHubError && error.status === 404) return null
          throw error
        }
      },
      list: () => Promise.reject(new Error('the ledger lists nothing')),
      graphql: (query, variables) => send(/(query|mutation) \w+/.exec(query)?.[0] ?? '', variables as Given),
      sent: { requests: 0, retries: 0 },
      serverTime: null,
    }
  }

  async #send(route: string, given: Given): Promise<unknown> {
    const number = this.requests.push(route) - 1
    const fault = this.options.fault?.(route, number) ?? 'none'
    await turn()
    const writes = !/^(GET|query)/.test(route)
    const answer = () => {
      if (this.options.withoutGraphql && /^(query|mutation)/.test(route))
        throw failure(route, 'not-found', 404)
      if (this.options.readOnly && writes) throw failure(route, 'forbidden', 403, 'Resource not accessible')
      if (writes) this.#past = new Map(this.refs)
      return answerTo(route, given, this)
    }
    switch (fault) {
      case 'none':
        return answer()
      case 'failed':
        throw failure(route, 'server', 500)
      case 'failed-but-done':
        answer()
        throw failure(route, 'server', 502)
      case 'timeout-but-done':
        answer()
        throw failure(route, 'timeout', null)
      case 'timeout-but-late':
        setTimeout(() => {
          try {
            answer()
          } catch {
            // Nobody waits for it any more.
          }
        }, 3)
        throw failure(route, 'timeout', null)
      case 'stale': {
        const now = new Map(this.refs)
        if (writes) return answer()
        this.#moveTo(this.#past)
        try {
          return answer()
        } finally {
          this.#moveTo(now)
        }
      }
      case 'rubbish':
        return { unexpected: true }
      case '403':
        throw failure(route, 'forbidden', 403)
      case '404':
        throw failure(route, 'not-found', 404)
      case '409':
        throw failure(route, 'conflict', 409)
      case '422':
        throw failure(route, 'invalid', 422, 'Validation Failed')
      case '429':
        throw failure(route, 'limited', 429)
    }
  }

  #moveTo(refs: ReadonlyMap<string, string>): void {
    this.refs.clear()
    for (const [name, oid] of refs) this.refs.set(name, oid)
  }

  #commit(commit: Commit): string {
    const tree = this.tree(commit.files)
    const text = `tree ${tree}\n${commit.parent ? `parent ${commit.parent}\n` : ''}author a <a@a> 0 +0000\ncommitter a <a@a> 0 +0000\n\n${commit.message}`
    const oid = named('commit', Buffer.from(text))
    this.commits.set(oid, commit)
    return oid
  }
  commit(commit: Commit): string {
    return this.#commit(commit)
  }

  /** The name of the tree of these files; it and all below it can be read from then on. */
  tree(files: Files): string {
    const below = new Map<string, Map<string, Buffer>>()
    const lines: { name: string; mode: string; oid: string }[] = []
    for (const [path, bytes] of files) {
      const [name = '', ...rest] = path.split('/')
      if (rest.length === 0) lines.push({ name, mode: '100644', oid: this.blob(bytes) })
      else below.set(name, (below.get(name) ?? new Map()).set(rest.join('/'), bytes))
    }
    for (const [name, own] of below) lines.push({ name, mode: '40000', oid: this.tree(own) })
    lines.sort((a, b) => (slashed(a) < slashed(b) ? -1 : 1))
    const oid = named(
      'tree',
      Buffer.concat(
        lines.map(({ name, mode, oid: of }) =>
          Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(of, 'hex')]),
        ),
      ),
    )
    this.#trees.set(oid, files)
    return oid
  }
  blob(bytes: Buffer): string {
    const oid = named('blob', bytes)
    this.#blobs.set(oid, bytes)
    return oid
  }
  treeFiles(oid: string): Files | undefined {
    return this.#trees.get(oid)
  }
  bytes(oid: string): Buffer | undefined {
    return this.#blobs.get(oid)
  }
}

const slashed = ({ name, mode }: { name: string; mode: string }): string =>
  mode === '40000' ? `${name}/` : name
const named = (type: string, bytes: Buffer): string =>
  createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex')

type Given = Readonly<Record<string, unknown>>

const failure = (
  route: string,
  kind: GitHubFailure,
  status: number | null,
  said: string = kind,
  codes: string[] = [],
) => new GitHubError(`${route} answered ${status}: ${said}`, { failure: kind, status, route, codes })

const answerTo = (route: string, given: Given, hub: FakeGitHub): unknown => {
  const text = (key: string): string => String(given[key])
  const absent = () => failure(route, 'not-found', 404, 'Not Found')
  switch (route) {
    case 'GET /repos/{owner}/{repo}':
      return { full_name: 'acme/shop' }
    case 'GET /repos/{owner}/{repo}/git/ref/{ref}': {
      const sha = hub.refs.get(`refs/${text('ref')}`)
      if (sha === undefined) throw absent()
      return { ref: `refs/${text('ref')}`, object: { type: 'commit', sha } }
    }
    case 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': {
      const commit = hub.commits.get(text('commit_sha'))
      if (!commit) throw absent()
      return { sha: text('commit_sha'), tree: { sha: hub.tree(commit.files) } }
    }
    case 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': {
      const files = hub.treeFiles(text('tree_sha'))
      if (!files) throw absent()
      return {
        sha: text('tree_sha'),
        truncated: false,
        tree: listed(hub, files, given['recursive'] !== undefined),
      }
    }
    case 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': {
      const bytes = hub.bytes(text('file_sha'))
      if (!bytes) throw absent()
      return {
        sha: text('file_sha'),
        encoding: 'base64',
        content: bytes.toString('base64').replace(/(.{60})/g, '$1\n'),
      }
    }
    case 'POST /repos/{owner}/{repo}/git/blobs':
      return { sha: hub.blob(Buffer.from(text('content'), 'base64')) }
    case 'POST /repos/{owner}/{repo}/git/trees': {
      const base = given['base_tree'] === undefined ? new Map() : hub.treeFiles(text('base_tree'))
      if (!base) throw failure(route, 'invalid', 422, 'base_tree is not a valid tree oid')
      const files = new Map<string, Buffer>(base)
      for (const { path, content, sha } of given['tree'] as {
        path: string
        content?: string
        sha?: string
      }[]) {
        files.set(
          path,
          content === undefined ? (hub.bytes(sha ?? '') ?? Buffer.alloc(0)) : Buffer.from(content),
        )
      }
      return { sha: hub.tree(files) }
    }
    case 'POST /repos/{owner}/{repo}/git/commits': {
      const [parent = null] = given['parents'] as string[]
      const files = hub.treeFiles(text('tree')) ?? new Map()
      return { sha: hub.commit({ files, parent, message: text('message') }) }
    }
    case 'POST /repos/{owner}/{repo}/git/refs': {
      if (hub.refs.has(text('ref'))) throw failure(route, 'invalid', 422, 'Reference already exists')
      hub.refs.set(text('ref'), text('sha'))
      return { ref: text('ref'), object: { type: 'commit', sha: text('sha') } }
    }
    case 'PATCH /repos/{owner}/{repo}/git/refs/{ref}': {
      const ref = `refs/${text('ref')}`
      const current = hub.refs.get(ref)
      if (current === undefined) throw failure(route, 'invalid', 422, 'Reference does not exist')
      let above: string | null = text('sha')
      while (above !== null && above !== current) above = hub.commits.get(above)?.parent ?? null
      if (above === null) throw failure(route, 'invalid', 422, 'Update is not a fast forward')
      hub.refs.set(ref, text('sha'))
      return { ref, object: { type: 'commit', sha: text('sha') } }
    }
    case 'query LedgerHead': {
      const oid = hub.refs.get(text('ref'))
      if (oid === undefined) return { repository: { ref: null } }
      const entries = listed(hub, hub.commits.get(oid)?.files ?? new Map(), false).map(
        ({ path, type, sha }) => ({
          name: path,
          type,
          oid: sha,
          object: type === 'blob' ? shown(hub, sha) : {},
        }),
      )
      return { repository: { ref: { target: { oid, tree: { entries } } } } }
    }
    case 'query LedgerFiles': {
      const files = hub.commits.get(text('head'))?.files
      if (!files) return { repository: { commit: null } }
      const answers = Object.entries(given).flatMap(([key, value]) => {
        if (!key.startsWith('path')) return []
        const bytes = files.get(String(value).slice(text('head').length + 1))
        const file = bytes && { oid: hub.blob(bytes), ...shown(hub, hub.blob(bytes)) }
        return [[key.replace('path', 'file'), file ?? null]]
      })
      return { repository: { commit: { oid: text('head') }, ...Object.fromEntries(answers) } }
    }
    case 'mutation LedgerCommit': {
      const input = given['input'] as {
        branch: { branchName: string }
        expectedHeadOid: string
        message: { headline: string }
        fileChanges: { additions: { path: string; contents: string }[] }
      }
      const ref = `refs/heads/${input.branch.branchName}`
      const head = hub.refs.get(ref)
      const said = `Expected branch to point to "${input.expectedHeadOid}" but it did not`
      if (head !== input.expectedHeadOid) throw failure(route, 'conflict', 200, said, ['STALE_DATA'])
      const files = new Map(hub.commits.get(head)?.files)
      for (const { path, contents } of input.fileChanges.additions)
        files.set(path, Buffer.from(contents, 'base64'))
      const oid = hub.commit({ files, parent: head, message: input.message.headline })
      hub.refs.set(ref, oid)
      return { createCommitOnBranch: { commit: { oid } } }
    }
    default:
      throw new Error(`the fake GitHub knows no ${route}`)
  }
}

interface Listed {
  readonly path: string
  readonly type: 'blob' | 'tree'
  readonly sha: string
}
const listed = (hub: FakeGitHub, files: Files, recursive: boolean): readonly Listed[] => {
  if (recursive)
    return [...files].map(([path, bytes]) => ({ path, type: 'blob' as const, sha: hub.blob(bytes) }))
  const names = [...new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''))]
  return names.map((name) => {
    const bytes = files.get(name)
    if (bytes) return { path: name, type: 'blob', sha: hub.blob(bytes) }
    const own = [...files].flatMap(([path, each]) =>
      path.startsWith(`${name}/`) ? [[path.slice(name.length + 1), each] as const] : [],
    )
    return { path: name, type: 'tree', sha: hub.tree(new Map(own)) }
  })
}

/** GraphQL cuts long texts and has none for what it takes for binary. */
const shown = (hub: FakeGitHub, oid: string): object => {
  const bytes = hub.bytes(oid) ?? Buffer.alloc(0)
  const isTruncated = bytes.length > 512_000
  const text = bytes.includes(0) ? null : bytes.subarray(0, 512_000).toString('utf8')
  return { isTruncated, text }
}
