// The built console in a real browser against a made-up server: a whole story by keys alone, then every page in every
// width and theme. Pictures go to target/.
import { start } from "../dev/fake-server.mjs";
import { accessible, fits, launch, openPage, press, shot, tabTo } from "./browser.mjs";

const DIST = new URL("../dist/", import.meta.url).pathname;
const problems = [];
const browser = await launch();

try {
  await story();
  await environments();
  await storage();
  await gallery();
  await crowd();
  await emptyEstate();
} catch (error) {
  problems.push(error.stack);
} finally {
  await browser.close();
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  console.error(`${problems.length} problems`);
  process.exit(1);
}
console.log("The console did all that was asked of it; pictures are in target/");
process.exit(0);

function check(condition, words) {
  if (!condition) {
    problems.push(words);
  }
}

async function heading(page, pattern, timeout = 10_000) {
  await page.getByRole("heading", { level: 1, name: pattern }).waitFor({ timeout });
}

/** Sign in, plan, approve, carry out, progress over a broken connection, undo, record: by keys alone. */
async function story() {
  const server = await start({ dist: DIST, pace: 12, drop: 9 });
  const { page, faults, close } = await openPage(browser, server.url, { allowed: ["401", "ERR_INCOMPLETE_CHUNKED", "409"] });
  await page.goto(server.url);
  await page.getByLabel("Token").waitFor();
  await page.keyboard.type("rgt_wrong");
  await page.keyboard.press("Enter");
  await page.getByText("does not accept this token").waitFor();
  await shot(page, "sign-in-refused");
  problems.push(...(await accessible(page, "sign in")));
  await page.getByLabel("Token").fill("");
  await page.keyboard.type("rgt_admin");
  await page.keyboard.press("Enter");
  await heading(page, /could be freed/);

  await tabTo(page, "Skip to content");
  await page.keyboard.press("Enter");
  check((await page.evaluate(() => document.activeElement?.id)) === "main", "the skip link does not lead to the content");
  await page.keyboard.press("Shift+Tab");
  await page.reload();
  await heading(page, /could be freed/);
  await press(page, "Plans");
  await heading(page, "Plans");
  await press(page, /^[0-9a-f]{12}$/);
  await heading(page, /steps in .* would free exactly/);

  await press(page, "Approve");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  check((await page.evaluate(() => document.activeElement?.tagName)) === "TEXTAREA", "the dialog does not begin at its reason");
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
  }
  check(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null), "the dialog does not keep the focus");
  problems.push(...(await accessible(page, "approve")));
  await tabTo(page, /^Reason/);
  await page.keyboard.type("checked with the shop team");
  await shot(page, "dialog-approve");
  await tabTo(page, /^Allow that it is large/);
  await page.keyboard.press("Space");
  await press(page, "Approve");
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Approved by").waitFor();

  await press(page, "Carry out");
  await dialog.waitFor();
  await press(page, "Carry out");
  await heading(page, /^(Waiting to delete|Deleting) on main/);
  await page.getByText(/^\d+ done/).first().waitFor();
  await shot(page, "execution-running");
  problems.push(...(await accessible(page, "execution, running")));
  await heading(page, /deleted; garbage collection then frees/, 60_000);
  await page.getByRole("heading", { name: "Free the bytes: collect garbage" }).waitFor();
  const counted = await page.locator(".progress-words").textContent();
  check(/35\d done, \d+ gone, \d+ skipped, 1 failed/.test(counted ?? ""), `not every step was heard over the broken connection: ${counted}`);
  await shot(page, "execution-done");
  problems.push(...(await accessible(page, "execution, done")));

  await press(page, "Undo all");
  await dialog.waitFor();
  await tabTo(page, /^Reason/);
  await page.keyboard.type("the shop team wants them back");
  await press(page, "Undo");
  await heading(page, /^(Waiting to put back|Putting back) on main/);
  await heading(page, /put back$/, 60_000);
  await shot(page, "undo-done");
  problems.push(...(await accessible(page, "undo, done")));

  await press(page, "Record");
  await heading(page, "Record");
  await page.getByRole("cell", { name: "undo-begun" }).waitFor();
  const download = page.waitForEvent("download");
  await press(page, "Export");
  check((await download).suggestedFilename().endsWith(".ndjson"), "the record was not exported as a file");
  check(await page.evaluate(() => sessionStorage.getItem("regent-token") === "rgt_admin" && localStorage.getItem("regent-token") === null && document.cookie === ""), "the token is not kept for the tab only");
  await press(page, "Sign out");
  await page.getByLabel("Token").waitFor();
  check(await page.evaluate(() => sessionStorage.getItem("regent-token") === null), "the token outlives signing out");
  problems.push(...faults.map((fault) => `story: ${fault}`));
  await close();
  await server.close();
}

