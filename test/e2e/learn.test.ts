/** The whole circle on a real repository: gate, deploy, learn, gate; and what people read at the end. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import type { Learned } from '../../src/domain/learned.ts'
import { runCli } from './cli.ts'
import { gateJson, ledgerLines, screenProblems } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

let repository: Repository
const shas: Record<string, string> = {}
beforeAll(async () => {
  repository = await makeRepository({ start: '2026-01-05T09:00:00Z' })
  await repository.bulk(200, { revertEvery: 20 })
  const commit = async (name: string, message: string, file: string, text: string, at: string) => {
    shas[name] = await repository.commit({ message, files: { [file]: text }, at })
  }
  await commit('help', 'Help (#11)', 'press/help.ts', 'help\n', '2026-03-01T08:00:00Z')
  await commit('base', 'Begin to sell', 'shop/start.ts', '1\n', '2026-03-02T08:00:00Z')
  await commit('pay', 'Pay by card (#12)', 'shop/pay.ts', 'card\n', '2026-03-03T08:00:00Z')
  await commit('cart', 'Carts (#13)', 'shop/cart.ts', 'cart\n', '2026-03-03T09:00:00Z')
  await commit('look', 'Colours (#14)', 'shop/look.css', 'red\n', '2026-03-03T10:00:00Z')
  await commit('tax', 'Taxes (#15)', 'shop/tax.ts', 'tax\n', '2026-03-05T08:00:00Z')
  await commit('news', 'Letters (#16)', 'shop/news.ts', 'news\n', '2026-03-05T09:00:00Z')
  // What is judged in the end: parts alike in all but the past of their files.
  for (const [at, file] of ['shop/pay', 'shop/cart', 'shop/tax', 'press/help'].entries())
    await commit(`next-${file}`, `Go on (#${20 + at})`, `${file}.ts`, 'more\n', `2026-03-07T0${at}:00:00Z`)
})
afterAll(() => repository.remove())

const lines = (...deployments: readonly object[]): string =>
  `${deployments.map((deployment) => JSON.stringify(deployment)).join('\n')}\n`
const deployed = (name: string, startedAt: string, more: object = {}) => ({
  environment: 'production',
  sha: shas[name],
  startedAt,
  state: 'success',
  ...more,
})
/** A card payment brought three parts and was taken back; taxes went out, and an incident names them. */
const told = () =>
  lines(
    deployed('base', '2026-03-02T12:00:00Z'),
    deployed('look', '2026-03-03T12:00:00Z', {
      finishedAt: '2026-03-03T12:05:00Z',
      url: 'https://deploy.example/2',
    }),
    deployed('base', '2026-03-03T12:30:00Z'),
    deployed('look', '2026-03-04T12:00:00Z', { state: 'failure' }),
    deployed('news', '2026-03-05T12:00:00Z'),
  )
const incident = {
  schema: 1,
  id: 'INC-7',
  source: 'own',
  title: 'Wrong taxes',
  kind: 'incident',
  severity: 'sev2',
  environment: 'production',
  reopened: 0,
  components: [],
  customers: [],
  impact: 'degraded',
  trigger: 'change',
  causes: [],
  detectedBy: 'customer',
  changes: [{ reference: '#15', relation: 'caused-by', quote: 'caused by #15' }],
  doubts: [],
  startedAt: '2026-03-05T12:10:00Z',
  detectedAt: '2026-03-05T13:00:00Z',
  resolvedAt: '2026-03-05T14:30:00Z',
  url: 'https://status.example/INC-7',
}

const now = '2026-03-21T10:00:00Z'
const ledger = (name: string): readonly string[] => ['--ledger', `directory:.ledgers/${name}`]
const learn = async (args: readonly string[], stdin = '', code = 0) => {
  const result = await runCli(['learn', '--repository', repository.directory, '--now', now, ...args], {
    stdin,
    cwd: repository.directory,
  })
  expect(result.stderr).toMatch(code === 0 ? /^$/ : /./)
  expect(result.code).toBe(code)
  return result
}
const learnJson = async (args: readonly string[], stdin = ''): Promise<Learned> =>
  JSON.parse((await learn(['--json', ...args], stdin)).stdout)
