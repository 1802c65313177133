import { O as openRepository, q as UsageError } from "./main-gate.js";
import { br as openLedger, ci as plainJson, r as engines, si as canonicalText } from "./commands-gate-gate.js";
import { t as configuredLedger } from "./commands-configured-ledger.js";
import { join } from "node:path";

// src/ledger/json-difference.ts
const isContainer = (value) => typeof value === "object" && value !== null;
/** The first difference of two values that came out of JSON; undefined when they are the same value. */
const firstJsonDifference = (left, right, path = "$") => {
	if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) return left !== void 0 && right !== void 0 && canonicalText(left) === canonicalText(right) || left === right ? void 0 : {
		path,
		left,
		right
	};
	for (const key of keysOf(left, right)) {
		const found = firstJsonDifference(own(left, key), own(right, key), pathTo(path, key, Array.isArray(left)));
		if (found) return found;
	}
};
const own = (container, key) => Object.hasOwn(container, key) ? container[key] : void 0;
const keysOf = (left, right) => {
	const keys = [.../* @__PURE__ */ new Set([...Object.keys(left), ...Object.keys(right)])];
	return Array.isArray(left) ? keys.sort((a, b) => Number(a) - Number(b)) : keys.sort();
};
const pathTo = (path, key, inArray) => {
	if (inArray) return `${path}[${key}]`;
	return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
};

// src/ledger/replay.ts
/**
* Verifies every byte, chain and referenced blob; then makes the result of every decision again whose `body.engine` is
* among the engines and compares it with `body.result`. Stops at the first difference.
*/
const replayLedger = async (ledger, engines) => {
	const { records, streams, difference, notes } = await ledger.verify();
	const counts = {
		rederived: 0,
		verifiedOnly: /* @__PURE__ */ new Map(),
		releases: /* @__PURE__ */ new Map()
	};
	const result = (found) => ({
		records,
		streams,
		rederived: counts.rederived,
		verifiedOnly: Object.fromEntries(counts.verifiedOnly),
		releases: Object.fromEntries(counts.releases),
		...found ? { difference: found } : {},
		notes: [...ledger.notes, ...notes]
	});
	if (difference) return result(difference);
	for await (const record of ledger.read({ kinds: ["decision"] })) {
		const number = record.body["engine"];
		const engine = typeof number === "number" && Object.hasOwn(engines, number) ? engines[number] : void 0;
		if (engine) {
			const found = await rederive(record, engine, ledger);
			if (found) return result(found);
			counts.rederived += 1;
		} else {
			const name = number === void 0 ? "none" : String(number);
			counts.verifiedOnly.set(name, (counts.verifiedOnly.get(name) ?? 0) + 1);
			counts.releases.set(name, record.tool.version);
		}
	}
	return result();
};
const rederive = async (record, engine, ledger) => {
	const where = {
		file: `stream ${record.stream}`,
		line: record.seq + 1,
		record: record.id
	};
	const mend = `compare with release ${record.tool.version} of ${record.tool.name}, which wrote it`;
	let result;
	try {
		result = plainJson(await engine(record, (hash) => ledger.getBlob(hash), (id) => ledger.find(id)));
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return {
			...where,
			what: `engine ${record.body["engine"]} gives no result: ${why}`,
			mend
		};
	}
	const parted = firstJsonDifference(record.body["result"], result);
	if (!parted) return void 0;
	const { path, left, right } = parted;
	const what = `result differs at ${path}: recorded ${shown(left)}, made again ${shown(right)}`;
	return {
		...where,
		what,
		mend,
		path,
		recorded: left,
		rederived: right
	};
};
const shown = (value) => {
	const text = value === void 0 ? "nothing" : canonicalText(value);
	return text.length > 120 ? `${text.slice(0, 120)}…` : text;
};

// src/commands/replay.ts
/** Verifies a ledger and makes its decisions again. */
/** Throws UsageError where the ledger that is named holds nothing: a path misspelt must not pass for one verified. */
const replay = async ({ directory, ledger: url, processEnvironment }) => {
	const repository = await openRepository(directory, processEnvironment);
	const configured = url === void 0 ? await configuredLedger(repository) : {
		url,
		notes: []
	};
	repository.objects.end();
	const ledger = openLedger(configured.url, {
		baseDirectory: repository.workTree ?? repository.gitDirectory,
		defaultDirectory: join(repository.commonDirectory, "change-risk"),
		witnessFile: join(repository.commonDirectory, "change-risk-witness.json")
	});
	const answer = await replayLedger(ledger, engines);
	if (url !== void 0 && answer.records === 0 && !answer.difference) throw new UsageError(`replay --ledger ${url}: no record is in ${ledger.url.slice(10)}; name the folder that holds events/`);
	return {
		url: ledger.url,
		...answer,
		notes: [...configured.notes, ...answer.notes]
	};
};

// src/main/replay.ts
/** `replay` on the command line. */
const count = (number, noun) => `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
const screen = (answer) => {
	const { url, records, streams, rederived, verifiedOnly, releases, difference, notes } = answer;
	const lines = [`${url}: ${count(records, "record")} in ${count(Object.keys(streams).length, "stream")}`];
	if (difference) {
		const place = difference.line > 0 ? `${difference.file}:${difference.line}` : difference.file;
		lines.push(`DIFFERS at ${place}${difference.record ? ` (record ${difference.record.slice(0, 12)})` : ""}: ${difference.what}`);
		if (difference.path !== void 0) lines.push(`  ${difference.path}: recorded ${JSON.stringify(difference.recorded)}, derived again ${JSON.stringify(difference.rederived)}`);
		lines.push(`  ${difference.mend}`);
	} else if (records === 0) lines.push("nothing is remembered here yet: gate and learn write it");
	else {
		lines.push(`every byte and chain as written; ${count(rederived, "decision")} derived again, bit for bit`);
		for (const [engine, number] of Object.entries(verifiedOnly)) lines.push(`${count(number, "decision")} of engine ${engine} verified, not derived again${releases[engine] ? `; release ${releases[engine]} can` : ""}`);
	}
	return [...lines, ...notes.map((note) => `note: ${note}`)].join("\n");
};
const runReplay = async (values, shell) => {
	const answer = await replay({
		directory: typeof values["repository"] === "string" ? values["repository"] : shell.directory,
		...typeof values["ledger"] === "string" ? { ledger: values["ledger"] } : {},
		processEnvironment: shell.environment
	});
	shell.print(values["json"] === true ? `${JSON.stringify(answer, null, 2)}\n` : `${screen(answer)}\n`);
	return answer.difference ? 2 : 0;
};

export { runReplay };
