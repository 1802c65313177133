import { q as UsageError } from "./main-gate.js";
import { At as weeksUntil, Dn as exp, Et as partsIn, Ft as thresholdOf, G as layColumns, Ht as displayWidth, It as provenRate, Lt as asLanded, Mt as beginCourse, Nt as isProving, Qt as formatStated, Rt as hasFailed, Tn as rowRange, Ut as padEnd, W as buildDesign, _ as certificateSummary, cn as formatPlural, it as encodeVariances, jt as certificateOf, kn as log, kt as follow, nn as sealArtefact, sn as formatPercent, tn as rounded, tr as isoMoment, vn as probabilityOf, zt as knownAt } from "./commands-gate-gate.js";
import { l as logLoss } from "./model-metrics.js";
import { a as findSummit, c as inverse, f as countedPerBelieved, l as solveInPlace, n as knownAt$1, o as priorBelief, r as replay, s as factorInPlace, u as penaltyOf } from "./model-prequential.js";
import { n as readMembers } from "./commands-pool-members.js";
import { t as sayCertificate } from "./report-certificate.js";
import { o as neutralise } from "./report-escaping.js";
import { n as shippedPrior } from "./main-prior2.js";
import { t as writeWhole } from "./main-whole-file.js";
import { createHash } from "node:crypto";
import { resolve } from "node:path";

// src/model/common-belief.ts
/** A repository's coefficients as it and the belief see them, as long as it is a parabola. */
function posteriorOf({ information, linear }, belief) {
	const size = linear.length;
	const { precision, mean: centre } = penaltyOf(belief, size);
	const matrix = information.map((value, i) => value + precision[i]);
	factorInPlace(matrix, size);
	const mean = Float64Array.from(linear);
	for (let row = 0; row < size; row++) for (let column = 0; column < size; column++) mean[row] += precision[row * size + column] * centre[column];
	solveInPlace(matrix, size, mean);
	return {
		mean,
		covariance: inverse(matrix, size),
		size
	};
}
const squared = (value) => value * value;

// src/model/pool.ts
/** A repository near its summit under a belief; its coefficients are gone on from next time. */
function approximate(member, belief) {
	const { design, outcomes } = member;
	const size = design.width;
	const { coefficients, information, gradient } = findSummit(design, outcomes, penaltyOf(belief, size), member.coefficients, .001);
	member.coefficients = coefficients;
	const linear = Float64Array.from(gradient);
	for (let row = 0; row < size; row++) for (let column = 0; column < size; column++) {
		const entry = row >= column ? information[row * size + column] : information[column * size + row];
		linear[row] += entry * coefficients[column];
	}
	return {
		information,
		linear
	};
}

