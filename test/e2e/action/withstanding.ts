/** Tests that a door withstands whatever GitHub does. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault, FaultKind } from '../../github/state.ts'
import { type Stage, stageOf, troubles } from './faulting.ts'
import type { Door } from './spoilt-doors.ts'

export const kinds = [
  'timeout',
  'reset',
  '403',
  '404',
  '409',
  '422',
  '429',
  '500',
  '502-but-done',
  'secondary-limit',
  'rubbish',
  'wrong-shape',
  'stale',
] as const satisfies readonly FaultKind[]

/** Faults at two requests in a row, where the second hits what the first one led to. */
const pairs = [
  ['502-but-done', '403'],
  ['reset', 'wrong-shape'],
  ['422', 'stale'],
] as const satisfies readonly (readonly [FaultKind, FaultKind])[]

interface Extent {
  readonly singles: readonly FaultKind[]
  readonly doubles: readonly (readonly [FaultKind, FaultKind])[]
}
const everything: Extent = { singles: kinds, doubles: pairs }
/** One of each way a request may end: refused, done unseen, lost, misshapen, out of date. */
export const oneOfEach: Extent = {
  singles: ['403', '502-but-done', 'reset', 'wrong-shape', 'stale'],
  doubles: [],
}

/** Tests of a door: as it should be, then faults at every request, then two in a row. */
export const withstands = (
  door: Door,
  usual: Readonly<Record<string, string>>,
  { singles, doubles } = everything,
): void =>
  void describe(door.name, () => {
    let stage: Stage
    let requests = 0
    let injected = 0
    /** Every k, with what is to go wrong from there on. */
    const everywhere = async (faultsAt: (at: number) => readonly Fault[]): Promise<readonly string[]> => {
      const found: string[] = []
      for (let at = 0; at < requests; at += 1) {
        const attempt = await stage.attempt(faultsAt(at))
        injected += attempt.met.length
        found.push(...(await troubles(stage, attempt)).map((what) => `${at}: ${what}`))
        await attempt.end()
      }
      return found
    }
    beforeAll(async () => {
      stage = await stageOf(door)
      const attempt = await stage.attempt()
      requests = attempt.result.requests.length
      await attempt.end()
    }, minutes(1))
    afterAll(() => console.info(`${door.name}: ${injected} faults injected at ${requests} requests`))

    test('without a fault', async () => {
      const attempt = await stage.attempt()
      expect(await troubles(stage, attempt)).toEqual([])
      expect(attempt.result.outputs).toMatchObject(usual)
      door.settled(attempt)
      await attempt.end()
    })
    test.each(singles)(
      '%s at every request',
      async (kind) => {
        expect(await everywhere((at) => [{ at, kind }])).toEqual([])
      },
      minutes(3),
    )
    if (doubles.length === 0) return
    test.each(doubles)(
      '%s, and %s at the next',
      async (kind, next) => {
        expect(
          await everywhere((at) => [
            { at, kind },
            { at: at + 1, kind: next },
          ]),
        ).toEqual([])
      },
      minutes(3),
    )
  })

const minutes = (count: number): number => count * 60_000
