import { J as isOurs, p as policyAt } from "./main-gate.js";
import { xr as sayOutOfReach, yr as isOutOfReach } from "./commands-gate-gate.js";

// src/commands/configured-ledger.ts
const own = {
	url: void 0,
	notes: []
};
/** As the policy at HEAD says; the clone's own where none says so, it cannot be read, or git cannot be asked. */
const configuredLedger = async (repository) => {
	try {
		const policy = await policyAt(repository, "HEAD");
		if (policy === null) return own;
		const { parseConfiguration } = await import("./config-load.js");
		const { ledger } = await parseConfiguration(policy.text, policy.path);
		if (ledger === null) return own;
		return isOutOfReach(ledger) ? {
			...own,
			notes: [`the ledger ${sayOutOfReach(ledger)}`]
		} : {
			url: ledger,
			notes: []
		};
	} catch (error) {
		if (!isOurs(error)) throw error;
		return own;
	}
};

export { configuredLedger as t };
