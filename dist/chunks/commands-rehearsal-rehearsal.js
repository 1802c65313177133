import { D as listTags, h as policyPath } from "./main-gate.js";
import { D as judge, Dt as signals, F as measureContext, G as matchComponents, I as partId, In as compileGlobs, K as scopeOf, Lt as recentRisks, P as decisionInputs, R as formatList, Rt as standingAt, Sn as isoMoment, U as oneLine, V as formatPercents, _ as weeksUntil, c as nothingInForce, dn as areaOf, f as releasesOf, g as follow, j as certificateInputs, m as decidedParts, n as pastHazards, p as tagsFor, pt as recordedTold, sn as bareTitle, u as readChange, v as certificateOf, w as asLanded, y as beginCourse } from "./commands-gate-gate.js";
import { n as failureBounds, r as trackFrom, t as computeStanding } from "./commands-gate-standing-learning.js";
import { c as releasesIn, n as deploymentsIn } from "./commands-learn-deployment-records.js";
import { n as labelsOf } from "./history-outcomes.js";
import { n as parseCodeOwners } from "./config-codeowners.js";
import { t as proposeReviewers } from "./policy-routing.js";

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

// src/commands/rehearsal/certificates.ts
const nothingRecorded = {
	parts: /* @__PURE__ */ new Map(),
	enforcedFrom: null
};
const rehearsedCertificates = (request) => {
	const { index, promised, maturitySeconds, recordedOnly } = request;
	const all = [];
	let course = null;
	return {
		at: (head, standing, now) => {
			if (promised === null) return certificateInputs(null, standing.alarm, {
				maturitySeconds,
				now
			});
			const { time } = standingAt(index, head);
			if (course === null) {
				all.push(...decidedParts({
					index,
					standing,
					recorded: nothingRecorded,
					maturitySeconds,
					recordedOnly
				}));
				course = beginCourse(promised, all[0]?.landedAt ?? time);
			}
			if (course.until < time) course = follow(course, all, promised, weeksUntil(course.until, time)).course;
			const certificate = certificateOf(course, promised);
			return certificateInputs(certificate, certificate.alarm ?? null, {
				maturitySeconds,
				now
			});
		},
		decided: (parts) => {
			const newest = all.at(-1)?.landedAt ?? Number.NEGATIVE_INFINITY;
			all.push(...parts.filter(({ landedAt }) => landedAt >= newest));
		}
	};
};

// src/policy/asked-parts.ts
/** Which parts a decision asks a person to read: the same for a decision made now, replayed, or only rehearsed. */
/** Rules that name parts; any other one that asks means all of them. */
const naming = /* @__PURE__ */ new Set([
	"gate-files-changed",
	"never-auto-approve",
	"part-above-limit"
]);
/**
* The parts that somebody is to read before the change goes out, by SHA, each with the rule that it itself is asked for;
* none where nobody is asked.
*/
const askedParts = ({ inputs, verdict, rule, limit, risks }) => {
	if (verdict !== "review") return /* @__PURE__ */ new Map();
	const waiting = inputs.parts.filter(({ approved }) => !approved);
	const effective = waiting.filter(({ cancelled }) => !cancelled);
	if (!naming.has(rule)) return new Map((effective.length === 0 ? waiting : effective).map(({ sha }) => [sha, rule]));
	const steers = compileGlobs(inputs.gateFiles);
	const isGuarded = compileGlobs(inputs.neverAutoApprove);
	const reasonOf = ({ sha, cancelled, paths }) => {
		if (paths.some(steers)) return "gate-files-changed";
		if (paths.some(isGuarded)) return "never-auto-approve";
		const risk = risks.get(sha) ?? null;
		return !cancelled && (risk === null || limit === null || risk > limit) ? "part-above-limit" : null;
	};
	return new Map(waiting.flatMap((part) => {
		const reason = reasonOf(part);
		return reason === null ? [] : [[part.sha, reason]];
	}));
};

