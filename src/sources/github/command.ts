/**
 * Commands in comments. The grammar is small and closed, because an approval hangs on it:
 *
 *   comment  = command *WSP [ line-end anything ]
 *   command  = PREFIX ( "risk" [ 1*WSP "explain" ] / "approve" [ 1*WSP 7*64HEXDIG ] / "reject" 1*WSP reason
 *            / "pass" / "help" / "outcome" 1*WSP ( "failed" / "ok" ) [ 1*WSP reason ]
 *            / ( "blame" / "unblame" ) 1*WSP "#" %x31-39 *8DIGIT
 *            / "override" 1*WSP options / "freeze" [ 1*WSP name ] 1*WSP options / "unfreeze" [ 1*WSP name ] )
 *
 * at the very first character, so that a quotation, a list, a code fence or an indented line is none. Options are read
 * by `command-options.ts`. What comes near a command is refused with a sentence, never guessed.
 */
import { readDuration } from '../../config/duration.ts'
import { findMisspelt } from '../../config/nearest.ts'
import { type Options, readOptions } from './command-options.ts'

/** Until when something holds: a moment, a length of time from the comment on, or until somebody takes it back. */
export type Ending =
  | { readonly kind: 'at'; readonly at: string }
  | { readonly kind: 'for'; readonly seconds: number }
  | { readonly kind: 'open' }

export type Command =
  | { readonly name: 'risk'; readonly explain: boolean }
  /** `sha`: what the person has read, lower case, 7 to 64 digits; null where they named none. */
  | { readonly name: 'approve'; readonly sha: string | null }
  | { readonly name: 'reject'; readonly reason: string }
  /** To the next who may answer. */
  | { readonly name: 'pass' }
  | { readonly name: 'help' }
  /** What became of the change of this pull request; `reason`: the rest of the line, null where there is none. */
  | { readonly name: 'outcome'; readonly verdict: 'failed' | 'ok'; readonly reason: string | null }
  /** Which change is, or is not, to blame for what is told here. */
  | { readonly name: 'blame' | 'unblame'; readonly number: number }
  /** Null where the comment leaves it to what was asked there. */
  | {
      readonly name: 'override'
      readonly reason: string
      readonly forSeconds: number | null
      readonly environment: string | null
      readonly sha: string | null
    }
  /** `environment` null: all of them. */
  | {
      readonly name: 'freeze'
      readonly environment: string | null
      readonly reason: string
      readonly ending: Ending
    }
  | { readonly name: 'unfreeze'; readonly environment: string | null }

export const commandNames = [
  'risk',
  'approve',
  'reject',
  'pass',
  'help',
  'outcome',
  'blame',
  'unblame',
  'override',
  'freeze',
  'unfreeze',
] as const
type Name = (typeof commandNames)[number]

export type Parsed =
  | { readonly outcome: 'command'; readonly command: Command }
  /** Meant as a command, and none: the sentence says what to write. It holds nothing of the comment but plain words. */
  | { readonly outcome: 'refused'; readonly why: string }
  | { readonly outcome: 'none' }

/** What a command begins with unless the workflow says otherwise. */
export const usualPrefix = '.'

const none: Parsed = { outcome: 'none' }
const refused = (why: string): Parsed => ({ outcome: 'refused', why })
const command = (known: Command): Parsed => ({ outcome: 'command', command: known })

const names: readonly string[] = commandNames
/** Verbs that a reason stands behind. */
const reasoned: readonly string[] = ['reject', 'outcome', 'override', 'freeze']

