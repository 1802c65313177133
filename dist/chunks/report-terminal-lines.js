import { Gt as truncate, Ht as displayWidth, Kt as wrap, Ut as padEnd } from "./commands-gate-gate.js";

// src/report/terminal-lines.ts
/** Lines of the terminal screen: pieces of text with a style, laid out the same with and without colour. */
/** SGR parameters; nothing else of a terminal is used. */
const codes = {
	bold: 1,
	dim: 2,
	red: 31,
	green: 32,
	yellow: 33
};
/** Spaces before everything under the head line, and columns of the label in front of a row. */
const indent = "  ";
const labelColumns = 13;
/** Columns left for the body of a labelled row. */
const bodyColumns = (columns) => columns - 2 - labelColumns;
const escapeCharacter = String.fromCharCode(27);
/** One line of output, without trailing spaces. */
const paint = (line, colour) => line.map((segment) => {
	if (typeof segment === "string") return segment;
	const [text, style] = segment;
	return colour ? `${escapeCharacter}[${codes[style]}m${text}${escapeCharacter}[0m` : text;
}).join("").trimEnd();
/** Left and right of one line; what does not fit is cut on the left. */
const spread = (left, right, columns, style) => {
	const ending = truncate(right, Math.floor(columns * .7));
	const beginning = truncate(left, columns - displayWidth(ending) - 2);
	return [
		[beginning, style],
		" ".repeat(columns - displayWidth(beginning) - displayWidth(ending)),
		ending
	];
};
/** A paragraph under the head line. */
const paragraph = (text, columns, most) => wrap(text, columns - 2, most).map((line) => [indent + line]);
/** A paragraph whose first word carries the answer. */
const announcement = (word, style, rest, columns, most) => wrap(word + rest, columns - 2, most).map((line, place) => place === 0 && line.startsWith(word) ? [
	indent,
	[word, style],
	line.slice(word.length)
] : [indent + line]);
/** A label and its body, hanging. */
const row = (label, body, style = "bold") => body.map((line, place) => [
	indent,
	place === 0 ? [padEnd(truncate(label, 12), labelColumns), style] : " ".repeat(labelColumns),
	line
]);
/** A labelled sentence. */
const labelled = (label, text, columns, most = 2, style = "bold") => text === null ? [] : row(label, wrap(text, bodyColumns(columns), most), style);
/**
* Short texts two to a line where both fit, in their order, the second ones under each other; a long one has a line of
* its own.
*/
const pair = (cells, columns) => {
	const fits = (left, right) => displayWidth(left) + 2 + displayWidth(right) <= columns;
	const lines = [];
	for (const cell of cells) {
		const before = lines.at(-1);
		if (before?.length === 1 && fits(before[0], cell)) lines[lines.length - 1] = [before[0], cell];
		else lines.push([truncate(cell, columns)]);
	}
	const pairs = lines.filter((line) => line.length === 2);
	const common = Math.max(0, ...pairs.map(([left]) => displayWidth(left)));
	return lines.map(([left, right]) => {
		if (right === void 0) return left;
		return fits(padEnd(left, common), right) ? `${padEnd(left, common)}  ${right}` : `${left}  ${right}`;
	});
};

export { pair as a, spread as c, paint as i, bodyColumns as n, paragraph as o, labelled as r, row as s, announcement as t };
