import { Dn as exp, En as transformed, G as layColumns, K as logHazards, On as expm1, Tn as rowRange, W as buildDesign, Yn as evenOdds, kn as log, nn as sealArtefact, rt as encodeCovariance, tn as rounded, wn as standardised, yn as scoreParts } from "./commands-gate-gate.js";

// src/model/counting.ts
/**
* How many failures are counted for each one that is believed.
*
* A suspected failure teaches the slopes by its confidence: a hot-fix of the same file may have mended something else,
* and half a lesson from it orders changes better than a whole one. But whoever keeps a promise counts it as one: what
* is at least as likely as not is a failure in every count that people read, in the certificate and in a backtest. So
* the level is raised by the ratio of the two; else 40 failures would be counted where 30 were foretold. Less than even
* odds, such as a share of the blame for a deployment of many parts, counts as what it is.
*
* With few failures the ratio of the prior stands in for it, as if 20 believed failures had shown it.
*
* Example: 12 reverts of confidence 1 and 20 hot-fixes of confidence 0.6, no prior: 24 believed, 32 counted;
* (32 + 20) / (24 + 20) = ×1.18.
*/
const IMAGINED$1 = 20;
/** What a failure of this confidence counts for. */
const countedAs = (confidence) => confidence >= .5 ? 1 : confidence;
function countedPerBelieved({ labels, weights }, prior) {
	let counted = IMAGINED$1 * (prior?.counting ?? 1);
	let believed = IMAGINED$1;
	for (let i = 0; i < labels.length; i++) {
		const label = labels[i];
		if (!(label > 0)) continue;
		counted += weights[i] * countedAs(label);
		believed += weights[i] * label;
	}
	return counted / believed;
}

// src/model/belief.ts
function penaltyOf(belief, size) {
	const mean = new Float64Array(size);
	const precision = new Float64Array(size * size);
	const signs = new Int8Array(size);
	mean[0] = belief.interceptMean;
	precision[0] = 1 / (belief.interceptSd * belief.interceptSd);
	for (const { first, means, level, bend, direction } of belief.columns) {
		const count = means.length;
		const pull = 1 / (level * level * count * count);
		const stiffness = 1 / (bend * bend);
		for (let a = 0; a < count; a++) {
			mean[first + a] = means[a];
			signs[first + a] = direction;
			for (let b = 0; b < count; b++) precision[(first + a) * size + first + b] = pull;
		}
		for (let a = 0; a + 1 < count; a++) {
			const here = first + a;
			const next = here + 1;
			precision[here * size + here] += stiffness;
			precision[next * size + next] += stiffness;
			precision[here * size + next] -= stiffness;
			precision[next * size + here] -= stiffness;
		}
	}
	return {
		size,
		mean,
		precision,
		signs
	};
}
/** −½·(s − m)ᵀ·Q·(s − m), and Q·(s − m) into `pull`. */
function penaltyAt(penalty, coefficients, pull) {
	const { size, mean, precision } = penalty;
	let sum = 0;
	for (let row = 0; row < size; row++) {
		let product = 0;
		for (let column = 0; column < size; column++) {
			const entry = precision[row * size + column];
			if (entry !== 0) product += entry * (coefficients[column] - mean[column]);
		}
		pull[row] = product;
		sum += product * (coefficients[row] - mean[row]);
	}
	return -.5 * sum;
}

// src/model/cholesky.ts
/**
* Symmetric positive definite systems by Cholesky's square root: A = L·Lᵀ with L lower triangular (1910, published by
* Benoît 1924). Matrices are row-major `Float64Array`s of which only the lower triangle is read.
* Golub & Van Loan, Matrix Computations, §4.2. O(n³/3) to factor, O(n²) to solve.
*/
/**
* Replaces the lower triangle of `matrix` by its square root L. A pivot that rounding has made non-positive is lifted
* to a tiny share of the largest diagonal entry: the direction it stands for is one the data say nothing about.
*/
function factorInPlace(matrix, size) {
	let largest = 0;
	for (let i = 0; i < size; i++) largest = Math.max(largest, matrix[i * size + i]);
	const floor = largest > 0 ? largest * 1e-13 : 1;
	for (let row = 0; row < size; row++) {
		const start = row * size;
		for (let column = 0; column < row; column++) {
			const other = column * size;
			let sum = matrix[start + column];
			for (let k = 0; k < column; k++) sum -= matrix[start + k] * matrix[other + k];
			matrix[start + column] = sum / matrix[other + column];
		}
		let pivot = matrix[start + row];
		for (let k = 0; k < row; k++) pivot -= matrix[start + k] * matrix[start + k];
		matrix[start + row] = Math.sqrt(Math.max(pivot, floor));
	}
}
/** Solves L·Lᵀ·x = b in place of b. */
function solveInPlace(factor, size, b) {
	for (let row = 0; row < size; row++) {
		let sum = b[row];
		for (let k = 0; k < row; k++) sum -= factor[row * size + k] * b[k];
		b[row] = sum / factor[row * size + row];
	}
	for (let row = size - 1; row >= 0; row--) {
		let sum = b[row];
		for (let k = row + 1; k < size; k++) sum -= factor[k * size + row] * b[k];
		b[row] = sum / factor[row * size + row];
	}
}
/** ln det A from its factor: twice the sum of the logarithms of the diagonal. */
function logDeterminant(factor, size, log) {
	let sum = 0;
	for (let i = 0; i < size; i++) sum += log(factor[i * size + i]);
	return 2 * sum;
}
/** A⁻¹ from its factor, both triangles filled: (L⁻¹)ᵀ·L⁻¹. */
function inverse(factor, size) {
	const root = new Float64Array(size * size);
	for (let column = 0; column < size; column++) {
		root[column * size + column] = 1 / factor[column * size + column];
		for (let row = column + 1; row < size; row++) {
			let sum = 0;
			for (let k = column; k < row; k++) sum -= factor[row * size + k] * root[k * size + column];
			root[row * size + column] = sum / factor[row * size + row];
		}
	}
	const result = new Float64Array(size * size);
	for (let k = 0; k < size; k++) {
		const start = k * size;
		for (let row = 0; row <= k; row++) {
			const value = root[start + row];
			if (value === 0) continue;
			for (let column = 0; column <= row; column++) result[row * size + column] += value * root[start + column];
		}
	}
	for (let row = 0; row < size; row++) for (let column = row + 1; column < size; column++) result[row * size + column] = result[column * size + row];
	return result;
}

