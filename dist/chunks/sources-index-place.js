import { n as __exportAll } from "./rolldown-runtime.js";
import { n as SourceError } from "./domain-errors.js";
import { t as formatCount } from "./domain-counting.js";
import { a as scoreParts, c as layColumns, l as logHazards, s as buildDesign, t as riskiestLimit } from "./model-rank.js";
import { a as encodeCovariance, d as log, f as log1p, l as exp, n as rounded, r as sealArtefact, s as rowRange, u as expm1 } from "./model-artefact-reading.js";
import { createHash, randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { accessSync, closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, readSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { homedir } from "node:os";

// src/history/entities.ts
/** "No such entry" in a column of entry numbers. */
const none = 4294967295;
const unknown = {
	touch: none,
	failure: none
};
var EntityTable = class {
	#stored;
	#changed = /* @__PURE__ */ new Map();
	constructor(stored = null) {
		this.#stored = stored;
	}
	get(name) {
		return this.#changed.get(name) ?? this.#find(name);
	}
	setTouch(name, touch) {
		this.#promote(name).touch = touch;
	}
	setFailure(name, failure) {
		this.#promote(name).failure = failure;
	}
	/** All entities by name, ascending: what is written to disk. */
	sorted() {
		const stored = this.#stored;
		const all = /* @__PURE__ */ new Map();
		if (stored) for (let at = 0; at < stored.names.length; at += 1) {
			const name = stored.names.get(at);
			const heads = stored.trim(name, {
				touch: stored.touches.get(at),
				failure: stored.failures.get(at)
			});
			if (heads.touch !== 4294967295) all.set(name, heads);
		}
		for (const [name, heads] of this.#changed) all.set(name, heads);
		const names = Float64Array.from(all.keys()).sort();
		return {
			names,
			touches: Uint32Array.from(names, (name) => all.get(name).touch),
			failures: Uint32Array.from(names, (name) => all.get(name).failure)
		};
	}
	#promote(name) {
		const known = this.#changed.get(name);
		if (known) return known;
		const heads = { ...this.#find(name) };
		this.#changed.set(name, heads);
		return heads;
	}
	#find(name) {
		const stored = this.#stored;
		if (!stored) return unknown;
		let low = 0;
		let high = stored.names.length - 1;
		while (low <= high) {
			const middle = low + high >>> 1;
			const found = stored.names.get(middle);
			if (found === name) return stored.trim(name, {
				touch: stored.touches.get(middle),
				failure: stored.failures.get(middle)
			});
			if (found < name) low = middle + 1;
			else high = middle - 1;
		}
		return unknown;
	}
};

// src/history/message.ts
/**
* What a commit message says of the change: its title and pull request, what it reverts, what it is for.
* Conventions are those of GitHub, GitLab, Bitbucket, bors, Gerrit and Phabricator, and of git itself.
*/
/** Why a change was made, as far as its message tells; each a bit, so that a million fit in one column. */
const purposes = {
	fix: 1,
	revert: 2,
	reland: 4,
	hotfix: 8,
	refactor: 16,
	dependencyBump: 32,
	featureFlag: 64,
	majorBump: 128,
	workaround: 256,
	breaking: 512,
	feature: 1024
};
const noTargets = {
	shas: [],
	numbers: [],
	title: null
};
const mergeSubjects = [
	{
		pattern: /^Merge pull request #(\d+) from (\S+)/,
		number: 1,
		branch: 2
	},
	{
		pattern: /^Merged in (\S+) \(pull request #(\d+)\)/,
		number: 2,
		branch: 1
	},
	{
		pattern: /^Auto merge of #(\d+) - (\S+),/,
		number: 1,
		branch: 2
	},
	{
		pattern: /^Merge #(\d+)(?: #\d+)*()/,
		number: 1,
		branch: 2
	},
	{
		pattern: /^Merge (?:remote-tracking )?branch '([^']+)'/,
		number: 0,
		branch: 1
	}
];
/** Gerrit counts: `Revert^2 "X"` lands X again, `Revert^3 "X"` takes it out once more. */
const revertTitle = /^(?:\[[^\]]*\]\s*)?(?:revert(?:\^\d*[13579])?|back(?:ed)? ?out|roll(?:ed)? ?back):? "(.+)"/i;
const revertConventional = /^(?:revert|back ?out)(?:\([^)]*\))?!?: (.+)/i;
const backOut = /^(?:back(?:ing|ed)? out|roll(?:ing|ed)? ?back|revert(?:ing|ed)?)\b/i;
const relandTitle = /^(?:\[[^\]]*\]\s*)?(?:re-?land|re-?apply|re-?submit|un-?revert|roll ?forward|revert\^\d*[02468])\b/i;
const words = {
	fix: /\b(?:fix(?:e[sd]|ing)?|bug(?:s|fix(?:es)?)?|resolve[sd]?|regress(?:ion|ed)s?|crash(?:e[sd])?|broken?|repair(?:s|ed)?|correct(?:s|ed)?)\b/i,
	hotfix: /\bhot[ -]?fix(?:es)?\b|\bemergency fix\b|\burgent fix\b/i,
	refactor: /\b(?:refactor(?:s|ed|ing)?|clean(?:s|ed|ing)?[ -]?up|renam(?:e[sd]?|ing)|re-?organi[sz]e[sd]?|simplif(?:y|ies|ied)|tidy|typos?|lint|reformat(?:ted)?|format(?:ting)?|nfc)\b/i,
	bump: /\bbump(?:s|ed)?\b|\bupdate dependenc|\bupgrade[sd]?\b[^\n]{0,80}\bto v?\d|^(?:chore|build|fix)\(deps|\brenovate\b|^roll\b[^\n]{0,100}\.\./i,
	major: /\bfrom v?(\d+)(?:\.[\w.-]*)? to v?(\d+)(?:\.|\b)/i,
	flag: /\bfeature[ -]?(?:flag|toggle|switch)|\bflipper\b|\bbehind (?:a|the) (?:flag|toggle)|\blaunchdarkly\b|\bunleash\b|\bkill[ -]?switch/i,
	workaround: /\b(?:workaround|work around|hack(?:y|ish)?|temporar(?:y|ily)|quick(?:ly)? fix|for now|stop-?gap|try (?:to|again)|attempt(?:s|ed)? to|another try)\b/i,
	breaking: /\bBREAKING[ -]CHANGE|^\w+(?:\([^)]*\))?!:/,
	feature: /\b(?:add(?:s|ed|ing)?|implement(?:s|ed)?|introduce[sd]?|support(?:s|ed)?|enable[sd]?|allow(?:s|ed)?|feat(?:ure)?|new)\b/i
};
const trailer = /^(?:[A-Za-z][a-z]+(?:-[A-Za-z]+)*-(?:[Bb]y|[Ii]d|[Tt]o|[Oo]n|URL)|Cc|CC|Bug|Link|See-also|Closes|Fixes|Refs?): \S|^\(cherry picked from|^(?:Fixes|Closes|Resolves) #\d+\.?$/;
const numberOf = (text) => {
	const value = Number(text);
	return text && Number.isSafeInteger(value) && value > 0 && value < 4294967295 ? value : null;
};
/** The pull request a squash subject ends with: `Title (#123)`; the last one, as GitHub appends it. */
const squashNumber = (subject) => numberOf(/\(#(\d+)\)\s*$/.exec(subject)?.[1]);
/** A title without the pull request it ends with and without needless space: what two titles are compared by. */
const bareTitle = (title) => {
	let bare = title.trim();
	for (let open = bare.lastIndexOf("("); open >= 0 && /^\([#!]\d+\)$/.test(bare.slice(open)); open = bare.lastIndexOf("(")) bare = bare.slice(0, open).trimEnd();
	return bare;
};
const revertTargets = (title, branch, body) => {
	const shas = [...body.matchAll(/\breverts? (?:commits? )?([0-9a-f]{7,64})\b/gi)].map((match) => match[1].toLowerCase());
	const numbers = [
		...[...body.matchAll(/^Reverts? (?:[\w.-]+\/[\w.-]+)?#(\d+)/gim)].map((match) => numberOf(match[1])),
		numberOf(/(?:^|\/)revert-(\d+)-/.exec(branch)?.[1]),
		backOut.test(title) && !revertTitle.test(title) ? numberOf(/^\S+(?:\s+out)?:?\s+(?:PR\s+)?#(\d+)\b/i.exec(title)?.[1]) : null
	].filter((number) => number !== null);
	const quoted = revertTitle.exec(title)?.[1] ?? (shas.length === 0 ? revertConventional.exec(title)?.[1] : void 0);
	if (shas.length === 0 && numbers.length === 0 && quoted === void 0) return noTargets;
	return {
		shas,
		numbers,
		title: quoted === void 0 ? null : bareTitle(quoted)
	};
};
const purposeOf = (title, branch, body, reverts) => {
	const reland = relandTitle.test(title) || reverts.title !== null && (revertTitle.test(reverts.title) || relandTitle.test(reverts.title));
	const revert = !reland && (reverts !== noTargets || backOut.test(title));
	const bump = words.bump.test(title);
	const major = bump ? words.major.exec(title) : null;
	let purpose = 0;
	if (words.fix.test(title) || /(?:^|\/)(?:bug)?fix[/-]/i.test(branch)) purpose |= purposes.fix;
	if (revert) purpose |= purposes.revert;
	if (reland) purpose |= purposes.reland;
	if (words.hotfix.test(title) || /(?:^|[/_-])hot-?fix/i.test(branch)) purpose |= purposes.hotfix;
	if (words.refactor.test(title)) purpose |= purposes.refactor;
	if (bump) purpose |= purposes.dependencyBump;
	if (major && Number(major[2]) > Number(major[1])) purpose |= purposes.majorBump;
	if (words.flag.test(title) || words.flag.test(body)) purpose |= purposes.featureFlag;
	if (words.workaround.test(title)) purpose |= purposes.workaround;
	if (words.breaking.test(title) || words.breaking.test(body)) purpose |= purposes.breaking;
	if (words.feature.test(title)) purpose |= purposes.feature;
	return purpose;
};
/** How much of a message is looked at: longer ones are generated, and patterns must stay fast on them. */
const readableCharacters = 2e4;
/** Understands a whole message. Never throws; an empty message has an empty title. */
const understandMessage = (message) => {
	const text = message.slice(0, readableCharacters);
	const newline = text.indexOf("\n");
	const subject = (newline < 0 ? text : text.slice(0, newline)).trim();
	const rest = newline < 0 ? "" : text.slice(newline + 1);
	const merge = mergeSubjects.map(({ pattern, number, branch }) => {
		const match = pattern.exec(subject);
		return match ? {
			number: number ? numberOf(match[number]) : null,
			branch: match[branch] ?? ""
		} : null;
	}).find((found) => found !== null);
	const firstLine = rest.split("\n").find((line) => line.trim() !== "")?.trim();
	const title = merge && firstLine && !trailer.test(firstLine) && !firstLine.startsWith("*") ? firstLine : subject;
	const number = merge?.number ?? squashNumber(subject) ?? (merge ? numberOf(/See merge request \S*!(\d+)/.exec(rest)?.[1]) : null);
	const lines = rest === "" ? [] : rest.split("\n");
	const body = rest;
	const coAuthors = lines.flatMap((line) => /^Co-authored-by: .*<([^<>\s]+)>/i.exec(line)?.[1] ?? []);
	const bodyLength = lines.reduce((sum, line) => trailer.test(line) ? sum : sum + line.trim().length, 0);
	const reverts = revertTargets(title, merge?.branch ?? "", body);
	return {
		title,
		number,
		purpose: purposeOf(title, merge?.branch ?? "", body, reverts),
		reverts,
		coAuthors,
		bodyLength
	};
};

// src/history/touch-window.ts
/**
* The touches of one thing within the horizon before a part, summed up. Parts are measured in the order they landed, and
* what is touched often is asked about often: its sums are kept, and moved on by what came in and what fell out, so that
* a busy folder costs the same however busy it is. A window that is moved on and one that is read anew are the same.
*/
/** How far a measurement looks back from the part it measures, and at how many touches of one thing at most. */
const horizon = {
	seconds: 31536e3,
	touches: 256
};
const month = 2592e3;
const mending = purposes.fix | purposes.hotfix;
var TouchWindow = class {
	#index;
	/** The names it had, newest first. */
	names = [];
	/** Touches by author. */
	authors = /* @__PURE__ */ new Map();
	churn = 0;
	fixes = 0;
	/** Entries within the window from `#from` on, oldest first; those of the last month from `#recentFrom` on. */
	#entries = [];
	#from = 0;
	#recentFrom = 0;
	/** Where it stands: only parts before this position exist, seen from this time. */
	#position = 0;
	#time = 0;
	constructor(index) {
		this.#index = index;
	}
	get count() {
		return this.#entries.length - this.#from;
	}
	get recent() {
		return this.#entries.length - this.#recentFrom;
	}
	/** Seconds since the newest touch; null when there is none. */
	get sinceLast() {
		return this.count === 0 ? null : this.#time - this.#timeOf(this.#entries.at(-1));
	}
	/** Whether moving on leads there: a window never moves back. */
	reaches(position, time) {
		return position >= this.#position && time >= this.#time;
	}
	/** Reads the window of an entity anew. */
	read(entity, position, time) {
		this.authors.clear();
		this.#entries.length = 0;
		this.#from = 0;
		this.#recentFrom = 0;
		this.churn = 0;
		this.fixes = 0;
		this.#move(entity, position, time, none);
	}
	/** Moves the window of an entity on; only for one that had no other name, `reaches` having said yes. */
	moveOn(entity, position, time) {
		this.#move(entity, position, time, this.count === 0 ? none : this.#entries.at(-1));
	}
	#move(entity, position, time, known) {
		this.#position = position;
		this.#time = time;
		this.names.length = 0;
		this.names.push({
			name: entity,
			until: position
		});
		const { touches, entities } = this.#index;
		const earliest = time - horizon.seconds;
		const found = [];
		let name = entity;
		let newer = position;
		for (let entry = entities.get(entity).touch; entry !== known && entry !== 4294967295 && found.length < horizon.touches; entry = touches.previous.get(entry)) {
			const part = touches.part.get(entry);
			const owner = touches.entity.get(entry);
			if (owner !== name) {
				if (newer > position) break;
				this.names.push({
					name: owner,
					until: part
				});
				name = owner;
			}
			newer = part;
			if (part >= position) continue;
			if (this.#index.parts.time.get(part) < earliest) break;
			found.push(entry);
		}
		for (let at = found.length - 1; at >= 0; at -= 1) this.#count(found[at], 1);
		while (this.count > horizon.touches) this.#dropOldest();
		while (this.count > 0 && this.#timeOf(this.#entries[this.#from]) < earliest) this.#dropOldest();
		this.#recentFrom = Math.max(this.#recentFrom, this.#from);
		while (this.recent > 0 && time - this.#timeOf(this.#entries[this.#recentFrom]) > month) this.#recentFrom += 1;
		if (this.#from > horizon.touches) this.#compact();
	}
	#timeOf(entry) {
		return this.#index.parts.time.get(this.#index.touches.part.get(entry));
	}
	#dropOldest() {
		this.#count(this.#entries[this.#from], -1);
		this.#from += 1;
	}
	#compact() {
		this.#entries.splice(0, this.#from);
		this.#recentFrom -= this.#from;
		this.#from = 0;
	}
	#count(entry, sign) {
		const { parts, touches } = this.#index;
		const part = touches.part.get(entry);
		const author = parts.author.get(part);
		const written = (this.authors.get(author) ?? 0) + sign;
		if (written === 0) this.authors.delete(author);
		else this.authors.set(author, written);
		if ((parts.purpose.get(part) & mending) !== 0) this.fixes += sign;
		this.churn += sign * touches.churn.get(entry);
		if (sign === 1) this.#entries.push(entry);
	}
};
/** Touches from which on a window is worth keeping. */
const busy = 24;
/** Windows kept at most, whatever the size of the history. */
const mostKept = 4096;
/** The windows of an index that are kept while it is read. */
var TouchWindows = class {
	#index;
	#kept = /* @__PURE__ */ new Map();
	/** For things that are not worth keeping: read anew each time. */
	#passing;
	constructor(index) {
		this.#index = index;
		this.#passing = new TouchWindow(index);
	}
	of(entity, position, time) {
		const kept = this.#kept.get(entity);
		if (kept?.reaches(position, time)) {
			kept.moveOn(entity, position, time);
			return kept;
		}
		const window = this.#passing;
		window.read(entity, position, time);
		if (!kept && window.count >= busy && window.names.length === 1) this.#keep(entity, window);
		return window;
	}
	#keep(entity, window) {
		if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value);
		this.#kept.set(entity, window);
		this.#passing = new TouchWindow(this.#index);
	}
};
const windowsByIndex = /* @__PURE__ */ new WeakMap();
/** The window of an entity as of a part; good until the next one is asked for. */
const touchWindow = (index, entity, position, time) => {
	let windows = windowsByIndex.get(index);
	if (!windows) {
		windows = new TouchWindows(index);
		windowsByIndex.set(index, windows);
	}
	return windows.of(entity, position, time);
};

// src/clients/git/tokens.ts
/** Cutting a stream of bytes at NUL, the only separator that no path and no message can contain. */
const nul = 0;
/** Gives every complete NUL-ended token to `take`; keeps the unfinished rest for the next chunk. */
var TokenReader = class {
	#rest = [];
	#take;
	constructor(take) {
		this.#take = take;
	}
	read(chunk) {
		let from = 0;
		for (let end = chunk.indexOf(nul); end >= 0; end = chunk.indexOf(nul, from)) {
			const tail = chunk.subarray(from, end);
			if (this.#rest.length === 0) this.#take(tail);
			else {
				this.#rest.push(tail);
				const token = Buffer.concat(this.#rest);
				this.#rest = [];
				this.#take(token);
			}
			from = end + 1;
		}
		if (from < chunk.length) this.#rest.push(chunk.subarray(from));
	}
	/** Whether what came after the last NUL begins with `bytes`. */
	restStartsWith(bytes) {
		const first = this.#rest[0];
		if (first === void 0 || first[0] !== bytes[0]) return false;
		if (this.#rest.length > 1) this.#rest = [Buffer.concat(this.#rest)];
		return this.#rest[0].subarray(0, bytes.length).equals(bytes);
	}
	/** Gives up what came after the last NUL. */
	takeRest() {
		const rest = Buffer.concat(this.#rest);
		this.#rest = [];
		return rest;
	}
};

// src/clients/git/commits.ts
/** Commits and their messages as a stream; and the first-parent line. */
const fields = 7;
/** `1700000000 +0530`, as `--date=raw` writes it; nonsense zones of old imports count as UTC. */
const authorTime = (raw) => {
	const [seconds = "0", zone = "+0000"] = raw.split(" ");
	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
	const zoneMinutes = minutes <= 840 ? zone[0] === "-" ? -minutes : minutes : 0;
	return {
		authoredAt: Number(seconds),
		zoneMinutes: zoneMinutes || 0
	};
};
/** Cuts the output of rev-list into commits; each record is git's own "commit SHA" line (left aside), then the fields. */
const commitParser = (take) => {
	const values = [];
	let expectHeader = true;
	return new TokenReader((token) => {
		if (expectHeader) {
			expectHeader = false;
			return;
		}
		values.push(token);
		if (values.length < fields) return;
		const [sha, parents, committedAt, authoredAt, email, name, message] = values;
		take({
			sha: sha.toString("latin1"),
			parents: parents.length === 0 ? [] : parents.toString("latin1").split(" "),
			committedAt: Number(committedAt.toString("latin1")),
			...authorTime(authoredAt.toString("latin1")),
			authorEmail: email.toString("utf8"),
			authorName: name.toString("utf8"),
			message: message.toString("utf8")
		});
		values.length = 0;
		expectHeader = true;
	});
};
/**
* The commits of `range` (arguments of rev-list: a SHA, `^SHA`), a chunk of git's output at a time; git waits while
* nobody asks. A commit that git cannot read ends the stream with a `SourceError`.
*/
async function* streamCommits(git, range, options = []) {
	const child = git.start([
		"rev-list",
		...options,
		"--encoding=UTF-8",
		"--date=raw",
		"--format=tformat:%x00%H%x00%P%x00%ct%x00%ad%x00%ae%x00%an%x00%B%x00",
		"--stdin"
	]);
	let error = "";
	child.stderr.on("data", (chunk) => {
		error += chunk.toString("utf8");
	});
	const closed = new Promise((resolve, reject) => {
		child.on("error", (cause) => reject(new SourceError(`git rev-list: ${cause.message}`, { cause })));
		child.on("close", resolve);
	});
	closed.catch(() => void 0);
	child.stdin.on("error", () => void 0);
	child.stdin.end(`${range.join("\n")}\n`);
	let batch = [];
	const parser = commitParser((commit) => batch.push(commit));
	try {
		for await (const chunk of child.stdout) {
			parser.read(chunk);
			if (batch.length === 0) continue;
			const full = batch;
			batch = [];
			yield full;
		}
		const status = await closed;
		if (status !== 0) throw new SourceError(`git rev-list: ${error.split("\n")[0] || `ended with status ${status}`}`);
	} finally {
		child.kill();
	}
}
/** All commits of a range, one by one into `take`. */
const readCommits = async (git, range, take, options = []) => {
	for await (const commits of streamCommits(git, range, options)) for (const commit of commits) take(commit);
};
/**
* The first-parent line of `head`, newest first; `limit` bounds how many are read. Commits whose parents a shallow
* clone cut off come without parents.
*/
const readLine = async (git, head, limit) => {
	const output = await git.run([
		"rev-list",
		"--first-parent",
		"--parents",
		"--timestamp",
		...limit === void 0 ? [] : [`--max-count=${limit}`],
		head
	]);
	const entries = [];
	for (const line of output.split("\n")) {
		if (line === "") continue;
		const [time, sha, ...parents] = line.split(" ");
		entries.push({
			sha,
			parents,
			committedAt: Number(time)
		});
	}
	return entries;
};

// src/history/columns.ts
/**
* Columns of numbers that only ever grow: the index in memory. A column may begin with values stored in a file, read a
* page at a time, so that opening an index costs the same however long the history is.
*/
const columnTypes = {
	u32: Uint32Array,
	f32: Float32Array,
	f64: Float64Array
};
const pageValues = 8192;
var Column = class {
	type;
	#stored;
	/** How many of the stored values count: an index may be cut back to a common past. */
	#kept;
	#pages = /* @__PURE__ */ new Map();
	#tail;
	#tailLength = 0;
	constructor(type, stored = null, kept = stored?.length ?? 0) {
		this.type = type;
		this.#stored = stored;
		this.#kept = kept;
		this.#tail = new columnTypes[type](64);
	}
	get length() {
		return this.#kept + this.#tailLength;
	}
	get(at) {
		if (at >= this.#kept) return this.#tail[at - this.#kept];
		return this.#page(Math.floor(at / pageValues))[at % pageValues];
	}
	#page(number) {
		const known = this.#pages.get(number);
		if (known) return known;
		const from = number * pageValues;
		const values = this.#stored.read(from, Math.min(from + pageValues, this.#stored.length));
		this.#pages.set(number, values);
		return values;
	}
	push(value) {
		if (this.#tailLength === this.#tail.length) {
			const grown = new columnTypes[this.type](this.#tail.length * 2);
			grown.set(this.#tail);
			this.#tail = grown;
		}
		this.#tail[this.#tailLength] = value;
		this.#tailLength += 1;
	}
	/** Replaces a value that is not yet stored. */
	set(at, value) {
		if (at < this.#kept) throw new Error("a stored value never changes");
		this.#tail[at - this.#kept] = value;
	}
	/** The values from..to, in one piece. */
	slice(from, to) {
		const values = new columnTypes[this.type](Math.max(0, to - from));
		const stored = Math.min(to, this.#kept);
		if (stored - from > pageValues) values.set(this.#stored.read(from, stored));
		else for (let at = from; at < stored; at += 1) values[at - from] = this.get(at);
		const tailFrom = Math.max(from, this.#kept);
		if (tailFrom < to) values.set(this.#tail.subarray(tailFrom - this.#kept, to - this.#kept), tailFrom - from);
		return values;
	}
};

// src/history/hash.ts
/**
* Names as numbers: paths, titles and authors are only ever compared, so the index holds 53-bit hashes of them and no
* text. Two of a million names meet with probability 6e-5; the cost would be one wrong neighbour.
*/
/** Two rounds of multiply-and-rotate over UTF-16 units, joined to 53 bits; the same on every machine. */
const hashName = (text, seed = 0) => {
	let left = 3735928559 ^ seed;
	let right = 1103547991 ^ seed;
	for (let at = 0; at < text.length; at += 1) {
		const unit = text.charCodeAt(at);
		left = Math.imul(left ^ unit, 2654435761);
		right = Math.imul(right ^ unit, 1597334677);
		left = left << 13 | left >>> 19;
		right = right << 17 | right >>> 15;
	}
	left = Math.imul(left ^ left >>> 16, 2246822507) ^ Math.imul(right ^ right >>> 13, 3266489909);
	right = Math.imul(right ^ right >>> 16, 2246822507) ^ Math.imul(left ^ left >>> 13, 3266489909);
	return 4294967296 * (2097151 & right >>> 0) + (left >>> 0);
};
/** The kinds of things that have a history; the seed keeps a file and a folder of one name apart. */
const entitySeeds = {
	file: 1,
	directory: 2,
	area: 3,
	author: 4,
	title: 5,
	number: 6,
	sha: 7
};
const entityOf = (kind, name) => hashName(name, entitySeeds[kind]);
/** The folder a file lies in; '' at the top. */
const directoryOf = (path) => {
	const slash = path.lastIndexOf("/");
	return slash < 0 ? "" : path.slice(0, slash);
};
/**
* The area of a file: its first two folders, the grain at which teams divide a repository (`services/payments`,
* `src/compiler`); '' at the top.
*/
const areaOf = (path) => {
	const first = path.indexOf("/");
	if (first < 0) return "";
	const second = path.indexOf("/", first + 1);
	return second < 0 ? path.slice(0, first) : path.slice(0, second);
};

// src/history/index.ts
/** One row a part. */
const partColumns$1 = {
	time: "u32",
	authoredAt: "u32",
	author: "f64",
	purpose: "u32",
	commits: "u32",
	churn: "u32",
	files: "u32",
	zone: "u32",
	/** First entry of its touches, and how many they are. */
	touchesFrom: "u32",
	touches: "u32"
};
/** One entry for each thing a part touches, chained from newest to oldest by thing. */
const touchColumns = {
	part: "u32",
	previous: "u32",
	entity: "f64",
	churn: "u32"
};
/** One row a failure, in the order they became known. */
const failureColumns = {
	part: "u32",
	knownAt: "u32",
	cause: "u32",
	confidence: "f32"
};
/** One entry for each thing a failed part had touched, chained like touches. */
const scarColumns = {
	part: "u32",
	knownAt: "u32",
	previous: "u32"
};
const causes = ["revert", "hotfix"];
/** Words of a SHA-1 or SHA-256 name as numbers: 8 hexadecimal digits each. */
const shaWords = (sha) => Array.from({ length: Math.ceil(sha.length / 8) }, (_, at) => Number.parseInt(sha.slice(at * 8, at * 8 + 8), 16));
/** What an abbreviated SHA is looked up by. */
const shaKeyDigits = 7;
var HistoryIndex = class {
	parts;
	touches;
	failures;
	scars;
	/** SHAs of the parts, `shaWordsPerPart` words each. */
	shas;
	/** Measurements, `signals` values a part; NaN where unavailable. */
	rows;
	entities;
	signals;
	shaWordsPerPart;
	constructor(options) {
		const { signals, shaDigits, stored } = options;
		this.signals = signals;
		this.shaWordsPerPart = Math.ceil(shaDigits / 8);
		const kept = stored?.kept ?? 0;
		const open = (name, type, length) => new Column(type, stored?.column(name) ?? null, length);
		const keptTouches = stored ? firstAtLeast(open("touch.part", "u32"), kept) : 0;
		const keptFailures = stored ? firstAtLeast(open("failure.knownAt", "u32"), kept) : 0;
		const keptScars = stored ? firstAtLeast(open("scar.knownAt", "u32"), kept) : 0;
		const table = (name, columns, length) => Object.fromEntries(Object.entries(columns).map(([column, type]) => [column, open(`${name}.${column}`, type, length)]));
		this.parts = table("part", partColumns$1, kept);
		this.touches = table("touch", touchColumns, keptTouches);
		this.failures = table("failure", failureColumns, keptFailures);
		this.scars = table("scar", scarColumns, keptScars);
		this.shas = open("sha", "u32", kept * this.shaWordsPerPart);
		this.rows = open("row", "f32", kept * signals);
		const previousTouch = open("touch.previous", "u32");
		const touchEntity = open("touch.entity", "f64");
		const previousScar = open("scar.previous", "u32");
		const trim = (name, { touch, failure }) => {
			let keptTouch = touch;
			while (keptTouch !== 4294967295 && keptTouch >= keptTouches) keptTouch = previousTouch.get(keptTouch);
			if (keptTouch !== 4294967295 && keptTouch !== touch && touchEntity.get(keptTouch) !== name) keptTouch = none;
			let keptFailure = failure;
			while (keptFailure !== 4294967295 && keptFailure >= keptScars) keptFailure = previousScar.get(keptFailure);
			return {
				touch: keptTouch,
				failure: keptFailure
			};
		};
		this.entities = new EntityTable(stored ? {
			names: open("entity.name", "f64"),
			touches: open("entity.touch", "u32"),
			failures: open("entity.failure", "u32"),
			trim
		} : null);
	}
	/** How many parts it holds; the next one gets this position. */
	get length() {
		return this.parts.time.length;
	}
	/** Takes in a part and what it touched; answers its position. Its measurements and failures come with `measure`. */
	append(part, files) {
		const position = this.length;
		const churn = files.reduce((sum, file) => sum + (file.added ?? 0) + (file.deleted ?? 0), 0);
		this.parts.time.push(part.time);
		this.parts.authoredAt.push(part.authoredAt);
		this.parts.author.push(part.authors[0] ?? 0);
		this.parts.purpose.push(part.purpose);
		this.parts.commits.push(part.commits);
		this.parts.churn.push(churn);
		this.parts.files.push(files.length);
		this.parts.zone.push(part.zoneMinutes + 1440);
		this.parts.touchesFrom.push(this.touches.part.length);
		for (const word of shaWords(part.sha)) this.shas.push(word);
		const from = this.touches.part.length;
		const directories = /* @__PURE__ */ new Map();
		const areas = /* @__PURE__ */ new Map();
		for (const file of files) {
			const lines = (file.added ?? 0) + (file.deleted ?? 0);
			this.#touch(position, entityOf("file", file.path), lines, file.previousPath);
			const directory = directoryOf(file.path);
			directories.set(directory, (directories.get(directory) ?? 0) + lines);
			const area = areaOf(file.path);
			areas.set(area, (areas.get(area) ?? 0) + lines);
		}
		for (const [directory, lines] of directories) this.#touch(position, entityOf("directory", directory), lines);
		for (const [area, lines] of areas) this.#touch(position, entityOf("area", area), lines);
		for (const author of part.authors) this.#touch(position, author, churn);
		this.parts.touches.push(this.touches.part.length - from);
		for (const sha of part.inner) this.#touch(position, shaEntity(sha), Number.parseInt(sha.slice(shaKeyDigits, 15), 16));
		if (part.number !== null) this.#touch(position, entityOf("number", String(part.number)), 0);
		this.#touch(position, entityOf("title", bareTitle(part.title)), 0);
		return position;
	}
	/** Writes down the measurements of the newest part that has none yet; parts are measured in order. */
	addRow(values) {
		if (values.length !== this.signals) throw new Error(`a row has ${this.signals} values, got ${values.length}`);
		for (let at = 0; at < values.length; at += 1) this.rows.push(values[at]);
	}
	/** Writes down a failure as it becomes known; in the order of `knownAt`. */
	addFailure(failure) {
		this.failures.part.push(failure.part);
		this.failures.knownAt.push(failure.knownAt);
		this.failures.cause.push(causes.indexOf(failure.cause));
		this.failures.confidence.push(failure.confidence);
		const from = this.parts.touchesFrom.get(failure.part);
		const to = from + this.parts.touches.get(failure.part);
		for (let entry = from; entry < to; entry += 1) {
			const entity = this.touches.entity.get(entry);
			const { failure: previous } = this.entities.get(entity);
			this.scars.part.push(failure.part);
			this.scars.knownAt.push(failure.knownAt);
			this.scars.previous.push(previous);
			this.entities.setFailure(entity, this.scars.part.length - 1);
		}
	}
	sha(position) {
		const from = position * this.shaWordsPerPart;
		return Array.from(this.shas.slice(from, from + this.shaWordsPerPart), (word) => word.toString(16).padStart(8, "0")).join("");
	}
	/** Which of the parts from..to are among `shas`, newest first. */
	*positionsAmong(shas, from, to) {
		const width = this.shaWordsPerPart;
		const firstWords = new Set([...shas].map((sha) => Number.parseInt(sha.slice(0, 8), 16)));
		const words = this.shas.slice(from * width, to * width);
		for (let position = to - 1; position >= from; position -= 1) if (firstWords.has(words[(position - from) * width]) && shas.has(this.sha(position))) yield position;
	}
	/** Position of the part before `before` that is or brought in a commit; null when the index does not know it. */
	positionOf(sha, before = this.length) {
		const wanted = sha.slice(shaKeyDigits);
		for (let entry = this.entities.get(shaEntity(sha)).touch; entry !== none; entry = this.touches.previous.get(entry)) {
			const digits = this.touches.churn.get(entry).toString(16).padStart(8, "0");
			const part = this.touches.part.get(entry);
			if (part < before && digits.startsWith(wanted.slice(0, 8))) return part;
		}
		return null;
	}
	/** Position of the part whose own SHA this is; null for commits inside parts and unknown ones. */
	positionOnLine(sha) {
		const position = this.positionOf(sha);
		return position !== null && this.sha(position) === sha ? position : null;
	}
	has(position, purpose) {
		return (this.parts.purpose.get(position) & purposes[purpose]) !== 0;
	}
	/** Newest part before `before` that carries a name (a title, a number); null when there is none. */
	lastNamed(entity, before) {
		let entry = this.entities.get(entity).touch;
		while (entry !== 4294967295 && this.touches.part.get(entry) >= before) entry = this.touches.previous.get(entry);
		return entry === 4294967295 ? null : this.touches.part.get(entry);
	}
	*failuresFrom(first = 0) {
		for (let at = first; at < this.failures.part.length; at += 1) yield {
			part: this.failures.part.get(at),
			knownAt: this.failures.knownAt.get(at),
			cause: causes[this.failures.cause.get(at)] ?? "revert",
			confidence: this.failures.confidence.get(at)
		};
	}
	#touch(part, entity, churn, previousPath) {
		const own = this.entities.get(entity).touch;
		const previous = own === 4294967295 && previousPath !== void 0 ? this.entities.get(entityOf("file", previousPath)).touch : own;
		this.touches.part.push(part);
		this.touches.previous.push(previous);
		this.touches.entity.push(entity);
		this.touches.churn.push(churn);
		this.entities.setTouch(entity, this.touches.part.length - 1);
	}
};
const shaEntity = (sha) => entityOf("sha", sha.slice(0, shaKeyDigits));
/** Number of entries of an ascending column below `value`. */
const firstAtLeast = (column, value) => {
	let low = 0;
	let high = column.length;
	while (low < high) {
		const middle = low + high >>> 1;
		if (column.get(middle) < value) low = middle + 1;
		else high = middle;
	}
	return low;
};

// src/clients/git/differences.ts
/** Every option that a user's configuration could set otherwise, pinned. */
const pinned = [
	"--root",
	"-r",
	"--no-relative",
	"--ignore-submodules=none",
	"--submodule=short",
	"--no-ext-diff",
	"--no-textconv",
	"--diff-algorithm=myers",
	"-O/dev/null"
];
/** How much a process is asked for: lines and renames by likeness; or only what trees tell (names, exact renames). */
const depths = {
	lines: [
		...pinned,
		"-M50%",
		"-l400",
		"--raw",
		"--numstat",
		"-z"
	],
	names: [
		...pinned,
		"-M100%",
		"--raw",
		"-z"
	]
};
const submoduleMode = "160000";
const statusOf = (letter) => letter === "A" || letter === "C" ? "added" : letter === "D" ? "deleted" : letter === "R" ? "renamed" : letter === "T" ? "type-changed" : "modified";
const mark$1 = Buffer.from("=\n");
/** Reads the answers of one `diff-tree --stdin -z` process: raw entries, then line counts, then our own mark. */
var DifferenceParser = class {
	#reader = new TokenReader((token) => this.#token(token));
	#answered;
	#files = [];
	#byPath = /* @__PURE__ */ new Map();
	/** Entry whose path(s) come in the next tokens. */
	#raw = null;
	#counts = null;
	constructor(answered) {
		this.#answered = answered;
	}
	read(chunk) {
		this.#reader.read(chunk);
		if (!this.#raw && !this.#counts && this.#reader.restStartsWith(mark$1)) this.#token(this.#reader.takeRest());
	}
	#token(token) {
		if (this.#raw) this.#rawPath(token.toString("utf8"));
		else if (this.#counts) this.#countsPath(token.toString("utf8"));
		else this.#head(token);
	}
	#head(token) {
		let from = 0;
		for (; token[from] === mark$1[0] && token[from + 1] === mark$1[1]; from += mark$1.length) this.#finish();
		if (token[from] === 58) {
			this.#rawHead(token.toString("latin1", from + 1));
			return;
		}
		const tab = token.indexOf(9, from);
		if (tab >= 0) this.#countsHead(token, from, tab);
	}
	#rawHead(text) {
		const [oldMode = "", newMode = "", , , letter = "M"] = text.split(" ");
		const draft = {
			path: "",
			status: statusOf(letter[0] ?? "M"),
			added: null,
			deleted: null,
			binary: false,
			submodule: oldMode === submoduleMode || newMode === submoduleMode
		};
		this.#raw = {
			draft,
			paths: letter[0] === "R" || letter[0] === "C" ? 2 : 1
		};
	}
	#rawPath(path) {
		const raw = this.#raw;
		if (raw.paths === 2) {
			raw.draft.previousPath = path;
			raw.paths = 1;
			return;
		}
		raw.draft.path = path;
		this.#files.push(raw.draft);
		this.#byPath.set(path, raw.draft);
		this.#raw = null;
	}
	#countsHead(token, from, tab) {
		const second = token.indexOf(9, tab + 1);
		const added = token.toString("latin1", from, tab);
		const deleted = token.toString("latin1", tab + 1, second);
		if (second + 1 < token.length) this.#setCounts(token.toString("utf8", second + 1), added, deleted);
		else this.#counts = {
			added,
			deleted,
			paths: 2
		};
	}
	#countsPath(path) {
		const counts = this.#counts;
		if (counts.paths === 2) {
			counts.paths = 1;
			return;
		}
		this.#setCounts(path, counts.added, counts.deleted);
		this.#counts = null;
	}
	#setCounts(path, added, deleted) {
		const draft = this.#byPath.get(path);
		if (!draft) return;
		if (added === "-") draft.binary = true;
		else if (!draft.submodule) {
			draft.added = Number(added);
			draft.deleted = Number(deleted);
		}
	}
	#finish() {
		const files = this.#files;
		this.#files = [];
		this.#byPath = /* @__PURE__ */ new Map();
		this.#answered(files);
	}
};
/** One running `git diff-tree --stdin` and the commits it was asked about, oldest question first. */
var DifferenceProcess = class {
	#child;
	#waiting = [];
	#dead = false;
	constructor(git, depth) {
		this.#child = git.start([
			"diff-tree",
			"--stdin",
			"--always",
			...depths[depth]
		]);
		const parser = new DifferenceParser((files) => this.#waiting.shift()?.resolve(files));
		this.#child.stdout.on("data", (chunk) => parser.read(chunk));
		this.#child.stderr.resume();
		this.#child.stdin.on("error", () => void 0);
		this.#child.on("error", (cause) => {
			this.#dead = true;
			for (const { reject } of this.#waiting.splice(0)) reject(new SourceError(`git diff-tree: ${cause.message}`, { cause }));
		});
		this.#child.on("close", () => {
			this.#dead = true;
			for (const { resolve } of this.#waiting.splice(0)) resolve(null);
		});
	}
	/** The files of one pair; null when the process died before answering. */
	ask(pair) {
		return new Promise((resolve, reject) => {
			if (this.#dead) return resolve(null);
			this.#waiting.push({
				resolve,
				reject
			});
			const { stdin } = this.#child;
			if (stdin.writableCorked === 0) {
				stdin.cork();
				process.nextTick(() => stdin.uncork());
			}
			stdin.write(`${pair.sha}${pair.parent ? ` ${pair.parent}` : ""}\n=\n`);
		});
	}
	end() {
		this.#child.stdin.end();
	}
};
/**
* Where a clone lacks many objects, dying on each would cost a process a commit. After `patience` deaths among the last
* `window` commits, lines are not asked for during the next `pause` commits.
*/
const patience = {
	deaths: 8,
	window: 64,
	pause: 1024
};
/** Reads pairs one block after another, surviving absent objects. */
var DifferenceReader = class {
	#git;
	#processes = /* @__PURE__ */ new Map();
	#deaths = [];
	#read = 0;
	#pausedUntil;
	constructor(git, linesExpected) {
		this.#git = git;
		this.#pausedUntil = linesExpected ? 0 : Number.POSITIVE_INFINITY;
	}
	/** Newest first: packs hold the newest version of a file whole, and the older ones as steps back from it. */
	async readBlock(pairs) {
		return (await this.#readInOrder([...pairs].reverse())).reverse();
	}
	async #readInOrder(pairs) {
		const differences = [];
		while (differences.length < pairs.length) {
			const depth = this.#read >= this.#pausedUntil ? "lines" : "names";
			const rest = pairs.slice(differences.length);
			const answers = await Promise.all(rest.map((pair) => this.#process(depth).ask(pair)));
			const died = answers.indexOf(null);
			for (const files of died < 0 ? answers : answers.slice(0, died)) differences.push({
				files,
				linesKnown: depth === "lines",
				filesKnown: true
			});
			this.#read += died < 0 ? answers.length : died + 1;
			if (died < 0) continue;
			this.#processes.delete(depth);
			differences.push(depth === "lines" ? await this.#readNames(rest[died]) : unknownDifference);
			if (depth === "lines") this.#noteDeath();
		}
		return differences;
	}
	end() {
		for (const process of this.#processes.values()) process.end();
	}
	async #readNames(pair) {
		const files = await this.#process("names").ask(pair);
		if (files) return {
			files,
			linesKnown: false,
			filesKnown: true
		};
		this.#processes.delete("names");
		return unknownDifference;
	}
	#process(depth) {
		const running = this.#processes.get(depth);
		if (running) return running;
		const started = new DifferenceProcess(this.#git, depth);
		this.#processes.set(depth, started);
		return started;
	}
	#noteDeath() {
		this.#deaths = [...this.#deaths.filter((at) => at > this.#read - patience.window), this.#read];
		if (this.#deaths.length < patience.deaths) return;
		this.#pausedUntil = this.#read + patience.pause;
		this.#deaths = [];
	}
};
const unknownDifference = {
	files: [],
	linesKnown: false,
	filesKnown: false
};
const defaultReading = {
	processes: 2,
	blockSize: 128,
	ahead: 16,
	linesExpected: true
};
/** The differences of `pairs`, in their order, a block at a time. */
async function* readDifferences(git, pairs, options = {}) {
	const { processes, blockSize, ahead, linesExpected } = {
		...defaultReading,
		...options
	};
	const readers = Array.from({ length: Math.min(processes, Math.ceil(pairs.length / blockSize)) }, () => ({
		reader: new DifferenceReader(git, linesExpected),
		busy: Promise.resolve()
	}));
	const queue = [];
	let next = 0;
	const askNext = () => {
		const block = pairs.slice(next * blockSize, (next + 1) * blockSize);
		const worker = readers[next % readers.length];
		const answer = worker.busy.then(() => worker.reader.readBlock(block));
		worker.busy = answer.catch(() => void 0);
		queue.push(answer);
		next += 1;
	};
	try {
		const blocks = Math.ceil(pairs.length / blockSize);
		while (next < Math.min(ahead, blocks)) askNext();
		for (let taken = 0; taken < blocks; taken += 1) {
			const block = await queue.shift();
			if (next < blocks) askNext();
			yield block;
		}
	} finally {
		for (const { reader } of readers) reader.end();
		await Promise.allSettled(queue);
	}
}

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

// src/history/line.ts
/** Takes out of `pending` what the other parents of a merge reach: no later part can bring it in again. */
const bringIn = (merge, pending, isOlder) => {
	const found = [];
	const waiting = merge.parents.slice(1).reverse();
	while (waiting.length > 0) {
		const sha = waiting.pop();
		const commit = pending.get(sha);
		if (!commit || isOlder(sha)) continue;
		pending.delete(sha);
		found.push(commit);
		waiting.push(...commit.parents);
	}
	return found;
};
/** Authors by the number of commits they wrote, most first; ties in the order of first appearance. */
const authorsOf = (commits) => {
	const written = /* @__PURE__ */ new Map();
	for (const commit of commits) for (const author of [commit.author, ...commit.coAuthors]) written.set(author, (written.get(author) ?? 0) + 1);
	return [...written].sort(([, left], [, right]) => right - left).map(([author]) => author);
};
const joinTargets = (all) => ({
	shas: [...new Set(all.flatMap((targets) => targets.shas))],
	numbers: [...new Set(all.flatMap((targets) => targets.numbers))],
	title: all.find((targets) => targets.title !== null)?.title ?? null
});
/** Bits that any commit inside passes on to its part; the others are the part's own to say. */
const inherited = purposes.featureFlag | purposes.breaking;
const assemble = (landing, inside, time) => {
	const own = landing.message;
	const written = inside.filter((commit) => commit.parents.length < 2);
	const single = written.length === 1 && landing.parents.length > 1 ? written[0] : null;
	const authoring = written.length > 0 ? written : [landing];
	const messages = [own, ...inside.map((commit) => commit.message)];
	const spoken = single ? [own, single.message] : [own];
	const passed = messages.reduce((bits, message) => bits | message.purpose & inherited, 0);
	return {
		sha: landing.sha,
		parent: landing.parents[0] ?? null,
		kind: landing.parents.length > 1 ? "merge" : own.number !== null ? "squash" : "direct",
		time,
		authoredAt: authoring.reduce((earliest, commit) => Math.min(earliest, commit.authoredAt), time),
		zoneMinutes: authoring[0].zoneMinutes,
		title: own.title,
		number: own.number,
		authors: authorsOf(authoring),
		bot: authoring.every((commit) => commit.bot),
		commits: Math.max(1, written.length),
		purpose: spoken.reduce((bits, message) => bits | message.purpose, passed),
		reverts: joinTargets(spoken.map((message) => message.reverts)),
		bodyLength: Math.max(...messages.slice(0, 64).map((message) => message.bodyLength)),
		inner: [landing.sha, ...inside.map((commit) => commit.sha)]
	};
};
/** Takes a landing and what it brings in out of `pending`, and makes the part of them. */
const land = (sha, pending, earliest, isOlder) => {
	const landing = pending.get(sha);
	if (!landing) throw new Error(`commit ${sha} of the first-parent line was not read`);
	pending.delete(sha);
	return assemble(landing, bringIn(landing, pending, isOlder), Math.max(earliest, landing.committedAt));
};
/**
* The parts of a first-parent line given oldest first. `commits` holds every commit that the line brought in;
* `earliest` is the running maximum of times before the line begins.
*/
function* partsOf(line, commits, earliest = 0, isOlder = () => false) {
	const pending = new Map(commits);
	let time = earliest;
	for (const sha of line) {
		const part = land(sha, pending, time, isOlder);
		time = part.time;
		yield part;
	}
}
/**
* The same from a stream of commits in which parents come before children: what is held is only what has not landed
* yet, however long the history is.
*/
async function* partsFrom(line, commits, earliest = 0, isOlder = () => false) {
	const pending = /* @__PURE__ */ new Map();
	let time = earliest;
	for (const sha of line) {
		while (!pending.has(sha)) {
			const { done, value } = await commits.next();
			if (done) break;
			pending.set(value.sha, value);
		}
		const part = land(sha, pending, time, isOlder);
		time = part.time;
		yield part;
	}
}

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

// src/history/file-kind.ts
const patterns = [
	["dependencies", /(^|\/)(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|gemfile(\.lock)?|.*\.gemspec|requirements[^/]*\.(txt|in)|pipfile(\.lock)?|poetry\.lock|uv\.lock|pyproject\.toml|setup\.(py|cfg)|go\.(mod|sum|work)|cargo\.(toml|lock)|pom\.xml|build\.gradle(\.kts)?|gradle\.lockfile|libs\.versions\.toml|composer\.(json|lock)|mix\.(exs|lock)|podfile(\.lock)?|package\.(swift|resolved)|.*\.csproj|packages\.lock\.json|directory\.packages\.props|flake\.(nix|lock)|deps)$/i],
	["generated", /(^|\/)(dist|build|generated|__generated__|vendor|third_party|node_modules)\/|\.(min\.(js|css)|map|snap|pb\.go|pb\.cc|pb\.h|g\.dart)$|_pb2(_grpc)?\.py$|(^|\/)(schema\.graphql|structure\.sql)$/i],
	["migration", /(^|\/)(migrations?|migrate|db\/migrate|alembic\/versions|flyway|liquibase)\/|(^|\/)v\d+__[^/]+\.sql$/i],
	["test", /(^|\/)(tests?|specs?|__tests__|__mocks__|testing|testdata|fixtures|e2e|cypress|features)\/|(^|\/)(test_[^/]+|[^/]+_test|[^/]+_spec|[^/]+[.-](test|spec|cy|stories))\.[^/.]+$|(^|\/)t\d{4}-[^/]+\.sh$|[a-z]Tests?\.(java|kt|cs|swift|scala)$/],
	["documentation", /(^|\/)(docs?|documentation)\/|\.(md|mdx|rst|adoc|txt|asciidoc|markdown)$|(^|\/)(readme|changelog|changes|license|licence|copying|authors|contributing|notice|news|codeowners)(\.[^/]*)?$/i],
	["infrastructure", /(^|\/)(\.github|\.circleci|\.gitlab|\.buildkite|ci|terraform|ansible|helm|charts|k8s|kubernetes|deploy(ment)?s?|docker|puppet|chef)\/|(^|\/)(dockerfile[^/]*|docker-compose[^/]*|jenkinsfile|procfile|makefile|\.gitlab-ci\.yml|\.travis\.yml|azure-pipelines\.yml|vagrantfile|cloudbuild\.yaml)$|\.(tf|tfvars|hcl|nomad|pp)$/i],
	["configuration", /\.(ya?ml|toml|ini|cfg|conf|properties|env|json5?|plist|xml|editorconfig|lock)$|(^|\/)\.[^/]+$|(^|\/)(config|settings|conf)\//i]
];
const read = (path) => patterns.find(([, pattern]) => pattern.test(path))?.[0] ?? "code";
/** Kinds read lately: a history asks for the same paths again and again. */
const known = /* @__PURE__ */ new Map();
const mostKnown = 8192;
/** The kind of the file at `path`; anything unrecognised is code, which is the careful reading. */
const fileKind = (path) => {
	const before = known.get(path);
	if (before !== void 0) return before;
	const kind = read(path);
	if (known.size >= mostKnown) known.clear();
	known.set(path, kind);
	return kind;
};

// src/history/outcomes.ts
const day$2 = 86400;
/** How long after landing a revert or hotfix still speaks of the part it undoes. */
const reach = {
	revert: 90 * day$2,
	namedHotfix: 14 * day$2,
	sameLines: day$2,
	/** Where lines cannot be compared, a named hotfix speaks of what touched its files just before. */
	sameFile: 3 * day$2
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
/** Per part: seconds when it became known to have failed within its maturity, else Infinity; and how sure. */
const labelsOf = (index, { maturity, before = index.length }) => {
	const knownAt = new Float64Array(index.length).fill(Number.POSITIVE_INFINITY);
	const confidence = new Float32Array(index.length).fill(1);
	const causes = /* @__PURE__ */ new Map();
	for (const failure of index.failuresFrom()) {
		if (failure.knownAt >= before) break;
		const time = index.parts.time.get(failure.knownAt);
		if (time - index.parts.time.get(failure.part) > maturity) continue;
		knownAt[failure.part] = time;
		confidence[failure.part] = failure.confidence;
		causes.set(failure.part, failure.cause);
	}
	return {
		knownAt,
		confidence,
		causes
	};
};

// src/sources/part-files.ts
const changedFiles = (files) => files.map((file) => ({
	...file,
	kind: fileKind(file.path)
}));

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

// src/sources/index-file.ts
/**
* The index on disk: one immutable file of numbers, replaced as a whole. Opening it holds every block to its checksum
* (0.4 ms a megabyte), so that a flipped byte is found where the index can still be built anew; values are then read a
* page at a time when somebody asks, so that a long history does not make a warm run slow.
*/
const magic = "change-risk-index\n";
const blockBytes = 65536;
/** A file that is no index, or whose bytes are not the ones that were written. Its cause is told to the user. */
var DamagedIndexError = class extends Error {
	name = "DamagedIndexError";
};
/** Mixes in one 32-bit word after another, each by a step that can be undone: any single changed word changes it. */
const checksum = (bytes) => {
	const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
	let mixed = words.length;
	for (let at = 0; at < words.length; at += 1) {
		mixed = Math.imul(mixed ^ words[at], 2654435761);
		mixed = mixed << 15 | mixed >>> 17;
	}
	return mixed >>> 0;
};
const sectionsOf = (index) => {
	const sections = [];
	for (const [table, columns] of [
		["part", index.parts],
		["touch", index.touches],
		["failure", index.failures],
		["scar", index.scars]
	]) for (const [column, values] of Object.entries(columns)) sections.push({
		name: `${table}.${column}`,
		type: values.type,
		values: values.slice(0, values.length)
	});
	sections.push({
		name: "sha",
		type: "u32",
		values: index.shas.slice(0, index.shas.length)
	});
	sections.push({
		name: "row",
		type: "f32",
		values: index.rows.slice(0, index.rows.length)
	});
	const { names, touches, failures } = index.entities.sorted();
	sections.push({
		name: "entity.name",
		type: "f64",
		values: names
	});
	sections.push({
		name: "entity.touch",
		type: "u32",
		values: touches
	});
	sections.push({
		name: "entity.failure",
		type: "u32",
		values: failures
	});
	return sections;
};
const bytesOf = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const aligned = (offset) => Math.ceil(offset / 8) * 8;
/** Writes an index to `path`, whole or not at all. Answers its size in bytes. */
const writeIndexFile = (path, index, header) => {
	mkdirSync(dirname(path), { recursive: true });
	let offset = 0;
	const bodies = [];
	const sections = sectionsOf(index).map(({ name, type, values }) => {
		const bytes = bytesOf(values);
		const checksums = [];
		for (let at = 0; at < bytes.length; at += blockBytes) checksums.push(checksum(padded(bytes.slice(at, at + blockBytes))));
		const section = {
			name,
			type,
			offset,
			length: bytes.length / columnTypes[type].BYTES_PER_ELEMENT,
			checksums
		};
		bodies.push(bytes);
		offset = aligned(offset + bytes.length);
		return section;
	});
	const text = JSON.stringify({
		header,
		sections
	});
	const digest = createHash("sha256").update(text).digest("hex");
	const head = Buffer.from(`${magic}${digest} ${Buffer.byteLength(text)}\n${text}`);
	const temporary = `${path}.${process.pid}.tmp`;
	const file = openSync(temporary, "w");
	try {
		const bodyAt = aligned(head.length);
		writeSync(file, Buffer.concat([head, Buffer.alloc(bodyAt - head.length)]), 0, bodyAt, 0);
		for (const [at, section] of sections.entries()) writeAll(file, bodies[at], bodyAt + section.offset);
		closeSync(file);
		renameSync(temporary, path);
		return bodyAt + offset;
	} catch (cause) {
		rmSync(temporary, { force: true });
		throw cause;
	}
};
const writeAll = (file, bytes, position) => {
	for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written, bytes.length - written, position + written);
};
const padded = (bytes) => {
	if (bytes.length % 4 === 0) return bytes;
	const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
	whole.set(bytes);
	return whole;
};
/**
* Opens an index; null when there is none; throws `DamagedIndexError` when it cannot be trusted. Blocks are read and
* checked as they are asked for, so that opening costs the same however long the history is: reading a column may
* throw it too.
*/
const openIndexFile = (path) => {
	let file;
	try {
		file = openSync(path, "r");
	} catch {
		return null;
	}
	try {
		const size = fstatSync(file).size;
		const first = readAt(file, 0, Math.min(size, 99));
		const line = /^([0-9a-f]{64}) (\d+)\n/.exec(first.toString("latin1", 18));
		if (first.toString("latin1", 0, 18) !== magic || !line) throw new DamagedIndexError("it is no index of this tool");
		const textAt = 18 + line[0].length;
		const text = readAt(file, textAt, Number(line[2]));
		if (createHash("sha256").update(text).digest("hex") !== line[1]) throw new DamagedIndexError("its header is damaged");
		const { header, sections } = JSON.parse(text.toString("utf8"));
		const bodyAt = aligned(textAt + text.length);
		const byName = new Map(sections.map((section) => [section.name, section]));
		for (const section of sections) if (bodyAt + section.offset + section.length * columnTypes[section.type].BYTES_PER_ELEMENT > size) throw new DamagedIndexError("it is cut short");
		return {
			header,
			column: (name) => {
				const section = byName.get(name);
				return section ? storedValues(file, bodyAt, section) : null;
			},
			close: () => closeSync(file)
		};
	} catch (cause) {
		closeSync(file);
		throw cause instanceof DamagedIndexError ? cause : new DamagedIndexError("it cannot be read", { cause });
	}
};
const readAt = (file, position, length) => {
	const bytes = Buffer.alloc(length);
	for (let read = 0; read < length;) {
		const got = readSync(file, bytes, read, length - read, position + read);
		if (got === 0) throw new DamagedIndexError("it is cut short");
		read += got;
	}
	return bytes;
};
/** One block of a section, as it was written or not at all. */
const readBlock = (file, bodyAt, section, number) => {
	const from = number * blockBytes;
	const total = section.length * columnTypes[section.type].BYTES_PER_ELEMENT;
	const bytes = readAt(file, bodyAt + section.offset + from, Math.min(blockBytes, total - from));
	if (checksum(padded(bytes)) !== section.checksums[number]) throw new DamagedIndexError(`its ${section.name} is damaged`);
	return bytes;
};
const storedValues = (file, bodyAt, section) => {
	const values = columnTypes[section.type];
	const blocks = /* @__PURE__ */ new Map();
	const block = (number) => {
		const known = blocks.get(number);
		if (known) return known;
		const bytes = readBlock(file, bodyAt, section, number);
		if (section.checksums.length <= 4) blocks.set(number, bytes);
		return bytes;
	};
	return {
		length: section.length,
		read: (from, to) => {
			const wanted = new values(to - from);
			const bytes = bytesOf(wanted);
			const start = from * values.BYTES_PER_ELEMENT;
			for (let at = 0; at < bytes.length;) {
				const position = start + at;
				const number = Math.floor(position / blockBytes);
				const source = block(number).subarray(position - number * blockBytes);
				const piece = source.subarray(0, Math.min(source.length, bytes.length - at));
				bytes.set(piece, at);
				at += piece.length;
			}
			return wanted;
		}
	};
};

// src/sources/line-reader.ts
/** Reading commits into facts: the one place where names and addresses of people are seen, and left behind as hashes. */
const authorHash = (salt) => {
	const seed = hashName(salt) % 2147483647;
	const known = /* @__PURE__ */ new Map();
	return (address) => {
		const lower = address.toLowerCase();
		const found = known.get(lower) ?? hashName(`${salt}\0${lower}`, seed);
		known.set(lower, found);
		return found;
	};
};
const botName = /\[bot\]|(?:^|[^a-z])(?:bot|dependabot|renovate|autoroll(?:er)?)(?:[^a-z]|$)/i;
const factsOf = (commit, hash) => {
	const message = understandMessage(commit.message);
	const author = hash(commit.authorEmail);
	return {
		sha: commit.sha,
		parents: commit.parents,
		committedAt: commit.committedAt,
		authoredAt: commit.authoredAt,
		zoneMinutes: commit.zoneMinutes,
		author,
		coAuthors: message.coAuthors.map(hash).filter((other) => other !== author),
		bot: botName.test(commit.authorName) || botName.test(commit.authorEmail.split("@")[0] ?? ""),
		message
	};
};
/** All commits of a range (arguments of rev-list), by SHA. */
const readFacts = async (git, range, hash) => {
	const commits = /* @__PURE__ */ new Map();
	await readCommits(git, range, (commit) => commits.set(commit.sha, factsOf(commit, hash)));
	return commits;
};
/** The commits of a range in the order in which they could have been made: parents before children. */
async function* streamFacts(git, range, hash) {
	for await (const commits of streamCommits(git, range, ["--topo-order", "--reverse"])) for (const commit of commits) yield factsOf(commit, hash);
}

// src/sources/history.ts
/** The history of a head, from the index on disk and, for what that lacks, from git. */
/** New parts worth rewriting the file for. Fewer are read again next time, which costs less than writing does. */
const worthKeeping = 32;
/** How far behind the lookback an index may trail before it is built anew. */
const trailing = 1.5;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const signalsDigest = (measurer) => sha256(measurer.names.join("\n"));
const boundaryOf = (repository) => {
	if (!repository.shallow) return /* @__PURE__ */ new Set();
	return new Set(readFileSync(join(repository.commonDirectory, "shallow"), "utf8").trim().split("\n"));
};
const digestOf = (boundary) => boundary.size === 0 ? "" : sha256([...boundary].sort().join("\n"));
/** The salt of this clone's author hashes: made once, kept beside the index. */
const saltIn = (directory) => {
	const fresh = randomBytes(16).toString("hex");
	if (directory === null) return fresh;
	const path = join(directory, "salt");
	try {
		const kept = readFileSync(path, "utf8").trim();
		if (/^[0-9a-f]{32}$/.test(kept)) return kept;
	} catch {}
	try {
		mkdirSync(directory, { recursive: true });
		writeFileSync(path, `${fresh}\n`, { flag: "w" });
	} catch {
		return fresh;
	}
	return fresh;
};
const joinAt = async (repository, index, tip, head) => {
	if (head === tip) return {
		position: index.length - 1,
		fresh: []
	};
	const known = index.positionOnLine(head);
	if (known !== null) return {
		position: known,
		fresh: []
	};
	for (const limit of [
		256,
		8192,
		void 0
	]) {
		const line = await readLine(repository.git, head, limit);
		for (const [at, entry] of line.entries()) {
			const position = at === 0 ? null : index.positionOnLine(entry.sha);
			if (position !== null) return {
				position,
				fresh: line.slice(0, at)
			};
		}
		if (limit !== void 0 && line.length < limit) break;
	}
	return null;
};
const pairsOf = (fresh) => [...fresh].reverse().map(({ sha, parents }) => ({
	sha,
	parent: parents[0] ?? null
}));
/** Nothing is known of the past: what GitHub tells of a change is all there is. */
const withoutHistory = (shaDigits) => ({
	index: newIndex(0, shaDigits),
	head: -1,
	startsAt: "shallow",
	notes: [],
	extended: false,
	salt: saltIn(null)
});
const newIndex = (signals, shaDigits, stored) => new HistoryIndex({
	signals,
	shaDigits,
	...stored ? { stored } : {}
});
/**
* Runs `work`, which reads histories as it goes along; where a kept index proves damaged in the middle of it, once more,
* told the damage, for `openHistory` to build it anew.
*/
const mendingIndex = async (work) => {
	try {
		return await work(null);
	} catch (cause) {
		if (!(cause instanceof DamagedIndexError)) throw cause;
		return work(cause.message);
	}
};
/** Opens the history of `head`, reading from git only what no index holds; call it within `mendingIndex`. */
const openHistory = async (options) => {
	const { repository, directory, head, lookbackSeconds } = options;
	const path = directory === null ? null : join(directory, "index");
	const boundary = boundaryOf(repository);
	const salt = saltIn(directory);
	const wanted = {
		salt: sha256(salt),
		signals: signalsDigest(options.measurer),
		shaDigits: head.length,
		lookbackSeconds,
		boundary: digestOf(boundary),
		partial: repository.partial
	};
	const notes = [];
	if (options.damage) notes.push(rebuilt(options.damage));
	const file = path === null || options.damage ? null : openKept(path, wanted, notes);
	let rival = 0;
	if (file) {
		try {
			const history = await continueFrom(file, options, {
				path,
				salt,
				notes
			});
			if (history !== "unrelated" && history !== "stale") return history;
			if (history === "unrelated") rival = file.header.parts;
		} catch (cause) {
			if (!(cause instanceof DamagedIndexError)) throw cause;
			notes.push(rebuilt(cause.message));
		}
		file.close();
	}
	return build(options, {
		path,
		salt,
		notes,
		boundary,
		wanted,
		rival
	});
};
const rebuilt = (why) => `the index was built anew (${why}); nothing is lost, it holds only what git tells`;
const openKept = (path, wanted, notes) => {
	try {
		const file = openIndexFile(path);
		if (!file) return null;
		if (file.header.version === 4 && Object.entries(wanted).every(([key, value]) => file.header[key] === value)) return file;
		file.close();
		return null;
	} catch (cause) {
		if (!(cause instanceof DamagedIndexError)) throw cause;
		notes.push(rebuilt(cause.message));
		return null;
	}
};
const continueFrom = async (file, options, workshop) => {
	const { repository, head, progress } = options;
	const { header } = file;
	const whole = newIndex(header.signalCount, header.shaDigits, {
		column: file.column,
		kept: header.parts
	});
	const junction = await joinAt(repository, whole, header.tip, head);
	if (!junction) return "unrelated";
	const { startsAt } = header;
	const common = {
		startsAt,
		notes: workshop.notes,
		salt: workshop.salt
	};
	if (junction.fresh.length === 0) return {
		...common,
		index: whole,
		head: junction.position,
		extended: false
	};
	const index = junction.position === header.parts - 1 ? whole : newIndex(header.signalCount, header.shaDigits, {
		column: file.column,
		kept: junction.position + 1
	});
	const line = pairsOf(junction.fresh);
	await extendIndex(index, {
		git: repository.git,
		measurer: options.measurer,
		line,
		commits: streamFacts(repository.git, [head, `^${line[0].parent}`], authorHash(workshop.salt)),
		linesExpected: !repository.partial,
		...progress ? { progress: (done) => progress(done - junction.position - 1, line.length) } : {}
	});
	const oldest = index.parts.time.get(0);
	const newest = index.parts.time.get(index.length - 1);
	const reach = options.lookbackSeconds + horizon.seconds;
	if (header.startsAt === "lookback" && newest - oldest > reach * trailing) return "stale";
	if (line.length >= worthKeeping && index.length >= header.parts) keep(workshop, index, {
		...header,
		tip: head,
		parts: index.length
	});
	return {
		...common,
		index,
		head: index.length - 1,
		extended: true
	};
};
const build = async (options, workshop) => {
	const { repository, head, lookbackSeconds, progress } = options;
	const { boundary, rival, wanted, notes, salt } = workshop;
	const all = await readLine(repository.git, head);
	const cut = within(all, lookbackSeconds + horizon.seconds);
	const shallowAt = cut.findIndex((entry) => boundary.has(entry.sha));
	const fresh = shallowAt < 0 ? cut : cut.slice(0, shallowAt);
	const startsAt = shallowAt >= 0 ? "shallow" : fresh.length < all.length ? "lookback" : "root";
	const index = newIndex(options.measurer.names.length, head.length);
	const line = pairsOf(fresh);
	if (line.length > 0) {
		const before = line[0].parent;
		await extendIndex(index, {
			git: repository.git,
			measurer: options.measurer,
			line,
			commits: streamFacts(repository.git, before === null ? [head] : [head, `^${before}`], authorHash(salt)),
			linesExpected: !repository.partial,
			...progress ? { progress: (done) => progress(done, line.length) } : {}
		});
		if (index.length >= rival) keep(workshop, index, {
			...wanted,
			version: 4,
			signalCount: options.measurer.names.length,
			start: line[0].sha,
			startsAt,
			tip: head,
			parts: index.length
		});
	}
	return {
		index,
		head: index.length - 1,
		startsAt,
		notes,
		extended: true,
		salt
	};
};
/** The newest entries of a line (newest first) whose running maximum of times lies within `seconds` of its end. */
const within = (line, seconds) => {
	let time = 0;
	const first = [...line].reverse().map((entry) => {
		time = Math.max(time, entry.committedAt);
		return time;
	}).findIndex((at) => at >= time - seconds);
	return line.slice(0, line.length - Math.max(0, first));
};
const keep = ({ path, notes }, index, header) => {
	if (path === null) return;
	try {
		writeIndexFile(path, index, header);
	} catch (cause) {
		const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
		notes.push(`the index could not be kept (${why}); the next run reads the history again`);
	}
};

// src/domain/measurement.ts
const measured = (value) => ({
	outcome: "measured",
	value
});
const unavailable = (why) => ({
	outcome: "unavailable",
	why
});

// src/signals/signal.ts
/** What a signal is: a question about a part, or about a deployment, whose answer is a number or an honest "unknown". */
/** `no file`, `1 file`, `3 files`, `3 lines added`: the first word is what is counted. */
const counted = (count, noun) => {
	const number = Math.round(count);
	const [first = "", ...rest] = noun.split(" ");
	const plural = number > 1 ? `${first}s` : first;
	return [
		number === 0 ? "no" : formatCount(number),
		plural,
		...rest
	].join(" ");
};
/** "3 days", "5 months": how long, roughly. */
const lasting = (seconds) => {
	const hours = seconds / 3600;
	if (hours < 1) return "under an hour";
	if (hours < 48) return counted(hours, "hour");
	if (hours < 1440) return counted(hours / 24, "day");
	return counted(hours / 24 / 30.4, "month");
};

// src/signals/surroundings.ts
/** Generated bulk changes touch thousands of files; the largest few hundred tell the story. */
const mostFiles = 300;
const weight = (file) => (file.added ?? 0) + (file.deleted ?? 0);
const surroundingsOf = (files, past) => {
	const largest = files.length <= mostFiles ? files : [...files].sort((left, right) => weight(right) - weight(left)).slice(0, mostFiles);
	const directories = [...new Set(largest.map((file) => directoryOf(file.path)))];
	const areas = [...new Set(largest.map((file) => areaOf(file.path)))];
	const landed = past.landedWithin(horizon.seconds);
	return {
		files: largest.map((file) => ({
			name: file.path,
			file,
			touches: past.file(file.path, file.previousPath)
		})),
		directories: directories.map((name) => ({
			name,
			touches: past.directory(name)
		})),
		areas: areas.map((name) => ({
			name,
			touches: past.area(name)
		})),
		author: past.of(past.author),
		usualFailureRate: (past.failuresWithin(horizon.seconds).count + .5) / (landed + 50)
	};
};
/** Touches counted as evidence for the usual rate before a thing's own record outweighs it. */
const shrinkage = 10;
/** The failure rate of a thing, shrunken towards the usual one: a file changed once and failed once is no 100 %. */
const shrunkenRate = (touches, usual) => (touches.failures + shrinkage * usual) / (touches.count + shrinkage);
/** The thing with the largest value; null of none. */
const most = (things, value) => {
	let best = null;
	let largest = Number.NEGATIVE_INFINITY;
	for (const thing of things) {
		const size = value(thing);
		if (size > largest) {
			largest = size;
			best = thing;
		}
	}
	return best;
};
/** The last piece of a path: what people call the file. */
const fileName = (path) => path.slice(path.lastIndexOf("/") + 1);

// src/signals/area-history.ts
/** Area history: what the folders and areas around the change have been through. */
var area_history_exports = /* @__PURE__ */ __exportAll({
	areaFailureRate: () => areaFailureRate,
	directoryFailureRate: () => directoryFailureRate,
	directoryTouches: () => directoryTouches,
	sinceAreaFailure: () => sinceAreaFailure
});
const called = (name) => name === "" ? "the top folder" : name;
const directoryTouches = {
	name: "directory-touches",
	question: "How often did its busiest folder change in the last year?",
	why: "A busy folder is where work meets work: what one change assumes, another alters (directory churn; bugbug).",
	shape: "count",
	direction: 0,
	measure: ({ surroundings }) => measured(surroundings.directories.reduce((top, { touches }) => Math.max(top, touches.count), 0)),
	sentence: (value) => `its busiest folder changed ${value >= 256 ? "256 times or more" : counted(value, "time")} in a year`
};
const directoryFailureRate = {
	name: "directory-failure-rate",
	question: "How often did changes to its worst folder fail in the last year?",
	why: "New files have no record, their folder has one; failures reappear in the neighbourhood.",
	shape: "share",
	direction: 1,
	measure: ({ surroundings }) => measured(surroundings.directories.reduce((worst, { touches }) => Math.max(worst, shrunkenRate(touches, surroundings.usualFailureRate)), surroundings.usualFailureRate)),
	sentence: (_value, { surroundings }) => {
		const worst = most(surroundings.directories, ({ touches }) => shrunkenRate(touches, surroundings.usualFailureRate));
		if (!worst || worst.touches.failures === 0) return "its folders failed in no known change";
		return `${called(worst.name)}: ${worst.touches.failures} failed of ${counted(worst.touches.count, "change")}`;
	}
};
const areaFailureRate = {
	name: "area-failure-rate",
	question: "How often did changes to its worst area fail in the last year?",
	why: "The failure record of a team’s area, aggregated, was what helped most at ING (175,000 change tickets; arXiv 2604.13462).",
	shape: "share",
	direction: 1,
	measure: ({ surroundings }) => measured(surroundings.areas.reduce((worst, { touches }) => Math.max(worst, shrunkenRate(touches, surroundings.usualFailureRate)), surroundings.usualFailureRate)),
	sentence: (_value, { surroundings }) => {
		const worst = most(surroundings.areas, ({ touches }) => shrunkenRate(touches, surroundings.usualFailureRate));
		if (!worst || worst.touches.failures === 0) return "its area failed in no known change";
		return `area ${called(worst.name)}: ${worst.touches.failures} failed of ${counted(worst.touches.count, "change")}`;
	}
};
const sinceAreaFailure = {
	name: "since-area-failure",
	question: "How long ago did a change to one of its areas last fail?",
	why: "Trouble in an area comes in spells; the days after a failure are when the next one is likeliest.",
	shape: "count",
	direction: -1,
	measure: ({ surroundings }) => {
		const since = surroundings.areas.flatMap(({ touches }) => touches.sinceFailure ?? []);
		return since.length === 0 ? unavailable("no failed change to its areas is known") : measured(Math.min(...since) / 86400);
	},
	sentence: (value) => `its area had a failure ${lasting(value * 86400)} before`
};

// src/signals/size.ts
const linesUnknown = "this clone lacks objects that counting lines needs (partial or damaged clone)";
const linesOf = (subject, kinds, side) => subject.files.reduce((sum, file) => {
	if (!kinds.includes(file.kind)) return sum;
	return sum + (side !== "deleted" ? file.added ?? 0 : 0) + (side !== "added" ? file.deleted ?? 0 : 0);
}, 0);
const lines = (name, question, why, kinds, side, noun, direction) => ({
	name,
	question,
	why,
	shape: "count",
	direction,
	measure: (subject) => subject.linesKnown ? measured(linesOf(subject, kinds, side)) : unavailable(linesUnknown),
	sentence: (value) => counted(value, noun)
});
const codeLinesAdded = lines("code-lines-added", "How many lines of code does it add?", "Lines added is the strongest single predictor of a defective change (LApredict: AUC .725 alone over six projects; Zeng et al., ISSTA 2021). New code is where new mistakes are.", ["code"], "added", "line of code added", 1);
const codeLinesDeleted = lines("code-lines-deleted", "How many lines of code does it delete?", "Deleting can break what relied on the lines, and removes what could fail; which of the two wins differs between projects (Kamei et al., TSE 2013), so the data decide.", ["code"], "deleted", "line of code deleted", 0);
const testLines = lines("test-lines", "How many lines of tests does it change?", "Test lines cannot fail in production but grow with what they test; kept apart so that a well-tested change does not look larger than it is (bugbug splits code and tests for this reason).", ["test"], "both", "line of tests", 0);
const configurationLines = lines("configuration-lines", "How many lines of configuration does it change?", "Configuration reaches every instance at once, is rarely tested, and pushes of it trigger outages about as often as pushes of code (The Site Reliability Workbook, appendix C).", ["configuration"], "both", "line of configuration", 0);
const documentationLines = lines("documentation-lines", "How many lines of documentation does it change?", "Documentation does not run. Beside little code it marks a harmless change; beside much code, a planned one.", ["documentation"], "both", "line of documentation", 0);
const generatedLines = lines("generated-lines", "How many generated or vendored lines does it change?", "Generated and vendored lines are not written by hand, and not read in review either; counted apart so that they do not drown the rest.", ["generated"], "both", "line generated or vendored", 0);
const filesChanged = {
	name: "files",
	question: "How many files does it touch?",
	why: "Every file touched is one more place to know. Number of files is the second size measure of just-in-time defect prediction (AUC .658 alone; Zeng et al., ISSTA 2021).",
	shape: "count",
	direction: 1,
	measure: ({ files, filesKnown }) => filesKnown ? measured(files.length) : unavailable("this clone lacks the trees that name its files"),
	sentence: (value) => counted(value, "file")
};
const binaryFiles = {
	name: "binary-files",
	question: "How many binary files does it change?",
	why: "A binary cannot be read in review; what changed in it is taken on trust.",
	shape: "count",
	direction: 0,
	measure: ({ files, linesKnown }) => linesKnown ? measured(files.filter((file) => file.binary).length) : unavailable(linesUnknown),
	sentence: (value) => counted(value, "file that is binary")
};

// src/signals/dependencies.ts
/** Dependencies: code that arrives without being written here. */
const dependencyFiles = {
	name: "dependency-files",
	question: "How many dependency manifests and lock files does it touch?",
	why: "A manifest line can replace thousands of lines of other people’s code (dependency-review exists for this).",
	shape: "count",
	direction: 0,
	measure: ({ files }) => measured(files.filter((file) => file.kind === "dependencies").length),
	sentence: (value) => counted(value, "manifest of dependencies")
};
const lockFile = /lock|\.sum$|package\.resolved$|shrinkwrap/i;
const lockLines = {
	name: "lock-lines",
	question: "How many lines of lock files does it change?",
	why: "The lines of a lock file count the packages that move, the transitive ones included.",
	shape: "count",
	direction: 0,
	measure: ({ files, linesKnown }) => linesKnown ? measured(files.reduce((sum, file) => file.kind === "dependencies" && lockFile.test(fileName(file.path)) ? sum + (file.added ?? 0) + (file.deleted ?? 0) : sum, 0)) : unavailable(linesUnknown),
	sentence: (value) => counted(value, "line of lock files")
};
const submodulesMoved = {
	name: "submodules",
	question: "How many submodules does it move?",
	why: "A submodule pointer is one line here and any number of commits elsewhere.",
	shape: "count",
	direction: 0,
	measure: ({ files }) => measured(files.filter((file) => file.submodule).length),
	sentence: (value) => `${counted(value, "submodule")} moved`
};

// src/signals/deployment.ts
/** Deployment context: what surrounds a deployment, whatever is in it. */
const day$1 = 86400;
const orUnavailable = (seconds, why, unit = day$1) => seconds === null ? unavailable(why) : measured(seconds / unit);
const numberOfParts = {
	name: "number-of-parts",
	question: "How many parts go out at once?",
	why: "Every part adds its own hazard, so the number enters through their sum and nowhere else; shown because small batches are the cheapest remedy there is (DORA, working in small batches).",
	shape: "count",
	direction: 0,
	measure: ({ parts }) => measured(parts),
	sentence: (value) => `${counted(value, "part")} at once`
};
const oldestPart = {
	name: "oldest-part-age",
	question: "How long has the oldest part waited?",
	why: "Parts that wait are forgotten by who wrote them, and meet later ones (DORA, change lead time).",
	shape: "count",
	direction: 1,
	measure: ({ oldestPartAge }) => orUnavailable(oldestPartAge, "there is no part"),
	sentence: (value) => `oldest part waited ${lasting(value * day$1)}`
};
const sinceDeployment = {
	name: "since-deployment",
	question: "How long ago was the deployment before?",
	why: "What has not been done for long is done badly: rare deployments fail more often (DORA, deployment frequency).",
	shape: "count",
	direction: 1,
	measure: (context) => orUnavailable(context.sinceDeployment, "no earlier deployment is known"),
	sentence: (value) => `deployment before was ${lasting(value * day$1)} ago`
};
const sinceKnownFailure = {
	name: "since-known-failure",
	question: "How long ago did a failure last become known?",
	why: "Right after a failure attention is divided, and its cause may still be live.",
	shape: "count",
	direction: -1,
	measure: (context) => orUnavailable(context.sinceFailure, "no failure is known"),
	sentence: (value) => `last failure became known ${lasting(value * day$1)} ago`
};
const soakedElsewhere = {
	name: "soaked-elsewhere",
	question: "How long has exactly this run in an earlier environment?",
	why: "Hours in staging without trouble are evidence that no reading of code can give.",
	shape: "count",
	direction: -1,
	measure: (context) => orUnavailable(context.soakedHours, "no earlier environment reports deployments of this commit", 1),
	sentence: (value) => `ran ${counted(value, "hour")} in an earlier environment`
};

// src/signals/diffusion.ts
/** Diffusion: how scattered a change is. Scattered changes are harder to see whole. */
const directoriesTouched = {
	name: "directories",
	question: "How many folders does it touch?",
	why: "Changes that cross folders touch more than one concern and more than one person’s knowledge (number of modified directories; Kamei et al., TSE 2013).",
	shape: "count",
	direction: 1,
	measure: ({ files }) => measured(new Set(files.map((file) => directoryOf(file.path))).size),
	sentence: (value) => counted(value, "folder")
};
const areasTouched = {
	name: "areas",
	question: "How many areas of the repository does it touch?",
	why: "An area (the first two folders of a path) is about what one team owns; crossing them needs agreement that review of one file does not show (number of modified subsystems; Kamei et al., TSE 2013).",
	shape: "count",
	direction: 1,
	measure: ({ files }) => measured(new Set(files.map((file) => areaOf(file.path))).size),
	sentence: (value) => `${counted(value, "area")} at once`
};
/**
* Change entropy: how evenly a change is spread over its files.
* Shannon entropy of the lines touched per file, divided by that of an even spread: 0 one file, 1 perfectly even.
*/
const changeEntropy = {
	name: "change-entropy",
	question: "How evenly is it spread over its files?",
	why: "A change with one large file and small followers is easier to review whole than one spread evenly; entropy of changes predicts faults better than their number (Hassan, ICSE 2009; AUC .655 alone in Zeng et al., ISSTA 2021).",
	shape: "share",
	direction: 0,
	measure: ({ files, linesKnown }) => {
		if (!linesKnown) return unavailable(linesUnknown);
		const sizes = files.map((file) => (file.added ?? 0) + (file.deleted ?? 0)).filter((size) => size > 0);
		if (sizes.length < 2) return measured(0);
		const total = sizes.reduce((sum, size) => sum + size, 0);
		const entropy = sizes.reduce((sum, size) => sum - size / total * log(size / total), 0);
		return measured(entropy / log(sizes.length));
	},
	sentence: (value) => `spread over its files (${Math.round(value * 100)} % even)`
};
const newFiles = {
	name: "new-files",
	question: "What share of its files is new?",
	why: "New files have no users yet and no history that warns; changes to what exists break what works.",
	shape: "share",
	direction: 0,
	measure: ({ files }) => files.length === 0 ? unavailable("it touches no file") : measured(files.filter((file) => file.status === "added").length / files.length),
	sentence: (value) => `${Math.round(value * 100)} % of its files are new`
};
const removedFiles = {
	name: "removed-files",
	question: "How many files does it delete or rename?",
	why: "What is deleted or moved may still be named elsewhere: in configuration, dynamic imports, other repositories.",
	shape: "count",
	direction: 0,
	measure: ({ files }) => measured(files.filter((file) => file.status === "deleted" || file.status === "renamed").length),
	sentence: (value) => `${counted(value, "file")} deleted or renamed`
};
const largestFileShare = {
	name: "largest-file-share",
	question: "What share of the changed lines is in the largest file?",
	why: "Tells one deep edit from many shallow ones of the same total size.",
	shape: "share",
	direction: 0,
	measure: ({ files, linesKnown }) => {
		if (!linesKnown) return unavailable(linesUnknown);
		const sizes = files.map((file) => (file.added ?? 0) + (file.deleted ?? 0));
		const total = sizes.reduce((sum, size) => sum + size, 0);
		return total === 0 ? unavailable("it changes no line of text") : measured(Math.max(...sizes.slice(0, 1e4)) / total);
	},
	sentence: (value) => `${Math.round(value * 100)} % of its lines in one file`
};

// src/signals/experience.ts
/**
* Experience: how well author and team know what they change. Counts of changes only; no identity enters, and the whole
* family can be switched off (`experience: off`).
*/
var experience_exports = /* @__PURE__ */ __exportAll({
	areaActivity: () => areaActivity,
	areaFamiliarity: () => areaFamiliarity,
	areaTeam: () => areaTeam,
	authorExperience: () => authorExperience,
	authorRecent: () => authorRecent,
	coAuthors: () => coAuthors,
	fileFamiliarity: () => fileFamiliarity
});
const authorExperience = {
	name: "author-experience",
	question: "How many changes did its author land here in the last year?",
	why: "Experience keeps a negative sign in five of six projects of Zeng et al. (ISSTA 2021); the developer dimension was the most telling one for reverted commits (Yan et al., EMSE 2020).",
	shape: "count",
	direction: 0,
	measure: ({ surroundings }) => measured(surroundings.author.count),
	sentence: (value) => `author landed ${value >= 256 ? "256 or more changes" : counted(value, "change")} in a year`
};
const authorRecent = {
	name: "author-recent",
	question: "How many changes did its author land in the last 30 days?",
	why: "Recent activity means fresh knowledge, and haste; recent experience had a positive sign in six of six projects (Zeng et al., ISSTA 2021).",
	shape: "count",
	direction: 0,
	measure: ({ surroundings }) => measured(surroundings.author.recent),
	sentence: (value) => `author landed ${counted(value, "change")} in 30 days`
};
const fileFamiliarity = {
	name: "file-familiarity",
	question: "What share of its files had its author changed in the year before?",
	why: "Authors who know the file break it less (author–file expertise in bugbug, Koalr and Meta’s Diff Risk Score).",
	shape: "share",
	direction: 0,
	measure: ({ surroundings }) => {
		const known = surroundings.files.filter(({ touches }) => touches.count > 0);
		return known.length === 0 ? unavailable("none of its files changed in the year before") : measured(known.filter(({ touches }) => touches.byAuthor > 0).length / known.length);
	},
	sentence: (value) => value === 0 ? "author had changed none of these files" : `author knows ${Math.round(value * 100)} % of these files`
};
const areaFamiliarity = {
	name: "area-familiarity",
	question: "How many changes to its areas did its author land in the last year?",
	why: "Experience in the subsystem counts beyond experience as such (Kamei et al., TSE 2013).",
	shape: "count",
	direction: 0,
	measure: ({ surroundings }) => surroundings.areas.length === 0 ? unavailable("it touches no file") : measured(surroundings.areas.reduce((least, { touches }) => Math.min(least, touches.byAuthor), 256)),
	sentence: (value) => value === 0 ? "author is new to an area of it" : `author landed ${counted(value, "change")} in its areas`
};
const areaTeam = {
	name: "area-team",
	question: "How many people work in its busiest area?",
	why: "Coordination grows with the number of people in one place; an area of one person has nobody else to notice.",
	shape: "count",
	direction: 0,
	measure: ({ surroundings }) => measured(surroundings.areas.reduce((top, { touches }) => Math.max(top, touches.authors), 0)),
	sentence: (value) => `${counted(value, "author")} in its area`
};
const areaActivity = {
	name: "area-activity",
	question: "How many changes landed in its quietest area in the last 30 days?",
	why: "The team’s knowledge of an area fades when nobody works in it.",
	shape: "count",
	direction: 0,
	measure: ({ surroundings }) => surroundings.areas.length === 0 ? unavailable("it touches no file") : measured(surroundings.areas.reduce((least, { touches }) => Math.min(least, touches.recent), 256)),
	sentence: (value) => `${counted(value, "change")} in its area in 30 days`
};
const coAuthors = {
	name: "co-authors",
	question: "How many people wrote it?",
	why: "Two heads see more while the code is written; many hands need more agreement on what it is to do.",
	shape: "count",
	direction: 0,
	measure: ({ part }) => measured(part.authors.length),
	sentence: (value) => `written by ${value === 1 ? "one person" : `${Math.round(value)} people`}`
};

// src/signals/file-history.ts
/** File history: what the touched files have been through. */
var file_history_exports = /* @__PURE__ */ __exportAll({
	fileAge: () => fileAge,
	fileAuthors: () => fileAuthors,
	fileChurn: () => fileChurn,
	fileFailureRate: () => fileFailureRate,
	fileFixes: () => fileFixes,
	fileTouches: () => fileTouches,
	filesFailed: () => filesFailed,
	minorAuthors: () => minorAuthors,
	sinceFileFailure: () => sinceFileFailure
});
const noneExisted = "none of its files changed in the year before";
/** Over the files that changed within the last year; the answer is "unavailable" when there is none. */
const overKnownFiles = (subject, answer) => {
	const known = subject.surroundings.files.filter((file) => file.touches.count > 0);
	return known.length === 0 ? unavailable(noneExisted) : measured(answer(known));
};
const largest = (files, value) => value(most(files, value));
const fileTouches = {
	name: "file-touches",
	question: "How often did its busiest file change in the last year?",
	why: "Files that change often keep changing because they are central or never right; number of prior changes is among the most robust predictors of defects (Graves et al., TSE 2000; bugbug).",
	shape: "count",
	direction: 0,
	measure: (subject) => overKnownFiles(subject, (files) => largest(files, (file) => file.touches.count)),
	sentence: (value, { surroundings }) => {
		const busiest = most(surroundings.files, (file) => file.touches.count);
		return `${busiest ? fileName(busiest.name) : "a file"} changed ${value >= 256 ? "256 times or more" : counted(value, "time")} in a year`;
	}
};
const fileChurn = {
	name: "file-churn",
	question: "How many lines changed in its files over the last year?",
	why: "Relative churn predicts defect density in system-level studies (Nagappan and Ball, ICSE 2005).",
	shape: "count",
	direction: 0,
	measure: (subject) => overKnownFiles(subject, (files) => files.reduce((sum, file) => sum + file.touches.churn, 0)),
	sentence: (value) => `its files had ${counted(value, "line")} changed in a year`
};
const fileFixes = {
	name: "file-fixes",
	question: "How often was its most mended file fixed in the last year?",
	why: "Faults cluster: a file fixed before is likely to be fixed again (bug-cache; Kim et al., ICSE 2007).",
	shape: "count",
	direction: 1,
	measure: (subject) => overKnownFiles(subject, (files) => largest(files, (file) => file.touches.fixes)),
	sentence: (value, { surroundings }) => {
		const mended = most(surroundings.files, (file) => file.touches.fixes);
		return `${mended ? fileName(mended.name) : "a file"} was fixed ${counted(value, "time")} in a year`;
	}
};
const fileAge = {
	name: "file-age",
	question: "How long ago did the file among its own that changed last change?",
	why: "Code touched again soon after a change is still settling; age since the last change keeps its negative sign in all six projects of Zeng et al. (ISSTA 2021).",
	shape: "count",
	direction: -1,
	measure: (subject) => overKnownFiles(subject, (files) => -largest(files, (file) => -(file.touches.sinceLast ?? 0)) / 86400),
	sentence: (value) => `a file of it changed ${lasting(value * 86400)} before`
};
const fileAuthors = {
	name: "file-authors",
	question: "How many people changed its most shared file in the last year?",
	why: "Many authors mean that nobody knows the whole file (number of developers; Kamei et al., TSE 2013).",
	shape: "count",
	direction: 0,
	measure: (subject) => overKnownFiles(subject, (files) => largest(files, (file) => file.touches.authors)),
	sentence: (value, { surroundings }) => {
		const shared = most(surroundings.files, (file) => file.touches.authors);
		return `${shared ? fileName(shared.name) : "a file"} has ${counted(value, "author")} in a year`;
	}
};
const minorAuthors = {
	name: "minor-authors",
	question: "How many people changed its most shared file only in passing?",
	why: "Minor contributors, below five per cent of the changes, go with failures before and after release more than their number of lines does (Bird et al., \"Don’t touch my code!\", ESEC/FSE 2011).",
	shape: "count",
	direction: 0,
	measure: (subject) => overKnownFiles(subject, (files) => largest(files, (file) => file.touches.minorAuthors)),
	sentence: (value) => `${counted(value, "author in passing")} in one of its files`
};
const fileFailureRate = {
	name: "file-failure-rate",
	question: "How often did changes to its worst file fail in the last year?",
	why: "The record of a file is the plainest warning there is; shrunken towards the usual rate, so that one failure in one change does not cry wolf (past outages of touched files lead in Meta’s Diff Risk Score and in bugbug).",
	shape: "share",
	direction: 1,
	measure: (subject) => measured(subject.surroundings.files.reduce((worst, file) => Math.max(worst, shrunkenRate(file.touches, subject.surroundings.usualFailureRate)), subject.surroundings.usualFailureRate)),
	sentence: (_value, { surroundings }) => {
		const worst = most(surroundings.files, (file) => shrunkenRate(file.touches, surroundings.usualFailureRate));
		if (!worst || worst.touches.failures === 0) return "its files failed in no known change";
		return `${fileName(worst.name)} was in ${worst.touches.failures} failed of ${counted(worst.touches.count, "change")}`;
	}
};
const filesFailed = {
	name: "files-failed",
	question: "How many of its files were in a change that failed in the last year?",
	why: "Counts how wide the touched trouble is, where the rate tells how deep.",
	shape: "count",
	direction: 1,
	measure: ({ surroundings }) => measured(surroundings.files.filter((file) => file.touches.failures > 0).length),
	sentence: (value) => `${counted(value, "file")} of it ${value === 1 ? "was" : "were"} in failed changes`
};
const sinceFileFailure = {
	name: "since-file-failure",
	question: "How long ago did a change to one of its files last fail?",
	why: "A fresh failure is often not the last: its mend is under pressure, and so is the next change there.",
	shape: "count",
	direction: -1,
	measure: ({ surroundings }) => {
		const since = surroundings.files.flatMap((file) => file.touches.sinceFailure ?? []);
		return since.length === 0 ? unavailable("no failed change to its files is known") : measured(Math.min(...since) / 86400);
	},
	sentence: (value) => `a file of it was in a failure ${lasting(value * 86400)} before`
};

// src/signals/purpose.ts
const said = (name, purpose, question, why, sentence, direction = 0) => ({
	name,
	question,
	why,
	shape: "flag",
	direction,
	measure: ({ part }) => measured((part.purpose & purposes[purpose]) === 0 ? 0 : 1),
	sentence: (value) => value === 1 ? sentence : `not: ${sentence}`
});
const touching = (name, kind, question, why, noun) => ({
	name,
	question,
	why,
	shape: "count",
	direction: 0,
	measure: ({ files }) => measured(files.filter((file) => file.kind === kind).length),
	sentence: (value) => counted(value, noun)
});
const isFix = said("fix", "fix", "Does it fix something?", "Fixes touch code that has already proved hard, often in haste; the fix flag keeps its positive sign in all six projects of Zeng et al. (ISSTA 2021).", "fixes a fault");
const isRevert = said("revert", "revert", "Does it revert an earlier change?", "A clean revert goes back to what worked, and is rarely reverted itself; a revert under pressure can take more with it.", "reverts an earlier change");
const isReland = said("reland", "reland", "Does it land again what was reverted?", "What was reverted once failed once; its second try fails far more often than a first one.", "lands again what was reverted");
const isRefactor = said("refactor", "refactor", "Is it a refactoring or clean-up?", "Refactoring means to change no behaviour; where it fails, nobody was looking for it.", "refactors or cleans up");
const isDependencyBump = said("dependency-bump", "dependencyBump", "Does it only move a dependency to another version?", "Version bumps are small in lines and wide in reach: the real change is in code nobody here reviewed.", "moves a dependency");
const isMajorBump = said("major-bump", "majorBump", "Does it move a dependency to a new major version?", "A new major version announces incompatible changes (Semantic Versioning 2.0.0, item 8).", "new major version of a dependency", 1);
const hasFeatureFlag = said("feature-flag", "featureFlag", "Does it speak of a feature flag?", "What ships behind a flag can be switched off without a deploy; removing a flag makes behaviour permanent.", "speaks of a feature flag");
const isWorkaround = said("workaround", "workaround", "Does it call itself a workaround, temporary or another try?", "Authors know when they are not sure: changes that admit it are followed by more changes to the same lines (self-admitted technical debt; Potdar and Shihab, ICSME 2014).", "calls itself a workaround or another try");
const isBreaking = said("breaking", "breaking", "Does it announce a breaking change?", "An announced incompatibility (Conventional Commits 1.0.0: \"!\" or BREAKING CHANGE) needs its callers to move too.", "announces a breaking change");
const isFeature = said("feature", "feature", "Does it add something new?", "New behaviour has had no users yet; its title usually says so.", "adds something new");
const migrationFiles = touching("migration-files", "migration", "How many database migrations does it hold?", "A migration changes data that a rollback of code does not bring back; every deploy-gate of the field treats it apart.", "migration of the database");
const infrastructureFiles = touching("infrastructure-files", "infrastructure", "How many files of infrastructure, build or delivery does it touch?", "Delivery and infrastructure code acts on everything at once and is the least tested part of most repositories.", "file of build or infrastructure");
const messageLength = {
	name: "message-length",
	question: "How much does its message explain?",
	why: "A long explanation marks a considered change and a complicated one; the data decide which prevails here.",
	shape: "count",
	direction: 0,
	measure: ({ part }) => measured(part.bodyLength),
	sentence: (value) => value === 0 ? "message explains nothing" : `message of ${counted(value, "character")}`
};
const commitsInside = {
	name: "commits-inside",
	question: "How many commits does it bring in?",
	why: "Work that took many commits was harder, or merged late; both go with more defects.",
	shape: "count",
	direction: 0,
	measure: ({ part }) => measured(part.commits),
	sentence: (value) => counted(value, "commit")
};
const hasPullRequest = {
	name: "pull-request",
	question: "Did it come through a pull request?",
	why: "A pull request was at least seen and checked before it landed; a direct push was not.",
	shape: "flag",
	direction: 0,
	measure: ({ part }) => measured(part.number !== null ? 1 : 0),
	sentence: (value) => value === 1 ? "came through a pull request" : "pushed without a pull request"
};
const isBot = {
	name: "bot",
	question: "Was it written by a bot?",
	why: "Bots make the same change well a hundred times, or badly a hundred times.",
	shape: "flag",
	direction: 0,
	measure: ({ part }) => measured(part.bot ? 1 : 0),
	sentence: (value) => value === 1 ? "written by a bot" : "written by a person"
};

// src/signals/tests.ts
/** Tests: whether the tests move with the code. */
const testShare = {
	name: "test-share",
	question: "What share of its code and test lines is tests?",
	why: "Code that moves with its tests was thought about twice; bugbug and dependency reviewers alike look for the test delta beside the code delta.",
	shape: "share",
	direction: 0,
	measure: ({ files, linesKnown }) => {
		if (!linesKnown) return unavailable(linesUnknown);
		let code = 0;
		let tests = 0;
		for (const file of files) {
			const lines = (file.added ?? 0) + (file.deleted ?? 0);
			if (file.kind === "code") code += lines;
			if (file.kind === "test") tests += lines;
		}
		return code + tests === 0 ? unavailable("it changes neither code nor tests") : measured(tests / (code + tests));
	},
	sentence: (value) => value === 0 ? "no test changes with the code" : `tests are ${Math.round(value * 100)} % of its lines`
};
const untestedCode = {
	name: "untested-code",
	question: "Does it change code and no test?",
	why: "Where a repository tests its changes, one without tests stands out.",
	shape: "flag",
	direction: 1,
	measure: ({ files }) => measured(files.some((file) => file.kind === "code") && !files.some((file) => file.kind === "test") ? 1 : 0),
	sentence: (value) => value === 1 ? "code and no test file changed" : "tests change with it"
};

// src/signals/timing.ts
/** Timing and tempo: when it landed, how long it waited, what the repository was going through. */
const day = 86400;
/** Hour of the week on the clock most authors here used lately: 0 is Monday 00:00. */
const hourOfWeek = ({ part, past }) => {
	const local = part.time + past.usualZone() * 60;
	return ((Math.floor(local / 3600) + 72) % 168 + 168) % 168;
};
const offHours = {
	name: "off-hours",
	question: "Did it land outside working hours of the repository’s usual zone?",
	why: "Changes around midnight were buggier and morning ones cleanest in Linux and PostgreSQL (Eyolfson et al., MSR 2011); fewer eyes are open, too. Weekday 7–19 counts as working hours.",
	shape: "flag",
	direction: 0,
	measure: (subject) => {
		const hour = hourOfWeek(subject);
		return measured(hour >= 120 || hour % 24 < 7 || hour % 24 >= 19 ? 1 : 0);
	},
	sentence: (value) => value === 1 ? "landed outside working hours" : "landed in working hours"
};
const beforeWeekend = {
	name: "before-weekend",
	question: "Did it land on a Friday afternoon or at the weekend?",
	why: "What breaks then is found later by fewer people: exposure rather than cause, kept because teams ask.",
	shape: "flag",
	direction: 0,
	measure: (subject) => measured(hourOfWeek(subject) >= 110 ? 1 : 0),
	sentence: (value) => value === 1 ? "landed before or at the weekend" : "landed during the week"
};
const branchAge = {
	name: "branch-age",
	question: "How long before landing was its oldest commit written?",
	why: "Old branches were written against a repository that has moved on (integration delay).",
	shape: "count",
	direction: 0,
	measure: ({ part }) => measured((part.time - part.authoredAt) / day),
	sentence: (value) => `written ${lasting(value * day)} before it landed`
};
const landedToday = {
	name: "landed-today",
	question: "How many parts landed in the 24 hours before it?",
	why: "In a rush, changes meet that were never tested together, and each is looked at for less time.",
	shape: "count",
	direction: 0,
	measure: ({ past }) => measured(past.landedWithin(day)),
	sentence: (value) => `${counted(value, "part")} landed in the day before`
};
const recentFailures = {
	name: "recent-failures",
	question: "What share of the parts of the last 14 days is known to have failed?",
	why: "Failures come in spells; the repository’s own tempo of failing is the first thing to know (SRE: burn rate).",
	shape: "share",
	direction: 1,
	measure: ({ past, surroundings }) => measured((past.failuresWithin(14 * day).count + 20 * surroundings.usualFailureRate) / (past.landedWithin(14 * day) + 20)),
	sentence: (_value, { past }) => {
		const { count } = past.failuresWithin(14 * day);
		return count === 0 ? "no failure became known in 14 days" : `${counted(count, "failure")} became known in 14 days`;
	}
};
const sinceFailure = {
	name: "since-failure",
	question: "How long ago did the last failure here become known?",
	why: "Time since the last failure measures calm; the longer, the safer the ground (DORA: failed deployment recovery).",
	shape: "count",
	direction: -1,
	measure: ({ past }) => {
		const { sinceLast } = past.failuresWithin(365 * day);
		return sinceLast === null ? unavailable("no failure is known") : measured(sinceLast / day);
	},
	sentence: (value) => `last failure here ${lasting(value * day)} before`
};

// src/signals/all.ts
/** Every signal, in the order in which evidence is kept. A new one is a file and a line here. */
const signals = [
	codeLinesAdded,
	codeLinesDeleted,
	testLines,
	configurationLines,
	documentationLines,
	generatedLines,
	filesChanged,
	binaryFiles,
	directoriesTouched,
	areasTouched,
	changeEntropy,
	newFiles,
	removedFiles,
	largestFileShare,
	isFix,
	isRevert,
	isReland,
	isRefactor,
	isDependencyBump,
	isMajorBump,
	hasFeatureFlag,
	isWorkaround,
	isBreaking,
	isFeature,
	migrationFiles,
	infrastructureFiles,
	messageLength,
	commitsInside,
	hasPullRequest,
	isBot,
	fileTouches,
	fileChurn,
	fileFixes,
	fileAge,
	fileAuthors,
	minorAuthors,
	fileFailureRate,
	filesFailed,
	sinceFileFailure,
	directoryTouches,
	directoryFailureRate,
	areaFailureRate,
	sinceAreaFailure,
	authorExperience,
	authorRecent,
	fileFamiliarity,
	areaFamiliarity,
	areaTeam,
	areaActivity,
	coAuthors,
	testShare,
	untestedCode,
	dependencyFiles,
	lockLines,
	submodulesMoved,
	offHours,
	beforeWeekend,
	branchAge,
	landedToday,
	recentFailures,
	sinceFailure
];
/** What surrounds a deployment. */
const deploymentSignals = [
	numberOfParts,
	oldestPart,
	sinceDeployment,
	sinceKnownFailure,
	soakedElsewhere
];
/** The family that `experience: off` leaves out. */
const experienceSignals = /* @__PURE__ */ new Set([
	...Object.values(experience_exports).map((signal) => signal.name),
	fileAuthors.name,
	minorAuthors.name
]);

// src/history/past.ts
var Past = class {
	index;
	/** The part that asks: only parts before it exist. */
	position;
	time;
	author;
	constructor(index, position, time, author) {
		this.index = index;
		this.position = position;
		this.time = time;
		this.author = author;
	}
	file(path, previousPath) {
		const own = this.of(entityOf("file", path));
		return own.count === 0 && previousPath !== void 0 ? this.of(entityOf("file", previousPath)) : own;
	}
	directory(name) {
		return this.of(entityOf("directory", name));
	}
	area(name) {
		return this.of(entityOf("area", name));
	}
	of(entity) {
		const window = touchWindow(this.index, entity, this.position, this.time);
		const { count, churn, fixes, recent, sinceLast, authors } = window;
		let minorAuthors = 0;
		for (const written of authors.values()) if (written * 20 < count) minorAuthors += 1;
		return {
			count,
			churn,
			fixes,
			authors: authors.size,
			minorAuthors,
			byAuthor: authors.get(this.author) ?? 0,
			recent,
			sinceLast,
			...this.#failuresOf(window.names)
		};
	}
	/** Failed parts that touched a thing under one of its names, known by now. */
	#failuresOf(names) {
		const { entities, parts, scars } = this.index;
		let failures = 0;
		let sinceFailure = null;
		for (const { name, until } of names) for (let scar = entities.get(name).failure; scar !== 4294967295 && failures < horizon.touches; scar = scars.previous.get(scar)) {
			const knownAt = scars.knownAt.get(scar);
			if (knownAt >= this.position || scars.part.get(scar) > until) continue;
			const since = this.time - parts.time.get(knownAt);
			if (since > horizon.seconds) break;
			if (sinceFailure === null || since < sinceFailure) sinceFailure = since;
			failures += 1;
		}
		return {
			failures,
			sinceFailure
		};
	}
	/** Parts that landed within `seconds` before this one. */
	landedWithin(seconds) {
		let low = 0;
		let high = this.position;
		while (low < high) {
			const middle = low + high >>> 1;
			if (this.index.parts.time.get(middle) < this.time - seconds) low = middle + 1;
			else high = middle;
		}
		return this.position - low;
	}
	/** Failures that became known within `seconds` before this part, and seconds since the newest (null: none known). */
	failuresWithin(seconds) {
		const { failures, parts } = this.index;
		let at = failures.knownAt.length - 1;
		while (at >= 0 && failures.knownAt.get(at) >= this.position) at -= 1;
		let count = 0;
		let sinceLast = null;
		for (; at >= 0; at -= 1) {
			const since = this.time - parts.time.get(failures.knownAt.get(at));
			sinceLast ??= since;
			if (since > seconds) break;
			count += 1;
		}
		return {
			count,
			sinceLast
		};
	}
	/** Minutes east of UTC on the clock most authors used lately; the zone a team works in. */
	usualZone() {
		const counts = /* @__PURE__ */ new Map();
		let usual = 0;
		for (let at = Math.max(0, this.position - 64); at < this.position; at += 1) {
			const zone = this.index.parts.zone.get(at) - 1440;
			const count = (counts.get(zone) ?? 0) + 1;
			counts.set(zone, count);
			if (count > (counts.get(usual) ?? 0)) usual = zone;
		}
		return usual;
	}
};

// src/signals/measure.ts
/** A part with the past it landed on. */
const subjectOf = (index, arrival) => {
	const past = new Past(index, arrival.position, arrival.part.time, arrival.part.authors[0] ?? 0);
	return {
		...arrival,
		past,
		surroundings: surroundingsOf(arrival.files, past)
	};
};
const noHistory = "there is no history here to ask";
const needsFiles = "this clone lacks the trees that name its files";
/** All answers about one part, in the order of `signals`. Without file names only what the message tells is known. */
const measurePart = (signals, subject) => signals.map((signal) => {
	if (subject.historyKnown === false && needsHistory.has(signal.name)) return unavailable(noHistory);
	if (!subject.filesKnown && !knownWithoutFiles.has(signal.name)) return unavailable(needsFiles);
	return signal.measure(subject);
});
const knownWithoutFiles = /* @__PURE__ */ new Set([
	"fix",
	"revert",
	"reland",
	"refactor",
	"dependency-bump",
	"major-bump",
	"feature-flag",
	"workaround",
	"breaking",
	"feature",
	"message-length",
	"commits-inside",
	"pull-request",
	"bot",
	"author-experience",
	"author-recent",
	"co-authors",
	"off-hours",
	"before-weekend",
	"branch-age",
	"landed-today",
	"recent-failures",
	"since-failure"
]);
/** What only the past tells. Without one, "never failed" and "never seen" would look alike. */
const needsHistory = new Set([
	...Object.values(file_history_exports),
	...Object.values(area_history_exports),
	authorExperience,
	authorRecent,
	fileFamiliarity,
	areaFamiliarity,
	areaTeam,
	areaActivity,
	landedToday,
	recentFailures,
	sinceFailure
].map(({ name }) => name));
/** The same as numbers, for a table: unavailable is NaN. Kept in 32 bits, so that a stored answer is the same answer. */
const rowOf = (measurements) => Float32Array.from(measurements, (answer) => answer.outcome === "measured" ? answer.value : NaN);
/** All answers about a deployment. */
const measureDeployment = (signals, context) => signals.map((signal) => signal.measure(context));
/** What an index keeps of every part: the answers to all signals. */
const measurer = {
	names: signals.map((signal) => signal.name),
	measure: (index, arrival) => rowOf(measurePart(signals, subjectOf(index, arrival)))
};

// src/model/cholesky.ts
/**
* Symmetric positive definite systems by Cholesky's square root: A = L·Lᵀ with L lower triangular (1910, published by
* Benoît 1924). Matrices are row-major `Float64Array`s of which only the lower triangle is read.
* Golub & Van Loan, Matrix Computations, §4.2. O(n³/3) to factor, O(n²) to solve.
*/
/**
* Replaces the lower triangle of `matrix` by its square root L. A pivot that rounding has made non-positive is lifted
* to a tiny share of the largest diagonal entry: the direction it stands for is one the data say nothing about.
*/
function factorInPlace(matrix, size) {
	let largest = 0;
	for (let i = 0; i < size; i++) largest = Math.max(largest, matrix[i * size + i]);
	const floor = largest > 0 ? largest * 1e-13 : 1;
	for (let row = 0; row < size; row++) {
		const start = row * size;
		for (let column = 0; column < row; column++) {
			const other = column * size;
			let sum = matrix[start + column];
			for (let k = 0; k < column; k++) sum -= matrix[start + k] * matrix[other + k];
			matrix[start + column] = sum / matrix[other + column];
		}
		let pivot = matrix[start + row];
		for (let k = 0; k < row; k++) pivot -= matrix[start + k] * matrix[start + k];
		matrix[start + row] = Math.sqrt(Math.max(pivot, floor));
	}
}
/** Solves L·Lᵀ·x = b in place of b. */
function solveInPlace(factor, size, b) {
	for (let row = 0; row < size; row++) {
		let sum = b[row];
		for (let k = 0; k < row; k++) sum -= factor[row * size + k] * b[k];
		b[row] = sum / factor[row * size + row];
	}
	for (let row = size - 1; row >= 0; row--) {
		let sum = b[row];
		for (let k = row + 1; k < size; k++) sum -= factor[k * size + row] * b[k];
		b[row] = sum / factor[row * size + row];
	}
}
/** ln det A from its factor: twice the sum of the logarithms of the diagonal. */
function logDeterminant(factor, size, log) {
	let sum = 0;
	for (let i = 0; i < size; i++) sum += log(factor[i * size + i]);
	return 2 * sum;
}
/** A⁻¹ from its factor, both triangles filled: (L⁻¹)ᵀ·L⁻¹. */
function inverse(factor, size) {
	const root = new Float64Array(size * size);
	for (let column = 0; column < size; column++) {
		root[column * size + column] = 1 / factor[column * size + column];
		for (let row = column + 1; row < size; row++) {
			let sum = 0;
			for (let k = column; k < row; k++) sum -= factor[row * size + k] * root[k * size + column];
			root[row * size + column] = sum / factor[row * size + row];
		}
	}
	const result = new Float64Array(size * size);
	for (let k = 0; k < size; k++) {
		const start = k * size;
		for (let row = 0; row <= k; row++) {
			const value = root[start + row];
			if (value === 0) continue;
			for (let column = 0; column <= row; column++) result[row * size + column] += value * root[start + column];
		}
	}
	for (let row = 0; row < size; row++) for (let column = row + 1; column < size; column++) result[row * size + column] = result[column * size + row];
	return result;
}

// src/model/belief.ts
function penaltyOf(belief, size) {
	const mean = new Float64Array(size);
	const precision = new Float64Array(size * size);
	const signs = new Int8Array(size);
	mean[0] = belief.interceptMean;
	precision[0] = 1 / (belief.interceptSd * belief.interceptSd);
	for (const { first, means, level, bend, direction } of belief.columns) {
		const count = means.length;
		const pull = 1 / (level * level * count * count);
		const stiffness = 1 / (bend * bend);
		for (let a = 0; a < count; a++) {
			mean[first + a] = means[a];
			signs[first + a] = direction;
			for (let b = 0; b < count; b++) precision[(first + a) * size + first + b] = pull;
		}
		for (let a = 0; a + 1 < count; a++) {
			const here = first + a;
			const next = here + 1;
			precision[here * size + here] += stiffness;
			precision[next * size + next] += stiffness;
			precision[here * size + next] -= stiffness;
			precision[next * size + here] -= stiffness;
		}
	}
	return {
		size,
		mean,
		precision,
		signs
	};
}
/** −½·(s − m)ᵀ·Q·(s − m), and Q·(s − m) into `pull`. */
function penaltyAt(penalty, coefficients, pull) {
	const { size, mean, precision } = penalty;
	let sum = 0;
	for (let row = 0; row < size; row++) {
		let product = 0;
		for (let column = 0; column < size; column++) {
			const entry = precision[row * size + column];
			if (entry !== 0) product += entry * (coefficients[column] - mean[column]);
		}
		pull[row] = product;
		sum += product * (coefficients[row] - mean[row]);
	}
	return -.5 * sum;
}

// src/model/prior-belief.ts
/**
* Where belief comes from: nowhere (`flatBelief`) or an artefact learned elsewhere (`priorBelief`).
*/
/** Failure rate of a usual part before anything is known: 1 in 20, and a factor e (2.7) up or down is no surprise. */
const USUAL_HAZARD = .05;
const USUAL_SD = 1;
/**
* A flag is not divided by its standard deviation, which is mostly 0.1 to 0.4; its coefficient stands for the whole
* step from no to yes and is allowed to be larger by this. (Found by the mean over 13 repositories of reverts:
* 1 → AUC .670, 2 → .675, 3 → .677.)
*/
const FLAG_SPREAD = 3;
/** Spread of a column the prior has never seen. */
const UNSEEN_SPREAD = .06;
const spreadOf = (shape, spread) => shape === "flag" ? spread * FLAG_SPREAD : spread;
/** No column is believed to matter, each by about `spread` per standard deviation. */
function flatBelief(table, columns, spread) {
	return {
		interceptMean: log(USUAL_HAZARD),
		interceptSd: USUAL_SD,
		columns: columns.map((column) => flatColumn(table, column, spread))
	};
}
/** What other repositories teach, matched by column name. */
function priorBelief(table, columns, prior) {
	const terms = new Map(prior.terms.map((term) => [term.name, term]));
	return {
		interceptMean: prior.intercept,
		interceptSd: prior.interceptSd,
		columns: columns.map((column) => {
			const { name, shape, direction } = table.columns[column.index];
			const term = terms.get(name);
			if (term?.shape !== shape || term.knots.join() !== column.knots.join()) return flatColumn(table, column, UNSEEN_SPREAD);
			return {
				first: column.first,
				means: term.slopes,
				level: term.level,
				bend: term.bend,
				direction
			};
		})
	};
}
function flatColumn(table, { index, shape, knots, first }, spread) {
	const level = spreadOf(shape, spread);
	return {
		first,
		means: [0, ...knots.map(() => 0)],
		level,
		bend: level,
		direction: table.columns[index].direction
	};
}

// src/model/likelihood.ts
/** ln hazard is held inside ±30 where it is exponentiated: nothing real lies beyond and nothing overflows. */
const bounded = (eta) => Math.min(30, Math.max(-30, eta));
function logLikelihood(eta, { labels, weights }) {
	let sum = 0;
	for (let i = 0; i < eta.length; i++) {
		const label = labels[i];
		const hazard = exp(bounded(eta[i]));
		let term = (label - 1) * hazard;
		if (label > 0) term += label * log(-expm1(-hazard));
		sum += weights[i] * term;
	}
	return sum;
}
/**
* Value, gradient and observed information at these coefficients.
*
* With g = h / (eʰ − 1), the derivative of ln(1 − e^(−h)) by ln h is g and its second derivative −g·(g + h − 1);
* those of −h are −h and −h.
*/
function slopeAt(design, outcomes, coefficients) {
	const { n, width, starts, indices, values } = design;
	const { labels, weights } = outcomes;
	const eta = new Float64Array(n);
	logHazards(design, coefficients, eta);
	const gradient = new Float64Array(width);
	const information = new Float64Array(width * width);
	for (let i = 0; i < n; i++) {
		const label = labels[i];
		const weight = weights[i];
		const hazard = exp(bounded(eta[i]));
		let first = (label - 1) * hazard;
		let second = (1 - label) * hazard;
		if (label > 0) {
			const g = hazard / expm1(hazard);
			first += label * g;
			second += label * g * (hazard < 1e-5 ? hazard / 2 : g + hazard - 1);
		}
		first *= weight;
		second *= weight;
		const from = starts[i];
		const to = starts[i + 1];
		for (let a = from; a < to; a++) {
			const row = indices[a];
			const value = values[a];
			gradient[row] += first * value;
			const scaled = second * value;
			const start = row * width;
			for (let b = from; b <= a; b++) information[start + indices[b]] += scaled * values[b];
		}
	}
	return {
		value: logLikelihood(eta, outcomes),
		gradient,
		information
	};
}

// src/model/summit.ts
const MOST_STEPS = 40;
const MOST_HALVINGS = 30;
/** Gain in ln posterior below which another step cannot matter to any digit shown. */
const SMALLEST_GAIN = 1e-6;
function findSummit(design, outcomes, penalty, start, smallestGain = SMALLEST_GAIN) {
	const { size, signs, precision } = penalty;
	const eta = new Float64Array(design.n);
	const pull = new Float64Array(size);
	const current = projected(start, signs);
	let penaltyValue = penaltyAt(penalty, current, pull);
	let slope = slopeAt(design, outcomes, current);
	let held = [];
	for (let step = 0;; step++) {
		const uphill = slope.gradient.map((value, i) => value - pull[i]);
		held = Array.from(uphill, (value, i) => current[i] === 0 && signs[i] * value < 0);
		const value = slope.value + penaltyValue;
		const direction = newtonDirection(slope.information, precision, uphill, held, size);
		const next = direction.reduce((sum, move, i) => sum + move * uphill[i], 0) > smallestGain && step < MOST_STEPS ? climb(direction, uphill) : void 0;
		if (next === void 0) return {
			coefficients: current,
			value,
			logLikelihood: slope.value,
			information: slope.information,
			gradient: slope.gradient,
			held,
			steps: step
		};
		current.set(next);
		penaltyValue = penaltyAt(penalty, current, pull);
		slope = slopeAt(design, outcomes, current);
		function climb(along, uphill) {
			const scratch = new Float64Array(size);
			for (let halving = 0, length = 1; halving < MOST_HALVINGS; halving++, length *= .5) {
				const candidate = projected(current.map((from, i) => from + length * along[i]), signs);
				logHazards(design, candidate, eta);
				const reached = logLikelihood(eta, outcomes) + penaltyAt(penalty, candidate, scratch);
				const promised = candidate.reduce((sum, to, i) => sum + (to - current[i]) * uphill[i], 0);
				if (reached >= value + 1e-4 * promised && reached > value) return candidate;
			}
		}
	}
}
/** Coefficients on the wrong side of zero are put on zero. */
function projected(coefficients, signs) {
	return coefficients.map((value, i) => signs[i] * value < 0 ? 0 : value);
}
/** Solves (information + precision) · direction = uphill over the free coefficients; held ones do not move. */
function newtonDirection(information, precision, uphill, held, size) {
	const matrix = posteriorPrecision(information, precision, held, size);
	factorInPlace(matrix, size);
	const direction = uphill.map((value, i) => held[i] ? 0 : value);
	solveInPlace(matrix, size, direction);
	return direction;
}
/** information + precision, with held coefficients cut off (row and column replaced by those of the identity). */
function posteriorPrecision(information, precision, held, size) {
	const matrix = new Float64Array(size * size);
	for (let row = 0; row < size; row++) {
		for (let column = 0; column <= row; column++) {
			const at = row * size + column;
			if (!held[row] && !held[column]) matrix[at] = information[at] + precision[at];
		}
		if (held[row]) matrix[row * size + row] = 1;
	}
	return matrix;
}

// src/model/evidence.ts
/**
* How strongly to shrink when no prior says so: by the evidence.
*
* The evidence of a spread is the probability of the outcomes under all coefficients that spread thinks likely. A
* spread too small cannot explain the failures; one too large wastes its belief on models nobody needs. Laplace's
* approximation at the summit (MacKay, Neural Computation 4, 1992):
*
*   ln evidence = ln(likelihood × prior) + ½·ln|Q| − ½·ln|information + Q|
*
* Example: 48 failures among 5,000 changes ask for 0.04, 4,000 among 18,000 for 0.15 and more.
*/
const spreads = [
	.015,
	.03,
	.06,
	.12,
	.24
];
/** To compare spreads, a hundredth in ln posterior is near enough to the summit. */
const ROUGHLY = .01;
function fitUnder(design, outcomes, belief, start, smallestGain) {
	const penalty = penaltyOf(belief, design.width);
	return {
		belief,
		penalty,
		summit: findSummit(design, outcomes, penalty, start ?? penalty.mean, smallestGain)
	};
}
/** The fit under the spread of greatest evidence; the evidence has one hill, so the climb stops when it falls. */
function fitByEvidence(table, columns, design, outcomes) {
	let best;
	let most = Number.NEGATIVE_INFINITY;
	for (const spread of spreads) {
		const fitted = fitUnder(design, outcomes, flatBelief(table, columns, spread), best?.summit.coefficients, ROUGHLY);
		const evidence = evidenceOf(fitted);
		if (best && evidence < most) break;
		best = fitted;
		most = evidence;
	}
	return fitUnder(design, outcomes, best.belief, best.summit.coefficients);
}
function evidenceOf({ summit, penalty: { size, precision } }) {
	const after = posteriorPrecision(summit.information, precision, summit.held, size);
	const before = posteriorPrecision(new Float64Array(size * size), precision, summit.held, size);
	factorInPlace(after, size);
	factorInPlace(before, size);
	return summit.value + .5 * (logDeterminant(before, size, log) - logDeterminant(after, size, log));
}

// src/model/level.ts
/**
* The level of today: how much riskier or safer than the long run the recent months are, all signals being equal.
*
* One number is added to the intercept: the summit of the recent likelihood times N(0, ½²), by Newton in one
* dimension. With few recent outcomes it stays near 0.
*/
const SD = .5;
const STEPS = 25;
/** What to add to ln hazard. `eta`: ln hazards by the long-run model; `outcomes.weights`: the recent weights. */
function recentLevel(eta, { labels, weights }) {
	let shift = 0;
	for (let step = 0; step < STEPS; step++) {
		let uphill = -shift / (SD * SD);
		let curvature = 1 / (SD * SD);
		for (let i = 0; i < eta.length; i++) {
			const label = labels[i];
			const weight = weights[i];
			const hazard = exp(Math.min(30, eta[i] + shift));
			const g = label > 0 ? hazard / expm1(hazard) : 0;
			uphill += weight * (label * g - (1 - label) * hazard);
			curvature += weight * (label * g * Math.max(0, g + hazard - 1) + (1 - label) * hazard);
		}
		const move = Math.max(-1, Math.min(1, uphill / curvature));
		shift += move;
		if (Math.abs(move) < 1e-9) break;
	}
	return shift;
}

// src/model/recency.ts
/**
* How fast to forget.
*
* Code, people and tests change: a model a year old has lost a third of its Brier skill (McIntosh & Kamei, TSE 2018).
* But failures are rare, and forgetting them is dear. So: the shortest half-life that still leaves enough failures
* to learn from, and no forgetting at all where there never were enough. Outcomes lose weight smoothly,
* weight = 2^(−age / halfLife).
*
* Example: 2,000 failures in ten years are learned from with a half-life of 6 months; 90 in ten years all count.
*/
const MONTH = 2629800;
const halfLives = [
	3,
	4.5,
	6,
	9,
	12,
	18,
	24,
	36,
	48,
	72,
	96
].map((months) => months * MONTH);
const LN_2 = Math.LN2;
/** Slopes: found by means over 13 + 10 repositories; 100 to 200 failures and 6 to 9 months do equally well. */
const slopeMemory = {
	failures: 150,
	shortestSeconds: 6 * MONTH
};
/** The level moves faster than what the signals mean, and one number needs less data. */
const levelMemory = {
	failures: 60,
	shortestSeconds: 3 * MONTH
};
/** Half-life in seconds, infinite where even eight years leave too few failures. Ages in seconds, per row. */
function halfLifeFor(ages, labels, memory) {
	for (const halfLife of halfLives) {
		if (halfLife < memory.shortestSeconds) continue;
		let failures = 0;
		for (let i = 0; i < labels.length; i++) if (labels[i] > 0) failures += labels[i] * retained(ages[i], halfLife);
		if (failures >= memory.failures) return halfLife;
	}
	return Number.POSITIVE_INFINITY;
}
/** What is left of the weight of an outcome of this age. */
const retained = (ageSeconds, halfLifeSeconds) => exp(-Math.max(0, ageSeconds) / halfLifeSeconds * LN_2);

// src/model/fit.ts
/** Beyond this many outcomes only the newest are learned from: the coefficients have long settled. */
const MOST_ROWS = 1e5;
/** An artefact used as prior elsewhere is less sure there than it is at home: at least this much per slope. */
const SMALLEST_SPREAD = .05;
function fitModel(request) {
	const { table, prior } = request;
	const known = request.rows ?? rowRange(0, table.n);
	const rows = known.length > MOST_ROWS ? Array.prototype.slice.call(known, known.length - MOST_ROWS) : known;
	const columns = layColumns(table, request.scalingRows ?? known);
	const built = buildDesign(table, rows, columns);
	const { knownShares } = request;
	const offsets = knownShares && Float64Array.from(rows, (row) => log(knownShares[row]));
	const design = offsets ? {
		...built,
		offsets
	} : built;
	const { longRun, recent } = outcomesOf(request, rows);
	const fitted = prior ? fitUnder(design, longRun, priorBelief(table, columns, prior)) : fitByEvidence(table, columns, design, longRun);
	const eta = new Float64Array(design.n);
	logHazards(design, fitted.summit.coefficients, eta);
	const shift = recent ? recentLevel(eta, recent) : 0;
	return describe(request, longRun, columns, fitted, averageOf(eta, offsets, shift), shift);
}
/** Labels and weights of the chosen rows; `recent` weighs them for today's level, where ages are known. */
function outcomesOf({ labels, weights, ages }, rows) {
	const pick = (from, otherwise) => Float64Array.from({ length: rows.length }, (_, i) => from?.[rows[i]] ?? otherwise);
	const longRun = {
		labels: pick(labels, 0),
		weights: pick(weights, 1)
	};
	if (!ages) return {
		longRun,
		recent: void 0
	};
	const age = pick(ages, 0);
	const faded = (memory) => {
		const halfLife = halfLifeFor(age, longRun.labels, memory);
		return {
			labels: longRun.labels,
			weights: longRun.weights.map((weight, i) => weight * retained(age[i], halfLife))
		};
	};
	return {
		longRun: faded(slopeMemory),
		recent: faded(levelMemory)
	};
}
/** Mean hazard of the rows learned from, at today's level and counting failures still to come. */
function averageOf(eta, offsets, shift) {
	if (eta.length === 0) return void 0;
	return eta.reduce((sum, value, i) => sum + exp(Math.min(30, value + shift - (offsets?.[i] ?? 0))), 0) / eta.length;
}
function describe({ table, prior, frailty }, outcomes, columns, { penalty, summit }, averageHazard, shift) {
	const { size, precision } = penalty;
	const posterior = posteriorPrecision(summit.information, precision, summit.held, size);
	factorInPlace(posterior, size);
	const covariance = inverse(posterior, size);
	for (let i = 0; i < size; i++) if (summit.held[i]) covariance[i * size + i] = 0;
	const intercept = rounded(summit.coefficients[0] + shift);
	return sealArtefact({
		kind: prior && outcomes.labels.length === 0 ? "prior" : "learned",
		trainedOn: {
			parts: outcomes.labels.length,
			failures: rounded(outcomes.labels.reduce((sum, label) => sum + label, 0)),
			repositories: prior?.trainedOn.repositories ?? 0
		},
		intercept,
		interceptSd: rounded(Math.sqrt(covariance[0])),
		usualHazard: rounded(exp(intercept)),
		averageHazard: rounded(averageHazard ?? exp(intercept)),
		frailty: rounded(frailty ?? prior?.frailty ?? 8),
		terms: columns.map((column) => describeTerm(table, column, summit.coefficients, covariance, size)),
		context: prior?.context ?? [],
		covariance: encodeCovariance(covariance, size),
		...prior?.sources ? { sources: prior.sources } : {}
	});
}
function describeTerm(table, { index, scaling, knots, first }, coefficients, covariance, size) {
	const count = knots.length + 1;
	const at = (a, b) => covariance[(first + a) * size + first + b];
	let level = 0;
	let bend = 0;
	for (let a = 0; a < count; a++) {
		for (let b = 0; b < count; b++) level += at(a, b) / (count * count);
		if (a + 1 < count) bend += (at(a, a) + at(a + 1, a + 1) - 2 * at(a, a + 1)) / (count - 1);
	}
	const spread = (variance) => rounded(Math.sqrt(variance + SMALLEST_SPREAD * SMALLEST_SPREAD));
	return {
		...table.columns[index],
		mean: rounded(scaling.mean),
		sd: rounded(scaling.sd),
		usual: rounded(scaling.usual),
		knots,
		slopes: Array.from(coefficients.subarray(first, first + count), rounded),
		level: spread(level),
		bend: spread(bend)
	};
}

// src/model/maturing.ts
const IMAGINED = 5;
/** Below this share known, a part says too little to be read at all. */
const LEAST_KNOWN = .05;
/** @param delays seconds from landing to the failure becoming known, for failed parts older than the maturity */
function estimateMaturing(delays, maturitySeconds) {
	const imagined = Array.from({ length: IMAGINED }, (_, i) => maturitySeconds * (i + .5) / IMAGINED);
	const counted = delays.filter((delay) => delay <= maturitySeconds);
	return {
		delays: Float64Array.from([...counted, ...imagined]).sort(),
		maturitySeconds
	};
}
/** Share of failures known at this age, 0 … 1. */
function knownShare({ delays, maturitySeconds }, ageSeconds) {
	if (ageSeconds >= maturitySeconds) return 1;
	let low = 0;
	let high = delays.length;
	while (low < high) {
		const middle = low + high >> 1;
		if (delays[middle] <= ageSeconds) low = middle + 1;
		else high = middle;
	}
	return low / delays.length;
}

// src/model/prequential.ts
/** What was known at a moment, as `fitModel` wants it. Only the rows before `end` are looked at. */
function knownAt({ times, labelKnownTimes, confidences, maturitySeconds }, at, end) {
	const labels = new Float64Array(end);
	const ages = new Float64Array(end);
	const delays = [];
	for (let row = 0; row < end; row++) {
		ages[row] = at - times[row];
		if (!(labelKnownTimes[row] < at)) continue;
		labels[row] = confidences?.[row] ?? 1;
		if (ages[row] >= maturitySeconds) delays.push(labelKnownTimes[row] - times[row]);
	}
	const maturing = estimateMaturing(delays, maturitySeconds);
	const knownShares = ages.map((age, row) => Math.max(knownShare(maturing, age), labels[row] > 0 ? LEAST_KNOWN : 0));
	return {
		labels,
		ages,
		knownShares,
		rows: rowRange(0, end).filter((row) => labels[row] > 0 || knownShares[row] >= .05)
	};
}
/** The model as it would have been fitted just before row `end` landed, or at a later moment `at`. */
function fitAsOf(history, end, at = history.times[end], frailty) {
	return fitModel({
		table: history.table,
		...knownAt(history, at, end),
		scalingRows: rowRange(0, end),
		...history.prior ? { prior: history.prior } : {},
		...frailty === void 0 ? {} : { frailty }
	});
}
/** Each row of the history after the training fraction, scored by the past. At least one row is scored. */
function replay(history, { trainFraction, blocks, onStage }) {
	const { n } = history.table;
	const from = Math.max(1, Math.min(n - 1, Math.floor(n * trainFraction)));
	const rounds = Math.max(1, Math.min(blocks, n - from));
	const logHazards = new Float64Array(n - from);
	let artefact;
	for (let round = 0; round < rounds; round++) {
		const start = from + Math.floor((n - from) * round / rounds);
		const end = from + Math.floor((n - from) * (round + 1) / rounds);
		onStage?.("train");
		artefact = fitAsOf(history, start);
		onStage?.("score");
		logHazards.set(scoreParts(artefact, history.table, rowRange(start, end)).logHazards, start - from);
	}
	const first = knownAt(history, history.times[from], from);
	const failures = first.rows.reduce((sum, row) => sum + first.labels[row], 0);
	return {
		from,
		logHazards,
		artefact,
		trained: first.rows.length,
		trainedRate: first.rows.length > 0 ? failures / first.rows.length : 0
	};
}

// src/model/parts-table.ts
/** The columns of a model; without experience those that count what people did before are left out. */
const partColumns = (experience) => signals.filter(({ name }) => experience || !experienceSignals.has(name)).map(({ name, shape, direction }) => ({
	name,
	shape,
	direction
}));
/** Picks the answers of `columns` out of a full row of measurements. */
const pickColumns = (columns) => {
	const places = columns.map(({ name }) => signals.findIndex((signal) => signal.name === name));
	return (row) => Float32Array.from(places, (place) => row[place]);
};
/** Everything an index knows of a range of its parts; row 0 is the part at `from`. */
const partsTable = (index, options) => {
	const { from, to } = options;
	const n = Math.max(0, to - from);
	const columns = partColumns(options.experience);
	const whole = index.rows.slice(from * index.signals, to * index.signals);
	const rows = columns.length === index.signals ? whole : pick(whole, index.signals, columns, n);
	const { knownAt, confidence, causes } = labelsOf(index, {
		maturity: options.maturitySeconds,
		...options.before === void 0 ? {} : { before: options.before }
	});
	return {
		table: {
			columns,
			rows,
			n
		},
		times: Float64Array.from(index.parts.time.slice(from, to)),
		failedAt: knownAt.slice(from, to),
		confidence: confidence.slice(from, to),
		causes: new Map([...causes].filter(([part]) => part >= from && part < to).map(([part, cause]) => [part - from, cause]))
	};
};
const pick = (whole, width, columns, n) => {
	const chosen = pickColumns(columns);
	const rows = new Float32Array(n * columns.length);
	for (let row = 0; row < n; row += 1) rows.set(chosen(whole.subarray(row * width, (row + 1) * width)), row * columns.length);
	return rows;
};

// src/model/binomial.ts
/**
* Exact binomial tails, by adding up the terms. No normal approximation: the failures behind a promise are few.
*/
/** P(at most k failures in n) when each fails with probability p. */
function binomialTail(k, n, p) {
	if (k >= n || p <= 0) return 1;
	if (k < 0 || p >= 1) return 0;
	if (k > n * p) return 1 - binomialTail(n - k - 1, n, 1 - p);
	let term = 1;
	let sum = 1;
	for (let i = k; i > 0; i--) {
		term *= i / (n - i + 1) * ((1 - p) / p);
		sum += term;
		if (term < sum * 1e-17) break;
	}
	return Math.min(1, sum * exp(logChoose(n, k) + k * log(p) + (n - k) * log1p(-p)));
}
/** ln of the number of ways to choose k of n: Σ ln((n − k + i) / i). O(min(k, n − k)) */
function logChoose(n, k) {
	const few = Math.min(k, n - k);
	let sum = 0;
	for (let i = 1; i <= few; i++) sum += log((n - few + i) / i);
	return sum;
}
/**
* Clopper–Pearson upper bound: the largest failure rate under which seeing at most k failures in n would still happen
* with probability `risk`. With 0 in 45 and 10 %: 5 %.
*/
function upperBound(k, n, risk) {
	if (k >= n) return 1;
	let low = k / n;
	let high = 1;
	while (high - low > 1e-12) {
		const middle = (low + high) / 2;
		if (binomialTail(k, n, middle) > risk) low = middle;
		else high = middle;
	}
	return high;
}
/** Clopper–Pearson lower bound: the mirror image. */
const lowerBound = (k, n, risk) => n === 0 ? 0 : 1 - upperBound(n - k, n, risk);

// src/model/track.ts
const rankedAmong = 500;
const week = 604800;
const trackOf = ({ risks, times, failedAt, reviewRiskiest, since, until }) => {
	const recent = [];
	let n = 0;
	let failed = 0;
	let caught = 0;
	let reviewed = 0;
	let first = Number.POSITIVE_INFINITY;
	let last = Number.NEGATIVE_INFINITY;
	for (let row = 0; row < risks.length; row += 1) {
		const risk = risks[row];
		if (Number.isNaN(risk)) continue;
		const limit = riskiestLimit(recent, reviewRiskiest);
		recent.push(risk);
		if (recent.length > rankedAmong) recent.shift();
		if (limit === null || times[row] < since || times[row] > until) continue;
		const fails = Number.isFinite(failedAt[row]);
		n += 1;
		if (fails) failed += 1;
		if (risk > limit) {
			reviewed += 1;
			if (fails) caught += 1;
		}
		first = Math.min(first, times[row]);
		last = Math.max(last, times[row]);
	}
	const seconds = Math.max(last - first, week);
	const unreviewed = n - reviewed;
	const missed = failed - caught;
	return {
		n,
		failed,
		caught,
		reviewed,
		reviewsPerWeek: n === 0 ? 0 : reviewed * week / seconds,
		months: n === 0 ? 0 : Math.max(1, Math.round(seconds / 2629800)),
		riskiest: reviewRiskiest,
		low: unreviewed > 0 ? lowerBound(missed, unreviewed, .05) : null,
		high: unreviewed > 0 ? upperBound(missed, unreviewed, .05) : null,
		source: "replayed"
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

export { readLine as A, readFacts as C, firstAtLeast as D, readDifferences as E, none as F, bareTitle as M, purposes as N, entityOf as O, understandMessage as P, factsOf as S, partsOf as T, unavailable as _, partsTable as a, withoutHistory as b, measureDeployment as c, subjectOf as d, Past as f, measured as g, counted as h, upperBound as i, horizon as j, readCommits as k, measurePart as l, signals as m, trackOf as n, fitAsOf as o, deploymentSignals as p, binomialTail as r, replay as s, indexDirectory as t, measurer as u, mendingIndex as v, changedFiles as w, authorHash as x, openHistory as y };
