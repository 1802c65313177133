import { a as record, i as moment, n as commitName, o as text, r as flag, t as answerOf } from "./clients-github-shapes.js";
import { B as parseConfiguration, F as horizon, V as chooseEnvironment, b as measured, i as policyPath, t as blobName, x as unavailable, y as counted } from "./sources-policy-file.js";
import { t as GitHubError } from "./clients-github-github.js";
import { i as isOurs, n as SourceError, r as UsageError, t as ConfigError } from "./domain-errors.js";
import { a as told, c as pageOf, d as isOwn$1, f as shortSha, i as refused, l as actionsBot, n as cut, o as whyRefused, r as once$2, s as itemsOf, t as setStatus, u as isNamed } from "./drivers-reviews-status.js";
import { n as cutAtLine, r as cutAtWord, t as byteLength } from "./report-comment-cut.js";
import { c as referCommit, i as renderFront, l as referNumber, o as escapeWords, r as pageText, s as openPage } from "./report-comment-facts.js";
import { i as sayHeadline, n as isOff, r as isUnjudged, t as isObserving } from "./report-comment-headline.js";
import { a as renderBehind, i as shouldComment, o as answerMarker, r as renderComment, s as commentMarker, t as githubLinks } from "./report-comment-view.js";
import { o as neutralise, r as link, t as codeSpan } from "./report-escaping.js";
import { _ as endSentence } from "./report-sentences.js";
import { t as defaultConfiguration } from "./config-defaults.js";
import { g as gitEnvironment, h as finish, p as openRepository } from "./model-rank.js";
import { t as gate } from "./commands-gate-gate.js";
import { n as openJobLedger } from "./commands-github-ledger.js";
import { w as recordId } from "./ledger-open.js";
import { a as matchesSegment } from "./config-glob.js";
import { i as wanted, n as read$1, r as sentenceOf } from "./config-reading.js";
import { t as describe } from "./config-problems.js";
import { t as bands } from "./domain-decision.js";
import { a as formatCount, c as oneLine, o as formatList, s as formatPercent } from "./commands-gate-memory.js";
import { t as plain } from "./report-comment-plain.js";
import { n as statusContext, r as statusLine } from "./report-status-line2.js";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { spawn } from "node:child_process";

// src/sources/github/reading.ts
/** What our readings of GitHub share beside the client's own checks: lists that may be cut, and answers that cannot be true. */
/** The items of a list, each named by its place in it. */
const answersOf = (route, items) => answerOf(route, items).list();
/** An answer whose fields have the right kinds and cannot be true together. `what` follows the route: "head_sha is …". */
const rubbish = (route, what) => new GitHubError(`${route}: ${what}; GitHub may be behind itself, or something in its place may answer: try again, and look at the proxy if it stays`, {
	failure: "rubbish",
	status: null,
	route
});
/** The record at a path; null where GitHub says null there, and an error where it says nothing at all. */
const recordOrNull = (answer, path) => answer.orNull(path, record);
/** A text that says something: a login, a ref, a path. */
const name = (value, { route, path }) => {
	if (typeof value === "string" && value !== "") return value;
	throw rubbish(route, `${path} is no name`);
};
/** A whole number that GraphQL writes as text, since it outgrows 32 bits. */
const bigInteger = (value, { route, path }) => {
	const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
	if (Number.isSafeInteger(number) && number >= 0) return number;
	throw rubbish(route, `${path} is no whole number`);
};

// src/sources/github/account.ts
const types = [
	"User",
	"Bot",
	"Organization",
	"Mannequin"
];
const accountOf = (account) => ({
	login: account.is("login", name),
	type: account.oneOf("type", types)
});
/** The account at a path, as REST tells it; null where GitHub says null. */
const accountAt = (answer, path) => {
	const account = recordOrNull(answer, path);
	return account && accountOf(account);
};
/** The same of a commit: where its address belongs to nobody, GitHub may also tell an object with nothing in it. */
const committerAt = (answer, path) => {
	const account = recordOrNull(answer, path);
	if (!account || account.is("", (value) => Object.keys(value).length === 0)) return null;
	return accountOf(account);
};
/** The actor at a path, as GraphQL tells it: apps go without the suffix that their login carries everywhere else. */
const actorAt = (answer, path) => {
	const actor = recordOrNull(answer, path);
	if (!actor) return null;
	const type = actor.oneOf("__typename", types);
	const login = actor.is("login", name);
	return {
		login: type === "Bot" && !login.endsWith("[bot]") ? `${login}[bot]` : login,
		type
	};
};
const sameLogin = (one, other) => one.toLowerCase() === other.toLowerCase();

// src/sources/github/pull-request.ts
const route$9 = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
const reviewsRoute = `${route$9}/reviews`;
const commitsRoute = `${route$9}/commits`;
const mostReviews$1 = 1e3;
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
	const answer = answerOf(route$9, await github.request(route$9, {
		...repository,
		pull_number: number
	}));
	if (answer.integer("number") !== number) throw rubbish(route$9, `the answer is not about ${number}`);
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
const reviewOf$1 = (answer) => ({
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
	}, mostReviews$1);
	return {
		items: answersOf(reviewsRoute, items).map(reviewOf$1),
		complete
	};
};
/** A commit as GitHub's lists of commits tell it. */
const commitOf$1 = (answer) => {
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
	const commits = answersOf(commitsRoute, items).map(commitOf$1);
	const whole = new Set(commits.map(({ sha }) => sha)).size === pull.counts.commits && commits.some(({ sha }) => sha === pull.head.sha);
	return {
		items: commits,
		complete: complete && whole
	};
};

// src/drivers/reviews/comment.ts
/** Longest body of a comment, a review or an issue; above it GitHub answers 422. */
const bodyLimit = 65536;
const mostComments$1 = 1e3;
const commentMends = {
	permission: "pull-requests: write",
	forbidden: "the job needs permission \"pull-requests: write\" (\"issues: write\" for an issue; a fork's pull_request token never has it), and the conversation must not be locked"
};
const listRoute$6 = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const createRoute$2 = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const editRoute = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
/**
* One comment, edited in place. It is ours only if we wrote it and its first line is the marker: a marker alone can be
* planted by anybody, and one further down may be quoted by another workflow that shares our login. Where two runs
* raced, the oldest is kept and the newer are deleted, for a stale answer beside the right one misleads; the ledger
* keeps what they said. Requests: 1 unchanged, 2 otherwise (one more per hundred comments and per double).
*/
const upsertComment = (github, repository, request) => told("comment", commentMends, async () => {
	const text = marked(request.marker, request.body);
	if (text.length > 65536) return refused("comment", `The comment has ${text.length} characters, GitHub takes ${bodyLimit}: shorten it.`);
	const { ours, complete } = await commentsOfOurs(github, repository, request);
	for (const [index, comment] of ours.entries()) {
		const effect = await brought(github, repository, comment, text);
		if (effect !== null) return withoutDoubles(github, repository, effect, ours.slice(index + 1));
	}
	if (!complete) return refused("comment", `#${request.issue} has over ${mostComments$1} comments: ours may be beyond, none is added.`);
	return postComment(github, repository, {
		...request,
		body: text
	});
});
/** A new comment, whatever is there already; 1 request, and after an answer that leaves it open one look. Throws GitHubError. */
const postComment = async (github, repository, request) => {
	const body = marked(request.marker, request.body);
	const written = await once$2(async () => answerOf(createRoute$2, await github.request(createRoute$2, {
		...repository,
		issue_number: request.issue,
		body
	})), async () => {
		const { ours } = await commentsOfOurs(github, repository, request);
		return ours.find((comment) => isSame(comment.optional("body", text) ?? "", body)) ?? null;
	});
	return {
		what: "comment",
		outcome: "done",
		why: `Commented on #${request.issue}.`,
		...pageOf(github, written)
	};
};
const marked = (marker, body) => body.startsWith(marker) ? body : `${marker}\n${body}`;
const commentsOfOurs = async (github, repository, { issue, marker, own = actionsBot, since }) => {
	const parameters = {
		...repository,
		issue_number: issue,
		per_page: 100,
		...since === void 0 ? {} : { since }
	};
	const { items, complete } = await github.list(listRoute$6, parameters, mostComments$1);
	return {
		ours: itemsOf(listRoute$6, items).filter((comment) => isOwn$1(comment, own) && (comment.optional("body", text) ?? "").startsWith(marker)).sort((one, other) => one.integer("id") - other.integer("id")),
		complete
	};
};
/** Brings one comment to the text; null when it is gone by now. */
const brought = async (github, repository, comment, body) => {
	if (isSame(comment.optional("body", text) ?? "", body)) return {
		what: "comment",
		outcome: "unchanged",
		why: "The comment says so already.",
		...pageOf(github, comment)
	};
	try {
		await github.request(editRoute, {
			...repository,
			comment_id: comment.integer("id"),
			body
		}, { repeatable: true });
		return {
			what: "comment",
			outcome: "done",
			why: "Brought the comment up to date.",
			...pageOf(github, comment)
		};
	} catch (error) {
		if (error instanceof GitHubError && error.failure === "not-found") return null;
		throw error;
	}
};
const withoutDoubles = async (github, repository, effect, doubles) => {
	const left = [];
	for (const double of doubles) {
		const comment_id = double.integer("id");
		try {
			await github.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
				...repository,
				comment_id
			}, { repeatable: true });
		} catch (error) {
			const why = whyRefused(error, commentMends);
			if (!(error instanceof GitHubError && error.failure === "not-found")) left.push(why);
		}
	}
	const [first] = left;
	return first === void 0 ? effect : {
		...effect,
		why: `${effect.why} An outdated double of it stays: ${first}.`
	};
};
/** GitHub may hand texts back with other line ends. */
const isSame = (one, other) => tidy(one) === tidy(other);
const tidy = (text) => text.replaceAll("\r\n", "\n").trim();

// src/drivers/reviews/reaction.ts
/** Shows under a comment that it was seen, obeyed or not understood. GitHub keeps one of a kind of each account. 1 request. */
const react = (github, repository, commentId, content) => told("comment", commentMends, async () => {
	await github.request("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", {
		...repository,
		comment_id: commentId,
		content
	}, { repeatable: true });
	return {
		what: "comment",
		outcome: "done",
		why: `Reacted with ${content}.`
	};
});

// src/drivers/reviews/reply.ts
/**
* Answers a command in a comment, once: a delivery that is repeated, or a run that is started again, brings the first
* answer up to date. Requests: 1 unchanged, 2 otherwise.
*/
const replyTo = (github, repository, { commentId, ...reply }) => upsertComment(github, repository, {
	...reply,
	marker: `<!-- change-risk:reply:${commentId} -->`
});

// src/policy/eligibility.ts
/** Weighs every reviewer's newest opinion. */
const findApprovals = (request) => {
	const weighed = newestOpinions(request.reviews).map((opinions) => opinions.map((review) => weigh$1(review, request)).toSorted(byCaution)[0]).toSorted((one, other) => compare$1(one.login, other.login));
	const loginsWith = (outcome) => weighed.filter((each) => each.outcome === outcome).map(({ login }) => login);
	return {
		approvedBy: loginsWith("approves"),
		blockedBy: loginsWith("blocks"),
		ignored: weighed.flatMap(({ outcome, login, why }) => outcome === "ignored" ? [{
			login,
			why
		}] : [])
	};
};
/** What two spellings of one login have in common: REST writes `app[bot]` where GraphQL writes `app`. */
const loginKey = (login) => login.toLowerCase().replace(/\[bot\]$/, "");
/** What approves least comes first. */
const byCaution = (one, other) => {
	const caution = ({ outcome }) => [
		"blocks",
		"ignored",
		"approves"
	].indexOf(outcome);
	return caution(one) - caution(other) || compare$1(one.login, other.login) || compare$1(one.why, other.why);
};
const weigh$1 = (review, request) => {
	const login = review.author?.login || "ghost";
	const ignored = (why) => ({
		login,
		outcome: "ignored",
		why
	});
	if (!review.author?.login) return ignored("has no account any more");
	if (review.state === "DISMISSED") return ignored("gave a review that was dismissed");
	if (request.gateLogins.some((own) => loginKey(own) === loginKey(login))) return ignored("is the gate itself");
	const permission = request.permissionOf(login);
	const mayWrite = permission === "admin" || permission === "maintain" || permission === "write";
	const isPerson = review.author.type === "User";
	if (review.state === "CHANGES_REQUESTED") {
		if (mayWrite || permission === null && isPerson) return {
			login,
			outcome: "blocks",
			why: ""
		};
		return ignored(whyNoWriter(review, permission));
	}
	const part = partIn(login, request);
	if (part !== null) return ignored(part);
	if (!isPerson) return ignored(`is no person but an account of type ${shown(review.author.type)}`);
	if (!mayWrite) return ignored(whyNoWriter(review, permission));
	if (request.head === "" || review.commit !== request.head && request.allowStale !== true) return ignored(`approved ${review.commit === null ? "a commit GitHub no longer names" : shown(review.commit.slice(0, 8))}, not ${shown(request.head.slice(0, 8))}`);
	return {
		login,
		outcome: "approves",
		why: ""
	};
};
/** The hand a login had in the change; two people means that nobody approves what they made, pushed or opened. */
const partIn = (login, request) => {
	const is = (other) => other !== null && loginKey(other) === loginKey(login);
	if (is(request.author)) return "opened this pull request";
	if (is(request.lastPusher)) return "pushed last";
	if (request.committers.some(is)) return "made commits of it";
	if (request.coAuthors.some(is)) return "is a co-author of it";
	return null;
};
const whyNoWriter = ({ association }, permission) => {
	if (permission === "none") return "has no access to this repository";
	if (permission !== null) return `may not write here, their permission is ${shown(permission)}`;
	return ![
		"OWNER",
		"MEMBER",
		"COLLABORATOR"
	].includes(association) ? "is no member or collaborator, and nobody could tell what they may do here" : "may perhaps not write here: GitHub did not tell";
};
/**
* The newest opinion of each login. A comment is none, so it takes nothing back; a dismissed review is one, so that
* nothing older comes to life again. More than one only where a review was read twice while it changed.
*/
const newestOpinions = (reviews) => {
	const byLogin = /* @__PURE__ */ new Map();
	for (const review of reviews) {
		if (![
			"APPROVED",
			"CHANGES_REQUESTED",
			"DISMISSED"
		].includes(review.state)) continue;
		const key = (review.author?.login ?? "").toLowerCase();
		const others = byLogin.get(key);
		if (others) others.push(review);
		else byLogin.set(key, [review]);
	}
	return [...byLogin.values()].map(newest);
};
/**
* By the time of submission, since a review begun early may be sent late; by number where a time is missing or two are
* the same.
*/
const newest = (opinions) => {
	const timeOf = ({ submittedAt }) => Date.parse(submittedAt ?? "");
	const isTimed = opinions.every((review) => !Number.isNaN(timeOf(review)));
	const age = (one, other) => (isTimed ? timeOf(other) - timeOf(one) : 0) || other.id - one.id;
	const [first] = opinions.toSorted(age);
	return opinions.filter((review) => age(review, first) === 0);
};
const compare$1 = (one, other) => one < other ? -1 : one > other ? 1 : 0;
/** Text from outside in a sentence. */
const shown = (text) => text.replace(/[^\w-]/g, "?").slice(0, 40);
/**
* Everybody whom `Co-authored-by:` lines of whole commit messages name, each address once, in order. Lines count wherever they stand:
* GitHub wants them last, but who is named anywhere is better not counted as a second person.
*/
const coAuthorsOf = (messages) => {
	const found = /* @__PURE__ */ new Map();
	for (const line of messages.flatMap((message) => message.split(/[\r\n]/))) {
		const text = /^[ \t]*co-authored-by[ \t]*:(.*)$/i.exec(line)?.[1]?.trim();
		if (!text) continue;
		const author = readCoAuthor(text);
		const key = JSON.stringify([
			author.login,
			author.address,
			author.address === null ? author.name : ""
		]).toLowerCase();
		if (!found.has(key)) found.set(key, author);
	}
	return [...found.values()];
};
const readCoAuthor = (text) => {
	const opening = text.indexOf("<");
	const name = (opening < 0 ? text : text.slice(0, opening)).trim();
	const closing = text.indexOf(">", opening);
	const inside = opening < 0 ? text : text.slice(opening + 1, closing < 0 ? void 0 : closing);
	const address = /^[^\s@<>]+@[^\s@<>]+$/.exec(inside.trim())?.[0] ?? null;
	return {
		name,
		address,
		login: loginOfAddress$1(address ?? "") ?? /^@([\w-]+)$/.exec(name)?.[1] ?? null
	};
};
/** `12345+login@users.noreply.github.com`, the older one without a number, and those of an Enterprise Server. */
const loginOfAddress$1 = (address) => /^(?:\d+\+)?([a-z0-9][\w-]*(?:\[bot\])?)@users\.noreply\.[a-z0-9.-]+$/i.exec(address)?.[1] ?? null;

// src/report/comment-answers.ts
/** What is said back to a command in a comment. Nobody is called by name: whoever asked looks already. */
const sentenceColumns = 400;
/** `to`: the comment that asked, by its number. */
const answer = (to, ...blocks) => `${[answerMarker(to), blocks.filter((block) => block !== "").join("\n\n")].join("\n")}\n`;
/** To `.risk`: the answer as it stands now, in a few lines; `comment` is where the whole of it is. */
const answerRisk = (view, to, comment) => {
	const page = openPage(view);
	const front = renderFront(page, {
		calls: false,
		lines: 13
	});
	const more = comment === void 0 ? "" : link("All of it", comment);
	const help = view.prefix === void 0 ? "" : `Every reason: ${codeSpan(`${view.prefix}risk explain`)}.`;
	return answer(to, pageText({
		...front,
		closing: []
	}), [more, help].filter((text) => text !== "").join(" · "), front.foot);
};
/** To `.risk explain`: every change, every reason, every fact. */
const answerExplain = (view, to) => {
	const page = openPage(view);
	const { foot } = renderFront(page, {
		calls: false,
		lines: 13
	});
	const text = [
		`### ${sayHeadline(page.safe)}`,
		"",
		...renderBehind(page, 58e3),
		"",
		foot
	];
	return answer(to, cutAtLine(text.join("\n"), 59800, "There is more, but it would not fit here."));
};
/** To `.approve`. */
const answerApproval = (given, to, links) => {
	const by = escapeWords(given.by);
	if (given.outcome === "recorded") {
		const counts = "It counts in every environment and in every later deployment that holds this commit unchanged.";
		const missing = given.missing === void 0 ? "" : `**Still waiting:** ${endSentence(escapeWords(given.missing, sentenceColumns))}`;
		return answer(to, `**Recorded:** ${by} approved ${referNumber(links, given.about)} at ${referCommit(links, given.sha)}. ${counts}`, missing);
	}
	const { now } = given;
	return answer(to, `**Not recorded**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}`, now === void 0 ? "" : `The commit is now ${referCommit(links, now.sha)}. Read it, then reply ${codeSpan(now.reply)}.`);
};
/** To a command that cannot be carried out just now, or that nobody knows: one sentence why, and what there is. */
const answerTrouble = (why, to, prefix) => answer(to, `${endSentence(escapeWords(why, sentenceColumns))} ${codeSpan(`${prefix}help`)} tells what can be said here.`);
const commands = [
	["risk", "how risky this is now, and what is decided"],
	["risk explain", "every change, every reason and how far to trust them"],
	["approve", "approve the commit that was scored; an approving review says the same"],
	["help", "this list"]
];
/** To `.help`. */
const answerHelp = (to, prefix) => answer(to, "Comments that begin with one of these are answered:", commands.map(([command, says]) => `- ${codeSpan(`${prefix}${command}`)}: ${says}.`).join("\n"), "Approving takes write access, and eyes that neither wrote nor last pushed the change.");

