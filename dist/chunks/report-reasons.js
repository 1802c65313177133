import { an as formatFactor, cn as formatPlural, lt as incidentMomentSignals, un as roundFactor, ut as incidentSignals } from "./commands-gate-gate.js";

// src/report/incident-reasons.ts
const ofIncidents = new Set([...incidentSignals, ...incidentMomentSignals].map(({ name }) => name));
/** Below this a sign is not worth being counted. */
const worthCounting = 1.02;
/** The same contributions, with those of incidents as one under the sentence of the strongest; the factors multiply to the same. */
const joinIncidents = (contributions) => {
	const signs = contributions.filter(({ signal, factor }) => ofIncidents.has(signal) && factor >= worthCounting).toSorted((one, other) => other.factor - one.factor);
	const [strongest, ...others] = signs;
	if (strongest === void 0 || others.length === 0) return contributions;
	return [{
		...strongest,
		factor: signs.reduce((product, { factor }) => product * factor, 1),
		sentence: `${strongest.sentence}; ${formatPlural(others.length, "more sign")} of incidents`
	}, ...contributions.filter((contribution) => !signs.includes(contribution))];
};

// src/report/remainder.ts
const product = (factors) => factors.reduce((whole, factor) => whole * factor, 1);
/**
* The first `rows` factors (largest effect first) and one remainder: shown × remainder = `whole`.
* `whole` is the product of all factors unless the reader will compare with two printed numbers, say a usual risk and
* this one: then it is their ratio. `seen` is how a factor is printed; the remainder takes up the rounding too.
*/
const splitFactors = (factors, rows, { whole = product(factors.map(({ factor }) => factor)), seen = (factor) => factor } = {}) => {
	const shown = factors.filter(({ factor }) => seen(factor) !== 1 && seen(factor) > 0).slice(0, rows);
	return {
		shown,
		rest: {
			count: factors.length - shown.length,
			factor: whole / product(shown.map(({ factor }) => seen(factor)))
		}
	};
};
/**
* The first `rows` parts and the share of all others together: shown + remainder = 1.
* Where rounding would swallow a small remainder, its true share stands.
*/
const splitShares = (parts, rows, seen = (share) => share) => {
	const shown = parts.slice(0, rows);
	const others = parts.slice(rows);
	const left = 1 - shown.reduce((sum, { share }) => sum + seen(share), 0);
	const share = left > 0 ? left : others.reduce((sum, part) => sum + part.share, 0);
	return {
		shown,
		rest: {
			count: others.length,
			share: others.length === 0 ? 0 : share
		}
	};
};

// src/report/reasons.ts
const sayRemainder = ({ count, factor }) => {
	if (count === 0 && Math.abs(factor - 1) < .03) return [];
	const none = factor < 1 ? "no risk passes 100 %" : "the rest";
	return [{
		factor: formatFactor(factor),
		sentence: count === 0 ? none : formatPlural(count, "smaller reason")
	}];
};
const apart = (factor) => factor < 1 ? 1 / factor : factor;
const size = ({ factor }) => apart(factor);
const bySize = (one, other) => size(other) - size(one);
const list = (contributions, rows, whole) => {
	const { shown, rest } = splitFactors(contributions, rows, {
		seen: roundFactor,
		...whole === void 0 ? {} : { whole }
	});
	return [...shown.map(({ factor, sentence }) => ({
		factor: formatFactor(factor),
		sentence
	})), ...Number.isFinite(rest.factor) ? sayRemainder(rest) : []];
};
/** Below this a factor is not worth a reader's time on its own. */
const worthNaming = 1.05;
/** At most `most` reasons (largest first), all that change the printed number where that is infinite, and the rest as one. */
const chooseReasons = (contributions, most, whole) => {
	if (contributions.length === 0) return [];
	if (!Number.isFinite(most)) return list(contributions, contributions.length, whole);
	const joined = [...joinIncidents(contributions)].sort(bySize);
	const telling = joined.filter((contribution) => size(contribution) >= worthNaming);
	return list(joined, Math.min(most, telling.length), whole);
};
/**
* From the usual part's risk to the risk shown: of the only part with its context, of one part among many without.
*/
const partReasons = (assessment, part, rows) => {
	const { change, risk } = assessment;
	const alone = change.parts.length === 1 && risk.probability !== null;
	const all = alone ? [...part.contributions, ...risk.contributions].sort(bySize) : part.contributions;
	const usual = risk.usualPart;
	const shown = alone ? risk.probability : part.risk;
	return chooseReasons(all, rows, usual === null || usual === 0 || shown === null ? void 0 : shown / usual);
};
/**
* From the usual risk at this size to the risk of the whole, part by part, the moment as one; none for a single part.
* @param name how a part is referred to, by its place
*/
const changeReasons = ({ change: { parts }, risk }, rows, name = (place) => parts[place].id) => {
	if (parts.length < 2 || risk.probability === null || !risk.baseRate) return [];
	const moment = risk.contributions.reduce((product, { riskFactor = 1 }) => product * riskFactor, 1);
	const whole = risk.probability / risk.baseRate;
	const all = parts.map(({ riskFactor = 1 }, place) => ({
		factor: riskFactor,
		place
	}));
	if (parts.some(({ riskFactor }) => riskFactor === void 0)) return [];
	const told = roundFactor(moment) === 1 ? [] : [{
		factor: formatFactor(moment),
		sentence: "the moment"
	}];
	const ranked = all.sort((one, other) => apart(other.factor) - apart(one.factor));
	const { shown, rest } = splitFactors(ranked, rows - told.length, {
		seen: roundFactor,
		whole: whole / (told.length === 0 ? 1 : roundFactor(moment))
	});
	if (shown.length + told.length === 0 && roundFactor(rest.factor) === 1) return [];
	return [
		...shown.map(({ factor, place }) => ({
			factor: formatFactor(factor),
			sentence: name(place)
		})),
		...told,
		...rest.count === 0 && Math.abs(rest.factor - 1) < .03 ? [] : [{
			factor: formatFactor(rest.factor),
			sentence: rest.count === 0 ? "the rest" : formatPlural(rest.count, "other")
		}]
	];
};
/** What the moment itself multiplies the risk of a whole deployment by; none where it changes little. */
const contextReasons = ({ change, risk, rule }, rows) => {
	if (change.parts.length < 2) return [];
	return risk.contributions.some((contribution) => size(contribution) >= 1.15) || rule === "context-raises-risk" ? chooseReasons(risk.contributions, rows) : [];
};

export { splitShares as a, partReasons as i, chooseReasons as n, contextReasons as r, changeReasons as t };