// src/model/prior-belief.ts
/**
* Where belief comes from: nowhere (`flatBelief`) or an artefact learned elsewhere (`priorBelief`).
*/
/** Failure rate of a usual part before anything is known: 1 in 20, and a factor e (2.7) up or down is no surprise. */
const USUAL_HAZARD = .05;
const USUAL_SD = 1;
/**
* A flag is not divided by its standard deviation √(p·(1 − p)), so its coefficient is divided by it instead: the step
* from no to yes may be larger the rarer the yes, as it would be had the flag been scaled like any other column. But a
* yes in fewer than 1 of 140 rows is not freed any further: coincidences with a handful of failures are cheap.
*
* (Means over 13 repositories of reverts: the same step for every flag → AUC .675, average precision .063; by its
* deviation up to 8 → .684, .068; 12 → .685, .068; without a bound → .682, .068.)
*
* Example: spread 0.06; a flag set in a tenth of the rows, deviation 0.3 → 0.2; in half of them → 0.12.
*/
const LARGEST_FLAG_STEP = 12;
/** Spread of a column the prior has never seen. */
const UNSEEN_SPREAD = .06;
const freedom = ({ deviation }) => Math.min(LARGEST_FLAG_STEP, 1 / deviation);
/** No column is believed to matter, each by about `spread` per standard deviation. */
function flatBelief(table, columns, spread) {
	return {
		interceptMean: log(USUAL_HAZARD),
		interceptSd: USUAL_SD,
		columns: columns.map((column) => flatColumn(table, column, spread))
	};
}
/** What other repositories teach, matched by column name. */
function priorBelief(table, columns, prior) {
	const terms = new Map(prior.terms.map((term) => [term.name, term]));
	return {
		interceptMean: prior.intercept - log(prior.counting ?? 1),
		interceptSd: prior.interceptSd,
		columns: columns.map((column) => {
			const { name, shape, direction } = table.columns[column.index];
			const term = terms.get(name);
			if (term?.shape !== shape || term.knots.join() !== column.knots.join()) return flatColumn(table, column, UNSEEN_SPREAD);
			return {
				first: column.first,
				means: term.slopes,
				level: term.level,
				bend: term.bend,
				direction
			};
		})
	};
}
function flatColumn(table, { index, scaling, knots, first }, spread) {
	const level = spread * freedom(scaling);
	return {
		first,
		means: [0, ...knots.map(() => 0)],
		level,
		bend: level,
		direction: table.columns[index].direction
	};
}

// src/model/likelihood.ts
/** ln hazard is held inside ±30 where it is exponentiated: nothing real lies beyond and nothing overflows. */
const bounded$1 = (eta) => Math.min(30, Math.max(-30, eta));
function logLikelihood(eta, { labels, weights }) {
	let sum = 0;
	for (let i = 0; i < eta.length; i++) {
		const label = labels[i];
		const hazard = exp(bounded$1(eta[i]));
		let term = (label - 1) * hazard;
		if (label > 0) term += label * log(-expm1(-hazard));
		sum += weights[i] * term;
	}
	return sum;
}
/**
* Value, gradient and observed information at these coefficients.
*
* With g = h / (eʰ − 1), the derivative of ln(1 − e^(−h)) by ln h is g and its second derivative −g·(g + h − 1);
* those of −h are −h and −h.
*/
function slopeAt(design, outcomes, coefficients) {
	const { n, width, starts, indices, values } = design;
	const { labels, weights } = outcomes;
	const eta = new Float64Array(n);
	logHazards(design, coefficients, eta);
	const gradient = new Float64Array(width);
	const information = new Float64Array(width * width);
	for (let i = 0; i < n; i++) {
		const label = labels[i];
		const weight = weights[i];
		const hazard = exp(bounded$1(eta[i]));
		let first = (label - 1) * hazard;
		let second = (1 - label) * hazard;
		if (label > 0) {
			const g = hazard / expm1(hazard);
			first += label * g;
			second += label * g * (hazard < 1e-5 ? hazard / 2 : g + hazard - 1);
		}
		first *= weight;
		second *= weight;
		const from = starts[i];
		const to = starts[i + 1];
		for (let a = from; a < to; a++) {
			const row = indices[a];
			const value = values[a];
			gradient[row] += first * value;
			const scaled = second * value;
			const start = row * width;
			for (let b = from; b <= a; b++) information[start + indices[b]] += scaled * values[b];
		}
	}
	return {
		value: logLikelihood(eta, outcomes),
		gradient,
		information
	};
}

