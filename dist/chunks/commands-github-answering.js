import { K as SourceError } from "./main-gate.js";
import { n as commentMends } from "./drivers-reviews-comment.js";
import { o as writerIn } from "./drivers-reviews-ownership.js";
import { i as told } from "./drivers-reviews-refusal.js";
import { a as recordWord, d as answerHelp, f as answerRisk, h as replyTo, l as answerApproval, m as answerWord, n as isOutcomeCommand, p as answerTrouble, s as saidInComment, u as answerExplain } from "./commands-github-correcting.js";
import { a as emergencyStanding, c as answerOrder, o as environmentNamed, r as reviewOverride, s as readGround } from "./commands-github-chasing.js";
import { n as commentMarker, t as answerMarker } from "./report-comment-marker.js";
import { t as escapeWords } from "./report-comment-page.js";
import { i as joinNames, n as endSentence } from "./report-phrases.js";
import { a as readPullRequestCommits, i as readPullRequest, t as commitOf } from "./sources-github-pull-request2.js";
import { a as wordRecord, i as commitPart, n as judgePullRequest, r as ledgerOf, t as judgeDeployment } from "./commands-github-judging.js";
import { a as bandsIn, s as highestOf } from "./commands-github-asking.js";
import { t as answerOf } from "./clients-github-shapes.js";
import { a as unknownHand, i as strangerIn, n as namedIn, t as handsIn } from "./commands-github-opinions.js";
import { a as partsIn, l as shownBefore, r as ownComments, s as scoredIn, t as couldBeRead } from "./commands-github-requests.js";
import { n as waitingRunIn } from "./commands-github-waiting-run.js";
import { i as refuse$1, n as mayWrite, r as objectionTo, t as isWordCommand } from "./commands-github-words.js";
import { r as loginKey } from "./policy-eligibility.js";
import { Yt as formatMoment, c as newestFreeze, o as freezeIn, s as freezeStreams } from "./commands-gate-gate.js";
import { r as permissionOf } from "./commands-github-permissions.js";
import { t as fullName } from "./commands-github-job.js";
import { n as overrideBy } from "./commands-github-overriding2.js";
import { n as withdrawReviewRequest, t as tellPullRequest } from "./commands-github-pull-request.js";
import { r as isAskedFor, t as askedIn } from "./commands-github-asked-line.js";
import { n as askAgain } from "./commands-github-question.js";
import { n as prefixOf, o as viewFor, t as linksOf } from "./commands-github-telling.js";
import { i as wake } from "./commands-github-waiting.js";

