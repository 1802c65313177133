import { a as recordOrNull, i as name } from "./sources-github-reading.js";

// src/sources/github/account.ts
const types = [
	"User",
	"Bot",
	"Organization",
	"Mannequin"
];
const accountOf = (account) => ({
	login: account.is("login", name),
	type: account.oneOf("type", types)
});
/** The account at a path, as REST tells it; null where GitHub says null. */
const accountAt = (answer, path) => {
	const account = recordOrNull(answer, path);
	return account && accountOf(account);
};
/** The same of a commit: where its address belongs to nobody, GitHub may also tell an object with nothing in it. */
const committerAt = (answer, path) => {
	const account = recordOrNull(answer, path);
	if (!account || account.is("", (value) => Object.keys(value).length === 0)) return null;
	return accountOf(account);
};
/** The actor at a path, as GraphQL tells it: apps go without the suffix that their login carries everywhere else. */
const actorAt = (answer, path) => {
	const actor = recordOrNull(answer, path);
	if (!actor) return null;
	const type = actor.oneOf("__typename", types);
	const login = actor.is("login", name);
	return {
		login: type === "Bot" && !login.endsWith("[bot]") ? `${login}[bot]` : login,
		type
	};
};
const sameLogin = (one, other) => one.toLowerCase() === other.toLowerCase();

export { sameLogin as i, actorAt as n, committerAt as r, accountAt as t };
