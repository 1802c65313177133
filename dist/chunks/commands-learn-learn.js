import { A as resolveCommit, C as chooseEnvironment, O as openRepository, k as pageOf, q as UsageError } from "./main-gate.js";
import { n as escapeMarkdown, o as neutralise, r as link, t as codeSpan } from "./report-escaping.js";
import { $ as incidentsRecord, Cn as segmentTo, Dn as exp, Et as partsIn, Gt as truncate, H as findStanding, Hn as bareTitle, Ht as displayWidth, In as mendingIndex, Kt as wrap, Ln as openHistory, On as expm1, Pn as mergeIncidents, Q as tellingRecord, Qn as withRepeated, Qt as formatStated, Sn as effectAt, Tn as rowRange, Tt as recordedCertificate, U as columnsOf$1, Ut as padEnd, V as toldIncidents, Vn as firstAtLeast, W as buildDesign, Wn as understandMessage, Xn as isCounted, Yn as evenOdds, _n as standingAt, _t as experience_exports, an as formatFactor, at as measurer, bn as dampedHazard, bt as size_exports, cn as formatPlural, dr as noticedAt, en as publicRepositories, er as outcomeStates, et as recordedIncidents, fn as formatCount, ft as titleWords, gt as file_history_exports, hn as mostLearned, hr as compileGlobs, ht as purpose_exports, in as shallowNote, ir as readMessage, jn as probabilityOfHazard, li as sha256, ln as formatShare, mt as tests_exports, nt as decodeCovariance, oi as canonicalJson, on as formatInterval, or as doubtMeanings, ot as isLane, pn as enoughToStand, pt as timing_exports, sn as formatPercent, st as lanes, tr as isoMoment, ur as isTimed, ut as incidentSignals, vt as diffusion_exports, xt as area_history_exports, yn as scoreParts, yt as dependencies_exports } from "./commands-gate-gate.js";
import { a as goingOut, c as risksIn, i as rarityAmong, l as importIncidents, n as readLandedChanges, o as DeployedChanges, r as searchWindow, t as linkIncident, u as textContent } from "./history-incidents-links.js";
import { i as succeededAt, n as failedAt, r as lineCommit } from "./domain-deployment.js";
import { t as releasesIn } from "./history-releases.js";
import { a as mergeDeployments, n as deploymentsIn, o as momentSeconds, r as newestReports, t as deploymentRecords } from "./commands-learn-deployment-records.js";
import { t as sayCertificate } from "./report-certificate.js";
import { r as sayDuration } from "./report-times.js";
import { t as capitalise } from "./report-phrases.js";
import { o as bySafety, t as auc } from "./model-metrics.js";
import { n as correctionsIn, t as correctionStream } from "./commands-learn-corrections.js";
import { n as readChosenPrior } from "./commands-gate-chosen-prior2.js";
import { r as lessonsOf, t as lessonRecord } from "./commands-learn-lessons.js";
import { r as partsTable } from "./model-parts-table.js";
import { i as WEAR, t as fitAsOf } from "./model-prequential.js";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

// src/sources/incident-files.ts
/** Files of incidents in a checkout: committed, or fetched by an earlier step of the job. */
/** More would be an archive of something else. */
const mostFiles$1 = 2e3;
/** An export of 10,000 incidents with their texts. */
const mostBytes$1 = 67108864;
const mostFolders = 2e4;
/** Never the work of a team, and often the most of a checkout. */
const skipped = /* @__PURE__ */ new Set([".git", "node_modules"]);
/** The folder that every match of a glob is in. */
const rootOf = (glob) => {
	const folders = glob.replace(/^\/+/, "").split("/").slice(0, -1);
	const wild = folders.findIndex((folder) => /[*?[\]{}!()]/.test(folder));
	return (wild < 0 ? folders : folders.slice(0, wild)).join("/");
};
/** Files below a folder, as paths from the checkout; links are not followed, for they may lead out of it. */
const filesBelow = async (directory, folder) => {
	const found = [];
	const waiting = [folder];
	for (let seen = 0; waiting.length > 0 && seen < mostFolders; seen += 1) {
		const next = waiting.pop();
		const entries = await readdir(join(directory, next), { withFileTypes: true }).catch(() => []);
		for (const entry of entries) {
			const path = next === "" ? entry.name : `${next}/${entry.name}`;
			if (entry.isFile()) found.push(path);
			else if (entry.isDirectory() && !skipped.has(entry.name)) waiting.push(path);
		}
	}
	return found;
};
const read = async (directory, path) => {
	const { size } = await stat(join(directory, path));
	if (size > mostBytes$1) return `${path}: holds ${Math.round(size / 1024 / 1024)} MB, 64 are read at most; split it, or export less of the past`;
	return {
		name: path,
		content: textContent(await readFile(join(directory, path)))
	};
};
/** The files of a checkout that match, in the order of their paths; a pattern that matches none is told. */
const incidentFiles = async (directory, globs) => {
	const files = [];
	const unusable = [];
	const seen = /* @__PURE__ */ new Set();
	for (const glob of globs) {
		const matches = compileGlobs([glob]);
		const paths = (await filesBelow(directory, rootOf(glob))).filter(matches).sort();
		if (paths.length === 0) unusable.push(`${glob}: matches no file of the checkout; fetch it in an earlier step, or mend the path`);
		for (const path of paths.filter((each) => !seen.has(each)).slice(0, mostFiles$1)) {
			seen.add(path);
			try {
				const file = await read(directory, path);
				if (typeof file === "string") unusable.push(file);
				else files.push(file);
			} catch (cause) {
				const why = cause instanceof Error ? cause.message : String(cause);
				unusable.push(`${path}: cannot be read (${why}); export it again`);
			}
		}
		if (paths.length > mostFiles$1) unusable.push(`${glob}: matches ${paths.length} files, of which the first ${mostFiles$1} are read; say more closely which`);
	}
	return {
		files,
		unusable
	};
};

// src/sources/post-mortems.ts
/** More would be an archive of something else. */
const mostFiles = 2e3;
const mostBytes = 1048576;
/** Files at a commit whose paths match, in the order of their paths; those too large to be read by people are left out. */
const filesMatching = async ({ git, objects }, commit, globs) => {
	if (globs.length === 0) return [];
	const matches = compileGlobs(globs);
	const paths = (await git.run([
		"ls-tree",
		"-r",
		"-z",
		"--name-only",
		"--full-tree",
		commit
	])).split("\0").filter((path) => path !== "" && matches(path));
	const found = [];
	for (const path of paths.slice(0, mostFiles)) {
		const file = await objects.read(`${commit}:${path}`);
		if (file?.type === "blob" && file.content.length <= mostBytes) found.push({
			name: path,
			content: file.content.toString("utf8")
		});
	}
	return found;
};

// src/commands/learn/incident-sources.ts
const ofKind = (sources, ...kinds) => sources.filter((source) => kinds.includes(source.kind));
const readIncidents = async (request) => {
	const { configuration, repository, head, workspace, given, otherBranch } = request;
	const unusable = [];
	const notCounted = [];
	const batches = [{
		files: given,
		timeZone: null
	}];
	for (const { kind, paths, timeZone } of ofKind(configuration.incidents, "post-mortems", "files")) if (kind === "files") {
		const found = workspace === null ? {
			files: [],
			unusable: []
		} : await incidentFiles(workspace, paths);
		unusable.push(...found.unusable);
		if (workspace === null) notCounted.push(`files ${paths.join(", ")}: there is no checkout to read them from`);
		batches.push({
			files: found.files,
			timeZone
		});
	} else if (otherBranch === null) batches.push({
		files: await filesMatching(repository, head, paths),
		timeZone
	});
	else notCounted.push(`post-mortems ${paths.join(", ")}: on ${otherBranch} anybody may write one; run learn on the default branch`);
	const issueSources = ofKind(configuration.incidents, "github-issues");
	if (issueSources.length > 0 && request.issues !== null) {
		const found = await request.issues(issueSources);
		batches.push({
			files: found.files,
			timeZone: null
		});
		notCounted.push(...found.notCounted);
	} else if (issueSources.length > 0) notCounted.push(unaskedIssues(issueSources));
	const imported = batches.map(({ files, timeZone }) => importIncidents(files, { zone: timeZone ?? void 0 }));
	return {
		incidents: withoutRepeats(imported.flatMap(({ incidents }) => incidents.map(({ incident }) => incident))),
		unusable: [...unusable, ...imported.flatMap((each) => each.unusable)],
		notCounted,
		superseded: imported.reduce((sum, each) => sum + each.superseded, 0)
	};
};
const unaskedIssues = (sources) => {
	const labels = [...new Set(sources.flatMap((source) => source.labels))];
	return `github-issues labelled ${labels.join(", ")}: the action asks GitHub for them; here give --incidents FILE from gh issue list --state all --label ${JSON.stringify(labels[0])} --json number,title,body,labels,createdAt,closedAt,url`;
};
/** Told by two sources in the same words, it is one. */
const withoutRepeats = (incidents) => {
	const seen = /* @__PURE__ */ new Set();
	return incidents.filter((incident) => {
		const text = JSON.stringify(incident);
		return !seen.has(text) && seen.add(text);
	});
};

// src/history/deployment-evidence.ts
/**
* Everything that speaks against a deployment: what git says of its parts, the rollback that took it back, what its job
* reported, incidents and people. Each says when it became known and how sure it alone makes us. That a job went through
* speaks for nothing: the job does not see what users see.
*/
/** How sure each kind makes us that the change, and not something else, was at fault. */
const deploymentConfidences = {
	rollback: .9,
	/** Taken back with newer ones, which it had outlived until then; with many, they share this twice. */
	rollbackBeneath: .5,
	/** Taken back, then put on again as it was: something else was looked for. */
	rollbackReturned: .3,
	/** A job fails for many reasons, and most are its own. */
	job: .5,
	/** It went through, and was reported as failed later: a check of what runs. */
	jobAfterwards: .6,
	/** The very same commit went through later. */
	jobRepeated: .1,
	/** A release that was deleted, or is marked as none any more. */
	withdrawn: .7,
	/** The next version of its series came quickly, and brought fixes alone. */
	mended: .6,
	/** It brought other things too. */
	mendedPartly: .4,
	/** An incident of the least severity is an issue. */
	minorIncident: .4
};
const evidenceAgainst = (request) => {
	const { release, maturitySeconds, now } = request;
	const from = release.liveFrom ?? release.deployment.startedAt;
	const counts = ({ at, cause }) => at <= now && (cause === "correction" || at - from <= maturitySeconds);
	const named = [...fromGit$1(request, from), ...spoken(request)].filter(counts).toSorted((one, other) => one.at - other.at || one.part - other.part);
	return {
		evidence: [...release.parts.length > 0 && release.parts.every((part) => request.verdicts.cleared.has(part)) ? [] : [
			...fromRollback(release),
			...fromJob(request),
			...fromMend(request)
		].filter(counts), ...named.map(onDeployment)].toSorted((one, other) => one.at - other.at),
		named
	};
};
const onDeployment = ({ cause, confidence, at, sentence, url, minor, suspected }) => ({
	cause,
	confidence: minor ? Math.min(confidence, deploymentConfidences.minorIncident) : confidence,
	at,
	sentence,
	...url === void 0 ? {} : { url },
	...suspected ? { suspected } : {}
});
/** What a later part on the line reveals; known once it landed, and never before the deployment began. */
const fromGit$1 = ({ index, failures, release, verdicts }, from) => {
	const { parts } = release;
	if (parts.length === 0) return [];
	const end = parts.at(-1);
	return parts.flatMap((part) => failures.get(part) ?? []).filter(({ part, knownAt }) => knownAt > end && !verdicts.cleared.has(part)).map(({ part, knownAt, cause, confidence }) => ({
		part,
		cause,
		confidence,
		at: Math.max(from, index.parts.time.get(knownAt)),
		sentence: `${cause === "revert" ? "reverted" : "hot-fixed"} by ${index.sha(knownAt).slice(0, 8)}`
	}));
};
const spoken = ({ release, verdicts }) => {
	const own = new Set(release.parts);
	return verdicts.accusations.filter(({ part, environment = release.deployment.environment }) => own.has(part) && environment === release.deployment.environment);
};
const fromRollback = ({ undone }) => {
	if (undone === null) return [];
	const { rollback, rollbackBeneath, rollbackReturned } = deploymentConfidences;
	const { at, by, together, newest, wentOutAgain } = undone;
	const beside = together > 1 ? `, with ${together - 1} more` : "";
	return [{
		cause: "rollback",
		confidence: wentOutAgain ? rollbackReturned : newest ? rollback : Math.min(rollbackBeneath, 2 * rollbackBeneath / (together - 1)),
		at,
		sentence: `rolled back to ${by.sha.slice(0, 8)}${beside}${wentOutAgain ? "; the same commit went out again later" : ""}`,
		...by.url === void 0 ? {} : { url: by.url }
	}];
};
const fromJob = ({ release, releases }) => {
	const { deployment, liveFrom } = release;
	const { job, jobAfterwards, jobRepeated, withdrawn } = deploymentConfidences;
	const at = failedAt(deployment);
	if (at === null) return triedAgain(release);
	const isRepeated = releases.some((other) => other.deployment.sha === deployment.sha && other.liveFrom !== null && other.liveFrom > at);
	const isAfterwards = liveFrom !== null && liveFrom < at;
	const isWithdrawn = isAfterwards && deployment.release !== void 0;
	return [{
		cause: "deployment",
		confidence: isRepeated ? jobRepeated : isWithdrawn ? withdrawn : isAfterwards ? jobAfterwards : job,
		at,
		sentence: `${isWithdrawn ? "withdrawn after it was published" : isAfterwards ? "reported as failed after it had gone through" : "its job failed"}${isRepeated ? "; the same commit went through later" : ""}`,
		...deployment.url === void 0 ? {} : { url: deployment.url }
	}];
};
/** It went through in the end: a small fault that says little, but that is not nothing where it happens again and again. */
const triedAgain = ({ deployment: { attempts = 1, url }, liveFrom }) => attempts === 1 || liveFrom === null ? [] : [{
	cause: "deployment",
	confidence: deploymentConfidences.jobRepeated,
	at: liveFrom,
	sentence: `went through at the ${attempts === 2 ? "second" : attempts === 3 ? "third" : `${attempts}th`} attempt`,
	...url === void 0 ? {} : { url }
}];
/** The release that mends it. */
const mendOf = ({ release, releases }) => {
	const tag = release.deployment.release?.tag;
	if (tag === void 0 || release.liveFrom === null) return null;
	return releases.find(({ deployment, liveFrom }) => liveFrom !== null && deployment.release?.mends?.tag === tag) ?? null;
};
const fromMend = (request) => {
	const mend = mendOf(request);
	if (mend === null || mend.liveFrom === null || request.release.liveFrom === null) return [];
	const { tag, mends } = mend.deployment.release;
	const hours = Math.max(1, Math.round((mend.liveFrom - request.release.liveFrom) / 3600));
	return [{
		cause: "hotfix",
		confidence: mends.only ? deploymentConfidences.mended : deploymentConfidences.mendedPartly,
		at: mend.liveFrom,
		sentence: `${tag} followed within ${hours === 1 ? "an hour" : `${hours} hours`} ${mends.only ? "and brought fixes alone" : "and brought fixes among other things"}`,
		...mend.deployment.url === void 0 ? {} : { url: mend.deployment.url }
	}];
};

