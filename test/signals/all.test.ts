/** What every signal owes its reader, asked of all of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HistoryIndex } from '../../src/history/index.ts'
import { deploymentSignals, experienceSignals, signals } from '../../src/signals/all.ts'
import { measureDeployment, measurePart, measurer, rowOf, subjectOf } from '../../src/signals/measure.ts'
import type { DeploymentContext, Subject } from '../../src/signals/signal.ts'
import { readChange } from '../../src/sources/change.ts'
import { open } from '../clients/git/reading.ts'
import type { Repository } from '../e2e/repository.ts'
import { everything, readHistory, rowsOf } from '../history/reading.ts'
import { sampleRepository } from '../history/sample.ts'

let repository: Repository
let index: HistoryIndex
let subjects: readonly Subject[]
beforeAll(async () => {
  repository = await sampleRepository()
  await repository.bulk(150)
  await repository.revert({ sha: await repository.git('rev-parse', 'main~3') })
  await repository.bulk(20, { seed: 2 })
  const history = await readHistory(repository.directory, { lookbackSeconds: everything })
  index = history.index
  const { parts } = await readChange({
    repository: await open(repository.directory),
    index,
    salt: history.salt,
    base: null,
    head: await repository.git('rev-parse', 'HEAD'),
    kind: 'forward',
  })
  subjects = parts.map((arrival) => subjectOf(index, arrival))
})
afterAll(() => repository.remove())

const everySignal = [...signals, ...deploymentSignals]

describe.each(everySignal.map((signal) => [signal.name, signal] as const))('%s', (name, signal) => {
  test('has a name that records can keep', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(everySignal.filter((other) => other.name === name)).toHaveLength(1)
  })
  test('asks one question', () => expect(signal.question).toMatch(/^[A-Z][^?]*\?$/))
  test('says why it should matter', () => {
    expect(signal.why.length).toBeGreaterThanOrEqual(60)
    expect(signal.why).toMatch(/^[A-Z].*\.$/)
  })
  test('has a shape and a direction', () => {
    expect(['count', 'share', 'flag', 'number']).toContain(signal.shape)
    expect([-1, 0, 1]).toContain(signal.direction)
  })
})

describe.each(signals.map((signal) => [signal.name, signal] as const))(
  '%s, on a real history',
  (name, signal) => {
    const values = (): readonly number[] =>
      subjects.flatMap((subject) => {
        const answer = signal.measure(subject)
        return answer.outcome === 'measured' ? [answer.value] : []
      })
    test('is measured somewhere, always finite, and within its shape', () => {
      const all = values()
      expect(all.length).toBeGreaterThan(0)
      expect(all.filter((value) => !Number.isFinite(value))).toEqual([])
      if (signal.shape === 'flag') expect(all.filter((value) => value !== 0 && value !== 1)).toEqual([])
      if (signal.shape === 'share') expect(all.filter((value) => value < 0 || value > 1)).toEqual([])
      if (signal.shape === 'count') expect(all.filter((value) => value < 0)).toEqual([])
    })
    test('says so in at most 60 characters', () => {
      const long = subjects.flatMap((subject) => {
        const answer = signal.measure(subject)
        const sentence = answer.outcome === 'measured' ? signal.sentence(answer.value, subject) : answer.why
        return sentence.length > 0 && (sentence.length <= 60 || answer.outcome === 'unavailable')
          ? []
          : [sentence]
      })
      expect(long).toEqual([])
    })
    test('answers as the index remembers it', () => {
      const at = measurer.names.indexOf(name)
      for (const subject of subjects) {
        const kept = index.rows.get(subject.position * index.signals + at)
        const answer = signal.measure(subject)
        expect(kept).toEqual(answer.outcome === 'measured' ? Math.fround(answer.value) : Number.NaN)
      }
    })
  },
)

test('the whole row is the row of the index', () => {
  const rows = subjects.map((subject) => rowOf(measurePart(signals, subject)))
  expect(Float32Array.from(rows.flatMap((row) => [...row]))).toEqual(rowsOf(index))
})

describe('the deployment’s own signals', () => {
  const usual: DeploymentContext = {
    parts: 12,
    oldestPartAge: 3 * 86_400,
    sinceDeployment: 5 * 86_400,
    sinceFailure: 40 * 86_400,
    soakedHours: 26,
  }
  const unknown: DeploymentContext = {
    parts: 0,
    oldestPartAge: null,
    sinceDeployment: null,
    sinceFailure: null,
    soakedHours: null,
  }
  test('are told in days, hours and parts', () =>
    expect(
      measureDeployment(deploymentSignals, usual).map((answer, at) =>
        answer.outcome === 'measured'
          ? [answer.value, deploymentSignals[at]!.sentence(answer.value)]
          : answer.why,
      ),
    ).toEqual([
      [12, '12 parts at once'],
      [3, 'oldest part waited 3 days'],
      [5, 'deployment before was 5 days ago'],
      [40, 'last failure became known 40 days ago'],
      [26, 'ran 26 hours in an earlier environment'],
    ]))
  test('say what nobody knows', () =>
    expect(measureDeployment(deploymentSignals, unknown).map(({ outcome }) => outcome)).toEqual([
      'measured',
      ...Array.from({ length: 4 }, () => 'unavailable'),
    ]))
})

test('the family that `experience: off` leaves out names real signals, all that look at who wrote what', () => {
  const names = new Set(signals.map(({ name }) => name))
  expect([...experienceSignals].filter((name) => !names.has(name))).toEqual([])
  expect(
    [...names].filter((name) => /author|familiarity|team/.test(name) && !experienceSignals.has(name)),
  ).toEqual([])
  expect(experienceSignals.size).toBeGreaterThanOrEqual(8)
})

test('without the names of files, what messages and clocks tell is still known, and the rest says why not', () => {
  const subject: Subject = { ...subjects[60]!, files: [], filesKnown: false, linesKnown: false }
  const answers = measurePart(signals, subject)
  const unavailable = signals
    .filter((_, at) => answers[at]!.outcome === 'unavailable')
    .map(({ name }) => name)
  const measured = signals.filter((_, at) => answers[at]!.outcome === 'measured').map(({ name }) => name)
  expect(measured).toEqual(
    expect.arrayContaining(['fix', 'revert', 'author-experience', 'off-hours', 'landed-today']),
  )
  expect(unavailable).toEqual(
    expect.arrayContaining(['files', 'code-lines-added', 'file-failure-rate', 'change-entropy']),
  )
  for (const [at, answer] of answers.entries())
    if (answer.outcome === 'unavailable')
      expect(answer.why, signals[at]!.name).toMatch(/this clone lacks|known/)
})
