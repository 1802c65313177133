import * as z from 'zod'
import { nearest } from './nearest.ts'
import { type Reading, type Refusal, sentenceOf, wanted } from './reading.ts'

/**
 * The building blocks of the schema. Every message here is the second half of a problem, "wanted …"; the first half
 * (where, and what was got) is added by `problems.ts`, which knows the file.
 */

/** A text that `reader` turns into a value; it also sees what is no text at all, to say how to mend it. */
export const textField = <Value>(
  reader: (input: unknown) => Reading<Value>,
  description: string,
  more: { readonly title: string; readonly pattern?: string },
) =>
  z
    .string({ error: (issue) => messageOf(reader(issue.input)) })
    .meta(more.pattern === undefined ? {} : { pattern: more.pattern })
    .transform((text, context): Value => readInto(reader(text), context))
    .meta({ title: more.title, description })

/** The value that was read, or an issue that says what was wanted. */
export const readInto = <Value>(reading: Reading<Value>, context: z.RefinementCtx): Value => {
  if (reading.ok) return reading.value
  context.addIssue({ code: 'custom', message: sentenceOf(reading) })
  return z.NEVER
}

export const messageOf = (reading: Reading<unknown>): string =>
  reading.ok ? 'wanted text' : sentenceOf(reading)

/** One of a few words. */
export const choiceField = <const Choice extends readonly [string, ...string[]]>(
  choices: Choice,
  description: string,
) =>
  z
    .enum(choices, {
      error: (issue) => sentenceOf(wanted(listed(choices), nearestChoice(issue.input, choices))),
    })
    .meta({ title: choices.join(' · '), description })

const nearestChoice = (input: unknown, choices: readonly string[]): string | undefined => {
  // Other YAML readers take on and off for booleans, so people write true and false for them.
  const word = input === true ? 'on' : input === false ? 'off' : typeof input === 'string' ? input : ''
  return choices.includes(word) ? word : nearest(word, choices)
}

/** A name people chose: of a component, an environment, a label. */
export const nameField = (what: string, description?: string) =>
  z
    .string({
      error: (issue) =>
        sentenceOf(wanted(what, typeof issue.input === 'number' ? `"${issue.input}"` : undefined)),
    })
    .regex(namePattern, {
      error: `wanted ${what}: 1 to 100 characters that can be seen, no space around them`,
    })
    .refine((name) => !/\p{Cc}/u.test(name), { error: `wanted ${what} without control characters` })
    .meta(description === undefined ? { title: what } : { title: what, description })

/** Without flags or classes of Unicode, which editors that read the JSON Schema do not know. */
const namePattern = /^\S(?:.{0,98}\S)?$/

/** A mapping with a closed list of keys. */
export const mappingField = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? // One line a key, in the order of `issue.keys`: problems.ts takes them apart again.
          issue.keys.map((key) => unknownKey(key, Object.keys(shape))).join('\n')
        : `wanted a mapping of ${listed(Object.keys(shape), 'and')}`,
  })

/** Who sees the key they meant needs no list of the others, which would push it off the screen. */
const unknownKey = (key: string, known: readonly string[]): string => {
  const meant = nearest(key, known)
  return meant === undefined ? sentenceOf(wanted(listed(known))) : `did you mean ${meant}?`
}

/** A mapping from names people chose. */
export const namedField = <Value extends z.ZodType>(what: string, value: Value, description: string) =>
  z
    .record(nameField(`the name of ${what}`), value, {
      error: (issue) =>
        issue.code === 'invalid_key'
          ? `wanted the name of ${what}: 1 to 100 characters that can be seen, no space around them`
          : `wanted a mapping from the name of ${what} to its settings`,
    })
    .meta({ description })

const mostItems = 200

export const listField = <Item extends z.ZodType>(
  item: Item,
  description: string,
  options: { readonly of: string; readonly atLeast?: number },
) => {
  const { of, atLeast = 0 } = options
  return z
    .array(item, {
      error: (issue) => (issue.code === 'invalid_type' ? sentenceOf(asList(of, issue.input)) : undefined),
    })
    .min(atLeast, { error: `wanted a list of at least ${atLeast}` })
    .max(mostItems, { error: `wanted at most ${mostItems} ${of}` })
    .meta({ title: `list of ${of}`, description })
}

const asList = (of: string, input: unknown): Refusal =>
  wanted(
    `a list of ${of}`,
    typeof input === 'string' && input.length <= 60 ? `[${JSON.stringify(input)}]` : undefined,
  )

const listed = (words: readonly string[], last: 'and' | 'or' = 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
