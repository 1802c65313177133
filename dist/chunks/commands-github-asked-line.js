import { F as modes, L as verdicts } from "./main-gate.js";
import { i as unspellNames, n as spellNames, r as unspellName, t as spellName } from "./commands-github-hidden-names.js";

// src/commands/github/asked-line.ts
/** The hidden line by which the next run knows what was asked, since when and of whom: the comment is its own memory. */
const moment = "\\d{4}-\\d\\d-\\d\\dT[\\d:.]{5,12}Z";
const names = "[\\w.%,-]{1,8000}";
const shape = new RegExp(`^<!-- change-risk-gate:asked mode=(${modes.join("|")}) decision=(${verdicts.join("|")}) environment=([\\w.%-]{1,1500}) since=(${moment}) of=(${names}) passed=(${names}) due=(-|${moment}) escalated=(-|${moment}) further=(${names}) -->$`, "m");
const askedLine = (asked) => {
	const { mode, decision, environment, since, of, passed, dueAt, escalatedAt, further } = asked;
	return `<!-- change-risk-gate:asked mode=${mode} decision=${decision} environment=${spellName(environment)} since=${since} of=${spellNames(of)} passed=${spellNames(passed)} due=${dueAt ?? "-"} escalated=${escalatedAt ?? "-"} further=${spellNames(further)} -->`;
};
const askedIn = (body) => {
	const [, mode, decision, environment = "", since = "", of = "", passed = "", due = "-", escalated = "-", further = "-"] = shape.exec(body.replaceAll("\r", "")) ?? [];
	const [knownMode, verdict] = [modes.find((each) => each === mode), verdicts.find((each) => each === decision)];
	return knownMode && verdict ? {
		mode: knownMode,
		decision: verdict,
		environment: unspellName(environment),
		since,
		of: unspellNames(of),
		passed: unspellNames(passed),
		dueAt: due === "-" ? null : due,
		escalatedAt: escalated === "-" ? null : escalated,
		further: unspellNames(further)
	} : null;
};
/** Whether people are waited for: it was enforced, and a word is wanted. */
const isAskedFor = (asked) => asked?.mode === "enforce" && asked.decision === "review";
/** Whether the next are to be asked now, and have not been. */
const isOverdue = ({ dueAt, escalatedAt }, now) => escalatedAt === null && dueAt !== null && Date.parse(dueAt) <= now.getTime();

export { isOverdue as i, askedLine as n, isAskedFor as r, askedIn as t };
