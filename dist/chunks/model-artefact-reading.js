import { n as SourceError } from "./domain-errors.js";
import { createHash } from "node:crypto";

// src/domain/numerics.ts
/**
* Exponential and logarithm with the same bits everywhere.
*
* ECMAScript leaves `Math.exp`, `Math.log` and `Math.pow` "implementation-approximated": two releases of Node may
* differ in the last bit, and a decision replayed a year later would no longer match its hash. Everything here uses
* + − × ÷ only, which IEEE 754 rounds in exactly one way.
*
* Both functions follow the textbook plan (Muller, Elementary Functions, 2016): reduce the argument to a small
* interval by powers of two, sum a power series there, undo the reduction. Errors stay within two units in the last
* place; the tests hold them against 60-digit references.
*/
const double = /* @__PURE__ */ new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
/** Which 32-bit half of a double carries the exponent depends on the machine's byte order. */
const HIGH = words[1] === 0 ? 0 : 1;
const LOW = 1 - HIGH;
/**
* ln 2 in two pieces: the first has only 32 significant bits, so that multiplying it by an exponent (11 bits) is
* exact; the second carries the rest.
*/
const LN2_HIGH = 2977044471 / 4294967296;
const LN2_LOW = 19082149292705877e-26;
const LN2 = .6931471805599453;
const LOG2_E = Math.LOG2E;
const TINY = 1 / 0x40000000000000;
/** 2 to the power `exponent`, exact, for −1022 ≤ exponent ≤ 1023. */
function powerOfTwo(exponent) {
	words[HIGH] = exponent + 1023 << 20;
	words[LOW] = 0;
	return double[0];
}
/**
* exp(r) − 1 − r = r²/2! + r³/3! + … for |r| ≤ ln 2 / 2; the first term left out is below 1e-18 of the sum.
*/
function exponentialTail(r) {
	let sum = 1 / 87178291200;
	sum = sum * r + 1 / 6227020800;
	sum = sum * r + 1 / 479001600;
	sum = sum * r + 1 / 39916800;
	sum = sum * r + 1 / 3628800;
	sum = sum * r + 1 / 362880;
	sum = sum * r + 1 / 40320;
	sum = sum * r + 1 / 5040;
	sum = sum * r + 1 / 720;
	sum = sum * r + 1 / 120;
	sum = sum * r + 1 / 24;
	sum = sum * r + 1 / 6;
	sum = sum * r + .5;
	return r * r * sum;
}
/**
* e to the power x.
*
* x = k·ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ᵏ·eʳ. What the subtraction loses is kept and added to the series.
* @example exp(1) // 2.718281828459045
*/
function exp(x) {
	if (!(x >= -745.1332191019412)) return Math.max(x, 0);
	if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
	const k = Math.floor(x * LOG2_E + .5);
	const high = x - k * LN2_HIGH;
	const low = k * LN2_LOW;
	const r = high - low;
	const lost = high - r - low;
	const scaled = 1 + (r + (exponentialTail(r) + lost));
	if (k > 1023) return scaled * powerOfTwo(1023) * 2;
	if (k < -1022) return scaled * powerOfTwo(k + 100) * powerOfTwo(-100);
	return scaled * powerOfTwo(k);
}
/**
* eˣ − 1 without losing the digits of a small x: the probability of a small hazard is −expm1(−h).
* @example expm1(1e-10) // 1.00000000005e-10
*/
function expm1(x) {
	if (Number.isNaN(x) || Math.abs(x) < TINY) return x;
	if (x > 40) return exp(x);
	if (x < -40) return -1;
	const k = Math.floor(x * LOG2_E + .5);
	const high = x - k * LN2_HIGH;
	const low = k * LN2_LOW;
	const r = high - low;
	const lost = high - r - low;
	const small = r + (exponentialTail(r) + lost);
	if (k === 0) return small;
	const two = powerOfTwo(k);
	return two * small + (two - 1);
}
/**
* Natural logarithm of u + correction, where the correction is below the last digit of u.
*
* u = 2ᵏ·(1 + f) with 1 + f between √½ and √2; with s = f / (2 + f), ln(1 + f) = 2·(s + s³/3 + s⁵/5 + …), arranged
* as f − s·(f − R) so that the leading term is the exact f.
*/
function logarithm(u, correction) {
	double[0] = u;
	let k = (words[HIGH] >>> 20) - 1023;
	words[HIGH] = words[HIGH] & 1048575 | 1072693248;
	let mantissa = double[0];
	if (mantissa > Math.SQRT2) {
		mantissa *= .5;
		k += 1;
	}
	const f = mantissa - 1;
	const s = f / (2 + f);
	const w = s * s;
	let series = 1 / 23;
	series = series * w + 1 / 21;
	series = series * w + 1 / 19;
	series = series * w + 1 / 17;
	series = series * w + 1 / 15;
	series = series * w + 1 / 13;
	series = series * w + 1 / 11;
	series = series * w + 1 / 9;
	series = series * w + 1 / 7;
	series = series * w + 1 / 5;
	series = series * w + 1 / 3;
	const rest = 2 * w * series;
	return k * LN2_HIGH + (f - (s * (f - rest) - (k * LN2_LOW + correction / u)));
}
/**
* Natural logarithm; −∞ at 0, NaN below.
* @example log(10) // 2.302585092994046
*/
function log(x) {
	if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : NaN;
	if (x === Number.POSITIVE_INFINITY) return x;
	if (x < 22250738585072014e-324) return logarithm(x * 0x40000000000000, 0) - 54 * LN2;
	return logarithm(x, 0);
}
/**
* ln(1 + x) without losing the digits of a small x. Counts enter the model through it: 0 stays 0, and the step from
* 10 to 20 files weighs about as much as the one from 100 to 200.
* @example log1p(99) // 4.605170185988092
*/
function log1p(x) {
	if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : NaN;
	if (Math.abs(x) < TINY || x === Number.POSITIVE_INFINITY) return x;
	const u = 1 + x;
	return logarithm(u, x < 1 ? x - (u - 1) : 1 - (u - x));
}
/** 1 − e^(−hazard): the probability that at least one event happens at this expected number of events. */
const probabilityOfHazard = (hazard) => -expm1(-hazard);

