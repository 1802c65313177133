/**
 * The whole circle on a clone: gate, deployments, an incident, learn, gate; and what that did to the risk of each part of
 * the next change. Everything is asked of the built command line, at clocks that are given, with what was known by then.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Assessment } from '../src/domain/assessment.ts'
import type { Learned } from '../src/domain/learned.ts'
import { runCli } from '../test/e2e/cli.ts'

export interface CycleRequest {
  /** Any clone, bare or not; it is only read. */
  readonly repository: string
  /** What ran before, what went out with the part that did it, and what is to go out next. */
  readonly before: string
  readonly deployed: string
  readonly next: string
  /** The part that is blamed. */
  readonly culprit: string
  /** ISO: deployments begin ten minutes after their commit; the next change is asked about at this moment. */
  readonly now: string
  /** A file of incidents, of which one blames the culprit; absent, one is made up that does. */
  readonly incidents?: string
}

export interface JudgedPart {
  readonly id: string
  readonly title: string
  /** Files that the culprit touched as well. */
  readonly shared: readonly string[]
  readonly before: number
  readonly after: number
}

export interface Cycle {
  readonly parts: readonly JudgedPart[]
  /** Of the whole change. */
  readonly whole: { readonly before: number; readonly after: number }
  readonly learned: Learned
  /** Decisions that came out of the ledger again. */
  readonly rederived: number
  /** What moved the part that grew most: factors that changed, as they are told afterwards. */
  readonly moved: readonly string[]
}

const gitIn =
  (directory: string) =>
  (...args: readonly string[]): string =>
    execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 }).trim()

/** Against the first parent: what landed. */
const filesOf = (git: ReturnType<typeof gitIn>, sha: string): readonly string[] =>
  git('diff', '--name-only', '--no-renames', `${sha}^1`, sha)
    .split('\n')
    .filter((path) => path !== '')

const ask = async (args: readonly string[], stdin = ''): Promise<string> => {
  const { code, stdout, stderr } = await runCli(args, { stdin, timeout: 300_000 })
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`)
  return stdout
}

/** Runs it in a scratch clone whose tip is the next change: what came later is not there to be known. */
export const runCycle = async (request: CycleRequest): Promise<Cycle> => {
  const scratch = mkdtempSync(join(tmpdir(), 'cycle-'))
  try {
    const clone = join(scratch, 'clone.git')
    execFileSync('git', ['clone', '--quiet', '--bare', '--shared', request.repository, clone])
    return await cycleIn(scratch, clone, request)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const cycleIn = async (scratch: string, clone: string, request: CycleRequest): Promise<Cycle> => {
  const git = gitIn(clone)
  const named = (name: string): string => git('rev-parse', '--verify', `${name}^{commit}`)
  const [before, deployed, next] = [request.before, request.deployed, request.next].map(named)
  const culprit = named(request.culprit)
  git('update-ref', '--no-deref', 'HEAD', next!)
  const ledger = ['--ledger', `directory:${join(scratch, 'ledger')}`]
  const place = ['--repository', clone, ...ledger]
  const landed = (sha: string): number => Number(git('show', '-s', '--format=%ct', sha))
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
  const judge = async (base: string, head: string, now: string): Promise<Assessment> =>
    JSON.parse(
      await ask([
        'gate',
        ...place,
        '--base',
        base,
        '--head',
        head,
        '--now',
        now,
        '--mode',
        'observe',
        '--json',
      ]),
    )

  await judge(before!, deployed!, iso(landed(deployed!)))
  const lines = [before!, deployed!].map((sha) => ({
    environment: 'production',
    sha,
    startedAt: iso(landed(sha) + 600),
    finishedAt: iso(landed(sha) + 900),
    state: 'success',
  }))
  const deployments = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
  const learn = async (args: readonly string[], stdin: string): Promise<Learned> =>
    JSON.parse(
      await ask(['learn', ...place, '--now', request.now, '--period', '90d', '--json', ...args], stdin),
    )
  await learn(['--deployments', '-'], deployments)
  const first = await judge(deployed!, next!, request.now)

  const file = request.incidents ?? join(scratch, 'incident.jsonl')
  if (request.incidents === undefined)
    writeFileSync(file, `${JSON.stringify(madeUp(culprit, landed(deployed!) + 900))}\n`)
  const learned = await learn(['--incidents', file], '')
  const second = await judge(deployed!, next!, request.now)
  const { rederived } = JSON.parse(await ask(['replay', ...place, '--json'])) as { rederived: number }

  const suspects = new Set(filesOf(git, culprit))
  const judged = first.change.parts.map((part) => {
    const again = second.change.parts.find(({ sha }) => sha === part.sha)
    if (again === undefined) throw new Error(`${part.id} is no part of the change any more`)
    const shared = filesOf(git, part.sha).filter((path) => suspects.has(path))
    return {
      ...{ id: part.id, title: part.title, shared, before: part.risk, after: again.risk },
      moved: () => movedIn(part.contributions, again.contributions),
    }
  })
  // A part and its revert inside the change cancel: neither is at risk.
  const atRisk = judged.filter(({ before }) => before > 0)
  const most = atRisk.toSorted((one, other) => other.after / other.before - one.after / one.before)[0]
  return {
    parts: atRisk,
    whole: { before: first.risk.probability ?? Number.NaN, after: second.risk.probability ?? Number.NaN },
    learned,
    rederived,
    moved: most?.moved() ?? [],
  }
}

type Contributions = Assessment['change']['parts'][number]['contributions']
/** By less than this nobody sees it move. */
const visible = 1.02

const movedIn = (before: Contributions, after: Contributions): readonly string[] =>
  after
    .flatMap(({ signal, factor, sentence }) => {
      const then = before.find((each) => each.signal === signal)?.factor ?? 1
      const ratio = factor / then
      return Math.max(ratio, 1 / ratio) < visible ? [] : [{ ratio, then, factor, sentence }]
    })
    .toSorted((one, other) => other.ratio - one.ratio)
    .map(({ then, factor, sentence }) => `×${then.toFixed(2)} → ×${factor.toFixed(2)} ${sentence}`)

/** Half an hour after it was live it is noticed, and in its text somebody says who did it. */
const madeUp = (culprit: string, liveFrom: number) => ({
  id: 'INC-1',
  title: 'It broke',
  severity: 'sev2',
  environment: 'production',
  startedAt: new Date((liveFrom + 600) * 1000).toISOString(),
  detectedAt: new Date((liveFrom + 1800) * 1000).toISOString(),
  resolvedAt: new Date((liveFrom + 7200) * 1000).toISOString(),
  causedBy: culprit,
  text: `It broke.\n\nThe outage was caused by ${culprit}.\n`,
})
