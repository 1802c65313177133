import { B as readDuration, R as findMisspelt } from "./main-gate.js";

// src/sources/github/command-options.ts
const token = /^(?:"([^"]*)"|([^\s"]+))(?:[ \t]+|$)/;
/** The options, or a sentence that says what is wrong. `known` are the names that are taken, without their dashes. */
const readOptions = (rest, known) => {
	let left = rest;
	const next = () => {
		const [whole, quoted, word] = token.exec(left) ?? [];
		if (whole === void 0) return null;
		left = left.slice(whole.length);
		return quoted ?? word ?? "";
	};
	const values = /* @__PURE__ */ new Map();
	let name = null;
	while (left !== "") {
		const [, option] = /^--([a-z]+)(?:[ \t]+|$)/.exec(left) ?? [];
		if (option === void 0) {
			if (name !== null || values.size > 0 || left.startsWith("-")) return sayKnown(known);
			name = next();
			if (name === null || name === "") return sayKnown(known);
			continue;
		}
		if (!known.includes(option)) return sayKnown(known);
		if (values.has(option)) return `takes --${option} once`;
		next();
		const value = left.startsWith("--") ? null : next();
		if (value === null || value.trim() === "") return `wants something behind --${option}, between straight quotation marks where it has blanks`;
		values.set(option, value.trim());
	}
	return {
		name,
		values
	};
};
const sayKnown = (known) => `takes ${known.map((name) => `--${name}`).join(", ")}, each once, and texts with blanks between straight quotation marks`;

