import { i as isOurs, n as SourceError, r as UsageError } from "./domain-errors.js";
import { t as canonicalize } from "./package-canonicalize.js";
import { setTimeout } from "node:timers/promises";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { dirname, join, parse, resolve } from "node:path";
import { closeSync, constants, existsSync, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
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
const canonicalJson = (value) => canonicalText(plainJson(value));
/** RFC 8785 text of a value that came out of `JSON.parse` or `plainJson`. */
const canonicalText = (value) => canonicalize(value) ?? "null";
/** Lower-case hexadecimal SHA-256 of bytes, or of the UTF-8 of a text. */
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
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
const readSegment = (root, segment, from, to) => {
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
const linesOf = function* (segment, bytes, offset, firstLine) {
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
		const bytes = readSegment(root, segment, offset, Math.min(size, offset + reach));
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
	const bytes = readSegment(root, pending.segment, pending.from, pending.to);
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
	"rollout"
];
/** The identity of a natural key within its kind, so that telling the same thing twice is harmless. */
const recordId = (kind, key) => sha256(canonicalJson({
	kind,
	key
}));
/** SHA-256 over the canonical JSON of all but `hash`. */
const hashRecord = (record) => sha256(canonicalTexts(record).unsealed);
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
const momentShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z$/;
const isStreamName = (name) => typeof name === "string" && name.length <= 200 && streamShape.test(name);
const isMember = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string" && value !== "";
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isMoment = (value) => typeof value === "string" && momentShape.test(value) && !Number.isNaN(Date.parse(value));
const isTool = (value) => isMember(value) && isText(value["name"]) && isText(value["version"]) && (!("engine" in value) || isCount(value["engine"]));
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
		isText
	],
	[
		"environment",
		"a text, or absent",
		(value) => value === void 0 || isText(value)
	],
	[
		"actor",
		"a text",
		isText
	],
	[
		"tool",
		"{ name, version, engine? }",
		isTool
	],
	[
		"body",
		"an object",
		isMember
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
	if (!isMember(value)) return "it is not a JSON object";
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
		sha256: sha256("")
	},
	streams: /* @__PURE__ */ new Map()
};
/** Where the next record will begin in the newest segment. */
const endOf = ({ offset, length }) => offset + length + 1;
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
		if (told.schema !== 1 || told.check !== sha256(JSON.stringify(told.state))) return "damaged";
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
		check: sha256(JSON.stringify(plain)),
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
	let offset = state.last?.segment === segment ? endOf(state.last) : 0;
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
			offset = endOf(place);
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
	const name = `${segment.replaceAll("/", "-")}-${offset}-${sha256(bytes).slice(0, 12)}`;
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
	const hash = sha256(unsealed);
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
		const all = readSegment(root, segment, from);
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
	for (const piece of readPieces(root, last?.segment, last ? endOf(last) : 0)) {
		torn = piece.torn ?? torn;
		const offset = piece.segment === last?.segment ? endOf(last) : 0;
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
	for (const line of linesOf(segment, bytes, offset, 1)) {
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
	for (const line of linesOf(segment, bytes, 0, 1)) {
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
		sha256: sha256(bytes)
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
	const hash = sha256(bytes);
	if (blobTrouble(root, hash) === void 0) return hash;
	makeDirectory(join(root, "blobs"));
	replaceFile(pathOf(root, hash), `${pathOf(root, hash)}.${randomBytes(4).toString("hex")}.tmp`, bytes, true);
	return hash;
};
const blobTrouble = (root, hash) => troubleOf(hash, readIfPresent(pathOf(root, hash)));
/** What is wrong with the bytes of a blob; undefined when they are right. */
const troubleOf = (hash, bytes) => {
	if (!bytes) return "the blob is missing";
	const found = sha256(bytes);
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
	if (bytes && sha256(bytes) === hash) return bytes;
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
const told = (ask, otherwise) => {
	try {
		return ask();
	} catch {
		return otherwise;
	}
};
/** State letter and start of a process of this machine, where /proc tells. */
const processStatus = (pid) => told(() => {
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
	namespace: told(() => Number(/\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? 0), 0),
	boot: told(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8), "none"),
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
		for (const line of linesOf(segment, bytes, 0, 1)) {
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
	const reading = (work) => telling(url, "read", async () => work());
	let turn = Promise.resolve();
	return {
		url,
		notes,
		append: (entries) => {
			const mine = turn.then(() => telling(url, "written", () => appendLocked(site, entries)));
			turn = mine.catch(() => void 0);
			return mine;
		},
		latest: (query) => reading(() => findLatest(site, query)),
		read: (query = {}) => readRecords(site, query),
		find: (id) => reading(() => findRecord(site, id)),
		putBlob: (bytes) => telling(url, "written", async () => keepBlob(root, bytes)),
		getBlob: (hash) => reading(() => loadBlob(url, root, hash)),
		verify: () => telling(url, "read", () => verifyDirectory(site))
	};
};
const telling = async (url, verb, work) => {
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
const findRecord = ({ url, root }, id) => {
	const seen = survey(url, root);
	const index = readIndex(root, seen.state.index);
	const { found } = index ? seen : survey(url, root, false);
	return found.find(({ record }) => record.id === id)?.record ?? (index && recordWithId(url, root, index, id));
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
	const root = directoryOf(url, options);
	return directoryLedger({
		root,
		witnessFile: witnessFor(root, options)
	});
};
/** A witness speaks of one ledger: what it saw in one would look like a cut tail in another. */
const witnessFor = (root, { defaultDirectory, witnessFile }) => {
	if (witnessFile === void 0 || root === resolve(defaultDirectory)) return witnessFile;
	const { dir, name, ext } = parse(witnessFile);
	return join(dir, `${name}-${sha256(root).slice(0, 12)}${ext}`);
};
const works = "use directory:PATH, for example --ledger directory:.change-risk";
const directoryOf = (url, { baseDirectory, defaultDirectory }) => {
	if (url === void 0) return resolve(defaultDirectory);
	const scheme = url.slice(0, Math.max(0, url.indexOf(":")));
	const path = url.slice(scheme.length + 1);
	if (scheme === "directory" && path !== "" && !path.includes("\0")) return resolve(baseDirectory, path);
	if (scheme === "directory") throw new UsageError(`--ledger ${url}: the path is missing; ${works}`);
	if ([
		"branch",
		"postgres",
		"postgresql"
	].includes(scheme)) throw new UsageError(`--ledger ${withoutPassword(url)}: this command line keeps its ledger in a directory; ${works}`);
	throw new UsageError(`--ledger ${withoutPassword(url)} is no ledger URL; ${works}`);
};
/** Messages end up in logs. */
const withoutPassword = (url) => url.replace(/\/\/.*@/, "//…@");

export { linesOf as A, formatState as C, referencedBlobs as D, tipsOf as E, canonicalText as F, plainJson as I, sha256 as L, segmentFor as M, formatIndexed as N, parseRecordLine as O, lookUp as P, endOf as S, parseState as T, extendChain as _, troubleOf as a, advance as b, witnessMend as c, matchingRecords as d, requireLast as f, describeDifference as g, checkLine as h, requireHash as i, segmentFile as j, recordId as k, writeWitness as l, tampered as m, examine as n, missedBy as o, requireRecord as p, checkedBlob as r, readWitness as s, openLedger as t, chainedRecords as u, newChain as v, latestPlace as w, emptyState as x, placeEntries as y };
