import { describe, expect, test } from 'vitest'
import { SourceError } from '../../../src/domain/errors.ts'
import { approvePullRequest } from '../../../src/drivers/reviews/approval.ts'
import { withdrawApproval } from '../../../src/drivers/reviews/withdrawal.ts'
import fc from '../../properties.ts'
import { pullRequest, type Review } from './pull-request.ts'
import { acme, bot, failing, failures, otherSha, sha } from './recording.ts'

const holds = async () => null
const request = { number: 12, sha, body: 'Below the limit.', stillHolds: holds }
const ours = (commit: string | null, state = 'APPROVED', user: Review['user'] = bot) => ({
  commit,
  state,
  user,
})

describe('approving', () => {
  test('a quiet pull request, at exactly the scored commit, in four requests', async () => {
    const world = pullRequest()
    expect(await approvePullRequest(world.github, acme, request)).toEqual({
      what: 'approval',
      outcome: 'done',
      why: 'Approved #12 at 3f9c2d1.',
      url: 'https://github.com/acme/shop/pull/12#pullrequestreview-1',
    })
    expect(world.standing()).toEqual([sha])
    expect(world.github.asked()).toEqual(['GET reviews', 'GET pulls', 'POST reviews', 'GET pulls'])
    expect(world.github.calls[2]).toMatchObject({
      parameters: { commit_id: sha, event: 'APPROVE', body: 'Below the limit.' },
      repeatable: false,
    })
  })

  test('twice is once', async () => {
    const world = pullRequest({ reviews: [ours(sha)] })
    expect((await approvePullRequest(world.github, acme, request)).outcome).toBe('unchanged')
    expect(world.github.asked()).toEqual(['GET reviews', 'GET pulls'])
  })

  test('again after a person dismissed it, for only a standing approval counts', async () => {
    const world = pullRequest({ reviews: [ours(sha, 'DISMISSED')] })
    expect((await approvePullRequest(world.github, acme, request)).outcome).toBe('done')
  })

  test('although a person has, for the gate speaks for itself', async () => {
    const world = pullRequest({ reviews: [ours(sha, 'APPROVED', { login: 'mira' })] })
    expect((await approvePullRequest(world.github, acme, request)).outcome).toBe('done')
  })

  test.each([
    [
      'a pull request merged by its auto-merge at our approval',
      3,
      { merged: true, state: 'closed' as const },
    ],
    ['one turned to a draft meanwhile, at the same commit', 3, { draft: true }],
  ])('%s is approved', async (_, after, becomes) => {
    const world = pullRequest({ events: [{ after, becomes }] })
    expect((await approvePullRequest(world.github, acme, request)).outcome).toBe('done')
    expect(world.standing()).toEqual([sha])
  })
})

describe('not approving', () => {
  test.each([
    ['a moved head', { head: otherSha }, 'moved from 3f9c2d1, which was scored, to 8b1e77a'],
    ['a closed one', { state: 'closed' as const }, 'is closed'],
    ['a merged one', { state: 'closed' as const, merged: true }, 'is merged'],
    ['a draft', { draft: true }, 'is a draft'],
    ['one the same bot opened', { author: 'GitHub-Actions[bot]' }, 'a person must approve'],
    ['one retargeted to another branch', { base: 'release' }, 'now goes to release'],
  ])('%s', async (_, pull, why) => {
    const world = pullRequest({ pull })
    const effect = await approvePullRequest(world.github, acme, { ...request, baseRef: 'main' })
    expect(effect).toMatchObject({ outcome: 'refused', why: expect.stringContaining(why) })
    expect(world.github.asked()).toEqual(['GET reviews', 'GET pulls'])
  })

  test('what has more reviews than are read', async () => {
    const crowd = Array.from({ length: 1_001 }, () => ours(sha, 'COMMENTED', { login: 'mira' }))
    const world = pullRequest({ reviews: crowd })
    expect((await approvePullRequest(world.github, acme, request)).outcome).toBe('refused')
    expect(world.standing()).toEqual([])
  })

  test('with words GitHub would not take', async () => {
    const world = pullRequest()
    const body = 'x'.repeat(65_537)
    expect((await approvePullRequest(world.github, acme, { ...request, body })).outcome).toBe('refused')
    expect(world.github.calls).toEqual([])
  })

  test.each([
    ['invalid' as const, 'Allow GitHub Actions to create and approve pull requests'],
    ['forbidden' as const, '"pull-requests: write"'],
  ])('where the token may not (%s) names the mend', async (failure, mend) => {
    const world = pullRequest({ faults: [{ at: 3, failure, isDone: false }] })
    const effect = await approvePullRequest(world.github, acme, request)
    expect(effect).toMatchObject({ outcome: 'refused', why: expect.stringContaining(mend) })
    expect(world.standing()).toEqual([])
  })
})

