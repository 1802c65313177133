/** Incidents tied to the changes of a real history: by words, by ranking, or to none; and people's word over both. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRepository } from '../../../src/clients/git/repository.ts'
import { mergeTroubles, troubleRecords, troublesIn } from '../../../src/commands/learn/trouble-records.ts'
import { tieIncidents } from '../../../src/commands/learn/tying.ts'
import { defaultConfiguration } from '../../../src/config/defaults.ts'
import type { Deployment } from '../../../src/domain/deployment.ts'
import type { Incident } from '../../../src/domain/incident.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import type { Correction, Trouble } from '../../../src/history/verdicts.ts'
import type { LedgerRecord } from '../../../src/ledger/record.ts'
import { isolatedEnvironment } from '../../e2e/git.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'

let repository: Repository
let index: HistoryIndex
const shas: Record<string, string> = {}
const seconds = (moment: string): number => Date.parse(moment) / 1000
beforeAll(async () => {
  repository = await makeRepository()
  const land = async (number: number, title: string, at: string): Promise<void> => {
    shas[`#${number}`] = await repository.commit({
      message: `${title} (#${number})`,
      files: { [`services/part-${number}.ts`]: `${number}\n` },
      at,
    })
  }
  await land(11, 'Begin to sell', '2026-03-01T09:00:00Z')
  await land(12, 'Round the vouchers', '2026-03-02T09:00:00Z')
  await land(13, 'Tidy the menu', '2026-03-05T09:00:00Z')
  await land(14, 'Say more in letters', '2026-03-05T10:00:00Z')
  await repository.branch('work')
  shas['inner'] = await repository.commit({
    message: 'Ask twice',
    files: { 'services/ask.ts': 'twice\n' },
    at: '2026-03-06T08:00:00Z',
  })
  await repository.checkout('main')
  shas['#15'] = await repository.merge({
    branch: 'work',
    message: 'Merge pull request #15 from shop/work',
    at: '2026-03-06T09:00:00Z',
  })
  await repository.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git')
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const incident = (given: Partial<Incident> = {}): Incident => ({
  schema: 1,
  id: 'INC-1',
  source: 'test',
  title: 'Tills are down',
  kind: 'incident',
  severity: 'sev2',
  environment: 'production',
  detectedAt: '2026-03-07T12:00:00Z',
  resolvedAt: '2026-03-07T13:00:00Z',
  reopened: 0,
  components: [],
  customers: [],
  impact: 'degraded',
  trigger: 'unknown',
  causes: [],
  detectedBy: 'alert',
  changes: [],
  doubts: [],
  ...given,
})
const naming = (reference: string, relation: 'caused-by' | 'contributing' = 'caused-by'): Incident =>
  incident({ changes: [{ reference, relation, quote: 'its record' }] })
const ran = (name: string, at: string, environment = 'production'): Deployment => ({
  environment,
  sha: shas[name]!,
  startedAt: seconds(at),
  reports: [{ state: 'succeeded', at: seconds(at) }],
})
const said = (name: string, verdict: Correction['verdict'], given: Partial<Correction> = {}): Correction => ({
  sha: shas[name]!,
  verdict,
  at: seconds('2026-03-08T00:00:00Z'),
  ...given,
})

interface Given {
  readonly deployments?: readonly Deployment[]
  readonly corrections?: readonly Correction[]
  readonly links?: readonly LedgerRecord[]
}
const tie = async (incidents: readonly Incident[], given: Given = {}) => {
  const opened = await openRepository(repository.directory, isolatedEnvironment)
  try {
    return await tieIncidents({
      repository: opened,
      head: shas['#15']!,
      index,
      configuration: defaultConfiguration(),
      incidents,
      deployments: given.deployments ?? [],
      corrections: given.corrections ?? [],
      decisions: [],
      links: given.links ?? [],
      now: seconds('2026-03-20T00:00:00Z'),
    })
  } finally {
    opened.objects.end()
  }
}
const nameOf = (sha: string): string => Object.entries(shas).find(([, known]) => known === sha)![0]
const told = async (about: Incident, given: Given = {}): Promise<readonly string[]> => {
  const { troubles, verdicts } = await tie([about], given)
  return troubles.length === 0
    ? [`none: ${verdicts[0]?.why ?? verdicts[0]?.state}`]
    : troubles.map(({ sha, state, evidence }) => `${state} ${nameOf(sha)}: ${evidence?.[0]?.detail}`)
}
const byRecord = 'its record names it as the cause'

describe('a change is confirmed that is named', () => {
  test.each<[string, () => Incident, string]>([
    ['by its number', () => naming('#12'), `confirmed #12: ${byRecord}`],
    ['by its number alone', () => naming('12'), `confirmed #12: ${byRecord}`],
    [
      'by its address',
      () => naming('https://github.example/acme/shop/pull/12'),
      `confirmed #12: ${byRecord}`,
    ],
    ['by its number in its repository', () => naming('acme/shop#12'), `confirmed #12: ${byRecord}`],
    ['by its SHA', () => naming(shas['#12']!), `confirmed #12: ${byRecord}`],
    ['by a commit inside it', () => naming(shas['inner']!.slice(0, 12)), `confirmed #15: ${byRecord}`],
    [
      'as contributing',
      () => naming('#12', 'contributing'),
      'confirmed #12: its record names it as contributing',
    ],
    [
      'in a causal sentence',
      () => incident({ text: 'After an hour we saw that it was caused by #12.' }),
      'confirmed #12: its text names it as the cause',
    ],
    [
      'in a sentence on what helped',
      () => incident({ text: 'Reverting #12 fixed it.' }),
      'confirmed #12: its text says that taking it back helped',
    ],
  ])('%s', async (_, about, wanted) => expect(await told(about())).toEqual([wanted]))
})

describe('no change is confirmed', () => {
  test.each<[string, () => Incident, string]>([
    ['of another repository', () => naming('acme/api#12'), 'none: elsewhere'],
    ['by the address of another', () => naming('https://github.example/acme/api/pull/12'), 'none: elsewhere'],
    ['that nobody landed', () => naming('#99'), 'none: elsewhere'],
    ['by a ticket of a tool without git', () => naming('CHG0012'), 'none: no-change'],
    ['by what mends it', () => incident({ text: 'It was fixed by #12.' }), 'none: no-change'],
    ['that is cleared', () => incident({ text: 'It is unrelated to #12.' }), 'none: no-change'],
    ['by planned work', () => ({ ...naming('#12'), kind: 'maintenance' }), 'none: planned'],
    ['of the future', () => incident({ detectedAt: '2026-04-01T00:00:00Z' }), 'none: not-yet'],
    [
      'where nobody knows when',
      () => ({ ...naming('#12'), detectedAt: undefined as never, resolvedAt: undefined as never }),
      'none: undated',
    ],
    ['where times are in doubt', () => incident({ doubts: ['date-conflict'] }), 'none: doubtful-times'],
    [
      'before anything landed',
      () => incident({ detectedAt: '2025-01-01T00:00:00Z', resolvedAt: '2025-01-02T00:00:00Z' }),
      'none: before-history',
    ],
    [
      'that landed when all was over',
      () => ({
        ...naming('#15'),
        detectedAt: '2026-03-03T00:00:00Z',
        resolvedAt: '2026-03-03T01:00:00Z',
      }),
      'none: no-change',
    ],
  ])('%s', async (_, about, wanted) => expect(await told(about())).toEqual([wanted]))
})

describe('what is suspected', () => {
  const vouchers = incident({ title: 'Vouchers are rounded wrongly' })
  /** #12 waited four days to go out, an hour before. */
  const late = () => [
    ran('#11', '2026-03-01T12:00:00Z'),
    ran('#12', '2026-03-07T11:30:00Z'),
    ran('#15', '2026-03-07T18:00:00Z'),
  ]

  test('stands by when it went out, not by when it landed', async () => {
    expect(await told(vouchers)).toEqual(['none: no-change'])
    expect(await told(vouchers, { deployments: late() })).toEqual(['suspect #12: shares rare words with it'])
  })

  test('is never what had not gone out, which words may name all the same', async () => {
    const letters = incident({ title: 'Letters say more than they should' })
    expect(await told(letters, { deployments: late().slice(0, 2) })).toEqual([
      'suspect #12: went out 30 min before',
    ])
    const applied = { ...letters, text: 'It was caused by #14, which was applied by hand.' }
    expect(await told(applied, { deployments: late().slice(0, 2) })).toEqual([
      'confirmed #14: its text names it as the cause',
    ])
  })

  test('holds in the environment of the incident alone, where that is known', async () => {
    const { troubles } = await tie([vouchers], { deployments: late() })
    expect(troubles.map(({ environment }) => environment)).toEqual(['production'])
    const elsewhere = late().map((each) => ({ ...each, environment: 'staging' }))
    const everywhere = await tie([naming('#12')], { deployments: elsewhere })
    expect(everywhere.troubles.map(({ environment }) => environment)).toEqual([undefined])
  })

  test('is nobody where a person has said in its issue who it was', async () => {
    const issue = { ...vouchers, id: '#88', source: 'github-issues' }
    const corrections = [said('#13', 'failed', { about: 88 })]
    const { troubles, verdicts } = await tie([issue], { deployments: late(), corrections })
    expect([troubles, verdicts]).toEqual([
      [],
      [{ incident: '#88', source: 'github-issues', state: 'confirmed' }],
    ])
    const taken = [...corrections, said('#13', 'ok', { at: seconds('2026-03-09T00:00:00Z') })]
    expect((await tie([issue], { deployments: late(), corrections: taken })).verdicts).toMatchObject([
      { state: 'suspect' },
    ])
  })
})

