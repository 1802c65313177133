/** The files that declare the actions to GitHub, and the page that tells their inputs, outputs and events. */
import { stringify } from 'yaml'
import {
  type Action,
  gateAction,
  learnAction,
  ledgerAction,
  rolloutAction,
} from '../src/main/action/contract.ts'
import { doors } from '../src/sources/github/door.ts'

const notice = '# Generated from src/main/action/contract.ts by `npm run docs`.'

/** Marketplace shows the icon; GitHub takes Feather's names. */
const branding = { icon: 'shield', color: 'gray-dark' }

const declare = ({ inputs, main, name, outputs, says }: Action): string =>
  `${notice}\n${stringify(
    {
      name,
      description: says,
      branding,
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([key, { default: usual, required, says: description }]) => [
          key,
          { description, required: required === true, ...(usual === undefined ? {} : { default: usual }) },
        ]),
      ),
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([key, { says: description }]) => [key, { description }]),
      ),
      runs: { using: 'node24', main },
    },
    { lineWidth: 0 },
  )}`

const cell = (text: string): string => text.replaceAll('|', '\\|')

const inputTable = ({ inputs }: Action): string =>
  [
    '| input | takes | default | meaning |',
    '|---|---|---|---|',
    ...Object.entries(inputs).map(([name, { default: usual, required, says, takes }]) => {
      const stands = usual === undefined ? '' : `\`${usual}\``
      return `| \`${name}\` | ${cell(takes)} | ${required === true ? '**required**' : stands} | ${cell(says)} |`
    }),
  ].join('\n')

const outputTable = ({ outputs }: Action): string =>
  [
    '| output | meaning |',
    '|---|---|',
    ...Object.entries(outputs).map(([name, { says }]) => `| \`${name}\` | ${cell(says)} |`),
  ].join('\n')

const doorTable = [
  '| event | what the gate does |',
  '|---|---|',
  ...Object.entries(doors).map(([event, { does }]) => `| \`${event}\` | ${cell(does)} |`),
].join('\n')

const page = `# The actions

Four actions live here: the gate at the root, \`ledger/\`, which writes down in a job of its own what the gate
decided, \`learn/\`, which collects what became of it, and \`rollout/\`, which restarts fleets wave by wave. Nothing an input leaves empty has a default that a configuration file could say otherwise; see
[the configuration](configuration.md).

## The gate

\`\`\`yaml
- uses: OWNER/change-risk-gate@COMMIT
  id: gate
- if: steps.gate.outputs.continue == 'true'
  run: ./deploy.sh
\`\`\`

### Inputs

${inputTable(gateAction)}

A wrong input is told with what was found and what is wanted, and all of them at once. \`mode\`, \`fail-on\` may be written
in any case; a token or a password is never shown.

### Outputs

${outputTable(gateAction)}

Jobs branch on \`continue\`; whatever else they read may be empty. \`risk\` is text: compare numbers with
\`fromJSON(steps.gate.outputs.risk || '1') < 0.02\`.

### Events

${doorTable}

On any other event the gate judges what \`head-ref\` or \`pull-request-number\` name. Whatever an event tells is taken for
a question: heads, states and approvals are read from GitHub at that moment, also when a run is started again weeks later.

### Commands

A command is the first thing in a new comment, alone on its first line; what follows on other lines is for people.

| command | does |
|---|---|
| \`.risk\` | judges anew |
| \`.risk explain\` | judges anew and tells everything it looked at |
| \`.approve\` · \`.approve SHA\` | approves; with a commit (7 digits or more) only where that is still the head |
| \`.reject WHY\` | says no to the commit that stands there, until whoever said it approves, or new commits come |
| \`.pass\` | hands the question on to the next who can answer it |
| \`.override --reason "WHY"\` | in an emergency, and by those whom \`emergency.by\` names: lets exactly this commit go, for two hours; \`--for 4h\` (a day at most), \`--environment NAME\`, \`--sha COMMIT\` |
| \`.freeze NAME --reason "WHY"\` · \`.unfreeze NAME\` | holds that environment, without a name all of them, until it is lifted; \`--for 4h\` or \`--until 2026-12-24T18:00Z\` ends it by itself |
| \`.outcome failed\` · \`.outcome ok\` | on a merged pull request: what became of it, with a reason if you like; kept as a record, and the next \`learn\` obeys |
| \`.blame #123\` · \`.unblame #123\` | here or in the issue of an incident: that change is, or is not, to blame |
| \`.help\` | tells the commands |

A quotation, a list, a code block or an edited comment is none; a command beside invisible characters is refused.

Labels say some of it too: \`outcome: failed\` and \`outcome: ok\` on a merged pull request, \`caused-by: #123\` and
\`not-caused-by: #123\` on the issue of an incident. The newest word holds, in a comment or by a label; taking a label off
withdraws what it said.

## The ledger's action

\`\`\`yaml
- uses: OWNER/change-risk-gate/ledger@COMMIT
  with:
    records: records.jsonl
\`\`\`

### Inputs of \`ledger/\`

${inputTable(ledgerAction)}

### Outputs of \`ledger/\`

${outputTable(ledgerAction)}

## The action that learns

\`\`\`yaml
on:
  schedule: [{ cron: '17 4 * * *' }]
permissions: { contents: write, deployments: read, issues: read }
jobs:
  learn:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@COMMIT
      - uses: OWNER/change-risk-gate/learn@COMMIT
\`\`\`

It asks GitHub for deployments since those the ledger holds, and for issues with the labels the configuration names under
\`incidents\`. Where the configuration names workflow runs under \`deployments\`, it asks for those (\`actions: read\`, and
\`checks: read\` for the job that deploys), and so does the gate where nothing else says what is live: a run is a
deployment, however often it was tried until it went through; an older run that is started again is a rollback; a
cancelled one says nothing. Published releases and version tags count where it names them ([how](releases.md)). Never on a
pull request: whoever wrote the change would say what is learned.

### Inputs of \`learn/\`

${inputTable(learnAction)}

### Outputs of \`learn/\`

${outputTable(learnAction)}

## The rollout's action

\`\`\`yaml
- uses: OWNER/change-risk-gate/rollout@COMMIT
  with:
    to: \${{ github.ref_name }}
    risk: \${{ needs.gate.outputs.result }}
\`\`\`

[The plan](rollout.md) says what is restarted and how; [drivers](drivers.md) tell who must be able to reach it.

### Inputs of \`rollout/\`

${inputTable(rolloutAction)}

### Outputs of \`rollout/\`

${outputTable(rolloutAction)}

A parked rollout is a green job with \`outcome: parked\`; one that went back or is frozen fails the job.

*This page is generated from \`src/main/action/contract.ts\` and \`src/sources/github/door.ts\` by \`npm run docs\`.*
`

/** Every generated file by its path in the repository. */
export const actionPages = (): Readonly<Record<string, string>> => ({
  'action.yml': declare(gateAction),
  'ledger/action.yml': declare(ledgerAction),
  'learn/action.yml': declare(learnAction),
  'rollout/action.yml': declare(rolloutAction),
  'docs/action.md': page,
})
