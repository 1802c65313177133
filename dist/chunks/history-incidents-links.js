import { K as SourceError, q as UsageError } from "./main-gate.js";
import { An as log1p, B as readDifferences, Dn as exp, Hn as bareTitle$1, Rn as authorHash, Un as purposes, Vn as firstAtLeast, ar as detectors, cr as incidentKinds, dr as noticedAt, fr as readIncident, kn as log, lr as incidentTimes, mr as triggers, nr as readCommits, or as doubtMeanings, pr as relations, rr as readLine, sr as impacts, z as partsOf, zn as factsOf } from "./commands-gate-gate.js";
import { i as recordedCommit } from "./commands-learn-deployment-records.js";
import { i as sameReference, n as markReferences, r as readReference, t as trailersIn } from "./history-incidents-trailers.js";
import { gunzipSync } from "node:zlib";

// src/sources/text-content.ts
/** The text in a file as people have it: packed or not, out of any editor or spreadsheet. */
/** What grows beyond this when it is unpacked was made to. */
const mostBytes = 268435456;
/** How far into a file a look for what is no text goes. */
const looked = 8192;
const begins$1 = (bytes, ...magic) => magic.every((byte, at) => bytes[at] === byte);
const unpacked = (bytes) => {
	if (!begins$1(bytes, 31, 139)) return bytes;
	try {
		return gunzipSync(bytes, { maxOutputLength: mostBytes });
	} catch (cause) {
		const tooMuch = cause.code === "ERR_BUFFER_TOO_LARGE";
		throw new SourceError(tooMuch ? `holds more than ${mostBytes / 1024 / 1024} MB when it is unpacked; split it` : "is packed by gzip and torn; pack it again", { cause });
	}
};
/** Throws SourceError, which begins after the name of the file, where it holds no text. */
const textContent = (file) => {
	const bytes = unpacked(file);
	if (begins$1(bytes, 255, 254)) return new TextDecoder("utf-16le").decode(bytes);
	if (begins$1(bytes, 254, 255)) return new TextDecoder("utf-16be").decode(bytes);
	if (begins$1(bytes, 80, 75, 3, 4)) throw new SourceError("is a spreadsheet or an archive; export it as CSV or JSON, or unpack it");
	if (bytes.subarray(0, looked).includes(0)) throw new SourceError("is no text; export it as CSV or JSON");
	return bytes.toString("utf8");
};

// src/sources/incidents/fields.ts
const isFields = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** What stands at a path like `priority.summary`. */
const at = (record, path) => {
	let value = record;
	for (const key of path.split(".")) {
		if (!isFields(value) || !Object.hasOwn(value, key)) return void 0;
		value = value[key];
	}
	return value;
};
/** The first path that holds a text or a number. */
const textAt = (record, ...paths) => {
	for (const path of paths) {
		const value = at(record, path);
		if (typeof value === "string" && value.trim() !== "") return value;
		if (typeof value === "number") return String(value);
	}
};
/** A list of records at a path; empty when there is none. */
const recordsAt = (record, path) => {
	const value = at(record, path);
	return Array.isArray(value) ? value.filter(isFields) : [];
};
/** Texts at a path: of a list of texts, of a list of records by one of the keys, or of one text. */
const textsAt = (record, path, ...keys) => {
	const value = at(record, path);
	return (Array.isArray(value) ? value : value === void 0 || value === null ? [] : [value]).flatMap((each) => {
		if (typeof each === "string") return each.trim() === "" ? [] : [each];
		return isFields(each) ? textAt(each, ...keys) ?? [] : [];
	});
};
/** Whether the record holds all of these keys. */
const holds = (record, ...keys) => keys.every((key) => Object.hasOwn(record, key));

