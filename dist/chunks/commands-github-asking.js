import { r as loginKey } from "./policy-eligibility.js";
import { X as zoneClock } from "./commands-gate-gate.js";
import { n as parseCodeOwners } from "./config-codeowners.js";
import { G as SourceError } from "./main-gate.js";
import { t as proposeReviewers } from "./policy-routing.js";
import { i as sameLogin } from "./sources-github-account.js";
import { n as accessOf } from "./commands-github-permissions.js";
import { t as codeOwnersAtRef } from "./sources-github-policy-at.js";
import { n as namedIn, t as handsIn } from "./commands-github-opinions.js";
import "./commands-github-telling.js";

// src/policy/working-time.ts
const dayMilliseconds = 864e5;
/** Looked ahead: whoever wants to be asked later than this is asked by nobody. */
const mostDays = 400;
const dateOf = (text) => text.slice(0, 10);
const nextDate = (date) => new Date(Date.parse(`${date}T00:00:00Z`) + dayMilliseconds).toISOString().slice(0, 10);
/**
* The moment at which so many seconds of working time have passed since `from`; null where that is more than 400 days
* off. Time is told on the wall of the zone, and counted as it passes: a day on which the clock is put forward between
* two working hours is an hour shorter.
*/
const workingMomentAfter = (from, seconds, { hours, timeZone }) => {
	const clock = zoneClock(timeZone);
	let left = seconds * 1e3;
	let date = dateOf(clock.read(from));
	for (let day = 0; day <= mostDays; day++, date = nextDate(date)) {
		if (!hours.days.includes((/* @__PURE__ */ new Date(`${date}T00:00:00Z`)).getUTCDay())) continue;
		const begins = Math.max(from.getTime(), clock.instantOf(`${date}T${hours.from}:00`, "first").getTime());
		const ends = (hours.to === "24:00" ? clock.instantOf(`${nextDate(date)}T00:00:00`, "first") : clock.instantOf(`${date}T${hours.to}:00`, "last")).getTime();
		const passes = Math.max(0, ends - begins);
		if (passes >= left) return new Date(begins + left);
		left -= passes;
	}
	return null;
};

// src/policy/escalating.ts
/** Once and no more: what was escalated stays so, whatever the policy says since. */
const escalationOf = (escalation, question, now) => {
	const { since, escalatedAt } = question;
	const dueAt = escalation === null ? null : workingMomentAfter(since, escalation.after.seconds, escalation);
	if (escalatedAt !== null) return {
		dueAt,
		escalatedAt
	};
	return {
		dueAt,
		escalatedAt: dueAt !== null && dueAt <= now ? now : null
	};
};

