import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { App } from "../App";
import { admin } from "../testing/plans";
import { json, problem, serve } from "../testing/server";

function enter(token: string) {
  fireEvent.change(screen.getByLabelText(/Token/), { target: { value: token } });
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

const nothing = json({ items: [] });

describe("signing in", () => {
  it("keeps a good token for the tab, and forgets it on signing out", async () => {
    serve({ "GET /whoami": json(admin), "GET /registries": nothing, "GET /sources": nothing, "GET /environments": nothing, "GET /plans": nothing, "GET /executions": nothing, "GET /policies": nothing });
    render(<App />);
    enter(" rgt_good\n");
    expect(await screen.findByRole("heading", { name: "No registry is configured yet" })).toBeTruthy();
    expect(sessionStorage.getItem("regent-token")).toBe("rgt_good");
    expect(screen.getByRole("region", { name: "configuration" }).textContent).toContain("environmentsComplete: true");
    fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
    expect(await screen.findByLabelText(/Token/)).toBeTruthy();
    expect(sessionStorage.getItem("regent-token")).toBeNull();
  });

  it("says so when the token is refused, and does not keep it", async () => {
    serve({ "GET /whoami": problem(401, "unknown token") });
    render(<App />);
    enter("rgt_bad");
    expect(await screen.findByText(/does not accept this token/)).toBeTruthy();
    expect(sessionStorage.getItem("regent-token")).toBeNull();
  });

  it("shows what is wrong when the server has trouble, and lets try again", async () => {
    serve({ "GET /whoami": problem(503, "The database is starting.") });
    render(<App />);
    enter("rgt_good");
    expect(await screen.findByText("The database is starting.")).toBeTruthy();
    await waitFor(() => expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy());
  });
});
