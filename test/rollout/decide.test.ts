/** What a rollout does next, as tables: the journal so far, the fleet now, and the answer. */
import { describe, expect, test } from 'vitest'
import type { RolloutPlan } from '../../src/config/rollout/plan.ts'
import { calendarOf } from '../../src/rollout/calendar.ts'
import { decide } from '../../src/rollout/decide.ts'
import type { Decision } from '../../src/rollout/decision.ts'
import type { Direction, MoveResult, RolloutCommand, RolloutEvent } from '../../src/rollout/events.ts'
import type { Instance } from '../../src/rollout/fleet.ts'
import { fold } from '../../src/rollout/fold.ts'
import type { Judgement } from '../../src/rollout/judge-evidence.ts'
import type { World } from '../../src/rollout/world.ts'
import { planWith } from './fleets.ts'
import { instanceAt, startedFor } from './histories.ts'

const start = Date.parse('2026-11-18T14:00:00Z')
const at = (second: number): string => new Date(start + second * 1000).toISOString()
const memory = { countedAt: null, totals: {}, evidence: {}, reference: {} }

/** Six instances in three zones; waves of 1, 3 and 6; two out at once, unless a test says otherwise. */
const plan = await planWith(
  'batch: { max-unavailable: 2, min-healthy: 50% }\nhealth: { max-failed: 2 }\norder: { zones: parallel }\nrollback: { max-unavailable: 2 }',
)
const careful = await planWith('batch: { max-unavailable: 1, min-healthy: 50% }')
const freezing = await planWith('rollback: { mode: freeze }\nhealth: { max-failed: 1 }')
const six = Array.from({ length: 6 }, (_, index) => instanceAt(index, 3))

/** A journal as short lines; a question mark behind the name of one that ran nobody knows what. */
const journal = (...lines: readonly string[]): readonly RolloutEvent[] => {
  const events: RolloutEvent[] = [
    startedFor({ size: 6, exposures: [1, 3, 6] }, at(0)),
    { event: 'lease', at: at(1), epoch: 1, holder: 'job', ttlSeconds: 60 },
  ]
  let batch = 0
  let wave = 0
  let second = 1
  for (const line of lines) {
    const [verb, ...words] = line.split(' ')
    second += 10
    const stamp = { at: at(second), epoch: 1 }
    if (verb === 'forward' || verb === 'back') {
      const [from, to] = verb === 'forward' ? ['v811', 'v812'] : ['v812', 'v811']
      const instances = words.map((word) => ({
        id: word.replace('?', ''),
        from: word.endsWith('?') ? '' : from,
        to,
      }))
      events.push({ ...stamp, event: 'batch', wave, batch: batch++, direction: verb as Direction, instances })
    } else if (verb === 'moved') {
      const results = words.map((word): MoveResult => {
        const [id, outcome = 'moved'] = word.split(':')
        return {
          id: id!,
          outcome: outcome as MoveResult['outcome'],
          why: '',
          drainSeconds: 0,
          bootSeconds: 0,
        }
      })
      events.push({ ...stamp, event: 'moved', batch: batch - 1, results, leastServing: 5, seconds: 5 })
    } else if (verb === 'baking') {
      events.push({ ...stamp, event: 'baking', wave, bake: memory })
    } else if (verb === 'pass' || verb === 'fail') {
      events.push({
        ...stamp,
        event: 'judged',
        wave,
        verdict: verb,
        why: '61 errors in 4,020 requests',
        eValue: 1,
        counts: {},
        bake: memory,
      })
      if (verb === 'pass') wave++
    } else if (verb === 'turned-back') {
      events.push({ ...stamp, event: 'turned-back', why: '61 errors in 4,020 requests' })
    } else if (verb === 'ended') {
      events.push({ ...stamp, event: 'ended', outcome: words[0] as 'succeeded', why: '', instances: [] })
    } else {
      const [by = 'mira', ...instances] = words
      events.push({
        ...stamp,
        event: 'command',
        command: verb as RolloutCommand,
        by,
        reason: '',
        instances,
      })
    }
  }
  return events
}

const judged = (verdict: Judgement['verdict'], more: Partial<Judgement> = {}): { judgement: Judgement } => ({
  judgement: {
    verdict,
    why: '0 errors in 6,104 requests',
    eValue: 1,
    overdue: false,
    metrics: {},
    ...more,
  },
})

