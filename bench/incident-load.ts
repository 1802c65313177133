/**
 * How long 10,000 incidents take to be tied to 100,000 changes, and how much memory.
 *   node bench/incident-load.ts [CHANGES] [INCIDENTS]
 */

import { rarityAmong } from '../src/history/incidents/common-words.ts'
import { type DeployedChange, DeployedChanges } from '../src/history/incidents/deployed-change.ts'
import { linkIncident } from '../src/history/incidents/links.ts'
import { importIncidents } from '../src/sources/incidents/importing.ts'

const [changeCount, incidentCount] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 10_000)]
/** A small generator (Park and Miller), so that every run makes the same history. */
let state = 1
const draw = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647
  return state % below
}
const words = Array.from(
  { length: 4000 },
  (_, at) => `word${at.toString(36)}${String.fromCharCode(97 + (at % 26))}`,
)
const phrase = (length: number): string => Array.from({ length }, () => words[draw(words.length)]).join(' ')

const begins = Date.parse('2024-01-01T00:00:00Z') / 1000
const span = 2 * 365 * 86_400
const changes: DeployedChange[] = Array.from({ length: changeCount }, (_, at) => ({
  change: `#${at + 1}`,
  sha: (at * 2_654_435_761).toString(16).padStart(40, '0').slice(-40),
  number: at + 1,
  at: begins + Math.floor((at / changeCount) * span),
  title: phrase(6),
  paths: Array.from(
    { length: 1 + draw(12) },
    () => `services/${words[draw(300)]}/src/${words[draw(4000)]}.ts`,
  ),
  components: [],
  risk: draw(100) / 1000,
  revertedAt: draw(50) === 0 ? begins + Math.floor((at / changeCount) * span) + draw(86_400) : null,
  isRevert: false,
  trailers: null,
}))
const lines = Array.from({ length: incidentCount }, (_, at) => {
  const startedAt = begins + draw(span)
  return JSON.stringify({
    id: `INC-${at + 1}`,
    title: phrase(5),
    startedAt,
    resolvedAt: startedAt + 3600,
    components: [words[draw(300)]],
    text: `${Array.from({ length: 20 }, () => `${phrase(12)}.`).join('\n')}\nThe outage was caused by #${1 + draw(changeCount)}.`,
  })
})

const before = performance.now()
const { incidents } = importIncidents([{ name: 'load.jsonl', content: lines.join('\n') }])
const imported = performance.now()
const deployed = new DeployedChanges(changes)
const rarity = rarityAmong(changes)
const linked = incidents.map(({ incident }) => linkIncident(incident, deployed, { rarity }))
const done = performance.now()
const { user, system } = process.cpuUsage()
console.log(
  `${incidents.length} incidents read in ${((imported - before) / 1000).toFixed(1)} s, tied to ${changeCount} changes in ${((done - imported) / 1000).toFixed(1)} s; ` +
    `${linked.filter(({ links }) => links.length > 0).length} with links; ${((user + system) / 1e6).toFixed(1)} s of processor time in all; at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
)
