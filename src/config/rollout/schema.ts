import * as z from 'zod'
import type { bands } from '../../domain/decision.ts'
import { choiceField, listField, mappingField, namedField, nameField } from '../fields.ts'
import { configurationSchema } from '../schema.ts'
import { rolloutDefaults as defaults } from './defaults.ts'
import { targetsSchema } from './drivers/all.ts'
import {
  amount,
  duration,
  exposureStep,
  factor,
  instanceNames,
  plainText,
  share,
  statuses,
  wholeNumber,
  yesOrNo,
  zoneNames,
} from './fields.ts'
import { gate, rollback } from './gate-schema.ts'
import { orderRules } from './plan.ts'

/**
 * The rollout plan as people write it; the JSON Schema and the tables of docs/rollout.md come from here.
 * Loading it loads zod, so only `load.ts` does, and late.
 */

const customer = mappingField({
  zones: zoneNames('Zones that serve the customer.').optional(),
  instances: instanceNames('Instances that serve the customer.').optional(),
})

const order = mappingField({
  zones: choiceField(
    ['sequential', 'parallel'],
    '`sequential`: one zone at a time, never two. `parallel`: a batch may take from several.',
  ).prefault(defaults.zones),
  within: listField(
    choiceField(
      orderRules,
      '`unhealthy-first`: who serves nobody goes first. `leader-last`: the leader moves once.',
    ),
    'Who goes first; the first rule weighs most.',
    { of: 'rules' },
  ).prefault([...defaults.within]),
  'hand-over': yesOrNo(
    'Leadership is handed over before the leader is restarted, where the driver can.',
  ).prefault(defaults.handOver),
}).describe('In which order instances move.')

const batch = mappingField({
  'max-unavailable': amount(
    'The most that may be out of service at once, rounded down; who is unhealthy already counts. Unless given: 10 %, at least 1.',
  ).optional(),
  'max-surge': amount(
    'How many may be started beside the old ones, rounded up, where the driver can.',
  ).prefault(defaults.maxSurge),
  'min-healthy': amount('The fewest that must serve at any moment, rounded up.').prefault(
    defaults.minHealthy,
  ),
  'drain-timeout': duration('s', 'How long requests in flight may take to end.').prefault(
    defaults.drainTimeout,
  ),
  'on-drain-timeout': choiceField(
    ['fail', 'force', 'wait'],
    '`fail` puts it back and tries again until the progress deadline, then stops; `force` closes what is left, `wait` waits until the progress deadline.',
  ).prefault(defaults.onDrainTimeout),
}).describe('What may be out of service at once, inside a wave.')

const health = mappingField({
  path: plainText(
    'a path',
    'Asked of each instance; `expect` says which answers are healthy.',
    /^\/[^\s\p{Cc}]*$/u,
  ).prefault(defaults.path),
  expect: statuses('The statuses that are healthy. Redirects are not followed.').prefault(defaults.expect),
  version: plainText(
    'json:KEY or header:NAME',
    'Where its answer says which version runs: `json:KEY` (dots go deeper) or `header:NAME`.',
    /^(?:json:[\w.-]+|header:[\w-]+)$/,
  ).prefault(defaults.version),
  'min-healthy-time': duration('s', 'Unbroken health before an instance gets traffic again.').prefault(
    defaults.minHealthyTime,
  ),
  'healthy-deadline': duration('m', 'An instance that is not healthy by then has failed.').prefault(
    defaults.healthyDeadline,
  ),
  'progress-deadline': duration(
    'm',
    'A batch that is not done by then stops the wave; longer than the above.',
  ).prefault(defaults.progressDeadline),
  'max-failed': wholeNumber('So many failed instances, over the whole run, stop it.', 1, 1000).prefault(
    defaults.maxFailed,
  ),
}).describe('When an instance counts as healthy.')

const perBand = <
  Low extends z.ZodType,
  Moderate extends z.ZodType,
  High extends z.ZodType,
  Critical extends z.ZodType,
>(
  fields: Readonly<{ low: Low; moderate: Moderate; high: High; critical: Critical }>,
) => fields
const bandwise = <Field extends z.ZodType>(field: (band: (typeof bands)[number]) => Field) =>
  perBand({
    low: field('low'),
    moderate: field('moderate'),
    high: field('high'),
    critical: field('critical'),
  })

