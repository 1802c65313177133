import { K as SourceError, M as finish, N as gitEnvironment, O as openRepository, j as webUrlOf, q as UsageError } from "./main-gate.js";
import { Bn as horizon } from "./commands-gate-gate.js";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { spawn } from "node:child_process";

// src/clients/git/fetching.ts
/**
* Bringing commits into a clone over the network: the only place where git may talk to anybody, and only to the one
* server it is told. Nothing that comes is checked out or run.
*/
const settings = (remote) => {
	const pairs = [
		["credential.helper", ""],
		["core.hooksPath", "/dev/null"],
		["core.fsmonitor", "false"],
		["fetch.recurseSubmodules", "false"],
		["gc.auto", "0"],
		["maintenance.auto", "false"],
		["protocol.version", "2"]
	];
	if (remote.token !== null) {
		const basic = Buffer.from(`x-access-token:${remote.token}`).toString("base64");
		pairs.push([`http.${remote.url}.extraheader`, ""], [`http.${remote.url}.extraheader`, `AUTHORIZATION: basic ${basic}`]);
	}
	return Object.fromEntries([["GIT_CONFIG_COUNT", String(pairs.length)], ...pairs.flatMap(([key, value], at) => [[`GIT_CONFIG_KEY_${at}`, key], [`GIT_CONFIG_VALUE_${at}`, value]])]);
};
/** Proxies and certificates of this machine stay in force; everything else of git's environment is ours. */
const environmentFor = ({ remote, environment }) => {
	const { GIT_NO_LAZY_FETCH: _, GIT_OPTIONAL_LOCKS: __, ...pinned } = gitEnvironment(environment);
	const certificates = Object.fromEntries(["GIT_SSL_CAINFO", "GIT_SSL_CAPATH"].flatMap((name) => environment[name] === void 0 ? [] : [[name, environment[name]]]));
	return {
		...pinned,
		...certificates,
		...settings(remote),
		GIT_ALLOW_PROTOCOL: new URL(remote.url).protocol.replace(":", ""),
		GIT_TERMINAL_PROMPT: "0"
	};
};
const secretless = (text, { token }) => token === null || token === "" ? text : text.replaceAll(token, "…");
/** Brings commits and the history behind them. Throws `SourceError` in git's own words, without the token. */
const fetchCommits = async (request) => {
	const { gitDirectory, remote, commits, since, blobless, timeoutSeconds } = request;
	const args = [
		"--git-dir",
		gitDirectory,
		"fetch",
		"--quiet",
		"--no-tags",
		"--no-write-fetch-head",
		"--no-recurse-submodules",
		"--no-auto-maintenance",
		...blobless ? ["--filter=blob:none"] : [],
		...since === null ? [] : [`--shallow-since=${since}`],
		"--end-of-options",
		remote.url,
		...commits
	];
	const child = spawn("git", args, {
		env: environmentFor(request),
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		]
	});
	const timer = setTimeout(() => child.kill(), timeoutSeconds * 1e3);
	const { status, error } = await finish(child).finally(() => clearTimeout(timer));
	if (status === 0) return;
	if (since !== null && /no commits selected for shallow/.test(error)) return fetchCommits({
		...request,
		since: null
	});
	const [first = ""] = error.split("\n").filter((line) => /^(fatal|error|remote):/.test(line));
	const why = child.killed ? `no answer in ${timeoutSeconds} s` : secretless(first, remote) || `ended with status ${status}`;
	throw new SourceError(`git fetch ${remote.url}: ${why}; check that the token may read contents (permissions: contents: read), or check out with fetch-depth: 0 first`);
};
/** Makes an empty bare repository in a folder. Throws `SourceError` where git cannot. */
const initBare = async (directory, environment) => {
	const child = spawn("git", [
		"init",
		"--quiet",
		"--bare",
		"--template=",
		directory
	], {
		env: gitEnvironment(environment),
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		]
	});
	const { status, error } = await finish(child);
	if (status !== 0) throw new SourceError(`git init ${directory}: ${error.split("\n")[0]}`);
};

