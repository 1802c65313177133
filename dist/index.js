#!/usr/bin/env node
import { c as readTokens, d as openGitHub, l as secretsOf, n as readRunner, o as readMode, r as readInputs, t as openToolkit, u as fetchThroughProxy } from "./chunks/main-action-toolkit.js";
import { t as answerOf } from "./chunks/clients-github-shapes.js";
import { i as name } from "./chunks/sources-github-reading.js";
import { G as ConfigError, J as isOurs, K as SourceError, q as UsageError } from "./chunks/main-gate.js";
import { t as parseCommand } from "./chunks/sources-github-command.js";
import { n as parseLabel } from "./chunks/sources-github-label-word.js";
import { n as version, t as toolName } from "./chunks/main-version.js";
import { t as defaultBranchOf } from "./chunks/main-action-default-branch.js";
import { r as readPayload } from "./chunks/main-action-payload.js";
import { setTimeout } from "node:timers/promises";

// src/sources/github/viewer.ts
const route = "POST /graphql";
const viewerQuery = "query Viewer { viewer { login } }";
/** The login of the account, of an App with its `[bot]`. 1 request. Throws GitHubError. */
const readViewer = async (github) => answerOf(route, await github.graphql(viewerQuery, {}, { repeatable: true })).is("viewer.login", name);

// src/commands/github/identity.ts
/** Of installations, the job's own and an App's: whose login no person can have. */
const isInstallation = (token) => token.startsWith("ghs_");
/** Of people, in today's forms and in the one that older servers still give out. */
const isPersonal = (token) => /^(?:gh[opu]_|github_pat_|[0-9a-f]{40}$)/.test(token);
const identityOf = (github, token) => {
	let known = null;
	const named = (login) => [isInstallation(token) && !login.endsWith("[bot]") ? `${login}[bot]` : login];
	const own = () => {
		if (known) return known;
		const asked = readViewer(github).then(named);
		known = asked;
		asked.catch(() => {
			if (known === asked) known = null;
		});
		return asked;
	};
	return {
		own,
		ownPeople: () => isPersonal(token) ? own() : Promise.resolve([]),
		writtenBy: (login) => {
			known ??= Promise.resolve(named(login));
		}
	};
};

// src/sources/github/door-payload.ts
/**
* Reads a webhook's payload as data that anybody may have written: own fields only, so that `__proto__` and its kin are
* keys like any other, and every value by its shape.
*/
/** What lies at a path of keys; undefined where any of them is missing. */
const fieldOf = (value, ...keys) => {
	let at = value;
	for (const key of keys) {
		if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return void 0;
		at = at[key];
	}
	return at;
};
/** A text that says something, else null. */
const textOf = (value) => typeof value === "string" && value !== "" ? value : null;
/** A list, else an empty one. */
const listOf = (value) => Array.isArray(value) ? value : [];
const isCount = (value) => Number.isSafeInteger(value) && value > 0;
/** The full name of a commit, SHA-1 or SHA-256. */
const isSha = (value) => typeof value === "string" && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
/** The name git gives to no commit at all. */
const isNoCommit = (sha) => /^0+$/.test(sha);
/** A number of GitHub's: of a pull request, a run, a comment. */
const countOf = (value) => isCount(value) ? value : null;
/** A moment as ISO in UTC; null where the text is none. */
const momentOf = (value) => {
	const moment = typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? new Date(value) : null;
	return moment === null || Number.isNaN(moment.getTime()) ? null : moment.toISOString();
};
/** The payload of one event, read strictly. */
const openPayload = (eventName, payload) => {
	const must = (kind, readValue) => (...path) => {
		const value = readValue(fieldOf(payload, ...path));
		if (value !== null) return value;
		throw new SourceError(`event ${eventName}: ${path.join(".")} is no ${kind} in the payload, as GitHub would send it; if an earlier step of the job changed the file at GITHUB_EVENT_PATH, remove that step`);
	};
	return {
		action: textOf(fieldOf(payload, "action")) ?? "",
		at: (...path) => fieldOf(payload, ...path),
		count: must("positive whole number", countOf),
		sha: must("commit", (value) => isSha(value) && !isNoCommit(value) ? value : null),
		text: must("text", textOf),
		moment: must("moment", momentOf)
	};
};

