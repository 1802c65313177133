#!/usr/bin/env node
import { c as secretsOf, l as fetchThroughProxy, n as readRunner, o as readRolloutInputs, s as readTokens, t as openToolkit, u as openGitHub } from "./chunks/main-action-toolkit.js";
import { a as branchLedger, t as defaultLedger } from "./chunks/commands-github-ledger.js";
import { a as readPlans, i as renderRolloutSummary, n as realClock, o as rolloutLedgerUrl, r as resultDocument, t as performVerb } from "./chunks/main-rollout-verbs.js";
import { R as isOurs } from "./chunks/main-gate.js";
import { et as openLedger } from "./chunks/commands-gate-gate.js";
import { n as version, t as toolName } from "./chunks/main-version.js";
import { setTimeout } from "node:timers/promises";
import { join } from "node:path";

// src/main/rollout-action.ts
/** The rollout's action: the verbs of the command line in a job. Started as `dist/rollout.js`. */
/** Where this job remembers: a branch, one for each service, unless a directory is named. */
const placeOf = async (toolkit, runner, url) => {
	const { fetch, warning } = await fetchThroughProxy(process.env);
	if (warning !== null) toolkit.annotate({
		level: "warning",
		message: warning
	});
	const sleep = (milliseconds) => setTimeout(milliseconds);
	const github = openGitHub({
		token: readTokens(process.env).github,
		apiUrl: runner.apiUrl,
		graphqlUrl: runner.graphqlUrl,
		serverUrl: runner.serverUrl,
		fetch,
		sleep,
		random: Math.random,
		now: () => /* @__PURE__ */ new Date(),
		userAgent: `${toolName}/${version}`
	});
	const opened = /* @__PURE__ */ new Map();
	const open = (named) => {
		const known = opened.get(named);
		if (known) return known;
		const branch = /^branch:(.+)$/.exec(named)?.[1];
		const repository = {
			owner: runner.owner,
			repo: runner.repositoryName
		};
		const ledger = branch === void 0 ? openLedger(named, {
			baseDirectory: runner.workspace,
			defaultDirectory: join(runner.temporaryFolder, "ledger")
		}) : branchLedger({
			github,
			repository,
			branch,
			random: Math.random,
			sleep
		});
		opened.set(named, ledger);
		return ledger;
	};
	return {
		ledger: open(url),
		ledgerOf: (service) => open(rolloutLedgerUrl(url, service)),
		repository: runner.repository,
		directory: runner.workspace,
		commitOf: async () => runner.sha
	};
};
/** A job that is cancelled has 7.5 s between the first signal and the last. */
const graceSeconds = 6;
const perform = async (toolkit) => {
	const inputs = readRolloutInputs(process.env);
	const runner = readRunner(process.env);
	const place = await placeOf(toolkit, runner, inputs.ledger ?? "branch:change-risk-ledger");
	const files = await readPlans(inputs.plans, runner.workspace);
	const stop = new AbortController();
	for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => stop.abort());
	const log = (text) => toolkit.log(text.replace(/\n$/, ""));
	const { exitCode, ends } = await performVerb({
		verb: inputs.command,
		files,
		place,
		environment: inputs.environment ?? "production",
		to: inputs.to ?? null,
		risk: inputs.risk ?? null,
		instances: inputs.instances,
		reason: inputs.reason,
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
		screen: {
			print: log,
			warn: log,
			status: () => void 0,
			columns: 100
		},
		signal: stop.signal
	});
	await tell(toolkit, ends, files);
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
	toolkit.annotate({
		level: "error",
		title: "rollout",
		message: why
	});
	process.exitCode = 1;
}

export {  };