// src/history/told-limits.ts
/**
* How much one record, one person and one source of incidents may teach, so that no one of them moves the model far:
*
* - one incident is one failure at most, however many changes it blames: its labels are scaled to add up to 1;
* - of one person's words within seven days the first ten count;
* - of one source's incidents within seven days as much counts as makes ten failures, or a fifth of the changes that
*   landed in these days where that is more.
*
* What is beyond stays in the ledger and is told; it waits for somebody else who says the same. Records are taken in the
* order of time, so that one more record never takes the weight from those before it.
*/
const toldLimits = {
	/** Labels of one incident add up to this at most. */
	perIncident: 1,
	periodSeconds: 604800,
	/** Words of one person in a period. */
	perPerson: 10,
	/** Labels of one source in a period add up to this, or to the share of what landed in it. */
	perSource: 10,
	perSourceOfLanded: .2
};
/** Spends what a name may spend in any period that ends with a moment. Ask in the order of time. */
var Purse = class {
	#spent = /* @__PURE__ */ new Map();
	take(name, at, weight, most) {
		const recent = (this.#spent.get(name) ?? []).filter((each) => each.at > at - toldLimits.periodSeconds);
		this.#spent.set(name, recent);
		if (recent.reduce((sum, each) => sum + each.weight, 0) + weight > most + 1e-9) return false;
		recent.push({
			at,
			weight
		});
		return true;
	}
};
/** Words of people, oldest first, as far as each person's count. */
const limitWords = (words) => {
	const purse = new Purse();
	const counted = [];
	const beyond = [];
	for (const word of words.toSorted((one, other) => one.at - other.at)) if (word.by === void 0 || purse.take(word.by, word.at, 1, toldLimits.perPerson)) counted.push(word);
	else beyond.push(word);
	return {
		counted,
		beyond
	};
};
const nameOf$1 = ({ incident, source = "" }) => `${source} ${incident}`;
/** Incidents and the changes they are tied to, oldest first, each with its share; whole incidents count or do not. */
const limitBlames = (index, blames) => {
	const { perIncident, perSource, perSourceOfLanded, periodSeconds } = toldLimits;
	const incidents = /* @__PURE__ */ new Map();
	for (const blame of blames) {
		const others = incidents.get(nameOf$1(blame));
		if (others) others.push(blame);
		else incidents.set(nameOf$1(blame), [blame]);
	}
	const purse = new Purse();
	const counted = [];
	const beyond = [];
	const inOrder = [...incidents.values()].toSorted(([one], [other]) => one.noticedAt - other.noticedAt || (nameOf$1(one) < nameOf$1(other) ? -1 : 1));
	for (const group of inOrder) {
		const { source = "", noticedAt } = group[0];
		const weight = group.reduce((sum, { confidence }) => sum + confidence, 0);
		const share = weight > perIncident ? perIncident / weight : 1;
		const landed = firstAtLeast(index.parts.time, noticedAt) - firstAtLeast(index.parts.time, noticedAt - periodSeconds);
		const most = Math.max(perSource, perSourceOfLanded * landed);
		const into = purse.take(source, noticedAt, weight * share, most) ? counted : beyond;
		for (const blame of group) into.push({
			...blame,
			share
		});
	}
	return {
		counted,
		beyond
	};
};

// src/history/verdicts.ts
/** However often an algorithm suspects a change, it does not settle what a person could. */
const mostOfSuspicion = .45;
const withUrl = (url) => url === void 0 ? {} : { url };
/** What is known by `now`, in seconds. A change that the index does not hold is left out. */
const verdictsOn = (index, said) => {
	const words = limitWords(said.corrections.filter(({ at }) => at <= said.now));
	const newest = /* @__PURE__ */ new Map();
	for (const correction of words.counted) {
		const part = index.positionOf(correction.sha);
		if (part === null) continue;
		const known = newest.get(part);
		if (known === void 0 || correction.at >= known.at) newest.set(part, correction);
	}
	const cleared = new Map([...newest].filter(([, { verdict }]) => verdict === "ok").map(([part, { at }]) => [part, at]));
	const spoken = [...newest].filter(([, { verdict }]) => verdict === "failed").map(([part, { at, reason, url }]) => {
		return {
			part,
			cause: "correction",
			confidence: 1,
			at,
			sentence: reason === void 0 ? "a person said that it failed" : `a person said: ${reason}`,
			...withUrl(url)
		};
	});
	const blames = limitBlames(index, said.troubles.filter(({ noticedAt, state }) => noticedAt <= said.now && state !== "rejected").map(atMostSuspected));
	return {
		accusations: [...spoken, ...blames.counted.flatMap((trouble) => accusationOf(index, trouble))].filter(({ part }) => !cleared.has(part)).toSorted((one, other) => one.at - other.at || one.part - other.part),
		cleared,
		beyond: {
			corrections: words.beyond,
			troubles: blames.beyond
		}
	};
};
const atMostSuspected = (trouble) => trouble.state === "suspect" && trouble.confidence > .45 ? {
	...trouble,
	confidence: mostOfSuspicion
} : trouble;
const accusationOf = (index, trouble) => {
	const part = index.positionOf(trouble.sha);
	if (part === null) return [];
	const isConfirmed = trouble.state === "confirmed";
	const { incident, environment } = trouble;
	const why = trouble.evidence?.[0]?.detail;
	const because = why === void 0 ? "" : `: ${why}`;
	return [{
		part,
		cause: "incident",
		confidence: trouble.confidence,
		...trouble.share === 1 ? {} : { share: trouble.share },
		at: trouble.noticedAt,
		sentence: `${isConfirmed ? "it caused" : "it is suspected of"} ${incident}${because}`,
		...withUrl(trouble.url),
		...trouble.recoveredAt === null ? {} : { recoveredAt: trouble.recoveredAt },
		...trouble.severity === "sev4" ? { minor: true } : {},
		...isConfirmed ? {} : { suspected: true },
		...environment === void 0 ? {} : { environment }
	}];
};

// src/history/deployment-outcomes.ts
/**
* What became of each deployment, from all that is known by a moment.
*
* Evidence is taken as independent: what speaks against a deployment with confidences c₁, c₂, … makes it a failure with
* 1 − Π(1 − cᵢ), known from the moment this reached a half. Less than a half is an issue. What is only suspected makes no
* failure, however often: without anything else that comes to a half, all together stay below it. With nothing against it a
* deployment is pending until it has soaked, then succeeded: half sure at once, wholly when it is mature.
*/
/** Per environment, in the order of their names; inside by time. */
const deploymentOutcomes = (request) => {
	const { index, now, maturitySeconds } = request;
	const verdicts = verdictsOn(index, request);
	const failures = new Map([...index.failuresFrom()].map((failure) => [failure.part, failure]));
	const begun = request.deployments.filter(({ startedAt }) => startedAt <= now).map(asOf(now));
	return [...new Set(begun.map(({ environment }) => environment))].sort().flatMap((name) => {
		const releases = releasesIn(index, begun.filter(({ environment }) => environment === name));
		return releases.map((release) => {
			const { evidence, named } = evidenceAgainst({
				index,
				failures,
				release,
				releases,
				verdicts,
				maturitySeconds,
				now
			});
			const outcome = outcomeFrom(release, evidence, request);
			return {
				...release,
				outcome,
				named,
				cleared: release.parts.filter((part) => verdicts.cleared.has(part)),
				recoveredAt: hasFailed(outcome) ? recoveryOf(failures, release, named, releases) : null
			};
		});
	});
};
/** A report from the future is none yet. */
const asOf = (now) => (deployment) => ({
	...deployment,
	reports: deployment.reports.filter(({ at }) => at <= now)
});
const hasFailed = ({ state }) => state === "failed" || state === "rolled-back";
const outcomeFrom = (release, evidence, { soakSeconds, maturitySeconds, now }) => {
	if (evidence.length === 0) return unopposed(release, {
		soakSeconds,
		maturitySeconds,
		now
	});
	const { confidence, knownAt } = together(evidence);
	const strongest = evidence.reduce((one, other) => other.confidence > one.confidence ? other : one);
	const neverRan = release.liveFrom === null && failedAt(release.deployment) !== null;
	return {
		state: confidence < .5 && !neverRan ? "succeeded-with-issues" : strongest.cause !== "correction" && release.undone !== null && release.undone.at <= now ? "rolled-back" : "failed",
		cause: strongest.cause,
		confidence,
		knownAt,
		evidence
	};
};
const unopposed = ({ liveFrom, deployment }, { soakSeconds, maturitySeconds, now }) => {
	const open = {
		state: "pending",
		cause: null,
		confidence: 0,
		knownAt: null,
		evidence: []
	};
	const from = liveFrom ?? null;
	if (from === null || now < from + soakSeconds || deployment.startedAt > now) return open;
	const share = maturitySeconds === 0 ? 1 : Math.min(1, (now - from) / maturitySeconds);
	return {
		...open,
		state: "succeeded",
		confidence: evenOdds + (1 - evenOdds) * share,
		knownAt: from + soakSeconds
	};
};
/** All evidence as one, and since when it weighs as much as it takes; `evidence` is by time and not empty. */
const together = (evidence) => {
	let innocent = 1;
	let suspicions = 1;
	let knownAt = null;
	for (const { confidence, at, suspected } of evidence) {
		if (suspected) {
			suspicions *= 1 - confidence;
			continue;
		}
		innocent *= 1 - confidence;
		if (knownAt === null && 1 - innocent >= .5) knownAt = at;
	}
	const said = 1 - innocent;
	const all = 1 - innocent * Math.max(suspicions, 1 - mostOfSuspicion);
	return {
		confidence: knownAt === null ? Math.max(said, Math.min(all, mostOfSuspicion)) : all,
		knownAt: knownAt ?? evidence[0].at
	};
};
/** The first of: taken back, the incident over, the part that mends it live. */
const recoveryOf = (failures, release, named, releases) => {
	const { liveFrom, position, undone, parts } = release;
	if (liveFrom === null) return null;
	const mends = parts.flatMap((part) => failures.get(part)?.knownAt ?? []).filter((at) => position !== null && at > position);
	const mended = releases.find((other) => other.liveFrom !== null && other.liveFrom > liveFrom && other.position !== null && mends.some((mend) => mend <= other.position));
	const moments = [
		undone?.at,
		mended?.liveFrom,
		mendOf({
			release,
			releases
		})?.liveFrom,
		...named.filter(({ minor }) => !minor).map(({ recoveredAt }) => recoveredAt)
	].filter((at) => typeof at === "number" && at >= liveFrom);
	return moments.length === 0 ? null : Math.min(...moments);
};

// src/domain/learned.ts
/** Why an incident is tied to no change. */
const untiedReasons = {
	"no-change": "no change stands out",
	planned: "planned work",
	elsewhere: "its words blame a change that is not here",
	"before-history": "before the history that is learned from",
	undated: "no time is known",
	"doubtful-times": "times in doubt",
	"not-yet": "in the future",
	cleared: "a person cleared the change"
};

// src/report/failed-lines.ts
/** Columns of a change with its title. */
const widestChange = 36;
const months = [
	"Jan",
	"Feb",
	"Mar",
	"Apr",
	"May",
	"Jun",
	"Jul",
	"Aug",
	"Sep",
	"Oct",
	"Nov",
	"Dec"
];
/** `18 Nov 14:02`, UTC. */
const sayMoment = (iso) => {
	const moment = new Date(iso);
	return `${String(moment.getUTCDate()).padStart(2)} ${months[moment.getUTCMonth()]} ${iso.slice(11, 16)}`;
};
const laneWords = {
	unreviewed: "went out unreviewed",
	audited: "was drawn for a look",
	reviewed: "was reviewed",
	overridden: "went out by override",
	held: "was held",
	observed: "was observed",
	unseen: "gate not asked"
};
const sayCause = ({ change, cause }) => {
	const why = neutralise(cause.why);
	if (cause.state === "confirmed") return `confirmed: ${why}`;
	if (cause.state === "none") return `cause unknown: ${why}`;
	return `${["suspect", cause.parts.filter((part) => part.change !== change).map((part) => neutralise(part.change)).join(", ")].join(" ").trim()}: ${why}`;
};
const sayScore = ({ percentile, risk }) => risk === null ? "no score" : `${formatPercent(risk)}${percentile === null ? "" : `, above ${Math.min(99, Math.floor(percentile))} of 100`}`;
const columnsOf = (change) => {
	const seconds = (Date.parse(change.foundAt) - Date.parse(change.deployedAt)) / 1e3;
	return [
		truncate(`${neutralise(change.change)} ${neutralise(change.title)}`.trim(), 36),
		change.environment,
		`deployed ${sayMoment(change.deployedAt)}`,
		seconds < 60 ? "found at once" : `found after ${sayDuration(seconds)}`,
		truncate(sayCause(change), 52),
		laneWords[change.lane],
		sayScore(change),
		change.minutesToRecover === null ? "not known to be mended" : `mended after ${change.minutesToRecover} min`,
		change.url === null ? "" : neutralise(change.url)
	];
};
/** Columns as wide as their widest cell; one that says the same in every line is left out where it says nothing. */
const table$1 = (rows) => {
	const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at]))));
	return rows.map((row) => row.flatMap((cell, at) => widths[at] === 0 ? [] : [padEnd(cell, widths[at])]).join("  ").trimEnd());
};
const failedLines = (failed) => table$1(failed.map(columnsOf));

// src/report/imported.ts
/** What was read of the incidents that were given, for a screen. */
/** Names of files serve for ids, and can be long. */
const widestId = 40;
const sayForms = ({ forms, from, to, superseded }) => {
	const counts = Object.entries(forms).map(([form, count]) => `${formatCount(count)} ${neutralise(form)}`);
	const [first, last] = [from?.slice(0, 4), to?.slice(0, 4)];
	const years = first === void 0 ? "" : first === last ? `, ${first}` : `, ${first}–${last}`;
	const older = superseded === 0 ? "" : `; ${formatPlural(superseded, "earlier state")} of them superseded`;
	return `${counts.join(" · ")}${years}${older}`;
};
const sayDoubt = ({ doubt, count, incidents }) => {
	const named = incidents.map((id) => truncate(neutralise(id), widestId)).join(", ");
	const more = count > incidents.length ? ", …" : "";
	return `doubted: ${formatCount(count)} × ${doubtMeanings[doubt]} (${named}${more})`;
};
/** Nothing where no incident was given. */
const sayImported = (counts) => Object.keys(counts.forms).length === 0 ? [] : [`read: ${sayForms(counts)}`, ...counts.doubts.map(sayDoubt)];

