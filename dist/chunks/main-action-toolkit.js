import { t as Octokit } from "./package-octokit-core.js";
import { B as readDuration, F as modes, H as read, K as SourceError, U as sentenceOf$1, W as wanted, q as UsageError, z as nearest } from "./main-gate.js";
import { u as GitHubError } from "./clients-github-shapes.js";
import { o as neutralise } from "./report-escaping.js";
import { t as rolloutCommands } from "./rollout-events.js";
import { n as strictness } from "./main-action-contract.js";
import { t as readLedgerUrl } from "./config-ledger-url.js";
import { appendFile, stat, writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

// src/clients/github/words.ts
/** What one could not see, or what would move the cursor: controls, formats (bidi, zero width), lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const lineEnd = /[\r\n\u2028\u2029]+/;
/** The first line that says anything, at most `most` characters of it. */
const firstLine = (text, most) => {
	const characters = [...text.slice(0, 4e3).split(lineEnd).map((line) => line.replace(/\t/g, " ").replace(unseen, "").trim()).find((line) => line !== "") ?? ""];
	return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("");
};
const hiding = (secret) => (text) => text.replaceAll(secret, "***");

// src/clients/github/judgement.ts
const failed = (about) => ({
	outcome: "failed",
	status: null,
	headers: null,
	codes: [],
	undone: false,
	lasting: false,
	...about
});
const judge = (answer) => answer.status >= 200 && answer.status < 300 ? granted(answer) : refused(answer);
const granted = (answer) => {
	const { method, status, headers, text } = answer;
	const type = headers.get("content-type");
	const data = text === "" && (status === 204 || status === 205 || method !== "GET" && type === null) ? void 0 : parsed(answer);
	return data === notJson ? failed({
		failure: "rubbish",
		status,
		headers,
		words: rubbishWords(answer)
	}) : {
		outcome: "answered",
		status,
		headers,
		data
	};
};
const refused = (answer) => {
	const { status, headers, hide } = answer;
	const data = parsed(answer);
	const said = textIn(data, "message");
	const details = listIn(data, "errors");
	const sentence = [said.split("\n")[0], ...details.map(detailOf)].filter(Boolean).join(": ");
	const failure = failureOf$1(status, headers, said);
	return failed({
		failure: failure === "not-found" && said === "" ? "rubbish" : failure,
		status,
		headers,
		words: data === notJson ? rubbishWords(answer) : firstLine(hide(sentence), 200),
		codes: codesOf(details, "code", hide),
		undone: status < 500,
		lasting: status < 500
	});
};
const notJson = Symbol("no JSON");
const parsed = ({ headers, text }) => {
	if (/^text\/html\b/i.test(headers.get("content-type") ?? "")) return notJson;
	try {
		return JSON.parse(text);
	} catch {
		return notJson;
	}
};
const rubbishWords = ({ text, hide }) => text.trim() === "" ? "nothing where JSON was due" : `what is no JSON: "${firstLine(hide(text), 80)}"`;
const valueIn = (value, key) => typeof value === "object" && value !== null && Object.hasOwn(value, key) ? value[key] : void 0;
/** The text under a key; empty where there is none. */
const textIn = (value, key) => {
	const found = valueIn(value, key);
	return typeof found === "string" ? found : "";
};
/** The list under a key; empty where there is none. */
const listIn = (value, key) => {
	const found = valueIn(value, key);
	return Array.isArray(found) ? found : [];
};
/** The words a machine reads in a list of errors: what is no such word is left out. */
const codesOf = (errors, key, hide) => errors.map((each) => hide(textIn(each, key))).filter((code) => /^[\w-]{1,64}$/.test(code));
/** One entry of `errors`: a sentence, an object that holds one, or a field and what is wrong with it. */
const detailOf = (each) => typeof each === "string" ? each : textIn(each, "message") || [textIn(each, "field"), textIn(each, "code")].filter(Boolean).join(" ");
/**
* Rate limits come as 403 too, and are told by header or by word:
* https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
*/
const failureOf$1 = (status, headers, said) => {
	const limits = headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0";
	const saysSo = /secondary rate limit|rate limit exceeded/i.test(said);
	if (status === 429 || status === 403 && (limits || saysSo)) return "limited";
	if (status >= 500) return "server";
	return named[status] ?? (status < 400 ? "rubbish" : "invalid");
};
const named = {
	401: "unauthorized",
	403: "forbidden",
	404: "not-found",
	409: "conflict",
	410: "not-found"
};

// src/clients/github/graphql.ts
/** A document that names no mutation only reads. Where the word stands anywhere, it is taken for one. */
const onlyReads = (document) => !/\bmutation\b/.test(document);
/** `POST /graphql (query Live)`: the operation as its document names it. */
const operationOf = (document) => {
	const operation = /\b(query|mutation)\s+(\w{1,60})/.exec(document);
	return operation ? `POST /graphql (${operation[1]} ${operation[2]})` : "POST /graphql";
};
const failures = {
	RATE_LIMITED: "limited",
	RATE_LIMIT: "limited",
	STALE_DATA: "conflict",
	NOT_FOUND: "not-found",
	FORBIDDEN: "forbidden",
	INSUFFICIENT_SCOPES: "forbidden",
	SERVICE_UNAVAILABLE: "server"
};
/** Data without errors passes; anything else is a fault. */
const lookAtGraphql = (answer, hide) => {
	const { status, headers, data } = answer;
	const errors = listIn(data, "errors");
	const inner = dataIn(data);
	if (errors.length === 0) return inner === null ? failed({
		failure: "rubbish",
		status,
		headers,
		words: "neither data nor a list of errors"
	}) : {
		...answer,
		data: inner
	};
	const failure = failureOf(errors);
	return failed({
		failure,
		status,
		headers,
		words: firstLine(hide(errors.map(sentenceOf).join("; ")), 200),
		codes: codesOf(errors, "type", hide),
		lasting: failure !== "server"
	});
};
/** Null also where errors are told in another way than we know: then they are not overheard. */
const dataIn = (body) => {
	if (typeof body !== "object" || body === null || !("data" in body)) return null;
	return (!("errors" in body) || Array.isArray(body.errors) && body.errors.length === 0) && typeof body.data === "object" ? body.data : null;
};
/** A limit outweighs the rest, for it can be waited for; else the first error whose type says something. */
const failureOf = (errors) => {
	const known = errors.map((error) => failures[textIn(error, "type")] ?? unwell(error));
	return known.find((each) => each === "limited") ?? known.find((each) => each !== void 0) ?? "invalid";
};
/** GitHub's answer to its own time-outs has no type. */
const unwell = (error) => /^something went wrong/i.test(textIn(error, "message")) ? "server" : void 0;
const sentenceOf = (error) => {
	const [message, type] = [textIn(error, "message").split("\n")[0] ?? "", textIn(error, "type")];
	return [type, message].filter(Boolean).join(": ");
};

// src/clients/github/exchange.ts
/**
* One request sent, one answer read whole. Octokit's own sender is not used for this: it turns a connection that broke
* into an empty answer and broken JSON into text, and then "nothing there" and "not read" look the same.
*/
const mostRedirects = 3;
/** Sends a request and follows GitHub's renames: only where it reads, and only on the same host. Never throws. */
const exchange = async (wire, request) => {
	let url = request.url;
	for (let hop = 0;; hop += 1) {
		const answer = await once(wire, {
			...request,
			url
		});
		if (answer.outcome !== "moved") return answer;
		const next = sameHost(answer.location, url);
		if (next === null || request.method !== "GET" || hop === mostRedirects) return astray(answer, next !== null);
		url = next;
	}
};
const once = async (wire, request) => {
	try {
		wire.onSent();
		const response = await wire.fetch(request.url, {
			method: request.method,
			headers: request.headers,
			body: request.body,
			redirect: "manual",
			signal: AbortSignal.timeout(wire.timeoutSeconds * 1e3)
		});
		const { status, headers } = response;
		wire.onHeaders(headers);
		const text = await response.text();
		const location = headers.get("location");
		return [
			301,
			302,
			307,
			308
		].includes(status) && location !== null ? {
			outcome: "moved",
			location,
			status,
			headers
		} : judge({
			method: request.method,
			status,
			headers,
			text,
			hide: wire.hide
		});
	} catch (error) {
		return broken(wire, error);
	}
};
/** The address a link leads to if it stays with the host that was asked, without a password of its own; else null. */
const sameHost = (link, from) => {
	if (!URL.canParse(link, from)) return null;
	const url = new URL(link, from);
	return url.origin === new URL(from).origin && url.username === "" && url.password === "" ? url.href : null;
};
const astray = ({ status, headers }, stays) => failed({
	failure: stays ? "not-found" : "rubbish",
	status,
	headers,
	undone: true,
	lasting: true,
	words: stays ? "it has moved" : "the address of another host, which shall not see the token"
});
/** Nothing reached GitHub when no connection stood. */
const neverConnected = [
	"ECONNREFUSED",
	"ENOTFOUND",
	"EAI_AGAIN",
	"ENETUNREACH",
	"EHOSTUNREACH",
	"UND_ERR_CONNECT_TIMEOUT"
];
const certificateTrouble = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_TLS|ERR_SSL/;
const broken = (wire, error) => {
	if (error instanceof Error && error.name === "TimeoutError") return failed({
		failure: "timeout",
		words: `no answer within ${wire.timeoutSeconds} s`
	});
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	const said = cause instanceof Error ? cause.message : String(cause);
	const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
	return failed({
		failure: "network",
		words: firstLine(wire.hide(said.includes(code) ? said : `${code} ${said}`), 200),
		undone: neverConnected.includes(code),
		lasting: certificateTrouble.test(code)
	});
};

// src/clients/github/pages.ts
/** Lists over many pages, as GitHub's Link header leads from one to the next. */
/** Reads pages from `first` on, until `atMost` items are there. Throws GitHubError. */
const readPages = async (route, first, atMost, read) => {
	const items = [];
	for (let url = first;;) {
		const answer = await read(url);
		const page = pageOf(route, answer);
		items.push(...page.items);
		const next = nextPage(route, url, answer);
		const stuck = next !== null && page.items.length === 0;
		if (next === null || stuck || items.length >= atMost) {
			const whole = next === null && items.length <= atMost && !page.short && items.length >= page.total;
			return {
				items: items.slice(0, atMost),
				complete: whole
			};
		}
		url = next;
	}
};
/** A list, or an object around exactly one. */
const pageOf = (route, { status, data }) => {
	if (Array.isArray(data)) return {
		items: data,
		total: 0,
		short: false
	};
	const entries = typeof data === "object" && data !== null ? Object.entries(data) : [];
	const lists = entries.map(([, value]) => value).filter((value) => Array.isArray(value));
	const [items] = lists;
	if (items === void 0 || lists.length > 1) throw rubbish(route, status, "the answer holds no single list");
	const about = Object.fromEntries(entries);
	const total = about["total_count"];
	return {
		items,
		total: typeof total === "number" ? total : 0,
		short: about["incomplete_results"] === true
	};
};
/** The address of the next page; null on the last. A page elsewhere would be sent the token: it is refused. */
const nextPage = (route, current, { status, headers }) => {
	const link = /<([^<>]*)>[^<]*?;\s*rel="?next"?(?![\w-])/.exec(headers.get("link") ?? "")?.[1];
	if (link === void 0) return null;
	const next = sameHost(link, current);
	if (next === null) throw rubbish(route, status, "the next page lies on another host, which shall not see the token");
	return next;
};
const rubbish = (route, status, what) => new GitHubError(`${route}: ${what}; something that is not GitHub may be answering: check GITHUB_API_URL and the proxy`, {
	failure: "rubbish",
	status,
	route
});

// src/clients/github/patience.ts
/** GitHub's advice where a secondary limit does not say how long. */
const unsaidSeconds = 60;
const patienceOf = (clock, grantedSeconds) => {
	let spent = 0;
	let waitedUntil = 0;
	return async (milliseconds) => {
		const start = clock.now().getTime();
		const until = start + milliseconds;
		const more = Math.max(0, until - Math.max(start, waitedUntil));
		if (spent + more > grantedSeconds * 1e3) return false;
		spent += more;
		waitedUntil = Math.max(waitedUntil, until);
		await clock.sleep(milliseconds);
		return true;
	};
};
/**
* Milliseconds before the next try: after a rate limit what GitHub asks for, after anything else 1, 2, 4 seconds less a
* random part of up to half, so that jobs which failed together do not come back together.
*/
const delayOf = (fault, repeats, clock, random) => {
	const asked = askedDelay(fault, clock);
	if (fault.failure === "limited") return asked ?? unsaidSeconds * 1e3;
	return Math.max(asked ?? 0, 1e3 * 2 ** repeats * (1 - random() / 2));
};
/** When a limit ends, by GitHub's clock where it told it. */
const limitEnd = (fault, clock) => /* @__PURE__ */ new Date(Math.ceil((serverNow(fault, clock) + delayOf(fault, 0, clock, () => 0)) / 1e3) * 1e3);
const askedDelay = (fault, clock) => {
	const after = fault.headers?.get("retry-after")?.trim() ?? "";
	if (/^\d{1,9}$/.test(after)) return Number(after) * 1e3;
	const moment = Date.parse(after);
	if (!Number.isNaN(moment)) return Math.max(0, moment - serverNow(fault, clock));
	const reset = fault.headers?.get("x-ratelimit-reset") ?? "";
	if (fault.failure !== "limited" || fault.headers?.get("x-ratelimit-remaining") !== "0") return null;
	return /^\d{1,10}$/.test(reset) ? Math.max(0, Number(reset) * 1e3 - serverNow(fault, clock)) + 1e3 : null;
};
const serverNow = (fault, clock) => {
	const told = Date.parse(fault.headers?.get("date") ?? "");
	return Number.isNaN(told) ? clock.now().getTime() : told;
};

// src/clients/github/places.ts
/** Where GitHub is: github.com, or the server the runner's environment names. */
/**
* GITHUB_API_URL, GITHUB_GRAPHQL_URL and GITHUB_SERVER_URL without slashes at their ends. What is not set follows from
* the API's address, and that is github.com's where nothing is set. Throws UsageError for what is no http(s) address.
*/
const gitHubPlaces = (environment) => {
	const read = (name) => addressOf(environment[name]?.trim() || void 0, name);
	const apiUrl = read("GITHUB_API_URL") ?? "https://api.github.com";
	return {
		apiUrl,
		graphqlUrl: read("GITHUB_GRAPHQL_URL") ?? graphqlUrlOf(apiUrl),
		serverUrl: read("GITHUB_SERVER_URL") ?? serverUrlOf(apiUrl)
	};
};
/** `https://HOST/api/v3` → `https://HOST/api/graphql`; `https://api.github.com` → `https://api.github.com/graphql`. */
const graphqlUrlOf = (apiUrl) => /\/api\/v3$/.test(apiUrl) ? apiUrl.replace(/v3$/, "graphql") : `${apiUrl}/graphql`;
/** `https://HOST/api/v3` → `https://HOST`; `https://api.HOST` → `https://HOST`. */
const serverUrlOf = (apiUrl) => apiUrl.replace(/\/api\/v3$/, "").replace(/^(https?:\/\/)api\./, "$1");
/** An address as we glue paths to it. Throws UsageError; a password in it is not repeated. */
const addressOf = (text, name) => {
	if (text === void 0) return text;
	const url = URL.canParse(text) ? new URL(text) : null;
	const mend = "set it as GitHub does, e.g. https://api.github.com, or https://HOST/api/v3";
	if (url?.username || url?.password) throw new UsageError(`${name} holds a user or a password; ${mend}`);
	if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") throw new UsageError(`${name} "${firstLine(text, 80)}" is no plain http(s) address; ${mend}`);
	return text.replace(/\/+$/, "");
};

// src/clients/github/request.ts
/** Throws GitHubError, and nothing is sent, where the parameters do not fit the route. */
const restRequest = ({ endpoint, apiUrl, token, route, parameters }) => {
	for (const name of namesIn(route)) demandSegment(route, name, Object.entries(parameters));
	const { method, url, headers, body } = written$1(route, () => endpoint(route, { ...parameters }));
	if (!url.startsWith(`${apiUrl}/`)) throw unfit(route, "its address leads away from the API");
	return {
		method,
		url,
		headers: {
			...textsOf(headers),
			authorization: `Bearer ${token}`
		},
		body: body === void 0 ? null : typeof body === "string" ? body : JSON.stringify(body)
	};
};
const namesIn = (route) => [...route.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
/**
* An empty segment would ask another question (all pull requests instead of one), two dots would climb. Only a file's
* path may be empty: the top folder.
*/
const demandSegment = (route, name, parameters) => {
	const value = parameters.find(([key]) => key === name)?.[1];
	if (!(typeof value === "number" ? Number.isSafeInteger(value) : typeof value === "string" && (value !== "" || name === "path")) || value === "." || value === "..") throw unfit(route, `{${name}} is missing or no name`);
};
/** Octokit encodes by rules that lone surrogates break. */
const written$1 = (route, write) => {
	try {
		return write();
	} catch {
		throw unfit(route, "its parameters cannot be written into an address");
	}
};
const textsOf = (headers) => Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => value === void 0 ? [] : [[name, String(value)]]));
const unfit = (route, what) => new GitHubError(`${route}: ${what}; nothing was sent`, {
	failure: "invalid",
	status: null,
	route
});

