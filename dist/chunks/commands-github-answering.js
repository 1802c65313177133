import { V as SourceError } from "./main-gate.js";
import { C as upsertComment, _ as shownBefore, a as viewFor, d as ownComments, h as scoredIn, p as partsIn, t as linksOf, u as couldBeRead, y as commentMends } from "./commands-github-telling.js";
import { u as writerIn } from "./report-status-line.js";
import { i as told } from "./drivers-reviews-refusal.js";
import { n as cutAtLine } from "./report-comment-cut.js";
import { c as referCommit, i as renderFront, l as referNumber, o as escapeWords, r as pageText, s as openPage } from "./report-comment-facts.js";
import { i as sayHeadline } from "./report-comment-headline.js";
import { a as answerMarker, r as renderBehind } from "./report-comment-view.js";
import { r as link, t as codeSpan } from "./report-escaping.js";
import { y as endSentence } from "./report-sentences.js";
import { a as readPullRequestCommits, i as readPullRequest, t as commitOf } from "./sources-github-pull-request2.js";
import { a as namedIn, c as permissionsOf, d as wordRecord, i as handsIn, n as judgePullRequest, o as strangerIn, r as ledgerOf, s as unknownHand, u as commitPart } from "./commands-github-judging.js";
import { l as GitHubError, t as answerOf } from "./clients-github-shapes.js";
import { l as waitingRunIn } from "./report-question-state.js";
import { n as findApprovals } from "./policy-eligibility.js";
import { t as correctionStream } from "./commands-learn-corrections.js";
import { t as fullName } from "./commands-github-job.js";
import { t as tellPullRequest } from "./commands-github-pull-request.js";
import { i as wake } from "./commands-github-waiting.js";

// src/drivers/reviews/reaction.ts
const route$1 = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
/**
* Shows under a comment that it was seen, obeyed or not understood. GitHub keeps one of a kind of each account. 1 request.
* `onWritten` is told under which login GitHub took it, which is ours.
*/
const react = (github, repository, commentId, content, onWritten) => told("comment", commentMends, async () => {
	const written = await github.request(route$1, {
		...repository,
		comment_id: commentId,
		content
	}, { repeatable: true });
	const login = writerIn(route$1, written, "user");
	if (login !== null) onWritten?.(login);
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
/** To `.approve` and `.reject`. */
const answerApproval = (given, to, links) => {
	const by = escapeWords(given.by);
	if (given.outcome === "recorded") {
		const counts = given.word === "reject" ? "It stands, in every environment, until they approve it or new commits come." : "It counts in every environment and in every later deployment that holds this commit unchanged.";
		const did = given.word === "reject" ? "rejected" : "approved";
		const missing = given.missing === void 0 ? "" : `**Still waiting:** ${endSentence(escapeWords(given.missing, sentenceColumns))}`;
		return answer(to, `**Recorded:** ${by} ${did} ${referNumber(links, given.about)} at ${referCommit(links, given.sha)}. ${counts}`, missing);
	}
	const { now } = given;
	return answer(to, `**Not recorded**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}`, now === void 0 ? "" : `The commit is now ${referCommit(links, now.sha)}. Read it, then reply ${codeSpan(now.reply)}.`);
};
/** To `.outcome`, `.blame` and `.unblame`. */
const answerWord = (given, to, links) => {
	const by = escapeWords(given.by);
	if (given.outcome === "refused") return answer(to, `**Not recorded**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}`);
	const said = given.verdict === "failed" ? "failed" : "did not fail";
	return answer(to, `**Recorded:** ${by} says that ${referNumber(links, given.about)} ${said}. The next run of ${codeSpan("learn")} obeys; what was decided before stays as it is. The newest word on a change holds.`);
};
/** To a command that cannot be carried out just now, or that nobody knows: one sentence why, and what there is. */
const answerTrouble = (why, to, prefix) => answer(to, `${endSentence(escapeWords(why, sentenceColumns))} ${codeSpan(`${prefix}help`)} tells what can be said here.`);
const commands = [
	["risk", "how risky this is now, and what is decided"],
	["risk explain", "every change, every reason and how far to trust them"],
	["approve", "approve the commit that was scored; an approving review says the same"],
	["outcome failed", "what this change did once it was out, with a reason if you like; `outcome ok` says that it was well"],
	["blame #123", "that change caused what is told here; `unblame #123` says that it did not"],
	["help", "this list"]
];
/** To `.help`. */
const answerHelp = (to, prefix) => answer(to, "Comments that begin with one of these are answered:", commands.map(([command, says]) => `- ${codeSpan(`${prefix}${command}`)}: ${says}.`).join("\n"), "Approving, and saying that a change was well, takes write access, and eyes that neither wrote nor last pushed the change; saying that it failed takes write access.");

// src/commands/github/words.ts
/** Whose word counts when it is given in a comment, and how a refusal is put. */
const isWordCommand = (command) => command.name === "approve" || command.name === "reject";
const refuse = (_job, by, why, now) => ({
	outcome: "refused",
	by,
	why,
	...now === void 0 ? {} : { now: {
		sha: now,
		reply: `${"."}approve ${now.slice(0, 12)}`
	} }
});
/** Why somebody's word does not count; null when it does: as a review of theirs would be weighed. */
const objectionTo = async (job, comment, { head, author, committers, coAuthors }) => {
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
		author,
		committers,
		coAuthors,
		lastPusher: null,
		permissionOf: await permissionsOf(job, [comment.login]),
		gateLogins: await job.ownPeople()
	});
	return approvedBy.length > 0 ? null : ignored[0]?.why ?? "the review does not count";
};
/** Why somebody may not say what takes write access and nothing else; null when they may. */
const mayWrite = (job, comment) => objectionTo(job, comment, {
	head: "any",
	author: null,
	committers: [],
	coAuthors: []
});

