import { n as cutAtLine, t as byteLength } from "./report-comment-cut.js";
import { i as renderFront, r as pageText, t as renderFacts } from "./report-comment-facts.js";
import { n as openPage, o as referPart } from "./report-comment-page.js";
import { cn as formatPlural, dn as roundShare, ln as formatShare, sn as formatPercent } from "./commands-gate-gate.js";
import { i as joinNames, o as restRisk, r as isAboveLimit } from "./report-phrases.js";
import { a as splitShares, i as partReasons } from "./report-reasons.js";
import { i as isScored } from "./report-sentences.js";

// src/report/job-summary.ts
/** The summary on the page of a run: the answer, every change worth a row, the reasons of the riskiest, all facts. */
const mostParts = 30;
const mostExplained = 3;
const mostReasons = 8;
const sayWhere = (part, limit) => {
	const { approvedBy = [] } = part;
	if (approvedBy.length > 0) return `approved by ${joinNames(approvedBy, 2)}`;
	if (limit === null) return "";
	return isAboveLimit(part, limit) ? "**above the limit**" : "below the limit";
};
/** Every change, and why it does or does not want a reader. */
const partTable = (page) => {
	const { raw, safe } = page;
	const { parts } = safe.change;
	if (parts.length === 0) return [];
	const scored = isScored(safe);
	const { shown, rest } = splitShares(parts, mostParts, roundShare);
	const rows = shown.map((part, place) => {
		return `| ${[
			referPart(page, raw.change.parts[place]),
			part.title,
			part.extent,
			...scored ? [
				formatShare(part.share),
				formatPercent(part.risk),
				`${Math.round(part.percentile)} of 100`,
				sayWhere(part, safe.risk.limit)
			] : []
		].join(" | ")} |`;
	});
	const others = scored ? [`| | ${formatPlural(rest.count, "other")} together | | ${formatShare(rest.share)} | ${restRisk(safe, shown.length)} | | |`] : [`| | ${formatPlural(rest.count, "other")} | |`];
	return [
		scored ? "| Change | Title | Touches | Share | Alone | Riskier than | |" : "| Change | Title | Touches |",
		scored ? "|---|---|---|--:|--:|--:|---|" : "|---|---|---|",
		...rows,
		...rest.count === 0 ? [] : others
	];
};
/** The reasons of each of the riskiest, in a table that multiplies to its risk. */
const reasonTables = (page) => {
	const { raw, safe } = page;
	const usual = safe.risk.usualPart;
	if (!isScored(safe)) return [];
	return safe.change.parts.slice(0, mostExplained).flatMap((part, place) => {
		const reasons = partReasons(safe, part, mostReasons);
		if (reasons.length === 0) return [];
		const from = usual === null ? "" : `, from the ${formatPercent(usual)} of a usual change`;
		return [`**Why ${referPart(page, raw.change.parts[place])}: ${formatPercent(part.risk)}**${from}`, [
			"| | Reason |",
			"|---|---|",
			...reasons.map(({ factor, sentence }) => `| ${factor} | ${sentence} |`)
		].join("\n")];
	});
};
/** GitHub Markdown of at most 900 KB; calls nobody. */
const renderJobSummary = (view) => {
	const page = openPage(view);
	const front = renderFront(page, {
		calls: false,
		lines: 13
	});
	const text = [
		pageText({
			...front,
			table: [],
			closing: []
		}),
		partTable(page).join("\n"),
		...reasonTables(page),
		...front.closing.filter((line) => !line.startsWith("**Why ")),
		[
			"**Behind it**",
			"",
			...renderFacts(page)
		].join("\n"),
		front.foot
	].filter((block) => block !== "").join("\n\n");
	return `${cutAtLine(text, 899999, "There is more, but it would not fit here.", byteLength)}\n`;
};

export { renderJobSummary };
