import * as core from '@actions/core'
import { expect, test, vi } from 'vitest'
import {
  type Annotation,
  annotationLine,
  commandLine,
  type Level,
  logLines,
} from '../../../src/main/action/workflow-commands.ts'
import fc from '../../properties.ts'
import { isObeyed } from './runner-environment.ts'

/** What GitHub's own library writes to standard output. */
const writtenBy = (write: () => void): string => {
  const texts: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => texts.push(String(text)) > 0)
  try {
    write()
  } finally {
    spy.mockRestore()
  }
  return texts.join('')
}
const line = (text: string): string => `${text}\n`

/** Text of people, with everything the format itself is made of. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('%', '\r', '\n', ':', '::', ',', '%0A', '=', '##[', ' '),
      fc.string({ maxLength: 5 }),
    ),
  )
  .map((pieces) => pieces.join(''))

test('commands are the bytes GitHub’s own library writes', () => {
  fc.assert(
    fc.property(text, text, (message, title) => {
      expect(line(commandLine('add-mask', message))).toBe(writtenBy(() => core.setSecret(message)))
      expect(line(commandLine('debug', message))).toBe(writtenBy(() => core.debug(message)))
      expect(line(commandLine('group', title))).toBe(writtenBy(() => core.startGroup(title)))
      expect(line(commandLine('endgroup'))).toBe(writtenBy(() => core.endGroup()))
    }),
  )
})

const annotate = { notice: core.notice, warning: core.warning, error: core.error }

test('annotations too, at their file and lines', () => {
  const visible = text.filter((each) => !/[^\P{Cc}\n]/u.test(each))
  fc.assert(
    fc.property(
      visible,
      visible,
      fc.constantFrom<Level>('notice', 'warning', 'error'),
      (message, title, level) => {
        const at = { file: 'a:b, c%.ts', line: 3, endLine: 5 }
        const theirs = writtenBy(() =>
          annotate[level](message, { title, file: at.file, startLine: 3, endLine: 5 }),
        )
        const sorted = (written: string) =>
          written
            .trimEnd()
            .replace(/^::(\w+) (.*?)::/, (_, name, list) => `::${name} ${list.split(',').sort().join(',')}::`)
        const ours = annotationLine({ level, message, title, ...at } satisfies Annotation)
        expect(sorted(ours)).toBe(sorted(theirs))
      },
    ),
  )
})

test.each([
  ['plain text stays', 'risk 4.4 %, see a::b', 'risk 4.4 %, see a::b'],
  ['indented text stays', '  Read first\n\t#12', '  Read first\n\t#12'],
  ['a command', '::set-output name=continue::true', ': :set-output name=continue::true'],
  ['behind blanks', ' \t\u00a0::error::x', ' \t\u00a0: :error::x'],
  ['on a later line', 'title\r::stop-commands::x', 'title\n: :stop-commands::x'],
  ['behind a next-line character', 'a\u0085::error::x', 'a\n: :error::x'],
  ['behind a byte order mark', '\ufeff::error::x', '\ufeff: :error::x'],
  ['hidden by a null', '\0:\0:error::x', ': :error::x'],
  ['of the old form, anywhere', 'title ##[add-mask]e', 'title ## [add-mask]e'],
  ['pieced together', '##\u0007[error]', '## [error]'],
  ['colours and turned text', '\u001b[31mred\u202e', '[31mred'],
])('in the log: %s', (_, given, shown) => expect(logLines(given)).toBe(shown))

test('no text in the log is obeyed', () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ':',
          '::',
          '##',
          '[',
          '##[',
          ' ',
          '\n',
          '\r',
          '\t',
          '\u0085',
          '\u2028',
          '\0',
          '\u001b',
          '\u202a',
          '\u200b',
          '\ufeff',
          'error',
        ),
        fc.string({ unit: 'binary', maxLength: 2 }),
      ),
    )
    .map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(hostile, (given) => {
      expect(
        logLines(given)
          .split(/\r\n|\n|\r/)
          .filter(isObeyed),
      ).toEqual([])
    }),
    { numRuns: 5000 },
  )
})

test('a command never spans two lines, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (message, title) => {
      expect(annotationLine({ level: 'warning', message, title })).not.toMatch(/[\r\n]/)
      expect(annotationLine({ level: 'warning', message: 'm', title })).toMatch(
        /^::warning(?: title=[^:,]+)?::m$/,
      )
    }),
  )
})
