import { C as pageOf, L as ConfigError, R as SourceError, S as openRepository, f as parseConfiguration, l as policyAt, w as resolveCommit, z as UsageError } from "./main-gate.js";
import { Bt as readCommits, Ct as noticedAt, Ot as bareTitle, Ut as openLedger, Vt as readLine, a as readDifferences, i as partsOf, kt as purposes, lt as log, m as matchComponents, nt as authorHash, rt as factsOf, st as exp, ut as log1p, yt as doubtMeanings } from "./commands-gate-gate.js";
import { i as sameReference, n as markReferences, r as readReference, t as importIncidents } from "./sources-incidents-importing.js";
import { o as neutralise } from "./report-escaping.js";
import { t as momentOf } from "./main-shell.js";
import { join, resolve } from "node:path";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

// src/history/incidents/common-words.ts
/** How much of what an incident tells stands in a change as well, rare words counting more than frequent ones. */
/** Words that post-mortems and commit titles are full of, whatever they are about. */
const empty = new Set("the and for with from into that this was were are not all some after before when while have has had been being its our your their can cannot could will would should may more most new old use used using via per out off add added adds fix fixed fixes update updated updates change changed changes merge merged pull request branch remove removed bump bumped make set get incident outage down issue issues problem error errors fail failed failing failure service services production prod deploy deployed deployment release version main master src users user time unable".split(" "));
/** The stem that plural and tense leave, roughly: enough for certificates and certificate to meet. */
const stem = (word) => word.length > 5 ? word.replace(/(?:ies|ing|ed|es|s)$/, "") : word.replace(/s$/, "");
/** Distinct telling words of a text, in lower case. */
const tellingWords = (text) => {
	const words = /* @__PURE__ */ new Set();
	for (const word of text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? []) if (!empty.has(word) && !/^\d+$/.test(word)) words.add(stem(word));
	return words;
};
/** Files beyond these say where a sweep went, not what it was about. */
const mostPaths = 50;
const knownWords = /* @__PURE__ */ new WeakMap();
/** Kept with the change: every incident near it asks again. */
const wordsOfChange = (change) => {
	const known = knownWords.get(change);
	if (known !== void 0) return known;
	const { title, paths, components } = change;
	const words = [...tellingWords([
		title,
		...paths.slice(0, 50),
		...components
	].join(" "))];
	knownWords.set(change, words);
	return words;
};
/** How rare words are among changes: 1 for one that stands in a single change, 0 for one in all. */
const rarityAmong = (changes) => {
	const having = /* @__PURE__ */ new Map();
	for (const change of changes) for (const word of wordsOfChange(change)) having.set(word, (having.get(word) ?? 0) + 1);
	const all = log(Math.max(2, changes.length));
	const rarities = /* @__PURE__ */ new Map();
	for (const [word, count] of having) rarities.set(word, Math.max(0, 1 - log(count) / all));
	return (word) => rarities.get(word) ?? 1;
};
/** A long text meets every change somewhere: its words weigh less than those of the title. */
const textWeight = .5;
const toldBy = (title, text) => new Map([...[...tellingWords(text)].map((word) => [word, textWeight]), ...[...tellingWords(title)].map((word) => [word, 1])]);
const nothingInCommon = {
	share: 0,
	words: []
};
const countedWords = 3;
const overlapWith = (told, change, rarity) => {
	let inCommon = null;
	for (const word of wordsOfChange(change)) {
		const share = told.get(word);
		if (share === void 0) continue;
		const weight = share * rarity(word);
		if (weight <= 0) continue;
		inCommon ??= [];
		inCommon.push({
			word,
			weight
		});
	}
	if (inCommon === null) return nothingInCommon;
	const ranked = inCommon.sort((one, other) => other.weight - one.weight || (one.word < other.word ? -1 : 1)).slice(0, countedWords);
	return {
		share: ranked.reduce((sum, { weight }) => sum + weight, 0) / countedWords,
		words: ranked.map(({ word }) => word)
	};
};

// src/history/incidents/deployed-change.ts
/** Changes that went out, kept so that a cause can be looked up by name and by time. */
const shaKey = (sha) => sha.slice(0, 7).toLowerCase();
const bucket = (map, key, value) => {
	const others = map.get(key);
	if (others) others.push(value);
	else map.set(key, [value]);
};
/** All changes of one repository, in the order they went out. Building sorts; every look-up after is quick. */
var DeployedChanges = class {
	all;
	/** `owner/name`, where known: what another repository's #12 is told apart by. */
	repository;
	#byName = /* @__PURE__ */ new Map();
	#byIncident = /* @__PURE__ */ new Map();
	constructor(changes, repository = null) {
		this.all = [...changes].sort((one, other) => one.at - other.at);
		this.repository = repository?.toLowerCase() ?? null;
		for (const change of this.all) {
			bucket(this.#byName, shaKey(change.sha), change);
			if (change.number !== null) bucket(this.#byName, `#${change.number}`, change);
			for (const incident of change.trailers?.incidents ?? []) bucket(this.#byIncident, incident.toLowerCase(), change);
		}
	}
	/** The newest change a reference names; null where it names none of these. */
	find(reference) {
		if (reference.kind === "ticket") return null;
		if (reference.kind === "sha") return this.#byName.get(shaKey(reference.sha))?.findLast(({ sha }) => sameReference(reference, {
			kind: "sha",
			sha
		})) ?? null;
		return reference.repository !== null && this.repository !== null && reference.repository !== this.repository ? null : this.#byName.get(`#${reference.number}`)?.at(-1) ?? null;
	}
	/** Changes whose trailers say that they mend an incident. */
	mending(incident) {
		return this.#byIncident.get(incident.toLowerCase()) ?? [];
	}
	/** Those that went out from a moment to another, both included, oldest first. */
	between(from, to) {
		return this.all.slice(this.#firstAt(from), this.#firstAt(to + 1));
	}
	#firstAt(seconds) {
		let low = 0;
		let high = this.all.length;
		while (low < high) {
			const middle = low + high >>> 1;
			if (this.all[middle].at < seconds) low = middle + 1;
			else high = middle;
		}
		return low;
	}
};

