import { Gt as truncate, Ht as displayWidth, Ut as padEnd, Wt as padStart, cn as formatPlural, dn as roundShare, ln as formatShare, sn as formatPercent } from "./commands-gate-gate.js";
import { i as mapStrings, o as neutralise } from "./report-escaping.js";
import { c as sayChange, i as joinNames, l as sayExtent, n as endSentence, o as restRisk, r as isAboveLimit, s as rowsToShow } from "./report-phrases.js";
import { _ as sayTrack, a as sayAssumed, c as sayKnown, d as sayLimit, f as sayLower, g as sayRisk, i as isScored, n as isIdle, o as sayBudgets, p as sayNext, r as isOff, s as sayEnforced, u as sayLikest, v as sayUnseen, y as sayWait } from "./report-sentences.js";
import { a as pair, c as spread, i as paint, n as bodyColumns, o as paragraph, r as labelled, s as row, t as announcement } from "./report-terminal-lines.js";
import { a as splitShares, i as partReasons, r as contextReasons, t as changeReasons } from "./report-reasons.js";

// src/report/terminal-parts.ts
const figureColumns = 8;
const extentColumns = 24;
const idColumns = 12;
/** Id, title and extent, one line a part, as wide as `columns`. */
const describeParts = (parts, columns) => {
	const ids = parts.map(({ id }) => truncate(id, idColumns));
	const extents = parts.map((part) => truncate(sayExtent(part), extentColumns));
	const widest = (texts) => Math.max(...texts.map(displayWidth));
	const titleColumns = columns - widest(ids) - widest(extents) - 6;
	return parts.map(({ title }, place) => [
		`  ${padEnd(ids[place], widest(ids))}`,
		padEnd(truncate(title, titleColumns), titleColumns),
		padEnd(extents[place], widest(extents))
	].join("  "));
};
const figures = (share, alone) => padStart(share, figureColumns) + padStart(alone, figureColumns);
/** The riskiest parts with share and own risk, and all others as one. */
const rankedTable = (assessment, columns) => {
	const { change, risk } = assessment;
	const left = columns - 16;
	const { shown, rest } = splitShares(change.parts, rowsToShow(change.parts.length), roundShare);
	const described = describeParts(shown, left);
	const usual = risk.usualPart === null ? "" : `a usual change alone: ${formatPercent(risk.usualPart)}`;
	const others = padEnd(`  ${formatPlural(rest.count, "other")} together`, left);
	return [
		[
			"  ",
			["Read first", "bold"],
			padEnd(`   ${usual}`, left - 12),
			[figures("share", "alone"), "dim"]
		],
		...shown.map((part, place) => {
			const alone = padStart(formatPercent(part.risk), figureColumns);
			return [described[place] + padStart(formatShare(part.share), figureColumns), isAboveLimit(part, risk.limit) ? [alone, "red"] : alone];
		}),
		...rest.count === 0 ? [] : [[others + figures(formatShare(rest.share), restRisk(assessment, shown.length))]]
	];
};
/** Parts without numbers: the only one, those a rollback takes away, those of a silent model. */
const plainTable = ({ change }, columns) => {
	const { parts } = change;
	const shown = parts.slice(0, rowsToShow(parts.length));
	const lines = describeParts(shown, columns).map((text) => [text]);
	if (parts.length === 1) return lines;
	const others = parts.length - shown.length;
	return [
		["  ", [change.kind === "rollback" ? "Undone" : "Changes", "bold"]],
		...lines,
		...others === 0 ? [] : [[`  ${formatPlural(others, "other")}`]]
	];
};
/** What to read first. */
const partRows = (assessment, columns) => {
	const count = assessment.change.parts.length;
	if (count === 0) return [];
	return isScored(assessment) && count > 1 ? rankedTable(assessment, columns) : plainTable(assessment, columns);
};
const cells = (reasons) => reasons.map(({ factor, sentence }) => `${factor} ${sentence}`);
/** Why the riskiest part is where it is: factors from the usual risk to its own. */
const whyRows = (assessment, columns) => {
	const [first, ...others] = assessment.change.parts;
	if (first === void 0 || !isScored(assessment)) return [];
	const reasons = cells(partReasons(assessment, first, 4));
	return row(others.length === 0 ? "Why" : `Why ${first.id}`, pair(reasons, bodyColumns(columns)));
};
/** What each makes of the usual risk at this size. */
const changeRows = (assessment, columns) => isScored(assessment) ? row("Than usual", pair(cells(changeReasons(assessment, 3)), bodyColumns(columns))) : [];
/** What the moment adds to all of them. */
const contextRows = (assessment, columns) => row("Moment", pair(cells(contextReasons(assessment, 3)), bodyColumns(columns)));

