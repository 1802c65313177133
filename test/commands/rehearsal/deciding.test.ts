/** A part that was read for one deployment, and goes out again when the model has learned more. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRepository } from '../../../src/clients/git/repository.ts'
import { emptyStanding } from '../../../src/commands/gate/standing.ts'
import { decidePast } from '../../../src/commands/rehearsal/deciding.ts'
import { arrivalsOf, decidedPartsOf, partsIn, tellPart } from '../../../src/commands/rehearsal/parts.ts'
import type { PastDeployment } from '../../../src/commands/rehearsal/past-deployments.ts'
import { chooseEnvironment } from '../../../src/config/environment.ts'
import { parseConfiguration } from '../../../src/config/load.ts'
import { type Band, bands } from '../../../src/domain/decision.ts'
import type { Arrival } from '../../../src/history/past.ts'
import { shippedPrior } from '../../../src/main/prior.ts'
import { knownBands } from '../../../src/policy/engine.ts'
import type { ReadParts } from '../../../src/policy/read-before.ts'
import { measurer } from '../../../src/signals/measure.ts'
import { type History, openHistory } from '../../../src/sources/history.ts'
import { isolatedEnvironment } from '../../e2e/git.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'

let made: Repository
let history: History
let arrivals: readonly Arrival[]
let deployment: PastDeployment

beforeAll(async () => {
  made = await makeRepository()
  await made.bulk(40)
  await made.commit({ message: 'Guarded (#41)', files: { 'db/migrations/1.sql': 'create table carts;\n' } })
  const repository = await openRepository(made.directory, isolatedEnvironment)
  history = await openHistory({
    repository,
    head: await made.git('rev-parse', 'HEAD'),
    lookbackSeconds: 1e10,
    measurer,
    directory: null,
    progress: () => undefined,
  })
  const { index, head } = history
  const { time } = index.parts
  deployment = {
    at: time.get(head),
    kind: 'forward',
    base: head - 1,
    position: head,
    baseTime: time.get(head - 1),
  }
  arrivals = partsIn(deployment, await arrivalsOf({ repository, history }, [deployment]))
  repository.objects.end()
})
afterAll(() => made.remove())

/** Of a part that is asked about for its path, whatever its risk; `times` as hazardous as what is usual here. */
const decide = async (times: number, read: ReadParts) => {
  const configuration = await parseConfiguration(
    'version: 1\nmode: enforce\nenvironments:\n  production:\n    never-auto-approve: ["**/migrations/**"]\n    review: [{ at-least: low, from: "@acme/leads", approvals: 2 }]\n',
    'policy.yml',
  )
  const prior = shippedPrior()
  const standing = emptyStanding(prior, configuration)
  const measure = async (model: typeof prior, known: ReadParts) =>
    decidePast({
      deployment,
      arrivals,
      history,
      releases: [],
      standing: { ...standing, model },
      policy: { configuration, file: null, unreadable: null },
      environment: chooseEnvironment(configuration, undefined),
      read: known,
      certified: () => ({}),
    })
  const { judgement } = await measure(prior, new Map())
  return measure({ ...prior, averageHazard: judgement.parts[0]!.hazard / times }, read)
}

const hazards: Readonly<Record<Band, number>> = { low: 0.5, moderate: 1.5, high: 3, critical: 8 }

test.each(bands)('read while its risk was %s', async (before) => {
  const first = await decide(hazards[before], new Map())
  expect(first.judgement.decision).toMatchObject({ verdict: 'review', rule: 'never-auto-approve' })
  const [sha = ''] = first.asked.keys()
  const read = new Map([[sha, knownBands(first.judgement, first.inputs).get(sha) ?? null]])
  expect([...read.values()]).toEqual([before])
  for (const now of bands) {
    const again = await decide(hazards[now], read)
    const rose = bands.indexOf(now) > bands.indexOf(before)
    expect([now, [...again.asked.keys()]]).toEqual([now, rose ? [sha] : []])
    expect(tellPart(arrivals[0]!, again, 0)).toMatchObject(
      rose
        ? { lane: 'asked', askedBy: 'never-auto-approve', why: 'touches db/migrations/1.sql' }
        : { lane: 'through', why: 'it was read for an earlier deployment' },
    )
    // What a person read says nothing about what nobody looks at.
    expect(decidedPartsOf(arrivals, again, () => Number.POSITIVE_INFINITY, 86_400)).toMatchObject([
      { ceiling: -1 },
    ])
  }
})
