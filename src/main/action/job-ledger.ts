/** The GitHub of a job, and the ledgers it keeps there or in a folder: for the actions beside the gate. */
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { GitHub } from '../../clients/github/github.ts'
import { openGitHub } from '../../clients/github/open.ts'
import { fetchThroughProxy } from '../../clients/github/proxy.ts'
import type { WatchedLedger } from '../../ledger/ledger.ts'
import { openLedger } from '../../ledger/open.ts'
import { branchLedger } from '../../ledger/stores/branch.ts'
import { toolName, version } from '../version.ts'
import { readTokens } from './inputs.ts'
import type { Runner } from './runner.ts'
import type { Toolkit } from './toolkit.ts'

const sleep = (milliseconds: number): Promise<void> => setTimeout(milliseconds)

export const openJobGitHub = async (toolkit: Toolkit, runner: Runner): Promise<GitHub> => {
  const { fetch, warning } = await fetchThroughProxy(process.env)
  if (warning !== null) toolkit.annotate({ level: 'warning', message: warning })
  return openGitHub({
    token: readTokens(process.env).github,
    apiUrl: runner.apiUrl,
    graphqlUrl: runner.graphqlUrl,
    serverUrl: runner.serverUrl,
    fetch,
    sleep,
    random: Math.random,
    now: () => new Date(),
    userAgent: `${toolName}/${version}`,
  })
}

/** The ledger a URL names. Throws UsageError for one that is none. */
export const openLedgerOf = (url: string, runner: Runner, github: GitHub): WatchedLedger => {
  const branch = /^branch:(.+)$/.exec(url)?.[1]
  if (branch === undefined)
    return openLedger(url, {
      baseDirectory: runner.workspace,
      defaultDirectory: join(runner.temporaryFolder, 'ledger'),
    })
  const repository = { owner: runner.owner, repo: runner.repositoryName }
  return branchLedger({ github, repository, branch, random: Math.random, sleep })
}