const ask = (
  lines: readonly string[],
  fleet: readonly Instance[],
  more: Partial<World> = {},
  asked: RolloutPlan = plan,
): Decision => {
  const events = journal(...lines)
  return decide(fold(events), fleet, asked, {
    now: Date.parse(events.at(-1)!.at) + 60_000,
    calendar: more.calendar ?? calendarOf(asked, undefined, {}),
    batchSeconds: 30,
    settleSeconds: 0,
    rollsWaves: false,
    longestWaitSeconds: 1800,
    missing: [],
    judgement: null,
    stuckSince: null,
    blind: [],
    ...more,
  })
}

/** A decision in a few words. */
const say = (decision: Decision): string => {
  switch (decision.kind) {
    case 'move': {
      const again = decision.isAgain ? ' again' : ''
      const names = decision.moves.map(({ id, to }) => `${id}→${to}`).join(' ')
      return `${decision.direction}${again}${decision.isStopped ? ', stopped' : ''}: ${names}`
    }
    case 'judge':
      return `${decision.verdict}${decision.by === undefined ? '' : ` by ${decision.by}`}`
    case 'wait':
      return `wait: ${decision.reason}`
    case 'end':
      return `${decision.outcome}${[...decision.instances, ...(decision.skipped ?? []).map((id) => `(${id})`)].map((id) => ` ${id}`).join('')}`
    case 'turn-back':
      return `turn back: ${decision.why}`
    default:
      return decision.kind
  }
}

const with_ = (changes: Readonly<Record<string, Partial<Instance>>>): readonly Instance[] =>
  six.map((instance) => ({ ...instance, ...changes[instance.id] }))
const onNew = (...ids: readonly string[]): readonly Instance[] =>
  with_(Object.fromEntries(ids.map((id) => [id, { version: 'v812' }])))
const all = six.map(({ id }) => id)

const wave1 = ['forward web-1', 'moved web-1', 'baking']
const wave2 = [...wave1, 'pass', 'forward web-2 web-3', 'moved web-2 web-3', 'baking']

test.each<[string, readonly string[], readonly Instance[], string, Partial<World>?]>([
  ['the first wave is one instance', [], six, 'forward: web-1→v812'],
  ['a sick instance goes first', [], with_({ 'web-4': { healthy: false } }), 'forward: web-4→v812'],
  ['the leader goes last', [], with_({ 'web-1': { role: 'leader' } }), 'forward: web-2→v812'],
  ['its wave is watched', ['forward web-1', 'moved web-1'], onNew('web-1'), 'bake'],
  ['while nothing is proven it waits', wave1, onNew('web-1'), 'wait: baking', judged('inconclusive')],
  ['passed', wave1, onNew('web-1'), 'pass', judged('pass')],
  ['failed', wave1, onNew('web-1'), 'fail', judged('fail')],
  ['wave 2 is two more', [...wave1, 'pass'], onNew('web-1'), 'forward: web-2→v812 web-3→v812'],
  [
    'one that was reset to the old version meanwhile goes again',
    [...wave1, 'pass'],
    six,
    'forward: web-1→v812 web-2→v812',
  ],
  [
    'one that joined on the new version counts',
    [...wave1, 'pass'],
    [...onNew('web-1'), { ...six[0]!, id: 'new-1', version: 'v812' }],
    'forward: web-2→v812',
  ],
  [
    'the last wave is whoever is there, also who joined',
    [...wave2, 'pass'],
    [...onNew('web-1', 'web-2', 'web-3', 'web-4', 'web-5', 'web-6'), { ...six[0]!, id: 'new-1' }],
    'forward: new-1→v812',
  ],
  [
    'a batch that is out comes first: the same again after a crash',
    ['forward web-1', 'pause'],
    six,
    'forward again: web-1→v812',
  ],
  [
    'after an abort it is only put back',
    ['forward web-1', 'abort'],
    six,
    'forward again, stopped: web-1→v812',
  ],
])('forward: %s', (_, lines, fleet, answer, world) => {
  expect(say(ask(lines, fleet, world))).toBe(answer)
})

