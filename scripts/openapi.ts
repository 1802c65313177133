import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

/**
 * Cuts GitHub's own OpenAPI description down to the routes our loopback GitHub answers, with the components they
 * refer to and without prose. The loopback GitHub validates every request and response against the cut.
 * With `--check` it writes nothing and fails when the committed cut differs.
 */

const source = { package: '@octokit/openapi', version: '23.0.2', file: 'generated/api.github.com.json' }

const repository = '/repos/{owner}/{repo}'
const routes = `
GET    /rate_limit
GET    /user
GET    /users/{username}
GET    /search/issues
GET    /orgs/{org}/teams
GET    /orgs/{org}/teams/{team_slug}
GET    /orgs/{org}/teams/{team_slug}/members
GET    .
GET    ./actions/runs
GET    ./actions/runs/{run_id}
GET    ./actions/runs/{run_id}/approvals
GET    ./actions/runs/{run_id}/attempts/{attempt_number}
GET    ./actions/runs/{run_id}/jobs
GET    ./actions/runs/{run_id}/pending_deployments
POST   ./actions/runs/{run_id}/pending_deployments
POST   ./actions/runs/{run_id}/deployment_protection_rule
POST   ./actions/runs/{run_id}/rerun
POST   ./actions/runs/{run_id}/rerun-failed-jobs
POST   ./actions/jobs/{job_id}/rerun
POST   ./actions/workflows/{workflow_id}/dispatches
GET    ./actions/workflows/{workflow_id}/runs
POST   ./check-runs
PATCH  ./check-runs/{check_run_id}
GET    ./codeowners/errors
GET    ./collaborators/{username}/permission
GET    ./commits
GET    ./commits/{ref}
GET    ./commits/{ref}/check-runs
GET    ./commits/{ref}/status
GET    ./commits/{ref}/statuses
GET    ./commits/{commit_sha}/pulls
GET    ./compare/{basehead}
GET    ./contents/{path}
PUT    ./contents/{path}
GET    ./deployments
POST   ./deployments
GET    ./deployments/{deployment_id}
GET    ./deployments/{deployment_id}/statuses
POST   ./deployments/{deployment_id}/statuses
GET    ./environments
GET    ./environments/{environment_name}
POST   ./git/blobs
GET    ./git/blobs/{file_sha}
POST   ./git/commits
GET    ./git/commits/{commit_sha}
GET    ./git/matching-refs/{ref}
GET    ./git/ref/{ref}
POST   ./git/refs
PATCH  ./git/refs/{ref}
DELETE ./git/refs/{ref}
POST   ./git/trees
GET    ./git/trees/{tree_sha}
GET    ./issues
POST   ./issues
GET    ./issues/{issue_number}
PATCH  ./issues/{issue_number}
GET    ./issues/comments
GET    ./issues/{issue_number}/comments
POST   ./issues/{issue_number}/comments
GET    ./issues/comments/{comment_id}
PATCH  ./issues/comments/{comment_id}
DELETE ./issues/comments/{comment_id}
POST   ./issues/comments/{comment_id}/reactions
GET    ./issues/{issue_number}/labels
POST   ./issues/{issue_number}/labels
DELETE ./issues/{issue_number}/labels/{name}
GET    ./labels
POST   ./labels
GET    ./labels/{name}
GET    ./pulls
GET    ./pulls/{pull_number}
GET    ./pulls/{pull_number}/comments
GET    ./pulls/{pull_number}/commits
GET    ./pulls/{pull_number}/files
GET    ./pulls/{pull_number}/requested_reviewers
POST   ./pulls/{pull_number}/requested_reviewers
DELETE ./pulls/{pull_number}/requested_reviewers
GET    ./pulls/{pull_number}/reviews
POST   ./pulls/{pull_number}/reviews
GET    ./pulls/{pull_number}/reviews/{review_id}
PUT    ./pulls/{pull_number}/reviews/{review_id}/dismissals
GET    ./releases
GET    ./releases/tags/{tag}
GET    ./rules/branches/{branch}
POST   ./statuses/{sha}
GET    ./tags
`
  .trim()
  .split('\n')
  .map((line) => {
    const [method = '', path = ''] = line.split(/\s+/)
    return { method: method.toLowerCase(), path: path.replace(/^\./, repository) }
  })