// src/sources/github/door-facts.ts
/** What is known of a run before GitHub is asked anything, and what it says about whom to trust. */
/** A workflow's file name holds no slash: what follows the first `@refs/` is the ref, whatever a branch is called. */
const workflowShape = /^([^/]+\/[^/]+)\/\.github\/workflows\/[^/]+?@(refs\/.+)$/;
const isSameName = (one, other) => one.toLowerCase() === other.toLowerCase();
/** `refs/heads/NAME` of the default branch; null where neither payload nor event tells it. */
const defaultRef = (run, payload) => {
	const branch = textOf(fieldOf(payload, "repository", "default_branch"));
	if (branch !== null) return `refs/heads/${branch}`;
	return run.eventName === "schedule" && run.ref.startsWith("refs/heads/") ? run.ref : null;
};
/** Whether the job itself runs on the default branch (a tag of the same name is none). */
const isOnDefaultBranch = (run, payload) => run.ref !== "" && run.ref === defaultRef(run, payload);
/** Whether the workflow file is the default branch's own, of this repository. */
const isWorkflowFromDefaultBranch = (run, payload) => {
	const [, repository = "", ref] = workflowShape.exec(run.workflowRef) ?? [];
	return isSameName(repository, run.repository) && ref === defaultRef(run, payload);
};
/**
* Whether a head lies outside this repository, by the repository the payload gives it. Null there means a fork that is
* gone; a payload without the field tells nothing.
*/
const isFork = (run, headRepository) => {
	if (headRepository === void 0) return null;
	const name = textOf(fieldOf(headRepository, "full_name"));
	return name === null || !isSameName(name, run.repository);
};

// src/sources/github/door-knock.ts
/** What an event brings to its door, and what any of them may answer. */
const nothing = (why) => ({
	kind: {
		door: "nothing",
		why
	},
	fork: null
});
/** The number the event tells; an input may repeat it, as reusable workflows do, and not contradict it. */
const ownNumber = ({ inputs, payload, run }, ...path) => {
	const number = payload.count(...path);
	const asked = inputs.pullRequestNumber;
	if (asked === void 0 || asked === number) return number;
	throw new UsageError(`input pull-request-number: got ${asked}, but the event ${run.eventName} is about #${number}; remove the input`);
};
/** Inputs given where the event itself says what they would. */
const unused = ({ inputs }, why, withNumber = false) => [...inputs.headRef === void 0 ? [] : [`input head-ref is not used: ${why}`], ...withNumber && inputs.pullRequestNumber !== void 0 ? [`input pull-request-number is not used: ${why}`] : []];
const deploy = (knock, head) => ({
	kind: {
		door: "deploy",
		event: knock.run.eventName,
		...head,
		environment: knock.inputs.environment ?? null,
		deploymentId: null,
		onDefaultBranch: knock.onDefaultBranch
	},
	fork: false
});
/** What the workflow's inputs name, where the event leaves it open; null where they name nothing. */
const namedByInputs = (knock) => {
	const { headRef, pullRequestNumber } = knock.inputs;
	if (headRef !== void 0 && pullRequestNumber !== void 0) throw new UsageError("inputs head-ref and pull-request-number: both given, and a pull request names its own head; remove one");
	if (pullRequestNumber !== void 0) return {
		kind: {
			door: "pull-request",
			number: pullRequestNumber,
			privileged: true
		},
		fork: null
	};
	if (headRef === void 0) return null;
	const sha = headRef.toLowerCase();
	return deploy(knock, isSha(sha) ? {
		sha,
		ref: null
	} : {
		sha: null,
		ref: headRef
	});
};
/** The commit the job itself runs on: what its checkout and its deployment take. */
const ownCommit = (knock) => deploy(knock, {
	sha: knock.run.sha,
	ref: knock.run.ref === "" ? null : knock.run.ref
});

