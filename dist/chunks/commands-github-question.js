import { I as settledByApproval, K as SourceError } from "./main-gate.js";
import { a as rewriteComment, o as upsertComment, r as findComments } from "./drivers-reviews-comment.js";
import { t as askInIssue } from "./drivers-reviews-issue.js";
import { t as renderComment } from "./report-comment.js";
import { n as commentMarker } from "./report-comment-marker.js";
import { n as sayHeld } from "./report-question-state.js";
import { t as answerOf } from "./clients-github-shapes.js";
import { t as commitOf } from "./sources-github-pull-request2.js";
import { c as landedBefore, l as originsOf } from "./commands-github-opinions.js";
import { n as askedLine, r as isAskedFor, t as askedIn } from "./commands-github-asked-line.js";
import { o as bandsLines, r as wayBack, t as askAbout } from "./commands-github-asking.js";
import { a as partsIn, c as scoredLine, o as partsLine } from "./commands-github-requests.js";
import { t as waitingLine } from "./commands-github-waiting-run.js";
import { o as viewFor } from "./commands-github-telling.js";

// src/sources/github/commit-writers.ts
const route = "GET /repos/{owner}/{repo}/commits/{ref}";
/** Logins of its author and committer, as far as GitHub knows them; 1 request. Throws GitHubError. */
const writersOf = async (github, repository, sha) => {
	const { author, committer } = commitOf(answerOf(route, await github.request(route, {
		...repository,
		ref: sha
	})));
	return [author?.login ?? [], committer?.login ?? []].flat();
};

// src/commands/github/question-places.ts
const numberOf = ({ id }) => /^#\d+$/.test(id) ? Number(id.slice(1)) : null;
/** Parts that nobody has approved yet and that want it, the largest share first. */
const openParts = ({ assessment: { change, risk, rule } }) => change.parts.filter(({ approvedBy = [] }) => approvedBy.length === 0).filter((part) => rule !== "audit-draw" || part.audited === true).filter((part) => rule !== "part-above-limit" || risk.limit === null || part.risk > risk.limit).toSorted((one, other) => other.share - one.share);
const isSettledByAWord = (answer) => settledByApproval.includes(answer.assessment.rule) && openParts(answer).length > 0;
/** The merged pull request with the largest share of what wants a word; null where only commits without one do. */
const askedOn = (open, spoken) => open.filter(({ sha }) => spoken.has(sha)).map(numberOf).find((number) => number !== null) ?? null;
/** The merged pull request that GitHub says most of the share came from; null where it knows of none, or cannot tell. */
const originFor = async (job, open, { origins }) => {
	const nameless = open.filter((part) => numberOf(part) === null).slice(0, 10);
	try {
		const shas = nameless.map(({ sha }) => sha);
		const known = origins ?? await originsOf(job.github, job.repository, shas);
		const number = shas.map((sha) => known.get(sha)).find((each) => each !== void 0);
		return number === void 0 ? null : {
			number,
			parts: nameless.filter(({ sha }) => known.get(sha) === number)
		};
	} catch (error) {
		if (error instanceof SourceError) return null;
		throw error;
	}
};
const onPullRequest = {
	review: true,
	replies: ["approve"]
};
/** A word on commits names what was scored: what it counts for stands in a hidden line beside it. */
const onCommits = (sha) => ({
	review: false,
	replies: [`approve ${sha.slice(0, 12)}`]
});
const byNobody = {
	review: false,
	replies: []
};
/** How the word is given where it is asked for. */
const waysToAnswer = (answer, sha) => {
	if (!isSettledByAWord(answer)) return byNobody;
	return askedOn(openParts(answer), answer.spoken) === null ? onCommits(sha) : onPullRequest;
};
/** What is started again is this run, on its own commit; what it deploys is judged anew then. */
const waitingFor = ({ run }, { assessment, settings }, sha) => waitingLine({
	run: run.id,
	attempt: run.attempt,
	job: run.job,
	sha: run.sha,
	deploys: sha,
	environment: assessment.environment,
	githubEnvironments: settings.environment.settings.githubEnvironments,
	until: assessment.decision === "hold" ? assessment.until ?? null : null
});
/** The places where the word can be given, the best first. */
const placesFor = async (job, answer, sha) => {
	const open = openParts(answer);
	const waiting = waitingFor(job, answer, sha);
	const settles = isSettledByAWord(answer);
	const onThese = (parts, number) => ({
		number,
		approve: settles ? onCommits(sha) : byNobody,
		parts,
		lines: [
			waiting,
			scoredLine(sha),
			...settles ? [partsLine(parts.map((part) => part.sha))] : []
		]
	});
	const number = askedOn(open, answer.spoken);
	if (number !== null) {
		const parts = open.filter((part) => numberOf(part) === number);
		return [{
			number,
			approve: settles ? onPullRequest : byNobody,
			parts,
			lines: [waiting]
		}, onThese(open, null)];
	}
	const origin = await originFor(job, open, answer);
	return [...origin === null ? [] : [onThese(origin.parts, origin.number)], onThese(open, null)];
};
/** How the word is given on a question that stands, told by the parts it names itself. */
const wayOf = (answer, named) => {
	const { change } = answer.assessment;
	if (!isSettledByAWord(answer)) return byNobody;
	return named.length > 0 && change.head !== null ? onCommits(change.head) : onPullRequest;
};

