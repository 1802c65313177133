import { n as version, t as toolName } from "./main-version.js";
import { E as readShare, G as ConfigError, J as isOurs, K as SourceError, P as bands, R as findMisspelt, q as UsageError, v as describe, y as listProblems, z as nearest } from "./main-gate.js";
import { i as mapStrings, n as escapeMarkdown, o as neutralise } from "./report-escaping.js";
import { n as rolloutOutcomes, r as windowLifts, t as rolloutCommands } from "./rollout-events.js";
import { An as log1p, Cr as currentOwner, Dn as exp, Er as lockOwner, F as joinSpans, Gt as truncate, Ht as displayWidth, I as subtractSpans, L as zoneClock, P as windowInstants, Qr as isMoment, Tr as lockName, an as formatFactor, cn as formatPlural, ei as recordId, fn as formatCount, kn as log, li as sha256, ln as formatShare, oi as canonicalJson, sn as formatPercent, wr as hasEnded$1 } from "./commands-gate-gate.js";
import { n as sayComing, t as clockTime } from "./report-times.js";
import { n as cutAtLine, r as cutAtWord } from "./report-comment-cut.js";
import { i as zoneOf, n as isAvailable, r as withPlannedZones, t as compareNames } from "./rollout-fleet.js";
import { i as weightOf, n as roundedDown, t as capacityOf } from "./rollout-capacity.js";
import { a as plus, i as openMeter, o as tallyNames, r as minus, t as balancedNames } from "./rollout-metering.js";
import { a as histogramFault, c as sameBounds, i as countSlower, n as boundOfQuantile, o as mergeHistograms, r as countRequests, s as quantileMilliseconds, t as boundAtLeast } from "./rollout-sequential-latency.js";
import { setTimeout } from "node:timers/promises";
import { readFile } from "node:fs/promises";
import { createHash, randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";

// src/rollout/pace.ts
const evenChance = .5;
/** An interval whose ends are both this many times and this many points apart says too little to hurry. */
const wideTimes = 4;
const widePoints = .02;
/** Risk sets the pace, and what is not known counts as high. */
const paceOf = ({ probability, low, high, band }) => {
	if (probability === null || !Number.isFinite(probability)) return {
		band: atLeastHigh(band),
		probability: evenChance,
		uncertain: true,
		why: "no probability is known"
	};
	const isWide = low !== null && high !== null && high - low > widePoints && high > wideTimes * low;
	const why = band === null ? "its band is unknown" : isWide ? "its range is wide" : "";
	const counted = isWide ? Math.max(probability, high) : probability;
	return {
		band: why === "" && band !== null ? band : atLeastHigh(band),
		probability: Math.min(evenChance, Math.max(0, counted)),
		uncertain: why !== "",
		why
	};
};
const atLeastHigh = (band) => band === "critical" ? band : "high";
/**
* A probability somebody typed (`--risk`), without an assessment whose base rate would say what is usual here:
* below 1 % is low, below 3 % moderate, below 10 % high.
*/
const typedRisk = (probability) => ({
	probability,
	low: null,
	high: null,
	band: probability < .01 ? "low" : probability < .03 ? "moderate" : probability < .1 ? "high" : "critical"
});
/** A bad version that a passed gate has missed; the sequential test asks for samples that leave one in twenty. */
const missedAtMost = .05;
const missedAtLeast = .01;
/** Health checks alone: our assumption that one bad version in four looks healthy. */
const missedByHealth = .25;
/** The share of bad versions that a passed gate of this plan lets through: (1 − p-max)^requests ≈ e^(−requests × p-max). */
const missedByGate = ({ gate, bake }) => {
	const { errors } = gate.metrics;
	if (errors === null) return missedByHealth;
	return Math.max(missedAtLeast, Math.min(missedAtMost, exp(-bake.minRequests * errors.pMax)));
};
/** How likely the version is bad after a gate has passed it (Bayes; good versions pass). */
const afterPassing = (probability, missed) => probability * missed / (probability * missed + 1 - probability);

// src/commands/rollout/gate-answer.ts
/** The gate's answer as a release reads it: how risky, and why; of people nothing. */
/** What a journal keeps of it, and a line shows. */
const mostParts$1 = 3;
const mostReasons$1 = 3;
const mostContextReasons = 1;
const mostCharacters$1 = 120;
const mostOfATitle = 60;
/** Below this many times up or down a reason is not worth a reader's time. */
const worthNaming = 1.15;
/** @throws UsageError for text that is no answer of the gate's; `what` says whose text it is */
const readGateAnswer = (text, what) => {
	const value = parse$1(text);
	const wrong = (why) => {
		throw new UsageError(`${what}: ${why}; wanted what gate --json prints, or the action's output \`result\`, whole`);
	};
	if (value === void 0) return wrong("is no JSON");
	if (member(value, "schema") !== 1) return wrong("is no answer of the gate, schema 1");
	const change = member(value, "change");
	const risk = readReleaseRisk(member(value, "risk"));
	const head = member(change, "head");
	if (risk === null) return wrong("has no `risk`");
	if (head !== null && typeof head !== "string") return wrong("has no `change.head`");
	return {
		head,
		environment: textOf(member(value, "environment")),
		at: textOf(member(value, "at")),
		risk,
		reasons: {
			probability: risk.probability,
			band: risk.band,
			decision: textOf(member(value, "decision")),
			reason: textOf(member(value, "reason")),
			...reasonsOf$1(listOf(member(change, "parts")), listOf(member(member(value, "risk"), "contributions")))
		}
	};
};
/** Null where it is of another shape. */
const readReleaseRisk = (value) => {
	const [probability, low, high] = [
		"probability",
		"low",
		"high"
	].map((key) => member(value, key));
	if (!isShareOrNull(probability)) return null;
	const band = member(value, "band");
	return {
		probability,
		low: isShareOrNull(low) ? low : null,
		high: isShareOrNull(high) ? high : null,
		band: bands.includes(band) ? band : null
	};
};
const reasonsOf$1 = (parts, context) => {
	const named = parts.filter((part) => member(part, "remainder") === void 0);
	const others = parts.reduce((sum, part) => sum + numberOf$1(member(part, "remainder")), 0);
	return {
		changes: named.length + others,
		parts: named.slice(0, mostParts$1).map((part) => ({
			id: textOf(member(part, "id")),
			title: textOf(member(part, "title"), mostOfATitle),
			share: Math.min(1, numberOf$1(member(part, "share")))
		})),
		reasons: [...tellingOf(listOf(member(named[0], "contributions"))).slice(0, mostReasons$1), ...tellingOf(context).slice(0, mostContextReasons)]
	};
};
/** Those that change much, in the order in which they are given: largest first. */
const tellingOf = (contributions) => contributions.flatMap((contribution) => {
	const factor = numberOf$1(member(contribution, "factor"));
	return (factor >= worthNaming || factor > 0 && factor <= 1 / worthNaming) && member(contribution, "remainder") === void 0 ? [{
		factor,
		sentence: textOf(member(contribution, "sentence"))
	}] : [];
});
/** What a name leads to in a value of which nothing is known. */
const member = (value, key) => typeof value === "object" && value !== null && Object.hasOwn(value, key) ? value[key] : void 0;
const isShareOrNull = (value) => value === null || typeof value === "number" && value >= 0 && value <= 1;
const numberOf$1 = (value) => typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
const textOf = (value, most = mostCharacters$1) => typeof value === "string" ? cutAtWord(value, most) : "";
const listOf = (value) => Array.isArray(value) ? value : [];
const parse$1 = (text) => {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
};

// src/commands/rollout/given-risk.ts
/** The risk somebody gives with `--risk` or the input `risk`: a probability, or the gate's whole answer. */
/** A probability as people write one. @throws UsageError for what is none */
const readRisk = (text) => {
	const probability = probabilityIn(text);
	if (probability === null) throw new UsageError(`rollout --risk ${text}: is no probability; write 0.03 or 3%, or a file with the gate's answer (gate.json)`);
	return typedRisk(probability);
};
const probabilityIn = (text) => {
	const share = /^\d/.test(text) && text.endsWith("%") ? readShare(text) : null;
	const probability = share ? share.ok ? share.value : NaN : Number(text);
	return text.trim() !== "" && probability >= 0 && probability <= 1 ? probability : null;
};
/** Far more than an answer holds. */
const mostBytes = 67108864;
/**
* A probability; or the gate's answer itself, as JSON; or the path of a file that holds it, seen from `directory`.
* @throws UsageError for what is neither
*/
const readGivenRisk = async (text, directory) => {
	if (text.trimStart().startsWith("{")) return {
		kind: "answer",
		answer: readGateAnswer(text, "rollout --risk")
	};
	if (probabilityIn(text) !== null || !/[/\\]|\.json$/i.test(text)) return {
		kind: "typed",
		risk: readRisk(text)
	};
	const path = resolve(directory, text);
	const held = await readFile(path).catch((cause) => {
		const why = cause.code === "ENOENT" ? "there is no such file" : cause.message;
		throw new UsageError(`rollout --risk ${text}: ${why}; write 0.03 or 3%, or keep the gate's answer: gate --json > ${text}`, { cause });
	});
	if (held.length > mostBytes) throw new UsageError(`rollout --risk ${text}: is too large for an answer of the gate`);
	return {
		kind: "answer",
		answer: readGateAnswer(held.toString("utf8"), `rollout --risk ${text}`)
	};
};

// src/config/rollout/load.ts
/**
* Reads the text of a rollout plan; `path` is only shown. The libraries that read it are loaded here and not before.
* @throws ConfigError with every problem on a line of its own.
*/
const parseRolloutPlan = async (text, path) => {
	const fail = (problems) => new ConfigError(listProblems(path, problems));
	const { readYamlFile } = await import("./config-yaml-file.js");
	const file = readYamlFile(text);
	if (file.outcome === "refused") throw fail(file.problems);
	const { value, locate } = file;
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		const message = `got ${describe(value)}, wanted a mapping that begins with version: 1`;
		throw fail([{
			...locate([]),
			path: [],
			message
		}]);
	}
	const [{ rolloutPlanSchema }, { schemaProblems }, { planReferenceProblems }, { crossOver }] = await Promise.all([
		import("./config-rollout-schema2.js"),
		import("./config-schema-problems.js"),
		import("./config-rollout-references.js"),
		import("./config-rollout-crossing.js")
	]);
	const checked = rolloutPlanSchema.safeParse(value);
	const problems = [...schemaProblems(checked.error?.issues ?? [], value, locate), ...await planReferenceProblems(value, locate)];
	if (!checked.success || problems.length > 0) throw fail(problems);
	return crossOver(checked.data);
};

// src/commands/rollout/plan-files.ts
/** Plan files, as they lie in the working tree. */
/** How many of these services may move at the same time: the smallest `at-once` counts. */
const mostAtOnce = (files) => Math.max(1, Math.min(files.length, ...files.map(({ plan }) => plan.atOnce)));
const defaultPlanPath = ".github/rollout.yml";
/**
* Reads every plan; paths are relative to `directory`.
* @throws UsageError for a file that is not there, ConfigError for one that is no plan
*/
const readPlans = (paths, directory) => Promise.all((paths.length === 0 ? [defaultPlanPath] : paths).map(async (path) => {
	const text = await readFile(resolve(directory, path), "utf8").catch((cause) => {
		const why = cause.code === "ENOENT" ? "there is no such file" : cause.message;
		throw new UsageError(`rollout plan ${path}: ${why}; name the plan with --plan FILE; docs/rollout.md shows a whole one`, { cause });
	});
	return {
		path,
		plan: await parseRolloutPlan(text, path),
		sha256: createHash("sha256").update(text).digest("hex")
	};
}));

