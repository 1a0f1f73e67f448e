/// Stage 1. What a source said, and what it did not say: the ports that connectors implement.
@NullMarked
package dev.regent.observe;

import org.jspecify.annotations.NullMarked;
