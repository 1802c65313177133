import { describe, expect, test } from 'vitest'
import { upsertComment } from '../../../src/drivers/reviews/comment.ts'
import { react } from '../../../src/drivers/reviews/reaction.ts'
import { replyTo } from '../../../src/drivers/reviews/reply.ts'
import { acme, bot, type Fault, mallory, recording, refusing, unsettled } from './recording.ts'

const marker = '<!-- change-risk:v1:production -->'
const request = { issue: 12, marker, body: 'Review wanted' }
const text = `${marker}\nReview wanted`

interface Comment {
  readonly id: number
  readonly user: { readonly login: string } | null
  body: string
  readonly html_url: string
}
const comment = (id: number, user: Comment['user'], body: string): Comment => ({
  id,
  user,
  body,
  html_url: `https://github.com/acme/shop/pull/12#issuecomment-${id}`,
})

const conversation = (start: readonly Comment[], faults: readonly Fault[] = []) => {
  const comments = [...start]
  const at = (id: unknown) => comments.findIndex((each) => each.id === id)
  const github = recording(
    {
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': () => comments,
      'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': ({ body }) => {
        const created = comment(100 + comments.length, bot, String(body))
        comments.push(created)
        return created
      },
      'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': ({ comment_id, body }) => {
        const found = comments[at(comment_id)]
        if (found === undefined) return refusing('not-found')()
        found.body = String(body)
        return found
      },
      'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': ({ comment_id }) => {
        comments.splice(at(comment_id), 1)
      },
    },
    faults,
  )
  return { github, comments, bodies: () => comments.map(({ user, body }) => `${user?.login}: ${body}`) }
}
const us = (body: string) => `github-actions[bot]: ${body}`

