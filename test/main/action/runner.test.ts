import { truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SourceError, UsageError } from '../../../src/domain/errors.ts'
import { mostBytes, readBounded, readPayload } from '../../../src/main/action/payload.ts'
import { readRunner } from '../../../src/main/action/runner.ts'
import { fieldOf } from '../../../src/sources/github/door-payload.ts'
import { fileHolding, folder, runnerEnvironment } from './runner-environment.ts'

test('a job tells who asked for what, and where', () => {
  expect(readRunner(runnerEnvironment({ GITHUB_OUTPUT: '/runner/output', RUNNER_DEBUG: '1' }))).toEqual({
    repository: 'acme/ledger',
    owner: 'acme',
    repositoryName: 'ledger',
    eventName: 'push',
    eventPath: '/runner/event.json',
    sha: 'a'.repeat(40),
    ref: 'refs/heads/main',
    workspace: '/runner/work/ledger',
    runId: 8123456789,
    runAttempt: 1,
    job: 'gate',
    workflowRef: 'acme/ledger/.github/workflows/gate.yml@refs/heads/main',
    workflowSha: 'b'.repeat(40),
    actor: 'mira',
    triggeringActor: 'noor',
    temporaryFolder: '/runner/temp',
    outputFile: '/runner/output',
    summaryFile: null,
    apiUrl: 'https://api.github.com',
    graphqlUrl: 'https://api.github.com/graphql',
    serverUrl: 'https://github.com',
    debug: true,
  })
})

test.each([
  [
    'its own server',
    { GITHUB_API_URL: 'https://git.acme.example/api/v3/' },
    'https://git.acme.example/api/graphql',
  ],
  [
    'and what that tells',
    { GITHUB_API_URL: 'https://g.example/api/v3', GITHUB_GRAPHQL_URL: 'http://127.0.0.1:8080/q' },
    'http://127.0.0.1:8080/q',
  ],
])('GraphQL of %s', (_, more, wanted) => expect(readRunner(runnerEnvironment(more)).graphqlUrl).toBe(wanted))

describe('what no runner would set is told', () => {
  test.each([
    ['GITHUB_REPOSITORY', undefined],
    ['GITHUB_EVENT_NAME', ''],
    ['GITHUB_EVENT_PATH', ' '],
    ['GITHUB_WORKSPACE', undefined],
    ['RUNNER_TEMP', undefined],
    ['GITHUB_RUN_ID', undefined],
    ['GITHUB_REPOSITORY', '../x/y'],
    ['GITHUB_SHA', 'main'],
    ['GITHUB_RUN_ID', '1e9'],
    ['GITHUB_RUN_ATTEMPT', '0'],
    ['GITHUB_API_URL', 'file:///etc/passwd'],
    ['GITHUB_API_URL', 'https://token@api.example'],
  ])('%s of %j', (name, value) => {
    const read = () => readRunner(runnerEnvironment({ [name]: value }))
    expect(read).toThrow(UsageError)
    expect(read).toThrow(name)
  })

  test('outside of a runner the sentence says what to run instead', () => {
    expect(() => readRunner({})).toThrow('in a clone run "change-risk-gate gate"')
  })
})

describe('the payload', () => {
  test('is data, whatever its keys are called', async () => {
    const payload = await readPayload(fileHolding('{"__proto__":{"action":"opened"},"constructor":1}'))
    expect(fieldOf(payload, 'action')).toBeUndefined()
    expect(fieldOf(payload, 'toString')).toBeUndefined()
    expect(fieldOf(payload, '__proto__', 'action')).toBe('opened')
    expect(fieldOf({}, '__proto__')).toBeUndefined()
  })

  test.each([
    ['no JSON', '{"title": secret-title'],
    ['a list', '["secret-title"]'],
    ['nothing', ''],
    ['a depth no parser takes', `${'{"a":'.repeat(500_000)}`],
  ])('%s is told and not shown', async (_, text) => {
    const error = await readPayload(fileHolding(text)).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(SourceError)
    expect(String(error)).toContain('GITHUB_EVENT_PATH')
    expect(String(error)).not.toContain('secret-title')
  })

  test('more than GitHub sends is not read', async () => {
    const path = fileHolding('{}')
    truncateSync(path, mostBytes + 1)
    await expect(readPayload(path)).rejects.toThrow('holds more than')
  })

  test('exactly the bound is read whole, one byte more is not', async () => {
    const path = fileHolding('héllo')
    expect(await readBounded(path, 'it', 6)).toBe('héllo')
    writeFileSync(path, 'héllos')
    await expect(readBounded(path, 'it', 6)).rejects.toThrow('more than 6 bytes')
  })

  test.each([
    ['no file', () => `${folder()}/absent`, 'ENOENT'],
    ['a folder', folder, /is no file|EISDIR/],
  ])('%s is told', async (_, path, why) => {
    await expect(readPayload(path())).rejects.toThrow(SourceError)
    await expect(readPayload(path())).rejects.toThrow(why)
  })
})