describe('withdrawing at once', () => {
  test.each([
    ['the head moved before the approval arrived', 2, { head: otherSha }, 'moved'],
    ['the head moved right after it', 3, { head: otherSha }, 'moved'],
    ['it was retargeted', 3, { base: 'release' }, 'now goes to release'],
  ])('when %s', async (_, after, becomes, why) => {
    const world = pullRequest({ events: [{ after, becomes }] })
    const effect = await approvePullRequest(world.github, acme, { ...request, baseRef: 'main' })
    expect(effect).toMatchObject({ outcome: 'refused', why: expect.stringContaining(why) })
    expect(effect.why).toContain('is withdrawn')
    expect(world.standing()).toEqual([])
    expect(world.github.asked().at(-1)).toBe('PUT dismissals')
  })

  test.each([
    ['when the reason fell away', async () => 'A freeze began.', 'A freeze began.'],
    ['when it cannot be confirmed', () => Promise.reject(failing('server')), 'not known'],
    ['when the ledger cannot be read', () => Promise.reject(new SourceError('ledger: gone')), 'ledger: gone'],
  ])('%s', async (_, stillHolds, why) => {
    for (const reviews of [[], [ours(sha)]]) {
      const world = pullRequest({ reviews })
      const effect = await approvePullRequest(world.github, acme, { ...request, stillHolds })
      expect(effect).toMatchObject({ outcome: 'refused', why: expect.stringContaining(why) })
      expect(world.standing()).toEqual([])
    }
  })

  test('when our own code breaks, and the bug is not hidden', async () => {
    const world = pullRequest()
    const stillHolds = () => Promise.reject(new TypeError('a bug'))
    await expect(approvePullRequest(world.github, acme, { ...request, stillHolds })).rejects.toThrow('a bug')
    expect(world.standing()).toEqual([])
  })

  test('when the token is not who we were told to be, for it could not be found again', async () => {
    const world = pullRequest({ tokenIs: 'release-robot' })
    const effect = await approvePullRequest(world.github, acme, request)
    expect(effect).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('approves as release-robot'),
    })
    expect(world.standing(['release-robot'])).toEqual([])
  })

  test('says loudly when it cannot', async () => {
    const world = pullRequest({
      events: [{ after: 3, becomes: { head: otherSha } }],
      faults: [{ at: 5, failure: 'forbidden', isDone: false }],
    })
    const effect = await approvePullRequest(world.github, acme, request)
    expect(effect).toMatchObject({ outcome: 'refused', url: expect.stringContaining('pullrequestreview-1') })
    expect(effect.why).toMatch(
      /^The head of #12 moved .* ACT NOW: .* STILL STANDS on #12 .* Dismiss it by hand, https/,
    )
    expect(world.standing()).toEqual([sha])
  })

  test('believes no dismissal that GitHub does not show', async () => {
    const world = pullRequest({ reviews: [ours(otherSha)], dismissesNothing: true })
    const effect = await withdrawApproval(world.github, acme, { number: 12, why: 'The risk rose.' })
    expect(effect).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('does not show it as dismissed'),
    })
  })

  test.each(['timeout', 'server', 'invalid'] as const)(
    'believes a dismissal that was done, though it answered %s',
    async (failure) => {
      const world = pullRequest({
        events: [{ after: 3, becomes: { head: otherSha } }],
        faults: [{ at: 5, failure, isDone: true }],
      })
      const effect = await approvePullRequest(world.github, acme, request)
      expect(effect.why).not.toContain('ACT NOW')
      expect(world.standing()).toEqual([])
    },
  )
})

