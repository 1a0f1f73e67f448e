import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, useMemo } from "react";
import { BrowserRouter, Link, Route, Routes } from "react-router";
import { asProblem } from "./api/problem";
import { Head } from "./parts/Layout";
import { Loading, Nothing } from "./parts/States";
import { DoorProvider, SessionProvider, useDoor } from "./session/session";
import { Shell } from "./session/Shell";
import { SignIn } from "./session/SignIn";

const Overview = lazy(() => import("./sources/Overview"));
const Estate = lazy(() => import("./estate/Estate"));
const RegistryPage = lazy(() => import("./estate/RegistryPage"));
const StoragePage = lazy(() => import("./storage/StoragePage"));
const ImagesPage = lazy(() => import("./estate/ImagesPage"));
const EnvironmentsPage = lazy(() => import("./environments/EnvironmentsPage"));
const EnvironmentPage = lazy(() => import("./environments/EnvironmentPage"));
const WorkloadsPage = lazy(() => import("./environments/WorkloadsPage"));
const UsesPage = lazy(() => import("./environments/UsesPage"));
const PlanList = lazy(() => import("./plans/PlanList"));
const PlanPage = lazy(() => import("./plans/PlanPage"));
const ExecutionList = lazy(() => import("./executions/ExecutionList"));
const ExecutionPage = lazy(() => import("./executions/ExecutionPage"));
const RecordPage = lazy(() => import("./record/RecordPage"));
const PinsPage = lazy(() => import("./pins/PinsPage"));
const TokensPage = lazy(() => import("./tokens/TokensPage"));

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // Asking again helps only where no answer came or the server had trouble.
        retry: (tries, error) => {
          const { status } = asProblem(error);
          return tries < 2 && (status === 0 || status >= 500 || status === 429);
        },
      },
    },
  });
}

export function App() {
  const queries = useMemo(newQueryClient, []);
  return (
    <QueryClientProvider client={queries}>
      <DoorProvider>
        <Door />
      </DoorProvider>
    </QueryClientProvider>
  );
}

function Door() {
  const { state, signOut } = useDoor();
  if (state.at === "asking" && state.again) {
    return <Loading what="Signing in" />;
  }
  if (state.at !== "in") {
    return <SignIn />;
  }
  const { client, who } = state;
  return (
    <SessionProvider session={{ client, who, signOut: () => signOut() }}>
      <BrowserRouter>
        <Routes>
          <Route element={<Shell />}>
            <Route index element={<Overview />} />
            <Route path="estate" element={<Estate />} />
            <Route path="estate/:registry" element={<RegistryPage />} />
            <Route path="estate/:registry/images" element={<ImagesPage />} />
            <Route path="storage" element={<StoragePage />} />
            <Route path="environments" element={<EnvironmentsPage />} />
            <Route path="environments/:name" element={<EnvironmentPage />} />
            <Route path="workloads" element={<WorkloadsPage />} />
            <Route path="uses" element={<UsesPage />} />
            <Route path="plans" element={<PlanList />} />
            <Route path="plans/:digest" element={<PlanPage />} />
            <Route path="executions" element={<ExecutionList />} />
            <Route path="executions/:id" element={<ExecutionPage />} />
            <Route path="record" element={<RecordPage />} />
            <Route path="pins" element={<PinsPage />} />
            <Route path="tokens" element={<TokensPage />} />
            <Route path="*" element={<NoSuchPage />} />
          </Route>
        </Routes>
      </BrowserRouter>
    </SessionProvider>
  );
}

function NoSuchPage() {
  return (
    <>
      <Head title="No such page" />
      <Nothing title="There is no page at this address">
        <Link to="/">Go to the overview</Link>
      </Nothing>
    </>
  );
}
