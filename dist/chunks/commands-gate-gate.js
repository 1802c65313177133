import { i as windowsInForce, n as remember, r as judge, s as formatPercent } from "./commands-gate-memory.js";
import { A as readLine, C as readFacts, D as firstAtLeast, E as readDifferences, F as none, M as bareTitle, N as purposes, O as entityOf, P as understandMessage, S as factsOf, T as partsOf, a as partsTable, b as withoutHistory, c as measureDeployment, d as subjectOf, f as Past, k as readCommits, l as measurePart, m as signals, n as trackOf, o as fitAsOf, p as deploymentSignals, s as replay, t as indexDirectory, u as measurer, v as mendingIndex, w as changedFiles, x as authorHash, y as openHistory } from "./sources-index-place.js";
import { r as globOfPath, t as compileGlobs } from "./config-glob.js";
import { t as formatCount } from "./domain-counting.js";
import { a as scoreParts, d as demandRef, f as listTags, i as probabilityOf, m as resolveCommit, o as estimateFrailty, p as openRepository, u as demandReadable } from "./model-rank.js";
import { t as formatBaseSource } from "./report-base-source.js";
import { i as truncate } from "./report-display-width.js";
import { i as isOurs, n as SourceError, r as UsageError, t as ConfigError } from "./domain-errors.js";
import { l as exp, t as readArtefact } from "./model-artefact-reading.js";
import { t as chooseEnvironment } from "./config-environment.js";
import { t as openLedger } from "./ledger-open.js";
import { a as parseConfiguration, i as policyPath, n as policyAt, r as policyIn } from "./sources-policy-file.js";
import { t as defaultConfiguration } from "./config-defaults.js";
import { t as tighten } from "./config-tighten.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

// src/config/components.ts
/** Who is touched by these paths, and who depends on them. Dependencies may run in circles. */
const matchComponents = (configuration, paths) => {
	const catalogue = configuration.components;
	const touched = catalogue.filter((component) => paths.some(compileGlobs(component.paths)));
	const reached = follow(touched, (current) => catalogue.filter(({ dependsOn }) => dependsOn.includes(current.name)));
	const concerned = catalogue.filter((component) => reached.has(component));
	return {
		components: touched.map(({ name }) => name),
		affected: concerned.filter((component) => !touched.includes(component)).map(({ name }) => name),
		customers: [...new Set(concerned.flatMap(({ customers }) => customers))],
		slos: concerned.flatMap(({ name, slo }) => slo === null ? [] : [{
			component: name,
			slo
		}])
	};
};
/**
* Whether a part belongs to an environment that deploys only some components: it touches one of them, or what one of
* them depends on. Without named components every part belongs.
*/
const scopeOf = (configuration, names) => {
	if (names.length === 0) return () => true;
	const catalogue = configuration.components;
	const named = catalogue.filter(({ name }) => names.includes(name));
	const needed = follow(named, (current) => catalogue.filter(({ name }) => current.dependsOn.includes(name)));
	const isInside = compileGlobs([...needed].flatMap((component) => component.paths));
	return (paths) => paths.some(isInside);
};
/** Everything reachable from the start, the start included; what was visited once is not visited again. */
const follow = (start, next) => {
	const visited = new Set(start);
	for (const current of visited) for (const component of next(current)) visited.add(component);
	return visited;
};

// src/history/cancelling.ts
/** A part and its revert inside one change cancel: what goes out holds neither. */
/**
* Positions of parts that are undone, and of the parts that undo them, within one change (in landing order), each with
* the position of its counterpart.
*/
const cancelledParts = (index, parts) => {
	const inside = new Map(parts.map((entry) => [entry.position, entry]));
	const cancelled = /* @__PURE__ */ new Map();
	for (const { part, position } of parts) {
		if ((part.purpose & (purposes.revert | purposes.reland)) === 0) continue;
		const { shas, numbers, title } = part.reverts;
		const targets = [
			...shas.map((sha) => index.positionOf(sha)),
			...numbers.map((number) => index.lastNamed(entityOf("number", String(number)), position)),
			...shas.length === 0 && numbers.length === 0 && title !== null ? [index.lastNamed(entityOf("title", title), position)] : []
		];
		const found = [...new Set(targets)];
		if (found.length !== 1) continue;
		const target = found[0];
		if (target === null || target === void 0 || !inside.has(target) || cancelled.has(target) || target >= position) continue;
		cancelled.set(target, position);
		cancelled.set(position, target);
	}
	return cancelled;
};

// src/policy/lowering.ts
/** An offer must take away at least this share of the risk to be worth a thought. */
const worthwhile = .15;
/** What is left out must carry this many times its share by number. */
const better = 1.5;
/** Below this nothing is worth making smaller. */
const negligible = 1e-6;
/** Offers of one kind after the first only repeat it. */
const mostOffers = 3;
const changes = (count) => count === 1 ? "1 change" : `${count} changes`;
/** Whether a cut leaves a part on one side and what undoes it on the other: the part would go out after all. */
const tearsPair = (parts, cut) => parts.some(({ counterpart }, at) => counterpart !== null && at < cut !== counterpart < cut);
/** Deploy only what landed before the part that drives the risk. */
const prefixes = ({ parts: all, probabilityOf }, whole) => {
	const hazards = all.map((part) => part.hazard);
	return all.map((_, at) => at).sort((left, right) => hazards[right] - hazards[left]).slice(0, 1).flatMap((at) => {
		if (at === 0 || tearsPair(all, at)) return [];
		const probability = probabilityOf(hazards.slice(0, at));
		const kept = all[at - 1];
		const left = all.slice(at);
		const bought = 1 - probability / whole;
		if (!(bought >= worthwhile && bought >= better * (left.length / all.length))) return [];
		const without = left.length === 1 ? left[0].id : `${left[0].id} and ${left.length - 1} later`;
		return [{
			action: "prefix",
			head: kept.sha,
			command: `gate --head ${kept.sha.slice(0, 8)}`,
			probability,
			sentence: `${changes(at)}, without ${without}`
		}];
	});
};
/** Take back the one part that drives the risk. Its revert cancels it, and adds nothing of its own. */
const reverts = ({ parts: all, probabilityOf }, whole) => {
	if (all.length < 2) return [];
	const top = all.reduce((worst, part) => part.hazard > worst.hazard ? part : worst);
	const probability = probabilityOf(all.map((part) => part === top ? 0 : part.hazard));
	if (!(probability <= whole * .85)) return [];
	return [{
		action: "revert",
		command: `git revert ${top.merge ? "-m 1 " : ""}${top.sha.slice(0, 8)}`,
		probability,
		sentence: `${top.id} taken back`
	}];
};
/** Go in two steps of about equal risk, so that a failure is found in half the parts. */
const splits = ({ parts: all, probabilityOf }, whole) => {
	if (all.length < 4) return [];
	const hazards = all.map((part) => part.hazard);
	const total = hazards.reduce((sum, hazard) => sum + hazard, 0);
	let sum = 0;
	const middle = hazards.findIndex((hazard) => {
		sum += hazard;
		return sum >= total / 2;
	});
	const cut = Math.min(Math.max(middle + 1, 1), all.length - 1);
	if (tearsPair(all, cut)) return [];
	const first = probabilityOf(hazards.slice(0, cut));
	const second = probabilityOf(hazards.slice(cut));
	const larger = Math.max(first, second);
	if (!(larger <= whole * .85)) return [];
	const head = all[cut - 1];
	return [{
		action: "split",
		head: head.sha,
		command: `gate --head ${head.sha.slice(0, 8)}`,
		probability: larger,
		sentence: `${changes(cut)} first, then ${all.length - cut}: each at most ${formatPercent(larger)}`
	}];
};
/** Offers that lower the risk, the cheapest first. Empty when nothing git can do helps enough. */
const lowerings = (request) => {
	if (request.parts.length === 0) return [];
	const whole = request.probabilityOf(request.parts.map((part) => part.hazard));
	if (!(whole > negligible)) return [];
	if (!(whole > 0)) return [];
	const prefix = prefixes(request, whole);
	const split = splits(request, whole).filter(({ head }) => head !== prefix[0]?.head);
	return [
		...prefix,
		...reverts(request, whole),
		...split
	].slice(0, mostOffers);
};

