import { describe, expect, test } from 'vitest'
import { parseCodeOwners } from '../../src/config/codeowners.ts'
import { proposeReviewers, type RoutingRequest } from '../../src/policy/routing.ts'

const codeOwners = parseCodeOwners(`# who knows what
*            @acme/everybody
/ledger/     @mira @bo
/ledger/db/  @bo
/web/        @acme/web
/web/cart/   @carla @acme/web
/docs/       docs@example.com
/build/
`)
const request = (
  weights: Readonly<Record<string, number>>,
  more: Partial<RoutingRequest> = {},
): RoutingRequest => ({
  files: Object.entries(weights).map(([path, weight]) => ({ path, weight })),
  codeOwners,
  excluded: [],
  requested: { users: [], teams: [] },
  access: { users: null, teams: null },
  ...more,
})
const names = (asked: RoutingRequest) =>
  proposeReviewers(asked).proposed.map(({ login, team }) => login ?? team)
const touched = (people: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
  new Map(Object.entries(people).map(([login, prefixes]) => [login, new Map(Object.entries(prefixes))]))

describe('who is asked', () => {
  test.each<[string, RoutingRequest, readonly string[]]>([
    [
      'the owner of most of the risk first',
      request({ 'ledger/db/1.sql': 5, 'web/page.ts': 3 }),
      ['bo', 'acme/web'],
    ],
    ['one owner covers all, the co-owner reads second', request({ 'ledger/post.ts': 5 }), ['bo', 'mira']],
    [
      'each adds what nobody reads yet, not the most',
      request({ 'ledger/post.ts': 6, 'web/page.ts': 4 }),
      ['bo', 'acme/web'],
    ],
    [
      'the second reader is the one for most of it',
      request({ 'a/x': 6, 'b/x': 4 }, { codeOwners: parseCodeOwners('/a/ @zoe @yan\n/b/ @zoe @carla') }),
      ['zoe', 'yan'],
    ],
    [
      'of equals the one with less to read elsewhere',
      request(
        { 'ledger/post.ts': 5 },
        { load: { users: new Map([['bo', 2]]), teams: new Map() }, wanted: 1 },
      ),
      ['mira'],
    ],
    [
      'the owner of more of the risk, however busy',
      request(
        { 'ledger/db/1.sql': 5, 'web/page.ts': 1 },
        { load: { users: new Map([['bo', 9]]), teams: new Map() }, wanted: 1 },
      ),
      ['bo'],
    ],
    [
      'an owner by the catalogue, where CODEOWNERS names nobody',
      request(
        { 'build/a.sh': 1 },
        { componentOwners: [{ component: 'build', kind: 'user', name: 'zoe', paths: ['build/a.sh'] }] },
      ),
      ['zoe'],
    ],
    [
      'none of the catalogue, where CODEOWNERS names somebody',
      request(
        { 'ledger/post.ts': 1 },
        { componentOwners: [{ component: 'ledger', kind: 'user', name: 'zoe', paths: ['ledger/post.ts'] }] },
      ),
      ['bo', 'mira'],
    ],
    ['a person before their team', request({ 'web/cart/sum.ts': 1 }), ['carla', 'acme/web']],
    ['the whole repository goes to who owns the rest', request({ 'lib/x.c': 1 }), ['acme/everybody']],
    ['no more than wanted', request({ 'ledger/post.ts': 1 }, { wanted: 1 }), ['bo']],
    [
      'more when wanted',
      request({ 'ledger/post.ts': 5, 'web/cart/a': 4 }, { wanted: 9 }),
      ['bo', 'carla', 'mira', 'acme/web'],
    ],
    ['nobody for the crumbs', request({ 'ledger/db/1.sql': 95, 'web/page.ts': 5 }, { wanted: 5 }), ['bo']],
    [
      'of equals the one who touched it more',
      request(
        { 'ledger/post.ts': 1 },
        { wanted: 1, familiarity: touched({ mira: { 'ledger/': 3 }, bo: { 'ledger/': 1 } }) },
      ),
      ['mira'],
    ],
    [
      'the author is not',
      request({ 'ledger/post.ts': 1 }, { excluded: [{ login: 'BO', why: 'opened it' }] }),
      ['mira'],
    ],
    [
      'those without access are not',
      request({ 'ledger/post.ts': 1, 'web/page.ts': 1 }, { access: { users: ['Mira'], teams: [] } }),
      ['mira'],
    ],
    [
      'a team with access is, by slug or by full name',
      request(
        { 'web/page.ts': 2, 'lib/x.c': 1 },
        { access: { users: [], teams: ['WEB', 'acme/everybody'] } },
      ),
      ['acme/web', 'acme/everybody'],
    ],
    [
      'who is asked already takes a place, and their files are read',
      request({ 'ledger/db/1.sql': 6, 'web/page.ts': 4 }, { requested: { users: ['Bo'], teams: [] } }),
      ['acme/web'],
    ],
    [
      'a friend who knows none of it takes no place',
      request({ 'ledger/post.ts': 1 }, { requested: { users: ['pal', 'chum'], teams: ['fans'] } }),
      ['bo', 'mira'],
    ],
    [
      'an excluded one who is asked already takes no place',
      request(
        { 'ledger/post.ts': 1 },
        {
          requested: { users: ['bo'], teams: [] },
          excluded: [{ login: 'bo', why: 'pushed last' }],
          wanted: 1,
        },
      ),
      ['mira'],
    ],
    [
      'an owner named by address, when the account is known',
      request({ 'docs/a.md': 1 }, { accounts: new Map([['docs@example.com', 'dora']]) }),
      ['dora'],
    ],
    [
      'people who touched it, where nobody owns it',
      request(
        { 'build/make.ts': 1 },
        {
          familiarity: touched({
            tim: { 'build/': 9 },
            una: { 'build/make.ts': 2 },
            'ci[bot]': { build: 99 },
          }),
        },
      ),
      ['tim', 'una'],
    ],
    [
      'owners before people who touched it more',
      request({ 'ledger/db/1.sql': 1 }, { familiarity: touched({ tim: { 'ledger/': 99 } }) }),
      ['bo', 'tim'],
    ],
    [
      'who knows the rest, where nobody knows what drives the risk',
      request({ 'build/make.ts': 99, 'ledger/db/1.sql': 1 }),
      ['bo'],
    ],
    [
      'everybody alike where no file carries risk',
      request({ 'ledger/db/1.sql': 0, 'ledger/post.ts': 0 }),
      ['bo', 'mira'],
    ],
    [
      'weights that are none count for nothing',
      request({
        'ledger/db/1.sql': Number.NaN,
        'web/page.ts': 1,
        'lib/x.c': -5,
        'lib/y.c': Number.POSITIVE_INFINITY,
      }),
      ['acme/web'],
    ],
    [
      'weights at the edge of what a number holds',
      request({ 'ledger/db/1.sql': 1e308, 'web/page.ts': 1e308 }),
      ['bo', 'acme/web'],
    ],
  ])('%s', (_, asked, expected) => expect(names(asked)).toEqual(expected))

  test('never more than 15, those asked already included', () => {
    const crowd = Array.from({ length: 30 }, (_, at) => `@u${at + 10}`)
    const owners = parseCodeOwners(`* ${crowd.join(' ')}`)
    expect(names(request({ a: 1 }, { codeOwners: owners, wanted: 99 }))).toHaveLength(15)
    const asked = { users: ['u10', 'U11', 'pal'], teams: ['fans'] }
    expect(names(request({ a: 1 }, { codeOwners: owners, wanted: 99, requested: asked }))).toHaveLength(11)
  })
})

describe('why, in words', () => {
  const why = (asked: RoutingRequest) => proposeReviewers(asked).proposed[0]
  test.each<[RoutingRequest, string, number]>([
    [
      request({ 'ledger/db/1.sql': 43, 'web/page.ts': 57 }, { requested: { users: [], teams: ['web'] } }),
      'owns `/ledger/db/` (CODEOWNERS line 4), which carries 43 % of the risk',
      0.43,
    ],
    [
      request({ 'ledger/db/1.sql': 2, 'ledger/post.ts': 1, 'lib/x': 1 }),
      'owns `/ledger/db/` (CODEOWNERS line 4) and 1 other place, which carry 75 % of the risk',
      0.75,
    ],
    [
      request({ 'ledger/post.ts': 0.1 }),
      'owns `/ledger/` (CODEOWNERS line 3), which carries 100 % of the risk',
      1,
    ],
    [
      request({ 'ledger/db/1.sql': 0, 'docs/a': 0, 'build/b': 0, 'build/c': 0 }),
      'owns `/ledger/db/` (CODEOWNERS line 4), which holds 1 of 4 files',
      0.25,
    ],
    [
      request(
        { 'build/a': 3, 'lib/x': 1 },
        { familiarity: touched({ tim: { 'build/': 14 } }), codeOwners: null },
      ),
      'touched `build/` 14 times lately, which carries 75 % of the risk',
      0.75,
    ],
    [
      request({ 'build/a': 1 }, { familiarity: touched({ tim: { 'build/a': 1 } }) }),
      'touched `build/a` once lately, which carries 100 % of the risk',
      1,
    ],
    [
      request({ 'build/a': 1 }, { familiarity: touched({ tim: { '': 3 } }) }),
      'touched this repository 3 times lately, which carries 100 % of the risk',
      1,
    ],
  ])('%#: %s', (asked, sentence, covers) => {
    expect(why(asked)).toMatchObject({ why: sentence })
    expect(why(asked)?.covers).toBeCloseTo(covers, 10)
  })

  test('nothing inside a code span can end it', () => {
    const owners = parseCodeOwners('a`@all`b/\u202e @mira')
    const [first] = proposeReviewers(request({ 'a`@all`b/\u202e': 1 }, { codeOwners: owners })).proposed
    expect(first?.why).toContain("owns `a'@all'b/` (CODEOWNERS line 1)")
  })
})

describe('nobody, and why', () => {
  test.each<[string, RoutingRequest, string]>([
    ['no file', request({}), 'the change touches no file'],
    ['nobody wanted', request({ 'ledger/a': 1 }, { wanted: 0 }), 'nobody was wanted'],
    ['no number wanted', request({ 'ledger/a': 1 }, { wanted: Number.NaN }), 'nobody was wanted'],
    [
      'no CODEOWNERS',
      request({ a: 1 }, { codeOwners: null }),
      'no CODEOWNERS could be read at the base of this change',
    ],
    [
      'taken away',
      request({ 'build/b': 1, 'build/a': 2 }),
      'CODEOWNERS names nobody for `build/a` and 1 other',
    ],
    [
      'lines that are wrong',
      request({ a: 1 }, { codeOwners: parseCodeOwners('/b @x\na* someone @acme/all\nb[ @x') }),
      'CODEOWNERS names nobody for `a`; 2 lines of it count for nothing, the first is line 2',
    ],
    [
      'a file too big',
      request({ a: 1 }, { codeOwners: { rules: [], problems: [{ line: null, why: 'too big' }] } }),
      'CODEOWNERS names nobody for `a`: too big',
    ],
    [
      'everybody excluded',
      request(
        { 'ledger/a': 1 },
        {
          excluded: [
            { login: 'Mira', why: 'pushed last' },
            { login: 'mira', why: 'opened this pull request' },
            { login: 'MIRA', why: 'pushed last' },
          ],
          access: { users: ['mira'], teams: null },
        },
      ),
      'everybody who knows these files is out: `bo` has no access to this repository; `mira` opened this pull request and pushed last',
    ],
    [
      'an address of nobody',
      request({ 'docs/a': 1 }),
      'everybody who knows these files is out: `docs@example.com` is an address that belongs to no account known here',
    ],
    [
      'a crowd excluded',
      request(
        { a: 1 },
        {
          codeOwners: parseCodeOwners('* @a @b @c @d @e @f @g'),
          access: { users: [], teams: [] },
        },
      ),
      '`e` has no access to this repository; and 2 others likewise',
    ],
    [
      'part unowned, part excluded',
      request({ 'build/b': 1, 'ledger/db/a': 1 }, { excluded: [{ login: 'bo', why: 'opened it' }] }),
      'CODEOWNERS names nobody for `build/b`; everybody who knows these files is out: `bo` opened it',
    ],
    [
      'all asked already',
      request({ 'ledger/a': 1 }, { requested: { users: ['mira', 'bo'], teams: [] } }),
      '`bo` and `mira`, who know these files, are asked already',
    ],
    [
      'the only one asked already',
      request(
        { 'ledger/db/a': 1 },
        { requested: { users: ['bo'], teams: [] }, familiarity: touched({ bo: { ledger: 1 } }) },
      ),
      '`bo`, who knows these files, is asked already, and nobody else who knows them can be asked',
    ],
    [
      'no room',
      request(
        { 'ledger/a': 1 },
        { requested: { users: Array.from({ length: 15 }, (_, at) => `u${at}`), teams: [] } },
      ),
      'GitHub takes 15 requests for one pull request, and 15 are made already',
    ],
  ])('%s', (_, asked, sentence) => {
    const { proposed, nobody } = proposeReviewers(asked)
    expect(proposed).toEqual([])
    expect(nobody).toContain(sentence)
  })
})
