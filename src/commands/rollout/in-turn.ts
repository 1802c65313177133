/** Services side by side: each after those it names, so many at once, none after one that did not succeed. */
import { UsageError } from '../../domain/errors.ts'

export interface Turn<Result> {
  readonly service: string
  readonly after: readonly string[]
  readonly run: () => Promise<Result>
}

export interface TurnEnd<Result> {
  readonly service: string
  /** Null where it was not begun, because `blockedBy` did not succeed. */
  readonly result: Result | null
  readonly blockedBy: string | null
}

/**
 * Runs all of them; answers in the order given. A service that `after` names and nobody gave is no obstacle. A turn that
 * throws blocks those behind it like one that fails, and its error is thrown once the others are done.
 * @throws UsageError where they wait for each other in a circle
 */
export const runInTurn = async <Result>(
  turns: readonly Turn<Result>[],
  atOnce: number,
  isSuccess: (result: Result) => boolean,
): Promise<readonly TurnEnd<Result>[]> => {
  const names = new Set(turns.map(({ service }) => service))
  const ends = new Map<string, TurnEnd<Result>>()
  const errors: unknown[] = []
  const going = new Map<string, Promise<void>>()
  const waiting = new Set(turns)
  const start = (turn: Turn<Result>): void => {
    const { service, run } = turn
    const done = run()
      .then((result) => ends.set(service, { service, result, blockedBy: null }))
      .catch((error: unknown) => {
        errors.push(error)
        ends.set(service, { service, result: null, blockedBy: service })
      })
      .then(() => void going.delete(service))
    going.set(service, done)
  }
  for (;;) {
    const { size } = waiting
    for (const turn of [...waiting]) {
      const before = turn.after.filter((name) => names.has(name))
      const blocker = before.find((name) => {
        const end = ends.get(name)
        return end !== undefined && (end.result === null || !isSuccess(end.result))
      })
      if (blocker !== undefined) {
        waiting.delete(turn)
        ends.set(turn.service, { service: turn.service, result: null, blockedBy: blocker })
      } else if (before.every((name) => ends.has(name)) && going.size < atOnce) {
        waiting.delete(turn)
        start(turn)
      }
    }
    if (going.size === 0 && waiting.size === 0) break
    if (going.size === 0 && waiting.size === size)
      throw new UsageError(
        `rollout: ${[...waiting].map(({ service, after }) => `${service} comes after ${after.join(', ')}`).join('; ')}: they wait for each other; take one \`after\` away`,
      )
    // Whoever was blocked in this round may block others in the next.
    if (going.size > 0) await Promise.race(going.values())
  }
  if (errors.length > 0) throw errors[0]
  return turns.map(({ service }) => ends.get(service)!)
}
