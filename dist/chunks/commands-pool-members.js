import { K as SourceError } from "./main-gate.js";
import { a as readLessons, i as partShas, n as lessonStream } from "./commands-learn-lessons.js";
import { n as partColumns } from "./model-parts-table.js";

// src/commands/pool/evidence.ts
/** What decisions measured of parts, as a table to learn from: the inputs that each decision keeps for its replay. */
/** One row for each part whose outcome is told, as the first decision about it measured it. */
const readEvidence = async (decisions, { lessons, experience, maturitySeconds }) => {
	const wanted = new Set(lessons.map(({ sha }) => sha));
	const measured = /* @__PURE__ */ new Map();
	let promised = null;
	for (const [at, placed] of decisions.entries()) {
		const isNewest = at === decisions.length - 1;
		if (!partShas(placed.record).some((sha) => wanted.has(sha) && !measured.has(sha)) && !isNewest) continue;
		const { signals, parts, certificate } = await inputsOf(placed);
		for (const { sha, answers } of parts) if (wanted.has(sha) && !measured.has(sha)) measured.set(sha, new Map(signals.map((name, place) => [name, answers[place] ?? null])));
		if (isNewest && certificate) promised = {
			failureRate: certificate.failureRate,
			confidence: certificate.confidence
		};
	}
	const taught = lessons.filter(({ sha }) => measured.has(sha));
	return {
		promised,
		history: historyOf(taught, measured, {
			experience,
			maturitySeconds
		})
	};
};
const historyOf = (taught, measured, { experience, maturitySeconds }) => {
	const columns = partColumns(experience);
	const rows = new Float32Array(taught.length * columns.length);
	for (const [row, { sha }] of taught.entries()) for (const [column, { name }] of columns.entries()) rows[row * columns.length + column] = measured.get(sha).get(name) ?? NaN;
	return {
		table: {
			columns,
			rows,
			n: taught.length
		},
		times: Float64Array.from(taught, ({ landedAt }) => landedAt),
		labelKnownTimes: Float64Array.from(taught, ({ failedAt }) => failedAt ?? Number.POSITIVE_INFINITY),
		confidences: Float64Array.from(taught, ({ confidence }) => confidence ?? 1),
		maturitySeconds
	};
};
const inputsOf = async ({ ledger, record }) => {
	const hash = record.body["inputsBlob"];
	const inputs = typeof hash === "string" ? JSON.parse(Buffer.from(await ledger.getBlob(hash)).toString("utf8")) : null;
	if (!isInputs(inputs)) throw new SourceError(`${ledger.url}: record ${record.id.slice(0, 12)} keeps no evidence that this release can read; replay tells which release wrote it`);
	return inputs;
};
const isInputs = (value) => typeof value === "object" && value !== null && "signals" in value && Array.isArray(value.signals) && "parts" in value && Array.isArray(value.parts) && value.parts.every((part) => typeof part === "object" && part !== null && "answers" in part && Array.isArray(part.answers));

// src/commands/pool/members.ts
/**
* The repositories that ledgers tell of: what was measured of the parts they decided upon, and what became of these. No
* clone is asked. Two ledgers that decided upon the same commit speak of one repository, whatever its folder was called.
*/
/** Reads every ledger. Throws SourceError for one that cannot be read. */
const readMembers = async (ledgers) => {
	const accounts = (await Promise.all(ledgers.map(accountsOf))).flat();
	const members = [];
	const notes = [];
	for (const group of grouped(accounts)) {
		const member = await memberOf(group);
		if (typeof member === "string") notes.push(member);
		else members.push(member);
	}
	return {
		members,
		notes
	};
};
/** How many repositories were decided upon, at the price of reading the ledgers once. */
const countRepositories = async (ledgers) => grouped((await Promise.all(ledgers.map(accountsOf))).flat()).length;
const accountsOf = async (ledger) => {
	const accounts = /* @__PURE__ */ new Map();
	for await (const record of ledger.read({ kinds: ["decision", "outcome"] })) {
		const { repository, environment, stream, kind } = record;
		const account = accounts.get(repository) ?? {
			repository,
			ledger,
			decisions: [],
			lessons: /* @__PURE__ */ new Map()
		};
		accounts.set(repository, account);
		if (environment === void 0) continue;
		if (kind === "decision") account.decisions.push(record);
		else if (stream === "lessons") account.lessons.set(environment, record);
	}
	return [...accounts.values()].filter(({ decisions }) => decisions.length > 0);
};
const grouped = (accounts) => {
	let groups = [];
	for (const account of accounts) {
		const shas = new Set(account.decisions.flatMap(partShas));
		const met = groups.filter((group) => [...shas].some((sha) => group.shas.has(sha)));
		const joined = {
			accounts: [...met.flatMap((group) => group.accounts), account],
			shas: /* @__PURE__ */ new Set([...met.flatMap((group) => [...group.shas]), ...shas])
		};
		groups = [...groups.filter((group) => !met.includes(group)), joined];
	}
	return groups.map((group) => group.accounts);
};
/** The environment that is meant when nobody names one: production, else the first by name. */
const environmentOf = (accounts) => {
	const names = accounts.flatMap(({ lessons }) => [...lessons.keys()]).toSorted();
	return names.find((name) => name === "production") ?? names[0];
};
const byTime = (one, other) => Date.parse(one.at) - Date.parse(other.at);
/** A sentence where it cannot be learned from. */
const memberOf = async (accounts) => {
	const { repository } = accounts[0];
	const ledgers = accounts.map(({ ledger }) => ledger.url);
	const environment = environmentOf(accounts);
	if (environment === void 0) return `${repository} in ${ledgers.join(", ")} is left out: nobody told yet what became of its changes; run learn in that repository with this ledger`;
	const told = accounts.flatMap(({ ledger, lessons }) => {
		const record = lessons.get(environment);
		return record === void 0 ? [] : [{
			ledger,
			record
		}];
	});
	told.sort((one, other) => byTime(one.record, other.record));
	const lessons = /* @__PURE__ */ new Map();
	let newest = null;
	for (const { ledger, record } of told) {
		newest = await lessonsIn(ledger, record);
		for (const lesson of newest.parts) lessons.set(lesson.sha, lesson);
	}
	const { experience, maturitySeconds } = newest;
	const decisions = accounts.flatMap((account) => account.decisions.map((record) => ({
		account,
		record
	}))).filter(({ record }) => record.environment === environment).toSorted((one, other) => byTime(one.record, other.record));
	const kept = [...lessons.values()].toSorted((one, other) => one.landedAt - other.landedAt);
	const evidence = await readEvidence(decisions.map(({ account: { ledger }, record }) => ({
		ledger,
		record
	})), {
		lessons: kept,
		experience,
		maturitySeconds
	});
	return {
		repository,
		ledgers,
		environment,
		lessons: kept,
		maturitySeconds,
		decisions: decisions.map(({ record }) => record),
		until: Math.min(...told.map(({ record }) => Number(record.body["until"]))),
		...evidence
	};
};
const lessonsIn = async (ledger, record) => {
	const hash = record.body["lessonsBlob"];
	const lessons = typeof hash === "string" ? readLessons(parsed(await ledger.getBlob(hash))) : null;
	if (lessons === null || !Number.isFinite(record.body["until"])) throw new SourceError(`${ledger.url}: record ${record.id.slice(0, 12)} names no outcomes that this release can read; run learn there again with this one`);
	return lessons;
};
const parsed = (bytes) => {
	try {
		return JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch {
		return null;
	}
};

export { readMembers as n, countRepositories as t };
