/**
 * What the importers make of files of incidents: understood, doubted, unusable.
 *   node bench/incident-import.ts FILE…
 * Files may be gzipped. With `--each` every incident is printed as one line of JSON instead.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { durationSeconds } from '../src/domain/incident.ts'
import { importIncidents } from '../src/sources/incidents/importing.ts'

const read = (path: string): string => {
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

const tally = (words: readonly string[]): string => {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([word, count]) => `${word} ${count}`)
    .join(' · ')
}

const each = process.argv.includes('--each')

for (const path of process.argv.slice(2).filter((word) => word !== '--each')) {
  const { incidents, unusable, superseded } = importIncidents([{ name: basename(path), content: read(path) }])
  if (each) {
    for (const { incident, where } of incidents) console.log(JSON.stringify({ where, ...incident }))
    continue
  }
  const all = incidents.map(({ incident }) => incident)
  const doubted = all.filter(({ doubts }) => doubts.length > 0)
  const measured = all.filter((incident) => durationSeconds(incident, 'startedAt', 'resolvedAt') !== null)
  console.log(`\n${basename(path)}`)
  console.log(`  incidents    ${all.length} (${tally(all.map(({ source }) => source))})`)
  if (superseded > 0) console.log(`  superseded   ${superseded} earlier states of them`)
  console.log(`  doubted      ${doubted.length} (${tally(doubted.flatMap(({ doubts }) => doubts))})`)
  console.log(`  with length  ${measured.length} that enter duration statistics`)
  console.log(`  kinds        ${tally(all.map(({ kind }) => kind))}`)
  console.log(`  severities   ${tally(all.map(({ severity }) => severity))}`)
  console.log(`  unusable     ${unusable.length}`)
  for (const why of unusable.slice(0, 10)) console.log(`    ${why}`)
}