// src/commands/github/job.ts
const fullName = ({ repository: { owner, repo } }) => `${owner}/${repo}`;

// src/commands/github/approvals.ts
/** A stream a pull request: the newest word on it is found without reading the others. */
const streamOf = (number) => `approvals/${number}`;
const approvalRecord = (job, part, by) => ({
	stream: streamOf(part.number),
	kind: "approval",
	key: {
		repository: fullName(job),
		number: part.number,
		head: part.head,
		comment: by.comment
	},
	at: by.at,
	repository: fullName(job),
	actor: by.login,
	tool: {
		name: "change-risk-gate",
		version: job.version
	},
	body: {
		number: part.number,
		head: part.head,
		sha: part.sha,
		comment: by.comment
	}
});
/** Who approved exactly this head in a comment. */
const recordedApprovals = async (ledger, { number, head }) => {
	const record = await ledger.latest({
		kind: "approval",
		stream: streamOf(number)
	});
	return record && record.body["head"] === head ? [record.actor] : [];
};

// src/clients/git/fetching.ts
/**
* Bringing commits into a clone over the network: the only place where git may talk to anybody, and only to the one
* server it is told. Nothing that comes is checked out or run.
*/
const settings = (remote) => {
	const pairs = [
		["credential.helper", ""],
		["core.hooksPath", "/dev/null"],
		["core.fsmonitor", "false"],
		["fetch.recurseSubmodules", "false"],
		["gc.auto", "0"],
		["maintenance.auto", "false"],
		["protocol.version", "2"]
	];
	if (remote.token !== null) {
		const basic = Buffer.from(`x-access-token:${remote.token}`).toString("base64");
		pairs.push([`http.${remote.url}.extraheader`, ""], [`http.${remote.url}.extraheader`, `AUTHORIZATION: basic ${basic}`]);
	}
	return Object.fromEntries([["GIT_CONFIG_COUNT", String(pairs.length)], ...pairs.flatMap(([key, value], at) => [[`GIT_CONFIG_KEY_${at}`, key], [`GIT_CONFIG_VALUE_${at}`, value]])]);
};
/** Proxies and certificates of this machine stay in force; everything else of git's environment is ours. */
const environmentFor = ({ remote, environment }) => {
	const { GIT_NO_LAZY_FETCH: _, GIT_OPTIONAL_LOCKS: __, ...pinned } = gitEnvironment(environment);
	const certificates = Object.fromEntries(["GIT_SSL_CAINFO", "GIT_SSL_CAPATH"].flatMap((name) => environment[name] === void 0 ? [] : [[name, environment[name]]]));
	return {
		...pinned,
		...certificates,
		...settings(remote),
		GIT_ALLOW_PROTOCOL: new URL(remote.url).protocol.replace(":", ""),
		GIT_TERMINAL_PROMPT: "0"
	};
};
const secretless = (text, { token }) => token === null || token === "" ? text : text.replaceAll(token, "…");
/** Brings commits and the history behind them. Throws `SourceError` in git's own words, without the token. */
const fetchCommits = async (request) => {
	const { gitDirectory, remote, commits, since, blobless, timeoutSeconds } = request;
	const args = [
		"--git-dir",
		gitDirectory,
		"fetch",
		"--quiet",
		"--no-tags",
		"--no-write-fetch-head",
		"--no-recurse-submodules",
		"--no-auto-maintenance",
		...blobless ? ["--filter=blob:none"] : [],
		...since === null ? [] : [`--shallow-since=${since}`],
		"--end-of-options",
		remote.url,
		...commits
	];
	const child = spawn("git", args, {
		env: environmentFor(request),
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		]
	});
	const timer = setTimeout(() => child.kill(), timeoutSeconds * 1e3);
	const { status, error } = await finish(child).finally(() => clearTimeout(timer));
	if (status === 0) return;
	if (since !== null && /no commits selected for shallow/.test(error)) return fetchCommits({
		...request,
		since: null
	});
	const [first = ""] = error.split("\n").filter((line) => /^(fatal|error|remote):/.test(line));
	const why = child.killed ? `no answer in ${timeoutSeconds} s` : secretless(first, remote) || `ended with status ${status}`;
	throw new SourceError(`git fetch ${remote.url}: ${why}; check that the token may read contents (permissions: contents: read), or check out with fetch-depth: 0 first`);
};
/** Makes an empty bare repository in a folder. Throws `SourceError` where git cannot. */
const initBare = async (directory, environment) => {
	const child = spawn("git", [
		"init",
		"--quiet",
		"--bare",
		"--template=",
		directory
	], {
		env: gitEnvironment(environment),
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		]
	});
	const { status, error } = await finish(child);
	if (status !== 0) throw new SourceError(`git init ${directory}: ${error.split("\n")[0]}`);
};

// src/sources/clone.ts
/**
* A clone to judge in, wherever the Action runs: the checkout that is there, deepened as far back as the model looks, or
* a bare one of our own. Where git can bring nothing, an empty one that says so.
*/
const fetchSeconds = 120;
const samePage = (one, other) => one.toLowerCase() === other.toLowerCase();
/** The checkout, if it is one of this repository and not of something around or inside it. */
const checkoutAt = async ({ workspace, webUrl, environment }) => {
	if (workspace === null || !existsSync(join(workspace, ".git"))) return null;
	try {
		const found = await openRepository(workspace, withoutGitPlace(environment));
		if (found.workTree !== null && resolve(found.workTree) !== resolve(workspace)) return null;
		return found.webUrl === void 0 || samePage(found.webUrl, webUrl) ? found : null;
	} catch (error) {
		if (error instanceof SourceError || error instanceof UsageError) return null;
		throw error;
	}
};
const withoutGitPlace = ({ GIT_DIR: _, GIT_WORK_TREE: __, ...environment }) => environment;
const ownClone = async ({ temporary, environment }) => {
	const directory = join(temporary, "change-risk-clone.git");
	if (!existsSync(join(directory, "HEAD"))) {
		await mkdir(directory, { recursive: true });
		await initBare(directory, environment);
	}
	return openRepository(directory, withoutGitPlace(environment));
};
const lacking = async ({ git }, commits) => {
	const { output } = await git.attempt(["cat-file", "--batch-check=%(objecttype)"], commits.map((commit) => `${commit}\n`).join(""));
	const types = output.split("\n");
	return commits.filter((_, at) => types[at] !== "commit");
};
/** A clone that holds the commits and, as far as git brings it, the history behind them. */
const prepareClone = async (request) => {
	const { remote, commits, lookbackSeconds, blobless, now, environment } = request;
	const checkout = await checkoutAt(request);
	const repository = checkout ?? await ownClone(request);
	const since = Math.floor(now.getTime() / 1e3) - lookbackSeconds - horizon.seconds;
	const fetch = (wanted, deepen) => fetchCommits({
		gitDirectory: repository.gitDirectory,
		remote,
		commits: wanted,
		since: deepen ? since : null,
		blobless: blobless || repository.partial,
		environment,
		timeoutSeconds: fetchSeconds
	});
	const clone = {
		directory: checkout?.workTree ?? repository.gitDirectory,
		fetch: (commit) => fetch([commit], repository.shallow || checkout === null)
	};
	if ((await lacking(repository, commits)).length === 0 && !repository.shallow && (checkout !== null || commits.length > 0)) return {
		...clone,
		withoutHistory: false,
		notes: []
	};
	try {
		await fetch(commits, repository.shallow || checkout === null);
		return {
			...clone,
			withoutHistory: false,
			notes: []
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		const there = (await lacking(repository, commits)).length === 0;
		return {
			...clone,
			withoutHistory: !there,
			notes: [there ? `the history could not be deepened (${error.message}); judged on what is here` : `no history could be brought (${error.message}); only what GitHub tells of the change is known`]
		};
	}
};

// src/sources/github/commit-name.ts
const route$8 = "GET /repos/{owner}/{repo}/git/ref/{ref}";
const isCommitName = (name) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name);
/** The same name. Anything else is a fault of ours: no caller may ask GitHub by a name that moves. */
const requireCommit = (name) => {
	if (isCommitName(name)) return name;
	throw new Error(`"${name}" is not the full name of a commit; resolve it first`);
};
/**
* The commit at the tip of a branch, now: `main` and `refs/heads/main` alike, and never a tag of the same name. Throws
* GitHubError, `not-found` where there is no such branch.
*/
const resolveTip = async (github, repository, ref) => {
	const branch = `heads/${ref.replace(/^refs\/heads\//, "")}`;
	const answer = answerOf(route$8, await github.request(route$8, {
		...repository,
		ref: branch
	}));
	if (answer.text("ref") !== `refs/${branch}`) throw rubbish(route$8, `the answer is not about refs/${branch}`);
	answer.oneOf("object.type", ["commit"]);
	return answer.commitName("object.sha");
};

// src/sources/github/file-entry.ts
const statuses = {
	added: "added",
	removed: "deleted",
	modified: "modified",
	renamed: "renamed",
	copied: "added",
	changed: "type-changed",
	unchanged: "modified"
};
const words = Object.keys(statuses);
/** Blobs without content, in both formats of git: whose lines are known although no patch shows them. */
const emptyBlobs = ["e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"];
const isPointerMove = (patch) => {
	const lines = patch.split("\n").filter((line) => line !== "" && !line.startsWith("@@"));
	return lines.length > 0 && lines.every((line) => /^[-+]Subproject commit [0-9a-f]{40,64}$/.test(line));
};
/** GitHub has no page for a submodule's files, and shows its move as a patch of git's own making. */
const isSubmodule = (answer, patch) => answer.textOrNull("blob_url") === null || isPointerMove(patch);
const commitOf = (answer) => {
	const address = answer.optional("contents_url", text) ?? "";
	return /[?&]ref=([0-9a-f]{40}|[0-9a-f]{64})(?:&|$)/.exec(address)?.[1] ?? null;
};
const fileEntry = (answer) => {
	const word = answer.oneOf("status", words);
	const [added, deleted] = [answer.integer("additions"), answer.integer("deletions")];
	const patch = answer.optional("patch", text) ?? "";
	const previousPath = answer.optional("previous_filename", name);
	const submodule = isSubmodule(answer, patch);
	const known = added + deleted > 0 || patch !== "" || word === "renamed" || word === "unchanged" || emptyBlobs.includes(answer.orNull("sha", commitName) ?? "");
	const countable = known && !submodule;
	return {
		file: {
			path: answer.is("filename", name),
			...previousPath === null ? {} : { previousPath },
			status: statuses[word],
			added: countable ? added : null,
			deleted: countable ? deleted : null,
			binary: !known && !submodule,
			submodule
		},
		added,
		deleted,
		commit: word === "removed" ? null : commitOf(answer)
	};
};
/** Where the counts do not add up, files without lines are not binaries for certain: their lines are unknown. */
const withUnknownLines = (files) => files.map((file) => file.binary ? {
	...file,
	binary: false
} : file);

// src/sources/github/pull-request-files.ts
const route$7 = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
/** GitHub lists no more of one pull request. */
const mostFiles = 3e3;
const sum = (counts) => counts.reduce((total, count) => total + count, 0);
/**
* The files between the base and the head of a pull request, as of the reading of it that is given: a head that moved
* since shows in the files, and they are not complete. Throws GitHubError.
*/
const readPullRequestFiles = async (github, repository, { number, head, counts }) => {
	const { items, complete } = await github.list(route$7, {
		...repository,
		pull_number: number,
		per_page: 100
	}, mostFiles);
	const entries = answersOf(route$7, items).map(fileEntry);
	const files = entries.map(({ file }) => file);
	const distinct = new Set(files.map(({ path, status }) => `${status} ${path}`));
	const atHead = entries.every(({ commit }) => commit === null || commit === head.sha);
	const linesKnown = sum(entries.map(({ added }) => added)) === counts.additions && sum(entries.map(({ deleted }) => deleted)) === counts.deletions;
	return {
		files: linesKnown ? files : withUnknownLines(files),
		complete: complete && atHead && distinct.size === counts.files && files.length === counts.files,
		linesKnown
	};
};

// src/signals/reviews.ts
/**
* Reviews and checks: what only GitHub knows of a part and of a deployment. Measured at the gate and kept as evidence;
* no history tells them of older parts, so no model learns from them yet.
*/
const reviewsUnknown = "GitHub did not tell all reviews of it";
const checksUnknown = "GitHub did not tell all checks of it";
const keyOf$2 = (account) => account?.login.toLowerCase() ?? "";
/** Reviews by people other than its author: machines read everything and understand nothing. */
const reviewsByOthers = ({ reviews, author }) => (reviews ?? []).filter((review) => review.author?.type === "User" && keyOf$2(review.author) !== keyOf$2(author) && review.state !== "PENDING" && review.state !== "DISMISSED");
const timeOf = ({ submittedAt }) => submittedAt === null ? 0 : Date.parse(submittedAt);
/** The newest opinion of each: a comment is none, and a dismissed one takes what was said before it along. */
const approvals = ({ reviews, author }) => {
	const newest = /* @__PURE__ */ new Map();
	for (const review of reviews ?? []) {
		if (review.author?.type !== "User" || keyOf$2(review.author) === keyOf$2(author)) continue;
		if (review.state === "COMMENTED" || review.state === "PENDING") continue;
		const known = newest.get(keyOf$2(review.author));
		if ((known === void 0 ? 1 : timeOf(review) - timeOf(known) || review.id - known.id) > 0) newest.set(keyOf$2(review.author), review);
	}
	return [...newest.values()].filter(({ state }) => state === "APPROVED");
};
const peopleIn = (reviews) => new Set(reviews.map(({ author }) => keyOf$2(author)));
const approvalsAtHead = {
	name: "approvals-at-head",
	question: "How many people approved exactly this commit?",
	why: "An approval speaks of what its author saw: the head it was written on, and no later one. Changes without any take part in more defects (McIntosh et al., EMSE 2016, on review coverage).",
	shape: "count",
	direction: -1,
	measure: (facts) => facts.reviews === null ? unavailable(reviewsUnknown) : measured(approvals(facts).filter(({ commit }) => commit === facts.head).length),
	sentence: (value) => counted(value, "approval of this commit")
};
const pushedAfterApproval = {
	name: "pushed-after-approval",
	question: "Did commits follow the last approval?",
	why: "What is pushed after an approval goes out unread, and has been used to slip code in.",
	shape: "flag",
	direction: 1,
	measure: (facts) => {
		if (facts.reviews === null) return unavailable(reviewsUnknown);
		const given = approvals(facts);
		if (given.length === 0) return unavailable("nobody has approved it");
		return measured(given.some(({ commit }) => commit === facts.head) ? 0 : 1);
	},
	sentence: (value) => value === 1 ? "commits pushed after approval" : "nothing pushed after approval"
};
const ownerReviewed = {
	name: "owner-reviewed",
	question: "Did somebody who owns a file of it review it?",
	why: "Reviewers who know the code find more of what is wrong with it (McIntosh et al., EMSE 2016, on reviewer expertise).",
	shape: "flag",
	direction: -1,
	measure: (facts) => {
		if (facts.reviews === null) return unavailable(reviewsUnknown);
		if (facts.owners === null) return unavailable("nobody can say who owns its files");
		if (facts.owners.length === 0) return unavailable("nobody owns its files");
		const reviewers = peopleIn(reviewsByOthers(facts));
		return measured(facts.owners.some((login) => reviewers.has(login.toLowerCase())) ? 1 : 0);
	},
	sentence: (value) => value === 1 ? "an owner reviewed it" : "no owner of its files reviewed it"
};
/** Per 100 lines; a change of fewer lines counts as 100, so that one remark on one line is no depth. */
const perHundredLines = (count, lines) => 100 * count / Math.max(100, lines);
const depth$1 = (facts, count) => {
	if (facts.reviews === null || count === null) return unavailable(reviewsUnknown);
	if (facts.changedLines === null) return unavailable("nobody can count its lines");
	return measured(perHundredLines(count, facts.changedLines));
};
/** One digit behind the point, where it says anything. */
const rounded = (value) => String(Math.round(value * 10) / 10);
const reviewComments = {
	name: "review-comments",
	question: "How many line comments did reviewers leave per 100 changed lines?",
	why: "Much discussion tells a careful reading, or a change hard to agree on: either way it says something (Thongtanunam et al., MSR 2015).",
	shape: "count",
	direction: 0,
	measure: (facts) => depth$1(facts, facts.lineComments),
	sentence: (value) => `${rounded(value)} review comments per 100 lines`
};
const reviewReaders = {
	name: "review-readers",
	question: "How many people reviewed it, per 100 changed lines?",
	why: "One reader of a thousand lines reads less of each than one reader of ten (McIntosh et al., EMSE 2016, on participation).",
	shape: "count",
	direction: -1,
	measure: (facts) => depth$1(facts, peopleIn(reviewsByOthers(facts)).size),
	sentence: (value) => `${rounded(value)} reviewers per 100 lines`
};
const ofChecks = (facts, which) => {
	if (facts.checks === null) return unavailable(checksUnknown);
	return facts.checks.total === 0 ? unavailable("nothing checks it") : measured(facts.checks[which]);
};
const failedChecks = {
	name: "failed-checks",
	question: "How many checks of its head failed?",
	why: "A red check that is not required is easily called flaky; some of them were right.",
	shape: "count",
	direction: 1,
	measure: (facts) => ofChecks(facts, "failed"),
	sentence: (value) => counted(value, "check failed")
};
const rerunChecks = {
	name: "rerun-checks",
	question: "How many checks of its head had to be run again?",
	why: "A check that passes at the second attempt has found something: in the change, in the test, or in where it runs.",
	shape: "count",
	direction: 1,
	measure: (facts) => ofChecks(facts, "rerun"),
	sentence: (value) => counted(value, "check run again")
};
/** Of a part, in the order in which evidence is kept. */
const reviewSignals = [
	approvalsAtHead,
	pushedAfterApproval,
	ownerReviewed,
	reviewComments,
	reviewReaders,
	failedChecks,
	rerunChecks
];
/** All answers by name, as evidence holds them. */
const measureFacts = (signals, facts) => Object.fromEntries(signals.map((signal) => [signal.name, signal.measure(facts)]));

