import { G as ConfigError, K as SourceError } from "./main-gate.js";
import { t as parseListing } from "./drivers-rollouts-listing.js";

// src/drivers/rollouts/http-exchange.ts
/** Sends once, follows nothing: a token is for the address in the plan, and nobody else's. Never throws. */
const exchange = async (request, fetch) => {
	const { method, url, token, body, idempotencyKey } = request;
	const limit = AbortSignal.timeout(Math.min(request.milliseconds, 2 ** 31 - 1));
	try {
		const response = await fetch(url, {
			method,
			headers: {
				accept: "application/json",
				"user-agent": "change-risk-gate",
				...body !== void 0 && { "content-type": "application/json" },
				...idempotencyKey !== void 0 && { "idempotency-key": idempotencyKey },
				...token !== null && { authorization: `Bearer ${token}` }
			},
			...body !== void 0 && { body: JSON.stringify(body) },
			redirect: "manual",
			signal: AbortSignal.any([request.signal, limit])
		});
		const { status, headers } = response;
		const text = await readText(response, request.mostBytes);
		if (text === null) return {
			kind: "silence",
			why: `its answer has no end (over ${request.mostBytes} bytes)`,
			isOutOfTime: false
		};
		return {
			kind: "answer",
			status,
			text,
			retryAfterSeconds: secondsOf(headers),
			location: headers.get("location")
		};
	} catch (error) {
		if (request.signal.aborted) return {
			kind: "silence",
			why: "stopped",
			isOutOfTime: false
		};
		return limit.aborted ? {
			kind: "silence",
			why: "it did not answer in time",
			isOutOfTime: true
		} : {
			kind: "silence",
			why: faultOf(error),
			isOutOfTime: false
		};
	}
};
const readText = async (response, mostBytes) => {
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		bytes += chunk.length;
		if (bytes > mostBytes) return null;
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
};
/** Whole seconds, or a date by the agent's own clock. */
const secondsOf = (headers) => {
	const asked = headers.get("retry-after")?.trim() ?? "";
	if (/^\d{1,9}$/.test(asked)) return Number(asked);
	const seconds = (Date.parse(asked) - Date.parse(headers.get("date") ?? "")) / 1e3;
	return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
};
/** `fetch` says "fetch failed"; what failed is the cause. */
const faultOf = (error) => {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	if (!(cause instanceof Error)) return String(cause);
	const code = "code" in cause ? String(cause.code) : "";
	return cause.message === "" ? code : cause.message;
};

// src/drivers/rollouts/http-judgement.ts
/** Locked, too early, too many, not now: the request was understood, and its time will come. */
const comeAgain = [
	408,
	423,
	425,
	429,
	503
];
/**
* 2xx is done · 409 says that a newer coordinator has taken over · what asks for patience, every other 5xx and silence
* mean again · any other 4xx will not change by asking again, and neither will a redirect, which is never followed.
*/
const judgeAnswer = ({ verb, id, url, token }, answer) => {
	const why = `${verb} ${id}: POST ${url}: ${wordsOf(answer, token)}`;
	if (answer.kind === "silence") return {
		outcome: verb === "drain" && answer.isOutOfTime ? "busy" : "again",
		why
	};
	const { status } = answer;
	if (status === 202 && verb === "drain") return {
		outcome: "again",
		why: `${verb} ${id}: POST ${url}: accepted (202), and not done yet`
	};
	if (status >= 200 && status < 300) return { outcome: "done" };
	if (status === 409) return {
		outcome: "failed",
		why: `${why}; a newer coordinator has taken over`
	};
	return {
		outcome: comeAgain.includes(status) || status >= 500 ? "again" : "failed",
		why
	};
};
const mostCharacters = 200;
/** What came, in words for people; the token never among them. */
const wordsOf = (answer, token) => {
	if (answer.kind === "silence") return answer.why;
	const { status, location } = answer;
	if (status >= 300 && status < 400) return `answered ${status} and points to ${hide(location ?? "nowhere", token)}, which is not followed; write the right address into the plan`;
	if (status === 401 || status === 403) return `answered ${status}; ${token === null ? "it wants a token: set targets.token-env" : "the token of targets.token-env may not do this"}`;
	const said = hide(answer.text, token).split("\n").map((line) => line.replace(/\p{Cc}/gu, " ").trim()).find((line) => line !== "");
	return `answered ${status}${said === void 0 ? "" : `: ${said.length > mostCharacters ? `${said.slice(0, mostCharacters)}…` : said}`}`;
};
const hide = (text, token) => token === null ? text : text.replaceAll(token, "***");

