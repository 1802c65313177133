import { G as ConfigError, J as isOurs, K as SourceError } from "./main-gate.js";
import { n as imageNaming, t as rollingLimits } from "./drivers-rollouts-kubernetes-pace.js";
import { t as compareNames } from "./rollout-fleet.js";

// src/clients/nomad/nomad.ts
var NomadError = class extends SourceError {
	failure;
	constructor(failure, message, cause) {
		super(message, cause === void 0 ? void 0 : { cause });
		this.failure = failure;
	}
};
const answerMilliseconds = 2e4;
const mostReads = 4;
const firstWaitMilliseconds = 250;
const openNomadApi = (place, { fetch, clock }) => {
	const once = async (method, path, signal, body) => {
		const address = new URL(`/v1/${path.map(encodeURIComponent).join("/")}`, place.address);
		address.searchParams.set("namespace", place.namespace);
		if (place.region !== void 0) address.searchParams.set("region", place.region);
		const what = `nomad ${place.address}: ${method} /v1/${path.join("/")}`;
		let response;
		let text;
		try {
			response = await fetch(address, {
				method,
				headers: {
					accept: "application/json",
					...body !== void 0 && { "content-type": "application/json" },
					...place.token !== null && { "x-nomad-token": place.token }
				},
				...body !== void 0 && { body: JSON.stringify(body) },
				redirect: "error",
				signal: AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)])
			});
			text = await response.text();
		} catch (error) {
			throw new NomadError("unanswered", `${what}: ${faultOf(error)}`, error);
		}
		if (!response.ok) throw failureOf(what, response.status, text, place);
		try {
			return JSON.parse(text);
		} catch (error) {
			throw new NomadError("rubbish", `${what} is answered with no JSON; is that address Nomad's API?`, error);
		}
	};
	return async (method, path, signal, body) => {
		for (let tries = 1;; tries++) try {
			return await once(method, path, signal, body);
		} catch (error) {
			const mayPass = error instanceof NomadError && ["busy", "unanswered"].includes(error.failure);
			if (method !== "GET" || !mayPass || tries >= mostReads || signal.aborted) throw error;
			await clock.sleep(firstWaitMilliseconds * 2 ** (tries - 1), signal);
		}
	};
};
/** Nomad answers in plain text, and 500 for much that is the asker's mistake. */
const failureOf = (what, status, text, { namespace }) => {
	const said = text.replace(/\s+/g, " ").trim().slice(0, 300);
	const answered = `${what} answered ${status}${said && ` (${said})`}`;
	if (status === 403 || status === 401) return new NomadError("denied", `${answered}; the token's policy needs read-job, submit-job and list-jobs in namespace "${namespace}": check targets.token-env`);
	if (status === 404) return new NomadError("absent", `${answered}; check targets.job, namespace and region`);
	if (/enforcing job modify index/i.test(said)) return new NomadError("conflict", `${answered}; somebody else changed the job in between`);
	if (status === 429 || status === 502 || status === 503 || status === 504) return new NomadError("busy", `${answered}; try again`);
	return new NomadError("refused", `${answered}; Nomad does not accept the request`);
};
const faultOf = (error) => {
	if (!(error instanceof Error)) return "no answer";
	if (error.name === "TimeoutError") return `no answer within ${answerMilliseconds / 1e3} s`;
	return error.cause?.code ?? error.message;
};

