import { Snippet } from "../parts/Copy";
import { Panel } from "../parts/Layout";

const CONFIGURATION = `registries:
  - name: main
    url: https://registry.example:5000
    environments: [host]              # every environment that runs images from here
    environmentsComplete: true        # and these are all; without it plans can't be approved
environments:
  - name: host
    url: unix:///var/run/docker.sock
policies: [policies/]
`;

const POLICY = `apiVersion: regent.dev/v1
kind: RetentionPolicy
metadata: {name: first}
rules:
  - keep: {newest: 3}
  - remove: {olderThan: 90d}
`;

/** What to do where nothing is configured. */
export function FirstSteps() {
  return (
    <Panel title="Tell Regent where to look" intro="Regent only reads until people approve a plan. It takes two files.">
      <ol className="first-steps">
        <li>
          <p>
            Save this as <code>regent.yaml</code>, change it to your registry and to what runs its images, and start with{" "}
            <code>./regent up --config regent.yaml</code>.
          </p>
          <Snippet text={CONFIGURATION} label="configuration" />
        </li>
        <li>
          <p>
            Say what may go: save this as <code>policies/first.yaml</code>. Without a policy everything is kept.
          </p>
          <Snippet text={POLICY} label="policy" />
        </li>
        <li>
          <p>
            To look around first, <code>./regent up --demo</code> brings a made-up estate.
          </p>
        </li>
      </ol>
    </Panel>
  );
}
