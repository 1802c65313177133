import { describe, expect, test } from 'vitest'
import { renderPlan } from '../../src/report/rollout-plan.ts'
import { planRollout } from '../../src/rollout/plan.ts'
import { planServices } from '../../src/rollout/services.ts'
import { expectPlanned, fleetOf, now, planWith, riskOf } from '../rollout/fleets.ts'
import { expectHarmless, expectWholeTables } from './harmless.ts'

const at = now.toISOString()
const release = async (to = 'v812', zones?: readonly string[]) =>
  expectPlanned(
    planRollout({ plan: await planWith(), fleet: fleetOf(300, zones), to, risk: riskOf(0.044), now }),
  )

test('on a terminal', async () => {
  expect(renderPlan(await release(), 'text', at)).toBe(
    `web v811 → v812, 300 instances · risk 4.4 % (high): waves 1, 10, 100, 300 · at least 270 serving · done about 15:10 UTC
  wave  new  batches                  zones       begins     watched  bad     harm
  1     1    1 batch of 1             az-a        14:05 UTC  20 min   4.4 %   53 s
  2     10   1 batch of 9             az-a        14:26 UTC  10 min   0.2 %   14 s
  3     100  3 batches of at most 30  az-a        14:37 UTC  10 min   <0.1 %  7 s
  4     300  8 batches of at most 30  az-b, az-c  14:50 UTC  10 min   <0.1 %  1 s
  bad: the chance that the version is bad although all waves before passed · harm: bad × new × watched
`,
  )
})

test('where windows hold it up it says so, and how long', async () => {
  const planned = await release()
  const wait = { wave: 4, from: at, windows: ['acme-night'], instances: 100 }
  const waits = [
    { ...wait, wave: 1, until: '2026-11-18T16:00:00.000Z', windows: ['fair', 'freeze'], instances: 1 },
    { ...wait, until: '2026-11-19T02:00:00.000Z' },
  ]
  for (const format of ['text', 'markdown'] as const) {
    const told = renderPlan({ ...planned, waits }, format, at)
    expect(told).toContain('wave 1 waits until 16:00 UTC, with 1 instance: windows fair, freeze')
    expect(told).toContain('wave 4 waits until Thursday 02:00 UTC, with 100 instances: window acme-night')
  }
})

test('as Markdown with a chart', async () => {
  const markdown = renderPlan(await release(), 'markdown', at)
  expect(markdown).toContain('| 2 | 10 | 1 batch of 9 | az-a | 14:26 UTC | 10 min | 0.2 % | 14 s |')
  expect(markdown).toContain(`\`\`\`mermaid
gantt
  title web to v812 (UTC)
  dateFormat YYYY-MM-DD HH:mm:ss
  axisFormat %H:%M
  section wave 1 to 1
    restart 1 in az-a :2026-11-18 14:05:00, 2026-11-18 14:06:10
    watch :done, 2026-11-18 14:06:10, 2026-11-18 14:26:10
`)
})

describe('as JSON', () => {
  test('the keys scripts rely on', async () => {
    const document = JSON.parse(renderPlan(await release(), 'json', at))
    expect(document).toMatchObject({
      schema: 1,
      service: 'web',
      capacityFloor: 270,
      earliestFinish: '2026-11-18T15:10:10.000Z',
      waves: [
        { exposure: 1, batches: [['web-1']], bakeSeconds: 1200 },
        { exposure: 10 },
        { exposure: 100 },
        { exposure: 300 },
      ],
    })
  })

  test('a refusal', async () => {
    const answer = planRollout({
      plan: await planWith(),
      fleet: fleetOf(1),
      to: 'v812',
      risk: riskOf(0.04),
      now,
    })
    expect(JSON.parse(renderPlan(answer, 'json', at))).toMatchObject({
      schema: 1,
      refusals: [{ reason: 'one-instance', service: 'web' }],
    })
    expect(renderPlan(answer, 'text', at)).toBe(
      'web cannot be rolled out: one instance cannot be restarted without an outage; add a second, or max-surge where the driver can\n',
    )
  })
})

test('several services, with what is left of them together', async () => {
  const services = await Promise.all(
    ['api', 'web'].map(async (service) => ({
      plan: await planWith('', service),
      fleet: fleetOf(10),
      to: 'v812',
      risk: riskOf(null),
    })),
  )
  const answer = planServices({ services, now, atOnce: 2 })
  const text = renderPlan(answer, 'text', at)
  expect(text).toContain('risk uncertain (counts as high): waves 1, 10')
  expect(text).toContain('together api, web: 2 at once · least serving 18 of 20, 14:05 UTC · done about ')
  expect(renderPlan(answer, 'markdown', at)).toContain('section api wave 1 to 1')
  expect(Object.keys(JSON.parse(renderPlan(answer, 'json', at)))).toEqual([
    'schema',
    'services',
    'atOnce',
    'earliestFinish',
    'capacity',
  ])
})

test('names that would act do not', async () => {
  const hostile = 'v8 ```\n@octocat | :;#"%% <!-- x --> \u001b[31m[a](http://b)'
  const planned = await release(hostile, ['az-a', 'az;b:"#`', '| @octocat'])
  const markdown = renderPlan(planned, 'markdown', at)
  const [before = '', chart = ''] = markdown.split('```mermaid')
  expectHarmless(before.replaceAll('<sub>', '').replaceAll('</sub>', ''))
  expectWholeTables(before)
  expect(chart.match(/```/g)).toHaveLength(1)
  for (const line of chart.split('\n').filter((each) => each.startsWith('    ')))
    expect(line).toMatch(/^ {4}[^:;#"`%<>{}]+ :(?:done, )?[\d-]+ [\d:]+, [\d-]+ [\d:]+$/)
  expect(renderPlan(planned, 'text', at)).not.toContain('\u001b')
})
