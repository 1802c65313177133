// src/config/reading.ts
const read = (value) => ({
	ok: true,
	value
});
const wanted = (text, mend) => mend === void 0 ? {
	ok: false,
	wanted: text
} : {
	ok: false,
	wanted: text,
	mend
};
/** "wanted a percentage like 10% (did you mean 15%?)" */
const sentenceOf = (reading) => `wanted ${reading.wanted}${reading.mend === void 0 ? "" : ` (did you mean ${reading.mend}?)`}`;
/**
* The value of a text that this program itself wrote or has already checked.
* @throws Error when it cannot be read after all, which is our bug.
*/
const mustRead = (reading) => {
	if (!reading.ok) throw new Error(`a checked value could not be read again: ${sentenceOf(reading)}`);
	return reading.value;
};

export { wanted as i, read as n, sentenceOf as r, mustRead as t };
