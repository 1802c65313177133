import { n as SourceError, r as UsageError } from "./domain-errors.js";
import { c as transformed, d as log, f as log1p, l as exp, p as probabilityOfHazard, u as expm1 } from "./model-artefact-reading.js";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { existsSync, readFileSync, statSync } from "node:fs";
import { spawn } from "node:child_process";

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

export { gitEnvironment as _, scoreParts as a, layColumns as c, demandRef as d, listTags as f, finish as g, webUrlOf as h, probabilityOf as i, logHazards as l, resolveCommit as m, contextFactorsOf as n, estimateFrailty as o, openRepository as p, explainPart as r, buildDesign as s, riskiestLimit as t, demandReadable as u };
