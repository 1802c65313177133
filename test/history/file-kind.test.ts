import { describe, expect, test } from 'vitest'
import { type FileKind, fileKinds } from '../../src/domain/change.ts'
import { fileKind } from '../../src/history/file-kind.ts'

const table: Readonly<Record<FileKind, readonly string[]>> = {
  code: [
    'src/cart/total.ts',
    'main.go',
    'lib/latest.rb',
    'contest/entry.py',
    'app/greatest_hits.py',
    'src/protest.js',
    'Attestation.java',
    'src/package.ts',
    'web/index.html',
    'styles/site.css',
    'query.sql',
    'README/../a/readmexyz',
    'no-ending',
    'ünïcode/支払い.kt',
    'a"quoted".js',
    'tabs\tand\nbreaks.c',
  ],
  test: [
    'test/total.ts',
    'src/__tests__/total.js',
    'src/total.test.ts',
    'src/total-test.js',
    'src/total.spec.tsx',
    'src/Button.stories.tsx',
    'pkg/total_test.go',
    'test_total.py',
    'spec/cart_spec.rb',
    'src/test/java/TotalTest.java',
    'Sources/TotalTests.swift',
    'e2e/checkout.ts',
    'cypress/integration/pay.js',
    'features/pay.feature',
    't/t0001-init.sh',
    'testdata/cart.json',
    'fixtures/cart.yml',
  ],
  configuration: [
    'config/app.rb',
    'settings/local.py',
    'app.yml',
    'app.yaml',
    'tsconfig.json',
    'pytest.ini',
    '.eslintrc',
    '.env',
    'nested/.editorconfig',
    'app.properties',
    'web.xml',
    'custom.lock',
  ],
  documentation: [
    'README.md',
    'readme',
    'docs/api.html',
    'guide.rst',
    'CHANGELOG',
    'LICENSE.txt',
    'CODEOWNERS',
    'notes.adoc',
    'documentation/setup/index.js',
  ],
  generated: [
    'dist/index.js',
    'vendor/lib/a.go',
    'node_modules/a/index.js',
    'api/total.pb.go',
    'api/total_pb2.py',
    'site.min.js',
    'site.js.map',
    '__snapshots__/a.snap',
    'db/structure.sql',
    'schema.graphql',
    'build/out.txt',
  ],
  dependencies: [
    'package.json',
    'web/package-lock.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'Gemfile.lock',
    'requirements.txt',
    'requirements-dev.txt',
    'pyproject.toml',
    'go.mod',
    'go.sum',
    'Cargo.toml',
    'pom.xml',
    'build.gradle.kts',
    'composer.lock',
    'mix.exs',
    'Podfile.lock',
    'Package.resolved',
    'App/App.csproj',
    'flake.lock',
    'DEPS',
    'vendor/package.json',
  ],
  migration: [
    'db/migrate/20260101_add_total.rb',
    'shop/migrations/0001_initial.py',
    'migration/V1__init.sql',
    'sql/V12__totals.sql',
    'alembic/versions/ab12.py',
  ],
  infrastructure: [
    '.github/workflows/ci.yml',
    'Dockerfile',
    'web/Dockerfile.prod',
    'docker-compose.yml',
    'Jenkinsfile',
    'Makefile',
    '.gitlab-ci.yml',
    'terraform/main.tf',
    'infra.tf',
    'k8s/deployment.yaml',
    'charts/shop/values.yaml',
    'deploy/run.sh',
    '.circleci/config.yml',
  ],
}

describe.each(fileKinds)('%s', (kind) => {
  test.each(table[kind])('%s', (path) => expect(fileKind(path)).toBe(kind))
})

test('the longest paths and none at all are answered at once', () => {
  for (const piece of ['', '/', 'a/', 'a', 'test_', '.', 'v1__', '-', ' ', '支']) {
    const path = piece.repeat(4096 / Math.max(1, piece.length))
    const from = performance.now()
    expect(fileKinds).toContain(fileKind(path))
    // Backtracking without end would take hours; a busy machine takes its time, too.
    expect(performance.now() - from).toBeLessThan(10_000)
  }
})
