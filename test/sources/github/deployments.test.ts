import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { hoursLive } from '../../../src/sources/github/deployment-history.ts'
import { liveIn } from '../../../src/sources/github/deployments.ts'
import { acme, answering, failureOf, Refusal, type Reply, sha, withValue } from './answering.ts'

const bot = { __typename: 'Bot', login: 'github-actions' }
const at = (minute: number) => `2026-11-20T08:${String(minute).padStart(2, '0')}:00Z`

/** Minute and state of each status, as one reads a story: `['5 success', '9 inactive']`. */
const node = (id: number, created: number, story: readonly string[], more: object = {}) => {
  const statuses = story.map((line) => {
    const [minute, state] = line.split(' ')
    return { state: state!.toUpperCase(), createdAt: at(Number(minute)), creator: bot }
  })
  return {
    databaseId: id,
    commitOid: sha(id % 10),
    environment: 'production',
    createdAt: at(created),
    creator: bot,
    latestStatus: statuses.at(-1) ?? null,
    // In an order of GitHub's choice.
    statuses: { pageInfo: { hasNextPage: false }, nodes: statuses.toReversed() },
    ...more,
  }
}
const graphql = (nodes: readonly unknown[], hasNextPage = false) => ({
  data: { repository: { deployments: { pageInfo: { hasNextPage }, nodes } } },
})
const ask = (reply: Reply, environments = ['production'], options = {}) => {
  const { github, asked } = answering({ 'POST /graphql': reply })
  return { asked, answer: liveIn(github, acme, environments, options) }
}
const live = async (...nodes: readonly unknown[]) => {
  const found = (await ask(graphql(nodes)).answer).live
  return found && [found.id, found.at.slice(14, 16)]
}

describe('what runs in production is', () => {
  test.each([
    ['the newest that went well', [node(2, 10, ['12 success']), node(1, 1, ['3 success'])], [2, '12']],
    ['not one that waits', [node(2, 10, ['11 waiting']), node(1, 1, ['3 success'])], [1, '03']],
    ['not one in progress', [node(2, 10, ['11 in_progress']), node(1, 1, ['3 success'])], [1, '03']],
    ['not one queued', [node(2, 10, ['11 queued']), node(1, 1, ['3 success'])], [1, '03']],
    ['not one without a status', [node(2, 10, []), node(1, 1, ['3 success'])], [1, '03']],
    [
      'not one that failed',
      [node(2, 10, ['11 in_progress', '12 failure']), node(1, 1, ['3 success'])],
      [1, '03'],
    ],
    ['not one in error', [node(2, 10, ['12 error']), node(1, 1, ['3 success'])], [1, '03']],
    [
      'not one that failed after all',
      [node(2, 10, ['12 success', '14 failure']), node(1, 1, ['3 success'])],
      [1, '03'],
    ],
    [
      'not what was replaced',
      [node(2, 10, ['12 success']), node(1, 1, ['3 success', '12 inactive'])],
      [2, '12'],
    ],
    [
      'what took longer to arrive',
      [node(2, 10, ['12 success', '20 inactive']), node(1, 1, ['20 success'])],
      [1, '20'],
    ],
    [
      'what was marked well again',
      [node(2, 10, ['12 success', '20 inactive']), node(1, 1, ['3 success', '19 success'])],
      [1, '19'],
    ],
    [
      'what was there last, where nothing counts any more',
      [node(2, 10, ['12 success', '20 inactive']), node(1, 1, ['3 success', '12 inactive'])],
      [2, '12'],
    ],
    [
      'nothing, where nothing ever went well',
      [node(2, 10, ['12 failure']), node(1, 1, ['3 inactive'])],
      null,
    ],
    ['nothing, where there never was a deployment', [], null],
  ])('%s', async (_, nodes, expected) => expect(await live(...nodes)).toEqual(expected))
})

