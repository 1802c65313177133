import { A as approvedBandOf } from "./commands-gate-gate.js";

// src/policy/eligibility.ts
/** Weighs every reviewer's newest opinion. */
const findApprovals = (request) => {
	const weighed = newestOpinions(request.reviews).map((opinions) => opinions.map((review) => weigh(review, request)).toSorted(byCaution)[0]).toSorted((one, other) => compare(one.login, other.login));
	const loginsWith = (outcome) => weighed.filter((each) => each.outcome === outcome).map(({ login }) => login);
	const wordsWith = (outcome) => weighed.filter((each) => each.outcome === outcome).map(({ login, opinion }) => ({
		login,
		source: sourceOf(opinion),
		head: opinion.commit,
		said: opinion.body,
		...approvedBandOf(opinion)
	}));
	return {
		approvedBy: loginsWith("approves"),
		blockedBy: loginsWith("blocks"),
		approvals: wordsWith("approves"),
		rejections: wordsWith("rejects"),
		ignored: weighed.flatMap(({ outcome, login, why }) => outcome === "ignored" ? [{
			login,
			why
		}] : [])
	};
};
/** What two spellings of one login have in common: REST writes `app[bot]` where GraphQL writes `app`. */
const loginKey = (login) => login.toLowerCase().replace(/\[bot\]$/, "");
const sourceOf = ({ id, record }) => record ? {
	kind: "record",
	...record
} : {
	kind: "review",
	id
};
/** What approves least comes first. */
const byCaution = (one, other) => {
	const caution = ({ outcome }) => [
		"rejects",
		"blocks",
		"ignored",
		"approves"
	].indexOf(outcome);
	return caution(one) - caution(other) || compare(one.login, other.login) || compare(one.why, other.why);
};
const weigh = (review, request) => {
	const login = review.author?.login || "ghost";
	const weighed = (outcome, why = "") => ({
		login,
		outcome,
		why,
		opinion: review
	});
	const ignored = (why) => weighed("ignored", why);
	if (!review.author?.login) return ignored("has no account any more");
	if (review.state === "DISMISSED") return ignored("gave a review that was dismissed");
	if (request.gateLogins.some((own) => loginKey(own) === loginKey(login))) return ignored("is the gate itself");
	const permission = review.record ? "write" : request.permissionOf(login);
	const mayWrite = permission === "admin" || permission === "maintain" || permission === "write";
	const isPerson = review.author.type === "User";
	if (review.state === "REJECTED") return review.record && review.commit === request.head ? weighed("rejects") : ignored("said no to another commit");
	if (review.state === "CHANGES_REQUESTED") {
		if (mayWrite || permission === null && isPerson) return weighed("blocks");
		return ignored(whyNoWriter(review, permission));
	}
	const part = partIn(login, request);
	if (part !== null) return ignored(part);
	if (!isPerson) return ignored(`is no person but an account of type ${shown(review.author.type)}`);
	if (!mayWrite) return ignored(whyNoWriter(review, permission));
	if (request.head === "" || review.commit !== request.head && request.allowStale !== true) return ignored(`approved ${review.commit === null ? "a commit GitHub no longer names" : shown(review.commit.slice(0, 8))}, not ${shown(request.head.slice(0, 8))}`);
	return weighed("approves");
};
/** The hand a login had in the change; two people means that nobody approves what they made, pushed or opened. */
const partIn = (login, request) => {
	const is = (other) => other !== null && loginKey(other) === loginKey(login);
	if (is(request.author)) return "opened this pull request";
	if (is(request.lastPusher)) return "pushed last";
	if (request.committers.some(is)) return "made commits of it";
	if (request.coAuthors.some(is)) return "is a co-author of it";
	return null;
};
const whyNoWriter = ({ association }, permission) => {
	if (permission === "none") return "has no access to this repository";
	if (permission !== null) return `may not write here, their permission is ${shown(permission)}`;
	return ![
		"OWNER",
		"MEMBER",
		"COLLABORATOR"
	].includes(association) ? "is no member or collaborator, and nobody could tell what they may do here" : "may perhaps not write here: GitHub did not tell";
};
/**
* The newest opinion of each login. A comment is none, so it takes nothing back; a dismissed review is one, so that
* nothing older comes to life again. More than one only where a review was read twice while it changed.
*/
const newestOpinions = (reviews) => {
	const byLogin = /* @__PURE__ */ new Map();
	for (const review of reviews) {
		if (![
			"APPROVED",
			"CHANGES_REQUESTED",
			"DISMISSED",
			"REJECTED"
		].includes(review.state)) continue;
		const key = (review.author?.login ?? "").toLowerCase();
		const others = byLogin.get(key);
		if (others) others.push(review);
		else byLogin.set(key, [review]);
	}
	return [...byLogin.values()].map(newestOfBoth);
};
/** Reviews and comments are numbered apart: of the same moment both are looked at, and the more careful one holds. */
const newestOfBoth = (opinions) => {
	const said = opinions.filter(({ record }) => record !== void 0);
	const reviewed = opinions.filter(({ record }) => record === void 0);
	if (said.length === 0 || reviewed.length === 0) return newest(opinions);
	const [words, reviews] = [newest(said), newest(reviewed)];
	const [one, other] = [words, reviews].map(([first]) => Date.parse(first?.submittedAt ?? ""));
	return one > other ? words : other > one ? reviews : [...words, ...reviews];
};
/**
* By the time of submission, since a review begun early may be sent late; by number where a time is missing or two are
* the same.
*/
const newest = (opinions) => {
	const timeOf = ({ submittedAt }) => Date.parse(submittedAt ?? "");
	const isTimed = opinions.every((review) => !Number.isNaN(timeOf(review)));
	const age = (one, other) => (isTimed ? timeOf(other) - timeOf(one) : 0) || other.id - one.id;
	const [first] = opinions.toSorted(age);
	return opinions.filter((review) => age(review, first) === 0);
};
const compare = (one, other) => one < other ? -1 : one > other ? 1 : 0;
/** Text from outside in a sentence. */
const shown = (text) => text.replace(/[^\w-]/g, "?").slice(0, 40);
/**
* Everybody whom `Co-authored-by:` lines of whole commit messages name, each address once, in order. Lines count wherever they stand:
* GitHub wants them last, but who is named anywhere is better not counted as a second person.
*/
const coAuthorsOf = (messages) => {
	const found = /* @__PURE__ */ new Map();
	for (const line of messages.flatMap((message) => message.split(/[\r\n]/))) {
		const text = /^[ \t]*co-authored-by[ \t]*:(.*)$/i.exec(line)?.[1]?.trim();
		if (!text) continue;
		const author = readCoAuthor(text);
		const key = JSON.stringify([
			author.login,
			author.address,
			author.address === null ? author.name : ""
		]).toLowerCase();
		if (!found.has(key)) found.set(key, author);
	}
	return [...found.values()];
};
const readCoAuthor = (text) => {
	const opening = text.indexOf("<");
	const name = (opening < 0 ? text : text.slice(0, opening)).trim();
	const closing = text.indexOf(">", opening);
	const inside = opening < 0 ? text : text.slice(opening + 1, closing < 0 ? void 0 : closing);
	const address = /^[^\s@<>]+@[^\s@<>]+$/.exec(inside.trim())?.[0] ?? null;
	return {
		name,
		address,
		login: loginOfAddress(address ?? "") ?? /^@([\w-]+)$/.exec(name)?.[1] ?? null
	};
};
/** `12345+login@users.noreply.github.com`, the older one without a number, and those of an Enterprise Server. */
const loginOfAddress = (address) => /^(?:\d+\+)?([a-z0-9][\w-]*(?:\[bot\])?)@users\.noreply\.[a-z0-9.-]+$/i.exec(address)?.[1] ?? null;

export { loginOfAddress as i, findApprovals as n, loginKey as r, coAuthorsOf as t };
