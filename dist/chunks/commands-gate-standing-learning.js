import { At as weeksUntil, Dn as exp, Lt as asLanded, Mt as beginCourse, Pt as nothingPromised, Vn as firstAtLeast, Zn as toldBefore, _n as standingAt, hn as mostLearned, kt as follow, mn as meaningOf, vn as probabilityOf, xn as estimateFrailty, yn as scoreParts } from "./commands-gate-gate.js";
import { i as believingIncidents, r as partsTable, t as countedFailures } from "./model-parts-table.js";
import { d as countedAs, r as replay, t as fitAsOf } from "./model-prequential.js";
import { r as trackOf } from "./model-track.js";

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

export { computeStanding as t };
