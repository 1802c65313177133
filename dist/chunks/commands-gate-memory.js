import { n as SourceError, r as UsageError } from "./domain-errors.js";
import { i as decodeCovariance, l as exp, o as varianceAlong, s as rowRange, t as readArtefact } from "./model-artefact-reading.js";
import { t as bands } from "./domain-decision.js";
import { a as scoreParts, i as probabilityOf, n as contextFactorsOf, r as explainPart, s as buildDesign, t as riskiestLimit } from "./model-rank.js";
import { n as findGlob, t as compileGlobs } from "./config-glob.js";

// src/model/normal.ts
/**
* The standard normal distribution, exactly enough for intervals (ten digits and more) and with the same bits
* everywhere.
*/
const ROOT_TWO_PI = 2.5066282746310002;
const density = (x) => exp(-.5 * x * x) / ROOT_TWO_PI;
/** P(X > x) for x ≥ 0: a power series near the centre (Marsaglia 2004), Laplace's continued fraction in the tail. */
function upperTail(x) {
	if (x > 3) {
		let fraction = x;
		for (let k = 120; k > 0; k--) fraction = x + k / fraction;
		return density(x) / fraction;
	}
	let term = x;
	let sum = x;
	for (let odd = 3; term > sum * 1e-17; odd += 2) {
		term *= x * x / odd;
		sum += term;
	}
	return .5 - density(x) * sum;
}
/**
* The value a standard normal stays below with probability p, by Newton's method on the tail.
* @example normalQuantile(0.95) // 1.6448536269514722, the half-width of a 90 % interval
*/
function normalQuantile(p) {
	if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : NaN;
	return p < .5 ? -quantileOfTail(p) : quantileOfTail(1 - p);
}
/** The x ≥ 0 beyond which a share `tail` ≤ ½ lies. The tail is convex there, so Newton from 0 never overshoots. */
function quantileOfTail(tail) {
	let x = 0;
	for (let step = 0; step < 200; step++) {
		const move = (upperTail(x) - tail) / density(x);
		x += move;
		if (Math.abs(move) < 1e-15 * Math.max(1, x)) break;
	}
	return x;
}

// src/model/change-score.ts
/** A normal lies within this many standard deviations with probability 90 %. */
const HALF_WIDTH = normalQuantile(.95);
function scoreChange(artefact, { parts, cancelled, context = {} }) {
	const { logHazards } = scoreParts(artefact, parts);
	const hazards = logHazards.map((value, i) => cancelled?.[i] ? 0 : exp(value));
	const hazard = hazards.reduce((sum, value) => sum + value, 0);
	const { product, factors } = contextFactorsOf(artefact, context);
	const spread = hazard > 0 ? HALF_WIDTH * Math.sqrt(varianceOfLogHazard(artefact, parts, hazards, hazard)) : 0;
	return {
		probability: probabilityOf(artefact, hazard, product),
		low: probabilityOf(artefact, hazard * exp(-spread), product),
		high: probabilityOf(artefact, hazard * exp(Math.min(spread, 100)), product),
		hazard,
		contextFactor: product,
		contextFactors: factors,
		parts: Array.from(hazards, (own) => ({
			hazard: own,
			share: hazard > 0 ? own / hazard : 0,
			probability: probabilityOf(artefact, own)
		}))
	};
}
/**
* Variance of ln H by the delta method: ∂ ln H / ∂ coefficient is the mean of that coefficient's entry in the design,
* each part weighted by its share. The intercept enters with 1, so its uncertainty is always in.
*/
function varianceOfLogHazard(artefact, parts, hazards, hazard) {
	const columns = columnsOf(artefact, parts);
	const { starts, indices, values } = buildDesign(parts, rowRange(0, parts.n), columns);
	const gradient = new Float64Array(artefact.covariance.size);
	for (let i = 0; i < parts.n; i++) {
		const share = hazards[i] / hazard;
		for (let k = starts[i]; k < starts[i + 1]; k++) gradient[indices[k]] += share * values[k];
	}
	return varianceAlong(artefact.covariance, decodeCovariance(artefact.covariance), gradient);
}
function columnsOf(artefact, table) {
	const columns = [];
	let first = 1;
	for (const { name, shape, mean, sd, usual, knots } of artefact.terms) {
		const index = table.columns.findIndex((column) => column.name === name);
		if (index >= 0) columns.push({
			index,
			shape,
			scaling: {
				mean,
				sd,
				usual
			},
			knots,
			first
		});
		first += knots.length + 1;
	}
	return columns;
}