describe('a person who clears a change', () => {
  const cleared = 'rejected #12: a person cleared the change'
  const about = naming('#12')

  test('is obeyed against words, ranking, and what was known before, for ever', async () => {
    const corrections = [said('#12', 'ok')]
    expect(await told(about, { corrections })).toEqual([cleared])
    const { verdicts } = await tie([about], { corrections })
    expect(verdicts).toMatchObject([{ state: 'none', why: 'cleared' }])

    const before = await tie([about])
    const links = asRecords(before.before, before.troubles)
    for (const incidents of [[], [about], [incident({ text: 'It was caused by #12.' })]])
      expect((await tie(incidents, { links, corrections })).troubles.map(({ state }) => state)).toEqual([
        'rejected',
      ])
  })

  test('until a newer word says otherwise', async () => {
    const corrections = [said('#12', 'ok'), said('#12', 'failed', { at: seconds('2026-03-09T00:00:00Z') })]
    expect(await told(about, { corrections })).toEqual([`confirmed #12: ${byRecord}`])
  })
})

const asRecords = (before: readonly Trouble[], now: readonly Trouble[]): readonly LedgerRecord[] =>
  troubleRecords(before, now, {
    repository: 'acme/shop',
    tool: { name: 'test', version: '1' },
    at: '2026-03-21T00:00:00Z',
  }).map((record) => record as unknown as LedgerRecord)

