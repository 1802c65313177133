import { L as read, R as sentenceOf, m as describe, z as wanted } from "./main-gate.js";
import { Dn as matchesSegment, On as matchesSequence } from "./commands-gate-gate.js";

// src/config/codeowners-pattern.ts
const depth = { kind: "depth" };
const anyName = {
	kind: "glob",
	tokens: [{ kind: "star" }],
	starts: "",
	ends: ""
};
/** Reads a pattern, or says what GitHub would not accept of it and what to write instead. */
const readCodeOwnersPattern = (text) => {
	if (/\p{Cc}/u.test(text)) return wanted("a pattern without control characters");
	if (text.startsWith("!")) return wanted("a pattern without !, which means nothing here: a line with a pattern alone takes its owners away");
	if (text.startsWith("\\#")) return wanted("a pattern that begins with no #, which cannot be escaped here", `"?${text.slice(2)}"`);
	if (text === "/") return wanted("a pattern that can match a file", "\"*\"");
	const isAnchored = text.startsWith("/");
	const isDirectory = text.endsWith("/");
	const steps = [];
	for (const name of text.slice(isAnchored ? 1 : 0, isDirectory ? -1 : void 0).split("/")) {
		const step = readStep(name);
		if (!step.ok) return step;
		steps.push(step.value);
	}
	const isFloating = !isAnchored && steps.length === 1;
	return read([
		...isFloating ? [depth] : [],
		...steps,
		...below(steps.at(-1), isDirectory, isFloating)
	]);
};
/** What of the tree under its last step a pattern takes in. */
const below = (last, isDirectory, isFloating) => {
	if (last === depth) return [anyName];
	if (isDirectory) return [depth, anyName];
	return last === anyName && !isFloating ? [] : [depth];
};
/** Reads one folder or file name; `**` alone is any depth, beside other characters no more than `*`. */
const readStep = (text) => {
	if (text === "") return wanted("a pattern without empty folder names");
	if (text === "**") return read(depth);
	if (text === "*") return read(anyName);
	const characters = [...text];
	const tokens = [];
	for (let at = 0; at < characters.length; at++) {
		const character = characters[at];
		if (character === "\\") {
			const escaped = characters[++at];
			if (escaped === void 0) return wanted("a character other than / after every \\ of the pattern");
			tokens.push({
				kind: "character",
				character: escaped
			});
		} else if (character === "[" || character === "]") return wanted("\\[ and \\] for [ and ] in a name");
		else if (character === "?") tokens.push({ kind: "any" });
		else if (character !== "*") tokens.push({
			kind: "character",
			character
		});
		else if (characters[at + 1] === "*" && characters[at + 2] === "*") return wanted("at most two * in a row");
		else if (tokens.at(-1)?.kind !== "star") tokens.push({ kind: "star" });
	}
	const isWild = (token) => token.kind !== "character";
	const first = tokens.findIndex(isWild);
	if (first < 0) return read({
		kind: "name",
		name: spell(tokens)
	});
	const ends = spell(tokens.slice(tokens.findLastIndex(isWild) + 1));
	return read({
		kind: "glob",
		tokens,
		starts: spell(tokens.slice(0, first)),
		ends
	});
};
const spell = (tokens) => tokens.map((token) => token.kind === "character" ? token.character : "").join("");
const namesOf = (path) => path.split("/").map((name) => ({
	name,
	characters: [...name]
}));
const matchesStep = (step, { name, characters }) => {
	if (step.kind === "depth") return false;
	if (step.kind === "name") return step.name === name;
	return name.startsWith(step.starts) && name.endsWith(step.ends) && matchesSegment(step.tokens, characters);
};
const meaning = {
	isWildcard: (step) => step.kind === "depth",
	fits: matchesStep
};
/** Whether the whole path matches; `namesOf` takes it apart. */
const matchesCodeOwnersPattern = (pattern, names) => matchesSequence(pattern, names, meaning);

