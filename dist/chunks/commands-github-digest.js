import { c as text, t as answerOf } from "./clients-github-shapes.js";
import { n as findIssue, r as issueMends } from "./drivers-reviews-issue.js";
import { i as ownLogins, t as actionsBot } from "./drivers-reviews-ownership.js";
import { i as told, r as refused, s as pageOf$1 } from "./drivers-reviews-refusal.js";
import { n as commentMarker } from "./report-comment-marker.js";
import { kt as formatCount } from "./commands-gate-gate.js";
import { t as escapeWords } from "./report-comment-page.js";
import { r as link } from "./report-escaping.js";
import { i as joinNames } from "./report-phrases.js";
import { i as sayPast, n as sayComing } from "./report-times.js";
import { r as isAskedFor, t as askedIn } from "./commands-github-asked-line.js";
import { n as waitingRunIn } from "./commands-github-waiting-run.js";

// src/drivers/reviews/digest.ts
const what = "digest";
const createRoute = "POST /repos/{owner}/{repo}/issues";
const editRoute = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
/**
* One issue whose text is kept up to date in place, which tells nobody anything by mail. Requests: 1 where it says so
* already or is not worth it, 2 otherwise; one more per further login of ours.
*/
const keepDigest = (github, repository, { marker, title, body, opens, own = actionsBot }) => told(what, issueMends, async () => {
	const whole = `${marker}\n${body}`;
	const found = await findIssue(github, repository, marker, await ownLogins(own));
	if (found === "too many") return refused(what, "Too many issues of ours are open: close some.");
	if (found === null && !opens) return {
		what,
		outcome: "unchanged",
		why: "Nothing is worth an issue."
	};
	if (found === null) {
		const made = await github.request(createRoute, {
			...repository,
			title,
			body: whole
		});
		return {
			what,
			outcome: "done",
			why: "Opened the digest.",
			...pageOf$1(github, answerOf(createRoute, made))
		};
	}
	if ((found.optional("body", text) ?? "").replaceAll("\r\n", "\n").trim() === whole.trim()) return {
		what,
		outcome: "unchanged",
		why: "The digest says so already.",
		...pageOf$1(github, found)
	};
	await github.request(editRoute, {
		...repository,
		issue_number: found.integer("number"),
		body: whole
	}, { repeatable: true });
	return {
		what,
		outcome: "done",
		why: "Brought the digest up to date.",
		...pageOf$1(github, found)
	};
});

// src/report/waiting-digest.ts
/**
* What waits, for whom and since when, on one page that the schedule keeps true; and, while the gate only observes, what
* it would have asked. Nobody is called by name: whoever is asked was called where the question stands.
*/
const mostRows = 50;
const mostNames = 4;
const mostObserved = 10;
const sayWhat = ({ environment, number, page }) => {
	const place = link(`#${number}`, page);
	return environment === null ? place : `Deployment to ${escapeWords(environment)}, ${place}`;
};
const sayFor = ({ people, until }, at) => {
	if (until !== null) return `${sayComing(until, at)}, nobody`;
	const names = joinNames(people.map((name) => escapeWords(name)), mostNames, "or");
	return names === "" ? "anybody who may write and had no hand in it" : names;
};
const row = (entry, at) => `| ${sayWhat(entry)} | ${sayFor(entry, at)} | ${sayPast(entry.since, at)} | ${entry.dueAt === null ? "" : sayComing(entry.dueAt, at)} |`;
const table = ({ waiting, at }) => {
	if (waiting.length === 0) return ["Nothing waits."];
	const oldest = waiting.toSorted((one, other) => one.since < other.since ? -1 : 1);
	const left = waiting.length - mostRows;
	return [
		`**${formatCount(waiting.length)} ${waiting.length === 1 ? "waits" : "wait"}**, the oldest first.`,
		"",
		"| What | For | Since | Next are asked |",
		"|---|---|---|---|",
		...oldest.slice(0, mostRows).map((entry) => row(entry, at)),
		...left > 0 ? ["", `${formatCount(left)} more.`] : []
	];
};
const sayObserved = ({ observed, days }) => {
	if (observed.length === 0) return [];
	const named = joinNames(observed.map(({ number, page }) => link(`#${number}`, page)), mostObserved);
	return ["", `**While it observes**, nothing is held. In the last ${days} days a person would have been asked about ${observed.length === 1 ? "1 pull request" : `${formatCount(observed.length)} pull requests`}: ${named}.`];
};
/** Markdown of the issue, its marker apart. */
const renderDigest = (digest) => [...table(digest), ...sayObserved(digest)].join("\n");

// src/commands/github/digest.ts
const observedDays = 7;
const dayMilliseconds = 864e5;
const pageOf = ({ webUrl }, { number, id }) => `${webUrl}/issues/${number}#issuecomment-${id}`;
/** Whether a comment tells of an open pull request; what has landed since waits for nothing there. */
const isOpen = ({ body, number }, open) => !body.startsWith(commentMarker("pull-request")) || open.has(number);
const entryOf = (job, comment) => {
	const waiting = waitingRunIn(comment.body);
	const asked = askedIn(comment.body);
	const isAsked = isAskedFor(asked);
	if (waiting === null && !isAsked) return null;
	return {
		number: comment.number,
		page: pageOf(job, comment),
		environment: waiting === null ? null : waiting.environment,
		since: isAsked ? asked.since : new Date(comment.createdAt).toISOString(),
		until: waiting?.until ?? null,
		people: isAsked ? asked.further.length > 0 ? asked.further : asked.of : [],
		dueAt: isAsked && asked.escalatedAt === null ? asked.dueAt : null
	};
};
/** Those that the gate only observed, and would have asked about. */
const observedAmong = (job, comments) => {
	const since = job.now.getTime() - observedDays * dayMilliseconds;
	return comments.filter(({ body, createdAt }) => {
		const asked = askedIn(body);
		return asked?.mode === "observe" && asked.decision === "review" && Date.parse(createdAt) >= since;
	});
};
/** Keeps the issue true; `open`: numbers of the pull requests that are open. */
const tellDigest = (job, comments, open) => {
	const waiting = comments.filter((each) => isOpen(each, open)).flatMap((each) => entryOf(job, each) ?? []);
	const observed = observedAmong(job, comments);
	return keepDigest(job.github, job.repository, {
		marker: commentMarker("digest"),
		title: "Change risk: what waits",
		body: renderDigest({
			at: job.now.toISOString(),
			waiting,
			observed: observed.map((comment) => ({
				number: comment.number,
				page: pageOf(job, comment)
			})),
			days: observedDays
		}),
		opens: waiting.length + observed.length > 0,
		own: job.own
	});
};

export { tellDigest };
