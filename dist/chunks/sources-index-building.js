import { B as readDifferences, R as partsFrom, Y as suspectsOf, f as changedFiles, q as FailureFinder } from "./commands-gate-gate.js";

// src/clients/git/hunks.ts
const mark = "=";
const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
/**
* A path in a patch header: without its a/ or b/ prefix, C-quoted where it holds control characters or quotes, and
* followed by a tab where it holds a space.
*/
const patchPath = (text) => {
	const name = text.replace(/\t$/, "");
	const plain = name.startsWith("\"") ? unquote(name) : name;
	return plain === "/dev/null" ? null : plain.slice(2);
};
const escapes = {
	a: 7,
	b: 8,
	t: 9,
	n: 10,
	v: 11,
	f: 12,
	r: 13,
	"\"": 34,
	"\\": 92
};
const unquote = (quoted) => {
	const bytes = [];
	for (let at = 1; at < quoted.length - 1; at += 1) {
		const character = quoted[at];
		if (character !== "\\") {
			bytes.push(...Buffer.from(character, "utf8"));
			continue;
		}
		const octal = /^[0-7]{3}/.exec(quoted.slice(at + 1, at + 4))?.[0];
		bytes.push(octal ? Number.parseInt(octal, 8) : escapes[quoted[at + 1] ?? ""] ?? 63);
		at += octal ? 3 : 1;
	}
	return Buffer.from(bytes).toString("utf8");
};
/** Reads patches line by line; content lines are skipped by the counts their hunk announces. */
var HunkParser = class {
	#answered;
	#rest = Buffer.alloc(0);
	#skip = 0;
	#oldPath = null;
	#hunks = /* @__PURE__ */ new Map();
	#current = null;
	constructor(answered) {
		this.#answered = answered;
	}
	read(chunk) {
		const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		let from = 0;
		for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, from)) {
			if (this.#skip > 0) {
				if (data[from] !== 92) this.#skip -= 1;
			} else this.#line(data.toString("utf8", from, end));
			from = end + 1;
		}
		this.#rest = data.subarray(from, this.#skip > 0 ? from + 1 : void 0);
	}
	#line(line) {
		if (line === mark) {
			const hunks = this.#hunks;
			this.#hunks = /* @__PURE__ */ new Map();
			this.#current = null;
			this.#answered(hunks);
		} else if (line.startsWith("--- ")) this.#oldPath = patchPath(line.slice(4));
		else if (line.startsWith("+++ ")) {
			const path = patchPath(line.slice(4)) ?? this.#oldPath ?? "";
			this.#current = this.#hunks.get(path) ?? [];
			this.#hunks.set(path, this.#current);
		} else if (line.startsWith("@@ ")) {
			const match = hunkHeader.exec(line);
			if (!match) return;
			const [, oldStart, oldCount = "1", newStart, newCount = "1"] = match;
			const hunk = {
				oldStart: Number(oldStart),
				oldCount: Number(oldCount),
				newStart: Number(newStart),
				newCount: Number(newCount)
			};
			this.#current?.push(hunk);
			this.#skip = hunk.oldCount + hunk.newCount;
		}
	}
};
const options = [
	"--root",
	"-r",
	"-p",
	"-U0",
	"--no-renames",
	"--no-relative",
	"--ignore-submodules=all",
	"--no-ext-diff",
	"--no-textconv",
	"--no-color",
	"--diff-algorithm=myers",
	"--src-prefix=a/",
	"--dst-prefix=b/",
	"-O/dev/null"
];
/** A running `diff-tree` that answers one question after another; starts anew when absent objects kill it. */
var HunkReader = class {
	#git;
	#lines;
	#child = null;
	#waiting = [];
	#deaths = 0;
	/** `lines` false: the clone has no blobs, every answer is null. */
	constructor(git, lines) {
		this.#git = git;
		this.#lines = lines;
	}
	/** The hunks of one pair; null where the clone lacks an object they need. */
	ask(pair) {
		if (!this.#lines || this.#deaths > 64) return Promise.resolve(null);
		return new Promise((resolve) => {
			const child = this.#child ?? this.#start();
			this.#waiting.push({
				pair,
				resolve
			});
			child.stdin.write(`${pair.sha}${pair.parent ? ` ${pair.parent}` : ""}\n${mark}\n`);
		});
	}
	end() {
		this.#child?.stdin.end();
	}
	#start() {
		const child = this.#git.start([
			"diff-tree",
			"--stdin",
			"--always",
			...options
		]);
		const waiting = [];
		const parser = new HunkParser((hunks) => waiting.shift()?.resolve(hunks));
		this.#child = child;
		this.#waiting = waiting;
		child.stdout.on("data", (chunk) => parser.read(chunk));
		child.stderr.resume();
		child.stdin.on("error", () => void 0);
		const close = () => {
			if (this.#child === child) this.#child = null;
			const [died, ...behind] = waiting.splice(0);
			if (died) this.#deaths += 1;
			died?.resolve(null);
			for (const { pair, resolve } of behind) this.ask(pair).then(resolve);
		};
		child.on("error", close);
		child.on("close", close);
		return child;
	}
};