// src/report/terminal.ts
const mostLines = 25;
/** The answer in capitals, then its reason. */
const answer = (assessment) => {
	const { at, decision, mode, reason, reviewers, rule, until } = assessment;
	const why = reason === "" ? "." : `: ${endSentence(reason)}`;
	if (isOff(assessment)) return {
		word: "OFF",
		style: "dim",
		rest: ", nothing is judged or held."
	};
	if (mode === "observe" && rule !== "configuration-unreadable") return {
		word: "OBSERVE",
		style: "bold",
		rest: `, nothing is held${isIdle(assessment) ? why : `. Enforced, ${sayEnforced(assessment)}`}`
	};
	if (decision === "approve") return {
		word: "APPROVE",
		style: "green",
		rest: why
	};
	if (decision === "reject") return {
		word: "REJECT",
		style: "red",
		rest: why
	};
	if (decision === "hold") return {
		word: "HOLD",
		style: "yellow",
		rest: sayWait(until, at) + why
	};
	const logins = joinNames(reviewers.map(({ login }) => login), 3, "or");
	return {
		word: "REVIEW",
		style: "yellow",
		rest: (logins === "" ? "" : ` by ${logins}`) + why
	};
};
/** Command and sentence side by side, or under each other where they are too long; a cut command would be no command. */
const smallerRows = (offer, label, columns) => {
	if (offer === void 0) return [];
	const command = offer.command ?? "";
	const told = sayLower(offer);
	const width = bodyColumns(columns);
	if (command === "") return labelled(label, told, columns);
	if (displayWidth(command) + 2 + displayWidth(told) <= width) return row(label, [`${command}  ${told}`]);
	return [...labelled(label, told, columns), ...displayWidth(command) <= width ? row("", [command]) : []];
};
const asked = ({ decision, mode, reviewers }) => mode === "enforce" && decision === "review" && reviewers.length > 0 ? reviewers.slice(0, 3).map(({ group, login, why }) => `${login}${group === void 0 ? "" : ` for ${group}`}: ${why}`).join(" · ") : null;
/**
* What is wrong with a configuration is told whole, with where and the mend: nothing else is of use before that. So is
* the moment somebody waits for, with its clock.
*/
const mostAnswerLines = ({ decision, rule }) => {
	if (rule === "configuration-unreadable") return 7;
	return decision === "hold" ? 5 : 3;
};
const headLine = (assessment, columns) => {
	const { environment, environmentAssumed, repository } = assessment;
	const place = `${repository} → ${environment}${environmentAssumed ? " (assumed)" : ""}`;
	return spread(place, sayChange(assessment), columns, "bold");
};
const layOut = (assessment, columns) => {
	const { word, style, rest } = answer(assessment);
	const risk = sayRisk(assessment);
	const scored = isScored(assessment);
	const lower = scored ? assessment.lower : [];
	const names = (list) => list.length === 0 ? null : joinNames(list, 6);
	const say = (label, text, spare, most = 2) => ({
		lines: labelled(label, text, columns, most),
		spare
	});
	return [
		{
			lines: [headLine(assessment, columns)],
			spare: 0
		},
		{
			lines: announcement(word, style, rest, columns, mostAnswerLines(assessment)),
			spare: 0
		},
		{
			lines: risk === null ? [] : paragraph(risk, columns, 3),
			spare: 0
		},
		{
			lines: partRows(assessment, columns),
			spare: 0
		},
		{
			lines: changeRows(assessment, columns),
			spare: 6
		},
		{
			lines: whyRows(assessment, columns),
			spare: 0
		},
		{
			lines: contextRows(assessment, columns),
			spare: 6
		},
		{
			lines: smallerRows(lower[0], "Smaller", columns),
			spare: 0
		},
		{
			lines: smallerRows(lower[1], lower[0] ? "" : "Smaller", columns),
			spare: 7
		},
		say("Ask", asked(assessment), 0),
		say("Limit", scored && assessment.mode === "enforce" ? sayLimit(assessment) : null, 8, 3),
		say(assessment.mode === "enforce" ? "So far" : "If enforced", scored ? sayTrack(assessment) : null, 3, 3),
		say("Budget", sayBudgets(assessment, 3), 4),
		say("Most alike", isOff(assessment) ? null : sayLikest(assessment), 8, 1),
		say("Components", names(assessment.components), 5, 1),
		say("Customers", names(assessment.customers), 4, 1),
		say("Known", scored ? sayKnown(assessment) : null, 2, 3),
		say("Unseen", isOff(assessment) ? null : sayUnseen(assessment, 3), 9),
		...assessment.notes.slice(0, 3).map((note, place) => ({
			lines: labelled(place === 0 ? "Note" : "", note, columns, assessment.notes.length === 1 ? 4 : 2, "yellow"),
			spare: place === 0 ? 0 : 10
		})),
		say("Assumed", sayAssumed(assessment), 0),
		say("Next", sayNext(assessment), 1, 1)
	];
};
/** All blocks, less the most spare ones until the rest fits. */
const squeeze = (blocks, most) => {
	const lines = blocks.flatMap((block) => block.lines);
	if (lines.length <= most) return lines;
	const spare = Math.max(...blocks.filter((block) => block.lines.length > 0).map((block) => block.spare));
	return spare === 0 ? lines.slice(0, most) : squeeze(blocks.filter((block) => block.spare !== spare), most);
};
/** Less to neutralise: the reasons of the riskiest part are shown, those of hundreds of others are not. */
const withoutUnseen = (assessment) => ({
	...assessment,
	evidence: {
		parts: {},
		deployment: {}
	},
	change: {
		...assessment.change,
		parts: assessment.change.parts.map((part, place) => place === 0 ? part : {
			...part,
			contributions: []
		})
	}
});
/**
* At most 25 lines of at most 80 columns, without a line end at the end; the layout is the same with and without
* colour. Text written by others shows and does nothing else.
*/
const renderTerminal = (assessment, { colour, width = 80 }) => {
	const columns = Math.min(80, Math.max(60, width)) - 2;
	const legible = mapStrings(withoutUnseen(assessment), neutralise);
	return squeeze(layOut(legible, columns), mostLines).map((line) => paint(line, colour)).join("\n");
};

export { renderTerminal };
