/**
 * A clone to judge in, wherever the Action runs: the checkout that is there, deepened as far back as the model looks, or
 * a bare one of our own. Where git can bring nothing, an empty one that says so.
 */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fetchCommits, initBare, type Remote } from '../clients/git/fetching.ts'
import { openRepository, type Repository, webUrlOf } from '../clients/git/repository.ts'
import { SourceError, UsageError } from '../domain/errors.ts'
import { horizon } from '../history/touch-window.ts'

export interface CloneRequest {
  /** Folder of a checkout, if there is one. */
  readonly workspace: string | null
  /** Folder that is the job's own, for a clone of ours. */
  readonly temporary: string
  readonly remote: Remote
  /** Page of the repository: a checkout of another one is left alone. */
  readonly webUrl: string
  /** Full SHAs that must be there. */
  readonly commits: readonly string[]
  readonly lookbackSeconds: number
  /** Leave contents of files behind: of a large repository they take longer than they are worth. */
  readonly blobless: boolean
  readonly now: Date
  readonly environment: NodeJS.ProcessEnv
  /** Commits of somebody who may do less than this job: a checkout that stands on one of them is left alone. */
  readonly untrusted?: readonly string[]
}

export interface Clone {
  readonly directory: string
  /** True where nothing could be brought: only what GitHub itself tells is known. */
  readonly withoutHistory: boolean
  /** Brings more commits and the history behind them. */
  readonly fetch: (...commits: readonly string[]) => Promise<void>
  readonly notes: readonly string[]
}

const fetchSeconds = 120

/** A remote's address does not tell the scheme and port of its pages: both are put the same way. */
const samePage = (one: string, other: string): boolean =>
  one.toLowerCase() === (webUrlOf(other) ?? other).toLowerCase()

/** The checkout, if it is one of this repository and not of something around or inside it. */
const checkoutAt = async ({ workspace, webUrl, environment }: CloneRequest): Promise<Repository | null> => {
  if (workspace === null || !existsSync(join(workspace, '.git'))) return null
  try {
    const found = await openRepository(workspace, withoutGitPlace(environment))
    if (found.workTree !== null && resolve(found.workTree) !== resolve(workspace)) return null
    return found.webUrl === undefined || samePage(found.webUrl, webUrl) ? found : null
  } catch (error) {
    if (error instanceof SourceError || error instanceof UsageError) return null
    throw error
  }
}

const withoutGitPlace = ({ GIT_DIR: _, GIT_WORK_TREE: __, ...environment }: NodeJS.ProcessEnv) => environment

const ownClone = async ({ temporary, environment }: CloneRequest): Promise<Repository> => {
  const directory = join(temporary, 'change-risk-clone.git')
  if (!existsSync(join(directory, 'HEAD'))) {
    await mkdir(directory, { recursive: true })
    await initBare(directory, environment)
  }
  return openRepository(directory, withoutGitPlace(environment))
}

const lacking = async ({ git }: Repository, commits: readonly string[]): Promise<readonly string[]> => {
  const { output } = await git.attempt(
    ['cat-file', '--batch-check=%(objecttype)'],
    commits.map((commit) => `${commit}\n`).join(''),
  )
  const types = output.split('\n')
  return commits.filter((_, at) => types[at] !== 'commit')
}

/** Whether the checkout is somebody else's: of one of these commits, or of the merge that GitHub tries of it. */
const standsOn = async ({ git }: Repository, commits: readonly string[]): Promise<boolean> => {
  if (commits.length === 0) return false
  const { output } = await git.attempt(['rev-list', '--parents', '--max-count=1', 'HEAD'])
  return output.split(/\s+/).some((sha) => commits.includes(sha))
}

const leftAlone =
  'the workspace has the head of the pull request checked out, in a job that may do more than its author: the gate leaves that checkout alone; check out the base, or nothing'

/** A clone that holds the commits and, as far as git brings it, the history behind them. */
export const prepareClone = async (request: CloneRequest): Promise<Clone> => {
  const { remote, commits, lookbackSeconds, blobless, now, environment, untrusted = [] } = request
  const found = await checkoutAt(request)
  const strange = found !== null && (await standsOn(found, untrusted))
  const checkout = strange ? null : found
  const notes = strange ? [leftAlone] : []
  const repository = checkout ?? (await ownClone(request))
  const since = Math.floor(now.getTime() / 1000) - lookbackSeconds - horizon.seconds
  const fetch = (wanted: readonly string[], deepen: boolean): Promise<void> =>
    fetchCommits({
      gitDirectory: repository.gitDirectory,
      remote,
      commits: wanted,
      since: deepen ? since : null,
      blobless: blobless || repository.partial,
      environment,
      timeoutSeconds: fetchSeconds,
    })
  const clone = {
    directory: checkout?.workTree ?? repository.gitDirectory,
    fetch: (...wanted: readonly string[]) => fetch(wanted, repository.shallow || checkout === null),
  }
  // A full checkout that holds everything is asked for nothing.
  const absent = await lacking(repository, commits)
  if (absent.length === 0 && !repository.shallow && (checkout !== null || commits.length > 0))
    return { ...clone, withoutHistory: false, notes }
  try {
    await fetch(commits, repository.shallow || checkout === null)
    return { ...clone, withoutHistory: false, notes }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const there = (await lacking(repository, commits)).length === 0
    return {
      ...clone,
      withoutHistory: !there,
      notes: [
        ...notes,
        there
          ? `the history could not be deepened (${error.message}); judged on what is here`
          : `no history could be brought (${error.message}); only what GitHub tells of the change is known`,
      ],
    }
  }
}
