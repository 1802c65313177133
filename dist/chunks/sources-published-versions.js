import { Un as purposes, Wn as understandMessage, X as fileKind, nr as readCommits } from "./commands-gate-gate.js";
import { K as SourceError } from "./main-gate.js";
import { i as mayPatch, n as familyOf, t as compareVersions } from "./history-version-names.js";

// src/history/mending.ts
/**
* Which releases mend the one before them. A version that follows quickly, by its name a patch of what came just before,
* and that brings fixes of what this had touched: nobody would have published it so soon had the other been well. Quick
* is what is quick here.
*/
const day = 86400;
/** After this long a fix is the next release, and not an answer to the last. */
const longest = 3 * day;
/** Of the usual time between releases: a team that releases daily mends within hours. */
const shareOfUsual = 1 / 4;
/** Until so many times between releases are known, quick is what even those who release daily would call so. */
const fewestGaps = 5;
const quickAnywhere = day / 2;
const rememberedGaps = 20;
/** A release of more than this is none that mends. */
const mostCommits = 50;
/** Releases that came so soon after the version before theirs that one has to look what they bring. */
const quickReleases = (versions) => {
	const quick = [];
	/** By version, those that are known so far; of each family of names its own. */
	const families = /* @__PURE__ */ new Map();
	const gaps = [];
	for (const release of versions.toSorted((one, other) => one.at - other.at)) {
		const family = familyOf(release.name);
		const own = families.get(family) ?? [];
		families.set(family, own);
		const place = own.findLastIndex(({ name }) => (compareVersions(name, release.name) ?? 0) < 0) + 1;
		const [base, before] = [own[place - 2], own[place - 1]];
		own.splice(place, 0, release);
		if (before === void 0) continue;
		const gap = release.at - before.at;
		if (base && gap > 0 && gap <= quickSeconds(gaps) && mayPatch(before.name, release.name)) quick.push({
			release,
			before,
			base
		});
		gaps.push(gap);
		if (gaps.length > rememberedGaps) gaps.shift();
	}
	return quick;
};
const quickSeconds = (gaps) => {
	if (gaps.length < fewestGaps) return quickAnywhere;
	const usual = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)];
	return Math.min(longest, usual * shareOfUsual);
};
/** Kinds of files that every release touches, or that mend nothing. */
const besideThePoint = /* @__PURE__ */ new Set([
	"documentation",
	"test",
	"generated",
	"dependencies"
]);
/** Whether one release touches what another had touched, by the paths of both. */
const touchesSame = (before, release) => {
	const touched = new Set(before);
	return release.some((path) => touched.has(path) && !besideThePoint.has(fileKind(path)));
};
const fixing = purposes.fix | purposes.revert | purposes.hotfix;
/** What every release brings, whatever it is for. */
const clerical = purposes.release | purposes.documentation | purposes.dependencyBump;
const versionTitle = /^\W*(?:(?:bump|prepare|set|update|cut|tag|publish)\b(?:.*\bversion\b|.*?\bv?\d+\.\d)|v?\d+\.\d)/i;
/**
* What commits say of a release that came quickly: it mends with nothing but fixes, it mends and brings other things, or
* (null) it does not mend. Messages are those of the line it was made on, merges as one.
*/
const mendingOf = (messages) => {
	if (messages.length > 50) return null;
	const purposesOf = messages.map((message) => understandMessage(message)).filter(({ title, purpose }) => (purpose & fixing) !== 0 || (purpose & clerical) === 0 && !versionTitle.test(title)).map(({ purpose }) => purpose);
	const fixes = purposesOf.filter((purpose) => (purpose & fixing) !== 0).length;
	if (fixes === 0) return null;
	if (fixes === purposesOf.length) return "only";
	return fixes * 2 >= purposesOf.length ? "partly" : null;
};

