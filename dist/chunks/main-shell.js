// src/main/shell.ts
/** A progress line that redraws itself on a terminal, ten times a second at most. */
const terminalProgress = (stream, clock) => {
	let last = 0;
	let shown = false;
	return {
		show: (what, done, total) => {
			const at = clock();
			if (at - last < 100 && done < total) return;
			last = at;
			shown = true;
			const share = total > 0 ? Math.min(1, done / total) : 0;
			const bar = "█".repeat(Math.round(share * 24)).padEnd(24, "░");
			stream.write(`\r${bar} ${what}: ${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")}\u001b[K`);
		},
		status: (line) => {
			const at = clock();
			if (at - last < 100) return;
			last = at;
			shown = true;
			stream.write(`\r${line}\u001b[K`);
		},
		clear: () => {
			if (shown) stream.write("\r\x1B[K");
			shown = false;
		}
	};
};
/** A day, or a day and a time with its zone: without one it would be another moment on each machine. */
const momentShape = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d))?$/;
/** The thirty-first of February is no day, although a `Date` takes it for one of March. */
const isDay = (day) => {
	const midnight = /* @__PURE__ */ new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
};
/** The moment `--now` names, else the present. Throws through `invalid` for text that is no moment. */
const momentOf = (values, present, invalid) => {
	const text = values["now"];
	if (typeof text !== "string") return present;
	const day = momentShape.exec(text)?.[1];
	const moment = new Date(text);
	return day !== void 0 && isDay(day) && !Number.isNaN(moment.getTime()) ? moment : invalid(text);
};

export { terminalProgress as n, momentOf as t };