// src/drivers/rollouts/nomad-job.ts
/** The version is the tag, or the digest, of an image: that of the leading task, else of the first that has one. */
const naming = imageNaming(void 0);
const leadOf = ({ tasks }) => {
	const withImage = tasks.filter(({ image }) => image !== null);
	return withImage.find(({ isLeader }) => isLeader) ?? withImage[0];
};
const versionOfGroup = (group) => {
	const image = leadOf(group)?.image ?? null;
	return image === null ? "unknown" : naming.versionOf(image);
};
/** The one that was named, else the only one; a sentence where that leaves nobody or several. */
const groupOf$1 = ({ groups }, name) => {
	return (name === void 0 && groups.length === 1 ? groups[0] : groups.find((each) => each.name === name)) ?? `targets.group must be one of ${groups.map((each) => each.name).join(", ") || "(none)"}`;
};
const nanoseconds = 1e9;
/** The job with another version in one group, and an update block that waits for us. A sentence where it cannot be. */
const jobFor = (job, groupName, version, limits) => {
	const group = job.groups.find(({ name }) => name === groupName);
	const lead = group && leadOf(group);
	if (lead === void 0 || lead.image === null) return `no task of group "${groupName}" has a config.image, so that nothing says its version: deploy it as an image`;
	const image = naming.imageOf(version, lead.image);
	if (image === null) return `"${version}" can be no tag and no digest of an image: use one that is`;
	return withGroup(job.whole, groupName, (whole) => ({
		...whole,
		Update: updateBlock(whole["Update"], limits),
		Tasks: whole["Tasks"].map((task) => task["Name"] === lead.name ? {
			...task,
			Config: {
				...task["Config"],
				image
			}
		} : task)
	}));
};
/** An older job as it was, with an update block that does not wait for anybody. */
const jobBack = (older, groupName, limits) => withGroup(older.whole, groupName, (whole) => ({
	...whole,
	Update: updateBlock(whole["Update"], limits)
}));
/** Promotion and the way back are decided by the gate alone, so Nomad does neither by itself. */
const updateBlock = (standing, limits) => ({
	...typeof standing === "object" && standing !== null ? standing : {},
	Canary: limits.canary,
	MaxParallel: limits.maxParallel,
	AutoPromote: false,
	AutoRevert: false,
	MinHealthyTime: limits.minHealthySeconds * nanoseconds,
	HealthyDeadline: limits.healthySeconds * nanoseconds,
	ProgressDeadline: limits.progressSeconds * nanoseconds
});
const withGroup = (whole, name, change) => ({
	...whole,
	TaskGroups: whole["TaskGroups"].map((group) => group["Name"] === name ? change(group) : group)
});

// src/clients/nomad/shapes.ts
const fail = (what) => {
	throw new NomadError("rubbish", `nomad: ${what}; is targets.address Nomad's API?`);
};
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const record = (value, what) => isRecord(value) ? value : fail(`${what} is no object`);
const text = (value, what) => typeof value === "string" && value !== "" ? value : fail(`${what} is no text`);
const count = (value, what) => Number.isSafeInteger(value) && value >= 0 ? value : fail(`${what} is no whole number`);
/** Go writes an empty list or map as null. */
const list = (value, what) => value === null || value === void 0 ? [] : Array.isArray(value) ? value : fail(`${what} is no list`);
const jobOf = (value) => {
	const whole = record(value, "the job");
	return {
		whole,
		version: count(whole["Version"], "Version"),
		modifyIndex: count(whole["JobModifyIndex"], "JobModifyIndex"),
		groups: list(whole["TaskGroups"], "TaskGroups").map((each) => groupOf(record(each, "a task group")))
	};
};
const groupOf = (group) => ({
	name: text(group["Name"], "the name of a task group"),
	count: count(group["Count"] ?? 1, "Count"),
	canary: isRecord(group["Update"]) ? count(group["Update"]["Canary"] ?? 0, "Update.Canary") : 0,
	tasks: list(group["Tasks"], "Tasks").map((each) => {
		const task = record(each, "a task");
		const image = isRecord(task["Config"]) ? task["Config"]["image"] : void 0;
		return {
			name: text(task["Name"], "the name of a task"),
			isLeader: task["Leader"] === true,
			image: typeof image === "string" && image !== "" ? image : null
		};
	})
});
const versionsOf = (value) => list(record(value, "the versions")["Versions"], "Versions").map(jobOf);
/** The job's newest deployment as one group has it; null where there is none. */
const deploymentOf = (value, group) => {
	if (value === null) return null;
	const found = record(value, "the deployment");
	const groups = record(found["TaskGroups"] ?? {}, "TaskGroups");
	const state = record(groups[group] ?? {}, "the state of the task group");
	return {
		id: text(found["ID"], "the ID of the deployment"),
		jobVersion: count(found["JobVersion"], "JobVersion"),
		status: text(found["Status"], "the status of the deployment"),
		description: typeof found["StatusDescription"] === "string" ? found["StatusDescription"] : "",
		canaries: count(state["DesiredCanaries"] ?? 0, "DesiredCanaries"),
		isPromoted: state["Promoted"] === true,
		healthy: count(state["HealthyAllocs"] ?? 0, "HealthyAllocs"),
		total: count(state["DesiredTotal"] ?? 0, "DesiredTotal")
	};
};
const allocationsOf = (value) => list(value, "the allocations").map((each) => {
	const found = record(each, "an allocation");
	const verdict = isRecord(found["DeploymentStatus"]) ? found["DeploymentStatus"]["Healthy"] : null;
	return {
		id: text(found["ID"], "the ID of an allocation"),
		group: text(found["TaskGroup"], "TaskGroup"),
		node: text(found["NodeID"], "NodeID"),
		jobVersion: count(found["JobVersion"], "JobVersion"),
		isWanted: found["DesiredStatus"] === "run",
		clientStatus: text(found["ClientStatus"], "ClientStatus"),
		isHealthy: typeof verdict === "boolean" ? verdict : null
	};
});
/** A zone: what the node says of itself under that name, else its datacenter. */
const zoneOfNode = (value, label) => {
	const node = record(value, "the node");
	return (label === void 0 ? [] : [node["Meta"], node["Attributes"]].filter(isRecord).map((each) => each[label])).find((each) => typeof each === "string" && each !== "") ?? (label === void 0 && typeof node["Datacenter"] === "string" ? node["Datacenter"] : "");
};

