/** What only GitHub knows of a pull request, measured and kept with the rest of the evidence. */
import type { Assessment } from '../../domain/assessment.ts'
import { SourceError } from '../../domain/errors.ts'
import {
  environmentSignals,
  type FileOwners,
  measureFacts,
  reviewersOf,
  reviewSignals,
} from '../../signals/reviews.ts'
import { type Checks, readChecks } from '../../sources/github/checks.ts'
import type { EnvironmentHistory } from '../../sources/github/deployment-history.ts'
import type { ReadPullRequest } from '../../sources/github/pull-request.ts'
import type { ReadFiles } from '../../sources/github/pull-request-files.ts'
import type { Job } from './job.ts'
import type { Opinions } from './opinions.ts'
import { fileOwners } from './owners.ts'

/** Checks of a head; null where GitHub does not tell them all. No decision hangs on them. */
const checksOf = async (job: Job, sha: string): Promise<Checks | null> => {
  try {
    const checks = await readChecks(job.github, job.repository, sha)
    return checks.complete ? checks : null
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

/** Where GitHub leaves files out, somebody may own one of those. */
const ownersOf = async (
  job: Job,
  base: string,
  { files, complete }: ReadFiles,
  reviewers: ReadonlySet<string>,
): Promise<FileOwners> => {
  const paths = files.map(({ path }) => path)
  const { logins, unknown } = await fileOwners(job, base, paths, reviewers)
  return { logins, unknown: unknown ?? (complete ? null : 'GitHub does not list all of its files') }
}

/** The assessment with the answers of the signals that only GitHub can give. */
export const withReviewEvidence = async (
  job: Job,
  assessment: Assessment,
  pull: ReadPullRequest,
  { reviews, failures }: Opinions,
  { base, files }: { readonly base: string; readonly files: ReadFiles },
): Promise<Assessment> => {
  const { sha } = pull.head
  const known = failures.some(({ source }) => source === 'reviews') ? null : reviews
  const reviewers = reviewersOf({ reviews: known, author: pull.author })
  const answers = measureFacts(reviewSignals, {
    head: sha,
    author: pull.author,
    reviews: known,
    lineComments: pull.lineComments,
    changedLines: pull.counts.additions + pull.counts.deletions,
    // Asked only where somebody reviewed it: without a reviewer no owner is one.
    owners: reviewers.size === 0 ? null : await ownersOf(job, base, files, reviewers),
    checks: await checksOf(job, sha),
  })
  const { evidence } = assessment
  return {
    ...assessment,
    evidence: { ...evidence, parts: { ...evidence.parts, [sha]: { ...evidence.parts[sha], ...answers } } },
  }
}

/** The same of a deployment: what else is on its way there. */
export const withEnvironmentEvidence = (
  assessment: Assessment,
  history: EnvironmentHistory | null,
  sha: string,
): Assessment => {
  const answers = measureFacts(environmentSignals, {
    // The deployment that asks may be among them already.
    otherDeployments: history ? history.inFlight.filter((other) => other.sha !== sha).length : null,
  })
  const { evidence } = assessment
  return { ...assessment, evidence: { ...evidence, deployment: { ...evidence.deployment, ...answers } } }
}
