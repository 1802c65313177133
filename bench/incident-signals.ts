/**
 * What the signals of incidents are worth, on real repositories with real incidents.
 *   node bench/incident-signals.ts FOLDER NAME=CLONE…
 * FOLDER holds incident_docs.jsonl.gz and links.csv (columns: see its README); NAME is the org of an incident there, any
 * other clone counts for the patterns only.
 *
 * Patterns: every failure that git tells is taken for the cause of an incident; how often does fail what repeats one?
 * Effect: each repository is replayed with and without the signals, every block foretold by what was known before it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openRepository, type Repository, resolveCommit } from '../src/clients/git/repository.ts'
import { exp } from '../src/domain/numerics.ts'
import { entityOf } from '../src/history/hash.ts'
import type { IncidentMemory, PartIncidents } from '../src/history/incident-memory.ts'
import { readReference } from '../src/history/incidents/references.ts'
import { firstAtLeast, type HistoryIndex } from '../src/history/index.ts'
import { type KnownIncident, mergeIncidents } from '../src/history/known-incidents.ts'
import { shippedPrior } from '../src/main/prior.ts'
import type { Artefact } from '../src/model/artefact.ts'
import { believingIncidents } from '../src/model/incident-belief.ts'
import { auc, logLoss } from '../src/model/metrics.ts'
import { type PartsTable, partsTable } from '../src/model/parts-table.ts'
import { replay } from '../src/model/prequential.ts'
import { contextFactorsOf, probabilityOf } from '../src/model/score.ts'
import { incidentMomentSignals, incidentSignals } from '../src/signals/all.ts'
import { measureMoment, measurer } from '../src/signals/measure.ts'
import { openHistory } from '../src/sources/history.ts'
import { readIncidentMemory } from '../src/sources/incident-memory.ts'
import { importIncidents } from '../src/sources/incidents/importing.ts'
import { rowsOf } from '../src/sources/incidents/rows.ts'

const [folder, ...clones] = process.argv.slice(2)
if (folder === undefined || clones.length === 0)
  throw new Error('usage: node bench/incident-signals.ts FOLDER NAME=CLONE…')

const maturitySeconds = 14 * 86_400
const lookbackSeconds = 10 * 365.25 * 86_400
const trainFraction = 0.1
const blocks = 10

const text = (name: string): string => {
  const bytes = readFileSync(join(folder, name))
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
const documents = text('incident_docs.jsonl.gz')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { org: string; incident_id: string; text: string })
const links = rowsOf(text('links.csv')).map(({ fields }) => fields as Readonly<Record<string, string>>)

/** The incidents of an org, with the changes that people read out of them as their causes. */
const incidentsOf = (org: string, index: HistoryIndex): readonly KnownIncident[] =>
  documents
    .filter((document) => document.org === org)
    .flatMap((document) => {
      const { incidents } = importIncidents([{ name: `${document.incident_id}.md`, content: document.text }])
      const told = incidents[0]?.incident
      if (told === undefined) return []
      const culprits = links
        .filter((link) => link['org'] === org && link['incident_id'] === document.incident_id)
        .filter(({ relation }) => relation === 'caused_by' || relation === 'contributing')
        .flatMap((link) => {
          const reference = readReference(link['change_id']!)
          const place =
            reference?.kind === 'sha'
              ? index.positionOf(reference.sha)
              : reference?.kind === 'number'
                ? index.lastNamed(entityOf('number', String(reference.number)), index.length)
                : null
          return place === null ? [] : [index.sha(place)]
        })
      return mergeIncidents([], [told]).map((known) => (culprits.length > 0 ? { ...known, culprits } : known))
    })
    .toSorted((one, other) => one.noticedAt - other.noticedAt)

interface Read {
  readonly repository: Repository
  readonly index: HistoryIndex
  readonly past: PartsTable
}

/** As things lay when the last of them was noticed: what has moved since is called something else by now. */
const remember = ({ repository, index }: Read, incidents: readonly KnownIncident[]) => {
  const last = incidents.at(-1)!.noticedAt
  const commit = index.sha(Math.max(0, firstAtLeast(index.parts.time, last + 1) - 1))
  return readIncidentMemory({ repository, index, incidents, commit, configuration: { components: [] } })
}

const failed = ({ failedAt }: PartsTable): Float64Array => failedAt.map((at) => (Number.isFinite(at) ? 1 : 0))
const ofRows = (labels: Float64Array, rows: readonly number[]): string => {
  const failures = rows.filter((row) => labels[row] === 1).length
  return `${failures} of ${rows.length} (${((100 * failures) / Math.max(1, rows.length)).toFixed(1)} %)`
}

/** More than this many causes are not read at once. */
const culpritsAtOnce = 200