// src/model/pooled-prior.ts
/**
* As if half of what repositories differ by were common to a team. Gains in nats, each part of a team foretold by the
* others, over five histories cut into eight siblings each, and six strangers: 1 → 32 and −1.6; 2 → 27 and −0.9;
* 4 → 20 and −0.8; 8 → 15 and −0.9 (bench/pooled-prior.ts). So little is risked with two that more would only be lost.
*/
const SHIPPED_WEIGHT = 2;
/** Base rates are what teams differ by most: theirs is believed sooner than its curves. */
const SHIPPED_LEVEL_WEIGHT = 1;
const ROUNDS = 3;
/** Each update moves a common mean at least SHIPPED_WEIGHT of SHIPPED_WEIGHT + n of its way. */
const UPDATES = 25;
/** The shipped prior where nothing is known of any repository. The order of repositories matters to the last digits only. */
function fitPooledPrior(repositories, shipped) {
	const members = repositories.filter(({ history }) => history.table.n > 0).map(memberOf);
	if (members.length === 0) return shipped;
	let common = commonOf(shipped);
	for (let round = 0; round < ROUNDS; round++) {
		const parabolas = members.map((member) => approximate(member, beliefOf(member, shipped, common)));
		for (let update = 0; update < UPDATES; update++) common = updated(members, parabolas, shipped, common);
	}
	return describe(members, shipped, common);
}
function memberOf({ history, until }) {
	const { table } = history;
	const { labels, knownShares, rows } = knownAt$1(history, until, table.n);
	const columns = layColumns(table, rowRange(0, table.n));
	const design = {
		...buildDesign(table, rows, columns),
		offsets: Float64Array.from(rows, (row) => log(knownShares[row]))
	};
	return {
		design,
		outcomes: {
			labels: Float64Array.from(rows, (row) => labels[row]),
			weights: new Float64Array(rows.length).fill(1)
		},
		columns,
		table,
		coefficients: new Float64Array(design.width)
	};
}
const commonOf = (shipped) => ({
	intercept: shipped.intercept - log(shipped.counting ?? 1),
	interceptSd: shipped.interceptSd,
	slopes: new Map(shipped.terms.map(({ name, slopes }) => [name, slopes]))
});
const beliefOf = ({ table, columns }, shipped, common) => ({
	...priorBelief(table, columns, {
		...shipped,
		terms: shipped.terms.map((term) => ({
			...term,
			slopes: common.slopes.get(term.name)
		}))
	}),
	interceptMean: common.intercept,
	interceptSd: common.interceptSd
});
/** One step of expectation and maximisation (common-belief.ts), the shipped prior counting as repositories of its own. */
function updated(members, parabolas, shipped, common) {
	const sums = new Map(shipped.terms.map(({ name, slopes }) => [name, {
		weight: SHIPPED_WEIGHT,
		slopes: slopes.map((slope) => SHIPPED_WEIGHT * slope)
	}]));
	const terms = new Map(shipped.terms.map((term) => [term.name, term]));
	const levels = [];
	members.forEach((member, m) => {
		const { mean, covariance } = posteriorOf(parabolas[m], beliefOf(member, shipped, common));
		levels.push({
			mean: mean[0],
			variance: covariance[0]
		});
		for (const { index, first, knots } of member.columns) {
			const column = member.table.columns[index];
			const term = terms.get(column.name);
			if (term?.shape !== column.shape || term.knots.join() !== knots.join()) continue;
			const sum = sums.get(column.name);
			sum.weight += 1;
			for (let k = 0; k < sum.slopes.length; k++) sum.slopes[k] += mean[first + k];
		}
	});
	return {
		...levelOf(levels, commonOf(shipped)),
		slopes: new Map([...sums].map(([name, { weight, slopes }]) => [name, slopes.map((slope) => slope * terms.get(name).direction < 0 ? 0 : slope / weight)]))
	};
}
/** Where levels lie, and how far apart; a team's own spread is never believed to be less than half of the shipped one. */
function levelOf(levels, shipped) {
	const weight = levels.length + SHIPPED_LEVEL_WEIGHT;
	const centre = levels.reduce((sum, { mean }) => sum + mean, SHIPPED_LEVEL_WEIGHT * shipped.intercept) / weight;
	const spread = levels.reduce((sum, { mean, variance }) => sum + squared(mean - centre) + variance, SHIPPED_WEIGHT * squared(shipped.interceptSd));
	return {
		intercept: centre,
		interceptSd: Math.max(shipped.interceptSd / 2, Math.sqrt(spread / (levels.length + SHIPPED_WEIGHT)))
	};
}
function describe(members, shipped, common) {
	const counting = exp(members.reduce((sum, { outcomes }) => sum + log(countedPerBelieved(outcomes, shipped)), 0) / members.length);
	const intercept = rounded(common.intercept + log(counting));
	const interceptSd = rounded(common.interceptSd);
	const terms = shipped.terms.map((term) => ({
		...term,
		...averageScaling(members, term),
		slopes: common.slopes.get(term.name).map(rounded)
	}));
	const variances = [squared(interceptSd)];
	for (const { slopes, level, bend } of terms) for (const _ of slopes) variances.push(level * level + (slopes.length > 1 ? bend * bend / 2 : 0));
	const trainedOn = {
		parts: members.reduce((sum, { design }) => sum + design.n, 0),
		failures: rounded(members.reduce((sum, { outcomes }) => sum + outcomes.labels.reduce((own, label) => own + label, 0), 0)),
		repositories: members.length
	};
	const { id: upon, schema: _, engine: __, lean: ___, ...rest } = shipped;
	return sealArtefact({
		...rest,
		kind: "prior",
		trainedOn,
		intercept,
		interceptSd,
		counting: rounded(counting),
		usualHazard: rounded(exp(intercept)),
		averageHazard: rounded(exp(intercept)),
		terms,
		covariance: encodeVariances(variances),
		pooled: {
			...trainedOn,
			upon
		}
	});
}
/** The scaling of the average repository, the shipped one counting as some: for scoring where nothing local is known. */
function averageScaling(members, term) {
	const scalings = members.flatMap(({ columns, table }) => columns.filter(({ index }) => table.columns[index].name === term.name).map(({ scaling }) => scaling));
	const average = (pick) => rounded(scalings.reduce((sum, scaling) => sum + pick(scaling), SHIPPED_WEIGHT * pick(term)) / (scalings.length + SHIPPED_WEIGHT));
	return {
		mean: average(({ mean }) => mean),
		sd: average(({ sd }) => sd),
		usual: average(({ usual }) => usual)
	};
}

