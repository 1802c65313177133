import { expect, test } from 'vitest'
import { tellRollout } from '../../src/report/rollout-lines.ts'
import { renderRolloutSummary } from '../../src/report/rollout-summary.ts'
import type { RolloutEvent } from '../../src/rollout/events.ts'
import { expectHarmless, expectWholeTables } from './harmless.ts'
import { failure, frozen, started, success } from './rollout-journal.ts'

const telling = { id: 'web/7', planOption: '--plan web.yml' }
const told = (events: readonly RolloutEvent[]): string => `\n${tellRollout(events, telling).join('\n')}\n`

test('a rollout that succeeds, with a pause and a change of coordinator', () => {
  expect(told(success)).toMatchInlineSnapshot(`
    "
    web v811 → v812, 300 instances · risk 4.4 % (high): waves 1, 10, 300 · at least 270 serving · done about 15:13 UTC
    14:02 preflight  300 serving v811, kept for rollback
    14:04 wave 1/3   1 on v812 · 1 of 1 moved in 60 s
    14:04 wave 1/3   1 on v812 · watched for 10 min
    14:24 wave 1/3   PASS 0 errors in 6,104 requests (0.05 % more would have shown)
    14:26 wave 2/3   10 on v812 · 9 of 9 moved in 60 s
    14:26 wave 2/3   10 on v812 · watched for 10 min
    14:30 another coordinator goes on where the last one stopped
    14:38 wave 2/3   PASS 12 errors in 61,000 requests (0.02 %, v811 0.02 %; 0.03 % more would have shown)
    14:39 wave 3/3   40 on v812 · 30 of 30 moved in 60 s
    14:39 wave 3/3   PAUSED by mira "LB ticket" · 40 on v812, the batch that is out is finished · continue: rollout resume --plan web.yml
    14:43 wave 3/3   RESUMED by mira
    15:05 wave 3/3   300 on v812 · 260 of 260 moved in 22 min
    15:05 wave 3/3   300 on v812 · watched for 10 min
    15:16 wave 3/3   PASS nothing to compare with, 0.02 % failed (1 % may)
    15:17 DONE 75 min (plan 71 min, pause 4 min) · 300 of 300 on v812 · lost to restarts: 0 of 226,100 requests at the load balancer, 8 answered 5xx · least serving 40
          wave 1:  1 instance     21 min  6,104 requests, errors 0      v811 0.02 %  pass
          wave 2:  10 instances   13 min  61,000 requests, errors 12    v811 0.02 %  pass
          wave 3:  300 instances  38 min  600,000 requests, errors 110  v811 0.02 %  pass
          back out until Monday 15:17 UTC: rollout abort --plan web.yml (newest first) · record web/7
    "
  `)
})

test('one that goes back', () => {
  expect(told(failure)).toMatchInlineSnapshot(`
    "
    web v811 → v812, 300 instances · risk 4.4 % (high): waves 1, 10, 300 · at least 270 serving · done about 15:13 UTC
    14:02 preflight  300 serving v811, kept for rollback
    14:04 wave 1/3   1 on v812 · 1 of 1 moved in 60 s
    14:04 wave 1/3   1 on v812 · watched for 10 min
    14:24 wave 1/3   PASS 0 errors in 6,104 requests (0.05 % more would have shown)
    14:30 wave 2/3   9 on v812 · 8 of 9 moved in 5 min
          web-004 is out of service: not healthy after 5 min
    14:30 wave 2/3   9 on v812 · watched for 10 min
    14:31 wave 2/3   FAIL 61 errors in 4,020 requests (1.5 %, v811 0.02 %)
    14:31 wave 2/3   GOING BACK, newest first: 61 errors in 4,020 requests (1.5 %, v811 0.02 %)
    14:33 back       9 back on v811 · 9 of 9 moved in 2 min
    14:34 back       10 back on v811 · 1 of 1 moved in 60 s
    14:34 ROLLED BACK 61 errors in 4,020 requests (1.5 %, v811 0.02 %)
          10 instances back after 3 min · lost to restarts: 0 of 13,020 requests at the load balancer, 4 answered 5xx (2 of 4 batches not counted whole) · least serving 291
          wave 1:  1 instance   21 min  6,104 requests, errors 0   v811 0.02 %  pass
          wave 2:  9 instances  6 min   4,020 requests, errors 61  v811 0.02 %  fail
          logs of v812: web-010, web-009, web-008, web-007 and 6 more · fix it, then: rollout run --plan web.yml --to VERSION · record web/7
    "
  `)
})

test('one that cannot go back', () => {
  expect(told(frozen).split('\n').slice(-9).join('\n')).toMatchInlineSnapshot(`
    "14:33 back       9 back on v811 · 9 of 9 moved in 2 min
    14:40 FROZEN 2 instances could not be moved back
          look at: web-004 and web-007
          9 instances back after 9 min · lost to restarts: 0 of 13,020 requests at the load balancer, 4 answered 5xx (1 of 3 batches not counted whole) · least serving 291
          wave 1:  1 instance   21 min  6,104 requests, errors 0   v811 0.02 %  pass
          wave 2:  9 instances  6 min   4,020 requests, errors 61  v811 0.02 %  fail
          nothing moves until a person says so · back to v811, until Monday 14:40 UTC: rollout abort --plan web.yml
          on with a fixed version: rollout run --plan web.yml --to VERSION · record web/7
    "
  `)
})

