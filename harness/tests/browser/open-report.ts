// A result → its HTML report, open in a real browser from disk, with everything that it does wrong noted down.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { CampaignResult } from '../../model/campaign-result.ts';
import { renderHtmlReport } from '../../report/html/html-report.ts';

/** Milliseconds that the browser may take for anything: many times what a loaded machine takes. */
const PATIENCE_MS = 60_000;

/** An open report. `wrongs`: errors, messages, dialogs, and requests for anything but the file itself. */
export type OpenReport = { page: Page; wrongs: string[]; url: string };

/** Starts the browser. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  // As root, which a container often is, Chromium refuses its sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args, timeout: PATIENCE_MS });
}

/** Writes the report and opens it at `hash`. */
export async function openReport(browser: Browser, result: CampaignResult, hash = ''): Promise<OpenReport> {
  const file = join(mkdtempSync(join(tmpdir(), 'closecall-report-')), 'report.html');
  const exit = { code: 0, why: ['every variant behaved as expected'] };
  writeFileSync(file, renderHtmlReport(result, { exit, launcher: 'npx closecall' }));
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('pageerror', (error) => wrongs.push(`error: ${error.message}`));
  page.on('console', (message) => wrongs.push(`console: ${message.text()}`));
  page.on('dialog', (dialog) => {
    wrongs.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url && !request.url().startsWith('data:'))
      wrongs.push(`request: ${request.url()}`);
  });
  await page.goto(url + hash);
  await page.waitForFunction(`document.documentElement.classList.contains('has-script')`);
  return { page, wrongs, url };
}
