import {
  Button,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadLogo,
  MastheadMain,
  MastheadToggle,
  Nav,
  NavItem,
  NavList,
  Page,
  PageSection,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
  ToggleGroup,
  ToggleGroupItem,
} from "@patternfly/react-core";
import { BarsIcon, DesktopIcon, MoonIcon, SignOutAltIcon, SunIcon } from "@patternfly/react-icons";
import { Suspense, useEffect, useRef, useState } from "react";
import { Link, Outlet, useLocation } from "react-router";
import { useServerEvents } from "../api/queries";
import { Loading } from "../parts/States";
import { Mark } from "./Mark";
import { whyNot } from "./permissions";
import { useSession } from "./session";
import { type Theme, useTheme } from "./theme";

const PAGES = [
  { to: "/", name: "Overview" },
  { to: "/estate", name: "Estate" },
  { to: "/storage", name: "Storage" },
  { to: "/environments", name: "Environments", also: ["/workloads", "/uses"] },
  { to: "/plans", name: "Plans" },
  { to: "/executions", name: "Executions" },
  { to: "/record", name: "Record" },
  { to: "/pins", name: "Pins" },
  { to: "/tokens", name: "Tokens", administrators: true },
];

const WIDE = 1200;

export function Shell() {
  const { who, signOut } = useSession();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(() => window.innerWidth >= WIDE);
  const narrow = useRef<boolean | null>(null);
  const resized = (mobileView: boolean) => {
    if (narrow.current !== mobileView) {
      narrow.current = mobileView;
      setOpen(!mobileView);
    }
  };
  const closeOver = () => narrow.current === true && setOpen(false);
  useServerEvents();
  useFocusOnNewPage(pathname);

  const items = PAGES.filter(({ administrators }) => administrators !== true || whyNot(who, "administer") === undefined);
  const under = (to: string) => (to === "/" ? pathname === "/" : pathname === to || pathname.startsWith(`${to}/`));
  const here = ({ to, also = [] }: (typeof PAGES)[number]) => [to, ...also].some(under);
  const masthead = (
    <Masthead display={{ default: "inline" }}>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton variant="plain" aria-label="Navigation" isSidebarOpen={open} onSidebarToggle={() => setOpen(!open)} id="nav-toggle">
            <BarsIcon />
          </PageToggleButton>
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={(props: object) => <Link {...props} to="/" aria-label="Regent, overview" />}>
            <Mark />
            <span className="brand">Regent</span>
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <div className="masthead-end">
          <span className="who" title={`${who.name}, ${who.role}`}>
            <bdi>{who.name}</bdi> <span className="soft">{who.role}</span>
          </span>
          <ThemeSwitch />
          <Button variant="secondary" size="sm" onClick={signOut} icon={<SignOutAltIcon />} className="sign-out">
            Sign out
          </Button>
        </div>
      </MastheadContent>
    </Masthead>
  );
  const sidebar = (
    <PageSidebar isSidebarOpen={open} id="sidebar" onKeyDown={({ key }) => key === "Escape" && closeOver()}>
      <PageSidebarBody>
        <Nav aria-label="Console" onSelect={closeOver}>
          <NavList>
            {items.map((item) => (
              <NavItem key={item.to} itemId={item.to} isActive={here(item)}>
                <Link to={item.to} aria-current={here(item) ? "page" : undefined}>
                  {item.name}
                </Link>
              </NavItem>
            ))}
          </NavList>
        </Nav>
      </PageSidebarBody>
    </PageSidebar>
  );
  return (
    <Page
      masthead={masthead}
      sidebar={sidebar}
      mainContainerId="main"
      skipToContent={<SkipToContent href="#main">Skip to content</SkipToContent>}
      onPageResize={(_event, { mobileView }: { mobileView: boolean }) => resized(mobileView)}
    >
      <PageSection isFilled onClick={closeOver}>
        <div className="content">
          <Suspense fallback={<Loading what="Loading the page" />}>
            <Outlet />
          </Suspense>
        </div>
      </PageSection>
    </Page>
  );
}

/** A new page begins at its top, for keys and screen readers too. */
function useFocusOnNewPage(pathname: string): void {
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current !== pathname) {
      last.current = pathname;
      const main = document.getElementById("main");
      main?.scrollTo({ top: 0 });
      main?.focus({ preventScroll: true });
    }
  }, [pathname]);
}

const THEMES: { name: Theme; icon: React.ReactNode; label: string }[] = [
  { name: "system", icon: <DesktopIcon />, label: "Theme of the system" },
  { name: "light", icon: <SunIcon />, label: "Light theme" },
  { name: "dark", icon: <MoonIcon />, label: "Dark theme" },
];

function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  return (
    <ToggleGroup aria-label="Theme" isCompact className="themes">
      {THEMES.map(({ name, icon, label }) => (
        <ToggleGroupItem key={name} icon={icon} aria-label={label} title={label} isSelected={theme === name} onChange={() => setTheme(name)} />
      ))}
    </ToggleGroup>
  );
}
