import { n as __exportAll } from "./rolldown-runtime.js";
import { C as chooseEnvironment, H as read$1, J as isOurs, K as SourceError, P as bands, S as readKept, W as wanted$1, a as policyFor, b as keep$1, h as policyPath, i as notesOnPolicy, l as formatReviewer, n as ask, o as priorUnder, q as UsageError, r as environmentUnder, s as indexDirectory, x as keyOf } from "./main-gate.js";
import { t as canonicalize } from "./package-canonicalize.js";
import { setTimeout } from "node:timers/promises";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { dirname, join, parse, resolve } from "node:path";
import { closeSync, constants, existsSync, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { hostname } from "node:os";

// src/ledger/canonical.ts
/**
* One spelling for every JSON value (RFC 8785), so that equal values have equal bytes and equal hashes.
*/
const deepest = 200;
/**
* The value as JSON keeps it: absent members dropped, `toJSON` obeyed, half a surrogate pair replaced by U+FFFD (as any
* UTF-8 encoder would), so that what was sealed equals what is read back. Throws TypeError, naming the path, for what
* JSON cannot say: functions, symbols, big integers, NaN and infinities, circles.
*/
const plainJson = (value, path = "$", depth = 0) => {
	if (depth > deepest) throw new TypeError(`${path} is nested deeper than ${deepest} levels, or in a circle`);
	if (typeof value === "string") return wellFormed(value);
	if (value === null || typeof value === "boolean") return value;
	if (typeof value === "number") {
		if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}, which JSON cannot say; use null`);
		return value === 0 ? 0 : value;
	}
	if (typeof value !== "object") throw new TypeError(`${path} is a ${typeof value}, which JSON cannot say`);
	if ("toJSON" in value && typeof value.toJSON === "function") return plainJson(value.toJSON(), path, depth + 1);
	if (Array.isArray(value)) return value.map((item, index) => plainJson(item === void 0 ? null : item, `${path}[${index}]`, depth + 1));
	return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== void 0).map(([key, member]) => [wellFormed(key), plainJson(member, `${path}.${key}`, depth + 1)]));
};
const wellFormed = (text) => text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "�");
/** Whether a JSON value is nested deeper than any that was sealed: nothing recursive may be done with it. */
const isTooDeep = (value, depth = 0) => depth > deepest || typeof value === "object" && value !== null && Object.values(value).some((member) => isTooDeep(member, depth + 1));
/** RFC 8785 text of any value that JSON can say; throws TypeError for the rest. */
const canonicalJson$1 = (value) => canonicalText(plainJson(value));
/** RFC 8785 text of a value that came out of `JSON.parse` or `plainJson`. */
const canonicalText = (value) => canonicalize(value) ?? "null";
/** Lower-case hexadecimal SHA-256 of bytes, or of the UTF-8 of a text. */
const sha256$1 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const isSha256 = (text) => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);

// src/ledger/stores/files.ts
/** Files the way a ledger needs them: whole or not at all, and errors that name the mend. */
const codeOf = (error) => error?.code ?? "";
/** True for the errors that say "there is no such thing". */
const isAbsent = (error) => ["ENOENT", "ENOTDIR"].includes(codeOf(error));
/** What `read` gives, or undefined where there is no such file. */
const ifPresent = (read) => {
	try {
		return read();
	} catch (error) {
		if (isAbsent(error)) return void 0;
		throw error;
	}
};
const readIfPresent = (path) => ifPresent(() => readFileSync(path));
/** Writes all bytes at a position; a write may take fewer than it is given. */
const writeFully = (file, bytes, position) => {
	for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, position + done);
};
/** Makes names in a directory survive a power cut. Some file systems have no such call; then there is nothing to do. */
const syncDirectory = (path) => {
	const directory = openSync(path, "r");
	try {
		fsyncSync(directory);
	} catch (error) {
		if (![
			"EINVAL",
			"ENOTSUP",
			"EISDIR",
			"EPERM"
		].includes(codeOf(error))) throw error;
	} finally {
		closeSync(directory);
	}
};
/** Makes a directory and, where it is new, its name in every parent durable. */
const makeDirectory = (path) => {
	const first = mkdirSync(path, { recursive: true });
	if (first === void 0) return;
	for (let made = path; made.length >= first.length; made = dirname(made)) syncDirectory(dirname(made));
};
/**
* Replaces a file whole: written under a temporary name beside it, then renamed. `durable` also waits for the disk;
* caches need not.
*/
const replaceFile = (path, temporary, bytes, durable) => {
	try {
		const file = openSync(temporary, "w");
		try {
			writeFully(file, bytes, 0);
			if (durable) fsyncSync(file);
		} finally {
			closeSync(file);
		}
		renameSync(temporary, path);
	} catch (error) {
		rmSync(temporary, { force: true });
		throw error;
	}
	if (durable) syncDirectory(dirname(path));
};
const mends = [[[
	"EACCES",
	"EPERM",
	"EROFS",
	"ENOTDIR",
	"EEXIST",
	"EISDIR"
], "is read-only, or no directory; choose a place that can be written with --ledger directory:PATH"], [[
	"ENOSPC",
	"EDQUOT",
	"EFBIG"
], "has no room left, so nothing was written; free some, or choose another with --ledger directory:PATH"]];
/**
* What became of reading or writing the ledger at `url`: what the system refused becomes a SourceError with its mend;
* our own errors pass, and so does anything without a system's code, which is a bug and keeps its stack.
*/
const ledgerFailure = (url, verb, error) => {
	if (isOurs(error) || !(error instanceof Error) || !("syscall" in error)) return error;
	const mend = verb === "written" ? mends.find(([codes]) => codes.includes(codeOf(error)))?.[1] : void 0;
	return new SourceError(`ledger ${url} ${mend ?? `cannot be ${verb}`} (${error.message})`, { cause: error });
};

// src/ledger/stores/id-index.ts
const lineLength = 41;
const idLength = 16;
const emptyIndex = () => ({
	bytes: Buffer.alloc(0),
	hash: createHash("sha256")
});
const formatIndexed = ({ id, place }) => `${id.slice(0, idLength)} ${place.segment} ${String(place.offset).padStart(12, "0")}\n`;
/** The index as sealed; undefined when it is absent or damaged. Bytes beyond the seal were never finished. */
const readIndex = (root, seal) => {
	if (seal.bytes === 0) return emptyIndex();
	const bytes = readIfPresent(join(root, "ids"))?.subarray(0, seal.bytes);
	if (bytes?.length !== seal.bytes) return void 0;
	const hash = createHash("sha256").update(bytes);
	return hash.copy().digest("hex") === seal.sha256 ? {
		bytes,
		hash
	} : void 0;
};
/** Where records whose id begins like this one may lie. */
const lookUp = ({ bytes }, id) => {
	const found = [];
	const wanted = id.slice(0, idLength);
	for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + lineLength)) {
		const [, segment = "", offset] = bytes.toString("latin1", at, at + lineLength - 1).split(" ");
		if (at % lineLength === 0) found.push({
			segment,
			offset: Number(offset)
		});
	}
	return found;
};
/** Beyond so many ids, one pass over all lines costs less than a search for each. */
const searchedAtMost = 8;
/** As above for several ids. */
const lookUpAll = ({ bytes }, ids) => {
	const searched = ids.length > searchedAtMost ? linesWith(bytes, ids) : bytes;
	return new Map(ids.map((id) => [id, lookUp({ bytes: searched }, id)]));
};
const linesWith = (bytes, ids) => {
	const beginnings = new Set(ids.map((id) => id.slice(0, idLength)));
	const lines = [];
	for (let at = 0; at < bytes.length; at += lineLength) if (beginnings.has(bytes.toString("latin1", at, at + idLength))) lines.push(bytes.subarray(at, at + lineLength));
	return Buffer.concat(lines);
};
/** Adds records to what is written of the index; gives the new seal. */
const extendIndex = (root, index, added) => {
	const lines = Buffer.from(added.map(formatIndexed).join(""));
	const file = openSync(join(root, "ids"), index.bytes.length === 0 ? "w" : "r+");
	try {
		writeFully(file, lines, index.bytes.length);
		ftruncateSync(file, index.bytes.length + lines.length);
	} finally {
		closeSync(file);
	}
	return {
		bytes: index.bytes.length + lines.length,
		sha256: index.hash.copy().update(lines).digest("hex")
	};
};

// src/ledger/stores/segments.ts
const segmentFile = (segment) => `events/${segment}.jsonl`;
const segmentPath = (root, segment) => join(root, "events", `${segment}.jsonl`);
/** The segment a batch goes to. */
const segmentFor = (moments, newest) => [...moments.map((at) => at.slice(0, 10).replaceAll("-", "/")), newest ?? ""].sort().at(-1) ?? "";
/** The segment of the day after. */
const segmentAfter = (segment) => {
	const [year = 0, month = 0, day = 0] = segment.split("/").map(Number);
	const next = /* @__PURE__ */ new Date(0);
	next.setUTCFullYear(year, month - 1, day + 1);
	return next.toISOString().slice(0, 10).replaceAll("-", "/");
};
const isLater = (a, b) => a.segment === b.segment ? a.offset > b.offset : a.segment > b.segment;
const names = (path, shape) => (ifPresent(() => readdirSync(path)) ?? []).filter((name) => shape.test(name)).sort();
/** Every segment in order, from `first` on. */
const listSegments = (root, first = "") => {
	const events = join(root, "events");
	return names(events, /^\d{4}$/).filter((year) => year >= first.slice(0, 4)).flatMap((year) => names(join(events, year), /^\d\d$/).map((month) => `${year}/${month}`)).filter((month) => month >= first.slice(0, 7)).flatMap((month) => names(join(events, month), /^\d\d\.jsonl$/).map((day) => `${month}/${day.slice(0, 2)}`)).filter((day) => day >= first);
};
/** Bytes in a segment; 0 when it is absent. */
const segmentSize = (root, segment) => ifPresent(() => statSync(segmentPath(root, segment)).size) ?? 0;
/** The bytes of a segment from a position to `to`, or to its end; fewer where it ends earlier. */
const readSegment$1 = (root, segment, from, to) => {
	const file = openSync(segmentPath(root, segment), "r");
	try {
		const bytes = Buffer.allocUnsafe(Math.max(0, (to ?? fstatSync(file).size) - from));
		let filled = 0;
		for (;;) {
			const got = readSync(file, bytes, filled, bytes.length - filled, from + filled);
			if (got === 0) return bytes.subarray(0, filled);
			filled += got;
		}
	} finally {
		closeSync(file);
	}
};
const newline = 10;
/** The lines of a piece of a segment that begins at `offset`, numbered from `firstLine`, each with its place. */
const linesOf$1 = function* (segment, bytes, offset, firstLine) {
	const file = segmentFile(segment);
	for (let start = 0, line = firstLine; start < bytes.length; line += 1) {
		const found = bytes.indexOf(newline, start);
		const end = found === -1 ? bytes.length : found;
		const place = {
			segment,
			offset: offset + start,
			length: end - start
		};
		yield {
			file,
			line,
			bytes: bytes.subarray(start, end),
			ended: found !== -1,
			place
		};
		start = end + 1;
	}
};
/** The line that begins at an offset, without its newline; undefined where none begins or ends there. */
const readLineAt = (root, segment, offset, length) => {
	const size = segmentSize(root, segment);
	if (offset < 0 || offset >= size) return void 0;
	for (let reach = (length ?? 65535) + 1;; reach *= 4) {
		const bytes = readSegment$1(root, segment, offset, Math.min(size, offset + reach));
		const end = bytes.indexOf(newline);
		if (end !== -1) return length === void 0 || end === length ? bytes.subarray(0, end) : void 0;
		if (offset + reach >= size || length !== void 0) return void 0;
	}
};

// src/ledger/stores/pending.ts
const pathOf$2 = (root) => join(root, "pending.json");
const announce = (root, pending) => replaceFile(pathOf$2(root), join(root, "pending.json.tmp"), Buffer.from(`${JSON.stringify(pending)}\n`), true);
const withdraw = (root) => rmSync(pathOf$2(root), { force: true });
const readPending = (root) => {
	const bytes = readIfPresent(pathOf$2(root));
	if (!bytes) return void 0;
	try {
		const told = JSON.parse(bytes.toString("utf8"));
		return /^\d{4}\/\d\d\/\d\d$/.test(told.segment) && told.from >= 0 && told.to > told.from && isSha256(told.sha256) ? told : void 0;
	} catch {
		return;
	}
};
/** A batch that was begun and not finished: its segment must be read as if it ended at `from`. */
const unfinishedBatch = (root) => {
	const pending = readPending(root);
	if (!pending) return void 0;
	const size = ifPresent(() => segmentSize(root, pending.segment)) ?? 0;
	if (size <= pending.from || size > pending.to) return void 0;
	const bytes = readSegment$1(root, pending.segment, pending.from, pending.to);
	return createHash("sha256").update(bytes).digest("hex") === pending.sha256 ? void 0 : pending;
};

// src/ledger/record.ts
/**
* A record: one thing that happened, as one line of RFC 8785 JSON, chained to the record before it in its stream.
* Validation is by hand because every gate run pays for what is imported here.
*/
/** A closed list: add, never rename. */
const recordKinds = [
	"decision",
	"approval",
	"override",
	"freeze",
	"deployment",
	"outcome",
	"incident",
	"link",
	"correction",
	"model",
	"policy",
	"certificate",
	"alarm",
	"rollout",
	"audit"
];
/** The identity of a natural key within its kind, so that telling the same thing twice is harmless. */
const recordId = (kind, key) => sha256$1(canonicalJson$1({
	kind,
	key
}));
/** SHA-256 over the canonical JSON of all but `hash`. */
const hashRecord = (record) => sha256$1(canonicalTexts(record).unsealed);
/** Canonical text of a record, and of the same without its `hash`, for the price of one. */
const canonicalTexts = (record) => {
	const members = Object.entries(record).sort(([a], [b]) => a < b ? -1 : 1).map(([key, value]) => ({
		key,
		text: `${JSON.stringify(key)}:${canonicalText(value)}`
	}));
	const braced = (chosen) => `{${chosen.map(({ text }) => text).join(",")}}`;
	return {
		line: braced(members),
		unsealed: braced(members.filter(({ key }) => key !== "hash"))
	};
};
/**
* Chains a new record to the tip of its stream. `line` is what is stored (without the newline); `record` is exactly
* what reading that line gives. Throws UsageError for a record that may not be written.
*/
const sealRecord = (entry, tip) => {
	const { key, ...told } = entry;
	const draft = plainJson({
		...told,
		schema: 1,
		id: recordId(entry.kind, key),
		seq: tip ? tip.seq + 1 : 0,
		prev: tip?.hash ?? null
	});
	const record = {
		...draft,
		hash: hashRecord(draft)
	};
	const why = objection(record);
	if (why) throw new UsageError(`ledger: a ${entry.kind} record cannot be written: ${why}`);
	return {
		record,
		line: canonicalTexts(record).line
	};
};
/** Reads one stored line (without its newline); says what is wrong with one that is no record. */
const parseRecordLine = (line) => {
	try {
		const value = JSON.parse(line);
		const why = objection(value) ?? (isTooDeep(value) ? "it is nested too deep" : void 0);
		return why ? {
			outcome: "invalid",
			why
		} : {
			outcome: "record",
			record: value
		};
	} catch {
		return {
			outcome: "invalid",
			why: "it is not JSON"
		};
	}
};
const kinds = new Set(recordKinds);
const streamShape = /^[a-z][a-z0-9-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const momentShape$1 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z$/;
const isStreamName = (name) => typeof name === "string" && name.length <= 200 && streamShape.test(name);
const isMember$1 = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText$1 = (value) => typeof value === "string" && value !== "";
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
/** ISO 8601 in UTC, to the minute or finer. */
const isMoment = (value) => typeof value === "string" && momentShape$1.test(value) && !Number.isNaN(Date.parse(value));
const isTool = (value) => isMember$1(value) && isText$1(value["name"]) && isText$1(value["version"]) && (!("engine" in value) || isCount(value["engine"]));
/** Field by field: what is wanted, and whether a value is that. */
const wanted = [
	[
		"schema",
		"1 (a higher one needs a newer release)",
		(value) => value === 1
	],
	[
		"stream",
		"a name like decisions or rollouts/7 (letters, digits, . _ - between slashes, 200 at most)",
		isStreamName
	],
	[
		"seq",
		"a whole number from 0",
		isCount
	],
	[
		"id",
		"a SHA-256",
		isSha256
	],
	[
		"kind",
		`one of ${recordKinds.join(", ")}`,
		(value) => kinds.has(value)
	],
	[
		"at",
		"a moment like 2026-03-10T09:30:00Z",
		isMoment
	],
	[
		"repository",
		"a text",
		isText$1
	],
	[
		"environment",
		"a text, or absent",
		(value) => value === void 0 || isText$1(value)
	],
	[
		"actor",
		"a text",
		isText$1
	],
	[
		"tool",
		"{ name, version, engine? }",
		isTool
	],
	[
		"body",
		"an object",
		isMember$1
	],
	[
		"prev",
		"a SHA-256, or null",
		(value) => value === null || isSha256(value)
	],
	[
		"hash",
		"a SHA-256",
		isSha256
	]
];
/** Why a value is no record; undefined when it is one. Members it does not know are left alone: the hash covers them. */
const objection = (value) => {
	if (!isMember$1(value)) return "it is not a JSON object";
	const failed = wanted.find(([field, , accepts]) => !accepts(value[field]));
	if (!failed) return void 0;
	const [field, wish] = failed;
	const got = JSON.stringify(value[field]) ?? "nothing";
	return `${field} must be ${wish}; got ${got.length > 80 ? `${got.slice(0, 80)}…` : got}`;
};

// src/ledger/references.ts
/**
* Which blobs a body refers to: every SHA-256 under a key that ends in `Blob` (`modelBlob`), and every SHA-256 in an
* array under the key `blobs`, at any depth. Git's own object names stand under `blob` and are none of ours.
*/
const referencedBlobs = (value, key = "") => {
	if (typeof value === "string") return key.endsWith("Blob") && isSha256(value) ? [value] : [];
	if (Array.isArray(value)) return value.flatMap((item) => key === "blobs" && isSha256(item) ? [item] : referencedBlobs(item));
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([name, member]) => referencedBlobs(member, name));
};

// src/ledger/stores/state.ts
const emptyState = {
	records: 0,
	index: {
		bytes: 0,
		sha256: sha256$1("")
	},
	streams: /* @__PURE__ */ new Map()
};
/** Where the next record will begin in the newest segment. */
const endOf$1 = ({ offset, length }) => offset + length + 1;
const tipsOf = (state) => [...state.streams].map(([name, { seq, hash }]) => [name, {
	seq,
	hash
}]);
/** The state after more records, in their order. */
const advance = (state, added) => {
	const streams = new Map(state.streams);
	for (const { record, place } of added) {
		const { kind, environment, seq, hash } = record;
		const others = streams.get(record.stream)?.latest.filter((entry) => entry.kind !== kind || entry.environment !== environment);
		const entry = {
			...place,
			kind,
			...environment === void 0 ? {} : { environment }
		};
		streams.set(record.stream, {
			seq,
			hash,
			latest: [...others ?? [], entry]
		});
	}
	const newest = added.at(-1);
	return {
		...state,
		records: state.records + added.length,
		...newest ? { last: {
			...newest.place,
			hash: newest.record.hash
		} } : {},
		streams
	};
};
/** Where the newest record that matches lies. */
const latestPlace = (state, { kind, environment, stream }) => [...state.streams].filter(([name]) => stream === void 0 || name === stream).flatMap(([, { latest }]) => latest).filter((entry) => entry.kind === kind && (environment === void 0 || entry.environment === environment)).reduce((newest, entry) => !newest || isLater(entry, newest) ? entry : newest, void 0);
const pathOf$1 = (root) => join(root, "state.json");
/** The state as it was last written; `damaged` when it is not as it was written, undefined when there is none. */
const readState = (root) => {
	const bytes = readIfPresent(pathOf$1(root));
	return bytes && parseState(bytes);
};
/** What the bytes of a state file say; members this build does not know are kept. */
const parseState = (bytes) => {
	try {
		const told = JSON.parse(bytes.toString("utf8"));
		if (told.schema !== 1 || told.check !== sha256$1(JSON.stringify(told.state))) return "damaged";
		return {
			...told.state,
			streams: new Map(told.state.streams)
		};
	} catch {
		return "damaged";
	}
};
const formatState = (state) => {
	const plain = {
		...state,
		streams: [...state.streams]
	};
	const text = JSON.stringify({
		schema: 1,
		check: sha256$1(JSON.stringify(plain)),
		state: plain
	});
	return Buffer.from(`${text}\n`);
};
/** Only the holder of the lock writes it, so one temporary name will do. */
const writeState = (root, state) => replaceFile(pathOf$1(root), join(root, "state.json.tmp"), formatState(state), false);

// src/ledger/stores/placing.ts
/**
* Which entries are known, and for the others their records, chained and in their places.
* Throws UsageError for an entry that may not be written.
*/
const placeEntries = (state, entries, known) => {
	const tips = new Map(tipsOf(state));
	const written = /* @__PURE__ */ new Map();
	const added = [];
	let segment = segmentFor(entries.map(({ at }) => at), state.last?.segment);
	let offset = state.last?.segment === segment ? endOf$1(state.last) : 0;
	return {
		answers: entries.map((entry) => {
			const id = recordId(entry.kind, entry.key);
			const existing = written.get(id) ?? known.existing(id);
			if (existing) return {
				record: existing,
				existed: true
			};
			const { record, line } = sealRecord(entry, tips.get(entry.stream));
			requireBlobs(record, known.hasBlob);
			const length = Buffer.byteLength(line);
			if (offset > 0 && offset + length >= (known.segmentBytesAtMost ?? Number.POSITIVE_INFINITY)) {
				segment = segmentAfter(segment);
				offset = 0;
			}
			const place = {
				segment,
				offset,
				length
			};
			added.push({
				record,
				line,
				place
			});
			tips.set(record.stream, {
				seq: record.seq,
				hash: record.hash
			});
			written.set(id, record);
			offset = endOf$1(place);
			return {
				record,
				existed: false
			};
		}),
		added
	};
};
/** A record that refers to a blob nobody kept would make every later verification fail. */
const requireBlobs = ({ kind, body }, hasBlob) => {
	const missing = referencedBlobs(body).find((hash) => !hasBlob(hash));
	if (missing) throw new UsageError(`ledger: a ${kind} record refers to blob ${missing}, which must be kept first`);
};

// src/ledger/stores/repair.ts
/**
* Moves what an interrupted write left at the end of a segment to `torn/`, durably, before cutting it off. Nobody was
* ever told that it is remembered, but it may be worth a look. Interrupted itself, it does the same again.
*/
const setAside = ({ root, note }, { segment, offset, bytes }) => {
	const name = `${segment.replaceAll("/", "-")}-${offset}-${sha256$1(bytes).slice(0, 12)}`;
	makeDirectory(join(root, "torn"));
	replaceFile(join(root, "torn", name), join(root, "torn", `${name}.tmp`), bytes, true);
	const file = openSync(segmentPath(root, segment), "r+");
	try {
		ftruncateSync(file, offset);
		fdatasyncSync(file);
	} finally {
		closeSync(file);
	}
	note(`a torn last line was repaired: ${bytes.length} bytes of an unfinished write to ${segmentFile(segment)} set aside in torn/${name}`);
};

// src/ledger/chain.ts
const newChain = (tips = []) => ({
	tips: new Map(tips),
	ids: /* @__PURE__ */ new Set()
});
/** Checks the next line against the chain, and makes it the chain's new tip when it is sound. */
const extendChain = (chain, raw) => {
	const alone = checkLine(raw);
	if (alone.outcome === "different") return alone;
	const { record } = alone;
	const what = misplaced(chain, record);
	if (what) return different(raw, record, what);
	chain.tips.set(record.stream, {
		seq: record.seq,
		hash: record.hash
	});
	chain.ids.add(record.id);
	return alone;
};
/** Checks a line for itself, wherever it stands: spelling, shape and hash. */
const checkLine = (raw) => {
	const text = Buffer.from(raw.bytes.buffer, raw.bytes.byteOffset, raw.bytes.byteLength).toString("utf8");
	const parsed = raw.ended ? parseRecordLine(text) : {
		outcome: "invalid",
		why: "no newline ends it"
	};
	if (parsed.outcome === "invalid") return different(raw, void 0, `the line is no record: ${parsed.why}`);
	const { record } = parsed;
	const what = altered(record, text, raw.bytes);
	return what ? different(raw, record, what) : {
		outcome: "sound",
		record
	};
};
const altered = (record, text, bytes) => {
	const { line, unsealed } = canonicalTexts(record);
	if (line !== text || !Buffer.from(line).equals(bytes)) return "the line is not spelt as it was written (RFC 8785)";
	const hash = sha256$1(unsealed);
	return hash === record.hash ? void 0 : `its content hashes to ${short(hash)}, its hash says ${short(record.hash)}`;
};
/** Why a record cannot stand here; undefined when it can. */
const misplaced = (chain, { stream, seq, prev, id }) => {
	const tip = chain.tips.get(stream);
	const next = tip ? tip.seq + 1 : 0;
	if (seq !== next) return `stream ${stream} goes on with record ${next} here, found record ${seq}`;
	const before = tip?.hash ?? null;
	if (prev !== before) return `it follows ${short(prev)}, but the record before it in ${stream} is ${short(before)}`;
	return chain.ids.has(id) ? "another record before it has the same id" : void 0;
};
const short = (hash) => hash === null ? "nothing" : `${hash.slice(0, 12)}…`;
const different = (raw, record, what) => ({
	outcome: "different",
	difference: {
		file: raw.file,
		line: raw.line,
		...record ? { record: record.id } : {},
		what,
		mend: "restore this file from a backup or another copy of the ledger"
	}
});
/** One line for an error message. */
const describeDifference = ({ file, line, record, what, mend }) => `${file}${line > 0 ? `:${line}` : ""}${record ? ` (record ${record.slice(0, 12)})` : ""}: ${what}; ${mend}`;

// src/ledger/unfinished-line.ts
/**
* Tells a write that was cut short from a line somebody changed. A cut leaves the beginning of a record: an opening
* brace that is closed by the very last byte or not at all. After a power cut the missing rest may read as NUL bytes.
*/
const isUnfinishedLine = (tail) => {
	let end = tail.length;
	while (end > 0 && tail[end - 1] === 0) end -= 1;
	if (end === 0) return true;
	if (tail[0] !== brace.open) return false;
	const close = closingBrace(tail.subarray(0, end));
	return close === void 0 || close === end - 1 && end === tail.length;
};
const brace = {
	open: 123,
	close: 125
};
const quote = 34;
const backslash = 92;
/** Where the brace opened by the first byte is closed. */
const closingBrace = (bytes) => {
	let depth = 0;
	let quoted = false;
	for (let index = 0; index < bytes.length; index += 1) {
		const byte = bytes[index];
		if (quoted && byte === backslash) index += 1;
		else if (byte === quote) quoted = !quoted;
		else if (!quoted && byte === brace.open) depth += 1;
		else if (!quoted && byte === brace.close) {
			depth -= 1;
			if (depth === 0) return index;
		}
	}
};

// src/ledger/stores/survey.ts
/**
* The events from a place on. Only the newest segment can end unfinished; anything else that does not end in a newline
* stays in the piece, where the chain will refuse it.
*/
const readPieces = function* (root, first = "", offset = 0) {
	const batch = unfinishedBatch(root);
	const segments = listSegments(root, first);
	const newest = segments.findLast((segment) => segmentSize(root, segment) > 0);
	for (const segment of segments) {
		const from = segment === first ? offset : 0;
		const all = readSegment$1(root, segment, from);
		const whole = batch?.segment === segment && batch.from >= from ? batch.from - from : wholeLength(all, segment === newest);
		const rest = all.subarray(whole);
		yield {
			segment,
			bytes: all.subarray(0, whole),
			...rest.length > 0 ? { torn: {
				segment,
				offset: from + whole,
				bytes: rest
			} } : {}
		};
	}
};
const wholeLength = (bytes, newest) => {
	const end = bytes.lastIndexOf(10) + 1;
	return newest && end < bytes.length && isUnfinishedLine(bytes.subarray(end)) ? end : bytes.length;
};
/**
* The state of the ledger: from `state.json` and the few lines written after it, or from all events. Only the tail that
* is built on is checked; the whole is for `verify`. `trustState` false reads all events whatever the state says.
* Throws SourceError when what it read is not what was written.
*/
const survey = (url, root, trustState = true) => {
	const told = trustState ? readState(root) : void 0;
	const known = told === "damaged" ? void 0 : told;
	const state = known ?? emptyState;
	if (state.last) checkLast(url, root, state.last);
	const { last } = state;
	const chain = newChain(tipsOf(state));
	const found = [];
	let torn;
	for (const piece of readPieces(root, last?.segment, last ? endOf$1(last) : 0)) {
		torn = piece.torn ?? torn;
		const offset = piece.segment === last?.segment ? endOf$1(last) : 0;
		for (const record of chainedRecords(url, chain, piece, offset)) found.push(record);
	}
	return {
		state: advance(state, found),
		found,
		...known ? {} : { stateTrouble: told === "damaged" ? "damaged" : "absent" },
		...torn ? { torn } : {}
	};
};
const checkLast = (url, root, last) => requireLast(url, last, readLineAt(root, last.segment, last.offset, last.length));
/** The records of a piece that begins at `offset`, if they follow those before. Throws SourceError when they do not. */
const chainedRecords = function* (url, chain, { segment, bytes }, offset) {
	for (const line of linesOf$1(segment, bytes, offset, 1)) {
		const checked = extendChain(chain, line);
		if (checked.outcome === "different") {
			const where = offset > 0 ? {
				...checked.difference,
				line: 0
			} : checked.difference;
			throw tampered(url, describeDifference(where));
		}
		yield {
			record: checked.record,
			place: line.place
		};
	}
};
/** The line the state ends with must still be there: what follows is chained to it. */
const requireLast = (url, last, bytes) => {
	const file = segmentFile(last.segment);
	if (!bytes) {
		const gone = `${file}: the end that state.json remembers is gone`;
		throw tampered(url, `${gone}; restore the file, or remove state.json if the events are right as they stand`);
	}
	const checked = checkLine({
		file,
		line: 0,
		bytes,
		ended: true
	});
	if (checked.outcome === "different") throw tampered(url, describeDifference(checked.difference));
	if (checked.record.hash === last.hash) return;
	throw tampered(url, `${file}: the last record that state.json remembers was replaced; restore the file`);
};
/** The record in a place that the state or the index names, checked for itself. Throws SourceError when it is not. */
const readRecordAt = (url, root, place) => requireRecord(url, place, readLineAt(root, place.segment, place.offset));
/** As above, of bytes that were read; undefined where no line begins. */
const requireRecord = (url, place, bytes) => {
	const file = segmentFile(place.segment);
	if (!bytes) throw tampered(url, `${file}: no record begins at byte ${place.offset}; restore the file`);
	const checked = checkLine({
		file,
		line: 0,
		bytes,
		ended: true
	});
	if (checked.outcome === "sound") return checked.record;
	throw tampered(url, describeDifference(checked.difference));
};
/** The records of a piece that a reader asks for; shapes are checked, chains are not. */
const matchingRecords = function* (url, { segment, bytes }, { stream, kinds }) {
	for (const line of linesOf$1(segment, bytes, 0, 1)) {
		const parsed = parseRecordLine(line.bytes.toString());
		if (parsed.outcome === "invalid") throw tampered(url, `${line.file}:${line.line} is no record: ${parsed.why}`);
		const { record } = parsed;
		if ((stream ?? record.stream) === record.stream && (kinds?.includes(record.kind) ?? true)) yield record;
	}
};
/** Says that the ledger cannot be built on as it is. */
const tampered = (url, what) => new SourceError(`ledger ${url} is not what was written: ${what}; run replay for the whole picture`);

// src/ledger/stores/witness.ts
/** Undefined when there is none yet; `damaged` when it cannot be read as one. */
const readWitness = (file) => {
	const bytes = readIfPresent(file);
	if (!bytes) return void 0;
	try {
		const told = JSON.parse(bytes.toString("utf8"));
		const tips = Object.entries(told.streams);
		return told.schema === 1 && tips.every(([, { seq, hash }]) => Number.isSafeInteger(seq) && isSha256(hash)) ? {
			file,
			tips: new Map(tips)
		} : "damaged";
	} catch {
		return "damaged";
	}
};
const writeWitness = (file, tips) => {
	mkdirSync(dirname(file), { recursive: true });
	const text = `${JSON.stringify({
		schema: 1,
		streams: Object.fromEntries(tips)
	})}\n`;
	replaceFile(file, `${file}.${process.pid}.tmp`, Buffer.from(text), false);
};
/** What a witness remembers and the ledger, as it stands, does not hold; undefined when they agree. */
const missedBy = (witness, tips) => {
	for (const [stream, seen] of witness.tips) {
		const tip = tips.get(stream);
		if (!tip || tip.seq < seen.seq) {
			const end = tip ? `ends with record ${tip.seq}` : "is not there";
			return `${witness.file} saw record ${seen.seq} of stream ${stream}, which ${end}: the tail was cut`;
		}
		const what = contradictedBy(witness, stream, tip);
		if (what) return what;
	}
};
/** What is wrong with a record of which the witness saw another version. */
const contradictedBy = (witness, stream, { seq, hash }) => {
	const seen = witness.tips.get(stream);
	if (seen?.seq !== seq || seen.hash === hash) return void 0;
	return `${witness.file} saw another record ${seq} in stream ${stream} (${seen.hash.slice(0, 12)}…)`;
};
const witnessMend = ({ file, mend = `remove ${file}` }) => `restore the ledger from a backup; if it is right as it stands, ${mend}`;

// src/ledger/stores/append.ts
/**
* Appends under the lock. The order is what makes a crash harmless: events first and durable, then the caches, which
* can always be made again from them, then the witness, which may lag but never lead.
*/
const appendRecords = (site, entries) => {
	const { seen, index } = takeStock(site);
	checkWitness(site, seen.state);
	if (seen.torn) setAside(site, seen.torn);
	withdraw(site.root);
	const recent = new Map(seen.found.map(({ record }) => [record.id, record]));
	const { answers, added } = placeEntries(seen.state, entries, {
		existing: (id) => recent.get(id) ?? recordWithId(site.url, site.root, index, id),
		hasBlob: (hash) => existsSync(join(site.root, "blobs", hash))
	});
	writeEvents(site, added);
	if (added.length > 0 || seen.found.length > 0 || seen.stateTrouble) writeCaches(site, seen, index, added);
	return answers;
};
/** What is there, with an index of all ids but those of `seen.found`. */
const takeStock = ({ url, root, note }) => {
	const first = survey(url, root);
	const sound = readIndex(root, first.state.index);
	const seen = sound ? first : survey(url, root, false);
	if (!sound) note("the index of ids was damaged or absent; it was made again from the events");
	else if (seen.stateTrouble && seen.found.length > 0) note(`state.json was ${seen.stateTrouble}; it was made again from ${seen.found.length} records`);
	return {
		seen,
		index: sound ?? emptyIndex()
	};
};
const checkWitness = ({ url, witnessFile, note }, state) => {
	const witness = witnessFile === void 0 ? void 0 : readWitness(witnessFile);
	if (witness === void 0) return;
	if (witness === "damaged") {
		note(`the witness ${witnessFile} was damaged; it begins anew`);
		return;
	}
	const what = missedBy(witness, new Map(tipsOf(state)));
	if (what) throw tampered(url, `${what}; ${witnessMend(witness)}`);
};
/** The record an index leads to; undefined when the id is not among what is indexed. */
const recordWithId = (url, root, index, id) => lookUp(index, id).map((place) => readRecordAt(url, root, place)).find((record) => record.id === id);
/** All lines or none, and durable. When anything fails the file ends where it ended before. */
const writeEvents = ({ url, root }, added) => {
	const [first] = added;
	if (!first) return;
	const { segment, offset: from } = first.place;
	const path = segmentPath(root, segment);
	const bytes = Buffer.from(added.map(({ line }) => `${line}\n`).join(""));
	if (from === 0) makeDirectory(dirname(path));
	if (added.length > 1) announce(root, {
		segment,
		from,
		to: from + bytes.length,
		sha256: sha256$1(bytes)
	});
	const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 438);
	try {
		if (fstatSync(file).size !== from) throw tampered(url, `${segmentFile(segment)} grew while the lock was held`);
		writeDurably(file, bytes, from);
	} finally {
		closeSync(file);
	}
	if (from === 0) syncDirectory(dirname(path));
	if (added.length > 1) withdraw(root);
};
const writeDurably = (file, bytes, from) => {
	try {
		writeFully(file, bytes, from);
		fdatasyncSync(file);
	} catch (error) {
		try {
			ftruncateSync(file, from);
		} catch {}
		throw error;
	}
};
/** The records are safe by now: a cache that cannot be written is said, and made again another time. */
const writeCaches = ({ root, witnessFile, note }, seen, index, added) => {
	const advanced = advance(seen.state, added);
	try {
		const indexed = [...seen.found, ...added].map(({ record, place }) => ({
			id: record.id,
			place
		}));
		writeState(root, {
			...advanced,
			index: extendIndex(root, index, indexed)
		});
	} catch (error) {
		note(`state.json could not be written (${messageOf(error)}); it will be made again from the events`);
	}
	if (witnessFile === void 0) return;
	try {
		writeWitness(witnessFile, tipsOf(advanced));
	} catch (error) {
		note(`the witness ${witnessFile} could not be written (${messageOf(error)}); a cut tail may go unseen`);
	}
};
const messageOf = (error) => error instanceof Error ? error.message : String(error);

// src/ledger/stores/blobs.ts
/** Big things lie in `blobs/` under the SHA-256 of their bytes, and are checked against it whenever they are read. */
const pathOf = (root, hash) => join(root, "blobs", hash);
/** Writes the bytes unless they are there already, undamaged; gives their name. */
const keepBlob = (root, bytes) => {
	const hash = sha256$1(bytes);
	if (blobTrouble(root, hash) === void 0) return hash;
	makeDirectory(join(root, "blobs"));
	replaceFile(pathOf(root, hash), `${pathOf(root, hash)}.${randomBytes(4).toString("hex")}.tmp`, bytes, true);
	return hash;
};
const blobTrouble = (root, hash) => troubleOf(hash, readIfPresent(pathOf(root, hash)));
/** What is wrong with the bytes of a blob; undefined when they are right. */
const troubleOf = (hash, bytes) => {
	if (!bytes) return "the blob is missing";
	const found = sha256$1(bytes);
	return found === hash ? void 0 : `the blob was changed: its bytes hash to ${found.slice(0, 12)}…`;
};
const loadBlob = (url, root, hash) => checkedBlob(url, hash, readIfPresent(pathOf(root, requireHash(url, hash))));
/** Throws SourceError for a name that is no SHA-256: it might be a path. */
const requireHash = (url, hash) => {
	if (isSha256(hash)) return hash;
	throw new SourceError(`ledger ${url}: ${JSON.stringify(hash)} is no SHA-256 of a blob`);
};
/** The bytes, if they are those the name was made from. Throws SourceError otherwise. */
const checkedBlob = (url, hash, bytes) => {
	if (bytes && sha256$1(bytes) === hash) return bytes;
	throw new SourceError(`ledger ${url}: blobs/${hash} ${bytes ? "was changed since it was written" : "is missing"}; restore it from a backup, and run replay to see the rest`);
};

// src/ledger/stores/lock-owner.ts
const prefix = "lock";
const nameShape = /^lock\.(\d+)\.(\d+)\.(\d+)\.([0-9a-f]{8}|none)\.([0-9a-f]+)\.(.+)$/;
/** A lock file name that was never used before; `token` tells apart the locks of one process. */
const lockName = ({ pid, startTicks, namespace, boot, host }, token) => [
	prefix,
	pid,
	startTicks,
	namespace,
	boot,
	token,
	host
].join(".");
/** Whose lock a file name is; undefined for other files. */
const lockOwner = (name) => {
	const [, pid, startTicks, namespace, boot, , host] = nameShape.exec(name) ?? [];
	if (boot === void 0 || host === void 0) return void 0;
	return {
		pid: Number(pid),
		startTicks: Number(startTicks),
		namespace: Number(namespace),
		boot,
		host
	};
};
const told$1 = (ask, otherwise) => {
	try {
		return ask();
	} catch {
		return otherwise;
	}
};
/** State letter and start of a process of this machine, where /proc tells. */
const processStatus = (pid) => told$1(() => {
	const text = readFileSync(`/proc/${pid}/stat`, "utf8");
	const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
	return {
		state: fields[0] ?? "",
		startTicks: Number(fields[19])
	};
}, void 0);
/** This process. */
const currentOwner = () => ({
	pid: process.pid,
	startTicks: processStatus(process.pid)?.startTicks ?? 0,
	namespace: told$1(() => Number(/\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? 0), 0),
	boot: told$1(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8), "none"),
	host: hostname().replace(/[^A-Za-z0-9-]/g, "_") || "unknown"
});
/** Whether the owner of a lock has certainly ended. Of another machine or container nothing is certain. */
const hasEnded = (owner, self) => {
	if (owner.host !== self.host) return false;
	if (owner.boot !== self.boot) return owner.boot !== "none" && self.boot !== "none";
	if (owner.namespace !== self.namespace) return false;
	if (!exists(owner.pid)) return true;
	const status = processStatus(owner.pid);
	if (!status) return false;
	return status.startTicks !== owner.startTicks || status.state === "Z" || status.state === "X";
};
const exists = (pid) => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code !== "ESRCH";
	}
};
const describeOwner = ({ pid, host }) => `process ${pid} on ${host}`;

// src/ledger/stores/lock.ts
/**
* One writer at a time. Whoever wants the ledger makes its own lock file (O_EXCL) and then looks round: alone, it holds
* the ledger; in company, it withdraws and tries again. Of two who come together the later one always sees the earlier,
* so two can never both be alone. Names are never used twice, so the file of a process that has ended can be removed
* by the holder without any danger of removing a living one's.
*/
const withLock = async (root, waitMilliseconds, work) => {
	const lock = await acquireLock(root, waitMilliseconds);
	try {
		removeEnded(root, lock.self);
		return work();
	} finally {
		rmSync(lock.path, { force: true });
	}
};
const acquireLock = async (root, waitMilliseconds) => {
	const self = currentOwner();
	const name = lockName(self, randomBytes(4).toString("hex"));
	const path = join(root, name);
	const deadline = performance.now() + waitMilliseconds;
	for (;;) {
		let other = livingOther(root, name, self);
		if (other === void 0) {
			closeSync(openSync(path, "wx"));
			other = livingOther(root, name, self);
			if (other === void 0) return {
				path,
				self
			};
			rmSync(path, { force: true });
		}
		if (performance.now() > deadline) throw heldBy(root, other, waitMilliseconds);
		await setTimeout(randomInt(1, 8));
	}
};
const locksIn = (root) => readdirSync(root).flatMap((name) => {
	const owner = lockOwner(name);
	return owner ? [{
		name,
		owner
	}] : [];
});
const livingOther = (root, own, self) => locksIn(root).find(({ name, owner }) => name !== own && !hasEnded(owner, self))?.name;
const removeEnded = (root, self) => {
	for (const { name, owner } of locksIn(root)) if (hasEnded(owner, self)) rmSync(join(root, name), { force: true });
};
const heldBy = (root, name, waitMilliseconds) => {
	const owner = lockOwner(name);
	return new SourceError(`ledger lock ${join(root, name)} is held by ${owner ? describeOwner(owner) : "someone"} after waiting ${waitMilliseconds / 1e3} s; try again when that process has ended, or remove the file if it certainly has`);
};

// src/ledger/stores/examination.ts
/** Reads every line, up to the first difference. */
const examine = async ({ pieces, witnesses, blobTrouble, notes }) => {
	const chain = newChain();
	const blobs = /* @__PURE__ */ new Set();
	let records = 0;
	const result = (difference) => {
		const streams = Object.fromEntries(chain.tips);
		return {
			records,
			streams,
			blobs: blobs.size,
			notes,
			...difference ? { difference } : {}
		};
	};
	for await (const { segment, bytes, torn } of pieces) {
		for (const line of linesOf$1(segment, bytes, 0, 1)) {
			const checked = extendChain(chain, line);
			if (checked.outcome === "different") return result(checked.difference);
			const difference = contradiction(witnesses, checked.record, line) ?? firstBadBlob(blobTrouble, checked.record, blobs);
			if (difference) return result(difference);
			records += 1;
		}
		if (torn) notes.push(`${torn.bytes.length} bytes of an unfinished write end ${segmentFile(segment)}; the next append sets them aside`);
	}
	for (const witness of witnesses) {
		const what = missedBy(witness, chain.tips);
		if (what) return result({
			file: witness.file,
			line: 0,
			what,
			mend: witnessMend(witness)
		});
	}
	return result();
};
const contradiction = (witnesses, { stream, seq, hash, id }, { file, line }) => {
	for (const witness of witnesses) {
		const what = contradictedBy(witness, stream, {
			seq,
			hash
		});
		if (what) return {
			file,
			line,
			record: id,
			what,
			mend: witnessMend(witness)
		};
	}
};
/** Each blob is looked at once, however many records refer to it; `sound` collects those that are right. */
const firstBadBlob = (blobTrouble, { id, body }, sound) => {
	for (const hash of referencedBlobs(body)) {
		const what = sound.has(hash) ? void 0 : blobTrouble(hash);
		const mend = "restore it from a backup or another copy of the ledger";
		if (what) return {
			file: `blobs/${hash}`,
			line: 0,
			record: id,
			what,
			mend
		};
		sound.add(hash);
	}
};

// src/ledger/stores/verify.ts
/** Reads every byte without the lock, and stops at the first difference. */
const verifyDirectory = (site) => {
	const notes = [];
	const witnesses = callWitnesses(site, notes);
	return examine({
		pieces: readPieces(site.root),
		witnesses,
		blobTrouble: (hash) => blobTrouble(site.root, hash),
		notes
	});
};
const callWitnesses = ({ root, witnessFile }, notes) => {
	const outside = witnessFile === void 0 ? void 0 : readWitness(witnessFile);
	if (outside === void 0) notes.push("no witness outside the ledger yet: a cut tail could go unseen");
	if (outside === "damaged") notes.push(`the witness ${witnessFile} is damaged: a cut tail could go unseen`);
	const state = readState(root);
	if (state === "damaged") notes.push("state.json is damaged; the next append makes it again from the events");
	return [...outside && outside !== "damaged" ? [outside] : [], ...state && state !== "damaged" ? [{
		file: "state.json",
		tips: new Map(tipsOf(state))
	}] : []];
};

// src/ledger/stores/directory.ts
/**
* A ledger in a directory: `events/YYYY/MM/DD.jsonl`, `blobs/<sha256>`, and the caches `state.json` and `ids`. Safe
* against several processes and against being killed at any moment. A directory that is not there reads as an empty
* ledger and is made by the first append. The work itself is done at once, without giving way: it takes milliseconds.
*/
const directoryLedger = ({ root, witnessFile, lockWaitMilliseconds = 1e4 }) => {
	const url = `directory:${root}`;
	const notes = [];
	const note = (sentence) => {
		if (!notes.includes(sentence)) notes.push(sentence);
	};
	const site = {
		root,
		url,
		witnessFile,
		lockWaitMilliseconds,
		note
	};
	const reading = (work) => telling$1(url, "read", async () => work());
	let turn = Promise.resolve();
	return {
		url,
		notes,
		append: (entries) => {
			const mine = turn.then(() => telling$1(url, "written", () => appendLocked(site, entries)));
			turn = mine.catch(() => void 0);
			return mine;
		},
		latest: (query) => reading(() => findLatest(site, query)),
		read: (query = {}) => readRecords(site, query),
		find: (id) => reading(() => findRecords(site, [id]).get(id)),
		findNow: (ids) => reading(() => findRecords(site, ids)),
		putBlob: (bytes) => telling$1(url, "written", async () => keepBlob(root, bytes)),
		getBlob: (hash) => reading(() => loadBlob(url, root, hash)),
		verify: () => telling$1(url, "read", () => verifyDirectory(site))
	};
};
const telling$1 = async (url, verb, work) => {
	try {
		return await work();
	} catch (error) {
		throw ledgerFailure(url, verb, error);
	}
};
const appendLocked = async (site, entries) => {
	if (entries.length === 0) return [];
	makeDirectory(site.root);
	return withLock(site.root, site.lockWaitMilliseconds, () => appendRecords(site, entries));
};
const findLatest = ({ url, root }, query) => {
	const place = latestPlace(survey(url, root).state, query);
	return place && readRecordAt(url, root, place);
};
const findRecords = ({ url, root }, ids) => {
	const seen = survey(url, root);
	const index = readIndex(root, seen.state.index);
	const { found } = index ? seen : survey(url, root, false);
	const recent = new Map(found.map(({ record }) => [record.id, record]));
	const places = lookUpAll(index ?? emptyIndex(), ids);
	const records = ids.flatMap((id) => {
		const older = () => (places.get(id) ?? []).map((place) => readRecordAt(url, root, place));
		return recent.get(id) ?? older().find((record) => record.id === id) ?? [];
	});
	return new Map(records.map((record) => [record.id, record]));
};
const readRecords = async function* ({ url, root }, query) {
	try {
		for (const piece of readPieces(root)) yield* matchingRecords(url, piece, query);
	} catch (error) {
		throw ledgerFailure(url, "read", error);
	}
};

// src/ledger/open.ts
/**
* The ledger a URL names; nothing is read or made until it is used. Without a URL: the default directory.
* Throws UsageError for a URL this build cannot keep a ledger at.
*/
const openLedger = (url, options) => {
	const root = directoryOf$1(url, options);
	return directoryLedger({
		root,
		witnessFile: witnessFor(root, options)
	});
};
/** A witness speaks of one ledger: what it saw in one would look like a cut tail in another. */
const witnessFor = (root, { defaultDirectory, witnessFile }) => {
	if (witnessFile === void 0 || root === resolve(defaultDirectory)) return witnessFile;
	const { dir, name, ext } = parse(witnessFile);
	return join(dir, `${name}-${sha256$1(root).slice(0, 12)}${ext}`);
};
const works = "use directory:PATH, for example --ledger directory:.change-risk";
const directoryOf$1 = (url, { baseDirectory, defaultDirectory }) => {
	if (url === void 0) return resolve(defaultDirectory);
	const scheme = url.slice(0, Math.max(0, url.indexOf(":")));
	const path = url.slice(scheme.length + 1);
	if (scheme === "directory" && path !== "" && !path.includes("\0")) return resolve(baseDirectory, path);
	if (scheme === "directory") throw new UsageError(`--ledger ${url}: the path is missing; ${works}`);
	if (isOutOfReach(url)) throw new UsageError(`--ledger ${withoutPassword(url)}: this command line keeps its ledger in a directory; ${works}`);
	throw new UsageError(`--ledger ${withoutPassword(url)} is no ledger URL; ${works}`);
};
/** Whether it lies where jobs of GitHub alone reach it: on a branch, or in a database. */
const isOutOfReach = (url) => /^(?:branch|postgres|postgresql):/.test(url);
/** What is told of a ledger that a policy names and a command line cannot read. */
const sayOutOfReach = (url) => `${url} is not read on a command line; --ledger directory:PATH names a copy of it`;
/** Messages end up in logs. */
const withoutPassword = (url) => url.replace(/\/\/.*@/, "//…@");

// src/config/glob-braces.ts
const mostAlternatives = 64;
const tooMany = wanted$1(`a glob whose braces make at most ${mostAlternatives} alternatives`);
/** `{a,b}/c` → `a/c`, `b/c`; braces may stand inside braces. A brace inside `[…]` or after `\` means itself. */
const expandBraces = (pattern) => {
	const opening = findBrace(pattern, 0);
	if (opening === void 0) return read$1([pattern]);
	if (pattern[opening] === "}") return wanted$1("a { for every } of the glob, or \\} where it means itself");
	const group = readGroup(pattern, opening);
	if (group === void 0) return wanted$1("a } for every { of the glob, or \\{ where it means itself");
	const { choices, end } = group;
	if (choices.length < 2) return wanted$1("braces with a comma, like {a,b}, or \\{ where it means itself");
	const rest = expandBraces(pattern.slice(end + 1));
	if (!rest.ok) return rest;
	const all = [];
	for (const choice of choices) {
		const inner = expandBraces(choice);
		if (!inner.ok) return inner;
		if (all.length + inner.value.length * rest.value.length > mostAlternatives) return tooMany;
		for (const first of inner.value) for (const last of rest.value) all.push(pattern.slice(0, opening) + first + last);
	}
	return read$1(all);
};
/** The parts between the commas of the group that opens at `opening`, and where it closes. */
const readGroup = (pattern, opening) => {
	const choices = [];
	let depth = 0;
	let start = opening + 1;
	for (let at = opening; at !== void 0; at = findBrace(pattern, at + 1, depth === 1)) {
		const character = pattern[at];
		if (character === "{") depth++;
		else if (character === ",") {
			choices.push(pattern.slice(start, at));
			start = at + 1;
		} else if (--depth === 0) {
			choices.push(pattern.slice(start, at));
			return {
				choices,
				end: at
			};
		}
	}
};
/** The next brace (or comma, when asked) that is not escaped and not inside a set. */
const findBrace = (pattern, from, orComma = false) => {
	for (let at = from; at < pattern.length; at++) {
		const character = pattern[at];
		if (character === "\\") at++;
		else if (character === "[") {
			const end = pattern.indexOf("]", at + 2);
			const slash = pattern.indexOf("/", at);
			if (end >= 0 && (slash < 0 || end < slash)) at = end;
		} else if (character === "{" || character === "}" || orComma && character === ",") return at;
	}
};

// src/config/wildcard-sequence.ts
/**
* Whether the steps match all items, from the first to the last: characters of a name, or folders of a path.
*
* After a mismatch the last wildcard takes one item more and matching resumes behind it. Wildcards before it need no
* second try, because the last one reaches whatever they could leave to it; that bounds the work by number of steps
* times number of items, whatever items a pull request brings.
*/
const matchesSequence = (steps, items, { isWildcard, fits }) => {
	let at = 0;
	let position = 0;
	let afterWildcard = -1;
	let resumePosition = 0;
	while (position < items.length) {
		const step = steps[at];
		if (step !== void 0 && isWildcard(step)) {
			at++;
			afterWildcard = at;
			resumePosition = position;
		} else if (step !== void 0 && fits(step, items[position])) {
			at++;
			position++;
		} else if (afterWildcard >= 0) {
			at = afterWildcard;
			resumePosition++;
			position = resumePosition;
		} else return false;
	}
	return steps.slice(at).every(isWildcard);
};

// src/config/glob-segment.ts
/** Reads the glob of one folder or file name (no slash, no braces). */
const readSegment = (text) => {
	const characters = [...text];
	const tokens = [];
	for (let at = 0; at < characters.length; at++) {
		const character = characters[at];
		if (character === "*") {
			if (characters[at + 1] === "*" && text !== "**") return wanted$1("** alone between slashes, like **/migrations/**");
			tokens.push({ kind: "star" });
		} else if (character === "?") tokens.push({ kind: "any" });
		else if (character === "\\") {
			const escaped = characters[++at];
			if (escaped === void 0) return wanted$1("a character after the last \\ of the glob");
			tokens.push({
				kind: "character",
				character: escaped
			});
		} else if (character === "[") {
			const end = endOfSet(characters, at);
			if (end === void 0) return wanted$1("a ] for every [ of the glob, or \\[ where it means itself");
			tokens.push(readSet(characters.slice(at + 1, end)));
			at = end;
		} else tokens.push({
			kind: "character",
			character
		});
	}
	return read$1(tokens);
};
/** Where the set that opens at `start` ends; a `]` that comes first belongs to the set. */
const endOfSet = (characters, start) => {
	const negation = characters[start + 1] === "!" || characters[start + 1] === "^" ? 1 : 0;
	for (let at = start + negation + 2; at < characters.length; at++) if (characters[at] === "]") return at;
};
const readSet = (inside) => {
	const negated = inside[0] === "!" || inside[0] === "^";
	const members = negated ? inside.slice(1) : inside;
	const ranges = [];
	for (let at = 0; at < members.length; at++) {
		const first = members[at];
		const last = members[at + 1] === "-" ? members[at + 2] : void 0;
		ranges.push([first, last ?? first]);
		if (last !== void 0) at += 2;
	}
	return {
		kind: "set",
		negated,
		ranges
	};
};
const matchesCharacter = (token, character) => {
	if (token.kind === "any") return true;
	if (token.kind === "character") return token.character === character;
	if (token.kind === "star") return false;
	return token.negated !== token.ranges.some(([first, last]) => first <= character && character <= last);
};
const meaning$1 = {
	isWildcard: (token) => token.kind === "star",
	fits: matchesCharacter
};
/** Whether the whole name matches, given as its characters. */
const matchesSegment = (tokens, name) => matchesSequence(tokens, name, meaning$1);

// src/config/glob.ts
const longestPattern = 300;
/** Reads a glob and answers it unchanged, or says which construct is not one of ours and what to write instead. */
const readGlob = (input) => {
	if (typeof input !== "string" || input.trim() === "") return wanted$1("a glob like \"services/payments/**\"");
	const pattern = input;
	if (pattern.length > longestPattern) return wanted$1(`a glob of at most ${longestPattern} characters`);
	const refusal = refuse(pattern);
	if (refusal !== void 0) return refusal;
	const expanded = expandBraces(pattern);
	if (!expanded.ok) return expanded;
	for (const segment of expanded.value.flatMap((alternative) => alternative.split("/"))) {
		const reading = readSegment(segment);
		if (!reading.ok) return reading;
	}
	return read$1(pattern);
};
const refuse = (pattern) => {
	if (/\p{Cc}/u.test(pattern)) return wanted$1("a glob without control characters");
	if (pattern.startsWith("!")) return wanted$1("a glob that says what is meant, not what is not", `"${pattern.slice(1)}"`);
	if (/^\.?\//.test(pattern)) return wanted$1("a glob that begins at the root of the repository", `"${pattern.replace(/^\.?\/+/, "")}"`);
	if (pattern.endsWith("/")) return wanted$1("a glob that matches files", `"${pattern}**"`);
	if (/\/\/|(^|\/)\.\.?(\/|$)/.test(pattern)) return wanted$1("a glob without empty, \".\" or \"..\" folders");
	if (/(?<!\\)[@+*?!]\(/.test(pattern)) return wanted$1("a glob without @(…), +(…), *(…), ?(…) or !(…)", "braces like {a,b}");
};
/** Turns globs into one question: does any of them match this path? Patterns that `readGlob` refuses match nothing. */
const compileGlobs = (patterns) => {
	const alternatives = patterns.flatMap(compile);
	return (path) => {
		const names = path.split("/").map((name) => [...name]);
		return alternatives.some((segments) => matchesPath(segments, names));
	};
};
/** The first of the globs that matches the path. */
const findGlob = (patterns, path) => patterns.find((pattern) => compileGlobs([pattern])(path));
/** A glob that matches exactly this path. */
const globOfPath = (path) => path.replace(/[\\*?[\]{}]/g, (character) => `\\${character}`);
const compile = (pattern) => {
	const expanded = expandBraces(pattern);
	if (!expanded.ok) return [];
	return expanded.value.flatMap((alternative) => {
		const segments = alternative.split("/").map((text) => {
			const reading = readSegment(text);
			return text === "**" ? "**" : reading.ok ? reading.value : void 0;
		});
		return segments.every((segment) => segment !== void 0) ? [segments] : [];
	});
};
const meaning = {
	isWildcard: (segment) => segment === "**",
	fits: (segment, name) => segment !== "**" && matchesSegment(segment, name)
};
const matchesPath = (segments, names) => matchesSequence(segments, names, meaning);

// src/domain/document-shape.ts
const momentShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
/** Whether a text is a moment of the calendar, in the one spelling documents use. */
const isUtcMoment = (value) => {
	if (typeof value !== "string" || !momentShape.test(value)) return false;
	const time = new Date(value);
	return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === value.slice(0, 19);
};
const shown$1 = (value) => {
	const text = JSON.stringify(value) ?? "nothing";
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
const wishOf = (shape) => {
	switch (shape.kind) {
		case "text": return "a text that is not empty";
		case "moment": return "a moment like 2026-03-10T09:30:00Z";
		case "count": return "a whole number from 0";
		case "share": return "a number from 0 to 1";
		case "flag": return "true or false";
		case "choice": return `one of ${shape.of.join(", ")}`;
		case "list": return "a list";
		case "object": return "an object";
	}
};
const fits = (shape, value) => {
	switch (shape.kind) {
		case "text": return typeof value === "string" && value !== "";
		case "moment": return isUtcMoment(value);
		case "count": return Number.isSafeInteger(value) && value >= 0;
		case "share": return typeof value === "number" && value >= 0 && value <= 1;
		case "flag": return typeof value === "boolean";
		case "choice": return shape.of.some((each) => each === value);
		case "list": return Array.isArray(value);
		case "object": return typeof value === "object" && value !== null && !Array.isArray(value);
	}
};
/** What is wrong with a value at a path, with what is wanted; null when nothing is. */
const faultOf = (shape, value, path) => {
	if (!fits(shape, value)) return `${path} must be ${wishOf(shape)}, got ${shown$1(value)}`;
	if (shape.kind === "list") for (const [at, each] of value.entries()) {
		const fault = faultOf(shape.of, each, `${path}[${at}]`);
		if (fault !== null) return fault;
	}
	if (shape.kind !== "object") return null;
	const document = value;
	const known = {
		...shape.required,
		...shape.optional
	};
	for (const key of Object.keys(document)) if (!Object.hasOwn(known, key)) return `${path} has no "${key}"; it may hold ${Object.keys(known).join(", ")}`;
	for (const [key, inner] of Object.entries(known)) {
		const there = Object.hasOwn(document, key) && document[key] !== void 0;
		if (!there && !Object.hasOwn(shape.required, key)) continue;
		const fault = faultOf(inner, there ? document[key] : void 0, `${path}.${key}`);
		if (fault !== null) return fault;
	}
	return null;
};

// src/domain/incident.ts
/**
* An incident: a recorded disruption, in one shape whatever tool it was written down in. What a source says wrongly is
* kept as far as it can be read and named in `doubts`; nothing doubtful enters a duration.
*/
const incidentKinds = [
	"incident",
	"maintenance",
	"near-miss"
];
const severities = [
	"sev1",
	"sev2",
	"sev3",
	"sev4",
	"unknown"
];
const triggers = [...[
	"change",
	"configuration",
	"manual",
	"load",
	"provider"
], ...[
	"expiry",
	"latent",
	"security",
	"unknown"
]];
const detectors = [
	"alert",
	"customer",
	"staff",
	"unknown"
];
const impacts = [
	"down",
	"degraded",
	"none",
	"unknown"
];
const postMortemStates = [
	"missing",
	"draft",
	"reviewed",
	"published"
];
const relations = [...[
	"caused-by",
	"contributing",
	"fixed-by",
	"reverted-by"
], ...[
	"attempted-fix",
	"follow-up",
	"suspected",
	"related"
]];
/** The moments of an incident, in the order in which they follow each other. */
const incidentTimes = [...[
	"startedAt",
	"detectedAt",
	"acknowledgedAt",
	"declaredAt"
], ...[
	"mitigatedAt",
	"resolvedAt",
	"closedAt"
]];
/** Every doubt a record may carry, and what it means. */
const doubtMeanings = {
	"negative-duration": "it ends before it starts",
	"date-conflict": "its times, or its times and its name, are months apart",
	"wrong-year": "a year was mistyped and read as the nearest that makes sense",
	"ambiguous-date": "day and month could be exchanged",
	"date-only": "a day without a time of day",
	"unreadable-time": "a time that nobody can read was left out",
	"no-zone": "no time zone is named; UTC was taken",
	"guessed-zone": "the zone is a city, or a name used for summer and winter time alike",
	"no-start": "nothing tells when it began",
	"no-resolved-time": "nothing tells when it ended",
	"guessed-title": "it has no title; the name it is filed under was taken",
	duplicate: "another record of the same source has the same id"
};
const doubts = Object.keys(doubtMeanings);
const text = (says) => ({
	kind: "text",
	says
});
const moment$1 = (says) => ({
	kind: "moment",
	says
});
const choice = (of, says) => ({
	kind: "choice",
	says,
	of
});
const list = (of, says) => ({
	kind: "list",
	says,
	of
});
const changeReference = {
	kind: "object",
	says: "",
	required: {
		reference: text("A change as it is written: a SHA, #12, owner/name#12, a URL, CHG0001."),
		relation: choice(relations, "What the change is to the incident."),
		quote: text("The words it was read from.")
	},
	optional: {}
};
const action = {
	kind: "object",
	says: "",
	required: {
		text: text("What is to be done."),
		done: {
			kind: "flag",
			says: "Whether it is done."
		}
	},
	optional: {
		reference: text("The ticket or pull request of it."),
		due: moment$1("Until when.")
	}
};
const incidentShape = {
	kind: "object",
	says: "An incident as change-risk-gate keeps it.",
	required: {
		schema: choice([1], "The version of this format."),
		id: text("Its name in its source, like INC-212."),
		source: text("The form it was read from, like pagerduty."),
		title: text("One line."),
		kind: choice(incidentKinds, "Planned maintenance is no failure."),
		severity: choice(severities, "sev1 is the worst."),
		environment: text("Where it was."),
		reopened: {
			kind: "count",
			says: "How often it was opened again; one incident all the same."
		},
		components: list(text(""), "What was disturbed."),
		customers: list(text(""), "Who was disturbed."),
		impact: choice(impacts, "How much was disturbed."),
		trigger: choice(triggers, "What set it off, where its source says so."),
		causes: list(text(""), "Causes as its source names them."),
		detectedBy: choice(detectors, "Who noticed first."),
		changes: list(changeReference, "The changes its source names, each with what it is to the incident."),
		doubts: list(choice(doubts, ""), "What of it is doubtful.")
	},
	optional: {
		url: text("Where people read it."),
		severityWritten: text("Its severity as its source writes it."),
		startedAt: moment$1("When it began, or the earliest its source tells."),
		detectedAt: moment$1("When somebody or something noticed."),
		acknowledgedAt: moment$1("When a person took it on."),
		declaredAt: moment$1("When it was called an incident."),
		mitigatedAt: moment$1("When users no longer felt it."),
		resolvedAt: moment$1("When it was over."),
		closedAt: moment$1("When its record was closed."),
		postMortem: {
			kind: "object",
			says: "What was learned from it.",
			required: {
				state: choice(postMortemStates, "How far it is written."),
				actions: list(action, "What was to be done about it.")
			},
			optional: { path: text("Where it is.") }
		},
		text: text("What its source says in full.")
	}
};
/** Reads an incident in exactly this shape; a problem names the field and what is wanted there. */
const readIncident = (value) => {
	const problem = faultOf(incidentShape, value, "incident");
	return problem === null ? {
		ok: true,
		incident: value
	} : {
		ok: false,
		problem
	};
};
/** Doubts that spoil how long something took; a zone that is only guessed is the same for both ends. */
const spoiling = /* @__PURE__ */ new Set([...[
	"negative-duration",
	"date-conflict",
	"wrong-year",
	"ambiguous-date",
	"date-only"
], ...[
	"unreadable-time",
	"no-start",
	"duplicate"
]]);
const secondsAt$1 = (moment) => Date.parse(moment) / 1e3;
/** Whether its times may be reckoned with. */
const isTimed = ({ doubts }) => !doubts.some((doubt) => spoiling.has(doubt));
/** When it was noticed, in seconds since the epoch: what its cause is sought before. Null where no time is known. */
const noticedAt = (incident) => {
	const moment = incident.detectedAt ?? incident.startedAt ?? incident.declaredAt ?? incident.acknowledgedAt;
	return moment === void 0 ? null : secondsAt$1(moment);
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
const otherEncoding = /^encoding /m;
/** The message of a commit as UTF-8; null where the clone does not hold it. */
const readMessage = async (git, objects, sha) => {
	const object = await objects.read(sha);
	if (object?.type !== "commit") return null;
	const headEnd = object.content.indexOf("\n\n");
	if (headEnd < 0) return "";
	if (!otherEncoding.test(object.content.toString("latin1", 0, headEnd))) return object.content.toString("utf8", headEnd + 2);
	let message = null;
	await readCommits(git, [sha], (commit) => message = commit.message, ["--no-walk"]);
	return message;
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

// src/domain/moment.ts
/** A moment as records and reports write it: ISO 8601 in UTC. @param seconds since the epoch */
const isoMoment = (seconds) => (/* @__PURE__ */ new Date(seconds * 1e3)).toISOString();

// src/domain/outcome.ts
/** What became of a part or deployment, and when that became known. */
const outcomeStates = [
	"pending",
	"succeeded",
	"succeeded-with-issues",
	"failed",
	"rolled-back"
];
/**
* Why a deployment, or a part of one, counts as failed when all are asked: what git says; `rollback`, an older commit
* was put back; `incident`, one was linked to it; `deployment`, its job failed; `correction`, a person said so.
*/
const outcomeCauses = [
	"revert",
	"hotfix",
	"rollback",
	"incident",
	"deployment",
	"correction"
];

// src/history/told-outcomes.ts
/**
* What is known of parts beyond what git tells: failures that deployments, incidents and people revealed, shares of
* failures that nobody could pin down, and parts that a person cleared. `learn` finds it, the ledger keeps it, and
* whoever learns from a history takes it in here. Nothing of it counts before it was known.
*/
/** From here on a part counts as failed; what is less sure is learned from, and counted nowhere. */
const evenOdds = .5;
/** Whether a part counts as failed. */
const isCounted = ({ label, guessed }) => label >= .5 && guessed !== true;
const nothingTold = {
	labels: [],
	cleared: []
};
/** What was known before a moment, in seconds. */
const toldBefore = ({ labels, cleared, repeated = [] }, moment) => ({
	labels: labels.filter(({ at }) => at < moment),
	cleared: cleared.filter(({ at }) => at < moment),
	...withRepeated(repeated.filter((at) => at < moment))
});
/** As a member that is there only where there is something to tell. */
const withRepeated = (repeated) => repeated.length === 0 ? {} : { repeated };
const isMember = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isSha = (value) => typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value);
const isSeconds = (value) => typeof value === "number" && Number.isFinite(value);
const causes$1 = outcomeCauses;
const isTaught = (value, most) => typeof value === "number" && value > 0 && value <= most;
const isLabel = (value) => isMember(value) && isSha(value["sha"]) && isSeconds(value["label"]) && value["label"] > 0 && value["label"] <= 1 && isSeconds(value["at"]) && (value["taught"] === void 0 || isTaught(value["taught"], value["label"])) && causes$1.includes(value["cause"]) && (value["guessed"] === void 0 || value["guessed"] === true);
const isClearing = (value) => isMember(value) && isSha(value["sha"]) && isSeconds(value["at"]);
/** Reads what was kept; null where it is not that. */
const readTold = (value) => {
	if (!isMember(value)) return null;
	const { labels, cleared, repeated = [] } = value;
	return Array.isArray(labels) && labels.every(isLabel) && Array.isArray(cleared) && cleared.every(isClearing) && Array.isArray(repeated) && repeated.every(isSeconds) ? {
		labels,
		cleared,
		...withRepeated(repeated)
	} : null;
};
const placeTold = (index, told) => {
	const labels = /* @__PURE__ */ new Map();
	for (const { sha, ...label } of told.labels) {
		const part = index.positionOnLine(sha);
		if (part === null) continue;
		const known = labels.get(part);
		if (known === void 0 || label.label > known.label) labels.set(part, label);
	}
	return {
		labels,
		cleared: new Set(told.cleared.flatMap(({ sha }) => index.positionOnLine(sha) ?? []))
	};
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
	sha: 7,
	word: 8
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
	feature: 1024,
	documentation: 2048,
	release: 4096,
	switchOn: 8192,
	switchOff: 16384,
	removal: 32768,
	performance: 65536
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
const words$1 = {
	fix: /\b(?:fix(?:e[sd]|ing)?|bug(?:s|fix(?:es)?)?|resolve[sd]?|regress(?:ion|ed)s?|crash(?:e[sd])?|broken?|repair(?:s|ed)?|correct(?:s|ed)?)\b/i,
	hotfix: /\bhot[ -]?fix(?:es)?\b|\bemergency fix\b|\burgent fix\b/i,
	refactor: /\b(?:refactor(?:s|ed|ing)?|clean(?:s|ed|ing)?[ -]?up|renam(?:e[sd]?|ing)|re-?organi[sz]e[sd]?|simplif(?:y|ies|ied)|tidy|typos?|lint|reformat(?:ted)?|format(?:ting)?|nfc)\b/i,
	bump: /\bbump(?:s|ed)?\b|\bupdate dependenc|\bupgrade[sd]?\b[^\n]{0,80}\bto v?\d|^(?:chore|build|fix)\(deps|\brenovate\b|^roll\b[^\n]{0,100}\.\./i,
	major: /\bfrom v?(\d+)(?:\.[\w.-]*)? to v?(\d+)(?:\.|\b)/i,
	flag: /\bfeature[ -]?(?:flag|toggle|switch)|\bflipper\b|\bbehind (?:a|the) (?:flag|toggle)|\blaunchdarkly\b|\bunleash\b|\bkill[ -]?switch/i,
	workaround: /\b(?:workaround|work around|hack(?:y|ish)?|temporar(?:y|ily)|quick(?:ly)? fix|for now|stop-?gap|try (?:to|again)|attempt(?:s|ed)? to|another try)\b/i,
	breaking: /\bBREAKING[ -]CHANGE|^\w+(?:\([^)]*\))?!:/,
	feature: /\b(?:add(?:s|ed|ing)?|implement(?:s|ed)?|introduce[sd]?|support(?:s|ed)?|enable[sd]?|allow(?:s|ed)?|feat(?:ure)?|new)\b/i,
	documentation: /\b(?:docs?|documentation|readme|changelog|typos?|comments?|docstrings?)\b/i,
	release: /\b(?:deploy(?:s|ed|ing|ment)?|releases?|production|staging|prod)\b/i,
	switchOn: /\b(?:enabl(?:e[sd]?|ing)|turn(?:s|ed|ing)? on|by default|defaults? to|switch(?:e[sd])? to|launch(?:e[sd])?|activate[sd]?)\b/i,
	switchOff: /\b(?:disabl(?:e[sd]?|ing)|turn(?:s|ed|ing)? off|skip(?:s|ped)?|deactivate[sd]?)\b/i,
	removal: /\b(?:remov(?:e[sd]?|ing)|delet(?:e[sd]?|ing)|drop(?:s|ped|ping)?|deprecate[sd]?|unused|dead code)\b/i,
	performance: /\b(?:perf(?:ormance)?|optimi[sz](?:e[sd]?|ing|ation)|cach(?:e[sd]?|ing)|async(?:hronous)?|concurren(?:t|cy)|threads?|lock(?:s|ed|ing)?|races?|parallel|faster|speed|lazy|memory)\b/i
};
const titleOnly = [
	"documentation",
	"release",
	"switchOn",
	"switchOff",
	"removal",
	"performance"
];
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
/** Words counted of one title: a title that lists everything tells nothing by its words. */
const mostWords = 12;
/** The words of a title by which titles are compared: three letters or more, in lower case, each once. */
const wordsOf = (title) => [...new Set(bareTitle(title).toLowerCase().match(/\p{L}{3,}/gu) ?? [])].slice(0, mostWords);
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
	const bump = words$1.bump.test(title);
	const major = bump ? words$1.major.exec(title) : null;
	let purpose = 0;
	if (words$1.fix.test(title) || /(?:^|\/)(?:bug)?fix[/-]/i.test(branch)) purpose |= purposes.fix;
	if (revert) purpose |= purposes.revert;
	if (reland) purpose |= purposes.reland;
	if (words$1.hotfix.test(title) || /(?:^|[/_-])hot-?fix/i.test(branch)) purpose |= purposes.hotfix;
	if (words$1.refactor.test(title)) purpose |= purposes.refactor;
	if (bump) purpose |= purposes.dependencyBump;
	if (major && Number(major[2]) > Number(major[1])) purpose |= purposes.majorBump;
	if (words$1.flag.test(title) || words$1.flag.test(body)) purpose |= purposes.featureFlag;
	if (words$1.workaround.test(title)) purpose |= purposes.workaround;
	if (words$1.breaking.test(title) || words$1.breaking.test(body)) purpose |= purposes.breaking;
	if (words$1.feature.test(title)) purpose |= purposes.feature;
	for (const name of titleOnly) if (words$1[name].test(title)) purpose |= purposes[name];
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

// src/history/index.ts
/** One row a part. */
const partColumns = {
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
	/** What is known beside what git tells; questions to the past count it, what is stored never holds it. */
	toldScars = null;
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
		this.parts = table("part", partColumns, kept);
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
		for (const word of wordsOf(part.title)) this.#touch(position, entityOf("word", word), 0);
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
	/** Tells the position of a part by its SHA, for many SHAs of which few belong to the parts from..to; null for the rest. */
	finder(from, to) {
		const width = this.shaWordsPerPart;
		const words = this.shas.slice(from * width, to * width);
		const byFirstWord = /* @__PURE__ */ new Map();
		for (let position = from; position < to; position += 1) {
			const word = words[(position - from) * width];
			const others = byFirstWord.get(word);
			if (others) others.push(position);
			else byFirstWord.set(word, [position]);
		}
		return (sha) => byFirstWord.get(Number.parseInt(sha.slice(0, 8), 16))?.find((position) => this.sha(position) === sha) ?? null;
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
		for (let at = first; at < this.failures.part.length; at += 1) yield this.#failure(at);
	}
	/** The failures of some parts, in the order they became known. */
	failuresOf(positions) {
		const found = [];
		for (const [at, part] of this.failures.part.slice(0, this.failures.part.length).entries()) if (positions.has(part)) found.push(this.#failure(at));
		return found;
	}
	#failure(at) {
		return {
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
/** Number of entries of an ascending column, or list, below `value`. */
const firstAtLeast = (ascending, value) => {
	const at = "get" in ascending ? (index) => ascending.get(index) : (index) => ascending[index];
	let low = 0;
	let high = ascending.length;
	while (low < high) {
		const middle = low + high >>> 1;
		if (at(middle) < value) low = middle + 1;
		else high = middle;
	}
	return low;
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
	/** Position of the part that made the oldest counted touch; 0 where none is counted. */
	get oldestPart() {
		return this.count === 0 ? 0 : this.#index.touches.part.get(this.#entries[this.#from]);
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
const bytesOf$1 = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const aligned = (offset) => Math.ceil(offset / 8) * 8;
/** Writes an index to `path`, whole or not at all. Answers its size in bytes. */
const writeIndexFile = (path, index, header) => {
	mkdirSync(dirname(path), { recursive: true });
	let offset = 0;
	const bodies = [];
	const sections = sectionsOf(index).map(({ name, type, values }) => {
		const bytes = bytesOf$1(values);
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
			const bytes = bytesOf$1(wanted);
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
/** An index of which less than this share is still needed is built anew. */
const leastNeeded = 2 / 3;
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
/** A warm run finds every part in the index: what builds one is loaded where some are missing. */
const extend = async (index, options) => {
	const { extendIndex } = await import("./sources-index-building.js");
	await extendIndex(index, options);
};
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
		enough: options.enough ? `${options.enough.parts} ${options.enough.settledSeconds}` : "",
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
		if (file.header.version === 6 && Object.entries(wanted).every(([key, value]) => file.header[key] === value)) return file;
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
	await extend(index, {
		git: repository.git,
		measurer: options.measurer,
		line,
		commits: streamFacts(repository.git, [head, `^${line[0].parent}`], authorHash(workshop.salt)),
		linesExpected: !repository.partial,
		...progress ? { progress: (done) => progress(done - junction.position - 1, line.length) } : {}
	});
	if (header.startsAt === "lookback") {
		const times = Array.from(index.parts.time.slice(0, index.length));
		if (times.length - firstNeeded(times, options) < times.length * leastNeeded) return "stale";
	}
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
	const { repository, head, progress } = options;
	const { boundary, rival, wanted, notes, salt } = workshop;
	const all = await readLine(repository.git, head);
	const cut = needed(all, options);
	const shallowAt = cut.findIndex((entry) => boundary.has(entry.sha));
	const fresh = shallowAt < 0 ? cut : cut.slice(0, shallowAt);
	const startsAt = shallowAt >= 0 ? "shallow" : fresh.length < all.length ? "lookback" : "root";
	const index = newIndex(options.measurer.names.length, head.length);
	const line = pairsOf(fresh);
	if (line.length > 0) {
		const before = line[0].parent;
		await extend(index, {
			git: repository.git,
			measurer: options.measurer,
			line,
			commits: streamFacts(repository.git, before === null ? [head] : [head, `^${before}`], authorHash(salt)),
			linesExpected: !repository.partial,
			...progress ? { progress: (done) => progress(done, line.length) } : {}
		});
		if (index.length >= rival) keep(workshop, index, {
			...wanted,
			version: 6,
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
/** The newest entries of a line (newest first) that are needed, by the running maximum of their times. */
const needed = (line, options) => {
	let time = 0;
	const times = [...line].reverse().map((entry) => {
		time = Math.max(time, entry.committedAt);
		return time;
	});
	return line.slice(0, line.length - firstNeeded(times, options));
};
/** Position of the first part that must be read, given all times oldest first: a measurement looks back a year from it. */
const firstNeeded = (times, { lookbackSeconds, enough }) => {
	const newest = times.at(-1) ?? 0;
	const byTime = firstAtLeast(times, newest - lookbackSeconds - horizon.seconds);
	if (!enough) return byTime;
	const first = firstAtLeast(times, newest - enough.settledSeconds) - enough.parts;
	return first <= 0 ? byTime : Math.max(byTime, firstAtLeast(times, times[first] - horizon.seconds));
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

// src/history/known-incidents.ts
/**
* Incidents as the gate knows them: moments, names of what was disturbed, and what is still to be done about it. `learn`
* tells them, the ledger keeps them. No title and no text: the ledger of a public repository is there for all to read.
*/
const secondsAt = (incident, names) => {
	const name = names.find((each) => incident[each] !== void 0);
	return name === void 0 ? null : Date.parse(incident[name]) / 1e3;
};
/** Case and spaces say nothing about a cause. */
const causeOf = (cause) => hashName(cause.trim().toLowerCase().replace(/\s+/g, " "));
/** Null for planned maintenance, and for what nobody can place in time. */
const knownIncident = (incident) => {
	const noticed = noticedAt(incident);
	if (incident.kind === "maintenance" || noticed === null) return null;
	const recovered = secondsAt(incident, [
		"mitigatedAt",
		"resolvedAt",
		"closedAt"
	]);
	const timed = isTimed(incident);
	const { postMortem } = incident;
	const done = postMortem?.actions.filter((action) => action.done).length ?? 0;
	return {
		id: incident.id,
		source: incident.source,
		nearMiss: incident.kind === "near-miss",
		severity: incident.severity,
		environment: incident.environment,
		noticedAt: noticed,
		startedAt: timed ? secondsAt(incident, [
			"startedAt",
			"detectedAt",
			"declaredAt"
		]) : null,
		recoveredAt: timed ? recovered : null,
		over: recovered !== null,
		components: incident.components,
		customers: incident.customers,
		impact: incident.impact,
		trigger: incident.trigger,
		causes: incident.causes.map(causeOf),
		actions: {
			open: (postMortem?.actions.length ?? 0) - done,
			done
		},
		postMortem: postMortem?.state ?? null,
		...incident.url === void 0 ? {} : { url: incident.url }
	};
};
const orderOf = (one, other) => one.noticedAt - other.noticedAt || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
/** Sources number their incidents each for itself. */
const nameOf$1 = ({ source, id }) => `${source} ${id}`;
const isConfirmed = ({ state }) => state === "confirmed";
const withCulprits = ({ culprits: _, ...incident }, troubles) => {
	const culprits = [...new Set(troubles.filter(isConfirmed).map(({ sha }) => sha))].toSorted();
	return culprits.length === 0 ? incident : {
		...incident,
		culprits
	};
};
/**
* What was known with what is told now, oldest first; an incident that is told again is as it is told now.
* @param troubles every change that is known to have caused one of them
*/
const mergeIncidents = (known, told, troubles = []) => {
	const ofIncident = /* @__PURE__ */ new Map();
	for (const trouble of troubles) {
		const others = ofIncident.get(trouble.incident);
		if (others) others.push(trouble);
		else ofIncident.set(trouble.incident, [trouble]);
	}
	const named = new Map(known.map((incident) => [nameOf$1(incident), incident]));
	for (const incident of told) {
		const now = knownIncident(incident);
		if (now === null) named.delete(nameOf$1(incident));
		else named.set(nameOf$1(incident), now);
	}
	return [...named.values()].map((each) => withCulprits(each, ofIncident.get(each.id) ?? [])).sort(orderOf);
};
const isMembers$1 = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
const isText = (value) => typeof value === "string";
const isOneOf = (value, of) => of.includes(value);
const areAll = (value, is) => Array.isArray(value) && value.every(is);
const isKnown$1 = (value) => isMembers$1(value) && isText(value["id"]) && isText(value["source"]) && isText(value["environment"]) && isOneOf(value["severity"], severities) && isOneOf(value["impact"], impacts) && isOneOf(value["trigger"], triggers) && isOneOf(value["postMortem"], [...postMortemStates, null]) && isNumber(value["noticedAt"]) && [value["startedAt"], value["recoveredAt"]].every((each) => each === null || isNumber(each)) && typeof value["over"] === "boolean" && typeof value["nearMiss"] === "boolean" && areAll(value["components"], isText) && areAll(value["customers"], isText) && areAll(value["causes"], isNumber) && isMembers$1(value["actions"]) && isNumber(value["actions"]["open"]) && isNumber(value["actions"]["done"]) && (value["url"] === void 0 || isText(value["url"])) && (value["culprits"] === void 0 || areAll(value["culprits"], isText));
/** Reads what was kept; null where it is not that. */
const readKnownIncidents = (value) => Array.isArray(value) && value.every(isKnown$1) ? value : null;
/** Those that somebody had noticed by a moment, in seconds. Oldest first, as they are kept. */
const noticedBy = (incidents, moment) => incidents.filter((incident) => incident.noticedAt <= moment);
/**
* The same as they were known at a moment, in seconds: an end that came later had not come. What was known of it
* otherwise is taken as it is told now; sources keep no history of that.
*/
const knownAsOf = (incidents, moment) => noticedBy(incidents, moment).map((incident) => incident.recoveredAt !== null && incident.recoveredAt > moment ? {
	...incident,
	recoveredAt: null,
	over: false
} : incident);
/** One that nobody closes: after this long somebody forgot to. */
const longestOpenSeconds = 2592e3;
/** Whether it was open at a moment, in seconds. Whose end cannot be placed in time, and who has a post-mortem, was not. */
const isOpenAt = ({ noticedAt, recoveredAt, over, postMortem }, moment) => {
	if (noticedAt > moment) return false;
	if (recoveredAt !== null) return moment < recoveredAt;
	return !over && !(postMortem === "reviewed" || postMortem === "published") && moment - noticedAt < longestOpenSeconds;
};
/** A near miss, one of the least severity, or one that disturbed nobody: by itself no trouble, but they accumulate. */
const isSmall = ({ nearMiss, severity, impact }) => nearMiss || severity === "sev4" || impact === "none";

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
* The scaling of every column over the given rows, or the one it comes with; undefined for one that never varies (or is
* never known): such a column can tell nothing here and drops out with factor 1.
*/
function scalingsOf(table, rows) {
	return table.columns.map(({ shape, fixed }, column) => {
		if (fixed) return {
			...fixed,
			usual: 0,
			deviation: 1
		};
		const [known = 0, mean = 0, sd = 0, least = 0, most = 0] = momentsOf(table, column, rows);
		if (known < 2 || !(most > least)) return void 0;
		if (shape === "flag") return {
			mean: 0,
			sd: 1,
			usual: mean > .5 ? 1 : 0,
			deviation: Math.sqrt(Math.max(0, mean * (1 - mean)))
		};
		if (!(sd > Math.abs(mean) * 1e-9)) return void 0;
		return {
			mean,
			sd,
			usual: standardised(medianOf(table, column, rows), mean, sd),
			deviation: 1
		};
	});
}
/** Of the known values of a column: how many, their mean, standard deviation, the least and the most. */
function momentsOf(table, column, rows) {
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
	const mean = sum / known;
	let squares = 0;
	for (let i = 0; i < rows.length; i++) {
		const value = transformed(shape, table.rows[rows[i] * width + column]);
		if (!Number.isNaN(value)) squares += (value - mean) * (value - mean);
	}
	return Float64Array.of(known, mean, Math.sqrt(squares / known), least, most);
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
function reach$1(z, usual, from, to) {
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
	for (let i = 0; i < slopes.length; i++) sum += slopes[i] * reach$1(z, usual, segmentFrom(knots, i), segmentTo(knots, i));
	return sum;
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
/**
* What one percent more of the total hazard makes of the damped one, in percent; what one percent more of k makes of it
* is the rest to 1, for φ is k times a function of H/k. Near 1 for few parts, falling as they become many.
*/
function dampingElasticity(hazard, frailty) {
	const ratio = hazard / frailty;
	return ratio > 0 ? ratio / (1 + ratio) / log1p(ratio) : 1;
}
/** Probability that a change with this total hazard fails, its context multiplying the damped hazard. */
const probabilityOfChange = (hazard, frailty, contextFactor = 1) => probabilityOfHazard(contextFactor * dampedHazard(hazard, frailty));
/** k where nothing is known yet. */
const USUAL_FRAILTY = 8;
/** How firmly: a factor 2 up or down is no surprise, and one history hardly makes it firmer. */
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
/** From 20 parts on. */
const TELLING_SIZES = 3;
const SMALLEST = .5;
const LARGEST$1 = 1e3;
/**
* k of this repository, from hazards given before the outcomes were known.
*
* Consecutive parts are put into batches of 1, 2, 5, … 100, as if they had been deployed together, and k is chosen
* to make "some part of the batch failed" most probable. Each size sees the same history once more, but batches of a
* few parts hardly know k: what all sizes say together counts a third, for the three that tell. ln k has the weak prior
* N(ln 8, 0.7²). Golden-section search on ln k (Kiefer 1953).
*
* Hazards foretell failures as they are counted (counting.ts), so the batches count them so. A label below 1, such as a
* share of the blame, counts as what it is: a batch with c₁, c₂, … failed with probability 1 − Π(1 − cᵢ).
*
* @param hazards out-of-sample, in time order
* @param labels of the same parts: 1 failed, 0 not, or between, counted as the hazards foretell
*/
function estimateFrailty(hazards, labels) {
	const batches = batchSizes.map((size) => batchesOf(hazards, labels, size));
	const merit = (logarithm) => {
		const frailty = exp(logarithm);
		const distance = (logarithm - log(8)) / USUAL_SD;
		let sum = 0;
		for (const { totals, failed } of batches) for (let i = 0; i < totals.length; i++) {
			const damped = Math.max(1e-12, dampedHazard(totals[i], frailty));
			if (failed[i] > 0) sum += failed[i] * log(-expm1(-damped));
			sum -= (1 - failed[i]) * damped;
		}
		return sum / TELLING_SIZES - .5 * distance * distance;
	};
	return exp(highestBetween(log(SMALLEST), log(LARGEST$1), merit));
}
function batchesOf(hazards, labels, size) {
	const count = Math.floor(hazards.length / size);
	const totals = new Float64Array(count);
	const failed = new Float64Array(count);
	for (let i = 0; i < count * size; i++) {
		const batch = Math.floor(i / size);
		totals[batch] += hazards[i];
		failed[batch] = 1 - (1 - failed[batch]) * (1 - labels[i]);
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
/** Rows are scored in blocks this large, so that a block is read from memory once and not once per column. */
const BLOCK_ROWS = 128;
/** ln hazard of each listed row (all where absent); a million rows of 70 columns a second. */
function scoreParts(artefact, table, rows) {
	const logHazards = new Float64Array(rows?.length ?? table.n).fill(artefact.intercept);
	const curves = artefact.terms.flatMap((term) => {
		const place = table.columns.findIndex(({ name }) => name === term.name);
		return place < 0 || term.slopes.every((slope) => slope === 0) ? [] : [lineCurve(term, place)];
	});
	for (let from = 0; from < logHazards.length; from += BLOCK_ROWS) {
		const to = Math.min(logHazards.length, from + BLOCK_ROWS);
		for (const curve of curves) addEffects(curve, table, rows, logHazards, from, to);
	}
	for (let i = 0; i < logHazards.length; i++) logHazards[i] = bounded(logHazards[i]);
	return { logHazards };
}
function lineCurve(term, place) {
	const { shape, mean, sd, knots, slopes } = term;
	const ends = Float64Array.from(slopes, (_, i) => mean + sd * segmentTo(knots, i));
	const rates = Float64Array.from(slopes, (slope) => slope / sd);
	const offsets = Float64Array.from(slopes, (_, i) => effectAt(term, segmentTo(knots, i)) - rates[i] * ends[i]);
	return {
		shape,
		place,
		least: mean + sd * segmentFrom(knots, 0),
		ends,
		rates,
		offsets
	};
}
/** Adds the effect of one column to the rows from … to − 1; it equals `effectOf` to the last few bits. */
function addEffects({ shape, place, least, ends, rates, offsets }, { rows: values, columns: { length: width } }, rows, into, from, to) {
	const last = ends.length - 1;
	const most = ends[last];
	for (let i = from; i < to; i++) {
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

// src/commands/gate/standing.ts
const day$4 = 86400;
const week$1 = 7 * day$4;
/** 1970-01-05, the first Monday. */
const firstMonday = 4 * day$4;
/** A history shorter than this is cheap to fit at every run, and too short to wait for Monday. */
const smallHistory = 400;
/** Parts learned from at most, the newest: weights have long settled by then, and fitting stays a matter of a second. */
const mostLearned = 6e3;
/** What of a history a standing needs, wherever in its head's week that stands. */
const enoughToStand = {
	parts: mostLearned,
	settledSeconds: week$1
};
/** What was known of incidents at a standing's moment; null where none was ever told. */
const incidentsAt = (incidents, time) => incidents ? knownAsOf(incidents.known, time) : null;
/** Parts that count: those that landed before the standing's moment. */
const standingAt = (index, head) => {
	const time = index.parts.time.get(head);
	const monday = firstMonday + Math.floor((time - firstMonday) / week$1) * week$1;
	const parts = Math.min(firstAtLeast(index.parts.time, monday), head + 1);
	return parts >= smallHistory ? {
		parts,
		time: monday
	} : {
		parts: head + 1,
		time: time + 1
	};
};
/** What makes two standings the same: everything they are computed from. */
const standingKey = ({ index, head, configuration, prior, told, incidents }) => {
	const { parts, time } = standingAt(index, head);
	const known = incidentsAt(incidents, time);
	return [
		prior.id,
		parts > 0 ? index.sha(parts - 1) : null,
		time,
		configuration.history.lookback.seconds,
		configuration.outcome.maturity.seconds,
		configuration.experience,
		configuration.environments.map(({ autoApprove }) => autoApprove.reviewRiskiest),
		toldBefore(told, time),
		...known === null ? [] : [known.map(({ actions: _, ...each }) => each), configuration.components]
	];
};
/** Risks of the last parts, oldest first: what a new part is ranked among. */
const recentRisks = ({ model, recentHazards: hazards }) => hazards.slice(-500).map((hazard) => probabilityOf(model, hazard));
/** What counts as a failure here, in words; more where more than git is known. */
const meaningOf = ({ outcome }, isMoreTold = false) => `${isMoreTold ? "reverted, hot-fixed, rolled back or blamed" : "reverted or hot-fixed"} within ${outcome.maturity.text.replace(/^(\d+)d$/, "$1 days")}`;
/** Where a repository without history stands: on the prior alone. */
const emptyStanding = (prior, configuration) => ({
	model: prior,
	recentHazards: [],
	newest: null,
	replayed: {
		risks: [],
		failures: []
	},
	alarm: null,
	track: {
		n: 0,
		failed: 0,
		caught: 0,
		reviewed: 0,
		reviewsPerWeek: 0,
		months: 0,
		riskiest: 0,
		low: null,
		high: null,
		source: "replayed"
	},
	labels: {
		meaning: meaningOf(configuration),
		known: 0,
		among: 0,
		since: null,
		sources: {}
	},
	usual: {}
});

// src/domain/counting.ts
/**
* A whole number with thousands apart: "1,031". By hand, because the first `toLocaleString` of a process loads tables
* for ten milliseconds.
*/
const formatCount$1 = (count) => Math.round(count).toString().replace(/\B(?=(\d{3})+$)/g, ",");

// src/report/numbers.ts
/** Numbers as people read them. Nothing here rounds a possible failure away or calls it certain. */
const figure = (probability) => {
	if (!Number.isFinite(probability)) return "?";
	if (probability <= 0) return "0";
	if (probability >= 1) return "100";
	const hundredths = probability * 100;
	if (hundredths < .1) return "<0.1";
	if (hundredths > 99) return ">99";
	const tenths = Math.round(hundredths * 10) / 10;
	return tenths < 10 ? tenths.toFixed(1) : Math.round(hundredths).toString();
};
/** A probability 0..1 with two digits: "21 %", "4.4 %", "<0.1 %", ">99 %". */
const formatPercent$1 = (probability) => `${figure(probability)} %`;
/** A range of probabilities 0..1: "11–35 %"; one figure where both ends read the same. */
const formatInterval = (low, high) => figure(low) === figure(high) ? formatPercent$1(low) : `${figure(low)}–${figure(high)} %`;
/** A part of a whole, 0..1, in whole percents: "31 %", "<1 %" for any positive less, ">99 %" for all but all. */
const formatShare$1 = (share) => {
	if (share <= 0) return "0 %";
	if (share >= 1) return "100 %";
	if (share < .01) return "<1 %";
	return share > .99 ? ">99 %" : `${Math.round(share * 100)} %`;
};
/** The share a reader sees, as a number: what adding up the printed shares would use. */
const roundShare = (share) => Math.round(share * 100) / 100;
/** The factor a reader sees, as a number: what multiplying the printed factors would use. Two or three digits. */
const roundFactor = (factor) => {
	if (factor >= 10) return Math.round(factor);
	if (factor >= 2) return Math.round(factor * 10) / 10;
	return factor >= .1 ? Math.round(factor * 100) / 100 : Number(factor.toPrecision(2));
};
/** What a signal multiplies the hazard by: "×3.4", "×0.86", "×1.26", "×12". */
const formatFactor = (factor) => {
	if (factor > 0 && factor < .001) return "×<0.001";
	const seen = roundFactor(factor);
	return `×${seen >= 1e3 ? formatCount$1(seen) : seen}`;
};
/** "1 change", "1,031 changes", "2 of them" never: the word bends with the count. */
const formatPlural = (count, one, many = `${one}s`) => `${formatCount$1(count)} ${Math.round(count) === 1 ? one : many}`;

// src/commands/shallow-note.ts
/** What whoever reads an answer must know of a clone that holds the newest commits alone. */
const restOfHistory = "git fetch --unshallow --filter=blob:none gives the rest";
/** A note where the history that was read ends where the clone does; none where it is as long as is looked back. */
const shallowNote = ({ index, startsAt }) => startsAt === "shallow" ? [`shallow clone: only ${formatPlural(index.length, "part of history is", "parts of history are")} here; ${restOfHistory}`] : [];

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
/** How many public repositories are behind a prior, a pooled one's own not counted. */
const publicRepositories = ({ pooled, sources, trainedOn }) => pooled === void 0 ? trainedOn.repositories : sources?.length ?? 0;
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

// src/policy/formatting.ts
/**
* Numbers and names as a rule's sentence shows them. Reports have their own; a reason must read the same in the ledger
* as in the pull request, so it is made here, once.
*/
/** 0.031 → "3.1 %": two significant digits, and never "100 %" for what is not certain. */
const formatPercent = (share, digits = 2) => {
	const percent = share * 100;
	if (!(percent > 0)) return "0 %";
	if (percent < .001) return "under 0.001 %";
	const text = percent >= Number(`1e${digits}`) ? percent.toFixed(0) : percent.toPrecision(digits);
	return share < 1 && Number(text) >= 100 ? "over 99 %" : `${Number(text) >= 100 ? 100 : text} %`;
};
/** A share that a policy states, as it was written there: 0.02 → "2 %". */
const formatStated = (share) => `${Number((share * 100).toPrecision(6))} %`;
/** Two percentages that a sentence compares, with as many digits as it takes to tell them apart. */
const formatPercents = (one, other) => {
	for (const digits of [
		2,
		3,
		4,
		5
	]) {
		const texts = [formatPercent(one, digits), formatPercent(other, digits)];
		if (texts[0] !== texts[1]) return texts;
	}
	return [formatPercent(one), formatPercent(other)];
};
/** "a", "a and b", "a, b and 3 others". */
const formatList = (items, most = 3) => {
	if (items.length > most) {
		const others = items.length - most;
		return `${items.slice(0, most).join(", ")} and ${others} ${others === 1 ? "other" : "others"}`;
	}
	return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
};
/** "1 part", "3 parts". */
const formatCount = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
/** Text from outside on one line: whoever opens a pull request chooses paths, and a sentence is no place for line breaks. */
const oneLine = (text, longest = 120) => {
	const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
	const characters = [...line];
	return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : line;
};
/** "2026-03-10 14:00 UTC", of an ISO moment. */
const formatMoment = (iso) => `${new Date(iso).toISOString().slice(0, 16).replace("T", " ")} UTC`;

// src/report/display-width.ts
/**
* Columns of a terminal: a letter is one, a Chinese or Korean character or an emoji two, an accent none.
* All functions want text that went through `neutralise`.
*/
const ascii = /^[ -~]*$/;
const accent = /\p{Nonspacing_Mark}|\p{Enclosing_Mark}/u;
/** The wide and full-width blocks of Unicode's East Asian Width; whole blocks, for too wide only costs a column. */
const wide = /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d37f}\u{1f200}-\u{1f320}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const characterWidth = (character) => {
	if (ascii.test(character)) return 1;
	if (accent.test(character)) return 0;
	return wide.test(character) ? 2 : 1;
};
/** Columns a text takes. */
const displayWidth = (text) => {
	if (ascii.test(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += characterWidth(character);
	return columns;
};
/** The longest beginning of at most `columns`, accents kept with their letter. */
const beginning = (text, columns) => {
	let used = 0;
	let end = 0;
	for (const character of text) {
		used += characterWidth(character);
		if (used > columns) break;
		end += character.length;
	}
	return text.slice(0, end);
};
/** At most `columns` wide; what was cut ends in "…". */
const truncate = (text, columns) => {
	if (displayWidth(text) <= columns) return text;
	return columns < 1 ? "" : `${beginning(text, columns - 1).replace(/[\s,;:.(–-]+$/, "")}…`;
};
const padEnd = (text, columns) => text + " ".repeat(Math.max(0, columns - displayWidth(text)));
const padStart = (text, columns) => " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
/** A word too long for a line, in pieces that fit. */
const pieces = (word, columns) => {
	if (displayWidth(word) <= columns) return [word];
	const first = beginning(word, columns);
	return first === "" ? [] : [first, ...pieces(word.slice(first.length), columns)];
};
/**
* Lines of at most `columns` (two or more); the last of `most` lines ends in "…" where text was cut.
* A figure stays with its "%": "21 %" never breaks.
*/
const wrap = (text, columns, most = Number.POSITIVE_INFINITY) => {
	const lines = [];
	let line = "";
	for (const word of text.split(/ +(?!%)/).flatMap((long) => pieces(long, columns))) {
		const longer = line === "" ? word : `${line} ${word}`;
		if (displayWidth(longer) <= columns) line = longer;
		else {
			lines.push(line);
			line = word;
		}
	}
	if (line !== "") lines.push(line);
	if (lines.length <= most) return lines;
	return [...lines.slice(0, most - 1), truncate(`${lines.slice(most - 1).join(" ")}`, columns)];
};

// src/report/base-source.ts
/** For the one who fills an Assessment. */
const formatBaseSource = (base) => {
	if (base.from === "deployment") return `deployment ${base.at}${base.tag === void 0 ? "" : ` ${base.tag}`}`;
	if (base.from === "tag") return `tag ${base.tag}`;
	if (base.from === "pull-request") return `pull-request ${base.ref}`;
	return base.from === "recent" ? `recent ${base.parts}` : base.from;
};
/** The kind of source, and the tag, time or count behind it; a sentence of somebody else's is kept as `other`. */
const parseBaseSource = (text) => {
	const [, from, detail] = /^(option|deployment|pull-request|tag|recent|none)\b:? ?(.*)$/.exec(text) ?? [];
	return from === void 0 ? {
		from: "other",
		detail: text
	} : {
		from,
		detail: detail ?? ""
	};
};
/** The version whose publication is the base; null where it was none. */
const versionIn = (text) => /^deployment \S+ (\S.*)$/.exec(text)?.[1] ?? null;

// src/model/decided-part.ts
/** A part that was scored when it landed, and that nothing held. Seconds. */
const asLanded = (landedAt, maturitySeconds, { risk, failedAt = Number.POSITIVE_INFINITY }) => ({
	decidedAt: landedAt,
	landedAt,
	maturesAt: landedAt + maturitySeconds,
	failedAt,
	risk,
	ceiling: Number.POSITIVE_INFINITY
});
/** Whether it was known to have failed before a moment. */
const hasFailed = ({ failedAt, maturesAt }, at) => failedAt < at && failedAt <= maturesAt;
/** When its outcome was known, either way: failures at once, successes when they are mature. */
const knownAt = ({ failedAt, maturesAt }) => Math.min(failedAt, maturesAt);

// src/model/drift-watch.ts
const YEAR = 31557600;
/** False alarms a year, at most. */
const FALSE_ALARMS_A_YEAR = .05;
const RATIOS = [
	1.5,
	2,
	3,
	5
];
const TOLERATED = 2;
/** What a claim may be raised to by a ratio: a probability stays one. */
const MOST = .95;
const beginWatch = (since, promising = false) => ({
	since,
	settled: since,
	last: since,
	promising,
	seen: {
		n: 0,
		failures: 0,
		expected: 0
	},
	promise: RATIOS.map(() => 0),
	calibration: RATIOS.map(() => 0)
});
/**
* Looks at what is known before `at`.
* @param parts those let out, by landing; the ones that matured before the last look are skipped
*/
function watchOver(watch, parts, { failureRate, at }) {
	let { last, seen, promise, calibration } = watch;
	let settled = watch;
	for (const part of parts) {
		if (part.decidedAt < watch.since || part.decidedAt >= at || part.maturesAt < watch.settled) continue;
		const failed = hasFailed(part, at);
		const years = Math.max(0, part.landedAt - last) / YEAR;
		if (watch.promising) promise = staked(promise, failureRate, failed, years);
		calibration = staked(calibration, Math.min(1, TOLERATED * part.risk), failed, years);
		last = Math.max(last, part.landedAt);
		seen = {
			n: seen.n + 1,
			failures: seen.failures + (failed ? 1 : 0),
			expected: seen.expected + part.risk
		};
		if ((mean(promise) + mean(calibration)) / 2 >= 1 / .05) return {
			watch: {
				...watch,
				...settled
			},
			seen,
			alarm: true
		};
		if (part.maturesAt < at) settled = {
			last,
			seen,
			promise,
			calibration
		};
	}
	return {
		watch: {
			...watch,
			...settled,
			settled: Math.max(watch.settled, at)
		},
		seen,
		alarm: false
	};
}
const staked = (sums, claim, failed, years) => sums.map((sum, i) => {
	const ratio = Math.max(1, Math.min(RATIOS[i], MOST / claim));
	if (ratio === 1) return sum + years;
	return (sum + years) * (failed ? ratio : (1 - ratio * claim) / (1 - claim));
});
const mean = (sums) => sums.reduce((total, sum) => total + sum, 0) / sums.length;

// src/model/levels.ts
/**
* The levels a promise may climb, and what is counted on each.
*
* A level is a risk. For each, the hypothesis "of the parts at or below it, more than the promised rate fail" is
* doubted by a wager of its own. The levels are fixed before any outcome is known and never move with the data: from
* half the promised rate, in steps of a fourth root of two, to four times. They are taken in this one order, and a
* level counts as proven only after all below it (fixed-sequence testing: Maurer, Hothorn & Lehmacher 1995; Learn-then-
* Test: Angelopoulos and others, Annals of Applied Statistics 2025). A false promise needs the first false level to be
* proven, and that one wager is wrong in at most 1 − confidence of all histories; so thirteen levels cost no more than
* one. (A level that holds none of the first fifty risks is passed over: outcomes have no say in that.)
*
* Why relative to the promised rate: a calibrated model gives parts at or below half of it a mean risk of a quarter or
* so, which is quickly proven; and where the levels lie needs no data. On 13 repositories this certified more, sooner,
* than starting from a share of the first 200 scores. Why no further than four times: a good average is no excuse for
* a part whose own risk is far above what was promised.
*/
const FIRST = -1;
const LAST = 2;
const ROOT = Math.sqrt(Math.sqrt(2));
const STEPS = [
	1,
	ROOT,
	Math.SQRT2,
	Math.SQRT2 * ROOT
];
/** Risks, rising. Example: a promise of 2 % may reach 1 %, 1.2 %, 1.4 %, 1.7 %, 2 %, … 8 %. */
function levelsFor(failureRate) {
	const levels = [];
	for (let doubling = FIRST, times = .5; doubling < LAST; doubling++, times *= 2) for (const step of STEPS) levels.push(Math.min(1, failureRate * times * step));
	return [...levels, Math.min(1, 4 * failureRate)];
}
const nothingCounted = {
	of: 0,
	n: 0,
	failures: 0
};

// src/model/wager.ts
/**
* A wager against a failure rate: proof that may be looked at after every change.
*
* A binomial test is made for one look. Look after each change and stop when it pleases, and a false promise that was
* to happen in 7 of 100 histories happens in 29. A wager has no such limit. Somebody who doubts that fewer than `rate`
* fail sells bets at the prices of that rate. A buyer who believes in a smaller rate q puts everything on each part:
* if it succeeds, the stake grows by (1 − q) / (1 − rate); if it fails, it shrinks to q / rate of itself. As long as
* `rate` or more really fail, the stake is expected not to grow, whatever came before, and the chance that it *ever*
* reaches ten times the beginning is at most one in ten (Ville 1939; Shafer, JRSS A 184, 2021; Wald's ratio of 1945 is
* the same number). So the stake is the proof: tenfold, and the promise holds with 90 % confidence, at any look.
*
* Nobody knows the true rate before. The stake is therefore laid in equal quarters on a twentieth, a fifth, two fifths
* and two thirds of the rate; the mean of four fair games is fair. That costs at most the factor four that one quarter
* lacks: 153 clean parts prove 2 % where a single look, its time fixed in advance, would take 114.
*
* Only counts matter, not the order in which outcomes came. O(1)
*/
const QUARTERS = [
	1 / 20,
	1 / 5,
	2 / 5,
	2 / 3
];
/** @param rate that is doubted, between 0 and 1; nothing can be proved of 0, and 1 is true of anything */
function wagerAgainst(rate) {
	if (!(rate > 0)) return () => Number.NEGATIVE_INFINITY;
	if (rate >= 1) return () => Number.POSITIVE_INFINITY;
	const games = QUARTERS.map((share) => ({
		onFailure: log(share),
		onSuccess: log1p(-share * rate) - log1p(-rate)
	}));
	return (n, failures) => {
		const stakes = games.map(({ onFailure, onSuccess }) => failures * onFailure + (n - failures) * onSuccess);
		const largest = Math.max(...stakes);
		const sum = stakes.reduce((total, stake) => total + exp(stake - largest), 0);
		return largest + log(sum / games.length);
	};
}
/** What the logarithm of a stake must reach so that a false promise happens in at most `error` of all histories. */
const enoughToProve = (error) => -log(error);
/**
* The failure rate that the same outcomes rule out, at every look at once: the smallest at which doubting it would have
* lost. Never below what was seen; 1 where nothing was.
*/
function provenRate(n, failures, error) {
	const enough = enoughToProve(error);
	let low = n > 0 ? failures / n : 0;
	let high = 1;
	while (high - low > 1e-12) {
		const middle = (low + high) / 2;
		if (wagerAgainst(middle)(n, failures) >= enough) high = middle;
		else low = middle;
	}
	return high;
}

// src/model/certificate-course.ts
/** Decided parts that it takes to know where to start. */
const enoughToStart = 50;
/** Where no budget is stated nothing is ever proven, and the model is watched alone. */
const nothingPromised = {
	failureRate: 0,
	confidence: .9
};
/** @param since seconds; an alarm that still stands is told, and what was decided before it never counts */
const beginCourse = ({ failureRate }, since, alarm = null) => ({
	since,
	until: since,
	counts: levelsFor(failureRate).map(() => nothingCounted),
	first: [],
	proven: 0,
	watch: beginWatch(since),
	alarm
});
/**
* One look, at what was known before `at`.
* @param parts by landing; at least all that were not mature at the look before
*/
function look(course, parts, promised, at) {
	if (at <= course.until) return {
		course,
		news: null
	};
	const { watch, alarm } = watched(course, parts, promised, at);
	if (alarm !== null && course.proven > 0) return {
		course: beginCourse(promised, at, alarm),
		news: "alarm"
	};
	const counts = counted$1(course, parts, promised, at);
	const first = firstRisks(course, parts, at);
	if (alarm !== null) return {
		course: {
			...course,
			until: at,
			counts,
			first,
			watch: beginWatch(at),
			alarm
		},
		news: "alarm"
	};
	const proven = Math.max(course.proven, climb(counts, course.proven || startAt(first, promised), promised));
	return {
		course: {
			...course,
			until: at,
			counts,
			first,
			proven,
			watch: proven > 0 && course.proven === 0 ? beginWatch(at, true) : watch,
			alarm: proven > 0 ? null : course.alarm
		},
		news: proven > course.proven ? "proven" : null
	};
}
/** The risk up to which the promise holds; null where nothing is proven. */
const thresholdOf = ({ proven }, { failureRate }) => proven === 0 ? null : levelsFor(failureRate)[proven - 1];
/** Until something is promised whatever goes out is watched, from then on what the promise lets out. */
function watched(course, parts, promised, at) {
	const { failureRate } = promised;
	const threshold = thresholdOf(course, promised);
	const letOut = parts.filter(({ risk, ceiling }) => risk <= Math.min(ceiling, threshold ?? 1));
	const { watch, seen, alarm } = watchOver(course.watch, letOut, {
		failureRate,
		at
	});
	return {
		watch,
		alarm: alarm ? {
			...seen,
			at,
			since: watch.since,
			failureRate,
			threshold
		} : null
	};
}
function counted$1({ since, until, counts }, parts, { failureRate }, at) {
	const proving = parts.filter((part) => {
		const moment = knownAt(part);
		return part.decidedAt >= since && moment >= until && moment < at;
	}).filter(isProving);
	if (proving.length === 0) return counts;
	return levelsFor(failureRate).map((level, i) => {
		let { of, n, failures } = counts[i];
		for (const { risk, ceiling, failedAt, maturesAt } of proving) {
			if (level > ceiling) continue;
			of++;
			if (risk > level) continue;
			n++;
			if (failedAt <= maturesAt) failures++;
		}
		return {
			of,
			n,
			failures
		};
	});
}
/**
* Whether a part is counted. One that was drawn for the audit was looked at: that it went well proves nothing of those
* that nobody looks at, for the look may have been why. That it failed all the same does: it would have failed unseen.
* To count such failures alone can only shrink a stake, so no promise becomes less true by it.
*/
const isProving = ({ audited, failedAt, maturesAt }) => audited !== true || failedAt <= maturesAt;
const firstRisks = ({ since, until, first }, parts, at) => first.length === enoughToStart ? first : [...first, ...parts.filter(({ decidedAt }) => decidedAt >= Math.max(since, until) && decidedAt < at).map(({ risk }) => risk)].slice(0, enoughToStart);
/**
* The level to prove first, from 0: the lowest that holds any of the first fifty parts, for of an empty one nothing is
* ever known. Null until there are so many.
*/
function startAt(first, { failureRate }) {
	if (first.length < enoughToStart) return null;
	const levels = levelsFor(failureRate);
	const least = Math.min(...first);
	const start = levels.findIndex((level) => least <= level);
	return start < 0 ? levels.length - 1 : start;
}
/** Proves one level after the other; what was proven once stays so until an alarm. */
function climb(counts, from, { failureRate, confidence }) {
	if (from === null) return 0;
	const stake = wagerAgainst(failureRate);
	const enough = enoughToProve(1 - confidence);
	let level = from;
	while (level < counts.length && stake(counts[level].n, counts[level].failures) >= enough) level++;
	return level === from ? 0 : level;
}

// src/model/certificate.ts
/** Beyond this the honest answer is "not in years". */
const MOST_NEEDED = 1e5;
function certificateOf(course, promised) {
	const { failureRate, confidence } = promised;
	const { counts, proven } = course;
	const start = startAt(course.first, promised) ?? 0;
	const count = counts[proven === 0 ? start : proven - 1];
	const ruledOut = provenRate(count.n, count.failures, 1 - confidence);
	const common = {
		unit: "part",
		failureRate,
		confidence,
		n: count.n,
		failures: count.failures,
		upper: proven === 0 ? ruledOut : Math.min(failureRate, ruledOut),
		...course.alarm ? { alarm: course.alarm } : {}
	};
	const next = proven === 0 ? start : proven;
	const above = counts[next];
	const needed = above === void 0 ? void 0 : neededFor(above, promised);
	const threshold = thresholdOf(course, promised);
	if (threshold === null) return {
		...common,
		certified: false,
		...needed === void 0 ? {} : { needed }
	};
	return {
		...common,
		certified: true,
		threshold,
		levels: levelsFor(failureRate).slice(start, proven),
		share: count.n / count.of,
		...needed === void 0 || needed > above.of ? {} : { climbing: {
			threshold: levelsFor(failureRate)[next],
			needed
		} }
	};
}
/**
* How many more parts, of whatever risk, until a level is expected to be proven. Those below it are taken to go on
* failing at the rate seen, drawn towards a third of the promised rate as if 1 / rate parts had been seen before; and to
* go on being the share of all that they were, drawn towards a third as if 30 had been. Half of the time it is sooner,
* half later.
*/
function neededFor({ of, n, failures }, { failureRate, confidence }) {
	if (!(failureRate > 0)) return void 0;
	const rate = (failures + 1 / 3) / (n + 1 / failureRate);
	if (rate >= failureRate) return void 0;
	const stake = wagerAgainst(failureRate);
	const enough = (more) => stake(n + more, failures + rate * more) >= enoughToProve(1 - confidence);
	if (!enough(MOST_NEEDED)) return void 0;
	let low = 0;
	let high = MOST_NEEDED;
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (enough(middle)) high = middle;
		else low = middle;
	}
	const needed = Math.ceil(high * (of + 30) / (n + 10));
	return needed > MOST_NEEDED ? void 0 : needed;
}

// src/model/certificate-replay.ts
/** About one in ten changes of most histories; more would change little, and cost a million-row table minutes. */
const LOOKS = 500;
const WEEK = 604800;
function certify$1(request) {
	const { failureRate, confidence = .9 } = request;
	const promised = {
		failureRate,
		confidence
	};
	const parts = decidedParts$1(request);
	const step = Math.max(1, Math.ceil(parts.length / LOOKS));
	const moments = [];
	for (let next = step; next < parts.length; next += step) moments.push(parts[next].landedAt);
	if (parts.length > 0) moments.push(parts.at(-1).maturesAt + 1);
	const { course, alarms } = follow$1(beginCourse(promised, parts[0]?.landedAt ?? 0), parts, promised, moments);
	return {
		...certificateOf(course, promised),
		alarms: alarms.filter(({ threshold }) => threshold !== null).length
	};
}
/** The ends of the weeks between, and the moment itself: looked at as a gate would have, week by week. */
function weeksUntil(from, to) {
	const moments = [];
	for (let at = from + WEEK; at < to; at += WEEK) moments.push(at);
	return [...moments, to];
}
/**
* Looks at each of these moments.
* @param parts by landing
* @param moments seconds, rising
*/
function follow$1(from, parts, promised, moments) {
	let course = from;
	const alarms = [];
	let proven = false;
	let first = 0;
	let end = 0;
	for (const at of moments) {
		while (first < parts.length && parts[first].maturesAt < course.until) first++;
		while (end < parts.length && parts[end].landedAt < at) end++;
		const looked = look(course, parts.slice(first, Math.max(first, end)), promised, at);
		course = looked.course;
		if (looked.news === "alarm") alarms.push(course.alarm);
		if (looked.news === "proven") proven = true;
	}
	return {
		course,
		alarms,
		proven
	};
}
/**
* Decided upon as they landed, nothing held. They mature when the last failure of their age would be known: a success
* that counted before failures as old as it would be a look ahead.
*/
function decidedParts$1({ risks, labels, times, labelKnownTimes, maturitySeconds = 0 }) {
	const outcomes = Array.from(risks, (risk, i) => {
		const landedAt = times?.[i] ?? i;
		return {
			risk,
			landedAt,
			failedAt: labels[i] > 0 ? Math.max(landedAt, labelKnownTimes?.[i] ?? landedAt) : Number.POSITIVE_INFINITY
		};
	});
	const longest = outcomes.reduce((most, { landedAt, failedAt }) => Number.isFinite(failedAt) ? Math.max(most, failedAt - landedAt) : most, maturitySeconds);
	return outcomes.map((outcome) => ({
		...outcome,
		decidedAt: outcome.landedAt,
		maturesAt: outcome.landedAt + longest,
		ceiling: Number.POSITIVE_INFINITY
	}));
}

// src/commands/gate/decided-parts.ts
/**
* By landing. A part whose outcome was open when it was decided upon counts as it was decided. Any other counts as it
* was scored when it landed, as long as nothing was held; once parts are held, only those that went out by a recorded
* decision count.
*/
const decidedParts = ({ index, standing: { newest, replayed }, recorded, maturitySeconds, recordedOnly }) => {
	const last = newest === null ? null : index.positionOnLine(newest);
	if (last === null) return [];
	const from = last - replayed.risks.length + 1;
	if (from < 0) return [];
	const failedAt = new Map(replayed.failures);
	const decisions = new Map([...recorded.parts].flatMap(([sha, decision]) => {
		const position = index.positionOnLine(sha);
		return position === null ? [] : [[position - from, decision]];
	}));
	const held = recorded.enforcedFrom ?? Number.POSITIVE_INFINITY;
	return replayed.risks.flatMap((risk, at) => {
		const landedAt = index.parts.time.get(from + at);
		const landed = asLanded(landedAt, maturitySeconds, {
			risk,
			failedAt: failedAt.get(at)
		});
		const decision = decisions.get(at);
		if (decision !== void 0 && decision.decidedAt < knownAt(landed)) return [{
			...landed,
			...decision
		}];
		return landedAt < held && !recordedOnly ? [landed] : [];
	});
};

// src/commands/gate/recorded-parts.ts
const unheld = Number.POSITIVE_INFINITY;
/** Of a part that a person looked at, or nobody let out. */
const heldBack = -1;
/** Decisions made before a moment, in seconds. */
const recordedParts = async (ledger, environment, before) => {
	const records = [];
	for await (const record of ledger.read({
		stream: "decisions",
		kinds: ["decision"]
	})) records.push(record);
	return partsIn(records, environment, before);
};
/** The same of records at hand, in the order of writing. */
const partsIn = (records, environment, before) => {
	const parts = /* @__PURE__ */ new Map();
	/** By SHA: the limit it lay within when it was drawn. */
	const audited = /* @__PURE__ */ new Map();
	let enforcedFrom = null;
	for (const record of records) {
		const decidedAt = Date.parse(record.at) / 1e3;
		if (record.environment !== environment || decidedAt >= before) continue;
		const told = decisionIn(record);
		if (told === null) continue;
		if (told.enforced) enforcedFrom = Math.min(enforcedFrom ?? decidedAt, decidedAt);
		for (const sha of told.audited) audited.set(sha, told.limit);
		for (const { sha, risk } of told.parts) {
			const known = parts.get(sha);
			if (known === void 0 || told.enforced && (known.ceiling < 0 || known.ceiling === unheld)) parts.set(sha, {
				decidedAt,
				risk,
				ceiling: told.reviewed.has(sha) ? heldBack : told.ceiling
			});
		}
	}
	for (const [sha, ceiling] of audited) {
		const part = parts.get(sha);
		if (part !== void 0) parts.set(sha, {
			...part,
			ceiling,
			audited: true
		});
	}
	return {
		parts,
		enforcedFrom
	};
};
const isMembers = (value) => typeof value === "object" && value !== null;
const shasIn = (value) => Array.isArray(value) ? value.filter((sha) => typeof sha === "string") : [];
/** Null for a decision that let nothing new out, or whose risks nobody gave. */
const decisionIn = ({ body }) => {
	const { change, mode, result } = body;
	if (!isMembers(change) || change["kind"] !== "forward" || mode === "off" || !isMembers(result)) return null;
	const { decision, limit, parts } = result;
	const enforced = mode === "enforce";
	const within = typeof limit === "number" ? limit : heldBack;
	return {
		enforced,
		ceiling: !enforced ? unheld : decision === "approve" ? within : heldBack,
		limit: within,
		reviewed: new Set(enforced ? shasIn(body["approved"]) : []),
		audited: enforced ? shasIn(result["audited"]) : [],
		parts: (Array.isArray(parts) ? parts : []).flatMap((part) => isMembers(part) && typeof part["sha"] === "string" && typeof part["risk"] === "number" ? [{
			sha: part["sha"],
			risk: part["risk"]
		}] : [])
	};
};

// src/commands/gate/certifying.ts
/**
* How far the failure budget of an environment is proven, and whether a drift has taken that back.
*
* The course of a certificate is kept in the ledger and gone on with, week by week: counted anew each time, from a past
* that moves along, it would be another test each week, and its promises false more often than they say. It stands where
* the model stands, so that all runs of a week decide by the same one.
*/
const week = 604800;
/** As far as the ledger can say: what it cannot is told, and nothing is certified. */
const certifying = async (situation, version) => {
	const { environment, history, ledger, policy, repository, standing } = situation;
	const { failureRate, confidence } = environment.settings.autoApprove;
	if (failureRate === null || history === null || history.head < 0) return {
		certified: null,
		notes: []
	};
	try {
		return {
			certified: await certify({
				ledger,
				repository: repository.name,
				environment: environment.name,
				index: history.index,
				head: history.head,
				standing,
				promised: {
					failureRate,
					confidence
				},
				maturitySeconds: policy.configuration.outcome.maturity.seconds,
				recordedOnly: environment.settings.components.length > 0,
				version
			}),
			notes: []
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return {
			certified: null,
			notes: [`nothing is certified: ${error.message}`]
		};
	}
};
const certify = async (request) => {
	const { promised, ledger, environment, index, head, standing, maturitySeconds, recordedOnly } = request;
	const { time } = standingAt(index, head);
	const kept = await keptCourse(request);
	if (kept !== null && kept.until >= time) return {
		certificate: certificateOf(kept, promised),
		records: []
	};
	const recorded = await recordedParts(ledger, environment, time);
	const parts = decidedParts({
		index,
		standing,
		recorded,
		maturitySeconds,
		recordedOnly
	});
	const begun = kept ?? beginCourse(promised, parts[0]?.landedAt ?? time);
	const { course, alarms, proven } = follow$1(begun, parts, promised, weeksUntil(begun.until, time));
	const isNews = kept === null || proven || alarms.length > 0 || time - kept.until >= week;
	return {
		certificate: certificateOf(course, promised),
		records: isNews ? recordsOf(request, course, alarms) : []
	};
};
const stream = "certificates";
/** Change it with the meaning of a course: one that was begun otherwise cannot be gone on with. */
const courseVersion = 1;
/** How far the ledger says a promise is proven; null where no decision has counted for it yet. */
const recordedCertificate = async (request) => {
	const course = await keptCourse(request);
	return course === null ? null : certificateOf(course, request.promised);
};
/** The course that was kept, if it is of the same promise: another one has to be proven from the beginning. */
const keptCourse = async ({ ledger, environment, promised }) => {
	const body = (await ledger.latest({
		kind: "certificate",
		environment,
		stream
	}))?.body;
	return body?.version === courseVersion && body.promised?.failureRate === promised.failureRate && body.promised?.confidence === promised.confidence ? body.course ?? null : null;
};
const recordsOf = ({ environment, promised, repository, version }, course, alarms) => {
	const common = {
		stream,
		at: (/* @__PURE__ */ new Date(course.until * 1e3)).toISOString(),
		repository,
		environment,
		actor: "change-risk-gate",
		tool: {
			name: "change-risk-gate",
			version
		}
	};
	const certificate = {
		...common,
		kind: "certificate",
		key: {
			environment,
			promised,
			until: course.until
		},
		body: {
			version: courseVersion,
			promised,
			course,
			certificate: certificateOf(course, promised)
		}
	};
	return [...alarms.map((alarm) => ({
		...common,
		kind: "alarm",
		key: {
			environment,
			promised,
			at: alarm.at
		},
		body: alarm
	})), certificate];
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
		number === 0 ? "no" : formatCount$1(number),
		plural,
		...rest
	].join(" ");
};
/**
* "4 failed of 256 changes (usual 6)": a record, and how many failures of as many would be usual. Without that nobody
* can tell whether 4 of 256 speaks for a change or against it.
* @param usual rate of failures; left out where it is not known
*/
const recordOf = ({ failures, count }, noun, usual) => {
	const record = `${failures} failed of ${counted(count, noun)}`;
	if (usual === null || usual === void 0) return record;
	const expected = usual * count;
	return `${record} (usual ${expected < 1.95 ? Number(expected.toFixed(1)) : formatCount$1(expected)})`;
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
const surroundingsOf = (files, title, past) => {
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
		words: wordsOf(title).map((name) => ({
			name,
			touches: past.word(name)
		})),
		usualFailureRate: (past.failuresWithin(horizon.seconds).count + .5) / (landed + 50)
	};
};
/** Touches counted as evidence for the usual rate before a thing's own record outweighs it. */
const shrinkage$1 = 10;
/** The failure rate of a thing, shrunken towards the usual one: a file changed once and failed once is no 100 %. */
const shrunkenRate = (touches, usual) => (touches.failures + shrinkage$1 * usual) / (touches.count + shrinkage$1);
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
const called$1 = (name) => name === "" ? "the top folder" : name;
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
	sentence: (_value, { surroundings }, usual) => {
		const worst = most(surroundings.directories, ({ touches }) => shrunkenRate(touches, surroundings.usualFailureRate));
		if (!worst || worst.touches.failures === 0) return "its folders failed in no known change";
		return `${called$1(worst.name)}: ${recordOf(worst.touches, "change", usual)}`;
	}
};
const areaFailureRate = {
	name: "area-failure-rate",
	question: "How often did changes to its worst area fail in the last year?",
	why: "The failure record of a team’s area, aggregated, was what helped most at ING (175,000 change tickets; arXiv 2604.13462).",
	shape: "share",
	direction: 1,
	measure: ({ surroundings }) => measured(surroundings.areas.reduce((worst, { touches }) => Math.max(worst, shrunkenRate(touches, surroundings.usualFailureRate)), surroundings.usualFailureRate)),
	sentence: (_value, { surroundings }, usual) => {
		const worst = most(surroundings.areas, ({ touches }) => shrunkenRate(touches, surroundings.usualFailureRate));
		if (!worst || worst.touches.failures === 0) return "its area failed in no known change";
		return `area ${called$1(worst.name)}: ${recordOf(worst.touches, "change", usual)}`;
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
var size_exports = /* @__PURE__ */ __exportAll({
	binaryFiles: () => binaryFiles,
	codeLinesAdded: () => codeLinesAdded,
	codeLinesDeleted: () => codeLinesDeleted,
	configurationLines: () => configurationLines,
	documentationLines: () => documentationLines,
	filesChanged: () => filesChanged,
	generatedLines: () => generatedLines,
	linesUnknown: () => linesUnknown,
	testLines: () => testLines
});
const linesUnknown = "this clone lacks objects that counting lines needs (partial or damaged clone)";
const linesOf = (subject, kinds, side) => subject.files.reduce((sum, file) => {
	if (!kinds.includes(file.kind)) return sum;
	return sum + (side !== "deleted" ? file.added ?? 0 : 0) + (side !== "added" ? file.deleted ?? 0 : 0);
}, 0);
const lines$1 = (name, question, why, kinds, side, noun, direction) => ({
	name,
	question,
	why,
	shape: "count",
	direction,
	measure: (subject) => subject.linesKnown ? measured(linesOf(subject, kinds, side)) : unavailable(linesUnknown),
	sentence: (value) => counted(value, noun)
});
const codeLinesAdded = lines$1("code-lines-added", "How many lines of code does it add?", "Lines added is the strongest single predictor of a defective change (LApredict: AUC .725 alone over six projects; Zeng et al., ISSTA 2021). New code is where new mistakes are.", ["code"], "added", "line of code added", 1);
const codeLinesDeleted = lines$1("code-lines-deleted", "How many lines of code does it delete?", "Deleting can break what relied on the lines, and removes what could fail; which of the two wins differs between projects (Kamei et al., TSE 2013), so the data decide.", ["code"], "deleted", "line of code deleted", 0);
const testLines = lines$1("test-lines", "How many lines of tests does it change?", "Test lines cannot fail in production but grow with what they test; kept apart so that a well-tested change does not look larger than it is (bugbug splits code and tests for this reason).", ["test"], "both", "line of tests", 0);
const configurationLines = lines$1("configuration-lines", "How many lines of configuration does it change?", "Configuration reaches every instance at once, is rarely tested, and pushes of it trigger outages about as often as pushes of code (The Site Reliability Workbook, appendix C).", ["configuration"], "both", "line of configuration", 0);
const documentationLines = lines$1("documentation-lines", "How many lines of documentation does it change?", "Documentation does not run. Beside little code it marks a harmless change; beside much code, a planned one.", ["documentation"], "both", "line of documentation", 0);
const generatedLines = lines$1("generated-lines", "How many generated or vendored lines does it change?", "Generated and vendored lines are not written by hand, and not read in review either; counted apart so that they do not drown the rest.", ["generated"], "both", "line generated or vendored", 0);
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
	sentence: (value) => counted(value, "file in binary form")
};

// src/signals/dependencies.ts
/** Dependencies: code that arrives without being written here. */
var dependencies_exports = /* @__PURE__ */ __exportAll({
	dependencyFiles: () => dependencyFiles,
	lockLines: () => lockLines,
	submodulesMoved: () => submodulesMoved
});
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
const day$3 = 86400;
const orUnavailable = (seconds, why, unit = day$3) => seconds === null ? unavailable(why) : measured(seconds / unit);
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
	sentence: (value) => `oldest part waited ${lasting(value * day$3)}`
};
const sinceDeployment = {
	name: "since-deployment",
	question: "How long ago was the deployment before?",
	why: "What has not been done for long is done badly: rare deployments fail more often (DORA, deployment frequency).",
	shape: "count",
	direction: 1,
	measure: (context) => orUnavailable(context.sinceDeployment, "no earlier deployment is known"),
	sentence: (value) => `deployment before was ${lasting(value * day$3)} ago`
};
const sinceKnownFailure = {
	name: "since-known-failure",
	question: "How long ago did a failure last become known?",
	why: "Right after a failure attention is divided, and its cause may still be live.",
	shape: "count",
	direction: -1,
	measure: (context) => orUnavailable(context.sinceFailure, "no failure is known"),
	sentence: (value) => `last failure became known ${lasting(value * day$3)} ago`
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
var diffusion_exports = /* @__PURE__ */ __exportAll({
	areasTouched: () => areasTouched,
	changeEntropy: () => changeEntropy,
	directoriesTouched: () => directoriesTouched,
	largestFileShare: () => largestFileShare,
	newFiles: () => newFiles,
	removedFiles: () => removedFiles
});
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
	sentence: (value) => `${counted(value, "change")} in its quietest area in 30 days`
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
	sentence: (_value, { surroundings }, usual) => {
		const worst = most(surroundings.files, (file) => shrunkenRate(file.touches, surroundings.usualFailureRate));
		if (!worst || worst.touches.failures === 0) return "its files failed in no known change";
		return `${fileName(worst.name)} was in ${recordOf(worst.touches, "change", usual)}`;
	}
};
const filesFailed = {
	name: "files-failed",
	question: "How many of its files were in a change that failed in the last year?",
	why: "Counts how wide the touched trouble is, where the rate tells how deep.",
	shape: "count",
	direction: 1,
	measure: ({ surroundings }) => measured(surroundings.files.filter((file) => file.touches.failures > 0).length),
	sentence: (value) => `${value < .5 ? "none" : formatCount$1(Math.round(value))} of its files ${value < 1.5 ? "was" : "were"} in failed changes`
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

// src/signals/incidents.ts
/**
* Incidents: what they say of the places that a part touches, and of the moment of a deployment. Asked only where an
* incident was told. The shipped prior was learned from git alone and knows none, so each of these says for itself what
* it is believed to multiply the risk by, until the outcomes of this repository say otherwise: little, and with room on both sides.
*/
const day$2 = 86400;
/** After so long an incident says nothing about what follows it. */
const spellDays = 90;
/** Names come from anywhere: as much of one as a line has room for. */
const cut = (text, most) => text.length <= most ? text : `${text.slice(0, most - 1)}…`;
const idOf = ({ id }) => cut(id, 20);
const called = ({ name }) => cut(name, 20);
const ordinals = [
	"",
	"first",
	"second",
	"third",
	"fourth",
	"fifth",
	"sixth",
	"seventh",
	"eighth",
	"ninth"
];
const ordinal = (count) => ordinals[count] ?? `${count}th`;
/** `no small fault`, `1 small fault`, `3 small faults`. */
const faults = (count) => `${count === 0 ? "no" : formatCount$1(count)} small fault${count > 1 ? "s" : ""}`;
const normalErrors = {
	name: "normal-errors",
	question: "How many small faults did its component have lately?",
	why: "A normal error is a fault too small to be an incident: a near miss, an incident of the least severity or one that disturbed nobody, a hot patch, a deployment whose job failed and went through when tried again (that one counts for the whole environment). Each is benign; piling up in one place they tell that its slack is used up (Perrow, Normal Accidents, 1984). Each counts half after 30 days; of several components the one with most counts. Five fresh ones are believed to make ×1.3.",
	shape: "count",
	direction: 1,
	anchor: {
		nothing: 0,
		example: 5,
		factor: 1.3
	},
	measure: ({ smallFaults }) => measured(smallFaults?.weight ?? 0),
	sentence: (_value, { smallFaults }) => smallFaults === null ? "no small fault where it touches" : `${faults(smallFaults.lately)} in ${called(smallFaults.place)} in 30 days (usual ${Number(smallFaults.usually.toFixed(1))})`
};
const recurrence = {
	name: "recurrence",
	question: "How often did trouble come back to its component within a year?",
	why: "An incident that repeats the cause or the component of one of the twelve months before tells that its cause is still there: of 87 incidents of four operators 16 repeated an earlier one. Once is believed to make ×1.2.",
	shape: "count",
	direction: 1,
	anchor: {
		nothing: 0,
		example: 1,
		factor: 1.2
	},
	measure: ({ repeats }) => measured(repeats.length),
	sentence: (_value, { repeats: [newest] }) => newest === void 0 ? "nothing came back where it touches" : newest.same === "cause" ? `${ordinal(newest.count)} time in a year: same cause as ${idOf(newest.earlier)}` : `${ordinal(newest.count)} incident in ${called(newest.place)} in a year: ${idOf(newest.incident)}`
};
const samePattern = {
	name: "same-pattern",
	question: "Does it repeat elsewhere what caused an incident?",
	why: "What broke one component is often about to be done to the next: the same configuration file in another folder within a year, or the same dependency moved again within a month. Measured in seven repositories, every failure taken for a cause: of 3,284 parts with the same file name elsewhere 6.5 % failed, of all 4.3 %; of 817 with the same dependency again 3.2 %, of all dependencies 1.7 %. So it warns in vain 93 to 97 times of 100, and one is believed to make ×1.25.",
	shape: "count",
	direction: 1,
	anchor: {
		nothing: 0,
		example: 1,
		factor: 1.25
	},
	measure: ({ patterns }) => measured(patterns.length),
	sentence: (_value, { patterns }) => {
		const newest = patterns.at(-1);
		if (newest === void 0) return "repeats nothing that caused an incident";
		return `${cut(newest.thing, 20)} again, as in ${newest.culprit.name} (${idOf(newest.culprit.incident)})`;
	}
};
const sinceIncident = {
	name: "since-incident",
	question: "How long ago did its component last have an incident?",
	why: "Trouble comes in spells: what follows an incident in the same place is made in haste, or on ground that is not yet firm. The day after is believed to make ×1.2, 90 days after nothing. Hardly more, because what failed lately in its files and areas is asked already.",
	shape: "count",
	direction: -1,
	anchor: {
		nothing: spellDays,
		example: 1,
		factor: 1.2
	},
	measure: ({ last }) => last === null || last.agoSeconds > spellDays * day$2 ? unavailable("no incident of the last 90 days is known where it touches") : measured(last.agoSeconds / day$2),
	sentence: (value, { last }) => last === null ? "no incident where it touches" : `${called(last.place)} had ${idOf(last.incident)} ${lasting(value * day$2)} before`
};
const openIncidents = {
	name: "open-incidents",
	question: "How many incidents were open in its component when it landed?",
	why: "What lands during an incident is a mend under pressure, or is in its way. In four repositories 10 of 313 changes that landed within a day of an incident were reverted, where 5 would be usual. One is believed to make ×1.4.",
	shape: "count",
	direction: 1,
	anchor: {
		nothing: 0,
		example: 1,
		factor: 1.4
	},
	measure: ({ open }) => measured(open.length),
	sentence: (value, { open: [newest] }) => newest === void 0 ? "no incident open where it touches" : value > 1 ? `${counted(value, "incident")} open in ${called(newest.place)}, ${idOf(newest.incident)} the newest` : `${idOf(newest.incident)} is open in ${called(newest.place)}`
};
const openNow = {
	name: "open-now",
	question: "How many incidents are open now, besides those its parts met?",
	why: "Whoever could mend it is busy, and one trouble hides another: what one change did is harder to tell apart. Those that were open where a part touches when it landed count there. One is believed to make ×1.15.",
	shape: "count",
	direction: 1,
	anchor: {
		nothing: 0,
		example: 1,
		factor: 1.15
	},
	measure: ({ open }) => measured(open.length),
	sentence: (value, { open: [newest] }) => newest === void 0 ? "no other incident is open" : value > 1 ? `${idOf(newest)} and ${value - 1} more are open` : `${idOf(newest)} is open`
};
const sinceAnyIncident = {
	name: "since-any-incident",
	question: "How long ago was the last incident, anywhere?",
	why: "The days after an incident are those of its mends. The day after is believed to make ×1.1, 90 days after nothing.",
	shape: "count",
	direction: -1,
	anchor: {
		nothing: spellDays,
		example: 1,
		factor: 1.1
	},
	measure: ({ last }) => last === null || last.agoSeconds > spellDays * day$2 ? unavailable("no incident of the last 90 days is known") : measured(last.agoSeconds / day$2),
	sentence: (value, { last }) => last === null ? "no incident in a year" : `last incident ${lasting(value * day$2)} ago: ${idOf(last.incident)}`
};
const openActions = {
	name: "open-actions",
	question: "How much of what incidents asked for is not done, where it touches?",
	why: "A post-mortem says what would keep its incident from coming back; until that is done, nothing does. One action is believed to make ×1.1.",
	shape: "count",
	direction: 1,
	anchor: {
		nothing: 0,
		example: 1,
		factor: 1.1
	},
	measure: ({ unfinished }) => measured(unfinished.reduce((sum, { actions }) => sum + actions.open, 0)),
	sentence: (value, { unfinished: [newest, ...others] }) => newest === void 0 ? "every action of its incidents is done" : `${counted(value, "action")} of ${idOf(newest)}${others.length > 0 ? ` and ${others.length} more` : ""} still open`
};

// src/signals/purpose.ts
var purpose_exports = /* @__PURE__ */ __exportAll({
	commitsInside: () => commitsInside,
	hasFeatureFlag: () => hasFeatureFlag,
	hasPullRequest: () => hasPullRequest,
	infrastructureFiles: () => infrastructureFiles,
	isBot: () => isBot,
	isBreaking: () => isBreaking,
	isDependencyBump: () => isDependencyBump,
	isDocumentation: () => isDocumentation,
	isFeature: () => isFeature,
	isFix: () => isFix,
	isMajorBump: () => isMajorBump,
	isPerformance: () => isPerformance,
	isRefactor: () => isRefactor,
	isReland: () => isReland,
	isRelease: () => isRelease,
	isRemoval: () => isRemoval,
	isRevert: () => isRevert,
	isWorkaround: () => isWorkaround,
	messageLength: () => messageLength,
	migrationFiles: () => migrationFiles,
	switchesOff: () => switchesOff,
	switchesOn: () => switchesOn
});
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
const isDocumentation = said("documentation-title", "documentation", "Does it call itself documentation?", "What is announced as documentation seldom runs: in none of 12 public repositories did such titles fail more often than others.", "calls itself documentation");
const isRelease = said("release", "release", "Does it speak of a release or of production?", "A change that names production or a release is made for what runs, not for what is tested; positive in 10 of 12 public repositories.", "speaks of a release or of production");
const switchesOn = said("switch-on", "switchOn", "Does it switch something on?", "What was built before meets its users when it is switched on: the day of the fault is the day of the switch.", "switches something on");
const switchesOff = said("switch-off", "switchOff", "Does it switch something off?", "Tests and checks are switched off when something already hurts.", "switches something off");
const isRemoval = said("removal", "removal", "Does it remove something?", "What is removed on purpose is mostly unused, and cannot fail itself; lower in 10 of 12 public repositories.", "removes something");
const isPerformance = said("performance", "performance", "Is it about speed, memory or concurrency?", "Caches, threads and locks fail under load that no test brings.", "is about speed, memory or concurrency");
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
var tests_exports = /* @__PURE__ */ __exportAll({
	testShare: () => testShare,
	untestedCode: () => untestedCode
});
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
	sentence: (value) => value === 0 ? "none of its lines is a test" : `tests are ${Math.round(value * 100)} % of its lines`
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
var timing_exports = /* @__PURE__ */ __exportAll({
	beforeWeekend: () => beforeWeekend,
	branchAge: () => branchAge,
	landedToday: () => landedToday,
	offHours: () => offHours,
	recentFailures: () => recentFailures,
	sinceFailure: () => sinceFailure
});
const day$1 = 86400;
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
	measure: ({ part }) => measured((part.time - part.authoredAt) / day$1),
	sentence: (value) => `written ${lasting(value * day$1)} before it landed`
};
const landedToday = {
	name: "landed-today",
	question: "How many parts landed in the 24 hours before it?",
	why: "In a rush, changes meet that were never tested together, and each is looked at for less time.",
	shape: "count",
	direction: 0,
	measure: ({ past }) => measured(past.landedWithin(day$1)),
	sentence: (value) => `${counted(value, "part")} landed in the day before`
};
const recentFailures = {
	name: "recent-failures",
	question: "What share of the parts of the last 14 days is known to have failed?",
	why: "Failures come in spells; the repository’s own tempo of failing is the first thing to know (SRE: burn rate).",
	shape: "share",
	direction: 1,
	measure: ({ past, surroundings }) => measured((past.failuresWithin(14 * day$1).count + 20 * surroundings.usualFailureRate) / (past.landedWithin(14 * day$1) + 20)),
	sentence: (_value, { past }) => {
		const { count } = past.failuresWithin(14 * day$1);
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
		const { sinceLast } = past.failuresWithin(365 * day$1);
		return sinceLast === null ? unavailable("no failure is known") : measured(sinceLast / day$1);
	},
	sentence: (value) => `last failure here ${lasting(value * day$1)} before`
};

// src/signals/title.ts
/** What titles like this one came to. */
/** Titles counted as evidence for the usual rate before a word's own record outweighs it: many words are rare. */
const shrinkage = 20;
/** ln of how many times as often as usual titles with this word failed; 0 for a word never seen. */
const leaning = ({ touches }, usual) => log((touches.failures + shrinkage * usual) / ((touches.count + shrinkage) * usual));
/**
* Σ leaning / √words: naive Bayes over the words, tempered because words of one title go together (Robinson 2003 combines
* words of messages to the same end). Example: usual rate 2 %, "deploy" in 5 failed of 60 titles: ln(5.4 / 1.6) = 1.2.
*/
const titleWords = {
	name: "title-words",
	question: "How often did changes fail whose titles use the same words?",
	why: "Teams name what they do: the words of a title tell kinds of work apart that no list of ours would know (\"roll\", \"skia\", \"checkout\"). Learned here, shrunken towards the usual rate; the record rose with the risk in 12 of 12 public repositories.",
	shape: "number",
	direction: 1,
	measure: ({ surroundings: { words, usualFailureRate } }) => measured(words.length === 0 ? 0 : words.reduce((sum, word) => sum + leaning(word, usualFailureRate), 0) / Math.sqrt(words.length)),
	sentence: (value, { surroundings: { words, usualFailureRate } }, usual) => {
		const isWorse = value > (usual ?? 0);
		const word = most(words, (each) => (isWorse ? 1 : -1) * leaning(each, usualFailureRate));
		if (word === null) return "no word in its title to go by";
		const { count, failures } = word.touches;
		if (count === 0) return `“${word.name}” was in no title before`;
		if (isWorse && failures === 0) return `few titles share its words: “${word.name}” in ${formatCount$1(count)}, none failed`;
		return `“${word.name}” in ${recordOf(word.touches, "title", usualFailureRate)}`;
	}
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
	isDocumentation,
	isRelease,
	switchesOn,
	switchesOff,
	isRemoval,
	isPerformance,
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
	titleWords,
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
/** What incidents say of a part; asked only where one was told, after all others. */
const incidentSignals = [
	openIncidents,
	sinceIncident,
	recurrence,
	samePattern,
	normalErrors
];
/** What they say of the moment of a deployment. */
const incidentMomentSignals = [
	openNow,
	sinceAnyIncident,
	openActions
];
/** The family that `experience: off` leaves out. */
const experienceSignals = /* @__PURE__ */ new Set([
	...Object.values(experience_exports).map((signal) => signal.name),
	fileAuthors.name,
	minorAuthors.name
]);

// src/domain/lane.ts
/**
* How a change went out: looked at by nobody, for its risk or another reason by a person, by a person because it was
* drawn, in an emergency by those who may, not at all, or while nothing was held.
*/
const lanes = [
	"unreviewed",
	"audited",
	"reviewed",
	"overridden",
	"held",
	"observed"
];
const isLane = (value) => lanes.some((lane) => lane === value);
const laneOf = (decided) => {
	const { mode, verdict, rule, audited, approved, unapproved } = decided;
	if (mode !== "enforce") return "observed";
	if (rule === "emergency-override") return "overridden";
	if (verdict === "review") return rule === "audit-draw" ? "audited" : "reviewed";
	if (verdict !== "approve") return "held";
	if (audited > 0) return "audited";
	return approved > 0 && unapproved === 0 ? "reviewed" : "unreviewed";
};

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
	word(word) {
		return this.of(entityOf("word", word));
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
			...this.#failuresOf(window)
		};
	}
	/**
	* Failed parts that touched a thing under one of its names, known by now; only those among the counted touches, so
	* that failures of a year never stand over the touches of the last weeks.
	*/
	#failuresOf({ names, oldestPart }) {
		const { entities, parts, scars, toldScars } = this.index;
		let failures = 0;
		let sinceFailure = null;
		const count = (part, since) => {
			if (sinceFailure === null || since < sinceFailure) sinceFailure = since;
			if (part >= oldestPart) failures += 1;
		};
		for (const { name, until } of names) {
			for (const { part, knownAt } of toldScars?.of(name, until) ?? []) if (part < this.position && knownAt < this.time && this.time - knownAt <= horizon.seconds) count(part, this.time - knownAt);
			for (let scar = entities.get(name).failure; scar !== 4294967295 && failures < horizon.touches; scar = scars.previous.get(scar)) {
				const knownAt = scars.knownAt.get(scar);
				const part = scars.part.get(scar);
				if (knownAt >= this.position || part > until || toldScars?.cleared.has(part)) continue;
				const since = this.time - parts.time.get(knownAt);
				if (since > horizon.seconds) break;
				count(part, since);
			}
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
		const { failures, parts, toldScars } = this.index;
		let at = failures.knownAt.length - 1;
		while (at >= 0 && failures.knownAt.get(at) >= this.position) at -= 1;
		let count = 0;
		let sinceLast = null;
		for (; at >= 0; at -= 1) {
			if (toldScars?.cleared.has(failures.part.get(at))) continue;
			const since = this.time - parts.time.get(failures.knownAt.get(at));
			sinceLast ??= since;
			if (since > seconds) break;
			count += 1;
		}
		for (const { part, knownAt } of toldScars?.scars ?? []) {
			const since = this.time - knownAt;
			if (part >= this.position || since <= 0) continue;
			if (sinceLast === null || since < sinceLast) sinceLast = since;
			if (since <= seconds) count += 1;
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
		surroundings: surroundingsOf(arrival.files, arrival.part.title, past)
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
	"documentation-title",
	"release",
	"switch-on",
	"switch-off",
	"removal",
	"performance",
	"title-words",
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
	titleWords,
	landedToday,
	recentFailures,
	sinceFailure
].map(({ name }) => name));
/** The same as numbers, for a table: unavailable is NaN. Kept in 32 bits, so that a stored answer is the same answer. */
const rowOf = (measurements) => Float32Array.from(measurements, (answer) => answer.outcome === "measured" ? answer.value : NaN);
/** All answers about a deployment. */
const measureDeployment = (signals, context) => signals.map((signal) => signal.measure(context));
/** What incidents say of a part, in the order of `incidentSignals`; null where the clone cannot name its files. */
const measureIncidents = (said) => incidentSignals.map((signal) => said === null ? unavailable(needsFiles) : signal.measure(said));
/** What they say of the moment of a deployment, in the order of `incidentMomentSignals`. */
const measureMoment = (said) => incidentMomentSignals.map((signal) => signal.measure(said));
/** What an index keeps of every part: the answers to all signals. */
const measurer = {
	names: signals.map((signal) => signal.name),
	measure: (index, arrival) => rowOf(measurePart(signals, subjectOf(index, arrival)))
};

// src/model/covariance.ts
/** A triangle of 220 coefficients takes 65 KB of Base64; the terms take the rest of 100 KB. */
const WIDEST_FULL = 220;
const FINEST = 32767;
/** @param matrix row-major, symmetric */
function encodeCovariance(matrix, size) {
	const kind = size <= WIDEST_FULL ? "full" : "diagonal";
	const bytes = Buffer.alloc(bytesOf(kind, size));
	const deviations = Float64Array.from({ length: size }, (_, i) => Math.sqrt(matrix[i * size + i]));
	let at = 0;
	for (let i = 0; i < size; i++) at = bytes.writeFloatLE(matrix[i * size + i], at);
	for (let row = 1; kind === "full" && row < size; row++) for (let column = 0; column < row; column++) {
		const scale = deviations[row] * deviations[column];
		const correlation = scale > 0 ? matrix[row * size + column] / scale : 0;
		at = bytes.writeInt16LE(Math.round(FINEST * Math.max(-1, Math.min(1, correlation))), at);
	}
	return {
		kind,
		size,
		base64: bytes.toString("base64")
	};
}
function encodeVariances(variances) {
	const bytes = Buffer.alloc(bytesOf("diagonal", variances.length));
	for (const [i, variance] of variances.entries()) bytes.writeFloatLE(variance, i * 4);
	return {
		kind: "diagonal",
		size: variances.length,
		base64: bytes.toString("base64")
	};
}
const bytesOf = (kind, size) => 4 * size + (kind === "full" ? size * (size - 1) : 0);
/** Whether as many numbers are there as its kind and size promise. */
const isWhole = ({ kind, size, base64 }) => Buffer.from(base64, "base64").length === bytesOf(kind, size);
/** The covariances back: of a full one the lower triangle row by row, of a diagonal one the variances. */
function decodeCovariance({ kind, size, base64 }) {
	const bytes = Buffer.from(base64, "base64");
	const variances = Float64Array.from({ length: size }, (_, i) => bytes.readFloatLE(i * 4));
	if (kind === "diagonal") return variances;
	const deviations = variances.map(Math.sqrt);
	const numbers = new Float64Array(size * (size + 1) / 2);
	let from = 4 * size;
	let at = 0;
	for (let row = 0; row < size; row++) {
		for (let column = 0; column < row; column++, from += 2) numbers[at++] = bytes.readInt16LE(from) / FINEST * deviations[row] * deviations[column];
		numbers[at++] = variances[row];
	}
	return numbers;
}
/**
* gᵀ·covariance·g: the variance of a sum of coefficients weighted by g.
* @param numbers as `decodeCovariance` gives them
* @param indices the coefficients that g weighs, rising; those not named weigh nothing
* @param weights theirs, in the same order
*/
function varianceAlong({ kind }, numbers, indices, weights) {
	let sum = 0;
	for (let a = 0; a < indices.length; a++) {
		const row = indices[a];
		const weight = weights[a];
		if (kind === "diagonal") {
			sum += weight * weight * numbers[row];
			continue;
		}
		const start = row * (row + 1) / 2;
		for (let b = 0; b < a; b++) sum += 2 * weight * weights[b] * numbers[start + indices[b]];
		sum += weight * weight * numbers[start + row];
	}
	return Math.max(0, sum);
}

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
	if (artefact.lean !== void 0 && !(isFiniteNumber(artefact.lean) && artefact.lean >= 0)) return refuse(`lean must be a finite number, not negative, got ${shown(artefact.lean)}`);
	if (artefact.counting !== void 0 && !(isFiniteNumber(artefact.counting) && artefact.counting > 0)) return refuse(`counting must be a finite number above 0, got ${shown(artefact.counting)}`);
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
	if (!isWhole(covariance)) return ".base64 is cut or too long";
	return decodeCovariance(covariance).every(isFiniteNumber) ? void 0 : ".base64 holds something that is not a number";
}
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isFiniteNumber = (value) => Number.isFinite(value);
const shown = (value) => value === void 0 ? "nothing" : JSON.stringify(value);

// src/commands/gate/known-incidents.ts
/** Incidents that `learn` told, as the ledger keeps them: one record that names one blob, for all environments. */
/** A stream of its own: the newest record holds, and is found without reading another. */
const incidentStream = "incidents";
const parsed$1 = (bytes) => {
	try {
		return JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch {
		return null;
	}
};
/** What the newest record says, oldest first; none where there is none. Throws SourceError for one that cannot be read. */
const recordedIncidents = async (ledger) => {
	const record = await ledger.latest({
		kind: "incident",
		stream: incidentStream
	});
	if (record === void 0) return [];
	const hash = record.body["incidentsBlob"];
	const known = typeof hash === "string" ? readKnownIncidents(parsed$1(await ledger.getBlob(hash))) : null;
	if (known === null) throw new SourceError(`${ledger.url}: record ${record.id.slice(0, 12)} names no incidents that this release can read; run learn again with this one`);
	return known;
};
/** As far as the ledger can say: where it cannot, that is a source that failed, and the answer is review. */
const knownIncidents = async (ledger, failures) => {
	try {
		return await recordedIncidents(ledger);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		if (!failures.some(({ why }) => why === error.message)) failures.push({
			source: "incidents",
			why: error.message
		});
		return [];
	}
};
/** The record of what is known now; its blob is kept at once. Null where the newest one says the same. */
const incidentsRecord = async (ledger, incidents, common) => {
	const before = await ledger.latest({
		kind: "incident",
		stream: incidentStream
	});
	if (before === void 0 && incidents.length === 0) return null;
	const incidentsBlob = await ledger.putBlob(Buffer.from(JSON.stringify(incidents), "utf8"));
	if (before?.body["incidentsBlob"] === incidentsBlob) return null;
	return {
		...common,
		stream: incidentStream,
		kind: "incident",
		key: {
			incidentsBlob,
			after: before?.id ?? null
		},
		actor: "learn",
		body: {
			incidentsBlob,
			incidents: incidents.length
		}
	};
};

// src/commands/gate/told.ts
/** What `learn` found out about parts of an environment, as the ledger keeps it: one record that names one blob. */
/** A stream of its own: the newest record holds, and is found without reading another. */
const labelStream = "labels";
/** What the newest record says; nothing where there is none. Throws SourceError for one that cannot be read. */
const recordedTold = async (ledger, environment) => {
	const record = await ledger.latest({
		kind: "outcome",
		stream: labelStream,
		environment
	});
	if (record === void 0) return nothingTold;
	const hash = record.body["labelsBlob"];
	const told = typeof hash === "string" ? readTold(parsed(await ledger.getBlob(hash))) : null;
	if (told === null) throw new SourceError(`${ledger.url}: record ${record.id.slice(0, 12)} names no labels that this release can read; run learn again with this one`);
	return told;
};
const parsed = (bytes) => {
	try {
		return JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch {
		return null;
	}
};
/** As far as the ledger can say: where it cannot, that is a source that failed, and the answer is review. */
const toldOutcomes = async (ledger, environment, failures) => {
	try {
		return await recordedTold(ledger, environment);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		if (!failures.some(({ why }) => why === error.message)) failures.push({
			source: "outcomes",
			why: error.message
		});
		return nothingTold;
	}
};
/** The record that makes the next fit obey; its blob is kept at once. Null where the newest one says the same. */
const tellingRecord = async (request) => {
	const { ledger, repository, environment, told, now, version } = request;
	const labelsBlob = await ledger.putBlob(Buffer.from(JSON.stringify(told), "utf8"));
	const before = await ledger.latest({
		kind: "outcome",
		stream: labelStream,
		environment
	});
	const isNothing = told.labels.length === 0 && told.cleared.length === 0 && told.repeated === void 0;
	if (before?.body["labelsBlob"] === labelsBlob || before === void 0 && isNothing) return null;
	return {
		stream: labelStream,
		kind: "outcome",
		key: {
			environment,
			labelsBlob,
			after: before?.id ?? null
		},
		at: now.toISOString(),
		repository,
		environment,
		actor: "learn",
		tool: {
			name: "change-risk-gate",
			version
		},
		body: {
			labelsBlob,
			labels: told.labels.length,
			cleared: told.cleared.length
		}
	};
};

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

// src/model/design.ts
/** Every column that varies over these rows, with its scaling and its place among the coefficients. */
function layColumns(table, scalingRows) {
	const columns = [];
	const scalings = scalingsOf(table, scalingRows);
	let first = 1;
	for (let index = 0; index < table.columns.length; index++) {
		const { shape, fixed } = table.columns[index];
		const scaling = scalings[index];
		if (!scaling) continue;
		const knots = fixed ? [] : knotsOf(shape, table.columns.length);
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
				const value = reach$1(z, scaling.usual, segmentFrom(knots, segment), segmentTo(knots, segment));
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

// src/model/interval.ts
/**
* The 90 % interval of a change: how far coefficients and clustering, not luck, may move it.
*
* Told for the total hazard H, on its logarithm, where it is near enough a normal distribution. Its variance has two
* parts. That of ln H by the delta method: ∂ ln H / ∂ coefficient is the mean of that coefficient's entry in the
* design, each part weighted by its share. And what not knowing k comes to: of the damped hazard H decides a share e,
* and k the other 1 − e (`dampingElasticity`), so a doubt s about ln k weighs as much as a doubt (1 − e)/e · s about
* ln H. One part hardly notices; a hundred do.
*
* Its centre is where the median of ln H lies: below by the model's lean (posterior.ts), and above by what the parts
* may err apart from each other, for of several doubtful hazards one is likely to be large: ½·(Σ share · v − Var ln H).
*
* bench/interval-simulation.ts holds it to its word: of repositories whose truth is known it held the true risk of
* 1 to 100 parts in 86 to 95 of 100 cases.
*/
function hazardInterval(artefact, parts, hazards) {
	const hazard = hazards.reduce((sum, value) => sum + value, 0);
	if (!(hazard > 0)) return {
		low: 0,
		high: 0
	};
	const { together, apart } = variancesOf(artefact, parts, hazards, hazard);
	const elasticity = dampingElasticity(hazard, artefact.frailty);
	const clustering = (1 - elasticity) / elasticity * USUAL_SD;
	const spread = HALF_WIDTH * Math.sqrt(together + clustering * clustering);
	const centre = (apart - together) / 2 - (artefact.lean ?? 0);
	return {
		low: hazard * exp(Math.min(0, centre - spread)),
		high: hazard * exp(Math.min(LARGEST, Math.max(0, centre + spread)))
	};
}
/**
* Standard deviations to either side. A normal distribution would ask for 1.645; but its spread is itself known only
* from a dozen repositories or a handful of failures, so Student's t with 6 degrees of freedom (Biometrika 6, 1908).
*/
const HALF_WIDTH = 1.943;
/** e^100 times anything real is certain failure. */
const LARGEST = 100;
/** Variance of ln H, and the mean variance of the ln hazards of its parts, weighted by their shares. */
function variancesOf(artefact, parts, hazards, hazard) {
	const { covariance } = artefact;
	const numbers = decodeCovariance(covariance);
	const { starts, indices, values } = buildDesign(parts, rowRange(0, parts.n), columnsOf(artefact, parts));
	const whole = new Float64Array(covariance.size);
	let apart = 0;
	for (let i = 0; i < parts.n; i++) {
		const share = hazards[i] / hazard;
		if (share === 0) continue;
		const [from, to] = [starts[i], starts[i + 1]];
		for (let k = from; k < to; k++) whole[indices[k]] += share * values[k];
		apart += share * varianceAlong(covariance, numbers, indices.subarray(from, to), values.subarray(from, to));
	}
	return {
		together: varianceAlong(covariance, numbers, rowRange(0, covariance.size), whole),
		apart
	};
}
/** The columns of a table as an artefact knows them. */
function columnsOf(artefact, table) {
	const columns = [];
	let first = 1;
	for (const { name, shape, mean, sd, usual, knots } of artefact.terms) {
		const index = table.columns.findIndex((column) => column.name === name);
		if (index >= 0) columns.push({
			index,
			shape,
			scaling: {
				mean,
				sd,
				usual
			},
			knots,
			first
		});
		first += knots.length + 1;
	}
	return columns;
}

// src/commands/gate/kept-standing.ts
/** The standing of a repository, kept beside its index and computed again only when what it rests on has changed. */
/** Change it with the meaning of what is kept. */
const keptVersion = 8;
const keptStanding = (path, key) => {
	const standing = readKept(path, key);
	if (standing === void 0) return null;
	try {
		return {
			...standing,
			model: readArtefact(standing.model)
		};
	} catch (error) {
		if (isOurs(error)) return null;
		throw error;
	}
};
const findStanding = async (directory, options, reviewRiskiest) => {
	const key = keyOf([
		keptVersion,
		reviewRiskiest,
		...standingKey(options)
	]);
	const path = directory === null ? null : join(directory, "standing.json");
	const kept = path === null ? null : keptStanding(path, key);
	if (kept) return kept;
	const { computeStanding } = await import("./commands-gate-standing-learning2.js");
	const standing = computeStanding(options, reviewRiskiest, await remembered(options));
	if (path !== null) keep$1(path, key, standing);
	return standing;
};
/** What incidents say at the moment of a standing; null where none was told, or there is no part to ask about. */
const remembered = async ({ index, head, incidents }) => {
	const { parts, time } = standingAt(index, head);
	const known = incidentsAt(incidents, time);
	return incidents === void 0 || known === null || parts === 0 ? null : incidents.remember(known, index.sha(parts - 1));
};

// src/commands/gate/remembered-incidents.ts
/** Told incidents, for those who learn from a history. */
const toldIncidents = (request) => ({
	known: withoutCleared(request),
	remember: async (incidents, commit) => {
		const { readIncidentMemory } = await import("./sources-incident-memory.js");
		const { repository, history, configuration, environment, told } = request;
		return readIncidentMemory({
			repository,
			index: history.index,
			configuration,
			incidents,
			commit,
			...told.repeated ? { repeated: {
				environment,
				at: told.repeated
			} } : {}
		});
	}
});
/** What they say as things lie at the head. Where that cannot be read a source failed, and the answer is review. */
const rememberIncidents = async (request, failures) => {
	const { index, head } = request.history;
	if (request.incidents.length === 0 || head < 0) return { memory: null };
	const told = toldIncidents(request);
	try {
		return {
			memory: await told.remember(told.known, index.sha(head)),
			told
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: "incidents",
			why: error.message
		});
		return { memory: null };
	}
};
/** A person's word stands: a change that somebody cleared caused no incident, and is no pattern of anything. */
const withoutCleared = ({ incidents, told }) => {
	const cleared = new Set(told.cleared.map(({ sha }) => sha));
	if (cleared.size === 0) return incidents;
	return incidents.map((incident) => incident.culprits === void 0 ? incident : {
		...incident,
		culprits: incident.culprits.filter((sha) => !cleared.has(sha))
	});
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
const mark = Buffer.from("=\n");
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
		if (!this.#raw && !this.#counts && this.#reader.restStartsWith(mark)) this.#token(this.#reader.takeRest());
	}
	#token(token) {
		if (this.#raw) this.#rawPath(token.toString("utf8"));
		else if (this.#counts) this.#countsPath(token.toString("utf8"));
		else this.#head(token);
	}
	#head(token) {
		let from = 0;
		for (; token[from] === mark[0] && token[from + 1] === mark[1]; from += mark.length) this.#finish();
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

// src/policy/zone-clock.ts
const daySeconds = 86400;
/** Builds on the time zone data of the engine (ECMA-402), read as numbers so that no spelling of a locale matters. */
const zoneClock = (timeZone) => {
	const format = new Intl.DateTimeFormat("en-US", {
		timeZone,
		calendar: "gregory",
		numberingSystem: "latn",
		hourCycle: "h23",
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
		second: "2-digit"
	});
	const read = (instant) => {
		const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
		return `${parts["year"].padStart(4, "0")}-${parts["month"]}-${parts["day"]}T${parts["hour"]}:${parts["minute"]}:${parts["second"]}`;
	};
	const offsetSeconds = (seconds) => secondsOf(read(/* @__PURE__ */ new Date(seconds * 1e3))) - seconds;
	const instantOf = (local, which) => {
		const asIfUtc = secondsOf(local);
		const before = offsetSeconds(asIfUtc - daySeconds);
		const after = offsetSeconds(asIfUtc + daySeconds);
		const shown = [asIfUtc - before, asIfUtc - after].filter((seconds) => offsetSeconds(seconds) === asIfUtc - seconds);
		if (shown.length === 0) return /* @__PURE__ */ new Date((asIfUtc - before) * 1e3);
		return /* @__PURE__ */ new Date((which === "first" ? Math.min(...shown) : Math.max(...shown)) * 1e3);
	};
	return {
		read,
		instantOf
	};
};
const secondsOf = (local) => Date.parse(`${local}Z`) / 1e3;

// src/domain/spans.ts
/** In order, overlapping and adjacent ones joined. */
const joinSpans = (spans) => {
	const joined = [];
	for (const span of spans.toSorted((one, other) => one.from - other.from)) {
		const last = joined.at(-1);
		if (last !== void 0 && span.from <= last.until) joined[joined.length - 1] = {
			from: last.from,
			until: Math.max(last.until, span.until)
		};
		else joined.push(span);
	}
	return joined;
};
/** What is left of the first list outside the second; both in order and without overlap. */
const subtractSpans = (spans, taken) => {
	const left = [];
	let skipped = 0;
	for (const { from, until } of spans) {
		let start = from;
		while (skipped < taken.length && taken[skipped].until <= start) skipped++;
		for (let at = skipped; at < taken.length && taken[at].from < until; at++) {
			if (taken[at].from > start) left.push({
				from: start,
				until: taken[at].from
			});
			start = Math.max(start, taken[at].until);
		}
		if (start < until) left.push({
			from: start,
			until
		});
	}
	return left;
};

// src/rollout/window-instants.ts
/** Where the clock shows an hour twice, a closed window is the longer of the two it could be, an open one the shorter. */
const fixedSpan = ({ from, to, effect }, clock) => {
	const [early, late] = effect.kind === "allow" ? ["last", "first"] : ["first", "last"];
	return {
		from: clock.instantOf(from, early).getTime(),
		until: clock.instantOf(to, late).getTime()
	};
};
/** When a window is not in force after all; where an hour comes twice, as is safer: the other way round. */
const exceptionSpans = ({ except, effect }, clock) => {
	const safer = effect.kind === "allow" ? { kind: "review" } : { kind: "allow" };
	return joinSpans((except ?? []).map((times) => fixedSpan({
		...times,
		effect: safer
	}, clock)));
};
const outside = (window, spans, clockOf) => window.except === void 0 ? spans : subtractSpans(joinSpans(spans), exceptionSpans(window, clockOf(window.timeZone)));
const dayMilliseconds = 864e5;
/** A quarter: a freeze over the turn of the year fits in, and a window that opens once in three months. */
const daysAhead = 92;
/** So many starts of one window; a cron of every minute reaches that in days, and nothing is known beyond. */
const mostStarts$1 = 5e3;
/**
* When the windows of a plan are in force, from `now` over the next quarter. Waits for the cron reader, which is loaded
* only when a window needs it. A time zone's clock comes from above, where the gate has it.
*/
const windowInstants = async (windows, now, clockOf) => {
	let until = now.getTime() + daysAhead * dayMilliseconds;
	const spans = [];
	for (const window of windows) {
		if (window.kind === "fixed") {
			spans.push(outside(window, [fixedSpan(window, clockOf(window.timeZone))], clockOf));
			continue;
		}
		const starts = await startsOf$1(window, now, until);
		if (starts.length === mostStarts$1) until = Math.min(until, starts.at(-1));
		const lasting = starts.map((from) => ({
			from,
			until: from + window.for.seconds * 1e3
		}));
		spans.push(outside(window, lasting, clockOf));
	}
	return {
		spans: spans.map((list) => list.filter((span) => span.from < span.until)),
		until
	};
};
const startsOf$1 = async ({ cron, timeZone }, now, until) => {
	const { Cron } = await import("./croner.js");
	const calendar = new Cron(cron, {
		mode: "5-part",
		timezone: timeZone
	});
	const begun = calendar.previousRuns(2, new Date(now.getTime() + 1e3)).find((start) => start <= now);
	const starts = begun === void 0 ? [] : [begun.getTime()];
	let next = calendar.nextRun(now);
	while (next !== null && next.getTime() < until && starts.length < mostStarts$1) {
		starts.push(next.getTime());
		next = calendar.nextRun(next);
	}
	return starts;
};

// src/config/components.ts
/** Who is touched by these paths, and who depends on them. Dependencies may run in circles. */
const matchComponents = (configuration, paths) => {
	const catalogue = configuration.components;
	const touched = catalogue.filter((component) => paths.some(compileGlobs(component.paths)));
	const reached = follow(touched, (current) => catalogue.filter(({ dependsOn }) => dependsOn.includes(current.name)));
	const concerned = catalogue.filter((component) => reached.has(component));
	return {
		components: touched.map(({ name }) => name),
		affected: concerned.filter((component) => !touched.includes(component)).map(({ name }) => name),
		customers: [...new Set(concerned.flatMap(({ customers }) => customers))],
		slos: concerned.flatMap(({ name, slo }) => slo === null ? [] : [{
			component: name,
			slo
		}])
	};
};
/**
* Whether a part belongs to an environment that deploys only some components: it touches one of them, or what one of
* them depends on. Without named components every part belongs.
*/
const scopeOf = (configuration, names) => {
	if (names.length === 0) return () => true;
	const catalogue = configuration.components;
	const named = catalogue.filter(({ name }) => names.includes(name));
	const needed = follow(named, (current) => catalogue.filter(({ name }) => current.dependsOn.includes(name)));
	const isInside = compileGlobs([...needed].flatMap((component) => component.paths));
	return (paths) => paths.some(isInside);
};
/** Everything reachable from the start, the start included; what was visited once is not visited again. */
const follow = (start, next) => {
	const visited = new Set(start);
	for (const current of visited) for (const component of next(current)) visited.add(component);
	return visited;
};

// src/commands/gate/situation.ts
/** Every path that files have, those before a rename included. */
const pathsOf = (files) => files.flatMap(({ path, previousPath }) => previousPath === void 0 ? [path] : [path, previousPath]);
/** Null where the clone cannot name the files of some part: it may touch anything. */
const touchedPaths = ({ parts }) => parts.every(({ filesKnown }) => filesKnown) ? parts.flatMap(({ files }) => pathsOf(files)) : null;

// src/config/applicable-windows.ts
/**
* The windows that a change of these paths is subject to: those of the environment, of the components it touches, and of
* the customers who notice when those, or what depends on them, break. Null: nobody knows what it touches, and all hold.
*/
const windowsOver = (configuration, environment, paths) => {
	const { components, customers } = configuration;
	const own = environment.settings.windows.map((window) => ({ window }));
	if (![...components, ...customers].some(({ windows }) => windows.length > 0)) return own;
	const matched = paths === null ? null : matchComponents(configuration, paths);
	const ofAll = (kind, all, names) => all.filter(({ name }) => names === void 0 || names.includes(name)).flatMap(({ name, windows }) => windows.filter(({ environments }) => environments.length === 0 || environments.includes(environment.name)).map(({ window }) => ({
		window,
		owner: {
			kind,
			name
		}
	})));
	return [
		...own,
		...ofAll("component", components, matched?.components),
		...ofAll("customer", customers, matched?.customers)
	];
};

// src/history/cancelling.ts
/** A part and its revert inside one change cancel: what goes out holds neither. */
/**
* Positions of parts that are undone, and of the parts that undo them, within one change (in landing order), each with
* the position of its counterpart.
*/
const cancelledParts = (index, parts) => {
	const inside = new Map(parts.map((entry) => [entry.position, entry]));
	const cancelled = /* @__PURE__ */ new Map();
	for (const { part, position } of parts) {
		if ((part.purpose & (purposes.revert | purposes.reland)) === 0) continue;
		const { shas, numbers, title } = part.reverts;
		const targets = [
			...shas.map((sha) => index.positionOf(sha)),
			...numbers.map((number) => index.lastNamed(entityOf("number", String(number)), position)),
			...shas.length === 0 && numbers.length === 0 && title !== null ? [index.lastNamed(entityOf("title", title), position)] : []
		];
		const found = [...new Set(targets)];
		if (found.length !== 1) continue;
		const target = found[0];
		if (target === null || target === void 0 || !inside.has(target) || cancelled.has(target) || target >= position) continue;
		cancelled.set(target, position);
		cancelled.set(position, target);
	}
	return cancelled;
};

// src/policy/approved-band.ts
/** What is known of the band that a part had when it was approved. */
const approvedBandOf = ({ band, bandSource }) => ({
	...band === void 0 ? {} : { band },
	...bandSource === void 0 ? {} : { bandSource }
});

// src/policy/gate-files.ts
/** Where GitHub looks for CODEOWNERS. */
const codeOwners = [
	"CODEOWNERS",
	".github/CODEOWNERS",
	"docs/CODEOWNERS"
];
const workflows = [".github/workflows/**", ".github/actions/**"];
/**
* Globs of the files that decide what the gate does: whoever changes one of them must not be judged by the result.
* `configurationPath` and `modelPaths` are paths inside the repository.
*/
const listGateFiles = (options) => [
	...[options.configurationPath, ...options.modelPaths ?? []].map(globOfPath),
	...codeOwners,
	...workflows
];

// src/policy/window-times.ts
/** A leap year: what comes once a year is found. */
const horizonMilliseconds = 316224e5;
/** So many starts of one window are looked at: those of every hour of a year fit in. */
const mostStarts = 9e3;
/**
* The times of a window from `from` on. A moment that is asked for must not lie before one that was asked for already.
* @param cron may be undefined for a window that comes once
*/
const windowTimes = (window, from, cron) => {
	const spans = outsideExceptions(window, window.kind === "fixed" ? fixedSpans(window) : joined(window, from, cron));
	let current = spans.next();
	return {
		at: (moment) => {
			while (!current.done && current.value.until <= moment) current = spans.next();
			return current.done ? null : current.value;
		},
		knownUntil: () => current.done ? current.value : Number.POSITIVE_INFINITY
	};
};
function* fixedSpans(window) {
	const span = fixedSpan(window, zoneClock(window.timeZone));
	if (span.from < span.until) yield {
		...span,
		isEndless: false
	};
	return Number.POSITIVE_INFINITY;
}
function* outsideExceptions(window, spans) {
	const taken = window.except === void 0 ? [] : exceptionSpans(window, zoneClock(window.timeZone));
	let next = spans.next();
	for (; !next.done; next = spans.next()) {
		const span = next.value;
		for (const left of subtractSpans([span], taken)) yield {
			...left,
			isEndless: span.isEndless && left.until === span.until
		};
	}
	return next.value;
}
function* joined(window, from, cron) {
	const lasting = window.for.seconds * 1e3;
	const starts = startsOf(window, from, cron);
	let current;
	let next = starts.next();
	for (; !next.done; next = starts.next()) {
		const start = next.value;
		if (current !== void 0 && start > current.until) {
			yield {
				...current,
				isEndless: false
			};
			current = void 0;
		}
		current = {
			from: current?.from ?? start,
			until: start + lasting
		};
	}
	if (current !== void 0) yield {
		...current,
		isEndless: current.until >= next.value
	};
	return next.value;
}
function* startsOf({ cron, timeZone }, from, Calendar) {
	const calendar = new Calendar(cron, {
		mode: "5-part",
		timezone: timeZone
	});
	const begun = calendar.previousRuns(2, new Date(from.getTime() + 1e3)).find((start) => start <= from);
	if (begun !== void 0) yield begun.getTime();
	const end = from.getTime() + horizonMilliseconds;
	let next = calendar.nextRun(from);
	for (let count = 0; next !== null && next.getTime() < end; next = calendar.nextRun(next)) {
		if (++count > mostStarts) return next.getTime();
		yield next.getTime();
	}
	return end;
}

// src/policy/window-opening.ts
/** Null where nothing stands in the way. */
const closedUntil = (windows, now) => {
	const barriers = [...freezes(windows), ...chosenHours(windows)];
	const start = now.getTime();
	const by = barriers.filter(({ openFrom }) => openFrom(start).moment !== start).map(({ closer }) => closer);
	if (by.length === 0) return null;
	const end = start + horizonMilliseconds;
	const chain = /* @__PURE__ */ new Set();
	let moment = start;
	let isSettled = false;
	while (!isSettled) {
		isSettled = true;
		for (const { closer, openFrom } of barriers) {
			const next = openFrom(moment);
			if (next.moment === moment && next.isKnown) continue;
			chain.delete(closer);
			chain.add(closer);
			if (!next.isKnown || next.moment >= end) return {
				by,
				chain: [...chain],
				until: new Date(Math.min(next.moment, end)),
				opens: false,
				now
			};
			moment = next.moment;
			isSettled = false;
		}
	}
	return {
		by,
		chain: [...chain],
		until: new Date(moment),
		opens: true,
		now
	};
};
/** What windows in force alone tell, where nobody looked for the opening: that the last of them ends. */
const closedBy = (windows) => {
	const freezes = windows.filter(({ window }) => window.effect.kind === "emergency-only");
	const [last] = freezes.toSorted((one, other) => other.until.getTime() - one.until.getTime());
	if (last === void 0) return null;
	const closerOf = ({ window, owner }) => ({
		kind: "emergency-only",
		...ofOwner(owner),
		windows: [window.name],
		timeZone: window.timeZone
	});
	return {
		by: freezes.map(closerOf),
		chain: [closerOf(last)],
		until: last.until,
		opens: last.isEndless !== true,
		now: last.now
	};
};
const ofOwner = (owner) => owner === void 0 ? {} : { owner };
/** Each freeze alone: it is open outside. */
const freezes = (windows) => windows.filter(({ window }) => window.effect.kind === "emergency-only").map(({ window: { name, timeZone }, owner, times }) => ({
	closer: {
		kind: "emergency-only",
		...ofOwner(owner),
		windows: [name],
		timeZone
	},
	openFrom: (moment) => {
		const span = times.at(moment);
		if (span === null) return {
			moment,
			isKnown: moment < times.knownUntil()
		};
		if (moment < span.from) return {
			moment,
			isKnown: true
		};
		return {
			moment: span.until,
			isKnown: !span.isEndless
		};
	}
}));
/** The hours that one owner chose in one policy, together: open inside any of them. */
const chosenHours = (windows) => {
	const byOwner = /* @__PURE__ */ new Map();
	for (const each of windows) {
		if (each.window.effect.kind !== "allow") continue;
		const key = JSON.stringify([each.owner ?? null, each.window.effect.by ?? null]);
		byOwner.set(key, [...byOwner.get(key) ?? [], each]);
	}
	return [...byOwner.values()].map((own) => ({
		closer: {
			kind: "allow",
			...ofOwner(own[0].owner),
			windows: own.map(({ window }) => window.name),
			timeZone: own[0].window.timeZone
		},
		openFrom: (moment) => {
			const begins = own.flatMap(({ times }) => {
				const span = times.at(moment);
				return span === null ? [] : [Math.max(span.from, moment)];
			});
			const next = Math.min(...begins);
			const seen = Math.max(moment, Math.min(...own.map(({ times }) => times.knownUntil())));
			return next <= seen ? {
				moment: next,
				isKnown: true
			} : {
				moment: seen,
				isKnown: false
			};
		}
	}));
};

// src/policy/windows.ts
/**
* What the windows over a change say now. A window begins at its start and is over at its end. It waits for the cron
* reader, which is loaded only when a window needs it.
*/
const windowsAt = async (windows, now) => {
	if (windows.length === 0) return { inForce: [] };
	const cron = windows.some(({ window }) => window.kind === "recurring") ? (await import("./croner.js")).Cron : void 0;
	const timed = windows.map((each) => ({
		...each,
		times: windowTimes(each.window, now, cron)
	}));
	const inForce = timed.flatMap(({ window, owner, times }) => {
		const span = times.at(now.getTime());
		if (span === null || span.from > now.getTime()) return [];
		return [{
			window,
			...owner === void 0 ? {} : { owner },
			until: new Date(span.until),
			...span.isEndless ? { isEndless: true } : {},
			now
		}];
	});
	const closed = closedUntil(timed, now);
	return {
		inForce,
		...closed === null ? {} : { closed }
	};
};
/** What the windows in force multiply the limit by, and who does it: "by window evenings until Tue 08:00". */
const windowFactor = (inForce) => {
	let factor = 1;
	const names = [];
	for (const found of inForce) {
		const { effect } = found.window;
		if (effect.kind !== "limit" || effect.factor === 1) continue;
		factor *= effect.factor;
		names.push(`${nameWindow(found)} until ${formatUntil(found)}`);
	}
	if (names.length === 0) return { factor: 1 };
	return {
		factor,
		factorWhy: `by window${names.length === 1 ? "" : "s"} ${formatList(names)}`
	};
};
/** "evenings", "nights of acme". */
const nameWindow = ({ window, owner }) => owner === void 0 ? window.name : `${window.name} of ${owner.name}`;
const weekdays = [
	"Sun",
	"Mon",
	"Tue",
	"Wed",
	"Thu",
	"Fri",
	"Sat"
];
const weekMilliseconds = 5184e5;
/** "Tue 08:00" within the next days, else "2027-01-02 00:00"; on the clock of the window. */
const formatUntil = ({ window, until, isEndless, now }) => isEndless === true ? "further notice" : formatOnClock(until, window.timeZone, now);
/** "Tue 08:00" within the days after `now`, else "2027-01-02 00:00". */
const formatOnClock = (moment, timeZone, now) => {
	const local = zoneClock(timeZone).read(moment);
	const time = local.slice(11, 16);
	const date = local.slice(0, 10);
	if (moment.getTime() - now.getTime() >= weekMilliseconds) return `${date} ${time}`;
	return `${weekdays[(/* @__PURE__ */ new Date(`${date}T00:00:00Z`)).getUTCDay()]} ${time}`;
};

// src/commands/gate/inputs.ts
/** From a situation to the inputs of a decision: everything it rests on, as plain JSON that a record can keep. */
const abbreviated = 8;
/** `#123`, or the abbreviated SHA. */
const partId = ({ part }) => part.number === null ? part.sha.slice(0, abbreviated) : `#${part.number}`;
const measureParts = ({ history, change, memory }) => history === null ? [] : change.parts.map((arrival) => {
	const subject = subjectOf(history.index, arrival);
	const incidents = arrival.filesKnown ? memory?.ofArrival(arrival) ?? null : null;
	const answers = [...measurePart(signals, subject), ...memory === null ? [] : measureIncidents(incidents)];
	return {
		subject,
		incidents,
		id: partId(subject),
		answers
	};
});
/** What surrounds the deployment now. */
const deploymentContext = (situation, now) => {
	const { change, history, baseTime } = situation;
	const seconds = now.getTime() / 1e3;
	const since = (time) => time === null ? null : Math.max(0, seconds - time);
	const failures = history === null || history.head < 0 ? { sinceLast: null } : new Past(history.index, history.head + 1, seconds, 0).failuresWithin(31536e3);
	return {
		parts: change.parts.length,
		oldestPartAge: since(change.parts[0]?.part.time ?? null),
		sinceDeployment: since(baseTime),
		sinceFailure: failures.sinceLast,
		soakedHours: situation.soakedHours
	};
};
const numbersOf = (answers) => answers.map((answer) => answer.outcome === "measured" ? Math.fround(answer.value) : null);
const configurationFacts = ({ file, unreadable }) => unreadable !== null ? {
	status: "unreadable",
	why: unreadable.split("\n")[0]
} : { status: file === null ? "absent" : "read" };
/** A base that is only a guess: whatever runs there now is not known, so neither is the change. */
const unknownBase = ({ baseSource, flag }) => baseSource.from === "recent" ? [{
	source: "base",
	why: `what runs there now is not known; name it with ${flag}`
}] : [];
const fixOf = (fix) => fix === void 0 ? {} : { fix };
const inJson = (timed) => ({
	...timed,
	until: timed.until.toISOString(),
	now: timed.now.toISOString()
});
/** Words on a part without who said them: a record or a review names its own. */
const wordsIn$1 = (words) => {
	const { approvals = [], rejections = [], objections = 0 } = words ?? {};
	return {
		approved: approvals.length > 0,
		...approvals.length === 0 ? {} : { approvals: approvals.map(({ source, head, groups, ...more }) => ({
			source,
			head,
			groups,
			...approvedBandOf(more)
		})) },
		...rejections.length === 0 ? {} : { rejections: rejections.map(({ source, head, said }) => ({
			source,
			head,
			said
		})) },
		...objections === 0 ? {} : { objections }
	};
};
const decisionInputs = async (request) => {
	const { situation, mode, now, parts, context, budgeted } = request;
	const { environment, change, history } = situation;
	const { settings } = environment;
	const gateFiles = listGateFiles({
		configurationPath: situation.policyPath,
		modelPaths: situation.prior === null ? [] : [situation.prior.reference.path]
	});
	const watched = compileGlobs([...gateFiles, ...settings.neverAutoApprove]);
	const cancelled = history === null ? /* @__PURE__ */ new Map() : cancelledParts(history.index, change.parts);
	const windows = windowsOver(situation.policy.configuration, environment, touchedPaths(change));
	const { inForce, closed } = await windowsAt(windows, now);
	return {
		engine: 1,
		mode,
		configuration: configurationFacts(situation.policy),
		change: {
			kind: change.kind,
			touchesMigration: change.parts.some(({ files }) => files.some(({ kind }) => kind === "migration")),
			commitsLost: change.kind === "diverged" ? change.lost : null,
			baseKnown: situation.baseSource.from !== "recent" && situation.baseSource.from !== "none"
		},
		signals: namesOf(signals, situation.memory === null ? [] : incidentSignals),
		parts: parts.map(({ subject, id, answers }) => ({
			sha: subject.part.sha,
			id,
			answers: numbersOf(answers),
			...wordsIn$1(situation.words.get(subject.part.sha)),
			cancelled: cancelled.has(subject.position),
			...situation.optedOut(subject.part.sha) ? { optedOut: true } : {},
			paths: pathsOf(subject.files).filter(watched),
			...fixOf(request.fixes.get(subject.part.sha))
		})),
		context: Object.fromEntries(context.names.map((name, at) => [name, numbersOf(context.answers)[at]])),
		model: request.silent === null ? { speaks: true } : {
			speaks: false,
			why: request.silent
		},
		failedSources: [
			...situation.failures,
			...budgeted.failures,
			...unknownBase(situation)
		],
		recentRisks: request.recentRisks,
		pastHazards: request.pastHazards,
		reviewRiskiest: settings.autoApprove.reviewRiskiest,
		review: settings.review.map(({ atLeast, from, approvals, shared }) => ({
			atLeast,
			from: formatReviewer(from),
			approvals,
			shared
		})),
		...request.certified,
		...budgeted.budgets.length === 0 ? {} : { budgets: budgeted.budgets },
		neverAutoApprove: settings.neverAutoApprove,
		gateFiles,
		windows: inForce.map(inJson),
		...closed === void 0 ? {} : { closed: inJson(closed) },
		...situation.inForce.override ? { override: situation.inForce.override } : {},
		...situation.inForce.freezes.length === 0 ? {} : { freezes: situation.inForce.freezes }
	};
};
const namesOf = (...lists) => lists.flatMap((list) => list.map(({ name }) => name));
const measureContext = (situation, now, parts) => {
	const met = parts.flatMap((part) => part.incidents ?? []);
	const incidents = situation.memory?.ofMoment(now.getTime() / 1e3, situation.change.parts, met) ?? null;
	return {
		incidents,
		names: namesOf(deploymentSignals, incidents === null ? [] : incidentMomentSignals),
		answers: [...measureDeployment(deploymentSignals, deploymentContext(situation, now)), ...incidents === null ? [] : measureMoment(incidents)]
	};
};

// src/policy/budget.ts
/**
* An error budget: what may still go wrong before a promise is broken. It is 1 − objective of the window the promise is
* kept over; what incidents or requests that failed took of it is spent.
*
* As it burns the limit tightens, in proportion to what is left below `tightenBelow`, and where it is nearly gone, or
* burns so fast that it soon will be, only fixes go out unreviewed. Fast is the pace that alerts are made of (Google, The
* Site Reliability Workbook, chapter 5): 14.4 times over an hour spends 2 % of thirty days, 6 times over six hours 5 %.
*/
const fastOverHour = 14.4;
const fastOverSixHours = 6;
const hourMilliseconds = 36e5;
/** Percentages have at most ten decimals, so shares have twelve: in these units an objective is a whole number. */
const unitsOfShare = 0xe8d4a51000;
/** Milliseconds that may go wrong in a window: 103,680 of thirty days at 99.996 %. */
const allowedMilliseconds = (objective, windowSeconds) => Math.round(windowSeconds * 1e3 * Math.round((1 - objective) * unitsOfShare) / unitsOfShare);
const budgetOf = (facts) => {
	const { objective, windowSeconds, spentMilliseconds, tightenBelow, fixesBelow } = facts;
	const allowed = allowedMilliseconds(objective, windowSeconds);
	const left = allowed - spentMilliseconds;
	const leftShare = spentMilliseconds === 0 ? 1 : Math.max(0, left) / Math.max(1, allowed);
	const bad = Math.round((1 - objective) * unitsOfShare) / unitsOfShare;
	const burn = {
		hour: facts.hourMilliseconds / hourMilliseconds / bad,
		sixHours: facts.sixHoursMilliseconds / (6 * hourMilliseconds) / bad
	};
	const onlyFixes = leftShare <= 0 || leftShare < fixesBelow || burn.hour >= fastOverHour || burn.sixHours >= fastOverSixHours;
	return {
		facts,
		allowedMilliseconds: allowed,
		leftMilliseconds: left,
		leftShare,
		burn,
		factor: onlyFixes || leftShare >= tightenBelow ? 1 : leftShare / tightenBelow,
		onlyFixes,
		sentence: sayLeft(allowed, left, windowSeconds)
	};
};
/** What budgets multiply the limit by, and which does: the tightest, for the same outage may burn several. */
const budgetFactor = (budgets) => {
	const [tightest] = budgets.toSorted((one, other) => one.factor - other.factor);
	if (tightest === void 0 || tightest.factor === 1) return { factor: 1 };
	return {
		factor: tightest.factor,
		factorWhy: `by the error budget of ${tightest.facts.of.name} (${formatShare(tightest.leftShare)} left)`
	};
};
/** Why only fixes go out unreviewed: "the error budget of payments is spent: 2 min 10 s of 1 min 43 s (30 days)". */
const sayBurnt = (budgets) => formatList(budgets.filter(({ onlyFixes }) => onlyFixes).map(sayOne), 2);
const sayOne = ({ facts, burn, leftMilliseconds, leftShare, sentence }) => {
	const what = `the error budget of ${facts.of.name}`;
	if (leftMilliseconds <= 0 || leftShare < facts.fixesBelow) return `${what} ${leftMilliseconds <= 0 ? "is spent" : `has ${formatShare(leftShare)} left`}: ${sentence}`;
	const [times, over] = burn.hour >= fastOverHour ? [burn.hour, "the last hour"] : [burn.sixHours, "the last six hours"];
	return `${what} burned ${formatTimes(times)} times as fast over ${over} as it may: ${sentence}`;
};
const formatTimes = (times) => times < 100 ? `${Number(times.toPrecision(2))}` : times.toFixed(0);
/** Rounded down: what is called left is there. */
const formatShare = (share) => {
	const percent = Math.floor(share * 100);
	return percent >= 1 || share <= 0 ? `${percent} %` : "under 1 %";
};
const sayLeft = (allowed, left, windowSeconds) => left > 0 ? `${formatLength(left)} of ${formatLength(allowed)} left (${formatWindow(windowSeconds)})` : `${formatLength(allowed - left)} of ${formatLength(allowed)} used (${formatWindow(windowSeconds)})`;
const units = [
	{
		name: "d",
		milliseconds: 864e5
	},
	{
		name: "h",
		milliseconds: 36e5
	},
	{
		name: "min",
		milliseconds: 6e4
	},
	{
		name: "s",
		milliseconds: 1e3
	}
];
/** Whole seconds, in the two largest units: "41 s", "1 min 43 s", "2 d 4 h". */
const formatLength = (milliseconds) => {
	if (milliseconds > 0 && milliseconds < 1e3) return "under 1 s";
	const first = units.findIndex((unit) => milliseconds >= unit.milliseconds);
	if (first < 0) return "0 s";
	let rest = milliseconds;
	return units.slice(first, first + 2).flatMap((unit) => {
		const count = Math.floor(rest / unit.milliseconds);
		rest -= count * unit.milliseconds;
		return count === 0 ? [] : [`${count} ${unit.name}`];
	}).join(" ");
};
const windowUnits = [
	{
		name: "day",
		seconds: 86400
	},
	{
		name: "hour",
		seconds: 3600
	},
	{
		name: "minute",
		seconds: 60
	},
	{
		name: "second",
		seconds: 1
	}
];
/** "30 days", "365.25 days" for a year, "36 hours". */
const formatWindow = (windowSeconds) => {
	const whole = windowUnits.find(({ seconds }) => windowSeconds % seconds === 0);
	const unit = windowSeconds >= 2419200 ? windowUnits[0] : whole;
	const count = Number((windowSeconds / unit.seconds).toFixed(2));
	return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
};

// src/model/change-factors.ts
/**
* @param hazards of the parts; 0 for a cancelled one, which counts neither here nor among as many average ones
* @param contextFactors each multiplies the hazard of the whole
* @returns null where nothing is left that could fail
*/
function changeFactors(artefact, hazards, contextFactors) {
	const average = artefact.averageHazard;
	const parts = Array.from(hazards);
	const counted = parts.filter((hazard) => hazard > 0).length;
	if (counted === 0) return null;
	const hazard = parts.reduce((sum, own) => sum + own, 0);
	const usualHazard = counted * average;
	const context = contextFactors.reduce((product, factor) => product * factor, 1);
	const usual = probabilityOf(artefact, usualHazard);
	const risk = probabilityOf(artefact, hazard, context);
	const [damped, usualDamped] = [hazard, usualHazard].map((sum) => dampedHazard(sum, artefact.frailty));
	const alpha = exponentOf(usual, risk, usualDamped, context * damped, (x) => x / expm1(x));
	const beta = exponentOf(usualDamped, damped, usualHazard, hazard, (x) => dampingElasticity(x, artefact.frailty));
	const whole = logarithmicMean(hazard, usualHazard);
	const perPoint = logarithmicMean(risk, usual);
	const shareOf = (logarithm) => ({
		factor: exp(logarithm),
		points: perPoint * logarithm
	});
	const partLogarithm = (own) => own > 0 ? alpha * beta * (logarithmicMean(own, average) / whole) * log(own / average) : 0;
	return {
		usual,
		parts: parts.map((own) => shareOf(partLogarithm(own))),
		context: contextFactors.map((factor) => shareOf(alpha * log(factor)))
	};
}
/** Two numbers nearer than this, as a logarithm of their ratio, have lost the digits their difference would need. */
const NEAR = 1e-4;
/** L(a, b) of two positive numbers; near each other their geometric mean, as far as the series needs to go. */
function logarithmicMean(a, b) {
	const distance = log(a / b);
	if (Math.abs(distance) < NEAR) return Math.sqrt(a) * Math.sqrt(b) * (1 + distance * distance / 24);
	return (a - b) / distance;
}
/**
* The exponent e for which image / usualImage = (x / usualX)^e, where both images come of one rising function of x.
* @param elasticity of that function, which the exponent becomes where both x are the same
*/
function exponentOf(usualImage, image, usualX, x, elasticity) {
	const distance = log(x / usualX);
	if (Math.abs(distance) < NEAR) return elasticity(Math.sqrt(usualX) * Math.sqrt(x));
	return log(image / usualImage) / distance;
}

// src/model/change-score.ts
function scoreChange(artefact, { parts, cancelled, context = {} }) {
	const { logHazards } = scoreParts(artefact, parts);
	const hazards = logHazards.map((value, i) => cancelled?.[i] ? 0 : exp(value));
	const hazard = hazards.reduce((sum, value) => sum + value, 0);
	const { product, factors } = contextFactorsOf(artefact, context);
	const { low, high } = hazardInterval(artefact, parts, hazards);
	return {
		probability: probabilityOf(artefact, hazard, product),
		low: probabilityOf(artefact, low, product),
		high: probabilityOf(artefact, high, product),
		hazard,
		contextFactor: product,
		contextFactors: factors,
		parts: Array.from(hazards, (own) => ({
			hazard: own,
			share: hazard > 0 ? own / hazard : 0,
			probability: probabilityOf(artefact, own)
		}))
	};
}

// src/policy/audit.ts
/** Hexadecimal digits of the hash that are used, and how many values they have: a number holds them exactly. */
const digits = 12;
const values = 281474976710656;
/** Evenly spread, 0 ≤ x < 1. */
const lotOf = ({ name, head, tip }) => Number.parseInt(createHash("sha256").update(JSON.stringify([
	head,
	tip,
	name
])).digest("hex").slice(0, digits), 16) / values;
/** SHAs of the parts that are to be looked at. */
const drawnFrom = ({ share, draws }) => draws.filter((draw) => lotOf(draw) < share).map(({ sha }) => sha);

// src/policy/decide.ts
/** The first rule that answers decides. A rule that breaks, like no answer at all, means that a person decides. */
const decide = (rules, facts) => {
	for (const { name, answer } of rules) try {
		const answered = answer(facts);
		if (answered !== void 0) return {
			...answered,
			rule: name
		};
	} catch (error) {
		return unanswered(`the rule ${name} broke (${oneLine(String(error))}), so a person decides`);
	}
	return unanswered("no rule could answer, so a person decides");
};
const unanswered = (reason) => ({
	verdict: "review",
	rule: "no-rule-answered",
	reason
});

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

// src/policy/limit.ts
/**
* The limit by rank: the highest risk that still leaves at most the share `reviewRiskiest` of the recent parts above it.
* `recentRisks` are the risks of the parts that landed last, as they were given then. Windows in force and a burning
* error budget multiply the limit by `factor`, and `factorWhy` names them ("by window evenings until Tue 08:00").
*
* A certified threshold takes the place of the rank. As long as more is about to be proven the higher of the two holds:
* what nobody lets out is never proven, and a limit that falls to the first thing proven would stay there for ever.
*
* That at most so many fail up to one risk says nothing about those up to a lower one: the safest may fail as often as
* the rest, and be outnumbered. So a certified limit that is lowered falls on to the next level that is proven itself,
* and where none is so low nothing goes out unreviewed. A rank promises nothing, and is lowered as it is.
*/
const limitFor = (given) => {
	const { reviewRiskiest, factor, factorWhy, certificate } = given;
	const risks = given.recentRisks.filter((risk) => risk >= 0 && risk <= 1);
	const count = risks.length;
	const ranked = riskiestLimit(risks, reviewRiskiest);
	const proven = certificate?.threshold ?? null;
	const isProven = proven !== null && (ranked === null || ranked <= proven || certificate?.climbing === null);
	const limit = isProven ? proven : ranked;
	if (limit === null) return {
		limit: null,
		why: `only ${count} recent parts have a risk, and it takes ${20} to rank them`
	};
	if (!(factor > 0 && factor <= 1)) return {
		limit: null,
		why: "what lowers the limit is not between 0 and 1"
	};
	const why = isProven ? explainProven(certificate) : `${explain(reviewRiskiest, count)}${certificate ? `; ${explainUnproven(certificate)}` : ""}`;
	if (factor === 1) return {
		limit,
		why
	};
	const because = `${why}; ${inWords(factor)} ${factorWhy ?? "by a window"}`;
	const levels = isProven ? certificate?.levels : void 0;
	if (levels === void 0) return {
		limit: limit * factor,
		why: because
	};
	const level = levels.findLast((each) => each <= limit * factor);
	return level === void 0 ? {
		limit: 0,
		why: `${because}, and nothing as low as ${formatPercent(limit * factor)} is certified`
	} : {
		limit: level,
		why: `${because}, down to what is certified itself`
	};
};
const explainProven = ({ failureRate, confidence, n, failures }) => `certified: of the parts up to it at most ${formatStated(failureRate)} fail (${formatStated(confidence)} sure; ${failures} of ${n} did)`;
const explainUnproven = ({ failureRate, threshold, needed, climbing }) => {
	const budget = `at most ${formatStated(failureRate)} failing`;
	if (threshold !== null) return `${budget} is certified up to ${formatPercent(threshold)} so far, about ${climbing} more changes may certify more`;
	return needed === null ? `${budget} is not certified, for the safest fail too often` : `${budget} is not certified yet, which takes about ${needed} more changes`;
};
const explain = (share, count) => share <= 0 ? "nothing is reviewed for its rank (review-riskiest: 0%)" : `the riskiest ${formatPercent(share)} of the last ${count} parts here lie above it`;
const inWords = (factor) => factor === .5 ? "halved" : `times ${Number(factor.toPrecision(3))}`;

// src/policy/review-groups.ts
/**
* How many approvals of whom a part wants at its band, and which of them it has. Every group wants its own: between
* groups it is AND, and a person who belongs to several counts for one of them.
*/
/** Any eligible person will do: what holds where the policy asks nobody at this band. */
const anybody = "drivers";
/** Groups asked at a band. The same people asked twice are asked once, for as many as the larger request wants. */
const seatsAt = (groups, band, approvals) => {
	const asked = groups.map((group, place) => ({
		...group,
		place
	})).filter(({ atLeast }) => bands.indexOf(atLeast) <= bands.indexOf(band));
	const everybody = approvals.map((_, at) => at);
	if (asked.length === 0) return [{
		from: anybody,
		wanted: 1,
		shared: false,
		may: everybody
	}];
	return [...new Set(asked.map(({ from }) => from))].map((from) => {
		const same = asked.filter((group) => group.from === from);
		return {
			from,
			wanted: Math.max(...same.map((group) => group.approvals)),
			shared: same.every((group) => group.shared),
			may: everybody.filter((at) => same.some(({ place }) => approvals[at].groups.includes(place)))
		};
	});
};
/** Seats people so that as many places as possible are taken, those of earlier groups first; the group of each person. */
const seat = (seats) => {
	const groupOf = /* @__PURE__ */ new Map();
	/** Takes a place for the group, moving others to places of other groups where that helps. */
	const take = (group, tried) => {
		for (const person of seats[group].may) {
			if (tried.has(person) || groupOf.get(person) === group) continue;
			tried.add(person);
			const before = groupOf.get(person);
			if (before !== void 0 && !take(before, tried)) continue;
			groupOf.set(person, group);
			return true;
		}
		return false;
	};
	for (const [group, { wanted, shared }] of seats.entries()) if (!shared) for (let place = 0; place < wanted && take(group, /* @__PURE__ */ new Set()); place++);
	return groupOf;
};
/** Every group that is asked at a band, in the order of the policy, and how many of its places are taken. */
const standingOf$1 = (groups, band, approvals) => {
	const seats = seatsAt(groups, band, approvals);
	const groupOf = seat(seats);
	const taken = (group) => [...groupOf.values()].filter((each) => each === group).length;
	return seats.map(({ from, wanted, shared, may }, group) => ({
		from,
		wanted,
		given: Math.min(wanted, shared ? may.length : taken(group))
	}));
};
/** As if everybody had said yes who is asked at a band: somebody, where the policy asks nobody by name. */
const yesOfAll = (groups, band) => {
	const yes = groups.flatMap(({ atLeast, approvals }, place) => bands.indexOf(atLeast) <= bands.indexOf(band) ? Array.from({ length: approvals }, () => ({ groups: [place] })) : []);
	return yes.length === 0 ? [{ groups: [] }] : yes;
};
const isComplete = (standing) => standing.every(({ wanted, given }) => given >= wanted);
/** "1 of 2 approvals of @acme/release-leads": what is missing, for a sentence. */
const sayMissing = (standing) => standing.filter(({ wanted, given }) => given < wanted).map(({ from, wanted, given }) => {
	const whom = from === anybody ? "anybody who may write here" : from;
	const missing = wanted - given;
	return `${given === 0 ? `${missing}` : `${missing} more`} ${missing === 1 ? "approval" : "approvals"} of ${whom}`;
});

// src/policy/part-approval.ts
/**
* Whether a part has the approvals it wants at its band. An approval is worth what was known when it was given: one that
* was given at a lower band counts no more.
*/
const isBelow = (one, other) => bands.indexOf(one) < bands.indexOf(other);
/** `isKnown`: whether the band is one that the model told; where it is silent, no risk is known to have risen. */
const approvalOf = (review, { approved, approvals = [] }, { band, isKnown }) => {
	if (review === void 0) return {
		approved,
		standing: [],
		outgrown: []
	};
	const isOutgrown = (given) => isKnown && given.band !== void 0 && isBelow(given.band, band);
	const standing = standingOf$1(review, band, approvals.filter((each) => !isOutgrown(each)));
	const complete = isComplete(standing);
	const outgrown = approvals.flatMap((each, place) => isOutgrown(each) ? [place] : []);
	const from = complete ? void 0 : bands.findLast((each) => outgrown.some((at) => approvals[at].band === each));
	return {
		approved: complete,
		standing,
		outgrown,
		...from === void 0 ? {} : { risen: {
			from,
			to: band
		} }
	};
};
/** SHAs of the parts that have the approvals they want at their bands. */
const approvedAmong = (judged) => new Set(judged.flatMap(({ approved, sha }) => approved ? [sha] : []));
/** "the risk of #12 rose from moderate to high since it was approved: it wants a new approval". */
const sayRise = (id, { from, to }) => `the risk of ${id} rose from ${from} to ${to} since it was approved: it wants a new approval`;
/** Parts told of: more would hide what is asked. */
const mostRises = 2;
/** Where a person is asked although somebody approved, why that does not count. */
const sayingRises = (decision, parts, judged) => {
	const rises = parts.flatMap(({ id, cancelled }, at) => {
		const { risen } = judged[at];
		return risen === void 0 || cancelled ? [] : [sayRise(id, risen)];
	});
	return decision.verdict !== "review" || rises.length === 0 ? decision : {
		...decision,
		reason: [decision.reason, ...rises.slice(0, mostRises)].join("; ")
	};
};

// src/policy/parts.ts
/** Parts nobody has looked at yet: review belongs to the part, once. */
const unapproved = ({ change }) => change.parts.filter((part) => !part.approved);
/** Unapproved parts that have an effect; a part and its revert in the same change have none. */
const effective = (facts) => unapproved(facts).filter((part) => !part.cancelled);
/** A risk or limit one can compare with: a number that is one, and not the mark of a calculation gone wrong. */
const isKnown = (value) => value !== null && value >= 0 && value <= 1;

// src/policy/rule.ts
const approve = (reason) => ({
	verdict: "approve",
	reason
});
const review = (reason) => ({
	verdict: "review",
	reason
});
const reject = (reason) => ({
	verdict: "reject",
	reason
});
/** Without a moment: until somebody ends it. */
const hold = (reason, until) => ({
	verdict: "hold",
	reason,
	...until === void 0 ? {} : { until: until.toISOString() }
});

// src/policy/rules/below-limit.ts
/**
* The only rule that lets new parts out, so it takes nothing for granted: it asks again for what the rules before it
* should have caught, and stays silent (which means review) when anything is missing.
*/
const belowLimit = {
	name: "below-limit",
	answer: (facts) => {
		const { change, limit } = facts;
		if (change.kind !== "forward" || change.parts.length === 0 || facts.context.raisesBand) return void 0;
		const waiting = effective(facts);
		if (waiting.length === 0) return approve(withoutWaiting(facts));
		if (!facts.model.speaks || !isKnown(limit) || facts.alarm !== void 0) return void 0;
		const risks = waiting.map(({ risk }) => risk);
		if (!risks.every((risk) => isKnown(risk) && risk <= limit)) return void 0;
		return approveBelow(facts, Math.max(...risks.filter(isKnown)), limit);
	}
};
const withoutWaiting = ({ change }) => change.parts.every(({ approved }) => approved) ? `every part was reviewed and approved (${formatCount(change.parts.length, "part")})` : "what was not approved is taken back by another part of the same change";
const approveBelow = (facts, riskiest, limit) => {
	const [risk, limitText] = riskiest === limit ? [formatPercent(riskiest), formatPercent(limit)] : formatPercents(riskiest, limit);
	const waiting = effective(facts).length;
	const reviewed = facts.change.parts.filter(({ approved }) => approved).length;
	const others = reviewed === 0 ? "" : `; approved before: ${formatCount(reviewed, "part")}`;
	return approve(waiting === 1 ? `its risk of ${risk} is within the limit of ${limitText}${others}` : `none of ${waiting} parts is above the limit: the riskiest has ${risk}, limit ${limitText}${others}`);
};

// src/policy/rules/audit-draw.ts
/** Takes only from what the rule after it would let go: whatever is reviewed for another reason is no sample of that. */
const auditDraw = {
	name: "audit-draw",
	answer: (facts) => {
		const { audit } = facts;
		if (audit === void 0 || belowLimit.answer(facts) === void 0) return void 0;
		const drawn = effective(facts).filter(({ sha }) => audit.drawn.includes(sha));
		if (drawn.length === 0) return void 0;
		return review(`${formatList(drawn.map(({ id }) => id))} would go out unreviewed and ${drawn.length === 1 ? "was" : "were"} drawn for a look all the same, as ${formatStated(audit.share)} of such changes are`);
	}
};

// src/policy/rules/budget-spent.ts
/** Where hardly anything may go wrong any more a person looks at all but fixes, which are judged as ever. */
const budgetSpent = {
	name: "budget-spent",
	answer: (facts) => {
		const burnt = (facts.budgets ?? []).filter(({ onlyFixes }) => onlyFixes);
		const others = effective(facts).filter(({ fix }) => fix === void 0);
		if (burnt.length === 0 || others.length === 0) return void 0;
		const named = formatList(others.map(({ id }) => id));
		return review(`only fixes go out unreviewed now, and ${named} ${others.length === 1 ? "is none" : "are none"}: ${sayBurnt(burnt)}`);
	}
};

// src/policy/rules/changes-requested.ts
/** However small the risk: what somebody who may write here wants changed does not go out behind their back. */
const changesRequested = {
	name: "changes-requested",
	answer: (facts) => {
		const parts = effective(facts).filter(({ objections }) => objections > 0);
		return parts.length === 0 ? void 0 : review(`somebody wants changes to ${formatList(parts.map(({ id }) => id))}`);
	}
};

// src/policy/rules/configuration-unreadable.ts
/** Whoever breaks the file must not thereby switch off what it asks for. */
const configurationUnreadable = {
	name: "configuration-unreadable",
	answer: ({ configuration }) => configuration.status === "unreadable" ? review(`the configuration cannot be read, so nobody knows what it asks for: ${oneLine(configuration.why, 400)}`) : void 0
};

// src/policy/rules/context-raises-risk.ts
/** Each part may be harmless and the moment still be wrong: a fresh failure, an open incident, too much at once. */
const contextRaisesRisk = {
	name: "context-raises-risk",
	answer: ({ context }) => context.raisesBand ? review(`deploying now is riskier than the parts alone${context.sentence === void 0 ? "" : `: ${oneLine(context.sentence, 300)}`}`) : void 0
};

// src/policy/rules/diverged.ts
/** Deploying a head that lacks what runs takes that away silently, and no part of the change shows it. */
const diverged = {
	name: "diverged",
	answer: ({ change }) => {
		if (change.kind !== "diverged") return void 0;
		const lost = change.commitsLost === null ? "commits" : formatCount(change.commitsLost, "commit");
		return review(`what runs there now has ${lost} that this head lacks; deploying it takes ${change.commitsLost === 1 ? "it" : "them"} away`);
	}
};

// src/policy/rules/do-not-auto-approve.ts
/** The label by which people keep a pull request from going out unreviewed. */
const optOutLabel = "do-not-auto-approve";
/** GitHub takes labels of either case for the same. */
const isOptOut = (label) => label.toLowerCase() === optOutLabel;
/** What somebody labelled waits for a person, however low its risk. */
const doNotAutoApprove = {
	name: "do-not-auto-approve",
	answer: (facts) => {
		const labelled = unapproved(facts).filter(({ optedOut }) => optedOut);
		const ids = formatList(labelled.map(({ id }) => id));
		return labelled.length === 0 ? void 0 : review(`${ids} ${labelled.length === 1 ? "bears" : "bear"} the label ${optOutLabel}`);
	}
};

// src/policy/rules/drift-alarm.ts
/** A model that promised too much is not asked again before it has learned from what it missed. */
const driftAlarm = {
	name: "drift-alarm",
	answer: (facts) => {
		const { alarm } = facts;
		if (alarm === void 0 || effective(facts).length === 0) return void 0;
		const { since, until, n, failures, expected, promised } = alarm;
		const claim = promised === null ? `where ${Number(expected.toPrecision(2))} were expected` : `where ${Number(expected.toPrecision(2))} were expected and at most ${formatStated(promised)} promised`;
		return review(`too many of the changes that went out unreviewed fail: ${failures} of ${formatCount(n, "part")} since ${dayOf(since)}, ${claim}; until ${dayOf(until)} every part is reviewed`);
	}
};
const dayOf = (moment) => moment.slice(0, 10);

// src/policy/rules/emergency-override.ts
/** Without these nobody knows who may override, or whether anybody did. */
const grounds = ["policy", "ledger"];
/**
* Somebody who may said that it cannot wait: for exactly this commit, here, for a while. It stands before everything
* that assesses, also where a source is silent, for GitHub may be down when it is needed most; but not before a
* configuration that cannot be read, which says who may.
*/
const emergencyOverride = {
	name: "emergency-override",
	answer: ({ failedSources, override }) => override === void 0 || failedSources.some(({ source }) => grounds.includes(source)) ? void 0 : approve(`an emergency override holds until ${formatMoment(override.until)}; somebody else reviews it by ${formatMoment(override.reviewBy)}`)
};

// src/policy/rules/frozen.ts
/** While people freeze an environment, only what goes back and what an emergency override names goes on. */
const frozen = {
	name: "frozen",
	answer: ({ freezes }) => {
		const [last] = freezes.toSorted((one, other) => endOf(other.until) - endOf(one.until));
		if (last === void 0) return void 0;
		const until = last.until === null ? "until somebody lifts it" : `until ${formatMoment(last.until)}`;
		const what = last.environment === null ? "everything is" : `${oneLine(last.environment, 60)} is`;
		const why = last.said === "" ? "" : `: ${oneLine(last.said)}`;
		return hold(`${what} frozen ${until}${why}`, last.until === null ? void 0 : new Date(last.until));
	}
};
const endOf = (until) => until === null ? Number.POSITIVE_INFINITY : Date.parse(until);

// src/policy/rules/gate-files-changed.ts
/** What steers the gate is never judged by the gate: its policy, its owners, its model, the workflows that run it. */
const gateFilesChanged = {
	name: "gate-files-changed",
	answer: (facts) => {
		const steers = compileGlobs(facts.gateFiles);
		const touching = unapproved(facts).flatMap(({ id, paths }) => {
			const path = paths.find(steers);
			return path === void 0 ? [] : [`${id} (${oneLine(path)})`];
		});
		if (touching.length === 0) return void 0;
		return review(`a change to what steers the gate itself is always reviewed: ${formatList(touching)}`);
	}
};

// src/policy/rules/mode-off.ts
/** The kill switch: an organisation turns the gate off and nothing waits any more. */
const modeOff = {
	name: "mode-off",
	answer: ({ mode }) => mode === "off" ? approve("the gate is off here (mode: off), so nothing was assessed") : void 0
};

// src/policy/rules/model-silent.ts
/** Without a risk, or a limit to hold it against, nobody can say what may go out unreviewed. */
const modelSilent = {
	name: "model-silent",
	answer: (facts) => {
		if (unapproved(facts).length === 0) return void 0;
		if (!facts.model.speaks) return review(`there is no risk to go by: ${oneLine(facts.model.why)}`);
		const waiting = effective(facts);
		if (waiting.length === 0) return void 0;
		if (!isKnown(facts.limit)) return review(`there is no limit to go by: ${oneLine(facts.limitWhy, 300)}`);
		const unscored = waiting.filter(({ risk }) => !isKnown(risk)).map(({ id }) => id);
		return unscored.length === 0 ? void 0 : review(`the model has no risk for ${formatList(unscored)}`);
	}
};

// src/policy/rules/never-auto-approve.ts
/** Paths a team always wants to see, however low the risk. */
const neverAutoApprove = {
	name: "never-auto-approve",
	answer: (facts) => {
		const isGuarded = compileGlobs(facts.neverAutoApprove);
		const [first, ...others] = unapproved(facts).flatMap(({ id, paths }) => {
			const path = paths.find(isGuarded);
			return path === void 0 ? [] : [{
				id,
				path
			}];
		});
		if (first === void 0) return void 0;
		const glob = findGlob(facts.neverAutoApprove, first.path) ?? "";
		const also = others.length === 0 ? "" : `; the same holds for ${formatList(others.map(({ id }) => id))}`;
		return review(`${first.id} touches ${oneLine(first.path)}, which never goes out unreviewed (${glob})${also}`);
	}
};

// src/policy/rules/nothing-to-deploy.ts
/** A change without a part changes nothing; a redeploy and a rollback have rules of their own. */
const nothingToDeploy = {
	name: "nothing-to-deploy",
	answer: ({ change }) => change.kind === "forward" && change.parts.length === 0 ? approve("there is nothing to deploy") : void 0
};

// src/policy/rules/part-above-limit.ts
const mostNamed = 2;
/** The heart of it: a part riskier than the limit asks for a person, one that was approved does not ask again. */
const partAboveLimit = {
	name: "part-above-limit",
	answer: (facts) => {
		const { limit } = facts;
		if (!isKnown(limit)) return void 0;
		const [first, ...others] = effective(facts).flatMap(({ id, risk }) => isKnown(risk) && risk > limit ? [{
			id,
			risk
		}] : []).toSorted((one, other) => other.risk - one.risk);
		if (first === void 0) return void 0;
		const [risk, limitText] = formatPercents(first.risk, limit);
		const sentence = `${first.id} is riskier than the limit: ${risk}, limit ${limitText}`;
		if (others.length === 0) return review(sentence);
		const named = others.map((part) => `${part.id} ${formatPercent(part.risk)}`);
		return review(`${sentence}; also above it: ${formatList(named, mostNamed)}`);
	}
};

// src/policy/rules/redeploy.ts
const redeploy = {
	name: "redeploy",
	answer: ({ change }) => change.kind === "redeploy" ? approve("the same commit runs there already, so nothing changes") : void 0
};

// src/policy/rules/rejected.ts
/** A person's no is the last word until they take it back: no score outvotes it. A part that is taken back needs none. */
const rejected = {
	name: "rejected",
	answer: ({ change }) => {
		const parts = change.parts.filter(({ cancelled, rejections }) => !cancelled && rejections.length > 0);
		if (parts.length === 0) return void 0;
		const said = parts.map(({ id, rejections }) => {
			const [why] = rejections.filter((text) => text !== "");
			return why === void 0 ? id : `${id} (${oneLine(why)})`;
		});
		return reject(`a person said no to ${formatList(said, 2)}; it stands until they approve it or it changes`);
	}
};

// src/policy/rules/rollback.ts
/** Going back must be the easiest thing there is: no score, no window and no model stands in its way. */
const rollback = {
	name: "rollback",
	answer: ({ change }) => change.kind === "rollback" && !change.touchesMigration ? approve("this rollback puts back what already ran there, and no migration lies between") : void 0
};

// src/policy/rules/rollback-over-migration.ts
/** Code goes back, data does not: what ran before may not understand what a migration left behind. */
const rollbackOverMigration = {
	name: "rollback-over-migration",
	answer: ({ change }) => change.kind === "rollback" && change.touchesMigration ? review("this rollback goes back over a migration: a person must say whether the older code can read the newer data") : void 0
};

// src/policy/rules/source-failed.ts
/** A question nobody answered is not answered with "no risk". */
const sourceFailed = {
	name: "source-failed",
	answer: ({ failedSources }) => {
		if (failedSources.length === 0) return void 0;
		const [first] = failedSources;
		if (failedSources.length === 1 && first?.source === "base") return review(oneLine(first.why));
		return review(`a source did not answer, so what it knows is missing: ${formatList(failedSources.map(({ source, why }) => `${source} (${oneLine(why)})`))}`);
	}
};

// src/policy/window-words.ts
const nameOwner = (owner) => owner === void 0 ? "this environment" : owner.name;
/** "evenings", "audit of acme"; one window once, however often it stood in the way. */
const nameFreezes = (closers) => formatList([...new Set(closers.flatMap(({ windows, owner }) => windows.map((name) => owner === void 0 ? name : `${name} of ${owner.name}`)))]);
const ofKind = (closers, kind) => closers.filter((closer) => closer.kind === kind);
/** Everybody who stands in the way, now or until it opens. By what they say: a ledger keeps no identities. */
const involved = ({ by, chain }) => [...new Map([...by, ...chain].map((closer) => [JSON.stringify(closer), closer])).values()];
/** "Tue 02:00" on the clock of what opens last. */
const formatOpening = ({ chain, until, now }) => formatOnClock(until, chain.at(-1).timeZone, now);
/** "only emergency changes until Tue 18:00 (window evenings)". */
const sayFreeze = (closed) => {
	const freezes = ofKind(closed.chain, "emergency-only");
	const names = `window${freezes.flatMap(({ windows }) => windows).length === 1 ? "" : "s"} ${nameFreezes(freezes)}`;
	return ofKind(involved(closed), "allow").length === 0 && closed.opens ? `only emergency changes until ${formatOpening(closed)} (${names})` : `only emergency changes now (${names}); ${sayOpening(closed)}`;
};
/** "outside the hours of acme (window nights); the next moment that suits acme is Tue 02:00 (Europe/Paris)". */
const sayOutside = (closed) => {
	const outside = ofKind(closed.by, "allow");
	return `outside the hours of ${formatList(outside.map(({ owner, windows }) => `${nameOwner(owner)} (${nameWindows(windows)})`))}; ${sayOpening(closed)}`;
};
const nameWindows = (names) => `window${names.length === 1 ? "" : "s"} ${formatList([...new Set(names)])}`;
const sayOpening = (closed) => {
	const owners = formatList(ofKind(involved(closed), "allow").map(({ owner }) => nameOwner(owner)));
	const wanted = `suits ${owners}${ofKind(involved(closed), "emergency-only").length > 0 ? " and lies outside every freeze" : ""}`;
	if (closed.opens) return `the next moment that ${wanted} is ${formatOpening(closed)} (${closed.chain.at(-1).timeZone})`;
	const seen = closed.until.toISOString().slice(0, 10);
	return owners === "" ? `no end of it was found up to ${seen}` : `up to ${seen} no moment was found that ${wanted}: a window has to change, or a person to override`;
};

// src/policy/rules/window-emergency-only.ts
/** While such a window lasts, waiting is the rule and a person's override the exception. */
const windowEmergencyOnly = {
	name: "window-emergency-only",
	answer: ({ windows, closed: found }) => {
		const closed = found ?? closedBy(windows);
		return closed?.by.some(({ kind }) => kind === "emergency-only") ? hold(sayFreeze(closed), closed.until) : void 0;
	}
};

// src/policy/rules/window-outside.ts
/** Who is disturbed by a change chooses the hour; the gate only finds one that suits all of them. */
const windowOutside = {
	name: "window-outside",
	answer: ({ closed }) => closed?.by.some(({ kind }) => kind === "allow") ? hold(sayOutside(closed), closed.until) : void 0
};

// src/policy/rules/window-review.ts
/** What a person approved has been reviewed: nobody is asked twice for one part. */
const windowReview = {
	name: "window-review",
	answer: (facts) => {
		if (unapproved(facts).length === 0) return void 0;
		const [last] = facts.windows.filter(({ window }) => window.effect.kind === "review").toSorted((one, other) => other.until.getTime() - one.until.getTime());
		return last && review(`every change is reviewed until ${formatUntil(last)} (window ${nameWindow(last)})`);
	}
};

// src/policy/rules/index.ts
/** How risk becomes a decision: the first rule that answers wins, and no answer means review. */
const rules = [
	configurationUnreadable,
	modeOff,
	emergencyOverride,
	sourceFailed,
	nothingToDeploy,
	redeploy,
	rollbackOverMigration,
	rollback,
	rejected,
	frozen,
	windowEmergencyOnly,
	windowOutside,
	windowReview,
	budgetSpent,
	diverged,
	gateFilesChanged,
	neverAutoApprove,
	doNotAutoApprove,
	driftAlarm,
	modelSilent,
	partAboveLimit,
	contextRaisesRisk,
	changesRequested,
	auditDraw,
	belowLimit
];

// src/policy/engine.ts
/** A rank is told among so many. */
const rankedAmong = 100;
/** How many of 100 lie below a value; ties count half. */
const percentileOf = (value, others) => {
	if (others.length === 0) return 50;
	let below = 0;
	for (const other of others) below += other < value ? 1 : other === value ? .5 : 0;
	return Math.round(100 * below / others.length);
};
/** Bands are told by how many times the usual hazard it is: up to it, twice, four times, and beyond. */
const bandEdges = [
	1,
	2,
	4
];
const bandOf = (hazard, usual) => {
	const ratio = hazard / usual;
	const above = bandEdges.filter((edge) => ratio > edge).length;
	return bands[above];
};
const tableOf = ({ signals, parts }, artefact) => {
	const columns = artefact.terms;
	const places = columns.map(({ name }) => signals.indexOf(name));
	const rows = new Float32Array(parts.length * columns.length);
	for (const [row, { answers }] of parts.entries()) for (const [column, place] of places.entries()) rows[row * columns.length + column] = place < 0 ? NaN : answers[place] ?? NaN;
	return {
		columns,
		rows,
		n: parts.length
	};
};
const contextOf = (context) => Object.fromEntries(Object.entries(context).map(([name, value]) => [name, value ?? NaN]));
const answersOf = (signals, answers) => Object.fromEntries(signals.map((name, at) => [name, answers[at] === null ? NaN : Math.fround(answers[at])]));
/** Judges a change. Pure: the same inputs and model make the same bits. */
const judge = (inputs, artefact) => {
	const { change, parts, recentRisks, pastHazards } = inputs;
	const scored = scoreChange(artefact, {
		parts: tableOf(inputs, artefact),
		cancelled: parts.map(({ cancelled }) => cancelled),
		context: contextOf(inputs.context)
	});
	const among = recentRisks.slice(-100);
	const measured = parts.map(({ sha, answers }, at) => {
		const { hazard, share, probability } = scored.parts[at];
		const { factors } = explainPart(artefact, answersOf(inputs.signals, answers));
		return {
			sha,
			hazard,
			share,
			risk: probability,
			percentile: percentileOf(probability, among),
			factors
		};
	});
	const speaks = inputs.model.speaks && measured.every(({ risk }) => Number.isFinite(risk));
	const judged = measured.map((part, at) => {
		const band = speaks ? bandOf(part.hazard, artefact.averageHazard) : "critical";
		return {
			...part,
			band,
			...approvalOf(inputs.review, parts[at], {
				band,
				isKnown: speaks
			})
		};
	});
	const moving = change.kind === "forward" || change.kind === "diverged";
	const whole = speaks && moving && change.baseKnown && parts.length > 0;
	const effective = parts.filter(({ cancelled }) => !cancelled).length;
	const usualHazard = Math.max(1, effective) * artefact.averageHazard;
	const band = whole ? bandOf(scored.hazard * scored.contextFactor, usualHazard) : null;
	const withoutContext = whole ? bandOf(scored.hazard, usualHazard) : null;
	const windows = inputs.windows.map(withInstants);
	const budgets = (inputs.budgets ?? []).map(budgetOf);
	const { limit, why } = limitFor({
		recentRisks,
		reviewRiskiest: inputs.reviewRiskiest,
		...lowered(windowFactor(windows), areFixes(parts, judged) ? { factor: 1 } : budgetFactor(budgets)),
		...inputs.certificate ? { certificate: inputs.certificate } : {}
	});
	const drawn = inputs.audit ? drawnFrom(inputs.audit) : [];
	const facts = {
		mode: inputs.mode,
		configuration: inputs.configuration,
		change: {
			kind: change.kind,
			touchesMigration: change.touchesMigration,
			commitsLost: change.commitsLost,
			parts: parts.map(({ sha, id, rejections = [], objections = 0, cancelled, optedOut, paths, fix }, at) => ({
				sha,
				id,
				title: "",
				risk: speaks ? judged[at].risk : null,
				approved: judged[at].approved,
				rejections: rejections.map(({ said }) => said),
				objections,
				cancelled,
				optedOut: optedOut ?? false,
				paths,
				...fix === void 0 ? {} : { fix }
			}))
		},
		model: inputs.model.speaks && !speaks ? {
			speaks: false,
			why: "it gave a part no finite risk"
		} : inputs.model,
		failedSources: inputs.failedSources,
		limit,
		limitWhy: why,
		...inputs.alarm ? { alarm: inputs.alarm } : {},
		...inputs.audit ? { audit: {
			share: inputs.audit.share,
			drawn
		} } : {},
		context: areFixes(parts, judged) ? { raisesBand: false } : contextFacts(band, withoutContext, scored.contextFactor),
		neverAutoApprove: inputs.neverAutoApprove,
		gateFiles: inputs.gateFiles,
		windows,
		budgets,
		...inputs.closed === void 0 ? {} : { closed: withInstants(inputs.closed) },
		...inputs.override ? { override: inputs.override } : {},
		freezes: inputs.freezes ?? []
	};
	const past = pastHazards.slice(0, rankedAmong);
	return {
		decision: sayingRises(decide(rules, facts), parts, judged),
		probability: whole ? scored.probability : null,
		low: whole ? scored.low : null,
		high: whole ? scored.high : null,
		baseRate: whole ? probabilityOf(artefact, usualHazard) : null,
		percentile: whole && past.length > 0 ? percentileOf(scored.hazard, past) : null,
		among: past.length,
		band,
		limit,
		limitWhy: why,
		usualPart: probabilityOf(artefact, artefact.usualHazard),
		...inputs.audit ? { audited: judged.filter(({ sha, risk }) => drawn.includes(sha) && limit !== null && risk <= limit).map(({ sha }) => sha) } : {},
		contextFactors: scored.contextFactors,
		contextFactor: scored.contextFactor,
		changeFactors: whole ? changeFactors(artefact, judged.map(({ hazard }) => hazard), scored.contextFactors.map(({ factor }) => factor)) : null,
		parts: judged,
		budgets
	};
};
/** Everything nobody has looked at yet mends something: a burning budget is no reason to hold that back. */
const areFixes = (parts, judged) => {
	const waiting = parts.filter(({ approved, cancelled }, at) => (!approved || judged[at].risen !== void 0) && !cancelled);
	return waiting.length > 0 && waiting.every(({ fix }) => fix !== void 0);
};
/** By windows and by budgets, one after the other. */
const lowered = (one, other) => {
	const whys = [one.factorWhy, other.factorWhy].filter((why) => why !== void 0);
	return {
		factor: one.factor * other.factor,
		...whys.length === 0 ? {} : { factorWhy: whys.join(" and ") }
	};
};
const withInstants = (recorded) => ({
	...recorded,
	until: new Date(recorded.until),
	now: new Date(recorded.now)
});
/** Bands by SHA, as the model told them; none where it could not speak. */
const knownBands = ({ parts }, { model }) => new Map(model.speaks && parts.every(({ risk }) => Number.isFinite(risk)) ? parts.map(({ sha, band }) => [sha, band]) : []);
/** A band's edge may lie anywhere: a moment that makes it hardly worse must not ask for a person. */
const tellingContext = 1.25;
const contextFacts = (band, without, factor) => {
	if (!(band !== null && without !== null && bands.indexOf(band) > bands.indexOf(without)) || factor < tellingContext) return { raisesBand: false };
	return {
		raisesBand: true,
		sentence: `its parts alone are ${without}, the moment makes them ${band} (×${Number(factor.toPrecision(2))})`
	};
};
/** What a decision record keeps of a judgement: enough to compare, and to read without the inputs. */
const resultOf = ({ decision, probability, low, high, band, limit, audited, parts }) => ({
	decision: decision.verdict,
	rule: decision.rule,
	reason: decision.reason,
	...decision.until === void 0 ? {} : { until: decision.until },
	probability,
	low,
	high,
	band,
	limit,
	...audited === void 0 ? {} : { audited },
	parts: parts.map(({ sha, risk, share, percentile }) => ({
		sha,
		risk,
		share,
		percentile
	}))
});

// src/policy/lowering.ts
/** An offer must take away at least this share of the risk to be worth a thought. */
const worthwhile = .15;
/** What is left out must carry this many times its share by number. */
const better = 1.5;
/** Below this nothing is worth making smaller. */
const negligible = 1e-6;
/** Offers of one kind after the first only repeat it. */
const mostOffers = 3;
const changes = (count) => count === 1 ? "1 change" : `${count} changes`;
/** Whether a cut leaves a part on one side and what undoes it on the other: the part would go out after all. */
const tearsPair = (parts, cut) => parts.some(({ counterpart }, at) => counterpart !== null && at < cut !== counterpart < cut);
/** Deploy only what landed before the part that drives the risk. */
const prefixes = ({ parts: all, probabilityOf }, whole) => {
	const hazards = all.map((part) => part.hazard);
	return all.map((_, at) => at).sort((left, right) => hazards[right] - hazards[left]).slice(0, 1).flatMap((at) => {
		if (at === 0 || tearsPair(all, at)) return [];
		const probability = probabilityOf(hazards.slice(0, at));
		const kept = all[at - 1];
		const left = all.slice(at);
		const bought = 1 - probability / whole;
		if (!(bought >= worthwhile && bought >= better * (left.length / all.length))) return [];
		const without = left.length === 1 ? left[0].id : `${left[0].id} and ${left.length - 1} later`;
		return [{
			action: "prefix",
			head: kept.sha,
			command: `gate --head ${kept.sha.slice(0, 8)}`,
			probability,
			sentence: `${changes(at)}, without ${without}`
		}];
	});
};
/** Take back the one part that drives the risk. Its revert cancels it, and adds nothing of its own. */
const reverts = ({ parts: all, probabilityOf }, whole) => {
	if (all.length < 2) return [];
	const top = all.reduce((worst, part) => part.hazard > worst.hazard ? part : worst);
	const probability = probabilityOf(all.map((part) => part === top ? 0 : part.hazard));
	if (!(probability <= whole * .85)) return [];
	return [{
		action: "revert",
		command: `git revert ${top.merge ? "-m 1 " : ""}${top.sha.slice(0, 8)}`,
		probability,
		sentence: `${top.id} taken back`
	}];
};
/** Go in two steps of about equal risk, so that a failure is found in half the parts. */
const splits = ({ parts: all, probabilityOf }, whole) => {
	if (all.length < 4) return [];
	const hazards = all.map((part) => part.hazard);
	const total = hazards.reduce((sum, hazard) => sum + hazard, 0);
	let sum = 0;
	const middle = hazards.findIndex((hazard) => {
		sum += hazard;
		return sum >= total / 2;
	});
	const cut = Math.min(Math.max(middle + 1, 1), all.length - 1);
	if (tearsPair(all, cut)) return [];
	const first = probabilityOf(hazards.slice(0, cut));
	const second = probabilityOf(hazards.slice(cut));
	const larger = Math.max(first, second);
	if (!(larger <= whole * .85)) return [];
	const head = all[cut - 1];
	return [{
		action: "split",
		head: head.sha,
		command: `gate --head ${head.sha.slice(0, 8)}`,
		probability: larger,
		sentence: `${changes(cut)} first, then ${all.length - cut}: each at most ${formatPercent(larger)}`
	}];
};
/** Offers that lower the risk, the cheapest first. Empty when nothing git can do helps enough. */
const lowerings = (request) => {
	if (request.parts.length === 0) return [];
	const whole = request.probabilityOf(request.parts.map((part) => part.hazard));
	if (!(whole > negligible)) return [];
	const prefix = prefixes(request, whole);
	const split = splits(request, whole).filter(({ head }) => head !== prefix[0]?.head);
	return [
		...prefix,
		...reverts(request, whole),
		...split
	].slice(0, mostOffers);
};

// src/commands/gate/certificate-facts.ts
/** An alarm holds until the outcomes are known of what went out before it, and the model has learned from them. */
const alarmEnd = ({ at }, maturitySeconds) => at + maturitySeconds;
/** @param alarm the last one; it counts while it holds */
const certificateInputs = (certificate, alarm, { maturitySeconds, now }) => ({
	...certificate === null ? {} : { certificate: certificateFacts(certificate) },
	...alarm !== null && alarmEnd(alarm, maturitySeconds) * 1e3 > now.getTime() ? { alarm: {
		since: isoMoment(alarm.since),
		at: isoMoment(alarm.at),
		until: isoMoment(alarmEnd(alarm, maturitySeconds)),
		n: alarm.n,
		failures: alarm.failures,
		expected: alarm.expected,
		promised: alarm.threshold === null ? null : alarm.failureRate
	} } : {}
});
const certificateFacts = ({ failureRate, confidence, threshold, levels, n, failures, needed, climbing }) => ({
	failureRate,
	confidence,
	threshold: threshold ?? null,
	...levels === void 0 ? {} : { levels },
	n,
	failures,
	needed: needed ?? null,
	climbing: climbing?.needed ?? null
});
const certificateSummary = ({ alarm, levels: _, ...certificate }, maturitySeconds) => ({
	...certificate,
	...alarm === void 0 ? {} : { alarm: {
		at: isoMoment(alarm.at),
		since: isoMoment(alarm.since),
		until: isoMoment(alarmEnd(alarm, maturitySeconds)),
		n: alarm.n,
		failures: alarm.failures,
		expected: alarm.expected,
		threshold: alarm.threshold
	} }
});

// src/commands/gate/contributions.ts
/** What is usual beside what is here, where both are counts a person can picture. */
const sayUsual = (name, value, usual) => {
	if (usual === null || usual === void 0 || !comparable.has(name)) return "";
	return Math.round(usual) === Math.round(value) ? "" : ` (usual ${formatCount$1(usual)})`;
};
const comparable = /* @__PURE__ */ new Set([
	"files",
	"directories",
	"commits-inside",
	"code-lines-added",
	"code-lines-deleted",
	"landed-today",
	"file-churn",
	"author-recent",
	"area-activity",
	"area-team"
]);
const partContributions = (part, factors, usual) => factors.map(({ column, factor }) => {
	const at = asked$1.findIndex(({ name }) => name === column);
	const answer = part.answers[at];
	const value = answer?.outcome === "measured" ? answer.value : null;
	return {
		signal: column,
		question: asked$1[at].question,
		value,
		factor,
		sentence: value === null ? "not known" : sentenceOf(part, at, value, usual[column])
	};
});
/** Every question about a part, in the order of its answers. */
const asked$1 = [...signals, ...incidentSignals];
const sentenceOf = ({ subject, incidents }, at, value, usual) => {
	const signal = signals[at];
	if (signal) return signal.sentence(value, subject, usual) + sayUsual(signal.name, value, usual);
	return incidentSignals[at - signals.length].sentence(value, incidents);
};
/** What something makes of the risk of the whole change, where that has one. */
const ofTheWhole = (share) => share === void 0 ? {} : {
	riskFactor: share.factor,
	riskPoints: share.points
};
const contextContributions = ({ incidents, names, answers }, { contextFactors, changeFactors }) => contextFactors.flatMap(({ column, factor }, place) => {
	const at = names.indexOf(column);
	const answer = answers[at];
	if (!answer) return [];
	const value = answer.outcome === "measured" ? answer.value : null;
	const usual = deploymentSignals[at];
	return [{
		signal: column,
		question: (usual ?? incidentMomentSignals[at - deploymentSignals.length]).question,
		value,
		factor,
		sentence: value === null ? "not known" : usual ? usual.sentence(value) : incidentMomentSignals[at - deploymentSignals.length].sentence(value, incidents),
		...ofTheWhole(changeFactors?.context[place])
	}];
});

// src/commands/gate/extent.ts
const widest = 24;
const lines = ({ added, deleted }) => [added ? `+${added}` : "", deleted ? `−${deleted}` : ""].filter((text) => text !== "").join(" ");
/** "121 files", "status.py +362 −150", "no file": at most 24 columns. */
const extentOf = ({ files, filesKnown }) => {
	if (!filesKnown) return "files unknown";
	if (files.length === 0) return "no file";
	const [largest] = [...files].sort((left, right) => (right.added ?? 0) + (right.deleted ?? 0) - (left.added ?? 0) - (left.deleted ?? 0));
	const total = files.reduce((sum, file) => sum + (file.added ?? 0) + (file.deleted ?? 0), 0);
	const inLargest = (largest.added ?? 0) + (largest.deleted ?? 0);
	if (files.length > 1 && (inLargest === 0 || inLargest * 2 < total)) return `${formatCount$1(files.length)} files`;
	if (files.length > 6) return `${formatCount$1(files.length)} files`;
	const name = largest.path.slice(largest.path.lastIndexOf("/") + 1);
	const change = largest.submodule ? "submodule" : largest.binary ? "binary" : lines(largest);
	return change === "" ? truncate(name, widest) : `${truncate(name, widest - change.length - 1)} ${change}`;
};

// src/commands/gate/assessment.ts
/** The whole answer, from what was gathered, measured and judged. */
const assessedPart = (measured, judged, ofWhole, request) => {
	const { subject, id } = measured;
	const { webUrl } = request.situation.repository;
	const { part } = subject;
	return {
		sha: part.sha,
		id,
		title: bareTitle(part.title),
		...webUrl === void 0 ? {} : { url: part.number === null ? `${webUrl}/commit/${part.sha}` : `${webUrl}/pull/${part.number}` },
		risk: judged.risk,
		share: judged.share,
		...ofTheWhole(ofWhole),
		percentile: judged.percentile,
		...reviewOf(judged, request.situation.words.get(part.sha)),
		...request.judgement.audited?.includes(part.sha) ? { audited: true } : {},
		extent: extentOf(subject),
		contributions: partContributions(measured, judged.factors, request.standing.usual),
		...request.withPeople ? { authors: part.authors.map((author) => author.toString(16)) } : {}
	};
};
/** Who approved a part, once it has the approvals it wants; until then whose it still lacks. */
const reviewOf = ({ approved, standing, outgrown, risen }, words) => {
	const counting = (words?.approvals ?? []).filter((_, at) => !outgrown.includes(at));
	if (approved) return { approvedBy: counting.map(({ login }) => login) };
	return {
		...standing.length === 1 && standing[0].from === "drivers" && standing[0].wanted === 1 ? {} : { missing: standing.filter(({ wanted, given }) => given < wanted) },
		...risen === void 0 ? {} : { risen }
	};
};
const evidenceOf = (parts, context) => ({
	parts: Object.fromEntries(parts.map(({ subject, answers }) => [subject.part.sha, Object.fromEntries(answers.map((answer, at) => [asked[at].name, answer]))])),
	deployment: Object.fromEntries(context.names.map((name, at) => [name, context.answers[at]]))
});
/** Every question about a part, in the order of its answers. */
const asked = [...signals, ...incidentSignals];
/** Answers that nobody could give for any part, and what this command cannot see at all. */
const unavailableOf = (parts, { situation, unseenBudget }) => {
	return [
		...asked.flatMap(({ name }, at) => {
			const answers = parts.flatMap((part) => part.answers[at] ?? []);
			const first = answers[0];
			return first?.outcome === "unavailable" && answers.every((answer) => answer.outcome === "unavailable") && first.why.startsWith("this clone") ? [{
				signal: name,
				why: "partial or shallow clone"
			}] : [];
		}),
		...situation.memory !== null ? [] : [{
			signal: "incidents",
			why: "learn --incidents FILE"
		}],
		...unseenBudget === null ? [] : [{
			signal: "error-budget",
			why: unseenBudget
		}],
		{
			signal: "GitHub-deployments",
			why: ""
		}
	];
};
const lowerOf = (request, model) => {
	const { judgement, parts, situation } = request;
	const { base, baseSource, change, history } = situation;
	if (judgement.probability === null || change.kind !== "forward" || history === null) return [];
	const counterparts = cancelledParts(history.index, change.parts);
	const named = baseSource.from === "option" && base !== null ? ` --base ${base.slice(0, 8)}` : "";
	return lowerings({
		parts: parts.map(({ subject, id }, at) => ({
			sha: subject.part.sha,
			id,
			merge: subject.part.kind === "merge",
			hazard: judgement.parts[at].hazard,
			counterpart: counterparts.get(subject.position) === void 0 ? null : parts.findIndex((other) => other.subject.position === counterparts.get(subject.position))
		})),
		probabilityOf: (hazards) => probabilityOf(model, hazards.reduce((sum, hazard) => sum + hazard, 0), judgement.contextFactor)
	}).map((offer) => offer.command?.startsWith("gate ") ? {
		...offer,
		command: `${offer.command}${named}`
	} : offer);
};
const budgetSummary = ({ facts, allowedMilliseconds, leftMilliseconds, burn, factor, onlyFixes, sentence }) => ({
	of: facts.of,
	objective: facts.objective,
	windowSeconds: facts.windowSeconds,
	allowedSeconds: allowedMilliseconds / 1e3,
	leftSeconds: leftMilliseconds / 1e3,
	burn,
	factor,
	onlyFixes,
	from: facts.from,
	sentence
});
const assess = (request) => {
	const { situation, judgement, standing, parts, now, context } = request;
	const { decision } = judgement;
	const { model } = standing;
	const paths = parts.flatMap(({ subject }) => subject.files.map(({ path }) => path));
	const matched = matchComponents(situation.policy.configuration, paths);
	const byRisk = parts.map((part, at) => ({
		part,
		judged: judgement.parts[at],
		ofWhole: judgement.changeFactors?.parts[at]
	})).sort((left, right) => right.judged.hazard - left.judged.hazard);
	const baseTime = situation.baseTime;
	const learned = model.kind === "learned" && standing.labels.known > 0;
	return {
		schema: 1,
		mode: request.mode,
		at: now.toISOString(),
		repository: situation.repository.name,
		environment: situation.environment.name,
		environmentAssumed: situation.environment.assumed,
		tool: {
			name: "change-risk-gate",
			version: request.version,
			engine: request.engine
		},
		decision: decision.verdict,
		rule: decision.rule,
		reason: decision.reason,
		...decision.until === void 0 ? {} : { until: decision.until },
		change: {
			kind: situation.change.kind,
			base: situation.base,
			head: situation.head,
			baseSource: formatBaseSource(situation.baseSource),
			...baseTime === null ? {} : { since: (/* @__PURE__ */ new Date(baseTime * 1e3)).toISOString() },
			parts: byRisk.map(({ part, judged, ofWhole }) => assessedPart(part, judged, ofWhole, request))
		},
		risk: {
			probability: judgement.probability,
			low: judgement.low,
			high: judgement.high,
			baseRate: judgement.baseRate,
			percentile: judgement.percentile,
			among: judgement.among,
			band: judgement.band,
			limit: judgement.limit,
			limitWhy: judgement.limitWhy,
			usualPart: judgement.usualPart,
			contributions: contextContributions(context, judgement)
		},
		labels: standing.labels,
		track: standing.track,
		lower: lowerOf(request, model),
		reviewers: [],
		components: [...matched.components, ...matched.affected.map((name) => `${name} (depends on them)`)],
		customers: matched.customers,
		similar: request.similar,
		model: {
			id: `sha256:${model.id.slice(0, 16)}`,
			kind: learned ? "learned" : "prior",
			trainedOn: {
				parts: standing.labels.among,
				failures: standing.labels.known,
				repositories: publicRepositories(request.prior)
			},
			...situation.prior === null ? {} : { prior: situation.prior.summary },
			...request.certificate === null ? {} : { certificate: certificateSummary(request.certificate, situation.policy.configuration.outcome.maturity.seconds) }
		},
		...judgement.budgets.length === 0 ? {} : { budgets: judgement.budgets.map(budgetSummary) },
		policy: situation.policy.file ? {
			path: situation.policy.file.path,
			blob: situation.policy.file.blob
		} : {},
		evidence: evidenceOf(parts, context),
		unavailable: unavailableOf(parts, request),
		...request.remembered ? { ledger: request.remembered } : {},
		notes: request.notes,
		timings: request.timings
	};
};

// src/commands/gate/audited-judgement.ts
/** A decision with its audit: what would go out unreviewed is judged again with what is drawn of it. */
/** A ledger that cannot tell what was drawn is a source that failed. */
const judgeWithAudit = async ({ environment, head, ledger, repository, standing: { model } }, inputs, options) => {
	const judgement = judge(inputs, model);
	const { audit: share } = environment.settings.autoApprove;
	if (inputs.mode !== "enforce" || share === 0 || judgement.decision.rule !== "below-limit" || head === null) return {
		inputs,
		judgement,
		draws: []
	};
	const { auditing } = await import("./commands-gate-auditing.js");
	const again = (more, draws) => {
		const whole = {
			...inputs,
			...more
		};
		return {
			inputs: whole,
			judgement: judge(whole, model),
			draws
		};
	};
	try {
		const { inputs: audit, records } = await auditing({
			...options,
			ledger,
			repository: repository.name,
			environment: environment.name,
			head,
			parts: inputs.parts,
			share,
			drawsAnew: options.remembers
		});
		return again({ audit }, records);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return again({ failedSources: [...inputs.failedSources, {
			source: "ledger",
			why: error.message
		}] }, []);
	}
};

// src/commands/gate/driving.ts
/** A file that failed before counts this many times its lines for every failed share of its changes. */
const recordWeight = 8;
const sentence = (lines, failures, changes) => {
	const size = lines === null ? "it changes" : `${formatCount$1(lines)} of its lines change`;
	return failures === 0 ? size : `${size}; it was in ${failures} failed of ${formatCount$1(changes)} changes`;
};
/** All files of the change, those that carry most of the risk first: a part's share, spread by lines and by record. */
const drivingFiles = (parts, { change }) => {
	const shares = new Map(change.parts.map(({ sha, share }) => [sha, share]));
	const found = /* @__PURE__ */ new Map();
	for (const { subject } of parts) {
		const share = shares.get(subject.part.sha) ?? 0;
		const past = new Map(subject.surroundings.files.map(({ name, touches }) => [name, touches]));
		const weighed = subject.files.map(({ path, added, deleted }) => {
			const touches = past.get(path);
			const lines = added === null || deleted === null ? null : added + deleted;
			const record = touches && touches.count > 0 ? touches.failures / touches.count : 0;
			return {
				path,
				lines,
				weight: ((lines ?? 1) + 1) * (1 + recordWeight * record),
				why: sentence(lines, touches?.failures ?? 0, touches?.count ?? 0)
			};
		});
		const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
		for (const file of weighed) {
			const before = found.get(file.path);
			const weight = file.weight / total * share + (before?.weight ?? 0);
			found.set(file.path, before && before.weight > weight / 2 ? {
				...before,
				weight
			} : {
				...file,
				weight
			});
		}
	}
	return [...found.values()].toSorted((one, other) => other.weight - one.weight || (one.path < other.path ? -1 : 1));
};

// src/history/told-scars.ts
var ToldScars = class {
	cleared;
	scars;
	#byEntity = /* @__PURE__ */ new Map();
	constructor(index, told) {
		const { labels, cleared } = placeTold(index, told);
		this.cleared = cleared;
		const known = new Set(index.failuresOf(new Set(labels.keys())).map(({ part }) => part));
		this.scars = [...labels].filter(([part, label]) => isCounted(label) && !known.has(part) && !cleared.has(part)).map(([part, { at }]) => ({
			part,
			knownAt: at
		})).toSorted((one, other) => one.knownAt - other.knownAt || one.part - other.part);
		for (const scar of this.scars) {
			const from = index.parts.touchesFrom.get(scar.part);
			const to = from + index.parts.touches.get(scar.part);
			for (const entity of new Set(Array.from(index.touches.entity.slice(from, to)))) {
				const others = this.#byEntity.get(entity);
				if (others) others.push(scar);
				else this.#byEntity.set(entity, [scar]);
			}
		}
	}
	of(entity, until) {
		return (this.#byEntity.get(entity) ?? []).filter(({ part }) => part <= until);
	}
};

// src/sources/base.ts
/** How far back a tag may lie to count as what is live. */
const tagReach = {
	parts: 100,
	seconds: 7776e3
};
/** `deploy-2026-08-18-at-16-12` → `deploy-#-#-#-at-#-#`. */
const shapeOf = (name) => name.replace(/\d+/g, "#");
/** Tags that are moved from commit to commit say where something is now, not what was deployed when. */
const isMoved = (name) => !/\d/.test(name) || /^v?\d{1,2}$/.test(name) || /(?:^|[-/])(?:latest|nightly|current|stable|edge|canary)(?:$|[-/])/i.test(name);
/** Tags on the line up to `head`, newest first, at most `parts` back; one a position. */
const tagsOnLine = (index, head, tags, parts) => {
	if (tags.length === 0) return [];
	const positionOf = index.finder(Math.max(0, head - parts), head + 1);
	const found = [];
	for (const { name, commit } of tags) {
		const position = positionOf(commit);
		if (position !== null && !isMoved(name)) found.push({
			position,
			tag: name
		});
	}
	return found.sort((one, other) => other.position - one.position);
};
/** The shape most tags have; the newest one's where several are as frequent. */
const usualShape = (tagged) => {
	const counts = /* @__PURE__ */ new Map();
	for (const { tag } of tagged) {
		const shape = shapeOf(tag);
		counts.set(shape, (counts.get(shape) ?? 0) + 1);
	}
	let usual = null;
	for (const [shape, count] of counts) if (usual === null || count > counts.get(usual)) usual = shape;
	return usual;
};
/** Names that tags give to where something went; a tag that names another place is no release to this one. */
const places = [
	"production",
	"prod",
	"live",
	"staging",
	"stage",
	"preview",
	"preprod",
	"integration",
	"test",
	"testing",
	"qa",
	"uat",
	"dev",
	"development",
	"sandbox",
	"demo"
];
const wordsIn = (tag) => tag.toLowerCase().split(/[^a-z]+/);
/**
* The tags that can speak of an environment: those that name it, where there are any; else those that name no place.
* Where every tag names some other place, all of them, for want of better.
*/
const tagsFor = (tags, environment) => {
	const wanted = environment.toLowerCase();
	const same = (place) => place === wanted || wanted === "production" && (place === "prod" || place === "live");
	const known = /* @__PURE__ */ new Map();
	const named = ({ name }) => {
		const shape = shapeOf(name);
		let found = known.get(shape);
		if (found === void 0) {
			const words = wordsIn(shape);
			const inPlaces = words.filter((word) => places.includes(word));
			found = {
				wanted: words.includes(wanted) || inPlaces.some(same),
				place: inPlaces.length > 0
			};
			known.set(shape, found);
		}
		return found;
	};
	const naming = tags.filter((tag) => named(tag).wanted);
	if (naming.some(({ name }) => !isMoved(name))) return naming;
	const neutral = tags.filter((tag) => !named(tag).place);
	return neutral.some(({ name }) => !isMoved(name)) ? neutral : tags;
};
/** Tagged parts of the usual shape, newest first, one a position: the releases of this line. */
const releasesOf = (index, head, tags, parts) => {
	const tagged = tagsOnLine(index, head, tags, parts);
	const shape = usualShape(tagged.filter(({ position }) => head - position <= tagReach.parts)) ?? usualShape(tagged);
	const seen = /* @__PURE__ */ new Set();
	return tagged.filter(({ position, tag }) => {
		if (shapeOf(tag) !== shape || seen.has(position)) return false;
		seen.add(position);
		return true;
	});
};
/** Whether a release lies near enough before another place of the line to be what ran when that was asked to run. */
const isWithinReach = (index, release, position) => release < position && position - release <= tagReach.parts && index.parts.time.get(position) - index.parts.time.get(release) <= tagReach.seconds;
/** The newest release that is not the head itself, near enough to be what is live; null when there is none. */
const liveRelease = (index, head, releases) => releases.find(({ position }) => isWithinReach(index, position, head)) ?? null;

// src/sources/part-files.ts
const changedFiles = (files) => files.map((file) => ({
	...file,
	kind: fileKind(file.path)
}));

// src/sources/change.ts
/** What is between base and head: the kind of change, and its parts as they came in. */
/**
* How head stands to base. Going back is going back along the line of base, or to what is known to have run: a commit
* inside a branch that was merged since is an ancestor, too, and nobody ever read or ran what stands there.
* Throws `UsageError` when they share no history.
*/
const kindOf = async (repository, index, base, head, ranBefore = async () => false) => {
	if (base === head) return "redeploy";
	if (base === null) return "forward";
	const basePosition = index.positionOnLine(base);
	const headPosition = index.positionOnLine(head);
	if (basePosition !== null && headPosition !== null) return basePosition < headPosition ? "forward" : "rollback";
	const { status, output } = await repository.git.attempt([
		"merge-base",
		base,
		head
	]);
	const common = output.trim();
	if (status === 1 && common === "") {
		if (repository.shallow) throw new SourceError(`${base.slice(0, 8)} and ${head.slice(0, 8)}: this clone is too shallow to tell how they are related; deepen it: git fetch --unshallow`);
		throw new UsageError(`--base ${base.slice(0, 8)}: shares no history with ${head.slice(0, 8)}; name a base on the same line`);
	}
	if (status !== 0) throw new SourceError(`git merge-base: cannot compare ${base.slice(0, 8)} with ${head.slice(0, 8)} in this clone`);
	if (common === base) return "forward";
	if (common !== head) return "diverged";
	const [oldest] = await lineBetween(repository, index, head, base);
	return oldest?.parent === head || await ranBefore(head) ? "rollback" : "diverged";
};
/** First-parent commits of `head` that `base` lacks, oldest first. */
const lineBetween = async (repository, index, base, head) => {
	const from = base === null ? -1 : index.positionOnLine(base);
	const to = index.positionOnLine(head);
	if (from !== null && to !== null && from < to) {
		const [first] = from < 0 ? await readLine(repository.git, index.sha(0), 1) : [];
		return Array.from({ length: to - from }, (_, at) => {
			const position = from + 1 + at;
			const parent = position > 0 ? index.sha(position - 1) : first?.parents[0] ?? null;
			return {
				sha: index.sha(position),
				parent
			};
		});
	}
	const { status, output, error } = await repository.git.attempt([
		"rev-list",
		"--first-parent",
		"--parents",
		"--stdin"
	], `${head}\n${base === null ? "" : `^${base}\n`}`);
	if (status !== 0) throw new SourceError(`git rev-list: ${error.split("\n")[0]}`);
	return output.split("\n").filter((line) => line !== "").map((line) => line.split(" ")).map(([sha, parent]) => ({
		sha,
		parent: parent ?? null
	})).reverse();
};
/** Reads what `from` lacks of `to`, measured against the index of the line that holds `to`. */
const readParts = async (repository, index, salt, from, to, lines = true) => {
	const all = await lineBetween(repository, index, from, to);
	const line = all.filter(({ sha }) => index.positionOnLine(sha) !== null);
	if (line.length === 0) return {
		parts: [],
		unmeasured: all.length
	};
	const first = index.positionOnLine(line[0].sha);
	const before = line[0].parent;
	const [commits, differences] = await Promise.all([readFacts(repository.git, before === null ? [to] : [to, `^${before}`], authorHash(salt)), collect(readDifferences(repository.git, line, { linesExpected: lines && !repository.partial }))]);
	return {
		parts: [...partsOf(line.map(({ sha }) => sha), commits, first > 0 ? index.parts.time.get(first - 1) : 0, (sha) => index.positionOf(sha, first) !== null)].map((part, at) => {
			const { linesKnown, filesKnown, files } = differences[at];
			return {
				part,
				position: index.positionOnLine(part.sha),
				files: changedFiles(files),
				linesKnown,
				filesKnown
			};
		}),
		unmeasured: all.length - line.length
	};
};
const collect = async (blocks) => {
	const all = [];
	for await (const block of blocks) all.push(...block);
	return all;
};
/** Reads a change whose kind is known. */
const readChange = async ({ repository, index, salt, base, head, kind, lines }) => {
	if (kind === "redeploy") return {
		kind,
		parts: [],
		lost: 0,
		unmeasured: 0
	};
	if (kind === "rollback") return {
		kind,
		...await readParts(repository, index, salt, head, base, lines),
		lost: 0
	};
	const forward = await readParts(repository, index, salt, base, head, lines);
	const lost = kind === "diverged" ? (await lineBetween(repository, index, head, base)).length : 0;
	return {
		kind,
		...forward,
		lost
	};
};

// src/sources/proposal.ts
const seconds = (moment, otherwise) => {
	const time = moment === null ? NaN : Date.parse(moment);
	return Number.isNaN(time) ? otherwise : Math.floor(time / 1e3);
};
/** Parts of the newest hundred that brought in several commits, from which on a team counts as one that merges. */
const mergeHabit = {
	among: 100,
	share: .15
};
const landsAsMerge = ({ index, head }) => {
	const among = Math.min(mergeHabit.among, head + 1);
	let several = 0;
	for (let position = head + 1 - among; position <= head; position += 1) if (index.parts.commits.get(position) > 1) several += 1;
	return among > 0 && several / among > mergeHabit.share;
};
const innerFacts = (commit, now, hash) => factsOf({
	sha: commit.sha,
	parents: commit.parents,
	message: commit.message,
	authorName: commit.authorName,
	authorEmail: commit.authorEmail,
	authoredAt: seconds(commit.authoredAt, now),
	committedAt: seconds(commit.committedAt, now),
	zoneMinutes: 0
}, hash);
/** A name that no commit has, for the landing that has not happened. */
const unborn = (digits) => "0".repeat(digits);
const landed = (history, proposal, now, zoneMinutes) => {
	const inside = proposal.commits.map((commit) => innerFacts(commit, now, authorHash(history.salt)));
	const message = understandMessage(`${proposal.title}${proposal.number === null ? "" : ` (#${proposal.number})`}\n\n${proposal.body}`);
	const merges = landsAsMerge(history);
	const [author = 0] = inside.map((commit) => commit.author);
	const others = [...new Set(inside.flatMap((commit) => [commit.author, ...commit.coAuthors]))];
	const landing = {
		sha: unborn(proposal.head.length),
		parents: merges ? [proposal.base, proposal.head] : [proposal.base],
		committedAt: now,
		authoredAt: inside.reduce((earliest, commit) => Math.min(earliest, commit.authoredAt), now),
		zoneMinutes,
		author,
		coAuthors: others.filter((other) => other !== author),
		bot: inside.length > 0 && inside.every((commit) => commit.bot),
		message
	};
	const commits = new Map([landing, ...inside].map((commit) => [commit.sha, commit]));
	const [part] = partsOf([landing.sha], commits, tipTime(history));
	return {
		...part,
		sha: proposal.head,
		zoneMinutes,
		number: proposal.number,
		inner: [.../* @__PURE__ */ new Set([proposal.head, ...proposal.commits.map(({ sha }) => sha)])]
	};
};
const tipTime = ({ index, head }) => head < 0 ? 0 : index.parts.time.get(head);
/** The part it would be, at the position after the base. Nothing is added to the index. */
const proposedPart = (history, proposal, now) => {
	const position = history.head + 1;
	const time = Math.floor(now.getTime() / 1e3);
	const zone = new Past(history.index, position, time, 0).usualZone();
	return {
		part: landed(history, proposal, time, zone),
		position,
		files: changedFiles(proposal.files),
		linesKnown: proposal.files.every(({ added, deleted, binary, submodule }) => binary || submodule || added !== null && deleted !== null),
		filesKnown: true,
		historyKnown: history.head >= 0
	};
};

// src/commands/gate/in-force.ts
/** Words of people that hold a commit or an environment as a whole: overrides and freezes, as the ledger remembers them. */
/** The newest record of a stream holds, so that none but it is read. */
const overrideStream = (sha) => `overrides/${sha}`;
/** Of all environments; of a single one, by the record's environment. */
const freezeStreams = {
	all: "freezes",
	one: "freezes/environment"
};
const nothingInForce = {
	override: null,
	freezes: [],
	notes: []
};
const nameOf = ({ id, hash }) => ({
	id,
	hash
});
const moment = (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : null;
/** What a record of an override says of a commit in an environment at a moment; null where it says nothing there. */
const overrideIn = (record, about) => {
	const { body, environment, at, kind } = record;
	const until = moment(body["until"]);
	const reviewBy = moment(body["reviewBy"]);
	return kind === "override" && body["what"] === "given" && body["sha"] === about.sha && environment === about.environment && until !== null && reviewBy !== null && Date.parse(at) <= about.now.getTime() && about.now.getTime() < Date.parse(until) ? {
		until,
		reviewBy
	} : null;
};
/** What a record of a freeze says of an environment at a moment; null where it holds nothing there. */
const freezeIn = (record, about) => {
	const { body, environment = null, kind } = record;
	if (kind !== "freeze" || body["state"] !== "frozen") return null;
	if (environment !== null && environment !== about.environment) return null;
	const until = moment(body["until"]);
	if (until !== null && about.now.getTime() >= Date.parse(until)) return null;
	return {
		environment,
		until,
		said: typeof body["reason"] === "string" ? body["reason"] : ""
	};
};
/** The newest record on the freezing of an environment, or of all of them (null). Throws SourceError. */
const newestFreeze = (ledger, environment) => ledger.latest(environment === null ? {
	kind: "freeze",
	stream: freezeStreams.all
} : {
	kind: "freeze",
	stream: freezeStreams.one,
	environment
});
/** Whether the policy that decides knows whom an override was given under: nobody may name themselves in the same change. */
const isNamed = ({ body }, emergencyBy) => emergencyBy.some((name) => name.toLowerCase() === String(body["under"]).toLowerCase());
const unnamed = "an emergency override stands that counts for nothing here: whoever gave it is named by emergency.by on the default branch, and not yet in the policy that decides, which is the one of what runs now";
/** What holds now. Where the ledger cannot say, that is a source that failed, and nothing is let out by an override. */
const wordsInForce = async (request) => {
	const { ledger, environment, sha, now, emergencyBy, failures } = request;
	try {
		const given = await ledger.latest({
			kind: "override",
			stream: overrideStream(sha),
			environment
		});
		const override = given && overrideIn(given, {
			sha,
			environment,
			now
		});
		const counts = given !== void 0 && isNamed(given, emergencyBy);
		const newest = [await newestFreeze(ledger, null), await newestFreeze(ledger, environment)];
		return {
			override: given && override && counts ? {
				...override,
				source: nameOf(given)
			} : null,
			notes: override && !counts ? [unnamed] : [],
			freezes: newest.flatMap((record) => {
				const freeze = record && freezeIn(record, {
					environment,
					now
				});
				return record && freeze ? [{
					...freeze,
					source: nameOf(record)
				}] : [];
			})
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		if (!failures.some(({ why }) => why === error.message)) failures.push({
			source: "ledger",
			why: error.message
		});
		return nothingInForce;
	}
};

// src/config/deployment-sources.ts
const deploymentSourcesOf = ({ deployments }, environment) => ({
	githubDeployments: deployments.some(({ kind }) => kind === "github-deployments"),
	runs: workflowRunsIn({ deployments }).filter((source) => source.environment === environment),
	releases: releaseSourcesIn({ deployments }).filter((source) => source.environment === environment)
});
const workflowRunsIn = ({ deployments }) => deployments.filter((source) => source.kind === "workflow-runs");
const releaseSourcesIn = ({ deployments }) => deployments.filter((source) => source.kind === "releases" || source.kind === "tags");

// src/commands/gate/live.ts
/**
* Whether a deployment went well, as far as its record says: one without a state is told after the fact. One that was
* told late, after a newer one, is of the past and not what is live.
*/
const hasSucceeded = (record) => wentWell(record) && record.body["late"] !== true;
const wentWell = ({ body }) => typeof body["sha"] === "string" && (body["state"] === void 0 || body["state"] === "success" || body["state"] === "succeeded");
/** The newest deployment of an environment that succeeded: nearly always the newest of all, which is found at once. */
const newestSuccess = async (ledger, environment) => {
	const newest = await ledger.latest({
		kind: "deployment",
		environment
	});
	if (!newest || hasSucceeded(newest)) return newest;
	let found;
	for await (const record of ledger.read({ kinds: ["deployment"] })) if (record.environment === environment && hasSucceeded(record)) found = record;
	return found;
};
/** Whether a commit was deployed there with success, as the ledger remembers. */
const ranBefore = async (ledger, environment, sha) => {
	for await (const record of ledger.read({ kinds: ["deployment"] })) if (record.environment === environment && record.body["sha"] === sha && wentWell(record)) return true;
	return false;
};
const holds = async ({ objects }, sha) => await objects.read(`${sha}^{commit}`) !== null;
/** What GitHub says is live; else, where nobody else can be asked, what the ledger remembers, or the tags of the clone. */
const told = async (request) => {
	const { ledger, environment, configuration, outside } = request;
	const sources = deploymentSourcesOf(configuration, environment.name);
	if (outside) return await outside.liveIn({
		environments: environment.settings.githubEnvironments,
		sources
	}) ?? tagged(request, sources.releases.filter(({ kind }) => kind === "tags"));
	const record = await newestSuccess(ledger, environment.name);
	if (record === void 0 || record.body["release"] !== void 0) {
		const live = await tagged(request, sources.releases);
		if (live !== null) return live;
	}
	return record ? {
		sha: String(record.body["sha"]),
		at: record.at
	} : null;
};
const tagged = async ({ repository, head, now }, sources) => {
	if (head === null || sources.length === 0) return null;
	const { taggedVersions } = await import("./commands-gate-live-version.js");
	const versions = await taggedVersions(repository, sources, {
		head,
		now
	});
	const [newest] = versions;
	return newest === void 0 ? null : {
		sha: newest.commit,
		at: isoMoment(newest.at),
		versions
	};
};
/** What runs, of the versions that may; those that the clone lacks are brought first. */
const versionOf = async ({ repository, environment, head, outside, failures }, published) => {
	const versions = published.filter(({ commit }) => commit !== head);
	if (head === null || versions.length === 0) return null;
	const absent = [];
	for (const { commit } of versions) if (!await holds(repository, commit)) absent.push(commit);
	if (outside && absent.length > 0) await outside.fetch(...absent);
	const { nearestVersion } = await import("./commands-gate-live-version.js");
	const nearest = await nearestVersion(repository, head, versions);
	if (nearest === null) failures.push({
		source: "deployments",
		why: `${environment.name} runs ${versions[0].name} or an older version, and this clone holds no history that any of them shares with what is asked to run; fetch it (git fetch --unshallow --tags), or name what runs with ${outside ? "base-ref" : "--base"}`
	});
	return nearest;
};
/** What runs in an environment, if there is a deployment that succeeded, of a commit that this clone holds or can get. */
const lastDeployment = async (request) => {
	const { repository, environment, outside, failures } = request;
	try {
		const live = await told(request);
		if (!live) return null;
		if (live.versions) return await versionOf(request, live.versions);
		if (outside && !await holds(repository, live.sha)) await outside.fetch(live.sha);
		if (await holds(repository, live.sha)) return {
			sha: live.sha,
			source: {
				from: "deployment",
				at: live.at
			},
			time: Date.parse(live.at) / 1e3
		};
		failures.push({
			source: "deployments",
			why: `${environment.name} runs ${live.sha.slice(0, 8)}, which this clone does not hold; fetch it, or name what runs with ${outside ? "base-ref" : "--base"}`
		});
		return null;
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: outside ? "deployments" : "ledger",
			why: error.message
		});
		return null;
	}
};
/** How long exactly this commit has run in the environment it has to soak in. */
const soakedHours = async ({ ledger, configuration, outside, failures }, { settings }, head, now) => {
	if (settings.soakedIn === null) return null;
	const { environment } = settings.soakedIn;
	try {
		if (outside) return await outside.hoursIn({
			environments: [environment],
			sources: deploymentSourcesOf(configuration, environment)
		}, head);
		const record = await newestSuccess(ledger, environment);
		if (record?.body["sha"] !== head) return null;
		return Math.max(0, now.getTime() - Date.parse(record.at)) / 36e5;
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: outside ? "deployments" : "ledger",
			why: error.message
		});
		return null;
	}
};
const positionTime = (index, sha) => {
	const position = index.positionOf(sha);
	return position === null ? null : index.parts.time.get(position);
};
/** A base that nobody named: the newest release near the head, else the point twenty parts back. */
const assumedBase = (history, releases) => {
	const { index, head } = history;
	const release = head < 0 ? null : liveRelease(index, head, releases);
	if (release) return {
		sha: index.sha(release.position),
		source: {
			from: "tag",
			tag: release.tag
		},
		time: index.parts.time.get(release.position)
	};
	const parts = Math.min(20, head + 1);
	const from = head - parts;
	return {
		sha: from < 0 ? null : index.sha(from),
		source: parts > 0 ? {
			from: "recent",
			parts
		} : { from: "none" },
		time: null
	};
};

// src/commands/gate/gathering.ts
/** What a decision is about, gathered from the clone and the ledger: nothing here judges. */
const notesOnClone = (repository, history) => [...shallowNote(history), ...repository.partial ? ["partial clone: lines cannot be counted without blobs, sizes are unknown; a full clone (git fetch --refetch) knows them"] : []];
/** What the policy names and a command line cannot reach stays unread, and the clone's own ledger serves. */
const openLedgerOf = (repository, request, policy) => {
	const configured = policy.configuration.ledger;
	if (request.outside) return {
		ledger: request.outside.openLedger(request.ledger ?? configured),
		unreadLedger: null
	};
	const unreadLedger = request.ledger === void 0 && configured !== null && isOutOfReach(configured) ? configured : null;
	const url = request.ledger ?? (unreadLedger === null ? configured : null);
	return {
		ledger: openLedger(url ?? void 0, {
			baseDirectory: repository.workTree ?? repository.gitDirectory,
			defaultDirectory: join(repository.commonDirectory, "change-risk"),
			witnessFile: join(repository.commonDirectory, "change-risk-witness.json")
		}),
		unreadLedger
	};
};
const compareCommits = async (repository, ofHead, base, head, open, ranBefore) => {
	const kind = await kindOf(repository, ofHead.index, base, head, ranBefore);
	const history = kind === "rollback" && ofHead.index.positionOnLine(base) === null ? await open(base) : ofHead;
	const { index, salt } = history;
	return {
		history,
		whole: await readChange({
			repository,
			index,
			salt,
			base,
			head,
			kind
		})
	};
};
const propose = (history, proposal, now) => ({
	history,
	whole: {
		kind: "forward",
		parts: [proposedPart(history, proposal, now)],
		lost: 0,
		unmeasured: 0
	}
});
const notesOnScope = (elsewhere, all, { name }) => elsewhere === 0 ? [] : [`${formatCount$1(elsewhere)} of ${formatCount$1(all)} changes touch nothing that ${name} runs, and are left out`];
/** Gathers everything; `stand` is asked while git compares. Throws `UsageError` for what cannot be meant, `SourceError` for a clone that cannot be read. */
const gather = async (request, asked, stand) => {
	const { outside, now } = request;
	const { repository, head, namedBase, tags, provisional } = asked;
	const proposal = outside?.proposal;
	const failures = [...asked.failures];
	const environment = chooseEnvironment(provisional.configuration, request.environment);
	const opened = openLedgerOf(repository, request, provisional);
	const { ledger } = opened;
	const common = {
		repository,
		...opened,
		head: proposal?.head ?? head,
		policyPath: outside?.policyPath ?? ".github/change-risk.yml",
		flag: outside ? "base-ref" : "--base",
		indexDirectory: outside ? await outside.indexDirectory(ledger) : indexDirectory(repository, request.processEnvironment)
	};
	if (head === null && !proposal) return {
		...common,
		standing: await stand({
			indexDirectory: null,
			history: null,
			policy: provisional,
			prior: null,
			environment,
			told: nothingTold
		}),
		told: nothingTold,
		incidents: [],
		memory: null,
		policy: provisional,
		prior: null,
		environment,
		base: null,
		baseSource: { from: "none" },
		baseTime: null,
		history: null,
		change: {
			kind: "forward",
			parts: [],
			lost: 0,
			unmeasured: 0
		},
		elsewhere: 0,
		soakedHours: null,
		releases: [],
		words: /* @__PURE__ */ new Map(),
		inForce: nothingInForce,
		optedOut: () => false,
		failures,
		notes: [...outside?.notes ?? [], outside ? "there is no history here" : "the branch has no commit yet"]
	};
	const deployed = namedBase === null && !proposal ? await lastDeployment({
		repository,
		ledger,
		environment,
		head,
		now,
		outside,
		failures,
		configuration: provisional.configuration
	}) : null;
	const open = (at) => openHistory({
		repository,
		head: at,
		lookbackSeconds: provisional.configuration.history.lookback.seconds,
		enough: enoughToStand,
		measurer,
		directory: common.indexDirectory,
		damage: request.indexDamage ?? null,
		progress: (done, total) => request.progress("reading history", done, total)
	});
	const ofHead = head === null ? withoutHistory(repository.shaDigits) : await open(head);
	const releases = ofHead.head < 0 || proposal ? [] : releasesOf(ofHead.index, ofHead.head, tagsFor(tags, environment.name), 2e3);
	const base = proposal ? {
		sha: proposal.base,
		source: proposal.baseSource,
		time: null
	} : namedBase !== null ? {
		sha: namedBase,
		source: { from: "option" },
		time: positionTime(ofHead.index, namedBase)
	} : deployed ?? assumedBase(ofHead, releases);
	const comparing = proposal ? Promise.resolve(propose(ofHead, proposal, now)) : compareCommits(repository, ofHead, base.sha, head, open, (sha) => ranBefore(ledger, environment.name, sha));
	comparing.catch(() => void 0);
	const policy = await policyFor(repository, request, base.sha, failures, provisional);
	const chosen = environmentUnder(policy, provisional, environment, request.environment);
	const told = await toldOutcomes(ledger, chosen.name, failures);
	const incidents = await knownIncidents(ledger, failures);
	const { prior, notes: notesOnPrior } = await priorUnder(request, repository, policy, base.sha, failures);
	const { memory, told: toldIncidents } = await rememberIncidents({
		repository,
		history: ofHead,
		configuration: policy.configuration,
		incidents,
		told,
		environment: chosen.name
	}, failures);
	const standing = await stand({
		indexDirectory: common.indexDirectory,
		history: ofHead,
		policy,
		prior,
		environment: chosen,
		told,
		...toldIncidents ? { incidents: toldIncidents } : {}
	});
	const { history, whole } = await comparing;
	history.index.toldScars = new ToldScars(history.index, told);
	if (whole.unmeasured > 0 && whole.kind !== "rollback") failures.push({
		source: "history",
		why: `${formatCount$1(whole.unmeasured)} of the changes lie before the history that is here; ${repository.shallow ? "git fetch --unshallow --filter=blob:none" : "a longer lookback"} shows them`
	});
	const touches = scopeOf(policy.configuration, chosen.settings.components);
	const parts = whole.parts.filter(({ files, filesKnown }) => !filesKnown || touches(pathsOf(files)));
	const elsewhere = whole.parts.length - parts.length;
	const opinions = await opinionsOn(outside, parts, chosen, failures);
	const inForce = await wordsInForce({
		ledger,
		environment: chosen.name,
		sha: common.head,
		now,
		emergencyBy: policy.configuration.emergency.by.map(formatReviewer),
		failures
	});
	return {
		...common,
		standing,
		told,
		incidents,
		memory,
		policy,
		prior,
		environment: chosen,
		base: base.sha,
		baseSource: base.source,
		baseTime: base.time,
		history,
		change: {
			...whole,
			parts
		},
		elsewhere,
		soakedHours: await soakedHours({
			ledger,
			configuration: policy.configuration,
			outside,
			failures
		}, chosen, common.head, now),
		releases,
		words: opinions.words,
		inForce,
		optedOut: outside?.optedOut ?? (() => false),
		failures,
		notes: [
			...outside?.notes ?? [],
			...opinions.notes,
			...inForce.notes,
			...outside ? [] : notesOnClone(repository, history),
			...history.notes,
			...notesOnPrior,
			...notesOnScope(elsewhere, whole.parts.length, chosen),
			...await notesOnPolicy(repository, request, policy)
		]
	};
};
/** What was said of which parts; without an answer nobody said anything, and that is a source that failed. */
const opinionsOn = async (outside, parts, { settings }, failures) => {
	if (!outside || parts.length === 0) return {
		words: /* @__PURE__ */ new Map(),
		notes: []
	};
	try {
		const opinions = await outside.opinionsOn(parts.map(({ part }) => ({
			sha: part.sha,
			number: part.number
		})), settings);
		failures.push(...opinions.failures ?? []);
		return opinions;
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: "approvals",
			why: error.message
		});
		return {
			words: /* @__PURE__ */ new Map(),
			notes: []
		};
	}
};

// src/commands/gate/grounds.ts
/**
* The records that a decision rests on: words on its parts, an override, freezes. The decision names each with its hash;
* made again, it asks the ledger for them, and for what they said.
*/
const sameFacts = (one, other) => one !== null && Object.entries(one).every(([key, value]) => Reflect.get(other, key) === value);
/** What a record tells, and what was counted together with it. */
const toldBeside = (body) => {
	const { beside } = body;
	return [body, ...Array.isArray(beside) ? beside : []];
};
/** The band of a word, where this is about it. */
const tellsBand = ({ review, of, band }, { kind, id }) => (kind === "review" ? review : of) === id ? band : void 0;
/** The record that tells at which band a review approved, or a word that was given before the band was known. */
const bandGround = ({ source, band, bandSource }) => bandSource === void 0 ? [] : [{
	...bandSource,
	says: ({ kind, body }) => kind === "approval" && toldBeside(body).some((told) => tellsBand(told, source) === band)
}];
const wordGround = ({ source, head, band, bandSource }, word, said) => source.kind === "review" ? [] : [{
	id: source.id,
	hash: source.hash,
	says: ({ kind, body }) => kind === "approval" && body["word"] === word && body["head"] === head && (band === void 0 || bandSource !== void 0 || body["band"] === band) && (said === void 0 || (body["reason"] ?? "") === said)
}];
const groundsIn = ({ parts, override, freezes = [] }, about) => [
	...parts.flatMap(({ approvals = [], rejections = [] }) => [...approvals.flatMap((word) => [...wordGround(word, "approve"), ...bandGround(word)]), ...rejections.flatMap((word) => wordGround(word, "reject", word.said))]),
	...override ? [{
		...override.source,
		says: (record) => sameFacts(overrideIn(record, about), override)
	}] : [],
	...freezes.map(({ source, ...facts }) => ({
		...source,
		says: (record) => sameFacts(freezeIn(record, about), facts)
	}))
];
/** The names of the records that a decision rests on, each once. */
const recordsBehind = (inputs) => {
	const all = groundsIn(inputs, {
		sha: "",
		environment: "",
		now: /* @__PURE__ */ new Date(0)
	});
	return [...new Map(all.map(({ id, hash }) => [id, {
		id,
		hash
	}])).values()];
};
/** Throws SourceError naming the first record that a decision rests on and that is not there, or says otherwise. */
const requireGrounds = async (decision, inputs, find) => {
	const { change } = decision.body;
	const about = {
		sha: String(change?.head),
		environment: decision.environment ?? "",
		now: new Date(decision.at)
	};
	for (const { id, hash, says } of groundsIn(inputs, about)) {
		const record = await find(id);
		const name = `record ${id.slice(0, 12)}, which it rests on,`;
		if (record === void 0) throw new SourceError(`${name} is not there`);
		if (record.hash !== hash) throw new SourceError(`${name} is not what it was`);
		if (!says(record)) throw new SourceError(`${name} does not say what was decided by`);
	}
};

// src/commands/gate/memory.ts
const bytes = (value) => Buffer.from(JSON.stringify(value), "utf8");
/**
* Appends the decision to the ledger. What cannot be written is said, never fatal: the decision stands, but without
* memory (`enforce` then does not approve; the caller sees to that).
*/
const remember = async (request) => {
	const { situation, inputs, model, judgement, now, version, beside } = request;
	const { ledger, environment, repository, base, head, policy, prior } = situation;
	const behind = recordsBehind(inputs);
	try {
		const [inputsBlob, modelBlob] = await Promise.all([
			ledger.putBlob(bytes(inputs)),
			ledger.putBlob(bytes(model)),
			...prior === null ? [] : [ledger.putBlob(prior.bytes)]
		]);
		const [appended] = await ledger.append([{
			stream: "decisions",
			kind: "decision",
			key: {
				environment: environment.name,
				base,
				head,
				inputs: inputsBlob,
				model: modelBlob
			},
			at: now.toISOString(),
			repository: repository.name,
			environment: environment.name,
			actor: situation.flag === "--base" ? "command-line" : "github-actions",
			tool: {
				name: "change-risk-gate",
				version
			},
			body: {
				engine: 1,
				mode: inputs.mode,
				change: {
					kind: situation.change.kind,
					base,
					head
				},
				policy: policy.file ? {
					path: policy.file.path,
					blob: policy.file.blob
				} : {},
				inputsBlob,
				modelBlob,
				...prior === null ? {} : { prior: {
					path: prior.reference.path,
					priorBlob: prior.reference.sha256
				} },
				...behind.length === 0 ? {} : { restsOn: behind },
				lane: laneOfDecision(inputs, judgement),
				...approvedIn(inputs),
				result: resultOf(judgement)
			}
		}, ...beside]);
		const { record } = appended;
		return {
			ledger: {
				record: record.id.slice(0, 12),
				hash: record.hash
			},
			notes: ledger.notes
		};
	} catch (error) {
		if (!(error instanceof SourceError || error instanceof UsageError)) throw error;
		return {
			ledger: null,
			notes: [`not remembered: ${error.message}`]
		};
	}
};
const laneOfDecision = ({ mode, parts }, { audited = [], decision }) => laneOf({
	mode,
	verdict: decision.verdict,
	rule: decision.rule,
	audited: audited.length,
	approved: parts.filter(({ approved }) => approved).length,
	unapproved: parts.filter(({ approved, cancelled }) => !approved && !cancelled).length
});
/** Parts that a person let go: what becomes of them says nothing about what nobody looks at. */
const approvedIn = ({ parts }) => {
	const approved = parts.filter((part) => part.approved).map(({ sha }) => sha);
	return approved.length === 0 ? {} : { approved };
};
const json = async (read, hash) => {
	if (typeof hash !== "string") throw new SourceError("the record names no blob to make the decision from");
	return JSON.parse(Buffer.from(await read(hash)).toString("utf8"));
};
/** Every engine this build carries: a released one stays for as long as ledgers hold its decisions. */
const engines = { [1]: async (record, readBlob, findRecord) => {
	const inputs = await json(readBlob, record.body["inputsBlob"]);
	await requireGrounds(record, inputs, findRecord);
	const model = readArtefact(await json(readBlob, record.body["modelBlob"]));
	return resultOf(judge(inputs, model));
} };

// src/commands/gate/past-hazards.ts
/** Total hazards of the releases up to the base, newest first. */
const pastHazards = ({ history, releases, base }, { recentHazards, newest }) => {
	const last = newest === null ? null : history?.index.positionOnLine(newest) ?? null;
	if (history === null || last === null) return [];
	const live = base === null ? null : history.index.positionOnLine(base);
	const first = last - recentHazards.length + 1;
	const past = releases.filter(({ position }) => position <= last && (live === null || position <= live));
	return past.slice(0, -1).flatMap(({ position }, at) => {
		const from = past[at + 1].position + 1;
		if (from < first) return [];
		return [recentHazards.slice(from - first, position - first + 1).reduce((sum, hazard) => sum + hazard, 0)];
	});
};

// src/model/likeness.ts
/**
* How alike two parts are in the eyes of the model.
*
* A part is what its answers do to its risk: one effect a term, the logarithm of its factor. Two parts are as far apart
* as these effects are, and alike as
*
*   likeness = e^(−distance),   distance² = Σ (effect of one − effect of the other)²
*
* So a question counts by what it weighs here, one of no weight not at all, and two parts of the same risk for other
* reasons are not alike: ×3 for its size is no neighbour of ×3 for its history.
*
* Example: the same answers but one, which is ×2 here and ×1 there: ½.
*/
function likenessTo(artefact, values, past, rows) {
	const width = past.columns.length;
	const squares = new Float64Array(rows.length);
	for (const term of artefact.terms) {
		const place = past.columns.findIndex(({ name }) => name === term.name);
		if (place < 0 || term.slopes.every((slope) => slope === 0)) continue;
		const own = effectOf(term, values[term.name] ?? NaN);
		for (let i = 0; i < rows.length; i++) {
			const apart = effectOf(term, past.rows[rows[i] * width + place]) - own;
			squares[i] += apart * apart;
		}
	}
	return squares.map((square) => exp(-Math.sqrt(square)));
}

// src/commands/gate/similar.ts
/** Past changes most like the one that drives the risk, and what became of them: by the model's reasons and by files. */
const mostShown = 3;
/** Touches of one file looked at, newest first. */
const mostTouches = 128;
/** Past parts compared with, the newest: as many as the model learned from. */
const mostCompared = mostLearned;
/** Less alike than this no reader would call alike: a few files in common, or reasons within a factor of 2 and none. */
const leastAlike = .25;
/** Of each past part that shares a file: shared files over the root of both sizes, 1 where they touch the same. */
const overlaps = (index, files, before) => {
	const shared = /* @__PURE__ */ new Map();
	for (const path of files.slice(0, 100)) {
		let entry = index.entities.get(entityOf("file", path)).touch;
		for (let seen = 0; entry !== 4294967295 && seen < mostTouches; entry = index.touches.previous.get(entry), seen += 1) {
			const position = index.touches.part.get(entry);
			if (position < before) shared.set(position, (shared.get(position) ?? 0) + 1);
		}
	}
	return new Map([...shared].map(([position, count]) => [position, count / Math.sqrt(files.length * Math.max(1, index.parts.files.get(position)))]));
};
/**
* Past parts, most alike first: the likeness of their reasons (likeness.ts) counts in full where they touch the same
* files, and half where they share none.
*/
const mostAlike = (index, model, part, before) => {
	const from = Math.max(0, before - mostCompared);
	const past = {
		columns: signals,
		rows: index.rows.slice(from * index.signals, before * index.signals),
		n: before - from
	};
	const shared = overlaps(index, part.files, before);
	return Array.from(likenessTo(model, part.values, past, rowRange(0, past.n)), (likeness, row) => ({
		position: from + row,
		alike: likeness * (1 + Math.min(1, shared.get(from + row) ?? 0)) / 2
	})).filter(({ alike }) => alike >= leastAlike).sort((left, right) => right.alike - left.alike || right.position - left.position).slice(0, mostShown);
};
const duration = (seconds) => {
	const hours = seconds / 3600;
	return hours < 48 ? `${Math.max(1, Math.round(hours))} h` : `${Math.round(hours / 24)} days`;
};
/** As in "reverted after 3 h". */
const failedBy = {
	revert: "reverted",
	hotfix: "hot-fixed",
	rollback: "rolled back",
	incident: "blamed for an incident",
	deployment: "its deployment failed",
	correction: "said to have failed"
};
/** What became of a part that landed `age` seconds ago; without a failure it is not known before `maturity` seconds. */
const sayBecame = (failure, { age, maturity }) => {
	if (failure !== null) return {
		outcome: failure.cause === "rollback" ? "rolled-back" : "failed",
		became: `${failedBy[failure.cause]} after ${duration(failure.after)}`
	};
	return age < maturity ? {
		outcome: "pending",
		became: "no failure known yet"
	} : {
		outcome: "succeeded",
		became: "no failure known"
	};
};
/** The three past parts most like the riskiest part of the change. Empty when none is much like it. */
const similarChanges = async (situation, parts, judgement, now) => {
	const { history, repository } = situation;
	if (history === null || parts.length === 0) return [];
	const { index } = history;
	const { subject, answers } = parts[judgement.parts.reduce((best, part, at) => part.hazard > judgement.parts[best].hazard ? at : best, 0)];
	const first = Math.min(...parts.map((part) => part.subject.position));
	const values = Object.fromEntries(signals.flatMap(({ name }, at) => {
		const answer = answers[at];
		return answer.outcome === "measured" ? [[name, answer.value]] : [];
	}));
	const files = subject.files.map(({ path }) => path);
	const alike = mostAlike(index, situation.standing.model, {
		values,
		files
	}, first);
	if (alike.length === 0) return [];
	const maturity = situation.policy.configuration.outcome.maturity.seconds;
	const { knownAt, causes, uncounted } = labelsOf(index, {
		maturity,
		told: situation.told,
		before: history.head + 1
	});
	const messages = await Promise.all(alike.map(({ position }) => readMessage(repository.git, repository.objects, index.sha(position))));
	return alike.flatMap(({ position }, at) => {
		const message = messages[at];
		if (message === null || message === void 0) return [];
		const { title, number } = understandMessage(message);
		const landed = index.parts.time.get(position);
		const cause = uncounted.has(position) ? void 0 : causes.get(position);
		const { outcome, became } = sayBecame(cause === void 0 ? null : {
			cause,
			after: knownAt[position] - landed
		}, {
			age: now.getTime() / 1e3 - landed,
			maturity
		});
		return [{
			change: number === null ? index.sha(position).slice(0, 8) : `#${number}`,
			outcome,
			sentence: `${became}: ${bareTitle(title)}`
		}];
	});
};

// src/commands/gate/gate.ts
const stopwatch = (clock) => {
	const laps = {};
	let last = clock();
	return {
		laps,
		lap: (stage) => {
			const at = clock();
			laps[stage] = Math.round(at - last);
			last = at;
		}
	};
};
const standingOf = async ({ history, indexDirectory, policy, prior: chosen, environment, told, incidents }, options) => {
	const { configuration } = policy;
	const prior = chosen?.artefact ?? options.prior;
	if (history === null || history.head < 0) return emptyStanding(prior, configuration);
	const { reviewRiskiest } = environment.settings.autoApprove;
	return findStanding(indexDirectory, {
		index: history.index,
		head: history.head,
		configuration,
		prior,
		told,
		...incidents ? { incidents } : {}
	}, reviewRiskiest);
};
/** Why the model cannot speak here; null when it can. */
const silence = ({ history, change }) => history !== null && history.head < 0 && change.parts.every(({ historyKnown }) => historyKnown !== false) ? "this clone holds no part of the history (a shallow clone of one commit); git fetch --unshallow gives it" : null;
/** A policy nobody could read may have said enforce: until it is known, it does. */
const modeOf = ({ environment, failures }) => failures.some(({ source }) => source === "policy") ? "enforce" : environment.settings.mode;
/** What is left of error budgets, and which parts are fixes where that matters; most policies state no objective. */
const budgeting = async (situation, mode, { now, processEnvironment, outside }) => {
	const { change, environment, policy } = situation;
	const isStated = environment.settings.slo !== null || policy.configuration.components.some(({ slo }) => slo !== null);
	const isNew = change.kind !== "rollback" && change.parts.length > 0;
	if (!isStated || !isNew || mode === "off") return {
		budgets: [],
		unseen: null,
		failures: [],
		notes: [],
		fixes: /* @__PURE__ */ new Map()
	};
	const { budgetsOver } = await import("./commands-gate-budgets2.js");
	const budgeted = await budgetsOver(situation, {
		now,
		processEnvironment
	});
	if (!budgeted.budgets.map(budgetOf).some(({ factor, onlyFixes }) => onlyFixes || factor < 1)) return {
		...budgeted,
		fixes: /* @__PURE__ */ new Map()
	};
	const { fixesAmong } = await import("./commands-gate-fixes.js");
	return {
		...budgeted,
		fixes: await fixesAmong(situation, {
			now,
			...outside ? { outside } : {}
		})
	};
};
const gate = async (options) => {
	const watch = stopwatch(options.clock);
	const asked = await (options.asked ?? ask(options));
	try {
		return await mendingIndex((indexDamage) => gateWith({
			...options,
			indexDamage
		}, asked, watch));
	} finally {
		asked.repository.objects.end();
	}
};
const gateWith = async (options, asked, { lap, laps }) => {
	const { now, version, withPeople } = options;
	const gathered = await gather(options, asked, (ground) => standingOf(ground, options));
	const mode = options.mode ?? modeOf(gathered);
	const situation = heedingLedger(gathered, mode);
	const { standing } = situation;
	const { certified, notes: certifyingNotes } = await certifying(situation, version);
	const certificate = certified?.certificate ?? null;
	const alarm = certificate === null ? standing.alarm : certificate.alarm ?? null;
	const maturitySeconds = situation.policy.configuration.outcome.maturity.seconds;
	const budgeted = await budgeting(situation, mode, options);
	lap("read");
	const parts = measureParts(situation);
	const context = measureContext(situation, now, parts);
	const remembers = remembersDecision(options, mode);
	const drafted = await decisionInputs({
		situation,
		mode,
		now,
		parts,
		context,
		recentRisks: recentRisks(standing),
		pastHazards: pastHazards(situation, standing),
		silent: silence(situation),
		certified: certificateInputs(certificate, alarm, {
			maturitySeconds,
			now
		}),
		budgeted,
		fixes: budgeted.fixes
	});
	const { inputs, judgement, draws } = await judgeWithAudit(situation, drafted, {
		now,
		version,
		remembers
	});
	lap("judge");
	const bands = knownBands(judgement, inputs);
	const remembering = !remembers ? Promise.resolve({
		ledger: null,
		notes: []
	}) : remember({
		situation,
		inputs,
		model: standing.model,
		judgement,
		now,
		version,
		beside: [
			...certified?.records ?? [],
			...options.outside?.records(mode === "enforce" ? bands : /* @__PURE__ */ new Map()) ?? [],
			...draws
		]
	});
	remembering.catch(() => void 0);
	const similar = await similarChanges(situation, parts, judgement, now).finally(() => remembering);
	const memory = await remembering;
	lap("remember");
	const assessment = assess({
		situation,
		mode,
		now,
		parts,
		context,
		judgement: isForgotten(mode, options, memory) ? withoutMemory(judgement) : judgement,
		standing,
		similar,
		certificate,
		unseenBudget: budgeted.unseen,
		notes: [
			...situation.notes,
			...certifyingNotes,
			...budgeted.notes,
			...memory.notes
		],
		remembered: memory.ledger,
		timings: laps,
		version,
		engine: 1,
		withPeople,
		prior: situation.prior?.artefact ?? options.prior
	});
	return {
		assessment,
		settings: situation,
		files: drivingFiles(parts, assessment),
		bands,
		policyProblems: situation.policy.unreadable
	};
};
/** Freezes, words and deployments that nobody reads here are not nothing: enforcing, a person looks. */
const heedingLedger = (situation, mode) => {
	const { failures, notes, unreadLedger } = situation;
	if (unreadLedger === null) return situation;
	const why = sayOutOfReach(unreadLedger);
	return mode === "enforce" ? {
		...situation,
		failures: [...failures, {
			source: "ledger",
			why
		}]
	} : {
		...situation,
		notes: [...notes, `the ledger ${why}`]
	};
};
const remembersDecision = ({ remembers = "always" }, mode) => remembers === "always" || remembers === "when-enforcing" && mode === "enforce";
/** Enforcing, and not remembered although it was to be: a preview, which nothing rests on, tells what it would be. */
const isForgotten = (mode, { remembers = "always" }, { ledger }) => mode === "enforce" && remembers !== "never" && ledger === null;
/** An approval that leaves no trace cannot be defended: enforcing, it becomes a review. */
const withoutMemory = (judgement) => judgement.decision.verdict !== "approve" || judgement.decision.rule === "mode-off" ? judgement : {
	...judgement,
	decision: {
		verdict: "review",
		rule: "source-failed",
		reason: `it would go out (${judgement.decision.reason}), but the decision could not be remembered`
	}
};

export { incidentsRecord as $, outcomeCauses as $n, parseRecordLine as $r, oneLine as $t, approvedBandOf as A, log1p as An, missedBy as Ar, weeksUntil as At, readDifferences as B, horizon as Bn, describeDifference as Br, parseBaseSource as Bt, sayRise as C, segmentTo as Cn, currentOwner as Cr, measured as Ct, decisionInputs as D, exp as Dn, checkedBlob as Dr, decidedParts as Dt, riskiestLimit as E, transformed as En, lockOwner as Er, partsIn as Et, joinSpans as F, noticedBy as Fn, matchingRecords as Fr, thresholdOf as Ft, layColumns as G, wordsOf as Gn, emptyState as Gr, truncate as Gt, findStanding as H, bareTitle as Hn, newChain as Hr, displayWidth as Ht, subtractSpans as I, mendingIndex as In, requireLast as Ir, provenRate as It, labelsOf as J, entityOf as Jn, latestPlace as Jr, formatList as Jt, logHazards as K, areaOf as Kn, endOf$1 as Kr, wrap as Kt, zoneClock as L, openHistory as Ln, requireRecord as Lr, asLanded as Lt, matchComponents as M, isOpenAt as Mn, witnessMend as Mr, beginCourse as Mt, scopeOf as N, isSmall as Nn, writeWitness as Nr, isProving as Nt, measureContext as O, expm1 as On, requireHash as Or, certify$1 as Ot, windowInstants as P, mergeIncidents as Pn, chainedRecords as Pr, nothingPromised as Pt, tellingRecord as Q, withRepeated as Qn, isMoment as Qr, formatStated as Qt, partsFrom as R, authorHash as Rn, tampered as Rr, hasFailed as Rt, approvedAmong as S, effectAt as Sn, examine as Sr, counted as St, yesOfAll as T, rowRange as Tn, lockName as Tr, recordedCertificate as Tt, columnsOf as U, purposes as Un, placeEntries as Ur, padEnd as Ut, toldIncidents as V, firstAtLeast as Vn, extendChain as Vr, versionIn as Vt, buildDesign as W, understandMessage as Wn, advance as Wr, padStart as Wt, fileKind as X, isCounted as Xn, tipsOf as Xr, formatPercent as Xt, suspectsOf as Y, evenOdds as Yn, parseState as Yr, formatMoment as Yt, recordedTold as Z, toldBefore as Zn, referencedBlobs as Zr, formatPercents as Zt, certificateSummary as _, standingAt as _n, matchesSegment as _r, experience_exports as _t, releaseSourcesIn as a, lookUp as ai, formatFactor as an, detectors as ar, measurer as at, isOptOut as b, dampedHazard as bn, openLedger as br, size_exports as bt, newestFreeze as c, plainJson as ci, formatPlural as cn, incidentKinds as cr, experienceSignals as ct, readChange as d, roundShare as dn, noticedAt as dr, signals as dt, recordId as ei, publicRepositories as en, outcomeStates as er, recordedIncidents as et, changedFiles as f, formatCount$1 as fn, readIncident as fr, titleWords as ft, certificateInputs as g, recentRisks as gn, readGlob as gr, file_history_exports as gt, tagsFor as h, mostLearned as hn, compileGlobs as hr, purpose_exports as ht, deploymentSourcesOf as i, formatIndexed as ii, shallowNote as in, readMessage as ir, encodeVariances as it, touchedPaths as j, probabilityOfHazard as jn, readWitness as jr, certificateOf as jt, partId as k, log as kn, troubleOf as kr, follow$1 as kt, nothingInForce as l, sha256$1 as li, formatShare$1 as ln, incidentTimes as lr, incidentMomentSignals as lt, releasesOf as m, meaningOf as mn, triggers as mr, tests_exports as mt, pastHazards as n, segmentFile as ni, sealArtefact as nn, readCommits as nr, decodeCovariance as nt, freezeIn as o, canonicalJson$1 as oi, formatInterval as on, doubtMeanings as or, isLane as ot, isWithinReach as p, enoughToStand as pn, relations as pr, timing_exports as pt, FailureFinder as q, directoryOf as qn, formatState as qr, formatCount as qt, engines as r, segmentFor as ri, restOfHistory as rn, readLine as rr, encodeCovariance as rt, freezeStreams as s, canonicalText as si, formatPercent$1 as sn, impacts as sr, lanes as st, gate as t, linesOf$1 as ti, rounded as tn, isoMoment as tr, readArtefact as tt, overrideStream as u, roundFactor as un, isTimed as ur, incidentSignals as ut, judge as v, probabilityOf as vn, matchesSequence as vr, diffusion_exports as vt, sayMissing as w, standardised as wn, hasEnded as wr, unavailable as wt, optOutLabel as x, estimateFrailty as xn, sayOutOfReach as xr, area_history_exports as xt, knownBands as y, scoreParts as yn, isOutOfReach as yr, dependencies_exports as yt, partsOf as z, factsOf as zn, checkLine as zr, knownAt as zt };
