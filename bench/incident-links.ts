/**
 * How well incidents are tied to the changes that caused them, beside the rule other tools use (the last deployment before
 * the incident), on real incidents with links that people read out of the post-mortems.
 *   node bench/incident-links.ts FOLDER
 * FOLDER holds incidents.csv.gz, incident_docs.jsonl.gz, changes.csv.gz and links.csv (columns: see its README). Counts
 * are few: they tell whether something is broken, not a third decimal.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Incident } from '../src/domain/incident.ts'
import { rarityAmong } from '../src/history/incidents/common-words.ts'
import { type DeployedChange, DeployedChanges } from '../src/history/incidents/deployed-change.ts'
import { linkIncident } from '../src/history/incidents/links.ts'
import { rankSuspects } from '../src/history/incidents/suspects.ts'
import { importIncidents } from '../src/sources/incidents/importing.ts'
import { rowsOf } from '../src/sources/incidents/rows.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: node bench/incident-links.ts FOLDER')

const text = (name: string): string => {
  const bytes = readFileSync(join(folder, name))
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
type Row = Readonly<Record<string, string>>
const rows = (name: string): readonly Row[] => rowsOf(text(name)).map(({ fields }) => fields as Row)
const seconds = (iso: string | undefined): number => Date.parse(iso ?? '') / 1000

const repositories: Readonly<Record<string, string>> = {
  mybinder: 'jupyterhub/mybinder.org-deploy',
  datahub: 'berkeley-dsep-infra/datahub',
  jenkins: 'jenkins-infra/kubernetes-management',
  moj: 'ministryofjustice/cloud-platform-infrastructure',
}
const zones: Readonly<Record<string, string>> = { datahub: 'America/Los_Angeles', moj: 'Europe/London' }

const changeOf = (row: Row): DeployedChange => ({
  change: row['change_id']!,
  sha: row['sha']!,
  number: /^#\d+$/.test(row['change_id']!) ? Number(row['change_id']!.slice(1)) : null,
  at: seconds(row['committed_at']),
  title: row['title']!,
  paths: row['paths']!.split(';').filter((path) => path !== ''),
  components: [],
  risk: null,
  revertedAt: row['reverted_at'] ? seconds(row['reverted_at']) : null,
  isRevert: row['is_revert'] === '1',
  trailers: null,
})

const allChanges = rows('changes.csv.gz')
const links = rows('links.csv')
const annotated = rows('incidents.csv.gz')
const texts = new Map(
  text('incident_docs.jsonl.gz')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { org: string; incident_id: string; text: string })
    .map((document) => [`${document.org} ${document.incident_id}`, document]),
)

const readDocument = (row: Row): Incident => {
  const document = texts.get(`${row['org']} ${row['incident_id']}`)!
  const { incidents } = importIncidents([{ name: `${document.incident_id}.md`, content: document.text }], {
    zone: zones[document.org],
  })
  return incidents[0]!.incident
}

const repositoryOf = (org: string) => {
  const changes = allChanges.filter((row) => row['org'] === org).map(changeOf)
  return { changes: new DeployedChanges(changes, repositories[org] ?? null), rarity: rarityAmong(changes) }
}
const orgs = new Map(Object.keys(repositories).map((org) => [org, repositoryOf(org)]))

/** The cause as annotated; explicit ones apart, because the others were found by time and flatter whoever looks there. */
const causesOf = (row: Row, basis?: string): readonly Row[] =>
  links.filter(
    (link) =>
      link['org'] === row['org'] &&
      link['incident_id'] === row['incident_id'] &&
      link['relation'] === 'caused_by' &&
      (basis === undefined || link['basis'] === basis),
  )

interface Score {
  first: number
  five: number
  answers: number
  sought: number
}
const score = (): Score => ({ first: 0, five: 0, answers: 0, sought: 0 })
const count = (into: Score, ranked: readonly string[], causes: readonly string[]): void => {
  into.sought += 1
  if (causes.includes(ranked[0] ?? '')) into.first += 1
  if (ranked.slice(0, 5).some((change) => causes.includes(change))) into.five += 1
}

const week = 7 * 86_400
const postMortems = annotated.filter((row) => row['org'] !== 'jenkins' && orgs.has(row['org']!))
const recency = score()
const live = score()
const written = score()
let lastRuleAnswers = 0
let lastRuleRight = 0
let causedHere = 0
let suspectAnswers = 0
let suspectRight = 0
let noneWherePlain = 0
let noneSaid = 0
const withCause: number[] = []
const withoutCause: number[] = []
const misses: string[] = []
const confirmed: { right: boolean; line: string }[] = []

