import { h as tagsFor, hr as compileGlobs } from "./commands-gate-gate.js";
import { a as momentNamed, o as movedAmong, r as isPreRelease, t as compareVersions } from "./history-version-names.js";

// src/sources/version-tags.ts
const fields = [
	"refname:strip=2",
	"objecttype",
	"objectname",
	"*objecttype",
	"*objectname",
	"creatordate:unix"
];
/** Tags of commits, annotated ones followed. Throws SourceError. */
const readVersionTags = async (git) => {
	return (await git.run([
		"for-each-ref",
		`--format=${fields.map((field) => `%(${field})`).join("%09")}`,
		"refs/tags"
	])).split("\n").flatMap((line) => {
		const [name = "", type, object = "", within, peeled = "", at = ""] = line.split("	");
		const commit = type === "commit" ? object : within === "commit" ? peeled : null;
		if (commit === null || !/^\d+$/.test(at)) return [];
		const named = type === "commit" ? momentNamed(name) ?? 0 : 0;
		return [{
			name,
			commit,
			at: Math.max(Number(at), named)
		}];
	});
};
/** Those that count, in the order given. */
const countingVersions = (versions, { environment, tags, preReleases }) => {
	const isMoved = movedAmong(versions.map(({ name }) => name));
	const lasting = versions.filter(({ name }) => !isMoved(name));
	const isNamed = compileGlobs(tags);
	return (tags.length > 0 ? lasting.filter(({ name }) => isNamed(name)) : tagsFor(lasting, environment)).filter(({ name, preRelease }) => {
		const isEarly = preRelease === true || isPreRelease(name);
		return preReleases === "also" || isEarly === (preReleases === "only");
	});
};
/** Tags put on one commit within this time are one publication; later it goes out once more. */
const oneTime = 3600;
/** Of each publication of a commit its newest version, oldest first. */
const onePerCommit = (versions) => {
	const kept = [];
	const places = /* @__PURE__ */ new Map();
	const inTime = versions.toSorted((one, other) => one.at - other.at || (one.name < other.name ? -1 : 1));
	for (const version of inTime) {
		const place = places.get(version.commit);
		const known = place === void 0 ? void 0 : kept[place];
		if (place === void 0 || known === void 0 || version.at - known.at > oneTime) {
			places.set(version.commit, kept.length);
			kept.push(version);
		} else if ((compareVersions(known.name, version.name) ?? 0) < 0) kept[place] = version;
	}
	return kept.toSorted((one, other) => one.at - other.at || (one.name < other.name ? -1 : 1));
};
/** Versions that are looked at to find what runs. */
const mostLive = 10;
/** The newest version first, then those published last, of whatever series: one of them a change follows. */
const likeliestLive = (versions) => {
	const latest = versions.toSorted((one, other) => other.at - one.at).slice(0, mostLive);
	const newest = versions.reduce((most, version) => most === void 0 || (compareVersions(most.name, version.name) ?? most.at - version.at) < 0 ? version : most, void 0);
	return newest === void 0 ? [] : [newest, ...latest.filter((version) => version !== newest)];
};

export { readVersionTags as i, likeliestLive as n, onePerCommit as r, countingVersions as t };
