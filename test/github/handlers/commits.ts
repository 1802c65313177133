/** Commits and comparisons. */
import { found, invalid, notFound, ok } from '../answer.ts'
import { changedFiles } from '../differences.ts'
import { commitsBetween, countCommits, mergeBase, readCommit, readCommits, resolveCommit } from '../git.ts'
import { commitOf } from '../represent.ts'
import { inRepository, page, read } from '../route.ts'

const list = inRepository('GET /repos/{owner}/{repo}/commits', read('contents'), (call) => {
  const { sha = 'HEAD', path, since, until } = call.parameters
  const start = found(resolveCommit(call.repository, sha))
  const commits = readCommits(call.repository, [
    start,
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(until === undefined ? [] : [`--until=${until}`]),
    ...(path === undefined ? [] : ['--', path]),
  ])
  return page(call, commits, (commit) => commitOf(call, call.repository, commit))
})

/** GitHub tells at most 3,000 files of a commit, 300 a page. */
const get = inRepository('GET /repos/{owner}/{repo}/commits/{ref}', read('contents'), (call) => {
  const { repository } = call
  const sha = resolveCommit(repository, call.parameters.ref)
  if (sha === null) throw invalid(`No commit found for SHA: ${call.parameters.ref}`)
  if (call.accept.includes('.sha')) return { status: 200, raw: sha }
  const commit = readCommit(repository, sha)
  const files = changedFiles(repository, commit.parents[0] ?? null, sha)
  const additions = files.reduce((sum, file) => sum + file.additions, 0)
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0)
  const { body, headers } = page({ url: paged(call.url, 300) }, files.slice(0, 3000), (file) => file)
  const stats = { additions, deletions, total: additions + deletions }
  return { ...ok({ ...commitOf(call, repository, commit), stats, files: body }), headers: headers ?? {} }
})

/** Where a route has another page size than 30 of its own. */
const paged = (url: URL, size: number): URL => {
  const copy = new URL(url)
  if (!copy.searchParams.has('per_page')) copy.searchParams.set('per_page', String(Math.min(100, size)))
  return copy
}

/**
 * Three dots: from what both have in common to the head. Files stand on the first page only, at most 300; without
 * `per_page` it is one page of at most 250 commits.
 */
const compare = inRepository('GET /repos/{owner}/{repo}/compare/{basehead}', read('contents'), (call) => {
  const { repository } = call
  const [from = '', to = ''] = call.parameters.basehead.split('...')
  const base = resolveCommit(repository, from)
  const head = resolveCommit(repository, to)
  if (base === null || head === null) throw notFound()
  const common = mergeBase(repository, base, head)
  if (common === null) throw notFound()
  const ahead = countCommits(repository, base, head)
  const behind = countCommits(repository, head, base)
  const commits = commitsBetween(repository, base, head)
  const paging = call.url.searchParams.has('page') || call.url.searchParams.has('per_page')
  const represent = (commit: (typeof commits)[number]) => commitOf(call, repository, commit)
  const shown = paging
    ? page(call, commits, represent)
    : { body: commits.slice(0, 250).map(represent), headers: {} }
  const first = Number(call.url.searchParams.get('page') ?? 1) === 1
  const status = ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical'
  return {
    status: 200,
    headers: shown.headers ?? {},
    body: {
      status,
      ahead_by: ahead,
      behind_by: behind,
      total_commits: commits.length,
      base_commit: represent(readCommit(repository, base)),
      merge_base_commit: represent(readCommit(repository, common)),
      commits: shown.body,
      files: first ? changedFiles(repository, common, head).slice(0, 300) : [],
    },
  }
})

export const commitRoutes = [list, get, compare]
