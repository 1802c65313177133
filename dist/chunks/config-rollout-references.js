import { B as readDuration, P as bands, U as sentenceOf, W as wanted, v as describe, z as nearest } from "./main-gate.js";
import { a as itemsOf, n as entriesOf, r as field, t as windowProblems } from "./config-window-rules.js";
import { _ as readExposureStep, g as readAmount, h as rolloutDefaults, t as drivers } from "./config-rollout-drivers-all.js";

// src/config/rollout/references.ts
/** What no single value of a rollout plan can say: pairs that must fit together, names that must exist. */
const planReferenceProblems = async (file, locate) => {
	return [
		...afterRemarks(file),
		...targetRemarks(file),
		...zoneRemarks(file),
		...batchRemarks(file),
		...deadlineRemarks(file),
		...exposureRemarks(file),
		...gateRemarks(file),
		...customerRemarks(file),
		...await windowRemarks(file)
	].map((remark) => ({
		...locate(remark.path),
		...remark
	}));
};
const afterRemarks = (file) => itemsOf(field(file, "after")).flatMap((name, at) => name === field(file, "service") ? [{
	path: ["after", at],
	message: `got ${describe(name)}, the service itself, wanted another`
}] : []);
const driverOf = (file) => drivers.find(({ name }) => name === field(field(file, "targets"), "driver"));
const targetRemarks = (file) => {
	const restart = field(field(file, "targets"), "restart");
	if (driverOf(file)?.name !== "haproxy" || entriesOf(restart).length === 0) return [];
	const said = ["exec", "ssh"].filter((key) => field(restart, key) !== void 0).length;
	return said === 1 ? [] : [{
		path: ["targets", "restart"],
		message: `got ${said === 0 ? "neither" : "both"}, wanted exec or ssh`
	}];
};
/** Of an instance in two zones nobody knows what is out of service with it. */
const zoneRemarks = (file) => {
	const homes = /* @__PURE__ */ new Map();
	return entriesOf(field(field(file, "targets"), "zones")).flatMap(([zone, ids]) => itemsOf(ids).flatMap((id, at) => {
		const home = homes.get(id);
		homes.set(id, zone);
		return home === void 0 ? [] : [{
			path: [
				"targets",
				"zones",
				zone,
				at
			],
			message: `got ${describe(id)}, which is in zone ${home} already, wanted every instance in one zone`
		}];
	}));
};
const batchRemarks = (file) => {
	const batch = field(file, "batch");
	const surge = readAmount(field(batch, "max-surge") ?? rolloutDefaults.maxSurge);
	const unavailable = readAmount(field(batch, "max-unavailable") ?? "10%");
	const driver = driverOf(file);
	if (!surge.ok || !unavailable.ok || driver === void 0) return [];
	const isNone = (amount) => (amount.kind === "count" ? amount.count : amount.share) === 0;
	if (!isNone(surge.value) && !driver.surges) {
		const able = drivers.filter(({ surges }) => surges).map(({ name }) => name);
		return [{
			path: ["batch", "max-surge"],
			message: `got ${surge.value.text}, wanted 0: ${driver.name} starts nothing beside the old (${able.join(", ")} do)`
		}];
	}
	return isNone(surge.value) && isNone(unavailable.value) ? [{
		path: ["batch", "max-unavailable"],
		message: `got ${unavailable.value.text} with max-surge ${surge.value.text}, wanted one of them above 0, or nothing can move`
	}] : [];
};
const deadlineRemarks = (file) => {
	const health = field(file, "health");
	const keys = [
		["min-healthy-time", rolloutDefaults.minHealthyTime],
		["healthy-deadline", rolloutDefaults.healthyDeadline],
		["progress-deadline", rolloutDefaults.progressDeadline]
	];
	const lengths = keys.map(([key, silent]) => readDuration(field(health, key) ?? silent));
	return keys.slice(1).flatMap(([key], at) => {
		const [shorter, longer] = [lengths[at], lengths[at + 1]];
		const before = keys[at][0];
		if (!shorter.ok || !longer.ok || longer.value.seconds > shorter.value.seconds) return [];
		return [{
			path: ["health", field(health, key) === void 0 ? before : key],
			message: `${before} is ${shorter.value.text} and ${key} ${longer.value.text}, wanted a ${key} longer than the ${before}`
		}];
	});
};
const exposureRemarks = (file) => bands.flatMap((band) => {
	const steps = itemsOf(field(field(file, "exposure"), band));
	if (field(field(file, "growth"), band) !== void 0 && steps.length > 0) return [{
		path: ["growth", band],
		message: `got a growth and an exposure for ${band}, wanted one of them (delete the other)`
	}];
	return steps.flatMap((step, at) => {
		const read = readExposureStep(step);
		if (!read.ok) return [];
		const last = steps.slice(0, at).flatMap((earlier) => {
			const reading = readExposureStep(earlier);
			return reading.ok && reading.value.kind === read.value.kind ? [reading.value] : [];
		}).at(-1);
		const size = (step) => step.kind === "count" ? step.count : step.kind === "share" ? step.share : step.zones;
		return last === void 0 || size(last) < size(read.value) ? [] : [{
			path: [
				"exposure",
				band,
				at
			],
			message: `got ${read.value.text} after ${last.text}, wanted more: each step counts all that run the new version`
		}];
	});
});
const gateRemarks = (file) => {
	const driver = driverOf(file);
	const gate = field(file, "gate");
	const metrics = entriesOf(field(gate, "metrics"));
	if (driver === void 0) return [];
	const remarks = metrics.flatMap(([name, metric]) => {
		const path = [
			"gate",
			"metrics",
			name
		];
		const source = field(metric, "source");
		if (source === "haproxy" && driver.countsErrors !== "haproxy") return [{
			path: [...path, "source"],
			message: `got "haproxy" with driver ${driver.name}, wanted prometheus`
		}];
		if (source !== "prometheus") return [];
		return (name === "errors" ? [
			"url",
			"query",
			"requests-query"
		] : ["url", "query"]).flatMap((key) => field(metric, key) === void 0 ? [{
			path: [...path, key],
			message: "missing, wanted with source: prometheus"
		}] : []);
	});
	return metrics.length === 0 && driver.countsErrors === null && field(gate, "on-no-data") !== "health-only" ? [...remarks, {
		path: ["gate", "metrics"],
		message: `missing, wanted errors or latency (driver ${driver.name} counts neither), or on-no-data: health-only to trust health checks alone`
	}] : remarks;
};
const customerRemarks = (file) => {
	const customers = entriesOf(field(file, "customers"));
	const known = customers.map(([name]) => name);
	const empty = customers.flatMap(([name, where]) => field(where, "zones") === void 0 && field(where, "instances") === void 0 ? [{
		path: ["customers", name],
		message: "does not say where, wanted zones or instances"
	}] : []);
	const unknown = itemsOf(field(file, "windows")).flatMap((window, at) => itemsOf(field(window, "customers")).flatMap((name, index) => {
		if (typeof name !== "string" || known.includes(name)) return [];
		const asked = known.length === 0 ? "a customer that `customers` defines (there are none)" : "a defined customer";
		return [{
			path: [
				"windows",
				at,
				"customers",
				index
			],
			message: `got ${describe(name)}, ${sentenceOf(wanted(asked, nearest(name, known)))}`
		}];
	}));
	return [...empty, ...unknown];
};
/** The rules of the configuration file's windows, asked of this file's: the paths lose the environment they borrowed. */
const windowRemarks = async (file) => {
	return (await windowProblems({ environments: { plan: { windows: itemsOf(field(file, "windows")) } } })).map(({ path, message }) => ({
		path: path.length < 3 ? ["windows"] : path.slice(2),
		message
	}));
};

export { planReferenceProblems };