// src/report/unusable.ts
/** What an importer could not use, for a screen: the same fault in many lines of a file is one line here. */
/** Faults told at most; the rest is in the JSON. */
const mostFaults = 6;
/** Places told of each. */
const mostRanges = 3;
/** Sentences of the importer begin with `FILE:LINE: `, `FILE: record N: ` or `FILE: `. */
const sentence = /^(?<file>.+?)(?::(?<line>\d+)|: record (?<record>\d+)): (?<why>.*)$/s;
const faultsIn = (unusable) => {
	const faults = /* @__PURE__ */ new Map();
	for (const each of unusable) {
		const { file = "", line, record, why = each } = sentence.exec(each)?.groups ?? {};
		const unit = line !== void 0 ? "line" : record !== void 0 ? "record" : null;
		const name = `${file}\n${unit}\n${why}`;
		const known = faults.get(name);
		const fault = known ?? {
			file,
			unit,
			why,
			places: []
		};
		if (!known) faults.set(name, fault);
		fault.places.push(Number(line ?? record ?? 0));
	}
	return [...faults.values()].toSorted((one, other) => other.places.length - one.places.length);
};
const rangesOf = (places) => {
	const ranges = [];
	for (const place of places) {
		const last = ranges.at(-1);
		if (last && place === last.to + 1) last.to = place;
		else ranges.push({
			from: place,
			to: place
		});
	}
	return ranges.map(({ from, to }) => from === to ? `${from}` : `${from}–${to}`);
};
const sayFault = ({ file, unit, why, places }) => {
	if (unit === null) return neutralise(why);
	const ranges = rangesOf(places);
	const more = ranges.length - mostRanges;
	const told = `${ranges.slice(0, mostRanges).join(", ")}${more > 0 ? ` and ${formatCount(more)} more places` : ""}`;
	const count = places.length === 1 ? "" : ` (${formatCount(places.length)})`;
	return neutralise(`${file}, ${unit}${places.length === 1 ? "" : "s"} ${told}${count}: ${why}`);
};
/** One line for each fault, the commonest first. */
const sayUnusable = (unusable) => {
	const faults = faultsIn(unusable);
	const more = faults.length - mostFaults;
	return [...faults.slice(0, mostFaults).map((fault) => `not usable: ${sayFault(fault)}`), ...more > 0 ? [`not usable: ${formatCount(more)} other faults; --json names every place`] : []];
};

// src/report/learned.ts
/** What `learn` says at the end: what was understood, what it taught, and the failed changes, one line each. */
const stateWords = {
	succeeded: "succeeded",
	"succeeded-with-issues": "with issues",
	failed: "failed",
	"rolled-back": "rolled back",
	pending: "still soaking or open"
};
const joined = (parts) => parts.filter((part) => part !== "").join(" · ");
const sayEnvironment = ({ name, deployments, states }) => {
	const counts = Object.entries(stateWords).map(([state, word]) => {
		const count = states[state];
		return count === 0 ? "" : `${count} ${word}`;
	});
	return `${neutralise(name)}: ${formatPlural(deployments, "deployment")}, ${joined(counts)}`;
};
const sayLabels = ({ failed, suspected, cleared }) => failed + suspected + cleared === 0 ? "nothing beside what git tells" : joined([
	failed === 0 ? "" : `${formatPlural(failed, "change")} failed, which git does not tell`,
	suspected === 0 ? "" : `${formatPlural(suspected, "change")} suspected, or sharing what nobody pinned down`,
	cleared === 0 ? "" : `${cleared} cleared by people`
]);
/** More than this is for the JSON: the count alone tells that something is wrong. */
const mostTold = 8;
const sayEach = (what, sentences) => [...sentences.slice(0, mostTold).map((sentence) => `    ${what}: ${neutralise(sentence)}`), ...sentences.length > mostTold ? [`    ${what}: ${sentences.length - mostTold} more`] : []];
const sayIncidents = ({ understood, doubted, confirmed, suspected, none, unusable, notCounted }) => joined([
	`${formatPlural(understood, "incident")} understood`,
	doubted === 0 ? "" : `${formatCount(doubted)} with doubts`,
	`${formatCount(confirmed)} tied to a change here`,
	suspected === 0 ? "" : `${formatCount(suspected)} with suspects`,
	none === 0 ? "" : `${formatCount(none)} tied to none`,
	unusable.length === 0 ? "" : `${formatCount(unusable.length)} not usable`,
	notCounted.length === 0 ? "" : `${formatCount(notCounted.length)} not counted`
]);
/** `tied to none: 3 no change stands out · 1 planned work`. */
const sayUntied = ({ noneBecause }) => {
	const reasons = Object.keys(untiedReasons).flatMap((why) => {
		const count = noneBecause[why] ?? 0;
		return count === 0 ? [] : [`${formatCount(count)} ${untiedReasons[why]}`];
	});
	return reasons.length === 0 ? [] : [`    tied to none: ${joined(reasons)}`];
};
/** Suspicions that a person is asked to settle at most. */
const mostSuspicions = 5;
/** What only a person can settle. */
const saySuspicions = (links) => {
	const open = links.filter(({ state }) => state === "suspect");
	if (open.length === 0) return [];
	const told = open.slice(0, mostSuspicions).map(({ incident, change, title, confidence, reasons }) => {
		const named = truncate(`${neutralise(change)} ${neutralise(title)}`.trim(), 36);
		return `    ${neutralise(incident)}: perhaps ${named} (${formatPercent(confidence)}), ${neutralise(reasons[0] ?? "")}`;
	});
	const more = open.length - told.length;
	return [
		`  Suspected ${formatPlural(open.length, "change")}, counted nowhere; .blame #N or .unblame #N settles it`,
		...told,
		...more > 0 ? [`    and ${more} more`] : []
	];
};
/** The table below holds what known deployments brought: what else is confirmed is told here. */
const sayConfirmed = ({ failed, links }) => links.filter(({ sha, state }) => state === "confirmed" && !isInTable(failed, sha)).slice(0, mostTold).map(({ incident, change, title, reasons }) => {
	const named = truncate(`${neutralise(change)} ${neutralise(title)}`.trim(), 36);
	return `  Confirmed ${neutralise(incident)}: ${named}, ${neutralise(reasons[0] ?? "")}`;
});
const isInTable = (failed, sha) => failed.some((each) => each.sha === sha || each.cause.parts.some((part) => part.sha === sha));
const causeWords = {
	revert: "reverted",
	hotfix: "hot-fixed",
	rollback: "rolled back",
	incident: "an incident",
	deployment: "its job failed",
	correction: "a person said so"
};
const sayMoved = ({ change, cause, times }) => `${neutralise(change)} (${causeWords[cause]}) ×${times.toFixed(1)}`;
/** Names of sources that count what they hold. */
const alone = /* @__PURE__ */ new Map([
	["git reverts", "git revert"],
	["git hotfixes", "git hotfix"],
	["deployments", "deployment"]
]);
const saySource = ({ source, records, confirmed = 0, suspected = 0, notCounted = 0, since }) => {
	const of = [
		confirmed === 0 ? "" : `${confirmed} confirmed`,
		suspected === 0 ? "" : `${suspected} suspected`,
		notCounted === 0 ? "" : `${notCounted} not counted`
	].filter((part) => part !== "");
	const told = of.length === 0 ? "" : ` (${of.join(", ")})`;
	const name = records === 1 ? alone.get(source) ?? source : source;
	return `${formatCount(records)} ${neutralise(name)}${told}${since === null || records === 0 ? "" : ` since ${since.slice(0, 10)}`}`;
};
const sayOverrides = ({ given, reviewed, failed, overdue }) => joined([
	formatPlural(given, "emergency override"),
	`${reviewed} reviewed afterwards`,
	failed === 0 ? "" : `${failed} of them failed`,
	overdue === 0 ? "" : `${overdue} overdue`
]);
const sayPrior$1 = ({ prior }) => prior === void 0 ? "the shipped weights" : `the weights ${prior.repositories === 0 ? "" : `of ${formatPlural(prior.repositories, "repository", "repositories")} of yours `}in ${neutralise(prior.path)}`;
const laneSentences = {
	unreviewed: "that went out unreviewed failed",
	audited: "drawn for a look",
	reviewed: "reviewed",
	overridden: "by override",
	held: "held",
	observed: "before anything was held"
};
/** Lanes of one environment; nothing where nothing was ever held. */
const sayLanes = (lanes, environment) => {
	const own = lanes.filter((each) => each.environment === environment);
	return own.every(({ lane }) => lane === "observed") ? [] : [`  Lanes     ${neutralise(environment)}: ${joined(own.map(({ failed, lane, parts }) => `${failed} of ${parts} ${laneSentences[lane]}`))}`];
};
/** A model stands for a week, of a short history until the next landing: what is told meanwhile is in it later. */
const sayModel$1 = (model, { failed }) => model.kind === "prior" ? failed === 0 ? `no failure is known here yet: ${sayPrior$1(model)} stand (${model.id})` : `what failed counts from Monday on, or from the next change that lands: until then ${sayPrior$1(model)} stand (${model.id})` : `fitted on ${formatPlural(model.parts, "change")}, ${model.failures} of them failed${model.prior === void 0 ? "" : `, upon ${sayPrior$1(model)}`} (${model.id})`;
/** No deployment, no failed one: that says nothing of the changes. */
const sayNoFailure = ({ environments, links }, days) => {
	if (environments.length === 0) return "Which deployments failed cannot be told: none is known.";
	return `${links.some(({ state }) => state === "confirmed") ? "No deployment that is known of brought a change that" : "No change is known to have"} failed in the last ${formatPlural(days, "day")}.`;
};
/** Columns of a screen that is read, not scanned. */
const widest = 118;
const mostLines = 8;
/** A line that is too long goes on under its own beginning. */
const hanging = (line) => {
	const [lead = ""] = /^ *(?:(?<=^ {2})[A-Z][a-z]+ +|[a-z ]+: )?/.exec(line) ?? [];
	const columns = Math.min(lead.length, 20);
	const [first = "", ...rest] = wrap(line.slice(columns), widest - columns, mostLines);
	return [line.slice(0, columns) + first, ...rest.map((more) => " ".repeat(columns) + more)];
};
/** The screen, ending in the failed changes: what a release lead looks for first stands where the eye comes to rest. */
const renderLearned = (learned) => {
	const { repository, period, environments, failed, labels, lanes, overrides, incidents, imported, links, model, ledger, notes, sources, moved, odd } = learned;
	const days = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 864e5);
	return [
		...[
			`${neutralise(repository)}: the last ${formatPlural(days, "day")}`,
			...environments.length === 0 ? ["  no deployment is known; tell of them with --deployments FILE (JSON lines)"] : environments.map((environment) => `  ${sayEnvironment(environment)}`),
			...incidents.understood + incidents.unusable.length + incidents.notCounted.length === 0 ? [] : [`  ${sayIncidents(incidents)}`],
			...sayUntied(incidents),
			...sayImported(imported).map((line) => `    ${line}`),
			...sayUnusable(incidents.unusable).map((line) => `    ${line}`),
			...sayEach("not counted", incidents.notCounted),
			...sayConfirmed(learned),
			...saySuspicions(links),
			...overrides.given === 0 ? [] : [`  Overrides ${sayOverrides(overrides)}`],
			`  Learned   ${sayLabels(labels)}`,
			`  From      ${joined(sources.map(saySource))}`,
			...moved.length === 0 ? [] : [`  Moved     ${joined(moved.map(sayMoved))} at most`],
			...odd.slice(0, mostTold).map(({ what, did }) => `  Odd       ${neutralise(what)}: ${neutralise(did)}`),
			...odd.length > mostTold ? [`  Odd       ${odd.length - mostTold} more`] : [],
			...[...new Set(lanes.map(({ environment }) => environment))].flatMap((name) => sayLanes(lanes, name)),
			...model === null ? [] : [`  Model     ${sayModel$1(model, labels)}`],
			`  Ledger    ${formatPlural(ledger.written, "new record")} in ${neutralise(ledger.url)}`,
			...notes.map((note) => `  Note      ${neutralise(note)}`)
		].flatMap(hanging),
		"",
		failed.length === 0 ? sayNoFailure(learned, days) : `${formatPlural(failed.length, "failed change")}, newest first`,
		...failedLines(failed).map((line) => `  ${line}`)
	].join("\n");
};

// src/report/model-card-track.ts
/** How a model did on the past of its repository, in counts: what it would have caught, and how its risks came true. */
const names = [
	"safest",
	"middle",
	"riskiest"
];
const foretold = (failures) => failures < 10 ? failures.toFixed(1) : formatCount(failures);
const thirdsTable = (thirds) => [
	"| third of the changes | changes | failures foretold | failed |",
	"|---|---|---|---|",
	...thirds.map((third, at) => `| ${names[at]} | ${formatCount(third.parts)} | ${foretold(third.foretold)} | ${formatCount(third.failed)} |`)
].join("\n");
const sayCaught = ({ caught, failed, low, high, months, n, reviewed, riskiest }) => {
	const unreviewed = low === null || high === null ? "" : ` Of what goes out unreviewed ${formatInterval(low, high)} fails (90 % sure).`;
	return `Replayed over the last ${formatPlural(months, "month")}, each change scored before its outcome was known: reviewing the riskiest ${formatShare(riskiest)} (${formatCount(reviewed)} of ${formatPlural(n, "change")}) would have stopped at ${formatCount(caught)} of ${formatPlural(failed, "failure")}.${unreviewed}`;
};
/** Over all that was replayed, which may reach further back than a year. */
const sayOrder = (order, thirds) => {
	const parts = thirds.reduce((sum, third) => sum + third.parts, 0);
	const failed = thirds.reduce((sum, third) => sum + third.failed, 0);
	return `Of all ${formatCount(parts)} that were replayed ${formatCount(failed)} failed; of 100 pairs of one that failed and one that did not, it puts the failed one higher in ${Math.round(order * 100)} (chance: 50).`;
};
/** Blocks of Markdown. */
const cardTrackLines = ({ order, thirds, track }) => track.n === 0 ? ["Too little history to replay: nothing is known of how it does here."] : [
	sayCaught(track),
	order === null ? "Under 10 failures are known of what was replayed: too few to judge how well it sorts." : sayOrder(order, thirds),
	thirds.length === 0 ? "" : thirdsTable(thirds)
];

