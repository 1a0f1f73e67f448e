package dev.regent.testkit.portainer;

import static dev.regent.testkit.portainer.PortainerWorld.CANARY;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.testkit.portainer.PortainerWorld.Edition;
import dev.regent.testkit.portainer.PortainerWorld.Environment;
import dev.regent.testkit.portainer.PortainerWorld.Group;
import dev.regent.testkit.portainer.PortainerWorld.Registry;
import dev.regent.testkit.portainer.PortainerWorld.Stack;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A Portainer's answers, as 2.23.0 (Community) gives them and 2.44.0 (Business) describes them.
///
/// @see <a href="https://github.com/portainer/portainer/blob/cc75167/api/portainer.go">Portainer</a>
final class PortainerAnswers {

    private static final ObjectMapper JSON = new JsonMapper();
    private static final int STANDARD = 2;
    private static final long CALLED_IN = 1_795_193_112;

    private final PortainerWorld world;

    PortainerAnswers(PortainerWorld world) {
        this.world = world;
    }

    ObjectNode status() {
        return object().put("Version", world.edition().version())
                .put("InstanceID", "299ab403-70a8-4c05-92f7-bf7a994d50df");
    }

    ObjectNode licences() {
        return object().put("company", "example").put("licenseKey", CANARY).put("nodes", 5);
    }

    ObjectNode me(boolean administrator) {
        ObjectNode me = object().put("Id", administrator ? 1 : PortainerWorld.STANDARD_USER);
        return me.put("Username", administrator ? "admin" : "dana").put("Role", administrator ? 1 : STANDARD);
    }

    ObjectNode environment(Environment environment, boolean snapshots) {
        ObjectNode node = object().put("Id", environment.id()).put("Name", environment.name());
        node.put("Type", environment.type()).put("ContainerEngine", "docker");
        node.put("URL", "tcp://10.0.0." + environment.id() + ":2375").put("GroupId", environment.group());
        node.put("PublicURL", "").putArray("Gpus");
        node.putObject("TLSConfig").put("TLS", true).put("TLSKey", "/data/tls/" + CANARY);
        node.putObject("AzureCredentials")
                .put("ApplicationID", CANARY)
                .put("TenantID", CANARY)
                .put("AuthenticationKey", CANARY);
        ArrayNode tags = node.putArray("TagIds");
        environment.tags().forEach(tags::add);
        node.put("Status", environment.state() == PortainerWorld.State.UP ? 1 : 2);
        node.set("UserAccessPolicies", policies(environment.users()));
        node.set("TeamAccessPolicies", policies(environment.teams()));
        node.put("EdgeID", CANARY).put("EdgeKey", CANARY).put("EdgeCheckinInterval", 5);
        node.putObject("Kubernetes").putNull("Snapshots");
        node.put("LastCheckInDate", CALLED_IN);
        node.put("QueryDate", CALLED_IN);
        node.put("Heartbeat", environment.heartbeat()).put("UserTrusted", true);
        node.putObject("Edge").put("AsyncMode", environment.async()).put("PingInterval", 0);
        node.putObject("Agent").put("Version", "2.23.0");
        ArrayNode kept = node.putArray("Snapshots");
        if (snapshots) {
            world.snapshot(environment.id())
                    .ifPresent(snapshot -> kept.addObject()
                            .put("Time", snapshot.time().getEpochSecond())
                            .put("DockerVersion", "20.10.24")
                            .put("Swarm", snapshot.swarm())
                            .set("DockerSnapshotRaw", snapshot.raw()));
        }
        return node;
    }

    /// Others than administrators see those that they may use.
    ArrayNode groups(boolean administrator) {
        ArrayNode list = array();
        for (Group group : world.groups()) {
            if (!administrator && !world.standardMayUse(group)) {
                continue;
            }
            ObjectNode node = list.addObject().put("Id", group.id()).put("Name", group.name());
            node.put("Description", CANARY).set("TeamAccessPolicies", policies(group.teams()));
            node.putObject("UserAccessPolicies");
            ArrayNode tags = node.putArray("TagIds");
            group.tags().forEach(tags::add);
        }
        return list;
    }