// src/model/held-out.ts
/** A team of forty is held out in tenths: forty fits would cost minutes and tell the same. */
const MOST_FOLDS = 10;
/** How often a model is fitted anew while a past is replayed. */
const BLOCKS = 10;
/** @returns null where no repository can be held out: fewer than two have outcomes */
function holdOut(repositories, shipped) {
	const judged = repositories.filter(({ history }) => history.table.n > 1);
	if (judged.length < 2) return null;
	const folds = Math.min(MOST_FOLDS, judged.length);
	const losses = judged.map(() => nothing);
	for (let fold = 0; fold < folds; fold++) {
		const isHeld = (_, at) => at % folds === fold;
		const prior = fitPooledPrior(judged.filter((each, at) => !isHeld(each, at)), shipped);
		for (const [at, repository] of judged.entries()) if (isHeld(repository, at)) losses[at] = lossesOf(repository, shipped, prior);
	}
	return summed(losses.filter(({ parts }) => parts > 0));
}
const nothing = {
	parts: 0,
	failures: 0,
	shipped: 0,
	pooled: 0
};
function lossesOf({ history, until }, shipped, pooled) {
	const { times, labelKnownTimes, maturitySeconds, table } = history;
	const rows = [];
	for (let row = 1; row < table.n; row++) if (times[row] <= until - maturitySeconds) rows.push(row);
	const labels = Float64Array.from(rows, (row) => labelKnownTimes[row] < until ? 1 : 0);
	if (rows.length === 0) return nothing;
	const total = (prior) => {
		const { from, logHazards, artefact } = replay({
			...history,
			prior
		}, {
			trainFraction: 0,
			blocks: BLOCKS
		});
		const risks = Float64Array.from(rows, (row) => probabilityOf(artefact, exp(logHazards[row - from])));
		return rows.length * logLoss(risks, labels);
	};
	return {
		parts: rows.length,
		failures: labels.reduce((sum, label) => sum + label, 0),
		shipped: total(shipped),
		pooled: total(pooled)
	};
}
function summed(losses) {
	if (losses.length < 2) return null;
	const sum = (pick) => losses.reduce((total, each) => total + pick(each), 0);
	const parts = sum((each) => each.parts);
	const gains = losses.map(({ shipped, pooled }) => shipped - pooled);
	const gain = gains.reduce((total, each) => total + each, 0);
	const error = Math.sqrt(gains.reduce((total, each) => total + each * each, 0));
	return {
		repositories: losses.length,
		improved: gains.filter((each) => each > 0).length,
		parts,
		failures: sum((each) => each.failures),
		shippedLogLoss: sum((each) => each.shipped) / parts,
		pooledLogLoss: sum((each) => each.pooled) / parts,
		gain,
		error,
		better: gain > error
	};
}

