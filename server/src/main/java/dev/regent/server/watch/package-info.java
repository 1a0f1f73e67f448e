/// What watches the server itself reads: health and metrics.
@NullMarked
package dev.regent.server.watch;

import org.jspecify.annotations.NullMarked;
