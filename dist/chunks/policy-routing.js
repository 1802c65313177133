import { i as loginOfAddress, r as loginKey } from "./policy-eligibility.js";
import { r as ruleOf } from "./config-codeowners.js";
import { $t as oneLine, Jt as formatList, Xt as formatPercent, qt as formatCount } from "./commands-gate-gate.js";

// src/policy/routing-files.ts
/** Nobody is asked for the sake of the crumbs that make up the rest. */
const drivingShare = .9;
const weighFiles = (files) => {
	const weights = /* @__PURE__ */ new Map();
	const heaviest = files.reduce((most, { weight }) => Math.max(most, countable(weight)), 0);
	for (const { path, weight } of files.toSorted((one, other) => compareText(one.path, other.path) || countable(one.weight) - countable(other.weight))) weights.set(path, (weights.get(path) ?? 0) + (heaviest > 0 ? countable(weight) / heaviest : 1));
	const whole = [...weights.values()].map((weight) => heaviest > 0 ? weight : 1);
	const total = whole.reduce((sum, weight) => sum + weight, 0);
	const all = [...weights.keys()].map((path, at) => ({
		path,
		share: whole[at] / total
	}));
	return {
		all,
		driving: heaviest > 0 ? drivingOf(all) : all,
		isWeighed: heaviest > 0
	};
};
const drivingOf = (files) => {
	let carried = 0;
	let least = 0;
	for (const { share } of files.toSorted((one, other) => other.share - one.share)) {
		if (carried >= drivingShare) break;
		carried += share;
		least = share;
	}
	return files.filter(({ share }) => share > 0 && share >= least);
};
/** A weight that is none, or the mark of a calculation gone wrong, weighs nothing. */
const countable = (weight) => Number.isFinite(weight) && weight > 0 ? weight : 0;
/** The same order on every machine, whatever its language. */
const compareText = (one, other) => one < other ? -1 : one > other ? 1 : 0;

