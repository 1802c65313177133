/** What enforcing would have meant, in the digest: reckoned once a day, and read back from the issue until then. */
import { SourceError } from '../../domain/errors.ts'
import { ledgerDigest } from '../rehearsal/ledger-digest.ts'
import type { Job } from './job.ts'
import { ledgerOf } from './judging.ts'

const days = 30
const mostEnvironments = 3

const lineOf = (day: string): string => `<!-- change-risk-gate:rehearsed ${day} -->`
const standing = /^<!-- change-risk-gate:rehearsed (\d{4}-\d{2}-\d{2}) -->\n([^\n]*)$/gm

/** Paragraphs for the digest, each with its hidden line. Nothing where nothing was decided, or the ledger cannot tell. */
export const rehearsedLines = async (job: Job, before: string | null): Promise<readonly string[]> => {
  const day = job.now.toISOString().slice(0, 10)
  const known = [...(before ?? '').matchAll(standing)]
  const [first] = known
  if (first?.[1] === day) return known.map(([whole]) => whole)
  try {
    const { ledger, configuration } = await ledgerOf(job, null)
    const { environments, mode, outcome } = configuration
    const observing =
      environments.length === 0
        ? mode === 'observe'
          ? ['production']
          : []
        : environments.filter((each) => each.mode === 'observe').map(({ name }) => name)
    const lines: string[] = []
    for (const environment of observing.slice(0, mostEnvironments)) {
      const said = await ledgerDigest({
        ledger,
        environment,
        now: job.now,
        days,
        maturitySeconds: outcome.maturity.seconds,
      })
      if (said !== null) lines.push(`${lineOf(day)}\n\`${environment}\`, the last ${days} days. ${said}`)
    }
    return lines
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    // It repeats what the ledger holds: an hour later it may be read.
    return known.map(([whole]) => whole)
  }
}
