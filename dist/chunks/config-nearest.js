// src/config/nearest.ts
/**
* The known word somebody probably meant, or undefined when none is near: at most a third of the letters may differ.
* A word that begins another counts as near, too ("prod" → "production").
*/
const nearest = (word, known) => {
	const allowed = Math.max(1, Math.floor(word.length / 3));
	const beginsWith = (name) => name.toLowerCase().startsWith(word.toLowerCase());
	return within(allowed, word, known) ?? (word.length < 3 ? void 0 : known.find(beginsWith));
};
/**
* The known word that this one misspells by a single slip of the pen. Names that differ in their digits alone
* ("shard-1" and "shard-2") are two names.
*/
const findMisspelt = (word, known) => {
	const meant = within(1, word, known);
	const withoutDigits = (text) => text.replace(/\d/g, "");
	return meant !== void 0 && withoutDigits(meant) !== withoutDigits(word) ? meant : void 0;
};
const within = (allowed, word, known) => {
	if (word.length > 100) return void 0;
	const written = word.toLowerCase();
	let best;
	for (const name of known) {
		if (Math.abs(name.length - written.length) > allowed) continue;
		const edits = countEdits(written, name.toLowerCase());
		if (edits <= allowed && (best === void 0 || edits < best.edits)) best = {
			name,
			edits
		};
	}
	return best?.name;
};
/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
const countEdits = (from, to) => {
	let beforeLast = [];
	let last = Array.from({ length: to.length + 1 }, (_, column) => column);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const replaced = last[column - 1] + (from[row - 1] === to[column - 1] ? 0 : 1);
			let edits = Math.min(last[column] + 1, current[column - 1] + 1, replaced);
			if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) edits = Math.min(edits, beforeLast[column - 2] + 1);
			current.push(edits);
		}
		beforeLast = last;
		last = current;
	}
	return last[to.length];
};

export { nearest as n, findMisspelt as t };
