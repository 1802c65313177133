import { c as text, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { i as sameLogin } from "./sources-github-account.js";
import { a as recordOrNull, i as name, o as rubbish, t as answersOf } from "./sources-github-reading.js";

// src/sources/github/people.ts
/** Who may do what here. Answers are kept for as long as the client lives, which is one run. */
const permissionRoute = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
const membersRoute = "GET /orgs/{org}/teams/{team_slug}/members";
const mostMembers = 1e3;
const roles = [
	"admin",
	"maintain",
	"write",
	"triage",
	"read",
	"none"
];
const kept = /* @__PURE__ */ new WeakMap();
/** The answer of an earlier call with the same key; a failed one is asked again. */
const once = (github, key, ask) => {
	const answers = kept.get(github) ?? /* @__PURE__ */ new Map();
	kept.set(github, answers);
	const known = answers.get(key);
	if (known) return known;
	const asked = ask();
	answers.set(key, asked);
	asked.catch(() => answers.delete(key));
	return asked;
};
/** Null where the token may not know; anything else that goes wrong stays an error. */
const nullWhereForbidden = async (ask) => {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof GitHubError && (error.failure === "forbidden" || error.failure === "not-found")) return null;
		throw error;
	}
};
const askPermission = async (github, repository, login) => {
	const answer = answerOf(permissionRoute, await github.request(permissionRoute, {
		...repository,
		username: login
	}));
	const user = recordOrNull(answer, "user");
	if (user && !sameLogin(user.is("login", name), login)) throw rubbish(permissionRoute, "the answer is about another login than asked");
	const role = answer.optional("role_name", text);
	return roles.find((known) => known === role) ?? answer.oneOf("permission", roles);
};
/** What an account may do here; `nobody` where there is no such account, null where the token may not ask. */
const accessOf = (github, repository, login) => once(github, `permission ${repository.owner}/${repository.repo} ${login}`.toLowerCase(), async () => {
	try {
		return await askPermission(github, repository, login);
	} catch (error) {
		if (error instanceof GitHubError && error.failure === "forbidden") return null;
		if (error instanceof GitHubError && error.failure === "not-found") return "nobody";
		throw error;
	}
});
/** The same; null where nobody can say (unknown login, or a token that may not ask). */
const permissionOf = async (github, repository, login) => {
	const access = await accessOf(github, repository, login);
	return access === "nobody" ? null : access;
};
/** Logins of a team, of its child teams too; null where the token may not ask, as GITHUB_TOKEN never may. */
const teamMembers = (github, org, team) => once(github, `team ${org}/${team}`.toLowerCase(), () => nullWhereForbidden(async () => {
	const { items, complete } = await github.list(membersRoute, {
		org,
		team_slug: team,
		per_page: 100
	}, mostMembers);
	return {
		items: answersOf(membersRoute, items).map((member) => member.is("login", name)),
		complete
	};
}));

// src/commands/github/permissions.ts
/** Requests are few, and a reviewer who is not asked about does not count. */
const mostAccounts = 6;
/** Null for those nobody could tell of, or who are too many to ask about. */
const permissionsOf = async (job, logins) => {
	const wanted = [...new Set(logins)].slice(0, mostAccounts);
	const found = new Map(await Promise.all(wanted.map(async (login) => [login, await permissionOf(job.github, job.repository, login)])));
	return (login) => found.get(login) ?? null;
};

export { teamMembers as i, accessOf as n, permissionOf as r, permissionsOf as t };