// src/commands/rehearsal/deciding.ts
/** One window may follow another, but not for ever. */
const mostHolds = 20;
/** Decides; what a window holds is asked again when it ends. */
const decidePast = async (request) => {
	const holds = [];
	let now = /* @__PURE__ */ new Date(request.deployment.at * 1e3);
	for (;;) {
		const { inputs, judgement } = await decideAt(request, now);
		const { verdict, rule, until } = judgement.decision;
		const end = until === void 0 ? now : new Date(until);
		if (verdict !== "hold" || end <= now || holds.length === mostHolds) {
			const risks = new Map(judgement.parts.map(({ sha, risk }) => [sha, finite(risk)]));
			return {
				inputs,
				judgement,
				asked: askedParts({
					inputs,
					verdict,
					rule,
					limit: judgement.limit,
					risks
				}),
				holds,
				at: now
			};
		}
		const last = inputs.windows.find((window) => window.until === until);
		holds.push({
			window: last?.window.name ?? rule,
			hours: (end.getTime() - now.getTime()) / 36e5
		});
		now = end;
	}
};
const finite = (risk) => Number.isFinite(risk) ? risk : null;
const decideAt = async (request, now) => {
	const { deployment, arrivals, history, standing, approved } = request;
	const { base, baseTime, kind, position } = deployment;
	const situation = {
		baseSource: {
			from: "deployment",
			at: isoMoment(baseTime)
		},
		baseTime,
		change: {
			kind,
			parts: arrivals,
			lost: 0,
			unmeasured: 0
		},
		environment: request.environment,
		failures: [],
		flag: "--base",
		history: {
			...history,
			head: Math.max(base, position)
		},
		policy: request.policy,
		inForce: nothingInForce,
		memory: null,
		optedOut: () => false,
		policyPath,
		prior: null,
		soakedHours: null,
		words: /* @__PURE__ */ new Map()
	};
	const releases = request.releases.filter((release) => release.position <= position);
	const { review: _, ...gathered } = await decisionInputs({
		situation,
		mode: "enforce",
		now,
		parts: arrivals.map((arrival) => ({
			subject: arrival,
			id: partId(arrival),
			answers: answersOf(history.index, arrival.position)
		})),
		context: measureContext(situation, now, []),
		recentRisks: recentRisks(standing),
		pastHazards: pastHazards({
			history,
			releases,
			base: history.index.sha(base)
		}, standing),
		silent: null,
		certified: request.certified(now),
		budgeted: {
			budgets: [],
			failures: []
		},
		fixes: /* @__PURE__ */ new Map()
	});
	const parts = gathered.parts.map((part) => ({
		...part,
		approved: approved.has(part.sha)
	}));
	const inputs = {
		...gathered,
		parts
	};
	return {
		inputs,
		judgement: judge(inputs, standing.model)
	};
};
/** As it was measured when it landed, and the index has kept it. */
const answersOf = ({ rows, signals: width }, position) => Array.from(rows.slice(position * width, (position + 1) * width), (value, at) => Number.isNaN(value) ? {
	outcome: "unavailable",
	why: `${signals[at]?.name ?? "it"} was not known when it landed`
} : {
	outcome: "measured",
	value
});

// src/commands/rehearsal/known-failures.ts
/** What is known by now of the parts of a history. */
/** What is known of a part by now, by its place: a share of blame, or a mere suspicion, is no failure. */
const failuresOf = ({ index, head }, told, maturity) => {
	const { knownAt, causes, uncounted } = labelsOf(index, {
		maturity,
		told,
		before: head + 1
	});
	return (position) => {
		const seconds = knownAt[position];
		return Number.isFinite(seconds) && !uncounted.has(position) ? {
			seconds,
			at: isoMoment(seconds),
			cause: causes.get(position) ?? null
		} : null;
	};
};

