/** What became of published versions: a real repository of six parts, and versions of it on the line and beside it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Deployment } from '../../src/domain/deployment.ts'
import { deploymentOutcomes } from '../../src/history/deployment-outcomes.ts'
import type { HistoryIndex } from '../../src/history/index.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from './reading.ts'

let repository: Repository
let index: HistoryIndex
const shas: Record<string, string> = {}
beforeAll(async () => {
  repository = await makeRepository()
  for (const [at, name] of ['a', 'b', 'c', 'd', 'e', 'f'].entries())
    shas[name] = await repository.commit({
      message: `Part ${name}`,
      files: { [`${name}.ts`]: `${name}\n` },
      at: `2026-03-0${at + 1}T08:00:00Z`,
    })
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const day = 86_400
const at = (moment: number): number => Date.parse('2026-03-01T00:00:00Z') / 1000 + (moment - 1) * day

/** `v1.0.0 b 2`: of part b, on the second; `v1.0.1 (b) 3`: cut on a branch that left the line at b; `mends v1.0.0`; `withdrawn 5`. */
const version = (told: string): Deployment => {
  const [tag = '', place = '', moment = '', ...rest] = told.split(' ')
  const more = rest.join(' ')
  const beside = /^\((\w)\)$/.exec(place)?.[1]
  const startedAt = at(Number(moment))
  const mended = /mends (\S+)( partly)?/.exec(more)
  const withdrawn = /withdrawn (\S+)/.exec(more)?.[1]
  return {
    environment: 'production',
    sha: beside ? `${tag.replaceAll(/\D/g, '')}`.padEnd(40, '0') : (shas[place] ?? 'f'.repeat(40)),
    startedAt,
    reports: [
      { state: 'succeeded', at: startedAt },
      ...(withdrawn ? [{ state: 'failed' as const, at: at(Number(withdrawn)) }] : []),
    ],
    release: {
      tag,
      ...(beside ? { holds: shas[beside]! } : {}),
      ...(mended ? { mends: { tag: mended[1]!, only: mended[2] === undefined } } : {}),
    },
  }
}

const notes = (...told: readonly string[]): readonly string[] =>
  deploymentOutcomes({
    index,
    deployments: told.map(version),
    corrections: [],
    troubles: [],
    soakSeconds: 3 * day,
    maturitySeconds: 14 * day,
    now: at(31),
  }).map(({ deployment, outcome, parts, kind }) => {
    const brought = parts.map((part) => index.sha(part)).map((sha) => nameOf(sha))
    const why = outcome.evidence.map(({ sentence }) => sentence).join('; ')
    return `${deployment.release!.tag} ${kind ?? 'beside'} [${brought}] ${outcome.state}${why ? `: ${why}` : ''}`
  })
const nameOf = (sha: string): string => Object.keys(shas).find((name) => shas[name] === sha) ?? 'elsewhere'

test.each<[string, readonly string[], readonly string[]]>([
  [
    'versions on the line bring what landed between them',
    ['v1.0.0 a 1', 'v1.1.0 c 3', 'v2.0.0 f 6'],
    ['v1.0.0 beside [] succeeded', 'v1.1.0 forward [b,c] succeeded', 'v2.0.0 forward [d,e,f] succeeded'],
  ],
  [
    'versions cut on branches too',
    ['v1.0.0 (a) 1', 'v1.1.0 (c) 3', 'v2.0.0 (f) 6'],
    ['v1.0.0 beside [] succeeded', 'v1.1.0 forward [b,c] succeeded', 'v2.0.0 forward [d,e,f] succeeded'],
  ],
  [
    'a patch of an older series takes nothing back, and the next version follows the newest',
    ['v1.0.0 a 1', 'v2.0.0 c 3', 'v1.0.1 (a) 4', 'v2.1.0 d 5'],
    [
      'v1.0.0 beside [] succeeded',
      'v2.0.0 forward [b,c] succeeded',
      'v1.0.1 beside [] succeeded',
      'v2.1.0 forward [d] succeeded',
    ],
  ],
  [
    'nor does one that is tagged late on the line itself',
    ['v1.0.0 a 1', 'v2.0.0 c 3', 'v1.0.1 b 4', 'v2.1.0 d 5'],
    [
      'v1.0.0 beside [] succeeded',
      'v2.0.0 forward [b,c] succeeded',
      'v1.0.1 beside [] succeeded',
      'v2.1.0 forward [d] succeeded',
    ],
  ],
  [
    'a newer version of older commits takes back',
    ['v1.0.0 a 1', 'v1.1.0 c 3', 'v1.2.0 a 4'],
    [
      'v1.0.0 beside [] succeeded',
      `v1.1.0 forward [b,c] rolled-back: rolled back to FIRST`,
      'v1.2.0 rollback [] succeeded',
    ],
  ],
  [
    'a quick patch with fixes alone says that it failed',
    ['v1.0.0 a 1', 'v1.1.0 c 3', 'v1.1.1 (c) 4.5 mends v1.1.0'],
    [
      'v1.0.0 beside [] succeeded',
      'v1.1.0 forward [b,c] failed: v1.1.1 followed within 36 hours and brought fixes alone',
      'v1.1.1 beside [] succeeded',
    ],
  ],
  [
    'with other things beside that it had issues',
    ['v1.0.0 a 1', 'v1.1.0 c 3', 'v1.1.1 d 4 mends v1.1.0 partly'],
    [
      'v1.0.0 beside [] succeeded',
      'v1.1.0 forward [b,c] succeeded-with-issues: v1.1.1 followed within 24 hours and brought fixes among other things',
      'v1.1.1 forward [d] succeeded',
    ],
  ],
  [
    'one that is withdrawn failed',
    ['v1.0.0 a 1', 'v1.1.0 c 3 withdrawn 5', 'v1.2.0 d 6'],
    [
      'v1.0.0 beside [] succeeded',
      'v1.1.0 forward [b,c] failed: withdrawn after it was published',
      'v1.2.0 forward [d] succeeded',
    ],
  ],
  [
    'one whose commit nobody can place hides nothing',
    ['v1.0.0 a 1', 'v1.0.1 x 2', 'v1.1.0 c 3'],
    ['v1.0.0 beside [] succeeded', 'v1.0.1 beside [] succeeded', 'v1.1.0 forward [b,c] succeeded'],
  ],
  [
    'two tags of one commit are the same thing twice',
    ['v1.0.0 a 1', 'v1.1.0 c 3', 'v1.1.1 c 4'],
    ['v1.0.0 beside [] succeeded', 'v1.1.0 forward [b,c] succeeded', 'v1.1.1 redeploy [] succeeded'],
  ],
])('%s', (_, told, expected) => {
  const first = shas['a']!.slice(0, 8)
  expect(notes(...told)).toEqual(expected.map((line) => line.replace('FIRST', first)))
  expect(notes(...told.toReversed())).toEqual(expected.map((line) => line.replace('FIRST', first)))
})

test('it recovered when the mend was out', () => {
  const outcomes = deploymentOutcomes({
    index,
    deployments: ['v1.0.0 a 1', 'v1.1.0 c 3', 'v1.1.1 (c) 4.5 mends v1.1.0'].map(version),
    corrections: [],
    troubles: [],
    soakSeconds: 3 * day,
    maturitySeconds: 14 * day,
    now: at(31),
  })
  expect(outcomes.map(({ recoveredAt }) => recoveredAt)).toEqual([null, at(4.5), null])
})