const judge = (...args: readonly string[]) =>
  gateJson(repository.directory, ['--base', shas['news']!, '--now', now, ...args])
const riskOf = ({ change }: Assessment, id: string): number => {
  const part = change.parts.find((each) => each.id === id)
  if (!part) throw new Error(`no part ${id} among ${change.parts.map((each) => each.id).join(', ')}`)
  return part.risk
}
const incidentFile = (): string => {
  const path = join(repository.directory, '.git', 'incidents.jsonl')
  writeFileSync(path, `${JSON.stringify(incident)}\n`)
  return path
}

describe('gate, deploy, learn, gate', () => {
  test('moves the risk of the files that failed, and of no others more', async () => {
    const file = incidentFile()
    await gateJson(repository.directory, [
      ...['--base', shas['base']!, '--head', shas['look']!, '--now', '2026-03-03T11:00:00Z'],
      ...ledger('circle'),
    ])
    const learned = await learnJson(['--deployments', '-', '--incidents', file, ...ledger('circle')], told())
    expect(learned.environments).toEqual([
      {
        name: 'production',
        deployments: 5,
        states: { pending: 0, succeeded: 2, 'succeeded-with-issues': 0, failed: 2, 'rolled-back': 1 },
      },
    ])
    expect(learned.incidents).toMatchObject({ understood: 1, linked: 1, confirmed: 1, none: 0, unusable: [] })
    expect(
      learned.failed.map(({ change, deployedAt, foundAt, cause, lane, minutesToRecover, url }) => ({
        ...{ change, deployedAt, foundAt, lane, minutesToRecover, url },
        cause: `${cause.state}: ${cause.why}`,
      })),
    ).toEqual([
      {
        change: '#15',
        deployedAt: '2026-03-05T12:00:00.000Z',
        foundAt: '2026-03-05T13:00:00.000Z',
        lane: 'unseen',
        minutesToRecover: 150,
        url: 'https://status.example/INC-7',
        cause: 'confirmed: it caused INC-7: its record names it as the cause',
      },
      {
        change: shas['look']!.slice(0, 8),
        deployedAt: '2026-03-04T12:00:00.000Z',
        foundAt: '2026-03-04T12:00:00.000Z',
        lane: 'observed',
        minutesToRecover: null,
        url: null,
        cause: expect.stringMatching(/^suspect|^none/),
      },
      {
        change: shas['look']!.slice(0, 8),
        deployedAt: '2026-03-03T12:05:00.000Z',
        foundAt: '2026-03-03T12:30:00.000Z',
        lane: 'observed',
        minutesToRecover: 25,
        url: 'https://deploy.example/2',
        cause: expect.stringMatching(/^suspect/),
      },
    ])
    expect(learned.failed.at(-1)!.risk).toBeGreaterThan(0)
    expect(learned.labels.failed).toBeGreaterThanOrEqual(1)
    expect(learned.sources).toMatchObject([
      { source: 'git reverts', records: expect.any(Number) },
      { source: 'git hotfixes' },
      { source: 'deployments', records: 5, since: '2026-03-02T12:00:00.000Z' },
      { source: 'own', records: 1, confirmed: 1, notCounted: 0, since: '2026-03-05T13:00:00.000Z' },
    ])
    expect(learned.moved[0]).toMatchObject({ change: '#15', cause: 'incident' })
    expect(learned.moved[0]!.times).toBeGreaterThan(1.05)
    expect(learned.odd).toEqual([])

    const without = await judge(...ledger('nothing'))
    const after = await judge(...ledger('circle'))
    const grown = (id: string) => riskOf(after, id) / riskOf(without, id)
    // All grew, for more is known to fail here: #22, on the taxes, most; #20, of the payments that are only suspected,
    // less; #23, which is somewhere else, least.
    expect(grown('#23')).toBeGreaterThan(1)
    expect(grown('#22')).toBeGreaterThan(1.2 * grown('#23'))
    expect(grown('#22')).toBeGreaterThan(grown('#20'))
    expect(grown('#20')).toBeGreaterThan(grown('#23'))
    expect(after.labels.sources).toMatchObject({ incident: 1 })
    expect(after.labels.meaning).toMatch(/rolled back or blamed/)
    expect(without.labels.meaning).toBe('reverted or hot-fixed within 14 days')
    const why = after.change.parts.find(({ id }) => id === '#22')!.contributions
    expect(why.map(({ sentence }) => sentence).join('\n')).toMatch(/tax\.ts was in 1 failed/)
  })

  test('and every decision still comes out of the ledger again', async () => {
    const { code, stdout } = await runCli([
      ...['replay', '--repository', repository.directory, '--json'],
      ...ledger('circle'),
    ])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ rederived: 2, verifiedOnly: {} })
  })

  test('the base is what was deployed last', async () => {
    const answer = await gateJson(repository.directory, ['--now', now, ...ledger('circle')])
    expect(answer.change.base).toBe(shas['news'])
  })
})

