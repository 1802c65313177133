import { n as cutAtLine, r as cutAtWord } from "./report-comment-cut.js";
import { n as isUnjudged, r as sayHeadline, t as isObserving } from "./report-comment-headline.js";
import { n as silence, t as plain } from "./report-comment-plain.js";
import { sn as formatPercent } from "./commands-gate-gate.js";
import { c as sayChange, d as shortSha, i as joinNames, l as sayExtent, n as endSentence, s as rowsToShow, t as capitalise } from "./report-phrases.js";
import { i as partReasons } from "./report-reasons.js";
import { i as isScored, m as sayOdds, n as isIdle, r as isOff, s as sayEnforced, v as sayUnseen } from "./report-sentences.js";

// src/report/message.ts
const mostCharacters = 2e3;
/** Lines far longer would push the rest out. */
const lineCharacters = 300;
/** Answers for other environments that fit into one. */
const perLine = 6;
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
/** "Also answered: staging: approve · eu: review (observe)"; a commit beside it where it is another one. */
const sayOthers = (assessment, others) => {
	if (others.length === 0) return [];
	const told = others.map(plain).map(({ change, decision, environment, mode }) => {
		return `${environment}${change.head === null || change.head === assessment.change.head ? "" : ` ${shortSha(change.head)}`}: ${decision}${mode === "enforce" ? "" : ` (${mode})`}`;
	});
	return [...Array(Math.ceil(told.length / perLine)).keys()].map((line) => {
		const some = told.slice(line * perLine, (line + 1) * perLine).join(" · ");
		return line === 0 ? `Also answered: ${some}` : `  ${some}`;
	});
};
/** `others`: answers of the same run that are no stricter; each is named. */
const renderMessage = (view, others = []) => {
	const assessment = plain(view.assessment);
	const { environment, repository } = assessment;
	const unseen = isOff(assessment) ? null : sayUnseen(assessment, 2);
	const text = [
		sayHeadline(assessment),
		`${repository} → ${environment}: ${sayChange(assessment)}`,
		...sayOthers(assessment, others),
		sayAnswer(assessment),
		isOff(assessment) ? "" : sayOdds(assessment, view.settings) ?? "",
		...readFirst(assessment),
		sayPeople(view),
		unseen === null ? "" : `Not seen: ${unseen}.`
	].filter((line) => line !== "").map((line) => silence(cutAtWord(line, lineCharacters))).join("\n");
	const { run } = view.links;
	return cutAtLine(run === void 0 ? text : `${text}\n${run}`, mostCharacters, run ?? "And more.");
};

export { renderMessage };
