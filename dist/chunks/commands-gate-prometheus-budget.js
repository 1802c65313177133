import { t as askPrometheus } from "./clients-prometheus-query.js";
import { K as SourceError } from "./main-gate.js";

// src/commands/gate/prometheus-budget.ts
/**
* The error budget as a Prometheus counts it. Where it is and its token come from the environment of the run and from
* nowhere else: whoever may write the policy chooses what is asked, never who is asked, nor who is told the token.
*/
const isLocal = ({ hostname }) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
const placeIn = (environment) => {
	const { PROMETHEUS_URL: text = "", PROMETHEUS_TOKEN: token = "" } = environment;
	const mend = "name it like https://prometheus.example";
	if (text === "") throw new SourceError(`PROMETHEUS_URL is not set in the environment of this run; ${mend}`);
	if (!URL.canParse(text)) throw new SourceError(`PROMETHEUS_URL is no URL; ${mend}`);
	const url = new URL(text);
	if (url.protocol !== "https:" && url.protocol !== "http:") throw new SourceError(`PROMETHEUS_URL is neither https nor http; ${mend}`);
	if (url.username !== "" || url.password !== "") throw new SourceError("PROMETHEUS_URL holds a password; give it as PROMETHEUS_TOKEN");
	if (token !== "" && url.protocol === "http:" && !isLocal(url)) throw new SourceError("PROMETHEUS_TOKEN would go over http, for all to read; PROMETHEUS_URL must be https");
	const headers = token === "" ? {} : { authorization: `Bearer ${token}` };
	return {
		url: text,
		fetch: (input, init) => fetch(input, {
			...init,
			headers: {
				...init?.headers,
				...headers
			}
		})
	};
};
/**
* What each span cost, in milliseconds: the share of what went wrong, as if the whole had been down for that share of it.
* @throws SourceError saying what went wrong
*/
const prometheusCost = async (slo, queries, environment) => {
	const place = placeIn(environment);
	const lengths = {
		window: slo.window.seconds,
		hour: 3600,
		sixHours: 21600
	};
	const asked = Object.keys(lengths).flatMap((span) => ["errors", "total"].map((what) => [`${what} ${span}`, queries[what].replaceAll("$window", `${lengths[span]}s`)]));
	const answers = await askPrometheus(place, Object.fromEntries(asked), new AbortController().signal);
	const numberOf = (what, span) => {
		const samples = answers[`${what} ${span}`] ?? [];
		const [sample] = samples;
		if (sample === void 0 || samples.length > 1) throw new SourceError(`${what} gives ${samples.length} numbers over ${lengths[span]} s, wanted one; put it into sum(…), and after it: or vector(0)`);
		if (!(sample.value >= 0 && sample.value < Number.POSITIVE_INFINITY)) throw new SourceError(`${what} is ${sample.value} over ${lengths[span]} s, wanted a count`);
		return sample.value;
	};
	const costIn = (span) => {
		const errors = numberOf("errors", span);
		const total = numberOf("total", span);
		if (errors > total) throw new SourceError(`${errors} errors in ${total} over ${lengths[span]} s; total must count everything, errors included`);
		return total === 0 ? 0 : Math.round(errors / total * lengths[span] * 1e3);
	};
	return {
		window: costIn("window"),
		hour: costIn("hour"),
		sixHours: costIn("sixHours")
	};
};

export { prometheusCost };
