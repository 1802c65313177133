// src/report/display-width.ts
/**
* Columns of a terminal: a letter is one, a Chinese or Korean character or an emoji two, an accent none.
* All functions want text that went through `neutralise`.
*/
const ascii = /^[ -~]*$/;
const accent = /\p{Nonspacing_Mark}|\p{Enclosing_Mark}/u;
/** The wide and full-width blocks of Unicode's East Asian Width; whole blocks, for too wide only costs a column. */
const wide = /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d37f}\u{1f200}-\u{1f320}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const characterWidth = (character) => {
	if (ascii.test(character)) return 1;
	if (accent.test(character)) return 0;
	return wide.test(character) ? 2 : 1;
};
/** Columns a text takes. */
const displayWidth = (text) => {
	if (ascii.test(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += characterWidth(character);
	return columns;
};
/** The longest beginning of at most `columns`, accents kept with their letter. */
const beginning = (text, columns) => {
	let used = 0;
	let end = 0;
	for (const character of text) {
		used += characterWidth(character);
		if (used > columns) break;
		end += character.length;
	}
	return text.slice(0, end);
};
/** At most `columns` wide; what was cut ends in "…". */
const truncate = (text, columns) => {
	if (displayWidth(text) <= columns) return text;
	return columns < 1 ? "" : `${beginning(text, columns - 1).replace(/[\s,;:.(–-]+$/, "")}…`;
};
const padEnd = (text, columns) => text + " ".repeat(Math.max(0, columns - displayWidth(text)));
const padStart = (text, columns) => " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
/** A word too long for a line, in pieces that fit. */
const pieces = (word, columns) => {
	if (displayWidth(word) <= columns) return [word];
	const first = beginning(word, columns);
	return first === "" ? [] : [first, ...pieces(word.slice(first.length), columns)];
};
/**
* Lines of at most `columns` (two or more); the last of `most` lines ends in "…" where text was cut.
* A figure stays with its "%": "21 %" never breaks.
*/
const wrap = (text, columns, most = Number.POSITIVE_INFINITY) => {
	const lines = [];
	let line = "";
	for (const word of text.split(/ +(?!%)/).flatMap((long) => pieces(long, columns))) {
		const longer = line === "" ? word : `${line} ${word}`;
		if (displayWidth(longer) <= columns) line = longer;
		else {
			lines.push(line);
			line = word;
		}
	}
	if (line !== "") lines.push(line);
	if (lines.length <= most) return lines;
	return [...lines.slice(0, most - 1), truncate(`${lines.slice(most - 1).join(" ")}`, columns)];
};

export { wrap as a, truncate as i, padEnd as n, padStart as r, displayWidth as t };