// src/drivers/reviews/reaction.ts
const route$1 = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
/**
* Shows under a comment that it was seen, obeyed, refused or not understood. GitHub keeps one of a kind of each account. 1 request.
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

// src/report/comment-pass.ts
/** What is said back to `.pass`. Nobody is called by name: the question itself calls whoever is asked now. */
const sentenceColumns = 400;
const mostNames = 3;
const answerPass = (given, to) => {
	const by = escapeWords(given.by);
	if (given.outcome === "refused") return `${answerMarker(to)}\n**Not passed on**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}\n`;
	const names = joinNames(given.to.map((name) => escapeWords(name)), mostNames, "or");
	const now = names === "" ? "Nobody else who knows it can be asked by name; anybody with write access who had no hand in it may still answer." : `Asked now: ${names}.`;
	return `${answerMarker(to)}\n**Passed on** by ${by}. ${now}\n`;
};

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
const asksAboutCommits = (comments, named) => {
	const questions = comments.filter(({ body }) => waitingRunIn(body) !== null);
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
		return refuse$1(job, login, question, (newest && scoredIn(newest.body)) ?? void 0);
	}
	const shas = partsIn(question.body);
	for (const sha of command.name === "approve" ? shas : []) {
		const why = await objection$2(job, door, sha, author);
		if (why !== null) return refuse$1(job, login, why);
	}
	const barred = command.name === "reject" ? await mayWrite(job, comment) : null;
	if (barred !== null) return refuse$1(job, login, barred);
	const { ledger } = await ledgerOf(job, null);
	const given = {
		word: command.name,
		login,
		comment: comment.id,
		at: new Date(comment.createdAt).toISOString(),
		reason: command.name === "reject" && !job.publicRepository ? command.reason : null
	};
	const records = [];
	const shown = bandsIn(question.body);
	for (const sha of shas) records.push(await wordRecord(job, ledger, commitPart(sha), {
		...given,
		band: shown.get(sha) ?? null
	}));
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
/** The band that a question of ours shows: of this head, or of what is deployed of it; null where none does. */
const bandShown = (comments, { head, merged }) => {
	const question = comments.findLast(({ body }) => merged ? waitingRunIn(body) !== null && partsIn(body).length === 0 : scoredIn(body) === head.sha);
	const shown = bandsIn(question?.body ?? "");
	return merged ? highestOf(shown) : shown.get(head.sha) ?? null;
};
/** Why a yes cannot be to the head that stands there; null when it can. A no to what nobody read does no harm. */
const unread = ({ comment }, named, pull, comments) => {
	const head = pull.head.sha;
	if (named !== null && !head.startsWith(named)) return "the pull request has moved on";
	if (named !== null || pull.merged) return null;
	return shownBefore(comments, comment.createdAt) === head ? null : "the commit you were shown is not the one that stands there now; say which one you read";
};
/** Records a word on exactly the head that stands there, and says what came of it. */
const wordOnPull = async (job, door, command, pull, comments) => {
	const { comment, number } = door;
	const { login } = comment;
	const head = pull.head.sha;
	if (pull.state === "closed" && !pull.merged) return refuse$1(job, login, "this pull request was closed without being merged");
	if (command.name === "approve") {
		const moved = unread(door, command.sha, pull, comments);
		if (moved !== null) return refuse$1(job, login, moved, head);
	}
	const why = command.name === "approve" ? await objection$1(job, pull, door) : await mayWrite(job, comment);
	if (why !== null) return refuse$1(job, login, why);
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
		reason: command.name === "reject" && !job.publicRepository ? command.reason : null,
		band: bandShown(comments, pull)
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
	if (job.asked.dryRun) return refuse$1(job, door.comment.login, "this is a dry run, which remembers nothing");
	const { number, onPullRequest } = door;
	const named = command.name === "approve" ? command.sha : null;
	if (!onPullRequest) return wordOnCommits(job, door, command, {
		named,
		author: null
	});
	const pull = await readPullRequest(job.github, job.repository, number);
	const comments = pull.merged || command.name === "approve" ? await ownComments(job, number) : [];
	return pull.merged && asksAboutCommits(comments, named) ? wordOnCommits(job, door, command, {
		named,
		author: pull.author?.login ?? null
	}) : wordOnPull(job, door, command, pull, comments);
};

