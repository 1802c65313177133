/**
 * Speed beside what a user would use instead, as ratios within one run:
 *   npm run bench -- CLONE…
 * For each clone whose whole history git itself can read: a first run over all of it beside `git log --numstat HEAD`, a
 * second run beside `git log --numstat base..head`; and `--version` beside an empty node. The clones stay as they are:
 * runs work in bare clones that borrow their objects.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { timeAlternating, timingTable } from './processes.ts'

const cli = resolve(import.meta.dirname, '../dist/cli.js')
/** The machine's own node, as a user has it; npm scripts put a newer one in front. */
const node = process.env['BENCH_NODE'] ?? process.execPath
const wholeHistory = 'version: 1\nhistory: { lookback: 1200mo }\n'

const git = (directory: string, ...args: string[]): string =>
  execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 }).trim()

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
    const second = await timeAlternating(
      [
        {
          name: `git log --numstat ${base ? 'base..head' : 'head'}`,
          command: 'git',
          args: ['-C', bare, 'log', '--numstat', base ? `${base}..${head}` : head],
        },
        { name: 'gate, second run', ...ours },
      ],
      11,
    )
    console.log(timingTable(second))
    const bytes = statSync(join(index, 'index')).size
    console.log(
      `  index ${(bytes / 1e6).toFixed(1)} MB, ${((bytes / Number(commits)) * 0.1).toFixed(1)} MB per 100,000 commits`,
    )
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