// src/commands/gate/extent.ts
const widest = 24;
const lines = ({ added, deleted }) => [added ? `+${added}` : "", deleted ? `−${deleted}` : ""].filter((text) => text !== "").join(" ");
/** "121 files", "status.py +362 −150", "no file": at most 24 columns. */
const extentOf = ({ files, filesKnown }) => {
	if (!filesKnown) return "files unknown";
	if (files.length === 0) return "no file";
	const [largest] = [...files].sort((left, right) => (right.added ?? 0) + (right.deleted ?? 0) - (left.added ?? 0) - (left.deleted ?? 0));
	const total = files.reduce((sum, file) => sum + (file.added ?? 0) + (file.deleted ?? 0), 0);
	const inLargest = (largest.added ?? 0) + (largest.deleted ?? 0);
	if (files.length > 1 && (inLargest === 0 || inLargest * 2 < total)) return `${formatCount(files.length)} files`;
	if (files.length > 6) return `${formatCount(files.length)} files`;
	const name = largest.path.slice(largest.path.lastIndexOf("/") + 1);
	const change = largest.submodule ? "submodule" : largest.binary ? "binary" : lines(largest);
	return change === "" ? truncate(name, widest) : `${truncate(name, widest - change.length - 1)} ${change}`;
};

// src/commands/gate/assessment.ts
/** The whole answer, from what was gathered, measured and judged. */
/** What is usual beside what is here, where both are counts a person can picture. */
const sayUsual = (name, value, usual) => {
	if (usual === null || usual === void 0 || !comparable.has(name)) return "";
	return Math.round(usual) === Math.round(value) ? "" : ` (usual ${formatCount(usual)})`;
};
const comparable = /* @__PURE__ */ new Set([
	"files",
	"directories",
	"commits-inside",
	"code-lines-added",
	"code-lines-deleted",
	"landed-today"
]);
const partContributions = ({ subject, answers }, factors, usual) => factors.map(({ column, factor }) => {
	const at = signals.findIndex(({ name }) => name === column);
	const signal = signals[at];
	const answer = answers[at];
	const value = answer.outcome === "measured" ? answer.value : null;
	return {
		signal: column,
		question: signal.question,
		value,
		factor,
		sentence: value === null ? "not known" : signal.sentence(value, subject) + sayUsual(column, value, usual[column])
	};
});
const contextContributions = (context, factors) => factors.flatMap(({ column, factor }) => {
	const at = deploymentSignals.findIndex(({ name }) => name === column);
	const signal = deploymentSignals[at];
	const answer = context[at];
	if (!signal || !answer) return [];
	const value = answer.outcome === "measured" ? answer.value : null;
	return [{
		signal: column,
		question: signal.question,
		value,
		factor,
		sentence: value === null ? "not known" : signal.sentence(value)
	}];
});
const assessedPart = (measured, judged, request) => {
	const { subject, id } = measured;
	const { webUrl } = request.situation.repository;
	const { part } = subject;
	return {
		sha: part.sha,
		id,
		title: bareTitle(part.title),
		...webUrl === void 0 ? {} : { url: part.number === null ? `${webUrl}/commit/${part.sha}` : `${webUrl}/pull/${part.number}` },
		risk: judged.risk,
		share: judged.share,
		percentile: judged.percentile,
		...approvedBy(request.situation.approvals.get(part.sha)),
		extent: extentOf(subject),
		contributions: partContributions(measured, judged.factors, request.standing.usual),
		...request.withPeople ? { authors: part.authors.map((author) => author.toString(16)) } : {}
	};
};
const approvedBy = (logins) => logins === void 0 ? {} : { approvedBy: logins };
const evidenceOf = (parts, context) => ({
	parts: Object.fromEntries(parts.map(({ subject, answers }) => [subject.part.sha, Object.fromEntries(signals.map(({ name }, at) => [name, answers[at]]))])),
	deployment: Object.fromEntries(deploymentSignals.map(({ name }, at) => [name, context[at]]))
});
/** Answers that nobody could give for any part, and what this command cannot see at all. */
const unavailableOf = (parts) => {
	return [
		...signals.flatMap(({ name }, at) => {
			const answers = parts.map((part) => part.answers[at]);
			const first = answers[0];
			return first?.outcome === "unavailable" && answers.every((answer) => answer.outcome === "unavailable") && first.why.startsWith("this clone") ? [{
				signal: name,
				why: "partial or shallow clone"
			}] : [];
		}),
		{
			signal: "incidents",
			why: ""
		},
		{
			signal: "GitHub-deployments",
			why: ""
		}
	];
};
const lowerOf = (request, model) => {
	const { judgement, parts, situation } = request;
	const { base, baseSource, change, history } = situation;
	if (judgement.probability === null || change.kind !== "forward" || history === null) return [];
	const counterparts = cancelledParts(history.index, change.parts);
	const named = baseSource.from === "option" && base !== null ? ` --base ${base.slice(0, 8)}` : "";
	return lowerings({
		parts: parts.map(({ subject, id }, at) => ({
			sha: subject.part.sha,
			id,
			merge: subject.part.kind === "merge",
			hazard: judgement.parts[at].hazard,
			counterpart: counterparts.get(subject.position) === void 0 ? null : parts.findIndex((other) => other.subject.position === counterparts.get(subject.position))
		})),
		probabilityOf: (hazards) => probabilityOf(model, hazards.reduce((sum, hazard) => sum + hazard, 0), judgement.contextFactor)
	}).map((offer) => offer.command?.startsWith("gate ") ? {
		...offer,
		command: `${offer.command}${named}`
	} : offer);
};
const assess = (request) => {
	const { situation, judgement, standing, parts, now, context } = request;
	const { decision } = judgement;
	const { model } = standing;
	const paths = parts.flatMap(({ subject }) => subject.files.map(({ path }) => path));
	const matched = matchComponents(situation.policy.configuration, paths);
	const byRisk = parts.map((part, at) => ({
		part,
		judged: judgement.parts[at]
	})).sort((left, right) => right.judged.hazard - left.judged.hazard);
	const baseTime = situation.baseTime;
	const learned = model.kind === "learned" && standing.labels.known > 0;
	return {
		schema: 1,
		mode: request.mode,
		at: now.toISOString(),
		repository: situation.repository.name,
		environment: situation.environment.name,
		environmentAssumed: situation.environment.assumed,
		tool: {
			name: "change-risk-gate",
			version: request.version,
			engine: request.engine
		},
		decision: decision.verdict,
		rule: decision.rule,
		reason: decision.reason,
		...decision.until === void 0 ? {} : { until: decision.until },
		change: {
			kind: situation.change.kind,
			base: situation.base,
			head: situation.head,
			baseSource: formatBaseSource(situation.baseSource),
			...baseTime === null ? {} : { since: (/* @__PURE__ */ new Date(baseTime * 1e3)).toISOString() },
			parts: byRisk.map(({ part, judged }) => assessedPart(part, judged, request))
		},
		risk: {
			probability: judgement.probability,
			low: judgement.low,
			high: judgement.high,
			baseRate: judgement.baseRate,
			percentile: judgement.percentile,
			among: judgement.among,
			band: judgement.band,
			limit: judgement.limit,
			limitWhy: judgement.limitWhy,
			usualPart: judgement.usualPart,
			contributions: contextContributions(context, judgement.contextFactors)
		},
		labels: standing.labels,
		track: standing.track,
		lower: lowerOf(request, model),
		reviewers: [],
		components: [...matched.components, ...matched.affected.map((name) => `${name} (depends on them)`)],
		customers: matched.customers,
		similar: request.similar,
		model: {
			id: `sha256:${model.id.slice(0, 16)}`,
			kind: learned ? "learned" : "prior",
			trainedOn: {
				parts: standing.labels.among,
				failures: standing.labels.known,
				repositories: request.priorRepositories
			}
		},
		policy: situation.policy.file ? {
			path: situation.policy.file.path,
			blob: situation.policy.file.blob
		} : {},
		evidence: evidenceOf(parts, context),
		unavailable: unavailableOf(parts),
		...request.remembered ? { ledger: request.remembered } : {},
		notes: request.notes,
		timings: request.timings
	};
};

