import { t as renderComment } from "./report-comment.js";
import { n as viewOf } from "./report-comment-view.js";

// src/report/markdown.ts
/** `gate --markdown`; see `renderComment`. */
const renderMarkdown = (assessment) => renderComment(viewOf(assessment));

export { renderMarkdown };