test.each<[string, readonly string[], readonly Instance[], string, Partial<World>?]>([
  ['a pause holds', [...wave1, 'pass', 'pause'], onNew('web-1'), 'wait: paused'],
  ['resume', [...wave1, 'pass', 'pause', 'resume'], onNew('web-1'), 'forward: web-2→v812 web-3→v812'],
  ['a paused bake is judged all the same', [...wave1, 'pause'], onNew('web-1'), 'fail', judged('fail')],
  [
    'a wave that is complete is watched from then on',
    ['forward web-1', 'pause', 'moved web-1'],
    onNew('web-1'),
    'bake',
  ],
  [
    'one that is not is not',
    [...wave1, 'pass', 'forward web-2', 'pause', 'moved web-2'],
    onNew('web-1', 'web-2'),
    'wait: paused',
  ],
  [
    'nor is one with too many failures',
    [...wave2, 'pass', 'forward web-4 web-5 web-6', 'pause', 'moved web-4 web-5:failed web-6:failed'],
    onNew(...all),
    'wait: paused',
  ],
  ['and what is done does not end in a pause', [...wave1, 'pass', 'pause'], onNew(...all), 'wait: paused'],
  ['and then it moves nothing, not even back', [...wave1, 'pause', 'fail'], onNew('web-1'), 'wait: paused'],
  ['half an hour of pause is parked', ['pause'], six, 'park', { now: start + 2000_000 }],
  ['an abort beats a pause', ['pause', 'abort'], six, 'turn back: aborted by mira'],
  [
    'an abort beats a promotion',
    [...wave1, 'promote', 'abort'],
    onNew('web-1'),
    'turn back: aborted by mira',
  ],
  ['promoted without evidence, by name', [...wave1, 'promote noor'], onNew('web-1'), 'pass by noor'],
  [
    'promoted against the evidence',
    [...wave1, 'promote noor'],
    onNew('web-1'),
    'pass by noor',
    judged('fail'),
  ],
  [
    'a fail that is written down stays one',
    [...wave1, 'fail', 'promote noor'],
    onNew('web-1'),
    'turn back: 61 errors in 4,020 requests',
  ],
  [
    'a promotion before the bake passes nothing',
    ['forward web-1', 'promote', 'moved web-1', 'baking'],
    onNew('web-1'),
    'wait: baking',
    judged('inconclusive'),
  ],
  [
    'a promotion counts once',
    [...wave1, 'promote', 'pass', 'promote'],
    onNew('web-1'),
    'forward: web-2→v812 web-3→v812',
  ],
  ['skipped is left as it is', ['skip mira web-1 web-2'], six, 'forward: web-3→v812'],
  [
    'done: of those skipped, who is in the fleet and not on the new version is named',
    [...wave2, 'pass', 'skip mira web-6 web-2 web-5 web-7'],
    onNew('web-1', 'web-2', 'web-3', 'web-4'),
    'succeeded (web-5) (web-6)',
  ],
  [
    'back: one that is to be left alone stays ahead, and is named',
    [...wave1, 'fail', 'turned-back', 'skip mira web-1 web-5'],
    onNew('web-1'),
    'rolled-back (web-1)',
  ],
  [
    'backed out after its success',
    [...wave2, 'pass', 'ended succeeded', 'abort'],
    onNew(...all),
    'turn back: aborted by mira',
  ],
  ['nothing to do after its end', [...wave2, 'pass', 'ended succeeded'], onNew(...all), 'rest'],
  ['a rolled-back one stays so', ['turned-back', 'ended rolled-back', 'abort'], six, 'rest'],
])('people: %s', (_, lines, fleet, answer, world) => {
  expect(say(ask(lines, fleet, world))).toBe(answer)
})

