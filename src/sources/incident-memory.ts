/** Reads what incidents are compared with: where things lie at a commit, and what the changes that caused them touched. */
import { readMessage } from '../clients/git/commits.ts'
import { readDifferences } from '../clients/git/differences.ts'
import type { Repository } from '../clients/git/repository.ts'
import type { Configuration } from '../config/configuration.ts'
import { pathsByName, patternOf } from '../history/failure-pattern.ts'
import { type Culprit, IncidentMemory } from '../history/incident-memory.ts'
import {
  areaPlace,
  areasOf,
  everything,
  type Place,
  placesNamed,
  plainName,
} from '../history/incident-places.ts'
import type { HistoryIndex } from '../history/index.ts'
import type { KnownIncident } from '../history/known-incidents.ts'
import { purposes, understandMessage } from '../history/message.ts'

export interface MemoryReading {
  readonly repository: Pick<Repository, 'git' | 'objects' | 'name'>
  readonly index: HistoryIndex
  /** Oldest first. */
  readonly incidents: readonly KnownIncident[]
  /** What lies where is asked of this commit. */
  readonly commit: string
  readonly configuration: Pick<Configuration, 'components'>
  /** Seconds at which deploying failed, and went through when tried again, with the environment it was in. */
  readonly repeated?: { readonly environment: string; readonly at: readonly number[] }
}

/** Older ones than so many have long been repeated, or will not be. */
const mostCulprits = 200
const abbreviated = 8

/** Every path of a commit; none where the clone lacks its trees. */
const pathsAt = async ({ git }: MemoryReading['repository'], commit: string): Promise<readonly string[]> => {
  const { status, output } = await git.attempt([
    ...['ls-tree', '-r', '-z', '--name-only', '--full-tree'],
    commit,
  ])
  return status === 0 ? output.split('\0').filter((path) => path !== '') : []
}

/** The changes that caused them and that this history holds, in the order of the incidents. */
const readCulprits = async (
  { repository, index, incidents }: MemoryReading,
  paths: readonly string[],
): Promise<readonly Culprit[]> => {
  const named = incidents
    .flatMap((incident) => (incident.culprits ?? []).map((sha) => ({ incident, sha })))
    .slice(-mostCulprits)
  const placed = named.flatMap(({ incident, sha }) => {
    const position = index.positionOf(sha)
    return position === null || position === 0 ? [] : [{ incident, position }]
  })
  if (placed.length === 0) return []
  const pairs = placed.map(({ position }) => ({
    sha: index.sha(position),
    parent: index.sha(position - 1),
  }))
  const touched: (readonly string[])[] = []
  for await (const block of readDifferences(repository.git, pairs, { linesExpected: false }))
    for (const { files } of block) touched.push(files.map(({ path }) => path))
  const byName = pathsByName(paths)
  return Promise.all(
    placed.map(async ({ incident }, at): Promise<Culprit> => {
      const { sha } = pairs[at]!
      const message = await readMessage(repository.git, repository.objects, sha)
      const { title, number, purpose } = understandMessage(message ?? '')
      const isBump = (purpose & purposes.dependencyBump) !== 0
      return {
        incident,
        name: number === null ? sha.slice(0, abbreviated) : `#${number}`,
        paths: touched[at]!,
        pattern: patternOf({ title, isBump, paths: touched[at]! }, byName),
      }
    }),
  )
}

/** What incidents say of parts, as far as this clone can tell where they were. Throws SourceError for a clone that cannot be read. */
export const readIncidentMemory = async (reading: MemoryReading): Promise<IncidentMemory> => {
  const { repository, index, incidents, commit, configuration, repeated } = reading
  const paths = await pathsAt(repository, commit)
  const culprits = await readCulprits(reading, paths)
  const named = placesNamed([...new Set(incidents.flatMap(({ components }) => components))], {
    paths,
    components: configuration.components,
    repository: repository.name,
  })
  // Where nobody names a component that is known here, what caused it tells where it was.
  const areas = new Map<string, Place>()
  const byCulprit = new Map<KnownIncident, Place[]>()
  for (const { incident, paths: touched } of culprits) {
    const places = areasOf(touched).map((area) => {
      const place = areas.get(area) ?? areaPlace(area)
      areas.set(area, place)
      return place
    })
    byCulprit.set(incident, [...(byCulprit.get(incident) ?? []), ...places])
  }
  return new IncidentMemory({
    index,
    incidents,
    culprits,
    smallFaults: repeated ? [{ place: everything(repeated.environment), at: repeated.at }] : [],
    placesOf: (incident) => {
      const places = incident.components.flatMap((name) => named.get(plainName(name)) ?? [])
      return places.length > 0 ? places : (byCulprit.get(incident) ?? [])
    },
  })
}
