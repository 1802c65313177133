import { K as SourceError } from "./main-gate.js";
import { o as moment, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { a as recordOrNull, i as name, o as rubbish, r as bigInteger } from "./sources-github-reading.js";
import { n as actorAt } from "./sources-github-account.js";
import { a as readPullRequestCommits, o as readReviews, s as reviewStates } from "./sources-github-pull-request2.js";
import { n as requireCommit } from "./sources-github-commit-name.js";
import { n as findApprovals, t as coAuthorsOf } from "./policy-eligibility.js";
import { t as permissionsOf } from "./commands-github-permissions.js";

// src/sources/github/commit-origins.ts
const route$1 = "POST /graphql";
/** A commit is rarely in more, and one that is belongs to none of them for certain. */
const mostPulls$1 = 5;
const mostLabels = 50;
/** Lines of a question inside of `repository`, one for each commit, each under its own name: `c0`. */
const originLines = (shas) => shas.map((sha, at) => `    c${at}: object(oid: "${requireCommit(sha)}") { ... on Commit { oid associatedPullRequests(first: ${mostPulls$1}) { nodes { number merged mergeCommit { oid } labels(first: ${mostLabels}) { nodes { name } } } } } }`);
/** The one that landed as this commit, else the only one that was merged; null where there is none, or no telling. */
const originIn = (commit, sha) => {
	const merged = commit.list("associatedPullRequests.nodes").filter((pull) => pull.flag("merged"));
	return (merged.find((pull) => recordOrNull(pull, "mergeCommit")?.commitName("oid") === sha) ?? (merged.length === 1 ? merged[0] : void 0))?.integer("number") ?? null;
};
/** Numbers by commit, from the answer's `repository`. */
const originsIn = (answer, shas) => new Map(shas.flatMap((sha, at) => {
	const commit = recordOrNull(answer, `c${at}`);
	const number = commit?.commitName("oid") === sha ? originIn(commit, sha) : null;
	return number === null ? [] : [[sha, number]];
}));
/** Labels by commit, of every pull request that was merged with it; none where nobody knows of one. */
const labelsIn = (answer, shas) => new Map(shas.flatMap((sha, at) => {
	const commit = recordOrNull(answer, `c${at}`);
	if (commit?.commitName("oid") !== sha) return [];
	return [[sha, commit.list("associatedPullRequests.nodes").filter((pull) => pull.flag("merged")).flatMap(labelsOf)]];
}));
/** Names of the labels of a pull request. */
const labelsOf = (pull) => recordOrNull(pull, "labels")?.list("nodes").map((label) => label.text("name")) ?? [];
const originsQuery = (shas) => `query Origins($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
${originLines(shas).join("\n")}
  }
}`;
/** What GitHub tells of commits alone; null where it tells nothing. 1 request. Throws GitHubError. */
const askOrigins = async (github, repository, shas) => {
	const data = await github.graphql(originsQuery(shas), { ...repository }, { repeatable: true });
	return recordOrNull(answerOf(route$1, data), "repository");
};
/** 1 request. Needs `contents: read` and `pull-requests: read`. Throws GitHubError. */
const originsOf = async (github, repository, shas) => {
	const answer = shas.length === 0 ? null : await askOrigins(github, repository, shas);
	return answer ? originsIn(answer, shas) : /* @__PURE__ */ new Map();
};

// src/sources/github/landed-pull-request.ts
/** The pull request that landed a part, as one GraphQL question asks about many of them. */
const mostOfEach = 100;
const fields = `fragment Facts on PullRequest {
  number
  merged
  author { __typename login }
  mergedBy { __typename login }
  baseRefName
  headRefOid
  labels(first: ${mostOfEach}) { nodes { name } }
  mergeCommit { oid signature { isValid wasSignedByGitHub } }
  reviews(last: ${mostOfEach}) {
    totalCount
    nodes {
      fullDatabaseId
      state
      submittedAt
      authorAssociation
      authorCanPushToRepository
      body
      author { __typename login }
      commit { oid }
    }
  }
  commits(last: ${mostOfEach}) {
    totalCount
    nodes {
      commit {
        oid
        authors(first: 10) { totalCount nodes { email user { login } } }
        committer { email user { login } }
      }
    }
  }
}`;
/** One question for many pull requests, each under its own name: `p123`; and for where commits came from. */
const pullRequestsQuery = (numbers, commits = []) => `query PullRequests($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
${numbers.map((number) => `    p${number}: pullRequest(number: ${number}) { ...Facts }`).concat(originLines(commits)).join("\n")}
  }
}
${fields}`;
const reviewOf = (answer) => ({
	id: answer.is("fullDatabaseId", bigInteger),
	author: actorAt(answer, "author"),
	state: answer.oneOf("state", reviewStates),
	commit: recordOrNull(answer, "commit")?.commitName("oid") ?? null,
	submittedAt: answer.orNull("submittedAt", moment),
	association: answer.is("authorAssociation", name),
	body: answer.text("body")
});
/** Addresses that GitHub gives out tell the login themselves; apps commit under no other. */
const loginOfAddress = (address) => /^(?:\d+\+)?([a-z0-9][\w-]*(?:\[bot\])?)@users\.noreply\.[a-z0-9.-]+$/i.exec(address)?.[1] ?? null;
/** The login of somebody git names; null where nobody knows an account of theirs. */
const loginOf = (person) => recordOrNull(person, "user")?.is("login", name) ?? loginOfAddress(person.textOrNull("email") ?? "");
/** GitHub itself, which commits what people merge or edit on its pages. */
const isGitHub = (person) => (person.textOrNull("email") ?? "").startsWith("noreply@");
const contributorsOf = (answer) => {
	const commits = answer.list("commits.nodes").map((node) => node.record("commit"));
	const authors = commits.flatMap((commit) => commit.list("authors.nodes").map(loginOf));
	const committers = commits.map((commit) => recordOrNull(commit, "committer")).filter((person) => person === null || !isGitHub(person)).map((person) => person && loginOf(person));
	const everybody = [...authors, ...committers];
	const whole = answer.integer("commits.totalCount") === commits.length && commits.every((commit) => commit.integer("authors.totalCount") <= commit.list("authors.nodes").length);
	return {
		logins: [...new Set(everybody.filter((login) => login !== null))],
		complete: whole && !everybody.includes(null)
	};
};
const landedOf = (answer) => {
	const given = answer.list("reviews.nodes");
	const reviews = given.map(reviewOf);
	const pushing = given.filter((review) => review.flag("authorCanPushToRepository"));
	const signature = recordOrNull(answer, "mergeCommit.signature");
	return {
		number: answer.integer("number"),
		author: actorAt(answer, "author"),
		mergedBy: actorAt(answer, "mergedBy"),
		baseRef: answer.is("baseRefName", name),
		head: answer.commitName("headRefOid"),
		mergeSignedByGitHub: signature?.flag("isValid") === true && signature.flag("wasSignedByGitHub"),
		reviews,
		reviewsComplete: answer.integer("reviews.totalCount") === reviews.length,
		writers: [...new Set(pushing.flatMap((review) => actorAt(review, "author")?.login ?? []))],
		contributors: contributorsOf(answer),
		labels: labelsOf(answer)
	};
};
/** Whether a pull request landed as exactly this commit: its number in a message proves nothing, anybody may write it. */
const isLandedAs = (answer, sha) => answer.flag("merged") && recordOrNull(answer, "mergeCommit")?.commitName("oid") === sha;

// src/sources/github/part-approvals.ts
/**
* What GitHub knows of the pull requests that the parts of a deployment came from: the raw facts by which approvals are
* judged, many pull requests a request.
*/
const route = "POST /graphql";
/** Pull requests a request: each costs GitHub some 200 look-ups, and it gives up after ten seconds. */
const pullsPerRequest = 25;
const mostAttempts = 4;
/** Pull requests looked at: a deployment rarely brings more, and each has approvals and labels of its own. */
const mostPulls = 200;
/** Commits whose origin is asked along with the first of them. */
const mostCommits = 50;
const ask = async (github, repository, numbers, commits) => {
	const data = await github.graphql(pullRequestsQuery(numbers, commits), { ...repository }, { repeatable: true });
	const answer = recordOrNull(answerOf(route, data), "repository");
	if (answer) return answer;
	throw new GitHubError(`${route}: ${repository.owner}/${repository.repo} is not to be seen with this token; the job needs permission "pull-requests: read"`, {
		failure: "not-found",
		status: null,
		route
	});
};
/** The numbers that GitHub says it knows no pull request by: of an issue, or of another repository. */
const strangersIn = (error) => error instanceof GitHubError && error.failure === "not-found" ? new Set([...error.message.matchAll(/\bPullRequest with the number of (\d+)\./g)].map((found) => Number(found[1]))) : /* @__PURE__ */ new Set();
/**
* One number without a pull request fails the whole question, and a message may hold any number: GitHub names the first
* few such, and it is asked again without them. What is still in doubt after `mostAttempts` stays unread.
*/
const askOfThose = async (github, repository, numbers, commits) => {
	let left = numbers;
	for (let attempt = 0; attempt < mostAttempts && left.length > 0; attempt += 1) try {
		return {
			answer: await ask(github, repository, left, commits),
			numbers: left
		};
	} catch (error) {
		const strangers = strangersIn(error);
		const known = left.filter((number) => !strangers.has(number));
		if (known.length === left.length) throw error;
		left = known;
	}
	return {
		answer: null,
		numbers: left
	};
};
const landedIn = (answer, { sha, number }) => {
	const pull = recordOrNull(answer, `p${number}`);
	if (!pull) return null;
	if (pull.integer("number") !== number) throw rubbish(route, `p${number} is another pull request`);
	return isLandedAs(pull, sha) ? landedOf(pull) : null;
};
/** By SHA of the part, for as long as the client lives, which is one run. */
const read = /* @__PURE__ */ new WeakMap();
/** The pull request behind a part that was asked about in this run already; null where none is known. */
const landedBefore = (github, sha) => read.get(github)?.get(sha) ?? null;
const labelsRead = /* @__PURE__ */ new WeakMap();
/** Labels of the pull request behind a part that was asked about in this run already; none where none is known. */
const labelsBefore = (github, sha) => landedBefore(github, sha)?.labels ?? labelsRead.get(github)?.get(sha) ?? [];
/** GraphQL's own limit on a number; what is above names no pull request. */
const isNumber = (number) => number !== null && Number.isInteger(number) && number > 0 && number <= 2147483647;
/**
* The pull requests behind `parts`, riskiest first: of `atMost` pull requests, the others are `unread`. Needs
* `pull-requests: read`. Throws GitHubError.
*/
const approvalsOfParts = async (github, repository, parts, { atMost = mostPulls } = {}) => {
	const numbered = parts.flatMap(({ sha, number }) => isNumber(number) ? [{
		sha,
		number
	}] : []);
	const numbers = [...new Set(numbered.map(({ number }) => number))];
	const landed = /* @__PURE__ */ new Map();
	const unread = new Set(numbers.slice(atMost));
	const nameless = parts.filter(({ number }) => number === null).map(({ sha }) => sha);
	const commits = nameless.slice(0, mostCommits);
	let origins = nameless.length === 0 ? /* @__PURE__ */ new Map() : null;
	const learn = (answer) => {
		origins = originsIn(answer, commits);
		labelsRead.set(github, new Map([...labelsRead.get(github) ?? [], ...labelsIn(answer, commits)]));
	};
	if (numbers.length === 0 && commits.length > 0) {
		const answer = await askOrigins(github, repository, commits);
		if (answer) learn(answer);
	}
	for (let from = 0; from < Math.min(numbers.length, atMost); from += pullsPerRequest) {
		const some = numbers.slice(from, Math.min(from + pullsPerRequest, atMost));
		const along = from === 0 ? commits : [];
		const asked = await askOfThose(github, repository, some, along);
		if (asked.answer && along.length > 0) learn(asked.answer);
		for (const number of asked.answer ? [] : asked.numbers) unread.add(number);
		for (const part of numbered.filter(({ number }) => asked.answer && asked.numbers.includes(number))) {
			const pull = landedIn(asked.answer, part);
			if (pull) landed.set(part.sha, pull);
		}
	}
	read.set(github, new Map([...read.get(github) ?? [], ...landed]));
	return {
		landed,
		unread: [...numbered.filter(({ number }) => unread.has(number)).map(({ sha }) => sha), ...nameless.slice(mostCommits)],
		origins
	};
};

// src/commands/github/opinions.ts
/** What people said about the head of a pull request that has not landed, and whose word counts. */
/** Logins of everybody who had a hand in the commits. */
const handsIn = (commits) => commits.flatMap(({ author, committer }) => [author?.login ?? [], committer?.login ?? []].flat());
/** Logins that commit messages name as co-authors. */
const namedIn = (commits) => coAuthorsOf(commits.map(({ message }) => message)).flatMap(({ login }) => login ?? []);
/** A commit of which nobody knows whose it is: whoever approves may have written it. */
const strangerIn = (commits) => commits.find(({ author, committer }) => author === null || committer === null) ?? null;
const unknownHand = ({ sha }) => `no account is known of who wrote ${sha.slice(0, 8)}, so nobody is certainly another; add the address of the commit to the account it belongs to`;
/** Logins of ours that may be among the reviewers. A bot's opinion counts for nothing, but whose it is can be told. */
const gateLogins = async (job, opinionated) => {
	if (opinionated.length === 0) return [];
	const people = await job.ownPeople();
	if (!opinionated.some((login) => login.endsWith("[bot]"))) return people;
	try {
		return await job.own();
	} catch (error) {
		if (error instanceof SourceError) return people;
		throw error;
	}
};
const readOpinions = async (job, pull) => {
	const { github, repository } = job;
	const [commits, reviews] = await Promise.all([readPullRequestCommits(github, repository, pull), readReviews(github, repository, pull.number)]);
	const opinionated = reviews.items.flatMap(({ state, author }) => author && state !== "COMMENTED" ? [author.login] : []);
	const request = {
		head: pull.head.sha,
		author: pull.author?.login ?? null,
		committers: handsIn(commits.items),
		coAuthors: namedIn(commits.items),
		lastPusher: null,
		permissionOf: await permissionsOf(job, opinionated),
		gateLogins: await gateLogins(job, opinionated)
	};
	const failures = [...commits.complete ? [] : [{
		source: "commits",
		why: `GitHub lists ${commits.items.length} of ${pull.counts.commits} commits`
	}], ...reviews.complete ? [] : [{
		source: "reviews",
		why: "there are more reviews than were read"
	}]];
	const stranger = strangerIn(commits.items);
	const counts = failures.length === 0 && stranger === null;
	return {
		commits: commits.items,
		reviews: reviews.items,
		weigh: (said, allowStale) => {
			const { approvals, blockedBy, rejections, ignored } = findApprovals({
				...request,
				reviews: [...said.withBands(reviews.items), ...said.opinions],
				allowStale
			});
			return {
				approvals: counts && blockedBy.length === 0 && rejections.length === 0 ? approvals : [],
				rejections,
				objections: blockedBy.length,
				notes: [
					...ignored.map(({ login, why }) => `the review of ${login} does not count: ${login} ${why}`),
					...blockedBy.map((login) => `${login} wants changes`),
					...rejections.map(({ login }) => `${login} rejected it`),
					...stranger !== null && approvals.length > 0 ? [`no approval counts: ${unknownHand(stranger)}`] : []
				]
			};
		},
		failures
	};
};

export { unknownHand as a, landedBefore as c, strangerIn as i, originsOf as l, namedIn as n, approvalsOfParts as o, readOpinions as r, labelsBefore as s, handsIn as t };