// src/commands/pool/pooled-certificate.ts
/** Null where no repository states a budget. The strictest one that any of them states is asked. */
const pooledCertificate = (members) => {
	const promised = strictest(members.flatMap(({ promised: own }) => own ?? []));
	if (promised === null) return null;
	const own = members.map((member) => ({
		member,
		parts: countable(member)
	}));
	const parts = own.flatMap((each) => each.parts).toSorted((one, other) => one.landedAt - other.landedAt);
	const since = parts.reduce((least, part) => Math.min(least, part.decidedAt), Number.POSITIVE_INFINITY);
	const begun = beginCourse(promised, Number.isFinite(since) ? since : 0);
	const until = parts.reduce((most, { maturesAt }) => Math.max(most, maturesAt + 1), begun.until);
	const { course } = follow(begun, parts, promised, weeksUntil(begun.until, until));
	const threshold = thresholdOf(course, promised);
	const maturitySeconds = Math.max(0, ...members.map((member) => member.maturitySeconds));
	return {
		...certificateSummary(certificateOf(course, promised), maturitySeconds),
		repositories: own.map(({ member, parts: mine }) => {
			const counted = mine.filter((part) => isProving(part) && part.risk <= Math.min(part.ceiling, threshold ?? 1));
			const failures = counted.filter((part) => hasFailed(part, Number.POSITIVE_INFINITY)).length;
			return {
				repository: member.repository,
				n: counted.length,
				failures,
				upper: provenRate(counted.length, failures, 1 - promised.confidence)
			};
		})
	};
};
const strictest = (stated) => stated.length === 0 ? null : {
	failureRate: Math.min(...stated.map(({ failureRate }) => failureRate)),
	confidence: Math.max(...stated.map(({ confidence }) => confidence))
};
/**
* Parts whose outcome was open when they were decided upon and is settled by now. Those that failed count no sooner than
* those that did not: a ledger that is read rarely would else tell of failures first.
*/
const countable = ({ decisions, environment, lessons, maturitySeconds, until }) => {
	const { parts } = partsIn(decisions, environment, until);
	return lessons.flatMap(({ sha, landedAt, failedAt, uncounted }) => {
		const decision = parts.get(sha);
		if (decision === void 0 || landedAt + maturitySeconds > until) return [];
		const landed = asLanded(landedAt, maturitySeconds, {
			risk: decision.risk,
			failedAt: uncounted ? void 0 : failedAt
		});
		return decision.decidedAt < knownAt(landed) ? [{
			...landed,
			...decision
		}] : [];
	});
};

// src/commands/pool/pool.ts
/**
* Forty small repositories are one customer: what their ledgers remember is learned from together, and written down as a
* prior that each of them can take, where it foretells a repository it has never seen better than the shipped one does.
*/
/** Where each repository keeps it, unless its policy says otherwise. */
const usualPriorPath = ".github/change-risk-prior.json";
/** Throws UsageError where no ledger holds anything to learn from, SourceError where one cannot be read. */
const pool = async (request) => {
	const { ledgers, shipped, now, path, write } = request;
	const { members, notes } = await readMembers(ledgers);
	if (members.length === 0) throw new UsageError(["learn: these ledgers hold no outcomes to learn from together", ...notes].join("\n  "));
	const heldOut = holdOut(members, shipped);
	const prior = heldOut?.better ? fitPooledPrior(members, shipped) : null;
	const text = prior === null ? null : formatPrior(prior);
	if (text !== null) write(text);
	return {
		schema: 1,
		at: now.toISOString(),
		members: members.map(summaryOf),
		heldOut: heldOut && heldOutSummary(heldOut),
		prior: prior === null || text === null ? {
			kind: "shipped",
			why: whyShipped(heldOut)
		} : {
			kind: "pooled",
			id: `sha256:${prior.id.slice(0, 16)}`,
			path,
			...referenceOf(text)
		},
		certificate: pooledCertificate(members),
		notes: [...notes, ...ledgers.flatMap((ledger) => ledger.notes)]
	};
};
/** One term a line, so that a new fit shows what moved. */
const formatPrior = (prior) => `${JSON.stringify(prior).replaceAll("{\"name\":", "\n{\"name\":")}\n`;
const referenceOf = (text) => {
	const sha256 = createHash("sha256").update(text).digest("hex");
	return {
		sha256,
		reference: `${usualPriorPath}#sha256:${sha256}`
	};
};
const whyShipped = (heldOut) => {
	if (heldOut === null) return "it takes at least two repositories with known outcomes to tell whether a prior of their own is better";
	return heldOut.gain > 0 ? "a repository left out of the pool was foretold better, but by no more than chance may do" : "a repository left out of the pool was foretold no better by it";
};
const heldOutSummary = ({ better: _, ...told }) => told;
const summaryOf = ({ repository, ledgers, environment, history, until }) => {
	const { labelKnownTimes, maturitySeconds, table, times } = history;
	let parts = 0;
	let failures = 0;
	for (let row = 0; row < table.n; row++) {
		const failed = labelKnownTimes[row] < until;
		if (!failed && times[row] + maturitySeconds > until) continue;
		parts++;
		if (failed) failures++;
	}
	return {
		repository,
		ledgers,
		environment,
		parts,
		failures,
		since: isoMoment(table.n > 0 ? times[0] : until),
		until: isoMoment(until)
	};
};

