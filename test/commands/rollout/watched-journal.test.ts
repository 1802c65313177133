import { expect, test } from 'vitest'
import { openJournal } from '../../../src/commands/rollout/journal.ts'
import { watchJournal } from '../../../src/commands/rollout/watched-journal.ts'
import { directoryLedger } from '../../../src/ledger/stores/directory.ts'
import type { JournaledEvent } from '../../../src/rollout/engine/ports.ts'
import { freshPlace } from '../../ledger/fixtures/places.ts'
import { everyEvent, heartbeat, lease, pause, started, writer } from './journal-events.ts'

const open = () => {
  const ledger = directoryLedger({ root: freshPlace().root })
  let looks = 0
  const watchedLedger = {
    ...ledger,
    findNow: (ids: readonly string[]) => {
      looks++
      return ledger.findNow(ids)
    },
  }
  const told: (readonly [number, JournaledEvent])[] = []
  const journal = watchJournal(
    openJournal(watchedLedger, 'web/1', writer),
    writer.actor,
    (event, position) => void told.push([position, event]),
  )
  const other = openJournal(ledger, 'web/1', { ...writer, actor: 'mira' })
  return { journal, other, told, looks: () => looks }
}

test('what this process writes is told as a reader finds it, without being read', async () => {
  const { journal, other, told, looks } = open()
  for (const [position, event] of everyEvent.entries())
    expect(await journal.append(event, position)).toBe('written')
  expect(looks()).toBe(0)
  expect(told).toEqual([...(await other.read()).entries()])
  await journal.read()
  expect(told).toHaveLength(everyEvent.length)
})

test('what others wrote before is told first, and once', async () => {
  const { journal, other, told } = open()
  await journal.append(started, 0)
  await other.append(pause('mira'), 1)
  expect(await journal.append(lease('a'), 1)).toBe('outrun')
  expect(await journal.append(lease('a'), 2)).toBe('written')
  expect(await journal.append(heartbeat(1), 3)).toBe('written')
  await journal.read()
  expect(told.map(([position, { event, actor }]) => [position, event, actor])).toEqual([
    [0, 'started', 'coordinator'],
    [1, 'command', 'mira'],
    [2, 'lease', 'coordinator'],
    [3, 'heartbeat', 'coordinator'],
  ])
})
