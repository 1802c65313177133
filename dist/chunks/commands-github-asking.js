import { K as SourceError, P as bands, T as defaults, u as readNamedReviewer } from "./main-gate.js";
import { t as answerOf } from "./clients-github-shapes.js";
import { a as recordOrNull, i as name } from "./sources-github-reading.js";
import { L as zoneClock, X as fileKind, hr as compileGlobs } from "./commands-gate-gate.js";
import { i as sameLogin } from "./sources-github-account.js";
import { n as requireCommit, r as resolveTip } from "./sources-github-commit-name.js";
import "./commands-github-requests.js";
import { n as namedIn, t as handsIn } from "./commands-github-opinions.js";
import { r as policyAtRef, t as codeOwnersAtRef } from "./sources-github-policy-at.js";
import { n as parseCodeOwners } from "./config-codeowners.js";
import { r as loginKey } from "./policy-eligibility.js";
import { n as accessOf } from "./commands-github-permissions.js";
import { n as readLocalTime } from "./config-local-time.js";
import { t as readTimeZone } from "./config-time-zone.js";
import { t as proposeReviewers } from "./policy-routing.js";
import { t as readOpenPullRequests } from "./sources-github-open-pull-requests.js";

// src/commands/github/bands-line.ts
/** The hidden line that says in which band each part was when people were asked: what their yes is to. */
const shape = new RegExp(`^<!-- change-risk-gate:bands ((?:[0-9a-f]{40,64}=(?:${bands.join("|")}) ?){1,${10}})-->$`, "m");
/** One line, or none where no band of these is known. */
const bandsLines = (shas, known) => {
	const told = shas.slice(0, 10).flatMap((sha) => {
		const band = known.get(sha);
		return band === void 0 ? [] : [`${sha}=${band}`];
	});
	return told.length === 0 ? [] : [`<!-- change-risk-gate:bands ${told.join(" ")} -->`];
};
/** By SHA; none of a comment without such a line. */
const bandsIn = (body) => new Map((shape.exec(body.replaceAll("\r", ""))?.[1] ?? "").split(" ").flatMap((each) => {
	const [sha = "", name] = each.split("=");
	const band = bands.find((other) => other === name);
	return band === void 0 ? [] : [[sha, band]];
}));
/** The highest of them; null of none. */
const highestOf = (some) => bands.findLast((band) => [...some.values()].includes(band)) ?? null;

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

// src/policy/on-call.ts
const listOf = (value) => Array.isArray(value) ? value : value === void 0 || value === null ? [] : [value];
const at = (value, key) => typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : void 0;
/** Reads the file as it is at a moment; `path` is only told. What is wrong with one shift spoils no other. */
const readOnCall = async (text, path, now) => {
	const { readYamlFile } = await import("./config-yaml-file.js");
	const file = readYamlFile(text);
	if (file.outcome === "refused") return {
		who: [],
		problems: [`${path}: ${file.problems[0]?.message ?? "cannot be read"}`]
	};
	const problems = [];
	const people = (value, where) => listOf(value).flatMap((each) => {
		const reading = readNamedReviewer(each);
		if (reading.ok) return [reading.value];
		problems.push(`${path}: ${where}: wanted ${reading.wanted}`);
		return [];
	});
	const isOn = (shift, where) => {
		const zone = readTimeZone(at(shift, "time-zone") ?? defaults.timeZone);
		const [from, to] = [readLocalTime(at(shift, "from")), readLocalTime(at(shift, "to"))];
		const wrong = [
			zone,
			from,
			to
		].find((reading) => !reading.ok);
		if (wrong !== void 0 && !wrong.ok) problems.push(`${path}: ${where}: wanted ${wrong.wanted}`);
		if (!zone.ok || !from.ok || !to.ok) return false;
		const clock = zoneClock(zone.value);
		return clock.instantOf(from.value, "first") <= now && now < clock.instantOf(to.value, "last");
	};
	const shifts = listOf(at(file.value, "shifts")).flatMap((shift, place) => {
		const where = `shift ${place + 1}`;
		return isOn(shift, where) ? people(at(shift, "who"), where) : [];
	});
	return {
		who: shifts.length > 0 ? shifts : people(at(file.value, "always"), "always"),
		problems
	};
};