/** Prose and examples, which nothing validates against. */
const prose = [
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'tags',
  'x-octokit',
  'x-github-breaking-changes',
]
/** Below these, keys are names of things and not keywords: a property may well be called `description`. */
const dictionaries = ['properties', 'patternProperties', 'schemas', 'parameters', 'responses', 'headers']

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type Dictionary = { readonly [key: string]: Json }
const isDictionary = (value: Json | undefined): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Without prose, keys sorted so that the same description gives the same bytes. */
const bare = (value: Json, within = ''): Json => {
  if (Array.isArray(value)) return value.map((each) => bare(each))
  if (!isDictionary(value)) return value
  const names = dictionaries.includes(within)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => names || !prose.includes(key))
      .map(([key, each]): [string, Json] => (key === 'x-github' && !names ? appsOnly(each) : [key, each]))
      .filter(([key]) => key !== '')
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, each]) => [key, bare(each, names ? '' : key)]),
  )
}

/** Of GitHub's remarks on a route, the one that decides an answer: whether an App's token may ask it at all. */
const appsOnly = (remarks: Json): [string, Json] =>
  isDictionary(remarks) && remarks['enabledForGitHubApps'] === false
    ? ['x-enabled-for-apps', false]
    : ['', null]

const referencesIn = (value: Json): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (!isDictionary(value)) return []
  const own = value['$ref']
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(value).flatMap(referencesIn)]
}

const at = (root: Json, path: readonly string[]): Json => {
  const found = path.reduce<Json | undefined>(
    (value, key) => (isDictionary(value) ? value[key] : undefined),
    root,
  )
  if (found === undefined) throw new Error(`${source.package} ${source.version} has no ${path.join(' > ')}`)
  return found
}

/** Everything the paths refer to, and what that refers to. */
const componentsFor = (whole: Json, paths: Json): Json => {
  const kept: Record<string, Record<string, Json>> = {}
  const waiting = [...referencesIn(paths)]
  for (let reference = waiting.pop(); reference !== undefined; reference = waiting.pop()) {
    const [, group = '', name = ''] = reference.match(/^#\/components\/([^/]+)\/(.+)$/) ?? []
    if (kept[group]?.[name] !== undefined) continue
    const component = at(bareComponents(whole, group), [name])
    kept[group] = { ...kept[group], [name]: component }
    waiting.push(...referencesIn(component))
  }
  return bare(kept, 'schemas') as Json
}

const groups = new Map<string, Json>()
const bareComponents = (whole: Json, group: string): Json => {
  const known = groups.get(group) ?? bare(at(whole, ['components', group]), group)
  groups.set(group, known)
  return known
}

const cut = (whole: Json): Json => {
  const paths: Record<string, Record<string, Json>> = {}
  for (const { method, path } of routes) {
    paths[path] = { ...paths[path], [method]: bare(at(whole, ['paths', path, method])) }
  }
  return {
    openapi: at(whole, ['openapi']),
    info: {
      title: `Cut of ${source.package} ${source.version} (${source.file}), made by scripts/openapi.ts`,
      version: source.version,
      license: { name: 'MIT', url: 'https://github.com/octokit/openapi/blob/main/LICENSE' },
    },
    paths,
    components: componentsFor(whole, paths),
  }
}

/** Only the one file is unpacked: the package is 385 MB. */
const download = (): Json => {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'))
  try {
    const run = (program: string, args: string[]) =>
      execFileSync(program, args, { cwd: folder, encoding: 'utf8' })
    const [packed] = JSON.parse(run('npm', ['pack', '--json', `${source.package}@${source.version}`]))
    run('tar', ['-xzf', packed.filename, `package/${source.file}`])
    return JSON.parse(readFileSync(join(folder, 'package', source.file), 'utf8'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const target = new URL('../fixtures/github/openapi.json.gz', import.meta.url)
const text = `${JSON.stringify(cut(download()))}\n`
if (process.argv.includes('--check')) {
  if (gunzipSync(readFileSync(target)).toString() !== text) {
    console.error('fixtures/github/openapi.json.gz is not what scripts/openapi.ts makes; run it and commit.')
    process.exitCode = 1
  }
} else {
  mkdirSync(new URL('.', target), { recursive: true })
  const packed = gzipSync(text, { level: 9 })
  packed[9] = 255 // the operating system's mark in the header: "unknown", for the same bytes everywhere
  writeFileSync(target, packed)
  console.log(`${routes.length} routes, ${text.length} characters, ${packed.length} bytes packed`)
}
