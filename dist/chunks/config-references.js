import { B as readDuration, R as findMisspelt, T as defaults, U as sentenceOf, W as wanted, v as describe, z as nearest } from "./main-gate.js";
import { a as itemsOf, i as isMapping, n as entriesOf, r as field, t as windowProblems } from "./config-window-rules.js";

// src/config/window-owners.ts
const namesIn = (file, section) => entriesOf(field(file, section)).map(([name]) => name);
/** Windows of components and customers: a name that is written wrongly would let out what they are there to hold. */
const scopeRemarks = (file) => [...customerRemarks(file), ...environmentRemarks(file)];
/** A policy of an organisation may speak of customers whose components stand elsewhere: only a slip is an error. */
const customerRemarks = (file) => {
	const named = entriesOf(field(file, "components")).flatMap(([, settings]) => itemsOf(field(settings, "customers")).filter((name) => typeof name === "string"));
	const known = [...new Set(named)].slice(0, mostCompared);
	return namesIn(file, "customers").slice(0, mostCompared).flatMap((name) => {
		const meant = known.includes(name) ? void 0 : findMisspelt(name, known);
		return meant === void 0 ? [] : [{
			path: ["customers", name],
			message: `no component names it, ${sentenceOf(wanted("a customer that components name", meant))}`
		}];
	});
};
/** Comparing every name with every other takes long for a file built to do that. */
const mostCompared = 400;
const environmentRemarks = (file) => {
	const known = namesIn(file, "environments");
	if (known.length === 0) return [];
	const unknown = ["components", "customers"].flatMap((section) => entriesOf(field(file, section)).flatMap(([owner, settings]) => itemsOf(field(settings, "windows")).flatMap((window, at) => itemsOf(field(window, "environments")).flatMap((name, place) => typeof name !== "string" || known.includes(name) ? [] : [{
		name,
		path: [
			section,
			owner,
			"windows",
			at,
			"environments",
			place
		]
	}]))));
	const names = unknown.length > mostCompared ? [] : known.slice(0, mostCompared);
	return unknown.map(({ name, path }) => ({
		path,
		message: `got ${describe(name)}, ${sentenceOf(wanted("an environment that is configured", nearest(name, names)))}`
	}));
};

// src/config/references.ts
/** What no single value can say: names that must exist elsewhere in the file, and pairs that must fit together. */
const referenceProblems = async (file, locate) => {
	return [
		...componentRemarks(file),
		...deploymentRemarks(file),
		...outcomeRemarks(file),
		...claimedTwice(file),
		...scopeRemarks(file),
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
/** Runs of a workflow are told apart by nothing but the name they are given here. */
const deploymentRemarks = (file) => {
	const names = entriesOf(field(file, "environments")).map(([name]) => name);
	if (names.length === 0) return [];
	return itemsOf(field(file, "deployments")).flatMap((source, at) => {
		const name = field(source, "environment");
		return typeof name !== "string" || names.includes(name) ? [] : [{
			path: [
				"deployments",
				at,
				"environment"
			],
			message: `got ${describe(name)}, ${sentenceOf(wanted("an environment that `environments` defines", nearest(name, names)))}`
		}];
	});
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
