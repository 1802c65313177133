/** `suspects` as a responder runs it: in a real clone, with an export of an incident, at three in the morning. */
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLedger } from '../../src/ledger/open.ts'
import type { NewRecord } from '../../src/ledger/record.ts'
import { findNode, runCli } from './cli.ts'
import { makeRepository, type Repository } from './repository.ts'

let repository: Repository
let folder: string
let cards = ''
let mail = ''

const policy = `version: 1
components:
  payments: { paths: ["services/payments/**"] }
  mail: { paths: ["services/mail/**"] }
`

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'change-risk-suspects-')))
  repository = await makeRepository({ start: '2026-03-01T09:00:00Z' })
  await repository.commit({ message: 'Begin', files: { '.github/change-risk.yml': policy } })
  await repository.commit({
    message: 'Sort the inbox (#10)',
    at: '2026-03-08T09:00:00Z',
    files: { 'services/mail/inbox.ts': 'a\n' },
  })
  cards = await repository.commit({
    message: 'Check the name on cards (#12)',
    at: '2026-03-10T08:40:00Z',
    files: { 'services/payments/cards.ts': 'a\n' },
  })
  mail = await repository.commit({
    message: 'Send mail in order (#13)',
    at: '2026-03-10T08:50:00Z',
    files: { 'services/mail/order.ts': 'a\n' },
  })
  await repository.commit({
    message: 'Say how to test (#14)',
    at: '2026-03-10T08:55:00Z',
    files: { 'docs/test.md': 'a\n' },
  })
  await repository.revert({ sha: cards, at: '2026-03-10T09:50:00Z' })
  await repository.git('remote', 'add', 'origin', 'git@github.com:harbour/shop.git')
})
afterAll(async () => {
  await repository.remove()
  await rm(folder, { recursive: true, force: true })
})

const incident = {
  id: 'INC-212',
  title: 'Cards are declined',
  detected_at: '2026-03-10T09:10:00Z',
  components: ['Payments'],
}
const file = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name)
  await writeFile(
    path,
    typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
  )
  return path
}
const run = (...args: readonly string[]) => runCli(['suspects', ...args], { cwd: repository.directory })
const asked = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await run('--json', ...args)
  expect([stderr, code]).toEqual(['', 0])
  return JSON.parse(stdout)
}
const names = ({ suspects }: { readonly suspects: readonly { readonly change: string }[] }) =>
  suspects.map(({ change }) => change)

const sumOf = ({
  noChange,
  suspects,
}: {
  readonly noChange: number
  readonly suspects: readonly { readonly probability: number }[]
}) => suspects.reduce((total, { probability }) => total + probability, noChange)

test('ranks what went out before, and leaves a share for no change', async () => {
  const answer = await asked('--incident', await file('live.json', incident), '--at', '2026-03-10T09:15:00Z')
  expect(Object.keys(answer)).toEqual(expect.arrayContaining(['schema', 'incident', 'noChange', 'suspects']))
  expect(answer).toMatchObject({ schema: 1, incident: { id: 'INC-212', source: 'canonical' }, considered: 4 })
  expect(answer.suspects[0]).toEqual({
    change: '#12',
    sha: cards,
    title: 'Check the name on cards',
    at: '2026-03-10T08:40:00Z',
    probability: expect.any(Number),
    state: 'suspect',
    reasons: [
      'touches Payments, which is disturbed',
      'shares the word cards with it',
      'went out 30 min before',
    ],
  })
  expect(names(answer)).toEqual(['#12', '#13', '#14', '#10'])
  expect(sumOf(answer)).toBeCloseTo(1, 9)
})

test('knows at a moment only what was known then', async () => {
  const path = await file('live.json', incident)
  const reasons = async (at: string) => (await asked('--incident', path, '--at', at)).suspects[0].reasons
  expect(await reasons('2026-03-10T09:15:00Z')).not.toContain('was taken back 40 min after it was noticed')
  expect(await reasons('2026-03-10T10:00:00Z')).toContain('was taken back 40 min after it was noticed')
  expect(names(await asked('--incident', path, '--at', '2026-03-10T08:45:00Z'))).toEqual(['#12', '#10'])
  expect(names(await asked('--incident', path, '--limit', '1'))).toEqual(['#12'])
})