// src/policy/formatting.ts
/**
* Numbers and names as a rule's sentence shows them. Reports have their own; a reason must read the same in the ledger
* as in the pull request, so it is made here, once.
*/
/** 0.031 → "3.1 %": two significant digits, and never "100 %" for what is not certain. */
const formatPercent = (share, digits = 2) => {
	const percent = share * 100;
	if (!(percent > 0)) return "0 %";
	if (percent < .001) return "under 0.001 %";
	const text = percent >= Number(`1e${digits}`) ? percent.toFixed(0) : percent.toPrecision(digits);
	return share < 1 && Number(text) >= 100 ? "over 99 %" : `${Number(text) >= 100 ? 100 : text} %`;
};
/** Two percentages that a sentence compares, with as many digits as it takes to tell them apart. */
const formatPercents = (one, other) => {
	for (const digits of [
		2,
		3,
		4,
		5
	]) {
		const texts = [formatPercent(one, digits), formatPercent(other, digits)];
		if (texts[0] !== texts[1]) return texts;
	}
	return [formatPercent(one), formatPercent(other)];
};
/** "a", "a and b", "a, b and 3 others". */
const formatList = (items, most = 3) => {
	if (items.length > most) {
		const others = items.length - most;
		return `${items.slice(0, most).join(", ")} and ${others} ${others === 1 ? "other" : "others"}`;
	}
	return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
};
/** "1 part", "3 parts". */
const formatCount = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
/** Text from outside on one line: whoever opens a pull request chooses paths, and a sentence is no place for line breaks. */
const oneLine = (text, longest = 120) => {
	const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
	const characters = [...line];
	return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : line;
};

// src/policy/decide.ts
/** The first rule that answers decides. A rule that breaks, like no answer at all, means that a person decides. */
const decide = (rules, facts) => {
	for (const { name, answer } of rules) try {
		const answered = answer(facts);
		if (answered !== void 0) return {
			...answered,
			rule: name
		};
	} catch (error) {
		return unanswered(`the rule ${name} broke (${oneLine(String(error))}), so a person decides`);
	}
	return unanswered("no rule could answer, so a person decides");
};
const unanswered = (reason) => ({
	verdict: "review",
	rule: "no-rule-answered",
	reason
});

// src/policy/limit.ts
/**
* The limit by rank: the highest risk that still leaves at most the share `reviewRiskiest` of the recent parts above it.
* `recentRisks` are the risks of the parts that landed last, as they were given then; windows in force multiply the
* limit by `windowFactor`, and `windowWhy` names them ("by window evenings until Tue 08:00").
*/
const limitFor = (given) => {
	const { reviewRiskiest, windowFactor, windowWhy } = given;
	const risks = given.recentRisks.filter((risk) => risk >= 0 && risk <= 1);
	const count = risks.length;
	const ranked = riskiestLimit(risks, reviewRiskiest);
	if (ranked === null) return {
		limit: null,
		why: `only ${count} recent parts have a risk, and it takes ${20} to rank them`
	};
	if (!(windowFactor > 0 && windowFactor <= 1)) return {
		limit: null,
		why: "the factor of the windows in force is not between 0 and 1"
	};
	const lowered = windowFactor === 1 ? "" : `; ${inWords(windowFactor)} ${windowWhy ?? "by a window"}`;
	return {
		limit: ranked * windowFactor,
		why: `${explain(reviewRiskiest, count)}${lowered}`
	};
};
const explain = (share, count) => share <= 0 ? "nothing is reviewed for its rank (review-riskiest: 0%)" : `the riskiest ${formatPercent(share)} of the last ${count} parts here lie above it`;
const inWords = (factor) => factor === .5 ? "halved" : `times ${Number(factor.toPrecision(3))}`;

// src/policy/parts.ts
/** Parts nobody has looked at yet: review belongs to the part, once. */
const unapproved = ({ change }) => change.parts.filter((part) => !part.approved);
/** Unapproved parts that have an effect; a part and its revert in the same change have none. */
const effective = (facts) => unapproved(facts).filter((part) => !part.cancelled);
/** A risk or limit one can compare with: a number that is one, and not the mark of a calculation gone wrong. */
const isKnown = (value) => value !== null && value >= 0 && value <= 1;

