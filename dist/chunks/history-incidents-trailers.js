// src/history/incidents/references.ts
const numberOf = (digits) => {
	const number = Number(digits);
	return Number.isSafeInteger(number) && number > 0 && digits.length < 10 ? number : null;
};
const readers = [
	{
		pattern: /https?:\/\/[^\s/<>()]+\/([\w.-]+\/[\w.-]+(?:\/[\w.-]+)*?)\/(?:-\/)?(?:pull|pulls|pull-requests|merge_requests)\/(\d+)[^\s<>()\]]*/,
		read: ([, repository = "", digits = ""]) => {
			const number = numberOf(digits);
			return number === null ? null : {
				kind: "number",
				number,
				repository: repository.toLowerCase()
			};
		}
	},
	{
		pattern: /https?:\/\/[^\s<>()]+\/(?:commit|commits|c)\/([0-9a-f]{7,64})(?![0-9a-f])[^\s<>()\]]*/i,
		read: ([, sha = ""]) => ({
			kind: "sha",
			sha: sha.toLowerCase()
		})
	},
	{
		pattern: /https?:\/\/[^\s<>()\]]+/,
		read: () => null
	},
	{
		pattern: /(?<![\w/.-])([A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*)[#!](\d+)\b/,
		read: ([, repository = "", digits = ""]) => {
			const number = numberOf(digits);
			return number === null ? null : {
				kind: "number",
				number,
				repository: repository.toLowerCase()
			};
		}
	},
	{
		pattern: /(?<![\w/&#])(?:#|!|GH-|(?:PR|MR|pull request|merge request) ?[#!]?)(\d+)\b(?!\s*(?:%|percent|minutes|hours|users))/i,
		read: ([, digits = ""]) => {
			const number = numberOf(digits);
			return number === null ? null : {
				kind: "number",
				number,
				repository: null
			};
		}
	},
	{
		pattern: /\bCHG\d{4,}\b/,
		read: ([id]) => ({
			kind: "ticket",
			id
		})
	},
	{
		pattern: /(?<![\w/.@:=-])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)([0-9a-f]{7,64})(?![\w@-]|\.\w)/i,
		read: ([, sha = ""]) => ({
			kind: "sha",
			sha: sha.toLowerCase()
		})
	}
];
const everyReader = new RegExp(readers.map(({ pattern }) => pattern.source).join("|"), "gi");
const readOne = (written) => {
	for (const { pattern, read } of readers) {
		const match = pattern.exec(written);
		if (match) return read(match);
	}
	return null;
};
const sameReference = (one, other) => {
	if (one.kind === "sha" && other.kind === "sha") return one.sha.startsWith(other.sha) || other.sha.startsWith(one.sha);
	if (one.kind === "number" && other.kind === "number") return one.number === other.number && (one.repository === null || other.repository === null || one.repository === other.repository);
	return one.kind === "ticket" && other.kind === "ticket" && one.id === other.id;
};
/** The change that a field such as `caused_by` names; null where it names none. */
const readReference = (written) => {
	const text = written.trim();
	return readOne(/^\d{1,7}$/.test(text) ? `#${text}` : text);
};
const mark = (at) => `‹${at}›`;
/** Replaces every change a text names by a mark. A link and the words it shows name one change, not two. */
const markReferences = (text) => {
	const found = [];
	const marked = (match) => {
		const written = match.replace(/[.,;:!?]+$/, "");
		const reference = readOne(written);
		if (reference === null) return ` ${match.slice(written.length)}`;
		found.push({
			reference,
			written
		});
		return `${mark(found.length - 1)}${match.slice(written.length)}`;
	};
	return {
		text: text.replaceAll(/!?\[([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)/g, (whole, shown, url) => {
			if (whole.startsWith("!")) return " ";
			const reference = readOne(url);
			if (reference === null) return shown;
			const words = shown.replaceAll(everyReader, " ").trim();
			found.push({
				reference,
				written: url
			});
			return `${words} ${mark(found.length - 1)}`.trim();
		}).split(/(‹\d+›)/).map((part) => /^‹\d+›$/.test(part) ? part : part.replaceAll(everyReader, (written) => marked(written))).join(""),
		found
	};
};

// src/history/incidents/trailers.ts
/** What a commit message says of incidents in its trailers: `Fixes-incident: INC-212`, `Caused-by: 8b1e77a1`. */
const mends = /^(?:Fixes|Resolves|Mitigates|Closes)-Incident:\s*(\S+)\s*$|^Incident:\s*(\S+)\s*$/i;
const blames = /^(?:Caused-By|Root-Cause|Culprit):\s*(.+?)\s*$/i;
/** Null where a message says nothing of incidents, as most do. */
const trailersIn = (message) => {
	const incidents = [];
	const causedBy = [];
	for (const line of message.split("\n").slice(1)) {
		const incident = mends.exec(line);
		if (incident) incidents.push(incident[1] ?? incident[2]);
		const cause = blames.exec(line);
		const reference = cause ? readReference(cause[1]) : null;
		if (reference !== null) causedBy.push(reference);
	}
	return incidents.length === 0 && causedBy.length === 0 ? null : {
		incidents,
		causedBy
	};
};

export { sameReference as i, markReferences as n, readReference as r, trailersIn as t };