// src/commands/github/freezing.ts
const isFreezeCommand = (command) => command.name === "freeze" || command.name === "unfreeze";
const refused = (by, why) => ({
	outcome: "refused",
	by,
	why
});
const endOf$1 = (ending, from) => ending.kind === "at" ? new Date(ending.at) : ending.kind === "for" ? new Date(from.getTime() + ending.seconds * 1e3) : null;
/** What stands for exactly this name (null: for all environments); null where nothing does. */
const standing = async (ledger, environment, now) => {
	const record = await newestFreeze(ledger, environment);
	const freeze = record && freezeIn(record, {
		environment: environment ?? "",
		now
	});
	return record && freeze ? {
		...freeze,
		by: String(record.body["by"] ?? record.actor)
	} : null;
};
const recordOf = (job, { comment, number, onPullRequest }, environment, body) => ({
	stream: environment === null ? freezeStreams.all : freezeStreams.one,
	kind: "freeze",
	key: {
		repository: fullName(job),
		comment: comment.id
	},
	at: new Date(comment.createdAt).toISOString(),
	repository: fullName(job),
	...environment === null ? {} : { environment },
	actor: comment.login,
	tool: {
		name: "change-risk-gate",
		version: job.version
	},
	body: {
		...body,
		comment: comment.id,
		url: `${job.webUrl}/${onPullRequest ? "pull" : "issues"}/${number}#issuecomment-${comment.id}`
	}
});
const nameOf = (environment) => environment ?? "everything";
const sayUntil = (until) => until === null ? "until somebody lifts it" : `until ${formatMoment(until)}`;
const freeze = async (job, door, { ledger }, environment, command) => {
	const { comment } = door;
	const said = new Date(comment.createdAt);
	const end = endOf$1(command.ending, said);
	if (end !== null && end.getTime() <= said.getTime()) return refused(comment.login, "that moment is over");
	const before = await standing(ledger, environment, said);
	const outlasted = before !== null && (before.until === null || end !== null && Date.parse(before.until) > end.getTime());
	const until = outlasted ? before.until : end?.toISOString() ?? null;
	await ledger.append([recordOf(job, door, environment, {
		state: "frozen",
		until,
		by: outlasted ? before.by : comment.login,
		...job.publicRepository ? {} : { reason: command.reason }
	})]);
	return {
		outcome: "recorded",
		by: comment.login,
		did: `freezes ${nameOf(environment)} ${sayUntil(until)}`,
		follows: `${outlasted ? "A freeze that stood already lasts longer. " : ""}Deployments are held; what goes back, and what an emergency override names, goes on.`
	};
};
const mayLift = async (job, { configuration }, login, by) => {
	if (loginKey(login) === loginKey(by)) return null;
	const permission = await permissionOf(job.github, job.repository, login);
	if (permission === "admin" || permission === "maintain") return null;
	const { under } = await emergencyStanding(job, configuration, login);
	return under === null ? `only ${by}, who froze it, those who maintain this repository, and those whom emergency.by names may lift it` : null;
};
const lift = async (job, door, ground, environment) => {
	const { comment } = door;
	const said = new Date(comment.createdAt);
	const here = await standing(ground.ledger, environment, said);
	const all = environment === null ? null : await standing(ground.ledger, null, said);
	if (here === null) return refused(comment.login, all === null ? `${nameOf(environment)} is not frozen` : "everything is frozen, and that is lifted as a whole, without a name behind unfreeze");
	const why = await mayLift(job, ground, comment.login, here.by);
	if (why !== null) return refused(comment.login, why);
	await ground.ledger.append([recordOf(job, door, environment, {
		state: "lifted",
		until: null
	})]);
	return {
		outcome: "recorded",
		by: comment.login,
		did: `lifts the freeze of ${nameOf(environment)}`,
		follows: all === null ? "What was held is judged anew when its gate runs again." : "Everything is still frozen by another."
	};
};
/** Carries out `.freeze` and `.unfreeze`. Throws GitHubError, SourceError. */
const freezeBy = async (job, door, command) => {
	const { login } = door.comment;
	if (job.asked.dryRun) return refused(login, "this is a dry run, which remembers nothing");
	const barred = await mayWrite(job, door.comment);
	if (barred !== null) return refused(login, barred);
	const ground = await readGround(job);
	if (typeof ground === "string") return refused(login, ground);
	const named = command.environment === null ? null : environmentNamed(ground.configuration, command.environment);
	if (typeof named === "string") return refused(login, named);
	const environment = named?.name ?? null;
	return command.name === "freeze" ? freeze(job, door, ground, environment, command) : lift(job, door, ground, environment);
};