// src/policy/routing-candidates.ts
/** Who knows the files of a change: those who own them, and those who touched them lately. */
const keyOf = ({ kind, name }) => `${kind} ${loginKey(name)}`;
/** People and teams of CODEOWNERS, and where it names nobody those of the catalogue; sorted by key. */
const findOwners = (files, { codeOwners, accounts, componentOwners = [] }) => {
	const gathering = gather();
	for (const { path } of files) {
		const rule = codeOwners && ruleOf(codeOwners, path);
		for (const owner of rule?.owners ?? []) {
			const person = identify(owner, accounts);
			gathering.add(keyOf(person), person, path, {
				kind: "owns",
				rule
			});
		}
		if ((rule?.owners ?? []).length === 0) {
			for (const { component, kind, name, paths } of componentOwners) if (paths.includes(path)) gathering.add(keyOf({
				kind,
				name
			}), {
				kind,
				name
			}, path, {
				kind: "answers",
				component
			});
		}
	}
	return gathering.all();
};
/**
* People who touched the files lately, sorted by key. Of several prefixes of one path the longest tells most about it.
*/
const findFamiliar = (files, { familiarity }) => {
	const byPrefix = /* @__PURE__ */ new Map();
	for (const [name, prefixes] of sorted(familiarity ?? [])) for (const [spelled, touches] of sorted(prefixes)) {
		if (!(Number.isFinite(touches) && touches > 0)) continue;
		const prefix = spelled.replace(/\/$/, "");
		const people = byPrefix.get(prefix) ?? /* @__PURE__ */ new Map();
		const key = keyOf({
			kind: "user",
			name
		});
		const before = people.get(key);
		people.set(key, {
			name: before?.name ?? name,
			touches: (before?.touches ?? 0) + touches
		});
		byPrefix.set(prefix, people);
	}
	const gathering = gather();
	for (const { path } of files) for (const prefix of prefixesOf(path)) for (const [key, { name, touches }] of byPrefix.get(prefix) ?? []) gathering.add(key, {
		kind: "user",
		name
	}, path, {
		kind: "touched",
		prefix,
		touches
	});
	return gathering.all();
};
/** Collects claims by whom they belong to; the first claim on a path stays. */
const gather = () => {
	const people = /* @__PURE__ */ new Map();
	return {
		add: (key, { kind, name }, path, claim) => {
			const person = people.get(key) ?? {
				kind,
				name,
				claims: /* @__PURE__ */ new Map()
			};
			if (!person.claims.has(path)) person.claims.set(path, claim);
			people.set(key, person);
		},
		all: () => [...people].map(([key, person]) => ({
			key,
			...person
		})).toSorted((one, other) => compareText(one.key, other.key))
	};
};
const identify = ({ kind, name }, accounts) => {
	if (kind !== "email") return {
		kind,
		name
	};
	const login = accounts?.get(name) ?? accounts?.get(name.toLowerCase()) ?? loginOfAddress(name);
	return login ? {
		kind: "user",
		name: login
	} : {
		kind: "address",
		name
	};
};
/** Longest first: the path, its folders, the root. */
const prefixesOf = (path) => {
	const names = path.split("/");
	return [...names.map((_, at) => names.slice(0, names.length - at).join("/")), ""];
};
const sorted = (entries) => [...entries].toSorted(([one], [other]) => compareText(one, other));
/** Answers why someone may not be asked, as the end of a sentence about them; null when they may. */
const prepareBars = ({ excluded, access }) => {
	const reasons = /* @__PURE__ */ new Map();
	for (const { login, why } of excluded) reasons.set(loginKey(login), (reasons.get(loginKey(login)) ?? /* @__PURE__ */ new Set()).add(why));
	const users = access.users && new Set(access.users.map(loginKey));
	const teams = access.teams && new Set(access.teams.map(teamKey));
	return ({ kind, name }) => {
		if (kind === "address") return "is an address that belongs to no account known here";
		const whys = kind === "team" ? void 0 : reasons.get(loginKey(name));
		if (whys) return [...whys].toSorted(compareText).join(" and ");
		if (/\[bot\]$/i.test(name)) return "is a bot";
		return (kind === "team" ? teams?.has(teamKey(name)) : users?.has(loginKey(name))) ?? true ? null : "has no access to this repository";
	};
};
/** Reviews that somebody is asked for elsewhere; null where nobody could tell. */
const loadOf = ({ kind, name }, { load }) => {
	if (!load) return null;
	return (kind === "team" ? load.teams.get(teamKey(name)) : load.users.get(loginKey(name))) ?? 0;
};
const isAsked = ({ kind, name }, { requested }) => kind === "team" ? requested.teams.some((team) => teamKey(team) === teamKey(name)) : requested.users.some((login) => loginKey(login) === loginKey(name));
/** A repository knows teams of one organisation only, so that the slug alone tells them apart. */
const teamKey = (team) => team.slice(team.lastIndexOf("/") + 1).toLowerCase();

// src/policy/routing-pick.ts
/**
* Picks up to `places` candidates, each time the one who adds most risk that nobody reads yet; where none adds any, a
* second reader for most of it. Then who has less to read elsewhere, who touched these files more, a person before a
* team, and the name decide.
*/
const pickReviewers = ({ candidates, files, read, places, touchesOf, loadOf }) => {
	const covered = new Set(read);
	const picks = [];
	let left = candidates.flatMap((candidate) => {
		const known = files.filter(({ path }) => candidate.claims.has(path));
		const touches = known.reduce((sum, { path }) => sum + touchesOf(candidate, path), 0);
		return known.length === 0 ? [] : [{
			candidate,
			known,
			whole: weigh(candidate, known),
			touches,
			load: loadOf(candidate)
		}];
	});
	while (picks.length < places && left.length > 0) {
		const gains = new Map(left.map((each) => [each, gainOf(each, covered)]));
		const best = left.reduce((one, other) => compare(one, other, gains) > 0 ? other : one);
		picks.push(best.candidate);
		for (const { path } of best.known) covered.add(path);
		left = left.filter((each) => each !== best);
	}
	return picks;
};
const compare = (one, other, gains) => gains.get(other) - gains.get(one) || other.whole - one.whole || one.load - other.load || other.touches - one.touches || Number(one.candidate.kind === "team") - Number(other.candidate.kind === "team") || compareText(one.candidate.key, other.candidate.key);
const gainOf = ({ candidate, known }, covered) => weigh(candidate, known.filter(({ path }) => !covered.has(path)));
const weigh = ({ claims }, files) => files.reduce((sum, { path, share }) => sum + share * strengthOf(claims.get(path)), 0);
/** An owner knows a file; of others a first touch tells a third, a fifth already seven tenths. */
const strengthOf = (claim) => {
	if (claim === void 0) return 0;
	return claim.kind === "touched" ? claim.touches / (claim.touches + 2) : 1;
};

