import { U as isOurs } from "./main-gate.js";
import { o as commentMarker } from "./report-comment-view.js";
import { i as name, t as answersOf } from "./sources-github-reading.js";
import { r as isAskedFor, t as askedIn } from "./commands-github-asked-line.js";
import { f as ownCommentsEverywhere, h as scoredIn } from "./commands-github-telling.js";
import { a as waitingAmong, r as startAgain, t as closeOutdated } from "./commands-github-waiting.js";

// src/sources/github/open-pull-requests.ts
const route = "GET /repos/{owner}/{repo}/pulls";
/** More than two hundred are not all open in earnest; whoever is asked in older ones is less busy than it seems. */
const mostPullRequests$1 = 200;
/** Those touched last first. Throws GitHubError. */
const readOpenPullRequests = async (github, repository) => {
	const { items, complete } = await github.list(route, {
		...repository,
		state: "open",
		sort: "updated",
		direction: "desc",
		per_page: 100
	}, mostPullRequests$1);
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
	const { assessment } = await judgeDeployment(job, {
		sha: deploys,
		environment: environment === "" ? null : environment
	}, { remembers: "never" });
	return assessment.mode === "enforce" && assessment.decision === "approve" ? startAgain(job, asked) : [];
};
const waitingPulls = (comments) => comments.filter(({ body }) => body.startsWith(commentMarker("pull-request")) && isAskedFor(askedIn(body))).map((question) => ({
	question,
	number: question.number
}));
/** Our own label and requests follow the comment within this time. */
const ownDoingSeconds = 60;
/** Those that are open, the ones that something happened on since they were told first. */
const pullsToJudge = async (job, waiting) => {
	if (waiting.length === 0) return [];
	const open = await readOpenPullRequests(job.github, job.repository);
	const news = [];
	const quiet = [];
	for (const { question, number } of waiting) {
		const pull = open.items.find((each) => each.number === number);
		if (pull === void 0) continue;
		const told = Date.parse(question.updatedAt) + ownDoingSeconds * 1e3;
		(pull.head !== scoredIn(question.body) || Date.parse(pull.updatedAt) > told ? news : quiet).push(number);
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
/** A dry run wakes nothing, and a gate that is switched off is silent. */
const isIdle = ({ asked }) => asked.dryRun || asked.mode === "off";
const sweepQuestions = async (job) => {
	if (isIdle(job)) return {
		effects: [],
		note: null
	};
	const comments = await ownCommentsEverywhere(job, mostComments);
	const deployments = waitingAmong(comments);
	const pulls = waitingPulls(comments);
	const effects = [];
	for (const asked of inTurn(deployments, mostDeployments, job)) effects.push(...await attempt("deployment", () => settle(job, asked, deployments)));
	for (const number of await pullsToJudge(job, pulls)) effects.push(...await attempt(`#${number}`, () => judgeAgain(job, number)));
	const waits = deployments.length + pulls.length;
	return {
		effects,
		note: waits === 0 ? null : `${waits} ${waits === 1 ? "question waits" : "questions wait"} for an answer`
	};
};

export { sweepQuestions };
