// src/report/escaping.ts
/**
* Titles, paths, refs and names are written by anyone who can open a pull request. Here they lose what could act on a
* terminal or on GitHub, and keep what a person would read.
*/
const escapeCharacter = String.fromCharCode(27);
const bell = String.fromCharCode(7);
/** Whole terminal commands: CSI (colours, cursor), then OSC and friends (window title, links) with their terminator. */
const terminalCommands = new RegExp(`${escapeCharacter}\\[[0-?]*[ -/]*[@-~]|${escapeCharacter}[\\]PX^_][^${escapeCharacter}${bell}]*(?:${bell}|${escapeCharacter}\\\\)|${escapeCharacter}[ -/]*[0-~]`, "g");
/**
* Text on one line that does nothing but show: no terminal commands, control characters, bidirectional overrides or
* invisible characters; broken surrogates replaced; at most four accents on a letter. Every script stays readable.
*/
const neutralise = (text) => {
	if (/^[!-~]+(?: [!-~]+)*$/.test(text)) return text;
	return text.replace(terminalCommands, "").replace(/\p{Default_Ignorable_Code_Point}|\p{Noncharacter_Code_Point}|[\ufff9-\ufffb]/gu, "").replace(/\p{Surrogate}/gu, "�").replace(/(\p{Mark}{4})\p{Mark}+/gu, "$1").replace(/[\p{Control}\p{Separator}]+/gu, " ").trim();
};
const entity = (character) => `&#${character.codePointAt(0)};`;
/** GitHub decodes entities before it looks for mentions and references; an invisible space in between stops it. */
const gap = "&#8203;";
/**
* Untrusted text as literal Markdown for GitHub, safe inside a table cell: it mentions nobody, links nothing, formats
* nothing, and stays on its line.
*/
const escapeMarkdown = (text) => neutralise(text).replace(/[&<>|\\$]|[`*_[\]~]|@|#(?=\d)|GH-(?=\d)|:\/\/|www\./gi, (found) => {
	if (found === "://") return `:${gap}//`;
	if (found.length > 1) return `${found.slice(0, -1)}${gap}${found.slice(-1)}`;
	if (found === "@" || found === "#") return `${found}${gap}`;
	return "&<>|\\$".includes(found) ? entity(found) : `\\${found}`;
}).replace(/^(?:[-+=]|#+(?=\s|$))/, "\\$&").replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");
const backtickSpan = (shown) => {
	const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = "`".repeat(longest + 1);
	const pad = shown === "" || shown.startsWith("`") || shown.endsWith("`") ? " " : "";
	return `${fence}${pad}${shown}${pad}${fence}`;
};
/**
* Untrusted text as code that no backtick inside can leave. What a backtick would not stop is spelt out inside a tag: a
* pipe cuts a table even in code, and whoever looks for our marker in the raw text must not find one in a file's name.
*/
const codeSpan = (text) => {
	const shown = neutralise(text);
	return /[<|]/.test(shown) ? `<code>${escapeMarkdown(shown)}</code>` : backtickSpan(shown);
};
/** The one deliberate mention: a reviewer whose login has the shape of a login; anything else is plain text. */
const mention = (login) => /^[a-z\d](?:[\w-]{0,38})(?:\/[\w.-]{1,100})?$/i.test(login) ? `@${login}` : escapeMarkdown(login);
/** A link where the address is a plain web address, else the text alone. `text` is Markdown already. */
const link = (text, url) => url !== void 0 && /^https?:\/\/[\w.:-]+(?:\/[\w./~%#?=&+,:-]*)?$/.test(url) ? `[${text}](${url})` : text;
/** The same value with every string in it, keys of records included, passed through `change`. */
const mapStrings = (value, change) => {
	const walk = (node) => {
		if (typeof node === "string") return change(node);
		if (Array.isArray(node)) return node.map(walk);
		if (node === null || typeof node !== "object") return node;
		return Object.fromEntries(Object.entries(node).map(([key, inner]) => [change(key), walk(inner)]));
	};
	return walk(value);
};

export { mention as a, mapStrings as i, escapeMarkdown as n, neutralise as o, link as r, codeSpan as t };