test('a post-mortem that names the change settles it', async () => {
  const text = `# Cards declined\n\n**Start time**: 2026-03-10 09:10 UTC\n\n## Root cause\n\nThe outage was caused by #13.\n`
  const answer = await asked('--incident', await file('named.md', text))
  expect(answer.suspects[0]).toMatchObject({
    change: '#13',
    sha: mail,
    state: 'confirmed',
    probability: 0.95,
  })
  expect(answer.suspects[0].reasons).toEqual(['The outage was caused by #13.'])
  expect(answer.noChange).toBeLessThan(0.05)
  expect(sumOf(answer)).toBeCloseTo(1, 9)
  const other = await asked(
    '--incident',
    await file('other.md', text.replace('#13', 'https://github.com/harbour/ledger/pull/13')),
  )
  expect(other.elsewhere).toEqual(['https://github.com/harbour/ledger/pull/13'])
})

test('is read at a glance', async () => {
  const { code, stdout } = await run(
    '--incident',
    await file('live.json', incident),
    '--at',
    '2026-03-10T10:00:00Z',
  )
  expect(code).toBe(0)
  expect(stdout).toMatchInlineSnapshot(`
    "INC-212  Cards are declined: noticed 2026-03-10 09:10 UTC
      Look at #12 first.
      60 %  #12  Check the name on cards
            out 2026-03-10 08:40 UTC · was taken back 40 min after it was noticed · touches Payments, which is disturbed · shares the word cards with it · went out 30 min before
      <1 %  #13  Send mail in order
            out 2026-03-10 08:50 UTC · went out 20 min before · touches mail, not what is disturbed
      <1 %  #14  Say how to test
            out 2026-03-10 08:55 UTC · went out 15 min before · touches documentation only
      <1 %  #10  Sort the inbox
            out 2026-03-08 09:00 UTC · touches mail, not what is disturbed · went out 2 days before
      39 %  no change of the 4 changes looked at
      Taken back  2026-03-10 09:50 UTC; does it still hurt?
    "
  `)
  const early = await run('--incident', await file('live.json', incident), '--at', '2026-03-10T09:15:00Z')
  expect(early.stdout).toContain(`  Take back   git revert --no-edit ${cards.slice(0, 12)}\n`)
  const quiet = { ...incident, detected_at: '2026-05-01T03:00:00Z' }
  expect((await run('--incident', await file('quiet.json', quiet))).stdout).toMatchInlineSnapshot(`
    "INC-212  Cards are declined: noticed 2026-05-01 03:00 UTC
      No change went out in the seven days before: look elsewhere.
     100 %  no change of the 0 changes looked at
    "
  `)
})

test('a shallow clone says what it cannot know, and so does learn there', async () => {
  const { directory: cwd } = await repository.cloneShallow(2)
  const path = await file('live.json', incident)
  expect((await runCli(['suspects', '--incident', path], { cwd })).stdout).toMatch(
    /Note +shallow clone: nothing is known of what landed before 2026-03-10; git fetch --unshallow/,
  )
  expect((await runCli(['learn'], { cwd })).stdout).toMatch(
    /Note +shallow clone: only 1 part of history is here;/,
  )
})

test('a merge is taken back towards its first parent, as git wants to be told', async () => {
  const shop = await makeRepository({ start: '2026-03-01T09:00:00Z' })
  try {
    await shop.commit({ message: 'Begin', files: { 'a.ts': 'a\n' } })
    await shop.branch('topic')
    await shop.commit({ message: 'Break it', files: { 'b.ts': 'b\n' } })
    await shop.checkout('main')
    const merge = await shop.merge({
      branch: 'topic',
      message: 'Merge pull request #7 from a/topic',
      at: '2026-03-10T08:50:00Z',
    })
    const path = await file('merged.json', { ...incident, description: 'This was caused by #7.' })
    const { stdout } = await runCli(['suspects', '--incident', path, '--at', '2026-03-10T09:20:00Z'], {
      cwd: shop.directory,
    })
    const [, command = ''] = /Take back +git (.*)/.exec(stdout) ?? []
    expect(command).toBe(`revert --no-edit -m 1 ${merge.slice(0, 12)}`)
    await shop.git(...command.split(' '))
  } finally {
    await shop.remove()
  }
})

