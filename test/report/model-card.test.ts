/** The team's model card: read from top to bottom, and harmless whatever others wrote. */
import { describe, expect, test } from 'vitest'
import type { ModelCard } from '../../src/domain/model-card.ts'
import { renderModelCard } from '../../src/report/model-card.ts'
import { expectHarmless, expectWholeTables } from './harmless.ts'
import { hostileText } from './hostility.ts'

const card: ModelCard = {
  repository: 'shop',
  environment: 'production',
  model: {
    id: 'a'.repeat(64),
    engine: 1,
    kind: 'learned',
    meaning: 'reverted, hot-fixed, rolled back or blamed within 14 days',
    parts: 1031,
    failures: 12,
    causes: { revert: 1, hotfix: 9, incident: 2 },
    from: '2024-03-30T08:00:00.000Z',
    to: '2026-03-28T08:00:00.000Z',
    lookback: '24mo',
    maturity: '14d',
  },
  prior: { id: 'b'.repeat(64), parts: 60_000, failures: 3_000, repositories: 13 },
  sources: [
    { source: 'git reverts', records: 1, since: '2024-03-30T08:00:00.000Z' },
    {
      source: 'post-mortem',
      ...{ records: 4, confirmed: 1, suspected: 1, notCounted: 2, since: '2025-06-01T00:00:00.000Z' },
    },
    { source: 'people', records: 0, since: null },
  ],
  incidents: [
    {
      ...{ incident: 'postmortems/tills.md', source: 'post-mortem', change: '#12', state: 'confirmed' },
      ...{ noticedAt: '2026-02-01T10:00:00.000Z', url: 'https://github.example/shop/tills' },
    },
    {
      ...{ incident: 'INC-2', source: 'post-mortem', change: '#13', state: 'suspect', url: null },
      noticedAt: '2026-03-20T10:00:00.000Z',
    },
  ],
  moreIncidents: 1,
  notBelieved: 3,
  unusable: 1,
  moved: [{ change: '#12', sha: 'c'.repeat(40), title: 'Pay by card', cause: 'incident', times: 1.84 }],
  odd: [{ what: 'INC-1 blames 9 changes', did: 'together they are learned from as one failure' }],
  track: {
    ...{ n: 480, failed: 11, caught: 3, reviewed: 51, reviewsPerWeek: 1, months: 12, riskiest: 0.1 },
    ...{ low: 0.009, high: 0.032, source: 'replayed' },
  },
  order: 0.734,
  thirds: [
    { parts: 160, foretold: 0.83, failed: 1 },
    { parts: 160, foretold: 2.44, failed: 2 },
    { parts: 160, foretold: 10.2, failed: 8 },
  ],
  weights: [
    {
      family: 'how much',
      question: 'How many files does it touch?',
      safest: { answer: '1', factor: 0.71 },
      riskiest: { answer: '120', factor: 3.42 },
    },
  ],
  failureRate: 0.02,
  certificate: {
    ...{ unit: 'part', certified: false, failureRate: 0.02, confidence: 0.9 },
    ...{ n: 90, failures: 1, upper: 0.05, needed: 180 },
  },
  lanes: [
    { environment: 'production', lane: 'unreviewed', parts: 90, failed: 1 },
    { environment: 'production', lane: 'reviewed', parts: 20, failed: 2 },
    { environment: 'staging', lane: 'observed', parts: 9, failed: 0 },
  ],
  unseen: ['Words of people: nobody has said .outcome of a change that is known here.'],
}