// src/sources/published-versions.ts
/**
* Published versions as deployments. A version cut on a branch of its own is placed by the newest commit of the line that
* it holds; which version mends which is told by what lies between them. Each is told once: what the ledger holds of a
* version is not looked at again.
*/
/** Deployments of versions that are not known yet. Throws SourceError. */
const deploymentsOfVersions = async (request) => {
	const { repository, index, environment, versions, known, from, fetch } = request;
	const told = new Set(known.map(({ sha, release }) => nameOf({
		name: release?.tag ?? "",
		commit: sha
	})));
	const fresh = versions.filter((version) => version.at >= from && !told.has(nameOf(version)));
	if (fresh.length === 0) return [];
	const isFresh = new Set(fresh);
	const quick = quickReleases(versions).filter(({ release }) => isFresh.has(release));
	await bring(repository, fresh.map(({ commit }) => commit), fetch);
	await bring(repository, quick.flatMap(({ before, base }) => [before.commit, base.commit]), fetch);
	const here = await heldCommits(repository, [...fresh, ...quick.flatMap(({ before, base }) => [before, base])].map(({ commit }) => commit));
	const holds = await heldOfLine(repository, index, fresh.map(({ commit }) => commit).filter((sha) => here.has(sha) && index.positionOnLine(sha) === null));
	const mends = /* @__PURE__ */ new Map();
	for (const { release, before, base } of quick) {
		if (![
			release,
			before,
			base
		].every(({ commit }) => here.has(commit))) continue;
		const how = mendingOf(await messagesBetween(repository, before.commit, release.commit));
		if (how === null) continue;
		const touched = await pathsBetween(repository, base.commit, before.commit);
		if (touchesSame(touched, await pathsBetween(repository, before.commit, release.commit))) mends.set(release.name, {
			tag: before.name,
			only: how === "only"
		});
	}
	return fresh.map(({ name, commit, at, url, preRelease }) => {
		const held = holds.get(commit);
		const mended = mends.get(name);
		return {
			environment,
			sha: commit,
			startedAt: at,
			reports: [{
				state: "succeeded",
				at
			}],
			...url === void 0 ? {} : { url },
			release: {
				tag: name,
				...preRelease === true ? { preRelease } : {},
				...held === void 0 ? {} : { holds: held },
				...mended === void 0 ? {} : { mends: mended }
			}
		};
	});
};
const nameOf = ({ name, commit }) => `${name} ${commit}`;
/** Which of the commits the clone holds. */
const heldCommits = async ({ git }, commits) => {
	if (commits.length === 0) return /* @__PURE__ */ new Set();
	const { output } = await git.attempt(["cat-file", "--batch-check=%(objecttype)"], commits.map((commit) => `${commit}\n`).join(""));
	const types = output.split("\n");
	return new Set(commits.filter((_, at) => types[at] === "commit"));
};
/** Where they cannot be brought, what is known of a release is that it was published. */
const bring = async (repository, commits, fetch) => {
	if (fetch === void 0) return;
	const here = await heldCommits(repository, commits);
	const absent = [...new Set(commits.filter((commit) => !here.has(commit)))];
	if (absent.length === 0) return;
	try {
		await fetch(absent);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
	}
};
/** The newest commit of the line that each commit builds upon; none for one that left it before the index begins. */
const heldOfLine = async ({ git }, index, commits) => {
	const held = /* @__PURE__ */ new Map();
	if (commits.length === 0 || index.length === 0) return held;
	const output = await git.run([
		"rev-list",
		"--topo-order",
		"--reverse",
		"--parents",
		"--stdin"
	], `${commits.join("\n")}\n^${index.sha(0)}\n`);
	const reached = /* @__PURE__ */ new Map([[index.sha(0), 0]]);
	for (const line of output.split("\n")) {
		const [sha = "", ...parents] = line.split(" ");
		const own = index.positionOnLine(sha) ?? Math.max(-1, ...parents.map((each) => reached.get(each) ?? -1));
		if (own >= 0) reached.set(sha, own);
	}
	for (const commit of commits) {
		const position = reached.get(commit);
		if (position !== void 0) held.set(commit, index.sha(position));
	}
	return held;
};
/** Newest first, one more than is read at most. */
const messagesBetween = async ({ git }, before, after) => {
	const messages = [];
	await readCommits(git, [after, `^${before}`], ({ message }) => messages.push(message), ["--first-parent", `--max-count=${50 + 1}`]);
	return messages;
};
const pathsBetween = async ({ git }, before, after) => {
	return (await git.run([
		"diff-tree",
		"-r",
		"-z",
		"--no-renames",
		"--name-only",
		before,
		after
	])).split("\0").filter((path) => path !== "");
};

export { deploymentsOfVersions as t };
