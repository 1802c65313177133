import { H as read, W as wanted, z as nearest } from "./main-gate.js";

// src/config/time-zone.ts
/** Reads the name of a time zone of the IANA data base, like `Europe/Paris`, or `UTC`. */
const readTimeZone = (input) => {
	const asked = "a time zone like Europe/Paris or UTC";
	if (typeof input !== "string" || input === "") return wanted(asked);
	if (/^[A-Za-z]/.test(input) && isKnown(input)) return read(input);
	return wanted(asked, nearest(input, Intl.supportedValuesOf("timeZone")));
};
const isKnown = (timeZone) => {
	try {
		new Intl.DateTimeFormat("en-US", { timeZone });
		return true;
	} catch {
		return false;
	}
};

export { readTimeZone as t };
