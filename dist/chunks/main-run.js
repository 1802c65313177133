import { J as isOurs, K as SourceError, q as UsageError, z as nearest } from "./main-gate.js";
import { n as terminalProgress, t as momentOf } from "./main-shell.js";
import { parseArgs } from "node:util";

// src/main/contract.ts
const repository = {
	name: "repository",
	value: "DIR",
	says: "the clone to look at (default: the one around this folder)"
};
const ledger = {
	name: "ledger",
	value: "URL",
	says: "where decisions are remembered (default: directory, inside the git directory)"
};
const json = {
	name: "json",
	says: "print one JSON document on standard output, and nothing else there"
};
const now = {
	name: "now",
	value: "ISO",
	says: "take this as the present moment"
};
const commands = {
	gate: {
		name: "gate",
		says: "score what is about to be deployed, say why, and decide",
		options: [
			repository,
			{
				name: "base",
				value: "REF",
				says: "what runs now (default: the last deployment, else the newest release tag)"
			},
			{
				name: "head",
				value: "REF",
				says: "what is asked to run (default: HEAD)"
			},
			{
				name: "environment",
				value: "NAME",
				says: "where it goes (default: the only one configured, else production)"
			},
			{
				name: "mode",
				value: "M",
				says: "off, observe or enforce (default: as configured, else observe)"
			},
			{
				name: "config",
				value: "FILE",
				says: "take the policy from this file instead of the one at the base"
			},
			ledger,
			{
				name: "fail-on",
				value: "W",
				says: "exit with 2 on: none, reject, hold (or worse), review (or worse)"
			},
			{
				name: "markdown",
				says: "print the pull request comment instead of the screen"
			},
			{
				name: "with-people",
				says: "show the hashed authors of each part in --json"
			},
			json,
			now
		]
	},
	learn: {
		name: "learn",
		says: "collect what became of the deployments, tie failures to changes, and fit the model again",
		options: [
			repository,
			{
				name: "incidents",
				value: "FILE",
				multiple: true,
				says: "incidents and post-mortems in any known form (JSON, CSV, Markdown)"
			},
			{
				name: "deployments",
				value: "FILE",
				says: "JSON lines {environment, sha, startedAt, finishedAt?, state, url?, attempts?}; - for stdin"
			},
			{
				...ledger,
				multiple: true,
				says: "where it is remembered; the first is written to. Of several repositories: learned together"
			},
			{
				name: "write-prior",
				value: "FILE",
				says: "the prior that these repositories share (default: .github/change-risk-prior.json)"
			},
			{
				name: "period",
				value: "D",
				says: "whose failed changes are told (default: 30d)"
			},
			{
				name: "card",
				value: "FILE",
				says: "write the model card: what it learned from, and how it does"
			},
			json,
			now
		]
	},
	backtest: {
		name: "backtest",
		says: "replay the past in time order and tell how well the model would have done",
		options: [
			{
				...repository,
				says: "replay this clone"
			},
			{
				name: "table",
				value: "FILE",
				says: "replay a table instead: .csv or .csv.gz"
			},
			{
				name: "time",
				value: "COL",
				says: "its column of times (default: the order of the file)"
			},
			{
				name: "label",
				value: "COL",
				says: "its column of outcomes, 1 failed (default: label)"
			},
			{
				name: "label-time",
				value: "COL",
				says: "its column of times at which a failure became known"
			},
			{
				name: "ignore",
				value: "COL,…",
				says: "columns that are no signals"
			},
			{
				name: "train-fraction",
				value: "F",
				says: "how much of the past is only learned from (default: 0.8)"
			},
			{
				name: "blocks",
				value: "N",
				says: "refit before each of N blocks of the rest (default: 1)"
			},
			{
				name: "prior",
				value: "P",
				says: "shipped, none, or a model file (default: shipped for a clone, none for a table)"
			},
			{
				name: "maturity",
				value: "D",
				says: "time after which no failure means success (default: 14d; of a table: 0)"
			},
			{
				name: "lookback",
				value: "D",
				says: "how much of a clone’s past to replay (default: 120mo)"
			},
			{
				name: "policy",
				value: "FILE",
				multiple: true,
				says: "what enforcing it would have asked, let through and missed; several: compared"
			},
			{
				name: "environment",
				value: "NAME",
				says: "of that policy"
			},
			{
				name: "period",
				value: "D",
				says: "of that policy: how much of the end is decided again (default: 90d)"
			},
			{
				name: "review-hours",
				value: "H",
				says: "of that policy: how long a review takes, where nothing tells"
			},
			{
				name: "with-people",
				says: "of that policy: name the people whom CODEOWNERS names"
			},
			{
				...ledger,
				says: "whose deployments and outcomes count (default: directory, inside the git directory)"
			},
			{
				name: "predictions",
				value: "OUT.csv",
				says: "write row,time,label,risk of every scored row"
			},
			json,
			now
		]
	},
	replay: {
		name: "replay",
		says: "verify every byte of the ledger and derive its decisions again",
		options: [
			repository,
			ledger,
			json
		]
	},
	suspects: {
		name: "suspects",
		says: "rank the changes that may have caused an incident, and say how likely none did",
		options: [
			{
				name: "incident",
				value: "FILE[#ID]",
				says: "the incident, in any form: an export, an issue, a post-mortem (docs/incidents.md)"
			},
			repository,
			ledger,
			{
				name: "at",
				value: "ISO",
				says: "what was known at this moment (default: now)"
			},
			{
				name: "limit",
				value: "N",
				says: "how many to name (default: 5)"
			},
			json,
			now
		]
	},
	rollout: {
		name: "rollout",
		says: "restart fleets onto a new version, wave by wave, so that nobody notices",
		verbs: {
			plan: "show waves, batches and times; looks at the fleets, changes nothing",
			run: "begin, or go on where another run stopped",
			status: "tell how far it is",
			pause: "stop after the batch that is out",
			resume: "go on",
			abort: "go back to the version before, newest first; also after it is done",
			promote: "count the wave that is watched as passed",
			skip: "leave the instances named as they are"
		},
		options: [
			{
				name: "plan",
				value: "FILE",
				multiple: true,
				says: "what is rolled out and how; several services together (default: .github/rollout.yml)"
			},
			{
				name: "to",
				value: "VERSION",
				verbs: ["plan", "run"],
				says: "the version to bring everywhere (plan, run)"
			},
			{
				name: "risk",
				value: "P",
				verbs: ["plan", "run"],
				says: "0.03, 3%, or a file of gate --json (default: the gate’s record, else it counts as high)"
			},
			{
				name: "instance",
				value: "ID",
				multiple: true,
				verbs: ["skip"],
				says: "whom to skip (skip)"
			},
			{
				name: "reason",
				value: "TEXT",
				says: "why, for the record (pause, resume, abort, promote, skip)"
			},
			{
				name: "emergency",
				verbs: [
					"plan",
					"run",
					"resume"
				],
				says: "windows that let emergencies through hold it no more; wants --reason (plan, run, resume)"
			},
			{
				name: "environment",
				value: "NAME",
				says: "whose gate decision counts (default: production)"
			},
			repository,
			ledger,
			{
				name: "markdown",
				says: "print Markdown: the plan with its chart, or the summary"
			},
			json,
			now
		]
	}
};

