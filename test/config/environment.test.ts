import { describe, expect, test } from 'vitest'
import type { Configuration } from '../../src/config/configuration.ts'
import { defaultConfiguration, defaultEnvironment } from '../../src/config/defaults.ts'
import { chooseEnvironment } from '../../src/config/environment.ts'
import { UsageError } from '../../src/domain/errors.ts'

const withEnvironments = (...names: readonly string[]): Configuration => ({
  ...defaultConfiguration(),
  environments: names.map((name) => ({
    name,
    ...defaultEnvironment(name, 'enforce'),
    githubEnvironments: [name, `${name}-auto`],
  })),
})

describe('the environment', () => {
  test.each([
    ['none configured, none named', [], undefined, 'production', true],
    ['none configured, one named', [], 'qa', 'qa', false],
    ['the only one', ['live'], undefined, 'live', false],
    ['one of several, named', ['live', 'staging'], 'staging', 'staging', false],
    ['by the name of its GitHub environment', ['live', 'staging'], 'live-auto', 'live', false],
    ['production among several', ['staging', 'production'], undefined, 'production', true],
  ])('%s', (_, configured, name, expected, assumed) => {
    const chosen = chooseEnvironment(withEnvironments(...configured), name)
    expect(chosen).toMatchObject({ name: expected, assumed })
    expect(chosen.settings.githubEnvironments).toContain(expected)
    expect(chosen.settings).not.toHaveProperty('name')
  })

  test('without any configured it has the mode of the file', () =>
    expect(chooseEnvironment({ ...defaultConfiguration(), mode: 'off' }).settings.mode).toBe('off'))

  test.each([
    [
      ['production'],
      'prodution',
      'environment "prodution" is not configured; known are production (did you mean production?)',
    ],
    [['production'], 'qa', 'environment "qa" is not configured; known are production'],
    [
      ['a', 'b'],
      undefined,
      'environment: several are configured and none is called production; name one of a, b',
    ],
  ])('of %j, %s is refused', (configured, name, message) =>
    expect(() => chooseEnvironment(withEnvironments(...configured), name)).toThrow(new UsageError(message)),
  )
})
