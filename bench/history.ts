/**
 * Speed beside what a user would use instead, as ratios within one run:
 *   npm run bench -- CLONE…
 * For each clone whose whole history git itself can read: a first run over all of it beside `git log --numstat HEAD`, a
 * second run beside `git log --numstat base..head`, with and without a policy file; and `--version` beside an empty node. The clones stay as they are:
 * runs work in bare clones that borrow their objects.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { openIndexFile } from '../src/sources/index-file.ts'
import { timeAlternating, timingTable } from './processes.ts'

const cli = resolve(import.meta.dirname, '../dist/cli.js')
/** The machine's own node, as a user has it; npm scripts put a newer one in front. */
const node = process.env['BENCH_NODE'] ?? process.execPath
const wholeHistory = 'version: 1\nhistory: { lookback: 1200mo }\n'

const git = (directory: string, ...args: string[]): string =>
  execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 }).trim()

const sayIndex = (directory: string): void => {
  const path = join(directory, 'index')
  const file = openIndexFile(path)
  if (!file) return
  file.close()
  const { parts } = file.header
  const megabytes = statSync(path).size / 1e6
  console.log(
    `  index ${megabytes.toFixed(1)} MB of ${parts} parts, ${((megabytes / parts) * 1e5).toFixed(1)} MB per 100,000`,
  )
}

const benchClone = async (clone: string): Promise<void> => {
  const name = basename(clone) === 'repo' ? basename(dirname(clone)) : basename(clone)
  const status = spawnSync('git', ['-C', clone, 'log', '--numstat', 'HEAD'], { stdio: 'ignore' }).status
  const commits = git(clone, 'rev-list', '--count', 'HEAD')
  console.log(`\n${name}: git log --numstat HEAD ends with ${status}, ${commits} commits`)
  if (status !== 0) return console.log('  left out: this clone lacks objects, git cannot read all of it')
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const bare = join(scratch, 'clone.git')
    execFileSync('git', ['clone', '--quiet', '--bare', '--shared', clone, bare])
    const policy = join(scratch, 'whole-history.yml')
    writeFileSync(policy, wholeHistory)
    const index = join(bare, 'change-risk-index')
    const ours = {
      command: node,
      args: [cli, 'gate', '--repository', bare, '--config', policy],
      cwd: scratch,
    }
    const first = await timeAlternating(
      [
        { name: 'git log --numstat HEAD', command: 'git', args: ['-C', bare, 'log', '--numstat', 'HEAD'] },
        {
          name: 'gate, first run',
          ...ours,
          prepare: async () => rmSync(index, { recursive: true, force: true }),
        },
      ],
      3,
    )
    console.log(timingTable(first))
    const answer = JSON.parse(
      execFileSync(node, [...ours.args, '--json'], { encoding: 'utf8', maxBuffer: 1 << 30 }),
    )
    const { base, head } = answer.change as { base: string | null; head: string }
    sayIndex(index)
    const unconfigured = { ...ours, args: ours.args.slice(0, ours.args.indexOf('--config')) }
    const range = base ? `${base}..${head}` : head
    const log = {
      name: `git log --numstat ${base ? 'base..head' : 'head'}`,
      command: 'git',
      args: ['-C', bare, 'log', '--numstat', range],
    }
    // Another lookback is another index: each is warm before its turn.
    for (const [name, run] of [
      ['gate, second run, with a policy file', ours],
      ['gate, second run, nothing configured', unconfigured],
    ] as const) {
      execFileSync(node, run.args, { cwd: scratch, stdio: 'ignore' })
      console.log(timingTable(await timeAlternating([log, { name, ...run }], 11)))
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const start = await timeAlternating(
  [
    { name: 'node -e 0', command: node, args: ['-e', '0'] },
    { name: 'gate --version', command: node, args: [cli, '--version'] },
  ],
  21,
)
console.log(timingTable(start))
for (const clone of process.argv.slice(2)) await benchClone(resolve(clone))
if (process.argv.length < 3)
  console.log('\nname clones to measure reading histories: npm run bench -- CLONE…')
