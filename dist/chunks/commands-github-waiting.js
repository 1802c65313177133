import { d as upsertComment, n as ownComments, r as partsIn } from "./commands-github-requests.js";
import { a as shortSha } from "./drivers-reviews-ownership.js";
import { i as told, n as once, o as itemsOf, r as refused } from "./drivers-reviews-refusal.js";
import { t as answerOf } from "./clients-github-shapes.js";
import { t as isCommitName } from "./sources-github-commit-name.js";

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

// src/drivers/reviews/rerun.ts
const what = "rerun";
const jobsRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs";
const dayMilliseconds = 864e5;
const mostDays = 30;
const mends = {
	permission: "actions: write",
	invalid: "GitHub cannot re-run it now; start the workflow again for this commit"
};
/**
* Starts the gate's job of a waiting run again, and with it the jobs that depend on it, so that commit and deployment
* record stay true. Not repeatable: after an answer that leaves it open, the run is read again.
* Requests: 1 to refuse, 3 to re-run (one more per hundred jobs).
*/
const rerunGateJob = (github, repository, { runId, jobName, sha, attempt }) => told(what, mends, async () => {
	const run = await readRun(github, repository, runId);
	const attempts = run.integer("run_attempt");
	if (attempt !== void 0 && attempts > attempt) return {
		what,
		outcome: "unchanged",
		why: `Run ${runId} was re-run already (attempt ${attempts}).`
	};
	const obstacle = strayFrom(run, sha) ?? obstacleTo(run, github.serverTime);
	if (obstacle !== null) return refused(what, obstacle);
	const { items, complete } = await github.list(jobsRoute, {
		...repository,
		run_id: runId,
		filter: "latest",
		per_page: 100
	}, 500);
	const [job, ...others] = itemsOf(jobsRoute, items).filter((each) => isJob(each.text("name"), jobName));
	if (job === void 0 || others.length > 0 || !complete) {
		const among = complete ? "" : " among the first 500";
		const count = job === void 0 ? "no job" : `${others.length + 1} jobs`;
		return refused(what, `Run ${runId} has ${count} "${jobName}"${among}: re-run the gate by hand.`);
	}
	if (job.text("head_sha") !== sha) return refused(what, `Job "${jobName}" of run ${runId} stands on another commit than ${shortSha(sha)}.`);
	await once(() => github.request("POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun", {
		...repository,
		job_id: job.integer("id")
	}).then(() => true), async () => (await readRun(github, repository, runId)).integer("run_attempt") > attempts ? true : null);
	return {
		what,
		outcome: "done",
		why: `Started "${jobName}" of run ${runId} again at ${shortSha(sha)}.`
	};
});
const obstacleTo = (run, now) => {
	const status = run.text("status");
	if (status !== "completed") return `Run ${run.integer("id")} is ${status}: when it is finished, re-run its gate, or approve once more.`;
	const created = Date.parse(run.moment("created_at"));
	return now !== null && now.getTime() - created > mostDays * dayMilliseconds ? `Run ${run.integer("id")} is over ${mostDays} days old, GitHub re-runs it no more: start the workflow again.` : null;
};
const isJob = (name, wanted) => name === wanted || name.endsWith(` / ${wanted}`);

// src/commands/github/waiting.ts
const shape = /^<!-- change-risk-gate:waiting run=(\d{1,16}) attempt=(\d{1,6}) job=([\w-]{1,100}) sha=([0-9a-f]{40,64}) -->$/m;
const waitingLine = ({ run, attempt, job, sha }) => `<!-- change-risk-gate:waiting run=${run} attempt=${attempt} job=${job} sha=${sha} -->`;
const waitingRunIn = (body) => {
	const [, run, attempt, job, sha] = shape.exec(body.replaceAll("\r", "")) ?? [];
	return run && attempt && job && sha && isCommitName(sha) ? {
		run: Number(run),
		attempt: Number(attempt),
		job,
		sha
	} : null;
};
/** The question as it stands once it was answered: nobody who comes later is to answer it again. */
const closeQuestion = (job, issue, { body }, run) => {
	const [marker = ""] = body.split(/\r?\n/, 1);
	const page = `${job.webUrl}/actions/runs/${run}`;
	return upsertComment(job.github, job.repository, {
		issue,
		marker,
		body: `**Answered.** [The deployment](${page}) was started again and is judged anew; if it still wants a word, it asks here.`,
		own: job.own
	});
};
/**
* Starts the gate's job of the newest run that waits on a merged pull request or in an issue again; anybody else's
* comment counts for nothing. Nothing waits for such a word: nothing happens. A review says nothing of commits that the
* pull request cannot speak for.
*/
const wake = async (job, number, word) => {
	if (job.asked.dryRun) return [];
	const question = (await ownComments(job, number)).findLast(({ body }) => waitingRunIn(body) !== null && (word === "reply" || partsIn(body).length === 0));
	const waiting = question && waitingRunIn(question.body);
	if (!waiting) return [];
	const { run, attempt, sha } = waiting;
	const started = await rerunGateJob(job.github, job.repository, {
		runId: run,
		jobName: waiting.job,
		sha,
		attempt
	});
	return started.outcome === "refused" ? [started] : [started, await closeQuestion(job, number, question, run)];
};

export { strayFrom as a, readRun as i, waitingRunIn as n, wake as r, waitingLine as t };