test('is read from top to bottom', () => {
  expect(renderModelCard(card)).toMatchInlineSnapshot(`
    "# Model card: shop, production

    It tells how likely a change is to fail: to be reverted, hot-fixed, rolled back or blamed within 14 days. Model \`sha256:aaaaaaaaaaaaaaaa\`, engine 1. Fitted on 1,031 changes of this repository, landed 2024-03-30 to 2026-03-28, of which 12 failed (1 reverted, 9 hot-fixed, 2 blamed by incidents); it began as the shipped weights (\`sha256:bbbbbbbbbbbbbbbb\`: 60,000 changes, 3,000 failed; 13 public repositories). It looks back 24mo; a failure counts as soon as it is known, a success after 14d without one.

    ## What it learned from, and since when

    | source | records | confirmed | suspected | not counted | since |
    | --- | --- | --- | --- | --- | --- |
    | git reverts | 1 |  |  |  | 2024-03-30 |
    | post-mortem | 4 | 1 | 1 | 2 | 2025-06-01 |
    | people | 0 |  |  |  | nothing yet |

    | incident | from | noticed | change | tied to it |
    | --- | --- | --- | --- | --- |
    | [postmortems/tills.md](https://github.example/shop/tills) | post-mortem | 2026-02-01 | \`#12\` | confirmed |
    | INC-2 | post-mortem | 2026-03-20 | \`#13\` | suspected, counted nowhere |

    And 1 more tie of an incident to a change.

    Not learned from: 2 beyond what one person or source may say in a week (not counted); 3 given last by somebody or something that does not count here; 1 given last that could not be read. \`learn --json\` says why, one by one.

    ## What moved it most, and what looks odd

    Beside git no one record may multiply a risk by more than about three.

    - \`#12\` Pay by card (an incident): at most ×1.84

    To be looked at:

    - INC-1 blames 9 changes: together they are learned from as one failure

    ## How it does here

    Replayed over the last 12 months, each change scored before its outcome was known: reviewing the riskiest 10 % (51 of 480 changes) would have stopped at 3 of 11 failures. Of what goes out unreviewed 0.9–3.2 % fails (90 % sure).

    Of all 480 that were replayed 11 failed; of 100 pairs of one that failed and one that did not, it puts the failed one higher in 73 (chance: 50).

    | third of the changes | changes | failures foretold | failed |
    |---|---|---|---|
    | safest | 160 | 0.8 | 1 |
    | middle | 160 | 2.4 | 2 |
    | riskiest | 160 | 10 | 8 |

    ## What weighs how much here

    Of each family the question that can move a risk the furthest, between answers that are usual here; the usual answer is ×1.

    | about | question | safest answer | riskiest answer |
    | --- | --- | --- | --- |
    | how much | How many files does it touch? | 1: ×0.71 | 120: ×3.4 |

    ## What it promises

    Not certified that at most 2 % fail: about 180 more changes needed.

    - production: 1 of 90 that went out unreviewed failed · 2 of 20 reviewed

    ## What it does not know

    - Words of people: nobody has said .outcome of a change that is known here.
    - A revert or a hotfix is a proxy: some failures are mended unseen, some reverts are no failures.
    - It sees what git and these sources tell: nothing of load, nor of configuration that lives elsewhere.
    - It judges changes, never people: no name is in it.
    "
  `)
  expectHarmless(renderModelCard(card))
  expectWholeTables(renderModelCard(card))
})

describe('says what is not there', () => {
  test.each<[string, Partial<ModelCard>, RegExp]>([
    [
      'no failure known',
      { model: { ...card.model, kind: 'prior', failures: 0, causes: {} } },
      /No failure is known here yet, among 1,031 changes: the shipped weights .* stand\./,
    ],
    [
      'a prior of the team',
      { prior: { ...card.prior, chosen: { path: 'p.json', sha256: 'd'.repeat(64), repositories: 40 } } },
      /it began as the weights in `p\.json`, of 40 repositories of yours/,
    ],
    ['few failures', { order: null, thirds: [] }, /Under 10 failures .* too few to judge/],
    ['no replay', { track: { ...card.track, n: 0 } }, /Too little history to replay/],
    ['no budget', { failureRate: null, certificate: null }, /no failure budget is stated/],
    ['no decision yet', { certificate: null }, /Nothing yet: that at most 2 % fail is counted/],
    ['nothing odd', { odd: [], moved: [] }, /None moved it much\.\n\nNothing looks odd\./],
  ])('%s', (_, change, said) => expect(renderModelCard({ ...card, ...change })).toMatch(said))

  test('nor a heading over nothing, where no answer weighs anything', () =>
    expect(renderModelCard({ ...card, weights: [], lanes: [] })).not.toMatch(
      /weighs how much|unreviewed failed/,
    ))
})

test('does nothing that others wrote into it', () => {
  const poisoned = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string')
      return ['state', 'cause', 'lane', 'unit', 'kind', 'since', 'noticedAt', 'from', 'to'].includes(key)
        ? value
        : hostileText
    if (Array.isArray(value)) return value.map((each) => poisoned(each, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        key === 'causes' ? hostileText : name,
        poisoned(inner, name),
      ]),
    )
  }
  const text = renderModelCard(poisoned(card) as ModelCard)
  expectHarmless(text)
  expectWholeTables(text)
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(7)
})
