/** Everything one run of the Action has in hand: handed down, never reached for. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Mode } from '../../domain/decision.ts'
import type { Artefact } from '../../model/artefact.ts'
import type { Identity } from './identity.ts'

export interface Asked {
  readonly mode?: Mode
  readonly environment?: string
  readonly configFile?: string
  /** What a command in a comment begins with, where it is not the usual dot. */
  readonly commandPrefix?: string
  /** Text of the organisation's policy; absent where the workflow file is not the default branch's. */
  readonly organisationPolicy?: string
  readonly baseRef?: string
  /** Observe for this run, and remember nothing. */
  readonly dryRun: boolean
  readonly ledger?: string
  /** Somebody who started the run declares an emergency; absent where the workflow file is not the default branch's. */
  readonly emergency?: { readonly actor: string; readonly reason: string }
}

export interface Job extends Identity {
  readonly repository: RepositoryName
  /** Page of the repository. */
  readonly webUrl: string
  readonly github: GitHub
  /** With the token of a required reviewer; null where there is none. */
  readonly reviewer: GitHub | null
  /** With the token of the App behind a protection rule; null where there is none. */
  readonly app: GitHub | null
  /** As GitHub counts it; null where the event does not tell. */
  readonly repositoryKilobytes: number | null
  readonly publicRepository: boolean
  readonly defaultBranch: string
  /** For git alone. */
  readonly token: string
  /** The job may do more than whoever wrote the head of a pull request: of that nothing is checked out, read or run. */
  readonly privileged: boolean
  readonly asked: Asked
  readonly run: {
    readonly id: number
    readonly attempt: number
    readonly job: string
    readonly sha: string
    readonly url: string
  }
  /** Folder of a checkout, if there is one. */
  readonly workspace: string | null
  /** Folder of this job alone. */
  readonly temporary: string
  readonly processEnvironment: NodeJS.ProcessEnv
  readonly now: Date
  /** Milliseconds, from any beginning. */
  readonly clock: () => number
  readonly random: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Read when it is needed: the first question to GitHub is not. */
  readonly prior: () => Promise<Artefact>
  readonly version: string
  readonly log: (line: string) => void
}

export const fullName = ({ repository: { owner, repo } }: Pick<Job, 'repository'>): string =>
  `${owner}/${repo}`