/** From what is not seen to what runs in production from elsewhere, and a verdict on what has shrunk: by keys alone. */
async function environments() {
  const server = await start({ dist: DIST });
  const { page, faults, close } = await openPage(browser, server.url, { allowed: ["404"] });
  await signIn(page, server.url, "rgt_admin");
  await heading(page, /could be freed/);
  await press(page, "Environments");
  await heading(page, /^\d+ of \d+ environments are not seen whole$/);
  await press(page, "Confirm host");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.keyboard.type("twelve were moved to the swarm");
  problems.push(...(await accessible(page, "confirm an environment")));
  await shot(page, "dialog-confirm-environment");
  await press(page, "Confirm");
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Confirm host" }).waitFor({ state: "hidden" });
  check(server.world.audit.at(-1).action === "environment-confirmed", "the confirmation is not in the record");

  await tabTo(page, "Find an environment");
  await page.keyboard.type("kubernetes");
  await page.getByRole("link", { name: "prod-swarm" }).waitFor({ state: "hidden" });
  await page.locator("table").getByRole("link", { name: "portainer/prod" }).focus();
  await page.keyboard.press("Enter");
  await heading(page, "portainer/prod");
  await page.getByText("a restart elsewhere would fail").first().waitFor();
  await press(page, "Images on nodes");
  await page.getByRole("table", { name: "Images on nodes" }).waitFor();
  await press(page, "Environments");
  await press(page, /^What runs in production/);
  await heading(page, /^What runs in production/);
  const found = await page.getByRole("table").locator("tbody tr").count();
  check(found === 4, `${found} and not 4 workloads in production use a foreign image`);
  await press(page, "docker.io/grafana/grafana:11.2.0");
  await heading(page, "Who uses this image, and since when?");
  await page.getByRole("table", { name: "Uses" }).getByText("monitoring_grafana").first().waitFor();
  await press(page, "ever");
  await page.getByText("over: protects no longer").waitFor();
  problems.push(...faults.map((fault) => `environments: ${fault}`));
  await close();
  await server.close();
}

/** Who holds what and who grew, and layers that old images alone hold: by keys alone. */
async function storage() {
  const server = await start({ dist: DIST });
  const { page, faults, close } = await openPage(browser, server.url, {});
  await signIn(page, server.url, "rgt_admin");
  await heading(page, /could be freed/);
  await press(page, "Storage");
  await heading(page, /in 3 registries$/);
  await page.getByRole("table", { name: "Storage by repository" }).waitFor();
  await press(page, "by team");
  await page.getByRole("table", { name: "Storage by team" }).getByText("no team").waitFor();
  await page.getByRole("table", { name: "Growth by team" }).waitFor();
  await press(page, "by base");
  await page.getByRole("table", { name: "Storage by base" }).getByText("docker.io/library/debian:13-slim").waitFor();
  await page.getByRole("table", { name: "Growth by registry" }).waitFor();
  await press(page, "only in old images");
  await page.getByText("Nothing holds them but images older than 90 days").waitFor();
  check(page.url().endsWith("/storage?by=base&layers=old"), `the address doesn't say what is shown: ${page.url()}`);
  problems.push(...faults.map((fault) => `storage: ${fault}`));
  await close();
  await server.close();
}

/** Two hundred environments: nothing breaks, and one is found. */
async function crowd() {
  const server = await start({ dist: DIST, crowd: 200 });
  await views(server, [["environments", "/environments"], ["environments-found", "/environments?q=site-19"], ["directory", "/environments/portainer"]], "crowd");
  await server.close();
}

async function signIn(page, url, token) {
  await page.addInitScript((value) => sessionStorage.setItem("regent-token", value), token);
  await page.goto(url);
}

async function gallery() {
  const server = await start({ dist: DIST, pace: 1, drop: undefined });
  await before(server);
  const [main, edge] = server.world.plans;
  const execution = server.world.executions.all.at(-1).execution;
  const used = server.world.estate.images[0];
  const pages = [
    ["overview", "/"],
    ["estate", "/estate"],
    ["registry", "/estate/main"],
    ["registry-mirror", "/estate/mirror"],
    ["images", "/estate/main/images?repository=legacy%2Fmonolith"],
    ["images-all", "/estate/main/images"],
    ["storage", "/storage"],
    ["storage-team", "/storage?by=team&days=30"],
    ["storage-base", "/storage?by=base&registry=main&layers=old"],
    ["storage-registry", "/storage?by=registry"],
    ["environments", "/environments"],
    ["environments-none-like-that", "/environments?q=nothing-like-it"],
    ["environment", "/environments/prod-swarm"],
    ["environment-in-part", "/environments/portainer%2Fprod"],
    ["environment-shrunk", "/environments/host"],
    ["environment-nodes", "/environments/prod-swarm?of=nodes"],
    ["environment-directory", "/environments/portainer"],
    ["environment-long-name", `/environments/${encodeURIComponent(server.world.estate.environments.find(({ name }) => name.includes("very-long")).name)}`],
    ["workloads-foreign", "/workloads?tier=production&held=foreign"],
    ["workloads-missing", "/workloads?tier=production&held=missing"],
    ["uses", `/uses?ever=yes&image=${encodeURIComponent(`registry.example:5000/${used.repository}@${used.digest}`)}`],
    ["uses-which", "/uses"],
    ["plans", "/plans"],
    ["plan", `/plans/${server.world.open}`],
    ["plan-not-approvable", `/plans/${server.world.edge}`],
    ["executions", "/executions"],
    ["execution", `/executions/${execution}`],
    ["record", "/record"],
    ["pins", "/pins"],
    ["tokens", "/tokens"],
    ["no-such-page", "/nothing/here"],
  ];
  check(main !== undefined && edge !== undefined, "the made-up server has no plans");
  await views(server, pages, "full");
  await dialogs(server);
  await asViewer(server);
  await server.close();
}

