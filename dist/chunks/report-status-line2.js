import { r as cutAtWord } from "./report-comment-cut.js";
import { i as sayHeadline, n as isOff, r as isUnjudged, t as isObserving } from "./report-comment-headline.js";
import { t as plain } from "./report-comment-plain.js";
import { o as neutralise } from "./report-escaping.js";
import { r as formatPercent } from "./report-numbers.js";
import { n as isScored } from "./report-sentences.js";

// src/report/status-line.ts
const statusContext = "change-risk";
/** GitHub takes no longer one. */
const mostCharacters = 140;
const states = {
	approve: "success",
	review: "pending",
	hold: "pending",
	reject: "failure"
};
const stateOf = (assessment) => {
	if (isOff(assessment) || isObserving(assessment)) return "success";
	return isUnjudged(assessment) ? "error" : states[assessment.decision];
};
/** The probability, where it is what decided. */
const sayRisk = (assessment) => {
	const { probability } = assessment.risk;
	return isOff(assessment) || isUnjudged(assessment) || assessment.decision === "hold" || probability === null || !isScored(assessment) ? "" : ` (${formatPercent(probability)})`;
};
const statusLine = (view) => {
	const assessment = plain(view.assessment);
	return {
		state: stateOf(assessment),
		description: cutAtWord(`${sayHeadline(assessment)}${sayRisk(assessment)}`, mostCharacters)
	};
};
/**
* The status where there is not even an answer, because the gate broke. `observing`: whether it is known that nothing
* may be held.
*/
const brokenStatusLine = (why, observing) => ({
	state: observing ? "success" : "error",
	description: cutAtWord(`${observing ? "Observe, nothing is held: the" : "The"} gate could not judge: ${neutralise(why)}`, mostCharacters)
});

export { statusContext as n, statusLine as r, brokenStatusLine as t };
