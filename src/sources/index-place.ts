/** Where the index of a clone rests: inside its git directory, else, where that is read-only, in the user's cache. */
import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Repository } from '../clients/git/repository.ts'

const writable = (directory: string): boolean => {
  try {
    accessSync(directory, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** The folder; null when there is no place to keep anything. */
export const indexDirectory = (repository: Repository, environment: NodeJS.ProcessEnv): string | null => {
  if (writable(repository.commonDirectory)) return join(repository.commonDirectory, 'change-risk-index')
  const caches = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const name = createHash('sha256').update(repository.commonDirectory).digest('hex').slice(0, 16)
  const directory = join(caches, 'change-risk-gate', name)
  try {
    mkdirSync(directory, { recursive: true })
    return directory
  } catch {
    return null
  }
}
