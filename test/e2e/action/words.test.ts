/** Words on what became of a change, said in comments: kept by whom may say them, answered, and never taken back. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addIssue } from '../../github/repositories.ts'
import type { Issue, Pull } from '../../github/state.ts'
import { git } from '../git.ts'
import { newFolder } from './runner.ts'
import {
  deployed,
  enforcing,
  enter,
  gateComments,
  openShop,
  propose,
  type Shop,
  say,
  ship,
  tipOf,
} from './shop.ts'

const open = async (): Promise<Shop> => {
  const shop = await openShop({ policy: enforcing })
  deployed(shop, tipOf(shop))
  return shop
}

const comment = (shop: Shop, on: Issue | Pull, body: string, author = 'ada') => {
  const said = say(shop, on, body, author)
  const about = 'reviews' in on ? { pull: on } : { issue: on }
  return enter(shop, { event: 'issue_comment', action: 'created' }, { ...about, comment: said })
}

/** `kind number verdict-or-state by`, of every word that is kept, in the order of writing. */
const kept = async ({ repository }: Shop): Promise<readonly string[]> => {
  const directory = newFolder('words')
  const source = `file://${repository.directory}`
  const branch = 'change-risk-ledger'
  const known = await git(['ls-remote', source, `refs/heads/${branch}`], { directory })
  if (known.trim() === '') return []
  await git(['clone', '--quiet', '--branch', branch, source, directory], { directory })
  const files = (await git(['ls-files', 'events'], { directory })).split('\n').filter((path) => path !== '')
  return files
    .flatMap((path) => readFileSync(join(directory, path), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === 'correction' || kind === 'link')
    .map(({ kind, actor, body }) =>
      [kind, `#${body.number}`, body.verdict ?? body.state, body.reason, `by ${actor}`]
        .filter((word) => word !== undefined)
        .join(' '),
    )
}

const answerOn = (on: Issue | Pull): string => gateComments(on).at(-1) ?? ''

describe('what became of a change', () => {
  test('is kept word by word, and the answer says what comes of it', async () => {
    const shop = await open()
    const { pull } = ship(shop, { branch: 'harmless' })
    await comment(shop, pull, '.outcome failed cards were declined')
    expect(answerOn(pull)).toMatch(
      /\*\*Recorded:\*\* ada says that .*#61.* failed\. The next run of `learn` obeys/,
    )
    await comment(shop, pull, '.outcome ok')
    expect(answerOn(pull)).toContain('did not fail')
    expect(await kept(shop)).toEqual([
      'correction #61 failed cards were declined by ada',
      'correction #61 ok by ada',
    ])
  })

  test('keeps no reason where anybody may read it', async () => {
    const shop = await open()
    shop.repository.private = false
    const { pull } = ship(shop, { branch: 'harmless' })
    await comment(shop, pull, '.outcome failed cards were declined')
    expect(await kept(shop)).toEqual(['correction #61 failed by ada'])
  })

  test.each<[string, string, string, RegExp | null]>([
    ['its author says that it failed', 'mira', '.outcome failed', null],
    ['its author says that it was well', 'mira', '.outcome ok', /Not recorded/],
    ['somebody who may only read', 'noor', '.outcome failed', /Not recorded/],
    ['a word that is none', 'ada', '.outcome fine', /takes failed or ok/],
  ])('%s', async (_, author, body, refusal) => {
    const shop = await open()
    const { pull } = ship(shop, { branch: 'harmless' })
    await comment(shop, pull, body, author)
    if (refusal) expect(answerOn(pull)).toMatch(refusal)
    expect(await kept(shop)).toEqual(refusal ? [] : [`correction #61 failed by ${author}`])
  })

  test('of a change that has not landed is nothing', async () => {
    const shop = await open()
    const pull = propose(shop, { branch: 'open' })
    await comment(shop, pull, '.outcome failed')
    expect(answerOn(pull)).toMatch(/has not landed/)
    expect(await kept(shop)).toEqual([])
  })
})

describe('who is to blame', () => {
  test('is said where the trouble is told, and taken back by another word', async () => {
    const shop = await open()
    const { pull } = ship(shop, { branch: 'harmless' })
    const issue = addIssue(shop.state, shop.repository, { title: 'It broke', labels: ['incident'] })
    await comment(shop, issue, `.blame #${pull.number}`)
    expect(answerOn(issue)).toMatch(/#61.* failed/)
    await comment(shop, issue, `.unblame #${pull.number}`)
    expect(await kept(shop)).toEqual(['link #61 confirmed by ada', 'link #61 rejected by ada'])
  })

  test.each<[string, string, RegExp]>([
    ['a number that is no pull request', '.blame #4711', /there is no pull request with the number 4711/],
    ['the issue itself', '.outcome failed', /this is an issue/],
    ['no number', '.blame 61', /takes the number of one pull request/],
  ])('is refused for %s', async (_, body, says) => {
    const shop = await open()
    const issue = addIssue(shop.state, shop.repository, { title: 'It broke', labels: ['incident'] })
    await comment(shop, issue, body)
    expect(answerOn(issue)).toMatch(says)
    expect(await kept(shop)).toEqual([])
  })
})