describe('what is remembered', () => {
  const own = ledger('memory')
  test('is written once, and nothing is written again where nothing is new', async () => {
    const first = await learnJson(['--deployments', '-', ...own], told())
    expect(first.ledger.written).toBeGreaterThan(5)
    const again = await learnJson(['--deployments', '-', ...own], told())
    expect(again.ledger.written).toBe(0)
    const untold = await learnJson(own)
    expect(untold.ledger.written).toBe(0)
    expect(untold.failed).toEqual(first.failed)
    expect(untold.model).toEqual(first.model)
  })

  test('a deployment told late takes nothing from what is live', async () => {
    await learnJson(
      ['--deployments', '-', ...own],
      lines(deployed('cart', '2026-03-02T13:00:00Z', { environment: 'production' })),
    )
    const answer = await gateJson(repository.directory, ['--now', now, ...own])
    expect(answer.change.base).toBe(shas['news'])
  })

  test('a deployment of next year, as a slip of the pen makes one, is left out and told', async () => {
    const { notes } = await learnJson(
      ['--deployments', '-', ...own],
      lines(deployed('cart', '2027-03-06T13:00:00Z')),
    )
    expect(notes).toEqual([
      expect.stringMatching(/^1 deployment left out, for it begins later than now \([0-9a-f]{8}, 2027-03-06/),
    ])
    const answer = await gateJson(repository.directory, ['--now', now, ...own])
    expect(answer.change.base).toBe(shas['news'])
  })

  test('goes into the ledger of the clone where none is named', async () => {
    await learnJson(['--deployments', '-'], told())
    const kinds = ledgerLines(join(repository.directory, '.git')).map(({ record }) => record.kind)
    expect(new Set(kinds)).toEqual(new Set(['deployment', 'outcome', 'model']))
  })
})

test('an incident is remembered, and what it is no longer tied to is let go', async () => {
  const own = ledger('incidents')
  const path = incidentFile()
  const causes = ({ failed }: Learned) => failed.map(({ cause }) => cause.why.slice(0, 15))
  const first = await learnJson(['--deployments', '-', '--incidents', path, ...own], told())
  expect(causes(first)).toContain('it caused INC-7')
  expect(causes(await learnJson(own))).toEqual(causes(first))
  writeFileSync(path, `${JSON.stringify({ ...incident, changes: [] })}\n`)
  const later = await learnJson(['--incidents', path, ...own])
  expect(later.ledger.written).toBeGreaterThan(0)
  expect(causes(later)).not.toContain('it caused INC-7')
  expect(causes(await learnJson(own))).toEqual(causes(later))
})

describe('post-mortems of the repository', () => {
  const own = ledger('post-mortems')
  const postMortem = (title: string, cause: string): string =>
    `# ${title}\n\nDate: 2026-03-05\n\n## Summary\n\nIt began at 2026-03-05 12:40 UTC and ended at 2026-03-05 14:00 UTC.\n\n## Root cause\n\n${cause}\n`
  const policy = 'version: 1\nincidents: [{ source: post-mortems, paths: ["postmortems/**/*.md"] }]\n'
  const links = ({ links: all }: Learned) =>
    all.map(({ incident: id, change, state, reasons }) => `${id} ${state} ${change}: ${reasons[0]}`).sort()

  beforeAll(async () => {
    await repository.branch('written')
    await repository.commit({
      message: 'Say what happened',
      at: '2026-03-08T08:00:00Z',
      files: {
        '.github/change-risk.yml': policy,
        'postmortems/taxes.md': postMortem('Taxes were wrong', 'The outage was caused by #15.'),
        'postmortems/letters.md': postMortem(
          'Letters were late',
          'At first we suspected #16, but the provider was down; it is unrelated to #16.',
        ),
      },
    })
  })
  afterAll(() => repository.checkout('main'))

  test('confirm what a causal sentence names, and not what is named and is not the cause', async () => {
    const learned = await learnJson(['--deployments', '-', ...own], told())
    expect(links(learned)).toEqual([
      expect.stringMatching(/^\S*taxes\S* confirmed #15: its text names it as the cause$/),
    ])
    const card = join(repository.directory, '.git', 'post-mortem-card.md')
    await learn(['--card', card, ...own])
    expect(readFileSync(card, 'utf8')).toMatch(/\| \S*taxes\S* \| \S+ \| 2026-03-05 \| `#15` \| confirmed \|/)
    expect(learned.incidents).toMatchObject({ understood: 2, confirmed: 1, suspected: 0, none: 1 })
    expect(learned.failed.map(({ change, cause }) => `${change} ${cause.state}`)).toContain('#15 confirmed')
  })

  test('are links in the ledger, without a word of theirs', async () => {
    await learnJson(['--deployments', '-'], told())
    const records = ledgerLines(join(repository.directory, '.git')).map(({ record }) => record)
    expect(records.filter(({ kind }) => kind === 'link').map(({ body }) => body)).toMatchObject([
      { sha: shas['tax'], state: 'confirmed', evidence: [{ rule: 'sentence' }] },
    ])
    expect(JSON.stringify(records)).not.toMatch(/outage was caused|Taxes were wrong/)
  })

  test('that are no more are remembered; that are mended are obeyed', async () => {
    await repository.commit({
      message: 'Look again',
      at: '2026-03-08T09:00:00Z',
      files: { 'postmortems/taxes.md': postMortem('Taxes were wrong', 'It is unrelated to #15.') },
    })
    const learned = await learnJson(own)
    expect(links(learned)).toEqual([])
    expect(learned.incidents).toMatchObject({ confirmed: 0 })
    expect(learned.failed.map(({ change }) => change)).not.toContain('#15')
  })
})

describe('the model card', () => {
  const own = ledger('card/change-risk')
  const path = () => join(repository.directory, '.git', 'cards', 'model.md')
  const tell = async (incidents: readonly object[]) => {
    const file = incidentFile()
    writeFileSync(file, incidents.map((each) => JSON.stringify(each)).join('\n'))
    const learned = await learnJson(
      ['--deployments', '-', '--incidents', file, '--card', path(), ...own],
      told(),
    )
    return { learned, text: readFileSync(path(), 'utf8') }
  }
  const cards = () =>
    ledgerLines(join(repository.directory, '.ledgers', 'card'))
      .map(({ record }) => record)
      .filter(({ kind }) => kind === 'model')
  const replayed = async () =>
    (await runCli(['replay', '--json', ...own], { cwd: repository.directory })).code

  test('names what was learned from and since when, is kept, and changes with what is told', async () => {
    const first = await tell([incident])
    expect(first.text).toMatch(/^# Model card: \S.*, production\n/)
    expect(first.text).toMatch(/Fitted on \d+ changes of this repository, landed 2026-01-\d\d to 2026-03-07/)
    expect(first.text).toMatch(/\| deployments \| 5 \|.*\| 2026-03-02 \|/)
    expect(first.text).toContain('| own | 1 | 1 |  |  | 2026-03-05 |')
    expect(first.text).toContain(
      '| [INC-7](https://status.example/INC-7) | own | 2026-03-05 | `#15` | confirmed |',
    )
    expect(first.text).toMatch(/- `#15` Taxes \(an incident\): at most ×\d/)
    expect(first.text).toMatch(/- Words of people: nobody has said/)
    expect(first.text).toMatch(
      /\| what its files have been through \| [^|]+\? \| [^|]+: ×0\.\d+ \| [^|]+: ×[1-9]/,
    )
    expect(first.text).not.toMatch(/Wrong taxes|Ada|undefined|NaN|Infinity/)
    const hash = first.learned.card?.hash
    expect(hash).toBe(createHash('sha256').update(first.text).digest('hex'))
    expect(cards().map(({ body }) => body['cardBlob'])).toEqual([hash])

    expect(await tell([incident])).toMatchObject({ text: first.text, learned: { ledger: { written: 0 } } })
    expect(cards()).toHaveLength(1)

    const second = await tell([
      incident,
      { ...incident, id: 'INC-8', changes: [{ ...incident.changes[0], reference: '#16' }] },
    ])
    expect(second.text).toMatch(/INC-8.* `#16` \| confirmed/)
    expect(second.learned.card?.hash).not.toBe(hash)
    expect(cards().map(({ body }) => body['cardBlob'])).toEqual([hash, second.learned.card?.hash])
    expect(await replayed()).toBe(0)
  })

  test('that cannot be written says where and what to do', async () => {
    const { stderr } = await learn(['--card', repository.directory, ...own], '', 1)
    expect(stderr).toMatch(/learn --card \S+: cannot be written \(.+\); name another file/)
  })
})

test('what one part brought goes by its name, also where it is only suspected', async () => {
  const { failed } = await learnJson(
    ['--deployments', '-', ...ledger('single')],
    lines(
      deployed('base', '2026-03-02T12:00:00Z'),
      deployed('pay', '2026-03-03T08:30:00Z', { state: 'failure' }),
    ),
  )
  expect(failed).toMatchObject([{ change: '#12', title: 'Pay by card', cause: { state: 'suspect' } }])
})

test('a packed file is read, and what it holds of no use is told in one line', async () => {
  const path = join(repository.directory, '.git', 'incidents.csv.gz')
  const bad = Array.from({ length: 30 }, () => 'INC-1,It broke,2026-03-05T12:00:00Z,too many')
  writeFileSync(
    path,
    gzipSync(
      ['id,title,startedAt', 'INC-8,It broke,2026-03-05T12:10:00Z', 'INC-9,Again,2026-03-06', ...bad].join(
        '\n',
      ),
    ),
  )
  const { stdout } = await learn(['--incidents', path, ...ledger('packed')])
  // However long the path is: lines that go on are put together again.
  const said = stdout
    .replace(/\n {8,}/g, ' ')
    .split('\n')
    .slice(2, 8)
  expect(said.map((line) => line.replace(path, 'FILE').trim())).toMatchInlineSnapshot(`
    [
      "2 incidents understood · 2 with doubts · 0 tied to a change here · 2 tied to none · 30 not usable",
      "tied to none: 1 no change stands out · 1 times in doubt",
      "read: 2 canonical, 2026",
      "doubted: 1 × a day without a time of day (INC-9)",
      "doubted: 2 × nothing tells when it ended (INC-8, INC-9)",
      "not usable: FILE, lines 4–33 (30): has 4 fields, the first line names 3; quote fields that hold separators",
    ]
  `)
})

describe('incidents of where a change touches', () => {
  const own = ledger('troubled')
  const path = () => incidentFile()
  const at = '2026-03-21T10:00:00Z'
  const line = (id: string, rest: object) => {
    const { resolvedAt: _, ...open } = incident
    return JSON.stringify({ ...open, id, changes: [], ...rest })
  }
  const lately = { startedAt: '2026-03-06T20:00:00Z', detectedAt: '2026-03-06T20:00:00Z' }

  test('no number moves where none was told, and that it was not is said', async () => {
    const { unavailable, evidence } = await judge(...own)
    expect(unavailable).toContainEqual({ signal: 'incidents', why: 'learn --incidents FILE' })
    expect(Object.keys(evidence.deployment)).not.toContain('open-now')
  })

  test('raise the risk of what lies there, first among the reasons, and come out of the ledger again', async () => {
    const before = await judge(...own)
    const file = path()
    writeFileSync(
      file,
      [
        line('INC-8', { components: ['Shop'], causes: ['rates'], resolvedAt: '2026-03-05T14:30:00Z' }),
        line('INC-9', { components: ['shop'], causes: ['Rates'], ...lately }),
      ].join('\n'),
    )
    await learnJson(['--incidents', file, ...own])
    const after = await judge(...own)
    const factorOf = (id: string) =>
      after.change.parts
        .find((part) => part.id === id)!
        .contributions.filter(({ signal }) => /incident|recurrence/.test(signal))
        .reduce((product, { factor }) => product * factor, 1)
    expect(factorOf('#22')).toBeGreaterThan(1.5)
    expect(factorOf('#23')).toBe(1)
    expect(riskOf(after, '#22') / riskOf(before, '#22')).toBeGreaterThan(1.4)
    expect(riskOf(after, '#23') / riskOf(before, '#23')).toBeLessThan(1.2)
    expect(after.unavailable.map(({ signal }) => signal)).not.toContain('incidents')
    const { stdout } = await runCli(
      [
        ...[
          'gate',
          '--repository',
          repository.directory,
          '--base',
          shas['next-shop/cart']!,
          '--now',
          at,
          ...own,
        ],
      ],
      { cwd: repository.directory },
    )
    expect(screenProblems(stdout)).toEqual([])
    expect(stdout).toMatch(/Why #22 +×[\d.]+ INC-9 is open in [Ss]hop; 2 more signs\s+of incidents/)
    const replayed = await runCli(['replay', '--json', ...own], { cwd: repository.directory })
    expect(JSON.parse(replayed.stdout)).toMatchObject({ rederived: 3, verifiedOnly: {} })
  })
})

test('the end is read with pleasure', async () => {
  const { stdout } = await learn(ledger('circle'))
  expect(screenProblems(stdout).filter((problem) => !problem.startsWith('too wide'))).toEqual([])
  const [head = '', ...rest] = stdout.split('\n')
  expect(head).toMatch(/: the last 30 days$/)
  const failed = rest.slice(rest.findIndex((line) => line.includes('newest first')) + 1)
  expect(failed[0]).toMatch(
    /#15 Taxes .*deployed {2}5 Mar 12:00 .*found after 60 minutes .*confirmed: it caused INC-7: its record names .*gate not asked .*no score .*mended after 150 min .*status\.example/,
  )
  expect(failed[2]).toMatch(
    /[0-9a-f]{8} 3 changes .*found after 25 minutes .*rolled back to [0-9a-f]{8} .*was observed .*%, above \d+ of 100 .*mended after 25 min/,
  )
})

test.each<[string, readonly string[], () => string, RegExp]>([
  [
    'no JSON',
    ['--deployments', '-'],
    () => 'hello\n',
    /standard input:1: is not JSON; write one deployment a line/,
  ],
  [
    'a short commit',
    ['--deployments', '-'],
    () => lines({ environment: 'production', sha: 'abc1234', startedAt: now, state: 'success' }),
    /standard input:1: sha must be a full commit/,
  ],
  [
    'the second line',
    ['--deployments', '-'],
    () => `${lines(deployed('base', now))}\n${lines({ ...deployed('base', now), startedAt: 'yesterday' })}`,
    /standard input:3: startedAt must be a moment with its zone/,
  ],
  [
    'a state nobody knows',
    ['--deployments', '-'],
    () => lines(deployed('base', now, { state: 'fine' })),
    /standard input:1: state must be one of succeeded, success, .*; got "fine"/,
  ],
  [
    'no attempt at all',
    ['--deployments', '-'],
    () => lines(deployed('base', now, { attempts: 0 })),
    /standard input:1: attempts must be a whole number from 1 on, got 0/,
  ],
  [
    'a file that is not there',
    ['--deployments', 'nowhere.jsonl'],
    () => '',
    /--deployments nowhere\.jsonl: cannot be read/,
  ],
  ['a period that is none', ['--period', 'soon'], () => '', /--period soon: must be a time such as 30d/],
])('what cannot be read is told with its place: %s', async (_, args, stdin, says) => {
  expect((await learn([...args, ...ledger('wrong')], stdin(), 1)).stderr).toMatch(says)
})