describe('what is under way', () => {
  test.each([
    [
      'every kind of it',
      [
        node(5, 9, []),
        node(4, 8, ['8 waiting']),
        node(3, 7, ['7 queued']),
        node(2, 6, ['6 in_progress']),
        node(1, 1, ['3 success']),
      ],
      [5, 4, 3, 2],
    ],
    ['not what ended', [node(3, 7, ['8 failure']), node(2, 6, ['7 error']), node(1, 1, ['3 success'])], []],
    ['not what was left behind', [node(2, 6, ['7 success']), node(1, 1, ['2 in_progress'])], []],
    [
      'not what no run can still be doing',
      [node(2, 6, ['6 queued']), node(1, 1, ['1 queued'], { createdAt: '2026-09-01T00:00:00Z' })],
      [2],
    ],
  ])('%s', async (_, nodes, ids) => {
    const { inFlight } = await ask(graphql(nodes)).answer
    expect(inFlight.map(({ id }) => id)).toEqual(ids)
  })
})

describe('whom to believe', () => {
  const stranger = { __typename: 'User', login: 'mallory' }
  const options = { trustedCreators: ['GitHub-Actions[bot]'] }
  const told = node(1, 1, ['3 success'])
  const forged = node(2, 10, ['12 success'], { creator: stranger })
  const status = { state: 'SUCCESS', createdAt: at(30), creator: stranger }
  const touched = node(3, 10, ['12 failure'], {
    latestStatus: status,
    statuses: {
      pageInfo: { hasNextPage: false },
      nodes: [status, { ...status, state: 'FAILURE', createdAt: at(12), creator: bot }],
    },
  })
  test.each([
    ['a deployment by somebody else', forged],
    ['a status by somebody else', touched],
    [
      'a person of the app’s name',
      node(4, 10, ['12 success'], { creator: { __typename: 'User', login: 'github-actions' } }),
    ],
  ])('%s does not count', async (_, node) => {
    expect((await ask(graphql([node, told]), ['production'], options).answer).live?.id).toBe(1)
    expect((await ask(graphql([node, told])).answer).live?.id).not.toBe(1)
  })
  test('creators are told under the name people know', async () => {
    const { recent } = await ask(graphql([forged, told])).answer
    expect(recent.map(({ creator }) => creator?.login)).toEqual(['mallory', 'github-actions[bot]'])
  })
})

describe('what is cut is said', () => {
  test.each([
    ['nothing', graphql([node(1, 1, ['3 success'])]), true],
    ['older deployments', graphql([node(1, 1, ['3 success'])], true), false],
    [
      'statuses',
      graphql([node(1, 1, [], { statuses: { pageInfo: { hasNextPage: true }, nodes: [] } })]),
      false,
    ],
  ])('%s', async (_, reply, complete) => expect((await ask(reply).answer).complete).toBe(complete))

  test('the latest status counts where the others are cut', async () => {
    const cut = node(1, 1, ['3 in_progress', '4 success'], {
      statuses: { pageInfo: { hasNextPage: true }, nodes: [] },
    })
    expect(await live(cut)).toEqual([1, '04'])
  })
})

test('one request, and one question for all names', async () => {
  const { asked, answer } = ask(
    ({ body }: { body: { variables: unknown } }) => {
      expect(body.variables).toEqual({
        owner: 'acme',
        repo: 'shop',
        environments: ['production', 'production-auto'],
      })
      return graphql([node(1, 1, ['3 success'], { environment: 'Production-Auto' })])
    },
    ['production', 'production-auto'],
  )
  expect((await answer).live?.environment).toBe('Production-Auto')
  expect(asked).toHaveLength(1)
})
test('no name asks nothing', async () => {
  const { asked, answer } = ask(graphql([node(1, 1, ['3 success'])]), [])
  expect([(await answer).live, asked]).toEqual([null, []])
})
test('a deployment that went elsewhere is no answer', async () => {
  const elsewhere = node(1, 1, ['3 success'], { environment: 'staging' })
  expect(await failureOf(ask(graphql([elsewhere])).answer)).toMatchObject({ failure: 'rubbish' })
})
test.each([
  ['databaseId', null],
  ['commitOid', 'main'],
  ['commitOid', undefined],
  ['environment', null],
  ['createdAt', 'then'],
  ['creator', undefined],
  ['creator.__typename', 'Thing'],
  ['latestStatus', undefined],
  ['latestStatus.state', 'FINE'],
  ['statuses', null],
  ['statuses.nodes.0.state', 'success'],
  ['statuses.pageInfo.hasNextPage', undefined],
])('with %s = %j is no answer', async (field, value) => {
  const wrong = withValue(node(1, 1, ['3 success']), field, value)
  expect(await failureOf(ask(graphql([wrong])).answer)).toMatchObject({ failure: 'rubbish' })
})

