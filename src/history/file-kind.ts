/** What a file is for, told from its path alone, so that every clone and every reader agrees. First match wins. */
import type { FileKind } from '../domain/change.ts'

const patterns: readonly (readonly [FileKind, RegExp])[] = [
  [
    'dependencies',
    /(^|\/)(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|gemfile(\.lock)?|.*\.gemspec|requirements[^/]*\.(txt|in)|pipfile(\.lock)?|poetry\.lock|uv\.lock|pyproject\.toml|setup\.(py|cfg)|go\.(mod|sum|work)|cargo\.(toml|lock)|pom\.xml|build\.gradle(\.kts)?|gradle\.lockfile|libs\.versions\.toml|composer\.(json|lock)|mix\.(exs|lock)|podfile(\.lock)?|package\.(swift|resolved)|.*\.csproj|packages\.lock\.json|directory\.packages\.props|flake\.(nix|lock)|deps)$/i,
  ],
  [
    'generated',
    /(^|\/)(dist|build|generated|__generated__|vendor|third_party|node_modules)\/|\.(min\.(js|css)|map|snap|pb\.go|pb\.cc|pb\.h|g\.dart)$|_pb2(_grpc)?\.py$|(^|\/)(schema\.graphql|structure\.sql)$/i,
  ],
  [
    'migration',
    /(^|\/)(migrations?|migrate|db\/migrate|alembic\/versions|flyway|liquibase)\/|(^|\/)v\d+__[^/]+\.sql$/i,
  ],
  [
    'test',
    /(^|\/)(tests?|specs?|__tests__|__mocks__|testing|testdata|fixtures|e2e|cypress|features)\/|(^|\/)(test_[^/]+|[^/]+_test|[^/]+_spec|[^/]+[.-](test|spec|cy|stories))\.[^/.]+$|(^|\/)t\d{4}-[^/]+\.sh$|[a-z]Tests?\.(java|kt|cs|swift|scala)$/,
  ],
  [
    'documentation',
    /(^|\/)(docs?|documentation)\/|\.(md|mdx|rst|adoc|txt|asciidoc|markdown)$|(^|\/)(readme|changelog|changes|license|licence|copying|authors|contributing|notice|news|codeowners)(\.[^/]*)?$/i,
  ],
  [
    'infrastructure',
    /(^|\/)(\.github|\.circleci|\.gitlab|\.buildkite|ci|terraform|ansible|helm|charts|k8s|kubernetes|deploy(ment)?s?|docker|puppet|chef)\/|(^|\/)(dockerfile[^/]*|docker-compose[^/]*|jenkinsfile|procfile|makefile|\.gitlab-ci\.yml|\.travis\.yml|azure-pipelines\.yml|vagrantfile|cloudbuild\.yaml)$|\.(tf|tfvars|hcl|nomad|pp)$/i,
  ],
  [
    'configuration',
    /\.(ya?ml|toml|ini|cfg|conf|properties|env|json5?|plist|xml|editorconfig|lock)$|(^|\/)\.[^/]+$|(^|\/)(config|settings|conf)\//i,
  ],
]

const read = (path: string): FileKind => patterns.find(([, pattern]) => pattern.test(path))?.[0] ?? 'code'

/** Kinds read lately: a history asks for the same paths again and again. */
const known = new Map<string, FileKind>()
const mostKnown = 8192

/** The kind of the file at `path`; anything unrecognised is code, which is the careful reading. */
export const fileKind = (path: string): FileKind => {
  const before = known.get(path)
  if (before !== undefined) return before
  const kind = read(path)
  if (known.size >= mostKnown) known.clear()
  known.set(path, kind)
  return kind
}
