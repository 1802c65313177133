#!/usr/bin/env node
import { t as defaultLedger } from "./chunks/commands-github-ledger.js";
import { n as renderLearned, r as readIncidents, t as learn } from "./chunks/commands-learn-learn.js";
import { c as text, s as record, t as answerOf, u as GitHubError } from "./chunks/clients-github-shapes.js";
import { c as reportedState, s as readDeploymentLines } from "./chunks/commands-learn-deployment-records.js";
import { a as recordOrNull, i as name, n as because, t as answersOf } from "./chunks/sources-github-reading.js";
import { i as succeededAt, n as failedAt, t as deploymentName } from "./chunks/domain-deployment.js";
import { n as earlierAttempts, r as workflowRuns, t as attemptsOfJob } from "./chunks/sources-github-run-jobs.js";
import { J as isOurs, g as parseConfiguration, p as policyAt, q as UsageError, w as defaultConfiguration } from "./chunks/main-gate.js";
import { t as prepareClone } from "./chunks/sources-clone.js";
import { u as textContent } from "./chunks/history-incidents-links.js";
import { n as otherBranchOf, t as defaultBranchOf } from "./chunks/main-action-default-branch.js";
import { c as readTokens, i as readLearnInputs, l as secretsOf, n as readRunner, t as openToolkit } from "./chunks/main-action-toolkit.js";
import { n as openLedgerOf, t as openJobGitHub } from "./chunks/main-action-job-ledger.js";
import { r as readPayload } from "./chunks/main-action-payload.js";
import { n as shippedPrior } from "./chunks/main-prior2.js";
import { n as version, t as toolName } from "./chunks/main-version.js";
import { t as writeWhole } from "./chunks/main-whole-file.js";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

// src/sources/github/deployments-since.ts
/** Deployments of some environments since a moment, newest first, with what was reported of each: pages of GraphQL. */
const queryRoute = "POST /graphql";
const perPage = 100;
/** A healthy deployment has three or four statuses; the newest are told. */
const mostStatuses = 20;
const deploymentsSinceQuery = `query DeploymentsSince($owner: String!, $repo: String!, $environments: [String!]!, $after: String) {
  repository(owner: $owner, name: $repo) {
    deployments(environments: $environments, first: ${perPage}, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        commitOid
        environment
        createdAt
        statuses(first: ${mostStatuses}) { nodes { state createdAt logUrl } }
      }
    }
  }
}`;
const seconds = (moment) => Date.parse(moment) / 1e3;
/** What GitHub calls inactive was replaced: what it was before says how it went. */
const reportOf = (status) => {
	const state = reportedState(status.text("state"));
	return state === null ? [] : [{
		state,
		at: seconds(status.moment("createdAt"))
	}];
};
const deploymentOf = (node) => {
	const statuses = node.list("statuses.nodes");
	const startedAt = seconds(node.moment("createdAt"));
	const reports = statuses.flatMap(reportOf).filter(({ state }) => state !== "waiting" && state !== "inactive").toSorted((one, other) => one.at - other.at);
	const url = statuses.map((status) => status.orNull("logUrl", text)).find((each) => each?.startsWith("https://"));
	return {
		environment: node.is("environment", name),
		sha: node.commitName("commitOid"),
		startedAt,
		reports: reports.length > 0 ? reports : [{
			state: "waiting",
			at: startedAt
		}],
		...typeof url === "string" ? { url } : {}
	};
};
/** GraphQL does not tell which permission a field wants. */
const askPage = async (github, variables) => {
	try {
		return await github.graphql(deploymentsSinceQuery, variables, { repeatable: true });
	} catch (error) {
		if (!(error instanceof GitHubError) || error.failure !== "forbidden") throw error;
		throw because(error, "deployments: read, contents: read");
	}
};
/** Needs `deployments: read`. Throws GitHubError. */
const deploymentsSince = async (github, repository, { environments, since, mostPages }) => {
	const deployments = [];
	if (environments.length === 0) return {
		deployments,
		complete: true
	};
	let after = null;
	for (let page = 0; page < mostPages; page += 1) {
		const answer = answerOf(queryRoute, await askPage(github, {
			...repository,
			environments,
			after
		}));
		const listed = recordOrNull(answer, "repository") && recordOrNull(answer, "repository.deployments");
		if (listed === null) return {
			deployments,
			complete: true
		};
		const read = listed.list("nodes").map(deploymentOf);
		deployments.push(...read.filter(({ startedAt }) => startedAt >= since));
		after = listed.flag("pageInfo.hasNextPage") ? listed.text("pageInfo.endCursor") : null;
		if (after === null || read.some(({ startedAt }) => startedAt < since)) return {
			deployments,
			complete: true
		};
	}
	return {
		deployments,
		complete: false
	};
};

