import { K as SourceError } from "./main-gate.js";
import { n as runShell } from "./drivers-rollouts-command.js";
import { i as verbVariables, r as runVerb, t as lastLine } from "./drivers-rollouts-exec-verb.js";
import { t as parseListing } from "./drivers-rollouts-listing.js";

// src/drivers/rollouts/exec.ts
const listMilliseconds = 6e4;
/**
* Your own commands, one a verb. They get GATE_INSTANCE, GATE_VERSION, GATE_EPOCH and GATE_OPERATION, start in the
* repository, and are killed with all they started at their deadline. A verb without a command has nothing to do.
*/
const openExec = (targets, surroundings) => {
	const verb = (name) => {
		const command = targets[name];
		return async (id, context, more = {}) => command === void 0 ? { outcome: "done" } : runVerb(name, command, {
			...verbVariables(id, context),
			...more
		}, context, surroundings);
	};
	const drain = verb("drain");
	return {
		capabilities: {
			drains: targets.drain !== void 0,
			fenced: false,
			settleSeconds: 0
		},
		observe: async (signal, ids) => {
			const fleet = await list(targets.list, surroundings, signal);
			return ids === void 0 ? fleet : fleet.filter(({ id }) => ids.includes(id));
		},
		drain: (id, context) => drain(id, context, { GATE_FORCE: context.force ? "true" : "false" }),
		restart: verb("restart"),
		restore: verb("restore"),
		...targets["hand-over"] !== void 0 && { handOver: verb("hand-over") },
		...targets["can-touch"] !== void 0 && { canTouch: verb("can-touch") },
		close: async () => void 0
	};
};
const list = async (command, { directory, environment }, signal) => {
	const where = "targets.list";
	const result = await runShell(command, {
		directory,
		environment,
		milliseconds: listMilliseconds,
		signal
	});
	if (result.code === 0) return parseListing(result.stdout, where);
	const said = lastLine(result.stderr);
	const what = result.code === null ? result.why : `exit code ${result.code}`;
	throw new SourceError(`${where}: the command did not list the fleet (${what})${said === "" ? "" : `: ${said}`}; try it by hand: ${command}`);
};

export { openExec };
