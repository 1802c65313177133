/** The digest's sentences on a policy that only observes: what enforcing it would have asked, let out and missed. */
import type { Rehearsal } from '../domain/rehearsal.ts'
import { formatPlural } from './numbers.ts'
import { joinNames, shortSha } from './phrases.ts'
import { sayPace } from './sentences.ts'

const mostNamed = 3

/** Names of failed parts that nobody would have been asked about: numbers and SHAs, no words of others. */
const missedOnes = ({ failures }: Rehearsal): string => {
  const missed = failures.filter(({ lane }) => lane !== 'asked')
  if (missed.length === 0) return ''
  return ` (${joinNames(
    missed.map(({ id, sha }) => (/^#\d+$/.test(id) ? id : shortSha(sha).slice(0, 8))),
    mostNamed,
  )})`
}

/** Two sentences, Markdown as well as plain text; null where nothing was decided. */
export const sayPolicyDigest = (rehearsal: Rehearsal): string | null => {
  const { deployments, failed, lanes, reviewed, reviewsPerWeek, windows } = rehearsal
  if (deployments.count === 0) return null
  const held = windows.reduce((sum, window) => sum + window.hours, 0)
  const waited =
    held === 0
      ? ''
      : `; windows would have held ${formatPlural(deployments.held, 'deployment')} for ${Math.round(held)} h in all`
  const asked =
    reviewed === 0
      ? `nobody would have been asked in ${formatPlural(deployments.count, 'deployment')}`
      : `${deployments.asked} of ${formatPlural(deployments.count, 'deployment')} would have asked about ${formatPlural(reviewed, 'change')} (${sayPace(reviewsPerWeek)}), the others gone out unread`
  const unread = lanes.beside.failed + lanes.through.failed
  const missed =
    failed === 0
      ? 'No change of them is known to have failed.'
      : `Of ${formatPlural(failed, 'failed change')} ${lanes.asked.failed} would have been read, ${unread} not${missedOnes(rehearsal)}.`
  return `Enforced, ${asked}${waited}. ${missed}`
}