// src/commands/github/question.ts
/** Files that are named: more would hide which matter. */
const mostFiles = 5;
/** Parts whose writers are looked for: each may cost a request. */
const mostWriters = 3;
/** In the one issue of the environment, in a comment of its own for each commit. */
const inIssue = ({ github, repository, own }, { assessment: { environment } }, sha, body) => askInIssue(github, repository, {
	marker: commentMarker(environment),
	title: `Change risk: ${environment}`,
	body: `Deployments to ${environment} that wait for a time, or for a word on commits without a pull request, are told here.`,
	question: {
		marker: commentMarker(`deployment ${environment} ${sha}`),
		body
	},
	own
});
/** Who had a hand in the parts, as far as GitHub tells: nobody is asked to read what they wrote. */
const handsIn = async ({ github, repository }, parts) => {
	const writers = await Promise.all(parts.slice(0, mostWriters).map(async ({ sha }) => {
		const pull = landedBefore(github, sha);
		if (pull === null) return await orNull(() => writersOf(github, repository, sha)) ?? [];
		return [pull.author?.login ?? [], pull.contributors.logins].flat();
	}));
	return [...new Set(writers.flat())].map((login) => ({
		login,
		why: "wrote part of it"
	}));
};
/** Names of an earlier question, as GitHub lists whom it asked. */
const requestedIn = (before) => {
	const names = before?.of ?? [];
	return {
		users: names.filter((name) => !name.includes("/")),
		teams: names.flatMap((name) => name.includes("/") ? name.split("/")[1] ?? [] : [])
	};
};
/** The question in the words of this run; where nobody can tell who may read it, nobody is called by name. */
const inWords = async (job, answer, { approve, parts }, before, passing) => {
	const { base } = answer.assessment.change;
	const excluded = await handsIn(job, parts);
	return askAbout(job, answer, {
		files: answer.files,
		settings: answer.settings,
		base: base ?? answer.assessment.change.head ?? job.run.sha,
		band: answer.assessment.risk.band,
		number: null,
		excluded,
		requested: requestedIn(before)
	}, {
		approve,
		before,
		...passing === void 0 ? {} : { passing }
	});
};
const bodyOf = (view, { request, asked }, { number, lines, parts }, bands) => [
	renderComment({
		...view,
		request,
		...number === null ? {} : { merged: { number } }
	}).trimEnd(),
	...lines,
	...bandsLines(parts.map(({ sha }) => sha), bands),
	askedLine(asked)
].join("\n");
/** Those who were asked already, and since when, where the question stands. */
const readBefore = (found) => {
	const asked = found.ours[0] === void 0 ? null : askedIn(found.ours[0].text("body"));
	return isAskedFor(asked) ? asked : null;
};
/**
* The question, once for each deployment that waits: on the pull request that carries the risk, else on the one that
* the commits came from, else in an issue. Where nothing can be said on a pull request (the conversation is locked), the
* issue is where people look.
*/
const ask = async (job, answer, view, sha) => {
	const { github, repository, own } = job;
	let effect = {
		what: "comment",
		outcome: "refused",
		why: "There is no place to ask."
	};
	for (const place of await placesFor(job, answer, sha)) {
		if (place.number === null) {
			const question = await inWords(job, answer, place, null);
			effect = await inIssue(job, answer, sha, bodyOf(view, question, place, answer.bands));
			return {
				effect,
				request: effect.outcome === "refused" ? null : question.request
			};
		}
		const at = {
			issue: place.number,
			marker: commentMarker(view.key),
			own
		};
		const found = await orNull(() => findComments(github, repository, at));
		const question = await inWords(job, answer, place, found && readBefore(found));
		effect = await upsertComment(github, repository, {
			...at,
			body: bodyOf(view, question, place, answer.bands),
			...found === null ? {} : { found }
		});
		if (effect.outcome !== "refused") return {
			effect,
			request: question.request
		};
	}
	return {
		effect,
		request: null
	};
};
/** Null where GitHub does not tell: writing then says why. */
const orNull = async (find) => {
	try {
		return await find();
	} catch (error) {
		if (error instanceof SourceError) return null;
		throw error;
	}
};
const hidden = /^<!-- change-risk-gate:(?:waiting|scored|parts) .*-->$/gm;
/**
* A question that stands, in the words of this run: the next are asked, or somebody passes it on. What it asks and what
* its answer starts stay as they are.
*/
const askAgain = async (job, answer, { body, id, number }, { passing } = {}) => {
	const shas = partsIn(body);
	const { assessment } = answer;
	const onPull = body.startsWith(`${commentMarker(assessment.environment)}\n`);
	const parts = shas.length > 0 ? assessment.change.parts.filter((part) => shas.includes(part.sha)) : assessment.change.parts.filter((part) => numberOf(part) === number);
	const place = {
		number: onPull ? number : null,
		approve: wayOf(answer, shas),
		parts,
		lines: body.match(hidden) ?? []
	};
	const view = viewFor(job, assessment, {
		key: assessment.environment,
		files: answer.files.slice(0, 5),
		...wayBack(assessment.change.base, answer)
	});
	const question = await inWords(job, answer, place, askedIn(body), passing);
	const [marker = ""] = body.split(/\r?\n/, 1);
	const text = bodyOf(view, question, place, answer.bands);
	return {
		effect: await rewriteComment(job.github, job.repository, {
			id,
			body: onPull ? text : `${marker}\n${text}`
		}),
		request: question.request
	};
};
/**
* A deployment that is held until a time: nobody is asked, and nobody called by name. What the schedule needs to start
* it again then stands in the issue of its environment.
*/
const noteHold = (job, answer, view, sha) => inIssue(job, answer, sha, [
	renderComment(view),
	sayHeld,
	waitingFor(job, answer, sha),
	scoredLine(sha)
].join("\n"));

export { waysToAnswer as i, askAgain as n, noteHold as r, ask as t };