const firstWave = mappingField({
  budget: factor(
    'Instances’ worth of failed service that wave 1 may be expected to cost: it holds budget ÷ (risk × blast) instances, at least 1 and at most a tenth of the fleet.',
    0.001,
    1000,
  ).prefault(defaults.budget),
  blast: share({ above: 0 }, 'How much of what an instance serves is lost when the version is bad.').prefault(
    defaults.blast,
  ),
}).describe('How large the first wave may be for a given risk.')

const exposure = mappingField(
  bandwise((band) =>
    listField(
      exposureStep,
      `Waves when the risk is ${band}: how much runs the new version when each ends. Unless given: \`[${defaults.exposure[band].join(', ')}]\`.`,
      {
        of: 'steps',
        atLeast: 1,
      },
    ).optional(),
  ),
).describe('Waves by band of risk; cumulative, cut to the fleet, and the last is always the whole fleet.')

const growth = mappingField(
  bandwise((band) =>
    factor(`How many times larger each wave is when the risk is ${band}.`, 2, 10).optional(),
  ),
).describe(
  'Instead of `exposure`: the first wave follows from the risk, each later one is so many times larger.',
)

const bake = mappingField({
  ...bandwise((band) =>
    duration('m', `How long each wave is watched when the risk is ${band}.`).prefault(defaults.bake[band]),
  ),
  'first-wave-factor': factor('The first wave is watched so many times longer.', 1, 10).prefault(
    defaults.firstWaveFactor,
  ),
  'min-requests': wholeNumber(
    'A wave passes only after so many requests on the new version.',
    0,
    1e9,
  ).prefault(defaults.minRequests),
}).describe('How long a wave is watched before the next.')

// The very windows of the configuration file: one spelling, one set of rules.
const windowShape = configurationSchema.shape.environments
  .unwrap()
  .unwrap()
  .valueType.unwrap()
  .shape.windows.unwrap().element.shape

const rolloutWindow = mappingField({
  ...windowShape,
  effect: choiceField(
    ['review', 'emergency-only', 'allow'],
    '`review`: no batch starts before a person says go. `emergency-only`: none but an emergency’s. `allow`: whoever it is about is touched inside only.',
  ).optional(),
  limit: windowShape.limit
    .unwrap()
    .describe('The budget of a first wave that begins inside is multiplied by this.')
    .optional(),
  zones: zoneNames('The zones it is about.').optional(),
  customers: listField(nameField('a customer'), 'The customers it is about.', {
    of: 'names',
    atLeast: 1,
  }).optional(),
})

export const rolloutPlanSchema = mappingField({
  version: z
    .literal(1, { error: 'wanted 1, the only version of this file there is' })
    .meta({ title: '1', description: 'The version of this format.' }),
  service: nameField('the name of the service', 'What is rolled out; its journal has this name.'),
  after: listField(nameField('a service'), 'Services that must be done first, when rolled out together.', {
    of: 'names',
  }).prefault([]),
  'at-once': wholeNumber(
    'How many services may move at the same time; of several plans the smallest counts.',
    1,
    100,
  ).prefault(defaults.atOnce),
  targets: targetsSchema,
  customers: namedField(
    'a customer',
    customer,
    'Who is served where, for windows that name customers.',
  ).nullish(),
  order: order.nullish(),
  batch: batch.nullish(),
  health: health.nullish(),
  'first-wave': firstWave.nullish(),
  exposure: exposure.nullish(),
  growth: growth.nullish(),
  bake: bake.nullish(),
  gate: gate.nullish(),
  rollback: rollback.nullish(),
  windows: listField(
    rolloutWindow,
    'Agreed times, each with `cron` and `for`, or `from` and `to`, and one `effect` or `limit`; for the whole fleet, or for zones or customers.',
    { of: 'windows' },
  ).nullish(),
})

/** A plan that passed the schema, still in the spelling of the file. */
export type CheckedPlan = z.output<typeof rolloutPlanSchema>

/** What an absent (or empty) section means: the schema's own defaults. */
export const sections = { order, batch, health, firstWave, bake, gate, rollback }