// src/commands/github/commit-approval.ts
/**
* A word on commits that no pull request can speak for, given where they were asked about: in an issue, or on the merged
* pull request they came from. It counts as one on a pull request does: of somebody who may write here, and had no hand
* in any of them.
*/
const route = "GET /repos/{owner}/{repo}/commits/{ref}";
/** GitHub itself, which commits what people edit on its pages. */
const gitHub = "web-flow";
/** Why a word on one commit does not count; null when it does. */
const objection$2 = async (job, { comment }, sha, author) => {
	const commit = commitOf(answerOf(route, await job.github.request(route, {
		...job.repository,
		ref: sha
	})));
	const name = sha.slice(0, 8);
	if (commit.sha !== sha) return `GitHub tells another commit than ${name}`;
	if (commit.parents.length !== 1) return `${name} is a merge, and who wrote what it brings is not told here; approve its pull request`;
	if (commit.author === null || commit.committer === null) return `no account is known of who wrote ${name}, so nobody is certainly another`;
	const why = await objectionTo(job, comment, {
		head: sha,
		author,
		committers: handsIn([commit]).filter((login) => login !== gitHub),
		coAuthors: namedIn([commit])
	});
	return why === null ? null : `${name}: ${why}`;
};
/** The question that is answered: the one named by what it scored, else the newest, if it could be read. */
const questionFor = (questions, named, moment) => {
	const newest = questions.at(-1);
	if (!newest) return "no deployment waits here for a word";
	if (named !== null) return questions.findLast(({ body }) => scoredIn(body)?.startsWith(named)) ?? "nobody asked about that commit here";
	return couldBeRead(newest, moment) ? newest : "the question has only just come, or changed; say which commit you read";
};
/** Whether a word on a merged pull request is one on commits: its newest question says so, or the one that is named. */
const asksAboutCommits = async (job, number, named) => {
	const questions = (await ownComments(job, number)).filter(({ body }) => waitingRunIn(body) !== null);
	const question = named === null ? questions.at(-1) : questions.findLast(({ body }) => scoredIn(body)?.startsWith(named));
	return question !== void 0 && partsIn(question.body).length > 0;
};
/** Records a word on each commit that the question names, and says what came of it. */
const wordOnCommits = async (job, door, command, { named, author }) => {
	const { comment, number } = door;
	const { login } = comment;
	const asked = (await ownComments(job, number)).filter(({ body }) => partsIn(body).length > 0);
	const question = questionFor(asked, named, comment.createdAt);
	if (typeof question === "string") {
		const newest = asked.at(-1);
		return refuse(job, login, question, (newest && scoredIn(newest.body)) ?? void 0);
	}
	const shas = partsIn(question.body);
	for (const sha of command.name === "approve" ? shas : []) {
		const why = await objection$2(job, door, sha, author);
		if (why !== null) return refuse(job, login, why);
	}
	const barred = command.name === "reject" ? await mayWrite(job, comment) : null;
	if (barred !== null) return refuse(job, login, barred);
	const { ledger } = await ledgerOf(job, null);
	const given = {
		word: command.name,
		login,
		comment: comment.id,
		at: new Date(comment.createdAt).toISOString(),
		reason: command.name === "reject" && !job.publicRepository ? command.reason : null
	};
	const records = [];
	for (const sha of shas) records.push(await wordRecord(job, ledger, commitPart(sha), given));
	await ledger.append(records);
	const about = shas.map((sha) => sha.slice(0, 8)).join(", ");
	const sha = scoredIn(question.body) ?? shas[0] ?? "";
	return {
		outcome: "recorded",
		word: command.name,
		by: login,
		about,
		sha
	};
};

