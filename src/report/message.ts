/** The answer for a chat: plain text of at most 2,000 characters that calls nobody. */
import type { Assessment } from '../domain/assessment.ts'
import { cutAtLine, cutAtWord } from './comment-cut.ts'
import { isObserving, isUnjudged, sayHeadline } from './comment-headline.ts'
import { plain, silence } from './comment-plain.ts'
import type { CommentView } from './comment-view.ts'
import { formatPercent } from './numbers.ts'
import { capitalise, endSentence, joinNames, rowsToShow, sayChange, sayExtent, shortSha } from './phrases.ts'
import { partReasons } from './reasons.ts'
import { isIdle, isOff, isScored, sayEnforced, sayOdds, sayUnseen } from './sentences.ts'

const mostCharacters = 2_000
/** Lines far longer would push the rest out. */
const lineCharacters = 300
/** Answers for other environments that fit into one. */
const perLine = 6

const sayAnswer = (assessment: Assessment): string => {
  if (isOff(assessment)) return ''
  return isObserving(assessment) && !isIdle(assessment) && !isUnjudged(assessment)
    ? `Enforced, ${sayEnforced(assessment)}`
    : capitalise(endSentence(assessment.reason))
}

const readFirst = (assessment: Assessment): readonly string[] => {
  const { parts } = assessment.change
  if (!isScored(assessment)) return []
  const [first] = parts
  if (parts.length === 1)
    return partReasons(assessment, first!, 3).map(({ factor, sentence }) => `  ${factor} ${sentence}`)
  return [
    'Read first:',
    ...parts
      .slice(0, rowsToShow(parts.length))
      .map(
        (part) =>
          `  ${part.id} ${cutAtWord(part.title, 80)}, ${sayExtent(part)}, ${formatPercent(part.risk)}`,
      ),
  ]
}

const sayPeople = ({ assessment, request }: CommentView): string => {
  if (assessment.mode !== 'enforce' || assessment.decision !== 'review') return ''
  const names = (request?.people ?? []).map((asked) => ('team' in asked ? asked.team : asked.login))
  return names.length === 0 ? '' : `Asked: ${joinNames(names, 3)}.`
}

/** "Also answered: staging: approve · eu: review (observe)"; a commit beside it where it is another one. */
const sayOthers = (assessment: Assessment, others: readonly Assessment[]): readonly string[] => {
  if (others.length === 0) return []
  const told = others.map(plain).map(({ change, decision, environment, mode }) => {
    const commit =
      change.head === null || change.head === assessment.change.head ? '' : ` ${shortSha(change.head)}`
    return `${environment}${commit}: ${decision}${mode === 'enforce' ? '' : ` (${mode})`}`
  })
  return [...Array(Math.ceil(told.length / perLine)).keys()].map((line) => {
    const some = told.slice(line * perLine, (line + 1) * perLine).join(' · ')
    return line === 0 ? `Also answered: ${some}` : `  ${some}`
  })
}

/** `others`: answers of the same run that are no stricter; each is named. */
export const renderMessage = (view: CommentView, others: readonly Assessment[] = []): string => {
  const assessment = plain(view.assessment)
  const { environment, repository } = assessment
  const unseen = isOff(assessment) ? null : sayUnseen(assessment, 2)
  const lines = [
    sayHeadline(assessment),
    `${repository} → ${environment}: ${sayChange(assessment)}`,
    ...sayOthers(assessment, others),
    sayAnswer(assessment),
    isOff(assessment) ? '' : (sayOdds(assessment, view.settings) ?? ''),
    ...readFirst(assessment),
    sayPeople(view),
    unseen === null ? '' : `Not seen: ${unseen}.`,
  ]
  const text = lines
    .filter((line) => line !== '')
    .map((line) => silence(cutAtWord(line, lineCharacters)))
    .join('\n')
  const { run } = view.links
  return cutAtLine(run === undefined ? text : `${text}\n${run}`, mostCharacters, run ?? 'And more.')
}
