/**
 * Incidents and the changes they are tied to, in the ledger: what a file told once need not be told again. Only names,
 * moments and addresses are kept; what an incident's people wrote stays where they wrote it.
 */
import { isoMoment } from '../../domain/moment.ts'
import type { Trouble } from '../../history/verdicts.ts'
import { canonicalJson } from '../../ledger/canonical.ts'
import type { LedgerRecord, NewRecord } from '../../ledger/record.ts'
import { momentSeconds } from '../../sources/deployment-lines.ts'

export const linkStream = 'links'

const states: readonly unknown[] = ['confirmed', 'suspect', 'rejected'] satisfies Trouble['state'][]
const severities: readonly unknown[] = [
  'sev1',
  'sev2',
  'sev3',
  'sev4',
  'unknown',
] satisfies Trouble['severity'][]

type Named = Pick<Trouble, 'incident' | 'source' | 'sha'>
const nameOf = ({ incident, source = '', sha }: Named): string => `${source} ${incident} ${sha}`

/** Sources number their incidents each for itself. */
export const incidentName = ({ incident, source = '' }: Pick<Trouble, 'incident' | 'source'>): string =>
  `${source} ${incident}`

/** Null for a record of something else. */
const troubleIn = ({ body }: LedgerRecord): Trouble | null => {
  const { incident, source, environment, sha, state, confidence, severity } = body
  const { noticedAt, recoveredAt, url, evidence } = body
  const noticed = momentSeconds(noticedAt)
  return typeof incident === 'string' &&
    typeof sha === 'string' &&
    typeof confidence === 'number' &&
    states.includes(state) &&
    severities.includes(severity) &&
    noticed !== null
    ? {
        incident,
        ...(typeof source === 'string' ? { source } : {}),
        ...(typeof environment === 'string' ? { environment } : {}),
        sha,
        state: state as Trouble['state'],
        confidence,
        severity: severity as Trouble['severity'],
        noticedAt: noticed,
        recoveredAt: momentSeconds(recoveredAt),
        ...(typeof url === 'string' ? { url } : {}),
        ...evidenceIn(evidence),
      }
    : null
}

const evidenceIn = (value: unknown): Pick<Trouble, 'evidence'> =>
  Array.isArray(value) &&
  value.every((each) => typeof each?.rule === 'string' && typeof each.detail === 'string')
    ? { evidence: value }
    : {}

/** What is known, the newest of each incident and change. */
export const troublesIn = (records: readonly LedgerRecord[]): readonly Trouble[] => {
  const newest = new Map<string, Trouble>()
  for (const record of records) {
    const trouble = troubleIn(record)
    if (trouble !== null) newest.set(nameOf(trouble), trouble)
  }
  return [...newest.values()]
}

/** A ranking that moved by less says the same: a record of it would only be one more. */
const sameConfidence = 0.05

const saysTheSame = (known: Trouble, told: Trouble): boolean =>
  Math.abs(known.confidence - told.confidence) <= sameConfidence &&
  canonicalJson({ ...known, confidence: 0, evidence: [] }) ===
    canonicalJson({ ...told, confidence: 0, evidence: [] })

/**
 * What is known and what is told now: an incident that is told again is tied as it is told, and what it is no longer tied
 * to is rejected.
 */
export const mergeTroubles = (
  known: readonly Trouble[],
  told: readonly Trouble[],
  /** Names of the incidents told now, tied or not. */
  incidents: ReadonlySet<string>,
): readonly Trouble[] => {
  const before = new Map(known.map((trouble) => [nameOf(trouble), trouble]))
  const now = new Map(told.map((trouble) => [nameOf(trouble), trouble]))
  return [
    ...known
      .filter((trouble) => !now.has(nameOf(trouble)))
      .map((trouble) =>
        incidents.has(incidentName(trouble)) ? { ...trouble, state: 'rejected' as const } : trouble,
      ),
    ...[...now].map(([name, trouble]) => {
      const earlier = before.get(name)
      return earlier !== undefined && saysTheSame(earlier, trouble) ? earlier : trouble
    }),
  ]
}

/** Records of what is new or has changed. */
export const troubleRecords = (
  known: readonly Trouble[],
  now: readonly Trouble[],
  common: Pick<NewRecord, 'repository' | 'tool' | 'at'>,
): readonly NewRecord[] => {
  const before = new Map(known.map((trouble) => [nameOf(trouble), canonicalJson(trouble)]))
  return now
    .filter((trouble) => before.get(nameOf(trouble)) !== canonicalJson(trouble))
    .map((trouble): NewRecord => {
      const { noticedAt, recoveredAt, ...rest } = trouble
      const body = {
        ...rest,
        noticedAt: isoMoment(noticedAt),
        recoveredAt: recoveredAt === null ? null : isoMoment(recoveredAt),
      }
      return {
        ...common,
        stream: linkStream,
        kind: 'link',
        // What was rejected may be tied again later.
        key: { ...body, at: common.at },
        actor: 'learn',
        body,
      }
    })
}
