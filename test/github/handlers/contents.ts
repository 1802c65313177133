/** Files by path, as they stand at a ref; writing one is a commit. */
import { Buffer } from 'node:buffer'
import { type Answer, found, invalid, notFound, Refusal } from '../answer.ts'
import {
  entryAt,
  moveRef,
  readBlob,
  readTree,
  refsOf,
  resolveCommit,
  type TreeEntry,
  writeBlob,
  writeCommit,
  writeTree,
} from '../git.ts'
import { personOf } from '../people.ts'
import { gitCommitOf } from '../represent.ts'
import { inRepository, type RepositoryCall, read, write } from '../route.ts'
import { fullName } from '../state.ts'

const kindOf = ({ mode, type }: TreeEntry): string =>
  type === 'tree' ? 'dir' : type === 'commit' ? 'submodule' : mode === '120000' ? 'symlink' : 'file'

const entryOf = (call: RepositoryCall<unknown>, path: string, entry: TreeEntry) => {
  const repository = `${call.origin.api}/repos/${fullName(call.repository)}`
  const url = `${repository}/contents/${path.split('/').map(encodeURIComponent).join('/')}`
  const html = `${call.origin.html}/${fullName(call.repository)}/blob/HEAD/${encodeURIComponent(path)}`
  const gitUrl = `${repository}/git/${entry.type}s/${entry.sha}`
  return {
    name: path.split('/').pop() ?? '',
    path,
    sha: entry.sha,
    size: entry.size ?? 0,
    type: kindOf(entry),
    url,
    html_url: html,
    git_url: gitUrl,
    download_url: `${call.origin.html}/${fullName(call.repository)}/raw/HEAD/${encodeURIComponent(path)}`,
    _links: { self: url, git: gitUrl, html },
  }
}

/** Above 1 MB the content is empty and the encoding `none`; above 100 MB nothing is told. */
const fileOf = (call: RepositoryCall<unknown>, path: string, entry: TreeEntry) => {
  const large = (entry.size ?? 0) > 1_048_576
  const content = large
    ? ''
    : readBlob(call.repository, entry.sha).toString('base64').replace(/.{60}/g, '$&\n')
  return { ...entryOf(call, path, entry), content, encoding: large ? 'none' : 'base64' }
}

const get = inRepository('GET /repos/{owner}/{repo}/contents/{path}', read('contents'), (call): Answer => {
  const { repository } = call
  const { path = '', ref = 'HEAD' } = call.parameters
  const commit = resolveCommit(repository, ref)
  if (commit === null) throw new Refusal(404, `No commit found for the ref ${ref}`)
  const clean = path.replace(/\/$/, '')
  const entry = found(entryAt(repository, commit, clean))
  if (entry.type === 'tree') {
    const children = readTree(repository, entry.sha)
    const body = children.map((child) =>
      entryOf(call, clean === '' ? child.path : `${clean}/${child.path}`, child),
    )
    return { status: 200, body }
  }
  if (entry.type !== 'blob') throw notFound()
  if (call.accept.includes('.raw'))
    return { status: 200, raw: new Uint8Array(readBlob(repository, entry.sha)) }
  const file = fileOf(call, clean, entry)
  if (file.type !== 'symlink') return { status: 200, body: file }
  return {
    status: 200,
    body: { ...entryOf(call, clean, entry), target: readBlob(repository, entry.sha).toString() },
  }
})

/** 409 when the blob is another than the caller knew, 422 when the caller knew none but there is one. */
const put = inRepository('PUT /repos/{owner}/{repo}/contents/{path}', write('contents'), (call) => {
  const { repository } = call
  const { path, message, content, sha, branch = repository.defaultBranch } = call.parameters
  const ref = `refs/heads/${branch}`
  const parent = refsOf(repository)[ref] ?? null
  if (parent === null && Object.keys(refsOf(repository)).length > 0)
    throw new Refusal(404, `Branch ${branch} not found`)
  const known = parent === null ? null : entryAt(repository, parent, path)
  if (known !== null && sha === undefined) throw invalid('Invalid request.\n\n"sha" wasn\'t supplied.')
  if (sha !== undefined && known?.sha !== sha) throw new Refusal(409, `${path} does not match ${sha}`)
  const object = writeBlob(repository, Buffer.from(content, 'base64'))
  const who = personOf(call.state, call.caller.login, call.now)
  const commit = writeCommit(repository, {
    tree: writeTree(repository, parent, [{ path, mode: '100644', object }]),
    parents: parent === null ? [] : [parent],
    message,
    author: who,
    committer: who,
  })
  if (!moveRef(repository, ref, { from: parent, to: commit })) throw new Refusal(409, `${branch} moved`)
  repository.signed.push(commit)
  const entry = found(entryAt(repository, commit, path))
  return {
    status: known === null ? 201 : 200,
    body: { content: entryOf(call, path, entry), commit: gitCommitOf(call, repository, commit) },
  }
})

export const contentRoutes = [get, put]
