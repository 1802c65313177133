/** No one record moves the model far, whatever was told before it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blameParts } from '../../../src/commands/learn/blame.ts'
import { labelBounds } from '../../../src/commands/learn/bounds.ts'
import type { Deployment } from '../../../src/domain/deployment.ts'
import { deploymentOutcomes } from '../../../src/history/deployment-outcomes.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { type Correction, type Trouble, verdictsOn } from '../../../src/history/verdicts.ts'
import { shippedPrior } from '../../../src/main/prior.ts'
import { partsTable } from '../../../src/model/parts-table.ts'
import { fitAsOf } from '../../../src/model/prequential.ts'
import { scoreParts } from '../../../src/model/score.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'
import fc from '../../properties.ts'

const day = 86_400
const maturitySeconds = 14 * day

/** One thing that `learn` may be told. */
type Told =
  | { readonly kind: 'incident'; readonly troubles: readonly Trouble[] }
  | { readonly kind: 'word'; readonly correction: Correction }
  | { readonly kind: 'deployment'; readonly deployment: Deployment }

interface History {
  readonly repository: Repository
  readonly index: HistoryIndex
  readonly now: number
}
const made = async (parts: number): Promise<History> => {
  const repository = await makeRepository({ start: '2026-01-05T09:00:00Z' })
  await repository.bulk(parts, { revertEvery: 20 })
  const { index } = await readHistory(repository.directory)
  return { repository, index, now: index.parts.time.get(index.length - 1) + 30 * day }
}

/** ln hazard of every part, by a model that was told all this. */
const logHazardsAfter = ({ index, now }: History, told: readonly Told[]): Float64Array => {
  const corrections = told.flatMap((each) => (each.kind === 'word' ? [each.correction] : []))
  const troubles = told.flatMap((each) => (each.kind === 'incident' ? each.troubles : []))
  const deployments = told.flatMap((each) => (each.kind === 'deployment' ? [each.deployment] : []))
  const prior = shippedPrior()
  const common = { index, corrections, maturitySeconds, now }
  const request = {
    ...common,
    outcomes: deploymentOutcomes({ ...common, deployments, troubles, soakSeconds: 3 * day }),
    accusations: verdictsOn(index, { corrections, troubles, now }).accusations,
    from: 0,
    to: index.length,
    experience: true,
    prior,
  }
  const { told: what } = labelBounds(request)(blameParts(request))
  const past = partsTable(index, { experience: true, maturitySeconds, from: 0, to: index.length, told: what })
  const model = fitAsOf(
    {
      table: past.table,
      times: past.times,
      labelKnownTimes: past.failedAt,
      confidences: past.confidence,
      maturitySeconds,
      prior,
    },
    past.table.n,
    now,
  )
  return scoreParts(model, past.table).logHazards
}

const toldOf = ({ index }: History): fc.Arbitrary<Told> => {
  const any = fc.nat({ max: index.length - 1 })
  // A person who clears what git calls failed moves much, and so does one who blames a revert, which the prior knows least of.
  const special = Array.from({ length: index.length }, (_, at) => at).filter(
    (at) => index.has(at, 'revert') || [...index.failuresFrom()].some((failure) => failure.part === at),
  )
  const part =
    special.length === 0 ? any : fc.oneof({ weight: 2, arbitrary: any }, fc.constantFrom(...special))
  const after = fc.integer({ min: 0, max: 13 * day })
  const landed = (at: number): number => index.parts.time.get(at)
  const incident = fc
    .record({
      name: fc.nat({ max: 1e6 }),
      named: fc.uniqueArray(part, { minLength: 1, maxLength: 40 }),
      state: fc.constantFrom('confirmed' as const, 'suspect' as const),
      after,
    })
    .map(
      ({ name, named, state, after }): Told => ({
        kind: 'incident',
        troubles: named.map((at) => ({
          incident: `INC-${name}`,
          source: 'own',
          sha: index.sha(at),
          state,
          confidence: 0.95,
          severity: 'sev1',
          noticedAt: landed(named[0]!) + after,
          recoveredAt: null,
        })),
      }),
    )
  const word = fc
    .record({
      part,
      verdict: fc.constantFrom('failed' as const, 'ok' as const),
      after,
      by: fc.nat({ max: 3 }),
    })
    .map(
      ({ part: at, verdict, after, by }): Told => ({
        kind: 'word',
        correction: { sha: index.sha(at), verdict, at: landed(at) + after, by: `person ${by}` },
      }),
    )
  const deployment = fc
    .record({
      part,
      after,
      state: fc.constantFrom('succeeded' as const, 'succeeded' as const, 'failed' as const),
    })
    .map(
      ({ part: at, after, state }): Told => ({
        kind: 'deployment',
        deployment: {
          environment: 'production',
          sha: index.sha(at),
          startedAt: landed(at) + after,
          reports: [{ state, at: landed(at) + after + 60 }],
        },
      }),
    )
  return fc.oneof(incident, word, deployment)
}

/** What one record may multiply or divide the risk of any part by. */
const most = 3

describe.each([
  ['a history that has just begun', 12],
  ['a short one', 60],
])('one more record in %s', (_, parts) => {
  let history: History
  beforeAll(async () => {
    history = await made(parts)
  })
  afterAll(() => history.repository.remove())

  test(`multiplies no risk by more than ${most}, whatever else is told`, () => {
    fc.assert(
      fc.property(fc.array(toldOf(history), { maxLength: 20 }), toldOf(history), (told, more) => {
        const before = logHazardsAfter(history, told)
        const after = logHazardsAfter(history, [...told, more])
        for (const [part, logHazard] of before.entries())
          expect(Math.abs(after[part]! - logHazard), `part ${part}`).toBeLessThanOrEqual(Math.log(most))
      }),
      { numRuns: 60 },
    )
  })
})
