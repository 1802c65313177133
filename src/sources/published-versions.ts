/**
 * Published versions as deployments. A version cut on a branch of its own is placed by the newest commit of the line that
 * it holds; which version mends which is told by what lies between them. Each is told once: what the ledger holds of a
 * version is not looked at again.
 */
import { readCommits } from '../clients/git/commits.ts'
import type { Repository } from '../clients/git/repository.ts'
import type { Deployment, Publication } from '../domain/deployment.ts'
import { SourceError } from '../domain/errors.ts'
import type { HistoryIndex } from '../history/index.ts'
import { mendingOf, mostCommits, quickReleases, touchesSame } from '../history/mending.ts'
import type { PublishedVersion } from './version-tags.ts'

export interface PlacedRequest {
  readonly repository: Repository
  /** Of the line that is learned from. */
  readonly index: HistoryIndex
  /** Brings commits that the clone lacks; absent where there is nobody to ask. */
  readonly fetch?: (commits: readonly string[]) => Promise<void>
}

export interface PublishedRequest extends PlacedRequest {
  readonly environment: string
  /** All that count, those that are known too. */
  readonly versions: readonly PublishedVersion[]
  /** What is known of the environment. */
  readonly known: readonly Deployment[]
  /** Seconds: what was published before is left out. */
  readonly from: number
}

/** Deployments of versions that are not known yet. Throws SourceError. */
export const deploymentsOfVersions = async (request: PublishedRequest): Promise<readonly Deployment[]> => {
  const { repository, index, environment, versions, known, from, fetch } = request
  const told = new Set(known.map(({ sha, release }) => nameOf({ name: release?.tag ?? '', commit: sha })))
  const fresh = versions.filter((version) => version.at >= from && !told.has(nameOf(version)))
  if (fresh.length === 0) return []
  const isFresh = new Set(fresh)
  const quick = quickReleases(versions).filter(({ release }) => isFresh.has(release))
  await bring(
    repository,
    fresh.map(({ commit }) => commit),
    fetch,
  )
  // What came before is mostly there now: the history behind a commit comes with it.
  await bring(
    repository,
    quick.flatMap(({ before, base }) => [before.commit, base.commit]),
    fetch,
  )
  const here = await heldCommits(
    repository,
    [...fresh, ...quick.flatMap(({ before, base }) => [before, base])].map(({ commit }) => commit),
  )
  const holds = await heldOfLine(
    repository,
    index,
    fresh.map(({ commit }) => commit).filter((sha) => here.has(sha) && index.positionOnLine(sha) === null),
  )
  const mends = new Map<string, Publication['mends']>()
  for (const { release, before, base } of quick) {
    if (![release, before, base].every(({ commit }) => here.has(commit))) continue
    const how = mendingOf(await messagesBetween(repository, before.commit, release.commit))
    if (how === null) continue
    const touched = await pathsBetween(repository, base.commit, before.commit)
    if (touchesSame(touched, await pathsBetween(repository, before.commit, release.commit)))
      mends.set(release.name, { tag: before.name, only: how === 'only' })
  }
  return fresh.map(({ name, commit, at, url, preRelease }): Deployment => {
    const held = holds.get(commit)
    const mended = mends.get(name)
    return {
      environment,
      sha: commit,
      startedAt: at,
      reports: [{ state: 'succeeded', at }],
      ...(url === undefined ? {} : { url }),
      release: {
        tag: name,
        ...(preRelease === true ? { preRelease } : {}),
        ...(held === undefined ? {} : { holds: held }),
        ...(mended === undefined ? {} : { mends: mended }),
      },
    }
  })
}

const nameOf = ({ name, commit }: Pick<PublishedVersion, 'name' | 'commit'>): string => `${name} ${commit}`

/** Which of the commits the clone holds. */
export const heldCommits = async (
  { git }: Pick<Repository, 'git'>,
  commits: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (commits.length === 0) return new Set()
  const { output } = await git.attempt(
    ['cat-file', '--batch-check=%(objecttype)'],
    commits.map((commit) => `${commit}\n`).join(''),
  )
  const types = output.split('\n')
  return new Set(commits.filter((_, at) => types[at] === 'commit'))
}

/** Where they cannot be brought, what is known of a release is that it was published. */
const bring = async (
  repository: Repository,
  commits: readonly string[],
  fetch: PublishedRequest['fetch'],
): Promise<void> => {
  if (fetch === undefined) return
  const here = await heldCommits(repository, commits)
  const absent = [...new Set(commits.filter((commit) => !here.has(commit)))]
  if (absent.length === 0) return
  try {
    await fetch(absent)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
  }
}

/** The newest commit of the line that each commit builds upon; none for one that left it before the index begins. */
const heldOfLine = async (
  { git }: Repository,
  index: HistoryIndex,
  commits: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const held = new Map<string, string>()
  if (commits.length === 0 || index.length === 0) return held
  // Parents come before their children, so that one pass tells of all.
  const output = await git.run(
    ['rev-list', '--topo-order', '--reverse', '--parents', '--stdin'],
    `${commits.join('\n')}\n^${index.sha(0)}\n`,
  )
  const reached = new Map<string, number>([[index.sha(0), 0]])
  for (const line of output.split('\n')) {
    const [sha = '', ...parents] = line.split(' ')
    const own = index.positionOnLine(sha) ?? Math.max(-1, ...parents.map((each) => reached.get(each) ?? -1))
    if (own >= 0) reached.set(sha, own)
  }
  for (const commit of commits) {
    const position = reached.get(commit)
    if (position !== undefined) held.set(commit, index.sha(position))
  }
  return held
}

/** Newest first, one more than is read at most. */
const messagesBetween = async (
  { git }: Repository,
  before: string,
  after: string,
): Promise<readonly string[]> => {
  const messages: string[] = []
  await readCommits(git, [after, `^${before}`], ({ message }) => messages.push(message), [
    '--first-parent',
    `--max-count=${mostCommits + 1}`,
  ])
  return messages
}

const pathsBetween = async (
  { git }: Repository,
  before: string,
  after: string,
): Promise<readonly string[]> => {
  const output = await git.run(['diff-tree', '-r', '-z', '--no-renames', '--name-only', before, after])
  return output.split('\0').filter((path) => path !== '')
}
