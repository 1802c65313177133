import { C as chooseEnvironment, G as ConfigError, J as isOurs, K as SourceError, c as tighten, g as parseConfiguration, w as defaultConfiguration } from "./main-gate.js";
import { n as requireCommit, r as resolveTip } from "./sources-github-commit-name.js";
import { r as policyAtRef } from "./sources-github-policy-at.js";

// src/commands/github/policies.ts
/** Remembers answers and refusals alike. */
const policyReader = (job) => {
	const known = /* @__PURE__ */ new Map();
	return (commit) => {
		const before = known.get(commit);
		if (before) return before;
		const answer = policyAtRef(job.github, job.repository, requireCommit(commit), job.asked.configFile);
		known.set(commit, answer);
		return answer;
	};
};
/**
* What a policy says, for questions that come before the decision: the defaults where nobody can tell. The decision
* reads it again, and there a failure counts.
*/
const configurationAt = async (policyAt, commit) => {
	try {
		const file = await policyAt(commit);
		return file ? await parseConfiguration(file.text, file.path) : defaultConfiguration();
	} catch (error) {
		if (error instanceof SourceError || error instanceof ConfigError) return defaultConfiguration();
		throw error;
	}
};
/** The policy at the tip of the default branch, held to that of the organisation. Throws SourceError, ConfigError. */
const standingConfiguration = async (job) => {
	const tip = await resolveTip(job.github, job.repository, job.defaultBranch);
	const file = await policyReader(job)(tip);
	const own = file ? await parseConfiguration(file.text, file.path) : defaultConfiguration();
	const { organisationPolicy } = job.asked;
	return organisationPolicy === void 0 ? own : tighten(await parseConfiguration(organisationPolicy, "input config"), own);
};
/**
* The mode of the environment where nothing was judged: a job that deploys all the same must not find itself let go.
* `enforce` where nobody can tell.
*/
const standingMode = async (job) => {
	const { dryRun, environment, mode } = job.asked;
	if (dryRun) return "observe";
	if (mode !== void 0) return mode;
	try {
		return chooseEnvironment(await standingConfiguration(job), environment).settings.mode;
	} catch (error) {
		if (isOurs(error)) return "enforce";
		throw error;
	}
};

export { standingMode as i, policyReader as n, standingConfiguration as r, configurationAt as t };
