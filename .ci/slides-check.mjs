// Opens slides as written by `ikrar build` in headless Chromium and gives the talk: every slide must fit on screens of several
// shapes, keys must turn it, nothing may be loaded, and on a phone and without JavaScript it must be a page to scroll.
//
//   NODE_PATH=<folder that holds playwright-core> node .ci/slides-check.mjs FILE.html...
//
// Exit status 1 with one line for each thing that is wrong. CHROMIUM names another browser than /usr/bin/chromium.

import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// `import` does not look into NODE_PATH, `require` does.
const { chromium } = createRequire(import.meta.url)("playwright-core");
const SCREENS = [[1280, 720], [1024, 768]];

/** What the slide shown says of itself. */
const shown = (page) => page.evaluate(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const visible = slides.filter((slide) => !slide.hidden);
  const [slide] = visible;
  const { left, right, top, bottom } = slide.getBoundingClientRect();
  return {
    at: slides.indexOf(slide),
    of: slides.length,
    visible: visible.length,
    title: slide.querySelector("h1, h2")?.textContent,
    cut: slide.scrollHeight > slide.clientHeight + 1 || slide.scrollWidth > slide.clientWidth + 1,
    outside: left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1,
    focused: document.activeElement === slide.querySelector("h1, h2"),
    number: document.querySelector(".turn output").textContent,
  };
});

/** Gives the talk on a screen; says everything that is wrong. */
async function present(browser, url, [width, height]) {
  const wrong = [];
  const page = await browser.newPage({ viewport: { width, height } });
  page.on("console", (message) => message.type() === "error" && wrong.push(`the console says: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`the script fails: ${error.message}`));
  page.on("request", (request) => request.url() !== url && wrong.push(`it asks for ${request.url()}`));
  await page.goto(url);
  const { of } = await shown(page);
  for (let at = 0; at < of; at += 1) {
    const slide = await shown(page);
    if (slide.at !== at || slide.visible !== 1) wrong.push(`slide ${at + 1}: ${slide.visible} shown, number ${slide.at + 1}`);
    if (slide.cut || slide.outside) wrong.push(`slide ${at + 1}, “${slide.title}”, does not fit`);
    if (at > 0 && !slide.focused) wrong.push(`slide ${at + 1}: its heading is not read`);
    if (slide.number !== `${at + 1} / ${of}`) wrong.push(`slide ${at + 1} is called ${slide.number}`);
    await page.keyboard.press(["ArrowRight", "Space", "PageDown", "ArrowDown"][at % 4]);
  }
  for (const [key, at] of [["Home", 0], ["End", of - 1], ["ArrowLeft", of - 2], ["Shift+Space", of - 3]]) {
    await page.keyboard.press(key);
    if ((await shown(page)).at !== at) wrong.push(`${key} leads elsewhere`);
  }
  await page.close();
  return wrong;
}

/** The same file as a page to scroll. */
async function scroll(browser, url, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  const { width } = options.viewport;
  const found = await page.locator("main").evaluate((main) => ({
    width: document.documentElement.scrollWidth,
    hidden: main.querySelectorAll(".slide[hidden]").length,
  }));
  await context.close();
  const wrong = found.width > width ? [`it is ${found.width} pixels wide on a screen of ${width}`] : [];
  return found.hidden ? [...wrong, "slides are hidden on a page to scroll"] : wrong;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: slides-check.mjs FILE.html...");
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
let failed = false;
for (const file of files) {
  const url = pathToFileURL(resolve(file)).href;
  const wrong = [
    ...(await scroll(browser, url, { viewport: { width: 360, height: 740 } })),
    ...(await scroll(browser, url, { viewport: { width: 1280, height: 720 }, javaScriptEnabled: false })),
  ];
  for (const screen of SCREENS) wrong.push(...(await present(browser, url, screen)));
  for (const what of wrong) console.error(`${file}: ${what}`);
  failed ||= wrong.length > 0;
}
await browser.close();
process.exit(failed ? 1 : 0);
