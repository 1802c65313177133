import { q as UsageError } from "./main-gate.js";
import { tt as readArtefact } from "./commands-gate-gate.js";
import { readFileSync } from "node:fs";

// src/main/prior.ts
/** The prior this release ships: weights learned from public repositories, for a team that has no outcome yet. */
const shippedPrior = () => {
	const file = new URL("../prior.json", import.meta.url);
	return readArtefact(JSON.parse(readFileSync(file, "utf8")), "the shipped prior");
};
/** A model file of the caller's choice. */
const priorIn = (path) => {
	let text;
	try {
		text = readFileSync(path, "utf8");
	} catch (cause) {
		throw new UsageError(`--prior ${path}: cannot be read; name shipped, none, or a model file`, { cause });
	}
	try {
		return readArtefact(JSON.parse(text), path);
	} catch (cause) {
		if (cause instanceof SyntaxError) throw new UsageError(`--prior ${path}: is no JSON; name shipped, none, or a model file`);
		throw cause;
	}
};

export { shippedPrior as n, priorIn as t };
