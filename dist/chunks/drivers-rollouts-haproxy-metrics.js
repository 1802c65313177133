import { a as plus, n as beganAnew, t as balancedNames } from "./rollout-metering.js";
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
const balancedOf = (counts) => {
	const { responses, responses5xx, failedConnections, failedResponses, serverAborts } = counts;
	const lost = failedConnections + Math.max(failedResponses, serverAborts);
	return {
		requests: responses + lost,
		lost,
		serverErrors: responses5xx
	};
};
const tallyOf = ({ requests, lost, serverErrors }) => ({
	requests,
	errors: lost + serverErrors
});
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
		if (faults.length > 0) return {
			at,
			errors: null,
			latency: null,
			balanced: null,
			faults: { errors: faults.join("; ") }
		};
		const balanced = sumOf(readings.flatMap((reading) => reading.status === "fulfilled" ? [reading.value] : []));
		return {
			at,
			errors: new Map([...balanced].map(([id, count]) => [id, tallyOf(count)])),
			latency: null,
			balanced,
			faults: {}
		};
	} };
};
/** What the load balancers count where something else tells the gate of errors. Whether they answer is no fault then. */
const openHaproxyRecord = (targets, surroundings) => {
	const { read } = openHaproxyMetrics(targets, surroundings);
	return {
		isForTheRecord: true,
		read: async (signal) => ({
			...await read(signal),
			errors: null,
			faults: {}
		})
	};
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
			const now = balancedOf(counts);
			const seen = last.get(name);
			if (seen !== void 0 && beganAnew(balancedNames, seen, now)) add(before, name, seen);
			last.set(name, now);
			const earlier = before.get(name);
			return [name, earlier === void 0 ? now : plus(balancedNames, earlier, now)];
		}));
	};
};
const add = (sums, id, count) => {
	const sum = sums.get(id);
	sums.set(id, sum === void 0 ? count : plus(balancedNames, sum, count));
};
const sumOf = (parts) => {
	const [only, ...others] = parts;
	if (only !== void 0 && others.length === 0) return only;
	const sums = /* @__PURE__ */ new Map();
	for (const part of parts) for (const [id, count] of part) add(sums, id, count);
	return sums;
};

export { openHaproxyMetrics, openHaproxyRecord };
