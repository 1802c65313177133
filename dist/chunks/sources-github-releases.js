import { l as textOrNull, n as commitName, t as answerOf } from "./clients-github-shapes.js";
import { i as name, t as answersOf } from "./sources-github-reading.js";

// src/sources/github/releases.ts
const listRoute = "GET /repos/{owner}/{repo}/releases";
const byTagRoute = "GET /repos/{owner}/{repo}/releases/tags/{tag}";
const tagsRoute = "GET /repos/{owner}/{repo}/tags";
const commitRoute = "GET /repos/{owner}/{repo}/commits/{ref}";
const perPage = 100;
/** Tags that are asked for one by one: of more GitHub lists them all, in an order it does not tell. */
const fewTags = 3;
const withdrawnTitle = /\b(?:yanked|withdrawn|retracted|do not use|don['’]t use)\b/i;
/** Page of a release at GitHub; what an answer calls its page is not repeated to people. */
const releasePage = ({ serverUrl }, { owner, repo }, tag) => `${serverUrl}/${owner}/${repo}/releases/tag/${encodeURIComponent(tag)}`;
/**
* Drafts are none, whoever may see them. GitHub lists releases by the age of their commits, so that one of an old commit
* may stand far down. Needs `contents: read`. Throws GitHubError.
*/
const publishedReleases = async (github, repository, { isEnough, mostPages }) => {
	const releases = [];
	let oldest = Number.POSITIVE_INFINITY;
	for (let page = 1; page <= mostPages; page += 1) {
		const asked = {
			...repository,
			per_page: perPage,
			page
		};
		const listed = answersOf(listRoute, await github.request(listRoute, asked));
		for (const each of listed) {
			oldest = Math.min(oldest, Date.parse(each.moment("created_at")) / 1e3);
			if (!each.flag("draft")) releases.push(releaseOf(each, github, repository));
		}
		if (listed.length < perPage || isEnough(oldest)) return {
			releases,
			complete: true
		};
	}
	return {
		releases,
		complete: false
	};
};
const releaseOf = (answer, github, repository) => {
	const tag = answer.is("tag_name", name);
	return {
		id: answer.integer("id"),
		name: tag,
		at: Date.parse(answer.moment("published_at")) / 1e3,
		preRelease: answer.flag("prerelease"),
		withdrawn: withdrawnTitle.test(answer.optional("name", textOrNull) ?? ""),
		url: releasePage(github, repository, tag)
	};
};
/** Whether a release is still published under a tag: neither deleted nor made a draft again. Throws GitHubError. */
const isPublished = async (github, repository, tag) => {
	const found = await github.find(byTagRoute, {
		...repository,
		tag
	});
	return found !== null && !answerOf(byTagRoute, found).flag("draft");
};
/**
* Commits of tags, annotated ones followed; a tag that is not there any more is left out. Where the pages end before the
* last is found, the first few that are missing are asked for one by one. Throws GitHubError.
*/
const commitsOfTags = async (github, repository, tags, mostPages) => {
	const commits = /* @__PURE__ */ new Map();
	const missing = new Set(tags);
	const pages = tags.length <= fewTags ? 0 : mostPages;
	let listed = perPage;
	for (let page = 1; page <= pages && missing.size > 0 && listed === perPage; page += 1) {
		const asked = {
			...repository,
			per_page: perPage,
			page
		};
		const found = answersOf(tagsRoute, await github.request(tagsRoute, asked));
		for (const each of found) {
			const tag = each.is("name", name);
			if (missing.delete(tag)) commits.set(tag, each.commitName("commit.sha"));
		}
		listed = found.length;
	}
	if (pages > 0 && listed < perPage) return commits;
	for (const tag of [...missing].slice(0, fewTags)) {
		const asked = {
			...repository,
			ref: `tags/${tag}`,
			per_page: 1
		};
		const found = await github.request(commitRoute, asked, { absent: [404, 422] });
		if (found !== null) commits.set(tag, answerOf(commitRoute, found).is("sha", commitName));
	}
	return commits;
};

export { isPublished as n, publishedReleases as r, commitsOfTags as t };
