import { A as resolveCommit, G as ConfigError, K as SourceError, O as openRepository, Y as sayUnreadable, g as parseConfiguration, k as pageOf, p as policyAt, q as UsageError } from "./main-gate.js";
import { M as matchComponents, br as openLedger, dr as noticedAt, fn as formatCount, ln as formatShare, or as doubtMeanings, rn as restOfHistory } from "./commands-gate-gate.js";
import { a as goingOut, i as rarityAmong, l as importIncidents, n as readLandedChanges, o as DeployedChanges, r as searchWindow, s as readRecorded, t as linkIncident, u as textContent } from "./history-incidents-links.js";
import { t as configuredLedger } from "./commands-configured-ledger.js";
import { o as neutralise } from "./report-escaping.js";
import { t as momentOf } from "./main-shell.js";
import { join, resolve } from "node:path";
import { existsSync, readFileSync } from "node:fs";

// src/commands/suspects/incident-choice.ts
/** The one incident that is asked about, out of a file that may hold many. */
/** `FILE` or `FILE#ID`; a name with a hash in it that is there as a file is that file. */
const splitName = (named, isFile) => {
	if (isFile(named)) return {
		path: named,
		id: null
	};
	for (let at = named.lastIndexOf("#"); at > 0; at = named.lastIndexOf("#", at - 1)) if (isFile(named.slice(0, at))) return {
		path: named.slice(0, at),
		id: named.slice(at + 1)
	};
	return {
		path: named,
		id: null
	};
};
const contentOf = (path) => {
	try {
		return textContent(readFileSync(path));
	} catch (cause) {
		const why = sayUnreadable(cause);
		throw new UsageError(`suspects --incident ${path}: cannot be read (${why}); name a file, or FILE#ID`, { cause });
	}
};
/** GitHub writes #88, people leave the hash out. */
const sameId = (one, other) => one.replace(/^#/, "").toLowerCase() === other.replace(/^#/, "").toLowerCase();
const mostNamed = 5;
const named = (incidents) => {
	const ids = incidents.slice(0, mostNamed).map(({ id }) => id);
	const others = incidents.length - ids.length;
	return ids.join(", ") + (others === 0 ? "" : ` and ${formatCount(others)} more`);
};
const newestFirst = (incidents) => [...incidents].sort((one, other) => (other.startedAt ?? "") < (one.startedAt ?? "") ? -1 : 1);
const choose = (path, incidents, id) => {
	if (id !== null) {
		const found = incidents.find((incident) => sameId(incident.id, id));
		if (found !== void 0) return found;
		throw new UsageError(`suspects --incident ${path}#${id}: there is no such incident; there are ${named(newestFirst(incidents))}`);
	}
	const open = incidents.filter(({ resolvedAt, closedAt }) => resolvedAt === void 0 && closedAt === void 0);
	const only = incidents.length === 1 ? incidents : open;
	if (only.length === 1) return only[0];
	throw new UsageError(`suspects --incident ${path}: holds ${incidents.length} incidents, ${open.length} of them open; name one with ${path}#ID: ${named(newestFirst(open.length > 0 ? open : incidents))}`);
};
/** Reads the incident that `FILE[#ID]` names. Throws `UsageError` where the name fits none, `SourceError` for no incident. */
const readNamedIncident = (wanted) => {
	const { path, id } = splitName(wanted, existsSync);
	const { incidents, unusable } = importIncidents([{
		name: path,
		content: contentOf(path)
	}]);
	if (incidents.length === 0) throw new SourceError(unusable[0] ?? `${path}: holds no incident`);
	return {
		incident: choose(path, incidents.map(({ incident }) => incident), id),
		notes: unusable
	};
};

// src/commands/suspects/suspects.ts
/** Which change most likely caused an incident: asked in the night, answered from what this clone and its ledger know. */
const day = 86400;
/** A part may wait so long between landing and deployment. */
const longestWait = 30 * day;
/** Reverts and repairs are read so far behind the moment of notice. */
const aftermath = 14 * day;
const iso = (seconds) => `${(/* @__PURE__ */ new Date(seconds * 1e3)).toISOString().slice(0, 19)}Z`;
const catalogueOf = async (repository, head) => {
	const policy = await policyAt(repository, head);
	if (policy === null) return {
		components: [],
		notes: []
	};
	try {
		return {
			components: (await parseConfiguration(policy.text, policy.path)).components,
			notes: []
		};
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return {
			components: [],
			notes: [`ranked without components: ${error.message.split("\n")[0]}`]
		};
	}
};
const withKnowledge = ({ changes, positionOf }, recorded, components) => {
	const wentOut = goingOut(recorded.deployments, positionOf);
	return changes.flatMap((change) => {
		const at = wentOut(change);
		if (at === null) return [];
		return [{
			...change,
			at,
			risk: recorded.risks.get(change.sha) ?? null,
			components: components.length === 0 ? [] : matchComponents({ components }, change.paths).components
		}];
	});
};
const facts = ({ change, sha, title, at, revertedAt }) => ({
	change,
	sha,
	title,
	at: iso(at),
	...revertedAt === null ? {} : { revertedAt: iso(revertedAt) }
});
/** A merge is taken back towards its first parent: without saying so, git takes back none. */
const takingBack = async ({ git }, suspect) => {
	if (suspect === void 0) return {};
	return { takeBack: `git revert --no-edit ${(await git.attempt([
		"rev-parse",
		"--verify",
		"--quiet",
		`${suspect.sha}^2`
	])).status === 0 ? "-m 1 " : ""}${suspect.sha.slice(0, 12)}` };
};
/** Whoever landed before a shallow clone begins is suspected by nobody. */
const notesOnReach = ({ shallow }, { changes }) => {
	const [first] = changes;
	const isCut = shallow && (first === void 0 || first.position <= 1);
	const since = first === void 0 ? "" : ` before ${iso(first.at).slice(0, 10)}`;
	return isCut ? [`shallow clone: nothing is known of what landed${since}; ${restOfHistory}`] : [];
};
const withoutText = ({ text: _, ...incident }) => incident;
const suspects = async (request) => {
	const { incident, notes } = readNamedIncident(request.incident);
	const repository = await openRepository(request.directory, request.processEnvironment);
	try {
		const head = await resolveCommit(repository.git, "HEAD", "HEAD");
		if (head === null) throw new UsageError("suspects: the branch has no commit yet, so there is nobody to suspect");
		const until = Math.floor(request.at.getTime() / 1e3);
		const noticed = Math.min(noticedAt(incident) ?? until, until);
		const configured = request.ledger === void 0 ? await configuredLedger(repository) : {
			url: request.ledger,
			notes: []
		};
		const ledger = openLedger(configured.url, {
			baseDirectory: repository.workTree ?? repository.gitDirectory,
			defaultDirectory: join(repository.commonDirectory, "change-risk"),
			witnessFile: join(repository.commonDirectory, "change-risk-witness.json")
		});
		const [catalogue, recorded, landed] = await Promise.all([
			catalogueOf(repository, head),
			readRecorded(ledger, incident.environment, until),
			readLandedChanges({
				repository,
				head,
				from: noticed - searchWindow.before - longestWait,
				to: Math.min(until, noticed + aftermath)
			})
		]);
		const known = withKnowledge(landed, recorded, catalogue.components);
		const changes = new DeployedChanges(known, pageOf(repository));
		const { links, suspicion, elsewhere } = linkIncident(incident, changes, {
			until,
			rarity: rarityAmong(known),
			limit: request.limit
		});
		const confirmed = links.filter(({ state }) => state === "confirmed");
		const sure = confirmed.reduce((most, { confidence }) => Math.max(most, confidence), 0);
		const isConfirmed = (suspect) => confirmed.some(({ change }) => change === suspect);
		const suspected = suspicion.suspects.filter(({ change }) => !isConfirmed(change));
		const settled = suspicion.suspects.reduce((sum, { change, probability }) => sum + (isConfirmed(change) ? probability : 0), 0);
		const left = (1 - sure) / (1 - settled);
		const named = [...confirmed.map(({ change, confidence, evidence }) => ({
			...facts(change),
			probability: confidence,
			state: "confirmed",
			reasons: evidence.map(({ detail }) => detail)
		})), ...suspected.map(({ change, probability, reasons }) => ({
			...facts(change),
			probability: probability * left,
			state: "suspect",
			reasons: reasons.map(({ sentence }) => sentence)
		}))];
		return {
			schema: 1,
			incident: withoutText(incident),
			noChange: suspicion.noChange * left,
			suspects: named.slice(0, request.limit),
			...await takingBack(repository, named[0]),
			considered: suspicion.considered,
			elsewhere,
			notes: [
				...notes,
				...notesOnReach(repository, landed),
				...configured.notes,
				...catalogue.notes,
				...recorded.notes
			]
		};
	} finally {
		repository.objects.end();
	}
};

// src/report/suspects.ts
/** Suspects as a responder reads them at night: who, how likely, why, and how to take it back. */
const titleLength = 60;
const cut = (text) => text.length > titleLength ? `${text.slice(0, 59)}…` : text;
const percent = (probability) => formatShare(probability).padStart(6);
const minute = (moment) => `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`;
const counted = (number) => `${number} change${number === 1 ? "" : "s"}`;
const noticed = ({ detectedAt, startedAt }) => {
	const moment = detectedAt ?? startedAt;
	return moment === void 0 ? "no time is known" : `noticed ${minute(moment)}`;
};
const suspectLines = ({ change, title, at, probability, state, reasons }) => [`${percent(probability)}  ${change}  ${cut(neutralise(title))}${state === "confirmed" ? "  CONFIRMED" : ""}`, `        out ${minute(at)} · ${reasons.slice(0, 4).map(neutralise).join(" · ")}`];
const isLikelier = (suspect, noChange) => suspect !== void 0 && (suspect.state === "confirmed" || suspect.probability > noChange);
const verdict = ({ suspects, noChange, considered, elsewhere }) => {
	const [first] = suspects;
	if (elsewhere.length > 0 && first?.state !== "confirmed") return `  Its own words blame ${elsewhere.map(neutralise).join(", ")}, which did not land here in the weeks before.`;
	if (considered === 0 && first === void 0) return "  No change went out in the seven days before: look elsewhere.";
	if (first?.state === "confirmed") return `  ${first.change} is named as the cause.`;
	return isLikelier(first, noChange) ? `  Look at ${first.change} first.` : "  Most likely no change here caused it: look at load, providers, expiry and hands as well.";
};
const wayBack = ({ revertedAt }, takeBack) => {
	if (revertedAt !== void 0) return [`  Taken back  ${minute(revertedAt)}; does it still hurt?`];
	return takeBack === void 0 ? [] : [`  Take back   ${takeBack}`];
};
/** That an incident has no end yet is no doubt while it lasts. */
const doubtLines = ({ doubts }) => {
	const said = doubts.filter((doubt) => doubt !== "no-resolved-time").map((doubt) => doubtMeanings[doubt]);
	return said.length > 0 ? [`  In doubt    ${said.join(" · ")}`] : [];
};
/** The screen of `suspects`; no colours, for it is copied into chats. */
const renderSuspects = (told) => {
	const { incident, suspects, noChange, considered, notes, takeBack } = told;
	const [first] = suspects;
	return [
		`${neutralise(incident.id)}  ${cut(neutralise(incident.title))}: ${noticed(incident)}`,
		verdict(told),
		...suspects.flatMap(suspectLines),
		`${percent(noChange)}  no change of the ${counted(considered)} looked at`,
		...isLikelier(first, noChange) ? wayBack(first, takeBack) : [],
		...doubtLines(incident),
		...notes.map((note) => `  Note        ${neutralise(note)}`),
		""
	].join("\n");
};

// src/main/suspects.ts
/** `suspects` on the command line. */
const text = (values, name) => {
	const value = values[name];
	return typeof value === "string" ? value : void 0;
};
const mostSuspects = 100;
const limitOf = (values) => {
	const given = text(values, "limit") ?? "5";
	const limit = Number(given);
	if (!/^\d+$/.test(given) || limit < 1 || limit > mostSuspects) throw new UsageError(`suspects --limit ${given}: must be a whole number from 1 to ${mostSuspects}`);
	return limit;
};
const runSuspects = async (values, shell) => {
	const incident = text(values, "incident");
	if (incident === void 0) throw new UsageError("suspects: say which incident, as in --incident FILE or --incident FILE#ID");
	const moment = text(values, "at");
	const at = momentOf(moment === void 0 ? {} : { now: moment }, shell.now, (written) => {
		throw new UsageError(`suspects --at ${written}: is no moment; write it as 2026-11-21T10:00:00Z`);
	});
	const ledger = text(values, "ledger");
	const answer = await suspects({
		directory: text(values, "repository") ?? shell.directory,
		incident: resolve(shell.directory, incident),
		...ledger === void 0 ? {} : { ledger },
		at,
		limit: limitOf(values),
		processEnvironment: shell.environment
	});
	shell.print(values["json"] === true ? `${JSON.stringify(answer, null, 2)}\n` : renderSuspects(answer));
	return 0;
};

export { runSuspects };
