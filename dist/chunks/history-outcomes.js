import { An as none, Mn as isCounted, Nn as nothingTold, Pn as placeTold, V as fileKind, kn as entityOf, wn as purposes } from "./commands-gate-gate.js";

// src/history/blame.ts
/** The lines a part takes away or rewrites, in the numbering before it. A pure insertion touches no line. */
const replacedLines = (changes) => changes.filter((change) => change.oldCount > 0).map(({ oldStart, oldCount }) => ({
	from: oldStart,
	to: oldStart + oldCount
}));
/**
* Splits `ranges` (numbered after `changes`) into the number of lines that `changes` wrote, and the rest renumbered as
* before it. `changes` are ordered by line.
*/
const stepBack = (ranges, changes) => {
	let written = 0;
	const rest = [];
	for (const range of ranges) {
		let from = range.from;
		let shift = 0;
		for (const change of changes) {
			const start = change.newCount === 0 ? change.newStart + 1 : change.newStart;
			const end = start + change.newCount;
			if (from >= range.to) break;
			if (start > from) {
				const to = Math.min(range.to, start);
				rest.push({
					from: from - shift,
					to: to - shift
				});
				from = to;
			}
			if (from < range.to && from < end) {
				const to = Math.min(range.to, end);
				written += to - from;
				from = to;
			}
			shift += change.newCount - change.oldCount;
		}
		if (from < range.to) rest.push({
			from: from - shift,
			to: range.to - shift
		});
	}
	return {
		written,
		rest
	};
};
/** Lines of each earlier part (newest first) that `fix` replaced in one file. Parts that wrote none are left out. */
const blame = (fix, earlier) => {
	const blamed = /* @__PURE__ */ new Map();
	let ranges = replacedLines(fix);
	for (const { position, changes } of earlier) {
		if (ranges.length === 0) break;
		const { written, rest } = stepBack(ranges, changes);
		if (written > 0) blamed.set(position, written);
		ranges = rest;
	}
	return blamed;
};