// src/commands/github/approving.ts
/** Why somebody's yes to a head does not count; null when it does. */
const objection$1 = async (job, pull, { comment }) => {
	const commits = await readPullRequestCommits(job.github, job.repository, pull);
	if (!commits.complete) return "not all who wrote this pull request are known, so nobody is certainly another";
	const stranger = strangerIn(commits.items);
	if (stranger !== null) return unknownHand(stranger);
	return objectionTo(job, comment, {
		head: pull.head.sha,
		author: pull.author?.login ?? null,
		committers: handsIn(commits.items),
		coAuthors: namedIn(commits.items)
	});
};
/** Why a yes cannot be to the head that stands there; null when it can. A no to what nobody read does no harm. */
const unread = async (job, { comment, number }, named, pull) => {
	const head = pull.head.sha;
	if (named !== null && !head.startsWith(named)) return "the pull request has moved on";
	if (named !== null || pull.merged) return null;
	return shownBefore(await ownComments(job, number), comment.createdAt) === head ? null : "the commit you were shown is not the one that stands there now; say which one you read";
};
/** Records a word on exactly the head that stands there, and says what came of it. */
const wordOnPull = async (job, door, command, pull) => {
	const { comment, number } = door;
	const { login } = comment;
	const head = pull.head.sha;
	if (pull.state === "closed" && !pull.merged) return refuse(job, login, "this pull request was closed without being merged");
	if (command.name === "approve") {
		const moved = await unread(job, door, command.sha, pull);
		if (moved !== null) return refuse(job, login, moved, head);
	}
	const why = command.name === "approve" ? await objection$1(job, pull, door) : await mayWrite(job, comment);
	if (why !== null) return refuse(job, login, why);
	const { ledger } = await ledgerOf(job, pull.base.ref);
	const record = await wordRecord(job, ledger, {
		number,
		head,
		sha: pull.mergeCommit
	}, {
		word: command.name,
		login,
		comment: comment.id,
		at: new Date(comment.createdAt).toISOString(),
		reason: command.name === "reject" && !job.publicRepository ? command.reason : null
	});
	await ledger.append([record]);
	return {
		outcome: "recorded",
		word: command.name,
		by: login,
		about: `#${number}`,
		sha: head
	};
};
/** Carries out `.approve` and `.reject`. Throws GitHubError, SourceError. */
const giveWord = async (job, door, command) => {
	if (job.asked.dryRun) return refuse(job, door.comment.login, "this is a dry run, which remembers nothing");
	const { number, onPullRequest } = door;
	const named = command.name === "approve" ? command.sha : null;
	if (!onPullRequest) return wordOnCommits(job, door, command, {
		named,
		author: null
	});
	const pull = await readPullRequest(job.github, job.repository, number);
	return pull.merged && await asksAboutCommits(job, number, named) ? wordOnCommits(job, door, command, {
		named,
		author: pull.author?.login ?? null
	}) : wordOnPull(job, door, command, pull);
};

