import { C as chooseEnvironment, K as SourceError, P as bands, g as parseConfiguration, h as policyPath, w as defaultConfiguration } from "./main-gate.js";
import { Ct as measured, Jt as formatList, St as counted, b as isOptOut, fn as formatCount, i as deploymentSourcesOf, t as gate, wt as unavailable, x as optOutLabel } from "./commands-gate-gate.js";
import { t as prepareClone } from "./sources-clone.js";
import { n as requireCommit, r as resolveTip } from "./sources-github-commit-name.js";
import { o as approvalsOfParts, r as readOpinions, s as labelsBefore } from "./commands-github-opinions.js";
import { a as list, c as text, n as commitName, r as flag, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { a as recordOrNull, i as name, o as rubbish, t as answersOf } from "./sources-github-reading.js";
import { i as readPullRequest, t as commitOf$1 } from "./sources-github-pull-request2.js";
import { n as environmentHistory, r as hoursLive } from "./sources-github-deployment-history.js";
import { t as liveIn } from "./sources-github-deployments.js";
import { n as policyReader, t as configurationAt } from "./commands-github-policies2.js";
import { n as parseCodeOwners, t as ownersOf$1 } from "./config-codeowners.js";
import { i as loginOfAddress, n as findApprovals } from "./policy-eligibility.js";
import { i as sameLogin } from "./sources-github-account.js";
import { i as teamMembers } from "./commands-github-permissions.js";
import { n as fileAtRef, t as codeOwnersAtRef } from "./sources-github-policy-at.js";
import { i as keptIndex, n as openJobLedger, r as indexRecord } from "./commands-github-ledger.js";
import { t as fullName } from "./commands-github-job.js";
import { t as groupingOf } from "./commands-github-groups.js";

// src/commands/github/approvals.ts
/**
* Words given in comments on parts: yes and no, each of one part as it was when it was given. A part has a stream of its
* own, and each record repeats the words before it, so that the newest tells them all.
*/
const commitPart = (sha) => ({
	number: null,
	head: sha,
	sha
});
/** A stream a part: the newest word on it is found without reading the others. */
const streamOf = ({ number, head }) => `approvals/${number ?? head}`;
const isWord = (value) => {
	if (typeof value !== "object" || value === null) return false;
	const { id, hash, login, word, head, comment, review, at } = value;
	return [
		id,
		hash,
		login,
		head,
		at
	].every((text) => typeof text === "string") && (typeof comment === "number" || typeof review === "number") && (word === "approve" || word === "reject");
};
const placeIn = ({ comment, review }) => typeof review === "number" ? { review } : { comment: Number(comment) };
const bandIn = ({ band }) => {
	const known = bands.find((each) => each === band);
	return known === void 0 ? {} : { band: known };
};
const wordIn = ({ id, hash, actor, at, body }) => ({
	id,
	hash,
	login: actor,
	word: body["word"] === "reject" ? "reject" : "approve",
	head: String(body["head"]),
	...placeIn(body),
	...typeof body["of"] === "string" ? { of: body["of"] } : {},
	...bandIn(body),
	at,
	reason: typeof body["reason"] === "string" ? body["reason"] : ""
});
/** What a record says, and what it tells beside it: bands of approvals that were counted together. */
const wordsIn = (record) => {
	const { beside } = record.body;
	const { id, hash } = record;
	const others = Array.isArray(beside) ? beside : [];
	return [wordIn(record), ...others.map((other) => ({
		...other,
		id,
		hash
	})).filter(isWord)];
};
/** Every word on a part, oldest first. */
const wordsOn = async (ledger, part) => {
	const stream = streamOf(part);
	const newest = await ledger.latest({
		kind: "approval",
		stream
	});
	if (newest === void 0) return [];
	const { earlier } = newest.body;
	const words = [...Array.isArray(earlier) ? earlier.filter(isWord) : [], ...wordsIn(newest)];
	if (new Set(words.map(({ id }) => id)).size === newest.seq + 1) return words;
	const all = [];
	for await (const record of ledger.read({
		stream,
		kinds: ["approval"]
	})) all.push(...wordsIn(record));
	return all;
};
/** The record of a word on a part, with those that were given before it. */
const wordRecord = async (job, ledger, part, given) => {
	const { word, login, comment, at, reason, band } = given;
	return {
		stream: streamOf(part),
		kind: "approval",
		key: {
			repository: fullName(job),
			number: part.number,
			head: part.head,
			comment
		},
		at,
		repository: fullName(job),
		actor: login,
		tool: {
			name: "change-risk-gate",
			version: job.version
		},
		body: {
			number: part.number,
			head: part.head,
			sha: part.sha,
			comment,
			word,
			...reason === null ? {} : { reason },
			...band === null || word === "reject" ? {} : { band },
			earlier: (await wordsOn(ledger, part)).filter((other) => other.comment !== comment)
		}
	};
};

// src/sources/github/file-entry.ts
const statuses = {
	added: "added",
	removed: "deleted",
	modified: "modified",
	renamed: "renamed",
	copied: "added",
	changed: "type-changed",
	unchanged: "modified"
};
const words$1 = Object.keys(statuses);
/** Blobs without content, in both formats of git: whose lines are known although no patch shows them. */
const emptyBlobs = ["e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"];
const isPointerMove = (patch) => {
	const lines = patch.split("\n").filter((line) => line !== "" && !line.startsWith("@@"));
	return lines.length > 0 && lines.every((line) => /^[-+]Subproject commit [0-9a-f]{40,64}$/.test(line));
};
/** GitHub has no page for a submodule's files, and shows its move as a patch of git's own making. */
const isSubmodule = (answer, patch) => answer.textOrNull("blob_url") === null || isPointerMove(patch);
const commitOf = (answer) => {
	const address = answer.optional("contents_url", text) ?? "";
	return /[?&]ref=([0-9a-f]{40}|[0-9a-f]{64})(?:&|$)/.exec(address)?.[1] ?? null;
};
const fileEntry = (answer) => {
	const word = answer.oneOf("status", words$1);
	const [added, deleted] = [answer.integer("additions"), answer.integer("deletions")];
	const patch = answer.optional("patch", text) ?? "";
	const previousPath = answer.optional("previous_filename", name);
	const submodule = isSubmodule(answer, patch);
	const known = added + deleted > 0 || patch !== "" || word === "renamed" || word === "unchanged" || emptyBlobs.includes(answer.orNull("sha", commitName) ?? "");
	const countable = known && !submodule;
	return {
		file: {
			path: answer.is("filename", name),
			...previousPath === null ? {} : { previousPath },
			status: statuses[word],
			added: countable ? added : null,
			deleted: countable ? deleted : null,
			binary: !known && !submodule,
			submodule
		},
		added,
		deleted,
		commit: word === "removed" ? null : commitOf(answer)
	};
};
/** Where the counts do not add up, files without lines are not binaries for certain: their lines are unknown. */
const withUnknownLines = (files) => files.map((file) => file.binary ? {
	...file,
	binary: false
} : file);

// src/sources/github/pull-request-files.ts
const route$1 = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
/** GitHub lists no more of one pull request. */
const mostFiles = 3e3;
const sum = (counts) => counts.reduce((total, count) => total + count, 0);
/**
* The files between the base and the head of a pull request, as of the reading of it that is given: a head that moved
* since shows in the files, and they are not complete. Throws GitHubError.
*/
const readPullRequestFiles = async (github, repository, { number, head, counts }) => {
	const { items, complete } = await github.list(route$1, {
		...repository,
		pull_number: number,
		per_page: 100
	}, mostFiles);
	const entries = answersOf(route$1, items).map(fileEntry);
	const files = entries.map(({ file }) => file);
	const distinct = new Set(files.map(({ path, status }) => `${status} ${path}`));
	const atHead = entries.every(({ commit }) => commit === null || commit === head.sha);
	const linesKnown = sum(entries.map(({ added }) => added)) === counts.additions && sum(entries.map(({ deleted }) => deleted)) === counts.deletions;
	return {
		files: linesKnown ? files : withUnknownLines(files),
		complete: complete && atHead && distinct.size === counts.files && files.length === counts.files,
		linesKnown
	};
};

// src/sources/github/compare.ts
const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
/** GitHub tells this many files of one comparison, on its first page, and no more. */
const mostComparedFiles = 300;
const pageSize = 250;
const kinds = {
	ahead: "forward",
	identical: "redeploy",
	behind: "rollback",
	diverged: "diverged"
};
const words = [
	"ahead",
	"identical",
	"behind",
	"diverged"
];
/** Where the merge base must lie, for the word and the commits to be about the same question. */
const kindOf = (answer, base, head) => {
	const kind = kinds[answer.oneOf("status", words)];
	const mergeBase = answer.commitName("merge_base_commit.sha");
	const holds = {
		forward: mergeBase === base && base !== head,
		redeploy: mergeBase === base && base === head,
		rollback: mergeBase === head && base !== head,
		diverged: mergeBase !== base && mergeBase !== head
	};
	if (answer.commitName("base_commit.sha") !== base) throw rubbish(route, "base_commit is not the one that was asked about");
	if (!holds[kind]) throw rubbish(route, "merge_base_commit does not go with status");
	return kind;
};
const filesOf = (answer) => {
	const entries = answer.optional("files", list);
	if (!entries) return {
		items: [],
		complete: false
	};
	const files = entries.map((item) => fileEntry(item).file);
	return {
		items: files,
		complete: files.length < 300
	};
};
/**
* Compares two commits named in full; a branch could move between two pages. At most `atMost` commits are read. Throws
* GitHubError.
*/
const readComparison = async (github, repository, base, head, atMost = 1e3) => {
	const basehead = `${requireCommit(base)}...${requireCommit(head)}`;
	const ask = async (page) => answerOf(route, await github.request(route, {
		...repository,
		basehead,
		per_page: pageSize,
		page
	}));
	const first = await ask(1);
	const kind = kindOf(first, base, head);
	const total = first.integer("total_commits");
	const commits = /* @__PURE__ */ new Map();
	let answer = first;
	for (let page = 1;; page += 1) {
		const known = commits.size;
		for (const item of answer.list("commits")) {
			const commit = commitOf$1(item);
			commits.set(commit.sha, commit);
		}
		if (commits.size >= Math.min(total, atMost) || commits.size === known) break;
		answer = await ask(page + 1);
	}
	const items = [...commits.values()].slice(0, atMost);
	return {
		kind,
		mergeBase: first.commitName("merge_base_commit.sha"),
		commits: {
			items,
			complete: items.length === total && (total === 0 || commits.has(head))
		},
		ahead: first.integer("ahead_by"),
		behind: first.integer("behind_by"),
		files: filesOf(first)
	};
};

// src/commands/github/deployed.ts
/** What was deployed to an environment lately: by GitHub's deployments, and where they tell of nothing by workflow runs, then by releases. */
/** Throws GitHubError. */
const deployedIn = async (job, { environments, sources }) => {
	const told = sources.githubDeployments ? await liveIn(job.github, job.repository, environments) : environmentHistory([], true);
	const ran = told.live !== null || sources.runs.length === 0 ? told : await byRuns(job, sources);
	const published = sources.releases.filter(({ kind }) => kind === "releases");
	if (ran.live !== null || !ran.complete || published.length === 0) return ran;
	const { liveByReleases } = await import("./sources-github-release-history.js");
	return liveByReleases(job.github, job.repository, published);
};
const byRuns = async (job, { runs }) => {
	const { liveByRuns } = await import("./sources-github-run-history.js");
	return liveByRuns(job.github, job.repository, runs, job.defaultBranch);
};

// src/commands/github/comparison.ts
/** A deployment whose commits git could not bring: what GitHub itself tells of it, judged as one part. */
const unknown = (why) => ({
	proposal: null,
	failures: [{
		source: "history",
		why
	}]
});
/** What lies between what runs in an environment and a commit, as far as GitHub lists it. */
const compareByApi = async (job, policyAt, asked) => {
	try {
		const configuration = await configurationAt(policyAt, asked.sha);
		const { name, settings } = chooseEnvironment(configuration, asked.environment ?? void 0);
		const { live } = asked.base === void 0 ? await deployedIn(job, {
			environments: settings.githubEnvironments,
			sources: deploymentSourcesOf(configuration, name)
		}) : { live: {
			sha: asked.base,
			at: null
		} };
		if (!live) return unknown("the commits could not be brought here, and nothing tells what runs there now");
		const { kind, commits, ahead, files } = await readComparison(job.github, job.repository, live.sha, asked.sha);
		if (kind !== "forward") return unknown(`the commits could not be brought here, and what runs there now stands to them as ${kind}`);
		const failures = [{
			source: "history",
			why: "the commits could not be brought here: only what GitHub lists of them is known"
		}, ...files.complete ? [] : [{
			source: "files",
			why: `GitHub lists ${formatCount(files.items.length)} files and leaves out the rest`
		}]];
		return {
			proposal: {
				number: null,
				base: live.sha,
				baseSource: live.at === null ? { from: "option" } : {
					from: "deployment",
					at: live.at
				},
				head: asked.sha,
				title: `${formatCount(ahead)} commits, as GitHub lists them`,
				body: "",
				commits: commits.items,
				files: files.items
			},
			failures
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return unknown(`the commits could not be brought here, and GitHub did not compare them: ${error.message}`);
	}
};

// src/signals/reviews.ts
/**
* Reviews and checks: what only GitHub knows of a part and of a deployment. Measured at the gate and kept as evidence;
* no history tells them of older parts, so no model learns from them yet.
*/
const reviewsUnknown = "GitHub did not tell all reviews of it";
const checksUnknown = "GitHub did not tell all checks of it";
const keyOf = (account) => account?.login.toLowerCase() ?? "";
/** Reviews by people other than its author: machines read everything and understand nothing. */
const reviewsByOthers = ({ reviews, author }) => (reviews ?? []).filter((review) => review.author?.type === "User" && keyOf(review.author) !== keyOf(author) && review.state !== "PENDING" && review.state !== "DISMISSED");
const timeOf = ({ submittedAt }) => submittedAt === null ? 0 : Date.parse(submittedAt);
/** The newest opinion of each: a comment is none, and a dismissed one takes what was said before it along. */
const approvals = ({ reviews, author }) => {
	const newest = /* @__PURE__ */ new Map();
	for (const review of reviews ?? []) {
		if (review.author?.type !== "User" || keyOf(review.author) === keyOf(author)) continue;
		if (review.state === "COMMENTED" || review.state === "PENDING") continue;
		const known = newest.get(keyOf(review.author));
		if ((known === void 0 ? 1 : timeOf(review) - timeOf(known) || review.id - known.id) > 0) newest.set(keyOf(review.author), review);
	}
	return [...newest.values()].filter(({ state }) => state === "APPROVED");
};
/** Keys of everybody but its author who reviewed it: without any, no owner did. */
const reviewersOf = (facts) => peopleIn(reviewsByOthers(facts));
const peopleIn = (reviews) => new Set(reviews.map(({ author }) => keyOf(author)));
const approvalsAtHead = {
	name: "approvals-at-head",
	question: "How many people approved exactly this commit?",
	why: "An approval speaks of what its author saw: the head it was written on, and no later one. Changes without any take part in more defects (McIntosh et al., EMSE 2016, on review coverage).",
	shape: "count",
	direction: -1,
	measure: (facts) => facts.reviews === null ? unavailable(reviewsUnknown) : measured(approvals(facts).filter(({ commit }) => commit === facts.head).length),
	sentence: (value) => counted(value, "approval of this commit")
};
const pushedAfterApproval = {
	name: "pushed-after-approval",
	question: "Did commits follow the last approval?",
	why: "What is pushed after an approval goes out unread, and has been used to slip code in.",
	shape: "flag",
	direction: 1,
	measure: (facts) => {
		if (facts.reviews === null) return unavailable(reviewsUnknown);
		const given = approvals(facts);
		if (given.length === 0) return unavailable("nobody has approved it");
		return measured(given.some(({ commit }) => commit === facts.head) ? 0 : 1);
	},
	sentence: (value) => value === 1 ? "commits pushed after approval" : "nothing pushed after approval"
};
const ownerReviewed = {
	name: "owner-reviewed",
	question: "Did somebody who owns a file of it review it?",
	why: "Reviewers who know the code find more of what is wrong with it (McIntosh et al., EMSE 2016, on reviewer expertise).",
	shape: "flag",
	direction: -1,
	measure: (facts) => {
		if (facts.reviews === null) return unavailable(reviewsUnknown);
		const { owners } = facts;
		const reviewers = reviewersOf(facts);
		if (owners?.logins.some((login) => reviewers.has(login.toLowerCase()))) return measured(1);
		if (owners?.logins.length === 0 && owners.unknown === null) return unavailable("nobody owns its files");
		if (reviewers.size === 0) return measured(0);
		if (owners === null) return unavailable("nobody can say who owns its files");
		return owners.unknown === null ? measured(0) : unavailable(owners.unknown);
	},
	sentence: (value) => value === 1 ? "an owner reviewed it" : "no owner of its files reviewed it"
};
/** Per 100 lines; a change of fewer lines counts as 100, so that one remark on one line is no depth. */
const perHundredLines = (count, lines) => 100 * count / Math.max(100, lines);
const depth = (facts, count) => {
	if (facts.reviews === null || count === null) return unavailable(reviewsUnknown);
	if (facts.changedLines === null) return unavailable("nobody can count its lines");
	return measured(perHundredLines(count, facts.changedLines));
};
/** One digit behind the point, where it says anything. */
const rounded = (value) => String(Math.round(value * 10) / 10);
const reviewComments = {
	name: "review-comments",
	question: "How many line comments did reviewers leave per 100 changed lines?",
	why: "Much discussion tells a careful reading, or a change hard to agree on: either way it says something (Thongtanunam et al., MSR 2015).",
	shape: "count",
	direction: 0,
	measure: (facts) => depth(facts, facts.lineComments),
	sentence: (value) => `${rounded(value)} review comments per 100 lines`
};
const reviewReaders = {
	name: "review-readers",
	question: "How many people reviewed it, per 100 changed lines?",
	why: "One reader of a thousand lines reads less of each than one reader of ten (McIntosh et al., EMSE 2016, on participation).",
	shape: "count",
	direction: -1,
	measure: (facts) => depth(facts, peopleIn(reviewsByOthers(facts)).size),
	sentence: (value) => `${rounded(value)} reviewers per 100 lines`
};
const ofChecks = (facts, which) => {
	if (facts.checks === null) return unavailable(checksUnknown);
	return facts.checks.total === 0 ? unavailable("nothing checks it") : measured(facts.checks[which]);
};
const failedChecks = {
	name: "failed-checks",
	question: "How many checks of its head failed?",
	why: "A red check that is not required is easily called flaky; some of them were right.",
	shape: "count",
	direction: 1,
	measure: (facts) => ofChecks(facts, "failed"),
	sentence: (value) => counted(value, "check failed")
};
const rerunChecks = {
	name: "rerun-checks",
	question: "How many checks of its head had to be run again?",
	why: "A check that passes at the second attempt has found something: in the change, in the test, or in where it runs.",
	shape: "count",
	direction: 1,
	measure: (facts) => ofChecks(facts, "rerun"),
	sentence: (value) => counted(value, "check run again")
};
const otherDeployments = {
	name: "other-deployments",
	question: "How many other deployments to this environment are under way?",
	why: "Two at once make each the other’s surprise, and the failure of one hard to tell from that of the other.",
	shape: "count",
	direction: 1,
	measure: ({ otherDeployments }) => otherDeployments === null ? unavailable("GitHub did not tell which deployments are under way") : measured(otherDeployments),
	sentence: (value) => counted(value, "deployment beside this one")
};
/** Of a part, in the order in which evidence is kept. */
const reviewSignals = [
	approvalsAtHead,
	pushedAfterApproval,
	ownerReviewed,
	reviewComments,
	reviewReaders,
	failedChecks,
	rerunChecks
];
/** Of a deployment. How long it soaked elsewhere is asked by `soaked-elsewhere`, which needs no more than the hours. */
const environmentSignals = [otherDeployments];
/** All answers by name, as evidence holds them. */
const measureFacts = (signals, facts) => Object.fromEntries(signals.map((signal) => [signal.name, signal.measure(facts)]));

// src/sources/github/checks.ts
const runsRoute = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
const statusRoute = "GET /repos/{owner}/{repo}/commits/{ref}/status";
const mostChecks = 500;
/** The name under which the gate itself reports. */
const ownContext = "change-risk";
const failures = [
	"failure",
	"timed_out",
	"startup_failure",
	"action_required"
];
const conclusions = [
	...failures,
	"success",
	"neutral",
	"skipped",
	"cancelled",
	"stale"
];
const runStatuses = [
	"queued",
	"in_progress",
	"completed",
	"waiting",
	"requested",
	"pending"
];
const contextStates = [
	"success",
	"failure",
	"error",
	"pending"
];
const runOf = (answer, sha) => {
	if (answer.commitName("head_sha") !== sha) throw rubbish(runsRoute, "a check run is of another commit than asked");
	const app = recordOrNull(answer, "app")?.integer("id") ?? 0;
	const suite = recordOrNull(answer, "check_suite")?.integer("id") ?? 0;
	const completed = answer.oneOf("status", runStatuses) === "completed";
	const conclusion = completed ? answer.oneOf("conclusion", conclusions) : null;
	return {
		id: answer.integer("id"),
		key: `${app} ${suite} ${answer.text("name")}`,
		completed,
		failed: failures.some((word) => word === conclusion)
	};
};
const isOwn = (name, own) => own.some((context) => context.toLowerCase() === name.toLowerCase());
const readRuns = async (github, repository, sha, own) => {
	const { items, complete } = await github.list(runsRoute, {
		...repository,
		ref: sha,
		filter: "all",
		per_page: 100
	}, mostChecks);
	const runs = answersOf(runsRoute, items).filter((answer) => !isOwn(answer.text("name"), own)).map((answer) => runOf(answer, sha));
	const byKey = /* @__PURE__ */ new Map();
	for (const run of runs) byKey.set(run.key, [...byKey.get(run.key) ?? [], run]);
	return {
		checks: [...byKey.values()],
		complete
	};
};
const latestOf = (runs) => runs.reduce((latest, run) => run.id > latest.id ? run : latest);
const readContexts = async (github, repository, sha, own) => {
	const { items, complete } = await github.list(statusRoute, {
		...repository,
		ref: sha,
		per_page: 100
	}, mostChecks);
	return {
		states: answersOf(statusRoute, items).filter((answer) => !isOwn(answer.text("context"), own)).map((answer) => answer.oneOf("state", contextStates)),
		complete
	};
};
const count = (items, is) => items.filter(is).length;
/**
* Check runs and statuses of a commit named in full. `own` are names under which the gate, or the job it runs in,
* reports. Needs `checks: read` and `statuses: read`. Throws GitHubError.
*/
const readChecks = async (github, repository, commit, own = [ownContext]) => {
	const sha = requireCommit(commit);
	const [runs, contexts] = await Promise.all([readRuns(github, repository, sha, own), readContexts(github, repository, sha, own)]);
	const latest = runs.checks.map(latestOf);
	const { states } = contexts;
	return {
		failed: count(latest, ({ failed }) => failed) + count(states, (state) => state === "failure" || state === "error"),
		rerun: count(runs.checks, (same) => count(same, ({ completed }) => completed) > 1),
		pending: count(latest, ({ completed }) => !completed) + count(states, (state) => state === "pending"),
		total: latest.length + states.length,
		complete: runs.complete && contexts.complete
	};
};

// src/commands/github/owners.ts
/**
* Who owns the files of a change, so far as it matters: whether one of them reviewed it. People are named in CODEOWNERS;
* who is in a team takes a request each, and a token that may ask.
*/
/** Teams that are asked about; a file rarely has more. */
const mostTeams = 3;
const namesIn = (owners, kind) => [...new Set(owners.filter((owner) => owner.kind === kind).map(({ name }) => name))];
/** Members of teams, until one of `reviewers` is among them. */
const membersOf = async (job, teams, reviewers) => {
	const logins = [];
	for (const team of teams.slice(0, mostTeams)) {
		const [org = "", slug = ""] = team.split("/");
		const members = await teamMembers(job.github, org, slug);
		if (members === null) return {
			logins,
			unknown: `members of ${team}, who own files of it, cannot be read: github-token needs permission "members: read" of the organisation, which GITHUB_TOKEN never has`
		};
		logins.push(...members.items);
		if (members.items.some((login) => reviewers.has(login.toLowerCase()))) return {
			logins,
			unknown: null
		};
		if (!members.complete) return {
			logins,
			unknown: `${team}, who own files of it, are too many to read`
		};
	}
	return {
		logins,
		unknown: teams.length > mostTeams ? `${teams.length} teams own files of it, too many to ask about` : null
	};
};
/** Owners by CODEOWNERS at a commit; `reviewers` are logins in small letters, and teams matter only to find one of them. */
const fileOwners = async (job, base, paths, reviewers) => {
	try {
		const text = await codeOwnersAtRef(job.github, job.repository, base);
		const codeOwners = text ? parseCodeOwners(text.text) : null;
		const owners = codeOwners ? paths.flatMap((path) => ownersOf$1(codeOwners, path) ?? []) : [];
		const addresses = namesIn(owners, "email").map(loginOfAddress);
		const people = [...namesIn(owners, "user"), ...addresses.filter((login) => login !== null)];
		if (people.some((login) => reviewers.has(login.toLowerCase()))) return {
			logins: people,
			unknown: null
		};
		const teams = namesIn(owners, "team").filter((team) => sameLogin(team.split("/")[0] ?? "", job.repository.owner));
		const { logins, unknown } = await membersOf(job, teams, reviewers);
		const unnamed = addresses.includes(null) ? "CODEOWNERS names an owner by an address that no account is known of" : null;
		return {
			logins: [...people, ...logins],
			unknown: unknown ?? unnamed
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return {
			logins: [],
			unknown: `who owns its files could not be read: ${error.message}`
		};
	}
};

// src/commands/github/evidence.ts
/** Checks of a head; null where GitHub does not tell them all. No decision hangs on them. */
const checksOf = async (job, sha) => {
	try {
		const checks = await readChecks(job.github, job.repository, sha);
		return checks.complete ? checks : null;
	} catch (error) {
		if (error instanceof SourceError) return null;
		throw error;
	}
};
/** Where GitHub leaves files out, somebody may own one of those. */
const ownersOf = async (job, base, { files, complete }, reviewers) => {
	const paths = files.map(({ path }) => path);
	const { logins, unknown } = await fileOwners(job, base, paths, reviewers);
	return {
		logins,
		unknown: unknown ?? (complete ? null : "GitHub does not list all of its files")
	};
};
/** The assessment with the answers of the signals that only GitHub can give. */
const withReviewEvidence = async (job, assessment, pull, { reviews, failures }, { base, files }) => {
	const { sha } = pull.head;
	const known = failures.some(({ source }) => source === "reviews") ? null : reviews;
	const reviewers = reviewersOf({
		reviews: known,
		author: pull.author
	});
	const answers = measureFacts(reviewSignals, {
		head: sha,
		author: pull.author,
		reviews: known,
		lineComments: pull.lineComments,
		changedLines: pull.counts.additions + pull.counts.deletions,
		owners: reviewers.size === 0 ? null : await ownersOf(job, base, files, reviewers),
		checks: await checksOf(job, sha)
	});
	const { evidence } = assessment;
	return {
		...assessment,
		evidence: {
			...evidence,
			parts: {
				...evidence.parts,
				[sha]: {
					...evidence.parts[sha],
					...answers
				}
			}
		}
	};
};
/** The same of a deployment: what else is on its way there. */
const withEnvironmentEvidence = (assessment, history, sha) => {
	const answers = measureFacts(environmentSignals, { otherDeployments: history ? history.inFlight.filter((other) => other.sha !== sha).length : null });
	const { evidence } = assessment;
	return {
		...assessment,
		evidence: {
			...evidence,
			deployment: {
				...evidence.deployment,
				...answers
			}
		}
	};
};

// src/commands/github/recorded-words.ts
/** The band that a record tells of a word given elsewhere. */
const toldBand = (told) => told?.band === void 0 ? {} : {
	band: told.band,
	bandSource: {
		id: told.id,
		hash: told.hash
	}
};
const opinionOf = ({ id, hash, login, word, head, comment, at, reason, band }) => ({
	id: comment ?? 0,
	author: {
		login,
		type: "User"
	},
	state: word === "approve" ? "APPROVED" : "REJECTED",
	commit: head,
	submittedAt: at,
	association: "MEMBER",
	body: reason,
	record: {
		id,
		hash
	},
	...band === void 0 ? {} : { band }
});
const recordedWords = async (ledger, part) => {
	const words = await wordsOn(ledger, part);
	/** Records that tell a band alone, by the number of the review or the record of the word that they tell it of. */
	const told = new Map(words.flatMap((word) => {
		const about = word.review ?? word.of;
		return about === void 0 ? [] : [[about, word]];
	}));
	/** Where the word was given whose band nobody told yet, by which name, and when; null where it was told. */
	const untold = ({ source, band }, reviews) => {
		if (band !== void 0 || told.has(source.id)) return null;
		if (source.kind === "review") {
			const review = { review: source.id };
			return {
				name: review,
				place: review,
				at: reviews.find(({ id }) => id === source.id)?.submittedAt ?? null
			};
		}
		const name = { of: source.id };
		const given = words.find(({ id }) => id === source.id);
		return given?.comment === void 0 ? null : {
			name,
			place: {
				comment: given.comment,
				...name
			},
			at: given.at
		};
	};
	return {
		opinions: words.filter(({ head, of, review }) => review === void 0 && of === void 0 && head === part.head).map((word) => ({
			...opinionOf(word),
			...toldBand(told.get(word.id))
		})),
		withBands: (reviews) => reviews.map((review) => ({
			...review,
			...toldBand(told.get(review.id))
		})),
		bandRecords: (job, { counted, reviews, band }) => {
			const [first, ...others] = counted.flatMap((word) => {
				const found = untold(word, reviews);
				if (found === null) return [];
				const { name, place, at } = found;
				return [{
					name,
					login: word.login,
					at: (at === null ? job.now : new Date(at)).toISOString(),
					told: {
						head: word.head,
						...place,
						word: "approve",
						band
					}
				}];
			});
			if (first === void 0) return [];
			const beside = others.map(({ login, at, told: other }) => ({
				login,
				at,
				...other
			}));
			return [{
				stream: streamOf(part),
				kind: "approval",
				key: {
					repository: fullName(job),
					number: part.number,
					...first.name
				},
				at: first.at,
				repository: fullName(job),
				actor: first.login,
				tool: {
					name: "change-risk-gate",
					version: job.version
				},
				body: {
					number: part.number,
					sha: part.sha,
					...first.told,
					...beside.length === 0 ? {} : { beside },
					earlier: words
				}
			}];
		}
	};
};

// src/commands/github/part-words.ts
/** What eligible reviewers said of what landed, together with words in comments. */
const opinionsOn = ({ reviews, author, contributors, head, writers }, words, { gateLogins, allowStale }) => {
	const mayPush = new Set(writers.map((login) => login.toLowerCase()));
	return findApprovals({
		reviews: [...words.withBands(reviews), ...words.opinions],
		head,
		author: author?.login ?? null,
		committers: contributors.logins,
		coAuthors: [],
		lastPusher: null,
		permissionOf: (login) => mayPush.has(login.toLowerCase()) ? "write" : "read",
		gateLogins,
		allowStale
	});
};
/** A part whose contributors are not all known has nobody of whom it is certain that they are not among them. */
const canSpeak = ({ contributors, mergeSignedByGitHub, reviewsComplete }) => contributors.complete && reviewsComplete && mergeSignedByGitHub;
const hasWords = ({ approvals, rejections, objections }) => approvals.length + rejections.length + objections > 0;
/** Words on the parts of a deployment: on their merged heads, by review or in a comment that the ledger holds. */
const wordsOnParts = (job, ledger, tell) => async (parts, allowStale) => {
	const { landed, origins, unread } = await approvalsOfParts(job.github, job.repository, parts);
	const spoken = /* @__PURE__ */ new Set();
	const words = /* @__PURE__ */ new Map();
	for (const { sha } of parts) {
		const pull = landed.get(sha);
		if (pull && canSpeak(pull)) spoken.add(sha);
		const onPull = pull ? await saidOnPull(pull, sha) : nothingSaid;
		const onCommit = onPull.approvals.length > 0 ? nothingSaid : await saidOnCommit(sha);
		const rejections = [...onPull.rejections, ...onCommit.rejections];
		const whole = {
			approvals: onPull.objections + rejections.length > 0 ? [] : [...onPull.approvals, ...onCommit.approvals],
			rejections,
			objections: onPull.objections
		};
		if (hasWords(whole)) words.set(sha, whole);
		for (const { said, reviews, approvals } of whole.approvals.length > 0 ? [onPull, onCommit] : []) if (said !== null) tell.weighed({
			sha,
			said,
			reviews,
			counted: approvals
		});
	}
	tell.heard({
		spoken,
		origins
	});
	return {
		words,
		notes: notesOnUnread(unread.length)
	};
	async function saidOnPull(pull, sha) {
		const said = await recordedWords(ledger(), {
			sha,
			head: pull.head,
			number: pull.number
		});
		const gateLogins = await job.ownPeople();
		const { approvals, blockedBy, rejections } = opinionsOn(pull, said, {
			gateLogins,
			allowStale
		});
		return {
			approvals: canSpeak(pull) ? approvals : [],
			rejections,
			objections: blockedBy.length,
			said,
			reviews: pull.reviews
		};
	}
	async function saidOnCommit(sha) {
		const said = await recordedWords(ledger(), commitPart(sha));
		return said.opinions.length === 0 ? nothingSaid : {
			...wordsAlone(said.opinions, sha),
			said,
			reviews: []
		};
	}
};
const notesOnUnread = (count) => count === 0 ? [] : [`the pull requests of ${formatCount(count)} parts are not known, nor approvals and labels of theirs: look at those yourself, or deploy fewer at a time`];
const nothingSaid = {
	approvals: [],
	rejections: [],
	objections: 0,
	said: null,
	reviews: []
};
/** Words in comments alone: whoever gave them was looked at when they did. */
const wordsAlone = (said, head) => {
	const { approvals, rejections } = findApprovals({
		reviews: said,
		head,
		author: null,
		committers: [],
		coAuthors: [],
		lastPusher: null,
		permissionOf: () => null,
		gateLogins: []
	});
	return {
		approvals,
		rejections,
		objections: 0
	};
};
/** The same words, each with the requests of the policy that it counts for. */
const grouped = async (job, words, review, notes = []) => {
	const logins = [...new Set([...words.values()].flatMap(({ approvals }) => approvals.map(({ login }) => login)))];
	const grouping = await groupingOf(job, review, logins);
	return {
		words: new Map([...words].map(([sha, each]) => [sha, {
			...each,
			approvals: each.approvals.map((word) => ({
				...word,
				groups: grouping.groupsOf(word.login)
			}))
		}])),
		notes: [...notes, ...grouping.notes]
	};
};

// src/commands/github/queue.ts
/**
* What people said of pull requests in the merge queue: approvals, and the label that asks for a person. A pull request
* there has not landed, so its approvals are of its head; and the commit in the queue must be that head's, not one that
* only bears its number: of a merge the second parent tells, of a squash the number does, where the repository allows no
* rebased commits, whose titles anybody may have written. A label asks for more, so it counts on less: on any open pull
* request that a title names, and on the one that GitHub named the group by. Where neither is to be found nobody knows.
*/
/** Commits whose number is looked up: a group is rarely larger, and requests are few. */
const mostQueued = 10;
const commitRoute = "GET /repos/{owner}/{repo}/git/commits/{commit_sha}";
const repositoryRoute = "GET /repos/{owner}/{repo}";
const parentsOf = async ({ github, repository }, sha) => answerOf(commitRoute, await github.request(commitRoute, {
	...repository,
	commit_sha: sha
})).list("parents").map((parent) => parent.commitName("sha"));
/** Whether numbers in titles are GitHub's own: only where nothing is rebased. Unknown is no. */
const numbersAreSure = async ({ github, repository }) => answerOf(repositoryRoute, await github.request(repositoryRoute, repository)).optional("allow_rebase_merge", flag) === false;
/** Null where there is none of this number: a title may hold any. */
const pullOrNull = async ({ github, repository }, number) => {
	try {
		return await readPullRequest(github, repository, number);
	} catch (error) {
		if (error instanceof GitHubError && error.failure === "not-found") return null;
		throw error;
	}
};
/** Reads pull requests, each once. */
const pullReader = (job) => {
	const asked = /* @__PURE__ */ new Map();
	return (number) => {
		if (number === null) return Promise.resolve(null);
		const pull = asked.get(number) ?? pullOrNull(job, number);
		asked.set(number, pull);
		return pull;
	};
};
/** Whether a commit in the queue is certainly that of a pull request. */
const certainty = (job) => {
	let sure = null;
	return async ({ head }, sha) => {
		const parents = await parentsOf(job, sha);
		if (parents.length === 2) return parents[1] === head.sha;
		if (parents.length !== 1) return false;
		sure ??= await numbersAreSure(job);
		return sure;
	};
};
const nameOf = ({ sha, number }) => number === null ? sha.slice(0, 8) : `#${number}`;
const unknownLabels = (parts) => parts.length === 0 ? [] : [{
	source: "labels",
	why: `it is not known which pull request ${formatList(parts.map(nameOf))} ${parts.length === 1 ? "is" : "are"} of, nor whether it bears ${optOutLabel}`
}];
/** Parts from the oldest to the newest. Throws GitHubError where GitHub refuses to tell. */
const queuedWords = (job, ledger, { newest }, weighed) => async (parts, allowStale) => {
	const read = pullReader(job);
	const isCertain = certainty(job);
	const words = /* @__PURE__ */ new Map();
	const labelled = /* @__PURE__ */ new Set();
	const unknown = [];
	for (const [at, part] of parts.entries()) {
		const { sha, number } = part;
		const place = parts.length - at;
		const named = await read(place <= mostQueued ? number : null);
		const open = named?.state === "open" ? named : null;
		const isIts = open !== null && await isCertain(open, sha);
		if (isIts) {
			const said = await recordedWords(ledger(), {
				number: open.number,
				head: open.head.sha,
				sha: null
			});
			const { reviews, weigh } = await readOpinions(job, open);
			const { notes: _, ...counted } = weigh(said, allowStale);
			if (hasWords(counted)) words.set(sha, counted);
			weighed({
				sha,
				said,
				reviews,
				counted: counted.approvals
			});
		}
		const last = isIts ? null : await read(newest);
		const own = last !== null && place <= last.counts.commits ? last : null;
		if ([open, own].some((pull) => pull?.labels.some(isOptOut))) labelled.add(sha);
		else if (!isIts && own === null) unknown.push(part);
	}
	return {
		words,
		labelled,
		failures: unknownLabels(unknown)
	};
};

// src/commands/github/outside.ts
/** What GitHub knows, as the gate asks for it. Each thing is asked once a run. */
const outsideOf = (job, policyAt, request) => {
	const { clone, proposal } = request;
	const { organisationPolicy } = job.asked;
	let ledger = null;
	let kept = null;
	/** Whose approvals count: what to remember of them once the bands of the parts are known. */
	const weighed = [];
	const openLedger = (url) => {
		ledger ??= openJobLedger(job, url);
		return ledger;
	};
	return {
		repository: fullName(job),
		webUrl: job.webUrl,
		withoutHistory: clone.withoutHistory,
		policyAt,
		fileAt: (commit, path) => fileAtRef(job.github, job.repository, requireCommit(commit), path),
		policyPath: job.asked.configFile ?? ".github/change-risk.yml",
		hoursIn: async (place, commit) => hoursLive((await deployedIn(job, place)).recent, commit, job.now),
		...organisationPolicy === void 0 ? {} : { organisationPolicy: {
			path: "input config",
			text: organisationPolicy
		} },
		liveIn: async (place) => {
			const history = await deployedIn(job, place);
			request.seen?.(history);
			const { live, complete, versions } = history;
			if (live === null && !complete) throw new SourceError(`what runs in ${place.environments.join(", ")} is further back than GitHub was asked; name it with base-ref`);
			return live && versions ? {
				...live,
				versions
			} : live;
		},
		fetch: clone.fetch,
		opinionsOn: async (parts, { review, allowStale }) => {
			if (proposal) {
				const { number, head } = proposal;
				if (number === null || !request.opinions) return {
					words: /* @__PURE__ */ new Map(),
					notes: []
				};
				const said = await recordedWords(openLedger(null), {
					number,
					head,
					sha: null
				});
				const { reviews } = request.opinions;
				const { notes, ...words } = request.opinions.weigh(said, allowStale);
				weighed.push({
					sha: head,
					said,
					reviews,
					counted: words.approvals
				});
				return grouped(job, new Map(hasWords(words) ? [[head, words]] : []), review, notes);
			}
			const ledger = () => openLedger(null);
			const keep = (part) => {
				weighed.push(part);
			};
			if (request.queued) {
				const queue = await queuedWords(job, ledger, request.queued, keep)(parts, allowStale);
				request.queued.labelled(queue.labelled);
				return {
					...await grouped(job, queue.words, review),
					failures: queue.failures
				};
			}
			const { heard = () => void 0 } = request;
			const { words, notes } = await wordsOnParts(job, ledger, {
				heard,
				weighed: keep
			})(parts, allowStale);
			return grouped(job, words, review, notes);
		},
		openLedger,
		indexDirectory: async (opened) => {
			kept = await keptIndex(job, opened);
			return kept.directory;
		},
		records: (bands) => [...kept ? indexRecord(job, kept) : [], ...weighed.flatMap(({ sha, said, ...words }) => {
			const band = bands.get(sha);
			return band === void 0 ? [] : said.bandRecords(job, {
				...words,
				band
			});
		})],
		...proposal ? { proposal } : {},
		failures: request.failures ?? [],
		notes: [...clone.notes, ...request.notes ?? []]
	};
};

// src/commands/github/judging.ts
/** Kilobytes from which on contents of files take longer to bring than lines are worth. */
const largeKilobytes = 3e5;
const cloneFor = async (job, policyAt, commits, untrusted = []) => {
	const [first = ""] = commits;
	return prepareClone({
		workspace: job.workspace,
		temporary: job.temporary,
		remote: {
			url: `${job.webUrl}.git`,
			token: job.token
		},
		webUrl: job.webUrl,
		commits,
		lookbackSeconds: (await configurationAt(policyAt, first)).history.lookback.seconds,
		blobless: job.repositoryKilobytes === null || job.repositoryKilobytes > largeKilobytes,
		now: job.now,
		environment: job.processEnvironment,
		untrusted: job.privileged ? untrusted : []
	});
};
const judge = async (job, clone, outside, asked, remembers) => {
	const { GIT_DIR: _, GIT_WORK_TREE: __, ...processEnvironment } = job.processEnvironment;
	const answer = await gate({
		directory: clone.directory,
		...asked,
		...job.asked.dryRun ? { mode: "observe" } : job.asked.mode === void 0 ? {} : { mode: job.asked.mode },
		now: job.now,
		processEnvironment,
		progress: () => void 0,
		outside,
		prior: await job.prior(),
		version: job.version,
		withPeople: false,
		clock: job.clock,
		remembers: job.asked.dryRun ? "never" : remembers
	});
	return {
		...answer,
		assessment: seenOnGitHub(answer.assessment, outside)
	};
};
/** GitHub was asked for its deployments, or need not be: unless that failed, they are not among what nobody saw. */
const seenOnGitHub = (assessment, { proposal }) => assessment.rule === "source-failed" && proposal === void 0 && !assessment.change.baseSource.startsWith("deployment") ? assessment : {
	...assessment,
	unavailable: assessment.unavailable.filter(({ signal }) => signal !== "GitHub-deployments")
};
/** An open pull request, as the part it would be on the tip of its base. Throws GitHubError. */
const judgePullRequest = async (job, pull, { remembers = "when-enforcing" } = {}) => {
	const { github, repository } = job;
	const base = await resolveTip(github, repository, pull.base.ref);
	const policyAt = policyReader(job);
	const [files, opinions, clone] = await Promise.all([
		readPullRequestFiles(github, repository, pull),
		readOpinions(job, pull),
		cloneFor(job, policyAt, [base], [pull.head.sha])
	]);
	const failures = [...files.complete ? [] : [{
		source: "files",
		why: `GitHub lists ${files.files.length} of ${pull.counts.files} files`
	}], ...opinions.failures];
	const outside = {
		...outsideOf(job, policyAt, {
			clone,
			proposal: {
				number: pull.number,
				base,
				baseSource: {
					from: "pull-request",
					ref: pull.base.ref
				},
				head: pull.head.sha,
				title: pull.title,
				body: pull.body,
				commits: opinions.commits,
				files: files.files
			},
			opinions,
			failures
		}),
		optedOut: () => pull.labels.some(isOptOut)
	};
	const { environment } = job.asked;
	const answer = await judge(job, clone, outside, environment === void 0 ? {} : { environment }, remembers);
	const assessment = await withReviewEvidence(job, answer.assessment, pull, opinions, {
		base,
		files
	});
	return {
		...answer,
		...opinions,
		assessment,
		pull,
		base
	};
};
/** What is asked to run in an environment, from what runs there now. */
const judgeDeployment = async (job, asked, { remembers = "always" } = {}) => {
	const policyAt = policyReader(job);
	const { sha, base, distrust, queued } = asked;
	const environment = job.asked.environment ?? asked.environment;
	const clone = await cloneFor(job, policyAt, base === void 0 ? [sha] : [sha, base]);
	const compared = clone.withoutHistory ? await compareByApi(job, policyAt, {
		sha,
		environment,
		...base === void 0 ? {} : { base }
	}) : {
		proposal: null,
		failures: []
	};
	let words = {
		spoken: /* @__PURE__ */ new Set(),
		origins: null
	};
	let history = null;
	let labelled = /* @__PURE__ */ new Set();
	const facts = outsideOf(job, policyAt, {
		clone,
		heard: (told) => {
			words = told;
		},
		seen: (answer) => {
			history = answer;
		},
		failures: [...distrust === void 0 ? [] : [{
			source: "base",
			why: distrust
		}], ...compared.failures],
		...compared.proposal === null ? {} : { proposal: compared.proposal },
		...queued === void 0 ? {} : { queued: {
			...queued,
			labelled: (parts) => {
				labelled = parts;
			}
		} }
	});
	const optedOut = (part) => labelled.has(part) || labelsBefore(job.github, part).some(isOptOut);
	const answer = await judge(job, clone, {
		...facts,
		optedOut
	}, {
		head: sha,
		...base === void 0 || clone.withoutHistory ? {} : { base },
		...environment === null ? {} : { environment }
	}, remembers);
	return {
		...answer,
		assessment: withEnvironmentEvidence(answer.assessment, history, sha),
		...words
	};
};
/** The policy at the tip of a branch (null: the default one), and the ledger it names. Throws SourceError. */
const ledgerOf = async (job, branch) => {
	const base = await resolveTip(job.github, job.repository, branch ?? job.defaultBranch);
	const file = await policyReader(job)(base);
	const configuration = file ? await parseConfiguration(file.text, file.path) : defaultConfiguration();
	return {
		ledger: openJobLedger(job, configuration.ledger),
		configuration
	};
};

export { wordRecord as a, commitPart as i, judgePullRequest as n, ledgerOf as r, judgeDeployment as t };
