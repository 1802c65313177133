import { _r as matchesSegment, vr as matchesSequence } from "./commands-gate-gate.js";
import { H as read, U as sentenceOf, W as wanted, v as describe } from "./main-gate.js";

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

export { parseCodeOwners as n, ruleOf as r, ownersOf as t };