// src/config/codeowners-line.ts
/**
* Reads one line: a pattern, then its owners, then perhaps a comment. Null for a line that says nothing. One thing that
* GitHub does not accept makes the whole line void, its other owners too.
*/
const readCodeOwnersLine = (line) => {
	const text = line.replace(/^[ \t]+/, "");
	if (text === "" || text.startsWith("#")) return read(null);
	const end = endOfPattern(text);
	const pattern = text.slice(0, end);
	const steps = readCodeOwnersPattern(pattern);
	if (!steps.ok) return steps;
	const owners = readOwners(text.slice(end));
	return owners.ok ? read({
		pattern,
		steps: steps.value,
		owners: owners.value
	}) : owners;
};
/** A pattern ends at the first space or tab that no `\` stands before. */
const endOfPattern = (text) => {
	for (let at = 0; at < text.length; at++) if (text[at] === "\\") at++;
	else if (text[at] === " " || text[at] === "	") return at;
	return text.length;
};
const readOwners = (text) => {
	const comment = text.indexOf("#");
	const words = (comment < 0 ? text : text.slice(0, comment)).split(/[ \t]+/).filter((word) => word !== "");
	const owners = /* @__PURE__ */ new Map();
	for (const word of words) {
		const owner = readOwner(word);
		if (!owner.ok) return owner;
		const key = word.toLowerCase();
		if (!owners.has(key)) owners.set(key, owner.value);
	}
	return read([...owners.values()]);
};
/** Logins may hold `_`, as those of managed users do (`mona_acme`). */
const readOwner = (word) => {
	if (/^@[A-Za-z0-9][\w-]{0,99}$/.test(word)) return read({
		kind: "user",
		name: word.slice(1)
	});
	if (/^@[A-Za-z0-9][\w-]{0,99}\/[A-Za-z0-9._-]{1,255}$/.test(word)) return read({
		kind: "team",
		name: word.slice(1)
	});
	if (isAddress(word)) return read({
		kind: "email",
		name: word
	});
	return wanted(`owners like @user, @organisation/team or user@example.com, got ${describe(word)}`, /^[A-Za-z0-9][\w-]{0,99}(\/[A-Za-z0-9._-]{1,255})?$/.test(word) ? `"@${word}"` : void 0);
};
const isAddress = (word) => {
	const at = word.indexOf("@");
	if (at < 1 || word.length > 254) return false;
	return /^[\w.%+-]+$/.test(word.slice(0, at)) && /^(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/.test(word.slice(at + 1));
};

// src/config/codeowners.ts
/**
* CODEOWNERS as GitHub reads it: the last rule that matches a path decides, a rule without owners takes ownership away,
* a line that is wrong is skipped alone, and a file that is too big counts for nothing.
*/
const mostBytes = 3145728;
/** Reads a whole file. Never throws: what cannot be read is told in `problems`, and the rest counts. */
const parseCodeOwners = (text) => {
	if (text.length >= mostBytes || new TextEncoder().encode(text).length >= mostBytes) return {
		rules: [],
		problems: [{
			line: null,
			why: "GitHub reads no CODEOWNERS of 3 MB or more, so nobody owns anything here; say more with fewer patterns, like \"services/*/api/\""
		}]
	};
	const rules = [];
	const problems = [];
	for (const [index, line] of text.replace(/^\ufeff/, "").split(/\r?\n|\r/).entries()) {
		const reading = readCodeOwnersLine(line);
		if (!reading.ok) problems.push({
			line: index + 1,
			why: sentenceOf(reading)
		});
		else if (reading.value !== null) rules.push({
			...reading.value,
			line: index + 1
		});
	}
	return {
		rules,
		problems
	};
};
/** The rule that decides about a path (from the root of the repository, no slash in front); null when none matches. */
const ruleOf = ({ rules }, path) => {
	const names = namesOf(path);
	return rules.findLast(({ steps }) => matchesCodeOwnersPattern(steps, names)) ?? null;
};
/** Owners of a path; `[]` when a rule says that nobody owns it, null when no rule says anything. */
const ownersOf = (owners, path) => ruleOf(owners, path)?.owners ?? null;

// src/policy/eligibility.ts
/** Weighs every reviewer's newest opinion. */
const findApprovals = (request) => {
	const weighed = newestOpinions(request.reviews).map((opinions) => opinions.map((review) => weigh(review, request)).toSorted(byCaution)[0]).toSorted((one, other) => compare(one.login, other.login));
	const loginsWith = (outcome) => weighed.filter((each) => each.outcome === outcome).map(({ login }) => login);
	const wordsWith = (outcome) => weighed.filter((each) => each.outcome === outcome).map(({ login, opinion }) => ({
		login,
		source: sourceOf(opinion),
		said: opinion.body
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

export { ownersOf as a, loginOfAddress as i, findApprovals as n, parseCodeOwners as o, loginKey as r, ruleOf as s, coAuthorsOf as t };
