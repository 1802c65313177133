import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SourceError } from '../../../src/domain/errors.ts'
import { mostOutputBytes, outputText } from '../../../src/main/action/output-file.ts'
import { fitSummary, mostSummaryBytes } from '../../../src/main/action/summary.ts'
import { openToolkit } from '../../../src/main/action/toolkit.ts'
import fc from '../../properties.ts'
import { folder, parseOutputs } from './runner-environment.ts'

const open = () => {
  const temporaryFolder = folder()
  const outputFile = join(temporaryFolder, 'output')
  const summaryFile = join(temporaryFolder, 'summary.md')
  for (const path of [outputFile, summaryFile]) writeFileSync(path, '')
  const written: string[] = []
  const toolkit = openToolkit({
    outputFile,
    summaryFile,
    temporaryFolder,
    write: (text) => void written.push(text),
  })
  return { toolkit, outputFile, summaryFile, temporaryFolder, written }
}

describe('outputs', () => {
  test('the runner reads back what was set, also by a step before', async () => {
    const { outputFile, toolkit } = open()
    writeFileSync(outputFile, 'earlier=1\n')
    const outputs = {
      decision: 'review',
      message: 'a=b\n\nc<<d\r\ndelimiter-1\n',
      risk: '',
      result: '{"a":"é"}',
    }
    await toolkit.setOutputs(outputs)
    await toolkit.setOutputs({ continue: 'true' })
    expect(parseOutputs(readFileSync(outputFile, 'utf8'))).toEqual({
      earlier: '1',
      ...outputs,
      continue: 'true',
    })
  })

  test('no value sets another output', async () => {
    const name = fc.constantFrom('decision', 'continue', 'message', 'result')
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('x\ncontinue=true', 'x\ncontinue<<E\ntrue\nE', '\n', '<<', 'delimiter-', '\r\n'),
    )
    await fc.assert(
      fc.property(fc.dictionary(name, value), (outputs) => {
        expect(parseOutputs(outputText(outputs, 'delimiter-7f0c'))).toEqual({ ...outputs })
      }),
    )
  })

  test('delimiters are new for every write', async () => {
    const { outputFile, toolkit } = open()
    for (const _ of [1, 2, 3]) await toolkit.setOutputs({ decision: 'review' })
    const delimiters = readFileSync(outputFile, 'utf8').match(/<<.*/g)
    expect(new Set(delimiters).size).toBe(3)
    expect(delimiters?.[0]).toMatch(/^<<delimiter-[0-9a-f-]{36}$/)
  })

  test.each([
    ['a value that holds the delimiter', { message: 'a E b' }],
    ['a name that is none', { 'a=b': 'x' }],
    ['more than GitHub takes', { message: 'x'.repeat(mostOutputBytes) }],
  ])('%s is refused whole', (_, outputs) => expect(() => outputText(outputs, 'E')).toThrow(Error))

  test('a file that is not there is told by the name the runner gives it', async () => {
    const toolkit = openToolkit({
      outputFile: join(folder(), 'gone', 'output'),
      summaryFile: null,
      temporaryFolder: '/',
      write: () => undefined,
    })
    await expect(toolkit.setOutputs({ decision: 'review' })).rejects.toThrow(SourceError)
    await expect(toolkit.setOutputs({ decision: 'review' })).rejects.toThrow('GITHUB_OUTPUT')
  })

  test('without a file nothing is written and nothing fails', async () => {
    const toolkit = openToolkit({
      outputFile: null,
      summaryFile: null,
      temporaryFolder: folder(),
      write: () => undefined,
    })
    await toolkit.setOutputs({ decision: 'review' })
    await toolkit.addSummary('# x')
  })
})