// src/sources/incidents/markdown/document.ts
const unquoted = (value) => value.replace(/^(['"])(.*)\1$/, "$2");
/**
* Front matter of one level, `key: value` and lists: all that sites of incidents use. Anything deeper is left out, which
* is why no YAML library is loaded for it.
*/
const readFront = (lines) => {
	const front = {};
	let key = "";
	for (const line of lines) {
		const item = /^\s*-\s+(.+?)\s*$/.exec(line);
		const pair = /^([A-Za-z][\w-]*)\s*:\s*(.*?)\s*$/.exec(line);
		if (pair) {
			key = pair[1];
			const value = unquoted(pair[2].replace(/\s+#.*$/, ""));
			const inline = /^\[(.*)\]$/.exec(value);
			if (inline) front[key] = inline[1].split(",").map((each) => unquoted(each.trim())).filter((each) => each !== "");
			else front[key] = value;
		} else if (item && key !== "") {
			const before = front[key];
			front[key] = [...Array.isArray(before) ? before : [], unquoted(item[1])];
		}
	}
	return front;
};
/** Words without their Markdown: links show their text, emphasis and code their words. */
const plain = (text) => text.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/\*\*|__|`/g, "").replaceAll(/<!--.*?-->/g, "").replace(/\s*#+\s*$/, "").trim();
const sectionsOf = (lines) => {
	const sections = [{
		level: 0,
		heading: "",
		lines: []
	}];
	let fenced = false;
	for (const [at, line] of lines.entries()) {
		const isFence = /^\s*(?:```|~~~)/.test(line);
		if (isFence) fenced = !fenced;
		if (isFence || fenced) continue;
		const hashes = /^(#{1,6})\s+(.+)$/.exec(line);
		const underlined = line.trim() === "" ? null : /^(=|-)\1{2,}\s*$/.exec(lines[at + 1] ?? "");
		if (hashes) sections.push({
			level: hashes[1].length,
			heading: plain(hashes[2]),
			lines: []
		});
		else if (underlined) sections.push({
			level: underlined[1] === "=" ? 1 : 2,
			heading: plain(line),
			lines: []
		});
		else sections.at(-1).lines.push(line);
	}
	return sections;
};
/** The cells of a table's row; null for other lines and for the ruler under the names. */
const cellsOf = (line) => {
	if (!/^\s*\|.*\|\s*$/.test(line) || /^[\s|:-]+$/.test(line)) return null;
	return line.trim().slice(1, -1).split("|").map(plain);
};
const labelled = /^\s*(?:[-*+]\s+)?(?:\*\*|__)?([A-Z][\w ()/'’-]{1,40}?)(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(.*)$/;
const labelsOf = (sections) => {
	const labels = /* @__PURE__ */ new Map();
	const add = (label, value) => {
		const key = plain(label).toLowerCase();
		if (!labels.has(key) && plain(value) !== "") labels.set(key, plain(value));
	};
	for (const { heading, lines } of sections) {
		for (const line of lines) {
			const cells = cellsOf(line);
			if (cells?.length === 2) add(cells[0], cells[1]);
			const match = cells === null ? labelled.exec(line) : null;
			if (match) add(match[1], match[2]);
		}
		const said = lines.filter((line) => line.trim() !== "");
		if (heading !== "" && said.length === 1 && said[0].length < 120) add(heading, said[0]);
	}
	return labels;
};
const documentOf = (name, content) => {
	const lines = content.replace(/^\uFEFF/, "").split(/\r?\n/);
	const fence = lines[0]?.trim() === "---" ? lines.findIndex((line, at) => at > 0 && line.trim() === "---") : -1;
	const front = fence > 0 ? readFront(lines.slice(1, fence)) : {};
	const body = fence > 0 ? lines.slice(fence + 1) : lines;
	const sections = sectionsOf(body);
	const heading = sections.find(({ level }) => level === 1) ?? sections.find(({ level }) => level > 0);
	const titled = front["title"];
	return {
		name: name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1).replace(/\.(?:md|markdown|qmd|mdx|txt|html\.md\.erb|rst)$/i, ""),
		front,
		title: typeof titled === "string" && titled !== "" ? titled : heading?.heading ?? null,
		sections,
		labels: labelsOf(sections),
		text: body.join("\n")
	};
};
/** One value of the front matter; the first of a list. */
const frontText = ({ front }, name) => {
	const value = front[name];
	return typeof value === "string" ? value === "" ? void 0 : value : value?.[0];
};
/** Sections whose heading matches, with those under them. */
const sectionsUnder = (document, heading) => {
	const found = [];
	let depth = 0;
	for (const section of document.sections) {
		if (depth > 0 && section.level <= depth) depth = 0;
		if (depth === 0 && section.level > 0 && heading.test(section.heading)) depth = section.level;
		if (depth > 0) found.push(section);
	}
	return found;
};
/** How many of these headings (or labels, as some write them) the document has. */
const headingCount = (document, headings) => headings.filter((heading) => document.sections.some((section) => heading.test(section.heading)) || [...document.labels.keys()].some((label) => heading.test(label))).length;

// src/sources/incidents/rows.ts
const separatorOf = (firstLine) => {
	const count = (separator) => firstLine.split(separator).length;
	return [
		",",
		";",
		"	"
	].reduce((best, other) => count(other) > count(best) ? other : best);
};
const linesOf = (text) => {
	const separator = separatorOf(text.slice(0, text.search(/\r?\n|$/)));
	const lines = [];
	let values = [];
	let field = "";
	let quoted = false;
	let line = 1;
	let begun = 1;
	const endLine = () => {
		values.push(field);
		if (values.some((value) => value !== "")) lines.push({
			values,
			line: begun,
			torn: quoted
		});
		values = [];
		field = "";
		begun = line;
	};
	for (let at = 0; at < text.length; at += 1) {
		const character = text[at];
		if (character === "\n") line += 1;
		if (quoted) {
			if (character !== "\"") field += character;
			else if (text[at + 1] === "\"") {
				field += "\"";
				at += 1;
			} else quoted = false;
		} else if (character === "\"" && field === "") quoted = true;
		else if (character === separator) {
			values.push(field);
			field = "";
		} else if (character === "\n") endLine();
		else if (character !== "\r") field += character;
	}
	if (field !== "" || values.length > 0) endLine();
	return lines;
};
const faultOf = (values, names, torn) => {
	if (torn) return "opens a quote that never closes, and what follows was swallowed; close it";
	return values > names ? `has ${values} fields, the first line names ${names}; quote fields that hold separators` : null;
};
/** Rows under the names of the first line. A name that stands there twice, as Jira repeats it, holds a list. */
const rowsOf = (text) => {
	const [header, ...rest] = linesOf(text.replace(/^\uFEFF/, ""));
	if (header === void 0) return [];
	const names = header.values.map((name) => name.trim());
	return rest.map(({ values, line, torn }) => {
		const fields = {};
		for (const [at, name] of names.entries()) {
			const value = values[at] ?? "";
			if (name === "") continue;
			if (names.indexOf(name) === at && names.lastIndexOf(name) === at) fields[name] = value;
			else if (value !== "") fields[name] = [...fields[name] ?? [], value];
		}
		return {
			fields,
			line,
			fault: faultOf(values.length, names.length, torn)
		};
	});
};

// src/sources/incidents/content.ts
/** A file taken apart into what may be incidents: records, or one document; each with the place it stands at. */
/** Under which answers of tools keep their lists. */
const envelopes = [
	"incidents",
	"data",
	"result",
	"results",
	"issues",
	"items",
	"scheduled_maintenances",
	"incident"
];
/** JSON:API keeps what matters under `attributes`. */
const flat = (record) => {
	const attributes = record["attributes"];
	return isFields(attributes) ? {
		...attributes,
		id: record["id"] ?? attributes["id"],
		type: record["type"]
	} : record;
};
const unwrapped = (value) => {
	if (Array.isArray(value)) return value;
	if (!isFields(value)) return [value];
	for (const key of envelopes) {
		const inner = value[key];
		if (Array.isArray(inner)) return inner;
		if (isFields(inner)) return [inner];
	}
	return [value];
};
/** A line that carries a whole document: `{"incident_id": …, "text": "# …"}`. */
const documentIn = (record) => {
	const text = textAt(record, "text");
	if (text === void 0 || !text.includes("\n")) return null;
	if (Object.keys(record).some((key) => /(?:_at|At|_on|date|title|name)$/.test(key))) return null;
	const name = textAt(record, "incident_id", "id", "path", "file");
	return name === void 0 ? null : documentOf(name, text);
};
const pieceOf = (value, where, name) => {
	if (!isFields(value)) return {
		kind: "unreadable",
		where,
		why: `an incident must be an object of fields, got ${JSON.stringify(value)?.slice(0, 40) ?? "nothing"}`
	};
	const document = documentIn(value);
	return document === null ? {
		kind: "record",
		where,
		name,
		record: flat(value)
	} : {
		kind: "document",
		where,
		document
	};
};
const parsed = (text) => {
	try {
		return { value: JSON.parse(text) };
	} catch (cause) {
		return { why: cause instanceof Error ? cause.message : String(cause) };
	}
};
const stem$1 = (file) => file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1).replace(/(?:\.[a-z]{1,8}){1,2}$/i, "");
const jsonPieces = (file, text) => {
	const whole = parsed(text);
	if ("value" in whole) return unwrapped(whole.value).map((value, at) => pieceOf(value, `${file}: record ${at + 1}`, `${stem$1(file)}-${at + 1}`));
	const lines = text.split(/\r?\n/);
	if (!(lines.filter((line) => line.trim() !== "").length > 1 && "value" in parsed(lines[0]))) return [{
		kind: "unreadable",
		where: file,
		why: `begins like JSON and is none (${whole.why}); mend the file or export it again`
	}];
	return lines.flatMap((line, at) => {
		if (line.trim() === "") return [];
		const where = `${file}:${at + 1}`;
		const one = parsed(line);
		return "value" in one ? [pieceOf(one.value, where, `${stem$1(file)}-${at + 1}`)] : [{
			kind: "unreadable",
			where,
			why: `is no line of JSON (${one.why}); mend the line`
		}];
	});
};
const looksLikeTable = (file, text) => /\.(?:csv|tsv)(?:\.gz)?$/i.test(file) || !/\.(?:md|markdown|qmd|txt)$/i.test(file) && /^"?[\w ()/.-]+"?(?:[,;\t]"?[\w ()/.-]+"?){2,}\r?\n/.test(text);
/** The pieces of a file, by what it holds; its name only helps where content leaves it open. */
const piecesOf = (file, content) => {
	const text = content.replace(/^\uFEFF/, "");
	if (text.trim() === "") return [{
		kind: "unreadable",
		where: file,
		why: "is empty; export it again"
	}];
	if (/^\s*[[{]/.test(text) && !/^\s*\[[^\]]*\]\(/.test(text)) return jsonPieces(file, text);
	if (looksLikeTable(file, text)) return rowsOf(text).map(({ fields, line, fault }) => {
		const where = `${file}:${line}`;
		return fault === null ? {
			kind: "record",
			where,
			name: `${stem$1(file)}-${line}`,
			record: fields
		} : {
			kind: "unreadable",
			where,
			why: fault
		};
	});
	return [{
		kind: "document",
		where: file,
		document: documentOf(file, text)
	}];
};

// src/sources/incidents/zone.ts
const fixed = (minutes) => ({
	minutesAt: () => minutes,
	guessed: false
});
const utc = fixed(0);
/** Who writes "PST" in July means the clock on the wall, so these are places, not offsets. */
const abbreviations = {
	PST: "America/Los_Angeles",
	PDT: "America/Los_Angeles",
	PT: "America/Los_Angeles",
	MST: "America/Denver",
	MDT: "America/Denver",
	CST: "America/Chicago",
	CDT: "America/Chicago",
	EST: "America/New_York",
	EDT: "America/New_York",
	ET: "America/New_York",
	CET: "Europe/Paris",
	CEST: "Europe/Paris",
	EET: "Europe/Athens",
	EEST: "Europe/Athens",
	BST: "Europe/London",
	AEST: "Australia/Sydney",
	AEDT: "Australia/Sydney",
	JST: "Asia/Tokyo"
};
const wallClock = (timeZone) => {
	const format = new Intl.DateTimeFormat("en-US", {
		timeZone,
		calendar: "gregory",
		numberingSystem: "latn",
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric"
	});
	return (seconds) => {
		const at = Object.fromEntries(format.formatToParts(/* @__PURE__ */ new Date(seconds * 1e3)).map(({ type, value }) => [type, Number(value)]));
		return Date.UTC(at["year"], at["month"] - 1, at["day"], at["hour"], at["minute"], at["second"]) / 1e3;
	};
};
const named = (timeZone, guessed) => {
	const wall = wallClock(timeZone);
	const minutesAt = (wallSeconds) => {
		const instant = wallSeconds - (wall(wallSeconds) - wallSeconds) / 60 * 60;
		return (wall(instant) - instant) / 60;
	};
	return {
		minutesAt,
		guessed
	};
};
const kept = /* @__PURE__ */ new Map();
const keep = (key, make) => {
	const zone = kept.get(key) ?? make();
	kept.set(key, zone);
	return zone;
};
let cities;
const placeOf = (city) => {
	cities ??= new Map(Intl.supportedValuesOf("timeZone").map((name) => [name.slice(name.lastIndexOf("/") + 1).replaceAll("_", " ").toLowerCase(), name]));
	return cities.get(city.toLowerCase());
};
const offset = /(?:UTC|GMT)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?|([+-])(\d{2}):?(\d{2})?$/;
/** The zone a few words name, like `PST (UTC-7)`, `Europe/Bucharest`, `Bucharest`, `+02:00`; null when they name none. */
const zoneOf = (words) => {
	const written = words.trim();
	const shift = offset.exec(written);
	if (shift) {
		const sign = (shift[1] ?? shift[4]) === "-" ? -1 : 1;
		return fixed(sign * (Number(shift[2] ?? shift[5]) * 60 + Number(shift[3] ?? shift[6] ?? 0)));
	}
	if (/\b(?:UTC|GMT|Z|Zulu)\b/.test(written)) return utc;
	const region = /\b[A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_]+)?\b/.exec(written)?.[0];
	if (region !== void 0 && Intl.supportedValuesOf("timeZone").includes(region)) return keep(region, () => named(region, false));
	for (const [short, place] of Object.entries(abbreviations)) if (new RegExp(`\\b${short}\\b`).test(written)) return keep(`${place}?`, () => named(place, true));
	for (const city of written.match(/\b[A-Z][a-z]+(?: [A-Z][a-z]+)?\b/g) ?? []) {
		const place = placeOf(city);
		if (place !== void 0) return keep(`${place}?`, () => named(place, true));
	}
	return null;
};

// src/sources/incidents/moment.ts
const months = [
	"jan",
	"feb",
	"mar",
	"apr",
	"may",
	"jun",
	"jul",
	"aug",
	"sep",
	"oct",
	"nov",
	"dec"
];
const monthName = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\\.?";
const monthOf = (name) => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
/** `22025` has one digit too many: the year that is left when a doubled one is taken out. */
const yearOf = (digits) => digits.length <= 4 ? Number(digits) : Number(digits.replace(/(\d)\1/, "$1").slice(0, 4));
const century = (digits) => digits.length === 2 ? 2e3 + Number(digits) : Number(digits);
const exists = ({ year, month, day }) => {
	const date = new Date(Date.UTC(year, month - 1, day));
	return year >= 1990 && year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};
const dayReaders = [
	{
		pattern: /(\d{4,5})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/,
		read: ([, year = "", month, day]) => ({
			day: {
				year: yearOf(year),
				month: Number(month),
				day: Number(day)
			},
			doubts: year.length > 4 ? ["wrong-year"] : []
		})
	},
	{
		pattern: /(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/,
		read: ([, one, , other, year = ""], { dayFirst }) => {
			const [left, right] = [Number(one), Number(other)];
			const swapped = right > 12 || left <= 12 && dayFirst === false;
			return {
				day: {
					year: century(year),
					month: swapped ? left : right,
					day: swapped ? right : left
				},
				doubts: left <= 12 && right <= 12 && left !== right && dayFirst === null ? ["ambiguous-date"] : []
			};
		}
	},
	{
		pattern: new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?[ /-](?:of )?${monthName}(?:,?[ /-](\\d{4}|\\d{2}(?![:.]?\\d)))?`, "i"),
		read: ([, day, month = "", year], { day: around }) => {
			const known = year === void 0 ? around?.year : century(year);
			return known === void 0 ? null : { day: {
				year: known,
				month: monthOf(month),
				day: Number(day)
			} };
		}
	},
	{
		pattern: new RegExp(`\\b${monthName} (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4}))?(?![:.]\\d)`, "i"),
		read: ([, month = "", day, year], { day: around }) => {
			const known = year === void 0 ? around?.year : Number(year);
			return known === void 0 ? null : { day: {
				year: known,
				month: monthOf(month),
				day: Number(day)
			} };
		}
	}
];
const findDay = (text, context) => {
	for (const { pattern, read } of dayReaders) {
		const match = pattern.exec(text);
		if (!match) continue;
		const found = read(match, context);
		if (found === null) continue;
		if (!exists(found.day)) return "impossible";
		return {
			day: found.day,
			rest: text.slice(match.index + match[0].length),
			doubts: found.doubts ?? []
		};
	}
	return null;
};
const clock = /(?<![\d.])(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?(?:m\b\.?|\b))?/i;
const wholeHour = /(?<![\d.:])(\d{1,2})\s*([ap])\.?m\b/i;
/** Seconds since midnight, and the words after; null where no time of day is written. */
const findClock = (text) => {
	const match = clock.exec(text) ?? wholeHour.exec(text);
	if (!match) return null;
	const whole = match.length === 3;
	const half = (whole ? match[2] : match[4])?.toLowerCase();
	let hour = Number(match[1]);
	if (half === "p" && hour < 12) hour += 12;
	if (half === "a" && hour === 12) hour = 0;
	const minute = whole ? 0 : Number(match[2]);
	const second = whole ? 0 : Number(match[3] ?? 0);
	if (hour > 24 || minute > 59 || second > 60) return "impossible";
	return {
		seconds: hour * 3600 + minute * 60 + second,
		rest: text.slice(match.index + match[0].length)
	};
};
/** A zone right after an ISO time: `-05:00` there is no end of a range. */
const isoZone = /^\d{4,5}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)? ?(Z|[+-]\d{2}(?::?\d{2})?)$/;
/** Largest plausible time in seconds (the year 5138); beyond it milliseconds are counted. */
const latestSeconds = 1e11;
const midnightOf = ({ year, month, day }) => Date.UTC(year, month - 1, day) / 1e3;
const dayOf = (seconds) => {
	const date = /* @__PURE__ */ new Date(seconds * 1e3);
	return {
		year: date.getUTCFullYear(),
		month: date.getUTCMonth() + 1,
		day: date.getUTCDate()
	};
};
/** Reads a moment; null when the words hold none that exists. Fractions of a second are dropped. */
const readMoment = (written, context) => {
	const text = String(written).trim();
	if (/^\d{9,13}(?:\.\d+)?$/.test(text)) {
		const value = Number(text);
		const seconds = Math.floor(value > latestSeconds ? value / 1e3 : value);
		return {
			seconds,
			day: dayOf(seconds),
			doubts: []
		};
	}
	const date = findDay(text, context);
	if (date === "impossible") return null;
	const day = date?.day ?? context.day;
	if (day === null) return null;
	const time = findClock(date?.rest ?? text);
	if (time === "impossible" || time === null && date === null) return null;
	const zone = (time === null ? null : zoneOf(isoZone.exec(text)?.[1] ?? zoneWords(time.rest))) ?? context.zone;
	const wallSeconds = midnightOf(day) + (time?.seconds ?? 0);
	const doubts = [...date?.doubts ?? []];
	if (time === null) doubts.push("date-only");
	else if (zone === null) doubts.push("no-zone");
	else if (zone.guessed) doubts.push("guessed-zone");
	return {
		seconds: wallSeconds - (zone ?? utc).minutesAt(wallSeconds) * 60,
		day,
		doubts
	};
};
/** What follows a time of day may be its zone; a range's end and prose are not. */
const zoneWords = (rest) => {
	const range = /^\s*(?:-|–|—|to)\s*\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m?\.?)?/i.exec(rest);
	const after = rest.slice(range?.[0].length ?? 0);
	return (/^\s*(?:Z\b|[+-]\d{2}(?::?\d{2})?\b|\(?(?:UTC|GMT)[^\s)]*(?:\s*[+-]\s*\d{1,2})?|\(?[A-Z]{2,4}\b(?:\s*\(UTC[^)]*\))?|\(?[A-Z][a-z]+\/[A-Z]\w+)/.exec(after)?.[0] ?? "").replace(/^\s*\(/, "");
};
/** The first day written in a text, for times that stand under it. */
const readDay = (text, context) => {
	const found = findDay(text, context);
	return found === null || found === "impossible" ? null : found.day;
};

// src/sources/incidents/severity.ts
const steps = [
	"sev1",
	"sev1",
	"sev2",
	"sev3",
	"sev4",
	"sev4"
];
const words = [
	[/\b(?:critical|blocker|down|catastrophic|highest)\b/i, "sev1"],
	[/\b(?:major|high|severe|urgent)\b/i, "sev2"],
	[/\b(?:minor|disrupted|degraded|moderate|medium|partial)\b/i, "sev3"],
	[/\b(?:low|lowest|notice|none|trivial|informational|info|warning|warn|planning|maintenance)\b/i, "sev4"]
];
/** `P1`, `SEV-2`, `3 - Moderate`, `severity::4`, `major`; `unknown` for anything else. */
const severityOf = (written) => {
	const number = /^\s*(?:severity|sev|priority|prio|s|p)?[\s:_-]*([0-5])(?!\d)/i.exec(written)?.[1];
	if (number !== void 0) return steps[Number(number)] ?? "unknown";
	return words.find(([pattern]) => pattern.test(written))?.[1] ?? "unknown";
};

// src/sources/incidents/draft.ts
/** From what a form says to the canonical incident: one crossing, where every doubt is found. */
/** How tools write that they do not know. */
const isBlank = (value) => value === void 0 || value === null || /^\s*(?:\?|-|n\/?a|none|null|unknown|tbd|tbc)?\s*$/i.test(String(value));
const clean = (value) => isBlank(value) ? void 0 : value.replaceAll(/\s+/g, " ").trim();
/** Months apart are no incident but a slip of the pen; the longest real ones took some weeks. */
const farSeconds = 10368e3;
const stamp = (seconds) => `${(/* @__PURE__ */ new Date(seconds * 1e3)).toISOString().slice(0, 19)}Z`;
const settleTimes = (draft, zoneHere) => {
	const context = {
		zone: zoneOf(draft.zone ?? zoneHere ?? ""),
		day: draft.day ?? draft.filedUnder ?? null,
		dayFirst: draft.dayFirst ?? null
	};
	const doubts = /* @__PURE__ */ new Set();
	const found = [];
	for (const name of incidentTimes) {
		const written = draft.times?.[name];
		if (isBlank(written)) continue;
		const moment = readMoment(written, context);
		if (moment === null) doubts.add("unreadable-time");
		else {
			found.push({
				name,
				seconds: moment.seconds
			});
			for (const doubt of moment.doubts) doubts.add(doubt);
		}
	}
	const at = (name) => found.find((entry) => entry.name === name)?.seconds;
	const begins = at("startedAt") ?? at("detectedAt") ?? at("declaredAt") ?? at("acknowledgedAt");
	const ends = at("resolvedAt") ?? at("closedAt") ?? at("mitigatedAt");
	if (begins === void 0) doubts.add("no-start");
	if (at("resolvedAt") === void 0 && at("closedAt") === void 0) doubts.add("no-resolved-time");
	if (begins !== void 0 && ends !== void 0 && ends < begins) doubts.add("negative-duration");
	if (isFarApart(found.map(({ seconds }) => seconds), draft.filedUnder ?? null)) doubts.add("date-conflict");
	return {
		moments: Object.fromEntries(found.map(({ name, seconds }) => [name, stamp(seconds)])),
		doubts: [...doubts]
	};
};
const isFarApart = (times, filedUnder) => {
	const all = filedUnder === null ? times : [...times, Date.UTC(filedUnder.year, filedUnder.month - 1, filedUnder.day) / 1e3];
	return all.length > 1 && Math.max(...all) - Math.min(...all) > farSeconds;
};
const once = (values) => [...new Set((values ?? []).flatMap((value) => clean(value) ?? []))];
const plannedWords$1 = /\b(?:maintenance|planned|scheduled)\b/i;
const unplannedWords = /\bunplanned|\bunscheduled|\b(?:after|during|following) (?:\w+ )?(?:maintenance|scheduled)/i;
const kindOf = (draft) => {
	if (draft.kind !== void 0) return draft.kind;
	const title = draft.title ?? "";
	if (/\bnear[- ]miss\b/i.test(title)) return "near-miss";
	return plannedWords$1.test(title) && !unplannedWords.test(title) ? "maintenance" : "incident";
};
const triggerOf$2 = (written) => {
	const word = (written ?? "").trim().toLowerCase();
	return triggers.find((trigger) => trigger === word || word === "config" && trigger === "configuration") ?? "unknown";
};
const impactOf = (draft) => {
	if (draft.impact !== void 0) return draft.impact;
	const written = draft.severity ?? "";
	if (/\b(?:down|critical)\b/i.test(written)) return "down";
	if (/\b(?:disrupted|degraded|partial|minor|major)\b/i.test(written)) return "degraded";
	return /\bnone\b/i.test(written) ? "none" : "unknown";
};
const given = (key, value) => value === void 0 ? {} : { [key]: value };
/** The canonical incident of a draft. Never throws: whatever cannot be read becomes a doubt. */
const settle = (draft, { source, name, zone }) => {
	const { moments, doubts } = settleTimes(draft, zone);
	const title = clean(draft.title);
	const severity = /^\s*none\s*$/i.test(draft.severity ?? "") ? "none" : clean(draft.severity);
	const text = draft.text?.trim();
	const all = /* @__PURE__ */ new Set([
		...doubts,
		...draft.doubts ?? [],
		...title === void 0 ? ["guessed-title"] : []
	]);
	const actions = draft.actions ?? [];
	const postMortem = draft.postMortem ?? (actions.length > 0 ? {
		state: "published",
		actions
	} : void 0);
	return {
		schema: 1,
		id: clean(draft.id) ?? name,
		source,
		...given("url", /^https?:\/\/\S+$/.test(draft.url ?? "") ? draft.url : void 0),
		title: title ?? name,
		kind: kindOf(draft),
		severity: severity === void 0 ? "unknown" : severityOf(severity),
		...given("severityWritten", severity),
		environment: clean(draft.environment) ?? "production",
		...moments,
		reopened: draft.reopened ?? 0,
		components: once(draft.components),
		customers: once(draft.customers),
		impact: impactOf(draft),
		trigger: triggerOf$2(draft.trigger),
		causes: once(draft.causes),
		detectedBy: draft.detectedBy ?? "unknown",
		...given("postMortem", postMortem),
		changes: draft.changes ?? [],
		...given("text", text === "" ? void 0 : text),
		doubts: Object.keys(doubtMeanings).filter((doubt) => all.has(doubt))
	};
};

// src/sources/incidents/markdown/actions.ts
const actionHeading = /action items?|corrective actions?|review actions?|remediation|follow[- ]?ups?|next steps/i;
const referenceIn = /(?:[\w.-]+\/[\w.-]+)?#\d+|https?:\/\/[^\s)>\]]+|\b[A-Z][A-Z0-9]+-\d+\b/;
const actionOf = (raw, text) => {
	if (text === "") return [];
	const reference = referenceIn.exec(raw)?.[0];
	return [{
		text,
		done: /^\s*[-*+]\s+\[x\]/i.test(raw) || raw.includes("~~") || /\b(?:done|completed|closed|fixed)\b[\s|.)\]*]*$/i.test(raw),
		...reference === void 0 ? {} : { reference }
	}];
};
const actionsOf = (document) => sectionsUnder(document, actionHeading).flatMap(({ lines }) => lines.flatMap((line, at) => {
	const cells = cellsOf(line);
	if (cells !== null) return /^[\s|:-]+$/.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("-") ? [] : actionOf(line.replace(/\|\s*$/, ""), cells.find((cell) => cell !== "") ?? "");
	const item = /^\s*(?:[-*+]|\d+\.)\s+(?:\[[ x]\]\s*)?(.+)$/i.exec(line);
	return item ? actionOf(line, plain(item[1])) : [];
}));

// src/sources/incidents/markdown/labelled.ts
const timeLabels = [
	["startedAt", /^(?:incident |impact |outage )?(?:start(?:ed)?|began|begin)(?: time| at| date)?$|^fault (?:occurs|occurred|began)$/],
	["detectedAt", /^(?:first |time )?(?:detect(?:ed)?|identified|noticed)(?: time| at)?$/],
	["acknowledgedAt", /^ack(?:nowledged)?(?: time| at)?$/],
	["declaredAt", /^(?:incident )?(?:declared|reported|status)(?: time| at)?$/],
	["mitigatedAt", /^(?:mitigated|repaired|service restored|fixed)(?: time| at)?$/],
	["resolvedAt", /^(?:incident |impact |outage )?(?:end(?:ed)?|resolved|recovered|all clear)(?: time| at| date)?$/]
];
/** Times that stand behind a label; prose under a heading like "Detection" holds no time and is left alone. */
const labelledTimes = (document) => {
	const times = {};
	for (const [label, value] of document.labels) for (const [name, pattern] of timeLabels) if (times[name] === void 0 && pattern.test(label) && /\d/.test(value) && value.length < 60) times[name] = value;
	return times;
};
const labelText = ({ labels }, pattern) => [...labels].find(([label]) => pattern.test(label))?.[1];
const names = (value) => value === void 0 || value.length > 200 ? [] : value.split(/\s*[;,]\s*/);
const severityIn = (document) => labelText(document, /^(?:incident )?(?:severity|priority|sev)(?: level)?$/);
const componentsIn = (document) => names(labelText(document, /^(?:affected )?(?:services?|components?|systems?)(?: affected| impacted)?$|^affected$/));
const customersIn = (document) => names(labelText(document, /^(?:affected )?customers?(?: affected| impacted)?$/));
const causesIn = (document) => names(labelText(document, /^(?:root[- ])?cause(?: category)?$|^category$/));
const dateIn = (document) => labelText(document, /^(?:incident )?date(?: of incident)?$|^when$/);
const causedByIn = (document) => {
	const front = document.front["caused_by"] ?? document.front["caused-by"];
	const written = typeof front === "string" ? [front] : front ?? [];
	const labelled = labelText(document, /^(?:caused[- ]by|culprit|causing change)$/);
	return [...written, ...labelled === void 0 ? [] : [labelled]].flatMap((each) => each === "" ? [] : [{
		reference: plain(each),
		relation: "caused-by",
		quote: `caused by: ${plain(each)}`
	}]);
};
const stateIn = (document) => {
	const written = labelText(document, /^(?:post-?mortem )?status$/) ?? "";
	if (/draft|in progress|wip/i.test(written)) return "draft";
	return /review/i.test(written) ? "reviewed" : "published";
};
const detectedByIn = (document) => {
	const written = labelText(document, /^(?:identified|detection|detected by|how (?:was it )?detected)$/) ?? "";
	if (/pingdom|alert|monitor|page|alarm/i.test(written)) return "alert";
	if (/user|customer|client/i.test(written)) return "customer";
	return /engineer|team|staff|developer/i.test(written) ? "staff" : "unknown";
};

// src/sources/incidents/markdown/timeline.ts
const timelineHeading = /timeline|chronology|sequence of events|what happened/i;
const clockAhead = /^\s*(?:[-*+]\s+|\d+\.\s+)?(?:\*\*|__|`|\[)?((?:~|ca\.?|approx\.?)?\s*(?:\d{4,5}[-/]\d\d?[-/]\d\d?|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,?(?: \d{4},?)?|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?(?: \d{4})?)?[T ,]*(?:at )?\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m?\.?\b)?\s*(?:\(?[A-Z]{3,4}\)?)?)/;
const dayWords = /\d{4,5}-\d\d?-\d\d?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i;
const zoneSaid = [/\b(?:all )?times? (?:are |below |listed |given |shown |here )*(?:in\s+)?([^\n.*_)]{2,40})/gi, /\btime ?zone\s*:?\s*([^\n.*_)]{2,40})/gi];
/** The zone that a document says all its times are in. */
const statedZone = (text) => {
	for (const pattern of zoneSaid) for (const [, words = ""] of text.matchAll(pattern)) {
		const zone = zoneOf(words);
		if (zone !== null) return {
			words,
			zone
		};
	}
	return null;
};
const headingTimes = (document) => document.sections.flatMap(({ heading, lines }) => /\d{1,2}[:.]\d{2}|\d\s*[ap]m\b/i.test(heading) && clockAhead.test(heading) ? [{
	time: heading,
	says: lines.join(" ")
}] : dayWords.test(heading) && /\d/.test(heading) && heading.length < 40 ? [{
	time: heading,
	says: ""
}] : []);
const lineTimes = (document) => sectionsUnder(document, timelineHeading).flatMap(({ lines }) => lines.flatMap((line) => {
	const cells = cellsOf(line);
	if (cells !== null) return cells.length > 1 && /\d[:.]\d\d/.test(cells[0]) ? [{
		time: cells[0],
		says: cells.slice(1).join(" ")
	}] : [];
	const match = clockAhead.exec(line);
	return match ? [{
		time: match[1],
		says: plain(line.slice(match[0].length))
	}] : [];
}));
/** Every entry with a time that can be read, in the order they are written; a date counts for those below it. */
const timelineOf = (document, zone, filedUnder) => {
	const fromLines = lineTimes(document);
	const written = fromLines.length > 1 ? fromLines : [...headingTimes(document), ...fromLines];
	let day = filedUnder;
	const entries = [];
	for (const { time, says } of written) {
		const context = {
			zone,
			day,
			dayFirst: true
		};
		if (dayWords.test(time)) day = readDay(time, context) ?? day;
		const moment = readMoment(time, context);
		if (moment !== null && !moment.doubts.includes("date-only")) entries.push({
			written: time,
			moment,
			says
		});
	}
	return entries;
};
const telling = [
	[
		"detectedAt",
		/\b(?:alert(?:s|ed)?|detect(?:s|ed)?|paged|notic(?:es|ed)|reports? (?:of|in|from)|reported)\b/i,
		"first"
	],
	[
		"declaredAt",
		/\bincident (?:is |was )?(?:declared|opened)\b/i,
		"first"
	],
	[
		"mitigatedAt",
		/\b(?:mitigated|service (?:is |was )?restored|users? can .{0,20}again)\b/i,
		"first"
	],
	[
		"resolvedAt",
		/\b(?:resolved|recovered|back to normal|all clear|fully restored|outage (?:is |was )?over)\b/i,
		"last"
	]
];
/** Moments of the incident by the words of its timeline; its first and last entry are where it begins and ends. */
const timesTold = (entries) => {
	const first = entries[0];
	if (first === void 0) return {};
	const times = { startedAt: first.moment.seconds };
	for (const [name, words, which] of telling) {
		const found = which === "first" ? entries.find(({ says }) => words.test(says)) : entries.findLast(({ says }) => words.test(says));
		if (found !== void 0) times[name] = found.moment.seconds;
	}
	if (times.resolvedAt === void 0 && entries.length > 1) times.resolvedAt = entries.at(-1).moment.seconds;
	return times;
};

// src/sources/incidents/markdown/post-mortem.ts
/** The day a post-mortem is filed under: by its front matter, its label, its title or its file. */
const filedUnderOf = (document) => {
	const context = {
		zone: null,
		day: null,
		dayFirst: null
	};
	for (const words of [
		frontText(document, "date"),
		dateIn(document),
		document.title ?? "",
		document.name
	]) {
		const day = words === void 0 ? null : readDay(words, context);
		if (day !== null) return day;
	}
	return null;
};
/** `Incident on 2020-10-06 - Brief outages`, `2017-09-27, Hub 403`: the date is told elsewhere. */
const bareTitle = (title) => {
	const bare = title.replace(/^(?:incident )?(?:report )?(?:on |of |for )?\d{4,5}[-/]\d{1,2}[-/]\d{1,2}\s*[-–—:,]*\s*/i, "").replace(/^(?:post-?mortem|incident(?: report)?)\s*[:–—-]\s*/i, "").trim();
	return bare === "" ? title : bare;
};
/** Times found behind labels win over those that a timeline only tells in words. */
const readPostMortem = (document, more = {}) => {
	const filedUnder = filedUnderOf(document);
	const words = statedZone(document.text)?.words ?? more.zone;
	const timeline = timelineOf(document, zoneOf(words ?? ""), filedUnder);
	const written = {
		...labelledTimes(document),
		...more.times
	};
	const labelled = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== void 0));
	const told = timesTold(timeline);
	const spanned = labelled["startedAt"] !== void 0 || labelled["detectedAt"] !== void 0;
	const { startedAt, resolvedAt, ...between } = told;
	const times = {
		...spanned ? {} : { startedAt },
		...labelled["resolvedAt"] === void 0 ? { resolvedAt } : {},
		...between,
		...labelled
	};
	const untimed = Object.values(times).every((value) => value === void 0);
	const doubts = new Set(timeline.flatMap(({ moment }) => moment.doubts));
	return {
		id: document.name,
		title: document.title === null ? void 0 : bareTitle(plain(document.title)),
		severity: frontText(document, "severity") ?? severityIn(document),
		zone: words,
		times: untimed ? { startedAt: frontText(document, "date") ?? dateIn(document) ?? document.name } : times,
		filedUnder,
		components: componentsIn(document),
		customers: customersIn(document),
		causes: causesIn(document),
		detectedBy: detectedByIn(document),
		changes: causedByIn(document),
		postMortem: {
			state: stateIn(document),
			path: document.name,
			actions: actionsOf(document)
		},
		text: document.text,
		doubts: Object.keys(told).length > 0 ? [...doubts] : []
	};
};

