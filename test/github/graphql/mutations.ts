/** What GraphQL can write: commits by compare-and-swap, and several refs at once. */
import { Buffer } from 'node:buffer'
import {
  entryAt,
  isAncestor,
  moveRef,
  objectType,
  refsOf,
  writeBlob,
  writeCommit,
  writeTree,
} from '../git.ts'
import { personOf } from '../people.ts'
import { write } from '../route.ts'
import { findRepository, fullName, type Repository } from '../state.ts'
import { type Context, demandOf, partsOf, problem, repositoryNamed } from './context.ts'
import { commitNode, refNode } from './nodes.ts'

interface CreateCommit {
  readonly clientMutationId?: string | null
  readonly branch: {
    readonly id?: string | null
    readonly repositoryNameWithOwner?: string | null
    readonly branchName?: string | null
  }
  readonly message: { readonly headline: string; readonly body?: string | null }
  readonly expectedHeadOid: string
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[] | null
    readonly deletions?: readonly { readonly path: string }[] | null
  } | null
}

const branchOf = (context: Context, { id, repositoryNameWithOwner, branchName }: CreateCommit['branch']) => {
  const [, ofId = '', refOfId = ''] = id ? partsOf(id) : []
  const [owner = '', name = ''] = (id ? ofId : (repositoryNameWithOwner ?? '')).split('/')
  const repository = repositoryNamed(context, owner, name)
  return { repository, ref: id ? refOfId : `refs/heads/${(branchName ?? '').replace(/^refs\/heads\//, '')}` }
}

/** One commit of many files on top of exactly the head that the caller knew; GitHub signs it. */
const createCommitOnBranch = (context: Context, input: CreateCommit) => {
  const { repository, ref } = branchOf(context, input.branch)
  demandOf(context, repository, write('contents'))
  const head = refsOf(repository)[ref]
  if (head === undefined)
    throw problem(
      'NOT_FOUND',
      `No ref exists with name "${ref.replace('refs/heads/', '')}" in ${fullName(repository)}.`,
    )
  const stale = problem(
    'STALE_DATA',
    `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
  )
  if (head !== input.expectedHeadOid) throw stale
  const { additions, deletions } = input.fileChanges ?? {}
  for (const { path } of deletions ?? []) {
    if (entryAt(repository, head, path) === null)
      throw problem(
        'UNPROCESSABLE',
        `A path was requested for deletion which does not exist as of commit oid \`${head}\``,
      )
  }
  const who = personOf(context.state, context.caller.login, context.now)
  const sha = writeCommit(repository, {
    tree: writeTree(repository, head, [
      ...(deletions ?? []).map(({ path }) => ({ path, mode: '100644', object: null })),
      ...(additions ?? []).map(({ path, contents }) => ({
        path,
        mode: '100644',
        object: writeBlob(repository, Buffer.from(contents, 'base64')),
      })),
    ]),
    parents: [head],
    message: input.message.body
      ? `${input.message.headline}\n\n${input.message.body}`
      : input.message.headline,
    author: who,
    committer: { name: 'GitHub', email: 'noreply@github.com', date: context.now },
  })
  if (!moveRef(repository, ref, { from: head, to: sha })) throw stale
  repository.signed.push(sha)
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: commitNode(context, repository, sha),
    ref: refNode(context, repository, ref),
  }
}

const nothing = '0'.repeat(40)
interface UpdateRefs {
  readonly clientMutationId?: string | null
  readonly repositoryId: string
  readonly refUpdates: readonly {
    readonly name: string
    readonly beforeOid?: string | null
    readonly afterOid: string
    readonly force?: boolean | null
  }[]
}

const repositoryOfId = (context: Context, id: string): Repository => {
  const [owner = '', name = ''] = (partsOf(id)[1] ?? '').split('/')
  const repository = findRepository(context.state, owner, name)
  if (repository === undefined)
    throw problem('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
  return repository
}

/** All or none; `beforeOid` is compared first, and forty zeros mean that there is no such ref. */
const updateRefs = (context: Context, input: UpdateRefs) => {
  const repository = repositoryOfId(context, input.repositoryId)
  demandOf(context, repository, write('contents'))
  const refs = refsOf(repository)
  for (const { name, beforeOid, afterOid, force } of input.refUpdates) {
    const current = refs[name] ?? nothing
    if (beforeOid && beforeOid !== current)
      throw problem('STALE_DATA', `Expected ref ${name} to point to "${beforeOid}" but it did not.`)
    if (afterOid !== nothing && objectType(repository, afterOid) === null)
      throw problem('UNPROCESSABLE', `Object ${afterOid} does not exist`)
    const forwards = current === nothing || afterOid === nothing || isAncestor(repository, current, afterOid)
    if (!force && !forwards) throw problem('UNPROCESSABLE', `Update of ${name} is not a fast forward`)
  }
  for (const { name, afterOid } of input.refUpdates) {
    moveRef(repository, name, { from: refs[name] ?? null, to: afterOid === nothing ? null : afterOid })
  }
  return { clientMutationId: input.clientMutationId ?? null }
}

interface CreateRef {
  readonly clientMutationId?: string | null
  readonly repositoryId: string
  readonly name: string
  readonly oid: string
}
const createRef = (context: Context, { repositoryId, name, oid, clientMutationId }: CreateRef) => {
  const repository = repositoryOfId(context, repositoryId)
  demandOf(context, repository, write('contents'))
  if (objectType(repository, oid) === null) throw problem('UNPROCESSABLE', `Object ${oid} does not exist`)
  if (!moveRef(repository, name, { from: null, to: oid }))
    throw problem('UNPROCESSABLE', `A ref named "${name}" already exists in the repository.`)
  return { clientMutationId: clientMutationId ?? null, ref: refNode(context, repository, name) }
}

export const mutations = (context: Context) => ({
  createCommitOnBranch: ({ input }: { input: CreateCommit }) => createCommitOnBranch(context, input),
  updateRefs: ({ input }: { input: UpdateRefs }) => updateRefs(context, input),
  createRef: ({ input }: { input: CreateRef }) => createRef(context, input),
})
