// The names that `--reporter` takes, each with its reporter.
import { nameBlob, renderBlobReport } from './blob-report.ts';
import { renderGithubReport } from './github-report.ts';
import { renderChromeTrace } from './chrome-trace.ts';
import { renderHtmlReport } from './html/html-report.ts';
import { renderJsonReport } from './json-report.ts';
import { renderJunitReport } from './junit-report.ts';
import { renderMarkdownReport } from './markdown-report.ts';
import type { Reporter } from './reporter.ts';
import { renderTerminalReport } from './terminal-report.ts';

/** Every reporter by name. */
export const REPORTERS: Readonly<Record<string, Reporter>> = {
  terminal: { help: 'for people; the default, on stdout', render: renderTerminalReport },
  markdown: {
    help: 'the matrix and new findings, to be kept; every run leaves it in the --out folder',
    render: renderMarkdownReport,
  },
  junit: {
    help: 'a test case per variant, for Jenkins, GitLab and other CI servers',
    render: renderJunitReport,
  },
  github: {
    help: 'annotations of GitHub Actions, on stdout beside the terminal report, and the summary of the job',
    isBeside: true,
    render: renderGithubReport,
  },
  json: { help: 'the whole result for programs', render: renderJsonReport },
  html: {
    help: 'one page to look through; in the --out folder unless FILE is named',
    fileName: () => 'report.html',
    advice: (file) => `HTML report: open ${file} in a browser`,
    render: renderHtmlReport,
  },
  'chrome-trace': {
    help: 'timelines for Perfetto; in the --out folder unless FILE is named',
    fileName: () => 'chrome-trace.json',
    advice: (file) => `Chrome trace: open ${file} in ui.perfetto.dev or chrome://tracing`,
    render: renderChromeTrace,
  },
  blob: {
    help: 'what merge-reports takes; in the --out folder unless FILE is named',
    fileName: nameBlob,
    render: renderBlobReport,
  },
};
