import { t as askPrometheus } from "./clients-prometheus-query.js";
import { G as ConfigError, K as SourceError } from "./main-gate.js";
import { a as histogramFault } from "./rollout-sequential-latency.js";

// src/drivers/rollouts/prometheus-instances.ts
/**
* Finds a series' instance by its labels, most certain first:
* 1. a label whose value is the id (instance="web-1:9100", pod="web-1");
* 2. a label whose value is the id and a port (instance="web-1:9100" for web-1);
* 3. the same host with another port (instance="web-1:9100" for web-1:2222).
*/
const findInstances = (ids) => {
	const byId = new Map(ids.map((id) => [id, [id]]));
	const byHost = /* @__PURE__ */ new Map();
	for (const id of ids) {
		const host = hostOf(id);
		if (host !== null) byHost.set(host, [...byHost.get(host) ?? [], id]);
	}
	const steps = [
		(value) => byId.get(value) ?? [],
		(value) => byId.get(hostOf(value) ?? "") ?? [],
		(value) => byHost.get(hostOf(value) ?? "") ?? []
	];
	return (labels) => {
		const values = Object.entries(labels).flatMap(([name, value]) => name === "le" ? [] : [value]);
		for (const step of steps) {
			const found = [...new Set(values.flatMap(step))];
			if (found.length > 1) throw new SourceError(`a series may be of ${found[0]} or of ${found[1]} (${sayLabels(labels)}); keep one label that tells, as in sum by (instance) (…)`);
			if (found[0] !== void 0) return found[0];
		}
		return null;
	};
};
/** The host of host:port; null where there is no port. */
const hostOf = (value) => /^(.+):\d{1,5}$/.exec(value)?.[1] ?? null;
/** Why nothing was found: what the series say, beside what the fleet is called. */
const sayStrangers = (samples, ids) => samples.length === 0 ? "its answer is empty: the query finds nothing of the last minute" : `none of its ${samples.length} series is of the fleet: they say ${sayLabels(samples[0].labels)}, instances are called ${ids.slice(0, 2).join(", ")}`;
const sayLabels = (labels) => {
	const text = `{${Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")}}`;
	return text.length > 150 ? `${text.slice(0, 149)}…` : text;
};

// src/drivers/rollouts/prometheus-counts.ts
/**
* Requests and errors of every instance. An instance that has the one and not the other is no zero: a version that
* calls its error counter differently would pass as one without errors.
* @throws SourceError
*/
const tallyErrors = (requests, errors, ids) => {
	const all = sumByInstance(requests, ids, "requests-query");
	const failed = sumByInstance(errors, ids, "query");
	const silent = [...all.keys()].filter((id) => !failed.has(id));
	if (silent.length > 0) throw new SourceError(`${sayIds(silent)} counted by requests-query and not by query, which is no zero; if errors are counted only after the first, end query with: or 0 * (the requests-query)`);
	const unasked = [...failed.keys()].filter((id) => !all.has(id));
	if (unasked.length > 0) throw new SourceError(`${sayIds(unasked)} counted by query and not by requests-query`);
	return new Map([...all].map(([id, sum]) => {
		const tally = {
			requests: sum,
			errors: failed.get(id)
		};
		if (tally.errors > tally.requests) throw new SourceError(`${id} has ${tally.errors} errors in ${tally.requests} requests; requests-query must count all requests`);
		return [id, tally];
	}));
};
const sumByInstance = (samples, ids, key) => {
	const sums = /* @__PURE__ */ new Map();
	for (const [id, ofOne] of groupByInstance(samples, ids, key)) sums.set(id, ofOne.reduce((sum, { value }) => sum + value, 0));
	return sums;
};
const groupByInstance = (samples, ids, key) => {
	const instanceOf = findInstances(ids);
	const groups = /* @__PURE__ */ new Map();
	for (const sample of samples) {
		const id = instanceOf(sample.labels);
		if (id === null) continue;
		if (!Number.isFinite(sample.value) || sample.value < 0) throw new SourceError(`${key}: ${id} has ${sample.value}, which is no count`);
		const group = groups.get(id);
		if (group === void 0) groups.set(id, [sample]);
		else group.push(sample);
	}
	if (groups.size === 0) throw new SourceError(`${key}: ${sayStrangers(samples, ids)}`);
	return groups;
};
/**
* Classic buckets of every instance: they count all requests up to their bound (the label le); ours count those between
* two bounds. `unitMilliseconds` is what le counts in.
* @throws SourceError
*/
const collectLatency = (samples, ids, unitMilliseconds) => new Map([...groupByInstance(samples, ids, "query")].map(([id, buckets]) => [id, histogramOf(id, buckets, unitMilliseconds)]));
const histogramOf = (id, buckets, unitMilliseconds) => {
	const sums = /* @__PURE__ */ new Map();
	for (const { labels, value } of buckets) {
		const bound = boundOf(id, labels["le"]);
		const { total = 0, series = 0 } = sums.get(bound) ?? {};
		sums.set(bound, {
			total: total + value,
			series: series + 1
		});
	}
	const rising = [...sums].sort(([one], [other]) => one < other ? -1 : 1);
	const last = rising.at(-1);
	if (last[0] !== Infinity) throw new SourceError(`${id} has no bucket le="+Inf"; ask for all buckets, with their label le`);
	if (rising.some(([, { series }]) => series !== last[1].series)) throw new SourceError(`${id} has series with different buckets; ask for one of them`);
	const histogram = {
		boundsMilliseconds: rising.slice(0, -1).map(([bound]) => Math.round(bound * unitMilliseconds * 1e6) / 1e6),
		counts: rising.map(([, { total }], at) => total - (rising[at - 1]?.[1].total ?? 0))
	};
	const fault = histogramFault(histogram);
	if (fault !== null) throw new SourceError(`${id} has ${fault}`);
	return histogram;
};
const boundOf = (id, le) => {
	const bound = le === "+Inf" ? Infinity : Number(le);
	if (le === void 0 || le === "" || Number.isNaN(bound)) throw new SourceError(le === void 0 ? `${id} has a series without the label le; ask for buckets, as in sum by (instance, le) (…_bucket)` : `${id} has a bucket le=${JSON.stringify(le)}, which is no number`);
	return bound;
};
const sayIds = (ids) => ids.length === 1 ? `${ids[0]} is` : `${ids.slice(0, 3).join(", ")}${ids.length > 3 ? ` and ${ids.length - 3} more` : ""} are`;

