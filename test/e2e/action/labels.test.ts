/** Labels that say what became of a change: the same words as in comments, by the same people, and taken back by hand. */
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

interface Deed {
  readonly label: string
  readonly by?: string
  /** Put on, unless told. */
  readonly off?: true
  /** What the label is when the run looks, where that is not what the event says. */
  readonly meanwhile?: 'on' | 'off'
  readonly event?: string
}

/** Somebody puts a label on, or takes it off, a minute after whatever was before. */
const label = (shop: Shop, on: Issue | Pull, deed: Deed) => {
  const { label: name, by = 'ada', off, meanwhile } = deed
  shop.wait(1)
  const isPull = 'reviews' in on
  const { event = isPull ? 'pull_request_target' : 'issues' } = deed
  const isOn = meanwhile === undefined ? !off : meanwhile === 'on'
  on.labels = [...on.labels.filter((each) => each !== name), ...(isOn ? [name] : [])]
  on.updatedAt = shop.now().toISOString()
  const action = off ? 'unlabeled' : 'labeled'
  return enter(
    shop,
    { event, action },
    { ...(isPull ? { pull: on } : { issue: on }), sender: by, label: name },
  )
}

/** `number verdict-or-state by`, of every word that is kept, in the order of writing. */
const kept = async ({ repository }: Shop): Promise<readonly string[]> => {
  const directory = newFolder('labels')
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
    .toSorted((one, other) => one.seq - other.seq)
    .map(({ actor, body }) => `#${body.number} ${body.verdict ?? body.state} by ${actor}`)
}

const answersOn = (on: Issue | Pull): readonly string[] =>
  gateComments(on).map((body) => body.replace(/^(?:<!--.*-->\n)+/, ''))

/** What is kept and what is said after several deeds, one after the other. */
interface Story {
  readonly deeds: readonly Deed[]
  readonly kept: readonly string[]
  readonly says: readonly RegExp[]
}

const failed = 'outcome: failed'
const ok = 'outcome: ok'

