import { K as SourceError } from "./main-gate.js";

// src/clients/github/github.ts
/** Where (the route), what (GitHub's own words, first line), and the mend (the permission it needs, when to try again). */
var GitHubError = class extends SourceError {
	failure;
	/** HTTP status; null when there was no answer. */
	status;
	route;
	/** `type` of GraphQL errors (STALE_DATA, FORBIDDEN, …) and `code` of REST ones. */
	codes;
	constructor(message, about) {
		super(message, about.cause === void 0 ? void 0 : { cause: about.cause });
		this.failure = about.failure;
		this.status = about.status;
		this.route = about.route;
		this.codes = about.codes ?? [];
	}
};

// src/clients/github/shapes.ts
/**
* Reading what GitHub answered without believing it. A field that is missing or of another kind is an error that names
* route and field, never a quiet default:
*
*     const read = answerOf('GET /repos/{owner}/{repo}/pulls/{pull_number}', data)
*     read.commitName('head.sha')
*     read.orNull('merge_commit_sha', commitName)       // there, and null or a commit
*     read.optional('performed_via_github_app', record) // may be missing too
*     read.list('labels').map((label) => label.text('name'))
*
* A path is the field's keys with dots between; the empty path is the answer itself.
*/
/** Opens an answer for reading. */
const answerOf = (route, data) => answerAt(data, {
	route,
	path: ""
});
const text = (value, where) => typeof value === "string" ? value : wrong(value, where, "text");
/** A whole number, 0 or more, that arithmetic keeps exact. */
const integer = (value, where) => Number.isSafeInteger(value) && value >= 0 ? value : wrong(value, where, "whole number");
const flag = (value, where) => typeof value === "boolean" ? value : wrong(value, where, "true or false");
/** ISO 8601 with its zone; answered in UTC to the millisecond, so that moments compare as texts. */
const moment = (value, where) => {
	const time = typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value) ? new Date(value) : null;
	return time === null || Number.isNaN(time.getTime()) ? wrong(value, where, "moment") : time.toISOString();
};
/** 40 hexadecimal digits, or 64 in a SHA-256 repository. */
const commitName = (value, where) => typeof value === "string" && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value) ? value : wrong(value, where, "commit name");
const oneOf = (words) => (value, where) => words.find((word) => word === value) ?? wrong(value, where, `word of ${words.join(", ")}`);
const record = (value, where) => isRecord(value) ? answerAt(value, where) : wrong(value, where, "record");
const list = (value, where) => Array.isArray(value) ? value.map((each, index) => answerAt(each, {
	...where,
	path: `${where.path}[${index}]`
})) : wrong(value, where, "list");
/** A check that lets null pass, for what is optional inside of lists. */
const nullOr = (check) => (value, where) => value === null ? null : check(value, where);
const textOrNull = nullOr(text);
const answerAt = (value, { route, path: base }) => {
	const at = (path) => ({
		route,
		path: base && path ? `${base}.${path}` : base || path
	});
	const is = (path, check) => check(valueAt(value, path), at(path));
	return {
		route,
		is,
		text: (path) => is(path, text),
		textOrNull: (path) => is(path, textOrNull),
		integer: (path) => is(path, integer),
		flag: (path) => is(path, flag),
		moment: (path) => is(path, moment),
		commitName: (path) => is(path, commitName),
		oneOf: (path, words) => is(path, oneOf(words)),
		record: (path) => is(path, record),
		list: (path = "") => is(path, list),
		orNull: (path, check) => is(path, nullOr(check)),
		optional: (path, check) => is(path, (found, where) => nullOr(check)(found ?? null, where))
	};
};
/** Own fields only: nothing an answer says can name what every object inherits. */
const valueAt = (value, path) => path === "" ? value : path.split(".").reduce((at, key) => isRecord(at) && Object.hasOwn(at, key) ? at[key] : void 0, value);
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const misshapenMend = "GitHub, or something in its place, answers in another shape: run the gate again";
/** Says what is wrong, never the value itself: it is a stranger's. */
const wrong = (value, { route, path }, kind) => {
	const what = value === void 0 ? "is missing" : value === null ? "is null" : `is no ${kind}`;
	throw new GitHubError(`${route}: ${path || "the answer"} ${what}; ${misshapenMend}`, {
		failure: "rubbish",
		status: null,
		route
	});
};

export { list as a, text as c, integer as i, textOrNull as l, commitName as n, moment as o, flag as r, record as s, answerOf as t, GitHubError as u };
