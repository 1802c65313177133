import { K as SourceError } from "./main-gate.js";
import { a as recordWord, c as wordRecord, h as replyTo, i as pullAt, m as answerWord, o as refused, p as answerTrouble, r as objectionToClearing, t as clears } from "./commands-github-correcting.js";
import { i as sameLogin } from "./sources-github-account.js";
import { n as parseLabel, t as labelOf } from "./sources-github-label-word.js";
import { t as answersOf } from "./sources-github-reading.js";
import { r as withdrawnBy, t as correctionStream } from "./commands-learn-corrections.js";
import { t as fullName } from "./commands-github-job.js";
import { r as ledgerOf } from "./commands-github-judging.js";
import { n as prefixOf, t as linksOf } from "./commands-github-telling.js";
import { n as mayWrite } from "./commands-github-words.js";

// src/commands/github/labelling.ts
/**
* Labels that say what became of a change: putting one on is a word like that of a comment, taking it off withdraws what
* it said. Who did it and when the event tells; whether it is still so is read from GitHub, as events come late.
*/
const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/labels";
/** GitHub takes no more on one issue. */
const mostLabels = 100;
/** Whether a label that says the same is on it now. */
const isOn = async (job, { number, word }) => {
	const { items } = await job.github.list(route, {
		...job.repository,
		issue_number: number,
		per_page: 100
	}, mostLabels);
	return answersOf(route, items).some((each) => {
		const other = parseLabel(each.text("name"));
		return other !== null && labelOf(other) === labelOf(word);
	});
};
const saidBy = ({ number, onPullRequest, word, login, at }) => ({
	number,
	onPullRequest,
	by: {
		id: 0,
		login,
		type: "User",
		association: "NONE",
		createdAt: at
	},
	place: { label: labelOf(word) }
});
/** The words that a label said here and that nobody has withdrawn; a ledger may be that of several repositories. */
const standing = (job, records, { number, word }) => {
	const withdrawn = new Set(records.flatMap(withdrawnBy));
	return records.filter((record) => record.repository === fullName(job) && record.body["label"] === labelOf(word) && record.body[word.name === "outcome" ? "number" : "about"] === number && withdrawnBy(record).length === 0 && !withdrawn.has(record.id));
};
/** Null where the label said nothing that is kept. */
const withdraw = async (job, door) => {
	const { word, login, number, at } = door;
	const about = word.name === "outcome" ? number : word.number;
	const pull = job.asked.dryRun ? null : await pullAt(job, about);
	if (pull === null || !pull.merged) return null;
	const { ledger } = await ledgerOf(job, pull.base.ref);
	const records = [];
	for await (const record of ledger.read({ stream: correctionStream })) records.push(record);
	const words = standing(job, records, door);
	if (words.length === 0) return null;
	const said = saidBy(door);
	const isOwn = words.every(({ actor }) => sameLogin(actor, login));
	const why = clears(word) || isOwn ? await mayWrite(job, said.by) : await objectionToClearing(job, said.by, pull);
	if (why !== null) return refused(login, why);
	await ledger.append([wordRecord(job, said, word, pull, {
		key: {
			...said.place,
			on: number,
			off: at
		},
		verdict: "withdrawn",
		more: { withdraws: words.map(({ id }) => id) }
	})]);
	return {
		outcome: "withdrawn",
		by: login,
		about: `#${about}`,
		label: labelOf(word)
	};
};
/** One answer for all that labels say of one change here; a refusal beside it, so that what holds stays to be read. */
const keyOf = ({ word }, outcome) => `label-${word.name === "outcome" ? "outcome" : word.number}${outcome === "refused" ? "-refused" : ""}`;
const say = (job, { number }, key, body) => replyTo(job.github, job.repository, {
	issue: number,
	commentId: key,
	body,
	own: job.own
});
/** Carries out what a label says, and tells it where it is put on. */
const answerLabel = async (job, door) => {
	const { word, wasPut, number } = door;
	try {
		if (await isOn(job, door) !== wasPut) return {
			note: wasPut ? "the label is off again" : "a label that says so is still on",
			effects: []
		};
		const answer = wasPut ? await recordWord(job, saidBy(door), word) : await withdraw(job, door);
		if (answer === null) return {
			note: "the label said nothing that is kept",
			effects: []
		};
		const key = keyOf(door, answer.outcome);
		const effect = await say(job, door, key, answerWord(answer, key, linksOf(job)));
		return {
			note: `a label on #${number}: ${answer.outcome}`,
			effects: [effect]
		};
	} catch (error) {
		if (!(error instanceof SourceError)) throw error;
		const key = keyOf(door, "refused");
		const said = await say(job, door, key, answerTrouble(error.message, key, prefixOf(job)));
		return {
			note: `a label on #${number} could not be carried out`,
			effects: [said, {
				what: "label",
				outcome: "refused",
				why: error.message
			}]
		};
	}
};

export { answerLabel };