describe('earlier approvals of ours', () => {
  test('on another commit go before the new one comes', async () => {
    const world = pullRequest({
      reviews: [ours(otherSha), ours(null), ours(otherSha, 'APPROVED', { login: 'mira' })],
    })
    expect((await approvePullRequest(world.github, acme, request)).outcome).toBe('done')
    expect(world.standing()).toEqual([sha])
    expect(world.standing(['mira'])).toEqual([otherSha])
    expect(world.github.asked().slice(2, 5)).toEqual(['PUT dismissals', 'PUT dismissals', 'POST reviews'])
  })

  test('that cannot be taken back keep us from approving', async () => {
    const world = pullRequest({
      reviews: [ours(otherSha)],
      faults: [{ at: 3, failure: 'forbidden', isDone: false }],
    })
    const effect = await approvePullRequest(world.github, acme, request)
    expect(effect).toMatchObject({ outcome: 'refused', why: expect.stringContaining('STILL STANDS') })
    expect(world.standing()).toEqual([otherSha])
  })

  test('of the head that overtook us are the other run’s and stay', async () => {
    const world = pullRequest({ pull: { head: otherSha }, reviews: [ours(otherSha), ours(sha)] })
    expect((await approvePullRequest(world.github, acme, request)).outcome).toBe('refused')
    expect(world.standing()).toEqual([otherSha])
  })

  test('for another branch go, though the commit is the same', async () => {
    const world = pullRequest({ pull: { base: 'release' }, reviews: [ours(sha)] })
    expect((await approvePullRequest(world.github, acme, { ...request, baseRef: 'main' })).outcome).toBe(
      'refused',
    )
    expect(world.standing()).toEqual([])
  })

  test('of what is merged stay as they were', async () => {
    const world = pullRequest({ pull: { state: 'closed', merged: true }, reviews: [ours(otherSha)] })
    expect((await approvePullRequest(world.github, acme, request)).why).toContain('is merged')
    expect(world.github.asked()).toEqual(['GET reviews', 'GET pulls'])
  })

  test.each<[string, readonly (string | null)[], string | undefined, string, readonly (string | null)[]]>([
    ['none', [], undefined, 'unchanged', []],
    ['all of them', [otherSha, sha, null], undefined, 'done', []],
    ['all but that of the head', [otherSha, sha, null], sha, 'done', [sha]],
    ['only that of the head', [sha], sha, 'unchanged', [sha]],
  ])('are withdrawn on demand: %s', async (_, commits, exceptSha, outcome, left) => {
    const world = pullRequest({ reviews: commits.map((commit) => ours(commit)) })
    const why = 'The risk rose.'
    const effect = await withdrawApproval(world.github, acme, {
      number: 12,
      why,
      ...(exceptSha ? { exceptSha } : {}),
    })
    expect(effect.outcome).toBe(outcome)
    expect(world.standing()).toEqual(left)
    expect(world.github.calls).toHaveLength(1 + commits.length - left.length)
  })

  test('one that resists does not keep the others', async () => {
    const world = pullRequest({
      reviews: [ours(otherSha), ours(null)],
      faults: [{ at: 2, failure: 'forbidden', isDone: false }],
    })
    const effect = await withdrawApproval(world.github, acme, { number: 12, why: 'The risk rose.' })
    expect(effect).toMatchObject({ outcome: 'refused', why: expect.stringMatching(/STILL STANDS .*8b1e77a/) })
    expect(world.standing()).toEqual([otherSha])
  })

  test('may stand beyond what is read, and that is said', async () => {
    const world = pullRequest({ reviews: Array.from({ length: 1_001 }, () => ours(sha, 'COMMENTED')) })
    expect((await withdrawApproval(world.github, acme, { number: 12, why: 'x' })).outcome).toBe('refused')
  })
})

