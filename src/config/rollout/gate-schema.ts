import { choiceField, mappingField } from '../fields.ts'
import { rolloutDefaults as defaults } from './defaults.ts'
import { amount, duration, factor, plainText, share, webAddress, yesOrNo } from './fields.ts'

const metricKeys = {
  source: choiceField(
    ['haproxy', 'prometheus'],
    '`haproxy`: the load balancers the driver talks to. `prometheus`: queries.',
  ),
  url: webAddress('Where Prometheus answers.').optional(),
  query: plainText(
    'a query',
    'PromQL: a counter by instance (of errors; for latency, its histogram buckets).',
  ).optional(),
  alpha: factor('How often a version that is no worse may be stopped by mistake.', 0.0001, 0.2).prefault(
    defaults.alpha,
  ),
}

/** What a wave is judged by. */
export const gate = mappingField({
  metrics: mappingField({
    errors: mappingField({
      ...metricKeys,
      'requests-query': plainText('a query', 'PromQL: the counter of all requests by instance.').optional(),
      'p-max': share(
        { above: 0, below: 100 },
        'A wave passes only when more errors than this would have shown.',
      ).prefault(defaults.pMax),
    })
      .describe('Failed requests.')
      .optional(),
    latency: mappingField(metricKeys).describe('Slow requests.').optional(),
  })
    .describe(
      'What is compared between new and old. With driver haproxy, its own error counts unless `errors` says otherwise.',
    )
    .optional(),
  'on-no-data': choiceField(
    ['hold', 'health-only', 'fail'],
    'Without samples: `hold` waits for a person, `health-only` trusts health checks, `fail` rolls back. Never a quiet pass.',
  ).prefault(defaults.onNoData),
  'inconclusive-deadline': duration('m', 'How long a verdict may stay open after the bake.').prefault(
    defaults.inconclusiveDeadline,
  ),
}).describe('What a wave must show before the next.')

/** The way back. */
export const rollback = mappingField({
  auto: yesOrNo('A fail verdict rolls back by itself.').prefault(true),
  'max-unavailable': amount(
    'The most that may be out at once on the way back; `min-healthy` holds there, too. Unless given: 33 %, at least 1.',
  ).optional(),
  order: choiceField(['newest-first'], 'Who was updated last goes back first.').prefault('newest-first'),
  'on-failure': choiceField(
    ['freeze'],
    'When going back fails on some: nothing moves until a person says so.',
  ).prefault('freeze'),
  mode: choiceField(
    ['rollback', 'freeze'],
    '`freeze`: stop and ask instead of going back (after a migration).',
  ).prefault('rollback'),
}).describe('What happens when a wave fails.')
