import { describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { batchOf400, firstRun, reviewOne, situations } from './fixtures.ts'
import { expectWholeTables } from './harmless.ts'

const front = (markdown: string) => markdown.slice(0, markdown.indexOf('<details>'))

describe.each(Object.entries(situations))('%s', (name, assessment) => {
  test('looks as agreed', () => expect(renderMarkdown(assessment)).toMatchFileSnapshot(`golden/${name}.md`))
})

describe('people are called by name', () => {
  const calls = (assessment: Assessment) => front(renderMarkdown(assessment)).match(/@[\w-]+/g) ?? []
  test.each([
    ['when a review is enforced', reviewOne, ['@mira', '@lee']],
    ['never when observing', { ...reviewOne, mode: 'observe' as const }, []],
    ['never when nothing is asked of them', { ...reviewOne, decision: 'approve' as const }, []],
  ])('%s', (_, assessment, called) => expect(calls(assessment)).toEqual(called))
})

test('no reply is offered: nobody reads what is typed under a screen', () =>
  expect(renderMarkdown(reviewOne)).not.toMatch(/reply/i))

describe('a comment too long for GitHub', () => {
  const long: Assessment = {
    ...batchOf400,
    change: {
      ...batchOf400.change,
      parts: Array.from({ length: 8 }, () => batchOf400.change.parts)
        .flat()
        .map((part) => ({ ...part, title: '@|<'.repeat(40) })),
    },
  }

  test.each([
    ['400 changes', batchOf400],
    ['3,200 changes with titles all of escapes', long],
  ])('%s: whole rows only, and says what it left out', (_, assessment) => {
    const markdown = renderMarkdown(assessment)
    expect(markdown.length).toBeLessThanOrEqual(60_000)
    expect(markdown).toMatch(
      /The reasons of [\d,]+ more changes, together [<>\d]+ % of the risk, would not fit/,
    )
    expect(markdown.endsWith('\n</details>\n')).toBe(true)
    expectWholeTables(markdown)
  })

  test('what is shown and what was left out are all the changes', () => {
    const markdown = renderMarkdown(long)
    const rows = markdown.match(/^\| `#\d+`/gm)!.length
    const left = Number(/The rows of ([\d,]+) more changes/.exec(markdown)![1]!.replace(',', ''))
    expect(rows + left).toBe(3200)
  })
})

test('authors appear only where the assessment names them', () => {
  const named: Assessment = {
    ...firstRun,
    change: {
      ...firstRun.change,
      parts: firstRun.change.parts.map((part) => ({ ...part, authors: ['robin'] })),
    },
  }
  expect(renderMarkdown(named)).toContain('| Authors |')
  expect(renderMarkdown(firstRun)).not.toContain('Authors')
})
