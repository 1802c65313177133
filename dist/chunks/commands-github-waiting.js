import { a as rewriteComment } from "./drivers-reviews-comment.js";
import { t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { a as shortSha } from "./drivers-reviews-ownership.js";
import { i as told, n as once, o as itemsOf, r as refused } from "./drivers-reviews-refusal.js";
import { n as strayFrom, t as readRun } from "./drivers-reviews-run-state.js";
import { a as saySuperseded, i as sayStartedAnew, r as sayOvertaken, t as sayAnswered } from "./report-question-state.js";
import { K as SourceError } from "./main-gate.js";
import { t as liveIn } from "./sources-github-deployments.js";
import { a as partsIn, i as ownCommentsEverywhere, r as ownComments } from "./commands-github-requests.js";
import { n as waitingRunIn } from "./commands-github-waiting-run.js";
import { t as linksOf } from "./commands-github-telling.js";

// src/drivers/reviews/dispatch.ts
const what$1 = "dispatch";
/** How somebody starts it where GitHub would not: told with the refusal. */
const mendsFor = (sha) => ({
	permission: "actions: write",
	invalid: `give the workflow "on: workflow_dispatch: inputs: { sha: {} }", which GitHub starts it by, or start a deployment of ${sha} by hand`,
	unclear: "it may have been started all the same: look at the Actions page before it is started by hand"
});
const route$1 = "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches";
/** GitHub refuses an input that a workflow does not know, and one that it needs and is not given. */
const wantsEnvironment = (error) => error instanceof GitHubError && error.failure === "invalid" && /input '?environment'?/i.test(error.message);
/**
* Starts a workflow anew with the input `sha`, and `environment` where it asks for that, because the run that waited
* cannot be run again. What it deploys is judged again there: nothing is handed on but names. Not repeatable; 1 request,
* 2 where it asks for the environment.
*/
const dispatchDeploy = (github, repository, { workflow, ref, sha, environment }) => told(what$1, mendsFor(sha), async () => {
	const start = (inputs) => github.request(route$1, {
		...repository,
		workflow_id: workflow,
		ref,
		inputs
	});
	try {
		await start({ sha });
	} catch (error) {
		if (!wantsEnvironment(error)) throw error;
		await start({
			sha,
			environment
		});
	}
	return {
		what: what$1,
		outcome: "done",
		why: `Started the workflow anew for ${shortSha(sha)}.`
	};
});

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
* Requests: 1 to refuse, 2 to start it anew, 3 to re-run (one more per hundred jobs).
*/
const rerunGateJob = (github, repository, { runId, jobName, sha, attempt, otherwise }) => told(what, mends, async () => {
	const run = await readRun(github, repository, runId);
	const attempts = run.integer("run_attempt");
	if (attempt !== void 0 && attempts > attempt) return {
		what,
		outcome: "unchanged",
		why: `Run ${runId} was re-run already (attempt ${attempts}).`
	};
	const obstacle = strayFrom(run, sha) ?? obstacleTo(run);
	if (obstacle !== null) return refused(what, obstacle);
	if (isTooOld(run, github.serverTime)) return otherwise === void 0 ? refused(what, `Run ${runId} is over ${mostDays} days old, GitHub re-runs it no more: start the workflow again.`) : dispatchDeploy(github, repository, {
		...otherwise,
		workflow: run.integer("workflow_id")
	});
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
const obstacleTo = (run) => {
	const status = run.text("status");
	return status === "completed" ? null : `Run ${run.integer("id")} is ${status}: when it is finished, re-run its gate, or approve once more.`;
};
/** Without GitHub's clock GitHub itself refuses what is too old. */
const isTooOld = (run, now) => now !== null && now.getTime() - Date.parse(run.moment("created_at")) > mostDays * dayMilliseconds;
const isJob = (name, wanted) => name === wanted || name.endsWith(` / ${wanted}`);

// src/commands/github/overtaking.ts
/** Whether a deployment that waited is too late: something newer runs where it was to go, or the commit itself does. */
const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
const relations = [
	"ahead",
	"identical",
	"behind",
	"diverged"
];
/** 1 request, and 1 to compare. A question that does not say where it was to go is taken to be in time. */
const overtakenBy = async (job, { deploys, githubEnvironments }) => {
	const { github, repository } = job;
	if (githubEnvironments.length === 0) return { outcome: "in-time" };
	try {
		const { live } = await liveIn(github, repository, githubEnvironments);
		if (live === null) return { outcome: "in-time" };
		if (live.sha === deploys) return {
			outcome: "overtaken",
			live: live.sha,
			same: true
		};
		const basehead = `${live.sha}...${deploys}`;
		return answerOf(route, await github.request(route, {
			...repository,
			basehead,
			per_page: 1
		})).oneOf("status", relations) === "behind" ? {
			outcome: "overtaken",
			live: live.sha,
			same: false
		} : { outcome: "in-time" };
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return {
			outcome: "unknown",
			why: `Nobody could tell whether something newer runs there by now, so nothing is started: ${error.message}`
		};
	}
};

// src/commands/github/superseding.ts
/**
* A newer deployment that waits takes the place of the older ones to the same environment: they are
* told so, wherever they asked, and never woken.
*/
const waitingAmong = (comments) => comments.flatMap((question) => {
	const waiting = waitingRunIn(question.body);
	return waiting === null ? [] : [{
		question,
		waiting
	}];
});
/** The newest of the same environment that waits beside it; null where it is that itself. Runs are numbered as they begin. */
const newerAmong = (older, questions) => {
	const { environment, run } = older.waiting;
	const newest = questions.filter(({ waiting }) => environment !== "" && waiting.environment === environment).reduce((one, other) => other.waiting.run > one.waiting.run ? other : one, older);
	return newest.waiting.run > run ? newest : null;
};
/** What the older one becomes. */
const supersededBy = (job, { waiting: { environment } }, { question: { id, number } }) => saySuperseded(environment, {
	page: `${job.webUrl}/issues/${number}#issuecomment-${id}`,
	number
});

// src/commands/github/waiting.ts
/** The question as it stands once nobody who comes later is to answer it again. */
const closeQuestion = (job, { id, body }, text) => {
	const [marker = ""] = body.split(/\r?\n/, 1);
	return rewriteComment(job.github, job.repository, {
		id,
		body: `${marker}\n${text}`
	});
};
/** Comments looked through for a newer question: one request. The sweep looks further. */
const mostComments = 100;
/**
* Closes the question of what came too late, and says so: something newer waits among `others`, or runs by now. An old
* deployment that is woken after it would take it back. Null where it is in time.
*/
const closeOutdated = async (job, asked, others) => {
	const { question, waiting } = asked;
	const newer = newerAmong(asked, others);
	if (newer !== null) return closeQuestion(job, question, supersededBy(job, asked, newer));
	const overtaken = await overtakenBy(job, waiting);
	if (overtaken.outcome === "in-time") return null;
	if (overtaken.outcome === "unknown") return {
		what: "rerun",
		outcome: "refused",
		why: overtaken.why
	};
	const { live, same } = overtaken;
	return closeQuestion(job, question, sayOvertaken(waiting.environment, {
		links: linksOf(job),
		live,
		same
	}));
};
/**
* Starts what waits again, and closes its question: the gate's job of its own run, else, where GitHub runs that again no
* more, the workflow anew for the same commit. What it deploys is judged anew there.
*/
const startAgain = async (job, { question, waiting }) => {
	const { run, attempt, sha, deploys, environment } = waiting;
	const started = await rerunGateJob(job.github, job.repository, {
		runId: run,
		jobName: waiting.job,
		sha,
		attempt,
		otherwise: {
			ref: job.defaultBranch,
			sha: deploys,
			environment
		}
	});
	if (started.outcome === "refused") return [started];
	const text = started.what === "dispatch" ? sayStartedAnew(`${job.webUrl}/actions`) : sayAnswered(`${job.webUrl}/actions/runs/${run}`);
	return [started, await closeQuestion(job, question, text)];
};
/**
* Starts the newest deployment that waits on a merged pull request or in an issue again; anybody else's comment counts
* for nothing. Nothing waits for such a word: nothing happens. A review says nothing of commits that the pull request
* cannot speak for.
*/
const wake = async (job, number, word) => {
	if (job.asked.dryRun) return [];
	const question = (await ownComments(job, number)).findLast(({ body }) => waitingRunIn(body) !== null && (word === "reply" || partsIn(body).length === 0));
	const waiting = question && waitingRunIn(question.body);
	if (!waiting) return [];
	const others = waitingAmong((await ownCommentsEverywhere(job, mostComments)).comments);
	const asked = {
		question,
		waiting
	};
	const outdated = await closeOutdated(job, asked, others);
	return outdated === null ? startAgain(job, asked) : [outdated];
};

export { waitingAmong as a, wake as i, closeQuestion as n, startAgain as r, closeOutdated as t };
