import { n as version } from "./main-version.js";
import { createHash } from "node:crypto";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { spawn } from "node:child_process";

// src/domain/errors.ts
/**
* Three families: yours to mend (`UsageError`, `ConfigError`), the world's (`SourceError`), and anything else, which is
* our bug. A message says where, what, and the mend, on one line each.
*/
/** A flag, argument or ref that cannot be obeyed. */
var UsageError = class extends Error {
	name = "UsageError";
};
/** A configuration file that cannot be read as one. */
var ConfigError = class extends Error {
	name = "ConfigError";
};
/** Something outside did not answer as it should: git, a file, a ledger. */
var SourceError = class extends Error {
	name = "SourceError";
};
const isOurs = (error) => error instanceof UsageError || error instanceof ConfigError || error instanceof SourceError;
const codes = {
	ENOENT: "there is no such file",
	ENOTDIR: "there is no such file",
	EISDIR: "it is a folder",
	EACCES: "it may not be read here"
};
/** Why a file whose path was told already cannot be read: node's own words would tell the path again. */
const sayUnreadable = (cause) => {
	if (!(cause instanceof Error)) return String(cause);
	const code = "code" in cause ? String(cause.code) : "";
	return codes[code] ?? cause.message;
};

// src/config/reading.ts
const read = (value) => ({
	ok: true,
	value
});
const wanted = (text, mend) => mend === void 0 ? {
	ok: false,
	wanted: text
} : {
	ok: false,
	wanted: text,
	mend
};
/** "wanted a percentage like 10% (did you mean 15%?)" */
const sentenceOf = (reading) => `wanted ${reading.wanted}${reading.mend === void 0 ? "" : ` (did you mean ${reading.mend}?)`}`;
/**
* The value of a text that this program itself wrote or has already checked.
* @throws Error when it cannot be read after all, which is our bug.
*/
const mustRead = (reading) => {
	if (!reading.ok) throw new Error(`a checked value could not be read again: ${sentenceOf(reading)}`);
	return reading.value;
};

// src/config/duration.ts
/** Longest first: the order in which units may follow each other. A year has 365.25 days, a month a twelfth of it. */
const secondsByUnit = {
	y: 31557600,
	mo: 2629800,
	w: 604800,
	d: 86400,
	h: 3600,
	m: 60,
	s: 1
};
const units = Object.keys(secondsByUnit);
/** Each unit at most once, longest first: `4h30m`, never `30m4h` or `1h1h`. */
const shape$2 = new RegExp(`^${units.map((unit) => `(?:(\\d{1,6})${unit})?`).join("")}$`);
const longestSeconds = 100 * secondsByUnit.y;
/**
* Reads a length of time: `72h`, `14d`, `24mo`, `4h30m`; at least a second, at most a hundred years.
* A bare number is refused; `usualUnit` only shapes the question that is asked back.
*/
const readDuration = (input, usualUnit = "h") => {
	const asked = `a length of time above zero, with its unit, like 30m, 72h, 14d or 24mo`;
	const match = typeof input === "string" && input !== "" ? shape$2.exec(input) : null;
	if (match === null) return wanted(asked, guess$2(input, usualUnit));
	const seconds = units.reduce((sum, unit, at) => sum + Number(match[at + 1] ?? 0) * secondsByUnit[unit], 0);
	if (seconds === 0) return wanted(asked);
	return seconds > longestSeconds ? wanted("a length of time of at most 100 years") : read({
		seconds,
		text: match[0]
	});
};
const wordsOfUnit = {
	year: "y",
	yr: "y",
	month: "mo",
	mon: "mo",
	mo: "mo",
	week: "w",
	wk: "w",
	day: "d",
	hour: "h",
	hr: "h",
	minute: "m",
	min: "m",
	second: "s",
	sec: "s",
	y: "y",
	w: "w",
	d: "d",
	h: "h",
	m: "m",
	s: "s"
};
/** What somebody probably meant: 72 → 72h, "3 days" → 3d, "14D" → 14d. */
const guess$2 = (input, usualUnit) => {
	const text = typeof input === "number" ? `${input}` : typeof input === "string" ? input.trim() : "";
	const match = /^(\d{1,6}) ?([a-z]{0,8})$/i.exec(text);
	if (match === null || Number(match[1]) === 0) return void 0;
	const word = (match[2] ?? "").toLowerCase();
	const unit = word === "" ? usualUnit : wordsOfUnit[word] ?? wordsOfUnit[word.replace(/s$/, "")];
	return unit === void 0 ? void 0 : `${Number(match[1])}${unit}`;
};

// src/config/nearest.ts
/**
* The known word somebody probably meant, or undefined when none is near: at most a third of the letters may differ.
* A word that begins another counts as near, too ("prod" → "production").
*/
const nearest = (word, known) => {
	const allowed = Math.max(1, Math.floor(word.length / 3));
	const beginsWith = (name) => name.toLowerCase().startsWith(word.toLowerCase());
	return within(allowed, word, known) ?? (word.length < 3 ? void 0 : known.find(beginsWith));
};
/**
* The known word that this one misspells by a single slip of the pen. Names that differ in their digits alone
* ("shard-1" and "shard-2") are two names.
*/
const findMisspelt = (word, known) => {
	const meant = within(1, word, known);
	const withoutDigits = (text) => text.replace(/\d/g, "");
	return meant !== void 0 && withoutDigits(meant) !== withoutDigits(word) ? meant : void 0;
};
const within = (allowed, word, known) => {
	if (word.length > 100) return void 0;
	const written = word.toLowerCase();
	let best;
	for (const name of known) {
		if (Math.abs(name.length - written.length) > allowed) continue;
		const edits = countEdits(written, name.toLowerCase());
		if (edits <= allowed && (best === void 0 || edits < best.edits)) best = {
			name,
			edits
		};
	}
	return best?.name;
};
/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
const countEdits = (from, to) => {
	let beforeLast = [];
	let last = Array.from({ length: to.length + 1 }, (_, column) => column);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const replaced = last[column - 1] + (from[row - 1] === to[column - 1] ? 0 : 1);
			let edits = Math.min(last[column] + 1, current[column - 1] + 1, replaced);
			if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) edits = Math.min(edits, beforeLast[column - 2] + 1);
			current.push(edits);
		}
		beforeLast = last;
		last = current;
	}
	return last[to.length];
};

// src/domain/decision.ts
/** What the gate answers. */
const verdicts = [
	"approve",
	"review",
	"hold",
	"reject"
];
const modes = [
	"off",
	"observe",
	"enforce"
];
const bands = [
	"low",
	"moderate",
	"high",
	"critical"
];
/** Rules that an approval of the parts answers; the others wait for a time, a source, a configuration or one person. */
const settledByApproval = [
	"part-above-limit",
	"audit-draw",
	"gate-files-changed",
	"never-auto-approve",
	"do-not-auto-approve",
	"window-review",
	"budget-spent",
	"drift-alarm",
	"model-silent"
];

