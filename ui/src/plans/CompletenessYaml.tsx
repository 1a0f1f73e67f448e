import { useGet } from "../api/queries";
import type { Environment, Page, Registry } from "../api/types";
import { Snippet } from "../parts/Copy";
import { Panel } from "../parts/Layout";

/** What to add to the configuration before plans of a registry can be approved. */
export function completenessYaml(registry: Pick<Registry, "name" | "environments">, known: string[]): string {
  const named = registry.environments ?? known;
  const environments = named.length === 0 ? "{none: why nothing runs images from here}" : `[${named.map(quoted).join(", ")}]`;
  const comment = registry.environments === null ? "   # every environment that runs images from here" : "";
  return `registries:\n  - name: ${quoted(registry.name)}\n    environments: ${environments}${comment}\n    environmentsComplete: true   # and these are all\n`;
}

/** JSON strings are YAML. */
const quoted = (name: string) => (/^[A-Za-z][\w.-]*$/.test(name) ? name : JSON.stringify(name));

export function CompletenessYaml({ registry }: { registry: Registry }) {
  const environments = useGet<Page<Environment>>("/environments", { limit: 500 });
  // Only what stands in the configuration can be named there; it names all that it leads to.
  const known = (environments.data?.items ?? []).filter(({ state, directory }) => state !== "retired" && state !== "remembered" && directory === undefined).map(({ name }) => name);
  return (
    <Panel
      title="Which environments use it?"
      kind="care"
      intro={`An environment that nobody named could run images from ${registry.name}. So its plans can be read but not approved until the configuration says that all are named:`}
    >
      <Snippet text={completenessYaml(registry, known)} label="lines for the configuration" />
    </Panel>
  );
}
