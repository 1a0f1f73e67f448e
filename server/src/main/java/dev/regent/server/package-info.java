/// The server: starts everything, and stops it.
@NullMarked
package dev.regent.server;

import org.jspecify.annotations.NullMarked;