// src/sources/incidents/forms/atlassian.ts
const headings$3 = [
	/^lead-?up\b/i,
	/^fault\b/i,
	/five whys/i,
	/^backlog check/i,
	/^recurrence\b/i,
	/^recovery\b/i,
	/^incident summary/i
];
const atlassian = {
	name: "atlassian",
	recognises: (document) => headingCount(document, headings$3) >= 3,
	read: (document, zone) => readPostMortem(document, { zone })
};

// src/sources/incidents/forms/canonical.ts
/** Our own names, spelled in any manner (`startedAt`, `started_at`, `Started at`), and the commonest other words for them. */
/** By our name: other names for the same, already without case and separators. */
const otherNames = {
	id: [
		"incidentid",
		"key",
		"number",
		"reference"
	],
	title: [
		"name",
		"summary",
		"subject",
		"headline"
	],
	url: [
		"htmlurl",
		"link",
		"permalink"
	],
	severity: [
		"severityraw",
		"severitywritten",
		"priority",
		"impact"
	],
	startedAt: [
		"start",
		"starttime",
		"begin",
		"beganat",
		"createdat",
		"created",
		"openedat",
		"occurredat",
		"date"
	],
	detectedAt: ["identifiedat", "symptomat"],
	acknowledgedAt: ["ackat", "ackedat"],
	declaredAt: ["reportedat"],
	mitigatedAt: [
		"repairedat",
		"monitoringat",
		"fixedat"
	],
	resolvedAt: [
		"end",
		"endtime",
		"endedat",
		"finishedat",
		"recoveredat",
		"resolved"
	],
	closedAt: ["closed"],
	components: [
		"component",
		"services",
		"service",
		"affected",
		"affectedservices"
	],
	customers: ["customer"],
	causes: [
		"cause",
		"rootcause",
		"category",
		"categoryraw"
	],
	changes: ["changerefs", "changereferences"],
	text: [
		"description",
		"body",
		"notes"
	],
	kind: [],
	environment: ["env"],
	trigger: [],
	detectedBy: [],
	zone: ["timezone", "tz"],
	causedBy: ["culprit", "causingchange"]
};
const bare = (name) => name.toLowerCase().replaceAll(/[^a-z]/g, "");
const valueNamed = (record, name) => {
	const keys = Object.keys(record);
	for (const wanted of [bare(name), ...otherNames[name] ?? []]) {
		const key = keys.find((each) => bare(each) === wanted && record[each] !== "" && record[each] !== null);
		if (key !== void 0) return record[key];
	}
};
const text = (record, name) => {
	const value = valueNamed(record, name);
	return typeof value === "string" || typeof value === "number" ? String(value) : void 0;
};
const texts = (record, name) => {
	const value = valueNamed(record, name);
	if (typeof value === "string") return value.split(/\s*[;|\n]\s*|,\s+/);
	if (!Array.isArray(value)) return [];
	return value.flatMap((each) => typeof each === "string" ? [each] : isFields(each) ? textAt(each, "name") ?? [] : []);
};
const oneOf = (words, written) => words.find((word) => word === written?.trim().toLowerCase());
const changesIn = (record) => {
	const named = texts(record, "causedBy").map((reference) => ({
		reference,
		relation: "caused-by",
		quote: `caused by: ${reference}`
	}));
	const value = valueNamed(record, "changes");
	const listed = Array.isArray(value) ? value.filter(isFields) : [];
	return [...named, ...listed.flatMap((each) => {
		const reference = textAt(each, "reference", "ref");
		const relation = oneOf(relations, textAt(each, "relation")?.replaceAll("_", "-")) ?? "related";
		return reference === void 0 ? [] : [{
			reference,
			relation,
			quote: textAt(each, "quote") ?? `${relation}: ${reference}`
		}];
	})];
};
const times = (record) => Object.fromEntries(incidentTimes.flatMap((name) => {
	const value = text(record, name);
	return value === void 0 ? [] : [[name, value]];
}));
const canonical = {
	name: "canonical",
	recognises: (record) => {
		return (text(record, "id") !== void 0 || text(record, "title") !== void 0) && Object.keys(times(record)).length > 0;
	},
	read: (record) => ({
		id: text(record, "id"),
		title: text(record, "title"),
		url: text(record, "url"),
		kind: oneOf(incidentKinds, text(record, "kind")),
		severity: text(record, "severity"),
		environment: text(record, "environment"),
		zone: text(record, "zone"),
		times: times(record),
		components: texts(record, "components"),
		customers: texts(record, "customers"),
		impact: oneOf(impacts, text(record, "impact")),
		trigger: text(record, "trigger"),
		causes: texts(record, "causes"),
		detectedBy: oneOf(detectors, text(record, "detectedBy")),
		changes: changesIn(record),
		text: text(record, "text")
	})
};

