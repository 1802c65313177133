import { I as settledByApproval } from "./main-gate.js";
import { a as mention, r as link, t as codeSpan } from "./report-escaping.js";
import { C as sayRise, cn as formatPlural, dn as roundShare, fn as formatCount, ln as formatShare, on as formatInterval, sn as formatPercent, w as sayMissing } from "./commands-gate-gate.js";
import { t as sayCertificate } from "./report-certificate.js";
import { i as sayPast, n as sayComing } from "./report-times.js";
import { a as openSentence, c as sayChange, d as shortSha, i as joinNames, l as sayExtent, n as endSentence, o as restRisk, r as isAboveLimit, s as rowsToShow, t as capitalise } from "./report-phrases.js";
import { _ as sayTrack, a as sayAssumed, c as sayKnown, d as sayLimit, f as sayLower, i as isScored, l as sayLikeness, m as sayOdds, n as isIdle, o as sayBudgets, p as sayNext, r as isOff, s as sayEnforced, v as sayUnseen } from "./report-sentences.js";
import { n as isUnjudged, r as sayHeadline, t as isObserving } from "./report-comment-headline.js";
import { a as referNumber, i as referFile, o as referPart, r as referCommit, t as escapeWords } from "./report-comment-page.js";
import { a as splitShares, i as partReasons, n as chooseReasons, r as contextReasons, t as changeReasons } from "./report-reasons.js";

// src/report/comment-reasons.ts
/** "**×2.4** ledger/post.ts was in 3 of the last 9 failed changes · **×1.9** 260 lines · **×0.86** 28 smaller reasons". */
const listReasons = (reasons) => reasons.map(({ factor, sentence }) => `**${factor}** ${sentence}`).join(" · ");
/** The main ones of all, in a row. */
const sayReasons = (contributions, most, whole) => listReasons(chooseReasons(contributions, most, whole));