// src/model/summit.ts
const MOST_STEPS = 40;
const MOST_HALVINGS = 30;
/** Gain in ln posterior below which another step cannot matter to any digit shown. */
const SMALLEST_GAIN = 1e-6;
function findSummit(design, outcomes, penalty, start, smallestGain = SMALLEST_GAIN) {
	const { size, signs, precision } = penalty;
	const eta = new Float64Array(design.n);
	const pull = new Float64Array(size);
	const current = projected(start, signs);
	let penaltyValue = penaltyAt(penalty, current, pull);
	let slope = slopeAt(design, outcomes, current);
	let held = [];
	for (let step = 0;; step++) {
		const uphill = slope.gradient.map((value, i) => value - pull[i]);
		held = Array.from(uphill, (value, i) => current[i] === 0 && signs[i] * value < 0);
		const value = slope.value + penaltyValue;
		const direction = newtonDirection(slope.information, precision, uphill, held, size);
		const next = direction.reduce((sum, move, i) => sum + move * uphill[i], 0) > smallestGain && step < MOST_STEPS ? climb(direction, uphill) : void 0;
		if (next === void 0) return {
			coefficients: current,
			value,
			logLikelihood: slope.value,
			information: slope.information,
			gradient: slope.gradient,
			held,
			steps: step
		};
		current.set(next);
		penaltyValue = penaltyAt(penalty, current, pull);
		slope = slopeAt(design, outcomes, current);
		function climb(along, uphill) {
			const scratch = new Float64Array(size);
			for (let halving = 0, length = 1; halving < MOST_HALVINGS; halving++, length *= .5) {
				const candidate = projected(current.map((from, i) => from + length * along[i]), signs);
				logHazards(design, candidate, eta);
				const reached = logLikelihood(eta, outcomes) + penaltyAt(penalty, candidate, scratch);
				const promised = candidate.reduce((sum, to, i) => sum + (to - current[i]) * uphill[i], 0);
				if (reached >= value + 1e-4 * promised && reached > value) return candidate;
			}
		}
	}
}
/** Coefficients on the wrong side of zero are put on zero. */
function projected(coefficients, signs) {
	return coefficients.map((value, i) => signs[i] * value < 0 ? 0 : value);
}
/** Solves (information + precision) · direction = uphill over the free coefficients; held ones do not move. */
function newtonDirection(information, precision, uphill, held, size) {
	const matrix = posteriorPrecision(information, precision, held, size);
	factorInPlace(matrix, size);
	const direction = uphill.map((value, i) => held[i] ? 0 : value);
	solveInPlace(matrix, size, direction);
	return direction;
}
/** information + precision, with held coefficients cut off (row and column replaced by those of the identity). */
function posteriorPrecision(information, precision, held, size) {
	const matrix = new Float64Array(size * size);
	for (let row = 0; row < size; row++) {
		for (let column = 0; column <= row; column++) {
			const at = row * size + column;
			if (!held[row] && !held[column]) matrix[at] = information[at] + precision[at];
		}
		if (held[row]) matrix[row * size + row] = 1;
	}
	return matrix;
}

