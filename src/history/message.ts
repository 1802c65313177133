/**
 * What a commit message says of the change: its title and pull request, what it reverts, what it is for.
 * Conventions are those of GitHub, GitLab, Bitbucket, bors, Gerrit and Phabricator, and of git itself.
 */

/** Why a change was made, as far as its message tells; each a bit, so that a million fit in one column. */
export const purposes = {
  fix: 1,
  revert: 2,
  reland: 4,
  hotfix: 8,
  refactor: 16,
  dependencyBump: 32,
  featureFlag: 64,
  majorBump: 128,
  workaround: 256,
  breaking: 512,
  feature: 1024,
  documentation: 2048,
  release: 4096,
  switchOn: 8192,
  switchOff: 16384,
  removal: 32768,
  performance: 65536,
} as const

export interface MessageFacts {
  readonly title: string
  readonly number: number | null
  /** Bits of `purposes`. */
  readonly purpose: number
  readonly reverts: RevertTargets
  readonly coAuthors: readonly string[]
  /** Characters of the body without trailers. */
  readonly bodyLength: number
}

/** What a message says it reverts; all empty for most. */
export interface RevertTargets {
  /** Full or abbreviated SHAs. */
  readonly shas: readonly string[]
  readonly numbers: readonly number[]
  /** The title it reverts: `Revert "X"` gives X. */
  readonly title: string | null
}

const noTargets: RevertTargets = { shas: [], numbers: [], title: null }