// src/report/model-card.ts
/** The team's own model card as one page of Markdown: what the model learned from and since when, and how it does here. */
const day$1 = (iso) => iso?.slice(0, 10) ?? "unknown";
const shortId = (id) => codeSpan(`sha256:${id.slice(0, 16)}`);
const table = (head, rows) => [
	head,
	head.map(() => "---"),
	...rows
].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const list = (lines) => lines.map((line) => `- ${line}`).join("\n");
const sayPrior = ({ chosen, failures, id, parts, repositories }) => {
	const whose = chosen === void 0 ? "the shipped weights" : `the weights in ${codeSpan(chosen.path)}${chosen.repositories === 0 ? "" : `, of ${formatPlural(chosen.repositories, "repository", "repositories")} of yours`}`;
	const open = formatPlural(repositories, "public repository", "public repositories");
	return `${whose} (${shortId(id)}: ${formatPlural(parts, "change")}, ${formatCount(failures)} failed; ${open})`;
};
/** Behind a number: `2 blamed in incidents`. */
const failedBy = {
	revert: "reverted",
	hotfix: "hot-fixed",
	rollback: "rolled back",
	incident: "blamed by incidents",
	deployment: "whose job failed",
	correction: "by the word of people"
};
const sayCauses = (causes) => {
	const told = Object.entries(causes).map(([cause, count]) => `${formatCount(count)} ${failedBy[cause] ?? escapeMarkdown(cause)}`);
	return told.length === 0 ? "" : ` (${told.join(", ")})`;
};
const sayModel = ({ model, prior }) => {
	return `${`It tells how likely a change is to fail: to be ${escapeMarkdown(model.meaning)}. Model ${shortId(model.id)}, engine ${model.engine}.`} ${model.kind === "prior" ? `No failure is known here yet, among ${formatPlural(model.parts, "change")}: ${sayPrior(prior)} stand.` : `Fitted on ${formatPlural(model.parts, "change")} of this repository, landed ${day$1(model.from)} to ${day$1(model.to)}, of which ${formatCount(model.failures)} failed${sayCauses(model.causes)}; it began as ${sayPrior(prior)}.`} It looks back ${escapeMarkdown(model.lookback)}; a failure counts as soon as it is known, a success after ${escapeMarkdown(model.maturity)} without one.`;
};
const count = (value) => value ? formatCount(value) : "";
const sourceRow = ({ source, records, confirmed, suspected, notCounted, since }) => [
	escapeMarkdown(source),
	formatCount(records),
	count(confirmed),
	count(suspected),
	count(notCounted),
	records === 0 ? "nothing yet" : day$1(since)
];
const incidentRow = ({ incident, source, noticedAt, change, state, url }) => [
	link(escapeMarkdown(incident), url ?? void 0),
	escapeMarkdown(source),
	day$1(noticedAt),
	codeSpan(change),
	state === "confirmed" ? "confirmed" : "suspected, counted nowhere"
];
const sayUnused = ({ notBelieved, sources, unusable }) => {
	const beyond = sources.reduce((sum, { notCounted = 0 }) => sum + notCounted, 0);
	const told = [
		beyond === 0 ? "" : `${formatCount(beyond)} beyond what one person or source may say in a week (not counted)`,
		notBelieved === 0 ? "" : `${formatCount(notBelieved)} given last by somebody or something that does not count here`,
		unusable === 0 ? "" : `${formatCount(unusable)} given last that could not be read`
	].filter((each) => each !== "");
	return told.length === 0 ? "" : `Not learned from: ${told.join("; ")}. ${codeSpan("learn --json")} says why, one by one.`;
};
const sourceBlocks = (card) => [
	"## What it learned from, and since when",
	table([
		"source",
		"records",
		"confirmed",
		"suspected",
		"not counted",
		"since"
	], card.sources.map(sourceRow)),
	...card.incidents.length === 0 ? [] : [table([
		"incident",
		"from",
		"noticed",
		"change",
		"tied to it"
	], card.incidents.map(incidentRow))],
	card.moreIncidents === 0 ? "" : `And ${formatPlural(card.moreIncidents, "more tie", "more ties")} of an incident to a change.`,
	sayUnused(card)
];
const movedBlocks = ({ moved, odd }) => [
	"## What moved it most, and what looks odd",
	`Beside git no one record may multiply a risk by more than about three.${moved.length === 0 ? " None moved it much." : ""}`,
	list(moved.map(({ change, title, cause, times }) => `${codeSpan(change)} ${escapeMarkdown(title)} (${causeWords[cause]}): at most ${formatFactor(times)}`)),
	odd.length === 0 ? "Nothing looks odd." : "To be looked at:",
	list(odd.map(({ what, did }) => `${escapeMarkdown(capitalise(what))}: ${escapeMarkdown(did)}`))
];
const weightBlocks = ({ weights }) => weights.length === 0 ? [] : [
	"## What weighs how much here",
	"Of each family the question that can move a risk the furthest, between answers that are usual here; the usual answer is ×1.",
	table([
		"about",
		"question",
		"safest answer",
		"riskiest answer"
	], weights.map(({ family, question, safest, riskiest }) => [
		escapeMarkdown(family),
		escapeMarkdown(question),
		...[safest, riskiest].map(({ answer, factor }) => `${escapeMarkdown(answer)}: ${formatFactor(factor)}`)
	]))
];
const sayPromise = ({ certificate, failureRate }) => {
	if (failureRate === null) return `Nothing: no failure budget is stated (${codeSpan("auto-approve: failure-rate")}), so the riskiest are reviewed by rank.`;
	return certificate === null ? `Nothing yet: that at most ${formatStated(failureRate)} fail is counted from the next decision on.` : `${capitalise(sayCertificate(certificate))}.`;
};
const laneLines = ({ lanes }) => [...new Set(lanes.map(({ environment }) => environment))].flatMap((name) => {
	const own = lanes.filter(({ environment }) => environment === name);
	return own.every(({ lane }) => lane === "observed") ? [] : [`${escapeMarkdown(name)}: ${own.map(({ failed, lane, parts }) => `${formatCount(failed)} of ${formatCount(parts)} ${laneSentences[lane]}`).join(" · ")}`];
});
/** What is so of every team's model. */
const blindSpots = [
	"A revert or a hotfix is a proxy: some failures are mended unseen, some reverts are no failures.",
	"It sees what git and these sources tell: nothing of load, nor of configuration that lives elsewhere.",
	"It judges changes, never people: no name is in it."
];
/** GitHub Markdown, a page; calls nobody, and names no person. */
const renderModelCard = (card) => `${[
	`# Model card: ${escapeMarkdown(card.repository)}, ${escapeMarkdown(card.environment)}`,
	sayModel(card),
	...sourceBlocks(card),
	...movedBlocks(card),
	"## How it does here",
	...cardTrackLines(card),
	...weightBlocks(card),
	"## What it promises",
	sayPromise(card),
	list(laneLines(card)),
	"## What it does not know",
	list([...card.unseen.map((sentence) => escapeMarkdown(sentence)), ...blindSpots])
].filter((block) => block !== "").join("\n\n")}\n`;

// src/commands/learn/card-track.ts
/** Fewer failures than this tell nothing about an order. */
const fewest = 10;
const thirds = 3;
/** @param until seconds: parts that landed later may still fail */
const cardTrack = ({ newest, replayed, track }, index, until) => {
	const last = newest === null ? null : index.positionOf(newest);
	const first = (last ?? 0) + 1 - replayed.risks.length;
	const failed = new Set(replayed.failures.map(([at]) => at));
	const mature = replayed.risks.flatMap((risk, at) => last === null || index.parts.time.get(first + at) > until ? [] : [{
		risk,
		failed: failed.has(at)
	}]);
	const risks = mature.map(({ risk }) => risk);
	const labels = mature.map((part) => part.failed ? 1 : 0);
	const failures = mature.filter((part) => part.failed).length;
	if (failures < fewest || failures === mature.length) return {
		track,
		order: null,
		thirds: []
	};
	const order = Array.from(bySafety(risks), (at) => mature[at]);
	return {
		track,
		order: auc(risks, labels),
		thirds: Array.from({ length: thirds }, (_, third) => {
			const own = order.slice(Math.floor(third * order.length / thirds), Math.floor((third + 1) * order.length / thirds));
			return {
				parts: own.length,
				foretold: own.reduce((sum, { risk }) => sum + risk, 0),
				failed: own.filter((part) => part.failed).length
			};
		})
	};
};

// src/model/curve-reading.ts
/** A learned curve as people read it: between which answers it lies, and what they multiply the risk by. */
/** Answers further out are rare: two standard deviations to the left, three to the right. */
const shown = {
	from: -2,
	to: 3
};
const tidy = (value) => String(Number(value.toFixed(1)));
/** The z values at which the curve bends, and its ends, inside what can be answered. */
function cornersOf({ shape, mean, sd, knots, slopes }) {
	if (shape === "flag") return [0, 1];
	const least = shape === "count" || shape === "share" ? Math.max(shown.from, -mean / sd) : shown.from;
	const most = shape === "share" ? Math.min(shown.to, (1 - mean) / sd) : Math.min(shown.to, 4);
	return [
		least,
		...slopes.slice(1).map((_, i) => segmentTo(knots, i)).filter((bend) => bend > least && bend < most),
		most
	];
}
/** The answer that stands at z, as a person would write it. */
function answerAt({ shape, mean, sd }, z) {
	const value = mean + sd * z;
	if (shape === "flag") return z > .5 ? "yes" : "no";
	if (shape === "share") return `${Math.round(100 * Math.min(1, Math.max(0, value)))} %`;
	if (shape === "number") return value.toPrecision(2);
	const count = Math.max(0, expm1(value));
	return count < 10 ? tidy(count) : formatCount(count);
}
/** How far a term can move the risk, in ln: what the panels are ordered by. */
const strengthOf = (term) => {
	const effects = cornersOf(term).map((z) => effectAt(term, z));
	return Math.max(...effects) - Math.min(...effects);
};

// src/signals/families.ts
/** Signals by what they ask about, in the words of people; the order is that of evidence. */
const isAsked = (value) => typeof value === "object" && value !== null && "name" in value && "question" in value;
const family = (title, members) => ({
	title,
	signals: Object.values(members).filter(isAsked)
});
/** Every signal of a part is in exactly one of them. */
const families = [
	family("how much", size_exports),
	family("how scattered", diffusion_exports),
	family("what for", purpose_exports),
	family("words of its title", { titleWords }),
	family("what its files have been through", file_history_exports),
	family("what its neighbourhood has been through", area_history_exports),
	family("who knows it, in counts", experience_exports),
	family("tests beside code", tests_exports),
	family("other people’s code", dependencies_exports),
	family("when", timing_exports),
	family("incidents of what it touches", incidentSignals)
];

// src/commands/learn/card-weights.ts
/** A family that moves no risk by so much has no line. */
const leastTimes$1 = 1.05;
/** Strongest first. */
const cardWeights = ({ terms }) => {
	const known = new Map(terms.map((term) => [term.name, term]));
	return families.flatMap(({ title, signals }) => {
		const [strongest] = signals.flatMap(({ name, question }) => {
			const term = known.get(name);
			const strength = term === void 0 ? NaN : strengthOf(term);
			return term === void 0 || !Number.isFinite(strength) ? [] : [{
				question,
				term,
				strength
			}];
		}).toSorted((one, other) => other.strength - one.strength);
		return strongest === void 0 || exp(strongest.strength) < leastTimes$1 ? [] : [{
			...weightOf(title, strongest.question, strongest.term),
			strength: strongest.strength
		}];
	}).toSorted((one, other) => other.strength - one.strength).map(({ strength: _, ...weight }) => weight);
};
const weightOf = (family, question, term) => {
	const told = cornersOf(term).map((z) => ({
		answer: answerAt(term, z),
		effect: effectAt(term, z)
	})).toSorted((one, other) => one.effect - other.effect).map(({ answer, effect }) => ({
		answer,
		factor: exp(effect)
	}));
	return {
		family,
		question,
		safest: told[0],
		riskiest: told.at(-1)
	};
};

// src/commands/learn/change-name.ts
/** A change by what people call it: the number of its pull request where its message has one. */
/** @param message null where the clone does not hold the commit */
const nameChange = (sha, message) => {
	if (message === null) return {
		change: sha.slice(0, 8),
		title: ""
	};
	const { title, number } = understandMessage(message);
	return {
		change: number === null ? sha.slice(0, 8) : `#${number}`,
		title: bareTitle(title)
	};
};

// src/commands/learn/card.ts
const cardOf = async (request) => {
	const text = renderModelCard(await gathered(request));
	const hash = sha256(text);
	return {
		text,
		hash,
		record: await cardRecord(request, text, hash)
	};
};
const gathered = async (request) => {
	const { ground, stands, repository, sources, lanes, moved, odd, notBelieved, unusable, notes } = request;
	const { configuration, history, prior, chosen, ledgers } = ground;
	const { standing, environment, settings } = stands;
	const { failureRate, confidence } = settings.autoApprove;
	const { model, labels, newest } = standing;
	const { time } = standingAt(history.index, history.head);
	const isLearned = model.kind === "learned" && labels.known > 0;
	const certificate = failureRate === null ? null : await recordedCertificate({
		ledger: ledgers[0],
		environment,
		promised: {
			failureRate,
			confidence
		}
	});
	return {
		repository,
		environment,
		model: {
			id: model.id,
			engine: model.engine,
			kind: isLearned ? "learned" : "prior",
			meaning: labels.meaning,
			parts: labels.among,
			failures: labels.known,
			causes: labels.sources,
			from: labels.since,
			to: landing(history.index, newest),
			lookback: configuration.history.lookback.text,
			maturity: configuration.outcome.maturity.text
		},
		prior: {
			id: prior.id,
			parts: prior.trainedOn.parts,
			failures: prior.trainedOn.failures,
			repositories: publicRepositories(prior),
			...chosen === null ? {} : { chosen: chosen.summary }
		},
		sources,
		...await incidentsOf(request),
		notBelieved,
		unusable,
		moved,
		odd,
		...cardTrack(standing, history.index, time - configuration.outcome.maturity.seconds),
		weights: cardWeights(model),
		failureRate,
		certificate,
		lanes,
		unseen: [...unseenSources(sources, configuration.experience), ...notes]
	};
};
const landing = (index, sha) => {
	const place = sha === null ? null : index.positionOf(sha);
	return place === null ? null : isoMoment(index.parts.time.get(place));
};
/** As many as a page has room for. */
const mostIncidents = 12;
/** What is confirmed before what is suspected, newest first. */
const incidentsOf = async ({ troubles, messageOf, now }) => {
	const tied = troubles.flatMap(({ state, ...trouble }) => state === "rejected" || trouble.noticedAt * 1e3 > now.getTime() ? [] : [{
		...trouble,
		state
	}]).toSorted((one, other) => Number(one.state === "suspect") - Number(other.state === "suspect") || other.noticedAt - one.noticedAt || (one.incident < other.incident ? -1 : 1));
	const incidents = await Promise.all(tied.slice(0, mostIncidents).map(async ({ incident, source = "", sha, state, noticedAt, url = null }) => ({
		incident,
		source,
		state,
		url,
		noticedAt: isoMoment(noticedAt),
		change: nameChange(sha, await messageOf(sha)).change
	})));
	return {
		incidents,
		moreIncidents: tied.length - incidents.length
	};
};
/** What no source told, and what would tell it. */
const unseenSources = (sources, experience) => {
	const told = new Set(sources.map(({ source }) => source));
	const isIncident = (source) => !source.startsWith("git ") && !["deployments", "people"].includes(source);
	return [
		...told.has("deployments") ? [] : ["Deployments: none is known, so what was rolled back is not; learn --deployments FILE tells."],
		...[...told].some(isIncident) ? [] : ["Incidents and post-mortems: none was told; learn --incidents FILE does, or incidents: in the policy."],
		...told.has("people") ? [] : ["Words of people: nobody has said .outcome, .blame or .unblame of a change that is known here."],
		...experience ? [] : ["Who knows what is touched: not asked, as the policy says (experience: off)."]
	];
};
const stream = "model-cards";
/** Written where the model or its card is another one; its blob is kept at once. */
const cardRecord = async ({ ground, stands, repository, now, version }, text, hash) => {
	const ledger = ground.ledgers[0];
	const { environment } = stands;
	const model = stands.standing.model.id;
	const before = await ledger.latest({
		kind: "model",
		stream,
		environment
	});
	if (before?.body["cardBlob"] === hash && before.body["model"] === model) return null;
	const cardBlob = await ledger.putBlob(Buffer.from(text, "utf8"));
	return {
		stream,
		kind: "model",
		key: {
			what: "card",
			repository,
			environment,
			model,
			cardBlob,
			after: before?.id ?? null
		},
		at: now.toISOString(),
		repository,
		environment,
		actor: "learn",
		tool: {
			name: "change-risk-gate",
			version
		},
		body: {
			what: "card",
			model,
			cardBlob
		}
	};
};

