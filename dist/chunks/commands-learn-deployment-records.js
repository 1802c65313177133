import { tr as isoMoment } from "./commands-gate-gate.js";
import { t as deploymentName } from "./domain-deployment.js";
import { q as UsageError } from "./main-gate.js";

// src/sources/deployment-lines.ts
const states = new Map(Object.entries({
	succeeded: [
		"succeeded",
		"success",
		"successful",
		"completed",
		"live"
	],
	failed: [
		"failed",
		"failure",
		"error",
		"rolled-back"
	],
	inactive: ["inactive", "destroyed"],
	waiting: [
		"waiting",
		"pending",
		"queued",
		"requested",
		"in_progress",
		"in-progress",
		"running"
	],
	cancelled: [
		"cancelled",
		"canceled",
		"skipped",
		"aborted"
	]
}).flatMap(([state, said]) => said.map((word) => [word, state])));
/** What a deployer calls a state; null for a word nobody knows. */
const reportedState = (word) => states.get(word.toLowerCase()) ?? null;
const momentShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;
/** Seconds of a moment with its zone; null for anything else. */
const momentSeconds = (value) => {
	if (typeof value !== "string" || !momentShape.test(value)) return null;
	const milliseconds = Date.parse(value);
	return Number.isNaN(milliseconds) ? null : milliseconds / 1e3;
};
const got = (value) => (JSON.stringify(value) ?? "nothing").slice(0, 60);
const readLine = (text, where) => {
	const refuse = (what) => {
		throw new UsageError(`${where}: ${what}`);
	};
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		return refuse("is not JSON; write one deployment a line, as {\"environment\":\"production\",\"sha\":\"…\",\"startedAt\":\"2026-03-10T09:30:00Z\",\"state\":\"success\"}");
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse("is not a JSON object; write one deployment a line");
	const { environment, sha, startedAt, finishedAt, state, url, attempts } = value;
	if (typeof environment !== "string" || environment.trim() === "" || environment.length > 255) return refuse(`environment must be a name, got ${got(environment)}`);
	if (typeof sha !== "string" || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(sha)) return refuse(`sha must be a full commit of 40 or 64 hexadecimal digits, got ${got(sha)}`);
	const moment = (name, given) => momentSeconds(given) ?? refuse(`${name} must be a moment with its zone, like 2026-03-10T09:30:00Z; got ${got(given)}`);
	const started = moment("startedAt", startedAt);
	const finished = finishedAt === void 0 || finishedAt === null ? started : moment("finishedAt", finishedAt);
	if (finished < started) return refuse("finishedAt is before startedAt");
	const reported = typeof state === "string" ? reportedState(state) : null;
	if (reported === null) return refuse(`state must be one of ${[...states.keys()].join(", ")}; got ${got(state)}`);
	if (url !== void 0 && url !== null && (typeof url !== "string" || !/^https?:\/\/\S+$/.test(url))) return refuse(`url must be a web address, got ${got(url)}`);
	if (attempts !== void 0 && !(Number.isSafeInteger(attempts) && attempts > 0)) return refuse(`attempts must be a whole number from 1 on, got ${got(attempts)}`);
	return {
		environment,
		sha: sha.toLowerCase(),
		startedAt: started,
		reports: [{
			state: reported,
			at: finished
		}],
		...typeof url === "string" ? { url } : {},
		...typeof attempts === "number" && attempts > 1 ? { attempts } : {}
	};
};
/** One for each that was told several times, with all its reports by time. */
const mergeDeployments = (told) => {
	const merged = /* @__PURE__ */ new Map();
	for (const deployment of told) {
		const name = deploymentName(deployment);
		const known = merged.get(name);
		const reports = /* @__PURE__ */ new Map();
		for (const report of [...known?.reports ?? [], ...deployment.reports]) reports.set(`${report.state} ${report.at}`, report);
		merged.set(name, {
			...known,
			...deployment,
			reports: [...reports.values()].toSorted((one, other) => one.at - other.at)
		});
	}
	return [...merged.values()].toSorted((one, other) => one.startedAt - other.startedAt);
};
/** Reads the lines; blank ones are skipped. Throws UsageError that names the file and line of the first wrong one. */
const readDeploymentLines = (text, name) => mergeDeployments(text.replace(/^\uFEFF/, "").split("\n").flatMap((line, at) => line.trim() === "" ? [] : [readLine(line, `${name}:${at + 1}`)]));

