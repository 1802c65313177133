import { t as formatPriorReference } from "./config-prior-reference.js";
import { K as SourceError } from "./main-gate.js";
import { tt as readArtefact } from "./commands-gate-gate.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { readFileSync } from "node:fs";

// src/commands/gate/chosen-prior.ts
/**
* The prior a team made for itself, read where the policy that names it stood. The policy holds its SHA-256: whoever
* changes the weights has to change the policy, which a person reviews.
*/
/** A prior that may not be used. Its message tells both hashes in full, and the mend. */
var PriorError = class extends SourceError {
	/** The same in a line, for the reason of a decision. */
	brief;
	constructor(brief, message) {
		super(message);
		this.brief = brief;
	}
};
/**
* The prior of that name at that commit. Throws `PriorError` where it is not there, is another than the policy names, or
* is no model: another one never stands in for it unsaid.
*/
const readChosenPrior = async (request) => {
	const { commit, reference } = request;
	const { path, sha256 } = reference;
	const where = commit === null ? "an empty repository" : commit.slice(0, 8);
	const bytes = await bytesAt(request);
	if (bytes === null) throw new PriorError(`${path} is not there at ${where}, and the policy names it`, `prior: ${path} is not there at ${where}; commit the file together with prior: ${formatPriorReference(reference)}, or take that key away`);
	const found = createHash("sha256").update(bytes).digest("hex");
	if (found !== sha256) throw new PriorError(`${path} is sha256:${found.slice(0, 12)}…, the policy names sha256:${sha256.slice(0, 12)}…`, `prior: ${path} at ${where} has sha256:${found}, and the policy names sha256:${sha256}; if the file is right write prior: ${path}#sha256:${found}, else put the file back`);
	const artefact = artefactIn(bytes, path);
	return {
		artefact,
		reference,
		summary: {
			path,
			sha256,
			repositories: artefact.pooled?.repositories ?? 0
		},
		bytes
	};
};
const bytesAt = async ({ repository, outside, commit, reference: { path }, workTree = null }) => {
	const object = commit === null ? null : await repository.objects.read(`${commit}:${path}`);
	if (object?.type === "blob") return object.content;
	if (workTree !== null) return fileIn(join(workTree, path));
	return outside && commit !== null ? outside.fileAt(commit, path) : null;
};
const fileIn = (path) => {
	try {
		return readFileSync(path);
	} catch {
		return null;
	}
};
const artefactIn = (bytes, path) => {
	try {
		return readArtefact(JSON.parse(Buffer.from(bytes).toString("utf8")), `prior ${path}`);
	} catch (error) {
		if (error instanceof SyntaxError) throw new PriorError(`prior ${path} is no JSON`, `prior ${path} is no JSON; write it again with learn --write-prior`);
		if (error instanceof SourceError) throw new PriorError(error.message, error.message);
		throw error;
	}
};

export { readChosenPrior as n, PriorError as t };
