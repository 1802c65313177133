import { expect, test } from 'vitest'
import { ownersOf, parseCodeOwners } from '../../src/config/codeowners.ts'
import { proposeReviewers, type RoutingRequest } from '../../src/policy/routing.ts'
import fc from '../properties.ts'

const logins = ['ada', 'Bo', 'carla', 'Dan', 'eve[bot]', 'finn']
const folders = ['api', 'db', 'web', 'docs']
const login = fc.constantFrom(...logins, 'ADA', 'bo', 'CARLA')
const owner = fc.oneof(
  login.filter((each) => !each.includes('[')).map((each) => `@${each}`),
  fc.constantFrom('@acme/core', '@acme/Web', 'docs@example.com', 'dora@users.noreply.github.com'),
)
const codeOwners = fc
  .array(
    fc.tuple(
      fc.constantFrom('*', ...folders.map((each) => `/${each}/`), '*.md', '/api/*'),
      fc.array(owner, { maxLength: 3 }),
    ),
    {
      maxLength: 6,
    },
  )
  .map((rules) =>
    parseCodeOwners(rules.map(([pattern, owners]) => [pattern, ...owners].join(' ')).join('\n')),
  )
const file = fc.record({
  path: fc
    .tuple(fc.constantFrom(...folders), fc.constantFrom('a.ts', 'b.md', 'deep/c.ts'))
    .map((names) => names.join('/')),
  weight: fc.oneof(
    fc.constant(0),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(0.1, 0.2, 0.3, Number.NaN, Number.POSITIVE_INFINITY, -1, 1e308, 5e-324),
  ),
})
const excluded = fc.record({ login, why: fc.constantFrom('opened this pull request', 'pushed last') })
const request: fc.Arbitrary<RoutingRequest> = fc.record(
  {
    files: fc.array(file, { maxLength: 8 }),
    codeOwners: fc.option(codeOwners, { freq: 9 }),
    excluded: fc.array(excluded, { maxLength: 3 }),
    requested: fc.record({
      users: fc.array(login, { maxLength: 2 }),
      teams: fc.subarray(['core', 'web']),
    }),
    access: fc.record({
      users: fc.option(fc.subarray(logins, { minLength: 3 })),
      teams: fc.option(fc.subarray(['core', 'acme/web'])),
    }),
    familiarity: fc
      .array(
        fc.tuple(login, fc.constantFrom('', ...folders, 'api/', 'web/a.ts'), fc.integer({ min: -1, max: 9 })),
        {
          maxLength: 6,
        },
      )
      .map((touches) => {
        const people = new Map<string, Map<string, number>>()
        for (const [each, prefix, count] of touches)
          people.set(each, (people.get(each) ?? new Map<string, number>()).set(prefix, count))
        return people
      }),
    wanted: fc.integer({ min: 0, max: 20 }),
  },
  { requiredKeys: ['files', 'codeOwners', 'excluded', 'requested', 'access'] },
)
const key = (name: string | undefined) => name?.toLowerCase()
const mayBeAsked = ({ excluded: out, requested, access }: RoutingRequest, name: string) =>
  !out.some((each) => key(each.login) === key(name)) &&
  !requested.users.some((each) => key(each) === key(name)) &&
  !/\[bot\]$/i.test(name) &&
  (access.users === null || access.users.some((each) => key(each) === key(name)))
