// What the specs share: the pages of the site, ways through the list that work with and without
// JavaScript, and small readers of what the site answers.
import { test as base, expect, type APIRequestContext, type Locator, type Page } from '@playwright/test';

/** How many commitments the bundled record has. */
export const TOTAL = 1886;
/** A number as pages write it. */
export const counted = (number: number): string => number.toLocaleString('en-GB');
export const ALL = `${counted(TOTAL)} commitments`;

export { expect };
export type { APIRequestContext, Locator, Page };

type Watch = {
  /** Messages of the browser that a test brings about on purpose. */
  tolerated: RegExp;
  /** What the browser complained about; anything but the tolerated fails the test. */
  complaints: string[];
};

/** Playwright's `test`, failing on every console error, uncaught exception and CSP violation. */
export const test = base.extend<Watch>({
  tolerated: [/^$/, { option: true }],
  complaints: [
    async ({ page, tolerated }, use) => {
      const complaints: string[] = [];
      // The console also names what the Content-Security-Policy refused, with JavaScript on or off.
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI}`);
        });
      });
      await use(complaints);
      const unexpected = complaints.filter((text) => !tolerated.test(text));
      expect(unexpected, 'complaints of the browser').toEqual([]);
    },
    { auto: true },
  ],
});

export type SitePage = { path: string; status?: number; island?: boolean };

/** A view with results, and one without. */
export const FILTERED = '/commitments?member=netherlands&area=digital-governance';
export const EMPTY = '/commitments?member=netherlands&area=gender&ambition=high';

/** The list as a table with every column. */
export const TABLE =
  '/commitments?member=netherlands&view=table&sort=completion&columns=member,plan,ambition,completion,results,plan-end,overdue,changed,code,lead,areas';
/** A brief of commitments, one of them in another language. */
export const BRIEF = '/brief?code=NL0031&code=USAU0007&code=ES0014';

/** Two members beside each other. */
export const COMPARED = '/compare?member=spain&member=italy';

/** Every chart on a page of its own. */
export const CHART_PAGES = [
  '/charts/ambition',
  '/charts/completion',
  '/charts/results',
  '/charts/progress',
  '/charts/trend',
  '/charts/reviews',
  '/charts/members',
  '/charts/areas',
  '/charts/matrix',
  '/charts/map',
  '/charts/explore',
  COMPARED,
];
/** One of each shape: bars, lines, few long bars, parts of bars, cells, countries. */
export const CHART_SHAPES = ['/charts/ambition', '/charts/trend', '/charts/members', '/charts/areas', '/charts/matrix', '/charts/map', COMPARED];
/** The picture of such a page; a map holds a second one, of its key. */
export const PICTURE = '.chart:not(.chart .chart):visible';

/** Today in universal time, as addresses name it. */
export const TODAY = new Date().toISOString().slice(0, 10);

/** Every kind of page. */
export const PAGES: SitePage[] = [
  { path: '/' },
  { path: '/commitments', island: true },
  { path: FILTERED, island: true },
  { path: EMPTY, island: true },
  { path: TABLE, island: true },
  { path: '/brief', island: true },
  { path: BRIEF, island: true },
  { path: '/commitments/NL0031', island: true },
  { path: '/commitments/USAU0007', island: true },
  { path: '/members' },
  { path: '/members/netherlands' },
  { path: '/members/austin-united-states' },
  { path: '/areas' },
  { path: '/areas/digital-governance' },
  { path: '/areas/automated-decision-making' },
  { path: '/charts', island: true },
  { path: '/charts/ambition', island: true },
  { path: '/charts/map', island: true },
  { path: '/charts/trend/embed' },
  { path: '/compare' },
  { path: COMPARED, island: true },
  { path: '/challenge' },
  { path: '/challenge?area=digital-governance' },
  { path: '/guide' },
  { path: '/guide/automated-decision-making' },
  { path: '/guide/automated-decision-making/algorithm-registers' },
  { path: '/network' },
  { path: '/network/netherlands' },
  { path: '/resources' },
  { path: '/search?q=privacy' },
  { path: '/search?q=Nigera' },
  { path: '/about' },
  { path: '/method' },
  { path: '/data' },
  { path: '/data/coverage' },
  { path: '/reports' },
  { path: '/reports?member=spain' },
  { path: '/api' },
  { path: '/data/versions' },
  { path: '/data/versions/1' },
  { path: '/changes' },
  { path: '/changes?what=ratings&member=spain' },
  { path: '/changes?area=open-data' },
  { path: `/commitments/NL0031?as_of=${TODAY}`, island: true },
  { path: '/staff/sign-in' },
  { path: '/no-such-page', status: 404 },
  { path: '/commitments?ambition=enormous', island: true },
  { path: '/commitments?page=0', status: 400 },
  { path: '/charts/matrix?down=ambition&across=ambition', island: true },
];

/** What Chromium writes when the page itself is an error page. */
export const ERROR_PAGE = /^Failed to load resource: the server responded with a status of 40[04]/;

/** A number as it stands on a page: `1,234` or `1234`. */
export function number(text: string): number {
  const digits = /\d[\d,.\u00a0\u202f ]*/.exec(text)?.[0] ?? '';
  return Number(digits.replace(/\D/g, '') || Number.NaN);
}

/** How many a figure counts: of `45% (324 of 726)` 324, of `99` 99. */
export function countIn(figure: string): number {
  return number(/\((\d[\d,]*) of /.exec(figure)?.[1] ?? figure);
}

/**
 * How many commitments the name of a mark promises: `High 12% (76 of 656) commitments` 76, and both
 * `34 commitments: Spain, high` and `2019 62% (31 of 50): 34 commitments rated high` 34.
 */
export function promised(name: string): number {
  const part = /(\d[\d,]*)(?: \(\d+%\))? of \d[\d,]*\)? commitments?$/.exec(name);
  return number((part ?? /(\d[\d,]*) commitments?\b/.exec(name))?.[1] ?? '');
}

/** What makes the page scroll sideways: nothing, or the widest elements. */
export function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll('main *, header *, footer *')]
      .filter((element) => element.closest('.table-scroll') === null || element.matches('.table-scroll'))
      .filter((element) => element.getBoundingClientRect().right > room + 0.5)
      .slice(0, 5)
      .map((element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ends at ${element.getBoundingClientRect().right}`)
      .concat(`the page is ${document.documentElement.scrollWidth} px wide`);
  });
}