// src/drivers/rollouts/prometheus-metrics.ts
/**
* Counts errors and latency by what the plan's queries answer, those metrics that name Prometheus. `fleet` tells the
* ids of all instances at the moment. What cannot be counted is a fault, never a zero.
* @throws ConfigError for a query that asks for a rate: rates of different moments cannot be told apart from silence
*/
const openPrometheusMetrics = ({ errors, latency }, surroundings, fleet) => {
	const { clock, fetch } = surroundings;
	const errorMetric = ofPrometheus("errors", errors);
	const latencyMetric = ofPrometheus("latency", latency);
	const now = () => clock.now() / 1e3;
	const readErrors = (signal) => attempt(errorMetric, async ({ url, query, requestsQuery }) => {
		if (requestsQuery === null) throw new SourceError("requests-query is missing");
		const answer = await askPrometheus({
			url,
			fetch
		}, {
			requests: requestsQuery,
			errors: query
		}, signal);
		checkClock([...answer.requests, ...answer.errors], now());
		return tallyErrors(answer.requests, answer.errors, fleet());
	});
	const readLatency = (signal) => attempt(latencyMetric, async ({ url, query }) => {
		const { buckets } = await askPrometheus({
			url,
			fetch
		}, { buckets: query }, signal);
		checkClock(buckets, now());
		return collectLatency(buckets, fleet(), unitOf(query));
	});
	return { read: async (signal) => {
		const at = now();
		const [ofErrors, ofLatency] = await Promise.all([readErrors(signal), readLatency(signal)]);
		return {
			at,
			errors: ofErrors.value,
			latency: ofLatency.value,
			faults: {
				...ofErrors.fault !== void 0 && { errors: ofErrors.fault },
				...ofLatency.fault !== void 0 && { latency: ofLatency.fault }
			}
		};
	} };
};
const ofPrometheus = (name, metric) => {
	if (metric?.source !== "prometheus" || metric.url === null || metric.query === null) return null;
	for (const [key, query] of [["query", metric.query], ["requests-query", metric.requestsQuery ?? ""]]) {
		const rate = /\b(i?rate|increase|i?delta|deriv|histogram_quantile)\s*\(/.exec(query)?.[1];
		if (rate !== void 0) throw new ConfigError(`gate.metrics.${name}.${key}: got ${rate}(…), wanted the counter itself: what happened in a wave is counted here`);
	}
	return {
		name,
		url: metric.url,
		query: metric.query,
		requestsQuery: metric.requestsQuery
	};
};
const attempt = async (asked, read) => {
	if (asked === null) return { value: null };
	try {
		return { value: await read(asked) };
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return {
			value: null,
			fault: `prometheus ${asked.url}: ${asked.name}: ${error.message}`
		};
	}
};
/** Counts of another moment would be taken for those of now. */
const checkClock = (samples, now) => {
	const apart = samples[0] === void 0 ? 0 : Math.abs(samples[0].at - now);
	if (apart > 60) throw new SourceError(`its clock and ours are ${Math.round(apart)} s apart; set both by NTP`);
};
/** Prometheus counts in seconds; a metric that does not says so in its name. */
const unitOf = (query) => /_(?:ms|millis|milliseconds)(?![a-z])/.test(query) ? 1 : 1e3;

export { openPrometheusMetrics };