// src/model/evidence.ts
/**
* How strongly to shrink when no prior says so: by the evidence.
*
* The evidence of a spread is the probability of the outcomes under all coefficients that spread thinks likely. A
* spread too small cannot explain the failures; one too large wastes its belief on models nobody needs. Laplace's
* approximation at the summit (MacKay, Neural Computation 4, 1992):
*
*   ln evidence = ln(likelihood × prior) + ½·ln|Q| − ½·ln|information + Q|
*
* Example: 48 failures among 5,000 changes ask for 0.04, 4,000 among 18,000 for 0.15 and more.
*
* A dozen failures ask for nothing in particular: every spread explains them as well. Taken alone they would get the
* smallest and an interval as if it were certain that no column matters. So what is known of histories that could tell
* speaks too: all columns together move ln hazard by about 0.7 (a factor of 2 per standard deviation), give or take a
* factor of 2; ln(spread·√columns) ~ N(ln 0.7, 0.7²).
*/
const spreads = [
	.015,
	.03,
	.06,
	.12,
	.24
];
const USUAL_TOGETHER = .7;
const TOGETHER_SD = .7;
/** ln of how credible a spread is before any outcome, up to a constant. */
function credibility(spread, columns) {
	const distance = log(spread * Math.sqrt(Math.max(1, columns)) / USUAL_TOGETHER) / TOGETHER_SD;
	return -.5 * distance * distance;
}
/** To compare spreads, a hundredth in ln posterior is near enough to the summit. */
const ROUGHLY = .01;
function fitUnder(design, outcomes, belief, start, smallestGain) {
	const penalty = penaltyOf(belief, design.width);
	return {
		belief,
		penalty,
		summit: findSummit(design, outcomes, penalty, start ?? penalty.mean, smallestGain)
	};
}
/** Rivals whose evidence is lower by this much, in logarithms, no longer count. */
const NEGLIGIBLE = 4;
/**
* The fit under the spread of greatest evidence. The evidence has one hill, so the climb stops once it has fallen far
* enough. Few outcomes can hardly tell one spread from the next: those nearly as good come along as rivals, for an
* interval that knew only the best would be too narrow (posterior.ts).
*/
function fitByEvidence(table, columns, design, outcomes) {
	const tried = [];
	let best = { evidence: Number.NEGATIVE_INFINITY };
	for (const spread of spreads) {
		const fitted = fitUnder(design, outcomes, flatBelief(table, columns, spread), tried.at(-1)?.fitted.summit.coefficients, ROUGHLY);
		const entry = {
			fitted,
			evidence: evidenceOf(fitted) + credibility(spread, columns.length)
		};
		tried.push(entry);
		if (entry.evidence > best.evidence) best = entry;
		else if (entry.evidence < best.evidence - NEGLIGIBLE) break;
	}
	const { belief, summit } = best.fitted;
	return {
		...fitUnder(design, outcomes, belief, summit.coefficients),
		rivals: tried.filter((entry) => entry !== best && entry.evidence >= best.evidence - NEGLIGIBLE).map(({ fitted, evidence }) => ({
			fitted,
			worth: exp(evidence - best.evidence)
		}))
	};
}
function evidenceOf({ summit, penalty: { size, precision } }) {
	const after = posteriorPrecision(summit.information, precision, summit.held, size);
	const before = posteriorPrecision(new Float64Array(size * size), precision, summit.held, size);
	factorInPlace(after, size);
	factorInPlace(before, size);
	return summit.value + .5 * (logDeterminant(before, size, log) - logDeterminant(after, size, log));
}

// src/model/level.ts
/**
* The level of today: how much riskier or safer than the long run the recent months are, all signals being equal.
*
* One number is added to the intercept: the summit of the recent likelihood times N(0, ½²), by Newton in one
* dimension. With few recent outcomes it stays near 0.
*/
const SD = .5;
const STEPS = 25;
/**
* Fewer outcomes tell the recent level than the long-run one, so it is known less well. The level is (1 − t)·L + t·r, L
* what the long run says, r what the recent months say alone and t how far they are trusted. The long run holds the
* recent months too, and an estimate that uses all covaries with one that uses some by its own variance; so
* Var = (1 − t²)·Var L + t²·Var r, and the doubt is t²·(Var r − Var L).
*
* @param eta ln hazards by the long-run model
* @param longRun the outcomes it was fitted on, with their weights
* @param recent the same, weighted for today
*/
function recentLevel(eta, longRun, recent) {
	const shift = shiftOf(eta, recent);
	const { information, variance } = levelVariance(eta, recent);
	const trust = information / (information + 1 / (SD * SD));
	const gained = variance - levelVariance(eta, longRun).variance;
	return {
		shift,
		doubt: gained > 0 && information > 0 ? trust * trust * gained : 0
	};
}
/**
* How well weighted outcomes tell one level common to all. A part of hazard h tells h about it; a part that counts half
* tells half as much, but its luck enters by a quarter only, hence the squares.
*/
function levelVariance(eta, { weights }) {
	let information = 0;
	let luck = 0;
	for (let i = 0; i < eta.length; i++) {
		const told = weights[i] * exp(Math.min(30, eta[i]));
		information += told;
		luck += weights[i] * told;
	}
	return {
		information,
		luck,
		variance: luck / (information * information)
	};
}
/** The summit: what to add to every ln hazard. */
function shiftOf(eta, { labels, weights }) {
	let shift = 0;
	for (let step = 0; step < STEPS; step++) {
		let uphill = -shift / (SD * SD);
		let curvature = 1 / (SD * SD);
		for (let i = 0; i < eta.length; i++) {
			const label = labels[i];
			const weight = weights[i];
			const hazard = exp(Math.min(30, eta[i] + shift));
			const g = label > 0 ? hazard / expm1(hazard) : 0;
			uphill += weight * (label * g - (1 - label) * hazard);
			curvature += weight * (label * g * Math.max(0, g + hazard - 1) + (1 - label) * hazard);
		}
		const move = Math.max(-1, Math.min(1, uphill / curvature));
		shift += move;
		if (Math.abs(move) < 1e-9) break;
	}
	return shift;
}

