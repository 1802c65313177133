/**
 * Incidents out of any file: each piece is read by the first form that knows it. Nothing is dropped in silence: what
 * cannot be used is named with file, place, what is wrong and the mend.
 */
import { type Doubt, doubtMeanings, type Incident, readIncident } from '../../domain/incident.ts'
import { type Piece, piecesOf } from './content.ts'
import { type Draft, settle } from './draft.ts'
import type { DocumentForm, RecordForm } from './form.ts'
import { documentForms, recordForms } from './forms/all.ts'

export interface ImportedIncident {
  readonly incident: Incident
  /** File and line or record it stands at. */
  readonly where: string
}

export interface IncidentImport {
  readonly incidents: readonly ImportedIncident[]
  /** One sentence each: where, what, the mend. */
  readonly unusable: readonly string[]
  /** Earlier states of an incident that a log of changes holds as well; its newest state counts. */
  readonly superseded: number
}

type Reading =
  | { readonly kind: 'incident'; readonly incident: Incident; readonly lastCounts: boolean }
  | { readonly kind: 'unusable'; readonly why: string }

const formNames = (): string => [...recordForms, ...documentForms].map(({ name }) => name).join(', ')

/** A record that calls itself ours is read strictly: what writes our format must write it right. */
const readOwn = (record: Readonly<Record<string, unknown>>): Reading => {
  const reading = readIncident(record)
  return reading.ok
    ? { kind: 'incident', incident: reading.incident, lastCounts: false }
    : { kind: 'unusable', why: `${reading.problem}; see docs/incident.schema.json` }
}

const isEmpty = ({ title, times, filedUnder }: Draft): boolean =>
  (title ?? '').trim() === '' &&
  filedUnder == null &&
  Object.values(times ?? {}).every((time) => time === undefined)

const readPiece = (piece: Piece, zone: string | undefined): Reading => {
  if (piece.kind === 'unreadable') return { kind: 'unusable', why: piece.why }
  const isRecord = piece.kind === 'record'
  if (isRecord && piece.record['schema'] === 1 && 'doubts' in piece.record) return readOwn(piece.record)
  const form = isRecord
    ? recordForms.find(({ recognises }) => recognises(piece.record))
    : documentForms.find(({ recognises }) => recognises(piece.document))
  if (form === undefined)
    return {
      kind: 'unusable',
      why: isRecord
        ? `no form knows a record of ${Object.keys(piece.record).slice(0, 8).join(', ') || 'nothing'}; give it an id or a title and a time (id, title, startedAt, resolvedAt), or one of: ${formNames()}`
        : 'reads like no incident: it has no heading such as Summary, Timeline, Impact or Root cause; add one, or leave the file out',
    }
  const draft = isRecord
    ? (form as RecordForm).read(piece.record)
    : (form as DocumentForm).read(piece.document, zone)
  if (isEmpty(draft))
    return { kind: 'unusable', why: 'has neither a title nor a time; name one of them (title, startedAt)' }
  const name = isRecord ? piece.name : piece.document.name
  return {
    kind: 'incident',
    incident: settle(draft, { source: form.name, name, zone }),
    lastCounts: 'lastCounts' in form && form.lastCounts === true,
  }
}

const withDoubt = (incident: Incident, doubt: Doubt): Incident => ({
  ...incident,
  doubts: (Object.keys(doubtMeanings) as readonly Doubt[]).filter(
    (each) => each === doubt || incident.doubts.includes(each),
  ),
})

export interface ImportOptions {
  /** Time zone of times that name none, like `Europe/London`; UTC, and a doubt, where absent. */
  readonly zone?: string | undefined
}

/** Reads files given as name and content. */
export const importIncidents = (
  files: readonly { readonly name: string; readonly content: string }[],
  options: ImportOptions = {},
): IncidentImport => {
  const found = new Map<string, ImportedIncident>()
  const unusable: string[] = []
  let superseded = 0
  for (const { name, content } of files)
    for (const piece of piecesOf(name, content)) {
      const reading = readPiece(piece, options.zone)
      if (reading.kind === 'unusable') {
        unusable.push(`${piece.where}: ${reading.why}`)
        continue
      }
      const { incident, lastCounts } = reading
      const key = `${incident.source} ${incident.id}`
      const entry = { incident, where: piece.where }
      if (!found.has(key)) found.set(key, entry)
      else if (lastCounts) {
        superseded += 1
        found.set(key, entry)
      } else found.set(`${key} ${piece.where}`, { ...entry, incident: withDoubt(incident, 'duplicate') })
    }
  return { incidents: [...found.values()], unusable, superseded }
}
