import { expect, test } from 'vitest'
import { dependencyIn, pathsByName, patternOf } from '../../src/history/failure-pattern.ts'
import { entityOf } from '../../src/history/hash.ts'

test.each<[string, string | null]>([
  ['Bump lodash from 4.17.20 to 4.17.21 (#12)', 'lodash'],
  ['chore(deps): update dependency @acme/pool to v2', '@acme/pool'],
  ['Upgrade the helm release flux to 1.21', 'flux'],
  ['Bumps [skip ci]', null],
  ['Say what is bumped', null],
  ['Update README', 'README'],
])('%s: moves %s', (title, wanted) => expect(dependencyIn(title)).toBe(wanted))

const everyFolder = Array.from({ length: 25 }, (_, at) => `charts/c${at}/Chart.yaml`)
const paths = [
  ...['ledger/values.yaml', 'pay/values.yaml', 'mail/values.yaml', 'ledger/index.ts', 'pay/index.ts'],
  ...everyFolder,
]
const patternWith = (touched: readonly string[], title = 'Raise the pool', isBump = false) =>
  patternOf({ title, isBump, paths: touched }, pathsByName(paths))

test.each<[string, readonly string[], readonly string[]]>([
  [
    'configuration of the same name elsewhere',
    ['ledger/values.yaml'],
    ['pay/values.yaml', 'mail/values.yaml'],
  ],
  ['in all folders that it did not touch', ['ledger/values.yaml', 'pay/values.yaml'], ['mail/values.yaml']],
  ['code of the same name is no pattern', ['ledger/index.ts'], []],
  ['nor is a name that everybody has', ['charts/c1/Chart.yaml'], []],
])('%s', (_, touched, wanted) => {
  const { elsewhere } = patternWith(touched)
  expect([...elsewhere.keys()]).toEqual(wanted.map((path) => entityOf('file', path)))
})

test('a dependency is known by the words of its name, and only where one is moved', () => {
  const title = 'Bump acme-pool from 1 to 2'
  expect(patternWith(['a/go.mod'], title, true).dependency).toEqual({
    name: 'acme-pool',
    words: [entityOf('word', 'acme'), entityOf('word', 'pool')],
  })
  expect(patternWith(['a/go.mod'], title, false).dependency).toBeNull()
  expect(patternWith(['a/go.mod'], 'Bump q7 to 2', true).dependency).toBeNull()
})