// src/commands/gate/driving.ts
/** A file that failed before counts this many times its lines for every failed share of its changes. */
const recordWeight = 8;
const sentence = (lines, failures, changes) => {
	const size = lines === null ? "it changes" : `${formatCount(lines)} of its lines change`;
	return failures === 0 ? size : `${size}; it was in ${failures} failed of ${formatCount(changes)} changes`;
};
/** All files of the change, those that carry most of the risk first: a part's share, spread by lines and by record. */
const drivingFiles = (parts, { change }) => {
	const shares = new Map(change.parts.map(({ sha, share }) => [sha, share]));
	const found = /* @__PURE__ */ new Map();
	for (const { subject } of parts) {
		const share = shares.get(subject.part.sha) ?? 0;
		const past = new Map(subject.surroundings.files.map(({ name, touches }) => [name, touches]));
		const weighed = subject.files.map(({ path, added, deleted }) => {
			const touches = past.get(path);
			const lines = added === null || deleted === null ? null : added + deleted;
			const record = touches && touches.count > 0 ? touches.failures / touches.count : 0;
			return {
				path,
				lines,
				weight: ((lines ?? 1) + 1) * (1 + recordWeight * record),
				why: sentence(lines, touches?.failures ?? 0, touches?.count ?? 0)
			};
		});
		const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
		for (const file of weighed) {
			const before = found.get(file.path);
			const weight = file.weight / total * share + (before?.weight ?? 0);
			found.set(file.path, before && before.weight > weight / 2 ? {
				...before,
				weight
			} : {
				...file,
				weight
			});
		}
	}
	return [...found.values()].toSorted((one, other) => other.weight - one.weight || (one.path < other.path ? -1 : 1));
};

// src/policy/gate-files.ts
/** Where GitHub looks for CODEOWNERS. */
const codeOwners = [
	"CODEOWNERS",
	".github/CODEOWNERS",
	"docs/CODEOWNERS"
];
const workflows = [".github/workflows/**", ".github/actions/**"];
/**
* Globs of the files that decide what the gate does: whoever changes one of them must not be judged by the result.
* `configurationPath` and `modelPaths` are paths inside the repository.
*/
const listGateFiles = (options) => [
	...[options.configurationPath, ...options.modelPaths ?? []].map(globOfPath),
	...codeOwners,
	...workflows
];

// src/commands/gate/inputs.ts
/** From a situation to the inputs of a decision: everything it rests on, as plain JSON that a record can keep. */
const abbreviated = 8;
/** `#123`, or the abbreviated SHA. */
const partId = ({ part }) => part.number === null ? part.sha.slice(0, abbreviated) : `#${part.number}`;
const measureParts = ({ history, change }) => history === null ? [] : change.parts.map((arrival) => {
	const subject = subjectOf(history.index, arrival);
	return {
		subject,
		id: partId(subject),
		answers: measurePart(signals, subject)
	};
});
/** What surrounds the deployment now. */
const deploymentContext = (situation, now) => {
	const { change, history, baseTime } = situation;
	const seconds = now.getTime() / 1e3;
	const since = (time) => time === null ? null : Math.max(0, seconds - time);
	const failures = history === null || history.head < 0 ? { sinceLast: null } : new Past(history.index, history.head + 1, seconds, 0).failuresWithin(31536e3);
	return {
		parts: change.parts.length,
		oldestPartAge: since(change.parts[0]?.part.time ?? null),
		sinceDeployment: since(baseTime),
		sinceFailure: failures.sinceLast,
		soakedHours: situation.soakedHours
	};
};
const numbersOf = (answers) => answers.map((answer) => answer.outcome === "measured" ? Math.fround(answer.value) : null);
const configurationFacts = ({ file, unreadable }) => unreadable !== null ? {
	status: "unreadable",
	why: unreadable.split("\n")[0]
} : { status: file === null ? "absent" : "read" };
/** A base that is only a guess: whatever runs there now is not known, so neither is the change. */
const unknownBase = ({ baseSource, flag }) => baseSource.from === "recent" ? [{
	source: "base",
	why: `what runs there now is not known; name it with ${flag}`
}] : [];
const decisionInputs = async (request) => {
	const { situation, mode, now, parts, context } = request;
	const { environment, change, history } = situation;
	const { settings } = environment;
	const gateFiles = listGateFiles({ configurationPath: situation.policyPath });
	const watched = compileGlobs([...gateFiles, ...settings.neverAutoApprove]);
	const cancelled = history === null ? /* @__PURE__ */ new Map() : cancelledParts(history.index, change.parts);
	const inForce = await windowsInForce(settings.windows, now);
	return {
		engine: 1,
		mode,
		configuration: configurationFacts(situation.policy),
		change: {
			kind: change.kind,
			touchesMigration: change.parts.some(({ files }) => files.some(({ kind }) => kind === "migration")),
			commitsLost: change.kind === "diverged" ? change.lost : null,
			baseKnown: situation.baseSource.from !== "recent" && situation.baseSource.from !== "none"
		},
		signals: signals.map(({ name }) => name),
		parts: parts.map(({ subject, id, answers }) => ({
			sha: subject.part.sha,
			id,
			answers: numbersOf(answers),
			approved: situation.approvals.has(subject.part.sha),
			cancelled: cancelled.has(subject.position),
			paths: subject.files.flatMap(({ path, previousPath }) => previousPath === void 0 ? [path] : [path, previousPath]).filter(watched)
		})),
		context: Object.fromEntries(deploymentSignals.map(({ name }, at) => [name, numbersOf(context)[at]])),
		model: request.silent === null ? { speaks: true } : {
			speaks: false,
			why: request.silent
		},
		failedSources: [...situation.failures, ...unknownBase(situation)],
		recentRisks: request.recentRisks,
		pastHazards: request.pastHazards,
		reviewRiskiest: settings.autoApprove.reviewRiskiest,
		neverAutoApprove: settings.neverAutoApprove,
		gateFiles,
		windows: inForce.map(({ window, until, now: at }) => ({
			window,
			until: until.toISOString(),
			now: at.toISOString()
		}))
	};
};
const measureContext = (situation, now) => measureDeployment(deploymentSignals, deploymentContext(situation, now));

// src/model/learn.ts
/** Enough history to learn from first, most of it left to be judged; refitted ten times. */
const TRAIN_FRACTION = .3;
const BLOCKS = 10;
/**
* @param nowSeconds the moment of learning; outcomes are those known before it
*/
function learnModel(history, nowSeconds, options = { blocks: BLOCKS }) {
	const { n } = history.table;
	if (n < 2) {
		const artefact = fitAsOf(history, n, nowSeconds);
		const nothing = {
			rows: /* @__PURE__ */ new Uint32Array(),
			hazards: /* @__PURE__ */ new Float64Array(),
			labels: /* @__PURE__ */ new Float64Array()
		};
		return {
			artefact,
			replayed: {
				from: n,
				logHazards: nothing.hazards,
				artefact,
				trained: 0,
				trainedRate: 0
			},
			known: nothing
		};
	}
	const replayed = replay(history, {
		trainFraction: TRAIN_FRACTION,
		blocks: options.blocks
	});
	const rows = [];
	for (let row = replayed.from; row < n; row++) if (history.times[row] <= nowSeconds - history.maturitySeconds || history.labelKnownTimes[row] < nowSeconds) rows.push(row);
	const hazards = Float64Array.from(rows, (row) => exp(replayed.logHazards[row - replayed.from]));
	const labels = Float64Array.from(rows, (row) => history.labelKnownTimes[row] < nowSeconds ? 1 : 0);
	return {
		artefact: fitAsOf(history, n, nowSeconds, estimateFrailty(hazards, labels)),
		replayed,
		known: {
			rows: Uint32Array.from(rows),
			hazards,
			labels
		}
	};
}

