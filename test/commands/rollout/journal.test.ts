import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openJournal } from '../../../src/commands/rollout/journal.ts'
import { appendLast } from '../../../src/commands/rollout/journal-last.ts'
import { SourceError } from '../../../src/domain/errors.ts'
import type { WatchedLedger } from '../../../src/ledger/ledger.ts'
import { directoryLedger } from '../../../src/ledger/stores/directory.ts'
import type { RolloutEvent } from '../../../src/rollout/events.ts'
import { freshPlace } from '../../ledger/fixtures/places.ts'
import { ended, everyEvent, heartbeat, lease, pause, started, writer } from './journal-events.ts'

const freshLedger = (): WatchedLedger => directoryLedger({ root: freshPlace().root })
const open = (ledger: WatchedLedger, actor = 'coordinator') =>
  openJournal(ledger, 'web/1', { ...writer, actor })

/** A journal with its first events in it. */
const begun = async (events: readonly RolloutEvent[] = [started, lease('a'), heartbeat(1)]) => {
  const ledger = freshLedger()
  const journal = open(ledger)
  for (const [position, event] of events.entries())
    expect(await journal.append(event, position)).toBe('written')
  return { ledger, journal, events }
}

describe('what was written', () => {
  test('is read by whoever opens it, every kind of event and member as it was', async () => {
    const { ledger, journal } = await begun(everyEvent)
    const wanted = everyEvent.map((event) => ({ ...event, actor: 'coordinator' }))
    expect(await journal.read()).toEqual(wanted)
    expect(await open(ledger).read()).toEqual(wanted)
    expect((await ledger.verify()).difference).toBeUndefined()
  })

  test('stands in the ledger as records of the service, with rollout and place', async () => {
    const { ledger } = await begun()
    const records = []
    for await (const record of ledger.read()) records.push(record)
    expect(records).toMatchObject([
      { stream: 'rollouts/web', kind: 'rollout', environment: 'production', body: { rollout: 'web/1' } },
      { at: started.at, actor: 'coordinator', repository: 'shop', body: { position: 1, event: 'lease' } },
      { seq: 2, body: { rollout: 'web/1', position: 2 } },
    ])
  })

  test('is a journal of hundreds of events, too', async () => {
    const events = [started, ...Array.from({ length: 300 }, (_, second) => heartbeat(second))]
    const { ledger } = await begun(events)
    expect(await open(ledger).read()).toHaveLength(301)
  })

  test('keeps members that a newer release wrote', async () => {
    const newer = { ...heartbeat(3), mood: { calm: true } }
    const { ledger, journal } = await begun()
    await journal.append(newer, 3)
    expect((await open(ledger).read())[3]).toEqual({ ...newer, actor: 'coordinator' })
  })

  test('one that has not begun is empty', async () => {
    expect(await open(freshLedger()).read()).toEqual([])
  })
})

describe('while nothing is new', () => {
  test('the very same array is answered; one that was handed out never grows', async () => {
    const { ledger, journal } = await begun()
    const before = await journal.read()
    expect(await journal.read()).toBe(before)
    await open(ledger, 'mira').append(pause('mira'), 3)
    expect(await journal.read()).toHaveLength(4)
    expect(before).toHaveLength(3)
  })

  test('one question is asked, for one record', async () => {
    const { ledger } = await begun()
    const asked: number[] = []
    const findNow: WatchedLedger['findNow'] = (ids) => {
      asked.push(ids.length)
      return ledger.findNow(ids)
    }
    const journal = openJournal({ ...ledger, findNow }, 'web/1', writer)
    for (let times = 0; times < 3; times += 1) await journal.read()
    expect(asked).toEqual([15, 1, 1])
  })
})

describe('who comes second', () => {
  test.each([
    ['has looked since', true],
    ['has not looked since', false],
  ])('is outrun, and nothing of it is kept: %s', async (_, looks) => {
    const { ledger, journal } = await begun()
    const other = open(ledger, 'mira')
    await other.append(pause('mira'), 3)
    if (looks) await journal.read()
    expect(await journal.append(heartbeat(9), 3)).toBe('outrun')
    expect(await journal.append(heartbeat(9), 1)).toBe('outrun')
    expect((await journal.read()).map(({ event, actor }) => `${event} ${actor}`).slice(2)).toEqual([
      'heartbeat coordinator',
      'command mira',
    ])
    expect(await journal.append(heartbeat(9), 4)).toBe('written')
  })

  test('of one journal at the same moment', async () => {
    const { journal } = await begun()
    const answers = await Promise.all([heartbeat(8), heartbeat(9)].map((event) => journal.append(event, 3)))
    expect(answers).toEqual(['written', 'outrun'])
  })

  test('with the same words, but as somebody else', async () => {
    const { ledger, journal } = await begun()
    await open(ledger, 'mira').append(heartbeat(9), 3)
    expect(await journal.append(heartbeat(9), 3)).toBe('outrun')
  })
})

test('told again after an answer was lost, an event is written once, and counts as written', async () => {
  const { ledger } = await begun()
  const append: WatchedLedger['append'] = async (entries) => {
    await ledger.append(entries)
    throw new SourceError('the answer was lost')
  }
  const unlucky = openJournal({ ...ledger, append }, 'web/1', writer)
  await expect(unlucky.append(heartbeat(4), 3)).rejects.toThrow('the answer was lost')
  // The same process goes on, or another in its place.
  expect(await openJournal(ledger, 'web/1', writer).append(heartbeat(4), 3)).toBe('written')
  await unlucky.read()
  expect(await unlucky.append(heartbeat(4), 3)).toBe('written')
  expect(await open(ledger).read()).toHaveLength(4)
})

