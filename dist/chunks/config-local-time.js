import { H as read, W as wanted } from "./main-gate.js";

// src/config/local-time.ts
const shape = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;
/**
* Reads a date or date-time on the wall clock of a window's zone; a bare date is the start of that day.
* Answers `YYYY-MM-DDTHH:MM:SS`, which sorts as text the way it sorts in time.
*/
const readLocalTime = (input) => {
	const asked = "a local date or time like 2026-12-18 or 2026-12-18T18:00, without an offset (time-zone says it)";
	const match = typeof input === "string" ? shape.exec(input) : null;
	if (match === null) return wanted(asked, guess(input));
	const [year, month, day, hour, minute, second] = match.slice(1).map((digits) => Number(digits ?? 0));
	const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
	const text = `${match[1]}-${match[2]}-${match[3]}T${match[4] ?? "00"}:${match[5] ?? "00"}:${match[6] ?? "00"}`;
	return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === text ? read(text) : wanted("a date and time that exist");
};
/** Reads a day, like 2026-12-24, as its start and the start of the day after. */
const readLocalDay = (input) => {
	const start = readLocalTime(input);
	if (!start.ok || typeof input !== "string" || input.length !== dayLength) return wanted("a day like 2026-12-24, or from and to");
	const next = new Date(Date.parse(`${start.value}Z`) + dayMilliseconds).toISOString().slice(0, 19);
	return read({
		from: start.value,
		to: next
	});
};
const dayLength = 10;
const dayMilliseconds = 864e5;
const guess = (input) => {
	return (typeof input === "string" ? /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?)\S{1,30}$/.exec(input) : null)?.[1];
};

export { readLocalTime as n, readLocalDay as t };
