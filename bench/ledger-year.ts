/**
 * What a ledger on a branch costs a busy team, measured on the GitHub of our tests for some days and reckoned up to a year:
 *   node bench/ledger-year.ts [DAYS] [CHANGES A DAY]
 * Each change of a day is a pull request that is opened, pushed to once more and landed, a push, a deployment and its
 * status; at night `learn` runs. Every run asks as it does at GitHub. What a year costs is a product of what a change cost
 * on the last day, and of nothing else: whether that grows with the ledger is printed beside it. Needs a dist/ that is up
 * to date.
 */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { registerHooks } from 'node:module'
import type { ActionResult } from '../test/e2e/action/runner.ts'

const [days, changesADay] = [Number(process.argv[2] ?? 3), Number(process.argv[3] ?? 10)]
/** A busy day, and working days. */
const busy = { deployments: 200, pullRequests: 100, days: 250 }
const branch = 'refs/heads/change-risk-ledger'

// The stories of our tests clean up after themselves through vitest; here the end of the program does it.
const cleaning: (() => unknown)[] = []
Object.assign(globalThis, { cleaning })
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vitest'
      ? {
          url: 'data:text/javascript,export const afterAll = (clean) => globalThis.cleaning.push(clean); export const onTestFinished = afterAll',
          shortCircuit: true,
        }
      : next(specifier, context),
})
const { deployed, enter, openShop, propose, land, commitTo, tipOf } = await import(
  '../test/e2e/action/shop.ts'
)
const { runAction, newFolder } = await import('../test/e2e/action/runner.ts')

const begun = new Date(Date.now() - days * 86_400_000)
const shop = await openShop({ now: begun, policy: 'version: 1\nmode: enforce\n' })
const { directory } = shop.repository
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 }).trim()