describe('without GraphQL', () => {
  interface Example {
    readonly name: string
    readonly examples: readonly Record<string, Record<string, unknown>>[]
  }
  const events = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[]
  const { deployment, deployment_status } = events.find(({ name }) => name === 'deployment_status')!
    .examples[0]!
  const here = { ...(deployment as { id: number; sha: string }), environment: 'production' }
  const list = 'GET /repos/acme/shop/deployments'
  const statuses = (id: number) => `${list}/${id}/statuses`
  const forbidden = {
    errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
    data: { repository: null },
  }
  const rest = (routes: Readonly<Record<string, Reply>>, graphqlReply: Reply = forbidden) => {
    const { github, asked } = answering({ 'POST /graphql': graphqlReply, ...routes })
    return { asked, answer: liveIn(github, acme, ['production']) }
  }
  const well = { [list]: [here], [statuses(here.id)]: [deployment_status] }

  test.each([
    ['a server that has none', new Refusal(404)],
    ['a token that may not', new Refusal(403, 'Resource not accessible by integration')],
    ['a token that may not, said the other way', forbidden],
    [
      'a server that does not know a field',
      { errors: [{ message: "Field 'latestStatus' doesn't exist on type 'Deployment'" }] },
    ],
    ['a repository that it does not see', { data: { repository: null } }],
  ])('%s: REST says the same', async (_, reply) => {
    const { live, recent, complete } = await rest(well, reply).answer
    expect(live).toMatchObject({ id: here.id, sha: here.sha, environment: 'production' })
    expect([recent.length, complete]).toEqual([1, true])
  })

  test('only the newest few are looked at, and that is said', async () => {
    const many = Array.from({ length: 8 }, (_, at) => ({ ...here, id: at + 1 }))
    const routes = Object.fromEntries(many.map(({ id }) => [statuses(id), []]))
    const { asked, answer } = rest({ [list]: many, ...routes })
    expect([(await answer).recent.length, (await answer).complete]).toEqual([5, false])
    expect(asked).toHaveLength(7)
  })

  test.each([
    ['a server in trouble', new Refusal(500), 'server'],
    ['a bad token', new Refusal(401, 'Bad credentials'), 'unauthorized'],
  ])('%s is not asked the other way', async (_, reply, failure) => {
    expect(await failureOf(rest(well, reply).answer)).toMatchObject({ failure })
  })
  test('a token that may do neither hears which permission it lacks', async () => {
    const refused = { [list]: new Refusal(403, 'Resource not accessible by integration') }
    expect((await failureOf(rest(refused).answer)).message).toContain('deployments: read')
  })
  test.each([
    ['sha', undefined],
    ['environment', undefined],
    ['creator', undefined],
    ['id', 'one'],
  ])('with %s = %j is no answer', async (field, value) => {
    const wrong = withValue(here as unknown as Record<string, unknown>, field, value)
    expect(await failureOf(rest({ ...well, [list]: [wrong] }).answer)).toMatchObject({ failure: 'rubbish' })
  })
})

describe('hours that exactly this commit has run', () => {
  const now = new Date('2026-11-20T12:00:00Z')
  const run = (id: number, commit: string, succeededAt: string | null) => ({
    id,
    sha: commit,
    environment: 'staging',
    state: 'success' as const,
    createdAt: '2026-11-19T00:00:00.000Z',
    creator: null,
    succeededAt,
  })
  const [ours, other] = [sha(1), sha(2)]
  test.each([
    ['until now', [run(1, ours, '2026-11-20T02:00:00Z')], 10],
    [
      'until another took its place',
      [run(2, other, '2026-11-20T05:00:00Z'), run(1, ours, '2026-11-20T02:00:00Z')],
      3,
    ],
    [
      'twice',
      [
        run(3, ours, '2026-11-20T11:00:00Z'),
        run(2, other, '2026-11-20T05:00:00Z'),
        run(1, ours, '2026-11-20T02:00:00Z'),
      ],
      4,
    ],
    ['not before it went well', [run(1, ours, null)], null],
    ['never', [run(2, other, '2026-11-20T05:00:00Z')], null],
    ['by a clock that is behind', [run(1, ours, '2026-11-20T13:00:00Z')], 0],
  ])('%s', (_, runs, hours) => expect(hoursLive(runs, ours, now)).toBe(hours))
})