// src/commands/learn/counts.ts
const countedOutcomes = (outcomes, { from, to }) => {
	const inside = outcomes.filter(({ deployment: { startedAt }, liveFrom }) => {
		const at = liveFrom ?? startedAt;
		return at >= from && at <= to;
	});
	return [...new Set(inside.map(({ deployment }) => deployment.environment))].sort().map((name) => {
		const own = inside.filter(({ deployment }) => deployment.environment === name);
		const count = (state) => own.filter(({ outcome }) => outcome.state === state).length;
		return {
			name,
			deployments: own.length,
			states: Object.fromEntries(outcomeStates.map((state) => [state, count(state)]))
		};
	});
};
const countedLabels = (told) => {
	const failed = new Set(told.flatMap(({ labels }) => labels.filter(isCounted).map(({ sha }) => sha)));
	const all = new Set(told.flatMap(({ labels }) => labels.map(({ sha }) => sha)));
	return {
		failed: failed.size,
		suspected: all.size - failed.size,
		cleared: new Set(told.flatMap(({ cleared }) => cleared.map(({ sha }) => sha))).size
	};
};
/** What was understood of incidents, and what each was tied to. */
const countedIncidents = ({ incidents, unusable, notCounted }, verdicts) => {
	const tied = (wanted) => verdicts.filter(({ state }) => state === wanted).length;
	const noneBecause = {};
	for (const { why } of verdicts) if (why !== void 0) noneBecause[why] = (noneBecause[why] ?? 0) + 1;
	return {
		understood: incidents.length,
		doubted: incidents.filter(({ doubts }) => doubts.length > 0).length,
		linked: tied("confirmed") + tied("suspect"),
		confirmed: tied("confirmed"),
		suspected: tied("suspect"),
		none: tied("none"),
		noneBecause,
		unusable,
		notCounted
	};
};
/** What of the deployments could not be used, and why. */
const notesOn = (outcomes, parts) => {
	const unplaced = outcomes.filter(({ position }) => position === null);
	const strange = unplaced.filter(({ deployment }) => deployment.release === void 0);
	const versions = unplaced.flatMap(({ deployment }) => deployment.release?.tag ?? []);
	const [first] = strange;
	const told = versions.length === 0 ? [] : [`${versions.length} of ${outcomes.length} versions (${versions.at(-1)}${versions.length > 1 ? ", …" : ""}) hold nothing of the ${parts} parts on this line, or their commits could not be brought: what they brought is not known`];
	if (strange.length === 0) return told;
	return [...told, `${strange.length} of ${formatPlural(outcomes.length, "deployment")} ${strange.length === 1 ? "is of a commit that is" : "are of commits that are"} not among the ${formatPlural(parts, "part")} on this line (${first.deployment.sha.slice(0, 8)}${strange.length === 1 ? "" : ", …"}): what was brought is not known; a longer history.lookback or the right branch shows it`];
};
/** A mistyped year would count as what is live until it comes, and every true deployment as told too late. */
const noteOnFuture = (later) => {
	const [first] = later;
	return first === void 0 ? [] : [`${formatPlural(later.length, "deployment")} left out, for ${later.length === 1 ? "it begins" : "they begin"} later than now (${first.sha.slice(0, 8)}, ${isoMoment(first.startedAt)}); mend startedAt`];
};
/** Words of people on changes that are not on this line, or that nobody can read. */
const unknownWords = (unknown, all, parts) => unknown === 0 ? [] : [`${unknown} of ${all} words on changes speak of none among the ${parts} on this line, and are not counted; a longer history.lookback or the right branch shows them`];

// src/commands/learn/decisions.ts
/** What the gate said of deployments before they went out: the lane each took, its score and its rank. */
const isMembers = (value) => typeof value === "object" && value !== null;
const numberOrNull = (value) => typeof value === "number" ? value : null;
/** Of a record that names no lane: that of a release before there was a draw. */
const usualLane = (mode, decision, rule) => {
	if (mode !== "enforce") return "observed";
	if (rule === "emergency-override") return "overridden";
	if (decision === "approve") return "unreviewed";
	return decision === "review" ? "reviewed" : "held";
};
const decidedIn = ({ at, body }) => {
	const { lane, mode, result } = body;
	if (!isMembers(result) || mode === "off") return null;
	const parts = new Map((Array.isArray(result["parts"]) ? result["parts"] : []).flatMap((part) => isMembers(part) && typeof part["sha"] === "string" ? [[part["sha"], {
		risk: numberOrNull(part["risk"]),
		percentile: numberOrNull(part["percentile"])
	}]] : []));
	const ranks = [...parts.values()].flatMap(({ percentile }) => percentile ?? []);
	return {
		at: Date.parse(at) / 1e3,
		lane: isLane(lane) ? lane : usualLane(mode, result["decision"], result["rule"]),
		risk: numberOrNull(result["probability"]),
		percentile: ranks.length === 0 ? null : Math.max(...ranks),
		parts
	};
};
const decisionsIn = (records) => {
	const decisions = /* @__PURE__ */ new Map();
	for (const record of records) {
		const { change } = record.body;
		const decided = decidedIn(record);
		if (decided === null || !isMembers(change)) continue;
		const name = `${record.environment} ${String(change["head"])}`;
		const others = decisions.get(name);
		if (others) others.push(decided);
		else decisions.set(name, [decided]);
	}
	return (environment, sha, seconds) => (decisions.get(`${environment} ${sha}`) ?? []).findLast(({ at }) => at <= seconds) ?? null;
};

// src/commands/learn/environments.ts
/** Under our names of the environments, where others have theirs. */
const named = ({ environments }) => (placed) => ({
	...placed,
	environment: environments.find(({ githubEnvironments }) => githubEnvironments.includes(placed.environment))?.name ?? placed.environment
});
/** Those that were deployed to, and those that a policy names: a word on a change counts in each. */
const environmentsOf = ({ environments }, outcomes) => {
	const seen = new Set(outcomes.map(({ deployment }) => deployment.environment));
	for (const { name } of environments) seen.add(name);
	if (environments.length === 0) seen.add("production");
	return [...seen].sort();
};

// src/commands/learn/failed-changes.ts
/** From here on nobody has to ask which part it was. */
const confirming = .8;
/** Parts named for a cause at most, and the least of the blame worth a name. */
const mostNamed$1 = 3;
const leastNamed = .1;
/** Parts by how sure it is that they did it, the likeliest first. */
const blamedIn = (index, { named, parts, outcome }, told) => {
	const labels = new Map(told?.labels.map(({ sha, label }) => [sha, label]));
	const sure = /* @__PURE__ */ new Map();
	for (const part of parts) sure.set(part, labels.get(index.sha(part)) ?? 0);
	for (const { part, confidence } of named) sure.set(part, Math.max(confidence, sure.get(part) ?? 0));
	if (parts.length === 1) sure.set(parts[0], Math.max(outcome.confidence, sure.get(parts[0]) ?? 0));
	return [...sure].map(([part, confidence]) => ({
		part,
		confidence
	})).filter(({ confidence }) => confidence >= leastNamed).toSorted((one, other) => other.confidence - one.confidence || one.part - other.part).slice(0, mostNamed$1);
};
const causeOf = (blamed) => {
	const [first] = blamed;
	return first === void 0 ? "none" : first.confidence >= confirming ? "confirmed" : "suspect";
};
const failedChanges = async (request) => {
	const { index, outcomes, told, decisionBefore, from, to, messageOf } = request;
	const names = /* @__PURE__ */ new Map();
	const nameOf = (part) => {
		const known = names.get(part) ?? readName(index, part, messageOf);
		names.set(part, known);
		return known;
	};
	const failed = outcomes.filter(({ outcome }) => hasFailed(outcome) && outcome.confidence >= .5 && outcome.knownAt !== null && outcome.knownAt >= from && outcome.knownAt <= to).toSorted((one, other) => other.outcome.knownAt - one.outcome.knownAt);
	return Promise.all(failed.map(tell));
	async function tell(found) {
		const { deployment, outcome, parts, liveFrom, recoveredAt } = found;
		const { environment, sha, startedAt, url, release } = deployment;
		const blamed = blamedIn(index, found, told.get(environment));
		const state = causeOf(blamed);
		const spelt = await Promise.all(blamed.map(({ part }) => nameOf(part)));
		const decided = decisionBefore(environment, sha, liveFrom ?? startedAt);
		const single = state === "confirmed" ? blamed[0].part : parts.length === 1 ? parts[0] : null;
		const own = single === null ? void 0 : decided?.parts.get(index.sha(single));
		const strongest = outcome.evidence.reduce((one, other) => other.confidence > one.confidence ? other : one);
		const whole = {
			change: release?.tag ?? sha.slice(0, 8),
			title: parts.length > 1 ? `${parts.length} changes` : ""
		};
		return {
			...single === null ? whole : await nameOf(single),
			parts: parts.length,
			environment,
			sha,
			deployedAt: isoMoment(liveFrom ?? startedAt),
			foundAt: isoMoment(outcome.knownAt),
			state: outcome.state,
			confidence: outcome.confidence,
			cause: {
				state,
				parts: blamed.map(({ part, confidence }, at) => ({
					change: spelt[at].change,
					sha: index.sha(part),
					confidence
				})),
				why: strongest.sentence
			},
			lane: decided?.lane ?? "unseen",
			risk: own?.risk ?? decided?.risk ?? null,
			percentile: own?.percentile ?? decided?.percentile ?? null,
			minutesToRecover: recoveredAt === null || liveFrom === null ? null : Math.round((recoveredAt - liveFrom) / 60),
			url: strongest.url ?? url ?? null,
			evidence: outcome.evidence
		};
	}
};
const readName = async (index, part, messageOf) => {
	const sha = index.sha(part);
	return nameChange(sha, await messageOf(sha));
};

// src/commands/learn/ground.ts
/** What `learn` stands on: a clone with its history, the policy at its head, and the ledgers it names. */
const openGround = async (request, repository, damage) => {
	const head = await resolveCommit(repository.git, request.head ?? "HEAD", "--repository");
	if (head === null) throw new UsageError(`${request.directory}: the branch has no commit yet, so there is nothing to learn from`);
	const configuration = await request.configuration(repository);
	const ledgers = request.ledgers(repository, configuration);
	const indexDirectory = await request.indexDirectory(repository, ledgers[0]);
	const history = await openHistory({
		repository,
		head,
		lookbackSeconds: configuration.history.lookback.seconds,
		enough: enoughToStand,
		measurer,
		directory: indexDirectory,
		damage,
		progress: (done, total) => request.progress("reading history", done, total)
	});
	const { prior: reference } = configuration;
	const chosen = reference && await readChosenPrior({
		repository,
		commit: head,
		reference
	});
	return {
		history,
		repository,
		configuration,
		ledgers,
		indexDirectory,
		head,
		chosen,
		prior: chosen?.artefact ?? request.prior
	};
};

// src/commands/learn/imported.ts
/** What `learn` says of the incidents it was given, beside how many: their forms, their years, and what was doubted. */
/** Of each doubt, enough to find one and mend what wrote it. */
const mostNamed = 3;
const importedCounts = (incidents, superseded) => {
	const forms = /* @__PURE__ */ new Map();
	for (const { source } of incidents) forms.set(source, (forms.get(source) ?? 0) + 1);
	const times = incidents.flatMap(({ startedAt, detectedAt, declaredAt }) => startedAt ?? detectedAt ?? declaredAt ?? []).sort();
	return {
		forms: Object.fromEntries([...forms].toSorted(([, one], [, other]) => other - one)),
		superseded,
		from: times[0] ?? null,
		to: times.at(-1) ?? null,
		doubts: Object.keys(doubtMeanings).flatMap((doubt) => {
			const doubted = incidents.filter(({ doubts }) => doubts.includes(doubt));
			const named = doubted.slice(0, mostNamed).map(({ id }) => id);
			return doubted.length === 0 ? [] : [{
				doubt,
				count: doubted.length,
				incidents: named
			}];
		})
	};
};

// src/commands/learn/lane-counts.ts
/**
* How the parts of each lane fared. A review that sorts well leaves few failures among what nobody looks at; what was
* drawn by chance says what the looking itself changes.
*/
const laneOf = ({ audited, ceiling, risk }) => {
	if (audited) return "audited";
	if (ceiling === Number.POSITIVE_INFINITY) return "observed";
	return risk <= ceiling ? "unreviewed" : "reviewed";
};
/** Of parts whose outcome is known at a moment, in seconds. */
const laneCounts = (decisions, environment, { maturitySeconds, parts }, now) => {
	const decided = partsIn(decisions, environment, now).parts;
	const known = parts.flatMap(({ sha, landedAt, failedAt, uncounted }) => {
		const part = decided.get(sha);
		const failed = failedAt !== void 0 && uncounted !== true;
		return part === void 0 || !failed && landedAt + maturitySeconds > now ? [] : [{
			lane: laneOf(part),
			failed
		}];
	});
	return lanes.map((lane) => {
		const own = known.filter((part) => part.lane === lane);
		return {
			environment,
			lane,
			parts: own.length,
			failed: own.filter(({ failed }) => failed).length
		};
	}).filter((count) => count.parts > 0);
};

// src/commands/learn/outcome-records.ts
/** Outcomes in the ledger: one record for each that is new or has changed; nothing that was written is rewritten. */
const isoOrNull = (seconds) => seconds === null ? null : isoMoment(seconds);
/**
* Shares of blame move a little whenever the model is fitted again. To people that says nothing, and a record of every
* failure of every year would follow from each fit.
*/
const inTwentieths = (label) => Math.floor(label * 20 + .5) / 20;
/** Records of all that is decided. What is pending is told by its absence; success grows surer without a new record. */
const outcomeRecords = ({ index, outcomes, told, common }) => {
	const labels = new Map(told.labels.map(({ sha, label }) => [sha, label]));
	return outcomes.filter(({ outcome }) => outcome.state !== "pending" && outcome.knownAt !== null).map((found) => {
		const { deployment, outcome, parts, base, liveFrom, recoveredAt } = found;
		const { environment, sha, startedAt, url } = deployment;
		const started = isoMoment(startedAt);
		const blamed = hasFailed(outcome) ? parts.flatMap((part) => {
			const label = labels.get(index.sha(part));
			return label === void 0 ? [] : [{
				sha: index.sha(part),
				label: inTwentieths(label)
			}];
		}) : [];
		const body = {
			sha,
			startedAt: started,
			liveFrom: isoOrNull(liveFrom),
			base: base === null ? null : index.sha(base),
			parts: parts.length,
			state: outcome.state,
			cause: outcome.cause,
			...outcome.state === "succeeded" ? {} : { confidence: outcome.confidence },
			knownAt: isoOrNull(outcome.knownAt),
			recoveredAt: isoOrNull(recoveredAt),
			evidence: outcome.evidence.map(({ at, ...rest }) => ({
				...rest,
				at: isoMoment(at)
			})),
			blamed,
			...url === void 0 ? {} : { url }
		};
		return {
			...common,
			stream: "outcomes",
			kind: "outcome",
			key: {
				environment,
				...body
			},
			at: isoMoment(outcome.knownAt),
			environment,
			actor: "learn",
			body
		};
	}).toSorted((one, other) => one.at < other.at ? -1 : one.at > other.at ? 1 : 0);
};

