import { describe, expect, test } from 'vitest'
import { parseCommand } from '../../../src/sources/github/command.ts'
import fc from '../../properties.ts'

const approve = (sha: string | null = null) => ({ outcome: 'command', command: { name: 'approve', sha } })
const risk = (explain: boolean) => ({ outcome: 'command', command: { name: 'risk', explain } })
const outcome = (verdict: 'failed' | 'ok', reason: string | null = null) => ({
  outcome: 'command',
  command: { name: 'outcome', verdict, reason },
})
const blame = (name: 'blame' | 'unblame', number: number) => ({
  outcome: 'command',
  command: { name, number },
})
const none = { outcome: 'none' }
const refused = { outcome: 'refused' }

describe('what a comment asks for', () => {
  test.each<[string, string, object]>([
    ['the shortest approval', '.approve', approve()],
    ['with the commit that was read', '.approve 3f9c2d1', approve('3f9c2d1')],
    ['in capitals, as some tools print it', '.approve 3F9C2D1', approve('3f9c2d1')],
    ['a whole commit', `.approve ${'a'.repeat(40)}`, approve('a'.repeat(40))],
    ['blanks at the end', '.approve \t ', approve()],
    ['a reason on the next line', '.approve\nRead it twice.', approve()],
    ['lines as browsers send them', '.approve 3f9c2d1\r\n\r\n.risk', approve('3f9c2d1')],
    ['an old line end', '.risk\r.approve', risk(false)],
    ['the risk', '.risk', risk(false)],
    ['and why', '.risk  explain', risk(true)],
    ['help', '.help', { outcome: 'command', command: { name: 'help' } }],

    ['what became of it', '.outcome failed', outcome('failed')],
    ['that it was well', '.outcome ok', outcome('ok')],
    ['with a reason', '.outcome failed  cards were declined ', outcome('failed', 'cards were declined')],
    ['with a reason on the next line', '.outcome failed\ncards were declined', outcome('failed')],
    ['a reason that names others', '.outcome ok it was #12, not this', outcome('ok', 'it was #12, not this')],
    ['who is to blame', '.blame #123', blame('blame', 123)],
    ['who is not', '.unblame \t#9 ', blame('unblame', 9)],

    ['nothing', '', none],
    ['a quotation', '> .approve', none],
    ['a list', '- .approve', none],
    ['a code fence', '```\n.approve\n```', none],
    ['code in a line', '`.approve`', none],
    ['an indented line, which is code', '    .approve', none],
    ['one blank before', ' .approve', none],
    ['a later line', 'As I said:\n.approve', none],
    ['an empty line before', '\n.approve', none],
    ['a heading', '# .approve', none],
    ['a hidden comment before', '<!-- -->.approve', none],
    ['a slash', '/approve', none],
    ['a path', '.github/workflows is broken', none],
    ['dots', '...approve', none],
    [
      'an ending glued on',
      '.approved',
      { outcome: 'refused', why: expect.stringContaining('perhaps .approve') },
    ],
    ['a look-alike letter', '.аpprove', none],
    ['full width', '.ａｐｐｒｏｖｅ', none],
    ['an unknown word', '.deploy', none],
    ['a sentence', '.approving this would be wrong', none],
    ['a line that goes on behind many blanks', `.approve${' '.repeat(300)}is what I would never do`, none],

    [
      'a slip of the pen',
      '.aprove',
      { outcome: 'refused', why: expect.stringContaining('perhaps .approve') },
    ],
    ['capitals', '.Approve', { outcome: 'refused', why: 'commands are lower case: .approve' }],
    ['a reason on the same line', '.approve looks good', refused],
    ['too few digits', '.approve 3f9c2d', refused],
    ['too many digits', `.approve ${'a'.repeat(65)}`, refused],
    ['two commits', '.approve 3f9c2d1 8b1e77a', refused],
    ['a branch', '.approve main', refused],
    ['a commit as code', '.approve `3f9c2d1`', refused],
    ['zero width inside', '.app\u200brove', refused],
    ['zero width behind', '.approve\u200b', refused],
    ['a byte order mark', '\ufeff.approve', refused],
    ['turned round', '.approve \u202e1d2c9f3', refused],
    ['a no-break space', '.approve\u00a03f9c2d1', refused],
    ['another line end', '.approve\u2028but not this', refused],
    ['a null', '.approve\0', refused],
    ['half a letter', '.approve\ud83d', refused],
    ['more than explaining', '.risk explain all', refused],
    ['help about something', '.help approve', refused],
    ['an outcome of nothing', '.outcome', refused],
    ['an outcome that is none', '.outcome rolled-back', refused],
    ['an outcome in capitals', '.outcome OK', refused],
    ['an outcome with a word glued on', '.outcome okay', refused],
    ['an outcome with hidden words', '.outcome failed a\u202eb', refused],
    ['blame for nobody', '.blame', refused],
    ['blame without the sign', '.blame 123', refused],
    ['blame for two', '.blame #1 #2', refused],
    ['blame with a reason', '.blame #1 because', refused],
    ['blame for nothing', '.blame #0', refused],
    ['blame for a number too long', '.blame #1234567890', refused],
    ['blame for another repository', '.blame acme/shop#1', refused],
    ['blame for a commit', '.blame 3f9c2d1', refused],
  ])('%s', (_, body, wanted) =>
    expect(parseCommand(body)).toEqual(wanted === refused ? { ...refused, why: expect.any(String) } : wanted),
  )
})

