import { Snippet } from "../parts/Copy";
import { Panel } from "../parts/Layout";

const ENVIRONMENTS = `environments:
  - name: host                        # one Docker engine, or a Swarm by one of its managers
    url: unix:///var/run/docker.sock
  - name: portainer                   # Portainer, with every environment that it manages
    url: portainer+https://portainer.example
    credentials: {tokenFile: /run/secrets/portainer-key}
  - name: cluster                     # a Kubernetes cluster
    url: kubernetes+https://cluster.example:6443
    credentials: {tokenFile: /run/secrets/cluster-token}
`;

/** What to configure where nothing is known that runs images. */
export function NameEnvironments() {
  return (
    <Panel
      title="Tell Regent what runs your images"
      intro="Nothing in use is ever deleted; for that Regent has to know what is. It only reads: take what fits of these lines over into the configuration, and it looks within a minute."
    >
      <Snippet text={ENVIRONMENTS} label="environments" />
      <p>
        Afterwards name them at each registry with <code>environments</code>, and say <code>environmentsComplete: true</code> once no other uses it. <code>regent doctor</code> tries every one now and says
        which right is missing.
      </p>
    </Panel>
  );
}
