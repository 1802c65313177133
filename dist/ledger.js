#!/usr/bin/env node
import { t as defaultLedger } from "./chunks/commands-github-ledger.js";
import { J as isOurs, q as UsageError } from "./chunks/main-gate.js";
import { o as neutralise } from "./chunks/report-escaping.js";
import { a as readLedgerInputs, l as secretsOf, n as readRunner, t as openToolkit } from "./chunks/main-action-toolkit.js";
import { n as openLedgerOf, t as openJobGitHub } from "./chunks/main-action-job-ledger.js";
import { n as readBounded, t as mostBytes } from "./chunks/main-action-payload.js";
import { t as toolName } from "./chunks/main-version.js";
import { resolve } from "node:path";

// src/main/action/records.ts
/** What the ledger's action is given: JSON in the workflow, or a file of JSON or JSON lines. */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** Undefined where it is no JSON. */
const parse$1 = (text) => {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
};
const objectsOf = (what, values) => {
	const wrong = values.findIndex((value) => !isObject(value));
	if (wrong < 0) return values;
	throw new UsageError(`${what}: entry ${wrong + 1} is no JSON object; wanted records as an earlier job wrote them`);
};
/** One document, a list of them, or one a line. Throws UsageError; never quotes the text, which is anybody's. */
const parseRecords = (what, text) => {
	const whole = parse$1(text);
	if (whole !== void 0) return objectsOf(what, Array.isArray(whole) ? whole : [whole]);
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
	return objectsOf(what, lines.map(parse$1));
};
/**
* Reads the input `records`: text that begins with a bracket is JSON, anything else a path seen from the workspace.
* What the objects hold is not looked at: the ledger checks that. Throws UsageError or SourceError.
*/
const readRecords = async (given, workspace) => {
	const text = given.trim();
	if (/^[[{]/.test(text)) return parseRecords("input records", text);
	if (text.includes("\0")) throw new UsageError("input records: is no path and no JSON");
	const what = "the file of input records";
	return parseRecords(what, await readBounded(resolve(workspace, text), what, mostBytes));
};

// src/main/ledger-action.ts
/** The ledger's action: appends what an earlier job, which might not write, handed over. Started as `dist/ledger.js`. */
/** What may come from a job that may not write: nobody's approval among it. */
const handed = [
	"decision",
	"deployment",
	"outcome"
];
/** Records and the bytes they refer to, of the lines an earlier job wrote. */
const apart = (lines) => {
	const blobs = lines.flatMap(({ blob }) => typeof blob === "string" ? [Buffer.from(blob, "base64")] : []);
	const records = lines.flatMap(({ record }) => typeof record === "object" && record !== null ? [record] : []);
	if (records.length + blobs.length !== lines.length) throw new UsageError("input records: a line is neither a record nor a blob; hand over change-risk-records.jsonl as the gate wrote it");
	const strange = records.find(({ kind }) => !handed.includes(kind));
	if (strange) throw new UsageError(`input records: a ${neutralise(String(strange.kind))} record is nothing a gate hands over; a person's word is recorded where it was given`);
	return {
		blobs,
		records
	};
};
const append = async (toolkit) => {
	const inputs = readLedgerInputs(process.env);
	const runner = readRunner(process.env);
	const { blobs, records } = apart(await readRecords(inputs.records, runner.workspace));
	const ledger = openLedgerOf(inputs.ledger ?? "branch:change-risk-ledger", runner, await openJobGitHub(toolkit, runner));
	for (const bytes of blobs) await ledger.putBlob(bytes);
	const appended = await ledger.append(records);
	const fresh = appended.filter(({ existed }) => !existed).length;
	for (const note of ledger.notes) toolkit.log(note);
	toolkit.log(`${fresh} of ${appended.length} records are new in ${ledger.url}`);
	await toolkit.setOutputs({
		appended: String(fresh),
		"ledger-record": appended.at(-1)?.record.id.slice(0, 12) ?? ""
	});
};
const toolkit = openToolkit({
	outputFile: process.env["GITHUB_OUTPUT"] ?? null,
	summaryFile: null,
	temporaryFolder: process.env["RUNNER_TEMP"] ?? ".",
	write: (text) => process.stdout.write(text)
});
toolkit.mask(secretsOf(process.env));
try {
	await append(toolkit);
} catch (error) {
	const why = isOurs(error) ? error.message : `${toolName} failed and should not have (${String(error)}); please report it`;
	toolkit.annotate({
		level: "error",
		title: "ledger",
		message: why
	});
	process.exitCode = 1;
}

export {  };
