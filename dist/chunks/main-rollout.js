import { c as readGivenRisk, i as openRolloutScreen, n as realClock, s as readPlans, t as performVerb } from "./main-rollout-verbs.js";
import { K as SourceError, O as openRepository, q as UsageError } from "./main-gate.js";
import { br as openLedger } from "./commands-gate-gate.js";
import { join, resolve } from "node:path";

// src/commands/rollout/ledger-of.ts
/** The ledger that rollouts are remembered in from a command line, inside a clone or outside of any. */
/** @throws UsageError outside of a clone where no ledger is named, for there is nowhere to remember */
const placeOf = async (directory, url, environment) => {
	const repository = await openRepository(directory, environment).catch((error) => {
		if (error instanceof SourceError || error instanceof UsageError) return null;
		throw error;
	});
	if (repository === null) {
		if (url === void 0) throw new UsageError(`rollout: ${directory} is in no git clone, so there is nowhere to remember what moves; name a folder with --ledger directory:PATH`);
		const ledger = openLedger(url, {
			baseDirectory: directory,
			defaultDirectory: resolve(directory, "change-risk")
		});
		return {
			ledger,
			ledgerOf: () => ledger,
			named: url,
			repository: directory,
			directory,
			commitOf: async () => null
		};
	}
	const home = repository.workTree ?? repository.gitDirectory;
	const ledger = openLedger(url, {
		baseDirectory: home,
		defaultDirectory: join(repository.commonDirectory, "change-risk"),
		witnessFile: join(repository.commonDirectory, "change-risk-witness.json")
	});
	return {
		ledger,
		ledgerOf: () => ledger,
		named: url ?? null,
		repository: repository.name,
		directory: home,
		commitOf: async (name) => {
			if (name === "" || name.startsWith("-")) return null;
			return (await repository.git.run([
				"rev-parse",
				"--verify",
				"--quiet",
				"--end-of-options",
				`${name}^{commit}`
			]).catch(() => "")).trim() || null;
		}
	};
};

// src/main/rollout.ts
/** `rollout` on the command line: a verb, plans, and an exit code. */
const text = (values, name) => {
	const value = values[name];
	return typeof value === "string" ? value : void 0;
};
const list = (values, name) => {
	const value = values[name];
	return Array.isArray(value) ? value : [];
};
const runRolloutCommand = async (values, shell) => {
	const place = await placeOf(text(values, "repository") ?? shell.directory, text(values, "ledger"), shell.environment);
	const named = list(values, "plan");
	const risk = text(values, "risk");
	const verb = text(values, "verb");
	const stop = new AbortController();
	const onSignal = () => {
		if (!stop.signal.aborted && (verb === "run" || verb === "abort")) shell.warn(stopping);
		stop.abort();
	};
	process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
	try {
		const { exitCode } = await performVerb({
			verb,
			files: await readPlans(named, named.length > 0 ? shell.directory : place.directory),
			place,
			environment: text(values, "environment") ?? "production",
			to: text(values, "to") ?? null,
			risk: risk === void 0 ? null : await readGivenRisk(risk, shell.directory),
			instances: list(values, "instance"),
			reason: text(values, "reason") ?? "",
			isEmergency: values["emergency"] === true,
			whenIdle: "refuse",
			by: personOf(shell),
			format: values["json"] === true ? "json" : values["markdown"] === true ? "markdown" : "text",
			world: {
				clock: realClock,
				directory: place.directory,
				environment: shell.environment,
				fetch: globalThis.fetch,
				random: Math.random
			},
			patience: patienceOf(shell.environment),
			now: shell.now,
			screen: screenOf(shell, Date.now),
			signal: stop.signal
		});
		return exitCode;
	} finally {
		process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
	}
};
/** A log that nobody watches gets a word a minute at most: an instance may take five to come up. */
const screenOf = (shell, now) => {
	if (shell.isWatched) return shell;
	const { status, columns } = openRolloutScreen({
		log: shell.warn,
		fold: () => void 0
	}, now);
	return {
		...shell,
		status,
		columns
	};
};
/** Who types: told to the ledger, and to those who read this rollout. */
const personOf = ({ environment }) => environment["GITHUB_ACTOR"] || environment["USER"] || environment["LOGNAME"] || "somebody";
/** What is out may need so long to come back. */
const graceSeconds = 8;
/** Who has asked for it once and sees nothing happen asks again, and that ends the process on the spot. */
const stopping = `rollout: stops once the batch that is out is back, in ${graceSeconds} s at most; asked again, it stops at once`;
/** Waits beyond half an hour are parked; whoever runs it on a schedule may say otherwise. */
const patienceOf = (environment) => ({
	longestWaitSeconds: secondsIn(environment, "CHANGE_RISK_LONGEST_WAIT_SECONDS") ?? 1800,
	busyWaitSeconds: secondsIn(environment, "CHANGE_RISK_BUSY_WAIT_SECONDS") ?? 900,
	graceSeconds
});
const secondsIn = (environment, name) => {
	const said = environment[name];
	if (said === void 0 || said === "") return null;
	const seconds = Number(said);
	if (!(seconds >= 0 && seconds < 1e6)) throw new UsageError(`${name}=${said}: is no number of seconds; unset it, or write 1800`);
	return seconds;
};

export { runRolloutCommand };