// src/policy/routing-words.ts
/** A candidate as the one who is asked. */
const introduce = (candidate, files, load = null) => {
	const known = files.all.filter(({ path, share }) => share > 0 && candidate.claims.has(path));
	const carrying = files.all.filter(({ share }) => share > 0);
	const sum = known.reduce((total, { share }) => total + share, 0);
	const covers = known.length === carrying.length ? 1 : Math.min(1, sum);
	const { what, more } = nameGround(candidate, known);
	const why = `${what}, which ${files.isWeighed ? `carr${more ? "y" : "ies"} ${formatPercent(covers)} of the risk` : `hold${more ? "" : "s"} ${known.length} of ${formatCount(files.all.length, "file")}`}${load === null ? "" : load === 0 ? ", no open request" : `, ${formatCount(load, "open request")}`}`;
	return candidate.kind === "team" ? {
		team: candidate.name,
		why,
		covers
	} : {
		login: candidate.name,
		why,
		covers
	};
};
/** The rule or prefix through which they know most, and whether there are more. */
const nameGround = (candidate, known) => {
	const grounds = /* @__PURE__ */ new Map();
	for (const { path, share } of known) {
		const claim = candidate.claims.get(path);
		const place = claim.kind === "owns" ? claim.rule.line : 0;
		const what = nameClaim(claim, path);
		const ground = grounds.get(what) ?? {
			what,
			place,
			share: 0
		};
		ground.share += share;
		grounds.set(what, ground);
	}
	const [first, ...others] = [...grounds.values()].toSorted((one, other) => other.share - one.share || one.place - other.place || compareText(one.what, other.what));
	const more = others.length > 0;
	return {
		what: `${first.what}${more ? ` and ${formatCount(others.length, "other place")}` : ""}`,
		more
	};
};
const nameClaim = (claim, path) => {
	if (claim.kind === "owns") return `owns ${code(claim.rule.pattern)} (CODEOWNERS line ${claim.rule.line})`;
	if (claim.kind === "answers") return `answers for component ${code(claim.component)}`;
	return `touched ${namePrefix(claim.prefix, path)} ${times(claim.touches)} lately`;
};
const namePrefix = (prefix, path) => prefix === "" ? "this repository" : code(prefix === path ? prefix : `${prefix}/`);
const times = (touches) => Math.round(touches) === 1 ? "once" : `${Math.max(1, Math.round(touches))} times`;
/** "everybody who knows these files is out: `mira` opened this pull request; `bo` has no access to this repository" */
const tellBarred = (barred) => {
	const told = barred.slice(0, 5).map(({ name, why }) => `${code(name)} ${oneLine(why)}`);
	const hidden = barred.length - told.length;
	const rest = hidden > 0 ? [`and ${formatCount(hidden, "other")} likewise`] : [];
	return `everybody who knows these files is out: ${[...told, ...rest].join("; ")}`;
};
/** "`mira` and `acme/ledger`, who know these files, are asked already" */
const tellAsked = (asked) => {
	const names = [...new Set(asked.map(({ name }) => name))];
	const [know, are] = names.length === 1 ? ["knows", "is"] : ["know", "are"];
	return `${formatList(names.map(code))}, who ${know} these files, ${are} asked already`;
};
/** Why CODEOWNERS names nobody for these files. */
const tellUnowned = (codeOwners, files) => {
	if (codeOwners === null) return "no CODEOWNERS could be read at the base of this change";
	const paths = files.toSorted((one, other) => other.share - one.share || compareText(one.path, other.path)).map(({ path }) => code(path));
	const sentence = `CODEOWNERS names nobody for ${formatList(paths, 1)}`;
	const [first] = codeOwners.problems;
	if (first === void 0) return sentence;
	if (first.line === null) return `${sentence}: ${first.why}`;
	return `${sentence}; ${formatCount(codeOwners.problems.length, "line")} of it count for nothing, the first is line ${first.line}`;
};
/** A code span that nothing inside can end. */
const code = (text) => `\`${oneLine(text).replaceAll("`", "'")}\``;

