import { t as require_dist } from "./package-yaml.js";

// src/config/yaml-file.ts
var import_dist = require_dist();
const largestBytes = 262144;
const mostAliases = 100;
const deepest = 60;
/** Reads one YAML 1.2 document. Texts that are built to exhaust a reader (size, depth, aliases) are refused. */
const readYamlFile = (text) => {
	const whole = (message) => refused([{
		line: 1,
		column: 1,
		path: [],
		message
	}]);
	const bytes = Buffer.byteLength(text);
	if (bytes > largestBytes) return whole(`got ${Math.ceil(bytes / 1024)} KiB, wanted at most ${largestBytes / 1024} KiB`);
	const tooDeep = findDepth(text);
	if (tooDeep !== void 0) return refused([{
		...tooDeep,
		path: [],
		message: `got values nested more than ${deepest} deep, wanted fewer`
	}]);
	const lineCounter = new import_dist.LineCounter();
	const positionOf = (offset) => {
		const { line, col } = lineCounter.linePos(offset);
		return {
			line: Math.max(1, line),
			column: Math.max(1, col)
		};
	};
	const document = (0, import_dist.parseDocument)(text, {
		lineCounter,
		schema: "core",
		uniqueKeys: false,
		prettyErrors: false,
		resolveKnownTags: false,
		logLevel: "error"
	});
	const faults = [...document.errors, ...document.warnings];
	if (faults.length > 0) return refused(faults.map((fault) => ({
		...positionOf(fault.pos[0]),
		path: [],
		message: explainFault(fault)
	})));
	const problems = inspect(document, positionOf);
	if (problems.length > 0) return refused(problems);
	const value = toValue(document);
	if (value === tooManyAliases) return whole("got aliases that multiply each other, wanted fewer");
	return {
		outcome: "read",
		value,
		locate: (path, which = "value") => positionOf(offsetOf(document, path, which))
	};
};
const tooManyAliases = Symbol("too many aliases");
const toValue = (document) => {
	try {
		return document.toJS({ maxAliasCount: mostAliases });
	} catch (error) {
		if (error instanceof ReferenceError) return tooManyAliases;
		throw error;
	}
};
const refused = (problems) => ({
	outcome: "refused",
	problems
});
const explainFault = (fault) => {
	const message = fault.message.split("\n")[0];
	return `not YAML: ${message}${/^Plain value cannot start with/.test(message) ? " (put the value in quotes)" : ""}`;
};
/**
* Where brackets, or dashes and colons in a row, open more levels than any real file has. The parser calls itself for
* each level, so this is found in the text, before it runs. Indentation is counted by its width: two levels need a column.
*/
const findDepth = (text) => {
	let open = 0;
	for (const [at, line] of text.split("\n").entries()) {
		const indicators = (/^(?:[\s]*[-?:](?=\s|$))*/.exec(line)?.[0] ?? "").replace(/\s/g, "").length;
		const indentation = /^ */.exec(line)[0].length;
		if (indicators > deepest || indentation > 240) return {
			line: at + 1,
			column: 1
		};
		if (/^\s*#/.test(line)) continue;
		for (const [column, character] of [...line].entries()) {
			if (character === "[" || character === "{") open++;
			else if (character === "]" || character === "}") open = Math.max(0, open - 1);
			if (open > deepest) return {
				line: at + 1,
				column: column + 1
			};
		}
	}
};
/** Duplicate keys, keys that are no names, and aliases that are too many or hold themselves. */
const inspect = (document, positionOf) => {
	const problems = [];
	const report = (node, message) => problems.push({
		...positionOf(node.range?.[0] ?? 0),
		path: [],
		message
	});
	let aliases = 0;
	(0, import_dist.visit)(document, {
		Map: (_, map) => {
			const seen = /* @__PURE__ */ new Set();
			for (const { key } of map.items) {
				if (!(0, import_dist.isNode)(key)) continue;
				if (!(0, import_dist.isScalar)(key)) report(key, "got a key that is not text, wanted a name");
				else if (key.value === "__proto__") report(key, "got the key __proto__, wanted another name");
				else if (seen.has(String(key.value))) report(key, `the key ${JSON.stringify(key.value)} is here a second time`);
				if ((0, import_dist.isScalar)(key)) seen.add(String(key.value));
			}
		},
		Alias: (_, alias, ancestors) => {
			aliases++;
			if (aliases === 101) report(alias, `got more than ${mostAliases} aliases, wanted fewer`);
			if (aliases > mostAliases) return import_dist.visit.SKIP;
			const anchored = alias.resolve(document);
			if (anchored !== void 0 && ancestors.includes(anchored)) report(alias, `*${alias.source} holds itself`);
		}
	});
	return problems;
};
const offsetOf = (document, path, which) => {
	let node = document.contents;
	let offset = rangeStart(node) ?? 0;
	for (const [at, step] of path.entries()) {
		if ((0, import_dist.isAlias)(node)) node = node.resolve(document);
		if ((0, import_dist.isMap)(node)) {
			const pair = node.items.find(({ key }) => (0, import_dist.isScalar)(key) && String(key.value) === String(step));
			if (pair === void 0) break;
			const isLast = at === path.length - 1;
			node = pair.value;
			offset = (isLast && which === "value" && !isEmpty(node) ? rangeStart(node) : rangeStart(pair.key)) ?? offset;
		} else if ((0, import_dist.isSeq)(node) && typeof step === "number") {
			node = node.items[step];
			offset = rangeStart(node) ?? offset;
		} else break;
	}
	return offset;
};
/** A key with nothing after it: its value has no place of its own, so the key's is used. */
const isEmpty = (node) => (0, import_dist.isScalar)(node) && node.value === null && node.source === "";
const rangeStart = (node) => (0, import_dist.isNode)(node) ? node.range?.[0] : void 0;

export { readYamlFile };
