import { i as name, t as answersOf } from "./sources-github-reading.js";

// src/sources/github/open-pull-requests.ts
const route = "GET /repos/{owner}/{repo}/pulls";
/** More than two hundred are not all open in earnest; whoever is asked in older ones is less busy than it seems. */
const mostPullRequests = 200;
/** Those touched last first. Throws GitHubError. */
const readOpenPullRequests = async (github, repository) => {
	const { items, complete } = await github.list(route, {
		...repository,
		state: "open",
		sort: "updated",
		direction: "desc",
		per_page: 100
	}, mostPullRequests);
	return {
		items: answersOf(route, items).map((pull) => ({
			number: pull.integer("number"),
			head: pull.commitName("head.sha"),
			updatedAt: pull.moment("updated_at"),
			requested: {
				users: pull.list("requested_reviewers").map((user) => user.is("login", name)),
				teams: pull.list("requested_teams").map((team) => team.is("slug", name))
			}
		})),
		complete
	};
};

export { readOpenPullRequests as t };
