package dev.regent.store.sql;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/// The rows of a query in PostgreSQL's binary format: millions of numbers come several times faster than as a
/// result set, and one by one. Columns are read in their order, each once.
///
/// @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">PostgreSQL 18, Binary Format</a>
public final class BinaryRows implements AutoCloseable {

    private static final int SIGNATURE_BYTES = 11;
    private static final int NULL = -1;
    private static final int BUFFER_BYTES = 1 << 16;

    private final DataInputStream in;

    /// @param query without parameters: COPY takes none
    public BinaryRows(Handle handle, String query) throws SQLException, IOException {
        PGConnection connection = handle.getConnection().unwrap(PGConnection.class);
        in = new DataInputStream(new BufferedInputStream(
                new PGCopyInputStream(connection, "copy (" + query + ") to stdout (format binary)"), BUFFER_BYTES));
        in.skipNBytes(SIGNATURE_BYTES + Integer.BYTES);
        in.skipNBytes(in.readInt());
    }

    /// Whether there is another row.
    public boolean next() throws IOException {
        return in.readShort() >= 0;
    }

    /// A `bigint` that is not null.
    public long number() throws IOException {
        return in.readInt() == Long.BYTES ? in.readLong() : notANumber();
    }

    /// A `bigint`, or `otherwise` where it is null.
    public long number(long otherwise) throws IOException {
        int length = in.readInt();
        return length == NULL ? otherwise : length == Long.BYTES ? in.readLong() : notANumber();
    }

    /// A `bigint[]` of one dimension without nulls; empty where it is null.
    public long[] numbers() throws IOException {
        if (in.readInt() == NULL || skipArrayHead() == 0) {
            return new long[0];
        }
        long[] numbers = new long[in.readInt()];
        in.skipNBytes(Integer.BYTES);
        for (int each = 0; each < numbers.length; each++) {
            numbers[each] = number();
        }
        return numbers;
    }

    /// Dimensions; after them come whether there are nulls, and the type of the elements.
    private int skipArrayHead() throws IOException {
        int dimensions = in.readInt();
        in.skipNBytes(2 * Integer.BYTES);
        return dimensions;
    }

    public Optional<String> text() throws IOException {
        int length = in.readInt();
        return length == NULL
                ? Optional.empty()
                : Optional.of(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static long notANumber() throws IOException {
        throw new IOException("read a number of a query: a column is no bigint, or null");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
