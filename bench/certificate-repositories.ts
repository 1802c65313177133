/**
 * What would have gone out of real repositories under a certificate, and how much of it failed?
 *   node bench/certificate-repositories.ts PREDICTIONS.csv …
 * Predictions are what `backtest --repository CLONE --train-fraction 0.1 --blocks 16 --predictions OUT.csv` writes: real
 * changes, in time, each scored by its own past. A fifth column may say when each failure became known, in seconds.
 */
import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { binomialTail } from '../src/model/binomial.ts'
import { certificateOf } from '../src/model/certificate.ts'
import { beginCourse, look, type Promised } from '../src/model/certificate-course.ts'
import type { DecidedPart } from '../src/model/decided-part.ts'

const day = 86_400
const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`

interface Episode {
  n: number
  failures: number
  alarm: boolean
}

/** What went out under each certificate, from its first proof to its alarm or the end of the history. */
export const episodesOf = (
  rows: readonly {
    readonly time: number
    readonly label: number
    readonly risk: number
    /** When the failure became known, seconds; half-way to maturity where the file does not say. */
    readonly known?: number
  }[],
  promise: Promised,
): readonly Episode[] => {
  const parts = rows.map(
    ({ time, label, risk, known = time + 7 * day }): DecidedPart => ({
      decidedAt: time,
      landedAt: time,
      maturesAt: time + 14 * day,
      failedAt: label > 0 ? known : Number.POSITIVE_INFINITY,
      risk,
      ceiling: Number.POSITIVE_INFINITY,
    }),
  )
  const episodes: Episode[] = []
  let open: Episode | null = null
  let course = beginCourse(promise, parts[0]?.landedAt ?? 0)
  let first = 0
  for (const [at, part] of parts.entries()) {
    while (parts[first]!.maturesAt < course.until) first++
    const looked = look(course, parts.slice(first, at), promise, part.landedAt)
    course = looked.course
    if (looked.news === 'alarm') {
      if (open) open.alarm = true
      open = null
    }
    const { certified, threshold = 0 } =
      course.proven > 0 ? certificateOf(course, promise) : { certified: false }
    if (!certified) continue
    if (open === null) {
      open = { n: 0, failures: 0, alarm: false }
      episodes.push(open)
    }
    if (part.risk > threshold) continue
    open.n += 1
    if (rows[at]!.label > 0) open.failures += 1
  }
  return episodes
}

const printRepositories = (files: readonly string[]): void => {
  console.log(
    '\nReal changes, scored by their own past. Under each certificate: gone out, failed; an alarm ended those with !.',
  )
  for (const failureRate of [0.01, 0.02, 0.03, 0.05]) {
    const all: Episode[] = []
    console.log(`\npromised ${percent(failureRate, 0)}`)
    let changes = 0
    for (const file of files) {
      const rows = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
        .map(([, time, label, risk, known]) => ({
          time: Number(time),
          label: Number(label),
          risk: Number(risk),
          ...(known ? { known: Number(known) } : {}),
        }))
      changes += rows.length
      const episodes = episodesOf(rows, { failureRate, confidence: 0.9 }).filter(({ n }) => n > 0)
      all.push(...episodes)
      const told = episodes.map(
        ({ n, failures, alarm }) => `${failures} of ${n} = ${percent(failures / n)}${alarm ? '!' : ''}`,
      )
      console.log(`  ${basename(file, '.csv').padEnd(36)} ${told.join('   ') || 'never certified'}`)
    }
    const exceeded = all.filter(({ n, failures }) => failures / n > failureRate).length
    const significant = all.filter(
      ({ n, failures }) => 1 - binomialTail(failures - 1, n, failureRate) < 0.05,
    ).length
    const n = all.reduce((sum, each) => sum + each.n, 0)
    const failures = all.reduce((sum, each) => sum + each.failures, 0)
    console.log(
      `  ${all.length} certificates: exceeded by ${exceeded}, by chance alone in under 1 of 20 cases ${significant}; more than 1 in 10 by chance: ${percent(exceeded === 0 ? 1 : 1 - binomialTail(exceeded - 1, all.length, 0.1))}. Gone out ${n} of ${changes} changes (${percent(n / changes, 0)}), failed ${failures} = ${percent(failures / Math.max(1, n), 2)}`,
    )
  }
}
if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === resolve(process.argv[1]))
  printRepositories(process.argv.slice(2))
