/** Who is who: owners who reviewed, owners who may be asked, and the gate itself under any token. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { State } from '../../github/state.ts'
import type { ActionResult } from './runner.ts'
import {
  approve,
  commitTo,
  deployed,
  enforcing,
  enter,
  openShop,
  propose,
  type Shop,
  say,
  ship,
  tipOf,
} from './shop.ts'

const permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
  statuses: 'write',
  deployments: 'read',
} as const

/** The token of an App looks like the job's own. */
const appToken = `ghs_${'A1b2'.repeat(9)}`
const asApp = { 'github-token': appToken }

const withPeople = async (request: Parameters<typeof openShop>[0] = {}): Promise<Shop> => {
  const shop = await openShop({ policy: enforcing, ...request })
  shop.state.organizations.push({
    login: 'acme',
    members: ['ada', 'mira', 'jonas'],
    teams: [{ slug: 'till', id: 7, members: ['ada'] }],
  })
  const app = (more: object): State['tokens'][string] => ({
    login: 'our-gate[bot]',
    kind: 'app',
    permissions: { ...permissions, ...more },
  })
  shop.state.tokens[appToken] = app({ members: 'read' })
  deployed(shop, tipOf(shop))
  return shop
}

const opened = (
  shop: Shop,
  pull: ReturnType<typeof propose>,
  inputs: Readonly<Record<string, string>> = {},
) => enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull }, { inputs })

const viewers = ({ requests }: ActionResult): number =>
  requests.filter(({ body }) => JSON.stringify(body ?? '').includes('query Viewer')).length

describe('an owner who reviewed it', () => {
  const owned = (line: string) => ({ files: { CODEOWNERS: `${line}\n` } })
  test.each<[string, string, string | null, Readonly<Record<string, string>>, number | RegExp]>([
    ['named in CODEOWNERS', '/src/ @ada', 'ada', {}, 1],
    ['nobody but another', '/src/ @ada', 'jonas', {}, 0],
    ['nobody at all', '/src/ @ada', null, {}, 0],
    ['of files that nobody owns', '/lib/ @ada', 'jonas', {}, /nobody owns its files/],
    ['in a team that this token may read', '/src/ @acme/till', 'ada', asApp, 1],
    ['not in the team', '/src/ @acme/till', 'jonas', asApp, 0],
    [
      'in a team, under a token that may not read it',
      '/src/ @acme/till',
      'ada',
      {},
      /members of acme\/till.*github-token needs permission "members: read"/,
    ],
    ['beside a team that nobody need read', '/src/ @acme/till @ada', 'ada', {}, 1],
  ])('%s', async (_, line, reviewer, inputs, expected) => {
    const shop = await withPeople(owned(line))
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    if (reviewer !== null) approve(shop, pull, reviewer)
    const run = await opened(shop, pull, inputs)
    const { evidence } = JSON.parse(readFileSync(run.outputs['result-file'] ?? '', 'utf8'))
    const answer = evidence.parts[pull.head.sha]['owner-reviewed']
    if (typeof expected === 'number') expect(answer).toEqual({ outcome: 'measured', value: expected })
    else expect(answer).toEqual({ outcome: 'unavailable', why: expect.stringMatching(expected) })
    // A team costs a request at most, and none where the answer is known without it.
    const asked = run.requests.filter(({ route }) => route.includes('/teams/'))
    expect(asked).toHaveLength(line.includes('@acme') && !line.includes('@ada') ? 1 : 0)
  })
})

describe('who is asked to review', () => {
  test('an owner who may only read is passed over for the next, and the comment says so', async () => {
    const shop = await withPeople({ files: { CODEOWNERS: '/src/ @ada @gone @jonas @noor\n' } })
    shop.repository.collaborators['ada'] = 'read'
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const first = await opened(shop, pull)
    expect(first.outputs['reviewers']).toBe('jonas')
    expect(pull.requestedReviewers).toEqual(['jonas'])
    expect(pull.comments[0]?.body).toMatch(/\*\*@jonas: read /)
    expect(pull.comments[0]?.body).toContain(
      'ada, whom CODEOWNERS names, may not write here (their permission is read) and is not asked; give them write access',
    )
    expect(first.log).toContain('gone, whom CODEOWNERS names, has no access here and is not asked')
    expect(pull.comments[0]?.body).not.toContain('@ada')
    expect(first.annotations).toEqual([])
    // The next run looks up no one who was asked already, and asks for nobody in their place.
    const second = await opened(shop, pull)
    expect(second.outputs['reviewers']).toBe('jonas')
    expect(pull.requestedReviewers).toEqual(['jonas'])
    expect(second.requests.filter(({ path }) => path.includes('collaborators/jonas'))).toEqual([])
  })

  test('of many owners no more are looked up than a run can afford', async () => {
    const many = Array.from({ length: 30 }, (_, at) => `@reader-${at}`)
    const shop = await withPeople({ files: { CODEOWNERS: `/src/ ${many.join(' ')}\n` } })
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const run = await opened(shop, pull)
    expect(run.requests.filter(({ route }) => route.includes('/collaborators/'))).toHaveLength(6)
    expect(pull.requestedReviewers).toEqual([])
    // Nobody is left to be named: the file is, and not the pull request on itself.
    expect(pull.comments[0]?.body).toMatch(/^\*\*Read \[`src\/till\/till\.ts`\]/m)
  })
})

