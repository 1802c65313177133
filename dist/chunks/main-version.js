// src/main/version.ts
/** The release; a test holds it to package.json, so that start-up needs no file for it. */
const version = "0.1.0";
const toolName = "change-risk-gate";

export { version as n, toolName as t };