// src/report/comment-request.ts
const mostPeople = 3;
const mostFiles$1 = 3;
const nobodyColumns = 240;
/** Somebody asks for a review, and it holds something. */
const isAsking = ({ raw }) => raw.mode === "enforce" && raw.decision === "review";
const nameOf = (asked) => "team" in asked ? asked.team : asked.login;
const call = (name, calls) => calls ? mention(name) : escapeWords(name);
/** "`post.ts` (212 of 260 lines)": how much of the work this file is. */
const sayFile = (page, { lines, path }, changedLines) => {
	const file = referFile(page, path);
	if (lines === void 0) return file;
	const of = changedLines !== void 0 && changedLines > lines ? ` of ${formatCount(changedLines)}` : "";
	return `${file} (${formatCount(lines)}${of} ${lines === 1 && of === "" ? "line" : "lines"})`;
};
const sayFiles = (page, files, changedLines) => joinNames(files.map((file) => sayFile(page, file, changedLines)), mostFiles$1);
/** The pull request on which the comment stands needs no number there. */
const isHere = ({ view }, { id }) => view.key === "pull-request" || view.merged !== void 0 && id === `#${view.merged.number}`;
/** On an open pull request the files that drive its risk most; else it as a whole. */
const sayHere = (page) => {
	const [first] = page.view.key === "pull-request" ? page.view.files ?? [] : [];
	return first === void 0 ? "this pull request" : referFile(page, first.path);
};
/** The changes that want a reader, where nobody said which files do. */
const sayParts = (page) => {
	const { change, risk } = page.raw;
	const wanted = change.parts.filter((part) => isAboveLimit(part, risk.limit) || change.parts.length === 1);
	return isScored(page.raw) ? joinNames(wanted.map((part) => isHere(page, part) ? sayHere(page) : referPart(page, part)), mostFiles$1) : "";
};
/** People with the same files are asked in one breath: any of them will do. */
const groupByFiles = (people) => {
	const groups = /* @__PURE__ */ new Map();
	for (const asked of people) {
		const files = JSON.stringify(asked.files.map(({ path }) => path));
		groups.set(files, [...groups.get(files) ?? [], asked]);
	}
	return [...groups.values()];
};
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const askGroup = (page, group, request, calls) => {
	const files = sayFiles(page, group[0]?.files ?? [], request.changedLines);
	const what = files === "" ? sayParts(page) : files;
	const people = joinNames(group.map((asked) => call(nameOf(asked), calls)), mostPeople, "or");
	const read = what === "" ? "please review" : `read ${what}`;
	return people === "" ? capital(read) : `${people}: ${read}`;
};
/** "**@mira: read `post.ts` (212 of 260 lines).**"; empty where nobody is asked for anything. */
const sayAsked = (page, calls) => {
	if (!isAsking(page)) return "";
	const request = page.view.request ?? {
		people: [],
		approve: {
			review: false,
			replies: []
		}
	};
	const groups = groupByFiles(request.people.slice(0, mostPeople));
	return `**${(groups.length === 0 ? [[]] : groups).map((group) => askGroup(page, group, request, calls)).join(". ")}.**`;
};
/** "Approve this pull request, or reply `.approve 3f9c2d1a`. It then deploys with no second question." */
const sayHowToAnswer = (page) => {
	const { merged, request } = page.view;
	if (!isAsking(page) || request === void 0) return "";
	const { replies, review } = request.approve;
	const typed = replies.slice(0, 4).map((reply) => codeSpan(`${page.view.prefix ?? "."}${reply}`));
	const reply = typed.length === 0 ? [] : [`reply ${typed.join(" · ")}`];
	const ways = [...review ? ["approve this pull request"] : [], ...reply];
	if (ways.length === 0) return "";
	const then = merged === void 0 ? " It then deploys with no second question." : " The deployment then goes on by itself.";
	return `${capital(ways.join(", or "))}.${settledByApproval.includes(page.raw.rule) ? then : ""}`;
};
/** "Still missing: 1 approval of acme/release-leads."; empty where anybody's would do. */
const sayStillMissing = (page) => {
	if (!isAsking(page)) return "";
	const { parts } = page.raw.change;
	const lacking = parts.filter(({ missing = [] }) => missing.length > 0).map((part) => {
		const whose = sayMissing(part.missing ?? []).map((text) => escapeWords(text.replaceAll("@", "")));
		return `${joinNames(whose, mostPeople)}${parts.length === 1 || isHere(page, part) ? "" : ` on ${referPart(page, part)}`}`;
	});
	return lacking.length === 0 ? "" : `Still missing: ${joinNames(lacking, mostFiles$1)}.`;
};
/** Why a deployment asks on a pull request that is long merged. */
const sayWaiting = (page) => {
	const { merged } = page.view;
	if (merged === void 0 || !isAsking(page)) return "";
	const { change } = page.raw;
	const id = `#${merged.number}`;
	const share = change.parts.find((candidate) => candidate.id === id) === void 0 || change.parts.length < 2 ? "" : `, one of its ${formatCount(change.parts.length)} changes`;
	return `A deployment to ${page.safe.environment} waits for a word on ${referNumber(page.view.links, id)}${share}.`;
};
/** What happens while nobody answers. */
const sayNoAnswer = ({ raw, view }) => {
	const { request } = view;
	if (request === void 0 || raw.mode !== "enforce" || raw.decision !== "review") return null;
	const waits = view.key === "pull-request" ? "only this change waits" : "this deployment waits";
	const { deadline } = request;
	if (deadline === void 0) return waits;
	const next = deadline.asks.map((name) => escapeWords(name)).filter((name) => name !== "");
	const whom = next.length === 0 ? "the next who knows these files is" : `${joinNames(next, mostPeople, "or")} ${next.length === 1 ? "is" : "are"}`;
	return `${waits}; ${sayComing(deadline.at, raw.at)} ${whom} asked`;
};
/**
* "Asked yesterday, without an answer: mira. jonas passed it on."; nobody of them is called by name again. Of a question
* that names nobody, why.
*/
const sayAskedBefore = (page) => {
	const { request } = page.view;
	if (!isAsking(page) || request === void 0) return "";
	const { earlier, nobody, passed = [] } = request;
	const names = (list) => joinNames(list.map((name) => escapeWords(name)), mostPeople);
	return [
		earlier === void 0 || earlier.names.length === 0 ? "" : `Asked ${sayPast(earlier.since, page.raw.at)}, without an answer: ${names(earlier.names)}.`,
		passed.length === 0 ? "" : `${names(passed)} passed it on.`,
		nobody === void 0 ? "" : `Nobody is asked by name: ${escapeWords(nobody, nobodyColumns)}.`
	].filter((text) => text !== "").join(" ");
};
/** "why mira: knows this file, 1 open request": for the small print. */
const sayWhyThem = ({ view }) => {
	const people = (view.request?.people ?? []).slice(0, mostPeople).filter(({ why }) => why !== "");
	const only = view.request?.people.length === 1;
	return people.map((asked) => `why ${only ? "you" : escapeWords(nameOf(asked))}: ${escapeWords(asked.why)}`).join(" · ") || null;
};

