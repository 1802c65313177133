import { describe, expect, test } from 'vitest'
import { demandNewest } from '../../../src/commands/rollout/commanding.ts'
import { openJournal } from '../../../src/commands/rollout/journal.ts'
import { eventId } from '../../../src/commands/rollout/journal-name.ts'
import { newestRollout } from '../../../src/commands/rollout/journal-newest.ts'
import { beginRollout, hasEnded, openNewestJournal } from '../../../src/commands/rollout/open-journal.ts'
import { SourceError } from '../../../src/domain/errors.ts'
import type { WatchedLedger } from '../../../src/ledger/ledger.ts'
import { directoryLedger } from '../../../src/ledger/stores/directory.ts'
import type { CommandEvent } from '../../../src/rollout/events.ts'
import { fold } from '../../../src/rollout/fold.ts'
import { freshPlace } from '../../ledger/fixtures/places.ts'
import fc from '../../properties.ts'
import { at, batch, ended, heartbeat, lease, pause, started, writer } from './journal-events.ts'

const freshLedger = (): WatchedLedger => directoryLedger({ root: freshPlace().root })

/** Begins one and ends it. */
const through = async (ledger: WatchedLedger, service = 'web'): Promise<void> => {
  const { journal } = await beginRollout(ledger, { ...started, service }, writer)
  const { length } = await journal.read()
  expect(await journal.append(ended('succeeded'), length)).toBe('written')
}

