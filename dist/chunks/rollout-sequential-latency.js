// src/rollout/sequential-latency.ts
const countRequests = ({ counts }) => counts.reduce((sum, count) => sum + count, 0);
/** Why this cannot be counted with; null where it can. */
const histogramFault = ({ boundsMilliseconds: bounds, counts }) => {
	if (bounds.length === 0 || counts.length !== bounds.length + 1) return `${counts.length} buckets for ${bounds.length} bounds, and there must be one more`;
	if (!bounds.every((bound, at) => Number.isFinite(bound) && (at === 0 || bound > bounds[at - 1]))) return "bucket bounds that do not rise";
	return counts.every((count) => Number.isFinite(count) && count >= 0) ? null : "a bucket that holds less than nothing";
};
const sameBounds = (one, other) => one.boundsMilliseconds.length === other.boundsMilliseconds.length && one.boundsMilliseconds.every((bound, at) => bound === other.boundsMilliseconds[at]);
/** Both together; they must have the same bounds. */
const mergeHistograms = (one, other) => ({
	boundsMilliseconds: one.boundsMilliseconds,
	counts: one.counts.map((count, at) => count + (other.counts[at] ?? 0))
});
/**
* The first bound at or under which at least the share `quantile` of the requests were; null where that lies beyond the
* last bound, or nothing was counted.
*/
const boundOfQuantile = (histogram, quantile) => {
	const wanted = countRequests(histogram) * quantile;
	let sum = 0;
	for (const [at, bound] of histogram.boundsMilliseconds.entries()) {
		sum += histogram.counts[at] ?? 0;
		if (sum > 0 && sum >= wanted) return bound;
	}
	return null;
};
/** The first bound that is no smaller than this time; null where it lies beyond the last. */
const boundAtLeast = (histogram, milliseconds) => histogram.boundsMilliseconds.find((bound) => bound >= milliseconds) ?? null;
/** Requests, and as errors those slower than a bound of this histogram. */
const countSlower = (histogram, boundMilliseconds) => {
	const first = histogram.boundsMilliseconds.indexOf(boundMilliseconds) + 1;
	const slower = histogram.counts.slice(first).reduce((sum, count) => sum + count, 0);
	return {
		requests: countRequests(histogram),
		errors: slower
	};
};
/** The time that the share `quantile` of the requests did not exceed, as if spread evenly inside their bucket. */
const quantileMilliseconds = (histogram, quantile) => {
	const upper = boundOfQuantile(histogram, quantile);
	if (upper === null) return null;
	const at = histogram.boundsMilliseconds.indexOf(upper);
	const before = histogram.counts.slice(0, at).reduce((sum, count) => sum + count, 0);
	const inside = histogram.counts[at] ?? 0;
	const lower = at === 0 ? 0 : histogram.boundsMilliseconds[at - 1];
	const part = inside > 0 ? Math.max(0, countRequests(histogram) * quantile - before) / inside : 1;
	return lower + (upper - lower) * Math.min(1, part);
};

export { histogramFault as a, sameBounds as c, countSlower as i, boundOfQuantile as n, mergeHistograms as o, countRequests as r, quantileMilliseconds as s, boundAtLeast as t };
