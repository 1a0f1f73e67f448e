package dev.regent.server.rest;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes a part of a list as a table. What follows is named by the header `Link`, as a query for the same address.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8288">RFC 8288</a>
@Provider
@Produces(CsvWriter.CSV)
public final class CsvWriter implements MessageBodyWriter<Listed<?>> {

    static final String CSV = "text/csv";

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
        listed.next().ifPresent(next -> headers.putSingle("Link", "<?cursor=" + next + "&format=csv>; rel=\"next\""));
        headers.putSingle("Content-Disposition", "attachment; filename=\"regent.csv\"");
        List<Record> records = listed.items().stream().map(Record.class::cast).toList();
        out.write(Csv.table(item.asSubclass(Record.class), records).getBytes(StandardCharsets.UTF_8));
    }
}
