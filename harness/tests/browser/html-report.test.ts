// The HTML report in a real browser: clicked, stepped, filtered, copied, reloaded, listened to, and fed with hostile text.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { CampaignResult } from '../../model/campaign-result.ts';
import { badResult, goodResult } from '../../model/tests/sample-result.ts';
import { crashFinding, makeHostileResult, makeLongTimeline } from '../../report/tests/sample-timeline.ts';
import { sampleExplanation } from '../../report/tests/sample-explanation.ts';
import { findChromium, NO_CHROMIUM } from './find-chromium.ts';
import { openReport, startBrowser } from './open-report.ts';

const chromium = findChromium();
if (chromium === undefined) process.stderr.write(NO_CHROMIUM);

const CRASH = '#/finding/0123456789ab/btw%2Fleft-midway/shared';

const result: CampaignResult = { ...badResult, findings: [...badResult.findings, crashFinding] };

/** Elements that are on the page. */
const countElements = async (page: Page): Promise<number> =>
  page.evaluate<number>(`document.querySelectorAll('*').length`);

const selectedRow = async (page: Page): Promise<string | null> =>
  page.locator('[role=option][aria-selected=true]').getAttribute('aria-label');

const said = async (page: Page): Promise<string | null> => page.locator('#live').textContent();

