// src/report/base-source.ts
/** For the one who fills an Assessment. */
const formatBaseSource = (base) => {
	if (base.from === "deployment") return `deployment ${base.at}`;
	if (base.from === "tag") return `tag ${base.tag}`;
	if (base.from === "pull-request") return `pull-request ${base.ref}`;
	return base.from === "recent" ? `recent ${base.parts}` : base.from;
};
/** The kind of source, and the tag, time or count behind it; a sentence of somebody else's is kept as `other`. */
const parseBaseSource = (text) => {
	const [, from, detail] = /^(option|deployment|pull-request|tag|recent|none)\b:? ?(.*)$/.exec(text) ?? [];
	return from === void 0 ? {
		from: "other",
		detail: text
	} : {
		from,
		detail: detail ?? ""
	};
};

export { parseBaseSource as n, formatBaseSource as t };
