/** What accounts may do here, asked for no more of them than a run can afford. */
import type { Permission } from '../../policy/eligibility.ts'
import { permissionOf } from '../../sources/github/people.ts'
import type { Job } from './job.ts'

/** Requests are few, and a reviewer who is not asked about does not count. */
const mostAccounts = 6

/** Null for those nobody could tell of, or who are too many to ask about. */
export const permissionsOf = async (
  job: Job,
  logins: readonly string[],
): Promise<(login: string) => Permission | null> => {
  const wanted = [...new Set(logins)].slice(0, mostAccounts)
  const found = new Map(
    await Promise.all(
      wanted.map(async (login) => [login, await permissionOf(job.github, job.repository, login)] as const),
    ),
  )
  return (login) => found.get(login) ?? null
}