// src/history/incidents/sentences.ts
/** A text cut into sentences, as post-mortems are written: wrapped lines, list items, headings, cells, quoted programs. */
const abbreviation = /\b(?:e\.g|i\.e|etc|vs|approx|ca|cf|resp|no|St|Mr|Ms|Dr)\.$/i;
const split = (paragraph) => {
	const sentences = [];
	let begun = 0;
	for (const match of paragraph.matchAll(/[.!?](?=["”')\]]*\s+["“'([]*[A-Z#`*‹\d[])/g)) {
		const end = match.index + 1;
		const sentence = paragraph.slice(begun, end);
		if (abbreviation.test(sentence)) continue;
		sentences.push(sentence.trim());
		begun = end;
	}
	sentences.push(paragraph.slice(begun).trim());
	return sentences.filter((sentence) => sentence !== "");
};
const opensItem = /^\s*(?:[-*+]\s+|\d+[.)]\s+|#{1,6}\s|>\s?|\|)/;
/** Longest text that is looked at: what is longer holds logs. */
const readableCharacters = 2e5;
const sentencesOf = (text) => {
	const paragraphs = [];
	let open = "";
	let fenced = false;
	const close = () => {
		if (open.trim() !== "") paragraphs.push(open.trim());
		open = "";
	};
	for (const line of text.slice(0, readableCharacters).split(/\r?\n/)) if (/^\s*(?:```|~~~)/.test(line)) {
		fenced = !fenced;
		close();
	} else if (!fenced) {
		if (line.trim() === "" || opensItem.test(line)) close();
		open += ` ${line.replace(opensItem, "").replaceAll(/\*\*|__|`/g, "")}`;
		if (/^\s*#{1,6}\s/.test(line)) close();
	}
	close();
	return paragraphs.flatMap(split);
};

// src/history/incidents/wording.ts
/**
* The words by which a sentence says that a change did harm, undid it, or was only suspected. Patterns are written over
* text in which changes stand as marks, ‹0›; what is no clear statement is meant to match nothing here.
*/
/** One change, or several in a row: `#1, #2 and PR #3`. */
const changes = "‹\\d+›(?:(?:\\s*,\\s*|\\s+and\\s+|\\s*&\\s*|\\s*,\\s*and\\s+)(?:(?:the\\s+)?(?:pr|pull request|mr|commit)s?\\s+)?‹\\d+›)*";
const changeNoun = "(?:change(?:s|set)?|prs?|pull requests?|mrs?|merge requests?|commits?|sha|revision|deploy(?:s|ment|ments)?|release|roll-?out|merge|upgrade|update|bump|migration|refactor(?:ing)?|patch|push|version)";
const joining = "(?:the|a|an|our|this|that|in|by|of|to|from|with|on|when|merging|deploying|shipping|landing|releasing|rolling|out|bug|regression|error|defect|mistake|typo|leak|fault|config|configuration|setting|query|index|flag|line|code|condition|default|value|job|introduced|added|made|shipped|recent|latest|new|bad|faulty|broken|change-set|was|were|being|is|production|prod|live|staging)";
const freeWord = `(?!(?:fix\\w*|hot-?fix\\w*|resolv\\w*|revert\\w*|mitigat\\w*|roll(?:ed|ing|s)? ?back|rollback\\w*|patched|address\\w*|not|never|until|before|which|but|than|unrelated|follow-?\\w*|track\\w*|see|similar|like|same|as|describ\\w*|report\\w*|document\\w*|issues?|tickets?|and|or|also|missing|lack|absence|without|provider|vendor|upstream)\\b)[\\w'’"/.+%-]+`;
/** Between a cue and the change: nothing but joining words, or words of which one says that a change is meant. */
const bridge = `(?:\\s*:)?\\s*(?:(?:(?:${joining}|${changeNoun})\\s+){0,8}|(?:${freeWord}\\s+){0,6}?${changeNoun}\\s+(?:(?:in|of|to|from|with|by)\\s+)?)\\(?\\s*`;
const harm = "(?:bugs?|regressions?|leaks?|race|deadlocks?|errors?|faults?|problems?|issues?|outages?|incidents?|crash(?:es)?|failures?|failing|downtime|alerts?|timeouts?|loops?|5\\d\\d|5xx|slow\\w*|degrad\\w*|broken|unavailab\\w*|down|typo|exhaust\\w*|spikes?|storm|loss|corrupt\\w*|breakage|misconfigur\\w*)";
const causalBefore = [
	"caused (?:solely |entirely |directly )?by",
	"(?:was|is|were|are|been|be) due to",
	`${harm} (?:\\w+ ){0,3}?introduced (?:by|in|with)`,
	"(?:was|were|been) introduced (?:by|in|with)",
	"triggered by",
	"(?:broken|taken down|brought down|set off|brought about) by",
	"(?:regressed|broke) (?:in|from|since|with)",
	"regression (?:from|since)",
	"root[- ]cause(?: of (?:the|this) \\w+)?(?: is| was|:| =)?",
	"(?:the |actual |real )?culprit(?: is| was|:| turned out to be)",
	"(?:bad|faulty|broken|offending|breaking|guilty|problematic) (?:change|commit|deploy(?:ment)?|release|merge|pr|pull request|push)(?: is| was|:| turned out to be)",
	"(?:the|actual|real) trigger(?: of (?:the|this) \\w+)?(?: is| was|:)",
	"(?:the|actual|real|direct|sole) cause(?: of \\w+ \\w+| of \\w+)?(?: is| was|:| turned out to be)",
	"^cause:",
	"(?:trac|track)ed (?:\\w+ ){0,4}?(?:back |down )?to",
	"bisect\\w*(?: \\w+){0,3} to",
	"(?:stems?|stemmed|resulted|originates?|originated) (?:from|in|with)",
	"(?:was|were|is|are) (?:the|a) (?:direct )?(?:result|consequence) of",
	"caused-by:"
];
/** Words that may as well thank: they blame only where trouble is what they explain. */
const weakBefore = [
	"because of",
	"due to",
	"(?:as a )?(?:result|consequence) of",
	"(?:came|comes|coming) from",
	"thanks to"
];
/** A time only blames where trouble begins in the same breath. */
const temporalCue = "(?:since|after|following|when|as soon as|right after|immediately (?:after|following)) (?:we |we had |the |our |merging |deploying )?(?:merging|merged|deploying|deployed|deployment of|deploy of|merge of|rolling out|rolled out|roll-?out of|release of|releasing|shipping|shipped|upgrade|upgrading|landing|landed)?";
const troubleVerb = "(?:fail(?:s|ed|ing)?|error(?:s|ed)?|broke|broken|crash\\w*|went down|goes down|spik\\w*|rose|jumped|climbed|slow(?:ed|s)?|time(?:d|s)? out|timeouts?|unavailable|degraded|stopped working|leak\\w*|5\\d\\ds?|5xx)";
/** Trouble that ends after a change speaks for it. */
const ending = "(?:recover\\w*|restor\\w*|resolv\\w*|fix\\w*|normal|healthy|stopped(?! working)|dropped|fell|subsid\\w*|went away|gone|mitigat\\w*|clear\\w*|improv\\w*|ceas\\w*|disappear\\w*|ended|over)";
const untilThen = (characters) => `(?:(?!\\b${ending}\\b)[^.;,]){0,${characters}}?`;
const begins = "(?:start(?:s|ed)?|began|begin|begins|appeared|occurred|occurs)";
const harmful = `(?:(?:a|an|the|this|our|some|many|several|that|all|new|high|huge|memory|connection|complete|total|full|widespread)\\s+|\\w+\\s+){0,4}?${harm}`;
const causalAfter = [
	"(?:has |had |have )?caused\\b(?! (?:no|nothing|by|confusion|\\w+ confusion|discussion|debate|concerns?|questions|surprise)\\b)",
	"(?:has |had |have )?(?:broke|broken|breaks)\\b(?! (?:no|nothing)\\b)",
	"(?:took|brought|knocked) (?:\\w+ ){0,3}?(?:down|offline|out)\\b",
	`(?:has |had |have )?(?:introduced|triggered|started|set off|led to|resulted in|brought|added|created|produced) ${harmful}`,
	"(?:is|was|are|were) (?:to blame|responsible|at fault)\\b",
	"(?:is|was|are|were) (?:the |our |a )?(?:actual |real |direct |root |sole |confirmed )?(?:cause|culprit|trigger|root[- ]cause)\\b",
	"(?:is|was|were|are|has been|have been|had been|got) (?:identified|confirmed|found|pinpointed|determined) (?:as|to be) (?:the |a )?(?:root |direct |actual )?(?:cause|culprit|trigger)\\b",
	"failed to deploy\\b",
	"made (?:\\w+ ){1,4}?(?:fail|crash|time out|unavailable|hang)\\b"
];
const afterBridge = `\\)?(?:\\s+\\((?:[^()‹]{0,60})\\))?\\s+(?:(?:${changeNoun}|which|that|had|has|actually|indeed|itself|then|really|to|production|prod|when|deployed|merged|was deployed and|was merged and|and)\\s+){0,4}?`;
/** What stands before a change makes it another thing: the revert of #12 is not #12, nor is issue #12 a change. */
const itself = "(?<!\\b(?:revert(?:ing)?|roll-?back|rolling back|removal|removing|absence|lack|delay|failure|delaying|without|fix|issue|ticket|incident|outage|bug)(?: of| for| to| in| the| pr| pull request| commit| change){0,4} )";
const any = (patterns) => `(?:${patterns.join("|")})`;
/** Groups: `changes` are blamed. */
const blaming = [
	new RegExp(`(?<cue>(?<![\\w-])${any(causalBefore)})${bridge}(?<changes>${itself}${changes})`, "g"),
	new RegExp(`\\b${harm}\\b${untilThen(50)}\\b(?<cue>${any(weakBefore)})${bridge}(?<changes>${itself}${changes})`, "g"),
	new RegExp(`(?<changes>${itself}${changes})${afterBridge}(?<cue>${any(causalAfter)})`, "g"),
	new RegExp(`(?<changes>${itself}${changes}) (?:${freeWord},? ){1,12}?(?<cue>(?:which (?:then )?(?:caused|broke|triggered|led to|took down|resulted in)|causing|breaking|taking down) ${harmful})`, "g"),
	new RegExp(`(?<cue>${any(causalBefore)})\\s*(?:${freeWord}\\s+){0,6}?${changeNoun}\\s+(?:${freeWord}\\s+){0,4}?\\((?<changes>${changes})\\)`, "g"),
	new RegExp(`(?<cue>(?:${begins}${untilThen(60)}|${troubleVerb}${untilThen(40)})\\s${temporalCue})${bridge}(?<changes>${itself}${changes})`, "g"),
	new RegExp(`(?<cue>(?:^|[,;] )${temporalCue})${bridge}(?<changes>${itself}${changes}),? (?![^.;]*\\b${ending}\\b)(?:${freeWord} ){0,6}?${troubleVerb}\\b`, "g")
];
const undone = "(?:revert(?:ing|ed)?|roll(?:ing|ed)? ?back|back(?:ing|ed)? ?out|undoing|undid|taking back|took back)";
const helped = "(?:fixed|fixes|resolved|resolves|restored|restores|solved|solves|cured|cleared|stopped|ended|brought (?:\\w+ ){0,3}?back|made (?:\\w+ ){0,3}?(?:work|recover)|recovered)";
/** That taking a change back helped is the plainest proof there is. */
const proving = [new RegExp(`(?<cue>${undone})${bridge}(?<changes>${changes})[^.;,‹]{0,30}?\\b${helped}\\b`, "g"), new RegExp(`\\b${helped}(?: (?!not\\b)\\w+){0,4}? (?:by|after|once|when|through) (?:we )?(?<cue>${undone})${bridge}(?<changes>${changes})`, "g")];
const repaired = "(?:fix(?:ed|es)?|hot-?fix(?:ed)?|resolv(?:ed|es)|mitigat(?:ed|es|ion)|solv(?:ed|es)|address(?:ed|es)|correct(?:ed|s)|patch(?:ed)?|remed(?:y|ied)|repair(?:ed)?|work(?:ed)?-? ?around|revert(?:ed)?|rolled back|undone|restored|recovered|prevent(?:ed)?|closed?|follow(?:ed)?[- ]up)";
const repairing = [
	new RegExp(`(?<cue>\\b${repaired})\\b(?:\\s+(?!caused|because|due)[\\w'’-]+){0,5}?\\s+(?:by|in|with|via|through|using|after|is|was|merging|deploying)\\s+(?:(?:the|a|our|pr|pull request|mr|commit|change|merging|deploying|landing|in|with|of|merge)\\s+)*\\(?(?<changes>${changes})`, "g"),
	new RegExp(`(?<cue>\\b(?:fix|hot-?fix|patch|follow-?up|mitigation|solution)\\b)(?:\\s+(?:pr|pull request|commit|is|was|in|landed))*\\s*:?\\s*\\(?(?<changes>${changes})`, "g"),
	new RegExp(`(?<changes>${changes})\\)?\\s+(?:(?:has|had|have|then|finally|was|is|were|which|that|will|should|merged|deployed|and|to|also|now)\\s+){0,3}(?<cue>(?:fix(?:es|ed)?(?!\\s+(?:by|in|with|through)\\b)|resolv(?:es|ed|e)(?!\\s+(?:by|in|with|through)\\b)|revert(?:s)?|reverted(?=\\s+(?:the|this|it|that|‹))|mitigat(?:es|ed|e)|roll(?:s|ed) (?:it )?back(?=\\s+(?:the|this|it|that|‹))|address(?:es|ed)?|patch(?:es|ed)?|correct(?:s|ed)?|restor(?:es|ed)|prevent(?:s|ed)?|adds?|added|improv(?:es|ed)|document(?:s|ed)|bumps? the limit|works? around))\\b`, "g")
];
/** A change that was taken back: somebody held it for the cause, rightly or not. */
const undoing = [new RegExp(`(?<cue>\\b${undone})\\b${bridge}(?<changes>${changes})`, "g"), new RegExp(`(?<changes>${changes})\\)?\\s+(?:(?:was|were|is|has been|had been|got|then)\\s+){1,3}(?<cue>reverted|rolled back|backed out|taken back)\\b`, "g")];
/** Nobody is blamed where these stand before or within the statement. */
const withdrawing = /\b(?:not|never|neither|nor|cannot|without|no longer|hardly|rather than|instead of|other than|as opposed to|no (?:evidence|link|relation|connection|sign|proof|reason|indication)|nothing to do)\b|n['’]t\b/;
/** Nobody is sure where these stand before or within the statement. */
const hedging = /\b(?:may|might|maybe|could|can|possibly|perhaps|presumabl[ey]|probabl[ey]|likely|suspect\w*|suspicion|thought|believed?|assum\w+|guess\w*|seem(?:s|ed|ingly)?|appear(?:s|ed) to|apparently|look(?:s|ed) (?:like|as)|hypothes\w+|theor(?:y|ies)|if|whether|would|should|unclear|unsure|wonder\w*|feared|worried|first look|investigat(?:e|es|ing)|first (?:blamed|suspected|accused)|check(?:ed|ing)?|accus\w+|claimed?|rumou?r\w*|blamed? at first|at first|initially|originally|in case|supposed(?:ly)?|alleged(?:ly)?|pretend|imagine|first guess)\b/;
/** What makes a statement tell of something else, wherever it stands: another incident, another environment, a contrast. */
const elsewhere = /\b(?:last (?:year|month|week|quarter|time)|(?:previous|earlier|another|different|prior|other) (?:incident|outage|time)s?|similar to|just like|as in the|(?:in|on) (?:ci|staging|tests?|development|dev|the (?:ci|test|staging)\b)|years? ago|months? ago|drill|exercise|game ?day|rehearsal|simulat\w+)\b|,\s*not\b/;
/** What takes a statement back wherever it stands in the clause. */
const refuting = /\b(?:unrelated|ruled? (?:\w+ ){0,3}?out|exonerat\w+|cleared of|innocent|red herring|coinciden\w+|harmless|irrelevant|false (?:lead|trail|alarm)|wrong(?:ly)?|mistaken(?:ly)?|incorrect(?:ly)?|disprov\w+|dismiss\w+|unlikely|turned out (?:not|otherwise)|no (?:part|role) in|no (?:outage|incident|harm|damage|impact|effect|failures?|downtime)|not (?:the|a) (?:cause|culprit|reason)|nothing to do with|did(?: not|n['’]t) (?:cause|help|resolve|fix))\b|\?/;
/** Where one thought ends and another begins. */
const clauseEnd = /;|\s+[—–-]\s+|,?\s+\b(?:but|however|although|though|whereas|while|yet)\b,?/;

// src/history/incidents/statements.ts
/** Of several things one sentence says of a change the first of these counts. */
const order = [
	"cleared",
	"proved",
	"repairs",
	"said",
	"suspected",
	"mentioned"
];
const relationOf = {
	cleared: "related",
	repairs: "fixed-by",
	said: "caused-by",
	proved: "caused-by",
	suspected: "suspected",
	mentioned: "related"
};
const marksIn = (text) => [...text.matchAll(/‹(\d+)›/g)].map(([, at]) => Number(at));
const matches = (clause, patterns) => patterns.flatMap((pattern) => [...clause.matchAll(pattern)].map((match) => ({
	marks: marksIn(match.groups?.["changes"] ?? ""),
	upToHere: clause.slice(0, match.index + match[0].length)
})));
const judgeClause = (clause, give) => {
	const refuted = refuting.test(clause);
	const unsure = elsewhere.test(clause);
	const each = (patterns, verdict) => {
		for (const { marks, upToHere } of matches(clause, patterns)) for (const at of marks) give(at, verdict(upToHere));
	};
	const weighed = (sure) => (upToHere) => {
		if (refuted || withdrawing.test(upToHere)) return "cleared";
		return unsure || hedging.test(upToHere) ? "suspected" : sure;
	};
	if (refuted) for (const at of marksIn(clause)) give(at, "cleared");
	each(repairing, () => "repairs");
	each(blaming, weighed("said"));
	each(proving, weighed("proved"));
	each(undoing, () => "suspected");
};
/** Nobody writes longer sentences; what is longer was printed by a program, and patterns must stay fast on it. */
const readableSentence = 1200;
const judgeSentence = (sentence) => {
	const { text, found } = markReferences(sentence.slice(0, readableSentence));
	if (found.length === 0) return [];
	const verdicts = found.map(() => /* @__PURE__ */ new Set(["mentioned"]));
	const lower = text.toLowerCase().replaceAll(/\s+/g, " ").trim();
	for (const clause of lower.split(clauseEnd)) judgeClause(clause.trim(), (mark, verdict) => verdicts[mark]?.add(verdict));
	return found.map(({ reference, written }, at) => {
		const verdict = order.find((each) => verdicts[at].has(each)) ?? "mentioned";
		const manner = verdict === "said" || verdict === "proved" ? verdict : "mentioned";
		return {
			reference,
			written,
			relation: relationOf[verdict],
			quote: sentence.trim().slice(0, 400),
			manner
		};
	});
};
const isBlame = ({ relation }) => relation === "caused-by";
/** Whether one place clears, or calls a repair, what another blames: then nobody can tell, and it stays a suspicion. */
const contradicted = (statement, all, cleared) => cleared.some((reference) => sameReference(reference, statement.reference)) || all.some(({ reference, relation }) => relation === "fixed-by" && sameReference(reference, statement.reference));
/** Every change a text names, in the order it names them, with what it says of each. */
const statementsIn = (text) => {
	const sentences = sentencesOf(text).map((sentence) => ({
		sentence,
		statements: judgeSentence(sentence)
	}));
	const all = sentences.flatMap(({ statements }) => statements);
	const cleared = sentences.flatMap(({ sentence, statements }) => refuting.test(sentence.toLowerCase()) ? statements.filter(({ relation }) => relation === "related").map(({ reference }) => reference) : []);
	return all.map((statement) => isBlame(statement) && contradicted(statement, all, cleared) ? {
		...statement,
		relation: "suspected",
		manner: "mentioned"
	} : statement);
};

// src/history/incidents/suspects.ts
const hour = 3600;
const day$1 = 24 * hour;
/** Where a cause is sought. A change applied by hand is often recorded only after it did its harm. */
const searchWindow = {
	before: 7 * day$1,
	after: hour / 4
};
/**
* Weights of the odds, in natural logarithms, set by hand: the real causes at hand are too few to fit them to. Only
* `none` was set so that changes get one incident in five on average where a change of the log caused 12 of 64
* (bench/incident-links.ts).
*/
const weights = {
	/** Per unit of ln(1 + hours since it went out): after a day a twentieth of what it was. */
	age: -1,
	words: 3,
	sameComponent: 1.5,
	/** Both name components and share none. */
	otherComponent: -1,
	/** Taken back while the incident lasted: somebody thought it was this one. */
	revertedMeanwhile: 2,
	/** Named by the incident's own text as suspected. */
	namedSuspect: 2,
	/** A change that takes another back is rarely what broke. */
	isRevert: -1,
	documentsOnly: -2.5,
	/** Went out after the incident was noticed. */
	late: -1,
	risk: .7,
	none: .2
};
/** The model's risk moves the odds by this factor at most either way: it was made for another question. */
const mostRiskFactor = 5;
/** However much speaks for a change, a ranking proves nothing: what it would have beyond this counts for "no change". */
const mostSuspicion = .6;
const documentPath = /(?:^|\/)(?:docs?|documentation)\/|\.(?:md|rst|adoc|txt)$|(?:^|\/)(?:README|CHANGELOG|LICENSE)[^/]*$/i;
const spell = (seconds) => {
	const minutes = Math.round(Math.abs(seconds) / 60);
	if (minutes < 60) return `${minutes} min`;
	return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
};
const ageWeight = (seconds) => weights.age * log1p(Math.abs(seconds) / hour) + (seconds < 0 ? weights.late : 0);
const ageFactor = (seconds) => ({
	kind: "age",
	weight: ageWeight(seconds),
	tell: () => seconds < 0 ? `went out ${spell(seconds)} after it was noticed` : `went out ${spell(seconds)} before`
});
const normal = (name) => name.toLowerCase().replaceAll(/[^a-z\d]/g, "");
const knownPlaces = /* @__PURE__ */ new WeakMap();
/** Components of the catalogue and folders of changed files; asked for by every incident near the change. */
const placesOf = (change) => {
	const known = knownPlaces.get(change);
	if (known !== void 0) return known;
	const places = /* @__PURE__ */ new Set([...change.components.map(normal), ...change.paths.slice(0, 50).flatMap((path) => path.split("/").slice(0, -1).map(normal))]);
	knownPlaces.set(change, places);
	return places;
};
const disturbedBy = ({ components }) => components.map((name) => ({
	name,
	key: normal(name)
})).filter(({ key }) => key !== "");
const componentFactor = (disturbed, change) => {
	if (disturbed.length === 0) return null;
	const places = placesOf(change);
	const shared = disturbed.find(({ key }) => places.has(key));
	if (shared !== void 0) return {
		kind: "component",
		weight: weights.sameComponent,
		tell: () => `touches ${shared.name}, which is disturbed`
	};
	if (change.components.length === 0) return null;
	return {
		kind: "component",
		weight: weights.otherComponent,
		tell: () => `touches ${change.components[0]}, not what is disturbed`
	};
};
const wordFactor = ({ share, words }) => words.length === 0 ? null : {
	kind: "words",
	weight: weights.words * share,
	tell: () => `shares the words ${words.join(", ")} with it`
};
const riskFactor = (risk, usual) => {
	if (risk === null || !(usual > 0) || !(risk > 0)) return null;
	const times = risk / usual;
	const factor = Math.max(1 / mostRiskFactor, Math.min(mostRiskFactor, times));
	return {
		kind: "risk",
		weight: weights.risk * log(factor),
		tell: () => `scored ${(risk * 100).toFixed(1)} %, ${times >= 1 ? `×${times.toFixed(1)} the usual of these` : "less than usual of these"}`
	};
};
const takenBackFactor = ({ revertedAt }, noticed, over) => {
	return revertedAt !== null && revertedAt >= noticed && revertedAt <= over + hour ? {
		kind: "reverted",
		weight: weights.revertedMeanwhile,
		tell: () => `was taken back ${spell(revertedAt - noticed)} after it was noticed`
	} : null;
};
const revertFactor = ({ isRevert }) => isRevert ? {
	kind: "revert",
	weight: weights.isRevert,
	tell: () => "takes another change back"
} : null;
const documentFactor = ({ paths }) => paths.length > 0 && paths.every((path) => documentPath.test(path)) ? {
	kind: "documents",
	weight: weights.documentsOnly,
	tell: () => "touches documentation only"
} : null;
const namedFactor = (isNamed) => isNamed ? {
	kind: "named",
	weight: weights.namedSuspect,
	tell: () => "is suspected in its own words"
} : null;
/** The middle risk of those that have one; half of them are below it. */
const usualRisk = (changes) => {
	const risks = changes.flatMap(({ risk }) => risk === null ? [] : [risk]).sort((one, other) => one - other);
	return risks[Math.floor(risks.length / 2)] ?? 0;
};
/**
* Where changes go out all day, some are always recent: all of them together, before anything else is known of them,
* are given no more odds than "no change" has.
*/
const crowding = (candidates, noticed) => {
	const recent = candidates.reduce((sum, { at }) => sum + exp(ageWeight(noticed - at)), 0);
	return Math.min(1, exp(weights.none) / Math.max(recent, Number.MIN_VALUE));
};
/** Ranks the changes that went out before an incident. Pure: risk and time come with the arguments. */
const rankSuspects = (incident, changes, { until = Number.POSITIVE_INFINITY, named = [], rarity, limit = 5 } = {}) => {
	const noticed = noticedAt(incident) ?? until;
	if (!Number.isFinite(noticed)) return {
		suspects: [],
		noChange: 1,
		considered: 0
	};
	const candidates = changes.between(noticed - searchWindow.before, Math.min(until, noticed + searchWindow.after)).slice(-500);
	const told = toldBy(incident.title, incident.text ?? "");
	const rare = rarity ?? rarityAmong(candidates);
	const disturbed = disturbedBy(incident);
	const over = incident.resolvedAt === void 0 ? Number.POSITIVE_INFINITY : Date.parse(incident.resolvedAt) / 1e3;
	const usual = usualRisk(candidates);
	const crowded = crowding(candidates, noticed);
	const factorsOf = (change) => [
		ageFactor(noticed - change.at),
		wordFactor(overlapWith(told, change, rare)),
		componentFactor(disturbed, change),
		riskFactor(change.risk, usual),
		takenBackFactor(change, noticed, over),
		revertFactor(change),
		documentFactor(change),
		namedFactor(named.includes(change))
	];
	const scored = candidates.map((change) => {
		let sum = 0;
		for (const factor of factorsOf(change)) sum += factor?.weight ?? 0;
		return {
			change,
			odds: crowded * exp(sum)
		};
	});
	const none = exp(weights.none);
	const total = scored.reduce((sum, { odds }) => sum + odds, none);
	const ranked = scored.sort((one, other) => other.odds - one.odds || other.change.at - one.change.at);
	return {
		suspects: ranked.slice(0, limit).map(({ change, odds }) => ({
			change,
			probability: Math.min(mostSuspicion, odds / total),
			reasons: factorsOf(change).filter((factor) => factor !== null).sort((one, other) => other.weight - one.weight).map(({ kind, weight, tell }) => ({
				kind,
				weight,
				sentence: tell()
			}))
		})),
		noChange: none / total + Math.max(0, (ranked[0]?.odds ?? 0) / total - mostSuspicion),
		considered: candidates.length
	};
};

// src/history/incidents/links.ts
/**
* What ties an incident to changes. Plain words come first and confirm: a field, a trailer, a label, a sentence, a change
* taken back while the incident lasted that is about the same thing. Only where nothing confirms is anybody suspected,
* three at most, and where no change stands out nobody is: that is the commonest right answer.
*/
/** How sure each kind of evidence makes us. */
const linkConfidences = {
	field: .95,
	trailer: .95,
	sentence: .95,
	"revert-helped": .8,
	"reverted-meanwhile": .7
};
const mostSuspects$1 = 3;
/** Less likely than this it is not worth a person's time. */
const leastSuspicion = .2;
const secondsOf = (moment) => moment === void 0 ? null : Date.parse(moment) / 1e3;
/** What went out after it was over cannot have caused it, whatever the words say. */
const inTime = (incident, change) => {
	const over = secondsOf(incident.resolvedAt) ?? secondsOf(incident.closedAt);
	return over === null || incident.doubts.includes("negative-duration") || change.at <= over;
};
const blamedBy = (incident, statements, changes) => {
	const found = [];
	const elsewhere = [];
	const add = (change, written, rule, detail) => {
		if (change === null) elsewhere.push(written);
		else if (inTime(incident, change)) found.push({
			change,
			rule,
			detail
		});
	};
	for (const { reference: written, relation, quote } of incident.changes) {
		if (relation !== "caused-by") continue;
		const reference = readReference(written);
		if (reference !== null && reference.kind !== "ticket") add(changes.find(reference), written, "field", quote);
	}
	for (const { reference, written, relation, manner, quote } of statements) if (relation === "caused-by" && reference.kind !== "ticket") add(changes.find(reference), written, manner === "proved" ? "revert-helped" : "sentence", quote);
	for (const repair of changes.mending(incident.id)) for (const reference of repair.trailers?.causedBy ?? []) add(changes.find(reference), repair.change, "trailer", `Caused-by in ${repair.change}, which mends ${incident.id}`);
	return {
		found,
		elsewhere: [...new Set(elsewhere)]
	};
};
/** Taken back while it lasted, and about the same thing; taken back alone, it may only have been suspected. */
const revertedMeanwhile = (incident, changes, rarity) => {
	const noticed = noticedAt(incident);
	const over = secondsOf(incident.resolvedAt);
	if (noticed === null || over === null || over < noticed) return [];
	const told = toldBy(incident.title, "");
	return changes.between(noticed - 259200, noticed + searchWindow.after).filter(({ revertedAt }) => revertedAt !== null && revertedAt >= noticed && revertedAt <= over + 3600).flatMap((change) => {
		const { words } = overlapWith(told, change, rarity ?? (() => 1));
		return words.length === 0 ? [] : [{
			change,
			rule: "reverted-meanwhile",
			detail: `taken back while it lasted; both are about ${words.join(", ")}`
		}];
	});
};
const confirmedLinks = (incident, all) => {
	const byChange = /* @__PURE__ */ new Map();
	for (const each of all) byChange.set(each.change, [...byChange.get(each.change) ?? [], each]);
	return [...byChange].map(([change, evidence]) => ({
		incident: incident.id,
		change,
		relation: "caused-by",
		state: "confirmed",
		confidence: Math.max(...evidence.map(({ rule }) => linkConfidences[rule])),
		evidence: evidence.map(({ rule, detail }) => ({
			rule,
			detail
		}))
	}));
};
const suspectedLinks = (incident, { suspects, noChange }) => suspects.slice(0, mostSuspects$1).filter(({ probability }) => probability >= leastSuspicion && probability >= noChange / 3).map(({ change, probability, reasons }) => ({
	incident: incident.id,
	change,
	relation: "caused-by",
	state: "suspect",
	confidence: probability,
	evidence: reasons.map(({ sentence }) => ({
		rule: "ranking",
		detail: sentence
	}))
}));
/** Ties one incident to the changes of a repository. Planned maintenance is tied to nothing. */
const linkIncident = (incident, changes, options = {}) => {
	const nobody = {
		suspects: [],
		noChange: 1,
		considered: 0
	};
	if (incident.kind === "maintenance") return {
		links: [],
		suspicion: nobody,
		elsewhere: []
	};
	const statements = statementsIn(incident.text ?? "");
	const { found, elsewhere } = blamedBy(incident, statements, changes);
	const confirmed = confirmedLinks(incident, [...found, ...revertedMeanwhile(incident, changes, options.rarity)]);
	const named = statements.flatMap(({ reference, relation }) => relation === "suspected" ? changes.find(reference) ?? [] : []);
	const suspicion = rankSuspects(incident, changes, {
		...options,
		named
	});
	return {
		links: confirmed.length > 0 || elsewhere.length > 0 ? confirmed : suspectedLinks(incident, suspicion),
		suspicion,
		elsewhere
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

// src/sources/deployed-changes.ts
/** What landed on a line of git within a time, as far as a cause is sought among it; when each was taken back. */
/** More than this in the window is another kind of repository; the newest count. */
const mostParts = 5e3;
const nameOf = ({ number, sha }) => number === null ? sha.slice(0, 8) : `#${number}`;
/** The time of the first later part that says it takes each part back, by place in the list. */
const takenBack = (parts) => {
	const times = /* @__PURE__ */ new Map();
	for (const [later, { reverts, time, purpose }] of parts.entries()) {
		if ((purpose & purposes.reland) !== 0) continue;
		const isMeant = ({ inner, number, title }) => reverts.shas.some((sha) => inner.some((each) => each.startsWith(sha))) || number !== null && reverts.numbers.includes(number) || reverts.title !== null && bareTitle(title) === reverts.title;
		const target = reverts.shas.length > 0 || reverts.numbers.length > 0 || reverts.title !== null ? parts.slice(0, later).findLastIndex(isMeant) : -1;
		if (target >= 0 && !times.has(target)) times.set(target, time);
	}
	return times;
};
/** Reads what landed from one moment to another on the first-parent line of `head`. */
const readLandedChanges = async (request) => {
	const { repository, head, from, to } = request;
	const { git } = repository;
	const line = [...await readLine(git, head)].reverse();
	const positions = new Map(line.map(({ sha }, at) => [sha, at]));
	const positionOf = (sha) => positions.get(sha) ?? null;
	let time = 0;
	const times = line.map(({ committedAt }) => {
		time = Math.max(time, committedAt);
		return time;
	});
	const last = times.findLastIndex((each) => each <= to);
	const first = Math.max(times.findIndex((each) => each >= from), last - mostParts + 1);
	if (last < 0 || first < 0 || first > last || times[first] < from) return {
		changes: [],
		positionOf
	};
	const wanted = line.slice(first, last + 1);
	const before = wanted[0].parents[0] ?? null;
	const tip = wanted.at(-1).sha;
	const commits = /* @__PURE__ */ new Map();
	const trailers = /* @__PURE__ */ new Map();
	const hash = authorHash("");
	await readCommits(git, before === null ? [tip] : [tip, `^${before}`], (commit) => {
		commits.set(commit.sha, factsOf(commit, hash));
		const said = trailersIn(commit.message);
		if (said !== null) trailers.set(commit.sha, said);
	});
	const shas = wanted.map(({ sha }) => sha);
	const parts = [...partsOf(shas, commits, first > 0 ? times[first - 1] : 0)];
	const pairs = wanted.map(({ sha, parents }) => ({
		sha,
		parent: parents[0] ?? null
	}));
	const paths = [];
	for await (const block of readDifferences(git, pairs, { linesExpected: false })) for (const { files } of block) paths.push(files.map(({ path }) => path));
	const reverted = takenBack(parts);
	return {
		changes: parts.map((part, at) => ({
			change: nameOf(part),
			sha: part.sha,
			number: part.number,
			at: part.time,
			title: bareTitle(part.title),
			paths: paths[at] ?? [],
			components: [],
			risk: null,
			revertedAt: reverted.get(at) ?? null,
			isRevert: (part.purpose & purposes.revert) !== 0,
			trailers: part.inner.map((sha) => trailers.get(sha)).find((said) => said !== void 0) ?? null,
			position: first + at
		})),
		positionOf
	};
};

// src/commands/suspects/incident-choice.ts
/** The one incident that is asked about, out of a file that may hold many. */
/** `FILE` or `FILE#ID`; a name with a hash in it that is there as a file is that file. */
const splitName = (named, isFile) => {
	if (isFile(named)) return {
		path: named,
		id: null
	};
	for (let at = named.lastIndexOf("#"); at > 0; at = named.lastIndexOf("#", at - 1)) if (isFile(named.slice(0, at))) return {
		path: named.slice(0, at),
		id: named.slice(at + 1)
	};
	return {
		path: named,
		id: null
	};
};
const contentOf = (path) => {
	try {
		const bytes = readFileSync(path);
		return (bytes[0] === 31 && bytes[1] === 139 ? gunzipSync(bytes) : bytes).toString("utf8");
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new UsageError(`suspects --incident ${path}: cannot be read (${why}); name a file, or FILE#ID`, { cause });
	}
};
/** GitHub writes #88, people leave the hash out. */
const sameId = (one, other) => one.replace(/^#/, "").toLowerCase() === other.replace(/^#/, "").toLowerCase();
const named = (incidents) => incidents.slice(0, 5).map(({ id }) => id).join(", ");
const newestFirst = (incidents) => [...incidents].sort((one, other) => (other.startedAt ?? "") < (one.startedAt ?? "") ? -1 : 1);
const choose = (path, incidents, id) => {
	if (id !== null) {
		const found = incidents.find((incident) => sameId(incident.id, id));
		if (found !== void 0) return found;
		throw new UsageError(`suspects --incident ${path}#${id}: there is no such incident; there are ${named(newestFirst(incidents))}`);
	}
	const open = incidents.filter(({ resolvedAt, closedAt }) => resolvedAt === void 0 && closedAt === void 0);
	const only = incidents.length === 1 ? incidents : open;
	if (only.length === 1) return only[0];
	throw new UsageError(`suspects --incident ${path}: holds ${incidents.length} incidents, ${open.length} of them open; name one with ${path}#ID: ${named(newestFirst(open.length > 0 ? open : incidents))}`);
};
/** Reads the incident that `FILE[#ID]` names. Throws `UsageError` where the name fits none, `SourceError` for no incident. */
const readNamedIncident = (wanted) => {
	const { path, id } = splitName(wanted, existsSync);
	const { incidents, unusable } = importIncidents([{
		name: path,
		content: contentOf(path)
	}]);
	if (incidents.length === 0) throw new SourceError(unusable[0] ?? `${path}: holds no incident`);
	return {
		incident: choose(path, incidents.map(({ incident }) => incident), id),
		notes: unusable
	};
};

// src/commands/suspects/recorded.ts
/** What the ledger knows of changes: when they were deployed, and what the gate thought of them. */
const partsIn = ({ body }) => {
	const result = body["result"];
	return (Array.isArray(result?.parts) ? result.parts : []).flatMap(({ sha, risk }) => typeof sha === "string" && typeof risk === "number" ? [{
		sha,
		risk
	}] : []);
};
/** A deployment that failed put nothing out; one that says nothing of how it went is taken to have gone well. */
const hasSucceeded = ({ body }) => body["state"] === void 0 || body["state"] === "success" || body["state"] === "succeeded";
/** Reads what was known at a moment. A ledger that cannot be read is a note: the ranking goes on without it. */
const readRecorded = async (ledger, environment, until) => {
	const deployments = [];
	const risks = /* @__PURE__ */ new Map();
	try {
		for await (const record of ledger.read({ kinds: ["deployment", "decision"] })) {
			const at = Date.parse(record.at) / 1e3;
			if (at > until) continue;
			if (record.kind === "decision") for (const { sha, risk } of partsIn(record)) risks.set(sha, risk);
			const sha = record.body["sha"];
			if (record.kind === "deployment" && record.environment === environment && typeof sha === "string" && hasSucceeded(record)) deployments.push({
				sha,
				at
			});
		}
		return {
			deployments: deployments.sort((one, other) => one.at - other.at),
			risks,
			notes: ledger.notes
		};
	} catch (error) {
		if (!(error instanceof SourceError || error instanceof UsageError)) throw error;
		return {
			deployments: [],
			risks,
			notes: [`ranked without the ledger: ${error.message}`]
		};
	}
};

// src/commands/suspects/suspects.ts
/** Which change most likely caused an incident: asked in the night, answered from what this clone and its ledger know. */
const day = 86400;
/** A part may wait so long between landing and deployment. */
const longestWait = 30 * day;
/** Reverts and repairs are read so far behind the moment of notice. */
const aftermath = 14 * day;
const iso = (seconds) => `${(/* @__PURE__ */ new Date(seconds * 1e3)).toISOString().slice(0, 19)}Z`;
const catalogueOf = async (repository, head) => {
	const policy = await policyAt(repository, head);
	if (policy === null) return {
		components: [],
		notes: []
	};
	try {
		return {
			components: (await parseConfiguration(policy.text, policy.path)).components,
			notes: []
		};
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return {
			components: [],
			notes: [`ranked without components: ${error.message.split("\n")[0]}`]
		};
	}
};
/** When a part went out: with the first deployment that holds it. Null where deployments are recorded and none does. */
const wentOut = ({ at, position }, { deployments }, positionOf) => {
	const [first] = deployments;
	if (first === void 0 || at < first.at) return at;
	return deployments.find(({ sha }) => (positionOf(sha) ?? -1) >= position)?.at ?? null;
};
const withKnowledge = ({ changes, positionOf }, recorded, components) => changes.flatMap((change) => {
	const at = wentOut(change, recorded, positionOf);
	if (at === null) return [];
	return [{
		...change,
		at,
		risk: recorded.risks.get(change.sha) ?? null,
		components: components.length === 0 ? [] : matchComponents({ components }, change.paths).components
	}];
});
const facts = ({ change, sha, title, at, revertedAt }) => ({
	change,
	sha,
	title,
	at: iso(at),
	...revertedAt === null ? {} : { revertedAt: iso(revertedAt) }
});
const withoutText = ({ text: _, ...incident }) => incident;
const suspects = async (request) => {
	const { incident, notes } = readNamedIncident(request.incident);
	const repository = await openRepository(request.directory, request.processEnvironment);
	try {
		const head = await resolveCommit(repository.git, "HEAD", "HEAD");
		if (head === null) throw new UsageError("suspects: the branch has no commit yet, so there is nobody to suspect");
		const until = Math.floor(request.at.getTime() / 1e3);
		const noticed = Math.min(noticedAt(incident) ?? until, until);
		const ledger = openLedger(request.ledger, {
			baseDirectory: repository.workTree ?? repository.gitDirectory,
			defaultDirectory: join(repository.commonDirectory, "change-risk"),
			witnessFile: join(repository.commonDirectory, "change-risk-witness.json")
		});
		const [catalogue, recorded, landed] = await Promise.all([
			catalogueOf(repository, head),
			readRecorded(ledger, incident.environment, until),
			readLandedChanges({
				repository,
				head,
				from: noticed - searchWindow.before - longestWait,
				to: Math.min(until, noticed + aftermath)
			})
		]);
		const known = withKnowledge(landed, recorded, catalogue.components);
		const changes = new DeployedChanges(known, pageOf(repository));
		const { links, suspicion, elsewhere } = linkIncident(incident, changes, {
			until,
			rarity: rarityAmong(known),
			limit: request.limit
		});
		const confirmed = links.filter(({ state }) => state === "confirmed");
		const sure = confirmed.reduce((most, { confidence }) => Math.max(most, confidence), 0);
		const named = [...confirmed.map(({ change, confidence, evidence }) => ({
			...facts(change),
			probability: confidence,
			state: "confirmed",
			reasons: evidence.map(({ detail }) => detail)
		})), ...suspicion.suspects.filter(({ change }) => !confirmed.some((link) => link.change === change)).map(({ change, probability, reasons }) => ({
			...facts(change),
			probability: probability * (1 - sure),
			state: "suspect",
			reasons: reasons.map(({ sentence }) => sentence)
		}))];
		return {
			schema: 1,
			incident: withoutText(incident),
			noChange: suspicion.noChange * (1 - sure),
			suspects: named.slice(0, request.limit),
			considered: suspicion.considered,
			elsewhere,
			notes: [
				...notes,
				...catalogue.notes,
				...recorded.notes
			]
		};
	} finally {
		repository.objects.end();
	}
};

// src/report/suspects.ts
/** Suspects as a responder reads them at night: who, how likely, why, and how to take it back. */
const titleLength = 60;
const cut = (text) => text.length > titleLength ? `${text.slice(0, 59)}…` : text;
const percent = (probability) => `${Math.round(probability * 100)} %`.padStart(6);
const minute = (moment) => `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`;
const counted = (number) => `${number} change${number === 1 ? "" : "s"}`;
const noticed = ({ detectedAt, startedAt }) => {
	const moment = detectedAt ?? startedAt;
	return moment === void 0 ? "no time is known" : `noticed ${minute(moment)}`;
};
const suspectLines = ({ change, title, at, probability, state, reasons }) => [`${percent(probability)}  ${change}  ${cut(neutralise(title))}${state === "confirmed" ? "  CONFIRMED" : ""}`, `        out ${minute(at)} · ${reasons.slice(0, 4).map(neutralise).join(" · ")}`];
const isLikelier = (suspect, noChange) => suspect !== void 0 && (suspect.state === "confirmed" || suspect.probability > noChange);
const verdict = ({ suspects, noChange, considered, elsewhere }) => {
	const [first] = suspects;
	if (elsewhere.length > 0 && first?.state !== "confirmed") return `  Its own words blame ${elsewhere.map(neutralise).join(", ")}, which did not land here in the weeks before.`;
	if (considered === 0 && first === void 0) return "  No change went out in the seven days before: look elsewhere.";
	if (first?.state === "confirmed") return `  ${first.change} is named as the cause.`;
	return isLikelier(first, noChange) ? `  Look at ${first.change} first.` : "  Most likely no change here caused it: look at load, providers, expiry and hands as well.";
};
const wayBack = ({ sha, revertedAt }) => revertedAt === void 0 ? `  Take back   git revert --no-edit ${sha.slice(0, 12)}` : `  Taken back  ${minute(revertedAt)}; does it still hurt?`;
/** That an incident has no end yet is no doubt while it lasts. */
const doubtLines = ({ doubts }) => {
	const said = doubts.filter((doubt) => doubt !== "no-resolved-time").map((doubt) => doubtMeanings[doubt]);
	return said.length > 0 ? [`  In doubt    ${said.join(" · ")}`] : [];
};
/** The screen of `suspects`; no colours, for it is copied into chats. */
const renderSuspects = (told) => {
	const { incident, suspects, noChange, considered, notes } = told;
	const [first] = suspects;
	return [
		`${neutralise(incident.id)}  ${cut(neutralise(incident.title))}: ${noticed(incident)}`,
		verdict(told),
		...suspects.flatMap(suspectLines),
		`${percent(noChange)}  no change of the ${counted(considered)} looked at`,
		...isLikelier(first, noChange) ? [wayBack(first)] : [],
		...doubtLines(incident),
		...notes.map((note) => `  Note        ${neutralise(note)}`),
		""
	].join("\n");
};

// src/main/suspects.ts
/** `suspects` on the command line. */
const text = (values, name) => {
	const value = values[name];
	return typeof value === "string" ? value : void 0;
};
const mostSuspects = 100;
const limitOf = (values) => {
	const given = text(values, "limit") ?? "5";
	const limit = Number(given);
	if (!/^\d+$/.test(given) || limit < 1 || limit > mostSuspects) throw new UsageError(`suspects --limit ${given}: must be a whole number from 1 to ${mostSuspects}`);
	return limit;
};
const runSuspects = async (values, shell) => {
	const incident = text(values, "incident");
	if (incident === void 0) throw new UsageError("suspects: say which incident, as in --incident FILE or --incident FILE#ID");
	const moment = text(values, "at");
	const at = momentOf(moment === void 0 ? {} : { now: moment }, shell.now, (written) => {
		throw new UsageError(`suspects --at ${written}: is no moment; write it as 2026-11-21T10:00:00Z`);
	});
	const ledger = text(values, "ledger");
	const answer = await suspects({
		directory: text(values, "repository") ?? shell.directory,
		incident: resolve(shell.directory, incident),
		...ledger === void 0 ? {} : { ledger },
		at,
		limit: limitOf(values),
		processEnvironment: shell.environment
	});
	shell.print(values["json"] === true ? `${JSON.stringify(answer, null, 2)}\n` : renderSuspects(answer));
	return 0;
};

export { runSuspects };
