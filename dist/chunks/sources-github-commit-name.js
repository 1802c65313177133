import { t as answerOf } from "./clients-github-shapes.js";
import { o as rubbish } from "./sources-github-reading.js";

// src/sources/github/commit-name.ts
const route = "GET /repos/{owner}/{repo}/git/ref/{ref}";
const isCommitName = (name) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name);
/** The same name. Anything else is a fault of ours: no caller may ask GitHub by a name that moves. */
const requireCommit = (name) => {
	if (isCommitName(name)) return name;
	throw new Error(`"${name}" is not the full name of a commit; resolve it first`);
};
/**
* The commit at the tip of a branch, now: `main` and `refs/heads/main` alike, and never a tag of the same name. Throws
* GitHubError, `not-found` where there is no such branch.
*/
const resolveTip = async (github, repository, ref) => {
	const branch = `heads/${ref.replace(/^refs\/heads\//, "")}`;
	const answer = answerOf(route, await github.request(route, {
		...repository,
		ref: branch
	}));
	if (answer.text("ref") !== `refs/${branch}`) throw rubbish(route, `the answer is not about refs/${branch}`);
	answer.oneOf("object.type", ["commit"]);
	return answer.commitName("object.sha");
};

export { requireCommit as n, resolveTip as r, isCommitName as t };
