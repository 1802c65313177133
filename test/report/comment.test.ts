import { describe, expect, test } from 'vitest'
import { renderComment, shouldComment } from '../../src/report/comment.ts'
import type { CommentView } from '../../src/report/comment-view.ts'
import { inputs } from '../../src/report/sentences.ts'
import fc from '../properties.ts'
import { approveSmall, firstRun, holdUntil, rejected, reviewOne, switchedOff } from './fixtures.ts'
import { expectHarmless, expectWholeTables } from './harmless.ts'
import { hostileText } from './hostility.ts'
import { approved, batchOf40, couldNotJudge, enforceReview, everyView, poisoned, views } from './views.ts'

const front = (comment: string) => comment.slice(0, comment.indexOf('<details>'))
const frontLines = (comment: string) => front(comment).split('\n').slice(0, -1)

/** Who is asked on purpose, in the order they are asked. */
const asked = ({ assessment, request }: CommentView): readonly string[] =>
  assessment.mode === 'enforce' && assessment.decision === 'review'
    ? (request?.people ?? []).map((person) => `@${'team' in person ? person.team : person.login}`)
    : []

const expectFit = (comment: string) => {
  expect(frontLines(comment).length).toBeLessThanOrEqual(15)
  expect(comment.length).toBeLessThanOrEqual(60_000)
  expect(comment.match(/<details>/g)).toHaveLength(1)
  expect(comment.endsWith('\n</details>\n')).toBe(true)
  expectWholeTables(comment)
}

test.each(Object.entries(views))('%s looks as agreed', (name, view) =>
  expect(renderComment(view)).toMatchFileSnapshot(`golden/comment-${name}.md`),
)

describe.each(Object.entries(everyView))('%s', (_, view) => {
  test('the marker comes first, then the answer', () => {
    const [marker, headline] = frontLines(renderComment(view))
    expect(marker).toMatch(/^<!-- change-risk-gate:v1:[a-z\d.~-]+ -->$/)
    expect(headline).toMatch(
      /^### (Observe|Goes out|Nothing to deploy|Review wanted|Hold|Rejected|Switched off|The gate could not judge)/,
    )
  })

  test('is short, whole, and calls only those who are asked', () => {
    const comment = renderComment(view)
    expectFit(comment)
    expectHarmless(comment, asked(view))
  })

  test('stays so when every word is hostile', () => {
    const comment = renderComment(poisoned(view, hostileText))
    expectFit(comment)
    expectHarmless(comment, asked(view))
  })
})

