import { xr as sayOutOfReach, yr as isOutOfReach } from "./commands-gate-gate.js";

// src/main/ledger-reach.ts
/** Which ledger a command line can read of those a policy may name. */
/** The ledger a policy names, or undefined for the clone's own; where the policy's cannot be read here, that is told. */
const reachable = (configured, { warn }) => {
	if (configured === null || !isOutOfReach(configured)) return configured ?? void 0;
	warn(`the ledger ${sayOutOfReach(configured)}`);
};

export { reachable as t };
