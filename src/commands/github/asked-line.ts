/** The hidden line by which the next run knows what was asked, since when and of whom: the comment is its own memory. */
import { type Mode, modes, type Verdict, verdicts } from '../../domain/decision.ts'
import { spellName, spellNames, unspellName, unspellNames } from './hidden-names.ts'

export interface AskedBefore {
  readonly mode: Mode
  readonly decision: Verdict
  readonly environment: string
  /** ISO: since when people are asked. */
  readonly since: string
  /** Logins and `organisation/team`, in the order in which they were asked. */
  readonly of: readonly string[]
  /** Logins of those who passed it on. */
  readonly passed: readonly string[]
  /** ISO: when the next are asked, where nobody answers; null where nobody ever is. */
  readonly dueAt: string | null
  /** ISO: when they were; null while that is to come. */
  readonly escalatedAt: string | null
  /** Whom that was. */
  readonly further: readonly string[]
}

const moment = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]{5,12}Z'
const names = '[\\w.%,-]{1,8000}'
const shape = new RegExp(
  `^<!-- change-risk-gate:asked mode=(${modes.join('|')}) decision=(${verdicts.join('|')}) environment=([\\w.%-]{1,1500}) since=(${moment}) of=(${names}) passed=(${names}) due=(-|${moment}) escalated=(-|${moment}) further=(${names}) -->$`,
  'm',
)

export const askedLine = (asked: AskedBefore): string => {
  const { mode, decision, environment, since, of, passed, dueAt, escalatedAt, further } = asked
  return `<!-- change-risk-gate:asked mode=${mode} decision=${decision} environment=${spellName(environment)} since=${since} of=${spellNames(of)} passed=${spellNames(passed)} due=${dueAt ?? '-'} escalated=${escalatedAt ?? '-'} further=${spellNames(further)} -->`
}

export const askedIn = (body: string): AskedBefore | null => {
  const [
    ,
    mode,
    decision,
    environment = '',
    since = '',
    of = '',
    passed = '',
    due = '-',
    escalated = '-',
    further = '-',
  ] = shape.exec(body.replaceAll('\r', '')) ?? []
  const [knownMode, verdict] = [
    modes.find((each) => each === mode),
    verdicts.find((each) => each === decision),
  ]
  return knownMode && verdict
    ? {
        mode: knownMode,
        decision: verdict,
        environment: unspellName(environment),
        since,
        of: unspellNames(of),
        passed: unspellNames(passed),
        dueAt: due === '-' ? null : due,
        escalatedAt: escalated === '-' ? null : escalated,
        further: unspellNames(further),
      }
    : null
}

/** Whether people are waited for: it was enforced, and a word is wanted. */
export const isAskedFor = (asked: AskedBefore | null): asked is AskedBefore =>
  asked?.mode === 'enforce' && asked.decision === 'review'

/** Whether the next are to be asked now, and have not been. */
export const isOverdue = ({ dueAt, escalatedAt }: AskedBefore, now: Date): boolean =>
  escalatedAt === null && dueAt !== null && Date.parse(dueAt) <= now.getTime()