// src/sources/github/checks.ts
const runsRoute$1 = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
const statusRoute = "GET /repos/{owner}/{repo}/commits/{ref}/status";
const mostChecks = 500;
/** The name under which the gate itself reports. */
const ownContext = "change-risk";
const failures = [
	"failure",
	"timed_out",
	"startup_failure",
	"action_required"
];
const conclusions = [
	...failures,
	"success",
	"neutral",
	"skipped",
	"cancelled",
	"stale"
];
const runStatuses = [
	"queued",
	"in_progress",
	"completed",
	"waiting",
	"requested",
	"pending"
];
const contextStates = [
	"success",
	"failure",
	"error",
	"pending"
];
const runOf = (answer, sha) => {
	if (answer.commitName("head_sha") !== sha) throw rubbish(runsRoute$1, "a check run is of another commit than asked");
	const app = recordOrNull(answer, "app")?.integer("id") ?? 0;
	const suite = recordOrNull(answer, "check_suite")?.integer("id") ?? 0;
	const completed = answer.oneOf("status", runStatuses) === "completed";
	const conclusion = completed ? answer.oneOf("conclusion", conclusions) : null;
	return {
		id: answer.integer("id"),
		key: `${app} ${suite} ${answer.text("name")}`,
		completed,
		failed: failures.some((word) => word === conclusion)
	};
};
const isOwn = (name, own) => own.some((context) => context.toLowerCase() === name.toLowerCase());
const readRuns = async (github, repository, sha, own) => {
	const { items, complete } = await github.list(runsRoute$1, {
		...repository,
		ref: sha,
		filter: "all",
		per_page: 100
	}, mostChecks);
	const runs = answersOf(runsRoute$1, items).filter((answer) => !isOwn(answer.text("name"), own)).map((answer) => runOf(answer, sha));
	const byKey = /* @__PURE__ */ new Map();
	for (const run of runs) byKey.set(run.key, [...byKey.get(run.key) ?? [], run]);
	return {
		checks: [...byKey.values()],
		complete
	};
};
const latestOf = (runs) => runs.reduce((latest, run) => run.id > latest.id ? run : latest);
const readContexts = async (github, repository, sha, own) => {
	const { items, complete } = await github.list(statusRoute, {
		...repository,
		ref: sha,
		per_page: 100
	}, mostChecks);
	return {
		states: answersOf(statusRoute, items).filter((answer) => !isOwn(answer.text("context"), own)).map((answer) => answer.oneOf("state", contextStates)),
		complete
	};
};
const count = (items, is) => items.filter(is).length;
/**
* Check runs and statuses of a commit named in full. `own` are names under which the gate, or the job it runs in,
* reports. Needs `checks: read` and `statuses: read`. Throws GitHubError.
*/
const readChecks = async (github, repository, commit, own = [ownContext]) => {
	const sha = requireCommit(commit);
	const [runs, contexts] = await Promise.all([readRuns(github, repository, sha, own), readContexts(github, repository, sha, own)]);
	const latest = runs.checks.map(latestOf);
	const { states } = contexts;
	return {
		failed: count(latest, ({ failed }) => failed) + count(states, (state) => state === "failure" || state === "error"),
		rerun: count(runs.checks, (same) => count(same, ({ completed }) => completed) > 1),
		pending: count(latest, ({ completed }) => !completed) + count(states, (state) => state === "pending"),
		total: latest.length + states.length,
		complete: runs.complete && contexts.complete
	};
};

// src/commands/github/evidence.ts
/** Checks of a head; null where GitHub does not tell them all. No decision hangs on them. */
const checksOf = async (job, sha) => {
	try {
		const checks = await readChecks(job.github, job.repository, sha);
		return checks.complete ? checks : null;
	} catch (error) {
		if (error instanceof SourceError) return null;
		throw error;
	}
};
/** The assessment with the answers of the signals that only GitHub can give. */
const withReviewEvidence = async (job, assessment, pull, { reviews, failures }) => {
	const { sha } = pull.head;
	const answers = measureFacts(reviewSignals, {
		head: sha,
		author: pull.author,
		reviews: failures.some(({ source }) => source === "reviews") ? null : reviews,
		lineComments: pull.lineComments,
		changedLines: pull.counts.additions + pull.counts.deletions,
		owners: null,
		checks: await checksOf(job, sha)
	});
	const { evidence, unavailable } = assessment;
	return {
		...assessment,
		evidence: {
			...evidence,
			parts: {
				...evidence.parts,
				[sha]: {
					...evidence.parts[sha],
					...answers
				}
			}
		},
		unavailable: unavailable.filter(({ signal }) => signal !== "GitHub-deployments")
	};
};

// src/sources/github/people.ts
/** Who may do what here. Answers are kept for as long as the client lives, which is one run. */
const permissionRoute = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
const roles = [
	"admin",
	"maintain",
	"write",
	"triage",
	"read",
	"none"
];
const kept = /* @__PURE__ */ new WeakMap();
/** The answer of an earlier call with the same key; a failed one is asked again. */
const once$1 = (github, key, ask) => {
	const answers = kept.get(github) ?? /* @__PURE__ */ new Map();
	kept.set(github, answers);
	const known = answers.get(key);
	if (known) return known;
	const asked = ask();
	answers.set(key, asked);
	asked.catch(() => answers.delete(key));
	return asked;
};
/** Null where the token may not know; anything else that goes wrong stays an error. */
const nullWhereForbidden = async (ask) => {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof GitHubError && (error.failure === "forbidden" || error.failure === "not-found")) return null;
		throw error;
	}
};
const askPermission = async (github, repository, login) => {
	const answer = answerOf(permissionRoute, await github.request(permissionRoute, {
		...repository,
		username: login
	}));
	const user = recordOrNull(answer, "user");
	if (user && !sameLogin(user.is("login", name), login)) throw rubbish(permissionRoute, "the answer is about another login than asked");
	const role = answer.optional("role_name", text);
	return roles.find((known) => known === role) ?? answer.oneOf("permission", roles);
};
/** What an account may do here; null where nobody can say (unknown login, or a token that may not ask). */
const permissionOf = (github, repository, login) => once$1(github, `permission ${repository.owner}/${repository.repo} ${login}`.toLowerCase(), () => nullWhereForbidden(() => askPermission(github, repository, login)));

// src/commands/github/permissions.ts
/** Requests are few, and a reviewer who is not asked about does not count. */
const mostAccounts = 6;
/** Null for those nobody could tell of, or who are too many to ask about. */
const permissionsOf = async (job, logins) => {
	const wanted = [...new Set(logins)].slice(0, mostAccounts);
	const found = new Map(await Promise.all(wanted.map(async (login) => [login, await permissionOf(job.github, job.repository, login)])));
	return (login) => found.get(login) ?? null;
};

// src/commands/github/opinions.ts
/** Logins of everybody who had a hand in the commits. */
const handsIn = (commits) => commits.flatMap(({ author, committer }) => [author?.login ?? [], committer?.login ?? []].flat());
/** Logins that commit messages name as co-authors. */
const namedIn = (commits) => coAuthorsOf(commits.map(({ message }) => message)).flatMap(({ login }) => login ?? []);
const readOpinions = async (job, pull) => {
	const { github, repository } = job;
	const [commits, reviews] = await Promise.all([readPullRequestCommits(github, repository, pull), readReviews(github, repository, pull.number)]);
	const opinionated = reviews.items.flatMap(({ state, author }) => author && state !== "COMMENTED" ? [author.login] : []);
	const { approvedBy, blockedBy } = findApprovals({
		reviews: reviews.items,
		head: pull.head.sha,
		author: pull.author?.login ?? null,
		committers: handsIn(commits.items),
		coAuthors: namedIn(commits.items),
		lastPusher: null,
		permissionOf: await permissionsOf(job, opinionated),
		gateLogins: job.own
	});
	const failures = [...commits.complete ? [] : [{
		source: "commits",
		why: `GitHub lists ${commits.items.length} of ${pull.counts.commits} commits`
	}], ...reviews.complete ? [] : [{
		source: "reviews",
		why: "there are more reviews than were read"
	}]];
	const complete = failures.length === 0;
	return {
		commits: commits.items,
		reviews: reviews.items,
		approvedBy: complete ? approvedBy : [],
		blockedBy,
		failures
	};
};

// src/sources/github/deployment-history.ts
const deploymentStates = [
	"queued",
	"pending",
	"waiting",
	"in_progress",
	"success",
	"failure",
	"error",
	"inactive"
];
const unfinished = [
	"queued",
	"pending",
	"waiting",
	"in_progress"
];
/** A workflow run ends after this long at the latest: what is older and unfinished was abandoned. */
const longestRunSeconds = 3024e3;
/** Newest first; of what happened in the same second, the greater id came later. */
const byTime = (timeOf, idOf) => (one, other) => Date.parse(timeOf(other) ?? "") - Date.parse(timeOf(one) ?? "") || idOf(other) - idOf(one);
/** Whether what an account says counts; everybody's does where nobody is named. */
const isTrusted = (account, trusted) => trusted === void 0 || account !== null && trusted.some((login) => sameLogin(login, account.login));
const readDeployment = (facts, trusted) => {
	const statuses = facts.statuses.filter(({ creator }) => isTrusted(creator, trusted)).toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
	const { id, sha, environment, createdAt, creator } = facts;
	return {
		id,
		sha,
		environment,
		createdAt,
		creator,
		state: statuses[0]?.state ?? "pending",
		succeededAt: statuses.find(({ state }) => state === "success")?.at ?? null
	};
};
/**
* What runs: the deployment that went well last and still counts as such. Where none does any more (GitHub marks what
* was replaced, or taken down, as inactive), the one that went well last: nothing is known to have replaced it.
*/
const liveAmong = (recent) => {
	const succeeded = recent.filter(({ state, succeededAt }) => succeededAt !== null && (state === "success" || state === "inactive")).toSorted(byTime(({ succeededAt }) => succeededAt, ({ id }) => id));
	const live = succeeded.find(({ state }) => state === "success") ?? succeeded[0];
	if (!live) return null;
	return {
		sha: live.sha,
		at: live.succeededAt,
		id: live.id,
		environment: live.environment
	};
};
/** `trustedCreators`: logins whose deployments and statuses count; absent, all do. */
const environmentHistory = (deployments, complete, trustedCreators) => {
	const recent = deployments.filter(({ creator }) => isTrusted(creator, trustedCreators)).map((facts) => readDeployment(facts, trustedCreators)).toSorted(byTime(({ createdAt }) => createdAt, ({ id }) => id));
	const live = liveAmong(recent);
	const newest = Date.parse(recent[0]?.createdAt ?? "");
	const replaced = recent.findIndex(({ id }) => id === live?.id);
	return {
		live,
		inFlight: recent.slice(0, replaced < 0 ? recent.length : replaced).filter(({ state }) => unfinished.includes(state)).filter(({ createdAt }) => newest - Date.parse(createdAt) <= longestRunSeconds * 1e3),
		recent,
		complete
	};
};
/**
* Hours that exactly this commit has run, until `now` or until another took its place; null where no deployment of it
* is known to have gone well.
*/
const hoursLive = (recent, sha, now) => {
	const runs = recent.filter(({ succeededAt }) => succeededAt !== null).map((run) => ({
		sha: run.sha,
		from: Date.parse(run.succeededAt)
	})).toSorted((one, other) => one.from - other.from);
	const own = runs.map((run, at) => ({
		sha: run.sha,
		hours: Math.max(0, (runs[at + 1]?.from ?? now.getTime()) - run.from) / 36e5
	})).filter((span) => span.sha === sha);
	return own.length === 0 ? null : own.reduce((total, { hours }) => total + hours, 0);
};

// src/sources/github/deployments.ts
/** What GitHub's deployments say of environments. One GraphQL request; REST where a server or token has none of that. */
const listRoute$5 = "GET /repos/{owner}/{repo}/deployments";
const statusesRoute = `${listRoute$5}/{deployment_id}/statuses`;
const queryRoute = "POST /graphql";
/** Newest deployments that are looked at, over all names an environment goes by. */
const mostDeployments = 50;
/** Statuses of one deployment; a healthy one has three or four. */
const mostStatuses = 50;
/** Over REST each costs a request, so that only the newest few of each name are looked at. */
const fewDeployments = 5;
const deploymentsQuery = `query Deployments($owner: String!, $repo: String!, $environments: [String!]!) {
  repository(owner: $owner, name: $repo) {
    deployments(environments: $environments, first: ${mostDeployments}, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage }
      nodes {
        databaseId
        commitOid
        environment
        createdAt
        creator { __typename login }
        latestStatus { state createdAt creator { __typename login } }
        statuses(first: ${mostStatuses}) {
          pageInfo { hasNextPage }
          nodes { state createdAt creator { __typename login } }
        }
      }
    }
  }
}`;
/** GraphQL shouts what REST says quietly. */
const loud = deploymentStates.map((state) => state.toUpperCase());
const graphqlStatus = (answer) => ({
	state: answer.oneOf("state", loud).toLowerCase(),
	at: answer.moment("createdAt"),
	creator: actorAt(answer, "creator")
});
const graphqlDeployment = (answer) => {
	const listed = answer.list("statuses.nodes").map(graphqlStatus);
	const latestStatus = recordOrNull(answer, "latestStatus");
	const latest = latestStatus ? [graphqlStatus(latestStatus)] : [];
	return {
		id: answer.integer("databaseId"),
		sha: answer.commitName("commitOid"),
		environment: answer.is("environment", name),
		createdAt: answer.moment("createdAt"),
		creator: actorAt(answer, "creator"),
		statuses: [...latest, ...listed]
	};
};
const readByGraphql = async (github, repository, environments) => {
	const data = await github.graphql(deploymentsQuery, {
		...repository,
		environments
	}, { repeatable: true });
	const answer = answerOf(queryRoute, data);
	const deployments = recordOrNull(answer, "repository") && recordOrNull(answer, "repository.deployments");
	if (!deployments) return null;
	const nodes = deployments.list("nodes");
	const cut = nodes.some((node) => node.flag("statuses.pageInfo.hasNextPage"));
	return {
		deployments: nodes.map(graphqlDeployment),
		complete: !cut && !deployments.flag("pageInfo.hasNextPage")
	};
};
const readStatuses = async (github, repository, id) => {
	const { items, complete } = await github.list(statusesRoute, {
		...repository,
		deployment_id: id,
		per_page: 100
	}, mostStatuses);
	return {
		statuses: answersOf(statusesRoute, items).map((status) => ({
			state: status.oneOf("state", deploymentStates),
			at: status.moment("created_at"),
			creator: accountAt(status, "creator")
		})),
		complete
	};
};
const readEnvironmentByRest = async (github, repository, environment) => {
	const { items, complete } = await github.list(listRoute$5, {
		...repository,
		environment,
		per_page: fewDeployments
	}, fewDeployments);
	const answers = answersOf(listRoute$5, items);
	const statuses = await Promise.all(answers.map((deployment) => readStatuses(github, repository, deployment.integer("id"))));
	return {
		deployments: answers.map((deployment, at) => ({
			id: deployment.integer("id"),
			sha: deployment.commitName("sha"),
			environment: deployment.is("environment", name),
			createdAt: deployment.moment("created_at"),
			creator: accountAt(deployment, "creator"),
			statuses: statuses[at].statuses
		})),
		complete: complete && statuses.every((read) => read.complete)
	};
};
const readByRest = async (github, repository, environments) => {
	const readings = [];
	for (const environment of environments) readings.push(await readEnvironmentByRest(github, repository, environment));
	return {
		deployments: readings.flatMap(({ deployments }) => deployments),
		complete: readings.every(({ complete }) => complete)
	};
};
/** No GraphQL on this server or with this token, or an older one: REST says the same, or says what the token lacks. */
const isUnavailable = (error) => error instanceof GitHubError && [
	"forbidden",
	"not-found",
	"invalid"
].includes(error.failure);
const read = async (github, repository, environments) => {
	try {
		const reading = await readByGraphql(github, repository, environments);
		if (reading) return reading;
	} catch (error) {
		if (!isUnavailable(error)) throw error;
	}
	return readByRest(github, repository, environments);
};
/**
* What runs in an environment that goes by these names on GitHub, what is on its way there, and what was there lately.
* Needs `deployments: read`. Throws GitHubError.
*/
const liveIn = async (github, repository, environments, { trustedCreators } = {}) => {
	if (environments.length === 0) return environmentHistory([], true);
	const { deployments, complete } = await read(github, repository, environments);
	const elsewhere = deployments.find(({ environment }) => !environments.some((name) => name.toLowerCase() === environment.toLowerCase()));
	if (elsewhere) throw rubbish(listRoute$5, `deployment ${elsewhere.id} went to another environment than asked for`);
	return environmentHistory(deployments, complete, trustedCreators);
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
  mergeCommit { oid signature { isValid wasSignedByGitHub } }
  reviews(last: ${mostOfEach}) {
    totalCount
    nodes {
      fullDatabaseId
      state
      submittedAt
      authorAssociation
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
/** One question for many pull requests, each under its own name: `p123`. */
const pullRequestsQuery = (numbers) => `query PullRequests($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
${numbers.map((number) => `    p${number}: pullRequest(number: ${number}) { ...Facts }`).join("\n")}
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
	const reviews = answer.list("reviews.nodes").map(reviewOf);
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
		contributors: contributorsOf(answer)
	};
};
/** Whether a pull request landed as exactly this commit: its number in a message proves nothing, anybody may write it. */
const isLandedAs = (answer, sha) => answer.flag("merged") && recordOrNull(answer, "mergeCommit")?.commitName("oid") === sha;

// src/sources/github/part-approvals.ts
/**
* What GitHub knows of the pull requests that the parts of a deployment came from: the raw facts by which approvals are
* judged, many pull requests a request.
*/
const route$6 = "POST /graphql";
/** Pull requests a request: each costs GitHub some 200 look-ups, and it gives up after ten seconds. */
const pullsPerRequest = 25;
const mostAttempts = 4;
const ask$1 = async (github, repository, numbers) => {
	const data = await github.graphql(pullRequestsQuery(numbers), { ...repository }, { repeatable: true });
	const answer = recordOrNull(answerOf(route$6, data), "repository");
	if (answer) return answer;
	throw new GitHubError(`${route$6}: ${repository.owner}/${repository.repo} is not to be seen with this token; the job needs permission "pull-requests: read"`, {
		failure: "not-found",
		status: null,
		route: route$6
	});
};
/** The numbers that GitHub says it knows no pull request by: of an issue, or of another repository. */
const strangersIn = (error) => error instanceof GitHubError && error.failure === "not-found" ? new Set([...error.message.matchAll(/\bPullRequest with the number of (\d+)\./g)].map((found) => Number(found[1]))) : /* @__PURE__ */ new Set();
/**
* One number without a pull request fails the whole question, and a message may hold any number: GitHub names the first
* few such, and it is asked again without them. What is still in doubt after `mostAttempts` stays unread.
*/
const askOfThose = async (github, repository, numbers) => {
	let left = numbers;
	for (let attempt = 0; attempt < mostAttempts && left.length > 0; attempt += 1) try {
		return {
			answer: await ask$1(github, repository, left),
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
	if (pull.integer("number") !== number) throw rubbish(route$6, `p${number} is another pull request`);
	return isLandedAs(pull, sha) ? landedOf(pull) : null;
};
/** GraphQL's own limit on a number; what is above names no pull request. */
const isNumber = (number) => number !== null && Number.isInteger(number) && number > 0 && number <= 2147483647;
/**
* The pull requests behind `parts`, riskiest first: of `atMost` pull requests, the others are `unread`. Needs
* `pull-requests: read`. Throws GitHubError.
*/
const approvalsOfParts = async (github, repository, parts, { atMost = 50 } = {}) => {
	const numbered = parts.flatMap(({ sha, number }) => isNumber(number) ? [{
		sha,
		number
	}] : []);
	const numbers = [...new Set(numbered.map(({ number }) => number))];
	const landed = /* @__PURE__ */ new Map();
	const unread = new Set(numbers.slice(atMost));
	for (let from = 0; from < Math.min(numbers.length, atMost); from += pullsPerRequest) {
		const some = numbers.slice(from, Math.min(from + pullsPerRequest, atMost));
		const asked = await askOfThose(github, repository, some);
		for (const number of asked.answer ? [] : asked.numbers) unread.add(number);
		for (const part of numbered.filter(({ number }) => asked.answer && asked.numbers.includes(number))) {
			const pull = landedIn(asked.answer, part);
			if (pull) landed.set(part.sha, pull);
		}
	}
	return {
		landed,
		unread: numbered.filter(({ number }) => unread.has(number)).map(({ sha }) => sha)
	};
};

// src/sources/github/commit-files.ts
const route$5 = "GET /repos/{owner}/{repo}/contents/{path}";
/** GitHub cuts a folder here and does not say so. */
const mostEntries = 1e3;
const folderOf = (path) => path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
const nameOf$1 = (path) => path.slice(path.lastIndexOf("/") + 1);
const entryOf = (answer) => [answer.is("name", name), {
	type: answer.optional("submodule_git_url", text) !== null ? "submodule" : answer.oneOf("type", [
		"file",
		"dir",
		"symlink",
		"submodule"
	]),
	sha: answer.commitName("sha"),
	size: answer.integer("size")
}];
const decode = (content) => {
	const compact = content.replace(/\s/g, "");
	return /^[A-Za-z0-9+/]*={0,2}$/.test(compact) ? Buffer.from(compact, "base64") : null;
};
const opened = /* @__PURE__ */ new WeakMap();
/** The files of a commit named in full. Folders are listed once for as long as the client lives, which is one run. */
const filesAt = (github, repository, commit) => {
	const key = `${repository.owner}/${repository.repo} ${requireCommit(commit)}`;
	const known = opened.get(github) ?? /* @__PURE__ */ new Map();
	opened.set(github, known);
	const files = known.get(key) ?? new CommitFiles(github, repository, commit);
	known.set(key, files);
	return files;
};
var CommitFiles = class {
	#github;
	#repository;
	#commit;
	#folders = /* @__PURE__ */ new Map();
	constructor(github, repository, commit) {
		this.#github = github;
		this.#repository = repository;
		this.#commit = commit;
	}
	async read(path, mostBytes) {
		const entry = (await this.#folder(folderOf(path)))?.get(nameOf$1(path));
		if (!entry) return null;
		if (entry.type !== "file") throw this.#refused(path, `is a ${entry.type}`);
		if (entry.size > mostBytes) throw this.#refused(path, `has ${entry.size} bytes, more than the ${mostBytes} that are read`);
		return this.#content(path, entry);
	}
	async #content(path, entry) {
		const data = await this.#request(path);
		if (Array.isArray(data)) throw this.#refused(path, "is a folder");
		const answer = answerOf(route$5, data);
		answer.oneOf("type", ["file"]);
		answer.oneOf("encoding", ["base64"]);
		const bytes = decode(answer.text("content"));
		if (answer.commitName("sha") !== entry.sha || bytes === null) throw rubbish(route$5, `${path} is not what its folder lists`);
		const text = bytes.toString("utf8");
		if (!Buffer.from(text, "utf8").equals(bytes)) throw this.#refused(path, "is no UTF-8 text");
		if (blobName(text, entry.sha.length) !== entry.sha) throw rubbish(route$5, `${path} is not what its name in git says`);
		return {
			path,
			text,
			blob: entry.sha
		};
	}
	#folder(path) {
		const known = this.#folders.get(path);
		if (known) return known;
		const listed = this.#list(path);
		this.#folders.set(path, listed);
		listed.catch(() => this.#folders.delete(path));
		return listed;
	}
	async #list(path) {
		const above = path === "" ? void 0 : this.#folders.get(folderOf(path));
		if (above && !(await above)?.has(nameOf$1(path))) return null;
		const data = await this.#find(path);
		if (data === null) return this.#absent(path);
		if (!Array.isArray(data)) return this.#noFolder(path, answerOf(route$5, data));
		const folder = new Map(answersOf(route$5, data).map(entryOf));
		if (folder.size >= mostEntries) throw this.#refused(path === "" ? "the root folder" : path, `holds ${mostEntries} entries or more, of which GitHub does not list all`);
		return folder;
	}
	/** Believes a 404 where the folder above is there without it; at the root nothing can be believed any more. */
	async #absent(path) {
		if (path === "") throw new SourceError(`${this.#place("the root folder")} cannot be read; the job needs permission "contents: read", and the commit must be in this repository`);
		if ((await this.#folder(folderOf(path)))?.get(nameOf$1(path))) throw this.#refused(path, "is listed by its parent, and cannot be read");
		return null;
	}
	#noFolder(path, answer) {
		const type = answer.oneOf("type", [
			"file",
			"symlink",
			"submodule"
		]);
		if (type === "file" && answer.optional("submodule_git_url", text) === null) return null;
		throw this.#refused(path, `is a ${type}`);
	}
	#place(path) {
		return `${path} of ${this.#repository.owner}/${this.#repository.repo} at ${this.#commit.slice(0, 8)}`;
	}
	#refused(path, what) {
		return new SourceError(`${this.#place(path)} ${what}; what governs the gate must be a plain text file, commit it as one`);
	}
	#request(path) {
		return this.#github.request(route$5, {
			...this.#repository,
			path,
			ref: this.#commit
		});
	}
	#find(path) {
		return this.#github.find(route$5, {
			...this.#repository,
			path,
			ref: this.#commit
		});
	}
};

