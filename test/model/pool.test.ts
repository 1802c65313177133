import { expect, test } from 'vitest'
import { fitPrior } from '../../src/model/pool.ts'
import { columns, makeRepository } from './synthetic.ts'

const pooled = (seed: number, usual: number) => ({
  ...makeRepository({ seed, usual, n: 1500 }),
  name: `acme/repository-${seed}`,
  licence: 'MIT',
  commit: '0'.repeat(40),
})
const prior = fitPrior([pooled(2, 0.02), pooled(3, 0.05), pooled(4, 0.12), pooled(5, 0.05)])
const term = (name: string) => prior.terms.find((each) => each.name === name)!

test('what is true everywhere is held firmly, what is noise is held near nothing', () => {
  expect(term('files').slopes.every((slope) => slope > 0.2)).toBe(true)
  expect(term('tests').slopes[0]).toBeLessThan(-0.3)
  expect(Math.abs(term('noise').slopes[0]!)).toBeLessThan(0.15)
  expect(term('files').level).toBeLessThan(0.3)
})

test('base rates differ, and the prior knows how much', () => {
  expect(prior.usualHazard).toBeGreaterThan(0.01)
  expect(prior.usualHazard).toBeLessThan(0.12)
  expect(prior.interceptSd).toBeGreaterThanOrEqual(0.5)
})

test('its sources are named', () => {
  expect(prior.kind).toBe('prior')
  expect(prior.trainedOn).toMatchObject({ parts: 6000, repositories: 4 })
  expect(prior.sources?.[0]).toMatchObject({ name: 'acme/repository-2', licence: 'MIT', parts: 1500 })
})

test('the order of the repositories changes no more than the last digits', () => {
  const turned = fitPrior([pooled(5, 0.05), pooled(4, 0.12), pooled(3, 0.05), pooled(2, 0.02)])
  expect(turned.intercept).toBeCloseTo(prior.intercept, 4)
  turned.terms.forEach(({ name, slopes }) => {
    slopes.forEach((slope, i) => {
      expect(slope).toBeCloseTo(term(name).slopes[i]!, 3)
    })
  })
})

test('a repository where a column never varies, or that never failed, does no harm', () => {
  const odd = pooled(6, 0.05)
  for (let i = 0; i < odd.table.n; i++) odd.table.rows[i * columns.length + 3] = 0
  const withOdd = fitPrior([pooled(2, 0.02), { ...odd, labels: new Float64Array(1500) }])
  for (const { slopes, level, bend } of withOdd.terms)
    expect([...slopes, level, bend].every(Number.isFinite)).toBe(true)
})

test.each([
  ['nothing', [], /no repository was given/],
  [
    'a column of two shapes',
    [
      pooled(2, 0.02),
      {
        ...pooled(3, 0.02),
        table: {
          ...pooled(3, 0.02).table,
          columns: columns.map((column) =>
            column.name === 'noise' ? { ...column, shape: 'count' as const } : column,
          ),
        },
      },
    ],
    /column noise is a number in one repository and a count in another/,
  ],
])('%s cannot be pooled', (_, repositories, message) => {
  expect(() => fitPrior(repositories)).toThrow(message)
})
