import { K as SourceError, l as formatReviewer } from "./main-gate.js";
import { r as loginKey } from "./policy-eligibility.js";
import { i as teamMembers } from "./commands-github-permissions.js";

// src/commands/github/groups.ts
/** Teams that are asked about, each for a request at least. */
const mostTeams = 5;
const membersOf = async (job, { organisation, team }) => {
	const name = `${organisation}/${team}`;
	try {
		const members = await teamMembers(job.github, organisation, team);
		if (members === null) return `members of ${name} cannot be read, so nobody counts as one: github-token needs permission "members: read" of the organisation, which GITHUB_TOKEN never has; or list the people by their logins`;
		return members.complete ? members.items : `${name} has more members than were read, so nobody counts as one`;
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		return `members of ${name} could not be read, so nobody counts as one: ${error.message}`;
	}
};
/** Reads the teams among some names; no request where there is none, or nobody to look for. */
const membershipIn = async (job, names, logins) => {
	const teams = new Map(names.flatMap((each) => each.kind === "team" ? [[formatReviewer(each).toLowerCase(), each]] : []));
	const known = /* @__PURE__ */ new Map();
	const notes = [];
	if (logins.length > 0) for (const [at, [key, team]] of [...teams].entries()) {
		const members = at < mostTeams ? await membersOf(job, team) : `${team.organisation}/${team.team} is one team too many to ask about, so nobody counts as a member`;
		if (typeof members === "string") notes.push(members);
		else known.set(key, new Set(members.map(loginKey)));
	}
	const isIn = (login, name) => name.kind === "user" ? loginKey(name.login) === loginKey(login) : known.get(formatReviewer(name).toLowerCase())?.has(loginKey(login)) === true;
	return {
		among: (login, names) => names.find((name) => isIn(login, name)) ?? null,
		notes
	};
};
const namesOf = ({ from }) => from.kind === "any" ? from.of : from.kind === "drivers" ? [] : [from];
/** For which of these requests the approvals of these people count. */
const groupingOf = async (job, requests, logins) => {
	const { among, notes } = await membershipIn(job, requests.flatMap(namesOf), logins);
	return {
		groupsOf: (login) => requests.flatMap((request, at) => request.from.kind === "drivers" || among(login, namesOf(request)) !== null ? [at] : []),
		notes
	};
};

export { membershipIn as n, groupingOf as t };