// src/main/arguments.ts
/** Command lines read strictly: an unknown flag or a missing value is told, with the nearest flag there is. */
const column = 28;
const optionLine = ({ name, value, multiple, says }) => {
	const flag = `  --${name}${value ? ` ${value}${multiple ? "…" : ""}` : ""}`;
	return flag.length < column ? `${flag.padEnd(column)}${says}` : `${flag}\n${" ".repeat(column)}${says}`;
};
const commandHelp = ({ name, says, verbs, options }) => [
	`change-risk-gate ${name}: ${says}`,
	"",
	...verbs === void 0 ? [] : [...Object.entries(verbs).map(([verb, does]) => `  ${`${name} ${verb}`.padEnd(26)}${does}`), ""],
	...options.map(optionLine),
	""
].join("\n");
const generalHelp = () => [
	"change-risk-gate: how risky is this deploy, why, and may it go out unreviewed?",
	"",
	...Object.values(commands).map(({ name, says }) => `  ${name.padEnd(10)}${says}`),
	"",
	"  change-risk-gate COMMAND --help tells the options of one; --version the release.",
	"  Exit codes: 0 go on · 1 usage, configuration or a fault of ours · 2 the answer is no.",
	"  Of rollout also: 3 frozen, a person must look · 75 parked, run it again later.",
	""
].join("\n");
const meant = (word, names, prefix = "") => {
	const near = nearest(word, names);
	return near ? `did you mean ${prefix}${near}?` : `there are ${names.map((name) => prefix + name).join(", ")}`;
};
const isCommand = (word) => Object.hasOwn(commands, word);
/** Reads `argv` without node and script. Throws `UsageError`. */
const readArguments = (argv) => {
	const [word, ...rest] = argv;
	if (word === void 0 || word === "help" || word === "--help" || word === "-h") {
		const [about = ""] = rest;
		return {
			kind: "help",
			text: isCommand(about) ? commandHelp(commands[about]) : generalHelp()
		};
	}
	if (!isCommand(word)) throw new UsageError(`${word}: no such command; ${meant(word, Object.keys(commands))}`);
	const command = commands[word];
	if (rest.includes("--help") || rest.includes("-h")) return {
		kind: "help",
		text: commandHelp(command)
	};
	const { verbs } = command;
	const [verb] = rest;
	if (verbs !== void 0 && (verb === void 0 || !Object.hasOwn(verbs, verb))) throw new UsageError(verb === void 0 || verb.startsWith("-") ? `${word}: say what to do; there are ${Object.keys(verbs).join(", ")}` : `${word} ${verb}: no such thing to do; ${meant(verb, Object.keys(verbs))}`);
	const said = verbs === void 0 ? word : `${word} ${verb}`;
	return {
		kind: "command",
		command: word,
		values: {
			...verbs === void 0 ? {} : { verb },
			...verbs === void 0 ? readOptions(said, word, command.options, rest) : readOptions(said, word, command.options, rest.slice(1), verb)
		}
	};
};
/** `said` is what the user typed before the options. */
const readOptions = (said, word, known, args, verb) => {
	const { tokens } = parseArgs({
		args: [...args],
		options: Object.fromEntries(known.map(({ name, value }) => [name, {
			type: value ? "string" : "boolean",
			multiple: true
		}])),
		strict: false,
		allowPositionals: true,
		tokens: true
	});
	const values = /* @__PURE__ */ new Map();
	/** Whose value a bare word would be. */
	let open;
	for (const token of tokens) {
		if (token.kind === "positional" && open !== void 0 && token.value !== "") {
			values.set(open.name, [...values.get(open.name) ?? [], token.value]);
			continue;
		}
		if (token.kind === "positional") throw new UsageError(`${said}: does not take "${token.value}"; options start with --, see ${word} --help`);
		open = void 0;
		if (token.kind !== "option") continue;
		const option = known.find(({ name }) => name === token.name);
		if (!option) {
			const names = known.map(({ name }) => name);
			throw new UsageError(`${said} ${token.rawName}: no such option; ${meant(token.name, names, "--")}`);
		}
		const { name, value: shape, multiple, verbs } = option;
		if (verb !== void 0 && verbs?.includes(verb) === false) throw new UsageError(`${said} --${name}: only ${verbs.map((each) => `${word} ${each}`).join(" and ")} ${verbs.length === 1 ? "heeds" : "heed"} it; leave it out`);
		if (shape === void 0) {
			if (token.value !== void 0) throw new UsageError(`${said} --${name}: takes no value`);
			values.set(name, true);
			continue;
		}
		if (token.value === void 0 || token.value === "" || !token.inlineValue && token.value.startsWith("--")) throw new UsageError(`${said} --${name}: needs a value, as in --${name} ${shape}`);
		values.set(name, multiple ? [...values.get(name) ?? [], token.value] : token.value);
		if (multiple) open = option;
	}
	return Object.fromEntries(values);
};

