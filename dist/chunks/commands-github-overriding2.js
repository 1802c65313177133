import { Yt as formatMoment, u as overrideStream } from "./commands-gate-gate.js";
import { i as readPullRequest } from "./sources-github-pull-request2.js";
import { a as emergencyStanding, o as environmentNamed, s as readGround, t as askForReview } from "./commands-github-chasing.js";
import { t as fullName } from "./commands-github-job.js";
import { l as shownBefore, r as ownComments, s as scoredIn, t as couldBeRead } from "./commands-github-requests.js";
import { n as waitingRunIn } from "./commands-github-waiting-run.js";

// src/commands/github/overriding.ts
const usualSeconds = 7200;
const longestSeconds = 86400;
const refused = (by, why) => ({
	answer: {
		outcome: "refused",
		by,
		why
	},
	effects: []
});
/** Records an override of exactly one commit, and asks for the review afterwards. */
const giveOverride = async (job, ground, order) => {
	const { configuration, ledger } = ground;
	const { login, reason, forSeconds, sha, at, said, url } = order;
	const seconds = forSeconds ?? usualSeconds;
	if (seconds > longestSeconds) return refused(login, `an override holds for ${longestSeconds / 3600} hours at most; it can be given again`);
	const chosen = environmentNamed(configuration, order.environment ?? job.asked.environment);
	if (typeof chosen === "string") return refused(login, chosen);
	const { under, why } = await emergencyStanding(job, configuration, login);
	if (under === null) return refused(login, why);
	const environment = chosen.name;
	const until = new Date(at.getTime() + seconds * 1e3).toISOString();
	const reviewBy = new Date(at.getTime() + configuration.emergency.reviewWithin.seconds * 1e3).toISOString();
	const record = {
		stream: overrideStream(sha),
		kind: "override",
		key: {
			repository: fullName(job),
			environment,
			sha,
			...said
		},
		at: at.toISOString(),
		repository: fullName(job),
		environment,
		actor: login,
		tool: {
			name: "change-risk-gate",
			version: job.version
		},
		body: {
			what: "given",
			sha,
			until,
			reviewBy,
			under,
			...said,
			url,
			...job.publicRepository ? {} : { reason }
		}
	};
	const [appended] = await ledger.append([record]);
	const asked = await askForReview(job, {
		environment,
		sha,
		until,
		reviewBy,
		by: login,
		url
	}, appended.record.id);
	return {
		answer: {
			outcome: "recorded",
			by: login,
			did: `overrides the gate for ${environment} at ${sha.slice(0, 12)} until ${formatMoment(until)}`,
			follows: `It is for this commit and this environment alone. Somebody else reviews it by ${formatMoment(reviewBy)}; the question stands in an issue.`
		},
		effects: [asked]
	};
};
/** The commit that a comment can mean: what was shown there, if it could be read, or what it names of that. */
const commitMeant = async (job, { comment, number }, named, pull) => {
	const comments = await ownComments(job, number);
	const fits = (sha) => sha !== null && (named === null || sha.startsWith(named));
	if (pull !== null && !pull.merged) {
		const { sha } = pull.head;
		if (pull.state === "closed") return "this pull request was closed without being merged";
		if (!fits(sha)) return "the pull request has moved on";
		if (named === null && shownBefore(comments, comment.createdAt) !== sha) return "the commit you were shown is not the one that stands there now; name it by --sha";
		return { sha };
	}
	const questions = comments.filter(({ body }) => waitingRunIn(body) !== null);
	const question = (named === null ? questions.slice(-1) : questions.toReversed()).find(({ body }) => fits(scoredIn(body) ?? waitingRunIn(body)?.sha ?? null));
	if (question === void 0) return "no deployment waits here for that commit";
	if (named === null && !couldBeRead(question, comment.createdAt)) return "the question has only just come, or changed; name the commit by --sha";
	return { sha: scoredIn(question.body) ?? waitingRunIn(question.body).sha };
};
/** Carries out `.override`. Throws GitHubError, SourceError. */
const overrideBy = async (job, door, command) => {
	const { comment, number, onPullRequest } = door;
	if (job.asked.dryRun) return refused(comment.login, "this is a dry run, which remembers nothing");
	const pull = onPullRequest ? await readPullRequest(job.github, job.repository, number) : null;
	const meant = await commitMeant(job, door, command.sha, pull);
	if (typeof meant === "string") return refused(comment.login, meant);
	const ground = await readGround(job);
	if (typeof ground === "string") return refused(comment.login, ground);
	return giveOverride(job, ground, {
		login: comment.login,
		reason: command.reason,
		forSeconds: command.forSeconds,
		environment: command.environment,
		sha: meant.sha,
		at: new Date(comment.createdAt),
		said: { comment: comment.id },
		url: `${job.webUrl}/${onPullRequest ? "pull" : "issues"}/${number}#issuecomment-${comment.id}`
	});
};
/** What the input `emergency` asks, as the effects that tell of it. Throws SourceError. */
const declareEmergency = async (job, about) => {
	const { emergency, dryRun } = job.asked;
	if (emergency === void 0) return [];
	const tell = (outcome, why) => ({
		what: "emergency",
		outcome,
		why
	});
	if (dryRun) return [tell("refused", "A dry run remembers nothing, so it overrides nothing.")];
	const ground = await readGround(job);
	if (typeof ground === "string") return [tell("refused", ground)];
	const { id: run, attempt, url } = job.run;
	const { answer, effects } = await giveOverride(job, ground, {
		login: emergency.actor,
		reason: emergency.reason,
		forSeconds: null,
		environment: about.environment,
		sha: about.sha,
		at: job.now,
		said: {
			run,
			attempt
		},
		url
	});
	return answer.outcome === "refused" ? [tell("refused", `input emergency is not honoured for ${answer.by}: ${answer.why}`)] : [tell("done", `${answer.by} ${answer.did}.`), ...effects];
};

export { overrideBy as n, declareEmergency as t };