// src/commands/gate/standing.ts
const day = 86400;
const year = 365 * day;
const week = 7 * day;
/** 1970-01-05, the first Monday. */
const firstMonday = 4 * day;
/** A history shorter than this is cheap to fit at every run, and too short to wait for Monday. */
const smallHistory = 400;
/** Parts learned from at most, the newest: weights have long settled by then, and fitting stays a matter of a second. */
const mostLearned = 6e3;
/** Times the model is refitted while the past is replayed. */
const blocks = 3;
/** Parts whose hazards are kept: enough for a hundred past deployments of twenty. */
const keptHazards = 2e3;
/** Parts that count: those that landed before the standing's moment. */
const standingAt = (index, head) => {
	const time = index.parts.time.get(head);
	const monday = firstMonday + Math.floor((time - firstMonday) / week) * week;
	const parts = Math.min(firstAtLeast(index.parts.time, monday), head + 1);
	return parts >= smallHistory ? {
		parts,
		time: monday
	} : {
		parts: head + 1,
		time: time + 1
	};
};
/** What makes two standings the same: everything they are computed from. */
const standingKey = ({ index, head, configuration, prior }) => {
	const { parts, time } = standingAt(index, head);
	return [
		prior.id,
		parts > 0 ? index.sha(parts - 1) : null,
		time,
		configuration.history.lookback.seconds,
		configuration.outcome.maturity.seconds,
		configuration.experience,
		configuration.environments.map(({ autoApprove }) => autoApprove.reviewRiskiest)
	];
};
/** Computes a standing: learns from the lookback, and replays its last twelve months without looking ahead. */
const computeStanding = (options, reviewRiskiest) => {
	const { index, head, configuration, prior } = options;
	const { parts: to, time } = standingAt(index, head);
	const looked = firstAtLeast(index.parts.time, time - configuration.history.lookback.seconds);
	const from = Math.min(Math.max(looked, to - mostLearned), to);
	const maturitySeconds = configuration.outcome.maturity.seconds;
	const past = partsTable(index, {
		experience: configuration.experience,
		maturitySeconds,
		from,
		to,
		before: head + 1
	});
	for (let row = 0; row < past.table.n; row += 1) if (past.failedAt[row] >= time) past.failedAt[row] = Number.POSITIVE_INFINITY;
	const learned = learnModel({
		table: past.table,
		times: past.times,
		labelKnownTimes: past.failedAt,
		confidences: past.confidence,
		maturitySeconds,
		prior
	}, time, { blocks });
	return {
		model: learned.artefact,
		recentHazards: recentHazards(learned.artefact, past),
		newest: to > 0 ? index.sha(to - 1) : null,
		track: replayedTrack(learned, past, {
			reviewRiskiest,
			until: time - maturitySeconds
		}),
		labels: labelsKnown(past, time - maturitySeconds, configuration),
		usual: medians(past)
	};
};
/** Hazards of the last parts under today's model. */
const recentHazards = (model, { table }) => {
	const kept = Math.min(keptHazards, table.n);
	const rows = Uint32Array.from({ length: kept }, (_, at) => table.n - kept + at);
	return Array.from(scoreParts(model, table, rows).logHazards, (logHazard) => exp(logHazard));
};
/** Risks of the last parts, oldest first: what a new part is ranked among. */
const recentRisks = ({ model, recentHazards: hazards }) => hazards.slice(-500).map((hazard) => probabilityOf(model, hazard));
const replayedTrack = ({ artefact, replayed }, { times, failedAt }, options) => {
	const risks = new Float64Array(times.length).fill(NaN);
	for (const [at, logHazard] of replayed.logHazards.entries()) risks[replayed.from + at] = probabilityOf(artefact, exp(logHazard));
	return trackOf({
		risks,
		times,
		failedAt,
		...options,
		since: options.until - year
	});
};
const meaningOf = ({ outcome }) => `reverted or hot-fixed within ${outcome.maturity.text.replace(/^(\d+)d$/, "$1 days")}`;
const labelsKnown = (past, mature, configuration) => {
	const sources = {};
	let known = 0;
	let among = 0;
	let first = null;
	for (let row = 0; row < past.table.n; row += 1) {
		const failed = Number.isFinite(past.failedAt[row]);
		if (!failed && past.times[row] > mature) continue;
		among += 1;
		first ??= past.times[row];
		if (!failed) continue;
		known += 1;
		const cause = past.causes.get(row);
		if (cause) sources[cause] = (sources[cause] ?? 0) + 1;
	}
	return {
		meaning: meaningOf(configuration),
		known,
		among,
		since: first === null ? null : (/* @__PURE__ */ new Date(first * 1e3)).toISOString(),
		sources
	};
};
const medians = ({ table }) => Object.fromEntries(table.columns.map(({ name }, column) => {
	const known = Float32Array.from({ length: table.n }, (_, row) => table.rows[row * table.columns.length + column]).filter((value) => !Number.isNaN(value)).sort();
	return [name, known.length === 0 ? null : known[known.length >>> 1]];
}));
/** Where a repository without history stands: on the prior alone. */
const emptyStanding = (prior, configuration) => ({
	model: prior,
	recentHazards: [],
	newest: null,
	track: {
		n: 0,
		failed: 0,
		caught: 0,
		reviewed: 0,
		reviewsPerWeek: 0,
		months: 0,
		riskiest: 0,
		low: null,
		high: null,
		source: "replayed"
	},
	labels: {
		meaning: meaningOf(configuration),
		known: 0,
		among: 0,
		since: null,
		sources: {}
	},
	usual: {}
});

// src/commands/gate/kept-standing.ts
/** The standing of a repository, kept beside its index and computed again only when what it rests on has changed. */
/** Change it with the meaning of what is kept. */
const keptVersion = 4;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const readKept = (path, key) => {
	try {
		const kept = JSON.parse(readFileSync(path, "utf8"));
		if (kept?.key !== key || kept.digest !== sha256(kept.standing)) return null;
		const standing = JSON.parse(kept.standing);
		return {
			...standing,
			model: readArtefact(standing.model)
		};
	} catch (error) {
		if (error instanceof SyntaxError || isOurs(error) || error.code !== void 0) return null;
		throw error;
	}
};
/** Where nothing can be written nothing can be removed either; and even `force` only forgives a file that is not there. */
const discard = (path) => {
	try {
		rmSync(path, { force: true });
	} catch {}
};
const keep = (path, key, standing) => {
	const text = JSON.stringify(standing);
	const temporary = `${path}.${process.pid}.tmp`;
	try {
		mkdirSync(join(path, ".."), { recursive: true });
		writeFileSync(temporary, JSON.stringify({
			key,
			digest: sha256(text),
			standing: text
		}));
		renameSync(temporary, path);
	} catch {
		discard(temporary);
	}
};
const findStanding = (directory, options, reviewRiskiest) => {
	const key = sha256(JSON.stringify([
		keptVersion,
		reviewRiskiest,
		...standingKey(options)
	]));
	const path = directory === null ? null : join(directory, "standing.json");
	const kept = path === null ? null : readKept(path, key);
	if (kept) return kept;
	const standing = computeStanding(options, reviewRiskiest);
	if (path !== null) keep(path, key, standing);
	return standing;
};

