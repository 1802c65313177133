import { Jt as formatStated, Xt as formatCount } from "./commands-gate-gate.js";
import { a as formatShare, i as formatPlural, r as formatPercent } from "./report-numbers.js";

// src/report/certificate.ts
const sayCertificate = ({ certified, confidence, failureRate, failures, n, needed, share, threshold }) => {
	const budget = `at most ${formatStated(failureRate)} fail`;
	if (certified && threshold !== void 0) return `certified, ${formatStated(confidence)} sure: of the changes with a risk up to ${formatPercent(threshold)} (${formatShare(share ?? 0)} of all) ${budget}; ${formatCount(failures)} of ${formatCount(n)} did`;
	return `not certified that ${budget}: ${needed === void 0 ? "the safest fail too often" : `about ${formatPlural(needed, "more change", "more changes")} needed`}`;
};

export { sayCertificate as t };
