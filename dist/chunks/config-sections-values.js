import { B as readDuration, E as readShare, U as sentenceOf, W as wanted, z as nearest } from "./main-gate.js";
import { gr as readGlob } from "./commands-gate-gate.js";
import { n as readLocalTime } from "./config-local-time.js";
import { c as record, f as NEVER, l as strictObject, n as array, t as _enum, u as string } from "./package-zod.js";

// src/config/fields.ts
/**
* The building blocks of the schema. Every message here is the second half of a problem, "wanted …"; the first half
* (where, and what was got) is added by `problems.ts`, which knows the file.
*/
/** A text that `reader` turns into a value; it also sees what is no text at all, to say how to mend it. */
const textField = (reader, description, more) => string({ error: (issue) => messageOf(reader(issue.input)) }).meta(more.pattern === void 0 ? {} : { pattern: more.pattern }).transform((text, context) => readInto(reader(text), context)).meta({
	title: more.title,
	description
});
/** The value that was read, or an issue that says what was wanted. */
const readInto = (reading, context) => {
	if (reading.ok) return reading.value;
	context.addIssue({
		code: "custom",
		message: sentenceOf(reading)
	});
	return NEVER;
};
const messageOf = (reading) => reading.ok ? "wanted text" : sentenceOf(reading);
/** One of a few words. */
const choiceField = (choices, description) => _enum(choices, { error: (issue) => sentenceOf(wanted(listed(choices), nearestChoice(issue.input, choices))) }).meta({
	title: choices.join(" · "),
	description
});
const nearestChoice = (input, choices) => {
	const word = input === true ? "on" : input === false ? "off" : typeof input === "string" ? input : "";
	return choices.includes(word) ? word : nearest(word, choices);
};
/** A name people chose: of a component, an environment, a label. */
const nameField = (what, description) => string({ error: (issue) => sentenceOf(wanted(what, typeof issue.input === "number" ? `"${issue.input}"` : void 0)) }).regex(namePattern, { error: `wanted ${what}: 1 to 100 characters that can be seen, no space around them` }).refine((name) => !/\p{Cc}/u.test(name), { error: `wanted ${what} without control characters` }).meta(description === void 0 ? { title: what } : {
	title: what,
	description
});
/** Without flags or classes of Unicode, which editors that read the JSON Schema do not know. */
const namePattern = /^\S(?:.{0,98}\S)?$/;
/** A mapping with a closed list of keys. */
const mappingField = (shape) => strictObject(shape, { error: (issue) => issue.code === "unrecognized_keys" ? issue.keys.map((key) => unknownKey(key, Object.keys(shape))).join("\n") : `wanted a mapping of ${listed(Object.keys(shape), "and")}` });
/** Who sees the key they meant needs no list of the others, which would push it off the screen. */
const unknownKey = (key, known) => {
	const meant = nearest(key, known);
	return meant === void 0 ? sentenceOf(wanted(listed(known))) : `did you mean ${meant}?`;
};
/** A mapping from names people chose. */
const namedField = (what, value, description) => record(nameField(`the name of ${what}`), value, { error: (issue) => issue.code === "invalid_key" ? `wanted the name of ${what}: 1 to 100 characters that can be seen, no space around them` : `wanted a mapping from the name of ${what} to its settings` }).meta({ description });
const mostItems = 200;
const listField = (item, description, options) => {
	const { of, atLeast = 0 } = options;
	return array(item, { error: (issue) => issue.code === "invalid_type" ? sentenceOf(asList(of, issue.input)) : void 0 }).min(atLeast, { error: `wanted a list of at least ${atLeast}` }).max(mostItems, { error: `wanted at most ${mostItems} ${of}` }).meta({
		title: `list of ${of}`,
		description
	});
};
const asList = (of, input) => wanted(`a list of ${of}`, typeof input === "string" && input.length <= 60 ? `[${JSON.stringify(input)}]` : void 0);
const listed = (words, last = "or") => words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;

// src/config/sections/values.ts
/** Values that several sections of the file share. */
const share = (bounds, description) => textField((input) => readShare(input, bounds), description, {
	title: "percentage",
	pattern: "^\\d{1,3}(\\.\\d{1,10})? ?%$"
});
const duration = (usualUnit, description) => textField((input) => readDuration(input, usualUnit), description, {
	title: "length of time",
	pattern: "^(\\d{1,6}(y|mo|w|d|h|m|s))+$"
});
const glob = textField(readGlob, "A glob over paths of the repository.", { title: "glob" });
const localTime = (description) => textField(readLocalTime, description, { title: "local date or time" });

export { choiceField as a, messageOf as c, readInto as d, textField as f, share as i, nameField as l, glob as n, listField as o, localTime as r, mappingField as s, duration as t, namedField as u };
