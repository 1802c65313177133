import { describe, expect, test } from 'vitest'
import { commandNames, parseCommand } from '../../../src/sources/github/command.ts'
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
const override = (more: object) => ({
  outcome: 'command',
  command: {
    name: 'override',
    reason: 'it is down',
    forSeconds: null,
    environment: null,
    sha: null,
    ...more,
  },
})
const freeze = (environment: string | null, ending: object = { kind: 'open' }, reason = 'a fair') => ({
  outcome: 'command',
  command: { name: 'freeze', environment, reason, ending },
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

    [
      'a no',
      '.reject breaks the export',
      { outcome: 'command', command: { name: 'reject', reason: 'breaks the export' } },
    ],
    [
      'a no with a long reason',
      `.reject ${'no '.repeat(120)}`,
      { outcome: 'command', command: { name: 'reject', reason: 'no '.repeat(120).trim() } },
    ],
    ['to the next', '.pass', { outcome: 'command', command: { name: 'pass' } }],
    ['an emergency', '.override --reason "it is down"', override({})],
    ['an emergency, in one word', '.override --reason down', override({ reason: 'down' })],
    [
      'an emergency, with all there is to say, in any order',
      '.override --environment "eu west" --for 30m --sha 3F9C2D1 --reason "it is down"',
      override({ environment: 'eu west', forSeconds: 1800, sha: '3f9c2d1' }),
    ],
    ['a freeze of everything', '.freeze --reason "a fair"', freeze(null)],
    ['a freeze of one', '.freeze production --reason "a fair"', freeze('production')],
    ['a freeze of one with a blank in it', '.freeze "eu west" --reason "a fair"', freeze('eu west')],
    [
      'a freeze for a while',
      '.freeze production --for 4h --reason "a fair"',
      freeze('production', { kind: 'for', seconds: 14_400 }),
    ],
    [
      'a freeze until a moment',
      '.freeze --until 2026-12-24T18:00+01:00 --reason "a fair"',
      freeze(null, { kind: 'at', at: '2026-12-24T17:00:00.000Z' }),
    ],
    [
      'lifting it',
      '.unfreeze production',
      { outcome: 'command', command: { name: 'unfreeze', environment: 'production' } },
    ],
    ['lifting all', '.unfreeze', { outcome: 'command', command: { name: 'unfreeze', environment: null } }],

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
    ['a no without a reason', '.reject', refused],
    ['a no longer than anybody reads', `.reject ${'no '.repeat(200)}`, refused],
    ['to somebody by name', '.pass @mira', refused],
    ['an emergency without a reason', '.override', refused],
    ['an emergency with an empty reason', '.override --reason " "', refused],
    ['an emergency with two reasons', '.override --reason a --reason b', refused],
    ['an emergency with a reason of many words and no marks', '.override --reason it is down', refused],
    ['an emergency that ends never', '.override --reason a --for ever', refused],
    ['an emergency for no commit', '.override --reason a --sha main', refused],
    ['an emergency in words behind it', '.override production --reason a', refused],
    ['an option nobody knows', '.override --reason a --force yes', refused],
    ['an option without its value', '.override --reason --for 2h', refused],
    ['a text that does not end', '.override --reason "it is', refused],
    ['a text with something glued on', '.override --reason "it is"down', refused],
    ['dashes as a telephone types them', '.override \u2014reason down', refused],
    ['marks as a telephone types them', '.override --reason \u201cit is down\u201d', refused],
    ['a freeze without a reason', '.freeze production', refused],
    ['a freeze of two', '.freeze production staging --reason a', refused],
    ['a freeze with two ends', '.freeze --for 4h --until 2026-12-24T18:00Z --reason a', refused],
    ['a freeze until no moment', '.freeze --until 2026-13-24T18:00Z --reason a', refused],
    ['a freeze until a moment of nobody knows where', '.freeze --until 2026-12-24T18:00 --reason a', refused],
    ['lifting with a reason', '.unfreeze production --reason a', refused],
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
const value = String.raw`(?:"[^"]*[^"\s][^"]*"|[^\s"-][^\s"]*|-[^\s"-][^\s"]*|-)`
const grammar = new RegExp(
  String.raw`^(?:\.help|\.pass|\.risk(?:[ \t]+explain)?|\.approve(?:[ \t]+(?<sha>[0-9a-fA-F]{7,64}))?` +
    String.raw`|\.(?:un)?blame[ \t]+#(?<number>[1-9][0-9]{0,8})` +
    String.raw`|\.outcome[ \t]+(?:failed|ok)(?:[ \t]+(?<reason>[^\r\n]*?))?` +
    String.raw`|\.reject[ \t]+(?<no>[^ \t\r\n][^\r\n]*?)` +
    String.raw`|\.unfreeze(?:[ \t]+(?:"[^"\r\n]+"|[^\s"-][^\s"]*))?` +
    String.raw`|\.freeze(?:[ \t]+(?:"[^"\r\n]+"|[^\s"-][^\s"]*))?(?<freeze>(?:[ \t]+--(?:reason|for|until)[ \t]+${value})+)` +
    String.raw`|\.override(?<override>(?:[ \t]+--(?:reason|for|environment|sha)[ \t]+${value})+)` +
    String.raw`)[ \t]*(?:[\r\n][\s\S]*)?$`,
)

/** What options may say beyond their form. */
const optionsHold = (text: string | undefined): boolean => {
  if (text === undefined) return true
  const given = [...text.matchAll(/--([a-z]+)[ \t]+("[^"]*"|[^\s"]+)/g)].map(([, name, told]) => [
    name!,
    told!.replaceAll('"', '').trim(),
  ])
  const values = new Map(given as [string, string][])
  const fits = (name: string, shape: RegExp): boolean =>
    shape.test(values.get(name) ?? '') || !values.has(name)
  return (
    values.size === given.length &&
    values.has('reason') &&
    fits('for', /^4h$|^30m$/) &&
    fits('sha', /^[0-9a-f]{7,64}$/i) &&
    fits('until', /^2026-12-24T18:00Z$/) &&
    !(values.has('for') && values.has('until'))
  )
}

