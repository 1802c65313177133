import { Jn as entityOf } from "./commands-gate-gate.js";

// src/commands/learn/corrections.ts
/**
* What people said of changes in comments and by labels, read back from the ledger: the newest word on a change holds.
* A label that is taken off is a record of its own, which names the words that count no more.
*/
/** Records of words on changes: `correction` says what became of one, `link` whether it is to blame for something. */
const correctionStream = "corrections";
const verdicts = {
	failed: "failed",
	ok: "ok",
	confirmed: "failed",
	rejected: "ok"
};
/** A pull request is known by its number until it has landed. */
const shaOf = (index, { sha, number }) => {
	if (typeof sha === "string" && index.positionOf(sha) !== null) return sha;
	if (typeof number !== "number") return null;
	const position = index.lastNamed(entityOf("number", String(number)), index.length);
	return position === null ? null : index.sha(position);
};
const correctionIn = (index, { actor, at, body, kind }) => {
	const verdict = verdicts[String(kind === "correction" ? body["verdict"] : body["state"])];
	const sha = shaOf(index, body);
	if (verdict === void 0 || sha === null) return null;
	const { reason, url, about } = body;
	const issue = kind === "link" && typeof about === "number" ? { about } : {};
	const said = typeof reason === "string" ? reason : kind === "link" ? `blamed in #${about}` : void 0;
	return {
		sha,
		verdict,
		at: Date.parse(at) / 1e3,
		by: actor,
		...said === void 0 ? {} : { reason: said },
		...typeof url === "string" ? { url } : {},
		...issue
	};
};
/** Ids of the words that a record takes back; empty for every other. */
const withdrawnBy = ({ body }) => {
	const { withdraws } = body;
	return Array.isArray(withdraws) ? withdraws.filter((id) => typeof id === "string") : [];
};
/** What counts at `now`, in seconds: a word that was taken back by then is as if it had never been said. */
const correctionsIn = (index, records, now) => {
	const withdrawn = new Set(records.filter(({ at }) => Date.parse(at) / 1e3 <= now).flatMap((record) => withdrawnBy(record)));
	return records.flatMap((record) => withdrawn.has(record.id) ? [] : correctionIn(index, record) ?? []);
};

export { correctionsIn as n, withdrawnBy as r, correctionStream as t };
