/** How far a failure budget is proven, in one sentence without a full stop. */
import type { CertificateSummary } from '../domain/assessment.ts'
import { formatCount } from '../domain/counting.ts'
import { formatStated } from '../policy/formatting.ts'
import { formatPercent, formatPlural, formatShare } from './numbers.ts'

export const sayCertificate = ({
  certified,
  confidence,
  failureRate,
  failures,
  n,
  needed,
  share,
  threshold,
}: Omit<CertificateSummary, 'alarm'>): string => {
  const budget = `at most ${formatStated(failureRate)} fail`
  if (certified && threshold !== undefined)
    return `certified, ${formatStated(confidence)} sure: of the changes with a risk up to ${formatPercent(threshold)} (${formatShare(share ?? 0)} of all) ${budget}; ${formatCount(failures)} of ${formatCount(n)} did`
  return `not certified that ${budget}: ${needed === undefined ? 'the safest fail too often' : `about ${formatPlural(needed, 'more change', 'more changes')} needed`}`
}
