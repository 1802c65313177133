import { c as text, t as answerOf } from "./clients-github-shapes.js";
import { n as findIssue, r as issueMends } from "./drivers-reviews-issue.js";
import { i as ownLogins, t as actionsBot } from "./drivers-reviews-ownership.js";
import { i as told, r as refused, s as pageOf$1 } from "./drivers-reviews-refusal.js";
import { n as commentMarker } from "./report-comment-marker.js";
import { t as renderDigest } from "./report-waiting-digest.js";
import { r as isAskedFor, t as askedIn } from "./commands-github-asked-line.js";
import { K as SourceError } from "./main-gate.js";
import { $n as outcomeCauses, Xn as isCounted, Z as recordedTold, cn as formatPlural, tr as isoMoment } from "./commands-gate-gate.js";
import { d as shortSha, i as joinNames } from "./report-phrases.js";
import { h as sayPace } from "./report-sentences.js";
import { t as recordedDigest } from "./commands-rehearsal-recorded.js";
import { r as ledgerOf } from "./commands-github-judging.js";
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
	const found = await findIssue(github, repository, marker, await ownLogins(own));
	if (found === "too many") return refused(what, "Too many issues of ours are open: close some.");
	if (found === null && !opens) return {
		what,
		outcome: "unchanged",
		why: "Nothing is worth an issue."
	};
	const before = found?.optional("body", text)?.replaceAll("\r\n", "\n").trim() ?? null;
	const whole = `${marker}\n${await body(before)}`;
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
	if (before === whole.trim()) return {
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

// src/report/policy-digest.ts
const mostNamed = 3;
/** Names of failed parts that nobody would have been asked about: numbers and SHAs, no words of others. */
const missedOnes = ({ failures }) => {
	const missed = failures.filter(({ lane }) => lane !== "asked");
	if (missed.length === 0) return "";
	return ` (${joinNames(missed.map(({ id, sha }) => /^#\d+$/.test(id) ? id : shortSha(sha).slice(0, 8)), mostNamed)})`;
};
/** Two sentences, Markdown as well as plain text; null where nothing was decided. */
const sayPolicyDigest = (rehearsal) => {
	const { deployments, failed, lanes, reviewed, reviewsPerWeek, windows } = rehearsal;
	if (deployments.count === 0) return null;
	const held = windows.reduce((sum, window) => sum + window.hours, 0);
	const waited = held === 0 ? "" : `; windows would have held ${formatPlural(deployments.held, "deployment")} for ${Math.round(held)} h in all`;
	const asked = reviewed === 0 ? `nobody would have been asked in ${formatPlural(deployments.count, "deployment")}` : `${deployments.asked} of ${formatPlural(deployments.count, "deployment")} would have asked about ${formatPlural(reviewed, "change")} (${sayPace(reviewsPerWeek)}), the others gone out unread`;
	const unread = lanes.beside.failed + lanes.through.failed;
	return `Enforced, ${asked}${waited}. ${failed === 0 ? "No change of them is known to have failed." : `Of ${formatPlural(failed, "failed change")} ${lanes.asked.failed} would have been read, ${unread} not${missedOnes(rehearsal)}.`}`;
};

// src/commands/rehearsal/ledger-digest.ts
/** What enforcing would have meant, as far as a ledger alone can tell: for the digest, which has no clone to ask. */
const causeOf = (value) => outcomeCauses.find((cause) => cause === value) ?? null;
/**
* Parts that are known to have failed, by SHA: those that something was tied to, and the only part of a deployment that
* failed. Of several parts a ledger does not tell which a revert took back; a clone does.
*/
const failuresIn = async (ledger, environment) => {
	const { labels, cleared } = await recordedTold(ledger, environment);
	const failures = /* @__PURE__ */ new Map();
	for await (const { at, body, environment: place } of ledger.read({
		stream: "outcomes",
		kinds: ["outcome"]
	})) {
		if (place !== environment || body["parts"] !== 1 || typeof body["sha"] !== "string") continue;
		if (body["state"] === "failed" || body["state"] === "rolled-back") failures.set(body["sha"], {
			at,
			cause: causeOf(body["cause"])
		});
		else failures.delete(body["sha"]);
	}
	for (const label of labels) if (isCounted(label)) failures.set(label.sha, {
		at: isoMoment(label.at),
		cause: label.cause
	});
	for (const { sha } of cleared) failures.delete(sha);
	return failures;
};
/** Decisions that are read: each costs a request on a branch. */
const mostDecisions = 60;
/** Two sentences; null where nothing was decided there lately. Throws SourceError where the ledger cannot be read. */
const ledgerDigest = async (request) => {
	const { ledger, environment, now, days, maturitySeconds } = request;
	const failures = await failuresIn(ledger, environment);
	const digest = await recordedDigest({
		ledger,
		environment,
		from: (/* @__PURE__ */ new Date(now.getTime() - days * 864e5)).toISOString(),
		to: now.toISOString(),
		maturitySeconds,
		most: mostDecisions,
		failureOf: (sha) => failures.get(sha) ?? null
	});
	return digest === null ? null : sayPolicyDigest(digest);
};

// src/commands/github/digest-rehearsal.ts
/** What enforcing would have meant, in the digest: reckoned once a day, and read back from the issue until then. */
const days = 30;
const mostEnvironments = 3;
const lineOf = (day) => `<!-- change-risk-gate:rehearsed ${day} -->`;
const standing = /^<!-- change-risk-gate:rehearsed (\d{4}-\d{2}-\d{2}) -->\n([^\n]*)$/gm;
/** Paragraphs for the digest, each with its hidden line. Nothing where nothing was decided, or the ledger cannot tell. */
const rehearsedLines = async (job, before) => {
	const day = job.now.toISOString().slice(0, 10);
	const known = [...(before ?? "").matchAll(standing)];
	const [first] = known;
	if (first?.[1] === day) return known.map(([whole]) => whole);
	try {
		const { ledger, configuration } = await ledgerOf(job, null);
		const { environments, mode, outcome } = configuration;
		const observing = environments.length === 0 ? mode === "observe" ? ["production"] : [] : environments.filter((each) => each.mode === "observe").map(({ name }) => name);
		const lines = [];
		for (const environment of observing.slice(0, mostEnvironments)) {
			const said = await ledgerDigest({
				ledger,
				environment,
				now: job.now,
				days,
				maturitySeconds: outcome.maturity.seconds
			});
			if (said !== null) lines.push(`${lineOf(day)}\n\`${environment}\`, the last ${days} days. ${said}`);
		}
		return lines;
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return known.map(([whole]) => whole);
	}
};

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
const tellDigest = (job, { comments, searched }, open) => {
	const waiting = comments.filter((each) => isOpen(each, open)).flatMap((each) => entryOf(job, each) ?? []);
	const observed = observedAmong(job, comments);
	return keepDigest(job.github, job.repository, {
		marker: commentMarker("digest"),
		title: "Change risk: what waits",
		body: async (before) => renderDigest({
			at: job.now.toISOString(),
			waiting,
			searched,
			observed: observed.map((comment) => ({
				number: comment.number,
				page: pageOf(job, comment)
			})),
			days: observedDays,
			rehearsed: observed.length === 0 ? [] : await rehearsedLines(job, before)
		}),
		opens: waiting.length + observed.length > 0,
		own: job.own
	});
};

export { tellDigest };
