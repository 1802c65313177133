import { describe, expect, test } from 'vitest'
import { ownersOf, parseCodeOwners, ruleOf } from '../../src/config/codeowners.ts'

const namesOf = (file: string, path: string) =>
  ownersOf(parseCodeOwners(file), path)?.map(({ name }) => name) ?? null
/** Whether a rule with this pattern alone would own the path. */
const matches = (pattern: string, path: string) => namesOf(`${pattern} @someone`, path) !== null

/** In the order of GitHub's "About code owners". */
const documented = `# The rules GitHub explains its format with.

*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
`

describe("GitHub's own example", () => {
  test.each([
    ['the default owners own what no later rule names', 'Makefile', ['global-owner1', 'global-owner2']],
    ['… at any depth', 'lib/deep/down.c', ['global-owner1', 'global-owner2']],
    ['… names that begin with a dot too', '.github/workflows/ci.yml', ['global-owner1', 'global-owner2']],
    ['the later rule wins, and the comment behind it owns nothing', 'web/main.js', ['js-owner']],
    ['an address owns', 'cmd/serve.go', ['docs@example.com']],
    ['a team owns', 'notes.txt', ['octo-org/octocats']],
    ['a folder of that name somewhere', 'lib/apps/main.c', ['octocat']],
    ['a folder at the root, with what is below', 'docs/build-app/troubleshooting.md', ['doctocat']],
    ['docs/* comes before /docs/, so that one wins', 'docs/getting-started.md', ['doctocat']],
    ['either of two', 'scripts/release.sh', ['doctocat', 'octocat']],
    ['logs, anywhere', 'deeply/nested/logs/today', ['octocat']],
    ['logs, at the root', 'logs/today', ['octocat']],
    ['**/logs comes after /build/logs/', 'build/logs/today', ['octocat']],
    ['everything in apps', 'apps/web/page.ts', ['octocat']],
    ['nobody owns what was taken away', 'apps/github/page.ts', []],
  ])('%s: %s', (_, path, owners) => expect(namesOf(documented, path)).toEqual(owners))

  test('has nothing wrong', () => expect(parseCodeOwners(documented).problems).toEqual([]))
  test('the rule that decided is told with its line', () =>
    expect(ruleOf(parseCodeOwners(documented), 'web/main.js')).toMatchObject({ line: 4, pattern: '*.js' }))
})

describe('which paths a pattern takes in', () => {
  test.each([
    ['*', 'a everything, .env, a/b/c', ''],
    ['**', '.env, a/b/c', ''],
    ['/**', '.env, a/b/c', ''],
    ['**/*', '.env, a/b/c', ''],
    ['/*', 'a, .env', 'a/b'],
    ['*.js', 'a.js, x/y/a.js, .js, x.js/readme', 'a.jsx, js, a.JS'],
    ['/*.js', 'a.js, x.js/readme', 'x/a.js'],
    ['docs', 'docs, docs/a, docs/a/b, x/docs, x/docs/a', 'docs.md, mydocs, Docs/a'],
    ['docs/', 'docs/a, docs/a/b, x/docs/a', 'docs, x/docs'],
    ['/docs', 'docs, docs/a, docs/a/b', 'x/docs, x/docs/a, docs.md'],
    ['/docs/', 'docs/a, docs/a/b', 'docs, x/docs/a'],
    ['docs/*', 'docs/a, docs/.b', 'docs, docs/a/b, x/docs/a'],
    ['/docs/*', 'docs/a', 'docs/a/b, x/docs/a'],
    ['docs/**', 'docs/a, docs/a/b', 'docs, x/docs/a'],
    ['docs/**/', 'docs/a, docs/a/b', 'docs, x/docs/a'],
    ['docs/*.md', 'docs/a.md', 'docs/a/b.md, x/docs/a.md'],
    ['docs/b*', 'docs/bar, docs/bar/x', 'docs/a, x/docs/bar'],
    ['docs/**/*.md', 'docs/a.md, docs/x/y/a.md', 'a.md, docs/a.txt'],
    ['a/b', 'a/b, a/b/c', 'x/a/b, a/bc'],
    ['a/b/', 'a/b/c, a/b/c/d', 'a/b, x/a/b/c'],
    ['**/docs', 'docs, docs/a, x/docs, x/y/docs/a/b', 'mydocs'],
    ['**/docs/', 'docs/a, x/y/docs/a', 'docs, x/docs'],
    ['**/docs/*', 'docs/a, x/docs/a', 'docs, x/docs/a/b'],
    ['**/docs/a', 'docs/a, x/docs/a/b', 'docs/x/a'],
    ['a/**/b', 'a/b, a/x/b, a/x/y/b/z', 'b, x/a/b, a/bx'],
    ['a/*/c', 'a/b/c, a/b/c/d', 'a/c, a/b/b/c'],
    ['/*/', 'a/b, a/b/c', 'a'],
    ['f*/', 'foo/a, x/foo/a', 'foo, bar/a'],
    ['dir*', 'dir1, dir1/b/script.js, x/dir2/a', 'mydir'],
    ['a**z', 'az, abcz, x/abz/y', 'a/z, abc'],
    ['file?.ts', 'file1.ts, file😀.ts', 'file.ts, file12.ts'],
    ['path\\ with\\ spaces/', 'path with spaces/a', 'path, path\\ with\\ spaces/a'],
    ['a\\*', 'a*', 'ab'],
    ['a\\?', 'a?', 'ab'],
    ['pages/\\[id\\].ts', 'pages/[id].ts', 'pages/i.ts'],
    ['a\\#b', 'a#b', 'ab'],
    ['a#b', 'a#b', 'a'],
    ['\\!a', '!a, x/!a', 'a'],
    ['(shop)/{a,b}+@.ts', '(shop)/{a,b}+@.ts', 'shop/a.ts'],
    ['ünï/', 'ünï/a', 'uni/a'],
    ['README.md', 'README.md, x/README.md', 'readme.md, READMExmd'],
  ])('%s', (pattern, inside, outside) => {
    const list = (text: string) => (text === '' ? [] : text.split(', '))
    expect(parseCodeOwners(`${pattern} @someone`).problems).toEqual([])
    expect(list(inside).filter((path) => !matches(pattern, path))).toEqual([])
    expect(list(outside).filter((path) => matches(pattern, path))).toEqual([])
  })
})