/** A small history is fitted at every commit, one of 400 changes and more once a week; busy teams have the latter. */
const pastChanges = 600
const growPast = (): void => {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`
  const tip = tipOf(shop)
  const from = Number(git('show', '-s', '--format=%ct', tip))
  const commits = Array.from({ length: pastChanges }, (_, at) => {
    const who = `Somebody <somebody@example.com> ${from + at * 60} +0000`
    const edit = `M 100644 inline src/area-${at % 12}/part-${at % 5}.ts\n${data(`${at}\n`.repeat(1 + (at % 40)))}`
    const title = data(at % 30 === 29 ? `hotfix: mend ${at} (#${9000 + at})` : `Change ${at} (#${9000 + at})`)
    return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${title}${at === 0 ? `from ${tip}\n` : ''}${edit}`
  })
  execFileSync('git', ['-C', directory, 'fast-import', '--quiet'], { input: commits.join('') })
}
growPast()
const exists = (): boolean => git('for-each-ref', branch) !== ''

interface Size {
  readonly records: number
  /** Of the files at the tip. */
  readonly bytes: number
}
/** By blob: a segment that did not change is not read again. */
const linesOf = new Map<string, number>()
const sizeOf = (): Size => {
  if (!exists()) return { records: 0, bytes: 0 }
  let [records, bytes] = [0, 0]
  for (const line of git('ls-tree', '-r', '-l', branch).split('\n')) {
    const [, , blob = '', size = '0', path = ''] = line.split(/\s+/)
    bytes += Number(size)
    if (!path.startsWith('events/')) continue
    if (!linesOf.has(blob)) linesOf.set(blob, git('cat-file', 'blob', blob).split('\n').length)
    records += linesOf.get(blob)!
  }
  return { records, bytes }
}

interface Cost extends Size {
  readonly runs: number
  readonly requests: number
}
const nothing: Cost = { runs: 0, requests: 0, records: 0, bytes: 0 }
const plus = (one: Cost, other: Cost): Cost => ({
  runs: one.runs + other.runs,
  requests: one.requests + other.requests,
  records: one.records + other.records,
  bytes: one.bytes + other.bytes,
})
/** By day and door. */
const costs: Map<string, Cost>[] = []
let size = sizeOf()
const count = (door: string, { code, requests, annotations }: ActionResult): void => {
  if (code !== 0) throw new Error(`${door} ended with ${code}: ${JSON.stringify(annotations)}`)
  const after = sizeOf()
  const cost = {
    ...{ runs: 1, requests: requests.length },
    ...{ records: after.records - size.records, bytes: after.bytes - size.bytes },
  }
  size = after
  const day = costs.at(-1)!
  day.set(door, plus(day.get(door) ?? nothing, cost))
}

/** As a job finds them again in the cache of Actions. */
const temporary = newFolder('kept')
const run = { temporary }
const pull = { event: 'pull_request_target' }
const pauses = 480 / changesADay / 4

const liveThrough = async (day: number, at: number): Promise<void> => {
  const name = `day-${day}-${at}`
  const file = `src/area-${at % 12}/part-${at % 5}.ts`
  const opened = propose(shop, { branch: name, files: { [file]: `${name}\n`.repeat(5 + at) } })
  count('pull request opened', await enter(shop, { ...pull, action: 'opened' }, { pull: opened }, run))
  shop.wait(pauses)
  commitTo(shop.state, shop.repository, {
    branch: name,
    files: { [file]: `${name}, better\n` },
    author: 'mira',
  })
  count(
    'pull request pushed to',
    await enter(shop, { ...pull, action: 'synchronize' }, { pull: opened }, run),
  )
  shop.wait(pauses)
  const sha = land(shop, opened)
  count('push to main', await enter(shop, { event: 'push' }, { sha }, run))
  shop.wait(pauses)
  const deployment = deployed(shop, sha, 'production', { states: ['in_progress', 'success'] })
  const status = deployment.statuses.at(-1)!
  count('deployment status', await enter(shop, { event: 'deployment_status' }, { deployment, status }, run))
  shop.wait(pauses)
}

const spaced = (number: number): string => Math.round(number).toLocaleString('en')

try {
  deployed(shop, tipOf(shop))
  for (let day = 0; day < days; day += 1) {
    costs.push(new Map())
    for (let at = 0; at < changesADay; at += 1) await liveThrough(day, at)
    const learned = await runAction({
      ...{ program: 'learn', github: shop.github, repository: shop.repository, event: 'schedule' },
      payload: { ref: 'refs/heads/main', after: tipOf(shop), repository: { default_branch: 'main' } },
    })
    count('learn', learned)
    const whole = [...costs.at(-1)!.values()].reduce(plus, nothing)
    console.log(
      `day ${day + 1}: ${whole.runs} runs, ${whole.requests} requests, ${whole.records} records, ${spaced(whole.bytes)} bytes; the branch holds ${size.records} records in ${spaced(size.bytes)} bytes`,
    )
    shop.wait(24 * 60 - 480)
  }
  console.log('\na run, the first day → the last      requests        records          bytes')
  for (const [door, first] of costs[0]!) {
    const last = costs.at(-1)!.get(door) ?? nothing
    const cell = (of: (cost: Cost) => number) =>
      `${(of(first) / first.runs).toFixed(1)} → ${(of(last) / last.runs).toFixed(1)}`.padStart(15)
    const bytes = `${spaced(first.bytes / first.runs)} → ${spaced(last.bytes / last.runs)}`.padStart(20)
    console.log(
      `${door.padEnd(26)}${cell(({ requests }) => requests)}${cell(({ records }) => records)}${bytes}`,
    )
  }
  const loose = Number(git('rev-list', '--objects', '--disk-usage', branch, '^refs/heads/main'))
  git('repack', '-a', '-d', '-q')
  const packed = Number(git('rev-list', '--objects', '--disk-usage', branch, '^refs/heads/main'))
  const commits = Number(git('rev-list', '--count', branch, '^refs/heads/main'))
  console.log(
    `\nin git: ${commits} commits, ${spaced(loose)} bytes as written, ${spaced(packed)} packed; files at the tip ${spaced(size.bytes)}`,
  )
  // A busy day: so many changes by pull request, and further deployments beside them.
  const last = costs.at(-1)!
  const each = (door: string): Cost => last.get(door) ?? nothing
  const perRun = (door: string, of: (cost: Cost) => number): number =>
    of(each(door)) / Math.max(1, each(door).runs)
  const aDay = (of: (cost: Cost) => number, nights: number): number =>
    busy.pullRequests * (perRun('pull request opened', of) + perRun('pull request pushed to', of)) +
    busy.deployments * (perRun('push to main', of) + perRun('deployment status', of)) +
    nights * perRun('learn', of)
  // What learn writes grows with the deployments of the day; what it asks does not.
  const year = (of: (cost: Cost) => number): number => busy.days * aDay(of, busy.deployments / changesADay)
  const bytes = year((cost) => cost.bytes)
  console.log(
    `reckoned for ${busy.pullRequests} pull requests and ${busy.deployments} deployments a day, ${busy.days} days: ${spaced(year((cost) => cost.records))} records, ${spaced(bytes / 1e6)} MB of files, about ${spaced((bytes * packed) / size.bytes / 1e6)} MB packed, ${spaced(aDay(({ requests }) => requests, 1))} requests a day (the token of a job has 1,000 an hour)`,
  )
} finally {
  for (const clean of cleaning.toReversed()) await clean()
  rmSync(temporary, { recursive: true, force: true })
}
