import { n as findApprovals } from "./policy-eligibility.js";
import { t as permissionsOf } from "./commands-github-permissions.js";
import { n as prefixOf } from "./commands-github-telling.js";

// src/commands/github/words.ts
/** Whose word counts when it is given in a comment, and how a refusal is put. */
const isWordCommand = (command) => command.name === "approve" || command.name === "reject";
const refuse = (job, by, why, now) => ({
	outcome: "refused",
	by,
	why,
	...now === void 0 ? {} : { now: {
		sha: now,
		reply: `${prefixOf(job)}approve ${now.slice(0, 12)}`
	} }
});
/** Why somebody's word does not count; null when it does: as a review of theirs would be weighed. */
const objectionTo = async (job, comment, { head, author, committers, coAuthors }) => {
	const { approvedBy, ignored } = findApprovals({
		reviews: [{
			id: comment.id,
			author: {
				login: comment.login,
				type: comment.type === "User" ? "User" : "Bot"
			},
			state: "APPROVED",
			commit: head,
			submittedAt: comment.createdAt,
			association: comment.association,
			body: ""
		}],
		head,
		author,
		committers,
		coAuthors,
		lastPusher: null,
		permissionOf: await permissionsOf(job, [comment.login]),
		gateLogins: await job.ownPeople()
	});
	return approvedBy.length > 0 ? null : ignored[0]?.why ?? "the review does not count";
};
/** Why somebody may not say what takes write access and nothing else; null when they may. */
const mayWrite = (job, comment) => objectionTo(job, comment, {
	head: "any",
	author: null,
	committers: [],
	coAuthors: []
});

export { refuse as i, mayWrite as n, objectionTo as r, isWordCommand as t };
