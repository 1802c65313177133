import * as z from 'zod'
import { listField, mappingField, nameField } from '../fields.ts'
import { type Reading, sentenceOf } from '../reading.ts'
import { readAmount, readExposureStep } from './amount.ts'
import { readStatusRange } from './status-range.ts'

/** What a rollout plan's values are built from, beside the building blocks of every configuration file. */

export { duration, share } from '../sections/values.ts'

/** A number or a text that `reader` turns into a value. */
const numberOrTextField = <Value>(
  reader: (input: unknown) => Reading<Value>,
  description: string,
  more: { readonly title: string; readonly pattern: string; readonly least?: number; readonly most?: number },
) => {
  const { least = 0, most } = more
  const number = z
    .number()
    .meta({ multipleOf: 1, minimum: least, ...(most !== undefined && { maximum: most }) })
  const sentence = (input: unknown) => {
    const reading = reader(input)
    return reading.ok ? 'wanted a number or text' : sentenceOf(reading)
  }
  return z
    .union([number, z.string().meta({ pattern: more.pattern })], {
      error: (issue) => sentence(issue.input),
    })
    .transform((input, context): Value => {
      const reading = reader(input)
      if (reading.ok) return reading.value
      context.addIssue({ code: 'custom', message: sentenceOf(reading) })
      return z.NEVER
    })
    .meta({ title: more.title, description })
}

const status = numberOrTextField(readStatusRange, 'A status, or a class of them.', {
  title: 'status or class',
  pattern: '^[2-5](\\d\\d|xx)$',
  least: 200,
  most: 599,
})

/** One status, or several. */
export const statuses = (description: string) => {
  const error = 'wanted a status like 204, a class like 2xx, or a list of them'
  return z
    .union([status, z.array(status).min(1, { error }).max(20, { error })], { error })
    .meta({ title: 'status, class like 2xx, or list of them', description })
}

export const amount = (description: string) =>
  numberOrTextField(readAmount, description, {
    title: 'count or percentage',
    pattern: '^\\d{1,3}(\\.\\d{1,10})? ?%$',
  })

export const exposureStep = numberOrTextField(
  readExposureStep,
  'How much of the fleet runs the new version when the wave ends.',
  { title: 'count, percentage or zones', pattern: '^(\\d{1,3}(\\.\\d{1,10})? ?%|[1-9]\\d{0,3} zones?)$' },
)

export const wholeNumber = (description: string, least: number, most: number) => {
  const error = `wanted a whole number from ${least} to ${most}`
  return z
    .int({ error })
    .min(least, { error })
    .max(most, { error })
    .meta({ title: 'whole number', description })
}

/** A number above zero. */
export const factor = (description: string, least: number, most: number) => {
  const error = `wanted a number from ${least} to ${most}`
  return z.number({ error }).min(least, { error }).max(most, { error }).meta({ title: 'number', description })
}

export const yesOrNo = (description: string) =>
  z.boolean({ error: 'wanted true or false' }).meta({ title: 'true · false', description })

const longestText = 4000

/** A line of text that means something to somebody else: a path, an address, a query. */
export const plainText = (title: string, description: string, pattern = /^[^\p{Cc}]+$/u) =>
  z
    .string({ error: `wanted ${title}` })
    .max(longestText, { error: `wanted ${title} of at most ${longestText} characters` })
    .refine((text) => text.trim() === text && pattern.test(text), { error: `wanted ${title}` })
    .meta({ title, description })

/** A command for the shell of the machine it runs on; several lines are allowed. */
export const command = (description: string) =>
  plainText('a command', description, /^(?:[^\p{Cc}]|[\n\t])+$/u)

/** An address without a password: this file is committed. */
export const webAddress = (description: string) =>
  plainText('a URL without a password', description, /^https?:\/\/(?![^/]*@)[^\s\p{Cc}]+$/u)

/** The name of an environment variable; the secret inside stays out of the file. */
export const secretName = (description: string) =>
  plainText('the name of an environment variable', description, /^[A-Za-z_]\w{0,99}$/)

export const zoneNames = (description: string) =>
  listField(nameField('a zone'), description, { of: 'zones', atLeast: 1 })

export const instanceNames = (description: string) =>
  listField(nameField('an instance'), description, { of: 'instances', atLeast: 1 })

/** How the instance's process is restarted: one of the two. */
export const restartBy = (description: string) =>
  mappingField({
    exec: command(
      'Runs beside the coordinator, with GATE_INSTANCE, GATE_VERSION and GATE_EPOCH set.',
    ).optional(),
    ssh: command('Runs on the instance, over ssh, with the same variables set.').optional(),
    user: nameField('a user', 'Whom ssh logs in as.').optional(),
  }).describe(description)
