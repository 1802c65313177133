import { expect, test } from 'vitest'
import { UsageError } from '../../src/domain/errors.ts'
import { openLedger } from '../../src/ledger/open.ts'

const open = (url: string | undefined) =>
  openLedger(url, { baseDirectory: '/repository', defaultDirectory: '/repository/.git/change-risk' })

test.each([
  ['nothing said', undefined, 'directory:/repository/.git/change-risk'],
  ['a relative path', 'directory:.change-risk', 'directory:/repository/.change-risk'],
  ['an absolute path', 'directory:/var/lib/ledger', 'directory:/var/lib/ledger'],
  ['a path with a colon', 'directory:a:b', 'directory:/repository/a:b'],
])('%s', (_, url, opened) => expect(open(url).url).toBe(opened))

test.each([
  [
    'a branch',
    'branch:change-risk-ledger',
    '--ledger branch:change-risk-ledger: this command line keeps its ledger in a directory',
  ],
  [
    'a database, without telling the password',
    'postgres://me:p@ss@db/gate',
    '--ledger postgres://…@db/gate: this command line',
  ],
  ['no path', 'directory:', 'the path is missing'],
  ['a path without a scheme', './ledger', '--ledger ./ledger is no ledger URL'],
  ['nothing at all', '', 'is no ledger URL'],
])('%s is refused with the form that works', (_, url, message) => {
  expect(() => open(url)).toThrow(UsageError)
  expect(() => open(url)).toThrow(message)
  expect(() => open(url)).toThrow('use directory:PATH')
})