// src/model/posterior.ts
/**
* How far the coefficients may be from the ones found: their covariance, seen from the summit.
*
* Under one belief of precision Q it is A⁻¹, A = information + Q (Laplace's approximation). Outcomes that fade tell less
* than they count: an outcome of weight ½ adds half to the information, but only a quarter to the luck, so with a share
* ρ of luck (1 where nothing fades) the covariance is A⁻¹·(ρ·information + Q)·A⁻¹ = ρ·A⁻¹ + (1 − ρ)·A⁻¹·Q·A⁻¹ (the
* sandwich; Huber 1967).
*
* Where the spread of the belief was itself chosen from few outcomes, other spreads would have done nearly as well, each
* with its own summit b' and covariance C'. By the law of total variance, weighted by their evidence (Hoeting et al.,
* Statistical Science 14, 1999),
*
*   covariance = Σ weight · (C' + (b' − b)·(b' − b)ᵀ).
*
* Example: 8 failures among 500 parts choose "hardly any column matters"; half of the truths that led there have
* columns that do, and a 90 % interval of the chosen belief alone would hold only 74 % of them.
*/
function posteriorCovariance(fitted, luck = 1) {
	const { penalty, summit, rivals = [] } = fitted;
	const { size } = penalty;
	const total = rivals.reduce((sum, { worth }) => sum + worth, 1);
	const covariance = covarianceAt(fitted, luck).map((value) => value / total);
	for (const { fitted: rival, worth } of rivals) {
		const weight = worth / total;
		const own = covarianceAt(rival, luck);
		const away = rival.summit.coefficients.map((value, i) => value - summit.coefficients[i]);
		for (let row = 0; row < size; row++) for (let column = 0; column < size; column++) covariance[row * size + column] += weight * (own[row * size + column] + away[row] * away[column]);
	}
	return covariance;
}
/**
* How far below the most probable ln hazard its median lies.
*
* The outcomes fix the sum of the hazards, and uncertain slopes raise that sum (e^x is convex): for the sum to stay,
* what is uncertain about a typical part must be made up for by the level. With v the mean variance of ln hazard over
* the parts learned from, weighted by their hazards, the posterior of ln hazard is centred ½·v below its summit (the
* third derivative's part in Tierney & Kadane, JASA 81, 1986). Weighted so, v is tr(covariance · information) / Σ h:
* coefficients in use per failure. As far as a belief and not the outcomes sets the level, nothing is made up for.
*
* Example: 8 failures and 3 coefficients in use: 0.19, that is ×0.83.
*/
function leanOf({ penalty: { precision, size }, summit }, covariance, totalHazard) {
	let used = 0;
	for (let row = 0; row < size; row++) for (let column = 0; column <= row; column++) {
		const at = row * size + column;
		used += (column < row ? 2 : 1) * covariance[at] * summit.information[at];
	}
	const believed = Math.min(1, covariance[0] * precision[0]);
	return totalHazard > 0 ? .5 * (1 - believed) * Math.max(0, used) / totalHazard : 0;
}
function covarianceAt({ penalty, summit }, luck) {
	const { size, precision } = penalty;
	const posterior = posteriorPrecision(summit.information, precision, summit.held, size);
	factorInPlace(posterior, size);
	const covariance = inverse(posterior, size);
	for (let i = 0; i < size; i++) if (summit.held[i]) covariance[i * size + i] = 0;
	return luck === 1 ? covariance : withLuck(covariance, precision, luck, size);
}
/** ρ·C + (1 − ρ)·C·Q·C, for the symmetric C; Q is nearly empty. */
function withLuck(covariance, precision, luck, size) {
	const pulled = new Float64Array(size * size);
	for (let row = 0; row < size; row++) for (let k = 0; k < size; k++) {
		const entry = precision[row * size + k];
		if (entry === 0) continue;
		for (let column = 0; column < size; column++) pulled[row * size + column] += entry * covariance[k * size + column];
	}
	const result = covariance.map((value) => luck * value);
	for (let row = 0; row < size; row++) for (let k = 0; k < size; k++) {
		const entry = (1 - luck) * covariance[row * size + k];
		if (entry === 0) continue;
		for (let column = 0; column < size; column++) result[row * size + column] += entry * pulled[k * size + column];
	}
	return result;
}

