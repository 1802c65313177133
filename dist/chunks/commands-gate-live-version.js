import { tr as isoMoment } from "./commands-gate-gate.js";
import { i as readVersionTags, n as likeliestLive, r as onePerCommit, t as countingVersions } from "./sources-version-tags.js";

// src/commands/gate/live-version.ts
/** Versions of the clone's tags that may be what runs; the head's own is what is asked about. Throws SourceError. */
const taggedVersions = async ({ git }, sources, head) => {
	if (sources.length === 0) return [];
	const tags = await readVersionTags(git);
	return sources.flatMap((source) => likeliestLive(onePerCommit(countingVersions(tags, source)).filter(({ commit }) => commit !== head)));
};
/**
* The version that shares most with the head: 1.4.6 for the head of a 1.x branch, whatever 2.0.0 is. One that was cut on
* a branch stands for the commit at which it left the line. Null where none shares anything.
*/
const nearestVersion = async ({ git }, head, versions) => {
	const shared = await Promise.all(versions.map(async ({ commit }) => {
		const { status, output } = await git.attempt([
			"merge-base",
			commit,
			head
		]);
		return status === 0 ? output.trim() : null;
	}));
	const bases = [...new Set(shared.filter((sha) => sha !== null))];
	if (bases.length === 0) return null;
	const { output } = await git.attempt([
		"merge-base",
		"--independent",
		...bases
	]);
	const nearest = new Set(output.trim().split("\n"));
	const fitting = versions.filter((_, at) => nearest.has(shared[at] ?? ""));
	const chosen = fitting.find(({ commit }) => nearest.has(commit)) ?? fitting[0];
	if (chosen === void 0) return null;
	return {
		sha: shared[versions.indexOf(chosen)],
		source: {
			from: "deployment",
			at: isoMoment(chosen.at),
			tag: chosen.name
		},
		time: chosen.at
	};
};

export { nearestVersion, taggedVersions };
