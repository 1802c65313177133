/** What the ledger's action is given: JSON in the workflow, or a file of JSON or JSON lines. */
import { resolve } from 'node:path'
import { UsageError } from '../../domain/errors.ts'
import { mostBytes, readBounded } from './payload.ts'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Undefined where it is no JSON. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const objectsOf = (
  what: string,
  values: readonly unknown[],
): readonly Readonly<Record<string, unknown>>[] => {
  const wrong = values.findIndex((value) => !isObject(value))
  if (wrong < 0) return values as readonly Readonly<Record<string, unknown>>[]
  throw new UsageError(
    `${what}: entry ${wrong + 1} is no JSON object; wanted records as an earlier job wrote them`,
  )
}

/** One document, a list of them, or one a line. Throws UsageError; never quotes the text, which is anybody's. */
export const parseRecords = (what: string, text: string): readonly Readonly<Record<string, unknown>>[] => {
  const whole = parse(text)
  if (whole !== undefined) return objectsOf(what, Array.isArray(whole) ? whole : [whole])
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return objectsOf(what, lines.map(parse))
}

/**
 * Reads the input `records`: text that begins with a bracket is JSON, anything else a path seen from the workspace.
 * What the objects hold is not looked at: the ledger checks that. Throws UsageError or SourceError.
 */
export const readRecords = async (
  given: string,
  workspace: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const text = given.trim()
  if (/^[[{]/.test(text)) return parseRecords('input records', text)
  if (text.includes('\0')) throw new UsageError('input records: is no path and no JSON')
  const what = 'the file of input records'
  return parseRecords(what, await readBounded(resolve(workspace, text), what, mostBytes))
}
