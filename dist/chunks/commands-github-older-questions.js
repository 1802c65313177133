import { c as text } from "./clients-github-shapes.js";
import { n as findIssue } from "./drivers-reviews-issue.js";
import { n as commentMarker } from "./report-comment-marker.js";
import "./report-waiting-digest.js";
import { n as ownComment } from "./commands-github-requests.js";

// src/commands/github/older-questions.ts
/**
* Questions that were touched before the comments a sweep reads. A sweep an hour finds each while it is new, and names it
* in the digest, which the next sweep reads back: nothing that waits is lost to what others write meanwhile.
*/
const row = /^\| .*#issuecomment-(\d{1,15})\)/gm;
/** Those that the digest names and that are not among `known`, a request each, 50 at most. Throws GitHubError. */
const olderQuestions = async (job, known) => {
	const digest = await findIssue(job.github, job.repository, commentMarker("digest"), await job.own());
	const body = digest === null || digest === "too many" ? "" : digest.optional("body", text) ?? "";
	const named = new Set([...body.matchAll(row)].slice(0, 50).map(([, id]) => Number(id)));
	for (const { id } of known) named.delete(id);
	const older = [];
	for (const id of named) {
		const comment = await ownComment(job, id);
		if (comment !== null) older.push(comment);
	}
	return older;
};

export { olderQuestions };
