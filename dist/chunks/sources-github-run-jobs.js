import { i as integer, o as moment, s as record, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { i as name, n as because } from "./sources-github-reading.js";
import { hr as compileGlobs } from "./commands-gate-gate.js";

// src/sources/github/workflow-runs.ts
/** Runs of a workflow that deploys, newest first, and how each went. */
const runsRoute = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs";
const attemptRoute = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}";
const perPage = 100;
/** A run of the conclusion `startup_failure` never began: its workflow could not be read. */
const failures = ["failure", "timed_out"];
/** What a run, or a job of one, came to. */
const stateOf = (status, conclusion) => {
	if (status !== "completed") return "waiting";
	if (conclusion === "success") return "succeeded";
	return conclusion !== null && failures.includes(conclusion) ? "failed" : "idle";
};
const seconds = (moment) => Date.parse(moment) / 1e3;
const attemptOf = (answer, createdAt) => {
	const began = answer.optional("run_started_at", moment);
	return {
		startedAt: began === null ? createdAt : Math.max(createdAt, seconds(began)),
		endedAt: Math.max(createdAt, seconds(answer.moment("updated_at"))),
		state: stateOf(answer.textOrNull("status") ?? "queued", answer.textOrNull("conclusion"))
	};
};
/** `page` is the repository's own: what an answer calls its page is not repeated to people. */
const runOf = (answer, page) => {
	const id = answer.integer("id");
	const createdAt = seconds(answer.moment("created_at"));
	return {
		...attemptOf(answer, createdAt),
		id,
		nodeId: answer.is("node_id", name),
		sha: answer.commitName("head_sha"),
		createdAt,
		attempt: Math.max(1, answer.optional("run_attempt", integer) ?? 1),
		url: `${page}/actions/runs/${id}`
	};
};
/**
* Runs of the repository's own commits on the default branch, or on the refs that are named. A fork's run, and that of a
* pull request, deploys nothing, whatever its branch is called. Needs `actions: read`. Throws GitHubError.
*/
const workflowRuns = async (github, repository, { workflow, refs, defaultBranch, isEnough, mostPages }) => {
	const isNamed = refs.length === 0 ? (ref) => ref === defaultBranch : compileGlobs(refs);
	const own = `${repository.owner}/${repository.repo}`.toLowerCase();
	const counts = (run) => isNamed(run.textOrNull("head_branch") ?? "") && !run.text("event").startsWith("pull_request") && run.orNull("head_repository", record)?.text("full_name").toLowerCase() === own;
	const runs = [];
	let oldest = Number.POSITIVE_INFINITY;
	const page = `${github.serverUrl}/${repository.owner}/${repository.repo}`;
	for (let number = 1; number <= mostPages; number += 1) {
		const listed = await listPage(github, {
			...repository,
			workflow_id: workflow,
			per_page: perPage,
			page: number,
			exclude_pull_requests: true,
			...refs.length === 0 ? { branch: defaultBranch } : {}
		});
		for (const each of listed) {
			oldest = Math.min(oldest, seconds(each.moment("created_at")));
			if (counts(each)) runs.push(runOf(each, page));
		}
		if (listed.length < perPage || isEnough(oldest, number)) return {
			runs,
			complete: true
		};
	}
	return {
		runs,
		complete: false
	};
};
const listPage = async (github, asked) => {
	try {
		return answerOf(runsRoute, await github.request(runsRoute, asked)).list("workflow_runs");
	} catch (error) {
		if (!(error instanceof GitHubError) || error.failure !== "not-found") throw error;
		throw because(error, `is there a .github/workflows/${asked.workflow_id}, as the configuration says?`);
	}
};
/** The attempts of a run before its latest, first to last: one request each. Throws GitHubError. */
const earlierAttempts = async (github, repository, { id, attempt, createdAt }) => {
	const attempts = [];
	for (let number = 1; number < attempt; number += 1) {
		const answer = await github.request(attemptRoute, {
			...repository,
			run_id: id,
			attempt_number: number,
			exclude_pull_requests: true
		});
		const found = answerOf(attemptRoute, answer);
		attempts.push(attemptOf(found, createdAt));
	}
	return attempts;
};

