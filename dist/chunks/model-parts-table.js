import { En as transformed, J as labelsOf, ct as experienceSignals, dt as signals, kn as log, lt as incidentMomentSignals, tn as rounded, ut as incidentSignals } from "./commands-gate-gate.js";

// src/model/incident-belief.ts
/**
* What incidents are believed to mean where they were told, before this repository has taught it.
*
* The shipped prior comes from git alone. So each signal of incidents brings its own belief: an answer that means
* nothing (factor exactly 1) and an example with its factor. On the scale z = (T(x) − T(nothing)) / |T(example) − T(nothing)|
* the slope is N(± ln factor, 0.2²), held to its side: no incident can lower the risk, and ×1.22 more or less than
* believed is no surprise. Terms of parts are learned with all others; those of the moment stay as they are believed.
*
* Example: one open incident, ×1.4: slope 0.336 at z = 1; three: z = ln 4 / ln 2 = 2, ×1.96.
*/
const SLOPE_SD = .2;
const scaleOf = (shape, { nothing, example }) => {
	const mean = transformed(shape, nothing);
	return {
		mean: rounded(mean),
		sd: rounded(Math.abs(transformed(shape, example) - mean))
	};
};
const termOf = ({ name, shape, direction, anchor }) => ({
	name,
	shape,
	direction,
	...scaleOf(shape, anchor),
	usual: 0,
	knots: [],
	slopes: [rounded(direction * log(anchor.factor))],
	level: SLOPE_SD,
	bend: SLOPE_SD
});
/** The columns of a table of parts where incidents were told. */
const incidentColumns = incidentSignals.map(({ name, shape, direction, anchor }) => ({
	name,
	shape,
	direction,
	fixed: scaleOf(shape, anchor)
}));
/** Answers of a part of the past, in the order of the columns; NaN where unavailable. */
const incidentRow = (memory, position) => {
	const said = memory.ofPast(position);
	return incidentSignals.map((signal) => {
		const answer = signal.measure(said);
		return answer.outcome === "measured" ? answer.value : NaN;
	});
};
const beside = (known, believed) => [...known, ...believed.filter(({ name }) => !known.some((term) => term.name === name)).map(termOf)];
/** A prior that knows of incidents, to learn with; what it knows already it keeps. Only for a fit: it has no identity. */
const believingIncidents = (prior) => ({
	...prior,
	terms: beside(prior.terms, incidentSignals),
	context: beside(prior.context, incidentMomentSignals)
});

// src/model/parts-table.ts
/** The columns of a model; without experience those that count what people did before are left out. */
const partColumns = (experience) => signals.filter(({ name }) => experience || !experienceSignals.has(name)).map(({ name, shape, direction }) => ({
	name,
	shape,
	direction
}));
/** Picks the answers of `columns` out of a full row of measurements. */
const pickColumns = (columns) => {
	const places = columns.map(({ name }) => signals.findIndex((signal) => signal.name === name));
	return (row) => Float32Array.from(places, (place) => row[place]);
};
/** Everything an index knows of a range of its parts; row 0 is the part at `from`. */
const partsTable = (index, options) => {
	const { from, to } = options;
	const n = Math.max(0, to - from);
	const columns = partColumns(options.experience);
	const whole = index.rows.slice(from * index.signals, to * index.signals);
	const rows = columns.length === index.signals ? whole : pick(whole, index.signals, columns, n);
	const { knownAt, confidence, causes, uncounted } = labelsOf(index, {
		maturity: options.maturitySeconds,
		...options.before === void 0 ? {} : { before: options.before },
		...options.told === void 0 ? {} : { told: options.told }
	});
	const { incidents = null } = options;
	return {
		table: incidents ? withIncidents({
			columns,
			rows,
			n
		}, incidents, from) : {
			columns,
			rows,
			n
		},
		times: Float64Array.from(index.parts.time.slice(from, to)),
		failedAt: knownAt.slice(from, to),
		confidence: confidence.slice(from, to),
		causes: new Map([...causes].filter(([part]) => part >= from && part < to).map(([part, cause]) => [part - from, cause])),
		uncounted: new Set([...uncounted].map((part) => part - from))
	};
};
/** The same with the failures that count. */
const countedFailures = (past) => ({
	...past,
	failedAt: past.failedAt.map((at, row) => past.uncounted.has(row) ? Number.POSITIVE_INFINITY : at)
});
/** The same table with what incidents said of each part at its landing; row 0 is the part at `from`. */
const withIncidents = (table, incidents, from) => {
	const width = table.columns.length;
	const columns = [...table.columns, ...incidentColumns];
	const rows = new Float32Array(table.n * columns.length);
	for (let row = 0; row < table.n; row += 1) {
		rows.set(table.rows.subarray(row * width, (row + 1) * width), row * columns.length);
		rows.set(incidentRow(incidents, from + row), row * columns.length + width);
	}
	return {
		columns,
		rows,
		n: table.n
	};
};
const pick = (whole, width, columns, n) => {
	const chosen = pickColumns(columns);
	const rows = new Float32Array(n * columns.length);
	for (let row = 0; row < n; row += 1) rows.set(chosen(whole.subarray(row * width, (row + 1) * width)), row * columns.length);
	return rows;
};

export { believingIncidents as i, partColumns as n, partsTable as r, countedFailures as t };
