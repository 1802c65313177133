import { n as SourceError, r as UsageError } from "./domain-errors.js";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";

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
	return {
		git: gitAt({ gitDirectory }, environment),
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
	throw new UsageError(`${flag} ${name}: no such commit in this clone${error ? ` (${error.split("\n")[0]})` : ""}; check the spelling, or fetch it: git fetch origin <ref>`);
};
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
	const tags = /* @__PURE__ */ new Map();
	for (const line of output.split("\n")) {
		const space = line.indexOf(" ");
		if (space < 0) continue;
		const name = line.slice(space + 1).replace(/^refs\/tags\//, "").replace(/\^\{\}$/, "");
		tags.set(name, line.slice(0, space));
	}
	return [...tags].map(([name, commit]) => ({
		name,
		commit
	}));
};

// src/domain/numerics.ts
/**
* Exponential and logarithm with the same bits everywhere.
*
* ECMAScript leaves `Math.exp`, `Math.log` and `Math.pow` "implementation-approximated": two releases of Node may
* differ in the last bit, and a decision replayed a year later would no longer match its hash. Everything here uses
* + − × ÷ only, which IEEE 754 rounds in exactly one way.
*
* Both functions follow the textbook plan (Muller, Elementary Functions, 2016): reduce the argument to a small
* interval by powers of two, sum a power series there, undo the reduction. Errors stay within two units in the last
* place; the tests hold them against 60-digit references.
*/
const double = /* @__PURE__ */ new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
/** Which 32-bit half of a double carries the exponent depends on the machine's byte order. */
const HIGH = words[1] === 0 ? 0 : 1;
const LOW = 1 - HIGH;
/**
* ln 2 in two pieces: the first has only 32 significant bits, so that multiplying it by an exponent (11 bits) is
* exact; the second carries the rest.
*/
const LN2_HIGH = 2977044471 / 4294967296;
const LN2_LOW = 19082149292705877e-26;
const LN2 = .6931471805599453;
const LOG2_E = Math.LOG2E;
const TINY = 1 / 0x40000000000000;
/** 2 to the power `exponent`, exact, for −1022 ≤ exponent ≤ 1023. */
function powerOfTwo(exponent) {
	words[HIGH] = exponent + 1023 << 20;
	words[LOW] = 0;
	return double[0];
}
/**
* exp(r) − 1 − r = r²/2! + r³/3! + … for |r| ≤ ln 2 / 2; the first term left out is below 1e-18 of the sum.
*/
function exponentialTail(r) {
	let sum = 1 / 87178291200;
	sum = sum * r + 1 / 6227020800;
	sum = sum * r + 1 / 479001600;
	sum = sum * r + 1 / 39916800;
	sum = sum * r + 1 / 3628800;
	sum = sum * r + 1 / 362880;
	sum = sum * r + 1 / 40320;
	sum = sum * r + 1 / 5040;
	sum = sum * r + 1 / 720;
	sum = sum * r + 1 / 120;
	sum = sum * r + 1 / 24;
	sum = sum * r + 1 / 6;
	sum = sum * r + .5;
	return r * r * sum;
}
/**
* e to the power x.
*
* x = k·ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ᵏ·eʳ. What the subtraction loses is kept and added to the series.
* @example exp(1) // 2.718281828459045
*/
function exp(x) {
	if (!(x >= -745.1332191019412)) return Math.max(x, 0);
	if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
	const k = Math.floor(x * LOG2_E + .5);
	const high = x - k * LN2_HIGH;
	const low = k * LN2_LOW;
	const r = high - low;
	const lost = high - r - low;
	const scaled = 1 + (r + (exponentialTail(r) + lost));
	if (k > 1023) return scaled * powerOfTwo(1023) * 2;
	if (k < -1022) return scaled * powerOfTwo(k + 100) * powerOfTwo(-100);
	return scaled * powerOfTwo(k);
}
/**
* eˣ − 1 without losing the digits of a small x: the probability of a small hazard is −expm1(−h).
* @example expm1(1e-10) // 1.00000000005e-10
*/
function expm1(x) {
	if (Number.isNaN(x) || Math.abs(x) < TINY) return x;
	if (x > 40) return exp(x);
	if (x < -40) return -1;
	const k = Math.floor(x * LOG2_E + .5);
	const high = x - k * LN2_HIGH;
	const low = k * LN2_LOW;
	const r = high - low;
	const lost = high - r - low;
	const small = r + (exponentialTail(r) + lost);
	if (k === 0) return small;
	const two = powerOfTwo(k);
	return two * small + (two - 1);
}
/**
* Natural logarithm of u + correction, where the correction is below the last digit of u.
*
* u = 2ᵏ·(1 + f) with 1 + f between √½ and √2; with s = f / (2 + f), ln(1 + f) = 2·(s + s³/3 + s⁵/5 + …), arranged
* as f − s·(f − R) so that the leading term is the exact f.
*/
function logarithm(u, correction) {
	double[0] = u;
	let k = (words[HIGH] >>> 20) - 1023;
	words[HIGH] = words[HIGH] & 1048575 | 1072693248;
	let mantissa = double[0];
	if (mantissa > Math.SQRT2) {
		mantissa *= .5;
		k += 1;
	}
	const f = mantissa - 1;
	const s = f / (2 + f);
	const w = s * s;
	let series = 1 / 23;
	series = series * w + 1 / 21;
	series = series * w + 1 / 19;
	series = series * w + 1 / 17;
	series = series * w + 1 / 15;
	series = series * w + 1 / 13;
	series = series * w + 1 / 11;
	series = series * w + 1 / 9;
	series = series * w + 1 / 7;
	series = series * w + 1 / 5;
	series = series * w + 1 / 3;
	const rest = 2 * w * series;
	return k * LN2_HIGH + (f - (s * (f - rest) - (k * LN2_LOW + correction / u)));
}
/**
* Natural logarithm; −∞ at 0, NaN below.
* @example log(10) // 2.302585092994046
*/
function log(x) {
	if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : NaN;
	if (x === Number.POSITIVE_INFINITY) return x;
	if (x < 22250738585072014e-324) return logarithm(x * 0x40000000000000, 0) - 54 * LN2;
	return logarithm(x, 0);
}
/**
* ln(1 + x) without losing the digits of a small x. Counts enter the model through it: 0 stays 0, and the step from
* 10 to 20 files weighs about as much as the one from 100 to 200.
* @example log1p(99) // 4.605170185988092
*/
function log1p(x) {
	if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : NaN;
	if (Math.abs(x) < TINY || x === Number.POSITIVE_INFINITY) return x;
	const u = 1 + x;
	return logarithm(u, x < 1 ? x - (u - 1) : 1 - (u - x));
}
/** 1 − e^(−hazard): the probability that at least one event happens at this expected number of events. */
const probabilityOfHazard = (hazard) => -expm1(-hazard);

