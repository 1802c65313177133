import { c as text, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { i as ownLogins, r as isOwn, t as actionsBot } from "./drivers-reviews-ownership.js";
import { a as whyRefused, i as told, n as once, o as itemsOf, r as refused, s as pageOf } from "./drivers-reviews-refusal.js";

// src/drivers/reviews/comment.ts
/** Longest body of a comment, a review or an issue; above it GitHub answers 422. */
const bodyLimit = 65536;
const mostComments = 1e3;
const commentMends = {
	permission: "pull-requests: write",
	forbidden: "the job needs permission \"pull-requests: write\" (\"issues: write\" for an issue; a fork's pull_request token never has it), and the conversation must not be locked"
};
const listRoute = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const createRoute = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const editRoute = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
/**
* One comment, edited in place. It is ours only if we wrote it and its first line is the marker: a marker alone can be
* planted by anybody, and one further down may be quoted by another workflow that shares our login. Where two runs
* raced, the oldest is kept and the newer are deleted, for a stale answer beside the right one misleads; the ledger
* keeps what they said. Requests: 1 unchanged, 2 otherwise (one more per hundred comments and per double).
*/
const upsertComment = (github, repository, request) => told("comment", commentMends, async () => {
	const text = marked(request.marker, request.body);
	if (text.length > 65536) return refused("comment", `The comment has ${text.length} characters, GitHub takes ${bodyLimit}: shorten it.`);
	const { ours, complete } = request.found ?? await findComments(github, repository, request);
	for (const [index, comment] of ours.entries()) {
		const effect = await brought(github, repository, comment, text);
		if (effect !== null) return withoutDoubles(github, repository, effect, ours.slice(index + 1));
	}
	if (!complete) return refused("comment", `#${request.issue} has over ${mostComments} comments: ours may be beyond, none is added.`);
	return postComment(github, repository, {
		...request,
		body: text
	});
});
/** A new comment, whatever is there already; 1 request, and after an answer that leaves it open one look. Throws GitHubError. */
const postComment = async (github, repository, request) => {
	const body = marked(request.marker, request.body);
	const written = await once(async () => answerOf(createRoute, await github.request(createRoute, {
		...repository,
		issue_number: request.issue,
		body
	})), async () => {
		const { ours } = await findComments(github, repository, request);
		return ours.find((comment) => isSame(comment.optional("body", text) ?? "", body)) ?? null;
	});
	return {
		what: "comment",
		outcome: "done",
		why: `Commented on #${request.issue}.`,
		...pageOf(github, written)
	};
};
/** Brings one comment of ours, known by its number, to a text; 1 request. */
const rewriteComment = (github, repository, { id, body }) => told("comment", commentMends, async () => {
	const written = await github.request(editRoute, {
		...repository,
		comment_id: id,
		body
	}, { repeatable: true });
	return {
		what: "comment",
		outcome: "done",
		why: "Brought the comment up to date.",
		...pageOf(github, answerOf(editRoute, written))
	};
});
const marked = (marker, body) => body.startsWith(marker) ? body : `${marker}\n${body}`;
/** Ours under a marker; a request a hundred comments. Throws GitHubError. */
const findComments = async (github, repository, { issue, marker, own = actionsBot, since }) => {
	const parameters = {
		...repository,
		issue_number: issue,
		per_page: 100,
		...since === void 0 ? {} : { since }
	};
	const { items, complete } = await github.list(listRoute, parameters, mostComments);
	const marked = itemsOf(listRoute, items).filter((comment) => (comment.optional("body", text) ?? "").startsWith(marker));
	if (marked.length === 0) return {
		ours: [],
		complete
	};
	const logins = await ownLogins(own);
	return {
		ours: marked.filter((comment) => isOwn(comment, logins)).sort((one, other) => one.integer("id") - other.integer("id")),
		complete
	};
};
/** Brings one comment to the text; null when it is gone by now. */
const brought = async (github, repository, comment, body) => {
	if (isSame(comment.optional("body", text) ?? "", body)) return {
		what: "comment",
		outcome: "unchanged",
		why: "The comment says so already.",
		...pageOf(github, comment)
	};
	try {
		await github.request(editRoute, {
			...repository,
			comment_id: comment.integer("id"),
			body
		}, { repeatable: true });
		return {
			what: "comment",
			outcome: "done",
			why: "Brought the comment up to date.",
			...pageOf(github, comment)
		};
	} catch (error) {
		if (error instanceof GitHubError && error.failure === "not-found") return null;
		throw error;
	}
};
const withoutDoubles = async (github, repository, effect, doubles) => {
	const left = [];
	for (const double of doubles) {
		const comment_id = double.integer("id");
		try {
			await github.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
				...repository,
				comment_id
			}, { repeatable: true });
		} catch (error) {
			const why = whyRefused(error, commentMends);
			if (!(error instanceof GitHubError && error.failure === "not-found")) left.push(why);
		}
	}
	const [first] = left;
	return first === void 0 ? effect : {
		...effect,
		why: `${effect.why} An outdated double of it stays: ${first}.`
	};
};
/** GitHub may hand texts back with other line ends. */
const isSame = (one, other) => tidy(one) === tidy(other);
const tidy = (text) => text.replaceAll("\r\n", "\n").trim();

export { rewriteComment as a, postComment as i, commentMends as n, upsertComment as o, findComments as r, bodyLimit as t };