// src/sources/index-building.ts
/**
* Bringing an index up to date: reads the parts that it lacks, in order, and measures each as of its own landing.
* Differences are read ahead by processes side by side; messages come in one stream; line ranges are asked for only
* where a fix may tell of a failure.
*/
const compare = (index, position) => ({
	sha: index.sha(position),
	parent: position > 0 ? index.sha(position - 1) : null
});
/** Line ranges of recent parts, kept for as long as a hotfix may look back on them. */
var RecentHunks = class {
	#reader;
	#index;
	#kept = /* @__PURE__ */ new Map();
	constructor(reader, index) {
		this.#reader = reader;
		this.#index = index;
	}
	ask(position) {
		const known = this.#kept.get(position);
		if (known) return known;
		const asked = this.#reader.ask(compare(this.#index, position));
		this.#kept.set(position, asked);
		return asked;
	}
	/** Forgets what lies far behind. */
	forgetBefore(position) {
		for (const kept of this.#kept.keys()) if (kept < position) this.#kept.delete(kept);
	}
};
const linesFor = async (hunks, suspicions) => {
	const wanted = /* @__PURE__ */ new Set();
	for (const suspicion of suspicions) {
		if (!suspicion) continue;
		wanted.add(suspicion.position);
		for (const { earlier } of suspicion.files) for (const position of earlier) wanted.add(position);
	}
	const answers = /* @__PURE__ */ new Map();
	await Promise.all([...wanted].map(async (position) => answers.set(position, await hunks.ask(position))));
	return (position, path) => {
		const answer = answers.get(position);
		return answer ? answer.get(path) ?? [] : null;
	};
};
/** Parts back from the newest whose line ranges are worth keeping. */
const keptHunks = 2048;
/** Reads `line` into `index`: appended, measured, failures found. */
const extendIndex = async (index, options) => {
	const { git, line, linesExpected, measurer, progress } = options;
	const differences = readDifferences(git, line, { linesExpected });
	const reader = new HunkReader(git, linesExpected);
	const hunks = new RecentHunks(reader, index);
	const finder = new FailureFinder(index);
	const earliest = index.length > 0 ? index.parts.time.get(index.length - 1) : 0;
	try {
		const parts = partsFrom(line.map((pair) => pair.sha), options.commits, earliest, (sha) => index.positionOf(sha) !== null);
		const settle = async ({ arrivals, suspicions, lines }) => {
			const known = await lines;
			for (const [at, arrival] of arrivals.entries()) {
				index.addRow(measurer.measure(index, arrival));
				for (const failure of finder.revealedBy(arrival.part, arrival.position, suspicions[at], known)) index.addFailure(failure);
			}
			progress?.(arrivals.at(-1).position + 1);
		};
		let waiting = null;
		for await (const block of differences) {
			const arrivals = [];
			for (const { files, ...known } of block) {
				const { value: part } = await parts.next();
				arrivals.push({
					...known,
					part,
					files: changedFiles(files),
					position: index.append(part, files)
				});
			}
			const suspicions = arrivals.map(({ part, files, position }) => suspectsOf(index, part, position, files));
			const lines = linesFor(hunks, suspicions);
			if (waiting) await settle(waiting);
			waiting = {
				arrivals,
				suspicions,
				lines
			};
			hunks.forgetBefore(index.length - keptHunks);
		}
		if (waiting) await settle(waiting);
	} finally {
		await options.commits.return?.();
		reader.end();
	}
};

export { extendIndex };