// src/sources/incidents/forms/cstate.ts
const plannedWords = /\b(?:maintenance|planned|upgrade|migration|scheduled)\b/i;
const affected = ({ front }) => {
	const value = front["affected"];
	return typeof value === "string" ? value === "" ? [] : [value] : value ?? [];
};
const cstate = {
	name: "cstate",
	recognises: ({ front }) => front["section"] === "issue" || "resolvedWhen" in front || "resolved" in front && "affected" in front,
	read: (document) => ({
		id: document.name,
		title: frontText(document, "title"),
		kind: document.front["informational"] === "true" || plannedWords.test(`${document.title} ${document.name}`) ? "maintenance" : "incident",
		severity: frontText(document, "severity"),
		times: {
			startedAt: frontText(document, "date"),
			resolvedAt: frontText(document, "resolvedWhen")
		},
		components: affected(document),
		text: document.text
	})
};

// src/sources/incidents/forms/datadog.ts
/** Datadog: incidents of its JSON:API, and the failures its DORA metrics take. */
const field = (record, name) => textsAt(record, `fields.${name}.value`);
/** DORA failures count in nanoseconds. */
const nanoseconds = (value) => value !== void 0 && /^\d{19}$/.test(value) ? value.slice(0, 13) : value;
const datadog = {
	name: "datadog",
	recognises: (record) => holds(record, "public_id", "title") || holds(record, "customer_impacted") || holds(record, "started_at") && holds(record, "git") && (holds(record, "services") || holds(record, "team")),
	read: (record) => ({
		id: textAt(record, "public_id", "id"),
		title: textAt(record, "title", "name"),
		severity: textAt(record, "severity") ?? field(record, "severity")[0],
		environment: textAt(record, "env"),
		times: {
			startedAt: nanoseconds(textAt(record, "customer_impact_start", "started_at", "created")),
			detectedAt: textAt(record, "detected"),
			mitigatedAt: textAt(record, "customer_impact_end"),
			resolvedAt: nanoseconds(textAt(record, "resolved", "finished_at"))
		},
		components: [...field(record, "services"), ...textsAt(record, "services")],
		impact: at(record, "customer_impacted") === false ? "none" : void 0,
		causes: field(record, "root_cause_category"),
		detectedBy: /monitor|alert/i.test(field(record, "detection_method")[0] ?? "") ? "alert" : "unknown",
		changes: textsAt(record, "git", "commit_sha").map((reference) => ({
			reference,
			relation: "related",
			quote: `git.commit_sha: ${reference}`
		})),
		text: [
			...field(record, "summary"),
			...field(record, "root_cause"),
			textAt(record, "customer_impact_scope")
		].filter((text) => text !== void 0).join("\n\n")
	})
};

// src/sources/incidents/forms/dated-headings.ts
const timed = /^(?:\*\*)?(?:~|ca\.? )?(?:(?:\d{4,5}-\d\d?-\d\d?|[A-Z][a-z]{2,8}\.? \d{1,2}\b).*)?\d{1,2}[:.]\d{2}/;
const datedHeadings = {
	name: "dated-headings",
	recognises: ({ sections }) => sections.some(({ level, heading }) => level > 1 && timed.test(heading)),
	read: (document, zone) => readPostMortem(document, { zone })
};

// src/sources/incidents/forms/etsy.ts
const headings$2 = [
	/^start time$/i,
	/^(?:detect|status|undetect) time$/i,
	/^end time$/i,
	/contributing factors/i,
	/^remediation/i
];
const etsy = {
	name: "etsy",
	recognises: (document) => headingCount(document, headings$2) >= 3,
	read: (document, zone) => readPostMortem(document, { zone })
};

// src/sources/incidents/forms/firehydrant.ts
const milestone = (record, type) => {
	const found = recordsAt(record, "milestones").find((each) => textAt(each, "type", "slug") === type);
	return found === void 0 ? void 0 : textAt(found, "occurred_at");
};
const relationOf$1 = {
	caused: "caused-by",
	fixed: "fixed-by",
	suspect: "suspected",
	dismissed: "related"
};
const firehydrant = {
	name: "firehydrant",
	recognises: (record) => holds(record, "name") && (holds(record, "milestones") || holds(record, "current_milestone")),
	read: (record) => ({
		id: textAt(record, "number", "id"),
		title: textAt(record, "name"),
		url: textAt(record, "incident_url"),
		severity: textAt(record, "severity", "priority"),
		times: {
			startedAt: milestone(record, "started") ?? textAt(record, "started_at", "created_at"),
			detectedAt: milestone(record, "detected"),
			acknowledgedAt: milestone(record, "acknowledged"),
			mitigatedAt: milestone(record, "mitigated"),
			resolvedAt: milestone(record, "resolved"),
			closedAt: milestone(record, "closed")
		},
		environment: textsAt(record, "environments", "name")[0],
		components: [...textsAt(record, "services", "name"), ...textsAt(record, "functionalities", "name")],
		customers: textsAt(record, "customers", "name"),
		changes: recordsAt(record, "change_events").flatMap((event) => {
			const reference = textAt(event, "external_id", "summary");
			const type = textAt(event, "type", "relation") ?? "";
			return reference === void 0 ? [] : [{
				reference,
				relation: relationOf$1[type] ?? "related",
				quote: `change event (${type}): ${reference}`
			}];
		}),
		text: [textAt(record, "description"), textAt(record, "customer_impact_summary")].filter((text) => text !== void 0).join("\n\n")
	})
};

// src/sources/incidents/forms/github-issue.ts
/**
* GitHub issues: REST, and `gh issue list --json`. Labels tell what they are about, as Four Keys (`Incident`, and
* `root cause: SHA` in the body), Upptime (`status` and the name of the site) and GitLab's own records use them.
*/
const scoped = (labels, name) => labels.map((label) => name.exec(label)?.[1]).find((value) => value !== void 0);
const isUpptime = (labels, title) => labels.includes("status") && /\b(?:is down|degraded performance)\b/i.test(title);
const componentsOf = (labels, upptime) => upptime ? labels.filter((label) => label !== "status" && label !== "maintenance") : labels.flatMap((label) => /^(?:service|component|area|affected)(?:::?|\/| )\s*(.+)$/i.exec(label)?.[1] ?? []);
const changesOf = (labels) => labels.flatMap((label) => {
	const reference = /^caused[- _]by\s*[:=]\s*(\S+)$/i.exec(label)?.[1];
	return reference === void 0 ? [] : [{
		reference,
		relation: "caused-by",
		quote: `label ${label}`
	}];
});
const triggerOf$1 = (labels) => {
	const cause = scoped(labels, /^root[- ]?cause(?:::?|\/)\s*(.+)$/i);
	if (cause === void 0) return void 0;
	if (/config/i.test(cause)) return "configuration";
	return /software|code|deploy|release|change/i.test(cause) ? "change" : void 0;
};
const timesOf = (record) => ({
	startedAt: textAt(record, "created_at", "createdAt"),
	resolvedAt: textAt(record, "closed_at", "closedAt")
});
const githubIssue = {
	name: "github-issues",
	recognises: (record) => holds(record, "number", "title", "labels") && (holds(record, "created_at") || holds(record, "createdAt")),
	read: (record) => {
		const labels = textsAt(record, "labels", "name");
		const title = textAt(record, "title") ?? "";
		const upptime = isUpptime(labels, title);
		return {
			id: `#${textAt(record, "number")}`,
			title: title.replace(/^(?:🛑|⚠️|🟥|🟨)\s*/u, ""),
			url: textAt(record, "html_url", "url"),
			kind: labels.some((label) => /^(?:maintenance|scheduled)$/i.test(label)) ? "maintenance" : void 0,
			severity: upptime ? /is down/i.test(title) ? "down" : "degraded" : scoped(labels, /^((?:sev(?:erity)?|p(?:riority)?)[-: _/]*\d)$/i) ?? scoped(labels, /^(?:severity|priority)(?:::?|\/| )\s*(.+)$/i),
			environment: scoped(labels, /^env(?:ironment)?(?:::?|\/| )\s*(.+)$/i),
			times: timesOf(record),
			components: componentsOf(labels, upptime),
			trigger: triggerOf$1(labels),
			causes: labels.flatMap((label) => /^root[- ]?cause(?:::?|\/)\s*(.+)$/i.exec(label)?.[1] ?? []),
			detectedBy: upptime ? "alert" : "unknown",
			changes: changesOf(labels),
			text: textAt(record, "body"),
			reopened: at(record, "state_reason") === "reopened" ? 1 : 0
		};
	}
};

// src/sources/incidents/forms/google-sre.ts
const headings$1 = [
	/^root causes?\b/i,
	/^trigger\b/i,
	/^detection\b/i,
	/^resolution\b/i,
	/^action items\b/i,
	/^lessons learned\b/i
];
const triggerOf = (said) => {
	if (/\b(?:config(?:uration)?|flag|setting)\b.{0,30}\b(?:push|change|rollout|edit)/i.test(said)) return "configuration";
	if (/\b(?:deploy(?:ment|ed)?|release|roll-?out|push(?:ed)?|merge)\b/i.test(said)) return "change";
	if (/\b(?:load|traffic|surge|spike)\b/i.test(said)) return "load";
	if (/\bexpir(?:y|ed|ation)\b/i.test(said)) return "expiry";
	return /\b(?:by hand|manual(?:ly)?|typed)\b/i.test(said) ? "manual" : void 0;
};
const googleSre = {
	name: "google-sre",
	recognises: (document) => headingCount(document, headings$1) >= 4 && headingCount(document, [/^trigger\b/i, /^detection\b/i]) >= 1,
	read: (document, zone) => {
		const trigger = sectionsUnder(document, /^trigger\b/i).flatMap(({ lines }) => lines).join(" ");
		return {
			...readPostMortem(document, { zone }),
			trigger: triggerOf(trigger || (document.labels.get("trigger") ?? ""))
		};
	}
};

// src/sources/incidents/forms/incident-io.ts
/** incident.io: incidents of its API, version 2. */
/** A timestamp by what the account calls it: "Reported at", "Fixed at". */
const timeNamed = (record, name) => {
	const entry = recordsAt(record, "incident_timestamp_values").find((value) => name.test(textAt(value, "incident_timestamp.name") ?? ""));
	return entry === void 0 ? void 0 : textAt(entry, "value.value", "value");
};
const customField = (record, name) => recordsAt(record, "custom_field_entries").filter((entry) => name.test(textAt(entry, "custom_field.name") ?? "")).flatMap((entry) => recordsAt(entry, "values").flatMap((value) => textAt(value, "value_option.value", "value_catalog_entry.name", "value_text", "value_link") ?? []));
const incidentIo = {
	name: "incident.io",
	recognises: (record) => holds(record, "reference") && (holds(record, "incident_timestamp_values") || holds(record, "incident_status")),
	read: (record) => ({
		id: textAt(record, "reference", "id"),
		title: textAt(record, "name"),
		url: textAt(record, "permalink"),
		kind: at(record, "mode") === "retrospective" ? "incident" : void 0,
		severity: textAt(record, "severity.name"),
		times: {
			startedAt: timeNamed(record, /impact started|^started/i) ?? textAt(record, "created_at"),
			detectedAt: timeNamed(record, /identified|detected/i),
			acknowledgedAt: timeNamed(record, /accepted|acknowledged/i),
			declaredAt: timeNamed(record, /reported|declared/i),
			mitigatedAt: timeNamed(record, /fixed|mitigated/i),
			resolvedAt: timeNamed(record, /resolved/i),
			closedAt: timeNamed(record, /closed/i)
		},
		components: customField(record, /service|component|product|affected/i),
		customers: customField(record, /customer/i),
		causes: customField(record, /cause/i),
		changes: customField(record, /caused by|cause.* change|culprit/i).map((reference) => ({
			reference,
			relation: "caused-by",
			quote: `custom field: ${reference}`
		})),
		text: textAt(record, "summary")
	})
};

// src/sources/incidents/forms/jira.ts
const custom = (record, name) => [...textsAt(record, name), ...textsAt(record, `Custom field (${name})`)];
/** "is caused by" is the inward side of Jira's link types; the other side says what this incident brought about. */
const causedBy = (record) => {
	const columns = Object.keys(record).filter((name) => /^inward issue link \((?:problem\/incident|caus\w*)\)$/i.test(name)).flatMap((name) => textsAt(record, name));
	const links = recordsAt(record, "fields.issuelinks").filter((link) => /^is caused by$/i.test(textAt(link, "type.inward") ?? "")).flatMap((link) => textAt(link, "inwardIssue.key") ?? []);
	return [...columns, ...links].map((reference) => ({
		reference,
		relation: "caused-by",
		quote: `is caused by ${reference}`
	}));
};
const split$1 = (values) => values.flatMap((value) => value.split(/\s*[;,]\s*/));
const jira = {
	name: "jira",
	recognises: (record) => holds(record, "Issue key", "Summary") || holds(record, "key", "fields") && textAt(record, "fields.summary") !== void 0,
	read: (record) => ({
		id: textAt(record, "Issue key", "key"),
		title: textAt(record, "Summary", "fields.summary"),
		kind: /maintenance/i.test(textAt(record, "Issue Type", "fields.issuetype.name") ?? "") ? "maintenance" : void 0,
		severity: custom(record, "Severity")[0] ?? textAt(record, "Priority", "fields.priority.name"),
		times: {
			startedAt: custom(record, "Incident start")[0] ?? textAt(record, "Created", "fields.created"),
			resolvedAt: custom(record, "Incident end")[0] ?? textAt(record, "Resolved", "fields.resolutiondate")
		},
		components: [
			...split$1(custom(record, "Affected services")),
			...split$1(textsAt(record, "Component/s")),
			...split$1(textsAt(record, "Components")),
			...textsAt(record, "fields.components", "name")
		],
		causes: custom(record, "Root cause"),
		changes: causedBy(record),
		text: textAt(record, "Description", "fields.description")
	})
};

