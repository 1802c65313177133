/** Somebody wants a word to count that must not: their own, an old one, a planted one. */
import { describe, expect, test } from 'vitest'
import { git } from '../../github/git.ts'
import { addComment, addReview, commitTo } from '../../github/repositories.ts'
import { accountOf, type Pull } from '../../github/state.ts'
import { expectHeld, expectLetGo, jobToken, look, openGuarded, wrongs } from './attacking.ts'
import { ledgerBranch } from './safety.ts'
import { approve, enter, gateComments, propose, type Shop, say, statusOf, tipOf } from './shop.ts'

const risky = async (): Promise<{ readonly shop: Shop; readonly pull: Pull }> => {
  const shop = await openGuarded()
  return { shop, pull: propose(shop, { branch: 'topic', size: 'risky', author: 'mira' }) }
}

const more = { 'src/till/late.ts': 'late\n'.repeat(40) }

describe('an approval', () => {
  test('by another person who may write is what it takes', async () => {
    const { shop, pull } = await risky()
    approve(shop, pull, 'ada')
    await expectLetGo(shop, await look(shop, pull), pull.head.sha)
  })

  test.each<[string, string, (shop: Shop, pull: Pull) => void]>([
    [
      'by its author',
      'mira opened this pull request',
      (shop, pull) => void addReview(shop.state, pull, { author: 'mira', state: 'APPROVED' }),
    ],
    [
      'by its author, spelt in another case',
      'MIRA opened this pull request',
      (shop, pull) => void addReview(shop.state, pull, { author: 'MIRA', state: 'APPROVED' }),
    ],
    [
      'by a co-author',
      'ada is a co-author of it',
      (shop, pull) => {
        const { email } = accountOf(shop.state, 'ada')
        commitTo(shop.state, shop.repository, {
          branch: 'topic',
          files: more,
          author: 'mira',
          message: `Together\n\nCo-authored-by: Ada <${email}>`,
        })
        pull.head.sha = tipOf(shop, 'topic')
        approve(shop, pull, 'ada')
      },
    ],
    [
      'by somebody who made a commit of it',
      'ada made commits of it',
      (shop, pull) => {
        commitTo(shop.state, shop.repository, { branch: 'topic', files: more, author: 'ada' })
        pull.head.sha = tipOf(shop, 'topic')
        approve(shop, pull, 'ada')
      },
    ],
    [
      'by somebody who may only read',
      'noor may not write here, their permission is read',
      (shop, pull) => void approve(shop, pull, 'noor'),
    ],
    [
      'by somebody from outside',
      'stranger',
      (shop, pull) => {
        shop.repository.collaborators['stranger'] = 'none'
        approve(shop, pull, 'stranger')
      },
    ],
    [
      'by a bot that may write',
      'helper[bot]',
      (shop, pull) => {
        shop.repository.collaborators['helper[bot]'] = 'write'
        approve(shop, pull, 'helper[bot]')
      },
    ],
    [
      'by the gate itself',
      'is the gate itself',
      (shop, pull) => void approve(shop, pull, 'github-actions[bot]'),
    ],
    [
      'of an earlier head',
      'ada approved',
      (shop, pull) => {
        approve(shop, pull, 'ada')
        commitTo(shop.state, shop.repository, { branch: 'topic', files: more, author: 'mira' })
        pull.head.sha = tipOf(shop, 'topic')
      },
    ],
    [
      'that was dismissed',
      'ada gave a review that was dismissed',
      (shop, pull) => {
        approve(shop, pull, 'ada').state = 'DISMISSED'
      },
    ],
    [
      'that the same person took back by asking for changes',
      'ada wants changes',
      (shop, pull) => {
        approve(shop, pull, 'ada')
        addReview(shop.state, pull, { author: 'ada', state: 'CHANGES_REQUESTED' })
      },
    ],
    [
      'beside which somebody else asks for changes',
      'jonas wants changes',
      (shop, pull) => {
        approve(shop, pull, 'ada')
        addReview(shop.state, pull, { author: 'jonas', state: 'CHANGES_REQUESTED' })
      },
    ],
  ])('%s does not count, and why is told', async (_, why, story) => {
    const { shop, pull } = await risky()
    story(shop, pull)
    const run = await look(shop, pull)
    await expectHeld(shop, run, pull.head.sha)
    expect(run.outputs['message']).toContain('is riskier than the limit')
    expect(run.log).toContain(why)
  })
})

