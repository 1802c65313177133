import { S as readerOf, a as versionOfTemplate, b as directionOf, g as askedProgress, h as resultOf, l as listPods, m as changeWorkload, o as instancesOf, r as templateFromReplicaSets, t as aimOf, v as openWorkload, x as isObject, y as replicasOf } from "./drivers-rollouts-kubernetes-template.js";
import { t as rollingLimits } from "./drivers-rollouts-kubernetes-pace.js";

// src/drivers/rollouts/argo-rollouts-progress.ts
/** The controller has not looked yet. A text in the CRD; releases before 0.10 kept a hash there, which says nothing. */
const isUnseenByArgo = (workload) => {
	const observed = workload.text("status", "observedGeneration");
	return /^\d*$/.test(observed) && Number(observed) < workload.count("metadata", "generation");
};
/**
* What Argo says of a Rollout: `status.phase` and `status.message`, which its controller works out, once it has seen the
* latest change and carried out a promotion or abort that stands in the status.
*/
const progressOf = (workload) => {
	const moving = (why) => ({
		outcome: "moving",
		why
	});
	if (isUnseenByArgo(workload)) return moving("the controller has not seen the change yet");
	const replicas = replicasOf(workload);
	const updated = workload.count("status", "updatedReplicas");
	const available = workload.count("status", "availableReplicas");
	const phase = workload.text("status", "phase");
	const message = workload.text("status", "message").replace(/\s+/g, " ").slice(0, 300);
	const said = message === "" ? phase || "no phase yet" : `${phase}: ${message}`;
	if (workload.flag("status", "abort")) {
		if (directionOf(workload) !== "back") return {
			outcome: "failed",
			why: `it was aborted (${said})`
		};
		if (phase !== "Degraded" || updated > 0 || available < replicas) return moving(`the abort goes on (${said})`);
		return {
			outcome: "settled",
			why: "aborted, all pods run the version before; the Rollout, and Git if it manages it, still name the new one: revert it there"
		};
	}
	if (workload.flag("status", "promoteFull")) return moving(`it is being promoted in full (${said})`);
	switch (phase) {
		case "Healthy": return {
			outcome: "settled",
			why: `${available} of ${replicas} pods are available`
		};
		case "Degraded": return {
			outcome: "failed",
			why: said
		};
		case "Paused": return workload.list("status", "pauseConditions").map((each) => each.text("reason")).includes("CanaryPauseStep") ? {
			outcome: "settled",
			why: `it waits with ${updated} of ${replicas} pods updated`
		} : moving(`somebody, or an analysis, has paused it (${said})`);
		default: return moving(said);
	}
};

// src/drivers/rollouts/argo-rollouts-steps.ts
/**
* Steps that bring so many pods to the new version and wait there for a person, which is us. Only ever one exposure:
* Argo begins again at the first step when steps change, and an earlier, smaller one would take pods back.
* Weights are whole numbers, so that some exposures cannot be had; then the next smaller one, and never a larger.
*/
const stepsTo = (exposure, shape) => {
	const { replicas, isRouted, maxWeight } = shape;
	if (exposure >= replicas) return {
		kind: "steps",
		steps: []
	};
	const most = Math.floor(exposure * maxWeight / replicas);
	const weight = isRouted ? most : weightFor(exposure, shape);
	if (weight < 1) {
		const fewest = Math.ceil(replicas / maxWeight);
		return {
			kind: "impossible",
			why: `Argo's smallest weight, 1 of ${maxWeight}, is more than ${exposure} of ${replicas} pods: ${isRouted ? `raise trafficRouting.maxTrafficWeight, or begin with ${fewest} pods` : `begin with ${fewest} pods`}`
		};
	}
	return {
		kind: "steps",
		steps: [
			...isRouted ? [{ setCanaryScale: { replicas: exposure } }] : [],
			{ setWeight: weight },
			{ pause: {} }
		]
	};
};
/** The weight that Argo turns into as many pods as may be, and no more; 0 where there is none. */
const weightFor = (exposure, shape) => {
	let [best, most] = [0, 0];
	for (let weight = 1; weight < shape.maxWeight; weight++) {
		const pods = podsAt(weight, shape);
		if (pods > exposure || pods < most) continue;
		const share = exposure * shape.maxWeight / shape.replicas;
		if (pods > most || Math.abs(weight - share) < Math.abs(best - share)) [best, most] = [weight, pods];
	}
	return best;
};
/**
* How many pods Argo makes of a weight: of the counts on either side of the exact one, in a fleet as large as asked or
* one larger, the one whose share is nearest; the larger where they are as near; at least one.
*/
const podsAt = (weight, { replicas, maxWeight, surges }) => {
	const exact = weight * replicas / maxWeight;
	const counts = [Math.ceil(exact), Math.floor(exact)].filter((pods) => pods > 0);
	return [replicas, ...surges ? [replicas + 1] : []].flatMap((total) => counts.filter((pods) => pods < total).map((pods) => ({
		pods,
		distance: Math.abs(pods * maxWeight / total - weight)
	}))).reduce((best, each) => each.distance < best.distance || each.distance === best.distance && each.pods > best.pods ? each : best).pods;
};

