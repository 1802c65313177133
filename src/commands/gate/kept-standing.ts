/** The standing of a repository, kept beside its index and computed again only when what it rests on has changed. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isOurs } from '../../domain/errors.ts'
import { readArtefact } from '../../model/artefact-reading.ts'
import { computeStanding, type Standing, type StandingOptions, standingKey } from './standing.ts'

/** Change it with the meaning of what is kept. */
const keptVersion = 4

interface Kept {
  readonly key: string
  /** SHA-256 of `standing` as it is written. */
  readonly digest: string
  readonly standing: string
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const readKept = (path: string, key: string): Standing | null => {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept | null
    if (kept?.key !== key || kept.digest !== sha256(kept.standing)) return null
    const standing = JSON.parse(kept.standing) as Standing
    return { ...standing, model: readArtefact(standing.model) }
  } catch (error) {
    // Absent or damaged: it is only a copy of what can be computed again.
    if (error instanceof SyntaxError || isOurs(error) || (error as NodeJS.ErrnoException).code !== undefined)
      return null
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

const keep = (path: string, key: string, standing: Standing): void => {
  const text = JSON.stringify(standing)
  const temporary = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(temporary, JSON.stringify({ key, digest: sha256(text), standing: text } satisfies Kept))
    renameSync(temporary, path)
  } catch {
    // A folder that cannot be written costs the next run a second, nothing else.
    discard(temporary)
  }
}

export const findStanding = (
  directory: string | null,
  options: StandingOptions,
  reviewRiskiest: number,
): Standing => {
  const key = sha256(JSON.stringify([keptVersion, reviewRiskiest, ...standingKey(options)]))
  const path = directory === null ? null : join(directory, 'standing.json')
  const kept = path === null ? null : readKept(path, key)
  if (kept) return kept
  const standing = computeStanding(options, reviewRiskiest)
  if (path !== null) keep(path, key, standing)
  return standing
}
