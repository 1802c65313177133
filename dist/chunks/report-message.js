import { n as cutAtLine, r as cutAtWord } from "./report-comment-cut.js";
import { i as sayHeadline, n as isOff, r as isUnjudged, t as isObserving } from "./report-comment-headline.js";
import { n as silence, t as plain } from "./report-comment-plain.js";
import { r as formatPercent } from "./report-numbers.js";
import { C as sayChange, S as rowsToShow, _ as endSentence, d as sayOdds, g as capitalise, i as sayEnforced, m as sayUnseen, n as isScored, t as isIdle, w as sayExtent, y as joinNames } from "./report-sentences.js";
import { r as partReasons } from "./report-reasons.js";

// src/report/message.ts
const mostCharacters = 2e3;
/** Lines far longer would push the rest out. */
const lineCharacters = 300;
const sayAnswer = (assessment) => {
	if (isOff(assessment)) return "";
	return isObserving(assessment) && !isIdle(assessment) && !isUnjudged(assessment) ? `Enforced, ${sayEnforced(assessment)}` : capitalise(endSentence(assessment.reason));
};
const readFirst = (assessment) => {
	const { parts } = assessment.change;
	if (!isScored(assessment)) return [];
	const [first] = parts;
	if (parts.length === 1) return partReasons(assessment, first, 3).map(({ factor, sentence }) => `  ${factor} ${sentence}`);
	return ["Read first:", ...parts.slice(0, rowsToShow(parts.length)).map((part) => `  ${part.id} ${cutAtWord(part.title, 80)}, ${sayExtent(part)}, ${formatPercent(part.risk)}`)];
};
const sayPeople = ({ assessment, request }) => {
	if (assessment.mode !== "enforce" || assessment.decision !== "review") return "";
	const names = (request?.people ?? []).map((asked) => "team" in asked ? asked.team : asked.login);
	return names.length === 0 ? "" : `Asked: ${joinNames(names, 3)}.`;
};
const renderMessage = (view) => {
	const assessment = plain(view.assessment);
	const { environment, repository } = assessment;
	const unseen = isOff(assessment) ? null : sayUnseen(assessment, 2);
	const text = [
		sayHeadline(assessment),
		`${repository} → ${environment}: ${sayChange(assessment)}`,
		sayAnswer(assessment),
		isOff(assessment) ? "" : sayOdds(assessment) ?? "",
		...readFirst(assessment),
		sayPeople(view),
		unseen === null ? "" : `Not seen: ${unseen}.`
	].filter((line) => line !== "").map((line) => silence(cutAtWord(line, lineCharacters))).join("\n");
	const { run } = view.links;
	return cutAtLine(run === void 0 ? text : `${text}\n${run}`, mostCharacters, run ?? "And more.");
};

export { renderMessage };
