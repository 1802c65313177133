import { t as answerOf } from "./clients-github-shapes.js";
import { n as requireCommit } from "./sources-github-commit-name.js";
import { a as recordOrNull } from "./sources-github-reading.js";

// src/sources/github/commit-origins.ts
const route = "POST /graphql";
/** A commit is rarely in more, and one that is belongs to none of them for certain. */
const mostPulls = 5;
/** Lines of a question inside of `repository`, one for each commit, each under its own name: `c0`. */
const originLines = (shas) => shas.map((sha, at) => `    c${at}: object(oid: "${requireCommit(sha)}") { ... on Commit { oid associatedPullRequests(first: ${mostPulls}) { nodes { number merged mergeCommit { oid } } } } }`);
/** The one that landed as this commit, else the only one that was merged; null where there is none, or no telling. */
const originIn = (commit, sha) => {
	const merged = commit.list("associatedPullRequests.nodes").filter((pull) => pull.flag("merged"));
	return (merged.find((pull) => recordOrNull(pull, "mergeCommit")?.commitName("oid") === sha) ?? (merged.length === 1 ? merged[0] : void 0))?.integer("number") ?? null;
};
/** Numbers by commit, from the answer's `repository`. */
const originsIn = (answer, shas) => new Map(shas.flatMap((sha, at) => {
	const commit = recordOrNull(answer, `c${at}`);
	const number = commit?.commitName("oid") === sha ? originIn(commit, sha) : null;
	return number === null ? [] : [[sha, number]];
}));
const originsQuery = (shas) => `query Origins($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
${originLines(shas).join("\n")}
  }
}`;
/** 1 request. Needs `contents: read` and `pull-requests: read`. Throws GitHubError. */
const originsOf = async (github, repository, shas) => {
	if (shas.length === 0) return /* @__PURE__ */ new Map();
	const data = await github.graphql(originsQuery(shas), { ...repository }, { repeatable: true });
	const answer = recordOrNull(answerOf(route, data), "repository");
	return answer ? originsIn(answer, shas) : /* @__PURE__ */ new Map();
};

export { originsIn as n, originsOf as r, originLines as t };
