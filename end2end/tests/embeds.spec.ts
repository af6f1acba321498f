// The frame that each chart offers to other sites: as high as the chart needs, at every width, without
// a script on the page around it.
import { CHART_PAGES, expect, test } from './support';

/** Widths of columns of other sites: a phone, a narrow and a wide article. */
const WIDTHS = [360, 500, 680, 1200];
/** What may stay empty below a chart, in pixels: letters are measured by wide fonts. */
const SPARE = 400;

for (const path of CHART_PAGES) {
  test(`the frame that ${path} offers shows all of the chart at each width`, async ({ page, context, baseURL, javaScriptEnabled }) => {
    test.skip((page.viewportSize()?.width ?? 0) < 768 || javaScriptEnabled === false, 'the widths are those of the frame, whatever else');
    // The site under a name of its own: browsers refuse frames of this machine on pages of the network.
    await context.route('https://tracker.test/**', async (route) => {
      const { pathname, search } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: `${baseURL}${pathname}${search}` }) });
    });
    for (const lang of ['en', 'es', 'fr']) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      const code = await page.locator('pre.quote code').innerText();
      for (const width of WIDTHS) {
        // Away from the site, whose policy would hold on the page around the frame too.
        const body = `<!doctype html><title>Elsewhere</title><body style="margin:0"><div style="width:${width}px">${code.replaceAll(baseURL ?? '', 'https://tracker.test')}</div>`;
        await context.route('https://example.test/', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
        await page.goto('https://example.test/');
        const frame = page.frameLocator('iframe');
        await expect(frame.locator('main')).toBeVisible();
        const measure = () => frame.locator('main').evaluate((main) => ({
          shown: window.innerHeight,
          needed: Math.ceil((main.lastElementChild?.getBoundingClientRect().bottom ?? 0) + window.scrollY),
          overflow: document.documentElement.scrollHeight - window.innerHeight,
          language: document.documentElement.lang,
        }));
        // Once its style sheet is there.
        await expect.poll(async () => (await measure()).overflow, `${path} ${lang} ${width}`).toBeLessThanOrEqual(0);
        const { shown, needed, language } = await measure();
        const at = `${path} ${lang} ${width}: shows ${shown}, needs ${needed}`;
        expect(language, at).toBe(lang);
        expect(needed, at).toBeLessThanOrEqual(shown);
        expect(shown - needed, at).toBeLessThanOrEqual(SPARE);
        await context.unroute('https://example.test/');
      }
    }
  });
}