// src/sources/github/policy-at.ts
/** Beyond this a policy is no policy. */
const mostPolicyBytes = 262144;
/** Large monorepos have long ones; GitHub's answer holds no more than this. */
const mostCodeOwnersBytes = 1048576;
/** Where GitHub looks, in its order; the first one counts and the others do not. */
const codeOwnersPaths = [
	".github/CODEOWNERS",
	"CODEOWNERS",
	"docs/CODEOWNERS"
];
/**
* The policy at a commit named in full; null only where that commit is readable and has none. Throws GitHubError, and
* SourceError where what lies there is no plain file.
*/
const policyAtRef = async (github, repository, commit, path = policyPath) => filesAt(github, repository, commit).read(path, mostPolicyBytes);
/** CODEOWNERS at a commit named in full; null only where that commit is readable and has none. Throws as `policyAtRef`. */
const codeOwnersAtRef = async (github, repository, commit) => {
	const files = filesAt(github, repository, commit);
	for (const path of codeOwnersPaths) {
		const file = await files.read(path, mostCodeOwnersBytes);
		if (file) return file;
	}
	return null;
};

// src/commands/github/index-cache.ts
/**
* The index between runs. What a cache gives back was written by some earlier job, maybe one that ran somebody's code:
* it is used only where the ledger knows its hash, and built anew otherwise. The model beside it is always computed
* again.
*/
/** Beside the job, so that a workflow can name it to the cache. */
const indexFolder = "change-risk-index";
const keyOf$1 = (hash) => ({ index: hash });
/** Of the index and of the salt that its authors are hashed with; null where there is none. */
const hashOf = (directory) => {
	const paths = ["index", "salt"].map((name) => join(directory, name));
	if (!paths.every((path) => existsSync(path))) return null;
	const hash = createHash("sha256");
	for (const path of paths) hash.update(readFileSync(path)).update("\0");
	return hash.digest("hex");
};
const isKnown = async (ledger, hash) => {
	try {
		return await ledger.find(recordId("model", keyOf$1(hash))) !== void 0;
	} catch (error) {
		if (error instanceof SourceError) return false;
		throw error;
	}
};
/** The folder of the index, emptied of whatever the ledger does not vouch for. */
const keptIndex = async (job, ledger) => {
	const directory = join(job.temporary, indexFolder);
	rmSync(join(directory, "standing.json"), { force: true });
	const hash = hashOf(directory);
	if (hash !== null && await isKnown(ledger, hash)) return {
		directory,
		restored: hash
	};
	rmSync(directory, {
		recursive: true,
		force: true
	});
	return {
		directory,
		restored: null
	};
};
/** What vouches for the index as it stands now; none where it is the one that was restored. */
const indexRecord = (job, kept) => {
	const hash = hashOf(kept.directory);
	if (hash === null || hash === kept.restored) return [];
	return [{
		stream: "models",
		kind: "model",
		key: keyOf$1(hash),
		at: job.now.toISOString(),
		repository: fullName(job),
		actor: "gate",
		tool: {
			name: "change-risk-gate",
			version: job.version
		},
		body: {
			what: "index",
			sha256: hash
		}
	}];
};

// src/commands/github/outside.ts
/** What GitHub knows, as the gate asks for it. Each thing is asked once a run. */
/** Remembers answers and refusals alike, so that a question is asked once. */
const once = (ask) => {
	const known = /* @__PURE__ */ new Map();
	return (key) => {
		const before = known.get(key);
		if (before) return before;
		const answer = ask(key);
		known.set(key, answer);
		return answer;
	};
};
const approversOf = ({ reviews, author, contributors, head }, permission, job) => {
	const { approvedBy, blockedBy } = findApprovals({
		reviews,
		head,
		author: author?.login ?? null,
		committers: contributors.logins,
		coAuthors: [],
		lastPusher: null,
		permissionOf: permission,
		gateLogins: job.own
	});
	return blockedBy.length > 0 ? [] : approvedBy;
};
/** Approvals of the parts of a deployment: of their merged heads by review, or by a comment that the ledger holds. */
const approvalsOf = (job, ledger) => async (parts) => {
	const { landed } = await approvalsOfParts(job.github, job.repository, parts);
	const clear = [...landed].filter(([, pull]) => pull.contributors.complete && pull.reviewsComplete && pull.mergeSignedByGitHub);
	const approving = clear.flatMap(([, { reviews }]) => reviews.flatMap(({ state, author }) => state === "APPROVED" && author ? [author.login] : []));
	const permission = await permissionsOf(job, approving);
	const approvals = /* @__PURE__ */ new Map();
	for (const [sha, pull] of clear) {
		const reviewed = approversOf(pull, permission, job);
		const recorded = await recordedApprovals(ledger(), {
			sha,
			head: pull.head,
			number: pull.number
		});
		const all = [.../* @__PURE__ */ new Set([...reviewed, ...recorded])];
		if (all.length > 0) approvals.set(sha, all);
	}
	return approvals;
};
/** Approvals of pull requests that are on their way in: of their heads, for they have not landed yet. */
const freshApprovals = (job, fresh) => async (parts) => {
	const approvals = /* @__PURE__ */ new Map();
	for (const { sha, number } of parts) {
		if (number === null || !fresh.includes(number)) continue;
		const pull = await readPullRequest(job.github, job.repository, number);
		const { approvedBy, blockedBy } = await readOpinions(job, pull);
		if (approvedBy.length > 0 && blockedBy.length === 0) approvals.set(sha, approvedBy);
	}
	return approvals;
};
/** Policies by commit; asked for before a clone is there, too. */
const policyReader = (job) => once((commit) => policyAtRef(job.github, job.repository, requireCommit(commit), job.asked.configFile));
const outsideOf = (job, policyAt, request) => {
	const { clone, proposal } = request;
	const { organisationPolicy } = job.asked;
	let ledger = null;
	let kept = null;
	const openLedger = (url) => {
		ledger ??= openJobLedger(job, url);
		return ledger;
	};
	return {
		repository: fullName(job),
		webUrl: job.webUrl,
		withoutHistory: clone.withoutHistory,
		policyAt,
		policyPath: job.asked.configFile ?? ".github/change-risk.yml",
		hoursIn: async (environments, commit) => hoursLive((await liveIn(job.github, job.repository, environments)).recent, commit, job.now),
		...organisationPolicy === void 0 ? {} : { organisationPolicy: {
			path: "input config",
			text: organisationPolicy
		} },
		liveIn: async (environments) => {
			const { live, complete } = await liveIn(job.github, job.repository, environments);
			if (live === null && !complete) throw new SourceError(`what runs in ${environments.join(", ")} is further back than GitHub was asked; name it with base-ref`);
			return live;
		},
		fetch: clone.fetch,
		approvalsOf: proposal ? async () => {
			const { number, head } = proposal;
			if (request.objected) return /* @__PURE__ */ new Map();
			const recorded = await recordedApprovals(openLedger(null), {
				number,
				head,
				sha: null
			});
			const all = [.../* @__PURE__ */ new Set([...request.approvedBy ?? [], ...recorded])];
			return all.length === 0 ? /* @__PURE__ */ new Map() : /* @__PURE__ */ new Map([[head, all]]);
		} : request.fresh ? freshApprovals(job, request.fresh) : approvalsOf(job, () => openLedger(null)),
		openLedger,
		indexDirectory: async (opened) => {
			kept = await keptIndex(job, opened);
			return kept.directory;
		},
		records: () => kept ? indexRecord(job, kept) : [],
		...proposal ? { proposal } : {},
		failures: request.failures ?? [],
		notes: [...clone.notes, ...request.notes ?? []]
	};
};

// src/commands/github/judging.ts
/** How far back the model looks, as the policy says; the usual where nobody can tell yet. */
const lookbackSeconds = async (policyAt, commit) => {
	const usual = defaultConfiguration().history.lookback.seconds;
	try {
		const file = await policyAt(commit);
		return file ? (await parseConfiguration(file.text, file.path)).history.lookback.seconds : usual;
	} catch (error) {
		if (error instanceof SourceError || error instanceof ConfigError) return usual;
		throw error;
	}
};
/** Kilobytes from which on contents of files take longer to bring than lines are worth. */
const largeKilobytes = 3e5;
const cloneFor = async (job, policyAt, commits) => {
	const [first = ""] = commits;
	return prepareClone({
		workspace: job.workspace,
		temporary: job.temporary,
		remote: {
			url: `${job.webUrl}.git`,
			token: job.token
		},
		webUrl: job.webUrl,
		commits,
		lookbackSeconds: await lookbackSeconds(policyAt, first),
		blobless: job.repositoryKilobytes === null || job.repositoryKilobytes > largeKilobytes,
		now: job.now,
		environment: job.processEnvironment
	});
};
const judge = (job, clone, outside, asked, remembers) => {
	const { GIT_DIR: _, GIT_WORK_TREE: __, ...processEnvironment } = job.processEnvironment;
	return gate({
		directory: clone.directory,
		...asked,
		...job.asked.dryRun ? { mode: "observe" } : job.asked.mode === void 0 ? {} : { mode: job.asked.mode },
		now: job.now,
		processEnvironment,
		progress: () => void 0,
		outside,
		prior: job.prior,
		version: job.version,
		withPeople: false,
		clock: job.clock,
		remembers: remembers && !job.asked.dryRun
	});
};
/** An open pull request, as the part it would be on the tip of its base. Throws GitHubError. */
const judgePullRequest = async (job, pull, { remembers = true } = {}) => {
	const { github, repository } = job;
	const base = await resolveTip(github, repository, pull.base.ref);
	const policyAt = policyReader(job);
	const [files, opinions, clone] = await Promise.all([
		readPullRequestFiles(github, repository, pull),
		readOpinions(job, pull),
		cloneFor(job, policyAt, [base])
	]);
	const failures = [...files.complete ? [] : [{
		source: "files",
		why: `GitHub lists ${files.files.length} of ${pull.counts.files} files`
	}], ...opinions.failures];
	const outside = outsideOf(job, policyAt, {
		clone,
		proposal: {
			number: pull.number,
			base,
			baseRef: pull.base.ref,
			head: pull.head.sha,
			title: pull.title,
			body: pull.body,
			commits: opinions.commits,
			files: files.files
		},
		approvedBy: opinions.approvedBy,
		objected: opinions.blockedBy.length > 0,
		failures
	});
	const { environment } = job.asked;
	const answer = await judge(job, clone, outside, environment === void 0 ? {} : { environment }, remembers);
	const assessment = await withReviewEvidence(job, answer.assessment, pull, opinions);
	return {
		...answer,
		...opinions,
		assessment,
		pull,
		base
	};
};
/** What is asked to run in an environment, from what runs there now. */
const judgeDeployment = async (job, asked) => {
	const policyAt = policyReader(job);
	const base = asked.base === void 0 ? [] : [asked.base];
	const clone = await cloneFor(job, policyAt, [asked.sha, ...base]);
	const outside = outsideOf(job, policyAt, {
		clone,
		failures: clone.withoutHistory ? [{
			source: "history",
			why: "the commits could not be brought here, so nobody knows what they change"
		}] : []
	});
	const environment = job.asked.environment ?? asked.environment;
	return judge(job, clone, outside, {
		head: asked.sha,
		...asked.base === void 0 ? {} : { base: asked.base },
		...environment === null || environment === void 0 ? {} : { environment }
	}, true);
};
/** The policy at the tip of a branch (null: the default one), and the ledger it names. Throws SourceError. */
const ledgerOf = async (job, branch) => {
	const base = await resolveTip(job.github, job.repository, branch ?? job.defaultBranch);
	const file = await policyReader(job)(base);
	const configuration = file ? await parseConfiguration(file.text, file.path) : defaultConfiguration();
	return {
		ledger: openJobLedger(job, configuration.ledger),
		configuration
	};
};

