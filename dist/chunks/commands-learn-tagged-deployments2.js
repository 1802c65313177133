import { a as releaseSourcesIn } from "./commands-gate-gate.js";
import { t as deploymentsOfVersions } from "./sources-published-versions.js";
import { i as readVersionTags, r as onePerCommit, t as countingVersions } from "./sources-version-tags.js";

// src/commands/learn/tagged-deployments.ts
/** Throws SourceError. */
const deploymentsByTags = async (request) => {
	const { source, known, lookback } = request;
	const tags = await readVersionTags(request.repository.git);
	const versions = onePerCommit(countingVersions(tags, source));
	return {
		deployments: await deploymentsOfVersions({
			...request,
			environment: source.environment,
			known: known.filter(({ environment }) => environment === source.environment),
			versions,
			from: lookback
		}),
		notes: versions.length === 0 ? [nothingCounts(source, tags.length)] : []
	};
};
const nothingCounts = ({ environment, tags, preReleases }, all) => {
	if (all === 0) return `the clone has no tags, so no version of ${environment} is known; bring them: git fetch --tags, in a job fetch-depth: 0 at actions/checkout`;
	return `of ${all} tags of the clone none ${tags.length === 0 ? "is a version" : `matches ${tags.join(", ")}`}${{
		none: " and no pre-release",
		also: "",
		only: " and a pre-release"
	}[preReleases]}, so no version of ${environment} is known; name those that count under tags`;
};
/** All that the clone alone can tell, for a command that asks nobody else. */
const deploymentsInClone = async (clone, configuration, known, lookback) => {
	const deployments = [];
	const notes = [];
	for (const source of releaseSourcesIn(configuration)) {
		const told = await deploymentsByTags({
			...clone,
			source,
			known,
			lookback
		});
		deployments.push(...told.deployments);
		notes.push(...told.notes);
	}
	return {
		deployments,
		notes
	};
};

export { deploymentsInClone as n, deploymentsByTags as t };