// src/sources/incidents/forms/key-events.ts
const events = [
	["startedAt", /^fault (?:occurs|occurred|began)\b/i],
	["detectedAt", /^first detected\b/i],
	["declaredAt", /^incident declared\b/i],
	["mitigatedAt", /^repaired\b/i],
	["resolvedAt", /^(?:incident )?resolved\b/i]
];
const eventTimes = ({ text }) => {
	const times = {};
	for (const line of text.split("\n")) {
		const words = plain(line.replace(/^\s*[-*+]\s+/, ""));
		for (const [name, pattern] of events) {
			const written = words.replace(pattern, "").replace(/^\s*(?:at|on)?\s*:?\s*/, "");
			if (times[name] === void 0 && pattern.test(words) && /\d[:.]\d\d|\d{4}-/.test(written)) times[name] = written;
		}
	}
	return times;
};
const keyEvents = {
	name: "key-events",
	recognises: ({ text }) => /\*\*key events\*\*|^#+\s*key events/im.test(text),
	read: (document, zone) => readPostMortem(document, {
		times: eventTimes(document),
		zone
	})
};

// src/sources/incidents/forms/opsgenie.ts
/** Opsgenie: incidents of its API, `{data: […]}`. */
const opsgenie = {
	name: "opsgenie",
	recognises: (record) => holds(record, "tinyId", "message"),
	read: (record) => ({
		id: textAt(record, "tinyId", "id"),
		title: textAt(record, "message"),
		url: textAt(record, "links.web"),
		severity: textAt(record, "priority"),
		times: {
			startedAt: textAt(record, "impactStartDate", "createdAt"),
			declaredAt: textAt(record, "createdAt"),
			resolvedAt: textAt(record, "impactEndDate", "resolvedAt")
		},
		components: textsAt(record, "impactedServices", "name", "id"),
		environment: textAt(record, "extraProperties.environment"),
		causes: textsAt(record, "extraProperties.cause"),
		text: textAt(record, "description")
	})
};

// src/sources/incidents/forms/pagerduty.ts
/** PagerDuty: the answer of `GET /incidents`, one record an incident. */
const pagerduty = {
	name: "pagerduty",
	recognises: (record) => holds(record, "incident_number", "urgency"),
	read: (record) => ({
		id: textAt(record, "id", "incident_number"),
		title: textAt(record, "title", "summary", "description"),
		url: textAt(record, "html_url"),
		severity: textAt(record, "priority.summary", "priority.name", "urgency"),
		times: {
			startedAt: textAt(record, "created_at"),
			acknowledgedAt: textAt(record, "acknowledged_at") ?? textAt(recordsAt(record, "acknowledgements")[0] ?? {}, "at"),
			resolvedAt: textAt(record, "resolved_at") ?? (at(record, "status") === "resolved" ? textAt(record, "last_status_change_at") : void 0)
		},
		components: [...textsAt(record, "service", "summary", "name"), ...textsAt(record, "impacted_services", "summary")],
		detectedBy: Number(textAt(record, "alert_counts.all") ?? 0) > 0 ? "alert" : "unknown",
		text: textAt(record, "body.details", "description")
	})
};

// src/sources/incidents/forms/pagerduty-export.ts
/** What stands behind a label in capitals, on its line or the next. */
const sidebar = ({ text }, label) => new RegExp(`^\\s*${label}\\b[ :]*\\n?\\s*([^\\n]+)`, "m").exec(text)?.[1]?.trim();
/** "Oct 16 at 21:26 to Oct 17 at 00:10" */
const spanOf = (written) => {
	if (written === void 0) return [];
	const [begins, ends] = written.split(/\s+(?:to|until|[-–—])\s+/);
	return [begins, ends];
};
/** Lines in capitals are headings there. */
const titleOf = (document) => document.title ?? document.text.split("\n").find((line) => line.trim() !== "")?.trim() ?? null;
const pagerdutyExport = {
	name: "pagerduty-export",
	recognises: ({ text }) => /OWNER OF REVIEW PROCESS/.test(text) || /^\s*IMPACT TIME\b/m.test(text),
	read: (document, zone) => {
		const [startedAt, resolvedAt] = spanOf(sidebar(document, "IMPACT TIME"));
		const draft = readPostMortem({
			...document,
			title: titleOf(document)
		}, {
			times: {
				startedAt,
				resolvedAt
			},
			zone
		});
		const written = /^\s*Status:\s*(draft|in review|reviewed|closed|published)/im.exec(document.text)?.[1] ?? "";
		const state = /draft/i.test(written) ? "draft" : /review/i.test(written) ? "reviewed" : "published";
		return {
			...draft,
			dayFirst: false,
			day: draft.filedUnder,
			severity: draft.severity ?? sidebar(document, "SEVERITY"),
			postMortem: {
				state,
				path: document.name,
				actions: draft.postMortem?.actions ?? []
			}
		};
	}
};

// src/sources/incidents/forms/post-mortem.ts
const headings = [...[
	/^(?:incident )?(?:summary|overview)\b/i,
	/\btimeline\b/i,
	/\bimpact\b/i,
	/\broot cause/i,
	/\bwhat (?:happened|went)/i
], ...[
	/\baction items?\b/i,
	/\blessons\b/i,
	/\bresolution\b/i,
	/\bcontributing\b/i,
	/\bfollow[- ]?ups?\b/i
]];
const postMortem = {
	name: "post-mortem",
	recognises: (document) => headingCount(document, headings) >= 1 || /\b(?:outage|incident|post-?mortem)\b/i.test(`${document.title} ${document.name}`),
	read: (document, zone) => readPostMortem(document, { zone })
};

// src/sources/incidents/forms/rootly.ts
/** Rootly: incidents of its JSON:API, with the fullest set of times any tool keeps. */
const rootly = {
	name: "rootly",
	recognises: (record) => holds(record, "title", "started_at", "mitigated_at") && (holds(record, "sequential_id") || holds(record, "in_triage_at") || holds(record, "cancelled_at")),
	read: (record) => ({
		id: textAt(record, "sequential_id", "slug", "id"),
		title: textAt(record, "title"),
		url: textAt(record, "url", "short_url"),
		kind: at(record, "kind") === "scheduled" ? "maintenance" : "incident",
		severity: textAt(record, "severity.data.attributes.name", "severity.name", "severity"),
		times: {
			startedAt: textAt(record, "started_at", "created_at"),
			detectedAt: textAt(record, "detected_at"),
			acknowledgedAt: textAt(record, "acknowledged_at"),
			mitigatedAt: textAt(record, "mitigated_at"),
			resolvedAt: textAt(record, "resolved_at"),
			closedAt: textAt(record, "closed_at")
		},
		environment: textsAt(record, "environments", "name", "attributes.name")[0],
		components: [...textsAt(record, "services", "name", "attributes.name", "data.attributes.name"), ...textsAt(record, "services.data", "attributes.name")],
		causes: textsAt(record, "causes", "name", "attributes.name"),
		text: [
			textAt(record, "summary"),
			textAt(record, "mitigation_message"),
			textAt(record, "resolution_message")
		].filter((text) => text !== void 0).join("\n\n")
	})
};

// src/sources/incidents/forms/servicenow.ts
/** References come as text, or as `{value, display_value}`. */
const value = (record, name) => {
	const found = textAt(record, `${name}.display_value`, name, `${name}.value`);
	return found === void 0 || found.trim() === "?" ? void 0 : found;
};
const changeIn = (record, name, relation) => {
	const reference = value(record, name);
	return reference === void 0 ? [] : [{
		reference,
		relation,
		quote: `${name}: ${reference}`
	}];
};
const count = (written) => written !== void 0 && /^\d+$/.test(written) ? Number(written) : 0;
const servicenow = {
	name: "servicenow",
	lastCounts: true,
	recognises: (record) => holds(record, "number") && (holds(record, "opened_at") || holds(record, "sys_created_at") || holds(record, "sys_created_on")),
	read: (record) => ({
		id: value(record, "number"),
		title: value(record, "short_description") ?? [value(record, "category"), value(record, "u_symptom")].filter(Boolean).join(", "),
		severity: value(record, "priority") ?? value(record, "severity") ?? value(record, "impact"),
		dayFirst: true,
		times: {
			startedAt: value(record, "opened_at") ?? value(record, "sys_created_at") ?? value(record, "sys_created_on"),
			resolvedAt: value(record, "resolved_at"),
			closedAt: value(record, "closed_at")
		},
		components: [value(record, "cmdb_ci"), value(record, "business_service")].flatMap((name) => name ?? []),
		reopened: count(value(record, "reopen_count")),
		causes: [value(record, "problem_id")].flatMap((name) => name ?? []),
		detectedBy: /event|monitor|alert/i.test(value(record, "contact_type") ?? "") ? "alert" : "unknown",
		changes: [...changeIn(record, "caused_by", "caused-by"), ...changeIn(record, "rfc", "fixed-by")],
		text: [value(record, "description"), value(record, "close_notes")].filter(Boolean).join("\n\n")
	})
};

// src/sources/incidents/forms/stats.ts
const stats = {
	name: "stats",
	recognises: ({ sections }) => sections.some(({ heading, lines }) => /^stats$/i.test(heading) && lines.some((line) => /time to (?:detection|recovery)|category/i.test(line))),
	read: (document, zone) => readPostMortem(document, { zone })
};

// src/sources/incidents/forms/statuspage.ts
/** Statuspage: `incidents.json` of any status page, scheduled maintenances included. */
const said = (record) => recordsAt(record, "incident_updates").map((update) => textAt(update, "body") ?? "").reverse().join("\n\n");
/** When the updates say it was identified or watched, for pages that keep no time of their own for it. */
const updateAt = (record, status) => {
	const first = recordsAt(record, "incident_updates").findLast((update) => at(update, "status") === status);
	return first === void 0 ? void 0 : textAt(first, "display_at", "created_at");
};
const statuspage = {
	name: "statuspage",
	recognises: (record) => holds(record, "name", "impact", "incident_updates"),
	read: (record) => ({
		id: textAt(record, "id"),
		title: textAt(record, "name"),
		url: textAt(record, "shortlink"),
		kind: at(record, "impact") === "maintenance" || holds(record, "scheduled_for") && at(record, "scheduled_for") !== null ? "maintenance" : "incident",
		severity: textAt(record, "impact"),
		times: {
			startedAt: textAt(record, "started_at", "scheduled_for", "created_at"),
			declaredAt: textAt(record, "created_at"),
			mitigatedAt: textAt(record, "monitoring_at") ?? updateAt(record, "monitoring"),
			resolvedAt: textAt(record, "resolved_at") ?? updateAt(record, "resolved")
		},
		components: textsAt(record, "components", "name"),
		text: [said(record), textAt(record, "postmortem_body") ?? ""].join("\n\n")
	})
};

// src/sources/incidents/forms/all.ts
const recordForms = [
	statuspage,
	pagerduty,
	opsgenie,
	incidentIo,
	firehydrant,
	rootly,
	datadog,
	githubIssue,
	servicenow,
	jira,
	canonical
];
const documentForms = [
	cstate,
	pagerdutyExport,
	keyEvents,
	stats,
	etsy,
	googleSre,
	atlassian,
	datedHeadings,
	postMortem
];

// src/sources/incidents/importing.ts
/**
* Incidents out of any file: each piece is read by the first form that knows it. Nothing is dropped in silence: what
* cannot be used is named with file, place, what is wrong and the mend.
*/
const formNames = () => [...recordForms, ...documentForms].map(({ name }) => name).join(", ");
/** A record that calls itself ours is read strictly: what writes our format must write it right. */
const readOwn = (record) => {
	const reading = readIncident(record);
	return reading.ok ? {
		kind: "incident",
		incident: reading.incident,
		lastCounts: false
	} : {
		kind: "unusable",
		why: `${reading.problem}; see docs/incident.schema.json`
	};
};
const isEmpty = ({ title, times, filedUnder }) => (title ?? "").trim() === "" && filedUnder == null && Object.values(times ?? {}).every((time) => time === void 0);
const readPiece = (piece, zone) => {
	if (piece.kind === "unreadable") return {
		kind: "unusable",
		why: piece.why
	};
	const isRecord = piece.kind === "record";
	if (isRecord && piece.record["schema"] === 1 && "doubts" in piece.record) return readOwn(piece.record);
	const form = isRecord ? recordForms.find(({ recognises }) => recognises(piece.record)) : documentForms.find(({ recognises }) => recognises(piece.document));
	if (form === void 0) return {
		kind: "unusable",
		why: isRecord ? `no form knows a record of ${Object.keys(piece.record).slice(0, 8).join(", ") || "nothing"}; give it an id or a title and a time (id, title, startedAt, resolvedAt), or one of: ${formNames()}` : "reads like no incident: it has no heading such as Summary, Timeline, Impact or Root cause; add one, or leave the file out"
	};
	const draft = isRecord ? form.read(piece.record) : form.read(piece.document, zone);
	if (isEmpty(draft)) return {
		kind: "unusable",
		why: "has neither a title nor a time; name one of them (title, startedAt)"
	};
	const name = isRecord ? piece.name : piece.document.name;
	return {
		kind: "incident",
		incident: settle(draft, {
			source: form.name,
			name,
			zone
		}),
		lastCounts: "lastCounts" in form && form.lastCounts === true
	};
};
const withDoubt = (incident, doubt) => ({
	...incident,
	doubts: Object.keys(doubtMeanings).filter((each) => each === doubt || incident.doubts.includes(each))
});
/** Reads files given as name and content. */
const importIncidents = (files, options = {}) => {
	const found = /* @__PURE__ */ new Map();
	const unusable = [];
	let superseded = 0;
	for (const { name, content } of files) for (const piece of piecesOf(name, content)) {
		const reading = readPiece(piece, options.zone);
		if (reading.kind === "unusable") {
			unusable.push(`${piece.where}: ${reading.why}`);
			continue;
		}
		const { incident, lastCounts } = reading;
		const key = `${incident.source} ${incident.id}`;
		const entry = {
			incident,
			where: piece.where
		};
		if (!found.has(key)) found.set(key, entry);
		else if (lastCounts) {
			superseded += 1;
			found.set(key, entry);
		} else found.set(`${key} ${piece.where}`, {
			...entry,
			incident: withDoubt(incident, "duplicate")
		});
	}
	return {
		incidents: [...found.values()],
		unusable,
		superseded
	};
};

