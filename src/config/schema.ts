import * as z from 'zod'
import { modes } from '../domain/decision.ts'
import { commentSettings } from './configuration.ts'
import { defaults } from './defaults.ts'
import { choiceField, listField, mappingField, namedField, nameField, textField } from './fields.ts'
import { readLedgerUrl } from './ledger-url.ts'
import { readPriorReference } from './prior-reference.ts'
import { readNamedReviewer } from './reviewer.ts'
import { component, customer } from './sections/catalogue.ts'
import { environment } from './sections/environment.ts'
import { deploymentSource, incidentSource } from './sections/sources.ts'
import { duration } from './sections/values.ts'

/**
 * The configuration file as people write it. This schema is where the JSON Schema and the tables of
 * docs/configuration.md come from (`npm run docs`). Loading it loads zod, so only `load.ts` does, and late.
 */

const outcome = mappingField({
  soak: duration('h', 'How long a deployment must have run before it counts as succeeded.').prefault(
    defaults.soak,
  ),
  maturity: duration('d', 'How long afterwards a failure may still be blamed on it.').prefault(
    defaults.maturity,
  ),
}).describe('When we know how a deployment went.')

const history = mappingField({
  lookback: duration('mo', 'How far back the model learns, from the newest 6,000 parts at most.').prefault(
    defaults.lookback,
  ),
}).describe('How much of the past counts.')

const emergency = mappingField({
  by: listField(
    textField(readNamedReviewer, 'A person or a team.', { title: 'person or team' }),
    'Who may override: `"@organisation/team"` (needs a token that may read its members) or `"@user"`.',
    { of: 'people and teams' },
  ).prefault([]),
  'review-within': duration('d', 'By when somebody else reviews what went out by it.').prefault(
    defaults.reviewWithin,
  ),
}).describe(
  'Who may let something out against every other rule, by `.override` or the input `emergency`, for one commit, one environment and a limited time. Unless given: nobody.',
)

/** A key that is written with nothing after it ("environments:") means the same as no key. */
export const configurationSchema = mappingField({
  version: z
    .literal(1, { error: 'wanted 1, the only version of this file there is' })
    .meta({ title: '1', description: 'The version of this format.' }),
  mode: choiceField(
    modes,
    '`off`: say nothing. `observe`: decide and show, act on nothing. `enforce`: act on the decision.',
  ).prefault(defaults.mode),
  components: namedField(
    'a component',
    component,
    'The catalogue; without it, CODEOWNERS and folders serve.',
  ).nullish(),
  customers: namedField('a customer', customer, 'Those who choose when they may be disturbed.').nullish(),
  environments: namedField(
    'an environment',
    environment.nullable(),
    'What is deployed to, and how carefully.',
  ).nullish(),
  deployments: listField(
    deploymentSource,
    'Who tells what was deployed. Unless given: `github-deployments` alone.',
    { of: 'deployment sources', atLeast: 1 },
  ).nullish(),
  incidents: listField(incidentSource, 'Where incidents are written down.', {
    of: 'incident sources',
  }).nullish(),
  outcome: outcome.nullish(),
  history: history.nullish(),
  emergency: emergency.nullish(),
  ledger: textField(
    readLedgerUrl,
    'Where decisions are remembered: `directory:PATH`, `branch:NAME` or `postgres://HOST/DATABASE` (no password here). Unless given: a directory inside `.git` on the command line, `branch:change-risk-ledger` in Actions. A command line reads directories alone: it says so, and `enforce` approves nothing there.',
    { title: 'ledger' },
  ).optional(),
  prior: textField(
    readPriorReference,
    'What is believed before this repository has outcomes of its own: a file of the repository that `learn --write-prior` made over several of yours, and its SHA-256. Unless given: what the release ships.',
    { title: 'prior', pattern: '^.+#sha256:[0-9a-f]{64}$' },
  ).optional(),
  comment: choiceField(
    commentSettings,
    'When a pull request gets the comment: `always`, `on-review` (when somebody is wanted, and then kept up to date) or `never`.',
  ).prefault(defaults.comment),
  'on-call': nameField(
    'the path of a file',
    'Where it is written who is on call ([format](routing.md#on-call)); they are asked where nobody else can be.',
  ).prefault(defaults.onCall),
  experience: choiceField(
    ['on', 'off'],
    'Whether signals may count how often somebody worked on a file before (counts only, never names).',
  ).prefault(defaults.experience),
})

/** A file that passed the schema: texts are read, defaults filled in, keys still in the spelling of the file. */
export type CheckedFile = z.output<typeof configurationSchema>
export type CheckedEnvironment = NonNullable<NonNullable<CheckedFile['environments']>[string]>
export type CheckedWindow = CheckedEnvironment['windows'][number]
export type CheckedSlo = NonNullable<CheckedComponent['slo']>
export type CheckedScopedWindow = CheckedComponent['windows'][number]
export type CheckedComponent = NonNullable<CheckedFile['components']>[string]
