/** Copies of what can be found out again, one a file: valid for one key, and as they were written or not at all. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

interface Kept {
  readonly key: string
  /** SHA-256 of `value` as it is written. */
  readonly digest: string
  /** JSON. */
  readonly value: string
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** One name for everything that a copy follows from. */
export const keyOf = (grounds: readonly unknown[]): string => sha256(JSON.stringify(grounds))

/** What was kept under this key; undefined where nothing was, or where it is damaged. */
export const readKept = (path: string, key: string): unknown => {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept | null
    return kept?.key === key && kept.digest === sha256(kept.value) ? JSON.parse(kept.value) : undefined
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) return undefined
    throw error
  }
}

/** Where nothing can be written nothing can be removed either; and even `force` only forgives a file that is not there. */
const discard = (path: string): void => {
  try {
    rmSync(path, { force: true })
  } catch {
    // What is left is a file that no run reads.
  }
}

/** Keeps a value, in the place of what was kept there. */
export const keep = (path: string, key: string, value: unknown): void => {
  const text = JSON.stringify(value)
  const temporary = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(temporary, JSON.stringify({ key, digest: sha256(text), value: text } satisfies Kept))
    renameSync(temporary, path)
  } catch {
    // A folder that cannot be written costs the next run some time, nothing else.
    discard(temporary)
  }
}
