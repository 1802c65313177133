import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type Command, commands } from '../../src/main/contract.ts'
import { toolName, version } from '../../src/main/version.ts'

/** DESIGN.md §4, which other people's scripts rely on: options are added, never renamed. */
test.each<[keyof typeof commands, readonly string[]]>([
  [
    'gate',
    ['repository', 'base', 'head', 'environment', 'mode', 'config', 'ledger', 'fail-on', 'json', 'now'],
  ],
  [
    'backtest',
    [
      ...[
        'repository',
        'table',
        'time',
        'label',
        'label-time',
        'ignore',
        'train-fraction',
        'blocks',
        'prior',
      ],
      ...['maturity', 'policy', 'period', 'predictions', 'json'],
    ],
  ],
  ['replay', ['ledger', 'json']],
  ['suspects', ['incident', 'repository', 'ledger', 'at', 'limit', 'json']],
  ['rollout', ['plan', 'to', 'risk', 'ledger', 'json']],
])('%s takes what was promised', (name, promised) => {
  const options = commands[name].options.map((option) => option.name)
  expect(options).toEqual(expect.arrayContaining([...promised]))
  expect(new Set(options).size).toBe(options.length)
})

test('rollout does what was promised', () =>
  expect(Object.keys(commands.rollout.verbs)).toEqual(
    expect.arrayContaining(['plan', 'run', 'status', 'pause', 'resume', 'abort', 'promote', 'skip']),
  ))

test('commands stand under their own names, options are spelled in kebab-case and say what they are for', () => {
  for (const [key, command] of Object.entries(commands as Record<string, Command>)) {
    expect(command.name).toBe(key)
    for (const { name, says } of command.options) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
      expect(says).not.toBe('')
    }
  }
})

test('name and release are those of package.json', () => {
  const about = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'))
  expect([toolName, version]).toEqual([about.name, about.version])
})
