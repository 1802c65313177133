/** The prior this release ships: weights learned from public repositories, for a team that has no outcome yet. */
import { readFileSync } from 'node:fs'
import { UsageError } from '../domain/errors.ts'
import type { Artefact } from '../model/artefact.ts'
import { readArtefact } from '../model/artefact-reading.ts'

export const shippedPrior = (): Artefact => {
  const file = new URL('../model/prior.json', import.meta.url)
  return readArtefact(JSON.parse(readFileSync(file, 'utf8')), 'the shipped prior')
}

/** A model file of the caller's choice. */
export const priorIn = (path: string): Artefact => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`--prior ${path}: cannot be read; name shipped, none, or a model file`, { cause })
  }
  try {
    return readArtefact(JSON.parse(text), path)
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw new UsageError(`--prior ${path}: is no JSON; name shipped, none, or a model file`)
    throw cause
  }
}
