/** Agreed times, of an environment and of whoever else has some. */
import * as z from 'zod'
import { defaults } from '../defaults.ts'
import { choiceField, listField, mappingField, nameField, textField } from '../fields.ts'
import { readLocalDay } from '../local-time.ts'
import { readTimeZone } from '../time-zone.ts'
import { duration, localTime } from './values.ts'

const exception = z
  .union(
    [
      textField(readLocalDay, 'A day.', { title: 'day' }),
      mappingField({
        from: localTime('When the exception begins.'),
        to: localTime('When it ends: at that instant it is over.'),
      }),
    ],
    { error: 'wanted a day like 2026-12-24, or a mapping of from and to' },
  )
  .meta({ title: 'day, or from and to' })

const windowShape = {
  name: nameField('the name of the window', 'What people call it.'),
  cron: z
    .string({ error: 'wanted five fields like "0 18 * * 1-4"' })
    .meta({
      title: 'cron',
      description: 'When it begins, every time: minute, hour, day of month, month, day of week.',
    })
    .optional(),
  for: duration(
    'h',
    'How long it lasts after each `cron` start; elapsed time, whatever clocks do inside.',
  ).optional(),
  from: localTime('When it begins, once; a bare date is the start of that day.').optional(),
  to: localTime('When it ends: at that instant it is over; a bare date is the start of that day.').optional(),
  'time-zone': textField(readTimeZone, 'The clock that `cron`, `from` and `to` are read on.', {
    title: 'time zone',
  }).prefault(defaults.timeZone),
  effect: choiceField(
    ['review', 'emergency-only', 'allow'],
    '`review` asks a person for every change, `emergency-only` holds it until the window ends, `allow` holds it outside such windows until one begins.',
  ).optional(),
  limit: z
    .number({ error: 'wanted a factor above 0 and at most 1, like 0.5' })
    .gt(0, { error: 'wanted a factor above 0 and at most 1 (did you mean effect: review?)' })
    .max(1, { error: 'wanted a factor above 0 and at most 1: a window only ever lowers the limit' })
    .meta({
      title: 'factor',
      description: 'The limit is multiplied by this while the window lasts; the risk is not.',
    })
    .optional(),
  except: listField(exception, 'When it is not in force after all, on the clock of the window.', {
    of: 'days, or of from and to',
    atLeast: 1,
  }).optional(),
}

export const window = mappingField(windowShape)

export const scopedWindow = mappingField({
  ...windowShape,
  environments: listField(nameField('an environment'), 'Where it holds. Unless given: everywhere.', {
    of: 'names',
    atLeast: 1,
  }).optional(),
})

/** What every window says, in the words of the sections that have windows. */
export const whenOfWindow = 'each has `cron` and `for`, or `from` and `to`, and one `effect` or `limit`.'
