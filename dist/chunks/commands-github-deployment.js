import { c as text } from "./clients-github-shapes.js";
import { i as told, n as once, o as itemsOf, r as refused, t as cut } from "./drivers-reviews-refusal.js";
import { a as shortSha, n as isNamed } from "./drivers-reviews-ownership.js";
import { n as strayFrom, t as readRun } from "./drivers-reviews-run-state.js";
import { n as isUnjudged } from "./report-comment-headline.js";
import { r as statusLine } from "./report-status-line.js";
import { n as reviewersOf, r as wayBack } from "./commands-github-asking.js";
import { i as waysToAnswer, r as noteHold, t as ask } from "./commands-github-question.js";
import { i as tellCommit, o as viewFor } from "./commands-github-telling.js";

// src/drivers/reviews/deployment.ts
const what$2 = "deployment";
const listRoute$1 = "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses";
/**
* Mirrors the decision on a deployment that waits for it. Once its deployer has said anything, it is left alone: a
* word of ours on top would hide what is live. Requests: 1 when there is nothing to say, else 2.
*/
const mirrorDecision = (github, repository, { deploymentId, state, description, logUrl }) => told(what$2, { permission: "deployments: write" }, async () => {
	const place = {
		...repository,
		deployment_id: deploymentId
	};
	const wanted = {
		state,
		description: cut(description, 140),
		log_url: logUrl
	};
	const { items } = await github.list(listRoute$1, {
		...place,
		per_page: 1
	}, 1);
	const latest = itemsOf(listRoute$1, items)[0];
	const stands = latest?.text("state");
	if (stands !== void 0 && stands !== "queued" && stands !== "pending") return {
		what: what$2,
		outcome: "unchanged",
		why: `Deployment ${deploymentId} is ${stands} already.`
	};
	if (latest && Object.entries(wanted).every(([name, value]) => latest.optional(name, text) === value)) return {
		what: what$2,
		outcome: "unchanged",
		why: `Deployment ${deploymentId} says so already.`
	};
	await github.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
		...place,
		...wanted,
		auto_inactive: false
	}, { repeatable: true });
	return {
		what: what$2,
		outcome: "done",
		why: `Deployment ${deploymentId} is ${state}: ${wanted.description}`
	};
});

// src/drivers/reviews/pending-deployments.ts
const what$1 = "pending-deployments";
const listRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
const answerRoute = "POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
const historyRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals";
const reviewerWanted = "only a required reviewer of the environment may answer, by a personal token; GITHUB_TOKEN and Apps may not";
const mends = {
	permission: "actions: read",
	forbidden: `${reviewerWanted} (reading needs "actions: read")`,
	invalid: `the deployment may have been answered by now, or ${reviewerWanted}`
};
/**
* Answers a run that waits at an environment, by the token of one of its required reviewers. A deployment that was let
* go cannot be called back, so nothing is answered unless the run stands on the judged commit and GitHub says we may.
* Not repeatable: after an answer that leaves it open, the run's review history is read.
* Requests: 1 when nothing waits or we may not, 3 to answer.
*/
const answerPendingDeployments = (github, repository, { runId, environments, state, comment, sha }) => told(what$1, mends, async () => {
	const place = {
		...repository,
		run_id: runId
	};
	const waiting = itemsOf(listRoute, await github.request(listRoute, place)).map((pending) => readWaiting(pending)).filter(({ name }) => isNamed(name, environments));
	if (waiting.length === 0) return {
		what: what$1,
		outcome: "unchanged",
		why: `Run ${runId} waits at none of ${environments.join(", ")}.`
	};
	const ours = waiting.filter(({ mayAnswer }) => mayAnswer);
	const closed = waiting.filter(({ mayAnswer }) => !mayAnswer).map(({ name }) => name);
	const closedWhy = `Run ${runId} waits at ${closed.join(", ")}: ${reviewerWanted}.`;
	if (ours.length === 0) return refused(what$1, closedWhy);
	const stray = strayFrom(await readRun(github, repository, runId), sha);
	if (stray !== null) return refused(what$1, stray);
	const body = {
		environment_ids: ours.map(({ id }) => id),
		state,
		comment
	};
	const names = ours.map(({ name }) => name);
	await once(() => github.request(answerRoute, {
		...place,
		...body
	}).then(() => true), async () => {
		return itemsOf(historyRoute, await github.request(historyRoute, place)).some((review) => isAnswer(review, state, comment, names)) ? true : null;
	});
	const why = `Run ${runId} at ${shortSha(sha)}: ${state} for ${names.join(", ")}.`;
	return closed.length === 0 ? {
		what: what$1,
		outcome: "done",
		why
	} : refused(what$1, `${why} ${closedWhy}`);
});
const readWaiting = (pending) => {
	const environment = pending.record("environment");
	return {
		id: environment.integer("id"),
		name: environment.text("name"),
		mayAnswer: pending.flag("current_user_can_approve")
	};
};
const isAnswer = (review, state, comment, names) => {
	const answered = review.list("environments").map((environment) => environment.text("name"));
	return review.text("state") === state && review.text("comment") === comment && names.every((name) => isNamed(name, answered));
};

