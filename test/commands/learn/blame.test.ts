/** Labels of parts, from what became of the deployments that brought them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blameParts } from '../../../src/commands/learn/blame.ts'
import type { Deployment } from '../../../src/domain/deployment.ts'
import { deploymentOutcomes } from '../../../src/history/deployment-outcomes.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { isCounted } from '../../../src/history/told-outcomes.ts'
import type { Correction, Trouble } from '../../../src/history/verdicts.ts'
import { shippedPrior } from '../../../src/main/prior.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'

const day = 86_400
let repository: Repository
let index: HistoryIndex
const shas: Record<string, string> = {}
const seconds = (moment: string): number => Date.parse(`2026-03-${moment}:00:00Z`) / 1000
beforeAll(async () => {
  repository = await makeRepository()
  for (const [at, name] of ['a', 'b', 'c', 'd', 'e', 'f'].entries())
    shas[name] = await repository.commit({
      message: `Part ${name}`,
      files: { [`${name}.ts`]: 'line\n'.repeat(name === 'd' ? 400 : 1) },
      at: `2026-03-0${at + 1}T08:00:00Z`,
    })
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const went = (name: string, moment: string, state: 'succeeded' | 'failed' = 'succeeded'): Deployment => ({
  environment: 'production',
  sha: shas[name]!,
  startedAt: seconds(moment),
  reports: [{ state, at: seconds(moment) }],
})
const blamed = (name: string, fields: Partial<Trouble> = {}): Trouble => ({
  incident: 'INC-7',
  sha: shas[name]!,
  state: 'confirmed',
  confidence: 0.95,
  severity: 'sev2',
  noticedAt: seconds('05T12'),
  recoveredAt: null,
  ...fields,
})
const said = (name: string, verdict: Correction['verdict']): Correction => ({
  sha: shas[name]!,
  verdict,
  at: seconds('08T00'),
})

interface Told {
  readonly deployments: readonly Deployment[]
  readonly troubles?: readonly Trouble[]
  readonly corrections?: readonly Correction[]
}

const labelsOf = ({ deployments, troubles = [], corrections = [] }: Told) => {
  const common = { index, corrections, maturitySeconds: 14 * day, now: seconds('30T00') }
  const outcomes = deploymentOutcomes({ ...common, deployments, troubles, soakSeconds: 3 * day })
  return blameParts({
    ...common,
    outcomes,
    from: 0,
    to: index.length,
    experience: true,
    prior: shippedPrior(),
  })
}
const nameOf = (sha: string): string => Object.entries(shas).find(([, known]) => known === sha)![0]
const names = (told: Told): string =>
  labelsOf(told)
    .labels.map((told) => `${nameOf(told.sha)} ${told.cause} ${isCounted(told) ? 'surely' : 'perhaps'}`)
    .join(', ')

/** b to e went out on the fifth and were taken back. */
const takenBack = () => [went('a', '02T00'), went('e', '05T09'), went('a', '05T13')]

test.each<[string, () => Told, string]>([
  ['all is well: nothing', () => ({ deployments: [went('a', '02T00'), went('e', '05T09')] }), ''],
  [
    'taken back, and nobody says why: all perhaps',
    () => ({ deployments: takenBack() }),
    'b rollback perhaps, c rollback perhaps, d rollback perhaps, e rollback perhaps',
  ],
  [
    'an incident names one: it surely, and nothing is left to the others',
    () => ({ deployments: takenBack(), troubles: [blamed('c', { confidence: 1 })] }),
    'c incident surely',
  ],
  [
    'a suspicion takes its part of it',
    () => ({ deployments: takenBack(), troubles: [blamed('c', { state: 'suspect', confidence: 0.3 })] }),
    'b rollback perhaps, c incident perhaps, d rollback perhaps, e rollback perhaps',
  ],
  [
    'a person names one',
    () => ({ deployments: takenBack(), corrections: [said('b', 'failed')] }),
    'b correction surely',
  ],
  [
    'a person clears the likeliest: the others share it',
    () => ({ deployments: takenBack(), corrections: [said('d', 'ok')] }),
    'b rollback perhaps, c rollback perhaps, e rollback perhaps',
  ],
  [
    'part of it went out again and stayed: it was not that',
    () => ({ deployments: [...takenBack(), went('c', '06T00')] }),
    'd rollback perhaps, e rollback perhaps',
  ],
  [
    'all of it went out again, with something newer that may have mended it',
    () => ({ deployments: [...takenBack(), went('f', '07T00')] }),
    'b rollback perhaps, c rollback perhaps, d rollback perhaps, e rollback perhaps',
  ],
  [
    'all of it went out again as it was, and stayed: it was something else',
    () => ({ deployments: [...takenBack(), went('e', '07T00')] }),
    '',
  ],
  [
    'one part alone was taken back',
    () => ({ deployments: [went('a', '02T00'), went('b', '03T00'), went('a', '03T01')] }),
    'b rollback surely',
  ],
  [
    'a job failed, and the same commit went through later',
    () => ({ deployments: [went('a', '02T00'), went('b', '03T00', 'failed'), went('b', '03T01')] }),
    '',
  ],
])('%s', (_, told, is) => expect(names(told())).toBe(is))

test('shares are known from when the failure was, and add up to what is sure', () => {
  const { labels } = labelsOf({ deployments: takenBack() })
  expect(labels.map(({ at }) => at)).toEqual(labels.map(() => seconds('05T13')))
  const sum = labels.reduce((total, { label }) => total + label, 0)
  expect(sum).toBeGreaterThan(0.88)
  expect(sum).toBeLessThan(1)
})

test('the largest part takes the most of it, and is no failure that counts, however much', () => {
  const { labels } = labelsOf({ deployments: takenBack(), corrections: [said('b', 'ok'), said('c', 'ok')] })
  const [first, second] = labels.toSorted((one, other) => other.label - one.label)
  expect(nameOf(first!.sha)).toBe('d')
  expect(first!.label).toBeGreaterThan(second!.label)
  expect(labels.map(isCounted)).toEqual([false, false])
})

test('what is cleared is told with when', () => {
  expect(labelsOf({ deployments: takenBack(), corrections: [said('d', 'ok')] }).cleared).toEqual([
    { sha: shas['d'], at: seconds('08T00') },
  ])
})

test('a job that failed and went through when tried again is told apart, for it blames nobody', () => {
  const deployments = [went('a', '02T00'), went('b', '03T00', 'failed'), went('b', '03T01')]
  expect(labelsOf({ deployments })).toEqual({ labels: [], cleared: [], repeated: [seconds('03T00')] })
  expect(labelsOf({ deployments: takenBack() })).not.toHaveProperty('repeated')
})
