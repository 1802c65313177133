/** One thing that is wrong with a file, and what to write instead. */
export interface Problem {
  /** 1-based. */
  readonly line: number
  readonly column: number
  readonly path: readonly PathStep[]
  readonly message: string
}

export type PathStep = string | number

const mostShown = 100

/** Every problem on a line of its own, in the order of the file: `path:line:column key.path: message`. */
export const listProblems = (file: string, problems: readonly Problem[]): string => {
  const ordered = problems.toSorted((one, other) => one.line - other.line || one.column - other.column)
  const lines = ordered.map(({ line, column, path, message }) =>
    [`${file}:${line}:${column}`, path.length === 0 ? ':' : ` ${keyPath(path)}:`, ` ${message}`].join(''),
  )
  const distinct = [...new Set(lines)]
  const hidden = distinct.length - mostShown
  return (
    hidden > 0 ? [...distinct.slice(0, mostShown), `${file}: and ${hidden} more problems`] : distinct
  ).join('\n')
}

/** `environments.production.windows[0].time-zone`; a key with other characters stands in quotes. */
export const keyPath = (path: readonly PathStep[]): string =>
  path
    .map((step) =>
      typeof step === 'number' ? `[${step}]` : /^[\w-]+$/.test(step) ? `.${step}` : `.${quoted(step)}`,
    )
    .join('')
    .replace(/^\./, '')

/** What was found, short enough for one line and without a password that stands in a URL. */
export const describe = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  return typeof value === 'object' ? 'a mapping' : String(value)
}

const quoted = (text: string): string => {
  const shown = text.replace(/\/\/[^/\s]*@/g, '//…@').replace(/([?&]password=)[^&\s]*/gi, '$1…')
  return JSON.stringify(shown.length > 60 ? `${shown.slice(0, 59)}…` : shown)
}

/** A problem before its place in the text is known. */
export interface Remark {
  readonly path: readonly PathStep[]
  readonly message: string
}