// src/sources/github/run-deployments.ts
/** A run can be started again for this long after it was created. */
const longestRerun = 2592e3;
/** Requests for so much are always worth it: in a quiet repository they reach back as far as a run can come back from. */
const alwaysPages = 3;
/** Runs whose earlier attempts are asked for, each a request or two: the newest. */
const mostRetried = 5;
/** Deployments of an environment by runs of a workflow. Needs `actions: read`; of a job `checks: read`. Throws GitHubError. */
const deploymentsByRuns = async (github, repository, { source, defaultBranch, since, lookback, known, mostPages }) => {
	const reach = Math.max(lookback, since - longestRerun);
	const { runs, complete } = await workflowRuns(github, repository, {
		...source,
		defaultBranch,
		isEnough: (oldest, pages) => oldest < (pages >= alwaysPages ? since : reach),
		mostPages
	});
	const isNew = isNewTo(known);
	const fresh = runs.filter((run) => run.createdAt >= reach && isNew(run));
	const attempts = source.job === null ? await attemptsOfRuns(github, repository, fresh) : await attemptsOfJob(github, fresh, source.job);
	const names = new Set(known.map(deploymentName));
	return {
		deployments: fresh.flatMap((run) => deploymentsOf$1(source.environment, run, attempts.get(run.id) ?? [])).filter((deployment) => hasHappened(deployment) || names.has(deploymentName(deployment))),
		complete,
		jobFound: source.job === null || fresh.every(({ state }) => state === "waiting") ? null : [...attempts.values()].some(({ length }) => length > 0)
	};
};
/** Whether a run, as far as it got, is not in the ledger yet. */
const isNewTo = (known) => {
	const attempts = /* @__PURE__ */ new Map();
	for (const { url, reports, attempts: tried = 1 } of known) {
		if (url === void 0 || !reports.some(({ state }) => state !== "waiting")) continue;
		const run = url.replace(/\/attempts\/\d+$/, "");
		attempts.set(run, (attempts.get(run) ?? 0) + tried);
	}
	return ({ url, attempt }) => attempts.get(url) !== attempt;
};
const attemptsOfRuns = async (github, repository, runs) => {
	const attempts = /* @__PURE__ */ new Map();
	let retried = 0;
	for (const run of runs) {
		if (run.attempt > 1) retried += 1;
		const before = run.attempt === 1 ? [] : retried <= mostRetried ? await earlierAttempts(github, repository, run) : supposedAttempts(run, runs);
		attempts.set(run.id, [...before, run]);
	}
	return attempts;
};
/** Nobody starts again what went through, except to put it back over something newer. */
const supposedAttempts = (run, runs) => {
	const isReturn = runs.some(({ state, createdAt, endedAt }) => state === "succeeded" && createdAt > run.createdAt && endedAt <= run.startedAt);
	const { createdAt: at } = run;
	return Array.from({ length: run.attempt - 1 }, (_, number) => ({
		startedAt: at,
		endedAt: at,
		state: isReturn && number === 0 ? "succeeded" : "unknown"
	}));
};
const hasHappened = ({ reports }) => reports.some(({ state }) => state !== "cancelled");
/** Attempts in a row that end with the one that went through. */
const deploymentsOf$1 = (environment, { sha, url }, attempts) => {
	const ends = attempts.flatMap(({ state }, at) => state === "succeeded" ? [at + 1] : []);
	const cuts = [.../* @__PURE__ */ new Set([
		0,
		...ends,
		attempts.length
	])];
	return cuts.slice(1).map((to, at) => {
		const from = cuts[at];
		const own = attempts.slice(from, to);
		const tried = own.filter(({ state }) => state !== "idle");
		return {
			environment,
			sha,
			startedAt: (tried[0] ?? own[0]).startedAt,
			reports: reportsOf(tried.length > 0 ? tried : own),
			url: from === 0 ? url : `${url}/attempts/${from + 1}`,
			...tried.length > 1 ? { attempts: tried.length } : {}
		};
	});
};
const reportsOf = (attempts) => attempts.flatMap(({ state, startedAt, endedAt }) => {
	if (state === "waiting") return [{
		state,
		at: startedAt
	}];
	if (state === "idle") return [{
		state: "cancelled",
		at: endedAt
	}];
	return state === "unknown" ? [] : [{
		state,
		at: endedAt
	}];
});