// src/report/comment-closing.ts
const fewest = 10;
const say = (label, text) => text === null || text === "" ? null : `**${label}:** ${endSentence(text)}`;
const inOneLine = (...sayings) => sayings.filter((saying) => saying !== null).join(" ") || null;
/** Why the first of several is first, and what the moment adds to all. */
const sayWhy = (page) => {
	const { raw, safe } = page;
	const [first, ...others] = safe.change.parts;
	if (first === void 0 || others.length === 0) return null;
	const usual = safe.risk.usualPart;
	const from = usual === null ? "" : ` (a usual change ${formatPercent(usual)})`;
	const reasons = listReasons(partReasons(safe, first, 3));
	return inOneLine(reasons === "" ? null : `**Why ${referPart(page, raw.change.parts[0])}**${from}: ${endSentence(reasons)}`, say("The moment", listReasons(contextReasons(safe, 2))));
};
/** The offer, with the commit it stops at where its sentence does not name it. */
const saySmaller = (page) => {
	const [offer] = page.safe.lower;
	const head = page.raw.lower[0]?.head;
	if (offer === void 0) return null;
	const named = head === void 0 || offer.sentence.includes(shortSha(head));
	return `${sayLower(offer)}${named ? "" : ` (up to ${referCommit(page.view.links, head)})`}`;
};
const sayRecovery = (page) => {
	const { recovery } = page.view;
	if (recovery === void 0) return null;
	const { migration, minutes } = recovery;
	const time = minutes === void 0 ? "" : ` in about ${formatCount(minutes.usual)} min (last ${formatCount(minutes.among)}: ${formatCount(minutes.low)}–${formatCount(minutes.high)})`;
	const over = migration === void 0 ? "" : migration ? ", **over a migration**" : ", no migration";
	return `back to ${referCommit(page.view.links, recovery.sha)}${time}${over}`;
};
const sayAlike = (page) => {
	const [safe] = page.safe.similar;
	const [raw] = page.raw.similar;
	if (safe === void 0 || raw === void 0) return null;
	const told = sayLikeness(safe);
	return told.startsWith(safe.change) ? `${referNumber(page.view.links, raw.change)}${told.slice(safe.change.length)}` : told;
};
/** What became of those above the limit, and of those below: the scores of the past, held to their word. */
const sayScoreSoFar = ({ labels, track }) => {
	const { caught, failed, months, n, reviewed } = track;
	const below = n - reviewed;
	if (n === 0 || reviewed === 0 || below <= 0) return null;
	const over = `${formatPlural(Math.max(1, months), "month")}${track.source === "replayed" ? ", no look-ahead" : ""}`;
	const rate = (of, all) => of === 0 ? "none failed" : `${formatCount(of)} failed (${formatPercent(of / all)})`;
	const told = `of ${formatPlural(reviewed, "change")} above the limit ${rate(caught, reviewed)}, of ${formatCount(below)} below it ${rate(failed - caught, below)}, in ${over}`;
	if (failed < fewest) return labels.known < fewest ? told : `${told}: too few to judge`;
	return caught * n <= reviewed * failed ? `${told}: no better than picking blindly` : told;
};
/** Lines under the table, most wanted first. */
const closingLines = (page) => {
	const { safe } = page;
	if (isOff(safe)) return [];
	const scored = isScored(safe);
	return [
		scored ? sayWhyWhereTold(page) : null,
		inOneLine(say("Smaller", saySmaller(page)), say("If it breaks", sayRecovery(page)), say("Most alike", sayAlike(page))),
		inOneLine(say("No answer", sayNoAnswer(page)), scored && safe.decision !== "hold" ? say("This score so far", sayScoreSoFar(safe)) : null),
		say("Note", safe.notes[0] ?? null)
	].filter((line) => line !== null);
};
const sayWhyWhereTold = (page) => page.safe.decision === "review" || isObserving(page.safe) ? sayWhy(page) : null;
/** The small print: what exactly was scored, why these readers, what nobody saw, where the record is. */
const footLine = (page) => {
	const { raw, safe, view } = page;
	const { change, environment, environmentAssumed, ledger } = safe;
	const unseen = isOff(safe) ? null : sayUnseen(safe, 2);
	const budgets = isOff(safe) ? null : sayBudgets(safe, 2);
	return `<sub>${[
		`${environment}${environmentAssumed ? " (assumed)" : ""}`,
		isScored(safe) && change.parts.length > 1 ? sayChange(safe) : null,
		raw.change.head === null ? null : `scored ${referCommit(page.view.links, raw.change.head)}`,
		safe.mode === "enforce" && safe.decision === "review" ? sayWhyThem(page) : null,
		budgets === null ? null : `error budget: ${budgets}`,
		unseen === null ? null : `unseen: ${unseen}`,
		view.links.run === void 0 ? null : link("run", view.links.run),
		ledger === void 0 ? "not remembered" : link(`record ${codeSpan(raw.ledger.record.slice(0, 12))}`, view.links.record)
	].filter((piece) => piece !== null).join(" · ")}</sub>`;
};
/** "A change goes out unreviewed below 1.6 %: the riskiest 10 % are reviewed." */
const sayBelow = (safe) => {
	const { limit, limitWhy } = safe.risk;
	if (limit === null) return null;
	const why = limitWhy === "" ? "" : `: ${openSentence(limitWhy)}`;
	return isObserving(safe) ? `The limit would be ${formatPercent(limit)} a change${why}.` : `A change goes out unreviewed below ${formatPercent(limit)}${why}.`;
};

