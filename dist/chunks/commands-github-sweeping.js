import { J as isOurs } from "./main-gate.js";
import { n as commentMarker } from "./report-comment-marker.js";
import { t as readOpenPullRequests } from "./sources-github-open-pull-requests.js";
import { i as isOverdue, r as isAskedFor, t as askedIn } from "./commands-github-asked-line.js";
import { i as ownCommentsEverywhere, s as scoredIn } from "./commands-github-requests.js";
import { a as waitingAmong, r as startAgain, t as closeOutdated } from "./commands-github-waiting.js";

// src/commands/github/sweeping.ts
/**
* What the schedule finds by our own comments: deployments and pull requests that wait, and what has come true meanwhile
* with nobody looking (a review under a token that only reads, the end of a window or freeze). Each is judged anew, a few
* an hour, those with news first; only what would now go out is started.
*/
/** So far back comments are read, a request a hundred. */
const mostComments = 500;
/** Judged anew in one sweep: a dozen requests each. */
const mostDeployments = 4;
const mostPullRequests = 3;
/** As many as a sweep can afford, and others in the next. */
const inTurn = (items, most, { now }) => {
	if (items.length <= most) return items;
	const first = Math.floor(now.getTime() / 36e5) * most % items.length;
	return [...items.slice(first), ...items.slice(0, first)].slice(0, most);
};
/** What goes wrong with one keeps none of the others. */
const attempt = async (what, act) => {
	try {
		return await act();
	} catch (error) {
		if (!isOurs(error)) throw error;
		return [{
			what,
			outcome: "refused",
			why: error.message
		}];
	}
};
/** Starts a deployment again that would now go out. */
const settle = async (job, asked, others) => {
	const outdated = await closeOutdated(job, asked, others);
	if (outdated !== null) return [outdated];
	const { deploys, environment } = asked.waiting;
	const { judgeDeployment } = await import("./commands-github-judging2.js");
	const answer = await judgeDeployment(job, {
		sha: deploys,
		environment: environment === "" ? null : environment
	}, { remembers: "never" });
	const { mode, decision } = answer.assessment;
	if (mode !== "enforce") return [];
	if (decision === "approve") return startAgain(job, asked);
	const before = askedIn(asked.question.body);
	if (decision !== "review" || !isAskedFor(before) || !isOverdue(before, job.now)) return [];
	const { askAgain } = await import("./commands-github-question2.js");
	return [(await askAgain(job, answer, asked.question)).effect];
};
const waitingPulls = (comments) => comments.filter(({ body }) => body.startsWith(commentMarker("pull-request")) && isAskedFor(askedIn(body))).map((question) => ({
	question,
	number: question.number
}));
/** Our own label and requests follow the comment within this time. */
const ownDoingSeconds = 60;
/** The ones that something happened on since they were told first. */
const pullsToJudge = (job, waiting, open) => {
	const news = [];
	const quiet = [];
	for (const { question, number } of waiting) {
		const pull = open.find((each) => each.number === number);
		if (pull === void 0) continue;
		const told = Date.parse(question.updatedAt) + ownDoingSeconds * 1e3;
		const asked = askedIn(question.body);
		(pull.head !== scoredIn(question.body) || Date.parse(pull.updatedAt) > told || asked !== null && isOverdue(asked, job.now) ? news : quiet).push(number);
	}
	return [...inTurn(news, mostPullRequests, job), ...inTurn(quiet, mostPullRequests, job)].slice(0, mostPullRequests);
};
const judgeAgain = async (job, number) => {
	const [{ readPullRequest }, { judgePullRequest }, { tellPullRequest }] = await Promise.all([
		import("./sources-github-pull-request.js"),
		import("./commands-github-judging2.js"),
		import("./commands-github-pull-request2.js")
	]);
	const pull = await readPullRequest(job.github, job.repository, number);
	return pull.state === "open" ? (await tellPullRequest(job, await judgePullRequest(job, pull))).effects : [];
};
/** Questions touched before what was read; null where GitHub does not tell them. */
const olderThan = async (job, known) => {
	try {
		const { olderQuestions } = await import("./commands-github-older-questions.js");
		return await olderQuestions(job, known);
	} catch (error) {
		if (!isOurs(error)) throw error;
		job.log(`questions older than the newest ${mostComments} comments were not read: ${error.message}`);
		return null;
	}
};
/** The same comments as they stand after the sweep: what it edited is among those touched last. */
const afterwards = async (job, before) => {
	const { comments } = await ownCommentsEverywhere(job, mostComments);
	const read = new Set(comments.map(({ id }) => id));
	return [...comments, ...before.filter(({ id }) => !read.has(id))];
};
/** A dry run wakes nothing, and a gate that is switched off is silent. */
const isIdle = ({ asked }) => asked.dryRun || asked.mode === "off";
const sweepQuestions = async (job) => {
	if (isIdle(job)) return {
		effects: [],
		note: null
	};
	const recent = await ownCommentsEverywhere(job, mostComments);
	const older = recent.complete ? [] : await olderThan(job, recent.comments);
	const comments = [...recent.comments, ...older ?? []];
	if (comments.length === 0) return {
		effects: [],
		note: null
	};
	const deployments = waitingAmong(comments);
	const pulls = waitingPulls(comments);
	const open = pulls.length === 0 ? [] : (await readOpenPullRequests(job.github, job.repository)).items;
	const effects = [];
	for (const asked of inTurn(deployments, mostDeployments, job)) effects.push(...await attempt("deployment", () => settle(job, asked, deployments)));
	for (const number of pullsToJudge(job, pulls, open)) effects.push(...await attempt(`#${number}`, () => judgeAgain(job, number)));
	const now = effects.length === 0 ? comments : await afterwards(job, comments);
	if (older !== null) {
		const { tellDigest } = await import("./commands-github-digest.js");
		const digest = await tellDigest(job, {
			comments: now,
			searched: recent.complete ? null : mostComments
		}, new Set(open.map(({ number }) => number)));
		job.log(`digest: ${digest.outcome}. ${digest.why}`);
	}
	const waits = waitingAmong(now).length + waitingPulls(now).length;
	return {
		effects,
		note: waits === 0 ? null : `${waits} ${waits === 1 ? "question waits" : "questions wait"} for an answer`
	};
};

export { sweepQuestions };