    ArrayNode tags() {
        ArrayNode list = array();
        world.tags()
                .forEach((id, name) ->
                        list.addObject().put("ID", id).put("Name", name).putObject("Endpoints"));
        return list;
    }

    ArrayNode users(boolean administrator) {
        ArrayNode list = array();
        world.users().forEach((id, name) -> {
            // Business Edition keeps administrators back from others.
            if (administrator || id != 1) {
                list.addObject().put("Id", id).put("Username", name).put("Role", id == 1 ? 1 : STANDARD);
            }
        });
        return list;
    }

    ArrayNode teams() {
        ArrayNode list = array();
        world.teams().forEach((id, name) -> list.addObject().put("Id", id).put("Name", name));
        return list;
    }

    ArrayNode memberships() {
        ArrayNode list = array();
        world.members()
                .forEach((team, users) -> users.forEach(user -> list.addObject()
                        .put("Id", list.size())
                        .put("UserID", user)
                        .put("TeamID", team)
                        .put("Role", STANDARD)));
        return list;
    }

    ArrayNode registries(boolean administrator) {
        ArrayNode list = array();
        for (Registry registry : world.registries()) {
            ObjectNode node = list.addObject().put("Id", registry.id()).put("Name", registry.name());
            node.put("Type", registry.type());
            if (administrator) {
                describe(node, registry);
            }
        }
        return list;
    }

    private void describe(ObjectNode node, Registry registry) {
        boolean clear = world.edition() == Edition.CE_2_23;
        node.put("URL", registry.url()).put("BaseURL", "").put("Authentication", true);
        node.put("Username", "robot").put("Password", clear ? CANARY : "");
        if (clear) {
            ObjectNode management = node.putObject("ManagementConfiguration").put("Password", CANARY);
            management.put("Username", "robot").putObject("TLSConfig").put("TLSKey", CANARY);
            node.put("AccessToken", registry.type() == 7 ? CANARY : "");
        } else {
            node.putNull("ManagementConfiguration");
        }
        node.putObject("Gitlab").put("ProjectPath", "");
        Set<Integer> environments = new TreeSet<>(registry.users().keySet());
        environments.addAll(registry.teams().keySet());
        environments.addAll(registry.namespaces().keySet());
        node.putNull("UserAccessPolicies").putNull("TeamAccessPolicies");
        if (environments.isEmpty()) {
            node.putNull("RegistryAccesses");
            return;
        }
        ObjectNode accesses = node.putObject("RegistryAccesses");
        for (int environment : environments) {
            ObjectNode access = accesses.putObject(Integer.toString(environment));
            access.set("UserAccessPolicies", policies(registry.users().getOrDefault(environment, Set.of())));
            access.set("TeamAccessPolicies", policies(registry.teams().getOrDefault(environment, Set.of())));
            ArrayNode namespaces = access.putArray("Namespaces");
            registry.namespaces().getOrDefault(environment, List.of()).forEach(namespaces::add);
        }
    }

    ArrayNode stacks() {
        ArrayNode list = array();
        for (Stack stack : world.stacks()) {
            ObjectNode node = list.addObject().put("Id", stack.id()).put("Name", stack.name());
            node.put("Type", stack.type())
                    .put("EndpointId", stack.environment())
                    .put("SwarmId", "");
            node.put("EntryPoint", "docker-compose.yml").put("Status", stack.active() ? 1 : 2);
            ArrayNode variables = node.putArray("Env");
            variables.addObject().put("name", "PASSWORD").put("value", CANARY);
            stack.variables()
                    .forEach((name, value) ->
                            variables.addObject().put("name", name).put("value", value));
            ArrayNode teams = node.putObject("ResourceControl").put("Id", 1).putArray("TeamAccesses");
            stack.teams().forEach(team -> teams.addObject().put("TeamId", team).put("AccessLevel", 1));
            node.put("ProjectPath", "/data/compose/" + stack.id())
                    .put("CreatedBy", "dana")
                    .put("UpdatedBy", "");
            // Go writes a list of nothing as `null`.
            if (stack.moreFiles().isEmpty()) {
                node.putNull("AdditionalFiles");
            } else {
                ArrayNode more = node.putArray("AdditionalFiles");
                stack.moreFiles().forEach(more::add);
            }
            node.putObject("AutoUpdate").put("Interval", "").put("Webhook", CANARY);
            if (stack.git().isPresent()) {
                ObjectNode git =
                        node.putObject("GitConfig").put("URL", stack.git().get());
                git.putObject("Authentication").put("Username", "dana").put("Password", CANARY);
            } else {
                node.putNull("GitConfig");
            }
        }
        return list;
    }