// src/commands/github/passing.ts
const refuse = (by, why) => ({
	answer: {
		outcome: "refused",
		by,
		why
	},
	judged: null,
	told: null,
	effects: []
});
const same = (one, other) => loginKey(one) === loginKey(other);
/** Why somebody cannot pass it on; null when they can. */
const objection = ({ of, further, passed }, login) => {
	if (passed.some((each) => same(each, login))) return "you passed it on already";
	const asked = [...of, ...further];
	if (asked.some((each) => same(each, login))) return null;
	if (asked.length === 0) return "nobody is asked here by name";
	return `you are not among those who are asked: ${asked.join(", ")}`;
};
/** Those who are asked now and were not before. */
const newlyAsked = (people, before) => people.flatMap(({ login, team }) => login ?? team ?? []).filter((name) => ![...before.of, ...before.further].some((each) => same(each, name)));
const passOpen = async (job, login, number, { asked }) => {
	const pull = await readPullRequest(job.github, job.repository, number);
	if (pull.state !== "open") return refuse(login, "this pull request is closed: nobody is asked for a review any more");
	const judged = await judgePullRequest(job, pull);
	const withdrawn = pull.requested.users.some((user) => same(user, login)) ? [await withdrawReviewRequest(job.github, job.repository, {
		number,
		login
	})] : [];
	const told = await tellPullRequest(job, judged, { passing: login });
	return {
		answer: {
			outcome: "passed",
			by: login,
			to: newlyAsked(told.view.request?.people ?? [], asked)
		},
		judged,
		told,
		effects: withdrawn
	};
};
const passDeployment = async (job, login, { question, asked }) => {
	const waiting = waitingRunIn(question.body);
	if (waiting === null) return refuse(login, "no deployment waits here for a word");
	const { deploys, environment } = waiting;
	const answer = await judgeDeployment(job, {
		sha: deploys,
		environment: environment === "" ? null : environment
	}, { remembers: "never" });
	const { effect, request } = await askAgain(job, answer, question, { passing: login });
	return {
		answer: {
			outcome: "passed",
			by: login,
			to: newlyAsked(request?.people ?? [], asked)
		},
		judged: null,
		told: null,
		effects: [effect]
	};
};
/** The newest question there that people are asked for. */
const asking = (comments) => {
	for (const question of comments.toReversed()) {
		const asked = askedIn(question.body);
		if (isAskedFor(asked)) return {
			question,
			asked
		};
	}
	return null;
};
/** Hands the question on that stands where the command was given. Throws SourceError where GitHub does not answer. */
const passOn = async (job, { number, comment: { login } }) => {
	if (job.asked.dryRun) return refuse(login, "this is a dry run, which remembers nothing");
	const found = asking(await ownComments(job, number));
	if (found === null) return refuse(login, "nobody is asked for anything here");
	const why = objection(found.asked, login);
	if (why !== null) return refuse(login, why);
	return found.question.body.startsWith(commentMarker("pull-request")) ? passOpen(job, login, number, found) : passDeployment(job, login, found);
};

