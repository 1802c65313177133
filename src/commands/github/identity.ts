/**
 * Who we are to GitHub. A token does not tell: the job's own and an App's look alike. It is found out when it first
 * matters, which is when something is met that may be ours, and mostly for nothing: GitHub names the writer of what we
 * have just written. Where nobody can tell, nothing is ours.
 */
import type { GitHub } from '../../clients/github/github.ts'
import { readViewer } from '../../sources/github/viewer.ts'

export interface Identity {
  /** Our logins; 1 request at most. Throws GitHubError. */
  readonly own: () => Promise<readonly string[]>
  /** Those of them whose opinions could pass for a person's. Throws GitHubError. */
  readonly ownPeople: () => Promise<readonly string[]>
  /** Told whom GitHub names as the writer of what we wrote. */
  readonly writtenBy: (login: string) => void
}

/** Of installations, the job's own and an App's: whose login no person can have. */
const isInstallation = (token: string): boolean => token.startsWith('ghs_')
/** Of people, in today's forms and in the one that older servers still give out. */
const isPersonal = (token: string): boolean => /^(?:gh[opu]_|github_pat_|[0-9a-f]{40}$)/.test(token)

export const identityOf = (github: GitHub, token: string): Identity => {
  let known: Promise<readonly string[]> | null = null
  const named = (login: string): readonly string[] => [
    isInstallation(token) && !login.endsWith('[bot]') ? `${login}[bot]` : login,
  ]
  const own = (): Promise<readonly string[]> => {
    if (known) return known
    const asked = readViewer(github).then(named)
    known = asked
    // A failure may pass.
    asked.catch(() => {
      if (known === asked) known = null
    })
    return asked
  }
  return {
    own,
    ownPeople: () => (isPersonal(token) ? own() : Promise.resolve([])),
    writtenBy: (login) => {
      known ??= Promise.resolve(named(login))
    },
  }
}