test('on the page of a run', () => {
  expect(renderRolloutSummary(failure, telling)).toMatchInlineSnapshot(`
    "### web v811 → v812, 300 instances · risk 4.4 % (high): waves 1, 10, 300 · at least 270 serving · done about 15:13 UTC

    14:34 ROLLED BACK 61 errors in 4,020 requests (1.5 %, v811 0.02 %)  
    10 instances back after 3 min · lost to restarts: 0 of 13,020 requests at the load balancer, 4 answered 5xx (2 of 4 batches not counted whole) · least serving 291  
    logs of v812: web-010, web-009, web-008, web-007 and 6 more · fix it, then: rollout run --plan web.yml --to VERSION · record web/7

    | wave | new | took | requests | errors | before | verdict |
    | --- | --- | --- | --- | --- | --- | --- |
    | 1 | 1 | 21 min | 6,104 | 0 (0 %) | v811 0.02 % | pass |
    | 2 | 9 | 6 min | 4,020 | 61 (1.5 %) | v811 0.02 % | fail |

    <details><summary>The whole story (times are UTC)</summary>

    - 14:02 preflight  300 serving v811, kept for rollback
    - 14:04 wave 1/3   1 on v812 · 1 of 1 moved in 60 s
    - 14:04 wave 1/3   1 on v812 · watched for 10 min
    - 14:24 wave 1/3   PASS 0 errors in 6,104 requests (0.05 % more would have shown)
    - 14:30 wave 2/3   9 on v812 · 8 of 9 moved in 5 min
    - web-004 is out of service: not healthy after 5 min
    - 14:30 wave 2/3   9 on v812 · watched for 10 min
    - 14:31 wave 2/3   FAIL 61 errors in 4,020 requests (1.5 %, v811 0.02 %)
    - 14:31 wave 2/3   GOING BACK, newest first: 61 errors in 4,020 requests (1.5 %, v811 0.02 %)
    - 14:33 back       9 back on v811 · 9 of 9 moved in 2 min
    - 14:34 back       10 back on v811 · 1 of 1 moved in 60 s
    - 14:34 ROLLED BACK 61 errors in 4,020 requests (1.5 %, v811 0.02 %)
    - 10 instances back after 3 min · lost to restarts: 0 of 13,020 requests at the load balancer, 4 answered 5xx (2 of 4 batches not counted whole) · least serving 291
    - wave 1:  1 instance   21 min  6,104 requests, errors 0   v811 0.02 %  pass
    - wave 2:  9 instances  6 min   4,020 requests, errors 61  v811 0.02 %  fail
    - logs of v812: web-010, web-009, web-008, web-007 and 6 more · fix it, then: rollout run --plan web.yml --to VERSION · record web/7

    </details>
    "
  `)
})

test('on the page of a run that has not ended: where it stands, and what goes on with it', () => {
  const parked: RolloutEvent = {
    event: 'parked',
    at: '2026-11-20T14:40:00.000Z',
    epoch: 1,
    until: '2026-11-21T02:00:00.000Z',
    why: 'closed by acme-night for web-004',
  }
  const summary = renderRolloutSummary([...failure.slice(0, 2), parked], telling)
  expect(summary.split('\n\n')[1]).toBe(
    '14:40 wave 1/3   PARKED until Saturday 02:00 UTC: closed by acme-night for web-004 · goes on with: rollout run --plan web.yml',
  )
})

test('what others wrote does nothing but show', () => {
  const hostile = '](https://evil.example) @everyone | <img src=x> \u001b[31m'
  const events: readonly RolloutEvent[] = [
    { ...started, service: 'web', to: hostile, from: [hostile] },
    {
      event: 'command',
      at: started.at,
      epoch: 1,
      command: 'pause',
      by: hostile,
      reason: hostile,
      instances: [],
    },
    { event: 'ended', at: started.at, epoch: 1, outcome: 'frozen', why: hostile, instances: [hostile] },
  ]
  const summary = renderRolloutSummary(events, telling)
  expectHarmless(summary)
  expectWholeTables(summary)
  expect(told(events)).not.toContain('\u001b')
})

test.each([
  ['for later', '2026-11-20T16:24:00.000Z', 'PARKED until 16:24 UTC: a long watch'],
  ['for whoever goes on at once', '2026-11-20T14:24:00.000Z', 'PARKED: a long watch'],
])('parked %s', (_, until, words) => {
  const events: readonly RolloutEvent[] = [
    started,
    { event: 'parked', at: '2026-11-20T14:24:00.000Z', epoch: 1, until, why: 'a long watch' },
  ]
  expect(told(events)).toContain(`${words} · goes on with: rollout run --plan web.yml`)
})

test('who could not be moved back is named with the reason', () => {
  const at = '2026-11-20T14:31:00.000Z'
  const [id, why] = ['web-004', 'it is not healthy after 300 s']
  const events: readonly RolloutEvent[] = [
    started,
    {
      event: 'batch',
      at,
      epoch: 1,
      wave: 0,
      batch: 1,
      direction: 'back',
      instances: [{ id, from: 'v812', to: 'v811' }],
    },
    {
      event: 'moved',
      at,
      epoch: 1,
      batch: 1,
      results: [{ id, outcome: 'failed', why, drainSeconds: 0, bootSeconds: 300 }],
      leastServing: 299,
      seconds: 300,
    },
    { event: 'ended', at, epoch: 1, outcome: 'frozen', why: 'it failed', instances: [id, 'web-007'] },
  ]
  expect(told(events)).toContain(`look at: ${id} (${why}) and web-007\n`)
})
