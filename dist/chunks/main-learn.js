import { B as readDuration, J as isOurs, O as openRepository, Y as sayUnreadable, g as parseConfiguration, p as policyAt, q as UsageError, s as indexDirectory, w as defaultConfiguration } from "./main-gate.js";
import { n as renderLearned, r as readIncidents, t as learn } from "./commands-learn-learn.js";
import { n as deploymentsInClone } from "./commands-learn-tagged-deployments2.js";
import { br as openLedger } from "./commands-gate-gate.js";
import { s as readDeploymentLines } from "./commands-learn-deployment-records.js";
import { u as textContent } from "./history-incidents-links.js";
import { t as reachable } from "./main-ledger-reach.js";
import { n as shippedPrior } from "./main-prior2.js";
import { n as version } from "./main-version.js";
import { t as writeWhole } from "./main-whole-file.js";
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
		const why = sayUnreadable(cause);
		throw new UsageError(`learn --${option} ${path}: cannot be read (${why}); name a file${option === "deployments" ? ", or - for standard input" : ""}`, { cause });
	}
};
/** The policy at the head: what is learned here is for the deployments to come. */
const configurationOf = async (repository) => {
	const file = await policyAt(repository, "HEAD");
	return file === null ? defaultConfiguration() : parseConfiguration(file.text, file.path);
};
const opening = (repository) => (url) => openLedger(url, {
	baseDirectory: repository.workTree ?? repository.gitDirectory,
	defaultDirectory: join(repository.commonDirectory, "change-risk"),
	witnessFile: join(repository.commonDirectory, "change-risk-witness.json")
});
const ledgersOf = (urls, shell) => (repository, configuration) => urls.length > 0 ? urls.map(opening(repository)) : [opening(repository)(reachable(configuration.ledger, shell))];
/** Ledgers are read without a clone: where there is none, paths are relative to the folder. */
const placeOf = async (directory, shell) => {
	try {
		const repository = await openRepository(directory, shell.environment);
		repository.objects.end();
		return repository;
	} catch (error) {
		if (!isOurs(error)) throw error;
		return {
			workTree: directory,
			gitDirectory: directory,
			commonDirectory: directory
		};
	}
};
/** The first may be new, for it is written to; another one without a record is a path misspelt. */
const demandRecords = async (ledger, url) => {
	for await (const _ of ledger.read()) return;
	throw new UsageError(`learn --ledger ${url}: no record is there; name the folder that holds events/`);
};
/** Several ledgers that tell of several repositories, or a prior that is asked for, are learned from together. */
const asPool = async (values, shell) => {
	const urls = texts(values, "ledger");
	const writePrior = text(values, "write-prior");
	if (urls.length < 2 && writePrior === void 0) return null;
	const directory = resolve(shell.directory, text(values, "repository") ?? ".");
	const place = await placeOf(directory, shell);
	const ledgers = (urls.length > 0 ? urls : [void 0]).map(opening(place));
	for (const [at, ledger] of ledgers.entries()) if (at > 0) await demandRecords(ledger, urls[at]);
	if (writePrior === void 0) {
		const { countRepositories } = await import("./commands-pool-members2.js");
		if (await countRepositories(ledgers) < 2) return null;
	}
	const alone = [
		"incidents",
		"deployments",
		"card"
	].find((name) => values[name] !== void 0);
	if (alone !== void 0) throw new UsageError(`learn --${alone}: tells of one repository, and these ledgers are of several; run learn in that repository with its own ledger first`);
	return {
		ledgers,
		directory: place.workTree ?? directory,
		writePrior,
		json: values["json"] === true
	};
};
const periodOf = (values) => {
	const given = text(values, "period") ?? "30d";
	const read = readDuration(/^\d+$/.test(given) ? `${given}d` : given);
	if (!read.ok || read.value.seconds <= 0) throw new UsageError(`learn --period ${given}: must be a time such as 30d or 12mo`);
	return read.value.seconds;
};
const writeCard = (path, card, shell) => {
	if (card === null) throw new UsageError(`learn --card ${path}: there is no model to write of, for the branch has no history; leave --card out`);
	writeWhole(resolve(shell.directory, path), card, `learn --card ${path}`);
};
const runLearn = async (values, shell) => {
	const periodSeconds = periodOf(values);
	const pooled = await asPool(values, shell);
	if (pooled !== null) return (await import("./main-learn-pool.js")).runPool(pooled, shell);
	const deployments = text(values, "deployments");
	const told = deployments === void 0 ? [] : readDeploymentLines(readInput("deployments", deployments, shell), deployments === "-" ? "standard input" : deployments);
	const given = texts(values, "incidents").map((name) => ({
		name,
		content: readInput("incidents", name, shell)
	}));
	const { learned, card } = await learn({
		directory: text(values, "repository") ?? shell.directory,
		configuration: configurationOf,
		ledgers: ledgersOf(texts(values, "ledger"), shell),
		indexDirectory: async (repository) => indexDirectory(repository, shell.environment),
		deployments: async (known, { history: { index }, repository, configuration }) => {
			const lookback = shell.now.getTime() / 1e3 - configuration.history.lookback.seconds;
			const tagged = await deploymentsInClone({
				repository,
				index
			}, configuration, known, lookback);
			return {
				deployments: [...told, ...tagged.deployments],
				notes: tagged.notes
			};
		},
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
	const cardFile = text(values, "card");
	if (cardFile !== void 0) writeCard(cardFile, card, shell);
	shell.print(values["json"] === true ? `${JSON.stringify(learned, null, 2)}\n` : `${renderLearned(learned)}\n`);
	return 0;
};

export { runLearn };