// src/config/codeowners-pattern.ts
const depth = { kind: "depth" };
const anyName = {
	kind: "glob",
	tokens: [{ kind: "star" }],
	starts: "",
	ends: ""
};
/** Reads a pattern, or says what GitHub would not accept of it and what to write instead. */
const readCodeOwnersPattern = (text) => {
	if (/\p{Cc}/u.test(text)) return wanted("a pattern without control characters");
	if (text.startsWith("!")) return wanted("a pattern without !, which means nothing here: a line with a pattern alone takes its owners away");
	if (text.startsWith("\\#")) return wanted("a pattern that begins with no #, which cannot be escaped here", `"?${text.slice(2)}"`);
	if (text === "/") return wanted("a pattern that can match a file", "\"*\"");
	const isAnchored = text.startsWith("/");
	const isDirectory = text.endsWith("/");
	const steps = [];
	for (const name of text.slice(isAnchored ? 1 : 0, isDirectory ? -1 : void 0).split("/")) {
		const step = readStep(name);
		if (!step.ok) return step;
		steps.push(step.value);
	}
	const isFloating = !isAnchored && steps.length === 1;
	return read$1([
		...isFloating ? [depth] : [],
		...steps,
		...below(steps.at(-1), isDirectory, isFloating)
	]);
};
/** What of the tree under its last step a pattern takes in. */
const below = (last, isDirectory, isFloating) => {
	if (last === depth) return [anyName];
	if (isDirectory) return [depth, anyName];
	return last === anyName && !isFloating ? [] : [depth];
};
/** Reads one folder or file name; `**` alone is any depth, beside other characters no more than `*`. */
const readStep = (text) => {
	if (text === "") return wanted("a pattern without empty folder names");
	if (text === "**") return read$1(depth);
	if (text === "*") return read$1(anyName);
	const characters = [...text];
	const tokens = [];
	for (let at = 0; at < characters.length; at++) {
		const character = characters[at];
		if (character === "\\") {
			const escaped = characters[++at];
			if (escaped === void 0) return wanted("a character other than / after every \\ of the pattern");
			tokens.push({
				kind: "character",
				character: escaped
			});
		} else if (character === "[" || character === "]") return wanted("\\[ and \\] for [ and ] in a name");
		else if (character === "?") tokens.push({ kind: "any" });
		else if (character !== "*") tokens.push({
			kind: "character",
			character
		});
		else if (characters[at + 1] === "*" && characters[at + 2] === "*") return wanted("at most two * in a row");
		else if (tokens.at(-1)?.kind !== "star") tokens.push({ kind: "star" });
	}
	const isWild = (token) => token.kind !== "character";
	const first = tokens.findIndex(isWild);
	if (first < 0) return read$1({
		kind: "name",
		name: spell(tokens)
	});
	const ends = spell(tokens.slice(tokens.findLastIndex(isWild) + 1));
	return read$1({
		kind: "glob",
		tokens,
		starts: spell(tokens.slice(0, first)),
		ends
	});
};
const spell = (tokens) => tokens.map((token) => token.kind === "character" ? token.character : "").join("");
const namesOf = (path) => path.split("/").map((name) => ({
	name,
	characters: [...name]
}));
/**
* Whether the whole path matches. After a mismatch the last `depth` takes one folder more and matching resumes there,
* which bounds the work by length of pattern times length of path, whatever path a pull request brings.
*/
const matchesCodeOwnersPattern = (pattern, names) => {
	let at = 0;
	let name = 0;
	let afterDepth = -1;
	let resumeName = 0;
	while (name < names.length) {
		const step = pattern[at];
		if (step?.kind === "depth") {
			at++;
			afterDepth = at;
			resumeName = name;
		} else if (step !== void 0 && matchesStep(step, names[name])) {
			at++;
			name++;
		} else if (afterDepth >= 0) {
			at = afterDepth;
			resumeName++;
			name = resumeName;
		} else return false;
	}
	while (pattern[at]?.kind === "depth") at++;
	return at === pattern.length;
};
const matchesStep = (step, { name, characters }) => step.kind === "name" ? step.name === name : name.startsWith(step.starts) && name.endsWith(step.ends) && matchesSegment(step.tokens, characters);

// src/config/codeowners-line.ts
/**
* Reads one line: a pattern, then its owners, then perhaps a comment. Null for a line that says nothing. One thing that
* GitHub does not accept makes the whole line void, its other owners too.
*/
const readCodeOwnersLine = (line) => {
	const text = line.replace(/^[ \t]+/, "");
	if (text === "" || text.startsWith("#")) return read$1(null);
	const end = endOfPattern(text);
	const pattern = text.slice(0, end);
	const steps = readCodeOwnersPattern(pattern);
	if (!steps.ok) return steps;
	const owners = readOwners(text.slice(end));
	return owners.ok ? read$1({
		pattern,
		steps: steps.value,
		owners: owners.value
	}) : owners;
};
/** A pattern ends at the first space or tab that no `\` stands before. */
const endOfPattern = (text) => {
	for (let at = 0; at < text.length; at++) if (text[at] === "\\") at++;
	else if (text[at] === " " || text[at] === "	") return at;
	return text.length;
};
const readOwners = (text) => {
	const comment = text.indexOf("#");
	const words = (comment < 0 ? text : text.slice(0, comment)).split(/[ \t]+/).filter((word) => word !== "");
	const owners = /* @__PURE__ */ new Map();
	for (const word of words) {
		const owner = readOwner(word);
		if (!owner.ok) return owner;
		const key = word.toLowerCase();
		if (!owners.has(key)) owners.set(key, owner.value);
	}
	return read$1([...owners.values()]);
};
/** Logins may hold `_`, as those of managed users do (`mona_acme`). */
const readOwner = (word) => {
	if (/^@[A-Za-z0-9][\w-]{0,99}$/.test(word)) return read$1({
		kind: "user",
		name: word.slice(1)
	});
	if (/^@[A-Za-z0-9][\w-]{0,99}\/[A-Za-z0-9._-]{1,255}$/.test(word)) return read$1({
		kind: "team",
		name: word.slice(1)
	});
	if (isAddress(word)) return read$1({
		kind: "email",
		name: word
	});
	return wanted(`owners like @user, @organisation/team or user@example.com, got ${describe(word)}`, /^[A-Za-z0-9][\w-]{0,99}(\/[A-Za-z0-9._-]{1,255})?$/.test(word) ? `"@${word}"` : void 0);
};
const isAddress = (word) => {
	const at = word.indexOf("@");
	if (at < 1 || word.length > 254) return false;
	return /^[\w.%+-]+$/.test(word.slice(0, at)) && /^(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/.test(word.slice(at + 1));
};

// src/config/codeowners.ts
/**
* CODEOWNERS as GitHub reads it: the last rule that matches a path decides, a rule without owners takes ownership away,
* a line that is wrong is skipped alone, and a file that is too big counts for nothing.
*/
const mostBytes$1 = 3145728;
/** Reads a whole file. Never throws: what cannot be read is told in `problems`, and the rest counts. */
const parseCodeOwners = (text) => {
	if (text.length >= mostBytes$1 || new TextEncoder().encode(text).length >= mostBytes$1) return {
		rules: [],
		problems: [{
			line: null,
			why: "GitHub reads no CODEOWNERS of 3 MB or more, so nobody owns anything here; say more with fewer patterns, like \"services/*/api/\""
		}]
	};
	const rules = [];
	const problems = [];
	for (const [index, line] of text.replace(/^\ufeff/, "").split(/\r?\n|\r/).entries()) {
		const reading = readCodeOwnersLine(line);
		if (!reading.ok) problems.push({
			line: index + 1,
			why: sentenceOf(reading)
		});
		else if (reading.value !== null) rules.push({
			...reading.value,
			line: index + 1
		});
	}
	return {
		rules,
		problems
	};
};
/** The rule that decides about a path (from the root of the repository, no slash in front); null when none matches. */
const ruleOf = ({ rules }, path) => {
	const names = namesOf(path);
	return rules.findLast(({ steps }) => matchesCodeOwnersPattern(steps, names)) ?? null;
};

// src/drivers/reviews/pull-state.ts
const route$4 = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
/** 1 request. Throws GitHubError. */
const readPull = async (github, repository, pull_number) => {
	const pull = answerOf(route$4, await github.request(route$4, {
		...repository,
		pull_number
	}));
	return {
		head: pull.commitName("head.sha"),
		base: pull.text("base.ref"),
		isOpen: pull.text("state") === "open",
		isMerged: pull.flag("merged"),
		isDraft: pull.flag("draft"),
		author: pull.orNull("user", record)?.text("login") ?? null
	};
};
/** Why it may not be approved, or null. */
const obstacleTo$1 = (pull, scored) => {
	const { number, own = actionsBot } = scored;
	if (!pull.isOpen) return `#${number} is ${pull.isMerged ? "merged" : "closed"}: there is nothing to approve.`;
	if (pull.isDraft) return `#${number} is a draft: mark it ready for review first.`;
	if (pull.author !== null && isNamed(pull.author, own)) return `#${number} was opened by ${pull.author}, the gate itself: a person must approve it.`;
	return movedFrom(pull, scored);
};
/** Why it is no longer what was scored, or null; being merged or closed by now changes nothing about that. */
const movedFrom = (pull, { number, sha, baseRef }) => {
	if (pull.head !== sha) return `The head of #${number} moved from ${shortSha(sha)}, which was scored, to ${shortSha(pull.head)}: the run of the new head decides.`;
	if (baseRef !== void 0 && pull.base !== baseRef) return `#${number} was scored against ${baseRef} and now goes to ${pull.base}: run the gate again.`;
	return null;
};

// src/drivers/reviews/withdrawal.ts
const mostReviews = 1e3;
const listRoute$4 = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
const readRoute = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}";
const dismissRoute = "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals";
const reviewMends = { permission: "pull-requests: write" };
/**
* Takes back what we approved earlier, because the head moved or the risk rose. One approval that cannot be taken back
* makes the effect `refused`, and says which. Requests: 1 when nothing stands (one more per hundred reviews), 1 more
* for each approval.
*/
const withdrawApproval = (github, repository, { number, own = actionsBot, why, exceptSha }) => told("approval", reviewMends, async () => {
	const { approvals, complete } = await standingApprovals(github, repository, number, own);
	const goes = approvals.filter(({ commit }) => exceptSha === void 0 || commit !== exceptSha);
	const stands = await dismissAll(github, repository, number, goes, why);
	if (stands !== null) return refused("approval", stands);
	if (!complete) return refused("approval", unseen(number));
	return goes.length === 0 ? {
		what: "approval",
		outcome: "unchanged",
		why: `No outdated approval of ours stands on #${number}.`
	} : {
		what: "approval",
		outcome: "done",
		why: `Withdrew our approval of #${number}: ${why}`
	};
});
/** Approvals of ours as GitHub lists them now; 1 request per hundred reviews. Throws GitHubError. */
const standingApprovals = async (github, repository, pull_number, own) => {
	const { items, complete } = await github.list(listRoute$4, {
		...repository,
		pull_number,
		per_page: 100
	}, mostReviews);
	return {
		approvals: itemsOf(listRoute$4, items).filter((review) => review.text("state") === "APPROVED" && isOwn$1(review, own)).map((review) => readApproval(github, review)),
		complete
	};
};
const readApproval = (github, review) => ({
	id: review.integer("id"),
	commit: review.orNull("commit_id", commitName),
	page: pageOf(github, review)
});
const unseen = (number) => `#${number} has over ${mostReviews} reviews: approvals of ours may stand beyond them; look there and dismiss them by hand.`;
/** Null when all of them are gone; else what stands on, loudly. Tries every one. */
const dismissAll = async (github, repository, number, approvals, why) => {
	const standing = [];
	for (const approval of approvals) {
		const failure = await dismiss(github, repository, number, approval.id, why);
		if (failure !== null) standing.push(stillStands(number, approval, failure));
	}
	return standing.length === 0 ? null : standing.join(" ");
};
const stillStands = (number, { id, commit, page }, failure) => `ACT NOW: an approval the gate cannot stand for STILL STANDS on #${number} (review ${id} of ${commit === null ? "an unknown commit" : shortSha(commit)}). Dismissing it failed (${failure}). Dismiss it by hand${page.url === void 0 ? "" : `, ${page.url}`}; the job needs permission "pull-requests: write", and its account must be among those who may dismiss reviews of a protected branch.`;
/** Null when it is dismissed, by whomever; else why not. Only GitHub's word that it is dismissed counts. */
const dismiss = async (github, repository, pull_number, review_id, why) => {
	const place = {
		...repository,
		pull_number,
		review_id
	};
	const isDismissed = (route, review) => answerOf(route, review).text("state") === "DISMISSED";
	try {
		const message = why.trim() === "" ? "The gate no longer stands for this approval." : why;
		const review = await github.request(dismissRoute, {
			...place,
			message,
			event: "DISMISS"
		}, { repeatable: true });
		if (isDismissed(dismissRoute, review)) return null;
	} catch (error) {
		if (!(error instanceof GitHubError)) throw error;
		return await isGone() ? null : error.message.split("\n", 1)[0];
	}
	return await isGone() ? null : "GitHub does not show it as dismissed";
	async function isGone() {
		try {
			return isDismissed(readRoute, await github.request(readRoute, place));
		} catch (error) {
			if (error instanceof GitHubError) return false;
			throw error;
		}
	}
};

// src/drivers/reviews/approval.ts
const approveRoute = "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
const approveMends = {
	...reviewMends,
	invalid: "allow it in Settings › Actions › General, \"Allow GitHub Actions to create and approve pull requests\", or pass the token of an account that did not open the pull request; until then people approve",
	unclear: "whether the approval was written is not known: should it show up, the next run of the gate keeps or withdraws it"
};
/**
* Approves a pull request at exactly the scored commit, or leaves it to people.
*
* The order is the safety. Our reviews are read first and the head after them, so that an approval of a later head is
* never taken for a stray. Approvals of ours on other commits, or for another base, go before a new one comes. The review names its commit;
* once it stands, the head is read again and `stillHolds` asked, and at any doubt (a read that fails is one) our
* approval is dismissed and the effect `refused`. A push after that is the business of the run it starts.
* Approving is not repeatable: after an answer that leaves it open, the reviews are read again.
*
* Requests: 2 to refuse, 2 when it stands already, 4 to approve, 5 to approve and withdraw; `stillHolds` aside.
*/
const approvePullRequest = (github, repository, approval) => told("approval", approveMends, async () => {
	const { number, sha, body, own = actionsBot } = approval;
	if (body.length > 65536) return refused("approval", `The approval has ${body.length} characters, GitHub takes ${bodyLimit}: shorten it.`);
	const { approvals, complete } = await standingApprovals(github, repository, number, own);
	const before = await readPull(github, repository, number);
	const stands = await dismissAll(github, repository, number, straysAmong(approvals, before, approval), strayWhy);
	if (stands !== null) return refused("approval", stands);
	const obstacle = complete ? obstacleTo$1(before, approval) : unseen(number);
	if (obstacle !== null) return refused("approval", obstacle);
	const standing = approvals.filter(({ commit }) => commit === sha);
	const written = standing.length > 0 ? null : await approve$1(github, repository, approval);
	const ours = written === null ? standing : [written];
	const { page } = ours[0];
	const withdraw = async (doubt) => {
		const stands = await dismissAll(github, repository, number, ours, doubt);
		return refused("approval", `${doubt} ${stands ?? `Our approval of #${number} is withdrawn.`}`, page.url);
	};
	const doubt = await doubtAfter(github, repository, approval, written).catch(async (bug) => {
		await withdraw("The gate failed while it confirmed its approval.");
		throw bug;
	});
	if (doubt !== null) return withdraw(doubt);
	return written === null ? {
		what: "approval",
		outcome: "unchanged",
		why: `#${number} is approved at ${shortSha(sha)}.`,
		...page
	} : {
		what: "approval",
		outcome: "done",
		why: `Approved #${number} at ${shortSha(sha)}.`,
		...page
	};
});
const strayWhy = "This approval was for another commit, or for another branch to merge into.";
/** Approvals of ours that say nothing about the head, or about where it goes now. What is merged needs none. */
const straysAmong = (approvals, pull, { sha, baseRef = pull.base }) => pull.isMerged ? [] : approvals.filter(({ commit }) => commit !== pull.head || commit === sha && pull.base !== baseRef);
/** Why the approval that stands now may not stay, or null; what cannot be read is a doubt too. Throws only our bugs. */
const doubtAfter = async (github, repository, approval, written) => {
	try {
		return (written && (written.doubt ?? movedFrom(await readPull(github, repository, approval.number), approval))) ?? await approval.stillHolds();
	} catch (error) {
		if (!isOurs(error)) throw error;
		return `Whether the approval still holds is not known (${error.message.split("\n", 1)[0]}).`;
	}
};
const approve$1 = (github, repository, { number, sha, body, own = actionsBot }) => once$2(async () => {
	const written = await github.request(approveRoute, {
		...repository,
		pull_number: number,
		commit_id: sha,
		event: "APPROVE",
		body
	});
	const review = answerOf(approveRoute, written);
	return {
		...readApproval(github, review),
		doubt: doubtAbout(review, sha, own)
	};
}, async () => {
	const { approvals } = await standingApprovals(github, repository, number, own);
	const landed = approvals.find(({ commit }) => commit === sha);
	return landed === void 0 ? null : {
		...landed,
		doubt: null
	};
});
const doubtAbout = (review, sha, own) => {
	const commit = review.orNull("commit_id", commitName);
	if (review.text("state") !== "APPROVED") return `GitHub took the approval as ${review.text("state")}.`;
	if (commit !== sha) return `GitHub took the approval for ${commit === null ? "no commit" : shortSha(commit)}.`;
	if (isOwn$1(review, own)) return null;
	return `The token approves as ${review.orNull("user", record)?.text("login") ?? "an unknown account"}, so the gate, told that it is ${own.join(", ")}, could not find the approval again: name this login.`;
};

// src/drivers/reviews/label.ts
const colours = {
	low: "0e8a16",
	moderate: "fbca04",
	high: "d93f0b",
	critical: "b60205"
};
const labelOf = (band) => `risk:${band}`;
/**
* Exactly one of our four labels, `risk:low` to `risk:critical`; a team's own `risk:…` is left alone. The right one is
* added before the others go, so that there is never none. Requests: 0 when equal; else 1 per label that goes, and 2
* to create (it stands already, mostly) and add.
*/
const setRiskLabel = (github, repository, request) => told("label", { permission: "pull-requests: write" }, async () => {
	const { number, band, labels } = request;
	const wanted = labelOf(band);
	const goes = bands.map(labelOf).filter((name) => name !== wanted && isNamed(name, labels));
	const hasIt = isNamed(wanted, labels);
	if (hasIt && goes.length === 0) return {
		what: "label",
		outcome: "unchanged",
		why: `#${number} is labelled ${wanted}.`
	};
	if (!hasIt) await add(github, repository, number, band);
	for (const name of goes) await unless("not-found", () => github.request("DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", {
		...repository,
		issue_number: number,
		name
	}, { repeatable: true }));
	return {
		what: "label",
		outcome: "done",
		why: `Labelled #${number} ${wanted}.`
	};
});
const add = async (github, repository, issue_number, band) => {
	await unless(null, () => github.request("POST /repos/{owner}/{repo}/labels", {
		...repository,
		name: labelOf(band),
		color: colours[band],
		description: "Risk of this change among the last ones here"
	}));
	await github.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
		...repository,
		issue_number,
		labels: [labelOf(band)]
	}, { repeatable: true });
};
/** Lets one failure of GitHub pass, or, with null, every one. */
const unless = async (failure, act) => {
	try {
		await act();
	} catch (error) {
		if (!(error instanceof GitHubError) || failure !== null && error.failure !== failure) throw error;
	}
};

