#!/usr/bin/env node
import { t as defaultLedger } from "./chunks/commands-github-ledger.js";
import { a as rolloutLedgerUrl, c as readGivenRisk, i as openRolloutScreen, n as realClock, o as renderRolloutSummary, r as resultDocument, s as readPlans, t as performVerb } from "./chunks/main-rollout-verbs.js";
import { J as isOurs } from "./chunks/main-gate.js";
import { l as secretsOf, n as readRunner, s as readRolloutInputs, t as openToolkit } from "./chunks/main-action-toolkit.js";
import { i as told, o as itemsOf, t as cut } from "./chunks/drivers-reviews-refusal.js";
import { u as GitHubError } from "./chunks/clients-github-shapes.js";
import { n as openLedgerOf, t as openJobGitHub } from "./chunks/main-action-job-ledger.js";
import { t as toolName } from "./chunks/main-version.js";

// src/drivers/publishers/rollout-deployment.ts
const what = "deployment";
/** Tells ours from those that jobs with an `environment` make by themselves. */
const taskOf = (id) => `rollout:${id}`;
const listRoute = "GET /repos/{owner}/{repo}/deployments";
const createRoute = "POST /repos/{owner}/{repo}/deployments";
/**
* Says how a rollout stands on its deployment, which is made where there is none. Requests: 2, or 3 the first time. Of
* two jobs that make one at the same time both stand; the newest tells what is live.
*/
const tellDeployment = (github, repository, { id, sha, environment, state, description, logUrl }) => told(what, { permission: "deployments: write" }, async () => {
	const task = taskOf(id);
	const { items } = await github.list(listRoute, {
		...repository,
		environment,
		task,
		per_page: 1
	}, 1);
	const deployment_id = itemsOf(listRoute, items)[0]?.integer("id") ?? await create(github, repository, {
		sha,
		environment,
		task,
		id
	});
	await github.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
		...repository,
		deployment_id,
		state,
		description: cut(description, 140),
		log_url: logUrl
	}, { repeatable: true });
	return {
		what,
		outcome: "done",
		why: `Deployment ${deployment_id} of ${environment} is ${state}.`
	};
});
const create = async (github, repository, about) => {
	const { sha, environment, task, id } = about;
	const made = await github.request(createRoute, {
		...repository,
		ref: sha,
		environment,
		task,
		description: `rollout ${id}`,
		auto_merge: false,
		required_contexts: []
	});
	return itemsOf(createRoute, [made])[0].integer("id");
};

// src/main/action/rollout-deployments.ts
const openDeployments = (github, repository, { environment, logUrl }) => {
	const begun = /* @__PURE__ */ new Map();
	const effects = [];
	let telling = Promise.resolve();
	return {
		watch: (id, event, isNew) => {
			if (event.event === "started") begun.set(id, event);
			const started = begun.get(id);
			const word = started && wordOf(started, event);
			if (!isNew || !word || started.commit === void 0) return;
			const about = {
				id,
				sha: started.commit,
				environment,
				logUrl,
				...word
			};
			telling = telling.then(async () => effects.push(await tellDeployment(github, repository, about)));
		},
		settle: async () => {
			await telling;
			return effects;
		}
	};
};
/** Only what changes how the deployment stands is said: GitHub keeps every status. */
const wordOf = ({ from, to }, event) => {
	const step = `${from.join(" and ")} → ${to}`;
	switch (event.event) {
		case "started": return {
			state: "in_progress",
			description: step
		};
		case "parked": return {
			state: "in_progress",
			description: `${step}: parked until ${event.until}, ${event.why}`
		};
		case "turned-back": return {
			state: "in_progress",
			description: `going back: ${event.why}`
		};
		case "ended":
			if (event.outcome === "succeeded") return {
				state: "success",
				description: step
			};
			return {
				state: event.outcome === "rolled-back" ? "failure" : "error",
				description: `${event.outcome}: ${event.why}`
			};
		default: return null;
	}
};

// src/main/action/rollout-job.ts
/** The GitHub of a job that rolls out, and where it remembers: a branch for each service, unless a directory is named. */
const openRolloutJob = async (toolkit, runner, url) => {
	const github = await openJobGitHub(toolkit, runner);
	const repository = {
		owner: runner.owner,
		repo: runner.repositoryName
	};
	const opened = /* @__PURE__ */ new Map();
	const open = (named) => {
		const ledger = opened.get(named) ?? openLedgerOf(named, runner, github);
		opened.set(named, ledger);
		return ledger;
	};
	return {
		github,
		repository,
		place: {
			ledger: open(url),
			ledgerOf: (service) => open(rolloutLedgerUrl(url, service)),
			named: null,
			repository: runner.repository,
			directory: runner.workspace,
			commitOf: (name) => commitOf(github, repository, name)
		}
	};
};
/** Not the commit of the run: a job that begins by hand or wakes what is parked may stand on another. */
const commitOf = async (github, repository, name) => {
	if (name === "") return null;
	try {
		const sha = (await github.find("GET /repos/{owner}/{repo}/commits/{ref}", {
			...repository,
			ref: name
		}))?.sha;
		return typeof sha === "string" && /^[0-9a-f]{40,64}$/.test(sha) ? sha : null;
	} catch (error) {
		if (error instanceof GitHubError) return null;
		throw error;
	}
};

