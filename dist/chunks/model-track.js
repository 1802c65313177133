import { An as log1p, Dn as exp, E as riskiestLimit, kn as log } from "./commands-gate-gate.js";

// src/model/binomial.ts
/**
* Exact binomial tails, by adding up the terms. No normal approximation: the failures behind a promise are few.
*/
/** P(at most k failures in n) when each fails with probability p. */
function binomialTail(k, n, p) {
	if (k >= n || p <= 0) return 1;
	if (k < 0 || p >= 1) return 0;
	if (k > n * p) return 1 - binomialTail(n - k - 1, n, 1 - p);
	let term = 1;
	let sum = 1;
	for (let i = k; i > 0; i--) {
		term *= i / (n - i + 1) * ((1 - p) / p);
		sum += term;
		if (term < sum * 1e-17) break;
	}
	return Math.min(1, sum * exp(logChoose(n, k) + k * log(p) + (n - k) * log1p(-p)));
}
/** ln of the number of ways to choose k of n: Σ ln((n − k + i) / i). O(min(k, n − k)) */
function logChoose(n, k) {
	const few = Math.min(k, n - k);
	let sum = 0;
	for (let i = 1; i <= few; i++) sum += log((n - few + i) / i);
	return sum;
}
/**
* Clopper–Pearson upper bound: the largest failure rate under which seeing at most k failures in n would still happen
* with probability `risk`. With 0 in 45 and 10 %: 5 %.
*/
function upperBound(k, n, risk) {
	if (k >= n) return 1;
	let low = k / n;
	let high = 1;
	while (high - low > 1e-12) {
		const middle = (low + high) / 2;
		if (binomialTail(k, n, middle) > risk) low = middle;
		else high = middle;
	}
	return high;
}
/** Clopper–Pearson lower bound: the mirror image. */
const lowerBound = (k, n, risk) => n === 0 ? 0 : 1 - upperBound(n - k, n, risk);

// src/model/track.ts
const rankedAmong = 500;
const week = 604800;
const trackOf = ({ risks, times, failedAt, reviewRiskiest, since, until }) => {
	const recent = [];
	let n = 0;
	let failed = 0;
	let caught = 0;
	let reviewed = 0;
	let first = Number.POSITIVE_INFINITY;
	let last = Number.NEGATIVE_INFINITY;
	for (let row = 0; row < risks.length; row += 1) {
		const risk = risks[row];
		if (Number.isNaN(risk)) continue;
		const limit = riskiestLimit(recent, reviewRiskiest);
		recent.push(risk);
		if (recent.length > rankedAmong) recent.shift();
		if (limit === null || times[row] < since || times[row] > until) continue;
		const fails = Number.isFinite(failedAt[row]);
		n += 1;
		if (fails) failed += 1;
		if (risk > limit) {
			reviewed += 1;
			if (fails) caught += 1;
		}
		first = Math.min(first, times[row]);
		last = Math.max(last, times[row]);
	}
	return {
		...trackFrom({
			n,
			failed,
			caught,
			reviewed,
			seconds: last - first
		}),
		riskiest: reviewRiskiest,
		source: "replayed"
	};
};
/** The share that fails, between its 90 % bounds; null of nothing. */
const failureBounds = (failed, n) => ({
	low: n > 0 ? lowerBound(failed, n, .05) : null,
	high: n > 0 ? upperBound(failed, n, .05) : null
});
/** A track from what was counted, over a time that is taken as a week at least. */
const trackFrom = ({ n, failed, caught, reviewed, seconds: counted }) => {
	const seconds = Math.max(counted, week);
	return {
		n,
		failed,
		caught,
		reviewed,
		reviewsPerWeek: n === 0 ? 0 : reviewed * week / seconds,
		months: n === 0 ? 0 : Math.max(1, Math.round(seconds / 2629800)),
		...failureBounds(failed - caught, n - reviewed)
	};
};

export { trackFrom as n, trackOf as r, failureBounds as t };
