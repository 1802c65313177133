/** A stateful fleet: kill -9 node by node, the leader last and after a hand-over, and every write arrives. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { missingForQuorum, openQuorum } from '../../rollout/rig/quorum.ts'
import { startCoordinator } from './coordinator.ts'
import { lowRisk, usualPlan } from './drill.ts'
import { eventsOf, journalOf } from './journal-lines.ts'
import { remember } from './tally.ts'

const open = async () => {
  const quorum = await openQuorum()
  onTestFinished(quorum.close)
  return quorum
}

describe.skipIf(missingForQuorum().length > 0)('three etcd nodes (packages etcd-server, etcd-client)', () => {
  test('leader last, after a hand-over: no write fails', async () => {
    const quorum = await open()
    const { folder, ids } = quorum
    const plan = join(folder, 'store.yml')
    const { exposure, bake, health } = usualPlan
    writeFileSync(
      plan,
      JSON.stringify({
        version: 1,
        service: 'store',
        targets: quorum.targets,
        batch: { 'max-unavailable': 1, 'min-healthy': 2 },
        health,
        exposure,
        bake,
        gate: { 'on-no-data': 'health-only' },
      }),
    )
    const leader = (await quorum.list()).find(({ role }) => role === 'leader')!.id
    const writer = quorum.write()
    const args = ['run', '--to', 'v2', ...lowRisk, '--plan', plan, '--ledger', `directory:${folder}/ledger`]
    const coordinator = startCoordinator(args, { folder })
    onTestFinished(() => void coordinator.process.kill('SIGKILL'))
    const { code, stdout, stderr } = await coordinator.ended
    const counts = await writer.stop()
    remember('three etcd nodes, leader last with hand-over', counts, {
      note: `slowest write ${counts.slowestMilliseconds} ms`,
    })
    expect(code, stdout + stderr).toBe(0)
    expect((await quorum.list()).map(({ version, healthy }) => `${version} ${healthy}`)).toEqual(
      ids.map(() => 'v2 true'),
    )
    const order = eventsOf(journalOf(join(folder, 'ledger'), 'store'), 'batch').map(({ instances }) =>
      instances.map(({ id }) => id).join(),
    )
    expect(order).toHaveLength(3)
    expect(order[2]).toBe(leader)
    expect(counts.failed, `of ${counts.requests}`).toBe(0)
    expect(counts.requests).toBeGreaterThan(100)
  })

  test('by a script that does not wait for the last one to be back: writes fail', async () => {
    const quorum = await open()
    const writer = quorum.write()
    await Promise.all(
      quorum.ids.map(async (id, at) => {
        await pause(300 * at)
        await quorum.restart(id, 'v2')
      }),
    )
    await pause(1000)
    const counts = await writer.stop()
    remember('three etcd nodes, by a script', counts, { isAnchor: true })
    expect(counts.failed).toBeGreaterThan(0)
  })
})
