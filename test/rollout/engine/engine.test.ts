import { expect, test } from 'vitest'
import { planWith } from '../fleets.ts'
import { tapeOf } from '../histories.ts'
import { openWorld, untilEnded } from './world.ts'

const plan = await planWith(
  'batch: { max-unavailable: 1, min-healthy: 50%, drain-timeout: 5s }\nhealth: { min-healthy-time: 2s, healthy-deadline: 20s, progress-deadline: 60s, max-failed: 1 }\ngate: { on-no-data: health-only, inconclusive-deadline: 60s }\nbake: { min-requests: 0 }',
)
const calm = { plan, zones: 3, exposures: [1, 3, 6], bakeSeconds: 10, tape: tapeOf([]) }
const six = Array.from({ length: 6 }, () => ({}))

test('six instances, wave after wave', async () => {
  const world = openWorld({ ...calm, machines: six })
  const end = await untilEnded(world)
  expect(world.violations).toEqual([])
  console.log(
    world.events.map((e) => `${e.at.slice(11, 19)} ${e.event} ${'why' in e ? e.why : ''}`).join('\n'),
  )
  expect(end.outcome).toBe('succeeded')
})
