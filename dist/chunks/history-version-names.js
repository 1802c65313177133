// src/history/version-names.ts
/**
* What names of version tags say: which of two is newer, which is a pre-release, which are moved from commit to commit.
* The numbers of a name in their order are its version, whatever stands between them: `v1.12.0`, `release_1_12`,
* `deploy-2026-08-18-at-16-12`. Only names that begin alike can be compared.
*/
/** Behind a number; `next-auth@4.2.0` is called so whatever its version. */
const preReleaseWord = /(?<=\d.*(?<![a-z]))(?:alpha|beta|rc|pre|preview|dev|development|next|milestone|insiders?|experimental)(?![a-z])/i;
/** Wherever they stand. */
const unfinishedWord = /(?<![a-z])(?:snapshot|nightly|canary|(?:alpha|beta|rc|preview)(?=[-_./]?v?\d))(?![a-z])/i;
/** `1.0a2`, `2.3b1`: a letter behind a number, as Python writes it. */
const preReleaseLetter = /(?<=\d)(?:a|b|c)(?=\d+$)/i;
const preReleaseAt = (tag) => {
	for (const sign of [
		preReleaseWord,
		unfinishedWord,
		preReleaseLetter
	]) {
		const at = tag.search(sign);
		if (at >= 0) return at;
	}
	return -1;
};
const isPreRelease = (tag) => preReleaseAt(tag) >= 0;
/** Numbers of any length, without the zeros they begin with. */
const numbersIn = (text) => (text.match(/\d+/g) ?? []).map((digits) => digits.replace(/^0+(?=\d)/, ""));
const versionOf = (tag) => {
	const begin = Math.max(tag.lastIndexOf("/"), tag.lastIndexOf("@")) + 1;
	const first = begin + Math.max(0, tag.slice(begin).search(/\d/));
	const cut = preReleaseAt(tag);
	const end = cut > first ? cut : tag.length;
	return {
		family: tag.slice(0, first).toLowerCase().replace(/(?<![a-z])v$/, ""),
		numbers: numbersIn(tag.slice(first, end)),
		before: cut >= 0 ? numbersIn(tag.slice(end)) : null
	};
};
/** What a version is of; versions of one family can be compared. */
const familyOf = (tag) => versionOf(tag).family;
const compareNumbers = (one, other) => {
	for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
		const [left, right] = [one[at] ?? "0", other[at] ?? "0"];
		if (left.length !== right.length) return left.length - right.length;
		if (left !== right) return left < right ? -1 : 1;
	}
	return 0;
};
/** Below 0 where `one` is the older version, above 0 where it is the newer; null where their names begin differently. */
const compareVersions = (one, other) => {
	const [left, right] = [versionOf(one), versionOf(other)];
	if (left.family !== right.family || left.numbers.length === 0 || right.numbers.length === 0) return null;
	const difference = compareNumbers(left.numbers, right.numbers);
	if (difference !== 0) return difference;
	if (left.before === null || right.before === null) return left.before === right.before ? 0 : left.before === null ? 1 : -1;
	return compareNumbers(left.before, right.before);
};
/** A first number from here on is a year or a count, and what follows it no promise of what a release brings. */
const firstYear = 1e3;
/**
* Whether a newer version may be a patch of an older one by its name: 1.12.1 of 1.12.0 and of 1.12, and never 1.13.0.
* Dates and counts promise nothing: any newer one may be.
*/
const mayPatch = (older, newer) => {
	if (!((compareVersions(older, newer) ?? 0) < 0)) return false;
	const [before, after] = [versionOf(older).numbers, versionOf(newer).numbers];
	if (Number(after[0]) >= firstYear || after.length < 2) return true;
	return after.length > 2 && compareNumbers(before.slice(0, 2), after.slice(0, 2)) === 0;
};
/**
* Tells of each name whether its tag is moved from commit to commit: without a number (`latest`, `production`), called
* after what is newest (`nightly-2`), or the first number alone where versions go on behind it (`v1` beside `v1.4.2`).
*/
const movedAmong = (tags) => {
	const firsts = new Set(tags.flatMap((tag) => /^(\D*\d+)\.\d/.exec(tag)?.[1] ?? []));
	return (tag) => !/\d/.test(tag) || /(?:^|[-/])(?:latest|current)(?:$|[-/])/i.test(tag) || firsts.has(tag);
};
const momentShape = /(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:\D{1,5}|T)?([01]\d|2[0-3])[-_.h:]?([0-5]\d)(?:[-_.:]?([0-5]\d))?(?!\d)/;
/** The moment a tag is called after, `deploy-2026-08-18-at-16-12`, as of UTC; null where it names no time of day. */
const momentNamed = (tag) => {
	const found = momentShape.exec(tag);
	if (found === null) return null;
	const [, year, month, day, hour, minute, second = "00"] = found;
	const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(at) ? null : at / 1e3;
};

export { momentNamed as a, mayPatch as i, familyOf as n, movedAmong as o, isPreRelease as r, compareVersions as t };
