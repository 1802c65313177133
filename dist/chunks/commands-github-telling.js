import { c as text, l as GitHubError, s as record, t as answerOf } from "./clients-github-shapes.js";
import { t as answersOf } from "./sources-github-reading.js";
import { o as neutralise } from "./report-escaping.js";
import { t as fullName } from "./commands-github-job.js";
import { n as cutAtLine, r as cutAtWord, t as byteLength } from "./report-comment-cut.js";
import { a as whyRefused, i as told, n as once, o as itemsOf, r as refused, s as pageOf, t as cut } from "./drivers-reviews-refusal.js";
import { a as actionsBot, c as ownLogins, i as setStatus, l as shortSha, n as statusContext, o as isNamed, r as statusLine, s as isOwn } from "./report-status-line.js";
import { t as inputs } from "./report-sentences.js";
import { i as sayHeadline, n as isOff, r as isUnjudged, t as isObserving } from "./report-comment-headline.js";
import { i as renderFront, r as pageText, s as openPage } from "./report-comment-facts.js";
import { r as renderBehind, s as isMarked, t as githubLinks } from "./report-comment-view.js";
import { i as sameLogin } from "./sources-github-account.js";
import { t as isCommitName } from "./sources-github-commit-name.js";
import { t as plain } from "./report-comment-plain.js";

