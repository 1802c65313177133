/** Changes as people write them: a SHA, `#12`, `owner/name#12`, `!12`, a URL, `CHG0001`; found in prose and marked there. */

export type Reference =
  | { readonly kind: 'sha'; readonly sha: string }
  /** A pull or merge request; `repository` where the writer names one. */
  | { readonly kind: 'number'; readonly number: number; readonly repository: string | null }
  /** A change in a tool that knows no git. */
  | { readonly kind: 'ticket'; readonly id: string }

export interface FoundReference {
  readonly reference: Reference
  /** As it is written. */
  readonly written: string
}

const numberOf = (digits: string): number | null => {
  const number = Number(digits)
  return Number.isSafeInteger(number) && number > 0 && digits.length < 10 ? number : null
}

const pullUrl =
  /https?:\/\/[^\s/<>()]+\/([\w.-]+\/[\w.-]+(?:\/[\w.-]+)*?)\/(?:-\/)?(?:pull|pulls|pull-requests|merge_requests)\/(\d+)[^\s<>()\]]*/
const commitUrl = /https?:\/\/[^\s<>()]+\/(?:commit|commits|c)\/([0-9a-f]{7,64})(?![0-9a-f])[^\s<>()\]]*/i
const otherUrl = /https?:\/\/[^\s<>()\]]+/
const qualified = /(?<![\w/.-])([A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*)[#!](\d+)\b/
const numbered =
  /(?<![\w/&#])(?:#|!|GH-|(?:PR|MR|pull request|merge request) ?[#!]?)(\d+)\b(?!\s*(?:%|percent|minutes|hours|users))/i
/** Abbreviated SHAs hold a letter and a digit: "1234567" may be a count and "defaced" is a word. */
const abbreviated = /(?<![\w/.@:=-])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)([0-9a-f]{7,64})(?![\w@-]|\.\w)/i
const ticket = /\bCHG\d{4,}\b/

const readers: readonly {
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray) => Reference | null
}[] = [
  {
    pattern: pullUrl,
    read: ([, repository = '', digits = '']) => {
      const number = numberOf(digits)
      return number === null ? null : { kind: 'number', number, repository: repository.toLowerCase() }
    },
  },
  { pattern: commitUrl, read: ([, sha = '']) => ({ kind: 'sha', sha: sha.toLowerCase() }) },
  // Issues, discussions and dashboards are no changes, whatever digits their addresses hold.
  { pattern: otherUrl, read: () => null },
  {
    pattern: qualified,
    read: ([, repository = '', digits = '']) => {
      const number = numberOf(digits)
      return number === null ? null : { kind: 'number', number, repository: repository.toLowerCase() }
    },
  },
  {
    pattern: numbered,
    read: ([, digits = '']) => {
      const number = numberOf(digits)
      return number === null ? null : { kind: 'number', number, repository: null }
    },
  },
  { pattern: ticket, read: ([id]) => ({ kind: 'ticket', id }) },
  { pattern: abbreviated, read: ([, sha = '']) => ({ kind: 'sha', sha: sha.toLowerCase() }) },
]

const everyReader = new RegExp(readers.map(({ pattern }) => pattern.source).join('|'), 'gi')

const readOne = (written: string): Reference | null => {
  for (const { pattern, read } of readers) {
    const match = pattern.exec(written)
    if (match) return read(match)
  }
  return null
}

export const sameReference = (one: Reference, other: Reference): boolean => {
  if (one.kind === 'sha' && other.kind === 'sha')
    return one.sha.startsWith(other.sha) || other.sha.startsWith(one.sha)
  if (one.kind === 'number' && other.kind === 'number')
    return (
      one.number === other.number &&
      (one.repository === null || other.repository === null || one.repository === other.repository)
    )
  return one.kind === 'ticket' && other.kind === 'ticket' && one.id === other.id
}

/** The change that a field such as `caused_by` names; null where it names none. */
export const readReference = (written: string): Reference | null => {
  const text = written.trim()
  return readOne(/^\d{1,7}$/.test(text) ? `#${text}` : text)
}

export interface MarkedText {
  /** The text with ‹0›, ‹1› … where changes were named. */
  readonly text: string
  readonly found: readonly FoundReference[]
}

const mark = (at: number): string => `‹${at}›`

/** Replaces every change a text names by a mark. A link and the words it shows name one change, not two. */
export const markReferences = (text: string): MarkedText => {
  const found: FoundReference[] = []
  const marked = (match: string): string => {
    // An address ends before the full stop of its sentence.
    const written = match.replace(/[.,;:!?]+$/, '')
    const reference = readOne(written)
    if (reference === null) return ` ${match.slice(written.length)}`
    found.push({ reference, written })
    return `${mark(found.length - 1)}${match.slice(written.length)}`
  }
  const links = text.replaceAll(
    /!?\[([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)/g,
    (whole, shown: string, url: string) => {
      if (whole.startsWith('!')) return ' '
      const reference = readOne(url)
      if (reference === null) return shown
      const words = shown.replaceAll(everyReader, ' ').trim()
      found.push({ reference, written: url })
      return `${words} ${mark(found.length - 1)}`.trim()
    },
  )
  const parts = links.split(/(‹\d+›)/)
  return {
    text: parts
      .map((part) =>
        /^‹\d+›$/.test(part) ? part : part.replaceAll(everyReader, (written) => marked(written)),
      )
      .join(''),
    found,
  }
}
