import { M as verdicts, j as modes } from "./main-gate.js";
import { c as unspellName, l as unspellNames, o as spellName, s as spellNames } from "./commands-github-telling.js";

// src/commands/github/asked-line.ts
/** The hidden line by which the next run knows what was asked, since when and of whom: the comment is its own memory. */
const moment = "\\d{4}-\\d\\d-\\d\\dT[\\d:.]{5,12}Z";
const names = "[\\w.%,-]{1,8000}";
const shape = new RegExp(`^<!-- change-risk-gate:asked mode=(${modes.join("|")}) decision=(${verdicts.join("|")}) environment=([\\w.%-]{1,1500}) since=(${moment}) of=(${names}) passed=(${names}) escalated=(-|${moment}) -->$`, "m");
const askedLine = (asked) => {
	const { mode, decision, environment, since, of, passed, escalatedAt } = asked;
	return `<!-- change-risk-gate:asked mode=${mode} decision=${decision} environment=${spellName(environment)} since=${since} of=${spellNames(of)} passed=${spellNames(passed)} escalated=${escalatedAt ?? "-"} -->`;
};
const askedIn = (body) => {
	const [, mode, decision, environment = "", since = "", of = "", passed = "", escalated] = shape.exec(body.replaceAll("\r", "")) ?? [];
	const [knownMode, verdict] = [modes.find((each) => each === mode), verdicts.find((each) => each === decision)];
	return knownMode && verdict ? {
		mode: knownMode,
		decision: verdict,
		environment: unspellName(environment),
		since,
		of: unspellNames(of),
		passed: unspellNames(passed),
		escalatedAt: escalated === "-" ? null : escalated ?? null
	} : null;
};
/** Whether people are waited for: it was enforced, and a word is wanted. */
const isAskedFor = (asked) => asked?.mode === "enforce" && asked.decision === "review";

export { askedLine as n, isAskedFor as r, askedIn as t };