// src/drivers/rollouts/nomad-reading.ts
const readJob = async ({ ask, job, group }, signal) => {
	const found = jobOf(await ask("GET", ["job", job], signal));
	const chosen = groupOf$1(found, group);
	if (typeof chosen === "string") throw new ConfigError(`nomad job ${job}: ${chosen}`);
	return {
		found,
		group: chosen
	};
};
const readVersions = async ({ ask, job }, signal) => versionsOf(await ask("GET", [
	"job",
	job,
	"versions"
], signal));
const readAllocations = async ({ ask, job }, group, signal) => allocationsOf(await ask("GET", [
	"job",
	job,
	"allocations"
], signal)).filter((each) => each.group === group.name && ![
	"complete",
	"failed",
	"lost"
].includes(each.clientStatus)).toSorted((one, other) => compareNames(one.id, other.id));
const readDeployment = async ({ ask, job }, group, signal) => deploymentOf(await ask("GET", [
	"job",
	job,
	"deployment"
], signal), group.name);
/** Allocations as instances, each with the version of the job it was placed from. @throws NomadError */
const observe = async (open, signal) => {
	const { group } = await readJob(open, signal);
	const versions = new Map((await readVersions(open, signal)).map((each) => [each.version, versionIn(each, group.name)]));
	const instances = [];
	for (const allocation of await readAllocations(open, group, signal)) {
		const zone = await zoneOf(open, allocation.node, signal);
		const healthy = allocation.clientStatus === "running" && allocation.isHealthy !== false;
		instances.push({
			id: allocation.id,
			version: versions.get(allocation.jobVersion) ?? "unknown",
			healthy,
			inRotation: healthy && allocation.isWanted,
			...zone !== "" && { zone }
		});
	}
	return instances;
};
const versionIn = ({ groups }, name) => {
	const group = groups.find((each) => each.name === name);
	return group === void 0 ? "unknown" : versionOfGroup(group);
};
const zoneOf = async ({ ask, nodeZones, zoneLabel }, node, signal) => {
	const known = nodeZones.get(node);
	if (known !== void 0) return known;
	let zone = "";
	try {
		zone = zoneOfNode(await ask("GET", ["node", node], signal), zoneLabel);
	} catch (error) {
		if (!(error instanceof NomadError) || !["denied", "absent"].includes(error.failure)) throw error;
	}
	nodeZones.set(node, zone);
	return zone;
};

