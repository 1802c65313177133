/** Coordinators as they are: processes that race for the same place, and are killed while they write. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { newHolder, ownerOf } from '../../../src/commands/rollout/holder.ts'
import { openJournal } from '../../../src/commands/rollout/journal.ts'
import { liveness } from '../../../src/commands/rollout/liveness.ts'
import { directoryLedger } from '../../../src/ledger/stores/directory.ts'
import { currentOwner } from '../../../src/ledger/stores/lock-owner.ts'
import type { LeaseEvent } from '../../../src/rollout/events.ts'
import { freshPlace } from '../../ledger/fixtures/places.ts'
import { started, writer } from './journal-events.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

interface Racer {
  readonly child: ChildProcess
  readonly lines: () => readonly string[]
  readonly ended: Promise<unknown>
}
const startRacer = (...args: readonly string[]): Racer => {
  const script = join(import.meta.dirname, 'journal-racer.ts')
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return { child, lines: () => said.split('\n').slice(0, -1), ended: once(child, 'close') }
}
const firstLine = async ({ child, lines }: Racer): Promise<string> => {
  while (lines().length === 0 && child.exitCode === null) await wait(2)
  return lines()[0] ?? ''
}

test('twenty processes want the same places: each place has one winner, and it knows', {
  timeout: 120_000,
}, async () => {
  const { root } = freshPlace()
  const ledger = directoryLedger({ root })
  await openJournal(ledger, 'web/1', writer).append(started, 0)
  const racers = Array.from({ length: 20 }, (_, index) =>
    startRacer('race', root, `racer ${index}`, '1', '3'),
  )
  await Promise.all(racers.map(firstLine))
  writeFileSync(`${root}.go`, '')
  await Promise.all(racers.map(({ ended }) => ended))
  expect(racers.map(({ child }) => child.exitCode)).toEqual(racers.map(() => 0))
  const events = await openJournal(ledger, 'web/1', writer).read()
  expect(events).toHaveLength(4)
  for (const position of [1, 2, 3]) {
    const winners = racers.flatMap(({ lines }, index) =>
      lines().includes(`${position} written`) ? [`racer ${index}`] : [],
    )
    expect(winners).toEqual([(events[position] as LeaseEvent).holder])
    expect(racers.filter(({ lines }) => lines().includes(`${position} outrun`))).toHaveLength(19)
  }
  expect((await ledger.verify()).difference).toBeUndefined()
})

test('killed while writing: the journal is read, has all that was acknowledged, and goes on', {
  timeout: 120_000,
}, async () => {
  const { root } = freshPlace()
  const acknowledged: number[] = []
  // Delays from a fixed seed: the same on every run, whatever the machine makes of them.
  let seed = 20_260_310
  for (let round = 0; round < 10; round += 1) {
    const racers = ['p', 'q'].map((name) => startRacer('write', root, `${name}${round}`))
    const [one] = racers
    if (one) await firstLine(one)
    seed = (seed * 48_271) % 2_147_483_647
    await wait(seed % 60)
    for (const { child } of racers) child.kill('SIGKILL')
    await Promise.all(racers.map(({ ended }) => ended))
    const written = racers.flatMap(({ lines }) => lines().map((line) => Number.parseInt(line, 10)))
    expect(new Set(written).size).toBe(written.length)
    acknowledged.push(...written)
    const journal = openJournal(directoryLedger({ root }), 'web/1', writer)
    const { length } = await journal.read()
    expect(length).toBeGreaterThan(Math.max(...acknowledged))
  }
  expect(new Set(acknowledged).size).toBe(acknowledged.length)
  const ledger = directoryLedger({ root })
  const journal = openJournal(ledger, 'web/1', writer)
  const { length } = await journal.read()
  expect(await journal.append(started, length)).toBe('written')
  expect((await ledger.verify()).difference).toBeUndefined()
})

describe('whoever holds a lease', () => {
  const self = currentOwner()
  const linux = process.platform === 'linux'

  test('is never the same twice, and names process, boot and host', () => {
    expect(newHolder()).not.toBe(newHolder())
    expect(ownerOf(newHolder())).toEqual(self)
    expect(ownerOf('somebody')).toBeUndefined()
  })

  test.skipIf(!linux)('lives as long as its process does', async () => {
    const racer = startRacer('hold', freshPlace().root)
    const holder = await firstLine(racer)
    expect([liveness(holder), liveness(newHolder())]).toEqual(['alive', 'alive'])
    racer.child.kill('SIGKILL')
    await racer.ended
    expect(liveness(holder)).toBe('dead')
  })

  test.skipIf(!linux).each([
    ['another process with its number', { startTicks: self.startTicks + 1 }, 'dead'],
    ['on another host', { host: 'elsewhere' }, 'unknown'],
    ['on a host of the same name, or before it was restarted', { boot: 'deadbeef' }, 'unknown'],
    ['in another container', { namespace: self.namespace + 1 }, 'unknown'],
    ['where the system does not tell the boot', { boot: 'none' }, 'unknown'],
    ['where the system does not tell the start', { startTicks: 0 }, 'unknown'],
  ])('%s: %j is %s', (_, other, wanted) => {
    expect(liveness(newHolder({ ...self, ...other }), self)).toBe(wanted)
  })

  test('that nobody can read is unknown', () => {
    for (const holder of ['', 'somebody', '1.2.3', newHolder().replaceAll('.', ':')])
      expect(liveness(holder)).toBe('unknown')
  })
})
