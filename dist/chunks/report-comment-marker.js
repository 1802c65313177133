// src/report/comment-marker.ts
/** The hidden lines by which a comment of ours is found again, together with its author: anybody can write a marker. */
/**
* Different keys stay different, and none ends the HTML comment it stands in: what is no lower-case letter, digit or
* single inner dash or dot is spelt out as `~` and its number. GitHub takes environments of either case for the same.
*/
const spell = (key) => key.toLowerCase().replace(/^[-.]|(?<=[-.])[-.]|[-.]$|[^a-z\d.-]/gu, (found) => `~${found.codePointAt(0).toString(16)}`);
/** The first line of the comment kept up to date; `key` is the environment, or `pull-request`. */
const commentMarker = (key) => `<!-- change-risk-gate:v1:${spell(key)} -->`;
/** Whether a comment begins as those we keep up to date do: further down a marker may stand in somebody's quotation. */
const isMarked = (body) => /^<!-- change-risk-gate:v1:[a-z\d~.-]+ -->(?:\r?\n|$)/.test(body);
/** The first line of the answer to one command, or to a label by its key, so that a re-run answers no second time. */
const answerMarker = (to) => `<!-- change-risk-gate:v1:answer:${typeof to === "number" ? to : spell(to)} -->`;

export { commentMarker as n, isMarked as r, answerMarker as t };