// src/commands/suspects/recorded.ts
/** What the ledger knows of changes: when they were deployed, and what the gate thought of them. */
/** What the gate thought of each part when it decided. */
const risksIn = ({ body }) => {
	const result = body["result"];
	return (Array.isArray(result?.parts) ? result.parts : []).flatMap(({ sha, risk }) => typeof sha === "string" && typeof risk === "number" ? [{
		sha,
		risk
	}] : []);
};
/** A deployment that failed put nothing out; one that says nothing of how it went is taken to have gone well. */
const hasSucceeded = ({ body }) => body["state"] === void 0 || body["state"] === "success" || body["state"] === "succeeded";
/** Reads what was known at a moment. A ledger that cannot be read is a note: the ranking goes on without it. */
const readRecorded = async (ledger, environment, until) => {
	const deployments = [];
	const risks = /* @__PURE__ */ new Map();
	try {
		for await (const record of ledger.read({ kinds: ["deployment", "decision"] })) {
			const at = Date.parse(record.at) / 1e3;
			if (at > until) continue;
			if (record.kind === "decision") for (const { sha, risk } of risksIn(record)) risks.set(sha, risk);
			if (record.kind !== "deployment" || record.environment !== environment || !hasSucceeded(record)) continue;
			const sha = recordedCommit(record);
			if (sha !== null) deployments.push({
				sha,
				at
			});
		}
		return {
			deployments: deployments.sort((one, other) => one.at - other.at),
			risks,
			notes: ledger.notes
		};
	} catch (error) {
		if (!(error instanceof SourceError || error instanceof UsageError)) throw error;
		return {
			deployments: [],
			risks,
			notes: [`ranked without the ledger: ${error.message}`]
		};
	}
};

// src/history/incidents/deployed-change.ts
/** Changes that went out, kept so that a cause can be looked up by name and by time. */
const shaKey = (sha) => sha.slice(0, 7).toLowerCase();
const bucket = (map, key, value) => {
	const others = map.get(key);
	if (others) others.push(value);
	else map.set(key, [value]);
};
/** All changes of one repository, in the order they went out. Building sorts; every look-up after is quick. */
var DeployedChanges = class {
	all;
	/** `owner/name`, where known: what another repository's #12 is told apart by. */
	repository;
	#byName = /* @__PURE__ */ new Map();
	#byIncident = /* @__PURE__ */ new Map();
	/** @param waiting landed, and known to be out nowhere: words may name them, nobody suspects them */
	constructor(changes, repository = null, waiting = []) {
		this.all = [...changes].sort((one, other) => one.at - other.at);
		this.repository = repository?.toLowerCase() ?? null;
		for (const change of [...waiting, ...this.all]) {
			for (const sha of change.inner ?? [change.sha]) bucket(this.#byName, shaKey(sha), change);
			if (change.number !== null) bucket(this.#byName, `#${change.number}`, change);
			for (const incident of change.trailers?.incidents ?? []) bucket(this.#byIncident, incident.toLowerCase(), change);
		}
	}
	/** The newest change a reference names; null where it names none of these. */
	find(reference) {
		if (reference.kind === "ticket") return null;
		if (reference.kind === "sha") return this.#byName.get(shaKey(reference.sha))?.findLast(({ sha, inner = [sha] }) => inner.some((each) => sameReference(reference, {
			kind: "sha",
			sha: each
		}))) ?? null;
		return reference.repository !== null && this.repository !== null && reference.repository !== this.repository ? null : this.#byName.get(`#${reference.number}`)?.at(-1) ?? null;
	}
	/** Changes whose trailers say that they mend an incident. */
	mending(incident) {
		return this.#byIncident.get(incident.toLowerCase()) ?? [];
	}
	/** Those that went out from a moment to another, both included, oldest first. */
	between(from, to) {
		return this.all.slice(this.#firstAt(from), this.#firstAt(to + 1));
	}
	#firstAt(seconds) {
		let low = 0;
		let high = this.all.length;
		while (low < high) {
			const middle = low + high >>> 1;
			if (this.all[middle].at < seconds) low = middle + 1;
			else high = middle;
		}
		return low;
	}
};

// src/history/incidents/going-out.ts
/** When a change went out: with the first deployment that holds it, which may be days after it landed. */
/**
* @param deployments of one environment that went through, with the seconds from which they ran
* @param positionOf place of a commit on the line; null for one that is not on it
*/
const goingOut = (deployments, positionOf) => {
	const moments = [];
	const reached = [];
	const inOrder = deployments.toSorted((one, other) => one.at - other.at);
	for (const { sha, at } of inOrder) {
		const position = positionOf(sha) ?? -1;
		if (position <= (reached.at(-1) ?? -1)) continue;
		moments.push(at);
		reached.push(position);
	}
	const first = inOrder[0]?.at ?? Number.POSITIVE_INFINITY;
	return ({ at, position }) => at < first ? at : moments[firstAtLeast(reached, position)] ?? null;
};

// src/history/incidents/common-words.ts
/** How much of what an incident tells stands in a change as well, rare words counting more than frequent ones. */
/** Words that post-mortems and commit titles are full of, whatever they are about. */
const empty = new Set("the and for with from into that this was were are not all some after before when while have has had been being its our your their can cannot could will would should may more most new old use used using via per out off add added adds fix fixed fixes update updated updates change changed changes merge merged pull request branch remove removed bump bumped make set get incident outage down issue issues problem error errors fail failed failing failure service services production prod deploy deployed deployment release version main master src users user time unable".split(" "));
/** The stem that plural and tense leave, roughly: enough for certificates and certificate to meet. */
const stem = (word) => word.length > 5 ? word.replace(/(?:ies|ing|ed|es|s)$/, "") : word.replace(/s$/, "");
const wordsIn = (text) => text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? [];
/** Distinct telling words of a text, in lower case. */
const tellingWords = (text) => {
	const words = /* @__PURE__ */ new Set();
	for (const word of wordsIn(text)) if (!empty.has(word) && !/^\d+$/.test(word)) words.add(stem(word));
	return words;
};
/** Files beyond these say where a sweep went, not what it was about. */
const mostPaths = 50;
const textOf = ({ title, paths, components }) => [
	title,
	...paths.slice(0, 50),
	...components
].join(" ");
/** As the change spells it, for people: a stem is no word. */
const spell = (word, change) => wordsIn(textOf(change)).find((spelt) => stem(spelt) === word) ?? word;
const knownWords = /* @__PURE__ */ new WeakMap();
/** Kept with the change: every incident near it asks again. */
const wordsOfChange = (change) => {
	const known = knownWords.get(change);
	if (known !== void 0) return known;
	const words = [...tellingWords(textOf(change))];
	knownWords.set(change, words);
	return words;
};
/** How rare words are among changes: 1 for one that stands in a single change, 0 for one in all. */
const rarityAmong = (changes) => {
	const having = /* @__PURE__ */ new Map();
	for (const change of changes) for (const word of wordsOfChange(change)) having.set(word, (having.get(word) ?? 0) + 1);
	const all = log(Math.max(2, changes.length));
	const rarities = /* @__PURE__ */ new Map();
	for (const [word, count] of having) rarities.set(word, Math.max(0, 1 - log(count) / all));
	return (word) => rarities.get(word) ?? 1;
};
/** A long text meets every change somewhere: its words weigh less than those of the title. */
const textWeight = .5;
const toldBy = (title, text) => new Map([...[...tellingWords(text)].map((word) => [word, textWeight]), ...[...tellingWords(title)].map((word) => [word, 1])]);
const nothingInCommon = {
	share: 0,
	words: []
};
const countedWords = 3;
const overlapWith = (told, change, rarity) => {
	let inCommon = null;
	for (const word of wordsOfChange(change)) {
		const share = told.get(word);
		if (share === void 0) continue;
		const weight = share * rarity(word);
		if (weight <= 0) continue;
		inCommon ??= [];
		inCommon.push({
			word,
			weight
		});
	}
	if (inCommon === null) return nothingInCommon;
	const ranked = inCommon.sort((one, other) => other.weight - one.weight || (one.word < other.word ? -1 : 1)).slice(0, countedWords);
	return {
		share: ranked.reduce((sum, { weight }) => sum + weight, 0) / countedWords,
		words: ranked.map(({ word }) => word)
	};
};

// src/history/incidents/suspects.ts
const hour = 3600;
const day = 24 * hour;
/** Where a cause is sought. A change applied by hand is often recorded only after it did its harm. */
const searchWindow = {
	before: 7 * day,
	after: hour / 4
};
/**
* Weights of the odds, in natural logarithms, set by hand: the real causes at hand are too few to fit them to. Only
* `none` was set so that changes get one incident in five on average where a change of the log caused 12 of 64
* (bench/incident-links.ts).
*/
const weights = {
	/** Per unit of ln(1 + hours since it went out): after a day a twentieth of what it was. */
	age: -1,
	words: 3,
	sameComponent: 1.5,
	/** Both name components and share none. */
	otherComponent: -1,
	/** Taken back while the incident lasted: somebody thought it was this one. */
	revertedMeanwhile: 2,
	/** Named by the incident's own text as suspected. */
	namedSuspect: 2,
	/** A change that takes another back is rarely what broke. */
	isRevert: -1,
	documentsOnly: -2.5,
	/** Went out after the incident was noticed. */
	late: -1,
	risk: .7,
	none: .2
};
/** The model's risk moves the odds by this factor at most either way: it was made for another question. */
const mostRiskFactor = 5;
/** However much speaks for a change, a ranking proves nothing: what it would have beyond this counts for "no change". */
const mostSuspicion = .6;
const documentPath = /(?:^|\/)(?:docs?|documentation)\/|\.(?:md|rst|adoc|txt)$|(?:^|\/)(?:README|CHANGELOG|LICENSE)[^/]*$/i;
const sayTime = (seconds) => {
	const minutes = Math.round(Math.abs(seconds) / 60);
	if (minutes < 60) return `${minutes} min`;
	return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
};
const ageWeight = (seconds) => weights.age * log1p(Math.abs(seconds) / hour) + (seconds < 0 ? weights.late : 0);
const ageFactor = (seconds) => ({
	kind: "age",
	weight: ageWeight(seconds),
	tell: () => seconds < 0 ? `went out ${sayTime(seconds)} after it was noticed` : `went out ${sayTime(seconds)} before`
});
const normal = (name) => name.toLowerCase().replaceAll(/[^a-z\d]/g, "");
const knownPlaces = /* @__PURE__ */ new WeakMap();
/** Components of the catalogue and folders of changed files; asked for by every incident near the change. */
const placesOf = (change) => {
	const known = knownPlaces.get(change);
	if (known !== void 0) return known;
	const places = /* @__PURE__ */ new Set([...change.components.map(normal), ...change.paths.slice(0, 50).flatMap((path) => path.split("/").slice(0, -1).map(normal))]);
	knownPlaces.set(change, places);
	return places;
};
const disturbedBy = ({ components }) => components.map((name) => ({
	name,
	key: normal(name)
})).filter(({ key }) => key !== "");
const componentFactor = (disturbed, change) => {
	if (disturbed.length === 0) return null;
	const places = placesOf(change);
	const shared = disturbed.find(({ key }) => places.has(key));
	if (shared !== void 0) return {
		kind: "component",
		weight: weights.sameComponent,
		tell: () => `touches ${shared.name}, which is disturbed`
	};
	if (change.components.length === 0) return null;
	return {
		kind: "component",
		weight: weights.otherComponent,
		tell: () => `touches ${change.components[0]}, not what is disturbed`
	};
};
const wordFactor = ({ share, words }, change) => words.length === 0 ? null : {
	kind: "words",
	weight: weights.words * share,
	tell: () => `shares the word${words.length === 1 ? "" : "s"} ${words.map((word) => spell(word, change)).join(", ")} with it`
};
const riskFactor = (risk, usual) => {
	if (risk === null || !(usual > 0) || !(risk > 0)) return null;
	const times = risk / usual;
	const factor = Math.max(1 / mostRiskFactor, Math.min(mostRiskFactor, times));
	return {
		kind: "risk",
		weight: weights.risk * log(factor),
		tell: () => `scored ${(risk * 100).toFixed(1)} %, ${times >= 1 ? `×${times.toFixed(1)} the usual of these` : "less than usual of these"}`
	};
};
const takenBackFactor = ({ revertedAt }, noticed, over) => {
	return revertedAt !== null && revertedAt >= noticed && revertedAt <= over + hour ? {
		kind: "reverted",
		weight: weights.revertedMeanwhile,
		tell: () => `was taken back ${sayTime(revertedAt - noticed)} after it was noticed`
	} : null;
};
const revertFactor = ({ isRevert }) => isRevert ? {
	kind: "revert",
	weight: weights.isRevert,
	tell: () => "takes another change back"
} : null;
const documentFactor = ({ paths }) => paths.length > 0 && paths.every((path) => documentPath.test(path)) ? {
	kind: "documents",
	weight: weights.documentsOnly,
	tell: () => "touches documentation only"
} : null;
const namedFactor = (isNamed) => isNamed ? {
	kind: "named",
	weight: weights.namedSuspect,
	tell: () => "is suspected in its own words"
} : null;
/** The middle risk of those that have one; half of them are below it. */
const usualRisk = (changes) => {
	const risks = changes.flatMap(({ risk }) => risk === null ? [] : [risk]).sort((one, other) => one - other);
	return risks[Math.floor(risks.length / 2)] ?? 0;
};
/**
* Where changes go out all day, some are always recent: all of them together, before anything else is known of them,
* are given no more odds than "no change" has.
*/
const crowding = (candidates, noticed) => {
	const recent = candidates.reduce((sum, { at }) => sum + exp(ageWeight(noticed - at)), 0);
	return Math.min(1, exp(weights.none) / Math.max(recent, Number.MIN_VALUE));
};
/** Ranks the changes that went out before an incident. Pure: risk and time come with the arguments. */
const rankSuspects = (incident, changes, { until = Number.POSITIVE_INFINITY, named = [], rarity, limit = 5 } = {}) => {
	const noticed = noticedAt(incident) ?? until;
	if (!Number.isFinite(noticed)) return {
		suspects: [],
		noChange: 1,
		considered: 0
	};
	const candidates = changes.between(noticed - searchWindow.before, Math.min(until, noticed + searchWindow.after)).slice(-500);
	const told = toldBy(incident.title, incident.text ?? "");
	const rare = rarity ?? rarityAmong(candidates);
	const disturbed = disturbedBy(incident);
	const over = incident.resolvedAt === void 0 ? Number.POSITIVE_INFINITY : Date.parse(incident.resolvedAt) / 1e3;
	const usual = usualRisk(candidates);
	const crowded = crowding(candidates, noticed);
	const factorsOf = (change) => [
		ageFactor(noticed - change.at),
		wordFactor(overlapWith(told, change, rare), change),
		componentFactor(disturbed, change),
		riskFactor(change.risk, usual),
		takenBackFactor(change, noticed, over),
		revertFactor(change),
		documentFactor(change),
		namedFactor(named.includes(change))
	];
	const scored = candidates.map((change) => {
		let sum = 0;
		for (const factor of factorsOf(change)) sum += factor?.weight ?? 0;
		return {
			change,
			odds: crowded * exp(sum)
		};
	});
	const none = exp(weights.none);
	const total = scored.reduce((sum, { odds }) => sum + odds, none);
	const ranked = scored.sort((one, other) => other.odds - one.odds || other.change.at - one.change.at);
	return {
		suspects: ranked.slice(0, limit).map(({ change, odds }) => ({
			change,
			probability: Math.min(mostSuspicion, odds / total),
			reasons: factorsOf(change).filter((factor) => factor !== null).sort((one, other) => other.weight - one.weight).map(({ kind, weight, tell }) => ({
				kind,
				weight,
				sentence: tell()
			}))
		})),
		noChange: none / total + Math.max(0, (ranked[0]?.odds ?? 0) / total - mostSuspicion),
		considered: candidates.length
	};
};

