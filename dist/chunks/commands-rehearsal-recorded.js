import { K as SourceError } from "./main-gate.js";
import { Jt as formatList, S as approvedAmong, Zt as formatPercents, hr as compileGlobs, tt as readArtefact, v as judge } from "./commands-gate-gate.js";
import { n as trackFrom, t as failureBounds } from "./model-track.js";

// src/policy/asked-parts.ts
/** Which parts a decision asks a person to read: the same for a decision made now, replayed, or only rehearsed. */
/** Rules that name parts; any other one that asks means all of them. */
const naming = /* @__PURE__ */ new Set([
	"gate-files-changed",
	"never-auto-approve",
	"do-not-auto-approve",
	"part-above-limit"
]);
/**
* The parts that somebody is to read before the change goes out, by SHA, each with the rule that it itself is asked for;
* none where nobody is asked.
*/
const askedParts = ({ inputs, approved, verdict, rule, limit, risks }) => {
	if (verdict !== "review") return /* @__PURE__ */ new Map();
	const waiting = inputs.parts.filter(({ sha }) => !approved.has(sha));
	const effective = waiting.filter(({ cancelled }) => !cancelled);
	if (!naming.has(rule)) return new Map((effective.length === 0 ? waiting : effective).map(({ sha }) => [sha, rule]));
	const steers = compileGlobs(inputs.gateFiles);
	const isGuarded = compileGlobs(inputs.neverAutoApprove);
	const reasonOf = ({ sha, cancelled, optedOut, paths }) => {
		if (paths.some(steers)) return "gate-files-changed";
		if (paths.some(isGuarded)) return "never-auto-approve";
		if (optedOut) return "do-not-auto-approve";
		const risk = risks.get(sha) ?? null;
		return !cancelled && (risk === null || limit === null || risk > limit) ? "part-above-limit" : null;
	};
	return new Map(waiting.flatMap((part) => {
		const reason = reasonOf(part);
		return reason === null ? [] : [[part.sha, reason]];
	}));
};

// src/domain/rehearsal.ts
/**
* How a part would have gone out: somebody was `asked` to read it, it went `beside` such a part in a deployment that
* asked, or it went `through` with nobody asked.
*/
const lanes = [
	"asked",
	"beside",
	"through"
];