/** A longer first line is prose; one that gives a reason may go on for a while. */
const longestLine = 200
const longestReasonedLine = 500
/** What a person cannot see, and what turns round what they see. */
const unseen = /[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/gu

/** The first line of a comment; GitHub's Markdown ends lines with CR LF, LF or CR. */
const firstLine = (body: string): string => body.slice(0, longestReasonedLine + 1).split(/[\r\n]/, 1)[0] ?? ''

/** The line as a person sees it. */
const seen = (line: string): string =>
  line.replace(unseen, (found) => (found === '\t' ? found : '')).replace(/\p{Separator}/gu, ' ')

/** Reads one comment. Never throws; answers a command for exactly the grammar above. */
export const parseCommand = (body: string, prefix = usualPrefix): Parsed => {
  const whole = firstLine(body)
  if (!seen(whole).startsWith(prefix)) return none
  // Before blanks are taken off its end: behind them the line may go on.
  const line = whole.replace(/[ \t]+$/, '')
  const [, name = '', rest = ''] =
    /^([A-Za-z]+)(?:[ \t]+(.*))?$/.exec(seen(line).trimEnd().slice(prefix.length)) ?? []
  const word = name.toLowerCase()
  if (name === '') return none
  if (whole.length > longestLine && !(reasoned.includes(word) && rest !== '')) return none
  if (!names.includes(word)) return misspelt(prefix, word, rest)
  if (seen(line) !== line)
    return refused(`${prefix}${word} stands beside characters nobody can see: type the command anew`)
  if (name !== word) return refused(`commands are lower case: ${prefix}${word}`)
  if (whole.length > longestReasonedLine)
    return refused(
      `the line with ${word} is longer than ${longestReasonedLine} characters; go on in the next one`,
    )
  return argue(word as Name, rest)
}

/** A word one slip away from a command, alone on its line, was meant as one; anything else is a sentence or a path. */
const misspelt = (prefix: string, word: string, rest: string): Parsed => {
  const meant = rest === '' ? findMisspelt(word, names) : undefined
  return meant === undefined
    ? none
    : refused(`${prefix}${word.slice(0, 20)} is no command, perhaps ${prefix}${meant}`)
}

const argue = (name: Name, rest: string): Parsed => {
  switch (name) {
    case 'risk':
      return rest === '' || rest === 'explain'
        ? command({ name, explain: rest !== '' })
        : refused('risk takes explain, or nothing')
    case 'help':
    case 'pass':
      return rest === ''
        ? command({ name })
        : refused(`${name} takes nothing behind it; reasons go on the next line`)
    case 'approve':
      return approval(rest)
    case 'reject':
      return rest === ''
        ? refused('reject wants a reason on the same line: whoever made the change has to know')
        : command({ name, reason: rest })
    case 'outcome':
      return outcome(rest)
    case 'blame':
    case 'unblame':
      return blame(name, rest)
    case 'override':
      return withOptions(name, rest, ['reason', 'for', 'environment', 'sha'], override)
    case 'freeze':
      return withOptions(name, rest, ['reason', 'for', 'until'], freeze)
    case 'unfreeze':
      return withOptions(name, rest, [], ({ name: environment }) => command({ name, environment }))
  }
}

const commitShape = /^[0-9a-f]{7,64}$/i

const approval = (rest: string): Parsed => {
  if (rest === '') return command({ name: 'approve', sha: null })
  return commitShape.test(rest)
    ? command({ name: 'approve', sha: rest.toLowerCase() })
    : refused('approve takes a commit of 7 to 64 hexadecimal digits, or nothing; reasons go on the next line')
}

const outcome = (rest: string): Parsed => {
  const [, verdict, reason] = /^(failed|ok)(?:[ \t]+(.+))?$/.exec(rest) ?? []
  return verdict === 'failed' || verdict === 'ok'
    ? command({ name: 'outcome', verdict, reason: reason ?? null })
    : refused('outcome takes failed or ok, in lower case, and then a reason if you like')
}

const blame = (name: 'blame' | 'unblame', rest: string): Parsed => {
  const [, number] = /^#([1-9][0-9]{0,8})$/.exec(rest) ?? []
  return number === undefined
    ? refused(
        `${name} takes the number of one pull request with its number sign, and nothing else; reasons go on the next line`,
      )
    : command({ name, number: Number(number) })
}

const withOptions = (
  name: Name,
  rest: string,
  known: readonly string[],
  make: (options: Options) => Parsed,
): Parsed => {
  const options = readOptions(rest, known)
  if (typeof options !== 'string') return make(options)
  return refused(
    known.length === 0 ? `${name} takes the name of an environment, or nothing` : `${name} ${options}`,
  )
}

const wantsReason = (name: Name): Parsed =>
  refused(`${name} wants a reason, --reason and a text between straight quotation marks`)

/** Of a length of time; undefined where there is none, null where it is none. */
const secondsIn = (text: string | undefined): number | null | undefined => {
  if (text === undefined) return undefined
  const reading = readDuration(text)
  return reading.ok ? reading.value.seconds : null
}

const wantsDuration = (name: Name): Parsed =>
  refused(`${name} wants a length of time behind --for, such as 30m, 4h or 2d`)

const override = ({ name: stray, values }: Options): Parsed => {
  const reason = values.get('reason')
  if (stray !== null)
    return refused('override names the environment by --environment, and takes nothing without a name')
  if (reason === undefined) return wantsReason('override')
  const forSeconds = secondsIn(values.get('for'))
  if (forSeconds === null) return wantsDuration('override')
  const sha = values.get('sha')
  if (sha !== undefined && !commitShape.test(sha))
    return refused('override wants a commit of 7 to 64 hexadecimal digits behind --sha')
  return command({
    name: 'override',
    reason,
    forSeconds: forSeconds ?? null,
    environment: values.get('environment') ?? null,
    sha: sha?.toLowerCase() ?? null,
  })
}

const momentShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/

const freeze = ({ name: environment, values }: Options): Parsed => {
  const reason = values.get('reason')
  if (reason === undefined) return wantsReason('freeze')
  const until = values.get('until')
  const seconds = secondsIn(values.get('for'))
  if (seconds === null) return wantsDuration('freeze')
  if (until !== undefined && seconds !== undefined) return refused('freeze takes --until or --for, not both')
  if (until !== undefined && !(momentShape.test(until) && !Number.isNaN(Date.parse(until))))
    return refused('freeze wants a moment with its zone behind --until, such as 2026-12-24T18:00Z')
  const ending: Ending =
    until !== undefined
      ? { kind: 'at', at: new Date(until).toISOString() }
      : seconds !== undefined
        ? { kind: 'for', seconds }
        : { kind: 'open' }
  return command({ name: 'freeze', environment, reason, ending })
}