// src/policy/rule.ts
const approve = (reason) => ({
	verdict: "approve",
	reason
});
const review = (reason) => ({
	verdict: "review",
	reason
});
const hold = (reason, until) => ({
	verdict: "hold",
	reason,
	until: until.toISOString()
});

// src/policy/rules/below-limit.ts
/**
* The only rule that lets new parts out, so it takes nothing for granted: it asks again for what the rules before it
* should have caught, and stays silent (which means review) when anything is missing.
*/
const belowLimit = {
	name: "below-limit",
	answer: (facts) => {
		const { change, limit } = facts;
		if (change.kind !== "forward" || change.parts.length === 0 || facts.context.raisesBand) return void 0;
		const waiting = effective(facts);
		if (waiting.length === 0) return approve(withoutWaiting(facts));
		if (!facts.model.speaks || !isKnown(limit)) return void 0;
		const risks = waiting.map(({ risk }) => risk);
		if (!risks.every((risk) => isKnown(risk) && risk <= limit)) return void 0;
		return approveBelow(facts, Math.max(...risks.filter(isKnown)), limit);
	}
};
const withoutWaiting = ({ change }) => change.parts.every(({ approved }) => approved) ? `every part was reviewed and approved (${formatCount(change.parts.length, "part")})` : "what was not approved is taken back by another part of the same change";
const approveBelow = (facts, riskiest, limit) => {
	const [risk, limitText] = riskiest === limit ? [formatPercent(riskiest), formatPercent(limit)] : formatPercents(riskiest, limit);
	const waiting = effective(facts).length;
	const reviewed = facts.change.parts.filter(({ approved }) => approved).length;
	const others = reviewed === 0 ? "" : `; approved before: ${formatCount(reviewed, "part")}`;
	return approve(waiting === 1 ? `its risk of ${risk} is within the limit of ${limitText}${others}` : `none of ${waiting} parts is above the limit: the riskiest has ${risk}, limit ${limitText}${others}`);
};

// src/policy/rules/configuration-unreadable.ts
/** Whoever breaks the file must not thereby switch off what it asks for. */
const configurationUnreadable = {
	name: "configuration-unreadable",
	answer: ({ configuration }) => configuration.status === "unreadable" ? review(`the configuration cannot be read, so nobody knows what it asks for: ${oneLine(configuration.why, 400)}`) : void 0
};

// src/policy/rules/context-raises-risk.ts
/** Each part may be harmless and the moment still be wrong: a fresh failure, an open incident, too much at once. */
const contextRaisesRisk = {
	name: "context-raises-risk",
	answer: ({ context }) => context.raisesBand ? review(`deploying now is riskier than the parts alone${context.sentence === void 0 ? "" : `: ${oneLine(context.sentence, 300)}`}`) : void 0
};

// src/policy/rules/diverged.ts
/** Deploying a head that lacks what runs takes that away silently, and no part of the change shows it. */
const diverged = {
	name: "diverged",
	answer: ({ change }) => {
		if (change.kind !== "diverged") return void 0;
		const lost = change.commitsLost === null ? "commits" : formatCount(change.commitsLost, "commit");
		return review(`what runs there now has ${lost} that this head lacks; deploying it takes ${change.commitsLost === 1 ? "it" : "them"} away`);
	}
};

// src/policy/rules/gate-files-changed.ts
/** What steers the gate is never judged by the gate: its policy, its owners, its model, the workflows that run it. */
const gateFilesChanged = {
	name: "gate-files-changed",
	answer: (facts) => {
		const steers = compileGlobs(facts.gateFiles);
		const touching = unapproved(facts).flatMap(({ id, paths }) => {
			const path = paths.find(steers);
			return path === void 0 ? [] : [`${id} (${oneLine(path)})`];
		});
		if (touching.length === 0) return void 0;
		return review(`a change to what steers the gate itself is always reviewed: ${formatList(touching)}`);
	}
};

// src/policy/rules/mode-off.ts
/** The kill switch: an organisation turns the gate off and nothing waits any more. */
const modeOff = {
	name: "mode-off",
	answer: ({ mode }) => mode === "off" ? approve("the gate is off here (mode: off), so nothing was assessed") : void 0
};

