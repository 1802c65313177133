/** Payloads GitHub really sent, every one of every event, and payloads nobody sends. */
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { isOurs } from '../../../src/domain/errors.ts'
import { type Door, doorOf, doors } from '../../../src/sources/github/door.ts'
import fc from '../../properties.ts'
import { run, sha } from './door-runs.ts'

interface Example {
  readonly action?: string
  readonly deleted?: boolean
  readonly changes?: { readonly base?: unknown }
  readonly ref?: string
  readonly repository?: { readonly full_name: string }
}
const definitions: readonly { readonly name: string; readonly examples: readonly Example[] }[] =
  createRequire(import.meta.url)('@octokit/webhooks-examples/api.github.com/index.json')

const knock = (name: string, example: Example): Door =>
  doorOf(
    run(name, {
      repository: example.repository?.full_name ?? 'acme/ledger',
      ref: example.ref ?? 'refs/heads/master',
    }),
    example,
    {},
  )

/** What each event's actions open; any other action, and any other event, opens nothing. */
const opened: Readonly<Record<string, Readonly<Record<string, Door['door']>>>> = {
  pull_request: {
    opened: 'pull-request',
    synchronize: 'pull-request',
    reopened: 'pull-request',
    ready_for_review: 'pull-request',
    labeled: 'pull-request',
    unlabeled: 'pull-request',
  },
  pull_request_review: { submitted: 'review', dismissed: 'review', edited: 'review' },
  merge_group: { checks_requested: 'merge-group' },
  deployment: { created: 'deploy' },
  deployment_status: { created: 'outcome' },
  workflow_run: { requested: 'run', in_progress: 'run', completed: 'run' },
  workflow_dispatch: { '': 'deploy' },
  push: { '': 'deploy' },
}

describe.each(definitions.map(({ name, examples }) => [name, examples] as const))('%s', (name, examples) => {
  test.each(examples.map((example, place) => [example.action ?? '', place, example] as const))(
    '%s (%d)',
    (action, _, example) => {
      const door = knock(name, example)
      const wanted = example.deleted === true ? 'nothing' : (opened[name]?.[action] ?? 'nothing')
      expect(door.door).toBe(wanted)
      if (door.door === 'nothing') expect(door.why).toMatch(/\w+ \w+/)
      if (door.door === 'pull-request' || door.door === 'run') expect(door.fork).not.toBeNull()
    },
  )
})

test('the examples hold every event the gate answers but those GitHub sends no webhook for', () => {
  const named = definitions.map(({ name }) => name)
  expect(Object.keys(doors).filter((name) => !named.includes(name))).toEqual([
    'pull_request_target',
    'schedule',
  ])
})

/** Answers a door or one of our errors, whatever is sent. */
const answersOrTells = (name: string, payload: unknown): void => {
  try {
    const door = doorOf(run(name), payload, {})
    expect(typeof door.door).toBe('string')
  } catch (error) {
    if (!isOurs(error)) throw error
    expect(error.message).toMatch(/^event \w+: [\w.]+ is no /)
  }
}
const eventNames = [...Object.keys(doors), '__proto__', 'toString', 'repository_dispatch', '']

test('payloads nobody sends: a door or a clear error', () => {
  const anything = fc.anything({
    withNullPrototype: true,
    withObjectString: true,
    withBigInt: true,
    withMap: true,
  })
  fc.assert(fc.property(fc.constantFrom(...eventNames), anything, answersOrTells), { numRuns: 2000 })
})

test('payloads GitHub sends with one value replaced: a door or a clear error', () => {
  const known = definitions.filter(({ name }) => Object.hasOwn(doors, name))
  const one = fc.constantFrom(
    ...known.flatMap(({ name, examples }) => examples.map((example) => ({ name, example }))),
  )
  const value = fc.oneof(fc.anything(), fc.constantFrom(sha('0'), -1, 2 ** 60, '', 'created', null))
  fc.assert(
    fc.property(one, fc.nat(), value, ({ name, example }, place, replacement) => {
      const copy = structuredClone(example) as Record<string, unknown>
      const places: [Record<string, unknown>, string][] = []
      const visit = (node: unknown, depth: number): void => {
        if (typeof node !== 'object' || node === null || depth > 3) return
        for (const key of Object.keys(node)) {
          places.push([node as Record<string, unknown>, key])
          visit((node as Record<string, unknown>)[key], depth + 1)
        }
      }
      visit(copy, 0)
      const [holder, key] = places[place % places.length]!
      holder[key] = replacement
      answersOrTells(name, copy)
    }),
    { numRuns: 1000 },
  )
})
