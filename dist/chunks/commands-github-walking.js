import { t as answerOf } from "./clients-github-shapes.js";
import { C as chooseEnvironment } from "./main-gate.js";
import { i as strayRun } from "./report-comment-headline.js";
import { i as readPullRequest } from "./sources-github-pull-request2.js";
import { t as answersOf } from "./sources-github-reading.js";
import { t as fullName } from "./commands-github-job.js";

// src/commands/github/walking.ts
/** Through a door: what was asked is judged and told; whatever goes wrong ends in an answer, never in an approval. */
const nothing = (note, effects = []) => ({
	answers: [],
	effects,
	note
});
const together = (walks) => {
	const answers = walks.flatMap((walked) => walked.answers);
	return {
		answers,
		effects: walks.flatMap(({ effects }) => effects),
		note: answers.length > 0 ? null : walks.flatMap(({ note }) => note ?? []).join("; ")
	};
};
const pullRequest = async (job, number) => {
	const pull = await readPullRequest(job.github, job.repository, number);
	const [{ judgePullRequest }, { tellPullRequest }, { wake }] = await Promise.all([
		import("./commands-github-judging2.js"),
		import("./commands-github-pull-request2.js"),
		import("./commands-github-waiting2.js")
	]);
	if (pull.merged) return nothing(`#${number} is merged`, await wake(job, number, "review"));
	if (pull.state === "closed") return nothing(`#${number} is closed`);
	const judged = await judgePullRequest(job, pull);
	const { view, effects } = await tellPullRequest(job, judged);
	const { policyProblems } = judged;
	return {
		answers: [{
			assessment: view.assessment,
			view,
			sha: judged.pull.head.sha,
			policyProblems
		}],
		effects,
		note: null
	};
};
const deployment = async (job, asked) => {
	const { target, ...rest } = asked;
	const [{ judgeDeployment }, { tellDeployment }] = await Promise.all([import("./commands-github-judging2.js"), import("./commands-github-deployment.js")]);
	const answer = await judgeDeployment(job, {
		sha: target.sha,
		...rest
	});
	const { view, effects } = await tellDeployment(job, answer, target);
	const { policyProblems } = answer;
	return {
		answers: [{
			assessment: view.assessment,
			view,
			sha: target.sha,
			policyProblems
		}],
		effects,
		note: null
	};
};
const commitRoute = "GET /repos/{owner}/{repo}/commits/{ref}";
/** The commit a ref of this repository stands for now. Throws GitHubError. */
const resolveRef = async (job, ref) => {
	const data = await job.github.request(commitRoute, {
		...job.repository,
		ref
	});
	return answerOf(commitRoute, data).commitName("sha");
};
const deploy = async (job, door) => {
	const sha = door.sha ?? await resolveRef(job, door.ref ?? job.run.sha);
	const base = job.asked.baseRef === void 0 ? {} : { base: await resolveRef(job, job.asked.baseRef) };
	const declared = job.asked.emergency === void 0 ? [] : await (await import("./commands-github-overriding.js")).declareEmergency(job, {
		sha,
		environment: door.environment
	});
	const walked = await deployment(job, {
		target: {
			sha,
			runId: null,
			environments: [],
			deploymentId: door.deploymentId,
			asks: true
		},
		environment: door.environment,
		...base,
		...door.event === "workflow_dispatch" && !door.onDefaultBranch ? { distrust: `${strayRun}; its workflow may be anybody’s: start it on ${job.defaultBranch}` } : {}
	});
	return {
		...walked,
		effects: [...declared, ...walked.effects]
	};
};
/**
* A group is judged from the tip it would land on; approvals and labels of its pull requests count although they have
* not landed.
*/
const mergeGroup = (job, { base, head, numbers }) => deployment(job, {
	target: {
		sha: head,
		runId: null,
		environments: [],
		deploymentId: null,
		asks: false
	},
	environment: null,
	base,
	queued: { newest: numbers[0] ?? null }
});
const pendingRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
const mostEnvironments = 4;
/** GitHub's names of the environments a run waits for. */
const waitingFor = async (job, runId) => {
	const data = await job.github.request(pendingRoute, {
		...job.repository,
		run_id: runId
	});
	return answerOf(pendingRoute, { waiting: data }).list("waiting").map((pending) => pending.text("environment.name")).slice(0, mostEnvironments);
};
/** A run that waits at environments is answered for each of them. */
const waitingRun = async (job, runId, sha) => {
	const environments = await waitingFor(job, runId);
	if (environments.length === 0) return nothing(`run ${runId} waits for nobody`);
	const walks = [];
	for (const environment of environments) walks.push(await deployment(job, {
		target: {
			sha,
			runId,
			environments: [environment],
			deploymentId: null,
			asks: true
		},
		environment
	}));
	return together(walks);
};
const run = async (job, door) => {
	if (door.action === "completed") return nothing("the run has ended: there is nothing to hold");
	if (door.headRepository?.toLowerCase() !== fullName(job).toLowerCase()) return nothing("the run belongs to another repository");
	return waitingRun(job, door.runId, door.headSha);
};
const runsRoute = "GET /repos/{owner}/{repo}/actions/runs";
const mostRuns = 5;
const sweep = async (job) => {
	const { items } = await job.github.list(runsRoute, {
		...job.repository,
		status: "waiting",
		per_page: 30
	}, mostRuns);
	const walks = [];
	for (const each of answersOf(runsRoute, items)) walks.push(await waitingRun(job, each.integer("id"), each.commitName("head_sha")));
	const { sweepQuestions } = await import("./commands-github-sweeping.js");
	const { effects, note } = await sweepQuestions(job);
	const swept = nothing(note ?? "no run waits", effects);
	return walks.length === 0 ? swept : together([...walks, swept]);
};
const ended = /* @__PURE__ */ new Set([
	"success",
	"failure",
	"error",
	"inactive"
]);
/** Remembers what became of a deployment, under our name of the environment. */
const outcome = async (job, door) => {
	if (!ended.has(door.state)) return nothing(`the deployment is ${door.state}: there is no outcome yet`);
	if (job.asked.dryRun) return nothing("a dry run remembers nothing");
	const { ledgerOf } = await import("./commands-github-judging2.js");
	const { ledger, configuration } = await ledgerOf(job, null);
	const environment = nameOf(configuration, door.environment);
	await ledger.append([{
		stream: "deployments",
		kind: "deployment",
		key: {
			repository: fullName(job),
			deployment: door.deploymentId,
			state: door.state
		},
		at: new Date(door.at).toISOString(),
		repository: fullName(job),
		environment,
		actor: "github",
		tool: {
			name: "change-risk-gate",
			version: job.version
		},
		body: {
			sha: door.sha,
			state: door.state,
			deployment: door.deploymentId,
			name: door.environment
		}
	}]);
	return nothing(`remembered: ${door.environment} ${door.state} ${door.sha.slice(0, 8)}`);
};
const nameOf = (configuration, environment) => configuration.environments.length === 0 || configuration.environments.some(({ name, githubEnvironments }) => name === environment || githubEnvironments.includes(environment)) ? chooseEnvironment(configuration, environment).name : environment;
/** Through one door. Throws SourceError where GitHub does not answer enough to judge at all. */
const walk = async (job, door) => {
	switch (door.door) {
		case "nothing": return nothing(door.why);
		case "pull-request":
		case "review": return pullRequest(job, door.number);
		case "command": {
			const { answerCommand } = await import("./commands-github-answering.js");
			const { judged, told, effects } = await answerCommand(job, door);
			return judged === null ? nothing("the command was answered", effects) : {
				answers: [{
					assessment: told?.view.assessment ?? judged.assessment,
					view: told?.view ?? null,
					sha: judged.pull.head.sha,
					policyProblems: judged.policyProblems
				}],
				effects: [...effects, ...told?.effects ?? []],
				note: null
			};
		}
		case "label": {
			const { answerLabel } = await import("./commands-github-labelling.js");
			const { note, effects } = await answerLabel(job, door);
			return nothing(note, effects);
		}
		case "deploy": return deploy(job, door);
		case "merge-group": return mergeGroup(job, door);
		case "run": return run(job, door);
		case "outcome": return outcome(job, door);
		case "sweep": {
			const { chaseReviews } = await import("./commands-github-chasing2.js");
			const chased = await chaseReviews(job);
			const walked = await sweep(job);
			return {
				...walked,
				effects: [...walked.effects, ...chased]
			};
		}
	}
};

export { walk };
