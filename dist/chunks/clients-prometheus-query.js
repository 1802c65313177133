import { K as SourceError } from "./main-gate.js";

// src/clients/prometheus/answer.ts
/**
* Reads what `/api/v1/query` answers to a query of an instant vector.
* @throws SourceError for a refusal, an answer that is not whole, and any shape that is not the one documented
*/
const readVector = (text, status) => {
	const answer = parse(text, status);
	if (field(answer, "status") === "error") throw new SourceError(refusal(answer));
	const data = field(answer, "data");
	if (status !== 200 || field(answer, "status") !== "success" || data === void 0) throw new SourceError(`answered ${status} and not as Prometheus does`);
	const warnings = field(answer, "warnings");
	if (Array.isArray(warnings) && warnings.length > 0) throw new SourceError(`its answer may not be whole: ${short(String(warnings[0]))}`);
	const type = field(data, "resultType");
	if (type !== "vector") throw new SourceError(`the query gives ${short(String(type))}, wanted a number for every instance now`);
	const result = field(data, "result");
	if (!Array.isArray(result)) throw new SourceError("its answer holds no list of results");
	return result.map(readSample);
};
const readSample = (entry) => {
	if (field(entry, "histogram") !== void 0) throw new SourceError("the query gives native histograms, wanted classic buckets (the label le)");
	const labels = field(entry, "metric");
	const pair = field(entry, "value");
	const [at, value] = Array.isArray(pair) ? pair : [];
	const number = typeof value === "string" ? readNumber(value) : null;
	if (!isTexts(labels) || typeof at !== "number" || !Number.isFinite(at) || number === null) throw new SourceError(`a result that cannot be read: ${short(JSON.stringify(entry) ?? "nothing")}`);
	return {
		labels,
		value: number,
		at
	};
};
/** As Prometheus writes numbers; null for anything else. */
const readNumber = (text) => {
	if (/^[+-]?Inf$/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
	if (text === "NaN") return NaN;
	return /^[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
};
const parse = (text, status) => {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new SourceError(`answered ${status} and no JSON: ${short(JSON.stringify(text.trim()))}`, { cause });
	}
};
const refusal = (answer) => `refused the query (${short(String(field(answer, "errorType")))}): ${short(String(field(answer, "error")))}`;
const field = (value, key) => typeof value === "object" && value !== null && Object.hasOwn(value, key) ? value[key] : void 0;
const isTexts = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((text) => typeof text === "string");
const short = (text) => text.length > 200 ? `${text.slice(0, 199)}…` : text;

// src/clients/prometheus/query.ts
/** A sample older than this tells nothing of now. */
const oldestSeconds = 60;
const answerMilliseconds = 15e3;
const mostBytes = 64e6;
/** Marks which of several queries, asked as one, a series answers. */
const partLabel = "gate_part";
const timePrefix = "time of ";
/**
* Asks several queries as one, so that all are answered from the same moment, and leaves out what is older than 60 s.
* Prometheus itself tells the age of a sample only where a query is a plain selector; `lookback_delta` (2.43) makes it
* leave out old samples inside any expression. Labels come without the metric's name.
* @throws SourceError saying what went wrong; the place is for the caller to name
*/
const askPrometheus = async (place, queries, signal) => {
	const parts = Object.entries(queries);
	const whole = parts.flatMap(([part, query]) => [labelled(query, part), labelled(`timestamp(${bracketed(query)})`, `${timePrefix}${part}`)]);
	const samples = readVector(...await post(place, whole.join(" or "), signal));
	const ofPart = (part) => samples.filter(({ labels }) => labels[partLabel] === part);
	const answers = parts.map(([part]) => [part, freshOf(ofPart(part), ofPart(`${timePrefix}${part}`))]);
	return Object.fromEntries(answers);
};
/** A comment at the end of the query must not swallow what follows. */
const bracketed = (query) => `(${query}\n)`;
const labelled = (query, part) => `label_replace(${bracketed(query)}, "${partLabel}", "${part}", "", "")`;
const freshOf = (samples, times) => {
	const taken = new Map(times.map(({ labels, value }) => [seriesOf(labels), value]));
	return samples.flatMap((sample) => {
		const labels = ownLabels(sample.labels);
		const at = taken.get(seriesOf(sample.labels)) ?? NaN;
		return sample.at - at <= 60 ? [{
			...sample,
			labels
		}] : [];
	});
};
const ownLabels = (labels) => Object.fromEntries(Object.entries(labels).filter(([name]) => name !== partLabel && name !== "__name__"));
const seriesOf = (labels) => JSON.stringify(Object.entries(ownLabels(labels)).sort(([one], [other]) => one < other ? -1 : 1));
const post = async ({ url, fetch }, query, signal) => {
	const limit = AbortSignal.timeout(answerMilliseconds);
	try {
		const response = await fetch(`${url.replace(/\/+$/, "")}/api/v1/query`, {
			method: "POST",
			headers: {
				accept: "application/json",
				"user-agent": "change-risk-gate"
			},
			body: new URLSearchParams({
				query,
				lookback_delta: `${60}s`,
				timeout: "10s"
			}),
			redirect: "error",
			signal: AbortSignal.any([signal, limit])
		});
		return [await readText(response), response.status];
	} catch (error) {
		if (error instanceof SourceError) throw error;
		if (signal.aborted) throw new SourceError("stopped", { cause: error });
		if (limit.aborted) throw new SourceError(`no answer within ${answerMilliseconds / 1e3} s`, { cause: error });
		throw new SourceError(faultOf(error), { cause: error });
	}
};
const readText = async (response) => {
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		bytes += chunk.length;
		if (bytes > mostBytes) throw new SourceError(`its answer has no end (over ${mostBytes} bytes)`);
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
};
/** `fetch` says "fetch failed"; what failed is the cause. */
const faultOf = (error) => {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	if (!(cause instanceof Error)) return String(cause);
	return cause.message || ("code" in cause ? String(cause.code) : cause.name);
};

export { askPrometheus as t };
