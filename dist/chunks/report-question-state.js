import { t as escapeWords } from "./report-comment-page.js";
import { r as link } from "./report-escaping.js";

// src/report/question-state.ts
/** What a question becomes that nobody is to answer any more. Markdown of one paragraph; nobody is called by name. */
/** Below a deployment that is held until a time. */
const sayHeld = "**Nobody need answer:** the watcher’s schedule starts it again once it may go; until then, its gate can be re-run by hand.";
/** It was answered, and the deployment goes on in its own run. */
const sayAnswered = (runPage) => `**Answered.** ${link("The deployment", runPage)} was started again and is judged anew; if it still wants a word, it asks here.`;
/** It was answered, and a new run deploys it: GitHub runs the old one again no more. */
const sayStartedAnew = (actionsPage) => `**Answered.** The run that waited is too old to be run again, so ${link("a new one", actionsPage)} was started for the same commit. It is judged anew; if it still wants a word, it asks here.`;
/** A newer deployment to the same place waits elsewhere. */
const saySuperseded = (environment, newer) => `**Superseded.** A newer deployment to ${escapeWords(environment)} waits for a word on ${link(`#${newer.number}`, newer.page)}. This one is not started again.`;
/** Something newer runs there by now, or this very commit does. */
const sayOvertaken = (environment, { links, live, same }) => {
	const name = live.slice(0, 8);
	const address = links.commit(live);
	const commit = address === void 0 ? name : link(name, address);
	return same ? `**Done.** ${commit} runs in ${escapeWords(environment)}: nothing waits any more.` : `**Superseded.** ${commit}, which is newer, runs in ${escapeWords(environment)}. This deployment is not started again.`;
};

export { saySuperseded as a, sayStartedAnew as i, sayHeld as n, sayOvertaken as r, sayAnswered as t };
