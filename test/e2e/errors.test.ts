/** What cannot be obeyed is told in a line or two that say where, what and the mend; never with a stack trace. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/main/contract.ts'
import { type CliOptions, cliPath, runCli, startCli } from './cli.ts'
import { git, isolatedEnvironment } from './git.ts'
import { makeRepository, type Repository } from './repository.ts'

let repository: Repository
let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'change-risk-errors-')))
  repository = await makeRepository()
  await repository.commit({ message: 'Begin', files: { 'a.ts': 'a\n' } })
  await repository.commit({ message: 'Go on', files: { 'a.ts': 'b\n' } })
  await writeFile(join(folder, 'no-model.json'), '{}')
  await writeFile(join(folder, 'binary.csv'), Buffer.from([0, 1, 2, 255, 254]))
  await git(['init', '--quiet', 'unborn'], { directory: folder })
  await git(['init', '--quiet', 'garbage'], { directory: folder })
  await writeFile(join(folder, 'garbage/.git/HEAD'), 'garbage\n')
  await mkdir(join(folder, 'plain'))
})
afterAll(async () => {
  await repository.remove()
  await rm(folder, { recursive: true, force: true })
})

const fails = async (args: readonly string[], says: RegExp, options: CliOptions = {}): Promise<void> => {
  const { code, stdout, stderr } = await runCli(args, { cwd: repository.directory, ...options })
  expect(stderr).toMatch(says)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(3)
  expect(stderr.endsWith('\n')).toBe(true)
  expect(stderr).not.toMatch(/^ {4}at |please report it|\[object|node:internal/m)
}

describe.each(['gate', 'backtest', 'replay'])('%s', (command) => {
  test('without git on the PATH', async () => {
    // replay reads no history: it verifies what the ledger holds, and needs no git for that.
    if (command === 'replay') {
      const { code } = await runCli(['replay'], { cwd: repository.directory, env: { PATH: folder } })
      expect(code).toBe(0)
    } else
      await fails([command], /^git: not found on the PATH; install git 2\.30 or later$/m, {
        env: { PATH: folder },
      })
  })

  test('outside a repository', () =>
    fails([command], /plain: not inside a git repository.*--repository DIR/, { cwd: join(folder, 'plain') }))

  test('in a folder that is not there', () =>
    fails([command, '--repository', join(folder, 'nowhere')], /--repository .*nowhere: no such folder/))

  test('with an option nobody knows', () =>
    fails(
      [command, '--repositry', '.'],
      new RegExp(`^${command} --repositry: no such option; did you mean --repository\\?$`, 'm'),
    ))

  test('with a value that is missing', async () => {
    await fails([command, '--repository'], /--repository: needs a value, as in --repository DIR/)
    await fails([command, '--repository', '--json'], /--repository: needs a value/)
    await fails([command, '--repository='], /--repository: needs a value/)
  })

  test('with a value that is too much', async () => {
    await fails([command, '--json=yes'], /--json: takes no value/)
    await fails([command, 'main'], /does not take "main"/)
  })
})

describe('gate', () => {
  test.each<[string, readonly string[], RegExp]>([
    [
      'a moment that is none',
      ['--now', 'yesterday'],
      /^gate --now yesterday: is no moment; write it as 20\d\d-/,
    ],
    ['a day that is not in the calendar', ['--now', '2026-02-31T00:00:00Z'], /^gate --now 2026-02-31/],
    [
      'a time that is another one in each place',
      ['--now', '2026-02-03T10:00'],
      /^gate --now 2026-02-03T10:00: is no/,
    ],
    [
      'a base that looks like an option',
      ['--base=--all'],
      /^--base --all: a ref cannot be empty or start with "-"/,
    ],
    ['a base that looks like a switch', ['--base', '-x'], /--base/],
    ['a head that looks like an option', ['--head=--output=x'], /^--head --output=x: a ref cannot/],
    [
      'a head nobody knows',
      ['--head', 'nowhere'],
      /^--head nowhere: no such commit in this clone.*git fetch/,
    ],
    ['a mode that is none', ['--mode', 'warn'], /^gate --mode warn: must be one of off, observe, enforce$/m],
    [
      'a strictness that is none',
      ['--fail-on', 'maybe'],
      /^gate --fail-on maybe: must be one of none, reject, hold, review$/m,
    ],
    [
      'a ledger of an unknown kind',
      ['--ledger', 'redis://x'],
      /--ledger redis:\/\/x is no ledger URL; use directory:PATH/,
    ],
    ['a ledger this command line cannot keep', ['--ledger', 'branch:x'], /use directory:PATH/],
  ])('%s', (_, args, says) => fails(['gate', ...args], says))

  test('a repository whose HEAD is garbage is told in git’s own words', () =>
    fails(['gate', '--repository', join(folder, 'garbage')], /garbage.*git cannot read it: fatal: /))
})

test('learn beside a ledger that is not there', () =>
  fails(
    ['learn', '--ledger', 'directory:first', 'directory:nowhere'],
    /^learn --ledger directory:nowhere: no record is there; name the folder that holds events\/$/m,
  ))

describe('replay', () => {
  test.each(['directory:nowhere', 'directory:.'])('a ledger where none is: %s', (url) =>
    fails(
      ['replay', '--ledger', url],
      /^replay --ledger directory:\S+: no record is in \/.*; name the folder/,
    ),
  )
})

describe('backtest', () => {
  test.each<[string, readonly string[], RegExp]>([
    [
      'both sources at once',
      ['--table', 'x.csv', '--repository', '.'],
      /--table and --repository exclude each other/,
    ],
    [
      'a policy of a table',
      ['--table', 'x.csv', '--policy', 'p.yml'],
      /--policy: is asked of a clone, and a/,
    ],
    [
      'a column without a table',
      ['--label', 'bug'],
      /--label: is asked of a table; name it with --table FILE/,
    ],
    [
      'a period without a policy',
      ['--period', '30d'],
      /--period: is asked of a policy; name it with --policy/,
    ],
    ['a table that is not there', ['--table', 'nowhere.csv'], /nowhere\.csv/],
    [
      'a fraction beyond the end',
      ['--train-fraction', '1.5'],
      /--train-fraction 1\.5: must be a number from 0\.05 to 0\.95/,
    ],
    ['a fraction in letters', ['--train-fraction', 'half'], /--train-fraction half: must be a number/],
    ['half a block', ['--blocks', '2.5'], /--blocks 2\.5: must be a whole number/],
    ['a time without sense', ['--maturity', 'soon'], /--maturity soon: must be a time such as 14d/],
    [
      'a prior that is not there',
      ['--prior', 'nowhere.json'],
      /--prior nowhere\.json: cannot be read; name shipped, none, or a model file/,
    ],
    ['a history too short to tell anything', [], /2 rows with a known outcome are too few|too few/],
  ])('%s', (_, args, says) => fails(['backtest', ...args], says))

  test('files that are not what they should be', async () => {
    await fails(['backtest', '--prior', join(folder, 'no-model.json')], /no-model\.json/)
    await fails(['backtest', '--table', join(folder, 'binary.csv')], /binary\.csv/)
  })

  test('a branch without a commit', () =>
    fails(['backtest', '--repository', join(folder, 'unborn')], /the branch has no commit yet/))
})

describe('the command itself', () => {
  test.each([
    ['misspelt', ['gaet'], /^gaet: no such command; did you mean gate\?$/m],
    [
      'unheard of',
      ['frobnicate'],
      new RegExp(`^frobnicate: no such command; there are ${Object.keys(commands).join(', ')}$`, 'm'),
    ],
    ['an option instead', ['--json'], /^--json: no such command/],
    ['empty', [''], /no such command/],
    ['the name of something every object has', ['constructor'], /^constructor: no such command/],
  ])('%s', (_, args, says) => fails(args, says))
})

test('a reader that has seen enough is no failure', async () => {
  const child = startCli(['gate', '--json'], { cwd: repository.directory })
  // What `| head` does, at the earliest moment there is.
  child.stdout.destroy()
  const said: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const code = await new Promise((answer) => child.on('close', answer))
  expect([code, Buffer.concat(said).toString()]).toEqual([0, ''])
})

test.skipIf(!existsSync('/dev/full'))('an answer that could not be written is one', async () => {
  const child = spawn(
    'sh',
    ['-c', 'exec "$0" "$@" > /dev/full', process.execPath, cliPath, 'gate', '--json'],
    {
      cwd: repository.directory,
      env: isolatedEnvironment,
    },
  )
  const said: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const code = await new Promise((answer) => child.on('close', answer))
  expect([code, Buffer.concat(said).toString()]).toEqual([
    1,
    expect.stringMatching(/^gate: the answer cannot be written \(ENOSPC: /),
  ])
})
