import { D as listTags, h as policyPath } from "./main-gate.js";
import { $t as oneLine, At as weeksUntil, D as decisionInputs, Dt as decidedParts, Hn as bareTitle, J as labelsOf, Jt as formatList, Kn as areaOf, Lt as asLanded, M as matchComponents, Mt as beginCourse, N as scopeOf, O as measureContext, S as approvedAmong, T as yesOfAll, Z as recordedTold, Zt as formatPercents, _n as standingAt, d as readChange, dt as signals, g as certificateInputs, gn as recentRisks, h as tagsFor, hr as compileGlobs, jt as certificateOf, k as partId, kt as follow, l as nothingInForce, m as releasesOf, n as pastHazards, p as isWithinReach, tr as isoMoment, v as judge, y as knownBands } from "./commands-gate-gate.js";
import { n as countRehearsal, r as askedParts, t as recordedDigest } from "./commands-rehearsal-recorded.js";
import { n as deploymentsIn } from "./commands-learn-deployment-records.js";
import { n as deploymentsInClone } from "./commands-learn-tagged-deployments2.js";
import { t as computeStanding } from "./commands-gate-standing-learning.js";
import { n as parseCodeOwners } from "./config-codeowners.js";
import { t as proposeReviewers } from "./policy-routing.js";
import { t as releasesIn } from "./history-releases.js";

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

// src/policy/read-before.ts
/** The inputs with the words that were given before: whether they still count is the engine's to say. */
const withReadParts = (inputs, read) => ({
	...inputs,
	parts: inputs.parts.map((part) => {
		const band = read.get(part.sha);
		return band === void 0 ? part : {
			...part,
			...yesAt(inputs.review ?? [], part.sha, band)
		};
	})
});
/** Where nobody knows the band everybody is asked, as at the highest. */
const yesAt = (review, sha, band) => ({
	approved: true,
	approvals: yesOfAll(review, band ?? "critical").map((given, id) => ({
		...given,
		source: {
			kind: "review",
			id
		},
		head: sha,
		...band === null ? {} : { band }
	}))
});

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
			const approved = approvedAmong(judgement.parts);
			return {
				inputs,
				judgement,
				asked: askedParts({
					inputs,
					approved,
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
	const { deployment, arrivals, history, standing, read } = request;
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
	const gathered = await decisionInputs({
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
	const inputs = withReadParts(gathered, read);
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
	const { approved, risk } = parts[place];
	const { sha, cancelled, paths } = inputs.parts[place];
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
	const { approved, risk } = judgement.parts[place];
	const { decision, limit } = judgement;
	return {
		...asLanded(part.time, maturitySeconds, {
			risk,
			failedAt: failedAt(position)
		}),
		decidedAt: at.getTime() / 1e3,
		ceiling: decision.verdict === "approve" && limit !== null && !approved ? limit : -1
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
	const read = /* @__PURE__ */ new Map();
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
			read,
			certified: (now) => certificates.at(newest, standing, now)
		});
		const bands = knownBands(decided.judgement, decided.inputs);
		for (const sha of decided.asked.keys()) read.set(sha, bands.get(sha) ?? null);
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
/** Fewer releases than this in a period are no way of working, and neither are those that leave most landings out. */
const fewestReleases = 2;
const leastReleased = .5;
const pastDeployments = (request) => {
	const inPeriod = (all) => all.filter(({ at }) => at >= request.from);
	const { recorded, published } = request;
	const remembered = inPeriod(fromRecords(request, recorded));
	if (remembered.length > 0) return {
		source: "records",
		deployments: remembered
	};
	const versions = inPeriod(fromRecords(request, published));
	if (versions.length > 0) return {
		source: "tags",
		deployments: versions
	};
	const released = inPeriod(fromReleases(request));
	const landed = inPeriod(fromLandings(request));
	const inReleases = released.reduce((parts, { base, position }) => parts + position - base, 0);
	return released.length >= fewestReleases && inReleases >= leastReleased * landed.length ? {
		source: "tags",
		deployments: released
	} : {
		source: "landings",
		deployments: landed
	};
};
const fromRecords = ({ index }, told) => releasesIn(index, told).flatMap(({ deployment, kind, base, position }) => kind === null || base === null || position === null ? [] : [{
	at: deployment.startedAt,
	kind,
	base,
	position,
	baseTime: Math.min(index.parts.time.get(base), deployment.startedAt)
}]);
/** Only where the one before lies as near as the gate, too, would have looked for it: else nobody knows what ran. */
const fromReleases = ({ index, releases }) => {
	const positions = releases.map(({ position }) => position).toSorted((one, other) => one - other);
	return positions.slice(1).map((position, at) => forward(index, positions[at], position)).filter(({ base, position }) => isWithinReach(index, base, position));
};
const fromLandings = ({ index, head }) => Array.from({ length: Math.max(0, head) }, (_, at) => forward(index, at, at + 1));
const forward = (index, base, position) => ({
	at: index.parts.time.get(position),
	kind: "forward",
	base,
	position,
	baseTime: index.parts.time.get(base)
});

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
		if (body["of"] !== void 0) continue;
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
	const recorded = await recordedDeployments(ledger, environment.name);
	const { source, deployments } = pastDeployments({
		index,
		head,
		releases,
		from,
		recorded,
		published: recorded.length > 0 ? [] : await publishedDeployments(ground, rehearsed)
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
/** Versions that the policy takes for deployments, where nobody has recorded any. */
const publishedDeployments = async ({ repository, history }, { configuration, environment }) => {
	const { index } = history;
	const lookback = index.parts.time.get(0);
	const { deployments } = await deploymentsInClone({
		repository,
		index
	}, configuration, [], lookback);
	return deployments.filter((deployment) => deployment.environment === environment.name);
};
const notesOn = ({ environment: { settings } }, isShort) => [...isShort ? ["the history that is here is shorter than the period"] : [], ...settings.soakedIn === null ? [] : [`how long a commit had soaked in ${settings.soakedIn.environment} is not known of the past`]];

export { rehearse, rehearseRecorded };
