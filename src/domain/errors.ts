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
