/** A decision with its audit: what would go out unreviewed is judged again with what is drawn of it. */
import { SourceError } from '../../domain/errors.ts'
import type { NewRecord } from '../../ledger/record.ts'
import type { DecisionInputs } from '../../policy/decision-inputs.ts'
import { type Judgement, judge } from '../../policy/engine.ts'
import type { Situation } from './situation.ts'

export interface Audited {
  readonly inputs: DecisionInputs
  readonly judgement: Judgement
  /** What is drawn now, to remember. */
  readonly draws: readonly NewRecord[]
}

/** A ledger that cannot tell what was drawn is a source that failed. */
export const judgeWithAudit = async (
  { environment, head, ledger, repository, standing: { model } }: Situation,
  inputs: DecisionInputs,
  options: { readonly now: Date; readonly version: string; readonly remembers: boolean },
): Promise<Audited> => {
  const judgement = judge(inputs, model)
  const { audit: share } = environment.settings.autoApprove
  if (inputs.mode !== 'enforce' || share === 0 || judgement.decision.rule !== 'below-limit' || head === null)
    return { inputs, judgement, draws: [] }
  const { auditing } = await import('./auditing.ts')
  const again = (more: Partial<DecisionInputs>, draws: readonly NewRecord[]): Audited => {
    const whole = { ...inputs, ...more }
    return { inputs: whole, judgement: judge(whole, model), draws }
  }
  try {
    const { inputs: audit, records } = await auditing({
      ...options,
      ledger,
      repository: repository.name,
      environment: environment.name,
      head,
      parts: inputs.parts,
      share,
      drawsAnew: options.remembers,
    })
    return again({ audit }, records)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return again({ failedSources: [...inputs.failedSources, { source: 'ledger', why: error.message }] }, [])
  }
}