// src/clients/github/permissions.ts
/** Reading or writing, by the method; one of the areas is enough. */
const rights = (...areas) => {
	return (method) => areas.map((area) => `${area}: ${method === "GET" ? "read" : "write"}`).join("\" or \"");
};
/** No `permissions:` line gives these: another token is needed, whatever GitHub's header says. */
const otherTokens = [
	[/^POST .*\/pending_deployments$/, "it takes the token of a person who is a required reviewer (GITHUB_TOKEN and App tokens may not)"],
	[/\/deployment_protection_rule$/, "it takes the token of the GitHub App whose rule it is, with \"actions: read\" and \"deployments: write\""],
	[/ \/user$/, "it takes the token of a person (GITHUB_TOKEN is nobody)"],
	[/ \/(orgs|teams)\//, "it takes a token that may read members of the organisation (GITHUB_TOKEN never may)"]
];
/** The first that matches counts; paths as in GitHub's reference. */
const permissions = [
	[/\/pulls\/\{pull_number\}\/merge$/, rights("contents")],
	[/\/issues\/.*(comments|labels|reactions)/, rights("pull-requests", "issues")],
	[/\/issues\b/, rights("issues")],
	[/\/labels\b/, rights("issues")],
	[/\/pulls\b/, rights("pull-requests")],
	[/\/deployments\b/, rights("deployments")],
	[/\/(statuses\b|commits\/\{ref\}\/status)/, rights("statuses")],
	[/\/check-(runs|suites)\b/, rights("checks")],
	[/^GET .*\/environments\b/, rights("actions")],
	[/\/actions\//, rights("actions")],
	[/\/rules\/|\/collaborators\b/, () => "metadata: read"],
	[/\/repos\/|\/repositories\//, rights("contents")]
];
/** Mutations we know by name; other GraphQL asks for what its fields ask for. */
const mutations = [
	[/\b(createCommitOnBranch|createRef|updateRefs?|deleteRef)\b/, "contents: write"],
	[/\b((add|submit|dismiss)PullRequestReview|requestReviews|enablePullRequestAutoMerge)\b/, "pull-requests: write"],
	[/\b(addComment|updateIssueComment|addLabelsToLabelable)\b/, "pull-requests: write"],
	[/\bcreateDeployment(Status)?\b/, "deployments: write"]
];
/**
* What to do about a refusal of `route` ("GET /repos/…", or a GraphQL document): a sentence without a full stop.
* `accepted` is GitHub's own answer, header `x-accepted-github-permissions`.
*/
const permissionMend = (route, accepted) => {
	const other = otherTokens.find(([pattern]) => pattern.test(route));
	if (other) return other[1];
	const named = acceptedPermissions(accepted) ?? tabled(route);
	return named === null ? "the job needs the permissions of every field asked for" : `the job needs permission "${named}"`;
};
const tabled = (route) => {
	const need = (/^[A-Z]+ \//.test(route) ? permissions : mutations).find(([pattern]) => pattern.test(route))?.[1];
	return need === void 0 ? null : typeof need === "string" ? need : need(route.slice(0, route.indexOf(" ")));
};
/** `pull_requests=write,contents=read; issues=write` → `pull-requests: write, contents: read" or "issues: write`. */
const acceptedPermissions = (header) => {
	if (header === null || !/^[a-z_]+=[a-z]+([,;] ?[a-z_]+=[a-z]+)*$/.test(header) || header.length > 200) return null;
	const word = (pair) => pair.trim().replaceAll("_", "-").replace("=", ": ");
	return header.split(";").map((set) => set.split(",").map(word).join(", ")).join("\" or \"");
};

// src/clients/github/failures.ts
/** A fault made an error people can act on: where, what, and the mend. */
/** Faults after which nobody knows whether a write was done. */
const unsettled = [
	"timeout",
	"network",
	"server",
	"rubbish"
];
const errorOf = (fault, asked) => {
	const what = fault.status === null ? `${asked.route}: ${fault.failure === "network" ? `the connection failed: ${fault.words}` : fault.words}` : `${asked.route} answered ${fault.status}${fault.words === "" ? "" : `: ${fault.words}`}`;
	const times = asked.times > 1 ? ` (asked ${asked.times} times)` : "";
	const doubt = asked.reads || fault.undone || !unsettled.includes(fault.failure) ? "" : "; it may have been done all the same";
	return new GitHubError(`${what}${times}${doubt}; ${mendOf(fault, asked)}`, {
		failure: fault.failure,
		status: fault.status,
		route: asked.route,
		codes: fault.codes
	});
};
const mendOf = (fault, asked) => {
	const permission = () => permissionMend(asked.needs, fault.headers?.get("x-accepted-github-permissions") ?? null);
	switch (fault.failure) {
		case "unauthorized": return `the token is wrong, expired or revoked: pass a valid one, as in github-token: \${{ github.token }}`;
		case "forbidden": return permission();
		case "not-found": return fault.status !== null && fault.status < 400 ? "name the repository as it is called now" : `check the names; if they are right, the token may not see it: ${permission()}`;
		case "limited": return `try again after ${asked.limitEnd.toISOString().replace(".000Z", "Z")}`;
		case "conflict": return "something changed meanwhile: run it again";
		case "invalid": return "what was asked does not fit what is there: mend what GitHub names, then run it again";
		case "timeout":
		case "server": return "run it again later; https://www.githubstatus.com tells whether GitHub is well";
		case "network": return fault.lasting ? "name the certificate of your server or proxy in NODE_EXTRA_CA_CERTS" : "check the network, GITHUB_API_URL and the proxy";
		case "rubbish": return "something that is not GitHub may be answering: check GITHUB_API_URL and the proxy";
	}
};

// src/clients/github/sender.ts
/** Sending until it is answered, refused, or too late. */
/**
* The answer, or null where it is one of `absent`. Throws one GitHubError. What is not repeatable is sent again only
* when GitHub certainly did nothing.
*/
const send = async (sender, request, { look = (answer) => answer, ...sending }) => {
	for (let repeats = 0;; repeats += 1) {
		const received = await exchange(sender, request);
		const answer = received.outcome === "answered" ? look(received) : received;
		if (answer.outcome === "answered") return answer;
		if (isAbsence(answer, sending.absent)) return null;
		const wait = delayOf(answer, repeats, sender.clock, sender.random);
		const again = repeats < 3 && mayRepeat(answer, sending.repeatable);
		const end = limitEnd(answer, sender.clock);
		if (!again || !await sender.patience(wait)) throw errorOf(answer, {
			...sending,
			times: repeats + 1,
			limitEnd: end
		});
		sender.onRepeat();
	}
};
const mayRepeat = (fault, repeatable) => fault.failure === "limited" || !fault.lasting && (fault.undone || repeatable);
/** A limit, or a page that is not GitHub's, never counts as "there is none", whatever its status. */
const isAbsence = ({ status, failure }, absent) => status !== null && absent.includes(status) && failure !== "limited" && failure !== "rubbish";

// src/clients/github/open.ts
/** Opens GitHub: Octokit writes the requests, we send them. Time, chance and network come as arguments. */
/** Throws UsageError where an address or the token cannot be used. Nothing is sent yet. */
const openGitHub = (options) => {
	const apiUrl = addressOf(options.apiUrl, "apiUrl");
	const graphqlUrl = addressOf(options.graphqlUrl ?? graphqlUrlOf(apiUrl), "graphqlUrl");
	const serverUrl = addressOf(options.serverUrl, "serverUrl");
	const token = tokenOf(options.token);
	const octokit = new Octokit({
		baseUrl: apiUrl,
		userAgent: options.userAgent
	});
	const counts = {
		requests: 0,
		retries: 0
	};
	let serverTime = null;
	const sender = {
		fetch: options.fetch,
		hide: hiding(token),
		timeoutSeconds: options.timeoutSeconds ?? 20,
		clock: options,
		random: options.random,
		patience: patienceOf(options, options.deadlineSeconds ?? 60),
		onSent: () => {
			counts.requests += 1;
		},
		onRepeat: () => {
			counts.retries += 1;
		},
		onHeaders: (headers) => {
			const told = Date.parse(headers.get("date") ?? "");
			if (!Number.isNaN(told)) serverTime = new Date(told);
		}
	};
	const write = (route, parameters) => restRequest({
		endpoint: octokit.request.endpoint,
		apiUrl,
		token,
		route,
		parameters
	});
	const ask = (request, sending) => send(sender, request, {
		needs: sending.route,
		absent: [],
		...sending,
		repeatable: sending.reads || sending.repeatable === true
	});
	const rest = async (route, parameters, about = {}) => {
		const answer = await ask(write(route, parameters), {
			route,
			reads: route.startsWith("GET "),
			...about
		});
		return answer === null ? null : answer.data;
	};
	return {
		apiUrl,
		serverUrl,
		request: rest,
		find: (route, parameters) => rest(route, parameters, { absent: [404] }),
		list: async (route, parameters, atMost) => {
			const first = write(route, {
				per_page: 100,
				...parameters
			});
			const read = (url) => ask({
				...first,
				url
			}, {
				route,
				reads: true
			});
			return await readPages(route, first.url, atMost, read);
		},
		graphql: async (query, variables, about = {}) => {
			const request = {
				...write("POST /graphql", {
					query,
					variables
				}),
				url: graphqlUrl
			};
			const answer = await ask(request, {
				route: operationOf(query),
				needs: query,
				reads: onlyReads(query),
				look: (received) => lookAtGraphql(received, sender.hide),
				...about
			});
			return answer === null ? null : answer.data;
		},
		get sent() {
			return { ...counts };
		},
		get serverTime() {
			return serverTime;
		}
	};
};
/** Headers cannot carry what is not printable, and Node's own complaint would repeat the token. */
const tokenOf = (given) => {
	const token = given.trim();
	if (/^[\x21-\x7e]+$/.test(token)) return token;
	throw new UsageError(`the GitHub token ${token === "" ? "is empty" : "holds blanks or characters no token has"}; pass it as in github-token: \${{ github.token }}`);
};

// src/clients/github/proxy.ts
/** Getting out through a proxy, by Node's own support for it: no library of ours. */
/**
* The built-in fetch, led through the proxy that https_proxy, http_proxy (or in capitals) name for GitHub's API, unless
* no_proxy excepts it. Throws UsageError for what is no http(s) address of a proxy.
*/
const fetchThroughProxy = async (environment, node) => {
	const fetch = globalThis.fetch;
	const api = new URL(gitHubPlaces(environment).apiUrl);
	const name = api.protocol === "https:" ? "https_proxy" : "http_proxy";
	const named = either(environment, name);
	const excepted = either(environment, "no_proxy");
	if (named === void 0 || isExcepted(api, excepted ?? "")) return {
		fetch,
		warning: null
	};
	const proxy = proxyAddress(named, name);
	const able = node ?? await abilities();
	if (able.setProxy) {
		able.setProxy({
			[name]: proxy,
			...excepted === void 0 ? {} : { no_proxy: excepted }
		});
		return {
			fetch,
			warning: null
		};
	}
	if (able.readsAtStart && environment["NODE_USE_ENV_PROXY"] === "1") return {
		fetch,
		warning: null
	};
	const mend = able.readsAtStart ? "set NODE_USE_ENV_PROXY=1 for it" : "run it with Node 24.14 or later";
	return {
		fetch,
		warning: `${name} is ignored: Node ${able.version} does not use it by itself; ${mend}`
	};
};
const abilities = async () => {
	const setProxy = (await import("node:http")).setGlobalProxyFromEnv;
	return {
		version: process.versions.node,
		...setProxy ? { setProxy } : {},
		readsAtStart: process.allowedNodeEnvironmentFlags.has("--use-env-proxy")
	};
};
/** Small letters come first, as everywhere. */
const either = (environment, name) => environment[name]?.trim() || environment[name.toUpperCase()]?.trim() || void 0;
/** `proxy:3128` means http, as it does for curl. A password in it is used and never repeated. */
const proxyAddress = (named, name) => {
	const text = named.includes("://") ? named : `http://${named}`;
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") throw new UsageError(`${name} names no http(s) proxy; set it like http://proxy.example.com:3128, or unset it`);
	return text;
};
/** `no_proxy`: `*`, hosts and the hosts below them, each with or without a port. */
const isExcepted = ({ hostname, port, protocol }, exceptions) => {
	const gate = port || (protocol === "https:" ? "443" : "80");
	return exceptions.toLowerCase().split(/[\s,]+/).some((each) => {
		if (each === "*") return true;
		const [, host = "", only] = /^\*?\.?(.+?)(?::(\d+))?$/.exec(each) ?? [];
		const below = hostname === host || hostname.endsWith(`.${host}`);
		return host !== "" && below && (only === void 0 || only === gate);
	});
};

// src/main/rollout-verb-names.ts
/** What can be done about a rollout. */
const verbs = [
	"plan",
	"run",
	"status",
	...rolloutCommands
];

// src/main/action/input-values.ts
/** What the text of an input means, or what was wanted instead. */
/** One of a few words, in whatever case an organisation variable spells it. */
const wordOf = (words) => (text) => {
	const word = words.find((known) => known === text.toLowerCase());
	if (word !== void 0) return read(word);
	return wanted(`${words.slice(0, -1).join(", ")} or ${words.at(-1)}`, nearest(text, words));
};
/** As YAML 1.2 spells them, which is what GitHub's own actions take. */
const readBoolean = (text) => {
	if (/^(?:true|True|TRUE)$/.test(text)) return read(true);
	return /^(?:false|False|FALSE)$/.test(text) ? read(false) : wanted("true or false");
};
const readNumber = (text) => /^[1-9]\d{0,8}$/.test(text) ? read(Number(text)) : wanted("the number of a pull request", /^#[1-9]\d{0,8}$/.test(text) ? text.slice(1) : void 0);
/** A ref or a commit, as git would take it on a command line and never for an option or a range. */
const readRef = (text) => {
	if (/^0+$/.test(text)) return wanted("a ref or a commit; zeros are the name of none");
	if (/^[0-9a-f]{41,}$/i.test(text) && text.length !== 64) return wanted(`a commit of 40 (or 64) hexadecimal digits; these are ${text.length}`);
	return /^[^-][^\s\p{Cc}\p{Cf}:?*[\\]{0,249}$/u.test(text) && !text.includes("..") && !/^[:?*[\\]/.test(text) ? read(text) : wanted("a ref or a commit, as refs/tags/v1 or main");
};
/** The name of an environment; GitHub takes 255 characters. */
const readName = (text) => text.length <= 255 && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text) ? read(text) : wanted("a name on one line, of at most 255 characters");
/** A path inside the repository, as git names it. */
const readPath = (text) => {
	const segments = text.replace(/^\.\//, "").split("/");
	return !segments.some((segment) => [
		"",
		".",
		".."
	].includes(segment)) && !/[\\\p{Cc}]/u.test(text) && text.length <= 1e3 ? read(segments.join("/")) : wanted("a path inside the repository, as .github/change-risk.yml");
};
/** What cannot be a quotation, nor run together with the verb behind it. */
const readPrefix = (text) => /^(?![>`])[!-~]{0,9}[!-/:-@[-`{-~]$/.test(text) ? read(text) : wanted("1 to 10 characters without blanks, which begin with neither > nor a grave accent and end with no letter or digit, such as /gate-");
/** More YAML than any policy holds. */
const mostPolicy = 262144;
const readPolicy = (text) => text.length <= mostPolicy ? read(text) : wanted(`YAML of at most ${mostPolicy} characters`);
/** A ledger URL as the configuration takes it; here, where it may be a secret, with a password too. */
const readLedger = (text) => {
	if (!/^postgres(?:ql)?:/.test(text)) return readLedgerUrl(text);
	const url = URL.canParse(text) ? new URL(text) : void 0;
	if (url === void 0) return wanted("a URL like postgres://USER:PASSWORD@HOST/DATABASE");
	url.password = "";
	url.searchParams.delete("password");
	const reading = readLedgerUrl(url.href);
	return reading.ok ? read(text) : reading;
};
/** A token goes into a header: nothing but what GitHub's tokens are made of, and JSON Web Tokens. */
const readToken = (text) => /^[\w.~+/=-]{1,2000}$/.test(text) ? read(text) : wanted("a token, without spaces or line ends");

// src/main/action/inputs.ts
/** Inputs of the Action, as the runner hands them down: `INPUT_` and the name in capitals, its dashes kept. */
/** The text of an input, without white space around it; empty where the workflow says nothing. */
const inputText = (environment, name) => environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
const tokenNames = [
	"github-token",
	"reviewer-token",
	"app-token"
];
/** Secret, or too long to repeat. */
const untoldNames = [
	...tokenNames,
	"ledger",
	"config",
	"records"
];
const shownCharacters = 60;
const got = (name, text) => {
	if (untoldNames.includes(name)) return "";
	const shown = neutralise(text);
	return ` got "${shown.length > shownCharacters ? `${shown.slice(0, shownCharacters)}…` : shown}",`;
};
/** Reads inputs one by one and keeps what is wrong with each, so that all is told at once. */
const reader = (environment) => {
	const problems = [];
	return {
		read: (name, readValue) => {
			const text = inputText(environment, name);
			if (text === "") return void 0;
			const reading = readValue(text);
			if (reading.ok) return reading.value;
			problems.push(`input ${name}:${got(name, text)} ${sentenceOf$1(reading)}`);
		},
		refuse: (problem) => void problems.push(problem),
		settle: () => {
			if (problems.length > 0) throw new UsageError(problems.join("\n"));
		}
	};
};
/** Without the keys that say nothing. */
const given = (value) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== void 0));
/**
* The mode the workflow asks for, whatever is wrong with the other inputs: a kill switch works in any case.
* Throws UsageError where it is none of the modes.
*/
const readMode = (environment) => {
	const { read, settle } = reader(environment);
	const mode = read("mode", wordOf(modes));
	settle();
	return mode;
};
/** All inputs but the tokens. Throws one UsageError that names every wrong one, what was got and what is wanted. */
const readInputs = (environment) => {
	const { read, refuse, settle } = reader(environment);
	const optional = {
		mode: read("mode", wordOf(modes)),
		environment: read("environment", readName),
		configFile: read("config-file", readPath),
		config: read("config", readPolicy),
		commandPrefix: read("command-prefix", readPrefix),
		baseRef: read("base-ref", readRef),
		headRef: read("head-ref", readRef),
		pullRequestNumber: read("pull-request-number", readNumber),
		ledger: read("ledger", readLedger)
	};
	const dryRun = read("dry-run", readBoolean) ?? false;
	const failOn = read("fail-on", wordOf(strictness)) ?? "none";
	const emergency = read("emergency", readBoolean) ?? false;
	const reason = inputText(environment, "emergency-reason");
	if (emergency && reason === "") refuse("input emergency-reason: is empty; an emergency wants a reason, for the review afterwards");
	settle();
	return {
		...given(optional),
		...emergency ? { emergencyReason: reason } : {},
		dryRun,
		failOn
	};
};
/** The tokens, the job's own at least. Throws UsageError, which never shows one. */
const readTokens = (environment) => {
	const { read, refuse, settle } = reader(environment);
	const github = read("github-token", readToken);
	const others = {
		reviewer: read("reviewer-token", readToken),
		app: read("app-token", readToken)
	};
	if (inputText(environment, "github-token") === "") refuse("input github-token: is empty; leave it out to use the job’s own token (secrets are empty on forks and for Dependabot)");
	settle();
	return {
		github: github ?? "",
		...given(others)
	};
};
/** Inputs of the ledger's action but its token. Throws UsageError. */
const readLedgerInputs = (environment) => {
	const { read, refuse, settle } = reader(environment);
	const ledger = read("ledger", readLedger);
	const records = inputText(environment, "records");
	if (records === "") refuse("input records: is empty; wanted the path of a file of records, or JSON");
	settle();
	return {
		records,
		...given({ ledger })
	};
};
/** What a log must never show: every token, right or wrong, and the password of the ledger. */
const secretsOf = (environment) => {
	const tokens = tokenNames.map((name) => inputText(environment, name)).filter((text) => text !== "");
	return [.../* @__PURE__ */ new Set([...tokens, ...passwordsOf(inputText(environment, "ledger"))])];
};
/** As written and as meant, and the whole URL, which may be shown in pieces otherwise. */
const passwordsOf = (text) => {
	if (!/^[a-z]+:\/\//i.test(text)) return [];
	if (!URL.canParse(text)) return [text];
	const { password, searchParams } = new URL(text);
	const written = [password, searchParams.get("password") ?? ""].filter((each) => each !== "");
	return written.length === 0 ? [] : [
		text,
		...written,
		...written.map(decoded)
	];
};
const decoded = (text) => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};
/** What an input lists, one a line. */
const linesOf = (environment) => (name) => inputText(environment, name).split("\n").map((line) => line.trim()).filter((line) => line !== "");
const usualPeriod = 2592e3;
/** Inputs of the action that learns but its token. Throws UsageError. */
const readLearnInputs = (environment) => {
	const { read, settle } = reader(environment);
	const lines = linesOf(environment);
	const ledger = read("ledger", readLedger);
	const period = read("period", readDuration);
	settle();
	return {
		incidents: lines("incidents"),
		deployments: lines("deployments"),
		periodSeconds: period?.seconds ?? usualPeriod,
		...given({ ledger })
	};
};
/** Inputs of the rollout's action but its token. Throws UsageError. */
const readRolloutInputs = (environment) => {
	const { read, settle } = reader(environment);
	const lines = linesOf(environment);
	const optional = {
		environment: read("environment", readName),
		ledger: read("ledger", readLedger)
	};
	const command = read("command", wordOf(verbs)) ?? "run";
	const isEmergency = read("emergency", readBoolean) ?? false;
	settle();
	const [to, risk] = ["to", "risk"].map((name) => inputText(environment, name) || void 0);
	return {
		...given({
			...optional,
			to,
			risk
		}),
		command,
		plans: lines("plan"),
		instances: lines("instances"),
		reason: inputText(environment, "reason"),
		isEmergency
	};
};

// src/main/action/runner.ts
/** What the runner tells by its environment, read once into one value. */
const missing = (name) => {
	throw new UsageError(`${name} is not set: this is the Action, which GitHub's runner starts; in a clone run "change-risk-gate gate"`);
};
const wrong = (name, wanted) => {
	throw new UsageError(`${name} is not ${wanted}: the runner sets it; remove what sets it in the workflow, or update the runner`);
};
const webAddress = /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/;
/** Reads the environment of a job. Throws UsageError naming the variable that is missing or not what a runner sets. */
const readRunner = (environment) => {
	const given = (name) => environment[name]?.trim() ?? "";
	const must = (name) => given(name) || missing(name);
	const matching = (name, shape, wanted) => shape.test(must(name)) ? given(name) : wrong(name, wanted);
	const count = (name, value = must(name)) => /^[1-9]\d{0,15}$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : wrong(name, "a number");
	const address = (name, usual) => {
		const url = (given(name) || usual).replace(/\/+$/, "");
		return webAddress.test(url) ? url : wrong(name, "a web address");
	};
	const repository = matching("GITHUB_REPOSITORY", /^[\w.-]+\/[\w.-]+$/, "OWNER/NAME");
	const [owner = "", repositoryName = ""] = repository.split("/");
	const serverUrl = address("GITHUB_SERVER_URL", "https://github.com");
	const apiUrl = address("GITHUB_API_URL", "https://api.github.com");
	return {
		repository,
		owner,
		repositoryName,
		eventName: must("GITHUB_EVENT_NAME"),
		eventPath: must("GITHUB_EVENT_PATH"),
		sha: matching("GITHUB_SHA", /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "the full name of a commit"),
		ref: given("GITHUB_REF"),
		workspace: must("GITHUB_WORKSPACE"),
		runId: count("GITHUB_RUN_ID"),
		runAttempt: count("GITHUB_RUN_ATTEMPT", given("GITHUB_RUN_ATTEMPT") || "1"),
		job: given("GITHUB_JOB"),
		workflowRef: given("GITHUB_WORKFLOW_REF"),
		workflowSha: given("GITHUB_WORKFLOW_SHA"),
		actor: given("GITHUB_ACTOR"),
		triggeringActor: given("GITHUB_TRIGGERING_ACTOR") || given("GITHUB_ACTOR"),
		temporaryFolder: must("RUNNER_TEMP"),
		outputFile: given("GITHUB_OUTPUT") || null,
		summaryFile: given("GITHUB_STEP_SUMMARY") || null,
		apiUrl,
		graphqlUrl: address("GITHUB_GRAPHQL_URL", `${apiUrl.replace(/\/v3$/, "")}/graphql`),
		serverUrl,
		debug: given("RUNNER_DEBUG") === "1"
	};
};

// src/main/action/output-file.ts
/** The file of outputs, pure: `name<<delimiter`, the value, the delimiter, a line each. */
/** GitHub takes 1 MiB of outputs from a job; what is more is lost with the rest. */
const mostOutputBytes = 1048576;
/**
* What to append to GITHUB_OUTPUT. The delimiter is random and new for every write: who does not know it cannot end a
* value early. Throws an Error where a value holds it all the same, and where the whole is larger than GitHub takes.
*/
const outputText = (outputs, delimiter) => {
	for (const [name, value] of Object.entries(outputs)) {
		if (!/^[a-z][a-z-]*$/.test(name)) throw new Error(`output ${JSON.stringify(name)} is no name of an output`);
		if (value.includes(delimiter)) throw new Error(`output ${name} holds the delimiter that would end it`);
	}
	const text = Object.entries(outputs).map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`).join("");
	const bytes = Buffer.byteLength(text);
	if (bytes > 1048576) throw new Error(`outputs of ${bytes} bytes; GitHub takes ${mostOutputBytes}`);
	return text;
};

// src/main/action/summary.ts
/** The job summary, pure: Markdown within what GitHub takes. */
/** GitHub takes 1 MiB a step, and drops a larger summary whole. */
const mostSummaryBytes = 1048576;
const cutNotice = "*The rest is left out: GitHub takes 1 MiB a summary. The whole answer is in the result file.*";
const count = (text, shape) => text.match(shape)?.length ?? 0;
/** Ends what a cut left open, or the notice would be folded away or stand in a block of code. */
const closing = (text) => {
	const fence = count(text, /^ {0,3}```/gm) % 2 === 1 ? "```\n\n" : "";
	const open = Math.max(0, count(text, /<details\b/g) - count(text, /<\/details>/g));
	return `${fence}${"</details>\n\n".repeat(open)}`;
};
/** The longest beginning of at most `bytes` that ends with a line; empty where the first line alone is longer. */
const wholeLines = (text, bytes) => {
	if (bytes <= 0) return "";
	const kept = Buffer.from(text).subarray(0, bytes);
	return kept.subarray(0, kept.lastIndexOf(10) + 1).toString();
};
/** Markdown that fits beside the `used` bytes that are there already; what is cut is cut at a line, and said. */
const fitSummary = (markdown, used = 0, most = mostSummaryBytes) => {
	const text = markdown.endsWith("\n") ? markdown : `${markdown}\n`;
	const room = most - used;
	if (Buffer.byteLength(text) <= room) return text;
	const ending = (kept) => `\n${closing(kept)}${cutNotice}\n`;
	let kept = wholeLines(text, room - Buffer.byteLength(ending("")));
	for (let excess = 1; kept !== "" && excess > 0;) {
		excess = Buffer.byteLength(kept) + Buffer.byteLength(ending(kept)) - room;
		if (excess > 0) kept = wholeLines(text, Buffer.byteLength(kept) - excess);
	}
	const whole = `${kept}${ending(kept)}`;
	return Buffer.byteLength(whole) <= room ? whole : "";
};

// src/main/action/workflow-commands.ts
const escapeData = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text) => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
/** One command on one line. Empty properties are left out. */
const commandLine = (name, message = "", properties = {}) => {
	const told = Object.entries(properties).filter(([, value]) => value !== void 0 && value !== "").map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
	return `::${name}${told.length === 0 ? "" : ` ${told.join(",")}`}::${escapeData(message)}`;
};
/** What a terminal or a log viewer would obey; tabs and line ends stay. */
const controls = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/**
* Text as log lines of which the runner obeys none: it takes a line whose first visible characters are `::`, and of
* old `##[` anywhere in a line. Both get a space in between.
*/
const logLines = (text) => text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replace(controls, "").replace(/^((?:[^\S\n]|[\u200b\ufeff])*):(?=:)/gmu, "$1: ").replaceAll("##[", "## [");
const annotationLine = ({ level, message, title, file, line, endLine }) => commandLine(level, message.replace(controls, ""), {
	title: title?.replace(controls, ""),
	file,
	line,
	endLine
});

// src/main/action/toolkit.ts
/** What the Action tells the runner: log, masks, outputs, summary. The only place that writes where the runner reads. */
const written = async (what, writing) => {
	try {
		await writing();
	} catch (error) {
		const { code } = error;
		if (code === void 0) throw error;
		throw new SourceError(`${what}: cannot be written (${code}); the runner's disk may be full or read-only`, { cause: error });
	}
};
const sizeOf = async (path) => {
	try {
		return (await stat(path)).size;
	} catch {
		return 0;
	}
};
/** How git and HTTP send a token besides itself: as Basic authorization. */
const encoded = (secret) => Buffer.from(`x-access-token:${secret}`).toString("base64");
const openToolkit = ({ outputFile, summaryFile, temporaryFolder, write }) => {
	const line = (text) => write(`${text}\n`);
	let folded = null;
	return {
		mask: (secrets) => {
			const texts = secrets.filter((secret) => secret.trim() !== "").flatMap((secret) => [...secret.split(/[\r\n]+/), encoded(secret)]).filter((text) => text.trim() !== "");
			for (const text of new Set(texts)) line(commandLine("add-mask", text));
		},
		log: (text) => line(logLines(text)),
		debug: (text) => line(commandLine("debug", text)),
		annotate: (annotation) => line(annotationLine(annotation)),
		fold: (title) => {
			if (title === folded) return;
			if (folded !== null) line(commandLine("endgroup"));
			if (title !== null) line(commandLine("group", title));
			folded = title;
		},
		setOutputs: async (outputs) => {
			if (outputFile === null) return;
			const text = outputText(outputs, `delimiter-${randomUUID()}`);
			await written("the outputs at GITHUB_OUTPUT", () => appendFile(outputFile, text));
		},
		addSummary: async (markdown) => {
			if (summaryFile === null) return;
			const text = fitSummary(markdown, await sizeOf(summaryFile));
			await written("the summary at GITHUB_STEP_SUMMARY", () => appendFile(summaryFile, text));
		},
		writeResult: async (value) => {
			const path = join(temporaryFolder, `change-risk-${randomUUID()}.json`);
			await written("the result in RUNNER_TEMP", () => writeFile(path, `${JSON.stringify(value)}\n`, { flag: "wx" }));
			return path;
		}
	};
};

export { readLedgerInputs as a, readTokens as c, openGitHub as d, readLearnInputs as i, secretsOf as l, readRunner as n, readMode as o, readInputs as r, readRolloutInputs as s, openToolkit as t, fetchThroughProxy as u };
