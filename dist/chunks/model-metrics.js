import { kn as log } from "./commands-gate-gate.js";

// src/model/metrics.ts
/** Row numbers by risk, safest first; equal risks keep their order. */
function bySafety(risks) {
	return Uint32Array.from({ length: risks.length }, (_, i) => i).sort((a, b) => risks[a] - risks[b] || a - b);
}
const failuresIn = (labels) => {
	let sum = 0;
	for (let i = 0; i < labels.length; i++) sum += labels[i];
	return sum;
};
/**
* Area under the ROC curve: how often a failed part was scored above one that did not fail; a tie counts half
* (the Mann–Whitney statistic). 0.5 is chance, 1 perfect. O(n log n)
*/
function auc(risks, labels) {
	const order = bySafety(risks);
	const failures = failuresIn(labels);
	let ranks = 0;
	forEachTie(order, risks, (from, to) => {
		for (let k = from; k < to; k++) if (labels[order[k]] > 0) ranks += (from + 1 + to) / 2;
	});
	return (ranks - failures * (failures + 1) / 2) / (failures * (labels.length - failures));
}
/**
* Average precision: the precision at each failure, riskiest first, averaged. Chance is the base rate, which makes it
* the measure to read where failures are rare. Ties are taken as a whole (their precision is that after the tie).
*/
function averagePrecision(risks, labels) {
	const order = bySafety(risks).reverse();
	let found = 0;
	let sum = 0;
	forEachTie(order, risks, (from, to) => {
		let here = 0;
		for (let k = from; k < to; k++) here += labels[order[k]];
		found += here;
		sum += here * (found / to);
	});
	return sum / found;
}
/** Mean squared distance between risk and what happened (Brier 1950): 0 perfect. */
function brier(risks, labels) {
	let sum = 0;
	for (let i = 0; i < risks.length; i++) sum += (risks[i] - labels[i]) * (risks[i] - labels[i]);
	return sum / risks.length;
}
/** Share of the Brier score of "always the base rate" that the scores save; below 0 they do harm. */
function brierSkill(risks, labels) {
	const rate = failuresIn(labels) / labels.length;
	return 1 - brier(risks, labels) / (rate * (1 - rate));
}
/** Mean of −ln(probability given to what happened). Risks are kept 1e-15 away from 0 and 1. */
function logLoss(risks, labels) {
	let sum = 0;
	for (let i = 0; i < risks.length; i++) {
		const risk = Math.min(1 - 1e-15, Math.max(1e-15, risks[i]));
		sum -= labels[i] * log(risk) + (1 - labels[i]) * log(1 - risk);
	}
	return sum / risks.length;
}
/**
* Expected calibration error: rows in ten bins of equal size by risk; the distance between mean risk and failure rate
* in each, averaged. 0.01 means "off by one percentage point".
*/
function calibrationError(risks, labels, bins = 10) {
	const order = bySafety(risks);
	const n = order.length;
	let sum = 0;
	for (let bin = 0; bin < bins; bin++) {
		let difference = 0;
		const end = Math.floor(n * (bin + 1) / bins);
		for (let k = Math.floor(n * bin / bins); k < end; k++) difference += risks[order[k]] - labels[order[k]];
		sum += Math.abs(difference);
	}
	return sum / n;
}
/**
* Share of the failures among the riskiest `share` of the rows: what a gate of that size would have caught. A row or
* tie on the edge counts by the part of it that is inside.
*/
function captureAt(risks, labels, share) {
	const order = bySafety(risks).reverse();
	const room = order.length * share;
	let caught = 0;
	forEachTie(order, risks, (from, to) => {
		if (from >= room) return;
		let here = 0;
		for (let k = from; k < to; k++) here += labels[order[k]];
		caught += here * Math.min(1, (room - from) / (to - from));
	});
	return caught / failuresIn(labels);
}
/** Largest share of the rows, safest first and no tie torn, that holds at most `share` of the failures; NaN without any. */
function autoApprovable(risks, labels, share) {
	const failures = failuresIn(labels);
	if (failures === 0) return NaN;
	const order = bySafety(risks);
	const allowed = failures * share;
	let missed = 0;
	let approved = 0;
	forEachTie(order, risks, (from, to) => {
		for (let k = from; k < to; k++) missed += labels[order[k]];
		if (missed <= allowed) approved = to;
	});
	return approved / order.length;
}
function forEachTie(order, risks, visit) {
	for (let from = 0; from < order.length;) {
		let to = from + 1;
		while (to < order.length && risks[order[to]] === risks[order[from]]) to++;
		visit(from, to);
		from = to;
	}
}

export { brierSkill as a, captureAt as c, brier as i, logLoss as l, autoApprovable as n, bySafety as o, averagePrecision as r, calibrationError as s, auc as t };
