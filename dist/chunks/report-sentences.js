import { Bt as parseBaseSource, cn as formatPlural, fn as formatCount, ln as formatShare, on as formatInterval, sn as formatPercent } from "./commands-gate-gate.js";
import { a as openSentence, i as joinNames, n as endSentence, u as sayRank } from "./report-phrases.js";
import { a as secondsBetween, n as sayComing, r as sayDuration } from "./report-times.js";

// src/report/sentences.ts
const flags = {
	base: "--base",
	environment: "--environment"
};
const inputs = {
	base: "input base-ref",
	environment: "input environment"
};
/** Fewer known failures than this say nothing reliable. */
const fewest = 10;
/** Fewer than this, and the interval belongs beside the number. */
const many = 50;
/** The kill switch is thrown. */
const isOff = ({ mode, rule }) => mode === "off" || rule === "mode-off";
/**
* Parts were measured against a usual one, and their numbers say something about this change: not where the model was
* silent, there is nothing to score, or a rollback takes the parts away. A young repository lacks the limit alone.
*/
const isScored = ({ change, mode, risk, rule }) => change.parts.length > 0 && !isOff({
	mode,
	rule
}) && risk.usualPart !== null && (rule !== "model-silent" || risk.probability !== null) && (change.kind !== "rollback" || risk.probability !== null);
/** "could be 11–35 %", where few outcomes are known or the limit lies inside. */
const sayInterval = ({ labels, risk }) => {
	const { low, high, limit } = risk;
	if (low === null || high === null) return null;
	const crosses = limit !== null && low < limit && limit < high;
	return labels.known < many || crosses ? `could be ${formatInterval(low, high)}` : null;
};
const sayFewFailures = (known) => {
	if (known >= fewest) return null;
	return known === 0 ? "No failure is known here: too few to judge" : `Only ${formatPlural(known, "failure is", "failures are")} known here: too few to judge`;
};
/** The probability with its meaning, its range and what is usual; null where none may be given. */
const sayProbability = (assessment) => {
	const { change, labels, risk } = assessment;
	if (risk.probability === null || !isScored(assessment)) return null;
	const [usual, what] = change.parts.length === 1 ? [risk.usualPart, "change"] : [risk.baseRate, "at this size"];
	const beside = [sayInterval(assessment), usual === null ? null : `usual ${what} ${formatPercent(usual)}`].filter((clause) => clause !== null);
	const few = sayFewFailures(labels.known);
	return `${`${formatPercent(risk.probability)} to be ${labels.meaning === "" ? "a failure" : openSentence(labels.meaning)}`}${beside.length === 0 ? "" : ` (${beside.join("; ")})`}.${few === null ? "" : ` ${few}.`}`;
};
/** Why a change that could be scored has no probability as a deployment. */
const sayNoProbability = (assessment, settings) => {
	const { change, environment } = assessment;
	if (!isScored(assessment)) return null;
	const { from } = parseBaseSource(change.baseSource);
	const few = sayFewFailures(assessment.labels.known);
	return `No deployment probability: ${from === "recent" ? `what runs in ${environment} is not known. The last ${formatPlural(change.parts.length, "change")} are ranked; name the base with ${settings.base}.` : `${from === "none" ? "there is no earlier state to compare with" : "too little is known"}. The changes are only ranked.`}${few === null ? "" : ` ${few}.`}`;
};
/** The probability, or why there is none; null where the decision says all. */
const sayOdds = (assessment, settings = flags) => sayProbability(assessment) ?? sayNoProbability(assessment, settings);
/** Rank and probability, the second thing a reader wants; null where the decision says all. */
const sayRisk = (assessment) => {
	const rank = isScored(assessment) ? sayRank(assessment) : null;
	return [rank === null ? null : `${rank}.`, sayOdds(assessment)].filter((part) => part !== null).join(" ") || null;
};
/** "1.6 % a change: the riskiest 10 % are reviewed"; null without a limit. */
const sayLimit = ({ risk }) => risk.limit === null ? null : `${formatPercent(risk.limit)} a change${risk.limitWhy === "" ? "" : `: ${openSentence(risk.limitWhy)}`}`;
/** The past change most like this one and what became of it; null when none is known. */
const sayLikest = ({ similar }) => {
	const [first] = similar;
	return first === void 0 ? null : sayLikeness(first);
};
/** A past change and what became of it. */
const sayLikeness = ({ change, sentence }) => openSentence(sentence.includes(change) ? sentence : `${change}, ${sentence}`);
/** An offer of less risk, with its probability. */
const sayLower = ({ probability, sentence }) => {
	const open = openSentence(sentence);
	return open.includes("%") ? open : `${open}: ${formatPercent(probability)}`;
};
/** " until Monday 10:00 UTC (in 3 days)"; empty without a time. */
const sayWait = (until, at) => {
	if (until === void 0) return "";
	const seconds = secondsBetween(at, until);
	return ` until ${sayComing(until, at)}${seconds !== null && seconds > 0 ? ` (in ${sayDuration(seconds)})` : ""}`;
};
/** Nothing is asked to run that does not run already. */
const isIdle = ({ rule }) => rule === "nothing-to-deploy" || rule === "redeploy";
/** What enforcing would do: "this would be reviewed: the reason." */
const sayEnforced = ({ at, decision, reason, until }) => {
	return `this would ${{
		approve: "go out unreviewed",
		hold: `wait${sayWait(until, at)}`,
		review: "be reviewed",
		reject: "be rejected"
	}[decision]}${reason === "" ? "." : `: ${endSentence(reason)}`}`;
};
/** "2 reviews a week", "1 review a month". */
const sayPace = (reviewsPerWeek) => {
	if (reviewsPerWeek >= .75) return `${formatPlural(reviewsPerWeek, "review")} a week`;
	const monthly = reviewsPerWeek * 52 / 12;
	return monthly >= .5 ? `${formatPlural(monthly, "review")} a month` : "hardly a review a month";
};
/** What reviewing the riskiest caught and let out, told plainly when it caught nothing. */
const sayTrack = ({ labels, track }) => {
	const { caught, failed, n, reviewed } = track;
	if (n === 0) return null;
	const replayed = track.source === "replayed";
	const pace = `riskiest ${formatShare(track.riskiest)}: ${sayPace(track.reviewsPerWeek)}`;
	const over = `${formatPlural(Math.max(1, track.months), "month")}, ${replayed ? "no look-ahead" : "as recorded"}`;
	if (failed === 0) return `${pace}; no failure to catch in ${formatPlural(n, "change")} (${over})`;
	const missed = failed - caught;
	const of = `of ${formatPlural(failed, "past failure")}`;
	const would = replayed ? "would have been" : "were";
	const gone = replayed ? "gone out" : "went out";
	return `${pace}; ${caught === 0 ? `${of} none ${replayed ? "would have been" : "was"} reviewed` : `${of} ${formatCount(caught)} ${caught === 1 && !replayed ? "was" : would} reviewed and ${missed === 0 ? "none" : formatCount(missed)} ${gone}`} (${over})${sayChance(failed < fewest && labels.known >= fewest, failed >= fewest && caught * n <= reviewed * failed, track.riskiest)}`;
};
const sayChance = (few, noBetter, riskiest) => {
	if (few) return ": too few to judge";
	return noBetter ? `: no better than any ${formatShare(riskiest)} picked blindly` : "";
};
/** Where failures are known from, one and several of them; those that are not here need an "s" and nothing else. */
const sourceWords = /* @__PURE__ */ new Map([["hotfix", ["hotfix", "hotfixes"]], ["deployment", ["failed job", "failed jobs"]]]);
const sayPooled = ({ prior }) => prior === void 0 || prior.repositories === 0 ? "" : `${formatPlural(prior.repositories, "repository", "repositories")} of yours and `;
/** How many failures are known, from where, and whose experience the weights are. */
const sayKnown = ({ labels, model }) => {
	const sources = Object.entries(labels.sources).filter(([, count]) => count > 0).map(([source, count]) => {
		const [one, several] = sourceWords.get(source) ?? [source];
		return formatPlural(count, one, several);
	});
	const told = `${labels.known === 0 ? "no failure" : formatPlural(labels.known, "failure")} in ${formatPlural(labels.among, "change")}${sources.length === 0 ? "" : `: ${sources.join(", ")}`}`;
	const counted = labels.among === 0 ? "no change here is old enough to have an outcome" : told;
	const { repositories } = model.trainedOn;
	const shipped = `${sayPooled(model)}${formatPlural(repositories, "public repository", "public repositories")}`;
	if (model.kind === "prior") return `${counted}. Weights from ${shipped}`;
	return `${counted}. Weights learned here${repositories === 0 ? "" : ` and from ${shipped}`}`;
};
/** What could not be seen, named with its cause; null when everything was. */
const sayUnseen = ({ unavailable }, most) => {
	const causes = /* @__PURE__ */ new Map();
	for (const { signal, why } of unavailable) causes.set(why, [...causes.get(why) ?? [], signal.replaceAll("-", " ")]);
	const told = [...causes].map(([why, signals]) => `${joinNames([...new Set(signals)], most)}${why === "" ? "" : ` (${openSentence(why)})`}`);
	return told.length === 0 ? null : told.join("; ");
};
/** "41 s of 1 min 43 s left (30 days)", with its component before it where it is one's; null where none is known. */
const sayBudgets = ({ budgets = [] }, most) => {
	const told = budgets.map(({ of, sentence }) => of.kind === "environment" ? sentence : `${of.name} ${sentence}`);
	const others = told.length - most;
	const shown = others > 0 ? [...told.slice(0, most), `${formatPlural(others, "other")}`] : told;
	return told.length === 0 ? null : shown.join("; ");
};
/** What was taken for granted, with what says otherwise. */
const sayAssumed = ({ change, environment, environmentAssumed }, settings = flags) => {
	const { from, detail } = parseBaseSource(change.baseSource);
	return [from === "tag" ? `live = ${detail}, the newest tag (${settings.base})` : from === "other" && detail !== "" ? `live = ${detail} (${settings.base})` : null, environmentAssumed ? `environment = ${environment} (${settings.environment})` : null].filter((part) => part !== null).join(" · ") || null;
};
/** The one or two steps that would make the next answer better; null when nothing is missing. */
const sayNext = ({ change, policy, rule }) => {
	if (rule === "configuration-unreadable") return "mend the configuration, then ask again";
	if (rule === "mode-off" || change.head === null) return null;
	return policy.path === void 0 ? "say what matters here in .github/change-risk.yml" : null;
};

export { sayTrack as _, sayAssumed as a, sayKnown as c, sayLimit as d, sayLower as f, sayRisk as g, sayPace as h, isScored as i, sayLikeness as l, sayOdds as m, isIdle as n, sayBudgets as o, sayNext as p, isOff as r, sayEnforced as s, inputs as t, sayLikest as u, sayUnseen as v, sayWait as y };
