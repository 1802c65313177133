import { r as UsageError, t as ConfigError } from "./domain-errors.js";
import { n as defaultEnvironment, r as defaults, t as defaultConfiguration } from "./config-defaults.js";
import { n as listProblems, t as describe } from "./config-problems.js";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

// src/config/load.ts
/**
* Reads the text of a configuration file; `path` is only shown. A text without any value is the default configuration.
* The libraries that read it are loaded here and not before: most runs of the gate find no file.
* @throws ConfigError with every problem on a line of its own.
*/
const parseConfiguration = async (text, path) => {
	const fail = (problems) => new ConfigError(listProblems(path, problems));
	const { readYamlFile } = await import("./config-yaml-file.js");
	const file = readYamlFile(text);
	if (file.outcome === "refused") throw fail(file.problems);
	const { value, locate } = file;
	if (value === null || value === void 0) return defaultConfiguration();
	if (typeof value !== "object" || Array.isArray(value)) throw fail([{
		...locate([]),
		path: [],
		message: `got ${describe(value)}, wanted a mapping that begins with version: 1`
	}]);
	const [{ configurationSchema }, { schemaProblems }, { referenceProblems }] = await Promise.all([
		import("./config-schema.js"),
		import("./config-schema-problems.js"),
		import("./config-references.js")
	]);
	const checked = configurationSchema.safeParse(value);
	const problems = [...schemaProblems(checked.error?.issues ?? [], value, locate), ...await referenceProblems(value, locate)];
	if (!checked.success || problems.length > 0) throw fail(problems);
	return crossOver(checked.data);
};
/** The one crossing from the file's kebab-case to the code's camelCase. */
const crossOver = (file) => ({
	...defaultConfiguration(),
	mode: file.mode,
	components: Object.entries(file.components ?? {}).map(([name, component]) => toComponent(name, component)),
	environments: Object.entries(file.environments ?? {}).map(([name, environment]) => toEnvironment(name, environment, file.mode)),
	incidents: (file.incidents ?? []).map(toIncidentSource),
	...file.outcome ? { outcome: file.outcome } : {},
	...file.history ? { history: file.history } : {},
	ledger: file.ledger ?? null,
	experience: file.experience === "on",
	comment: file.comment
});
const toComponent = (name, component) => ({
	name,
	paths: component.paths,
	dependsOn: component["depends-on"],
	customers: component.customers,
	slo: component.slo ?? null
});
const toEnvironment = (name, environment, mode) => {
	const silent = {
		name,
		...defaultEnvironment(name, mode)
	};
	if (environment === null) return silent;
	const autoApprove = environment["auto-approve"];
	return {
		name,
		mode: environment.mode ?? mode,
		githubEnvironments: environment["github-environments"] ?? silent.githubEnvironments,
		components: environment.components,
		soakedIn: environment["soaked-in"] ?? null,
		autoApprove: {
			reviewRiskiest: autoApprove["review-riskiest"],
			failureRate: autoApprove["failure-rate"] ?? null,
			confidence: autoApprove.confidence,
			actsOn: autoApprove["acts-on"]
		},
		review: environment.review?.map(({ from, approvals, "at-least": atLeast }) => ({
			atLeast,
			from,
			approvals
		})) ?? silent.review,
		neverAutoApprove: environment["never-auto-approve"],
		slo: environment.slo ?? null,
		windows: environment.windows.map(toWindow)
	};
};
const toWindow = (window) => {
	const { name, cron, for: length, from = "", to = "", "time-zone": timeZone = defaults.timeZone } = window;
	const effect = toEffect(window);
	return cron !== void 0 && length !== void 0 ? {
		kind: "recurring",
		name,
		cron,
		for: length,
		timeZone,
		effect
	} : {
		kind: "fixed",
		name,
		from,
		to,
		timeZone,
		effect
	};
};
const toEffect = ({ effect, limit }) => effect === void 0 ? {
	kind: "limit",
	factor: limit ?? 1
} : { kind: effect };
const toIncidentSource = (source) => source.source === "github-issues" ? {
	kind: source.source,
	labels: source.labels
} : {
	kind: source.source,
	paths: source.paths
};

// src/sources/policy-file.ts
/** The team's policy as it stood at a commit, or in a file that was named. */
const policyPath = ".github/change-risk.yml";
/** The name git gives to content. */
const blobName = (text, digits) => {
	const bytes = Buffer.from(text, "utf8");
	return createHash(digits === 64 ? "sha256" : "sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
};
/** The policy at a commit; null when there is none there. */
const policyAt = async ({ git, shaDigits }, commit) => {
	const { status, output } = await git.attempt([
		"cat-file",
		"blob",
		`${commit}:${policyPath}`
	]);
	return status === 0 ? {
		path: policyPath,
		text: output,
		blob: blobName(output, shaDigits)
	} : null;
};
/** The policy in a file of the caller's choice, which `flag` named. */
const policyIn = (path, digits, flag = "--config") => {
	try {
		const text = readFileSync(path, "utf8");
		return {
			path,
			text,
			blob: blobName(text, digits)
		};
	} catch (cause) {
		throw new UsageError(`${flag} ${path}: cannot be read (${cause instanceof Error ? cause.message : cause})`, { cause });
	}
};

export { parseConfiguration as a, policyPath as i, policyAt as n, policyIn as r, blobName as t };
