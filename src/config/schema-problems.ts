import type * as z from 'zod'
import { describe, type PathStep, type Problem } from './problems.ts'
import type { Locate } from './yaml-file.ts'

/** Turns what zod found into problems of the file: where, what was got, what is wanted. */
export const schemaProblems = (
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  locate: Locate,
): readonly Problem[] =>
  issues.flatMap((issue): readonly Problem[] => {
    const path = issue.path.map((step): PathStep => (typeof step === 'number' ? step : String(step)))
    if (issue.code === 'unrecognized_keys') {
      const sentences = issue.message.split('\n')
      return issue.keys.map((key, at) => ({
        ...locate([...path, key], 'key'),
        path: [...path, key],
        message: `unknown key, ${sentences[at]}`,
      }))
    }
    if (issue.code === 'invalid_key') return [{ ...locate(path, 'key'), path, message: issue.message }]
    const got = valueAt(value, path)
    const start = got.exists ? `got ${describe(got.value)}` : 'missing'
    return [{ ...locate(path), path, message: `${start}, ${issue.message}` }]
  })

const valueAt = (value: unknown, path: readonly PathStep[]) => {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) {
      return { exists: false, value: undefined } as const
    }
    current = (current as Readonly<Record<PathStep, unknown>>)[step]
  }
  return { exists: true, value: current } as const
}
