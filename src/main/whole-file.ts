/** Files that somebody may be reading while they are written. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../domain/errors.ts'

/**
 * A reader sees the file as it was or as it will be, never half of it.
 * @param named what asked for it, as a person would: `learn --card FILE`
 * Throws UsageError where it cannot be written.
 */
export const writeWhole = (path: string, text: string, named: string): void => {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(temporary, text)
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${named}: cannot be written (${why}); name another file`, { cause })
  }
}