// src/clients/git/process.ts
/**
* Running git so that nobody's configuration changes an answer and nothing but git itself is ever executed:
* plumbing commands, pinned options, no hooks, no pager, no helper, no network, no replacement objects.
*/
/** Options in front of every command. */
const pinned = [
	"--no-pager",
	"--no-replace-objects",
	"--literal-pathspecs",
	"-c",
	"core.fsmonitor=false",
	"-c",
	"core.hooksPath=/dev/null",
	"-c",
	"core.attributesFile=/dev/null",
	"-c",
	"core.bigFileThreshold=512m",
	"-c",
	"attr.tree="
];
/** The caller's environment without anything that steers git, and with the network closed. */
const gitEnvironment = (environment) => {
	const kept = Object.entries(environment).filter(([name]) => !name.startsWith("GIT_") && name !== "LANGUAGE");
	return {
		...Object.fromEntries(kept),
		LC_ALL: "C",
		GIT_CONFIG_NOSYSTEM: "1",
		GIT_CONFIG_GLOBAL: "/dev/null",
		GIT_ATTR_NOSYSTEM: "1",
		GIT_TERMINAL_PROMPT: "0",
		GIT_ALLOW_PROTOCOL: "none",
		GIT_NO_LAZY_FETCH: "1",
		GIT_OPTIONAL_LOCKS: "0"
	};
};
const notInstalled = "git: not found on the PATH; install git 2.30 or later";
/** Waits for a process: its whole output, its error text, its status. */
const finish = (child, input) => new Promise((resolve, reject) => {
	const output = [];
	const error = [];
	child.stdout.on("data", (chunk) => output.push(chunk));
	child.stderr.on("data", (chunk) => error.push(chunk));
	child.on("error", (cause) => reject(new SourceError(notInstalled, { cause })));
	child.on("close", (status) => resolve({
		status,
		output: Buffer.concat(output).toString("utf8"),
		error: Buffer.concat(error).toString("utf8").trim()
	}));
	child.stdin.on("error", () => void 0);
	child.stdin.end(input ?? "");
});
/** A git bound to one repository. */
const gitAt = (place, environment) => {
	const { gitDirectory } = place;
	const env = {
		...gitEnvironment(environment),
		GIT_INDEX_FILE: join(gitDirectory, "no-index")
	};
	const start = (args) => spawn("git", [
		"--git-dir",
		gitDirectory,
		"--work-tree",
		gitDirectory,
		...pinned,
		...args
	], {
		cwd: gitDirectory,
		env,
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		]
	});
	const attempt = (args, input) => finish(start(args), input);
	const run = async (args, input) => {
		const { status, output, error } = await attempt(args, input);
		if (status !== 0) throw new SourceError(`git ${args[0]}: ${error.split("\n")[0] || `ended with status ${status}`}`);
		return output;
	};
	return {
		start,
		run,
		attempt
	};
};

// src/clients/git/objects.ts
const found = /^([0-9a-f]{40,64}) (blob|commit|tag|tree) (\d+)$/;
const newline = 10;
/** Cuts git's answers apart: a line that names the object, then so many bytes and a newline; or a line that it is missing. */
var ObjectParser = class {
	#answered;
	#pieces = [];
	#held = 0;
	/** Of the object at hand, once its line is there. */
	#head = null;
	constructor(answered) {
		this.#answered = answered;
	}
	read(chunk) {
		this.#pieces.push(chunk);
		this.#held += chunk.length;
		while (this.#head ? this.#content(this.#head) : this.#line());
	}
	#line() {
		const held = this.#join();
		const end = held.indexOf(newline);
		if (end < 0) return false;
		const match = found.exec(held.toString("utf8", 0, end));
		this.#keep(held.subarray(end + 1));
		if (match) {
			const [, sha = "", type, size] = match;
			this.#head = {
				object: {
					sha,
					type
				},
				size: Number(size)
			};
		} else this.#answered(null);
		return true;
	}
	#content({ object, size }) {
		if (this.#held <= size) return false;
		const held = this.#join();
		this.#keep(held.subarray(size + 1));
		this.#head = null;
		this.#answered({
			...object,
			content: held.subarray(0, size)
		});
		return true;
	}
	#join() {
		if (this.#pieces.length !== 1) this.#pieces = [Buffer.concat(this.#pieces)];
		return this.#pieces[0];
	}
	#keep(rest) {
		this.#pieces = rest.length === 0 ? [] : [rest];
		this.#held = rest.length;
	}
};
var ObjectReader = class {
	#git;
	#running = null;
	constructor(git) {
		this.#git = git;
	}
	/** The object that a name stands for (`HEAD^{commit}`, `main:path`); null where it is absent, or the name ambiguous. */
	read(name) {
		if (/[\n\0]/.test(name)) return Promise.resolve(null);
		return new Promise((resolve, reject) => this.#ask({
			name,
			resolve,
			reject
		}));
	}
	/** Lets git go; a later question starts it anew. */
	end() {
		this.#running?.child.stdin.end();
		this.#running = null;
	}
	#ask(question) {
		this.#running ??= this.#start();
		this.#running.waiting.push(question);
		this.#running.child.stdin.write(`${question.name}\n`);
	}
	#start() {
		const child = this.#git.start(["cat-file", "--batch"]);
		const waiting = [];
		const running = {
			child,
			waiting
		};
		const parser = new ObjectParser((object) => waiting.shift()?.resolve(object));
		child.stdout.on("data", (chunk) => parser.read(chunk));
		child.stderr.resume();
		child.stdin.on("error", () => void 0);
		child.on("error", (cause) => {
			if (this.#running === running) this.#running = null;
			for (const { reject } of waiting.splice(0)) reject(new SourceError(notInstalled, { cause }));
		});
		child.on("close", () => {
			if (this.#running === running) this.#running = null;
			const [died, ...behind] = waiting.splice(0);
			died?.resolve(null);
			for (const question of behind) this.#ask(question);
		});
		return running;
	}
};

