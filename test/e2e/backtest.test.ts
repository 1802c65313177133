/** `backtest` as a user runs it: on a clone, on a table, and never with a look at the future. */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliOptions, lacksNode20, runCli } from './cli.ts'
import { leaks } from './gating.ts'
import { git } from './git.ts'
import { makeRepository, type Repository } from './repository.ts'

let repository: Repository
let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'change-risk-backtest-')))
  repository = await makeRepository()
  await repository.bulk(900, { revertEvery: 12 })
})
afterAll(async () => {
  await repository.remove()
  await rm(folder, { recursive: true, force: true })
})

const backtest = async (args: readonly string[], options: CliOptions & { notes?: RegExp } = {}) => {
  const { code, stdout, stderr } = await runCli(['backtest', '--json', ...args], options)
  expect(stderr).toMatch(options.notes ?? /^$/)
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

interface Row {
  readonly row: string
  readonly time: string
  readonly label: string
  readonly risk: string
}
const predictionsIn = async (path: string): Promise<readonly Row[]> => {
  const [header, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n')
  expect(header).toBe('row,time,label,risk')
  return lines.map((line) => {
    const [row = '', time = '', label = '', risk = ''] = line.split(',')
    return { row, time, label, risk }
  })
}

/** The keys of DESIGN.md §4: other people's scripts read them. */
const contract = [
  ...['schema', 'rows', 'trained', 'scored', 'baseRate', 'auc', 'averagePrecision', 'brier', 'brierSkill'],
  ...['ece', 'logLoss', 'capture', 'autoApprovable', 'certificate', 'seconds', 'model'],
]

const expectSoundReport = (report: Record<string, unknown>): void => {
  expect(Object.keys(report)).toEqual(contract)
  expect(report).toMatchObject({
    schema: 1,
    capture: {
      5: expect.any(Number),
      10: expect.any(Number),
      20: expect.any(Number),
      30: expect.any(Number),
      50: expect.any(Number),
    },
    autoApprovable: { 5: expect.any(Number), 10: expect.any(Number) },
    seconds: { features: expect.any(Number), train: expect.any(Number), score: expect.any(Number) },
  })
}

describe('a clone', () => {
  test('is replayed in time order, and told in the fixed keys', async () => {
    const out = join(folder, 'clone.csv')
    const report = await backtest(['--repository', repository.directory, '--predictions', out])
    expectSoundReport(report)
    const rows = await predictionsIn(out)
    expect(rows).toHaveLength(report.scored)
    const shas = (await repository.git('rev-list', '--first-parent', '--reverse', 'HEAD')).split('\n')
    const places = rows.map(({ row }) => shas.indexOf(row))
    expect(places.every((place, at) => place > (places[at - 1] ?? -1))).toBe(true)
    expect(rows.every(({ risk }) => Number(risk) > 0 && Number(risk) < 1)).toBe(true)
    const failed = rows.filter(({ label }) => label === '1').length
    expect(failed / rows.length).toBe(report.baseRate)
    // The largest of eight commits is what is reverted here: a model that learns must see it coming.
    expect(report.auc).toBeGreaterThan(0.65)
  })

  test('counts each commit once its outcome is known, failures no sooner than successes', async () => {
    const out = join(folder, 'mature.csv')
    const report = await backtest(['--repository', repository.directory, '--predictions', out])
    const times = (await repository.git('log', '--first-parent', '--format=%ct')).split('\n').map(Number)
    const last = Math.max(...times)
    const rows = await predictionsIn(out)
    expect(Math.max(...rows.map(({ time }) => Number(time)))).toBeLessThanOrEqual(last - 14 * 86_400)
    // One in twelve is a revert of another.
    expect(report.baseRate).toBeGreaterThan(0.05)
    expect(report.baseRate).toBeLessThan(0.11)
  })

  test.skipIf(lacksNode20)('is told on a screen too, by Node 20', async () => {
    const { code, stdout, stderr } = await runCli(['backtest', '--repository', repository.directory], {
      node: '20',
    })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^\d+ changes scored before their outcome, after \d+ learned from/)
    expect(stdout).not.toMatch(leaks)
  })

  test.skipIf(lacksNode20)('has the same bits on Node 20 and Node 24, with an index or without', async () => {
    const files = await Promise.all(
      (['20', '24'] as const).map(async (node) => {
        const out = join(folder, `node-${node}.csv`)
        await rm(join(repository.directory, '.git/change-risk-index'), { recursive: true, force: true })
        const { seconds: _, ...report } = await backtest(
          ['--repository', repository.directory, '--predictions', out, '--blocks', '3'],
          { node },
        )
        return [JSON.stringify(report), await readFile(out, 'utf8')]
      }),
    )
    expect(files[1]).toEqual(files[0])
  })

  test('under a policy says what enforcing would have asked and missed', async () => {
    const policy = join(folder, 'policy.yml')
    await writeFile(
      policy,
      'version: 1\nenvironments:\n  production:\n    auto-approve: { review-riskiest: 20% }\n',
    )
    const args = ['--repository', repository.directory, '--policy', policy]
    const { policy: track, ...report } = await backtest(args)
    expectSoundReport(report)
    expect(track.riskiest).toBe(0.2)
    expect(track.caught).toBeLessThanOrEqual(track.failed)
    expect(track.reviewed).toBeGreaterThan(0)
    const { policy: week } = await backtest([...args, '--period', '7d'])
    expect(week.n).toBeLessThan(track.n)
    const { stdout } = await runCli(['backtest', ...args])
    expect(stdout).toMatch(/had it been enforced for 90 days/)
  })
})

test.each<[string, string, RegExp]>([
  ['a policy that is not there', '--policy', /^--policy .*nowhere\/file: cannot be read/],
  [
    'a place nobody can write to',
    '--predictions',
    /^backtest --predictions .*nowhere\/file: cannot be written/,
  ],
])('%s is told in a line', async (_, option, says) => {
  const place = join(folder, 'nowhere/file')
  const { code, stdout, stderr } = await runCli([
    ...['backtest', '--json', '--repository', repository.directory, option, place],
  ])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(says)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

describe('the future', () => {
  let shas: readonly string[]
  beforeAll(async () => {
    shas = (await repository.git('rev-list', '--first-parent', '--reverse', 'HEAD')).split('\n')
  })

  const cloneOf = async (name: string, commits: number): Promise<string> => {
    const directory = join(folder, name)
    await git(['clone', '--quiet', repository.directory, directory], { directory: folder })
    await git(['reset', '--quiet', '--hard', shas[commits - 1] ?? ''], { directory })
    return directory
  }

  /** Predictions by commit, the model fitted on what was known just before row `cut`, and not again. */
  const predicted = async (directory: string, cut: number) => {
    const out = join(folder, 'predicted.csv')
    const { rows } = await backtest(['--repository', directory])
    // The half keeps rounding away from the whole number that the cut is.
    const fraction = ((cut + 0.5) / rows).toFixed(12)
    const report = await backtest([
      ...['--repository', directory, '--train-fraction', fraction, '--predictions', out],
    ])
    expect(report.scored).toBe(rows - cut)
    return { report, risks: new Map((await predictionsIn(out)).map(({ row, risk }) => [row, risk])) }
  }

  test('changes no prediction: commits that came later are as if they had not', async () => {
    const short = await predicted(await cloneOf('short', 620), 400)
    const long = await predicted(repository.directory, 400)
    expect(short.report.rows).toBeLessThan(long.report.rows)
    const common = [...short.risks.keys()]
    expect(common.length).toBeGreaterThan(80)
    expect(common.map((sha) => long.risks.get(sha))).toEqual(common.map((sha) => short.risks.get(sha)))
    expect(long.report.model).toEqual(short.report.model)
    // Not because they are all alike.
    expect(new Set(short.risks.values()).size).toBeGreaterThan(50)
  })

  /** Goes on from the first 420 commits: twenty commits an hour apart, then sixty half a day apart. */
  const continued = async (name: string, message: (at: number) => string): Promise<string> => {
    const directory = await cloneOf(name, 420)
    let time = Number(await git(['log', '-1', '--format=%ct'], { directory }))
    for (let at = 0; at < 80; at += 1) {
      time += at < 20 ? 3600 : 43_200
      await git(['commit', '--quiet', '--allow-empty', '--message', at < 20 ? message(at) : `Later ${at}`], {
        directory,
        environment: signature(time),
      })
    }
    return directory
  }
  const signature = (time: number): Readonly<Record<string, string>> => ({
    GIT_AUTHOR_NAME: 'Mira Vale',
    GIT_AUTHOR_EMAIL: 'mira.vale@example.com',
    GIT_AUTHOR_DATE: `${time} +0000`,
    GIT_COMMITTER_NAME: 'Mira Vale',
    GIT_COMMITTER_EMAIL: 'mira.vale@example.com',
    GIT_COMMITTER_DATE: `${time} +0000`,
  })

  test('that blames what was learned from as a success is not known before it comes', async () => {
    const calm = await continued('calm', (at) => `Hour ${at}`)
    const blaming = await continued(
      'blaming',
      (at) => `Take it back\n\nThis reverts commit ${shas[380 + at]}.`,
    )
    const before = [await predicted(calm, 400), await predicted(blaming, 400)]
    const [calmly, blamed] = before.map(({ risks }) => shas.slice(400, 420).map((sha) => risks.get(sha)))
    expect(blamed).toEqual(calmly)
    expect(new Set(blamed).size).toBeGreaterThan(10)
    // Once it has come, it is learned from.
    const after = [await predicted(calm, 445), await predicted(blaming, 445)]
    const [calmRisks, blamedRisks] = after.map(({ risks }) => [...risks.values()].map(Number))
    expect(calmRisks!.length).toBeGreaterThan(5)
    expect(calmRisks!.every((risk, at) => blamedRisks![at]! > risk)).toBe(true)
    expect(after[1]!.report.model.trainedOn.failures).toBeGreaterThan(
      after[0]!.report.model.trainedOn.failures + 10,
    )
  })
})

describe('a table', () => {
  /** Changes of which large ones fail: a failure becomes known two days later. */
  const rows = Array.from({ length: 400 }, (_, at) => {
    const size = (at * 37) % 101
    const failed = size > 80 && at % 3 !== 0
    const time = Date.UTC(2025, 0, 1 + at)
    const known = failed ? new Date(time + 2 * 86_400_000).toISOString() : ''
    return { time: new Date(time).toISOString(), size, team: `team-${at % 4}`, failed: failed ? 1 : 0, known }
  })
  const csv = (chosen = rows): string =>
    [
      'when,size,team,failed,known',
      ...chosen.map(({ time, size, team, failed, known }) => `${time},${size},${team},${failed},${known}`),
      '',
    ].join('\n')
  const columns = ['--time', 'when', '--label', 'failed', '--label-time', 'known', '--ignore', 'team']
  const written = async (name: string, content: string | Buffer): Promise<string> => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }

  test('is judged, plain or packed, with the same answer', async () => {
    const [plain, packed] = [
      await written('table.csv', csv()),
      await written('table.csv.gz', gzipSync(csv())),
    ]
    const whole = await backtest(['--table', plain, ...columns])
    expectSoundReport(whole)
    const { seconds: __, ...report } = whole
    expect(report).toMatchObject({ rows: 400, scored: 80 })
    expect(report.auc).toBeGreaterThan(0.9)
    const { seconds: _, ...again } = await backtest(['--table', packed, ...columns])
    expect(again).toEqual(report)
  })

  test('names its rows by their place in the file, whatever their order', async () => {
    const shuffled = rows.map((_, at) => rows[(at * 149) % rows.length]!)
    const out = join(folder, 'rows.csv')
    await backtest(
      ['--table', await written('shuffled.csv', csv(shuffled)), ...columns, '--predictions', out],
      { notes: /^\d+ rows were not in time order and were sorted by "when"\n$/ },
    )
    const found = await predictionsIn(out)
    expect(found).toHaveLength(80)
    for (const { row, time, label } of found) {
      const told = shuffled[Number(row)]!
      expect([Number(time), Number(label)]).toEqual([Date.parse(told.time) / 1000, told.failed])
    }
    const oldest = Math.min(...found.map(({ time }) => Number(time)))
    expect(shuffled.filter(({ time }) => Date.parse(time) / 1000 < oldest)).toHaveLength(320)
  })

  test('learns from no failure that became known after the cut', async () => {
    // Each failure known only at the very end: before it there is nothing to learn, whatever the labels say.
    const late = rows.map((row) => (row.failed ? { ...row, known: '2027-01-01T00:00:00Z' } : row))
    const report = await backtest(['--table', await written('late.csv', csv(late)), ...columns])
    expect(report.model.trainedOn.failures).toBe(0)
  })

  test('refits before each block', async () => {
    const report = await backtest([
      ...['--table', await written('table.csv', csv()), ...columns],
      ...['--train-fraction', '0.3', '--blocks', '5'],
    ])
    expect(report).toMatchObject({ scored: 280, trained: 120 })
    // The last of the five models saw all but the last fifty-six rows.
    expect(report.model.trainedOn.parts).toBe(344)
  })

  test.each<[string, string, readonly string[], RegExp]>([
    ['no such label column', csv(), ['--label', 'broken'], /column "?broken"?|broken/],
    ['no such time column', csv(), ['--label', 'failed', '--time', 'never'], /never/],
    ['a time that is none', 'when,size,failed\nsoon,1,0\n', ['--label', 'failed', '--time', 'when'], /soon/],
    ['a label that is none', 'size,failed\n1,perhaps\n', ['--label', 'failed'], /perhaps/],
    ['rows of several widths', 'size,failed\n1,0\n2\n', ['--label', 'failed'], /line 3|row 2|:3/],
    ['nothing', '', ['--label', 'failed'], /table|empty|no row|header/i],
    ['a header alone', 'size,failed\n', ['--label', 'failed'], /too few|no row/],
    ['one outcome only', `size,failed\n${'1,0\n'.repeat(20)}`, ['--label', 'failed'], /0 in every row/],
  ])('that cannot be judged is told in a line: %s', async (_, content, args, says) => {
    const path = await written('bad.csv', content)
    const { code, stdout, stderr } = await runCli(['backtest', '--json', '--table', path, ...args])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/^ {4}at |please report it/m)
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(3)
  })
})
