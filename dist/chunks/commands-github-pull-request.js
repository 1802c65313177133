import { J as isOurs, K as SourceError, P as bands } from "./main-gate.js";
import { n as commitName, s as record, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { o as upsertComment, r as findComments, t as bodyLimit } from "./drivers-reviews-comment.js";
import { a as shortSha, i as ownLogins, n as isNamed, r as isOwn, t as actionsBot } from "./drivers-reviews-ownership.js";
import { i as told, n as once, r as refused } from "./drivers-reviews-refusal.js";
import { a as reviewMends, c as withdrawApproval, i as readApproval, o as standingApprovals, r as dismissAll, s as unseen, t as approvalWords } from "./commands-github-failing.js";
import { n as shouldComment, t as renderComment } from "./report-comment.js";
import { n as commentMarker } from "./report-comment-marker.js";
import { i as sameLogin } from "./sources-github-account.js";
import { i as readPullRequest } from "./sources-github-pull-request2.js";
import { n as askedLine, r as isAskedFor, t as askedIn } from "./commands-github-asked-line.js";
import { i as readingOf, n as reviewersOf, o as bandsLines, r as wayBack, t as askAbout } from "./commands-github-asking.js";
import { n as judgePullRequest } from "./commands-github-judging.js";
import { c as scoredLine, r as ownComments } from "./commands-github-requests.js";
import { a as tellStatus, o as viewFor, r as tellCheck } from "./commands-github-telling.js";

// src/drivers/reviews/reviewers.ts
const what = "reviewers";
const route$1 = "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers";
const userMends = {
	permission: "pull-requests: write",
	invalid: "reviews may only be asked of people with access to this repository"
};
const teamWanted = "asking a team needs a personal or App token with \"Members: read\" (GITHUB_TOKEN never has it), and a team with access to this repository";
const teamMends = {
	permission: "pull-requests: write",
	forbidden: teamWanted,
	invalid: teamWanted
};
/**
* Asks people and teams to review. One bad name fails a whole request, so teams are asked one by one, and people
* again one by one after a 422. Effects: one for all people, or one each after a 422, and one a team. Requests: 0 when
* all are asked; 1 for the people (1 more each after a 422) and 1 a team.
*/
const requestReviewers = async (github, repository, { number, author, users, teams, already }) => {
	const ask = async (reviewers, team_reviewers) => {
		await github.request(route$1, {
			...repository,
			pull_number: number,
			reviewers: [...reviewers],
			team_reviewers: [...team_reviewers]
		}, { repeatable: true });
		const names = [...reviewers.map((login) => `@${login}`), ...team_reviewers.map((slug) => `team ${slug}`)];
		return {
			what,
			outcome: "done",
			why: `Asked ${names.join(", ")} to review #${number}.`
		};
	};
	const people = unique(users).filter((login) => !isNamed(login, [...already.users, ...author ? [author] : []]));
	const groups = unique(teams).filter((slug) => !isNamed(slug, already.teams));
	if (people.length + groups.length === 0) return [{
		what,
		outcome: "unchanged",
		why: `Nobody further is to be asked on #${number}.`
	}];
	const effects = [];
	if (people.length > 0) effects.push(...await askPeople(people, (logins) => ask(logins, [])));
	for (const slug of groups) effects.push(await told(what, teamMends, () => ask([], [slug])));
	return effects;
};
/** Takes a request of a review back from one person who passed it on; 1 request. */
const withdrawReviewRequest = (github, repository, { number, login }) => told(what, userMends, async () => {
	await github.request("DELETE /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", {
		...repository,
		pull_number: number,
		reviewers: [login]
	}, { repeatable: true });
	return {
		what,
		outcome: "done",
		why: `No longer asks @${login} to review #${number}.`
	};
});
const askPeople = async (people, ask) => {
	let isOneBad = false;
	const together = await told(what, userMends, async () => {
		try {
			return await ask(people);
		} catch (error) {
			isOneBad = error instanceof GitHubError && error.failure === "invalid" && people.length > 1;
			throw error;
		}
	});
	if (!isOneBad) return [together];
	const effects = [];
	for (const login of people) {
		const effect = await told(what, userMends, () => ask([login]));
		effects.push(effect.outcome === "refused" ? {
			...effect,
			why: `@${login}: ${effect.why}`
		} : effect);
	}
	return effects;
};
const unique = (names) => names.filter((name, index) => !isNamed(name, names.slice(0, index)));

// src/drivers/reviews/pull-state.ts
const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
/** 1 request. Throws GitHubError. */
const readPull = async (github, repository, pull_number) => {
	const pull = answerOf(route, await github.request(route, {
		...repository,
		pull_number
	}));
	return {
		head: pull.commitName("head.sha"),
		base: pull.text("base.ref"),
		isOpen: pull.text("state") === "open",
		isMerged: pull.flag("merged"),
		isDraft: pull.flag("draft"),
		author: pull.orNull("user", record)?.text("login") ?? null
	};
};
/** Why it may not be approved, or null. */
const obstacleTo = (pull, scored) => {
	const { number, own = actionsBot } = scored;
	if (!pull.isOpen) return `#${number} is ${pull.isMerged ? "merged" : "closed"}: there is nothing to approve.`;
	if (pull.isDraft) return `#${number} is a draft: mark it ready for review first.`;
	if (pull.author !== null && isNamed(pull.author, own)) return `#${number} was opened by ${pull.author}, the gate itself: a person must approve it.`;
	return movedFrom(pull, scored);
};
/** Why it is no longer what was scored, or null; being merged or closed by now changes nothing about that. */
const movedFrom = (pull, { number, sha, baseRef }) => {
	if (pull.head !== sha) return `The head of #${number} moved from ${shortSha(sha)}, which was scored, to ${shortSha(pull.head)}: the run of the new head decides.`;
	if (baseRef !== void 0 && pull.base !== baseRef) return `#${number} was scored against ${baseRef} and now goes to ${pull.base}: run the gate again.`;
	return null;
};

// src/drivers/reviews/approval.ts
const approveRoute = "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
const approveMends = {
	...reviewMends,
	invalid: "allow it in Settings › Actions › General, \"Allow GitHub Actions to create and approve pull requests\", or pass the token of an account that did not open the pull request; until then people approve",
	unclear: "whether the approval was written is not known: should it show up, the next run of the gate keeps or withdraws it"
};
/**
* Approves a pull request at exactly the scored commit, or leaves it to people.
*
* The order is the safety. Our reviews are read first and the head after them, so that an approval of a later head is
* never taken for a stray. Approvals of ours on other commits, or for another base, go before a new one comes. The review names its commit;
* once it stands, the head is read again and `stillHolds` asked, and at any doubt (a read that fails is one) our
* approval is dismissed and the effect `refused`. A push after that is the business of the run it starts.
* Approving is not repeatable: after an answer that leaves it open, the reviews are read again.
*
* Requests: 2 to refuse, 2 when it stands already, 4 to approve, 5 to approve and withdraw; `stillHolds` aside.
*/
const approvePullRequest = (github, repository, approval) => told("approval", approveMends, async () => {
	const { number, sha, body } = approval;
	if (body.length > 65536) return refused("approval", `The approval has ${body.length} characters, GitHub takes ${bodyLimit}: shorten it.`);
	const own = await ownLogins(approval.own ?? actionsBot);
	const { approvals, complete } = await standingApprovals(github, repository, number, own);
	const before = await readPull(github, repository, number);
	const stands = await dismissAll(github, repository, number, straysAmong(approvals, before, approval), strayWhy);
	if (stands !== null) return refused("approval", stands);
	const obstacle = complete ? obstacleTo(before, {
		...approval,
		own
	}) : unseen(number);
	if (obstacle !== null) return refused("approval", obstacle);
	const standing = approvals.filter(({ commit }) => commit === sha);
	const written = standing.length > 0 ? null : await approve(github, repository, approval, own);
	const ours = written === null ? standing : [written];
	const { page } = ours[0];
	const withdraw = async (doubt) => {
		const stands = await dismissAll(github, repository, number, ours, doubt);
		return refused("approval", `${doubt} ${stands ?? `Our approval of #${number} is withdrawn.`}`, page.url);
	};
	const doubt = await doubtAfter(github, repository, approval, written).catch(async (bug) => {
		await withdraw("The gate failed while it confirmed its approval.");
		throw bug;
	});
	if (doubt !== null) return withdraw(doubt);
	return written === null ? {
		what: "approval",
		outcome: "unchanged",
		why: `#${number} is approved at ${shortSha(sha)}.`,
		...page
	} : {
		what: "approval",
		outcome: "done",
		why: `Approved #${number} at ${shortSha(sha)}.`,
		...page
	};
});
const strayWhy = "This approval was for another commit, or for another branch to merge into.";
/** Approvals of ours that say nothing about the head, or about where it goes now. What is merged needs none. */
const straysAmong = (approvals, pull, { sha, baseRef = pull.base }) => pull.isMerged ? [] : approvals.filter(({ commit }) => commit !== pull.head || commit === sha && pull.base !== baseRef);
/** Why the approval that stands now may not stay, or null; what cannot be read is a doubt too. Throws only our bugs. */
const doubtAfter = async (github, repository, approval, written) => {
	try {
		return (written && (written.doubt ?? movedFrom(await readPull(github, repository, approval.number), approval))) ?? await approval.stillHolds();
	} catch (error) {
		if (!isOurs(error)) throw error;
		return `Whether the approval still holds is not known (${error.message.split("\n", 1)[0]}).`;
	}
};
const approve = (github, repository, { number, sha, body }, own) => once(async () => {
	const written = await github.request(approveRoute, {
		...repository,
		pull_number: number,
		commit_id: sha,
		event: "APPROVE",
		body
	});
	const review = answerOf(approveRoute, written);
	return {
		...readApproval(github, review),
		doubt: doubtAbout(review, sha, own)
	};
}, async () => {
	const { approvals } = await standingApprovals(github, repository, number, own);
	const landed = approvals.find(({ commit }) => commit === sha);
	return landed === void 0 ? null : {
		...landed,
		doubt: null
	};
});
const doubtAbout = (review, sha, own) => {
	const commit = review.orNull("commit_id", commitName);
	if (review.text("state") !== "APPROVED") return `GitHub took the approval as ${review.text("state")}.`;
	if (commit !== sha) return `GitHub took the approval for ${commit === null ? "no commit" : shortSha(commit)}.`;
	if (isOwn(review, own)) return null;
	return `The token approves as ${review.orNull("user", record)?.text("login") ?? "an unknown account"}, so the gate, told that it is ${own.join(", ")}, could not find the approval again: name this login.`;
};

// src/drivers/reviews/label.ts
const colours = {
	low: "0e8a16",
	moderate: "fbca04",
	high: "d93f0b",
	critical: "b60205"
};
const labelOf = (band) => `risk:${band}`;
/**
* Exactly one of our four labels, `risk:low` to `risk:critical`; a team's own `risk:…` is left alone. The right one is
* added before the others go, so that there is never none. Requests: 0 when equal; else 1 per label that goes, and 2
* to create (it stands already, mostly) and add.
*/
const setRiskLabel = (github, repository, request) => told("label", { permission: "pull-requests: write" }, async () => {
	const { number, band, labels } = request;
	const wanted = labelOf(band);
	const goes = bands.map(labelOf).filter((name) => name !== wanted && isNamed(name, labels));
	const hasIt = isNamed(wanted, labels);
	if (hasIt && goes.length === 0) return {
		what: "label",
		outcome: "unchanged",
		why: `#${number} is labelled ${wanted}.`
	};
	if (!hasIt) await add(github, repository, number, band);
	for (const name of goes) await unless("not-found", () => github.request("DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", {
		...repository,
		issue_number: number,
		name
	}, { repeatable: true }));
	return {
		what: "label",
		outcome: "done",
		why: `Labelled #${number} ${wanted}.`
	};
});
const add = async (github, repository, issue_number, band) => {
	await unless(null, () => github.request("POST /repos/{owner}/{repo}/labels", {
		...repository,
		name: labelOf(band),
		color: colours[band],
		description: "Risk of this change among the last ones here"
	}));
	await github.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
		...repository,
		issue_number,
		labels: [labelOf(band)]
	}, { repeatable: true });
};
/** Lets one failure of GitHub pass, or, with null, every one. */
const unless = async (failure, act) => {
	try {
		await act();
	} catch (error) {
		if (!(error instanceof GitHubError) || failure !== null && error.failure !== failure) throw error;
	}
};