describe('labels on a pull request that has landed', () => {
  test.each<[string, Story]>([
    [
      'somebody says that it failed',
      { deeds: [{ label: failed }], kept: ['#61 failed by ada'], says: [/Recorded:\*\* ada .*#61.* failed/] },
    ],
    [
      'in another spelling',
      { deeds: [{ label: 'Outcome:FAILED' }], kept: ['#61 failed by ada'], says: [/ failed/] },
    ],
    [
      'somebody who had no hand in it says that it was well',
      { deeds: [{ label: ok }], kept: ['#61 ok by ada'], says: [/did not fail/] },
    ],
    [
      'one word, and then the other: one answer, brought up to date',
      {
        deeds: [{ label: failed }, { label: ok }],
        kept: ['#61 failed by ada', '#61 ok by ada'],
        says: [/did not fail/],
      },
    ],
    [
      'it is taken off by whoever put it on, who wrote the change',
      {
        deeds: [
          { label: failed, by: 'mira' },
          { label: failed, by: 'mira', off: true },
        ],
        kept: ['#61 failed by mira', '#61 withdrawn by mira'],
        says: [/Withdrawn:\*\* mira took off `outcome: failed`.*#61/],
      },
    ],
    [
      'the author takes off what somebody else said against the change',
      {
        deeds: [{ label: failed }, { label: failed, by: 'mira', off: true }],
        kept: ['#61 failed by ada'],
        says: [/Recorded:\*\* ada/, /Not recorded\*\*, mira/],
      },
    ],
    [
      'another who had no hand in it takes it off',
      {
        deeds: [{ label: failed }, { label: failed, by: 'jonas', off: true }],
        kept: ['#61 failed by ada', '#61 withdrawn by jonas'],
        says: [/Withdrawn:\*\* jonas/],
      },
    ],
    [
      'the author takes off what cleared the change',
      {
        deeds: [{ label: ok }, { label: ok, by: 'mira', off: true }],
        kept: ['#61 ok by ada', '#61 withdrawn by mira'],
        says: [/Withdrawn/],
      },
    ],
    [
      'it is put on again',
      {
        deeds: [{ label: failed }, { label: failed, off: true }, { label: failed }],
        kept: ['#61 failed by ada', '#61 withdrawn by ada', '#61 failed by ada'],
        says: [/Recorded/],
      },
    ],
    [
      'what is withdrawn already is nobody’s word any more: the author may take back their own',
      {
        deeds: [
          { label: failed },
          { label: failed, off: true },
          { label: failed, by: 'mira' },
          { label: failed, by: 'mira', off: true },
        ],
        kept: ['#61 failed by ada', '#61 withdrawn by ada', '#61 failed by mira', '#61 withdrawn by mira'],
        says: [/Withdrawn:\*\* mira/],
      },
    ],
    [
      'the author says that it was well',
      { deeds: [{ label: ok, by: 'mira' }], kept: [], says: [/Not recorded\*\*, mira/] },
    ],
    [
      'somebody who may label and not write',
      { deeds: [{ label: failed, by: 'noor' }], kept: [], says: [/Not recorded\*\*, noor/] },
    ],
    [
      'whoever may not write takes it off',
      {
        deeds: [{ label: failed }, { label: failed, by: 'noor', off: true }],
        kept: ['#61 failed by ada'],
        says: [/Recorded:\*\* ada/, /Not recorded\*\*, noor/],
      },
    ],
    ['a bot', { deeds: [{ label: failed, by: 'helper[bot]' }], kept: [], says: [] }],
    [
      'an event that comes late: it is off again',
      { deeds: [{ label: failed, meanwhile: 'off' }], kept: [], says: [] },
    ],
    [
      'taken off, and on again before anybody looked',
      {
        deeds: [{ label: failed }, { label: failed, off: true, meanwhile: 'on' }],
        kept: ['#61 failed by ada'],
        says: [/Recorded/],
      },
    ],
    ['taken off, and nobody had said it', { deeds: [{ label: ok, off: true }], kept: [], says: [] }],
    ['a name that is none', { deeds: [{ label: 'outcome: fine' }], kept: [], says: [] }],
    [
      'a workflow that the pull request itself may have written',
      { deeds: [{ label: failed, event: 'pull_request' }], kept: [], says: [] },
    ],
    ['a cause belongs on an issue', { deeds: [{ label: 'caused-by: #61' }], kept: [], says: [] }],
  ])('%s', async (_, story) => {
    const shop = await open()
    const { pull } = ship(shop, { branch: 'harmless' })
    for (const deed of story.deeds) await label(shop, pull, deed)
    expect(await kept(shop)).toEqual(story.kept)
    expect(answersOn(pull)).toEqual(story.says.map((says) => expect.stringMatching(says)))
  })

  test('of a change that has not landed is nothing', async () => {
    const shop = await open()
    const pull = propose(shop, { branch: 'open' })
    await label(shop, pull, { label: failed })
    expect(answersOn(pull)).toEqual([expect.stringMatching(/has not landed/)])
    expect(await kept(shop)).toEqual([])
  })

  test('an event that is delivered again says nothing new', async () => {
    const shop = await open()
    const { pull } = ship(shop, { branch: 'harmless' })
    await label(shop, pull, { label: failed })
    const again = { event: 'pull_request_target', action: 'labeled' }
    await enter(shop, again, { pull, sender: 'ada', label: failed })
    expect(await kept(shop)).toEqual(['#61 failed by ada'])
    expect(answersOn(pull)).toHaveLength(1)
  })

  test('leave what was said in a comment as it is when they are taken off', async () => {
    const shop = await open()
    const { pull } = ship(shop, { branch: 'harmless' })
    const comment = say(shop, pull, '.outcome failed')
    await enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment })
    await label(shop, pull, { label: failed, off: true })
    expect(await kept(shop)).toEqual(['#61 failed by ada'])
  })
})

describe('labels on the issue of an incident', () => {
  test.each<[string, Story]>([
    [
      'name the cause',
      { deeds: [{ label: 'caused-by: #61' }], kept: ['#61 confirmed by ada'], says: [/#61.* failed/] },
    ],
    [
      'name what is not the cause',
      { deeds: [{ label: 'not-caused-by:#61' }], kept: ['#61 rejected by ada'], says: [/did not fail/] },
    ],
    [
      'are taken off',
      {
        deeds: [{ label: 'caused-by: #61' }, { label: 'caused-by: #61', off: true }],
        kept: ['#61 confirmed by ada', '#61 withdrawn by ada'],
        says: [/Withdrawn:\*\* ada took off `caused-by: #61`/],
      },
    ],
    [
      'name a number that is no pull request',
      {
        deeds: [{ label: 'caused-by: #4711' }],
        kept: [],
        says: [/there is no pull request with the number 4711/],
      },
    ],
    ['say what an issue cannot', { deeds: [{ label: failed }], kept: [], says: [] }],
    ['say nothing of a change', { deeds: [{ label: 'bug' }], kept: [], says: [] }],
    [
      'by somebody who may not write',
      { deeds: [{ label: 'caused-by: #61', by: 'noor' }], kept: [], says: [/Not recorded\*\*, noor/] },
    ],
  ])('%s', async (_, story) => {
    const shop = await open()
    ship(shop, { branch: 'harmless' })
    const issue = addIssue(shop.state, shop.repository, { title: 'It broke', labels: ['incident'] })
    for (const deed of story.deeds) await label(shop, issue, deed)
    expect(await kept(shop)).toEqual(story.kept)
    expect(answersOn(issue)).toEqual(story.says.map((says) => expect.stringMatching(says)))
  })
})
