import { C as chooseEnvironment } from "./main-gate.js";

// src/commands/rehearsal/ground.ts
/** The environment a policy is rehearsed for. Throws `UsageError` for one it does not know. */
const policyToRehearse = (configuration, file, environment) => ({
	configuration,
	file,
	environment: chooseEnvironment(configuration, environment)
});

export { policyToRehearse };
