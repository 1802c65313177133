import { expect, test } from 'vitest'
import { addCost, noCost, sayCost } from '../../src/report/rollout-cost.ts'
import type { MovedEvent } from '../../src/rollout/events.ts'

const moved: MovedEvent = {
  event: 'moved',
  at: '2026-11-20T14:25:00.000Z',
  epoch: 1,
  batch: 0,
  results: [],
  leastServing: 40,
  seconds: 10,
}
const served = { requests: 4000, errors: 3 }
const balanced = { requests: 4000, lost: 0, serverErrors: 3 }
const resumed = 'another coordinator ended it'

test.each<[string, readonly [Partial<MovedEvent>, typeof resumed?][], readonly string[]]>([
  ['nothing has moved', [], []],
  [
    'load balancers count every batch',
    [[{ balanced: { ...balanced, serverErrors: 0 }, served }], [{ balanced: { ...balanced, lost: 1 } }]],
    ['lost to restarts: 1 of 8,000 requests at the load balancer, 3 answered 5xx', 'least serving 40'],
  ],
  [
    'one of them could not be asked for a while',
    [[{ balanced }], [{ served, leastServing: 12 }], [{ balanced }]],
    [
      'lost to restarts: 0 of 8,000 requests at the load balancer, 6 answered 5xx (1 of 3 batches not counted whole)',
      'least serving 12',
    ],
  ],
  [
    'a coordinator died, and nobody counted until the next came',
    [[{ balanced }], [{ balanced }, resumed]],
    [
      'lost to restarts: 0 of 8,000 requests at the load balancer, 6 answered 5xx (1 of 2 batches not counted whole)',
      'least serving 40',
    ],
  ],
  [
    'only what the gate reads counts: it may never see a request that was lost',
    [[{ served }], [{}]],
    [
      'while instances moved 3 errors in 4,000 requests, as the gate counts (1 of 2 batches not counted whole)',
      'least serving 40',
    ],
  ],
  [
    'nobody counts',
    [[{}], [{}]],
    ['lost to restarts: not counted, no load balancer was asked', 'least serving 40'],
  ],
])('%s', (_, batches, said) => {
  const cost = batches.reduce(
    (sum, [more, word]) => addCost(sum, { ...moved, ...more }, word === resumed),
    noCost,
  )
  expect(sayCost(cost)).toEqual(said)
})
