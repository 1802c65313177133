import { A as bands, U as isOurs, V as SourceError } from "./main-gate.js";
import { l as GitHubError, n as commitName, s as record, t as answerOf } from "./clients-github-shapes.js";
import { C as upsertComment, a as viewFor, b as findComments, d as ownComments, g as scoredLine, i as tellStatus, n as tellCheck, v as bodyLimit } from "./commands-github-telling.js";
import { a as actionsBot, c as ownLogins, l as shortSha, o as isNamed, s as isOwn } from "./report-status-line.js";
import { i as told, n as once, r as refused } from "./drivers-reviews-refusal.js";
import { a as reviewMends, c as withdrawApproval, i as readApproval, o as standingApprovals, r as dismissAll, s as unseen, t as approvalWords } from "./commands-github-failing.js";
import { n as shouldComment, t as renderComment } from "./report-comment.js";
import { o as commentMarker } from "./report-comment-view.js";
import { i as sameLogin } from "./sources-github-account.js";
import { i as readPullRequest } from "./sources-github-pull-request2.js";
import { n as askedLine, r as isAskedFor, t as askedIn } from "./commands-github-asked-line.js";
import { a as namedIn, i as handsIn, l as accessOf, n as judgePullRequest } from "./commands-github-judging.js";
import { o as parseCodeOwners } from "./policy-eligibility.js";
import { t as proposeReviewers } from "./policy-routing.js";
import { i as codeOwnersAtRef } from "./commands-github-policies.js";

