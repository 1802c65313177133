/**
 * Incidents and the changes they are tied to, in the ledger: what a file told once need not be told again. Only names,
 * moments and addresses are kept; what an incident's people wrote stays where they wrote it.
 */
import { isoMoment } from '../../domain/moment.ts'
import type { Trouble } from '../../history/verdicts.ts'
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

const nameOf = ({ incident, sha }: Pick<Trouble, 'incident' | 'sha'>): string => `${incident} ${sha}`

/** Null for a record of something else. */
const troubleIn = ({ body }: LedgerRecord): Trouble | null => {
  const { incident, sha, state, confidence, severity, noticedAt, recoveredAt, url } = body
  const noticed = momentSeconds(noticedAt)
  return typeof incident === 'string' &&
    typeof sha === 'string' &&
    typeof confidence === 'number' &&
    states.includes(state) &&
    severities.includes(severity) &&
    noticed !== null
    ? {
        incident,
        sha,
        state: state as Trouble['state'],
        confidence,
        severity: severity as Trouble['severity'],
        noticedAt: noticed,
        recoveredAt: momentSeconds(recoveredAt),
        ...(typeof url === 'string' ? { url } : {}),
      }
    : null
}

/** What is known, the newest of each incident and change. */
export const troublesIn = (records: readonly LedgerRecord[]): readonly Trouble[] => {
  const newest = new Map<string, Trouble>()
  for (const record of records) {
    const trouble = troubleIn(record)
    if (trouble !== null) newest.set(nameOf(trouble), trouble)
  }
  return [...newest.values()]
}

/**
 * What is known and what is told now: an incident that is told again is tied as it is told, and what it is no longer tied
 * to is rejected.
 */
export const mergeTroubles = (
  known: readonly Trouble[],
  told: readonly Trouble[],
  /** Incidents told now, tied or not. */
  incidents: ReadonlySet<string>,
): readonly Trouble[] => {
  const names = new Set(told.map(nameOf))
  return [
    ...known
      .filter((trouble) => !names.has(nameOf(trouble)))
      .map((trouble) =>
        incidents.has(trouble.incident) ? { ...trouble, state: 'rejected' as const } : trouble,
      ),
    ...told,
  ]
}

/** Records of what is new or has changed. */
export const troubleRecords = (
  known: readonly Trouble[],
  now: readonly Trouble[],
  common: Pick<NewRecord, 'repository' | 'tool' | 'at'>,
): readonly NewRecord[] => {
  const before = new Map(known.map((trouble) => [nameOf(trouble), JSON.stringify(trouble)]))
  return now
    .filter((trouble) => before.get(nameOf(trouble)) !== JSON.stringify(trouble))
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
