/** The GitHub of a job that rolls out, and where it remembers: a branch for each service, unless a directory is named. */
import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import { rolloutLedgerUrl } from '../../commands/rollout/journal-name.ts'
import type { RolloutPlace } from '../../commands/rollout/ledger-of.ts'
import type { WatchedLedger } from '../../ledger/ledger.ts'
import { openJobGitHub, openLedgerOf } from './job-ledger.ts'
import type { Runner } from './runner.ts'
import type { Toolkit } from './toolkit.ts'

export interface RolloutJob {
  readonly github: GitHub
  readonly repository: RepositoryName
  readonly place: RolloutPlace
}

export const openRolloutJob = async (toolkit: Toolkit, runner: Runner, url: string): Promise<RolloutJob> => {
  const github = await openJobGitHub(toolkit, runner)
  const repository = { owner: runner.owner, repo: runner.repositoryName }
  const opened = new Map<string, WatchedLedger>()
  const open = (named: string): WatchedLedger => {
    const ledger = opened.get(named) ?? openLedgerOf(named, runner, github)
    opened.set(named, ledger)
    return ledger
  }
  return {
    github,
    repository,
    place: {
      ledger: open(url),
      ledgerOf: (service) => open(rolloutLedgerUrl(url, service)),
      // Whoever types a command is elsewhere, and reaches the same ledger in another way.
      named: null,
      repository: runner.repository,
      directory: runner.workspace,
      commitOf: (name) => commitOf(github, repository, name),
    },
  }
}

/** Not the commit of the run: a job that begins by hand or wakes what is parked may stand on another. */
const commitOf = async (github: GitHub, repository: RepositoryName, name: string): Promise<string | null> => {
  if (name === '') return null
  try {
    const found = await github.find('GET /repos/{owner}/{repo}/commits/{ref}', { ...repository, ref: name })
    const sha: unknown = found?.sha
    return typeof sha === 'string' && /^[0-9a-f]{40,64}$/.test(sha) ? sha : null
  } catch (error) {
    // A version that is no ref is none of GitHub's; without a commit nothing is said about deployments.
    if (error instanceof GitHubError) return null
    throw error
  }
}