// src/drivers/reviews/reviewers.ts
const what$4 = "reviewers";
const route$3 = "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers";
const userMends = {
	permission: "pull-requests: write",
	invalid: "reviews may only be asked of people with access to this repository"
};
const teamWanted = "asking a team needs a personal or App token with \"Members: read\" (GITHUB_TOKEN never has it), and a team with access to this repository";
const teamMends = {
	permission: "pull-requests: write",
	forbidden: teamWanted,
	invalid: teamWanted
};
/**
* Asks people and teams to review. One bad name fails a whole request, so teams are asked one by one, and people
* again one by one after a 422. Effects: one for all people, or one each after a 422, and one a team. Requests: 0 when
* all are asked; 1 for the people (1 more each after a 422) and 1 a team.
*/
const requestReviewers = async (github, repository, { number, author, users, teams, already }) => {
	const ask = async (reviewers, team_reviewers) => {
		await github.request(route$3, {
			...repository,
			pull_number: number,
			reviewers: [...reviewers],
			team_reviewers: [...team_reviewers]
		}, { repeatable: true });
		const names = [...reviewers.map((login) => `@${login}`), ...team_reviewers.map((slug) => `team ${slug}`)];
		return {
			what: what$4,
			outcome: "done",
			why: `Asked ${names.join(", ")} to review #${number}.`
		};
	};
	const people = unique(users).filter((login) => !isNamed(login, [...already.users, ...author ? [author] : []]));
	const groups = unique(teams).filter((slug) => !isNamed(slug, already.teams));
	if (people.length + groups.length === 0) return [{
		what: what$4,
		outcome: "unchanged",
		why: `Nobody further is to be asked on #${number}.`
	}];
	const effects = [];
	if (people.length > 0) effects.push(...await askPeople(people, (logins) => ask(logins, [])));
	for (const slug of groups) effects.push(await told(what$4, teamMends, () => ask([], [slug])));
	return effects;
};
const askPeople = async (people, ask) => {
	let isOneBad = false;
	const together = await told(what$4, userMends, async () => {
		try {
			return await ask(people);
		} catch (error) {
			isOneBad = error instanceof GitHubError && error.failure === "invalid" && people.length > 1;
			throw error;
		}
	});
	if (!isOneBad) return [together];
	const effects = [];
	for (const login of people) {
		const effect = await told(what$4, userMends, () => ask([login]));
		effects.push(effect.outcome === "refused" ? {
			...effect,
			why: `@${login}: ${effect.why}`
		} : effect);
	}
	return effects;
};
const unique = (names) => names.filter((name, index) => !isNamed(name, names.slice(0, index)));

// src/policy/routing-files.ts
/** Nobody is asked for the sake of the crumbs that make up the rest. */
const drivingShare = .9;
const weighFiles = (files) => {
	const weights = /* @__PURE__ */ new Map();
	const heaviest = files.reduce((most, { weight }) => Math.max(most, countable(weight)), 0);
	for (const { path, weight } of files.toSorted((one, other) => compareText(one.path, other.path) || countable(one.weight) - countable(other.weight))) weights.set(path, (weights.get(path) ?? 0) + (heaviest > 0 ? countable(weight) / heaviest : 1));
	const whole = [...weights.values()].map((weight) => heaviest > 0 ? weight : 1);
	const total = whole.reduce((sum, weight) => sum + weight, 0);
	const all = [...weights.keys()].map((path, at) => ({
		path,
		share: whole[at] / total
	}));
	return {
		all,
		driving: heaviest > 0 ? drivingOf(all) : all,
		isWeighed: heaviest > 0
	};
};
const drivingOf = (files) => {
	let carried = 0;
	let least = 0;
	for (const { share } of files.toSorted((one, other) => other.share - one.share)) {
		if (carried >= drivingShare) break;
		carried += share;
		least = share;
	}
	return files.filter(({ share }) => share > 0 && share >= least);
};
/** A weight that is none, or the mark of a calculation gone wrong, weighs nothing. */
const countable = (weight) => Number.isFinite(weight) && weight > 0 ? weight : 0;
/** The same order on every machine, whatever its language. */
const compareText = (one, other) => one < other ? -1 : one > other ? 1 : 0;

// src/policy/routing-candidates.ts
/** Who knows the files of a change: those who own them, and those who touched them lately. */
const keyOf = ({ kind, name }) => `${kind} ${loginKey(name)}`;
/** People and teams of CODEOWNERS, sorted by key. */
const findOwners = (files, { codeOwners, accounts }) => {
	const gathering = gather();
	for (const { path } of files) {
		const rule = codeOwners && ruleOf(codeOwners, path);
		for (const owner of rule?.owners ?? []) {
			const person = identify(owner, accounts);
			gathering.add(keyOf(person), person, path, {
				kind: "owns",
				rule
			});
		}
	}
	return gathering.all();
};
/**
* People who touched the files lately, sorted by key. Of several prefixes of one path the longest tells most about it.
*/
const findFamiliar = (files, { familiarity }) => {
	const byPrefix = /* @__PURE__ */ new Map();
	for (const [name, prefixes] of sorted(familiarity ?? [])) for (const [spelled, touches] of sorted(prefixes)) {
		if (!(Number.isFinite(touches) && touches > 0)) continue;
		const prefix = spelled.replace(/\/$/, "");
		const people = byPrefix.get(prefix) ?? /* @__PURE__ */ new Map();
		const key = keyOf({
			kind: "user",
			name
		});
		const before = people.get(key);
		people.set(key, {
			name: before?.name ?? name,
			touches: (before?.touches ?? 0) + touches
		});
		byPrefix.set(prefix, people);
	}
	const gathering = gather();
	for (const { path } of files) for (const prefix of prefixesOf(path)) for (const [key, { name, touches }] of byPrefix.get(prefix) ?? []) gathering.add(key, {
		kind: "user",
		name
	}, path, {
		kind: "touched",
		prefix,
		touches
	});
	return gathering.all();
};
/** Collects claims by whom they belong to; the first claim on a path stays. */
const gather = () => {
	const people = /* @__PURE__ */ new Map();
	return {
		add: (key, { kind, name }, path, claim) => {
			const person = people.get(key) ?? {
				kind,
				name,
				claims: /* @__PURE__ */ new Map()
			};
			if (!person.claims.has(path)) person.claims.set(path, claim);
			people.set(key, person);
		},
		all: () => [...people].map(([key, person]) => ({
			key,
			...person
		})).toSorted((one, other) => compareText(one.key, other.key))
	};
};
const identify = ({ kind, name }, accounts) => {
	if (kind !== "email") return {
		kind,
		name
	};
	const login = accounts?.get(name) ?? accounts?.get(name.toLowerCase()) ?? loginOfAddress$1(name);
	return login ? {
		kind: "user",
		name: login
	} : {
		kind: "address",
		name
	};
};
/** Longest first: the path, its folders, the root. */
const prefixesOf = (path) => {
	const names = path.split("/");
	return [...names.map((_, at) => names.slice(0, names.length - at).join("/")), ""];
};
const sorted = (entries) => [...entries].toSorted(([one], [other]) => compareText(one, other));
/** Answers why someone may not be asked, as the end of a sentence about them; null when they may. */
const prepareBars = ({ excluded, access }) => {
	const reasons = /* @__PURE__ */ new Map();
	for (const { login, why } of excluded) reasons.set(loginKey(login), (reasons.get(loginKey(login)) ?? /* @__PURE__ */ new Set()).add(why));
	const users = access.users && new Set(access.users.map(loginKey));
	const teams = access.teams && new Set(access.teams.map(teamKey));
	return ({ kind, name }) => {
		if (kind === "address") return "is an address that belongs to no account known here";
		const whys = kind === "team" ? void 0 : reasons.get(loginKey(name));
		if (whys) return [...whys].toSorted(compareText).join(" and ");
		if (/\[bot\]$/i.test(name)) return "is a bot";
		return (kind === "team" ? teams?.has(teamKey(name)) : users?.has(loginKey(name))) ?? true ? null : "has no access to this repository";
	};
};
const isAsked = ({ kind, name }, { requested }) => kind === "team" ? requested.teams.some((team) => teamKey(team) === teamKey(name)) : requested.users.some((login) => loginKey(login) === loginKey(name));
/** A repository knows teams of one organisation only, so that the slug alone tells them apart. */
const teamKey = (team) => team.slice(team.lastIndexOf("/") + 1).toLowerCase();

// src/policy/routing-pick.ts
/**
* Picks up to `places` candidates, each time the one who adds most risk that nobody reads yet; where none adds any, a
* second reader for most of it. Then who touched these files more, a person before a team, and the name decide.
*/
const pickReviewers = ({ candidates, files, read, places, touchesOf }) => {
	const covered = new Set(read);
	const picks = [];
	let left = candidates.flatMap((candidate) => {
		const known = files.filter(({ path }) => candidate.claims.has(path));
		const touches = known.reduce((sum, { path }) => sum + touchesOf(candidate, path), 0);
		return known.length === 0 ? [] : [{
			candidate,
			known,
			whole: weigh(candidate, known),
			touches
		}];
	});
	while (picks.length < places && left.length > 0) {
		const gains = new Map(left.map((each) => [each, gainOf(each, covered)]));
		const best = left.reduce((one, other) => compare(one, other, gains) > 0 ? other : one);
		picks.push(best.candidate);
		for (const { path } of best.known) covered.add(path);
		left = left.filter((each) => each !== best);
	}
	return picks;
};
const compare = (one, other, gains) => gains.get(other) - gains.get(one) || other.whole - one.whole || other.touches - one.touches || Number(one.candidate.kind === "team") - Number(other.candidate.kind === "team") || compareText(one.candidate.key, other.candidate.key);
const gainOf = ({ candidate, known }, covered) => weigh(candidate, known.filter(({ path }) => !covered.has(path)));
const weigh = ({ claims }, files) => files.reduce((sum, { path, share }) => sum + share * strengthOf(claims.get(path)), 0);
/** An owner knows a file; of others a first touch tells a third, a fifth already seven tenths. */
const strengthOf = (claim) => {
	if (claim === void 0) return 0;
	return claim.kind === "owns" ? 1 : claim.touches / (claim.touches + 2);
};

// src/policy/routing-words.ts
/** A candidate as the one who is asked. */
const introduce = (candidate, files) => {
	const known = files.all.filter(({ path, share }) => share > 0 && candidate.claims.has(path));
	const carrying = files.all.filter(({ share }) => share > 0);
	const sum = known.reduce((total, { share }) => total + share, 0);
	const covers = known.length === carrying.length ? 1 : Math.min(1, sum);
	const { what, more } = nameGround(candidate, known);
	const why = `${what}, which ${files.isWeighed ? `carr${more ? "y" : "ies"} ${formatPercent(covers)} of the risk` : `hold${more ? "" : "s"} ${known.length} of ${formatCount(files.all.length, "file")}`}`;
	return candidate.kind === "team" ? {
		team: candidate.name,
		why,
		covers
	} : {
		login: candidate.name,
		why,
		covers
	};
};
/** The rule or prefix through which they know most, and whether there are more. */
const nameGround = (candidate, known) => {
	const grounds = /* @__PURE__ */ new Map();
	for (const { path, share } of known) {
		const claim = candidate.claims.get(path);
		const place = claim.kind === "owns" ? claim.rule.line : 0;
		const what = claim.kind === "owns" ? `owns ${code(claim.rule.pattern)} (CODEOWNERS line ${claim.rule.line})` : `touched ${namePrefix(claim.prefix, path)} ${times(claim.touches)} lately`;
		const ground = grounds.get(what) ?? {
			what,
			place,
			share: 0
		};
		ground.share += share;
		grounds.set(what, ground);
	}
	const [first, ...others] = [...grounds.values()].toSorted((one, other) => other.share - one.share || one.place - other.place || compareText(one.what, other.what));
	const more = others.length > 0;
	return {
		what: `${first.what}${more ? ` and ${formatCount(others.length, "other place")}` : ""}`,
		more
	};
};
const namePrefix = (prefix, path) => prefix === "" ? "this repository" : code(prefix === path ? prefix : `${prefix}/`);
const times = (touches) => Math.round(touches) === 1 ? "once" : `${Math.max(1, Math.round(touches))} times`;
/** "everybody who knows these files is out: `mira` opened this pull request; `bo` has no access to this repository" */
const tellBarred = (barred) => {
	const told = barred.slice(0, 5).map(({ name, why }) => `${code(name)} ${oneLine(why)}`);
	const hidden = barred.length - told.length;
	const rest = hidden > 0 ? [`and ${formatCount(hidden, "other")} likewise`] : [];
	return `everybody who knows these files is out: ${[...told, ...rest].join("; ")}`;
};
/** "`mira` and `acme/ledger`, who know these files, are asked already" */
const tellAsked = (asked) => {
	const names = [...new Set(asked.map(({ name }) => name))];
	const [know, are] = names.length === 1 ? ["knows", "is"] : ["know", "are"];
	return `${formatList(names.map(code))}, who ${know} these files, ${are} asked already`;
};
/** Why CODEOWNERS names nobody for these files. */
const tellUnowned = (codeOwners, files) => {
	if (codeOwners === null) return "no CODEOWNERS could be read at the base of this change";
	const paths = files.toSorted((one, other) => other.share - one.share || compareText(one.path, other.path)).map(({ path }) => code(path));
	const sentence = `CODEOWNERS names nobody for ${formatList(paths, 1)}`;
	const [first] = codeOwners.problems;
	if (first === void 0) return sentence;
	if (first.line === null) return `${sentence}: ${first.why}`;
	return `${sentence}; ${formatCount(codeOwners.problems.length, "line")} of it count for nothing, the first is line ${first.line}`;
};
/** A code span that nothing inside can end. */
const code = (text) => `\`${oneLine(text).replaceAll("`", "'")}\``;

// src/policy/routing.ts
/**
* Whom to ask: as few people as cover the files that drive the risk. Owners first; where they leave places, people who
* touched these files lately.
*/
/** GitHub takes no more for one pull request. */
const mostRequests = 15;
const usuallyWanted = 2;
/**
* Proposes reviewers, never one who is excluded, a bot, without access or asked already. The same answer for the same
* facts, in whatever order they come.
*/
const proposeReviewers = (request) => {
	const files = weighFiles(request.files);
	const owners = findOwners(files.all, request);
	const familiar = findFamiliar(files.all, request);
	const carrying = files.all.filter(({ share }) => share > 0);
	const nobody = (why) => ({
		proposed: [],
		nobody: why
	});
	const whyNotAsked = prepareBars(request);
	const open = [...owners, ...familiar].filter((candidate) => whyNotAsked(candidate) === null);
	const ground = [files.driving, carrying].find((scope) => open.some((candidate) => knows(candidate, scope)));
	if (ground === void 0) return nobody(tellNobody(request, [...owners, ...familiar], carrying));
	const asked = open.filter((candidate) => knows(candidate, ground) && isAsked(candidate, request));
	const places = countPlaces(request, new Set(asked.map(({ key }) => key)).size);
	if (places.why !== void 0) return nobody(places.why);
	if (places.left <= 0) return nobody(tellAsked(asked));
	const touches = new Map(familiar.map(({ key, claims }) => [key, claims]));
	const pick = (candidates, before) => {
		const reading = [...asked, ...before];
		const isFree = ({ key }) => !reading.some((other) => other.key === key);
		const picks = pickReviewers({
			candidates: candidates.filter((candidate) => open.includes(candidate) && isFree(candidate)),
			files: ground,
			read: new Set(reading.flatMap(({ claims }) => [...claims.keys()])),
			places: places.left - before.length,
			touchesOf: ({ key }, path) => {
				const claim = touches.get(key)?.get(path);
				return claim?.kind === "touched" ? claim.touches : 0;
			}
		});
		return [...before, ...picks];
	};
	const picks = pick(familiar, pick(owners, []));
	if (picks.length === 0) return nobody(`${tellAsked(asked)}, and nobody else who knows them can be asked`);
	return { proposed: picks.map((candidate) => introduce(candidate, files)) };
};
const knows = ({ claims }, files) => files.some(({ path }) => claims.has(path));
/** Who is asked but knows none of the files takes no place from those who do, only one of GitHub's. */
const countPlaces = ({ requested, wanted = usuallyWanted }, asked) => {
	if (!(wanted >= 1)) return {
		left: 0,
		why: "nobody was wanted"
	};
	const requests = new Set(requested.users.map(loginKey)).size + new Set(requested.teams.map(teamKey)).size;
	if (requests < mostRequests) return { left: Math.min(Math.floor(wanted) - asked, mostRequests - requests) };
	return {
		left: 0,
		why: `GitHub takes ${mostRequests} requests for one pull request, and ${requests} are made already`
	};
};
const tellNobody = (request, candidates, files) => {
	if (files.length === 0) return "the change touches no file";
	const unknown = files.filter(({ path }) => !candidates.some(({ claims }) => claims.has(path)));
	const whyNotAsked = prepareBars(request);
	const barred = new Map(candidates.map((each) => [each.key, {
		name: each.name,
		why: whyNotAsked(each) ?? ""
	}]));
	return [...unknown.length > 0 ? [tellUnowned(request.codeOwners, unknown)] : [], ...barred.size > 0 ? [tellBarred([...barred.values()])] : []].join("; ");
};

// src/commands/github/requests.ts
/** What we asked of people in comments, read back: only what we wrote ourselves counts, for anybody can write a marker. */
const route$2 = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const mostComments = 1e3;
/** Our comments on an issue or pull request, oldest first. Throws GitHubError. */
const ownComments = async (job, number) => {
	const { items } = await job.github.list(route$2, {
		...job.repository,
		issue_number: number,
		per_page: 100
	}, mostComments);
	const own = new Set(job.own.map((login) => login.toLowerCase()));
	return answersOf(route$2, items).flatMap((comment) => {
		const author = comment.optional("user.login", text);
		if (author === null || !own.has(author.toLowerCase())) return [];
		return [{
			body: comment.text("body"),
			createdAt: comment.text("created_at"),
			updatedAt: comment.text("updated_at")
		}];
	});
};
const shape$1 = /^<!-- change-risk-gate:scored sha=([0-9a-f]{40,64}) -->$/m;
/** The hidden line that says which commit a request is about. */
const scoredLine = (sha) => `<!-- change-risk-gate:scored sha=${sha} -->`;
const scoredIn = (body) => {
	const [, sha = ""] = shape$1.exec(body.replaceAll("\r", "")) ?? [];
	return isCommitName(sha) ? sha : null;
};
/** Somebody who answers sooner cannot have read what the request had become. */
const readingSeconds = 60;
/** The commit that people were shown, as the newest request said it at least a minute before a moment (ISO). */
const shownBefore = (comments, moment) => {
	const latest = Date.parse(moment) - readingSeconds * 1e3;
	const newest = comments.filter(({ body, updatedAt }) => scoredIn(body) !== null && Date.parse(updatedAt) <= latest).at(-1);
	return newest ? scoredIn(newest.body) : null;
};