// src/sources/github/door-conversations.ts
/** Doors at which people talk about a change: pull requests, their reviews, comments, labels. */
/** Of these the gate's answer may change; the rest (assigned, milestoned, …) leave the change as it is. */
const judgedActions = [
	"opened",
	"synchronize",
	"reopened",
	"ready_for_review",
	"edited",
	"labeled",
	"unlabeled"
];
const ownHead = "a pull request names its own head";
const pullRequest = (knock) => {
	const { payload, run } = knock;
	const { action } = payload;
	if (!judgedActions.includes(action)) return nothing("this changes nothing the gate judges in a pull request");
	if (action === "edited" && payload.at("changes", "base") === void 0) return nothing("title or text of the pull request were edited, its base was not");
	const label = action.endsWith("labeled") ? textOf(payload.at("label", "name")) : null;
	if (label?.startsWith("risk:")) return nothing("the label is the gate’s own");
	const word = label === null ? null : parseLabel(label);
	if (word?.name === "outcome" && run.eventName === "pull_request_target") return labelled(knock, "pull_request", word);
	return {
		kind: {
			door: "pull-request",
			number: ownNumber(knock, "pull_request", "number"),
			privileged: run.eventName !== "pull_request"
		},
		fork: isFork(run, payload.at("pull_request", "head", "repo")),
		notes: unused(knock, ownHead)
	};
};
/** What a label says is said by whoever put it on, and taken back by whoever takes it off. */
const labelled = (knock, on, word) => {
	const { payload } = knock;
	const login = personIn(knock, "sender");
	if (login === null) return nothing("only people say by a label what became of a change");
	return {
		kind: {
			door: "label",
			number: ownNumber(knock, on, "number"),
			onPullRequest: on === "pull_request",
			word,
			wasPut: payload.action === "labeled",
			login,
			at: payload.moment(on, "updated_at")
		},
		fork: null,
		notes: unused(knock, "a label is about what it is put on")
	};
};
const issue = (knock) => {
	const { payload } = knock;
	if (!["labeled", "unlabeled"].includes(payload.action)) return nothing("only the labels of an issue say something of a change");
	const word = parseLabel(textOf(payload.at("label", "name")) ?? "");
	if (word === null) return nothing("the label says nothing of a change");
	if (word.name === "outcome") return nothing("this is an issue: say what became of a change on its pull request, or put caused-by: and its number on here");
	return labelled(knock, "issue", word);
};
/** The login of a person; null where the payload names an app, a machine account that says so, or nobody. */
const personIn = ({ payload }, ...path) => {
	const login = textOf(payload.at(...path, "login"));
	return payload.at(...path, "type") !== "User" || login?.endsWith("[bot]") ? null : login;
};
const review = (knock) => {
	const { payload, run } = knock;
	if (![
		"submitted",
		"dismissed",
		"edited"
	].includes(payload.action)) return nothing("this changes no review of a pull request");
	return {
		kind: {
			door: "review",
			number: ownNumber(knock, "pull_request", "number")
		},
		fork: isFork(run, payload.at("pull_request", "head", "repo")),
		notes: unused(knock, ownHead)
	};
};
const comment = (knock) => {
	const { inputs, payload } = knock;
	if (payload.action !== "created") return nothing("only a new comment gives a command");
	const asked = parseCommand(textOf(payload.at("comment", "body")) ?? "", inputs.commandPrefix);
	if (asked.outcome === "none") return nothing("the comment is no command");
	const login = personIn(knock, "comment", "user");
	if (login === null) return nothing("only people give commands");
	return {
		kind: {
			door: "command",
			number: ownNumber(knock, "issue", "number"),
			onPullRequest: (payload.at("issue", "pull_request") ?? null) !== null,
			asked,
			comment: {
				id: payload.count("comment", "id"),
				body: payload.text("comment", "body"),
				login,
				type: "User",
				association: textOf(payload.at("comment", "author_association")) ?? "NONE",
				createdAt: payload.moment("comment", "created_at")
			}
		},
		fork: null,
		notes: unused(knock, "a command is about the pull request it stands on")
	};
};

