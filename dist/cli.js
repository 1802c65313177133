#!/usr/bin/env node
import { n as version, t as toolName } from "./chunks/main-version.js";

// src/main/cli.ts
/** The command line. Loads nothing before it knows what is asked: `--version` costs no more than starting node. */
const [first] = process.argv.slice(2);
if (first === "--version" || first === "-v" || first === "version") process.stdout.write(`${toolName} ${version}\n`);
else {
	const { run } = await import("./chunks/main-run.js");
	process.exitCode = await run(process.argv.slice(2));
	process.stdout.write("", () => process.stderr.write("", () => process.exit()));
}

export {  };
