import { i as succeededAt, n as failedAt } from "./domain-deployment.js";
import { t as deploymentsOfVersions } from "./sources-published-versions.js";
import { r as onePerCommit, t as countingVersions } from "./sources-version-tags.js";
import { n as isPublished, r as publishedReleases, t as commitsOfTags } from "./sources-github-releases.js";

// src/sources/github/release-deployments.ts
/** The commit of a release may be so much older than its publication, and GitHub lists by the commit. */
const longestPreparation = 2592e3;
/** Releases that are asked for one by one, since the list does not tell of them. */
const mostAsked = 5;
/** Needs `contents: read`. Throws GitHubError, or SourceError where git cannot read. */
const deploymentsByReleases = async (github, repository, request) => {
	const { source, known, since, lookback, mostPages } = request;
	const { releases, complete } = await publishedReleases(github, repository, {
		isEnough: (oldest) => oldest < Math.max(lookback, since - longestPreparation),
		mostPages
	});
	const counting = countingVersions(releases, source).filter(({ at }) => at >= lookback);
	const commits = new Map(known.flatMap(({ sha, release }) => release ? [[release.tag, sha]] : []));
	const unknown = counting.filter(({ at, name }) => at >= since && !commits.has(name)).map(({ name }) => name);
	for (const [tag, sha] of await commitsOfTags(github, repository, unknown, mostPages)) commits.set(tag, sha);
	const versions = onePerCommit([...counting.flatMap(({ name, at, url, preRelease }) => {
		const commit = commits.get(name);
		return commit === void 0 ? [] : [{
			name,
			commit,
			at,
			url,
			preRelease
		}];
	}), ...known.flatMap(({ sha, startedAt, release }) => release ? [{
		name: release.tag,
		commit: sha,
		at: startedAt
	}] : [])]);
	return {
		deployments: [...await deploymentsOfVersions({
			...request,
			environment: source.environment,
			versions,
			from: lookback
		}), ...await withdrawnOf(github, repository, request, releases)],
		complete,
		untagged: unknown.filter((tag) => !commits.has(tag))
	};
};
/** Known releases that were taken back since, with the report that says so. */
const withdrawnOf = async (github, repository, { known, maturitySeconds, now }, releases) => {
	const listed = new Map(releases.map((release) => [release.name, release]));
	const recent = known.filter((deployment) => deployment.release !== void 0 && deployment.url !== void 0 && deployment.startedAt >= now - maturitySeconds && succeededAt(deployment) !== null && failedAt(deployment) === null);
	const withdrawn = [];
	let asked = 0;
	for (const deployment of recent) {
		const { tag, preRelease } = deployment.release;
		const found = listed.get(tag);
		if (found === void 0 && asked === mostAsked) continue;
		if (found === void 0) asked += 1;
		if (!(found === void 0 ? await isPublished(github, repository, tag) : !found.withdrawn && (preRelease === true || !found.preRelease))) withdrawn.push({
			...deployment,
			reports: [{
				state: "failed",
				at: Math.floor(now)
			}]
		});
	}
	return withdrawn;
};

export { deploymentsByReleases };
