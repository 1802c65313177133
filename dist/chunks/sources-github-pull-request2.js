import { c as text, n as commitName, o as moment, r as flag, t as answerOf } from "./clients-github-shapes.js";
import { r as committerAt, t as accountAt } from "./sources-github-account.js";
import { a as recordOrNull, i as name, o as rubbish, t as answersOf } from "./sources-github-reading.js";

// src/sources/github/pull-request.ts
const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
const reviewsRoute = `${route}/reviews`;
const commitsRoute = `${route}/commits`;
const mostReviews = 1e3;
/** GitHub lists no more of one pull request, whoever asks. */
const mostCommits = 250;
const headOf = (answer) => ({
	sha: answer.commitName("head.sha"),
	ref: answer.is("head.ref", name),
	repository: recordOrNull(answer, "head.repo")?.is("full_name", name) ?? null
});
const requestedOf = (answer) => ({
	users: answer.list("requested_reviewers").map((user) => user.is("login", name)),
	teams: answer.list("requested_teams").map((team) => team.is("slug", name))
});
const countsOf = (answer) => ({
	commits: answer.integer("commits"),
	files: answer.integer("changed_files"),
	additions: answer.integer("additions"),
	deletions: answer.integer("deletions")
});
/** Reads one pull request as it is now. Throws GitHubError. */
const readPullRequest = async (github, repository, number) => {
	const answer = answerOf(route, await github.request(route, {
		...repository,
		pull_number: number
	}));
	if (answer.integer("number") !== number) throw rubbish(route, `the answer is not about ${number}`);
	const merged = answer.flag("merged");
	const landed = answer.orNull("merge_commit_sha", commitName);
	return {
		number,
		title: answer.text("title"),
		body: answer.textOrNull("body") ?? "",
		url: answer.is("html_url", name),
		state: answer.oneOf("state", ["open", "closed"]),
		merged,
		draft: answer.optional("draft", flag) ?? false,
		mergeCommit: merged ? landed : null,
		author: accountAt(answer, "user"),
		head: headOf(answer),
		base: {
			sha: answer.commitName("base.sha"),
			ref: answer.is("base.ref", name),
			repository: answer.is("base.repo.full_name", name)
		},
		labels: answer.list("labels").map((label) => label.text("name")),
		requested: requestedOf(answer),
		createdAt: answer.moment("created_at"),
		counts: countsOf(answer),
		lineComments: answer.integer("review_comments"),
		comments: answer.integer("comments")
	};
};
const reviewStates = [
	"APPROVED",
	"CHANGES_REQUESTED",
	"COMMENTED",
	"DISMISSED",
	"PENDING"
];
const reviewOf = (answer) => ({
	id: answer.integer("id"),
	author: accountAt(answer, "user"),
	state: answer.oneOf("state", reviewStates),
	commit: answer.orNull("commit_id", commitName),
	submittedAt: answer.optional("submitted_at", moment),
	association: answer.is("author_association", name),
	body: answer.optional("body", text) ?? ""
});
/**
* Every review, oldest first. Where it is not complete, the newest are missing, a refusal maybe among them: then no
* approval in it may count.
*/
const readReviews = async (github, repository, number) => {
	const { items, complete } = await github.list(reviewsRoute, {
		...repository,
		pull_number: number,
		per_page: 100
	}, mostReviews);
	return {
		items: answersOf(reviewsRoute, items).map(reviewOf),
		complete
	};
};
/** A commit as GitHub's lists of commits tell it. */
const commitOf = (answer) => {
	const author = recordOrNull(answer, "commit.author");
	const committer = recordOrNull(answer, "commit.committer");
	return {
		sha: answer.commitName("sha"),
		parents: answer.list("parents").map((parent) => parent.commitName("sha")),
		message: answer.text("commit.message"),
		authoredAt: author?.optional("date", moment) ?? null,
		committedAt: committer?.optional("date", moment) ?? null,
		author: committerAt(answer, "author"),
		committer: committerAt(answer, "committer"),
		authorEmail: author?.optional("email", text) ?? "",
		authorName: author?.optional("name", text) ?? ""
	};
};
/**
* The commits of a pull request, oldest first, 250 of them at most. Complete only where they are as many as it has and
* its head is among them: a head that moved meanwhile shows here.
*/
const readPullRequestCommits = async (github, repository, pull) => {
	const { items, complete } = await github.list(commitsRoute, {
		...repository,
		pull_number: pull.number,
		per_page: 100
	}, 250);
	const commits = answersOf(commitsRoute, items).map(commitOf);
	const whole = new Set(commits.map(({ sha }) => sha)).size === pull.counts.commits && commits.some(({ sha }) => sha === pull.head.sha);
	return {
		items: commits,
		complete: complete && whole
	};
};

export { readPullRequestCommits as a, readPullRequest as i, mostCommits as n, readReviews as o, mostReviews as r, reviewStates as s, commitOf as t };