const mergeSubjects: readonly {
  readonly pattern: RegExp
  readonly number: number
  readonly branch: number
}[] = [
  { pattern: /^Merge pull request #(\d+) from (\S+)/, number: 1, branch: 2 },
  { pattern: /^Merged in (\S+) \(pull request #(\d+)\)/, number: 2, branch: 1 },
  { pattern: /^Auto merge of #(\d+) - (\S+),/, number: 1, branch: 2 },
  { pattern: /^Merge #(\d+)(?: #\d+)*()/, number: 1, branch: 2 },
  { pattern: /^Merge (?:remote-tracking )?branch '([^']+)'/, number: 0, branch: 1 },
]

/** Gerrit counts: `Revert^2 "X"` lands X again, `Revert^3 "X"` takes it out once more. */
const revertTitle =
  /^(?:\[[^\]]*\]\s*)?(?:revert(?:\^\d*[13579])?|back(?:ed)? ?out|roll(?:ed)? ?back):? "(.+)"/i
const revertConventional = /^(?:revert|back ?out)(?:\([^)]*\))?!?: (.+)/i
const backOut = /^(?:back(?:ing|ed)? out|roll(?:ing|ed)? ?back|revert(?:ing|ed)?)\b/i
const relandTitle =
  /^(?:\[[^\]]*\]\s*)?(?:re-?land|re-?apply|re-?submit|un-?revert|roll ?forward|revert\^\d*[02468])\b/i

const words = {
  fix: /\b(?:fix(?:e[sd]|ing)?|bug(?:s|fix(?:es)?)?|resolve[sd]?|regress(?:ion|ed)s?|crash(?:e[sd])?|broken?|repair(?:s|ed)?|correct(?:s|ed)?)\b/i,
  hotfix: /\bhot[ -]?fix(?:es)?\b|\bemergency fix\b|\burgent fix\b/i,
  refactor:
    /\b(?:refactor(?:s|ed|ing)?|clean(?:s|ed|ing)?[ -]?up|renam(?:e[sd]?|ing)|re-?organi[sz]e[sd]?|simplif(?:y|ies|ied)|tidy|typos?|lint|reformat(?:ted)?|format(?:ting)?|nfc)\b/i,
  bump: /\bbump(?:s|ed)?\b|\bupdate dependenc|\bupgrade[sd]?\b[^\n]{0,80}\bto v?\d|^(?:chore|build|fix)\(deps|\brenovate\b|^roll\b[^\n]{0,100}\.\./i,
  major: /\bfrom v?(\d+)(?:\.[\w.-]*)? to v?(\d+)(?:\.|\b)/i,
  flag: /\bfeature[ -]?(?:flag|toggle|switch)|\bflipper\b|\bbehind (?:a|the) (?:flag|toggle)|\blaunchdarkly\b|\bunleash\b|\bkill[ -]?switch/i,
  workaround:
    /\b(?:workaround|work around|hack(?:y|ish)?|temporar(?:y|ily)|quick(?:ly)? fix|for now|stop-?gap|try (?:to|again)|attempt(?:s|ed)? to|another try)\b/i,
  breaking: /\bBREAKING[ -]CHANGE|^\w+(?:\([^)]*\))?!:/,
  feature:
    /\b(?:add(?:s|ed|ing)?|implement(?:s|ed)?|introduce[sd]?|support(?:s|ed)?|enable[sd]?|allow(?:s|ed)?|feat(?:ure)?|new)\b/i,
  documentation: /\b(?:docs?|documentation|readme|changelog|typos?|comments?|docstrings?)\b/i,
  release: /\b(?:deploy(?:s|ed|ing|ment)?|releases?|production|staging|prod)\b/i,
  switchOn:
    /\b(?:enabl(?:e[sd]?|ing)|turn(?:s|ed|ing)? on|by default|defaults? to|switch(?:e[sd])? to|launch(?:e[sd])?|activate[sd]?)\b/i,
  switchOff: /\b(?:disabl(?:e[sd]?|ing)|turn(?:s|ed|ing)? off|skip(?:s|ped)?|deactivate[sd]?)\b/i,
  removal:
    /\b(?:remov(?:e[sd]?|ing)|delet(?:e[sd]?|ing)|drop(?:s|ped|ping)?|deprecate[sd]?|unused|dead code)\b/i,
  performance:
    /\b(?:perf(?:ormance)?|optimi[sz](?:e[sd]?|ing|ation)|cach(?:e[sd]?|ing)|async(?:hronous)?|concurren(?:t|cy)|threads?|lock(?:s|ed|ing)?|races?|parallel|faster|speed|lazy|memory)\b/i,
}

const titleOnly = ['documentation', 'release', 'switchOn', 'switchOff', 'removal', 'performance'] as const

const trailer =
  /^(?:[A-Za-z][a-z]+(?:-[A-Za-z]+)*-(?:[Bb]y|[Ii]d|[Tt]o|[Oo]n|URL)|Cc|CC|Bug|Link|See-also|Closes|Fixes|Refs?): \S|^\(cherry picked from|^(?:Fixes|Closes|Resolves) #\d+\.?$/

const numberOf = (text: string | undefined): number | null => {
  const value = Number(text)
  return text && Number.isSafeInteger(value) && value > 0 && value < 0xffffffff ? value : null
}

/** The pull request a squash subject ends with: `Title (#123)`; the last one, as GitHub appends it. */
const squashNumber = (subject: string): number | null => numberOf(/\(#(\d+)\)\s*$/.exec(subject)?.[1])

/** A title without the pull request it ends with and without needless space: what two titles are compared by. */
export const bareTitle = (title: string): string => {
  let bare = title.trim()
  for (
    let open = bare.lastIndexOf('(');
    open >= 0 && /^\([#!]\d+\)$/.test(bare.slice(open));
    open = bare.lastIndexOf('(')
  )
    bare = bare.slice(0, open).trimEnd()
  return bare
}

/** Words counted of one title: a title that lists everything tells nothing by its words. */
const mostWords = 12

/** The words of a title by which titles are compared: three letters or more, in lower case, each once. */
export const wordsOf = (title: string): readonly string[] =>
  [
    ...new Set(
      bareTitle(title)
        .toLowerCase()
        .match(/\p{L}{3,}/gu) ?? [],
    ),
  ].slice(0, mostWords)

const revertTargets = (title: string, branch: string, body: string): RevertTargets => {
  const shas = [...body.matchAll(/\breverts? (?:commits? )?([0-9a-f]{7,64})\b/gi)].map((match) =>
    match[1]!.toLowerCase(),
  )
  const numbers = [
    ...[...body.matchAll(/^Reverts? (?:[\w.-]+\/[\w.-]+)?#(\d+)/gim)].map((match) => numberOf(match[1])),
    numberOf(/(?:^|\/)revert-(\d+)-/.exec(branch)?.[1]),
    // "Revert #123", "Revert D456" in a title.
    backOut.test(title) && !revertTitle.test(title)
      ? numberOf(/^\S+(?:\s+out)?:?\s+(?:PR\s+)?#(\d+)\b/i.exec(title)?.[1])
      : null,
  ].filter((number): number is number => number !== null)
  const quoted =
    revertTitle.exec(title)?.[1] ?? (shas.length === 0 ? revertConventional.exec(title)?.[1] : undefined)
  if (shas.length === 0 && numbers.length === 0 && quoted === undefined) return noTargets
  return { shas, numbers, title: quoted === undefined ? null : bareTitle(quoted) }
}

const purposeOf = (title: string, branch: string, body: string, reverts: RevertTargets): number => {
  const reland =
    relandTitle.test(title) ||
    (reverts.title !== null && (revertTitle.test(reverts.title) || relandTitle.test(reverts.title)))
  const revert = !reland && (reverts !== noTargets || backOut.test(title))
  const bump = words.bump.test(title)
  const major = bump ? words.major.exec(title) : null
  let purpose = 0
  if (words.fix.test(title) || /(?:^|\/)(?:bug)?fix[/-]/i.test(branch)) purpose |= purposes.fix
  if (revert) purpose |= purposes.revert
  if (reland) purpose |= purposes.reland
  if (words.hotfix.test(title) || /(?:^|[/_-])hot-?fix/i.test(branch)) purpose |= purposes.hotfix
  if (words.refactor.test(title)) purpose |= purposes.refactor
  if (bump) purpose |= purposes.dependencyBump
  if (major && Number(major[2]) > Number(major[1])) purpose |= purposes.majorBump
  if (words.flag.test(title) || words.flag.test(body)) purpose |= purposes.featureFlag
  if (words.workaround.test(title)) purpose |= purposes.workaround
  if (words.breaking.test(title) || words.breaking.test(body)) purpose |= purposes.breaking
  if (words.feature.test(title)) purpose |= purposes.feature
  for (const name of titleOnly) if (words[name].test(title)) purpose |= purposes[name]
  return purpose
}

/** How much of a message is looked at: longer ones are generated, and patterns must stay fast on them. */
const readableCharacters = 20_000

/** Understands a whole message. Never throws; an empty message has an empty title. */
export const understandMessage = (message: string): MessageFacts => {
  const text = message.slice(0, readableCharacters)
  const newline = text.indexOf('\n')
  const subject = (newline < 0 ? text : text.slice(0, newline)).trim()
  const rest = newline < 0 ? '' : text.slice(newline + 1)
  const merge = mergeSubjects
    .map(({ pattern, number, branch }) => {
      const match = pattern.exec(subject)
      return match ? { number: number ? numberOf(match[number]) : null, branch: match[branch] ?? '' } : null
    })
    .find((found) => found !== null)
  const firstLine = rest
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim()
  // A merge says what it merges in the line after its subject; the subject itself only names the branch.
  const title =
    merge && firstLine && !trailer.test(firstLine) && !firstLine.startsWith('*') ? firstLine : subject
  const number =
    merge?.number ??
    squashNumber(subject) ??
    (merge ? numberOf(/See merge request \S*!(\d+)/.exec(rest)?.[1]) : null)
  const lines = rest === '' ? [] : rest.split('\n')
  const body = rest
  const coAuthors = lines.flatMap((line) => /^Co-authored-by: .*<([^<>\s]+)>/i.exec(line)?.[1] ?? [])
  const bodyLength = lines.reduce((sum, line) => (trailer.test(line) ? sum : sum + line.trim().length), 0)
  const reverts = revertTargets(title, merge?.branch ?? '', body)
  return {
    title,
    number,
    purpose: purposeOf(title, merge?.branch ?? '', body, reverts),
    reverts,
    coAuthors,
    bodyLength,
  }
}
