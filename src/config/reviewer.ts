import type { Reviewer } from './configuration.ts'
import { type Reading, read, wanted } from './reading.ts'

/** Reads who is asked: `drivers`, `@organisation/team` or `@user`, in GitHub's spelling of logins and slugs. */
export const readReviewer = (input: unknown): Reading<Reviewer> => {
  const asked = 'drivers, "@organisation/team" or "@user"'
  if (typeof input !== 'string') return wanted(asked)
  if (input === 'drivers') return read({ kind: 'drivers' })
  const match = /^@([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))(?:\/([A-Za-z0-9._-]{1,100}))?$/.exec(input)
  if (match === null) return wanted(asked, guess(input))
  const [, name = '', team] = match
  return read(team === undefined ? { kind: 'user', login: name } : { kind: 'team', organisation: name, team })
}

const guess = (input: string): string | undefined => {
  if (/^drivers?$/i.test(input)) return 'drivers'
  return /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(\/[A-Za-z0-9._-]{1,100})?$/.test(input) ? `"@${input}"` : undefined
}
