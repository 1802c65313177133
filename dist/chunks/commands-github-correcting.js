import { u as GitHubError } from "./clients-github-shapes.js";
import { r as link, t as codeSpan } from "./report-escaping.js";
import { t as fullName } from "./commands-github-job.js";
import { n as endSentence } from "./report-phrases.js";
import { t as correctionStream } from "./commands-learn-corrections.js";
import { n as cutAtLine } from "./report-comment-cut.js";
import { o as upsertComment } from "./drivers-reviews-comment.js";
import { r as sayHeadline } from "./report-comment-headline.js";
import { a as referNumber, n as openPage, r as referCommit, t as escapeWords } from "./report-comment-page.js";
import { i as renderFront, r as pageText } from "./report-comment-facts.js";
import { t as answerMarker } from "./report-comment-marker.js";
import { r as renderBehind } from "./report-comment-view.js";
import { a as readPullRequestCommits, i as readPullRequest } from "./sources-github-pull-request2.js";
import { r as ledgerOf } from "./commands-github-judging.js";
import { a as unknownHand, i as strangerIn, n as namedIn, t as handsIn } from "./commands-github-opinions.js";
import { n as mayWrite, r as objectionTo } from "./commands-github-words.js";

// src/drivers/reviews/reply.ts
/**
* Answers a command in a comment, once: a delivery that is repeated, or a run that is started again, brings the first
* answer up to date. Requests: 1 unchanged, 2 otherwise.
*/
const replyTo = (github, repository, { commentId, ...reply }) => upsertComment(github, repository, {
	...reply,
	marker: `<!-- change-risk:reply:${commentId} -->`
});

// src/report/comment-answers.ts
/** What is said back to a command in a comment. Nobody is called by name: whoever asked looks already. */
const sentenceColumns = 400;
/** `to`: the comment that asked, by its number; of a label its key. */
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
/** To `.approve` and `.reject`. */
const answerApproval = (given, to, links) => {
	const by = escapeWords(given.by);
	if (given.outcome === "recorded") {
		const counts = given.word === "reject" ? "It stands, in every environment, until they approve it or new commits come." : "It counts in every environment and in every later deployment that holds this commit unchanged, until its risk rises a band.";
		const did = given.word === "reject" ? "rejected" : "approved";
		const missing = given.missing === void 0 ? "" : `**Still waiting:** ${endSentence(escapeWords(given.missing, sentenceColumns))}`;
		return answer(to, `**Recorded:** ${by} ${did} ${referNumber(links, given.about)} at ${referCommit(links, given.sha)}. ${counts}`, missing);
	}
	const { now } = given;
	return answer(to, `**Not recorded**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}`, now === void 0 ? "" : `The commit is now ${referCommit(links, now.sha)}. Read it, then reply ${codeSpan(now.reply)}.`);
};
/** To `.outcome`, `.blame`, `.unblame`, and to labels that say the same. */
const answerWord = (given, to, links) => {
	const by = escapeWords(given.by);
	if (given.outcome === "refused") return answer(to, `**Not recorded**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}`);
	if (given.outcome === "withdrawn") return answer(to, `**Withdrawn:** ${by} took off ${codeSpan(given.label)}; what it said of ${referNumber(links, given.about)} counts no more. The next run of ${codeSpan("learn")} obeys. The newest word that is left on the change holds, if there is one.`);
	const said = given.verdict === "failed" ? "failed" : "did not fail";
	return answer(to, `**Recorded:** ${by} says that ${referNumber(links, given.about)} ${said}. The next run of ${codeSpan("learn")} obeys; what was decided before stays as it is. The newest word on a change holds.${given.label === void 0 ? "" : ` Taking ${codeSpan(given.label)} off withdraws this one.`}`);
};
/** To a command that cannot be carried out just now, or that nobody knows: one sentence why, and what there is. */
const answerTrouble = (why, to, prefix) => answer(to, `${endSentence(escapeWords(why, sentenceColumns))} ${codeSpan(`${prefix}help`)} tells what can be said here.`);
const commands = [
	["risk", "how risky this is now, and what is decided"],
	["risk explain", "every change, every reason and how far to trust them"],
	["approve", "approve the commit that was scored; an approving review says the same"],
	["reject WHY", "say no to the commit that stands there, until you approve it or new commits come"],
	["pass", "hand the question on to the next who can answer it"],
	["override --reason \"WHY\"", "in an emergency, and by those whom the policy names: let exactly this commit go; `--for 2h`, `--environment NAME`, `--sha COMMIT`"],
	["freeze NAME --reason \"WHY\"", "hold that environment, without a name all of them; `--for 4h` or `--until 2026-12-24T18:00Z`; `unfreeze NAME` lifts it"],
	["outcome failed", "what this change did once it was out, with a reason if you like; `outcome ok` says that it was well"],
	["blame #123", "that change caused what is told here; `unblame #123` says that it did not"],
	["help", "this list"]
];
/** To `.help`. */
const answerHelp = (to, prefix) => answer(to, "Comments that begin with one of these are answered:", commands.map(([command, says]) => `- ${codeSpan(`${prefix}${command}`)}: ${says}.`).join("\n"), "Approving, and saying that a change was well, takes write access, and eyes that neither wrote nor last pushed the change; everything else that changes something takes write access.");

