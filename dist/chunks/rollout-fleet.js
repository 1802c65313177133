// src/rollout/fleet.ts
/** Serves requests now. What is healthy but out of rotation, or the other way round, serves nobody. */
const isAvailable = ({ healthy, inRotation }) => healthy && inRotation;
/** Where nothing says a zone, the zone is ''. */
const zoneOf = ({ zone = "" }) => zone;
/** The fleet with the zones the plan gives to instances that say none. */
const withPlannedZones = (fleet, { targets }) => {
	if (targets.zones === void 0) return fleet;
	const zones = new Map(Object.entries(targets.zones).flatMap(([zone, ids]) => ids.map((id) => [id, zone])));
	return fleet.map((instance) => {
		const zone = instance.zone ?? zones.get(instance.id);
		return zone === void 0 ? instance : {
			...instance,
			zone
		};
	});
};
/** `web-2` before `web-10`: digits compare as numbers, everything else by code unit, so that every machine agrees. */
const compareNames = (one, other) => {
	if (one === other) return 0;
	const [mine, theirs] = [piecesOf(one), piecesOf(other)];
	for (const [at, piece] of mine.entries()) {
		const against = theirs[at];
		if (against === void 0) return 1;
		if (piece === against) continue;
		const difference = Number(piece) - Number(against);
		if (Number.isFinite(difference) && difference !== 0) return difference;
		return piece < against ? -1 : 1;
	}
	return -1;
};
const piecesOf = (name) => name.match(/\d+|\D+/g) ?? [];

export { zoneOf as i, isAvailable as n, withPlannedZones as r, compareNames as t };
