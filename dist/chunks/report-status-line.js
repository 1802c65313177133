import { c as text, u as GitHubError } from "./clients-github-shapes.js";
import { o as neutralise } from "./report-escaping.js";
import { sn as formatPercent } from "./commands-gate-gate.js";
import { r as cutAtWord } from "./report-comment-cut.js";
import { i as told, o as itemsOf, t as cut } from "./drivers-reviews-refusal.js";
import { a as shortSha, n as isNamed, o as writerIn, r as isOwn } from "./drivers-reviews-ownership.js";
import { i as isScored, r as isOff } from "./report-sentences.js";
import { n as isUnjudged, r as sayHeadline, t as isObserving } from "./report-comment-headline.js";
import { t as plain } from "./report-comment-plain.js";

// src/drivers/reviews/status.ts
const route = "POST /repos/{owner}/{repo}/statuses/{sha}";
const listRoute = "GET /repos/{owner}/{repo}/commits/{ref}/statuses";
/**
* The required status on a commit. Requests: 1; with `own` 1 when equal, else 2. A look that fails does not keep the
* status from being set, for the wrong status standing is worse than one too many.
*/
const setStatus = (github, repository, { sha, state, description, context = "change-risk", targetUrl, own, onWritten }) => told("status", {
	permission: "statuses: write",
	invalid: "a commit takes 1,000 statuses of one context: push a new one"
}, async () => {
	const wanted = {
		state,
		description: cut(description, 140),
		target_url: targetUrl ?? null
	};
	const latest = own === void 0 ? null : await latestOf(github, repository, sha, context);
	const stands = `${context} is ${state} on ${shortSha(sha)}.`;
	if (latest !== null && own !== void 0 && isOwn(latest, own, "creator") && isEqual(latest, wanted)) return {
		what: "status",
		outcome: "unchanged",
		why: stands
	};
	const written = await github.request(route, {
		...repository,
		sha,
		context,
		...wanted
	}, { repeatable: true });
	const login = writerIn(route, written, "creator");
	if (login !== null) onWritten?.(login);
	return {
		what: "status",
		outcome: "done",
		why: stands
	};
});
/** Newest first, as GitHub lists them. */
const latestOf = async (github, repository, ref, context) => {
	try {
		const { items } = await github.list(listRoute, {
			...repository,
			ref,
			per_page: 100
		}, 100);
		return itemsOf(listRoute, items).find((status) => isNamed(status.text("context"), [context])) ?? null;
	} catch (error) {
		if (error instanceof GitHubError) return null;
		throw error;
	}
};
const isEqual = (status, wanted) => Object.entries(wanted).every(([name, value]) => status.optional(name, text) === value);

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

export { setStatus as i, statusContext as n, statusLine as r, brokenStatusLine as t };
