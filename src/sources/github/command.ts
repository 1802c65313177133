/**
 * Commands in comments. The grammar is small and closed, because an approval hangs on it:
 *
 *   comment = command *WSP [ line-end anything ]
 *   command = ".risk" [ 1*WSP "explain" ] / ".approve" [ 1*WSP 7*64HEXDIG ] / ".help"
 *           / ".outcome" 1*WSP ( "failed" / "ok" ) [ 1*WSP reason ]
 *           / ( ".blame" / ".unblame" ) 1*WSP "#" %x31-39 *8DIGIT
 *
 * at the very first character, so that a quotation, a list, a code fence or an indented line is none. What comes near
 * it is refused with a sentence, never guessed.
 */
import { findMisspelt } from '../../config/nearest.ts'

export type Command =
  | { readonly name: 'risk'; readonly explain: boolean }
  /** `sha`: what the person has read, lower case, 7 to 64 digits; null where they named none. */
  | { readonly name: 'approve'; readonly sha: string | null }
  | { readonly name: 'help' }
  /** What became of the change of this pull request; `reason`: the rest of the line, null where there is none. */
  | { readonly name: 'outcome'; readonly verdict: 'failed' | 'ok'; readonly reason: string | null }
  /** Which change is, or is not, to blame for what is told here. */
  | { readonly name: 'blame' | 'unblame'; readonly number: number }

export const commandNames = ['risk', 'approve', 'help', 'outcome', 'blame', 'unblame'] as const
/** Commands that have a meaning, which this release does not know yet. */
export const laterCommandNames = ['reject', 'pass', 'override', 'freeze', 'unfreeze'] as const

export type Parsed =
  | { readonly outcome: 'command'; readonly command: Command }
  /** Meant as a command, and none: the sentence says what to write. It holds nothing of the comment but plain words. */
  | { readonly outcome: 'refused'; readonly why: string }
  | { readonly outcome: 'none' }

const none: Parsed = { outcome: 'none' }
const refused = (why: string): Parsed => ({ outcome: 'refused', why })
const command = (known: Command): Parsed => ({ outcome: 'command', command: known })

const names: readonly string[] = [...commandNames, ...laterCommandNames]
const usage =
  'write .risk, .risk explain, .approve, .approve SHA or .help on the first line, and nothing else there'

/** A longer first line is prose. */
const longestLine = 200
/** What a person cannot see, and what turns round what they see. */
const unseen = /[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/gu

/** The first line of a comment; GitHub's Markdown ends lines with CR LF, LF or CR. */
const firstLine = (body: string): string => body.slice(0, longestLine + 1).split(/[\r\n]/, 1)[0] ?? ''

/** The line as a person sees it. */
const seen = (line: string): string =>
  line.replace(unseen, (found) => (found === '\t' ? found : '')).replace(/\p{Separator}/gu, ' ')

/** Reads one comment. Never throws; answers a command for exactly the grammar above. */
export const parseCommand = (body: string): Parsed => {
  const whole = firstLine(body)
  // Before blanks are taken off its end: behind them the line may go on.
  if (whole.length > longestLine) return none
  const line = whole.replace(/[ \t]+$/, '')
  const [, name = '', rest = ''] = /^\.([A-Za-z]+)(?:[ \t]+(.*))?$/.exec(seen(line).trimEnd()) ?? []
  const word = name.toLowerCase()
  if (name === '') return none
  if (!names.includes(word)) return misspelt(word, rest)
  if (seen(line) !== line)
    return refused(`.${word} stands beside characters nobody can see: type the command anew; ${usage}`)
  if (laterCommandNames.some((later) => later === word)) return refused(`.${word} is not yet known; ${usage}`)
  if (name !== word) return refused(`commands are lower case: .${word}`)
  return argue(word as (typeof commandNames)[number], rest)
}

/** A word one slip away from a command, alone on its line, was meant as one; anything else is a sentence or a path. */
const misspelt = (word: string, rest: string): Parsed => {
  const meant = rest === '' ? findMisspelt(word, names) : undefined
  return meant === undefined
    ? none
    : refused(`.${word.slice(0, 20)} is no command, perhaps .${meant}; ${usage}`)
}

const argue = (name: (typeof commandNames)[number], rest: string): Parsed => {
  switch (name) {
    case 'risk':
      return rest === '' || rest === 'explain' ? command({ name, explain: rest !== '' }) : refused(usage)
    case 'help':
      return rest === '' ? command({ name }) : refused(usage)
    case 'approve':
      return approval(rest)
    case 'outcome':
      return outcome(rest)
    case 'blame':
    case 'unblame':
      return blame(name, rest)
  }
}

const approval = (rest: string): Parsed => {
  if (rest === '') return command({ name: 'approve', sha: null })
  return /^[0-9a-f]{7,64}$/i.test(rest)
    ? command({ name: 'approve', sha: rest.toLowerCase() })
    : refused(
        '.approve takes a commit of 7 to 64 hexadecimal digits, or nothing; reasons go on the next line',
      )
}

const outcome = (rest: string): Parsed => {
  const [, verdict, reason] = /^(failed|ok)(?:[ \t]+(.+))?$/.exec(rest) ?? []
  return verdict === 'failed' || verdict === 'ok'
    ? command({ name: 'outcome', verdict, reason: reason ?? null })
    : refused('.outcome takes failed or ok, in lower case, and then a reason if you like')
}

const blame = (name: 'blame' | 'unblame', rest: string): Parsed => {
  const [, number] = /^#([1-9][0-9]{0,8})$/.exec(rest) ?? []
  return number === undefined
    ? refused(
        `.${name} takes the number of one pull request with its number sign, and nothing else; reasons go on the next line`,
      )
    : command({ name, number: Number(number) })
}