// src/model/recency.ts
/**
* How fast to forget.
*
* Code, people and tests change: a model a year old has lost a third of its Brier skill (McIntosh & Kamei, TSE 2018).
* But failures are rare, and forgetting them is dear. So: the shortest half-life that still leaves enough failures
* to learn from, and no forgetting at all where there never were enough. Outcomes lose weight smoothly,
* weight = 2^(−age / halfLife).
*
* Example: 2,000 failures in ten years are learned from with a half-life of 6 months; 90 in ten years all count.
*/
const MONTH = 2629800;
const halfLives = [
	3,
	4.5,
	6,
	9,
	12,
	18,
	24,
	36,
	48,
	72,
	96
].map((months) => months * MONTH);
const LN_2 = Math.LN2;
/** Slopes: found by means over 13 + 10 repositories; 100 to 200 failures and 6 to 9 months do equally well. */
const slopeMemory = {
	failures: 150,
	shortestSeconds: 6 * MONTH
};
/** The level moves faster than what the signals mean, and one number needs less data. */
const levelMemory = {
	failures: 60,
	shortestSeconds: 3 * MONTH
};
/** Half-life in seconds, infinite where even eight years leave too few failures. Ages in seconds, per row. */
function halfLifeFor(ages, labels, memory) {
	for (const halfLife of halfLives) {
		if (halfLife < memory.shortestSeconds) continue;
		let failures = 0;
		for (let i = 0; i < labels.length; i++) if (labels[i] > 0) failures += labels[i] * retained(ages[i], halfLife);
		if (failures >= memory.failures) return halfLife;
	}
	return Number.POSITIVE_INFINITY;
}
/** What is left of the weight of an outcome of this age. */
const retained = (ageSeconds, halfLifeSeconds) => exp(-Math.max(0, ageSeconds) / halfLifeSeconds * LN_2);

// src/model/screening.ts
/**
* Very wide tables: which columns to learn from.
*
* Learning takes time with the square of the number of columns, and no history has failures enough to weigh a thousand
* against each other. Beyond 256 only those that tell most on their own are learned from (sure independence screening;
* Fan & Lv, JRSS B 70, 2008). How much a column tells is its score statistic: with x its distance from the usual value
* and e = label − mean label,
*
*   (Σ e·x)² / Σ (x − mean x)²,
*
* which is, but for a constant, the squared correlation of the answer with the outcome times the number of changes.
*/
const MOST_COLUMNS = 256;
/** The columns as given while there are not too many; otherwise those that tell most, still in the table's order. */
function mostTelling(table, columns, rows, outcomes) {
	if (columns.length <= 256) return columns;
	const told = columns.map((column) => tellingOf(table, column, rows, outcomes));
	const chosen = columns.map((_, i) => i).sort((a, b) => told[b] - told[a] || a - b).slice(0, 256).sort((a, b) => a - b);
	let first = 1;
	return chosen.map((i) => {
		const column = {
			...columns[i],
			first
		};
		first += column.knots.length + 1;
		return column;
	});
}
function tellingOf(table, { index, shape, scaling }, rows, { labels, weights }) {
	let weight = 0;
	let failed = 0;
	let sum = 0;
	let squares = 0;
	let together = 0;
	for (let i = 0; i < rows.length; i++) {
		weight += weights[i];
		failed += weights[i] * labels[i];
		const value = transformed(shape, table.rows[rows[i] * table.columns.length + index]);
		if (Number.isNaN(value)) continue;
		const x = standardised(value, scaling.mean, scaling.sd) - scaling.usual;
		sum += weights[i] * x;
		squares += weights[i] * x * x;
		together += weights[i] * x * labels[i];
	}
	if (!(weight > 0)) return 0;
	const covariance = together - failed * sum / weight;
	const variance = squares - sum * sum / weight;
	return variance > 0 ? covariance * covariance / variance : 0;
}

// src/model/wear.ts
/**
* What was learned wears off: tomorrow the signals tell a little less than they told yesterday.
*
* Coefficients are fitted to outcomes of the past, luck and all, and used on a code base that has moved on since. So
* the parts that look riskiest turn out less risky than foretold, and the safest less safe: regressed on what came
* after, ln hazards have a slope below 1. The mend is to foretell the average of the future from the start and not to
* wait for each repository to show it (shrinkage of a prediction rule: Copas, JRSS B 45, 1983):
*
*   ln h' = c + WEAR · (ln h − c) + s,   c the mean ln hazard of what was learned from
*
* with s such that Σ weight·h stays what it was: the signals lose, the failure rate does not. Order is kept, and so is
* every factor exact: it is raised to the power WEAR.
*
* How much, 13 repositories showed, each foretold block by block with a prior that had never seen it: without wear their
* slopes were 0.73 to 1.04, 0.88 on average, their spread of 0.1 hardly more than chance makes it. The mean Brier skill is
* highest at 0.85, for to exaggerate costs more than to understate. (bench/calibration.ts counts them.)
*/
const WEAR = .85;
/** Between repositories, and of one from year to year. */
const WEAR_SD = .1;
/**
* The same, as of tomorrow. That WEAR itself is not known exactly adds to the doubt: WEAR_SD² · v·vᵀ, v what the
* coefficients would move by per unit of it.
* @param offsets per row, what of its ln hazard is no coefficient's; none where absent
*/
function worn({ coefficients, covariance, eta }, { weights }, offsets) {
	const size = coefficients.length;
	const own = (i) => eta[i] - (offsets?.[i] ?? 0);
	let centre = coefficients[0];
	if (eta.length > 0) {
		let sum = 0;
		for (let i = 0; i < eta.length; i++) sum += own(i);
		centre = sum / eta.length;
	}
	let before = 0;
	let after = 0;
	for (let i = 0; i < eta.length; i++) {
		before += weights[i] * exp(bounded(eta[i]));
		after += weights[i] * exp(bounded(eta[i] - .15000000000000002 * (own(i) - centre)));
	}
	const kept = before > 0 && after > 0 ? log(before / after) : 0;
	const away = coefficients.map((value, i) => i === 0 ? value - centre : value);
	return {
		coefficients: away.map((value, i) => WEAR * value + (i === 0 ? centre + kept : 0)),
		covariance: covariance.map((value, at) => {
			const row = Math.floor(at / size);
			return WEAR * WEAR * value + WEAR_SD * WEAR_SD * away[row] * away[at - row * size];
		}),
		eta: eta.map((value, i) => value - .15000000000000002 * (own(i) - centre) + kept)
	};
}
const bounded = (eta) => Math.min(30, eta);

