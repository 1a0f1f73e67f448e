import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter, Route, Routes, useLocation } from "react-router";
import { Client } from "../api/client";
import type { WhoAmI } from "../api/types";
import { SessionProvider } from "../session/session";

/** Shows a page as one who is signed in sees it. */
export function show(page: ReactNode, who: WhoAmI, path = "/", pattern = "*") {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={queries}>
      <SessionProvider session={{ client: new Client("t"), who, signOut: () => undefined }}>
        <MemoryRouter initialEntries={[path]}>
          <Routes>
            <Route path={pattern} element={page} />
            <Route path="*" element={<Place />} />
          </Routes>
        </MemoryRouter>
      </SessionProvider>
    </QueryClientProvider>,
  );
}

function Place() {
  return <p>at {useLocation().pathname}</p>;
}
