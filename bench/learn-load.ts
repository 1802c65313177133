/**
 * What `learn` as a whole costs where everything is large: reading files of incidents and deployments, tying, blaming,
 * fitting and remembering, the first time and again the next day.
 *   node bench/learn-load.ts [CHANGES] [INCIDENTS] [DEPLOYMENTS]
 * The repository is made up: so many changes over two years, in 3,000 files. Half of the incidents name the change that
 * did it. Needs a dist/ that is up to date.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Learned } from '../src/domain/learned.ts'
import { runCli } from '../test/e2e/cli.ts'
import { seededRandom } from './simulated-repository.ts'

const [changes, incidents, deployments] = [2, 3, 4].map((at, index) =>
  Number(process.argv[at] ?? [100_000, 10_000, 10_000][index]),
) as [number, number, number]
const random = seededRandom(1)
const draw = (below: number): number => Math.floor(random() * below)
const begins = Date.parse('2024-01-01T00:00:00Z') / 1000
const span = 2 * 365 * 86_400
const secondsOf = (change: number): number => begins + Math.floor((change / changes) * span)
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
const words = ['cart', 'till', 'tax', 'mail', 'search', 'login', 'stock', 'price', 'page', 'queue']
const pathOf = (file: number): string => `services/${words[file % 10]}-${file % 300}/src/part-${file}.ts`

const scratch = mkdtempSync(join(tmpdir(), 'learn-load-'))
const clone = join(scratch, 'clone.git')

const makeRepository = (): void => {
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', clone])
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`
  const commits = Array.from({ length: changes }, (_, at) => {
    const files = new Set(Array.from({ length: 1 + draw(3) }, () => draw(3000)))
    const who = `Somebody <somebody-${draw(40)}@example.com> ${secondsOf(at)} +0000`
    const title = `${words[draw(10)]} ${words[draw(10)]} ${at} (#${at + 1})`
    const edits = [...files].map((file) => `M 100644 inline ${pathOf(file)}\n${data(`${at}\n${file}\n`)}`)
    return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${data(title)}${edits.join('')}`
  })
  execFileSync('git', ['-C', clone, 'fast-import', '--quiet'], { input: commits.join('') })
}

const write = (name: string, records: readonly object[]): string => {
  const path = join(scratch, name)
  writeFileSync(path, `${records.map((record) => JSON.stringify(record)).join('\n')}\n`)
  return path
}

const deploymentLines = (): readonly object[] => {
  const shas = execFileSync('git', ['-C', clone, 'rev-list', '--reverse', 'main'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
    .trim()
    .split('\n')
  return Array.from({ length: deployments }, (_, at) => {
    const change = Math.floor(((at + 1) / deployments) * changes) - 1
    const startedAt = iso(secondsOf(change) + 300)
    return { environment: 'production', sha: shas[change], startedAt, state: 'success' }
  })
}

const incidentRecords = (): readonly object[] =>
  Array.from({ length: incidents }, (_, at) => {
    const change = draw(changes)
    const startedAt = secondsOf(change) + 3600 + draw(86_400)
    const named = at % 2 === 0 ? { causedBy: `#${change + 1}` } : {}
    return {
      id: `INC-${at + 1}`,
      title: `${words[draw(10)]} is down`,
      startedAt: iso(startedAt),
      resolvedAt: iso(startedAt + 3600),
      components: [words[draw(10)]],
      text: Array.from({ length: 20 }, () => `The ${words[draw(10)]} broke the ${words[draw(10)]}.`).join(
        ' ',
      ),
      ...named,
    }
  })

/** Told on standard error when the program ends. */
const telling = `data:text/javascript,process.on('exit',()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process._rawDebug('MEASURED '+[maxRSS,userCPUTime,systemCPUTime].join(' '))})`

const measure = async (what: string, args: readonly string[]): Promise<void> => {
  const began = performance.now()
  const { code, stdout, stderr } = await runCli(
    ['learn', '--repository', clone, '--ledger', `directory:${join(scratch, 'ledger')}`, '--json', ...args],
    { timeout: 1_200_000, nodeArgs: ['--import', telling] },
  )
  const seconds = (performance.now() - began) / 1000
  if (code !== 0) throw new Error(stderr)
  const [, kilobytes, user, system] = /MEASURED (\d+) (\d+) (\d+)/.exec(stderr) ?? []
  const learned: Learned = JSON.parse(stdout)
  console.log(
    `${what}: ${seconds.toFixed(1)} s, of them ${((Number(user) + Number(system)) / 1e6).toFixed(1)} s of processor time (git beside it); at most ${(Number(kilobytes) / 1024).toFixed(0)} MB; ` +
      `${learned.incidents.understood} incidents understood, ${learned.incidents.linked} tied, ${learned.ledger.written} records written`,
  )
}

try {
  makeRepository()
  const [lines, records] = [
    write('deployments.jsonl', deploymentLines()),
    write('incidents.jsonl', incidentRecords()),
  ]
  console.log(`${changes} changes, ${deployments} deployments, ${incidents} incidents`)
  const now = (days: number): readonly string[] => ['--now', iso(begins + span + days * 86_400)]
  const given = ['--deployments', lines, '--incidents', records]
  await measure('the first time', [...now(0), ...given])
  await measure('the next day  ', [...now(1), ...given])
  await measure('nothing given ', [...now(2)])
  const ledger = join(scratch, 'ledger')
  const bytes = readdirSync(ledger, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
  console.log(`the ledger holds ${(bytes / 1e6).toFixed(1)} MB`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
