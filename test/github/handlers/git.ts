/** The git database: refs with compare-and-swap, commits, trees, blobs. */
import { Buffer } from 'node:buffer'
import { created, found, invalid, noContent, notFound, ok, Refusal } from '../answer.ts'
import {
  isAncestor,
  isRefName,
  moveRef,
  objectType,
  type Person,
  readBlob,
  readCommit,
  readTree,
  refsOf,
  resolveCommit,
  type TreeChange,
  writeBlob,
  writeCommit,
  writeTree,
} from '../git.ts'
import { personOf } from '../people.ts'
import { gitCommitOf } from '../represent.ts'
import { inRepository, page, type RepositoryCall, read, write } from '../route.ts'
import { fullName, isoSeconds } from '../state.ts'

const refOf = (call: RepositoryCall<unknown>, ref: string, sha: string) => {
  const url = `${call.origin.api}/repos/${fullName(call.repository)}/git`
  const type = objectType(call.repository, sha) ?? 'commit'
  return { ref, url: `${url}/${ref}`, object: { sha, type, url: `${url}/${type}s/${sha}` } }
}

const getRef = inRepository('GET /repos/{owner}/{repo}/git/ref/{ref}', read('contents'), (call) => {
  const ref = `refs/${call.parameters.ref}`
  return ok(refOf(call, ref, found(refsOf(call.repository)[ref])))
})

const matching = inRepository(
  'GET /repos/{owner}/{repo}/git/matching-refs/{ref}',
  read('contents'),
  (call) => {
    const refs = Object.entries(refsOf(call.repository)).filter(([ref]) =>
      ref.startsWith(`refs/${call.parameters.ref}`),
    )
    return page(call, refs, ([ref, sha]) => refOf(call, ref, sha))
  },
)

const createRef = inRepository('POST /repos/{owner}/{repo}/git/refs', write('contents'), (call) => {
  const { ref, sha } = call.parameters
  if (!/^refs\/.+\/.+/.test(ref) || !isRefName(call.repository, ref))
    throw invalid(`${ref} is not a valid ref name.`)
  if (objectType(call.repository, sha) === null) throw invalid('Object does not exist')
  if (!moveRef(call.repository, ref, { from: null, to: sha })) throw invalid('Reference already exists')
  return { ...created(refOf(call, ref, sha)), headers: { location: refOf(call, ref, sha).url } }
})

/** Without `force` only forwards: of two children of one parent, one wins. */
const updateRef = inRepository('PATCH /repos/{owner}/{repo}/git/refs/{ref}', write('contents'), (call) => {
  const { sha, force = false } = call.parameters
  const ref = `refs/${call.parameters.ref}`
  const current = refsOf(call.repository)[ref]
  if (current === undefined) throw invalid('Reference does not exist')
  if (objectType(call.repository, sha) !== 'commit') throw invalid('Object does not exist')
  if (!force && !isAncestor(call.repository, current, sha)) throw invalid('Update is not a fast forward')
  if (!moveRef(call.repository, ref, { from: current, to: sha })) throw invalid('Reference update failed')
  return ok(refOf(call, ref, sha))
})

const deleteRef = inRepository('DELETE /repos/{owner}/{repo}/git/refs/{ref}', write('contents'), (call) => {
  const ref = `refs/${call.parameters.ref}`
  const current = refsOf(call.repository)[ref]
  if (current === undefined) throw invalid('Reference does not exist')
  moveRef(call.repository, ref, { from: current, to: null })
  return noContent
})

const getCommit = inRepository(
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
  read('contents'),
  (call) => {
    if (objectType(call.repository, call.parameters.commit_sha) !== 'commit') throw notFound()
    return ok(gitCommitOf(call, call.repository, call.parameters.commit_sha))
  },
)

const createCommit = inRepository('POST /repos/{owner}/{repo}/git/commits', write('contents'), (call) => {
  const { tree, parents = [], message, author, committer } = call.parameters
  if (objectType(call.repository, tree) !== 'tree') throw invalid('Tree SHA does not exist')
  if (parents.some((parent) => objectType(call.repository, parent) !== 'commit'))
    throw invalid('Parent SHA does not exist or is not a commit object')
  const caller = personOf(call.state, call.caller.login, call.now)
  const person = (given: Partial<Person> | undefined): Person | null =>
    given === undefined ? null : { ...caller, ...given, date: isoSeconds(new Date(given.date ?? call.now)) }
  const by = person(author) ?? caller
  const sha = writeCommit(call.repository, {
    tree,
    parents,
    message,
    author: by,
    committer: person(committer) ?? by,
  })
  return created(gitCommitOf(call, call.repository, sha))
})

/** GitHub tells at most 100,000 entries. */
const treeOf = (call: RepositoryCall<unknown>, sha: string, recursive: boolean) => {
  const url = `${call.origin.api}/repos/${fullName(call.repository)}/git`
  const entries = readTree(call.repository, sha, recursive)
  return {
    sha,
    url: `${url}/trees/${sha}`,
    truncated: entries.length > 100_000,
    tree: entries.slice(0, 100_000).map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      url: `${url}/${entry.type}s/${entry.sha}`,
      ...(entry.size === null ? {} : { size: entry.size }),
    })),
  }
}

const getTree = inRepository('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', read('contents'), (call) => {
  const { tree_sha: name, recursive } = call.parameters
  const commit = resolveCommit(call.repository, name)
  const sha = commit === null ? name : readCommit(call.repository, commit).tree
  if (objectType(call.repository, sha) !== 'tree') throw notFound()
  return ok(treeOf(call, sha, recursive !== undefined))
})

const createTree = inRepository('POST /repos/{owner}/{repo}/git/trees', write('contents'), (call) => {
  const { base_tree: base, tree } = call.parameters
  const isBase = ['commit', 'tree'].includes(objectType(call.repository, base ?? '') ?? '')
  if (base !== undefined && !isBase) throw invalid('base_tree is not a valid tree oid')
  const changes = tree.map((each): TreeChange => {
    const object = each.content === undefined ? (each.sha ?? null) : writeBlob(call.repository, each.content)
    if (object !== null && objectType(call.repository, object) === null)
      throw invalid(`tree.sha ${object} is not a valid blob`)
    return { path: each.path ?? '', mode: each.mode ?? '100644', object }
  })
  return created(treeOf(call, writeTree(call.repository, base ?? null, changes), false))
})

const getBlob = inRepository('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', read('contents'), (call) => {
  const { file_sha: sha } = call.parameters
  if (objectType(call.repository, sha) !== 'blob') throw notFound()
  const content = readBlob(call.repository, sha)
  if (call.accept.includes('.raw')) return { status: 200, raw: new Uint8Array(content) }
  const url = `${call.origin.api}/repos/${fullName(call.repository)}/git/blobs/${sha}`
  return ok({
    sha,
    url,
    size: content.length,
    content: content.toString('base64').replace(/.{60}/g, '$&\n'),
    encoding: 'base64',
  })
})

const createBlob = inRepository('POST /repos/{owner}/{repo}/git/blobs', write('contents'), (call) => {
  const { content, encoding = 'utf-8' } = call.parameters
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8')
  if (bytes.length > 100 * 1024 * 1024) throw new Refusal(422, 'blob is too large')
  const sha = writeBlob(call.repository, bytes)
  return created({ sha, url: `${call.origin.api}/repos/${fullName(call.repository)}/git/blobs/${sha}` })
})

export const gitRoutes = [
  getRef,
  matching,
  createRef,
  updateRef,
  deleteRef,
  getCommit,
  createCommit,
  getTree,
  createTree,
  getBlob,
  createBlob,
]