// src/commands/github/answering.ts
/** Commands in comments: read strictly, carried out for those who may, always answered. */
const quiet = {
	judged: null,
	told: null,
	effects: [],
	ended: null
};
const endOf = ({ outcome }) => outcome === "refused" ? "-1" : "+1";
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
const isOrder = (command) => command.name === "override" || isFreezeCommand(command);
/** Something may go on from here. */
const lets = ({ assessment }) => assessment.decision === "approve";
const hasStarted = (effects) => effects.some(({ outcome }) => outcome === "done");
/** Overrides, freezes and their lifting: recorded, answered, and what they let go is started or judged again. */
const carryOutOrder = async (job, door, command) => {
	const { comment, number, onPullRequest } = door;
	const { answer, effects } = command.name === "override" ? await overrideBy(job, door, command) : {
		answer: await freezeBy(job, door, command),
		effects: []
	};
	const said = await say(job, door, answerOrder(answer, comment.id));
	const ended = answer.outcome === "recorded" && command.name === "override" ? "rocket" : endOf(answer);
	if (answer.outcome === "refused") return {
		...quiet,
		effects: [said],
		ended
	};
	const pull = onPullRequest ? await readPullRequest(job.github, job.repository, number) : null;
	if (pull !== null && !pull.merged && pull.state === "open") return {
		...await judgeAgain(job, pull),
		effects: [said, ...effects],
		ended
	};
	const woken = command.name === "freeze" ? [] : await wake(job, number, "reply");
	return {
		...quiet,
		effects: [
			said,
			...effects,
			...woken
		],
		ended
	};
};
/** A yes or a no: recorded, answered, and what waited for it is started or judged again. */
const carryOutWord = async (job, door, command) => {
	const answer = await giveWord(job, door, command);
	if (answer.outcome === "refused") return {
		...quiet,
		effects: [await sayApproval(job, door, answer)],
		ended: "-1"
	};
	const pull = door.onPullRequest ? await readPullRequest(job.github, job.repository, door.number) : null;
	if (pull === null || pull.merged) {
		const effects = await goOn(job, door, answer);
		return {
			...quiet,
			effects,
			ended: hasStarted(effects.slice(0, -1)) ? "rocket" : "+1"
		};
	}
	const said = await sayApproval(job, door, answer);
	const again = await judgeAgain(job, pull);
	return {
		...again,
		effects: [said],
		ended: again.judged !== null && lets(again.judged) ? "rocket" : "+1"
	};
};
const carryOutPass = async (job, door) => {
	const { answer, ...passed } = await passOn(job, door);
	const said = await say(job, door, answerPass(answer, door.comment.id));
	const ended = answer.outcome === "refused" ? "-1" : "+1";
	return {
		...passed,
		effects: [...passed.effects, said],
		ended
	};
};
const misread = async (job, door, why) => ({
	...quiet,
	effects: [await say(job, door, answerTrouble(why, door.comment.id, prefixOf(job)))],
	ended: "confused"
});
const tellRisk = async (job, door, explain) => {
	const { number, comment } = door;
	const pull = await readPullRequest(job.github, job.repository, number);
	const judged = await judgePullRequest(job, pull, { remembers: "never" });
	const view = viewFor(job, judged.assessment, { key: "pull-request" });
	const body = explain ? answerExplain(view, comment.id) : answerRisk(view, comment.id);
	return {
		...quiet,
		judged,
		told: {
			view,
			effects: []
		},
		effects: [await say(job, door, body)]
	};
};
const carryOut = async (job, door) => {
	const { asked, comment, onPullRequest } = door;
	if (asked.outcome === "refused") return misread(job, door, asked.why);
	const { command } = asked;
	if (isOrder(command)) return carryOutOrder(job, door, command);
	if (isWordCommand(command)) return carryOutWord(job, door, command);
	if (command.name === "outcome" && !onPullRequest) {
		const reviewed = await reviewOverride(job, door, command);
		if (reviewed !== null) {
			const said = await say(job, door, answerOrder(reviewed.answer, comment.id));
			return {
				...quiet,
				effects: [said, ...reviewed.effects],
				ended: endOf(reviewed.answer)
			};
		}
	}
	if (isOutcomeCommand(command)) {
		const answer = await recordWord(job, saidInComment(door), command);
		const said = await say(job, door, answerWord(answer, comment.id, linksOf(job)));
		return {
			...quiet,
			effects: [said],
			ended: endOf(answer)
		};
	}
	switch (command.name) {
		case "help": return {
			...quiet,
			effects: [await say(job, door, answerHelp(comment.id, prefixOf(job)))]
		};
		case "pass": return carryOutPass(job, door);
		case "risk": return onPullRequest ? tellRisk(job, door, command.explain) : misread(job, door, "this is an issue: risks are told on pull requests");
	}
};
/** Carries out one command. Whoever asked sees that it was read, and what came of it, also when it went wrong. */
const answerCommand = async (job, door) => {
	const show = (reaction) => react(job.github, job.repository, door.comment.id, reaction, job.writtenBy);
	const seen = await show("eyes");
	const { ended, effects, ...answered } = await carryOut(job, door).catch((error) => {
		if (!(error instanceof SourceError)) throw error;
		return misread(job, door, error.message).then((said) => ({
			...said,
			effects: [...said.effects, {
				what: "command",
				outcome: "refused",
				why: error.message
			}]
		}));
	});
	return {
		...answered,
		effects: [
			seen,
			...effects,
			...ended === null ? [] : [await show(ended)]
		]
	};
};

export { answerCommand };
