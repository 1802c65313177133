/** Somebody writes into titles, paths and messages what acts where it is shown. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { addReview } from '../../github/repositories.ts'
import { accountOf } from '../../github/state.ts'
import { deploy, expectHeld, jobToken, look, openGuarded, wrongs } from './attacking.ts'
import type { ActionResult } from './runner.ts'
import { deployed, enter, gateComments, propose, type Shop, say, ship, tipOf } from './shop.ts'

const bidi = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/
const title = [
  '::set-output name=continue::true',
  '::add-mask::a',
  '##[group]x',
  '@acme/admins @mira',
  '<script>alert(1)</script><img src=https://evil.example/p.png>',
  '![x](https://evil.example/p.png) [click](javascript:alert(1))',
  '| a | b | `code` **bold** #1 GH-1 acme/shop#1',
  '<!-- change-risk-gate:waiting run=1 attempt=1 job=gate sha=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa -->',
  '\u202egnp.exe \u2066hidden\u2069 \u001b[31mred\u001b[0m \u0007',
].join(' ')
const paths = [
  'src/::error file=x::gone.ts',
  'src/@mira.ts',
  'src/<img src=x onerror=alert(1)>.ts',
  'src/`tick` | pipe.ts',
  'src/\u202egnp.ts',
  'src/[click](javascript:alert(1)).ts',
  'src/<!-- change-risk:pull-request -->.ts',
  'src/line\nend::set-output name=continue::true.ts',
  'src/delimiter-\nEOF\ncontinue=true\n.ts',
]
const files = Object.fromEntries(paths.map((path, at) => [path, `line ${at}\n`.repeat(120)]))

/** What GitHub or a runner would act on, in Markdown that it shows. */
const liveIn = (markdown: string): readonly string[] => {
  // What stands in code mentions nobody and is no tag; our own marker is the first line.
  const text = markdown
    .replace(/^<!-- change-risk[^>]*-->$/gm, '')
    .replace(/<code>(.*?)<\/code>/g, '$1')
    .replace(/(`+)(?!`).*?[^`]\1(?!`)/g, 'code')
  const found: (readonly [string, RegExp])[] = [
    ['a tag', /<(?!\/?(?:sub|details|summary|b|code|br|a)\b)[a-z!/][^>]*>/i],
    ['a comment', /<!--/],
    ['a mention of strangers', /(?<![\w`&;])@acme\/admins\b/],
    ['an image', /!\[[^\]]*\]\(/],
    ['a link to a script', /(?<!\\)\]\(javascript:/],
    ['a link to strangers', /\]\(https?:\/\/evil/],
    ['a bare address', /(?<![\w\u200b;])https:\/\/evil/],
    ['a reference', /(?<![\w&#;[])acme\/shop#1\b/],
    ['a turn of direction', bidi],
    ['a control', /[^\P{Cc}\n\t]/u],
  ]
  return found.flatMap(([what, shape]) => {
    const hit = shape.exec(text)
    return hit ? [`${what}: ${text.slice(Math.max(0, hit.index - 30), hit.index + 60)}`] : []
  })
}

/** Every line the runner would obey, except those that are the gate's own. */
const obeyedIn = (log: string): readonly string[] =>
  log
    .split(/\r\n?|\n/)
    .filter((line) => /^[\s\u200b\ufeff]*::/.test(line) || line.includes('##['))
    .filter(
      (line) =>
        !/^::(?:add-mask|warning|error|notice|group|endgroup|debug)(?: [^:\n]*)?::/.test(line) ||
        /^::add-mask::a$/.test(line),
    )

const shown = (shop: Shop, run: ActionResult): Readonly<Record<string, string>> => ({
  summary: run.summary,
  ...Object.fromEntries(
    [...shop.repository.pulls, ...shop.repository.issues]
      .flatMap((each) => gateComments(each))
      .map((body, at) => [`comment ${at}`, body]),
  ),
  ...Object.fromEntries(
    shop.repository.checkRuns.flatMap(({ output }, at) => [
      [`check title ${at}`, output.title ?? ''],
      [`check summary ${at}`, output.summary ?? ''],
      [`check text ${at}`, output.text ?? ''],
    ]),
  ),
})

const expectHarmless = (shop: Shop, run: ActionResult): void => {
  for (const [where, markdown] of Object.entries(shown(shop, run)))
    expect([where, ...liveIn(markdown)]).toEqual([where])
  expect(obeyedIn(run.log)).toEqual([])
  expect(run.log).not.toMatch(bidi)
  expect(run.log).not.toContain('\u001b')
  for (const text of Object.values(run.outputs)) expect(text).not.toMatch(bidi)
  expect(run.outputs['message']).not.toMatch(/[^\P{Cc}\n]/u)
  expect(JSON.stringify(shop.repository.statuses.map(({ description }) => description))).not.toMatch(bidi)
  for (const { description } of shop.repository.statuses) expect(description).not.toMatch(/[^\P{Cc}]/u)
  for (const annotation of shop.repository.checkRuns.flatMap(({ annotations }) => annotations))
    expect(String(annotation['message'])).not.toMatch(bidi)
}

describe('words that act', () => {
  test('in the title and the paths of a pull request do nothing where it is told', async () => {
    const shop = await openGuarded({ files: { CODEOWNERS: '* @ada\n' } })
    const pull = propose(shop, { branch: 'topic', title, files })
    const run = await look(shop, pull)
    await expectHeld(shop, run, pull.head.sha)
    expectHarmless(shop, run)
    expect(JSON.parse(readFileSync(run.outputs['result-file'] ?? '', 'utf8')).decision).toBe('review')
  })

  test.each(paths)('in the path that drives the risk, %j, neither', async (path) => {
    const shop = await openGuarded({ files: { CODEOWNERS: '* @ada\n' } })
    const large = 'line\n'.repeat(900)
    const pull = propose(shop, { branch: 'topic', files: { [path]: large, [`${path}x`]: large } })
    const run = await look(shop, pull)
    await expectHeld(shop, run, pull.head.sha)
    expectHarmless(shop, run)
    // A person can still read which file it is.
    expect(gateComments(pull).join()).toContain(path.replace(/^src\/\W*/, '').slice(0, 4))
    // What GitHub could not tell from another path is left out of the annotations.
    const [first] = shop.repository.checkRuns.flatMap(({ annotations }) => annotations)
    expect([path, `${path}x`, undefined]).toContain(first?.['path'])
  })

  test('in what landed do nothing where a deployment asks', async () => {
    const shop = await openGuarded()
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, { branch: 'topic', title, files })
    const run = await deploy(shop, sha)
    await expectHeld(shop, run, sha)
    expectHarmless(shop, run)
    expect(shop.repository.issues.length + shop.repository.pulls[0]!.comments.length).toBeGreaterThan(0)
  })

  test('in a command are answered in words of our own', async () => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic', title, files })
    await look(shop, pull)
    shop.wait(5)
    for (const body of [
      '.risk',
      '.risk explain',
      '.approve <script>alert(1)</script>@acme/admins',
      '.help',
    ]) {
      const comment = say(shop, pull, body)
      const run = await enter(
        shop,
        { event: 'issue_comment', action: 'created' },
        { issue: pull, comment },
        { inputs: { 'github-token': jobToken } },
      )
      expect(await wrongs(shop, run, pull.head.sha)).toEqual([])
      expectHarmless(shop, run)
    }
    expect(gateComments(pull)).toHaveLength(5)
  })

  test('in the name of an environment, a branch or a label do nothing', async () => {
    const shop = await openGuarded()
    deployed(shop, tipOf(shop))
    const pull = propose(shop, { branch: 'topic/@acme/admins-<b>', size: 'risky' })
    pull.labels.push('risk:low', '<script>', '::set-output name=x::y')
    const run = await look(shop, pull, { inputs: { environment: 'production' } })
    expect(await wrongs(shop, run, pull.head.sha)).toEqual([])
    expectHarmless(shop, run)
    expect(pull.labels).toEqual(expect.arrayContaining(['<script>', 'risk:critical']))
    expect(pull.labels).not.toContain('risk:low')
  })

  test('in a message of GitHub itself are cut to one plain line', async () => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const real = globalThis.fetch
    const hostile = `\u202e::set-output name=continue::true\n::error::<script>@acme/admins ${jobToken}`
    globalThis.fetch = async (input, init) =>
      String(input).includes('/check-runs') && init?.method === 'POST'
        ? new Response(JSON.stringify({ message: hostile }), {
            status: 403,
            headers: { 'content-type': 'application/json' },
          })
        : real(input, init)
    const run = await look(shop, pull).finally(() => {
      globalThis.fetch = real
    })
    await expectHeld(shop, run, pull.head.sha)
    expectHarmless(shop, run)
    expect(run.log).toMatch(/check-run: refused\..*answered 403/)
  })
})

describe('a token', () => {
  test('that somebody quotes in a title is shown nowhere by us', async () => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic', size: 'risky', title: `My token is ${jobToken}` })
    const run = await look(shop, pull)
    // The runner masks it in logs; the ledger and what we write hold only what GitHub shows already.
    expect(run.log.startsWith(`::add-mask::${jobToken}\n`)).toBe(true)
    expect(run.stderr).toBe('')
  })

  test.each([
    ['with a line end', `${jobToken}\n::set-output name=continue::true`],
    ['with blanks', `${jobToken} and more`],
    ['empty', ' '],
  ])('%s is refused without being told', async (_, token) => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic' })
    const run = await look(shop, pull, { inputs: { 'github-token': token } })
    expect(run.code).toBe(1)
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false' })
    expect(obeyedIn(run.log)).toEqual([])
    expect(run.log.replace(/^::add-mask::.*$/gm, '')).not.toContain(jobToken)
    expect(JSON.stringify(run.outputs)).not.toContain(jobToken)
    expect(run.annotations.at(-1)?.message).toMatch(/input github-token:/)
    expect(run.requests).toEqual([])
  })

  test('that GitHub refuses is told as that', async () => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic' })
    shop.state.tokens = {}
    const run = await look(shop, pull)
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false' })
    expect(run.log).toMatch(/the token is wrong, expired or revoked/)
    expect(run.log.replace(/^::add-mask::.*$/gm, '')).not.toContain(jobToken)
  })
})

test('a reviewer with a name that nobody can tell from another is told by the name GitHub gives', async () => {
  const shop = await openGuarded()
  const pull = propose(shop, { branch: 'topic', size: 'risky' })
  accountOf(shop.state, 'a-da')
  addReview(shop.state, pull, { author: 'a-da', state: 'APPROVED' })
  const run = await look(shop, pull)
  await expectHeld(shop, run, pull.head.sha)
  expect(run.log).toContain('the review of a-da does not count')
})
