package dev.regent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong is told with its place and what to do.
class ConfigurationProblemsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            registry: []                 | 1:1: unknown key `registry`; did you mean `registries`? allowed in the
            policy: []                   | 1:1: unknown key `policy`; allowed in the configuration: registries,
            enviroments: []              | 1:1: unknown key `enviroments`; did you mean `environments`?
            - a                          | 1:1: the configuration wants a mapping with some of: registries,
            registries: {}               | 1:13: `registries` wants a list of registries
            registries: [main]           | 1:14: a registry wants a mapping with some of: name, url,
            registries: [{}]             | 1:14: a registry needs `name`; add `name: main`
            environments: [{}]           | 1:16: an environment needs `name`; add `name: host`
            grace: 24                    | 1:8: `grace`: a duration is a whole number and s, m, h, d or w (30d, 12h)
            grace: [24h]                 | 1:8: `grace` wants a duration, for example 24h; got a list
            timeout: 1h                  | 1:10: `timeout`: from 1s to 10m is wanted; got 1h
            approval: {distinctApprover: yes} | 1:30: `distinctApprover` wants true or false, without quotes; got "yes"
            approval: true               | 1:11: `approval` wants a mapping with some of: distinctApprover; got "true"
            limits: {largePlan: {share: 0}}      | 1:29: `share` wants a number more than 0 and at most 1
            limits: {largePlan: {share: 1.1}}    | 1:29: `share` wants a number more than 0 and at most 1
            limits: {largePlan: {share: 20%}}    | 1:29: `share` wants a number more than 0 and at most 1
            limits: {largePlan: {manifests: 0}}  | 1:33: `manifests` wants a whole number, 1 or more, without quotes
            limits: {stopAfterFailures: 0}       | 1:29: `stopAfterFailures` wants a whole number, 1 or more
            undo: {bytes: 1 GiB}         | 1:15: `bytes`: a size is a whole number, more than 0, and KiB, MiB,
            undo: {bytes: 0}             | 1:15: `bytes`: a size is a whole number, more than 0, and KiB, MiB,
            undo: {bytes: 99999999TiB}   | 1:15: `bytes`: a size is a whole number, more than 0, and KiB, MiB,
            undo: {keep: 0s}             | 1:14: `keep`: from 1h to 3650d is wanted; got 0s
            tokenRealms: [a:443]         | 1:15: `tokenRealms`: a realm is a host alone, without scheme, port and path;
            tokenRealms: a               | 1:14: `tokenRealms` wants a list in brackets of a host each; got "a"
            ownership: []                | 1:12: `ownership` wants a mapping with some of: labels, rules, repositories; got a list
            ownership: {label: {}}       | 1:13: unknown key `label`; did you mean `labels`? allowed in `ownership`: labels,
            ownership: {labels: {tier: env}}     | 1:28: `tier` wants a list in brackets of the key of a label each
            ownership: {labels: {team: ['a b']}} | 1:29: `team`: the key of a label has letters, digits, `.`, `_`, `-`
            ownership: {rules: {}}       | 1:20: `rules` wants a list of rules of ownership
            ownership: {rules: [{}]}     | 1:21: a rule of ownership says nothing; add `tier: production`,
            ownership: {rules: [{tier: prod}]}   | 1:28: `tier` wants production or staging or development; got "prod"
            ownership: {rules: [{team: ' '}]}    | 1:28: `team` wants the name of a team; got " "
            ownership: {rules: [{tier: staging, match: {node: a}}]} | 1:45: unknown key `node`; allowed in `match`:
            ownership: {rules: [{tier: staging, match: {namespace: '[a]'}}]} | 1:56: `namespace`: a glob has the wildcards
            ownership: {repositories: {}}        | 1:27: `repositories` wants a list of rules for repositories
            ownership: {repositories: [shop]}    | 1:28: a rule for repositories wants a mapping with some of: registries, repositories, team; got "shop"
            ownership: {repositories: [{}]}      | 1:28: a rule for repositories needs `team`; add `team: shop`
            ownership: {repositories: [{team: ''}]}   | 1:35: `team` wants the name of a team; got ""
            ownership: {repositories: [{team: [a]}]}  | 1:35: `team` wants the name of a team; got a list
            ownership: {repositories: [{team: a, tier: staging}]} | 1:38: unknown key `tier`; allowed in a rule for repositories: registries, repositories, team
            ownership: {repositories: [{team: a, repositories: []}]} | 1:52: `repositories` is empty and would match nothing; leave it out for all
            ownership: {repositories: [{team: a, repositories: 'a/**'}]} | 1:52: `repositories` wants a list in brackets of a glob for repositories each
            ownership: {repositories: [{team: a, repositories: ['[a]']}]} | 1:53: `repositories`: a glob has the wildcards `*`, `**` and `?` only, got `[`
            ownership: {repositories: [{team: a, repositories: ['h:1/a']}]} | 1:53: `repositories`: no repository matches "h:1/a": the name within its registry is meant
            ownership: {repositories: [{team: a, repositories: [a/]}]} | 1:53: `repositories`: no repository matches "a/": a name neither begins nor ends with `/`; for all
            ownership: {repositories: [{team: a, registries: []}]} | 1:50: `registries` is empty and would match nothing; leave it out for all
            ownership: {repositories: [{team: a, registries: ['a***']}]} | 1:51: `registries`: a glob has `*` (within `/`) and `**` (across `/`), got three or more
            approvedRegistries: ['https://a']    | 1:22: `approvedRegistries`: a name that references use is host or
            approvedRegistries: a        | 1:21: `approvedRegistries` wants a list in brackets of a host each; got "a"
            policies: [none/]            | 1:12: `policies`: there is no such file or folder: /no/where/none; a path is
            policies: [~/p]              | 1:12: `policies`: `~` isn't expanded here; write the whole path
            pins: [{image: a}]           | 1:8: a pin needs `reason`; add `reason: audit`
            pins: [{image: A@b, reason: r}]                | 1:16: `image`: an image is written team/app:1.0,
            pins: [{image: a, reason: r, until: 30d}]      | 1:37: `until`: it wants a date, for example 2027-01-31,
            pins: [{image: a, reason: r, until: 2027-02-30}] | 1:37: `until`: there is no such date: 2027-02-30
            pins: [{image: a, reason: ' '}]                | 1:27: `reason` wants why the image is pinned; got " "
            environments: [{name: A, url: 'unix:///s'}]    | 1:23: `name`: a name has 1 to 63 lower-case letters,
            environments: [{name: a, url: 'unix:s'}]       | 1:31: `url`: the address of an environment is unix:///path,
            environments: [{name: a, url: 'npipe:////./p'}] | 1:31: `url`: the address of an environment is unix:///path,
            environments: [{name: a, url: 'portainer+https://p'}] | 1:16: Portainer wants an API key;
            environments: [{name: a, url: 'openshift+https://k'}] | 1:31: `url`: `openshift+https` is not supported yet;
            environments: [{name: a, url: 'tcp://p', only: ['x']}] | 1:42: `only` names some of Portainer's environments
            environments: [{name: a, url: 'kubernetes+https://k', context: c}] | 1:55: `context` names a context
            environments: [{name: a, url: 'kubernetes+https://k', credentials: {tokenFile: t, tokenVariable: V}}] | 1:68: `credentials` of an environment has either
            environments: [{name: a, url: 'kubernetes+https://k', credentials: {token: t}}] | 1:69: `token` would put a secret
            environments: [{name: a, url: 'kubernetes+https://k', resources: [{apiVersion: X, resource: s, images: [a]}]}] | 1:80: `apiVersion`: an API version is group/version
            environments: [{name: a, url: 'kubernetes+https://k', resources: [{apiVersion: v1, resource: s, images: ['a[0]']}]}] | 1:106: `images`: a path to images
            environments: [{name: a, url: 'tcp://h:99999'}] | 1:31: `url`: the address of an environment is unix:///path,
            environments: [{name: a, url: 'tcp://u@h:1'}]  | 1:31: `url`: an address holds no user and password: they
            environments: &a []          | 1:15: `&a` is a YAML anchor, and those aren't taken; write the value out
            """)
    void namesThePlace(String text, String message) {
        assertThat(problems(text)).first().asString().startsWith("/no/where/regent.yaml:" + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            role: leader             | 38: `role` wants primary or mirror or cache; got "leader"
            every: 5s                | 39: `every`: from 10s to 7d is wanted; got 5s
            aliases: ['https://b']   | 42: `aliases`: a name that references use is host or host:port, without scheme
            aliases: [b:70000]       | 42: `aliases`: a name that references use is host or host:port, without scheme
            aliases: b               | 41: `aliases` wants a list in brackets: [registry.internal:5000]
            repositories: []         | 46: `repositories` is empty and would match nothing; leave it out for all
            repositories: ['[a]']    | 47: `repositories`: a glob has the wildcards `*`, `**` and `?` only, got `[`
            environments: []         | 46: `environments` is empty; name those that use this registry, or write {none:
            environments: b          | 46: `environments` wants names in brackets, or {none: why no environment uses it}
            environments: [b]        | 47: there is no environment "b"; add it under `environments` of the file
            environments: {none: ''} | 53: `none` wants the reason why no environment uses this registry; got ""
            environments: {none: }   | 52: `none` wants the reason why no environment uses this registry; got nothing
            environments: {}         | 46: `environments` needs `none`; add `none: why no environment uses it`
            environmentsComplete: true | 32: `environmentsComplete` says that `environments` are all, and there are none
            password: x              | 32: `password` would put a secret into this file; write the secret to a file of
            api-key: x               | 32: `api-key` would put a secret into this file; write the secret to a file of
            credentials: x           | 45: `credentials` wants {usernameFile: …, passwordFile: …}, {env: {username: …,
            credentials: {}          | 45: `credentials` is empty; write {usernameFile: …, passwordFile: …}, {env:
            credentials: {password: x} | 46: `password` would put a secret into this file; write the secret to a file
            credentials: {usernameFile: u} | 45: `credentials` needs `passwordFile`; add `passwordFile: /run/secrets
            credentials: {vault: v}  | 46: `vault` is not supported yet; let its agent write files and name them
            credentials: {env: x}    | 51: `env` wants names of variables: {username: REGISTRY_USER, password:
            credentials: {env: {username: U, password: $ecret}} | 75: `password` wants the name of an environment
            credentials: {dockerConfig: d, env: {}} | 45: `credentials` says more than one way; keep one of
            """)
    void namesThePlaceInARegistry(String part, String message) {
        assertThat(problems("registries:\n  - {name: a, url: 'http://a', " + part + "}\n"))
                .first()
                .asString()
                .startsWith("/no/where/regent.yaml:2:" + message);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://a, the address of a registry is http",
        "a:5000, the address of a registry is http",
        "http://a/v2, the address of a registry is http",
        "http://a?x=hunter2, the address of a registry is http",
        "http://user:hunter2@a, an address holds no user and password",
        "http://user:hun ter2@a, the address of a registry is http",
        "storage:/var, the address of a registry is http",
        "http://, the address of a registry is http"
    })
    void refusesOtherAddressesOfRegistriesAndShowsNoSecret(String url, String message) {
        assertThat(problems("registries:\n  - name: a\n    url: '" + url + "'\n"))
                .singleElement()
                .asString()
                .startsWith("/no/where/regent.yaml:3:10: `url`: " + message)
                .doesNotContain("ter2");
    }

    @Test
    void showsNoSecretThatStandsInTheWrongPlace() {
        String text = """
                password: hunter2
                registries:
                  - name: a
                    url: 'https://me:hunter2@a'
                    token: hunter2
                    credentials: {password: hunter2, env: {username: 'hunter2!', password: 'hunter2!'}}
                  - name: b
                    url: http://b
                    credentials: hunter2
                environments:
                  - {name: a, url: 'ssh://me:hunter2@a', secret: hunter2}
                """;

        assertThat(problems(text)).hasSize(9).noneMatch(it -> it.contains("hunter2"));
    }

    @Test
    void tellsOfEmptyCredentialsBesideAnotherProblem() {
        assertThat(problems("grace: soon\nregistries: [{name: a, url: 'http://a', credentials: {}}]"))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("/no/where/regent.yaml:2:54: `credentials` is empty; write {usernameFile: …");
    }

    @Test
    void tellsAllProblemsInOneGoFromTopToBottom() {
        String text = """
                registries:
                  - name: main
                    url: https://registry.example
                    environments: [hsot]
                  - name: main
                    url: http://127.0.0.1:5000
                    aliases: [registry.example:443]
                    url: http://127.0.0.1:5001
                environments:
                  - {name: host, url: "tcp://127.0.0.1:2375"}
                  - {name: host, url: "udp://127.0.0.1"}
                grace: soon
                ---
                more: of it
                """;

        assertThat(problems(text).stream().map(it -> it.replaceAll("(:[0-9]+:[0-9]+: .{0,70}).*", "$1")))
                .containsExactly(
                        "/no/where/regent.yaml:4:20: there is no environment \"hsot\"; did you mean `host`? the file has: hos",
                        "/no/where/regent.yaml:5:11: a registry named `main` stands in line 2 already; give one of them ano",
                        "/no/where/regent.yaml:7:15: `aliases`: registry.example:443 is a name of another registry, said in",
                        "/no/where/regent.yaml:8:5: `url` stands twice, first in line 6; keep one",
                        "/no/where/regent.yaml:11:12: an environment named `host` stands in line 10 already; give one of the",
                        "/no/where/regent.yaml:11:23: `url`: the address of an environment is unix:///path, tcp://host:port,",
                        "/no/where/regent.yaml:12:8: `grace`: a duration is a whole number and s, m, h, d or w (30d, 12h), ",
                        "/no/where/regent.yaml:14:1: a configuration is one document, and here begins another; take out the");
    }

    private static List<String> problems(String text) {
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class, () -> ConfigurationFile.parse(Path.of("/no/where/regent.yaml"), text));
        assertThat(e).as(text).isNotNull();
        return e.getMessage().lines().toList();
    }
}
