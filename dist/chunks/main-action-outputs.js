import { o as neutralise } from "./report-escaping.js";
import { cn as formatPlural } from "./commands-gate-gate.js";
import { n as strictness, t as gateAction } from "./main-action-contract.js";

// src/report/result.ts
/** What a result should stay below, in bytes of JSON. */
const mostResultBytes = 1e4;
/** What it is cut to in any case. */
const mostParts = 10;
const mostContributions = 8;
const wide = {
	parts: mostParts,
	entries: Number.POSITIVE_INFINITY,
	text: Number.POSITIVE_INFINITY
};
/** From what is wanted to what always fits; the first that fits is taken. */
const rooms = [
	{
		...wide,
		contributions: [
			8,
			8,
			8
		]
	},
	{
		...wide,
		contributions: [
			8,
			8,
			4
		]
	},
	{
		...wide,
		contributions: [
			8,
			4,
			2
		]
	},
	{
		...wide,
		contributions: [
			8,
			4,
			1
		]
	},
	{
		...wide,
		contributions: [
			8,
			3,
			0
		]
	},
	{
		...wide,
		contributions: [
			5,
			2,
			0
		],
		entries: 20,
		text: 200
	},
	{
		parts: 5,
		contributions: [
			5,
			2,
			0
		],
		entries: 10,
		text: 160
	},
	{
		parts: 3,
		contributions: [
			3,
			1,
			0
		],
		entries: 5,
		text: 100
	},
	{
		parts: 1,
		contributions: [
			2,
			0,
			0
		],
		entries: 2,
		text: 60
	},
	{
		parts: 1,
		contributions: [
			0,
			0,
			0
		],
		entries: 0,
		text: 20
	}
];
/** A product of many factors may leave the numbers there are, which JSON would write as null. */
const product = (factors) => Math.min(factors.reduce((whole, factor) => whole * factor, 1), Number.MAX_VALUE);
/** What those left out make of the risk of the whole change, together. */
const ofTheWhole = (others) => others.some(({ riskFactor }) => riskFactor === void 0) ? {} : {
	riskFactor: product(others.map(({ riskFactor = 1 }) => riskFactor)),
	riskPoints: others.reduce((sum, { riskPoints = 0 }) => sum + riskPoints, 0)
};
const keepContributions = (all, most) => {
	const others = all.slice(most);
	if (others.length === 0) return all;
	const rest = {
		signal: "others",
		question: "",
		value: null,
		factor: product(others.map(({ factor }) => factor)),
		...ofTheWhole(others),
		sentence: formatPlural(others.length, "smaller reason"),
		remainder: others.length
	};
	return [...all.slice(0, most), rest];
};
/** Lists inside a part follow it: an approval stays one, whoever else approved. */
const keepPart = (part, { entries }) => {
	const { approvedBy, authors, contributions: _, url, ...few } = part;
	return {
		...few,
		...url === void 0 || entries < 10 && url.length > 200 ? {} : { url },
		...approvedBy === void 0 ? {} : { approvedBy: approvedBy.slice(0, Math.max(1, entries)) },
		...authors === void 0 ? {} : { authors: authors.slice(0, entries) }
	};
};
const keepParts = (all, room, cut) => {
	const [first, second, other] = room.contributions;
	const shown = all.slice(0, room.parts).map((part, place) => {
		const most = place === 0 ? first : place < 3 ? second : other;
		const contributions = keepContributions(part.contributions, most).map((contribution) => ({
			...contribution,
			question: cut(contribution.question),
			sentence: cut(contribution.sentence)
		}));
		return {
			...keepPart(part, room),
			title: cut(part.title),
			extent: cut(part.extent),
			contributions
		};
	});
	const others = all.slice(room.parts);
	if (others.length === 0) return shown;
	const rest = {
		sha: "",
		id: "others",
		title: formatPlural(others.length, "other"),
		risk: 1 - others.reduce((safe, part) => safe * (1 - part.risk), 1),
		share: Math.min(1, others.reduce((sum, part) => sum + part.share, 0)),
		...ofTheWhole(others),
		percentile: Math.max(...others.map(({ percentile }) => percentile)),
		extent: "",
		contributions: [],
		remainder: others.length
	};
	return [...shown, rest];
};
/** At most `most` characters, cut between letters and ended by "…". */
const cutCharacters = (text, most) => {
	if (text.length <= most) return text;
	const kept = text.slice(0, most - 1);
	return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
};
/** Half a command would do something else: it is whole or not there. */
const isShort = ({ command = "", head = "" }) => command.length + head.length <= 250;
const squeeze = (assessment, answers, room) => {
	const { evidence: _, change, components, customers, lower, model, notes, risk, similar, ...rest } = assessment;
	const { reviewers, unavailable, timings, labels, budgets, ...few } = rest;
	const leftOut = {};
	const keep = (name, entries, isSmall = () => true) => {
		const kept = Number.isFinite(room.entries) ? entries.filter(isSmall).slice(0, room.entries) : entries;
		if (kept.length < entries.length) leftOut[name] = entries.length - kept.length;
		return kept;
	};
	const keepRecord = (name, record) => Object.fromEntries(keep(name, Object.entries(record)));
	const cut = (text) => cutCharacters(text, room.text);
	const { certificate, ...card } = model;
	return {
		...few,
		reason: cut(few.reason),
		change: {
			...change,
			parts: keepParts(change.parts, room, cut)
		},
		risk: {
			...risk,
			limitWhy: cut(risk.limitWhy),
			contributions: keepContributions(risk.contributions, Math.min(mostContributions, room.contributions[0]))
		},
		labels: {
			...labels,
			meaning: cut(labels.meaning),
			sources: keepRecord("labels.sources", labels.sources)
		},
		lower: keep("lower", lower, isShort).map((each) => ({
			...each,
			sentence: cut(each.sentence)
		})),
		reviewers: keep("reviewers", reviewers).map((each) => ({
			...each,
			why: cut(each.why)
		})),
		components: keep("components", components),
		customers: keep("customers", customers),
		...budgets === void 0 ? {} : { budgets: keep("budgets", budgets).map((each) => ({
			...each,
			sentence: cut(each.sentence)
		})) },
		similar: keep("similar", similar).map((each) => ({
			...each,
			sentence: cut(each.sentence)
		})),
		model: certificate === void 0 || room.entries < 10 ? card : model,
		unavailable: keep("unavailable", unavailable).map((each) => ({
			...each,
			why: cut(each.why)
		})),
		notes: keep("notes", notes).map(cut),
		timings: keepRecord("timings", timings),
		truncated: true,
		...answers.length === 0 ? {} : { answers: keep("answers", answers).map((each) => ({
			...each,
			reason: cut(each.reason)
		})) },
		...Object.keys(leftOut).length === 0 ? {} : { leftOut }
	};
};
/**
* The answer as JSON for the output `result`: below `mostResultBytes` wherever names and addresses in it are of the
* length GitHub allows, and valid in any case. `answers`: where several were given, all of them.
*/
const resultText = (assessment, answers = []) => {
	let text = "";
	for (const room of rooms) {
		text = JSON.stringify(squeeze(assessment, answers, room));
		if (bytesOf(text) <= 1e4) return text;
	}
	return text;
};
const bytesOf = (text) => new TextEncoder().encode(text).length;

