import { q as UsageError } from "./main-gate.js";
import { dirname } from "node:path";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";

// src/main/whole-file.ts
/** Files that somebody may be reading while they are written. */
/**
* A reader sees the file as it was or as it will be, never half of it.
* @param named what asked for it, as a person would: `learn --card FILE`
* Throws UsageError where it cannot be written.
*/
const writeWhole = (path, text, named) => {
	const temporary = `${path}.${process.pid}.tmp`;
	try {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(temporary, text);
		renameSync(temporary, path);
	} catch (cause) {
		rmSync(temporary, { force: true });
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new UsageError(`${named}: cannot be written (${why}); name another file`, { cause });
	}
};

export { writeWhole as t };
