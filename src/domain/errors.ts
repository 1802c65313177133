/**
 * Three families: yours to mend (`UsageError`, `ConfigError`), the world's (`SourceError`), and anything else, which is
 * our bug. A message says where, what, and the mend, on one line each.
 */

/** A flag, argument or ref that cannot be obeyed. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A configuration file that cannot be read as one. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Something outside did not answer as it should: git, a file, a ledger. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
}

export const isOurs = (error: unknown): error is UsageError | ConfigError | SourceError =>
  error instanceof UsageError || error instanceof ConfigError || error instanceof SourceError

const codes: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read here',
}

/** Why a file whose path was told already cannot be read: node's own words would tell the path again. */
export const sayUnreadable = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause ? String(cause.code) : ''
  return codes[code] ?? cause.message
}
