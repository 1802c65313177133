import { i as wanted, n as read } from "./config-reading.js";

// src/config/glob-braces.ts
const mostAlternatives = 64;
const tooMany = wanted(`a glob whose braces make at most ${mostAlternatives} alternatives`);
/** `{a,b}/c` → `a/c`, `b/c`; braces may stand inside braces. A brace inside `[…]` or after `\` means itself. */
const expandBraces = (pattern) => {
	const opening = findBrace(pattern, 0);
	if (opening === void 0) return read([pattern]);
	if (pattern[opening] === "}") return wanted("a { for every } of the glob, or \\} where it means itself");
	const group = readGroup(pattern, opening);
	if (group === void 0) return wanted("a } for every { of the glob, or \\{ where it means itself");
	const { choices, end } = group;
	if (choices.length < 2) return wanted("braces with a comma, like {a,b}, or \\{ where it means itself");
	const rest = expandBraces(pattern.slice(end + 1));
	if (!rest.ok) return rest;
	const all = [];
	for (const choice of choices) {
		const inner = expandBraces(choice);
		if (!inner.ok) return inner;
		if (all.length + inner.value.length * rest.value.length > mostAlternatives) return tooMany;
		for (const first of inner.value) for (const last of rest.value) all.push(pattern.slice(0, opening) + first + last);
	}
	return read(all);
};
/** The parts between the commas of the group that opens at `opening`, and where it closes. */
const readGroup = (pattern, opening) => {
	const choices = [];
	let depth = 0;
	let start = opening + 1;
	for (let at = opening; at !== void 0; at = findBrace(pattern, at + 1, depth === 1)) {
		const character = pattern[at];
		if (character === "{") depth++;
		else if (character === ",") {
			choices.push(pattern.slice(start, at));
			start = at + 1;
		} else if (--depth === 0) {
			choices.push(pattern.slice(start, at));
			return {
				choices,
				end: at
			};
		}
	}
};
/** The next brace (or comma, when asked) that is not escaped and not inside a set. */
const findBrace = (pattern, from, orComma = false) => {
	for (let at = from; at < pattern.length; at++) {
		const character = pattern[at];
		if (character === "\\") at++;
		else if (character === "[") {
			const end = pattern.indexOf("]", at + 2);
			const slash = pattern.indexOf("/", at);
			if (end >= 0 && (slash < 0 || end < slash)) at = end;
		} else if (character === "{" || character === "}" || orComma && character === ",") return at;
	}
};

// src/config/glob-segment.ts
/** Reads the glob of one folder or file name (no slash, no braces). */
const readSegment = (text) => {
	const characters = [...text];
	const tokens = [];
	for (let at = 0; at < characters.length; at++) {
		const character = characters[at];
		if (character === "*") {
			if (characters[at + 1] === "*" && text !== "**") return wanted("** alone between slashes, like **/migrations/**");
			tokens.push({ kind: "star" });
		} else if (character === "?") tokens.push({ kind: "any" });
		else if (character === "\\") {
			const escaped = characters[++at];
			if (escaped === void 0) return wanted("a character after the last \\ of the glob");
			tokens.push({
				kind: "character",
				character: escaped
			});
		} else if (character === "[") {
			const end = endOfSet(characters, at);
			if (end === void 0) return wanted("a ] for every [ of the glob, or \\[ where it means itself");
			tokens.push(readSet(characters.slice(at + 1, end)));
			at = end;
		} else tokens.push({
			kind: "character",
			character
		});
	}
	return read(tokens);
};
/** Where the set that opens at `start` ends; a `]` that comes first belongs to the set. */
const endOfSet = (characters, start) => {
	const negation = characters[start + 1] === "!" || characters[start + 1] === "^" ? 1 : 0;
	for (let at = start + negation + 2; at < characters.length; at++) if (characters[at] === "]") return at;
};
const readSet = (inside) => {
	const negated = inside[0] === "!" || inside[0] === "^";
	const members = negated ? inside.slice(1) : inside;
	const ranges = [];
	for (let at = 0; at < members.length; at++) {
		const first = members[at];
		const last = members[at + 1] === "-" ? members[at + 2] : void 0;
		ranges.push([first, last ?? first]);
		if (last !== void 0) at += 2;
	}
	return {
		kind: "set",
		negated,
		ranges
	};
};
/** Whether the whole name matches: after a mismatch the last star takes one character more and matching resumes there. */
const matchesSegment = (tokens, name) => {
	let at = 0;
	let position = 0;
	let afterStar = -1;
	let resumePosition = 0;
	while (position < name.length) {
		const token = tokens[at];
		if (token?.kind === "star") {
			at++;
			afterStar = at;
			resumePosition = position;
		} else if (token !== void 0 && matchesCharacter(token, name[position])) {
			at++;
			position++;
		} else if (afterStar >= 0) {
			at = afterStar;
			resumePosition++;
			position = resumePosition;
		} else return false;
	}
	while (tokens[at]?.kind === "star") at++;
	return at === tokens.length;
};
const matchesCharacter = (token, character) => {
	if (token.kind === "any") return true;
	if (token.kind === "character") return token.character === character;
	if (token.kind === "star") return false;
	return token.negated !== token.ranges.some(([first, last]) => first <= character && character <= last);
};