const failedTwo = ['forward web-1', 'moved web-1:failed', 'forward web-2', 'moved web-2:failed']
test.each<[string, readonly string[], readonly Instance[], string, Partial<World>?]>([
  [
    'one failed, another takes its place',
    ['forward web-1', 'moved web-1:failed'],
    with_({ 'web-1': { version: 'v812', healthy: false, inRotation: false } }),
    'forward: web-2→v812',
  ],
  [
    'the only one that moved failed, and the rest is skipped: nothing is left to watch',
    ['forward web-1', 'moved web-1:failed', 'skip mira web-2 web-3 web-4 web-5 web-6'],
    with_({ 'web-1': { version: 'v812', healthy: false, inRotation: false } }),
    'turn back: nobody is left who runs v812',
  ],
  ['the first wave has left the fleet: another takes its place', wave1, six.slice(1), 'forward: web-2→v812'],
  ['as many as may not fail', failedTwo, six, 'turn back: web-1 and web-2 failed, and max-failed is 2'],
  [
    'back: those that serve nobody first, then the newest',
    [...wave2, 'fail', 'turned-back'],
    with_({
      'web-1': { version: 'v812', healthy: false },
      'web-2': { version: 'v812' },
      'web-3': { version: 'v812' },
    }),
    'back: web-1→v811 web-3→v811',
  ],
  [
    'one that failed goes back although it runs the old version',
    [...failedTwo, 'turned-back'],
    with_({ 'web-1': { inRotation: false }, 'web-2': { inRotation: false } }),
    'back: web-2→v811 web-1→v811',
  ],
  ['all back', [...wave1, 'fail', 'turned-back', 'back web-1', 'moved web-1'], six, 'rolled-back'],
  [
    'one that cannot go back is tried no more, and named',
    [
      ...wave2,
      'fail',
      'turned-back',
      'back web-3',
      'moved web-3:failed',
      'back web-2 web-1',
      'moved web-2 web-1',
    ],
    onNew('web-3'),
    'frozen web-3',
  ],
  [
    'one that was down, and nobody could say what all run: no version is guessed',
    ['forward web-1?', 'moved web-1', 'baking', 'fail', 'turned-back'],
    onNew('web-1'),
    'frozen web-1',
  ],
  ['one that has left needs no way back', [...wave1, 'fail', 'turned-back'], six.slice(1), 'rolled-back'],
  [
    'one that is only missing is waited for',
    [...wave1, 'fail', 'turned-back'],
    six.slice(1),
    'wait: stuck',
    { missing: onNew('web-1').slice(0, 1) },
  ],
  ['nothing to put back, nothing moved', ['abort', 'turned-back'], six, 'rolled-back'],
  [
    'nobody moved: longer and longer between tries',
    ['forward web-1', 'moved web-1:unmoved'],
    six,
    'wait: settling',
    { now: start + 21_500 },
  ],
])('trouble: %s', (_, lines, fleet, answer, world) => {
  expect(say(ask(lines, fleet, world))).toBe(answer)
})

test('no faster than its ledger can be written, once many batches have gone; the way back is not held up', () => {
  const moving = fold(journal(...wave1, 'pass', 'forward web-2', 'moved web-2'))
  const began = moving.batchBeganAt!
  const asked = (batches: number, seconds: number, state = moving) =>
    decide({ ...state, batches }, onNew('web-1', 'web-2'), plan, {
      now: began + seconds * 1000,
      calendar: calendarOf(plan, undefined, {}),
      ...{ batchSeconds: 30, settleSeconds: 0, rollsWaves: false, longestWaitSeconds: 1800 },
      ...{
        missing: [],
        judgement: null,
        stuckSince: null,
        blind: [],
        spacing: { quickBatches: 20, leastSeconds: 32 },
      },
    })
  expect(asked(19, 15).kind).toBe('move')
  expect(asked(20, 15)).toMatchObject({ kind: 'wait', until: began + 32_000, reason: 'settling' })
  expect(asked(20, 32).kind).toBe('move')
  const back = fold(journal(...wave1, 'pass', 'forward web-2', 'moved web-2', 'abort', 'turned-back'))
  expect(asked(20, 25, back).kind).toBe('move')
})

test('where the plan says freeze, it stays as it is', () => {
  expect(say(ask([...wave1, 'fail'], onNew('web-1'), {}, freezing))).toBe('frozen')
})

test('nobody may leave: it waits, and stops when nothing has changed for as long as the plan allows', () => {
  const sick = with_({ 'web-1': { version: 'v812', healthy: false } })
  const lines = [...wave1, 'pass']
  const waiting = ask(lines, sick, {}, careful)
  expect(say(waiting)).toBe('wait: stuck')
  expect(waiting.kind === 'wait' && waiting.why).toContain('5 of 6 serve, at most 1 may be out')
  const now = start + 3_600_000
  expect(say(ask(lines, sick, { now, stuckSince: now - 599_000 }, careful))).toBe('wait: stuck')
  // Of a thousand seconds it was blind for a hundred, and for so many more.
  const blindFor = (more: number) => ({
    now,
    stuckSince: now - 1_000_000,
    blind: [
      { from: 0, until: now - 900_000 },
      { from: now - 800_000, until: now - 800_000 + more },
    ],
  })
  expect(say(ask(lines, sick, blindFor(301_000), careful))).toBe('wait: stuck')
  expect(say(ask(lines, sick, blindFor(300_000), careful))).toContain('turn back')
  expect(say(ask(lines, sick, { now, stuckSince: now - 600_000 }, careful))).toContain(
    'turn back: nothing may leave',
  )
})

