import { c as readTokens, d as openGitHub, u as fetchThroughProxy } from "./main-action-toolkit.js";
import { br as openLedger } from "./commands-gate-gate.js";
import { a as branchLedger } from "./commands-github-ledger.js";
import { n as version, t as toolName } from "./main-version.js";
import { setTimeout } from "node:timers/promises";
import { join } from "node:path";

// src/main/action/job-ledger.ts
/** The GitHub of a job, and the ledgers it keeps there or in a folder: for the actions beside the gate. */
const sleep = (milliseconds) => setTimeout(milliseconds);
const openJobGitHub = async (toolkit, runner) => {
	const { fetch, warning } = await fetchThroughProxy(process.env);
	if (warning !== null) toolkit.annotate({
		level: "warning",
		message: warning
	});
	return openGitHub({
		token: readTokens(process.env).github,
		apiUrl: runner.apiUrl,
		graphqlUrl: runner.graphqlUrl,
		serverUrl: runner.serverUrl,
		fetch,
		sleep,
		random: Math.random,
		now: () => /* @__PURE__ */ new Date(),
		userAgent: `${toolName}/${version}`
	});
};
/** The ledger a URL names. Throws UsageError for one that is none. */
const openLedgerOf = (url, runner, github) => {
	const branch = /^branch:(.+)$/.exec(url)?.[1];
	if (branch === void 0) return openLedger(url, {
		baseDirectory: runner.workspace,
		defaultDirectory: join(runner.temporaryFolder, "ledger")
	});
	const repository = {
		owner: runner.owner,
		repo: runner.repositoryName
	};
	return branchLedger({
		github,
		repository,
		branch,
		random: Math.random,
		sleep
	});
};

export { openLedgerOf as n, openJobGitHub as t };