describe('who owns', () => {
  test.each([
    ['* @mira', [{ kind: 'user', name: 'mira' }]],
    ['* @mona_acme', [{ kind: 'user', name: 'mona_acme' }]],
    ['* @acme/release-leads', [{ kind: 'team', name: 'acme/release-leads' }]],
    ['* @acme/v2.0_core', [{ kind: 'team', name: 'acme/v2.0_core' }]],
    ['* user+code@mail.example.com', [{ kind: 'email', name: 'user+code@mail.example.com' }]],
    [
      '*\t@a \t @b ',
      [
        { kind: 'user', name: 'a' },
        { kind: 'user', name: 'b' },
      ],
    ],
    ['* @Mira @mira @MIRA', [{ kind: 'user', name: 'Mira' }]],
    ['* @a#@b', [{ kind: 'user', name: 'a' }]],
    ['  * @a', [{ kind: 'user', name: 'a' }]],
    ['*', []],
    ['* # nobody, on purpose', []],
  ])('%s', (line, owners) => expect(ownersOf(parseCodeOwners(line), 'any/file')).toEqual(owners))
})

describe('a line that GitHub would not accept is skipped alone, and told', () => {
  test.each([
    ['!secret/ @a', 'a pattern without !'],
    ['\\#notes @a', 'begins with no #, which cannot be escaped here (did you mean "?notes"?)'],
    ['file[0-9].ts @a', '\\[ and \\] for [ and ]'],
    ['/ @a', 'can match a file (did you mean "*"?)'],
    ['a//b @a', 'without empty folder names'],
    ['// @a', 'without empty folder names'],
    ['a*** @a', 'at most two * in a row'],
    ['a\\', 'after every \\ of the pattern'],
    ['a\\/b @a', 'after every \\ of the pattern'],
    ['a\u0000b @a', 'without control characters'],
    [
      '* user',
      'owners like @user, @organisation/team or user@example.com, got "user" (did you mean "@user"?)',
    ],
    ['* acme/team', '(did you mean "@acme/team"?)'],
    ['* @a @', 'got "@"'],
    ['* @a @b@c', 'got "@b@c"'],
    ['* @a/b/c', 'got "@a/b/c"'],
    ['* @dependabot[bot]', 'got "@dependabot[bot]"'],
    ['* user@localhost', 'got "user@localhost"'],
    ['* @coh.org', 'got "@coh.org"'],
    ['* @a, @b', 'got "@a,"'],
  ])('%j', (line, why) => {
    const owners = parseCodeOwners(`* @before\n${line}\n*.md @after`)
    expect(owners.problems).toEqual([{ line: 2, why: expect.stringContaining(why) }])
    expect(ownersOf(owners, 'a/b')).toEqual([{ kind: 'user', name: 'before' }])
    expect(ownersOf(owners, 'a/b.md')).toEqual([{ kind: 'user', name: 'after' }])
  })
})

describe('files as editors leave them', () => {
  test.each([
    ['Windows line ends', '# a\r\n* @a\r\n*.md\r\n'],
    ['a byte order mark', '\ufeff# a\n* @a\n*.md'],
    ['a mark before a rule', '\ufeff* @a\n\n*.md'],
    ['old line ends', '# a\r* @a\r*.md'],
  ])('%s', (_, text) => {
    const owners = parseCodeOwners(text)
    expect(owners.problems).toEqual([])
    expect(owners.rules.map(({ pattern }) => pattern)).toEqual(['*', '*.md'])
    expect(ownersOf(owners, 'x.ts')).toEqual([{ kind: 'user', name: 'a' }])
    expect(ownersOf(owners, 'x.md')).toEqual([])
  })

  test('an empty file says nothing', () => {
    expect(parseCodeOwners('')).toEqual({ rules: [], problems: [] })
    expect(ownersOf(parseCodeOwners('# nothing\n\n'), 'a')).toBeNull()
  })

  const big = '* @a\n'.padEnd(3 * 1024 * 1024 - 1, '# all the rest is a comment\n')
  test('just under 3 MB is read', () => expect(parseCodeOwners(big).rules).toHaveLength(1))
  test.each([
    ['3 MB', `${big}#`],
    ['3 MB in bytes, not in characters', big.replace('all', 'äll')],
  ])('%s counts for nothing', (_, text) => {
    const { rules, problems } = parseCodeOwners(text)
    expect(rules).toEqual([])
    expect(problems).toEqual([{ line: null, why: expect.stringContaining('3 MB') }])
  })
})