// src/config/glob.ts
const longestPattern = 300;
/** Reads a glob and answers it unchanged, or says which construct is not one of ours and what to write instead. */
const readGlob = (input) => {
	if (typeof input !== "string" || input.trim() === "") return wanted("a glob like \"services/payments/**\"");
	const pattern = input;
	if (pattern.length > longestPattern) return wanted(`a glob of at most ${longestPattern} characters`);
	const refusal = refuse(pattern);
	if (refusal !== void 0) return refusal;
	const expanded = expandBraces(pattern);
	if (!expanded.ok) return expanded;
	for (const segment of expanded.value.flatMap((alternative) => alternative.split("/"))) {
		const reading = readSegment(segment);
		if (!reading.ok) return reading;
	}
	return read(pattern);
};
const refuse = (pattern) => {
	if (/\p{Cc}/u.test(pattern)) return wanted("a glob without control characters");
	if (pattern.startsWith("!")) return wanted("a glob that says what is meant, not what is not", `"${pattern.slice(1)}"`);
	if (/^\.?\//.test(pattern)) return wanted("a glob that begins at the root of the repository", `"${pattern.replace(/^\.?\/+/, "")}"`);
	if (pattern.endsWith("/")) return wanted("a glob that matches files", `"${pattern}**"`);
	if (/\/\/|(^|\/)\.\.?(\/|$)/.test(pattern)) return wanted("a glob without empty, \".\" or \"..\" folders");
	if (/(?<!\\)[@+*?!]\(/.test(pattern)) return wanted("a glob without @(…), +(…), *(…), ?(…) or !(…)", "braces like {a,b}");
};
/** Turns globs into one question: does any of them match this path? Patterns that `readGlob` refuses match nothing. */
const compileGlobs = (patterns) => {
	const alternatives = patterns.flatMap(compile);
	return (path) => {
		const names = path.split("/").map((name) => [...name]);
		return alternatives.some((segments) => matchesPath(segments, names));
	};
};
/** The first of the globs that matches the path. */
const findGlob = (patterns, path) => patterns.find((pattern) => compileGlobs([pattern])(path));
/** A glob that matches exactly this path. */
const globOfPath = (path) => path.replace(/[\\*?[\]{}]/g, (character) => `\\${character}`);
const compile = (pattern) => {
	const expanded = expandBraces(pattern);
	if (!expanded.ok) return [];
	return expanded.value.flatMap((alternative) => {
		const segments = alternative.split("/").map((text) => {
			const reading = readSegment(text);
			return text === "**" ? "**" : reading.ok ? reading.value : void 0;
		});
		return segments.every((segment) => segment !== void 0) ? [segments] : [];
	});
};
const matchesPath = (segments, names) => {
	let at = 0;
	let name = 0;
	let afterDepth = -1;
	let resumeName = 0;
	while (name < names.length) {
		const segment = segments[at];
		if (segment === "**") {
			at++;
			afterDepth = at;
			resumeName = name;
		} else if (segment !== void 0 && matchesSegment(segment, names[name])) {
			at++;
			name++;
		} else if (afterDepth >= 0) {
			at = afterDepth;
			resumeName++;
			name = resumeName;
		} else return false;
	}
	while (segments[at] === "**") at++;
	return at === segments.length;
};

export { matchesSegment as a, readGlob as i, findGlob as n, globOfPath as r, compileGlobs as t };