// src/commands/github/on-call.ts
/** Nobody, where there is no such file; why, where it cannot be read. */
const onCallNow = async (job, { onCall: path }) => {
	try {
		const tip = await resolveTip(job.github, job.repository, job.defaultBranch);
		const file = await policyAtRef(job.github, job.repository, requireCommit(tip), path);
		return file === null ? {
			who: [],
			problems: []
		} : await readOnCall(file.text, path, job.now);
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return {
			who: [],
			problems: [`${path} could not be read: ${error.message}`]
		};
	}
};

// src/sources/github/familiarity.ts
const route$1 = "POST /graphql";
/** Of each file its newest changes, within a year. */
const mostCommits = 20;
const lookbackMilliseconds = 31536e6;
const familiarityQuery = (paths) => `query Familiarity($owner: String!, $repo: String!, $commit: GitObjectID!, $since: GitTimestamp!${paths.map((_, at) => `, $p${at}: String!`).join("")}) {
  repository(owner: $owner, name: $repo) {
    object(oid: $commit) {
      ... on Commit {
${paths.map((_, at) => `        f${at}: history(first: ${mostCommits}, path: $p${at}, since: $since) { nodes { author { user { login } } } }`).join("\n")}
      }
    }
  }
}`;
/**
* How often each login changed each file before a commit, in its newest changes of a year. Authors without an account
* are nobody who could be asked. 1 request. Throws GitHubError.
*/
const familiarityWith = async (github, repository, asked) => {
	const { commit, paths, now } = asked;
	const touches = /* @__PURE__ */ new Map();
	if (paths.length === 0) return touches;
	const data = await github.graphql(familiarityQuery(paths), {
		...repository,
		commit: requireCommit(commit),
		since: (/* @__PURE__ */ new Date(now.getTime() - lookbackMilliseconds)).toISOString(),
		...Object.fromEntries(paths.map((path, at) => [`p${at}`, path]))
	}, { repeatable: true });
	const object = recordOrNull(answerOf(route$1, data), "repository.object");
	for (const [at, path] of paths.entries()) for (const node of object?.list(`f${at}.nodes`) ?? []) {
		const author = recordOrNull(node, "author");
		const login = author && recordOrNull(author, "user")?.is("login", name);
		if (!login) continue;
		const files = touches.get(login) ?? /* @__PURE__ */ new Map();
		touches.set(login, files.set(path, (files.get(path) ?? 0) + 1));
	}
	return touches;
};

// src/commands/github/askable.ts
/** Who of those that are proposed may write here: only their word would count. */
/** Accounts that are looked up, each for a request; whoever comes after them is asked by nobody. */
const mostLookedUp = 6;
const tooMany = "is one too many to look up in a run";
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