// src/commands/learn/since.ts
/** From when on deployments are asked for: what the ledger holds is the cursor. */
const day = 86400;
/** How long after it went out a deployment may still be reported as failed. */
const reportedLate = 2 * day;
/** A workflow run ends after this long at the latest: what is older and open was abandoned. */
const longestRun = 35 * day;
const isOpen = (deployment) => succeededAt(deployment) === null && failedAt(deployment) === null && !deployment.reports.some(({ state }) => state === "cancelled");
/** Seconds; everything of the lookback where nothing is known. */
const askSince = (known, now, lookbackSeconds) => {
	const newest = known.reduce((most, { startedAt }) => Math.max(most, startedAt), Number.NEGATIVE_INFINITY);
	const open = known.filter((deployment) => isOpen(deployment) && now - deployment.startedAt <= longestRun).map(({ startedAt }) => startedAt);
	return Math.max(now - lookbackSeconds, Math.min(newest - reportedLate, ...open));
};

// src/commands/learn/told-deployments.ts
/** Each tells of a hundred; a first run with more of them learns from the newest. */
const mostPages = 10;
/** Throws GitHubError. */
const deploymentsToldBy = async (github, repository, request) => {
	const deployments = [];
	const notes = [];
	for (const source of request.sources) {
		const told = await toldBy({
			...request,
			github,
			repository
		}, source);
		deployments.push(...told.deployments);
		notes.push(...told.notes);
	}
	return {
		deployments,
		notes
	};
};
const cut = (what) => `GitHub holds more ${what} than were asked for; what is older than the newest 1000 is not known`;
const toldBy = async (request, source) => {
	const { github, repository, environments, known, now, lookbackSeconds } = request;
	if (source.kind === "github-deployments") {
		const since = askSince(known, now, lookbackSeconds);
		const found = await deploymentsSince(github, repository, {
			environments,
			since,
			mostPages
		});
		return {
			deployments: found.deployments,
			notes: found.complete ? [] : [cut("deployments")]
		};
	}
	const own = known.filter(({ environment }) => environment === source.environment);
	const reach = {
		known: own,
		since: askSince(own, now, lookbackSeconds),
		lookback: now - lookbackSeconds
	};
	return source.kind === "workflow-runs" ? byRuns(request, source, reach) : byVersions(request, source, reach);
};
const byRuns = async ({ github, repository, defaultBranch }, source, reach) => {
	const { deployments, complete, jobFound } = await deploymentsByRuns(github, repository, {
		source,
		defaultBranch,
		mostPages,
		...reach
	});
	const notes = complete ? [] : [cut(`runs of ${source.workflow}`)];
	if (jobFound === false) notes.push(`no run of ${source.workflow} that was looked at has a job named "${source.job}"; write the name that its runs show`);
	return {
		deployments,
		notes
	};
};
/** Few have them: who has none does not load them. */
const byVersions = async ({ github, repository, clone, maturitySeconds, now }, source, reach) => {
	if (source.kind === "tags") {
		const { deploymentsByTags } = await import("./chunks/commands-learn-tagged-deployments.js");
		return deploymentsByTags({
			...clone,
			...reach,
			source
		});
	}
	const { deploymentsByReleases } = await import("./chunks/sources-github-release-deployments.js");
	const { deployments, complete, untagged } = await deploymentsByReleases(github, repository, {
		...clone,
		...reach,
		source,
		maturitySeconds,
		now,
		mostPages
	});
	return {
		deployments,
		notes: [...complete ? [] : [cut("releases")], ...sayUntagged(untagged)]
	};
};
const sayUntagged = (tags) => tags.length === 0 ? [] : [`${tags.length} published releases have no tag that could be found (${tags[0]}${tags.length > 1 ? ", …" : ""}), and are not counted; push the tag again, or delete the release`];

