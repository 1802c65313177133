/**
 * Fits the shipped prior with our own signals from clones anyone can make:
 *   npm run prior -- [--cache DIR] owner/name=CLONE …
 * Only repositories under a permissive licence are learned from; the artefact lists each with its licence and commit.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { listTags, openRepository, type Repository, resolveCommit } from '../src/clients/git/repository.ts'
import { UsageError } from '../src/domain/errors.ts'
import { exp, log } from '../src/domain/numerics.ts'
import type { Column } from '../src/model/column.ts'
import { fitContext, gainOnLaterHalf, tellingColumns } from '../src/model/context.ts'
import type { Deployment } from '../src/model/context-design.ts'
import { learnModel } from '../src/model/learn.ts'
import { partsTable } from '../src/model/parts-table.ts'
import { fitPrior, type PooledRepository } from '../src/model/pool.ts'
import { measurer } from '../src/signals/measure.ts'
import { openHistory } from '../src/sources/history.ts'
import { contextColumns, deploymentsOf } from './deployments.ts'

const year = 365.25 * 86_400
const lookbackSeconds = 10 * year
const maturitySeconds = 14 * 86_400

const licences: readonly (readonly [string, RegExp])[] = [
  ['Apache-2.0', /apache license,? version 2\.0/i],
  ['MIT', /permission is hereby granted, free of charge, to any person obtaining a copy/i],
  ['BSD-3-Clause', /redistribution and use in source and binary forms[\s\S]*neither the name/i],
  ['BSD-2-Clause', /redistribution and use in source and binary forms/i],
]

/** The licence a repository's own file grants; a `UsageError` where none of the permissive ones is recognised. */
const licenceOf = async ({ git }: Repository, head: string, name: string): Promise<string> => {
  const listing = await git.run(['ls-tree', '--name-only', head])
  const files = listing.split('\n').filter((file) => /^(licen[cs]e|copying)/i.test(file))
  for (const file of files) {
    const { output } = await git.attempt(['cat-file', 'blob', `${head}:${file}`])
    const text = output.replace(/\s+/g, ' ')
    const found = licences.find(([, pattern]) => pattern.test(text))
    if (found) return found[0]
  }
  throw new UsageError(
    `${name}: no permissive licence found in ${files.join(', ') || 'its top folder'}; leave it out`,
  )
}

const countFailed = (deployments: readonly Deployment[]): string =>
  `${deployments.length} deployments, ${deployments.filter(({ failed }) => failed === 1).length} failed`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string' }, out: { type: 'string', default: 'src/model/prior.json' } },
})
const cache = values.cache ?? mkdtempSync(join(tmpdir(), 'prior-'))
const repositories: PooledRepository[] = []
const frailties: number[] = []
const deployments: Deployment[] = []
for (const argument of positionals) {
  const [name, path] = argument.split('=')
  if (!name || !path) throw new UsageError(`${argument}: write it as owner/name=CLONE`)
  const repository = await openRepository(path, process.env)
  const head = await resolveCommit(repository.git, 'HEAD', 'HEAD')
  if (head === null) throw new UsageError(`${name}: has no commit`)
  const licence = await licenceOf(repository, head, name)
  const { index } = await openHistory({
    repository,
    measurer,
    head,
    lookbackSeconds,
    directory: join(cache, name.replace('/', '+')),
  })
  const past = partsTable(index, { experience: true, maturitySeconds, from: 0, to: index.length })
  const { table, times, failedAt, confidence } = past
  const until = times[table.n - 1]! - maturitySeconds
  const rows = Uint32Array.from({ length: table.n }, (_, row) => row).filter(
    (row) => Number.isFinite(failedAt[row]!) || times[row]! <= until,
  )
  const labels = Float64Array.from({ length: table.n }, (_, row) =>
    Number.isFinite(failedAt[row]!) ? confidence[row]! : 0,
  )
  const learned = learnModel(
    { table, times, labelKnownTimes: failedAt, confidences: confidence, maturitySeconds },
    times[table.n - 1]!,
  )
  const { frailty } = learned.artefact
  frailties.push(log(frailty))
  repositories.push({ name, licence, commit: head, table, labels, rows })
  const own = deploymentsOf({
    name,
    index,
    tags: await listTags(repository.git),
    past,
    learned,
    maturitySeconds,
  })
  deployments.push(...own)
  const failures = rows.reduce((sum, row) => sum + (Number.isFinite(failedAt[row]!) ? 1 : 0), 0)
  console.error(
    `${name}: ${licence}, ${table.n} parts, ${failures} failures, frailty ${frailty.toFixed(1)}, ${countFailed(own)}`,
  )
}
const sayGain = (columns: readonly Column[]): string => {
  const { deployments: later, gain, error } = gainOnLaterHalf(deployments, columns)
  return `${gain.toFixed(2)} ± ${error.toFixed(2)} ln likelihood over ${later} later deployments`
}
console.error(countFailed(deployments))
for (const column of contextColumns) console.error(`  ${column.name} alone: ${sayGain([column])}`)
console.error(`  all: ${sayGain(contextColumns)}`)
const telling = tellingColumns(deployments, contextColumns)
console.error(`  ${telling.map(({ name }) => name).join(' + ') || 'none'}: ${sayGain(telling)}`)
const context = fitContext(deployments, telling)
for (const { name, slopes, level } of context)
  console.error(`  ${name}: ${slopes[0]} ± ${level} per standard deviation`)
const frailty = exp(frailties.reduce((sum, value) => sum + value, 0) / frailties.length)
const prior = fitPrior(repositories, { frailty, context })
// One term and one source a line, so that a new fit shows what moved.
writeFileSync(values.out, `${JSON.stringify(prior).replaceAll('{"name":', '\n{"name":')}\n`)
console.error(
  `${values.out}: ${repositories.length} repositories, frailty ${frailty.toFixed(1)}, id ${prior.id.slice(0, 16)}`,
)
