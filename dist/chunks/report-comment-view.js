import { t as codeSpan } from "./report-escaping.js";
import { cn as formatPlural, fn as formatCount, ln as formatShare, sn as formatPercent } from "./commands-gate-gate.js";
import { i as joinNames, t as capitalise } from "./report-phrases.js";
import { i as isScored } from "./report-sentences.js";
import { a as sayReasons, t as renderFacts } from "./report-comment-facts.js";

// src/report/markdown-details.ts
const characters = (text) => text.length;
/** As many whole lines as fit, and how many did not. */
const fill = (lines, room, size) => {
	let used = 0;
	const end = lines.findIndex((line) => {
		used += size(line) + 1;
		return used > room;
	});
	return end === -1 ? {
		kept: lines,
		cut: 0
	} : {
		kept: lines.slice(0, end),
		cut: lines.length - end
	};
};
const sayCut = (parts, kept, what) => {
	if (kept === parts.length) return [];
	const share = parts.slice(kept).reduce((sum, part) => sum + part.share, 0);
	return ["", `${what} of ${formatPlural(parts.length - kept, "more change")}, together ${formatShare(share)} of the risk, would not fit; \`gate --json\` has them all.`];
};
const tableTitle = (safe) => {
	if (isScored(safe)) return "**All changes, riskiest first**";
	return safe.change.kind === "rollback" ? "**Undone**" : "**All changes**";
};
/** Every change in a row of its own; ids as code, so that one comment leaves no trace on forty pull requests. */
const partTable = ({ raw, safe }, room, size) => {
	const { parts } = safe.change;
	if (parts.length < 2) return [];
	const scored = isScored(safe);
	const people = parts.some(({ authors }) => authors !== void 0);
	const approved = parts.some(({ approvedBy = [] }) => approvedBy.length > 0);
	const columns = [
		"Change",
		"Title",
		"Touches",
		...scored ? [
			"Share",
			"Alone",
			"Riskier than"
		] : [],
		...approved ? ["Approved by"] : [],
		...people ? ["Authors"] : []
	];
	const rows = parts.map((part, place) => {
		return `| ${[
			codeSpan(raw.change.parts[place].id),
			part.title,
			part.extent,
			...scored ? [
				formatShare(part.share),
				formatPercent(part.risk),
				`${Math.round(part.percentile)} of 100`
			] : [],
			...approved ? [joinNames(part.approvedBy ?? [], 3)] : [],
			...people ? [joinNames(part.authors ?? [], 3)] : []
		].join(" | ")} |`;
	});
	const head = [`| ${columns.join(" | ")} |`, `|${"---|".repeat(columns.length)}`];
	const { kept } = fill(rows, room, size);
	return [
		tableTitle(safe),
		"",
		...head,
		...kept,
		...sayCut(parts, kept.length, "The rows"),
		""
	];
};
/** Of so many parts every reason is told, of the others the main ones. */
const wholly = 10;
const reasonList = ({ raw, safe }, room, size) => {
	const { change, risk } = safe;
	if (!isScored(safe)) return [];
	const usual = risk.usualPart;
	const lines = change.parts.map((part, place) => {
		const whole = usual === null || usual === 0 ? void 0 : part.risk / usual;
		const id = codeSpan(raw.change.parts[place].id);
		const most = place < wholly ? Number.POSITIVE_INFINITY : 3;
		return `- ${id} ${formatPercent(part.risk)}: ${sayReasons(part.contributions, most, whole) || "as usual"}`;
	});
	const { kept } = fill(lines, room, size);
	const from = usual === null ? "" : `, from the ${formatPercent(usual)} of a usual change to its own risk alone`;
	return [
		`${lines.length > wholly ? `**Every reason of the ${wholly} riskiest, the main ones of the others**` : "**Every reason**"}${from}`,
		"",
		...kept,
		...sayCut(change.parts, kept.length, "The reasons"),
		""
	];
};
/** The lines behind the answer, without a fold around them, in at most `room`. */
const renderBehind = (page, room, size = characters) => {
	const known = fill(renderFacts(page), Math.floor(room * .3), size);
	const more = known.cut === 0 ? [] : [`- ${formatPlural(known.cut, "more line")} would not fit; \`gate --json\` has them`];
	const left = room - 1e3 - size(known.kept.join("\n"));
	const table = partTable(page, Math.floor(left * .5), size);
	const reasons = reasonList(page, left - size(table.join("\n")), size);
	return [
		...table,
		...reasons,
		"**Behind it**",
		"",
		...known.kept,
		...more
	];
};
const sayCommands = (prefix) => prefix === void 0 ? [] : ["", `Reply ${codeSpan(`${prefix}risk explain`)} for every reason, ${codeSpan(`${prefix}help`)} for what else can be said.`];
/** The fold, in at most `room` characters. */
const renderDetails = (page, room) => {
	const parts = page.safe.change.parts.length;
	const behind = isScored(page.safe) ? "what was not seen, and how far to trust this" : "and what stands behind this answer";
	return [
		`<details><summary>${parts > 1 ? `All ${formatCount(parts)} changes, ${behind}` : capitalise(behind.replace(/^and /, ""))}</summary>`,
		"",
		...renderBehind(page, room - 200),
		...sayCommands(page.view.prefix),
		"",
		"</details>"
	].join("\n");
};

// src/report/comment-view.ts
const nowhere = () => void 0;
const noLinks = {
	commit: nowhere,
	file: nowhere,
	pull: nowhere
};
const segment = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.codePointAt(0).toString(16).toUpperCase()}`);
/** Addresses on GitHub or a server of one's own; `serverUrl` without a slash at the end, `repository` as `owner/name`. */
const githubLinks = (serverUrl, repository, more = {}) => {
	const home = `${serverUrl}/${repository}`;
	return {
		commit: (sha) => `${home}/commit/${segment(sha)}`,
		file: (path, sha) => !/\p{Surrogate}/u.test(path) ? `${home}/blob/${segment(sha)}/${path.split("/").map(segment).join("/")}` : void 0,
		pull: (number) => `${home}/pull/${number}`,
		...more
	};
};
/** The view of somebody who has the answer alone: a command line. Those who would review are asked to. */
const viewOf = (assessment) => {
	const { decision, mode, reviewers } = assessment;
	const asked = mode === "enforce" && decision === "review";
	return {
		assessment,
		key: assessment.environment,
		publicRepository: false,
		links: noLinks,
		...asked ? { request: {
			people: reviewers.slice(0, 3).map(({ login, why }) => ({
				login,
				why,
				files: []
			})),
			approve: {
				review: false,
				replies: []
			}
		} } : {}
	};
};

export { renderDetails as i, viewOf as n, renderBehind as r, githubLinks as t };
