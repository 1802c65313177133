import { SourceError } from '../../domain/errors.ts'
import type { MoveResult } from '../events.ts'
import { isAvailable } from '../fleet.ts'
import { LeaseLost } from './lead.ts'
import type { ActionResult } from './ports.ts'
import { retryPause } from './retry.ts'
import { lookPause, type Sighting, verifyPause } from './sightings.ts'
import { isSilent, onceItSpeaks } from './silence.ts'
import { openStopwatch } from './stopwatch.ts'
import { type Bounce, openTouch } from './touch.ts'
import { done, look, persist, result, type Way } from './way.ts'

/**
 * One instance out of rotation, onto its version, and back: from wherever it is found. Until it is restarted it can
 * still be put back; from then on it is brought up. Never throws but for a lost lease and bugs.
 */
export const bounce = async (one: Bounce): Promise<MoveResult> => {
  const clock = openStopwatch(one.clock)
  const way: Way = { ...one, clock, touch: openTouch(one, clock.stood), drainSeconds: 0, bootSeconds: 0 }
  const first = await firstLook(way)
  const mayBoot = way.context.isAgain && isSilent(way, first)
  const seen = mayBoot ? await keptOut(way, () => onceItSpeaks(way, first)) : first
  if (seen === 'unlisted') return result(way, 'unmoved', 'it is no longer listed')
  // One that another may have restarted is not as it was only because nobody can ask it.
  if (seen === 'unseen') return result(way, way.context.isAgain ? 'failed' : 'unmoved', 'it cannot be asked')
  if (seen.version === way.move.to && seen.healthy && seen.inRotation) return result(way, 'moved')
  if (seen.version === way.move.to) return bringUp(way, async () => done)
  if (way.context.stop.aborted) return putBack(way, 'stopped before its restart')
  return (await takeOut(way)) ?? bringUp(way, () => restart(way))
}

const leastLooks = 3

const firstLook = async (way: Way): Promise<Sighting> => {
  const { clock, context } = way
  for (let looks = 0; ; looks++) {
    const seen = await look(way, looks === 0 ? 0 : lookPause(looks))
    const isOver = clock.now() >= context.deadline || context.stop.aborted
    // A process that stood still until the deadline has not looked yet.
    if (seen !== 'unseen' || (isOver && looks >= leastLooks)) return seen
  }
}

/** Out of rotation, and nothing left on it; or the result where it stays. */
const takeOut = async (way: Way): Promise<MoveResult | null> => {
  const { context, clock, touch, driver } = way
  const { stop, drainSeconds, deadline } = context
  const began = clock.now()
  const until = Math.min(deadline, began + drainSeconds * 1000)
  const may = await persist(way, until, true, () => touch.canTouch(drainSeconds))
  if (may.outcome !== 'done') {
    const why = stopped(way) ?? may.why
    return context.isAgain ? putBack(way, why) : result(way, 'unmoved', why)
  }
  if (context.handOver && driver.handOver !== undefined) {
    // Leadership moves on by itself: who leads is looked up at the last moment.
    const seen = await look(way, 0)
    if (typeof seen === 'object' && seen.role === 'leader') {
      const handed = await persist(way, until, true, () => touch.handOver(drainSeconds))
      if (handed.outcome !== 'done') return putBack(way, stopped(way) ?? `leadership stays: ${handed.why}`)
    }
  }
  if (stop.aborted) return putBack(way, 'stopped before its restart')
  const drained = driver.capabilities.drains ? await drain(way) : null
  way.drainSeconds = (clock.now() - began) / 1000
  if (drained !== null) return putBack(way, stopped(way) ?? drained)
  return stop.aborted ? putBack(way, 'stopped before its restart') : null
}

const stopped = ({ context }: Way): string | null =>
  context.stop.aborted ? 'stopped before its restart' : null

