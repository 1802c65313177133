/** An incident as `learn` would have told it: all of it usual but what a test names. */
import type { KnownIncident } from '../../src/history/known-incidents.ts'

export const secondsAt = (iso: string): number => Date.parse(iso) / 1000

/** Noticed at a moment and over an hour later, unless told otherwise. */
export const toldIncident = (
  id: string,
  noticed: string,
  rest: Partial<KnownIncident> = {},
): KnownIncident => ({
  id,
  source: 'own',
  nearMiss: false,
  severity: 'sev2',
  environment: 'production',
  noticedAt: secondsAt(noticed),
  startedAt: secondsAt(noticed),
  recoveredAt: secondsAt(noticed) + 3600,
  over: true,
  components: [],
  customers: [],
  impact: 'degraded',
  trigger: 'unknown',
  causes: [],
  actions: { open: 0, done: 0 },
  postMortem: null,
  ...rest,
})

/** Nobody says that it ended. */
export const unended = { recoveredAt: null, over: false } as const
