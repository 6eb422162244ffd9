// Opens a page as written by `ikrar build` in headless Chromium, as a person with a phone would: it must fit the screen,
// load nothing, report no error, and a box that is ticked must still be ticked when the page is opened again.
//
//   NODE_PATH=<folder that holds playwright-core> node .ci/browser-check.mjs FILE.html...
//
// Exit status 1 with one line for each thing that is wrong. CHROMIUM names another browser than /usr/bin/chromium.

import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// `import` does not look into NODE_PATH, `require` does.
const { chromium } = createRequire(import.meta.url)("playwright-core");
const BOX = "input[type=checkbox]";

/** Everything that is wrong with a page, in words. */
async function check(browser, file) {
  const wrong = [];
  const url = pathToFileURL(resolve(file)).href;
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  page.on("console", (message) => {
    if (message.type() === "error") wrong.push(`the console says: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`the script fails: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== url) wrong.push(`it asks for ${request.url()}`);
  });
  await page.goto(url);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > 360) wrong.push(`it is ${width} pixels wide on a screen of 360`);
  if (await page.locator(BOX).count()) wrong.push(...(await checkTicks(page)));
  await page.close();
  return wrong;
}

/** Ticks a box, opens the page again, and looks; then clears it, opens the page again, and looks. */
async function checkTicks(page) {
  const last = page.locator(BOX).last();
  await last.setChecked(true);
  await page.reload();
  if (!(await last.isChecked())) return ["a box that was ticked is not ticked after reloading"];
  await last.setChecked(false);
  await page.reload();
  return (await last.isChecked()) ? ["a box that was cleared is ticked after reloading"] : [];
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: browser-check.mjs FILE.html...");
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
let failed = false;
for (const file of files) {
  for (const wrong of await check(browser, file)) {
    console.error(`${file}: ${wrong}`);
    failed = true;
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