// src/model/column.ts
/**
* What the model learns from: a table of numbers, one row a part (or a deployment), one column a question asked of it.
*
* The shape of a column decides how a raw value enters the model:
* `count`  never negative and skewed (lines, files, days): its logarithm, ln(1 + x)
* `share`  between 0 and 1 · `number` any sign: the value itself
* `flag`   0 or 1: the value itself, unscaled, so that its factor is that of "yes" against "no"
*/
const shapes = [
	"count",
	"share",
	"flag",
	"number"
];
/** Logarithms of the counts that make up most of any history; looked up, they cost nothing. */
const smallCounts = Float64Array.from({ length: 4096 }, (_, count) => log1p(count));
/** The value as the model sees it: NaN for anything that is not a finite number; a negative count is read as 0. */
function transformed(shape, value) {
	if (!(Math.abs(value) <= Number.MAX_VALUE)) return NaN;
	if (shape !== "count") return value;
	if (value <= 0) return 0;
	const whole = value | 0;
	return whole === value && whole < smallCounts.length ? smallCounts[whole] : log1p(value);
}
/** The row numbers from (included) to (excluded). */
function rowRange(from, to) {
	const rows = new Uint32Array(Math.max(0, to - from));
	for (let i = 0; i < rows.length; i++) rows[i] = from + i;
	return rows;
}

// src/model/covariance.ts
/** A triangle of 144 coefficients takes 56 KB of Base64; the terms take the rest of 100 KB. */
const WIDEST_FULL = 144;
function encodeCovariance(matrix, size) {
	const kind = size <= WIDEST_FULL ? "full" : "diagonal";
	const numbers = [];
	for (let row = 0; row < size; row++) for (let column = kind === "full" ? 0 : row; column <= row; column++) numbers.push(matrix[row * size + column]);
	return {
		kind,
		size,
		base64: encodeFloats(numbers)
	};
}
/** How many numbers a covariance of this kind and size holds. */
const covarianceLength = (kind, size) => kind === "full" ? size * (size + 1) / 2 : size;
/** The numbers back, in the order they were written. */
function decodeCovariance({ base64 }) {
	const bytes = Buffer.from(base64, "base64");
	const numbers = new Float32Array(Math.floor(bytes.length / 4));
	for (let i = 0; i < numbers.length; i++) numbers[i] = bytes.readFloatLE(i * 4);
	return numbers;
}
/** gᵀ·covariance·g: the variance of a sum of coefficients weighted by g. */
function varianceAlong(covariance, numbers, g) {
	let sum = 0;
	for (let row = 0, k = 0; row < covariance.size; row++) {
		if (covariance.kind === "full") for (let column = 0; column < row; column++) sum += 2 * g[row] * g[column] * numbers[k++];
		sum += g[row] * g[row] * numbers[k++];
	}
	return Math.max(0, sum);
}
function encodeFloats(numbers) {
	const bytes = Buffer.alloc(numbers.length * 4);
	for (let i = 0; i < numbers.length; i++) bytes.writeFloatLE(numbers[i], i * 4);
	return bytes.toString("base64");
}

