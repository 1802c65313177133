import { A as riskiestLimit, Bt as scoreParts, Ft as meaningOf, Ht as estimateFrailty, It as mostLearned, Jt as log, Kt as exp, Rt as standingAt, Yt as log1p, _ as weeksUntil, g as follow, on as firstAtLeast, w as asLanded, x as nothingPromised, y as beginCourse, yn as toldBefore, zt as probabilityOf } from "./commands-gate-gate.js";
import { i as believingIncidents, r as partsTable, t as countedFailures } from "./model-parts-table.js";
import { d as countedAs, r as replay, t as fitAsOf } from "./model-prequential.js";

// src/model/learn.ts
/** Enough history to learn from first, most of it left to be judged; refitted ten times. */
const TRAIN_FRACTION = .3;
const BLOCKS = 10;
/**
* @param nowSeconds the moment of learning; outcomes are those known before it
*/
function learnModel(history, nowSeconds, options = { blocks: BLOCKS }) {
	const { n } = history.table;
	if (n < 2) {
		const artefact = fitAsOf(history, n, nowSeconds);
		return {
			artefact,
			replayed: {
				from: n,
				logHazards: /* @__PURE__ */ new Float64Array(),
				artefact,
				trained: 0,
				trainedRate: 0
			}
		};
	}
	const replayed = replay(history, {
		trainFraction: TRAIN_FRACTION,
		blocks: options.blocks
	});
	const rows = [];
	for (let row = replayed.from; row < n; row++) if (history.times[row] <= nowSeconds - history.maturitySeconds || history.labelKnownTimes[row] < nowSeconds) rows.push(row);
	const hazards = Float64Array.from(rows, (row) => exp(replayed.logHazards[row - replayed.from]));
	const counted = Float64Array.from(rows, (row) => history.labelKnownTimes[row] < nowSeconds ? countedAs(history.confidences?.[row] ?? 1) : 0);
	return {
		artefact: fitAsOf(history, n, nowSeconds, estimateFrailty(hazards, counted)),
		replayed
	};
}

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

// src/commands/gate/standing-learning.ts
const year = 31536e3;
/** Times the model is refitted while the past is replayed. */
const blocks = 3;
/** Parts whose hazards are kept: enough for a hundred past deployments of twenty. */
const keptHazards = 2e3;
/**
* Computes a standing: learns from the lookback, and replays its last twelve months without looking ahead.
* @param incidents what was known of incidents at its moment; null where none was ever told
*/
const computeStanding = (options, reviewRiskiest, incidents = null) => {
	const { index, head, configuration } = options;
	const prior = incidents ? believingIncidents(options.prior) : options.prior;
	const { parts: to, time } = standingAt(index, head);
	const looked = firstAtLeast(index.parts.time, time - configuration.history.lookback.seconds);
	const from = Math.min(Math.max(looked, to - mostLearned), to);
	const maturitySeconds = configuration.outcome.maturity.seconds;
	const told = toldBefore(options.told, time);
	const taught = partsTable(index, {
		experience: configuration.experience,
		maturitySeconds,
		from,
		to,
		before: head + 1,
		told,
		incidents
	});
	for (let row = 0; row < taught.table.n; row += 1) if (taught.failedAt[row] >= time) taught.failedAt[row] = Number.POSITIVE_INFINITY;
	const past = countedFailures(taught);
	const learned = learnModel({
		table: taught.table,
		times: taught.times,
		labelKnownTimes: taught.failedAt,
		confidences: taught.confidence,
		maturitySeconds,
		prior
	}, time, { blocks });
	const replayed = replayedParts(learned, past);
	return {
		model: learned.artefact,
		recentHazards: recentHazards(learned.artefact, past),
		newest: to > 0 ? index.sha(to - 1) : null,
		track: replayedTrack(learned, past, {
			reviewRiskiest,
			until: time - maturitySeconds
		}),
		replayed,
		alarm: lastAlarm(replayed, past, {
			maturitySeconds,
			time
		}),
		labels: {
			...labelsKnown(past, time - maturitySeconds),
			meaning: meaningOf(configuration, told.labels.length > 0)
		},
		usual: medians(past)
	};
};
/** Hazards of the last parts under today's model. */
const recentHazards = (model, { table }) => {
	const kept = Math.min(keptHazards, table.n);
	const rows = Uint32Array.from({ length: kept }, (_, at) => table.n - kept + at);
	return Array.from(scoreParts(model, table, rows).logHazards, (logHazard) => exp(logHazard));
};
const replayedTrack = ({ artefact, replayed }, { times, failedAt }, options) => {
	const risks = new Float64Array(times.length).fill(NaN);
	for (const [at, logHazard] of replayed.logHazards.entries()) risks[replayed.from + at] = probabilityOf(artefact, exp(logHazard));
	return trackOf({
		risks,
		times,
		failedAt,
		...options,
		since: options.until - year
	});
};
const replayedParts = ({ artefact, replayed }, { failedAt }) => {
	const failures = [];
	for (const at of replayed.logHazards.keys()) {
		const knownAt = failedAt[replayed.from + at];
		if (Number.isFinite(knownAt)) failures.push([at, knownAt]);
	}
	return {
		risks: Array.from(replayed.logHazards, (logHazard) => Number(probabilityOf(artefact, exp(logHazard)).toPrecision(6))),
		failures
	};
};
/** Watched week by week, without a promise: what a certificate of the same past would be watched by. */
const lastAlarm = ({ risks, failures }, { times }, { maturitySeconds, time }) => {
	const failedAt = new Map(failures);
	const from = times.length - risks.length;
	const parts = risks.map((risk, at) => asLanded(times[from + at], maturitySeconds, {
		risk,
		failedAt: failedAt.get(at)
	}));
	const begun = parts[0]?.landedAt ?? time;
	const { alarms } = follow(beginCourse(nothingPromised, begun), parts, nothingPromised, weeksUntil(begun, time));
	return alarms.at(-1) ?? null;
};
const labelsKnown = (past, mature) => {
	const sources = {};
	let known = 0;
	let among = 0;
	let first = null;
	for (let row = 0; row < past.table.n; row += 1) {
		const failed = Number.isFinite(past.failedAt[row]);
		if (!failed && past.times[row] > mature) continue;
		among += 1;
		first ??= past.times[row];
		if (!failed) continue;
		known += 1;
		const cause = past.causes.get(row);
		if (cause) sources[cause] = (sources[cause] ?? 0) + 1;
	}
	return {
		known,
		among,
		since: first === null ? null : (/* @__PURE__ */ new Date(first * 1e3)).toISOString(),
		sources
	};
};
const medians = ({ table }) => Object.fromEntries(table.columns.map(({ name }, column) => {
	const known = Float32Array.from({ length: table.n }, (_, row) => table.rows[row * table.columns.length + column]).filter((value) => !Number.isNaN(value)).sort();
	return [name, known.length === 0 ? null : known[known.length >>> 1]];
}));

export { failureBounds as n, trackFrom as r, computeStanding as t };