// src/commands/github/pull-request.ts
/** An open pull request: judged, shown to its people, and let go where the policy allows that. */
const key = "pull-request";
/** Files that are named: more would hide which matter. */
const mostFiles = 5;
const isWaiting = ({ assessment: { mode, decision } }) => mode === "enforce" && decision === "review";
const ways = {
	review: true,
	replies: ["approve"]
};
/** What is asked nobody: said the same whenever it is told. */
const askingNobody = ({ assessment, pull }) => ({
	mode: assessment.mode,
	decision: assessment.decision,
	environment: assessment.environment,
	since: pull.createdAt,
	of: [],
	passed: [],
	dueAt: null,
	escalatedAt: null,
	further: []
});
/** Whether an answer of ours stands there; true where nobody can tell, for writing it again then says why. */
const hasComment = async (job, number) => {
	try {
		const marker = commentMarker(key);
		return (await ownComments(job, number)).some(({ body }) => body.startsWith(marker));
	} catch (error) {
		if (error instanceof SourceError) return true;
		throw error;
	}
};
/** Where the answer stands on a pull request. */
const placeOf = ({ own }, { number, createdAt }) => ({
	issue: number,
	marker: commentMarker(key),
	own,
	since: createdAt
});
/** What stands there of an earlier run, where it matters; null where it could not be read, and writing then says why. */
const readBefore = async (job, { pull }) => {
	try {
		const found = await findComments(job.github, job.repository, placeOf(job, pull));
		const [newest] = found.ours;
		const asked = newest === void 0 ? null : askedIn(newest.text("body"));
		return {
			found,
			asked: isAskedFor(asked) ? asked : null
		};
	} catch (error) {
		if (error instanceof SourceError) return null;
		throw error;
	}
};
const comment = async (job, judged, view, { before, asked }) => {
	const { assessment, pull, settings } = judged;
	const setting = settings.policy.configuration.comment;
	if (!shouldComment(setting, assessment, false)) {
		if (!shouldComment(setting, assessment, true)) return [];
		if (!await hasComment(job, pull.number)) return [];
	}
	return [await upsertComment(job.github, job.repository, {
		...placeOf(job, pull),
		body: [
			renderComment(view).trimEnd(),
			scoredLine(pull.head.sha),
			...bandsLines([pull.head.sha], judged.bands),
			askedLine(asked)
		].join("\n"),
		...before === null ? {} : { found: before.found }
	})];
};
/** Whether what was judged is still what stands there: asked again right after approving. */
const stillHolds = (job, judged) => async () => {
	const pull = await readPullRequest(job.github, job.repository, judged.pull.number);
	const { decision, reason } = (await judgePullRequest(job, pull, { remembers: "never" })).assessment;
	return decision === "approve" ? null : `judged again it is: ${decision}, ${reason}`;
};
/** Whether an approval that the gate gave stands; other workflows may approve under the same name. */
const hasApproved = async (job, reviews) => {
	const alike = reviews.filter(({ state, body }) => state === "APPROVED" && body.startsWith("The change-risk gate approves"));
	if (alike.length === 0) return false;
	try {
		const own = await job.own();
		return alike.some(({ author }) => own.some((login) => author !== null && sameLogin(login, author.login)));
	} catch (error) {
		if (error instanceof SourceError) return true;
		throw error;
	}
};
/** Approves with the gate's own name where the policy asks for that, else takes back what it once gave. */
const actOn = async (job, judged) => {
	const { assessment, pull, settings } = judged;
	if (assessment.mode !== "enforce") return [];
	const acts = settings.environment.settings.autoApprove.actsOn.includes("pull-requests");
	const { github, repository, own } = job;
	if (assessment.decision !== "approve") {
		if (!acts && !await hasApproved(job, judged.reviews)) return [];
		return [await withdrawApproval(github, repository, {
			number: pull.number,
			own,
			...acts ? {} : { bodyStart: approvalWords },
			why: `The change-risk gate no longer approves: ${assessment.reason}`
		})];
	}
	if (!acts) return [];
	if (assessment.ledger === void 0) return [];
	return [await approvePullRequest(github, repository, {
		number: pull.number,
		sha: pull.head.sha,
		baseRef: pull.base.ref,
		body: `${approvalWords} ${pull.head.sha.slice(0, 8)}: ${assessment.reason}. Record ${assessment.ledger.record}.`,
		own,
		stillHolds: stillHolds(job, judged)
	})];
};
/** Tells everybody, in the order in which it matters: the status that holds a merge, then what explains it. */
const tellPullRequest = async (job, judged, { passing } = {}) => {
	const { pull } = judged;
	const { github, repository } = job;
	const silent = judged.assessment.mode === "off" || job.asked.dryRun;
	const effects = silent ? [] : [await tellStatus(job, viewFor(job, judged.assessment, { key }), pull.head.sha)];
	const waiting = isWaiting(judged);
	const before = waiting && !silent ? await readBefore(job, judged) : null;
	const question = waiting ? await askAbout(job, judged, readingOf(judged), {
		approve: ways,
		changedLines: pull.counts.additions + pull.counts.deletions,
		before: before?.asked ?? null,
		...passing === void 0 ? {} : { passing }
	}) : null;
	const { notes } = judged.assessment;
	const assessment = question ? {
		...judged.assessment,
		reviewers: reviewersOf(question.request),
		notes: [...question.notes, ...notes]
	} : judged.assessment;
	const view = viewFor(job, assessment, {
		key,
		files: judged.files.slice(0, mostFiles),
		...question ? {
			request: question.request,
			...wayBack(judged.base, judged)
		} : {}
	});
	if (silent) return {
		view,
		effects
	};
	const asked = question?.asked ?? askingNobody(judged);
	effects.push(await tellCheck(job, view, pull.head.sha));
	effects.push(...await comment(job, judged, view, {
		before,
		asked
	}));
	if (assessment.risk.band !== null) effects.push(await setRiskLabel(github, repository, {
		number: pull.number,
		band: assessment.risk.band,
		labels: pull.labels
	}));
	if (question && question.proposed.length > 0 && !pull.draft) effects.push(...await requestReviewers(github, repository, {
		number: pull.number,
		author: pull.author?.login ?? null,
		users: question.proposed.flatMap(({ login }) => login ?? []),
		teams: question.proposed.flatMap(({ team }) => team?.split("/").at(-1) ?? []),
		already: pull.requested
	}));
	effects.push(...await actOn(job, judged));
	return {
		view,
		effects
	};
};

export { withdrawReviewRequest as n, tellPullRequest as t };
