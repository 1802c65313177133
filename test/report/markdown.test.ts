import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { batchOf400, firstRun, reviewOne, situations } from './fixtures.ts'
import { hostileText, makeHostile } from './hostility.ts'

const front = (markdown: string) => markdown.slice(0, markdown.indexOf('<details>'))

/** What GitHub would still read as Markdown once code spans are gone. */
const outsideCode = (markdown: string) => markdown.replace(/(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, '')

const ourTags = /<\/?(?:details|summary|sub)>/g

/** Lines of a table all have as many cells as its second line says. */
const expectWholeTables = (markdown: string) => {
  const lines = markdown.split('\n')
  const cells = (line: string) => [...line].filter((character) => character === '|').length
  lines.forEach((line, place) => {
    if (!line.startsWith('|---')) return
    const end = lines.findIndex((later, where) => where > place && later === '')
    for (const row of lines.slice(place - 1, end)) expect(cells(row)).toBe(cells(line))
  })
}

const expectHarmless = (markdown: string) => {
  const text = outsideCode(markdown)
  expect(text).not.toMatch(/@[\p{Letter}\p{Number}]/u)
  expect(text.replace(ourTags, '')).not.toMatch(/<(?!1 %|0.1 %)|>(?!99 %)/)
  expect(text).not.toMatch(/(?<!&)#[1-3]\b|GH-\d|:\/\/|www\./)
  expect(text).not.toMatch(/(?<!\\)!?(?<!\\)\[/)
  expect(markdown.replaceAll('\n', '')).not.toMatch(/[\p{Control}\u200b\u202e\u2066\ufeff\u2028]/u)
  expect(markdown.match(/<details>/g)).toHaveLength(1)
  expect(markdown.trimEnd().endsWith('\n</details>')).toBe(true)
}

describe.each(Object.entries(situations))('%s', (name, assessment) => {
  test('looks as agreed', () => expect(renderMarkdown(assessment)).toMatchFileSnapshot(`golden/${name}.md`))

  test('has at most 15 lines before the fold, and the answer in the first', () => {
    const lines = front(renderMarkdown(assessment)).split('\n').slice(0, -1)
    expect(lines.length).toBeLessThanOrEqual(15)
    expect(lines[0]).toMatch(/^### (Observing|Goes out|Review wanted|Held|Rejected|Switched off)/)
  })

  test('stays harmless and whole when every text is hostile', () => {
    const markdown = renderMarkdown(makeHostile(assessment))
    expectHarmless(markdown)
    expectWholeTables(markdown)
    expect(markdown.length).toBeLessThanOrEqual(65_000)
    expect(front(markdown).split('\n').length - 1).toBeLessThanOrEqual(15)
  })
})

test('any text anywhere is harmless', () => {
  const pieces = fc.constantFrom(
    ...hostileText.split(' '),
    '\\',
    '`',
    '``',
    '|',
    '@x',
    '\n',
    '<b>',
    '[',
    '](',
    '!',
  )
  const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 10 })
  fc.assert(
    fc.property(text, fc.constantFrom('review-one', 'first-run'), (words, name) => {
      const markdown = renderMarkdown(makeHostile(situations[name]!, words.join('')))
      expect(outsideCode(markdown).replace(ourTags, '')).not.toMatch(/<(?!1 %|0.1 %)|>(?!99 %)/)
      expect(outsideCode(markdown)).not.toMatch(/(?<!read |or |\*\*)@[\p{Letter}\p{Number}]/u)
      expectWholeTables(markdown)
    }),
    { numRuns: 60 },
  )
})

describe('people are called by name', () => {
  const calls = (assessment: Assessment) => front(renderMarkdown(assessment)).match(/@[\w-]+/g) ?? []
  test.each([
    ['when a review is enforced', reviewOne, ['@mira', '@lee']],
    ['never when observing', { ...reviewOne, mode: 'observe' as const }, []],
    ['never when nothing is asked of them', { ...reviewOne, decision: 'approve' as const }, []],
  ])('%s', (_, assessment, called) => expect(calls(assessment)).toEqual(called))
})

test('replies are offered only where they are answered', () => {
  expect(renderMarkdown(reviewOne)).not.toContain('reply')
  expect(front(renderMarkdown(reviewOne, { replies: ['.approve', '.reject why', '.pass'] }))).toContain(
    'Approve this pull request, or reply `.approve` · `.reject why` · `.pass`.',
  )
})

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