// src/model/fit.ts
/** Beyond this many outcomes only the newest are learned from: the coefficients have long settled. */
const MOST_ROWS = 1e5;
/** An artefact used as prior elsewhere is less sure there than it is at home: at least this much per slope. */
const SMALLEST_SPREAD = .05;
function fitModel(request) {
	const { table, prior } = request;
	const known = request.rows ?? rowRange(0, table.n);
	const rows = known.length > MOST_ROWS ? Array.prototype.slice.call(known, known.length - MOST_ROWS) : known;
	const { longRun, recent } = outcomesOf(request, rows);
	const columns = mostTelling(table, layColumns(table, request.scalingRows ?? known), rows, longRun);
	const built = buildDesign(table, rows, columns);
	const { knownShares } = request;
	const offsets = knownShares && Float64Array.from(rows, (row) => log(knownShares[row]));
	const design = offsets ? {
		...built,
		offsets
	} : built;
	const fitted = prior ? fitUnder(design, longRun, priorBelief(table, columns, prior)) : fitByEvidence(table, columns, design, longRun);
	const eta = new Float64Array(design.n);
	logHazards(design, fitted.summit.coefficients, eta);
	const { information, luck } = levelVariance(eta, longRun);
	const found = posteriorCovariance(fitted, information > 0 ? luck / information : 1);
	const lean = leanOf(fitted, found, information);
	const tomorrow = worn({
		coefficients: fitted.summit.coefficients,
		covariance: found,
		eta
	}, longRun, offsets);
	const { shift, doubt } = recent ? recentLevel(tomorrow.eta, longRun, recent) : NO_SHIFT;
	const { coefficients, covariance } = tomorrow;
	const counting = countedPerBelieved(longRun, prior);
	const raised = shift + log(counting);
	coefficients[0] += raised;
	covariance[0] += doubt;
	return describe(request, longRun, columns, {
		coefficients,
		covariance,
		lean,
		counting,
		averageHazard: averageOf(tomorrow.eta, offsets, raised)
	});
}
const NO_SHIFT = {
	shift: 0,
	doubt: 0
};
/** Labels and weights of the chosen rows; `recent` weighs them for today's level, where ages are known. */
function outcomesOf({ labels, weights, ages }, rows) {
	const pick = (from, otherwise) => Float64Array.from({ length: rows.length }, (_, i) => from?.[rows[i]] ?? otherwise);
	const longRun = {
		labels: pick(labels, 0),
		weights: pick(weights, 1)
	};
	if (!ages) return {
		longRun,
		recent: void 0
	};
	const age = pick(ages, 0);
	const faded = (memory) => {
		const halfLife = halfLifeFor(age, longRun.labels, memory);
		return {
			labels: longRun.labels,
			weights: longRun.weights.map((weight, i) => weight * retained(age[i], halfLife))
		};
	};
	return {
		longRun: faded(slopeMemory),
		recent: faded(levelMemory)
	};
}
/** Mean hazard of the rows learned from, at today's level and counting failures still to come. */
function averageOf(eta, offsets, shift) {
	if (eta.length === 0) return void 0;
	return eta.reduce((sum, value, i) => sum + exp(Math.min(30, value + shift - (offsets?.[i] ?? 0))), 0) / eta.length;
}
function describe({ table, prior, frailty }, outcomes, columns, { coefficients, covariance, lean, counting, averageHazard }) {
	const size = coefficients.length;
	const intercept = rounded(coefficients[0]);
	return sealArtefact({
		kind: prior && outcomes.labels.length === 0 ? "prior" : "learned",
		trainedOn: {
			parts: outcomes.labels.length,
			failures: rounded(outcomes.labels.reduce((sum, label) => sum + label, 0)),
			repositories: prior?.trainedOn.repositories ?? 0
		},
		intercept,
		interceptSd: rounded(Math.sqrt(covariance[0])),
		lean: rounded(lean),
		...counting === 1 ? {} : { counting: rounded(counting) },
		usualHazard: rounded(exp(intercept)),
		averageHazard: rounded(averageHazard ?? exp(intercept)),
		frailty: rounded(frailty ?? prior?.frailty ?? 8),
		terms: columns.map((column) => describeTerm(table, column, coefficients, covariance, size)),
		context: prior?.context ?? [],
		covariance: encodeCovariance(covariance, size),
		...prior?.sources ? { sources: prior.sources } : {}
	});
}
function describeTerm(table, { index, scaling, knots, first }, coefficients, covariance, size) {
	const count = knots.length + 1;
	const at = (a, b) => covariance[(first + a) * size + first + b];
	let level = 0;
	let bend = 0;
	for (let a = 0; a < count; a++) {
		for (let b = 0; b < count; b++) level += at(a, b) / (count * count);
		if (a + 1 < count) bend += (at(a, a) + at(a + 1, a + 1) - 2 * at(a, a + 1)) / (count - 1);
	}
	const spread = (variance) => rounded(Math.sqrt(variance + SMALLEST_SPREAD * SMALLEST_SPREAD));
	const { fixed: _, ...named } = table.columns[index];
	return {
		...named,
		mean: rounded(scaling.mean),
		sd: rounded(scaling.sd),
		usual: rounded(scaling.usual),
		knots,
		slopes: Array.from(coefficients.subarray(first, first + count), rounded),
		level: spread(level),
		bend: spread(bend)
	};
}

