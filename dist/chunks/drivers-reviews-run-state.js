import { t as answerOf } from "./clients-github-shapes.js";
import { a as shortSha } from "./drivers-reviews-ownership.js";

// src/drivers/reviews/run-state.ts
const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}";
/** 1 request. Throws GitHubError. */
const readRun = async (github, repository, run_id) => answerOf(route, await github.request(route, {
	...repository,
	run_id
}));
/** Why the run is not the one that was judged, or null. */
const strayFrom = (run, sha) => {
	const head = run.commitName("head_sha");
	return head === sha ? null : `Run ${run.integer("id")} deploys ${shortSha(head)}, but ${shortSha(sha)} was judged: nothing is answered.`;
};

export { strayFrom as n, readRun as t };