// src/drivers/reviews/check-run.ts
const textLimit = 65535;
const mostAnnotations$1 = 50;
const cutNote = "\n\n… cut here; the whole is in the job summary.";
const listRoute$3 = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
const createRoute$1 = "POST /repos/{owner}/{repo}/check-runs";
const updateRoute = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
/**
* The detail beside the status, with annotations on the files that drive the risk. GitHub only ever adds annotations
* to a check run; one that has some and no longer says the right thing is therefore followed by a new one of the same
* name, which hides it. Requests: 1 unchanged, 2 otherwise.
*/
const publishCheckRun = (github, repository, request) => told("check-run", {
	permission: "checks: write",
	forbidden: "only GITHUB_TOKEN and App tokens with \"checks: write\" may make check runs, personal tokens may not"
}, async () => {
	const content = contentOf(request);
	const found = await checkRunOf$1(github, repository, request, () => true);
	if (found !== null && says(found, content)) return {
		what: "check-run",
		outcome: "unchanged",
		why: "The check run says so already.",
		...pageOf(github, found)
	};
	const written = found !== null && found.integer("output.annotations_count") === 0 ? answerOf(updateRoute, await github.request(updateRoute, {
		...repository,
		check_run_id: found.integer("id"),
		...content
	}, { repeatable: content.output.annotations.length === 0 })) : await once$2(async () => answerOf(createRoute$1, await github.request(createRoute$1, {
		...repository,
		head_sha: request.sha,
		...content
	})), () => checkRunOf$1(github, repository, request, (run) => says(run, content)));
	const left = request.annotations.length - content.output.annotations.length;
	return {
		what: "check-run",
		outcome: "done",
		why: `Published the check run on ${shortSha(request.sha)}${left > 0 ? `, without ${left} further annotations` : ""}.`,
		...pageOf(github, written)
	};
});
const contentOf = (request) => ({
	name: request.name ?? "change-risk report",
	external_id: request.externalId,
	status: "completed",
	conclusion: request.conclusion,
	...request.detailsUrl === void 0 ? {} : { details_url: request.detailsUrl },
	output: {
		title: cut(request.title, 255),
		summary: cut(request.summary, textLimit, cutNote),
		...request.text === void 0 ? {} : { text: cut(request.text, textLimit, cutNote) },
		annotations: request.annotations.slice(0, mostAnnotations$1).map((annotation) => ({
			path: annotation.path,
			start_line: annotation.startLine,
			end_line: Math.max(annotation.startLine, annotation.endLine),
			annotation_level: annotation.level,
			title: cut(annotation.title, 255),
			message: cut(annotation.message, textLimit)
		}))
	}
});
/** The newest check run of ours with this external id. */
const checkRunOf$1 = async (github, repository, { sha, name = "change-risk report", externalId, apps = ["github-actions"] }, wanted) => {
	const parameters = {
		...repository,
		ref: sha,
		check_name: name,
		filter: "all",
		per_page: 100
	};
	const { items } = await github.list(listRoute$3, parameters, 100);
	const [newest] = itemsOf(listRoute$3, items).filter((run) => run.optional("external_id", text) === externalId && run.text("head_sha") === sha).filter((run) => isNamed(run.optional("app", record)?.optional("slug", text) ?? "", apps)).sort((one, other) => other.integer("id") - one.integer("id"));
	return newest !== void 0 && wanted(newest) ? newest : null;
};
const says = (run, { conclusion, output }) => {
	const said = run.record("output");
	return run.optional("conclusion", text) === conclusion && said.optional("title", text) === output.title && said.optional("summary", text) === output.summary && (said.optional("text", text) ?? "") === (output.text ?? "") && said.integer("annotations_count") === output.annotations.length;
};

// src/report/check-run.ts
/** The check run: the answer for the merge box, the whole of it for its own page, and a note on each file that matters. */
const mostTitle = 255;
/** GitHub takes 65,535 of summary and text each; bytes are never fewer than characters. */
const mostBytes = 64e3;
/** More are a wall nobody reads. */
const mostAnnotations = 10;
const mostMessage = 500;
const conclusionOf = ({ assessment }) => {
	const { decision } = assessment;
	if (isOff(assessment)) return "neutral";
	if (isObserving(assessment)) return decision === "approve" ? "success" : "neutral";
	if (isUnjudged(assessment)) return "action_required";
	if (decision === "reject") return "failure";
	return decision === "approve" ? "success" : "action_required";
};
/** Files somebody is asked to read matter as much as those the model names. */
const filesOf = ({ files, request }) => [...files ?? [], ...(request?.people ?? []).flatMap((asked) => asked.files.map(({ path }) => ({
	path,
	why: "this file is what the review is asked for"
})))];
const annotationsOf = (view) => {
	const { decision, mode } = view.assessment;
	if (isOff(view.assessment)) return [];
	const level = mode === "enforce" && decision !== "approve" ? "warning" : "notice";
	const seen = /* @__PURE__ */ new Set();
	return filesOf(view).filter(({ path }) => {
		const fresh = path !== "" && path === neutralise(path) && !seen.has(path);
		seen.add(path);
		return fresh;
	}).slice(0, mostAnnotations).map(({ path, why }) => ({
		path,
		line: 1,
		level,
		message: cutAtWord(`${level === "warning" ? "Read this first" : "Drives the risk"}: ${neutralise(why)}`, mostMessage)
	}));
};
const checkRunOf = (view) => {
	const page = openPage(view);
	const front = renderFront(page, {
		calls: false,
		lines: 13
	});
	const cut = (text) => cutAtLine(text, mostBytes, "There is more, but it would not fit here.", byteLength);
	return {
		conclusion: conclusionOf(view),
		title: cutAtWord(sayHeadline(plain(view.assessment)), mostTitle),
		summary: cut(`${pageText({
			...front,
			heading: ""
		})}\n\n${front.foot}`.trim()),
		text: cut(renderBehind(page, mostBytes, byteLength).join("\n")),
		annotations: annotationsOf(view)
	};
};

// src/commands/github/telling.ts
/** What a command in a comment begins with. */
const prefix = ".";
const serverOf = (job) => job.webUrl.slice(0, -fullName(job).length - 1);
const linksOf = (job) => githubLinks(serverOf(job), fullName(job), { run: job.run.url });
const viewFor = (job, assessment, more) => ({
	assessment,
	publicRepository: job.publicRepository,
	links: linksOf(job),
	prefix: ".",
	...more
});
/** Sets the status and the check run of a commit: both are bound to it, so neither can speak of another. */
const tellCommit = async (job, view, sha) => {
	const { github, repository, run } = job;
	const status = await setStatus(github, repository, {
		sha,
		...statusLine(view),
		context: statusContext,
		targetUrl: run.url
	});
	const { annotations, ...check } = checkRunOf(view);
	return [status, await publishCheckRun(github, repository, {
		sha,
		externalId: `change-risk ${view.key} ${sha}`,
		...check,
		annotations: annotations.map(({ path, line, level, message }) => ({
			path,
			startLine: line,
			endLine: line,
			level,
			title: "change risk",
			message
		})),
		detailsUrl: run.url
	})];
};

// src/commands/github/pull-request.ts
/** An open pull request: judged, shown to its people, and let go where the policy allows that. */
const key = "pull-request";
const isWaiting = ({ assessment: { mode, decision } }) => mode === "enforce" && decision === "review";
/** Who is to read it: owners of what drives the risk, as CODEOWNERS at the base says. */
const route$1 = async (job, judged) => {
	const { pull, commits, files, base } = judged;
	const author = pull.author?.login;
	const hands = /* @__PURE__ */ new Set([...handsIn(commits), ...namedIn(commits)]);
	try {
		const text = await codeOwnersAtRef(job.github, job.repository, base);
		return proposeReviewers({
			files,
			codeOwners: text ? parseCodeOwners(text.text) : null,
			excluded: [
				...author === void 0 ? [] : [{
					login: author,
					why: "opened this pull request"
				}],
				...[...hands].map((login) => ({
					login,
					why: "wrote part of it"
				})),
				...job.own.map((login) => ({
					login,
					why: "is the gate itself"
				}))
			],
			requested: pull.requested,
			access: {
				users: null,
				teams: null
			}
		});
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return {
			proposed: [],
			nobody: `CODEOWNERS could not be read (${error.message})`
		};
	}
};
const askedPeople = (routing, judged) => ({
	people: routing.proposed.flatMap(({ login, team, why }) => {
		const files = judged.files.slice(0, 1).map(({ path, lines }) => ({
			path,
			...lines === null ? {} : { lines }
		}));
		return login !== void 0 ? [{
			login,
			why,
			files
		}] : team !== void 0 ? [{
			team,
			why,
			files
		}] : [];
	}),
	changedLines: judged.pull.counts.additions + judged.pull.counts.deletions,
	approve: {
		review: true,
		replies: [`${"."}approve`]
	}
});
const comment = async (job, judged, view) => {
	const { assessment, pull, settings } = judged;
	const setting = settings.policy.configuration.comment;
	if (!shouldComment(setting, assessment, false)) {
		if (!shouldComment(setting, assessment, true)) return [];
		const marker = commentMarker(key);
		if (!(await ownComments(job, pull.number)).some(({ body }) => body.startsWith(marker))) return [];
	}
	return [await upsertComment(job.github, job.repository, {
		issue: pull.number,
		marker: commentMarker(key),
		body: `${renderComment(view)}\n${scoredLine(pull.head.sha)}`,
		own: job.own,
		since: pull.createdAt
	})];
};
/** Whether what was judged is still what stands there: asked again right after approving. */
const stillHolds = (job, judged) => async () => {
	const pull = await readPullRequest(job.github, job.repository, judged.pull.number);
	const { decision, reason } = (await judgePullRequest(job, pull, { remembers: false })).assessment;
	return decision === "approve" ? null : `judged again it is: ${decision}, ${reason}`;
};
/** Approves with the gate's own name where the policy asks for that, else takes back what it once gave. */
const actOn = async (job, judged) => {
	const { assessment, pull, settings } = judged;
	if (!(assessment.mode === "enforce" && settings.environment.settings.autoApprove.actsOn.includes("pull-requests"))) return [];
	const { github, repository, own } = job;
	if (assessment.decision !== "approve") return [await withdrawApproval(github, repository, {
		number: pull.number,
		own,
		why: `The change-risk gate no longer approves: ${assessment.reason}`
	})];
	if (assessment.ledger === void 0) return [];
	return [await approvePullRequest(github, repository, {
		number: pull.number,
		sha: pull.head.sha,
		baseRef: pull.base.ref,
		body: `The change-risk gate approves ${pull.head.sha.slice(0, 8)}: ${assessment.reason}. Record ${assessment.ledger.record}.`,
		own,
		stillHolds: stillHolds(job, judged)
	})];
};
/** Tells everybody, in the order in which it matters: the status that holds a merge, then what explains it. */
const tellPullRequest = async (job, judged) => {
	const { assessment, pull } = judged;
	const { github, repository } = job;
	const routing = isWaiting(judged) ? await route$1(job, judged) : null;
	const view = viewFor(job, assessment, {
		key,
		files: judged.files,
		...routing ? { request: askedPeople(routing, judged) } : {}
	});
	const effects = [];
	if (assessment.mode === "off") return {
		view,
		effects
	};
	effects.push(...await tellCommit(job, view, pull.head.sha));
	effects.push(...await comment(job, judged, view));
	if (assessment.risk.band !== null) effects.push(await setRiskLabel(github, repository, {
		number: pull.number,
		band: assessment.risk.band,
		labels: pull.labels
	}));
	if (routing && routing.proposed.length > 0 && !pull.draft) effects.push(...await requestReviewers(github, repository, {
		number: pull.number,
		author: pull.author?.login ?? null,
		users: routing.proposed.flatMap(({ login }) => login ?? []),
		teams: routing.proposed.flatMap(({ team }) => team?.split("/").at(-1) ?? []),
		already: pull.requested
	}));
	effects.push(...await actOn(job, judged));
	return {
		view,
		effects
	};
};

// src/drivers/reviews/run-state.ts
const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}";
/** 1 request. Throws GitHubError. */
const readRun = async (github, repository, run_id) => answerOf(route, await github.request(route, {
	...repository,
	run_id
}));
/** Why the run is not the one that was judged, or null. */
const strayFrom = (run, sha) => {
	const head = run.commitName("head_sha");
	return head === sha ? null : `Run ${run.integer("id")} deploys ${shortSha(head)}, but ${shortSha(sha)} was judged: nothing is answered.`;
};

// src/drivers/reviews/rerun.ts
const what$3 = "rerun";
const jobsRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs";
const dayMilliseconds = 864e5;
const mostDays = 30;
const mends$2 = {
	permission: "actions: write",
	invalid: "GitHub cannot re-run it now; start the workflow again for this commit"
};
/**
* Starts the gate's job of a waiting run again, and with it the jobs that depend on it, so that commit and deployment
* record stay true. Not repeatable: after an answer that leaves it open, the run is read again.
* Requests: 1 to refuse, 3 to re-run (one more per hundred jobs).
*/
const rerunGateJob = (github, repository, { runId, jobName, sha, attempt }) => told(what$3, mends$2, async () => {
	const run = await readRun(github, repository, runId);
	const attempts = run.integer("run_attempt");
	if (attempt !== void 0 && attempts > attempt) return {
		what: what$3,
		outcome: "unchanged",
		why: `Run ${runId} was re-run already (attempt ${attempts}).`
	};
	const obstacle = strayFrom(run, sha) ?? obstacleTo(run, github.serverTime);
	if (obstacle !== null) return refused(what$3, obstacle);
	const { items, complete } = await github.list(jobsRoute, {
		...repository,
		run_id: runId,
		filter: "latest",
		per_page: 100
	}, 500);
	const [job, ...others] = itemsOf(jobsRoute, items).filter((each) => isJob(each.text("name"), jobName));
	if (job === void 0 || others.length > 0 || !complete) {
		const among = complete ? "" : " among the first 500";
		const count = job === void 0 ? "no job" : `${others.length + 1} jobs`;
		return refused(what$3, `Run ${runId} has ${count} "${jobName}"${among}: re-run the gate by hand.`);
	}
	if (job.text("head_sha") !== sha) return refused(what$3, `Job "${jobName}" of run ${runId} stands on another commit than ${shortSha(sha)}.`);
	await once$2(() => github.request("POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun", {
		...repository,
		job_id: job.integer("id")
	}).then(() => true), async () => (await readRun(github, repository, runId)).integer("run_attempt") > attempts ? true : null);
	return {
		what: what$3,
		outcome: "done",
		why: `Started "${jobName}" of run ${runId} again at ${shortSha(sha)}.`
	};
});
const obstacleTo = (run, now) => {
	const status = run.text("status");
	if (status !== "completed") return `Run ${run.integer("id")} is ${status}: when it is finished, re-run its gate, or approve once more.`;
	const created = Date.parse(run.moment("created_at"));
	return now !== null && now.getTime() - created > mostDays * dayMilliseconds ? `Run ${run.integer("id")} is over ${mostDays} days old, GitHub re-runs it no more: start the workflow again.` : null;
};
const isJob = (name, wanted) => name === wanted || name.endsWith(` / ${wanted}`);

// src/commands/github/waiting.ts
const shape = /^<!-- change-risk-gate:waiting run=(\d{1,16}) attempt=(\d{1,6}) job=([\w-]{1,100}) sha=([0-9a-f]{40,64}) -->$/m;
const waitingLine = ({ run, attempt, job, sha }) => `<!-- change-risk-gate:waiting run=${run} attempt=${attempt} job=${job} sha=${sha} -->`;
const waitingRunIn = (body) => {
	const [, run, attempt, job, sha] = shape.exec(body.replaceAll("\r", "")) ?? [];
	return run && attempt && job && sha && isCommitName(sha) ? {
		run: Number(run),
		attempt: Number(attempt),
		job,
		sha
	} : null;
};
/** The newest run that waits in a question of ours on this pull request; anybody else's comment counts for nothing. */
const findWaiting = async (job, number) => {
	return (await ownComments(job, number)).flatMap(({ body }) => waitingRunIn(body) ?? []).at(-1) ?? null;
};
/** Starts the gate's job of the run that waits on a merged pull request again. Nothing waits: nothing happens. */
const wake = async (job, number) => {
	const waiting = await findWaiting(job, number);
	if (!waiting) return [];
	const { run, attempt, sha } = waiting;
	return [await rerunGateJob(job.github, job.repository, {
		runId: run,
		jobName: waiting.job,
		sha,
		attempt
	})];
};

// src/commands/github/answering.ts
/** Commands in comments: read strictly, carried out for those who may, always answered. */
const quiet = {
	judged: null,
	told: null,
	effects: []
};
const say = (job, { number, comment }, body) => replyTo(job.github, job.repository, {
	issue: number,
	commentId: comment.id,
	since: comment.createdAt,
	body,
	own: job.own
});
const refuse = (by, why, now) => ({
	outcome: "refused",
	by,
	why,
	...now === void 0 ? {} : { now: {
		sha: now,
		reply: `${"."}approve ${now.slice(0, 12)}`
	} }
});
/** Why somebody's word on a head does not count; null when it does. As a review of theirs would be weighed. */
const objection = async (job, number, head, { comment }) => {
	const { github, repository } = job;
	const pull = await readPullRequest(github, repository, number);
	const commits = await readPullRequestCommits(github, repository, pull);
	if (!commits.complete) return "not all who wrote this pull request are known, so nobody is certainly another";
	const permissionOf = await permissionsOf(job, [comment.login]);
	const { approvedBy, ignored } = findApprovals({
		reviews: [{
			id: comment.id,
			author: {
				login: comment.login,
				type: comment.type === "User" ? "User" : "Bot"
			},
			state: "APPROVED",
			commit: head,
			submittedAt: comment.createdAt,
			association: comment.association,
			body: ""
		}],
		head,
		author: pull.author?.login ?? null,
		committers: handsIn(commits.items),
		coAuthors: namedIn(commits.items),
		lastPusher: null,
		permissionOf,
		gateLogins: job.own
	});
	return approvedBy.length > 0 ? null : ignored[0]?.why ?? "the review does not count";
};
/** Records an approval of exactly the head that stands there, and says what came of it. */
const approve = async (job, door, named) => {
	const { comment, number } = door;
	const { login } = comment;
	const pull = await readPullRequest(job.github, job.repository, number);
	const head = pull.head.sha;
	if (pull.state === "closed" && !pull.merged) return refuse(login, "this pull request was closed without being merged");
	if (named !== null && !head.startsWith(named)) return refuse(login, "the pull request has moved on", head);
	if (named === null && !pull.merged) {
		if (shownBefore(await ownComments(job, number), comment.createdAt) !== head) return refuse(login, "the commit you were shown is not the one that stands there now; say which one you read", head);
	}
	const why = await objection(job, number, head, door);
	if (why !== null) return refuse(login, why);
	const { ledger } = await ledgerOf(job, pull.base.ref);
	await ledger.append([approvalRecord(job, {
		number,
		head,
		sha: pull.mergeCommit
	}, {
		login,
		comment: comment.id,
		at: new Date(comment.createdAt).toISOString()
	})]);
	return {
		outcome: "recorded",
		by: login,
		about: `#${number}`,
		sha: head
	};
};
const judgeAgain = async (job, pull) => {
	const judged = await judgePullRequest(job, pull);
	return {
		judged,
		told: await tellPullRequest(job, judged)
	};
};
const carryOut = async (job, door) => {
	const { asked, number, comment, onPullRequest } = door;
	if (asked.outcome === "refused") return {
		...quiet,
		effects: [await say(job, door, answerTrouble(asked.why, comment.id, "."))]
	};
	const { command } = asked;
	if (command.name === "help") return {
		...quiet,
		effects: [await say(job, door, answerHelp(comment.id, "."))]
	};
	if (!onPullRequest) return {
		...quiet,
		effects: [await say(job, door, answerTrouble("this is an issue: commands are answered on pull requests", comment.id, "."))]
	};
	if (command.name === "approve") {
		const answer = await approve(job, door, command.sha);
		const said = await say(job, door, answerApproval(answer, comment.id, linksOf(job)));
		if (answer.outcome === "refused") return {
			...quiet,
			effects: [said]
		};
		const pull = await readPullRequest(job.github, job.repository, number);
		if (pull.merged) return {
			...quiet,
			effects: [said, ...await wake(job, number)]
		};
		return {
			...await judgeAgain(job, pull),
			effects: [said]
		};
	}
	const pull = await readPullRequest(job.github, job.repository, number);
	const judged = await judgePullRequest(job, pull, { remembers: false });
	const view = viewFor(job, judged.assessment, { key: "pull-request" });
	const body = command.explain ? answerExplain(view, comment.id) : answerRisk(view, comment.id);
	return {
		judged,
		told: {
			view,
			effects: []
		},
		effects: [await say(job, door, body)]
	};
};
/** Carries out one command. Whoever asked sees that it was read, and what came of it, also when it went wrong. */
const answerCommand = async (job, door) => {
	const seen = await react(job.github, job.repository, door.comment.id, "eyes");
	try {
		const answered = await carryOut(job, door);
		return {
			...answered,
			effects: [seen, ...answered.effects]
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		const said = await say(job, door, answerTrouble(error.message, door.comment.id, "."));
		return {
			...quiet,
			effects: [
				seen,
				said,
				{
					what: "command",
					outcome: "refused",
					why: error.message
				}
			]
		};
	}
};

// src/drivers/reviews/deployment.ts
const what$2 = "deployment";
const listRoute$2 = "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses";
/**
* Mirrors the decision on a deployment that waits for it. Once its deployer has said anything, it is left alone: a
* word of ours on top would hide what is live. Requests: 1 when there is nothing to say, else 2.
*/
const mirrorDecision = (github, repository, { deploymentId, state, description, logUrl }) => told(what$2, { permission: "deployments: write" }, async () => {
	const place = {
		...repository,
		deployment_id: deploymentId
	};
	const wanted = {
		state,
		description: cut(description, 140),
		log_url: logUrl
	};
	const { items } = await github.list(listRoute$2, {
		...place,
		per_page: 1
	}, 1);
	const latest = itemsOf(listRoute$2, items)[0];
	const stands = latest?.text("state");
	if (stands !== void 0 && stands !== "queued" && stands !== "pending") return {
		what: what$2,
		outcome: "unchanged",
		why: `Deployment ${deploymentId} is ${stands} already.`
	};
	if (latest && Object.entries(wanted).every(([name, value]) => latest.optional(name, text) === value)) return {
		what: what$2,
		outcome: "unchanged",
		why: `Deployment ${deploymentId} says so already.`
	};
	await github.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
		...place,
		...wanted,
		auto_inactive: false
	}, { repeatable: true });
	return {
		what: what$2,
		outcome: "done",
		why: `Deployment ${deploymentId} is ${state}: ${wanted.description}`
	};
});