/** Why it could not be drained; null where it was. */
const drain = async (way: Way): Promise<string | null> => {
  const { context, clock, touch } = way
  const { drainSeconds, deadline, onDrainTimeout } = context
  const until = onDrainTimeout === 'wait' ? deadline : clock.now() + drainSeconds * 1000
  const left = (): number => Math.max(0, (Math.min(until, deadline) - clock.now()) / 1000)
  const drained = await persist(way, until, true, () => touch.drain(left(), false))
  if (drained.outcome === 'done') return null
  if (drained.outcome === 'failed' || onDrainTimeout !== 'force' || context.stop.aborted) return drained.why
  const forced = await persist(way, clock.now() + drainSeconds * 1000, true, () =>
    touch.drain(drainSeconds, true),
  )
  return forced.outcome === 'done' ? null : forced.why
}

/**
 * Where it will not restart it stays out, for who knows what state it is in. Blind is the answer only where it was
 * stopped while nobody could tell whether it still gets requests: nothing was restarted.
 */
const restart = async (way: Way): Promise<ActionResult> => {
  const { context, clock, touch, move, random } = way
  const began = clock.now()
  const until = Math.min(context.deadline, began + context.healthySeconds * 1000)
  for (let tries = 0; ; tries++) {
    const since = clock.now()
    const answer = await touch.restart()
    if (answer.outcome === 'done' || answer.outcome === 'failed') return answer
    if (answer.outcome === 'blind' && context.stop.aborted) return answer
    const isBlind = answer.outcome === 'blind' && !clock.isSpent()
    // It may have happened although nobody said so.
    const seen = await look(way, lookPause(tries))
    if (typeof seen === 'object' && seen.version === move.to) return done
    const pause = retryPause(tries, random)
    if (!isBlind && clock.now() + pause >= until) return answer
    await clock.sleep(pause, isBlind ? context.stop : undefined)
    if (isBlind) clock.discount(clock.now() - since)
  }
}

/** Has it started, waits until it has been healthy without a break for as long as asked, and puts it into rotation. */
const bringUp = async (way: Way, start: () => Promise<ActionResult>): Promise<MoveResult> => {
  const up = await keptOut(way, async () => {
    const started = await start()
    return started.outcome === 'done' ? untilUp(way) : started
  })
  if (up.outcome === 'blind') return putBack(way, stopped(way) ?? up.why)
  if (up.outcome !== 'done') return result(way, 'failed', up.why)
  const absent = await restore(way)
  return absent === null ? result(way, 'moved') : result(way, 'failed', absent)
}

const untilUp = async (way: Way): Promise<ActionResult> => {
  const { context, clock, move } = way
  const began = clock.now()
  const until = Math.min(
    context.deadline,
    began + (context.healthySeconds + context.minHealthySeconds) * 1000,
  )
  const unwell = await untilHealthy(way, move.to, until)
  way.bootSeconds = (clock.now() - began) / 1000
  return unwell === null ? done : { outcome: 'failed', why: unwell }
}

/** Requests are kept from it while the work lasts. */
const keptOut = async <Value>(way: Way, work: () => Promise<Value>): Promise<Value> => {
  const isOver = new AbortController()
  const keeping = keepOut(way, isOver.signal)
  const value = await work().finally(() => isOver.abort())
  // What is under way there must not take out again what is put back next.
  await keeping
  return value
}

const keepMilliseconds = 50
/** Of the time since an instance first answered. */
const nearShare = 0.03

/**
 * A load balancer that is reloaded meanwhile forgets whom it was to leave alone, and would send requests to nobody, or
 * to somebody who has not proven its health. Where there are several, nobody would notice: seen as a whole, it is out.
 */
const keepOut = async ({ driver, clock, touch }: Way, over: AbortSignal): Promise<void> => {
  if (driver.keepOut === undefined) return
  try {
    while (!over.aborted) {
      await touch.keepOut(over)
      await clock.sleep(keepMilliseconds, over)
    }
  } catch (error) {
    // Whoever waits for its health learns of a lost lease when it next touches anything.
    if (!(error instanceof LeaseLost || error instanceof SourceError)) throw error
  }
}

