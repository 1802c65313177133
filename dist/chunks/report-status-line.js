import { n as statusContext, r as statusLine, t as brokenStatusLine } from "./report-status-line2.js";

export { brokenStatusLine, statusContext, statusLine };
