import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Configuration } from '../../src/config/configuration.ts'
import { parseConfiguration } from '../../src/config/load.ts'
import { ConfigError } from '../../src/domain/errors.ts'
import fc from '../properties.ts'

const example = readFileSync(new URL('../../examples/change-risk.yml', import.meta.url), 'utf8')

const isShare = (value: number) => value >= 0 && value <= 1

const expectComplete = ({ environments, outcome, history, mode }: Configuration) => {
  expect(['off', 'observe', 'enforce']).toContain(mode)
  for (const length of [outcome.soak, outcome.maturity, history.lookback])
    expect(length.seconds).toBeGreaterThan(0)
  for (const { autoApprove, review, windows, githubEnvironments } of environments) {
    expect(
      [autoApprove.reviewRiskiest, autoApprove.failureRate ?? 0, autoApprove.confidence].every(isShare),
    ).toBe(true)
    expect(review.length).toBeGreaterThan(0)
    expect(githubEnvironments.length).toBeGreaterThan(0)
    for (const window of windows) {
      if (window.kind === 'recurring') expect(window.for.seconds).toBeGreaterThan(0)
      else expect(window.from < window.to).toBe(true)
    }
  }
}

/** Either a complete configuration, or problems on lines that begin with the path; anything else is our bug. */
const readOrRefuse = async (text: string): Promise<'read' | 'refused'> => {
  const start = performance.now()
  try {
    expectComplete(await parseConfiguration(text, 'x.yml'))
    return 'read'
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const line of error.message.split('\n'))
      expect(line).toMatch(/^x\.yml:( and \d+ more problems$|\d+:\d+(:| \S.*?:) \S)/)
    return 'refused'
  } finally {
    expect(performance.now() - start).toBeLessThan(5000)
  }
}

test('any text', () =>
  fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', maxLength: 300 }),
      async (text) => void (await readOrRefuse(text)),
    ),
    { numRuns: 1000 },
  ))

test('any text of the characters that mean something in YAML', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.constantFrom(...'[]{}:,-?&*!|>\'"%@#\n\n  ab1~<=\t\\', 'version: 1\n', 'components: ', '- '),
        { maxLength: 80 },
      ),
      async (tokens) => void (await readOrRefuse(tokens.join(''))),
    ),
    { numRuns: 2000 },
  ))

interface Edit {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(example.length),
  remove: fc.nat(12),
  insert: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom(
      '',
      '',
      ' ',
      '\n',
      ':',
      '-',
      '[',
      '}',
      '"',
      '&a ',
      '*a',
      '99',
      '0',
      '%',
      'null',
      'true',
      '# ',
    ),
  ),
})

test('the example after a few edits', async () => {
  const seen = { read: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      const text = edits.reduce(
        (before, { at, remove, insert }) => before.slice(0, at) + insert + before.slice(at + remove),
        example,
      )
      seen[await readOrRefuse(text)]++
    }),
    { numRuns: 2000 },
  )
  expect(seen.read).toBeGreaterThan(20)
  expect(seen.refused).toBeGreaterThan(200)
})

const keys = [
  'version',
  'mode',
  'components',
  'environments',
  'incidents',
  'outcome',
  'history',
  'ledger',
  'experience',
  'production',
  'paths',
  'depends-on',
  'soaked-in',
  'auto-approve',
  'review-riskiest',
  'review',
  'windows',
  'slo',
  'name',
  'cron',
  'for',
  'from',
  'to',
  'effect',
  'limit',
  'source',
  'labels',
  'toString',
  'constructor',
]
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      1,
      -1,
      1e300,
      '',
      '10%',
      '72h',
      'drivers',
      '0 0 * * *',
      '2026-01-01',
      'a/**',
      'enforce',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 6 }),
  ),
}))

test('any values under known keys', () =>
  fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 8 }), async (file) => {
      await readOrRefuse(JSON.stringify({ version: 1, ...file }))
      await readOrRefuse(stringify({ version: 1, ...file }))
    }),
    { numRuns: 1000 },
  ))
