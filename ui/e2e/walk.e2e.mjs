// Walks through the console of a real server with the demo's estate, by keys alone: sign in, read the plan, approve,
// carry out, watch, undo, look at the record. node e2e/walk.e2e.mjs URL TOKEN-FILE
import { readFileSync } from "node:fs";
import { accessible, fits, launch, openPage, press, shot, tabTo } from "./browser.mjs";

const [, , url, tokenFile] = process.argv;
const token = readFileSync(tokenFile, "utf8").trim();
const problems = [];
const browser = await launch();
const { page, faults } = await openPage(browser, url, { allowed: ["404"] });

async function heading(pattern, timeout = 20_000) {
  await page.getByRole("heading", { level: 1, name: pattern }).waitFor({ timeout });
}

async function look(name) {
  problems.push(...(await accessible(page, name)), ...(await fits(page, name)));
  await shot(page, `walk-${name}`);
}

/** The Swarm of the demo, and what in production no approved registry holds. */
async function environments() {
  await press(page, "Environments");
  await heading(/environments? (is|are) (not )?seen whole$/);
  await page.getByRole("table").first().waitFor();
  await look("environments");
  await press(page, "production");
  await heading("production");
  await page.getByRole("table", { name: "Workloads and their images" }).waitFor();
  await look("environment");
  await press(page, "Environments");
  await press(page, /^What runs in production that no approved registry holds/);
  await heading("What runs in production that no approved registry holds?");
  await page.getByText("Nothing that was heard").or(page.getByRole("table", { name: "Workloads and their images" })).first().waitFor();
  await look("foreign");
}

try {
  await page.goto(url);
  await page.getByLabel("Token").waitFor();
  await page.keyboard.type(token);
  await page.keyboard.press("Enter");
  await heading(/could be freed/);
  await look("overview");
  await press(page, "Estate");
  await heading("Estate");
  await press(page, "main");
  await page.getByRole("link", { name: "shop/web", exact: true }).first().waitFor();
  await look("registry");
  await press(page, "Storage");
  await heading(/ in (\d+ registries|1 registry)$/);
  await page.getByRole("table", { name: "Storage by repository" }).waitFor();
  await page.getByRole("table", { name: "Layers" }).waitFor();
  await look("storage");
  await environments();
  await press(page, "Plans");
  await heading("Plans");
  await press(page, /^[0-9a-f]{12}$/);
  await heading(/would free/);
  await look("plan");

  await press(page, "Approve");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.keyboard.type("a walk through the console");
  if (await dialog.getByText(/^Allow that it is large/).count()) {
    await tabTo(page, /^Allow that it is large/);
    await page.keyboard.press("Space");
  }
  await press(page, "Approve");
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Approved by").waitFor();
  await press(page, "Carry out");
  await dialog.waitFor();
  await press(page, "Carry out");
  await heading(/deleted/, 60_000);
  await page.getByRole("heading", { name: "Free the bytes: collect garbage" }).waitFor();
  await look("execution");

  await press(page, "Undo all");
  await dialog.waitFor();
  await tabTo(page, /^Reason/);
  await page.keyboard.type("the walk is over");
  await press(page, "Undo");
  await heading(/^\d+ .*put back$/, 60_000);
  await look("undo");
  await press(page, "Record");
  await heading("Record");
  await page.getByRole("cell", { name: "undo.begun" }).first().waitFor();
  await look("record");
  await press(page, "Sign out");
  await page.getByLabel("Token").waitFor();
} catch (error) {
  await shot(page, "walk-failed");
  problems.push(`at ${page.url()}: ${error.message}`);
}
problems.push(...faults);
await browser.close();
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log("console: walked through with keys alone");
