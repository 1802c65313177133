import { K as SourceError } from "./main-gate.js";
import { a as isOpenAt, r as incidentsIn } from "./commands-gate-budgets.js";
import { Fn as noticedBy, Jn as entityOf, k as partId } from "./commands-gate-gate.js";
import { t as trailersIn } from "./history-incidents-trailers.js";

// src/commands/gate/fixes.ts
const exchangeBetween = async (git, from, to) => {
	const { status, output } = await git.attempt([...[
		"diff-tree",
		"-r",
		"--raw",
		"-z",
		"--no-renames",
		"--no-abbrev",
		from,
		to
	]]);
	if (status !== 0) return null;
	const exchange = /* @__PURE__ */ new Map();
	const fields = output.split("\0");
	for (let at = 0; at + 1 < fields.length; at += 2) {
		const [modeBefore, modeAfter, before, after] = fields[at].slice(1).split(" ");
		exchange.set(fields[at + 1], [`${modeBefore} ${before}`, `${modeAfter} ${after}`]);
	}
	return exchange;
};
const undoes = (exchange, other) => exchange.size > 0 && exchange.size === other.size && [...exchange].every(([path, [before, after]]) => {
	const opposite = other.get(path);
	return opposite !== void 0 && opposite[0] === after && opposite[1] === before;
});
/** What a part changes: against its first parent; a proposal against where it left the line. */
const exchangeOf = async (git, sha, proposedOn, outside) => {
	if (proposedOn === null) return exchangeBetween(git, `${sha}^1`, sha);
	if (!((await git.attempt([
		"cat-file",
		"-e",
		`${sha}^{commit}`
	])).status === 0)) await outside?.fetch(sha);
	const { status, output } = await git.attempt([
		"merge-base",
		proposedOn,
		sha
	]);
	return status === 0 ? exchangeBetween(git, output.trim(), sha) : null;
};
/** The one live part whose SHA or number a part says it reverts; null without one. */
const revertedBy = ({ part, position }, { history, base }) => {
	if (history === null || base === null) return null;
	const { index } = history;
	const live = index.positionOnLine(base);
	const { shas, numbers } = part.reverts;
	const targets = /* @__PURE__ */ new Set([...shas.map((sha) => index.positionOf(sha, position)), ...numbers.map((number) => index.lastNamed(entityOf("number", String(number)), position))]);
	const [target] = targets;
	return targets.size === 1 && target !== null && target !== void 0 && live !== null && target <= live ? target : null;
};
const messagesOf = async (git, { part }, outside) => {
	const proposal = outside?.proposal;
	if (proposal) return [`${proposal.title}\n\n${proposal.body}`, ...proposal.commits.map(({ message }) => message)];
	const { status, output } = await git.attempt([
		"log",
		"--no-walk=unsorted",
		"-z",
		"--format=%B",
		"--stdin"
	], `${part.inner.join("\n")}\n`);
	return status === 0 ? output.split("\0") : [];
};
/** By SHA; a part that mends nothing, or of which that cannot be known, has none. */
const fixesAmong = async (situation, { now, outside }) => {
	const { git } = situation.repository;
	const known = noticedBy(incidentsIn(situation.incidents, situation.environment), now.getTime() / 1e3);
	const open = new Map(known.filter((incident) => isOpenAt(incident, now.getTime())).map(({ id }) => [id.toLowerCase(), id]));
	const proposedOn = outside?.proposal?.base ?? null;
	const fixOf = async (arrival) => {
		const target = revertedBy(arrival, situation);
		if (target !== null) {
			const { index } = situation.history;
			const taken = index.sha(target);
			const own = await exchangeOf(git, arrival.part.sha, proposedOn, outside);
			const theirs = await exchangeBetween(git, `${taken}^1`, taken);
			if (own !== null && theirs !== null && undoes(own, theirs)) {
				const number = arrival.part.reverts.numbers[0] ?? null;
				return {
					kind: "revert",
					of: partId({ part: {
						...arrival.part,
						sha: taken,
						number
					} })
				};
			}
		}
		if (open.size === 0) return null;
		const id = (await messagesOf(git, arrival, outside)).flatMap((message) => trailersIn(message)?.incidents ?? []).map((name) => open.get(name.toLowerCase())).find((found) => found !== void 0);
		return id === void 0 ? null : {
			kind: "incident",
			id
		};
	};
	const fixes = /* @__PURE__ */ new Map();
	for (const arrival of situation.change.parts) {
		const fix = await fixOf(arrival).catch((error) => {
			if (error instanceof SourceError) return null;
			throw error;
		});
		if (fix !== null) fixes.set(arrival.part.sha, fix);
	}
	return fixes;
};

export { fixesAmong };