describe('the gate itself', () => {
  test('under the token of an App edits its own comment, and leaves alone what github-actions[bot] wrote', async () => {
    const shop = await withPeople()
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await opened(shop, pull)
    const [theirs] = pull.comments
    const before = theirs?.body
    await opened(shop, pull, asApp)
    commitTo(shop.state, shop.repository, { branch: 'topic', files: { 'src/more.ts': 'more\n' } })
    const run = await opened(shop, pull, asApp)
    expect(pull.comments.map(({ author }) => author)).toEqual(['github-actions[bot]', 'our-gate[bot]'])
    expect(theirs?.body).toBe(before)
    expect(pull.comments[1]?.body).toContain(`scored sha=${pull.head.sha}`)
    // The status tells who we are.
    expect(viewers(run)).toBe(0)
  })

  test('asks who it is where nothing it wrote tells, and only where something may be its own', async () => {
    const shop = await withPeople()
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const review = approve(shop, pull)
    const woken = () =>
      enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review }, { inputs: asApp })
    pull.reviews.length = 0
    expect(viewers(await woken())).toBe(0)
    await enter(shop, { event: 'push' }, { sha }, { inputs: asApp })
    expect(pull.comments.map(({ author }) => author)).toEqual(['our-gate[bot]'])
    expect(viewers(await woken())).toBe(1)
  })

  test('whose name nobody tells touches no comment, however it begins', async () => {
    const shop = await withPeople()
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    await enter(shop, { event: 'push' }, { sha })
    const before = pull.comments[0]?.body
    const review = approve(shop, pull)
    shop.state.faults = [{ at: 'always', kind: '403', route: 'POST /graphql' }]
    const run = await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
    shop.state.faults = []
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false' })
    expect(pull.comments.map(({ body }) => body)).toEqual([before])
  })

  test('under the token of an App takes back its own approval', async () => {
    const policy = `${enforcing}environments: { production: { auto-approve: { acts-on: [pull-requests] } } }\n`
    const shop = await withPeople({ policy, overrides: { canApprovePullRequestReviews: true } })
    const pull = propose(shop, { branch: 'quiet' })
    const given = await opened(shop, pull, asApp)
    expect(given.annotations).toEqual([])
    expect(pull.reviews).toMatchObject([{ author: 'our-gate[bot]', state: 'APPROVED' }])
    commitTo(shop.state, shop.repository, {
      branch: 'quiet',
      files: { 'src/till/till.ts': 'till\n'.repeat(900), 'src/till/new.ts': 'till\n'.repeat(900) },
    })
    await opened(shop, pull, asApp)
    expect(pull.reviews.map(({ state }) => state)).toEqual(['DISMISSED'])
  })

  test('under the token of a person approves nothing by that person’s own review', async () => {
    const shop = await withPeople()
    const token = `ghp_${'A1b2'.repeat(9)}`
    shop.repository.collaborators['release-bot'] = 'write'
    shop.state.tokens[token] = { login: 'release-bot', kind: 'user' }
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    approve(shop, pull, 'release-bot')
    const own = await opened(shop, pull, { 'github-token': token })
    expect(own.outputs).toMatchObject({ decision: 'review' })
    expect(JSON.stringify(JSON.parse(own.outputs['result'] ?? '').notes)).toContain(
      'release-bot is the gate itself',
    )
  })

  test('answers a command once under the token of an App', async () => {
    const shop = await withPeople()
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const comment = say(shop, pull, '.help')
    for (const _ of [1, 2]) {
      const run = await enter(
        shop,
        { event: 'issue_comment', action: 'created' },
        { pull, comment },
        { inputs: asApp },
      )
      expect(viewers(run)).toBe(0)
    }
    expect(pull.comments.map(({ author }) => author)).toEqual(['ada', 'our-gate[bot]'])
  })
})

test('what was assumed is told by the names of inputs, not of flags', async () => {
  const shop = await withPeople()
  // Nothing ran anywhere: what is live is not known.
  shop.repository.deployments.length = 0
  const run = await enter(shop, { event: 'push' }, { sha: tipOf(shop) })
  const pull = propose(shop, { branch: 'topic', size: 'risky' })
  const told = await opened(shop, pull)
  const shown = [run, told].map(({ outputs, summary }) => `${outputs['message']}\n${summary}`).join('\n')
  expect(shown).toContain('name the base with input base-ref')
  expect(`${shown}\n${pull.comments[0]?.body}`).toContain('environment = production (input environment)')
  expect(`${shown}\n${pull.comments[0]?.body}`).not.toMatch(/--(?:base|environment)\b/)
})
