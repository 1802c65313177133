import { t as isCommitName } from "./sources-github-commit-name.js";
import { i as unspellNames, n as spellNames, r as unspellName, t as spellName } from "./commands-github-hidden-names.js";

// src/commands/github/waiting-run.ts
/** The hidden line by which a question names the run that waits for its answer. */
const shape = /^<!-- change-risk-gate:waiting run=(\d{1,16}) attempt=(\d{1,6}) job=([\w-]{1,100}) sha=([0-9a-f]{40,64})(?: deploys=([0-9a-f]{40,64}) environment=([\w.%-]{1,1500}) on=([\w.%,-]{1,8000})(?: until=(\d{4}-\d\d-\d\dT[\d:.]{5,12}Z))?)? -->$/m;
const waitingLine = ({ run, attempt, job, sha, deploys, environment, githubEnvironments, until }) => `<!-- change-risk-gate:waiting run=${run} attempt=${attempt} job=${job} sha=${sha} deploys=${deploys} environment=${spellName(environment)} on=${spellNames(githubEnvironments)}${until === null ? "" : ` until=${until}`} -->`;
const waitingRunIn = (body) => {
	const [, run, attempt, job, sha, deploys, environment = "", on = "", until] = shape.exec(body.replaceAll("\r", "")) ?? [];
	return run && attempt && job && sha && isCommitName(sha) ? {
		run: Number(run),
		attempt: Number(attempt),
		job,
		sha,
		deploys: deploys && isCommitName(deploys) ? deploys : sha,
		environment: unspellName(environment),
		githubEnvironments: on === "" ? [] : unspellNames(on),
		until: until ?? null
	} : null;
};

export { waitingRunIn as n, waitingLine as t };
