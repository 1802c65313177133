import { c as text, s as record, t as answerOf } from "./clients-github-shapes.js";
import { i as postComment, o as upsertComment, t as bodyLimit } from "./drivers-reviews-comment.js";
import { i as ownLogins, r as isOwn, t as actionsBot } from "./drivers-reviews-ownership.js";
import { i as told, n as once, o as itemsOf, r as refused, s as pageOf } from "./drivers-reviews-refusal.js";

// src/drivers/reviews/issue.ts
const mostIssues = 1e3;
const listRoute = "GET /repos/{owner}/{repo}/issues";
const createRoute = "POST /repos/{owner}/{repo}/issues";
const issueMends = {
	permission: "issues: write",
	forbidden: "the job needs permission \"issues: write\", and the repository must have issues turned on"
};
/**
* Asks where no pull request exists: in one issue per environment, found by marker and author like a comment, opened
* when there is none; each question is a comment of its own, edited in place.
* Requests: 3 in an open issue (2 when the question stands there), 3 with a new one; one more per further login of ours.
*/
const askInIssue = (github, repository, request) => told("issue", issueMends, async () => {
	const { question } = request;
	const body = `${request.marker}\n${request.body}`;
	if (body.length > 65536 || question.marker.length + question.body.length >= 65536) return refused("issue", `The question is longer than the ${bodyLimit} characters GitHub takes: shorten it.`);
	const own = await ownLogins(request.own ?? actionsBot);
	const found = await issueOfOurs(github, repository, request, own);
	if (found === "too many") return refused("issue", `Over ${mostIssues} issues of ours are open: close some, or ours cannot be found.`);
	if (found !== null) {
		const asked = await upsertComment(github, repository, {
			issue: found.number,
			...question,
			own
		});
		return {
			...found.page,
			...asked,
			what: "issue"
		};
	}
	const opened = await once(async () => issueIn(github, answerOf(createRoute, await github.request(createRoute, {
		...repository,
		title: request.title,
		body
	}))), async () => {
		const landed = await issueOfOurs(github, repository, request, own);
		return landed === "too many" ? null : landed;
	});
	const asked = await postComment(github, repository, {
		issue: opened.number,
		...question,
		own
	});
	return {
		...opened.page,
		...asked,
		what: "issue"
	};
});
const issueIn = (github, issue) => ({
	number: issue.integer("number"),
	page: pageOf(github, issue)
});
const issueOfOurs = async (github, repository, { marker }, own) => {
	const found = await findIssue(github, repository, marker, own);
	return found === null || found === "too many" ? found : issueIn(github, found);
};
/** The oldest open one of ours under a marker: where two runs raced, both go on in the same. Throws GitHubError. */
const findIssue = async (github, repository, marker, own) => {
	let isCut = false;
	for (const creator of own) {
		const { items, complete } = await github.list(listRoute, {
			...repository,
			creator,
			state: "open",
			sort: "created",
			direction: "asc",
			per_page: 100
		}, mostIssues);
		const found = itemsOf(listRoute, items).filter((issue) => issue.optional("pull_request", record) === null && isOwn(issue, own)).find((issue) => (issue.optional("body", text) ?? "").startsWith(marker));
		if (found !== void 0) return found;
		isCut ||= !complete;
	}
	return isCut ? "too many" : null;
};

export { findIssue as n, issueMends as r, askInIssue as t };