/** The grammar once more, as a single expression. */
const grammar =
  /^(?:\.help|\.risk(?:[ \t]+explain)?|\.approve(?:[ \t]+(?<sha>[0-9a-fA-F]{7,64}))?|\.(?:un)?blame[ \t]+#(?<number>[1-9][0-9]{0,8})|\.outcome[ \t]+(?:failed|ok)(?:[ \t]+(?<reason>[^\r\n]*?))?)[ \t]*(?:[\r\n][\s\S]*)?$/

/** Text made of what commands are made of, and of what surrounds them. */
const nearCommands = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '.approve',
        '.risk',
        'explain',
        '.help',
        '.outcome',
        '.blame',
        '.unblame',
        'failed',
        'ok',
        '#12',
        '#0',
        ' ',
        '\t',
        '\r\n',
        '\n',
        '\r',
        '>',
        '`',
        '3f9c2d1',
      ),
      fc.constantFrom('\u200b', '\u202e', '\u00a0', '\u2028', '\ufeff', '\0', 'A', '.', 'deadbeefdeadbeef'),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(''))

test('a command is exactly what the grammar says, and anything else is none', () => {
  fc.assert(
    fc.property(nearCommands, (body) => {
      const parsed = parseCommand(body)
      const match = grammar.exec(body)
      // A reason is free text, of which only what can be seen is taken.
      const isSeen =
        !/[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Surrogate}]|(?! )\p{Separator}/u.test(
          (match?.groups?.['reason'] ?? '').replaceAll('\t', ' '),
        )
      expect(parsed.outcome === 'command').toBe(match !== null && isSeen)
      if (parsed.outcome === 'command' && parsed.command.name === 'outcome')
        expect(parsed.command.reason).toBe(match?.groups?.['reason'] || null)
      if (parsed.outcome === 'command' && parsed.command.name === 'blame')
        expect(parsed.command.number).toBe(Number(match?.groups?.['number']))
      if (parsed.outcome === 'command' && parsed.command.name === 'approve')
        expect(parsed.command.sha).toBe(match?.groups?.['sha']?.toLowerCase() ?? null)
    }),
    { numRuns: 20_000 },
  )
})

test('no text makes it throw or repeat what could act on a page', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        nearCommands,
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `.${text}`),
      ),
      (body) => {
        const parsed = parseCommand(body)
        if (parsed.outcome === 'refused') expect(parsed.why).toMatch(/^[a-zA-Z0-9 .,:;]+$/)
      },
    ),
    { numRuns: 5000 },
  )
})
