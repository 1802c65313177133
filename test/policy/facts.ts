import type { ChangeFacts, Facts, PartFacts } from '../../src/policy/facts.ts'
import type { WindowInForce } from '../../src/policy/window-times.ts'

/** An ordinary part: scored, not yet approved, low risk. */
export const part = (given: Partial<PartFacts> = {}): PartFacts => ({
  sha: '3f9c2d1',
  id: '#1',
  title: 'Round amounts',
  risk: 0.005,
  approved: false,
  rejections: [],
  objections: 0,
  cancelled: false,
  optedOut: false,
  paths: ['src/round.ts'],
  ...given,
})

/** An ordinary Tuesday: one harmless part goes forward, everything answers, nothing stands in the way. */
export const facts = (
  given: Partial<Omit<Facts, 'change'>> & { readonly change?: Partial<ChangeFacts> } = {},
): Facts => ({
  mode: 'enforce',
  configuration: { status: 'read' },
  model: { speaks: true },
  failedSources: [],
  limit: 0.016,
  limitWhy: 'the riskiest 10 % of the last 500 parts here lie above it',
  context: { raisesBand: false },
  neverAutoApprove: ['**/migrations/**'],
  gateFiles: ['.github/change-risk.yml', 'CODEOWNERS', '.github/workflows/**'],
  windows: [],
  freezes: [],
  ...given,
  change: { kind: 'forward', parts: [part()], touchesMigration: false, commitsLost: null, ...given.change },
})

export const now = new Date('2026-09-08T10:00:00Z')

export const windowInForce = (
  effect: WindowInForce['window']['effect'],
  until = '2026-09-08T16:00:00Z',
  name = 'evenings',
): WindowInForce => ({
  window: {
    kind: 'fixed',
    name,
    from: '2026-09-08T00:00:00',
    to: '2026-09-08T18:00:00',
    timeZone: 'Europe/Paris',
    effect,
  },
  until: new Date(until),
  now,
})
