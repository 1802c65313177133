import type { Evidence, Gate, Judgement, MetricJudgement } from './judge-evidence.ts'
import { judgeHealth } from './judge-health.ts'
import { judgeMetric } from './judge-metric.ts'
import { sayCount, sayWait } from './judge-words.ts'

/**
 * May the next wave begin?
 *
 * `fail` is proof: a metric shown to be worse, or more failed instances than the run may have. It is final.
 * `pass` is proof too: bake time over, every instance healthy without a break, every metric fresh, and of each so many
 * requests that the excess to be ruled out is ruled out. Nothing is never proof: without data there is no pass, but
 * for a plan that says `on-no-data: health-only`, and then fresh, unbroken health is the data.
 * `inconclusive` is the rest: wait, and after the deadline do what the plan says.
 *
 * Pure: the same evidence, gate and `now` (seconds since the epoch) give the same bits, today and in a replay.
 */
export const judge = (evidence: Evidence, gate: Gate, now: number): Judgement => {
  const metrics = Object.entries(gate.metrics).map(
    ([name, asked]) => [name, judgeMetric(name, asked, gate, evidence, now)] as const,
  )
  const judged = metrics.map(([, metric]) => metric)
  const health = judgeHealth(evidence, gate, now)
  const eValue = Math.max(evidence.failed?.eValue ?? 1, ...judged.map((metric) => metric.eValue))
  const answer = (verdict: Judgement['verdict'], why: string, more: Partial<Judgement> = {}): Judgement => ({
    verdict,
    why,
    eValue,
    overdue: false,
    metrics: Object.fromEntries(metrics),
    ...more,
  })

  if (evidence.failed !== undefined) return answer('fail', evidence.failed.why)
  const worse = judged.filter(({ outcome }) => outcome === 'worse')
  const proofs = [...worse.map(({ why }) => why), ...(health.outcome === 'failed' ? [health.why] : [])]
  if (proofs.length > 0) return answer('fail', proofs.join('; '))

  const bakeLeft = gate.bakeSeconds - (now - evidence.since)
  const open = judged.filter(({ outcome }) => outcome !== 'no-worse')
  const healthIsData = gate.onNoData === 'health-only' && open.every(isOnlySilent)
  const isHealthy = health.outcome === 'healthy'
  const overdue = now - evidence.since >= gate.bakeSeconds + gate.inconclusiveSeconds
  const told = judged.map(({ why }) => why)
  const noMetric = judged.length === 0

  if (bakeLeft <= 0 && isHealthy && open.length === 0 && !noMetric) return answer('pass', told.join(', '))
  // Where nothing is measured at all there is nothing to wait for.
  if (bakeLeft <= 0 && isHealthy && healthIsData && (overdue || noMetric))
    return answer(
      'pass',
      `${[...told, health.why].join('; ')}, which is enough here (on-no-data: health-only)`,
    )

  // A wait that ends before the bake time does is not worth a word.
  const coveredByBake = health.outcome === 'waiting' && (health.seconds ?? bakeLeft) < bakeLeft
  const doubts = [
    ...(open.length === 0 ? told : open.map(({ why }) => why)),
    ...(noMetric && !healthIsData ? ['no metric to judge by'] : []),
    ...(isHealthy || coveredByBake ? [] : [health.why]),
  ].join('; ')
  if (overdue) {
    const late = `no verdict ${sayWait(gate.inconclusiveSeconds)} after the bake time`
    if (gate.onNoData === 'fail') return answer('fail', `${doubts}; ${late} (on-no-data: fail)`)
    return answer('inconclusive', `${doubts}; ${late}: rollout promote or rollout abort`, { overdue: true })
  }
  const healthLeft = health.outcome === 'waiting' ? health.seconds : 0
  const requests = mostNeeded(open)
  if (healthLeft === null || requests === null || (noMetric && !healthIsData))
    return answer('inconclusive', doubts)
  const seconds = Math.max(0, bakeLeft, healthLeft)
  return answer(
    'inconclusive',
    `${doubts === '' ? '' : `${doubts}; `}may pass after ${sayRest(requests, seconds)}`,
    {
      until: { requests, seconds, at: now + seconds },
    },
  )
}

/** It says nothing against the version: silent, or too little served, and nothing failed that is not accounted for. */
const isOnlySilent = ({ outcome, new: { errors }, requestsNeeded }: MetricJudgement): boolean =>
  (outcome === 'no-data' || outcome === 'too-few') && (errors === 0 || requestsNeeded === 0)

/** Requests until the slowest metric may pass; null where requests alone do not help. */
const mostNeeded = (open: readonly MetricJudgement[]): number | null => {
  const needed = open.map(({ outcome, requestsNeeded }) =>
    outcome === 'too-few' || outcome === 'unsure' ? requestsNeeded : null,
  )
  return needed.some((count) => count === null) ? null : Math.max(0, ...needed.map(Number))
}

const sayRest = (requests: number, seconds: number): string =>
  [
    ...(requests > 0 ? [sayCount(requests, 'more request')] : []),
    ...(seconds > 0 ? [sayWait(seconds)] : []),
  ].join(' and ')