// src/drivers/rollouts/argo-rollouts.ts
/**
* A Rollout of Argo Rollouts with a canary strategy. **Held to the published schema of its CRD, and untested on a real
* one.** Its `steps` are ours while it moves: each exposure is written as a weight and a pause without end, the last one
* by promoting in full, as `kubectl argo rollouts promote --full` does. Going back aborts what is under way and undoes
* what is done. After an abort the Rollout, and Git where Git manages it, still name the new version: a person must
* revert it there, and where Argo CD heals drift, `image` and `steps` belong under its ignoreDifferences.
* Needs the rights of `openKubernetes` on `rollouts` of `argoproj.io`, and patch on `rollouts/status`.
* @throws ConfigError where the kubeconfig or the plan cannot be obeyed
*/
const openArgoRollouts = async (targets, surroundings, pace = null) => {
	const open = await openWorkload(targets, surroundings, {
		group: "argoproj.io",
		version: "v1alpha1",
		plural: "rollouts"
	}, pace);
	const { cluster, resource } = open;
	return {
		stopsAtExposure: true,
		close: async () => cluster.close(),
		observe: async (signal) => instancesOf(open, await listPods(open, await cluster.get(resource, signal), signal), signal),
		expose: (exposure, context) => expose(open, exposure, context),
		goBack: (context) => goBack(open, context),
		progress: (signal) => askedProgress(async () => progressOf(await cluster.get(resource, signal)))
	};
};
const expose = async (open, exposure, context) => {
	const { cluster, resource, clock } = open;
	let status = null;
	const result = await changeWorkload({
		cluster,
		workload: resource,
		type: "merge",
		direction: "forward",
		context,
		clock,
		intend: (workload) => {
			const isAborted = workload.flag("status", "abort");
			const isLast = exposure >= replicasOf(workload) && isUnderWay(workload);
			status = isAborted ? { abort: false } : isLast ? { promoteFull: true } : null;
			return intendForward(open, workload, context.version, exposure);
		}
	});
	if (result.outcome !== "done") return result;
	return status === null ? { outcome: "done" } : patchStatus(open, result.workload, status, context);
};
/** A canary that waits to be promoted: its pods are not those the Rollout calls stable. */
const isUnderWay = (workload) => {
	const stable = workload.text("status", "stableRS");
	return stable !== "" && stable !== workload.text("status", "currentPodHash");
};
const intendForward = (open, workload, version, exposure) => {
	const unfit = unfitness(workload);
	if (unfit !== null) return {
		kind: "never",
		why: unfit
	};
	const aim = aimOf(workload, open, version);
	if (aim.kind === "never") return aim;
	const replicas = replicasOf(workload);
	const canary = readerOf("canary", workload.record("spec", "strategy", "canary"));
	const limits = open.pace && rollingLimits(open.pace, replicas, "forward");
	if (limits?.kind === "impossible") return {
		kind: "never",
		why: limits.why
	};
	const planned = stepsTo(exposure, {
		replicas,
		isRouted: canary.has("trafficRouting"),
		maxWeight: canary.count("trafficRouting", "maxTrafficWeight") || 100,
		surges: limits ? limits.maxSurge > 0 : !/^0%?$/.test(String(canary.record()["maxSurge"] ?? "25%"))
	});
	if (planned.kind === "impossible") return {
		kind: "never",
		why: planned.why
	};
	const isAborted = workload.flag("status", "abort");
	if (aim.isThere && exposure >= replicas && !isAborted) {
		if (isUnderWay(workload)) return {
			kind: "write",
			spec: {}
		};
		if (!isUnseenByArgo(workload)) return { kind: "already" };
	}
	const standing = canary.list("steps").map(({ value }) => value);
	if (aim.isThere && JSON.stringify(standing) === JSON.stringify(planned.steps)) return isAborted ? {
		kind: "write",
		spec: {}
	} : { kind: "already" };
	return {
		kind: "write",
		spec: {
			minReadySeconds: open.minReadySeconds,
			progressDeadlineSeconds: Math.max(open.progressSeconds, open.minReadySeconds + 1),
			strategy: { canary: {
				steps: planned.steps,
				...limits && {
					maxUnavailable: limits.maxUnavailable,
					maxSurge: limits.maxSurge
				}
			} },
			template: { spec: { containers: containersWith(workload, aim) } }
		}
	};
};
/** A merge patch replaces lists whole: all containers as they were read, with one image changed. */
const containersWith = (workload, aim) => workload.list("spec", "template", "spec", "containers").map((container) => ({
	...container.record(),
	...container.text("name") === aim.container && { image: aim.image }
}));
const unfitness = (workload) => {
	if (workload.has("spec", "workloadRef")) return "its template is in another object (spec.workloadRef): name that Deployment as the target, or move the template here";
	if (!workload.has("spec", "strategy", "canary")) return "its strategy is no canary, and only a canary can stop at an exposure: set spec.strategy.canary";
	if (workload.flag("spec", "paused")) return "somebody has paused it: look why, then kubectl argo rollouts promote";
	return null;
};
const goBack = async (open, context) => {
	const { cluster, resource, clock } = open;
	let mustAbort = false;
	const result = await changeWorkload({
		cluster,
		workload: resource,
		type: "merge",
		direction: "back",
		context,
		clock,
		intend: async (workload) => {
			const isNamed = versionOfTemplate(workload.record("spec", "template"), open) === context.version;
			mustAbort = !isNamed && isUnderWay(workload);
			if (isNamed) return { kind: "already" };
			return mustAbort ? {
				kind: "write",
				spec: {}
			} : intendUndo(open, workload, context);
		}
	});
	if (result.outcome !== "done") return result;
	return mustAbort ? patchStatus(open, result.workload, { abort: true }, context) : { outcome: "done" };
};
/** The new version is stable already: the template goes back, without steps, inside the plan's limits. */
const intendUndo = async (open, workload, { version, signal }) => {
	const aim = aimOf(workload, open, version);
	if (aim.kind === "never") return aim;
	const limits = open.pace && rollingLimits(open.pace, replicasOf(workload), "back");
	const remembered = await templateFromReplicaSets(workload, open, version, signal, "rollout.argoproj.io/revision");
	return {
		kind: "write",
		spec: {
			strategy: { canary: {
				steps: [],
				...limits?.kind === "limits" && {
					maxUnavailable: limits.maxUnavailable,
					maxSurge: limits.maxSurge
				}
			} },
			template: remembered === null ? { spec: { containers: containersWith(workload, aim) } } : replacing(workload.record("spec", "template"), remembered)
		}
	};
};
/** As a merge patch that leaves nothing of what stood there: a key it does not name would stay. */
const replacing = (standing, wanted) => {
	const gone = Object.keys(standing).filter((key) => !Object.hasOwn(wanted, key));
	const kept = Object.entries(wanted).map(([key, value]) => {
		const before = standing[key];
		return [key, isObject(before) && isObject(value) ? replacing(before, value) : value];
	});
	return Object.fromEntries([...gone.map((key) => [key, null]), ...kept]);
};
/** The status is a door of its own, and takes no annotation: the version read after the fence was written guards it. */
const patchStatus = async ({ cluster, resource }, fenced, status, { signal }) => {
	try {
		const metadata = { resourceVersion: fenced.needed("metadata", "resourceVersion") };
		await cluster.patch({
			...resource,
			subresource: "status"
		}, "merge", {
			metadata,
			status
		}, signal);
		return { outcome: "done" };
	} catch (error) {
		return resultOf(error);
	}
};

export { openArgoRollouts };
