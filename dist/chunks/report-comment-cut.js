// src/report/comment-cut.ts
/** Making text fit where GitHub takes only so much: at a word, or at a whole line. */
/** At most `most` characters on one line; what was cut ends in "…", at the end of a word where there is one near. */
const cutAtWord = (text, most) => {
	if (text.length <= most) return text;
	const room = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "");
	const space = room.lastIndexOf(" ");
	return `${(text[room.length] === " " || space < most / 2 ? room : room.slice(0, space)).replace(/[\s,;:.(–-]+$/, "")}…`;
};
/** UTF-8 bytes of a text. */
const byteLength = (text) => new TextEncoder().encode(text).length;
/**
* As many whole lines as fit, and then `farewell`, which says where the rest is. A fold or fence must not lie across
* the cut: what is cut here is plain lines and tables.
*/
const cutAtLine = (text, most, farewell, size = (each) => each.length) => {
	if (size(text) <= most) return text;
	let room = most - size(farewell) - 2;
	const lines = text.split("\n");
	const end = lines.findIndex((line) => {
		room -= size(line) + 1;
		return room < 0;
	});
	return [
		...lines.slice(0, end),
		...end > 0 ? [""] : [],
		farewell
	].join("\n");
};

export { cutAtLine as n, cutAtWord as r, byteLength as t };
