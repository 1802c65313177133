import { A as resolveCommit, B as readDuration, K as SourceError, O as openRepository, Y as sayUnreadable, g as parseConfiguration, m as policyIn, p as policyAt, q as UsageError, s as indexDirectory } from "./main-gate.js";
import { Dn as exp, Gt as truncate, Ht as displayWidth, In as mendingIndex, Ln as openHistory, Ot as certify, Ut as padEnd, at as measurer, br as openLedger, cn as formatPlural, jn as probabilityOfHazard, ln as formatShare, on as formatInterval, sn as formatPercent } from "./commands-gate-gate.js";
import { a as brierSkill, c as captureAt, i as brier, l as logLoss, n as autoApprovable, r as averagePrecision, s as calibrationError, t as auc } from "./model-metrics.js";
import { r as replay } from "./model-prequential.js";
import { r as partsTable } from "./model-parts-table.js";
import { t as sayCertificate } from "./report-certificate.js";
import { i as mapStrings, o as neutralise } from "./report-escaping.js";
import { i as joinNames } from "./report-phrases.js";
import { h as sayPace } from "./report-sentences.js";
import { i as paint, o as paragraph, r as labelled } from "./report-terminal-lines.js";
import { t as reachable } from "./main-ledger-reach.js";
import { n as shippedPrior, t as priorIn } from "./main-prior2.js";
import { join, resolve } from "node:path";
import { createReadStream, writeFileSync } from "node:fs";
import { createGunzip } from "node:zlib";

