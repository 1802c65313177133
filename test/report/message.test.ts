import { describe, expect, test } from 'vitest'
import { renderMessage } from '../../src/report/message.ts'
import fc from '../properties.ts'
import { hostileText } from './hostility.ts'
import { enforceReview, everyView, poisoned, views } from './views.ts'

test.each(Object.entries(views))('%s looks as agreed', (name, view) =>
  expect(`${renderMessage(view)}\n`).toMatchFileSnapshot(`golden/message-${name}.txt`),
)

const expectQuiet = (message: string) => {
  expect(message.length).toBeLessThanOrEqual(2_000)
  // What chats make calls and links of; the last line may be ours.
  const written = message.replace(/https:\/\/github\.example\/acme\/ledger\/actions\/runs\/991$/, '')
  expect(written).not.toMatch(/[@<](?!\u200b)|:\/\/|www\./i)
  expect(message.replaceAll('\n', '')).not.toMatch(/[\p{Control}\p{Surrogate}\u202e]/u)
}

describe.each(Object.entries(everyView))('%s', (_, view) => {
  test('fits and calls nobody, whatever it is about', () => {
    expectQuiet(renderMessage(view))
    expectQuiet(renderMessage(poisoned(view, hostileText)))
  })
})

test('no text in it calls anybody or makes it longer', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2_000 }),
    fc.constantFrom(
      '@here',
      '<!channel>',
      '<@U024BE7LH>',
      '@everyone ',
      '<https://e.vil|click>',
      '[click](http://e.vil)',
      'WWW.e.vil',
    ),
  )
  fc.assert(
    fc.property(text, (given) => expectQuiet(renderMessage(poisoned(enforceReview, given.repeat(3))))),
    { numRuns: 60 },
  )
})

test('other answers of the same run are named, each, behind the strictest', () => {
  const { assessment } = enforceReview
  const others = [
    { ...assessment, environment: 'staging', decision: 'approve' as const },
    { ...assessment, environment: 'eu', mode: 'observe' as const },
    { ...assessment, environment: 'us', change: { ...assessment.change, head: 'a'.repeat(40) } },
  ]
  const [, , line] = renderMessage(enforceReview, others).split('\n')
  expect(line).toBe('Also answered: staging: approve · eu: review (observe) · us aaaaaaaa: review')
  const many = Array.from({ length: 20 }, (_, at) => ({ ...assessment, environment: `region-${at}` }))
  const message = renderMessage(enforceReview, many)
  for (const { environment } of many) expect(message).toContain(`${environment}: review`)
  expectQuiet(message)
  expectQuiet(renderMessage(enforceReview, [poisoned(enforceReview, hostileText).assessment]))
})

test('a message cut short still tells where to go on', () => {
  const message = renderMessage(poisoned(enforceReview, 'long words '.repeat(100)))
  expect(message.endsWith('https://github.example/acme/ledger/actions/runs/991')).toBe(true)
})
