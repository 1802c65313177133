import { c as text, s as record, t as answerOf } from "./clients-github-shapes.js";
import { C as chooseEnvironment, G as ConfigError, K as SourceError, l as formatReviewer, q as UsageError } from "./main-gate.js";
import { o as upsertComment } from "./drivers-reviews-comment.js";
import { t as askInIssue } from "./drivers-reviews-issue.js";
import { i as told, s as pageOf } from "./drivers-reviews-refusal.js";
import { n as commentMarker, t as answerMarker } from "./report-comment-marker.js";
import { r as referCommit, t as escapeWords } from "./report-comment-page.js";
import { o as neutralise, r as link, t as codeSpan } from "./report-escaping.js";
import { n as endSentence } from "./report-phrases.js";
import { i as sameLogin } from "./sources-github-account.js";
import { t as answersOf } from "./sources-github-reading.js";
import { n as membershipIn } from "./commands-github-groups.js";
import { n as openJobLedger } from "./commands-github-ledger.js";
import { r as standingConfiguration } from "./commands-github-policies2.js";
import { t as fullName } from "./commands-github-job.js";
import { n as prefixOf, t as linksOf } from "./commands-github-telling.js";
import { n as mayWrite } from "./commands-github-words.js";

// src/report/comment-orders.ts
/** What is said back to those who override, freeze and lift, and what stands in the issue of a review afterwards. */
const sentenceColumns = 400;
/** To `.override`, `.freeze`, `.unfreeze`. */
const answerOrder = (given, to) => {
	const by = escapeWords(given.by);
	const text = given.outcome === "refused" ? `**Not recorded**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}` : `**Recorded:** ${by} ${endSentence(escapeWords(given.did, sentenceColumns))} ${escapeWords(given.follows, sentenceColumns)}`;
	return `${answerMarker(to)}\n${text}\n`;
};
/** The issue in which what went out by an override is reviewed. */
const reviewAfterwards = (given, links) => {
	const environment = escapeWords(given.environment, 60);
	const moment = (iso) => `${iso.slice(0, 16).replace("T", " ")} UTC`;
	const failed = codeSpan(`${given.prefix}outcome failed`);
	const ok = codeSpan(`${given.prefix}outcome ok`);
	return {
		title: `Review afterwards: ${given.sha.slice(0, 8)} went to ${neutralise(given.environment).slice(0, 60)} by emergency override`,
		body: `${escapeWords(given.by)} let ${referCommit(links, given.sha)} into ${environment} past the gate, until ${moment(given.until)} (${link("where, and why", given.url)}).`,
		question: `**Somebody else: read ${referCommit(links, given.sha)} by ${moment(given.reviewBy)}.** Then reply ${ok}, or ${failed} and what it broke; either closes this issue. The gate counts what became of overrides, and learns from it.`
	};
};
/** Said once when nobody reviewed it in time. */
const reviewOverdue = (reviewBy) => `**Overdue:** this was to be reviewed by ${reviewBy.slice(0, 16).replace("T", " ")} UTC, and nobody did. Until somebody does, nobody knows whether it should have gone out.`;

// src/drivers/reviews/issue-closing.ts
const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
const mends = { permission: "issues: write" };
/** Closes an issue of ours as done. 1 request. */
const closeIssue = (github, repository, issue) => told("issue", mends, async () => {
	const closed = await github.request(route, {
		...repository,
		issue_number: issue,
		state: "closed",
		state_reason: "completed"
	}, { repeatable: true });
	return {
		what: "issue",
		outcome: "done",
		why: `Closed #${issue}.`,
		...pageOf(github, answerOf(route, closed))
	};
});

// src/commands/github/authority.ts
/** What orders rest on; a sentence where the policy cannot be read, for then nobody knows who may give any. Throws SourceError. */
const readGround = async (job) => {
	try {
		const configuration = await standingConfiguration(job);
		return {
			configuration,
			ledger: openJobLedger(job, configuration.ledger)
		};
	} catch (error) {
		if (error instanceof ConfigError) return "the configuration on the default branch cannot be read, so nobody knows who may say that; mend it, or switch the gate off by the input mode";
		throw error;
	}
};
/** As the policy calls an environment; a sentence where it knows none of that name. */
const environmentNamed = (configuration, name) => {
	try {
		return chooseEnvironment(configuration, name);
	} catch (error) {
		if (error instanceof UsageError) return error.message;
		throw error;
	}
};
/** Whether somebody is among those who decide in an emergency. */
const emergencyStanding = async (job, { emergency: { by } }, login) => {
	if (by.length === 0) return {
		under: null,
		why: "the configuration names nobody who may (emergency.by on the default branch)"
	};
	const { among, notes } = await membershipIn(job, by, [login]);
	const found = among(login, by);
	const names = by.map((each) => formatReviewer(each).slice(1)).join(", ");
	return {
		under: found && formatReviewer(found),
		why: [
			"only ",
			names,
			" may",
			...notes.map((note) => `; ${note}`)
		].join("")
	};
};

