import { Bt as parseBaseSource, Gt as truncate, Vt as versionIn, cn as formatPlural, sn as formatPercent } from "./commands-gate-gate.js";
import { i as sayPast } from "./report-times.js";

// src/report/phrases.ts
/** A commit as people quote it: eight digits; anything that is no full name is left alone. */
const shortSha = (sha) => /^[\da-f]{40,64}$/.test(sha) ? sha.slice(0, 8) : sha;
/** "a", "a and b", "a, b and c"; beyond `most`, "a, b and 3 more". */
const joinNames = (names, most = Number.POSITIVE_INFINITY, last = "and") => {
	const all = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
	return all.length < 2 ? all[0] ?? "" : `${all.slice(0, -1).join(", ")} ${last} ${all.at(-1)}`;
};
/** A sentence ends in one full stop, whoever wrote it. */
const endSentence = (text) => /[.!?…]$/.test(text) || text === "" ? text : `${text}.`;
/** A sentence that goes on after a colon: without its full stop. */
const openSentence = (text) => text.replace(/\.$/, "");
/** A sentence that stands alone; one that begins with a path or a name keeps it. */
const capitalise = (text) => /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
/** What is asked to run, against what runs: "18 changes since Tuesday, 026d3d4f". */
const sayChange = ({ change, at }) => {
	const { base, head, kind, parts } = change;
	const changes = formatPlural(parts.length, "change");
	if (kind === "redeploy") return `the same commit again, ${shortSha(head ?? "")}`;
	if (kind === "rollback") return `puts back ${changes}, to ${shortSha(head ?? "")}`;
	if (kind === "diverged") return `${changes}, diverged from ${shortSha(base ?? "")}`;
	if (head === null) return "no commit yet";
	if (parseBaseSource(change.baseSource).from === "recent") return `the last ${changes}, base not known`;
	if (base === null) return `${changes}, nothing before`;
	const since = change.since === void 0 ? "" : ` since ${sayPast(change.since, at)}`;
	return `${parts.length === 0 ? "no change" : changes}${since === "" ? " on top of" : `${since},`} ${nameOfBase(change.baseSource, base)}`;
};
const widestVersion = 40;
const nameOfBase = (baseSource, base) => {
	const version = versionIn(baseSource);
	return version === null ? shortSha(base) : truncate(version, widestVersion);
};
/** "Riskier than 7 of the last 10 deployments here"; one change is ranked among changes. Null when nothing compares. */
const sayRank = ({ change, risk, rule }) => {
	const [only, ...others] = change.parts;
	if (only === void 0 || risk.usualPart === null || rule === "model-silent") return null;
	if (others.length === 0 && risk.probability !== null) return sayPosition(only.percentile, 100, "changes here", "");
	if (risk.percentile === null || risk.among < 1) return null;
	return sayPosition(risk.percentile, risk.among, "deployments here", "the last ");
};
const sayPosition = (percentile, among, what, last) => {
	const below = Math.round(percentile / 100 * among);
	if (among === 1) return `${below === 1 ? "Riskier" : "No riskier"} than the one deployment before`;
	if (below === 0) return `Riskier than none of ${last}${among} ${what}`;
	return `Riskier than ${below === among ? "all" : below} of ${last}${among} ${what}`;
};
/** Parts worth a row of their own: three, or four where a fourth row would only say "1 other". */
const rowsToShow = (parts) => parts === 4 ? 4 : 3;
/** It asks for a reader: above the limit, and nobody approved it yet. */
const isAboveLimit = ({ approvedBy = [], risk }, limit) => limit !== null && risk > limit && approvedBy.length === 0;
/**
* The risk that remains without the first `from` parts: what the others add up to on their own, or their share of the
* whole hazard where the moment makes that more, and never more than the whole. Empty where the whole is not known.
*/
const restRisk = ({ change, risk }, from) => {
	if (risk.probability === null) return "";
	const others = change.parts.slice(from);
	const independent = 1 - others.reduce((all, part) => all * (1 - part.risk), 1);
	const share = others.reduce((sum, part) => sum + part.share, 0);
	const inProportion = 1 - (1 - risk.probability) ** share;
	return formatPercent(Math.min(risk.probability, Math.max(independent, inProportion)));
};
/** What it touches; once somebody approved it, that is what a reader wants to know. */
const sayExtent = ({ approvedBy = [], extent }) => approvedBy.length === 0 ? extent : `approved by ${joinNames(approvedBy, 2)}`;

export { openSentence as a, sayChange as c, shortSha as d, joinNames as i, sayExtent as l, endSentence as n, restRisk as o, isAboveLimit as r, rowsToShow as s, capitalise as t, sayRank as u };
