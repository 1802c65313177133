import { Bt as parseBaseSource } from "./commands-gate-gate.js";
import { c as sayChange, r as isAboveLimit, u as sayRank } from "./report-phrases.js";
import { i as isScored, r as isOff, y as sayWait } from "./report-sentences.js";

// src/report/comment-headline.ts
const lowerFirst = (text) => text.charAt(0).toLowerCase() + text.slice(1);
/** Rules that mean: a person decides because the gate cannot. */
const failures = [
	"configuration-unreadable",
	"source-failed",
	"no-rule-answered"
];
/** The gate itself did not get as far as an answer. */
const isUnjudged = ({ rule }) => failures.includes(rule);
/**
* It only tells and holds nothing. A configuration that cannot be read is told as a review: nobody knows whether it
* says observe.
*/
const isObserving = ({ mode, rule }) => mode === "observe" && rule !== "configuration-unreadable";
/** How the reason begins where the question itself is not to be trusted; letters alone, which nothing escapes. */
const strayRun = "this run was started on a branch other than the default one";
const sayFailure = ({ change, reason, rule }) => {
	if (rule === "configuration-unreadable") return "the configuration cannot be read";
	if (rule === "no-rule-answered") return "no rule could answer";
	if (reason.includes("this run was started on a branch other than the default one")) return "it was started on a branch other than the default one";
	return parseBaseSource(change.baseSource).from === "recent" ? "what runs there is not known" : "something did not answer";
};
/** Where it is not the risk that decided, a rank would mislead. */
const causes = {
	"model-silent": "there is no risk to go by yet",
	"drift-alarm": "too many that went out unreviewed fail",
	"window-review": "every change is, for now",
	"gate-files-changed": "it changes what steers the gate",
	"never-auto-approve": "it touches what a person always sees",
	"do-not-auto-approve": "somebody labelled it so",
	diverged: "it takes away something that runs",
	"context-raises-risk": "the moment is riskier than the changes",
	rejected: "a person said no to it",
	"emergency-override": "an emergency override holds",
	"changes-requested": "somebody wants changes to it",
	"audit-draw": "it was drawn, as a few of those that go out unreviewed are",
	"rollback-over-migration": "it goes back over a migration"
};
/** How it compares, or what it is where nothing compares. */
const sayStanding = (assessment) => {
	const rank = isScored(assessment) ? sayRank(assessment) : null;
	return rank === null ? sayChange(assessment) : lowerFirst(rank);
};
const sayCause = (assessment) => {
	const { risk, rule } = assessment;
	if (rule === "model-silent" && risk.probability !== null) return "there is no limit to go by yet";
	return causes[rule] ?? sayStanding(assessment);
};
/** Among several the riskiest that wants a reader is the news, not the rank of them all together. */
const sayAbove = (assessment) => {
	const { change, risk, rule } = assessment;
	if (rule !== "part-above-limit" || change.parts.length < 2 || !isScored(assessment)) return null;
	const [first, ...others] = change.parts.filter((part) => isAboveLimit(part, risk.limit));
	if (first === void 0) return null;
	const more = others.length === 0 ? "" : `; ${others.length} more ${others.length === 1 ? "is" : "are"} above the limit`;
	return `${first.id} is riskier than ${Math.round(first.percentile)} of 100 changes here${more}`;
};
const sayApproval = (assessment) => {
	const { parts } = assessment.change;
	if (assessment.rule === "nothing-to-deploy") return "Nothing to deploy";
	if (assessment.rule === "emergency-override") return "Goes out: an emergency override holds";
	const reviewed = parts.filter(({ approvedBy = [] }) => approvedBy.length > 0);
	if (reviewed.length === 0) return `Goes out unreviewed: ${sayStanding(assessment)}`;
	if (parts.length === 1) return "Goes out: it was approved";
	return reviewed.length === parts.length ? "Goes out: every change in it was approved" : "Goes out: what was above the limit was approved";
};
/** The answer and its cause in a line, without Markdown; strings inside as escaped as the Assessment's are. */
const sayHeadline = (assessment) => {
	const { at, decision, rule, until } = assessment;
	if (isOff(assessment)) return "Switched off: nothing is judged or held";
	const cause = sayCause(assessment);
	if (isObserving(assessment)) return `Observe: ${rule === "nothing-to-deploy" ? "nothing to deploy" : isUnjudged(assessment) ? "the gate could not judge" : cause}; nothing is held`;
	if (isUnjudged(assessment)) return `The gate could not judge: ${sayFailure(assessment)}`;
	if (decision === "approve") return sayApproval(assessment);
	if (decision === "hold") return `Hold${sayWait(until, at)}`;
	return decision === "reject" ? `Rejected: ${cause}` : `Review wanted: ${sayAbove(assessment) ?? cause}`;
};

export { strayRun as i, isUnjudged as n, sayHeadline as r, isObserving as t };
