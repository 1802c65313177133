import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { readChecks } from '../../../src/sources/github/checks.ts'
import { acme, answering, failureOf, sha, withValue } from './answering.ts'

interface Example {
  readonly name: string
  readonly examples: readonly { readonly check_run: Record<string, unknown> & { head_sha: string } }[]
}
const events = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[]

const commit = sha('a')
let id = 0
/** `build failure`, `build queued`: a name and its conclusion, or its status. */
const run = (line: string, more: object = {}) => {
  const [name, word = ''] = line.split(' ')
  const running = ['queued', 'in_progress', 'waiting', 'requested', 'pending'].includes(word)
  id += 1
  return {
    id,
    name,
    head_sha: commit,
    status: running ? word : 'completed',
    conclusion: running ? null : word,
    app: { id: 15368 },
    check_suite: { id: 5 },
    ...more,
  }
}
const status = (line: string) => ({ context: line.split(' ')[0], state: line.split(' ')[1] })

const read = (runs: unknown, statuses: unknown = [], own?: readonly string[]) => {
  const { github, asked } = answering({
    [`GET /repos/acme/shop/commits/${commit}/check-runs`]: runs,
    [`GET /repos/acme/shop/commits/${commit}/status`]: statuses,
  })
  return { asked, answer: readChecks(github, acme, commit, own) }
}

describe('checks are counted', () => {
  test.each([
    ['none', [], { failed: 0, rerun: 0, pending: 0, total: 0 }],
    [
      'all well',
      ['build success', 'lint neutral', 'docs skipped'],
      { failed: 0, rerun: 0, pending: 0, total: 3 },
    ],
    [
      'each way to fail',
      ['a failure', 'b timed_out', 'c startup_failure', 'd action_required'],
      { failed: 4, total: 4 },
    ],
    ['no verdict', ['a cancelled', 'b stale'], { failed: 0, pending: 0, total: 2 }],
    [
      'each way to wait',
      ['a queued', 'b in_progress', 'c waiting', 'd requested', 'e pending'],
      { pending: 5, failed: 0 },
    ],
    ['red, then green', ['build failure', 'build success'], { failed: 0, rerun: 1, total: 1 }],
    ['green, then red', ['build success', 'build failure'], { failed: 1, rerun: 1, total: 1 }],
    ['running again', ['build failure', 'build in_progress'], { failed: 0, rerun: 0, pending: 1, total: 1 }],
    ['three times', ['build failure', 'build failure', 'build success'], { failed: 0, rerun: 1 }],
    [
      'the gate’s own',
      ['change-risk failure', 'Change-Risk in_progress'],
      { failed: 0, pending: 0, total: 0 },
    ],
  ])('%s', async (_, lines, expected) => {
    const runs = lines.map((line) => run(line))
    expect(await read(runs).answer).toMatchObject({ ...expected, complete: true })
    // Whatever the order in which GitHub tells them.
    expect(await read(runs.toReversed()).answer).toMatchObject(expected)
  })

  test.each([
    ['of another suite', { check_suite: { id: 6 } }],
    ['of another app', { app: { id: 7 } }],
    ['of an app that is gone', { app: null }],
  ])('one name %s is another check', async (_, more) => {
    const answer = await read([run('build failure'), run('build success', more)]).answer
    expect(answer).toMatchObject({ failed: 1, rerun: 0, total: 2 })
  })

  test('statuses beside them', async () => {
    const statuses = [
      'ci/build success',
      'ci/lint failure',
      'ci/docs error',
      'ci/e2e pending',
      'change-risk failure',
    ]
    const answer = await read([run('build failure')], statuses.map(status)).answer
    expect(answer).toEqual({ failed: 3, rerun: 0, pending: 1, total: 5, complete: true })
  })

  test('names of the gate’s own job are left out when named', async () => {
    expect(await read([run('gate in_progress')], [], ['change-risk', 'gate']).answer).toMatchObject({
      pending: 0,
    })
  })

  test('as GitHub really tells them', async () => {
    const runs = events.find(({ name }) => name === 'check_run')!.examples.map((each) => each.check_run)
    const told = runs.map((each, at) => ({ ...each, head_sha: commit, id: at + 1 }))
    expect(await read(told).answer).toMatchObject({ complete: true })
  })
})

describe('what is cut is said', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => run(`check-${at} success`))
  test.each([
    [500, true],
    [501, false],
  ])('%i check runs', async (count, complete) => {
    const { asked, answer } = read(many(count))
    expect([(await answer).total, (await answer).complete]).toEqual([500, complete])
    expect(
      asked.filter((line) => line.includes('check-runs')).every((line) => line.includes('filter=all')),
    ).toBe(true)
  })
  test('501 statuses', async () => {
    const statuses = Array.from({ length: 501 }, (_, at) => status(`context-${at} success`))
    expect(await read([], statuses).answer).toMatchObject({ total: 500, complete: false })
  })
})

test.each([
  ['head_sha', sha('b')],
  ['head_sha', undefined],
  ['status', 'done'],
  ['conclusion', null],
  ['conclusion', 'excellent'],
  ['name', undefined],
  ['app', undefined],
  ['check_suite', undefined],
  ['id', null],
])('a check run with %s = %j is no answer', async (field, value) => {
  expect(await failureOf(read([withValue(run('build success'), field, value)]).answer)).toMatchObject({
    failure: 'rubbish',
  })
})
test.each([
  ['context', null],
  ['state', 'green'],
])('a status with %s = %j is no answer', async (field, value) => {
  expect(await failureOf(read([], [withValue(status('ci success'), field, value)]).answer)).toMatchObject({
    failure: 'rubbish',
  })
})
test('a name that may move is never asked about', async () => {
  const { github, asked } = answering({})
  await failureOf(readChecks(github, acme, 'main'))
  expect(asked).toEqual([])
})