// src/sources/github/incident-issues.ts
const route = "GET /repos/{owner}/{repo}/issues";
const mostIssues = 300;
/** Those who belong to the repository, as GitHub says it of an issue's author. */
const belonging = /* @__PURE__ */ new Set([
	"OWNER",
	"MEMBER",
	"COLLABORATOR"
]);
/** The word of the configuration for all of them. */
const everyCollaborator = "collaborators";
/** Why an issue does not count; null where it does. An app is named, a person is not. */
const objection = (issue, creators) => {
	const user = issue.optional("user", record);
	const login = user?.text("login") ?? "";
	const isNamed = creators.some((creator) => creator.toLowerCase() === login.toLowerCase());
	const isOfUs = belonging.has(issue.text("author_association"));
	if (login !== "" && isNamed || isOfUs && creators.includes(everyCollaborator)) return null;
	return `opened by ${user?.text("type") === "Bot" ? `the app ${login}` : isOfUs ? "somebody who is not among its creators" : "somebody without write access"}; whom to trust stands under creators of this source`;
};
/** A label costs a request. Pull requests are issues to GitHub, and none here. An issue of two sources counts if one trusts it. */
const incidentIssues = async (github, repository, { sources, since }) => {
	const counted = /* @__PURE__ */ new Set();
	const refused = /* @__PURE__ */ new Map();
	const files = [];
	for (const { labels, creators } of sources) for (const label of labels) {
		const { items } = await github.list(route, {
			...repository,
			labels: label,
			state: "all",
			since: since.toISOString(),
			per_page: 100
		}, mostIssues);
		const issues = answersOf(route, items);
		const fresh = items.filter((_, at) => {
			const issue = issues[at];
			const number = issue.integer("number");
			if (issue.optional("pull_request", record) !== null || counted.has(number)) return false;
			const why = objection(issue, creators);
			if (why !== null) {
				refused.set(number, `#${number}, labelled ${label}: ${why}`);
				return false;
			}
			counted.add(number);
			return true;
		});
		if (fresh.length > 0) files.push({
			name: `issues labelled ${label}`,
			content: JSON.stringify(fresh)
		});
	}
	return {
		files,
		notCounted: [...refused].flatMap(([number, why]) => counted.has(number) ? [] : [why])
	};
};

