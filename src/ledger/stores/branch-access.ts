import { SourceError } from '../../domain/errors.ts'
import { lacksGraphql } from './branch-failure.ts'
import { commitByGraphql, filesByGraphql, headByGraphql } from './branch-graphql.ts'
import { gitReader } from './branch-rest-reading.ts'
import { commitByRest } from './branch-rest-writing.ts'
import type { BranchFile, BranchSite, Files, Head, NewCommit, Wanted } from './branch-site.ts'

/** The branch, by whichever way GitHub offers. */
export interface BranchAccess {
  /** Undefined where there is no such branch. */
  head(): Promise<Head | undefined>
  /** Files at a commit; those whose content is wanted have their bytes. */
  files(head: string, wanted: readonly Wanted[]): Promise<Files>
  list(head: string, folder: string): Promise<readonly string[]>
  top(head: string): Promise<readonly string[]>
  /** Adds a commit, only if the branch still stands at its parent; answers its name. */
  commit(commit: NewCommit): Promise<string>
}

/** Of one GraphQL request: answers grow with it, and GitHub gives each ten seconds. 256 shards are 11 requests. */
const filesAtOnce = 24

export const branchAccess = (site: BranchSite): BranchAccess => {
  const rest = gitReader(site)
  let byGraphql = true
  const either = async <T>(first: () => Promise<T>, second: () => Promise<T>): Promise<T> => {
    if (!byGraphql) return second()
    try {
      return await first()
    } catch (error) {
      if (!lacksGraphql(error)) throw error
      byGraphql = false
      return second()
    }
  }
  /** GraphQL leaves out the bytes of what is long or looks like no text. */
  const whole = async (file: BranchFile | null, content: boolean): Promise<BranchFile | null> =>
    file && content && file.bytes === undefined ? { oid: file.oid, bytes: await rest.blob(file.oid) } : file
  const restHead = async (): Promise<Head | undefined> => {
    const head = await rest.head()
    if (head === undefined) await requireRepository(site)
    return head
  }

  return {
    head: async () => {
      // One answer is not enough to take a ledger for empty: GraphQL shows nothing also of what it may not show.
      const head = await either(async () => (await headByGraphql(site)) ?? (await rest.head()), restHead)
      return head && { oid: head.oid, state: await whole(head.state, true) }
    },
    files: async (head, wanted) => {
      const found = new Map<string, BranchFile | null>()
      for (let at = 0; at < wanted.length; at += filesAtOnce) {
        const some = wanted.slice(at, at + filesAtOnce)
        const files = await either(
          () => filesByGraphql(site, head, some),
          () => rest.files(head, some),
        )
        for (const { path, content } of some) found.set(path, await whole(files.get(path) ?? null, content))
      }
      return found
    },
    list: rest.list,
    top: rest.top,
    commit: (commit) => {
      const { parent } = commit
      const byRest = () => commitByRest(site, commit)
      return parent === null ? byRest() : either(() => commitByGraphql(site, { ...commit, parent }), byRest)
    },
  }
}

/** A branch of a repository that cannot be seen would look absent, and its ledger empty. */
const requireRepository = async ({ github, repository, url }: BranchSite): Promise<void> => {
  if ((await github.find('GET /repos/{owner}/{repo}', { ...repository })) !== null) return
  const { owner, repo } = repository
  throw new SourceError(
    `ledger ${url}: the token cannot see ${owner}/${repo}; check the name, or give the job permission "contents: write"`,
  )
}
