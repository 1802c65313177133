import { K as SourceError } from "./main-gate.js";
import { ei as recordId } from "./commands-gate-gate.js";

// src/commands/gate/auditing.ts
/**
* Which parts are drawn for the audit. A draw is made once for each part and remembered: asked again, about another head
* or after anything else was written, the same part has the same draw. Only what would go out unreviewed is drawn from.
*/
const stream = "audits";
const keyOf = (repository, part) => ({
	repository,
	part
});
const nameOf = ({ id, sha }) => id.startsWith("#") ? id : sha;
/** Throws SourceError where the ledger cannot tell. */
const auditing = async (request) => {
	const { ledger, repository, head, parts, share, drawsAnew } = request;
	const idOf = (part) => recordId("audit", keyOf(repository, nameOf(part)));
	const known = await ledger.findNow(parts.map(idOf));
	const remembered = parts.flatMap((part) => {
		const record = known.get(idOf(part));
		return record === void 0 ? [] : [drawIn(record, part, ledger.url)];
	});
	const fresh = drawsAnew ? parts.filter((part) => !known.has(idOf(part)) && !part.approved && !part.cancelled) : [];
	const tip = fresh.length === 0 ? null : (await ledger.latest({ kind: "decision" }))?.hash ?? null;
	const made = fresh.map((part) => ({
		sha: part.sha,
		name: nameOf(part),
		head,
		tip
	}));
	return {
		inputs: {
			share,
			draws: [...remembered, ...made]
		},
		records: [...new Map(made.map((draw) => [draw.name, draw])).values()].map((draw) => recordOf(draw, request))
	};
};
const drawIn = ({ body, id }, part, url) => {
	const { head, tip } = body;
	if (typeof head !== "string" || tip !== null && typeof tip !== "string") throw new SourceError(`${url}: record ${id.slice(0, 12)} is no audit draw that this release can read`);
	return {
		sha: part.sha,
		name: nameOf(part),
		head,
		tip
	};
};
const recordOf = ({ name, head, tip }, { repository, environment, now, version }) => ({
	stream,
	kind: "audit",
	key: keyOf(repository, name),
	at: now.toISOString(),
	repository,
	environment,
	actor: "change-risk-gate",
	tool: {
		name: "change-risk-gate",
		version
	},
	body: {
		part: name,
		head,
		tip
	}
});

export { auditing };
