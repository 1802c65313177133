import type { MoveResult } from '../events.ts'
import { isAvailable } from '../fleet.ts'
import { keptOut } from './kept-out.ts'
import type { ActionResult } from './ports.ts'
import { lookPause, verifyPause } from './sightings.ts'
import { done, look, persist, result, stopped, type Way } from './way.ts'

/** Has it started, waits until it has been healthy without a break for as long as asked, and puts it into rotation. */
export const bringUp = async (way: Way, start: () => Promise<ActionResult>): Promise<MoveResult> => {
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

/** Of the time since an instance first answered. */
const nearShare = 0.03

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
export const putBack = async (way: Way, why: string): Promise<MoveResult> => {
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