// src/report/comment-tables.ts
/** Three reasons explain most risks; a fourth and fifth are named where they do much. */
const reasons = {
	least: 3,
	most: 5,
	much: 1.2
};
const reasonsWorthNaming = ({ change, risk }, room) => {
	const strong = [...change.parts[0].contributions, ...risk.contributions].map(({ factor }) => factor).filter((factor) => factor >= reasons.much || factor <= 1 / reasons.much);
	return Math.max(reasons.least, Math.min(reasons.most, room, strong.length));
};
/** The strongest reason is the bold head of its table; all rows multiply from the usual risk to the one shown. */
const reasonTable = ({ safe }, lines) => {
	const rows = reasonsWorthNaming(safe, lines - 2);
	const [first, ...rest] = partReasons(safe, safe.change.parts[0], rows).map(({ factor, sentence }) => `| ${factor} | ${sentence} |`);
	return first === void 0 ? [] : [
		first,
		"|---|---|",
		...rest
	];
};
const partTable = (page) => {
	const { raw, safe } = page;
	const { parts } = safe.change;
	const { shown, rest } = splitShares(parts, rowsToShow(parts.length), roundShare);
	const others = `| ${formatPlural(rest.count, "other")} together | ${formatShare(rest.share)} | ${restRisk(safe, shown.length)} |`;
	return [
		"| Read first | Share | Alone |",
		"|---|--:|--:|",
		...shown.map((part, place) => {
			return `| ${`${referPart(page, raw.change.parts[place])} ${part.title} · ${sayExtent(part)}`} | ${formatShare(part.share)} | ${formatPercent(part.risk)} |`;
		}),
		...rest.count === 0 ? [] : [others]
	];
};
/** In `lines` lines or few more; none where the model says nothing, or nobody has to read anything. */
const frontTable = (page, lines) => {
	const { change, decision, mode } = page.safe;
	const read = decision === "review" || mode === "observe";
	if (!isScored(page.safe) || !read) return [];
	return change.parts.length === 1 ? reasonTable(page, lines) : partTable(page);
};