// src/history/outcomes.ts
const day = 86400;
/** How long after landing a revert or hotfix still speaks of the part it undoes. */
const reach = {
	revert: 90 * day,
	namedHotfix: 14 * day,
	sameLines: day,
	/** Where lines cannot be compared, a named hotfix speaks of what touched its files just before. */
	sameFile: 3 * day
};
/** How sure each kind of evidence makes us. */
const confidences = {
	statedRevert: .95,
	titleRevert: .8,
	hotfixLines: .8,
	hotfixFile: .5,
	fixLines: .5
};
const is = (part, purpose) => (part.purpose & purposes[purpose]) !== 0;
/** Parts that `part` says it reverts, with how sure the saying is. */
const revertedBy = (index, part, position) => {
	const found = /* @__PURE__ */ new Map();
	if (is(part, "reland")) return found;
	const { shas, numbers, title } = part.reverts;
	const stated = [...shas.map((sha) => index.positionOf(sha, position)), ...numbers.map((number) => index.lastNamed(entityOf("number", String(number)), position))];
	for (const target of stated) if (target !== null && target < position) found.set(target, confidences.statedRevert);
	if (found.size === 0 && title !== null) {
		const target = index.lastNamed(entityOf("title", title), position);
		if (target !== null) found.set(target, confidences.titleRevert);
	}
	for (const target of found.keys()) if (index.has(target, "revert") || part.time - index.parts.time.get(target) > reach.revert) found.delete(target);
	return found;
};
/** Kinds of files whose hotfix tells of a failure in production. */
const telling = /* @__PURE__ */ new Set([
	"code",
	"configuration",
	"infrastructure",
	"migration",
	"dependencies"
]);
/** Few parts change one file so often within the reach; beyond this many the older ones are left alone. */
const mostSuspects = 12;
/** What to compare line by line for a part; null when it tells of nothing. The part is already in the index. */
const suspectsOf = (index, part, position, files) => {
	const named = is(part, "hotfix");
	if (!(named || is(part, "fix")) || is(part, "revert") || is(part, "reland") || is(part, "dependencyBump")) return null;
	const seconds = named ? reach.namedHotfix : reach.sameLines;
	const suspicious = files.flatMap((file) => {
		if (file.status !== "modified" || !telling.has(fileKind(file.path))) return [];
		const earlier = [];
		let entry = index.entities.get(entityOf("file", file.path)).touch;
		for (; entry !== 4294967295 && earlier.length < mostSuspects; entry = index.touches.previous.get(entry)) {
			const suspect = index.touches.part.get(entry);
			if (suspect >= position) continue;
			if (part.time - index.parts.time.get(suspect) > seconds) break;
			earlier.push(suspect);
		}
		return earlier.length > 0 ? [{
			path: file.path,
			earlier
		}] : [];
	});
	return suspicious.length > 0 ? {
		position,
		cause: "hotfix",
		named,
		files: suspicious
	} : null;
};
const hotfixed = (index, suspicion, lines) => {
	const found = /* @__PURE__ */ new Map();
	for (const { path, earlier } of suspicion.files) {
		const fix = lines(suspicion.position, path);
		const changes = earlier.map((position) => ({
			position,
			changes: lines(position, path)
		}));
		const known = changes.flatMap(({ position, changes }) => changes ? [{
			position,
			changes
		}] : []);
		if (fix === null || known.length < changes.length) {
			const newest = earlier[0];
			const since = index.parts.time.get(suspicion.position) - index.parts.time.get(newest);
			if (suspicion.named && since <= reach.sameFile && !found.has(newest)) found.set(newest, confidences.hotfixFile);
			continue;
		}
		for (const position of blame(fix, known).keys()) found.set(position, suspicion.named ? confidences.hotfixLines : confidences.fixLines);
	}
	for (const position of found.keys()) if (index.has(position, "revert")) found.delete(position);
	return found;
};
/** Remembers which parts have failed already: the first evidence counts, later evidence adds nothing. */
var FailureFinder = class {
	#index;
	#failed;
	constructor(index) {
		this.#index = index;
		this.#failed = new Set([...index.failuresFrom()].map((failure) => failure.part));
	}
	/** Failures that the landing of `part` reveals. */
	revealedBy(part, position, suspicion, lines) {
		const reverted = revertedBy(this.#index, part, position);
		const failures = [];
		const add = (cause, found) => {
			for (const [failed, confidence] of found) {
				if (this.#failed.has(failed)) continue;
				this.#failed.add(failed);
				failures.push({
					part: failed,
					knownAt: position,
					cause,
					confidence
				});
			}
		};
		add("revert", reverted);
		if (suspicion) add("hotfix", hotfixed(this.#index, suspicion, lines));
		return failures;
	}
};
/**
* Per part: seconds when it became known to have failed within its maturity, else Infinity; and how sure. Of what git and
* others say the surer counts; a part that a person cleared did not fail.
*/
const labelsOf = (index, { maturity, before = index.length, told = nothingTold }) => {
	const knownAt = new Float64Array(index.length).fill(Number.POSITIVE_INFINITY);
	const confidence = new Float32Array(index.length).fill(1);
	const causes = /* @__PURE__ */ new Map();
	const uncounted = /* @__PURE__ */ new Set();
	const { labels, cleared } = placeTold(index, told);
	for (const failure of index.failuresFrom()) {
		if (failure.knownAt >= before) break;
		if (cleared.has(failure.part)) continue;
		const time = index.parts.time.get(failure.knownAt);
		if (time - index.parts.time.get(failure.part) > maturity) continue;
		knownAt[failure.part] = time;
		confidence[failure.part] = failure.confidence;
		causes.set(failure.part, failure.cause);
	}
	for (const [part, told] of labels) {
		const { label, taught = label, at, cause } = told;
		if (cleared.has(part) || part >= before) continue;
		const isKnown = causes.has(part);
		if (isKnown && (confidence[part] >= label || !isCounted(told))) continue;
		if (!isCounted(told)) uncounted.add(part);
		knownAt[part] = Math.min(knownAt[part], at);
		confidence[part] = Math.max(taught, isKnown ? confidence[part] : 0);
		causes.set(part, cause);
	}
	return {
		knownAt,
		confidence,
		causes,
		uncounted
	};
};

export { labelsOf as n, suspectsOf as r, FailureFinder as t };