/** Waits until the islands of the page have woken. */
export async function awake(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-islands', 'awake');
}

/** Opens the menu of the header, where it is narrow. */
export async function openMenu(page: Page): Promise<void> {
  const menu = page.locator('.site-menu > summary');
  if (await menu.isVisible()) await menu.click();
}

/** Opens the list. With JavaScript, waits for its island. */
export async function openList(page: Page, address: string, scripted: boolean): Promise<void> {
  await page.goto(address);
  if (scripted) await awake(page);
}

/** Unfolds a `details` by its summary, unless it is open or always shown. */
export async function unfold(details: Locator): Promise<void> {
  const summary = details.locator('> summary');
  if (!(await summary.isVisible()) || (await details.getAttribute('open')) !== null) return;
  await summary.click();
  await expect(details).toHaveAttribute('open');
}

/** Unfolds everything that can be unfolded but the menu of the header, which lies over the page. */
export async function unfoldAll(page: Page): Promise<void> {
  await page.locator('details:not(.site-menu)').evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
}

/** The part of the panel that filters by `key`, unfolded. */
export async function facet(page: Page, key: string): Promise<Locator> {
  await unfold(page.locator('#filters > .filters'));
  const part = page.locator(`#filters [data-facet="${key}"]`);
  await unfold(part);
  return part;
}

/** The check box of one value. */
export function box(page: Page, key: string, value: string): Locator {
  return page.locator(`#filters input[name="${key}"][value="${value}"]`);
}

/** Ticks a value, or takes its tick away; with JavaScript the list follows by itself. */
export async function choose(page: Page, key: string, value: string, scripted: boolean): Promise<void> {
  const part = await facet(page, key);
  await part.locator('label', { has: page.locator(`input[value="${value}"]`) }).click();
  if (scripted) await expect(page).toHaveURL((url) => url.searchParams.getAll(key).includes(value));
}

