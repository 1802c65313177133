import { t as answerOf } from "./clients-github-shapes.js";
import { l as shortSha } from "./report-status-line.js";
import { t as isCommitName } from "./sources-github-commit-name.js";

// src/commands/github/waiting-run.ts
/** The hidden line by which a question names the run that waits for its answer. */
const shape = /^<!-- change-risk-gate:waiting run=(\d{1,16}) attempt=(\d{1,6}) job=([\w-]{1,100}) sha=([0-9a-f]{40,64})(?: deploys=([0-9a-f]{40,64}) environment=([\w.%-]{1,900}) on=([\w.%,-]{1,4000}))? -->$/m;
/** As in an address, and without what could end the HTML comment it stands in. */
const spell = (name) => encodeURIComponent(name).replace(/[!'()*~]|-(?=-|$)/g, (found) => `%${found.codePointAt(0).toString(16).toUpperCase()}`);
const unspell = (text) => {
	try {
		return decodeURIComponent(text);
	} catch {
		return "";
	}
};
const waitingLine = ({ run, attempt, job, sha, deploys, environment, githubEnvironments }) => `<!-- change-risk-gate:waiting run=${run} attempt=${attempt} job=${job} sha=${sha} deploys=${deploys} environment=${spell(environment)} on=${githubEnvironments.map(spell).join(",")} -->`;
const waitingRunIn = (body) => {
	const [, run, attempt, job, sha, deploys, environment = "", on = ""] = shape.exec(body.replaceAll("\r", "")) ?? [];
	return run && attempt && job && sha && isCommitName(sha) ? {
		run: Number(run),
		attempt: Number(attempt),
		job,
		sha,
		deploys: deploys && isCommitName(deploys) ? deploys : sha,
		environment: unspell(environment),
		githubEnvironments: on.split(",").map(unspell).filter((name) => name !== "")
	} : null;
};

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

export { waitingRunIn as i, strayFrom as n, waitingLine as r, readRun as t };
