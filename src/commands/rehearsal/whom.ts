/** Whom the gate would have asked about a part: by the CODEOWNERS that stood at the base of its deployment. */
import type { Repository } from '../../clients/git/repository.ts'
import { type CodeOwners, parseCodeOwners } from '../../config/codeowners.ts'
import type { ChangedFile } from '../../domain/change.ts'
import type { RehearsedPart } from '../../domain/rehearsal.ts'
import { proposeReviewers } from '../../policy/routing.ts'

/** Where GitHub looks for it, the first that is there. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

export type CodeOwnersAt = (commit: string) => Promise<CodeOwners | null>

export const codeOwnersReader = ({ objects }: Pick<Repository, 'objects'>): CodeOwnersAt => {
  const parsed = new Map<string, CodeOwners>()
  return async (commit) => {
    for (const place of places) {
      const file = await objects.read(`${commit}:${place}`)
      if (file?.type !== 'blob') continue
      const known = parsed.get(file.sha) ?? parseCodeOwners(file.content.toString('utf8'))
      parsed.set(file.sha, known)
      return known
    }
    return null
  }
}

/** Who would be proposed: nobody is excluded, for a clone does not know who has which login. */
export const reviewersFor = (
  files: readonly Pick<ChangedFile, 'path'>[],
  codeOwners: CodeOwners | null,
): NonNullable<RehearsedPart['reviewers']> =>
  proposeReviewers({
    files: files.map(({ path }) => ({ path, weight: 1 })),
    codeOwners,
    excluded: [],
    requested: { users: [], teams: [] },
    access: { users: null, teams: null },
  }).proposed.map(({ login, team }) =>
    team === undefined ? { kind: 'person', name: login ?? '' } : { kind: 'team', name: `@${team}` },
  )