// src/drivers/reviews/issue.ts
const mostIssues = 1e3;
const listRoute$1 = "GET /repos/{owner}/{repo}/issues";
const createRoute = "POST /repos/{owner}/{repo}/issues";
const mends$1 = {
	permission: "issues: write",
	forbidden: "the job needs permission \"issues: write\", and the repository must have issues turned on"
};
/**
* Asks where no pull request exists: in one issue per environment, found by marker and author like a comment, opened
* when there is none; each question is a comment of its own, edited in place.
* Requests: 3 in an open issue (2 when the question stands there), 3 with a new one; one more per further login of ours.
*/
const askInIssue = (github, repository, request) => told("issue", mends$1, async () => {
	const { own = actionsBot, question } = request;
	const body = `${request.marker}\n${request.body}`;
	if (body.length > 65536 || question.marker.length + question.body.length >= 65536) return refused("issue", `The question is longer than the ${bodyLimit} characters GitHub takes: shorten it.`);
	const found = await issueOfOurs(github, repository, request, own);
	if (found === "too many") return refused("issue", `Over ${mostIssues} issues of ours are open: close some, or ours cannot be found.`);
	if (found !== null) {
		const asked = await upsertComment(github, repository, {
			issue: found.number,
			...question,
			own
		});
		return {
			...found.page,
			...asked,
			what: "issue"
		};
	}
	const opened = await once$2(async () => issueIn(github, answerOf(createRoute, await github.request(createRoute, {
		...repository,
		title: request.title,
		body
	}))), async () => {
		const landed = await issueOfOurs(github, repository, request, own);
		return landed === "too many" ? null : landed;
	});
	const asked = await postComment(github, repository, {
		issue: opened.number,
		...question,
		own
	});
	return {
		...opened.page,
		...asked,
		what: "issue"
	};
});
const issueIn = (github, issue) => ({
	number: issue.integer("number"),
	page: pageOf(github, issue)
});
/** The oldest open one: where two runs raced, both go on in the same. */
const issueOfOurs = async (github, repository, { marker }, own) => {
	let isCut = false;
	for (const creator of own) {
		const { items, complete } = await github.list(listRoute$1, {
			...repository,
			creator,
			state: "open",
			sort: "created",
			direction: "asc",
			per_page: 100
		}, mostIssues);
		const found = itemsOf(listRoute$1, items).filter((issue) => issue.optional("pull_request", record) === null && isOwn$1(issue, own)).find((issue) => (issue.optional("body", text) ?? "").startsWith(marker));
		if (found !== void 0) return issueIn(github, found);
		isCut ||= !complete;
	}
	return isCut ? "too many" : null;
};

// src/drivers/reviews/pending-deployments.ts
const what$1 = "pending-deployments";
const listRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
const answerRoute = "POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
const historyRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals";
const reviewerWanted = "only a required reviewer of the environment may answer, by a personal token; GITHUB_TOKEN and Apps may not";
const mends = {
	permission: "actions: read",
	forbidden: `${reviewerWanted} (reading needs "actions: read")`,
	invalid: `the deployment may have been answered by now, or ${reviewerWanted}`
};
/**
* Answers a run that waits at an environment, by the token of one of its required reviewers. A deployment that was let
* go cannot be called back, so nothing is answered unless the run stands on the judged commit and GitHub says we may.
* Not repeatable: after an answer that leaves it open, the run's review history is read.
* Requests: 1 when nothing waits or we may not, 3 to answer.
*/
const answerPendingDeployments = (github, repository, { runId, environments, state, comment, sha }) => told(what$1, mends, async () => {
	const place = {
		...repository,
		run_id: runId
	};
	const waiting = itemsOf(listRoute, await github.request(listRoute, place)).map((pending) => readWaiting(pending)).filter(({ name }) => isNamed(name, environments));
	if (waiting.length === 0) return {
		what: what$1,
		outcome: "unchanged",
		why: `Run ${runId} waits at none of ${environments.join(", ")}.`
	};
	const ours = waiting.filter(({ mayAnswer }) => mayAnswer);
	const closed = waiting.filter(({ mayAnswer }) => !mayAnswer).map(({ name }) => name);
	const closedWhy = `Run ${runId} waits at ${closed.join(", ")}: ${reviewerWanted}.`;
	if (ours.length === 0) return refused(what$1, closedWhy);
	const stray = strayFrom(await readRun(github, repository, runId), sha);
	if (stray !== null) return refused(what$1, stray);
	const body = {
		environment_ids: ours.map(({ id }) => id),
		state,
		comment
	};
	const names = ours.map(({ name }) => name);
	await once$2(() => github.request(answerRoute, {
		...place,
		...body
	}).then(() => true), async () => {
		return itemsOf(historyRoute, await github.request(historyRoute, place)).some((review) => isAnswer(review, state, comment, names)) ? true : null;
	});
	const why = `Run ${runId} at ${shortSha(sha)}: ${state} for ${names.join(", ")}.`;
	return closed.length === 0 ? {
		what: what$1,
		outcome: "done",
		why
	} : refused(what$1, `${why} ${closedWhy}`);
});
const readWaiting = (pending) => {
	const environment = pending.record("environment");
	return {
		id: environment.integer("id"),
		name: environment.text("name"),
		mayAnswer: pending.flag("current_user_can_approve")
	};
};
const isAnswer = (review, state, comment, names) => {
	const answered = review.list("environments").map((environment) => environment.text("name"));
	return review.text("state") === state && review.text("comment") === comment && names.every((name) => isNamed(name, answered));
};

// src/drivers/reviews/protection-rule.ts
const what = "protection-rule";
const appWanted = "only the GitHub App that is the protection rule of this environment may answer, by its own token with \"actions: read\" and \"deployments: write\"";
/** Answers a custom deployment protection rule, as its App. Requests: 2. */
const answerProtectionRule = (github, repository, { runId, environment, state, comment, sha }) => told(what, {
	permission: "deployments: write",
	forbidden: appWanted,
	invalid: `the rule may have been answered by now, or have told ten times how it stands; ${appWanted}`
}, async () => {
	const stray = strayFrom(await readRun(github, repository, runId), sha);
	if (stray !== null) return refused(what, stray);
	await github.request("POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule", {
		...repository,
		run_id: runId,
		environment_name: environment,
		comment: cut(comment, 1024),
		...state === void 0 ? {} : { state }
	}, { repeatable: state !== void 0 });
	const why = `Run ${runId} at ${shortSha(sha)}, ${environment}: ${state ?? "told how it stands"}.`;
	return {
		what,
		outcome: "done",
		why
	};
});

// src/commands/github/deployment.ts
const numberOf = ({ id }) => /^#\d+$/.test(id) ? Number(id.slice(1)) : null;
/** The merged pull request with the largest share that nobody has approved yet. */
const askedOn = ({ assessment: { change } }) => {
	const open = change.parts.filter(({ approvedBy = [] }) => approvedBy.length === 0).toSorted((one, other) => other.share - one.share);
	for (const part of open) {
		const number = numberOf(part);
		if (number !== null) return {
			part,
			number
		};
	}
	return null;
};
/** The question, once for each deployment that waits: on the pull request that carries the risk, else in an issue. */
const ask = async (job, answer, view) => {
	const { assessment } = answer;
	const { github, repository, own, run } = job;
	const target = askedOn(answer);
	const waiting = waitingLine({
		run: run.id,
		attempt: run.attempt,
		job: run.job,
		sha: assessment.change.head ?? run.sha
	});
	const marker = commentMarker(view.key);
	if (target) {
		const asked = await upsertComment(github, repository, {
			issue: target.number,
			marker,
			body: `${renderComment({
				...view,
				merged: { number: target.number }
			})}\n${waiting}`,
			own
		});
		if (asked.outcome !== "refused") return asked;
	}
	return askInIssue(github, repository, {
		marker,
		title: `Change risk: ${assessment.environment}`,
		body: `Deployments to ${assessment.environment} that wait for a word, and belong to no pull request, are asked about here.`,
		question: {
			marker: commentMarker(`deployment ${assessment.environment} ${assessment.change.head ?? ""}`),
			body: `${renderComment(view)}\n${waiting}`
		},
		own
	});
};
/** Answers whoever waits on GitHub itself: a pending deployment by a reviewer's token, a protection rule by its App. */
const answerWaiting = async (job, { assessment, settings }, target, description) => {
	const acts = settings.environment.settings.autoApprove.actsOn.includes("deployments");
	if (assessment.mode !== "enforce" || target.runId === null || !acts) return [];
	const { decision } = assessment;
	if (decision === "approve" && assessment.ledger === void 0) return [];
	const state = decision === "approve" ? "approved" : decision === "reject" ? "rejected" : void 0;
	const effects = [];
	const { runId, sha, environments } = target;
	if (job.app) for (const environment of environments) effects.push(await answerProtectionRule(job.app, job.repository, {
		runId,
		environment,
		...state === void 0 ? {} : { state },
		comment: description,
		sha
	}));
	if (job.reviewer && state !== void 0) effects.push(await answerPendingDeployments(job.reviewer, job.repository, {
		runId,
		environments,
		state,
		comment: description,
		sha
	}));
	return effects;
};
const tellDeployment = async (job, answer, target) => {
	const { assessment } = answer;
	const view = viewFor(job, assessment, {
		key: assessment.environment,
		files: answer.files,
		...assessment.mode === "enforce" && assessment.decision === "review" ? { request: {
			people: [],
			approve: {
				review: true,
				replies: [`${"."}approve`]
			}
		} } : {}
	});
	const effects = [];
	if (assessment.mode === "off") return {
		view,
		effects
	};
	const { description } = statusLine(view);
	effects.push(...await answerWaiting(job, answer, target, description));
	effects.push(...await tellCommit(job, view, target.sha));
	if (assessment.mode === "enforce" && assessment.decision === "review") effects.push(await ask(job, answer, view));
	if (target.deploymentId !== null && assessment.mode === "enforce") effects.push(await mirrorDecision(job.github, job.repository, {
		deploymentId: target.deploymentId,
		state: assessment.decision === "approve" ? "queued" : assessment.decision === "reject" ? "failure" : "pending",
		description,
		logUrl: job.run.url
	}));
	return {
		view,
		effects
	};
};

// src/commands/github/walking.ts
/** Through a door: what was asked is judged and told; whatever goes wrong ends in an answer, never in an approval. */
const nothing = (note, effects = []) => ({
	assessment: null,
	view: null,
	sha: null,
	effects,
	policyProblems: null,
	note
});
const pullRequest = async (job, number) => {
	const pull = await readPullRequest(job.github, job.repository, number);
	if (pull.merged) return nothing(`#${number} is merged`, await wake(job, number));
	if (pull.state === "closed") return nothing(`#${number} is closed`);
	const judged = await judgePullRequest(job, pull);
	const { view, effects } = await tellPullRequest(job, judged);
	const { assessment, policyProblems } = judged;
	return {
		assessment,
		view,
		sha: judged.pull.head.sha,
		effects,
		policyProblems,
		note: null
	};
};
const deployment = async (job, asked) => {
	const { target, ...rest } = asked;
	const answer = await judgeDeployment(job, {
		sha: target.sha,
		...rest
	});
	const { view, effects } = await tellDeployment(job, answer, target);
	const { assessment, policyProblems } = answer;
	return {
		assessment,
		view,
		sha: target.sha,
		effects,
		policyProblems,
		note: null
	};
};
const commitRoute = "GET /repos/{owner}/{repo}/commits/{ref}";
/** The commit a ref of this repository stands for now. Throws GitHubError. */
const resolveRef = async (job, ref) => {
	const data = await job.github.request(commitRoute, {
		...job.repository,
		ref
	});
	return answerOf(commitRoute, data).commitName("sha");
};
const deploy = async (job, door) => {
	const sha = door.sha ?? await resolveRef(job, door.ref ?? job.run.sha);
	const base = job.asked.baseRef === void 0 ? {} : { base: await resolveRef(job, job.asked.baseRef) };
	return deployment(job, {
		target: {
			sha,
			runId: null,
			environments: [],
			deploymentId: door.deploymentId
		},
		environment: door.environment,
		...base,
		...door.event === "workflow_dispatch" && !door.onDefaultBranch ? { distrust: "this run was started on a branch other than the default one, whose workflow whoever pushed it wrote" } : {}
	});
};
/** A group is judged from the tip it would land on; approvals of its pull requests count although they have not landed. */
const mergeGroup = (job, { base, head, numbers }) => deployment(job, {
	target: {
		sha: head,
		runId: null,
		environments: [],
		deploymentId: null
	},
	environment: null,
	base,
	fresh: numbers
});
const pendingRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
const mostEnvironments = 4;
/** GitHub's names of the environments a run waits for. */
const waitingFor = async (job, runId) => {
	const data = await job.github.request(pendingRoute, {
		...job.repository,
		run_id: runId
	});
	return answerOf(pendingRoute, { waiting: data }).list("waiting").map((pending) => pending.text("environment.name")).slice(0, mostEnvironments);
};
/** A run that waits at an environment is answered for each of them; the last answer is the one that is told. */
const waitingRun = async (job, runId, sha) => {
	const environments = await waitingFor(job, runId);
	if (environments.length === 0) return nothing(`run ${runId} waits for nobody`);
	let walked = nothing("");
	const effects = [];
	for (const environment of environments) {
		walked = await deployment(job, {
			target: {
				sha,
				runId,
				environments: [environment],
				deploymentId: null
			},
			environment
		});
		effects.push(...walked.effects);
	}
	return {
		...walked,
		effects
	};
};
const run = async (job, door) => {
	if (door.action === "completed") return nothing("the run has ended: there is nothing to hold");
	if (door.headRepository?.toLowerCase() !== fullName(job).toLowerCase()) return nothing("the run belongs to another repository");
	return waitingRun(job, door.runId, door.headSha);
};
const runsRoute = "GET /repos/{owner}/{repo}/actions/runs";
const mostRuns = 5;
const sweep = async (job) => {
	const { items } = await job.github.list(runsRoute, {
		...job.repository,
		status: "waiting",
		per_page: 30
	}, mostRuns);
	const runs = answersOf(runsRoute, items);
	if (runs.length === 0) return nothing("no run waits");
	let walked = nothing("");
	const effects = [];
	for (const each of runs) {
		walked = await waitingRun(job, each.integer("id"), each.commitName("head_sha"));
		effects.push(...walked.effects);
	}
	return {
		...walked,
		effects
	};
};
const ended = /* @__PURE__ */ new Set([
	"success",
	"failure",
	"error",
	"inactive"
]);
/** Remembers what became of a deployment, under our name of the environment. */
const outcome = async (job, door) => {
	if (!ended.has(door.state)) return nothing(`the deployment is ${door.state}: there is no outcome yet`);
	if (job.asked.dryRun) return nothing("a dry run remembers nothing");
	const { ledger, configuration } = await ledgerOf(job, null);
	const environment = nameOf(configuration, door.environment);
	await ledger.append([{
		stream: "deployments",
		kind: "deployment",
		key: {
			repository: fullName(job),
			deployment: door.deploymentId,
			state: door.state
		},
		at: new Date(door.at).toISOString(),
		repository: fullName(job),
		environment,
		actor: "github",
		tool: {
			name: "change-risk-gate",
			version: job.version
		},
		body: {
			sha: door.sha,
			state: door.state,
			deployment: door.deploymentId,
			name: door.environment
		}
	}]);
	return nothing(`remembered: ${door.environment} ${door.state} ${door.sha.slice(0, 8)}`);
};
const nameOf = (configuration, environment) => configuration.environments.length === 0 || configuration.environments.some(({ name, githubEnvironments }) => name === environment || githubEnvironments.includes(environment)) ? chooseEnvironment(configuration, environment).name : environment;
/** Through one door. Throws SourceError where GitHub does not answer enough to judge at all. */
const walk = async (job, door) => {
	switch (door.door) {
		case "nothing": return nothing(door.why);
		case "pull-request":
		case "review": return pullRequest(job, door.number);
		case "command": {
			const { judged, told, effects } = await answerCommand(job, door);
			return judged === null ? nothing("the command was answered", effects) : {
				assessment: judged.assessment,
				view: told?.view ?? null,
				sha: judged.pull.head.sha,
				effects: [...effects, ...told?.effects ?? []],
				policyProblems: judged.policyProblems,
				note: null
			};
		}
		case "deploy": return deploy(job, door);
		case "merge-group": return mergeGroup(job, door);
		case "run": return run(job, door);
		case "outcome": return outcome(job, door);
		case "sweep": return sweep(job);
	}
};

export { walk };