// src/report/comment-front.ts
const riseIn = ({ change }) => change.parts.flatMap(({ id, risen }) => risen === void 0 ? [] : [sayRise(id, risen)]).join("; ");
/** Of a single change the next line says the same with more, but not why an approval of it does not count. */
const withoutEcho = (safe) => {
	return (safe.rule === "part-above-limit" || safe.rule === "below-limit") && isScored(safe) && safe.change.parts.length === 1 && safe.risk.limit !== null ? {
		...safe,
		reason: riseIn(safe)
	} : safe;
};
const sayAnswer = (page, calls) => {
	const { safe } = page;
	if (isOff(safe)) return "";
	const told = withoutEcho(safe);
	if (isObserving(safe) && !isIdle(safe) && !isUnjudged(safe)) return `Enforced, ${sayEnforced(told)}`;
	return [
		sayWaiting(page),
		sayAsked(page, calls),
		capitalise(endSentence(told.reason)),
		sayHowToAnswer(page),
		sayStillMissing(page),
		sayAskedBefore(page)
	].filter((sentence) => sentence !== "").join(" ");
};
const sayNumbers = ({ safe, view }) => {
	if (isOff(safe)) return "";
	const below = isScored(safe) && safe.decision !== "hold" ? sayBelow(safe) : null;
	return [sayOdds(safe, view.settings), below].filter((sentence) => sentence !== null).join(" ");
};
/** The last lines run together until there are at most `most`. */
const press = (lines, most) => lines.length <= Math.max(1, most) ? lines : press([...lines.slice(0, -2), lines.slice(-2).join(" ")], most);
/** Fewer rows say too little of one change. */
const leastRows = 5;
/** In about `lines` lines; `calls`: whether the people asked are called by name, so that they hear of it. */
const renderFront = (page, { calls, lines }) => {
	const opening = [sayAnswer(page, calls), sayNumbers(page)].filter((line) => line !== "");
	const wanted = closingLines(page);
	const room = lines - 3 - opening.length;
	const table = frontTable(page, Math.max(leastRows, room - wanted.length));
	return {
		heading: `### ${sayHeadline(page.safe)}`,
		opening,
		table,
		closing: press(wanted, room - table.length),
		foot: footLine(page)
	};
};
/** Lines as a comment has them: GitHub keeps line ends there. */
const commentLines = ({ closing, foot, heading, opening, table }) => [
	heading,
	...opening,
	...table,
	...table.length === 0 ? [] : [""],
	...closing,
	foot
];
/** Paragraphs as a page has them, where lines would flow into each other. */
const pageText = ({ closing, heading, opening, table }) => [
	heading,
	...opening,
	table.join("\n"),
	...closing
].filter((block) => block !== "").join("\n\n");

