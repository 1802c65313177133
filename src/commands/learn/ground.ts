/** What `learn` stands on: a clone with its history, the policy at its head, and the ledgers it names. */
import { type Repository, resolveCommit } from '../../clients/git/repository.ts'
import type { Configuration } from '../../config/configuration.ts'
import { UsageError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Artefact } from '../../model/artefact.ts'
import { measurer } from '../../signals/measure.ts'
import { type History, openHistory } from '../../sources/history.ts'
import { type ChosenPrior, readChosenPrior } from '../gate/chosen-prior.ts'
import { enoughToStand } from '../gate/standing.ts'

export interface GroundRequest {
  readonly directory: string
  readonly configuration: (repository: Repository) => Promise<Configuration>
  /** The first is written to; all are read. */
  readonly ledgers: (repository: Repository, configuration: Configuration) => readonly Ledger[]
  readonly indexDirectory: (repository: Repository, ledger: Ledger) => Promise<string | null>
  readonly head?: string
  readonly prior: Artefact
  readonly progress: (what: string, done: number, total: number) => void
}

/** One ledger, whole: the first is asked for what is told of parts. */
export interface Ground {
  readonly history: History
  readonly repository: Repository
  readonly configuration: Configuration
  readonly ledgers: readonly Ledger[]
  readonly indexDirectory: string | null
  readonly head: string
  /** What the policy names in place of the shipped prior; null where it names none. */
  readonly chosen: ChosenPrior | null
  readonly prior: Artefact
}

export const openGround = async (
  request: GroundRequest,
  repository: Repository,
  damage: string | null,
): Promise<Ground> => {
  const head = await resolveCommit(repository.git, request.head ?? 'HEAD', '--repository')
  if (head === null)
    throw new UsageError(
      `${request.directory}: the branch has no commit yet, so there is nothing to learn from`,
    )
  const configuration = await request.configuration(repository)
  const ledgers = request.ledgers(repository, configuration)
  const indexDirectory = await request.indexDirectory(repository, ledgers[0]!)
  const history = await openHistory({
    repository,
    head,
    lookbackSeconds: configuration.history.lookback.seconds,
    enough: enoughToStand,
    measurer,
    directory: indexDirectory,
    damage,
    progress: (done, total) => request.progress('reading history', done, total),
  })
  const { prior: reference } = configuration
  const chosen = reference && (await readChosenPrior({ repository, commit: head, reference }))
  const prior = chosen?.artefact ?? request.prior
  return { history, repository, configuration, ledgers, indexDirectory, head, chosen, prior }
}