// src/commands/learn/trouble-records.ts
/**
* Incidents and the changes they are tied to, in the ledger: what a file told once need not be told again. Only names,
* moments and addresses are kept; what an incident's people wrote stays where they wrote it.
*/
const linkStream = "links";
const states = [
	"confirmed",
	"suspect",
	"rejected"
];
const severities = [
	"sev1",
	"sev2",
	"sev3",
	"sev4",
	"unknown"
];
const nameOf = ({ incident, source = "", sha }) => `${source} ${incident} ${sha}`;
/** Sources number their incidents each for itself. */
const incidentName = ({ incident, source = "" }) => `${source} ${incident}`;
/** Null for a record of something else. */
const troubleIn = ({ body }) => {
	const { incident, source, environment, sha, state, confidence, severity } = body;
	const { noticedAt, recoveredAt, url, evidence } = body;
	const noticed = momentSeconds(noticedAt);
	return typeof incident === "string" && typeof sha === "string" && typeof confidence === "number" && states.includes(state) && severities.includes(severity) && noticed !== null ? {
		incident,
		...typeof source === "string" ? { source } : {},
		...typeof environment === "string" ? { environment } : {},
		sha,
		state,
		confidence,
		severity,
		noticedAt: noticed,
		recoveredAt: momentSeconds(recoveredAt),
		...typeof url === "string" ? { url } : {},
		...evidenceIn(evidence)
	} : null;
};
const evidenceIn = (value) => Array.isArray(value) && value.every((each) => typeof each?.rule === "string" && typeof each.detail === "string") ? { evidence: value } : {};
/** What is known, the newest of each incident and change. */
const troublesIn = (records) => {
	const newest = /* @__PURE__ */ new Map();
	for (const record of records) {
		const trouble = troubleIn(record);
		if (trouble !== null) newest.set(nameOf(trouble), trouble);
	}
	return [...newest.values()];
};
/** A ranking that moved by less says the same: a record of it would only be one more. */
const sameConfidence = .05;
const saysTheSame = (known, told) => Math.abs(known.confidence - told.confidence) <= sameConfidence && canonicalJson({
	...known,
	confidence: 0,
	evidence: []
}) === canonicalJson({
	...told,
	confidence: 0,
	evidence: []
});
/**
* What is known and what is told now: an incident that is told again is tied as it is told, and what it is no longer tied
* to is rejected.
*/
const mergeTroubles = (known, told, incidents) => {
	const before = new Map(known.map((trouble) => [nameOf(trouble), trouble]));
	const now = new Map(told.map((trouble) => [nameOf(trouble), trouble]));
	return [...known.filter((trouble) => !now.has(nameOf(trouble))).map((trouble) => incidents.has(incidentName(trouble)) ? {
		...trouble,
		state: "rejected"
	} : trouble), ...[...now].map(([name, trouble]) => {
		const earlier = before.get(name);
		return earlier !== void 0 && saysTheSame(earlier, trouble) ? earlier : trouble;
	})];
};
/** Records of what is new or has changed. */
const troubleRecords = (known, now, common) => {
	const before = new Map(known.map((trouble) => [nameOf(trouble), canonicalJson(trouble)]));
	return now.filter((trouble) => before.get(nameOf(trouble)) !== canonicalJson(trouble)).map((trouble) => {
		const { noticedAt, recoveredAt, ...rest } = trouble;
		const body = {
			...rest,
			noticedAt: isoMoment(noticedAt),
			recoveredAt: recoveredAt === null ? null : isoMoment(recoveredAt)
		};
		return {
			...common,
			stream: linkStream,
			kind: "link",
			key: {
				...body,
				at: common.at
			},
			actor: "learn",
			body
		};
	});
};

// src/commands/learn/keeping.ts
const toKeep = async (request) => {
	const { common, told, before, tied, incidents, labels, now } = request;
	const [ledger] = request.ground.ledgers;
	const at = now.toISOString();
	const records = [...deploymentRecords(told, common, newestReports(before)), ...troubleRecords(tied.before, tied.troubles, {
		...common,
		at
	})];
	const lanes = [];
	for (const [environment, what] of labels) {
		const kept = await ofEnvironment(request, environment, what);
		records.push(...kept.records);
		lanes.push(...kept.lanes);
	}
	const knownIncidents = mergeIncidents(await recordedIncidents(ledger), incidents, tied.troubles);
	const incidentRecord = await incidentsRecord(ledger, knownIncidents, {
		...common,
		at
	});
	if (incidentRecord !== null) records.push(incidentRecord);
	return {
		knownIncidents,
		lanes,
		records
	};
};
const ofEnvironment = async ({ ground, common, remembered, outcomes, now }, environment, told) => {
	const { history, configuration, ledgers } = ground;
	const { index } = history;
	const { repository, tool } = common;
	const about = {
		ledger: ledgers[0],
		repository,
		environment,
		now,
		version: tool.version
	};
	const seconds = now.getTime() / 1e3;
	const lessons = lessonsOf({
		index,
		told,
		decisions: remembered.decisions,
		environment,
		maturitySeconds: configuration.outcome.maturity.seconds,
		experience: configuration.experience,
		now: seconds
	});
	const own = outcomes.filter(({ deployment }) => deployment.environment === environment);
	const telling = await tellingRecord({
		...about,
		told
	});
	const taught = await lessonRecord({
		...about,
		lessons
	});
	return {
		records: [...outcomeRecords({
			index,
			outcomes: own,
			told,
			common
		}), ...[telling, taught].filter((record) => record !== null)],
		lanes: laneCounts(remembered.decisions, environment, lessons, seconds)
	};
};

// src/commands/learn/known-sources.ts
const since = (moments) => moments.length === 0 ? null : isoMoment(moments.reduce((first, at) => Math.min(first, at)));
const fromGit = ({ index, from, to }) => {
	const failures = [...index.failuresFrom()].filter(({ part }) => part >= from && part < to);
	const begins = from < to ? [index.parts.time.get(from)] : [];
	return ["revert", "hotfix"].map((cause) => ({
		source: `git ${cause}${cause === "revert" ? "s" : "es"}`,
		records: failures.filter((failure) => failure.cause === cause).length,
		since: since(begins)
	}));
};
const fromIncidents = ({ incidents, troubles, verdicts }) => {
	const names = [...new Set(incidents.map(({ source }) => source))].sort();
	const beyond = new Set(verdicts.beyond.troubles.map(incidentName));
	return names.map((name) => {
		const own = incidents.filter(({ source }) => source === name);
		const tied = (state) => new Set(troubles.filter((trouble) => trouble.source === name && trouble.state === state).map(incidentName)).size;
		return {
			source: name,
			records: own.length,
			confirmed: tied("confirmed"),
			suspected: tied("suspect"),
			notCounted: [...beyond].filter((each) => each.startsWith(`${name} `)).length,
			since: since(own.map(({ noticedAt }) => noticedAt))
		};
	});
};
/** Those that say nothing are left out, git aside: a feed that is missing is seen by its absence. */
const knownSources = (request) => {
	const { deployments, corrections, verdicts } = request;
	return [
		...fromGit(request),
		...deployments.length === 0 ? [] : [{
			source: "deployments",
			records: deployments.length,
			since: since(deployments.map(({ startedAt }) => startedAt))
		}],
		...fromIncidents(request),
		...corrections.length === 0 ? [] : [{
			source: "people",
			records: corrections.length,
			notCounted: verdicts.beyond.corrections.length,
			since: since(corrections.map(({ at }) => at))
		}]
	];
};

// src/model/shared-blame.ts
/**
* Sharing blame: a deployment of many parts failed, and nobody says which part did it.
*
* This is multiple-instance learning (Dietterich et al. 1997; Raykar et al. 2008): the bag has a label, its members
* have none. The likelihood is the one the whole model stands on, P(bag fails) = 1 − e^(−φ(Σh)), so nothing new has
* to be believed. It is climbed by expectation and maximisation (Dempster, Laird & Rubin 1977):
*
*   E  Given that the bag failed, part i had failed with probability  wᵢ = (1 − e^(−φ(hᵢ))) / (1 − e^(−φ(H))).
*      These are its fractional labels. They add up to a little more than 1, as two parts may both be at fault.
*   M  Fit the parts with these labels as they are fitted with any other: a label is a confidence (likelihood.ts).
*
* Example: parts with hazards 0.01, 0.02 and 0.07 went out together and failed: they take 0.11, 0.21 and 0.71 of it.
*
* What is known settles what is shared. A failure that is only so sure, c, shares c. Parts that are named with
* confidences q₁, q₂, … keep these, and leave c − (1 − Π(1 − qᵢ)) to the others: a confirmed cause leaves almost
* nothing. A part that was cleared, or that went out again later and stayed, is no member of the bag.
*
* The likelihood of bags has several summits, so start and end are fixed: the first shares come from hazards that were
* learned without any bag, and after ROUNDS rounds the last shares stand; more rounds would let a few parts take all of
* the blame by chance.
*
* (bench/blame-simulation.ts, 50 teams: area under the curve short of training on the truth after 1 round .031, after
* 2 .021, after 8 .011; the same share for every part of a failed deployment .041, all of the blame for each .087.)
*/
const ROUNDS = 8;
/** A share below this teaches nothing and only costs a row. */
const SMALLEST_SHARE = .005;
/** What of a failure nobody named is left to share, 0 … 1. */
function unexplained({ confidence, named }) {
	let innocent = 1;
	for (const each of named) innocent *= 1 - each.confidence;
	return Math.max(0, confidence - (1 - innocent));
}
/**
* The E step for one bag: the label that each part nobody named takes, by row.
* @param hazards by row of the table
* @param frailty k of frailty.ts
*/
function shareBlame(bag, hazards, frailty) {
	const shares = /* @__PURE__ */ new Map();
	const left = unexplained(bag);
	const named = new Set(bag.named.map(({ row }) => row));
	const others = bag.rows.filter((row) => !named.has(row));
	let total = 0;
	for (const row of others) total += hazards[row];
	if (left < SMALLEST_SHARE || !(total > 0)) return shares;
	const failing = probabilityOfHazard(dampedHazard(total, frailty));
	for (const row of others) {
		const share = left * probabilityOfHazard(dampedHazard(hazards[row], frailty)) / failing;
		if (share >= SMALLEST_SHARE) shares.set(row, Math.min(left, share));
	}
	return shares;
}
/**
* Labels for every row: those that are known, and the shares of the bags. A part in several bags takes
* 1 − Π(1 − share); what is known of a part alone is never lowered.
*/
function labelsWithBlame({ labels, bags, learn }) {
	const known = Float64Array.from(labels);
	for (const { named } of bags) for (const { row, confidence } of named) known[row] = Math.max(known[row], confidence);
	let shared = known;
	if (bags.every((bag) => unexplained(bag) < SMALLEST_SHARE)) return known;
	for (let round = 0; round < 8; round++) {
		const { hazards, frailty } = learn(shared);
		const next = Float64Array.from(known);
		for (const bag of bags) for (const [row, share] of shareBlame(bag, hazards, frailty)) next[row] = 1 - (1 - next[row]) * (1 - share);
		shared = next;
	}
	return shared;
}

