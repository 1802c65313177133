import { K as SourceError } from "./main-gate.js";
import { open } from "node:fs/promises";

// src/main/action/payload.ts
/** Files that others wrote, read as data: never more than they may hold, never more than JSON. */
/** GitHub delivers no larger payload. */
const mostBytes = 26214400;
/**
* The text of a file. Throws SourceError where it cannot be read, is no file or is larger than `most` bytes;
* `what` begins the sentence.
*/
const readBounded = async (path, what, most = mostBytes) => {
	try {
		const file = await open(path, "r");
		try {
			const about = await file.stat();
			if (!about.isFile()) throw new SourceError(`${what}: is no file`);
			const bytes = Buffer.alloc(Math.min(about.size, most) + 1);
			let filled = 0;
			for (let read = -1; read !== 0 && filled < bytes.length; filled += read) read = (await file.read(bytes, filled, bytes.length - filled, filled)).bytesRead;
			if (filled > most) throw new SourceError(`${what}: holds more than ${most} bytes, which GitHub never sends`);
			return bytes.toString("utf8", 0, filled);
		} finally {
			await file.close();
		}
	} catch (error) {
		if (error instanceof SourceError) throw error;
		const { code } = error;
		throw new SourceError(`${what}: cannot be read (${code ?? "unknown error"}); is it there, and readable?`, { cause: error });
	}
};
/**
* The webhook's payload, an object of which nothing else is known: read it by `fieldOf`. Its text is never shown.
* Throws SourceError.
*/
const readPayload = async (path) => {
	const what = "the payload at GITHUB_EVENT_PATH";
	const text = await readBounded(path, what);
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		throw new SourceError(`${what}: is no JSON; if an earlier step of the job changed the file, remove that step`);
	}
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	throw new SourceError(`${what}: is no JSON object, as GitHub sends it`);
};

export { readBounded as n, readPayload as r, mostBytes as t };