// src/sources/github/door-kinds.ts
/** Every state a deployment status may have, as GitHub spells it. */
const deploymentStates = [
	"error",
	"failure",
	"inactive",
	"in_progress",
	"pending",
	"queued",
	"success",
	"waiting"
];
const runActions = [
	"requested",
	"in_progress",
	"completed"
];

// src/sources/github/door-deployments.ts
/** Doors at which something is asked to run, runs, or has run. */
const ownCommitNamed = "the event names its own commit";
const push = (knock) => {
	const { payload, run } = knock;
	if (payload.at("deleted") === true || isNoCommit(textOf(payload.at("after")) ?? "none")) return nothing("a branch or tag was deleted: nothing is asked to run");
	if (run.ref.startsWith("refs/heads/gh-readonly-queue/")) return nothing("a branch of the merge queue, which is judged at merge_group");
	return namedByInputs(knock) ?? ownCommit(knock);
};
/** The inputs say what to deploy or judge, else the commit of the run. */
const dispatch = (knock) => namedByInputs(knock) ?? ownCommit(knock);
const schedule = (knock) => namedByInputs(knock) ?? {
	kind: { door: "sweep" },
	fork: false
};
const mergeGroup = (knock) => {
	const { payload } = knock;
	if (payload.action !== "checks_requested") return nothing("the merge queue asks for no check");
	const newest = /\/pr-([1-9]\d{0,9})-[0-9a-f]{40,64}$/.exec(textOf(payload.at("merge_group", "head_ref")) ?? "");
	return {
		kind: {
			door: "merge-group",
			base: payload.sha("merge_group", "base_sha"),
			head: payload.sha("merge_group", "head_sha"),
			numbers: newest === null ? [] : [Number(newest[1])]
		},
		fork: false,
		notes: unused(knock, ownCommitNamed, true)
	};
};
const deployment = (knock) => {
	const { payload } = knock;
	if (payload.action !== "created") return nothing("no deployment is asked for");
	return {
		kind: {
			door: "deploy",
			event: knock.run.eventName,
			sha: payload.sha("deployment", "sha"),
			ref: null,
			environment: payload.text("deployment", "environment"),
			deploymentId: payload.count("deployment", "id"),
			onDefaultBranch: knock.onDefaultBranch
		},
		fork: false,
		notes: unused(knock, ownCommitNamed, true)
	};
};
const deploymentStatus = (knock) => {
	const { payload } = knock;
	if (payload.action !== "created") return nothing("no deployment changed its state");
	const told = payload.text("deployment_status", "state");
	const state = deploymentStates.find((known) => known === told);
	if (state === void 0) return nothing("the deployment is in a state the gate does not know");
	return {
		kind: {
			door: "outcome",
			sha: payload.sha("deployment", "sha"),
			environment: textOf(payload.at("deployment_status", "environment")) ?? payload.text("deployment", "environment"),
			deploymentId: payload.count("deployment", "id"),
			state,
			at: payload.moment("deployment_status", "created_at")
		},
		fork: false,
		notes: unused(knock, ownCommitNamed, true)
	};
};
/**
* GitHub lists every open pull request with that head, those of other repositories among them: a fork that opens one in
* itself must not be taken for a number here.
*/
const ownPullRequests = ({ payload }) => {
	const here = countOf(payload.at("repository", "id"));
	return listOf(payload.at("workflow_run", "pull_requests")).filter((each) => here !== null && fieldOf(each, "base", "repo", "id") === here).flatMap((each) => countOf(fieldOf(each, "number")) ?? []);
};
const workflowRun = (knock) => {
	const { payload, run } = knock;
	const action = runActions.find((known) => known === payload.action);
	if (action === void 0) return nothing("the run neither waits, runs nor ended");
	return namedByInputs(knock) ?? otherRun(knock, action, isFork(run, payload.at("workflow_run", "head_repository")));
};
const otherRun = (knock, action, fork) => {
	const { payload } = knock;
	return {
		kind: {
			door: "run",
			action,
			runId: payload.count("workflow_run", "id"),
			headSha: payload.sha("workflow_run", "head_sha"),
			headBranch: textOf(payload.at("workflow_run", "head_branch")),
			headRepository: textOf(payload.at("workflow_run", "head_repository", "full_name")),
			event: payload.text("workflow_run", "event"),
			conclusion: textOf(payload.at("workflow_run", "conclusion")),
			pullRequests: ownPullRequests(knock)
		},
		fork
	};
};