// src/commands/learn/blame.ts
/** From outcomes of deployments to labels of parts: what names a part is kept, and the rest of a failure is shared. */
/** A label that teaches nothing is not worth its line. */
const smallestLabel = .005;
const digits$1 = 1e4;
/** The labels of parts that git alone does not give. */
const blameParts = (request) => {
	const { index, from, to, now } = request;
	const { cleared } = verdictsOn(index, {
		corrections: request.corrections,
		troubles: [],
		now
	});
	const named = namedParts(request);
	const bags = bagsOf(request, cleared);
	const known = new Map([...named].filter(([part]) => !cleared.has(part)));
	const shared = bags.length === 0 ? /* @__PURE__ */ new Map() : shareAmong(request, bags, known);
	return {
		labels: [...new Map([...shared, ...known])].filter(([part, { label }]) => part >= from && part < to && label >= smallestLabel).toSorted(([one], [other]) => one - other).map(([part, { label, at, ...rest }]) => ({
			sha: index.sha(part),
			label: Math.round(label * digits$1) / digits$1,
			at: Math.min(at, now),
			...rest
		})),
		cleared: [...cleared].toSorted(([one], [other]) => one - other).map(([part, at]) => ({
			sha: index.sha(part),
			at
		})),
		...withRepeated(repeatedJobs(request.outcomes))
	};
};
/** When jobs failed that did not fail again: no failure of any part, but a small fault of what deploys them. */
const repeatedJobs = (outcomes) => outcomes.flatMap(({ outcome }) => outcome.evidence).filter(({ cause, confidence }) => cause === "deployment" && confidence === deploymentConfidences.jobRepeated).map(({ at }) => at).toSorted((one, other) => one - other);
/** What deployments, incidents and people say of single parts; what git says of them every clone knows by itself. */
const namedParts = (request) => {
	const found = /* @__PURE__ */ new Map();
	for (const { part, cause, confidence, share = 1, at, minor } of [...request.outcomes.flatMap(({ named }) => named), ...withoutDeployment(request)]) {
		if (cause === "revert" || cause === "hotfix") continue;
		const label = share * (minor ? Math.min(confidence, evenOdds * .8) : confidence);
		const known = found.get(part);
		if (known === void 0 || label > known.label) found.set(part, {
			label,
			at,
			cause
		});
	}
	return found;
};
/** Of parts that no known deployment brought: they count from when they landed. */
const withoutDeployment = ({ index, outcomes, accusations = [], maturitySeconds }) => {
	const brought = new Set(outcomes.flatMap(({ parts }) => parts));
	return accusations.filter(({ part, cause, at }) => !brought.has(part) && (cause === "correction" || at - index.parts.time.get(part) <= maturitySeconds));
};
/** Failed deployments whose parts are known, without those that cannot be at fault. Rows count from `from`. */
const bagsOf = ({ outcomes, from, to }, cleared) => {
	return outcomes.flatMap((found, at) => {
		const { outcome, named, parts, liveFrom, deployment } = found;
		if (!hasFailed(outcome) || outcome.confidence < .5 || outcome.cause === null) return [];
		const proven = provenAfter(found, outcomes.slice(at + 1));
		const rows = parts.filter((part) => part >= from && part < to && !cleared.has(part) && !proven.has(part)).map((part) => part - from);
		if (rows.length === 0) return [];
		return [{
			rows,
			confidence: outcome.confidence,
			named: strongest(named.filter(({ part }) => rows.includes(part - from))).map(({ part, confidence, share = 1 }) => ({
				row: part - from,
				confidence: confidence * share
			})),
			at: outcome.knownAt ?? liveFrom ?? deployment.startedAt,
			cause: outcome.cause
		}];
	});
};
/**
* Parts that went out again later, soaked, and had nothing newer with them that could have mended them: whatever failed,
* it was not they.
*/
const provenAfter = ({ position }, later) => new Set(later.flatMap((other) => other.outcome.state === "succeeded" && other.position !== null && position !== null && other.position <= position ? other.parts : []));
/** Of several things that name one part the surest. */
const strongest = (named) => {
	const found = /* @__PURE__ */ new Map();
	for (const each of named) {
		const known = found.get(each.part);
		if (known === void 0 || each.confidence > known.confidence) found.set(each.part, each);
	}
	return [...found.values()];
};
const shareAmong = (request, bags, known) => {
	const { index, from, to, experience, maturitySeconds, prior, now } = request;
	const past = partsTable(index, {
		experience,
		maturitySeconds,
		from,
		to
	});
	const certain = new Float64Array(past.table.n);
	const knownTimes = Float64Array.from(past.failedAt);
	for (let row = 0; row < past.table.n; row += 1) if (past.failedAt[row] <= now) certain[row] = past.confidence[row];
	for (const [part, { label, at }] of known) {
		const row = part - from;
		if (row < 0 || row >= past.table.n || label <= certain[row]) continue;
		certain[row] = label;
		knownTimes[row] = Math.min(knownTimes[row], at);
	}
	const firstBag = /* @__PURE__ */ new Map();
	for (const bag of bags) for (const row of bag.rows) {
		const before = firstBag.get(row);
		if (before === void 0 || bag.at < before.at) firstBag.set(row, bag);
	}
	const labels = labelsWithBlame({
		labels: certain,
		bags,
		learn: (confidences) => {
			const artefact = fitAsOf({
				table: past.table,
				times: past.times,
				labelKnownTimes: knownTimes.map((at, row) => confidences[row] > 0 ? Math.min(at, firstBag.get(row)?.at ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY),
				confidences,
				maturitySeconds,
				prior
			}, past.table.n, now + 1);
			return {
				hazards: scoreParts(artefact, past.table).logHazards.map((logHazard) => exp(logHazard)),
				frailty: artefact.frailty
			};
		}
	});
	return new Map([...firstBag].flatMap(([row, { at, cause, rows }]) => {
		if (!(labels[row] > certain[row])) return [];
		const guess = rows.length > 1 ? { guessed: true } : {};
		return [[row + from, {
			label: labels[row],
			at,
			cause,
			...guess
		}]];
	}));
};

// src/model/leverage.ts
/**
* How far one label moves the model.
*
* A label of c on a part adds c·ln(e^h − 1) to the ln likelihood, whose slope by ln h is c·h / (1 − e^(−h)). From the
* summit, the next one lies a Newton step away (the influence function: Cook & Weisberg 1982, ch. 3): coefficients move
* by V·x·slope, V their covariance and x the part's row of the design, and ln hazard of another part with row y by
*
*   yᵀ·V·x · c·h / (1 − e^(−h)).
*
* The leverage of a part is the most that any part moves by, per unit of label. It is high where a part has a rare
* property that the prior is unsure of: the first failed change that takes another back, say, multiplies the risk of
* all such by five. It is low where much is known: in a long history no single part can do much.
*/
function leverages(artefact, table, rows) {
	const found = new Float64Array(rows.length);
	if (rows.length === 0) return found;
	const { covariance } = artefact;
	const numbers = decodeCovariance(covariance);
	const { starts, indices, values } = buildDesign(table, rowRange(0, table.n), columnsOf$1(artefact, table));
	const { logHazards } = scoreParts(artefact, table, rows);
	const unworn = 1 / WEAR;
	for (const [at, row] of rows.entries()) {
		const moved = new Float64Array(covariance.size);
		for (let k = starts[row]; k < starts[row + 1]; k++) for (let other = 0; other < covariance.size; other++) moved[other] += covarianceOf(covariance.kind, numbers, indices[k], other) * values[k];
		let most = 0;
		for (let part = 0; part < table.n; part++) {
			let sum = 0;
			for (let k = starts[part]; k < starts[part + 1]; k++) sum += moved[indices[k]] * values[k];
			most = Math.max(most, Math.abs(sum));
		}
		const hazard = exp(logHazards[at]);
		found[at] = unworn * most * (hazard / (1 - exp(-hazard)));
	}
	return found;
}
const covarianceOf = (kind, numbers, one, other) => {
	if (kind === "diagonal") return one === other ? numbers[one] : 0;
	const [low, high] = one < other ? [one, other] : [other, one];
	return numbers[high * (high + 1) / 2 + low];
};

// src/commands/learn/bounds.ts
/** Holds what labels teach to a bound: no one of them may move any risk far. */
/** What one unit of label may multiply the risk of any part by, as far as can be foretold. */
const mostLeverage = Math.LN2;
const digits = 1e4;
/** The leverage of each part is that of a model which git alone taught (model/leverage.ts); it is fitted when first asked. */
const labelBounds = (request) => {
	const { index, from, to, experience, maturitySeconds, prior, now } = request;
	let base = null;
	const fitBase = () => {
		const { table, times, failedAt, confidence } = partsTable(index, {
			experience,
			maturitySeconds,
			from,
			to
		});
		return {
			table,
			artefact: fitAsOf({
				table,
				times,
				labelKnownTimes: failedAt,
				confidences: confidence,
				maturitySeconds,
				prior
			}, table.n, now + 1)
		};
	};
	return (told) => {
		if (told.labels.length === 0) return {
			told,
			influences: []
		};
		base ??= fitBase();
		const rows = told.labels.map(({ sha }) => index.positionOf(sha) - from);
		const found = leverages(base.artefact, base.table, rows);
		const labels = told.labels.map((each, at) => {
			const share = Math.min(1, mostLeverage / found[at]);
			const taught = Math.max(1, Math.round(each.label * share * digits)) / digits;
			return taught < each.label ? {
				...each,
				taught
			} : each;
		});
		return {
			told: {
				...told,
				labels
			},
			influences: labels.map(({ sha, cause, label, taught = label }, at) => ({
				sha,
				cause,
				times: exp(taught * found[at])
			}))
		};
	};
};

// src/commands/learn/labelling.ts
/** @param request accusations of all environments, and no outcomes */
const labelEnvironments = (request, configuration, outcomes) => {
	const labels = /* @__PURE__ */ new Map();
	const influences = [];
	const bound = labelBounds(request);
	for (const name of environmentsOf(configuration, outcomes)) {
		const bounded = bound(blameParts({
			...request,
			outcomes: outcomes.filter(({ deployment }) => deployment.environment === name),
			accusations: (request.accusations ?? []).filter(({ environment = name }) => environment === name)
		}));
		labels.set(name, bounded.told);
		influences.push(...bounded.influences);
	}
	return {
		labels,
		influences
	};
};

// src/commands/learn/links-told.ts
const toldLinks = (troubles, { from, to, messageOf }) => Promise.all(troubles.filter(({ noticedAt }) => noticedAt >= from && noticedAt <= to).toSorted((one, other) => other.noticedAt - one.noticedAt || other.confidence - one.confidence).flatMap(({ state, ...trouble }) => state === "rejected" ? [] : [messageOf(trouble.sha).then((message) => ({
	incident: trouble.incident,
	source: trouble.source ?? "",
	...nameChange(trouble.sha, message),
	sha: trouble.sha,
	state,
	confidence: trouble.confidence,
	noticedAt: isoMoment(trouble.noticedAt),
	reasons: (trouble.evidence ?? []).map(({ detail }) => detail),
	url: trouble.url ?? null
}))]));

// src/commands/learn/moved-most.ts
const most = 3;
/** Less than this nobody needs to know. */
const leastTimes = 1.05;
/** Of a change that failed in several environments the strongest. */
const movedMost = (influences, messageOf) => {
	const strongest = /* @__PURE__ */ new Map();
	for (const influence of influences) if (influence.times > (strongest.get(influence.sha)?.times ?? leastTimes)) strongest.set(influence.sha, influence);
	return Promise.all([...strongest.values()].toSorted((one, other) => other.times - one.times || (one.sha < other.sha ? -1 : 1)).slice(0, most).map(async ({ sha, cause, times }) => ({
		...nameChange(sha, await messageOf(sha)),
		sha,
		cause,
		times: Math.round(times * 100) / 100
	})));
};

// src/commands/learn/oddities.ts
const day = 86400;
/** From here on an incident names more changes than one usually has causes. */
const manyChanges = 4;
/** As sure as words and reverts make us. */
const plain = .8;
/** So many failures told in a week, and so many times the usual, are a jump. */
const jump = {
	least: 5,
	times: 4,
	weeks: 12
};
const plural = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;
const short = (sha) => sha.slice(0, 8);
/** The loudest first: what did not count, then what did and should be looked at. */
const oddities = (request) => [
	...manyWords(request.verdicts.beyond.corrections),
	...manyIncidents(request.verdicts.beyond.troubles),
	...manyCauses(request.troubles),
	...lateCauses(request),
	...clearedAgainst(request),
	...jumps(request)
];
const byName = (all, nameOf) => {
	const groups = /* @__PURE__ */ new Map();
	for (const each of all) {
		const others = groups.get(nameOf(each));
		if (others) others.push(each);
		else groups.set(nameOf(each), [each]);
	}
	return groups;
};
const manyWords = (beyond) => [...byName(beyond, ({ by = "" }) => by).values()].map((words) => ({
	what: `one person spoke of more than ${toldLimits.perPerson} changes within 7 days`,
	did: `${plural(words.length, "word")} beyond that not counted (${words.slice(0, 3).map(({ sha }) => short(sha)).join(", ")}${words.length > 3 ? ", …" : ""}); each waits for a second person who says the same`
}));
const manyIncidents = (beyond) => [...byName(beyond, ({ source = "" }) => source)].map(([source, troubles]) => ({
	what: `${source === "" ? "one source" : source} blamed more within 7 days than ${toldLimits.perSource} failures or a fifth of what landed`,
	did: `${plural(new Set(troubles.map(incidentName)).size, "incident")} beyond that linked, and not learned from; a person's .blame is`
}));
const manyCauses = (troubles) => [...byName(troubles.filter(({ state }) => state === "confirmed"), incidentName).values()].flatMap((group) => group.length < manyChanges ? [] : [{
	what: `${group[0].incident} blames ${group.length} changes`,
	did: "together they are learned from as one failure"
}]);
/** Told one by one up to here; of more the first are named and the rest counted. */
const mostOfAKind = 3;
/** Confirmed, and noticed so long after that it teaches nothing. */
const lateCauses = ({ index, troubles, verdicts, told, maturity, now }) => {
	const learned = new Set(told.flatMap(({ labels }) => labels.map(({ sha }) => sha)));
	const beyond = new Set(verdicts.beyond.troubles.map(incidentName));
	const found = troubles.toSorted((one, other) => other.noticedAt - one.noticedAt).flatMap((trouble) => {
		const { sha, state, incident, noticedAt } = trouble;
		const part = index.positionOf(sha);
		if (state !== "confirmed" || noticedAt > now || learned.has(sha) || beyond.has(incidentName(trouble))) return [];
		if (part === null) return [{
			what: `${incident} blames ${short(sha)}, which is not on this line`,
			did: "not learned from"
		}];
		const days = Math.floor((noticedAt - index.parts.time.get(part)) / day);
		const when = days < 0 ? "after it was noticed" : `${plural(days, "day")} before it was noticed`;
		const why = days * day >= maturity.seconds ? `outcome.maturity is ${maturity.text}` : "it is older than the changes that are";
		return [{
			what: `${incident} blames ${short(sha)}, which landed ${when}`,
			did: `linked, and not learned from: ${why}`
		}];
	});
	if (found.length <= mostOfAKind) return found;
	return [...found.slice(0, mostOfAKind), {
		what: `${found.length - mostOfAKind} more incidents blame changes that went out long before, or are not on this line`,
		did: "not learned from; their links are in the ledger"
	}];
};
const clearedAgainst = ({ index, troubles, verdicts }) => {
	const reverted = new Map(index.failuresOf(new Set(verdicts.cleared.keys())).map((failure) => [failure.part, failure]));
	const blamed = new Map(troubles.flatMap(({ sha, confidence, incident, evidence }) => {
		const part = index.positionOf(sha);
		const wasConfirmed = evidence?.some(({ rule }) => rule === "person") === true;
		return part !== null && wasConfirmed && confidence >= plain ? [[part, incident]] : [];
	}));
	return [...verdicts.cleared.keys()].flatMap((part) => {
		const failure = reverted.get(part);
		const against = [failure !== void 0 && failure.confidence >= plain ? `${failure.cause === "revert" ? "reverted" : "hot-fixed"} by ${short(index.sha(failure.knownAt))}` : "", blamed.has(part) ? `blamed by ${blamed.get(part)}` : ""].filter((each) => each !== "");
		return against.length === 0 ? [] : [{
			what: `a person cleared ${short(index.sha(part))}, which was ${against.join(" and ")}`,
			did: "obeyed; look whether it is so"
		}];
	});
};
const jumps = ({ told, now }) => {
	const weeksAgo = [...new Map(told.flatMap(({ labels }) => labels.filter(isCounted).map(({ sha, at }) => [sha, at]))).values()].map((at) => Math.floor((now - at) / (7 * day)));
	const recent = weeksAgo.filter((weeks) => weeks === 0).length;
	const usual = weeksAgo.filter((weeks) => weeks >= 1 && weeks <= jump.weeks).length / jump.weeks;
	return recent < jump.least || recent <= jump.times * usual ? [] : [{
		what: `${plural(recent, "failure")} told in the last 7 days, usually ${usual.toFixed(1)} a week`,
		did: "learned from; look whether they are true"
	}];
};

// src/commands/learn/overrides.ts
/** Emergency overrides in the ledger: how many there were, how many were reviewed afterwards, and what people found then. */
const isGiven = ({ body }) => body["what"] === "given";
/** The newest review of each override, by the override's record. */
const reviewsIn = (records) => new Map(records.filter(({ body }) => body["what"] === "reviewed" && typeof body["override"] === "string").map((record) => [String(record.body["override"]), record]));
/** Of a period, in seconds. */
const countedOverrides = (records, { from, to }) => {
	const reviews = reviewsIn(records);
	const given = records.filter((record) => {
		const at = Date.parse(record.at) / 1e3;
		return isGiven(record) && at >= from && at <= to;
	});
	const reviewed = given.filter(({ id }) => reviews.has(id));
	const failed = reviewed.filter(({ id }) => reviews.get(id).body["verdict"] === "failed");
	const overdue = given.filter(({ id, body }) => !reviews.has(id) && Date.parse(String(body["reviewBy"])) / 1e3 < to);
	return {
		given: given.length,
		reviewed: reviewed.length,
		failed: failed.length,
		overdue: overdue.length
	};
};
/** The deployments, those that a review afterwards says failed among them as such: their parts share the blame. */
const withReviews = (deployments, records) => {
	const overrides = new Map(records.filter(isGiven).map((record) => [record.id, record]));
	const failures = [...reviewsIn(records)].flatMap(([id, review]) => {
		const override = overrides.get(id);
		return override !== void 0 && review.body["verdict"] === "failed" ? [{
			override,
			at: Date.parse(review.at) / 1e3
		}] : [];
	});
	return deployments.map((deployment) => {
		const { environment, sha, startedAt, reports } = deployment;
		const found = failures.find(({ override, at }) => override.environment === environment && override.body["sha"] === sha && at >= startedAt);
		return found === void 0 || failedAt(deployment) !== null ? deployment : {
			...deployment,
			reports: [...reports, {
				state: "failed",
				at: found.at
			}]
		};
	});
};

// src/commands/learn/refit.ts
/** Fits as the gate would, and keeps it where the gate looks: of the environment that is meant when nobody names one. */
const refit = async ({ history, repository, configuration, indexDirectory, prior }, labels, incidents) => {
	if (history.head < 0) return null;
	const [name = "production"] = [...["production"].filter((usual) => labels.has(usual)), ...labels.keys()];
	const isConfigured = configuration.environments.some((environment) => environment.name === name);
	const { settings } = chooseEnvironment(isConfigured || configuration.environments.length === 0 ? configuration : {
		...configuration,
		environments: []
	}, name);
	const told = labels.get(name);
	return {
		standing: await findStanding(indexDirectory, {
			index: history.index,
			head: history.head,
			configuration,
			prior,
			told,
			...incidents.length === 0 ? {} : { incidents: toldIncidents({
				repository,
				history,
				configuration,
				incidents,
				told,
				environment: name
			}) }
		}, settings.autoApprove.reviewRiskiest),
		environment: name,
		settings
	};
};

// src/commands/learn/remembered.ts
const kinds = [
	"deployment",
	"decision",
	"correction",
	"link",
	"override"
];
/** In the order of writing, ledger by ledger. */
const readRemembered = async (ledgers) => {
	const found = {
		deployments: [],
		decisions: [],
		words: [],
		links: [],
		overrides: []
	};
	for (const ledger of ledgers) for await (const record of ledger.read({ kinds })) if (record.kind === "deployment") found.deployments.push(record);
	else if (record.kind === "decision") found.decisions.push(record);
	else if (record.kind === "override") found.overrides.push(record);
	else if (record.stream === "corrections") found.words.push(record);
	else if (record.stream === "links") found.links.push(record);
	return found;
};

// src/commands/learn/landed.ts
/** The changes that incidents may be tied to, as they went out in each environment. */
/** The name under which changes stand that go out nowhere in particular. */
const anywhere = "";
/** Reads nothing where no incident is told. */
const readChanges = async (request) => {
	const { repository, head, incidents, deployments, from, now } = request;
	const nothing = new DeployedChanges([], pageOf(repository));
	if (incidents.length === 0) return () => nothing;
	const ran = /* @__PURE__ */ new Map();
	for (const deployment of deployments) {
		const at = succeededAt(deployment);
		if (at === null || at > now) continue;
		const others = ran.get(deployment.environment);
		if (others) others.push({
			sha: lineCommit(deployment),
			at
		});
		else ran.set(deployment.environment, [{
			sha: lineCommit(deployment),
			at
		}]);
	}
	const isSought = soughtAround(incidents);
	const outIn = /* @__PURE__ */ new Map();
	const wentOut = (environment, positionOf) => {
		const known = outIn.get(environment) ?? goingOut(ran.get(environment) ?? [], positionOf);
		outIn.set(environment, known);
		return known;
	};
	const concerned = new Set(incidents.map(({ environment }) => ran.has(environment) ? environment : anywhere));
	const landed = await readLandedChanges({
		repository,
		head,
		from,
		to: now,
		most: Number.POSITIVE_INFINITY,
		needsPaths: (change, positionOf) => [...concerned].some((environment) => {
			const at = wentOut(environment, positionOf)(change);
			return at !== null && isSought(at);
		})
	});
	const placed = withKnowledge(landed.changes, request);
	const made = /* @__PURE__ */ new Map();
	return (named) => {
		const environment = ran.has(named) ? named : anywhere;
		const known = made.get(environment) ?? changesOut(placed, wentOut(environment, landed.positionOf), repository);
		made.set(environment, known);
		return known;
	};
};
/** Tells whether a change that went out at a moment may have caused any of the incidents. */
const soughtAround = (incidents) => {
	const noticed = incidents.flatMap((incident) => noticedAt(incident) ?? []).sort((one, other) => one - other);
	return (at) => {
		const next = noticed[firstAtLeast(noticed, at - searchWindow.after)];
		return next !== void 0 && next <= at + searchWindow.before;
	};
};
const withKnowledge = (changes, { risks, components }) => {
	const catalogue = components.map(({ name, paths }) => ({
		name,
		matches: compileGlobs(paths)
	}));
	return changes.map((change) => {
		const touched = change.paths.length === 0 ? [] : catalogue.filter(({ matches }) => change.paths.some(matches));
		const risk = risks.get(change.sha) ?? null;
		return touched.length === 0 && risk === null ? change : {
			...change,
			risk,
			components: touched.map(({ name }) => name)
		};
	});
};
const changesOut = (placed, wentOut, repository) => {
	const out = [];
	const waiting = [];
	for (const change of placed) {
		const at = wentOut(change);
		if (at === null) waiting.push(change);
		else out.push(at === change.at ? change : {
			...change,
			at
		});
	}
	return new DeployedChanges(out, pageOf(repository), waiting);
};

// src/commands/learn/linking.ts
/**
* Incidents and the changes they are tied to, by the same words and the same ranking as `suspects`: what words confirm
* teaches, what is only suspected teaches a little and counts nowhere, and "no change" is the commonest answer.
*/
/** What ties them, in our words: what people wrote stays where they wrote it. */
const ruleWords = {
	field: "its record names it as the cause",
	contributing: "its record names it as contributing",
	trailer: "the commit that mends it names it as the cause",
	sentence: "its text names it as the cause",
	"revert-helped": "its text says that taking it back helped",
	"reverted-meanwhile": "taken back while it lasted, and about the same thing"
};
/** Reasons of a ranking that are told. */
const mostReasons = 3;
const evidenceOf = ({ change, state, evidence }, { suspicion }) => {
	if (state === "confirmed") return [...new Set(evidence.map(({ rule }) => rule))].map((rule) => ({
		rule,
		detail: ruleWords[rule]
	}));
	return (suspicion.suspects.find((suspect) => suspect.change === change)?.reasons ?? []).filter(({ weight, kind }) => weight > 0 || kind === "age").slice(0, mostReasons).map(({ kind, sentence }) => ({
		rule: "ranking",
		detail: kind === "words" ? "shares rare words with it" : sentence
	}));
};
const seconds = (moment) => moment === void 0 ? null : Date.parse(moment) / 1e3;
/** Two digits: what a ranking says is no more exact, and later runs find the same. */
const rounded = (confidence) => Math.round(confidence * 100) / 100;
const linkIncidents = (request) => {
	const rarities = /* @__PURE__ */ new Map();
	const rarityIn = (changes) => {
		const known = rarities.get(changes) ?? rarityAmong(changes.all);
		rarities.set(changes, known);
		return known;
	};
	const linked = request.incidents.map((incident) => linkOne(request, incident, rarityIn));
	return {
		troubles: linked.flatMap(({ troubles }) => troubles),
		verdicts: linked.map(({ verdict }) => verdict)
	};
};
const linkOne = ({ changesIn, environments, settledIssues, isCleared, since, now }, incident, rarityIn) => {
	const { id, source } = incident;
	const untied = (why) => ({
		troubles: [],
		verdict: {
			incident: id,
			source,
			state: "none",
			why
		}
	});
	const noticed = noticedAt(incident);
	if (incident.kind === "maintenance") return untied("planned");
	if (noticed === null) return untied("undated");
	if (noticed > now) return untied("not-yet");
	const isSettled = source === "github-issues" && settledIssues.has(Number(id.replace(/^#/, "")));
	const changes = changesIn(incident.environment);
	const found = linkIncident(incident, changes, {
		until: now,
		rarity: rarityIn(changes),
		onlyWords: isSettled || !isTimed(incident)
	});
	const [first] = found.links.filter(({ change }) => !isCleared(change.sha));
	if (first === void 0) {
		if (isSettled) return {
			troubles: [],
			verdict: {
				incident: id,
				source,
				state: "confirmed"
			}
		};
		if (found.links.length > 0) return {
			...untied("cleared"),
			troubles: troublesOf(found)
		};
		if (found.elsewhere.length > 0) return untied("elsewhere");
		if (noticed < since) return untied("before-history");
		return untied(isTimed(incident) ? "no-change" : "doubtful-times");
	}
	return {
		troubles: troublesOf(found),
		verdict: {
			incident: id,
			source,
			state: first.state
		}
	};
	function troublesOf(answer) {
		const common = {
			incident: id,
			source,
			...environments.includes(incident.environment) ? { environment: incident.environment } : {},
			severity: incident.severity,
			noticedAt: noticed,
			recoveredAt: seconds(incident.mitigatedAt ?? incident.resolvedAt),
			...incident.url === void 0 ? {} : { url: incident.url }
		};
		return answer.links.map((link) => ({
			...common,
			sha: link.change.sha,
			state: link.state,
			confidence: rounded(link.confidence),
			evidence: evidenceOf(link, answer),
			...isCleared(link.change.sha) ? clearedLink : {}
		}));
	}
};
/** What a person's word makes of a link. */
const clearedLink = {
	state: "rejected",
	evidence: [{
		rule: "person",
		detail: "a person cleared the change"
	}]
};
/** Links that were known before, and what people said since: their word stands. */
const withoutCleared = (troubles, isCleared) => troubles.map((trouble) => trouble.state !== "rejected" && isCleared(trouble.sha) ? {
	...trouble,
	...clearedLink
} : trouble);

// src/commands/learn/tying.ts
/** Issues whose newest word on a change still blames it. */
const settledIssues = (corrections) => {
	const newest = /* @__PURE__ */ new Map();
	for (const correction of corrections) {
		const known = newest.get(correction.sha);
		if (known === void 0 || correction.at >= known.at) newest.set(correction.sha, correction);
	}
	return new Set(corrections.flatMap(({ about, verdict, sha }) => about !== void 0 && verdict === "failed" && newest.get(sha)?.verdict === "failed" ? [about] : []));
};
const tieIncidents = async (request) => {
	const { repository, head, index, configuration, incidents, deployments, corrections, now } = request;
	const since = index.length === 0 ? now : index.parts.time.get(0);
	const changesIn = await readChanges({
		repository,
		head,
		incidents,
		deployments,
		risks: new Map(request.decisions.flatMap((record) => risksIn(record).map(({ sha, risk }) => [sha, risk]))),
		components: configuration.components,
		from: since,
		now
	});
	const { cleared } = verdictsOn(index, {
		corrections,
		troubles: [],
		now
	});
	const isCleared = (sha) => {
		const part = index.positionOf(sha);
		return part !== null && cleared.has(part);
	};
	const { troubles, verdicts } = linkIncidents({
		incidents,
		changesIn,
		environments: [...deployments.map(({ environment }) => environment), ...configuration.environments.map(({ name }) => name)],
		settledIssues: settledIssues(corrections),
		isCleared,
		since,
		now
	});
	const before = troublesIn(request.links);
	const told = new Set(incidents.map(({ id, source }) => incidentName({
		incident: id,
		source
	})));
	return {
		before,
		troubles: withoutCleared(mergeTroubles(before, troubles, told), isCleared),
		verdicts
	};
};

// src/commands/learn/learn.ts
/**
* Closing the loop: what became of the deployments is collected, tied to the parts that did it, kept in the ledger, and
* fitted; the gate decides by it from then on.
*/
/** Seconds by which clocks may differ. */
const clockSkew = 3600;
const learn = async (request) => {
	const repository = await openRepository(request.directory, request.processEnvironment);
	try {
		return await mendingIndex((damage) => learnWith(request, repository, damage));
	} finally {
		repository.objects.end();
	}
};
const learnWith = async (request, repository, damage) => {
	const { now, version } = request;
	const known = await openGround(request, repository, damage);
	const { history, configuration, ledgers } = known;
	const { index } = history;
	const [ledger] = ledgers;
	const common = {
		repository: request.repository ?? repository.name,
		tool: {
			name: "change-risk-gate",
			version
		}
	};
	const remembered = await readRemembered(ledgers);
	const before = deploymentsIn(remembered.deployments);
	const asked = await request.deployments(before, known);
	const reported = asked.deployments.map(named(configuration));
	const begun = (deployment) => deployment.startedAt <= now.getTime() / 1e3 + clockSkew;
	const told = reported.filter(begun);
	const givenIncidents = await request.incidents(configuration, repository, known.head);
	const incidents = givenIncidents.incidents.map(named(configuration));
	const seconds = now.getTime() / 1e3;
	const corrections = correctionsIn(index, remembered.words, seconds);
	const deployments = mergeDeployments([...before, ...told]);
	const tied = await tieIncidents({
		repository,
		head: known.head,
		index,
		configuration,
		incidents,
		deployments,
		corrections,
		decisions: remembered.decisions,
		links: remembered.links,
		now: seconds
	});
	const outcomes = deploymentOutcomes({
		index,
		deployments: withReviews(deployments, remembered.overrides),
		corrections,
		troubles: tied.troubles,
		soakSeconds: configuration.outcome.soak.seconds,
		maturitySeconds: configuration.outcome.maturity.seconds,
		now: seconds
	});
	const from = Math.max(firstAtLeast(index.parts.time, seconds - configuration.history.lookback.seconds), history.head + 1 - mostLearned, 0);
	const verdicts = verdictsOn(index, {
		corrections,
		troubles: tied.troubles,
		now: seconds
	});
	const { labels, influences } = labelEnvironments({
		index,
		accusations: verdicts.accusations,
		corrections,
		from,
		to: history.head + 1,
		experience: configuration.experience,
		maturitySeconds: configuration.outcome.maturity.seconds,
		prior: known.prior,
		now: seconds
	}, configuration, outcomes);
	const { knownIncidents, lanes, records } = await toKeep({
		ground: known,
		common,
		remembered,
		told,
		before,
		tied,
		incidents,
		outcomes,
		labels,
		now
	});
	const stands = await refit(known, labels, knownIncidents);
	const standing = stands?.standing ?? null;
	const messageOf = (sha) => readMessage(repository.git, repository.objects, sha);
	const period = {
		from: seconds - request.periodSeconds,
		to: seconds
	};
	const counted = countedIncidents(givenIncidents, tied.verdicts);
	const sources = knownSources({
		index,
		from,
		to: history.head + 1,
		deployments,
		incidents: knownIncidents,
		troubles: tied.troubles,
		corrections,
		verdicts
	});
	const moved = await movedMost(influences, messageOf);
	const odd = oddities({
		index,
		troubles: tied.troubles,
		verdicts,
		told: [...labels.values()],
		maturity: configuration.outcome.maturity,
		now: seconds
	});
	const notes = [
		...noteOnFuture(reported.filter((deployment) => !begun(deployment))),
		...notesOn(outcomes, index.length),
		...unknownWords(remembered.words.length - corrections.length, remembered.words.length, index.length)
	];
	const card = stands && await cardOf({
		ground: known,
		stands,
		repository: common.repository,
		sources,
		lanes,
		moved,
		odd,
		notes,
		troubles: tied.troubles,
		notBelieved: counted.notCounted.length,
		unusable: counted.unusable.length,
		messageOf,
		now,
		version
	});
	const appended = await ledger.append([...records, ...card?.record ? [card.record] : []]);
	return {
		learned: {
			schema: 1,
			at: now.toISOString(),
			repository: common.repository,
			period: {
				from: isoMoment(period.from),
				to: isoMoment(period.to)
			},
			environments: countedOutcomes(outcomes, period),
			failed: await failedChanges({
				index,
				outcomes,
				told: labels,
				decisionBefore: decisionsIn(remembered.decisions),
				...period,
				messageOf
			}),
			overrides: countedOverrides(remembered.overrides, period),
			labels: countedLabels([...labels.values()]),
			lanes,
			imported: importedCounts(givenIncidents.incidents, givenIncidents.superseded),
			incidents: counted,
			sources,
			moved,
			odd,
			links: await toldLinks(tied.troubles, {
				...period,
				messageOf
			}),
			model: standing && {
				id: `sha256:${standing.model.id.slice(0, 16)}`,
				kind: standing.model.kind === "learned" && standing.labels.known > 0 ? "learned" : "prior",
				parts: standing.labels.among,
				failures: standing.labels.known,
				...known.chosen === null ? {} : { prior: known.chosen.summary }
			},
			...card === null ? {} : { card: { hash: card.hash } },
			ledger: {
				url: ledger.url,
				written: appended.filter(({ existed }) => !existed).length
			},
			notes: [
				...shallowNote(history),
				...history.notes,
				...asked.notes,
				...notes,
				...ledger.notes
			]
		},
		card: card?.text ?? null
	};
};

export { renderLearned as n, readIncidents as r, learn as t };
