/** The values of the outputs, pure: from an answer, or from what is left of one when the gate itself failed. */
import type { Assessment } from '../../domain/assessment.ts'
import type { Mode, RuleName, Verdict } from '../../domain/decision.ts'
import { neutralise } from '../../report/escaping.ts'
import { cutCharacters, resultText, type ShortAnswer } from '../../report/result.ts'
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

/** Whether nothing holds the deploy. A preview has no record: enforcing, nothing is let go for it. */
export const goesOn = ({ mode, decision, ledger }: Assessment): boolean =>
  continues(mode, decision) && (mode !== 'enforce' || ledger !== undefined)

/** Smaller is stricter: what holds before what does not, and then by the answer. */
const leniency = (assessment: Assessment): number => {
  const place = strictness.indexOf(assessment.decision === 'approve' ? 'none' : assessment.decision)
  return (goesOn(assessment) ? strictness.length : 0) + (place === 0 ? strictness.length - 1 : place - 1)
}

/** The strictest first; of equals the one that came first. */
export const byStrictness = <Judged extends { readonly assessment: Assessment }>(
  answers: readonly Judged[],
): readonly Judged[] =>
  answers.toSorted((one, other) => leniency(one.assessment) - leniency(other.assessment))

/** One of several answers, in a few words. */
export const inShort = (assessment: Assessment): ShortAnswer => {
  const { environment, mode, change, decision, rule, reason, ledger } = assessment
  return {
    environment,
    mode,
    sha: change.head,
    decision,
    rule,
    reason,
    continue: goesOn(assessment),
    ...(ledger === undefined ? {} : { ledger }),
  }
}

/**
 * `resultFile`: where the whole was written, null where that failed. `others`: answers of the same run that are no
 * stricter; all of them must let go.
 */
export const outputsOf = (
  assessment: Assessment,
  {
    message,
    resultFile,
    others = [],
  }: {
    readonly message: string
    readonly resultFile: string | null
    readonly others?: readonly Assessment[]
  },
): Outputs => {
  const all = [assessment, ...others]
  const { change, decision, ledger, reviewers, risk, rule, until } = assessment
  return {
    ...noOutputs,
    decision,
    continue: String(all.every(goesOn)),
    'reason-code': rule,
    // Never in the notation of 1e-7, which other languages compare as text.
    risk: risk.probability === null ? '' : risk.probability.toFixed(6),
    'risk-band': risk.band ?? '',
    reviewers: [...new Set(reviewers.map(({ login }) => neutralise(login)))].join(','),
    sha: change.head ?? '',
    message,
    result: visible(resultText(assessment, others.length === 0 ? [] : all.map(inShort))),
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
