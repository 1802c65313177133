import { n as modes } from "./domain-decision.js";
import { n as defaultEnvironment } from "./config-defaults.js";

// src/config/tighten.ts
/** An organisation's policy over a repository's: what the repository says counts where it is at least as strict. */
const stricterMode = (one, other) => modes.indexOf(one) >= modes.indexOf(other) ? one : other;
const both = (one, other) => {
	const seen = /* @__PURE__ */ new Set();
	return [...one, ...other].filter((item) => {
		const text = JSON.stringify(item);
		return !seen.has(text) && seen.add(text);
	});
};
const lower = (one, other) => one === null ? other : other === null ? one : Math.min(one, other);
const stricterApproval = (one, other) => ({
	reviewRiskiest: Math.max(one.reviewRiskiest, other.reviewRiskiest),
	failureRate: lower(one.failureRate, other.failureRate),
	confidence: Math.max(one.confidence, other.confidence),
	actsOn: one.actsOn.filter((act) => other.actsOn.includes(act))
});
const stricter = (organisation, own) => ({
	mode: stricterMode(organisation.mode, own.mode),
	githubEnvironments: both(own.githubEnvironments, organisation.githubEnvironments),
	components: own.components,
	soakedIn: own.soakedIn ?? organisation.soakedIn,
	autoApprove: stricterApproval(organisation.autoApprove, own.autoApprove),
	review: both(organisation.review, own.review),
	neverAutoApprove: both(organisation.neverAutoApprove, own.neverAutoApprove),
	slo: own.slo ?? organisation.slo,
	windows: both(organisation.windows, own.windows)
});
/**
* The repository's policy, held to the organisation's. An environment that only one of them names gets the strictness
* of the other's file as a whole.
*/
const tighten = (organisation, own) => {
	const settingsIn = ({ environments, mode }, name) => environments.find((environment) => environment.name === name) ?? defaultEnvironment(name, mode);
	const environments = both(own.environments.map(({ name }) => name), organisation.environments.map(({ name }) => name)).map((name) => ({
		name,
		...stricter(settingsIn(organisation, name), settingsIn(own, name))
	}));
	return {
		...own,
		mode: stricterMode(organisation.mode, own.mode),
		components: own.components.length > 0 ? own.components : organisation.components,
		environments,
		incidents: both(own.incidents, organisation.incidents),
		ledger: organisation.ledger ?? own.ledger
	};
};

export { tighten as t };
