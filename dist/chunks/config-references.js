import { a as readDuration, r as defaults } from "./config-defaults.js";
import { n as nearest, t as findMisspelt } from "./config-nearest.js";
import { t as describe } from "./config-problems.js";
import { i as wanted, r as sentenceOf } from "./config-reading.js";
import { t as readLocalTime } from "./config-local-time.js";

// src/config/loose.ts
const field = (value, key) => isMapping(value) && Object.hasOwn(value, key) ? value[key] : void 0;
const entriesOf = (value) => isMapping(value) ? Object.entries(value) : [];
const itemsOf = (value) => Array.isArray(value) ? value : [];
const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// src/config/window-rules.ts
const mostWindows = 200;
/** What a window must say as a whole: one of two forms, one of two effects, an end after the start, a cron that comes. */
const windowProblems = async (file) => {
	const windows = entriesOf(field(file, "environments")).flatMap(([environment, settings]) => itemsOf(field(settings, "windows")).map((window, at) => [[
		"environments",
		environment,
		"windows",
		at
	], window]));
	if (windows.length > mostWindows) return [{
		path: ["environments"],
		message: `got ${windows.length} windows, wanted at most ${mostWindows} in one file`
	}];
	return [...windows.flatMap(([path, window]) => isMapping(window) ? [
		...formRemarks(path, window),
		...effectRemarks(path, window),
		...orderRemarks(path, window)
	] : []), ...await cronRemarks(windows)];
};
const formRemarks = (path, window) => {
	const has = (key) => window[key] !== void 0;
	const recurring = has("cron") || has("for");
	const fixed = has("from") || has("to");
	const forms = "cron and for (every time), or from and to (once)";
	if (recurring && fixed) return [{
		path,
		message: `got both forms of a window, wanted ${forms}`
	}];
	if (!recurring && !fixed) return [{
		path,
		message: `does not say when, wanted ${forms}`
	}];
	const missing = (recurring ? ["cron", "for"] : ["from", "to"]).find((key) => !has(key));
	return missing === void 0 ? [] : [{
		path: [...path, missing],
		message: `missing, wanted ${forms}`
	}];
};
const effectRemarks = (path, window) => {
	const said = ["effect", "limit"].filter((key) => window[key] !== void 0).length;
	const wanted = "wanted either effect (review or emergency-only) or limit (a factor like 0.5)";
	if (said === 0) return [{
		path,
		message: `does not say what it does, ${wanted}`
	}];
	return said === 2 ? [{
		path,
		message: `got both effect and limit, ${wanted}`
	}] : [];
};
const orderRemarks = (path, window) => {
	const from = readLocalTime(window["from"]);
	const to = readLocalTime(window["to"]);
	if (!from.ok || !to.ok || from.value < to.value) return [];
	const got = `got from ${window["from"]} and to ${window["to"]}`;
	return [{
		path: [...path, "to"],
		message: `${got}, wanted an end after the start (it is over at the instant of to)`
	}];
};
const cronRemarks = async (windows) => {
	const crons = windows.flatMap(([path, window]) => {
		const cron = field(window, "cron");
		return typeof cron === "string" ? [{
			path: [...path, "cron"],
			cron
		}] : [];
	});
	if (crons.length === 0) return [];
	const { Cron } = await import("./croner.js");
	const whyNot = (cron) => {
		if (cron.length > 200 || cron.trim().split(/\s+/).length !== 5) return "five fields are needed";
		try {
			return new Cron(cron, {
				mode: "5-part",
				timezone: "UTC"
			}).nextRun(/* @__PURE__ */ new Date("2024-01-01T00:00:00Z")) === null ? "that never comes" : void 0;
		} catch (error) {
			return String(error instanceof Error ? error.message : error).replace(/^CronPattern: /, "");
		}
	};
	return crons.flatMap(({ path, cron }) => {
		const why = whyNot(cron);
		return why === void 0 ? [] : [{
			path,
			message: `got ${JSON.stringify(cron.slice(0, 60))}, wanted five fields like "0 18 * * 1-4": ${why}`
		}];
	});
};

// src/config/references.ts
/** What no single value can say: names that must exist elsewhere in the file, and pairs that must fit together. */
const referenceProblems = async (file, locate) => {
	return [
		...componentRemarks(file),
		...outcomeRemarks(file),
		...claimedTwice(file),
		...await windowProblems(file)
	].map((remark) => ({
		...locate(remark.path),
		...remark
	}));
};
const componentRemarks = (file) => {
	const known = new Set(entriesOf(field(file, "components")).map(([name]) => name));
	const unknown = (section, key) => entriesOf(field(file, section)).flatMap(([owner, settings]) => itemsOf(field(settings, key)).flatMap((name, at) => typeof name !== "string" || known.has(name) ? [] : [{
		name,
		path: [
			section,
			owner,
			key,
			at
		]
	}]));
	const needed = unknown("environments", "components");
	const dependedOn = unknown("components", "depends-on");
	const names = needed.length + dependedOn.length > mostComparisons / known.size ? [] : [...known];
	return [...needed.map(({ name, path }) => ({
		path,
		message: unknownComponent(name, known.size, nearest(name, names))
	})), ...dependedOn.flatMap(({ name, path }) => {
		const meant = findMisspelt(name, names);
		return meant === void 0 ? [] : [{
			path,
			message: unknownComponent(name, known.size, meant)
		}];
	})];
};
/** Comparing every unknown name with every known one takes minutes for a file built to do that: then none is suggested. */
const mostComparisons = 2e5;
const unknownComponent = (name, knownCount, meant) => {
	const names = knownCount === 0 ? "a component that `components` defines (there are none)" : "a defined component";
	return `got ${describe(name)}, ${sentenceOf(wanted(names, meant))}`;
};
const outcomeRemarks = (file) => {
	const outcome = field(file, "outcome");
	if (!isMapping(outcome)) return [];
	const soak = readDuration(outcome["soak"] ?? defaults.soak);
	const maturity = readDuration(outcome["maturity"] ?? defaults.maturity);
	if (!soak.ok || !maturity.ok || soak.value.seconds <= maturity.value.seconds) return [];
	return [{
		path: ["outcome", "maturity" in outcome ? "maturity" : "soak"],
		message: `soak is ${soak.value.text} and maturity ${maturity.value.text}, wanted a soak no longer than the maturity`
	}];
};
/** One GitHub environment cannot belong to two of ours: its deployments would be told apart by nothing. */
const claimedTwice = (file) => {
	const owners = /* @__PURE__ */ new Map();
	return entriesOf(field(file, "environments")).flatMap(([environment, settings]) => itemsOf(field(settings, "github-environments")).flatMap((name, at) => {
		if (typeof name !== "string") return [];
		const owner = owners.get(name) ?? environment;
		owners.set(name, owner);
		return owner === environment ? [] : [{
			path: [
				"environments",
				environment,
				"github-environments",
				at
			],
			message: `${describe(name)} already belongs to ${describe(owner)}`
		}];
	}));
};

export { referenceProblems };