// src/model/column.ts
/**
* What the model learns from: a table of numbers, one row a part (or a deployment), one column a question asked of it.
*
* The shape of a column decides how a raw value enters the model:
* `count`  never negative and skewed (lines, files, days): its logarithm, ln(1 + x)
* `share`  between 0 and 1 · `number` any sign: the value itself
* `flag`   0 or 1: the value itself, unscaled, so that its factor is that of "yes" against "no"
*/
const shapes = [
	"count",
	"share",
	"flag",
	"number"
];
/** Logarithms of the counts that make up most of any history; looked up, they cost nothing. */
const smallCounts = Float64Array.from({ length: 4096 }, (_, count) => log1p(count));
/** The value as the model sees it: NaN for anything that is not a finite number; a negative count is read as 0. */
function transformed(shape, value) {
	if (!(Math.abs(value) <= Number.MAX_VALUE)) return NaN;
	if (shape !== "count") return value;
	if (value <= 0) return 0;
	const whole = value | 0;
	return whole === value && whole < smallCounts.length ? smallCounts[whole] : log1p(value);
}
/** The row numbers from (included) to (excluded). */
function rowRange(from, to) {
	const rows = new Uint32Array(Math.max(0, to - from));
	for (let i = 0; i < rows.length; i++) rows[i] = from + i;
	return rows;
}

