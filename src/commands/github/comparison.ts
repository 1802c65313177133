/** A deployment whose commits git could not bring: what GitHub itself tells of it, judged as one part. */
import { deploymentSourcesOf } from '../../config/deployment-sources.ts'
import { chooseEnvironment } from '../../config/environment.ts'
import { formatCount } from '../../domain/counting.ts'
import { SourceError } from '../../domain/errors.ts'
import { readComparison } from '../../sources/github/compare.ts'
import type { Proposal } from '../../sources/proposal.ts'
import type { Failure } from '../gate/request.ts'
import { deployedIn } from './deployed.ts'
import type { Job } from './job.ts'
import { configurationAt, type PolicyAt } from './policies.ts'

export interface Compared {
  /** Null where nothing can be compared. */
  readonly proposal: Proposal | null
  /** What GitHub cut, or could not tell: it raises the answer to a review. */
  readonly failures: readonly Failure[]
}

const unknown = (why: string): Compared => ({ proposal: null, failures: [{ source: 'history', why }] })

/** What lies between what runs in an environment and a commit, as far as GitHub lists it. */
export const compareByApi = async (
  job: Job,
  policyAt: PolicyAt,
  asked: { readonly sha: string; readonly base?: string; readonly environment: string | null },
): Promise<Compared> => {
  try {
    const configuration = await configurationAt(policyAt, asked.sha)
    const { name, settings } = chooseEnvironment(configuration, asked.environment ?? undefined)
    const { live } =
      asked.base === undefined
        ? await deployedIn(job, {
            environments: settings.githubEnvironments,
            sources: deploymentSourcesOf(configuration, name),
          })
        : { live: { sha: asked.base, at: null } }
    if (!live) return unknown('the commits could not be brought here, and nothing tells what runs there now')
    const { kind, commits, ahead, files } = await readComparison(
      job.github,
      job.repository,
      live.sha,
      asked.sha,
    )
    if (kind !== 'forward')
      return unknown(
        `the commits could not be brought here, and what runs there now stands to them as ${kind}`,
      )
    const failures = [
      {
        source: 'history',
        why: 'the commits could not be brought here: only what GitHub lists of them is known',
      },
      ...(files.complete
        ? []
        : [
            {
              source: 'files',
              why: `GitHub lists ${formatCount(files.items.length)} files and leaves out the rest`,
            },
          ]),
    ]
    const proposal: Proposal = {
      number: null,
      base: live.sha,
      baseSource: live.at === null ? { from: 'option' } : { from: 'deployment', at: live.at },
      head: asked.sha,
      title: `${formatCount(ahead)} commits, as GitHub lists them`,
      body: '',
      commits: commits.items,
      files: files.items,
    }
    return { proposal, failures }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return unknown(`the commits could not be brought here, and GitHub did not compare them: ${error.message}`)
  }
}