// src/report/comment-facts.ts
const mostFiles = 10;
/** Parts told beside the usual risk; the others as one. */
const mostNamed = 5;
const fact = (label, text) => text === null || text === "" ? [] : [`- **${label}:** ${endSentence(text)}`];
const list = (texts) => texts.length === 0 ? null : texts.join(" · ");
const sayUnreviewed = ({ track }) => track.n === 0 || track.low === null || track.high === null ? null : `${formatInterval(track.low, track.high)} of it fails (90 % sure), counted over ${formatPlural(track.n, "change")}, ${formatCount(track.reviewed)} of them reviewed`;
const sayModel = ({ model }) => {
	const { failures, parts, repositories } = model.trainedOn;
	const kind = model.kind === "prior" ? "shipped weights" : "learned here";
	const seen = `${formatPlural(parts, "change")} and ${formatPlural(failures, "failure")} of this repository, ${formatPlural(repositories, "public repository", "public repositories")} before`;
	return `${model.id}, ${kind}: ${seen}${model.certificate === void 0 ? "" : `. ${capitalise(sayCertificate(model.certificate))}`}`;
};
const sayReviewers = (safe) => list(safe.reviewers.slice(0, 8).map(({ group, login, why }) => `${login}${group === void 0 ? "" : ` for ${group}`}, ${why}`));
const sayPolicy = ({ raw, safe }) => {
	const { path } = safe.policy;
	if (path === void 0) return "the defaults, no file";
	return raw.policy.blob === void 0 ? path : `${path} at ${codeSpan(raw.policy.blob)}`;
};
/** Each part's own factor from the usual risk at this size to this one. */
const sayBesideUsual = ({ raw, safe }) => {
	const { baseRate, probability } = safe.risk;
	const reasons = changeReasons(safe, mostNamed, (place) => codeSpan(raw.change.parts[place].id));
	return reasons.length === 0 || baseRate === null || probability === null ? null : `${formatPercent(baseRate)} at this size, times ${listReasons(reasons)}, is ${formatPercent(probability)}`;
};
/** What was asked: the answer, its rule, and what it was compared with. */
const factsOfAnswer = (page) => {
	const { raw, safe, view } = page;
	const { risk } = safe;
	const scored = isScored(safe);
	return [
		...fact("Answer", `${safe.decision} by the rule ${safe.rule}${safe.reason === "" ? "" : `: ${safe.reason}`}`),
		...fact("Than usual", scored ? sayBesideUsual(page) : null),
		...fact("The moment", scored ? sayReasons(risk.contributions, Number.POSITIVE_INFINITY) : null),
		...fact("Band", risk.band),
		...fact("Limit", scored ? sayLimit(safe) : null),
		...fact("Error budget", sayBudgets(safe, 12)),
		...(view.files ?? []).slice(0, mostFiles).flatMap(({ path, why }) => fact(`Drives the risk`, `${referFile(page, path)}: ${escapeWords(why)}`)),
		...safe.lower.slice(0, 8).flatMap((offer, place) => {
			const command = raw.lower[place]?.command;
			return fact("Smaller", `${sayLower(offer)}${command === void 0 ? "" : ` (${codeSpan(command)})`}`);
		}),
		...fact("Reviewers", sayReviewers(safe)),
		...fact("Components", list(safe.components.slice(0, 40))),
		...fact("Customers", list(safe.customers.slice(0, 40))),
		...safe.similar.slice(0, 5).flatMap((likeness) => fact("Alike", sayLikeness(likeness)))
	];
};
/** How far to trust it. */
const factsOfTrust = (page) => {
	const { safe, view } = page;
	const { at, labels, ledger, notes, tool } = safe;
	const scored = isScored(safe);
	const since = labels.since === null ? "" : `. Counted since ${sayPast(labels.since, at)}`;
	return [
		...fact("Failure means", labels.meaning),
		...fact("Known", `${sayKnown(safe)}${since}`),
		...fact("Score so far", scored ? sayScoreSoFar(safe) : null),
		...fact(safe.mode === "enforce" ? "So far" : "If enforced", scored ? sayTrack(safe) : null),
		...fact("Gone out unreviewed", scored ? sayUnreviewed(safe) : null),
		...fact("Model", sayModel(safe)),
		...fact("Policy", sayPolicy(page)),
		...notes.slice(0, 10).flatMap((note) => fact("Note", note)),
		...fact("Assumed", sayAssumed(safe, view.settings)),
		...fact("Not seen", sayUnseen(safe, 12)),
		...fact("Next", sayNext(safe)),
		...fact("Compared", sayCompared(page)),
		...fact("Record", ledger === void 0 ? "none, this answer is not remembered" : `${ledger.record}, hash ${ledger.hash}`),
		...fact("Scored by", `${tool.name} ${tool.version}, engine ${tool.engine}, ${at}`)
	];
};
const sayCompared = (page) => {
	const { base, head } = page.raw.change;
	if (head === null) return null;
	return base === null ? referCommit(page.view.links, head) : `${referCommit(page.view.links, base)} to ${referCommit(page.view.links, head)}`;
};
const renderFacts = (page) => [...factsOfAnswer(page), ...factsOfTrust(page)];

export { sayReasons as a, renderFront as i, commentLines as n, pageText as r, renderFacts as t };
