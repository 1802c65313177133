/**
 * The drills at full length: node test/e2e/rollout/soak.ts. At least twelve bounces of six and a million requests, a
 * coordinator killed after every event on six instances, a real lease run out. Prints what every drill came to.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TallyLine } from './tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'soak-'))
const table = join(folder, 'drills.jsonl')
const began = performance.now()
const { status } = spawnSync(
  'npx',
  // One drill at a time: the load shall have the machine for itself.
  [
    'vitest',
    'run',
    'test/e2e/rollout',
    '--no-file-parallelism',
    '--reporter=verbose',
    ...process.argv.slice(2),
  ],
  {
    cwd: resolve(import.meta.dirname, '../../..'),
    env: { ...process.env, SOAK: '1', SOAK_TABLE: table },
    stdio: 'inherit',
  },
)

const lines: readonly TallyLine[] = existsSync(table)
  ? readFileSync(table, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : []
rmSync(folder, { recursive: true, force: true })

const groups = new Map<string, TallyLine[]>()
for (const line of lines) groups.set(line.drill, [...(groups.get(line.drill) ?? []), line])
const sum = (some: readonly TallyLine[], what: 'requests' | 'failed'): number =>
  some.reduce((total, line) => total + line[what], 0)
const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`

const number = (value: number): string => value.toLocaleString('en')
const rowsOf = (isAnchor: boolean): readonly string[] =>
  [...groups].flatMap(([drill, some]) =>
    some[0]!.isAnchor === isAnchor
      ? [
          row(
            drill,
            some.length,
            number(sum(some, 'requests')),
            number(sum(some, 'failed')),
            some.at(-1)!.note,
          ),
        ]
      : [],
  )
const promised = lines.filter(({ isAnchor }) => !isAnchor)
const total = sum(promised, 'requests')
const failed = sum(promised, 'failed')
process.stdout.write(
  `${[
    '',
    row('drill', 'times', 'requests', 'failed', 'note'),
    row('---', '--:', '--:', '--:', '---'),
    ...rowsOf(false),
    row('**together**', promised.length, `**${number(total)}**`, `**${number(failed)}**`, ''),
    '',
    row('beside them, for comparison', 'times', 'requests', 'failed', 'note'),
    row('---', '--:', '--:', '--:', '---'),
    ...rowsOf(true),
    '',
    `${Math.round((performance.now() - began) / 60_000)} min`,
  ].join('\n')}\n`,
)
process.exitCode = status === 0 && total >= 1_000_000 && failed === 0 ? 0 : 1
