import { describe, expect, test } from 'vitest'
import { SourceError } from '../../../src/domain/errors.ts'
import { parseListing, readInstance } from '../../../src/drivers/rollouts/listing.ts'
import fc from '../../properties.ts'

const line = (more: Record<string, unknown> = {}): string =>
  JSON.stringify({ id: 'web-1', version: 'v811', healthy: true, 'in-rotation': true, ...more })

const messageOf = (read: () => unknown): string => {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(SourceError)
    return (error as Error).message
  }
  return 'no error'
}

describe('what a list command prints', () => {
  test('one JSON object a line; empty lines do not matter', () =>
    expect(
      parseListing(
        `${line()}\r\n\n${line({ id: 'web-2', 'in-rotation': false, zone: 'az-b', role: 'leader', 'capacity-weight': 2.5 })}\n`,
        'targets.list',
      ),
    ).toEqual([
      { id: 'web-1', version: 'v811', healthy: true, inRotation: true },
      {
        id: 'web-2',
        version: 'v811',
        healthy: true,
        inRotation: false,
        zone: 'az-b',
        role: 'leader',
        capacityWeight: 2.5,
      },
    ]))

  test('or one JSON list', () =>
    expect(parseListing(`[${line()},\n${line({ id: 'web-2' })}]`, 'list').map(({ id }) => id)).toEqual([
      'web-1',
      'web-2',
    ]))

  test.each([
    ['who is not healthy may not know its version', { healthy: false, version: null }, { version: '' }],
    ['null is as good as unsaid', { zone: null, role: null, 'capacity-weight': null }, {}],
    ['another role is no leader', { role: 'follower' }, {}],
    ['a leader however it is spelled', { role: 'Leader' }, { role: 'leader' }],
  ])('%s', (_, said, expected) =>
    expect(parseListing(line(said), 'list')).toEqual([
      { id: 'web-1', version: 'v811', healthy: !('healthy' in said), inRotation: true, ...expected },
    ]),
  )

  test.each([
    [
      'nothing',
      '',
      'it lists no instance; wanted one JSON object a line, with id, version, healthy, in-rotation, zone, role and capacity-weight',
    ],
    ['no JSON', `${line()}\nweb-2 v811 ok`, 'line 2: no JSON: "web-2 v811 ok"'],
    [
      'no object',
      '"web-1"',
      'line 1: wanted a JSON object with id, version, healthy, in-rotation, zone, role and capacity-weight, got "web-1"',
    ],
    [
      'a list',
      `${line()}\n[]`,
      'line 2: wanted a JSON object with id, version, healthy, in-rotation, zone, role and capacity-weight, got []',
    ],
    ['a word for a truth', line({ healthy: 'yes' }), 'line 1: healthy must be true or false, got "yes"'],
    [
      'no rotation',
      line({ 'in-rotation': undefined }),
      'line 1: in-rotation is missing, wanted true or false',
    ],
    [
      'an underscore',
      line({ in_rotation: true }),
      'line 1: unknown key "in_rotation", did you mean in-rotation?',
    ],
    ['a hump', line({ inRotation: true }), 'line 1: unknown key "inRotation", did you mean in-rotation?'],
    [
      'a stray key',
      line({ colour: 'red' }),
      'line 1: unknown key "colour", wanted id, version, healthy, in-rotation, zone, role and capacity-weight',
    ],
    [
      'a number for an id',
      line({ id: 7 }),
      'line 1: id must be a name of 1 to 100 characters that can be seen, got 7',
    ],
    [
      'a newline in an id',
      line({ id: 'a\nb' }),
      'line 1: id must be a name of 1 to 100 characters that can be seen, got "a\\nb"',
    ],
    [
      'healthy of no version',
      line({ version: null }),
      'line 1: version must be a version of 1 to 100 characters that can be seen, got null',
    ],
    [
      'weighs nothing',
      line({ 'capacity-weight': 0 }),
      'line 1: capacity-weight must be a number above 0, at most 1000000, got 0',
    ],
    ['the same twice', `${line()}\n${line()}`, '"web-1" is listed twice; wanted every id once'],
    [
      'an entry of a list',
      `[${line()}, 3]`,
      'entry 2: wanted a JSON object with id, version, healthy, in-rotation, zone, role and capacity-weight, got 3',
    ],
  ])('%s is told where', (_, text, message) =>
    expect(messageOf(() => parseListing(text, 'targets.list'))).toMatch(
      new RegExp(`^targets\\.list(, |: )${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    ),
  )

  test('any text is a fleet or a clear error', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(messageOf(() => parseListing(text, 'list'))).toMatch(/^(no error|list[,:] )/)
      }),
    ))
})

test('one instance of a known name need not say it, and must not say another', () => {
  const value = { version: 'v1', healthy: true, 'in-rotation': true }
  expect(readInstance(value, 'ssh web-3', 'web-3')).toEqual({
    id: 'web-3',
    version: 'v1',
    healthy: true,
    inRotation: true,
  })
  expect(messageOf(() => readInstance({ ...value, id: 'web-4' }, 'ssh web-3', 'web-3'))).toBe(
    'ssh web-3: id must be "web-3", got "web-4"',
  )
})