// src/sources/deployed-changes.ts
/** What landed on a line of git within a time, as far as a cause is sought among it; when each was taken back. */
/** More than this in the days around one incident is another kind of repository. */
const mostParts = 5e3;
const nameOf = ({ number, sha }) => number === null ? sha.slice(0, 8) : `#${number}`;
/** As many digits as git shows of a SHA at least. */
const shortSha = 7;
/** The time of the first later part that says it takes each part back, by place in the list. */
const takenBack = (parts) => {
	const times = /* @__PURE__ */ new Map();
	const numbered = /* @__PURE__ */ new Map();
	const titled = /* @__PURE__ */ new Map();
	const holding = /* @__PURE__ */ new Map();
	for (const [later, { reverts, time, purpose, inner, number, title }] of parts.entries()) {
		if ((purpose & purposes.reland) === 0) {
			const meant = Math.max(...reverts.shas.map((sha) => holding.get(sha.slice(0, shortSha))?.findLast((each) => each.sha.startsWith(sha))?.at ?? -1), ...reverts.numbers.map((each) => numbered.get(each) ?? -1), reverts.title === null ? -1 : titled.get(reverts.title) ?? -1);
			if (meant >= 0 && !times.has(meant)) times.set(meant, time);
		}
		for (const sha of inner) {
			const key = sha.slice(0, shortSha);
			const others = holding.get(key);
			if (others) others.push({
				sha,
				at: later
			});
			else holding.set(key, [{
				sha,
				at: later
			}]);
		}
		if (number !== null) numbered.set(number, later);
		titled.set(bareTitle$1(title), later);
	}
	return times;
};
/** Reads what landed from one moment to another on the first-parent line of `head`. */
const readLandedChanges = async (request) => {
	const { repository, head, from, to, most = mostParts, needsPaths = () => true } = request;
	const { git } = repository;
	const line = [...await readLine(git, head)].reverse();
	const positions = new Map(line.map(({ sha }, at) => [sha, at]));
	const positionOf = (sha) => positions.get(sha) ?? null;
	let time = 0;
	const times = line.map(({ committedAt }) => {
		time = Math.max(time, committedAt);
		return time;
	});
	const last = times.findLastIndex((each) => each <= to);
	const first = Math.max(times.findIndex((each) => each >= from), last - most + 1);
	if (last < 0 || first < 0 || first > last || times[first] < from) return {
		changes: [],
		positionOf
	};
	const wanted = line.slice(first, last + 1);
	const before = wanted[0].parents[0] ?? null;
	const tip = wanted.at(-1).sha;
	const commits = /* @__PURE__ */ new Map();
	const trailers = /* @__PURE__ */ new Map();
	const hash = authorHash("");
	await readCommits(git, before === null ? [tip] : [tip, `^${before}`], (commit) => {
		commits.set(commit.sha, factsOf(commit, hash));
		const said = trailersIn(commit.message);
		if (said !== null) trailers.set(commit.sha, said);
	});
	const shas = wanted.map(({ sha }) => sha);
	const parts = [...partsOf(shas, commits, first > 0 ? times[first - 1] : 0)];
	const reverted = takenBack(parts);
	const changes = parts.map((part, at) => ({
		change: nameOf(part),
		sha: part.sha,
		number: part.number,
		at: part.time,
		title: bareTitle$1(part.title),
		paths: [],
		components: [],
		risk: null,
		revertedAt: reverted.get(at) ?? null,
		isRevert: (part.purpose & purposes.revert) !== 0,
		trailers: part.inner.map((sha) => trailers.get(sha)).find((said) => said !== void 0) ?? null,
		...part.inner.length > 1 ? { inner: part.inner } : {},
		position: first + at
	}));
	const places = changes.flatMap((change, at) => needsPaths(change, positionOf) ? [at] : []);
	const pairs = places.map((at) => ({
		sha: wanted[at].sha,
		parent: wanted[at].parents[0] ?? null
	}));
	let read = 0;
	for await (const block of readDifferences(git, pairs, { linesExpected: false })) for (const { files } of block) {
		const at = places[read];
		changes[at] = {
			...changes[at],
			paths: files.map(({ path }) => path)
		};
		read += 1;
	}
	return {
		changes,
		positionOf
	};
};