// src/commands/github/routing-facts.ts
const nobodyRequested = {
	users: [],
	teams: []
};
/** Readers that a change has unless the policy asks for more. */
const usuallyWanted = 2;
/** Somebody who is named, as one who is asked. */
const asProposed = (asked, why) => asked.kind === "team" ? {
	team: `${asked.organisation}/${asked.team}`,
	why,
	covers: 0
} : {
	login: asked.login,
	why,
	covers: 0
};
/** Those whom a request of the policy names; none where it asks for whoever knows the files. */
const namedBy = (from) => {
	if (from.kind === "any") return from.of;
	return from.kind === "drivers" ? [] : [from];
};
/** What the policy asks at this band: those it names, and how many who know the files; none where it asks for none. */
const wantedBy = ({ settings, band }) => {
	const requests = settings.environment.settings.review.filter(({ atLeast }) => band === null || bands.indexOf(atLeast) <= bands.indexOf(band));
	const named = requests.flatMap(({ from, atLeast }) => namedBy(from).map((asked) => asProposed(asked, `the policy asks them from ${atLeast} risk on`)));
	const drivers = requests.filter(({ from }) => from.kind === "drivers");
	return {
		named,
		wanted: drivers.length === 0 ? 0 : Math.max(usuallyWanted, ...drivers.map(({ approvals }) => approvals))
	};
};
/** Owners by the catalogue, with those of the files that are theirs. */
const componentOwners = ({ components }, paths) => components.flatMap(({ name: component, paths: globs, owners }) => {
	if (owners.length === 0) return [];
	const inside = paths.filter(compileGlobs(globs));
	return owners.map((owner) => owner.kind === "team" ? {
		component,
		kind: owner.kind,
		name: `${owner.organisation}/${owner.team}`,
		paths: inside
	} : {
		component,
		kind: owner.kind,
		name: owner.login,
		paths: inside
	});
});
/** Reviews that are asked for in other open pull requests; null where GitHub does not tell. */
const openRequests = async (job, number) => {
	try {
		const { items } = await readOpenPullRequests(job.github, job.repository);
		const others = items.filter((pull) => pull.number !== number);
		const count = (names) => {
			const counts = /* @__PURE__ */ new Map();
			for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
			return counts;
		};
		return {
			users: count(others.flatMap(({ requested }) => requested.users.map(loginKey))),
			teams: count(others.flatMap(({ requested }) => requested.teams.map((slug) => slug.toLowerCase())))
		};
	} catch (error) {
		if (error instanceof SourceError) return null;
		throw error;
	}
};

