import { t as answerOf } from "./clients-github-shapes.js";
import { r as link } from "./report-escaping.js";
import { l as shortSha } from "./report-status-line.js";
import { c as unspellName, l as unspellNames, o as spellName, s as spellNames } from "./commands-github-telling.js";
import { o as escapeWords } from "./report-comment-facts.js";
import { t as isCommitName } from "./sources-github-commit-name.js";

// src/commands/github/waiting-run.ts
/** The hidden line by which a question names the run that waits for its answer. */
const shape = /^<!-- change-risk-gate:waiting run=(\d{1,16}) attempt=(\d{1,6}) job=([\w-]{1,100}) sha=([0-9a-f]{40,64})(?: deploys=([0-9a-f]{40,64}) environment=([\w.%-]{1,1500}) on=([\w.%,-]{1,8000})(?: until=(\d{4}-\d\d-\d\dT[\d:.]{5,12}Z))?)? -->$/m;
const waitingLine = ({ run, attempt, job, sha, deploys, environment, githubEnvironments, until }) => `<!-- change-risk-gate:waiting run=${run} attempt=${attempt} job=${job} sha=${sha} deploys=${deploys} environment=${spellName(environment)} on=${spellNames(githubEnvironments)}${until === null ? "" : ` until=${until}`} -->`;
const waitingRunIn = (body) => {
	const [, run, attempt, job, sha, deploys, environment = "", on = "", until] = shape.exec(body.replaceAll("\r", "")) ?? [];
	return run && attempt && job && sha && isCommitName(sha) ? {
		run: Number(run),
		attempt: Number(attempt),
		job,
		sha,
		deploys: deploys && isCommitName(deploys) ? deploys : sha,
		environment: unspellName(environment),
		githubEnvironments: on === "" ? [] : unspellNames(on),
		until: until ?? null
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

// src/report/question-state.ts
/** What a question becomes that nobody is to answer any more. Markdown of one paragraph; nobody is called by name. */
/** Below a deployment that is held until a time. */
const sayHeld = "**Nobody need answer:** the watcher’s schedule starts it again once it may go; until then, its gate can be re-run by hand.";
/** It was answered, and the deployment goes on in its own run. */
const sayAnswered = (runPage) => `**Answered.** ${link("The deployment", runPage)} was started again and is judged anew; if it still wants a word, it asks here.`;
/** It was answered, and a new run deploys it: GitHub runs the old one again no more. */
const sayStartedAnew = (actionsPage) => `**Answered.** The run that waited is too old to be run again, so ${link("a new one", actionsPage)} was started for the same commit. It is judged anew; if it still wants a word, it asks here.`;
/** A newer deployment to the same place waits elsewhere. */
const saySuperseded = (environment, newer) => `**Superseded.** A newer deployment to ${escapeWords(environment)} waits for a word on ${link(`#${newer.number}`, newer.page)}. This one is not started again.`;
/** Something newer runs there by now, or this very commit does. */
const sayOvertaken = (environment, { links, live, same }) => {
	const name = live.slice(0, 8);
	const address = links.commit(live);
	const commit = address === void 0 ? name : link(name, address);
	return same ? `**Done.** ${commit} runs in ${escapeWords(environment)}: nothing waits any more.` : `**Superseded.** ${commit}, which is newer, runs in ${escapeWords(environment)}. This deployment is not started again.`;
};

export { saySuperseded as a, waitingLine as c, sayStartedAnew as i, waitingRunIn as l, sayHeld as n, readRun as o, sayOvertaken as r, strayFrom as s, sayAnswered as t };
