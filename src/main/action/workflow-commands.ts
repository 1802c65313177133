/**
 * Lines the runner reads on standard output, pure: `::name key=value::message`. The few bytes of this format are written
 * here, and not by @actions/core, whose HTTP client would cost 60 ms before a token is masked; a test holds both to the
 * same bytes.
 */

export type Level = 'notice' | 'warning' | 'error'

export interface Annotation {
  readonly level: Level
  readonly title?: string
  readonly message: string
  /** A path in the repository, at the head that was judged. */
  readonly file?: string
  readonly line?: number
  readonly endLine?: number
}

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** One command on one line. Empty properties are left out. */
export const commandLine = (
  name: string,
  message = '',
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string => {
  const told = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
  return `::${name}${told.length === 0 ? '' : ` ${told.join(',')}`}::${escapeData(message)}`
}

/** What a terminal or a log viewer would obey; tabs and line ends stay. */
const controls = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * Text as log lines of which the runner obeys none: it takes a line whose first visible characters are `::`, and of
 * old `##[` anywhere in a line. Both get a space in between.
 */
export const logLines = (text: string): string =>
  text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(controls, '')
    .replace(/^((?:[^\S\n]|[\u200b\ufeff])*):(?=:)/gmu, '$1: ')
    .replaceAll('##[', '## [')

export const annotationLine = ({ level, message, title, file, line, endLine }: Annotation): string =>
  commandLine(level, message.replace(controls, ''), {
    title: title?.replace(controls, ''),
    file,
    line,
    endLine,
  })