// src/history/incidents/sentences.ts
/** A text cut into sentences, as post-mortems are written: wrapped lines, list items, headings, cells, quoted programs. */
const abbreviation = /\b(?:e\.g|i\.e|etc|vs|approx|ca|cf|resp|no|St|Mr|Ms|Dr)\.$/i;
const split = (paragraph) => {
	const sentences = [];
	let begun = 0;
	for (const match of paragraph.matchAll(/[.!?](?=["”')\]]*\s+["“'([]*[A-Z#`*‹\d[])/g)) {
		const end = match.index + 1;
		const sentence = paragraph.slice(begun, end);
		if (abbreviation.test(sentence)) continue;
		sentences.push(sentence.trim());
		begun = end;
	}
	sentences.push(paragraph.slice(begun).trim());
	return sentences.filter((sentence) => sentence !== "");
};
const opensItem = /^\s*(?:[-*+]\s+|\d+[.)]\s+|#{1,6}\s|>\s?|\|)/;
/** Longest text that is looked at: what is longer holds logs. */
const readableCharacters = 2e5;
const sentencesOf = (text) => {
	const paragraphs = [];
	let open = "";
	let fenced = false;
	const close = () => {
		if (open.trim() !== "") paragraphs.push(open.trim());
		open = "";
	};
	for (const line of text.slice(0, readableCharacters).split(/\r?\n/)) if (/^\s*(?:```|~~~)/.test(line)) {
		fenced = !fenced;
		close();
	} else if (!fenced) {
		if (line.trim() === "" || opensItem.test(line)) close();
		open += ` ${line.replace(opensItem, "").replaceAll(/\*\*|__|`/g, "")}`;
		if (/^\s*#{1,6}\s/.test(line)) close();
	}
	close();
	return paragraphs.flatMap(split);
};

// src/history/incidents/wording.ts
/**
* The words by which a sentence says that a change did harm, undid it, or was only suspected. Patterns are written over
* text in which changes stand as marks, ‹0›; what is no clear statement is meant to match nothing here.
*/
/** One change, or several in a row: `#1, #2 and PR #3`. */
const changes = "‹\\d+›(?:(?:\\s*,\\s*|\\s+and\\s+|\\s*&\\s*|\\s*,\\s*and\\s+)(?:(?:the\\s+)?(?:pr|pull request|mr|commit)s?\\s+)?‹\\d+›)*";
const changeNoun = "(?:change(?:s|set)?|prs?|pull requests?|mrs?|merge requests?|commits?|sha|revision|deploy(?:s|ment|ments)?|release|roll-?out|merge|upgrade|update|bump|migration|refactor(?:ing)?|patch|push|version)";
const joining = "(?:the|a|an|our|this|that|in|by|of|to|from|with|on|when|merging|deploying|shipping|landing|releasing|rolling|out|bug|regression|error|defect|mistake|typo|leak|fault|config|configuration|setting|query|index|flag|line|code|condition|default|value|job|introduced|added|made|shipped|recent|latest|new|bad|faulty|broken|change-set|was|were|being|is|production|prod|live|staging)";
const freeWord = `(?!(?:fix\\w*|hot-?fix\\w*|resolv\\w*|revert\\w*|mitigat\\w*|roll(?:ed|ing|s)? ?back|rollback\\w*|patched|address\\w*|not|never|until|before|which|but|than|unrelated|follow-?\\w*|track\\w*|see|similar|like|same|as|describ\\w*|report\\w*|document\\w*|issues?|tickets?|and|or|also|missing|lack|absence|without|provider|vendor|upstream)\\b)[\\w'’"/.+%-]+`;
/** Between a cue and the change: nothing but joining words, or words of which one says that a change is meant. */
const bridge = `(?:\\s*:)?\\s*(?:(?:(?:${joining}|${changeNoun})\\s+){0,8}|(?:${freeWord}\\s+){0,6}?${changeNoun}\\s+(?:(?:in|of|to|from|with|by)\\s+)?)\\(?\\s*`;
const harm = "(?:bugs?|regressions?|leaks?|race|deadlocks?|errors?|faults?|problems?|issues?|outages?|incidents?|crash(?:es)?|failures?|failing|downtime|alerts?|timeouts?|loops?|5\\d\\d|5xx|slow\\w*|degrad\\w*|broken|unavailab\\w*|down|typo|exhaust\\w*|spikes?|storm|loss|corrupt\\w*|breakage|misconfigur\\w*)";
const causalBefore = [
	"caused (?:solely |entirely |directly )?by",
	"(?:was|is|were|are|been|be) due to",
	`${harm} (?:\\w+ ){0,3}?introduced (?:by|in|with)`,
	"(?:was|were|been) introduced (?:by|in|with)",
	"triggered by",
	"(?:broken|taken down|brought down|set off|brought about) by",
	"(?:regressed|broke) (?:in|from|since|with)",
	"regression (?:from|since)",
	"root[- ]cause(?: of (?:the|this) \\w+)?(?: is| was|:| =)?",
	"(?:the |actual |real )?culprit(?: is| was|:| turned out to be)",
	"(?:bad|faulty|broken|offending|breaking|guilty|problematic) (?:change|commit|deploy(?:ment)?|release|merge|pr|pull request|push)(?: is| was|:| turned out to be)",
	"(?:the|actual|real) trigger(?: of (?:the|this) \\w+)?(?: is| was|:)",
	"(?:the|actual|real|direct|sole) cause(?: of \\w+ \\w+| of \\w+)?(?: is| was|:| turned out to be)",
	"^cause:",
	"(?:trac|track)ed (?:\\w+ ){0,4}?(?:back |down )?to",
	"bisect\\w*(?: \\w+){0,3} to",
	"(?:stems?|stemmed|resulted|originates?|originated) (?:from|in|with)",
	"(?:was|were|is|are) (?:the|a) (?:direct )?(?:result|consequence) of",
	"caused-by:"
];
/** Words that may as well thank: they blame only where trouble is what they explain. */
const weakBefore = [
	"because of",
	"due to",
	"(?:as a )?(?:result|consequence) of",
	"(?:came|comes|coming) from",
	"thanks to"
];
/** A time only blames where trouble begins in the same breath. */
const temporalCue = "(?:since|after|following|when|as soon as|right after|immediately (?:after|following)) (?:we |we had |the |our |merging |deploying )?(?:merging|merged|deploying|deployed|deployment of|deploy of|merge of|rolling out|rolled out|roll-?out of|release of|releasing|shipping|shipped|upgrade|upgrading|landing|landed)?";
const troubleVerb = "(?:fail(?:s|ed|ing)?|error(?:s|ed)?|broke|broken|crash\\w*|went down|goes down|spik\\w*|rose|jumped|climbed|slow(?:ed|s)?|time(?:d|s)? out|timeouts?|unavailable|degraded|stopped working|leak\\w*|5\\d\\ds?|5xx)";
/** Trouble that ends after a change speaks for it. */
const ending = "(?:recover\\w*|restor\\w*|resolv\\w*|fix\\w*|normal|healthy|stopped(?! working)|dropped|fell|subsid\\w*|went away|gone|mitigat\\w*|clear\\w*|improv\\w*|ceas\\w*|disappear\\w*|ended|over)";
const untilThen = (characters) => `(?:(?!\\b${ending}\\b)[^.;,]){0,${characters}}?`;
const begins = "(?:start(?:s|ed)?|began|begin|begins|appeared|occurred|occurs)";
const harmful = `(?:(?:a|an|the|this|our|some|many|several|that|all|new|high|huge|memory|connection|complete|total|full|widespread)\\s+|\\w+\\s+){0,4}?${harm}`;
const causalAfter = [
	"(?:has |had |have )?caused\\b(?! (?:no|nothing|by|confusion|\\w+ confusion|discussion|debate|concerns?|questions|surprise)\\b)",
	"(?:has |had |have )?(?:broke|broken|breaks)\\b(?! (?:no|nothing)\\b)",
	"(?:took|brought|knocked) (?:\\w+ ){0,3}?(?:down|offline|out)\\b",
	`(?:has |had |have )?(?:introduced|triggered|started|set off|led to|resulted in|brought|added|created|produced) ${harmful}`,
	"(?:is|was|are|were) (?:to blame|responsible|at fault)\\b",
	"(?:is|was|are|were) (?:the |our |a )?(?:actual |real |direct |root |sole |confirmed )?(?:cause|culprit|trigger|root[- ]cause)\\b",
	"(?:is|was|were|are|has been|have been|had been|got) (?:identified|confirmed|found|pinpointed|determined) (?:as|to be) (?:the |a )?(?:root |direct |actual )?(?:cause|culprit|trigger)\\b",
	"failed to deploy\\b",
	"made (?:\\w+ ){1,4}?(?:fail|crash|time out|unavailable|hang)\\b"
];
const afterBridge = `\\)?(?:\\s+\\((?:[^()‹]{0,60})\\))?\\s+(?:(?:${changeNoun}|which|that|had|has|actually|indeed|itself|then|really|to|production|prod|when|deployed|merged|was deployed and|was merged and|and)\\s+){0,4}?`;
/** What stands before a change makes it another thing: the revert of #12 is not #12, nor is issue #12 a change. */
const itself = "(?<!\\b(?:revert(?:ing)?|roll-?back|rolling back|removal|removing|absence|lack|delay|failure|delaying|without|fix|issue|ticket|incident|outage|bug)(?: of| for| to| in| the| pr| pull request| commit| change){0,4} )";
const any = (patterns) => `(?:${patterns.join("|")})`;
/** Groups: `changes` are blamed. */
const blaming = [
	new RegExp(`(?<cue>(?<![\\w-])${any(causalBefore)})${bridge}(?<changes>${itself}${changes})`, "g"),
	new RegExp(`\\b${harm}\\b${untilThen(50)}\\b(?<cue>${any(weakBefore)})${bridge}(?<changes>${itself}${changes})`, "g"),
	new RegExp(`(?<changes>${itself}${changes})${afterBridge}(?<cue>${any(causalAfter)})`, "g"),
	new RegExp(`(?<changes>${itself}${changes}) (?:${freeWord},? ){1,12}?(?<cue>(?:which (?:then )?(?:caused|broke|triggered|led to|took down|resulted in)|causing|breaking|taking down) ${harmful})`, "g"),
	new RegExp(`(?<cue>${any(causalBefore)})\\s*(?:${freeWord}\\s+){0,6}?${changeNoun}\\s+(?:${freeWord}\\s+){0,4}?\\((?<changes>${changes})\\)`, "g"),
	new RegExp(`(?<cue>(?:${begins}${untilThen(60)}|${troubleVerb}${untilThen(40)})\\s${temporalCue})${bridge}(?<changes>${itself}${changes})`, "g"),
	new RegExp(`(?<cue>(?:^|[,;] )${temporalCue})${bridge}(?<changes>${itself}${changes}),? (?![^.;]*\\b${ending}\\b)(?:${freeWord} ){0,6}?${troubleVerb}\\b`, "g")
];
const undone = "(?:revert(?:ing|ed)?|roll(?:ing|ed)? ?back|back(?:ing|ed)? ?out|undoing|undid|taking back|took back)";
const helped = "(?:fixed|fixes|resolved|resolves|restored|restores|solved|solves|cured|cleared|stopped|ended|brought (?:\\w+ ){0,3}?back|made (?:\\w+ ){0,3}?(?:work|recover)|recovered)";
/** That taking a change back helped is the plainest proof there is. */
const proving = [new RegExp(`(?<cue>${undone})${bridge}(?<changes>${changes})[^.;,‹]{0,30}?\\b${helped}\\b`, "g"), new RegExp(`\\b${helped}(?: (?!not\\b)\\w+){0,4}? (?:by|after|once|when|through) (?:we )?(?<cue>${undone})${bridge}(?<changes>${changes})`, "g")];
const repaired = "(?:fix(?:ed|es)?|hot-?fix(?:ed)?|resolv(?:ed|es)|mitigat(?:ed|es|ion)|solv(?:ed|es)|address(?:ed|es)|correct(?:ed|s)|patch(?:ed)?|remed(?:y|ied)|repair(?:ed)?|work(?:ed)?-? ?around|revert(?:ed)?|rolled back|undone|restored|recovered|prevent(?:ed)?|closed?|follow(?:ed)?[- ]up)";
const repairing = [
	new RegExp(`(?<cue>\\b${repaired})\\b(?:\\s+(?!caused|because|due)[\\w'’-]+){0,5}?\\s+(?:by|in|with|via|through|using|after|is|was|merging|deploying)\\s+(?:(?:the|a|our|pr|pull request|mr|commit|change|merging|deploying|landing|in|with|of|merge)\\s+)*\\(?(?<changes>${changes})`, "g"),
	new RegExp(`(?<cue>\\b(?:fix|hot-?fix|patch|follow-?up|mitigation|solution)\\b)(?:\\s+(?:pr|pull request|commit|is|was|in|landed))*\\s*:?\\s*\\(?(?<changes>${changes})`, "g"),
	new RegExp(`(?<changes>${changes})\\)?\\s+(?:(?:has|had|have|then|finally|was|is|were|which|that|will|should|merged|deployed|and|to|also|now)\\s+){0,3}(?<cue>(?:fix(?:es|ed)?(?!\\s+(?:by|in|with|through)\\b)|resolv(?:es|ed|e)(?!\\s+(?:by|in|with|through)\\b)|revert(?:s)?|reverted(?=\\s+(?:the|this|it|that|‹))|mitigat(?:es|ed|e)|roll(?:s|ed) (?:it )?back(?=\\s+(?:the|this|it|that|‹))|address(?:es|ed)?|patch(?:es|ed)?|correct(?:s|ed)?|restor(?:es|ed)|prevent(?:s|ed)?|adds?|added|improv(?:es|ed)|document(?:s|ed)|bumps? the limit|works? around))\\b`, "g")
];
/** A change that was taken back: somebody held it for the cause, rightly or not. */
const undoing = [new RegExp(`(?<cue>\\b${undone})\\b${bridge}(?<changes>${changes})`, "g"), new RegExp(`(?<changes>${changes})\\)?\\s+(?:(?:was|were|is|has been|had been|got|then)\\s+){1,3}(?<cue>reverted|rolled back|backed out|taken back)\\b`, "g")];
/** Nobody is blamed where these stand before or within the statement. */
const withdrawing = /\b(?:not|never|neither|nor|cannot|without|no longer|hardly|rather than|instead of|other than|as opposed to|no (?:evidence|link|relation|connection|sign|proof|reason|indication)|nothing to do)\b|n['’]t\b/;
/** Nobody is sure where these stand before or within the statement. */
const hedging = /\b(?:may|might|maybe|could|can|possibly|perhaps|presumabl[ey]|probabl[ey]|likely|suspect\w*|suspicion|thought|believed?|assum\w+|guess\w*|seem(?:s|ed|ingly)?|appear(?:s|ed) to|apparently|look(?:s|ed) (?:like|as)|hypothes\w+|theor(?:y|ies)|if|whether|would|should|unclear|unsure|wonder\w*|feared|worried|first look|investigat(?:e|es|ing)|first (?:blamed|suspected|accused)|check(?:ed|ing)?|accus\w+|claimed?|rumou?r\w*|blamed? at first|at first|initially|originally|in case|supposed(?:ly)?|alleged(?:ly)?|pretend|imagine|first guess)\b/;
/** What makes a statement tell of something else, wherever it stands: another incident, another environment, a contrast. */
const elsewhere = /\b(?:last (?:year|month|week|quarter|time)|(?:previous|earlier|another|different|prior|other) (?:incident|outage|time)s?|similar to|just like|as in the|(?:in|on) (?:ci|staging|tests?|development|dev|the (?:ci|test|staging)\b)|years? ago|months? ago|drill|exercise|game ?day|rehearsal|simulat\w+)\b|,\s*not\b/;
/** What takes a statement back wherever it stands in the clause. */
const refuting = /\b(?:unrelated|ruled? (?:\w+ ){0,3}?out|exonerat\w+|cleared of|innocent|red herring|coinciden\w+|harmless|irrelevant|false (?:lead|trail|alarm)|wrong(?:ly)?|mistaken(?:ly)?|incorrect(?:ly)?|disprov\w+|dismiss\w+|unlikely|turned out (?:not|otherwise)|no (?:part|role) in|no (?:outage|incident|harm|damage|impact|effect|failures?|downtime)|not (?:the|a) (?:cause|culprit|reason)|nothing to do with|did(?: not|n['’]t) (?:cause|help|resolve|fix))\b|\?/;
/** Where one thought ends and another begins. */
const clauseEnd = /;|\s+[—–-]\s+|,?\s+\b(?:but|however|although|though|whereas|while|yet)\b,?/;

// src/history/incidents/statements.ts
/** Of several things one sentence says of a change the first of these counts. */
const order = [
	"cleared",
	"proved",
	"repairs",
	"said",
	"suspected",
	"mentioned"
];
const relationOf = {
	cleared: "related",
	repairs: "fixed-by",
	said: "caused-by",
	proved: "caused-by",
	suspected: "suspected",
	mentioned: "related"
};
const marksIn = (text) => [...text.matchAll(/‹(\d+)›/g)].map(([, at]) => Number(at));
const matches = (clause, patterns) => patterns.flatMap((pattern) => [...clause.matchAll(pattern)].map((match) => ({
	marks: marksIn(match.groups?.["changes"] ?? ""),
	upToHere: clause.slice(0, match.index + match[0].length)
})));
const judgeClause = (clause, give) => {
	const refuted = refuting.test(clause);
	const unsure = elsewhere.test(clause);
	const each = (patterns, verdict) => {
		for (const { marks, upToHere } of matches(clause, patterns)) for (const at of marks) give(at, verdict(upToHere));
	};
	const weighed = (sure) => (upToHere) => {
		if (refuted || withdrawing.test(upToHere)) return "cleared";
		return unsure || hedging.test(upToHere) ? "suspected" : sure;
	};
	if (refuted) for (const at of marksIn(clause)) give(at, "cleared");
	each(repairing, () => "repairs");
	each(blaming, weighed("said"));
	each(proving, weighed("proved"));
	each(undoing, () => "suspected");
};
/** Nobody writes longer sentences; what is longer was printed by a program, and patterns must stay fast on it. */
const readableSentence = 1200;
const judgeSentence = (sentence) => {
	const { text, found } = markReferences(sentence.slice(0, readableSentence));
	if (found.length === 0) return [];
	const verdicts = found.map(() => /* @__PURE__ */ new Set(["mentioned"]));
	const lower = text.toLowerCase().replaceAll(/\s+/g, " ").trim();
	for (const clause of lower.split(clauseEnd)) judgeClause(clause.trim(), (mark, verdict) => verdicts[mark]?.add(verdict));
	return found.map(({ reference, written }, at) => {
		const verdict = order.find((each) => verdicts[at].has(each)) ?? "mentioned";
		const manner = verdict === "said" || verdict === "proved" ? verdict : "mentioned";
		return {
			reference,
			written,
			relation: relationOf[verdict],
			quote: sentence.trim().slice(0, 400),
			manner
		};
	});
};
const isBlame = ({ relation }) => relation === "caused-by";
/** Whether one place clears, or calls a repair, what another blames: then nobody can tell, and it stays a suspicion. */
const contradicted = (statement, all, cleared) => cleared.some((reference) => sameReference(reference, statement.reference)) || all.some(({ reference, relation }) => relation === "fixed-by" && sameReference(reference, statement.reference));
/** Every change a text names, in the order it names them, with what it says of each. */
const statementsIn = (text) => {
	const sentences = sentencesOf(text).map((sentence) => ({
		sentence,
		statements: judgeSentence(sentence)
	}));
	const all = sentences.flatMap(({ statements }) => statements);
	const cleared = sentences.flatMap(({ sentence, statements }) => refuting.test(sentence.toLowerCase()) ? statements.filter(({ relation }) => relation === "related").map(({ reference }) => reference) : []);
	return all.map((statement) => isBlame(statement) && contradicted(statement, all, cleared) ? {
		...statement,
		relation: "suspected",
		manner: "mentioned"
	} : statement);
};

// src/history/incidents/links.ts
/**
* What ties an incident to changes. Plain words come first and confirm: a field, a trailer, a label, a sentence, a change
* taken back while the incident lasted that is about the same thing. Only where nothing confirms is anybody suspected,
* three at most, and where no change stands out nobody is: that is the commonest right answer.
*/
/** How sure each kind of evidence makes us. */
const linkConfidences = {
	field: .95,
	/** Its record names it beside the cause. */
	contributing: .6,
	trailer: .95,
	sentence: .95,
	"revert-helped": .8,
	"reverted-meanwhile": .7
};
const mostSuspects = 3;
/** Less likely than this it is not worth a person's time. */
const leastSuspicion = .2;
const secondsOf = (moment) => moment === void 0 ? null : Date.parse(moment) / 1e3;
/** What went out after it was over cannot have caused it, whatever the words say. */
const inTime = (incident, change) => {
	const over = secondsOf(incident.resolvedAt) ?? secondsOf(incident.closedAt);
	return over === null || incident.doubts.includes("negative-duration") || change.at <= over;
};
const blamedBy = (incident, statements, changes) => {
	const found = [];
	const elsewhere = [];
	const add = (change, written, rule, detail) => {
		if (change === null) elsewhere.push(written);
		else if (inTime(incident, change)) found.push({
			change,
			rule,
			detail
		});
	};
	for (const { reference: written, relation, quote } of incident.changes) {
		if (relation !== "caused-by" && relation !== "contributing") continue;
		const reference = readReference(written);
		if (reference !== null && reference.kind !== "ticket") add(changes.find(reference), written, relation === "caused-by" ? "field" : "contributing", quote);
	}
	for (const { reference, written, relation, manner, quote } of statements) if (relation === "caused-by" && reference.kind !== "ticket") add(changes.find(reference), written, manner === "proved" ? "revert-helped" : "sentence", quote);
	for (const repair of changes.mending(incident.id)) for (const reference of repair.trailers?.causedBy ?? []) add(changes.find(reference), repair.change, "trailer", `Caused-by in ${repair.change}, which mends ${incident.id}`);
	return {
		found,
		elsewhere: [...new Set(elsewhere)]
	};
};
/** Taken back while it lasted, and about the same thing; taken back alone, it may only have been suspected. */
const revertedMeanwhile = (incident, changes, rarity) => {
	const noticed = noticedAt(incident);
	const over = secondsOf(incident.resolvedAt);
	if (noticed === null || over === null || over < noticed) return [];
	const told = toldBy(incident.title, "");
	return changes.between(noticed - 259200, noticed + searchWindow.after).filter(({ revertedAt }) => revertedAt !== null && revertedAt >= noticed && revertedAt <= over + 3600).flatMap((change) => {
		const { words } = overlapWith(told, change, rarity ?? (() => 1));
		return words.length === 0 ? [] : [{
			change,
			rule: "reverted-meanwhile",
			detail: `taken back while it lasted; both are about ${words.join(", ")}`
		}];
	});
};
const confirmedLinks = (incident, all) => {
	const byChange = /* @__PURE__ */ new Map();
	for (const each of all) byChange.set(each.change, [...byChange.get(each.change) ?? [], each]);
	return [...byChange].map(([change, evidence]) => ({
		incident: incident.id,
		change,
		relation: "caused-by",
		state: "confirmed",
		confidence: Math.max(...evidence.map(({ rule }) => linkConfidences[rule])),
		evidence: evidence.map(({ rule, detail }) => ({
			rule,
			detail
		}))
	}));
};
const suspectedLinks = (incident, { suspects, noChange }) => suspects.slice(0, mostSuspects).filter(({ probability }) => probability >= leastSuspicion && probability >= noChange / 3).map(({ change, probability, reasons }) => ({
	incident: incident.id,
	change,
	relation: "caused-by",
	state: "suspect",
	confidence: probability,
	evidence: reasons.map(({ sentence }) => ({
		rule: "ranking",
		detail: sentence
	}))
}));
/** Ties one incident to the changes of a repository. Planned maintenance is tied to nothing. */
const linkIncident = (incident, changes, options = {}) => {
	const nobody = {
		suspects: [],
		noChange: 1,
		considered: 0
	};
	if (incident.kind === "maintenance") return {
		links: [],
		suspicion: nobody,
		elsewhere: []
	};
	const statements = statementsIn(incident.text ?? "");
	const { found, elsewhere } = blamedBy(incident, statements, changes);
	const confirmed = confirmedLinks(incident, [...found, ...revertedMeanwhile(incident, changes, options.rarity)]);
	const named = statements.flatMap(({ reference, relation }) => relation === "suspected" ? changes.find(reference) ?? [] : []);
	const settled = confirmed.length > 0 || elsewhere.length > 0 || options.onlyWords === true;
	const suspicion = options.onlyWords ? nobody : rankSuspects(incident, changes, {
		...options,
		named
	});
	return {
		links: settled ? confirmed : suspectedLinks(incident, suspicion),
		suspicion,
		elsewhere
	};
};

export { goingOut as a, risksIn as c, rarityAmong as i, importIncidents as l, readLandedChanges as n, DeployedChanges as o, searchWindow as r, readRecorded as s, linkIncident as t, textContent as u };
