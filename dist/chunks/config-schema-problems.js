import { v as describe } from "./main-gate.js";

// src/config/schema-problems.ts
/** Turns what zod found into problems of the file: where, what was got, what is wanted. */
const schemaProblems = (issues, value, locate) => issues.flatMap((issue) => {
	const path = issue.path.map((step) => typeof step === "number" ? step : String(step));
	if (issue.code === "unrecognized_keys") {
		const sentences = issue.message.split("\n");
		return issue.keys.map((key, at) => ({
			...locate([...path, key], "key"),
			path: [...path, key],
			message: `unknown key, ${sentences[at]}`
		}));
	}
	if (issue.code === "invalid_key") return [{
		...locate(path, "key"),
		path,
		message: issue.message
	}];
	const got = valueAt(value, path);
	const start = got.exists ? `got ${describe(got.value)}` : "missing";
	return [{
		...locate(path),
		path,
		message: `${start}, ${issue.message}`
	}];
});
const valueAt = (value, path) => {
	let current = value;
	for (const step of path) {
		if (typeof current !== "object" || current === null || !Object.hasOwn(current, step)) return {
			exists: false,
			value: void 0
		};
		current = current[step];
	}
	return {
		exists: true,
		value: current
	};
};

export { schemaProblems };