describe('a head that moves', () => {
  /** Somebody pushes right before the gate's request of this kind is answered, once. */
  const pushedAt = (shop: Shop, method: string, route: RegExp, branch: string): void => {
    let waits = true
    const seen = shop.github.requests
    const push = seen.push.bind(seen)
    seen.push = (...records) => {
      const length = push(...records)
      if (waits && records.some((each) => each.method === method && route.test(each.route))) {
        waits = false
        commitTo(shop.state, shop.repository, { branch, files: more, author: 'mira' })
      }
      return length
    }
  }

  test.each([
    ['while the approvals are read', 'GET', /pulls\/\{pull_number\}\/reviews$/],
    ['while the files are read', 'GET', /pulls\/\{pull_number\}\/files$/],
    ['between scoring and the status', 'POST', /statuses/],
    ['between scoring and approving', 'POST', /pulls\/\{pull_number\}\/reviews$/],
  ])('%s never stands approved', async (_, method, route) => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic', author: 'mira' })
    const scored = pull.head.sha
    pushedAt(shop, method, route, 'topic')
    const run = await look(shop, pull)
    const moved = tipOf(shop, 'topic')
    expect(moved).not.toBe(scored)
    expect(pull.reviews.filter(({ state }) => state === 'APPROVED')).toEqual([])
    expect(statusOf(shop, moved)).toBeUndefined()
    expect(run.outputs['sha']).toBe(scored)
    expect(run.log).toMatch(/moved from|belong to another head|GitHub lists|is withdrawn|judged again/)
    // The run of the new head decides on it.
    const next = await look(shop, pull)
    expect(next.outputs['sha']).toBe(moved)
    expect(statusOf(shop, moved)).toBe(next.outputs['decision'] === 'approve' ? 'success' : 'pending')
    for (const { state, commit } of pull.reviews)
      expect([state, commit]).toEqual(state === 'APPROVED' ? [state, moved] : [state, scored])
  })
})

describe('an event that says something else than GitHub', () => {
  test('a re-run of an old payload: what stands there now is judged, not what stood there then', async () => {
    const { shop, pull } = await risky()
    const old = structuredClone({ ...pull, reviews: [] })
    approve(shop, pull, 'ada')
    const harmless = await look(shop, pull)
    await expectLetGo(shop, harmless, pull.head.sha)
    commitTo(shop.state, shop.repository, { branch: 'topic', files: more, author: 'mira' })
    const again = await look(shop, pull, {
      attempt: 2,
      payload: {
        action: 'synchronize',
        number: pull.number,
        pull_request: { number: pull.number, head: { sha: old.head.sha, repo: { full_name: 'acme/shop' } } },
        repository: { full_name: 'acme/shop', default_branch: 'main', private: true },
      },
    })
    expect(again.outputs).toMatchObject({ decision: 'review', sha: tipOf(shop, 'topic') })
    expect(statusOf(shop, tipOf(shop, 'topic'))).toBe('pending')
    expect(statusOf(shop, old.head.sha)).toBe('success')
    expect(pull.reviews.filter(({ author, state }) => author !== 'ada' && state === 'APPROVED')).toEqual([])
  })
})

