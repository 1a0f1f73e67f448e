package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinksTest {

    private static final URI PAGE = URI.create("https://registry.example/v2/team/app/tags/list?n=2");

    private static Optional<URI> next(String... links) throws ConnectorException {
        return Links.next(PAGE, new Answer(200, Map.of("link", List.of(links)), new byte[0]));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            </v2/_catalog?last=a&n=2>; rel="next"             | https://registry.example/v2/_catalog?last=a&n=2
            </v2/_catalog?last=a>;rel=next                    | https://registry.example/v2/_catalog?last=a
            </v2/_catalog?last=a>; REL="NEXT"                 | https://registry.example/v2/_catalog?last=a
            </v2/_catalog?last=a> ; rel = "next"              | https://registry.example/v2/_catalog?last=a
            <?last=b>; rel="next"                             | https://registry.example/v2/team/app/tags/?last=b
            <list?last=b>; rel="next"                         | https://registry.example/v2/team/app/tags/list?last=b
            <https://cdn.example/x>; title="a"; rel="next"    | https://cdn.example/x
            </a>; rel="prev", </b>; rel="next"                | https://registry.example/b
            </a>; rel="next", </b>; rel="last"                | https://registry.example/a
            </a>; rel="prev next"                             | https://registry.example/a
            </a>; rel="next prev"                             | https://registry.example/a
            """)
    void findsTheNextPage(String link, URI expected) throws ConnectorException {
        assertThat(next(link)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "</a>; rel=\"prev\"",
                "</a>; rel=\"next-archive\"",
                "</a>; rel=nextpage",
                "</a>",
                "garbage",
                "<>",
                "</a>; rev=\"next\""
            })
    void takesAnythingElseForTheLastPage(String link) throws ConnectorException {
        assertThat(next(link)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<http://[bad>; rel=\"next\"",
                "<a b>; rel=\"next\"",
                "/v2/_catalog?last=a; rel=\"next\"",
                "</v2/_catalog?last=a; rel=\"next\""
            })
    void takesNoNextPageThatCannotBeReadForTheLast(String link) {
        assertThatThrownBy(() -> next(link))
                .isInstanceOf(ConnectorException.class)
                .hasMessage("GET https://registry.example/v2/team/app/tags/list: its Link to the next page is no"
                        + " address");
    }
}