/** Any text, and pieces of harm often enough to meet each other. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...hostileText.split(' '),
        '<!-- change-risk-gate:v1:pull-request -->',
        '-->',
        '</sub></details>',
        '@mira',
        '\\',
        '`',
        '``',
        '|',
        '\n',
        '<b>',
        '[',
        '](',
        '!',
        '> ',
        '#',
        '1',
        '=',
        'user@host.example',
        'MAILTO:a@b.example',
        'WWW.e.vil',
        'HTTP://e.vil',
        'gh-12',
        'acme/shop#12',
        '\u2067',
        '\u061c',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

test('no title, path, name or reason does anything but show', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(enforceReview, batchOf40, approved, couldNotJudge), (text, view) => {
      const comment = renderComment(poisoned(view, text))
      expectFit(comment)
      expectHarmless(comment, asked(view))
    }),
    { numRuns: 80 },
  )
})

test('the factors of the table multiply from the usual risk to the one shown', () => {
  const factor = fc.double({ min: 0.2, max: 6, noNaN: true })
  fc.assert(
    fc.property(fc.array(factor, { minLength: 1, maxLength: 20 }), (factors) => {
      const whole = factors.reduce((product, each) => product * each, 1)
      const usual = 0.01
      fc.pre(whole > 0.2 && whole < 60)
      const sorted = factors.toSorted((one, other) => Math.abs(Math.log(other)) - Math.abs(Math.log(one)))
      const [part] = reviewOne.change.parts
      const contributions = sorted.map((each) => ({
        signal: 'files',
        question: '',
        value: 1,
        factor: each,
        sentence: 'a reason',
      }))
      const comment = renderComment({
        ...enforceReview,
        assessment: {
          ...reviewOne,
          change: { ...reviewOne.change, parts: [{ ...part!, risk: usual * whole, contributions }] },
          risk: { ...reviewOne.risk, probability: usual * whole, baseRate: usual, usualPart: usual },
        },
      })
      // A factor too small to print has no figure to multiply.
      fc.pre(!front(comment).includes('×<'))
      const shown = [...front(comment).matchAll(/^\| ×([\d.,]+) \|/gm)].map(([, text]) => Number(text))
      const product = shown.reduce((all, each) => all * each, 1)
      // A lone remainder under 3 % is left out, and the last factor is printed to two or three digits.
      expect(Math.abs(product / whole - 1)).toBeLessThan(0.09)
    }),
    { numRuns: 200 },
  )
})

describe('in a public repository', () => {
  const inside = {
    ...enforceReview,
    assessment: {
      ...reviewOne,
      change: {
        ...reviewOne.change,
        parts: reviewOne.change.parts.map((part) => ({ ...part, authors: ['robin'] })),
      },
    },
  }
  test.each([
    ['customers', 'globex'],
    ['incidents', 'INC-212'],
  ])('no %s are named', (_, secret) => {
    expect(renderComment(inside)).toContain(secret)
    expect(renderComment({ ...inside, publicRepository: true })).not.toContain(secret)
  })

  test('what became of the change most alike is still told', () =>
    expect(renderComment({ ...inside, publicRepository: true })).toContain(
      '#4410](https://github.example/acme/ledger/pull/4410), rolled back.',
    ))

  test('no author is named', () =>
    expect(renderComment({ ...inside, publicRepository: true })).not.toContain('robin'))
})

describe('asking', () => {
  const ask = (change: Partial<CommentView['request'] & object>) =>
    frontLines(
      renderComment({ ...enforceReview, request: { ...enforceReview.request!, ...change } }),
    )[2]!.replace(/\]\([^)]*\)/g, ']')
  const files = [{ path: 'ledger/post.ts' }]

  test.each([
    ['one person', [{ login: 'mira', why: '', files }], '**@mira: read [`ledger/post.ts`].**'],
    [
      'two for the same file: either',
      [
        { login: 'mira', why: '', files },
        { team: 'acme/payments', why: '', files },
      ],
      '**@mira or @acme/payments: read [`ledger/post.ts`].**',
    ],
    [
      'each for their own',
      [
        { login: 'mira', why: '', files },
        { login: 'lee', why: '', files: [{ path: 'a/b.sql', lines: 1 }] },
      ],
      '**@mira: read [`ledger/post.ts`]. @lee: read [`a/b.sql`] (1 of 260 lines).**',
    ],
    ['nobody in particular', [], '**Read [`ledger/post.ts`].**'],
    [
      'a deep path, told by its end',
      [
        {
          login: 'mira',
          why: '',
          files: [{ path: 'services/payments/settlement/engine/rounding/half-even.ts' }],
        },
      ],
      '**@mira: read [`…/settlement/engine/rounding/half-even.ts`].**',
    ],
    [
      'a bot, whose name is no login',
      [{ login: 'renovate[bot]', why: '', files }],
      '**renovate\\[bot\\]: read [`ledger/post.ts`].**',
    ],
  ])('%s', (_, people, begins) => expect(ask({ people }).startsWith(begins)).toBe(true))

  test.each([
    [true, ['approve 3f9c2d1a'], 'Approve this pull request, or reply `.approve 3f9c2d1a`.'],
    [true, [], 'Approve this pull request.'],
    [false, ['approve', 'pass'], 'Reply `.approve` · `.pass`.'],
  ])('a review counts: %s, replies: %j', (review, replies, says) =>
    expect(ask({ approve: { review, replies } })).toContain(
      `${says} It then deploys with no second question.`,
    ),
  )

  test('no way to answer, no word about answering', () =>
    expect(ask({ approve: { review: false, replies: [] } })).not.toContain('deploys'))
})

test('without anybody to ask it names the file that drives the risk, and never the pull request on itself', () => {
  const { deadline: _, ...request } = { ...enforceReview.request!, people: [] }
  const files = [{ path: 'ledger/post.ts', why: 'it changes' }]
  expect(frontLines(renderComment({ ...enforceReview, files, request }))[2]).toMatch(
    /^\*\*Read \[`ledger\/post\.ts`\]/,
  )
  const merged = { number: 4502 }
  const landed = frontLines(renderComment({ ...enforceReview, key: 'production', request, merged }))[2]
  expect(landed).toContain('**Read this pull request.**')
  // Elsewhere the number is what tells it.
  const elsewhere = frontLines(renderComment({ ...enforceReview, key: 'production', request }))[2]
  expect(elsewhere).toContain('**Read [#4502]')
})

test.each([
  ['a command line', {}, 'environment = production (--environment)', '(--base)'],
  ['the Action', { settings: inputs }, 'environment = production (input environment)', '(input base-ref)'],
])('what was assumed is told in the words of %s', (_, words, environment, base) => {
  const assessment = { ...enforceReview.assessment, environment: 'production', environmentAssumed: true }
  const change = { ...assessment.change, baseSource: 'tag v1.2.3' }
  const text = renderComment({ ...enforceReview, ...words, assessment: { ...assessment, change } })
  expect(text).toContain(environment)
  expect(text).toContain(base)
})

test('on a merged pull request it says what waits for it', () =>
  expect(frontLines(renderComment(batchOf40))[2]).toContain(
    'A deployment to production waits for a word on [#4600](https://github.example/acme/ledger/pull/4600), one of its 40 changes.',
  ))

describe('whether to comment', () => {
  const approve = approveSmall
  test.each([
    ['always', approve, false, true],
    ['always', reviewOne, false, true],
    ['always', switchedOff, false, false],
    ['always', switchedOff, true, true],
    ['on-review', approve, false, false],
    ['on-review', approve, true, true],
    ['on-review', reviewOne, false, true],
    ['on-review', firstRun, false, true],
    ['on-review', holdUntil, false, true],
    ['on-review', rejected, false, true],
    ['never', reviewOne, false, false],
    ['never', reviewOne, true, false],
  ] as const)('%s: %o, there is one already: %s → %s', (setting, assessment, exists, written) =>
    expect(shouldComment(setting, assessment, exists)).toBe(written),
  )
})
