import { r as openBalancers } from "./drivers-rollouts-haproxy-balancers.js";

// src/drivers/rollouts/haproxy-metrics.ts
/**
* Requests and errors of every server, by what the load balancers count.
*
* HAProxy counts a server's answer (`hrsp_…`) once its header has come from that server; answers HAProxy gives in its
* stead (502, 503, 504) are not among them. Those requests are in `econ` (no connection) or `eresp` (no whole answer);
* `srv_abrt` says which of the latter were broken off by the server (management guide, §9.1; seen with HAProxy 2.6). So
* every error is counted once. An answer broken off half-way counts as two requests, its header's and its end's: to
* take one off would leave an upload the server cut short, which has no header, an error of no request. Connections
* retried to a good end are no errors, nor are clients that went away. Of latency HAProxy tells only the average over
* its last 1,024 requests: no histogram.
*/
const tallyOf = (counts) => {
	const { responses, responses5xx, failedConnections, failedResponses, serverAborts } = counts;
	const unanswered = failedConnections + Math.max(failedResponses, serverAborts);
	return {
		requests: responses + unanswered,
		errors: responses5xx + unanswered
	};
};
/**
* Sums over all load balancers. Where one cannot be asked there is no sum: without its part, the whole would seem to
* run backwards, and then leap.
*/
const openHaproxyMetrics = (targets, { clock }) => {
	const meters = openBalancers(targets).map(meterOf);
	return { read: async (signal) => {
		const at = clock.now() / 1e3;
		const readings = await Promise.allSettled(meters.map((meter) => meter(signal)));
		const faults = readings.flatMap((reading) => reading.status === "rejected" ? [reading.reason instanceof Error ? reading.reason.message : ""] : []);
		const read = readings.flatMap((reading) => reading.status === "fulfilled" ? [reading.value] : []);
		return faults.length > 0 ? {
			at,
			errors: null,
			latency: null,
			faults: { errors: faults.join("; ") }
		} : {
			at,
			errors: sumOf(read),
			latency: null,
			faults: {}
		};
	} };
};
/**
* Counts on where a reload has set one load balancer's counters back: in a sum, the others would hide that, and errors
* could grow by more than requests.
*/
const meterOf = (balancer) => {
	const last = /* @__PURE__ */ new Map();
	const before = /* @__PURE__ */ new Map();
	return async (signal) => {
		const servers = await balancer.servers("-1", signal);
		return new Map(servers.map(({ name, counts }) => {
			const now = tallyOf(counts);
			const seen = last.get(name);
			if (seen !== void 0 && (now.requests < seen.requests || now.errors < seen.errors)) before.set(name, plus(before.get(name), seen));
			last.set(name, now);
			return [name, plus(before.get(name), now)];
		}));
	};
};
const plus = (one, other) => one === void 0 ? other : {
	requests: one.requests + other.requests,
	errors: one.errors + other.errors
};
const sumOf = (tallies) => {
	const sum = /* @__PURE__ */ new Map();
	for (const part of tallies) for (const [id, tally] of part) sum.set(id, plus(sum.get(id), tally));
	return sum;
};

export { openHaproxyMetrics };
