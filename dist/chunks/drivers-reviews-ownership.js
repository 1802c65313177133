import { c as text, s as record, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";

// src/drivers/reviews/ownership.ts
/** Which accounts are ours. Markers can be planted by anybody, so what we edit or take back must also be written by us. */
/** Who GITHUB_TOKEN is. A personal or App token is somebody else: its login must be named by the caller. */
const actionsBot = ["github-actions[bot]"];
/** Throws GitHubError where nobody can tell: then nothing counts as ours, and nothing is touched. */
const ownLogins = async (own) => typeof own === "function" ? own() : own;
const shortSha = (sha) => sha.slice(0, 7);
/** GitHub does not tell logins, label names and environment names apart by case. */
const isNamed = (name, names) => names.some((each) => each.toLowerCase() === name.toLowerCase());
/** Who wrote what we have just written; null where the answer does not tell: it is written all the same. */
const writerIn = (route, written, field) => {
	try {
		return answerOf(route, written).optional(`${field}.login`, text) || null;
	} catch (error) {
		if (error instanceof GitHubError) return null;
		throw error;
	}
};
/** Whether a comment, review, issue or status was written by one of ours; a ghost is nobody. */
const isOwn = (thing, own, field = "user") => {
	const author = thing.orNull(field, record);
	return author !== null && isNamed(author.text("login"), own);
};

export { shortSha as a, ownLogins as i, isNamed as n, writerIn as o, isOwn as r, actionsBot as t };