// src/commands/github/correcting.ts
/**
* Words on what became of a change: `.outcome failed|ok` on its pull request, `.blame` and `.unblame` with its number
* anywhere, and labels that say the same. Each is kept as a record of its own: the newest holds, and the next fit obeys it.
*
* Whoever may write here may say that a change failed, also of their own. That it did not is for others to say, who had
* no hand in it: such a word lowers the risk of what comes after it.
*/
const isOutcomeCommand = (command) => command.name === "outcome" || command.name === "blame" || command.name === "unblame";
const saidInComment = ({ number, onPullRequest, comment }) => ({
	number,
	onPullRequest,
	by: comment,
	place: { comment: comment.id }
});
const refused = (by, why) => ({
	outcome: "refused",
	by,
	why
});
/** Whether a word clears the change it speaks of. */
const clears = (command) => command.name === "unblame" || command.name === "outcome" && command.verdict === "ok";
/** Why somebody may not clear a change; null when they may: they write here and had no hand in it. */
const objectionToClearing = async (job, by, pull) => {
	const commits = await readPullRequestCommits(job.github, job.repository, pull);
	if (!commits.complete) return "not all who wrote this pull request are known, so nobody is certainly another";
	const stranger = strangerIn(commits.items);
	if (stranger !== null) return unknownHand(stranger);
	return objectionTo(job, by, {
		head: pull.head.sha,
		author: pull.author?.login ?? null,
		committers: handsIn(commits.items),
		coAuthors: namedIn(commits.items)
	});
};
/** What every record of a word on a change says, whichever way it goes. `told`: what this one adds. */
const wordRecord = (job, { number, onPullRequest, by, place }, command, pull, told) => {
	const page = `${job.webUrl}/${onPullRequest ? "pull" : "issues"}/${number}`;
	const url = "comment" in place ? `${page}#issuecomment-${place.comment}` : page;
	const common = {
		stream: correctionStream,
		key: {
			repository: fullName(job),
			...told.key
		},
		at: new Date(by.createdAt).toISOString(),
		repository: fullName(job),
		actor: by.login,
		tool: {
			name: "change-risk-gate",
			version: job.version
		}
	};
	const about = {
		number: pull.number,
		sha: pull.mergeCommit,
		...place,
		url,
		...told.more
	};
	return command.name === "outcome" ? {
		...common,
		kind: "correction",
		body: {
			...about,
			verdict: told.verdict
		}
	} : {
		...common,
		kind: "link",
		body: {
			...about,
			about: number,
			state: told.verdict
		}
	};
};
const recordOf = (job, word, command, pull) => {
	const { place, by, number } = word;
	return wordRecord(job, word, command, pull, {
		key: "comment" in place ? place : {
			...place,
			on: number,
			at: by.createdAt
		},
		verdict: command.name === "outcome" ? command.verdict : command.name === "blame" ? "confirmed" : "rejected",
		...command.name !== "outcome" || command.reason === null || job.publicRepository ? {} : { more: { reason: command.reason } }
	});
};
/** The pull request that is spoken of; null where there is none of that number. */
const pullAt = async (job, number) => {
	try {
		return await readPullRequest(job.github, job.repository, number);
	} catch (error) {
		if (error instanceof GitHubError && error.failure === "not-found") return null;
		throw error;
	}
};
/** Records a word, and says what came of it. */
const recordWord = async (job, word, command) => {
	const { login } = word.by;
	if (job.asked.dryRun) return refused(login, "this is a dry run, which remembers nothing");
	if (command.name === "outcome" && !word.onPullRequest) return refused(login, "this is an issue: say what became of a change on its pull request, or blame it here by its number");
	const number = command.name === "outcome" ? word.number : command.number;
	const pull = await pullAt(job, number);
	if (pull === null) return refused(login, `there is no pull request with the number ${number}`);
	if (!pull.merged || pull.mergeCommit === null) return refused(login, `the pull request with the number ${number} has not landed, so nothing became of it yet`);
	const why = clears(command) ? await objectionToClearing(job, word.by, pull) : await mayWrite(job, word.by);
	if (why !== null) return refused(login, why);
	const { ledger } = await ledgerOf(job, pull.base.ref);
	await ledger.append([recordOf(job, word, command, pull)]);
	return {
		outcome: "recorded",
		by: login,
		about: `#${number}`,
		verdict: clears(command) ? "ok" : "failed",
		..."label" in word.place ? { label: word.place.label } : {}
	};
};

export { recordWord as a, wordRecord as c, answerHelp as d, answerRisk as f, replyTo as h, pullAt as i, answerApproval as l, answerWord as m, isOutcomeCommand as n, refused as o, answerTrouble as p, objectionToClearing as r, saidInComment as s, clears as t, answerExplain as u };