// src/drivers/reviews/protection-rule.ts
const what = "protection-rule";
const appWanted = "only the GitHub App that is the protection rule of this environment may answer, by its own token with \"actions: read\" and \"deployments: write\"";
/** Answers a custom deployment protection rule, as its App. Requests: 2. */
const answerProtectionRule = (github, repository, { runId, environment, state, comment, sha }) => told(what, {
	permission: "deployments: write",
	forbidden: appWanted,
	invalid: `the rule may have been answered by now, or have told ten times how it stands; ${appWanted}`
}, async () => {
	const stray = strayFrom(await readRun(github, repository, runId), sha);
	if (stray !== null) return refused(what, stray);
	await github.request("POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule", {
		...repository,
		run_id: runId,
		environment_name: environment,
		comment: cut(comment, 1024),
		...state === void 0 ? {} : { state }
	}, { repeatable: state !== void 0 });
	const why = `Run ${runId} at ${shortSha(sha)}, ${environment}: ${state ?? "told how it stands"}.`;
	return {
		what,
		outcome: "done",
		why
	};
});

// src/commands/github/deployment.ts
/** Answers whoever waits on GitHub itself: a pending deployment by a reviewer's token, a protection rule by its App. */
const answerWaiting = async (job, { assessment, settings }, target, description) => {
	const acts = settings.environment.settings.autoApprove.actsOn.includes("deployments");
	if (assessment.mode !== "enforce" || target.runId === null || !acts) return [];
	const { decision } = assessment;
	if (decision === "approve" && assessment.ledger === void 0) return [];
	const state = decision === "approve" ? "approved" : decision === "reject" ? "rejected" : void 0;
	const effects = [];
	const { runId, sha, environments } = target;
	if (job.app) for (const environment of environments) effects.push(await answerProtectionRule(job.app, job.repository, {
		runId,
		environment,
		...state === void 0 ? {} : { state },
		comment: description,
		sha
	}));
	const reviewer = job.reviewer ?? (job.app ? null : job.github);
	if (reviewer && state !== void 0) effects.push(await answerPendingDeployments(reviewer, job.repository, {
		runId,
		environments,
		state,
		comment: description,
		sha
	}));
	return effects;
};
const tellDeployment = async (job, answer, target) => {
	const { assessment } = answer;
	let view = viewFor(job, assessment, {
		key: assessment.environment,
		files: answer.files.slice(0, 5),
		...assessment.mode === "enforce" && assessment.decision === "review" ? {
			request: {
				people: [],
				approve: waysToAnswer(answer, target.sha)
			},
			...wayBack(assessment.change.base, answer)
		} : {}
	});
	const effects = [];
	if (assessment.mode === "off" || job.asked.dryRun) return {
		view,
		effects
	};
	const { description } = statusLine(view);
	effects.push(...await answerWaiting(job, answer, target, description));
	effects.push(...await tellCommit(job, view, target.sha));
	if (target.asks && assessment.mode === "enforce" && assessment.decision === "review" && !isUnjudged(assessment)) {
		const { effect, request } = await ask(job, answer, view, target.sha);
		effects.push(effect);
		if (request !== null) view = {
			...view,
			assessment: {
				...view.assessment,
				reviewers: reviewersOf(request)
			}
		};
	}
	if (target.asks && target.runId === null && assessment.mode === "enforce" && assessment.decision === "hold") effects.push(await noteHold(job, answer, view, target.sha));
	if (target.deploymentId !== null && assessment.mode === "enforce") effects.push(await mirrorDecision(job.github, job.repository, {
		deploymentId: target.deploymentId,
		state: assessment.decision === "approve" ? "queued" : assessment.decision === "reject" ? "failure" : "pending",
		description,
		logUrl: job.run.url
	}));
	return {
		view,
		effects
	};
};

export { tellDeployment };