// src/main/learn-action.ts
/** The action that learns: what became of deployments, from GitHub and from files. Started as `dist/learn.js`. */
/** The policy at the commit of the run; on a pull request it would be the author's. */
const configurationOf = (sha) => async (repository) => {
	const file = await policyAt(repository, sha);
	return file === null ? defaultConfiguration() : parseConfiguration(file.text, file.path);
};
const filesOf = (paths, input, workspace) => Promise.all(paths.map(async (name) => {
	try {
		return {
			name,
			content: textContent(await readFile(resolve(workspace, name)))
		};
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new UsageError(`input ${input}: ${name} cannot be read (${why}); name files of the checkout`, { cause });
	}
}));
const deploymentsOf = ({ toolkit, github, repository, inputs, runner, defaultBranch, now, clone }) => async (known, ground) => {
	const { configuration, history } = ground;
	const files = await filesOf(inputs.deployments, "deployments", runner.workspace);
	const named = configuration.environments.flatMap(({ name, githubEnvironments }) => githubEnvironments.length > 0 ? githubEnvironments : [name]);
	const { deployments, notes } = await deploymentsToldBy(github, repository, {
		sources: configuration.deployments,
		environments: named.length > 0 ? named : ["production"],
		defaultBranch,
		known,
		now: now.getTime() / 1e3,
		lookbackSeconds: configuration.history.lookback.seconds,
		maturitySeconds: configuration.outcome.maturity.seconds,
		clone: {
			repository: ground.repository,
			index: history.index,
			fetch: (commits) => clone.fetch(...commits)
		}
	});
	for (const message of notes) toolkit.annotate({
		level: "warning",
		title: "learn",
		message
	});
	return {
		deployments: [...files.flatMap(({ name, content }) => readDeploymentLines(content, name)), ...deployments],
		notes: []
	};
};
const incidentsOf = ({ github, repository, inputs, runner, now }) => async (configuration, clone, head) => readIncidents({
	configuration,
	repository: clone,
	head,
	workspace: runner.workspace,
	given: await filesOf(inputs.incidents, "incidents", runner.workspace),
	issues: (sources) => incidentIssues(github, repository, {
		sources,
		since: /* @__PURE__ */ new Date(now.getTime() - configuration.history.lookback.seconds * 1e3)
	}),
	otherBranch: otherBranchOf(await readPayload(runner.eventPath), runner)
});
/** What an output has room for; the file has the rest. */
const mostListed = 50;
const shortened = (learned) => ({
	...learned,
	failed: learned.failed.slice(0, mostListed),
	links: learned.links.slice(0, mostListed),
	incidents: {
		...learned.incidents,
		unusable: learned.incidents.unusable.slice(0, mostListed),
		notCounted: learned.incidents.notCounted.slice(0, mostListed)
	}
});
const perform = async (toolkit) => {
	const inputs = readLearnInputs(process.env);
	const runner = readRunner(process.env);
	if (runner.eventName.startsWith("pull_request")) throw new UsageError(`learn: on ${runner.eventName} whoever wrote the change would say what is learned; run it on schedule, push or workflow_dispatch`);
	const github = await openJobGitHub(toolkit, runner);
	const repository = {
		owner: runner.owner,
		repo: runner.repositoryName
	};
	const now = /* @__PURE__ */ new Date();
	const webUrl = `${runner.serverUrl}/${runner.repository}`;
	const clone = await prepareClone({
		workspace: runner.workspace,
		temporary: runner.temporaryFolder,
		remote: {
			url: `${webUrl}.git`,
			token: readTokens(process.env).github
		},
		webUrl,
		commits: [runner.sha],
		lookbackSeconds: defaultConfiguration().history.lookback.seconds,
		blobless: false,
		now,
		environment: process.env
	});
	if (clone.withoutHistory) throw new UsageError(`learn: ${clone.notes.join("; ")}`);
	const world = {
		toolkit,
		github,
		repository,
		inputs,
		runner,
		defaultBranch: defaultBranchOf(await readPayload(runner.eventPath), runner),
		clone,
		now
	};
	const { learned, card } = await learn({
		directory: clone.directory,
		configuration: configurationOf(runner.sha),
		ledgers: (_, configuration) => [openLedgerOf(inputs.ledger ?? configuration.ledger ?? "branch:change-risk-ledger", runner, github)],
		indexDirectory: async () => join(runner.temporaryFolder, "change-risk-index"),
		deployments: deploymentsOf(world),
		incidents: incidentsOf(world),
		repository: runner.repository,
		head: runner.sha,
		periodSeconds: inputs.periodSeconds,
		prior: shippedPrior(),
		now,
		version,
		processEnvironment: process.env,
		progress: () => void 0
	});
	const screen = renderLearned(learned);
	toolkit.log(screen);
	const folded = card === null ? "" : `\n<details><summary>Model card</summary>\n\n${card}\n</details>\n`;
	await toolkit.addSummary(`## Learned\n\n\`\`\`\`text\n${screen.replaceAll("````", "```")}\n\`\`\`\`\n${folded}`);
	const cardFile = join(runner.temporaryFolder, "change-risk-model-card.md");
	if (card !== null) writeWhole(cardFile, card, "output card-file");
	const outputs = {
		failed: String(learned.failed.length),
		deployments: String(learned.environments.reduce((sum, { deployments }) => sum + deployments, 0)),
		result: JSON.stringify(shortened(learned)),
		"result-file": await toolkit.writeResult(learned),
		"card-file": card === null ? "" : cardFile
	};
	await toolkit.setOutputs(outputs);
};
const toolkit = openToolkit({
	outputFile: process.env["GITHUB_OUTPUT"] ?? null,
	summaryFile: process.env["GITHUB_STEP_SUMMARY"] ?? null,
	temporaryFolder: process.env["RUNNER_TEMP"] ?? ".",
	write: (text) => process.stdout.write(text)
});
toolkit.mask(secretsOf(process.env));
try {
	await perform(toolkit);
} catch (error) {
	const why = isOurs(error) ? error.message : `${toolName} failed and should not have (${String(error)}); please report it`;
	toolkit.annotate({
		level: "error",
		title: "learn",
		message: why
	});
	process.exitCode = 1;
}

export {  };
