import { Gt as truncate, Ht as displayWidth } from "./commands-gate-gate.js";
import { i as mapStrings, n as escapeMarkdown, o as neutralise, r as link, t as codeSpan } from "./report-escaping.js";
import { d as shortSha } from "./report-phrases.js";

// src/report/comment-page.ts
const titleColumns = 72;
const textColumns = 400;
const pathColumns = 48;
const wordsColumns = 120;
/** What strangers may read: who a customer is, who wrote a part and how an incident went stays inside. */
const discreet = ({ budgets: _, ...assessment }) => ({
	...assessment,
	customers: [],
	similar: assessment.similar.map((likeness) => ({
		...likeness,
		sentence: likeness.outcome.replaceAll("-", " ")
	})),
	change: {
		...assessment.change,
		parts: assessment.change.parts.map(({ authors: _, ...part }) => part)
	}
});
/** Letters that run the other way would drag the figures beside them along: a title of theirs is kept to itself. */
const isolate = (title) => /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(title) ? `&#8296;${title}&#8297;` : title;
const mapTitles = (assessment, change) => ({
	...assessment,
	change: {
		...assessment.change,
		parts: assessment.change.parts.map((part) => ({
			...part,
			title: change(part.title)
		}))
	}
});
const openPage = (view) => {
	const shown = view.publicRepository ? discreet(view.assessment) : view.assessment;
	const legible = mapStrings({
		...shown,
		evidence: {
			parts: {},
			deployment: {}
		}
	}, (text) => truncate(neutralise(text), textColumns));
	const raw = mapTitles(legible, (title) => truncate(title, titleColumns));
	return {
		view,
		raw,
		safe: mapTitles(mapStrings(raw, escapeMarkdown), isolate)
	};
};
/** A few words from outside the answer, as literal Markdown. */
const escapeWords = (text, columns = wordsColumns) => escapeMarkdown(truncate(neutralise(text), columns));
/** A full name of a commit; nothing else gets an address. */
const isCommit = (sha) => /^[\da-f]{40,64}$/.test(sha);
/** "#123" as a link to that pull request; what is no number as it is. */
const referNumber = (links, id) => {
	const number = /^#(\d{1,9})$/.exec(id)?.[1];
	return number === void 0 ? escapeMarkdown(id) : link(id, links.pull(Number(number)));
};
/** A commit by its first eight digits, linked where it can be. */
const referCommit = (links, sha) => link(codeSpan(shortSha(sha)), isCommit(sha) ? links.commit(sha) : void 0);
/** A part by the name people call it, linked where it can be; `part` as written. */
const referPart = ({ view }, part) => {
	const linked = referNumber(view.links, part.id);
	if (linked.startsWith("[")) return linked;
	return link(linked, part.url ?? (isCommit(part.sha) ? view.links.commit(part.sha) : void 0));
};
/** A long path by its end, which tells files apart. */
const shortPath = (path) => {
	if (displayWidth(path) <= pathColumns) return path;
	const folders = path.split("/");
	const first = folders.findIndex((_, place) => place > 0 && displayWidth(folders.slice(place).join("/")) <= 46);
	return `…/${first === -1 ? truncate(folders.at(-1), 46) : folders.slice(first).join("/")}`;
};
/** A path as code, linked to the file as it was scored. */
const referFile = ({ view, raw }, path) => {
	const { head } = raw.change;
	const url = head !== null && isCommit(head) ? view.links.file(path, head) : void 0;
	return link(codeSpan(shortPath(neutralise(path))), url);
};

export { referNumber as a, referFile as i, openPage as n, referPart as o, referCommit as r, escapeWords as t };