// src/policy/rules/model-silent.ts
/** Without a risk, or a limit to hold it against, nobody can say what may go out unreviewed. */
const modelSilent = {
	name: "model-silent",
	answer: (facts) => {
		if (unapproved(facts).length === 0) return void 0;
		if (!facts.model.speaks) return review(`there is no risk to go by: ${oneLine(facts.model.why)}`);
		const waiting = effective(facts);
		if (waiting.length === 0) return void 0;
		if (!isKnown(facts.limit)) return review(`there is no limit to go by: ${oneLine(facts.limitWhy, 300)}`);
		const unscored = waiting.filter(({ risk }) => !isKnown(risk)).map(({ id }) => id);
		return unscored.length === 0 ? void 0 : review(`the model has no risk for ${formatList(unscored)}`);
	}
};

// src/policy/rules/never-auto-approve.ts
/** Paths a team always wants to see, however low the risk. */
const neverAutoApprove = {
	name: "never-auto-approve",
	answer: (facts) => {
		const isGuarded = compileGlobs(facts.neverAutoApprove);
		const [first, ...others] = unapproved(facts).flatMap(({ id, paths }) => {
			const path = paths.find(isGuarded);
			return path === void 0 ? [] : [{
				id,
				path
			}];
		});
		if (first === void 0) return void 0;
		const glob = findGlob(facts.neverAutoApprove, first.path) ?? "";
		const also = others.length === 0 ? "" : `; the same holds for ${formatList(others.map(({ id }) => id))}`;
		return review(`${first.id} touches ${oneLine(first.path)}, which never goes out unreviewed (${glob})${also}`);
	}
};

// src/policy/rules/nothing-to-deploy.ts
/** A change without a part changes nothing; a redeploy and a rollback have rules of their own. */
const nothingToDeploy = {
	name: "nothing-to-deploy",
	answer: ({ change }) => change.kind === "forward" && change.parts.length === 0 ? approve("there is nothing to deploy") : void 0
};

// src/policy/rules/part-above-limit.ts
const mostNamed = 2;
/** The heart of it: a part riskier than the limit asks for a person, one that was approved does not ask again. */
const partAboveLimit = {
	name: "part-above-limit",
	answer: (facts) => {
		const { limit } = facts;
		if (!isKnown(limit)) return void 0;
		const [first, ...others] = effective(facts).flatMap(({ id, risk }) => isKnown(risk) && risk > limit ? [{
			id,
			risk
		}] : []).toSorted((one, other) => other.risk - one.risk);
		if (first === void 0) return void 0;
		const [risk, limitText] = formatPercents(first.risk, limit);
		const sentence = `${first.id} is riskier than the limit: ${risk}, limit ${limitText}`;
		if (others.length === 0) return review(sentence);
		const named = others.map((part) => `${part.id} ${formatPercent(part.risk)}`);
		return review(`${sentence}; also above it: ${formatList(named, mostNamed)}`);
	}
};

// src/policy/rules/redeploy.ts
const redeploy = {
	name: "redeploy",
	answer: ({ change }) => change.kind === "redeploy" ? approve("the same commit runs there already, so nothing changes") : void 0
};

// src/policy/rules/rollback.ts
/** Going back must be the easiest thing there is: no score, no window and no model stands in its way. */
const rollback = {
	name: "rollback",
	answer: ({ change }) => change.kind === "rollback" && !change.touchesMigration ? approve("this rollback puts back what already ran there, and no migration lies between") : void 0
};

// src/policy/rules/rollback-over-migration.ts
/** Code goes back, data does not: what ran before may not understand what a migration left behind. */
const rollbackOverMigration = {
	name: "rollback-over-migration",
	answer: ({ change }) => change.kind === "rollback" && change.touchesMigration ? review("this rollback goes back over a migration: a person must say whether the older code can read the newer data") : void 0
};

// src/policy/rules/source-failed.ts
/** A question nobody answered is not answered with "no risk". */
const sourceFailed = {
	name: "source-failed",
	answer: ({ failedSources }) => {
		if (failedSources.length === 0) return void 0;
		const [first] = failedSources;
		if (failedSources.length === 1 && first?.source === "base") return review(oneLine(first.why));
		return review(`a source did not answer, so what it knows is missing: ${formatList(failedSources.map(({ source, why }) => `${source} (${oneLine(why)})`))}`);
	}
};

