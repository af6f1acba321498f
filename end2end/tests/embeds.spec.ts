// The frame that each chart offers to other sites: as high as its chart at every width, by the script that
// the code brings along; without scripts as high as the chart is in a column of text.
import { CHART_PAGES, expect, test } from './support';

/** Widths of columns of other sites: a phone, a narrow and a wide article. */
const WIDTHS = [320, 360, 500, 680, 1200];
/** What may stay empty below a chart where no script runs, in pixels: letters are measured by wide fonts. */
const SPARE = 200;

for (const path of CHART_PAGES) {
  test(`the frame that ${path} offers is as high as its chart`, async ({ page, context, baseURL, javaScriptEnabled }) => {
    test.skip((page.viewportSize()?.width ?? 0) < 768 || javaScriptEnabled === false, 'the widths are those of the frame, whatever else');
    // The site under a name of its own: browsers refuse frames of this machine on pages of the network.
    await context.route('https://tracker.test/**', async (route) => {
      const { pathname, search } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: `${baseURL}${pathname}${search}` }) });
    });
    for (const lang of ['en', 'es', 'fr']) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      const code = (await page.locator('pre.quote code').innerText()).replaceAll(baseURL ?? '', 'https://tracker.test');
      const show = async (markup: string, width: number) => {
        // Away from the site, whose policy would hold on the page around the frame too.
        const body = `<!doctype html><title>Elsewhere</title><body style="margin:0"><div style="width:${width}px">${markup}</div>`;
        await context.route('https://example.test/', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
        await page.goto('https://example.test/');
        await expect(page.frameLocator('iframe').locator('main')).toBeVisible();
      };
      const measure = () => page.frameLocator('iframe').locator('main').evaluate((main) => ({
        shown: window.innerHeight,
        needed: Math.ceil(main.getBoundingClientRect().height),
        across: document.documentElement.scrollWidth - window.innerWidth,
        language: document.documentElement.lang,
        theme: document.documentElement.dataset['theme'],
        foot: (main.querySelector('.embed-foot')?.getBoundingClientRect().bottom ?? 0) - window.innerHeight,
      }));
      for (const width of WIDTHS) {
        await show(code, width);
        const at = `${path} ${lang} ${width}`;
        await expect.poll(async () => { const { shown, needed } = await measure(); return Math.abs(shown - needed); }, at).toBeLessThanOrEqual(1);
        const { across, language, theme, foot } = await measure();
        expect(language, at).toBe(lang);
        expect(theme, at).toBe('light');
        expect(across, at).toBeLessThanOrEqual(0);
        expect(foot, at).toBeLessThanOrEqual(1);
        await context.unroute('https://example.test/');
      }
      await show(code.replace(/<script.*<\/script>/, ''), 680);
      // A frame that waits until it is seen is no part of the page's loading: its style may come later.
      await expect.poll(async () => { const { shown, needed } = await measure(); return shown - needed; }, `${path} ${lang} without a script`).toBeGreaterThanOrEqual(0);
      const { shown, needed, foot } = await measure();
      const at = `${path} ${lang} without a script: shows ${shown}, needs ${needed}`;
      expect(needed, at).toBeLessThanOrEqual(shown);
      expect(shown - needed, at).toBeLessThanOrEqual(SPARE);
      expect(foot, at).toBeLessThanOrEqual(1);
      await context.unroute('https://example.test/');
    }
  });
}
