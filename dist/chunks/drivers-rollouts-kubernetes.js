import { C as ClusterError, _ as isUnseen, a as versionOfTemplate, c as isReady, d as podsOf, f as troubleOf, g as askedProgress, h as resultOf, i as templateFromRevisions, l as listPods, m as changeWorkload, n as imagePatch, o as instancesOf, p as versionOfPod, r as templateFromReplicaSets, s as isLeaving, t as aimOf, u as nameOf, v as openWorkload, y as replicasOf } from "./drivers-rollouts-kubernetes-template.js";
import { t as rollingLimits } from "./drivers-rollouts-kubernetes-pace.js";

// src/drivers/rollouts/kubernetes-deployment.ts
/**
* A Deployment. It has no way to stop at an exposure: between `paused: true` being written and being obeyed its
* controller goes on (kubernetes#94094), so the whole fleet is one wave, inside the limits the plan gives it. Waves
* need a StatefulSet or an Argo Rollout. It never rolls back by itself; `goBack` does what `kubectl rollout undo` does.
*/
const deploymentOrchestrator = (open) => {
	const { cluster, resource, clock } = open;
	return {
		stopsAtExposure: false,
		close: async () => cluster.close(),
		observe: async (signal) => instancesOf(open, await listPods(open, await cluster.get(resource, signal), signal), signal),
		expose: async (_exposure, context) => {
			const intend = (workload) => intendForward$1(open, workload, context.version);
			const result = await changeWorkload({
				cluster,
				workload: resource,
				type: "strategic",
				direction: "forward",
				context,
				clock,
				intend
			});
			return result.outcome === "done" ? { outcome: "done" } : result;
		},
		goBack: async (context) => {
			const result = await changeWorkload({
				cluster,
				workload: resource,
				type: "strategic",
				direction: "back",
				context,
				clock,
				intend: (workload) => intendBack$1(open, workload, context.version, context.signal)
			});
			return result.outcome === "done" ? { outcome: "done" } : result;
		},
		progress: (signal) => askedProgress(() => progressOf$1(open, signal))
	};
};
const intendForward$1 = (open, workload, version) => {
	if (workload.text("spec", "strategy", "type") === "Recreate") return {
		kind: "never",
		why: "its strategy is Recreate, which stops all pods at once: set spec.strategy.type to RollingUpdate"
	};
	if (workload.flag("spec", "paused")) return {
		kind: "never",
		why: "somebody has paused it: look why, then kubectl rollout resume"
	};
	const aim = aimOf(workload, open, version);
	if (aim.kind === "never") return aim;
	if (aim.isThere) return { kind: "already" };
	const limits = open.pace && rollingLimits(open.pace, replicasOf(workload), "forward");
	if (limits?.kind === "impossible") return {
		kind: "never",
		why: limits.why
	};
	return {
		kind: "write",
		spec: {
			minReadySeconds: open.minReadySeconds,
			progressDeadlineSeconds: Math.max(open.progressSeconds, open.minReadySeconds + 1),
			...limits && { strategy: strategyOf(limits) },
			template: imagePatch(aim)
		}
	};
};
const intendBack$1 = async (open, workload, version, signal) => {
	const aim = aimOf(workload, open, version);
	if (aim.kind === "never") return aim;
	if (versionOfTemplate(workload.record("spec", "template"), open) === version && !workload.flag("spec", "paused")) return { kind: "already" };
	const limits = open.pace && rollingLimits(open.pace, replicasOf(workload), "back");
	const remembered = await templateFromReplicaSets(workload, open, version, signal);
	return {
		kind: "write",
		spec: {
			...workload.flag("spec", "paused") && { paused: false },
			...limits?.kind === "limits" && { strategy: strategyOf(limits) },
			template: remembered === null ? imagePatch(aim) : {
				...remembered,
				$patch: "replace"
			}
		}
	};
};
const strategyOf = ({ maxUnavailable, maxSurge }) => ({
	type: "RollingUpdate",
	rollingUpdate: {
		maxUnavailable,
		maxSurge
	}
});
/** The reading of `kubectl rollout status`, with the pod that is in the way. */
const progressOf$1 = async (open, signal) => {
	const workload = await open.cluster.get(open.resource, signal);
	if (isUnseen(workload)) return {
		outcome: "moving",
		why: "the controller has not seen the change yet"
	};
	const conditions = workload.list("status", "conditions");
	const isOver = conditions.some((each) => each.text("type") === "Progressing" && each.text("reason") === "ProgressDeadlineExceeded");
	const replicas = replicasOf(workload);
	const [updated, all, available] = [
		"updatedReplicas",
		"replicas",
		"availableReplicas"
	].map((key) => workload.count("status", key));
	if (!(updated < replicas || all > updated || available < updated) && !isOver) return {
		outcome: "settled",
		why: `${available} of ${replicas} pods are available`
	};
	const trouble = await troubleInTheWay(open, workload, conditions, signal);
	const because = trouble === "" ? "" : `; ${trouble}`;
	if (isOver) return {
		outcome: "failed",
		why: `no progress for ${workload.count("spec", "progressDeadlineSeconds")} s (ProgressDeadlineExceeded)${because}`
	};
	if (workload.flag("spec", "paused")) return {
		outcome: "moving",
		why: `somebody has paused it with ${updated} of ${replicas} pods updated`
	};
	if (updated < replicas) return {
		outcome: "moving",
		why: `${updated} of ${replicas} pods are updated${because}`
	};
	if (all > updated) return {
		outcome: "moving",
		why: `${all - updated} pods of the version before are still ending`
	};
	return {
		outcome: "moving",
		why: `${available} of ${updated} updated pods are available${because}`
	};
};
/** A quota that lets no pod be made, or what the newest pods say. */
const troubleInTheWay = async (open, workload, conditions, signal) => {
	const refused = conditions.find((each) => each.text("type") === "ReplicaFailure" && each.text("status") === "True");
	if (refused !== void 0) return refused.text("message").replace(/\s+/g, " ").slice(0, 200);
	const version = versionOfTemplate(workload.record("spec", "template"), open);
	return version === null ? "" : troubleOf(open, await listPods(open, workload, signal), version);
};

