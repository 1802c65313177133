import { tr as isoMoment } from "./commands-gate-gate.js";
import { n as likeliestLive, t as countingVersions } from "./sources-version-tags.js";
import { n as environmentHistory } from "./sources-github-deployment-history.js";
import { r as publishedReleases, t as commitsOfTags } from "./sources-github-releases.js";

// src/sources/github/release-history.ts
/** Requests at most for the list of tags; the newest versions are asked for by name where it does not reach them. */
const mostTagPages = 2;
/**
* Of the newest hundred releases those that may run somewhere. Which of them a change follows depends on its own line;
* `live` is the newest version, as most would have it. Needs `contents: read`. Throws GitHubError.
*/
const liveByReleases = async (github, repository, sources) => {
	const { releases, complete } = await publishedReleases(github, repository, {
		isEnough: () => false,
		mostPages: 1
	});
	const counting = sources.flatMap((source) => likeliestLive(countingVersions(releases.filter(({ withdrawn }) => !withdrawn), source)).map((release) => ({
		...release,
		environment: source.environment
	})));
	const names = [...new Set(counting.map(({ name }) => name))];
	const commits = await commitsOfTags(github, repository, names, mostTagPages);
	const facts = [];
	const versions = [];
	for (const { id, name, at, environment } of counting) {
		const sha = commits.get(name);
		if (sha === void 0) continue;
		versions.push({
			name,
			commit: sha,
			at
		});
		const moment = isoMoment(at);
		facts.push({
			id,
			sha,
			environment,
			creator: null,
			createdAt: moment,
			statuses: [{
				state: "success",
				at: moment,
				creator: null
			}]
		});
	}
	const history = environmentHistory(facts, complete);
	const [newest] = versions;
	const live = facts.find(({ sha }) => sha === newest?.commit);
	return live === void 0 ? history : {
		...history,
		live: {
			sha: live.sha,
			at: live.createdAt,
			id: live.id,
			environment: live.environment
		},
		versions
	};
};

export { liveByReleases };
