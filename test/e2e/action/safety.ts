/** What must be true after any run of the gate, whatever GitHub did meanwhile and whoever wanted it otherwise. */
import { openGitHub } from '../../../src/clients/github/open.ts'
import type { WatchedLedger } from '../../../src/ledger/ledger.ts'
import type { LedgerRecord } from '../../../src/ledger/record.ts'
import { branchLedger } from '../../../src/ledger/stores/branch.ts'
import { gateAction } from '../../../src/main/action/contract.ts'
import { refsOf } from '../../github/git.ts'
import type { ActionResult } from './runner.ts'
import type { Shop } from './shop.ts'

export const ledgerBranch = 'change-risk-ledger'

interface ReadLedger {
  readonly records: readonly LedgerRecord[]
  readonly problems: readonly string[]
}

/** By commit: what it holds never changes. */
const ledgers = new Map<string, Promise<ReadLedger>>()

/** All records of the shop's ledger, and what is wrong with them. */
export const readLedger = (shop: Shop, token: string): Promise<ReadLedger> => {
  const tip = refsOf(shop.repository)[`refs/heads/${ledgerBranch}`]
  if (tip === undefined) return Promise.resolve({ records: [], problems: [] })
  const key = `${shop.repository.directory} ${tip}`
  const reading = ledgers.get(key) ?? verify(shop, token)
  ledgers.set(key, reading)
  return reading
}

/** The ledger of a shop as it stands. */
export const openLedgerOf = ({ github, repository }: Shop, token: string): WatchedLedger =>
  branchLedger({
    github: openGitHub({
      token,
      apiUrl: github.url,
      serverUrl: github.url,
      fetch: github.fetch,
      sleep: () => Promise.resolve(),
      random: () => 0.5,
      now: () => new Date(),
      userAgent: 'test',
    }),
    repository: { owner: repository.owner, repo: repository.name },
    branch: ledgerBranch,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
  })

const verify = async (shop: Shop, token: string): Promise<ReadLedger> => {
  const ledger = openLedgerOf(shop, token)
  const records: LedgerRecord[] = []
  try {
    for await (const record of ledger.read()) records.push(record)
    const verification = await ledger.verify()
    const ids = new Set(records.map(({ id }) => id))
    return {
      records,
      problems: [
        ...(verification.difference === undefined
          ? []
          : [`the ledger does not verify: ${JSON.stringify(verification)}`]),
        ...(ids.size === records.length ? [] : ['the ledger holds a record twice']),
      ],
    }
  } catch (error) {
    return { records, problems: [`the ledger cannot be read: ${(error as Error).message}`] }
  }
}

export interface Expected {
  /** The only commit that may be let go. */
  readonly head: string
  /** Nowhere but in the lines that hide them. */
  readonly secrets: readonly string[]
  /** Heads that earlier runs let go, as they should have. */
  readonly before?: readonly string[]
  /** Logins the gate goes by. */
  readonly own?: readonly string[]
}

/** What a person can do about it. */
const mend =
  /run (?:it|the gate|the workflow) again|re-run|try again|start the workflow|wanted|not YAML|a second time|needs permission|\b(?:check|pass|name|allow|mark|dismiss|commit|restore|wait for|approve|look at) |a person must|people (?:approve|decide)|the (?:run|next run) of the (?:new head|gate)|is withdrawn|does not count|wants changes|only a required reviewer|only the GitHub App|only GITHUB_TOKEN/i

const encodings = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(`x-access-token:${secret}`).toString('base64').replace(/=+$/, ''),
]

