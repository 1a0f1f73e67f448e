package dev.regent.connect.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/// Reads bodies of answers, bounded in size and time.
final class Bodies {

    /// A length that a far side announces is believed up to here; then memory follows the bytes.
    private static final long MOST_FORESEEN = 1024 * 1024;

    private Bodies() {}

    static byte[] bytes(@Nullable HttpEntity entity, long limit, long deadline) throws IOException {
        long announced = entity == null ? 0 : entity.getContentLength();
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) Math.clamp(announced, 512, MOST_FORESEEN));
        copy(entity, limit, deadline, body);
        return body.toByteArray();
    }

    static long length(@Nullable HttpEntity entity, long limit, long deadline) throws IOException {
        return copy(entity, limit, deadline, OutputStream.nullOutputStream());
    }

    private static long copy(@Nullable HttpEntity entity, long limit, long deadline, OutputStream to)
            throws IOException {
        if (entity == null) {
            return 0;
        }
        if (entity.getContentLength() > limit) {
            throw new TooLargeException();
        }
        // Never closed by us: that would read what is left, however long or slow. At its end it closes itself.
        InputStream in = entity.getContent();
        long length = 0;
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            to.write(buffer, 0, n);
            length += n;
            if (length > limit) {
                throw new TooLargeException();
            }
            if (System.nanoTime() > deadline) {
                throw new Http.SlowException();
            }
        }
        return length;
    }

    /// More came, or was announced, than may come.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
