/** Incidents from everywhere the configuration names, and what of it does not count: nothing is left out in silence. */
import type { Repository } from '../../clients/git/repository.ts'
import type { Configuration, IncidentSource } from '../../config/configuration.ts'
import type { Incident } from '../../domain/incident.ts'
import type { IncidentIssues, IssueSource } from '../../sources/github/incident-issues.ts'
import { incidentFiles } from '../../sources/incident-files.ts'
import { importIncidents } from '../../sources/incidents/importing.ts'
import { filesMatching, type TextFile } from '../../sources/post-mortems.ts'

/** Incidents as their importers left them. */
export interface GivenIncidents {
  readonly incidents: readonly Incident[]
  /** One sentence each: where, what, the mend. */
  readonly unusable: readonly string[]
  /** One sentence for each that could be read and is not believed, with why. */
  readonly notCounted: readonly string[]
  /** Earlier states of them that were read as well. */
  readonly superseded: number
}

export interface IncidentsRequest {
  readonly configuration: Pick<Configuration, 'incidents'>
  readonly repository: Repository
  readonly head: string
  /** The checkout; null where there is none. */
  readonly workspace: string | null
  /** Files named by whoever runs it. */
  readonly given: readonly TextFile[]
  /** Null where GitHub is not asked. */
  readonly issues: ((sources: readonly IssueSource[]) => Promise<IncidentIssues>) | null
  /** The branch of the run where it is not the one whose word counts; null where it is. */
  readonly otherBranch: string | null
}

type Kind = IncidentSource['kind']
const ofKind = <Wanted extends Kind>(sources: readonly IncidentSource[], ...kinds: readonly Wanted[]) =>
  sources.filter((source): source is Extract<IncidentSource, { readonly kind: Wanted }> =>
    (kinds as readonly Kind[]).includes(source.kind),
  )

interface Batch {
  readonly files: readonly TextFile[]
  readonly timeZone: string | null
}

export const readIncidents = async (request: IncidentsRequest): Promise<GivenIncidents> => {
  const { configuration, repository, head, workspace, given, otherBranch } = request
  const unusable: string[] = []
  const notCounted: string[] = []
  const batches: Batch[] = [{ files: given, timeZone: null }]
  for (const { kind, paths, timeZone } of ofKind(configuration.incidents, 'post-mortems', 'files'))
    if (kind === 'files') {
      const found = workspace === null ? { files: [], unusable: [] } : await incidentFiles(workspace, paths)
      unusable.push(...found.unusable)
      if (workspace === null)
        notCounted.push(`files ${paths.join(', ')}: there is no checkout to read them from`)
      batches.push({ files: found.files, timeZone })
    } else if (otherBranch === null)
      batches.push({ files: await filesMatching(repository, head, paths), timeZone })
    else
      notCounted.push(
        `post-mortems ${paths.join(', ')}: on ${otherBranch} anybody may write one; run learn on the default branch`,
      )
  const issueSources = ofKind(configuration.incidents, 'github-issues')
  if (issueSources.length > 0 && request.issues !== null) {
    const found = await request.issues(issueSources)
    batches.push({ files: found.files, timeZone: null })
    notCounted.push(...found.notCounted)
  } else if (issueSources.length > 0) notCounted.push(unaskedIssues(issueSources))
  const imported = batches.map(({ files, timeZone }) =>
    importIncidents(files, { zone: timeZone ?? undefined }),
  )
  return {
    incidents: withoutRepeats(imported.flatMap(({ incidents }) => incidents.map(({ incident }) => incident))),
    unusable: [...unusable, ...imported.flatMap((each) => each.unusable)],
    notCounted,
    superseded: imported.reduce((sum, each) => sum + each.superseded, 0),
  }
}

const unaskedIssues = (sources: readonly IssueSource[]): string => {
  const labels = [...new Set(sources.flatMap((source) => source.labels))]
  return `github-issues labelled ${labels.join(', ')}: the action asks GitHub for them; here give --incidents FILE from gh issue list --state all --label ${JSON.stringify(labels[0])} --json number,title,body,labels,createdAt,closedAt,url`
}

/** Told by two sources in the same words, it is one. */
const withoutRepeats = (incidents: readonly Incident[]): readonly Incident[] => {
  const seen = new Set<string>()
  return incidents.filter((incident) => {
    const text = JSON.stringify(incident)
    return !seen.has(text) && seen.add(text)
  })
}
