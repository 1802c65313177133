import { t as gate } from "./commands-gate-gate.js";
import { n as modes } from "./domain-decision.js";
import { r as UsageError } from "./domain-errors.js";
import { n as shippedPrior } from "./main-prior2.js";
import { n as version } from "./main-version.js";
import { resolve } from "node:path";

// src/main/gate.ts
/** `gate` on the command line: options in, a screen or a document out, an exit code. */
const text = (values, name) => {
	const value = values[name];
	return typeof value === "string" ? value : void 0;
};
const oneOf = (values, name, words) => {
	const value = text(values, name);
	if (value === void 0) return void 0;
	const word = words.find((known) => known === value);
	if (word === void 0) throw new UsageError(`gate --${name} ${value}: must be one of ${words.join(", ")}`);
	return word;
};
const strictness = [
	"none",
	"reject",
	"hold",
	"review"
];
/** Whether an answer means "no": everything up to and including `failOn`, worst first. */
const isNo = (decision, failOn) => {
	const at = strictness.indexOf(decision === "approve" ? "none" : decision);
	return at > 0 && at <= strictness.indexOf(failOn);
};
const runGate = async (values, shell) => {
	const named = (name, key) => {
		const value = text(values, name);
		return value === void 0 ? {} : { [key]: value };
	};
	const config = text(values, "config");
	const mode = oneOf(values, "mode", modes);
	const failOn = oneOf(values, "fail-on", strictness);
	const renderer = values["json"] === true ? null : rendererOf(values);
	const { assessment, policyProblems } = await gate({
		directory: text(values, "repository") ?? shell.directory,
		...named("base", "base"),
		...named("head", "head"),
		...named("environment", "environment"),
		...config === void 0 ? {} : { config: resolve(shell.directory, config) },
		...named("ledger", "ledger"),
		...mode === void 0 ? {} : { mode },
		now: shell.now,
		processEnvironment: shell.environment,
		progress: shell.progress,
		prior: shippedPrior(),
		version,
		withPeople: values["with-people"] === true,
		clock: () => performance.now()
	});
	const render = await renderer;
	shell.print(render ? `${render(assessment, shell.colour)}\n` : `${JSON.stringify(assessment, null, 2)}\n`);
	if (policyProblems !== null) {
		shell.warn(policyProblems);
		return 1;
	}
	return isNo(assessment.decision, failOn ?? (assessment.mode === "enforce" ? "review" : "none")) ? 2 : 0;
};
const rendererOf = async (values) => {
	if (values["markdown"] === true) {
		const { renderMarkdown } = await import("./report-markdown.js");
		return (assessment) => renderMarkdown(assessment);
	}
	const { renderTerminal } = await import("./report-terminal.js");
	return (assessment, colour) => renderTerminal(assessment, { colour });
};

export { runGate };
