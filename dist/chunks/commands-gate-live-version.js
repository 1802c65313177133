import { tr as isoMoment } from "./commands-gate-gate.js";
import { i as readVersionTags, n as likeliestLive, r as onePerCommit, t as countingVersions } from "./sources-version-tags.js";

// src/commands/gate/live-version.ts
/**
* Versions of the clone's tags that may be what runs, as of a moment; the head's own, which is asked about, does not take
* the place of one. Throws SourceError.
*/
const taggedVersions = async ({ git }, sources, { head, now }) => {
	if (sources.length === 0) return [];
	const tags = await readVersionTags(git);
	const until = now.getTime() / 1e3;
	return sources.flatMap((source) => likeliestLive(onePerCommit(countingVersions(tags, source)).filter(({ commit, at }) => commit !== head && at <= until)));
};
/**
* The version that shares most with the head: 1.4.6 for the head of a 1.x branch, whatever 2.0.0 is. One that was cut on
* a branch stands for the commit at which it left the line. A head that the newest version that holds it went through
* itself, and not by merging a branch, is an older state: what runs is that version. Null where none shares anything.
*/
const nearestVersion = async ({ git }, head, versions) => {
	const shared = await Promise.all(versions.map(async (version) => {
		const { status, output } = await git.attempt([
			"merge-base",
			version.commit,
			head
		]);
		return {
			version,
			base: status === 0 ? output.trim() : null
		};
	}));
	const beyond = shared.find(({ base }) => base === head);
	if (beyond && await wentThrough(git, beyond.version.commit, head)) return baseOf({
		...beyond,
		base: beyond.version.commit
	});
	const before = shared.filter((each) => each.base !== null && each.base !== head);
	const bases = [...new Set(before.map(({ base }) => base))];
	if (bases.length === 0) return null;
	const { output } = await git.attempt([
		"merge-base",
		"--independent",
		...bases
	]);
	const nearest = new Set(output.trim().split("\n"));
	const fitting = before.filter(({ base }) => nearest.has(base));
	const chosen = fitting.find(({ version, base }) => version.commit === base) ?? fitting[0];
	return chosen === void 0 ? null : baseOf(chosen);
};
const baseOf = ({ version: { at, name }, base }) => ({
	sha: base,
	source: {
		from: "deployment",
		at: isoMoment(at),
		tag: name
	},
	time: at
});
/** Whether an earlier commit stands on the line that led to a later one. */
const wentThrough = async (git, later, earlier) => {
	const { output } = await git.attempt([
		"rev-list",
		"--first-parent",
		"--parents",
		later,
		`^${earlier}`
	]);
	return output.trim().split("\n").at(-1)?.split(" ")[1] === earlier;
};

export { nearestVersion, taggedVersions };