// src/clients/git/repository.ts
/** Finding a repository and its refs: any clone, bare or not, shallow, partial, or owned by somebody else. */
/** The git directory above `directory` by git's own rules, found without git's ownership check (we only read). */
const discover = (directory) => {
	for (let folder = resolve(directory);; folder = dirname(folder)) {
		const dotGit = join(folder, ".git");
		if (existsSync(dotGit)) {
			if (statSync(dotGit).isDirectory()) return dotGit;
			const link = /^gitdir: (.+)$/m.exec(readFileSync(dotGit, "utf8"))?.[1]?.trim();
			if (link) return isAbsolute(link) ? link : join(folder, link);
		}
		if (existsSync(join(folder, "HEAD")) && existsSync(join(folder, "objects")) && existsSync(join(folder, "refs"))) return folder;
		if (dirname(folder) === folder) return null;
	}
};
const commonDirectoryOf = (gitDirectory) => {
	const pointer = join(gitDirectory, "commondir");
	return existsSync(pointer) ? resolve(gitDirectory, readFileSync(pointer, "utf8").trim()) : gitDirectory;
};
const readText = (path) => {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
};
/**
* A remote's address as a page people can open: ssh and https forms of any host; nothing for files. Only a web address
* says a port that a browser can use.
*/
const webUrlOf = (remote) => {
	const match = /^(?:(https?:)\/\/(?:[^@/]*@)?|ssh:\/\/(?:[^@/]*@)?|git:\/\/|(?:[\w.-]+@))([\w.-]+)(:\d+(?=\/))?[:/](.+?)(?:\.git)?\/?$/.exec(remote.trim());
	return match ? `https://${match[2]}${match[1] === "https:" ? match[3] ?? "" : ""}/${match[4]}` : void 0;
};
/** The name people know: of the remote, else of the folder. */
/** `owner/name` of the page a repository has, where it has one: what another's #12 is told apart by. */
const pageOf = ({ webUrl }) => webUrl === void 0 ? null : new URL(webUrl).pathname.slice(1);
const nameOf = (webUrl, gitDirectory) => {
	if (webUrl) return basename(webUrl);
	const folder = basename(gitDirectory) === ".git" ? dirname(gitDirectory) : gitDirectory;
	return basename(folder).replace(/\.git$/, "") || "repository";
};
/** The values of a key in git's own configuration file, read as text: no includes, no expansion. */
const configured = (text, section, key) => {
	const values = [];
	let inside = false;
	for (const line of text.split("\n")) {
		const header = /^\s*\[(.+)\]/.exec(line);
		if (header) inside = section.test(header[1] ?? "");
		else if (inside) {
			const pair = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line);
			if (pair?.[1]?.toLowerCase() === key) values.push(pair[2] ?? "");
		}
	}
	return values;
};
/** Where files are checked out: a linked work tree, the one a submodule names, or the folder around `.git`. */
const workTreeOf = (gitDirectory, configuration) => {
	const linked = readText(join(gitDirectory, "gitdir")).trim();
	if (linked) return dirname(resolve(gitDirectory, linked));
	const named = configured(configuration, /^core$/i, "worktree").at(-1);
	if (named) return resolve(gitDirectory, named);
	return configured(configuration, /^core$/i, "bare").at(-1) === "true" || basename(gitDirectory) !== ".git" ? null : dirname(gitDirectory);
};
/**
* Opens the repository that holds `directory`. Throws `SourceError` when git is not installed, `UsageError` when there
* is no repository.
*/
const openRepository = async (directory, environment, known) => {
	if (!existsSync(directory)) throw new UsageError(`--repository ${directory}: no such folder`);
	const gitDirectory = environment["GIT_DIR"] ? resolve(directory, environment["GIT_DIR"]) : discover(directory);
	if (gitDirectory === null) throw new UsageError(`${directory}: not inside a git repository; run it in a clone, or name one with --repository DIR`);
	const commonDirectory = commonDirectoryOf(gitDirectory);
	const configuration = readText(join(commonDirectory, "config"));
	const workTree = workTreeOf(gitDirectory, configuration);
	const remote = configured(configuration, /^remote "origin"$/i, "url").at(-1);
	const webUrl = known?.webUrl ?? (remote ? webUrlOf(remote) : void 0);
	const git = gitAt({ gitDirectory }, environment);
	return {
		git,
		objects: new ObjectReader(git),
		gitDirectory,
		commonDirectory,
		name: known?.repository ?? nameOf(webUrl, commonDirectory),
		shallow: readText(join(commonDirectory, "shallow")).trim() !== "",
		partial: configured(configuration, /^remote "/i, "promisor").includes("true") || /partialclone\s*=/i.test(configuration),
		bare: workTree === null,
		shaDigits: configured(configuration, /^extensions$/i, "objectformat").at(-1) === "sha256" ? 64 : 40,
		workTree,
		...webUrl ? { webUrl } : {}
	};
};
/** Fails with git's own words when git cannot be run or cannot read this repository. */
const demandReadable = async (repository, environment) => {
	const { status, error } = await finish(spawn("git", [
		"--git-dir",
		repository.gitDirectory,
		"rev-parse",
		"--git-dir"
	], { env: gitEnvironment(environment) }));
	if (status !== 0) throw new SourceError(`${repository.gitDirectory}: git cannot read it: ${error.split("\n")[0]}`);
};
/** A ref that git would take for an option is refused before any command sees it. */
const demandRef = (name, flag) => {
	if (name.startsWith("-") || name === "") throw new UsageError(`${flag} ${name}: a ref cannot be empty or start with "-"`);
};
/** The commit a name stands for; null when HEAD is unborn; an unknown name is a `UsageError`. */
const resolveCommit = async (git, name, flag) => {
	demandRef(name, flag);
	const { status, output, error } = await git.attempt([
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${name}^{commit}`
	]);
	const sha = output.trim().split("\n").at(-1) ?? "";
	if (status === 0 && /^[0-9a-f]{40,64}$/.test(sha)) return sha;
	if (name === "HEAD") {
		if ((await git.attempt([
			"symbolic-ref",
			"--quiet",
			"HEAD"
		])).status === 0) return null;
	}
	const [from, to] = name.includes(":") ? [name] : name.split(/\.{2,3}/);
	if (to !== void 0) throw new UsageError(`${flag} ${name}: is a range; name its ends one by one, --base ${from || "HEAD"} --head ${to || "HEAD"}`);
	const { output: shallow } = await git.attempt(["rev-parse", "--is-shallow-repository"]);
	throw new UsageError(`${flag} ${name}: no such commit in this clone${error ? ` (${error.split("\n")[0]})` : ""}; ${shallow.trim() === "true" ? "this clone is shallow, git fetch --unshallow brings the rest; else " : ""}check the spelling, or fetch it: git fetch origin <ref>`);
};
const peeled = "^{}";
/**
* All tags with the commits they point at, annotated ones peeled. A tag of another kind of object keeps that object's
* name, which no commit shares.
*/
const listTags = async (git) => {
	const { output } = await git.attempt([
		"show-ref",
		"--tags",
		"--dereference"
	]);
	const tags = [];
	for (const line of output.split("\n")) {
		const space = line.indexOf(" ");
		if (space < 0) continue;
		const commit = line.slice(0, space);
		if (line.endsWith(peeled)) tags.at(-1).commit = commit;
		else tags.push({
			name: line.slice(space + 1 + 10),
			commit
		});
	}
	return tags;
};

// src/config/share.ts
const shape$1 = /^(\d{1,3})(?:\.(\d{1,10}))? ?%$/;
/**
* Reads a percentage as a share: `10%` is 0.1, and `99.996%` exactly the number 0.99996, because the decimal point is
* moved in the digits and never divided. A bare number is refused: 0.1 and 10 both look like ten percent to somebody.
*/
const readShare = (input, bounds = {}) => {
	const asked = `a percentage${inWords(bounds)}, like 10%`;
	const match = typeof input === "string" ? shape$1.exec(input) : null;
	if (match === null) return wanted(asked, guess$1(input));
	const [, whole = "", fraction = ""] = match;
	const digits = whole.padStart(3, "0");
	const share = Number(`${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`);
	return contains(bounds, Number(`${whole}.${fraction}`)) ? read(share) : wanted(asked);
};
const contains = ({ above, atLeast, below }, percent) => (above === void 0 || percent > above) && (atLeast === void 0 || percent >= atLeast) && (below === void 0 || percent < below) && percent <= 100;
const inWords = ({ above, atLeast, below }) => {
	const bounds = [
		above === void 0 ? void 0 : `above ${above}%`,
		atLeast === void 0 ? void 0 : `of at least ${atLeast}%`,
		below === void 0 ? void 0 : `below ${below}%`
	].filter((bound) => bound !== void 0);
	return bounds.length === 0 ? " of at most 100%" : ` ${bounds.join(" and ")}`;
};
/** The percentage somebody probably meant: 15 → 15%, 0.15 → 15%, "10,5 %" → 10.5%. */
const guess$1 = (input) => {
	const text = typeof input === "number" ? `${input}` : typeof input === "string" ? withoutSign(input) : "";
	if (!/^\d{1,3}(\.\d{1,10})?$/.test(text)) return void 0;
	const number = Number(text);
	if (number > 100) return void 0;
	return typeof input === "number" && number > 0 && number < 1 ? `${Number((number * 100).toPrecision(12))}%` : `${number}%`;
};
const withoutSign = (text) => {
	return text.trim().replace(",", ".").replace(/ ?(%|percent)$/i, "");
};

// src/config/defaults.ts
/** What holds where the file is silent, spelled as the file would; the schema, the docs and the code all read it here. */
const defaults = {
	mode: "observe",
	reviewRiskiest: "10%",
	confidence: "90%",
	audit: "2%",
	reviewAtLeast: "low",
	reviewFrom: "drivers",
	approvals: 1,
	shared: false,
	allowStale: false,
	timeZone: "UTC",
	incidentCreators: ["collaborators"],
	preReleases: "none",
	degraded: "30%",
	unknownImpact: "100%",
	tightenBelow: "50%",
	fixesBelow: "10%",
	escalateAfter: "4h",
	workingHours: "Mon-Fri 09:00-18:00",
	soak: "72h",
	maturity: "14d",
	lookback: "24mo",
	experience: "on",
	comment: "on-review",
	reviewWithin: "2d",
	onCall: ".github/on-call.yml"
};
/**
* Who states a failure budget wants to know what goes out unreviewed, and pays for it with one look in fifty: at 1,000
* changes a year twenty, enough to notice a review that finds something in one of ten. Who states none is not asked for
* more than the share of the riskiest.
*/
const usualAudit = (statesBudget) => statesBudget ? mustRead(readShare(defaults.audit)) : 0;
/** Settings of an environment the file says nothing about. `name` is its GitHub environment, too. */
const defaultEnvironment = (name, mode = defaults.mode) => ({
	mode,
	githubEnvironments: [name],
	components: [],
	soakedIn: null,
	autoApprove: {
		reviewRiskiest: mustRead(readShare(defaults.reviewRiskiest)),
		failureRate: null,
		confidence: mustRead(readShare(defaults.confidence)),
		audit: usualAudit(false),
		actsOn: []
	},
	review: [{
		atLeast: defaults.reviewAtLeast,
		from: { kind: "drivers" },
		approvals: defaults.approvals,
		shared: defaults.shared
	}],
	allowStale: defaults.allowStale,
	neverAutoApprove: [],
	slo: null,
	windows: [],
	escalate: null
});
/** What holds without any file. Loads no library: most runs of the gate have no configuration. */
const defaultConfiguration = () => ({
	version: 1,
	mode: defaults.mode,
	components: [],
	customers: [],
	environments: [],
	deployments: [{ kind: "github-deployments" }],
	incidents: [],
	outcome: {
		soak: mustRead(readDuration(defaults.soak)),
		maturity: mustRead(readDuration(defaults.maturity))
	},
	history: { lookback: mustRead(readDuration(defaults.lookback)) },
	ledger: null,
	prior: null,
	experience: true,
	comment: defaults.comment,
	emergency: {
		by: [],
		reviewWithin: mustRead(readDuration(defaults.reviewWithin))
	},
	onCall: defaults.onCall
});

// src/config/environment.ts
const usual = "production";
/**
* The environment a change is asked to run in: the one named (by our name or a GitHub environment's), else the only one
* configured, else `production`.
* @throws UsageError for a name the configuration does not know, or where several are configured and none is the usual.
*/
const chooseEnvironment = (configuration, name) => {
	const { environments } = configuration;
	const [only] = environments;
	if (only === void 0) {
		const wanted = name ?? usual;
		return {
			name: wanted,
			settings: defaultEnvironment(wanted, configuration.mode),
			assumed: name === void 0
		};
	}
	if (name === void 0 && environments.length === 1) return chosen(only, false);
	const found = find(environments, name ?? usual);
	if (found !== void 0) return chosen(found, name === void 0);
	throw new UsageError(name === void 0 ? sayWhich(environments) : sayUnknown(environments, name));
};
const chosen = ({ name, ...settings }, assumed) => ({
	name,
	settings,
	assumed
});
const find = (environments, name) => environments.find((environment) => environment.name === name) ?? environments.find((environment) => environment.githubEnvironments.includes(name));
const sayWhich = (environments) => `environment: several are configured and none is called ${usual}; name one of ${listNames(environments)}`;
const sayUnknown = (environments, name) => {
	const known = environments.flatMap((environment) => [environment.name, ...environment.githubEnvironments]);
	const meant = nearest(name, known);
	return `environment ${JSON.stringify(name)} is not configured; known are ${listNames(environments)}${meant === void 0 ? "" : ` (did you mean ${meant}?)`}`;
};
const listNames = (environments) => environments.map(({ name }) => name).join(", ");

// src/commands/gate/keeping.ts
/** Copies of what can be found out again, one a file: valid for one key, and as they were written or not at all. */
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
/** One name for everything that a copy follows from. */
const keyOf = (grounds) => sha256(JSON.stringify(grounds));
/** What was kept under this key; undefined where nothing was, or where it is damaged. */
const readKept = (path, key) => {
	try {
		const kept = JSON.parse(readFileSync(path, "utf8"));
		return kept?.key === key && kept.digest === sha256(kept.value) ? JSON.parse(kept.value) : void 0;
	} catch (error) {
		if (error instanceof SyntaxError || error.code !== void 0) return void 0;
		throw error;
	}
};
/** Where nothing can be written nothing can be removed either; and even `force` only forgives a file that is not there. */
const discard = (path) => {
	try {
		rmSync(path, { force: true });
	} catch {}
};
/** Keeps a value, in the place of what was kept there. */
const keep = (path, key, value) => {
	const text = JSON.stringify(value);
	const temporary = `${path}.${process.pid}.tmp`;
	try {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(temporary, JSON.stringify({
			key,
			digest: sha256(text),
			value: text
		}));
		renameSync(temporary, path);
	} catch {
		discard(temporary);
	}
};

// src/config/problems.ts
const mostShown = 100;
/** Every problem on a line of its own, in the order of the file: `path:line:column key.path: message`. */
const listProblems = (file, problems) => {
	const lines = problems.toSorted((one, other) => one.line - other.line || one.column - other.column).map(({ line, column, path, message }) => [
		`${file}:${line}:${column}`,
		path.length === 0 ? ":" : ` ${keyPath(path)}:`,
		` ${message}`
	].join(""));
	const distinct = [...new Set(lines)];
	const hidden = distinct.length - mostShown;
	return (hidden > 0 ? [...distinct.slice(0, mostShown), `${file}: and ${hidden} more problems`] : distinct).join("\n");
};
/** `environments.production.windows[0].time-zone`; a key with other characters stands in quotes. */
const keyPath = (path) => path.map((step) => typeof step === "number" ? `[${step}]` : /^[\w-]+$/.test(step) ? `.${step}` : `.${quoted(step)}`).join("").replace(/^\./, "");
/** What was found, short enough for one line and without a password that stands in a URL. */
const describe = (value) => {
	if (value === null || value === void 0) return "nothing";
	if (typeof value === "string") return quoted(value);
	if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
	return typeof value === "object" ? "a mapping" : String(value);
};
const quoted = (text) => {
	const shown = text.replace(/\/\/[^/\s]*@/g, "//…@").replace(/([?&]password=)[^&\s]*/gi, "$1…");
	return JSON.stringify(shown.length > 60 ? `${shown.slice(0, 59)}…` : shown);
};

// src/config/working-hours.ts
const days = [
	"Sun",
	"Mon",
	"Tue",
	"Wed",
	"Thu",
	"Fri",
	"Sat"
];
const day = `(?:${days.join("|")})`;
const shape = new RegExp(`^(${day}(?:-${day})?(?:,${day}(?:-${day})?)*) (\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)$`, "i");
const dayOf = (name) => days.findIndex((each) => each.toLowerCase() === name.toLowerCase());
/** "Fri-Mon" goes over the end of the week. */
const daysOf = (text) => {
	const found = text.split(",").flatMap((span) => {
		const [from = "", to = from] = span.split("-");
		const first = dayOf(from);
		return Array.from({ length: (dayOf(to) - first + 7) % 7 + 1 }, (_, at) => (first + at) % 7);
	});
	return [...new Set(found)].toSorted((one, other) => one - other);
};
/** Reads `Mon-Fri 09:00-18:00`, `Mon-Thu,Sat 08:30-17:00`, or `always`. */
const readWorkingHours = (input) => {
	const asked = "days and hours like \"Mon-Fri 09:00-18:00\", or always";
	if (typeof input !== "string") return wanted(asked);
	if (input === "always") return read({
		days: [
			0,
			1,
			2,
			3,
			4,
			5,
			6
		],
		from: "00:00",
		to: "24:00"
	});
	const [, list, fromHour, fromMinute, toHour, toMinute] = shape.exec(input) ?? [];
	if (!list) return wanted(asked);
	const [from, to] = [`${fromHour}:${fromMinute}`, `${toHour}:${toMinute}`];
	const exists = (time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time) || time === "24:00";
	if (!exists(from) || !exists(to)) return wanted("hours from 00:00 to 24:00");
	if (from >= to) return wanted("hours of one day, the end after the beginning");
	return read({
		days: daysOf(list),
		from,
		to
	});
};

// src/config/load.ts
/**
* Reads the text of a configuration file; `path` is only shown. A text without any value is the default configuration.
* The libraries that read it are loaded here and not before: most runs of the gate find no file.
* @throws ConfigError with every problem on a line of its own.
*/
const parseConfiguration = async (text, path) => {
	const fail = (problems) => new ConfigError(listProblems(path, problems));
	const { readYamlFile } = await import("./config-yaml-file.js");
	const file = readYamlFile(text);
	if (file.outcome === "refused") throw fail(file.problems);
	const { value, locate } = file;
	if (value === null || value === void 0) return defaultConfiguration();
	if (typeof value !== "object" || Array.isArray(value)) throw fail([{
		...locate([]),
		path: [],
		message: `got ${describe(value)}, wanted a mapping that begins with version: 1`
	}]);
	const [{ configurationSchema }, { schemaProblems }, { referenceProblems }] = await Promise.all([
		import("./config-schema2.js"),
		import("./config-schema-problems.js"),
		import("./config-references.js")
	]);
	const checked = configurationSchema.safeParse(value);
	const problems = [...schemaProblems(checked.error?.issues ?? [], value, locate), ...await referenceProblems(value, locate)];
	if (!checked.success || problems.length > 0) throw fail(problems);
	return crossOver(checked.data);
};
/** The one crossing from the file's kebab-case to the code's camelCase. */
const crossOver = (file) => ({
	...defaultConfiguration(),
	mode: file.mode,
	components: Object.entries(file.components ?? {}).map(([name, component]) => toComponent(name, component)),
	customers: Object.entries(file.customers ?? {}).map(([name, { windows }]) => ({
		name,
		windows: windows.map(toScopedWindow)
	})),
	environments: Object.entries(file.environments ?? {}).map(([name, environment]) => toEnvironment(name, environment, file.mode)),
	...file.deployments ? { deployments: file.deployments.map(toDeploymentSource) } : {},
	incidents: (file.incidents ?? []).map(toIncidentSource),
	...file.outcome ? { outcome: file.outcome } : {},
	...file.history ? { history: file.history } : {},
	...file.emergency ? { emergency: {
		by: file.emergency.by,
		reviewWithin: file.emergency["review-within"]
	} } : {},
	ledger: file.ledger ?? null,
	prior: file.prior ?? null,
	experience: file.experience === "on",
	comment: file.comment,
	onCall: file["on-call"]
});
const toComponent = (name, component) => ({
	name,
	paths: component.paths,
	dependsOn: component["depends-on"],
	customers: component.customers,
	owners: component.owners,
	slo: toSlo(component.slo),
	windows: component.windows.map(toScopedWindow)
});
const toEnvironment = (name, environment, mode) => {
	const silent = {
		name,
		...defaultEnvironment(name, mode)
	};
	if (environment === null) return silent;
	const autoApprove = environment["auto-approve"];
	return {
		name,
		mode: environment.mode ?? mode,
		githubEnvironments: environment["github-environments"] ?? silent.githubEnvironments,
		components: environment.components,
		soakedIn: environment["soaked-in"] ?? null,
		autoApprove: {
			reviewRiskiest: autoApprove["review-riskiest"],
			failureRate: autoApprove["failure-rate"] ?? null,
			confidence: autoApprove.confidence,
			audit: autoApprove.audit ?? usualAudit(autoApprove["failure-rate"] !== void 0),
			actsOn: autoApprove["acts-on"]
		},
		review: environment.review?.map(({ "at-least": atLeast, ...request }) => ({
			atLeast,
			...request
		})) ?? silent.review,
		allowStale: environment["allow-stale"],
		neverAutoApprove: environment["never-auto-approve"],
		slo: toSlo(environment.slo),
		windows: environment.windows.map(toWindow),
		escalate: toEscalation(environment)
	};
};
/** `escalate-after` alone is the short form. */
const toEscalation = ({ escalate, "escalate-after": after }) => {
	if (escalate === void 0 && after === void 0) return null;
	const { to, "working-hours": hours, "time-zone": timeZone } = escalate ?? {};
	return {
		after: after ?? escalate?.after ?? mustRead(readDuration(defaults.escalateAfter)),
		to: to ?? { kind: "drivers" },
		hours: hours ?? mustRead(readWorkingHours(defaults.workingHours)),
		timeZone: timeZone ?? defaults.timeZone
	};
};
const toSlo = (slo) => slo === void 0 ? null : {
	objective: slo.objective,
	window: slo.window,
	counts: slo.counts,
	tightenBelow: slo["tighten-below"],
	fixesBelow: slo["fixes-below"],
	prometheus: slo.prometheus ?? null
};
const toWindow = (window) => {
	const { name, cron, for: length, from = "", to = "", "time-zone": timeZone = defaults.timeZone } = window;
	const common = {
		name,
		timeZone,
		effect: toEffect(window),
		...window.except === void 0 ? {} : { except: window.except }
	};
	return cron !== void 0 && length !== void 0 ? {
		kind: "recurring",
		...common,
		cron,
		for: length
	} : {
		kind: "fixed",
		...common,
		from,
		to
	};
};
const toScopedWindow = (window) => ({
	window: toWindow(window),
	environments: window.environments ?? []
});
const toEffect = ({ effect, limit }) => effect === void 0 ? {
	kind: "limit",
	factor: limit ?? 1
} : { kind: effect };
const toIncidentSource = (source) => source.source === "github-issues" ? {
	kind: source.source,
	labels: source.labels,
	creators: source.creators
} : {
	kind: source.source,
	paths: source.paths,
	timeZone: source["time-zone"] ?? null
};
const toDeploymentSource = (source) => {
	if (source.source === "github-deployments") return { kind: source.source };
	if (source.source === "workflow-runs") return {
		kind: source.source,
		workflow: source.workflow,
		environment: source.environment,
		job: source.job ?? null,
		refs: source.refs
	};
	return {
		kind: source.source,
		environment: source.environment,
		tags: source.tags,
		preReleases: source["pre-releases"]
	};
};

// src/sources/policy-file.ts
/** The team's policy as it stood at a commit, or in a file that was named. */
const policyPath = ".github/change-risk.yml";
/** The name git gives to content. */
const blobName = (content, digits) => {
	const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
	return createHash(digits === 64 ? "sha256" : "sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
};
/** The policy at a commit; null when there is none there. */
const policyAt = async ({ objects }, commit) => {
	const file = await objects.read(`${commit}:${policyPath}`);
	if (file?.type !== "blob") return null;
	return {
		path: policyPath,
		text: file.content.toString("utf8"),
		blob: file.sha
	};
};
/** The policy in a file of the caller's choice, which `flag` named. */
const policyIn = (path, digits, flag = "--config") => {
	try {
		const bytes = readFileSync(path);
		return {
			path,
			text: bytes.toString("utf8"),
			blob: blobName(bytes, digits)
		};
	} catch (cause) {
		throw new UsageError(`${flag} ${path}: cannot be read (${sayUnreadable(cause)}); name a file`, { cause });
	}
};

// src/config/reviewer.ts
const mostListed = 20;
/** Reads who is asked: `drivers`, `@organisation/team` or `@user`, in GitHub's spelling of logins and slugs. */
const readReviewer = (input) => {
	const asked = "drivers, \"@organisation/team\" or \"@user\"";
	if (typeof input !== "string") return wanted(asked);
	if (input === "drivers") return read({ kind: "drivers" });
	const match = /^@([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))(?:\/([A-Za-z0-9._-]{1,100}))?$/.exec(input);
	if (match === null) return wanted(asked, guess(input));
	const [, name = "", team] = match;
	return read(team === void 0 ? {
		kind: "user",
		login: name
	} : {
		kind: "team",
		organisation: name,
		team
	});
};
const guess = (input) => {
	if (/^drivers?$/i.test(input)) return "drivers";
	return /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(\/[A-Za-z0-9._-]{1,100})?$/.test(input) ? `"@${input}"` : void 0;
};
/** Reads a person or a team by name. */
const readNamedReviewer = (input) => {
	const reading = readReviewer(input);
	if (reading.ok && (reading.value.kind === "user" || reading.value.kind === "team")) return read(reading.value);
	return wanted("\"@organisation/team\" or \"@user\"", reading.ok ? void 0 : reading.mend);
};
/** The same, or a list of people and teams, any of whom will do. */
const readReviewers = (input) => {
	if (!Array.isArray(input)) return readReviewer(input);
	if (input.length === 0 || input.length > mostListed) return wanted(`a list of 1 to ${mostListed} people and teams`);
	const of = [];
	for (const item of input) {
		const reading = readNamedReviewer(item);
		if (!reading.ok) return reading;
		of.push(reading.value);
	}
	return read({
		kind: "any",
		of
	});
};
/** As the file spells it. */
const formatReviewer = (reviewer) => {
	switch (reviewer.kind) {
		case "drivers": return "drivers";
		case "team": return `@${reviewer.organisation}/${reviewer.team}`;
		case "user": return `@${reviewer.login}`;
		case "any": return reviewer.of.map(formatReviewer).join(" or ");
	}
};

// src/config/tighten.ts
/** An organisation's policy over a repository's: what the repository says counts where it is at least as strict. */
const stricterMode = (one, other) => modes.indexOf(one) >= modes.indexOf(other) ? one : other;
const both = (one, other) => {
	const seen = /* @__PURE__ */ new Set();
	return [...one, ...other].filter((item) => {
		const text = JSON.stringify(item);
		return !seen.has(text) && seen.add(text);
	});
};
const lower = (one, other) => one === null ? other : other === null ? one : Math.min(one, other);
const stricterApproval = (one, other) => ({
	reviewRiskiest: Math.max(one.reviewRiskiest, other.reviewRiskiest),
	failureRate: lower(one.failureRate, other.failureRate),
	confidence: Math.max(one.confidence, other.confidence),
	audit: Math.max(one.audit, other.audit),
	actsOn: one.actsOn.filter((act) => other.actsOn.includes(act))
});
const stricter = (organisation, own) => ({
	mode: stricterMode(organisation.mode, own.mode),
	githubEnvironments: both(own.githubEnvironments, organisation.githubEnvironments),
	components: own.components,
	soakedIn: own.soakedIn ?? organisation.soakedIn,
	autoApprove: stricterApproval(organisation.autoApprove, own.autoApprove),
	review: both(organisation.review, own.review),
	allowStale: organisation.allowStale && own.allowStale,
	neverAutoApprove: both(organisation.neverAutoApprove, own.neverAutoApprove),
	slo: stricterSlo(organisation.slo, own.slo),
	windows: bothWindows(organisation.windows, own.windows),
	escalate: own.escalate ?? organisation.escalate
});
/** What both name is made of both; the others stay as they are, the repository's first. */
const byName = (organisation, own, join) => [...own.map((each) => {
	const above = organisation.find(({ name }) => name === each.name);
	return above === void 0 ? each : join(above, each);
}), ...organisation.filter(({ name }) => own.every((each) => each.name !== name))];
/** A repository has a catalogue of its own; of the organisation's, what makes anything stricter stays. */
const bothComponents = (organisation, own) => {
	const strict = organisation.filter(({ windows, customers, slo }) => windows.length > 0 || customers.length > 0 || slo !== null);
	return byName(own.length > 0 ? strict : organisation, own, (one, other) => ({
		...other,
		paths: both(other.paths, one.paths),
		dependsOn: both(other.dependsOn, one.dependsOn),
		customers: both(other.customers, one.customers),
		slo: stricterSlo(one.slo, other.slo),
		windows: both(one.windows.map(scopedOfOrganisation), other.windows)
	}));
};
/** Objectives over windows that differ cannot be compared: then the organisation's holds as it is. */
const stricterSlo = (organisation, own) => {
	if (organisation === null || own === null) return organisation ?? own;
	if (own.window.seconds !== organisation.window.seconds) return organisation;
	return {
		...organisation,
		objective: Math.max(organisation.objective, own.objective),
		counts: {
			degraded: Math.max(organisation.counts.degraded, own.counts.degraded),
			unknown: Math.max(organisation.counts.unknown, own.counts.unknown)
		},
		tightenBelow: Math.max(organisation.tightenBelow, own.tightenBelow),
		fixesBelow: Math.max(organisation.fixesBelow, own.fixesBelow)
	};
};
/** Hours that a repository allows must not open those that its organisation does: both have to. */
const ofOrganisation = (window) => window.effect.kind === "allow" ? {
	...window,
	effect: {
		kind: "allow",
		by: "organisation"
	}
} : window;
const bothWindows = (organisation, own) => both(organisation.map(ofOrganisation), own);
const scopedOfOrganisation = (scoped) => ({
	...scoped,
	window: ofOrganisation(scoped.window)
});
/** Where both name somebody, only those whom both name. */
const stricterEmergency = (one, other) => {
	const names = new Set(other.by.map(formatReviewer));
	return {
		by: one.by.length === 0 ? other.by : other.by.length === 0 ? one.by : one.by.filter((each) => names.has(formatReviewer(each))),
		reviewWithin: one.reviewWithin.seconds <= other.reviewWithin.seconds ? one.reviewWithin : other.reviewWithin
	};
};
/**
* The repository's policy, held to the organisation's. An environment that only one of them names gets the strictness
* of the other's file as a whole.
*/
const tighten = (organisation, own) => {
	const settingsIn = ({ environments, mode }, name) => environments.find((environment) => environment.name === name) ?? defaultEnvironment(name, mode);
	const environments = both(own.environments.map(({ name }) => name), organisation.environments.map(({ name }) => name)).map((name) => ({
		name,
		...stricter(settingsIn(organisation, name), settingsIn(own, name))
	}));
	return {
		...own,
		mode: stricterMode(organisation.mode, own.mode),
		components: bothComponents(organisation.components, own.components),
		customers: byName(organisation.customers, own.customers, (one, other) => ({
			...other,
			windows: both(one.windows.map(scopedOfOrganisation), other.windows)
		})),
		environments,
		incidents: both(own.incidents, organisation.incidents),
		ledger: organisation.ledger ?? own.ledger,
		prior: organisation.prior ?? own.prior,
		emergency: stricterEmergency(organisation.emergency, own.emergency)
	};
};

// src/sources/index-place.ts
/** Where the index of a clone rests: inside its git directory, else, where that is read-only, in the user's cache. */
const writable = (directory) => {
	try {
		accessSync(directory, constants.W_OK);
		return true;
	} catch {
		return false;
	}
};
/** The folder; null when there is no place to keep anything. */
const indexDirectory = (repository, environment) => {
	if (writable(repository.commonDirectory)) return join(repository.commonDirectory, "change-risk-index");
	const caches = environment["XDG_CACHE_HOME"] || join(homedir(), ".cache");
	const name = createHash("sha256").update(repository.commonDirectory).digest("hex").slice(0, 16);
	const directory = join(caches, "change-risk-gate", name);
	try {
		mkdirSync(directory, { recursive: true });
		return directory;
	} catch {
		return null;
	}
};

// src/commands/gate/kept-policy.ts
/**
* A policy as it was read, kept beside the index: the libraries that read one cost more than the rest of a warm run. For
* the command line alone, where the folder is the user's own; whoever fills a cache of a job must not write its policy.
*/
/** Change it with the meaning of what is kept. */
const keptVersion = 2;
/** The configuration a text stands for. Throws `ConfigError` for one that cannot be read; that is never kept. */
const findConfiguration = async ({ text, path }, { directory, version }) => {
	if (directory === null) return parseConfiguration(text, path);
	const file = join(directory, "policy.json");
	const key = keyOf([
		keptVersion,
		version,
		process.version,
		text
	]);
	const kept = readKept(file, key);
	if (kept !== void 0) return kept;
	const configuration = await parseConfiguration(text, path);
	keep(file, key, configuration);
	return configuration;
};

// src/commands/gate/policy.ts
/** The policy that decides: read where it stood before the change, never from the change itself. */
const readPolicy = async (file, read, organisation) => {
	if (organisation) return readBoth(file, read, organisation);
	if (!file) return {
		configuration: defaultConfiguration(),
		file,
		unreadable: null
	};
	try {
		return {
			configuration: await read(file),
			file,
			unreadable: null
		};
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return {
			configuration: defaultConfiguration(),
			file,
			unreadable: error.message
		};
	}
};
/** The repository's policy, held to the organisation's; one that cannot be read makes both unreadable. */
const readBoth = async (file, read, organisation) => {
	const own = await readPolicy(file, read);
	try {
		const whole = await parseConfiguration(organisation.text, organisation.path);
		return {
			...own,
			configuration: tighten(whole, own.configuration)
		};
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return {
			...own,
			unreadable: [error.message, own.unreadable].filter((why) => why !== null).join("\n")
		};
	}
};
/** The file at a commit, as whoever knows it tells: the clone, or somebody outside. */
const fileAt = async (repository, request, commit, failures) => {
	if (!request.outside) return policyAt(repository, commit);
	try {
		return await request.outside.policyAt(commit);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: "policy",
			why: error.message
		});
		return null;
	}
};
/** Reads the policy that decides: the file that was named, else the one that stood at the base. */
const policyFor = async (repository, request, commit, failures, known) => {
	const { outside, processEnvironment: environment, version } = request;
	const read = outside ? ({ text, path }) => parseConfiguration(text, path) : (file) => findConfiguration(file, {
		directory: indexDirectory(repository, environment),
		version
	});
	if (request.config !== void 0) return known ?? readPolicy(policyIn(request.config, repository.shaDigits), read);
	const file = commit === null ? null : await fileAt(repository, request, commit, failures);
	return known && known.file?.blob === file?.blob ? known : readPolicy(file, read, outside?.organisationPolicy);
};
/** A work tree may hold a policy that does not count yet: say so, or its author wonders. */
const notesOnPolicy = async (repository, request, policy) => {
	if (request.config !== void 0 || request.outside || repository.workTree === null) return [];
	const path = join(repository.workTree, ".github", "change-risk.yml");
	let here;
	try {
		here = policyIn(path, repository.shaDigits);
	} catch {
		return [];
	}
	if (here.blob === policy.file?.blob) return [];
	return [".github/change-risk.yml here is not the one at the base, which decides; try it with --config .github/change-risk.yml"];
};
/**
* The environment as the deciding policy knows it. A policy that does not know it yet is about to be changed, which goes
* to review whatever else is found; until then the settings asked for stand in.
*/
const environmentUnder = (policy, provisional, chosen, named) => {
	if (policy === provisional) return chosen;
	const { environments } = policy.configuration;
	if (environments.length > 0 && !environments.some(({ name }) => name === chosen.name)) return chosen;
	return chooseEnvironment(policy.configuration, named ?? (chosen.assumed ? void 0 : chosen.name));
};
/** What the policy names in place of the shipped prior. One that cannot be used is a source that failed. */
const priorUnder = async ({ outside, config }, repository, { configuration: { prior: reference } }, commit, failures) => {
	if (reference === null) return {
		prior: null,
		notes: []
	};
	const { PriorError, readChosenPrior } = await import("./commands-gate-chosen-prior.js");
	try {
		return {
			prior: await readChosenPrior({
				repository,
				outside,
				commit,
				reference,
				workTree: config === void 0 ? null : repository.workTree
			}),
			notes: []
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: "prior",
			why: error instanceof PriorError ? error.brief : error.message
		});
		return {
			prior: null,
			notes: [error.message]
		};
	}
};

// src/commands/gate/asking.ts
/** What git is asked before anything else is known: it can answer while the rest of the program is still being loaded. */
/** The process that reads objects knows the answer; where it does not, git's own words say why. */
const commitOf = async ({ git, objects }, name, flag) => (await objects.read(`${name}^{commit}`))?.sha ?? resolveCommit(git, name, flag);
/** Opens the repository and asks. Throws `UsageError` for names that stand for no commit, `SourceError` where git cannot read. */
const ask = async (request) => {
	const { outside } = request;
	const repository = await openRepository(request.directory, request.processEnvironment, outside);
	const failures = [...outside?.failures ?? []];
	const headName = outside?.proposal?.base ?? request.head ?? "HEAD";
	demandRef(headName, "--head");
	if (request.base !== void 0) demandRef(request.base, "--base");
	try {
		const [head, namedBase, tags, provisional] = await Promise.all([
			outside?.withoutHistory ? null : commitOf(repository, headName, "--head"),
			request.base === void 0 ? null : commitOf(repository, request.base, "--base"),
			listTags(repository.git),
			policyFor(repository, request, headName, failures)
		]);
		return {
			repository,
			head,
			namedBase,
			tags,
			provisional,
			failures
		};
	} catch (error) {
		repository.objects.end();
		await demandReadable(repository, request.processEnvironment);
		throw error;
	}
};

// src/main/gate.ts
/** `gate` on the command line: options in, a screen or a document out, an exit code. */
const text = (values, name) => {
	const value = values[name];
	return typeof value === "string" ? value : void 0;
};
const oneOf = (values, name, words) => {
	const value = text(values, name);
	if (value === void 0) return void 0;
	const word = words.find((known) => known === value);
	if (word === void 0) throw new UsageError(`gate --${name} ${value}: must be one of ${words.join(", ")}`);
	return word;
};
const strictness = [
	"none",
	"reject",
	"hold",
	"review"
];
/** Whether an answer means "no": everything up to and including `failOn`, worst first. */
const isNo = (decision, failOn) => {
	const at = strictness.indexOf(decision === "approve" ? "none" : decision);
	return at > 0 && at <= strictness.indexOf(failOn);
};
const runGate = async (values, shell) => {
	const named = (name, key) => {
		const value = text(values, name);
		return value === void 0 ? {} : { [key]: value };
	};
	const config = text(values, "config");
	const mode = oneOf(values, "mode", modes);
	const failOn = oneOf(values, "fail-on", strictness);
	const request = {
		directory: text(values, "repository") ?? shell.directory,
		...named("base", "base"),
		...named("head", "head"),
		...named("environment", "environment"),
		...config === void 0 ? {} : { config: resolve(shell.directory, config) },
		...named("ledger", "ledger"),
		now: shell.now,
		version,
		processEnvironment: shell.environment,
		progress: shell.progress
	};
	const asked = ask(request);
	asked.catch(() => void 0);
	const [{ gate }, { shippedPrior }, render] = await Promise.all([
		import("./commands-gate-gate2.js"),
		import("./main-prior.js"),
		values["json"] === true ? null : rendererOf(values)
	]);
	const { assessment, policyProblems } = await gate({
		...request,
		asked,
		...mode === void 0 ? {} : { mode },
		prior: shippedPrior(),
		withPeople: values["with-people"] === true,
		clock: () => performance.now()
	});
	shell.print(render ? `${render(assessment, shell)}\n` : `${JSON.stringify(assessment, null, 2)}\n`);
	if (policyProblems !== null) {
		shell.warn(policyProblems);
		return 1;
	}
	return isNo(assessment.decision, failOn ?? (assessment.mode === "enforce" ? "review" : "none")) ? 2 : 0;
};
const rendererOf = async (values) => {
	if (values["markdown"] === true) {
		const { renderMarkdown } = await import("./report-markdown.js");
		return (assessment) => renderMarkdown(assessment);
	}
	const { renderTerminal } = await import("./report-terminal.js");
	return (assessment, { colour, width }) => renderTerminal(assessment, {
		colour,
		width
	});
};

export { resolveCommit as A, readDuration as B, chooseEnvironment as C, listTags as D, readShare as E, modes as F, ConfigError as G, read as H, settledByApproval as I, isOurs as J, SourceError as K, verdicts as L, finish as M, gitEnvironment as N, openRepository as O, bands as P, findMisspelt as R, readKept as S, defaults as T, sentenceOf as U, mustRead as V, wanted as W, sayUnreadable as Y, readWorkingHours as _, policyFor as a, keep as b, tighten as c, readReviewers as d, blobName as f, parseConfiguration as g, policyPath as h, notesOnPolicy as i, webUrlOf as j, pageOf as k, formatReviewer as l, policyIn as m, ask as n, priorUnder as o, policyAt as p, UsageError as q, environmentUnder as r, indexDirectory as s, runGate as t, readNamedReviewer as u, describe as v, defaultConfiguration as w, keyOf as x, listProblems as y, nearest as z };
