import { t as GitHubError } from "./clients-github-github.js";
import { s as text } from "./clients-github-shapes.js";
import { d as shortSha, i as told, l as isNamed, o as itemsOf, t as cut, u as isOwn } from "./drivers-reviews-refusal.js";

// src/drivers/reviews/status.ts
const listRoute = "GET /repos/{owner}/{repo}/commits/{ref}/statuses";
/**
* The required status on a commit. Requests: 1; with `own` 1 when equal, else 2. A look that fails does not keep the
* status from being set, for the wrong status standing is worse than one too many.
*/
const setStatus = (github, repository, { sha, state, description, context = "change-risk", targetUrl, own }) => told("status", {
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
	await github.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
		...repository,
		sha,
		context,
		...wanted
	}, { repeatable: true });
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

export { setStatus as t };
