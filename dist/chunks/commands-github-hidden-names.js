// src/commands/github/hidden-names.ts
/** Names of others in the hidden lines of our comments. */
/** As in an address, and without what could end the HTML comment it stands in. */
const spellName = (name) => encodeURIComponent(name.replace(/\p{Surrogate}/gu, "�")).replace(/[!'()*~]|-(?=-|$)/g, (found) => `%${found.codePointAt(0).toString(16).toUpperCase()}`);
/** Empty, a name that nobody has, where no line of ours says so. */
const unspellName = (text) => {
	try {
		return decodeURIComponent(text);
	} catch {
		return "";
	}
};
/** One word for a list, which may be empty. */
const spellNames = (names) => names.length === 0 ? "-" : names.map(spellName).join(",");
const unspellNames = (text) => text === "-" ? [] : text.split(",").map(unspellName).filter((name) => name !== "");

export { unspellNames as i, spellNames as n, unspellName as r, spellName as t };
