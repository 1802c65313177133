import { fn as formatCount } from "./commands-gate-gate.js";
import { t as escapeWords } from "./report-comment-page.js";
import { r as link } from "./report-escaping.js";
import { i as joinNames } from "./report-phrases.js";
import { i as sayPast, n as sayComing } from "./report-times.js";

// src/report/waiting-digest.ts
/**
* What waits, for whom and since when, on one page that the schedule keeps true; and, while the gate only observes, what
* it would have asked. Nobody is called by name: whoever is asked was called where the question stands.
*/
/** Those that wait longest; the next sweep reads them back. */
const mostRows = 50;
const mostNames = 4;
const mostObserved = 10;
const sayWhat = ({ environment, number, page }) => {
	const place = link(`#${number}`, page);
	return environment === null ? place : `Deployment to ${escapeWords(environment)}, ${place}`;
};
const sayFor = ({ people, until }, at) => {
	if (until !== null) return `${sayComing(until, at)}, nobody`;
	const names = joinNames(people.map((name) => escapeWords(name)), mostNames, "or");
	return names === "" ? "anybody who may write and had no hand in it" : names;
};
const row = (entry, at) => `| ${sayWhat(entry)} | ${sayFor(entry, at)} | ${sayPast(entry.since, at)} | ${entry.dueAt === null ? "" : sayComing(entry.dueAt, at)} |`;
const table = ({ waiting, at }) => {
	if (waiting.length === 0) return ["Nothing waits."];
	const oldest = waiting.toSorted((one, other) => one.since < other.since ? -1 : 1);
	const left = waiting.length - 50;
	return [
		`**${formatCount(waiting.length)} ${waiting.length === 1 ? "waits" : "wait"}**, the oldest first.`,
		"",
		"| What | For | Since | Next are asked |",
		"|---|---|---|---|",
		...oldest.slice(0, 50).map((entry) => row(entry, at)),
		...left > 0 ? ["", `${formatCount(left)} more.`] : []
	];
};
const sayObserved = ({ observed, days }) => {
	if (observed.length === 0) return [];
	const named = joinNames(observed.map(({ number, page }) => link(`#${number}`, page)), mostObserved);
	return ["", `**While it observes**, nothing is held. In the last ${days} days a person would have been asked about ${observed.length === 1 ? "1 pull request" : `${formatCount(observed.length)} pull requests`}: ${named}.`];
};
const saySearched = ({ searched }) => searched === null ? [] : ["", `Looked through were the ${formatCount(searched)} comments touched last, and what was named here before; an older question is found when somebody answers it.`];
/** Markdown of the issue, its marker apart. */
const renderDigest = (digest) => [
	...table(digest),
	...saySearched(digest),
	...sayObserved(digest),
	...digest.rehearsed.flatMap((each) => ["", each])
].join("\n");

export { renderDigest as t };