/** Why it is not healthy on this version by then; null where it is. */
const untilHealthy = async (way: Way, version: string | null, until: number): Promise<string | null> => {
  const { context, clock, driver, move, touch } = way
  const { minHealthySeconds } = context
  const told = { id: move.id, since: clock.now() + clock.stood() }
  context.tell({ ...told, stage: 'starting', mostSeconds: (until - clock.now()) / 1000 })
  let since: number | null = null
  let last = 'it cannot be asked'
  let running = ''
  for (let looks = 0; ; looks++) {
    const verifying = minHealthySeconds * 1000
    const share = running === move.to ? nearShare : undefined
    const pause =
      since === null ? lookPause(looks, share) : verifyPause(since + verifying - clock.now(), verifying)
    const seen = await look(way, pause)
    const now = clock.now()
    if (seen === 'unlisted') return 'it is no longer listed'
    if (seen !== 'unseen') {
      const isRight = seen.healthy && (version === null || seen.version === version)
      if (isRight && since === null) {
        context.tell({
          id: move.id,
          stage: 'verifying',
          since: now + clock.stood(),
          mostSeconds: minHealthySeconds,
        })
      }
      since = isRight ? (since ?? now) : null
      // From its first answer on it may be well any moment.
      if (seen.version !== running) looks = 0
      running = seen.version
      last = seen.healthy ? `it runs ${seen.version}` : 'it is not healthy'
      if (since !== null && now - since >= minHealthySeconds * 1000) return null
      // A load balancer that was reloaded sends it requests although nobody let it back in.
      if (seen.inRotation && driver.capabilities.drains && version !== null && !context.stop.aborted)
        await touch.drain(context.drainSeconds, false)
    }
    // Well at the last moment, it may stay so for as long as asked; ill once more, and it is over.
    if (now >= until && (seen === 'unseen' ? clock.isSpent() : since === null))
      return `${last} after ${Math.round(context.healthySeconds)} s`
  }
}

/** Into rotation, and seen there; or why not. */
const restore = async (way: Way): Promise<string | null> => {
  const { context, clock, touch } = way
  const more = context.drainSeconds * 1000
  let until = Math.max(context.deadline, clock.now() + more)
  for (;;) {
    const answer = await persist(way, until, false, () => touch.restore())
    if (answer.outcome !== 'done') return answer.why
    const seen = await untilServing(way, until)
    if (seen === 'unlisted') return 'it is no longer listed'
    if (seen === 'serving') return null
    // Somebody may have fallen silent since it was put back: who is asked again says so.
    if ((await touch.restore()).outcome !== 'blind')
      return 'it gets no requests although it was put back into rotation'
    until = clock.now() + more
  }
}

const untilServing = async (way: Way, until: number): Promise<'serving' | 'unlisted' | 'out'> => {
  for (let looks = 0; ; looks++) {
    const seen = await look(way, looks === 0 ? 0 : lookPause(looks))
    if (seen === 'unlisted') return seen
    if (seen !== 'unseen' && isAvailable(seen)) return 'serving'
    if (way.clock.now() >= until) return 'out'
  }
}

/**
 * Leaves an instance as it was found, in rotation. One that is not healthy may be on its way up from a restart nobody
 * wrote down, so it is waited for, whichever version it turns out to run.
 */
const putBack = async (way: Way, why: string): Promise<MoveResult> => {
  const { context, clock, move } = way
  const seen = await look(way, 0)
  if (typeof seen === 'object' && isAvailable(seen))
    return result(way, seen.version === move.to ? 'moved' : 'unmoved', seen.version === move.to ? '' : why)
  const until = clock.now() + context.healthySeconds * 1000
  const unwell = await keptOut(way, () => untilHealthy(way, null, until))
  if (unwell !== null) return result(way, 'failed', unwell)
  const absent = await restore(way)
  if (absent !== null) return result(way, 'failed', absent)
  const now = await look(way, 0)
  return typeof now === 'object' && now.version === move.to
    ? result(way, 'moved')
    : result(way, 'unmoved', why)
}
