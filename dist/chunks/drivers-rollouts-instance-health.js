import { request } from "node:http";
import { request as request$1 } from "node:https";

// src/drivers/rollouts/instance-health.ts
const questionMilliseconds = 2e3;
/** A fleet that mostly does not answer must not hold up whoever waits for the rest. */
const roundMilliseconds = 3e4;
const mostAtOnce = 64;
const mostCharacters = 65536;
const silent = {
	healthy: false,
	version: ""
};
/**
* Asks instances for their health at `http://address:port`, at most 64 at once, each for at most 2 s and all for 30 s.
* Answers in the order asked; null is an address that is not known.
*/
const askHealth = async (origins, questions) => {
	const answers = origins.map(() => silent);
	const underWay = /* @__PURE__ */ new Set();
	let isOver = questions.signal?.aborted === true;
	const stop = () => {
		isOver = true;
		for (const controller of underWay) controller.abort();
	};
	const timer = setTimeout(stop, roundMilliseconds);
	questions.signal?.addEventListener("abort", stop, { once: true });
	let next = 0;
	const work = async () => {
		while (next < origins.length && !isOver) {
			const at = next++;
			const origin = origins[at];
			if (origin == null) continue;
			const controller = new AbortController();
			underWay.add(controller);
			answers[at] = await askOne(origin, questions, controller);
			underWay.delete(controller);
		}
	};
	try {
		await Promise.all(Array.from({ length: Math.min(mostAtOnce, origins.length) }, work));
	} finally {
		clearTimeout(timer);
		questions.signal?.removeEventListener("abort", stop);
	}
	return answers;
};
/**
* Not by `fetch`, which keeps a pool for every address and takes seven times as long for a large fleet. Every question
* has its own connection: one kept open would break when the instance restarts, and look like ill health.
*/
const askOne = (origin, questions, { signal }) => new Promise((resolve) => {
	const address = new URL(questions.health.path, origin);
	const request$2 = (address.protocol === "https:" ? request$1 : request)(address, {
		agent: false,
		signal,
		headers: {
			accept: "application/json",
			"user-agent": "change-risk-gate"
		}
	});
	const conclude = (own) => {
		clearTimeout(timer);
		resolve(own);
		request$2.destroy();
	};
	const timer = setTimeout(() => conclude(silent), questionMilliseconds);
	request$2.on("error", () => conclude(silent));
	request$2.on("response", (response) => {
		let body = "";
		response.setEncoding("utf8");
		response.on("data", (chunk) => {
			body += chunk;
			if (body.length > mostCharacters) conclude(silent);
		});
		response.on("error", () => conclude(silent));
		response.on("end", () => conclude(readHealth(response.statusCode ?? 0, response.headers, body, questions)));
	});
	request$2.end();
});
/** What status, headers and body of the answer say; the plan says which status is healthy, and a version is read from any. */
const readHealth = (status, headers, body, { health, zoneKey }) => {
	const json = parse(body);
	const version = health.version.startsWith("header:") ? headerOf(headers, health.version.slice(7)) : textAt(json, health.version.replace(/^json:/, ""));
	const zone = zoneKey === void 0 ? null : textAt(json, zoneKey);
	return {
		healthy: health.expect.some(({ from, to }) => status >= from && status <= to),
		version: asName(version) ?? "",
		...asName(zone) !== null && { zone: asName(zone) },
		...textAt(json, "role")?.toLowerCase() === "leader" && { role: "leader" }
	};
};
/** A name that can be shown and compared; what an instance says is not ours. */
const asName = (text) => {
	const name = text?.trim() ?? "";
	return name === "" || name.length > 100 || /\p{Cc}/u.test(name) ? null : name;
};
const headerOf = (headers, name) => [headers[name.toLowerCase()] ?? null].flat().join(", ") || null;
const parse = (body) => {
	try {
		return JSON.parse(body);
	} catch {
		return null;
	}
};
/** `build.version` is the key version of the object at build; numbers are taken as they are written. */
const textAt = (value, path) => {
	const found = path.split(".").reduce((at, key) => isRecord(at) && Object.hasOwn(at, key) ? at[key] : void 0, value);
	return typeof found === "string" || typeof found === "number" ? String(found) : null;
};
const isRecord = (value) => typeof value === "object" && value !== null;

export { askHealth as t };
