import { i as wanted, n as read, t as mustRead } from "./config-reading.js";

// src/config/duration.ts
/** Longest first: the order in which units may follow each other. A year has 365.25 days, a month a twelfth of it. */
const secondsByUnit = {
	y: 31557600,
	mo: 2629800,
	w: 604800,
	d: 86400,
	h: 3600,
	m: 60,
	s: 1
};
const units = Object.keys(secondsByUnit);
/** Each unit at most once, longest first: `4h30m`, never `30m4h` or `1h1h`. */
const shape$1 = new RegExp(`^${units.map((unit) => `(?:(\\d{1,6})${unit})?`).join("")}$`);
const longestSeconds = 100 * secondsByUnit.y;
/**
* Reads a length of time: `72h`, `14d`, `24mo`, `4h30m`; at least a second, at most a hundred years.
* A bare number is refused; `usualUnit` only shapes the question that is asked back.
*/
const readDuration = (input, usualUnit = "h") => {
	const asked = `a length of time above zero, with its unit, like 30m, 72h, 14d or 24mo`;
	const match = typeof input === "string" && input !== "" ? shape$1.exec(input) : null;
	if (match === null) return wanted(asked, guess$1(input, usualUnit));
	const seconds = units.reduce((sum, unit, at) => sum + Number(match[at + 1] ?? 0) * secondsByUnit[unit], 0);
	if (seconds === 0) return wanted(asked);
	return seconds > longestSeconds ? wanted("a length of time of at most 100 years") : read({
		seconds,
		text: match[0]
	});
};
const wordsOfUnit = {
	year: "y",
	yr: "y",
	month: "mo",
	mon: "mo",
	mo: "mo",
	week: "w",
	wk: "w",
	day: "d",
	hour: "h",
	hr: "h",
	minute: "m",
	min: "m",
	second: "s",
	sec: "s",
	y: "y",
	w: "w",
	d: "d",
	h: "h",
	m: "m",
	s: "s"
};
/** What somebody probably meant: 72 → 72h, "3 days" → 3d, "14D" → 14d. */
const guess$1 = (input, usualUnit) => {
	const text = typeof input === "number" ? `${input}` : typeof input === "string" ? input.trim() : "";
	const match = /^(\d{1,6}) ?([a-z]{0,8})$/i.exec(text);
	if (match === null || Number(match[1]) === 0) return void 0;
	const word = (match[2] ?? "").toLowerCase();
	const unit = word === "" ? usualUnit : wordsOfUnit[word] ?? wordsOfUnit[word.replace(/s$/, "")];
	return unit === void 0 ? void 0 : `${Number(match[1])}${unit}`;
};

// src/config/share.ts
const shape = /^(\d{1,3})(?:\.(\d{1,10}))? ?%$/;
/**
* Reads a percentage as a share: `10%` is 0.1, and `99.996%` exactly the number 0.99996, because the decimal point is
* moved in the digits and never divided. A bare number is refused: 0.1 and 10 both look like ten percent to somebody.
*/
const readShare = (input, bounds = {}) => {
	const asked = `a percentage${inWords(bounds)}, like 10%`;
	const match = typeof input === "string" ? shape.exec(input) : null;
	if (match === null) return wanted(asked, guess(input));
	const [, whole = "", fraction = ""] = match;
	const digits = whole.padStart(3, "0");
	const share = Number(`${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`);
	return contains(bounds, Number(`${whole}.${fraction}`)) ? read(share) : wanted(asked);
};
const contains = ({ above, atLeast, below }, percent) => (above === void 0 || percent > above) && (atLeast === void 0 || percent >= atLeast) && (below === void 0 || percent < below) && percent <= 100;
const inWords = ({ above, atLeast, below }) => {
	const bounds = [
		above === void 0 ? void 0 : `above ${above}%`,
		atLeast === void 0 ? void 0 : `of at least ${atLeast}%`,
		below === void 0 ? void 0 : `below ${below}%`
	].filter((bound) => bound !== void 0);
	return bounds.length === 0 ? " of at most 100%" : ` ${bounds.join(" and ")}`;
};
/** The percentage somebody probably meant: 15 → 15%, 0.15 → 15%, "10,5 %" → 10.5%. */
const guess = (input) => {
	const text = typeof input === "number" ? `${input}` : typeof input === "string" ? withoutSign(input) : "";
	if (!/^\d{1,3}(\.\d{1,10})?$/.test(text)) return void 0;
	const number = Number(text);
	if (number > 100) return void 0;
	return typeof input === "number" && number > 0 && number < 1 ? `${Number((number * 100).toPrecision(12))}%` : `${number}%`;
};
const withoutSign = (text) => {
	return text.trim().replace(",", ".").replace(/ ?(%|percent)$/i, "");
};

// src/config/defaults.ts
/** What holds where the file is silent, spelled as the file would; the schema, the docs and the code all read it here. */
const defaults = {
	mode: "observe",
	reviewRiskiest: "10%",
	confidence: "90%",
	reviewAtLeast: "low",
	reviewFrom: "drivers",
	approvals: 1,
	timeZone: "UTC",
	soak: "72h",
	maturity: "14d",
	lookback: "24mo",
	experience: "on",
	comment: "on-review"
};
/** Settings of an environment the file says nothing about. `name` is its GitHub environment, too. */
const defaultEnvironment = (name, mode = defaults.mode) => ({
	mode,
	githubEnvironments: [name],
	components: [],
	soakedIn: null,
	autoApprove: {
		reviewRiskiest: mustRead(readShare(defaults.reviewRiskiest)),
		failureRate: null,
		confidence: mustRead(readShare(defaults.confidence)),
		actsOn: []
	},
	review: [{
		atLeast: defaults.reviewAtLeast,
		from: { kind: "drivers" },
		approvals: defaults.approvals
	}],
	neverAutoApprove: [],
	slo: null,
	windows: []
});
/** What holds without any file. Loads no library: most runs of the gate have no configuration. */
const defaultConfiguration = () => ({
	version: 1,
	mode: defaults.mode,
	components: [],
	environments: [],
	incidents: [],
	outcome: {
		soak: mustRead(readDuration(defaults.soak)),
		maturity: mustRead(readDuration(defaults.maturity))
	},
	history: { lookback: mustRead(readDuration(defaults.lookback)) },
	ledger: null,
	experience: true,
	comment: defaults.comment
});

export { readDuration as a, readShare as i, defaultEnvironment as n, defaults as r, defaultConfiguration as t };