// src/model/backtest.ts
const FEWEST_ROWS$1 = 10;
/** @throws SourceError where there is nothing to judge: under ten rows, or one class only */
function backtest(request) {
	const { table, times, labels, trainFraction = .8, blocks = 1, maturitySeconds = 0, clock = () => 0 } = request;
	refuseHopeless$1(request);
	const stopwatch = {
		train: 0,
		score: 0
	};
	let stage = "train";
	let since = clock();
	const turnTo = (next) => {
		const now = clock();
		stopwatch[stage] += now - since;
		stage = next;
		since = now;
	};
	const labelKnownTimes = Float64Array.from({ length: table.n }, (_, i) => labels[i] > 0 ? request.labelKnownTimes?.[i] ?? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
	const history = {
		table,
		times,
		labelKnownTimes,
		maturitySeconds,
		...request.confidences ? { confidences: request.confidences } : {}
	};
	const replayed = replay(request.prior ? {
		...history,
		prior: request.prior
	} : history, {
		trainFraction,
		blocks,
		onStage: turnTo
	});
	turnTo("train");
	const risks = replayed.logHazards.map((value) => probabilityOfHazard(exp(value)));
	const outcomes = Float64Array.from(risks, (_, i) => labels[replayed.from + i] > 0 ? 1 : 0);
	const { artefact } = replayed;
	const failureRate = request.failureRate ?? Math.max(Number((replayed.trainedRate / 2).toPrecision(2)), 1e-4);
	const capture = (share) => finite(captureAt(risks, outcomes, share));
	const approvable = (share) => finite(autoApprovable(risks, outcomes, share));
	return {
		report: {
			schema: 1,
			rows: table.n,
			trained: replayed.trained,
			scored: risks.length,
			baseRate: outcomes.reduce((sum, label) => sum + label, 0) / outcomes.length,
			auc: finite(auc(risks, outcomes)),
			averagePrecision: finite(averagePrecision(risks, outcomes)),
			brier: finite(brier(risks, outcomes)),
			brierSkill: finite(brierSkill(risks, outcomes)),
			ece: finite(calibrationError(risks, outcomes)),
			logLoss: finite(logLoss(risks, outcomes)),
			capture: {
				"5": capture(.05),
				"10": capture(.1),
				"20": capture(.2),
				"30": capture(.3),
				"50": capture(.5)
			},
			autoApprovable: {
				"5": approvable(.05),
				"10": approvable(.1)
			},
			certificate: certify({
				risks,
				labels: outcomes,
				times: Array.from(risks, (_, i) => times[replayed.from + i]),
				labelKnownTimes: labelKnownTimes.subarray(replayed.from),
				maturitySeconds,
				failureRate
			}),
			seconds: {
				features: request.featureSeconds ?? 0,
				...stopwatch
			},
			model: {
				id: artefact.id,
				kind: artefact.kind,
				trainedOn: artefact.trainedOn
			}
		},
		predictions: Array.from(risks, (risk, i) => {
			const row = replayed.from + i;
			return {
				row,
				time: times[row],
				label: outcomes[i],
				risk
			};
		}),
		artefact
	};
}
/** Of a past that cannot be judged by: what can be said all the same, for those who ask for more than the model. */
function unjudged(rows, prior) {
	return {
		schema: 1,
		rows,
		trained: 0,
		scored: 0,
		baseRate: 0,
		auc: null,
		averagePrecision: null,
		brier: null,
		brierSkill: null,
		ece: null,
		logLoss: null,
		capture: {
			"5": null,
			"10": null,
			"20": null,
			"30": null,
			"50": null
		},
		autoApprovable: {
			"5": null,
			"10": null
		},
		certificate: certify({
			risks: [],
			labels: [],
			failureRate: .01
		}),
		seconds: {
			features: 0,
			train: 0,
			score: 0
		},
		model: {
			id: prior.id,
			kind: prior.kind,
			trainedOn: prior.trainedOn
		}
	};
}
function refuseHopeless$1({ table, labels }) {
	if (table.n < FEWEST_ROWS$1) throw new SourceError(`backtest: ${table.n} rows with a known outcome are too few; give at least ${FEWEST_ROWS$1} (a longer history or table)`);
	let failures = 0;
	for (let i = 0; i < table.n; i++) if (labels[i] > 0) failures++;
	if (failures === 0 || failures === table.n) throw new SourceError(`backtest: ${failures === 0 ? "no row failed" : "every row failed"}, so there is nothing to tell apart; give a history with both outcomes`);
}
const finite = (value) => Number.isFinite(value) ? value : null;

// src/commands/backtest.ts
/** How good the model would have been: a clone's own past, or any table of changes, replayed without looking ahead. */
/**
* Rows whose outcome is settled at the end of the history. Failures of younger ones are known already, but to judge by
* these alone, without the successes beside them, would make the last days look worse than they were.
*/
const matureRows = ({ times, table }, until) => Array.from({ length: table.n }, (_, row) => row).filter((row) => times[row] <= until);
const select = (past, rows) => {
	const width = past.table.columns.length;
	const values = new Float32Array(rows.length * width);
	for (const [at, row] of rows.entries()) values.set(past.table.rows.subarray(row * width, (row + 1) * width), at * width);
	return {
		...past,
		table: {
			...past.table,
			rows: values,
			n: rows.length
		},
		times: Float64Array.from(rows, (row) => past.times[row]),
		failedAt: Float64Array.from(rows, (row) => past.failedAt[row])
	};
};
/** What the policies named would have done, and what the one that stands would have. */
const rehearsed = async (request, repository, history) => {
	const { environment, ledger, periodSeconds, policies, prior, reviewHours, withPeople } = request;
	if (policies.length === 0) return {};
	const [{ policyToRehearse }, { rehearse, rehearseRecorded }] = await Promise.all([import("./commands-rehearsal-ground.js"), import("./commands-rehearsal-rehearsal.js")]);
	const read = async (file) => policyToRehearse(await parseConfiguration(file.text, file.path), file, environment);
	const files = policies.map((path) => policyIn(path, repository.shaDigits, "--policy"));
	const named = await Promise.all(files.map(read));
	const standing = await policyAt(repository, "HEAD");
	const present = standing === null || files.some(({ blob }) => blob === standing.blob) ? [] : [await read(standing)];
	const ground = {
		repository,
		history,
		ledger: ledger(repository, named[0].configuration),
		prior: prior ?? request.shippedPrior(),
		periodSeconds,
		withPeople,
		...reviewHours === void 0 ? {} : { reviewHours },
		progress: request.progress
	};
	const [first, ...others] = await rehearse(ground, [...named, ...present]);
	const recorded = await rehearseRecorded(ground, named[0], request.now);
	const presentPolicy = present.length === 0 ? void 0 : others.at(-1);
	const beside = presentPolicy === void 0 ? others : others.slice(0, -1);
	return {
		...first === void 0 ? {} : { policy: first },
		...beside.length === 0 ? {} : { policies: beside },
		...presentPolicy === void 0 ? {} : { presentPolicy },
		...recorded === null ? {} : { recorded }
	};
};
/** Replays a clone's own history. */
const backtestRepository = (request) => mendingIndex((damage) => backtestWith(request, damage));
const backtestWith = async (request, damage) => {
	const { clock, maturitySeconds } = request;
	const began = clock();
	const repository = await openRepository(request.directory, request.processEnvironment);
	const head = await resolveCommit(repository.git, "HEAD", "HEAD");
	if (head === null) throw new UsageError("backtest: the branch has no commit yet, so there is no past to replay");
	const place = indexDirectory(repository, request.processEnvironment);
	const history = await openHistory({
		repository,
		head,
		measurer,
		lookbackSeconds: request.lookbackSeconds,
		directory: place === null ? null : join(place, "backtest"),
		damage,
		progress: (done, total) => request.progress("reading history", done, total)
	});
	const { index, head: last } = history;
	if (last < 0) throw new SourceError("backtest: this clone holds no history to replay; git fetch --unshallow gives it");
	const all = partsTable(index, {
		experience: true,
		maturitySeconds,
		from: 0,
		to: last + 1,
		before: last + 1
	});
	const rows = matureRows(all, all.times[last] - maturitySeconds);
	const past = select(all, rows);
	const { report, predictions, why } = judged(request, past, (clock() - began) / 1e3);
	return {
		name: repository.name,
		report: {
			...report,
			...await rehearsed(request, repository, history)
		},
		predictions: predictions.map(({ row, ...rest }) => ({
			row: index.sha(rows[row]),
			...rest
		})),
		notes: [...history.notes, ...why === null ? [] : [why]]
	};
};
/** How good the model would have been; where nobody can tell, `why`, as long as a policy is asked about as well. */
const judged = (request, past, featureSeconds) => {
	try {
		return {
			...backtest({
				table: past.table,
				times: past.times,
				labels: Float64Array.from(past.failedAt, (at) => Number.isFinite(at) ? 1 : 0),
				labelKnownTimes: past.failedAt,
				confidences: past.confidence,
				...replayOptions(request),
				featureSeconds
			}),
			why: null
		};
	} catch (error) {
		if (!(error instanceof SourceError) || request.policies.length === 0) throw error;
		const prior = request.prior ?? request.shippedPrior();
		return {
			report: unjudged(past.table.n, prior),
			predictions: [],
			why: error.message
		};
	}
};
const replayOptions = ({ trainFraction, blocks, prior, maturitySeconds, clock }) => ({
	...trainFraction === void 0 ? {} : { trainFraction },
	...blocks === void 0 ? {} : { blocks },
	...prior === void 0 ? {} : { prior },
	maturitySeconds,
	clock: () => clock() / 1e3
});

// src/model/delimited-column.ts
const newCandidate = (name, field) => ({
	name,
	field,
	isText: false,
	known: 0,
	least: Infinity,
	most: -Infinity,
	onlyFlags: true
});
/** Takes note of one more value; gives it back, NaN where it is missing or text. Infinities count as missing. */
function noted(candidate, value) {
	if (value === void 0) candidate.isText = true;
	if (value === void 0 || !Number.isFinite(value)) return value ?? NaN;
	candidate.known++;
	if (value < candidate.least) candidate.least = value;
	if (value > candidate.most) candidate.most = value;
	if (value !== 0 && value !== 1) candidate.onlyFlags = false;
	return value;
}
/** Why nothing can be learned from it; undefined where something can. */
function whyLeftOut({ isText, known, least, most }) {
	if (isText) return "holds text";
	if (known === 0) return "has no value in any row";
	return most > least ? void 0 : `is ${least} in every row`;
}
function shapeOf({ least, most, onlyFlags }) {
	if (onlyFlags) return "flag";
	if (least < 0) return "number";
	return most <= 1 ? "share" : "count";
}

// src/model/delimited-field.ts
/**
* What one field of a table means. Tables come from spreadsheets, R, pandas and databases, and each writes "missing",
* "infinite" and "yes" in its own way.
*/
const missing = /* @__PURE__ */ new Set([
	"",
	"na",
	"nan",
	"null",
	"none",
	"-",
	"?"
]);
const infinite = /* @__PURE__ */ new Map([
	["inf", Infinity],
	["+inf", Infinity],
	["-inf", -Infinity],
	["infinity", Infinity],
	["+infinity", Infinity],
	["-infinity", -Infinity]
]);
/** The number a field holds, NaN for a missing one, undefined for text. */
function numberOf(field) {
	if (field === "") return NaN;
	const value = Number(field);
	if (!Number.isNaN(value) && field.trim() !== "") return value;
	const word = field.trim().toLowerCase();
	if (missing.has(word)) return NaN;
	if (word === "true" || word === "yes") return 1;
	if (word === "false" || word === "no") return 0;
	return infinite.get(word);
}
/** 0 or 1, NaN where unknown, undefined for anything else. */
function labelOf(field) {
	const value = numberOf(field);
	return value === void 0 || Number.isNaN(value) || value === 0 || value === 1 ? value : void 0;
}
/** Largest plausible time in seconds (the year 5138); beyond it the column counts milliseconds. */
const LATEST_SECONDS = 1e11;
/** Seconds since 1970 from seconds, milliseconds or ISO 8601; NaN for anything else. */
function secondsOf(field) {
	const text = field.trim();
	if (text === "") return NaN;
	const value = Number(text);
	if (Number.isFinite(value)) return Math.abs(value) > LATEST_SECONDS ? value / 1e3 : value;
	if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return NaN;
	const iso = text.replace(" ", "T");
	const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(iso) || !iso.includes("T") ? iso : `${iso}Z`;
	return Date.parse(zoned) / 1e3;
}
const MOST_SHOWN = 40;
/** A name as messages show it: short, and with nothing that a terminal would obey. */
function inOneLine(text) {
	const plain = text.slice(0, 41).replace(/\p{C}/gu, "�");
	return plain.length > MOST_SHOWN ? `${plain.slice(0, 39)}…` : plain;
}
/** The same in quotes. */
const quoted = (text) => `"${inOneLine(text)}"`;

// src/model/delimited-text.ts
const QUOTE = 34;
const COMMA = 44;
const LF = 10;
const CR = 13;
/** @param onLine called with the fields of each line that is not empty, and its 1-based number of first line */
function readLines(onLine) {
	let rest = "";
	let line = 1;
	/** Consumes all whole lines of `rest`; with `last`, what remains too. */
	const consume = (last) => {
		let at = 0;
		while (at < rest.length) {
			const parsed = parseLine(rest, at, last);
			if (!parsed) break;
			if (parsed.fields.length > 1 || parsed.fields[0] !== "") onLine(parsed.fields, line);
			line += parsed.lineEnds;
			at = parsed.next;
		}
		rest = rest.slice(at);
	};
	return {
		write: (text) => {
			rest += line === 1 && rest === "" && text.startsWith("﻿") ? text.slice(1) : text;
			consume(false);
		},
		end: () => consume(true)
	};
}
/** The line that starts at `from`; undefined if its end is not there yet. */
function parseLine(text, from, last) {
	const fields = [];
	let lineEnds = 0;
	let at = from;
	for (;;) {
		let field;
		if (text.charCodeAt(at) === QUOTE) {
			const close = closingQuote(text, at + 1);
			if (close < 0 || close + 1 === text.length && !last) {
				if (!last) return void 0;
				fields.push(text.slice(at + 1));
				return {
					fields,
					lineEnds: lineEnds + 1,
					next: text.length
				};
			}
			const raw = text.slice(at + 1, close);
			lineEnds += raw.split("\n").length - 1;
			field = raw.replaceAll("\"\"", "\"");
			at = close + 1;
		} else field = "";
		const start = at;
		while (at < text.length) {
			const code = text.charCodeAt(at);
			if (code === COMMA || code === LF) break;
			at++;
		}
		if (at === text.length && !last) return void 0;
		const stop = text.charCodeAt(at) !== COMMA && at > start && text.charCodeAt(at - 1) === CR ? at - 1 : at;
		if (stop > start) field += text.slice(start, stop);
		fields.push(field);
		if (text.charCodeAt(at) !== COMMA) return {
			fields,
			lineEnds: lineEnds + 1,
			next: at + 1
		};
		at++;
	}
}
function closingQuote(text, from) {
	let at = text.indexOf("\"", from);
	while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf("\"", at + 2);
	return at;
}

// src/model/row-store.ts
/** Numbers in a block, or one row if that holds more. */
const BLOCK_VALUES = 262144;
/** 0.6 GB. What does not fit is refused with a word, not by the operating system. */
const MOST_VALUES = 15e7;
/** @param name of the file, for messages */
function createRowStore(name, width, mostValues = MOST_VALUES) {
	const blockRows = Math.max(1, Math.floor(BLOCK_VALUES / Math.max(1, width)));
	const blocks = [];
	let rows = 0;
	return {
		addRow: () => {
			if ((rows + 1) * width > mostValues) throw new SourceError(`${name}: more than ${rows} rows of ${width} columns cannot be held (${mostValues} values can); leave columns out with --ignore, or give the newest rows only`);
			const start = rows % blockRows * width;
			if (rows === blocks.length * blockRows) blocks.push(new Float32Array(blockRows * width));
			rows++;
			return {
				block: blocks.at(-1),
				start
			};
		},
		gather: (order, columns) => {
			const gathered = new Float32Array(order.length * columns.length);
			for (let i = 0; i < order.length; i++) {
				const from = order[i];
				const block = blocks[Math.floor(from / blockRows)];
				const start = from % blockRows * width;
				for (let k = 0; k < columns.length; k++) gathered[i * columns.length + k] = block[start + columns[k]];
			}
			return gathered;
		}
	};
}

// src/model/delimited-table.ts
const FEWEST_ROWS = 10;
/** @throws UsageError if a named column does not exist (on the first line), SourceError on a malformed row */
function createDelimitedTableReader(options) {
	const { name, label = "label", ignore = [] } = options;
	let header;
	let candidates = [];
	const special = {
		label: -1,
		time: -1,
		labelTime: -1
	};
	let store;
	const times = [];
	const labels = [];
	const labelTimes = [];
	const sourceRows = [];
	let row = -1;
	let unlabelled = 0;
	let infinities = 0;
	let early = 0;
	const readHeader = (fields) => {
		header = fields.map((field) => field.trim().replace(/\p{Cc}/gu, "�"));
		const place = (column, flag) => {
			if (column === void 0) return -1;
			const at = header.indexOf(column);
			if (at >= 0) return at;
			const [only, second] = header;
			if (second === void 0 && only !== void 0 && /[;\t]/.test(only)) throw new SourceError(`${name}: the header is one field, ${quoted(only)}; part fields by commas`);
			throw new UsageError(`${name}: there is no column ${quoted(column)} (${flag}); the columns are ${header.slice(0, 30).map(inOneLine).join(", ")}`);
		};
		special.label = place(label, "--label");
		special.time = place(options.time, "--time");
		special.labelTime = place(options.labelTime, "--label-time");
		for (const column of ignore) place(column, "--ignore");
		const repeated = header.find((column, i) => header.indexOf(column) !== i);
		if (repeated !== void 0) throw new SourceError(`${name}: the column ${quoted(repeated)} stands there twice; rename one`);
		const taken = /* @__PURE__ */ new Set([
			label,
			options.time,
			options.labelTime,
			...ignore
		]);
		candidates = header.flatMap((column, field) => taken.has(column) ? [] : [newCandidate(column, field)]);
		store = createRowStore(name, candidates.length);
	};
	const readRow = (fields, line) => {
		row++;
		if (fields.length !== header.length) throw new SourceError(`${name}: line ${line} has ${fields.length === 1 ? "1 field" : `${fields.length} fields`}, the header has ${header.length}; quote fields that hold commas or line ends`);
		const outcome = labelOf(fields[special.label]);
		if (outcome === void 0) throw new SourceError(`${name}: line ${line}: "${label}" must be 0 or 1, got ${quoted(fields[special.label])}`);
		if (Number.isNaN(outcome)) {
			unlabelled++;
			return;
		}
		const time = special.time < 0 ? row : secondsOf(fields[special.time]);
		if (Number.isNaN(time)) throw new SourceError(`${name}: line ${line}: "${options.time}" must be seconds since 1970 or an ISO 8601 time, got ${quoted(fields[special.time])}`);
		const { block, start } = store.addRow();
		for (let i = 0; i < candidates.length; i++) {
			const value = noted(candidates[i], numberOf(fields[candidates[i].field]));
			if (value === Infinity || value === -Infinity) infinities++;
			block[start + i] = Number.isFinite(value) ? value : NaN;
		}
		labels.push(outcome);
		times.push(time);
		sourceRows.push(row);
		if (special.labelTime >= 0) labelTimes.push(outcome === 0 ? Infinity : readLabelTime(fields[special.labelTime], time, line));
	};
	const readLabelTime = (field, time, line) => {
		const known = secondsOf(field);
		if (!Number.isNaN(known)) {
			if (known < time) early++;
			return Math.max(known, time);
		}
		if (!Number.isNaN(numberOf(field) ?? 0)) throw new SourceError(`${name}: line ${line}: "${options.labelTime}" must be seconds since 1970 or an ISO 8601 time, or empty where it is not known, got ${quoted(field)}`);
		return time;
	};
	const reader = readLines((fields, line) => header ? readRow(fields, line) : readHeader(fields));
	return {
		write: reader.write,
		end: () => {
			reader.end();
			if (!header) throw new SourceError(`${name}: the file is empty; a header line and ${FEWEST_ROWS} rows are wanted`);
			refuseHopeless(name, label, labels);
			const { order, moved } = timeOrder(times);
			const kept = candidates.map((candidate, i) => ({
				candidate,
				i
			})).filter(({ candidate }) => !whyLeftOut(candidate));
			if (kept.length === 0) throw new SourceError(`${name}: no column holds numbers that vary; there is nothing to learn from`);
			const table = {
				columns: kept.map(({ candidate }) => ({
					name: candidate.name,
					shape: shapeOf(candidate),
					direction: 0
				})),
				rows: store.gather(order, Uint32Array.from(kept, ({ i }) => i)),
				n: order.length
			};
			const pick = (from) => Float64Array.from(order, (index) => from[index]);
			const notes = [];
			if (moved > 0) notes.push(`${moved} rows were not in time order and were sorted by "${options.time}"`);
			if (special.time < 0) notes.push("no time column was named (--time): the order of the rows is taken for the order of time");
			if (unlabelled > 0) notes.push(`${unlabelled} rows without a value in "${label}" were left out: their outcome is unknown`);
			if (early > 0) notes.push(`${early} failures became known before they happened, says "${options.labelTime}"; they count as known at once`);
			if (kept.length > 256) notes.push(`${kept.length} columns hold numbers; of these the model learns from the ${256} that tell most on their own`);
			if (infinities > 0) notes.push(`${infinities} infinite values were read as missing`);
			return {
				table,
				times: pick(times),
				labels: pick(labels),
				...special.labelTime >= 0 ? { labelKnownTimes: pick(labelTimes) } : {},
				sourceRows: Uint32Array.from(order, (index) => sourceRows[index]),
				leftOut: candidates.flatMap((candidate) => {
					const why = whyLeftOut(candidate);
					return why ? [{
						column: inOneLine(candidate.name),
						why
					}] : [];
				}),
				notes
			};
		}
	};
}
function refuseHopeless(name, label, labels) {
	if (labels.length < FEWEST_ROWS) throw new SourceError(`${name}: ${labels.length} rows with an outcome are too few; at least ${FEWEST_ROWS} are wanted`);
	if (labels.every((value) => value === labels[0])) throw new SourceError(`${name}: "${label}" is ${labels[0]} in every row, so there is nothing to tell apart; give a table with both outcomes, or name the right column with --label`);
}
/** Stable order by time, and how many rows stood before an earlier one. */
function timeOrder(times) {
	const order = Uint32Array.from(times, (_, i) => i);
	let moved = 0;
	for (let i = 1; i < times.length; i++) if (times[i] < times[i - 1]) moved++;
	if (moved > 0) order.sort((a, b) => times[a] - times[b] || a - b);
	return {
		order,
		moved
	};
}

// src/commands/backtest-table.ts
/** The backtest of any table of changes: `.csv` or `.csv.gz`, read as a stream. */
const readTable = async (path, options) => {
	const reader = createDelimitedTableReader(options);
	const file = createReadStream(path);
	const bytes = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
	file.on("error", (cause) => bytes.destroy(cause));
	const text = bytes.setEncoding("utf8");
	try {
		for await (const chunk of text) reader.write(chunk);
	} catch (cause) {
		const { code } = cause;
		if (code === void 0) throw cause;
		throw new SourceError(`${path}: cannot be read (${sayUnreadable(cause)}); name a .csv or .csv.gz file with --table`, { cause });
	}
	return reader.end();
};
const backtestTable = async (request) => {
	const { path, clock } = request;
	const began = clock();
	const read = await readTable(path, {
		name: path,
		...request.labelColumn === void 0 ? {} : { label: request.labelColumn },
		...request.timeColumn === void 0 ? {} : { time: request.timeColumn },
		...request.labelTimeColumn === void 0 ? {} : { labelTime: request.labelTimeColumn },
		ignore: request.ignored
	});
	const { report, predictions } = backtest({
		table: read.table,
		times: read.times,
		labels: read.labels,
		...read.labelKnownTimes ? { labelKnownTimes: read.labelKnownTimes } : {},
		...replayOptions(request),
		featureSeconds: (clock() - began) / 1e3
	});
	return {
		name: path,
		report,
		predictions: predictions.map(({ row, ...rest }) => ({
			row: String(read.sourceRows[row]),
			...rest
		})),
		notes: [...read.notes, ...read.leftOut.map(({ column, why }) => `column ${column} left out: ${why}`)]
	};
};

// src/report/rehearsal.ts
const widestTitle = 34;
const mostFailures = 12;
const mostNamed = 5;
/** Failures under this are too few to judge a policy by. */
const fewest$1 = 10;
const sourceWords = {
	records: "as the ledger remembers them",
	tags: "taken from release tags",
	landings: "each landing taken for one; name real ones with learn --deployments",
	decisions: "as the gate was asked"
};
/** What a rule asked for, after a count. */
const ruleWords = {
	"part-above-limit": "riskier than the limit",
	"never-auto-approve": "by a path of never-auto-approve",
	"gate-files-changed": "by what steers the gate",
	"context-raises-risk": "by the moment",
	"drift-alarm": "by a drift alarm",
	"window-review": "by a window",
	"model-silent": "with too little known",
	diverged: "diverged",
	"source-failed": "where a source did not answer, or what ran was not known",
	"configuration-unreadable": "with a policy that could not be read",
	"rollback-over-migration": "back over a migration",
	"budget-spent": "by a spent error budget",
	"do-not-auto-approve": "by a label",
	"changes-requested": "where somebody wanted changes",
	"audit-draw": "drawn for a look"
};
const hours = (count) => count >= 10 ? `${Math.round(count).toLocaleString("en-US")} h` : `${Number(count.toPrecision(2))} h`;
const nameOf = ({ policy, source }) => policy?.path ?? (source === "recorded" ? "what was decided" : "the defaults, without a file");
const sayDays = ({ from, to }) => formatPlural(Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 864e5)), "day");
/** "9 of 63 deployments would have asked, 54 gone out at once". */
const sayDeployments = (rehearsal) => {
	const { asked, count, held, source, through } = rehearsal.deployments;
	if (count === 0) return `no deployment in these ${sayDays(rehearsal)}, so there is nothing to decide`;
	const many = (number) => number === 0 ? "none" : number.toLocaleString("en-US");
	const waited = held === 0 ? "" : `; ${many(held)} waited for a window first`;
	return `Of ${formatPlural(count, "deployment")} ${many(asked)} would have asked and ${many(through)} gone out unread${waited} (${sourceWords[source]}).`;
};
const sayAsked = ({ n, reviewed, reviewsPerWeek, rules }) => {
	if (reviewed === 0) return `none of ${formatPlural(n, "change")}`;
	const by = rules.map(({ rule, parts }) => `${parts.toLocaleString("en-US")} ${ruleWords[rule] ?? `by ${rule}`}`);
	return `${reviewed.toLocaleString("en-US")} of ${formatPlural(n, "change")}, ${sayPace(reviewsPerWeek)}: ${joinNames(by)}`;
};
const sayReviewers = ({ reviewed, reviewers }) => reviewed === 0 || reviewers.length === 0 ? null : joinNames(reviewers.map(({ name, parts }) => `${name} (${parts.toLocaleString("en-US")})`), mostNamed);
const sayAreas = ({ areas, reviewed }) => {
	const asked = areas.filter((area) => area.asked > 0);
	return reviewed === 0 || asked.length === 0 ? null : joinNames(asked.map((area) => `${area.name} ${area.asked} of ${area.parts.toLocaleString("en-US")}`), mostNamed);
};
const sayWaiting = ({ deployments, waiting }) => {
	if (deployments.asked === 0) return null;
	const { among, hours: all, hoursEach, source } = waiting;
	if (hoursEach === null || all === null) return "not known: nothing here tells how long a review takes; state it with --review-hours 4";
	const why = source === "stated" ? "as stated" : source === "approvals" ? `median of ${formatPlural(among, "approval")} in the ledger` : `median from a branch’s last commit to its merge, ${formatPlural(among, "merge")}; more than reviewing`;
	return `${hours(all)} in all: ${formatPlural(deployments.asked, "deployment")}, ${hours(hoursEach)} each (${why})`;
};
const sayWindows = ({ windows }) => windows.length === 0 ? null : joinNames(windows.map(({ name, deployments, hours: held }) => `${name} held ${formatPlural(deployments, "deployment")} for ${hours(held)} in all`), mostNamed);
const sayFailed = ({ failed, high, low, parts }) => {
	if (parts === 0) return "none";
	const bounds = low === null || high === null ? "" : `, could be ${formatInterval(low, high)}`;
	return `${failed.toLocaleString("en-US")} of ${formatPlural(parts, "change")} failed (${formatPercent(failed / parts)}${bounds})`;
};
const sayMissed = ({ failed, lanes }) => {
	if (failed === 0) return "no failure is known in this time: nothing to catch, nothing missed";
	const { asked, beside, through } = lanes;
	const few = failed < fewest$1 ? "; too few to judge" : "";
	return `of ${formatPlural(failed, "failure")} ${asked.failed} asked about, ${beside.failed} beside one that was, ${through.failed} gone out unread${few}`;
};
const sayOpen = ({ open }) => open === 0 ? null : `${formatPlural(open, "change")} too young to have succeeded; some may still fail`;
const failureRows = ({ failures }) => failures.toSorted((one, other) => Number(one.lane === "asked") - Number(other.lane === "asked")).slice(0, mostFailures).map(({ failure, id, lane, percentile, sha, title, why }) => [
	lane === "asked" ? "caught" : lane === "beside" ? "beside" : "missed",
	`${sha.slice(0, 8)}${id.startsWith("#") ? ` ${id}` : ""}`,
	truncate(title, widestTitle),
	percentile === null ? "no rank" : `above ${Math.min(99, Math.floor(percentile))} of 100`,
	`${failure?.cause ?? "failed"} ${failure?.at.slice(0, 10) ?? ""}`,
	why
]);
const table = (rows) => {
	const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at]))));
	return rows.map((row) => row.map((cell, at) => padEnd(cell, widths[at])).join("  ").trimEnd());
};
/** What another policy would have done, in a line. */
const sayInstead = (other) => {
	const { deployments, failed, lanes, reviewed, reviewsPerWeek, waiting } = other;
	const wait = waiting.hours === null ? "" : `, ${hours(waiting.hours)} of waiting`;
	const caught = failed === 0 ? "no failure known" : `${lanes.asked.failed} of ${formatPlural(failed, "failure")} asked about`;
	return reviewed === 0 ? `nobody asked; ${caught}` : `${formatPlural(reviewed, "change")} asked about (${sayPace(reviewsPerWeek)}) in ${formatPlural(deployments.asked, "deployment")}${wait}; ${caught}`;
};
/** The screen for one policy: no line of it wider than 80 columns, but for the failures, which are told whole. */
const renderRehearsal = (given, { colour, width = 80 }) => {
	const { repository, rehearsal, present } = mapStrings({
		...given,
		rehearsal: withoutDecisions(given.rehearsal),
		present: withoutDecisions(given.present)
	}, neutralise);
	const columns = Math.min(80, Math.max(60, width)) - 2;
	const say = (label, text, most = 3) => labelled(label, text, columns, most);
	const { lanes } = rehearsal;
	const told = rehearsal.source === "recorded" ? "as recorded" : "no look-ahead";
	const lines = [
		[[`${repository} → ${rehearsal.environment}`, "bold"], `   ${nameOf(rehearsal)}, had it been enforced for ${sayDays(rehearsal)}`],
		...paragraph(sayDeployments(rehearsal), columns, 3),
		...say("Asked", sayAsked(rehearsal), 4),
		...say("Whom", sayReviewers(rehearsal)),
		...say("Where", sayAreas(rehearsal)),
		...say("Waiting", sayWaiting(rehearsal)),
		...say("Windows", sayWindows(rehearsal)),
		...say("Missed", `${sayMissed(rehearsal)} (${told})`),
		...rehearsal.n === 0 ? [] : [
			...say("  asked", sayFailed(lanes.asked)),
			...lanes.beside.parts === 0 ? [] : say("  beside", sayFailed(lanes.beside)),
			...say("  unread", sayFailed(lanes.through))
		],
		...say("Open", sayOpen(rehearsal)),
		...present === void 0 ? [] : say("Instead of", `${present.policy?.path ?? "the defaults"} as it stands: ${sayInstead(present)}`),
		...rehearsal.notes.flatMap((note, at) => say(at === 0 ? "Note" : "", note))
	];
	const rows = table(failureRows(rehearsal));
	const others = rehearsal.failures.length - rows.length;
	return [
		...lines.map((line) => paint(line, colour)),
		...rows.length === 0 ? [] : [
			"",
			"Failed, missed ones first",
			...rows.map((row) => `  ${row}`)
		],
		...others === 0 ? [] : [`  and ${others} more, in --json`]
	].join("\n");
};
/** They are shown by number only: thousands of names need not be made harmless for that. */
const withoutDecisions = (rehearsal) => rehearsal === void 0 ? rehearsal : {
	...rehearsal,
	decisions: []
};
/** Policies beside each other, a line each. */
const renderComparison = (rehearsals) => {
	const rows = [[
		"Policy",
		"asked",
		"a week",
		"deployments",
		"waiting",
		"held",
		"failures caught",
		"unread that failed"
	], ...mapStrings(rehearsals.map(withoutDecisions), neutralise).map((rehearsal) => {
		const { deployments, failed, lanes, n, reviewed, reviewsPerWeek, waiting, windows } = rehearsal;
		return [
			nameOf(rehearsal),
			`${reviewed.toLocaleString("en-US")} (${formatShare(n === 0 ? 0 : reviewed / n)})`,
			reviewsPerWeek.toFixed(1),
			`${deployments.asked} of ${deployments.count}`,
			waiting.hours === null ? "unknown" : hours(waiting.hours),
			hours(windows.reduce((sum, window) => sum + window.hours, 0)),
			`${lanes.asked.failed} of ${failed}`,
			lanes.through.parts === 0 ? "none" : formatPercent(lanes.through.failed / lanes.through.parts)
		];
	})];
	return table(rows).join("\n");
};

