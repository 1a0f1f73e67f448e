package dev.regent.server.rest;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes a part of a list as a table. What follows is named by the header `Link`, as a query for the same address.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8288">RFC 8288</a>
@Provider
@Produces(CsvWriter.CSV)
public final class CsvWriter implements MessageBodyWriter<Listed<?>> {

    static final String CSV = "text/csv";
    private static final Set<String> REPLACED = Set.of("cursor", "format");

    private final UriInfo asked;

    CsvWriter(UriInfo asked) {
        this.asked = asked;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return Listed.class.isAssignableFrom(type) && MediaType.valueOf(CSV).isCompatible(media);
    }

    @Override
    public void writeTo(
            Listed<?> listed,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException, WebApplicationException {
        if (!(generic instanceof ParameterizedType list)
                || !(list.getActualTypeArguments()[0] instanceof Class<?> item)) {
            throw new IllegalStateException("a list that doesn't say what it is of can't be a table: " + generic);
        }
        listed.next().ifPresent(next -> headers.putSingle("Link", link(asked.getRequestUri(), next)));
        headers.putSingle("Content-Disposition", "attachment; filename=\"regent.csv\"");
        List<Record> records = listed.items().stream().map(Record.class::cast).toList();
        out.write(Csv.table(item.asSubclass(Record.class), records).getBytes(StandardCharsets.UTF_8));
    }

    /// A query takes the place of the whole query before it, so that it repeats what else was asked.
    static String link(URI asked, String next) {
        Stream<String> kept = Optional.ofNullable(asked.getRawQuery()).stream()
                .flatMap(query -> Stream.of(query.split("&", -1)))
                .filter(each -> !each.isEmpty() && !REPLACED.contains(name(each)));
        return Stream.concat(kept, Stream.of("cursor=" + next, "format=csv"))
                .collect(Collectors.joining("&", "<?", ">; rel=\"next\""));
    }

    private static String name(String parameter) {
        int end = parameter.indexOf('=');
        return end < 0 ? parameter : parameter.substring(0, end);
    }
}
