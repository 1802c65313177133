/** What git is asked before anything else is known: it can answer while the rest of the program is still being loaded. */
import {
  demandReadable,
  demandRef,
  listTags,
  openRepository,
  type Repository,
  resolveCommit,
  type Tag,
} from '../../clients/git/repository.ts'
import { type Policy, policyFor } from './policy.ts'
import type { Failure, GateRequest } from './request.ts'

export interface Asked {
  readonly repository: Repository
  /** The head of the line that is read: of a pull request, the tip it would land on. Null: an unborn branch, or no history at all. */
  readonly head: string | null
  readonly namedBase: string | null
  readonly tags: readonly Tag[]
  /** The policy at the head: it tells where to look for what is live. */
  readonly provisional: Policy
  readonly failures: readonly Failure[]
}

/** The process that reads objects knows the answer; where it does not, git's own words say why. */
const commitOf = async ({ git, objects }: Repository, name: string, flag: string): Promise<string | null> =>
  (await objects.read(`${name}^{commit}`))?.sha ?? resolveCommit(git, name, flag)

/** Opens the repository and asks. Throws `UsageError` for names that stand for no commit, `SourceError` where git cannot read. */
export const ask = async (request: GateRequest): Promise<Asked> => {
  const { outside } = request
  const repository = await openRepository(request.directory, request.processEnvironment, outside)
  const failures: Failure[] = [...(outside?.failures ?? [])]
  const headName = outside?.proposal?.base ?? request.head ?? 'HEAD'
  demandRef(headName, '--head')
  if (request.base !== undefined) demandRef(request.base, '--base')
  try {
    const [head, namedBase, tags, provisional] = await Promise.all([
      outside?.withoutHistory ? null : commitOf(repository, headName, '--head'),
      request.base === undefined ? null : commitOf(repository, request.base, '--base'),
      listTags(repository.git),
      // By name, at once: a name that does not resolve has no policy either.
      policyFor(repository, request, headName, failures),
    ])
    return { repository, head, namedBase, tags, provisional, failures }
  } catch (error) {
    repository.objects.end()
    // A repository that git cannot read has no refs either: its own words say more than "no such commit".
    await demandReadable(repository, request.processEnvironment)
    throw error
  }
}