// src/drivers/rollouts/http-templates.ts
/** What the addresses of the http driver may leave open. */
const placeholders = [
	"instance",
	"version",
	"epoch",
	"operation"
];
/**
* Reads an address of the plan; `key` begins the message.
* @throws ConfigError for a placeholder that is not known, and for what is no address even when filled in.
*/
const readTemplate = (text, key) => {
	for (const [found, name] of text.matchAll(/\{([^{}]*)\}/g)) if (!placeholders.some((known) => known === name)) throw new ConfigError(`${key}: unknown ${found}, wanted ${placeholders.map((known) => `{${known}}`).join(", ")}`);
	const fill = (filling) => {
		const values = Object.entries(filling).map(([name, value]) => [`{${name}}`, encode(value)]);
		if (values.some(([place, value]) => value === null && text.includes(place))) return null;
		const address = values.reduce((filled, [place, value]) => filled.replaceAll(place, () => value ?? ""), text);
		return URL.canParse(address) ? address : null;
	};
	if (fill({
		instance: "i",
		version: "v",
		epoch: "1",
		operation: "o"
	}) === null) throw new ConfigError(`${key}: got ${text}, wanted a URL like https://agent.internal/{instance}/restart`);
	return fill;
};
/** Addresses read dots alone as a step up the path, however they are written. */
const encode = (value) => {
	if (/^\.{0,2}$/.test(value)) return null;
	try {
		return encodeURIComponent(value);
	} catch {
		return null;
	}
};

// src/drivers/rollouts/http.ts
const listMilliseconds = 3e4;
const mostListBytes = 32e6;
const mostVerbBytes = 1e6;
/**
* An agent of the user's, an address a verb. A verb without an address has nothing to do.
* @throws ConfigError for an address that cannot be filled in, and a token that is not there.
*/
const openHttp = (targets, surroundings) => {
	const token = readToken(targets["token-env"], surroundings.environment);
	if (/[{}]/.test(targets.list)) throw new ConfigError(`targets.list: got ${targets.list}, wanted an address without placeholders`);
	const verb = (name) => {
		const address = targets[name];
		const template = address === void 0 ? null : readTemplate(address, `targets.${name}`);
		return async (id, context, more = {}) => {
			if (template === null) return { outcome: "done" };
			const { version, epoch, operation } = context;
			const url = template({
				instance: id,
				version,
				epoch: String(epoch),
				operation
			});
			if (url === null) return {
				outcome: "failed",
				why: `${name}: no address can be made of ${JSON.stringify(id)} and ${JSON.stringify(version)}`
			};
			return post({
				name,
				url,
				id,
				context,
				token,
				more
			}, surroundings);
		};
	};
	const drain = verb("drain");
	const handOver = targets["hand-over"] === void 0 ? void 0 : verb("hand-over");
	return {
		capabilities: {
			drains: targets.drain !== void 0,
			fenced: false,
			settleSeconds: 0
		},
		observe: async (signal, ids) => {
			const fleet = await list(targets.list, token, surroundings.fetch, signal);
			return ids === void 0 ? fleet : fleet.filter(({ id }) => ids.includes(id));
		},
		drain: (id, context) => drain(id, context, { force: context.force }),
		restart: verb("restart"),
		restore: verb("restore"),
		...handOver !== void 0 && { handOver },
		close: async () => void 0
	};
};
const post = async ({ name, url, id, context, token, more }, { clock, fetch }) => {
	const { version, epoch, operation, deadline, signal } = context;
	const milliseconds = deadline - clock.now();
	if (milliseconds <= 0) return {
		outcome: "busy",
		why: `${name} ${id} did not begin: no time is left`
	};
	const answer = await exchange({
		method: "POST",
		url,
		token,
		milliseconds,
		signal,
		mostBytes: mostVerbBytes,
		body: {
			instance: id,
			version,
			epoch,
			operation,
			...more
		},
		idempotencyKey: JSON.stringify(encodeURIComponent(Buffer.from(`${operation}/${name}/${id}`).toString()))
	}, fetch);
	const result = judgeAnswer({
		verb: name,
		id,
		url,
		token
	}, answer);
	if (result.outcome === "again") await waitAsAsked(answer, clock, deadline, signal);
	return result;
};
/** Whoever asks for time gets it, but never more than there is. */
const waitAsAsked = async (answer, clock, deadline, signal) => {
	const asked = answer.kind === "answer" ? answer.retryAfterSeconds * 1e3 : 0;
	const milliseconds = Math.min(asked, deadline - clock.now());
	if (milliseconds > 0) await clock.sleep(milliseconds, signal);
};
const list = async (url, token, fetch, signal) => {
	const answer = await exchange({
		method: "GET",
		url,
		token,
		milliseconds: listMilliseconds,
		signal,
		mostBytes: mostListBytes
	}, fetch);
	if (answer.kind === "answer" && answer.status === 200) return parseListing(answer.text, "targets.list");
	throw new SourceError(`targets.list: GET ${url}: ${wordsOf(answer, token)}`);
};
const readToken = (name, environment) => {
	if (name === void 0) return null;
	const token = environment[name]?.trim() ?? "";
	if (token === "") throw new ConfigError(`targets.token-env: the environment variable ${name} is empty; set it to the agent's token`);
	if (!/^[\x21-\x7e]+$/.test(token)) throw new ConfigError(`targets.token-env: the environment variable ${name} holds what no token can: spaces, or letters beyond ASCII`);
	return token;
};

export { openHttp };