// src/sources/clone.ts
/**
* A clone to judge in, wherever the Action runs: the checkout that is there, deepened as far back as the model looks, or
* a bare one of our own. Where git can bring nothing, an empty one that says so.
*/
const fetchSeconds = 120;
/** A remote's address does not tell the scheme and port of its pages: both are put the same way. */
const samePage = (one, other) => one.toLowerCase() === (webUrlOf(other) ?? other).toLowerCase();
/** The checkout, if it is one of this repository and not of something around or inside it. */
const checkoutAt = async ({ workspace, webUrl, environment }) => {
	if (workspace === null || !existsSync(join(workspace, ".git"))) return null;
	try {
		const found = await openRepository(workspace, withoutGitPlace(environment));
		if (found.workTree !== null && resolve(found.workTree) !== resolve(workspace)) return null;
		return found.webUrl === void 0 || samePage(found.webUrl, webUrl) ? found : null;
	} catch (error) {
		if (error instanceof SourceError || error instanceof UsageError) return null;
		throw error;
	}
};
const withoutGitPlace = ({ GIT_DIR: _, GIT_WORK_TREE: __, ...environment }) => environment;
const ownClone = async ({ temporary, environment }) => {
	const directory = join(temporary, "change-risk-clone.git");
	if (!existsSync(join(directory, "HEAD"))) {
		await mkdir(directory, { recursive: true });
		await initBare(directory, environment);
	}
	return openRepository(directory, withoutGitPlace(environment));
};
const lacking = async ({ git }, commits) => {
	const { output } = await git.attempt(["cat-file", "--batch-check=%(objecttype)"], commits.map((commit) => `${commit}\n`).join(""));
	const types = output.split("\n");
	return commits.filter((_, at) => types[at] !== "commit");
};
/** Whether the checkout is somebody else's: of one of these commits, or of the merge that GitHub tries of it. */
const standsOn = async ({ git }, commits) => {
	if (commits.length === 0) return false;
	const { output } = await git.attempt([
		"rev-list",
		"--parents",
		"--max-count=1",
		"HEAD"
	]);
	return output.split(/\s+/).some((sha) => commits.includes(sha));
};
const leftAlone = "the workspace has the head of the pull request checked out, in a job that may do more than its author: the gate leaves that checkout alone; check out the base, or nothing";
/** A clone that holds the commits and, as far as git brings it, the history behind them. */
const prepareClone = async (request) => {
	const { remote, commits, lookbackSeconds, blobless, now, environment, untrusted = [] } = request;
	const found = await checkoutAt(request);
	const strange = found !== null && await standsOn(found, untrusted);
	const checkout = strange ? null : found;
	const notes = strange ? [leftAlone] : [];
	const repository = checkout ?? await ownClone(request);
	const since = Math.floor(now.getTime() / 1e3) - lookbackSeconds - horizon.seconds;
	const fetch = (wanted, deepen) => fetchCommits({
		gitDirectory: repository.gitDirectory,
		remote,
		commits: wanted,
		since: deepen ? since : null,
		blobless: blobless || repository.partial,
		environment,
		timeoutSeconds: fetchSeconds
	});
	const clone = {
		directory: checkout?.workTree ?? repository.gitDirectory,
		fetch: (...wanted) => fetch(wanted, repository.shallow || checkout === null)
	};
	if ((await lacking(repository, commits)).length === 0 && !repository.shallow && (checkout !== null || commits.length > 0)) return {
		...clone,
		withoutHistory: false,
		notes
	};
	try {
		await fetch(commits, repository.shallow || checkout === null);
		return {
			...clone,
			withoutHistory: false,
			notes
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		const there = (await lacking(repository, commits)).length === 0;
		return {
			...clone,
			withoutHistory: !there,
			notes: [...notes, there ? `the history could not be deepened (${error.message}); judged on what is here` : `no history could be brought (${error.message}); only what GitHub tells of the change is known`]
		};
	}
};

export { prepareClone as t };
