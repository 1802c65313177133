import { c as text, s as record, t as answerOf } from "./clients-github-shapes.js";
import { a as shortSha, n as isNamed } from "./drivers-reviews-ownership.js";
import { i as told, n as once, o as itemsOf, s as pageOf, t as cut } from "./drivers-reviews-refusal.js";
import { i as setStatus, n as statusContext, r as statusLine } from "./report-status-line.js";
import { n as cutAtLine, r as cutAtWord, t as byteLength } from "./report-comment-cut.js";
import { i as renderFront, r as pageText } from "./report-comment-facts.js";
import { n as isUnjudged, r as sayHeadline, t as isObserving } from "./report-comment-headline.js";
import { n as openPage } from "./report-comment-page.js";
import { t as plain } from "./report-comment-plain.js";
import { o as neutralise } from "./report-escaping.js";
import { r as renderBehind, t as githubLinks } from "./report-comment-view.js";
import { r as isOff, t as inputs } from "./report-sentences.js";
import "./sources-github-command.js";
import { t as fullName } from "./commands-github-job.js";

// src/drivers/reviews/check-run.ts
const textLimit = 65535;
const mostAnnotations$1 = 50;
const cutNote = "\n\n… cut here; the whole is in the job summary.";
const listRoute = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
const createRoute = "POST /repos/{owner}/{repo}/check-runs";
const updateRoute = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
/**
* The detail beside the status, with annotations on the files that drive the risk. GitHub only ever adds annotations
* to a check run; one that has some and no longer says the right thing is therefore followed by a new one of the same
* name, which hides it. Requests: 1 unchanged, 2 otherwise.
*/
const publishCheckRun = (github, repository, request) => told("check-run", {
	permission: "checks: write",
	forbidden: "only GITHUB_TOKEN and App tokens with \"checks: write\" may make check runs, personal tokens may not"
}, async () => {
	const content = contentOf(request);
	const found = await checkRunOf$1(github, repository, request, () => true);
	if (found !== null && says(found, content)) return {
		what: "check-run",
		outcome: "unchanged",
		why: "The check run says so already.",
		...pageOf(github, found)
	};
	const written = found !== null && found.integer("output.annotations_count") === 0 ? answerOf(updateRoute, await github.request(updateRoute, {
		...repository,
		check_run_id: found.integer("id"),
		...content
	}, { repeatable: content.output.annotations.length === 0 })) : await once(async () => answerOf(createRoute, await github.request(createRoute, {
		...repository,
		head_sha: request.sha,
		...content
	})), () => checkRunOf$1(github, repository, request, (run) => says(run, content)));
	const left = request.annotations.length - content.output.annotations.length;
	return {
		what: "check-run",
		outcome: "done",
		why: `Published the check run on ${shortSha(request.sha)}${left > 0 ? `, without ${left} further annotations` : ""}.`,
		...pageOf(github, written)
	};
});
const contentOf = (request) => ({
	name: request.name ?? "change-risk report",
	external_id: request.externalId,
	status: "completed",
	conclusion: request.conclusion,
	...request.detailsUrl === void 0 ? {} : { details_url: request.detailsUrl },
	output: {
		title: cut(request.title, 255),
		summary: cut(request.summary, textLimit, cutNote),
		...request.text === void 0 ? {} : { text: cut(request.text, textLimit, cutNote) },
		annotations: request.annotations.slice(0, mostAnnotations$1).map((annotation) => ({
			path: annotation.path,
			start_line: annotation.startLine,
			end_line: Math.max(annotation.startLine, annotation.endLine),
			annotation_level: annotation.level,
			title: cut(annotation.title, 255),
			message: cut(annotation.message, textLimit)
		}))
	}
});
/** The newest check run of ours with this external id. */
const checkRunOf$1 = async (github, repository, { sha, name = "change-risk report", externalId, apps = ["github-actions"] }, wanted) => {
	const parameters = {
		...repository,
		ref: sha,
		check_name: name,
		filter: "all",
		per_page: 100
	};
	const { items } = await github.list(listRoute, parameters, 100);
	const [newest] = itemsOf(listRoute, items).filter((run) => run.optional("external_id", text) === externalId && run.text("head_sha") === sha).filter((run) => isNamed(run.optional("app", record)?.optional("slug", text) ?? "", apps)).sort((one, other) => other.integer("id") - one.integer("id"));
	return newest !== void 0 && wanted(newest) ? newest : null;
};
const says = (run, { conclusion, output }) => {
	const said = run.record("output");
	return run.optional("conclusion", text) === conclusion && said.optional("title", text) === output.title && said.optional("summary", text) === output.summary && (said.optional("text", text) ?? "") === (output.text ?? "") && said.integer("annotations_count") === output.annotations.length;
};

