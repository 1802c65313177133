/** Reading Markdown as GitHub does, as far as it takes to see what in it would act. */
import { expect } from 'vitest'

/** The reports' own links: what they name is code or ours, and their address is one of ours. */
const ownLink = /\[((?:[^[\]\\]|\\.)*)\]\(https:\/\/github\.example\/[\w./~%#?=&+,:-]*\)/g
const codeTag = /<code>([^<]*)<\/code>/g
const ownTag = /<\/?(?:details|summary|sub)>/g
const ownMarker = /^<!-- change-risk-gate:v1:[a-z\d.:~-]* -->$/m

/** Without what GitHub shows letter by letter. */
const outsideCode = (markdown: string): string =>
  markdown.replace(/(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, 'CODE')

/** What is left to act once our own code, links, tags and marker are gone; a tag for code still holds live text. */
export const livePart = (markdown: string): string =>
  outsideCode(markdown)
    .replace(ownMarker, '')
    .replace(codeTag, '$1')
    .replace(ownLink, '$1')
    .replace(ownLink, '$1')
    .replace(ownTag, '')

/** Nobody is called but `called`, nothing links, nothing is a tag, a marker, invisible or turned around. */
export const expectHarmless = (markdown: string, called: readonly string[] = []): void => {
  const live = livePart(markdown)
  expect([...live.matchAll(/@[\p{Letter}\p{Number}][\w/-]*/gu)].map(([name]) => name)).toEqual(called)
  expect(live).not.toMatch(/<(?!1 %|0.1 %)|>(?!99 %)/)
  expect(live).not.toMatch(/GH-\d|:\/\/|www\./i)
  expect(live.replace(/&#\d+;/g, ' ')).not.toMatch(/[\w/]#\d/)
  expect(live).not.toMatch(/(?<!\\)!?(?<!\\)\[/)
  expect(markdown.match(/<!--/g) ?? []).toHaveLength(ownMarker.test(markdown) ? 1 : 0)
  expect(markdown.replaceAll('\n', '')).not.toMatch(
    /[\p{Control}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]/u,
  )
}

/** Lines of a table all have as many cells as the rule under its head; GitHub cuts cells at pipes, even in code. */
export const expectWholeTables = (markdown: string): void => {
  const lines = markdown.split('\n')
  const cells = (line: string) => [...line].filter((character) => character === '|').length
  lines.forEach((line, place) => {
    if (!/^\|(?:-+:?\|)+$/.test(line)) return
    const end = lines.findIndex((later, where) => where > place && !later.startsWith('|'))
    for (const row of lines.slice(place - 1, end === -1 ? undefined : end))
      expect(cells(row)).toBe(cells(line))
    expect(lines[end] ?? '').toBe('')
  })
}