// src/policy/zone-clock.ts
const daySeconds = 86400;
/** Builds on the time zone data of the engine (ECMA-402), read as numbers so that no spelling of a locale matters. */
const zoneClock = (timeZone) => {
	const format = new Intl.DateTimeFormat("en-US", {
		timeZone,
		calendar: "gregory",
		numberingSystem: "latn",
		hourCycle: "h23",
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
		second: "2-digit"
	});
	const read = (instant) => {
		const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
		return `${parts["year"].padStart(4, "0")}-${parts["month"]}-${parts["day"]}T${parts["hour"]}:${parts["minute"]}:${parts["second"]}`;
	};
	const offsetSeconds = (seconds) => secondsOf(read(/* @__PURE__ */ new Date(seconds * 1e3))) - seconds;
	const instantOf = (local, which) => {
		const asIfUtc = secondsOf(local);
		const before = offsetSeconds(asIfUtc - daySeconds);
		const after = offsetSeconds(asIfUtc + daySeconds);
		const shown = [asIfUtc - before, asIfUtc - after].filter((seconds) => offsetSeconds(seconds) === asIfUtc - seconds);
		if (shown.length === 0) return /* @__PURE__ */ new Date((asIfUtc - before) * 1e3);
		return /* @__PURE__ */ new Date((which === "first" ? Math.min(...shown) : Math.max(...shown)) * 1e3);
	};
	return {
		read,
		instantOf
	};
};
const secondsOf = (local) => Date.parse(`${local}Z`) / 1e3;

// src/policy/windows.ts
/**
* The windows in force now, in the order of the file. Both forms begin at their start and are over at their end.
* It waits for the cron reader, which is loaded only when a window needs it.
*/
const windowsInForce = async (windows, now) => {
	const found = [];
	for (const window of windows) {
		const until = window.kind === "fixed" ? endOfFixed(window, now) : await endOfRecurring(window, now);
		if (until !== void 0) found.push({
			window,
			until,
			now
		});
	}
	return found;
};
const endOfFixed = (window, now) => {
	const clock = zoneClock(window.timeZone);
	const from = clock.instantOf(window.from, "first");
	const to = clock.instantOf(window.to, "last");
	return from <= now && now < to ? to : void 0;
};
const endOfRecurring = async (window, now) => {
	const { Cron } = await import("./croner.js");
	const begun = new Cron(window.cron, {
		mode: "5-part",
		timezone: window.timeZone
	}).previousRuns(2, new Date(now.getTime() + 1e3)).find((start) => start <= now);
	if (begun === void 0) return void 0;
	const until = new Date(begun.getTime() + window.for.seconds * 1e3);
	return now < until ? until : void 0;
};
/** What the windows in force multiply the limit by, and who does it: "by window evenings until Tue 08:00". */
const windowFactor = (inForce) => {
	let factor = 1;
	const names = [];
	for (const found of inForce) {
		const { effect, name } = found.window;
		if (effect.kind !== "limit" || effect.factor === 1) continue;
		factor *= effect.factor;
		names.push(`${name} until ${formatUntil(found)}`);
	}
	if (names.length === 0) return { windowFactor: 1 };
	return {
		windowFactor: factor,
		windowWhy: `by window${names.length === 1 ? "" : "s"} ${formatList(names)}`
	};
};
const weekdays = [
	"Sun",
	"Mon",
	"Tue",
	"Wed",
	"Thu",
	"Fri",
	"Sat"
];
const weekMilliseconds = 5184e5;
/** "Tue 08:00" within the next days, else "2027-01-02 00:00"; on the clock of the window. */
const formatUntil = ({ window, until, now }) => {
	const local = zoneClock(window.timeZone).read(until);
	const time = local.slice(11, 16);
	const date = local.slice(0, 10);
	if (until.getTime() - now.getTime() >= weekMilliseconds) return `${date} ${time}`;
	return `${weekdays[(/* @__PURE__ */ new Date(`${date}T00:00:00Z`)).getUTCDay()]} ${time}`;
};

// src/policy/rules/window-emergency-only.ts
/** While such a window lasts, waiting is the rule and a person's override the exception. */
const windowEmergencyOnly = {
	name: "window-emergency-only",
	answer: ({ windows }) => {
		const [last] = windows.filter(({ window }) => window.effect.kind === "emergency-only").toSorted((one, other) => other.until.getTime() - one.until.getTime());
		return last && hold(`only emergency changes until ${formatUntil(last)} (window ${last.window.name})`, last.until);
	}
};