// src/drivers/rollouts/nomad-progress.ts
/**
* What Nomad's newest deployment says; where it belongs to an older version of the job, or there is none, what the
* allocations say. @throws NomadError
*/
const progressOf = async (open, signal) => {
	const { found, group } = await readJob(open, signal);
	const deployment = await readDeployment(open, group, signal);
	if (deployment !== null && deployment.jobVersion === found.version) {
		const { status, description, canaries, healthy, total, isPromoted } = deployment;
		if (status === "failed" || status === "cancelled") return {
			outcome: "failed",
			why: `${status}: ${description}`
		};
		if (status === "paused") return {
			outcome: "moving",
			why: "somebody has paused the deployment"
		};
		if (status !== "successful") {
			if (canaries > 0 && !isPromoted && healthy >= canaries) return {
				outcome: "settled",
				why: `${canaries} canaries are healthy and wait to be promoted`
			};
			return {
				outcome: "moving",
				why: `${healthy} of ${canaries > 0 && !isPromoted ? canaries : total} allocations are healthy`
			};
		}
	}
	const allocations = (await readAllocations(open, group, signal)).filter(({ isWanted }) => isWanted);
	const versions = new Map((await readVersions(open, signal)).map((each) => [each.version, versionIn(each, group.name)]));
	const running = allocations.filter(({ clientStatus, isHealthy, jobVersion }) => clientStatus === "running" && isHealthy !== false && versions.get(jobVersion) === versionOfGroup(group)).length;
	return running >= group.count && running === allocations.length ? {
		outcome: "settled",
		why: `${running} of ${group.count} allocations run ${versionOfGroup(group)}`
	} : {
		outcome: "moving",
		why: `${running} of ${group.count} allocations run ${versionOfGroup(group)}`
	};
};

