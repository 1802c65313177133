/** Nomad as documented: a stand-in, every request and answer held to schemas. No real Nomad has seen this. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Targets } from '../../../src/config/rollout/drivers/all.ts'
import { openNomad } from '../../../src/drivers/rollouts/nomad.ts'
import type { Orchestrator } from '../../../src/rollout/engine/ports.ts'
import { type NomadStandIn, startNomad } from '../../clients/nomad/stand-in.ts'
import { context, count, pace, signal, surroundings } from './kubernetes-rig.ts'

let nomad: NomadStandIn
beforeEach(async () => {
  nomad = await startNomad(4, 'acme/web:1.4')
})
afterEach(async () => {
  await nomad.close()
  expect(nomad.complaints).toEqual([])
})

const open = (more: object = {}, environment = {}): Promise<Orchestrator> => {
  const targets = { driver: 'nomad', address: nomad.address, job: 'web', namespace: 'shop', ...more }
  return openNomad(
    targets as unknown as Extract<Targets, { driver: 'nomad' }>,
    surroundings(environment),
    pace({ out: count(2) }),
  )
}
const versions = async (orchestrator: Orchestrator) =>
  (await orchestrator.observe(signal())).map(({ version }) => version).sort()
const group = () => nomad.job.TaskGroups[0]
const writes = () => nomad.requests.filter(({ route }) => route.startsWith('POST')).map(({ route }) => route)

describe('a job', () => {
  test('canaries come beside the old allocations, wave by wave, and the last wave is a promotion', async () => {
    const orchestrator = await open()
    expect(orchestrator.stopsAtExposure).toBe(true)
    for (const exposure of [1, 2]) {
      expect(await orchestrator.expose(exposure, context('1.5'))).toEqual({ outcome: 'done' })
      expect(await orchestrator.progress(signal())).toMatchObject({ outcome: 'moving' })
      nomad.pass(2)
      expect(await orchestrator.progress(signal())).toMatchObject({ outcome: 'settled' })
      expect(await versions(orchestrator)).toEqual([...Array(4).fill('1.4'), ...Array(exposure).fill('1.5')])
    }
    expect(group().Update).toEqual({
      Canary: 2,
      MaxParallel: 2,
      AutoPromote: false,
      AutoRevert: false,
      MinHealthyTime: 2_000_000_000,
      HealthyDeadline: 60_000_000_000,
      ProgressDeadline: 61_000_000_000,
      Stagger: 30_000_000_000,
    })
    expect(await orchestrator.expose(4, context('1.5'))).toEqual({ outcome: 'done' })
    expect(writes().at(-1)).toMatch(/^POST \/v1\/deployment\/promote\//)
    nomad.pass(8)
    expect(await orchestrator.progress(signal())).toMatchObject({ outcome: 'settled' })
    expect(await versions(orchestrator)).toEqual(Array(4).fill('1.5'))
    expect(group().Tasks[1].Config.image).toBe('proxy:1')
  })

  test('asked twice, registers once', async () => {
    const orchestrator = await open()
    await orchestrator.expose(1, context('1.5'))
    await orchestrator.expose(1, context('1.5'))
    expect(writes()).toEqual(['POST /v1/job/web'])
  })

  test('going back before the promotion ends the canaries and restarts nobody else', async () => {
    const orchestrator = await open()
    const before = (await orchestrator.observe(signal())).map(({ id }) => id)
    await orchestrator.expose(2, context('1.5'))
    nomad.pass(2)
    expect(await orchestrator.goBack(context('1.4'))).toEqual({ outcome: 'done' })
    nomad.pass(3)
    expect(await orchestrator.progress(signal())).toMatchObject({ outcome: 'settled' })
    expect((await orchestrator.observe(signal())).map(({ id }) => id)).toEqual(before)
    expect(group().Update.Canary).toBe(0)
  })

  test('going back after the promotion replaces them all', async () => {
    const orchestrator = await open()
    await orchestrator.expose(4, context('1.5'))
    nomad.pass(8)
    expect(await versions(orchestrator)).toEqual(Array(4).fill('1.5'))
    await orchestrator.goBack(context('1.4'))
    nomad.pass(8)
    expect(await orchestrator.progress(signal())).toMatchObject({ outcome: 'settled' })
    expect(await versions(orchestrator)).toEqual(Array(4).fill('1.4'))
  })

  test('what Nomad calls failed is failed, and unhealthy canaries are not promoted', async () => {
    nomad.broken.add('acme/web:1.5')
    const orchestrator = await open()
    await orchestrator.expose(1, context('1.5'))
    nomad.pass(3)
    expect(await orchestrator.progress(signal())).toEqual({
      outcome: 'moving',
      why: '0 of 1 allocations are healthy',
    })
    const result = await orchestrator.expose(4, context('1.5'))
    expect(result).toMatchObject({ outcome: 'failed', why: expect.stringContaining('unhealthy canaries') })
    nomad.deployment.Status = 'failed'
    nomad.deployment.StatusDescription = 'Failed due to progress deadline'
    expect(await orchestrator.progress(signal())).toEqual({
      outcome: 'failed',
      why: 'failed: Failed due to progress deadline',
    })
  })

  test('zones are datacenters, or what the node says under the label', async () => {
    const zones = async (more = {}) =>
      new Set((await (await open(more)).observe(signal())).map(({ zone }) => zone))
    expect(await zones()).toEqual(new Set(['dc-0', 'dc-1']))
    expect(await zones({ 'zone-label': 'rack' })).toEqual(new Set(['r0', 'r1']))
  })
})

describe('what goes wrong on the way', () => {
  test('somebody else registers in between: read again, and theirs is kept', async () => {
    nomad.beforeRegistration = () => {
      nomad.beforeRegistration = () => {}
      const theirs = structuredClone(nomad.job)
      theirs.TaskGroups[0].Count = 5
      nomad.register(theirs)
    }
    expect(await (await open()).expose(1, context('1.5'))).toEqual({ outcome: 'done' })
    expect(group()).toMatchObject({ Count: 5, Update: { Canary: 1 } })
  })

  test('what passes is waited for', async () => {
    nomad.faults = [
      [503, 'no cluster leader'],
      [429, 'slow down'],
    ]
    expect(await (await open()).expose(1, context('1.5'))).toEqual({ outcome: 'done' })
  })

  test('a token that may not is named, with what it needs', async () => {
    nomad.token = 'right'
    const wrong = await open({ 'token-env': 'NOMAD_TOKEN' }, { NOMAD_TOKEN: 'wrong' })
    expect(await wrong.expose(1, context('1.5'))).toMatchObject({
      outcome: 'failed',
      why: expect.stringContaining('needs read-job, submit-job and list-jobs in namespace "shop"'),
    })
    const right = await open({ 'token-env': 'NOMAD_TOKEN', region: 'eu' }, { NOMAD_TOKEN: 'right' })
    expect(await right.expose(1, context('1.5'))).toEqual({ outcome: 'done' })
    expect(nomad.requests.at(-1)?.query.toString()).toBe('namespace=shop&region=eu')
    await expect(open({ 'token-env': 'ELSEWHERE' })).rejects.toThrow('ELSEWHERE is not set')
  })

  test.each([
    ['another group', { group: 'api' }, '1.5', 'targets.group must be one of web'],
    ['no image', {}, '1.5', 'deploy it as an image'],
    ['no tag', {}, '1.5 beta', 'can be no tag'],
    ['another job', { job: 'shop' }, '1.5', 'check targets.job'],
  ])('%s is refused', async (name, more, version, why) => {
    if (name === 'no image') for (const task of group().Tasks) delete task.Config.image
    expect(await (await open(more)).expose(1, context(version))).toMatchObject({
      outcome: 'failed',
      why: expect.stringContaining(why),
    })
  })

  test('nobody there: no verdict, and nothing is claimed', async () => {
    const orchestrator = await open({ address: 'http://127.0.0.1:1' })
    expect(await orchestrator.progress(signal())).toMatchObject({ outcome: 'moving' })
    expect(await orchestrator.expose(1, context('1.5'))).toMatchObject({ outcome: 'again' })
    await expect(orchestrator.observe(signal())).rejects.toThrow('nomad http://127.0.0.1:1: GET /v1/job/web')
  })
})
