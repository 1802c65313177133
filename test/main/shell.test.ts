import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { momentOf, terminalProgress } from '../../src/main/shell.ts'

const present = new Date('2026-03-10T09:30:00Z')
const refuse = (text: string): never => {
  throw new Error(`no moment: ${text}`)
}

describe('the moment --now names', () => {
  test.each<[string, string | undefined, string]>([
    ['nothing said: the present', undefined, '2026-03-10T09:30:00.000Z'],
    ['a second', '2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z'],
    ['a minute', '2026-11-21T10:00Z', '2026-11-21T10:00:00.000Z'],
    ['a fraction of a second', '2026-11-21T10:00:00.250Z', '2026-11-21T10:00:00.250Z'],
    ['elsewhere', '2026-11-21T10:00:00+05:30', '2026-11-21T04:30:00.000Z'],
    ['west of everything', '2026-01-01T00:00:00-11:00', '2026-01-01T11:00:00.000Z'],
    ['a day: its first instant', '2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['a leap day', '2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('%s', (_, text, moment) => expect(momentOf({ now: text }, present, refuse).toISOString()).toBe(moment))

  test.each([
    ['a word', 'yesterday'],
    ['a day that is none', '2026-02-31'],
    ['no leap day', '2026-02-29T10:00:00Z'],
    ['a month that is none', '2026-13-01'],
    ['an hour that is none', '2026-11-21T25:00:00Z'],
    ['a time without a zone', '2026-11-21T10:00:00'],
    ['a zone that is none', '2026-11-21T10:00:00+99:00'],
    ['a number', '1767225600'],
    ['another order', '21.11.2026'],
    ['more behind it', '2026-11-21T10:00:00Z or so'],
  ])('is refused: %s', (_, text) =>
    expect(() => momentOf({ now: text }, present, refuse)).toThrow(`no moment: ${text}`),
  )
})

describe('progress on a terminal', () => {
  const watched = () => {
    const stream = new PassThrough()
    let time = 1000
    const progress = terminalProgress(stream as unknown as NodeJS.WriteStream, () => time)
    return {
      ...progress,
      wait: (milliseconds: number) => {
        time += milliseconds
      },
      written: () => String(stream.read() ?? ''),
    }
  }

  test('is drawn ten times a second at most, and when it is done', () => {
    const { show, wait, written } = watched()
    show('reading history', 1, 4)
    expect(written()).toMatch(/^\r█{6}░{18} reading history: 1 of 4/)
    wait(50)
    show('reading history', 2, 4)
    expect(written()).toBe('')
    wait(51)
    show('reading history', 3, 4)
    expect(written()).toMatch(/█{18}░{6} reading history: 3 of 4/)
    show('reading history', 4, 4)
    expect(written()).toMatch(/█{24} reading history: 4 of 4/)
  })

  test('neither too much nor nothing of nothing breaks the bar', () => {
    const { show, wait, written } = watched()
    show('reading', 9, 4)
    expect(written()).toMatch(/\r█{24} reading: 9 of 4/)
    wait(101)
    show('reading', 0, 0)
    expect(written()).toMatch(/\r░{24} reading: 0 of 0/)
  })

  test('is wiped away once, and only where it was', () => {
    const { show, clear, written } = watched()
    clear()
    expect(written()).toBe('')
    show('reading', 1, 2)
    written()
    clear()
    expect(written()).toBe('\r\u001b[K')
    clear()
    expect(written()).toBe('')
  })
})