// src/sources/github/run-jobs.ts
/**
* How one job of many runs went, each time it was tried: a run may succeed although the job that deploys was skipped, as
* behind a gate that said no. A hundred runs cost one request.
*/
const route = "POST /graphql";
const perRequest = 100;
const runJobsQuery = `query RunJobs($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on WorkflowRun {
      id
      checkSuite {
        checkRuns(first: 100, filterBy: { checkType: ALL }) {
          nodes { databaseId name status conclusion startedAt completedAt }
        }
      }
    }
  }
}`;
/** A job of a matrix, or of a workflow it calls, is called by more than its own name. */
const isCalled = (name, job) => name === job || name.startsWith(`${job} (`) || name.startsWith(`${job} / `);
const tryOf = (check) => {
	const secondsAt = (path) => {
		const at = check.optional(path, moment);
		return at === null ? null : Date.parse(at) / 1e3;
	};
	return {
		id: check.integer("databaseId"),
		name: check.text("name"),
		state: stateOf(check.text("status").toLowerCase(), check.textOrNull("conclusion")?.toLowerCase() ?? null),
		startedAt: secondsAt("startedAt"),
		endedAt: secondsAt("completedAt")
	};
};
/** Several jobs of the name are one: it lasts as long as one of them does, and failed where one of them failed. */
const order = [
	"waiting",
	"failed",
	"succeeded",
	"idle"
];
/** Job by job only what failed may have been tried again: the others stand as they did. */
const attemptsOf = (checks, job, { createdAt }) => {
	const byName = /* @__PURE__ */ new Map();
	const tries = checks.map(tryOf).filter(({ name }) => isCalled(name, job));
	for (const each of tries.toSorted((one, other) => one.id - other.id)) {
		const others = byName.get(each.name);
		if (others) others.push(each);
		else byName.set(each.name, [each]);
	}
	const most = Math.max(0, ...[...byName.values()].map(({ length }) => length));
	return Array.from({ length: most }, (_, at) => {
		const own = [...byName.values()].map((all) => all[Math.min(at, all.length - 1)]);
		const starts = own.flatMap(({ startedAt }) => startedAt ?? []);
		const startedAt = at === 0 || starts.length === 0 ? createdAt : Math.max(createdAt, ...starts);
		return {
			startedAt,
			endedAt: Math.max(startedAt, ...own.flatMap(({ endedAt }) => endedAt ?? [])),
			state: order.find((state) => own.some((each) => each.state === state)) ?? "idle"
		};
	});
};
/** GraphQL does not tell which permission a field wants. */
const askJobs = async (github, ids) => {
	try {
		return await github.graphql(runJobsQuery, { ids }, { repeatable: true });
	} catch (error) {
		if (!(error instanceof GitHubError) || error.failure !== "forbidden") throw error;
		throw because(error, "actions: read, checks: read");
	}
};
/** What became of a job in each run, by the run’s id; empty where it never was. Needs `checks: read`. Throws GitHubError. */
const attemptsOfJob = async (github, runs, job) => {
	const attempts = /* @__PURE__ */ new Map();
	for (let from = 0; from < runs.length; from += perRequest) {
		const asked = runs.slice(from, from + perRequest);
		const ids = asked.map(({ nodeId }) => nodeId);
		const nodes = answerOf(route, await askJobs(github, ids)).list("nodes");
		for (const [at, run] of asked.entries()) {
			const suite = nodes[at]?.optional("checkSuite", record) ?? null;
			attempts.set(run.id, suite === null ? [] : attemptsOf(suite.list("checkRuns.nodes"), job, run));
		}
	}
	return attempts;
};

export { earlierAttempts as n, workflowRuns as r, attemptsOfJob as t };