// src/model/canonical.ts
/**
* JSON in one spelling: keys sorted by code unit, no spaces (RFC 8785, which also takes numbers as ECMAScript writes
* them). The same content always has the same bytes, hence the same SHA-256.
*/
function canonicalJson(value) {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
	if (value !== null && typeof value === "object") return `{${Object.entries(value).filter(([, item]) => item !== void 0).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
	return JSON.stringify(value) ?? "null";
}

// src/model/artefact.ts
const SCHEMA = 1;
const ENGINE = 1;
/** Nine digits: far below what any history can tell apart, and half the bytes of seventeen. */
const rounded = (value) => Number(value.toPrecision(9));
/** The artefact with its identity. */
function sealArtefact(body) {
	const unsealed = {
		schema: 1,
		engine: 1,
		...body
	};
	return {
		id: identityOf(unsealed),
		...unsealed
	};
}
/** SHA-256, in hexadecimal, of everything but `id`. */
function identityOf(artefact) {
	const { id: _, ...rest } = artefact;
	return createHash("sha256").update(canonicalJson(rest)).digest("hex");
}

// src/model/artefact-reading.ts
/**
* Reads a model artefact, or says why not. By hand and not by schema: the gate loads it on every run, and it must
* refuse a damaged file before a single number of it is believed.
* @throws SourceError naming the first field that is wrong, and the mend
*/
function readArtefact(json, where = "model") {
	const refuse = (why) => {
		throw new SourceError(`${where}: ${why}; run \`change-risk-gate learn\` to write a new model`);
	};
	const artefact = json;
	if (!isRecord(json)) return refuse("this is not a model artefact (a JSON object is wanted)");
	if (artefact.schema !== 1) return refuse(`schema must be ${1}, got ${shown(artefact.schema)}`);
	if (artefact.engine !== 1) return refuse(`engine ${shown(artefact.engine)} is not carried by this release, which reads engine ${1}`);
	if (artefact.kind !== "prior" && artefact.kind !== "learned") return refuse(`kind must be prior or learned, got ${shown(artefact.kind)}`);
	for (const name of [
		"intercept",
		"interceptSd",
		"usualHazard",
		"averageHazard",
		"frailty"
	]) if (!isFiniteNumber(artefact[name])) return refuse(`${name} must be a finite number, got ${shown(artefact[name])}`);
	if (!(artefact.interceptSd >= 0)) return refuse("interceptSd must not be negative");
	if (!(artefact.frailty > 0)) return refuse("frailty must be above 0");
	for (const name of [
		"parts",
		"failures",
		"repositories"
	]) if (!isFiniteNumber(artefact.trainedOn?.[name])) return refuse(`trainedOn.${name} must be a number`);
	for (const list of ["terms", "context"]) {
		if (!Array.isArray(artefact[list])) return refuse(`${list} must be a list`);
		const names = /* @__PURE__ */ new Set();
		for (const [i, term] of artefact[list].entries()) {
			const wrong = wrongWithTerm(term);
			if (wrong) return refuse(`${list}[${i}]${wrong}`);
			const { name } = term;
			if (names.has(name)) return refuse(`${list}[${i}].name: ${shown(name)} stands there twice`);
			names.add(name);
		}
	}
	const wrong = wrongWithCovariance(artefact);
	if (wrong) return refuse(`covariance${wrong}`);
	if (artefact.id !== identityOf(artefact)) return refuse("the content does not match its id: it was edited or cut after it was written");
	return artefact;
}
function wrongWithTerm(term) {
	if (!isRecord(term)) return " must be an object";
	if (typeof term["name"] !== "string" || term["name"] === "") return ".name must be a name";
	if (!shapes.some((shape) => shape === term["shape"])) return `.shape must be one of ${shapes.join(", ")}`;
	if (term["direction"] !== 0 && term["direction"] !== 1 && term["direction"] !== -1) return ".direction must be -1, 0 or 1";
	for (const name of [
		"mean",
		"sd",
		"usual",
		"level",
		"bend"
	]) if (!isFiniteNumber(term[name])) return `.${name} must be a finite number, got ${shown(term[name])}`;
	if (!(term["sd"] > 0)) return ".sd must be above 0";
	const { knots, slopes } = term;
	if (!Array.isArray(knots) || !knots.every((knot, i) => isFiniteNumber(knot) && (i === 0 || knot > knots[i - 1]))) return ".knots must be a rising list of numbers";
	if (!Array.isArray(slopes) || slopes.length !== knots.length + 1 || !slopes.every(isFiniteNumber)) return `.slopes must be ${knots.length + 1} numbers, one more than knots`;
	const direction = term["direction"];
	if (slopes.some((slope) => slope * direction < 0)) return ".slopes run against .direction";
}
function wrongWithCovariance({ covariance, terms }) {
	if (!isRecord(covariance)) return " must be an object";
	const size = terms.reduce((sum, term) => sum + term.slopes.length, 1);
	if (covariance.kind !== "full" && covariance.kind !== "diagonal") return ".kind must be full or diagonal";
	if (covariance.size !== size) return `.size must be ${size}, the number of coefficients`;
	if (typeof covariance.base64 !== "string") return ".base64 must be text";
	const numbers = decodeCovariance(covariance);
	if (numbers.length !== covarianceLength(covariance.kind, size)) return ".base64 is cut or too long";
	return numbers.every(isFiniteNumber) ? void 0 : ".base64 holds something that is not a number";
}
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isFiniteNumber = (value) => Number.isFinite(value);
const shown = (value) => value === void 0 ? "nothing" : JSON.stringify(value);

export { encodeCovariance as a, transformed as c, log as d, log1p as f, decodeCovariance as i, exp as l, rounded as n, varianceAlong as o, probabilityOfHazard as p, sealArtefact as r, rowRange as s, readArtefact as t, expm1 as u };