// src/report/pooled.ts
const column = 10;
const line = (label, text) => `  ${label.padEnd(column)}${text}`;
const sayMember = ({ repository, environment, parts, failures, until }, width) => `    ${padEnd(neutralise(repository), width)}  ${neutralise(environment)}  ${formatPlural(parts, "change")}, ${failures} failed, known to ${until.slice(0, 10)}`;
const sayHeldOut = ({ repositories, improved, parts, failures }) => `each foretold by the others: ${improved} of ${repositories} better than by the shipped weights, over ${formatPlural(parts, "change")}, ${failures} failed`;
const sayPrior = ({ prior }) => prior.kind === "shipped" ? [line("Prior", `the shipped weights stay, nothing is written: ${prior.why}`)] : [line("Prior", `${prior.id} in ${neutralise(prior.path)}; in each repository commit it, and in its policy`), line("", `prior: ${prior.reference}`)];
const sayProven = (certificate) => [
	line("Proven", sayCertificate(certificate)),
	line("", "holds of these repositories together, as their changes were mixed here; of none of them alone, and of no other"),
	...certificate.repositories.map(({ repository, n, failures, upper }) => line("", `  ${neutralise(repository)} alone: ${failures} of ${n} failed${n === 0 ? "" : `, at most ${formatPercent(upper)} (${formatStated(certificate.confidence)} sure)`}`))
];
const renderPooled = (answer) => {
	const { members, heldOut, certificate, notes } = answer;
	const sum = (pick) => members.reduce((total, member) => total + pick(member), 0);
	const width = Math.max(0, ...members.map(({ repository }) => displayWidth(neutralise(repository))));
	return [
		`${formatPlural(members.length, "repository", "repositories")}, ${formatPlural(sum(({ parts }) => parts), "change")} decided upon with a known outcome, ${sum(({ failures }) => failures)} failed`,
		...members.map((member) => sayMember(member, width)),
		...heldOut === null ? [] : [line("Held out", sayHeldOut(heldOut))],
		...sayPrior(answer),
		...certificate === null ? [line("Proven", "nothing is asked: no repository states a failure-rate under auto-approve")] : sayProven(certificate),
		...notes.map((note) => line("Note", neutralise(note)))
	].join("\n");
};

// src/main/learn-pool.ts
/** `learn` over the ledgers of several repositories. */
const runPool = async (options, shell) => {
	const { ledgers, directory, writePrior, json } = options;
	const path = writePrior ?? ".github/change-risk-prior.json";
	const answer = await pool({
		ledgers,
		shipped: shippedPrior(),
		now: shell.now,
		path,
		write: (text) => writeWhole(resolve(writePrior === void 0 ? directory : shell.directory, path), text, `learn --write-prior ${path}`)
	});
	shell.print(json ? `${JSON.stringify(answer, null, 2)}\n` : `${renderPooled(answer)}\n`);
	return 0;
};

export { runPool };
