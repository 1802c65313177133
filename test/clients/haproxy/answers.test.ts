import { describe, expect, test } from 'vitest'
import { parsePlaces, parseProcess, parseServers, parseTables } from '../../../src/clients/haproxy/answers.ts'
import {
  checkPasses,
  isDraining,
  isInMaintenance,
  isServing,
} from '../../../src/clients/haproxy/server-state.ts'

describe('show stat, read by the names of its columns', () => {
  const statistics = `# pxname,svname,qcur,scur,econ,eresp,status,weight,sid,type,check_status,hrsp_1xx,hrsp_2xx,hrsp_5xx,hrsp_other,srv_abrt,last_chk,
be,s1,1,2,3,4,UP 1/3,100,1,2,* L7OK,9,50,6,1,2,"said ""no"", then
ended",
be,s2,0,0,0,0,no check,1,2,2,,0,0,0,0,0,,
be,BACKEND,0,0,0,0,UP,2,0,1,,0,0,0,0,0,,

`

  test('servers are read whatever a check has said; the backend itself is none', () =>
    expect(parseServers(statistics, 'be')).toEqual([
      {
        name: 's1',
        number: '1',
        status: 'UP 1/3',
        check: 'L7OK',
        weight: 100,
        sessions: 2,
        queued: 1,
        hasCookie: false,
        counts: {
          responses: 57,
          responses5xx: 6,
          failedConnections: 3,
          failedResponses: 4,
          serverAborts: 2,
        },
      },
      expect.objectContaining({ name: 's2', number: '2', status: 'no check', check: '' }),
    ]))

  test.each([
    ['a refusal', 'Permission denied\n\n'],
    ['nothing', '\n'],
    ['columns nobody can do without are missing', '# pxname,svname,type\nbe,s1,2\n'],
  ])('%s is no statistics', (_, text) => expect(parseServers(text, 'be')).toBeNull())
})

describe('show servers state', () => {
  const header =
    '# be_id be_name srv_id srv_name srv_addr srv_fqdn srv_port srv_use_ssl srv_check_port srv_check_addr srv_admin_state'

  test('addresses, names and the address of checks', () =>
    expect(
      parsePlaces(
        `1\n${header}\n3 be 1 s1 10.0.0.7 - 8080 0 0 - 9\n3 be 2 s2 fd00::7 two.acme 443 1 81 10.0.0.9 5\n\n`,
      ),
    ).toEqual([
      {
        name: 's1',
        address: '10.0.0.7',
        port: 8080,
        domain: '',
        checkAddress: '',
        checkPort: 0,
        usesTls: false,
        isDisabled: false,
      },
      {
        name: 's2',
        address: 'fd00::7',
        port: 443,
        domain: 'two.acme',
        checkAddress: '10.0.0.9',
        checkPort: 81,
        usesTls: true,
        isDisabled: true,
      },
    ]))

  test('anything else is none', () => expect(parsePlaces("Can't find backend.\n")).toBeNull())
})

test('the number of the process is found in show info, and nowhere else', () => {
  expect(parseProcess('Name: HAProxy\nProcess_num: 1\nPid: 4711\n')).toBe(4711)
  expect(parseProcess('Process_num: 1\n')).toBeNull()
})

describe('what a state means', () => {
  test.each([
    // status, last check, weight → serves, drains, in maintenance, found well
    ['UP', 'L7OK', 1, 'serves, well'],
    ['UP', '', 1, 'serves, well'],
    ['UP', 'INI', 1, 'serves, well'],
    ['UP 1/3', 'L4CON', 1, 'serves, well'],
    ['UP', 'L7OK', 0, 'well'],
    ['no check', '', 1, 'serves, well'],
    ['DOWN', 'L4CON', 1, ''],
    ['DOWN 1/2', 'L7OK', 1, ''],
    ['DRAIN', 'L7OK', 1, 'drains, well'],
    ['DRAIN', 'L4OK', 1, 'drains, well'],
    ['DRAIN', '', 1, 'drains, well'],
    ['DRAIN', 'INI', 1, 'drains'],
    ['DRAIN', 'L7STS', 1, 'drains'],
    ['DRAIN 1/2', 'L7OK', 1, 'drains'],
    ['NOLB', 'L7OKC', 1, 'well'],
    ['MAINT', '', 1, 'maintenance'],
    ['MAINT (via be/s2)', 'L7OK', 1, 'maintenance'],
    ['MAINT (resolution)', '', 1, 'maintenance'],
  ])('%s, last check "%s", weight %i: %s', (status, check, weight, meaning) => {
    const server = { status, check, weight }
    const said = [
      isServing(server) && 'serves',
      isDraining(server) && 'drains',
      isInMaintenance(server) && 'maintenance',
      checkPasses(server) && 'well',
    ]
    expect(said.filter(Boolean).join(', ')).toBe(meaning)
  })
})

test.each([
  ['no table at all', '\n', []],
  [
    'two sections that have one',
    '# table: web, type: ip, size:10240, used:2\n# table: per_second, type: string, size:1k, used:0\n\n',
    ['web', 'per_second'],
  ],
  ['what is no answer to it', 'Permission denied\n', null],
])('show table: %s', (_, text, names) => expect(parseTables(text)).toEqual(names))

test('a server that clients are bound to by a cookie says which', () =>
  expect(
    parseServers(
      '# pxname,svname,type,status,scur,weight,sid,hrsp_5xx,econ,eresp,cookie,\nbe,s1,2,UP,0,1,1,0,0,0,a1,\n',
      'be',
    ),
  ).toMatchObject([{ name: 's1', hasCookie: true }]))
