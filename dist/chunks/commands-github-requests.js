import { s as text } from "./clients-github-shapes.js";
import { t as isCommitName } from "./sources-github-commit-name.js";
import { t as answersOf } from "./sources-github-reading.js";

// src/commands/github/requests.ts
/** What we asked of people in comments, read back: only what we wrote ourselves counts, for anybody can write a marker. */
const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const mostComments = 1e3;
/** Our comments on an issue or pull request, oldest first. Throws GitHubError. */
const ownComments = async (job, number) => {
	const { items } = await job.github.list(route, {
		...job.repository,
		issue_number: number,
		per_page: 100
	}, mostComments);
	const own = new Set(job.own.map((login) => login.toLowerCase()));
	return answersOf(route, items).flatMap((comment) => {
		const author = comment.optional("user.login", text);
		if (author === null || !own.has(author.toLowerCase())) return [];
		return [{
			body: comment.text("body"),
			createdAt: comment.text("created_at"),
			updatedAt: comment.text("updated_at")
		}];
	});
};
const shape = /^<!-- change-risk-gate:scored sha=([0-9a-f]{40,64}) -->$/m;
/** The hidden line that says which commit a request is about. */
const scoredLine = (sha) => `<!-- change-risk-gate:scored sha=${sha} -->`;
const scoredIn = (body) => {
	const [, sha = ""] = shape.exec(body.replaceAll("\r", "")) ?? [];
	return isCommitName(sha) ? sha : null;
};
/** Somebody who answers sooner cannot have read what the request had become. */
const readingSeconds = 60;
/** The commit that people were shown, as the newest request said it at least a minute before a moment (ISO). */
const shownBefore = (comments, moment) => {
	const latest = Date.parse(moment) - readingSeconds * 1e3;
	const newest = comments.filter(({ body, updatedAt }) => scoredIn(body) !== null && Date.parse(updatedAt) <= latest).at(-1);
	return newest ? scoredIn(newest.body) : null;
};

export { scoredLine as n, shownBefore as r, ownComments as t };
