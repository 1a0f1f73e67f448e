/// When what happens by itself.
@NullMarked
package dev.regent.server.schedule;

import org.jspecify.annotations.NullMarked;