// src/rollout/judge-words.ts
/** Numbers of a verdict as a release lead reads them. Nothing here rounds an error away. */
const percent = (rate, round) => {
	const hundredths = rate * 100;
	if (!(hundredths > 0)) return "0 %";
	if (hundredths < .001) return "<0.001 %";
	const digits = hundredths >= 10 ? 0 : hundredths >= 1 ? 1 : hundredths >= .01 ? 2 : 3;
	const unit = [
		1,
		10,
		100,
		1e3
	][digits];
	const units = round(Number((hundredths * unit).toPrecision(12)));
	return `${Number((units / unit).toFixed(digits))} %`;
};
/** A rate of errors: "1.5 %", "0.02 %", "<0.001 %". */
const formatRate = (rate) => percent(rate, Math.round);
/** A bound, rounded up: never claims to have seen more than was seen. */
const formatBound = (rate) => percent(rate, Math.ceil);
/** "1 error", "61 errors in 4,020 requests". */
const sayCount = (count, one, many = `${one}s`) => `${formatCount(count)} ${Math.round(count) === 1 ? one : many}`;
const sayErrors = ({ requests, errors }) => `${sayCount(errors, "error")} in ${sayCount(requests, "request")}`;
const saySlow = ({ requests, errors }, aboveMilliseconds) => `${formatCount(errors)} of ${sayCount(requests, "request")} slower than ${sayMilliseconds(aboveMilliseconds)}`;
const rateOf = ({ requests, errors }) => requests > 0 ? errors / requests : 0;
const sayMilliseconds = (milliseconds) => milliseconds >= 10 ? `${formatCount(milliseconds)} ms` : `${Number(milliseconds.toPrecision(2))} ms`;
/** A time to wait, rounded up: "40 s", "19 min", "2 h", "1 h 20 min". */
const sayWait = (seconds) => {
	if (seconds < 90) return `${Math.ceil(seconds)} s`;
	const minutes = Math.ceil(seconds / 60);
	if (minutes < 90) return `${minutes} min`;
	const rest = minutes % 60;
	return `${formatCount((minutes - rest) / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
};
/** "a", "a and b", "a, b and 3 more". */
const sayNames = (names, most = 3) => {
	const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
	return shown.length < 2 ? shown[0] ?? "" : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
};

// src/rollout/bake-gate.ts
/** Chance that an excess of p-max passes unseen; what `missedByGate` of the pace counts with. */
const beta = .05;
/** Slow is slower than nearly all requests of the old version. */
const quantile = .99;
/** An instance that falls ill more often in a bake has failed. */
const mostFlaps = 2;
/** How often sources are asked: sixty looks a bake, never more than once a second nor less than twice a minute. */
const windowSecondsOf = (bakeSeconds) => Math.max(1, Math.min(30, bakeSeconds / 60));
/** What the plan asks of a wave that is watched so long. */
const gateOf = ({ gate, bake, health }, bakeSeconds) => {
	const { errors, latency } = gate.metrics;
	const metrics = {
		...errors && { errors: {
			kind: "errors",
			alpha: errors.alpha,
			beta,
			pMax: errors.pMax
		} },
		...latency && { latency: {
			kind: "latency",
			alpha: latency.alpha,
			beta,
			pMax: latency.pMax,
			quantile
		} }
	};
	return {
		bakeSeconds,
		windowSeconds: windowSecondsOf(bakeSeconds),
		minRequests: bake.minRequests,
		inconclusiveSeconds: gate.inconclusiveDeadline.seconds,
		onNoData: gate.onNoData,
		metrics,
		health: {
			minHealthySeconds: health.minHealthyTime.seconds,
			maxFlaps: mostFlaps,
			maxFailed: health.maxFailed - 1
		}
	};
};

// src/rollout/hold.ts
/**
* Waits, or parks where that takes longer than anybody should sit there. Where nobody knows how long (`until` null), it
* has waited since then.
*/
const hold = (state, { now, longestWaitSeconds }, { until, why, reason }, since = state.changedAt) => {
	const longest = longestWaitSeconds * 1e3;
	if (until !== null) return until - now > longest ? {
		kind: "park",
		until,
		why
	} : {
		kind: "wait",
		until,
		why,
		reason
	};
	return now - (state.paused === null ? since : Math.max(since, Date.parse(state.paused.at))) >= longest ? {
		kind: "park",
		until: now + longest,
		why
	} : {
		kind: "wait",
		until: null,
		why,
		reason
	};
};
/**
* The same for what only a person can end. Whoever was woken to look once more does not begin to wait anew: it counts
* from when the rollout last went on, whoever led it then.
*/
const holdForPeople = (state, world, waiting) => hold(state, world, waiting, state.wentOnAt);
const pause = (state, world) => {
	const { by, reason } = state.paused;
	const why = `paused by ${by}${reason === "" ? "" : ` "${reason}"`}`;
	return holdForPeople(state, world, {
		until: null,
		why,
		reason: "paused"
	});
};

// src/rollout/trail.ts
/** What came of a batch, added to what came of others. What was not moved leaves no trace. */
const extendTrail = (trail, batch, results) => {
	const { direction, wave, turn } = batch;
	const outcomes = new Map(results.map(({ id, outcome }) => [id, outcome]));
	return batch.instances.reduce((older, move) => {
		const outcome = outcomes.get(move.id);
		return outcome === void 0 || outcome === "unmoved" ? older : {
			move,
			direction,
			outcome,
			wave,
			turn,
			older
		};
	}, trail);
};
/** The last thing done to each instance, newest first. */
const latestTouches = (trail) => {
	const latest = /* @__PURE__ */ new Map();
	for (let at = trail; at !== null; at = at.older) if (!latest.has(at.move.id)) latest.set(at.move.id, at);
	return latest;
};
/** Those a wave has moved forward, without those that failed. The walk ends where the wave began. */
const movedInWave = (trail, wave) => {
	const ids = /* @__PURE__ */ new Set();
	for (let at = trail; at !== null && at.wave === wave && at.direction === "forward"; at = at.older) if (at.outcome === "moved") ids.add(at.move.id);
	return ids;
};

// src/rollout/left-apart.ts
/** Whom a person's `skip` has left apart from all others when a rollout ends. */
/** Not on the new version where the others are. One that failed is told as such. */
const leftBehind = ({ skipped, failed, started }, fleet) => namesOf$2(fleet, ({ id, version }) => skipped.has(id) && !failed.has(id) && version !== started.to);
/** Moved forward by this rollout, and not back with the others. */
const leftAhead = ({ skipped, trail }, fleet) => {
	if (skipped.size === 0) return [];
	const touched = latestTouches(trail);
	return namesOf$2(fleet, ({ id, version }) => {
		const touch = touched.get(id);
		return skipped.has(id) && touch?.direction === "forward" && version !== touch.move.from;
	});
};
const namesOf$2 = (fleet, isMeant) => fleet.filter(isMeant).map(({ id }) => id).toSorted(compareNames);

// src/rollout/state.ts
const unborn = {
	count: 0,
	stage: "unborn",
	started: null,
	epoch: 0,
	lease: null,
	passed: 0,
	batches: 0,
	open: null,
	trail: null,
	failed: /* @__PURE__ */ new Set(),
	skipped: /* @__PURE__ */ new Set(),
	unmoved: /* @__PURE__ */ new Map(),
	fruitless: null,
	batchBeganAt: null,
	batchEndedAt: null,
	bake: null,
	memory: null,
	verdict: null,
	paused: null,
	aborted: null,
	promoted: null,
	parked: null,
	turned: null,
	turns: 0,
	ended: null,
	changedAt: 0,
	wentOnAt: 0
};
/** The wave under way, or the last. */
const waveOf = ({ passed, started }) => Math.max(0, Math.min(passed, (started?.waves.length ?? 1) - 1));

// src/rollout/next-step.ts
/** The wait that is left between two batches; null where none is. */
const settle = (state, world) => {
	const settled = settledAt(state, world);
	return settled > world.now ? hold(state, world, {
		until: settled,
		why: "settling",
		reason: "settling"
	}) : null;
};
/** As long as the driver says, and longer and longer where nothing moves. */
const settledAt = ({ batchEndedAt, fruitless }, { settleSeconds }) => {
	const pause = fruitless === null ? 0 : Math.min(60, 2 ** fruitless.count);
	return (batchEndedAt ?? 0) + Math.max(settleSeconds, pause) * 1e3;
};
/** These move now. */
const begin$1 = (state, direction, { moves }) => ({
	kind: "move",
	direction,
	wave: waveOf(state),
	batch: state.batches,
	moves,
	isAgain: false,
	isStopped: false
});
/** It has been so since then for longer than the plan allows; what nobody could see does not count. */
const isStalled = (since, plan, { now, blind }) => {
	if (since === null || since === void 0) return false;
	const blindMilliseconds = blind.reduce((sum, { from, until }) => sum + Math.max(0, until - Math.max(from, since)), 0);
	return now - since - blindMilliseconds >= plan.health.progressDeadline.seconds * 1e3;
};
/** Those of them that are in the fleet, as people count. */
const listed = (ids, fleet) => {
	const present = new Set(fleet.map(({ id }) => id));
	return ids.filter((id) => present.has(id)).toSorted(compareNames);
};

// src/rollout/batches.ts
/**
* Cuts the order into waves (`ends`: how many have moved when each is over) and these into batches. A batch never
* crosses a place, and never leaves fewer serving than the floor; who serves nobody already costs nothing to restart,
* but counts as out until it has been.
*/
const cutBatches = (turns, ends, capacity, fleet) => {
	let out = capacity.size - capacity.serving;
	let weight = fleet.reduce((sum, instance) => sum + (isAvailable(instance) ? weightOf(instance) : 0), 0);
	const most = capacity.mostOut + capacity.surge;
	const waves = [];
	let next = 0;
	for (const end of ends) {
		const batches = [];
		while (next < end) {
			const start = next;
			const room = most - out;
			let healthy = 0;
			let taken = 0;
			for (; next < end && next - start < Math.max(1, most); next++) {
				const { instance, place } = turns[next];
				if (place !== turns[start].place) break;
				if (!isAvailable(instance)) continue;
				if (healthy >= room || weight - taken - weightOf(instance) < capacity.weightFloor - hair) break;
				healthy++;
				taken += weightOf(instance);
			}
			if (next === start) {
				const { instance } = turns[start];
				return {
					outcome: "stuck",
					at: instance,
					out,
					because: room < 1 ? "count" : "weight"
				};
			}
			const batch = turns.slice(start, next);
			const serving = capacity.size - out - Math.max(0, healthy - capacity.surge);
			for (const { instance } of batch) {
				if (isAvailable(instance)) continue;
				out--;
				weight += weightOf(instance);
			}
			batches.push({
				turns: batch,
				serving,
				servingAfter: capacity.size - out
			});
		}
		waves.push(batches);
	}
	return {
		outcome: "cut",
		waves
	};
};
/** Sums of decimal weights are not exact in binary. */
const hair = 1e-9;

// src/rollout/order.ts
/**
* The order in which instances move: by the plan's rules (unhealthy first, leader last), then zone by zone, then by
* windows, then by name. A zone with more out of service goes before others, else the one that opens first.
*/
const inOrder$1 = (moving, order, calendar, when) => {
	const turns = moving.map((instance) => {
		const scope = calendar.scopeOf(instance);
		const zone = order.zones === "sequential" ? zoneOf(instance) : "";
		return {
			instance,
			scope,
			place: JSON.stringify([zone, scope])
		};
	});
	const opensAt = /* @__PURE__ */ new Map();
	for (const { scope } of turns) if (!opensAt.has(scope)) opensAt.set(scope, calendar.nextOpen(scope, when.now, when.batchSeconds) ?? Number.POSITIVE_INFINITY);
	const zoneRanks = order.zones === "sequential" ? rankZones(turns, opensAt) : /* @__PURE__ */ new Map();
	const ranks = new Map(turns.map((turn) => [turn, [
		...order.within.map((rule) => ruleRanks[rule](turn.instance)),
		zoneRanks.get(zoneOf(turn.instance)) ?? 0,
		opensAt.get(turn.scope)
	]]));
	return turns.toSorted((one, other) => {
		const [mine, theirs] = [ranks.get(one), ranks.get(other)];
		const at = mine.findIndex((rank, index) => rank !== theirs[index]);
		if (at >= 0) return mine[at] - theirs[at];
		if (one.scope !== other.scope) return compareNames(one.scope, other.scope);
		return compareNames(one.instance.id, other.instance.id);
	});
};
const ruleRanks = {
	"unhealthy-first": (instance) => isAvailable(instance) ? 1 : 0,
	"leader-last": ({ role }) => role === "leader" ? 1 : 0
};
const rankZones = (turns, opensAt) => {
	const zones = /* @__PURE__ */ new Map();
	for (const { instance, scope } of turns) {
		const known = zones.get(zoneOf(instance)) ?? {
			out: 0,
			opens: Number.POSITIVE_INFINITY
		};
		zones.set(zoneOf(instance), {
			out: known.out + (isAvailable(instance) ? 0 : 1),
			opens: Math.min(known.opens, opensAt.get(scope))
		});
	}
	const ranked = [...zones].toSorted(([name, mine], [other, theirs]) => theirs.out - mine.out || (mine.opens === theirs.opens ? 0 : mine.opens - theirs.opens) || compareNames(name, other));
	return new Map(ranked.map(([name], rank) => [name, rank]));
};

// src/rollout/next-batch.ts
/**
* The next batch forward, from the fleet as it is now: who moves when follows the same rules as the plan, and what has
* changed since then counts. A wave goes as far as was planned when it began, clipped to the fleet there is; the last
* is the whole fleet, with whoever has joined.
*/
const nextForward = (state, observed, plan, world) => {
	const fleet = withKeptOut(state, observed);
	const { started, unmoved, trail } = state;
	const { moving, exposed } = sidesOf(state, fleet);
	const count = Math.max(trail === null ? 1 : 0, exposureOf(state, fleet.length) - exposed);
	if (count <= 0 || moving.length === 0) return {
		outcome: "complete",
		remaining: []
	};
	const ordered = inOrder$1(moving, plan.order, world.calendar, world);
	const turns = (unmoved.size === 0 ? ordered : lastIfUnmoved(ordered, unmoved)).slice(0, count);
	const batch = world.rollsWaves ? turns : cut(turns, withMissing(fleet, world), plan);
	if (typeof batch === "string") return {
		outcome: "stuck",
		why: batch
	};
	const closed = closedUntil(batch, world);
	if (closed !== null) return closed;
	const ill = world.rollsWaves ? [] : illElsewhere(batch, fleet, state, plan);
	if (ill.length > 0) return {
		outcome: "stuck",
		why: `${sayNames(ill)} fell ill after the move, and zones go one by one`
	};
	return {
		outcome: "batch",
		moves: batch.map(({ instance: { id, version } }) => ({
			id,
			from: version === "" ? started.from[0] ?? "" : version,
			to: started.to
		}))
	};
};
/** Who is still to move, and how many run the new version. Who failed or shall be left as it is, is neither. */
const sidesOf = ({ started, failed, skipped, trail }, fleet) => {
	const touched = latestTouches(trail);
	const moving = [];
	let exposed = 0;
	for (const instance of fleet) {
		const { id, version, healthy } = instance;
		if (failed.has(id)) continue;
		if (version === started.to || !healthy && touched.get(id)?.direction === "forward") exposed++;
		else if (!skipped.has(id)) moving.push(instance);
	}
	return {
		moving,
		exposed
	};
};
/** How many run the new version when the wave under way ends. */
const exposureOf = (state, fleetSize) => {
	const waves = state.started.waves;
	const wave = waveOf(state);
	return wave === waves.length - 1 ? fleetSize : Math.min(fleetSize, waves[wave].exposure);
};
const lastIfUnmoved = (turns, unmoved) => {
	const tries = ({ instance }) => unmoved.get(instance.id) ?? 0;
	return turns.toSorted((one, other) => tries(one) - tries(other));
};
/**
* The fleet as it is about to be: who failed on the way forward is kept out of rotation until it has gone back,
* whatever it looks like at the moment.
*/
const withKeptOut = ({ failed, trail }, fleet) => {
	if (!fleet.some(({ id, inRotation }) => inRotation && failed.has(id))) return fleet;
	const touched = latestTouches(trail);
	return fleet.map((instance) => failed.has(instance.id) && touched.get(instance.id)?.direction === "forward" ? {
		...instance,
		inRotation: false
	} : instance);
};
/** Whom capacity is counted for: who was listed lately and is not counts as out. */
const withMissing = (fleet, { missing }) => [...fleet, ...missing.map((instance) => ({
	...instance,
	healthy: false
}))];
/** The first batch that capacity allows, or why there is none. */
const cut = (turns, fleet, plan) => {
	const capacity = capacityOf(fleet, plan.batch);
	const near = firstPlace(turns);
	const cutting = cutBatches(near, [near.length], capacity, fleet);
	if (cutting.outcome === "cut") return cutting.waves[0][0].turns;
	const { serving, size, minHealthy, mostOut } = capacity;
	return cutting.because === "weight" ? `${cutting.at.id} carries so much that too little would be left` : `${serving} of ${size} serve, at most ${mostOut} may be out and at least ${minHealthy} must serve`;
};
/** Batches never cross a place, so no more than the first one need be looked at. */
const firstPlace = (turns) => {
	const end = turns.findIndex(({ place }) => place !== turns[0].place);
	return end < 0 ? turns : turns.slice(0, end);
};
const closedUntil = (batch, { calendar, now, batchSeconds }) => {
	for (const scope of new Set(batch.map((turn) => turn.scope))) {
		const until = calendar.nextOpen(scope, now, batchSeconds);
		const holding = calendar.holdingAt(scope, now);
		if (until !== now) return {
			outcome: "closed",
			until,
			why: `closed by ${(holding.length > 0 ? holding : calendar.namesOf(scope)).join(", ")} for ${sayNames(batch.filter((turn) => turn.scope === scope).map(({ instance }) => instance.id))}`
		};
	}
	return null;
};
/** Moved by this run, ill since, and in another zone: a second zone must not be touched until they are well. */
const illElsewhere = (batch, fleet, { failed, skipped, trail }, { order }) => {
	const zone = zoneOf(batch[0].instance);
	if (order.zones !== "sequential" || !batch.some(({ instance }) => isAvailable(instance))) return [];
	const ill = fleet.filter((instance) => !isAvailable(instance) && zoneOf(instance) !== zone && !failed.has(instance.id) && !skipped.has(instance.id));
	const touched = ill.length === 0 ? null : latestTouches(trail);
	return ill.flatMap(({ id }) => touched?.get(id)?.direction === "forward" ? [id] : []);
};

// src/rollout/way-back.ts
/** So often is an instance tried that serves on and cannot be taken out. */
const mostTries$1 = 3;
/**
* The next batch on the way back: to what each ran before, those that serve nobody first, then the newest. Windows do
* not hold it up: a bad version is worse than a restart at a bad time. Capacity does: min-healthy, and the limit of
* `rollback`, which lets at least one go.
*/
const nextBack = (state, observed, plan, world) => {
	if (world.rollsWaves) return allBack(state, observed);
	const fleet = withKeptOut(state, observed);
	const { going, givenUp } = wayBack(state, fleet);
	if (going.length === 0) {
		const unlisted = wayBack(state, world.missing).going.map(({ instance }) => instance.id);
		return unlisted.length > 0 ? {
			outcome: "stuck",
			why: `${sayNames(unlisted)} must go back and cannot be found`
		} : {
			outcome: "complete",
			remaining: givenUp
		};
	}
	const tries = (id) => state.unmoved.get(id) ?? 0;
	const rank = (instance) => tries(instance.id) * 2 + (isAvailable(instance) ? 1 : 0);
	const ordered = going.toSorted((one, other) => rank(one.instance) - rank(other.instance));
	const targets = new Map(going.map(({ instance, target }) => [instance.id, target]));
	const all = withMissing(fleet, world);
	const capacity = capacityBack(all, targets, plan);
	const turns = ordered.map(({ instance }) => {
		return {
			instance,
			scope: "",
			place: plan.order.zones === "sequential" ? zoneOf(instance) : ""
		};
	});
	const near = firstPlace(turns).slice(0, Math.max(1, capacity.maxUnavailable));
	const cutting = cutBatches(near, [near.length], capacity, all);
	if (cutting.outcome === "stuck") return {
		outcome: "stuck",
		why: `${capacity.serving} of ${capacity.size} serve and ${capacity.minHealthy} must, so ${cutting.at.id} cannot go back yet`
	};
	return {
		outcome: "batch",
		moves: cutting.waves[0][0].turns.map(({ instance: { id, version } }) => ({
			id,
			from: version,
			to: targets.get(id)
		}))
	};
};
/** Who still has to go back; names of those that must, and of those nobody tries again. */
const wayBack = (state, fleet) => {
	const instances = new Map(fleet.map((instance) => [instance.id, instance]));
	const going = [];
	const givenUp = [];
	for (const [id, touch] of latestTouches(state.trail)) {
		const instance = instances.get(id);
		if (instance === void 0 || state.skipped.has(id) || isBack(touch, instance)) continue;
		const isTriedOut = touch.direction === "back" && touch.turn === state.turns || (state.unmoved.get(id) ?? 0) >= mostTries$1;
		const target = touch.direction === "forward" ? touch.move.from : touch.move.to;
		if (isTriedOut || target === "") givenUp.push(id);
		else going.push({
			instance,
			target
		});
	}
	return {
		going,
		givenUp
	};
};
/** One that failed may run the old version and still be out of rotation, so its version alone says nothing. */
const isBack = ({ direction, outcome, move }, { version }) => outcome === "moved" && (direction === "back" || version === move.from);
/** Who is out and stays out, such as one that could not be moved back, takes nobody's place; min-healthy holds. */
const capacityBack = (fleet, going, { batch, rollback }) => {
	const capacity = capacityOf(fleet, {
		...batch,
		maxUnavailable: rollback.maxUnavailable
	});
	const { size, maxUnavailable, minHealthy } = capacity;
	const most = fleet.filter((instance) => !isAvailable(instance) && !going.has(instance.id)).length + Math.max(1, maxUnavailable);
	return {
		...capacity,
		mostOut: Math.max(0, Math.min(most, size - minHealthy))
	};
};
/** An orchestrator replaces instances, and their names with them: it is asked once for all. */
const allBack = (state, fleet) => {
	const { trail, turns, started, unmoved } = state;
	const isAsked = trail?.direction === "back" && trail.turn === turns;
	const onNew = fleet.filter(({ version }) => version === started.to);
	const going = [...new Set(onNew.length > 0 ? onNew : fleet)].filter(({ id }) => (unmoved.get(id) ?? 0) < mostTries$1);
	if (state.batches === 0) return {
		outcome: "complete",
		remaining: []
	};
	if (isAsked || going.length === 0) return {
		outcome: "complete",
		remaining: isAsked && trailSucceeded(trail, turns) ? [] : onNew.map(({ id }) => id)
	};
	const to = started.from[0] ?? "";
	return {
		outcome: "batch",
		moves: going.map(({ id, version }) => ({
			id,
			from: version,
			to
		}))
	};
};
const trailSucceeded = (trail, turn) => {
	for (let at = trail; at !== null && at.direction === "back" && at.turn === turn; at = at.older) if (at.outcome === "failed") return false;
	return true;
};

// src/rollout/go-back.ts
/** Batch after batch, newest first, until nobody is left who can be moved back. */
const goBack = (state, fleet, plan, world) => {
	const next = nextBack(state, fleet, plan, world);
	const why = state.turned?.why ?? "";
	const ahead = leftAhead(state, fleet);
	const skipped = ahead.length > 0 && { skipped: ahead };
	const freeze = (ids, because) => ({
		kind: "end",
		outcome: "frozen",
		why: `${why}; ${because}`,
		instances: listed(ids, fleet),
		...skipped
	});
	if (next.outcome === "complete") return next.remaining.length === 0 ? {
		kind: "end",
		outcome: "rolled-back",
		why,
		instances: [],
		...skipped
	} : freeze(next.remaining, `${sayCount(next.remaining.length, "instance")} could not be moved back`);
	if (next.outcome === "closed") return holdForPeople(state, world, {
		...next,
		reason: "window"
	});
	if (next.outcome === "stuck") {
		if (!isStalled(world.stuckSince, plan, world)) return {
			kind: "wait",
			until: null,
			why: next.why,
			reason: "stuck"
		};
		const { going, givenUp } = wayBack(state, fleet);
		return freeze([...going.map(({ instance }) => instance.id), ...givenUp], next.why);
	}
	return settle(state, world) ?? begin$1(state, "back", next);
};

// src/rollout/spacing.ts
/** Of a ledger that can be written as often as anybody likes. */
const unspaced = {
	quickBatches: 0,
	leastSeconds: 0
};
/** Before this moment the next batch forward does not begin; milliseconds since the epoch. */
const earliestNext = (spacing, { batches, batchBeganAt }) => batches < spacing.quickBatches || batchBeganAt === null ? Number.NEGATIVE_INFINITY : batchBeganAt + spacing.leastSeconds * 1e3;

// src/rollout/go-forward.ts
/** Batch after batch, and the watch over a wave when all of it has moved. */
const goForward = (state, fleet, plan, world) => {
	const { stuckSince } = world;
	const deadline = sayWait(plan.health.progressDeadline.seconds);
	if (isStalled(state.fruitless?.since, plan, world)) {
		const names = [...state.unmoved.keys()].toSorted(compareNames);
		return retreat(state, fleet, plan, `${sayNames(names)} could not be moved for ${deadline}`);
	}
	const next = nextForward(state, fleet, plan, world);
	if (next.outcome === "complete") return waveDone(state, fleet, plan);
	if (next.outcome === "closed") return holdForPeople(state, world, {
		...next,
		reason: "window"
	});
	if (next.outcome === "stuck") {
		const why = `nothing may leave: ${next.why}`;
		return isStalled(stuckSince, plan, world) ? retreat(state, fleet, plan, `${why}, for ${deadline}`) : {
			kind: "wait",
			until: null,
			why,
			reason: "stuck"
		};
	}
	return settle(state, world) ?? spread(state, world) ?? begin$1(state, "forward", next);
};
/** A pause holds what moves, not the watch over a wave that is complete: its time runs from then on. */
const whilePaused = (state, fleet, plan, world) => {
	const done = (state.stage === "between" && state.failed.size < plan.health.maxFailed ? nextForward(state, fleet, plan, world) : null)?.outcome === "complete" ? waveDone(state, fleet, plan) : null;
	return done?.kind === "bake" ? done : pause(state, world);
};
/** The way back is not held up: GitHub slows it down where it must, and a bad version is worse. */
const spread = (state, world) => {
	const until = earliestNext(world.spacing ?? unspaced, state);
	return until <= world.now ? null : hold(state, world, {
		until,
		why: "no faster than the ledger can be written",
		reason: "settling"
	});
};
/** Everybody of the wave has moved: it is watched. The end is where all that moved was watched, and nobody is left. */
const waveDone = (state, fleet, plan) => {
	const { passed, started, trail, failed, skipped } = state;
	const isJudged = trail === null || trail.wave < passed;
	const { moving, exposed } = sidesOf(state, fleet);
	if (trail !== null && exposed === 0 && moving.length === 0) return retreat(state, fleet, plan, `nobody is left who runs ${started.to}`);
	if (!(isJudged && moving.length === 0) && passed < started.waves.length) return {
		kind: "bake",
		wave: passed
	};
	const behind = leftBehind(state, fleet);
	const out = fleet.filter((one) => !isAvailable(one) && !failed.has(one.id) && !skipped.has(one.id));
	const left = [
		...failed.size === 0 ? [] : [`${sayCount(failed.size, "instance")} failed`],
		...behind.length === 0 ? [] : [`${sayCount(behind.length, "instance")} skipped`],
		...out.length === 0 ? [] : [`${sayCount(out.length, "instance")} out of service`]
	];
	return {
		kind: "end",
		outcome: "succeeded",
		why: [`${fleet.filter(({ version }) => version === started.to).length} of ${fleet.length} run ${started.to}`, ...left].join(", "),
		instances: listed([...failed, ...out.map(({ id }) => id)], fleet),
		...behind.length > 0 && { skipped: behind }
	};
};
/** Back, where the plan lets us; else it stays as it is, and a person must look. */
const retreat = (state, fleet, { rollback }, why) => rollback.auto && rollback.mode === "rollback" ? {
	kind: "turn-back",
	why
} : {
	kind: "end",
	outcome: "frozen",
	why,
	instances: listed([...state.failed], fleet)
};

// src/rollout/transitions.ts
/** A rollout that is led hears these anywhere and stays where it is. */
const led$1 = (stage) => ({
	lease: stage,
	heartbeat: stage,
	command: stage,
	parked: stage
});
const retreats = {
	"turned-back": "turned",
	"ended frozen": "frozen"
};
/**
* All that may happen, and where it leads. What is not here is not a journal of ours. A new wave begins from `between`
* only, and only a passed gate leads there from `baking`; from `turned` no way leads forward. An end is an end, but for
* those from which a person may still ask for the way back.
*/
const transitions = {
	unborn: { started: "planned" },
	planned: {
		...led$1("planned"),
		...retreats,
		"batch forward": "moving",
		"ended succeeded": "succeeded",
		"ended refused": "refused"
	},
	moving: {
		...led$1("moving"),
		moved: "between"
	},
	between: {
		...led$1("between"),
		...retreats,
		"batch forward": "moving",
		baking: "baking",
		"ended succeeded": "succeeded"
	},
	baking: {
		...led$1("baking"),
		...retreats,
		"batch forward": "moving",
		"judged pass": "between",
		"judged fail": "failed"
	},
	failed: {
		...led$1("failed"),
		...retreats
	},
	turned: {
		...led$1("turned"),
		"batch back": "returning",
		"ended frozen": "frozen",
		"ended rolled-back": "rolled-back"
	},
	returning: {
		...led$1("returning"),
		moved: "turned"
	},
	succeeded: {
		...led$1("succeeded"),
		"turned-back": "turned"
	},
	frozen: {
		...led$1("frozen"),
		"turned-back": "turned"
	},
	"rolled-back": { command: "rolled-back" },
	refused: { command: "refused" }
};
const happeningOf = (event) => {
	switch (event.event) {
		case "batch": return `batch ${event.direction}`;
		case "judged": return `judged ${event.verdict}`;
		case "ended": return `ended ${event.outcome}`;
		default: return event.event;
	}
};
/** Where an event leads. @throws SourceError where the table forbids it: the journal is damaged, or not a rollout's. */
const stageAfter = (stage, event, position) => {
	const happening = happeningOf(event);
	const next = transitions[stage]?.[happening];
	if (next === void 0) throw forbidden(event, position, `nothing of the kind may follow ${stage}`);
	return next;
};
/** @returns the error that names an event nobody of ours can have written there. Positions count from 1. */
const forbidden = (event, position, why) => new SourceError(`rollout journal: event ${position} (${happeningOf(event)}, epoch ${event.epoch}, ${event.at}) cannot stand there: ${why}; verify the ledger (\`replay\`)`);
const isEnded = (stage) => stage === "succeeded" || stage === "frozen" || stage === "rolled-back" || stage === "refused";
/** From here on only backwards. */
const isTurned = (stage) => stage === "turned" || stage === "returning";

// src/rollout/decide.ts
/** So long after its end may a rollout still be backed out. */
const backOutHours = 72;
/**
* What to do next, from the journal, the fleet as observed now, and the plan. Pure: everything that happens to a
* rollout is decided here, in this order: what is out comes back first; a person's abort beats all else; then the way
* back, a pause, the gate, and only then the way forward.
*/
const decide = (state, fleet, plan, world) => {
	if (state.open !== null) return again(state);
	if (isEnded(state.stage)) return afterEnd(state);
	if (state.stage === "turned") return state.paused === null ? goBack(state, fleet, plan, world) : pause(state, world);
	if (state.aborted !== null) return {
		kind: "turn-back",
		why: sayAborted(state)
	};
	if (state.stage === "baking" && !isDeserted(state, fleet, world)) return gate(state, plan, world);
	if (state.paused !== null) return whilePaused(state, fleet, plan, world);
	if (state.stage === "failed") return retreat(state, fleet, plan, state.verdict?.why ?? "the gate said no");
	if (state.failed.size >= plan.health.maxFailed) return retreat(state, fleet, plan, `${sayNames([...state.failed].toSorted(compareNames))} failed, and max-failed is ${plan.health.maxFailed}`);
	return goForward(state, fleet, plan, world);
};
/** A batch whose end nobody wrote down: the same again; the mover finds out how far it got. */
const again = ({ open, aborted }) => ({
	kind: "move",
	direction: open.direction,
	wave: open.wave,
	batch: open.batch,
	moves: open.instances,
	isAgain: true,
	isStopped: aborted !== null && open.direction === "forward"
});
/** A rollout that is over may be asked to go back, for a while. */
const afterEnd = (state) => {
	const { aborted, ended } = state;
	if (aborted === null || ended === null) return { kind: "rest" };
	const hours = (Date.parse(aborted.at) - Date.parse(ended.at)) / 36e5;
	return (state.stage === "succeeded" || state.stage === "frozen") && hours <= 72 ? {
		kind: "turn-back",
		why: sayAborted(state)
	} : { kind: "rest" };
};
const sayAborted = ({ aborted }) => `aborted by ${aborted.by}${aborted.reason === "" ? "" : ` "${aborted.reason}"`}`;
/** All that the wave has moved have left the fleet, and nobody else runs the version: there is nothing to watch. */
const isDeserted = (state, fleet, { missing }) => missing.length === 0 && sidesOf(state, fleet).exposed === 0;
/** A person's promotion counts as a pass, whatever the gate says; the journal keeps who gave it. */
const gate = (state, plan, world) => {
	const { promoted, bake } = state;
	const { judgement } = world;
	const wave = bake.wave;
	if (promoted !== null) return {
		kind: "judge",
		wave,
		verdict: "pass",
		why: `promoted${promoted.reason === "" ? "" : ` "${promoted.reason}"`}`,
		eValue: judgement?.eValue ?? 1,
		by: promoted.by
	};
	if (judgement === null) return hold(state, world, {
		until: null,
		why: "nothing is counted yet",
		reason: "baking"
	});
	const { verdict, why, eValue, until, overdue } = judgement;
	if (verdict !== "inconclusive") return {
		kind: "judge",
		wave,
		verdict,
		why,
		eValue
	};
	const waiting = {
		until: until !== void 0 && until.seconds > 0 ? until.at * 1e3 : null,
		why,
		reason: "baking"
	};
	return overdue && hasWatched(state, plan, world) ? holdForPeople(state, world, waiting) : hold(state, world, waiting);
};
/** Whoever has just been woken has seen nobody healthy for long: that may be all that a late wave still lacks. */
const hasWatched = ({ bake, started, changedAt }, { health }, { now }) => {
	const windowSeconds = windowSecondsOf(started.waves[bake.wave]?.bakeSeconds ?? 0);
	return now - changedAt >= (health.minHealthyTime.seconds + 2 * windowSeconds) * 1e3;
};

// src/report/rollout-release.ts
/** What is rolled out, on one line. */
/** "web v811 → v812, 300 instances · risk 4.4 % (high): waves 1, 10, 100, 300 · at least 270 serving · done about 15:13 UTC" */
const sayRelease = (release, now) => {
	const { service, from, to, fleetSize, risk, waves, capacityFloor, earliestFinish } = release;
	const exposures = waves.map(({ exposure }) => formatCount(exposure)).join(", ");
	return [
		`${service} ${sayVersions(from)} → ${to}, ${formatPlural(fleetSize, "instance")}`,
		`risk ${sayRisk$1(risk)}: ${waves.length === 1 ? "wave" : "waves"} ${exposures}`,
		`at least ${formatCount(capacityFloor)} serving`,
		`done about ${sayComing(earliestFinish, now)}`
	].join(" · ");
};
const sayVersions = (versions) => versions.length === 0 ? "an unknown version" : versions.length <= 2 ? versions.join(" and ") : `${formatCount(versions.length)} versions`;
const sayRisk$1 = ({ probability, band, uncertain }) => uncertain ? `uncertain (counts as ${band})` : `${formatPercent(probability)} (${band})`;
/** "mira", "mira "LB ticket"": who gave a command, and why where they said so. */
const sayPerson = ({ by, reason }) => reason === "" ? by : `${by} "${reason}"`;

// src/report/shell-word.ts
/** A text as a shell takes it for one word: commands that we print are copied and run. */
const shellWord = (text) => /^[\w.:/@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

// src/report/rollout-apart.ts
const mostNames = 8;
const mostWords = 3;
/** One line for those whom a person left alone; none where nobody is. */
const sayApart = (story, { outcome, skipped = [] }, { planOption }) => {
	const { started } = story;
	if (started === null || skipped.length === 0) return [];
	const many = skipped.length === 1 ? "it" : "them";
	const isForward = outcome === "succeeded";
	const where = isForward ? `not on ${started.to}` : `not back on ${sayVersions(started.from)}`;
	const others = isForward ? started.to : started.from[0];
	const how = others === void 0 ? "" : ` · bring ${many} along: rollout run ${planOption} --to ${shellWord(others)}`;
	return [`${sayCount(skipped.length, "instance")} ${where}: ${saySkips(story, skipped)}${how}`];
};
/** Who, by whom and why; of several words about one instance the last counts. */
const saySkips = ({ skips }, skipped) => {
	const words = /* @__PURE__ */ new Map();
	for (const id of skipped) {
		const said = skips.findLast(({ instances }) => instances.includes(id));
		const word = said === void 0 ? "skipped" : `skipped by ${sayPerson(said)}`;
		words.set(word, [...words.get(word) ?? [], id]);
	}
	const told = [...words].map(([word, ids]) => `${sayNames(ids, mostNames)}, ${word}`);
	if (told.length <= mostWords) return told.join("; ");
	const others = [...words.values()].slice(2).flat().length;
	return `${told.slice(0, 2).join("; ")}; and ${others} more by others`;
};

// src/report/rollout-cost.ts
/** What moving instances has cost those who sent requests, and who counted that. */
const noCost = {
	batches: 0,
	balanced: null,
	served: null,
	gaps: {
		balanced: 0,
		served: 0
	},
	leastServing: null
};
/** With one more batch. `isResumed`: another coordinator has ended it, and nobody counted in between. */
const addCost = (cost, moved, isResumed) => {
	const { balanced, served, leastServing } = moved;
	const gap = (count) => count === void 0 || isResumed ? 1 : 0;
	return {
		batches: cost.batches + 1,
		balanced: balanced ? plus(balancedNames, cost.balanced ?? noBalanced, balanced) : cost.balanced,
		served: served ? plus(tallyNames, cost.served ?? noTally, served) : cost.served,
		gaps: {
			balanced: cost.gaps.balanced + gap(balanced),
			served: cost.gaps.served + gap(served)
		},
		leastServing: cost.leastServing === null ? leastServing : Math.min(cost.leastServing, leastServing)
	};
};
const noBalanced = {
	requests: 0,
	lost: 0,
	serverErrors: 0
};
const noTally = {
	requests: 0,
	errors: 0
};
/** "lost to restarts: 0 of 226,100 requests at the load balancer", "least serving 40"; nothing where nothing moved. */
const sayCost = ({ batches, balanced, served, gaps, leastServing }) => {
	if (batches === 0) return [];
	const sayGap = (gap) => gap === 0 ? "" : ` (${gap} of ${sayBatches$1(batches)} not counted whole)`;
	const serving = leastServing === null ? [] : [`least serving ${formatCount(leastServing)}`];
	if (balanced !== null) {
		const { requests, lost, serverErrors } = balanced;
		const failed = serverErrors > 0 ? `, ${formatCount(serverErrors)} answered 5xx` : "";
		return [`lost to restarts: ${formatCount(lost)} of ${sayCount(requests, "request")} at the load balancer${failed}${sayGap(gaps.balanced)}`, ...serving];
	}
	return served === null ? ["lost to restarts: not counted, no load balancer was asked", ...serving] : [`while instances moved ${sayErrors(served)}, as the gate counts${sayGap(gaps.served)}`, ...serving];
};
const sayBatches$1 = (count) => sayCount(count, "batch", "batches");

// src/report/rollout-story.ts
const untold = {
	started: null,
	wave: 0,
	direction: "forward",
	exposed: 0,
	returned: [],
	failed: /* @__PURE__ */ new Map(),
	skips: [],
	waveBegan: null,
	rows: [],
	cost: noCost,
	isResumed: false,
	pausedSince: null,
	pausedSeconds: 0,
	epoch: 0,
	turnedAt: null,
	endedAt: null
};
const secondsApart = (from, until) => Math.max(0, (Date.parse(until) - Date.parse(from)) / 1e3);
/** The story after one more event. */
const advanceStory = (story, event) => {
	switch (event.event) {
		case "started": return {
			...untold,
			started: event,
			exposed: event.already
		};
		case "lease": return {
			...story,
			epoch: event.epoch,
			isResumed: true
		};
		case "batch": return {
			...story,
			wave: event.wave,
			direction: event.direction,
			isResumed: false,
			waveBegan: event.wave === story.wave ? story.waveBegan ?? event.at : event.at
		};
		case "moved": return afterBatch$1(story, event);
		case "judged": return {
			...story,
			rows: [...story.rows, {
				wave: event.wave,
				exposure: story.exposed,
				seconds: secondsApart(story.waveBegan ?? event.at, event.at),
				judged: event
			}]
		};
		case "command":
			if (event.command === "skip") return {
				...story,
				skips: [...story.skips, event]
			};
			if (event.command === "pause") return {
				...story,
				pausedSince: story.pausedSince ?? event.at
			};
			return event.command === "resume" || event.command === "abort" ? afterPause(story, event.at) : story;
		case "turned-back": return {
			...story,
			turnedAt: event.at
		};
		case "ended": return {
			...afterPause(story, event.at),
			endedAt: event.at
		};
		default: return story;
	}
};
const afterPause = (story, at) => story.pausedSince === null ? story : {
	...story,
	pausedSince: null,
	pausedSeconds: story.pausedSeconds + secondsApart(story.pausedSince, at)
};
const afterBatch$1 = (story, event) => {
	const isBack = story.direction === "back";
	const failed = new Map(story.failed);
	let exposed = story.exposed;
	const moved = [];
	for (const { id, outcome, why } of event.results) {
		if (outcome === "failed") failed.set(id, why);
		if (outcome !== "moved") continue;
		moved.push(id);
		const wasFailed = failed.delete(id);
		exposed += isBack ? wasFailed ? 0 : -1 : 1;
	}
	return {
		...story,
		exposed,
		returned: isBack ? [...story.returned, ...moved] : story.returned,
		failed,
		cost: addCost(story.cost, event, story.isResumed)
	};
};

// src/report/rollout-waves.ts
/** A row of the table of waves: what each showed, and what came of it. */
const waveHead = [
	"wave",
	"new",
	"took",
	"requests",
	"errors",
	"before",
	"verdict"
];
/** The cells of a row, without a head that would explain them. */
const waveCells = (story, row) => {
	const errors = row.judged.counts["errors"];
	return [
		`wave ${row.wave + 1}:`,
		formatPlural(row.exposure, "instance"),
		sayWait(row.seconds),
		errors === void 0 ? "" : `${formatPlural(errors.new.requests, "request")}, errors ${formatCount(errors.new.errors)}`,
		sayBefore(story, errors),
		sayLatency(row.judged.counts["latency"]),
		sayVerdictShortly(row)
	];
};
/** The same under `waveHead`. */
const waveColumns = (story, row) => {
	const errors = row.judged.counts["errors"];
	return [
		`${row.wave + 1}`,
		formatCount(row.exposure),
		sayWait(row.seconds),
		errors === void 0 ? "" : formatCount(errors.new.requests),
		errors === void 0 ? "" : `${formatCount(errors.new.errors)} (${formatRate(rateOf(errors.new))})`,
		sayBefore(story, errors),
		sayVerdictShortly(row)
	];
};
const sayBefore = ({ started }, counts) => counts?.old && counts.old.requests > 0 ? `${started?.from[0] ?? "before"} ${formatRate(rateOf(counts.old))}` : "";
const sayLatency = (counts) => counts?.newMilliseconds == null ? "" : sayMilliseconds(counts.newMilliseconds);
const sayVerdictShortly = ({ judged }) => judged.by === void 0 ? judged.verdict : `${judged.verdict} (${judged.by})`;
/** Cells under each other; columns that are empty throughout are left out. */
const alignColumns = (rows) => {
	const columns = (rows[0] ?? []).map((_, at) => at).filter((at) => rows.some((row) => row[at] !== ""));
	const widths = columns.map((at) => Math.max(...rows.map((row) => displayWidth(row[at] ?? ""))));
	return rows.map((row) => columns.map((at, place) => (row[at] ?? "") + " ".repeat(widths[place] - displayWidth(row[at] ?? ""))).join("  ").trimEnd());
};

// src/report/rollout-ending.ts
/** How a rollout ended, in at most ten lines: what happened, what it cost, who is left apart, and what to do. */
const mostLines = 10;
/** The table gives way: of many waves the last are shown, and every other line stands. */
const closing = (story, before, after) => {
	const room = mostLines - before.length - after.length;
	const rows = room > 0 ? story.rows.slice(-room).map((row) => waveCells(story, row)) : [];
	return [
		...before,
		...rows.length === 0 ? [] : alignColumns(rows),
		...after
	];
};
/** The first line says the outcome. */
const sayEnding = (story, event, telling) => {
	const { id, planOption } = telling;
	switch (event.outcome) {
		case "succeeded": return saySuccess(story, event, telling);
		case "rolled-back": return closing(story, [
			`ROLLED BACK ${event.why}`,
			...sayHarm$1(story),
			...sayApart(story, event, telling)
		], [`${sayLogs(story)}fix it, then: rollout run ${planOption} --to VERSION · record ${id}`]);
		case "frozen": return closing(story, [
			`FROZEN ${event.why}`,
			...event.instances.length > 0 ? [`look at: ${saySick(story, event.instances)}`] : [],
			...sayHarm$1(story),
			...sayApart(story, event, telling)
		], [`nothing moves until a person says so · back to ${sayVersions(story.started?.from ?? [])}, until ${backOutEnd(event)}: rollout abort ${planOption}`, `on with a fixed version: rollout run ${planOption} --to VERSION · record ${id}`]);
		case "refused": return [`NOTHING WAS TOUCHED ${event.why}`];
	}
};
const saySuccess = (story, event, telling) => {
	const { started, exposed, cost, pausedSeconds } = story;
	const { at } = event;
	if (started === null) return [];
	const took = secondsApart(started.at, at);
	const planned = secondsApart(started.at, started.earliestFinish);
	const pause = pausedSeconds >= 1 ? `, pause ${sayWait(pausedSeconds)}` : "";
	const head = [
		`DONE ${sayWait(took)} (plan ${sayWait(planned)}${pause})`,
		`${formatCount(exposed)} of ${formatCount(started.fleetSize)} on ${started.to}`,
		...sayCost(cost)
	].join(" · ");
	return closing(story, [
		head,
		...event.instances.length > 0 ? [`not in service, look at: ${sayNames(event.instances, 12)}`] : [],
		...sayApart(story, event, telling)
	], [`back out until ${backOutEnd(event)}: rollout abort ${telling.planOption} (newest first) · record ${telling.id}`]);
};
/** Until when a person may still ask for the way back. */
const backOutEnd = ({ at }) => sayComing(new Date(Date.parse(at) + 72 * 36e5).toISOString(), at);
const mostReasons = 3;
/** "web-004 (not healthy after 5 min) and web-007"; of many the names alone. */
const saySick = ({ failed }, ids) => {
	if (ids.length > mostReasons) return sayNames(ids, 12);
	const reasons = ids.map((id) => [id, failed.get(id) ?? ""]);
	return sayNames(reasons.map(([id, why]) => why === "" ? id : `${id} (${why})`));
};
/** Where the version that failed has left its logs. */
const sayLogs = ({ started, returned }) => started === null || returned.length === 0 ? "" : `logs of ${started.to}: ${sayNames(returned, 5)} · `;
/** What a failed release has cost. */
const sayHarm$1 = ({ turnedAt, endedAt, returned, cost }) => {
	const parts = [...turnedAt === null || endedAt === null ? [] : [`${formatPlural(returned.length, "instance")} back after ${sayWait(secondsApart(turnedAt, endedAt))}`], ...sayCost(cost)];
	return parts.length === 0 ? [] : [parts.join(" · ")];
};

// src/report/rollout-why.ts
/** A line longer than that is not read. */
const mostLine = 240;
/**
* "why 4.4 %: #12955 Add unified icon system (31 % of it), #13311 (22 %), 16 others · ×3.4 121 files"; where the gate
* has said nothing, what the risk rests on instead. Strings are shown as given: neutralise or escape before.
*/
const sayWhy = ({ source, gate }) => {
	if (gate === void 0) return `risk: ${source}`;
	const reasons = gate.reasons.map(({ factor, sentence }) => `${formatFactor(factor)} ${sentence}`);
	return cutAtWord([`why ${sayRisk(gate)}: ${sayParts(gate)}`, ...reasons].join(" · "), mostLine);
};
/** The same as Markdown, and what the gate answered; strings are escaped already. */
const renderWhy = ({ source, gate }) => {
	if (gate === void 0) return `Risk: ${source}.`;
	const said = gate.decision === "" ? "" : ` The gate said ${gate.decision}${gate.reason === "" ? "" : `: ${gate.reason}`}.`;
	return [`**Why ${sayRisk(gate)}** (${source}): ${sayParts(gate)}.${said}`, ...gate.reasons.map(({ factor, sentence }) => `- ${formatFactor(factor)} ${sentence}`)].join("\n");
};
const sayRisk = ({ probability, band }) => {
	const counted = band === null ? "" : ` (${band})`;
	return probability === null ? `no probability${counted}` : `${formatPercent(probability)}${counted}`;
};
const sayParts = ({ changes, parts }) => {
	if (changes === 0) return "no change";
	const named = parts.map(({ id, title, share }, at) => {
		const name = title === "" ? id : `${id} ${title}`;
		return changes === 1 ? name : `${name} (${formatShare(share)}${at === 0 ? " of it" : ""})`;
	});
	const others = changes - parts.length;
	return [...named, ...others > 0 ? [formatPlural(others, "other")] : []].join(", ");
};

// src/report/rollout-lines.ts
/** The lines of a rollout: one an event that people care for, and a closing block. */
/** The story after one more event, and the lines to print for it: none for what only machines need. Times are UTC. */
const tellEvent = (before, raw, telling) => {
	const event = mapStrings(raw, neutralise);
	const story = advanceStory(before, event);
	const [first, ...more] = sayEvent(story, before, event, telling);
	const time = clockTime(new Date(event.at));
	const lines = first === void 0 ? [] : [`${time} ${first}`, ...more.map((line) => `      ${line}`)];
	return {
		story,
		lines: event.event === "started" ? [...releaseOf(event), ...lines] : lines
	};
};
/** All of it. */
const tellRollout = (events, telling) => {
	let story = untold;
	return events.flatMap((event) => {
		const told = tellEvent(story, event, telling);
		story = told.story;
		return told.lines;
	});
};
const releaseOf = (started) => [sayRelease(started, started.at), ...started.basis === void 0 ? [] : [`      ${sayWhy(started.basis)}`]];
/** "wave 1/4   ", as wide in every wave. */
const sayWave = ({ started, wave }) => `wave ${wave + 1}/${started?.waves.length ?? "?"}`.padEnd(10);
const sayExposed = ({ started, exposed }) => `${formatCount(exposed)} on ${started?.to ?? "?"}`;
const sayEvent = (story, before, event, telling) => {
	switch (event.event) {
		case "started": return [`preflight  ${formatCount(event.serving)} serving ${sayVersions(event.from)}, kept for rollback${event.already > 0 ? ` · ${formatCount(event.already)} on ${event.to} already` : ""}`];
		case "lease": return before.epoch === 0 ? [] : ["another coordinator goes on where the last one stopped"];
		case "heartbeat":
		case "batch": return [];
		case "moved": return sayBatch(story, event);
		case "baking": return [`${sayWave(story)} ${sayExposed(story)} · watched for ${sayWait(bakeOf(story))}`];
		case "judged": return sayVerdict(story, event);
		case "command": return sayCommand(story, event, telling);
		case "parked": {
			const until = event.until > event.at ? ` until ${sayComing(event.until, event.at)}` : "";
			return [`${sayWave(story)} PARKED${until}: ${event.why} · goes on with: rollout run ${telling.planOption}`];
		}
		case "turned-back": return [`${sayWave(story)} GOING BACK, newest first: ${event.why}`];
		case "ended": return sayEnding(story, event, telling);
	}
};
const bakeOf = ({ started, wave }) => started?.waves[wave]?.bakeSeconds ?? 0;
const sayBatch = (story, { results, seconds }) => {
	const back = story.direction === "back";
	const moved = results.filter(({ outcome }) => outcome === "moved").length;
	const others = results.filter(({ outcome }) => outcome !== "moved");
	return [
		`${back ? "back".padEnd(10) : sayWave(story)} ${back ? `${formatCount(story.returned.length)} back on ${sayVersions(story.started?.from ?? [])}` : sayExposed(story)} · ${formatCount(moved)} of ${formatCount(results.length)} moved in ${sayWait(seconds)}`,
		...others.slice(0, 5).map(({ id, outcome, why }) => `${id} ${outcome === "failed" ? "is out of service" : "was left as it was"}: ${why}`),
		...others.length > 5 ? [`and ${others.length - 5} more`] : []
	];
};
const sayVerdict = (story, { verdict, why, by }) => {
	const said = by === void 0 ? "" : ` by ${by}`;
	return [`${sayWave(story)} ${verdict.toUpperCase()}${said} ${why}`];
};
const sayCommand = (story, event, { planOption }) => {
	const who = `by ${sayPerson(event)}`;
	switch (event.command) {
		case "pause": return [`${sayWave(story)} PAUSED ${who} · ${sayExposed(story)}, the batch that is out is finished · continue: rollout resume ${planOption}`];
		case "resume": return [`${sayWave(story)} ${sayResumed(event, who)}`];
		case "abort": return [`${sayWave(story)} ABORTED ${who}`];
		case "promote": return [`${sayWave(story)} PROMOTED ${who}: counts as passed`];
		case "skip": return [`${sayWave(story)} SKIPPED ${who}: ${sayNames(event.instances)} left as ${event.instances.length === 1 ? "it is" : "they are"}`];
	}
};
const sayResumed = ({ lifts }, who) => {
	if (lifts === void 0) return `RESUMED ${who}`;
	return lifts === "review" ? `GO ${who}: windows that wait for a word hold nobody any more` : `EMERGENCY ${who}: no window but an allowed time holds anybody any more`;
};

// src/report/rollout-summary.ts
/** GitHub drops a summary of more than 1 MiB whole. */
const mostCharacters = 2e5;
/** GitHub Markdown; calls nobody. */
const renderRolloutSummary = (events, telling) => {
	const safe = mapStrings(events, escapeMarkdown);
	const story = safe.reduce(advanceStory, untold);
	const lines = tellRollout(safe, {
		id: escapeMarkdown(telling.id),
		planOption: telling.planOption
	});
	const basis = story.started?.basis;
	const row = (cells) => `| ${cells.join(" | ")} |`;
	const table = [
		row(waveHead),
		row(waveHead.map(() => "---")),
		...story.rows.map((wave) => row(waveColumns(story, wave)))
	];
	const latest = tellLast(lines);
	const blocks = [
		`### ${lines[0] ?? "No rollout"}`,
		latest.join("  \n"),
		story.rows.length === 0 ? "" : table.join("\n"),
		basis === void 0 ? "" : renderWhy(basis),
		[
			"<details><summary>The whole story (times are UTC)</summary>",
			"",
			...lines.slice(basis === void 0 ? 1 : 2).map((line) => `- ${line.trim()}`),
			"",
			"</details>"
		].join("\n")
	];
	return `${cutAtLine(blocks.filter((block) => block !== "").join("\n\n"), mostCharacters, "There is more, but it would not fit here.")}\n`;
};
/** The last line that has a time, and what belongs to it; the table is shown apart. */
const tellLast = (lines) => {
	const from = lines.findLastIndex((line) => /^\d/.test(line));
	if (from === -1) return [];
	return lines.slice(from).map((line) => line.trim()).filter((line) => !line.startsWith("wave "));
};

// src/commands/rollout/journal-name.ts
/** What a rollout is called: to people, in the ledger, and on a branch. */
/** `web/7` */
const rolloutId = ({ service, number }) => `${service}/${number}`;
/** Service and number of an id. Throws UsageError for what is none. */
const readRolloutId = (id) => {
	const [, service, number] = /^(.+)\/([1-9]\d{0,8})$/s.exec(id) ?? [];
	if (service !== void 0) return {
		service,
		number: Number(number)
	};
	throw new UsageError(`${JSON.stringify(id)} names no rollout; use service and number, like web/7`);
};
/** The number in what a record calls its rollout; 0 where that is none of this service's. */
const numberOf = (id, service) => {
	const prefix = `${service}/`;
	const number = typeof id === "string" && id.startsWith(prefix) ? id.slice(prefix.length) : "";
	return /^[1-9]\d{0,8}$/.test(number) ? Number(number) : 0;
};
/**
* `rollouts/web`: a stream a service, not a rollout. What a ledger writes anew with every append grows with its streams,
* and would grow with every rollout there ever was.
*/
const streamOf = (service) => `rollouts/${plainName(service)}`;
const eventKey = (name, position) => ({
	rollout: rolloutId(name),
	position
});
/** The id of its record. */
const eventId = (name, position) => recordId("rollout", eventKey(name, position));
/**
* The ledger that holds a service's rollouts, where this one holds the rest. On a branch each service has its own: all
* who write to one branch outrun each other, and a rollout must not wait for other services, or for decisions.
*/
const rolloutLedgerUrl = (url, service) => url.startsWith("branch:") ? `${url}-rollouts-${plainName(service)}` : url;
/**
* A service's name as streams and branches can hold it. A plan file may call a service nearly anything: what does not
* fit becomes its letters and digits and a hash, in a form that no name has which stands for itself.
*/
const plainName = (service) => {
	if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(service) && !/\.\.|\.$|\.lock$|--[0-9a-f]{16}$/i.test(service)) return service;
	return `${service.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "service"}--${sha256(service).slice(0, 16)}`;
};

// src/main/action/rollout-screen.ts
/** A rollout in the log of a job: waves folded away, verdicts in view, and a word now and then while it waits. */
/** Nobody reads a log every second, and GitHub keeps every line of it. */
const quietMilliseconds = 6e4;
const columns = 160;
/** `now`: milliseconds since the epoch. */
const openRolloutScreen = (toolkit, now) => {
	let saidAt = now();
	let status = "";
	let lastFold = null;
	const log = (text) => {
		saidAt = now();
		toolkit.log(text.replace(/\n$/, ""));
	};
	return {
		columns,
		print: log,
		warn: log,
		fold: (title) => {
			lastFold = title ?? lastFold;
			toolkit.fold(title);
		},
		status: (line) => {
			if (line === status || now() - saidAt < quietMilliseconds) return;
			status = line;
			if (lastFold !== null) toolkit.fold(lastFold);
			log(`${clockTime(new Date(now()))} ${line}`);
		}
	};
};

// src/rollout/fold.ts
/**
* The state after these events; after more of them, from the state before. Costs the same per event however many came
* before. @throws SourceError for an event that cannot stand where it stands, named by position.
*/
const fold = (events, from = unborn) => events.reduce(next, from);
const next = (state, event) => {
	const position = state.count + 1;
	if (event.event === "moved" && state.open?.batch !== event.batch && event.batch < state.batches) return {
		...state,
		count: position
	};
	const stage = stageAfter(state.stage, event, position);
	checkEpoch(state, event, position);
	const after = {
		...state,
		count: position,
		stage
	};
	if (event.event === "command") return obey$1(after, event);
	const at = Date.parse(event.at);
	const led = {
		...after,
		lease: state.lease && {
			...state.lease,
			lastWordAt: at
		}
	};
	if (event.event === "heartbeat") return event.bake === void 0 || led.bake === null ? led : {
		...led,
		bake: {
			...led.bake,
			marks: {
				memory: event.bake,
				older: led.bake.marks
			}
		}
	};
	const wentOnAt = event.event === "lease" || event.event === "parked" ? state.wentOnAt : at;
	const changed = {
		...led,
		changedAt: at,
		wentOnAt,
		parked: null
	};
	switch (event.event) {
		case "started": return {
			...changed,
			started: event,
			epoch: event.epoch
		};
		case "lease": return {
			...changed,
			...leaseOf$1(event, at)
		};
		case "batch":
			if (event.batch !== state.batches) throw forbidden(event, position, `batch ${state.batches} would be next, not ${event.batch}`);
			return {
				...changed,
				open: event,
				batches: state.batches + 1,
				batchBeganAt: at,
				bake: null,
				promoted: null
			};
		case "moved": return closeBatch(changed, event, position, at);
		case "baking": return {
			...changed,
			bake: {
				wave: event.wave,
				since: at,
				start: event.bake,
				marks: null
			},
			promoted: null
		};
		case "judged": return {
			...changed,
			passed: event.verdict === "pass" ? state.passed + 1 : state.passed,
			bake: null,
			memory: event.bake,
			verdict: event,
			promoted: null
		};
		case "parked": return {
			...changed,
			parked: event,
			lease: null
		};
		case "turned-back": return {
			...changed,
			turned: event,
			turns: state.turns + 1,
			bake: null,
			promoted: null,
			ended: null,
			unmoved: /* @__PURE__ */ new Map(),
			fruitless: null
		};
		case "ended": return {
			...changed,
			ended: event,
			lease: null,
			paused: null,
			aborted: null,
			promoted: null
		};
	}
};
/** Commands come from anybody at any time; whatever else is written is written by the one who leads. */
const checkEpoch = (state, event, position) => {
	if (event.event === "command" || event.event === "started") return;
	if (event.event === "lease") {
		if (event.epoch !== state.epoch + 1) throw forbidden(event, position, `epoch ${state.epoch + 1} would be next`);
	} else if (event.epoch !== state.epoch) throw forbidden(event, position, `epoch ${state.epoch} leads`);
};
const leaseOf$1 = ({ epoch, holder, ttlSeconds }, at) => ({
	epoch,
	lease: {
		epoch,
		holder,
		ttlSeconds,
		lastWordAt: at
	}
});
const closeBatch = (state, event, position, at) => {
	const { open } = state;
	if (open === null || open.batch !== event.batch) throw forbidden(event, position, `batch ${open?.batch ?? "none"} is out, not ${event.batch}`);
	const { direction, wave, instances } = open;
	const moved = event.results.filter(({ outcome }) => outcome !== "unmoved");
	const unmoved = event.results.filter(({ outcome }) => outcome === "unmoved");
	const failed = direction === "forward" ? moved.filter(({ outcome }) => outcome === "failed") : [];
	return {
		...state,
		open: null,
		trail: extendTrail(state.trail, {
			direction,
			wave,
			turn: state.turns,
			instances
		}, event.results),
		failed: failed.length === 0 ? state.failed : /* @__PURE__ */ new Set([...state.failed, ...failed.map(({ id }) => id)]),
		unmoved: countUnmoved(state.unmoved, moved.map(({ id }) => id), unmoved.map(({ id }) => id)),
		fruitless: moved.length > 0 ? null : {
			count: (state.fruitless?.count ?? 0) + 1,
			since: state.fruitless?.since ?? at
		},
		batchEndedAt: at
	};
};
const countUnmoved = (counts, moved, unmoved) => {
	if (unmoved.length === 0 && !moved.some((id) => counts.has(id))) return counts;
	const changed = new Map(counts);
	for (const id of moved) changed.delete(id);
	for (const id of unmoved) changed.set(id, (changed.get(id) ?? 0) + 1);
	return changed;
};
/**
* A person's word. Whoever aborts also ends a pause: the way back must not wait for it. A promotion is about the bake
* under way, so that one given twice does not pass the next wave as well. Every word wakes a parked rollout.
*/
const obey$1 = (state, event) => {
	const heard = {
		...state,
		parked: null
	};
	const at = Date.parse(event.at);
	switch (event.command) {
		case "pause": return isEnded(state.stage) ? heard : {
			...heard,
			paused: event
		};
		case "resume": return {
			...heard,
			paused: null,
			...state.paused && {
				changedAt: at,
				wentOnAt: at
			}
		};
		case "abort": return {
			...heard,
			paused: null,
			aborted: event
		};
		case "promote": return state.stage === "baking" ? {
			...heard,
			promoted: event
		} : heard;
		case "skip": return {
			...heard,
			skipped: /* @__PURE__ */ new Set([...state.skipped, ...event.instances])
		};
	}
};

// src/commands/rollout/journal-last.ts
/** Each try that fails is one in which somebody else wrote. */
const mostTries = 50;
/**
* Writes after whatever is there by then, as people's commands are: `compose` sees all events, again whenever somebody
* was faster, and answers undefined where there is nothing to say any more. Answers what was written.
* Throws SourceError where others always were faster.
*/
const appendLast = async (journal, compose) => {
	for (let tries = 0; tries < mostTries; tries += 1) {
		const events = await journal.read();
		const event = compose(events);
		if (event === void 0) return void 0;
		if (await journal.append(event, events.length) === "written") return event;
	}
	throw new SourceError(`rollout ${journal.id}: others wrote first ${mostTries} times; the command was not remembered, give it again`);
};

// src/commands/rollout/commanding.ts
/** A person's word on a rollout: an event in its journal, whoever coordinates it, and also if nobody does. */
/**
* Demands that a rollout that was just aborted is still the newest, as `openNewestJournal` finds it now.
* @throws UsageError where the next began at the same moment: what becomes of the abort is not certain then
*/
const demandNewest = ({ id }, newest) => {
	if (newest === void 0 || newest.id === id) return;
	throw new UsageError(`rollout abort: ${newest.id} began at the same moment; look whether it gives way (rollout status), and abort again if it goes on`);
};
/** It has ended, and nobody has asked for the way back since. */
const isOver = ({ stage, aborted }) => isEnded(stage) && aborted === null;
/**
* Remembers the command and answers it as written.
* @throws UsageError where it would mean nothing: no rollout under way, nothing to resume, nobody to skip
*/
const giveCommand = async (request) => {
	const { command, journal, by, reason, instances, now } = request;
	return await appendLast(journal, (events) => {
		const state = fold(events);
		const lifts = liftOf(request, state);
		const objection = objectionTo(request, state);
		if (objection !== null) throw new UsageError(`rollout ${command}: ${journal.id} ${objection}`);
		return {
			event: "command",
			at: new Date(now()).toISOString(),
			epoch: state.epoch,
			command,
			by,
			reason,
			instances,
			...lifts && { lifts }
		};
	});
};
const liftOf = ({ command, lifts }, { paused }) => command !== "resume" || lifts === "review" && paused !== null ? void 0 : lifts;
const objectionTo = (request, state) => {
	const { command, instances, now } = request;
	if (isOver(state) && !(command === "abort" && mayGoBack(state, now()))) return command === "abort" && state.stage === "succeeded" ? `was done more than ${72} hours ago; roll the version before out with rollout run --to VERSION` : `has ended (${state.stage}); rollout run --to VERSION begins the next`;
	if (command === "resume" && state.paused === null && liftOf(request, state) === void 0) return "is not paused";
	if (command === "skip" && instances.length === 0) return "needs to know whom: --instance ID";
	if (command === "promote" && (isTurned(state.stage) || state.aborted !== null)) return "is going back; a new rollout goes forward";
	if (command === "promote" && state.stage !== "baking") return "watches no wave at the moment";
	return null;
};
const mayGoBack = ({ stage, ended }, now) => (stage === "succeeded" || stage === "frozen") && ended !== null && now - Date.parse(ended.at) <= 72 * 36e5;

// src/commands/rollout/holder.ts
const prefix = "lock.";
/**
* Who holds a lease: this process, told as a lock of the ledger tells its owner (process, start, process-id namespace,
* boot, host). Never the same twice, so that of two who take the lead at once each knows which lease is its own.
*/
const newHolder = (owner = currentOwner()) => lockName(owner, randomBytes(4).toString("hex")).slice(5);
/** Which process a holder is; undefined for what this release did not write. */
const ownerOf = (holder) => lockOwner(`${prefix}${holder}`);

// src/commands/rollout/liveness.ts
/**
* Whether the holder of a lease still runs. More careful than the ledger's lock, which guards a file for milliseconds:
* a host's name is not enough, since runners may all have the same; the same boot and process-id namespace are.
*/
const liveness = (holder, self = currentOwner()) => {
	const owner = ownerOf(holder);
	if (owner === void 0 || owner.boot === "none" || owner.startTicks === 0) return "unknown";
	if (!(owner.host === self.host && owner.boot === self.boot && owner.namespace === self.namespace)) return "unknown";
	return hasEnded$1(owner, self) ? "dead" : "alive";
};

// src/commands/rollout/status.ts
const statusOf = (id, events, now) => {
	const state = fold(events);
	const { started, lease } = state;
	const updated = [...latestTouches(state.trail).values()].filter(({ direction, outcome }) => direction === "forward" && outcome === "moved").length + (started?.already ?? 0);
	return {
		schema: 1,
		id,
		service: started?.service ?? "",
		to: started?.to ?? "",
		from: started?.from ?? [],
		outcome: isOver(state) ? state.stage : isEnded(state.stage) || state.aborted !== null || state.turned !== null ? "going-back" : state.paused !== null ? "paused" : state.parked !== null ? "parked" : "under-way",
		wave: Math.min(state.passed + 1, started?.waves.length ?? 1),
		waves: started?.waves.map(({ exposure }) => exposure) ?? [],
		fleetSize: started?.fleetSize ?? 0,
		updated,
		remaining: Math.max(0, (started?.fleetSize ?? 0) - updated),
		failed: [...state.failed],
		skipped: [...state.skipped],
		epoch: state.epoch,
		coordinator: lease === null || now - lease.lastWordAt > lease.ttlSeconds * 1e3 ? "none" : liveness(lease.holder),
		wakeAt: state.parked?.until ?? null,
		events: events.length
	};
};

// src/main/rollout-result.ts
/** Schema 1: keys are added, never renamed. */
const resultDocument = (ends, now) => ({
	schema: 1,
	outcome: worst(ends),
	services: ends.map((end) => {
		if (end.outcome !== "ran") return { ...end };
		const { outcome: _, ...status } = statusOf(end.id, end.events, now);
		const { state: __, ...result } = end.end;
		return {
			...status,
			...result,
			service: end.service,
			id: end.id
		};
	})
});
const outcomeOf = (end) => end.outcome === "ran" ? end.end.outcome : end.outcome;
/** By how much a person has to do; the exit codes of DESIGN.md §4. */
const severities = [
	["frozen", 3],
	["rolled-back", 2],
	["refused", 1],
	["not-begun", 2],
	["lost", 75],
	["busy", 75],
	["parked", 75],
	["succeeded", 0],
	["nothing-to-do", 0]
];
const worst = (ends) => severities.find(([outcome]) => ends.some((end) => outcomeOf(end) === outcome))?.[0] ?? "nothing-to-do";
const exitCodeOf = (ends) => severities.find(([outcome]) => outcome === worst(ends))[1];

// src/commands/rollout/release-risk.ts
/** How risky a release is: as somebody says, as the gate has answered or recorded, or unknown, which counts as high. */
const unknown = {
	probability: null,
	low: null,
	high: null,
	band: null
};
/** Null where nobody gave one. @throws UsageError for an answer about something else */
const findRisk = async (given, question) => {
	if (given === null) return recordedRisk(question);
	if (given.kind === "answer") return answeredRisk(given.answer, question);
	const source = "as given";
	const { probability } = given.risk;
	const gate = (await recordedRisk(question).catch(silence))?.basis?.gate;
	const isSame = gate !== void 0 && gate.probability?.toFixed(6) === probability?.toFixed(6);
	return {
		risk: given.risk,
		basis: isSame ? {
			source,
			gate
		} : null
	};
};
/** Reasons are welcome where they are known; a figure that was given stands without them. */
const silence = (error) => {
	if (error instanceof SourceError) return null;
	throw error;
};
const answeredRisk = (answer, { commit }) => {
	const { head, environment, at, risk, reasons } = answer;
	if (head !== null && commit !== null && head !== commit) throw new UsageError(`rollout --risk: the gate's answer is about ${head.slice(0, 8)}, and this version is ${commit.slice(0, 8)}; ask the gate about the commit that goes out`);
	return {
		risk,
		basis: {
			source: `the gate's answer on ${environment} of ${at}`,
			gate: reasons
		}
	};
};
/** What the gate last decided about this environment, if that was about this version. */
const recordedRisk = async ({ ledger, environment, commit }) => {
	const nothing = (source) => ({
		risk: unknown,
		basis: { source }
	});
	if (commit === null) return nothing("the version is no commit or tag here, so no decision is known");
	const record = await ledger.latest({
		kind: "decision",
		environment
	});
	if (record === void 0) return nothing(`no gate decision on ${environment} is recorded`);
	const { body } = record;
	const risk = readReleaseRisk(member(body, "result"));
	if (member(member(body, "change"), "head") !== commit || risk === null) return nothing(`the last gate decision on ${environment} is about another commit`);
	return {
		risk,
		basis: {
			source: `the gate's decision of ${record.at}`,
			gate: await reasonsOf(record, risk, ledger)
		},
		decision: record.hash
	};
};
const mostParts = 3;
/** A decision's record names its parts by commit; what people call them stands in the blob it was made from. */
const reasonsOf = async ({ body }, { probability, band }, ledger) => {
	const result = member(body, "result");
	const text = (key) => String(member(result, key) ?? "");
	const parts = member(result, "parts");
	const judged = (Array.isArray(parts) ? parts : []).flatMap((part) => {
		const [sha, share] = [member(part, "sha"), member(part, "share")];
		return typeof sha === "string" && typeof share === "number" && share >= 0 && share <= 1 ? [{
			sha,
			share
		}] : [];
	});
	const names = await namesOf$1(member(body, "inputsBlob"), ledger);
	return {
		probability,
		band,
		decision: text("decision"),
		reason: text("reason"),
		changes: judged.length,
		parts: judged.toSorted((one, other) => other.share - one.share).slice(0, mostParts).map(({ sha, share }) => ({
			id: names.get(sha) ?? sha.slice(0, 8),
			title: "",
			share
		})),
		reasons: []
	};
};
/** Empty where the blob is not there, or not what it was: then a commit's name has to do. */
const namesOf$1 = async (blob, ledger) => {
	if (typeof blob !== "string") return /* @__PURE__ */ new Map();
	try {
		const inputs = JSON.parse(Buffer.from(await ledger.getBlob(blob)).toString("utf8"));
		const parts = member(inputs, "parts");
		return new Map((Array.isArray(parts) ? parts : []).flatMap((part) => {
			const [sha, id] = [member(part, "sha"), member(part, "id")];
			return typeof sha === "string" && typeof id === "string" ? [[sha, id]] : [];
		}));
	} catch {
		return /* @__PURE__ */ new Map();
	}
};

// src/main/rollout-setting.ts
/** What the verbs of `rollout` work with, wherever they are called from. */
const tool = {
	name: toolName,
	version
};
const realClock = {
	now: () => Date.now(),
	sleep: async (milliseconds, signal) => {
		await setTimeout(milliseconds, void 0, signal ? { signal } : {}).catch(() => void 0);
	}
};
/** What finds the same rollout again in a command that is printed, and copied. */
const planOption = ({ place: { named } }, { path }) => `--plan ${shellWord(path)}${named === null ? "" : ` --ledger ${shellWord(named)}`}`;
const riskOf = async ({ risk, to, place, environment }) => findRisk(risk, {
	ledger: place.ledger,
	environment,
	commit: await place.commitOf(to ?? "")
});

// src/rollout/engine/retry.ts
const firstMilliseconds$1 = 250;
const longestMilliseconds$1 = 15e3;
/** Milliseconds until the next try: twice as long each time, and never at the same moment as everybody else's. */
const retryPause = (tries, random) => Math.min(longestMilliseconds$1, firstMilliseconds$1 * 2 ** Math.min(tries, 10)) * (.5 + random() / 2);

// src/rollout/engine/lead.ts
/** Somebody else leads now: nothing may be touched any more. */
var LeaseLost = class extends Error {
	name = "LeaseLost";
};
/** What the holder of `epoch` may do. `takenAt` is when it began to write the lease, as `elapsed` tells it. */
const leadOf = (view, options, epoch, takenAt) => {
	const { clock, lease, signal } = options;
	const lost = new AbortController();
	let word = takenAt;
	let isOver = false;
	const lose = (state) => {
		const who = state.lease?.holder ?? "another";
		if (!lost.signal.aborted) lost.abort(new LeaseLost(`${who} leads since epoch ${state.epoch}; we had ${epoch}`));
		return lost.signal.reason;
	};
	const check = (state = view.state()) => {
		if (isOver) throw new LeaseLost("the rollout is led no longer");
		if (lost.signal.aborted) throw lost.signal.reason;
		if (state.epoch !== epoch) throw lose(state);
	};
	view.onNews((state) => {
		if (state.epoch !== epoch) lose(state);
	});
	const stamp = (draft) => ({
		...draft,
		at: new Date(clock.now()).toISOString(),
		epoch
	});
	/** Our word is as old as the time it bears, however late it was written: that is what others go by. */
	const write = async (event, at, seen) => {
		check();
		const answer = await view.append(event, seen);
		if (answer === "written") word = at;
		else check();
		return answer;
	};
	/** The same event is tried again while nobody knows whether it was written: then the journal can tell. */
	const persist = async (draft, seen) => {
		const stampedAt = elapsedIn(options);
		const event = stamp(draft);
		const since = clock.now();
		for (let tries = 0;; tries++) try {
			return await write(event, stampedAt, seen);
		} catch (error) {
			const isHopeless = signal.aborted || clock.now() - since > options.longestWaitSeconds * 1e3;
			if (!(error instanceof SourceError) || isHopeless) throw error;
			await clock.sleep(retryPause(tries, options.random), lost.signal);
		}
	};
	const silentSeconds = () => secondsSince(word, options);
	const mustAppend = async (draft) => {
		while (await persist(draft) === "outrun");
	};
	const trusted = Math.max(lease.ttlSeconds - lease.heartbeatSeconds, lease.ttlSeconds / 2);
	const isLapsed = () => silentSeconds() >= trusted;
	return {
		epoch,
		lost: lost.signal,
		append: persist,
		mustAppend,
		silentSeconds,
		check,
		mayAct: async () => {
			check();
			while (isLapsed()) {
				await mustAppend({ event: "heartbeat" });
				check();
			}
		},
		isLapsed,
		resign: () => {
			isOver = true;
		}
	};
};
const elapsedIn = ({ clock, monotonic }) => ({
	wall: clock.now(),
	steady: monotonic?.() ?? clock.now()
});
const secondsSince = (then, options) => {
	const now = elapsedIn(options);
	return Math.max(now.wall - then.wall, now.steady - then.steady) / 1e3;
};

// src/rollout/engine/kept-out.ts
/** Requests are kept from it while the work lasts. */
const keptOut = async (way, work) => {
	const isOver = new AbortController();
	const keeping = keepOut(way, isOver.signal);
	const value = await work().finally(() => isOver.abort());
	await keeping;
	return value;
};
const keepMilliseconds = 50;
/**
* A load balancer that is reloaded meanwhile forgets whom it was to leave alone, and would send requests to nobody, or
* to somebody who has not proven its health. Where there are several, nobody would notice: seen as a whole, it is out.
*/
const keepOut = async ({ driver, clock, touch }, over) => {
	if (driver.keepOut === void 0) return;
	try {
		while (!over.aborted) {
			await touch.keepOut(over);
			await clock.sleep(keepMilliseconds, over);
		}
	} catch (error) {
		if (!(error instanceof LeaseLost || error instanceof SourceError)) throw error;
	}
};

// src/rollout/engine/bounded.ts
/** Work that must answer in time: afterwards its signal fires, and nobody waits for it any more. @throws SourceError */
const bounded = async (clock, milliseconds, what, work) => {
	const over = new AbortController();
	const since = clock.now();
	const isLate = () => clock.now() - since > milliseconds;
	const tooLate = () => new SourceError(`${what} did not answer for ${Math.ceil(milliseconds / 1e3)} s`);
	const late = clock.sleep(milliseconds, over.signal).then(() => {
		if (over.signal.aborted) return new Promise(() => void 0);
		throw tooLate();
	});
	try {
		const answer = await Promise.race([work(over.signal), late]);
		if (isLate()) throw tooLate();
		return answer;
	} finally {
		over.abort();
	}
};
const firings = /* @__PURE__ */ new WeakMap();
/** Settles when a signal fires. Asked of the same one again and again: it is listened to once. */
const fired = (signal) => {
	const known = firings.get(signal);
	if (known !== void 0) return known;
	const firing = new Promise((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener("abort", () => resolve(), { once: true });
	});
	firings.set(signal, firing);
	return firing;
};

// src/rollout/engine/sightings.ts
const observeMilliseconds = 3e4;
const openSightings = (driver, clock) => {
	let waiting = [];
	let isLooking = false;
	let hurry = new AbortController();
	let restsUntil = 0;
	const observe = async (ids) => {
		try {
			const seen = await bounded(clock, observeMilliseconds, "the driver", (signal) => driver.observe(signal, ids));
			return new Map(seen.map((instance) => [instance.id, instance]));
		} catch (error) {
			if (error instanceof SourceError) return null;
			throw error;
		}
	};
	const lookOnce = async () => {
		const due = Math.min(...waiting.map((one) => one.due));
		if (due > clock.now()) {
			hurry = new AbortController();
			await clock.sleep(due - clock.now(), hurry.signal);
			if (hurry.signal.aborted) return;
		}
		const asking = waiting;
		waiting = [];
		const began = clock.now();
		try {
			const seen = await observe([...new Set(asking.map(({ id }) => id))]);
			for (const one of asking) one.seen(seen === null ? "unseen" : seen.get(one.id) ?? "unlisted");
		} catch (error) {
			for (const one of asking) one.fail(error);
		}
		const took = clock.now() - began;
		restsUntil = clock.now() + Math.min(longestMilliseconds, restShare * took);
		await Promise.resolve();
	};
	const pump = async () => {
		await Promise.resolve();
		while (waiting.length > 0) await lookOnce();
		isLooking = false;
	};
	return { look: (id, milliseconds) => new Promise((seen, fail) => {
		const due = clock.now() + milliseconds;
		waiting.push({
			id,
			due: milliseconds === 0 ? due : Math.max(due, restsUntil),
			seen,
			fail
		});
		if (isLooking) return hurry.abort();
		isLooking = true;
		pump();
	}) };
};
const firstMilliseconds = 20;
const longestMilliseconds = 1e3;
const restShare = 2;
/** How long to wait before looking again: a tenth, or another share, of the time waited so far: no more is lost. */
const lookPause = (looks, share = .1) => Math.min(longestMilliseconds, Math.round(firstMilliseconds * (1 + share) ** Math.min(looks, 200)));
/** While health is only verified: ten looks, the last of them when the time is over and not just before. */
const verifyPause = (millisecondsLeft, milliseconds) => {
	const usual = Math.min(longestMilliseconds, Math.max(firstMilliseconds, milliseconds / 10));
	return Math.max(1, millisecondsLeft < 1.5 * usual ? millisecondsLeft : usual);
};

// src/rollout/engine/way.ts
const result = ({ move, drainSeconds, bootSeconds }, outcome, why = "") => ({
	id: move.id,
	outcome,
	why,
	drainSeconds,
	bootSeconds
});
const done$1 = { outcome: "done" };
/** Why it is not restarted any more; null where nobody has stopped it. */
const stopped = ({ context }) => context.stop.aborted ? "stopped before its restart" : null;
/** In so many milliseconds. What passes until somebody can be asked does not count. */
const look = async ({ sightings, move, clock }, milliseconds) => {
	const since = clock.now();
	const seen = await sightings.look(move.id, milliseconds);
	if (seen === "unseen") clock.discount(clock.now() - since);
	return seen;
};
/**
* Asked again while nobody knows, or it is not yet possible: until it is done, it will not be, or time is over. Time in
* which those who must be asked are silent does not count.
*/
const persist = async ({ clock, random, context }, until, isStoppable, ask) => {
	for (let tries = 0;; tries++) {
		const since = clock.now();
		const answer = await ask();
		if (answer.outcome === "done" || answer.outcome === "failed") return answer;
		const isBlind = answer.outcome === "blind" && !clock.isSpent();
		const pause = retryPause(tries, random);
		if (isStoppable && context.stop.aborted || !isBlind && clock.now() + pause >= until) return answer;
		await clock.sleep(pause, isStoppable ? context.stop : void 0);
		if (isBlind) clock.discount(clock.now() - since);
		if (isStoppable && context.stop.aborted) return answer;
	}
};

// src/rollout/engine/silence.ts
/** Down, out of rotation, and nobody says what runs there: as while it boots. */
const isSilent = ({ driver }, seen) => {
	if (typeof seen === "string" || seen.healthy || seen.version !== "") return false;
	return !seen.inRotation || !driver.capabilities.drains;
};
/**
* What a silent one turns out to be. It may boot because the coordinator before has restarted it, and another restart
* would only set it back. Silent for as long as a start may take, there was none or it has failed: it may be restarted.
*/
const onceItSpeaks = async (way, silent) => {
	const { context, clock, move } = way;
	const since = clock.now();
	const until = since + context.healthySeconds * 1e3;
	context.tell({
		id: move.id,
		stage: "starting",
		since: since + clock.stood(),
		mostSeconds: context.healthySeconds
	});
	let last = silent;
	for (let looks = 0; isSilent(way, last); looks++) {
		if (clock.now() >= until || context.stop.aborted) break;
		const seen = await look(way, lookPause(looks));
		if (seen !== "unseen") last = seen;
	}
	return last;
};

// src/rollout/engine/stopwatch.ts
/** A batch nobody can see is left long before; this is for a driver that sees the fleet and never who is asked for. */
const mostMilliseconds$1 = 36e5;
const openStopwatch = (clock) => {
	let stood = 0;
	return {
		now: () => clock.now() - stood,
		sleep: clock.sleep,
		stood: () => stood,
		discount: (milliseconds) => {
			stood = Math.min(mostMilliseconds$1, stood + milliseconds);
		},
		isSpent: () => stood >= mostMilliseconds$1
	};
};

// src/rollout/engine/lapse.ts
const { get: hasFired } = Object.getOwnPropertyDescriptor(AbortSignal.prototype, "aborted");
/**
* The signal of a controller that, from the first time somebody asks it when our lease is out by our own clock, says that
* it has fired. A process that stood still hears the answers it had waited for before any alarm of its own, and long
* before a journal far away says who leads by now: whoever asks before each order gives none in between. It does not
* fire by itself: what is under way is interrupted when the lease is known to be lost.
*/
const lapsing = ({ signal }, isLapsed) => {
	let isOut = false;
	return Object.defineProperty(signal, "aborted", { get: () => {
		isOut ||= isLapsed();
		return isOut || hasFired.call(signal);
	} });
};
/** Asks with a signal of our own that fires with `over`, and lapses. */
const whileLeading = async (over, isLapsed, ask) => {
	const halt = new AbortController();
	const onOver = () => halt.abort(over.reason);
	if (over.aborted) onOver();
	over.addEventListener("abort", onOver, { once: true });
	try {
		return await ask(lapsing(halt, isLapsed));
	} finally {
		over.removeEventListener("abort", onOver);
	}
};

// src/rollout/engine/touch.ts
/** A verb that was asked to stop by then, and did not. */
const overtimeMilliseconds = 5e3;
/** `stood`: milliseconds that do not count against the deadline. */
const openTouch = ({ move, driver, clock, context }, stood = () => 0) => {
	const { id, to } = move;
	const { stop, gone, epoch, operation } = context;
	const touch = async (stage, seconds, isStoppable, verb) => {
		await context.mayAct();
		const now = clock.now();
		const deadline = context.deadline + stood();
		const until = seconds === null ? deadline : Math.min(deadline, now + seconds * 1e3);
		context.tell({
			id,
			stage,
			since: now,
			mostSeconds: Math.max(0, (until - now) / 1e3)
		});
		const halt = new AbortController();
		const signal = lapsing(halt, context.isLapsed);
		const onStop = () => {
			if (isStoppable || stop.reason instanceof LeaseLost) halt.abort(stop.reason);
		};
		const onGone = () => halt.abort(gone?.reason);
		if (stop.aborted) onStop();
		if (gone?.aborted) onGone();
		stop.addEventListener("abort", onStop, { once: true });
		gone?.addEventListener("abort", onGone, { once: true });
		try {
			const patience = Math.max(0, until - now) + overtimeMilliseconds;
			return await bounded(clock, patience, stage, (over) => {
				over.addEventListener("abort", () => halt.abort(), { once: true });
				return verb({
					version: to,
					epoch,
					operation,
					deadline: until,
					signal
				});
			});
		} catch (error) {
			if (!(error instanceof SourceError)) throw error;
			return {
				outcome: "again",
				why: error.message
			};
		} finally {
			stop.removeEventListener("abort", onStop);
			gone?.removeEventListener("abort", onGone);
		}
	};
	const done = { outcome: "done" };
	return {
		canTouch: (seconds) => driver.canTouch === void 0 ? Promise.resolve(done) : touch("draining", seconds, true, (action) => driver.canTouch(id, action)),
		handOver: (seconds) => driver.handOver === void 0 ? Promise.resolve(done) : touch("handing-over", seconds, true, (action) => driver.handOver(id, action)),
		drain: (seconds, force) => touch("draining", seconds, true, (action) => driver.drain(id, {
			...action,
			force
		})),
		restart: () => touch("restarting", null, false, (action) => driver.restart(id, action)),
		restore: () => touch("restoring", null, false, (action) => driver.restore(id, action)),
		keepOut: async (over) => {
			await context.mayAct();
			await whileLeading(over, context.isLapsed, async (signal) => driver.keepOut?.(id, signal));
		}
	};
};

// src/rollout/engine/way-in.ts
/** Has it started, waits until it has been healthy without a break for as long as asked, and puts it into rotation. */
const bringUp = async (way, start) => {
	const up = await keptOut(way, async () => {
		const started = await start();
		return started.outcome === "done" ? untilUp(way) : started;
	});
	if (up.outcome === "blind") return putBack(way, stopped(way) ?? up.why);
	if (up.outcome !== "done") return result(way, "failed", up.why);
	const absent = await restore(way);
	return absent === null ? result(way, "moved") : result(way, "failed", absent);
};
const untilUp = async (way) => {
	const { context, clock, move } = way;
	const began = clock.now();
	const until = Math.min(context.deadline, began + (context.healthySeconds + context.minHealthySeconds) * 1e3);
	const unwell = await untilHealthy(way, move.to, until);
	way.bootSeconds = (clock.now() - began) / 1e3;
	return unwell === null ? done$1 : {
		outcome: "failed",
		why: unwell
	};
};
/** Of the time since an instance first answered. */
const nearShare = .03;
/** Why it is not healthy on this version by then; null where it is. */
const untilHealthy = async (way, version, until) => {
	const { context, clock, driver, move, touch } = way;
	const { minHealthySeconds } = context;
	const told = {
		id: move.id,
		since: clock.now() + clock.stood()
	};
	context.tell({
		...told,
		stage: "starting",
		mostSeconds: (until - clock.now()) / 1e3
	});
	let since = null;
	let last = "it cannot be asked";
	let running = "";
	for (let looks = 0;; looks++) {
		const verifying = minHealthySeconds * 1e3;
		const share = running === move.to ? nearShare : void 0;
		const pause = since === null ? lookPause(looks, share) : verifyPause(since + verifying - clock.now(), verifying);
		const seen = await look(way, pause);
		const now = clock.now();
		if (seen === "unlisted") return "it is no longer listed";
		if (seen !== "unseen") {
			const isRight = seen.healthy && (version === null || seen.version === version);
			if (isRight && since === null) context.tell({
				id: move.id,
				stage: "verifying",
				since: now + clock.stood(),
				mostSeconds: minHealthySeconds
			});
			since = isRight ? since ?? now : null;
			if (seen.version !== running) looks = 0;
			running = seen.version;
			last = seen.healthy ? `it runs ${seen.version}` : "it is not healthy";
			if (since !== null && now - since >= minHealthySeconds * 1e3) return null;
			if (seen.inRotation && driver.capabilities.drains && version !== null && !context.stop.aborted) await touch.drain(context.drainSeconds, false);
		}
		if (now >= until && (seen === "unseen" ? clock.isSpent() : since === null)) return `${last} after ${Math.round(context.healthySeconds)} s`;
	}
};
/** Into rotation, and seen there; or why not. */
const restore = async (way) => {
	const { context, clock, touch } = way;
	const more = context.drainSeconds * 1e3;
	let until = Math.max(context.deadline, clock.now() + more);
	for (;;) {
		const answer = await persist(way, until, false, () => touch.restore());
		if (answer.outcome !== "done") return answer.why;
		const seen = await untilServing(way, until);
		if (seen === "unlisted") return "it is no longer listed";
		if (seen === "serving") return null;
		if ((await touch.restore()).outcome !== "blind") return "it gets no requests although it was put back into rotation";
		until = clock.now() + more;
	}
};
const untilServing = async (way, until) => {
	for (let looks = 0;; looks++) {
		const seen = await look(way, looks === 0 ? 0 : lookPause(looks));
		if (seen === "unlisted") return seen;
		if (seen !== "unseen" && isAvailable(seen)) return "serving";
		if (way.clock.now() >= until) return "out";
	}
};
/**
* Leaves an instance as it was found, in rotation. One that is not healthy may be on its way up from a restart nobody
* wrote down, so it is waited for, whichever version it turns out to run.
*/
const putBack = async (way, why) => {
	const { context, clock, move } = way;
	const seen = await look(way, 0);
	if (typeof seen === "object" && isAvailable(seen)) return result(way, seen.version === move.to ? "moved" : "unmoved", seen.version === move.to ? "" : why);
	const until = clock.now() + context.healthySeconds * 1e3;
	const unwell = await keptOut(way, () => untilHealthy(way, null, until));
	if (unwell !== null) return result(way, "failed", unwell);
	const absent = await restore(way);
	if (absent !== null) return result(way, "failed", absent);
	const now = await look(way, 0);
	return typeof now === "object" && now.version === move.to ? result(way, "moved") : result(way, "unmoved", why);
};

// src/rollout/engine/bounce.ts
/**
* One instance out of rotation, onto its version, and back: from wherever it is found. Until it is restarted it can
* still be put back; from then on it is brought up. Never throws but for a lost lease and bugs.
*/
const bounce = async (one) => {
	const clock = openStopwatch(one.clock);
	const way = {
		...one,
		clock,
		touch: openTouch(one, clock.stood),
		drainSeconds: 0,
		bootSeconds: 0
	};
	const first = await firstLook(way);
	const seen = way.context.isAgain && isSilent(way, first) ? await keptOut(way, () => onceItSpeaks(way, first)) : first;
	if (seen === "unlisted") return result(way, "unmoved", "it is no longer listed");
	if (seen === "unseen") return result(way, way.context.isAgain ? "failed" : "unmoved", "it cannot be asked");
	if (seen.version === way.move.to && seen.healthy && seen.inRotation) return result(way, "moved");
	if (seen.version === way.move.to) return bringUp(way, async () => done$1);
	if (way.context.stop.aborted) return putBack(way, "stopped before its restart");
	return await takeOut(way) ?? bringUp(way, () => restart(way));
};
const leastLooks = 3;
const firstLook = async (way) => {
	const { clock, context } = way;
	for (let looks = 0;; looks++) {
		const seen = await look(way, looks === 0 ? 0 : lookPause(looks));
		const isOver = clock.now() >= context.deadline || context.stop.aborted;
		if (seen !== "unseen" || isOver && looks >= leastLooks) return seen;
	}
};
/** Out of rotation, and nothing left on it; or the result where it stays. */
const takeOut = async (way) => {
	const { context, clock, touch, driver } = way;
	const { stop, drainSeconds, deadline } = context;
	const began = clock.now();
	const until = Math.min(deadline, began + drainSeconds * 1e3);
	const may = await persist(way, until, true, () => touch.canTouch(drainSeconds));
	if (may.outcome !== "done") {
		const why = stopped(way) ?? may.why;
		return context.isAgain ? putBack(way, why) : result(way, "unmoved", why);
	}
	if (context.handOver && driver.handOver !== void 0) {
		const seen = await look(way, 0);
		if (typeof seen === "object" && seen.role === "leader") {
			const handed = await persist(way, until, true, () => touch.handOver(drainSeconds));
			if (handed.outcome !== "done") return putBack(way, stopped(way) ?? `leadership stays: ${handed.why}`);
		}
	}
	if (stop.aborted) return putBack(way, "stopped before its restart");
	const drained = driver.capabilities.drains ? await drain(way) : null;
	way.drainSeconds = (clock.now() - began) / 1e3;
	if (drained !== null) return putBack(way, stopped(way) ?? drained);
	return stop.aborted ? putBack(way, "stopped before its restart") : null;
};
/** Why it could not be drained; null where it was. */
const drain = async (way) => {
	const { context, clock, touch } = way;
	const { drainSeconds, deadline, onDrainTimeout } = context;
	const until = onDrainTimeout === "wait" ? deadline : clock.now() + drainSeconds * 1e3;
	const left = () => Math.max(0, (Math.min(until, deadline) - clock.now()) / 1e3);
	const drained = await persist(way, until, true, () => touch.drain(left(), false));
	if (drained.outcome === "done") return null;
	if (drained.outcome === "failed" || onDrainTimeout !== "force" || context.stop.aborted) return drained.why;
	const forced = await persist(way, clock.now() + drainSeconds * 1e3, true, () => touch.drain(drainSeconds, true));
	return forced.outcome === "done" ? null : forced.why;
};
/**
* Where it will not restart it stays out, for who knows what state it is in. Blind is the answer only where it was
* stopped while nobody could tell whether it still gets requests: nothing was restarted.
*/
const restart = async (way) => {
	const { context, clock, touch, move, random } = way;
	const began = clock.now();
	const until = Math.min(context.deadline, began + context.healthySeconds * 1e3);
	for (let tries = 0;; tries++) {
		const since = clock.now();
		const answer = await touch.restart();
		if (answer.outcome === "done" || answer.outcome === "failed") return answer;
		if (answer.outcome === "blind" && context.stop.aborted) return answer;
		const isBlind = answer.outcome === "blind" && !clock.isSpent();
		const seen = await look(way, lookPause(tries));
		if (typeof seen === "object" && seen.version === move.to) return done$1;
		const pause = retryPause(tries, random);
		if (!isBlind && clock.now() + pause >= until) return answer;
		await clock.sleep(pause, isBlind ? context.stop : void 0);
		if (isBlind) clock.discount(clock.now() - since);
	}
};

// src/rollout/engine/instance-mover.ts
/** For what should be done at once; whoever is not back by then is looked at again soon. */
const keepInMilliseconds = 5e3;
/** One that goes wrong in a way nobody foresaw must not take the others' results with it. */
const bounceSafely = async (one) => {
	try {
		return await bounce(one);
	} catch (error) {
		if (error instanceof LeaseLost) throw error;
		const why = error instanceof Error ? error.message : String(error);
		return {
			id: one.move.id,
			outcome: "failed",
			why,
			drainSeconds: 0,
			bootSeconds: 0
		};
	}
};
/**
* Moves instances with a driver's verbs: all of a batch side by side, each out of rotation, restarted, healthy without a
* break, and back. Nothing is remembered from one call to the next: how far an earlier try got is seen by looking.
*/
const instanceMover = (driver, { clock, random }) => {
	const sightings = openSightings(driver, clock);
	return {
		settleSeconds: driver.capabilities.settleSeconds,
		rollsWaves: false,
		observe: (signal) => driver.observe(signal),
		close: () => driver.close(),
		move: async (moves, context) => {
			const over = new AbortController();
			const keeping = [];
			const moveOne = async (move) => {
				const one = {
					move,
					driver,
					clock,
					context,
					sightings,
					random
				};
				const result = await bounceSafely(one);
				if (result.outcome === "failed") keeping.push(keepOut({
					driver,
					clock,
					touch: openTouch(one)
				}, over.signal));
				return result;
			};
			try {
				return await Promise.all(moves.map(moveOne));
			} finally {
				over.abort();
				await Promise.all(keeping);
			}
		},
		keepOut: async (fleet, context) => {
			const { keepOut, capabilities } = driver;
			const touchOf = (id) => openTouch({
				move: {
					id,
					from: "",
					to: ""
				},
				driver,
				clock,
				context,
				sightings,
				random
			});
			if (keepOut !== void 0) await Promise.all(fleet.map(({ id }) => touchOf(id).keepOut(context.stop)));
			else if (capabilities.drains) await Promise.all(fleet.filter(({ inRotation }) => inRotation).map(({ id }) => touchOf(id).drain(context.drainSeconds, false)));
		},
		keepIn: async (fleet, { mayAct, isLapsed, epoch, operation, stop }) => {
			const { keepIn } = driver;
			if (keepIn === void 0) return false;
			await mayAct();
			const deadline = clock.now() + keepInMilliseconds;
			return (await whileLeading(stop, isLapsed, (signal) => Promise.all(fleet.map(({ id, version }) => keepIn(id, {
				version,
				epoch,
				operation,
				deadline,
				signal
			}))))).some((answer) => answer !== null);
		}
	};
};

// src/rollout/engine/orchestrated-mover.ts
/**
* Moves a wave by asking an orchestrator, which does the rolling within its own limits, and by watching it. It chooses
* its own instances, and may replace their names with them, so a wave is judged by how many serve, not by who.
*/
const orchestratedMover = (orchestrator, around) => ({
	settleSeconds: 0,
	rollsWaves: true,
	observe: orchestrator.observe,
	close: orchestrator.close,
	move: async (moves, context) => {
		const { clock, to } = around;
		const began = clock.now();
		const isForward = moves.some((move) => move.to === to);
		const answer = await ask(orchestrator, moves, context, around);
		const why = answer.outcome === "done" ? await untilSettled(orchestrator, moves, context, around) : answer.why;
		const fleet = await lookAgain(orchestrator, context, around);
		const bootSeconds = (clock.now() - began) / 1e3;
		const missing = fleet === null ? moves.length : missingIn(fleet, isForward, moves.length, context, to);
		const lost = new Set(worstFirst(moves, fleet).slice(0, missing));
		return moves.map(({ id }) => {
			if (!lost.has(id)) return {
				id,
				outcome: "moved",
				why: "",
				drainSeconds: 0,
				bootSeconds
			};
			const isAsked = answer.outcome === "done" && !context.stop.aborted;
			const said = why ?? `${missing} fewer serve than were asked for`;
			return {
				id,
				outcome: isAsked ? "failed" : "unmoved",
				why: said,
				drainSeconds: 0,
				bootSeconds: 0
			};
		});
	}
});
/** How many of the batch did not get there: forward, of those that shall run the version; back, of those that shall not. */
const missingIn = (fleet, isForward, most, { exposure }, to) => {
	const serving = fleet.filter((instance) => instance.version === to && isAvailable(instance)).length;
	const staying = fleet.filter((instance) => instance.version === to || !isAvailable(instance)).length;
	return Math.max(0, Math.min(most, isForward ? exposure - serving : staying));
};
/** Those that can be seen not to serve, then those that run the wrong version, then the rest. */
const worstFirst = (moves, fleet) => {
	const seen = new Map(fleet?.map((instance) => [instance.id, instance]));
	const rank = ({ id, to }) => {
		const instance = seen.get(id);
		if (instance === void 0) return 2;
		if (!isAvailable(instance)) return 0;
		return instance.version === to ? 3 : 1;
	};
	return moves.toSorted((one, other) => rank(one) - rank(other)).map(({ id }) => id);
};
/** Asks until it is heard. The goal is the wave's, so asking twice asks the same. */
const ask = async (orchestrator, moves, context, around) => {
	const { clock, random, to } = around;
	const isForward = moves.some((move) => move.to === to);
	for (let tries = 0;; tries++) {
		await context.mayAct();
		if (context.stop.aborted) return {
			outcome: "again",
			why: "stopped before it was asked"
		};
		const action = {
			version: isForward ? to : moves[0]?.to ?? "",
			epoch: context.epoch,
			operation: context.operation,
			deadline: context.deadline,
			signal: lapsing(haltOf(context), context.isLapsed)
		};
		const answer = await (isForward ? orchestrator.expose(context.exposure, action) : orchestrator.goBack(action)).catch((error) => {
			if (error instanceof SourceError) return {
				outcome: "again",
				why: error.message
			};
			throw error;
		});
		const pause = retryPause(tries, random);
		if (answer.outcome === "done" || answer.outcome === "failed" || clock.now() + pause >= context.deadline) return answer;
		await clock.sleep(pause, context.stop);
	}
};
/** Why it did not get there; null where it did. */
const untilSettled = async (orchestrator, moves, context, { clock }) => {
	const { deadline, tell, stop, mayAct } = context;
	const since = clock.now();
	for (const { id } of moves) tell({
		id,
		stage: "starting",
		since,
		mostSeconds: (deadline - since) / 1e3
	});
	for (let looks = 0;; looks++) {
		await clock.sleep(lookPause(looks), stop);
		if (stop.aborted) return "stopped";
		await mayAct();
		try {
			const { outcome, why } = await orchestrator.progress(stop);
			if (outcome === "settled") return null;
			if (outcome === "failed") return why;
			if (clock.now() >= deadline) return `not done in time: ${why}`;
		} catch (error) {
			if (!(error instanceof SourceError) || error instanceof LeaseLost) throw error;
			if (clock.now() >= deadline) return error.message;
		}
	}
};
const lookAgain = async (orchestrator, context, { clock, random }) => {
	const { signal } = haltOf(context);
	for (let tries = 0; tries < 5; tries++) try {
		return await orchestrator.observe(signal);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		await clock.sleep(retryPause(tries, random), signal);
	}
	return null;
};
/** What asks and observes is interrupted only when the orchestrator is not ours to ask any more. */
const haltOf = ({ stop }) => {
	const halt = new AbortController();
	const onStop = () => {
		if (stop.reason instanceof LeaseLost) halt.abort(stop.reason);
	};
	if (stop.aborted) onStop();
	else stop.addEventListener("abort", onStop, { once: true });
	return halt;
};

// src/drivers/rollouts/open.ts
const openTargets = async (plan, surroundings) => {
	const { clock, random } = surroundings;
	const driver = await openDriver(plan, surroundings);
	let ids = [];
	const watched = {
		...driver,
		observe: async (signal, some) => {
			const fleet = await driver.observe(signal, some);
			if (some === void 0) ids = fleet.map(({ id }) => id);
			return fleet;
		}
	};
	return {
		observe: (signal) => watched.observe(signal),
		settleSeconds: "capabilities" in driver ? driver.capabilities.settleSeconds : 0,
		rollsWaves: "expose" in driver,
		moverTo: (to) => "expose" in watched ? orchestratedMover(watched, {
			clock,
			random,
			to
		}) : instanceMover(watched, {
			clock,
			random
		}),
		metrics: await openMetrics(plan, surroundings, () => ids),
		close: () => driver.close()
	};
};
/** Each source once: errors and latency of one Prometheus are read together. */
const openMetrics = async ({ gate, targets }, surroundings, fleet) => {
	const { errors, latency } = gate.metrics;
	const sources = [];
	if (targets.driver === "haproxy") {
		const haproxy = await import("./drivers-rollouts-haproxy-metrics.js");
		const open = errors?.source === "haproxy" ? haproxy.openHaproxyMetrics : haproxy.openHaproxyRecord;
		sources.push(open(targets, surroundings));
	}
	if (errors?.source === "prometheus" || latency?.source === "prometheus") sources.push((await import("./drivers-rollouts-prometheus-metrics.js")).openPrometheusMetrics(gate.metrics, surroundings, fleet));
	return sources;
};
const openDriver = async (plan, surroundings) => {
	const { targets } = plan;
	switch (targets.driver) {
		case "exec": return (await import("./drivers-rollouts-exec.js")).openExec(targets, surroundings);
		case "haproxy": return (await import("./drivers-rollouts-haproxy.js")).openHaproxy(targets, surroundings);
		case "ssh": return (await import("./drivers-rollouts-ssh.js")).openSsh(targets, surroundings);
		case "http": return (await import("./drivers-rollouts-http.js")).openHttp(targets, surroundings);
		case "kubernetes": return (await import("./drivers-rollouts-kubernetes.js")).openKubernetes(targets, surroundings, plan);
		case "argo-rollouts": return (await import("./drivers-rollouts-argo-rollouts.js")).openArgoRollouts(targets, surroundings, plan);
		case "nomad": return (await import("./drivers-rollouts-nomad.js")).openNomad(targets, surroundings, plan);
	}
};

// src/rollout/calendar.ts
/** @throws Error when the plan has windows and nobody looked up when they are in force, which is our bug. */
const calendarOf = (plan, instants, lifted) => {
	const { windows } = plan;
	if (windows.length > 0 && instants?.spans.length !== windows.length) throw new Error("a plan with windows needs the instants of each");
	const until = instants?.until ?? Number.POSITIVE_INFINITY;
	const open = /* @__PURE__ */ new Map();
	const indexesOf = (scope) => scope === "" ? [] : scope.split(",").map(Number);
	const spansOf = (scope, wants) => joinSpans(indexesOf(scope).flatMap((index) => wants(windows[index]) ? instants.spans[index] : []));
	const openSpans = (scope) => {
		const known = open.get(scope);
		if (known !== void 0) return known;
		const allowed = indexesOf(scope).some((index) => windows[index].effect.kind === "allow") ? spansOf(scope, ({ effect }) => effect.kind === "allow") : [{
			from: Number.NEGATIVE_INFINITY,
			until
		}];
		const found = subtractSpans(allowed, spansOf(scope, ({ effect }) => closes(effect.kind, lifted)));
		open.set(scope, found);
		return found;
	};
	const isInForce = (index, at) => instants.spans[index].some(({ from, until: end }) => from <= at && at < end);
	const scopes = /* @__PURE__ */ new Map();
	return {
		scopeOf: (instance) => {
			const customers = plan.customers.filter(({ zones, instances }) => zones.includes(zoneOf(instance)) || instances.includes(instance.id)).map(({ name }) => name);
			const key = JSON.stringify([zoneOf(instance), ...customers]);
			const scope = scopes.get(key) ?? scopeIn(windows, zoneOf(instance), customers);
			scopes.set(key, scope);
			return scope;
		},
		nextOpen: (scope, from, seconds) => {
			const spans = openSpans(scope);
			for (let at = firstEndingAfter(spans, from); at < spans.length; at++) {
				const start = Math.max(from, spans[at].from);
				if (start + seconds * 1e3 <= spans[at].until) return start;
			}
			return null;
		},
		budgetFactor: (scope, at) => indexesOf(scope).reduce((product, index) => {
			const { effect } = windows[index];
			return effect.kind === "limit" && isInForce(index, at) ? product * effect.factor : product;
		}, 1),
		holdingAt: (scope, at) => {
			const indexes = indexesOf(scope);
			const allowed = indexes.filter((index) => windows[index].effect.kind === "allow");
			const isAllowed = allowed.some((index) => isInForce(index, at));
			return indexes.filter((index) => allowed.includes(index) ? !isAllowed : closes(windows[index].effect.kind, lifted) && isInForce(index, at)).map((index) => windows[index].name);
		},
		namesOf: (scope) => indexesOf(scope).map((index) => windows[index].name)
	};
};
const closes = (kind, { approved, emergency }) => kind === "review" && approved !== true && emergency !== true || kind === "emergency-only" && emergency !== true;
const scopeIn = (windows, zone, customers) => windows.flatMap((window, index) => {
	const isAboutAll = window.zones.length === 0 && window.customers.length === 0;
	const isAboutMe = window.zones.includes(zone) || window.customers.some((name) => customers.includes(name));
	return isAboutAll || isAboutMe ? [index] : [];
}).join(",");
/** Index of the first span that is not over at `moment`, by halving. */
const firstEndingAfter = (spans, moment) => {
	let low = 0;
	let high = spans.length;
	while (low < high) {
		const middle = low + high >> 1;
		if (spans[middle].until > moment) high = middle;
		else low = middle + 1;
	}
	return low;
};

// src/rollout/exposure.ts
const largestFirstShare = .1;
/**
* The size of the first wave that a risk allows: budget ÷ (probability × blast) instances, at least 1, at most a tenth
* of the fleet. The riskier, the smaller; a first wave there always is.
*/
const firstExposure = ({ plan, pace, fleetSize, budgetFactor }) => {
	const { budget, blast } = plan.firstWave;
	const affordable = Math.floor(budget * budgetFactor / (pace.probability * blast));
	return Math.max(1, Math.min(affordable, Math.floor(largestFirstShare * fleetSize)));
};
/**
* How many of those that move have moved when each wave ends: rising, the last all of them. A list of the plan is
* resolved against the fleet and begins with the first wave of the risk where that is smaller; a growth begins there.
*/
const askedExposures = (question) => {
	const moving = question.turns.length;
	const exposure = question.plan.exposure[question.pace.band];
	const first = Math.min(moving, firstExposure(question));
	const sizes = [first, moving];
	if (exposure.kind === "growth") for (let size = first; size < moving; size = Math.max(size + 1, Math.floor(size * exposure.factor))) sizes.push(size);
	else {
		const steps = exposure.steps.map((step) => sizeOf(step, question));
		if (Math.min(...steps) <= first) sizes.shift();
		sizes.push(...steps.filter((size) => size < moving));
	}
	return [...new Set(sizes)].toSorted((one, other) => one - other);
};
const sizeOf = (step, { turns, fleetSize }) => {
	if (step.kind !== "zones") return Math.max(1, roundedDown(step, fleetSize));
	const zones = [...new Set(turns.map(({ instance }) => zoneOf(instance)))].slice(0, step.zones);
	return Math.max(1, turns.filter(({ instance }) => zones.includes(zoneOf(instance))).length);
};

// src/rollout/preflight.ts
/** What makes a plan impossible whatever its waves; every reason found, each in a sentence. */
const preflight = (question) => {
	const { plan, fleet } = question;
	const refuse = (reason, sentences) => sentences.map((sentence) => ({
		reason,
		service: plan.service,
		sentence
	}));
	if (fleet.length === 0) return refuse("empty-fleet", [`driver ${plan.targets.driver} lists no instance; check \`targets\``]);
	return [
		...refuse("instance-twice", twice(question)),
		...refuse("unknown-zone", unknownZones(question)),
		...refuse("unknown-customer", absentCustomers(question)),
		...refuse("already-everywhere", alreadyEverywhere(question)),
		...refuse("unknown-version", unknownVersion(question)),
		...refuse("one-instance", oneInstance(question)),
		...refuse("no-room", noRoom(question)),
		...refuse("below-floor", belowFloor(question))
	];
};
const twice = ({ fleet }) => {
	const seen = /* @__PURE__ */ new Set();
	const again = new Set(fleet.flatMap(({ id }) => seen.size === seen.add(id).size ? [id] : []));
	return again.size === 0 ? [] : [`${[...again].slice(0, 5).join(", ")} is listed twice; every instance needs a name of its own`];
};
const alreadyEverywhere = ({ fleet, to }) => fleet.every(({ version }) => version === to) ? [`all ${formatCount(fleet.length)} instances run ${to} already; nothing is left to do`] : [];
/** Whoever is down does not say it; where nobody does, nothing would ever be seen to have moved. */
const unknownVersion = ({ fleet, plan: { health } }) => fleet.every(({ version }) => version === "") ? [`no instance says which version it runs, so nobody knows what has moved, or what to go back to; check health.version (${health.version}) against what an instance answers at ${health.path}`] : [];
const oneInstance = ({ capacity: { size, surge } }) => size === 1 && surge === 0 ? ["one instance cannot be restarted without an outage; add a second, or max-surge where the driver can"] : [];
const noRoom = ({ plan: { batch }, capacity }) => {
	const { size, maxUnavailable, minHealthy, mostOut, surge } = capacity;
	if (size === 1 || mostOut + surge > 0) return [];
	return [`${`max-unavailable ${batch.maxUnavailable.text} of ${size} is ${maxUnavailable}${rounding(batch.maxUnavailable.kind, "down")}`} and ${`min-healthy ${batch.minHealthy.text} of ${size} is ${minHealthy}${rounding(batch.minHealthy.kind, "up")}`}, so no instance may leave; ${maxUnavailable === 0 ? "max-unavailable: 1" : `min-healthy: ${Math.max(0, size - 1)}`} would let one go`];
};
const rounding = (kind, way) => kind === "share" ? ` (rounded ${way})` : "";
const belowFloor = ({ plan: { batch }, capacity: { size, serving, minHealthy } }) => serving < minHealthy && size > 1 && minHealthy <= size ? [`${serving} of ${size} serve now and min-healthy ${batch.minHealthy.text} wants ${minHealthy}; heal ${minHealthy - serving} first, or lower min-healthy`] : [];
const unknownZones = ({ plan, fleet }) => {
	const known = [...new Set(fleet.map(zoneOf))].filter((zone) => zone !== "");
	return [...plan.windows.flatMap(({ name, zones }) => zones.map((zone) => [zone, `window ${name}`])), ...plan.customers.flatMap(({ name, zones }) => zones.map((zone) => [zone, `customer ${name}`]))].filter(([zone]) => !known.includes(zone)).map(([zone, where]) => {
		const meant = nearest(zone, known);
		const asked = known.length === 0 ? "no instance says its zone" : `the fleet has ${known.slice(0, 10).join(", ")}`;
		return `${where} names zone ${zone}, which no instance is in (${meant === void 0 ? asked : `did you mean ${meant}?`})`;
	});
};
const absentCustomers = ({ plan, fleet }) => {
	const ids = new Set(fleet.map(({ id }) => id));
	return plan.customers.filter(({ zones, instances }) => zones.length === 0 && !instances.some((id) => ids.has(id))).map(({ name, instances }) => `customer ${name} names ${instances.slice(0, 5).join(", ")}, and none is in the fleet`);
};

// src/rollout/waves.ts
/**
* Waves whose expected harm falls from each to the next. A passed gate leaves the version less suspect, by as much as
* such a gate rules out; where a step is larger than that pays for, smaller ones go in between.
* `asked` counts those that move; `already` run the new version before the first.
*/
const wavesOf = (asked, already, pace, plan) => {
	const { of, firstWaveFactor } = plan.bake;
	const bakeSeconds = of[pace.band].seconds;
	const missed = missedByGate(plan);
	const [first = 0, ...later] = asked;
	const wave = (exposure, seconds, probability) => ({
		exposure,
		bakeSeconds: seconds,
		probability,
		expectedHarm: probability * exposure * seconds
	});
	const waves = [wave(already + first, bakeSeconds * firstWaveFactor, pace.probability)];
	for (const target of later) for (;;) {
		const last = waves.at(-1);
		if (last.exposure >= already + target) break;
		const probability = afterPassing(last.probability, missed);
		const affordable = Math.ceil(last.expectedHarm / (probability * bakeSeconds)) - 1;
		const reach = Number.isFinite(affordable) ? Math.max(last.exposure + 1, affordable) : already + target;
		waves.push(wave(Math.min(already + target, reach), bakeSeconds, probability));
	}
	return waves;
};

// src/rollout/layout.ts
const usualBootSeconds = 30;
/** How long a batch is expected to be out: drain, restart, and unbroken health before traffic. */
const batchSecondsOf = (plan, durations) => {
	const { drainSeconds = plan.batch.drainTimeout.seconds, bootSeconds = usualBootSeconds, settleSeconds = 0 } = durations;
	return drainSeconds + bootSeconds + plan.health.minHealthyTime.seconds + settleSeconds;
};
/** Decides who moves with whom, in which wave; or says why nobody can. */
const layOut = (request) => {
	const { plan, to, risk, now, windows, lifted = {}, durations = {}, spacing = unspaced } = request;
	const fleet = withPlannedZones(request.fleet, plan);
	const capacity = capacityOf(fleet, plan.batch);
	const refusals = preflight({
		plan,
		fleet,
		to,
		capacity
	});
	if (refusals.length > 0) return {
		outcome: "refused",
		refusals
	};
	const calendar = calendarOf(plan, windows, lifted);
	const pace = paceOf(risk);
	const batchSeconds = batchSecondsOf(plan, durations);
	const moving = fleet.filter(({ version }) => version !== to);
	const already = fleet.length - moving.length;
	const turns = inOrder$1(moving, plan.order, calendar, {
		now: now.getTime(),
		batchSeconds
	});
	const begins = calendar.nextOpen(turns[0].scope, now.getTime(), batchSeconds);
	const budgetFactor = begins === null ? 1 : calendar.budgetFactor(turns[0].scope, begins);
	const asked = askedExposures({
		plan,
		pace,
		fleetSize: fleet.length,
		turns,
		budgetFactor
	});
	const waves = wavesOf(asked, already, pace, plan);
	const ends = waves.map(({ exposure }) => exposure - already);
	const cut = cutBatches(turns, ends, capacity, fleet);
	if (cut.outcome === "stuck") return {
		outcome: "refused",
		refusals: [stuckSentence(plan, capacity, cut.at, cut.out, cut.because)]
	};
	return {
		outcome: "laid-out",
		plan,
		to,
		from: versionsOf(moving),
		pace,
		capacity,
		calendar,
		batchSeconds,
		spacing,
		waves: waves.map((wave, at) => ({
			...wave,
			batches: cut.waves[at]
		})),
		notes: [
			...already > 0 ? [`${already} of ${fleet.length} run ${to} already`] : [],
			...sickNote(fleet, to),
			...insertedNote(ends.filter((end) => !asked.includes(end)), already),
			...spacingNote(spacing, batchSeconds, cut.waves.flat().length)
		]
	};
};
/** Most common first. Who is down does not say what it ran. */
const versionsOf = (moving) => {
	const counts = /* @__PURE__ */ new Map();
	for (const { version } of moving) if (version !== "") counts.set(version, (counts.get(version) ?? 0) + 1);
	return [...counts].toSorted(([, one], [, other]) => other - one).map(([version]) => version);
};
const sickNote = (fleet, to) => {
	const moving = fleet.filter((instance) => !isAvailable(instance) && instance.version !== to).length;
	const staying = fleet.filter((instance) => !isAvailable(instance) && instance.version === to).length;
	return [...moving > 0 ? [`${moving} out of service before it begins: restarted like the others, and counted as out until then`] : [], ...staying > 0 ? [`${staying} on ${to} out of service: not restarted, and counted as out all along`] : []];
};
const insertedNote = (ends, already) => ends.length === 0 ? [] : [`waves to ${ends.map((end) => end + already).join(", ")} added: the step without them would risk more than the wave before`];
/** Only where it costs time. */
const spacingNote = ({ quickBatches, leastSeconds }, batchSeconds, batches) => batches > quickBatches && leastSeconds > batchSeconds ? [`after ${quickBatches} of ${batches} batches one begins every ${leastSeconds} s: the ledger bears no more`] : [];
const stuckSentence = ({ service, batch, order }, { size, mostOut, weightFloor }, { id }, out, because) => {
	if (because === "weight") return {
		reason: "too-heavy",
		service,
		sentence: `${id} carries so much that the others would be left with less than min-healthy ${batch.minHealthy.text} of the capacity (${Number(weightFloor.toPrecision(4))}); add capacity or lower min-healthy`
	};
	return {
		reason: "too-many-out",
		service,
		sentence: `${out} of ${size} are out of service and at most ${mostOut} may be, so ${id} cannot leave; ${order.within.includes("unhealthy-first") ? "heal some first" : "heal some first, or order them unhealthy-first"}`
	};
};

// src/rollout/schedule.ts
/**
* Gives every batch the earliest time that its windows and what the ledger bears allow. Services that are rolled out
* together wait for those they come after, at most `atOnce` move at the same time, and never in two zones at once where
* one of them goes zone by zone.
*/
const schedule = (layouts, when) => {
	const ends = /* @__PURE__ */ new Map();
	const results = layouts.map(() => []);
	const waiting = new Set(layouts.keys());
	const running = [];
	let busy = [];
	let clock = when.now;
	while (waiting.size + running.length > 0) {
		for (const service of waiting) {
			if (running.length >= when.atOnce || !when.after[service].every((other) => ends.has(other))) continue;
			waiting.delete(service);
			running.push({
				service,
				readyAt: clock,
				wave: 0,
				batch: 0,
				begun: {
					batches: 0,
					batchBeganAt: null
				},
				times: []
			});
		}
		const one = running.toSorted((left, right) => left.readyAt - right.readyAt || left.service - right.service)[0];
		clock = Math.max(clock, one.readyAt);
		const layout = layouts[one.service];
		const wave = layout.waves[one.wave];
		if (wave === void 0) {
			ends.set(one.service, one.readyAt);
			results[one.service] = one.times;
			running.splice(running.indexOf(one), 1);
			continue;
		}
		const { instance, scope } = wave.batches[one.batch].turns[0];
		const isAlone = layout.plan.order.zones === "sequential";
		const zone = isAlone ? zoneOf(instance) : "";
		busy = busy.filter(({ until }) => until > one.readyAt);
		const earliest = Math.max(one.readyAt, earliestNext(layout.spacing, one.begun));
		const from = findStart(layout, scope, earliest, {
			service: one.service,
			zone,
			isAlone
		}, busy);
		if (from === null) return {
			outcome: "never-opens",
			service: one.service,
			at: instance,
			windows: layout.calendar.namesOf(scope)
		};
		const until = from + layout.batchSeconds * 1e3;
		if (layouts.length > 1) busy = [...busy, {
			from,
			until,
			zone,
			isAlone,
			service: one.service
		}];
		if (one.batch === 0) one.times.push({
			batches: [],
			bake: {
				from: until,
				until
			}
		});
		const times = one.times.at(-1);
		times.batches.push({
			from,
			until
		});
		one.begun = {
			batches: one.begun.batches + 1,
			batchBeganAt: from
		};
		one.readyAt = until;
		one.batch++;
		if (one.batch === wave.batches.length) {
			times.bake = {
				from: until,
				until: until + wave.bakeSeconds * 1e3
			};
			one.readyAt = times.bake.until;
			one.wave++;
			one.batch = 0;
		}
	}
	return {
		outcome: "scheduled",
		waves: results
	};
};
const findStart = ({ calendar, batchSeconds }, scope, readyAt, mine, busy) => {
	let from = calendar.nextOpen(scope, readyAt, batchSeconds);
	for (;;) {
		if (from === null) return null;
		const start = from;
		const inTheWay = busy.filter((other) => other.from < start + batchSeconds * 1e3 && start < other.until && collide(mine, other)).map(({ until }) => until);
		if (inTheWay.length === 0) return start;
		from = calendar.nextOpen(scope, Math.max(...inTheWay), batchSeconds);
	}
};
/** Two services in two zones at the same moment: then one zone lost would take what the other has out with it. */
const collide = (mine, other) => mine.service !== other.service && (mine.isAlone || other.isAlone) && mine.zone !== "" && other.zone !== "" && compareNames(mine.zone, other.zone) !== 0;

// src/rollout/waits.ts
/** What is shorter nobody plans around. */
const leastMilliseconds = 6e4;
/** Where the plan of a service stands still because of windows; `now` is when it is asked for, milliseconds. */
const waitsOf = ({ waves, calendar, batchSeconds }, times, now) => {
	const waits = [];
	let readyAt = now;
	for (const [wave, { batches }] of waves.entries()) {
		for (const [at, { turns }] of batches.entries()) {
			const { scope } = turns[0];
			const opensAt = calendar.nextOpen(scope, readyAt, batchSeconds) ?? readyAt;
			const last = waits.at(-1);
			if (opensAt - readyAt >= leastMilliseconds) {
				const holding = calendar.holdingAt(scope, readyAt);
				waits.push({
					wave: wave + 1,
					from: new Date(readyAt).toISOString(),
					until: new Date(opensAt).toISOString(),
					windows: holding.length > 0 ? holding : calendar.namesOf(scope),
					instances: turns.length
				});
			} else if (last?.wave === wave + 1) waits[waits.length - 1] = {
				...last,
				instances: last.instances + turns.length
			};
			readyAt = times[wave].batches[at].until;
		}
		readyAt = times[wave].bake.until;
	}
	return waits;
};

// src/rollout/plan.ts
const neverOpens = ({ plan, batchSeconds }, { at, windows }) => {
	const isLiftable = plan.windows.some(({ name, effect }) => windows.includes(name) && (effect.kind === "review" || effect.kind === "emergency-only"));
	const obstacle = `window${windows.length === 1 ? "" : "s"} ${windows.join(", ")} leave${windows.length === 1 ? "s" : ""} no ${batchSeconds} s that can be foreseen in which ${at.id} may be restarted`;
	const mend = `widen an allowed time or shorten a closed one${isLiftable ? "; what cannot wait goes out with --emergency --reason WHY" : ""}`;
	return {
		outcome: "refused",
		refusals: [{
			reason: "never-opens",
			service: plan.service,
			sentence: `${obstacle}; ${mend}`
		}]
	};
};
const iso = (milliseconds) => new Date(milliseconds).toISOString();
/** A layout with its times. */
const plannedOf = (layout, times, now) => {
	const { plan, to, from, pace, capacity, waves, notes } = layout;
	return {
		outcome: "planned",
		service: plan.service,
		to,
		from,
		fleetSize: capacity.size,
		serving: capacity.serving,
		pace,
		waves: waves.map(({ batches, ...wave }, at) => ({
			...wave,
			batches: batches.map(({ turns }) => turns.map(({ instance }) => instance.id)),
			steps: batches.map(({ turns, serving, servingAfter }, index) => ({
				from: iso(times[at].batches[index].from),
				until: iso(times[at].batches[index].until),
				zones: [...new Set(turns.map(({ instance }) => zoneOf(instance)))].filter((zone) => zone !== ""),
				serving,
				servingAfter
			})),
			bake: {
				from: iso(times[at].bake.from),
				until: iso(times[at].bake.until)
			}
		})),
		capacityFloor: capacity.floor,
		leastServing: waves.reduce((least, { batches }) => batches.reduce((fewest, { serving }) => Math.min(fewest, serving), least), capacity.serving),
		mostOut: capacity.mostOut,
		earliestStart: iso(times[0].batches[0].from),
		earliestFinish: iso(times.at(-1).bake.until),
		waits: waitsOf(layout, times, now.getTime()),
		notes: [...notes, ...pace.why === "" ? [] : [`the risk counts as ${pace.band}: ${pace.why}`]]
	};
};

// src/rollout/timeline.ts
/** One look over everything that happens at the same time, so that no sum of small absences goes unseen. */
const checkTimeline = (planned) => {
	const serving = planned.map((rollout) => rollout.serving);
	const moments = planned.flatMap(({ waves }, service) => waves.flatMap(({ steps }) => steps.flatMap((step) => [{
		at: step.from,
		service,
		isStart: true,
		serving: step.serving
	}, {
		at: step.until,
		service,
		isStart: false,
		serving: step.servingAfter
	}]))).toSorted((one, other) => one.at === other.at ? Number(one.isStart) - Number(other.isStart) : one.at < other.at ? -1 : 1);
	const moving = /* @__PURE__ */ new Set();
	let least = {
		serving: Number.POSITIVE_INFINITY,
		at: ""
	};
	let mostMoving = 0;
	for (const { at, service, isStart, serving: left } of moments) {
		serving[service] = left;
		if (isStart) moving.add(service);
		else moving.delete(service);
		mostMoving = Math.max(mostMoving, moving.size);
		const sum = serving.reduce((total, count) => total + count, 0);
		if (sum < least.serving) least = {
			serving: sum,
			at
		};
	}
	return {
		size: planned.reduce((sum, { fleetSize }) => sum + fleetSize, 0),
		floor: planned.reduce((sum, { capacityFloor }) => sum + capacityFloor, 0),
		leastServing: least.serving,
		leastServingAt: least.at,
		mostMoving
	};
};

// src/rollout/services.ts
/** Plans services together: each after those it names, so many at once, none in two zones at the same time. */
const planServices = ({ services, now, atOnce }) => {
	const layouts = services.map((request) => layOut({
		...request,
		now
	}));
	const refusals = [...nameRefusals(services), ...layouts.flatMap((layout) => layout.outcome === "refused" ? layout.refusals : [])];
	if (refusals.length > 0) return {
		outcome: "refused",
		refusals
	};
	const laidOut = layouts.filter((layout) => layout.outcome === "laid-out");
	const names = services.map(({ plan }) => plan.service);
	const after = services.map(({ plan }) => plan.after.flatMap((name) => names.includes(name) ? [names.indexOf(name)] : []));
	const most = Math.max(1, atOnce ?? Math.min(...services.map(({ plan }) => plan.atOnce)));
	const scheduled = schedule(laidOut, {
		now: now.getTime(),
		atOnce: most,
		after
	});
	if (scheduled.outcome === "never-opens") return neverOpens(laidOut[scheduled.service], scheduled);
	const planned = laidOut.map((layout, at) => plannedOf(layout, scheduled.waves[at], now));
	return {
		outcome: "planned",
		services: planned.toSorted((one, other) => one.earliestStart < other.earliestStart ? -1 : one.earliestStart > other.earliestStart ? 1 : 0),
		atOnce: most,
		earliestFinish: planned.map(({ earliestFinish }) => earliestFinish).toSorted().at(-1) ?? now.toISOString(),
		capacity: checkTimeline(planned)
	};
};
const nameRefusals = (services) => {
	const names = services.map(({ plan }) => plan.service);
	const twice = names.filter((name, at) => names.indexOf(name) < at);
	const misspelt = services.flatMap(({ plan: { service, after } }) => after.flatMap((name) => {
		const meant = names.includes(name) ? void 0 : findMisspelt(name, names);
		return meant === void 0 ? [] : [{
			reason: "unknown-service",
			service,
			sentence: `it comes after ${name}, which no plan describes (did you mean ${meant}?)`
		}];
	}));
	return [
		...[...new Set(twice)].map((service) => ({
			reason: "service-twice",
			service,
			sentence: `two plans describe ${service}; each service needs one`
		})),
		...misspelt,
		...circleRefusals(services)
	];
};
const circleRefusals = (services) => {
	const after = new Map(services.map(({ plan }) => [plan.service, plan.after]));
	const done = /* @__PURE__ */ new Set();
	const walk = (name, trail) => {
		if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
		if (done.has(name)) return void 0;
		done.add(name);
		for (const next of after.get(name) ?? []) {
			const circle = walk(next, [...trail, name]);
			if (circle !== void 0) return circle;
		}
	};
	for (const { plan } of services) {
		const circle = walk(plan.service, []);
		if (circle !== void 0) {
			const sentence = `services wait for each other in a circle: ${circle.join(" after ")}; take one \`after\` away`;
			return [{
				reason: "circle",
				service: circle[0],
				sentence
			}];
		}
	}
	return [];
};

// src/commands/rollout/planning.ts
/** From plan files and a look at the fleets to what would be done, or why it cannot be. */
/** Opens every plan's targets; close them when all is done. */
const openFleets = (files, world) => Promise.all(files.map(async (file) => ({
	file,
	...await openTargets(file.plan, {
		...world,
		health: file.plan.health
	})
})));
const closeFleets = async (fleets) => {
	await Promise.allSettled(fleets.map(({ close }) => close()));
};
/** Looks at every fleet and plans all of them on one timeline. */
const planFleets = async (request) => {
	const { fleets, to, risk, clock, durationsOf, spacingOf, lifted = {}, signal } = request;
	if (to === "") throw new UsageError("rollout: say which version with --to VERSION");
	if (to !== to.trim() || to.length > 100 || /\p{Cc}/u.test(to)) throw new UsageError(`rollout --to ${JSON.stringify(to)}: no instance can say that it runs this; wanted 1 to 100 characters that can be seen`);
	const now = new Date(clock.now());
	const observed = /* @__PURE__ */ new Map();
	const services = await Promise.all(fleets.map(async ({ file: { plan }, observe, settleSeconds, rollsWaves }) => {
		const fleet = withPlannedZones(await observe(signal), plan);
		observed.set(plan.service, fleet);
		return {
			plan,
			fleet,
			to,
			risk: risk.risk,
			windows: await windowInstants(plan.windows, now, zoneClock),
			lifted,
			durations: {
				settleSeconds,
				...durationsOf(plan.service)
			},
			spacing: rollsWaves ? unspaced : spacingOf(plan.service)
		};
	}));
	const planned = planServices({
		services,
		now
	});
	const [only] = planned.outcome === "planned" && planned.services.length === 1 ? planned.services : [];
	return {
		answer: only ?? planned,
		observed
	};
};
/** The first event of a rollout, from its plan. */
const startedEvent = (planned, file, fleet, about) => ({
	event: "started",
	at: about.at,
	epoch: 0,
	service: planned.service,
	to: planned.to,
	from: planned.from,
	plan: file.sha256,
	risk: {
		probability: planned.pace.probability,
		band: planned.pace.band,
		uncertain: planned.pace.uncertain
	},
	waves: planned.waves.map(({ exposure, bakeSeconds, expectedHarm }) => ({
		exposure,
		bakeSeconds,
		expectedHarm
	})),
	fleetSize: planned.fleetSize,
	already: fleet.filter(({ version }) => version === planned.to).length,
	serving: planned.serving,
	capacityFloor: planned.capacityFloor,
	mostOut: planned.mostOut,
	earliestFinish: planned.earliestFinish,
	...about.risk.decision === void 0 ? {} : { change: about.risk.decision },
	...about.risk.basis && { basis: about.risk.basis },
	...about.commit === null ? {} : { commit: about.commit }
});

// src/commands/rollout/absent.ts
/** Whether those whom a person names are there: a slip of the pen would leave alone nobody, and restart whom it meant. */
/** Whoever gives a word should not wait long for it to be remembered. */
const lookMilliseconds$1 = 1e4;
/**
* Looks at the fleets of these plans. Answers why they could not be seen, in a sentence, or null where all is well.
* @throws UsageError for a name that none of them has
*/
const demandPresent = async (ids, files, world) => {
	const known = await namesOf(files, world);
	if (typeof known === "string") return known;
	const absent = ids.filter((id) => !known.includes(id));
	if (absent.length === 0) return null;
	const said = absent.map((id) => {
		const meant = findMisspelt(id, known);
		return meant === void 0 ? id : `${id} (did you mean ${meant}?)`;
	});
	const services = files.map(({ plan }) => plan.service).join(", ");
	throw new UsageError(`rollout skip --instance: ${services} has no ${said.join(", ")}, so nothing was remembered; there are ${sayNames(known, 12)}`);
};
const namesOf = async (files, world) => {
	try {
		const fleets = await openFleets(files, world);
		try {
			const signal = AbortSignal.timeout(lookMilliseconds$1);
			return (await Promise.all(fleets.map(({ observe }) => observe(signal)))).flat().map(({ id }) => id);
		} finally {
			await closeFleets(fleets);
		}
	} catch (error) {
		if (isOurs(error)) return error.message;
		throw error;
	}
};

// src/commands/rollout/durations.ts
/** A batch is done when its slowest is, so what three quarters stay below is nearer than the middle. */
const mostOf = (values) => {
	const sorted = values.toSorted((one, other) => one - other);
	return sorted[Math.floor(sorted.length * .75)];
};
/** Times include the unbroken health that is asked for; it is taken off, because a plan adds it. */
const durationsIn = (events, minHealthySeconds) => {
	const moved = events.flatMap((event) => event.event === "moved" ? event.results.filter(({ outcome }) => outcome === "moved") : []);
	const drain = mostOf(moved.map(({ drainSeconds }) => drainSeconds));
	const boot = mostOf(moved.map(({ bootSeconds }) => Math.max(0, bootSeconds - minHealthySeconds)));
	return {
		...drain === void 0 ? {} : { drainSeconds: drain },
		...boot === void 0 ? {} : { bootSeconds: boot }
	};
};

// src/commands/rollout/gate-eyes.ts
/** Whether the gates of a plan can see anything: told by `plan`, for a wave that nothing is known of waits for a person. */
const lookMilliseconds = 5e3;
/** The same answer, with a note for every service whose gate reads nothing at the moment. */
const withBlindGates = async (answer, fleets) => {
	if (answer.outcome === "refused") return answer;
	const notes = new Map(await Promise.all(fleets.map(async (fleet) => [fleet.file.plan.service, await noteOn(fleet)])));
	const noted = (planned) => ({
		...planned,
		notes: [...planned.notes, ...notes.get(planned.service) ?? []]
	});
	return "services" in answer ? {
		...answer,
		services: answer.services.map(noted)
	} : noted(answer);
};
const noteOn = async ({ metrics, file: { plan } }) => {
	const signal = AbortSignal.timeout(lookMilliseconds);
	const sources = metrics.filter(({ isForTheRecord }) => isForTheRecord !== true);
	const faults = (await Promise.allSettled(sources.map(({ read }) => read(signal)))).flatMap((answer) => {
		if (answer.status === "fulfilled") return Object.values(answer.value.faults);
		if (isOurs(answer.reason)) return [answer.reason.message];
		throw answer.reason;
	});
	const meaning = {
		hold: "a wave would wait for a person",
		fail: "a wave would go back",
		"health-only": "a wave would pass by health checks alone"
	}[plan.gate.onNoData];
	return faults.length === 0 ? [] : [`at the moment the gate cannot read all that it asks for, so ${meaning}: ${faults.join("; ")}`];
};

// src/commands/rollout/journal-lease.ts
/** An append costs milliseconds, and a look one. */
const directory = {
	heartbeatSeconds: 30,
	ttlSeconds: 120,
	pollSeconds: .25,
	spacing: unspaced
};
/**
* GitHub lets a repository's GITHUB_TOKEN send 1,000 requests an hour, all jobs together, and make 500 commits. A look
* is one request while nothing is new and an append three at most: a service that only waits takes 12 commits and
* 180 + 36 requests an hour. The ttl is three heartbeats: one may be lost, the next be late. A batch is two appends:
* after the first twenty one begins every 32 s, which leaves at most 132 of them, 264 commits and 792 requests, to the
* first hour. Services that move at the same time share all of this: each looks so many times more rarely, and begins its
* part of the batches.
*/
const branch = (services) => ({
	heartbeatSeconds: 300,
	ttlSeconds: 900,
	pollSeconds: 20 * services,
	spacing: {
		quickBatches: Math.floor(20 / services),
		leastSeconds: 32 * services
	}
});
/** The terms for a ledger, by its URL, of one of so many services that may move at the same time. */
const leaseOf = (url, services) => url.startsWith("branch:") ? branch(services) : directory;

// src/commands/rollout/event-shape-values.ts
/** What a journal's values are checked with: each says what is wrong with a value at a path, or nothing. */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** Values of others end up in messages: short, and on one line. */
const shown = (value) => {
	const text = JSON.stringify(value) ?? "nothing";
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
const shape = (wish, accepts) => (value, path) => accepts(value) ? void 0 : `${path} must be ${wish}; got ${shown(value)}`;
const text = shape("a text", (value) => typeof value === "string");
const name = shape("a text that is not empty", (value) => typeof value === "string" && value !== "");
const flag = shape("true or false", (value) => typeof value === "boolean");
const moment = shape("a moment like 2026-03-10T09:30:00Z", isMoment);
const count = shape("a whole number from 0", (value) => Number.isSafeInteger(value) && value >= 0);
const number = shape("a number", (value) => typeof value === "number" && Number.isFinite(value));
const amount = shape("a number from 0", (value) => typeof value === "number" && Number.isFinite(value) && value >= 0);
const share = shape("a number from 0 to 1", (value) => typeof value === "number" && value >= 0 && value <= 1);
const oneOf = (values) => shape(`one of ${values.join(", ")}`, (value) => values.some((each) => each === value));
const optional = (inner) => (value, path) => value === void 0 ? void 0 : inner(value, path);
const nullable = (inner) => (value, path) => value === null ? void 0 : inner(value, path);
const first = (faults) => {
	for (const fault of faults) if (fault !== void 0) return fault;
};
const list = (inner) => (value, path) => Array.isArray(value) ? first(value.map((each, at) => inner(each, `${path}[${at}]`))) : `${path} must be a list; got ${shown(value)}`;
/** Any names, each with the same kind of value. */
const mapping = (inner) => (value, path) => isObject(value) ? first(Object.entries(value).map(([key, each]) => inner(each, `${path}.${key}`))) : `${path} must be a mapping; got ${shown(value)}`;
const noObject = (value, path) => `${path || "it"} must be an object; got ${shown(value)}`;
/** These members; others are left alone, for they may be a newer release's. */
const members = (shapes) => (value, path) => isObject(value) ? first(Object.entries(shapes).map(([key, inner]) => inner(Object.hasOwn(value, key) ? value[key] : void 0, path === "" ? key : `${path}.${key}`))) : noObject(value, path);
/** One shape or another, chosen by looking. */
const choice = (choose) => (value, path) => isObject(value) ? choose(value)(value, path) : noObject(value, path);

// src/commands/rollout/event-shape.ts
/** Whether what a ledger holds is an event of a rollout: by hand, because every read of a journal pays for it. */
const tally = members({
	requests: amount,
	errors: amount
});
const histogram = (value, path) => {
	const fault = members({
		boundsMilliseconds: list(number),
		counts: list(number)
	})(value, path);
	if (fault !== void 0) return fault;
	const why = histogramFault(value);
	return why === null ? void 0 : `${path} has ${why}`;
};
const totals = choice(({ kind }) => members(kind === "latency" ? {
	new: histogram,
	old: nullable(histogram)
} : {
	kind: oneOf(["errors", "latency"]),
	new: tally,
	old: nullable(tally)
}));
const bake = members({
	countedAt: nullable(amount),
	totals: mapping(totals),
	evidence: mapping(list(number)),
	reference: mapping(choice((value) => "counts" in value ? histogram : tally))
});
const gateReasons = members({
	probability: nullable(share),
	band: nullable(oneOf(bands)),
	decision: text,
	reason: text,
	changes: count,
	parts: list(members({
		id: text,
		title: text,
		share
	})),
	reasons: list(members({
		factor: amount,
		sentence: text
	}))
});
const shapes = {
	started: {
		service: name,
		to: name,
		from: list(name),
		plan: name,
		risk: members({
			probability: share,
			band: oneOf(bands),
			uncertain: flag
		}),
		waves: list(members({
			exposure: count,
			bakeSeconds: amount,
			expectedHarm: amount
		})),
		fleetSize: count,
		already: count,
		serving: count,
		capacityFloor: count,
		mostOut: count,
		earliestFinish: moment,
		change: optional(text),
		commit: optional(text),
		basis: optional(members({
			source: text,
			gate: optional(gateReasons)
		}))
	},
	lease: {
		holder: name,
		ttlSeconds: amount
	},
	heartbeat: { bake: optional(bake) },
	batch: {
		wave: count,
		batch: count,
		direction: oneOf(["forward", "back"]),
		instances: list(members({
			id: name,
			from: text,
			to: text
		}))
	},
	moved: {
		batch: count,
		results: list(members({
			id: name,
			outcome: oneOf([
				"moved",
				"failed",
				"unmoved"
			]),
			why: text,
			drainSeconds: amount,
			bootSeconds: amount
		})),
		leastServing: count,
		seconds: amount,
		served: optional(tally),
		balanced: optional(members({
			requests: amount,
			lost: amount,
			serverErrors: amount
		}))
	},
	baking: {
		wave: count,
		bake
	},
	judged: {
		wave: count,
		verdict: oneOf(["pass", "fail"]),
		why: text,
		eValue: amount,
		by: optional(name),
		counts: mapping(members({
			new: tally,
			old: nullable(tally),
			detectable: nullable(number),
			newMilliseconds: optional(nullable(amount)),
			oldMilliseconds: optional(nullable(amount))
		})),
		bake
	},
	command: {
		command: oneOf(rolloutCommands),
		by: name,
		reason: text,
		instances: list(name),
		lifts: optional(oneOf(windowLifts))
	},
	parked: {
		until: moment,
		why: text
	},
	"turned-back": { why: text },
	ended: {
		outcome: oneOf(rolloutOutcomes),
		why: text,
		instances: list(name),
		skipped: optional(list(name))
	}
};
const written = {
	at: moment,
	epoch: count
};
const kinds = Object.keys(shapes);
const known = new Map(Object.entries(shapes).map(([event, own]) => [event, members({
	...written,
	...own
})]));
const event = choice((value) => known.get(value["event"]) ?? members({ event: oneOf(kinds) }));
/** Why a value is no event of a rollout; undefined when it is one. Members this release does not know are left alone. */
const eventFault = (value) => event(value, "");

// src/commands/rollout/journal.ts
/**
* The journal of a rollout over a ledger. The event at position p is the record whose natural key is rollout and p, and
* a ledger keeps one record for a natural key: that is the compare-and-swap, and all there is of a lock or a lease. The
* record's body is the event, and the key.
*/
/** Of the first look, and doubled as long as all of them are there; later looks begin with the next event alone. */
const eventsAtFirst = 15;
/**
* Opens the journal of the rollout with this id, which need not have begun. `read` answers the very same array while
* nothing is new. Both throw SourceError where the ledger fails, or holds what is no event.
*/
const openJournal = (ledger, id, writer) => {
	const name = readRolloutId(id);
	let events = [];
	/** Adds what follows on what is known; another call may have been faster. */
	const learn = (position, records) => {
		const added = records.map((record, at) => eventOf(ledger.url, name, position + at, record)).slice(Math.max(0, events.length - position));
		if (added.length > 0 && position <= events.length) events = [...events, ...added];
	};
	const read = async () => {
		for (let many = events.length === 0 ? eventsAtFirst : 1;; many *= 2) {
			const from = events.length;
			const ids = Array.from({ length: many }, (_, at) => eventId(name, from + at));
			const found = await ledger.findNow(ids);
			const records = ids.flatMap((each) => found.get(each) ?? []);
			const gap = ids.slice(0, records.length).findIndex((each) => !found.has(each));
			if (gap !== -1) throw damaged(ledger.url, name, from + gap, "it is missing, and later ones are there");
			learn(from, records);
			if (records.length < many) return events;
		}
	};
	const append = async (event, seen) => {
		const fault = eventFault(event);
		if (fault !== void 0) throw new Error(`no event to be journaled: ${fault}`);
		if (seen > events.length) await read();
		if (seen > events.length) throw new Error(`rollout ${id} has ${events.length} events, nobody saw ${seen}`);
		if (seen === events.length) {
			const [answer] = await ledger.append([{
				stream: streamOf(name.service),
				kind: "rollout",
				key: eventKey(name, seen),
				at: event.at,
				...writer,
				body: {
					...event,
					...eventKey(name, seen)
				}
			}]);
			if (answer !== void 0) learn(seen, [answer.record]);
		}
		const there = events[seen];
		return there !== void 0 && isSame(there, {
			...event,
			actor: writer.actor
		}) ? "written" : "outrun";
	};
	return {
		id: rolloutId(name),
		read,
		append
	};
};
const isSame = (one, other) => canonicalJson(one) === canonicalJson(other);
const eventOf = (url, name, position, { stream, body, actor }) => {
	const wanted = {
		stream: streamOf(name.service),
		...eventKey(name, position)
	};
	const { rollout, position: at, ...event } = body;
	const fault = canonicalJson({
		stream,
		rollout,
		position: at
	}) === canonicalJson(wanted) ? eventFault(event) : `it says it is ${canonicalJson({
		stream,
		rollout,
		position: at
	}).slice(0, 200)}`;
	if (fault !== void 0) throw damaged(url, name, position, fault);
	return {
		...event,
		actor
	};
};
const damaged = (url, name, position, what) => new SourceError(`rollout ${rolloutId(name)}, event ${position} in ledger ${url}: ${what}; use the release that wrote it, or run replay if none did`);

// src/commands/rollout/journal-newest.ts
/** Asked about at once: on a branch each may cost a file, and sixteen come with one request. */
const atOnce = 15;
/**
* The number of a service's newest rollout, as the ledger stands now; 0 where there is none. Numbers have no gaps, so
* whether a few first events are there tells: first where the service's newest record points, then by doubling, then
* by ever narrower steps. Throws SourceError where the ledger fails.
*/
const newestRollout = async (ledger, service) => {
	const latest = await ledger.latest({
		kind: "rollout",
		stream: streamOf(service)
	});
	const likely = numberOf(latest?.body["rollout"], service);
	/** It is there (0: nothing need be). */
	let low = 0;
	/** It is not there. */
	let high = Number.POSITIVE_INFINITY;
	for (let guess = likely > 0 ? [likely, likely + 1] : between(low, high); guess.length > 0;) {
		const ids = guess.map((number) => eventId({
			service,
			number
		}, 0));
		const found = await ledger.findNow(ids);
		const isThere = (_, at) => found.has(ids[at] ?? "");
		low = Math.max(low, ...guess.filter(isThere));
		high = Math.min(high, ...guess.filter((number, at) => number > low && !isThere(number, at)));
		guess = between(low, high);
	}
	return low;
};
/** Numbers that narrow it down, rising; none where nothing lies between. */
const between = (low, high) => {
	if (high === Number.POSITIVE_INFINITY) return Array.from({ length: atOnce }, (_, at) => low + 2 ** at);
	const width = high - low;
	const many = Math.min(atOnce, width - 1);
	return Array.from({ length: many }, (_, at) => low + Math.floor(width * (at + 1) / (many + 1)));
};

// src/commands/rollout/open-journal.ts
/** Whether the next may begin. An abort takes a rollout that succeeded or froze up again, to go back. */
const hasEnded = (events) => {
	const end = events.findLastIndex(({ event }) => event === "ended");
	const last = events[end];
	if (last?.event !== "ended") return false;
	const since = events.slice(end + 1);
	const isAborted = since.some((event) => event.event === "command" && event.command === "abort");
	return !((last.outcome === "succeeded" || last.outcome === "frozen") && isAborted) && !since.some(({ event }) => event === "turned-back");
};
/** The journal of a service's newest rollout that may have moved anybody; undefined where there is none. */
const openNewestJournal = async (ledger, service, writer) => (await findNewest(ledger, service, writer)).journal;
/** One that gave way before it moved anybody does not hide the one before. */
const findNewest = async (ledger, service, writer) => {
	const newest = await newestRollout(ledger, service);
	for (let number = newest; number > 0; number--) {
		const journal = openJournal(ledger, rolloutId({
			service,
			number
		}), writer);
		if (!(await journal.read()).some((event) => event.event === "ended" && event.outcome === "refused") || number === 1) return {
			newest,
			journal
		};
	}
	return {
		newest,
		journal: void 0
	};
};
/**
* Begins the next rollout of the service, unless one is under way. Of several who begin at once one does; whoever tells
* the same start again after a lost answer is told `begun`. Where the one before is aborted at the same moment, the new
* one gives way. Throws SourceError where the ledger fails.
*/
const beginRollout = async (ledger, started, writer) => {
	const { service } = started;
	for (;;) {
		const { newest, journal: last } = await findNewest(ledger, service, writer);
		const before = last === void 0 ? [] : await last.read();
		const isOver = last === void 0 || hasEnded(before);
		const journal = isOver ? openJournal(ledger, rolloutId({
			service,
			number: newest + 1
		}), writer) : last;
		const epoch = isOver ? highestEpoch(before) : before[0]?.epoch ?? 0;
		if (await journal.append({
			...started,
			epoch
		}, 0) === "written") return last !== void 0 && isOver && !hasEnded(await last.read()) && await giveWay(journal, last) ? {
			outcome: "under-way",
			journal: last
		} : {
			outcome: "begun",
			journal
		};
		if (!isOver) return {
			outcome: "under-way",
			journal
		};
	}
};
const highestEpoch = (events) => events.reduce((highest, { epoch }) => Math.max(highest, epoch), 0);
/** Whether it could: whoever has been faster to lead the new one moves it already. */
const giveWay = async (journal, last) => {
	return await appendLast(journal, (events) => {
		const { stage, epoch, started } = fold(events);
		if (stage !== "planned") return void 0;
		const why = `${last.id} was aborted at the same moment and goes back`;
		return {
			event: "ended",
			at: started.at,
			epoch,
			outcome: "refused",
			why,
			instances: []
		};
	}) !== void 0;
};

// src/rollout/gantt.ts
/** A pause this long between batches is a window's and not the ledger's, and shows as a gap. */
const gapMilliseconds = 3e5;
const mostBars = 120;
/** Bars of a plan: batches that follow each other are one bar, the watching after a wave another. */
const ganttOf = (planned) => {
	const bars = planned.flatMap((rollout) => barsOf(rollout, gapMilliseconds, planned.length > 1));
	return bars.length <= mostBars ? bars : planned.flatMap((rollout) => barsOf(rollout, Number.POSITIVE_INFINITY, planned.length > 1)).slice(0, mostBars);
};
const barsOf = ({ service, waves }, gap, isOneOfMany) => waves.flatMap(({ batches, steps, bake, exposure }, at) => {
	const section = `${isOneOfMany ? `${service} ` : ""}wave ${at + 1} to ${exposure}`;
	const bars = [];
	for (const [index, { from, until, zones }] of steps.entries()) {
		const last = bars.at(-1);
		const count = batches[index].length;
		if (last !== void 0 && Date.parse(from) - Date.parse(last.until) < gap) {
			last.until = until;
			last.count += count;
			for (const zone of zones) last.zones.add(zone);
		} else bars.push({
			from,
			until,
			count,
			zones: new Set(zones)
		});
	}
	return [...bars.map(({ from, until, count, zones }) => {
		const where = zones.size === 0 || zones.size > 3 ? "" : ` in ${[...zones].join(" and ")}`;
		return {
			section,
			label: `restart ${count}${where}`,
			kind: "move",
			from,
			until
		};
	}), {
		section,
		label: "watch",
		kind: "watch",
		...bake
	}];
});

// src/report/rollout-plan.ts
/**
* What a rollout would do: on a terminal, as Markdown with a Gantt chart, as JSON. Names come from the world and are
* made harmless here.
*/
/**
* `now` (ISO 8601) is what "15:13" is told from; `basis` what the risk rests on; `idle` are services that were asked for,
* too, and have nothing left to do. Ends with a line feed.
*/
const renderPlan = (answer, format, now, basis = null, idle = []) => {
	if (format === "json") {
		const document = planDocument(answer);
		const isPlanned = answer.outcome === "planned" && basis !== null;
		const whole = {
			...document,
			...isPlanned && { basis },
			...idle.length > 0 && { idle: idle.map(({ service }) => service) }
		};
		return `${JSON.stringify(whole, null, 2)}\n`;
	}
	if (idle.length > 0) return `${renderPlan({
		outcome: "refused",
		refusals: idle
	}, format, now)}${renderPlan(answer, format, now, basis)}`;
	return format === "text" ? renderText(mapStrings(answer, neutralise), now, basis && mapStrings(basis, neutralise)) : renderMarkdown(answer, now, basis && mapStrings(basis, escapeMarkdown));
};
/** The JSON of `rollout plan --json`: schema 1, keys are added and never renamed. */
const planDocument = (answer) => {
	if (answer.outcome === "refused") return {
		schema: 1,
		refusals: answer.refusals
	};
	if (!("services" in answer)) return serviceDocument(answer);
	const { services, atOnce, earliestFinish, capacity } = answer;
	return {
		schema: 1,
		services: services.map(serviceDocument),
		atOnce,
		earliestFinish,
		capacity
	};
};
const serviceDocument = ({ outcome: _, ...planned }) => ({
	schema: 1,
	...planned
});
const rolloutsOf = (answer) => "services" in answer ? answer.services : [answer];
const sayPlan = (planned, now) => sayRelease({
	...planned,
	risk: planned.pace
}, now);
/** Instance-seconds as people say them. */
const sayHarm = (seconds) => {
	if (seconds < 1) return seconds > 0 ? "<1 s" : "0";
	if (seconds < 120) return `${Math.round(seconds)} s`;
	return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${formatCount(seconds / 3600)} h`;
};
const sayLength = (seconds) => {
	if (seconds < 120) return `${Math.round(seconds)} s`;
	return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
};
const sayBatches = ({ batches }) => {
	const largest = batches.reduce((most, { length }) => Math.max(most, length), 0);
	return `${formatPlural(batches.length, "batch", "batches")}${batches.length > 1 ? " of at most" : " of"} ${formatCount(largest)}`;
};
const sayZones = ({ steps }) => {
	const zones = [...new Set(steps.flatMap((step) => step.zones))];
	return zones.length > 3 ? `${zones.length} zones` : zones.join(", ");
};
/** One cell a column; the first is the head. */
const rowsOf = ({ waves }, now) => {
	const hasZones = waves.some(({ steps }) => steps.some(({ zones }) => zones.length > 0));
	const row = (wave, at) => [
		`${at + 1}`,
		formatCount(wave.exposure),
		sayBatches(wave),
		...hasZones ? [sayZones(wave)] : [],
		sayComing(wave.steps[0].from, now),
		sayLength(wave.bakeSeconds),
		formatPercent(wave.probability),
		sayHarm(wave.expectedHarm)
	];
	return [[
		"wave",
		"new",
		"batches",
		...hasZones ? ["zones"] : [],
		"begins",
		"watched",
		"bad",
		"harm"
	], ...waves.map(row)];
};
const mostWaits = 6;
/** Why it does not go on at once: a line for each time that windows hold it up. */
const sayWaits = ({ waits }, now) => {
	const lines = waits.slice(0, mostWaits).map(({ wave, until, windows, instances }) => `wave ${wave} waits until ${sayComing(until, now)}, with ${formatPlural(instances, "instance")}: ${windows.length === 1 ? "window" : "windows"} ${windows.join(", ")}`);
	return waits.length > mostWaits ? [...lines, `and ${waits.length - mostWaits} times more`] : lines;
};
const legend = "bad: the chance that the version is bad although all waves before passed · harm: bad × new × watched";
/** Who is there already needs no mending. */
const sayRefused = ({ reason }) => reason === "already-everywhere" ? "" : " cannot be rolled out";
const renderText = (answer, now, basis) => {
	if (answer.outcome === "refused") return answer.refusals.map((refusal) => `${refusal.service}${sayRefused(refusal)}: ${refusal.sentence}\n`).join("");
	const rollouts = rolloutsOf(answer);
	return `${[
		...rollouts.map((planned, at) => [
			sayPlan(planned, now),
			...at > 0 || basis === null ? [] : [`  ${sayWhy(basis)}`],
			...alignColumns(rowsOf(planned, now)).map((line) => `  ${line}`),
			...[...sayWaits(planned, now), ...planned.notes].map((note) => `  ${note}`)
		].join("\n")),
		...rollouts.length > 1 && "services" in answer ? [sayTogether(answer, now)] : [],
		`  ${legend}`
	].join("\n")}\n`;
};
const sayTogether = ({ services, atOnce, capacity, earliestFinish }, now) => `together ${services.map(({ service }) => service).join(", ")}: ${atOnce} at once · least serving ${formatCount(capacity.leastServing)} of ${formatCount(capacity.size)}, ${sayComing(capacity.leastServingAt, now)} · done about ${sayComing(earliestFinish, now)}`;
const renderMarkdown = (raw, now, basis) => {
	const answer = mapStrings(raw, escapeMarkdown);
	if (answer.outcome === "refused") return answer.refusals.map((refusal) => `- **${refusal.service}**${sayRefused(refusal)}: ${refusal.sentence}\n`).join("");
	const rollouts = rolloutsOf(answer);
	const blocks = rollouts.map((planned) => {
		const [head, ...rows] = rowsOf(planned, now);
		const line = (cells) => `| ${cells.join(" | ")} |`;
		return [
			`**${sayPlan(planned, now)}**`,
			"",
			...[
				head,
				head.map(() => "---"),
				...rows
			].map(line),
			...[...sayWaits(planned, now), ...planned.notes].flatMap((note) => ["", note])
		].join("\n");
	});
	const together = rollouts.length > 1 && "services" in answer ? [sayTogether(answer, now)] : [];
	const chart = renderGantt(raw.outcome === "planned" ? rolloutsOf(raw) : []);
	const why = basis === null ? [] : [renderWhy(basis)];
	return `${[
		...blocks,
		...together,
		...why,
		`<sub>${legend}</sub>`,
		chart
	].join("\n\n")}\n`;
};
/** Letters that Mermaid reads as its own; a label keeps everything else. */
const label = (text) => neutralise(text).replace(/[:;#"`%<>{}\\]/g, "").trim();
/** A fenced Mermaid chart; times are UTC. */
const renderGantt = (planned) => {
	const time = (iso) => iso.slice(0, 19).replace("T", " ");
	const bars = ganttOf(planned);
	const lines = bars.flatMap((bar, at) => [...bars[at - 1]?.section === bar.section ? [] : [`  section ${label(bar.section)}`], `    ${label(bar.label)} :${bar.kind === "watch" ? "done, " : ""}${time(bar.from)}, ${time(bar.until)}`]);
	const title = planned.map(({ service, to }) => `${service} to ${to}`).join(", ");
	const days = new Set(bars.flatMap(({ from, until }) => [from.slice(0, 10), until.slice(0, 10)]));
	return [
		"```mermaid",
		"gantt",
		`  title ${label(title)} (UTC)`,
		"  dateFormat YYYY-MM-DD HH:mm:ss",
		`  axisFormat ${days.size > 1 ? "%d %b %H:%M" : "%H:%M"}`,
		...lines,
		"```"
	].join("\n");
};

// src/rollout/refusal.ts
/** Nothing but services that are there already: they hold nobody up, and are no failure. */
const isAllDone = (refusals) => refusals.every(({ reason }) => reason === "already-everywhere");

// src/rollout/counting.ts
/**
* What was counted between two looks, by version. Instance by instance: a counter that went backwards began anew, and
* what it shows now has come since. Who was not there before, or changed sides in between, counts from the next look on.
*/
const windowsBetween = (before, after) => {
	const span = {
		from: before.counters.at,
		to: after.counters.at
	};
	if (!(span.to > span.from)) return {
		errors: null,
		latency: null
	};
	const sideOf = (id) => before.sideOf(id) === after.sideOf(id) ? after.sideOf(id) : null;
	const errors = grow(before.counters.errors, after.counters.errors, tallies);
	const latency = grow(before.counters.latency, after.counters.latency, histograms);
	return {
		errors: errors && windowOf(sumSides(errors, sideOf, tallies), span),
		latency: latency && windowOf(sumSides(latency, sideOf, histograms), span)
	};
};
/** Counters of both sides as they stand. */
const totalsOf = ({ counters, sideOf }) => {
	const errors = counters.errors && sumSides(counters.errors, sideOf, tallies);
	const latency = counters.latency && sumSides(counters.latency, sideOf, histograms);
	return {
		...errors?.new && { errors: {
			kind: "errors",
			new: errors.new,
			old: errors.old
		} },
		...latency?.new && { latency: {
			kind: "latency",
			new: latency.new,
			old: latency.old
		} }
	};
};
/** What was counted between two totals; null where a counter began anew, so that nobody knows. */
const differenceOf = (before, after) => {
	const span = {
		from: before.at,
		to: after.at
	};
	const [errorsBefore, errorsAfter] = [before.totals["errors"], after.totals["errors"]];
	const [latencyBefore, latencyAfter] = [before.totals["latency"], after.totals["latency"]];
	if (!(span.to > span.from)) return {
		errors: null,
		latency: null
	};
	return {
		errors: errorsBefore?.kind === "errors" && errorsAfter?.kind === "errors" ? windowOf(subtractSides(errorsBefore, errorsAfter, tallies), span) : null,
		latency: latencyBefore?.kind === "latency" && latencyAfter?.kind === "latency" ? windowOf(subtractSides(latencyBefore, latencyAfter, histograms), span) : null
	};
};
/** Totals after what a window counted; where there are none yet, those of the counters. */
const addWindows = (totals, { errors, latency }, standing) => {
	const sums = {
		...standing,
		...totals
	};
	const { errors: errorsBefore, latency: latencyBefore } = totals;
	if (errors !== null && errorsBefore?.kind === "errors") sums["errors"] = {
		kind: "errors",
		...addSides(errorsBefore, errors, tallies)
	};
	if (latency !== null && latencyBefore?.kind === "latency") sums["latency"] = {
		kind: "latency",
		...addSides(latencyBefore, latency, histograms)
	};
	return sums;
};
const tallies = {
	add: (one, other) => ({
		requests: one.requests + other.requests,
		errors: one.errors + other.errors
	}),
	subtract: (from, what) => from.requests < what.requests || from.errors < what.errors ? null : {
		requests: from.requests - what.requests,
		errors: from.errors - what.errors
	}
};
const histograms = {
	add: (one, other) => sameBounds(one, other) ? {
		...one,
		counts: one.counts.map((count, at) => count + (other.counts[at] ?? 0))
	} : one,
	subtract: (from, what) => {
		if (!sameBounds(from, what)) return null;
		const counts = from.counts.map((count, at) => count - (what.counts[at] ?? 0));
		return counts.every((count) => count >= 0) ? {
			...from,
			counts
		} : null;
	}
};
const grow = (before, after, { subtract }) => {
	if (before === null || after === null) return null;
	const grown = /* @__PURE__ */ new Map();
	for (const [id, count] of after) {
		const known = before.get(id);
		if (known !== void 0) grown.set(id, subtract(count, known) ?? count);
	}
	return grown;
};
const sumSides = (counts, sideOf, { add }) => {
	const sums = {
		new: null,
		old: null
	};
	for (const [id, count] of counts) {
		const side = sideOf(id);
		if (side === null) continue;
		const sum = sums[side];
		sums[side] = sum === null ? count : add(sum, count);
	}
	return sums;
};
const addSides = (one, other, { add }) => ({
	new: add(one.new, other.new),
	old: one.old === null || other.old === null ? one.old ?? other.old : add(one.old, other.old)
});
/** Null where either went backwards. An old version that no longer serves, or only now, was not there to compare with. */
const subtractSides = (before, after, { subtract }) => {
	const young = subtract(after.new, before.new);
	if (before.old === null || after.old === null) return {
		new: young,
		old: null
	};
	const old = subtract(after.old, before.old);
	return old === null ? {
		new: null,
		old: null
	} : {
		new: young,
		old
	};
};
const windowOf = (sides, span) => sides.new === null ? null : {
	...span,
	new: sides.new,
	old: sides.old
};

// src/rollout/bake-record.ts
/** What a bake begins with: what the waves before have shown, and the counters as they stand. */
const beginMemory = (carried, snapshot) => ({
	countedAt: snapshot?.counters.at ?? null,
	totals: snapshot === null ? {} : totalsOf(snapshot),
	evidence: carried?.evidence ?? {},
	reference: carried?.reference ?? {}
});
/** From the journal: each memory that was written down ends a window that began with the one before. */
const recallBake = ({ since, start, marks }) => {
	const memories = [];
	for (let at = marks; at !== null; at = at.older) memories.push(at.memory);
	const record = {
		since: sinceCounted(since / 1e3, start.countedAt),
		start,
		errors: [],
		latency: [],
		totals: start.totals,
		countedAt: start.countedAt,
		last: {
			errors: null,
			latency: null
		}
	};
	return memories.toReversed().reduce((known, { countedAt, totals }) => countedAt === null ? known : skipTo(known, countedAt, totals), record);
};
/** The counters a bake begins with are read a moment before that is written down; what came since belongs to it. */
const sinceCounted = (since, countedAt) => countedAt === null ? since : Math.max(since - 5, Math.min(since, countedAt));
/** Over a time in which nobody looked: what the totals have grown by, unless a counter began anew. */
const skipTo = (record, at, totals) => {
	const { errors, latency } = record.countedAt === null ? {
		errors: null,
		latency: null
	} : differenceOf({
		at: record.countedAt,
		totals: record.totals
	}, {
		at,
		totals
	});
	return {
		...record,
		errors: errors === null ? record.errors : [...record.errors, errors],
		latency: latency === null ? record.latency : [...record.latency, latency],
		totals: {
			...record.totals,
			...totals
		},
		countedAt: at
	};
};
/** After one more look. */
const countOn = (record, snapshot) => {
	const { counters } = snapshot;
	const standing = totalsOf(snapshot);
	const last = {
		errors: counters.errors === null ? record.last.errors : snapshot,
		latency: counters.latency === null ? record.last.latency : snapshot
	};
	if (record.last.errors === null && record.last.latency === null) return {
		...skipTo(record, counters.at, standing),
		last
	};
	const errors = record.last.errors && windowsBetween(record.last.errors, snapshot).errors;
	const latency = record.last.latency && windowsBetween(record.last.latency, snapshot).latency;
	return {
		...record,
		errors: errors === null ? record.errors : [...record.errors, errors],
		latency: latency === null ? record.latency : [...record.latency, latency],
		totals: addWindows(record.totals, {
			errors,
			latency
		}, standing),
		countedAt: counters.at,
		last
	};
};
/** What the gate judges. */
const evidenceOf = (record, about) => {
	const { start } = record;
	const carried = (name) => start.evidence[name] && { before: start.evidence[name] };
	const reference = (name) => {
		const known = start.reference[name];
		return known !== void 0 && "counts" in known === (name === "latency") && { reference: known };
	};
	const metrics = {
		errors: {
			kind: "errors",
			windows: record.errors,
			...carried("errors"),
			...reference("errors")
		},
		latency: {
			kind: "latency",
			windows: record.latency,
			...carried("latency"),
			...reference("latency")
		}
	};
	return {
		...about,
		since: record.since,
		metrics
	};
};
/** What is written down of a bake under way. */
const memoryOf = (record, judgement) => ({
	countedAt: record.countedAt,
	totals: record.totals,
	evidence: {
		...record.start.evidence,
		...provenBy(judgement)
	},
	reference: record.start.reference
});
/** And of one that is over: the old version's requests of this wave tell the next ones what is usual. */
const memoryAfter = (record, judgement) => {
	const { errors, latency } = record.start.reference;
	const oldErrors = record.errors.reduce((sum, { from, old }) => old === null || from < record.since ? sum : addTallies(sum, old), errors !== void 0 && "requests" in errors ? errors : null);
	const oldLatency = record.latency.reduce((sum, { from, old }) => old === null || from < record.since ? sum : addHistograms(sum, old), latency !== void 0 && "counts" in latency ? latency : null);
	return {
		...memoryOf(record, judgement),
		reference: {
			...oldErrors && { errors: oldErrors },
			...oldLatency && { latency: oldLatency }
		}
	};
};
const addTallies = (sum, { requests, errors }) => ({
	requests: (sum?.requests ?? 0) + requests,
	errors: (sum?.errors ?? 0) + errors
});
const addHistograms = (sum, more) => {
	if (sum === null) return more;
	return sameBounds(sum, more) ? {
		...sum,
		counts: sum.counts.map((count, at) => count + (more.counts[at] ?? 0))
	} : sum;
};
const provenBy = (judgement) => Object.fromEntries(Object.entries(judgement?.metrics ?? {}).map(([name, { evidence }]) => [name, evidence]));
/** What a wave's row shows of each metric. */
const countsOf = (judgement) => Object.fromEntries(Object.entries(judgement?.metrics ?? {}).map(([name, metric]) => [name, {
	new: plain(metric.new),
	old: metric.old && plain(metric.old),
	detectable: metric.detectable,
	...metric.slow && {
		newMilliseconds: metric.slow.newMilliseconds,
		oldMilliseconds: metric.slow.oldMilliseconds
	}
}]));
const plain = ({ requests, errors }) => ({
	requests,
	errors
});

// src/rollout/engine/batch-count.ts
/** How long a batch waits for the first look: what does not answer by then does not hold up anybody. */
const mostMilliseconds = 250;
/**
* Looks at the counters before a batch goes out, so that all it costs is counted, and answers a function that looks
* again and tells what was counted in between.
*/
const countFrom = async (session) => {
	if (session.options.metrics.length === 0) return async () => ({});
	const over = new AbortController();
	const first = session.look().then(() => session.counted());
	const late = session.options.clock.sleep(mostMilliseconds, over.signal);
	await Promise.race([first, late]).finally(() => over.abort());
	return async () => {
		const before = await first;
		await session.look();
		const after = session.counted();
		return {
			...before.served && after.served && { served: minus(tallyNames, after.served, before.served) },
			...before.balanced && after.balanced && { balanced: minus(balancedNames, after.balanced, before.balanced) }
		};
	};
};

// src/rollout/engine/move-context.ts
/** What a mover is asked with; `operation` is the same when the same batch is moved again. */
const contextOf = (session, { batch, moves, isAgain = false }, stop) => {
	const { lead, options } = session;
	const { plan, clock, journal, mover } = options;
	const rollingSeconds = mover.rollsWaves ? moves.length * options.batchSeconds : 0;
	const waitingSeconds = isAgain ? plan.health.healthyDeadline.seconds : 0;
	const seconds = plan.health.progressDeadline.seconds + rollingSeconds + waitingSeconds;
	return {
		epoch: lead.epoch,
		operation: `${journal.id}/${batch}`,
		isAgain,
		drainSeconds: plan.batch.drainTimeout.seconds,
		onDrainTimeout: plan.batch.onDrainTimeout,
		minHealthySeconds: plan.health.minHealthyTime.seconds,
		healthySeconds: plan.health.healthyDeadline.seconds,
		handOver: plan.order.handOver,
		exposure: exposureOf(session.view.state(), session.book.fleet().length),
		deadline: clock.now() + seconds * 1e3,
		mayAct: lead.mayAct,
		isLapsed: lead.isLapsed,
		stop,
		tell: session.progress
	};
};

// src/rollout/engine/rotation.ts
/**
* Whom no batch holds, where it belongs: a load balancer that was reloaded forgets whom it was to leave alone, and one
* that was given an old state back leaves alone who serves. What failed on the way forward must stay out until it goes
* back, and what failed on the way back is not let in from here; everybody else is in. Nothing more is begun once it is
* `over`, when another batch may hold them: whoever moves that waits for the rest. Answers whether somebody was to be
* let in, so that the fleet is not as it was observed any more.
*/
const keepRotation = async (session, fleet, over) => {
	const { view, lead, options } = session;
	const { mover } = options;
	const { failed, skipped, trail, batches, open } = view.state();
	const moving = new Set(open?.instances.map(({ id }) => id));
	const ours = fleet.filter(({ id }) => !skipped.has(id) && !moving.has(id));
	const touches = failed.size === 0 ? null : latestTouches(trail);
	const isOut = ({ id }) => failed.has(id) && touches?.get(id)?.direction === "forward";
	const context = () => {
		const stop = over === void 0 ? lead.lost : AbortSignal.any([lead.lost, over]);
		return contextOf(session, {
			batch: Math.max(0, batches - 1),
			moves: []
		}, stop);
	};
	const out = ours.filter(isOut);
	if (out.length > 0) await mover.keepOut?.(out, context());
	const absent = ours.filter((one) => one.healthy && !one.inRotation && !failed.has(one.id));
	if (absent.length === 0 || over?.aborted === true) return false;
	return await mover.keepIn?.(absent, context()) ?? false;
};

// src/rollout/finish.ts
/**
* When the last wave will have been watched, milliseconds since the epoch: what is left, cut and timed as the plan was,
* from where the rollout is now. Null where that is not a question of time: it is over or going back, a person has
* paused it, nobody may leave or was looked at yet, or no opening of a window is known.
*/
const finishOf = (state, observed, plan, world) => {
	const { started, stage, paused, aborted, failed } = state;
	const isGoingOn = !isEnded(stage) && !isTurned(stage) && stage !== "failed" && aborted === null;
	if (started === null || !isGoingOn || paused !== null || failed.size >= plan.health.maxFailed) return null;
	if (observed.length === 0) return null;
	const waves = wavesAhead(state, observed, plan, world);
	return waves === null ? null : timeOf(waves, state, world);
};
/** Null where not everybody may leave. */
const wavesAhead = (state, observed, plan, world) => {
	const { passed, stage, trail } = state;
	const fleet = withKeptOut(state, afterBatch(state, observed));
	const { moving, exposed } = sidesOf(state, fleet);
	const turns = inOrder$1(moving, plan.order, world.calendar, world);
	const isUnderWay = stage === "baking" || state.open !== null || trail?.wave === passed;
	const planned = state.started.waves.slice(passed);
	const ends = planned.map(({ exposure }, at) => {
		if (at === 0 && stage === "baking") return 0;
		if (at === planned.length - 1) return turns.length;
		const least = at === 0 && trail === null && state.open === null ? 1 : 0;
		return Math.min(turns.length, Math.max(least, Math.min(fleet.length, exposure) - exposed));
	});
	const everybody = withMissing(fleet, world);
	const cut = cutBatches(turns, ends, capacityOf(everybody, plan.batch), everybody);
	if (cut.outcome === "stuck") return null;
	return planned.map(({ bakeSeconds }, at) => ({
		bakeSeconds,
		batches: cut.waves[at]
	})).filter(({ batches }, at) => at === 0 && isUnderWay || batches.length > 0);
};
/** The batch that is out, as it shall come back. */
const afterBatch = ({ open }, fleet) => {
	if (open === null) return fleet;
	const versions = new Map(open.instances.map(({ id, to }) => [id, to]));
	return fleet.map((instance) => {
		const version = versions.get(instance.id);
		return version === void 0 ? instance : {
			...instance,
			version,
			healthy: true,
			inRotation: true
		};
	});
};
const timeOf = (waves, state, world) => {
	const { now, calendar, batchSeconds, spacing = unspaced } = world;
	const { open, bake, batchBeganAt } = state;
	let begun = state;
	let readyAt = open === null ? now : Math.max(now, (batchBeganAt ?? now) + batchSeconds * 1e3);
	for (const [at, { batches, bakeSeconds }] of waves.entries()) {
		for (const { turns } of batches) {
			const earliest = Math.max(readyAt, earliestNext(spacing, begun));
			const from = calendar.nextOpen(turns[0].scope, earliest, batchSeconds);
			if (from === null) return null;
			begun = {
				batches: begun.batches + 1,
				batchBeganAt: from
			};
			readyAt = from + batchSeconds * 1e3;
		}
		const since = at === 0 && bake !== null ? bake.since : readyAt;
		readyAt = Math.max(readyAt, since + bakeSeconds * 1e3);
	}
	return readyAt;
};

// src/rollout/judge-health.ts
/**
* Every instance of the wave that has not failed must have been healthy without a break for the time asked, and seen so
* lately. One that flaps beyond its budget has failed; failures are counted over the whole run, not a wave.
*/
const judgeHealth = (evidence, gate, now) => {
	const { minHealthySeconds, maxFlaps, maxFailed } = gate.health;
	const { instances } = evidence;
	const flapping = instances.filter(({ flaps }) => !(flaps <= maxFlaps)).map(({ id }) => id);
	const failed = [.../* @__PURE__ */ new Set([...evidence.failedInstances, ...flapping])].toSorted();
	const standing = instances.filter(({ id }) => !failed.includes(id));
	if (failed.length > maxFailed) {
		const flaps = flapping.length > 0 ? `, ${sayNames(flapping.toSorted())} by falling ill again and again` : "";
		return {
			outcome: "failed",
			why: `${sayNames(failed)} failed in this run${flaps}; ${maxFailed === 0 ? "none" : maxFailed} may`
		};
	}
	if (instances.length === 0) return {
		outcome: "waiting",
		why: "no instance to judge by",
		seconds: null
	};
	if (standing.length === 0) return {
		outcome: "failed",
		why: `${sayNames(failed)} failed, and no other instance is in this wave`
	};
	const unseen = standing.filter(({ observedAt }) => !(now - observedAt <= 2 * gate.windowSeconds));
	if (unseen.length > 0) return waiting(unseen, "not seen lately", null);
	const ill = standing.filter(({ healthySince }) => healthySince === null || !(healthySince <= now));
	if (ill.length > 0) return waiting(ill, "not healthy", null);
	const shortest = Math.min(...standing.map(({ healthySince }) => now - (healthySince ?? now)));
	const missing = minHealthySeconds - shortest;
	if (!(missing <= 0)) {
		const young = standing.filter(({ healthySince }) => now - (healthySince ?? now) < minHealthySeconds);
		return waiting(young, `healthy for less than ${sayWait(minHealthySeconds)}`, missing);
	}
	return {
		outcome: "healthy",
		why: `${standing.length === 1 ? standing[0].id : `all ${standing.length} instances`} healthy for ${sayWait(shortest)}`
	};
};
const waiting = (instances, what, seconds) => ({
	outcome: "waiting",
	why: `${sayNames(instances.map(({ id }) => id))} ${what}`,
	seconds
});

// src/rollout/judge-sentence.ts
/** What a metric shows, in people's words: counts and rates, no statistics. Without a full stop. */
const explainMetric = (judgement, told) => {
	const { outcome, old, slow, ruledOut } = judgement;
	const counts = slow ? saySlow(judgement.new, slow.aboveMilliseconds) : sayErrors(judgement.new);
	const rate = formatRate(rateOf(judgement.new));
	const beside = old === null || old.requests === 0 ? "" : `${told.oldVersion} ${formatRate(rateOf(old))}`;
	const compared = beside === "" ? rate : `${rate}, ${beside}`;
	const shown = ruledOut === null ? "" : `${formatBound(ruledOut)} more would have shown`;
	switch (outcome) {
		case "worse": return `${counts} (${rate}, ${beside || `at most ${formatRate(told.limit)} allowed`})`;
		case "both-worse": return `${counts} (${compared}), and neither may fail more than ${formatRate(told.limit)}: the cause may be shared`;
		case "unsure": return `${counts} (${compared})`;
		case "too-few": return counts;
		case "no-data": return sayNoData(told);
		case "no-worse":
			if (slow) return sayQuantile(slow, told.oldVersion, counts);
			return judgement.new.errors > 0 ? `${counts} (${compared}; ${shown})` : `${counts} (${shown})`;
	}
};
const sayNoData = ({ name, reading, silenceSeconds }) => {
	const fault = reading.fault === null ? "" : ` (${reading.fault})`;
	if (reading.latest === null) return `no data on ${name}${fault}`;
	return reading.windows.length === 0 ? `no data on ${name} yet${fault}` : `no data on ${name} for ${sayWait(silenceSeconds)}${fault}`;
};
const sayQuantile = (slow, oldVersion, counts) => {
	if (slow.newMilliseconds === null) return counts;
	const before = slow.oldMilliseconds === null ? "" : ` (${oldVersion} ${sayMilliseconds(slow.oldMilliseconds)})`;
	return `p${Number((slow.quantile * 100).toPrecision(6))} ${sayMilliseconds(slow.newMilliseconds)}${before}`;
};

// src/rollout/sequential-buckets.ts
/**
* One client that tries again twenty times is one failure, not twenty. A test that takes each of them for an answer of
* its own would send good versions back, so requests that fail together are counted together.
*
* A bucket is what may fail together: one client, one second on one instance. It counts as at most `most` requests and
* keeps its share of errors: 20 of 20 failed counts as 1 of 1, and 1 of 20 as a twentieth. The share, not the number
* of errors, is what is kept: capping errors alone would call the side with the smaller buckets worse.
*
* With `most` = 1 the test holds whatever happens inside a bucket. More is a promise of the user that a bucket holds
* that many requests which fail independently.
*/
const countBuckets = (buckets, most = 1) => {
	let requests = 0;
	let errors = 0;
	for (const bucket of buckets) {
		if (!(bucket.requests > 0)) continue;
		const counted = Math.min(bucket.requests, most);
		requests += counted;
		errors += bucket.errors / bucket.requests * counted;
	}
	return {
		requests,
		errors: Math.min(errors, requests)
	};
};

// src/rollout/judge-windows.ts
const readMetric = (evidence, gate, time) => {
	if (evidence.kind === "errors" && gate.kind === "errors") return readErrors(evidence, gate, time.now);
	if (evidence.kind === "latency" && gate.kind === "latency") return readLatency(evidence, gate, time);
	return {
		windows: [],
		latest: null,
		fault: `${gate.kind} asked for, ${evidence.kind} measured`,
		reference: null
	};
};
/** In order of time, each with its fault. */
const inOrder = (windows, now, faultOf) => {
	const sound = [];
	let fault = null;
	let end = Number.NEGATIVE_INFINITY;
	for (const window of windows.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
		if (window.to > now) continue;
		const wrong = window.from >= end && window.to > window.from ? faultOf(window) : "a time counted twice";
		if (wrong === null) {
			sound.push(window);
			end = window.to;
		} else fault = wrong;
	}
	return {
		sound,
		fault
	};
};
const tallyFault = ({ requests, errors }) => {
	if (!Number.isFinite(requests) || !Number.isFinite(errors)) return "a count that is no number";
	if (requests < 0 || errors < 0) return "a count below zero";
	return errors > requests ? "more errors than requests" : null;
};
const countedFault = (counted) => [counted, ...counted.buckets ?? []].map(tallyFault).find((fault) => fault !== null) ?? null;
const readErrors = (evidence, gate, now) => {
	const { sound, fault } = inOrder(evidence.windows, now, (window) => countedFault(window.new) ?? (window.old && countedFault(window.old)));
	const count = ({ requests, errors, buckets }) => buckets === void 0 ? {
		requests,
		errors
	} : countBuckets(buckets, gate.mostPerBucket);
	const { reference = null } = evidence;
	return {
		windows: sound.map((window) => ({
			from: window.from,
			new: count(window.new),
			old: window.old && count(window.old),
			seen: window
		})),
		latest: sound.at(-1)?.to ?? null,
		fault,
		reference: reference !== null && tallyFault(reference) === null ? reference : null
	};
};
const readLatency = (evidence, gate, { since, now }) => {
	const reference = evidence.reference !== void 0 && histogramFault(evidence.reference) === null ? evidence.reference ?? null : null;
	const shape = reference ?? evidence.windows.find((window) => histogramFault(window.new) === null)?.new;
	const histogramsFault = (histogram) => histogramFault(histogram) ?? (shape === void 0 || sameBounds(histogram, shape) ? null : "buckets with other bounds");
	const { sound, fault } = inOrder(evidence.windows, now, (window) => histogramsFault(window.new) ?? (window.old && histogramsFault(window.old)));
	const latest = sound.at(-1)?.to ?? null;
	const line = drawLine(sound, reference, gate);
	if (typeof line === "string") return {
		windows: [],
		latest,
		fault: fault ?? line,
		reference: null
	};
	const windows = sound.slice(line.learnedFrom).map((window) => {
		const compared = {
			new: countSlower(window.new, line.bound),
			old: window.old && countSlower(window.old, line.bound)
		};
		return {
			from: window.from,
			...compared,
			seen: compared
		};
	});
	const wave = sound.filter(({ from }) => from >= since);
	return {
		windows,
		latest,
		fault,
		reference: reference && countSlower(reference, line.bound),
		slow: {
			aboveMilliseconds: line.bound,
			quantile: gate.quantile,
			newMilliseconds: quantileOf(wave.map((window) => window.new), gate.quantile),
			oldMilliseconds: quantileOf(wave.flatMap((window) => window.old ?? []), gate.quantile)
		}
	};
};
const quantileOf = (histograms, quantile) => {
	const [first, ...others] = histograms;
	return first === void 0 ? null : quantileMilliseconds(others.reduce(mergeHistograms, first), quantile);
};
/**
* Where slow begins. It is drawn before it is tested with: from the plan, from the old version's past, or from the old
* version in the first windows, which then take no part in the test. A line drawn through the tested requests
* themselves would lean towards what they happen to show.
*/
const drawLine = (windows, reference, { quantile, slowerThanMilliseconds }) => {
	const beyond = "slow begins beyond the largest bucket";
	const shape = reference ?? windows[0]?.new;
	if (slowerThanMilliseconds !== void 0 && shape !== void 0) {
		const bound = boundAtLeast(shape, slowerThanMilliseconds);
		return bound === null ? beyond : {
			bound,
			learnedFrom: 0
		};
	}
	const enough = Math.ceil(10 / (1 - quantile) - 1e-6);
	if (reference !== null && countRequests(reference) >= enough) {
		const bound = boundOfQuantile(reference, quantile);
		return bound === null ? beyond : {
			bound,
			learnedFrom: 0
		};
	}
	let past = null;
	for (const [at, { old }] of windows.entries()) {
		if (old !== null) past = past === null ? old : mergeHistograms(past, old);
		if (past === null || countRequests(past) < enough) continue;
		const bound = boundOfQuantile(past, quantile);
		return bound === null ? beyond : {
			bound,
			learnedFrom: at + 1
		};
	}
	const known = past === null ? 0 : countRequests(past);
	return `what is slow is still being learned, from ${formatCount(known)} of ${formatCount(enough)} requests`;
};

// src/rollout/sequential.ts
const bets = [
	{
		ratio: 1.5,
		weight: 1.5
	},
	{
		ratio: 2,
		weight: 4
	},
	{
		ratio: 3,
		weight: 2.5
	},
	{
		ratio: 5,
		weight: 2
	},
	{
		ratio: 10,
		weight: 2
	},
	{
		ratio: 30,
		weight: 2
	},
	{
		ratio: 100,
		weight: 1
	}
].map(({ ratio, weight }) => ({
	ratio,
	logRatio: log(ratio),
	logShare: log(weight / 15)
}));
const noEvidence = bets.map(() => 0);
/** Evidence after one more window. The order of windows, and how a time of equal shares is cut, make no difference. */
const addWindow = (evidence, window, allowance) => {
	const served = window.new.requests + (window.old?.requests ?? 0);
	if (!(window.new.requests > 0)) return evidence;
	const { ratio: allowed = 1, limit } = allowance;
	const old = window.old !== null && window.old.requests > 0 ? window.old : null;
	const share = window.new.requests / served;
	const errors = window.new.errors + (old?.errors ?? 0);
	return bets.map(({ ratio, logRatio }, at) => {
		const expected = old === null ? window.new.requests * limit * (ratio - 1) : errors * (log1p(share * (allowed * ratio - 1)) - log1p(share * (allowed - 1)));
		return (evidence[at] ?? 0) + window.new.errors * logRatio - expected;
	});
};
/** ln of the whole stake: 0 at the start, ln 100 when a new version that is no worse would be called so once in 100. */
const logEValue = (evidence) => {
	const stakes = bets.map(({ logShare }, at) => logShare + (evidence[at] ?? 0));
	const largest = Math.max(...stakes);
	return largest + log(stakes.reduce((sum, stake) => sum + exp(stake - largest), 0));
};

// src/rollout/sequential-bounds.ts
/**
* How much worse could the new version still be? Exact Poisson bounds: failures are rare and few, so no bell curve.
* (Poisson tails are heavier than binomial ones with the same mean: what is claimed holds for counts of requests too.)
*/
/** ln k!, by Stirling's series beyond 30; error below 1e-13. */
const logFactorial = (k) => {
	if (k < 30) {
		let product = 1;
		for (let i = 2; i <= k; i++) product *= i;
		return log(product);
	}
	return (k + .5) * log(k) - k + .5 * log(2 * Math.PI) + (1 / 12 - (1 / 360 - 1 / (1260 * k * k)) / (k * k)) / k;
};
/** P(at most k events) when `mean` are expected. k a whole number ≥ −1. */
const poissonTail = (k, mean) => {
	if (k < 0) return 0;
	if (mean <= 0) return 1;
	const atK = exp(k * log(mean) - mean - logFactorial(k));
	let term = 1;
	let sum = 0;
	if (k <= mean) {
		for (let i = k; i >= 0 && term > sum * 1e-17; i--) {
			sum += term;
			term *= i / mean;
		}
		return Math.min(1, atK * sum);
	}
	for (let i = k + 1; term > sum * 1e-17; i++) {
		term *= mean / i;
		sum += term;
	}
	return Math.max(0, 1 - atK * sum);
};
/** The mean at which at most k events happen with probability `chance`: with 0 and 5 %, 3.0; with 1, 4.7. */
const poissonUpper = (k, chance) => {
	if (k < 0) return 0;
	if (k === 0) return -log(chance);
	let low = 0;
	let high = 2 * k + 10 - 10 * log(Math.min(chance, 1));
	while (high - low > 1e-11 * high) {
		const middle = (low + high) / 2;
		if (poissonTail(k, middle) > chance) low = middle;
		else high = middle;
	}
	return high;
};
/** The mean at which k events or more happen with probability `chance`; 0 for no event. */
const poissonLower = (k, chance) => poissonUpper(k - 1, 1 - chance);
/**
* Errors expected at most after `errors` were seen. The sample grows while it is looked at, and each error is a chance to
* find a luckier moment later; the chance of being wrong shrinks with them, `missed` / (1 + ln(1 + errors))², so that
* all looks together stay below twice `missed` (bare bounds: 40 in 100). Without an error it is ln(1/missed).
*/
const mostExpected = (errors, missed) => {
	const seen = Math.ceil(errors);
	const growth = 1 + log1p(seen);
	return poissonUpper(seen, missed / (growth * growth));
};
/** Share of requests that fail with this version at most, but for the chance `missed`; 1 where nothing is known. */
const largestRate = ({ requests, errors }, missed) => requests > 0 ? Math.min(1, poissonUpper(Math.ceil(errors), missed) / requests) : 1;
/**
* The largest excess of the new version's error rate that this sample leaves possible: had it been more, so few errors
* would have been seen with the chance `missed` only. Without an error ln(1/missed) / requests. With errors the old
* version's rate is taken off, and the doubts about both rates add up as the sides of a right angle (Zou and Donner,
* Statistics in Medicine 2008); but never is it better than without an error. 1 where nothing was served.
*/
const ruledOutExcess = (sample, missed) => {
	const { requests, errors } = sample.new;
	if (!(requests > 0)) return 1;
	const doubt = (mostExpected(errors, missed) - errors) / requests;
	const old = sample.old !== null && sample.old.requests > 0 ? sample.old : {
		requests: 1,
		errors: 0
	};
	const usual = old.errors / old.requests;
	const oldDoubt = usual - poissonLower(Math.floor(old.errors), missed) / old.requests;
	const excess = errors / requests - usual + Math.sqrt(doubt * doubt + oldDoubt * oldDoubt);
	return Math.min(1, Math.max(doubt, excess));
};
/** Beyond this the honest answer is "never". */
const MOST_REQUESTS = 0xe8d4a51000;
/**
* Requests the new version must have served before an excess is ruled out, if from now on it fails as often as the old
* version does; `cleanRequests` where neither fails. Infinite where no number of requests would do.
*/
const requestsNeeded = (sample, excess, missed) => {
	const { requests, errors } = sample.new;
	const usual = sample.old !== null && sample.old.requests > 0 ? sample.old.errors / sample.old.requests : 0;
	const isEnough = (served) => {
		const growth = requests > 0 ? served / requests : 1;
		const old = sample.old && {
			requests: sample.old.requests * growth,
			errors: sample.old.errors * growth
		};
		const grown = {
			requests: served,
			errors: errors + Math.round((served - requests) * usual)
		};
		return ruledOutExcess({
			new: grown,
			old
		}, missed) <= excess;
	};
	if (isEnough(requests)) return requests;
	let few = Math.floor(requests);
	let enough = Math.max(2 * Math.ceil(requests), 1);
	while (!isEnough(enough)) {
		[few, enough] = [enough, 2 * enough];
		if (enough > MOST_REQUESTS) return Number.POSITIVE_INFINITY;
	}
	while (enough - few > 1) {
		const middle = Math.floor((few + enough) / 2);
		if (isEnough(middle)) enough = middle;
		else few = middle;
	}
	return enough;
};
/**
* The smallest excess that the test would have called worse with probability `power` at this sample: the old version's
* errors as they are, so many errors of the new one as it takes. Null where no number of them could have.
*/
const detectableExcess = (sample, allowance, falseAlarm, power = .9) => {
	const { requests } = sample.new;
	const isWorse = (errors) => logEValue(addWindow(noEvidence, {
		...sample,
		new: {
			requests,
			errors
		}
	}, allowance)) >= -log(falseAlarm);
	if (!(requests > 0) || !isWorse(requests)) return null;
	let [few, many] = [0, 1];
	while (!isWorse(many)) [few, many] = [many, 2 * many];
	while (many - few > 1) {
		const middle = Math.floor((few + many) / 2);
		if (isWorse(middle)) many = middle;
		else few = middle;
	}
	const old = sample.old !== null && sample.old.requests > 0 ? sample.old.errors / sample.old.requests : 0;
	return Math.min(1, Math.max(0, poissonUpper(many - 1, 1 - power) / requests - old));
};

// src/rollout/judge-metric.ts
/** e-values beyond this are all the same to everybody, and JSON knows no infinity. */
const LARGEST_LOG = 690;
const unmeasured = {
	errors: {
		kind: "errors",
		windows: []
	},
	latency: {
		kind: "latency",
		windows: []
	}
};
/**
* One metric of one wave. The test runs over every window; what a pass needs is counted from `since` on, when the whole
* wave served.
*/
const judgeMetric = (name, asked, gate, evidence, now) => {
	const measured = Object.hasOwn(evidence.metrics, name) ? evidence.metrics[name] : void 0;
	const reading = readMetric(measured ?? unmeasured[asked.kind], asked, {
		since: evidence.since,
		now
	});
	const limit = Math.max(asked.pMax, reading.reference === null ? 0 : largestRate(reading.reference, asked.beta));
	const allowance = {
		limit,
		...asked.ratio === void 0 ? {} : { ratio: asked.ratio }
	};
	const before = measured?.before?.length === noEvidence.length ? measured.before : noEvidence;
	const test = runTest(reading, before, allowance);
	const wave = reading.windows.filter(({ from }) => from >= evidence.since);
	const sample = addUp(wave);
	const seen = addUp(wave.map((window) => window.seen));
	const served = sample.old !== null && sample.old.requests > 0 ? sample.old : null;
	const usual = {
		new: sample.new,
		old: served ?? reading.reference
	};
	const needed = moreRequests(usual, seen.new, asked, gate.minRequests);
	const silence = now - Math.max(reading.latest ?? Number.NEGATIVE_INFINITY, evidence.since);
	const outcome = (() => {
		if (test.highest !== null && test.highest.log >= -log(asked.alpha)) return "worse";
		if (!(silence <= 2 * gate.windowSeconds) || reading.latest !== null && reading.windows.length === 0) return "no-data";
		if (reading.reference !== null && served !== null && isAbove(reading, limit, asked.alpha)) return "both-worse";
		if (needed === 0) return "no-worse";
		return sample.new.errors > 0 ? "unsure" : "too-few";
	})();
	const counts = outcome === "worse" && test.highest !== null ? test.highest.seen : seen;
	const judgement = {
		outcome,
		new: counts.new,
		old: counts.old,
		eValue: exp(Math.min(test.highest?.log ?? 0, LARGEST_LOG)),
		ruledOut: sample.new.requests > 0 ? ruledOutExcess(usual, asked.beta) : null,
		detectable: detectableExcess(sample, allowance, asked.alpha),
		requestsNeeded: needed,
		evidence: test.evidence,
		...reading.slow === void 0 ? {} : { slow: reading.slow }
	};
	const told = {
		name,
		reading,
		limit,
		silenceSeconds: silence,
		oldVersion: evidence.versions.old
	};
	return {
		...judgement,
		why: explainMetric(judgement, told)
	};
};
/** The highest moment counts: what was proven once stays proven, however good it looks later. */
const runTest = ({ windows }, before, allowance) => {
	let evidence = before;
	let seen = {
		new: nothing,
		old: null
	};
	let highest = null;
	for (const window of windows) {
		evidence = addWindow(evidence, window, allowance);
		seen = join$1(seen, window.seen);
		const reached = logEValue(evidence);
		if (highest === null || reached > highest.log) highest = {
			log: reached,
			seen
		};
	}
	return {
		evidence,
		highest
	};
};
/** Does the new version, taken by itself, err more than the limit? */
const isAbove = ({ windows }, limit, alpha) => {
	const evidence = windows.reduce((sum, window) => addWindow(sum, {
		...window,
		old: null
	}, { limit }), noEvidence);
	return logEValue(evidence) >= -log(alpha);
};
const nothing = {
	requests: 0,
	errors: 0
};
const sum = (one, other) => ({
	requests: one.requests + other.requests,
	errors: one.errors + other.errors
});
const join$1 = (one, other) => ({
	new: sum(one.new, other.new),
	old: one.old === null ? other.old && sum(nothing, other.old) : sum(one.old, other.old ?? nothing)
});
const addUp = (windows) => windows.reduce(join$1, {
	new: nothing,
	old: null
});
/** In requests as people count them: buckets are fewer. Null where the plan asks the impossible. */
const moreRequests = (usual, seen, { pMax, beta }, minRequests) => {
	const counted = usual.new.requests;
	const missing = Math.max(0, requestsNeeded(usual, pMax, beta) - counted);
	const scale = counted > 0 ? seen.requests / counted : 1;
	const more = Math.max(Math.ceil(missing * scale), Math.ceil(minRequests - seen.requests), 0);
	return Number.isFinite(more) ? more : null;
};

// src/rollout/judge.ts
/**
* May the next wave begin?
*
* `fail` is proof: a metric shown to be worse, or more failed instances than the run may have. It is final.
* `pass` is proof too: bake time over, every instance healthy without a break, every metric fresh, and of each so many
* requests that the excess to be ruled out is ruled out. Nothing is never proof: without data there is no pass, but
* for a plan that says `on-no-data: health-only`, and then fresh, unbroken health is the data.
* `inconclusive` is the rest: wait, and after the deadline do what the plan says.
*
* Pure: the same evidence, gate and `now` (seconds since the epoch) give the same bits, today and in a replay.
*/
const judge = (evidence, gate, now) => {
	const metrics = Object.entries(gate.metrics).map(([name, asked]) => [name, judgeMetric(name, asked, gate, evidence, now)]);
	const judged = metrics.map(([, metric]) => metric);
	const health = judgeHealth(evidence, gate, now);
	const eValue = Math.max(evidence.failed?.eValue ?? 1, ...judged.map((metric) => metric.eValue));
	const answer = (verdict, why, more = {}) => ({
		verdict,
		why,
		eValue,
		overdue: false,
		metrics: Object.fromEntries(metrics),
		...more
	});
	if (evidence.failed !== void 0) return answer("fail", evidence.failed.why);
	const proofs = [...judged.filter(({ outcome }) => outcome === "worse").map(({ why }) => why), ...health.outcome === "failed" ? [health.why] : []];
	if (proofs.length > 0) return answer("fail", proofs.join("; "));
	const bakeLeft = gate.bakeSeconds - (now - evidence.since);
	const open = judged.filter(({ outcome }) => outcome !== "no-worse");
	const healthIsData = gate.onNoData === "health-only" && open.every(isOnlySilent);
	const isHealthy = health.outcome === "healthy";
	const overdue = now - evidence.since >= gate.bakeSeconds + gate.inconclusiveSeconds;
	const told = judged.map(({ why }) => why);
	const noMetric = judged.length === 0;
	if (bakeLeft <= 0 && isHealthy && open.length === 0 && !noMetric) return answer("pass", told.join(", "));
	if (bakeLeft <= 0 && isHealthy && healthIsData && (overdue || noMetric)) return answer("pass", `${[...told, health.why].join("; ")}, which is enough here (on-no-data: health-only)`);
	const coveredByBake = health.outcome === "waiting" && (health.seconds ?? bakeLeft) < bakeLeft;
	const doubts = [
		...open.length === 0 ? told : open.map(({ why }) => why),
		...noMetric && !healthIsData ? ["no metric to judge by"] : [],
		...isHealthy || coveredByBake ? [] : [health.why]
	].join("; ");
	if (overdue) {
		const late = `no verdict ${sayWait(gate.inconclusiveSeconds)} after the bake time`;
		if (gate.onNoData === "fail") return answer("fail", `${doubts}; ${late} (on-no-data: fail)`);
		return answer("inconclusive", `${doubts}; ${late}: rollout promote or rollout abort`, { overdue: true });
	}
	const healthLeft = health.outcome === "waiting" ? health.seconds : 0;
	const requests = mostNeeded(open);
	if (healthLeft === null || requests === null || noMetric && !healthIsData) return answer("inconclusive", doubts);
	const seconds = Math.max(0, bakeLeft, healthLeft);
	return answer("inconclusive", `${doubts === "" ? "" : `${doubts}; `}may pass after ${sayRest(requests, seconds)}`, { until: {
		requests,
		seconds,
		at: now + seconds
	} });
};
/** It says nothing against the version: silent, or too little served, and nothing failed that is not accounted for. */
const isOnlySilent = ({ outcome, new: { errors }, requestsNeeded }) => (outcome === "no-data" || outcome === "too-few") && (errors === 0 || requestsNeeded === 0);
/** Requests until the slowest metric may pass; null where requests alone do not help. */
const mostNeeded = (open) => {
	const needed = open.map(({ outcome, requestsNeeded }) => outcome === "too-few" || outcome === "unsure" ? requestsNeeded : null);
	return needed.some((count) => count === null) ? null : Math.max(0, ...needed.map(Number));
};
const sayRest = (requests, seconds) => [...requests > 0 ? [sayCount(requests, "more request")] : [], ...seconds > 0 ? [sayWait(seconds)] : []].join(" and ");

// src/rollout/engine/bake-watch.ts
/** Goes on from what the journal holds, whoever wrote it. */
const watchBake = ({ bake, started }, book, { plan, clock, mover }) => {
	let record = recallBake(bake);
	let judgement = null;
	const { wave } = bake;
	const gate = gateOf(plan, started.waves[wave]?.bakeSeconds ?? 0);
	const versions = {
		new: started.to,
		old: started.from[0] ?? ""
	};
	return {
		wave,
		windowSeconds: gate.windowSeconds,
		judgement: () => judgement,
		memory: () => memoryOf(record, judgement),
		lastMemory: () => memoryAfter(record, judgement),
		judge: (state, snapshot) => {
			if (snapshot !== null) record = countOn(record, snapshot);
			const instances = watched(state, book, mover.rollsWaves);
			const evidence = evidenceOf(record, {
				versions,
				instances,
				failedInstances: [...state.failed]
			});
			judgement = judge(evidence, gate, clock.now() / 1e3);
			return judgement;
		}
	};
};
/**
* Those the wave has moved; all on the new version where an orchestrator renames them, the wave moved nobody, or all it
* moved have left the fleet.
*/
const watched = ({ trail, bake, started }, book, rollsWaves) => {
	const moved = rollsWaves ? [] : book.healthOf(movedInWave(trail, bake.wave));
	if (moved.length > 0) return moved;
	const onNew = book.fleet().flatMap(({ id, version }) => version === started.to ? [id] : []);
	return book.healthOf(new Set(onNew));
};

// src/rollout/engine/fleet-book.ts
/** Who is no longer listed counts as out for as long as an instance may take to come up, and is forgotten then. */
const openFleetBook = (plan) => {
	const pages = /* @__PURE__ */ new Map();
	const patience = plan.health.healthyDeadline.seconds * 1e3;
	let fleet = [];
	let lookedAt = 0;
	return {
		fleet: () => fleet,
		observedAt: () => lookedAt,
		write: (observed, now) => {
			fleet = withPlannedZones(observed, plan);
			lookedAt = now;
			for (const instance of fleet) {
				const known = pages.get(instance.id);
				const since = known?.healthySince ?? null;
				const fellIll = since !== null && !instance.healthy;
				pages.set(instance.id, {
					instance,
					seenAt: now,
					healthySince: instance.healthy ? since ?? now : null,
					flaps: (known?.flaps ?? 0) + (fellIll ? 1 : 0)
				});
			}
			for (const [id, { seenAt }] of pages) if (now - seenAt > patience) pages.delete(id);
			return fleet;
		},
		missing: (now) => [...pages.values()].flatMap(({ instance, seenAt }) => seenAt < lookedAt && now - seenAt <= patience ? [instance] : []),
		vouch: (ids, now, seconds) => {
			for (const id of ids) {
				const page = pages.get(id);
				if (page === void 0) continue;
				const since = Math.min(page.healthySince ?? now, now - seconds * 1e3);
				pages.set(id, {
					...page,
					healthySince: since
				});
			}
		},
		forgetFlaps: () => {
			for (const [id, page] of pages) pages.set(id, {
				...page,
				flaps: 0
			});
		},
		healthOf: (ids) => [...ids].flatMap((id) => {
			const page = pages.get(id);
			if (page === void 0) return [];
			const { healthySince, flaps, seenAt } = page;
			return [{
				id,
				healthySince: healthySince === null || !(seenAt === lookedAt) ? null : healthySince / 1e3,
				flaps,
				observedAt: seenAt / 1e3
			}];
		})
	};
};

// src/rollout/engine/traffic.ts
/** `to` is the version of one side; whatever else an instance is known to run is the other. */
const openTraffic = (sources, to) => {
	const served = openMeter(tallyNames);
	const balanced = openMeter(balancedNames);
	let trouble = "";
	let looking = Promise.resolve();
	const ask = async (signal) => {
		const answers = await Promise.allSettled(sources.map((source) => source.read(signal)));
		const faults = [];
		const readings = [];
		for (const [at, answer] of answers.entries()) if (answer.status === "rejected") {
			if (!(answer.reason instanceof SourceError)) throw answer.reason;
			faults.push(answer.reason.message);
		} else {
			readings.push({
				reading: answer.value,
				isForTheRecord: sources[at].isForTheRecord === true
			});
			faults.push(...Object.values(answer.value.faults));
		}
		trouble = faults.join("; ");
		return readings;
	};
	const look = async (fleet, signal) => {
		const all = await ask(signal);
		const readings = all.flatMap(({ reading, isForTheRecord }) => isForTheRecord ? [] : [reading]);
		const errors = readings.find((reading) => reading.errors !== null)?.errors ?? null;
		const latency = readings.find((reading) => reading.latency !== null)?.latency ?? null;
		served.take(errors);
		balanced.take(all.find(({ reading }) => reading.balanced != null)?.reading.balanced ?? null);
		if (readings.length === 0) return null;
		const sides = new Map(fleet.map(({ id, version }) => [id, version]));
		const sideOf = (id) => {
			const version = sides.get(id);
			return version === void 0 || version === "" ? null : version === to ? "new" : "old";
		};
		return {
			counters: {
				at: Math.max(...readings.map(({ at }) => at)),
				errors,
				latency
			},
			sideOf
		};
	};
	return {
		counted: () => ({
			served: served.total(),
			balanced: balanced.total()
		}),
		trouble: () => trouble,
		look: (fleet, signal) => {
			const answer = looking.then(() => look(fleet, signal));
			looking = Promise.race([answer.catch(() => void 0), fired(signal)]);
			return answer;
		}
	};
};

// src/rollout/engine/session.ts
const observeSeconds = 30;
const aheadSeconds = 1;
/** So long what was last said of the end may stand, where nothing was written meanwhile. */
const retellSeconds = 10;
/** `isResumed`: nobody has led for a while, because there was nothing to do, or nothing to see. */
const openSession = (options, view, lead, isResumed) => {
	const { clock, mover, plan, tell } = options;
	const book = openFleetBook(plan);
	const traffic = openTraffic(options.metrics, view.state().started.to);
	const timing = {
		calendar: options.calendar,
		batchSeconds: options.batchSeconds,
		...options.lease.spacing && { spacing: options.lease.spacing }
	};
	const troubles = {
		fleet: "",
		journal: ""
	};
	const listeners = /* @__PURE__ */ new Set();
	const progress = /* @__PURE__ */ new Map();
	let awake = new AbortController();
	let watch = null;
	let decision = null;
	let stuckSince = null;
	let blindSince = null;
	const blind = [];
	let isUnseen = isResumed;
	let crashed = null;
	let finish = null;
	/** Several may look at a time, and a look that began before another tells nothing after it. */
	let looksBegun = 0;
	let lookKnown = 0;
	let ahead = null;
	const wake = () => {
		awake.abort();
		awake = new AbortController();
		for (const listener of listeners) listener();
	};
	view.onNews(wake);
	lead.lost.addEventListener("abort", wake, { once: true });
	options.signal.addEventListener("abort", wake, { once: true });
	const watchNow = () => {
		const state = view.state();
		if (state.stage !== "baking") watch = null;
		else if (watch === null || watch.wave !== state.bake.wave) watch = watchBake(state, book, options);
		return watch;
	};
	const finishNow = () => {
		const now = clock.now();
		const { count } = view.state();
		const isOld = finish?.count !== count || now - finish.toldAt >= retellSeconds * 1e3;
		if (finish === null || finish.at === null || isOld) finish = {
			count,
			toldAt: now,
			at: finishOf(view.state(), book.fleet(), plan, {
				...timing,
				now,
				missing: book.missing(now)
			})
		};
		return finish.at;
	};
	const show = () => {
		const trouble = [troubles.fleet || traffic.trouble(), troubles.journal].filter((why) => why !== "");
		tell(view.state(), {
			now: clock.now(),
			fleet: book.fleet(),
			decision,
			judgement: watch?.judgement() ?? null,
			progress: [...progress.values()],
			finishAt: finishNow(),
			trouble: trouble.join("; ")
		});
	};
	const observe = async () => {
		const mine = ++looksBegun;
		try {
			const observed = await bounded(clock, observeSeconds * 1e3, "the fleet", mover.observe);
			if (observed.length === 0) throw new SourceError("the driver lists no instance; check `targets`");
			if (mine < lookKnown) return book.fleet();
			lookKnown = mine;
			troubles.fleet = "";
			if (isUnseen || blindSince !== null) blind.push({
				from: isUnseen ? 0 : blindSince ?? 0,
				until: clock.now()
			});
			isUnseen = false;
			blindSince = null;
			return book.write(observed, clock.now());
		} catch (error) {
			if (!(error instanceof SourceError)) throw error;
			if (mine < lookKnown) return book.fleet();
			troubles.fleet = error.message;
			blindSince ??= clock.now();
			show();
			return null;
		}
	};
	return {
		options,
		view,
		lead,
		book,
		observe: () => {
			const begun = ahead;
			ahead = null;
			return begun !== null && clock.now() - begun.since <= aheadSeconds * 1e3 ? begun.answer : observe();
		},
		observeAhead: () => {
			const answer = observe();
			answer.catch(() => void 0);
			ahead = {
				since: clock.now(),
				answer
			};
		},
		blindness: () => blindSince === null ? null : {
			seconds: (clock.now() - blindSince) / 1e3,
			why: troubles.fleet
		},
		look: () => bounded(clock, observeSeconds * 1e3, "the metrics", (signal) => traffic.look(book.fleet(), signal)).catch((error) => {
			if (error instanceof SourceError) return null;
			throw error;
		}),
		counted: traffic.counted,
		watch: watchNow,
		worldNow: () => {
			const now = clock.now();
			return {
				now,
				...timing,
				settleSeconds: mover.settleSeconds,
				rollsWaves: mover.rollsWaves,
				longestWaitSeconds: options.longestWaitSeconds,
				missing: book.missing(now),
				judgement: watchNow()?.judgement() ?? null,
				stuckSince,
				blind
			};
		},
		note: (next) => {
			decision = next;
			stuckSince = next.kind === "wait" && next.reason === "stuck" ? stuckSince ?? clock.now() : null;
			show();
		},
		progress: (one) => {
			if (one === null) progress.clear();
			else progress.set(one.id, one);
			show();
		},
		trouble: (what, why) => {
			const isNews = troubles[what] !== why;
			troubles[what] = why;
			if (isNews) show();
		},
		rest: (milliseconds) => clock.sleep(Math.max(1, milliseconds), awake.signal),
		onWake: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		crash: (error) => {
			crashed = { error };
			wake();
		},
		checkCrash: () => {
			if (crashed !== null) throw crashed.error;
		}
	};
};
const countServing = (fleet) => fleet.filter(isAvailable).length;

// src/rollout/engine/batch-out.ts
/**
* Moves a batch whose intent is in the journal, and writes what came of it. An abort stops it: who was not restarted
* yet is put back. So does a signal, and when the time to leave has come the batch is left as it is, for whoever leads
* next; `blind`, where nobody could see the fleet for so long that somebody else shall look again later. The way back
* is stopped by neither of the first. `counting` has begun to count requests; nobody is touched before it has.
* @throws LeaseLost
*/
const batchOut = async (session, batch, fleet, counting) => {
	const { view, lead, options } = session;
	const { clock, mover, signal } = options;
	const began = clock.now();
	const stop = new AbortController();
	const gone = new AbortController();
	const over = new AbortController();
	const consider = () => {
		if (lead.lost.aborted) stop.abort(lead.lost.reason);
		const isUnwanted = batch.isStopped || view.state().aborted !== null || signal.aborted;
		if (batch.direction === "forward" && isUnwanted) stop.abort();
	};
	const letGo = (why) => {
		stop.abort(why);
		gone.abort(why);
	};
	const forget = session.onWake(consider);
	consider();
	const least = { serving: servingWithout(batch, fleet, mover.rollsWaves) };
	const mayAct = async () => {
		await counting;
		await lead.mayAct();
	};
	const moving = mover.move(batch.moves, {
		...contextOf(session, batch, stop.signal),
		gone: gone.signal,
		mayAct
	});
	const graceOver = fired(signal).then(() => clock.sleep(options.graceSeconds * 1e3, over.signal));
	let keeping = Promise.resolve();
	const keep = (seen) => {
		keeping = keepRotation(session, seen, over.signal);
		return keeping;
	};
	const blind = attend(session, least, keep, over.signal).catch((error) => {
		if (!(error instanceof LeaseLost)) session.crash(error);
		return never();
	});
	try {
		const results = await Promise.race([
			moving,
			graceOver,
			fired(lead.lost),
			blind
		]);
		lead.check();
		if (results === void 0) {
			moving.catch(() => void 0);
			const isBlind = isBlindForLong(session);
			letGo(new LeaseLost(isBlind ? "the fleet could not be observed for too long" : "told to stop"));
			return isBlind ? "blind" : "left";
		}
		const complete = batch.moves.map(({ id }) => results.find((result) => result.id === id) ?? {
			...silent,
			id
		});
		const moved = complete.flatMap(({ id, outcome }) => outcome === "moved" ? [id] : []);
		session.book.vouch(moved, clock.now(), options.plan.health.minHealthyTime.seconds);
		const seconds = (clock.now() - began) / 1e3;
		over.abort();
		await keeping.catch(() => void 0);
		session.observeAhead();
		await lead.mustAppend({
			event: "moved",
			batch: batch.batch,
			results: complete,
			leastServing: least.serving,
			seconds,
			...await (await counting)()
		});
		return "back";
	} catch (error) {
		moving.catch(() => void 0);
		if (error instanceof LeaseLost) letGo(error);
		throw error;
	} finally {
		forget();
		over.abort();
		session.progress(null);
	}
};
const silent = {
	outcome: "failed",
	why: "nobody said what became of it",
	drainSeconds: 0,
	bootSeconds: 0
};
/** Who serves while the batch is out, as far as we can tell beforehand; an orchestrator takes them one by one. */
const servingWithout = ({ moves }, fleet, rollsWaves) => {
	if (rollsWaves) return countServing(fleet);
	const out = new Set(moves.map(({ id }) => id));
	return fleet.filter((instance) => isAvailable(instance) && !out.has(instance.id)).length;
};
/** Nobody waits on the spot for so long. */
const isBlindForLong = ({ blindness, options }) => (blindness()?.seconds ?? 0) > options.longestWaitSeconds;
const never = () => new Promise(() => void 0);
/** Looks at the fleet and counts requests while a batch is out; settles where it could not be looked at for too long. */
const attend = async (session, least, keep, over) => {
	const { clock, lease } = session.options;
	for (;;) {
		await clock.sleep(Math.max(1, Math.min(lease.pollSeconds, 5)) * 1e3, over);
		if (over.aborted) return never();
		const fleet = await session.observe();
		if (over.aborted) return never();
		if (isBlindForLong(session)) return void 0;
		if (fleet !== null) {
			least.serving = Math.min(least.serving, countServing(fleet));
			await keep(fleet);
		}
		await session.look();
	}
};

// src/rollout/engine/journal-view.ts
const openView = (journal) => {
	let state = unborn;
	let tail = Promise.resolve();
	const listeners = [];
	const alone = (work) => {
		const done = tail.then(work);
		tail = done.catch(() => void 0);
		return done;
	};
	const read = async () => {
		const events = await journal.read();
		if (events.length < state.count) throw new SourceError(`journal ${journal.id} holds ${events.length} events and held ${state.count}; somebody cut it: verify the ledger (\`replay\`)`);
		if (events.length === state.count) return [];
		const news = events.slice(state.count);
		state = fold(news, state);
		for (const listener of listeners) listener(state);
		return news;
	};
	const isIn = async (event) => (await read()).some((other) => Object.entries(event).every(([key, value]) => isDeepStrictEqual(other[key], value)));
	return {
		state: () => state,
		refresh: () => alone(async () => {
			await read();
			return state;
		}),
		append: (event, seen) => alone(async () => {
			if (seen !== void 0 && seen !== state.count) return "outrun";
			const after = fold([event], state);
			try {
				if (await journal.append(event, state.count) === "written") {
					state = after;
					return "written";
				}
			} catch (error) {
				if (await isIn(event)) return "written";
				throw error;
			}
			return await isIn(event) ? "written" : "outrun";
		}),
		onNews: (listener) => void listeners.push(listener)
	};
};

// src/rollout/engine/keeper.ts
/**
* Runs beside everything else for as long as we lead: reads what people and others have written, and writes a heartbeat
* when there was nothing else to say. So neither a slow driver nor a long bake looks like a dead coordinator.
*/
const keepLead = async (session, over) => {
	const { view, lead, options } = session;
	const { pollSeconds, heartbeatSeconds } = options.lease;
	while (!over.aborted) {
		const due = heartbeatSeconds - lead.silentSeconds();
		await options.clock.sleep(Math.max(1, Math.min(pollSeconds, due) * 1e3), over);
		if (over.aborted) return;
		try {
			lead.check(await view.refresh());
			if (lead.silentSeconds() >= heartbeatSeconds) {
				const watch = session.watch();
				await lead.mustAppend({
					event: "heartbeat",
					...watch && { bake: watch.memory() }
				});
			}
			session.trouble("journal", "");
		} catch (error) {
			if (error instanceof LeaseLost) return;
			if (!(error instanceof SourceError)) return session.crash(error);
			session.trouble("journal", error.message);
			await options.clock.sleep(Math.min(pollSeconds, 5) * 1e3, over);
		}
	}
};

// src/rollout/engine/taking.ts
/**
* Takes the lead: at once where nobody has it or its holder is dead; from a silent holder when its lease is out by our
* clock and we have heard nothing for a while ourselves, so that two clocks that differ do not make two leaders.
* `isWanted` says whether there is anything to lead.
*/
const takeLead = async (view, options, isWanted) => {
	const { clock, lease, signal } = options;
	const began = elapsedIn(options);
	let heard = {
		word: "",
		at: began
	};
	for (;;) {
		const state = await view.refresh();
		if (!isWanted(state)) return { outcome: "nothing-to-lead" };
		const word = `${state.epoch} ${state.lease?.lastWordAt}`;
		if (heard.word !== word) heard = {
			word,
			at: elapsedIn(options)
		};
		const standing = await standingOf(state, options, secondsSince(heard.at, options));
		if (standing === "free") {
			const at = elapsedIn(options);
			const epoch = state.epoch + 1;
			if (await view.append({
				event: "lease",
				at: new Date(clock.now()).toISOString(),
				epoch,
				holder: options.holder,
				ttlSeconds: lease.ttlSeconds
			}) === "written") return {
				outcome: "taken",
				lead: leadOf(view, options, epoch, at)
			};
			continue;
		}
		if (!(secondsSince(began, options) < options.busyWaitSeconds) && standing === "held" || signal.aborted) return {
			outcome: "busy",
			holder: state.lease.holder
		};
		await clock.sleep(Math.min(lease.pollSeconds, lease.heartbeatSeconds) * 1e3, signal);
	}
};
/** `fading`: its lease is out by our clock, and we listen for a last word. */
const standingOf = async ({ lease }, { clock, liveness, lease: times }, quietSeconds) => {
	if (lease === null || await liveness(lease.holder) === "dead") return "free";
	const heartbeat = Math.max(times.heartbeatSeconds, lease.ttlSeconds / 3);
	if ((clock.now() - lease.lastWordAt) / 1e3 > lease.ttlSeconds) return quietSeconds >= heartbeat ? "free" : "fading";
	return quietSeconds >= lease.ttlSeconds + heartbeat ? "free" : "held";
};

// src/rollout/engine/engine.ts
/**
* Brings a rollout to its end, or as far as this process may: observes, decides, writes down what it is about to do,
* does it, and observes again. Whoever runs it next goes on from the journal and a look at the fleet.
* @throws SourceError where the journal cannot be read or written for longer than the longest wait.
*/
const runRollout = async (options) => {
	const view = openView(options.journal);
	const now = () => options.clock.now();
	let isResumed = false;
	const taken = await takeLead(view, options, (state) => {
		isResumed = state.parked !== null;
		return restingEnd(state, now()) === null;
	});
	if (taken.outcome === "nothing-to-lead") return restingEnd(view.state(), now());
	if (taken.outcome === "busy") return {
		outcome: "busy",
		holder: taken.holder,
		state: view.state()
	};
	const { lead } = taken;
	const over = new AbortController();
	const session = openSession(options, view, lead, isResumed);
	const keeping = keepLead(session, over.signal);
	try {
		return await proceed(session);
	} catch (error) {
		if (error instanceof LeaseLost) return {
			outcome: "lost",
			why: error.message,
			state: view.state()
		};
		throw error;
	} finally {
		over.abort();
		lead.resign();
		keeping.catch(() => void 0);
	}
};
/** What to say of a rollout that needs nobody now; null where somebody should lead it. */
const restingEnd = (state, now) => {
	const { ended, parked, paused, stage } = state;
	if (isEnded(stage) && ended !== null && !isBackingOut(state)) {
		const { outcome, why, instances } = ended;
		return {
			outcome,
			why,
			instances,
			state
		};
	}
	if (parked === null) return null;
	const isHeld = paused !== null && stage !== "baking";
	const { until, why } = parked;
	return isHeld || Date.parse(until) > now ? {
		outcome: "parked",
		until,
		why,
		state
	} : null;
};
const isBackingOut = (state) => afterEnd(state).kind === "turn-back";
const proceed = async (session) => {
	const { view, lead, options } = session;
	const { plan, signal } = options;
	for (let blind = 0;;) {
		session.checkCrash();
		lead.check();
		if (signal.aborted) return leave(session, "told to stop");
		const fleet = await observeKept(session);
		if (fleet === null) {
			await session.rest(retryPause(blind++, options.random));
			if (isBlindForLong(session)) return leaveBlind(session);
			continue;
		}
		blind = 0;
		const watch = session.watch();
		if (watch !== null) watch.judge(view.state(), await session.look());
		const state = view.state();
		const decision = decide(state, fleet, plan, session.worldNow());
		session.note(decision);
		const end = await carryOut(session, decision, state, fleet);
		if (end !== null) return end;
	}
};
/** Whoever has kept somebody out for longer looks again. */
const keptMilliseconds = 500;
/**
* The fleet, where it belongs, as it was after that was seen to: one that was out when it was looked at may serve by now.
* One that cannot be put back holds nobody up: what is decided on is not that old.
*/
const observeKept = async (session) => {
	const fleet = await session.observe();
	if (fleet === null) return null;
	const { clock } = session.options;
	const since = clock.now();
	return await keepRotation(session, fleet) || clock.now() - since > keptMilliseconds ? session.observe() : fleet;
};
/** One decision. What was decided on an older journal than there is now is decided again. */
const carryOut = async (session, decision, state, fleet) => {
	const { view, lead, options } = session;
	const { clock } = options;
	const seen = state.count;
	switch (decision.kind) {
		case "move": return moveBatch(session, decision, seen, fleet);
		case "bake": {
			const snapshot = await session.look();
			session.book.forgetFlaps();
			await lead.append({
				event: "baking",
				wave: decision.wave,
				bake: beginMemory(state.memory, snapshot)
			}, seen);
			return null;
		}
		case "judge": {
			const { kind, ...judged } = decision;
			const watch = session.watch();
			await lead.append({
				event: "judged",
				...judged,
				counts: countsOf(watch.judgement()),
				bake: watch.lastMemory()
			}, seen);
			return null;
		}
		case "wait": {
			const { until } = decision;
			const look = session.watch()?.windowSeconds ?? Math.min(options.lease.pollSeconds, 5);
			await session.rest(Math.min(look * 1e3, until === null ? Number.POSITIVE_INFINITY : until - clock.now()));
			return null;
		}
		case "park": {
			const until = new Date(decision.until).toISOString();
			const { why } = decision;
			return await lead.append({
				event: "parked",
				until,
				why
			}, seen) === "written" ? {
				outcome: "parked",
				until,
				why,
				state: view.state()
			} : null;
		}
		case "turn-back":
			await lead.append({
				event: "turned-back",
				why: decision.why
			}, seen);
			return null;
		case "end": {
			const { outcome, why, instances, kind: _, ...more } = decision;
			return await lead.append({
				event: "ended",
				outcome,
				why,
				instances,
				...more
			}, seen) === "written" ? {
				outcome,
				why,
				instances,
				state: view.state()
			} : null;
		}
		case "rest": return restingEnd(state, clock.now());
	}
};
/** Older than this, seconds, and what was observed is no ground to move anybody on. */
const freshSeconds = {
	toBegin: 5,
	toMove: 15
};
/** A process that stood still, or a journal that is slow, must not act on what the fleet was like a while ago. */
const moveBatch = async (session, decision, seen, fleet) => {
	const { lead, book, options } = session;
	const isStale = (seconds) => options.clock.now() - book.observedAt() > seconds * 1e3;
	const { wave, batch, direction, moves } = decision;
	if (!decision.isAgain && isStale(freshSeconds.toBegin)) return null;
	const counting = countFrom(session);
	counting.catch(session.crash);
	if (!decision.isAgain) {
		const draft = {
			event: "batch",
			wave,
			batch,
			direction,
			instances: moves
		};
		if (await lead.append(draft, seen) === "outrun") return null;
		if (isStale(freshSeconds.toMove)) {
			await forgo(session, batch, moves);
			return null;
		}
	}
	const outcome = await batchOut(session, decision, fleet, counting);
	if (outcome === "blind") return leaveBlind(session);
	const out = sayNames(moves.map(({ id }) => id));
	return outcome === "left" ? leave(session, `told to stop while moving ${out}`) : null;
};
/** Whoever goes on then may see again; nobody is moved on what is not known, neither forward nor back. */
const leaveBlind = (session) => leave(session, session.blindness()?.why ?? "the fleet cannot be observed", session.options.longestWaitSeconds);
/** Nobody of this batch was touched. */
const forgo = ({ lead, book }, batch, moves) => lead.mustAppend({
	event: "moved",
	batch,
	results: moves.map(({ id }) => ({
		id,
		outcome: "unmoved",
		why: "the fleet was looked at too long ago",
		drainSeconds: 0,
		bootSeconds: 0
	})),
	leastServing: countServing(book.fleet()),
	seconds: 0
});
/** Somebody else goes on at once, or when there is something to do. */
const leave = async (session, why, inSeconds = 0) => {
	const { view, lead, options } = session;
	const until = new Date(options.clock.now() + inSeconds * 1e3).toISOString();
	await lead.mustAppend({
		event: "parked",
		until,
		why
	});
	return {
		outcome: "parked",
		until,
		why,
		state: view.state()
	};
};

// src/rollout/lifting.ts
/** What is lifted after one more event; it stays so for the rest of the rollout. */
const liftedBy = (lifted, event) => {
	if (event.event !== "command" || event.lifts === void 0) return lifted;
	return event.lifts === "emergency" ? {
		...lifted,
		emergency: true
	} : {
		...lifted,
		approved: true
	};
};
const liftedIn = (events) => events.reduce(liftedBy, {});
/** The calendar of a plan as it stands at each question: a word that is given while a rollout waits counts from then on. */
const liftableCalendar = (plan, instants, lifted) => {
	const calendars = /* @__PURE__ */ new Map();
	const current = () => {
		const now = lifted();
		const key = JSON.stringify([now.approved === true, now.emergency === true]);
		const calendar = calendars.get(key) ?? calendarOf(plan, instants, now);
		calendars.set(key, calendar);
		return calendar;
	};
	return {
		scopeOf: (instance) => current().scopeOf(instance),
		nextOpen: (scope, from, seconds) => current().nextOpen(scope, from, seconds),
		budgetFactor: (scope, at) => current().budgetFactor(scope, at),
		namesOf: (scope) => current().namesOf(scope),
		holdingAt: (scope, at) => current().holdingAt(scope, at)
	};
};

// src/commands/rollout/run-request.ts
const writerOf$1 = ({ repository, environment, tool }) => ({
	actor: "coordinator",
	repository,
	environment,
	tool
});
/** What the ledger of a service bears, of which those that move at the same time have their share. */
const termsOf = ({ files, ledgerOf }, service) => leaseOf(ledgerOf(service).url, mostAtOnce(files));

// src/commands/rollout/beginning.ts
/** Where the services of a run stand before anything moves: what is under way goes on, and the rest is planned and begun. */
/** Journals of what is under way, and new ones for the rest; nothing has moved yet. */
const prepare = async (request, fleets) => {
	const open = await Promise.all(fleets.map(async (fleet) => {
		const { service } = fleet.file.plan;
		const newest = await openNewestJournal(request.ledgerOf(service), service, writerOf$1(request));
		const events = await newest?.read() ?? [];
		const isUnderWay = newest !== void 0 && !isOver(fold(events));
		if (isUnderWay) demandSame(newest.id, events, request.to);
		return {
			fleet,
			journal: isUnderWay ? newest : null,
			events
		};
	}));
	const fresh = open.filter(({ journal }) => journal === null);
	if (fresh.length > 0 && request.to === null && request.whenIdle === "refuse") throw new UsageError(`rollout run: no rollout of ${fresh.map(({ fleet }) => fleet.file.plan.service).join(", ")} is under way; say which version to begin with: --to VERSION`);
	const begun = request.to === null ? atRest(fresh) : await begin(request, fresh);
	return open.map(({ fleet, journal, events }) => journal === null ? begun.get(fleet.file.plan.service) : {
		fleet,
		journal,
		known: events.length,
		refusals: []
	});
};
const demandSame = (id, events, to) => {
	const [started] = events;
	if (to !== null && started?.event === "started" && started.to !== to) throw new UsageError(`rollout run --to ${to}: ${id} to ${started.to} is under way; let it end (rollout run), or take it back first (rollout abort)`);
};
const atRest = (fresh) => new Map(fresh.map(({ fleet }) => {
	const { service } = fleet.file.plan;
	return [service, {
		fleet,
		journal: null,
		known: 0,
		refusals: [{
			reason: "already-everywhere",
			service,
			sentence: "no rollout is under way"
		}]
	}];
}));
const begin = async (request, fresh) => {
	const { to, risk, emergency, world, signal } = request;
	if (fresh.length === 0) return /* @__PURE__ */ new Map();
	const before = new Map(fresh.map(({ fleet, events }) => [fleet.file.plan.service, {
		fleet,
		events
	}]));
	const plan = (some) => planFleets({
		fleets: some.map(({ fleet }) => fleet),
		to: to ?? "",
		risk,
		clock: world.clock,
		lifted: emergency === null ? {} : { emergency: true },
		durationsOf: (service) => {
			const known = before.get(service);
			return known ? durationsIn(known.events, known.fleet.file.plan.health.minHealthyTime.seconds) : {};
		},
		spacingOf: (service) => termsOf(request, service).spacing,
		signal
	});
	const prepared = /* @__PURE__ */ new Map();
	const refuse = (refusals) => {
		for (const { fleet } of fresh) {
			const own = refusals.filter(({ service }) => service === fleet.file.plan.service);
			if (own.length > 0) prepared.set(fleet.file.plan.service, {
				fleet,
				journal: null,
				known: 0,
				refusals: own
			});
		}
	};
	let { answer, observed } = await plan(fresh);
	if (answer.outcome === "refused") {
		refuse(answer.refusals);
		const rest = fresh.filter(({ fleet }) => !prepared.has(fleet.file.plan.service));
		if (rest.length === 0 || !isAllDone(answer.refusals)) return withOthers(prepared, fresh, answer.refusals);
		({answer, observed} = await plan(rest));
		if (answer.outcome === "refused") {
			refuse(answer.refusals);
			return withOthers(prepared, fresh, answer.refusals);
		}
	}
	const planned = "services" in answer ? answer.services : [answer];
	for (const each of planned) {
		const { fleet } = before.get(each.service);
		const at = new Date(world.clock.now()).toISOString();
		const started = startedEvent(each, fleet.file, observed.get(each.service) ?? [], {
			at,
			risk,
			commit: request.commit
		});
		const { journal } = await beginRollout(request.ledgerOf(each.service), started, writerOf$1(request));
		demandSame(journal.id, await journal.read(), to);
		prepared.set(each.service, {
			fleet,
			journal,
			known: 0,
			refusals: []
		});
	}
	return prepared;
};
/** One that cannot be rolled out keeps the others from beginning: they were asked for together. */
const withOthers = (prepared, fresh, refusals) => new Map(fresh.map(({ fleet }) => {
	const { service } = fleet.file.plan;
	return [service, prepared.get(service) ?? {
		fleet,
		journal: null,
		known: 0,
		refusals
	}];
}));

// src/commands/rollout/deployed.ts
/** What a rollout leaves behind for the gate: a record of what runs now. */
/** What a deployment's record says; only a success says what is live. */
const states = {
	succeeded: "success",
	"rolled-back": "failure",
	frozen: "error",
	refused: null
};
/**
* Writes a `deployment` record once a rollout has ended, where its commit is known. The journal has the outcome; if the
* ledger of deployments cannot be written now, the next run of the same rollout writes it: a repeat is harmless.
*/
const rememberDeployment = async ({ ledger, repository, environment, tool }, id, events) => {
	const [started] = events;
	const end = events.findLast((event) => event.event === "ended");
	if (started?.event !== "started" || end?.event !== "ended" || started.commit === void 0) return;
	const state = states[end.outcome];
	if (state === null) return;
	try {
		await ledger.append([{
			stream: "deployments",
			kind: "deployment",
			key: {
				repository,
				rollout: id,
				state
			},
			at: end.at,
			repository,
			environment,
			actor: "coordinator",
			tool,
			body: {
				sha: started.commit,
				state,
				rollout: id,
				service: started.service,
				version: started.to,
				startedAt: started.at,
				finishedAt: end.at
			}
		}]);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
	}
};

// src/commands/rollout/emergency.ts
/** Writes it down, once a rollout; who has paused it is not overruled by that. */
const declareEmergency = async ({ emergency, world }, journal) => {
	if (emergency === null) return;
	const events = await journal.read();
	if (liftedIn(events).emergency === true || fold(events).paused !== null) return;
	const now = world.clock.now;
	await giveCommand({
		command: "resume",
		journal,
		...emergency,
		instances: [],
		lifts: "emergency",
		now
	});
};

// src/commands/rollout/in-turn.ts
/** Services side by side: each after those it names, so many at once, none after one that did not succeed. */
/**
* Runs all of them; answers in the order given. A service that `after` names and nobody gave is no obstacle. A turn that
* throws blocks those behind it like one that fails, and its error is thrown once the others are done.
* @throws UsageError where they wait for each other in a circle
*/
const runInTurn = async (turns, atOnce, isSuccess) => {
	const names = new Set(turns.map(({ service }) => service));
	const ends = /* @__PURE__ */ new Map();
	const errors = [];
	const going = /* @__PURE__ */ new Map();
	const waiting = new Set(turns);
	const start = (turn) => {
		const { service, run } = turn;
		const done = run().then((result) => ends.set(service, {
			service,
			result,
			blockedBy: null
		})).catch((error) => {
			errors.push(error);
			ends.set(service, {
				service,
				result: null,
				blockedBy: service
			});
		}).then(() => void going.delete(service));
		going.set(service, done);
	};
	for (;;) {
		const { size } = waiting;
		for (const turn of [...waiting]) {
			const before = turn.after.filter((name) => names.has(name));
			const blocker = before.find((name) => {
				const end = ends.get(name);
				return end !== void 0 && (end.result === null || !isSuccess(end.result));
			});
			if (blocker !== void 0) {
				waiting.delete(turn);
				ends.set(turn.service, {
					service: turn.service,
					result: null,
					blockedBy: blocker
				});
			} else if (before.every((name) => ends.has(name)) && going.size < atOnce) {
				waiting.delete(turn);
				start(turn);
			}
		}
		if (going.size === 0 && waiting.size === 0) break;
		if (going.size === 0 && waiting.size === size) throw new UsageError(`rollout: ${[...waiting].map(({ service, after }) => `${service} comes after ${after.join(", ")}`).join("; ")}: they wait for each other; take one \`after\` away`);
		if (going.size > 0) await Promise.race(going.values());
	}
	if (errors.length > 0) throw errors[0];
	return turns.map(({ service }) => ends.get(service));
};

// src/commands/rollout/watched-journal.ts
const watchJournal = (journal, actor, tell) => {
	let told = 0;
	const catchUp = async () => {
		const events = await journal.read();
		for (; told < events.length; told += 1) tell(events[told], told);
		return events;
	};
	return {
		id: journal.id,
		read: catchUp,
		append: async (event, seen) => {
			const answer = await journal.append(event, seen);
			if (answer === "outrun") return answer;
			if (told === seen) tell({
				...event,
				actor
			}, told++);
			else await catchUp();
			return answer;
		}
	};
};

// src/commands/rollout/running.ts
/** `rollout run`: begins what is not under way, goes on with what is, and tells what came of each service. */
const runRollouts = async (request) => {
	const fleets = await openFleets(request.files, request.world);
	try {
		const prepared = await prepare(request, fleets);
		const plans = prepared.map(({ fleet }) => fleet.file.plan);
		const turns = prepared.map((each, at) => ({
			service: plans[at].service,
			after: request.goesBack ? plans.filter(({ after }) => after.includes(plans[at].service)).map(({ service }) => service) : plans[at].after,
			run: () => runService(request, each)
		}));
		return (await runInTurn(turns, mostAtOnce(request.files), request.goesBack ? () => true : succeeded)).map(({ service, result, blockedBy }) => result ?? {
			service,
			outcome: "not-begun",
			blockedBy: blockedBy ?? service
		});
	} finally {
		await closeFleets(fleets);
	}
};
const succeeded = (end) => end.outcome === "nothing-to-do" || end.outcome === "ran" && end.end.outcome === "succeeded";
const runService = async (request, { fleet, journal, known, refusals }) => {
	const { file, metrics, moverTo, settleSeconds } = fleet;
	const { plan } = file;
	const { service } = plan;
	if (journal === null) {
		const why = refusals.map(({ sentence }) => sentence).join("; ");
		return {
			service,
			outcome: isAllDone(refusals) ? "nothing-to-do" : "refused",
			why
		};
	}
	const { clock, random } = request.world;
	const events = await journal.read();
	const { to = "" } = fold(events).started ?? {};
	await declareEmergency(request, journal);
	let lifted = {};
	const watched = watchJournal(journal, writerOf$1(request).actor, (event, position) => {
		lifted = liftedBy(lifted, event);
		request.tellEvent(journal.id, event, file, position >= known);
	});
	const holder = newHolder();
	const end = await runRollout({
		journal: watched,
		mover: moverTo(to),
		metrics,
		plan,
		calendar: liftableCalendar(plan, await windowInstants(plan.windows, new Date(clock.now()), zoneClock), () => lifted),
		batchSeconds: batchSecondsOf(plan, {
			settleSeconds,
			...durationsIn(events, plan.health.minHealthyTime.seconds)
		}),
		clock,
		random,
		holder,
		liveness: async (other) => liveness(other),
		lease: termsOf(request, service),
		...request.patience,
		tell: (state, live) => request.tellLive(journal.id, state, live),
		signal: request.signal
	});
	const story = await watched.read();
	await rememberDeployment(request, journal.id, story);
	return {
		service,
		outcome: "ran",
		id: journal.id,
		end,
		events: story
	};
};

// src/report/rollout-phases.ts
/** Which part of a rollout a line of a job's log belongs to: what is folded away under which title, and what is not. */
/**
* The title of the fold for what an event says; null: in view, because somebody should see it in a folded log;
* undefined: wherever the line before is. `story` is the one after the event.
*/
const phaseOf = ({ started, wave, direction }, event) => {
	switch (event.event) {
		case "batch":
		case "moved":
		case "baking": {
			if (started === null) return null;
			const { service, waves, from, to } = started;
			if (direction === "back") return neutralise(`${service}: back to ${from.join(" and ")}`);
			const most = formatCount(waves[wave]?.exposure ?? 0);
			return neutralise(`${service}: wave ${wave + 1}/${waves.length}, ${most} on ${to}`);
		}
		case "lease":
		case "heartbeat": return;
		case "started":
		case "judged":
		case "command":
		case "parked":
		case "turned-back":
		case "ended": return null;
	}
};

// src/report/rollout-progress.ts
/** Where a rollout is at this moment, on one line: for a terminal that is watched. */
const stages = {
	"handing-over": "handing over",
	draining: "draining",
	restarting: "restarting",
	starting: "starting",
	verifying: "proving its health",
	restoring: "coming back"
};
/** "web wave 3/4 · az-b · 91 on v812 · 27 out of 30 allowed · web-117 draining 24 s of 30 s · done about 15:17 UTC" */
const sayProgress = (state, live, width) => {
	const { started, passed, paused } = state;
	if (started === null) return "";
	const { fleet, decision, judgement, progress, finishAt, trouble } = live;
	const exposed = fleet.filter(({ version }) => version === started.to).length;
	const out = fleet.filter((instance) => !isAvailable(instance)).length;
	const zones = new Set(progress.flatMap(({ id }) => fleet.find((instance) => instance.id === id)?.zone ?? []));
	const [slowest] = progress.toSorted((one, other) => one.since - other.since);
	const wave = Math.min(passed + 1, started.waves.length);
	const parts = [
		`${started.service} wave ${wave}/${started.waves.length}`,
		[...zones].slice(0, 3).join(", "),
		`${formatCount(exposed)} on ${started.to}`,
		out > 0 ? `${formatCount(out)} out of ${formatCount(started.mostOut)} allowed` : "",
		slowest ? sayInstance(slowest, live.now) : "",
		slowest || judgement === null ? "" : judgement.why,
		slowest || judgement || decision?.kind !== "wait" ? "" : decision.why,
		paused ? "PAUSED" : "",
		finishAt === null ? "" : `done about ${sayComing(isoOf(finishAt), isoOf(live.now))}`,
		trouble
	];
	return truncate(neutralise(parts.filter((part) => part !== "").join(" · ")), width);
};
const isoOf = (milliseconds) => new Date(milliseconds).toISOString();
const sayInstance = ({ id, stage, since, mostSeconds }, now) => {
	const most = mostSeconds === null ? "" : ` of ${sayWait(mostSeconds)}`;
	return `${id} ${stages[stage]} ${sayWait(Math.max(0, (now - since) / 1e3))}${most}`;
};

// src/report/rollout-trouble.ts
const noTrouble = {
	since: null,
	isTold: false
};
/** What mends itself sooner is no news. */
const newsMilliseconds = 1e4;
/** The trouble after one more look, and the line to print for it, if any. Times are UTC. */
const tellTrouble = ({ since, isTold }, { now, trouble }) => {
	const time = clockTime(new Date(now));
	if (trouble === "") {
		const over = isTold && since !== null ? `${time} the trouble is over after ${sayWait((now - since) / 1e3)}` : null;
		return {
			trouble: noTrouble,
			line: over
		};
	}
	const began = since ?? now;
	const isNews = !isTold && now - began >= newsMilliseconds;
	return {
		trouble: {
			since: began,
			isTold: isTold || isNews
		},
		line: isNews ? `${time} TROUBLE ${neutralise(trouble)}` : null
	};
};

// src/main/rollout-run.ts
/** `rollout run`, told while it goes on: to people line by line, to scripts when it is over. */
const run = async (setting, goesBack = false) => {
	const { place, files, environment, world, patience, format, screen, signal, to, whenIdle } = setting;
	const say = format === "json" ? screen.warn : (line) => screen.print(`${line}\n`);
	const stories = /* @__PURE__ */ new Map();
	const folds = files.length === 1 || files.some(({ plan }) => plan.atOnce === 1);
	const troubles = /* @__PURE__ */ new Map();
	const ends = await runRollouts({
		files,
		to,
		whenIdle,
		goesBack,
		emergency: setting.isEmergency ? {
			by: setting.by,
			reason: setting.reason
		} : null,
		risk: await riskOf(setting),
		commit: to === null ? null : await place.commitOf(to),
		ledger: place.ledger,
		ledgerOf: place.ledgerOf,
		repository: place.repository,
		environment,
		tool,
		world,
		patience,
		signal,
		tellEvent: (id, event, file, isNew) => {
			setting.watch?.(id, event, isNew);
			const telling = {
				id,
				planOption: planOption(setting, file)
			};
			const { story, lines } = tellEvent(stories.get(id) ?? untold, event, telling);
			stories.set(id, story);
			if (!isNew && event.event === "started") say(`${id}: ${lines[0]}`);
			if (!isNew) return;
			const phase = folds ? phaseOf(story, event) : void 0;
			if (phase !== void 0) screen.fold?.(phase);
			const isShared = files.length > 1 && event.event !== "started";
			for (const line of lines) say(isShared ? `${file.plan.service} ${line}` : line);
		},
		tellLive: (id, state, live) => {
			const { trouble, line } = tellTrouble(troubles.get(id) ?? noTrouble, live);
			troubles.set(id, trouble);
			if (line !== null) say(files.length > 1 ? `${state.started?.service} ${line}` : line);
			screen.status(sayProgress(state, live, screen.columns));
		}
	});
	screen.fold?.(null);
	for (const end of ends) for (const line of sayEnd(end)) say(line);
	if (format === "json") screen.print(`${JSON.stringify(resultDocument(ends, world.clock.now()), null, 2)}\n`);
	return {
		exitCode: exitCodeOf(ends),
		ends
	};
};
/** What the story has not told. */
const sayEnd = (end) => {
	switch (end.outcome) {
		case "nothing-to-do": return [`${end.service}: ${end.why}`];
		case "refused": return [`${end.service} cannot be rolled out: ${end.why}`];
		case "not-begun": return [`${end.service} was not begun: ${end.blockedBy} comes first and did not succeed`];
		case "ran": return end.end.outcome === "busy" ? [`${end.id} is coordinated by another process; rollout status shows it, rollout pause and abort reach it`] : end.end.outcome === "lost" ? [`${end.id}: another process has taken over (${end.end.why}); nothing was touched from here since`] : [];
	}
};

// src/main/rollout-verbs.ts
/** The verbs of `rollout`, whoever calls them: a command line, or a job. */
/** Does what the verb says. Throws UsageError, ConfigError, SourceError. */
const performVerb = async (setting) => {
	const { verb, isEmergency, reason } = setting;
	if (isEmergency && reason === "" && verb !== "plan") throw new UsageError(`rollout ${verb}: an emergency wants a reason, for the record; give it with --reason`);
	const command = rolloutCommands.find((known) => known === verb);
	if (command !== void 0) return obey(setting, command);
	if (verb === "status") return showStatus(setting);
	return verb === "run" ? run(setting) : showPlan(setting);
};
const done = (exitCode) => ({
	exitCode,
	ends: []
});
const showPlan = async (setting) => {
	const { files, place, to, world, now, screen, format, signal } = setting;
	const [risk, durations] = await Promise.all([riskOf(setting), durationsBefore(setting)]);
	const fleets = await openFleets(files, world);
	try {
		const plan = (some) => planFleets({
			fleets: some,
			to: to ?? "",
			risk,
			clock: {
				...world.clock,
				now: () => now.getTime()
			},
			durationsOf: (service) => durations.get(service) ?? {},
			spacingOf: (service) => leaseOf(place.ledgerOf(service).url, mostAtOnce(files)).spacing,
			lifted: setting.isEmergency ? { emergency: true } : {},
			signal
		});
		const { answer } = await plan(fleets);
		const refusals = answer.outcome === "refused" ? answer.refusals : [];
		const rest = fleets.filter(({ file }) => refusals.every(({ service }) => service !== file.plan.service));
		const isRest = refusals.length > 0 && rest.length > 0 && isAllDone(refusals);
		const shown = await withBlindGates(isRest ? (await plan(rest)).answer : answer, fleets);
		screen.print(renderPlan(shown, format, now.toISOString(), risk.basis, isRest ? refusals : []));
		return done(shown.outcome === "refused" && !isAllDone(shown.refusals) ? 1 : 0);
	} finally {
		await closeFleets(fleets);
	}
};
/** What the last rollouts took, as `run` would expect of the next. A plan is made without that, too. */
const durationsBefore = async (setting) => {
	const known = (await newestJournals(setting, "coordinator").catch(nothingRead)).map(async ({ file: { plan }, journal }) => {
		const events = await journal?.read().catch(nothingRead) ?? [];
		return [plan.service, durationsIn(events, plan.health.minHealthyTime.seconds)];
	});
	return new Map(await Promise.all(known));
};
const nothingRead = (error) => {
	if (error instanceof SourceError) return [];
	throw error;
};
const writerOf = ({ place, environment }, actor) => ({
	actor,
	repository: place.repository,
	environment,
	tool
});
const newestJournal = (setting, actor, { plan }) => openNewestJournal(setting.place.ledgerOf(plan.service), plan.service, writerOf(setting, actor));
const newestJournals = async (setting, actor) => Promise.all(setting.files.map(async (file) => ({
	file,
	journal: await newestJournal(setting, actor, file)
})));
/** What people read of the coordinator. */
const led = {
	none: "nobody coordinates it",
	dead: "its coordinator has died",
	alive: "it is coordinated now",
	unknown: "it is coordinated elsewhere"
};
const showStatus = async (setting) => {
	const { files, format, screen, world } = setting;
	const documents = [];
	for (const { file, journal } of await newestJournals(setting, "coordinator")) {
		if (journal === void 0) {
			screen.warn(`${file.plan.service}: nothing has been rolled out yet`);
			documents.push({
				schema: 1,
				id: null,
				service: file.plan.service,
				outcome: "none"
			});
			continue;
		}
		const events = await journal.read();
		const telling = {
			id: journal.id,
			planOption: planOption(setting, file)
		};
		const status = statusOf(journal.id, events, world.clock.now());
		documents.push(status);
		if (format === "markdown") screen.print(renderRolloutSummary(events, telling));
		if (format !== "text") continue;
		const isOver = [
			"succeeded",
			"rolled-back",
			"frozen",
			"refused"
		].includes(status.outcome);
		const now = `${journal.id}: ${status.outcome}${isOver ? "" : `, ${led[status.coordinator]}`}`;
		screen.print(`${[...tellRollout(events, telling), now].join("\n")}\n`);
	}
	if (format === "json") screen.print(`${JSON.stringify(files.length === 1 ? documents[0] : documents, null, 2)}\n`);
	return done(0);
};
const obey = async (setting, command) => {
	const { place, by, reason, instances, world, screen } = setting;
	const { clock } = world;
	const unseen = command === "skip" ? await demandPresent(instances, setting.files, world) : null;
	if (unseen !== null) screen.warn(`rollout skip: whether ${sayNames(instances)} is there could not be seen (${unseen})`);
	const idle = [];
	for (const { file, journal } of await newestJournals(setting, by)) {
		const { service } = file.plan;
		if (journal === void 0) throw new UsageError(`rollout ${command}: nothing of ${service} has been rolled out, as far as ${place.ledgerOf(service).url} knows`);
		const lifts = liftsOf(setting, file);
		await giveCommand({
			command,
			journal,
			by,
			reason,
			instances,
			...lifts && { lifts },
			now: clock.now
		});
		if (command === "abort") demandNewest(journal, await newestJournal(setting, by, file));
		const { coordinator } = statusOf(journal.id, await journal.read(), clock.now());
		const isLed = coordinator === "alive" || coordinator === "unknown";
		if (!isLed) idle.push(file);
		screen.warn(`${journal.id}: ${command} is remembered; ${sayNext(command, isLed, planOption(setting, file))}`);
	}
	if (command !== "abort" || idle.length === 0) return done(0);
	const { exitCode, ends } = await run({
		...setting,
		files: idle,
		to: null
	}, true);
	return {
		exitCode: exitCode === 2 ? 0 : exitCode,
		ends
	};
};
const liftsOf = ({ isEmergency }, { plan }) => {
	if (isEmergency) return "emergency";
	return plan.windows.some(({ effect }) => effect.kind === "review") ? "review" : void 0;
};
const sayNext = (command, isLed, option) => {
	if (isLed) return "its coordinator will see it";
	return command === "abort" ? "nobody coordinates it, so it goes back from here" : `nobody coordinates it: rollout run ${option} goes on`;
};

export { rolloutLedgerUrl as a, readGivenRisk as c, openRolloutScreen as i, realClock as n, renderRolloutSummary as o, resultDocument as r, readPlans as s, performVerb as t };
