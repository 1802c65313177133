/**
 * Every input and output of the Action, once: what is read and written, what action.yml declares, what the
 * documentation says. Names are kebab-case and fixed: added to, never renamed.
 */

export interface Input {
  readonly says: string
  /** What it takes, for the table. */
  readonly takes: string
  /** Only what no configuration file could say otherwise. */
  readonly default?: string
  readonly required?: true
}

export interface Output {
  readonly says: string
}

export interface Action {
  readonly name: string
  readonly says: string
  /** Seen from its action.yml. */
  readonly main: string
  readonly inputs: Readonly<Record<string, Input>>
  readonly outputs: Readonly<Record<string, Output>>
}

const githubToken: Input = {
  takes: 'token',
  says: 'Asks GitHub and answers there. The job’s own token serves; its `permissions` decide what the gate may do.',
  default: `\${{ github.token }}`,
}

const ledger: Input = {
  takes: 'ledger URL',
  says: 'Where decisions are remembered, instead of what the configuration says: `branch:NAME`, `directory:PATH` or `postgres://…`, also with a password (a secret).',
}

/** How strict `fail-on` is, cumulative to the right. */
export const strictness = ['none', 'reject', 'hold', 'review'] as const
export type FailOn = (typeof strictness)[number]

export const gateAction = {
  name: 'change-risk-gate',
  says: 'Scores every deploy by a change-risk model learned from your own history, says why, and decides what goes out unreviewed.',
  main: 'dist/index.js',
  inputs: {
    'github-token': githubToken,
    mode: {
      takes: '`off`, `observe` or `enforce`',
      says: 'Overrides the configuration file, so that one organisation variable is roll-out plan and kill switch. Empty: as configured, else `observe`.',
    },
    environment: {
      takes: 'name',
      says: 'Where it goes. Empty: what the event names, else the only one configured, else `production`.',
    },
    'config-file': {
      takes: 'path in the repository',
      says: 'Where the policy lies, read at the base of the change. Empty: `.github/change-risk.yml`.',
    },
    config: {
      takes: 'YAML',
      says: 'Policy of the organisation, in the words of the configuration file, which may then only tighten it. Honoured only where the workflow file itself comes from the default branch.',
    },
    'base-ref': {
      takes: 'ref or commit',
      says: 'What runs now. Empty: the newest successful deployment of the environment; for a pull request, its base.',
    },
    'head-ref': {
      takes: 'ref or commit',
      says: 'What is asked to run, where the event does not name it itself. Empty: the commit of the run.',
    },
    'pull-request-number': {
      takes: 'number',
      says: 'Judge this pull request, where the event does not name one itself.',
    },
    'command-prefix': {
      takes: '1 to 10 characters',
      says: 'What a command in a comment begins with, such as `/gate-`: no blanks, no letter or digit at its end, no `>` or grave accent at its start. Empty: a dot.',
    },
    'dry-run': {
      takes: '`true` or `false`',
      says: 'Observe for this run, and remember nothing that counts. Empty: `false`.',
    },
    emergency: {
      takes: '`true` or `false`',
      says: 'Whoever started the run lets exactly this commit into this environment for two hours, against every other rule: honoured for those whom `emergency.by` of the configuration names, and where the workflow file comes from the default branch. A review afterwards is asked for in an issue. Empty: `false`.',
    },
    'emergency-reason': {
      takes: 'text',
      says: 'Why it cannot wait; wanted with `emergency: true`.',
    },
    'fail-on': {
      takes: '`none`, `reject`, `hold` or `review`',
      says: 'Fail the step on this answer or a worse one. Empty: `none`, for jobs branch on `continue`.',
    },
    ledger,
    'reviewer-token': {
      takes: 'token',
      says: 'Of a machine account that is a required reviewer of the environment: answers pending deployments, which the job’s own token never may.',
    },
    'app-token': {
      takes: 'token',
      says: 'Of the GitHub App behind a custom deployment protection rule: answers it, which no other token may.',
    },
  },
  outputs: {
    decision: {
      says: '`approve`, `review`, `hold` or `reject`. Where several environments wait in one run, this and the other outputs tell the strictest answer.',
    },
    continue: {
      says: '`true` where the deploy may go on: always in `observe` and `off`, even when the gate itself fails; in `enforce` for `approve` alone. Of several environments, where every one may go on.',
    },
    'reason-code': { says: 'The rule that answered, from a closed list.' },
    risk: {
      says: 'Probability of failure, 0 to 1, such as `0.044000`; empty where none may be given.',
    },
    'risk-band': { says: '`low`, `moderate`, `high` or `critical`; empty where it is not known.' },
    reviewers: { says: 'Who is asked, separated by commas, without `@`.' },
    sha: { says: 'Exactly the commit that was judged; deploy this one.' },
    message: {
      says: 'The answer in plain text of at most 2,000 characters, for a chat; of several environments it names each.',
    },
    result: {
      says: 'The answer as JSON, trimmed: no `evidence`, at most 10 parts and 8 contributions each, then one entry (`remainder` counts) that makes shares and products whole. `truncated` is `true`. Of several environments `answers` lists each: `environment`, `mode`, `sha`, `decision`, `rule`, `reason`, `continue`.',
    },
    'result-file': {
      says: 'Path of a file with the whole answer as JSON; empty where it could not be written.',
    },
    'ledger-record': { says: 'The record in the ledger; empty where nothing was remembered.' },
    'wake-at': { says: 'When a `hold` ends, ISO 8601 in UTC; empty otherwise.' },
  },
} as const satisfies Action

