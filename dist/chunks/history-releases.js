import { i as succeededAt, r as lineCommit } from "./domain-deployment.js";
import { t as compareVersions } from "./history-version-names.js";

// src/history/releases.ts
const day = 86400;
/** An older commit put back after this long is another decision, not an answer to what it replaces. */
const rollbackReach = 7 * day;
/** Which part undid which, by the part that was undone. */
const revertsIn = (index) => {
	const reverts = /* @__PURE__ */ new Map();
	for (const { cause, part, knownAt } of index.failuresFrom()) if (cause === "revert") reverts.set(part, knownAt);
	return reverts;
};
/** Parts from `first` to `last`, without those that were reverted inside, and what reverted them. */
const partsBetween = (reverts, first, last) => {
	const cancelled = /* @__PURE__ */ new Set();
	for (let part = first; part <= last; part += 1) {
		const undoing = reverts.get(part);
		if (undoing === void 0 || undoing > last) continue;
		cancelled.add(part);
		cancelled.add(undoing);
	}
	return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((at) => !cancelled.has(at));
};
const kindOf = (position, base) => {
	if (position === null || base === null) return null;
	return position === base ? "redeploy" : position > base ? "forward" : "rollback";
};
/**
* A version that takes nothing's place: a patch made on a branch, of the newest version or of an older one. Only a newer
* version of older commits takes something back.
*/
const isBeside = ({ release }, position, running, base) => {
	if (release === void 0) return false;
	if (position === null || base === null) return position === null && base !== null;
	if (position > base) return false;
	if (position === base) return release.holds !== void 0;
	const newer = running?.release ? compareVersions(release.tag, running.release.tag) : null;
	return !(newer !== null && newer > 0);
};
/** Releases of one environment, oldest first. The order in which the deployments are given does not matter. */
const releasesIn = (index, deployments) => {
	const moments = deployments.map((deployment) => ({
		deployment,
		liveFrom: succeededAt(deployment)
	})).toSorted((one, other) => (one.liveFrom ?? one.deployment.startedAt) - (other.liveFrom ?? other.deployment.startedAt) || (one.deployment.sha < other.deployment.sha ? -1 : 1));
	const reverts = revertsIn(index);
	const releases = [];
	/** What runs, and beneath it what it was built upon. */
	let standing = [];
	let base = null;
	let running = null;
	for (const { deployment, liveFrom } of moments) {
		const position = index.positionOnLine(lineCommit(deployment));
		if (isBeside(deployment, position, running, base)) {
			releases.push({
				deployment,
				liveFrom,
				kind: null,
				position,
				base: null,
				parts: [],
				undone: null
			});
			continue;
		}
		const kind = kindOf(position, base);
		const parts = kind === "forward" ? partsBetween(reverts, base + 1, position) : [];
		const release = {
			deployment,
			liveFrom,
			kind,
			position,
			base,
			parts,
			undone: null
		};
		releases.push(release);
		if (liveFrom === null) continue;
		if (kind === "rollback") {
			takeBack(standing, position, liveFrom, deployment);
			standing = standing.filter((other) => other.position !== null && other.position <= position);
		} else if (kind === "forward" || kind === null) standing.push(release);
		base = position;
		running = deployment;
	}
	for (const release of releases) if (release.undone) release.undone = withReturn(release, releases);
	return releases;
};
const takeBack = (standing, to, at, by) => {
	const undone = standing.filter(({ position, liveFrom }) => position !== null && position > to && liveFrom !== null && at - liveFrom <= 604800);
	for (const release of undone) release.undone = {
		at,
		by,
		together: undone.length,
		newest: release === undone.at(-1),
		wentOutAgain: false
	};
};
const withReturn = (release, releases) => ({
	...release.undone,
	wentOutAgain: releases.some(({ deployment, liveFrom, undone }) => deployment.sha === release.deployment.sha && liveFrom !== null && liveFrom > release.undone.at && undone === null)
});

export { releasesIn as t };
