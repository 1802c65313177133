import { s as record, t as answerOf, u as GitHubError } from "./clients-github-shapes.js";

// src/sources/github/reading.ts
/** What our readings of GitHub share beside the client's own checks: lists that may be cut, and answers that cannot be true. */
/** The items of a list, each named by its place in it. */
const answersOf = (route, items) => answerOf(route, items).list();
/** An answer whose fields have the right kinds and cannot be true together. `what` follows the route: "head_sha is …". */
const rubbish = (route, what) => new GitHubError(`${route}: ${what}; GitHub may be behind itself, or something in its place may answer: try again, and look at the proxy if it stays`, {
	failure: "rubbish",
	status: null,
	route
});
/** The same failure, with what GitHub cannot know of it. */
const because = ({ message, failure, status, route }, more) => new GitHubError(`${message}: ${more}`, {
	failure,
	status,
	route
});
/** The record at a path; null where GitHub says null there, and an error where it says nothing at all. */
const recordOrNull = (answer, path) => answer.orNull(path, record);
/** A text that says something: a login, a ref, a path. */
const name = (value, { route, path }) => {
	if (typeof value === "string" && value !== "") return value;
	throw rubbish(route, `${path} is no name`);
};
/** A whole number that GraphQL writes as text, since it outgrows 32 bits. */
const bigInteger = (value, { route, path }) => {
	const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
	if (Number.isSafeInteger(number) && number >= 0) return number;
	throw rubbish(route, `${path} is no whole number`);
};

export { recordOrNull as a, name as i, because as n, rubbish as o, bigInteger as r, answersOf as t };
