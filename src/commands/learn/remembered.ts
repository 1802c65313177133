/** All that `learn` asks of ledgers, read in one go: on a branch every reading costs requests. */
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { correctionStream } from './corrections.ts'
import { linkStream } from './trouble-records.ts'

export interface Remembered {
  readonly deployments: readonly LedgerRecord[]
  readonly decisions: readonly LedgerRecord[]
  /** What people said of changes. */
  readonly words: readonly LedgerRecord[]
  /** Incidents tied to changes. */
  readonly links: readonly LedgerRecord[]
  /** Emergency overrides, and their reviews afterwards. */
  readonly overrides: readonly LedgerRecord[]
}

const kinds = ['deployment', 'decision', 'correction', 'link', 'override'] as const

/** In the order of writing, ledger by ledger. */
export const readRemembered = async (ledgers: readonly Ledger[]): Promise<Remembered> => {
  const found = { deployments: [], decisions: [], words: [], links: [], overrides: [] } as {
    readonly [Name in keyof Remembered]: LedgerRecord[]
  }
  for (const ledger of ledgers)
    for await (const record of ledger.read({ kinds })) {
      if (record.kind === 'deployment') found.deployments.push(record)
      else if (record.kind === 'decision') found.decisions.push(record)
      else if (record.kind === 'override') found.overrides.push(record)
      else if (record.stream === correctionStream) found.words.push(record)
      else if (record.stream === linkStream) found.links.push(record)
    }
  return found
}