// src/policy/routing.ts
/**
* Whom to ask: as few people as cover the files that drive the risk. Owners first; where they leave places, people who
* touched these files lately.
*/
/** GitHub takes no more for one pull request. */
const mostRequests = 15;
const usuallyWanted = 2;
/**
* Proposes reviewers, never one who is excluded, a bot, without access or asked already. The same answer for the same
* facts, in whatever order they come.
*/
const proposeReviewers = (request) => {
	const files = weighFiles(request.files);
	const owners = findOwners(files.all, request);
	const familiar = findFamiliar(files.all, request);
	const carrying = files.all.filter(({ share }) => share > 0);
	const nobody = (why) => ({
		proposed: [],
		nobody: why
	});
	const whyNotAsked = prepareBars(request);
	const open = [...owners, ...familiar].filter((candidate) => whyNotAsked(candidate) === null);
	const ground = [files.driving, carrying].find((scope) => open.some((candidate) => knows(candidate, scope)));
	if (ground === void 0) return nobody(tellNobody(request, [...owners, ...familiar], carrying));
	const asked = open.filter((candidate) => knows(candidate, ground) && isAsked(candidate, request));
	const places = countPlaces(request, new Set(asked.map(({ key }) => key)).size);
	if (places.why !== void 0) return nobody(places.why);
	if (places.left <= 0) return nobody(tellAsked(asked));
	const touches = new Map(familiar.map(({ key, claims }) => [key, claims]));
	const pick = (candidates, before) => {
		const reading = [...asked, ...before];
		const isFree = ({ key }) => !reading.some((other) => other.key === key);
		const picks = pickReviewers({
			candidates: candidates.filter((candidate) => open.includes(candidate) && isFree(candidate)),
			files: ground,
			read: new Set(reading.flatMap(({ claims }) => [...claims.keys()])),
			places: places.left - before.length,
			loadOf: (candidate) => loadOf(candidate, request) ?? 0,
			touchesOf: ({ key }, path) => {
				const claim = touches.get(key)?.get(path);
				return claim?.kind === "touched" ? claim.touches : 0;
			}
		});
		return [...before, ...picks];
	};
	const picks = pick(familiar, pick(owners, []));
	if (picks.length === 0) return nobody(`${tellAsked(asked)}, and nobody else who knows them can be asked`);
	return { proposed: picks.map((candidate) => introduce(candidate, files, loadOf(candidate, request))) };
};
const knows = ({ claims }, files) => files.some(({ path }) => claims.has(path));
/** Who is asked but knows none of the files takes no place from those who do, only one of GitHub's. */
const countPlaces = ({ requested, wanted = usuallyWanted }, asked) => {
	if (!(wanted >= 1)) return {
		left: 0,
		why: "nobody was wanted"
	};
	const requests = new Set(requested.users.map(loginKey)).size + new Set(requested.teams.map(teamKey)).size;
	if (requests < mostRequests) return { left: Math.min(Math.floor(wanted) - asked, mostRequests - requests) };
	return {
		left: 0,
		why: `GitHub takes ${mostRequests} requests for one pull request, and ${requests} are made already`
	};
};
const tellNobody = (request, candidates, files) => {
	if (files.length === 0) return "the change touches no file";
	const unknown = files.filter(({ path }) => !candidates.some(({ claims }) => claims.has(path)));
	const whyNotAsked = prepareBars(request);
	const barred = new Map(candidates.map((each) => [each.key, {
		name: each.name,
		why: whyNotAsked(each) ?? ""
	}]));
	return [...unknown.length > 0 ? [tellUnowned(request.codeOwners, unknown)] : [], ...barred.size > 0 ? [tellBarred([...barred.values()])] : []].join("; ");
};

export { proposeReviewers as t };
