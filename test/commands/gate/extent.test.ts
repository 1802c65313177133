import { describe, expect, test } from 'vitest'
import { extentOf } from '../../../src/commands/gate/extent.ts'
import type { ChangedFile } from '../../../src/domain/change.ts'
import { displayWidth } from '../../../src/report/display-width.ts'
import fc from '../../properties.ts'

const file = (
  path: string,
  added: number | null,
  deleted: number | null,
  more: Partial<ChangedFile> = {},
) => ({
  path,
  status: 'modified' as const,
  kind: 'code' as const,
  added,
  deleted,
  binary: false,
  submodule: false,
  ...more,
})
const say = (...files: readonly ChangedFile[]): string => extentOf({ files, filesKnown: true })
const small = (count: number): readonly ChangedFile[] =>
  Array.from({ length: count }, (_, at) => file(`src/${at}.ts`, 1, 0))

describe('in a few characters', () => {
  test.each<[string, string, string]>([
    ['one file', say(file('src/status.py', 362, 150)), 'status.py +362 −150'],
    ['only added', say(file('a.ts', 5, 0)), 'a.ts +5'],
    ['only deleted', say(file('a.ts', 0, 7)), 'a.ts −7'],
    ['renamed, no line touched', say(file('new/a.ts', 0, 0, { status: 'renamed' })), 'a.ts'],
    ['lines nobody can count', say(file('a.ts', null, null)), 'a.ts'],
    [
      'several files of which nobody can count the lines',
      say(file('a.ts', null, null), file('b.ts', null, null)),
      '2 files',
    ],
    ['a picture', say(file('logo.png', null, null, { binary: true })), 'logo.png binary'],
    ['a submodule', say(file('vendor/lib', null, null, { submodule: true })), 'lib submodule'],
    ['two files alike', say(file('a.ts', 5, 5), file('b.ts', 5, 4), file('c.ts', 3, 3)), '3 files'],
    ['one that is most of it', say(file('a.ts', 90, 0), file('b.ts', 2, 0)), 'a.ts +90'],
    ['one that is most of many', say(file('a.ts', 900, 0), ...small(7)), '8 files'],
    ['very many', say(...small(1031)), '1,031 files'],
    ['nothing', say(), 'no file'],
    ['nobody knows', extentOf({ files: [], filesKnown: false }), 'files unknown'],
    ['a long name', say(file('src/averyveryverylongcomponentname.ts', 12, 3)), 'averyveryverylon… +12 −3'],
  ])('%s', (_, said, expected) => expect(said).toBe(expected))
})

test('never more than 24 columns, whatever the name and the numbers', () => {
  const name = fc.oneof(
    fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
    fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom('支', '払', '🚀', 'é', 'ü', 'a', '한') }),
  )
  const count = fc.option(fc.nat(10_000_000))
  fc.assert(
    fc.property(
      fc.array(
        fc
          .tuple(name, count, count, fc.boolean(), fc.boolean())
          .map(([path, added, deleted, binary, submodule]) =>
            file(path, added, deleted, { binary, submodule }),
          ),
        { maxLength: 9 },
      ),
      (files) => {
        const said = say(...files)
        expect(displayWidth(said)).toBeLessThanOrEqual(24)
        expect(said).not.toMatch(/NaN|null|undefined/)
      },
    ),
    { numRuns: 500 },
  )
})
