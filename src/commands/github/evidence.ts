/** What only GitHub knows of a pull request, measured and kept with the rest of the evidence. */
import type { Assessment } from '../../domain/assessment.ts'
import { SourceError } from '../../domain/errors.ts'
import { environmentSignals, measureFacts, reviewSignals } from '../../signals/reviews.ts'
import { type Checks, readChecks } from '../../sources/github/checks.ts'
import type { EnvironmentHistory } from '../../sources/github/deployment-history.ts'
import type { ReadPullRequest } from '../../sources/github/pull-request.ts'
import type { Job } from './job.ts'
import type { Opinions } from './opinions.ts'

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

/** The assessment with the answers of the signals that only GitHub can give. */
export const withReviewEvidence = async (
  job: Job,
  assessment: Assessment,
  pull: ReadPullRequest,
  { reviews, failures }: Opinions,
): Promise<Assessment> => {
  const { sha } = pull.head
  const answers = measureFacts(reviewSignals, {
    head: sha,
    author: pull.author,
    reviews: failures.some(({ source }) => source === 'reviews') ? null : reviews,
    lineComments: pull.lineComments,
    changedLines: pull.counts.additions + pull.counts.deletions,
    owners: null,
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
