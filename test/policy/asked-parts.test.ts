/** Which parts somebody is asked to read, by what each is and by the rule that decided. */
import { expect, test } from 'vitest'
import type { RuleName, Verdict } from '../../src/domain/decision.ts'
import { askedParts } from '../../src/policy/asked-parts.ts'

const parts = {
  quiet: { risk: 0.004 },
  risky: { risk: 0.09 },
  guarded: { risk: 0.004, paths: ['db/migrations/7.sql'] },
  steering: { risk: 0.004, paths: ['.github/workflows/deploy.yml'] },
  'risky and guarded': { risk: 0.09, paths: ['db/migrations/8.sql'] },
  'risky, read before': { risk: 0.09, approved: true },
  'guarded, read before': { risk: 0.004, paths: ['db/migrations/9.sql'], approved: true },
  'risky, taken back inside': { risk: 0.09, cancelled: true },
  'guarded, taken back inside': { risk: 0.004, paths: ['db/migrations/1.sql'], cancelled: true },
  unscored: { risk: null },
  labelled: { risk: 0.004, optedOut: true as const },
  'labelled, read before': { risk: 0.004, optedOut: true as const, approved: true },
}
type Name = keyof typeof parts

const ask = (names: readonly Name[], verdict: Verdict, rule: RuleName, limit: number | null = 0.02) => {
  const chosen = names.map((sha) => ({ sha, cancelled: false, paths: [], ...parts[sha] }))
  const asked = askedParts({
    inputs: {
      parts: chosen,
      gateFiles: ['.github/workflows/**'],
      neverAutoApprove: ['**/migrations/**'],
    },
    approved: new Set(names.filter((name) => 'approved' in parts[name])),
    verdict,
    rule,
    limit,
    risks: new Map(chosen.map(({ sha, risk }) => [sha, risk])),
  })
  return Object.fromEntries(asked)
}

const all = Object.keys(parts) as Name[]
const byWhatTheyAre = {
  risky: 'part-above-limit',
  guarded: 'never-auto-approve',
  steering: 'gate-files-changed',
  'risky and guarded': 'never-auto-approve',
  'guarded, taken back inside': 'never-auto-approve',
  unscored: 'part-above-limit',
  labelled: 'do-not-auto-approve',
}

test.each<[string, readonly Name[], Verdict, RuleName, Record<string, string>]>([
  ['nothing is asked where it goes out', all, 'approve', 'below-limit', {}],
  ['nothing is asked while a window holds it', all, 'hold', 'window-emergency-only', {}],
  ['each by what it is, whichever was found first', all, 'review', 'gate-files-changed', byWhatTheyAre],
  ['the same where the label was found first', all, 'review', 'do-not-auto-approve', byWhatTheyAre],
  ['the same where the risk was found first', all, 'review', 'part-above-limit', byWhatTheyAre],
  [
    'everything that has an effect, where the whole is in doubt',
    ['quiet', 'risky', 'risky, read before', 'risky, taken back inside'],
    'review',
    'context-raises-risk',
    { quiet: 'context-raises-risk', risky: 'context-raises-risk' },
  ],
  [
    'what is taken back inside, where nothing else is left',
    ['risky, taken back inside'],
    'review',
    'window-review',
    { 'risky, taken back inside': 'window-review' },
  ],
])('%s', (_, names, verdict, rule, wanted) => {
  expect(ask(names, verdict, rule)).toEqual(wanted)
})

test('without a limit nothing is below it', () => {
  expect(ask(['quiet'], 'review', 'part-above-limit', null)).toEqual({ quiet: 'part-above-limit' })
})
