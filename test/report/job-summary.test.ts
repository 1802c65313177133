import { describe, expect, test } from 'vitest'
import { byteLength } from '../../src/report/comment-cut.ts'
import { renderJobSummary } from '../../src/report/job-summary.ts'
import { batchOf400, reviewOne } from './fixtures.ts'
import { expectHarmless, expectWholeTables } from './harmless.ts'
import { hostileText } from './hostility.ts'
import { batchOf40, enforceReview, everyView, poisoned, views } from './views.ts'

test.each(Object.entries(views))('%s looks as agreed', (name, view) =>
  expect(renderJobSummary(view)).toMatchFileSnapshot(`golden/summary-${name}.md`),
)

describe.each(Object.entries(everyView))('%s', (_, view) => {
  test.each([
    ['as it is', view],
    ['every word hostile', poisoned(view, hostileText)],
  ])('is whole and calls nobody: %s', (_, given) => {
    const summary = renderJobSummary(given)
    expectHarmless(summary)
    expectWholeTables(summary)
    expect(summary.startsWith('### ')).toBe(true)
    expect(summary.endsWith('</sub>\n')).toBe(true)
    expect(byteLength(summary)).toBeLessThanOrEqual(900_000)
  })
})

test('of 400 changes 30 have a row, the others one together, three their reasons', () => {
  const summary = renderJobSummary({ ...batchOf40, assessment: batchOf400 })
  expect(summary.match(/^\| \[#\d+\]/gm)).toHaveLength(30)
  expect(summary).toMatch(/\| \| 370 others together \| \|/)
  expect(summary.match(/^\*\*Why \[#/gm)).toHaveLength(3)
})

test('it says which changes want a reader', () => {
  const summary = renderJobSummary(batchOf40)
  expect(summary).toMatch(/#4600.*\*\*above the limit\*\*/)
  expect(summary).toMatch(/#4601.*approved by noor/)
  expect(summary).toMatch(/#4603.*below the limit/)
})

test('a summary GitHub would drop whole is cut at a line', () => {
  const long = Array.from({ length: 400 }, (_, place) => ({
    signal: `signal-${place}`,
    why: `${place}${'決'.repeat(4000)}`,
  }))
  const summary = renderJobSummary({ ...enforceReview, assessment: { ...reviewOne, unavailable: long } })
  expect(byteLength(summary)).toBeLessThanOrEqual(900_000)
})