// src/policy/rehearsal.ts
const countRehearsal = (request) => {
	const { decided, waiting, withPeople, deploymentSource, ...told } = request;
	const parts = decidedOnce(decided);
	const asking = decided.filter(({ verdict }) => verdict === "review");
	const inLane = laneCounts(parts);
	const failed = parts.filter(({ failure }) => failure !== void 0);
	const seconds = (Date.parse(told.to) - Date.parse(told.from)) / 1e3;
	const { policy, environment, from, to, riskiest, source, notes } = told;
	return {
		...trackFrom({
			n: parts.length,
			failed: failed.length,
			caught: inLane.asked.failed,
			reviewed: inLane.asked.parts,
			seconds
		}),
		riskiest,
		source,
		policy,
		environment,
		from,
		to,
		deployments: {
			source: deploymentSource,
			count: decided.length,
			asked: asking.length,
			through: decided.filter(({ verdict }) => verdict === "approve").length,
			held: decided.filter(({ holds }) => holds.length > 0).length
		},
		rules: countRules(asking),
		areas: countAreas(parts),
		reviewers: countReviewers(parts, withPeople),
		lanes: inLane,
		failures: failed.map(({ areas: _, reviewers: __, open: ___, ...part }) => part).toSorted((one, other) => one.failure.at < other.failure.at ? 1 : -1),
		open: parts.filter(({ open }) => open).length,
		waiting: {
			...waiting,
			hours: waiting.hoursEach === null ? null : waiting.hoursEach * asking.length
		},
		windows: countWindows(decided),
		decisions: decided.map(({ parts: own, ...decision }) => ({
			...decision,
			parts: own.map(({ sha, risk, lane, askedBy }) => ({
				sha,
				risk,
				lane,
				...askedBy === void 0 ? {} : { askedBy }
			}))
		})),
		notes
	};
};
/** What came back and goes out again was decided upon already. */
const decidedOnce = (decided) => {
	const first = /* @__PURE__ */ new Map();
	for (const { parts } of decided) for (const part of parts) if (!first.has(part.sha)) first.set(part.sha, part);
	return [...first.values()];
};
const laneCounts = (parts) => {
	const count = (lane) => {
		const own = parts.filter((part) => part.lane === lane);
		const failed = own.filter(({ failure }) => failure !== void 0).length;
		return {
			parts: own.length,
			failed,
			...failureBounds(failed, own.length)
		};
	};
	return Object.fromEntries(lanes.map((lane) => [lane, count(lane)]));
};
/** The most first; equal ones by name, so that the same past always reads the same. */
const byCount = (counted, sizeOf) => [...counted].toSorted(([one, first], [other, second]) => sizeOf(second) - sizeOf(first) || (one < other ? -1 : 1));
const countRules = (asking) => {
	const counts = /* @__PURE__ */ new Map();
	const add = (rule, deployments, parts) => {
		const count = counts.get(rule) ?? {
			deployments: 0,
			parts: 0
		};
		counts.set(rule, {
			deployments: count.deployments + deployments,
			parts: count.parts + parts
		});
	};
	for (const { rule, parts } of asking) {
		add(rule, 1, 0);
		for (const { askedBy } of parts) if (askedBy !== void 0) add(askedBy, 0, 1);
	}
	return byCount(counts, ({ parts }) => parts).map(([rule, count]) => ({
		rule,
		...count
	}));
};
const countAreas = (parts) => {
	const counts = /* @__PURE__ */ new Map();
	for (const { areas, lane } of parts) for (const area of areas) {
		const count = counts.get(area) ?? {
			parts: 0,
			asked: 0
		};
		counts.set(area, {
			parts: count.parts + 1,
			asked: count.asked + (lane === "asked" ? 1 : 0)
		});
	}
	return byCount(counts, ({ asked, parts: all }) => asked * 1e6 + all).map(([name, count]) => ({
		name,
		...count
	}));
};
const countReviewers = (parts, withPeople) => {
	const counts = /* @__PURE__ */ new Map();
	const entryOf = ({ kind, name }) => kind === "person" && !withPeople ? {
		name: "people whom CODEOWNERS names",
		kind: "people"
	} : {
		name,
		kind
	};
	for (const { lane, reviewers } of parts) {
		if (lane !== "asked" || reviewers === void 0) continue;
		const entries = reviewers.length === 0 ? [{
			name: "whoever knows the files, for CODEOWNERS names nobody",
			kind: "nobody"
		}] : reviewers.map(entryOf);
		for (const entry of new Map(entries.map((each) => [each.name, each])).values()) counts.set(entry.name, {
			entry,
			parts: (counts.get(entry.name)?.parts ?? 0) + 1
		});
	}
	return byCount(counts, ({ parts: all }) => all).map(([, { entry, parts: all }]) => ({
		...entry,
		parts: all
	}));
};
const countWindows = (decided) => {
	const counts = /* @__PURE__ */ new Map();
	for (const { holds } of decided) for (const { window, hours } of holds) {
		const count = counts.get(window) ?? {
			deployments: 0,
			hours: 0
		};
		counts.set(window, {
			deployments: count.deployments + 1,
			hours: count.hours + hours
		});
	}
	return byCount(counts, ({ hours }) => hours).map(([name, count]) => ({
		name,
		...count
	}));
};

// src/policy/digest.ts
const policyDigest = (request) => {
	const { environment, from, to, maturitySeconds, waiting } = request;
	const decided = firstDecisions(request);
	const open = Date.parse(to) - maturitySeconds * 1e3;
	return countRehearsal({
		decided: decided.map((decision) => enforced(decision, request, open)),
		deploymentSource: "decisions",
		policy: null,
		environment,
		from,
		to,
		riskiest: decided.at(-1)?.inputs.reviewRiskiest ?? 0,
		source: "recorded",
		waiting: waiting ?? {
			hoursEach: null,
			source: null,
			among: 0
		},
		withPeople: false,
		notes: []
	});
};
/** By time, one a head: while nothing is held a gate that runs again decides about what runs already. */
const firstDecisions = ({ decisions, from, to }) => {
	const byHead = /* @__PURE__ */ new Map();
	const inPeriod = decisions.filter(({ at }) => Date.parse(at) >= Date.parse(from) && Date.parse(at) <= Date.parse(to));
	for (const decision of inPeriod.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) if (!byHead.has(decision.head)) byHead.set(decision.head, decision);
	return [...byHead.values()];
};
const enforced = (decision, { failureOf, titleOf }, open) => {
	const { approved, at, base, head, inputs, limit } = decision;
	const risks = new Map(decision.parts.map(({ sha, risk }) => [sha, risk]));
	const isHeld = decision.verdict === "hold";
	const asked = askedParts({
		inputs,
		approved,
		verdict: isHeld ? "review" : decision.verdict,
		rule: isHeld ? "part-above-limit" : decision.rule,
		limit,
		risks
	});
	const [held] = asked.values();
	const read = inputs.parts.filter(({ sha }) => asked.has(sha)).map(({ id }) => id);
	return {
		at,
		base: base ?? "",
		head,
		verdict: isHeld ? held === void 0 ? "approve" : "review" : decision.verdict,
		rule: isHeld ? held ?? "below-limit" : decision.rule,
		holds: holdsOf(decision),
		parts: decision.parts.map(({ sha, risk, percentile }) => {
			const askedBy = asked.get(sha);
			const failure = failureOf(sha);
			const [riskText, limitText] = formatPercents(risk ?? 0, limit ?? 0);
			const compared = risk === null || limit === null ? decision.reason : `risk ${riskText}, limit ${limitText}`;
			const isBeside = askedBy === void 0 && asked.size > 0;
			return {
				sha,
				id: inputs.parts.find((part) => part.sha === sha)?.id ?? sha.slice(0, 8),
				title: titleOf?.(sha) ?? "",
				risk,
				percentile,
				lane: askedBy !== void 0 ? "asked" : isBeside ? "beside" : "through",
				...askedBy === void 0 ? {} : { askedBy },
				why: isBeside ? `${compared}; its deployment asked for ${formatList(read, 2)}` : compared,
				...failure === null ? {} : { failure },
				open: failure === null && Date.parse(at) > open,
				areas: []
			};
		})
	};
};
const holdsOf = ({ at, inputs, rule, until, verdict }) => {
	if (verdict !== "hold" || until === void 0) return [];
	return [{
		window: inputs.windows.find((each) => each.until === until)?.window.name ?? rule,
		hours: (Date.parse(until) - Date.parse(at)) / 36e5
	}];
};

