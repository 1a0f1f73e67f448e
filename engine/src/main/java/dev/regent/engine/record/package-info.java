/// The record as a file, that can be checked without a server.
@NullMarked
package dev.regent.engine.record;

import org.jspecify.annotations.NullMarked;
