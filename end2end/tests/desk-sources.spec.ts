// A file on the web that is watched: from its address to a rating that the public sees, with JavaScript and
// without.
import { createServer, type Server } from 'node:http';
import { expect, formTo, signedIn, test } from './desk';
import { overflow } from './support';

/** A server on this machine that gives a file of one rating. */
async function serving(code: string, member: string): Promise<{ address: string; server: Server }> {
  const file =
    'code,member,title,early_results_scheme,early_results,early_results_report\n' +
    `${code},${member},A title by the source,early_results,Significant,A Results Report 2022-2024\n`;
  const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/csv' }).end(file));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  return { address: `http://127.0.0.1:${port}/sheet.csv`, server };
}

test('a watched source goes from its address to a rating that the public sees', async ({ browser, tracker, javaScriptEnabled, viewport }, info) => {
  const options = { javaScriptEnabled, viewport };
  // Each project has a commitment of its own, so that none finds another's changes.
  const [code, member] = { js: ['NL0031', 'Netherlands'], 'no-js': ['NO0048', 'Norway'] }[info.project.name] ?? ['DE0003', 'Germany'];
  const name = `Sheet of ${info.project.name}`;
  const { address, server } = await serving(code, member);
  const visitor = await browser.newContext({ baseURL: tracker, ...options });
  const page = await visitor.newPage();

  const ada = await signedIn(browser, tracker, 'ada', options);
  await ada.page.getByRole('link', { name: 'Watched sources' }).first().click();
  await ada.page.getByLabel('Name', { exact: true }).fill(name);
  await ada.page.getByLabel('Address of the file').fill(address);
  await ada.page.getByRole('button', { name: 'Add source' }).click();
  // It is read by itself; the page is loaded again until it is.
  await expect(ada.page.getByRole('region', { name: 'What is new' })).toContainText(/(new|changed) rating/, { timeout: 60_000 });
  await page.goto(`/commitments/${code}`);
  await expect(page.getByRole('region', { name: 'Early results' }), 'nothing is published before approval').not.toContainText('A Results Report 2022-2024');

  const rev = await signedIn(browser, tracker, 'rev', options);
  await rev.page.getByRole('region', { name: 'Watched sources' }).getByRole('link', { name }).click();
  const path = new URL(rev.page.url()).pathname;
  await expect(rev.page.getByRole('main')).toContainText('\u2192 Significant');
  expect(await overflow(rev.page)).toEqual([]);
  await rev.page.getByRole('checkbox', { name: `Select ${code}` }).check();
  await formTo(rev.page, path).first().getByRole('button', { name: 'Approve selected and publish' }).click();
  await expect(rev.page.getByRole('status').first()).toContainText('The changes are now public');
  await expect(rev.page.getByRole('region', { name: 'What is new' })).toContainText('nothing new');

  await page.goto(`/commitments/${code}`);
  await expect(page.getByRole('region', { name: 'Early results' })).toContainText('Significant');
  await page.goto(`/changes?code=${code}`);
  await expect(page.getByRole('main')).toContainText(`From the watched source \u201c${name}\u201d, read on`);
  for (const { context } of [ada, rev, { context: visitor }]) await context.close();
  await new Promise((closed) => server.close(closed));
});