// src/commands/gate/similar.ts
/** Past changes most like the one that drives the risk, and what became of them: told by the files they share. */
const mostShown = 3;
/** Touches of one file looked at, newest first. */
const mostTouches = 128;
/** Parts before `before` by how much of what they touched they share: shared files over the root of both sizes. */
const likeness = (index, files, before) => {
	const shared = /* @__PURE__ */ new Map();
	for (const path of files.slice(0, 100)) {
		let entry = index.entities.get(entityOf("file", path)).touch;
		for (let seen = 0; entry !== 4294967295 && seen < mostTouches; entry = index.touches.previous.get(entry), seen += 1) {
			const position = index.touches.part.get(entry);
			if (position < before) shared.set(position, (shared.get(position) ?? 0) + 1);
		}
	}
	return [...shared].map(([position, count]) => ({
		position,
		alike: count / Math.sqrt(files.length * Math.max(1, index.parts.files.get(position)))
	})).sort((left, right) => right.alike - left.alike || right.position - left.position);
};
const duration = (seconds) => {
	const hours = seconds / 3600;
	return hours < 48 ? `${Math.max(1, Math.round(hours))} h` : `${Math.round(hours / 24)} days`;
};
/** The three past parts most like the riskiest part of the change. Empty when none shares half of what it touches. */
const similarChanges = async (situation, parts, judgement) => {
	const { history, repository } = situation;
	if (history === null || parts.length === 0) return [];
	const { index } = history;
	const { subject } = parts[judgement.parts.reduce((best, part, at) => part.hazard > judgement.parts[best].hazard ? at : best, 0)];
	const first = Math.min(...parts.map((part) => part.subject.position));
	const alike = likeness(index, subject.files.map(({ path }) => path), first).filter((found) => found.alike >= .5).slice(0, mostShown);
	if (alike.length === 0) return [];
	const failures = new Map([...index.failuresFrom()].filter(({ knownAt }) => knownAt <= history.head).map((failure) => [failure.part, failure]));
	const names = /* @__PURE__ */ new Map();
	await readCommits(repository.git, alike.map(({ position }) => index.sha(position)), (commit) => {
		const { title, number } = understandMessage(commit.message);
		names.set(commit.sha, {
			title: bareTitle(title),
			id: number === null ? commit.sha.slice(0, 8) : `#${number}`
		});
	}, ["--no-walk=unsorted"]);
	return alike.flatMap(({ position }) => {
		const name = names.get(index.sha(position));
		if (!name) return [];
		const failure = failures.get(position);
		const after = failure ? duration(index.parts.time.get(failure.knownAt) - index.parts.time.get(position)) : "";
		const outcome = failure ? "failed" : "succeeded";
		const became = failure ? `${failure.cause === "revert" ? "reverted" : "hot-fixed"} after ${after}` : "no failure known";
		return [{
			change: name.id,
			outcome,
			sentence: `${became}: ${name.title}`
		}];
	});
};

// src/sources/base.ts
/** How far back a tag may lie to count as what is live. */
const tagReach = {
	parts: 100,
	seconds: 7776e3
};
/** `deploy-2026-08-18-at-16-12` → `deploy-#-#-#-at-#-#`. */
const shapeOf = (name) => name.replace(/\d+/g, "#");
/** Tags that are moved from commit to commit say where something is now, not what was deployed when. */
const isMoved = (name) => !/\d/.test(name) || /^v?\d{1,2}$/.test(name) || /(?:^|[-/])(?:latest|nightly|current|stable|edge|canary)(?:$|[-/])/i.test(name);
/** Tags on the line up to `head`, newest first, at most `parts` back; one a position. */
const tagsOnLine = (index, head, tags, parts) => {
	const byCommit = /* @__PURE__ */ new Map();
	for (const { name, commit } of tags) if (!isMoved(name)) byCommit.set(commit, [...byCommit.get(commit) ?? [], name]);
	if (byCommit.size === 0) return [];
	const found = [];
	const tagged = new Set(byCommit.keys());
	for (const position of index.positionsAmong(tagged, Math.max(0, head - parts), head + 1)) for (const tag of byCommit.get(index.sha(position)) ?? []) found.push({
		position,
		tag
	});
	return found;
};
/** The shape most tags have; the newest one's where several are as frequent. */
const usualShape = (tagged) => {
	const counts = /* @__PURE__ */ new Map();
	for (const { tag } of tagged) counts.set(shapeOf(tag), (counts.get(shapeOf(tag)) ?? 0) + 1);
	let usual = null;
	for (const [shape, count] of counts) if (usual === null || count > counts.get(usual)) usual = shape;
	return usual;
};
/** Names that tags give to where something went; a tag that names another place is no release to this one. */
const places = [
	"production",
	"prod",
	"live",
	"staging",
	"stage",
	"preview",
	"preprod",
	"integration",
	"test",
	"testing",
	"qa",
	"uat",
	"dev",
	"development",
	"sandbox",
	"demo"
];
const placesIn = (tag) => tag.toLowerCase().split(/[^a-z]+/).filter((word) => places.includes(word));
/**
* The tags that can speak of an environment: those that name it, where there are any; else those that name no place.
* Where every tag names some other place, all of them, for want of better.
*/
const tagsFor = (tags, environment) => {
	const wanted = environment.toLowerCase();
	const same = (place) => place === wanted || wanted === "production" && (place === "prod" || place === "live");
	const naming = tags.filter(({ name }) => name.toLowerCase().split(/[^a-z]+/).includes(wanted) || placesIn(name).some(same));
	if (naming.some(({ name }) => !isMoved(name))) return naming;
	const neutral = tags.filter(({ name }) => placesIn(name).length === 0);
	return neutral.some(({ name }) => !isMoved(name)) ? neutral : tags;
};
/** Tagged parts of the usual shape, newest first, one a position: the releases of this line. */
const releasesOf = (index, head, tags, parts) => {
	const tagged = tagsOnLine(index, head, tags, parts);
	const shape = usualShape(tagged.filter(({ position }) => head - position <= tagReach.parts)) ?? usualShape(tagged);
	const seen = /* @__PURE__ */ new Set();
	return tagged.filter(({ position, tag }) => {
		if (shapeOf(tag) !== shape || seen.has(position)) return false;
		seen.add(position);
		return true;
	});
};
/** The newest release that is not the head itself, near enough to be what is live; null when there is none. */
const liveRelease = (index, head, releases) => {
	const time = index.parts.time.get(head);
	return releases.find(({ position }) => position < head && head - position <= tagReach.parts && time - index.parts.time.get(position) <= tagReach.seconds) ?? null;
};

