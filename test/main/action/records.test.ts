import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SourceError, UsageError } from '../../../src/domain/errors.ts'
import { parseRecords, readRecords } from '../../../src/main/action/records.ts'
import { folder } from './runner-environment.ts'

test.each([
  ['a document', '{"kind":"decision"}', [{ kind: 'decision' }]],
  ['a document over several lines', '{\n"kind": "decision"\n}\n', [{ kind: 'decision' }]],
  ['a list', '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
  ['a line each', '{"a":1}\r\n\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ['none', '', []],
  ['an empty list', '[]', []],
])('%s', (_, text, records) => expect(parseRecords('it', text)).toEqual(records))

test.each([
  ['a torn line', '{"a":1}\n{"a":', 'it: entry 2 is no JSON object'],
  ['a number', '1', 'it: entry 1'],
  ['a list of lists', '[[]]', 'it: entry 1'],
  ['prose', 'secret words', 'it: entry 1'],
])('%s is told, and not shown', (_, text, sentence) => {
  expect(() => parseRecords('it', text)).toThrow(UsageError)
  expect(() => parseRecords('it', text)).toThrow(sentence)
  expect(() => parseRecords('it', text)).not.toThrow('secret')
})

test('JSON is taken as it stands, anything else is a path seen from the workspace', async () => {
  const workspace = folder()
  mkdirSync(join(workspace, 'out'))
  writeFileSync(join(workspace, 'out', 'records.jsonl'), '{"a":1}\n')
  expect(await readRecords(' [{"a":2}] ', workspace)).toEqual([{ a: 2 }])
  expect(await readRecords('out/records.jsonl', workspace)).toEqual([{ a: 1 }])
  expect(await readRecords(join(workspace, 'out', 'records.jsonl'), '/')).toEqual([{ a: 1 }])
  await expect(readRecords('absent.jsonl', workspace)).rejects.toThrow(SourceError)
  await expect(readRecords('a\0b', workspace)).rejects.toThrow(UsageError)
})
