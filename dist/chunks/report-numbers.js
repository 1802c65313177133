import { Xt as formatCount } from "./commands-gate-gate.js";

// src/report/numbers.ts
/** Numbers as people read them. Nothing here rounds a possible failure away or calls it certain. */
const figure = (probability) => {
	if (!Number.isFinite(probability)) return "?";
	if (probability <= 0) return "0";
	if (probability >= 1) return "100";
	const hundredths = probability * 100;
	if (hundredths < .1) return "<0.1";
	if (hundredths > 99) return ">99";
	const tenths = Math.round(hundredths * 10) / 10;
	return tenths < 10 ? tenths.toFixed(1) : Math.round(hundredths).toString();
};
/** A probability 0..1 with two digits: "21 %", "4.4 %", "<0.1 %", ">99 %". */
const formatPercent = (probability) => `${figure(probability)} %`;
/** A range of probabilities 0..1: "11–35 %"; one figure where both ends read the same. */
const formatInterval = (low, high) => figure(low) === figure(high) ? formatPercent(low) : `${figure(low)}–${figure(high)} %`;
/** A part of a whole, 0..1, in whole percents: "31 %", "<1 %" for any positive less, ">99 %" for all but all. */
const formatShare = (share) => {
	if (share <= 0) return "0 %";
	if (share >= 1) return "100 %";
	if (share < .01) return "<1 %";
	return share > .99 ? ">99 %" : `${Math.round(share * 100)} %`;
};
/** The share a reader sees, as a number: what adding up the printed shares would use. */
const roundShare = (share) => Math.round(share * 100) / 100;
/** The factor a reader sees, as a number: what multiplying the printed factors would use. Two or three digits. */
const roundFactor = (factor) => {
	if (factor >= 10) return Math.round(factor);
	if (factor >= 2) return Math.round(factor * 10) / 10;
	return factor >= .1 ? Math.round(factor * 100) / 100 : Number(factor.toPrecision(2));
};
/** What a signal multiplies the hazard by: "×3.4", "×0.86", "×1.26", "×12". */
const formatFactor = (factor) => {
	if (factor > 0 && factor < .001) return "×<0.001";
	const seen = roundFactor(factor);
	return `×${seen >= 1e3 ? formatCount(seen) : seen}`;
};
/** "1 change", "1,031 changes", "2 of them" never: the word bends with the count. */
const formatPlural = (count, one, many = `${one}s`) => `${formatCount(count)} ${Math.round(count) === 1 ? one : many}`;

export { formatShare as a, formatPlural as i, formatInterval as n, roundFactor as o, formatPercent as r, roundShare as s, formatFactor as t };