describe('what is refused', () => {
  test('an event that no reader would take, before it is written', async () => {
    const { ledger, journal } = await begun()
    const wrong = { ...heartbeat(1), at: 'soon' }
    await expect(journal.append(wrong, 3)).rejects.toThrow(/no event to be journaled: at must be a moment/)
    const endless = { ...ended('succeeded'), instances: [7] } as unknown as RolloutEvent
    await expect(journal.append(endless, 3)).rejects.toThrow(/instances\[0\] must be/)
    expect(await open(ledger).read()).toHaveLength(3)
  })

  test('a place that would leave a gap', async () => {
    const { ledger, journal } = await begun()
    await expect(journal.append(heartbeat(9), 4)).rejects.toThrow(/has 3 events, nobody saw 4/)
    await open(ledger).append(heartbeat(8), 3)
    expect(await journal.append(heartbeat(9), 4)).toBe('written')
  })
})

describe('what somebody else left in its place', () => {
  const foreign = async (body: object, told: object = {}) => {
    const { ledger } = await begun()
    await ledger.append([
      {
        stream: 'rollouts/web',
        kind: 'rollout',
        key: { rollout: 'web/1', position: 3 },
        at: started.at,
        ...writer,
        body: { rollout: 'web/1', position: 3, ...body },
        ...told,
      },
    ])
    return ledger
  }

  test.each([
    ['no event', { hello: 'world' }, {}, 'event must be one of started, lease'],
    [
      'half an event',
      { event: 'heartbeat', at: started.at },
      {},
      'epoch must be a whole number from 0; got n',
    ],
    ['another’s', { ...heartbeat(1), rollout: 'web/2' }, {}, 'it says it is .*web/2'],
    ['in another stream', heartbeat(1), { stream: 'decisions' }, 'it says it is .*decisions'],
  ])('%s: rollout, place and what is wrong are named', async (_, body, told, what) => {
    const ledger = await foreign(body, told)
    const wanted = new RegExp(`^rollout web/1, event 3 in ledger directory:.*: ${what}`)
    await expect(open(ledger).read()).rejects.toThrow(SourceError)
    await expect(open(ledger).read()).rejects.toThrow(wanted)
    await expect(open(ledger).append(heartbeat(2), 3)).rejects.toThrow(wanted)
  })

  test('later events after a missing one', async () => {
    const ledger = await foreign(heartbeat(1), { key: { rollout: 'web/1', position: 4 } })
    await expect(open(ledger).read()).rejects.toThrow(/web\/1, event 3 .*: it is missing, and later ones are/)
  })

  test('a changed line', async () => {
    const { root } = freshPlace()
    const ledger = directoryLedger({ root })
    const journal = open(ledger)
    for (const [position, event] of [started, lease('holder-one')].entries())
      await journal.append(event, position)
    const path = join(root, 'events/2026/03/10.jsonl')
    writeFileSync(path, readFileSync(path, 'utf8').replace('holder-one', 'holder-two'))
    await expect(open(ledger).read()).rejects.toThrow(/is not what was written/)
  })

  test('a torn line, and caches that are gone, are nothing', async () => {
    const { root } = freshPlace()
    const ledger = directoryLedger({ root })
    await open(ledger).append(started, 0)
    appendFileSync(join(root, 'events/2026/03/10.jsonl'), '{"actor":"coordi')
    for (const cache of ['state.json', 'ids']) rmSync(join(root, cache))
    const journal = open(ledger)
    expect(await journal.read()).toHaveLength(1)
    expect(await journal.append(lease('b'), 1)).toBe('written')
    expect(await open(ledger).read()).toHaveLength(2)
    expect(readdirSync(root).filter((name) => name.startsWith('lock'))).toEqual([])
  })
})

describe('a person’s word', () => {
  test('is written after whatever is there by then', async () => {
    const { ledger, journal } = await begun()
    let composed = 0
    const written = await appendLast(open(ledger, 'mira'), (events) => {
      composed += 1
      return events.some(({ event }) => event === 'started') ? pause('mira') : undefined
    })
    expect([written, composed]).toEqual([pause('mira'), 1])
    expect((await journal.read()).at(-1)).toEqual({ ...pause('mira'), actor: 'mira' })
    expect(await appendLast(journal, () => undefined)).toBeUndefined()
  })

  test('is composed again whenever somebody was faster, and given up with a sentence', async () => {
    const { ledger } = await begun()
    const busy = (times: number): WatchedLedger => ({
      ...ledger,
      append: async (entries) => {
        if (times-- > 0) {
          const seen = await open(ledger).read()
          await open(ledger).append(heartbeat(seen.length), seen.length)
        }
        return ledger.append(entries)
      },
    })
    const seen: number[] = []
    await appendLast(open(busy(3), 'mira'), (events) => {
      seen.push(events.length)
      return pause('mira')
    })
    expect(seen).toEqual([3, 4, 5, 6])
    await expect(appendLast(open(busy(1e9), 'ada'), () => pause('ada'))).rejects.toThrow(
      /rollout web\/1: others wrote first 50 times; the command was not remembered, give it again/,
    )
  })
})