// src/commands/rehearsal/recorded.ts
/** The decisions that a ledger holds of an environment, and what they would have meant, enforced. */
const isMembers = (value) => typeof value === "object" && value !== null;
const numberOrNull = (value) => typeof value === "number" ? value : null;
const readJson = async (ledger, hash) => JSON.parse(Buffer.from(await ledger.getBlob(hash)).toString("utf8"));
/** Models of a ledger, each read once: one stands for a week of decisions. */
const modelsOf = (ledger) => {
	const known = /* @__PURE__ */ new Map();
	return async (hash) => {
		if (typeof hash !== "string") throw new SourceError("a decision names no model that it was made with");
		const model = known.get(hash) ?? readArtefact(await readJson(ledger, hash));
		known.set(hash, model);
		return model;
	};
};
/** The parts that had the approvals they wanted, by the engine itself; where nobody said yes no model is read for it. */
const approvedIn = async (inputs, model) => inputs.parts.some(({ approved }) => approved) ? approvedAmong(judge(inputs, await model()).parts) : /* @__PURE__ */ new Set();
/**
* What a record says of a change that moves something; null of any other. Throws SourceError where its inputs or its
* model are gone.
*/
const decisionIn = async (ledger, modelOf, { at, body }) => {
	const { change, inputsBlob, mode, modelBlob, result } = body;
	if (mode === "off" || !isMembers(change) || change["kind"] !== "forward" || !isMembers(result)) return null;
	if (typeof change["head"] !== "string" || typeof inputsBlob !== "string") return null;
	const inputs = await readJson(ledger, inputsBlob);
	const { decision, limit, parts, reason, rule, until } = result;
	return {
		at,
		base: typeof change["base"] === "string" ? change["base"] : null,
		head: change["head"],
		verdict: decision,
		rule,
		reason: String(reason),
		...typeof until === "string" ? { until } : {},
		limit: numberOrNull(limit),
		approved: await approvedIn(inputs, () => modelOf(modelBlob)),
		parts: (Array.isArray(parts) ? parts : []).flatMap((part) => isMembers(part) && typeof part["sha"] === "string" ? [{
			sha: part["sha"],
			risk: numberOrNull(part["risk"]),
			percentile: numberOrNull(part["percentile"])
		}] : []),
		inputs
	};
};
/** Null where nothing was decided there in that time. Throws SourceError where the ledger cannot be read. */
const recordedDigest = async ({ ledger, most = Number.POSITIVE_INFINITY, ...request }) => {
	const records = [];
	for await (const record of ledger.read({
		stream: "decisions",
		kinds: ["decision"]
	})) {
		if (record.environment !== request.environment) continue;
		if (record.at < request.from || record.at > request.to) continue;
		records.push(record);
	}
	const read = records.length > most ? records.slice(-most) : records;
	const modelOf = modelsOf(ledger);
	const decisions = [];
	for (const record of read) {
		const decision = await decisionIn(ledger, modelOf, record);
		if (decision !== null) decisions.push(decision);
	}
	const from = read.length < records.length ? read[0].at : request.from;
	return decisions.length === 0 ? null : policyDigest({
		...request,
		from,
		decisions
	});
};

export { countRehearsal as n, askedParts as r, recordedDigest as t };