// src/commands/rehearsal/parts.ts
/** Everything that any of the deployments brought or took back, without the counts of lines. */
const arrivalsOf = async ({ repository, history }, deployments) => {
	if (deployments.length === 0) return /* @__PURE__ */ new Map();
	const { index, salt } = history;
	const ends = deployments.flatMap(({ base, position }) => [base, position]);
	const { parts } = await readChange({
		repository,
		index,
		salt,
		base: index.sha(Math.min(...ends)),
		head: index.sha(Math.max(...ends)),
		kind: "forward",
		lines: false
	});
	return new Map(parts.map((arrival) => [arrival.position, arrival]));
};
/** What a deployment brings; of a rollback, what it takes back. */
const partsIn = ({ base, position }, arrivals) => {
	const from = Math.min(base, position);
	return Array.from({ length: Math.abs(position - base) }, (_, at) => from + 1 + at).flatMap((place) => arrivals.get(place) ?? []);
};
const pathsOf = (files) => files.flatMap(({ path, previousPath }) => previousPath === void 0 ? [path] : [path, previousPath]);
/** Components it touches; where none are configured, the areas of the repository. */
const areasOf = (configuration, { files }) => {
	if (configuration.components.length > 0) return matchComponents(configuration, pathsOf(files)).components;
	return [...new Set(files.map(({ path }) => areaOf(path) || "top folder"))].sort();
};
/** How a part would have gone out, and why so. */
const tellPart = (arrival, { inputs, judgement, asked }, place) => {
	const { part } = arrival;
	const { risk, percentile } = judgement.parts[place];
	const isKnown = Number.isFinite(risk);
	return {
		sha: part.sha,
		id: partId(arrival),
		title: bareTitle(part.title),
		risk: isKnown ? risk : null,
		percentile: isKnown ? percentile : null,
		...laneOf(asked, part.sha),
		why: whyOf({
			inputs,
			judgement,
			asked
		}, place)
	};
};
const laneOf = (asked, sha) => {
	const askedBy = asked.get(sha);
	if (askedBy !== void 0) return {
		lane: "asked",
		askedBy
	};
	return { lane: asked.size > 0 ? "beside" : "through" };
};
const mostNamed = 2;
const whyOf = ({ inputs, judgement, asked }, place) => {
	const { decision, limit, parts } = judgement;
	const { risk } = parts[place];
	const { sha, approved, cancelled, paths } = inputs.parts[place];
	if (approved) return "it was read for an earlier deployment";
	const [riskText, limitText] = formatPercents(risk, limit ?? 0);
	const compared = limit === null ? decision.reason : `risk ${riskText}, limit ${limitText}`;
	if (asked.has(sha)) {
		const askedBy = asked.get(sha);
		if (askedBy === "part-above-limit") return compared;
		const guarded = paths.find(compileGlobs(inputs[askedBy === "gate-files-changed" ? "gateFiles" : "neverAutoApprove"]));
		return guarded === void 0 ? decision.reason : `touches ${oneLine(guarded)}`;
	}
	if (cancelled) return "another part of the same change takes it back";
	if (asked.size === 0) return decision.rule === "below-limit" ? compared : decision.reason;
	const read = inputs.parts.filter((other) => asked.has(other.sha)).map(({ id }) => id);
	return `${compared}; its deployment asked for ${formatList(read, mostNamed)}`;
};
/** What a certificate counts of them: those that nobody read went out below the limit of the day. */
const decidedPartsOf = (arrivals, { judgement, at }, failedAt, maturitySeconds) => arrivals.map(({ part, position }, place) => {
	const { risk } = judgement.parts[place];
	const { decision, limit } = judgement;
	return {
		...asLanded(part.time, maturitySeconds, {
			risk,
			failedAt: failedAt(position)
		}),
		decidedAt: at.getTime() / 1e3,
		ceiling: decision.verdict === "approve" && limit !== null ? limit : -1
	};
});

// src/commands/rehearsal/standings.ts
/** Where the repository stood at each deployment of the past: the gate's own standings, one for each week of them. */
/** Standings by the place of a head; what was learned for one is kept for all that share its moment, and its policy's. */
const standingsOf = (ground, known) => {
	const { configuration } = ground;
	const learnedBy = JSON.stringify([
		configuration.history.lookback.seconds,
		configuration.outcome.maturity.seconds,
		configuration.experience
	]);
	return (head) => {
		const { parts, time } = standingAt(ground.index, head);
		const key = `${learnedBy} ${parts} ${time}`;
		const found = known.get(key);
		if (found) return found;
		const standing = computeStanding({
			...ground,
			head
		}, 0);
		known.set(key, standing);
		return standing;
	};
};

