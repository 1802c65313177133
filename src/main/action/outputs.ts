/** The values of the outputs, pure: from an answer, or from what is left of one when the gate itself failed. */
import type { Assessment } from '../../domain/assessment.ts'
import type { Mode, RuleName, Verdict } from '../../domain/decision.ts'
import { neutralise } from '../../report/escaping.ts'
import { cutCharacters, resultText } from '../../report/result.ts'
import { type FailOn, gateAction, type OutputName, strictness } from './contract.ts'

/** A chat takes no more. */
const mostMessageCharacters = 2000

export type Outputs = Readonly<Record<OutputName, string>>

/** Whether the deploy may go on. Nothing but `enforce` holds anything, and there only `approve` lets go. */
export const continues = (mode: Mode, decision: Verdict): boolean =>
  mode !== 'enforce' || decision === 'approve'

/** Whether the step fails: on the answer `failOn` names, and on what is worse. */
export const isFailure = (decision: Verdict, failOn: FailOn): boolean =>
  decision !== 'approve' && strictness.indexOf(decision) <= strictness.indexOf(failOn)

/** All outputs, empty: every run sets every one, so that none is left from a step before. */
const noOutputs = Object.fromEntries(Object.keys(gateAction.outputs).map((name) => [name, ''])) as Outputs

/** The same JSON, with what nobody can see spelt out: it turns no line round where somebody echoes it. */
const visible = (json: string): string =>
  json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (unseen) =>
    [...Array(unseen.length).keys()]
      .map((at) => `\\u${unseen.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  )

/** `resultFile`: where the whole was written, null where that failed. */
export const outputsOf = (
  assessment: Assessment,
  { message, resultFile }: { readonly message: string; readonly resultFile: string | null },
): Outputs => {
  const { change, decision, ledger, mode, reviewers, risk, rule, until } = assessment
  return {
    ...noOutputs,
    decision,
    // A preview has no record: nothing is let go for it.
    continue: String(continues(mode, decision) && (mode !== 'enforce' || ledger !== undefined)),
    'reason-code': rule,
    // Never in the notation of 1e-7, which other languages compare as text.
    risk: risk.probability === null ? '' : risk.probability.toFixed(6),
    'risk-band': risk.band ?? '',
    reviewers: [...new Set(reviewers.map(({ login }) => neutralise(login)))].join(','),
    sha: change.head ?? '',
    message,
    result: visible(resultText(assessment)),
    'result-file': resultFile ?? '',
    'ledger-record': ledger?.record ?? '',
    'wake-at': decision === 'hold' ? (until ?? '') : '',
  }
}

/** What is still known when the gate could not judge. */
export interface Failure {
  /** As asked for, else as configured, else `observe`. */
  readonly mode: Mode
  readonly rule: RuleName
  /** One sentence with the mend. */
  readonly why: string
  /** What was asked to run; null where not even that is known. */
  readonly sha: string | null
}

/** The gate failed: a review, whatever the mode; it goes on all the same where nothing is held. */
export const failureOutputs = ({ mode, rule, sha, why }: Failure): Outputs => ({
  ...noOutputs,
  decision: 'review',
  continue: String(continues(mode, 'review')),
  'reason-code': rule,
  sha: sha ?? '',
  message: cutCharacters(`The gate could not judge: ${neutralise(why)}`, mostMessageCharacters),
})
