import { SourceError } from '../../domain/errors.ts'
import { LeaseLost } from './lead.ts'
import type { Session } from './session.ts'

/**
 * Runs beside everything else for as long as we lead: reads what people and others have written, and writes a heartbeat
 * when there was nothing else to say. So neither a slow driver nor a long bake looks like a dead coordinator.
 */
export const keepLead = async (session: Session, over: AbortSignal): Promise<void> => {
  const { view, lead, options } = session
  const { pollSeconds, heartbeatSeconds } = options.lease
  while (!over.aborted) {
    const due = heartbeatSeconds - lead.silentSeconds()
    await options.clock.sleep(Math.max(1, Math.min(pollSeconds, due) * 1000), over)
    if (over.aborted) return
    try {
      lead.check(await view.refresh())
      if (lead.silentSeconds() >= heartbeatSeconds) {
        const watch = session.watch()
        await lead.mustAppend({ event: 'heartbeat', ...(watch && { bake: watch.memory() }) })
      }
      session.trouble('journal', '')
    } catch (error) {
      if (error instanceof LeaseLost) return
      if (!(error instanceof SourceError)) return session.crash(error)
      session.trouble('journal', error.message)
      await options.clock.sleep(Math.min(pollSeconds, 5) * 1000, over)
    }
  }
}