// src/commands/github/chasing.ts
/**
* Reviews afterwards: what went out by an emergency override is asked about in an issue of its own, chased when it is
* overdue, and answered there by somebody else. An issue closed by hand is chased no more, and counts as not reviewed.
*/
const reviewStream = "override-reviews";
const shape = /^<!-- change-risk-gate:override record=([0-9a-f]{64}) due=(\d{4}-[\d:TZ.-]{10,30}) -->$/m;
const overrideLine = (id, due) => `<!-- change-risk-gate:override record=${id} due=${due} -->`;
const askedIn = (body) => {
	const [, id, due] = shape.exec(body.replaceAll("\r", "")) ?? [];
	return id && due && !Number.isNaN(Date.parse(due)) ? {
		record: id,
		due
	} : null;
};
/** Opens the issue in which an override is reviewed. `id`: its record. */
const askForReview = (job, about, id) => {
	const { title, body, question } = reviewAfterwards({
		...about,
		prefix: prefixOf(job)
	}, linksOf(job));
	const marker = commentMarker(`override ${id.slice(0, 16)}`);
	return askInIssue(job.github, job.repository, {
		marker,
		title,
		body: `${overrideLine(id, about.reviewBy)}\n${body}`,
		question: {
			marker: commentMarker("override question"),
			body: question
		},
		own: job.own
	});
};
const listRoute = "GET /repos/{owner}/{repo}/issues";
const issueRoute = "GET /repos/{owner}/{repo}/issues/{issue_number}";
const mostIssues = 300;
const bodyOf = (issue) => issue.optional("body", text) ?? "";
/**
* Says once of each review that is overdue that it is, for the schedule: nobody is told of an edit. Requests: one to list
* our open issues, and one or two for each that is overdue.
*/
const chaseReviews = async (job) => {
	if (job.asked.dryRun) return [];
	try {
		return await chase(job);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return [{
			what: "issue",
			outcome: "refused",
			why: `Reviews afterwards could not be chased: ${error.message}`
		}];
	}
};
const chase = async (job) => {
	const effects = [];
	for (const creator of await job.own()) {
		const { items } = await job.github.list(listRoute, {
			...job.repository,
			creator,
			state: "open",
			sort: "created",
			direction: "asc",
			per_page: 100
		}, mostIssues);
		for (const issue of answersOf(listRoute, items)) {
			const asked = issue.optional("pull_request", record) === null ? askedIn(bodyOf(issue)) : null;
			if (asked === null || Date.parse(asked.due) > job.now.getTime()) continue;
			effects.push(await upsertComment(job.github, job.repository, {
				issue: issue.integer("number"),
				marker: commentMarker("override overdue"),
				body: reviewOverdue(asked.due),
				own: job.own
			}));
		}
	}
	return effects;
};
/** The override that an issue of ours asks about; null where it is no such issue. Throws GitHubError, SourceError. */
const askedHere = async (job, number) => {
	const issue = answerOf(issueRoute, await job.github.request(issueRoute, {
		...job.repository,
		issue_number: number
	}));
	const asked = askedIn(bodyOf(issue));
	if (asked === null) return null;
	const author = issue.optional("user.login", text) ?? "";
	return (await job.own()).some((login) => sameLogin(login, author)) ? asked : null;
};
const isGiven = (found) => found?.kind === "override" && found.body["what"] === "given";
/** Takes `.outcome` in such an issue for the review that was wanted; null where the issue asks for none. */
const reviewOverride = async (job, { comment, number }, { verdict, reason }) => {
	const { login } = comment;
	const refused = (why) => ({
		answer: {
			outcome: "refused",
			by: login,
			why
		},
		effects: []
	});
	const asked = await askedHere(job, number);
	if (asked === null) return null;
	if (job.asked.dryRun) return refused("this is a dry run, which remembers nothing");
	const barred = await mayWrite(job, comment);
	if (barred !== null) return refused(barred);
	const ground = await readGround(job);
	if (typeof ground === "string") return refused(ground);
	const { ledger } = ground;
	const given = await ledger.find(asked.record);
	if (!isGiven(given)) throw new SourceError(`${ledger.url} does not hold the override that this issue asks about`);
	if (sameLogin(given.actor, login)) return refused("you overrode it yourself; somebody else is to review it");
	await ledger.append([{
		stream: reviewStream,
		kind: "override",
		key: {
			repository: fullName(job),
			comment: comment.id
		},
		at: new Date(comment.createdAt).toISOString(),
		repository: fullName(job),
		...given.environment === void 0 ? {} : { environment: given.environment },
		actor: login,
		tool: {
			name: "change-risk-gate",
			version: job.version
		},
		body: {
			what: "reviewed",
			override: given.id,
			sha: given.body["sha"],
			verdict,
			comment: comment.id,
			...reason === null || job.publicRepository ? {} : { reason }
		}
	}]);
	return {
		answer: {
			outcome: "recorded",
			by: login,
			did: `says that what went out by override ${verdict === "failed" ? "failed" : "was well"}`,
			follows: "It is reviewed with that. The next run of learn obeys; a change that did it can be named by blame."
		},
		effects: [await closeIssue(job.github, job.repository, number)]
	};
};

export { emergencyStanding as a, answerOrder as c, reviewStream as i, chaseReviews as n, environmentNamed as o, reviewOverride as r, readGround as s, askForReview as t };