// src/sources/github/door.ts
/** Which door a run came through: from the runner's facts, the webhook's payload and the inputs, without asking GitHub. */
/** Every event the gate answers, and what it does there, for the documentation. */
const doors = {
	pull_request: {
		open: pullRequest,
		does: "judges the pull request on its base; on a fork the token only reads"
	},
	pull_request_target: {
		open: pullRequest,
		does: "the same with rights to answer; the head is never checked out; the labels `outcome: failed` and `outcome: ok` say what `.outcome` does"
	},
	pull_request_review: {
		open: review,
		does: "reads the approvals again and answers anew"
	},
	issue_comment: {
		open: comment,
		does: "obeys `.risk`, `.risk explain`, `.approve [SHA]`, `.reject WHY`, `.pass`, `.override --reason \"WHY\"`, `.freeze`, `.unfreeze`, `.outcome failed`, `.outcome ok`, `.blame #123`, `.unblame #123`, `.help`"
	},
	issues: {
		open: issue,
		does: "the labels `caused-by: #123` and `not-caused-by: #123` say what `.blame` and `.unblame` do"
	},
	push: {
		open: push,
		does: "judges the commit of the run against what is live"
	},
	merge_group: {
		open: mergeGroup,
		does: "judges the group in the merge queue upon the one before it, with the approvals and labels of its pull requests"
	},
	deployment: {
		open: deployment,
		does: "judges a deployment somebody else made"
	},
	deployment_status: {
		open: deploymentStatus,
		does: "remembers what became of a deployment"
	},
	workflow_run: {
		open: workflowRun,
		does: "answers a run that waits at an environment"
	},
	workflow_dispatch: {
		open: dispatch,
		does: "judges what `head-ref` or `pull-request-number` name, else the commit of the run"
	},
	schedule: {
		open: schedule,
		does: "answers the runs that wait at an environment, and judges anew what waits for a word or a time"
	}
};
/** An event the gate knows nothing of: only inputs can say what is meant. */
const other = (knock) => namedByInputs(knock) ?? nothing(`the event ${/^[a-z_]{1,50}$/.test(knock.run.eventName) ? knock.run.eventName : "of this run"} says nothing to judge; name it by the input head-ref or pull-request-number`);
const isKnown = (name) => Object.hasOwn(doors, name);
const answer = (knock) => {
	const { eventName } = knock.run;
	return (isKnown(eventName) ? doors[eventName].open : other)(knock);
};
/**
* The door, and whom to trust there. Throws SourceError where the payload is none of GitHub's, UsageError where an
* input contradicts the event. Numbers and commits are as asked: read heads, states and approvals from GitHub.
*/
const doorOf = (run, payload, inputs) => {
	const { fork, kind, notes = [] } = answer({
		run,
		payload: openPayload(run.eventName, payload),
		inputs,
		onDefaultBranch: isOnDefaultBranch(run, payload)
	});
	return {
		...kind,
		workflowFromDefaultBranch: isWorkflowFromDefaultBranch(run, payload),
		fork,
		rerun: run.runAttempt > 1,
		notes
	};
};

