/** Incidents from what the configuration names: read, doubted, or listed with why they do not count. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRepository } from '../../../src/clients/git/repository.ts'
import { readIncidents } from '../../../src/commands/learn/incident-sources.ts'
import type { IncidentSource } from '../../../src/config/configuration.ts'
import { isolatedEnvironment } from '../../e2e/git.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'

let repository: Repository
let workspace: string
beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'change-risk-sources-'))
  repository = await makeRepository()
  await repository.commit({
    message: 'Say what happened',
    files: { 'postmortems/one.md': '# One\n\n## Summary\n\nAll was bad.\n' },
  })
})
afterAll(async () => {
  await repository.remove()
  rmSync(workspace, { recursive: true, force: true })
})

const incident = (id: string, startedAt = '2026-03-01T10:00:00Z') =>
  JSON.stringify({ id, title: id, startedAt })
const put = (path: string, content: string | Buffer): void => {
  mkdirSync(dirname(join(workspace, path)), { recursive: true })
  writeFileSync(join(workspace, path), content)
}
const files = (...paths: readonly string[]): IncidentSource => ({ kind: 'files', paths, timeZone: null })
const read = async (
  incidents: readonly IncidentSource[],
  given: Partial<Parameters<typeof readIncidents>[0]> = {},
) => {
  const opened = await openRepository(repository.directory, isolatedEnvironment)
  try {
    const found = await readIncidents({
      configuration: { incidents },
      repository: opened,
      head: 'HEAD',
      workspace,
      given: [],
      issues: null,
      otherBranch: null,
      ...given,
    })
    return { ...found, incidents: found.incidents.map(({ id }) => id) }
  } finally {
    opened.objects.end()
  }
}

test('files of the checkout are read in folders, gzipped or not, and links are not followed', async () => {
  put('in/a.json', incident('A'))
  put('in/deep/er/b.json.gz', gzipSync(incident('B')))
  put('in/node_modules/c.json', incident('C'))
  put('outside.json', incident('D'))
  symlinkSync(join(workspace, 'outside.json'), join(workspace, 'in/link.json'))
  expect(await read([files('in/**/*.json', 'in/**/*.json.gz')])).toEqual({
    incidents: ['A', 'B'],
    unusable: [],
    notCounted: [],
    superseded: 0,
  })
  expect((await read([files('*.json')])).incidents).toEqual(['D'])
})

test('a pattern without a file and a file that is spoilt are told', async () => {
  put('spoilt/a.json.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3]))
  put('spoilt/b.json', '{')
  const { unusable, incidents } = await read([files('spoilt/*', 'nowhere/*.json')])
  expect(incidents).toEqual([])
  expect(unusable).toEqual([
    expect.stringMatching(/^spoilt\/a\.json\.gz: cannot be read \(/),
    'nowhere/*.json: matches no file of the checkout; fetch it in an earlier step, or mend the path',
    expect.stringMatching(/^spoilt\/b\.json: begins like JSON/),
  ])
})

test('times without a zone are on the clock of their source', async () => {
  put('local/a.json', incident('L', '2026-07-01 10:00'))
  const at = async (timeZone: string | null) => {
    const opened = await openRepository(repository.directory, isolatedEnvironment)
    const { incidents } = await readIncidents({
      configuration: { incidents: [{ kind: 'files', paths: ['local/*.json'], timeZone }] },
      ...{ repository: opened, head: 'HEAD', workspace, given: [], issues: null, otherBranch: null },
    })
    opened.objects.end()
    return [incidents[0]!.startedAt, incidents[0]!.doubts.includes('no-zone')]
  }
  expect(await at('Europe/Paris')).toEqual(['2026-07-01T08:00:00Z', false])
  expect(await at(null)).toEqual(['2026-07-01T10:00:00Z', true])
})

test('what two sources tell in the same words is one', async () => {
  put('twice/a.json', incident('T'))
  const given = [{ name: 'given.json', content: incident('T') }]
  expect((await read([files('twice/*.json')], { given })).incidents).toEqual(['T'])
})

test('post-mortems count where they were reviewed, issues where somebody asks for them', async () => {
  const postMortems: IncidentSource = { kind: 'post-mortems', paths: ['postmortems/*.md'], timeZone: null }
  const issues: IncidentSource = { kind: 'github-issues', labels: ['incident'], creators: ['collaborators'] }
  expect((await read([postMortems])).incidents).toHaveLength(1)
  expect(await read([postMortems, issues], { otherBranch: 'wild' })).toEqual({
    incidents: [],
    unusable: [],
    superseded: 0,
    notCounted: [
      'post-mortems postmortems/*.md: on wild anybody may write one; run learn on the default branch',
      expect.stringMatching(
        /^github-issues labelled incident: the action asks GitHub for them; here give --incidents/,
      ),
    ],
  })
  expect((await read([files('in/*.json')], { workspace: null })).notCounted).toEqual([
    'files in/*.json: there is no checkout to read them from',
  ])
})
