/** What an instance's own page says of it. */
import { expect, test } from 'vitest'
import { mustRead } from '../../../src/config/reading.ts'
import { readStatusRange } from '../../../src/config/rollout/status-range.ts'
import { readHealth } from '../../../src/drivers/rollouts/instance-health.ts'

test.each([
  [200, ['2xx'], true],
  [204, ['2xx'], true],
  [299, ['2xx'], true],
  [300, ['2xx'], false],
  [199, ['2xx'], false],
  [503, ['2xx'], false],
  [203, ['200'], false],
  [200, ['200', '429'], true],
  [429, ['200', '429'], true],
  [428, ['200', '429'], false],
  [302, ['200', '3xx'], true],
  // No answer at all, where even the unwell count.
  [0, ['2xx', '3xx', '4xx', '5xx'], false],
])('a page that answers %i where the plan expects %s: healthy %s', (status, expected, healthy) => {
  const expectedRanges = expected.map((text) => mustRead(readStatusRange(text)))
  const questions = { health: { path: '/healthz', version: 'json:version', expect: expectedRanges } }
  expect(readHealth(status, {}, '{"version":"v811"}', questions)).toEqual({ healthy, version: 'v811' })
})