describe('a rollout begins', () => {
  test('with number 1, then the next when the last has ended, each service for itself', async () => {
    const ledger = freshLedger()
    expect(await openNewestJournal(ledger, 'web', writer)).toBeUndefined()
    for (const id of ['web/1', 'web/2', 'web/3']) {
      await through(ledger)
      expect((await openNewestJournal(ledger, 'web', writer))?.id).toBe(id)
    }
    await through(ledger, 'web/3')
    expect((await openNewestJournal(ledger, 'web/3', writer))?.id).toBe('web/3/1')
    expect((await openNewestJournal(ledger, 'web', writer))?.id).toBe('web/3')
  })

  test('with the epochs of the one before it behind it: machines remember them by service', async () => {
    const ledger = freshLedger()
    const epochs: number[] = []
    for (const leaders of [1, 3, 2]) {
      const { journal } = await beginRollout(ledger, started, writer)
      for (let count = 0; count < leaders; count += 1) {
        const events = await journal.read()
        const epoch = fold(events).epoch + 1
        epochs.push(epoch)
        await journal.append(lease('job', epoch), events.length)
      }
      // Told the same start again, it is the one that is there.
      expect((await beginRollout(ledger, started, writer)).outcome).toBe('begun')
      const events = await journal.read()
      await journal.append({ ...ended('succeeded'), epoch: epochs.at(-1)! }, events.length)
    }
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('not while one is under way, which is named', async () => {
    const ledger = freshLedger()
    const first = await beginRollout(ledger, started, writer)
    expect(first.outcome).toBe('begun')
    const second = await beginRollout(ledger, { ...started, to: 'v813' }, writer)
    expect(second).toMatchObject({ outcome: 'under-way', journal: { id: 'web/1' } })
    expect(await second.journal.read()).toMatchObject([{ to: 'v812' }])
  })

  test('once, of twenty who begin at the same moment', async () => {
    const ledger = freshLedger()
    await through(ledger)
    const all = Array.from({ length: 20 }, (_, index) =>
      beginRollout(ledger, { ...started, to: `v${index}` }, writer),
    )
    const begun = await Promise.all(all)
    expect(begun.filter(({ outcome }) => outcome === 'begun')).toHaveLength(1)
    expect(new Set(begun.map(({ journal }) => journal.id))).toEqual(new Set(['web/2']))
    expect(await newestRollout(ledger, 'web')).toBe(2)
  })

  test('once, when it is told again after a lost answer', async () => {
    const ledger = freshLedger()
    await through(ledger)
    const append: WatchedLedger['append'] = async (entries) => {
      await ledger.append(entries)
      throw new SourceError('the answer was lost')
    }
    await expect(beginRollout({ ...ledger, append }, started, writer)).rejects.toThrow('the answer was lost')
    const again = await beginRollout(ledger, started, writer)
    expect(again).toMatchObject({ outcome: 'begun', journal: { id: 'web/2' } })
    expect(await again.journal.read()).toHaveLength(1)
  })
})

describe('the one before is aborted at the moment the next begins', () => {
  const abort: CommandEvent = { ...pause('mira'), command: 'abort' }
  const next = { ...started, to: 'v813' }
  /** `then` happens just before, or just after, the first event of web/2 is there. */
  const racing = (ledger: WatchedLedger, isBefore: boolean, then: () => Promise<void>): WatchedLedger => {
    let isDone = false
    return {
      ...ledger,
      append: async (entries) => {
        const isIt = !isDone && JSON.stringify(entries).includes('"web/2"')
        isDone ||= isIt
        if (isIt && isBefore) await then()
        const appended = await ledger.append(entries)
        if (isIt && !isBefore) await then()
        return appended
      },
    }
  }
  const abortFirst = async (ledger: WatchedLedger): Promise<void> => {
    const journal = openJournal(ledger, 'web/1', writer)
    expect(await journal.append(abort, (await journal.read()).length)).toBe('written')
  }

  test.each([true, false])(
    'it gives way, and the abort is heard; before it was written: %s',
    async (isBefore) => {
      const ledger = freshLedger()
      await through(ledger)
      const begun = await beginRollout(
        racing(ledger, isBefore, () => abortFirst(ledger)),
        next,
        writer,
      )
      expect(begun).toMatchObject({ outcome: 'under-way', journal: { id: 'web/1' } })
      expect((await openNewestJournal(ledger, 'web', writer))?.id).toBe('web/1')
      const second = await openJournal(ledger, 'web/2', writer).read()
      expect(second.at(-1)).toMatchObject({
        event: 'ended',
        outcome: 'refused',
        why: expect.stringContaining('web/1'),
      })
      expect(fold(second).stage).toBe('refused')
      expect(await beginRollout(ledger, next, writer)).toMatchObject({
        outcome: 'under-way',
        journal: { id: 'web/1' },
      })
      // Once it is back, the next begins.
      const first = begun.journal
      await first.append({ event: 'turned-back', at, epoch: 1, why: 'aborted by mira' }, 3)
      await first.append(ended('rolled-back'), 4)
      expect(await beginRollout(ledger, next, writer)).toMatchObject({
        outcome: 'begun',
        journal: { id: 'web/3' },
      })
    },
  )

  test('it goes on where somebody moves it already, and whoever aborts is told', async () => {
    const ledger = freshLedger()
    await through(ledger)
    const begun = await beginRollout(
      racing(ledger, false, async () => {
        await abortFirst(ledger)
        const journal = openJournal(ledger, 'web/2', writer)
        await journal.append(lease('faster', 2), 1)
        await journal.append({ ...batch, epoch: 2 }, 2)
      }),
      next,
      writer,
    )
    expect(begun).toMatchObject({ outcome: 'begun', journal: { id: 'web/2' } })
    const newest = await openNewestJournal(ledger, 'web', writer)
    expect(() => demandNewest(openJournal(ledger, 'web/1', writer), newest)).toThrow(
      'rollout abort: web/2 began at the same moment; look whether it gives way (rollout status)',
    )
    expect(() => demandNewest(begun.journal, newest)).not.toThrow()
  })
})

test.each([
  ['nothing was written', [], false],
  ['it moves', [started, lease('a'), heartbeat(1)], false],
  ['it succeeded', [started, ended('succeeded')], true],
  ['it froze', [started, ended('frozen')], true],
  ['a word came late', [started, ended('rolled-back'), pause('mira')], true],
  ['aborted after success', [started, ended('succeeded'), { ...pause('mira'), command: 'abort' }], false],
  ['aborted after it froze', [started, ended('frozen'), { ...pause('mira'), command: 'abort' }], false],
  ['abort comes too late', [started, ended('rolled-back'), { ...pause('mira'), command: 'abort' }], true],
  [
    'backed out after success',
    [started, ended('succeeded'), { ...pause('mira'), command: 'abort' }, ended('rolled-back')],
    true,
  ],
] as const)('the next may begin, where %s: %#', (_, events, isOver) => {
  expect(hasEnded(events)).toBe(isOver)
})

describe('the newest rollout of a service', () => {
  /** Which rollout a first event is of; ids tell nobody. */
  const numberWith = new Map<string, number>()
  for (let number = 1; number <= 40_000; number += 1)
    numberWith.set(eventId({ service: 'web', number }, 0), number)

  /** A ledger that holds so many rollouts, with a newest record of one of them, and counts what it is asked. */
  const holding = (rollouts: number, newestRecordOf: number) => {
    const questions: number[] = []
    const ledger = {
      latest: async () => (newestRecordOf > 0 ? { body: { rollout: `web/${newestRecordOf}` } } : undefined),
      findNow: async (ids: readonly string[]) => {
        questions.push(ids.length)
        const there = ids.filter((id) => (numberWith.get(id) ?? Number.POSITIVE_INFINITY) <= rollouts)
        return new Map(there.map((id) => [id, {}]))
      },
    } as unknown as WatchedLedger
    return { ledger, questions }
  }

  test.each([1, 2, 7, 1000, 39_999])(
    '%i of them: one question, where the newest record is its own',
    async (n) => {
      const { ledger, questions } = holding(n, n)
      expect(await newestRollout(ledger, 'web')).toBe(n)
      expect(questions).toEqual([2])
    },
  )

  test('without a record to begin with, with a late word, or with a lie: a few questions', async () => {
    const number = fc.integer({ min: 0, max: 39_999 })
    await fc.assert(
      fc.asyncProperty(number, number, async (rollouts, newestRecordOf) => {
        const { ledger, questions } = holding(rollouts, newestRecordOf)
        expect(await newestRollout(ledger, 'web')).toBe(rollouts)
        expect(questions.length).toBeLessThanOrEqual(7)
        expect(Math.max(...questions)).toBeLessThanOrEqual(15)
      }),
    )
  })
})
