import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { actionPages } from '../../../scripts/action-yml.ts'
import { type Action, gateAction, learnAction, ledgerAction } from '../../../src/main/action/contract.ts'
import { commandNames } from '../../../src/sources/github/command.ts'

const root = resolve(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** DESIGN.md §4, which other people's workflows rely on: names are added, never renamed. */
test('the gate takes and gives what was promised', () => {
  expect(Object.keys(gateAction.inputs)).toEqual(
    expect.arrayContaining([
      ...['github-token', 'mode', 'environment', 'config-file', 'config', 'base-ref', 'head-ref'],
      ...['pull-request-number', 'dry-run', 'fail-on', 'ledger'],
    ]),
  )
  expect(Object.keys(gateAction.outputs)).toEqual(
    expect.arrayContaining([
      ...[
        'decision',
        'continue',
        'reason-code',
        'risk',
        'risk-band',
        'reviewers',
        'sha',
        'message',
        'result',
      ],
      ...['result-file', 'ledger-record', 'wake-at'],
    ]),
  )
})

interface Declared {
  readonly name: string
  readonly description: string
  readonly inputs: Readonly<Record<string, { description: string; required: boolean; default?: string }>>
  readonly outputs: Readonly<Record<string, { description: string }>>
  readonly runs: unknown
}

describe.each<[string, Action, string]>([
  ['action.yml', gateAction, 'dist/index.js'],
  ['ledger/action.yml', ledgerAction, '../dist/ledger.js'],
  ['learn/action.yml', learnAction, '../dist/learn.js'],
])('%s', (path, action, main) => {
  const declared = parse(read(path)) as Declared

  test('declares every input and output, and no other', () => {
    expect(Object.keys(declared.inputs)).toEqual(Object.keys(action.inputs))
    expect(Object.keys(declared.outputs)).toEqual(Object.keys(action.outputs))
    expect(declared.runs).toEqual({ using: 'node24', main })
  })

  test('has no default that a configuration file may set', () => {
    const defaults = Object.entries(declared.inputs).filter(([, input]) => input.default !== undefined)
    expect(defaults.map(([name, input]) => [name, input.default])).toEqual([
      ['github-token', `\${{ github.token }}`],
    ])
  })

  test('says what each is for, in kebab-case, as GitHub takes it', () => {
    const each = { ...declared.inputs, ...declared.outputs }
    for (const [name, { description }] of Object.entries(each)) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
      expect(description).toMatch(/\.$/)
    }
    // Longer ones GitHub's marketplace refuses.
    expect(declared.description.length).toBeLessThan(125)
    for (const { required } of Object.values(declared.inputs)) expect(typeof required).toBe('boolean')
  })
})

test.each(Object.entries(actionPages()))('%s is what the contract says', (path, text) => {
  expect(read(path)).toBe(text)
})

test('what stands between the start and the first request to GitHub loads no library', () => {
  const action = ['contract', 'runner', 'payload', 'inputs', 'toolkit', 'outputs', 'records']
  const reached = new Set(action.map((name) => join(root, `src/main/action/${name}.ts`)))
  reached.add(join(root, 'src/sources/github/door.ts'))
  const libraries: string[] = []
  for (const path of reached) {
    for (const [, from = ''] of readFileSync(path, 'utf8').matchAll(/ from '([^']+)'$/gm)) {
      if (from.startsWith('.')) reached.add(resolve(dirname(path), from))
      else if (!from.startsWith('node:')) libraries.push(`${path}: ${from}`)
    }
  }
  expect(reached.size).toBeGreaterThan(30)
  expect(libraries).toEqual([])
})

test('the page tells every command that a comment may hold', () => {
  const [, table = ''] = read('docs/action.md').split('### Commands\n')
  for (const name of commandNames) expect(table, name).toContain(`\`.${name}`)
})
