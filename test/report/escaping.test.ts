import { describe, expect, test } from 'vitest'
import { codeSpan, escapeMarkdown, link, mention, neutralise } from '../../src/report/escaping.ts'
import fc from '../properties.ts'

/** Any characters, and those that do harm often enough to meet each other. */
const harmful = [
  '@admin',
  '#12',
  'GH-3',
  '|',
  '<img src=x>',
  '</details>',
  '&lt;',
  '`',
  '```',
  '*',
  '_',
  '[x](http://e.vil)',
  '![',
  '~~',
  '\\',
  '\n',
  '\r\n',
  '\t',
  '\u2028',
  '\u0000',
  '\u001b[31m',
  '\u001b]8;;http://e.vil\u0007',
  '\u009b2J',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\ud800',
  'www.e.vil',
  'https://e.vil',
  'a@b.c',
  '- ',
  '1. ',
  '# ',
  '$',
  '\u{e0041}',
  'é',
  '決',
]
const text = fc
  .array(fc.oneof(fc.constantFrom(...harmful), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''))

describe('on a terminal', () => {
  test.each([
    ['a colour', '\u001b[31mred\u001b[0m title', 'red title'],
    ['the cursor and the screen', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
    ['a link', '\u001b]8;;http://e.vil\u0007click\u001b]8;;\u0007', 'click'],
    ['a window title that never ends', '\u001b]0;title', '0;title'],
    ['lines', 'one\r\ntwo\u2028three\tfour', 'one two three four'],
    ['turned-around letters', 'safe\u202egnp.exe', 'safegnp.exe'],
    ['invisible letters', 'pay\u200bpal\ufeff', 'paypal'],
    ['half a character', 'x\ud83d!', 'x\ufffd!'],
    ['a tower of accents', `e${'\u0301'.repeat(400)}!`, `e${'\u0301'.repeat(4)}!`],
  ])('%s is neutralised', (_, given, shown) => expect(neutralise(given)).toBe(shown))

  test.each([
    '決済サービス',
    'إصلاح الضريبة',
    'हिन्दी',
    'Zürich café',
    'a  b'.replace('  ', ' '),
    '1 < 2 & 3 | @x',
  ])('"%s" stays as it is', (given) => expect(neutralise(given)).toBe(given))

  test('nothing that acts is left of any text, and doing it twice changes nothing', () => {
    fc.assert(
      fc.property(text, (given) => {
        const shown = neutralise(given)
        expect(shown).not.toMatch(/[\p{Control}\p{Surrogate}\p{Line_Separator}\p{Paragraph_Separator}]/u)
        expect(shown).not.toMatch(/[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u)
        expect(neutralise(shown)).toBe(shown)
      }),
    )
  })
})

describe('on GitHub', () => {
  test.each([
    ['nobody is mentioned', 'thanks @admin', 'thanks @&#8203;admin'],
    ['no other issue is linked', 'fixes #12 and GH-3', 'fixes #&#8203;12 and GH&#8203;-3'],
    ['no address is linked', 'https://e.vil www.e.vil', 'https:&#8203;//e.vil www&#8203;.e.vil'],
    ['no tag is made', '</details><b>', '&#60;/details&#62;&#60;b&#62;'],
    ['no entity is decoded', '&#64;admin', '&#38;#&#8203;64;admin'],
    ['no table is cut', 'a | b', 'a &#124; b'],
    ['nothing is formatted', '*a* _b_ `c` ~~d~~ [e]', '\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~ \\[e\\]'],
    ['a backslash hides no pipe', '\\|', '&#92;&#124;'],
    ['no list or heading begins', '# one', '\\# one'],
    ['a version is no list', '1.2.3', '1.2.3'],
    ['a number with a dot is no list', '1. one', '1\\. one'],
    ['plain words stay plain', 'Cache rates for 1 hour (again)', 'Cache rates for 1 hour (again)'],
  ])('%s', (_, given, escaped) => expect(escapeMarkdown(given)).toBe(escaped))

  test('no text yields a mention, reference, tag, pipe, line, link or invisible character', () => {
    fc.assert(
      fc.property(text, (given) => {
        const escaped = escapeMarkdown(given)
        expect(escaped).not.toMatch(/@[^&]/)
        expect(escaped.replace(/&#\d+;/g, ' ')).not.toMatch(/[<>|&$]|:\/\/|www\./i)
        expect(escaped).not.toMatch(/(?<!&)#\d/)
        expect(escaped).not.toMatch(/[\p{Control}\u200b\u202e\u2028]/u)
        expect(escaped).not.toMatch(/(?<!\\)[`*_[\]~]/)
      }),
    )
  })

  test('what a reader sees is the text that was written', () => {
    fc.assert(
      fc.property(text, (given) => {
        const seen = escapeMarkdown(given)
          .replace(/&#8203;/g, '')
          .replace(/\\([-+=#`*_[\]~.)])/g, '$1')
          .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
        expect(seen).toBe(neutralise(given))
      }),
    )
  })

  test('no backtick inside leaves a code span', () => {
    fc.assert(
      fc.property(text, (given) => {
        const span = codeSpan(given)
        fc.pre(!span.startsWith('<code>'))
        const [fence] = /^`+/.exec(span)!
        const inside = span.slice(fence.length, -fence.length)
        expect([...inside.matchAll(/`+/g)].map(([run]) => run)).not.toContain(fence)
        expect(inside).not.toMatch(/^`|`$/)
      }),
    )
  })

  test.each([
    ['src/post.ts', '`src/post.ts`'],
    ['node_modules/@acme/x.js', '`node_modules/@acme/x.js`'],
    ['a`b', '``a`b``'],
    ['a|b', '<code>a&#124;b</code>'],
    ['<!-- marker -->', '<code>&#60;!-- marker --&#62;</code>'],
  ])('as code %s is %s', (given, span) => expect(codeSpan(given)).toBe(span))

  test('code holds no tag, no comment and no pipe, so that it fits a table and hides no marker', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(codeSpan(given).replace(/^<code>|<\/code>$/g, '')).not.toMatch(/[<|\n]/)
      }),
    )
  })

  test.each([
    ['mira', '@mira'],
    ['mira_acme', '@mira_acme'],
    ['acme/release-leads', '@acme/release-leads'],
    ['mira @admin', 'mira @&#8203;admin'],
    ['-x', '\\-x'],
  ])('a reviewer "%s" is called %s', (login, called) => expect(mention(login)).toBe(called))

  test.each([
    ['https://github.com/a/b/pull/1', '[#1](https://github.com/a/b/pull/1)'],
    ['javascript:alert(1)', '#1'],
    ['https://e.vil/)[x](', '#1'],
    ['https://e.vil/ "title"', '#1'],
    [undefined, '#1'],
  ])('an address %s gives %s', (url, shown) => expect(link('#1', url)).toBe(shown))
})