    ArrayNode edgeGroups() {
        ArrayNode list = array();
        for (EdgeCompute.Group group : world.edge().groups()) {
            ObjectNode node = list.addObject().put("Id", group.id()).put("Name", group.name());
            node.put("Dynamic", false).put("PartialMatch", false).putArray("TagIds");
            ArrayNode environments = node.putArray("Endpoints");
            group.environments().forEach(environments::add);
            node.put("HasEdgeStack", true).put("HasEdgeJob", false).set("TrustedEndpoints", environments.deepCopy());
            if (world.edition() != Edition.CE_2_23) {
                node.put("EndpointsCount", group.count());
            }
        }
        return list;
    }

    ArrayNode edgeStacks() {
        ArrayNode list = array();
        for (EdgeCompute.Stack stack : world.edge().stacks()) {
            ObjectNode node = list.addObject().put("Id", stack.id()).put("Name", stack.name());
            ObjectNode status = node.putObject("Status");
            stack.given()
                    .forEach(environment -> status.putObject(Integer.toString(environment))
                            .put("EndpointID", environment)
                            .putArray("Status"));
            ArrayNode groups = node.put("CreationDate", CALLED_IN).putArray("EdgeGroups");
            stack.groups().forEach(groups::add);
            node.put("ProjectPath", "/data/edge_stacks/" + stack.id()).put("EntryPoint", "docker-compose.yml");
            node.put("DeploymentType", 0).put("ManifestPath", "").put("UseManifestNamespaces", false);
            if (world.edition() != Edition.CE_2_23) {
                node.put("CreatedBy", "dana").put("Webhook", CANARY);
                node.putArray("EnvVars").addObject().put("name", "PASSWORD").put("value", CANARY);
            }
        }
        return list;
    }

    ObjectNode activity(int offset, int limit) {
        ObjectNode page = object();
        ArrayNode list = page.putArray("logs");
        world.logs().changes().stream()
                .skip(offset)
                .limit(limit)
                .forEach(change -> list.addObject()
                        .put("id", list.size())
                        .put("timestamp", change.at().getEpochSecond())
                        .put("username", change.who())
                        .put("context", "Portainer")
                        .put("action", change.action())
                        .put("payload", "{\"Password\":\"" + CANARY + "\"}"));
        return page.put("totalCount", world.logs().changes().size());
    }

    ArrayNode signIns(int offset, int limit) {
        ArrayNode list = array();
        world.logs().signIns().stream()
                .skip(offset)
                .limit(limit)
                .forEach(signIn -> list.addObject()
                        .put("id", list.size())
                        .put("timestamp", signIn.at().getEpochSecond())
                        .put("username", signIn.who())
                        .put("type", signIn.type())
                        .put("origin", signIn.origin())
                        .put("context", 1));
        return list;
    }

    static ObjectNode file(String content) {
        return object().put("StackFileContent", content);
    }

    static ObjectNode error(String message, String details) {
        return object().put("message", message).put("details", details);
    }

    private static ObjectNode policies(Set<Integer> ids) {
        ObjectNode policies = object();
        ids.forEach(id -> policies.putObject(Integer.toString(id)).put("RoleId", 0));
        return policies;
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