// src/policy/rules/window-review.ts
const windowReview = {
	name: "window-review",
	answer: ({ windows }) => {
		const [last] = windows.filter(({ window }) => window.effect.kind === "review").toSorted((one, other) => other.until.getTime() - one.until.getTime());
		return last && review(`every change is reviewed until ${formatUntil(last)} (window ${last.window.name})`);
	}
};

// src/policy/rules/index.ts
/** How risk becomes a decision: the first rule that answers wins, and no answer means review. */
const rules = [
	configurationUnreadable,
	modeOff,
	sourceFailed,
	nothingToDeploy,
	redeploy,
	rollbackOverMigration,
	rollback,
	windowEmergencyOnly,
	windowReview,
	diverged,
	gateFilesChanged,
	neverAutoApprove,
	modelSilent,
	partAboveLimit,
	contextRaisesRisk,
	belowLimit
];

// src/policy/engine.ts
/** A rank is told among so many. */
const rankedAmong = 100;
/** How many of 100 lie below a value; ties count half. */
const percentileOf = (value, others) => {
	if (others.length === 0) return 50;
	let below = 0;
	for (const other of others) below += other < value ? 1 : other === value ? .5 : 0;
	return Math.round(100 * below / others.length);
};
/** Bands are told by how many times the usual hazard it is: up to it, twice, four times, and beyond. */
const bandEdges = [
	1,
	2,
	4
];
const bandOf = (hazard, usual) => {
	const ratio = hazard / usual;
	const above = bandEdges.filter((edge) => ratio > edge).length;
	return bands[above];
};
const tableOf = ({ signals, parts }, artefact) => {
	const columns = artefact.terms;
	const places = columns.map(({ name }) => signals.indexOf(name));
	const rows = new Float32Array(parts.length * columns.length);
	for (const [row, { answers }] of parts.entries()) for (const [column, place] of places.entries()) rows[row * columns.length + column] = place < 0 ? NaN : answers[place] ?? NaN;
	return {
		columns,
		rows,
		n: parts.length
	};
};
const contextOf = (context) => Object.fromEntries(Object.entries(context).map(([name, value]) => [name, value ?? NaN]));
const answersOf = (signals, answers) => Object.fromEntries(signals.map((name, at) => [name, answers[at] === null ? NaN : Math.fround(answers[at])]));
/** Judges a change. Pure: the same inputs and model make the same bits. */
const judge = (inputs, artefact) => {
	const { change, parts, recentRisks, pastHazards } = inputs;
	const scored = scoreChange(artefact, {
		parts: tableOf(inputs, artefact),
		cancelled: parts.map(({ cancelled }) => cancelled),
		context: contextOf(inputs.context)
	});
	const among = recentRisks.slice(-100);
	const judged = parts.map(({ sha, answers }, at) => {
		const { hazard, share, probability } = scored.parts[at];
		const { factors } = explainPart(artefact, answersOf(inputs.signals, answers));
		return {
			sha,
			hazard,
			share,
			risk: probability,
			percentile: percentileOf(probability, among),
			factors
		};
	});
	const speaks = inputs.model.speaks && judged.every(({ risk }) => Number.isFinite(risk));
	const moving = change.kind === "forward" || change.kind === "diverged";
	const whole = speaks && moving && change.baseKnown && parts.length > 0;
	const effective = parts.filter(({ cancelled }) => !cancelled).length;
	const usualHazard = Math.max(1, effective) * artefact.averageHazard;
	const band = whole ? bandOf(scored.hazard * scored.contextFactor, usualHazard) : null;
	const withoutContext = whole ? bandOf(scored.hazard, usualHazard) : null;
	const windows = inputs.windows.map(({ window, until, now }) => ({
		window,
		until: new Date(until),
		now: new Date(now)
	}));
	const { limit, why } = limitFor({
		recentRisks,
		reviewRiskiest: inputs.reviewRiskiest,
		...windowFactor(windows)
	});
	const facts = {
		mode: inputs.mode,
		configuration: inputs.configuration,
		change: {
			kind: change.kind,
			touchesMigration: change.touchesMigration,
			commitsLost: change.commitsLost,
			parts: parts.map(({ sha, id, approved, cancelled, paths }, at) => ({
				sha,
				id,
				title: "",
				risk: speaks ? judged[at].risk : null,
				approved,
				cancelled,
				paths
			}))
		},
		model: inputs.model.speaks && !speaks ? {
			speaks: false,
			why: "it gave a part no finite risk"
		} : inputs.model,
		failedSources: inputs.failedSources,
		limit,
		limitWhy: why,
		context: contextFacts(band, withoutContext, scored.contextFactor),
		neverAutoApprove: inputs.neverAutoApprove,
		gateFiles: inputs.gateFiles,
		windows
	};
	const past = pastHazards.slice(0, rankedAmong);
	return {
		decision: decide(rules, facts),
		probability: whole ? scored.probability : null,
		low: whole ? scored.low : null,
		high: whole ? scored.high : null,
		baseRate: whole ? probabilityOf(artefact, usualHazard) : null,
		percentile: whole && past.length > 0 ? percentileOf(scored.hazard, past) : null,
		among: past.length,
		band,
		limit,
		limitWhy: why,
		usualPart: probabilityOf(artefact, artefact.usualHazard),
		contextFactors: scored.contextFactors,
		contextFactor: scored.contextFactor,
		parts: judged
	};
};
/** A band's edge may lie anywhere: a moment that makes it hardly worse must not ask for a person. */
const tellingContext = 1.25;
const contextFacts = (band, without, factor) => {
	if (!(band !== null && without !== null && bands.indexOf(band) > bands.indexOf(without)) || factor < tellingContext) return { raisesBand: false };
	return {
		raisesBand: true,
		sentence: `its parts alone are ${without}, the moment makes them ${band} (×${Number(factor.toPrecision(2))})`
	};
};
/** What a decision record keeps of a judgement: enough to compare, and to read without the inputs. */
const resultOf = ({ decision, probability, low, high, band, limit, parts }) => ({
	decision: decision.verdict,
	rule: decision.rule,
	reason: decision.reason,
	...decision.until === void 0 ? {} : { until: decision.until },
	probability,
	low,
	high,
	band,
	limit,
	parts: parts.map(({ sha, risk, share, percentile }) => ({
		sha,
		risk,
		share,
		percentile
	}))
});