// src/sources/change.ts
/** What is between base and head: the kind of change, and its parts as they came in. */
/** How head stands to base. Throws `UsageError` when they share no history. */
const kindOf = async (repository, index, base, head) => {
	if (base === head) return "redeploy";
	if (base === null) return "forward";
	const basePosition = index.positionOnLine(base);
	const headPosition = index.positionOnLine(head);
	if (basePosition !== null && headPosition !== null) return basePosition < headPosition ? "forward" : "rollback";
	const { status, output } = await repository.git.attempt([
		"merge-base",
		base,
		head
	]);
	const common = output.trim();
	if (status === 1 && common === "") {
		if (repository.shallow) throw new SourceError(`${base.slice(0, 8)} and ${head.slice(0, 8)}: this clone is too shallow to tell how they are related; deepen it: git fetch --unshallow`);
		throw new UsageError(`--base ${base.slice(0, 8)}: shares no history with ${head.slice(0, 8)}; name a base on the same line`);
	}
	if (status !== 0) throw new SourceError(`git merge-base: cannot compare ${base.slice(0, 8)} with ${head.slice(0, 8)} in this clone`);
	return common === base ? "forward" : common === head ? "rollback" : "diverged";
};
/** First-parent commits of `head` that `base` lacks, oldest first. */
const lineBetween = async (repository, index, base, head) => {
	const from = base === null ? -1 : index.positionOnLine(base);
	const to = index.positionOnLine(head);
	if (from !== null && to !== null && from < to) {
		const [first] = from < 0 ? await readLine(repository.git, index.sha(0), 1) : [];
		return Array.from({ length: to - from }, (_, at) => {
			const position = from + 1 + at;
			const parent = position > 0 ? index.sha(position - 1) : first?.parents[0] ?? null;
			return {
				sha: index.sha(position),
				parent
			};
		});
	}
	const { status, output, error } = await repository.git.attempt([
		"rev-list",
		"--first-parent",
		"--parents",
		"--stdin"
	], `${head}\n${base === null ? "" : `^${base}\n`}`);
	if (status !== 0) throw new SourceError(`git rev-list: ${error.split("\n")[0]}`);
	return output.split("\n").filter((line) => line !== "").map((line) => line.split(" ")).map(([sha, parent]) => ({
		sha,
		parent: parent ?? null
	})).reverse();
};
/** Reads what `from` lacks of `to`, measured against the index of the line that holds `to`. */
const readParts = async (repository, index, salt, from, to) => {
	const all = await lineBetween(repository, index, from, to);
	const line = all.filter(({ sha }) => index.positionOnLine(sha) !== null);
	if (line.length === 0) return {
		parts: [],
		unmeasured: all.length
	};
	const first = index.positionOnLine(line[0].sha);
	const before = line[0].parent;
	const [commits, differences] = await Promise.all([readFacts(repository.git, before === null ? [to] : [to, `^${before}`], authorHash(salt)), collect(readDifferences(repository.git, line, { linesExpected: !repository.partial }))]);
	return {
		parts: [...partsOf(line.map(({ sha }) => sha), commits, first > 0 ? index.parts.time.get(first - 1) : 0, (sha) => index.positionOf(sha, first) !== null)].map((part, at) => {
			const { linesKnown, filesKnown, files } = differences[at];
			return {
				part,
				position: index.positionOnLine(part.sha),
				files: changedFiles(files),
				linesKnown,
				filesKnown
			};
		}),
		unmeasured: all.length - line.length
	};
};
const collect = async (blocks) => {
	const all = [];
	for await (const block of blocks) all.push(...block);
	return all;
};
/** Reads a change whose kind is known. */
const readChange = async ({ repository, index, salt, base, head, kind }) => {
	if (kind === "redeploy") return {
		kind,
		parts: [],
		lost: 0,
		unmeasured: 0
	};
	if (kind === "rollback") return {
		kind,
		...await readParts(repository, index, salt, head, base),
		lost: 0
	};
	const forward = await readParts(repository, index, salt, base, head);
	const lost = kind === "diverged" ? (await lineBetween(repository, index, head, base)).length : 0;
	return {
		kind,
		...forward,
		lost
	};
};

// src/sources/proposal.ts
const seconds = (moment, otherwise) => {
	const time = moment === null ? NaN : Date.parse(moment);
	return Number.isNaN(time) ? otherwise : Math.floor(time / 1e3);
};
/** Parts of the newest hundred that brought in several commits, from which on a team counts as one that merges. */
const mergeHabit = {
	among: 100,
	share: .15
};
const landsAsMerge = ({ index, head }) => {
	const among = Math.min(mergeHabit.among, head + 1);
	let several = 0;
	for (let position = head + 1 - among; position <= head; position += 1) if (index.parts.commits.get(position) > 1) several += 1;
	return among > 0 && several / among > mergeHabit.share;
};
const innerFacts = (commit, now, hash) => factsOf({
	sha: commit.sha,
	parents: commit.parents,
	message: commit.message,
	authorName: commit.authorName,
	authorEmail: commit.authorEmail,
	authoredAt: seconds(commit.authoredAt, now),
	committedAt: seconds(commit.committedAt, now),
	zoneMinutes: 0
}, hash);
/** A name that no commit has, for the landing that has not happened. */
const unborn = (digits) => "0".repeat(digits);
const landed = (history, proposal, now, zoneMinutes) => {
	const inside = proposal.commits.map((commit) => innerFacts(commit, now, authorHash(history.salt)));
	const message = understandMessage(`${proposal.title}${proposal.number === null ? "" : ` (#${proposal.number})`}\n\n${proposal.body}`);
	const merges = landsAsMerge(history);
	const [author = 0] = inside.map((commit) => commit.author);
	const others = [...new Set(inside.flatMap((commit) => [commit.author, ...commit.coAuthors]))];
	const landing = {
		sha: unborn(proposal.head.length),
		parents: merges ? [proposal.base, proposal.head] : [proposal.base],
		committedAt: now,
		authoredAt: inside.reduce((earliest, commit) => Math.min(earliest, commit.authoredAt), now),
		zoneMinutes,
		author,
		coAuthors: others.filter((other) => other !== author),
		bot: inside.length > 0 && inside.every((commit) => commit.bot),
		message
	};
	const commits = new Map([landing, ...inside].map((commit) => [commit.sha, commit]));
	const [part] = partsOf([landing.sha], commits, tipTime(history));
	return {
		...part,
		sha: proposal.head,
		zoneMinutes,
		number: proposal.number,
		inner: [.../* @__PURE__ */ new Set([proposal.head, ...proposal.commits.map(({ sha }) => sha)])]
	};
};
const tipTime = ({ index, head }) => head < 0 ? 0 : index.parts.time.get(head);
/** The part it would be, at the position after the base. Nothing is added to the index. */
const proposedPart = (history, proposal, now) => {
	const position = history.head + 1;
	const time = Math.floor(now.getTime() / 1e3);
	const zone = new Past(history.index, position, time, 0).usualZone();
	return {
		part: landed(history, proposal, time, zone),
		position,
		files: changedFiles(proposal.files),
		linesKnown: proposal.files.every(({ added, deleted, binary, submodule }) => binary || submodule || added !== null && deleted !== null),
		filesKnown: true,
		historyKnown: history.head >= 0
	};
};

// src/commands/gate/live.ts
/** Whether a deployment went well, as far as its record says: one without a state is told after the fact. */
const hasSucceeded = ({ body }) => typeof body["sha"] === "string" && (body["state"] === void 0 || body["state"] === "success" || body["state"] === "succeeded");
/** The newest deployment of an environment that succeeded: nearly always the newest of all, which is found at once. */
const newestSuccess = async (ledger, environment) => {
	const newest = await ledger.latest({
		kind: "deployment",
		environment
	});
	if (!newest || hasSucceeded(newest)) return newest;
	let found;
	for await (const record of ledger.read({ kinds: ["deployment"] })) if (record.environment === environment && hasSucceeded(record)) found = record;
	return found;
};
const holds = async ({ git }, sha) => (await git.attempt([
	"cat-file",
	"-e",
	`${sha}^{commit}`
])).status === 0;
/** What GitHub says is live; else, where nobody else can be asked, what the ledger remembers. */
const told = async ({ ledger, environment, outside }) => {
	if (outside) return outside.liveIn(environment.settings.githubEnvironments);
	const record = await newestSuccess(ledger, environment.name);
	return record ? {
		sha: String(record.body["sha"]),
		at: record.at
	} : null;
};
/** What runs in an environment, if there is a deployment that succeeded, of a commit that this clone holds or can get. */
const lastDeployment = async (request) => {
	const { repository, environment, outside, failures } = request;
	try {
		const live = await told(request);
		if (!live) return null;
		if (outside && !await holds(repository, live.sha)) await outside.fetch(live.sha);
		if (await holds(repository, live.sha)) return {
			sha: live.sha,
			source: {
				from: "deployment",
				at: live.at
			},
			time: Date.parse(live.at) / 1e3
		};
		failures.push({
			source: "deployments",
			why: `${environment.name} runs ${live.sha.slice(0, 8)}, which this clone does not hold; fetch it, or name what runs with --base`
		});
		return null;
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: outside ? "deployments" : "ledger",
			why: error.message
		});
		return null;
	}
};
/** How long exactly this commit has run in the environment it has to soak in. */
const soakedHours = async ({ ledger, outside, failures }, { settings }, head, now) => {
	if (settings.soakedIn === null) return null;
	const { environment } = settings.soakedIn;
	try {
		if (outside) return await outside.hoursIn([environment], head);
		const record = await newestSuccess(ledger, environment);
		if (record?.body["sha"] !== head) return null;
		return Math.max(0, now.getTime() - Date.parse(record.at)) / 36e5;
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: outside ? "deployments" : "ledger",
			why: error.message
		});
		return null;
	}
};
const positionTime = (index, sha) => {
	const position = index.positionOf(sha);
	return position === null ? null : index.parts.time.get(position);
};
/** A base that nobody named: the newest release near the head, else the point twenty parts back. */
const assumedBase = (history, releases) => {
	const { index, head } = history;
	const release = head < 0 ? null : liveRelease(index, head, releases);
	if (release) return {
		sha: index.sha(release.position),
		source: {
			from: "tag",
			tag: release.tag
		},
		time: index.parts.time.get(release.position)
	};
	const parts = Math.min(20, head + 1);
	const from = head - parts;
	return {
		sha: from < 0 ? null : index.sha(from),
		source: parts > 0 ? {
			from: "recent",
			parts
		} : { from: "none" },
		time: null
	};
};