// src/commands/rehearsal/whom.ts
/** Where GitHub looks for it, the first that is there. */
const places = [
	".github/CODEOWNERS",
	"CODEOWNERS",
	"docs/CODEOWNERS"
];
const codeOwnersReader = ({ objects }) => {
	const parsed = /* @__PURE__ */ new Map();
	return async (commit) => {
		for (const place of places) {
			const file = await objects.read(`${commit}:${place}`);
			if (file?.type !== "blob") continue;
			const known = parsed.get(file.sha) ?? parseCodeOwners(file.content.toString("utf8"));
			parsed.set(file.sha, known);
			return known;
		}
		return null;
	};
};
/** Who would be proposed: nobody is excluded, for a clone does not know who has which login. */
const reviewersFor = (files, codeOwners) => proposeReviewers({
	files: files.map(({ path }) => ({
		path,
		weight: 1
	})),
	codeOwners,
	excluded: [],
	requested: {
		users: [],
		teams: []
	},
	access: {
		users: null,
		teams: null
	}
}).proposed.map(({ login, team }) => team === void 0 ? {
	kind: "person",
	name: login ?? ""
} : {
	kind: "team",
	name: `@${team}`
});

// src/commands/rehearsal/deciding-all.ts
/** All deployments of a period, decided one after the other: each rests on what was read and let out before it. */
/** By time: what was read for one need not be read for the next, and what went out is what proves a budget. */
const decideAll = async (request) => {
	const { ground, rehearsed, known, releases, deployments, arrivals, to } = request;
	const { configuration, file, environment } = rehearsed;
	const { history, prior } = ground;
	const { index } = history;
	const { settings } = environment;
	const maturitySeconds = configuration.outcome.maturity.seconds;
	const told = await recordedTold(ground.ledger, environment.name);
	const failures = failuresOf(history, told, maturitySeconds);
	const failedAt = (position) => {
		const failure = failures(position);
		return failure === null ? Number.POSITIVE_INFINITY : failure.seconds;
	};
	const standingOf = standingsOf({
		index,
		configuration,
		prior,
		told
	}, known);
	const { failureRate, confidence } = settings.autoApprove;
	const certificates = rehearsedCertificates({
		index,
		promised: failureRate === null ? null : {
			failureRate,
			confidence
		},
		maturitySeconds,
		recordedOnly: settings.components.length > 0
	});
	const touches = scopeOf(configuration, settings.components);
	const codeOwnersAt = codeOwnersReader(ground.repository);
	const approved = /* @__PURE__ */ new Set();
	const all = [];
	for (const [at, deployment] of deployments.entries()) {
		ground.progress("deciding again", at, deployments.length);
		const { base, kind, position } = deployment;
		const own = partsIn(deployment, arrivals).filter(({ files, filesKnown }) => !filesKnown || touches(pathsOf(files)));
		if (own.length === 0 && kind !== "redeploy") continue;
		const newest = Math.max(base, position);
		const standing = standingOf(newest);
		const decided = await decidePast({
			deployment,
			arrivals: own,
			history,
			releases,
			standing,
			policy: {
				configuration,
				file,
				unreadable: null
			},
			environment,
			approved,
			certified: (now) => certificates.at(newest, standing, now)
		});
		for (const sha of decided.asked.keys()) approved.add(sha);
		const isForward = kind === "forward";
		if (isForward) certificates.decided(decidedPartsOf(own, decided, failedAt, maturitySeconds));
		const codeOwners = decided.asked.size === 0 ? null : await codeOwnersAt(index.sha(base));
		all.push({
			at: isoMoment(deployment.at),
			base: index.sha(base),
			head: index.sha(position),
			verdict: decided.judgement.decision.verdict,
			rule: decided.judgement.decision.rule,
			holds: decided.holds,
			parts: (isForward ? own : []).map((arrival, place) => {
				const failure = failures(arrival.position);
				return {
					...tellPart(arrival, decided, place),
					...failure === null ? {} : { failure: {
						at: failure.at,
						cause: failure.cause
					} },
					open: failure === null && arrival.part.time > to - maturitySeconds,
					areas: areasOf(configuration, arrival),
					...decided.asked.has(arrival.part.sha) ? { reviewers: reviewersFor(arrival.files, codeOwners) } : {}
				};
			})
		});
	}
	return all;
};

