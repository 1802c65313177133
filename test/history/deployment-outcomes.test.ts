/** What became of deployments, as a table: a real repository of eight parts, and what was deployed of it when. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Deployment, Report, ReportedState } from '../../src/domain/deployment.ts'
import {
  type DeploymentOutcome,
  deploymentOutcomes,
  type OutcomesRequest,
} from '../../src/history/deployment-outcomes.ts'
import type { HistoryIndex } from '../../src/history/index.ts'
import type { Correction, Trouble } from '../../src/history/verdicts.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import fc from '../properties.ts'
import { readHistory } from './reading.ts'
import { lines } from './stories.ts'

let repository: Repository
let index: HistoryIndex
/** SHA by the name of a part: a … h, with f reverting c, and g mending lines of d. */
const shas: Record<string, string> = {}
beforeAll(async () => {
  repository = await makeRepository()
  const commit = async (name: string, message: string, file: string, text: string, at: string) => {
    shas[name] = await repository.commit({ message, files: { [file]: text }, at })
  }
  await commit('a', 'Begin', 'a.ts', lines(1, 9), at('01 08'))
  await commit('b', 'Carts', 'b.ts', lines(1, 9), at('02 08'))
  await commit('c', 'Prices', 'c.ts', lines(1, 9), at('02 09'))
  await commit('d', 'Taxes', 'a.ts', lines(1, 9, { 3: 'taxed' }), at('02 10'))
  await commit('e', 'Names', 'e.ts', lines(1, 9), at('02 11'))
  shas['f'] = await repository.revert({ sha: shas['c']!, at: at('03 08') })
  await commit('g', 'hotfix: taxes are rounded', 'a.ts', lines(1, 9, { 3: 'rounded' }), at('03 09'))
  await commit('h', 'Colours', 'h.ts', lines(1, 9), at('04 08'))
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

/** `02 10` and `02 10:30` are moments of March 2026. */
const at = (moment: string): string => {
  const [day, hour] = moment.split(' ')
  return `2026-03-${day}T${hour!.includes(':') ? hour : `${hour}:00`}:00Z`
}
const seconds = (moment: string): number => Date.parse(at(moment)) / 1000

/** `b@02 10` went through within a minute; `b@02 10 failed`; `b@02 10 succeeded 02 11 failed`; `b@02 10 -`, nobody said; `b@02 10 x2`, the second time. */
const deployment = (told: string, environment = 'production'): Deployment => {
  const [name, rest = ''] = told.split('@')
  const [day, hour, ...said] = rest.split(' ')
  const startedAt = seconds(`${day} ${hour}`)
  const reports: Report[] = []
  let moment = startedAt + 60
  const [, words = '', tried] = /^(.*?) ?(?:x(\d))?$/.exec(said.join(' ')) ?? []
  for (const [, time, state] of (words || 'succeeded').matchAll(/(\d\S* \S+)|([a-z]+)/g))
    if (time) moment = seconds(time)
    else reports.push({ state: state as ReportedState, at: moment })
  return {
    environment,
    sha: shas[name!] ?? name!.repeat(40),
    startedAt,
    reports,
    ...(tried ? { attempts: Number(tried) } : {}),
  }
}

const trouble = (name: string, fields: Partial<Trouble> = {}): Trouble => ({
  incident: 'INC-7',
  sha: shas[name]!,
  state: 'confirmed',
  confidence: 0.95,
  severity: 'sev2',
  noticedAt: seconds('02 13'),
  recoveredAt: null,
  ...fields,
})

const nameOf = (sha: string): string =>
  Object.entries(shas).find(([, known]) => known === sha)?.[0] ?? 'elsewhere'

const day = 86_400
const outcomes = (
  deployments: readonly Deployment[],
  more: Partial<OutcomesRequest> = {},
): readonly DeploymentOutcome[] =>
  deploymentOutcomes({
    index,
    deployments,
    corrections: [],
    troubles: [],
    soakSeconds: 3 * day,
    maturitySeconds: 14 * day,
    now: seconds('30 00'),
    ...more,
  })

/** `c: failed by revert 0.95, known 03 08, names c`. */
const say = ({ deployment: { sha }, outcome, named, recoveredAt, parts }: DeploymentOutcome): string => {
  const moment = (at: number) =>
    new Date(at * 1000).toISOString().slice(8, 16).replace('T', ' ').replace(':00', '')
  return [
    `${nameOf(sha)}: ${outcome.state}`,
    outcome.cause === null ? '' : ` by ${outcome.cause}`,
    outcome.state === 'pending' ? '' : ` ${Number(outcome.confidence.toFixed(3))}`,
    outcome.knownAt === null ? '' : `, known ${moment(outcome.knownAt)}`,
    named.length === 0 ? '' : `, names ${named.map(({ part }) => nameOf(index.sha(part))).join(' ')}`,
    recoveredAt === null ? '' : `, mended ${moment(recoveredAt)}`,
    parts.length === 0 ? '' : ` (${parts.map((part) => nameOf(index.sha(part))).join('')})`,
  ].join('')
}

interface Row {
  readonly told: readonly string[]
  readonly more?: () => Partial<OutcomesRequest>
  /** Of the last deployment that is not there only to be followed; `of` counts from 0. */
  readonly of?: number
  readonly is: string
}

const correct = (name: string, verdict: 'failed' | 'ok', moment: string): Correction => ({
  sha: shas[name]!,
  verdict,
  at: seconds(moment),
})

const rows: Readonly<Record<string, Row>> = {
  'the first one of all: nothing to compare with, and so no parts': {
    told: ['b@02 08'],
    is: 'b: succeeded 1, known 05 08:01',
  },
  'a green job is no success: it soaks': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({ now: seconds('05 12') }),
    is: 'b: pending (b)',
  },
  'soaked, and half sure until it is mature': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({ now: seconds('09 12:01') }),
    is: 'b: succeeded 0.75, known 05 12:01 (b)',
  },
  'soaked and mature': {
    told: ['a@01 09', 'b@02 12'],
    is: 'b: succeeded 1, known 05 12:01 (b)',
  },
  'nobody said how it went': { told: ['a@01 09', 'b@02 12 -'], is: 'b: pending (b)' },
  'it waits for somebody': { told: ['a@01 09', 'b@02 12 waiting'], is: 'b: pending (b)' },
  'cancelled: nobody learned anything': {
    told: ['a@01 09', 'b@02 12 cancelled'],
    is: 'b: pending (b)',
  },
  'its job failed': {
    told: ['a@01 09', 'b@02 12 failed'],
    is: 'b: failed by deployment 0.5, known 02 12:01 (b)',
  },
  'it went through at the second attempt: a small fault': {
    told: ['a@01 10', 'b@02 10 x2'],
    is: 'b: succeeded-with-issues by deployment 0.1, known 02 10:01 (b)',
  },
  'its job failed, and went through when it was asked again': {
    told: ['a@01 09', 'b@02 12 failed', 'b@02 13'],
    of: 1,
    is: 'b: failed by deployment 0.1, known 02 12:01 (b)',
  },
  'it went through, and a check of what runs failed': {
    told: ['a@01 09', 'b@02 12 succeeded 02 14 failed'],
    is: 'b: failed by deployment 0.6, known 02 14 (b)',
  },
  'replaced by the next': {
    told: ['a@01 09', 'b@02 12 succeeded 02 14 inactive', 'e@02 14'],
    of: 1,
    more: () => ({ now: seconds('02 20') }),
    is: 'b: pending (b)',
  },
  'an older commit was put back': {
    told: ['a@01 09', 'b@02 12', 'a@02 14'],
    of: 1,
    is: 'b: rolled-back by rollback 0.9, known 02 14:01, mended 02 14:01 (b)',
  },
  '… but not yet': {
    told: ['a@01 09', 'b@02 12', 'a@02 14'],
    of: 1,
    more: () => ({ now: seconds('02 13') }),
    is: 'b: pending (b)',
  },
  'the rollback itself brings nothing': {
    told: ['a@01 09', 'b@02 12', 'a@02 14'],
    of: 2,
    is: 'a: succeeded 1, known 05 14:01',
  },
  'an older commit after more than a week is another decision': {
    told: ['a@01 09', 'b@02 12', 'a@12 14'],
    of: 1,
    is: 'b: succeeded 1, known 05 12:01 (b)',
  },
  'two taken back at once: the newest': {
    told: ['a@01 09', 'b@02 12', 'e@02 13', 'a@02 14'],
    of: 2,
    more: () => ({ now: seconds('03 00') }),
    is: 'e: rolled-back by rollback 0.9, known 02 14:01, mended 02 14:01 (cde)',
  },
  'two taken back at once: the one beneath': {
    told: ['a@01 09', 'b@02 12', 'e@02 13', 'a@02 14'],
    of: 1,
    is: 'b: rolled-back by rollback 0.5, known 02 14:01, mended 02 14:01 (b)',
  },
  'taken back, then put on again as it was': {
    told: ['a@01 09', 'b@02 12', 'a@02 14', 'b@02 16'],
    of: 1,
    is: 'b: succeeded-with-issues by rollback 0.3, known 02 14:01 (b)',
  },
  'after a rollback the next one brings what was taken back once more': {
    told: ['a@01 09', 'b@02 12', 'a@02 14', 'h@05 08'],
    of: 3,
    is: 'h: succeeded 1, known 08 08:01 (bdegh)',
  },
  'the same commit again brings nothing': {
    told: ['a@01 09', 'b@02 12', 'b@02 14'],
    of: 2,
    is: 'b: succeeded 1, known 05 14:01',
  },
  'one of its parts is reverted once it is out, and the mend goes live': {
    told: ['b@02 08', 'c@02 12', 'f@03 10'],
    of: 1,
    is: 'c: failed by revert 0.95, known 03 08, names c, mended 03 10:01 (c)',
  },
  'a part and its revert go out together and cancel': {
    told: ['b@02 08', 'f@03 10'],
    of: 1,
    is: 'f: failed by hotfix 0.8, known 03 10:01, names d (de)',
  },
  'known only from going out: the mend had landed before': {
    told: ['b@02 08', 'e@03 20'],
    of: 1,
    more: () => ({ now: seconds('03 23') }),
    is: 'e: failed by revert 0.99, known 03 20:01, names c d (cde)',
  },
  'revert and hotfix of the same deployment': {
    told: ['b@02 08', 'e@02 12', 'h@04 10'],
    of: 1,
    is: 'e: failed by revert 0.99, known 03 08, names c d, mended 04 10:01 (cde)',
  },
  'what comes to light after the maturity does not count': {
    told: ['b@02 08', 'c@02 12', 'f@03 10'],
    of: 1,
    more: () => ({ maturitySeconds: 3600, soakSeconds: 3600 }),
    is: 'c: succeeded 1, known 02 13:01 (c)',
  },
  'an incident is confirmed': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({ troubles: [trouble('b', { recoveredAt: seconds('02 15') })] }),
    is: 'b: failed by incident 0.95, known 02 13, names b, mended 02 15 (b)',
  },
  'a suspicion is an issue': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({ troubles: [trouble('b', { state: 'suspect', confidence: 0.7 })] }),
    is: 'b: succeeded-with-issues by incident 0.45, known 02 13, names b (b)',
  },
  'a link that was rejected is none': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({ troubles: [trouble('b', { state: 'rejected' })] }),
    is: 'b: succeeded 1, known 05 12:01 (b)',
  },
  'an incident of the least severity is an issue': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({ troubles: [trouble('b', { severity: 'sev4' })] }),
    is: 'b: succeeded-with-issues by incident 0.4, known 02 13, names b (b)',
  },
  'weak evidence adds up, and is known from when it weighs enough': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({
      troubles: [
        trouble('b', { confidence: 0.3 }),
        trouble('b', { incident: 'INC-8', confidence: 0.4, noticedAt: seconds('02 18') }),
      ],
    }),
    is: 'b: failed by incident 0.58, known 02 18, names b b (b)',
  },
  'however many only suspect it, it is an issue': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({
      troubles: ['INC-8', 'INC-9', 'INC-10'].map((incident) =>
        trouble('b', { incident, state: 'suspect', confidence: 0.4 }),
      ),
    }),
    is: 'b: succeeded-with-issues by incident 0.45, known 02 13, names b b b (b)',
  },
  'nor does a suspicion make a failure of what speaks against it by less than a half': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({
      troubles: [
        trouble('b', { severity: 'sev4' }),
        trouble('b', { incident: 'INC-8', state: 'suspect', confidence: 0.4 }),
      ],
    }),
    is: 'b: succeeded-with-issues by incident 0.45, known 02 13, names b b (b)',
  },
  'a suspicion makes surer what has failed': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({
      troubles: [
        trouble('b', { confidence: 0.6 }),
        trouble('b', { incident: 'INC-8', state: 'suspect', confidence: 0.4 }),
      ],
    }),
    is: 'b: failed by incident 0.76, known 02 13, names b b (b)',
  },
  'a person says that it failed, months after': {
    told: ['a@01 09', 'b@02 12'],
    more: () => ({ corrections: [correct('b', 'failed', '29 08')] }),
    is: 'b: failed by correction 1, known 29 08, names b (b)',
  },
  'a person says that the reverted one was well': {
    told: ['b@02 08', 'c@02 12', 'f@03 10'],
    of: 1,
    more: () => ({ corrections: [correct('c', 'ok', '03 12')] }),
    is: 'c: succeeded 1, known 05 12:01 (c)',
  },
  '… and takes it back': {
    told: ['b@02 08', 'c@02 12', 'f@03 10'],
    of: 1,
    more: () => ({ corrections: [correct('c', 'failed', '04 12'), correct('c', 'ok', '03 12')] }),
    is: 'c: failed by correction 1, known 03 08, names c c, mended 03 10:01 (c)',
  },
  'a person clears the only part of what was taken back': {
    told: ['a@01 09', 'b@02 12', 'a@02 14'],
    of: 1,
    more: () => ({ corrections: [correct('b', 'ok', '03 12')] }),
    is: 'b: succeeded 1, known 05 12:01 (b)',
  },
  'a commit that is not on the line is kept, without parts': {
    told: ['a@01 09', '9@02 12 failed'],
    is: 'elsewhere: failed by deployment 0.5, known 02 12:01',
  },
}