/** An execution that has ended, and a plan that is open. */
async function before(server) {
  const call = async (path, body) => {
    const response = await fetch(`${server.url}/api/v1${path}`, { method: "POST", body: JSON.stringify(body), headers: { Authorization: "Bearer rgt_admin", "Idempotency-Key": path } });
    return response.json();
  };
  const { world } = server;
  world.open = world.plans[0].digest;
  world.edge = world.plans[1].digest;
  const images = world.plans[0].steps.filter(({ repository }) => repository === "shop/web").slice(0, 60).map(({ repository, digest }) => `${repository}@${digest}`);
  const plan = await call("/plans", { registry: "main", images });
  await call(`/plans/${plan.digest}/approvals`, { reason: "only the web shop's", allowLarge: true });
  await call("/executions", { plan: plan.digest });
  while (world.executions.all.some(({ state }) => state === "waiting" || state === "running")) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function views(server, pages, kind) {
  const inTheme = async (theme) => {
    for (const width of [375, 1280, 1920]) {
      const { page, faults, close } = await openPage(browser, server.url, { width, height: width === 375 ? 812 : 900, theme });
      await signIn(page, server.url, "rgt_admin");
      for (const [name, path] of pages) {
        const label = `${kind}-${name}-${width}-${theme}`;
        await page.goto(`${server.url}${path}`);
        await page.locator("h1").waitFor();
        await page.waitForFunction(() => document.querySelector(".loading") === null);
        await page.waitForTimeout(150);
        problems.push(...(await fits(page, label)));
        if (width !== 1920) {
          problems.push(...(await accessible(page, label)));
        }
        await shot(page, label);
      }
      problems.push(...faults.map((fault) => `${kind} ${width} ${theme}: ${fault}`));
      await close();
    }
  };
  await Promise.all(["light", "dark"].map(inTheme));
}

async function dialogs(server) {
  for (const theme of ["light", "dark"]) {
    for (const width of [375, 1280]) {
      const { page, faults, close } = await openPage(browser, server.url, { width, theme });
      const label = (name) => `dialog-${name}-${width}-${theme}`;
      const look = async (name, button) => {
        await page.getByRole("button", { name: button }).first().click();
        await page.getByRole("dialog").waitFor();
        await page.waitForFunction(() => document.querySelector("[role=dialog] .loading") === null);
        problems.push(...(await accessible(page, label(name))));
        await page.screenshot({ path: new URL(`../target/${label(name)}.png`, import.meta.url).pathname });
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "hidden" });
      };
      await signIn(page, `${server.url}/estate/main/images?repository=data%2Fpipeline`, "rgt_admin");
      await look("explain", /^Explain/);
      await page.goto(`${server.url}/tokens`);
      await look("token", "New token");
      await page.goto(`${server.url}/pins`);
      await look("pin", "Pin an image");
      await page.goto(`${server.url}/plans`);
      await look("propose", "Propose a plan");
      await page.goto(`${server.url}/plans/${server.world.open}`);
      await page.getByRole("button", { name: "Open all" }).click();
      await shot(page, `plan-open-${width}-${theme}`, 3600);
      if (width === 375) {
        await page.getByRole("button", { name: "Navigation" }).click();
        await page.waitForTimeout(400);
        problems.push(...(await accessible(page, label("navigation"))));
        await page.screenshot({ path: new URL(`../target/navigation-${theme}.png`, import.meta.url).pathname });
        await page.getByRole("link", { name: "Record" }).click();
        await heading(page, "Record");
        await page.getByRole("link", { name: "Record" }).waitFor({ state: "hidden" });
      }
      problems.push(...faults.map((fault) => `dialogs: ${fault}`));
      await close();
    }
  }
}

async function asViewer(server) {
  const { page, faults, close } = await openPage(browser, server.url, {});
  await signIn(page, `${server.url}/plans/${server.world.open}`, "rgt_viewer");
  await page.getByText("Needs the permission “approve”").waitFor();
  const approve = page.getByRole("button", { name: "Approve" });
  check((await approve.getAttribute("aria-disabled")) === "true", "a viewer can press Approve");
  check((await page.getByRole("link", { name: "Tokens" }).count()) === 0, "a viewer is led to tokens");
  await shot(page, "viewer-plan");
  problems.push(...(await accessible(page, "viewer")));
  problems.push(...faults.map((fault) => `viewer: ${fault}`));
  await close();
}

async function emptyEstate() {
  const server = await start({ dist: DIST, empty: true });
  await views(
    server,
    ["", "estate", "storage", "environments", "workloads", "plans", "executions", "record", "pins", "tokens"].map((path) => [path === "" ? "overview" : path, `/${path}`]),
    "empty",
  );
  await server.close();
}