// src/drivers/rollouts/kubernetes-stateful-set.ts
/**
* A StatefulSet: pods whose ordinal is at or above `partition` run the new version, so lowering it step by step makes
* waves that the cluster itself keeps. Its controller moves one pod at a time, the highest ordinal first, and waits for
* each. It has no deadline of its own: a pod that never gets ready is for the engine's deadlines, and goes by hand on
* the way back, because the controller waits for it for ever (kubernetes#67250).
*/
const statefulSetOrchestrator = (open) => {
	const { cluster, resource, clock } = open;
	return {
		stopsAtExposure: true,
		close: async () => cluster.close(),
		observe: async (signal) => instancesOf(open, await listPods(open, await cluster.get(resource, signal), signal), signal),
		expose: async (exposure, context) => {
			const result = await changeWorkload({
				cluster,
				workload: resource,
				type: "strategic",
				direction: "forward",
				context,
				clock,
				intend: (workload) => intendForward(open, workload, context.version, exposure)
			});
			return result.outcome === "done" ? { outcome: "done" } : result;
		},
		goBack: async (context) => {
			const result = await changeWorkload({
				cluster,
				workload: resource,
				type: "strategic",
				direction: "back",
				context,
				clock,
				intend: (workload) => intendBack(open, workload, context.version, context.signal)
			});
			return result.outcome === "done" ? deleteStuckPods(open, context) : result;
		},
		progress: (signal) => askedProgress(() => progressOf(open, signal))
	};
};
/** Ordinals need not begin at 0. */
const firstOrdinal = (workload) => workload.count("spec", "ordinals", "start");
const partitionOf = (workload) => workload.count("spec", "updateStrategy", "rollingUpdate", "partition");
const intendForward = (open, workload, version, exposure) => {
	if (workload.text("spec", "updateStrategy", "type") === "OnDelete") return {
		kind: "never",
		why: "its update strategy is OnDelete, which moves no pod: set spec.updateStrategy.type to RollingUpdate"
	};
	const aim = aimOf(workload, open, version);
	if (aim.kind === "never") return aim;
	const partition = firstOrdinal(workload) + Math.max(0, replicasOf(workload) - exposure);
	if (aim.isThere && partitionOf(workload) === partition) return { kind: "already" };
	return {
		kind: "write",
		spec: {
			minReadySeconds: open.minReadySeconds,
			updateStrategy: {
				type: "RollingUpdate",
				rollingUpdate: { partition }
			},
			template: imagePatch(aim)
		}
	};
};
const intendBack = async (open, workload, version, signal) => {
	const aim = aimOf(workload, open, version);
	if (aim.kind === "never") return aim;
	const partition = firstOrdinal(workload);
	const isAimed = versionOfTemplate(workload.record("spec", "template"), open) === version;
	if (isAimed && partitionOf(workload) <= partition) return { kind: "already" };
	const remembered = isAimed ? null : await templateFromRevisions(workload, open, version, signal);
	return {
		kind: "write",
		spec: {
			updateStrategy: {
				type: "RollingUpdate",
				rollingUpdate: { partition }
			},
			...!isAimed && { template: remembered === null ? imagePatch(aim) : {
				...remembered,
				$patch: "replace"
			} }
		}
	};
};
const lookMilliseconds = 200;
/**
* Deletes pods that do not get ready on a version nobody wants any more. Only after the controller has seen the old
* template: before that it would bring them up on the wrong one again.
*/
const deleteStuckPods = async (open, context) => {
	const { cluster, resource, clock } = open;
	const { signal, version } = context;
	try {
		let workload = await cluster.get(resource, signal);
		while (isUnseen(workload)) {
			if (signal.aborted) return {
				outcome: "again",
				why: "stopped"
			};
			if (clock.now() >= context.deadline) return {
				outcome: "busy",
				why: "the controller does not look at the StatefulSet"
			};
			await clock.sleep(lookMilliseconds, signal);
			workload = await cluster.get(resource, signal);
		}
		for (const pod of await listPods(open, workload, signal)) {
			if (isReady(pod) || isLeaving(pod) || versionOfPod(pod, open) === version) continue;
			await cluster.remove({
				...podsOf(open),
				name: nameOf(pod)
			}, pod.needed("metadata", "uid"), signal);
		}
		return { outcome: "done" };
	} catch (error) {
		return resultOf(error);
	}
};
const progressOf = async (open, signal) => {
	const workload = await open.cluster.get(open.resource, signal);
	if (isUnseen(workload)) return {
		outcome: "moving",
		why: "the controller has not seen the change yet"
	};
	const replicas = replicasOf(workload);
	const pods = await listPods(open, workload, signal);
	const version = versionOfTemplate(workload.record("spec", "template"), open);
	if (version === null) throw new ClusterError("rubbish", `kubernetes ${open.cluster.name}: the StatefulSet has no container`);
	const wanted = Math.max(0, replicas - (partitionOf(workload) - firstOrdinal(workload)));
	const updated = pods.filter((pod) => versionOfPod(pod, open) === version && !isLeaving(pod)).length;
	const ready = workload.has("status", "availableReplicas") ? workload.count("status", "availableReplicas") : workload.count("status", "readyReplicas");
	if (updated >= wanted && ready >= replicas && pods.length <= replicas && !pods.some(isLeaving)) return {
		outcome: "settled",
		why: `${updated} of ${replicas} pods run ${version}`
	};
	const trouble = troubleOf(open, pods, version);
	return {
		outcome: "moving",
		why: `${updated} of ${wanted} pods are updated, ${ready} of ${replicas} ready${trouble && `; ${trouble}`}`
	};
};

// src/drivers/rollouts/kubernetes.ts
/**
* A Deployment or StatefulSet: its controller rolls, we set pace, gate and verdict. Every write carries the version of
* the object it was decided on, and who wrote (epoch, operation) as annotations: an older coordinator is refused.
* `pace` is the plan's `batch` and `rollback`; without it a Deployment keeps the limits it has.
* The account needs get and patch on the workload, list on pods, list on replicasets (controllerrevisions of a
* StatefulSet, and delete on pods), and get on nodes only where zones are not on the pods.
* @throws ConfigError where the kubeconfig or the plan cannot be obeyed
*/
const openKubernetes = async (targets, surroundings, pace = null) => {
	const plural = targets.kind === "deployment" ? "deployments" : "statefulsets";
	const open = await openWorkload(targets, surroundings, {
		group: "apps",
		version: "v1",
		plural
	}, pace);
	return targets.kind === "deployment" ? deploymentOrchestrator(open) : statefulSetOrchestrator(open);
};

export { openKubernetes };
