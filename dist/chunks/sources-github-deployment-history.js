import { i as sameLogin } from "./sources-github-account.js";

// src/sources/github/deployment-history.ts
const deploymentStates = [
	"queued",
	"pending",
	"waiting",
	"in_progress",
	"success",
	"failure",
	"error",
	"inactive"
];
const unfinished = [
	"queued",
	"pending",
	"waiting",
	"in_progress"
];
/** A workflow run ends after this long at the latest: what is older and unfinished was abandoned. */
const longestRunSeconds = 3024e3;
/** Newest first; of what happened in the same second, the greater id came later. */
const byTime = (timeOf, idOf) => (one, other) => Date.parse(timeOf(other) ?? "") - Date.parse(timeOf(one) ?? "") || idOf(other) - idOf(one);
/** Whether what an account says counts; everybody's does where nobody is named. */
const isTrusted = (account, trusted) => trusted === void 0 || account !== null && trusted.some((login) => sameLogin(login, account.login));
const readDeployment = (facts, trusted) => {
	const statuses = facts.statuses.filter(({ creator }) => isTrusted(creator, trusted)).toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
	const { id, sha, environment, createdAt, creator } = facts;
	return {
		id,
		sha,
		environment,
		createdAt,
		creator,
		state: statuses[0]?.state ?? "pending",
		succeededAt: statuses.find(({ state }) => state === "success")?.at ?? null
	};
};
/**
* What runs: the deployment that went well last and still counts as such. Where none does any more (GitHub marks what
* was replaced, or taken down, as inactive), the one that went well last: nothing is known to have replaced it.
*/
const liveAmong = (recent) => {
	const succeeded = recent.filter(({ state, succeededAt }) => succeededAt !== null && (state === "success" || state === "inactive")).toSorted(byTime(({ succeededAt }) => succeededAt, ({ id }) => id));
	const live = succeeded.find(({ state }) => state === "success") ?? succeeded[0];
	if (!live) return null;
	return {
		sha: live.sha,
		at: live.succeededAt,
		id: live.id,
		environment: live.environment
	};
};
/** `trustedCreators`: logins whose deployments and statuses count; absent, all do. */
const environmentHistory = (deployments, complete, trustedCreators) => {
	const recent = deployments.filter(({ creator }) => isTrusted(creator, trustedCreators)).map((facts) => readDeployment(facts, trustedCreators)).toSorted(byTime(({ createdAt }) => createdAt, ({ id }) => id));
	const live = liveAmong(recent);
	const newest = Date.parse(recent[0]?.createdAt ?? "");
	const replaced = recent.findIndex(({ id }) => id === live?.id);
	return {
		live,
		inFlight: recent.slice(0, replaced < 0 ? recent.length : replaced).filter(({ state }) => unfinished.includes(state)).filter(({ createdAt }) => newest - Date.parse(createdAt) <= longestRunSeconds * 1e3),
		recent,
		complete
	};
};
/**
* Hours that exactly this commit has run, until `now` or until another took its place; null where no deployment of it
* is known to have gone well.
*/
const hoursLive = (recent, sha, now) => {
	const runs = recent.filter(({ succeededAt }) => succeededAt !== null).map((run) => ({
		sha: run.sha,
		from: Date.parse(run.succeededAt)
	})).toSorted((one, other) => one.from - other.from);
	const own = runs.map((run, at) => ({
		sha: run.sha,
		hours: Math.max(0, (runs[at + 1]?.from ?? now.getTime()) - run.from) / 36e5
	})).filter((span) => span.sha === sha);
	return own.length === 0 ? null : own.reduce((total, { hours }) => total + hours, 0);
};

export { environmentHistory as n, hoursLive as r, deploymentStates as t };
