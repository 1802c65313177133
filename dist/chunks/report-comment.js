import { i as renderFront, n as commentLines } from "./report-comment-facts.js";
import { n as commentMarker } from "./report-comment-marker.js";
import { n as openPage } from "./report-comment-page.js";
import { i as renderDetails } from "./report-comment-view.js";
import { r as isOff } from "./report-sentences.js";

// src/report/comment.ts
/** GitHub takes 65,536; the rest is room for whatever a publisher adds. */
const mostCharacters = 6e4;
/**
* GitHub Markdown of at most 60,000 characters, its marker in the first line. Nothing written by others mentions, links
* or formats; only the people asked in an enforced review are called by name.
*/
const renderComment = (view) => {
	const page = openPage(view);
	const front = commentLines(renderFront(page, {
		calls: true,
		lines: 13
	}));
	const text = [
		commentMarker(view.key),
		...front,
		""
	].join("\n");
	return `${text}\n${renderDetails(page, mostCharacters - text.length - 2)}\n`;
};
/**
* Whether to write: a comment that exists is kept true, unless comments were forbidden; a new one only where it has
* something to say.
*/
const shouldComment = (setting, assessment, exists) => {
	if (setting === "never") return false;
	if (exists) return true;
	if (isOff(assessment)) return false;
	return setting === "always" || assessment.decision !== "approve";
};

export { shouldComment as n, renderComment as t };