// src/main/action/running.ts
const field = (payload, name) => payload["repository"]?.[name];
const open = async (environment) => {
	const runner = readRunner(environment);
	const inputs = readInputs(environment);
	const tokens = readTokens(environment);
	const payload = await readPayload(runner.eventPath);
	return {
		runner,
		inputs,
		tokens,
		payload,
		door: doorOf(runner, payload, inputs)
	};
};
const jobOf = async (world, toolkit, opened) => {
	const { runner, inputs, tokens, payload, door } = opened;
	const way = await fetchThroughProxy(world.environment);
	if (way.warning !== null) toolkit.annotate({
		level: "warning",
		message: way.warning
	});
	const gitHubFor = (token) => openGitHub({
		token,
		apiUrl: runner.apiUrl,
		graphqlUrl: runner.graphqlUrl,
		serverUrl: runner.serverUrl,
		fetch: way.fetch,
		sleep: world.sleep,
		random: world.random,
		now: world.now,
		userAgent: `${toolName}/${version}`
	});
	const github = gitHubFor(tokens.github);
	const size = field(payload, "size");
	if (inputs.config !== void 0 && !door.workflowFromDefaultBranch) toolkit.annotate({
		level: "warning",
		message: "input config is not honoured here: the workflow file is not the one on the default branch, so whoever wrote the change may have written it; start the workflow from the default branch to have it counted"
	});
	if (inputs.emergencyReason !== void 0 && (!door.workflowFromDefaultBranch || door.door !== "deploy")) toolkit.annotate({
		level: "warning",
		message: `input emergency is not honoured here: ${door.door === "deploy" ? "the workflow file is not the one on the default branch" : "it is for a deployment, and this run judges none; on a pull request an override is said in a comment"}`
	});
	return {
		repository: {
			owner: runner.owner,
			repo: runner.repositoryName
		},
		webUrl: `${runner.serverUrl}/${runner.repository}`,
		github,
		reviewer: tokens.reviewer === void 0 ? null : gitHubFor(tokens.reviewer),
		app: tokens.app === void 0 ? null : gitHubFor(tokens.app),
		repositoryKilobytes: typeof size === "number" ? size : null,
		publicRepository: field(payload, "private") !== true,
		defaultBranch: defaultBranchOf(payload, runner),
		token: tokens.github,
		privileged: !["pull_request", "pull_request_review"].includes(runner.eventName),
		...identityOf(github, tokens.github),
		asked: {
			...inputs.mode === void 0 ? {} : { mode: inputs.mode },
			...inputs.environment === void 0 ? {} : { environment: inputs.environment },
			...inputs.configFile === void 0 ? {} : { configFile: inputs.configFile },
			...inputs.config === void 0 || !door.workflowFromDefaultBranch ? {} : { organisationPolicy: inputs.config },
			...inputs.commandPrefix === void 0 ? {} : { commandPrefix: inputs.commandPrefix },
			...inputs.baseRef === void 0 ? {} : { baseRef: inputs.baseRef },
			...inputs.ledger === void 0 ? {} : { ledger: inputs.ledger },
			...inputs.emergencyReason === void 0 || !door.workflowFromDefaultBranch ? {} : { emergency: {
				actor: runner.triggeringActor,
				reason: inputs.emergencyReason
			} },
			dryRun: inputs.dryRun
		},
		run: {
			id: runner.runId,
			attempt: runner.runAttempt,
			job: runner.job,
			sha: runner.sha,
			url: `${runner.serverUrl}/${runner.repository}/actions/runs/${runner.runId}`
		},
		workspace: runner.workspace,
		temporary: runner.temporaryFolder,
		processEnvironment: { ...world.environment },
		now: world.now(),
		clock: world.clock,
		random: world.random,
		sleep: world.sleep,
		prior: async () => (await import("./chunks/main-prior.js")).shippedPrior(),
		version,
		log: toolkit.log
	};
};
const tellEffects = (toolkit, effects) => {
	for (const { what, outcome, why } of effects) {
		toolkit.log(`${what}: ${outcome}. ${why}`);
		if (outcome === "refused") toolkit.annotate({
			level: "warning",
			title: what,
			message: why
		});
	}
};
const tell = async (toolkit, { answers, effects, note }) => {
	if (note) toolkit.log(note);
	tellEffects(toolkit, effects);
	for (const answer of answers) await tellAnswer(toolkit, answer);
};
const tellAnswer = async (toolkit, { assessment, view }) => {
	const failed = assessment.rule === "source-failed";
	for (const sentence of assessment.notes) if (failed) toolkit.annotate({
		level: "warning",
		message: sentence
	});
	else toolkit.log(sentence);
	if (!view) return;
	const { renderJobSummary } = await import("./chunks/report-job-summary.js");
	await toolkit.addSummary(renderJobSummary(view));
};
/** What comes after the first question to GitHub is loaded after it. */
const words = () => import("./chunks/main-action-outputs.js");
/** What a job sees that nothing was judged for: a held deploy stays held, any other goes on. */
const idleOutputs = async (mode, note) => ({
	...(await words()).failureOutputs({
		mode,
		rule: "nothing-to-deploy",
		why: note,
		sha: null
	}),
	decision: "",
	"reason-code": "",
	message: note
});
/** What is said where nothing is judged. There are many comments and labels: no policy is read for one, and it lets nothing go. */
const idle = async (toolkit, opened, job, note) => {
	const { inputs, runner } = opened;
	const { standingMode } = await import("./chunks/commands-github-policies.js");
	const mode = runner.eventName === "issue_comment" || runner.eventName === "issues" ? inputs.mode ?? "enforce" : await standingMode(job);
	await toolkit.setOutputs(await idleOutputs(mode, note));
	return 0;
};
const conclude = async (toolkit, walked, opened, job) => {
	const { inputs } = opened;
	const { note } = walked;
	const [{ renderMessage }, { byStrictness, continues, goesOn, inShort, isFailure, outputsOf }] = await Promise.all([import("./chunks/report-message.js"), words()]);
	const answers = byStrictness(walked.answers);
	await tell(toolkit, {
		...walked,
		answers
	});
	const [strictest, ...rest] = answers;
	if (strictest === void 0) return idle(toolkit, opened, job, note ?? "");
	const { assessment } = strictest;
	const others = rest.map((answer) => answer.assessment);
	const whole = rest.length === 0 ? assessment : {
		...assessment,
		answers: [assessment, ...others].map(inShort)
	};
	const file = await toolkit.writeResult(whole).catch((error) => {
		if (!isOurs(error)) throw error;
		toolkit.annotate({
			level: "warning",
			message: error.message
		});
		return null;
	});
	const outputs = {
		...outputsOf(assessment, {
			message: strictest.view ? renderMessage(strictest.view, others) : assessment.reason,
			resultFile: file,
			others
		}),
		sha: strictest.sha
	};
	const problems = new Set(answers.flatMap(({ policyProblems }) => policyProblems ?? []));
	if (problems.size > 0) {
		for (const message of problems) toolkit.annotate({
			level: "error",
			title: "configuration",
			message
		});
		const mode = inputs.dryRun ? "observe" : inputs.mode ?? "enforce";
		const unheld = answers.filter(({ policyProblems }) => policyProblems === null);
		await toolkit.setOutputs({
			...outputs,
			continue: String(continues(mode, "review") && unheld.every((each) => goesOn(each.assessment)))
		});
		return 1;
	}
	await toolkit.setOutputs(outputs);
	toolkit.log(outputs.message);
	return answers.some((each) => isFailure(each.assessment.decision, inputs.failOn)) ? 2 : 0;
};
const shaAsked = (door) => door === null ? null : door.door === "deploy" ? door.sha : door.door === "merge-group" ? door.head : null;
/** The head as the event tells it: good enough to say there that nobody judged it. */
const headTold = (payload) => {
	const sha = (payload?.["pull_request"])?.head?.sha;
	return typeof sha === "string" && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha) ? sha : null;
};
/** The mode that holds where the gate failed. Nobody knows what a policy that could not be read says: it may say enforce. */
const modeHere = async (mode, job) => {
	if (mode !== void 0 || job === null) return mode ?? "enforce";
	const { standingMode } = await import("./chunks/commands-github-policies.js");
	return standingMode(job).catch(() => "enforce");
};
/** When the gate itself fails: it says so where people look, and lets go only what is certainly not to be held. */
const fail = async (world, toolkit, error, known) => {
	const ours = isOurs(error);
	const why = ours ? error.message : `${toolName} failed and should not have (${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}); please report it`;
	toolkit.annotate({
		level: "error",
		title: "the gate could not judge",
		message: why
	});
	if (!ours && world.environment["RUNNER_DEBUG"] === "1" && error instanceof Error) toolkit.debug(error.stack ?? "");
	const mode = await modeHere(known.mode, known.job);
	const sha = shaAsked(known.door);
	const { failureOutputs } = await words();
	await toolkit.setOutputs(failureOutputs({
		mode,
		rule: error instanceof ConfigError ? "configuration-unreadable" : "source-failed",
		why,
		sha
	}));
	if (known.door !== null && known.job !== null) {
		const { tellBroken } = await import("./chunks/commands-github-failing2.js");
		const effects = await tellBroken(known.job, {
			door: known.door,
			sha: sha ?? headTold(known.payload),
			why,
			observing: mode !== "enforce"
		});
		tellEffects(toolkit, effects);
	}
	const misused = error instanceof UsageError || error instanceof ConfigError;
	return ours && !misused ? 0 : 1;
};
/** Runs the Action. Answers the exit code: 0 go on as the outputs say, 1 misuse or a fault of ours, 2 as fail-on asks. */
const runAction = async (world) => {
	const { environment, write } = world;
	const toolkit = openToolkit({
		outputFile: environment["GITHUB_OUTPUT"] ?? null,
		summaryFile: environment["GITHUB_STEP_SUMMARY"] ?? null,
		temporaryFolder: environment["RUNNER_TEMP"] ?? ".",
		write
	});
	toolkit.mask(secretsOf(environment));
	const began = world.clock();
	let mode;
	let door = null;
	let payload = null;
	let job = null;
	try {
		mode = readMode(environment);
		if (mode === "off") {
			await toolkit.setOutputs(await idleOutputs(mode, "The gate is off: nothing is judged."));
			toolkit.log("The gate is off: nothing is judged.");
			return 0;
		}
		const opened = await open(environment);
		door = opened.door;
		payload = opened.payload;
		if (opened.inputs.dryRun) mode = "observe";
		for (const sentence of door.notes) toolkit.annotate({
			level: "warning",
			message: sentence
		});
		job = await jobOf(world, toolkit, opened);
		if (door.door === "nothing") {
			toolkit.log(door.why);
			return await idle(toolkit, opened, job, door.why);
		}
		const { walk } = await import("./chunks/commands-github-walking.js");
		const walked = await walk(job, door);
		const { requests, retries } = job.github.sent;
		const seconds = ((world.clock() - began) / 1e3).toFixed(1);
		toolkit.log(`${requests} requests to GitHub, ${retries} of them again; judged and told in ${seconds} s`);
		return await conclude(toolkit, walked, opened, job);
	} catch (error) {
		return fail(world, toolkit, error, {
			mode,
			door,
			payload,
			job
		});
	}
};

// src/main/action.ts
/** The Action: started by the runner as `dist/index.js`. */
process.exitCode = await runAction({
	environment: process.env,
	write: (text) => process.stdout.write(text),
	now: () => /* @__PURE__ */ new Date(),
	clock: () => performance.now(),
	random: Math.random,
	sleep: (milliseconds) => setTimeout(milliseconds)
});

export {  };
