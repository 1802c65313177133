/** Every command and every option, once: what is parsed, what help prints, what the documentation says. */

export interface Option {
  readonly name: string
  /** What stands for its value in help; absent for a switch. */
  readonly value?: string
  /** May be given several times, or several values at once. */
  readonly multiple?: true
  /** The only verbs that heed it, where not all do: one that would be passed over in silence is no small thing. */
  readonly verbs?: readonly string[]
  readonly says: string
}

export interface Command {
  readonly name: string
  readonly says: string
  /** A word that must follow the command, and what each does. */
  readonly verbs?: Readonly<Record<string, string>>
  readonly options: readonly Option[]
}

const repository: Option = {
  name: 'repository',
  value: 'DIR',
  says: 'the clone to look at (default: the one around this folder)',
}
const ledger: Option = {
  name: 'ledger',
  value: 'URL',
  says: 'where decisions are remembered (default: directory, inside the git directory)',
}
const json: Option = {
  name: 'json',
  says: 'print one JSON document on standard output, and nothing else there',
}
const now: Option = { name: 'now', value: 'ISO', says: 'take this as the present moment' }

export const commands = {
  gate: {
    name: 'gate',
    says: 'score what is about to be deployed, say why, and decide',
    options: [
      repository,
      {
        name: 'base',
        value: 'REF',
        says: 'what runs now (default: the last deployment, else the newest release tag)',
      },
      { name: 'head', value: 'REF', says: 'what is asked to run (default: HEAD)' },
      {
        name: 'environment',
        value: 'NAME',
        says: 'where it goes (default: the only one configured, else production)',
      },
      { name: 'mode', value: 'M', says: 'off, observe or enforce (default: as configured, else observe)' },
      {
        name: 'config',
        value: 'FILE',
        says: 'take the policy from this file instead of the one at the base',
      },
      ledger,
      {
        name: 'fail-on',
        value: 'W',
        says: 'exit with 2 on: none, reject, hold (or worse), review (or worse)',
      },
      { name: 'markdown', says: 'print the pull request comment instead of the screen' },
      { name: 'with-people', says: 'show the hashed authors of each part in --json' },
      json,
      now,
    ],
  },
  learn: {
    name: 'learn',
    says: 'collect what became of the deployments, tie failures to changes, and fit the model again',
    options: [
      repository,
      {
        name: 'incidents',
        value: 'FILE',
        multiple: true,
        says: 'incidents and post-mortems in any known form (JSON, CSV, Markdown)',
      },
      {
        name: 'deployments',
        value: 'FILE',
        says: 'JSON lines {environment, sha, startedAt, finishedAt?, state, url?, attempts?}; - for stdin',
      },
      {
        ...ledger,
        multiple: true,
        says: 'where it is remembered; the first is written to. Of several repositories: learned together',
      },
      {
        name: 'write-prior',
        value: 'FILE',
        says: 'the prior that these repositories share (default: .github/change-risk-prior.json)',
      },
      { name: 'period', value: 'D', says: 'whose failed changes are told (default: 30d)' },
      { name: 'card', value: 'FILE', says: 'write the model card: what it learned from, and how it does' },
      json,
      now,
    ],
  },
  backtest: {
    name: 'backtest',
    says: 'replay the past in time order and tell how well the model would have done',
    options: [
      { ...repository, says: 'replay this clone' },
      { name: 'table', value: 'FILE', says: 'replay a table instead: .csv or .csv.gz' },
      { name: 'time', value: 'COL', says: 'its column of times (default: the order of the file)' },
      { name: 'label', value: 'COL', says: 'its column of outcomes, 1 failed (default: label)' },
      { name: 'label-time', value: 'COL', says: 'its column of times at which a failure became known' },
      { name: 'ignore', value: 'COL,…', says: 'columns that are no signals' },
      {
        name: 'train-fraction',
        value: 'F',
        says: 'how much of the past is only learned from (default: 0.8)',
      },
      { name: 'blocks', value: 'N', says: 'refit before each of N blocks of the rest (default: 1)' },
      {
        name: 'prior',
        value: 'P',
        says: 'shipped, none, or a model file (default: shipped for a clone, none for a table)',
      },
      {
        name: 'maturity',
        value: 'D',
        says: 'time after which no failure means success (default: 14d; of a table: 0)',
      },
      { name: 'lookback', value: 'D', says: 'how much of a clone’s past to replay (default: 120mo)' },
      {
        name: 'policy',
        value: 'FILE',
        multiple: true,
        says: 'what enforcing it would have asked, let through and missed; several: compared',
      },
      { name: 'environment', value: 'NAME', says: 'of that policy' },
      {
        name: 'period',
        value: 'D',
        says: 'of that policy: how much of the end is decided again (default: 90d)',
      },
      {
        name: 'review-hours',
        value: 'H',
        says: 'of that policy: how long a review takes, where nothing tells',
      },
      { name: 'with-people', says: 'of that policy: name the people whom CODEOWNERS names' },
      {
        ...ledger,
        says: 'whose deployments and outcomes count (default: directory, inside the git directory)',
      },
      { name: 'predictions', value: 'OUT.csv', says: 'write row,time,label,risk of every scored row' },
      json,
      now,
    ],
  },
  replay: {
    name: 'replay',
    says: 'verify every byte of the ledger and derive its decisions again',
    options: [repository, ledger, json],
  },
  suspects: {
    name: 'suspects',
    says: 'rank the changes that may have caused an incident, and say how likely none did',
    options: [
      {
        name: 'incident',
        value: 'FILE[#ID]',
        says: 'the incident, in any form: an export, an issue, a post-mortem (docs/incidents.md)',
      },
      repository,
      ledger,
      { name: 'at', value: 'ISO', says: 'what was known at this moment (default: now)' },
      { name: 'limit', value: 'N', says: 'how many to name (default: 5)' },
      json,
      now,
    ],
  },
  rollout: {
    name: 'rollout',
    says: 'restart fleets onto a new version, wave by wave, so that nobody notices',
    verbs: {
      plan: 'show waves, batches and times; looks at the fleets, changes nothing',
      run: 'begin, or go on where another run stopped',
      status: 'tell how far it is',
      pause: 'stop after the batch that is out',
      resume: 'go on',
      abort: 'go back to the version before, newest first; also after it is done',
      promote: 'count the wave that is watched as passed',
      skip: 'leave the instances named as they are',
    },
    options: [
      {
        name: 'plan',
        value: 'FILE',
        multiple: true,
        says: 'what is rolled out and how; several services together (default: .github/rollout.yml)',
      },
      {
        name: 'to',
        value: 'VERSION',
        verbs: ['plan', 'run'],
        says: 'the version to bring everywhere (plan, run)',
      },
      {
        name: 'risk',
        value: 'P',
        verbs: ['plan', 'run'],
        says: '0.03, 3%, or a file of gate --json (default: the gate’s record, else it counts as high)',
      },
      { name: 'instance', value: 'ID', multiple: true, verbs: ['skip'], says: 'whom to skip (skip)' },
      { name: 'reason', value: 'TEXT', says: 'why, for the record (pause, resume, abort, promote, skip)' },
      {
        name: 'emergency',
        verbs: ['plan', 'run', 'resume'],
        says: 'windows that let emergencies through hold it no more; wants --reason (plan, run, resume)',
      },
      { name: 'environment', value: 'NAME', says: 'whose gate decision counts (default: production)' },
      repository,
      ledger,
      { name: 'markdown', says: 'print Markdown: the plan with its chart, or the summary' },
      json,
      now,
    ],
  },
} as const satisfies Record<string, Command>

export type CommandName = keyof typeof commands