// src/commands/github/routing.ts
/** Whom to ask on a pull request: owners of what drives the risk who may write here, for only their word would count. */
/** Accounts that are looked up, each for a request; whoever comes after them is asked by nobody. */
const mostLookedUp = 6;
const tooMany = "is one too many to look up in a run";
const isRequested = ({ login, team }, { users, teams }) => login === void 0 ? teams.some((slug) => sameLogin(slug, team?.split("/").at(-1) ?? "")) : users.some((user) => sameLogin(user, login));
/** Why somebody must not be asked, as the end of a sentence about them; null when they may, or nobody can tell. */
const obstacleTo = async (job, login) => {
	try {
		const access = await accessOf(job.github, job.repository, login);
		if (access === null || [
			"write",
			"maintain",
			"admin"
		].includes(access)) return null;
		if (access === "nobody") return "is no account that GitHub knows";
		return access === "none" ? "has no access here" : `may not write here (their permission is ${access})`;
	} catch (error) {
		if (error instanceof SourceError) return null;
		throw error;
	}
};
/** Proposes, looks at those who were picked, and proposes again without whoever may not write. */
const askable = (job, propose, known) => {
	const barred = [];
	const lookedUp = new Set(known.users.map((login) => login.toLowerCase()));
	const mostKnown = lookedUp.size + mostLookedUp;
	const among = async (requested) => {
		for (;;) {
			const { proposed } = propose(barred, requested);
			const fresh = proposed.flatMap(({ login }) => login !== void 0 && !lookedUp.has(login.toLowerCase()) ? [login] : []);
			if (fresh.length === 0) return proposed;
			for (const login of fresh) {
				const why = lookedUp.size < mostKnown ? await obstacleTo(job, login) : tooMany;
				lookedUp.add(login.toLowerCase());
				if (why !== null) barred.push({
					login,
					why
				});
			}
		}
	};
	return {
		among,
		barred
	};
};
const nobodyRequested = {
	users: [],
	teams: []
};
/** Of an open pull request: neither who opened it nor who had a hand in it. */
const readingOf = ({ pull, commits, files, base }) => {
	const author = pull.author?.login;
	return {
		files,
		base,
		excluded: [...author === void 0 ? [] : [{
			login: author,
			why: "opened this pull request"
		}], ...[.../* @__PURE__ */ new Set([...handsIn(commits), ...namedIn(commits)])].map((login) => ({
			login,
			why: "wrote part of it"
		}))],
		requested: pull.requested
	};
};
/** Who is to read it, as CODEOWNERS at the base says. */
const route = async (job, reading) => {
	const { files, base, requested } = reading;
	try {
		const text = await codeOwnersAtRef(job.github, job.repository, base);
		const codeOwners = text ? parseCodeOwners(text.text) : null;
		const excluded = [...reading.excluded, ...(await job.ownPeople()).map((login) => ({
			login,
			why: "is the gate itself"
		}))];
		let why = null;
		const { among, barred } = askable(job, (barred, requested) => {
			const proposal = proposeReviewers({
				files,
				codeOwners,
				excluded: [...excluded, ...barred],
				requested,
				access: {
					users: null,
					teams: null
				}
			});
			why = proposal.nobody ?? null;
			return proposal;
		}, requested);
		const usual = await among(nobodyRequested);
		const nobody = usual.length === 0 ? why : null;
		return {
			proposed: await among(requested),
			asked: usual.filter((reviewer) => isRequested(reviewer, requested)),
			nobody,
			notes: barred.filter(({ why }) => why !== tooMany).map(({ login, why }) => `${login}, whom CODEOWNERS names, ${why} and is not asked; give them write access, or name somebody else`)
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		job.log(`Nobody is asked by name: ${error.message}`);
		return {
			proposed: [],
			asked: [],
			nobody: error.message,
			notes: []
		};
	}
};

// src/commands/github/asking.ts
const nameOf = (asked) => "team" in asked ? asked.team : asked.login;
/** Routing speaks Markdown; what shows it escapes every word itself. */
const words = (why) => why.replaceAll("`", "");
const asAsked = (files) => ({ login, team, ...rest }) => {
	const why = words(rest.why);
	return login !== void 0 ? [{
		login,
		why,
		files
	}] : team !== void 0 ? [{
		team,
		why,
		files
	}] : [];
};
const passReply = `${"."}pass`;
const unanswered = "nobody has answered";
/** Whom the policy names for that, else the next who knows these files and was not asked before. */
const next = async (job, reading, { to }, before) => {
	if (to.kind === "team") return [{
		team: `${to.organisation}/${to.team}`,
		why: unanswered,
		covers: 0
	}];
	if (to.kind === "user") return [{
		login: to.login,
		why: unanswered,
		covers: 0
	}];
	const excluded = [...reading.excluded, ...before.map((login) => ({
		login,
		why: "was asked before"
	}))];
	const { proposed } = await route(job, {
		...reading,
		excluded,
		requested: nobodyRequested
	});
	const teams = before.filter((name) => name.includes("/"));
	return proposed.filter(({ team }) => team === void 0 || !teams.includes(team)).slice(0, 1);
};
const namesOfNext = ({ to }) => to.kind === "team" ? [`${to.organisation}/${to.team}`] : to.kind === "user" ? [to.login] : [];
const moment = (at) => at === null ? null : at.toISOString();
/** The question for the files that drive the risk, in the words of this run. */
const askAbout = async (job, { assessment, settings, files }, reading, { approve, changedLines, before, passing }) => {
	const { escalate } = settings.environment.settings;
	const since = before?.since ?? assessment.at;
	const passed = [.../* @__PURE__ */ new Set([...before?.passed ?? [], ...passing === void 0 ? [] : [passing]])];
	const { dueAt, escalatedAt } = escalationOf(escalate, {
		since: new Date(since),
		escalatedAt: before?.escalatedAt ? new Date(before.escalatedAt) : null
	}, job.now);
	const barred = {
		...reading,
		excluded: [...reading.excluded, ...passed.map((login) => ({
			login,
			why: "passed it on"
		}))]
	};
	const routed = await route(job, barred);
	const read = files.slice(0, 1).map(({ path, lines }) => ({
		path,
		...lines === null ? {} : { lines }
	}));
	const usual = [...routed.asked, ...routed.proposed].flatMap(asAsked(read));
	const isPassed = (name) => passed.some((login) => loginKey(login) === loginKey(name));
	const earlier = [.../* @__PURE__ */ new Set([...before?.of ?? [], ...usual.map(nameOf)])].filter((name) => !isPassed(name));
	const further = escalatedAt === null || escalate === null ? [] : await next(job, barred, escalate, earlier);
	const called = further.flatMap(asAsked(read));
	const escalated = called.length > 0;
	const people = escalated ? called : usual;
	return {
		request: {
			people,
			...changedLines === void 0 ? {} : { changedLines },
			approve: people.length === 0 || approve.replies.length === 0 ? approve : {
				...approve,
				replies: [...approve.replies, passReply]
			},
			...dueAt !== null && escalatedAt === null && escalate !== null ? { deadline: {
				at: dueAt.toISOString(),
				asks: namesOfNext(escalate)
			} } : {},
			...escalated ? { earlier: {
				names: earlier,
				since
			} } : {},
			...passed.length > 0 ? { passed } : {},
			...routed.nobody !== null && !escalated ? { nobody: words(routed.nobody) } : {}
		},
		asked: {
			mode: assessment.mode,
			decision: assessment.decision,
			environment: assessment.environment,
			since,
			of: earlier,
			passed,
			dueAt: moment(dueAt),
			escalatedAt: moment(escalatedAt),
			further: called.map(nameOf)
		},
		proposed: [...routed.proposed, ...further],
		notes: routed.notes
	};
};
/** Who is asked, for those who read the answer and not the conversation. */
const reviewersOf = ({ people }) => people.map((asked) => ({
	login: nameOf(asked),
	why: asked.why
}));

export { readingOf as i, reviewersOf as n, nobodyRequested as r, askAbout as t };
