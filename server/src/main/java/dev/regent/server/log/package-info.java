/// Log lines that can be trusted to be one line each, with their keys and values.
@NullMarked
package dev.regent.server.log;

import org.jspecify.annotations.NullMarked;