// src/commands/gate/policy.ts
/** The policy that decides: read where it stood before the change, never from the change itself. */
const readPolicy = async (file, organisation) => {
	if (organisation) return readBoth(file, organisation);
	if (!file) return {
		configuration: defaultConfiguration(),
		file,
		unreadable: null
	};
	try {
		return {
			configuration: await parseConfiguration(file.text, file.path),
			file,
			unreadable: null
		};
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return {
			configuration: defaultConfiguration(),
			file,
			unreadable: error.message
		};
	}
};
/** The repository's policy, held to the organisation's; one that cannot be read makes both unreadable. */
const readBoth = async (file, organisation) => {
	const own = await readPolicy(file);
	try {
		const whole = await parseConfiguration(organisation.text, organisation.path);
		return {
			...own,
			configuration: tighten(whole, own.configuration)
		};
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return {
			...own,
			unreadable: [error.message, own.unreadable].filter((why) => why !== null).join("\n")
		};
	}
};
/** The file at a commit, as whoever knows it tells: the clone, or somebody outside. */
const fileAt = async (repository, request, commit, failures) => {
	if (!request.outside) return policyAt(repository, commit);
	try {
		return await request.outside.policyAt(commit);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: "policy",
			why: error.message
		});
		return null;
	}
};
/** Reads the policy that decides: the file that was named, else the one that stood at the base. */
const policyFor = async (repository, request, commit, failures, known) => {
	if (request.config !== void 0) return known ?? readPolicy(policyIn(request.config, repository.shaDigits));
	const file = commit === null ? null : await fileAt(repository, request, commit, failures);
	return known && known.file?.blob === file?.blob ? known : readPolicy(file, request.outside?.organisationPolicy);
};
/** A work tree may hold a policy that does not count yet: say so, or its author wonders. */
const notesOnPolicy = async (repository, request, policy) => {
	if (request.config !== void 0 || request.outside || repository.workTree === null) return [];
	const path = join(repository.workTree, ".github", "change-risk.yml");
	let here;
	try {
		here = policyIn(path, repository.shaDigits);
	} catch {
		return [];
	}
	if (here.blob === policy.file?.blob) return [];
	return [".github/change-risk.yml here is not the one at the base, which decides; try it with --config .github/change-risk.yml"];
};
/**
* The environment as the deciding policy knows it. A policy that does not know it yet is about to be changed, which goes
* to review whatever else is found; until then the settings asked for stand in.
*/
const environmentUnder = (policy, provisional, chosen, named) => {
	if (policy === provisional) return chosen;
	const { environments } = policy.configuration;
	if (environments.length > 0 && !environments.some(({ name }) => name === chosen.name)) return chosen;
	return chooseEnvironment(policy.configuration, named ?? (chosen.assumed ? void 0 : chosen.name));
};

// src/commands/gate/situation.ts
/** What a decision is about, gathered from the clone and the ledger: nothing here judges. */
const pathsOf = (files) => files.flatMap(({ path, previousPath }) => previousPath === void 0 ? [path] : [path, previousPath]);
const notesOnClone = (repository, history) => [...repository.shallow ? [`shallow clone: only ${formatCount(history?.index.length ?? 0)} parts of history are here; git fetch --unshallow --filter=blob:none gives the rest`] : [], ...repository.partial ? ["partial clone: lines cannot be counted without blobs, sizes are unknown; a full clone (git fetch --refetch) knows them"] : []];
/** The head of the line that is read: of a pull request, the tip it would land on. Null: an unborn branch, or no history at all. */
const resolveAsked = async (repository, request, failures) => {
	const { git } = repository;
	const { outside } = request;
	const headName = outside?.proposal?.base ?? request.head ?? "HEAD";
	demandRef(headName, "--head");
	const [head, namedBase, tags, provisional] = await Promise.all([
		outside?.withoutHistory ? null : resolveCommit(git, headName, "--head"),
		request.base === void 0 ? null : resolveCommit(git, request.base, "--base"),
		listTags(git),
		policyFor(repository, request, headName, failures)
	]).catch(async (error) => {
		await demandReadable(repository, request.processEnvironment);
		throw error;
	});
	return {
		head,
		namedBase,
		tags,
		provisional
	};
};
const openLedgerOf = (repository, request, policy) => {
	const url = request.ledger ?? policy.configuration.ledger;
	return request.outside ? request.outside.openLedger(url) : openLedger(url ?? void 0, {
		baseDirectory: repository.workTree ?? repository.gitDirectory,
		defaultDirectory: join(repository.commonDirectory, "change-risk"),
		witnessFile: join(repository.commonDirectory, "change-risk-witness.json")
	});
};
const compareCommits = async (repository, ofHead, base, head, open) => {
	const kind = await kindOf(repository, ofHead.index, base, head);
	const history = kind === "rollback" && ofHead.index.positionOnLine(base) === null ? await open(base) : ofHead;
	const { index, salt } = history;
	return {
		history,
		whole: await readChange({
			repository,
			index,
			salt,
			base,
			head,
			kind
		})
	};
};
const propose = (history, proposal, now) => ({
	history,
	whole: {
		kind: "forward",
		parts: [proposedPart(history, proposal, now)],
		lost: 0,
		unmeasured: 0
	}
});
const notesOnScope = (elsewhere, all, { name }) => elsewhere === 0 ? [] : [`${formatCount(elsewhere)} of ${formatCount(all)} changes touch nothing that ${name} runs, and are left out`];
/** Gathers everything; `stand` is asked while git compares. Throws `UsageError` for what cannot be meant, `SourceError` for a clone that cannot be read. */
const gather = async (request, stand) => {
	const { outside, now } = request;
	const repository = await openRepository(request.directory, request.processEnvironment, outside);
	const proposal = outside?.proposal;
	const failures = [...outside?.failures ?? []];
	const { head, namedBase, tags, provisional } = await resolveAsked(repository, request, failures);
	const environment = chooseEnvironment(provisional.configuration, request.environment);
	const ledger = openLedgerOf(repository, request, provisional);
	const common = {
		repository,
		ledger,
		head: proposal?.head ?? head,
		policyPath: outside?.policyPath ?? ".github/change-risk.yml",
		flag: outside ? "base-ref" : "--base",
		indexDirectory: outside ? await outside.indexDirectory(ledger) : indexDirectory(repository, request.processEnvironment)
	};
	if (head === null && !proposal) return {
		...common,
		standing: stand({
			indexDirectory: null,
			history: null,
			policy: provisional,
			environment
		}),
		policy: provisional,
		environment,
		base: null,
		baseSource: { from: "none" },
		baseTime: null,
		history: null,
		change: {
			kind: "forward",
			parts: [],
			lost: 0,
			unmeasured: 0
		},
		elsewhere: 0,
		soakedHours: null,
		releases: [],
		approvals: /* @__PURE__ */ new Map(),
		failures,
		notes: [...outside?.notes ?? [], outside ? "there is no history here" : "the branch has no commit yet"]
	};
	const deployed = namedBase === null && !proposal ? await lastDeployment({
		repository,
		ledger,
		environment,
		outside,
		failures
	}) : null;
	const open = (at) => openHistory({
		repository,
		head: at,
		lookbackSeconds: provisional.configuration.history.lookback.seconds,
		measurer,
		directory: common.indexDirectory,
		damage: request.indexDamage ?? null,
		progress: (done, total) => request.progress("reading history", done, total)
	});
	const ofHead = head === null ? withoutHistory(repository.shaDigits) : await open(head);
	const releases = ofHead.head < 0 || proposal ? [] : releasesOf(ofHead.index, ofHead.head, tagsFor(tags, environment.name), 2e3);
	const base = proposal ? {
		sha: proposal.base,
		source: proposal.baseSource,
		time: null
	} : namedBase !== null ? {
		sha: namedBase,
		source: { from: "option" },
		time: positionTime(ofHead.index, namedBase)
	} : deployed ?? assumedBase(ofHead, releases);
	const comparing = proposal ? Promise.resolve(propose(ofHead, proposal, now)) : compareCommits(repository, ofHead, base.sha, head, open);
	comparing.catch(() => void 0);
	const policy = await policyFor(repository, request, base.sha, failures, provisional);
	const chosen = environmentUnder(policy, provisional, environment, request.environment);
	const standing = stand({
		indexDirectory: common.indexDirectory,
		history: ofHead,
		policy,
		environment: chosen
	});
	const { history, whole } = await comparing;
	if (whole.unmeasured > 0 && whole.kind !== "rollback") failures.push({
		source: "history",
		why: `${formatCount(whole.unmeasured)} of the changes lie before the history that is here; ${repository.shallow ? "git fetch --unshallow --filter=blob:none" : "a longer lookback"} shows them`
	});
	const touches = scopeOf(policy.configuration, chosen.settings.components);
	const parts = whole.parts.filter(({ files, filesKnown }) => !filesKnown || touches(pathsOf(files)));
	const elsewhere = whole.parts.length - parts.length;
	return {
		...common,
		standing,
		policy,
		environment: chosen,
		base: base.sha,
		baseSource: base.source,
		baseTime: base.time,
		history,
		change: {
			...whole,
			parts
		},
		elsewhere,
		soakedHours: await soakedHours({
			ledger,
			outside,
			failures
		}, chosen, common.head, now),
		releases,
		approvals: await approvalsOf(outside, parts, failures),
		failures,
		notes: [
			...outside?.notes ?? [],
			...outside ? [] : notesOnClone(repository, history),
			...history.notes,
			...notesOnScope(elsewhere, whole.parts.length, chosen),
			...await notesOnPolicy(repository, request, policy)
		]
	};
};
/** Who approved which parts; without an answer nobody did. */
const approvalsOf = async (outside, parts, failures) => {
	if (!outside || parts.length === 0) return /* @__PURE__ */ new Map();
	try {
		return await outside.approvalsOf(parts.map(({ part }) => ({
			sha: part.sha,
			number: part.number
		})));
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		failures.push({
			source: "approvals",
			why: error.message
		});
		return /* @__PURE__ */ new Map();
	}
};

