import { describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import { displayWidth } from '../../src/report/display-width.ts'
import { formatPercent } from '../../src/report/numbers.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import fc from '../properties.ts'
import { baseUnknown, batchOf400, fewFailures, firstRun, reviewOne, situations } from './fixtures.ts'
import { makeHostile } from './hostility.ts'

const escapeCharacter = String.fromCharCode(0x1b)
const colours = new RegExp(`${escapeCharacter}\\[\\d+m`, 'g')
const show = (assessment: Assessment, width?: number) =>
  renderTerminal(assessment, { colour: false, ...(width === undefined ? {} : { width }) })
const oneLine = (assessment: Assessment) => show(assessment).replace(/\s+/g, ' ')

describe.each(Object.entries(situations))('%s', (name, assessment) => {
  test('looks as agreed', () => expect(`${show(assessment)}\n`).toMatchFileSnapshot(`golden/${name}.txt`))

  test('has at most 25 lines of at most 80 columns, and no trailing space', () => {
    const lines = show(assessment).split('\n')
    expect(lines.length).toBeLessThanOrEqual(25)
    for (const line of lines) {
      expect(displayWidth(line)).toBeLessThanOrEqual(80)
      expect(line).toBe(line.trimEnd())
    }
  })

  test('is laid out the same in colour', () => {
    const coloured = renderTerminal(assessment, { colour: true })
    expect(coloured).toContain(escapeCharacter)
    expect(coloured.replace(colours, '')).toBe(show(assessment))
  })

  test('answers in capitals on the second line', () => {
    expect(show(assessment).split('\n')[1]).toMatch(/^ {2}(OBSERVE|APPROVE|REVIEW|HOLD|REJECT|OFF)\b/)
  })

  test('never speaks of log-odds, e-values or calibration error', () => {
    expect(show(assessment)).not.toMatch(/log-?odds|e-value|\bECE\b|\bnull\b|undefined|\bNaN\b/)
  })

  test('stays on its screen when every text is hostile', () => {
    const shown = show(makeHostile(assessment))
    expect(shown.split('\n').length).toBeLessThanOrEqual(25)
    for (const line of shown.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80)
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Control}\u200b\u202e\u2066\ufeff]/u)
  })

  test('fits a narrow window', () => {
    for (const line of show(assessment, 60).split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(60)
  })
})

test('any text anywhere stays on the screen', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(...Object.keys(situations)),
      (text, name) => {
        const lines = show(makeHostile(situations[name]!, text)).split('\n')
        expect(lines.length).toBeLessThanOrEqual(25)
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80)
      },
    ),
    { numRuns: 60 },
  )
})

/** The numbers a reader would take a calculator to. */
const readFactors = (lines: string) => [...lines.matchAll(/×([\d.]+)/g)].map(([, factor]) => Number(factor))
const readPercents = (line: string) => [...line.matchAll(/([\d.]+) %/g)].map(([, percent]) => Number(percent))
const between = (screen: string, from: string, to: string) =>
  screen.slice(screen.indexOf(from), screen.indexOf(to))

describe('what is shown multiplies and adds up', () => {
  test.each([
    ['eighteen changes', firstRun],
    ['a release train', batchOf400],
    ['four changes', fewFailures],
    ['a ranking without probability', baseUnknown],
  ])('%s: from the usual change to the riskiest', (_, assessment) => {
    const screen = show(assessment)
    const [usual] = readPercents(screen.slice(screen.indexOf('a usual change alone')))
    const product = readFactors(
      between(
        screen,
        '  Why ',
        screen.includes('  Moment') ? '  Moment' : screen.includes('  Smaller') ? '  Smaller' : '  Known',
      ),
    ).reduce((all, factor) => all * factor, usual!)
    const alone = assessment.change.parts[0]!.risk * 100
    expect(product / alone).toBeGreaterThan(0.94)
    expect(product / alone).toBeLessThan(1.06)
    expect(screen).toContain(formatPercent(alone / 100))
  })

  test('a single change: from the usual change to the number in the sentence', () => {
    const screen = show(reviewOne)
    const product = readFactors(screen).reduce((all, factor) => all * factor, 0.9)
    expect(product).toBeCloseTo(4.5, 0)
    expect(oneLine(reviewOne)).toContain('4.5 % to be reverted')
    expect(oneLine(reviewOne)).toContain('usual change 0.9 %')
  })

  test('shares add up to 100 %', () => {
    const table = between(show(firstRun), 'share   alone', '  Why')
    const shares = table.split('\n').flatMap((line) => readPercents(line).slice(0, 1))
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100)
  })
})

describe('an interval stands beside the number', () => {
  const known = (count: number, limit: number | null): Assessment => ({
    ...firstRun,
    labels: { ...firstRun.labels, known: count },
    risk: { ...firstRun.risk, limit },
  })
  test.each([
    ['under 50 known outcomes', known(49, 0.03), true],
    ['not from 50 on', known(50, 0.03), false],
    ['when it crosses the limit', known(500, 0.2), true],
    ['not without limit', known(500, null), false],
  ])('%s', (_, assessment, shown) => expect(oneLine(assessment).includes('could be 11–35 %')).toBe(shown))
})

test.each([
  [0, 'No failure is known here: too few to judge'],
  [1, 'Only 1 failure is known here: too few to judge'],
  [9, 'Only 9 failures are known here: too few to judge'],
  [10, null],
])('with %d known failures it says %s', (known, said) => {
  const shown = oneLine({ ...firstRun, labels: { ...firstRun.labels, known } })
  if (said === null) expect(shown).not.toContain('too few to judge')
  else expect(shown).toContain(said)
})

test.each([
  [
    'prefixes and reverts with their command',
    { command: 'gate --head f2017564' },
    'gate --head f2017564 17 changes',
  ],
  [
    'a command too long to stand whole is left out, its sentence stays',
    { command: `gate --head ${'x'.repeat(90)}` },
    'Smaller 17 changes',
  ],
])('%s', (_, change, said) => {
  expect(oneLine({ ...firstRun, lower: [{ ...firstRun.lower[0]!, ...change }] })).toContain(said)
})