// src/main/run.ts
/** From a command line to an exit code; the last place where an error can be told. */
/** Each command is a chunk of its own: none pays for the others' imports. */
const runs = {
	gate: async () => (await import("./main-gate2.js")).runGate,
	learn: async () => (await import("./main-learn.js")).runLearn,
	backtest: async () => (await import("./main-backtest.js")).runBacktest,
	replay: async () => (await import("./main-replay.js")).runReplay,
	suspects: async () => (await import("./main-suspects.js")).runSuspects,
	rollout: async () => (await import("./main-rollout.js")).runRolloutCommand
};
const told = (error) => {
	if (isOurs(error)) return error.message;
	return `change-risk-gate failed and should not have (${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}); please report it. CHANGE_RISK_DEBUG=1 shows where.`;
};
/** Once all that was printed is out, or is known to be lost. */
const written = (stream) => new Promise((answer) => stream.write("", () => setImmediate(answer)));
/** Runs one command line. Answers the exit code of DESIGN.md §4: 0 go on, 1 cannot, 2 the answer is no. */
const run = async (argv) => {
	const { stdout, stderr, env } = process;
	const progress = terminalProgress(stderr, () => performance.now());
	let lost;
	stdout.on("error", (error) => {
		if (error.code !== "EPIPE") lost ??= error;
	});
	try {
		const invocation = readArguments(argv);
		if (invocation.kind === "help") {
			stdout.write(invocation.text);
			return 0;
		}
		const { command, values } = invocation;
		const now = momentOf(values, /* @__PURE__ */ new Date(), (text) => {
			throw new UsageError(`${command} --now ${text}: is no moment; write it as 2026-11-21T10:00:00Z`);
		});
		const isWatched = stderr.isTTY === true && !env["CI"];
		const shell = {
			directory: process.cwd(),
			environment: env,
			now,
			colour: stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb",
			isWatched,
			progress: isWatched ? progress.show : () => void 0,
			columns: stderr.columns ?? 100,
			width: stdout.columns || void 0,
			status: isWatched ? progress.status : () => void 0,
			print: (text) => {
				progress.clear();
				stdout.write(text);
			},
			warn: (text) => {
				progress.clear();
				stderr.write(`${text}\n`);
			}
		};
		const code = await (await runs[command]())(values, shell);
		await written(stdout);
		if (lost) throw new SourceError(`${command}: the answer cannot be written (${lost.message})`);
		return code;
	} catch (error) {
		progress.clear();
		stderr.write(`${told(error)}\n`);
		if (env["CHANGE_RISK_DEBUG"] && error instanceof Error) stderr.write(`${error.stack}\n`);
		return 1;
	}
};

export { run };