export const ledgerAction = {
  name: 'change-risk-gate: ledger',
  says: 'Appends to the ledger what an earlier job recorded, so that only this small job holds contents: write.',
  main: '../dist/ledger.js',
  inputs: {
    records: {
      takes: 'path or JSON',
      says: 'Records of an earlier job: a file of JSON or JSON lines, such as a downloaded artifact, or the JSON itself.',
      required: true,
    },
    ledger,
    'github-token': githubToken,
  },
  outputs: {
    appended: { says: 'How many records are new in the ledger; those it held already do no harm.' },
    'ledger-record': { says: 'The last record of them; empty where there was none.' },
  },
} as const satisfies Action

export const learnAction = {
  name: 'change-risk-gate: learn',
  says: 'Collects what became of deployments, ties failures to changes, fits the model again, and lists the failed changes.',
  main: '../dist/learn.js',
  inputs: {
    incidents: {
      takes: 'paths',
      says: 'Incidents and post-mortems in the checkout, one a line, in any known form; beside those that the configuration names.',
    },
    deployments: {
      takes: 'paths',
      says: 'Deployments that GitHub does not know, one file a line, of JSON lines `{environment, sha, startedAt, finishedAt?, state, url?, attempts?}`.',
    },
    period: { takes: '`30d`', says: 'Whose failed changes are told. Empty: `30d`.' },
    ledger,
    'github-token': githubToken,
  },
  outputs: {
    failed: { says: 'How many changes of the period failed.' },
    deployments: { says: 'How many deployments of the period are known.' },
    result: {
      says: 'The answer as JSON, schema 1; at most 50 failed changes, links and sentences of each kind.',
    },
    'result-file': { says: 'Path of a file with the whole answer as JSON.' },
    'card-file': {
      says: 'Path of the model card, in Markdown: what the model learned from and since when. Empty where there is no history.',
    },
  },
} as const satisfies Action

export const rolloutAction = {
  name: 'change-risk-gate: rollout',
  says: 'Restarts fleets onto a new version, wave by wave, paced by risk and gated by health, so that nobody notices.',
  main: '../dist/rollout.js',
  inputs: {
    command: {
      takes: '`run`, `plan`, `status`, `pause`, `resume`, `abort`, `promote` or `skip`',
      says: 'What to do. `run` begins, or goes on where another job stopped. Empty: `run`.',
    },
    plan: {
      takes: 'paths',
      says: 'Rollout plans in the checkout, one a line. Empty: `.github/rollout.yml`.',
    },
    to: {
      takes: 'version',
      says: 'The version to bring everywhere. Empty: `run` goes on with what is under way, and does nothing where nothing is.',
    },
    risk: {
      takes: '`0.03`, `3%`, or the gate’s answer',
      says: 'Chance that the version is bad: the gate’s output `result`, whose reasons are then shown with the rollout, or a file with such JSON; or a number, such as its output `risk`. Empty: what the gate has recorded about this commit; where that is nothing, it counts as high.',
    },
    environment: {
      takes: 'name',
      says: 'Whose gate decision counts, and where the deployment is recorded. Empty: `production`.',
    },
    instances: { takes: 'names', says: 'Whom to `skip`, one a line.' },
    reason: {
      takes: 'text',
      says: 'Why, for the record of a `pause`, `resume`, `abort`, `promote` or `skip`.',
    },
    emergency: {
      takes: '`true` or `false`',
      says: 'With `run`, `resume` or `plan`: windows that wait for a person, or let emergencies through alone, hold this rollout no more; wants a `reason`. Empty: `false`.',
    },
    ledger,
    'github-token': githubToken,
  },
  outputs: {
    outcome: {
      says: '`succeeded`, `nothing-to-do`, `parked`, `rolled-back`, `frozen`, `refused`, `busy`, `lost` or `not-begun`; of several services the worst.',
    },
    'rollout-id': { says: 'Service and number, such as `web/7`; of several services separated by commas.' },
    wave: { says: 'The wave under way, or the last, counted from 1.' },
    updated: { says: 'Instances on the new version.' },
    remaining: { says: 'Instances that are not.' },
    'failed-instances': { says: 'A JSON list of those that did not come back.' },
    'wake-at': {
      says: 'When a parked rollout goes on, ISO 8601 in UTC; empty otherwise. A job on a schedule wakes it.',
    },
    result: { says: 'The answer as JSON, schema 1.' },
  },
} as const satisfies Action

export type InputName =
  | keyof typeof gateAction.inputs
  | keyof typeof ledgerAction.inputs
  | keyof typeof learnAction.inputs
  | keyof typeof rolloutAction.inputs
export type OutputName = keyof typeof gateAction.outputs
export type RolloutOutputName = keyof typeof rolloutAction.outputs
export type LearnOutputName = keyof typeof learnAction.outputs
export type LedgerOutputName = keyof typeof ledgerAction.outputs