describe('a planted comment', () => {
  test('with the marker of ours is never taken for ours, nor touched', async () => {
    const { shop, pull } = await risky()
    await look(shop, pull)
    const [real = ''] = gateComments(pull)
    const [first = ''] = real.split('\n')
    const other = await risky()
    const planted = say(other.shop, other.pull, `${first}\n### Approved\nsafe`, 'mira')
    const before = planted.body
    await look(other.shop, other.pull)
    expect(planted.body).toBe(before)
    expect(gateComments(other.pull)).toHaveLength(1)
    expect(first).toMatch(/^<!-- .+ -->$/)
  })

  test('with a hidden line of ours names neither a commit that was shown nor a run that waits', async () => {
    const { shop, pull } = await risky()
    say(shop, pull, `shown\n<!-- change-risk-gate:scored sha=${pull.head.sha} -->`, 'mira')
    say(
      shop,
      pull,
      `waits\n<!-- change-risk-gate:waiting run=1 attempt=1 job=gate sha=${pull.head.sha} -->`,
      'mira',
    )
    shop.wait(10)
    const comment = say(shop, pull, '.approve', 'ada')
    const run = await enter(
      shop,
      { event: 'issue_comment', action: 'created' },
      { issue: pull, comment },
      { inputs: { 'github-token': jobToken } },
    )
    expect(await wrongs(shop, run, pull.head.sha)).toEqual([])
    expect(run.outputs['decision']).not.toBe('approve')
    expect(gateComments(pull).at(-1)).toMatch(/Not recorded.*the commit you were shown is not the one/s)
    expect(run.requests.filter(({ route }) => route.includes('rerun'))).toEqual([])
  })
})

describe('what only looks like .approve', () => {
  test.each([
    ['a quotation', '> .approve'],
    ['in a list', '- .approve'],
    ['indented, which is code', '    .approve'],
    ['in a fence', '```\n.approve\n```'],
    ['in a code span', '`.approve`'],
    ['in an HTML comment', '<!-- -->.approve'],
    ['behind a zero-width space', '\u200b.approve'],
    ['with a zero-width joiner inside', '.app\u200drove'],
    ['turned round by bidi controls', '\u202e.approve'],
    ['ended by a bidi control', '.approve\u202c'],
    ['in look-alike letters', '.аpprove'],
    ['with full-width letters', '.ａpprove'],
    ['behind a line end', '\n.approve'],
    ['with a reason on the same line', '.approve because I say so'],
    ['with a tag beside it', '.approve<b>'],
    ['in capitals', '.APPROVE'],
  ])('%s records nothing', async (_, body) => {
    const { shop, pull } = await risky()
    await look(shop, pull)
    shop.wait(10)
    const comment = addComment(shop.state, pull, { author: 'ada', body })
    const run = await enter(
      shop,
      { event: 'issue_comment', action: 'created' },
      { issue: pull, comment },
      { inputs: { 'github-token': jobToken } },
    )
    expect(await wrongs(shop, run, pull.head.sha)).toEqual([])
    expect(run.outputs).toMatchObject({ decision: '', continue: 'false' })
    expect(statusOf(shop, pull.head.sha)).toBe('pending')
    expect(git(shop.repository, ['log', '--format=%s', ledgerBranch])).not.toContain('approval')
    // What was nearly a command is answered with what to write; what is none at all is left alone.
    const answers = gateComments(pull).slice(1)
    if (answers.length > 0)
      expect(answers.join()).toMatch(/write \.risk|lower case|hexadecimal|type the command anew/)
  })

  test.each([
    ['edited into it later', 'edited', 'ada', 'User'],
    ['by a bot', 'created', 'helper[bot]', 'Bot'],
  ])('%s is not obeyed', async (_, action, author) => {
    const { shop, pull } = await risky()
    shop.repository.collaborators[author] = 'write'
    await look(shop, pull)
    shop.wait(10)
    const comment = say(shop, pull, '.approve', author)
    const run = await enter(
      shop,
      { event: 'issue_comment', action },
      { issue: pull, comment },
      { inputs: { 'github-token': jobToken } },
    )
    expect(run.outputs).toMatchObject({ decision: '', continue: 'false' })
    expect(run.log).toMatch(/only a new comment gives a command|only people give commands/)
    expect(gateComments(pull)).toHaveLength(1)
  })
})
