/** Who is asked for what, and why: by the policy, by CODEOWNERS, by the catalogue, by history, by who is on call. */
import { describe, expect, test } from 'vitest'
import { counts } from './counting.ts'
import {
  commitTo,
  deployed,
  enforcing,
  enter,
  gateComments,
  openShop,
  propose,
  type Shop,
  tipOf,
} from './shop.ts'

interface Story {
  readonly policy?: string
  readonly owners?: string
  readonly files?: Readonly<Record<string, string>>
}

const open = async ({ policy = '', owners = '', files = {} }: Story): Promise<Shop> => {
  const shop = await openShop({
    policy: `${enforcing}${policy}`,
    files: { CODEOWNERS: `${owners}\n`, ...files },
    overrides: {
      collaborators: { mira: 'write', ada: 'write', jonas: 'write', zoe: 'write', noor: 'read' },
    },
  })
  deployed(shop, tipOf(shop))
  return shop
}

/** Mira opens a risky pull request: who is asked, what the comment says, and what it cost. */
const asked = async (shop: Shop, branch = 'topic') => {
  const pull = propose(shop, { branch, size: 'risky' })
  const run = await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
  const [body = ''] = gateComments(pull)
  return { run, pull, body, people: run.outputs['reviewers']! }
}

const catalogue = (owners: string) => `components: { till: { paths: ["src/**"], owners: [${owners}] } }\n`
const review = (requests: string) => `environments: { production: { review: [${requests}] } }\n`
const onCall = (text: string) => ({ '.github/on-call.yml': text })
const shift =
  'shifts:\n  - { who: "@zoe", from: 2026-03-09T09:00, to: 2026-03-16T09:00, time-zone: Europe/Paris }\n'

describe('who is asked', () => {
  test.each<[string, Story, string, RegExp]>([
    [
      'an owner of what drives the risk',
      { owners: '/src/ @ada' },
      'ada',
      /why you: owns \/src\/ \(CODEOWNERS line 1\)/,
    ],
    [
      'those whom the policy names for so much risk, before those who know it',
      { owners: '/src/ @ada', policy: review('{ from: drivers }, { at-least: high, from: "@zoe" }') },
      'zoe,ada',
      /why zoe: the policy asks them from high risk on/,
    ],
    [
      'nobody by the files, where the policy names somebody for all',
      { owners: '/src/ @ada', policy: review('{ from: "@jonas" }') },
      'jonas',
      /the policy asks them from low risk on/,
    ],
    [
      'every one of a list, any of whom will do',
      { policy: review('{ from: ["@jonas", "@zoe"] }') },
      'jonas,zoe',
      /why zoe: the policy asks them from low risk on/,
    ],
    [
      'an owner by the catalogue, where CODEOWNERS names nobody',
      { owners: '/docs/ @ada', policy: catalogue('"@jonas"') },
      'jonas',
      /why you: answers for component till, which carries 100 % of the risk/,
    ],
    [
      'the owner by CODEOWNERS and not the one by the catalogue',
      { owners: '/src/ @ada', policy: catalogue('"@jonas"') },
      'ada',
      /CODEOWNERS/,
    ],
    [
      'whoever touched it lately, where nobody owns it',
      { owners: '/docs/ @jonas' },
      'ada',
      /why you: touched src\/till\/till\.ts \d+ times lately/,
    ],
    [
      'whoever is on call, where nobody who knows it can be asked',
      { policy: 'experience: "off"\n', files: onCall(shift) },
      'zoe',
      /why you: is on call, and nobody who knows these files can be asked/,
    ],
    [
      'whoever is always on call, where no shift is on',
      {
        policy: 'experience: "off"\n',
        files: onCall('shifts: [{ who: "@zoe", from: 2026-01-01, to: 2026-01-08 }]\nalways: "@jonas"\n'),
      },
      'jonas',
      /is on call/,
    ],
  ])('%s', async (_, story, people, why) => {
    const { body, ...found } = await asked(await open(story))
    expect(found.people).toBe(people)
    for (const name of people.split(',')) expect(body).toContain(`@${name}`)
    expect(body).toMatch(why)
  })

  test.each<[string, Story, RegExp]>([
    [
      'nobody owns it and nobody is on call',
      { policy: 'experience: "off"\n' },
      /\*\*Read .*\*\* .*Nobody is asked by name: CODEOWNERS names nobody for src\/till\/till\.ts/,
    ],
    [
      'its only owner opened it',
      { owners: '/src/ @mira', policy: 'experience: "off"\n' },
      /Nobody is asked by name: everybody who knows these files is out: mira opened this pull request/,
    ],
    [
      'the policy names whoever opened it',
      { policy: review('{ from: "@mira" }') },
      /Nobody is asked by name: everybody whom the policy names had a hand in it/,
    ],
  ])('nobody, where %s; and the comment says so', async (_, story, told) => {
    const { people, body } = await asked(await open(story))
    expect(people).toBe('')
    expect(body).toMatch(told)
    expect(body).not.toContain('@')
    // There is nothing to pass on.
    expect(body).not.toContain('`.pass`')
  })
})

describe('of several who know it', () => {
  test('those who have less to read elsewhere are asked, and stay asked', async () => {
    const shop = await open({ owners: '/src/ @ada @jonas @zoe' })
    const first = await asked(shop, 'first')
    expect(first.people).toBe('ada,jonas')
    expect(first.body).toContain('no open request')
    const second = await asked(shop, 'second')
    expect(second.people).toBe('zoe,ada')
    expect(second.body).toMatch(/why zoe: .*no open request/)
    expect(second.body).toMatch(/why ada: .*1 open request/)
    // A push asks nobody else, although by now all are as busy.
    commitTo(shop.state, shop.repository, { branch: 'second', files: { 'src/more.ts': 'more\n' } })
    const again = await enter(
      shop,
      { event: 'pull_request_target', action: 'synchronize' },
      { pull: second.pull },
    )
    expect(again.outputs['reviewers']!.split(',').toSorted()).toEqual(['ada', 'zoe'])
    expect(second.pull.requestedReviewers.toSorted()).toEqual(['ada', 'zoe'])
  })
})

test('an on-call file that cannot be read keeps nobody waiting, and is told', async () => {
  const { run, people } = await asked(
    await open({
      policy: 'experience: "off"\n',
      files: onCall('shifts: [{ who: zoe, from: 2026-03-01, to: 2026-04-01 }]\n'),
    }),
  )
  expect(people).toBe('')
  expect(run.log).toContain('.github/on-call.yml: shift 1: wanted "@organisation/team" or "@user"')
})

test('asking costs no more where an owner is known, and a few requests more where nobody is', async () => {
  counts(
    'pull_request_target, an owner is asked',
    (await asked(await open({ owners: '/src/ @ada' }))).run,
    27,
  )
  counts(
    'pull_request_target, whoever touched it is asked',
    (await asked(await open({ owners: '/docs/ @jonas' }))).run,
    29,
  )
})