describe.runIf(chromium !== undefined)('the HTML report', { timeout: 180_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser(chromium!);
  }, 120_000);
  afterAll(() => browser.close());

  test('leads from the matrix to a finding, and back, by clicks', async () => {
    const { page, wrongs } = await openReport(browser, result);
    await page.getByRole('link', { name: 'UNEXPECTED leaked-handle' }).click();
    await page.getByRole('heading', { level: 1, name: 'Something was still open after the end' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/finding/ba9876543210/btw%2Fleaves/per-call');
    expect(await page.locator('#overview').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Next finding' }).click();
    await page.getByText('in btw/left-midway').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Something was still open' }).waitFor();
    await page.getByRole('link', { name: 'All findings' }).click();
    await page.getByRole('heading', { name: 'Scenarios by variants' }).waitFor();
    expect(await page.locator('#finding').isVisible()).toBe(false);
    expect(wrongs).toEqual([]);
  });

  test('says why: the run that passes beside the one that fails, and from which step on nothing helps', async () => {
    const findings = [{ ...crashFinding, explanation: sampleExplanation }];
    const { page, wrongs } = await openReport(browser, { ...badResult, findings }, CRASH);
    const why = page.getByRole('region', { name: 'Why' });
    await why.getByRole('heading', { name: 'The nearest run that passes' }).waitFor();
    expect(
      await why.getByRole('region', { name: 'Passes', exact: true }).getByRole('row').count(),
    ).toBeGreaterThan(1);
    expect(await why.getByRole('img').getAttribute('aria-label')).toContain('every continuation failed');
    await why.getByRole('button', { name: 'Show step' }).click();
    expect(await selectedRow(page)).toMatch(/^step /i);
    expect(wrongs).toEqual([]);
  });

  test('tells of the founding crash what raced with what', async () => {
    const { page, wrongs } = await openReport(browser, result, CRASH);
    const race = page.getByRole('region', { name: 'What raced' });
    expect(await race.innerText()).toMatchInlineSnapshot(`
      "What raced

      1 Released by the consumer that left the stream, in step 6 with the injected action "cancel reader".

      2 The client's immediate#1 had been queued in that same step 6, as a consequence of step 5 (80 bytes arrive on c0), was not called off, and ran in step 9: touched by AsyncBytes: read the head it was resumed for."
    `);
    expect(
      await page
        .locator('#finding')
        .getByText('confirmed 9 of 10 on real sockets (1 not confirmable); 8')
        .isVisible(),
    ).toBe(true);
    expect(await page.getByRole('region', { name: 'The same case on every variant' }).innerText()).toMatch(
      /^The same case on every variant\n+The smallest case fails only with shared\.\n+shared \(this one\)\s+fails the same\s+per-call\s+passes$/,
    );
    await page.getByRole('region', { name: 'Place 1' }).getByRole('button', { name: 'step 6' }).click();
    expect(await selectedRow(page)).toMatch(/^Step 6, /);
    expect(wrongs).toEqual([]);
  });

  test('is stepped through by keys, says each step, and keeps it in the address', async () => {
    const { page, url, wrongs } = await openReport(browser, result, CRASH);
    expect(await selectedRow(page)).toMatch(/^Step 9, 0 ms, immediate#1, the violation\./);
    await page.keyboard.press('k');
    expect(await selectedRow(page)).toMatch(/^Step 8, /);
    expect(await said(page)).toBe(await selectedRow(page));
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    expect(await selectedRow(page)).toMatch(/^Step 6, /);
    expect(await page.getByRole('complementary').innerText()).toContain('injected: cancel reader');
    expect(page.url()).toBe(`${url}${CRASH}?step=6`);
    await page.keyboard.press('v');
    expect(await selectedRow(page)).toMatch(/^Step 9, /);
    await page.getByRole('listbox').focus();
    await page.keyboard.press('Home');
    expect(await selectedRow(page)).toMatch(/^Step 1, /);
    await page.keyboard.press('ArrowDown');
    expect(await selectedRow(page)).toMatch(/^Step 2, /);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    expect(await selectedRow(page)).toMatch(/^Step 8, /);
    expect(wrongs).toEqual([]);
  });

  test('opens at a permalink: finding, run and step', async () => {
    const { page, wrongs } = await openReport(browser, result, `${CRASH}?step=4&run=original`);
    expect(await selectedRow(page)).toMatch(/^Step 4, /);
    expect(await page.getByRole('button', { name: 'Case as drawn' }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    await page.reload();
    await page.getByRole('listbox').waitFor();
    expect(await selectedRow(page)).toMatch(/^Step 4, /);
    await page.keyboard.press('o');
    expect(await page.getByRole('button', { name: 'Smallest case' }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    expect(await selectedRow(page)).toMatch(/^Step 9, /);
    expect(wrongs).toEqual([]);
  });

  test('filters findings by words and by what they are', async () => {
    const { page, wrongs } = await openReport(browser, result);
    const shown = async (): Promise<number> => page.locator('.rows > li:visible').count();
    expect(await shown()).toBe(3);
    await page.keyboard.press('/');
    await page.keyboard.type('LEFT-midway released');
    expect(await shown()).toBe(1);
    expect(await page.locator('.group:visible').count()).toBe(1);
    expect(await page.locator('#filter-count').innerText()).toBe('1 of 3 findings');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('combobox', { name: 'State' }).selectOption('unexpected');
    expect(await shown()).toBe(1);
    await page.getByRole('combobox', { name: 'Oracle' }).selectOption('use-after-close');
    expect(await shown()).toBe(0);
    await page.getByRole('combobox', { name: 'State' }).selectOption('');
    await page.getByRole('combobox', { name: 'Real sockets' }).selectOption('confirmed');
    expect(await shown()).toBe(1);
    expect(wrongs).toEqual([]);
  });

  test('copies a replay command, and selects it where the clipboard is denied', async () => {
    const { page, wrongs } = await openReport(browser, result, CRASH);
    const command = `npx closecall replay ${crashFinding.repro}`;
    await page.evaluate(`navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }`);
    const button = page.getByRole('button', { name: 'Copy the replay command' });
    await button.click();
    await page.getByText('Copied', { exact: true }).first().waitFor();
    expect(await page.evaluate('globalThis.copied')).toBe(command);
    await page.evaluate(`navigator.clipboard.writeText = async () => { throw new Error('denied'); }`);
    await button.click();
    await page.getByText('Selected: press Ctrl+C').first().waitFor();
    expect(await page.evaluate('String(getSelection())')).toBe(command);
    expect(wrongs).toEqual([]);
  });

  test('is light, dark or as the system is, and remembers which', async () => {
    const { page, wrongs } = await openReport(browser, result);
    const paper = async (): Promise<unknown> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor');
    const [light, dark] = ['rgb(253, 253, 251)', 'rgb(20, 22, 26)'];
    expect(await paper()).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await paper()).toBe(dark);
    const button = page.getByRole('button', { name: /^Theme/ });
    await button.click();
    expect([await button.innerText(), await paper()]).toEqual(['Theme: light', light]);
    await page.keyboard.press('t');
    await page.emulateMedia({ colorScheme: 'light' });
    expect([await button.innerText(), await paper()]).toEqual(['Theme: dark', dark]);
    await page.reload();
    await page.waitForFunction(`document.documentElement.dataset.theme === 'dark'`);
    expect(await paper()).toBe(dark);
    expect(wrongs).toEqual([]);
  });

  test('a run of 1,000 steps has as few elements as a short one, wherever one looks', async () => {
    const timeline = makeLongTimeline(1_000);
    const long = { ...goodResult, findings: [{ ...crashFinding, timeline, timelineBefore: timeline }] };
    const { page, wrongs } = await openReport(browser, long, CRASH);
    const rows = page.locator('[role=option]');
    expect(await selectedRow(page)).toMatch(/^Step 1000, /);
    expect(await rows.count()).toBeLessThan(60);
    expect(await countElements(page)).toBeLessThan(1_500);
    await page.getByRole('button', { name: 'First' }).click();
    expect(await selectedRow(page)).toMatch(/^Step 1, /);
    await page.evaluate(`document.querySelector('.tl-list').scrollTop = 26000`);
    await page.locator('[role=option]', { hasText: 'part 505' }).waitFor();
    expect(await rows.count()).toBeLessThan(60);
    await page.keyboard.press('v');
    await page.keyboard.press('c');
    expect(await selectedRow(page)).toMatch(/^Step 998, /);
    expect(wrongs).toEqual([]);
  });

  test('has roles and names that say what the picture shows', async () => {
    const { page } = await openReport(browser, result, CRASH);
    await page.getByText('The same as a table').click();
    await page.getByRole('table', { name: 'The interleaving' }).waitFor();
    expect(await page.locator('main').ariaSnapshot()).toMatchSnapshot();
  });

  test.each([
    ['overview', ''],
    ['finding', CRASH],
  ])('every control of the %s is reached by Tab, and shows it', async (_, hash) => {
    const { page, wrongs } = await openReport(browser, result, hash);
    const wanted = await page.evaluate<number>(
      `[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter((each) => each.checkVisibility()).length`,
    );
    await page.evaluate(`document.activeElement.blur()`);
    await page.evaluate(`scrollTo(0, 0)`);
    const reached = new Set<string>();
    for (let nth = 0; nth < wanted * 2; nth++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate<string | null>(
        `(() => { const each = document.activeElement; if (each === document.body) return null; const style = getComputedStyle(each); return [...document.querySelectorAll('*')].indexOf(each) + (style.outlineStyle === 'none' ? ' unseen' : ''); })()`,
      );
      if (at !== null) reached.add(at);
    }
    expect(reached.size).toBe(wanted);
    expect([...reached].filter((each) => each.endsWith('unseen'))).toEqual([]);
    expect(wrongs).toEqual([]);
  });

  test('can be skipped to, without leaving the finding', async () => {
    const { page, url, wrongs } = await openReport(browser, result, CRASH);
    await page.evaluate(`document.activeElement.blur()`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    expect(page.url()).toBe(`${url}${CRASH}?step=9`);
    expect(await page.getByRole('listbox').isVisible()).toBe(true);
    expect(wrongs).toEqual([]);
  });

  test('has all steps on paper', async () => {
    const { page, wrongs } = await openReport(browser, result, CRASH);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('.twin tbody tr').count()).toBe(9);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('table', { name: 'The interleaving' }).isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Violation' }).isVisible()).toBe(false);
    expect(wrongs).toEqual([]);
  });

  test('tells its keys and signs', async () => {
    const { page, wrongs } = await openReport(browser, result, CRASH);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys and signs' });
    expect(await help.getByRole('listitem').count()).toBeGreaterThan(12);
    // Keys are for the dialog while it is open.
    await page.keyboard.press('k');
    await page.keyboard.press('Escape');
    expect(await help.isVisible()).toBe(false);
    expect(await selectedRow(page)).toMatch(/^Step 9, /);
    expect(wrongs).toEqual([]);
  });

  test('hostile text does nothing: no dialog, no element, no request', async () => {
    const { page, wrongs } = await openReport(browser, makeHostileResult());
    const before = await page.locator('script').count();
    await page.locator('.rows a').first().click();
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('k');
    await page.getByText('The same as a table').click();
    await page.getByRole('table', { name: 'The interleaving' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('<img src=x onerror=alert(2)>');
    expect(await page.locator('main img, main svg[onload], main script').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(before);
    expect(wrongs).toEqual([]);
  });

  test('a finding without a timeline says why there is none', async () => {
    const { page, wrongs } = await openReport(
      browser,
      result,
      '#/finding/ba9876543210/btw%2Fleaves/per-call',
    );
    await page.getByText('There is none: a process that died left no run behind.').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('v');
    await page.keyboard.press('c');
    expect(wrongs).toEqual([]);
  });

  test('an address that names nothing leads to the overview', async () => {
    const { page, wrongs } = await openReport(browser, result, '#/finding/ffffffffffff/no/such');
    expect(await page.getByRole('heading', { name: 'Scenarios by variants' }).isVisible()).toBe(true);
    expect(wrongs).toEqual([]);
  });
});
