import { c as text, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { r as isMarked } from "./report-comment-marker.js";
import { i as sameLogin } from "./sources-github-account.js";
import { t as isCommitName } from "./sources-github-commit-name.js";
import { t as answersOf } from "./sources-github-reading.js";

// src/commands/github/requests.ts
/**
* What we asked of people in comments, read back: only what we wrote ourselves counts, for anybody can write a marker;
* and only what begins as we begin it, for others who write under our login may quote one.
*/
const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const everyRoute = "GET /repos/{owner}/{repo}/issues/comments";
const oneRoute = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
const mostComments = 1e3;
/** Those of comments that are ours, by author and marker. Throws GitHubError. */
const ourOwn = async (job, comments, numberOf) => {
	const marked = comments.filter((comment) => isMarked(comment.optional("body", text) ?? ""));
	if (marked.length === 0) return [];
	const own = await job.own();
	return marked.filter((comment) => own.some((login) => sameLogin(login, comment.optional("user.login", text) ?? ""))).map((comment) => ({
		id: comment.integer("id"),
		number: numberOf(comment),
		body: comment.text("body"),
		createdAt: comment.text("created_at"),
		updatedAt: comment.text("updated_at")
	}));
};
/** Our comments on an issue or pull request, oldest first. Throws GitHubError. */
const ownComments = async (job, number) => {
	const { items } = await job.github.list(route, {
		...job.repository,
		issue_number: number,
		per_page: 100
	}, mostComments);
	return ourOwn(job, answersOf(route, items), () => number);
};
/** The number at the end of the address of an issue; 0 where there is none, which no issue has. */
const issueIn = (comment) => Number(/\/issues\/([1-9]\d{0,9})$/.exec(comment.text("issue_url"))?.[1] ?? 0);
/**
* Our comments on whatever there is in the repository, the one touched last first, as far as `atMost` comments go back.
* A request a hundred. Throws GitHubError.
*/
const ownCommentsEverywhere = async (job, atMost) => {
	const { items, complete } = await job.github.list(everyRoute, {
		...job.repository,
		sort: "updated",
		direction: "desc",
		per_page: 100
	}, atMost);
	return {
		comments: await ourOwn(job, answersOf(everyRoute, items), issueIn),
		complete
	};
};
/** One comment of ours by its number; null where it is gone, or not ours. 1 request. Throws GitHubError. */
const ownComment = async (job, id) => {
	try {
		const data = await job.github.request(oneRoute, {
			...job.repository,
			comment_id: id
		});
		const [own = null] = await ourOwn(job, [answerOf(oneRoute, data)], issueIn);
		return own;
	} catch (error) {
		if (error instanceof GitHubError && error.failure === "not-found") return null;
		throw error;
	}
};
const shape = /^<!-- change-risk-gate:scored sha=([0-9a-f]{40,64}) -->$/m;
/** The hidden line that says which commit a request is about. */
const scoredLine = (sha) => `<!-- change-risk-gate:scored sha=${sha} -->`;
const scoredIn = (body) => {
	const [, sha = ""] = shape.exec(body.replaceAll("\r", "")) ?? [];
	return isCommitName(sha) ? sha : null;
};
const partsShape = /^<!-- change-risk-gate:parts ((?:[0-9a-f]{40,64} ?){1,10})-->$/m;
/** So many commits are asked about at once; each costs a request when it is answered. */
const mostAskedCommits = 10;
/** The hidden line that says which commits a word is wanted on, where no pull request names them. */
const partsLine = (shas) => `<!-- change-risk-gate:parts ${shas.slice(0, 10).join(" ")} -->`;
const partsIn = (body) => (partsShape.exec(body.replaceAll("\r", ""))?.[1] ?? "").split(" ").filter(isCommitName);
/** Somebody who answers sooner cannot have read what the request had become. */
const readingSeconds = 60;
/** Whether a comment stood there, as it is now, long enough before a moment (ISO). */
const couldBeRead = ({ updatedAt }, moment) => Date.parse(updatedAt) <= Date.parse(moment) - readingSeconds * 1e3;
/** The commit that people were shown, as the newest request said it at least a minute before a moment (ISO). */
const shownBefore = (comments, moment) => {
	const newest = comments.filter((each) => scoredIn(each.body) !== null && couldBeRead(each, moment)).at(-1);
	return newest ? scoredIn(newest.body) : null;
};

export { partsIn as a, scoredLine as c, ownCommentsEverywhere as i, shownBefore as l, ownComment as n, partsLine as o, ownComments as r, scoredIn as s, couldBeRead as t };