// src/sources/github/command.ts
/**
* Commands in comments. The grammar is small and closed, because an approval hangs on it:
*
*   comment  = command *WSP [ line-end anything ]
*   command  = PREFIX ( "risk" [ 1*WSP "explain" ] / "approve" [ 1*WSP 7*64HEXDIG ] / "reject" 1*WSP reason
*            / "pass" / "help" / "outcome" 1*WSP ( "failed" / "ok" ) [ 1*WSP reason ]
*            / ( "blame" / "unblame" ) 1*WSP "#" %x31-39 *8DIGIT
*            / "override" 1*WSP options / "freeze" [ 1*WSP name ] 1*WSP options / "unfreeze" [ 1*WSP name ] )
*
* at the very first character, so that a quotation, a list, a code fence or an indented line is none. Options are read
* by `command-options.ts`. What comes near a command is refused with a sentence, never guessed.
*/
const commandNames = [
	"risk",
	"approve",
	"reject",
	"pass",
	"help",
	"outcome",
	"blame",
	"unblame",
	"override",
	"freeze",
	"unfreeze"
];
/** What a command begins with unless the workflow says otherwise. */
const usualPrefix = ".";
const none = { outcome: "none" };
const refused = (why) => ({
	outcome: "refused",
	why
});
const command = (known) => ({
	outcome: "command",
	command: known
});
const names = commandNames;
/** Verbs that a reason stands behind. */
const reasoned = [
	"reject",
	"outcome",
	"override",
	"freeze"
];
/** A longer first line is prose; one that gives a reason may go on for a while. */
const longestLine = 200;
const longestReasonedLine = 500;
/** What a person cannot see, and what turns round what they see. */
const unseen = /[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/gu;
/** The first line of a comment; GitHub's Markdown ends lines with CR LF, LF or CR. */
const firstLine = (body) => body.slice(0, 501).split(/[\r\n]/, 1)[0] ?? "";
/** The line as a person sees it. */
const seen = (line) => line.replace(unseen, (found) => found === "	" ? found : "").replace(/\p{Separator}/gu, " ");
/** Reads one comment. Never throws; answers a command for exactly the grammar above. */
const parseCommand = (body, prefix = ".") => {
	const whole = firstLine(body);
	if (!seen(whole).startsWith(prefix)) return none;
	const line = whole.replace(/[ \t]+$/, "");
	const [, name = "", rest = ""] = /^([A-Za-z]+)(?:[ \t]+(.*))?$/.exec(seen(line).trimEnd().slice(prefix.length)) ?? [];
	const word = name.toLowerCase();
	if (name === "") return none;
	if (whole.length > longestLine && !(reasoned.includes(word) && rest !== "")) return none;
	if (!names.includes(word)) return misspelt(prefix, word, rest);
	if (seen(line) !== line) return refused(`${prefix}${word} stands beside characters nobody can see: type the command anew`);
	if (name !== word) return refused(`commands are lower case: ${prefix}${word}`);
	if (whole.length > longestReasonedLine) return refused(`the line with ${word} is longer than ${longestReasonedLine} characters; go on in the next one`);
	return argue(word, rest);
};
/** A word one slip away from a command, alone on its line, was meant as one; anything else is a sentence or a path. */
const misspelt = (prefix, word, rest) => {
	const meant = rest === "" ? findMisspelt(word, names) : void 0;
	return meant === void 0 ? none : refused(`${prefix}${word.slice(0, 20)} is no command, perhaps ${prefix}${meant}`);
};
const argue = (name, rest) => {
	switch (name) {
		case "risk": return rest === "" || rest === "explain" ? command({
			name,
			explain: rest !== ""
		}) : refused("risk takes explain, or nothing");
		case "help":
		case "pass": return rest === "" ? command({ name }) : refused(`${name} takes nothing behind it; reasons go on the next line`);
		case "approve": return approval(rest);
		case "reject": return rest === "" ? refused("reject wants a reason on the same line: whoever made the change has to know") : command({
			name,
			reason: rest
		});
		case "outcome": return outcome(rest);
		case "blame":
		case "unblame": return blame(name, rest);
		case "override": return withOptions(name, rest, [
			"reason",
			"for",
			"environment",
			"sha"
		], override);
		case "freeze": return withOptions(name, rest, [
			"reason",
			"for",
			"until"
		], freeze);
		case "unfreeze": return withOptions(name, rest, [], ({ name: environment }) => command({
			name,
			environment
		}));
	}
};
const commitShape = /^[0-9a-f]{7,64}$/i;
const approval = (rest) => {
	if (rest === "") return command({
		name: "approve",
		sha: null
	});
	return commitShape.test(rest) ? command({
		name: "approve",
		sha: rest.toLowerCase()
	}) : refused("approve takes a commit of 7 to 64 hexadecimal digits, or nothing; reasons go on the next line");
};
const outcome = (rest) => {
	const [, verdict, reason] = /^(failed|ok)(?:[ \t]+(.+))?$/.exec(rest) ?? [];
	return verdict === "failed" || verdict === "ok" ? command({
		name: "outcome",
		verdict,
		reason: reason ?? null
	}) : refused("outcome takes failed or ok, in lower case, and then a reason if you like");
};
const blame = (name, rest) => {
	const [, number] = /^#([1-9][0-9]{0,8})$/.exec(rest) ?? [];
	return number === void 0 ? refused(`${name} takes the number of one pull request with its number sign, and nothing else; reasons go on the next line`) : command({
		name,
		number: Number(number)
	});
};
const withOptions = (name, rest, known, make) => {
	const options = readOptions(rest, known);
	if (typeof options !== "string") return make(options);
	return refused(known.length === 0 ? `${name} takes the name of an environment, or nothing` : `${name} ${options}`);
};
const wantsReason = (name) => refused(`${name} wants a reason, --reason and a text between straight quotation marks`);
/** Of a length of time; undefined where there is none, null where it is none. */
const secondsIn = (text) => {
	if (text === void 0) return void 0;
	const reading = readDuration(text);
	return reading.ok ? reading.value.seconds : null;
};
const wantsDuration = (name) => refused(`${name} wants a length of time behind --for, such as 30m, 4h or 2d`);
const override = ({ name: stray, values }) => {
	const reason = values.get("reason");
	if (stray !== null) return refused("override names the environment by --environment, and takes nothing without a name");
	if (reason === void 0) return wantsReason("override");
	const forSeconds = secondsIn(values.get("for"));
	if (forSeconds === null) return wantsDuration("override");
	const sha = values.get("sha");
	if (sha !== void 0 && !commitShape.test(sha)) return refused("override wants a commit of 7 to 64 hexadecimal digits behind --sha");
	return command({
		name: "override",
		reason,
		forSeconds: forSeconds ?? null,
		environment: values.get("environment") ?? null,
		sha: sha?.toLowerCase() ?? null
	});
};
const momentShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/;
const freeze = ({ name: environment, values }) => {
	const reason = values.get("reason");
	if (reason === void 0) return wantsReason("freeze");
	const until = values.get("until");
	const seconds = secondsIn(values.get("for"));
	if (seconds === null) return wantsDuration("freeze");
	if (until !== void 0 && seconds !== void 0) return refused("freeze takes --until or --for, not both");
	if (until !== void 0 && !(momentShape.test(until) && !Number.isNaN(Date.parse(until)))) return refused("freeze wants a moment with its zone behind --until, such as 2026-12-24T18:00Z");
	const ending = until !== void 0 ? {
		kind: "at",
		at: new Date(until).toISOString()
	} : seconds !== void 0 ? {
		kind: "for",
		seconds
	} : { kind: "open" };
	return command({
		name: "freeze",
		environment,
		reason,
		ending
	});
};

export { parseCommand as t };
