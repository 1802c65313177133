/** Service level objectives, and what is left of them. */
import * as z from 'zod'
import { defaults } from '../defaults.ts'
import { mappingField } from '../fields.ts'
import { duration, share } from './values.ts'

const promql = (description: string) =>
  z
    .string({ error: 'wanted a PromQL query that gives one number' })
    .max(2000, { error: 'wanted a query of at most 2000 characters' })
    .refine((query) => query.includes('$window'), {
      error: 'wanted a query over $window, like sum(increase(requests_total[$window]))',
    })
    .meta({ title: 'PromQL', description })

export const slo = mappingField({
  objective: share(
    { above: 0, below: 100 },
    'The share of good events (requests, minutes) that is promised.',
  ),
  window: duration('d', 'The rolling time the promise is kept over.'),
  counts: mappingField({
    degraded: share({}, 'A second of an incident that degraded a service.').prefault(defaults.degraded),
    unknown: share({}, 'A second of one that does not say what it did.').prefault(defaults.unknownImpact),
  })
    .describe('What a second of an incident takes of the budget; one that was down takes a second.')
    .prefault({}),
  'tighten-below': share(
    {},
    'The limit tightens in proportion to what is left, once that is less than this share of the budget.',
  ).prefault(defaults.tightenBelow),
  'fixes-below': share(
    {},
    'With less than this share left, or when it burns fast, only fixes go out unreviewed.',
  ).prefault(defaults.fixesBelow),
  prometheus: mappingField({
    errors: promql('How many went wrong; `$window` is the length of time that is asked for.'),
    total: promql('How many there were in all; `$window` as above.'),
  })
    .describe(
      'Counts what went wrong instead of incidents. Where Prometheus is stands in the environment of the run, never here: `PROMETHEUS_URL`, and `PROMETHEUS_TOKEN` if it wants one.',
    )
    .optional(),
}).describe('A service level objective: what may go wrong, and what that means for the limit.')
