import { n as isAvailable } from "./rollout-fleet.js";

// src/rollout/capacity.ts
/** Decimal shares are not exact in binary: 0.29 × 100 is a little less than 29. */
const hair = 1e-9;
const roundedDown = (amount, size) => amount.kind === "count" ? Math.min(size, amount.count) : Math.min(size, Math.max(Math.floor(amount.share * size + hair), amount.atLeast ?? 0));
const roundedUp = (amount, size) => amount.kind === "count" ? amount.count : Math.ceil(amount.share * size - hair);
const weightOf = ({ capacityWeight = 1 }) => capacityWeight;
const capacityOf = (fleet, limits) => {
	const size = fleet.length;
	const serving = fleet.filter(isAvailable).length;
	const maxUnavailable = roundedDown(limits.maxUnavailable, size);
	const minHealthy = roundedUp(limits.minHealthy, size);
	const surge = roundedUp(limits.maxSurge, size);
	const isWeighted = surge === 0 && fleet.some(({ capacityWeight }) => capacityWeight !== void 0);
	return {
		size,
		serving,
		maxUnavailable,
		minHealthy,
		surge,
		mostOut: Math.max(0, Math.min(maxUnavailable, size - minHealthy)),
		floor: Math.max(minHealthy, Math.min(size - maxUnavailable, serving)),
		weightFloor: isWeighted && limits.minHealthy.kind === "share" ? limits.minHealthy.share * fleet.reduce((sum, instance) => sum + weightOf(instance), 0) : 0
	};
};

export { weightOf as i, roundedDown as n, roundedUp as r, capacityOf as t };
