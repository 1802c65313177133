import { n as readLocalTime } from "./config-local-time.js";

// src/config/loose.ts
const field = (value, key) => isMapping(value) && Object.hasOwn(value, key) ? value[key] : void 0;
const entriesOf = (value) => isMapping(value) ? Object.entries(value) : [];
const itemsOf = (value) => Array.isArray(value) ? value : [];
const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// src/config/window-rules.ts
const mostWindows = 200;
/** Sections whose entries may have windows. */
const withWindows = [
	"environments",
	"components",
	"customers"
];
/** What a window must say as a whole: one of two forms, one of two effects, an end after the start, a cron that comes. */
const windowProblems = async (file) => {
	const windows = withWindows.flatMap((section) => entriesOf(field(file, section)).flatMap(([name, settings]) => itemsOf(field(settings, "windows")).map((window, at) => [[
		section,
		name,
		"windows",
		at
	], window])));
	if (windows.length > mostWindows) return [{
		path: windows[mostWindows][0].slice(0, 1),
		message: `got ${windows.length} windows, wanted at most ${mostWindows} in one file`
	}];
	return [...windows.flatMap(([path, window]) => isMapping(window) ? [
		...formRemarks(path, window),
		...effectRemarks(path, window),
		...orderRemarks(path, window)
	] : []), ...await cronRemarks(windows)];
};
const formRemarks = (path, window) => {
	const has = (key) => window[key] !== void 0;
	const recurring = has("cron") || has("for");
	const fixed = has("from") || has("to");
	const forms = "cron and for (every time), or from and to (once)";
	if (recurring && fixed) return [{
		path,
		message: `got both forms of a window, wanted ${forms}`
	}];
	if (!recurring && !fixed) return [{
		path,
		message: `does not say when, wanted ${forms}`
	}];
	const missing = (recurring ? ["cron", "for"] : ["from", "to"]).find((key) => !has(key));
	return missing === void 0 ? [] : [{
		path: [...path, missing],
		message: `missing, wanted ${forms}`
	}];
};
const effectRemarks = (path, window) => {
	const said = ["effect", "limit"].filter((key) => window[key] !== void 0).length;
	const wanted = "wanted either effect (review, emergency-only or allow) or limit (a factor like 0.5)";
	if (said === 0) return [{
		path,
		message: `does not say what it does, ${wanted}`
	}];
	return said === 2 ? [{
		path,
		message: `got both effect and limit, ${wanted}`
	}] : [];
};
const orderRemarks = (path, window) => [...orderOf(path, window), ...itemsOf(window["except"]).flatMap((exception, at) => isMapping(exception) ? orderOf([
	...path,
	"except",
	at
], exception) : [])];
const orderOf = (path, times) => {
	const from = readLocalTime(times["from"]);
	const to = readLocalTime(times["to"]);
	if (!from.ok || !to.ok || from.value < to.value) return [];
	const got = `got from ${times["from"]} and to ${times["to"]}`;
	return [{
		path: [...path, "to"],
		message: `${got}, wanted an end after the start (it is over at the instant of to)`
	}];
};
const cronRemarks = async (windows) => {
	const crons = windows.flatMap(([path, window]) => {
		const cron = field(window, "cron");
		return typeof cron === "string" ? [{
			path: [...path, "cron"],
			cron
		}] : [];
	});
	if (crons.length === 0) return [];
	const { Cron } = await import("./croner.js");
	const whyNot = (cron) => {
		if (cron.length > 200 || cron.trim().split(/\s+/).length !== 5) return "five fields are needed";
		try {
			return new Cron(cron, {
				mode: "5-part",
				timezone: "UTC"
			}).nextRun(/* @__PURE__ */ new Date("2024-01-01T00:00:00Z")) === null ? "that never comes" : void 0;
		} catch (error) {
			return String(error instanceof Error ? error.message : error).replace(/^CronPattern: /, "");
		}
	};
	return crons.flatMap(({ path, cron }) => {
		const why = whyNot(cron);
		return why === void 0 ? [] : [{
			path,
			message: `got ${JSON.stringify(cron.slice(0, 60))}, wanted five fields like "0 18 * * 1-4": ${why}`
		}];
	});
};

export { itemsOf as a, isMapping as i, entriesOf as n, field as r, windowProblems as t };
