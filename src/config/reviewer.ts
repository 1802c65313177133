import type { NamedReviewer, Reviewer } from './configuration.ts'
import { type Reading, read, wanted } from './reading.ts'

const mostListed = 20

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

/** Reads a person or a team by name. */
export const readNamedReviewer = (input: unknown): Reading<NamedReviewer> => {
  const reading = readReviewer(input)
  if (reading.ok && (reading.value.kind === 'user' || reading.value.kind === 'team'))
    return read(reading.value)
  return wanted('"@organisation/team" or "@user"', reading.ok ? undefined : reading.mend)
}

/** The same, or a list of people and teams, any of whom will do. */
export const readReviewers = (input: unknown): Reading<Reviewer> => {
  if (!Array.isArray(input)) return readReviewer(input)
  if (input.length === 0 || input.length > mostListed)
    return wanted(`a list of 1 to ${mostListed} people and teams`)
  const of: NamedReviewer[] = []
  for (const item of input) {
    const reading = readNamedReviewer(item)
    if (!reading.ok) return reading
    of.push(reading.value)
  }
  return read({ kind: 'any', of })
}

/** As the file spells it. */
export const formatReviewer = (reviewer: Reviewer): string => {
  switch (reviewer.kind) {
    case 'drivers':
      return 'drivers'
    case 'team':
      return `@${reviewer.organisation}/${reviewer.team}`
    case 'user':
      return `@${reviewer.login}`
    case 'any':
      return reviewer.of.map(formatReviewer).join(' or ')
  }
}
