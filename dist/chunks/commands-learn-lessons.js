import { J as labelsOf } from "./commands-gate-gate.js";
import { createHash } from "node:crypto";

// src/commands/learn/lessons.ts
/**
* What became of the parts that were decided upon, as one list in the ledger: whatever git, deployments, incidents and
* people told. With the evidence that decisions keep it is all that a fit over several ledgers needs, without a clone.
*/
const lessonStream = "lessons";
/** By landing; parts that are not on the line that was read have no outcome to tell. */
const lessonsOf = (request) => {
	const { index, told, maturitySeconds, experience, now } = request;
	const { knownAt, confidence, uncounted } = labelsOf(index, {
		maturity: maturitySeconds,
		told
	});
	return {
		schema: 1,
		maturitySeconds,
		experience,
		parts: [...new Set(decidedShas(request).flatMap((sha) => {
			const place = index.positionOnLine(sha);
			return place === null ? [] : [place];
		}))].toSorted((one, other) => one - other).slice(-6e3).map((place) => {
			const lesson = {
				sha: index.sha(place),
				landedAt: index.parts.time.get(place)
			};
			const failedAt = knownAt[place];
			if (failedAt >= now) return lesson;
			const sure = Math.round(confidence[place] * 1e4) / 1e4;
			return {
				...lesson,
				failedAt,
				...sure === 1 ? {} : { confidence: sure },
				...uncounted.has(place) ? { uncounted: true } : {}
			};
		})
	};
};
const decidedShas = ({ decisions, environment }) => decisions.filter((record) => record.environment === environment).flatMap(partShas);
/** SHAs of the parts a decision was about. */
const partShas = ({ body }) => {
	const { result } = body;
	const parts = isMembers(result) ? result["parts"] : null;
	return (Array.isArray(parts) ? parts : []).flatMap((part) => isMembers(part) && typeof part["sha"] === "string" ? [part["sha"]] : []);
};
/** Successes wait for each other this long: a blob a day would fill a ledger with what hardly changes. */
const patienceSeconds = 604800;
/** The record that keeps them; null where the newest one says as much, or there is nothing to say. */
const lessonRecord = async (request) => {
	const { ledger, repository, environment, lessons, now, version } = request;
	if (lessons.parts.length === 0) return null;
	const { parts, maturitySeconds } = lessons;
	const until = now.getTime() / 1e3;
	const mature = parts.filter(({ landedAt }) => landedAt + maturitySeconds <= until).length;
	const failures = digestOf(parts.filter(({ failedAt }) => failedAt !== void 0));
	const before = (await ledger.latest({
		kind: "outcome",
		stream: lessonStream,
		environment
	}))?.body;
	const isRecent = until - Number(before?.["until"]) < patienceSeconds;
	if (before?.["failures"] === failures && (before["mature"] === mature || isRecent)) return null;
	const lessonsBlob = await ledger.putBlob(Buffer.from(JSON.stringify(lessons), "utf8"));
	return {
		stream: lessonStream,
		kind: "outcome",
		key: {
			repository,
			environment,
			lessonsBlob,
			until
		},
		at: now.toISOString(),
		repository,
		environment,
		actor: "learn",
		tool: {
			name: "change-risk-gate",
			version
		},
		body: {
			lessonsBlob,
			until,
			parts: parts.length,
			mature,
			failed: parts.filter(({ failedAt, uncounted }) => failedAt !== void 0 && !uncounted).length,
			failures
		}
	};
};
const digestOf = (value) => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
const isMembers = (value) => typeof value === "object" && value !== null;
const isLesson = (value) => isMembers(value) && typeof value["sha"] === "string" && Number.isFinite(value["landedAt"]) && (value["failedAt"] === void 0 || Number.isFinite(value["failedAt"])) && (value["confidence"] === void 0 || typeof value["confidence"] === "number" && value["confidence"] > 0 && value["confidence"] <= 1) && (value["uncounted"] === void 0 || value["uncounted"] === true);
/** Reads what was kept; null where it is not that. */
const readLessons = (value) => isMembers(value) && value["schema"] === 1 && typeof value["maturitySeconds"] === "number" && value["maturitySeconds"] >= 0 && typeof value["experience"] === "boolean" && Array.isArray(value["parts"]) && value["parts"].every(isLesson) ? value : null;

export { readLessons as a, partShas as i, lessonStream as n, lessonsOf as r, lessonRecord as t };