for (const row of postMortems) {
  const { changes, rarity } = orgs.get(row['org']!)!
  const own = readDocument(row)
  const annotatedTimes = {
    detectedAt: `${new Date(seconds(row['symptom_at'] || row['started_at']) * 1000).toISOString().slice(0, 19)}Z`,
  }
  const told: Incident = { ...own, ...annotatedTimes }
  const { text: _, resolvedAt: __, closedAt: ___, ...atFirst } = told
  const noticed = seconds(annotatedTimes.detectedAt)
  const causes = causesOf(row).map((link) => link['change_id']!)
  const here = causes.filter((cause) => changes.all.some(({ change }) => change === cause))
  const before = changes.between(noticed - week, noticed)
  const newest = [...before].reverse().map(({ change }) => change)
  const last = changes.between(0, noticed).at(-1)
  if (last !== undefined) {
    lastRuleAnswers += 1
    if (causes.includes(last.change)) lastRuleRight += 1
  }
  if (row['tracked_change'] === 'repo') causedHere += 1
  const linked = linkIncident(told, changes, { rarity })
  for (const link of linked.links)
    if (link.state === 'confirmed')
      confirmed.push({
        right: causes.includes(link.change.change),
        line: `${row['org']} ${row['incident_id']}: ${link.change.change} by ${link.evidence.map(({ rule }) => rule).join(', ')}`,
      })
  const said = linked.links.filter(({ state }) => state === 'suspect')
  if (said.length > 0) {
    suspectAnswers += 1
    if (said.some(({ change }) => causes.includes(change.change))) suspectRight += 1
  }
  if (linked.links.length === 0) {
    noneSaid += 1
    if (causes.length === 0) noneWherePlain += 1
  }
  const byLive = rankSuspects(atFirst, changes, { rarity, until: noticed + 900 })
  const into = here.length === 0 ? withoutCause : withCause
  into.push(byLive.noChange)
  if (here.length === 0) continue
  const liveRanked = byLive.suspects.map(({ change }) => change.change)
  const ranked = linked.suspicion.suspects.map(({ change }) => change.change)
  count(recency, newest, here)
  count(live, liveRanked, here)
  count(written, ranked, here)
  const place = (list: readonly string[]): string => {
    const at = list.findIndex((change) => here.includes(change))
    return at < 0 ? '-' : `${at + 1}`
  }
  misses.push(
    `  ${row['org']} ${row['incident_id']}: ${here.join(' ')} · newest ${place(newest)} · live ${place(liveRanked)} · written ${place(ranked)}`,
  )
}

console.log(
  `${postMortems.length} post-mortems with a change log; ${causedHere} annotated as caused by a change of it`,
)
console.log(`\nNamed changes (confirmed links)`)
for (const { right, line } of confirmed) console.log(`  ${right ? 'right' : 'WRONG'}  ${line}`)
// Explicit links to changes that the log lacks can be named only as they are written.
const explicit = postMortems.flatMap((row) => causesOf(row, 'explicit').map((link) => ({ row, link })))
const namedElsewhere = explicit.filter(({ row, link }) => {
  const { changes, rarity } = orgs.get(row['org']!)!
  const number = link['change_id']!.replace('#', '')
  return linkIncident(readDocument(row), changes, { rarity }).elsewhere.some((name) => name.endsWith(number))
})
console.log(`  precision ${confirmed.filter(({ right }) => right).length} of ${confirmed.length}`)
console.log(
  `  explicit links: ${explicit.length}; named though the log lacks the change: ${namedElsewhere.length}`,
)
console.log(
  `\nLast deployment before the incident: right ${lastRuleRight} of ${lastRuleAnswers} answers, ${lastRuleRight} of ${causedHere} causes`,
)
console.log(`Suspects (three at most): right ${suspectRight} of ${suspectAnswers} answers`)
console.log(`No change: said ${noneSaid} times, right ${noneWherePlain}`)
const mean = (values: readonly number[]): string =>
  (values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length)).toFixed(2)
console.log(
  `  probability of it on average: ${mean(withoutCause)} where the log holds no cause (${withoutCause.length}), ${mean(withCause)} where it does (${withCause.length})`,
)
console.log(`\nRanking, where the log holds the cause (${recency.sought})        first   first five`)
const line = (name: string, { first, five }: Score): void =>
  console.log(`  ${name.padEnd(48)} ${String(first).padStart(5)} ${String(five).padStart(8)}`)
line('newest first', recency)
line('live: title, time, files', live)
line('with what was written afterwards', written)
for (const miss of misses) console.log(miss)
