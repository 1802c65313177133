/** The table of requests: whole, and pointing at what is there. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const page = resolve(import.meta.dirname, '../docs/requests.md')
const text = readFileSync(page, 'utf8')
const rows = text
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

test('every one of the thirty-eight requests has an answer', () => {
  expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 38 }, (_, at) => at + 1))
  for (const [number, asked, answer, how] of rows) {
    expect(['yes', 'in part', 'no'], number).toContain(answer)
    expect(asked, number).toMatch(/\(.*#\d+.*\)$/)
    expect(how?.length, number).toBeGreaterThan(40)
  }
})

test('every link leads to a file that is there', () => {
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target)
  expect(links.length).toBeGreaterThan(38)
  expect(links.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([])
})