// src/main/rollout-action.ts
/** The rollout's action: the verbs of the command line in a job. Started as `dist/rollout.js`. */
/** A job that is cancelled has 7.5 s between the first signal and the last. */
const graceSeconds = 6;
const perform = async (toolkit) => {
	const inputs = readRolloutInputs(process.env);
	const runner = readRunner(process.env);
	const { github, repository, place } = await openRolloutJob(toolkit, runner, inputs.ledger ?? "branch:change-risk-ledger");
	const environment = inputs.environment ?? "production";
	const logUrl = `${runner.serverUrl}/${runner.repository}/actions/runs/${runner.runId}`;
	const deployments = openDeployments(github, repository, {
		environment,
		logUrl
	});
	const files = await readPlans(inputs.plans, runner.workspace);
	const stop = new AbortController();
	for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => stop.abort());
	const { exitCode, ends } = await performVerb({
		verb: inputs.command,
		files,
		place,
		environment,
		to: inputs.to ?? null,
		risk: inputs.risk === void 0 ? null : await readGivenRisk(inputs.risk, runner.workspace),
		instances: inputs.instances,
		reason: inputs.reason,
		isEmergency: inputs.isEmergency,
		whenIdle: "rest",
		by: runner.triggeringActor,
		format: inputs.command === "plan" ? "markdown" : "text",
		world: {
			clock: realClock,
			directory: runner.workspace,
			environment: withoutInputs(process.env),
			fetch: globalThis.fetch,
			random: Math.random
		},
		patience: {
			longestWaitSeconds: 1800,
			busyWaitSeconds: 900,
			graceSeconds
		},
		now: /* @__PURE__ */ new Date(),
		screen: openRolloutScreen(toolkit, Date.now),
		watch: deployments.watch,
		signal: stop.signal
	});
	const refusal = (await deployments.settle()).find(({ outcome }) => outcome === "refused");
	if (refusal) toolkit.annotate({
		level: "warning",
		title: "deployment",
		message: `not told to GitHub: ${refusal.why}`
	});
	await tell(toolkit, ends, files);
	if (exitCode !== 0 && exitCode !== 75) for (const end of ends) annotateEnd(toolkit, end);
	return exitCode === 75 ? 0 : exitCode;
};
/** What a plan's commands inherit: the job's environment, but none of our inputs, for one of them is a token. */
const withoutInputs = (environment) => Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("INPUT_")));
const tell = async (toolkit, ends, files) => {
	if (ends.length === 0) return;
	const document = resultDocument(ends, Date.now());
	const numbers = (key) => document.services.reduce((sum, service) => sum + Number(service[key] ?? 0), 0);
	const texts = (key) => document.services.flatMap((service) => typeof service[key] === "string" ? [service[key]] : []);
	const outputs = {
		outcome: document.outcome,
		"rollout-id": texts("id").join(","),
		wave: String(Math.max(0, ...document.services.map((service) => Number(service["wave"] ?? 0)))),
		updated: String(numbers("updated")),
		remaining: String(numbers("remaining")),
		"failed-instances": JSON.stringify(document.services.flatMap((service) => service["failed"] ?? [])),
		"wake-at": texts("until").toSorted()[0] ?? "",
		result: JSON.stringify(document)
	};
	await toolkit.setOutputs(outputs);
	for (const end of ends) {
		if (end.outcome !== "ran") continue;
		const path = files.find(({ plan }) => plan.service === end.service)?.path ?? "";
		await toolkit.addSummary(renderRolloutSummary(end.events, {
			id: end.id,
			planOption: `--plan ${path}`
		}));
	}
};
/** On the page of the run, where nobody has opened a log yet. */
const annotateEnd = (toolkit, end) => {
	const annotate = (title, message) => toolkit.annotate({
		level: "error",
		title,
		message
	});
	if (end.outcome === "refused") annotate(end.service, `cannot be rolled out: ${end.why}`);
	if (end.outcome !== "ran") return;
	if (end.end.outcome === "rolled-back") annotate(end.id, `rolled back: ${end.end.why}`);
	if (end.end.outcome === "frozen") annotate(end.id, `frozen, a person must look: ${end.end.why}`);
};
const toolkit = openToolkit({
	outputFile: process.env["GITHUB_OUTPUT"] ?? null,
	summaryFile: process.env["GITHUB_STEP_SUMMARY"] ?? null,
	temporaryFolder: process.env["RUNNER_TEMP"] ?? ".",
	write: (text) => process.stdout.write(text)
});
toolkit.mask(secretsOf(process.env));
try {
	process.exitCode = await perform(toolkit);
} catch (error) {
	const why = isOurs(error) ? error.message : `${toolName} failed and should not have (${String(error)}); please report it`;
	toolkit.fold(null);
	toolkit.annotate({
		level: "error",
		title: "rollout",
		message: why
	});
	process.exitCode = 1;
}

export {  };
