// Chromium, what it must not do on the way, and hands that only press keys.
import { AxeBuilder } from "@axe-core/playwright";
import { existsSync, mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

export const TARGET = new URL("../target/", import.meta.url).pathname;
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

export async function launch() {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`There is no Chromium at ${CHROMIUM}; install the package chromium, or say where it is with CHROMIUM=…`);
  }
  mkdirSync(TARGET, { recursive: true });
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}

/** A page that fails the run when it asks anyone else, breaks its own policy or logs an error. */
export async function openPage(browser, origin, { width = 1280, height = 900, theme = "light", allowed = [] } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce", timezoneId: "Europe/Berlin" });
  const page = await context.newPage();
  const faults = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith(`blob:${origin}/`)) {
      faults.push(`asked ${url}`);
    }
    if (url.includes("rgt_")) {
      faults.push(`a token in the address ${url}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !allowed.some((one) => message.text().includes(one))) {
      faults.push(`console: ${message.text()}`);
    }
  });
  return { page, faults, close: () => context.close() };
}

export async function accessible(page, name) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  return violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} | ${failureSummary?.split("\n")[1] ?? ""}`).join(" ; ")}`);
}

/** Nothing is cut off at the right, and the page doesn't scroll sideways. */
export async function fits(page, name) {
  const over = await page.evaluate(() => {
    const main = document.getElementById("main") ?? document.body;
    return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - window.innerWidth);
  });
  return over > 1 ? [`${name}: ${over} px too wide`] : [];
}

/** The whole page, however long, up to `most` pixels. */
export async function shot(page, name, most = 2600) {
  const { width, height } = page.viewportSize();
  const inner = await page.evaluate(() => document.getElementById("main")?.scrollHeight ?? document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, Math.min(most, inner + 90)) });
  await page.waitForTimeout(120);
  await page.screenshot({ path: `${TARGET}${name}.png` });
  await page.setViewportSize({ width, height });
}

/** Goes there with the tab key alone; fails where the keys don't lead. */
export async function tabTo(page, what, most = 150) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) {
        return null;
      }
      const style = getComputedStyle(element);
      const label = element.id === "" ? null : document.querySelector(`label[for="${CSS.escape(element.id)}"]`);
      return {
        name: (element.getAttribute("aria-label") ?? label?.textContent ?? element.textContent ?? "").trim(),
        visible: style.outlineStyle !== "none" || style.boxShadow !== "none" || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName) || getComputedStyle(element, "::after").borderStyle !== "none",
      };
    });
    if (focused !== null && (what instanceof RegExp ? what.test(focused.name) : focused.name === what)) {
      if (!focused.visible) {
        throw new Error(`The focus on "${focused.name}" can't be seen`);
      }
      return;
    }
  }
  throw new Error(`The tab key does not lead to ${what} on ${page.url()}`);
}

export async function press(page, what) {
  await tabTo(page, what);
  await page.keyboard.press("Enter");
}
