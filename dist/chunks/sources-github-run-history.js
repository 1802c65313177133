import { n as environmentHistory } from "./sources-github-deployment-history.js";
import { r as workflowRuns, t as attemptsOfJob } from "./sources-github-run-jobs.js";

// src/sources/github/run-history.ts
const states = {
	waiting: "in_progress",
	succeeded: "success",
	failed: "failure",
	idle: "error",
	unknown: "error"
};
const isoMoment = (seconds) => (/* @__PURE__ */ new Date(seconds * 1e3)).toISOString();
const factsOf = (environment, { id, sha, createdAt }, attempts) => {
	const statuses = attempts.map(({ state, startedAt, endedAt }) => ({
		state: states[state],
		at: isoMoment(state === "waiting" ? startedAt : endedAt),
		creator: null
	}));
	const through = statuses.filter(({ state }) => state === "success");
	return {
		id,
		sha,
		environment,
		creator: null,
		createdAt: isoMoment(createdAt),
		statuses: through.length > 0 && statuses.at(-1)?.state === "error" ? through : statuses
	};
};
/**
* The newest hundred runs of each workflow. Needs `actions: read`; of a job `checks: read`. A run that was started again
* and failed is told by that alone, unless a job is named: what ran before it is then said to be live, and the change
* is only ever larger for it. Throws GitHubError.
*/
const liveByRuns = async (github, repository, sources, defaultBranch) => {
	const facts = [];
	let whole = true;
	for (const source of sources) {
		const { runs, complete } = await workflowRuns(github, repository, {
			...source,
			defaultBranch,
			isEnough: () => false,
			mostPages: 1
		});
		const attempts = source.job === null ? null : await attemptsOfJob(github, runs, source.job);
		for (const run of runs) facts.push(factsOf(source.environment, run, attempts === null ? [run] : attempts.get(run.id) ?? []));
		whole &&= complete;
	}
	return environmentHistory(facts, whole);
};

export { liveByRuns };
