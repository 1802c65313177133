import { n as viewOf, r as renderComment } from "./report-comment-view.js";

// src/report/markdown.ts
/** `gate --markdown`; see `renderComment`. */
const renderMarkdown = (assessment) => renderComment(viewOf(assessment));

export { renderMarkdown };
