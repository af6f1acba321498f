// A receiver of changes: added, tried and removed, with JavaScript and without.
import { createServer, type Server } from 'node:http';
import { expectNoViolations } from './axe';
import { expect, signedIn, test } from './desk';
import { overflow, unfoldAll } from './support';

/** A server on this machine that keeps what it is sent. */
async function receiving(): Promise<{ address: string; taken: string[]; server: Server }> {
  const taken: string[] = [];
  const server = createServer((request, answer) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      taken.push(`${String(request.headers['webhook-signature'])} ${body}`);
      answer.writeHead(204).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  return { address: `http://127.0.0.1:${port}/hook`, taken, server };
}

test('a webhook is added, gets a signed test message, and is removed', async ({ browser, tracker, javaScriptEnabled, viewport }, info) => {
  const name = `Lab of ${info.project.name}`;
  const { address, taken, server } = await receiving();
  const { page, context } = await signedIn(browser, tracker, 'ada', { javaScriptEnabled, viewport });
  await page.getByRole('link', { name: 'Webhooks' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Address of the receiver').fill(address);
  await page.getByLabel('Commitments', { exact: true }).fill(`${tracker}/commitments?member=spain`);
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await expect(page.getByRole('status').first()).toContainText('Webhook added');
  const own = page.getByRole('region', { name, exact: true });
  await expect(own).toContainText('No message sent yet');
  await expect(own.getByRole('link', { name: /Spain/ })).toHaveAttribute('href', '/commitments?member=spain');
  await own.getByText('Secret of').click();
  await expect(own).toContainText('whsec_');
  expect(await overflow(page)).toEqual([]);
  if (javaScriptEnabled) {
    await unfoldAll(page);
    await expectNoViolations(page, 'the page of a webhook');
  }
  await own.getByRole('button', { name: 'Send a test message' }).click();
  await expect(page.getByRole('status').first()).toContainText('accepted the test message');
  expect(taken).toHaveLength(1);
  expect(taken[0]).toMatch(/^v1,\S+ {"data":{},/);
  await own.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('status').first()).toContainText('Webhook removed');
  await expect(own).toHaveCount(0);
  await context.close();
  await new Promise((closed) => server.close(closed));
});