// src/report/check-run.ts
/** The check run: the answer for the merge box, the whole of it for its own page, and a note on each file that matters. */
const mostTitle = 255;
/** GitHub takes 65,535 of summary and text each; bytes are never fewer than characters. */
const mostBytes = 64e3;
/** More are a wall nobody reads. */
const mostAnnotations = 10;
const mostMessage = 500;
const conclusionOf = ({ assessment }) => {
	const { decision } = assessment;
	if (isOff(assessment)) return "neutral";
	if (isObserving(assessment)) return decision === "approve" ? "success" : "neutral";
	if (isUnjudged(assessment)) return "action_required";
	if (decision === "reject") return "failure";
	return decision === "approve" ? "success" : "action_required";
};
/** Files somebody is asked to read matter as much as those the model names. */
const filesOf = ({ files, request }) => [...files ?? [], ...(request?.people ?? []).flatMap((asked) => asked.files.map(({ path }) => ({
	path,
	why: "this file is what the review is asked for"
})))];
const annotationsOf = (view) => {
	const { decision, mode } = view.assessment;
	if (isOff(view.assessment)) return [];
	const level = mode === "enforce" && decision !== "approve" ? "warning" : "notice";
	const seen = /* @__PURE__ */ new Set();
	return filesOf(view).filter(({ path }) => {
		const fresh = path !== "" && path === neutralise(path) && !seen.has(path);
		seen.add(path);
		return fresh;
	}).slice(0, mostAnnotations).map(({ path, why }) => ({
		path,
		line: 1,
		level,
		message: cutAtWord(`${level === "warning" ? "Read this first" : "Drives the risk"}: ${neutralise(why)}`, mostMessage)
	}));
};
const checkRunOf = (view) => {
	const page = openPage(view);
	const front = renderFront(page, {
		calls: false,
		lines: 13
	});
	const cut = (text) => cutAtLine(text, mostBytes, "There is more, but it would not fit here.", byteLength);
	return {
		conclusion: conclusionOf(view),
		title: cutAtWord(sayHeadline(plain(view.assessment)), mostTitle),
		summary: cut(`${pageText({
			...front,
			heading: ""
		})}\n\n${front.foot}`.trim()),
		text: cut(renderBehind(page, mostBytes, byteLength).join("\n")),
		annotations: annotationsOf(view)
	};
};

// src/commands/github/telling.ts
/** What a command in a comment begins with. */
const prefixOf = ({ asked }) => asked.commandPrefix ?? ".";
const serverOf = (job) => job.webUrl.slice(0, -fullName(job).length - 1);
const linksOf = (job) => githubLinks(serverOf(job), fullName(job), { run: job.run.url });
const viewFor = (job, assessment, more) => ({
	assessment,
	publicRepository: job.publicRepository,
	links: linksOf(job),
	settings: inputs,
	prefix: prefixOf(job),
	...more
});
/** Sets the status of a commit, which is bound to it and can speak of no other. */
const tellStatus = (job, view, sha) => setStatus(job.github, job.repository, {
	sha,
	...statusLine(view),
	context: statusContext,
	targetUrl: job.run.url,
	onWritten: job.writtenBy
});
/** The same of the check run, which tells more. */
const tellCheck = (job, view, sha) => {
	const { annotations, ...check } = checkRunOf(view);
	return publishCheckRun(job.github, job.repository, {
		sha,
		externalId: `change-risk ${view.key} ${sha}`,
		...check,
		annotations: annotations.map(({ path, line, level, message }) => ({
			path,
			startLine: line,
			endLine: line,
			level,
			title: "change risk",
			message
		})),
		detailsUrl: job.run.url
	});
};
/** Both, the one that holds a merge first. */
const tellCommit = async (job, view, sha) => [await tellStatus(job, view, sha), await tellCheck(job, view, sha)];

export { tellStatus as a, tellCommit as i, prefixOf as n, viewFor as o, tellCheck as r, linksOf as t };
