import { i as truncate } from "./report-display-width.js";
import { A as shortSha, B as mapStrings, C as joinNames, D as sayChange, E as rowsToShow, F as formatShare, H as neutralise, I as roundShare, L as codeSpan, M as formatInterval, N as formatPercent, O as sayExtent, P as formatPlural, R as escapeMarkdown, S as isAboveLimit, T as restRisk, V as mention, _ as contextReasons, a as sayKnown, b as capitalise, c as sayLimit, d as sayOdds, g as chooseReasons, h as sayWait, i as sayEnforced, j as sayPast, k as sayRank, l as sayLower, m as sayUnseen, n as isScored, o as sayLikeness, p as sayTrack, r as sayAssumed, s as sayLikest, t as isIdle, u as sayNext, v as partReasons, w as openSentence, x as endSentence, y as splitShares, z as link } from "./report-sentences.js";
import { t as formatCount } from "./domain-counting.js";

// src/report/markdown-details.ts
/** As many whole lines as fit, and how many did not. */
const fill = (lines, characters) => {
	let used = 0;
	const end = lines.findIndex((line) => {
		used += line.length + 1;
		return used > characters;
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
const partTable = (safe, raw, characters) => {
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
			codeSpan(raw.change.parts[place].id.replaceAll("|", "/")),
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
	const { kept } = fill(rows, characters);
	return [
		tableTitle(safe),
		"",
		...head,
		...kept,
		...sayCut(parts, kept.length, "The rows"),
		""
	];
};
const sayReasons = (contributions, most, whole) => chooseReasons(contributions, most, whole).map(({ factor, sentence }) => `${factor} ${sentence}`).join(" · ");
/** Of so many parts every reason is told, of the others the main ones. */
const wholly = 10;
const reasonList = (safe, raw, characters) => {
	const { change, risk } = safe;
	if (!isScored(safe)) return [];
	const usual = risk.usualPart;
	const lines = change.parts.map((part, place) => {
		const whole = usual === null || usual === 0 ? void 0 : part.risk / usual;
		return `- ${codeSpan(raw.change.parts[place].id)} ${formatPercent(part.risk)}: ${sayReasons(part.contributions, place < wholly ? Number.POSITIVE_INFINITY : 3, whole) || "as usual"}`;
	});
	const { kept } = fill(lines, characters);
	const from = usual === null ? "" : `, from the ${formatPercent(usual)} of a usual change to its own risk alone`;
	return [
		`${lines.length > wholly ? `**Every reason of the ${wholly} riskiest, the main ones of the others**` : "**Every reason**"}${from}`,
		"",
		...kept,
		...sayCut(change.parts, kept.length, "The reasons"),
		""
	];
};
const fact = (label, text) => text === null || text === "" ? [] : [`- **${label}:** ${endSentence(text)}`];
const sayUnreviewed = ({ track }) => track.n === 0 || track.low === null || track.high === null ? null : `${formatInterval(track.low, track.high)} of it fails (90 % sure), counted over ${formatPlural(track.n, "change")}, ${formatCount(track.reviewed)} of them reviewed`;
const sayModel = ({ model }) => {
	const { failures, parts, repositories } = model.trainedOn;
	const certificate = Object.entries(model.certificate ?? {}).filter(([, value]) => [
		"string",
		"number",
		"boolean"
	].includes(typeof value)).slice(0, 8).map(([name, value]) => `${name} ${value}`);
	const kind = model.kind === "prior" ? "shipped weights" : "learned here";
	const seen = `${formatPlural(parts, "change")} and ${formatPlural(failures, "failure")} of this repository, ${formatPlural(repositories, "public repository", "public repositories")} before`;
	return `${model.id}, ${kind}: ${seen}${certificate.length === 0 ? "" : `. Certificate: ${certificate.join(", ")}`}`;
};
/** What stands behind the answer, one line each. */
const facts = (safe, raw) => {
	const { at, components, customers, labels, ledger, lower, notes, policy, reviewers, risk, similar, tool } = safe;
	const scored = isScored(safe);
	const list = (texts) => texts.length === 0 ? null : texts.join(" · ");
	return [
		...fact("The moment", scored ? sayReasons(risk.contributions, Number.POSITIVE_INFINITY) : null),
		...fact("Band", risk.band),
		...fact("Limit", scored ? sayLimit(safe) : null),
		...lower.slice(0, 8).flatMap((offer, place) => {
			const command = raw.lower[place]?.command;
			return fact("Smaller", `${sayLower(offer)}${command === void 0 ? "" : ` (${codeSpan(command)})`}`);
		}),
		...fact("Reviewers", list(reviewers.slice(0, 8).map(({ group, login, why }) => `${login}${group === void 0 ? "" : ` for ${group}`}, ${why}`))),
		...fact("Components", list(components.slice(0, 40))),
		...fact("Customers", list(customers.slice(0, 40))),
		...similar.slice(0, 5).flatMap((likeness) => fact("Alike", sayLikeness(likeness))),
		...fact("Failure means", labels.meaning),
		...fact("Known", `${sayKnown(safe)}${labels.since === null ? "" : `. Counted since ${sayPast(labels.since, at)}`}`),
		...fact("So far", scored ? sayTrack(safe) : null),
		...fact("Gone out unreviewed", scored ? sayUnreviewed(safe) : null),
		...fact("Model", sayModel(safe)),
		...fact("Policy", policy.path === void 0 ? "the defaults, no file" : `${policy.path}${policy.blob === void 0 ? "" : ` at ${policy.blob}`}`),
		...fact("Rule", safe.rule),
		...notes.slice(0, 10).flatMap((note) => fact("Note", note)),
		...fact("Assumed", sayAssumed(safe)),
		...fact("Not seen", sayUnseen(safe, 12)),
		...fact("Next", sayNext(safe)),
		...fact("Record", ledger === void 0 ? "none, this answer is not remembered" : `${ledger.record}, hash ${ledger.hash}`),
		...fact("Scored by", `${tool.name} ${tool.version}, engine ${tool.engine}, ${at}`)
	];
};
/** The fold, in at most `characters` characters. */
const renderDetails = (safe, raw, characters) => {
	const parts = safe.change.parts.length;
	const behind = isScored(safe) ? "what was not seen, and how far to trust this" : "and what stands behind this answer";
	const title = parts > 1 ? `All ${formatCount(parts)} changes, ${behind}` : capitalise(behind.replace(/^and /, ""));
	const known = fill(facts(safe, raw), Math.floor(characters * .3));
	const more = known.cut === 0 ? [] : [`- ${formatPlural(known.cut, "more line")} would not fit; \`gate --json\` has them`];
	const room = characters - 1e3 - known.kept.join("\n").length;
	const table = partTable(safe, raw, Math.floor(room * .5));
	const reasons = reasonList(safe, raw, room - table.join("\n").length);
	return [
		`<details><summary>${title}</summary>`,
		"",
		...table,
		...reasons,
		"**Behind it**",
		"",
		...known.kept,
		...more,
		"",
		"</details>"
	].join("\n");
};

// src/report/markdown.ts
/** GitHub takes 65,536; the rest is room for a marker and whatever a publisher adds. */
const mostCharacters = 6e4;
const mostLines = 15;
const titleColumns = 80;
const textColumns = 400;
const lowerFirst = (text) => text.charAt(0).toLowerCase() + text.slice(1);
const heading = (safe) => {
	const { at, decision, mode, rule, until } = safe;
	if (mode === "off" || rule === "mode-off") return "Switched off: nothing is judged or held";
	if (rule === "configuration-unreadable") return "Review wanted: the configuration cannot be read";
	const answer = mode === "observe" ? "Observing, nothing is held" : {
		approve: "Goes out unreviewed",
		review: "Review wanted",
		hold: `Held${sayWait(until, at)}`,
		reject: "Rejected"
	}[decision];
	const rank = isScored(safe) ? sayRank(safe) : null;
	return `${answer}: ${rank === null ? sayChange(safe) : lowerFirst(rank)}`;
};
/** A part by its own number, which GitHub may link. */
const refer = (raw, place) => {
	const part = raw.change.parts[place];
	return link(/^#?[a-z\d]+$/i.test(part.id) ? part.id : escapeMarkdown(part.id), part.url);
};
/** Who is to read what: the only line that calls people, and only when a review is enforced. */
const request = (raw) => {
	const { change, decision, mode, reviewers, risk } = raw;
	if (mode !== "enforce" || decision !== "review") return "";
	const people = joinNames(reviewers.slice(0, 3).map(({ login }) => mention(login)), 3, "or");
	const wanted = change.parts.flatMap((part, place) => isAboveLimit(part, risk.limit) || change.parts.length === 1 ? [refer(raw, place)] : []);
	const what = isScored(raw) && wanted.length > 0 ? `read ${joinNames(wanted, 3)}` : "please review";
	return `**${people === "" ? what.charAt(0).toUpperCase() + what.slice(1) : `${people}: ${what}`}.** `;
};
const answerLine = (safe, raw, replies) => {
	if (safe.mode === "off" || safe.rule === "mode-off") return "";
	if (safe.mode === "observe" && safe.rule !== "configuration-unreadable" && !isIdle(safe)) return `Enforced, ${sayEnforced(safe)}`;
	const reply = replies.length > 0 && safe.decision === "review" ? ` Approve this pull request, or reply ${replies.map(codeSpan).join(" · ")}.` : "";
	return `${request(raw)}${capitalise(endSentence(safe.reason))}${reply}`;
};
const oddsLine = (safe) => {
	const { limit, limitWhy } = safe.risk;
	const why = limitWhy === "" ? "" : `: ${openSentence(limitWhy)}`;
	const below = limit === null || !isScored(safe) ? null : `A change goes out unreviewed below ${formatPercent(limit)}${why}.`;
	return [sayOdds(safe), below].filter((part) => part !== null).join(" ");
};
/** One change: its reasons. Several: which to read first. The strongest reason is the bold head of its table. */
const table = (safe, raw) => {
	const { change } = safe;
	const [only, ...others] = change.parts;
	if (only === void 0 || !isScored(safe)) return [];
	if (others.length === 0) {
		const [first, ...rest] = partReasons(safe, only, 3).map(({ factor, sentence }) => `| ${factor} | ${sentence} |`);
		return first === void 0 ? [] : [
			first,
			"|---|---|",
			...rest
		];
	}
	const { shown, rest } = splitShares(change.parts, rowsToShow(change.parts.length), roundShare);
	return [
		"| Read first | | Touches | Share | Alone |",
		"|---|---|---|--:|--:|",
		...shown.map((part, place) => `| ${refer(raw, place)} | ${part.title} | ${sayExtent(part)} | ${formatShare(part.share)} | ${formatPercent(part.risk)} |`),
		...rest.count === 0 ? [] : [`| | ${formatPlural(rest.count, "other")} together | | ${formatShare(rest.share)} | ${restRisk(safe, shown.length)} |`]
	];
};
const closing = (safe, raw) => {
	const { change, lower, mode, notes } = safe;
	const scored = isScored(safe);
	const [first, ...others] = change.parts;
	const say = (label, text, beside = "") => text === null || text === "" ? null : `**${label}${beside === "" ? ":**" : `**${beside}:`} ${endSentence(text)}`;
	const together = (...lines) => lines.filter((line) => line !== null).join(" ") || null;
	const list = (reasons) => reasons.map(({ factor, sentence }) => `${factor} ${sentence}`).join(" · ");
	const several = scored && first !== void 0 && others.length > 0;
	const usual = safe.risk.usualPart === null ? "" : ` (a usual change alone ${formatPercent(safe.risk.usualPart)})`;
	const command = raw.lower[0]?.command;
	const smaller = lower[0] === void 0 ? null : `${sayLower(lower[0])}${command === void 0 ? "" : ` (${codeSpan(command)})`}`;
	return [
		together(several ? say(`Why ${refer(raw, 0)}`, list(partReasons(safe, first, 3)), usual) : null, several ? say("The moment", list(contextReasons(safe, 2))) : null),
		together(say("Smaller", smaller), say("Most alike", sayLikest(safe))),
		scored ? say(mode === "enforce" ? "So far" : "If enforced", sayTrack(safe)) : null,
		notes[0] === void 0 ? null : say("Note", notes[0])
	].filter((line) => line !== null);
};
const foot = (safe, raw) => {
	const { environment, environmentAssumed, ledger, repository } = safe;
	const { head } = raw.change;
	const unseen = sayUnseen(safe, 2);
	return `<sub>${[
		`${repository} → ${environment}${environmentAssumed ? " (assumed)" : ""}`,
		isScored(safe) && sayRank(safe) !== null ? sayChange(safe) : null,
		head === null ? null : `scored ${codeSpan(shortSha(head))}`,
		unseen === null ? null : `unseen: ${unseen}`,
		ledger === void 0 ? "not remembered" : `record ${ledger.record}`
	].filter((piece) => piece !== null).join(" · ")}</sub>`;
};
/** Lines of the front, the last ones run together until there are at most `most`. */
const press = (lines, most) => lines.length <= most || lines.length < 2 ? lines : press([...lines.slice(0, -2), lines.slice(-2).join(" ")], most);
const shorten = (assessment) => {
	const legible = mapStrings({
		...assessment,
		evidence: {
			parts: {},
			deployment: {}
		}
	}, (text) => truncate(neutralise(text), textColumns));
	const parts = legible.change.parts.map((part) => ({
		...part,
		title: truncate(part.title, titleColumns)
	}));
	return {
		...legible,
		change: {
			...legible.change,
			parts
		}
	};
};
/**
* GitHub Markdown of at most 60,000 characters. Nothing written by others mentions, links or formats; only the
* reviewers of an enforced review are called by name. `replies` are the comment commands this place answers to.
*/
const renderMarkdown = (assessment, { replies = [] } = {}) => {
	const raw = shorten(assessment);
	const safe = mapStrings(raw, escapeMarkdown);
	const opening = [
		`### ${heading(safe)}`,
		answerLine(safe, raw, replies),
		oddsLine(safe)
	].filter((line) => line !== "");
	const rows = table(safe, raw);
	const body = [
		...opening,
		"",
		...rows,
		...rows.length === 0 ? [] : [""]
	];
	const last = press(closing(safe, raw), mostLines - body.length - 2);
	const front = [
		...body,
		...last,
		foot(safe, raw),
		""
	].join("\n");
	return `${front}\n${renderDetails(safe, raw, mostCharacters - front.length)}\n`;
};

export { renderMarkdown };