const patterns = async (read: Read): Promise<void> => {
  const labels = failed(read.past)
  const all = [...labels.keys()]
  const synthetic = all
    .filter((row) => labels[row] === 1)
    .map(
      (row): KnownIncident => ({
        ...{ id: `F-${row}`, source: 'git', nearMiss: false, severity: 'sev2', environment: 'production' },
        ...{ noticedAt: read.past.failedAt[row]!, startedAt: null, recoveredAt: null, over: true },
        ...{ components: [], customers: [], impact: 'unknown', trigger: 'change', causes: [] },
        ...{ actions: { open: 0, done: 0 }, postMortem: null, culprits: [read.index.sha(row)] },
      }),
    )
    .toSorted((one, other) => one.noticedAt - other.noticedAt)
  const files = new Set<number>()
  const dependencies = new Set<number>()
  for (let from = 0; from < synthetic.length; from += culpritsAtOnce) {
    const memory = await remember(read, synthetic.slice(from, from + culpritsAtOnce))
    for (const row of all)
      for (const { culprit, thing } of memory.ofPast(row).patterns)
        (culprit.pattern.files.has(thing) ? files : dependencies).add(row)
  }
  console.log(`  any part                      ${ofRows(labels, all)}`)
  console.log(`  same file name elsewhere      ${ofRows(labels, [...files])}`)
  const bumps = all.filter((row) => read.index.has(row, 'dependencyBump'))
  console.log(`  any dependency moved          ${ofRows(labels, bumps)}`)
  console.log(`  same dependency within 30 d   ${ofRows(labels, [...dependencies])}`)
}

const momentFactor = (memory: IncidentMemory, model: Artefact, moment: number): number => {
  const answers = measureMoment(memory.ofMoment(moment, [], []))
  const context = Object.fromEntries(
    incidentMomentSignals.map(({ name }, at) => {
      const answer = answers[at]!
      return [name, answer.outcome === 'measured' ? answer.value : Number.NaN]
    }),
  )
  return contextFactorsOf(model, context).product
}

const speaks = (said: PartIncidents, name: string): boolean => {
  const answer = incidentSignals.find((signal) => signal.name === name)!.measure(said)
  return answer.outcome === 'measured' && (name === 'since-incident' || answer.value > 0)
}

const effect = async (org: string, read: Read): Promise<void> => {
  const { index, past } = read
  const incidents = incidentsOf(org, index)
  if (incidents.length === 0) return
  const memory = await remember(read, incidents)
  const options = { experience: true, maturitySeconds, from: 0, to: index.length }
  const scored = (incidentMemory: IncidentMemory | null) => {
    const prior = incidentMemory ? believingIncidents(shippedPrior()) : shippedPrior()
    const { table, times, failedAt, confidence } = partsTable(index, {
      ...options,
      incidents: incidentMemory,
    })
    const history = {
      table,
      times,
      labelKnownTimes: failedAt,
      confidences: confidence,
      maturitySeconds,
      prior,
    }
    return replay(history, { trainFraction, blocks })
  }
  const without = scored(null)
  const withSignals = scored(memory)
  const until = past.times[index.length - 1]! - maturitySeconds
  const rows = Array.from(without.logHazards.keys(), (at) => at + without.from).filter(
    (row) => past.times[row]! <= until,
  )
  const every = failed(past)
  const labels = Float64Array.from(rows, (row) => every[row]!)
  const risks = (replayed: typeof without, factor: (row: number) => number) =>
    Float64Array.from(rows, (row) =>
      probabilityOf(replayed.artefact, exp(replayed.logHazards[row - replayed.from]!), factor(row)),
    )
  const show = (name: string, found: Float64Array) =>
    console.log(
      `  ${name} log loss ${logLoss(found, labels).toFixed(5)}  AUC ${auc(found, labels).toFixed(4)}`,
    )
  const plain = risks(without, () => 1)
  console.log(
    `  ${incidents.length} incidents, ${incidents.filter(({ culprits }) => culprits).length} with a cause here; ${labels.filter((label) => label === 1).length} of ${rows.length} foretold parts failed`,
  )
  show('without signals      ', plain)
  show(
    'with those of parts  ',
    risks(withSignals, () => 1),
  )
  show(
    'and of the moment    ',
    risks(withSignals, (row) => momentFactor(memory, withSignals.artefact, past.times[row]!)),
  )
  for (const { name } of incidentSignals) {
    const said = rows.flatMap((row, at) => (speaks(memory.ofPast(row), name) ? [at] : []))
    const sum = (values: Float64Array) => said.reduce((total, at) => total + values[at]!, 0)
    const term = withSignals.artefact.terms.find((each) => each.name === name)
    console.log(
      `  ${name.padEnd(16)} speaks of ${said.length} parts: ${sum(labels)} failed, ${sum(plain).toFixed(1)} foretold without it; learned slope ${term?.slopes[0]}`,
    )
  }
}

for (const argument of clones) {
  const [name = '', path = ''] = argument.split('=')
  const repository = await openRepository(path, process.env)
  const directory = mkdtempSync(join(tmpdir(), 'incident-signals-'))
  try {
    const head = await resolveCommit(repository.git, 'HEAD', 'HEAD')
    if (head === null) throw new Error(`${argument}: has no commit`)
    const { index } = await openHistory({ repository, measurer, head, lookbackSeconds, directory })
    const past = partsTable(index, { experience: true, maturitySeconds, from: 0, to: index.length })
    console.log(name)
    await patterns({ repository, index, past })
    await effect(name, { repository, index, past })
  } finally {
    repository.objects.end()
    rmSync(directory, { recursive: true })
  }
}