/** Applies the form; with JavaScript that has happened already. */
export async function apply(page: Page, scripted: boolean): Promise<void> {
  if (!scripted) await page.getByRole('button', { name: 'Apply filters' }).click();
}

/** The number of commitments that the list says it has. */
export async function total(page: Page): Promise<number> {
  const said = await page.locator('#count').innerText();
  return said.startsWith('No commitments') ? 0 : number(said);
}

/** The codes of the commitments in the list, in its order. */
export function codes(page: Page): Promise<string[]> {
  return page.locator('#results .row-title a').evaluateAll((links) => links.map((link) => link.getAttribute('href')?.split('/').at(-1) ?? ''));
}

/** The number of commitments of the list at an address, without showing it. */
export async function totalAt(request: APIRequestContext, address: string): Promise<number> {
  const answer = await request.get(address);
  expect(answer.status(), address).toBe(200);
  const said = /<p id="count"[^>]*>(.*?)<\/p>/s.exec(await answer.text())?.[1];
  if (said === undefined) throw new Error(`${address} does not count its commitments`);
  const text = said.replace(/<!--.*?-->|<[^>]*>/g, '');
  return text.startsWith('No commitments') ? 0 : number(text);
}

/**
 * Whether an address shows the view of a query such as `region=europe&sort=oldest`. A form that is
 * sent without JavaScript also names what is empty or the default anyway.
 */
export function shows(query: string): (url: URL) => boolean {
  const meant = (parameters: URLSearchParams) =>
    [...parameters].filter(([key, value]) => value !== '' && !(key === 'sort' && value === 'newest')).map((pair) => pair.join('=')).toSorted().join('&');
  return (url) => url.pathname === '/commitments' && meant(url.searchParams) === meant(new URLSearchParams(query));
}

/** What is wrong with where the focus is: nothing there, not marked, or out of sight; else nothing. */
function trouble(): string {
  const element = document.activeElement ?? document.body;
  if (element === document.body) return 'nothing has the focus';
  const name = element.getAttribute('aria-label') ?? element.getAttribute('value') ?? element.textContent ?? '';
  const what = `${element.tagName.toLowerCase()} \u201c${name.trim().slice(0, 60)}\u201d`;

  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  // A mark of a chart is drawn around by a rectangle of its own, one of a map along its border.
  const frame = element.querySelector('.hit, .shape, .point');
  const framed = frame !== null && getComputedStyle(frame).stroke !== 'none' && parseFloat(getComputedStyle(frame).strokeWidth) >= 2;
  if (!outlined && !framed) return `${what} does not show that it has the focus`;

  const { left, top, width, height } = element.getBoundingClientRect();
  const label = element.closest('label') ?? element;
  const shares = [0.5, 0.1, 0.9];
  const seen = shares.some((x) =>
    shares.some((y) => {
      const there = document.elementFromPoint(left + width * x, top + height * y);
      // Between its lines or parts one sees what the element stands on, but nothing that covers it.
      return there !== null && (label.contains(there) || (there.contains(element) && there.matches('main *, header *, footer *')));
    }),
  );
  return seen ? '' : `${what} is out of view or covered`;
}

/** Presses Tab until `wanted` has the focus. Every stop on the way must be marked and in sight. */
export async function tabTo(page: Page, wanted: Locator, most = 160): Promise<void> {
  await wanted.evaluate((element) => element.setAttribute('data-wanted', ''));
  for (let stop = 1; stop <= most; stop += 1) {
    await page.keyboard.press('Tab');
    // The page may still be scrolling there.
    if ((await page.evaluate(trouble)) !== '') await expect.poll(() => page.evaluate(trouble), `stop ${stop}`).toBe('');
    if (await page.evaluate(() => document.activeElement?.hasAttribute('data-wanted'))) {
      await wanted.evaluate((element) => element.removeAttribute('data-wanted'));
      return;
    }
  }
  throw new Error(`${most} steps with Tab do not reach ${wanted}`);
}

/** The rows of a CSV file (RFC 4180). */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (end === '' && row.length === 0 && quoted === undefined && plain === '') break;
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
