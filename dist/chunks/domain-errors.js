// src/domain/errors.ts
/**
* Three families: yours to mend (`UsageError`, `ConfigError`), the world's (`SourceError`), and anything else, which is
* our bug. A message says where, what, and the mend, on one line each.
*/
/** A flag, argument or ref that cannot be obeyed. */
var UsageError = class extends Error {
	name = "UsageError";
};
/** A configuration file that cannot be read as one. */
var ConfigError = class extends Error {
	name = "ConfigError";
};
/** Something outside did not answer as it should: git, a file, a ledger. */
var SourceError = class extends Error {
	name = "SourceError";
};
const isOurs = (error) => error instanceof UsageError || error instanceof ConfigError || error instanceof SourceError;

export { isOurs as i, SourceError as n, UsageError as r, ConfigError as t };