// src/main/action/outputs.ts
/** A chat takes no more. */
const mostMessageCharacters = 2e3;
/** Whether the deploy may go on. Nothing but `enforce` holds anything, and there only `approve` lets go. */
const continues = (mode, decision) => mode !== "enforce" || decision === "approve";
/** Whether the step fails: on the answer `failOn` names, and on what is worse. */
const isFailure = (decision, failOn) => decision !== "approve" && strictness.indexOf(decision) <= strictness.indexOf(failOn);
/** All outputs, empty: every run sets every one, so that none is left from a step before. */
const noOutputs = Object.fromEntries(Object.keys(gateAction.outputs).map((name) => [name, ""]));
/** The same JSON, with what nobody can see spelt out: it turns no line round where somebody echoes it. */
const visible = (json) => json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (unseen) => [...Array(unseen.length).keys()].map((at) => `\\u${unseen.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""));
/** Whether nothing holds the deploy. A preview has no record: enforcing, nothing is let go for it. */
const goesOn = ({ mode, decision, ledger }) => continues(mode, decision) && (mode !== "enforce" || ledger !== void 0);
/** Smaller is stricter: what holds before what does not, and then by the answer. */
const leniency = (assessment) => {
	const place = strictness.indexOf(assessment.decision === "approve" ? "none" : assessment.decision);
	return (goesOn(assessment) ? strictness.length : 0) + (place === 0 ? strictness.length - 1 : place - 1);
};
/** The strictest first; of equals the one that came first. */
const byStrictness = (answers) => answers.toSorted((one, other) => leniency(one.assessment) - leniency(other.assessment));
/** One of several answers, in a few words. */
const inShort = (assessment) => {
	const { environment, mode, change, decision, rule, reason, ledger } = assessment;
	return {
		environment,
		mode,
		sha: change.head,
		decision,
		rule,
		reason,
		continue: goesOn(assessment),
		...ledger === void 0 ? {} : { ledger }
	};
};
/**
* `resultFile`: where the whole was written, null where that failed. `others`: answers of the same run that are no
* stricter; all of them must let go.
*/
const outputsOf = (assessment, { message, resultFile, others = [] }) => {
	const all = [assessment, ...others];
	const { change, decision, ledger, reviewers, risk, rule, until } = assessment;
	return {
		...noOutputs,
		decision,
		continue: String(all.every(goesOn)),
		"reason-code": rule,
		risk: risk.probability === null ? "" : risk.probability.toFixed(6),
		"risk-band": risk.band ?? "",
		reviewers: [...new Set(reviewers.map(({ login }) => neutralise(login)))].join(","),
		sha: change.head ?? "",
		message,
		result: visible(resultText(assessment, others.length === 0 ? [] : all.map(inShort))),
		"result-file": resultFile ?? "",
		"ledger-record": ledger?.record ?? "",
		"wake-at": decision === "hold" ? until ?? "" : ""
	};
};
/** The gate failed: a review, whatever the mode; it goes on all the same where nothing is held. */
const failureOutputs = ({ mode, rule, sha, why }) => ({
	...noOutputs,
	decision: "review",
	continue: String(continues(mode, "review")),
	"reason-code": rule,
	sha: sha ?? "",
	message: cutCharacters(`The gate could not judge: ${neutralise(why)}`, mostMessageCharacters)
});

export { byStrictness, continues, failureOutputs, goesOn, inShort, isFailure, outputsOf };
