import { c as text, s as record, t as answerOf } from "./clients-github-shapes.js";
import { i as told, n as once, o as itemsOf, r as refused, s as pageOf, t as cut } from "./drivers-reviews-refusal.js";
import { a as actionsBot, c as ownLogins, l as shortSha, o as isNamed, r as statusLine, s as isOwn } from "./report-status-line.js";
import { c as waitingLine, n as sayHeld, o as readRun, s as strayFrom } from "./report-question-state.js";
import { r as isUnjudged } from "./report-comment-headline.js";
import { V as SourceError } from "./main-gate.js";
import { C as upsertComment, a as viewFor, g as scoredLine, m as partsLine, r as tellCommit, v as bodyLimit, x as postComment } from "./commands-github-telling.js";
import { t as renderComment } from "./report-comment.js";
import { o as commentMarker } from "./report-comment-view.js";
import { r as originsOf } from "./sources-github-commit-origins.js";

// src/drivers/reviews/deployment.ts
const what$2 = "deployment";
const listRoute$2 = "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses";
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
	const { items } = await github.list(listRoute$2, {
		...place,
		per_page: 1
	}, 1);
	const latest = itemsOf(listRoute$2, items)[0];
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
const listRoute$1 = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
const answerRoute = "POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
const historyRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals";
const reviewerWanted = "only a required reviewer of the environment may answer, by a personal token; GITHUB_TOKEN and Apps may not";
const mends$1 = {
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
const answerPendingDeployments = (github, repository, { runId, environments, state, comment, sha }) => told(what$1, mends$1, async () => {
	const place = {
		...repository,
		run_id: runId
	};
	const waiting = itemsOf(listRoute$1, await github.request(listRoute$1, place)).map((pending) => readWaiting(pending)).filter(({ name }) => isNamed(name, environments));
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

// src/drivers/reviews/issue.ts
const mostIssues = 1e3;
const listRoute = "GET /repos/{owner}/{repo}/issues";
const createRoute = "POST /repos/{owner}/{repo}/issues";
const mends = {
	permission: "issues: write",
	forbidden: "the job needs permission \"issues: write\", and the repository must have issues turned on"
};
/**
* Asks where no pull request exists: in one issue per environment, found by marker and author like a comment, opened
* when there is none; each question is a comment of its own, edited in place.
* Requests: 3 in an open issue (2 when the question stands there), 3 with a new one; one more per further login of ours.
*/
const askInIssue = (github, repository, request) => told("issue", mends, async () => {
	const { question } = request;
	const body = `${request.marker}\n${request.body}`;
	if (body.length > 65536 || question.marker.length + question.body.length >= 65536) return refused("issue", `The question is longer than the ${bodyLimit} characters GitHub takes: shorten it.`);
	const own = await ownLogins(request.own ?? actionsBot);
	const found = await issueOfOurs(github, repository, request, own);
	if (found === "too many") return refused("issue", `Over ${mostIssues} issues of ours are open: close some, or ours cannot be found.`);
	if (found !== null) {
		const asked = await upsertComment(github, repository, {
			issue: found.number,
			...question,
			own
		});
		return {
			...found.page,
			...asked,
			what: "issue"
		};
	}
	const opened = await once(async () => issueIn(github, answerOf(createRoute, await github.request(createRoute, {
		...repository,
		title: request.title,
		body
	}))), async () => {
		const landed = await issueOfOurs(github, repository, request, own);
		return landed === "too many" ? null : landed;
	});
	const asked = await postComment(github, repository, {
		issue: opened.number,
		...question,
		own
	});
	return {
		...opened.page,
		...asked,
		what: "issue"
	};
});
const issueIn = (github, issue) => ({
	number: issue.integer("number"),
	page: pageOf(github, issue)
});
/** The oldest open one: where two runs raced, both go on in the same. */
const issueOfOurs = async (github, repository, { marker }, own) => {
	let isCut = false;
	for (const creator of own) {
		const { items, complete } = await github.list(listRoute, {
			...repository,
			creator,
			state: "open",
			sort: "created",
			direction: "asc",
			per_page: 100
		}, mostIssues);
		const found = itemsOf(listRoute, items).filter((issue) => issue.optional("pull_request", record) === null && isOwn(issue, own)).find((issue) => (issue.optional("body", text) ?? "").startsWith(marker));
		if (found !== void 0) return issueIn(github, found);
		isCut ||= !complete;
	}
	return isCut ? "too many" : null;
};

// src/commands/github/question.ts
const numberOf = ({ id }) => /^#\d+$/.test(id) ? Number(id.slice(1)) : null;
/** Parts that nobody has approved yet and that want it, the largest share first. */
const openParts = ({ assessment: { change, risk, rule } }) => change.parts.filter(({ approvedBy = [] }) => approvedBy.length === 0).filter((part) => rule !== "part-above-limit" || risk.limit === null || part.risk > risk.limit).toSorted((one, other) => other.share - one.share);
/** Rules that an approval of the parts answers; the others wait for a time, a source or a configuration. */
const settledByAWord = [
	"part-above-limit",
	"gate-files-changed",
	"never-auto-approve",
	"drift-alarm",
	"model-silent"
];
const isSettledByAWord = (answer) => settledByAWord.includes(answer.assessment.rule) && openParts(answer).length > 0;
/** The merged pull request with the largest share of what wants a word; null where only commits without one do. */
const askedOn = (open, spoken) => open.filter(({ sha }) => spoken.has(sha)).map(numberOf).find((number) => number !== null) ?? null;
/** The merged pull request that GitHub says most of the share came from; null where it knows of none, or cannot tell. */
const originFor = async (job, open, { origins }) => {
	const nameless = open.filter((part) => numberOf(part) === null).slice(0, 10);
	try {
		const shas = nameless.map(({ sha }) => sha);
		const known = origins ?? await originsOf(job.github, job.repository, shas);
		const number = shas.map((sha) => known.get(sha)).find((each) => each !== void 0);
		return number === void 0 ? null : {
			number,
			parts: nameless.filter(({ sha }) => known.get(sha) === number)
		};
	} catch (error) {
		if (error instanceof SourceError) return null;
		throw error;
	}
};
const onPullRequest = {
	review: true,
	replies: [`${"."}approve`]
};
/** A word on commits names what was scored: what it counts for stands in a hidden line beside it. */
const onCommits = (sha) => ({
	review: false,
	replies: [`${"."}approve ${sha.slice(0, 12)}`]
});
const byNobody = {
	review: false,
	replies: []
};
/** How the word is given where it is asked for. */
const waysToAnswer = (answer, sha) => {
	if (!isSettledByAWord(answer)) return byNobody;
	return askedOn(openParts(answer), answer.spoken) === null ? onCommits(sha) : onPullRequest;
};
/** What is started again is this run, on its own commit; what it deploys is judged anew then. */
const waitingFor = ({ run }, { assessment, settings }, sha) => waitingLine({
	run: run.id,
	attempt: run.attempt,
	job: run.job,
	sha: run.sha,
	deploys: sha,
	environment: assessment.environment,
	githubEnvironments: settings.environment.settings.githubEnvironments,
	until: assessment.decision === "hold" ? assessment.until ?? null : null
});
/** In the one issue of the environment, in a comment of its own for each commit. */
const inIssue = ({ github, repository, own }, { assessment: { environment } }, sha, lines) => askInIssue(github, repository, {
	marker: commentMarker(environment),
	title: `Change risk: ${environment}`,
	body: `Deployments to ${environment} that wait for a time, or for a word on commits without a pull request, are told here.`,
	question: {
		marker: commentMarker(`deployment ${environment} ${sha}`),
		body: lines.join("\n")
	},
	own
});
/**
* The question, once for each deployment that waits: on the pull request that carries the risk, else on the one that
* the commits came from, else in an issue. Where nothing can be said on a pull request (the conversation is locked), the
* issue is where people look.
*/
const ask = async (job, answer, view, sha) => {
	const { github, repository, own } = job;
	const open = openParts(answer);
	const marker = commentMarker(view.key);
	const waiting = waitingFor(job, answer, sha);
	const askOn = (number, shown, lines) => upsertComment(github, repository, {
		issue: number,
		marker,
		body: [renderComment({
			...shown,
			merged: { number }
		}), ...lines].join("\n"),
		own
	});
	const number = askedOn(open, answer.spoken);
	if (number !== null) {
		const asked = await askOn(number, view, [waiting]);
		if (asked.outcome !== "refused") return asked;
	}
	const settles = isSettledByAWord(answer);
	const shown = {
		...view,
		request: {
			people: [],
			approve: settles ? onCommits(sha) : byNobody
		}
	};
	const linesFor = (parts) => [
		waiting,
		scoredLine(sha),
		...settles ? [partsLine(parts.map((part) => part.sha))] : []
	];
	const origin = number === null ? await originFor(job, open, answer) : null;
	if (origin !== null) {
		const asked = await askOn(origin.number, shown, linesFor(origin.parts));
		if (asked.outcome !== "refused") return asked;
	}
	return inIssue(job, answer, sha, [renderComment(shown), ...linesFor(open)]);
};
/**
* A deployment that is held until a time: nobody is asked, and nobody called by name. What the schedule needs to start
* it again then stands in the issue of its environment.
*/
const noteHold = (job, answer, view, sha) => inIssue(job, answer, sha, [
	renderComment(view),
	sayHeld,
	waitingFor(job, answer, sha),
	scoredLine(sha)
]);

// src/commands/github/deployment.ts
/** Files that are named: more would hide which matter. */
const mostFiles = 5;
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
	const view = viewFor(job, assessment, {
		key: assessment.environment,
		files: answer.files.slice(0, mostFiles),
		...assessment.mode === "enforce" && assessment.decision === "review" ? { request: {
			people: [],
			approve: waysToAnswer(answer, target.sha)
		} } : {}
	});
	const effects = [];
	if (assessment.mode === "off" || job.asked.dryRun) return {
		view,
		effects
	};
	const { description } = statusLine(view);
	effects.push(...await answerWaiting(job, answer, target, description));
	effects.push(...await tellCommit(job, view, target.sha));
	if (target.asks && assessment.mode === "enforce" && assessment.decision === "review" && !isUnjudged(assessment)) effects.push(await ask(job, answer, view, target.sha));
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