describe('of many incidents', () => {
  const many = [
    { id: '#88', title: 'Older', started_at: '2026-03-01T09:10:00Z', resolved_at: '2026-03-01T10:00:00Z' },
    { id: '#89', title: 'Open', started_at: '2026-03-10T09:10:00Z' },
  ]
  test('the one that is named, or the only one open', async () => {
    const path = await file('many.json.gz', gzipSync(JSON.stringify(many)))
    for (const [name, title] of [
      [path, 'Open'],
      [`${path}#88`, 'Older'],
      [`${path}##88`, 'Older'],
    ] as const)
      expect((await asked('--incident', name)).incident.title).toBe(title)
  })

  test.each([
    [[], /^suspects: say which incident, as in --incident FILE or --incident FILE#ID$/],
    [['--incident', 'nowhere.json'], /nowhere\.json: cannot be read \(.+\); name a file, or FILE#ID$/],
    [
      ['--incident', 'both.json'],
      /both\.json: holds 2 incidents, 0 of them open; name one with \S+#ID: B, A$/,
    ],
    [['--incident', 'both.json#C'], /both\.json#C: there is no such incident; there are B, A$/],
    [['--incident', 'none.json'], /none\.json: record 1: no form knows a record of colour; give it an id/],
    [
      ['--incident', 'both.json#A', '--limit', '0'],
      /^suspects --limit 0: must be a whole number from 1 to 100$/,
    ],
    [['--incident', 'both.json#A', '--at', 'now'], /^suspects --at now: is no moment; write it as 2026-/],
    [
      ['--incident', 'both.json#A', '--repository', tmpdir()],
      /not inside a git repository; run it in a clone/,
    ],
  ])('%j says what is wrong', async (args, says) => {
    await file('both.json', [
      { id: 'A', title: 'A', started_at: '2026-03-01', resolved_at: '2026-03-02' },
      { id: 'B', title: 'B', started_at: '2026-03-03', resolved_at: '2026-03-04' },
    ])
    await file('none.json', { colour: 'red' })
    const { code, stdout, stderr } = await runCli(['suspects', ...args.map((word) => word)], {
      cwd: folder,
    })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(says)])
  })
})

test('with a ledger a change went out when it was deployed, and carries the risk it was given', async () => {
  const ledger = openLedger(undefined, { baseDirectory: folder, defaultDirectory: join(folder, 'ledger') })
  const record = (kind: NewRecord['kind'], at: string, body: object): NewRecord => ({
    stream: 'decisions',
    kind,
    key: at,
    at,
    repository: 'shop',
    environment: 'production',
    actor: 'test',
    tool: { name: 'change-risk-gate', version: '0.0.0' },
    body,
  })
  const first = await repository.git('rev-parse', 'HEAD~5')
  await ledger.append([
    record('deployment', '2026-03-02T09:00:00Z', { sha: first }),
    record('decision', '2026-03-10T09:00:00Z', { result: { parts: [{ sha: cards, risk: 0.08 }] } }),
    record('deployment', '2026-03-10T09:05:00Z', { sha: cards }),
  ])
  const answer = await asked(
    ...['--incident', await file('live.json', incident), '--at', '2026-03-10T09:15:00Z'],
    ...['--ledger', `directory:${join(folder, 'ledger')}`],
  )
  // #13 and #14 landed, and were deployed nowhere.
  expect(names(answer)).toEqual(['#12', '#10'])
  expect(answer.suspects[0]).toMatchObject({ at: '2026-03-10T09:05:00Z' })
  expect(answer.suspects[0].reasons).toContain('went out 5 min before')
})

test.skipIf(findNode('20') === undefined)('Node 20 ranks alike', async () => {
  const args = [
    'suspects',
    '--json',
    '--incident',
    await file('live.json', incident),
    '--at',
    '2026-03-10T10:00:00Z',
  ]
  const [older, newer] = await Promise.all(
    (['20', '24'] as const).map((node) => runCli(args, { cwd: repository.directory, node })),
  )
  expect(older).toEqual(newer)
})
