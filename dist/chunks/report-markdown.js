import { i as viewOf, t as renderComment } from "./report-comment.js";

// src/report/markdown.ts
/** `gate --markdown`; see `renderComment`. */
const renderMarkdown = (assessment) => renderComment(viewOf(assessment));

export { renderMarkdown };
