/** Who is asked, and who is asked next. */
import * as z from 'zod'
import { bands } from '../../domain/decision.ts'
import type { Reviewer } from '../configuration.ts'
import { defaults } from '../defaults.ts'
import { readEscalation } from '../escalation.ts'
import { choiceField, mappingField, messageOf, readInto, textField } from '../fields.ts'
import { readReviewers } from '../reviewer.ts'
import { readTimeZone } from '../time-zone.ts'
import { readWorkingHours } from '../working-hours.ts'
import { duration } from './values.ts'

export const reviewRequest = mappingField({
  'at-least': choiceField(bands, 'The lowest band of risk at which they are asked.').prefault(
    defaults.reviewAtLeast,
  ),
  from: z
    .union([z.string(), z.array(z.string()).min(1).max(20)], {
      error: ({ input }) => messageOf(readReviewers(input)),
    })
    .transform((input, context): Reviewer => readInto(readReviewers(input), context))
    .meta({
      title: 'reviewer or list of them',
      description:
        'Who is asked: `drivers` (whoever knows what drives the risk; the approval of anybody who may write counts), `"@organisation/team"`, `"@user"`, or a list of these two, any of whom will do.',
    })
    .prefault(defaults.reviewFrom),
  approvals: z
    .int({ error: 'wanted a whole number of approvals from 1 to 10' })
    .min(1, { error: 'wanted at least 1 approval' })
    .max(10, { error: 'wanted at most 10 approvals' })
    .meta({ title: 'whole number', description: 'How many approvals are wanted.' })
    .prefault(defaults.approvals),
  shared: z
    .boolean({ error: 'wanted true or false' })
    .meta({
      title: 'true · false',
      description: 'Whether an approval that counts here may count for another request, too.',
    })
    .prefault(defaults.shared),
})

export const escalation = mappingField({
  after: duration('h', 'Working time without an answer after which they are asked.').prefault(
    defaults.escalateAfter,
  ),
  to: textField(
    readEscalation,
    'Who is asked then: `"@organisation/team"`, `"@user"`, `on-call` (whoever the file `on-call` names), or `drivers` (the next who knows what drives the risk).',
    { title: 'reviewer' },
  ).prefault(defaults.reviewFrom),
  'working-hours': textField(
    readWorkingHours,
    'The days and hours that count: `Mon-Fri 09:00-18:00`, `Mon-Thu,Sat 08:30-17:00`, or `always`.',
    { title: 'working hours' },
  ).prefault(defaults.workingHours),
  'time-zone': textField(readTimeZone, 'The clock that `working-hours` are read on.', {
    title: 'time zone',
  }).prefault(defaults.timeZone),
}).describe('Who is asked further where nobody has answered; once, in the same comment.')