// src/main/backtest.ts
/** `backtest` on the command line. */
const text = (values, name) => {
	const value = values[name];
	return typeof value === "string" ? value : void 0;
};
const texts = (values, name) => {
	const value = values[name];
	return Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
};
const number = (values, name, least, most, whole) => {
	const given = text(values, name);
	if (given === void 0) return void 0;
	const value = Number(given);
	if (given.trim() === "" || !Number.isFinite(value) || value < least || value > most || whole && !Number.isInteger(value)) throw new UsageError(`backtest --${name} ${given}: must be a ${whole ? "whole " : ""}number from ${least} to ${most}`);
	return value;
};
const seconds = (values, name, fallback) => {
	const given = text(values, name) ?? fallback;
	const read = readDuration(/^\d+$/.test(given) ? `${given}d` : given);
	if (!read.ok) throw new UsageError(`backtest --${name} ${given}: must be a time such as 14d or 12mo`);
	return read.value.seconds;
};
const priorOf = (values, fallback) => {
	const wanted = text(values, "prior") ?? fallback;
	if (wanted === "none") return {};
	return { prior: wanted === "shipped" ? shippedPrior() : priorIn(wanted) };
};
const optional = (key, value) => value === void 0 ? {} : { [key]: value };
const percent = (share) => share === null ? "unknown" : `${(share * 100).toFixed(1)} %`;
const screen = (answer, shell) => {
	const { policies = [], policy, presentPolicy, recorded } = answer.report;
	if (policy === void 0) return modelScreen(answer);
	const told = renderRehearsal({
		repository: answer.name,
		rehearsal: policy,
		...presentPolicy === void 0 ? {} : { present: presentPolicy }
	}, shell);
	const compared = policies.length === 0 ? [] : [renderComparison([
		policy,
		...policies,
		...presentPolicy === void 0 ? [] : [presentPolicy]
	])];
	const digest = recorded === void 0 ? [] : [renderRehearsal({
		repository: answer.name,
		rehearsal: recorded
	}, shell)];
	const { report, notes } = answer;
	const model = report.scored === 0 ? notes.map((note) => `  note: ${note}`).join("\n") : `The model, over all of the past\n${modelScreen(answer)}`;
	return [
		told,
		...compared,
		...digest,
		model
	].join("\n\n");
};
/** Fewer failures than this say nothing reliable of a model. */
const fewest = 10;
const sayFew = ({ baseRate, scored }) => {
	const failures = Math.round((baseRate ?? 0) * scored);
	return failures < fewest ? `, ${formatPlural(failures, "change")}: too few to judge by` : "";
};
const modelScreen = ({ report, notes }) => {
	const { capture, autoApprovable, certificate } = report;
	const decimals = (value, digits) => value === null ? "unknown" : value.toFixed(digits);
	return [
		`${report.scored.toLocaleString("en-US")} changes scored before their outcome, after ${report.trained.toLocaleString("en-US")} learned from; ${percent(report.baseRate)} failed${sayFew(report)}`,
		`  caught among the riskiest    5 %: ${percent(capture["5"])} · 10 %: ${percent(capture["10"])} · 20 %: ${percent(capture["20"])} · 50 %: ${percent(capture["50"])}`,
		`  could go out unreviewed      ${percent(autoApprovable["5"])} of changes, with at most 5 % of the failures among them`,
		`  area under the curve ${decimals(report.auc, 3)} · average precision ${decimals(report.averagePrecision, 3)} · Brier skill ${decimals(report.brierSkill, 3)} · calibration error ${decimals(report.ece, 4)}`,
		`  half the usual failures      ${sayCertificate(certificate)}${sayAlarms(certificate.alarms)}`,
		`  seconds: reading ${report.seconds.features.toFixed(1)}, learning ${report.seconds.train.toFixed(1)}, scoring ${report.seconds.score.toFixed(2)}`,
		...notes.map((note) => `  note: ${note}`)
	].join("\n");
};
const sayAlarms = (alarms) => alarms === 0 ? "" : `; taken back ${alarms === 1 ? "once" : `${alarms} times`} for a drift`;
const writePredictions = (path, { predictions }) => {
	const lines = predictions.map(({ row, time, label, risk }) => `${row},${time},${label},${risk}`);
	try {
		writeFileSync(path, [
			"row,time,label,risk",
			...lines,
			""
		].join("\n"));
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new UsageError(`backtest --predictions ${path}: cannot be written (${why})`, { cause });
	}
};
const ofTables = [
	"time",
	"label",
	"label-time",
	"ignore"
];
const ofPolicies = [
	"environment",
	"period",
	"review-hours",
	"with-people"
];
const ofClones = [
	"policy",
	"lookback",
	"ledger",
	...ofPolicies
];
/** An option that would change nothing is a question that would not be answered. */
const demandMeaning = (values) => {
	const given = (names) => names.find((name) => values[name] !== void 0);
	if (values["table"] !== void 0) {
		if (values["repository"] !== void 0) throw new UsageError("backtest: --table and --repository exclude each other; name one");
		const stray = given(ofClones);
		if (stray !== void 0) throw new UsageError(`backtest --${stray}: is asked of a clone, and a table has none; leave it out`);
		return;
	}
	const ofTable = given(ofTables);
	if (ofTable !== void 0) throw new UsageError(`backtest --${ofTable}: is asked of a table; name it with --table FILE`);
	const ofPolicy = values["policy"] === void 0 ? given(ofPolicies) : void 0;
	if (ofPolicy !== void 0) throw new UsageError(`backtest --${ofPolicy}: is asked of a policy; name it with --policy FILE`);
};
const runBacktest = async (values, shell) => {
	demandMeaning(values);
	const table = text(values, "table");
	const common = {
		...optional("trainFraction", number(values, "train-fraction", .05, .95, false)),
		...optional("blocks", number(values, "blocks", 1, 1e3, true)),
		clock: () => performance.now()
	};
	const answer = table === void 0 ? await backtestRepository({
		...common,
		...priorOf(values, "shipped"),
		directory: text(values, "repository") ?? shell.directory,
		maturitySeconds: seconds(values, "maturity", "14d"),
		lookbackSeconds: seconds(values, "lookback", "120mo"),
		policies: texts(values, "policy"),
		...optional("environment", text(values, "environment")),
		now: shell.now,
		periodSeconds: seconds(values, "period", "90d"),
		...optional("reviewHours", number(values, "review-hours", 0, 1e4, false)),
		withPeople: values["with-people"] === true,
		ledger: (repository, configuration) => openLedger(text(values, "ledger") ?? reachable(configuration.ledger, shell), {
			baseDirectory: repository.workTree ?? repository.gitDirectory,
			defaultDirectory: join(repository.commonDirectory, "change-risk"),
			witnessFile: join(repository.commonDirectory, "change-risk-witness.json")
		}),
		shippedPrior,
		processEnvironment: shell.environment,
		progress: shell.progress
	}) : await backtestTable({
		...common,
		...priorOf(values, "none"),
		path: resolve(shell.directory, table),
		maturitySeconds: text(values, "maturity") === void 0 ? 0 : seconds(values, "maturity", "14d"),
		...optional("timeColumn", text(values, "time")),
		...optional("labelColumn", text(values, "label")),
		...optional("labelTimeColumn", text(values, "label-time")),
		ignored: (text(values, "ignore") ?? "").split(",").filter((name) => name !== "")
	});
	const out = text(values, "predictions");
	if (out !== void 0) writePredictions(resolve(shell.directory, out), answer);
	shell.print(values["json"] === true ? `${JSON.stringify(answer.report, null, 2)}\n` : `${screen(answer, shell)}\n`);
	if (values["json"] === true) for (const note of answer.notes) shell.warn(note);
	return 0;
};

export { runBacktest };