// src/commands/rehearsal/past-deployments.ts
/** Fewer releases than this in a period are no way of working. */
const fewestReleases = 2;
const pastDeployments = (request) => {
	const inPeriod = (all) => all.filter(({ at }) => at >= request.from);
	const recorded = inPeriod(fromRecords(request));
	if (recorded.length > 0) return {
		source: "records",
		deployments: recorded
	};
	const released = inPeriod(fromReleases(request));
	if (released.length >= fewestReleases) return {
		source: "tags",
		deployments: released
	};
	return {
		source: "landings",
		deployments: inPeriod(fromLandings(request))
	};
};
const fromRecords = ({ index, recorded }) => releasesIn(index, recorded).flatMap(({ deployment, kind, base, position }) => kind === null || base === null || position === null ? [] : [{
	at: deployment.startedAt,
	kind,
	base,
	position,
	baseTime: Math.min(index.parts.time.get(base), deployment.startedAt)
}]);
const fromReleases = ({ index, releases }) => {
	const positions = releases.map(({ position }) => position).toSorted((one, other) => one - other);
	return positions.slice(1).map((position, at) => forward(index, positions[at], position));
};
const fromLandings = ({ index, head }) => Array.from({ length: Math.max(0, head) }, (_, at) => forward(index, at, at + 1));
const forward = (index, base, position) => ({
	at: index.parts.time.get(position),
	kind: "forward",
	base,
	position,
	baseTime: index.parts.time.get(base)
});

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
	const { at, base, head, inputs, limit } = decision;
	const risks = new Map(decision.parts.map(({ sha, risk }) => [sha, risk]));
	const isHeld = decision.verdict === "hold";
	const asked = askedParts({
		inputs,
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
const isMembers = (value) => typeof value === "object" && value !== null;
const numberOrNull = (value) => typeof value === "number" ? value : null;
/** What a record says of a change that moves something; null of any other. Throws SourceError where its inputs are gone. */
const decisionIn = async (ledger, { at, body }) => {
	const { change, inputsBlob, mode, result } = body;
	if (mode === "off" || !isMembers(change) || change["kind"] !== "forward" || !isMembers(result)) return null;
	if (typeof change["head"] !== "string" || typeof inputsBlob !== "string") return null;
	const inputs = JSON.parse(Buffer.from(await ledger.getBlob(inputsBlob)).toString("utf8"));
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
		parts: (Array.isArray(parts) ? parts : []).flatMap((part) => isMembers(part) && typeof part["sha"] === "string" ? [{
			sha: part["sha"],
			risk: numberOrNull(part["risk"]),
			percentile: numberOrNull(part["percentile"])
		}] : []),
		inputs
	};
};
/** Null where nothing was decided there in that time. Throws SourceError where the ledger cannot be read. */
const recordedDigest = async ({ ledger, ...request }) => {
	const decisions = [];
	for await (const record of ledger.read({
		stream: "decisions",
		kinds: ["decision"]
	})) {
		if (record.environment !== request.environment) continue;
		if (record.at < request.from || record.at > request.to) continue;
		const decision = await decisionIn(ledger, record);
		if (decision !== null) decisions.push(decision);
	}
	return decisions.length === 0 ? null : policyDigest({
		...request,
		decisions
	});
};

// src/commands/rehearsal/waiting.ts
/** Fewer reviews than this tell nothing of the next. */
const fewest = 5;
const knownWaiting = async ({ git, ledger, arrivals, hours }) => {
	if (hours !== void 0) return {
		hoursEach: hours,
		source: "stated",
		among: 0
	};
	const approvals = await hoursToApproval(ledger);
	if (approvals.length >= fewest) return known("approvals", approvals);
	const merges = await hoursToMerge(git, arrivals);
	return merges.length >= fewest ? known("merges", merges) : {
		hoursEach: null,
		source: null,
		among: 0
	};
};
const known = (source, hours) => {
	const ascending = hours.toSorted((one, other) => one - other);
	return {
		hoursEach: ascending[ascending.length >>> 1],
		source,
		among: hours.length
	};
};
/** From the first decision that asked about a head to the approval of that head. */
const hoursToApproval = async (ledger) => {
	const askedAt = /* @__PURE__ */ new Map();
	const hours = [];
	for await (const { kind, at, body } of ledger.read({ kinds: ["decision", "approval"] })) {
		const moment = Date.parse(at);
		if (kind === "decision") {
			const head = headOf(body["change"]);
			const result = body["result"];
			if (head !== null && result?.decision === "review" && !askedAt.has(head)) askedAt.set(head, moment);
			continue;
		}
		const since = askedAt.get(String(body["head"]));
		if (since !== void 0 && moment > since) hours.push((moment - since) / 36e5);
	}
	return hours;
};
const headOf = (change) => {
	const head = change?.head;
	return typeof head === "string" ? head : null;
};
/** From the last commit of a branch to its merge. */
const hoursToMerge = async (git, arrivals) => {
	const merges = arrivals.filter(({ part }) => part.kind === "merge").slice(-300);
	if (merges.length === 0) return [];
	const asked = merges.flatMap(({ part: { sha } }) => [`${sha}\n`, `${sha}^2\n`]).join("");
	const { status, output } = await git.attempt([
		"log",
		"--no-walk=unsorted",
		"--stdin",
		"--format=%ct"
	], asked);
	const times = output.split("\n").filter((line) => line !== "");
	if (status !== 0 || times.length !== merges.length * 2) return [];
	return merges.flatMap((_, at) => {
		const seconds = Number(times[2 * at]) - Number(times[2 * at + 1]);
		return seconds > 0 ? [seconds / 3600] : [];
	});
};

// src/commands/rehearsal/rehearsal.ts
/**
* What enforcing a policy would have asked, let through and missed: every deployment of a period decided once more, by
* the gate's own inputs, engine and rules, the model and the limit being those of the day.
*/
/** Rehearses policies on one past, each as if it alone had been enforced. */
const rehearse = async (ground, policies) => {
	const known = /* @__PURE__ */ new Map();
	const done = [];
	try {
		for (const policy of policies) done.push(await rehearsePolicy(ground, policy, known));
	} finally {
		ground.repository.objects.end();
	}
	return done;
};
const rehearsePolicy = async (ground, rehearsed, known) => {
	const { repository, history, ledger } = ground;
	const { environment, file } = rehearsed;
	const { index, head } = history;
	const to = index.parts.time.get(head);
	const from = to - ground.periodSeconds;
	const releases = releasesOf(index, head, tagsFor(await listTags(repository.git), environment.name), head + 1);
	const { source, deployments } = pastDeployments({
		index,
		head,
		recorded: await recordedDeployments(ledger, environment.name),
		releases,
		from
	});
	const arrivals = await arrivalsOf(ground, deployments);
	const decided = await decideAll({
		ground,
		rehearsed,
		known,
		releases,
		deployments,
		arrivals,
		to
	});
	return countRehearsal({
		decided,
		deploymentSource: source,
		policy: file === null ? null : {
			path: file.path,
			blob: file.blob
		},
		environment: environment.name,
		from: isoMoment(from),
		to: isoMoment(to),
		riskiest: environment.settings.autoApprove.reviewRiskiest,
		source: "replayed",
		waiting: await knownWaiting({
			git: repository.git,
			ledger,
			arrivals: [...arrivals.values()],
			...ground.reviewHours === void 0 ? {} : { hours: ground.reviewHours }
		}),
		withPeople: ground.withPeople,
		notes: notesOn(rehearsed, to - index.parts.time.get(0) < ground.periodSeconds)
	});
};
/** What the decisions of the ledger would have meant, enforced; null where it holds none of that time. */
const rehearseRecorded = async ({ history, ledger, periodSeconds }, { configuration, environment }, now) => {
	const maturitySeconds = configuration.outcome.maturity.seconds;
	const failures = failuresOf(history, await recordedTold(ledger, environment.name), maturitySeconds);
	return recordedDigest({
		ledger,
		environment: environment.name,
		from: (/* @__PURE__ */ new Date(now.getTime() - periodSeconds * 1e3)).toISOString(),
		to: now.toISOString(),
		maturitySeconds,
		failureOf: (sha) => {
			const position = history.index.positionOnLine(sha);
			return position === null ? null : failures(position);
		}
	});
};
const recordedDeployments = async (ledger, environment) => {
	const records = [];
	for await (const record of ledger.read({ kinds: ["deployment"] })) if (record.environment === environment) records.push(record);
	return deploymentsIn(records);
};
const notesOn = ({ environment: { settings } }, isShort) => [...isShort ? ["the history that is here is shorter than the period"] : [], ...settings.soakedIn === null ? [] : [`how long a commit had soaked in ${settings.soakedIn.environment} is not known of the past`]];

export { rehearse, rehearseRecorded };