const leaksIn = (
  { repository }: Shop,
  result: ActionResult,
  secrets: readonly string[],
): readonly string[] => {
  const shown: readonly (readonly [string, string])[] = [
    ['the log', result.log.replace(/^::add-mask::.*$/gm, '')],
    ['standard error', result.stderr],
    ['the outputs', JSON.stringify(result.outputs)],
    ['the summary', result.summary],
    [
      'what GitHub shows',
      JSON.stringify([
        repository.pulls,
        repository.issues,
        repository.statuses,
        repository.checkRuns,
        repository.deployments,
        repository.runs,
      ]),
    ],
  ]
  return shown.flatMap(([where, text]) =>
    secrets.flatMap(encodings).some((secret) => text.includes(secret)) ? [`a secret stands in ${where}`] : [],
  )
}

/** Everything that is wrong after a run in `enforce`; nothing, if all is well. */
export const dangers = async (
  shop: Shop,
  result: ActionResult,
  { head, secrets, before = [], own = ['github-actions[bot]'] }: Expected,
): Promise<readonly string[]> => {
  const { repository } = shop
  const { outputs, code, log, stderr } = result
  const approved = outputs['decision'] === 'approve'
  const { records, problems } = await readLedger(shop, secrets[0] ?? '')
  const found: string[] = [...problems]
  const say = (wrong: boolean, what: string): void => void (wrong && found.push(what))

  say(![0, 1, 2].includes(code), `it ended with ${code}`)
  say(stderr !== '', `it crashed: ${stderr.slice(0, 300)}`)
  say(/^\s+at .+:\d+:\d+\)?$/m.test(log), 'the log holds a stack trace')
  say(/should not have|please report/.test(log), `a bug of ours: ${/.*should not have.*/.exec(log)?.[0]}`)
  const names = Object.keys(outputs).sort()
  say(
    JSON.stringify(names) !== JSON.stringify(Object.keys(gateAction.outputs).sort()),
    `outputs are ${names.join(', ') || 'none'}`,
  )
  const record = records.find(
    ({ id, kind }) =>
      kind === 'decision' && outputs['ledger-record'] && id.startsWith(outputs['ledger-record']),
  )
  say(
    outputs['continue'] === 'true' && !approved,
    `goes on although the decision is "${outputs['decision']}"`,
  )
  say(outputs['continue'] === 'true' && !record, 'goes on although no record stands for it')
  const mode = outputs['result'] ? JSON.parse(outputs['result']).mode : 'unknown'
  say(outputs['continue'] === 'true' && mode !== 'enforce', `goes on in mode ${mode}`)
  const remembered = record?.body['change'] as { readonly head?: string } | undefined
  say(
    outputs['continue'] === 'true' && remembered?.head !== outputs['sha'],
    'the record is of another commit',
  )
  say(approved && outputs['sha'] !== head, `approves ${outputs['sha']} where ${head} stands`)

  for (const pull of repository.pulls)
    for (const review of pull.reviews)
      if (
        own.includes(review.author) &&
        review.state === 'APPROVED' &&
        !before.includes(review.commit ?? '')
      ) {
        const said = /ACT NOW: .*STILL STANDS|whether an approval of ours still stands on/.test(log)
        say(review.commit !== head, `an approval of another commit stands on #${pull.number}`)
        say(
          !approved && !said,
          `an approval stands on #${pull.number} although the decision is "${outputs['decision']}"`,
        )
      }
  const latest = new Map(
    repository.statuses
      .filter(({ context, sha }) => context === 'change-risk' && !before.includes(sha))
      .map((status) => [status.sha, status] as const),
  )
  for (const { sha, state } of latest.values()) {
    say(state === 'success' && !approved, `the status of ${sha.slice(0, 7)} is success`)
    say(state === 'success' && sha !== head, `the status of another commit is success`)
  }
  for (const run of repository.runs) {
    const words = [...run.approvals, ...run.protections].filter(({ state }) => state === 'approved')
    say(words.length > 0 && !approved, 'a pending deployment was approved')
    say(words.length > 0 && run.headSha !== head, 'a pending deployment of another commit was approved')
  }
  for (const { message } of result.annotations.filter(({ level }) => level !== 'notice'))
    say(!mend.test(message), `no mend: ${message}`)
  return [...found, ...leaksIn(shop, result, secrets)]
}
