/** The one incident that is asked about, out of a file that may hold many. */
import { existsSync, readFileSync } from 'node:fs'
import { formatCount } from '../../domain/counting.ts'
import { SourceError, sayUnreadable, UsageError } from '../../domain/errors.ts'
import type { Incident } from '../../domain/incident.ts'
import { importIncidents } from '../../sources/incidents/importing.ts'
import { textContent } from '../../sources/text-content.ts'

/** `FILE` or `FILE#ID`; a name with a hash in it that is there as a file is that file. */
export const splitName = (
  named: string,
  isFile: (path: string) => boolean,
): { readonly path: string; readonly id: string | null } => {
  if (isFile(named)) return { path: named, id: null }
  for (let at = named.lastIndexOf('#'); at > 0; at = named.lastIndexOf('#', at - 1))
    if (isFile(named.slice(0, at))) return { path: named.slice(0, at), id: named.slice(at + 1) }
  return { path: named, id: null }
}

const contentOf = (path: string): string => {
  try {
    return textContent(readFileSync(path))
  } catch (cause) {
    const why = sayUnreadable(cause)
    throw new UsageError(`suspects --incident ${path}: cannot be read (${why}); name a file, or FILE#ID`, {
      cause,
    })
  }
}

/** GitHub writes #88, people leave the hash out. */
const sameId = (one: string, other: string): boolean =>
  one.replace(/^#/, '').toLowerCase() === other.replace(/^#/, '').toLowerCase()

const mostNamed = 5

const named = (incidents: readonly Incident[]): string => {
  const ids = incidents.slice(0, mostNamed).map(({ id }) => id)
  const others = incidents.length - ids.length
  return ids.join(', ') + (others === 0 ? '' : ` and ${formatCount(others)} more`)
}

const newestFirst = (incidents: readonly Incident[]): readonly Incident[] =>
  [...incidents].sort((one, other) => ((other.startedAt ?? '') < (one.startedAt ?? '') ? -1 : 1))

const choose = (path: string, incidents: readonly Incident[], id: string | null): Incident => {
  if (id !== null) {
    const found = incidents.find((incident) => sameId(incident.id, id))
    if (found !== undefined) return found
    throw new UsageError(
      `suspects --incident ${path}#${id}: there is no such incident; there are ${named(newestFirst(incidents))}`,
    )
  }
  const open = incidents.filter(
    ({ resolvedAt, closedAt }) => resolvedAt === undefined && closedAt === undefined,
  )
  const only = incidents.length === 1 ? incidents : open
  if (only.length === 1) return only[0]!
  throw new UsageError(
    `suspects --incident ${path}: holds ${incidents.length} incidents, ${open.length} of them open; name one with ${path}#ID: ${named(newestFirst(open.length > 0 ? open : incidents))}`,
  )
}

/** Reads the incident that `FILE[#ID]` names. Throws `UsageError` where the name fits none, `SourceError` for no incident. */
export const readNamedIncident = (
  wanted: string,
): { readonly incident: Incident; readonly notes: readonly string[] } => {
  const { path, id } = splitName(wanted, existsSync)
  const { incidents, unusable } = importIncidents([{ name: path, content: contentOf(path) }])
  if (incidents.length === 0) throw new SourceError(unusable[0] ?? `${path}: holds no incident`)
  return {
    incident: choose(
      path,
      incidents.map(({ incident }) => incident),
      id,
    ),
    notes: unusable,
  }
}
