/** A fleet of which one is down when a rollout begins: nobody can ask it what it ran. */
import { describe, expect, test } from 'vitest'
import { until } from '../../rollout/rig/patience.ts'
import { missingPackages } from '../../rollout/rig/rig.ts'
import { expectAllOn, expectNoneFailed, lowRisk, openDrill } from './drill.ts'

describe.skipIf(missingPackages().length > 0)('one instance is down (package haproxy)', () => {
  test('it is brought up on the new version first, and abort brings all to what the others ran', async ({
    onTestFinished,
  }) => {
    const drill = await openDrill(onTestFinished)
    await drill.rig.kill('web-2')
    await until('its absence to be seen', async () => !(await drill.allServe()))
    // What its death has cost is no cost of ours.
    await drill.countsSoFar('one dies by itself', { isAnchor: true })
    const { code, stdout, stderr } = await drill.rollout(['run', '--to', 'v2', ...lowRisk])
    expect(code, stdout + stderr).toBe(0)
    expect(drill.restarts()[0]).toMatchObject({ id: 'web-2', version: 'v2' })
    expect(stdout).toContain('preflight  2 serving v1, kept for rollback')
    await expectAllOn(drill, 'v2')
    expect((await drill.rollout(['abort'])).code).toBe(0)
    await expectAllOn(drill, 'v1')
    expectNoneFailed(await drill.counts('begun while one was down'))
  })
})