/** Verbs and what may stand behind each, so that whole commands are met as often as what only looks like one. */
const behind: Readonly<Record<string, readonly string[]>> = {
  '.risk': ['explain', 'now'],
  '.approve': ['3f9c2d1', '3f9c2d', 'deadbeefdeadbeef', 'main'],
  '.pass': ['on'],
  '.help': ['me'],
  '.reject': ['breaks the export', '--reason', '"', 'a\u202eb'],
  '.outcome': ['failed', 'ok', 'well', 'it was #12'],
  '.blame': ['#12', '#0', '12'],
  '.unblame': ['#12', '#0', '12'],
  '.unfreeze': ['production', '"eu west"', '--reason a', '-'],
  '.override': [
    '--reason "it is down"',
    '--reason down',
    '--reason',
    '--for 4h',
    '--for ever',
    '--sha 3f9c2d1',
    '--sha main',
    '--environment "eu west"',
    '--until 2026-12-24T18:00Z',
    'production',
    '"',
    '\u2014reason down',
  ],
  '.freeze': [
    '--reason "it is down"',
    '--reason down',
    '--for 30m',
    '--until 2026-12-24T18:00Z',
    '--until tomorrow',
    '--environment production',
    'production',
    '"eu west"',
    '-',
  ],
}
const sentences = fc
  .constantFrom(...Object.keys(behind))
  .chain((verb) =>
    fc.tuple(
      fc.constant(verb),
      fc.array(fc.constantFrom(...behind[verb]!), { maxLength: 3 }),
      fc.constantFrom(' ', '  ', '\t'),
      fc.constantFrom('', '', ' ', '\n', '\r\nthat is why', ' \u200b'),
    ),
  )
  .map(([verb, words, blank, end]) => [verb, ...words].join(blank) + end)

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
        '.reject',
        '.pass',
        '.override',
        '.freeze',
        '.unfreeze',
        ' --reason ',
        ' --for ',
        ' --until ',
        ' --sha ',
        ' --environment ',
        '"it is down"',
        '"',
        '4h',
        '2026-12-24T18:00Z',
        'production',
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
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''))

test('a command is exactly what the grammar says, and anything else is none', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(fc.oneof(nearCommands, sentences), (body) => {
      const parsed = parseCommand(body)
      if (parsed.outcome === 'command')
        seen.set(parsed.command.name, (seen.get(parsed.command.name) ?? 0) + 1)
      const match = grammar.exec(body)
      // Free text is there, of which only what can be seen is taken.
      const isSeen =
        !/[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Surrogate}]|(?! )\p{Separator}/u.test(
          (body.split(/[\r\n]/, 1)[0] ?? '').replaceAll('\t', ' '),
        )
      const { freeze: frozen, override: overridden, no } = match?.groups ?? {}
      const holds = optionsHold(frozen) && optionsHold(overridden)
      expect([body, parsed.outcome === 'command']).toEqual([body, match !== null && isSeen && holds])
      if (parsed.outcome === 'command' && parsed.command.name === 'reject')
        expect(parsed.command.reason).toBe(no)
      if (parsed.outcome === 'command' && parsed.command.name === 'outcome')
        expect(parsed.command.reason).toBe(match?.groups?.['reason'] || null)
      if (parsed.outcome === 'command' && parsed.command.name === 'blame')
        expect(parsed.command.number).toBe(Number(match?.groups?.['number']))
      if (parsed.outcome === 'command' && parsed.command.name === 'approve')
        expect(parsed.command.sha).toBe(match?.groups?.['sha']?.toLowerCase() ?? null)
    }),
    { numRuns: 20_000 },
  )
  // Chance makes the long ones rarely; each is made.
  expect(commandNames.filter((name) => (seen.get(name) ?? 0) < 50)).toEqual([])
})

test('no text makes it throw or repeat what could act on a page', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        nearCommands,
        sentences,
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `.${text}`),
      ),
      (body) => {
        const parsed = parseCommand(body)
        if (parsed.outcome === 'refused') expect(parsed.why).toMatch(/^[a-zA-Z0-9 .,:;-]+$/)
      },
    ),
    { numRuns: 5000 },
  )
})

test('behind another prefix the same is said, and behind the usual one nothing', () => {
  for (const prefix of ['/', '!gate ', '/gate-', '::']) {
    expect(parseCommand(`${prefix}approve 3f9c2d1`, prefix)).toEqual(approve('3f9c2d1'))
    expect(parseCommand('.approve 3f9c2d1', prefix)).toEqual(none)
    expect(parseCommand(`> ${prefix}approve`, prefix)).toEqual(none)
    expect(parseCommand(`${prefix}aprove`, prefix)).toEqual({
      outcome: 'refused',
      why: expect.stringContaining(`perhaps ${prefix}approve`),
    })
  }
})
