import { n as learn, r as readIncidents, t as renderLearned } from "./report-learned.js";
import { P as readDuration, V as UsageError, f as parseConfiguration, l as policyAt, o as indexDirectory, y as defaultConfiguration } from "./main-gate.js";
import { pn as openLedger } from "./commands-gate-gate.js";
import { o as readDeploymentLines } from "./commands-learn-deployment-records.js";
import { u as textContent } from "./history-incidents-links.js";
import { n as shippedPrior } from "./main-prior2.js";
import { n as version } from "./main-version.js";
import { join, resolve } from "node:path";
import { readFileSync } from "node:fs";

// src/main/learn.ts
/** `learn` on the command line. */
const text = (values, name) => {
	const value = values[name];
	return typeof value === "string" ? value : void 0;
};
const texts = (values, name) => {
	const value = values[name];
	return Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
};
const readInput = (option, path, shell) => {
	try {
		return textContent(readFileSync(path === "-" ? 0 : resolve(shell.directory, path)));
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new UsageError(`learn --${option} ${path}: cannot be read (${why}); name a file${option === "deployments" ? ", or - for standard input" : ""}`, { cause });
	}
};
/** The policy at the head: what is learned here is for the deployments to come. */
const configurationOf = async (repository) => {
	const file = await policyAt(repository, "HEAD");
	return file === null ? defaultConfiguration() : parseConfiguration(file.text, file.path);
};
const ledgersOf = (urls) => (repository, configuration) => {
	const open = (url) => openLedger(url, {
		baseDirectory: repository.workTree ?? repository.gitDirectory,
		defaultDirectory: join(repository.commonDirectory, "change-risk"),
		witnessFile: join(repository.commonDirectory, "change-risk-witness.json")
	});
	return urls.length > 0 ? urls.map(open) : [open(configuration.ledger ?? void 0)];
};
const periodOf = (values) => {
	const given = text(values, "period") ?? "30d";
	const read = readDuration(/^\d+$/.test(given) ? `${given}d` : given);
	if (!read.ok || read.value.seconds <= 0) throw new UsageError(`learn --period ${given}: must be a time such as 30d or 12mo`);
	return read.value.seconds;
};
const runLearn = async (values, shell) => {
	const periodSeconds = periodOf(values);
	const deployments = text(values, "deployments");
	const told = deployments === void 0 ? [] : readDeploymentLines(readInput("deployments", deployments, shell), deployments === "-" ? "standard input" : deployments);
	const given = texts(values, "incidents").map((name) => ({
		name,
		content: readInput("incidents", name, shell)
	}));
	const learned = await learn({
		directory: text(values, "repository") ?? shell.directory,
		configuration: configurationOf,
		ledgers: ledgersOf(texts(values, "ledger")),
		indexDirectory: async (repository) => indexDirectory(repository, shell.environment),
		deployments: async () => told,
		incidents: (configuration, repository, head) => readIncidents({
			configuration,
			repository,
			head,
			workspace: repository.workTree,
			given,
			issues: null,
			otherBranch: null
		}),
		periodSeconds,
		prior: shippedPrior(),
		now: shell.now,
		version,
		processEnvironment: shell.environment,
		progress: shell.progress
	});
	shell.print(values["json"] === true ? `${JSON.stringify(learned, null, 2)}\n` : `${renderLearned(learned)}\n`);
	return 0;
};

export { runLearn };