// src/model/maturing.ts
const IMAGINED = 5;
/** Below this share known, a part says too little to be read at all. */
const LEAST_KNOWN = .05;
/** @param delays seconds from landing to the failure becoming known, for failed parts older than the maturity */
function estimateMaturing(delays, maturitySeconds) {
	const imagined = Array.from({ length: IMAGINED }, (_, i) => maturitySeconds * (i + .5) / IMAGINED);
	const counted = delays.filter((delay) => delay <= maturitySeconds);
	return {
		delays: Float64Array.from([...counted, ...imagined]).sort(),
		maturitySeconds
	};
}
/** Share of failures known at this age, 0 … 1. */
function knownShare({ delays, maturitySeconds }, ageSeconds) {
	if (ageSeconds >= maturitySeconds) return 1;
	let low = 0;
	let high = delays.length;
	while (low < high) {
		const middle = low + high >> 1;
		if (delays[middle] <= ageSeconds) low = middle + 1;
		else high = middle;
	}
	return low / delays.length;
}

// src/model/prequential.ts
/** What was known at a moment, as `fitModel` wants it. Only the rows before `end` are looked at. */
function knownAt({ times, labelKnownTimes, confidences, maturitySeconds }, at, end) {
	const labels = new Float64Array(end);
	const ages = new Float64Array(end);
	const delays = [];
	for (let row = 0; row < end; row++) {
		ages[row] = at - times[row];
		if (!(labelKnownTimes[row] < at)) continue;
		labels[row] = confidences?.[row] ?? 1;
		if (ages[row] >= maturitySeconds) delays.push(labelKnownTimes[row] - times[row]);
	}
	const maturing = estimateMaturing(delays, maturitySeconds);
	const knownShares = ages.map((age, row) => Math.max(knownShare(maturing, age), labels[row] > 0 ? LEAST_KNOWN : 0));
	return {
		labels,
		ages,
		knownShares,
		rows: rowRange(0, end).filter((row) => labels[row] > 0 || knownShares[row] >= .05)
	};
}
/** The model as it would have been fitted just before row `end` landed, or at a later moment `at`. */
function fitAsOf(history, end, at = history.times[end], frailty) {
	return fitModel({
		table: history.table,
		...knownAt(history, at, end),
		scalingRows: rowRange(0, end),
		...history.prior ? { prior: history.prior } : {},
		...frailty === void 0 ? {} : { frailty }
	});
}
/** Each row of the history after the training fraction, scored by the past. At least one row is scored. */
function replay(history, { trainFraction, blocks, onStage }) {
	const { n } = history.table;
	const from = Math.max(1, Math.min(n - 1, Math.floor(n * trainFraction)));
	const rounds = Math.max(1, Math.min(blocks, n - from));
	const logHazards = new Float64Array(n - from);
	let artefact;
	for (let round = 0; round < rounds; round++) {
		const start = from + Math.floor((n - from) * round / rounds);
		const end = from + Math.floor((n - from) * (round + 1) / rounds);
		onStage?.("train");
		artefact = fitAsOf(history, start);
		onStage?.("score");
		logHazards.set(scoreParts(artefact, history.table, rowRange(start, end)).logHazards, start - from);
	}
	const first = knownAt(history, history.times[from], from);
	const failures = first.rows.reduce((sum, row) => sum + first.labels[row], 0);
	return {
		from,
		logHazards,
		artefact,
		trained: first.rows.length,
		trainedRate: first.rows.length > 0 ? failures / first.rows.length : 0
	};
}

export { findSummit as a, inverse as c, countedAs as d, countedPerBelieved as f, WEAR as i, solveInPlace as l, knownAt as n, priorBelief as o, replay as r, factorInPlace as s, fitAsOf as t, penaltyOf as u };