// src/commands/gate/memory.ts
const bytes = (value) => Buffer.from(JSON.stringify(value), "utf8");
/**
* Appends the decision to the ledger. What cannot be written is said, never fatal: the decision stands, but without
* memory (`enforce` then does not approve; the caller sees to that).
*/
const remember = async (request) => {
	const { situation, inputs, model, judgement, now, version, beside } = request;
	const { ledger, environment, repository, base, head, policy } = situation;
	try {
		const [inputsBlob, modelBlob] = await Promise.all([ledger.putBlob(bytes(inputs)), ledger.putBlob(bytes(model))]);
		const [appended] = await ledger.append([{
			stream: "decisions",
			kind: "decision",
			key: {
				environment: environment.name,
				base,
				head,
				inputs: inputsBlob,
				model: modelBlob
			},
			at: now.toISOString(),
			repository: repository.name,
			environment: environment.name,
			actor: situation.flag === "--base" ? "command-line" : "github-actions",
			tool: {
				name: "change-risk-gate",
				version
			},
			body: {
				engine: 1,
				change: {
					kind: situation.change.kind,
					base,
					head
				},
				policy: policy.file ? {
					path: policy.file.path,
					blob: policy.file.blob
				} : {},
				inputsBlob,
				modelBlob,
				result: resultOf(judgement)
			}
		}, ...beside]);
		const { record } = appended;
		return {
			ledger: {
				record: record.id.slice(0, 12),
				hash: record.hash
			},
			notes: ledger.notes
		};
	} catch (error) {
		if (!(error instanceof SourceError || error instanceof UsageError)) throw error;
		return {
			ledger: null,
			notes: [`not remembered: ${error.message}`]
		};
	}
};
const json = async (read, hash) => {
	if (typeof hash !== "string") throw new SourceError("the record names no blob to make the decision from");
	return JSON.parse(Buffer.from(await read(hash)).toString("utf8"));
};
/** Every engine this build carries: a released one stays for as long as ledgers hold its decisions. */
const engines = { [1]: async (record, readBlob) => {
	const inputs = await json(readBlob, record.body["inputsBlob"]);
	const model = readArtefact(await json(readBlob, record.body["modelBlob"]));
	return resultOf(judge(inputs, model));
} };

export { formatCount as a, oneLine as c, windowsInForce as i, remember as n, formatList as o, judge as r, formatPercent as s, engines as t };
