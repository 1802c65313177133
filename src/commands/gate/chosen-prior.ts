/**
 * The prior a team made for itself, read where the policy that names it stood. The policy holds its SHA-256: whoever
 * changes the weights has to change the policy, which a person reviews.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Repository } from '../../clients/git/repository.ts'
import { formatPriorReference, type PriorReference } from '../../config/prior-reference.ts'
import type { ModelSummary } from '../../domain/assessment.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Artefact } from '../../model/artefact.ts'
import { readArtefact } from '../../model/artefact-reading.ts'
import type { Outside } from './outside.ts'

export interface ChosenPrior {
  readonly artefact: Artefact
  readonly reference: PriorReference
  /** As answers tell it. */
  readonly summary: NonNullable<ModelSummary['prior']>
  /** As they lie in the repository: what a ledger keeps under that SHA-256. */
  readonly bytes: Uint8Array
}

/** A prior that may not be used. Its message tells both hashes in full, and the mend. */
export class PriorError extends SourceError {
  /** The same in a line, for the reason of a decision. */
  readonly brief: string
  constructor(brief: string, message: string) {
    super(message)
    this.brief = brief
  }
}

export interface PriorRequest {
  readonly repository: Pick<Repository, 'objects'>
  readonly outside?: Pick<Outside, 'fileAt'> | undefined
  /** Null where there is none: then nothing lies there. */
  readonly commit: string | null
  readonly reference: PriorReference
  /** Where it may lie besides, for who tries a policy out; its hash says that it is the one that is meant. */
  readonly workTree?: string | null
}

/**
 * The prior of that name at that commit. Throws `PriorError` where it is not there, is another than the policy names, or
 * is no model: another one never stands in for it unsaid.
 */
export const readChosenPrior = async (request: PriorRequest): Promise<ChosenPrior> => {
  const { commit, reference } = request
  const { path, sha256 } = reference
  const where = commit === null ? 'an empty repository' : commit.slice(0, 8)
  const bytes = await bytesAt(request)
  if (bytes === null)
    throw new PriorError(
      `${path} is not there at ${where}, and the policy names it`,
      `prior: ${path} is not there at ${where}; commit the file together with prior: ${formatPriorReference(reference)}, or take that key away`,
    )
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256)
    throw new PriorError(
      `${path} is sha256:${found.slice(0, 12)}…, the policy names sha256:${sha256.slice(0, 12)}…`,
      `prior: ${path} at ${where} has sha256:${found}, and the policy names sha256:${sha256}; if the file is right write prior: ${path}#sha256:${found}, else put the file back`,
    )
  const artefact = artefactIn(bytes, path)
  const summary = { path, sha256, repositories: artefact.pooled?.repositories ?? 0 }
  return { artefact, reference, summary, bytes }
}

const bytesAt = async ({
  repository,
  outside,
  commit,
  reference: { path },
  workTree = null,
}: PriorRequest): Promise<Uint8Array | null> => {
  const object = commit === null ? null : await repository.objects.read(`${commit}:${path}`)
  if (object?.type === 'blob') return object.content
  if (workTree !== null) return fileIn(join(workTree, path))
  return outside && commit !== null ? outside.fileAt(commit, path) : null
}

const fileIn = (path: string): Uint8Array | null => {
  try {
    return readFileSync(path)
  } catch {
    return null
  }
}

const artefactIn = (bytes: Uint8Array, path: string): Artefact => {
  try {
    return readArtefact(JSON.parse(Buffer.from(bytes).toString('utf8')), `prior ${path}`)
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new PriorError(
        `prior ${path} is no JSON`,
        `prior ${path} is no JSON; write it again with learn --write-prior`,
      )
    if (error instanceof SourceError) throw new PriorError(error.message, error.message)
    throw error
  }
}