// src/commands/github/correcting.ts
/**
* Words on what became of a change: `.outcome failed|ok` on its pull request, `.blame` and `.unblame` with its number
* anywhere. Each is kept as a record of its own and none is taken back: the newest holds, and the next fit obeys it.
*
* Whoever may write here may say that a change failed, also of their own. That it did not is for others to say, who had
* no hand in it: such a word lowers the risk of what comes after it.
*/
const isOutcomeCommand = (command) => command.name === "outcome" || command.name === "blame" || command.name === "unblame";
const refused = (by, why) => ({
	outcome: "refused",
	by,
	why
});
/** Whether a word clears the change it speaks of. */
const clears = (command) => command.name === "unblame" || command.name === "outcome" && command.verdict === "ok";
/** Why somebody's word on a change does not count; null when it does. */
const objection = async (job, { comment }, command, pull) => {
	const head = pull.head.sha;
	if (!clears(command)) return mayWrite(job, comment);
	const commits = await readPullRequestCommits(job.github, job.repository, pull);
	if (!commits.complete) return "not all who wrote this pull request are known, so nobody is certainly another";
	const stranger = strangerIn(commits.items);
	if (stranger !== null) return unknownHand(stranger);
	return objectionTo(job, comment, {
		head,
		author: pull.author?.login ?? null,
		committers: handsIn(commits.items),
		coAuthors: namedIn(commits.items)
	});
};
const recordOf = (job, { comment, number, onPullRequest }, command, pull) => {
	const page = `${job.webUrl}/${onPullRequest ? "pull" : "issues"}/${number}#issuecomment-${comment.id}`;
	const common = {
		stream: correctionStream,
		key: {
			repository: fullName(job),
			comment: comment.id
		},
		at: new Date(comment.createdAt).toISOString(),
		repository: fullName(job),
		actor: comment.login,
		tool: {
			name: "change-risk-gate",
			version: job.version
		}
	};
	const about = {
		number: pull.number,
		sha: pull.mergeCommit,
		comment: comment.id,
		url: page
	};
	return command.name === "outcome" ? {
		...common,
		kind: "correction",
		body: {
			...about,
			verdict: command.verdict,
			...command.reason === null || job.publicRepository ? {} : { reason: command.reason }
		}
	} : {
		...common,
		kind: "link",
		body: {
			...about,
			about: number,
			state: command.name === "blame" ? "confirmed" : "rejected"
		}
	};
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
const recordWord = async (job, door, command) => {
	const { login } = door.comment;
	if (job.asked.dryRun) return refused(login, "this is a dry run, which remembers nothing");
	if (command.name === "outcome" && !door.onPullRequest) return refused(login, "this is an issue: say what became of a change on its pull request, or blame it here by its number");
	const number = command.name === "outcome" ? door.number : command.number;
	const pull = await pullAt(job, number);
	if (pull === null) return refused(login, `there is no pull request with the number ${number}`);
	if (!pull.merged || pull.mergeCommit === null) return refused(login, `the pull request with the number ${number} has not landed, so nothing became of it yet`);
	const why = await objection(job, door, command, pull);
	if (why !== null) return refused(login, why);
	const { ledger } = await ledgerOf(job, pull.base.ref);
	await ledger.append([recordOf(job, door, command, pull)]);
	return {
		outcome: "recorded",
		by: login,
		about: `#${number}`,
		verdict: clears(command) ? "ok" : "failed"
	};
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
const judgeAgain = async (job, pull) => {
	const judged = await judgePullRequest(job, pull);
	return {
		judged,
		told: await tellPullRequest(job, judged)
	};
};
const sayApproval = (job, door, answer) => say(job, door, answerApproval(answer, door.comment.id, linksOf(job)));
/** Lets the deployment that waits for the word go on, and says so, or what keeps it. */
const goOn = async (job, door, answer) => {
	const woken = await wake(job, door.number, "reply");
	const refused = woken.find(({ outcome }) => outcome === "refused");
	const missing = refused === void 0 ? {} : { missing: refused.why };
	return [...woken, await sayApproval(job, door, {
		...answer,
		...missing
	})];
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
	if (isOutcomeCommand(command)) {
		const answer = await recordWord(job, door, command);
		return {
			...quiet,
			effects: [await say(job, door, answerWord(answer, comment.id, linksOf(job)))]
		};
	}
	if (isWordCommand(command)) {
		const answer = await giveWord(job, door, command);
		if (answer.outcome === "refused") return {
			...quiet,
			effects: [await sayApproval(job, door, answer)]
		};
		const pull = onPullRequest ? await readPullRequest(job.github, job.repository, number) : null;
		if (pull === null || pull.merged) return {
			...quiet,
			effects: await goOn(job, door, answer)
		};
		const said = await sayApproval(job, door, answer);
		return {
			...await judgeAgain(job, pull),
			effects: [said]
		};
	}
	if (command.name !== "risk") return {
		...quiet,
		effects: [await say(job, door, answerTrouble(`${"."}${command.name} is not yet known`, comment.id, "."))]
	};
	if (!onPullRequest) return {
		...quiet,
		effects: [await say(job, door, answerTrouble("this is an issue: risks are told on pull requests", comment.id, "."))]
	};
	const pull = await readPullRequest(job.github, job.repository, number);
	const judged = await judgePullRequest(job, pull, { remembers: "never" });
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
	const seen = await react(job.github, job.repository, door.comment.id, "eyes", job.writtenBy);
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

export { answerCommand };
