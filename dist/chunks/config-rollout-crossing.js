import { E as readShare, P as bands, V as mustRead } from "./main-gate.js";
import { _ as readExposureStep, h as rolloutDefaults, m as defaultRollbackMaxUnavailable, p as defaultMaxUnavailable, t as drivers } from "./config-rollout-drivers-all.js";
import { n as sections } from "./config-rollout-schema.js";

// src/config/rollout/crossing.ts
/** The one crossing from the file's kebab-case to the code's camelCase; `targets` stay as their driver reads them. */
const crossOver = (file) => {
	const order = file.order ?? sections.order.parse({});
	const batch = file.batch ?? sections.batch.parse({});
	const health = file.health ?? sections.health.parse({});
	const bake = file.bake ?? sections.bake.parse({});
	const rollback = file.rollback ?? sections.rollback.parse({});
	return {
		version: 1,
		service: file.service,
		after: [...new Set(file.after)],
		atOnce: file["at-once"],
		targets: file.targets,
		customers: Object.entries(file.customers ?? {}).map(([name, { zones, instances }]) => ({
			name,
			zones: zones ?? [],
			instances: instances ?? []
		})),
		order: {
			zones: order.zones,
			within: order.within,
			handOver: order["hand-over"]
		},
		batch: {
			maxUnavailable: batch["max-unavailable"] ?? defaultMaxUnavailable,
			maxSurge: batch["max-surge"],
			minHealthy: batch["min-healthy"],
			drainTimeout: batch["drain-timeout"],
			onDrainTimeout: batch["on-drain-timeout"]
		},
		health: {
			path: health.path,
			expect: [health.expect].flat(),
			version: health.version,
			minHealthyTime: health["min-healthy-time"],
			healthyDeadline: health["healthy-deadline"],
			progressDeadline: health["progress-deadline"],
			maxFailed: health["max-failed"]
		},
		firstWave: file["first-wave"] ?? sections.firstWave.parse({}),
		exposure: ofBands((band) => toExposure(file, band)),
		bake: {
			of: {
				low: bake.low,
				moderate: bake.moderate,
				high: bake.high,
				critical: bake.critical
			},
			firstWaveFactor: bake["first-wave-factor"],
			minRequests: bake["min-requests"]
		},
		gate: toGate(file),
		rollback: {
			auto: rollback.auto,
			maxUnavailable: rollback["max-unavailable"] ?? defaultRollbackMaxUnavailable,
			order: rollback.order,
			onFailure: rollback["on-failure"],
			mode: rollback.mode
		},
		windows: (file.windows ?? []).map(toWindow)
	};
};
const ofBands = (value) => {
	const [low, moderate, high, critical] = bands.map(value);
	return {
		low,
		moderate,
		high,
		critical
	};
};
const toExposure = (file, band) => {
	const factor = file.growth?.[band];
	if (factor !== void 0) return {
		kind: "growth",
		factor
	};
	return {
		kind: "steps",
		steps: file.exposure?.[band] ?? rolloutDefaults.exposure[band].map((step) => mustRead(readExposureStep(step)))
	};
};
const toGate = (file) => {
	const gate = file.gate ?? sections.gate.parse({});
	const errors = gate.metrics?.errors;
	const latency = gate.metrics?.latency;
	const counted = drivers.find(({ name }) => name === file.targets.driver)?.countsErrors ?? null;
	return {
		metrics: {
			errors: errors === void 0 ? ownErrors(counted) : toMetric(errors),
			latency: latency === void 0 ? null : toMetric(latency)
		},
		onNoData: gate["on-no-data"],
		inconclusiveDeadline: gate["inconclusive-deadline"]
	};
};
const silentPMax = mustRead(readShare(rolloutDefaults.pMax));
const ownErrors = (source) => source && {
	source,
	url: null,
	query: null,
	requestsQuery: null,
	alpha: rolloutDefaults.alpha,
	pMax: silentPMax
};
const toMetric = (metric) => ({
	source: metric.source,
	url: metric.url ?? null,
	query: metric.query ?? null,
	requestsQuery: ("requests-query" in metric ? metric["requests-query"] : void 0) ?? null,
	alpha: metric.alpha,
	pMax: "p-max" in metric ? metric["p-max"] : silentPMax
});
const toWindow = (window) => {
	const { name, cron, for: length, from = "", to = "", "time-zone": timeZone } = window;
	const about = {
		zones: window.zones ?? [],
		customers: window.customers ?? [],
		effect: toEffect(window),
		...window.except === void 0 ? {} : { except: window.except }
	};
	return cron !== void 0 && length !== void 0 ? {
		kind: "recurring",
		name,
		cron,
		for: length,
		timeZone,
		...about
	} : {
		kind: "fixed",
		name,
		from,
		to,
		timeZone,
		...about
	};
};
const toEffect = ({ effect, limit }) => effect === void 0 ? {
	kind: "limit",
	factor: limit ?? 1
} : { kind: effect };

export { crossOver };