// src/drivers/reviews/comment.ts
/** Longest body of a comment, a review or an issue; above it GitHub answers 422. */
const bodyLimit = 65536;
const mostComments$1 = 1e3;
const commentMends = {
	permission: "pull-requests: write",
	forbidden: "the job needs permission \"pull-requests: write\" (\"issues: write\" for an issue; a fork's pull_request token never has it), and the conversation must not be locked"
};
const listRoute$1 = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const createRoute$1 = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
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
	const { ours, complete } = request.found ?? await findComments(github, repository, request);
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
	const written = await once(async () => answerOf(createRoute$1, await github.request(createRoute$1, {
		...repository,
		issue_number: request.issue,
		body
	})), async () => {
		const { ours } = await findComments(github, repository, request);
		return ours.find((comment) => isSame(comment.optional("body", text) ?? "", body)) ?? null;
	});
	return {
		what: "comment",
		outcome: "done",
		why: `Commented on #${request.issue}.`,
		...pageOf(github, written)
	};
};
/** Brings one comment of ours, known by its number, to a text; 1 request. */
const rewriteComment = (github, repository, { id, body }) => told("comment", commentMends, async () => {
	const written = await github.request(editRoute, {
		...repository,
		comment_id: id,
		body
	}, { repeatable: true });
	return {
		what: "comment",
		outcome: "done",
		why: "Brought the comment up to date.",
		...pageOf(github, answerOf(editRoute, written))
	};
});
const marked = (marker, body) => body.startsWith(marker) ? body : `${marker}\n${body}`;
/** Ours under a marker; a request a hundred comments. Throws GitHubError. */
const findComments = async (github, repository, { issue, marker, own = actionsBot, since }) => {
	const parameters = {
		...repository,
		issue_number: issue,
		per_page: 100,
		...since === void 0 ? {} : { since }
	};
	const { items, complete } = await github.list(listRoute$1, parameters, mostComments$1);
	const marked = itemsOf(listRoute$1, items).filter((comment) => (comment.optional("body", text) ?? "").startsWith(marker));
	if (marked.length === 0) return {
		ours: [],
		complete
	};
	const logins = await ownLogins(own);
	return {
		ours: marked.filter((comment) => isOwn(comment, logins)).sort((one, other) => one.integer("id") - other.integer("id")),
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

// src/commands/github/requests.ts
/**
* What we asked of people in comments, read back: only what we wrote ourselves counts, for anybody can write a marker;
* and only what begins as we begin it, for others who write under our login may quote one.
*/
const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const everyRoute = "GET /repos/{owner}/{repo}/issues/comments";
const mostComments = 1e3;
/** Those of comments that are ours, by author and marker. Throws GitHubError. */
const ourOwn = async (job, comments, numberOf) => {
	const marked = comments.filter((comment) => isMarked(comment.optional("body", text) ?? ""));
	if (marked.length === 0) return [];
	const own = await job.own();
	return marked.filter((comment) => own.some((login) => sameLogin(login, comment.optional("user.login", text) ?? ""))).map((comment) => ({
		id: comment.integer("id"),
		number: numberOf(comment),
		body: comment.text("body"),
		createdAt: comment.text("created_at"),
		updatedAt: comment.text("updated_at")
	}));
};
/** Our comments on an issue or pull request, oldest first. Throws GitHubError. */
const ownComments = async (job, number) => {
	const { items } = await job.github.list(route, {
		...job.repository,
		issue_number: number,
		per_page: 100
	}, mostComments);
	return ourOwn(job, answersOf(route, items), () => number);
};
/** The number at the end of the address of an issue; 0 where there is none, which no issue has. */
const issueIn = (comment) => Number(/\/issues\/([1-9]\d{0,9})$/.exec(comment.text("issue_url"))?.[1] ?? 0);
/**
* Our comments on whatever there is in the repository, the one touched last first, as far as `atMost` comments go back.
* A request a hundred. Throws GitHubError.
*/
const ownCommentsEverywhere = async (job, atMost) => {
	const { items } = await job.github.list(everyRoute, {
		...job.repository,
		sort: "updated",
		direction: "desc",
		per_page: 100
	}, atMost);
	return ourOwn(job, answersOf(everyRoute, items), issueIn);
};
const shape = /^<!-- change-risk-gate:scored sha=([0-9a-f]{40,64}) -->$/m;
/** The hidden line that says which commit a request is about. */
const scoredLine = (sha) => `<!-- change-risk-gate:scored sha=${sha} -->`;
const scoredIn = (body) => {
	const [, sha = ""] = shape.exec(body.replaceAll("\r", "")) ?? [];
	return isCommitName(sha) ? sha : null;
};
const partsShape = /^<!-- change-risk-gate:parts ((?:[0-9a-f]{40,64} ?){1,10})-->$/m;
/** So many commits are asked about at once; each costs a request when it is answered. */
const mostAskedCommits = 10;
/** The hidden line that says which commits a word is wanted on, where no pull request names them. */
const partsLine = (shas) => `<!-- change-risk-gate:parts ${shas.slice(0, 10).join(" ")} -->`;
const partsIn = (body) => (partsShape.exec(body.replaceAll("\r", ""))?.[1] ?? "").split(" ").filter(isCommitName);
/** Somebody who answers sooner cannot have read what the request had become. */
const readingSeconds = 60;
/** Whether a comment stood there, as it is now, long enough before a moment (ISO). */
const couldBeRead = ({ updatedAt }, moment) => Date.parse(updatedAt) <= Date.parse(moment) - readingSeconds * 1e3;
/** The commit that people were shown, as the newest request said it at least a minute before a moment (ISO). */
const shownBefore = (comments, moment) => {
	const newest = comments.filter((each) => scoredIn(each.body) !== null && couldBeRead(each, moment)).at(-1);
	return newest ? scoredIn(newest.body) : null;
};

// src/commands/github/hidden-names.ts
/** Names of others in the hidden lines of our comments. */
/** As in an address, and without what could end the HTML comment it stands in. */
const spellName = (name) => encodeURIComponent(name.replace(/\p{Surrogate}/gu, "�")).replace(/[!'()*~]|-(?=-|$)/g, (found) => `%${found.codePointAt(0).toString(16).toUpperCase()}`);
/** Empty, a name that nobody has, where no line of ours says so. */
const unspellName = (text) => {
	try {
		return decodeURIComponent(text);
	} catch {
		return "";
	}
};
/** One word for a list, which may be empty. */
const spellNames = (names) => names.length === 0 ? "-" : names.map(spellName).join(",");
const unspellNames = (text) => text === "-" ? [] : text.split(",").map(unspellName).filter((name) => name !== "");

// src/drivers/reviews/check-run.ts
const textLimit = 65535;
const mostAnnotations$1 = 50;
const cutNote = "\n\n… cut here; the whole is in the job summary.";
const listRoute = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
const createRoute = "POST /repos/{owner}/{repo}/check-runs";
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
	}, { repeatable: content.output.annotations.length === 0 })) : await once(async () => answerOf(createRoute, await github.request(createRoute, {
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
	const { items } = await github.list(listRoute, parameters, 100);
	const [newest] = itemsOf(listRoute, items).filter((run) => run.optional("external_id", text) === externalId && run.text("head_sha") === sha).filter((run) => isNamed(run.optional("app", record)?.optional("slug", text) ?? "", apps)).sort((one, other) => other.integer("id") - one.integer("id"));
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
	settings: inputs,
	prefix: ".",
	...more
});
/** Sets the status of a commit, which is bound to it and can speak of no other. */
const tellStatus = (job, view, sha) => setStatus(job.github, job.repository, {
	sha,
	...statusLine(view),
	context: statusContext,
	targetUrl: job.run.url,
	onWritten: job.writtenBy
});
/** The same of the check run, which tells more. */
const tellCheck = (job, view, sha) => {
	const { annotations, ...check } = checkRunOf(view);
	return publishCheckRun(job.github, job.repository, {
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
		detailsUrl: job.run.url
	});
};
/** Both, the one that holds a merge first. */
const tellCommit = async (job, view, sha) => [await tellStatus(job, view, sha), await tellCheck(job, view, sha)];

export { upsertComment as C, rewriteComment as S, shownBefore as _, viewFor as a, findComments as b, unspellName as c, ownComments as d, ownCommentsEverywhere as f, scoredLine as g, scoredIn as h, tellStatus as i, unspellNames as l, partsLine as m, tellCheck as n, spellName as o, partsIn as p, tellCommit as r, spellNames as s, linksOf as t, couldBeRead as u, bodyLimit as v, postComment as x, commentMends as y };
