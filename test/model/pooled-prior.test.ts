import { describe, expect, test } from 'vitest'
import type { Artefact } from '../../src/model/artefact.ts'
import { publicRepositories } from '../../src/model/artefact.ts'
import { readArtefact } from '../../src/model/artefact-reading.ts'
import { holdOut } from '../../src/model/held-out.ts'
import { fitPrior } from '../../src/model/pool.ts'
import { fitPooledPrior, type TeamRepository } from '../../src/model/pooled-prior.ts'
import { makeRepository } from './synthetic.ts'

const day = 86_400
/** A history with one change an hour; outcomes known a day later. */
const repository = (seed: number, usual: number, n = 400, turned = false): TeamRepository => {
  const { table, labels } = makeRepository({ seed, usual, n })
  const rows = table.rows.slice()
  // Another team: what is large elsewhere is small here.
  const files = table.columns.findIndex(({ name }) => name === 'files')
  const width = table.columns.length
  if (turned) {
    const values = Array.from({ length: n }, (_, row) => rows[row * width + files]!)
    const most = Math.max(...values)
    values.forEach((value, row) => {
      rows[row * width + files] = most - value
    })
  }
  const times = Float64Array.from({ length: n }, (_, row) => row * 3600)
  return {
    history: {
      table: { ...table, rows },
      times,
      labelKnownTimes: times.map((time, row) => (labels[row]! > 0 ? time + day : Number.POSITIVE_INFINITY)),
      maturitySeconds: 7 * day,
    },
    until: n * 3600 + 8 * day,
  }
}
const published = (seed: number, usual: number) => ({
  ...makeRepository({ seed, usual, n: 1500 }),
  name: `acme/repository-${seed}`,
  licence: 'MIT',
  commit: '0'.repeat(40),
})
const shipped = fitPrior([published(2, 0.02), published(3, 0.03), published(4, 0.02)])
const slopes = (prior: Artefact, name: string) => prior.terms.find((term) => term.name === name)!.slopes

describe('a prior of a team', () => {
  test('is the shipped one where nothing is known', () => {
    expect(fitPooledPrior([], shipped)).toBe(shipped)
  })

  test('is hardly another one where little is known: three changes and no failure move no curve', () => {
    const prior = fitPooledPrior([repository(5, 0.02, 3)], shipped)
    for (const { name, slopes: before } of shipped.terms)
      slopes(prior, name).forEach((slope, at) => {
        expect(slope).toBeCloseTo(before[at]!, 2)
      })
  })

  test('has the level of its repositories, though not of one of them alone', () => {
    const team = [10, 11, 12].map((seed) => repository(seed, 0.15))
    const prior = fitPooledPrior(team, shipped)
    expect(prior.usualHazard).toBeGreaterThan(2 * shipped.usualHazard)
    expect(fitPooledPrior(team.slice(0, 1), shipped).usualHazard).toBeLessThan(prior.usualHazard)
  })

  test('can be read as any model, and names no repository', () => {
    const prior = fitPooledPrior([repository(10, 0.1), repository(11, 0.1)], shipped)
    expect(readArtefact(JSON.parse(JSON.stringify(prior)))).toEqual(prior)
    expect(prior.pooled).toMatchObject({ repositories: 2, parts: 800, upon: shipped.id })
    expect(prior.sources).toEqual(shipped.sources)
    expect(publicRepositories(prior)).toBe(3)
    expect(publicRepositories(shipped)).toBe(3)
  })

  test('does not depend on the order of the repositories', () => {
    const team = [10, 11, 12].map((seed) => repository(seed, 0.1))
    const one = fitPooledPrior(team, shipped)
    const other = fitPooledPrior(team.toReversed(), shipped)
    expect(other.intercept).toBeCloseTo(one.intercept, 6)
    expect(slopes(other, 'files')[0]).toBeCloseTo(slopes(one, 'files')[0]!, 6)
  })
})

describe('held out', () => {
  test('a team that differs from the public ones is foretold better by its own', () => {
    const held = holdOut(
      [10, 11, 12, 13].map((seed) => repository(seed, 0.15, 400, true)),
      shipped,
    )!
    expect(held).toMatchObject({ repositories: 4, better: true })
    expect(held.gain).toBeGreaterThan(held.error)
    expect(held.pooledLogLoss).toBeLessThan(held.shippedLogLoss)
  })

  test('strangers are not, and the shipped prior stays', () => {
    const held = holdOut([repository(10, 0.2, 400, true), repository(11, 0.005, 400)], shipped)!
    expect(held.better).toBe(false)
  })

  test('says nothing of fewer than two repositories, or of outcomes that nobody can know yet', () => {
    expect(holdOut([repository(10, 0.1)], shipped)).toBeNull()
    const young = [10, 11].map((seed) => ({ ...repository(seed, 0.1, 40), until: 40 * 3600 }))
    expect(holdOut(young, shipped)).toBeNull()
  })
})