// src/drivers/reviews/pull-state.ts
const route$2 = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
/** 1 request. Throws GitHubError. */
const readPull = async (github, repository, pull_number) => {
	const pull = answerOf(route$2, await github.request(route$2, {
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
const obstacleTo$1 = (pull, scored) => {
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
	const obstacle = complete ? obstacleTo$1(before, {
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

// src/commands/github/routing.ts
/** Whom to ask on a pull request: owners of what drives the risk who may write here, for only their word would count. */
/** Accounts that are looked up, each for a request; whoever comes after them is asked by nobody. */
const mostLookedUp = 6;
const tooMany = "is one too many to look up in a run";
const isRequested = ({ login, team }, { users, teams }) => login === void 0 ? teams.some((slug) => sameLogin(slug, team?.split("/").at(-1) ?? "")) : users.some((user) => sameLogin(user, login));
/** Why somebody must not be asked, as the end of a sentence about them; null when they may, or nobody can tell. */
const obstacleTo = async (job, login) => {
	try {
		const access = await accessOf(job.github, job.repository, login);
		if (access === null || [
			"write",
			"maintain",
			"admin"
		].includes(access)) return null;
		if (access === "nobody") return "is no account that GitHub knows";
		return access === "none" ? "has no access here" : `may not write here (their permission is ${access})`;
	} catch (error) {
		if (error instanceof SourceError) return null;
		throw error;
	}
};
/** Proposes, looks at those who were picked, and proposes again without whoever may not write. */
const askable = (job, propose, known) => {
	const barred = [];
	const lookedUp = new Set(known.users.map((login) => login.toLowerCase()));
	const mostKnown = lookedUp.size + mostLookedUp;
	const among = async (requested) => {
		for (;;) {
			const { proposed } = propose(barred, requested);
			const fresh = proposed.flatMap(({ login }) => login !== void 0 && !lookedUp.has(login.toLowerCase()) ? [login] : []);
			if (fresh.length === 0) return proposed;
			for (const login of fresh) {
				const why = lookedUp.size < mostKnown ? await obstacleTo(job, login) : tooMany;
				lookedUp.add(login.toLowerCase());
				if (why !== null) barred.push({
					login,
					why
				});
			}
		}
	};
	return {
		among,
		barred
	};
};
/** Who is to read it, as CODEOWNERS at the base says. */
const route = async (job, judged) => {
	const { pull, commits, files, base } = judged;
	const author = pull.author?.login;
	const hands = /* @__PURE__ */ new Set([...handsIn(commits), ...namedIn(commits)]);
	try {
		const text = await codeOwnersAtRef(job.github, job.repository, base);
		const codeOwners = text ? parseCodeOwners(text.text) : null;
		const excluded = [
			...author === void 0 ? [] : [{
				login: author,
				why: "opened this pull request"
			}],
			...[...hands].map((login) => ({
				login,
				why: "wrote part of it"
			})),
			...(await job.ownPeople()).map((login) => ({
				login,
				why: "is the gate itself"
			}))
		];
		const { among, barred } = askable(job, (barred, requested) => proposeReviewers({
			files,
			codeOwners,
			excluded: [...excluded, ...barred],
			requested,
			access: {
				users: null,
				teams: null
			}
		}), pull.requested);
		const usual = await among({
			users: [],
			teams: []
		});
		return {
			proposed: await among(pull.requested),
			asked: usual.filter((reviewer) => isRequested(reviewer, pull.requested)),
			notes: barred.filter(({ why }) => why !== tooMany).map(({ login, why }) => `${login}, whom CODEOWNERS names, ${why} and is not asked; give them write access, or name somebody else`)
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		job.log(`Nobody is asked by name: ${error.message}`);
		return {
			proposed: [],
			asked: [],
			notes: []
		};
	}
};

// src/commands/github/pull-request.ts
const key = "pull-request";
/** Files that are named: more would hide which matter. */
const mostFiles = 5;
const isWaiting = ({ assessment: { mode, decision } }) => mode === "enforce" && decision === "review";
/** Who is asked, for those who read the answer and not the conversation. */
const reviewersOf = ({ people }) => people.map((asked) => ({
	login: "team" in asked ? asked.team : asked.login,
	why: asked.why
}));
/** Routing speaks Markdown; what shows it escapes every word itself. */
const words = (why) => why.replaceAll("`", "");
const askedPeople = ({ asked, proposed }, judged) => ({
	people: [...asked, ...proposed].flatMap(({ login, team, ...rest }) => {
		const why = words(rest.why);
		const files = judged.files.slice(0, 1).map(({ path, lines }) => ({
			path,
			...lines === null ? {} : { lines }
		}));
		return login !== void 0 ? [{
			login,
			why,
			files
		}] : team !== void 0 ? [{
			team,
			why,
			files
		}] : [];
	}),
	changedLines: judged.pull.counts.additions + judged.pull.counts.deletions,
	approve: {
		review: true,
		replies: [`${"."}approve`]
	}
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
const tellPullRequest = async (job, judged) => {
	const { pull } = judged;
	const { github, repository } = job;
	const { mode, decision, environment } = judged.assessment;
	const silent = mode === "off" || job.asked.dryRun;
	const plain = viewFor(job, judged.assessment, { key });
	const effects = silent ? [] : [await tellStatus(job, plain, pull.head.sha)];
	const waiting = isWaiting(judged);
	const before = waiting && !silent ? await readBefore(job, judged) : null;
	const routing = waiting ? await route(job, judged) : null;
	const request = routing && askedPeople(routing, judged);
	const { notes } = judged.assessment;
	const assessment = request ? {
		...judged.assessment,
		reviewers: reviewersOf(request),
		notes: [...routing.notes, ...notes]
	} : judged.assessment;
	const view = viewFor(job, assessment, {
		key,
		files: judged.files.slice(0, mostFiles),
		...request ? { request } : {}
	});
	if (silent) return {
		view,
		effects
	};
	const asked = {
		mode,
		decision,
		environment,
		since: waiting ? before?.asked?.since ?? assessment.at : pull.createdAt,
		of: reviewersOf(request ?? {
			people: [],
			approve: {
				review: false,
				replies: []
			}
		}).map(({ login }) => login),
		passed: before?.asked?.passed ?? [],
		escalatedAt: before?.asked?.escalatedAt ?? null
	};
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
	if (routing && routing.proposed.length > 0 && !pull.draft) effects.push(...await requestReviewers(github, repository, {
		number: pull.number,
		author: pull.author?.login ?? null,
		users: routing.proposed.flatMap(({ login }) => login ?? []),
		teams: routing.proposed.flatMap(({ team }) => team?.split("/").at(-1) ?? []),
		already: pull.requested
	}));
	effects.push(...await actOn(job, judged));
	return {
		view,
		effects
	};
};

export { tellPullRequest as t };
