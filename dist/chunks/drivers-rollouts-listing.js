import { K as SourceError, z as nearest } from "./main-gate.js";

// src/drivers/rollouts/listing.ts
/**
* Instances as commands and agents of the user's tell them, in the words of the plan file:
*
*     {"id": "web-1", "version": "v811", "healthy": true, "in-rotation": true, "zone": "az-a", "role": "leader"}
*
* Nothing is guessed: a wrong or misspelt key could make an instance look healthy that nobody has asked.
*/
const keys = [
	"id",
	"version",
	"healthy",
	"in-rotation",
	"zone",
	"role",
	"capacity-weight"
];
const mostInstances = 1e5;
const heaviest = 1e6;
/**
* Reads one JSON object a line, or one JSON list of them. `where` begins every message: "targets.list".
* @throws SourceError naming line and key; also for a list without instances, and for an id that comes twice.
*/
const parseListing = (text, where) => {
	const instances = entriesOf(text, where).map(({ value, at }) => readInstance(value, at));
	if (instances.length === 0) throw new SourceError(`${where}: it lists no instance; wanted one JSON object a line, with ${listed()}`);
	if (instances.length > mostInstances) throw new SourceError(`${where}: it lists ${instances.length} instances, more than ${mostInstances}`);
	const seen = /* @__PURE__ */ new Set();
	for (const { id } of instances) {
		if (seen.has(id)) throw new SourceError(`${where}: ${show(id)} is listed twice; wanted every id once`);
		seen.add(id);
	}
	return instances;
};
/**
* Reads one instance; `where` names the place of the value. With `id` given, the value need not have one, and must not
* have another. Where it is not healthy, its version may be null: who cannot be asked cannot say.
* @throws SourceError
*/
const readInstance = (value, where, id) => {
	const entry = entryOf(value, where);
	const wanted = (key, what) => new SourceError(entry[key] === void 0 ? `${where}: ${key} is missing, wanted ${what}` : `${where}: ${key} must be ${what}, got ${show(entry[key])}`);
	const flag = (key) => {
		const said = entry[key];
		if (typeof said !== "boolean") throw wanted(key, "true or false");
		return said;
	};
	const name = (key, what) => {
		const said = entry[key];
		if (!isName(said)) throw wanted(key, `${what} of 1 to 100 characters that can be seen`);
		return said;
	};
	if (id !== void 0 && entry.id !== void 0 && entry.id !== id) throw wanted("id", show(id));
	const healthy = flag("healthy");
	const version = !healthy && (entry.version ?? "") === "" ? "" : name("version", "a version");
	const weight = entry["capacity-weight"] ?? 1;
	if (typeof weight !== "number" || !(weight > 0 && weight <= heaviest)) throw wanted("capacity-weight", `a number above 0, at most ${heaviest}`);
	const isLeader = entry.role != null && name("role", "\"leader\" or another role").toLowerCase() === "leader";
	return {
		id: id ?? name("id", "a name"),
		version,
		healthy,
		inRotation: flag("in-rotation"),
		...entry.zone != null && { zone: name("zone", "a name") },
		...isLeader && { role: "leader" },
		...entry["capacity-weight"] != null && { capacityWeight: weight }
	};
};
const entriesOf = (text, where) => {
	const trimmed = text.replace(/^\uFEFF/, "");
	if (!/^\s*\[/.test(trimmed)) return linesOf(trimmed, where);
	return parse(trimmed, where).map((value, at) => ({
		value,
		at: `${where}, entry ${at + 1}`
	}));
};
const linesOf = (text, where) => text.split("\n").flatMap((line, index) => {
	const at = `${where}, line ${index + 1}`;
	return line.trim() === "" ? [] : [{
		value: parse(line, at),
		at
	}];
});
const parse = (json, where) => {
	try {
		return JSON.parse(json);
	} catch (cause) {
		throw new SourceError(`${where}: no JSON: ${show(json.trim())}`, { cause });
	}
};
const entryOf = (value, where) => {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SourceError(`${where}: wanted a JSON object with ${listed()}, got ${show(value)}`);
	const unknown = Object.keys(value).find((key) => !keys.some((known) => known === key));
	if (unknown === void 0) return value;
	const meant = nearest(unknown.replace(/_/g, "-").replace(/(?<=[a-z])(?=[A-Z])/g, "-"), keys);
	throw new SourceError(`${where}: unknown key ${show(unknown)}, ${meant === void 0 ? `wanted ${listed()}` : `did you mean ${meant}?`}`);
};
/** As names in the plan file are. */
const isName = (value) => typeof value === "string" && /^\S(?:.{0,98}\S)?$/.test(value) && !/\p{Cc}/u.test(value);
const listed = () => keys.join(", ").replace(/, (?=[^,]*$)/, " and ");
const show = (value) => {
	const json = JSON.stringify(value) ?? "nothing";
	return json.length > 80 ? `${json.slice(0, 79)}…` : json;
};

export { readInstance as n, parseListing as t };
