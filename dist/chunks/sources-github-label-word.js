// src/sources/github/label-word.ts
/** What a label says; null for a label that is none of these. Never throws. */
const parseLabel = (label) => {
	const [, verdict] = /^outcome: ?(failed|ok)$/i.exec(label) ?? [];
	if (verdict !== void 0) return {
		name: "outcome",
		verdict: verdict.toLowerCase() === "ok" ? "ok" : "failed",
		reason: null
	};
	const [, not, number] = /^(not-)?caused-by: ?#([1-9][0-9]{0,8})$/i.exec(label) ?? [];
	return number === void 0 ? null : {
		name: not === void 0 ? "blame" : "unblame",
		number: Number(number)
	};
};
/** The usual spelling of a label that says this. */
const labelOf = (word) => word.name === "outcome" ? `outcome: ${word.verdict}` : `${word.name === "blame" ? "" : "not-"}caused-by: #${word.number}`;

export { parseLabel as n, labelOf as t };