test.each(Object.entries(rows))('%s', (_, { told, more, of = told.length - 1, is }) => {
  const found = outcomes(
    told.map((line) => deployment(line)),
    more?.(),
  )
  const wanted = deployment(told[of]!)
  expect(say(found.find(({ deployment: { startedAt } }) => startedAt === wanted.startedAt)!)).toBe(is)
})

test('environments have nothing to do with each other', () => {
  const found = outcomes([
    deployment('a@01 09'),
    deployment('b@02 12', 'staging'),
    deployment('b@02 13'),
    deployment('a@02 14', 'staging'),
  ])
  expect(found.map(({ deployment: { environment }, outcome }) => `${environment} ${outcome.state}`)).toEqual([
    'production succeeded',
    'production succeeded',
    'staging rolled-back',
    'staging succeeded',
  ])
})

describe('whatever is deployed', () => {
  const anyDeployment = fc
    .record({
      part: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', '9'),
      day: fc.integer({ min: 4, max: 20 }),
      hour: fc.integer({ min: 0, max: 23 }),
      said: fc.constantFrom('', ' failed', ' -', ' waiting', ' succeeded 21 10 failed'),
    })
    .map(
      ({ part, day, hour, said }) =>
        `${part}@${String(day).padStart(2, '0')} ${String(hour).padStart(2, '0')}${said}`,
    )
  const some = fc.uniqueArray(anyDeployment, {
    minLength: 1,
    maxLength: 12,
    selector: (told) => told.slice(2, 7),
  })

  test('the order in which it is told changes nothing', () => {
    fc.assert(
      fc.property(some, fc.nat(), (told, turn) => {
        const turned = told.map((_, place) => told[(place + turn) % told.length]!)
        const all = (lines: readonly string[]) => outcomes(lines.map((line) => deployment(line))).map(say)
        expect(all(turned)).toEqual(all(told))
      }),
    )
  })

  test('what was known at a moment does not change by what comes later', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 4, max: 28 }), (told, today) => {
        const now = seconds(`${String(today).padStart(2, '0')} 12`)
        const all = told.map((line) => deployment(line))
        const before = all.filter(({ startedAt }) => startedAt <= now)
        expect(outcomes(all, { now }).map(say)).toEqual(outcomes(before, { now }).map(say))
        for (const { outcome } of outcomes(all, { now }))
          for (const { at } of outcome.evidence) expect(at).toBeLessThanOrEqual(now)
      }),
    )
  })
})
