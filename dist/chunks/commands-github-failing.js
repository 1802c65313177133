import { i as setStatus, n as statusContext, t as brokenStatusLine } from "./report-status-line.js";
import { c as text, n as commitName, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { a as shortSha, i as ownLogins, r as isOwn, t as actionsBot } from "./drivers-reviews-ownership.js";
import { i as told, o as itemsOf, r as refused, s as pageOf } from "./drivers-reviews-refusal.js";

// src/drivers/reviews/withdrawal.ts
const mostReviews = 1e3;
const listRoute = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
const readRoute = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}";
const dismissRoute = "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals";
const reviewMends = { permission: "pull-requests: write" };
/**
* Takes back what we approved earlier, because the head moved or the risk rose. One approval that cannot be taken back
* makes the effect `refused`, and says which. Requests: 1 when nothing stands (one more per hundred reviews), 1 more
* for each approval.
*/
const withdrawApproval = (github, repository, { number, own = actionsBot, why, exceptSha, bodyStart = "" }) => told("approval", reviewMends, async () => {
	const { approvals, complete } = await standingOrDoubt(github, repository, number, own);
	const goes = approvals.filter(({ commit }) => exceptSha === void 0 || commit !== exceptSha).filter(({ body }) => body.startsWith(bodyStart));
	const stands = await dismissAll(github, repository, number, goes, why);
	if (stands !== null) return refused("approval", stands);
	if (!complete) return refused("approval", unseen(number));
	return goes.length === 0 ? {
		what: "approval",
		outcome: "unchanged",
		why: `No outdated approval of ours stands on #${number}.`
	} : {
		what: "approval",
		outcome: "done",
		why: `Withdrew our approval of #${number}: ${why}`
	};
});
/** As `standingApprovals`; where they cannot be listed, whoever reads the error must look for themselves. */
const standingOrDoubt = async (github, repository, number, own) => {
	try {
		return await standingApprovals(github, repository, number, own);
	} catch (error) {
		if (!(error instanceof GitHubError)) throw error;
		const [said] = error.message.split("\n", 1);
		throw new GitHubError(`${said}; whether an approval of ours still stands on #${number} is not known: look there and dismiss it by hand`, error);
	}
};
/** Approvals of ours as GitHub lists them now; 1 request per hundred reviews. Throws GitHubError. */
const standingApprovals = async (github, repository, pull_number, own) => {
	const { items, complete } = await github.list(listRoute, {
		...repository,
		pull_number,
		per_page: 100
	}, mostReviews);
	const standing = itemsOf(listRoute, items).filter((review) => review.text("state") === "APPROVED");
	if (standing.length === 0) return {
		approvals: [],
		complete
	};
	const logins = await ownLogins(own);
	return {
		approvals: standing.filter((review) => isOwn(review, logins)).map((review) => readApproval(github, review)),
		complete
	};
};
const readApproval = (github, review) => ({
	id: review.integer("id"),
	commit: review.orNull("commit_id", commitName),
	body: review.optional("body", text) ?? "",
	page: pageOf(github, review)
});
const unseen = (number) => `#${number} has over ${mostReviews} reviews: approvals of ours may stand beyond them; look there and dismiss them by hand.`;
/** Null when all of them are gone; else what stands on, loudly. Tries every one. */
const dismissAll = async (github, repository, number, approvals, why) => {
	const standing = [];
	for (const approval of approvals) {
		const failure = await dismiss(github, repository, number, approval.id, why);
		if (failure !== null) standing.push(stillStands(number, approval, failure));
	}
	return standing.length === 0 ? null : standing.join(" ");
};
const stillStands = (number, { id, commit, page }, failure) => `ACT NOW: an approval the gate cannot stand for STILL STANDS on #${number} (review ${id} of ${commit === null ? "an unknown commit" : shortSha(commit)}). Dismissing it failed (${failure}). Dismiss it by hand${page.url === void 0 ? "" : `, ${page.url}`}; the job needs permission "pull-requests: write", and its account must be among those who may dismiss reviews of a protected branch.`;
/** Null when it is dismissed, by whomever; else why not. Only GitHub's word that it is dismissed counts. */
const dismiss = async (github, repository, pull_number, review_id, why) => {
	const place = {
		...repository,
		pull_number,
		review_id
	};
	const isDismissed = (route, review) => answerOf(route, review).text("state") === "DISMISSED";
	try {
		const message = why.trim() === "" ? "The gate no longer stands for this approval." : why;
		const review = await github.request(dismissRoute, {
			...place,
			message,
			event: "DISMISS"
		}, { repeatable: true });
		if (isDismissed(dismissRoute, review)) return null;
	} catch (error) {
		if (!(error instanceof GitHubError)) throw error;
		return await isGone() ? null : error.message.split("\n", 1)[0];
	}
	return await isGone() ? null : "GitHub does not show it as dismissed";
	async function isGone() {
		try {
			return isDismissed(readRoute, await github.request(readRoute, place));
		} catch (error) {
			if (error instanceof GitHubError) return false;
			throw error;
		}
	}
};

// src/commands/github/failing.ts
/** How an approval of the gate begins: other workflows may approve under the same name. */
const approvalWords = "The change-risk gate approves";
/** Says so at the commit, and takes back what the gate approved while it still could judge. */
const tellBroken = async (job, { door, sha, why, observing }) => {
	if (job.asked.dryRun) return [];
	const { github, repository, own, run } = job;
	const effects = [];
	if (sha !== null) effects.push(await setStatus(github, repository, {
		sha,
		...brokenStatusLine(why, observing),
		context: statusContext,
		targetUrl: run.url,
		onWritten: job.writtenBy
	}));
	if (!observing && (door.door === "pull-request" || door.door === "review")) effects.push(await withdrawApproval(github, repository, {
		number: door.number,
		own,
		bodyStart: approvalWords,
		why: "The change-risk gate could not judge what stands there now."
	}));
	return effects;
};

export { reviewMends as a, withdrawApproval as c, readApproval as i, tellBroken as n, standingApprovals as o, dismissAll as r, unseen as s, approvalWords as t };