describe('what is written down', () => {
  test('reads back as it was, with its evidence, and holds no word of the incident', async () => {
    const { troubles } = await tie([
      incident({ title: 'Secret tills', text: 'Dreadful things happened. It was caused by #12.' }),
    ])
    const records = asRecords([], troubles)
    expect(troublesIn(records)).toEqual(troubles)
    expect(JSON.stringify(records)).not.toMatch(/Secret|Dreadful/)
  })

  test('is not written again where a ranking moved by a little', async () => {
    const { troubles } = await tie([naming('#12')])
    const [first] = troubles as readonly [Trouble]
    const names = new Set(['test INC-1'])
    const moved = (by: number) => mergeTroubles(troubles, [{ ...first, confidence: 0.95 - by }], names)
    expect(asRecords(troubles, moved(0.04))).toEqual([])
    expect(asRecords(troubles, moved(0.2))).toHaveLength(1)
  })

  test('lets go what is told again and tied to something else, of its own source alone', async () => {
    const { troubles } = await tie([naming('#12')])
    const states = (names: readonly string[]) =>
      mergeTroubles(troubles, [], new Set(names)).map(({ state }) => state)
    expect(states(['test INC-1'])).toEqual(['rejected'])
    expect(states(['other INC-1'])).toEqual(['confirmed'])
  })
})
