import { expect, test } from 'vitest'
import { drawShapes } from '../../scripts/shape-drawing.ts'
import type { Term } from '../../src/model/artefact.ts'
import { effectAt } from '../../src/model/curve.ts'
import { answerAt, cornersOf, strengthOf } from '../../src/model/curve-reading.ts'

const term: Term = {
  name: 'files-changed',
  shape: 'count',
  direction: 1,
  mean: 1.4,
  sd: 0.9,
  usual: 0,
  knots: [0, 1.5],
  slopes: [0.1, 0.3, 0],
  level: 0.05,
  bend: 0.05,
}

test('a panel goes from the least answer there can be, bends at the knots and ends three deviations up', () => {
  const corners = cornersOf(term)
  expect(corners).toEqual([-1.4 / 0.9, 0, 1.5, 3])
  expect(corners.map((z) => answerAt(term, z))).toEqual(['0', '3.1', '15', '59'])
})

test.each<[string, Partial<Term>, readonly string[]]>([
  ['a flag', { shape: 'flag', mean: 0, sd: 1, knots: [], slopes: [0.5] }, ['no', 'yes']],
  [
    'a share',
    { shape: 'share', mean: 0.5, sd: 0.4, knots: [0], slopes: [0.1, 0.2] },
    ['0 %', '50 %', '100 %'],
  ],
  ['a number', { shape: 'number', mean: 2, sd: 0.5, knots: [0], slopes: [0.1, 0.2] }, ['1.0', '2.0', '3.5']],
])('%s is labelled as a person would write it', (_, change, labels) => {
  const other: Term = { ...term, ...change }
  expect(cornersOf(other).map((z) => answerAt(other, z))).toEqual(labels)
})

test('the strongest term comes first, its ends carry their factors, and text cannot break the drawing', () => {
  const weak: Term = { ...term, name: 'weak', slopes: [0.01, 0.01, 0.01] }
  const drawing = drawShapes([weak, term], new Map([['files-changed', 'How many <files> & more?']]))
  expect(strengthOf(term)).toBeGreaterThan(strengthOf(weak))
  expect(drawing.indexOf('>files-changed<')).toBeLessThan(drawing.indexOf('>weak<'))
  expect(drawing).toContain(`59 ×${Math.exp(effectAt(term, 3)).toFixed(2)}`)
  expect(drawing).toContain('<title>How many &lt;files&gt; &amp; more?</title>')
  expect(drawing.match(/<g /g)).toHaveLength(2)
  expect(drawing.match(/<polyline /g)).toHaveLength(2)
})

test('every point lies inside its panel, however strong the term', () => {
  const extreme: Term = { ...term, slopes: [9, 9, 9] }
  const points = drawShapes([extreme], new Map()).match(/points="([^"]*)"/)![1]!
  for (const point of points.split(' ')) {
    const [x, y] = point.split(',').map(Number)
    expect(x! >= 0 && x! <= 230 && y! >= 0 && y! <= 132).toBe(true)
  }
})