// src/commands/github/routing.ts
/**
* Whom to ask: those whom the policy names for this band of risk, and who knows what drives it: owners by CODEOWNERS or
* the catalogue, else whoever touched it lately, else whoever is on call. None of them had a hand in it, all may write
* here, and of equals those who have less to read elsewhere come first.
*/
/** Files whose history is asked for, where nobody owns them. */
const mostFamiliarFiles = 3;
/** Of an open pull request: neither who opened it nor who had a hand in it. */
const readingOf = ({ assessment, pull, commits, files, base, settings }) => {
	const author = pull.author?.login;
	return {
		files,
		settings,
		base,
		band: assessment.risk.band,
		number: pull.number,
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
const isRequested = ({ login, team }, { users, teams }) => login === void 0 ? teams.some((slug) => sameLogin(slug, team?.split("/").at(-1) ?? "")) : users.some((user) => sameLogin(user, login));
const bar = (named, barred) => {
	const why = ({ login }) => barred.find((each) => login !== void 0 && loginKey(each.login) === loginKey(login))?.why;
	return {
		free: named.filter((each) => why(each) === void 0),
		notes: named.flatMap((each) => why(each) === void 0 ? [] : [`${each.login}, whom the policy names, ${why(each)} and is not asked`])
	};
};
const sayNotAsked = ({ login, why }) => `${login}, whom CODEOWNERS names, ${why} and is not asked; give them write access, or name somebody else`;
/** Who knows the files, out of those who own them, else of those who touched them lately. */
const whoKnows = async (job, reading, excluded, wanted) => {
	const { files, base, requested, settings, number } = reading;
	const { configuration } = settings.policy;
	const text = await codeOwnersAtRef(job.github, job.repository, base);
	let facts = {
		files,
		codeOwners: text ? parseCodeOwners(text.text) : null,
		componentOwners: componentOwners(configuration, files.map(({ path }) => path)) ?? [],
		excluded,
		requested: nobodyRequested,
		access: {
			users: null,
			teams: null
		},
		wanted
	};
	const everybody = () => proposeReviewers({
		...facts,
		wanted: mostCandidates
	}).proposed;
	if (everybody().length === 0 && configuration.experience) {
		const paths = files.slice(0, mostFamiliarFiles).map(({ path }) => path);
		const familiarity = await familiarityWith(job.github, job.repository, {
			commit: base,
			paths,
			now: job.now
		});
		facts = {
			...facts,
			familiarity
		};
	}
	if (everybody().length > wanted) facts = {
		...facts,
		load: await openRequests(job, number)
	};
	let why = null;
	const { among, barred } = askable(job, (barred, asked) => {
		const proposal = proposeReviewers({
			...facts,
			excluded: [...excluded, ...barred],
			requested: asked
		});
		why = proposal.nobody ?? null;
		return proposal;
	}, requested);
	return {
		proposed: await among(requested),
		asked: proposeReviewers({
			...facts,
			excluded: [...excluded, ...barred],
			wanted: mostCandidates
		}).proposed.filter((reviewer) => isRequested(reviewer, requested)),
		why,
		notes: barred.filter(({ why }) => why !== tooMany).map(sayNotAsked)
	};
};
/** As many as GitHub takes for one pull request. */
const mostCandidates = 15;
/** Who is to read it. */
const route = async (job, reading) => {
	const { requested, settings } = reading;
	try {
		const excluded = [...reading.excluded, ...(await job.ownPeople()).map((login) => ({
			login,
			why: "is the gate itself"
		}))];
		const { named, wanted } = wantedBy(reading);
		const { free, notes } = bar(named, excluded);
		const known = wanted === 0 ? {
			proposed: [],
			asked: [],
			why: null,
			notes: []
		} : await whoKnows(job, reading, excluded, wanted);
		const isNew = (each) => !isRequested(each, requested);
		const found = {
			proposed: [...free.filter(isNew), ...known.proposed],
			asked: [...free.filter((each) => !isNew(each)), ...known.asked],
			notes: [...notes, ...known.notes]
		};
		if (found.proposed.length + found.asked.length > 0) return {
			...found,
			nobody: null
		};
		const why = known.why ?? "everybody whom the policy names had a hand in it";
		return await onCallInstead(job, settings.policy.configuration, {
			excluded,
			requested,
			why,
			notes: found.notes
		});
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
/** Where nobody who knows it can be asked, whoever is on call is, and that is said. */
const onCallInstead = async (job, configuration, { excluded, requested, why, notes }) => {
	const { who, problems } = await onCallNow(job, configuration);
	const { free } = bar(who.map((asked) => asProposed(asked, "is on call, and nobody who knows these files can be asked")), excluded);
	return {
		proposed: free.filter((each) => !isRequested(each, requested)),
		asked: free.filter((each) => isRequested(each, requested)),
		nobody: free.length > 0 ? null : why,
		notes: [
			...notes,
			...problems,
			...free.length > 0 ? [`whoever is on call is asked, for ${why.replaceAll("`", "")}`] : []
		]
	};
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
const passReply = "pass";
const unanswered = "nobody has answered";
/** Whom the policy names for that, else the next who knows these files and was not asked before. */
const next = async (job, reading, { to }, before) => {
	if (to.kind === "team" || to.kind === "user") return [asProposed(to, unanswered)];
	if (to.kind === "on-call") {
		const { who } = await onCallNow(job, reading.settings.policy.configuration);
		return who.map((asked) => asProposed(asked, `${unanswered}, and they are on call`));
	}
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
const namesOfNext = ({ to }) => to.kind === "on-call" ? ["whoever is on call"] : to.kind === "team" ? [`${to.organisation}/${to.team}`] : to.kind === "user" ? [to.login] : [];
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
/** How to back out: what would run again, and whether a migration lies between. */
const wayBack = (base, { files }) => base === null ? {} : { recovery: {
	sha: base,
	migration: files.some(({ path }) => fileKind(path) === "migration")
} };
/** Who is asked, for those who read the answer and not the conversation. */
const reviewersOf = ({ people }) => people.map((asked) => ({
	login: nameOf(asked),
	why: asked.why
}));

export { bandsIn as a, readingOf as i, reviewersOf as n, bandsLines as o, wayBack as r, highestOf as s, askAbout as t };