test('zone by zone: no second zone while one that was moved is ill in the first', async () => {
  const zones = await planWith('batch: { max-unavailable: 3, min-healthy: 1 }')
  const fleet = with_({ 'web-1': { version: 'v812', healthy: false } }).filter(({ id }) => id !== 'web-4')
  const decision = ask([...wave1, 'pass'], fleet, {}, zones)
  expect(decision.kind === 'wait' && decision.why).toContain('web-1 fell ill after the move')
})

test('windows: no batch begins that would not be done in time, and a long wait is parked', async () => {
  const closing = await planWith(
    'windows: [{ name: night, from: 2026-11-18T15:00, to: 2026-11-19T06:00, time-zone: UTC, effect: emergency-only }]',
  )
  const night = { from: Date.parse('2026-11-18T15:00Z'), until: Date.parse('2026-11-19T06:00Z') }
  const calendar = calendarOf(closing, { spans: [[night]], until: Date.parse('2027-02-01T00:00Z') }, {})
  const when = (now: string): Decision => ask([], six, { calendar, now: Date.parse(now) }, closing)
  expect(say(when('2026-11-18T14:59:30Z'))).toBe('forward: web-1→v812')
  const late = when('2026-11-18T14:59:31Z')
  expect(late.kind === 'park' && [new Date(late.until).toISOString(), late.why]).toEqual([
    '2026-11-19T06:00:00.000Z',
    'closed by night for web-1',
  ])
  expect(say(when('2026-11-19T05:45:00Z'))).toBe('wait: window')
})

describe('what only a person can end is waited for half an hour in all, whoever looks', () => {
  const closing = 'windows: [{ name: night, from: 2026-11-18T15:00, to: 2026-11-19T06:00, effect: review }]'
  const minutes = (count: number): number => start + count * 60_000
  /** Parked after 40 minutes, and woken after 100; asked so many seconds later. */
  const woken = async (
    lines: readonly string[],
    secondsLater: number,
    more: Partial<World>,
  ): Promise<Decision> => {
    const asked = await planWith(closing)
    const until = new Date(minutes(70)).toISOString()
    const events: readonly RolloutEvent[] = [
      ...journal(...lines),
      { event: 'parked', at: new Date(minutes(40)).toISOString(), epoch: 1, until, why: '' },
      {
        ...{ event: 'lease', at: new Date(minutes(100)).toISOString() },
        ...{ epoch: 2, holder: 'hourly', ttlSeconds: 60 },
      },
    ]
    // Nobody knows when it opens again.
    const calendar = calendarOf(
      asked,
      { spans: [[{ from: start, until: minutes(600) }]], until: minutes(600) },
      {},
    )
    return decide(fold(events), onNew('web-1'), asked, {
      now: minutes(100) + secondsLater * 1000,
      ...{ calendar, batchSeconds: 30, settleSeconds: 0, rollsWaves: false, longestWaitSeconds: 1800 },
      ...{ missing: [], judgement: null, stuckSince: null, blind: [] },
      ...more,
    })
  }
  const late = judged('inconclusive', { overdue: true, why: 'rollout promote or rollout abort' })

  test.each<[string, readonly string[], number, Partial<World>, string]>([
    ['a window whose end nobody knows', [...wave1, 'pass'], 0, {}, 'park'],
    ['a pause', [...wave1, 'pause', 'pass'], 0, {}, 'park'],
    ['a wave without a verdict', wave1, 15, late, 'park'],
    ['which is first looked at long enough to see it well', wave1, 5, late, 'wait: baking'],
    ['a wave that may still pass by itself', wave1, 900, judged('inconclusive'), 'wait: baking'],
  ])('%s', async (_, lines, secondsLater, more, answer) => {
    expect(say(await woken(lines, secondsLater, more))).toBe(answer)
  })

  test('after resume it is waited for anew', async () => {
    const events = journal(...wave1, 'pause', 'resume')
    const resumed = Date.parse(events.at(-1)!.at)
    expect(
      say(ask([...wave1, 'pause', 'resume'], onNew('web-1'), { ...late, now: resumed + 1_790_000 })),
    ).toBe('wait: baking')
  })
})

test('an orchestrator gets the whole wave, and all goes back at once', () => {
  const rollsWaves = { rollsWaves: true }
  const replaced = [...six.slice(1), { ...six[0]!, id: 'pod-7', version: 'v812' }]
  expect(say(ask([...wave2, 'pass'], onNew('web-1', 'web-2', 'web-3'), rollsWaves))).toBe(
    'forward: web-4→v812 web-5→v812 web-6→v812',
  )
  expect(say(ask([...wave1, 'fail', 'turned-back'], replaced, rollsWaves))).toBe('back: pod-7→v811')
})