// src/model/canonical.ts
/**
* JSON in one spelling: keys sorted by code unit, no spaces (RFC 8785, which also takes numbers as ECMAScript writes
* them). The same content always has the same bytes, hence the same SHA-256.
*/
function canonicalJson(value) {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
	if (value !== null && typeof value === "object") return `{${Object.entries(value).filter(([, item]) => item !== void 0).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
	return JSON.stringify(value) ?? "null";
}

// src/model/artefact.ts
const SCHEMA = 1;
const ENGINE = 1;
/** Nine digits: far below what any history can tell apart, and half the bytes of seventeen. */
const rounded = (value) => Number(value.toPrecision(9));
/** The artefact with its identity. */
function sealArtefact(body) {
	const unsealed = {
		schema: 1,
		engine: 1,
		...body
	};
	return {
		id: identityOf(unsealed),
		...unsealed
	};
}
/** SHA-256, in hexadecimal, of everything but `id`. */
function identityOf(artefact) {
	const { id: _, ...rest } = artefact;
	return createHash("sha256").update(canonicalJson(rest)).digest("hex");
}

// src/model/covariance.ts
/** A triangle of 144 coefficients takes 56 KB of Base64; the terms take the rest of 100 KB. */
const WIDEST_FULL = 144;
function encodeCovariance(matrix, size) {
	const kind = size <= WIDEST_FULL ? "full" : "diagonal";
	const numbers = [];
	for (let row = 0; row < size; row++) for (let column = kind === "full" ? 0 : row; column <= row; column++) numbers.push(matrix[row * size + column]);
	return {
		kind,
		size,
		base64: encodeFloats(numbers)
	};
}
/** How many numbers a covariance of this kind and size holds. */
const covarianceLength = (kind, size) => kind === "full" ? size * (size + 1) / 2 : size;
/** The numbers back, in the order they were written. */
function decodeCovariance({ base64 }) {
	const bytes = Buffer.from(base64, "base64");
	const numbers = new Float32Array(Math.floor(bytes.length / 4));
	for (let i = 0; i < numbers.length; i++) numbers[i] = bytes.readFloatLE(i * 4);
	return numbers;
}
/** gᵀ·covariance·g: the variance of a sum of coefficients weighted by g. */
function varianceAlong(covariance, numbers, g) {
	let sum = 0;
	for (let row = 0, k = 0; row < covariance.size; row++) {
		if (covariance.kind === "full") for (let column = 0; column < row; column++) sum += 2 * g[row] * g[column] * numbers[k++];
		sum += g[row] * g[row] * numbers[k++];
	}
	return Math.max(0, sum);
}
function encodeFloats(numbers) {
	const bytes = Buffer.alloc(numbers.length * 4);
	for (let i = 0; i < numbers.length; i++) bytes.writeFloatLE(numbers[i], i * 4);
	return bytes.toString("base64");
}

// src/model/scaling.ts
/** Distances beyond this count as this. */
const FARTHEST = 4;
/** Above this many rows the median is taken from evenly spaced ones; it moves by well under 1 % of an sd. */
const MEDIAN_ROWS = 8192;
/** z of a transformed value, clipped. NaN stays NaN. */
function standardised(value, mean, sd) {
	const z = (value - mean) / sd;
	return Math.min(4, Math.max(-4, z));
}
/**
* Scaling of one column over the given rows; undefined where it never varies (or is never known): such a column can
* tell nothing here and drops out with factor 1.
*/
function scalingOf(table, column, rows) {
	const { shape } = table.columns[column];
	const width = table.columns.length;
	let known = 0;
	let sum = 0;
	let least = Number.POSITIVE_INFINITY;
	let most = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < rows.length; i++) {
		const value = transformed(shape, table.rows[rows[i] * width + column]);
		if (Number.isNaN(value)) continue;
		known++;
		sum += value;
		least = Math.min(least, value);
		most = Math.max(most, value);
	}
	if (known < 2 || !(most > least)) return void 0;
	if (shape === "flag") return {
		mean: 0,
		sd: 1,
		usual: sum * 2 > known ? 1 : 0
	};
	const mean = sum / known;
	let squares = 0;
	for (let i = 0; i < rows.length; i++) {
		const value = transformed(shape, table.rows[rows[i] * width + column]);
		if (!Number.isNaN(value)) squares += (value - mean) * (value - mean);
	}
	const sd = Math.sqrt(squares / known);
	if (!(sd > Math.abs(mean) * 1e-9)) return void 0;
	return {
		mean,
		sd,
		usual: standardised(medianOf(table, column, rows), mean, sd)
	};
}
function medianOf(table, column, rows, stride = Math.max(1, Math.floor(rows.length / MEDIAN_ROWS))) {
	const { shape } = table.columns[column];
	const values = [];
	for (let i = 0; i < rows.length; i += stride) {
		const value = transformed(shape, table.rows[rows[i] * table.columns.length + column]);
		if (!Number.isNaN(value)) values.push(value);
	}
	if (values.length === 0) return medianOf(table, column, rows, 1);
	return Float64Array.from(values).sort()[Math.floor((values.length - 1) / 2)];
}

// src/model/curve.ts
const knotsByShape = {
	count: [0, 1.5],
	number: [0],
	share: [0],
	flag: []
};
/** Tables wider than this get straight lines: there is too little in any history to bend so many. */
const MOST_BENDING_COLUMNS = 200;
/** Where the curves of this shape may bend, in standard deviations, in a table of so many columns. */
function knotsOf(shape, columns) {
	return columns > MOST_BENDING_COLUMNS ? [] : knotsByShape[shape];
}
/** Lower end of segment `index`. */
const segmentFrom = (knots, index) => index === 0 ? -4 : knots[index - 1];
/** Upper end of segment `index`. */
const segmentTo = (knots, index) => index === knots.length ? 4 : knots[index];
/** How far z reaches into the segment [from, to], counted from where the usual value stands in it. */
function reach(z, usual, from, to) {
	return Math.min(to, Math.max(from, z)) - Math.min(to, Math.max(from, usual));
}
/** What a raw value adds to ln hazard; 0 where it is unavailable. */
function effectOf(curve, value) {
	const z = standardised(transformed(curve.shape, value), curve.mean, curve.sd);
	return Number.isNaN(z) ? 0 : effectAt(curve, z);
}
/** The same for a standardised value. */
function effectAt({ usual, knots, slopes }, z) {
	let sum = 0;
	for (let i = 0; i < slopes.length; i++) sum += slopes[i] * reach(z, usual, segmentFrom(knots, i), segmentTo(knots, i));
	return sum;
}

// src/model/design.ts
/** Every column that varies over these rows, with its scaling and its place among the coefficients. */
function layColumns(table, scalingRows) {
	const columns = [];
	let first = 1;
	for (let index = 0; index < table.columns.length; index++) {
		const { shape } = table.columns[index];
		const scaling = scalingOf(table, index, scalingRows);
		if (!scaling) continue;
		const knots = knotsOf(shape, table.columns.length);
		columns.push({
			index,
			shape,
			scaling,
			knots,
			first
		});
		first += knots.length + 1;
	}
	return columns;
}
function buildDesign(table, rows, columns) {
	const width = columns.reduce((sum, column) => sum + column.knots.length + 1, 1);
	const starts = new Uint32Array(rows.length + 1);
	let indices = new Uint16Array(rows.length * 16 + width);
	let values = new Float32Array(rows.length * 16 + width);
	let used = 0;
	for (let i = 0; i < rows.length; i++) {
		if (used + width > indices.length) {
			indices = grown(indices, new Uint16Array(used * 2 + width));
			values = grown(values, new Float32Array(used * 2 + width));
		}
		indices[used] = 0;
		values[used++] = 1;
		const start = rows[i] * table.columns.length;
		for (const { index, shape, scaling, knots, first } of columns) {
			const z = standardised(transformed(shape, table.rows[start + index]), scaling.mean, scaling.sd);
			if (Number.isNaN(z)) continue;
			for (let segment = 0; segment <= knots.length; segment++) {
				const value = reach(z, scaling.usual, segmentFrom(knots, segment), segmentTo(knots, segment));
				if (value === 0) continue;
				indices[used] = first + segment;
				values[used++] = value;
			}
		}
		starts[i + 1] = used;
	}
	return {
		n: rows.length,
		width,
		starts,
		indices: indices.subarray(0, used),
		values: values.subarray(0, used)
	};
}
function grown(from, to) {
	to.set(from);
	return to;
}
/** ln hazard of each row under these coefficients, offsets included. */
function logHazards(design, coefficients, into) {
	const { n, starts, indices, values, offsets } = design;
	for (let i = 0; i < n; i++) {
		let sum = offsets ? offsets[i] : 0;
		for (let k = starts[i]; k < starts[i + 1]; k++) sum += values[k] * coefficients[indices[k]];
		into[i] = sum;
	}
}

// src/model/frailty.ts
/**
* Many parts at once: a shared frailty.
*
* Adding hazards would be right if parts failed independently. They do not: a bad week, a weak test environment or a
* careless reviewer is bad for all of them, so failures come in clusters and a deployment of 100 parts fails less
* often than the sum says. Let everything in one deployment be multiplied by one unseen factor with mean 1 and
* variance 1/k, gamma distributed (Clayton 1978; Hougaard 2000). Averaged over it,
*
*   P(nothing fails) = (1 + H/k)^(−k),   H = Σ hazards,
*
* that is P = 1 − e^(−φ(H)) with φ(H) = k·ln(1 + H/k): for few parts φ(H) ≈ H, for many it grows ever more slowly.
*
* Example, k = 2: two parts of 1 % each → φ(0.02) = 0.0199; a hundred of them → φ(1) = 0.81 instead of 1, so 56 %
* instead of 63 %.
*/
const dampedHazard = (hazard, frailty) => hazard === Number.POSITIVE_INFINITY ? hazard : frailty * log1p(hazard / frailty);
/** Probability that a change with this total hazard fails, its context multiplying the damped hazard. */
const probabilityOfChange = (hazard, frailty, contextFactor = 1) => probabilityOfHazard(contextFactor * dampedHazard(hazard, frailty));
/** k where nothing is known yet. */
const USUAL_FRAILTY = 8;
/** How firmly: a factor 2 up or down is no surprise. */
const USUAL_SD = .7;
const batchSizes = [
	1,
	2,
	5,
	10,
	20,
	50,
	100
];
const SMALLEST = .5;
const LARGEST = 1e3;
/**
* k of this repository, from hazards given before the outcomes were known.
*
* Consecutive parts are put into batches of 1, 2, 5, … 100, as if they had been deployed together, and k is chosen
* to make "some part of the batch failed" most probable. Each size sees the same history once more, so each counts a
* seventh; ln k has the weak prior N(ln 8, 0.7²). Golden-section search on ln k (Kiefer 1953).
*
* @param hazards out-of-sample, in time order
* @param labels 1 failed, 0 succeeded, of the same parts
*/
function estimateFrailty(hazards, labels) {
	const batches = batchSizes.map((size) => batchesOf(hazards, labels, size));
	const merit = (logarithm) => {
		const frailty = exp(logarithm);
		const distance = (logarithm - log(8)) / USUAL_SD;
		let sum = 0;
		for (const { totals, failed } of batches) for (let i = 0; i < totals.length; i++) {
			const damped = Math.max(1e-12, dampedHazard(totals[i], frailty));
			sum += failed[i] ? log(-expm1(-damped)) : -damped;
		}
		return sum / batches.length - .5 * distance * distance;
	};
	return exp(highestBetween(log(SMALLEST), log(LARGEST), merit));
}
function batchesOf(hazards, labels, size) {
	const count = Math.floor(hazards.length / size);
	const totals = new Float64Array(count);
	const failed = new Uint8Array(count);
	for (let i = 0; i < count * size; i++) {
		const batch = Math.floor(i / size);
		totals[batch] += hazards[i];
		if (labels[i] > 0) failed[batch] = 1;
	}
	return {
		totals,
		failed
	};
}
/** Where a function with one hill is highest, to within a thousandth. */
function highestBetween(from, to, merit) {
	const golden = (Math.sqrt(5) - 1) / 2;
	let low = from;
	let high = to;
	let left = high - golden * (high - low);
	let right = low + golden * (high - low);
	let leftMerit = merit(left);
	let rightMerit = merit(right);
	while (high - low > .001) if (leftMerit >= rightMerit) {
		high = right;
		right = left;
		rightMerit = leftMerit;
		left = high - golden * (high - low);
		leftMerit = merit(left);
	} else {
		low = left;
		left = right;
		leftMerit = rightMerit;
		right = low + golden * (high - low);
		rightMerit = merit(right);
	}
	return (low + high) / 2;
}

// src/model/score.ts
/**
* Scoring: from answers to risk. Pure arithmetic over an artefact; no answer, no effect.
*
* ln hazard = intercept + Σ effect(answer), so hazard = usualHazard × Π factors, and each factor can be shown.
*/
/** ln hazard is held at e^±30, as in the fit. */
const LIMIT = 30;
const bounded = (logHazard) => Math.max(-30, Math.min(LIMIT, logHazard));
/** ln hazard of each listed row (all where absent); more than half a million rows of 70 columns a second. */
function scoreParts(artefact, table, rows) {
	const logHazards = new Float64Array(rows?.length ?? table.n).fill(artefact.intercept);
	const width = table.columns.length;
	for (const term of artefact.terms) {
		const place = table.columns.findIndex(({ name }) => name === term.name);
		if (place < 0 || term.slopes.every((slope) => slope === 0)) continue;
		addEffects(term, table.rows, place, width, rows, logHazards);
	}
	return { logHazards: logHazards.map(bounded) };
}
/**
* Adds the effect of one column to every row. The curve is first written out as value = offset + rate · answer per
* segment, which is what makes it fast; it equals `effectOf` to the last few bits.
*/
function addEffects(term, values, place, width, rows, into) {
	const { shape, mean, sd, knots, slopes } = term;
	const last = slopes.length - 1;
	const ends = Float64Array.from(slopes, (_, i) => mean + sd * segmentTo(knots, i));
	const rates = Float64Array.from(slopes, (slope) => slope / sd);
	const offsets = Float64Array.from(slopes, (_, i) => effectAt(term, segmentTo(knots, i)) - rates[i] * ends[i]);
	const least = mean + sd * segmentFrom(knots, 0);
	const most = ends[last];
	for (let i = 0; i < into.length; i++) {
		let value = transformed(shape, values[(rows ? rows[i] : i) * width + place]);
		if (Number.isNaN(value)) continue;
		if (value < least) value = least;
		else if (value > most) value = most;
		let segment = 0;
		while (segment < last && value > ends[segment]) segment++;
		into[i] += offsets[segment] + rates[segment] * value;
	}
}
/**
* Why a part is as risky as it is.
* @param values its answers by column name; absent, NaN or infinite ones are unavailable
*/
function explainPart(artefact, values) {
	const effects = artefact.terms.map((term) => {
		const value = values[term.name] ?? NaN;
		return {
			column: term.name,
			value: Number.isFinite(value) ? value : null,
			effect: effectOf(term, value)
		};
	});
	const sum = effects.reduce((total, { effect }) => total + effect, artefact.intercept);
	const hazard = exp(bounded(sum));
	return {
		hazard,
		probability: probabilityOf(artefact, hazard),
		factors: effects.map(({ column, value, effect }) => ({
			column,
			value,
			effect,
			factor: exp(effect)
		})).sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)).map(({ column, value, factor }) => ({
			column,
			value,
			factor
		}))
	};
}
/** What each answer about the deployment multiplies the hazard of the whole change by. */
function contextFactorsOf(artefact, context) {
	const factors = artefact.context.map((term) => {
		const value = context[term.name] ?? NaN;
		return {
			column: term.name,
			value: Number.isFinite(value) ? value : null,
			factor: exp(effectOf(term, value))
		};
	});
	return {
		product: factors.reduce((product, { factor }) => product * factor, 1),
		factors
	};
}
/** Probability that a change fails whose parts have this total hazard. */
const probabilityOf = (artefact, hazard, contextFactor = 1) => probabilityOfChange(hazard, artefact.frailty, contextFactor);

// src/model/rank.ts
/** Fewer numbers than this tell no rank. */
const fewestToRank = 20;
/**
* The limit by rank: the highest of `risks` that still leaves at most the share `riskiest` of them above it. The gate
* ranks a new part with it, and the replay ranks the past as the gate would have. Null of too few to rank.
*/
const riskiestLimit = (risks, riskiest) => {
	if (risks.length < 20) return null;
	if (riskiest <= 0) return 1;
	const ascending = Float64Array.from(risks).sort();
	const above = Math.floor(Math.round(riskiest * ascending.length * 1e6) / 1e6);
	return above >= ascending.length ? 0 : ascending[ascending.length - 1 - above];
};

// src/model/artefact-reading.ts
/**
* Reads a model artefact, or says why not. By hand and not by schema: the gate loads it on every run, and it must
* refuse a damaged file before a single number of it is believed.
* @throws SourceError naming the first field that is wrong, and the mend
*/
function readArtefact(json, where = "model") {
	const refuse = (why) => {
		throw new SourceError(`${where}: ${why}; run \`change-risk-gate learn\` to write a new model`);
	};
	const artefact = json;
	if (!isRecord(json)) return refuse("this is not a model artefact (a JSON object is wanted)");
	if (artefact.schema !== 1) return refuse(`schema must be ${1}, got ${shown(artefact.schema)}`);
	if (artefact.engine !== 1) return refuse(`engine ${shown(artefact.engine)} is not carried by this release, which reads engine ${1}`);
	if (artefact.kind !== "prior" && artefact.kind !== "learned") return refuse(`kind must be prior or learned, got ${shown(artefact.kind)}`);
	for (const name of [
		"intercept",
		"interceptSd",
		"usualHazard",
		"averageHazard",
		"frailty"
	]) if (!isFiniteNumber(artefact[name])) return refuse(`${name} must be a finite number, got ${shown(artefact[name])}`);
	if (!(artefact.interceptSd >= 0)) return refuse("interceptSd must not be negative");
	if (!(artefact.frailty > 0)) return refuse("frailty must be above 0");
	for (const name of [
		"parts",
		"failures",
		"repositories"
	]) if (!isFiniteNumber(artefact.trainedOn?.[name])) return refuse(`trainedOn.${name} must be a number`);
	for (const list of ["terms", "context"]) {
		if (!Array.isArray(artefact[list])) return refuse(`${list} must be a list`);
		const names = /* @__PURE__ */ new Set();
		for (const [i, term] of artefact[list].entries()) {
			const wrong = wrongWithTerm(term);
			if (wrong) return refuse(`${list}[${i}]${wrong}`);
			const { name } = term;
			if (names.has(name)) return refuse(`${list}[${i}].name: ${shown(name)} stands there twice`);
			names.add(name);
		}
	}
	const wrong = wrongWithCovariance(artefact);
	if (wrong) return refuse(`covariance${wrong}`);
	if (artefact.id !== identityOf(artefact)) return refuse("the content does not match its id: it was edited or cut after it was written");
	return artefact;
}
function wrongWithTerm(term) {
	if (!isRecord(term)) return " must be an object";
	if (typeof term["name"] !== "string" || term["name"] === "") return ".name must be a name";
	if (!shapes.some((shape) => shape === term["shape"])) return `.shape must be one of ${shapes.join(", ")}`;
	if (term["direction"] !== 0 && term["direction"] !== 1 && term["direction"] !== -1) return ".direction must be -1, 0 or 1";
	for (const name of [
		"mean",
		"sd",
		"usual",
		"level",
		"bend"
	]) if (!isFiniteNumber(term[name])) return `.${name} must be a finite number, got ${shown(term[name])}`;
	if (!(term["sd"] > 0)) return ".sd must be above 0";
	const { knots, slopes } = term;
	if (!Array.isArray(knots) || !knots.every((knot, i) => isFiniteNumber(knot) && (i === 0 || knot > knots[i - 1]))) return ".knots must be a rising list of numbers";
	if (!Array.isArray(slopes) || slopes.length !== knots.length + 1 || !slopes.every(isFiniteNumber)) return `.slopes must be ${knots.length + 1} numbers, one more than knots`;
	const direction = term["direction"];
	if (slopes.some((slope) => slope * direction < 0)) return ".slopes run against .direction";
}
function wrongWithCovariance({ covariance, terms }) {
	if (!isRecord(covariance)) return " must be an object";
	const size = terms.reduce((sum, term) => sum + term.slopes.length, 1);
	if (covariance.kind !== "full" && covariance.kind !== "diagonal") return ".kind must be full or diagonal";
	if (covariance.size !== size) return `.size must be ${size}, the number of coefficients`;
	if (typeof covariance.base64 !== "string") return ".base64 must be text";
	const numbers = decodeCovariance(covariance);
	if (numbers.length !== covarianceLength(covariance.kind, size)) return ".base64 is cut or too long";
	return numbers.every(isFiniteNumber) ? void 0 : ".base64 holds something that is not a number";
}
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isFiniteNumber = (value) => Number.isFinite(value);
const shown = (value) => value === void 0 ? "nothing" : JSON.stringify(value);

export { demandRef as C, resolveCommit as E, demandReadable as S, openRepository as T, exp as _, probabilityOf as a, log1p as b, buildDesign as c, decodeCovariance as d, encodeCovariance as f, rowRange as g, sealArtefact as h, explainPart as i, layColumns as l, rounded as m, riskiestLimit as n, scoreParts as o, varianceAlong as p, contextFactorsOf as r, estimateFrailty as s, readArtefact as t, logHazards as u, expm1 as v, listTags as w, probabilityOfHazard as x, log as y };