describe('one comment', () => {
  test.each<[string, readonly Comment[], string, readonly string[], readonly string[]]>([
    ['is written first', [], 'done', [us(text)], ['GET comments', 'POST comments']],
    ['is left alone', [comment(1, bot, text)], 'unchanged', [us(text)], ['GET comments']],
    [
      'is left alone, whatever its line ends',
      [comment(1, bot, `${text.replaceAll('\n', '\r\n')}\r\n`)],
      'unchanged',
      [us(`${text.replaceAll('\n', '\r\n')}\r\n`)],
      ['GET comments'],
    ],
    [
      'is edited in place',
      [comment(1, bot, `${marker}\nold`)],
      'done',
      [us(text)],
      ['GET comments', 'PATCH comments'],
    ],
    [
      'is ours, however our login is spelled',
      [comment(1, { login: 'GitHub-Actions[bot]' }, text)],
      'unchanged',
      [`GitHub-Actions[bot]: ${text}`],
      ['GET comments'],
    ],
    [
      'is not one in which a stranger planted the marker',
      [comment(1, mallory, text)],
      'done',
      [`mallory: ${text}`, us(text)],
      ['GET comments', 'POST comments'],
    ],
    [
      'is not one of a deleted account',
      [comment(1, null, text)],
      'done',
      [`undefined: ${text}`, us(text)],
      ['GET comments', 'POST comments'],
    ],
    [
      'is not one in which our account quotes the marker',
      [comment(1, bot, `Title: ${marker}`)],
      'done',
      [us(`Title: ${marker}`), us(text)],
      ['GET comments', 'POST comments'],
    ],
    [
      'is the oldest where two runs raced',
      [comment(9, bot, `${marker}\nB`), comment(7, bot, `${marker}\nA`)],
      'done',
      [us(text)],
      ['GET comments', 'PATCH comments', 'DELETE comments'],
    ],
  ])('%s', async (_, start, outcome, bodies, asked) => {
    const world = conversation(start)
    const effect = await upsertComment(world.github, acme, request)
    expect(effect).toMatchObject({ what: 'comment', outcome })
    expect(effect.url).toMatch(/^https:\/\/github\.com\/acme\/shop\/pull\/12#/)
    expect(world.bodies()).toEqual(bodies)
    expect(world.github.asked()).toEqual(asked)
  })

  test('is written anew where it was deleted meanwhile', async () => {
    const world = conversation(
      [comment(1, bot, `${marker}\nold`)],
      [{ at: 2, failure: 'not-found', isDone: false }],
    )
    expect(await upsertComment(world.github, acme, request)).toMatchObject({ outcome: 'done' })
    expect(world.github.asked()).toEqual(['GET comments', 'PATCH comments', 'POST comments'])
  })

  test('tells of a double that it could not delete', async () => {
    const start = [comment(1, bot, text), comment(2, bot, `${marker}\nstale`)]
    const effect = await upsertComment(
      conversation(start, [{ at: 2, failure: 'forbidden', isDone: false }]).github,
      acme,
      request,
    )
    expect(effect).toMatchObject({ outcome: 'unchanged', why: expect.stringContaining('double') })
  })

  test.each([
    [65_536, 'done'],
    [65_537, 'refused'],
  ])('of %i characters is %s', async (length, outcome) => {
    const world = conversation([])
    const body = 'x'.repeat(length - marker.length - 1)
    expect((await upsertComment(world.github, acme, { ...request, body })).outcome).toBe(outcome)
    expect(world.github.calls.length).toBe(outcome === 'done' ? 2 : 0)
  })

  test('is not added blindly to a conversation too long to read', async () => {
    const crowd = Array.from({ length: 1_001 }, (_, id) => comment(id, mallory, 'me too'))
    const world = conversation(crowd)
    expect(await upsertComment(world.github, acme, request)).toMatchObject({ outcome: 'refused' })
    expect(world.github.asked()).toEqual(['GET comments'])
  })

  test.each(unsettled)('answered by %s, but written, is found and not written twice', async (failure) => {
    const world = conversation([], [{ at: 2, failure, isDone: true }])
    expect(await upsertComment(world.github, acme, request)).toMatchObject({ outcome: 'done' })
    expect(world.bodies()).toEqual([us(text)])
  })

  test.each(unsettled)('answered by %s, and not written, is refused', async (failure) => {
    const world = conversation([], [{ at: 2, failure, isDone: false }])
    expect(await upsertComment(world.github, acme, request)).toMatchObject({ outcome: 'refused' })
    expect(world.bodies()).toEqual([])
  })

  test('without the right to write names the permission', async () => {
    const world = conversation([], [{ at: 2, failure: 'forbidden', isDone: false }])
    const effect = await upsertComment(world.github, acme, request)
    expect(effect).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('"pull-requests: write"'),
    })
  })

  test.each<[string, readonly unknown[]]>([
    ['a comment that is none', [null]],
    ['an author without login', [{ id: 1, user: {}, body: text }]],
    [
      'a comment of ours without id',
      [
        { user: bot, body: text },
        { user: bot, body: text },
      ],
    ],
  ])('refuses what GitHub cannot have meant: %s', async (_, comments) => {
    const github = recording({ 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': () => comments })
    expect(await upsertComment(github, acme, request)).toMatchObject({ outcome: 'refused' })
  })

  test('links nowhere but to GitHub', async () => {
    const evil = { ...comment(1, bot, text), html_url: 'https://github.com.evil.example/' }
    expect((await upsertComment(conversation([evil]).github, acme, request)).url).toBeUndefined()
  })
})

describe('the answer to a command', () => {
  test('is given once, however often the command arrives', async () => {
    const world = conversation([])
    const reply = { issue: 12, commentId: 77, since: '2026-11-20T10:00:00Z', body: 'Approved.' }
    expect((await replyTo(world.github, acme, reply)).outcome).toBe('done')
    expect((await replyTo(world.github, acme, reply)).outcome).toBe('unchanged')
    expect((await replyTo(world.github, acme, { ...reply, commentId: 78 })).outcome).toBe('done')
    expect(world.bodies()).toHaveLength(2)
    expect(world.github.calls[0]?.parameters).toMatchObject({ since: reply.since })
  })

  test.each([
    [undefined, 'done'],
    ['forbidden' as const, 'refused'],
  ])('a reaction, when GitHub says %s, is %s', async (failure, outcome) => {
    const github = recording({
      'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': failure
        ? refusing(failure)
        : () => ({}),
    })
    expect(await react(github, acme, 77, 'eyes')).toMatchObject({ what: 'comment', outcome })
    expect(github.calls[0]).toMatchObject({
      parameters: { comment_id: 77, content: 'eyes' },
      repeatable: true,
    })
  })
})