// src/commands/gate/gate.ts
/** Milliseconds by stage, in the order the stages ended. */
const stopwatch = (clock) => {
	const laps = {};
	let last = clock();
	return {
		laps,
		lap: (stage) => {
			const at = clock();
			laps[stage] = Math.round(at - last);
			last = at;
		}
	};
};
const standingOf = ({ history, indexDirectory, policy, environment }, options) => {
	const { configuration } = policy;
	if (history === null || history.head < 0) return emptyStanding(options.prior, configuration);
	const { reviewRiskiest } = environment.settings.autoApprove;
	return findStanding(indexDirectory, {
		index: history.index,
		head: history.head,
		configuration,
		prior: options.prior
	}, reviewRiskiest);
};
/** Total hazards of the releases up to the base, newest first: what this change is ranked among. */
const pastHazards = ({ history, releases, base }, { recentHazards, newest }) => {
	const last = newest === null ? null : history?.index.positionOnLine(newest) ?? null;
	if (history === null || last === null) return [];
	const live = base === null ? null : history.index.positionOnLine(base);
	const first = last - recentHazards.length + 1;
	const past = releases.filter(({ position }) => position <= last && (live === null || position <= live));
	return past.slice(0, -1).flatMap(({ position }, at) => {
		const from = past[at + 1].position + 1;
		if (from < first) return [];
		return [recentHazards.slice(from - first, position - first + 1).reduce((sum, hazard) => sum + hazard, 0)];
	});
};
/** Why the model cannot speak here; null when it can. */
const silence = ({ history, change }) => history !== null && history.head < 0 && change.parts.every(({ historyKnown }) => historyKnown !== false) ? "this clone holds no part of the history (a shallow clone of one commit); git fetch --unshallow gives it" : null;
/** A policy nobody could read may have said enforce: until it is known, it does. */
const modeOf = ({ environment, failures }) => failures.some(({ source }) => source === "policy") ? "enforce" : environment.settings.mode;
const gate = (options) => mendingIndex((indexDamage) => gateWith({
	...options,
	indexDamage
}));
const gateWith = async (options) => {
	const { now, version, withPeople } = options;
	const { lap, laps } = stopwatch(options.clock);
	const situation = await gather(options, (ground) => standingOf(ground, options));
	const { standing } = situation;
	lap("read");
	const mode = options.mode ?? modeOf(situation);
	const parts = measureParts(situation);
	const context = measureContext(situation, now);
	const inputs = await decisionInputs({
		situation,
		mode,
		now,
		parts,
		context,
		recentRisks: recentRisks(standing),
		pastHazards: pastHazards(situation, standing),
		silent: silence(situation)
	});
	const judgement = judge(inputs, standing.model);
	lap("judge");
	const remembering = options.remembers === "never" || options.remembers === "when-enforcing" && mode !== "enforce" ? Promise.resolve({
		ledger: null,
		notes: []
	}) : remember({
		situation,
		inputs,
		model: standing.model,
		judgement,
		now,
		version,
		beside: options.outside?.records() ?? []
	});
	remembering.catch(() => void 0);
	const similar = await similarChanges(situation, parts, judgement).finally(() => remembering);
	const memory = await remembering;
	lap("remember");
	const assessment = assess({
		situation,
		mode,
		now,
		parts,
		context,
		judgement: isForgotten(mode, options, memory) ? withoutMemory(judgement) : judgement,
		standing,
		similar,
		notes: [...situation.notes, ...memory.notes],
		remembered: memory.ledger,
		timings: laps,
		version,
		engine: 1,
		withPeople,
		priorRepositories: options.prior.trainedOn.repositories
	});
	return {
		assessment,
		settings: situation,
		files: drivingFiles(parts, assessment),
		policyProblems: situation.policy.unreadable
	};
};
/** Enforcing, and not remembered although it was to be: a preview, which nothing rests on, tells what it would be. */
const isForgotten = (mode, { remembers = "always" }, { ledger }) => mode === "enforce" && remembers !== "never" && ledger === null;
/** An approval that leaves no trace cannot be defended: enforcing, it becomes a review. */
const withoutMemory = (judgement) => judgement.decision.verdict !== "approve" || judgement.decision.rule === "mode-off" ? judgement : {
	...judgement,
	decision: {
		verdict: "review",
		rule: "source-failed",
		reason: `it would go out (${judgement.decision.reason}), but the decision could not be remembered`
	}
};

export { gate as t };
