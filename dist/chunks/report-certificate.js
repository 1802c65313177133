import { Qt as formatStated, cn as formatPlural, fn as formatCount, ln as formatShare, sn as formatPercent } from "./commands-gate-gate.js";

// src/report/certificate.ts
const sayCertificate = ({ certified, confidence, failureRate, failures, n, needed, share, threshold }) => {
	const budget = `at most ${formatStated(failureRate)} fail`;
	if (certified && threshold !== void 0) return `certified, ${formatStated(confidence)} sure: of the changes with a risk up to ${formatPercent(threshold)} (${formatShare(share ?? 0)} of all) ${budget}; ${formatCount(failures)} of ${formatCount(n)} did`;
	return `not certified that ${budget}: ${needed === void 0 ? "the safest fail too often" : `about ${formatPlural(needed, "more change", "more changes")} needed`}`;
};

export { sayCertificate as t };