// src/commands/learn/deployment-records.ts
/** As GitHub spells them, for those who read the records of rollouts as well. */
const spelt = {
	succeeded: "success",
	failed: "failure",
	waiting: "pending",
	inactive: "inactive",
	cancelled: "cancelled"
};
const isSha = (value) => typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value);
const isRecord = (value) => typeof value === "object" && value !== null;
const publicationIn = (value) => {
	if (!isRecord(value) || typeof value["tag"] !== "string") return null;
	const { tag, preRelease, holds, mends } = value;
	return {
		tag,
		...preRelease === true ? { preRelease } : {},
		...isSha(holds) ? { holds } : {},
		...isRecord(mends) && typeof mends["tag"] === "string" ? { mends: {
			tag: mends["tag"],
			only: mends["only"] === true
		} } : {}
	};
};
/** The commit that places a recorded deployment on the line; null where the record names none. */
const recordedCommit = ({ body }) => publicationIn(body["release"])?.holds ?? (isSha(body["sha"]) ? body["sha"] : null);
/** What a record says; null for one that names no commit. One without a state was written after the fact. */
const deploymentIn = ({ at, body, environment }) => {
	const { sha, startedAt, finishedAt, state, url, attempts } = body;
	if (environment === void 0 || !isSha(sha)) return null;
	const finished = momentSeconds(finishedAt) ?? Date.parse(at) / 1e3;
	const release = publicationIn(body["release"]);
	const reported = state === void 0 ? "succeeded" : reportedState(String(state));
	return {
		environment,
		sha,
		startedAt: momentSeconds(startedAt) ?? finished,
		reports: reported === null ? [] : [{
			state: reported,
			at: finished
		}],
		...typeof url === "string" ? { url } : {},
		...typeof attempts === "number" && attempts > 1 ? { attempts } : {},
		...release === null ? {} : { release }
	};
};
const deploymentsIn = (records) => mergeDeployments(records.flatMap((record) => deploymentIn(record) ?? []));
/** Records of deployments that a ledger may not know yet, one for each report; those it knows are harmless. */
const deploymentRecords = (deployments, common, newest) => deployments.flatMap(({ environment, sha, startedAt, reports, url, attempts, release }) => reports.map(({ state, at }) => {
	const started = isoMoment(startedAt);
	return {
		...common,
		stream: "deployments",
		kind: "deployment",
		key: {
			repository: common.repository,
			environment,
			sha,
			startedAt: started,
			state,
			at: isoMoment(at)
		},
		at: isoMoment(at),
		environment,
		actor: "learn",
		body: {
			sha,
			state: spelt[state],
			startedAt: started,
			finishedAt: isoMoment(at),
			...url === void 0 ? {} : { url },
			...attempts === void 0 ? {} : { attempts },
			...release === void 0 ? {} : { release },
			...at < (newest.get(environment) ?? Number.NEGATIVE_INFINITY) ? { late: true } : {}
		}
	};
})).toSorted((one, other) => one.at < other.at ? -1 : one.at > other.at ? 1 : 0);
/** When the newest report of each environment was made, in seconds. */
const newestReports = (deployments) => {
	const newest = /* @__PURE__ */ new Map();
	for (const { environment, reports } of deployments) for (const { at } of reports) newest.set(environment, Math.max(at, newest.get(environment) ?? at));
	return newest;
};

export { mergeDeployments as a, reportedState as c, recordedCommit as i, deploymentsIn as n, momentSeconds as o, newestReports as r, readDeploymentLines as s, deploymentRecords as t };