// src/drivers/rollouts/nomad.ts
/**
* A task group of a Nomad job whose version is the tag of its image. **Held to schemas written from Nomad's published
* API description, and untested on a real one.** An exposure is that many canaries beside the old allocations, never
* promoted by Nomad itself; a larger exposure registers the job again, which starts its canaries anew; the whole group
* is a promotion. Going back fails the deployment and registers the last job that had the older version.
* Every registration is bound to the job's index as it was read. Nomad has no place for an epoch that would not restart
* allocations, so an older coordinator is kept out by the journal alone.
* In rotation means that Nomad wants it and counts it healthy: what Consul says of a service is not asked.
* @throws ConfigError where the token's variable is not set
*/
const openNomad = async (targets, { fetch, clock, environment, health }, pace = null) => {
	const variable = targets["token-env"];
	const token = variable === void 0 ? null : environment[variable] ?? "";
	if (token === "") throw new ConfigError(`targets.token-env: the environment variable ${variable} is not set; put the ACL token there`);
	const { address, namespace, region } = targets;
	const open = {
		ask: openNomadApi({
			address,
			namespace,
			region,
			token
		}, {
			fetch,
			clock
		}),
		job: targets.job,
		group: targets.group,
		zoneLabel: targets["zone-label"],
		nodeZones: /* @__PURE__ */ new Map(),
		clock,
		pace,
		seconds: {
			minHealthySeconds: health.minHealthyTime.seconds,
			healthySeconds: health.healthyDeadline.seconds,
			progressSeconds: Math.max(health.progressDeadline.seconds, health.healthyDeadline.seconds + 1)
		}
	};
	return {
		stopsAtExposure: true,
		close: async () => {},
		observe: (signal) => observe(open, signal),
		expose: (exposure, context) => attempt(open, context, () => expose(open, exposure, context)),
		goBack: (context) => attempt(open, context, () => goBack(open, context)),
		progress: async (signal) => {
			try {
				return await progressOf(open, signal);
			} catch (error) {
				if (!(error instanceof NomadError)) throw error;
				return {
					outcome: "moving",
					why: error.message
				};
			}
		}
	};
};
const mostTries = 5;
const retryMilliseconds = 200;
/** Again where somebody else wrote in between, or an answer was lost: each try reads anew, so nothing is done twice. */
const attempt = async ({ clock }, { signal, deadline }, act) => {
	let why = "";
	for (let tries = 1; tries <= mostTries; tries++) {
		if (signal.aborted) return {
			outcome: "again",
			why: "stopped"
		};
		if (clock.now() >= deadline) return {
			outcome: "busy",
			why: why || "the deadline is over"
		};
		try {
			return await act();
		} catch (error) {
			if (!isOurs(error)) throw error;
			why = error.message;
			if (!(error instanceof NomadError && [
				"conflict",
				"busy",
				"unanswered"
			].includes(error.failure))) return {
				outcome: "failed",
				why
			};
			await clock.sleep(retryMilliseconds * tries, signal);
		}
	}
	return {
		outcome: "again",
		why
	};
};
const expose = async (open, exposure, context) => {
	const { signal, version } = context;
	const { found, group } = await readJob(open, signal);
	const isAll = exposure >= group.count;
	const isThere = versionOfGroup(group) === version;
	if (isThere && isAll) return promote(open, group, found, context);
	if (isThere && group.canary === exposure) return { outcome: "done" };
	const limits = open.pace && rollingLimits(open.pace, group.count, "forward");
	if (limits?.kind === "impossible" && isAll) return {
		outcome: "failed",
		why: limits.why
	};
	const job = jobFor(found, group.name, version, {
		...open.seconds,
		canary: isAll ? 0 : exposure,
		maxParallel: limits?.kind === "limits" ? Math.max(1, limits.maxUnavailable) : 1
	});
	if (typeof job === "string") return {
		outcome: "failed",
		why: job
	};
	return register(open, found, job, signal);
};
const promote = async (open, group, found, { signal }) => {
	const deployment = await readDeployment(open, group, signal);
	if (!(deployment !== null && deployment.jobVersion === found.version && deployment.status === "running" && deployment.canaries > 0 && !deployment.isPromoted)) return { outcome: "done" };
	const body = {
		DeploymentID: deployment.id,
		Groups: [group.name]
	};
	await open.ask("POST", [
		"deployment",
		"promote",
		deployment.id
	], signal, body);
	return { outcome: "done" };
};
const goBack = async (open, context) => {
	const { signal, version } = context;
	const { found, group } = await readJob(open, signal);
	if (versionOfGroup(group) === version) return { outcome: "done" };
	const deployment = await readDeployment(open, group, signal);
	if (deployment !== null && [
		"running",
		"paused",
		"pending",
		"blocked"
	].includes(deployment.status)) await open.ask("POST", [
		"deployment",
		"fail",
		deployment.id
	], signal);
	const [newest] = (await readVersions(open, signal)).filter((each) => versionIn(each, group.name) === version).toSorted((one, other) => other.version - one.version);
	const limits = open.pace && rollingLimits(open.pace, group.count, "back");
	const update = {
		...open.seconds,
		canary: 0,
		maxParallel: limits?.kind === "limits" ? Math.max(1, limits.maxUnavailable) : 1
	};
	const job = newest === void 0 ? jobFor(found, group.name, version, update) : jobBack(newest, group.name, update);
	if (typeof job === "string") return {
		outcome: "failed",
		why: job
	};
	return register(open, found, job, signal);
};
/** Registered only over the job that was read: Nomad compares its index. Counts an autoscaler has changed stay. */
const register = async ({ ask, job }, { modifyIndex }, whole, signal) => {
	await ask("POST", ["job", job], signal, {
		Job: whole,
		EnforceIndex: true,
		JobModifyIndex: modifyIndex,
		PreserveCounts: true
	});
	return { outcome: "done" };
};

export { openNomad };
