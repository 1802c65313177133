import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/domain/errors.ts'
import { commandHelp, generalHelp, readArguments } from '../../src/main/arguments.ts'
import { type Command, commands } from '../../src/main/contract.ts'
import fc from '../properties.ts'

describe('a command line that can be obeyed', () => {
  test.each<[string, readonly string[], string, Record<string, string | boolean | string[]>]>([
    ['a bare command', ['gate'], 'gate', {}],
    ['a switch', ['gate', '--json'], 'gate', { json: true }],
    ['a value', ['gate', '--base', 'v1.2.0'], 'gate', { base: 'v1.2.0' }],
    ['a value after =', ['gate', '--base=v1.2.0'], 'gate', { base: 'v1.2.0' }],
    ['a value that begins with a dash, after =', ['gate', '--base=--all'], 'gate', { base: '--all' }],
    ['a value with =', ['backtest', '--time=a=b'], 'backtest', { time: 'a=b' }],
    ['a value of spaces', ['gate', '--config', ' '], 'gate', { config: ' ' }],
    ['the last of two wins', ['gate', '--base', 'a', '--base', 'b'], 'gate', { base: 'b' }],
    [
      'several, in any order',
      ['gate', '--json', '--mode', 'off', '--head', 'main'],
      'gate',
      { json: true, mode: 'off', head: 'main' },
    ],
    ['a long name', ['backtest', '--train-fraction', '0.5'], 'backtest', { 'train-fraction': '0.5' }],
    ['a verb', ['rollout', 'status'], 'rollout', { verb: 'status' }],
    [
      'several values, at once or one by one',
      ['rollout', 'plan', '--plan', 'a.yml', 'b.yml', '--to', 'v2', '--plan=c.yml'],
      'rollout',
      { verb: 'plan', plan: ['a.yml', 'b.yml', 'c.yml'], to: 'v2' },
    ],
  ])('%s', (_, argv, command, values) =>
    expect(readArguments(argv)).toEqual({ kind: 'command', command, values }),
  )

  test.each([[[]], [['help']], [['--help']], [['-h']]])('%j asks for help', (argv) =>
    expect(readArguments(argv)).toEqual({ kind: 'help', text: generalHelp() }),
  )

  test.each([
    ['gate', ['gate', '--help']],
    ['gate', ['gate', '--base', 'main', '-h']],
    ['replay', ['replay', '--nonsense', '--help']],
    ['learn', ['help', 'learn']],
  ] as const)('help of %s, whatever else is there', (name, argv) =>
    expect(readArguments(argv)).toEqual({ kind: 'help', text: commandHelp(commands[name]) }),
  )
})

describe('a command line that cannot be obeyed', () => {
  test.each<[string, readonly string[], string]>([
    ['a misspelt command', ['gaet'], 'gaet: no such command; did you mean gate?'],
    ['a command nobody has', ['fly'], `fly: no such command; there are ${Object.keys(commands).join(', ')}`],
    ['what every object has', ['toString'], 'toString: no such command'],
    ['a misspelt option', ['gate', '--enviroment', 'x'], 'did you mean --environment?'],
    ['an option of another command', ['replay', '--mode', 'off'], 'replay --mode: no such option'],
    ['an option every object has', ['gate', '--constructor'], 'gate --constructor: no such option'],
    ['__proto__', ['gate', '--__proto__=1'], 'gate --__proto__: no such option'],
    ['a short option', ['gate', '-j'], 'gate -j: no such option'],
    ['a switch turned off', ['gate', '--no-json'], 'gate --no-json: no such option'],
    ['a missing value at the end', ['gate', '--base'], 'gate --base: needs a value, as in --base REF'],
    ['a missing value before an option', ['gate', '--base', '--json'], 'gate --base: needs a value'],
    ['an empty value', ['gate', '--base', ''], 'gate --base: needs a value'],
    ['an empty value after =', ['gate', '--base='], 'gate --base: needs a value'],
    ['a value for a switch', ['gate', '--json=true'], 'gate --json: takes no value'],
    [
      'a word too many',
      ['gate', 'main'],
      'gate: does not take "main"; options start with --, see gate --help',
    ],
    ['a word after --', ['gate', '--', 'main'], 'gate: does not take "main"'],
    ['a missing verb', ['rollout'], 'rollout: say what to do; there are plan, run, status'],
    ['an option in place of a verb', ['rollout', '--to', 'v2'], 'rollout: say what to do'],
    ['a misspelt verb', ['rollout', 'pasue'], 'rollout pasue: no such thing to do; did you mean pause?'],
    ['a word after an option of one value', ['rollout', 'run', '--to', 'v2', 'v3'], 'does not take "v3"'],
    ['no value of several', ['rollout', 'run', '--plan'], 'rollout run --plan: needs a value'],
    [
      'whom to move, where only whom to leave alone can be said',
      ['rollout', 'run', '--to', 'v2', '--instance', 'web-1'],
      'rollout run --instance: only rollout skip heeds it; leave it out',
    ],
    [
      'a version to go back to',
      ['rollout', 'abort', '--to', 'v1'],
      'rollout abort --to: only rollout plan and rollout run heed it; leave it out',
    ],
    ['an empty word', ['gate', ''], 'gate: does not take ""'],
  ])('%s', (_, argv, message) => {
    expect(() => readArguments(argv)).toThrow(UsageError)
    expect(() => readArguments(argv)).toThrow(message)
  })

  test('any words at all end in an answer or a message of one line, never in anything else', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'gate',
        'backtest',
        'replay',
        'rollout',
        'plan',
        '--plan',
        '--',
        '-',
        '--json',
        '--base',
        '--base=',
        '-h',
        '--now',
      ),
      fc.string(),
      fc.string().map((text) => `--${text}`),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (argv) => {
        try {
          expect(['command', 'help']).toContain(readArguments(argv).kind)
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('help', () => {
  test.each(Object.values(commands).map((command): [string, Command] => [command.name, command]))(
    'of %s tells each option once, within 120 columns',
    (name, command) => {
      const text = commandHelp(command)
      expect(text.startsWith(`change-risk-gate ${name}: `)).toBe(true)
      for (const option of command.options)
        expect(text.match(new RegExp(`^  --${option.name}(?: |$)`, 'gm'))).toHaveLength(1)
      expect(text.split('\n').filter((line) => line.length > 120)).toEqual([])
    },
  )

  test('names each command with what it does, and the exit codes', () => {
    for (const { name, says } of Object.values(commands))
      expect(generalHelp()).toMatch(new RegExp(`${name} +${says}`))
    expect(generalHelp()).toMatch(/0 go on .* 1 usage.* 2 the answer is no/)
  })
})
