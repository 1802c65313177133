import { i as mapStrings, o as neutralise } from "./report-escaping.js";

// src/report/comment-plain.ts
/** Every string harmless and on one line; evidence, which nobody prints, left out. */
const plain = (assessment) => mapStrings({
	...assessment,
	evidence: {
		parts: {},
		deployment: {}
	}
}, neutralise);
/**
* Chats have calls of their own (@here, <!channel>, <@U1>) and make links of addresses, masked ones too: an invisible
* space keeps a title from doing either.
*/
const silence = (text) => text.replace(/[@<]|:(?=\/\/)|www(?=\.)/gi, (found) => `${found}\u200b`);

export { silence as n, plain as t };
