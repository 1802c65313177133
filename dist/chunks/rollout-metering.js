// src/rollout/metering.ts
const tallyNames = ["requests", "errors"];
const balancedNames = [
	"requests",
	"lost",
	"serverErrors"
];
/**
* Instance by instance: a counter that went backwards began anew, and what it shows has come since. Who was not there
* before counts from the next look on.
*/
const openMeter = (names) => {
	const last = /* @__PURE__ */ new Map();
	let total = valuesOf(names, () => 0);
	let isCurrent = false;
	return {
		total: () => isCurrent ? total : null,
		take: (counts) => {
			isCurrent = counts !== null;
			for (const [id, count] of counts ?? []) {
				const before = last.get(id);
				last.set(id, count);
				if (before === void 0 || names.every((name) => count[name] === before[name])) continue;
				const isReset = beganAnew(names, before, count);
				total = valuesOf(names, (name) => total[name] + count[name] - (isReset ? 0 : before[name]));
			}
		}
	};
};
/** Whether any of the numbers went backwards. */
const beganAnew = (names, before, now) => names.some((name) => now[name] < before[name]);
/** What was counted in between. */
const minus = (names, from, what) => valuesOf(names, (name) => from[name] - what[name]);
const plus = (names, one, other) => valuesOf(names, (name) => one[name] + other[name]);
const valuesOf = (names, value) => {
	const values = {};
	for (const name of names) values[name] = value(name);
	return values;
};

export { plus as a, openMeter as i, beganAnew as n, tallyNames as o, minus as r, balancedNames as t };