const mayTeamBeAsked = ({ requested, access }: RoutingRequest, team: string) => {
  const slug = (text: string) => text.replace(/^.*\//, '').toLowerCase()
  return (
    !requested.teams.some((each) => slug(each) === slug(team)) &&
    (access.teams === null || access.teams.some((each) => slug(each) === slug(team)))
  )
}

test('never one who is excluded, a bot, without access or asked already; never twice, never too many', () => {
  let proposals = 0
  fc.assert(
    fc.property(request, (asked) => {
      const { proposed, nobody } = proposeReviewers(asked)
      proposals += proposed.length
      expect(nobody === undefined).toBe(proposed.length > 0)
      if (nobody !== undefined) expect(nobody.length).toBeGreaterThan(10)
      for (const { login: person, team, why, covers } of proposed) {
        expect([person, team].filter((each) => each !== undefined)).toHaveLength(1)
        expect(person === undefined ? mayTeamBeAsked(asked, team!) : mayBeAsked(asked, person)).toBe(true)
        expect(why).not.toBe('')
        expect(covers).toBeGreaterThan(0)
        expect(covers).toBeLessThanOrEqual(1)
      }
      const all = proposed.map((each) => key(each.login) ?? key(each.team))
      expect(new Set(all).size).toBe(all.length)
      expect(all.length).toBeLessThanOrEqual(asked.wanted ?? 2)
      expect(
        all.length + new Set([...asked.requested.users.map(key), ...asked.requested.teams]).size,
      ).toBeLessThanOrEqual(15)
    }),
    { numRuns: 5000 },
  )
  expect(proposals).toBeGreaterThan(1000)
})

test('the order of nothing matters', () => {
  const reordered = request.chain((asked) =>
    fc.record({
      asked: fc.constant(asked),
      files: shuffled(asked.files),
      excluded: shuffled(asked.excluded),
      users: shuffled(asked.requested.users),
      familiarity: shuffled([...(asked.familiarity ?? [])]),
    }),
  )
  fc.assert(
    fc.property(reordered, ({ asked, files, excluded: out, users, familiarity }) => {
      const other = {
        ...asked,
        files,
        excluded: out,
        requested: { ...asked.requested, users },
        familiarity: new Map(
          familiarity.map(([each, prefixes]) => [each, new Map([...prefixes].toReversed())]),
        ),
      }
      expect(proposeReviewers(other)).toEqual(proposeReviewers(asked))
    }),
    { numRuns: 3000 },
  )
})

const shuffled = <Value>(values: readonly Value[]) =>
  fc.shuffledSubarray([...values], { minLength: values.length, maxLength: values.length })

test('one more exclusion takes that one out, and whoever comes instead may be asked', () => {
  fc.assert(
    fc.property(request, login, (asked, more) => {
      const stricter = { ...asked, excluded: [...asked.excluded, { login: more, why: 'pushed last' }] }
      for (const { login: person } of proposeReviewers(stricter).proposed) {
        expect(key(person)).not.toBe(key(more))
        if (person !== undefined) expect(mayBeAsked(asked, person)).toBe(true)
      }
    }),
    { numRuns: 3000 },
  )
})

test('weights of nothing but zero still find the owners', () => {
  fc.assert(
    fc.property(request, (asked) => {
      const flat = { ...asked, files: asked.files.map(({ path }) => ({ path, weight: 0 })), wanted: 15 }
      const proposed = new Set(proposeReviewers(flat).proposed.map((each) => key(each.login ?? each.team)))
      const room = 15 - asked.requested.users.length - asked.requested.teams.length
      const owners = flat.files.flatMap(
        ({ path }) => (asked.codeOwners && ownersOf(asked.codeOwners, path)) ?? [],
      )
      for (const { kind, name } of owners) {
        if (kind === 'user' && mayBeAsked(asked, name) && proposed.size < room - 2)
          expect(proposed).toContain(key(name))
        if (kind === 'team' && mayTeamBeAsked(asked, name) && proposed.size < room - 2)
          expect(proposed).toContain(key(name))
      }
    }),
  )
})

test('the size of the weights means nothing, only their proportion does', () => {
  fc.assert(
    fc.property(request, (asked) => {
      const sane = asked.files.map(({ path, weight }) => ({
        path,
        weight: weight > 1e-9 && weight <= 1 ? weight : 0,
      }))
      const grown = sane.map(({ path, weight }) => ({ path, weight: weight * 1024 }))
      expect(proposeReviewers({ ...asked, files: grown })).toEqual(
        proposeReviewers({ ...asked, files: sane }),
      )
    }),
  )
})

test('the first pick covers as much as any owner could, where few files drive the risk', () => {
  fc.assert(
    fc.property(codeOwners, fc.array(file, { minLength: 1, maxLength: 6 }), (owners, files) => {
      const paths = [...new Set(files.map(({ path }) => path))]
      const [first] = proposeReviewers({
        files: paths.map((path) => ({ path, weight: 1 })),
        codeOwners: owners,
        excluded: [],
        requested: { users: [], teams: [] },
        access: { users: null, teams: null },
      }).proposed
      const owned = new Map<string, number>()
      for (const path of paths)
        for (const { kind, name } of ownersOf(owners, path) ?? [])
          if (kind !== 'email') owned.set(name.toLowerCase(), (owned.get(name.toLowerCase()) ?? 0) + 1)
      const best = Math.max(0, ...owned.values())
      if (best > 0) expect(Math.round((first?.covers ?? 0) * paths.length)).toBeGreaterThanOrEqual(best)
    }),
  )
})

test('3,000 files, 2,000 rules and 500 people are an instant', () => {
  const rules = Array.from({ length: 2000 }, (_, at) => `/area-${at}/ @u${at % 300} @acme/t${at % 40}`)
  const asked: RoutingRequest = {
    files: Array.from({ length: 3000 }, (_, at) => ({
      path: `area-${at % 900}/src/file-${at}.ts`,
      weight: 1 + (at % 7),
    })),
    codeOwners: parseCodeOwners(rules.join('\n')),
    excluded: [{ login: 'u1', why: 'opened this pull request' }],
    requested: { users: [], teams: [] },
    access: { users: Array.from({ length: 5000 }, (_, at) => `u${at}`), teams: null },
    familiarity: new Map(
      Array.from(
        { length: 500 },
        (_, at) =>
          [
            `u${at}`,
            new Map([
              [`area-${at}/`, 3],
              ['', 1],
            ]),
          ] as const,
      ),
    ),
    wanted: 15,
  }
  expect(proposeReviewers(asked).proposed).toHaveLength(15)
})