describe('the log', () => {
  test('masks every token, each of its lines, and the form git sends it in', () => {
    const { toolkit, written } = open()
    toolkit.mask(['ghs_1', '', 'two\nlines%'])
    expect(written).toEqual([
      '::add-mask::ghs_1\n',
      `::add-mask::${Buffer.from('x-access-token:ghs_1').toString('base64')}\n`,
      '::add-mask::two\n',
      '::add-mask::lines%25\n',
      `::add-mask::${Buffer.from('x-access-token:two\nlines%').toString('base64')}\n`,
    ])
  })

  test('is folded away under titles, one after the other, never one in another', () => {
    const { toolkit, written } = open()
    toolkit.fold(null)
    toolkit.fold('Wave 1\n::error::x')
    toolkit.log('::error::inside')
    toolkit.fold('Wave 1\n::error::x')
    toolkit.fold('Wave 2')
    toolkit.fold(null)
    toolkit.fold(null)
    expect(written).toEqual([
      '::group::Wave 1%0A::error::x\n',
      ': :error::inside\n',
      '::endgroup::\n',
      '::group::Wave 2\n',
      '::endgroup::\n',
    ])
  })
})

describe('the summary', () => {
  test('is appended, a line end after each', async () => {
    const { summaryFile, toolkit } = open()
    await toolkit.addSummary('# one')
    await toolkit.addSummary('two\n')
    expect(readFileSync(summaryFile, 'utf8')).toBe('# one\ntwo\n')
  })

  test('stays within what GitHub takes, all pieces together', async () => {
    const { summaryFile, toolkit } = open()
    const rows = '| é | row |\n'.repeat(60_000)
    await toolkit.addSummary(rows)
    await toolkit.addSummary(rows)
    await toolkit.addSummary(rows)
    const text = readFileSync(summaryFile, 'utf8')
    expect(statSync(summaryFile).size).toBeLessThanOrEqual(mostSummaryBytes)
    expect(text).toMatch(/\| é \| row \|\n\n\*The rest is left out: [^\n]+\*\n$/)
    expect(text.match(/The rest is left out/g)).toHaveLength(1)
  })

  test.each([
    ['at a line', 'one\ntwo\nthree\n'.repeat(40), 'one\ntwo\n'],
    [
      'folds and code are closed',
      `<details>\n<details>\n\n\`\`\`\n${'x\n'.repeat(200)}`,
      '</details>\n\n</details>\n\n*The rest',
    ],
    ['a single endless line is left out', 'x'.repeat(1000), '\n*The rest'],
  ])('cut: %s', (_, markdown, wanted) => expect(fitSummary(markdown, 0, 200)).toContain(wanted))

  test('whatever is cut fits, keeps whole lines and says so where there is room', () => {
    const lines = fc.array(
      fc.constantFrom('| a | b |', '<details>', '</details>', '```', 'é'.repeat(30), ''),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(lines, fc.nat(300), fc.nat(900), (each, used, most) => {
        const markdown = each.join('\n')
        const text = fitSummary(markdown, used, most)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(Math.max(0, most - used))
        const isCut = text !== `${markdown.replace(/\n$/, '')}\n` && text !== `${markdown}\n`
        const [kept = ''] = text.split('\n*The rest')
        if (isCut && text !== '') expect(text).toMatch(/The rest is left out/)
        if (isCut && text !== '')
          expect(kept.match(/<details>/g)?.length ?? 0).toBeLessThanOrEqual(
            kept.match(/<\/details>/g)?.length ?? 0,
          )
      }),
    )
  })
})

describe('the result file', () => {
  test('holds the whole, one of its own for every step', async () => {
    const { temporaryFolder, toolkit } = open()
    const paths = [await toolkit.writeResult({ a: 1 }), await toolkit.writeResult({ a: 2 })]
    expect(paths.map((path) => JSON.parse(readFileSync(path, 'utf8')).a)).toEqual([1, 2])
    expect(paths.every((path) => path.startsWith(temporaryFolder))).toBe(true)
  })

  test('a folder that is gone is told', async () => {
    const toolkit = openToolkit({
      outputFile: null,
      summaryFile: null,
      temporaryFolder: join(folder(), 'gone'),
      write: () => undefined,
    })
    await expect(toolkit.writeResult({})).rejects.toThrow(/RUNNER_TEMP: cannot be written \(ENOENT\)/)
  })
})
