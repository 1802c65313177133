import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderMessage } from '../../src/report/message.ts'
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

test('a message cut short still tells where to go on', () => {
  const message = renderMessage(poisoned(enforceReview, 'long words '.repeat(100)))
  expect(message.endsWith('https://github.example/acme/ledger/actions/runs/991')).toBe(true)
})