/** What must be true however it went: an approval stands only where it was given for, or the effect is `refused`. */
const judge = async (world: ReturnType<typeof pullRequest>, stillHolds: () => Promise<string | null>) => {
  const effect = await approvePullRequest(world.github, acme, { ...request, stillHolds })
  const standing = world.standing()
  if (effect.outcome === 'refused') expect(effect.why.length).toBeGreaterThan(20)
  else expect([...new Set(standing)]).toEqual([sha])
  // Its last request reads the head.
  if (effect.outcome === 'done') expect(world.pull.head).toBe(sha)
  return { effect, standing }
}

describe('whatever fails', () => {
  const situations = [
    ['a quiet one', {}],
    ['one with an older approval of ours', { reviews: [ours(otherSha)] }],
    ['one approved already', { reviews: [ours(sha)] }],
    ['one whose head moves before', { events: [{ after: 2, becomes: { head: otherSha } }] }],
    ['one whose head moves after', { events: [{ after: 3, becomes: { head: otherSha } }] }],
  ] as const

  test.each(situations)('the k-th request of %s', async (_, situation) => {
    const clean = pullRequest(situation)
    await judge(clean, holds)
    const requests = clean.github.calls.length
    expect(requests).toBeGreaterThan(1)
    let runs = 0
    for (let at = 1; at <= requests + 1; at += 1)
      for (const failure of failures)
        for (const isDone of [false, true]) {
          await judge(pullRequest({ ...situation, faults: [{ at, failure, isDone }] }), holds)
          runs += 1
        }
    expect(runs).toBe((requests + 1) * failures.length * 2)
  })

  test('and however often, with pushes in between', async () => {
    const fault = fc.record({
      at: fc.integer({ min: 1, max: 12 }),
      failure: fc.constantFrom(...failures),
      isDone: fc.boolean(),
    })
    const becomes = fc.constantFrom<object>(
      { head: otherSha },
      { head: sha },
      { state: 'closed' },
      { state: 'closed', merged: true },
      { draft: true },
      { author: bot.login },
    )
    const event = fc.record({ after: fc.integer({ min: 0, max: 8 }), becomes })
    const stillHolds = fc.constantFrom(
      holds,
      async () => 'A freeze began.',
      () => Promise.reject(failing('server')),
    )
    const earlier = fc.array(fc.constantFrom(ours(otherSha), ours(sha), ours(null), ours(sha, 'DISMISSED')), {
      maxLength: 3,
    })
    let approved = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 4 }),
        fc.array(event, { maxLength: 2 }),
        earlier,
        stillHolds,
        async (faults, events, reviews, reason) => {
          const world = pullRequest({ faults, events, reviews })
          const asked: boolean[] = []
          const { effect, standing } = await judge(world, () => {
            asked.push(true)
            return reason()
          })
          if (effect.outcome !== 'refused') {
            approved += 1
            expect([asked.length, reason]).toEqual([1, holds])
          }
          if (standing.some((commit) => commit !== sha)) expect(effect.outcome).toBe('refused')
        },
      ),
      { numRuns: 1_000, seed: 20261120 },
    )
    expect(approved).toBeGreaterThan(50)
  })

  test.each(failures)(
    'withdrawing, the k-th request answered by %s, never throws nor hides what stands',
    async (failure) => {
      for (const isDone of [false, true])
        for (let at = 1; at <= 4; at += 1) {
          const world = pullRequest({
            reviews: [ours(otherSha), ours(sha)],
            faults: [{ at, failure, isDone }],
          })
          const effect = await withdrawApproval(world.github, acme, { number: 12, why: 'The risk rose.' })
          expect(world.standing().length === 0 || effect.outcome === 'refused').toBe(true)
        }
    },
  )
})
